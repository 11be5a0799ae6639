/* Bytes that somebody else wrote: little-endian numbers read with a check of the bytes that are
 * left. */
#ifndef SS_NET_BLOB_H
#define SS_NET_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const unsigned char *bytes; /* any alignment */
  size_t size;
} ss_blob;

/* Whether [at, at + size) lies inside; no sum can wrap. */
bool ss_blob_has(ss_blob blob, uint64_t at, uint64_t size);

/* The number at byte `at`; 0 when it does not lie inside wholly. */
uint32_t ss_blob_u32(ss_blob blob, size_t at);
uint64_t ss_blob_u64(ss_blob blob, size_t at);

/* One number at a place that was checked before. */
static inline uint32_t ss_load_u32(const unsigned char *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline uint16_t ss_load_u16(const unsigned char *p) { return (uint16_t)(p[0] | p[1] << 8); }
/* Number `index` of those packed two a byte, the lower half first: -8 to 7. */
static inline int ss_nibble(const unsigned char *p, size_t index) {
  return (p[index / 2] >> (index % 2 ? 4 : 0) & 15) - 8;
}
float ss_load_f32(const unsigned char *p);
float ss_load_f16(const unsigned char *p);

/* zlib's CRC-32, continued from `crc` (0 at first). The first is for words, the second for
 * megabytes. */
uint32_t ss_crc32(uint32_t crc, const void *bytes, size_t size);
uint32_t ss_crc32_long(uint32_t crc, const void *bytes, size_t size);

#endif
