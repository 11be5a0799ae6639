/* Eight bytes of text at a time, as one number: laying out looks at every byte of the document after
 * every edit. A mark is the top bit of a byte. Nothing depends on the order of bytes in a number. */
#ifndef SS_TEXT_EIGHT_H
#define SS_TEXT_EIGHT_H

#include <stdint.h>
#include <string.h>

enum { SS_EIGHT = 8 };
#define SS_EIGHT_OF(byte) ((uint64_t)(byte) * UINT64_C(0x0101010101010101))
#define SS_EIGHT_TOP SS_EIGHT_OF(0x80)

static inline uint64_t ss_eight_at(const char *text) {
  uint64_t eight;
  memcpy(&eight, text, sizeof eight);
  return eight;
}

/* Marks the bytes that are 0; every byte, and no other. */
static inline uint64_t ss_eight_zeros(uint64_t eight) {
  uint64_t low = ~SS_EIGHT_TOP;
  return ~(((eight & low) + low) | eight) & SS_EIGHT_TOP;
}

static inline uint64_t ss_eight_equal(uint64_t eight, char byte) {
  return ss_eight_zeros(eight ^ SS_EIGHT_OF((unsigned char)byte));
}

/* Not 0 where some byte is no printable ASCII character or space. */
static inline uint64_t ss_eight_unprintable(uint64_t eight) {
  uint64_t below_space = (eight - SS_EIGHT_OF(0x20)) & ~eight; /* a borrow needs such a byte */
  return ((eight | below_space) & SS_EIGHT_TOP) | ss_eight_equal(eight, 0x7F);
}

#endif
