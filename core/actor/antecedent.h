/* Whom a third-person pronoun means: what was mentioned lately, and the choice among it by the
 * weights of weights.h. Used by refer.c. */
#ifndef SS_ACTOR_ANTECEDENT_H
#define SS_ACTOR_ANTECEDENT_H

#include "actor/cast.h"

enum { SS_RECALLED = 20, SS_FITS = 5 };

/* A node seen lately, with all that pronouns ask of it in one place: each pronoun looks at every
 * one. */
typedef struct {
  uint32_t node, figure, unit, sentence;
  uint32_t start, end; /* its tokens */
  uint32_t holds;      /* scene statement that holds it, or SAYSO_NONE */
  float apart, close; /* what it is worth to any pronoun of another sentence, and of its own */
  uint8_t form;       /* row of SS_W_FORM, but for "same pronoun" */
  uint8_t role;       /* subject, possessive, other: rows of SS_W_ROLE */
  uint8_t gender;     /* of the mention itself */
  bool pronoun, plural, inside, speaks, opens;
  bool first; /* the first person of its sentence */
} ss_sighting;

/* The same before anybody asked. */
typedef struct {
  uint32_t node, figure;
  bool first;
} ss_glimpse;

typedef struct ss_recollection {
  ss_resolver *r;
  ss_glimpse glimpses[SS_RECALLED]; /* a ring */
  ss_sighting seen[SS_RECALLED];    /* of the same places; made of glimpses when a pronoun looks */
  uint32_t looked;                  /* how many of the seen_count are made */
  uint32_t fits[SS_FITS]; /* of each way to be meant (antecedent.c): which of them may be, as bits */
  uint32_t seen_count;
  uint32_t changes; /* r->changes when `fits` was made */
  uint32_t person_sentence; /* 1 + latest sentence with a person seen */
} ss_recollection;

static inline uint32_t ss_recall_count(const ss_recollection *reader) {
  return reader->seen_count < SS_RECALLED ? reader->seen_count : SS_RECALLED;
}
/* Node of the i-th latest. */
static inline uint32_t ss_recall_at(const ss_recollection *reader, uint32_t i) {
  return reader->glimpses[(reader->seen_count - 1 - i) % SS_RECALLED].node;
}
/* The node was settled, or is left open: what follows may refer to it. */
void ss_recall(ss_recollection *reader, uint32_t node);

/* The figure that the third-person pronoun (of these lexicon classes, not relative) stands for, or
 * SAYSO_NONE. *clear: no other is near. */
uint32_t ss_antecedent(ss_recollection *reader, uint32_t node, uint64_t classes, bool *clear);

/* All that the choice asks of a figure, as a number: figures of the same traits are worth the same. */
uint32_t ss_antecedent_traits(const ss_figure *figure);

#ifdef SS_ANTECEDENT_TRACE /* for training: antecedent_trace.h */
void ss_antecedent_trace_begin(void);
void ss_antecedent_trace_end(const ss_resolver *r);
#endif

#endif
