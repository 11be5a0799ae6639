/* In: bytes, code points. Out: classes, case, UTF-8 read and written. Promises never to read past
 * `size`. */
#include "text/unicode.h"

static uint16_t entry_of(uint32_t code) {
  if (code >= 0x110000) code = SS_REPLACEMENT;
  return ss_unicode_rows[(size_t)ss_unicode_pages[code >> 7] * 128 + (code & 127)];
}

ss_char_class ss_char_class_of(uint32_t code) { return (ss_char_class)(entry_of(code) & 15); }

uint32_t ss_char_lower(uint32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  return (uint32_t)((int32_t)code + ss_unicode_maps[(size_t)(entry_of(code) >> 4) * 2]);
}

uint32_t ss_char_base(uint32_t code) {
  if (code < 0x80) return ss_char_lower(code);
  return (uint32_t)((int32_t)code + ss_unicode_maps[(size_t)(entry_of(code) >> 4) * 2 + 1]);
}

bool ss_char_is_letter(uint32_t code) {
  ss_char_class c = ss_char_class_of(code);
  return c == SS_CHAR_LOWER || c == SS_CHAR_UPPER || c == SS_CHAR_LETTER;
}

bool ss_char_is_word(uint32_t code) {
  ss_char_class c = ss_char_class_of(code);
  return (c >= SS_CHAR_LOWER && c <= SS_CHAR_MARK) || code == '_';
}

/* Smallest and largest second byte after each lead byte: rules out overlong forms, surrogates and
 * codes over 0x10FFFF. */
static bool second_byte_fits(unsigned char lead, unsigned char second) {
  switch (lead) {
    case 0xE0: return second >= 0xA0 && second <= 0xBF;
    case 0xED: return second >= 0x80 && second <= 0x9F;
    case 0xF0: return second >= 0x90 && second <= 0xBF;
    case 0xF4: return second >= 0x80 && second <= 0x8F;
    default: return second >= 0x80 && second <= 0xBF;
  }
}

uint32_t ss_utf8_next(const char *bytes, size_t size, size_t *at) {
  const unsigned char *s = (const unsigned char *)bytes;
  unsigned char lead = s[(*at)++];
  if (lead < 0x80) return lead;
  size_t extra = lead >= 0xC2 && lead <= 0xDF   ? 1
                 : lead >= 0xE0 && lead <= 0xEF ? 2
                 : lead >= 0xF0 && lead <= 0xF4 ? 3
                                                : 0;
  if (extra == 0 || *at >= size || !second_byte_fits(lead, s[*at])) return SS_REPLACEMENT;
  uint32_t code = lead & (0x3Fu >> extra);
  for (size_t i = 0; i < extra; i++) {
    if (*at >= size || (s[*at] & 0xC0) != 0x80) return SS_REPLACEMENT;
    code = code << 6 | (s[(*at)++] & 0x3F);
  }
  return code;
}

bool ss_utf8_valid(const char *bytes, size_t size) {
  for (size_t at = 0; at < size;) {
    size_t start = at;
    if (ss_utf8_next(bytes, size, &at) == SS_REPLACEMENT) {
      bool real = at - start == 3 && (unsigned char)bytes[start] == 0xEF &&
                  (unsigned char)bytes[start + 1] == 0xBF;
      if (!real) return false;
    }
  }
  return true;
}

size_t ss_utf8_put(uint32_t code, char *out) {
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  size_t extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const unsigned char lead[4] = {0, 0xC0, 0xE0, 0xF0};
  for (size_t i = extra; i > 0; i--) {
    out[i] = (char)(0x80 | (code & 0x3F));
    code >>= 6;
  }
  out[0] = (char)(lead[extra] | code);
  return extra + 1;
}

bool ss_utf8_exceeds(const char *bytes, size_t size, size_t count) {
  size_t found = 0;
  for (size_t i = 0; i < size && found <= count; i++)
    found += ((unsigned char)bytes[i] & 0xC0) != 0x80;
  return found > count;
}

size_t ss_word_fold(const char *bytes, size_t size, bool flat, char *out, size_t cap) {
  size_t used = 0;
  while (used < size && used < cap &&
         (unsigned char)bytes[used] < 0x80) { /* most words: nothing to decode */
    char c = bytes[used];
    out[used++] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
  }
  for (size_t at = used; at < size;) {
    uint32_t code = ss_utf8_next(bytes, size, &at);
    if (code == 0x2019) code = '\'';
    if (flat && code >= 0x300 && ss_char_class_of(code) == SS_CHAR_MARK) continue;
    code = flat ? ss_char_base(code) : ss_char_lower(code);
    char piece[4];
    size_t n = ss_utf8_put(code, piece);
    if (used + n > cap) break;
    for (size_t i = 0; i < n; i++) out[used++] = piece[i];
  }
  return used;
}
