/* The document: text, readings cached by content, the last finished result. Shared by the files of core/doc. */
#ifndef SS_DOC_DOCUMENT_H
#define SS_DOC_DOCUMENT_H

#include "actor/resolve.h"
#include "base/memory.h"
#include "net/net.h"
#include "read/reading.h"
#include "text/layout.h"
#include "text/unit.h"

/* A reading kept under the key of what it was made from (doc/cache). */
typedef struct {
  uint64_t key; /* 0: the slot is free */
  ss_reading *reading;
  size_t size;         /* bytes of the reading's block */
  uint32_t last_used;  /* generation of the update that used it last */
} ss_cache_slot;

typedef struct {
  const sayso_allocator *hook;
  ss_cache_slot *slots; /* open addressing, a power of two; NULL when empty */
  uint32_t slot_count, used;
} ss_cache;

void ss_cache_init(ss_cache *cache, const sayso_allocator *hook);
void ss_cache_free(ss_cache *cache);
/* The reading of this key, marked as used by `generation`; NULL when there is none. */
const ss_reading *ss_cache_find(ss_cache *cache, uint64_t key, uint32_t generation);
/* Takes the reading over; on failure it stays the caller's. */
bool ss_cache_add(ss_cache *cache, uint64_t key, ss_reading *reading, size_t size, uint32_t generation);
/* Drops readings that no update has used since `oldest`. Never fails: without memory to shrink it keeps them. */
void ss_cache_sweep(ss_cache *cache, uint32_t oldest);

/* What queries answer from; all in one arena, spans in source bytes. */
typedef struct {
  ss_arena arena;
  sayso_actor *actors;
  sayso_statement *statements;
  sayso_mention *mentions;
  sayso_entity *entities;
  sayso_heading *headings;
  sayso_span *spans; /* of all statements, in one pool */
  uint32_t actor_count, statement_count, mention_count, entity_count, heading_count, span_count;
  sayso_language language;
} ss_result;

/* A given statement (sayso_options.given), spans in clean bytes of the layout. */
typedef struct {
  uint32_t source, cue, content; /* where its lists begin in ss_given_set.spans */
  uint32_t source_count, cue_count, content_count;
} ss_given_item;

typedef struct {
  sayso_given_mode mode;
  ss_given_item *items;
  sayso_span *spans; /* source bytes */
  uint32_t count, span_count;
} ss_given_set;

struct sayso_doc {
  sayso_allocator hook_copy;
  const sayso_allocator *hook; /* &hook_copy */
  const sayso_model *model;    /* may be NULL */
  sayso_format format;
  char *text;
  size_t size, cap;
  char *user_actors;
  size_t user_actors_size;
  ss_given_set given;

  ss_tokenizer tokenizer;
  ss_net_space *space; /* NULL without a model */
  ss_draft draft;      /* scratch of the unit being read */

  /* the text as last laid out */
  bool stale; /* the text changed since */
  ss_layout layout;
  ss_units units;
  ss_vec(const ss_reading *) readings; /* one a unit; NULL: not read yet */
  uint32_t unread;                     /* how many are NULL */
  uint32_t generation;                 /* counts layouts */
  ss_cache cache;

  bool finished; /* the result is of the present text */
  ss_result result;
  ss_vec(sayso_span) changed;

  sayso_correction *corrections;
  ss_arena correction_arena;
  uint32_t correction_count;
  ss_text dump;
};

/* document.c: the layout and units of the present text; readings that the cache holds are taken at once. */
sayso_status ss_doc_lay_out(sayso_doc *doc, sayso_error *err);

/* pipeline.c: reads doc->units[index] into doc->draft, all stages up to mentions. */
sayso_status ss_pipeline_read(sayso_doc *doc, uint32_t index, uint8_t carry, sayso_error *err);
/* The stages before the network alone: tokens, marks, sentences. */
sayso_status ss_pipeline_tokens(sayso_doc *doc, uint32_t index, uint8_t carry, sayso_error *err);

/* given.c: puts the given statements that touch the unit in place of (or beside) the found ones. */
sayso_status ss_given_apply(sayso_doc *doc, uint32_t index, sayso_error *err);

/* assemble.c: readings -> statements of the document (arrays in `arena`). */
sayso_status ss_assemble(const sayso_doc *doc, ss_arena *arena, ss_scene *out, sayso_error *err);

/* result.c: everything above -> doc->result; fills doc->changed. */
sayso_status ss_result_build(sayso_doc *doc, sayso_error *err);
void ss_result_shift(ss_result *result, uint32_t start, uint32_t old_end, uint32_t new_end);
void ss_result_free(ss_result *result);

#endif
