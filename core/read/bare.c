/* In: a unit without marks whose statements are found. Out: where all of it sounds like speech, a
 * statement without a source over the whole: "Nobody in Porto has any money, Papa." Whether
 * somebody says it the document decides (doc/story): it does where such a paragraph stands
 * near a tag without marks. Promises one look at each sentence. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/layout.h"

/* Most words: longer ones are seldom a turn. */
enum { MOST_WORDS = 60 };

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool has_word(const ss_builder *b, ss_range sentence, const char *const *list) {
  return ss_tokens_have(b->draft->tokens.items, sentence, b->clean, list);
}

/* "…, Colonel.": somebody is spoken to at the end. */
static bool ends_in_vocative(const ss_builder *b, ss_range sentence) {
  uint32_t last = sentence.end - 2;
  return sentence.end > sentence.first + 3 && ss_token_is_capital(at(b, last)) &&
         at(b, last - 1)->shape == SS_SHAPE_COMMA;
}

/* Words of a talk, which a tale does not have. */
static bool addresses(const ss_builder *b, ss_range sentence) {
  static const char *const words[] = {"you", "your", "yours", "yourself", "n't",   "'re", "'ll",
                                      "'m",  "let",  "sir",   "thanks",   "thank", NULL},
                           *const openers[] = {"yes", "no", "oh", "please", "well", NULL};
  return has_word(b, sentence, words) || ends_in_vocative(b, sentence) ||
         ss_token_in(at(b, sentence.first), b->clean, openers) ||
         at(b, sentence.end - 1)->shape == SS_SHAPE_QUESTION; /* and ! */
}

typedef enum { SPOKEN, SPOKEN_OR_TOLD_BY_ME, TOLD } voice;

/* Does the sentence tell what happened, or what somebody does? "I thought he was rather pathetic"
 * may be either. */
static voice voice_of(const ss_builder *b, ss_range sentence) {
  static const char *const me[] = {"i", "we", "my", "me", "our", "us", NULL};
  if (addresses(b, sentence)) return SPOKEN;
  if (ss_build_is_gesture(b, sentence)) return TOLD;
  if (!ss_build_is_past(b, sentence)) return SPOKEN;
  return has_word(b, sentence, me) ? SPOKEN_OR_TOLD_BY_ME : TOLD;
}

static bool is_closed(const ss_builder *b) {
  uint8_t last = at(b, b->draft->tokens.count - 1)->shape;
  return last == SS_SHAPE_STOP || last == SS_SHAPE_QUESTION || last == SS_SHAPE_DASH;
}

/* It is a turn, or a tag stands in it: what is said is known. */
static bool is_known(const ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (c->dropped) continue;
    if (c->rule == SS_RULE_TURN || (c->cue.count && ss_build_is_own(b, c))) return true;
  }
  return false;
}

static voice voice_of_unit(const ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  if (b->draft->turn != SS_TURN_NONE || b->draft->bold_lead || b->outers.count || !count ||
      b->draft->dateline.end || b->draft->byline.end || !is_closed(b) || is_known(b) ||
      ss_build_words(b, (ss_range){0, count}) > MOST_WORDS)
    return TOLD;
  voice all = SPOKEN;
  for (uint32_t t = 0; t < count; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return TOLD;
  for (uint32_t t = 0; t < count;) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, t);
    voice own = voice_of(b, sentence);
    if (own > all) all = own;
    t = sentence.end;
  }
  return all;
}

bool ss_build_bare(ss_builder *b) {
  voice own = voice_of_unit(b);
  if (own == TOLD) return true;
  float score = own == SPOKEN ? SS_BARE_SPOKEN : SS_BARE_DOUBTFUL;
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, score, 1, SS_RULE_BARE, false, false};
  bool dash = at(b, 0)->shape == SS_SHAPE_DASH;
  return ss_build_put(b, &c.content, (ss_range){dash, b->draft->tokens.count}) &&
         ss_vec_push(b->draft->hook, &b->candidates, c);
}
