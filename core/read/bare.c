/* In: a unit without marks whose statements are found. Out: where all of it sounds like speech, a
 * statement without a source over the whole: "Nobody in Porto has any money, Papa." Whether
 * somebody says it the document decides (doc/assemble): it does where such a paragraph stands
 * beside a tag without marks. Promises one look at each sentence. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/layout.h"

/* Most words: longer ones are seldom a turn. */
enum { MOST_WORDS = 40 };
static const float bare_score = 0.6f;

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool has_word(const ss_builder *b, ss_range sentence, const char *const *list) {
  return ss_tokens_have(b->draft->tokens.items, sentence, b->clean, list);
}

/* Words of a talk, which a tale does not have. */
static bool addresses(const ss_builder *b, ss_range sentence) {
  static const char *const words[] = {"you", "your", "yours", "yourself", "n't",   "'re", "'ll",
                                      "'m",  "let",  "sir",   "thanks",   "thank", NULL},
                           *const openers[] = {"yes", "no", "oh", "please", "well", NULL};
  return has_word(b, sentence, words) || ss_token_in(at(b, sentence.first), b->clean, openers) ||
         at(b, sentence.end - 1)->shape == SS_SHAPE_QUESTION; /* and ! */
}

/* A sentence of a tale: it tells what happened, or what somebody does. */
static bool narrates(const ss_builder *b, ss_range sentence) {
  if (addresses(b, sentence)) return false;
  return ss_build_is_past(b, sentence) || ss_build_is_gesture(b, sentence);
}

static bool is_closed(const ss_builder *b) {
  uint8_t last = at(b, b->draft->tokens.count - 1)->shape;
  return last == SS_SHAPE_STOP || last == SS_SHAPE_QUESTION || last == SS_SHAPE_DASH;
}

/* A tag stands in it: what is said, and who says it, is known. */
static bool has_tag(const ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (!c->dropped && c->cue.count && ss_build_is_own(b, c)) return true;
  }
  return false;
}

static bool may_be_said(const ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  if (b->draft->turn != SS_TURN_NONE || b->draft->bold_lead || b->outers.count || !count ||
      b->draft->dateline.end || b->draft->byline.end || !is_closed(b) || has_tag(b) ||
      ss_build_words(b, (ss_range){0, count}) > MOST_WORDS)
    return false;
  for (uint32_t t = 0; t < count; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return false;
  for (uint32_t t = 0; t < count;) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, t);
    if (narrates(b, sentence)) return false;
    t = sentence.end;
  }
  return true;
}

bool ss_build_bare(ss_builder *b) {
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, bare_score, 1, SS_RULE_BARE, false, false};
  if (!may_be_said(b)) return true;
  return ss_build_put(b, &c.content, (ss_range){0, b->draft->tokens.count}) &&
         ss_vec_push(b->draft->hook, &b->candidates, c);
}
