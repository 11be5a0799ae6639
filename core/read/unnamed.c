/* In: a unit that is a turn. Out: its statement, without stage directions; of a turn that names
 * nobody ("**You once said so?**" and its answer; the second paragraph of one) the whole unit.
 * Promises a look at each token. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/layout.h"

/* Longest words in a bracket that are a stage direction, in tokens. */
enum { DIRECTION_TOKENS = 6 };
/* Fewest words that somebody is said to say in a question. */
enum { ASKED_WORDS = 3 };
static const float unnamed_score = 0.85f;

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

/* What is said in a bracket is no word of the speaker's: "(Laughter.)", "[Pauses]". */
static bool is_direction(const ss_builder *b, ss_range inner) {
  static const char *const acts[] = {"laughs",   "laughter",  "laughing", "pause",     "pauses",
                                     "applause", "smiles",    "smiling",  "crosstalk", "inaudible",
                                     "sighs",    "interrupts", "cheers",  "silence",   "nods",
                                     "grins",    "shrugs",    "coughs",   "cheering",  NULL};
  if (inner.end <= inner.first || inner.end - inner.first > DIRECTION_TOKENS) return false;
  for (uint32_t t = inner.first; t < inner.end; t++)
    if (ss_token_in(at(b, t), b->clean, acts)) return true;
  return false;
}

/* Takes such brackets out of the content. */
static bool without_directions(ss_builder *b, ss_candidate *c) {
  const uint32_t count = b->draft->tokens.count;
  for (uint32_t t = 0; t < count; t++) {
    bool opens = ss_token_is(at(b, t), b->clean, "(") || ss_token_is(at(b, t), b->clean, "[");
    uint32_t end = t + 1;
    if (!opens) continue;
    while (end < count && at(b, end)->shape != SS_SHAPE_BRACKET) end++;
    if (end < count && is_direction(b, (ss_range){t + 1, end}) &&
        !ss_build_cut(b, &c->content, (ss_range){t, end + 1}))
      return false;
  }
  return true;
}

static bool is_question(const ss_builder *b, ss_range sentence) {
  return at(b, sentence.end - 1)->shape == SS_SHAPE_QUESTION;
}

/* What others are reported to say within a turn ends with its sentence; "Did he say why?" reports
 * nothing. */
static bool keep_within(ss_builder *b, ss_candidate *c) {
  const uint32_t count = b->draft->tokens.count;
  if (c->dropped || !c->cue.count || ss_build_is_marked(b, c->content)) return true;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, ss_build_first(b, c->cue));
  if (!ss_build_cut(b, &c->content, (ss_range){0, sentence.first}) ||
      !ss_build_cut(b, &c->content, (ss_range){sentence.end, count}))
    return false;
  uint32_t words = ss_build_total(b, c->content);
  c->dropped = words == 0 || (words < ASKED_WORDS && is_question(b, sentence));
  return true;
}

/* Quotations in it that nobody claims are its speaker's. */
bool ss_build_add_turn(ss_builder *b, ss_candidate c) {
  for (uint32_t i = 0; i < b->candidates.count; i++)
    if (!keep_within(b, &b->candidates.items[i])) return false;
  if (!without_directions(b, &c)) return false;
  for (uint32_t k = 0; k < b->outers.count; k++)
    if (b->outers.items[k].claim == SAYSO_NONE) b->outers.items[k].claim = b->candidates.count;
  return ss_vec_push(b->draft->hook, &b->candidates, c);
}

/* A paragraph between turns that tells what happened: "The witness left the room." */
static bool is_narration(const ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  for (uint32_t t = 0; t < count;) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, t);
    if (!ss_build_is_told(b, sentence)) return false;
    t = sentence.end;
  }
  return true;
}

bool ss_build_unnamed(ss_builder *b) {
  ss_range whole = {b->draft->dateline.end, b->draft->tokens.count};
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, unnamed_score, 1, SS_RULE_TURN, false, false};
  if (b->draft->turn == SS_TURN_CONTINUED && is_narration(b)) return true;
  return ss_build_put(b, &c.content, whole) && ss_build_add_turn(b, c);
}
