/* In: tokens. Out: how many of the plain words are common English ones. Capitalised words are left out, so that a list of names
 * is "unknown" and no other language. Promises a decision from sums alone, so that it follows edits at no cost. */
#include "read/language.h"

#include <string.h>

#include "text/unicode.h"

/* Frequent in English, rare or absent in other languages written in Latin letters. Sorted. */
static const char *const english_words[] = {
  "about", "after", "again", "against", "all", "an", "and", "are", "as", "asked", "at", "back", "be", "because", "been",
  "before", "being", "between", "both", "but", "by", "came", "can", "come", "could", "day", "did", "do", "does", "down",
  "during", "each", "first", "for", "from", "get", "go", "good", "got", "had", "has", "have", "he", "her", "him", "his", "how",
  "if", "into", "is", "it", "its", "just", "know", "last", "made", "make", "many", "might", "more", "most", "much", "must",
  "my", "never", "new", "no", "not", "now", "of", "off", "old", "on", "one", "only", "or", "other", "our", "out", "own",
  "people", "said", "say", "says", "see", "she", "should", "so", "some", "still", "such", "take", "than", "that", "the",
  "their", "them", "then", "there", "these", "they", "think", "this", "those", "through", "time", "to", "told", "too", "up",
  "us", "very", "was", "way", "we", "well", "went", "were", "what", "when", "where", "which", "while", "who", "will",
  "with", "would", "year", "years", "you", "your",
};
enum { ENGLISH_WORDS = sizeof english_words / sizeof *english_words, LONGEST = 7 };

/* Running English has a share near .5, short paragraphs seldom under .25; German, French, Spanish, Italian, Dutch, Danish and
 * Swedish stay under .17 (own sample texts). */
#define ENGLISH_SHARE 0.2
enum { ENOUGH_WORDS = 20 };

static bool is_english(const char *word, size_t size) {
  char folded[LONGEST];
  if (size > LONGEST) return false;
  size_t n = ss_word_fold(word, size, false, folded, sizeof folded);
  size_t low = 0, high = ENGLISH_WORDS;
  while (low < high) {
    size_t middle = (low + high) / 2;
    const char *entry = english_words[middle];
    int order = strncmp(folded, entry, n);
    if (order == 0) order = entry[n] ? -1 : 0;
    if (order == 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}

static bool is_plain_word(const ss_token *token, const char *clean) {
  if (token->shape == SS_SHAPE_LOWER || token->shape == SS_SHAPE_ALL_UPPER) return true;
  size_t at = token->start;
  return token->shape == SS_SHAPE_OTHER && ss_char_class_of(ss_utf8_next(clean, token->end, &at)) == SS_CHAR_LETTER;
}

void ss_language_count(ss_draft *draft, const char *clean) {
  draft->english = draft->words = 0;
  for (uint32_t i = 0; i < draft->tokens.count; i++) {
    const ss_token *token = &draft->tokens.items[i];
    if (!is_plain_word(token, clean)) continue;
    draft->words++;
    draft->english += is_english(clean + token->start, token->end - token->start);
  }
}

sayso_language ss_language_decide(uint64_t english, uint64_t words) {
  if (words < ENOUGH_WORDS) return SAYSO_LANGUAGE_UNKNOWN;
  return (double)english >= ENGLISH_SHARE * (double)words ? SAYSO_LANGUAGE_ENGLISH : SAYSO_LANGUAGE_OTHER;
}
