/* In: a token and the clean text. Out: its folded word, and whether a list holds it. */
#include "read/word.h"

#include <string.h>

#include "text/unicode.h"

ss_word ss_word_of(const ss_token *token, const char *clean) {
  ss_word word = {{0}, 0};
  size_t size = token->end - token->start;
  if (size + size / 2 + 4 <= SS_WORD_LONGEST)
    word.size =
        (uint8_t)ss_word_fold(clean + token->start, size, false, word.bytes, SS_WORD_LONGEST);
  word.bytes[word.size] = '\0';
  return word;
}

bool ss_word_in(const ss_word *word, const char *const *list) {
  if (word->size == 0) return false;
  for (; *list; list++)
    if ((*list)[0] == word->bytes[0] && !strcmp(*list, word->bytes)) return true;
  return false;
}

bool ss_token_in(const ss_token *token, const char *clean, const char *const *list) {
  ss_word word = ss_word_of(token, clean);
  return ss_word_in(&word, list);
}

bool ss_tokens_have(const ss_token *tokens, ss_range range, const char *clean,
                    const char *const *list) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (ss_token_in(&tokens[t], clean, list)) return true;
  return false;
}

bool ss_token_is(const ss_token *token, const char *clean, const char *bytes) {
  size_t size = strlen(bytes);
  return token->end - token->start == size && !memcmp(clean + token->start, bytes, size);
}

bool ss_token_ends_in(const ss_token *token, const char *clean, const char *bytes) {
  size_t size = strlen(bytes);
  return token->end - token->start > size && !memcmp(clean + token->end - size, bytes, size);
}

bool ss_token_joins_lower(const ss_token *token, const char *clean) {
  const char *dash = memchr(clean + token->start, '-', token->end - token->start);
  return dash && dash + 1 < clean + token->end && dash[1] >= 'a' && dash[1] <= 'z';
}

bool ss_token_tells_age(const ss_token *token, const char *clean) {
  return ss_token_is(token, clean, "year-old") || ss_token_ends_in(token, clean, "year-old");
}

uint32_t ss_token_article(const ss_token *token, const char *clean) {
  static const char *const articles[] = {"al-",  "el-", "ad-", "an-", "ar-", "as-",
                                         "ash-", "at-", "az-", "ul-", NULL};
  const char *word = clean + token->start;
  uint32_t size = token->end - token->start;
  if (size < 5 || (word[2] != '-' && word[3] != '-')) return 0;
  for (const char *const *article = articles; *article; article++) {
    uint32_t length = (uint32_t)strlen(*article);
    if (size <= length + 1 || (word[0] | 32) != (*article)[0] ||
        memcmp(word + 1, *article + 1, length - 1))
      continue;
    return word[length] >= 'A' && word[length] <= 'Z' ? length : 0;
  }
  return 0;
}

bool ss_token_is_genitive(const ss_token *token, const char *clean) {
  static const char *const marks[] = {"'s", "’s", "'", "’", NULL};
  return ss_token_in(token, clean, marks);
}

bool ss_token_is_owner(const ss_token *token, const char *clean) {
  static const char *const owners[] = {"his", "her", "their", "its", "my", "our", NULL};
  return ss_token_in(token, clean, owners);
}

bool ss_token_is_word(const ss_token *token) {
  return token->shape >= SS_SHAPE_ALL_UPPER && token->shape <= SS_SHAPE_DIGIT;
}

bool ss_token_is_capital(const ss_token *token) {
  return token->shape >= SS_SHAPE_ALL_UPPER && token->shape <= SS_SHAPE_CAPITALISED;
}

bool ss_token_is_mark(const ss_token *token) {
  return token->shape == SS_SHAPE_DOUBLE_MARK || token->shape == SS_SHAPE_SINGLE_MARK;
}

bool ss_word_is_past(const ss_word *word) {
  static const char *const irregular[] = {
      "was",   "were",  "had",   "did",   "said",    "told",   "went",  "came",  "took",  "made",
      "gave",  "left",  "began", "got",   "knew",    "saw",    "became", "kept", "held",  "brought",
      "stood", "sat",   "ran",   "fell",  "felt",    "met",    "rose",  "won",   "lost",  "led",
      "sent",  "spoke", "spent", "grew",  "put",     "wrote",  "heard", "found", "paid",  "thought",
      "broke", "drew",  "chose", "shook", "struck",  "would",  "could", "sank",  "sang",  "knelt",
      "leant", "bent",  "laid",  "lay",   "threw",   "caught", "set",   "cut",   "burst", "swung",
      "flung", "clung", "hung",  "sprang", "leapt",  "turned", "woke",  "wore",  "quoth", "blew",
      "flew",  "swore", "stole", "crept", "slept",   "swept",  "wept",  "meant", "read",  "shut",
      "let",   "bit",   "hid",   "rode",  "drove",   "strode", "smote", "stuck", "stared", NULL};
  if (ss_word_in(word, irregular)) return true;
  return word->size > 4 && word->bytes[word->size - 1] == 'd' &&
         word->bytes[word->size - 2] == 'e' && word->bytes[word->size - 3] != 'e';
}

bool ss_word_ends_in_s(const ss_word *word) {
  return word->size > 4 && word->bytes[word->size - 1] == 's';
}
