/* What a code point is, and its case. One generated table (make_unicode.py), never the locale. */
#ifndef SS_TEXT_UNICODE_H
#define SS_TEXT_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { /* the order is make_unicode.py's */
               SS_CHAR_OTHER,
               SS_CHAR_SPACE,
               SS_CHAR_LOWER,
               SS_CHAR_UPPER,  /* title case too */
               SS_CHAR_LETTER, /* without case */
               SS_CHAR_DIGIT,
               SS_CHAR_NUMBER, /* ½, Ⅷ */
               SS_CHAR_MARK,   /* combining */
               SS_CHAR_PUNCTUATION,
               SS_CHAR_SYMBOL
} ss_char_class;

#define SS_REPLACEMENT 0xFFFDu

ss_char_class ss_char_class_of(uint32_t code);
uint32_t ss_char_lower(uint32_t code); /* first code point of the lower case */
uint32_t ss_char_base(uint32_t code);  /* lower case without accents: É -> e, ł -> l */
bool ss_char_is_letter(uint32_t code); /* LOWER, UPPER, LETTER */
bool ss_char_is_word(uint32_t code);   /* letter, digit, number, mark, underscore */

/* One code point of valid UTF-8 at bytes[*at], *at moves past it. at < size. Bytes that are no
 * valid sequence give SS_REPLACEMENT and move past the longest wrong prefix (Unicode's "maximal
 * subpart"), at least one byte. */
uint32_t ss_utf8_next(const char *bytes, size_t size, size_t *at);
bool ss_utf8_valid(const char *bytes, size_t size);
/* Writes at most 4 bytes, gives how many. */
size_t ss_utf8_put(uint32_t code, char *out);
/* More code points than `count`? Looks no further than it must. */
bool ss_utf8_exceeds(const char *bytes, size_t size, size_t count);

/* Folds a word: lower case, ’ as '; with `flat` also without accents and combining marks. Writes at
 * most `cap` bytes, whole code points only, no NUL; gives the bytes written. `size` + size/2 + 4
 * always suffices as cap. */
size_t ss_word_fold(const char *bytes, size_t size, bool flat, char *out, size_t cap);

extern const uint16_t ss_unicode_pages[];
extern const uint16_t ss_unicode_rows[];
extern const int32_t ss_unicode_maps[];

#endif
