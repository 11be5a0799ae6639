/* Tokens -> the network's integer inputs. The numbers are CRC-32 of the folded word and of its
 * ends, computed with Python's zlib. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/blob.h"
#include "net/net.h"

static ss_feature feature_of(const char *word, uint8_t shape, uint8_t state) {
  ss_token token = {.start = 1, .end = 1 + (uint32_t)strlen(word), .shape = shape, .state = state};
  char *clean = malloc(strlen(word) + 2);
  assert_non_null(clean);
  clean[0] = 'x';
  memcpy(clean + 1, word, strlen(word) + 1);
  ss_feature feature;
  ss_feature_fill(&token, 1, clean, &feature);
  free(clean);
  return feature;
}

static void words_and_their_ends_are_hashed(void **state) {
  (void)state;
  static const struct {
    const char *word;
    uint32_t hash;
    uint16_t hashed, prefix, suffix;
  } rows[] = {
      {"said", 0xEF3B04D6, 4104, 659, 1238},      {"Said", 0xEF3B04D6, 4104, 659, 1238},
      {"SAID", 0xEF3B04D6, 4104, 659, 1238},      {"a", 0xE8B7BE43, 3072, 711, 2308},
      {"it", 0xA28E7734, 524, 1161, 2768},        {"'s", 0x5210801C, 5412, 929, 3576},
      {"’s", 0x5210801C, 5412, 929, 3576},        {"“", 0x971D9AF8, 1235, 1130, 900},
      {".", 0x0ED4E242, 4097, 1734, 1285},        {"U.S.", 0x97B2C3A2, 6012, 1169, 3198},
      {"École", 0xC50155D2, 1450, 1144, 3343},    {"STRASSE", 0xBFAA103D, 2211, 1387, 2437},
      {"straße", 0x883F52CD, 2643, 1387, 1663},   {"Łódź", 0x23A4B39B, 2821, 1370, 2006},
      {"中文字典", 0xA6143CC4, 1781, 16, 2678},   {"12,500", 0x94DEAFEF, 8087, 181, 330},
      {"co-author", 0x282B3AEF, 6358, 484, 3470}, {"😀", 0x054DB544, 410, 1418, 1882},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    ss_feature f = feature_of(rows[i].word, SS_SHAPE_LOWER, SS_MARK_INSIDE);
    assert_int_equal(f.word, rows[i].hash);
    assert_int_equal(f.hashed, rows[i].hashed);
    assert_int_equal(f.prefix, rows[i].prefix);
    assert_int_equal(f.suffix, rows[i].suffix);
    assert_int_equal(f.shape, SS_SHAPE_LOWER);
    assert_int_equal(f.state, SS_MARK_INSIDE);
  }
}

static void case_and_the_curl_of_an_apostrophe_do_not_count(void **state) {
  (void)state;
  ss_feature plain = feature_of("n't", 0, 0), curled = feature_of("N’T", 0, 0);
  assert_memory_equal(&plain, &curled, sizeof plain);
}

/* Cost and buffer are bounded: of a megabyte without a space only the start counts, and characters
 * are not cut. */
static void a_word_without_end_is_read_at_its_start(void **state) {
  (void)state;
  enum { SIZE = 1 << 20 };
  char *clean = malloc(SIZE);
  assert_non_null(clean);
  for (size_t i = 0; i + 2 < SIZE; i += 3) memcpy(clean + i, "中", 3);
  ss_token tokens[2] = {{.start = 0, .end = SIZE / 3 * 3}, {.start = 0, .end = 120}};
  ss_feature features[2];
  ss_feature_fill(tokens, 2, clean, features);
  assert_memory_equal(&features[0], &features[1], sizeof features[0]);
  free(clean);
}

static void shapes_and_states_out_of_range_are_brought_back(void **state) {
  (void)state;
  ss_feature f = feature_of("word", 200, 77);
  assert_in_range(f.shape, 0, SS_SHAPES - 1);
  assert_in_range(f.state, 0, SS_MARK_STATES - 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_and_their_ends_are_hashed),
      cmocka_unit_test(case_and_the_curl_of_an_apostrophe_do_not_count),
      cmocka_unit_test(a_word_without_end_is_read_at_its_start),
      cmocka_unit_test(shapes_and_states_out_of_range_are_brought_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
