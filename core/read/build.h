/* Inside of statement building: what its files share. Nothing outside read/ includes it.
 * statement.c drives; span.c counts and joins ranges; source.c mends sources; voice.c takes sources
 * from passive cues; fit.c lays contents onto quotations; tag.c finds "X said" beside a quotation;
 * aside.c where there are no marks; phrase.c finds "according to X"; turn.c reads "Name:" turns and
 * untagged continuations; introduce.c "His answer:"; unnamed.c turns of interviews; gesture.c knows
 * what a speaker does while speaking; kind.c names kind and act. */
#ifndef SS_READ_BUILD_H
#define SS_READ_BUILD_H

#include "read/statement.h"
#include "read/word.h"

/* A statement while it is built. Lists are in builder->pool; tokens of a list are sorted and apart.
 */
typedef struct {
  ss_ranges source, cue, content;
  float score, own;
  uint8_t rule;
  bool dropped;
  bool silent; /* its cue names no speaker: "is expected", "was asked" */
} ss_candidate;

/* An outermost quotation and the candidate that has it as content, or SAYSO_NONE. */
typedef struct {
  ss_range range, inner;
  uint32_t claim;
  bool opened, closed, speech;
} ss_outer;

typedef struct {
  ss_draft *draft;
  const char *clean;
  ss_vec(ss_range) pool;
  ss_vec(ss_candidate) candidates;
  ss_vec(ss_outer) outers;
  ss_vec(uint32_t) words; /* words[t]: words before token t; one more than tokens */
} ss_builder;

/* ---- span.c ---- */
uint32_t ss_build_words(const ss_builder *b, ss_range range); /* words in tokens [first, end) */
bool ss_build_put(ss_builder *b, ss_ranges *list,
                  ss_range range); /* adds, joins what touches; false: no memory */
bool ss_build_cut(ss_builder *b, ss_ranges *list,
                  ss_range range); /* takes away; false: no memory */
bool ss_build_holds(const ss_builder *b, ss_ranges list, uint32_t token);
bool ss_build_meets(const ss_builder *b, ss_ranges list, ss_range range);      /* shares a token */
uint32_t ss_build_shared(const ss_builder *b, ss_ranges list, ss_range range); /* words in both */
uint32_t ss_build_total(const ss_builder *b, ss_ranges list);                  /* words */
uint32_t ss_build_first(const ss_builder *b,
                        ss_ranges list);                    /* first token; SAYSO_NONE when empty */
uint32_t ss_build_end(const ss_builder *b, ss_ranges list); /* one past the last; 0 when empty */
uint32_t ss_build_outer_at(const ss_builder *b,
                           uint32_t token); /* first outer quotation that ends after `token` */
bool ss_build_inside(const ss_builder *b, uint32_t token); /* in an outer quotation */
/* A candidate other than `but` (SAYSO_NONE: any) has its cue there. */
bool ss_build_has_cue(const ss_builder *b, ss_range range, uint32_t but);
bool ss_build_is_marked(const ss_builder *b, ss_ranges list); /* some of it is a mark or in marks */

/* ---- source.c ---- */
bool ss_build_sources(ss_builder *b); /* sources as whole phrases */

/* ---- voice.c ---- */
bool ss_build_voice(ss_builder *b); /* no source before a passive cue or one of seeming */
/* Tokens of "is said to have confided", "is supposed to have shouted" at `token`, or 0. */
uint32_t ss_build_hearsay(const ss_builder *b, uint32_t token);

/* ---- fit.c ---- */
bool ss_build_fit(ss_builder *b);          /* contents of frames onto quotations; sets claims */
void ss_build_lend_sources(ss_builder *b); /* cues without a source take their sentence's speaker */
bool ss_build_spread(ss_builder *b); /* quotations nobody claims go to a neighbour's statement */

/* ---- tag.c ---- */
bool ss_build_marks(ss_builder *b); /* statements of the quotations left over */
/* "…," raves Heidi Kern: a tag beside the quotation names another person than `source` does. */
bool ss_build_is_others(const ss_builder *b, const ss_outer *q, ss_ranges source);
bool ss_build_is_led(const ss_builder *b, const ss_outer *q);       /* "Bell's verdict: “…”" */
bool ss_build_ends_in_manner(const ss_builder *b, ss_range source); /* "his mother softly" */

/* ---- aside.c ---- */
bool ss_build_asides(ss_builder *b); /* statements of "…, X said" that no frame knows */

/* ---- phrase.c ---- */
bool ss_build_phrases(ss_builder *b); /* statements of "according to X", "was rejected by X" */
bool ss_build_is_view(const ss_builder *b, uint32_t token); /* "opinion": whose it is holds it */

/* ---- turn.c ---- */
bool ss_build_clear_turn(ss_builder *b); /* what frames found about the lead of a turn goes */
bool ss_build_turn(ss_builder *b);       /* the turn */
/* "We never answer the phone. — Lisa Hollis, engineer": the name that signs a unit without marks,
 * and the dash before it. */
bool ss_build_signature(const ss_builder *b, ss_range *source, ss_range *cue);
bool ss_build_trim_own(ss_builder *b); /* unmarked speech without the tale around it */
bool ss_build_dash(ss_builder *b); /* the turn of a paragraph that opens with a dash */
bool ss_build_continuations(ss_builder *b);
/* Adds the sentences from token `end` on that go on in the voice of candidate i. */
bool ss_build_continue(ss_builder *b, uint32_t i, uint32_t end);
/* Marks, or what a candidate other than `but` says or is told by, stand in the sentence. */
bool ss_build_is_taken(const ss_builder *b, ss_range sentence, uint32_t but);
bool ss_build_has_person_word(const ss_builder *b, ss_range range); /* I, you, let, n't; unmarked */
bool ss_build_has_own_word(const ss_builder *b, ss_range range);    /* the same, or a question */
bool ss_build_is_q_and_a(const ss_builder *b, ss_range lead);       /* "Q&A: …" */
bool ss_build_is_topic(const ss_builder *b,
                       const ss_candidate *c);              /* "Harbour tunnel: what we know" */
bool ss_build_is_label(const ss_builder *b, ss_range lead); /* "Note:", which names nobody */
bool ss_build_is_own(const ss_builder *b,
                     const ss_candidate *c); /* unmarked words of the speaker */

bool ss_build_is_past(const ss_builder *b, ss_range sentence); /* tells what was */
bool ss_build_is_told(const ss_builder *b,
                      ss_range sentence); /* the tale's, not the speech's beside it */

/* ---- introduce.c ---- */
bool ss_build_introduced(ss_builder *b); /* own words after "His answer:" */

/* ---- unnamed.c ---- */
bool ss_build_add_turn(ss_builder *b, ss_candidate c); /* without stage directions */
bool ss_build_unnamed(ss_builder *b); /* the turn of a paragraph that names nobody */

/* ---- bare.c ---- */
bool ss_build_bare(ss_builder *b); /* a whole unit that may be somebody's turn */

/* ---- gesture.c ---- */
bool ss_build_is_gesture(const ss_builder *b, ss_range sentence); /* "Lomov shrugs." */
bool ss_build_is_gesture_verb(const ss_builder *b, uint32_t token);
/* After a tag and a comma the piece tells of its speaker: "…, he jokes, pouring the tea himself",
 * "…, she says, and smiles", "…, says a man from Lodz, who has come for the wood". */
bool ss_build_is_beside(const ss_builder *b, ss_range piece);

/* ---- kind.c ---- */
uint8_t ss_build_kind(const ss_builder *b, const ss_candidate *c); /* sayso_statement_kind */
uint8_t ss_build_act(const ss_builder *b, const ss_candidate *c);  /* sayso_act */
uint64_t ss_cue_classes(const ss_draft *draft, const char *clean,
                        ss_range range); /* classes of all cue words in it */

#endif
