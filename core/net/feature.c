/* In: tokens with shapes and mark states. Out: the numbers the network looks up. Promises the same
 * numbers to training (core/train reads them from here) and use; they are the feature set
 * SS_FEATURE_SET of the model file. */
#include "net/blob.h"
#include "net/net.h"
#include "text/unicode.h"

enum {
  PREFIX = 3,      /* code points */
  WORD_BYTES = 120 /* of a longer token only the start counts: no word is as long, and a megabyte
                      without a space stays cheap */
};

/* Bytes of the first PREFIX code points of valid UTF-8. */
static size_t prefix_size(const char *word, size_t size) {
  size_t at = 0;
  for (int points = 0; points < PREFIX && at < size; points++) ss_utf8_next(word, size, &at);
  return at;
}

/* Byte where the last PREFIX code points begin: bytes 10xxxxxx begin none. */
static size_t suffix_start(const char *word, size_t size) {
  size_t at = size;
  for (int points = 0; at > 0 && points < PREFIX;)
    if (((unsigned char)word[--at] & 0xC0) != 0x80) points++;
  return at;
}

/* Checksum of a letter followed by some bytes, in `range`. */
static uint16_t hash_in(const char *letter, const char *bytes, size_t size, uint32_t range) {
  return (uint16_t)(ss_crc32(ss_crc32(0, letter, 1), bytes, size) % range);
}

static ss_feature feature_of(const ss_token *token, const char *clean) {
  char word[WORD_BYTES];
  size_t size =
      ss_word_fold(clean + token->start, token->end - token->start, false, word, sizeof word);
  size_t prefix = prefix_size(word, size), suffix = suffix_start(word, size);
  return (ss_feature){.word = ss_crc32(0, word, size),
                      .hashed = hash_in("w", word, size, SS_HASHED_WORDS),
                      .prefix = hash_in("p", word, prefix, SS_PREFIXES),
                      .suffix = hash_in("s", word + suffix, size - suffix, SS_SUFFIXES),
                      .shape = token->shape < SS_SHAPES ? token->shape : SS_SHAPE_OTHER,
                      .state = token->state < SS_MARK_STATES ? token->state : 0};
}

void ss_feature_fill(const ss_token *tokens, uint32_t count, const char *clean,
                     ss_feature *features) {
  for (uint32_t i = 0; i < count; i++) features[i] = feature_of(&tokens[i], clean);
}
