/* Word lists (the .txt files of core/data), built into read-only tables. Knows words, not actors.
 * Keys are folded: lower case, no accents. */
#ifndef SS_TEXT_LEXICON_H
#define SS_TEXT_LEXICON_H

#include "text/lexicon_terms.h"
#include "text/token.h"

typedef enum {
#define LIST(constant, name) SS_LIST_##constant,
  SS_LISTS(LIST)
#undef LIST
      SS_LIST_COUNT
} ss_list;

/* Bit numbers; SS_CLASS(X) is the bit. */
typedef enum {
#define CLASS(constant, name) SS_CLASS_BIT_##constant,
  SS_CLASSES(CLASS)
#undef CLASS
      SS_CLASS_COUNT
} ss_class_bit;
#define SS_CLASS(constant) ((uint64_t)1 << SS_CLASS_BIT_##constant)
#define SS_CLASS_MORE \
  ((uint64_t)1 << 63) /* the word begins a longer entry; set by the compiler of the lists */

typedef struct {
  uint64_t classes; /* 0: only the beginning of a longer entry */
  uint32_t text;    /* the folded key: offset into the pool */
  uint32_t
      value; /* third column: offset into the pool, equal texts at equal offsets; 0 when empty */
  uint16_t size; /* bytes of the key */
  uint8_t list;  /* ss_list */
  uint8_t whole; /* 0: only the beginning of a longer entry */
} ss_entry;

/* The entry of a folded word or of words one space apart; NULL when there is none. Never allocates;
 * any thread. */
const ss_entry *ss_lexicon_find(ss_list list, const char *folded, size_t size);
/* The same for one token of a clean text, folded here. */
const ss_entry *ss_lexicon_word(ss_list list, const char *clean, ss_token token);
/* … a given name that is not rare. */
const ss_entry *ss_lexicon_given(const char *clean, ss_token token);
/* The longest entry that begins at token `first` and ends by `end`; *count is its tokens. NULL when
 * there is none. */
const ss_entry *ss_lexicon_match(ss_list list, const char *clean, const ss_token *tokens,
                                 uint32_t first, uint32_t end, uint32_t *count);

const char *ss_entry_text(const ss_entry *entry);  /* ends with NUL */
const char *ss_entry_value(const ss_entry *entry); /* ends with NUL; "" when empty */
/* A polite form that tells a gender and no role: Mrs, Sir, Lady. NULL is none. */
bool ss_entry_polite(const ss_entry *entry);
uint32_t ss_entry_index(const ss_entry *entry);    /* a number that stays the same for one build */
const ss_entry *ss_lexicon_entry(uint32_t index);  /* the reverse; NULL when out of range */

/* Written by core/data/compile.c. The table holds entry index + 1; 0 is free. Its size is a power
 * of two. */
extern const uint16_t ss_lexicon_table_bits;
extern const uint32_t ss_lexicon_entry_count;
extern const uint32_t ss_lexicon_table[];
extern const ss_entry ss_lexicon_entries[];
extern const unsigned char ss_lexicon_pool[];

#endif
