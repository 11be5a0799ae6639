/* sayso: who said what in a text. The only public header.
 *
 * Policy, for every function unless it says otherwise
 *   Offsets     bytes of the document's text, 0-based, half-open; never inside a UTF-8 sequence unless the caller put them there.
 *   Ownership   a pointer that is returned is borrowed from its parent (model or document); a pointer given through
 *               `out` is the caller's and is freed with the matching _free. Strings passed in are copied.
 *   Life        arrays of a document are valid until the next call that takes it as non-const.
 *   Threads     a model is read-only once loaded: any number of threads may share it. A document is used by one
 *               thread at a time. There is no process-wide state.
 *   Errors      SAYSO_OK is 0. On failure `err` (may be NULL) holds the status, a sentence and a place, and
 *               the object is as it was before the call. Memory running out is such an error, never a crash.
 */
#ifndef SAYSO_H
#define SAYSO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SAYSO_VERSION "0.1.0" /* the one home of the version; make and Lua read it from here */
#define SAYSO_ABI 1           /* counts up when a struct or function below changes */

#if defined(__GNUC__) || defined(__clang__)
#define SAYSO_API __attribute__((visibility("default")))
#else
#define SAYSO_API
#endif

#define SAYSO_NONE UINT32_MAX /* "no index" */
#define SAYSO_MAX_TEXT 0x40000000u /* longest document, in bytes: offsets are 32 bits with room to spare */

typedef enum {
  SAYSO_OK = 0,
  SAYSO_NO_MEMORY,
  SAYSO_BAD_ARGUMENT, /* offsets out of range, unknown stage or format */
  SAYSO_TOO_LARGE,    /* a document over SAYSO_MAX_TEXT */
  SAYSO_BAD_MODEL,    /* place: byte of the model file */
  SAYSO_BAD_ACTORS,   /* the user's list of actors; place: line, 1-based */
  SAYSO_INTERNAL      /* a broken promise inside; please report */
} sayso_status;

typedef struct {
  sayso_status status;
  size_t place;      /* byte, section or line, as the status says */
  char message[256]; /* one English sentence, ends with NUL */
} sayso_error;

/* Allocator hook. resize(context, NULL, 0, n) allocates, (…, p, n, m) moves, (…, p, n, 0) frees and returns NULL.
 * Returns NULL when it cannot; p stays valid then. NULL for a whole hook means malloc, realloc and free. */
typedef struct {
  void *(*resize)(void *context, void *pointer, size_t old_size, size_t new_size);
  void *context;
} sayso_allocator;

typedef struct {
  uint32_t start, end;
} sayso_span;

typedef struct sayso_model sayso_model;
typedef struct sayso_doc sayso_doc;

SAYSO_API const char *sayso_version(void); /* of the library; compare with SAYSO_VERSION */

/* ---- model -------------------------------------------------------------------------------------------------------- */

/* The weights inside the library. Verified before use (magic, version, sections, checksum). */
SAYSO_API sayso_status sayso_model_builtin(sayso_model **out, const sayso_allocator *allocator, sayso_error *err);

/* Weights from memory; the bytes must outlive the model (they are read in place). */
SAYSO_API sayso_status sayso_model_load(sayso_model **out, const void *bytes, size_t size, const sayso_allocator *allocator,
                                        sayso_error *err);

SAYSO_API void sayso_model_free(sayso_model *model); /* NULL is nothing; no document may use it any more */

/* Name of the numeric kernel in use: "c", "avx2", "neon". `force` chooses one (NULL: the best); the environment is not read. */
SAYSO_API const char *sayso_model_kernel(const sayso_model *model);
SAYSO_API sayso_status sayso_model_set_kernel(sayso_model *model, const char *name, sayso_error *err);

/* ---- document ----------------------------------------------------------------------------------------------------- */

typedef enum {
  SAYSO_FORMAT_PLAIN = 0,
  SAYSO_FORMAT_MARKDOWN,
  SAYSO_FORMAT_TEX,
  SAYSO_FORMAT_TYPST,
  SAYSO_FORMAT_RST,
  SAYSO_FORMAT_ASCIIDOC,
  SAYSO_FORMAT_ORG,
  SAYSO_FORMAT_MAIL
} sayso_format;

/* Format by name ("markdown") or by file name ("notes/a.md"); false when unknown (*out is left alone). */
SAYSO_API bool sayso_format_by_name(const char *name, sayso_format *out);
SAYSO_API bool sayso_format_by_path(const char *path, sayso_format *out);

/* A statement handed in from outside: only its actor is to be found (see sayso_options.given). */
typedef struct {
  const sayso_span *source, *cue, *content;
  uint32_t source_count, cue_count, content_count;
} sayso_given;

typedef enum {
  SAYSO_GIVEN_NOTHING = 0,
  SAYSO_GIVEN_ATTRIBUTIONS, /* sources, cues and contents are given; nothing else counts as a statement */
  SAYSO_GIVEN_CONTENT       /* contents alone are given; source and cue are found */
} sayso_given_mode;

typedef struct {
  sayso_format format;
  const sayso_allocator *allocator; /* NULL: malloc */
  const char *actors;               /* the user's list of actors, text of the file; NULL: none */
  size_t actors_size;
  sayso_given_mode given;
  const sayso_given *given_items;
  uint32_t given_count;
} sayso_options; /* all zero is the default */

/* A new document over a copy of the text (any bytes). Nothing is read yet: see sayso_doc_update.
 * `model` may be NULL: then text stages work (layout, tokens, marks, features), nothing is read by the network.
 * The model must outlive the document. */
SAYSO_API sayso_status sayso_doc_open(sayso_doc **out, const sayso_model *model, const char *text, size_t size,
                                      const sayso_options *options, sayso_error *err);
SAYSO_API void sayso_doc_free(sayso_doc *doc); /* NULL is nothing */

/* Bytes [start, old_end) become the new text. Results so far stay and their offsets shift; update reads anew. */
SAYSO_API sayso_status sayso_doc_edit(sayso_doc *doc, size_t start, size_t old_end, const char *text, size_t size,
                                      sayso_error *err);

/* Reads what has changed for at most about `budget_ms` (negative: no limit), paragraphs near byte `focus` first
 * (SIZE_MAX: in order). *done: everything is read, and queries answer for the present text; *changed (borrowed) are the
 * ranges whose statements, names or actors may differ since the last result, sorted, perhaps slightly too large; an empty one is
 * where something went with its text.
 * While not done, queries answer from the last finished result, its offsets shifted. Where no update was ever finished (a long text
 * just opened) they answer from the paragraphs read so far instead, as soon as those about `focus` are read, and again as
 * reading goes on; actors may still change then. An update stops at the budget in whatever stage it is, after a step of some 2 ms
 * at most in a book of 100,000 words; an edit or a correction in the middle of one begins it anew. `done`, `changed`, `count` may be NULL. */
SAYSO_API sayso_status sayso_doc_update(sayso_doc *doc, double budget_ms, size_t focus, bool *done,
                                        const sayso_span **changed, uint32_t *count, sayso_error *err);

/* The present text, borrowed; not ended by NUL. */
SAYSO_API const char *sayso_doc_text(const sayso_doc *doc, size_t *size);

/* ---- queries: the last finished result ------------------------------------------------------------------------------ */

typedef enum {
  SAYSO_ACTOR_PERSON,
  SAYSO_ACTOR_ORGANIZATION,
  SAYSO_ACTOR_PLACE,
  SAYSO_ACTOR_GROUP,
  SAYSO_ACTOR_DOCUMENT,
  SAYSO_ACTOR_AUTHOR,
  SAYSO_ACTOR_UNKNOWN
} sayso_actor_kind;

typedef enum { SAYSO_GENDER_UNKNOWN, SAYSO_GENDER_FEMALE, SAYSO_GENDER_MALE } sayso_gender;

typedef enum {
  SAYSO_KIND_DIRECT,   /* over 90% of the content's letters inside quotation marks */
  SAYSO_KIND_MIXED,    /* some of them */
  SAYSO_KIND_INDIRECT, /* told in the writer's words */
  SAYSO_KIND_UNMARKED, /* the speaker's own words without marks */
  SAYSO_KIND_WRITTEN   /* the cue is a medium: tweeted, wrote, posted, the statement read */
} sayso_statement_kind;

typedef enum {
  SAYSO_ACT_SPEECH, /* words were uttered or written */
  SAYSO_ACT_STANCE  /* belief, wish, demand, support */
} sayso_act;

typedef enum { SAYSO_NAME_PER, SAYSO_NAME_ORG, SAYSO_NAME_LOC, SAYSO_NAME_NORP } sayso_name_type;

typedef enum { SAYSO_FORM_NAME, SAYSO_FORM_ROLE, SAYSO_FORM_PRONOUN, SAYSO_FORM_METONYM } sayso_form;

/* Words for the enums above, as jsonl writes them; never NULL. */
SAYSO_API const char *sayso_actor_kind_name(sayso_actor_kind kind);
SAYSO_API const char *sayso_gender_name(sayso_gender gender);
SAYSO_API const char *sayso_statement_kind_name(sayso_statement_kind kind);
SAYSO_API const char *sayso_act_name(sayso_act act);
SAYSO_API const char *sayso_name_type_name(sayso_name_type type);
SAYSO_API const char *sayso_form_name(sayso_form form);

typedef struct {
  const char *id;   /* "A1", "A2", … by first mention: a function of the text (and the corrections) alone */
  uint32_t handle;  /* stays with the actor while the document is open, whatever is edited; never 0. What folds and filters hold on to */
  const char *name; /* fullest proper name, else the fullest description; UTF-8, one line */
  sayso_actor_kind kind;
  sayso_gender gender;
  const char *const *aliases; /* other ways it is called, without `name`, each once */
  uint32_t alias_count;
  const char *const *roles; /* "the US secretary of state" */
  uint32_t role_count;
  uint32_t parent;    /* the country a seat is shown under: an index, or SAYSO_NONE */
  uint32_t mentions;  /* how many */
  uint32_t statements; /* how many of act speech */
} sayso_actor;

typedef struct {
  const sayso_span *source, *cue, *content; /* each list sorted; source and cue may be empty */
  uint32_t source_count, cue_count, content_count;
  sayso_statement_kind kind;
  sayso_act act;
  float score;            /* 0..1: how sure the reader is */
  const char *rule;       /* what decided the actor; a short word, static */
  const uint32_t *actors; /* indexes into sayso_doc_actors */
  uint32_t actor_count;   /* 0: unattributed */
} sayso_statement;

typedef struct {
  sayso_span span;
  sayso_form form;
  uint32_t actor; /* index or SAYSO_NONE */
  float score;
  const char *rule;
} sayso_mention;

typedef struct {
  sayso_span span;
  sayso_name_type type;
  uint32_t actor; /* index or SAYSO_NONE */
  float score;
} sayso_entity;

typedef struct {
  sayso_span span; /* of the heading's text */
  uint32_t level;  /* 1.. */
} sayso_heading;

typedef enum { SAYSO_LANGUAGE_UNKNOWN, SAYSO_LANGUAGE_ENGLISH, SAYSO_LANGUAGE_OTHER } sayso_language;

SAYSO_API const sayso_actor *sayso_doc_actors(const sayso_doc *doc, uint32_t *count);
/* Sorted by first byte (content, source and cue together). */
SAYSO_API const sayso_statement *sayso_doc_statements(const sayso_doc *doc, uint32_t *count);
SAYSO_API const sayso_mention *sayso_doc_mentions(const sayso_doc *doc, uint32_t *count); /* sorted */
SAYSO_API const sayso_entity *sayso_doc_entities(const sayso_doc *doc, uint32_t *count);  /* sorted */
SAYSO_API const sayso_heading *sayso_doc_headings(const sayso_doc *doc, uint32_t *count);
/* Bytes [start, end) of the text that the last update read, as they are read: UTF-8 without markup, white space and line breaks
 * one space, "\n" between paragraphs. Not NUL-terminated; borrowed until the next call that is handed `doc` without const. */
SAYSO_API const char *sayso_doc_clean(const sayso_doc *doc, size_t start, size_t end, size_t *size);
/* UNKNOWN: too short to tell. A text that is OTHER has no statements, names or actors. */
SAYSO_API sayso_language sayso_doc_language(const sayso_doc *doc);

/* Text of one stage of the present text, for people and tests: "layout", "tokens", "marks", "features", "scores", "names",
 * "frames", "statements", "mentions", "actors". Borrowed. features: one JSON line a unit, read by core/train. The stages that
 * need the network finish an update first, whose changed ranges are then not told. */
SAYSO_API sayso_status sayso_doc_dump(sayso_doc *doc, const char *stage, const char **text, size_t *size, sayso_error *err);

/* NULL-ended list of the stages above. */
SAYSO_API const char *const *sayso_stages(void);

/* ---- corrections ----------------------------------------------------------------------------------------------------- */

/* What a correction is about, in words of the clean text (one line, valid UTF-8, no markup): a re-wrap changes none of them. */
typedef struct {
  const char *text;           /* NULL: no anchor yet */
  const char *before, *after; /* up to 48 bytes of the clean text on each side; never NULL where text is not */
} sayso_anchor;

typedef enum {
  SAYSO_CORRECTION_WAITING, /* no update has seen it yet */
  SAYSO_CORRECTION_APPLIED,
  SAYSO_CORRECTION_DRIFTED /* nothing was changed: `reason` says why, `span` where it was last seen */
} sayso_correction_state;

/* What the writer says against the reader. A later item wins over an earlier one.
 *   merge    the actor mentioned at `span` is the same as actors[0], whose name stays
 *   split    the mention at `span`, and where it is a name those that read the same with the pronouns and roles that follow
 *            them, are another actor, called `value` (NULL: as it reads)
 *   rename   the actor mentioned at `span` is shown as `value`
 *   actor    the statement at `span` is by `actors` (a name that no actor has makes a new one; none: by nobody)
 *   kind     … is of `kind`                         span     … has these content, source and cue
 *   add      a statement the reader missed          reject   the statements at `span` are none
 *   confirm  the statement at `span` is right as it is now: it stays so whatever the reader says later
 * Handed in: only `span` and what the action needs; the rest is zero, and an update fills it: the anchor, and what the item is
 * about as it was found then: the parts, kind, act and actors of a statement; for merge the name of the actor that goes, in `value`,
 * for split and rename the actor's name, in `actors`. Handed out by sayso_doc_corrections: all of it; the same list may be handed in again, to
 * this document or to another over the same or an edited text. */
typedef struct {
  const char *action;
  sayso_span span;     /* of the document; where there is an anchor, the place it was last seen at */
  sayso_anchor anchor; /* as the text reads now */
  /* Parts of the statement: bytes of anchor.text where that is not NULL, else of the document. No content: the one at `span`. */
  const sayso_span *content, *source, *cue;
  uint32_t content_count, source_count, cue_count;
  const char *const *actors; /* names */
  uint32_t actor_count;
  const char *value;
  const char *kind, *act; /* words as sayso_statement_kind_name and sayso_act_name give them; NULL: as read */
  const char *id;         /* tells the items of a list apart; NULL: the document makes one ("c1", "c2", …) */
  sayso_correction_state state;
  const char *reason; /* why it drifted; static; NULL otherwise */
} sayso_correction;

/* Replaces the document's list; the next update applies it. Corrections follow edits inside and around what they are about, and
 * when that is gone they drift until it comes back. */
SAYSO_API sayso_status sayso_doc_correct(sayso_doc *doc, const sayso_correction *items, uint32_t count, sayso_error *err);

/* The list as the last finished update left it. */
SAYSO_API const sayso_correction *sayso_doc_corrections(const sayso_doc *doc, uint32_t *count);

#ifdef __cplusplus
}
#endif
#endif
