/* What the resolution before said of each node, for the next one: where the same units stand on both
 * sides and nothing differs that a pronoun's antecedent is chosen by, it is the same again and need
 * not be weighed anew. Everything else is resolved as ever, so the outcome is the same with a
 * precedent and without. Used by refer.c, antecedent.c and resolve.c.
 *
 * Invariant: a pronoun's choice looks at its own unit, at the last SS_RECALLED mentions and the names
 * ahead in its sentence, at the traits of their figures (ss_antecedent_traits) and at the speakers it
 * asks for. So it is followed where its unit and statements are those of before, the last SS_RECALLED
 * mentions are like those of before (`quiet`), the names ahead too, and the speakers the same.
 * Whoever makes the choice look at more compares it here.
 *
 * Figures of both resolutions are linked one to one, by the nodes that they were found at. */
#ifndef SS_ACTOR_PRECEDENT_H
#define SS_ACTOR_PRECEDENT_H

#include "actor/cast.h"

/* A node when its turn was over. */
typedef struct {
  uint64_t asked; /* of a pronoun: key of the three speakers it asks for */
  uint32_t actor;
  uint32_t traits : 20; /* of its figure then (ss_antecedent_traits) */
  uint32_t made : 4;    /* 1 + kind of the figure that began here, 0: none did */
  uint32_t settled : 1; /* in its turn: it is no name */
  uint32_t clear : 1;   /* as ss_antecedent says */
} ss_past_node;

struct ss_precedent {
  ss_arena arena;
  const ss_reading **readings; /* of the units: compared, never read */
  uint32_t *parts;             /* of the units' statements: which one of the document each is of */
  ss_past_node *nodes;
  uint32_t *traits; /* [named_count]: of the figures that names gave */
  uint32_t unit_count, part_count, statement_count, node_count, named_count, figure_count;
  bool dialogue, story;
};

/* Comparing with the precedent `past` (NULL: there is none), writing `made`. */
typedef struct ss_retrace {
  const ss_precedent *past;
  ss_precedent *made;
  uint32_t *now; /* [past->figure_count]: figure that the past one is now, or SAYSO_NONE */
  uint32_t head_end;       /* nodes before stand where they stood, in the same statements */
  uint32_t tail, tail_old; /* nodes from here on stood there, in the same statements */
  uint32_t quiet;          /* mentions since the last one that differs */
  uint32_t apart_sentence; /* 1 + the latest sentence with one */
  bool crossed;            /* nodes that are gone were taken into account */
} ss_retrace;

/* When names are settled. */
void ss_retrace_begin(ss_resolver *r);
/* The pronoun's antecedent where it must be what it was. `asked`: the figures it asks for, the speaker of
 * what holds it and of the turns before: noted for the next time. */
bool ss_retrace_answer(ss_resolver *r, uint32_t node, const uint32_t asked[3], uint32_t *figure,
                       bool *clear);
/* … or else what was chosen. */
void ss_retrace_chosen(ss_resolver *r, uint32_t node, bool clear);
/* The node was settled, or left open; then, in text order, what follows may refer to it. */
void ss_retrace_settled(ss_resolver *r, uint32_t node);
void ss_retrace_recalled(ss_resolver *r, uint32_t node);
/* All references are resolved. */
void ss_retrace_end(ss_resolver *r);

#endif
