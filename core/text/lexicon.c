/* In: words and tokens. Out: entries of the word lists. Promises constant work for a word: a longer
 * word than any entry is cut short before it is folded. */
#include "text/lexicon.h"

#include <string.h>

#include "text/unicode.h"

/* Bytes of the longest key that is looked up, and tokens of the longest entry; compile.c refuses
 * longer ones. */
enum { KEY_BYTES = 96, KEY_TOKENS = 8 };

/* The same function as in core/data/compile.c: FNV-1a over the list and the key. */
static uint32_t hash_of(ss_list list, const char *key, size_t size) {
  uint32_t hash = (2166136261u ^ (uint32_t)list) * 16777619u;
  for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)key[i]) * 16777619u;
  return hash ^ hash >> 15;
}

const ss_entry *ss_lexicon_find(ss_list list, const char *folded, size_t size) {
  uint32_t mask = ((uint32_t)1 << ss_lexicon_table_bits) - 1;
  for (uint32_t at = hash_of(list, folded, size) & mask; ss_lexicon_table[at];
       at = (at + 1) & mask) {
    const ss_entry *entry = &ss_lexicon_entries[ss_lexicon_table[at] - 1];
    if (entry->list == list && entry->size == size &&
        !memcmp(ss_lexicon_pool + entry->text, folded, size))
      return entry;
  }
  return NULL;
}

/* Folds bytes [start, end); 0 when it is empty or too long for any entry. */
static size_t fold(const char *clean, uint32_t start, uint32_t end, char *key) {
  return end - start > KEY_BYTES
             ? 0
             : ss_word_fold(clean + start, end - start, true, key, KEY_BYTES * 2);
}

const ss_entry *ss_lexicon_word(ss_list list, const char *clean, ss_token token) {
  char key[KEY_BYTES * 2];
  size_t size = fold(clean, token.start, token.end, key);
  const ss_entry *entry = size ? ss_lexicon_find(list, key, size) : NULL;
  return entry && entry->whole ? entry : NULL;
}

const ss_entry *ss_lexicon_given(const char *clean, ss_token token) {
  const ss_entry *entry = ss_lexicon_word(SS_LIST_GIVEN_NAMES, clean, token);
  return entry && !(entry->classes & SS_CLASS(RARE)) ? entry : NULL;
}

/* Words of the longest entry of any list, in tokens, counted from `first`. */
static uint32_t last_end(const ss_token *tokens, uint32_t first, uint32_t end) {
  uint32_t stop = first;
  while (stop < end && stop - first < KEY_TOKENS &&
         tokens[stop].end - tokens[first].start <= KEY_BYTES)
    stop++;
  return stop;
}

const ss_entry *ss_lexicon_match(ss_list list, const char *clean, const ss_token *tokens,
                                 uint32_t first, uint32_t end, uint32_t *count) {
  char key[KEY_BYTES * 2];
  size_t size = first < end ? fold(clean, tokens[first].start, tokens[first].end, key) : 0;
  const ss_entry *one = size ? ss_lexicon_find(list, key, size) : NULL;
  *count = 1;
  if (!one) return NULL;
  if (one->classes & SS_CLASS_MORE) {
    for (uint32_t stop = last_end(tokens, first, end); stop > first + 1; stop--) {
      size = fold(clean, tokens[first].start, tokens[stop - 1].end, key);
      const ss_entry *entry = size ? ss_lexicon_find(list, key, size) : NULL;
      if (!entry || !entry->whole) continue;
      *count = stop - first;
      return entry;
    }
  }
  return one->whole ? one : NULL;
}

const char *ss_entry_text(const ss_entry *entry) {
  return (const char *)ss_lexicon_pool + entry->text;
}
const char *ss_entry_value(const ss_entry *entry) {
  return (const char *)ss_lexicon_pool + entry->value;
}
bool ss_entry_polite(const ss_entry *entry) {
  return entry && entry->list == SS_LIST_HONORIFICS && !entry->value &&
         (entry->classes & (SS_CLASS(FEMALE) | SS_CLASS(MALE)));
}
uint32_t ss_entry_index(const ss_entry *entry) { return (uint32_t)(entry - ss_lexicon_entries); }
const ss_entry *ss_lexicon_entry(uint32_t index) {
  return index < ss_lexicon_entry_count ? &ss_lexicon_entries[index] : NULL;
}
