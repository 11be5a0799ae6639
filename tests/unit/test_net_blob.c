/* Numbers and checksums out of bytes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "net/blob.h"
#include "net/section.h"

static void checksums_are_those_of_zlib(void **state) {
  (void)state;
  assert_int_equal(ss_crc32(0, "", 0), 0);
  assert_int_equal(ss_crc32(0, "123456789", 9), 0xCBF43926);
  assert_int_equal(ss_crc32_long(0, "123456789", 9), 0xCBF43926);
  unsigned char bytes[1003];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i * i + 7 * i);
  for (size_t start = 0; start < 9; start++)
    assert_int_equal(ss_crc32_long(5, bytes + start, sizeof bytes - start),
                     ss_crc32(5, bytes + start, sizeof bytes - start));
}

static void a_checksum_can_be_continued(void **state) {
  (void)state;
  assert_int_equal(ss_crc32(ss_crc32(0, "1234", 4), "56789", 5), 0xCBF43926);
  assert_int_equal(ss_crc32_long(ss_crc32_long(0, "1234", 4), "56789", 5), 0xCBF43926);
}

static void halves_are_read_exactly(void **state) {
  (void)state;
  static const struct {
    unsigned char bytes[2];
    float value;
  } rows[] = {
      {{0x00, 0x00}, 0.0f},
      {{0x00, 0x3C}, 1.0f},
      {{0x00, 0xC0}, -2.0f},
      {{0xFF, 0x7B}, 65504.0f},
      {{0x00, 0x04}, 0.00006103515625f},
      {{0x01, 0x00}, 5.9604644775390625e-8f},
      {{0x01, 0x80}, -5.9604644775390625e-8f},
      {{0x55, 0x35}, 0.333251953125f},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    assert_true(ss_load_f16(rows[i].bytes) == rows[i].value);
  assert_true(isinf(ss_load_f16((const unsigned char[]){0x00, 0x7C})));
  assert_true(isnan(ss_load_f16((const unsigned char[]){0x01, 0x7C})));
}

/* Two rows of three: the second begins in the middle of a byte. */
static void numbers_of_four_bits_are_scaled_by_their_row(void **state) {
  (void)state;
  static const unsigned char halves[] = {0xF0, 0x98, 0x17}, scales[] = {0x00, 0x3C, 0x00, 0xC0};
  static const float expected[] = {-8, 7, 0, -2, 2, 14};
  const ss_section section = {.type = SS_SECTION_I4,
                              .rows = 2,
                              .columns = 3,
                              .bytes = halves,
                              .scale_type = SS_SECTION_F16,
                              .scales = scales};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    assert_true(ss_section_number(&section, i) == expected[i]);
}

static void numbers_of_eight_bits_are_scaled_by_their_row(void **state) {
  (void)state;
  static const unsigned char bytes[] = {0x80, 0x7F, 0x02, 0xFF},
                             scales[] = {0, 0, 0, 0x3F, 0, 0, 0, 0x40};
  static const float expected[] = {-64, 63.5f, 4, -2};
  const ss_section section = {.type = SS_SECTION_I8,
                              .rows = 2,
                              .columns = 2,
                              .bytes = bytes,
                              .scale_type = SS_SECTION_F32,
                              .scales = scales};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    assert_true(ss_section_number(&section, i) == expected[i]);
}

static void nothing_is_read_outside(void **state) {
  (void)state;
  const unsigned char bytes[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  ss_blob blob = {bytes, sizeof bytes};
  assert_int_equal(ss_blob_u32(blob, 4), 0x08070605);
  assert_int_equal(ss_blob_u32(blob, 5), 0);
  assert_int_equal(ss_blob_u32(blob, SIZE_MAX - 1), 0);
  assert_true(ss_blob_u64(blob, 0) == 0x0807060504030201u);
  assert_true(ss_blob_u64(blob, 1) == 0);
  assert_true(ss_blob_has(blob, 8, 0));
  assert_false(ss_blob_has(blob, 9, 0));
  assert_false(ss_blob_has(blob, 4, UINT64_MAX));
  assert_false(ss_blob_has(blob, UINT64_MAX, 1));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(checksums_are_those_of_zlib),
      cmocka_unit_test(a_checksum_can_be_continued),
      cmocka_unit_test(halves_are_read_exactly),
      cmocka_unit_test(numbers_of_four_bits_are_scaled_by_their_row),
      cmocka_unit_test(numbers_of_eight_bits_are_scaled_by_their_row),
      cmocka_unit_test(nothing_is_read_outside),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
