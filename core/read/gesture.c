/* In: a sentence or a clause beside unmarked speech. Out: whether it only tells what the speaker
 * does while speaking: "Lomov shrugs.", "And he laughs.", "…, he jokes, pouring the tea himself".
 * Promises a bounded look. */
#include "read/build.h"
#include "text/lexicon.h"

/* Most words of a sentence that is no more than a gesture. */
enum { GESTURE_WORDS = 7, NAME_WORDS = 3 };

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool is_in(const ss_builder *b, uint32_t token, const char *const *list) {
  return ss_token_in(at(b, token), b->clean, list);
}

bool ss_build_is_gesture_verb(const ss_builder *b, uint32_t token) {
  static const char *const verbs[] = {
      "shrug",  "shrugs",  "shrugged",  "smile",  "smiles",  "smiled",  "laugh",    "laughs",
      "laughed", "nod",    "nods",      "nodded", "sigh",    "sighs",   "sighed",   "pause",
      "pauses", "paused",  "grin",      "grins",  "grinned", "frown",   "frowns",   "frowned",
      "wink",   "winks",   "winked",    "blush",  "blushes", "blushed", "hesitate", "hesitates",
      "hesitated", NULL};
  return is_in(b, token, verbs);
}

/* "Beijing agreed.": no more than that it did. */
static bool is_reaction(const ss_builder *b, ss_range sentence, uint32_t verb) {
  static const char *const verbs[] = {"agree",     "agrees",    "agreed",   "disagree", "disagrees",
                                      "disagreed", "refuse",    "refuses",  "refused",  "declines",
                                      "declined",  "objects",   "objected", "protests", "protested",
                                      "consents",  "consented", NULL};
  return is_in(b, verb, verbs) && verb + 1 < sentence.end &&
         at(b, verb + 1)->shape == SS_SHAPE_STOP;
}

/* He, she, they, a noun with its article, or a name of a few words: the token after it, or `first`
 * where none stands. */
static uint32_t after_subject(const ss_builder *b, ss_range sentence, uint32_t first) {
  static const char *const persons[] = {"he", "she", "they", NULL}, *const the[] = {"the", NULL};
  if (first < sentence.end && is_in(b, first, persons)) return first + 1;
  if (first + 1 < sentence.end && is_in(b, first, the) &&
      ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, first + 1)))
    return first + 2;
  uint32_t end = first;
  while (end < sentence.end && end - first < NAME_WORDS && ss_token_is_capital(at(b, end))) end++;
  return end;
}

bool ss_build_is_gesture(const ss_builder *b, ss_range sentence) {
  static const char *const links[] = {"and", "but", "then", "here", NULL};
  uint32_t first = sentence.first;
  while (first < sentence.end && !ss_token_is_word(at(b, first))) first++;
  if (first < sentence.end && is_in(b, first, links)) first++;
  uint32_t verb = after_subject(b, sentence, first);
  if (verb == first || verb >= sentence.end) return false;
  return is_reaction(b, sentence, verb) ||
         (ss_build_is_gesture_verb(b, verb) && ss_build_words(b, sentence) <= GESTURE_WORDS);
}

/* "pouring", not "nothing" or "during". */
static bool is_participle(const ss_builder *b, uint32_t token) {
  static const char *const others[] = {"nothing", "something", "anything", "everything",
                                       "during",  "morning",   "evening",  "according",
                                       "regarding", "including", "excluding", "considering", NULL};
  ss_word word = ss_word_of(at(b, token), b->clean);
  return at(b, token)->shape == SS_SHAPE_LOWER && word.size > 5 &&
         word.bytes[word.size - 3] == 'i' && word.bytes[word.size - 2] == 'n' &&
         word.bytes[word.size - 1] == 'g' && !ss_word_in(&word, others);
}

/* A past form, or one that may be the present of he and she. */
static bool is_third(const ss_builder *b, uint32_t token) {
  ss_word word = ss_word_of(at(b, token), b->clean);
  if (at(b, token)->shape != SS_SHAPE_LOWER) return false;
  return ss_word_is_past(&word) || ss_word_ends_in_s(&word);
}

/* "and smiles", "and he blows his nose", not "and he will not go alone". */
static bool goes_on_with_tale(const ss_builder *b, ss_range piece) {
  static const char *const and[] = {"and", NULL}, *const persons[] = {"he", "she", NULL};
  uint32_t next = piece.first + 1;
  return next < piece.end && is_in(b, piece.first, and) &&
         is_third(b, is_in(b, next, persons) && next + 1 < piece.end ? next + 1 : next) &&
         !ss_build_has_own_word(b, piece);
}

bool ss_build_is_beside(const ss_builder *b, ss_range piece) {
  static const char *const relatives[] = {"who", "whose", "whom", NULL};
  return piece.first > 0 && piece.first < piece.end &&
         at(b, piece.first - 1)->shape == SS_SHAPE_COMMA &&
         (is_participle(b, piece.first) || is_in(b, piece.first, relatives) ||
          goes_on_with_tale(b, piece));
}
