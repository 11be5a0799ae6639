/* In: bytes of any alignment. Out: numbers and checksums. Promises to read nothing outside what it
 * was given. */
#include "net/blob.h"

#include <string.h>

bool ss_blob_has(ss_blob blob, uint64_t at, uint64_t size) {
  return at <= blob.size && size <= blob.size - at;
}

uint32_t ss_blob_u32(ss_blob blob, size_t at) {
  return ss_blob_has(blob, at, 4) ? ss_load_u32(blob.bytes + at) : 0;
}

uint64_t ss_blob_u64(ss_blob blob, size_t at) {
  if (!ss_blob_has(blob, at, 8)) return 0;
  return ss_load_u32(blob.bytes + at) | (uint64_t)ss_load_u32(blob.bytes + at + 4) << 32;
}

static float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

float ss_load_f32(const unsigned char *p) { return float_of(ss_load_u32(p)); }

/* Sign, 5 bits of exponent (bias 15), 10 of fraction. 112 = 127 - 15. */
float ss_load_f16(const unsigned char *p) {
  uint32_t half = ss_load_u16(p), sign = (half & 0x8000) << 16, exponent = half >> 10 & 31,
           fraction = half & 0x3FF;
  if (exponent == 31) return float_of(sign | 0x7F800000 | fraction << 13);
  if (exponent) return float_of(sign | (exponent + 112) << 23 | fraction << 13);
  float small =
      (float)fraction * (1.0f / 16777216); /* 2^-24: the unit of numbers without exponent */
  return sign ? -small : small;
}

/* ---- CRC-32, reflected polynomial 0xEDB88320 ---- */

/* Effect of four bits. */
static const uint32_t crc_of_nibble[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

static uint32_t crc_step(uint32_t crc) {
  crc = crc >> 4 ^ crc_of_nibble[crc & 15];
  return crc >> 4 ^ crc_of_nibble[crc & 15];
}

uint32_t ss_crc32(uint32_t crc, const void *bytes, size_t size) {
  const unsigned char *p = bytes;
  crc = ~crc;
  for (size_t i = 0; i < size; i++) crc = crc_step(crc ^ p[i]);
  return ~crc;
}

/* Eight bytes at a time; table[k][b]: effect of byte b with k bytes after it. Made anew each time
 * (a few microseconds) rather than kept in the process. */
uint32_t ss_crc32_long(uint32_t crc, const void *bytes, size_t size) {
  uint32_t table[8][256];
  for (uint32_t b = 0; b < 256; b++) table[0][b] = crc_step(b);
  for (uint32_t b = 0; b < 256; b++)
    for (int k = 1; k < 8; k++)
      table[k][b] = table[k - 1][b] >> 8 ^ table[0][table[k - 1][b] & 255];
  const unsigned char *p = bytes, *end = p + size;
  crc = ~crc;
  for (; end - p >= 8; p += 8) {
    uint32_t low = crc ^ ss_load_u32(p), high = ss_load_u32(p + 4);
    crc = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^
          table[4][low >> 24] ^ table[3][high & 255] ^ table[2][high >> 8 & 255] ^
          table[1][high >> 16 & 255] ^ table[0][high >> 24];
  }
  for (; p < end; p++) crc = crc >> 8 ^ table[0][(crc ^ *p) & 255];
  return ~crc;
}
