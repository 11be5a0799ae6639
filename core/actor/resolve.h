/* The whole document: mentions -> actors. Explicit sieves in a visible order (top of resolve.c).
 * Document-wide, fast, over mention arrays only; reads readings, changes none. */
#ifndef SS_ACTOR_RESOLVE_H
#define SS_ACTOR_RESOLVE_H

#include "actor/user.h"
#include "read/reading.h"
#include "text/layout.h"
#include "text/unit.h"

/* One unit as the document sees it. */
typedef struct {
  const ss_reading *reading;
  const char *clean; /* the unit's clean text */
  uint32_t start;    /* byte of layout->clean where it begins: adds up to document-wide order */
  uint32_t block;    /* index into layout->blocks */
} ss_scene_unit;

/* A statement of the document after assembly (doc/assemble): unit-level statements joined over
 * units. */
typedef struct {
  uint32_t unit, statement; /* its first part */
  uint32_t next;            /* index of the part that continues it (in `parts`), or SAYSO_NONE */
} ss_scene_statement;

/* What resolve reads. Statement s of the document is readings[unit].statements[statement] and its
 * continuations. */
typedef struct {
  const ss_layout *layout;
  const ss_scene_unit *units;
  uint32_t unit_count;
  const ss_scene_statement *statements; /* in text order; those that continue another are listed
                                           after it via `next` only */
  uint32_t statement_count;
  const ss_scene_statement *parts; /* continuing parts, reached through `next` */
  uint32_t part_count;
  const ss_user_list *listed; /* the user's list, may be NULL */
  bool story; /* one that lost its quotation marks: unmarked speech is as good as marked */
} ss_scene;

typedef struct {
  const char *name;
  uint8_t kind;   /* sayso_actor_kind */
  uint8_t gender; /* sayso_gender */
  const char *const *aliases;
  const char *const *roles;
  uint32_t alias_count, role_count;
  uint32_t parent; /* index or SAYSO_NONE */
} ss_actor;

/* Which sieve decided; resolve.c says what each is called. */
typedef enum {
  SS_SIEVE_NONE, /* of a mention: it refers to no actor and is not shown */
  SS_SIEVE_OPEN, /* it might, and none decided */
  SS_SIEVE_LIST,
  SS_SIEVE_NAME,
  SS_SIEVE_NICKNAME,
  SS_SIEVE_SURNAME,
  SS_SIEVE_FORENAME,
  SS_SIEVE_ACRONYM,
  SS_SIEVE_SHORT_NAME,
  SS_SIEVE_OTHER_NAME,
  SS_SIEVE_COUNTRY,
  SS_SIEVE_METONYM,
  SS_SIEVE_APPOSITION,
  SS_SIEVE_ROLE,
  SS_SIEVE_ROLE_AHEAD,
  SS_SIEVE_KIN,
  SS_SIEVE_DESCRIPTION,
  SS_SIEVE_DESCRIBED,
  SS_SIEVE_NEW,
  SS_SIEVE_RELATIVE,
  SS_SIEVE_PRONOUN,
  SS_SIEVE_SPEAKER,
  SS_SIEVE_AUTHOR,
  SS_SIEVE_INTERVIEW,
  SS_SIEVE_DIALOGUE,
  SS_SIEVE_LEAD,
  SS_SIEVE_PARAGRAPH,
  SS_SIEVE_BEAT,
  SS_SIEVE_TURN,
  SS_SIEVE_ADDRESSEE
} ss_sieve;

/* What `rule` says of it in a result: static; NULL of SS_SIEVE_NONE. */
const char *ss_sieve_name(ss_sieve sieve);

typedef struct {
  uint32_t actor; /* or SAYSO_NONE */
  float score;
  ss_sieve rule;
} ss_resolved_mention;

typedef struct {
  const uint32_t *actors;
  uint32_t actor_count;
  ss_sieve rule; /* SS_SIEVE_NONE: it has no actor */
} ss_resolved_statement;

typedef struct {
  const ss_actor *actors; /* in order of first mention: A1, A2, … */
  uint32_t actor_count;
  const ss_resolved_mention *mentions; /* one for each of the scene's, in text order */
  uint32_t mention_count, shown_count;
  const ss_resolved_statement *statements; /* one for each scene statement */
} ss_cast;

/* Everything in *out is allocated from `arena`. */
sayso_status ss_resolve(const ss_scene *scene, ss_arena *arena, ss_cast *out, sayso_error *err);

/* The same in steps of a millisecond or two, however long the document: the scene and what it
 * points to stay as they are until the last. The cast comes into `out`; the resolution and what the
 * cast is listed from into `work`; what the sieves look things up in into `index`, which is emptied
 * before the cast is listed. The last two, with it three times as much, may be freed when it is
 * done or dropped. */
typedef struct ss_resolution ss_resolution;
ss_resolution *ss_resolution_new(const ss_scene *scene, ss_arena *work, ss_arena *index,
                                 ss_arena *out); /* NULL: no memory */
/* What a resolution decided, for the next one of nearly the same document (precedent.h): it changes
 * nothing but the time that takes. Readings of the document it was made of must stay in memory
 * until then. */
typedef struct ss_precedent ss_precedent;
ss_precedent *ss_precedent_new(const sayso_allocator *hook); /* empty; NULL: no memory */
void ss_precedent_free(ss_precedent *precedent);             /* NULL: nothing happens */
/* Before the first step: follows `past`, fills the empty `made`; either may be NULL. Both stay the
 * caller's, and outlive the resolution. False: no memory. */
bool ss_resolution_follow(ss_resolution *resolution, const ss_precedent *past, ss_precedent *made);
/* *done: *out is the cast. After a failure there is no next step. */
sayso_status ss_resolution_step(ss_resolution *resolution, bool *done, ss_cast *out,
                                sayso_error *err);

#endif
