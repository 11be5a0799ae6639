/* The document: text, readings cached by content, the last finished result. Shared by the files of core/doc. */
#ifndef SS_DOC_DOCUMENT_H
#define SS_DOC_DOCUMENT_H

#include "actor/resolve.h"
#include "base/memory.h"
#include "net/net.h"
#include "read/reading.h"
#include "text/layout.h"
#include "text/unit.h"

/* What a reading was made from, as two independent hashes: texts of one key are taken for the same. */
typedef struct {
  uint64_t key, check; /* key 0: none */
} ss_cache_key;

/* A reading kept under the key of what it was made from (doc/cache). */
typedef struct {
  uint64_t key; /* 0: the slot is free */
  uint64_t check;
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
const ss_reading *ss_cache_find(ss_cache *cache, ss_cache_key key, uint32_t generation);
/* Takes the reading over; on failure it stays the caller's. */
bool ss_cache_add(ss_cache *cache, ss_cache_key key, ss_reading *reading, size_t size, uint32_t generation);
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

/* The corrections and where they stand. Never changed in place but for the offsets: an update makes a new list. */
typedef struct {
  ss_arena arena;
  sayso_correction *items; /* as handed out */
  sayso_span **parts; /* of each item: its content, source and cue spans in bytes of the document, one after the other */
  bool *followed;     /* of each item: the last update found its place, and edits since then moved span and parts along */
  uint32_t *lineages; /* of each item: the same number as long as it is the same item, handed out and in again or not */
  uint32_t count;
} ss_corrections;

enum { SS_CORRECTION_CONTEXT = 48 }; /* bytes of an anchor's `before` and `after`, at most */

/* A text that was seen before: what its actors were called by, where its corrections stood. Undo finds both again. */
typedef struct {
  uint64_t text, who; /* hashes of the document's bytes, of the actors' names and kinds */
  uint32_t *handles;
  uint32_t handle_count;
  ss_corrections corrections;
} ss_past;

typedef struct {
  uint64_t who; /* hash of name and kind */
  uint32_t handle;
} ss_gone_actor;

typedef struct {
  uint32_t last;             /* handle given out last */
  uint32_t last_lineage;     /* of corrections */
  ss_vec(ss_gone_actor) gone; /* those that vanished */
  ss_vec(ss_past) past;      /* the first finished result, then the latest ones, oldest first */
} ss_history;

/* What is done next of a result (result.c). */
typedef enum {
  SS_MAKING_NONE, /* nothing is begun */
  SS_MAKING_ASSEMBLE,
  SS_MAKING_RESOLVE, /* in several steps */
  SS_MAKING_STATEMENTS,
  SS_MAKING_MENTIONS,
  SS_MAKING_CORRECT,
  SS_MAKING_FINISH
} ss_making_step;

/* A result while it is made, a step at a time; the one shown stays until it is whole. */
typedef struct {
  ss_making_step next;
  ss_arena resolving, index; /* of the resolution alone: go with it */
  ss_arena work;      /* of scene, cast and what follows */
  ss_scene scene;
  ss_resolution *resolution;
  ss_cast cast;
  ss_precedent *precedent; /* of this resolution, for the next */
  ss_result made;
  ss_corrections list;
} ss_making;

struct sayso_doc {
  sayso_allocator hook_copy;
  const sayso_allocator *hook; /* &hook_copy */
  const sayso_model *model;    /* may be NULL */
  sayso_format format;
  char *text;
  size_t size, cap;
  ss_user_list listed; /* the user's own actors */
  ss_arena listed_arena;
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

  bool finished;      /* the result is of the present text */
  bool ever_finished; /* some result was whole: partial ones are not shown any more */
  ss_vec(uint8_t) shown; /* while none was: 1 for each unit that is in the partial result */
  uint32_t shown_count;
  ss_result result;
  ss_precedent *precedent; /* of the last whole result, whose readings the cache still has; NULL: none */
  ss_making making; /* of the text as last laid out; dropped where text or corrections change */
  ss_vec(sayso_span) changed;

  ss_corrections corrections;
  ss_history history;
  ss_text dump;
};

/* document.c: the layout and units of the present text; readings that the cache holds are taken at once. */
sayso_status ss_doc_lay_out(sayso_doc *doc, sayso_error *err);
/* Reads units that are not, outwards from unit `middle`, for about `budget_ms` (negative: all of them). */
sayso_status ss_doc_read_units(sayso_doc *doc, uint32_t middle, double budget_ms, sayso_error *err);

/* Does the unit open with a bold run of the source? */
static inline bool ss_doc_bold_lead(const sayso_doc *doc, uint32_t index) {
  const ss_unit *unit = &doc->units.items[index];
  return unit->first && doc->layout.blocks.items[unit->block].bold_lead;
}

/* Which turn of a transcript or interview the unit is (ss_turn); the rest of a long one goes on with it. */
static inline uint8_t ss_doc_turn(const sayso_doc *doc, uint32_t index) {
  const ss_unit *unit = &doc->units.items[index];
  uint8_t turn = doc->layout.blocks.items[unit->block].turn;
  return turn && !unit->first ? SS_TURN_CONTINUED : turn;
}

/* pipeline.c: reads doc->units[index] into doc->draft, all stages up to mentions. */
sayso_status ss_pipeline_read(sayso_doc *doc, uint32_t index, uint8_t carry, sayso_error *err);
/* The stages before the network alone: tokens, marks, sentences. */
sayso_status ss_pipeline_tokens(sayso_doc *doc, uint32_t index, uint8_t carry, sayso_error *err);

/* given.c: puts the given statements that touch the unit in place of (or beside) the found ones. */
sayso_status ss_given_apply(sayso_doc *doc, uint32_t index, sayso_error *err);

/* A reading of nothing: stands for units that are not read yet. */
extern const ss_reading ss_reading_empty;
static inline const ss_reading *ss_doc_reading(const sayso_doc *doc, uint32_t unit) {
  const ss_reading *reading = doc->readings.items[unit];
  return reading ? reading : &ss_reading_empty;
}

/* story.c: is the document a story without quotation marks? said[units]: 1 where a paragraph that sounds like speech is said in it, else 0. */
bool ss_story_find(const sayso_doc *doc, uint8_t *said);

/* assemble.c: readings -> statements of the document (arrays in `arena`). Units not read yet count as empty. */
sayso_status ss_assemble(const sayso_doc *doc, ss_arena *arena, ss_scene *out, sayso_error *err);

/* result.c: everything above -> doc->result; fills doc->changed. `partial`: not all units are read. */
sayso_status ss_result_build(sayso_doc *doc, bool partial, sayso_error *err);
/* The same in steps of a millisecond or two, however long the text; *done: the result is whole. A failure begins anew. */
sayso_status ss_result_step(sayso_doc *doc, bool partial, bool *done, sayso_error *err);
/* Drops what is half made. */
void ss_result_abandon(sayso_doc *doc);
void ss_result_shift(ss_result *result, uint32_t start, uint32_t old_end, uint32_t new_end);
void ss_result_free(ss_result *result);
uint32_t ss_statement_first_byte(const sayso_statement *statement);

/* change.c: doc->changed := the ranges of what stands in only one of doc->result and `made`. */
sayso_status ss_change_find(sayso_doc *doc, const ss_result *made, ss_arena *work, sayso_error *err);

/* correction.c: the list itself. `text` is the hash of the document's bytes. */
void ss_corrections_init(ss_corrections *list, const sayso_allocator *hook);
void ss_corrections_free(ss_corrections *list);
void ss_corrections_shift(ss_corrections *list, uint32_t start, uint32_t old_end, uint32_t new_end);
/* A new list of the same items, all in its own arena; with those of `more` (may be NULL) that the first list lacks. */
sayso_status ss_corrections_copy(const ss_corrections *from, const ss_corrections *more, const sayso_allocator *hook,
                                 ss_corrections *out, sayso_error *err);
/* Items that `past` holds too stand where they stood there. False: memory ran out. */
bool ss_corrections_recall(ss_corrections *list, const ss_corrections *past);

/* anchor.c: finds the place of a correction in the clean text. */
typedef struct {
  uint32_t start, end; /* clean bytes */
  sayso_span *parts;   /* clean bytes, as many as the item has; in the arena given */
} ss_place;
/* *found false: it drifted. */
sayso_status ss_anchor_find(const sayso_doc *doc, const ss_corrections *list, uint32_t index, ss_arena *arena, bool *found,
                            ss_place *out, sayso_error *err);
/* Anchor, span and parts of the item from its place. */
sayso_status ss_anchor_set(const sayso_doc *doc, ss_corrections *list, uint32_t index, const ss_place *place, sayso_error *err);

/* correct.c: applies the list to `made`, and says in the list where each item stands now. */
sayso_status ss_correct_apply(const sayso_doc *doc, ss_result *made, ss_corrections *list, ss_arena *work, sayso_error *err);

/* history.c: gives every actor of `made` its handle; remembers what vanishes. */
uint64_t ss_history_text_hash(const sayso_doc *doc);
void ss_history_free(sayso_doc *doc);
/* The corrections as they last stood in a document of these bytes; NULL: it was not seen. */
const ss_corrections *ss_history_corrections(const sayso_doc *doc, uint64_t text);
sayso_status ss_history_assign(sayso_doc *doc, ss_result *made, uint64_t text, bool partial, ss_arena *work, sayso_error *err);
/* Keeps the finished result of this text; never fails: without memory it is not kept. */
void ss_history_keep(sayso_doc *doc, uint64_t text);

#endif
