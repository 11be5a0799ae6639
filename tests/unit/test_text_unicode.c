/* UTF-8 and what code points are: every invalid form, offsets, case and folding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/unicode.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void every_scalar_value_survives_a_round_trip(void **state) {
  (void)state;
  for (uint32_t code = 0; code < 0x110000; code++) {
    if (code >= 0xD800 && code < 0xE000) continue;
    char bytes[4];
    size_t size = ss_utf8_put(code, bytes), at = 0;
    assert_int_equal(ss_utf8_next(bytes, size, &at), code);
    assert_int_equal(at, size);
    assert_true(ss_utf8_valid(bytes, size));
    for (size_t cut = 1; cut < size; cut++) assert_false(ss_utf8_valid(bytes, cut));
  }
}

static void wrong_bytes_give_replacements_and_keep_offsets(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t size;
    size_t steps[5]; /* bytes taken by each step; 0 ends */
  } rows[] = {
      {"\x80", 1, {1}}, /* continuation alone */
      {"\xBF\xBF", 2, {1, 1}},
      {"\xC0\x80", 2, {1, 1}}, /* overlong NUL */
      {"\xC1\xBF", 2, {1, 1}},
      {"\xC2", 1, {1}}, /* cut short */
      {"\xC2 ", 2, {1, 1}},
      {"\xE0\x9F\xBF", 3, {1, 1, 1}}, /* overlong */
      {"\xE2\x82", 2, {2}},
      {"\xE2\x82 ", 3, {2, 1}},
      {"\xE2\x28\xA1", 3, {1, 1, 1}},
      {"\xED\xA0\x80", 3, {1, 1, 1}},        /* high surrogate */
      {"\xED\xBF\xBF", 3, {1, 1, 1}},        /* low surrogate */
      {"\xF0\x8F\xBF\xBF", 4, {1, 1, 1, 1}}, /* overlong */
      {"\xF0\x90\x8D", 3, {3}},
      {"\xF0\x9F\x92\x28", 4, {3, 1}},
      {"\xF4\x90\x80\x80", 4, {1, 1, 1, 1}}, /* over 0x10FFFF */
      {"\xF5\x80\x80\x80", 4, {1, 1, 1, 1}},
      {"\xF8\x88\x80\x80\x80", 5, {1, 1, 1, 1, 1}}, /* five bytes */
      {"\xFE", 1, {1}},
      {"\xFF", 1, {1}},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    size_t at = 0;
    assert_false(ss_utf8_valid(rows[i].bytes, rows[i].size));
    for (size_t step = 0; at < rows[i].size; step++) {
      size_t from = at;
      uint32_t code = ss_utf8_next(rows[i].bytes, rows[i].size, &at);
      assert_int_equal(at - from, rows[i].steps[step]);
      if ((unsigned char)rows[i].bytes[from] >= 0x80) assert_int_equal(code, SS_REPLACEMENT);
    }
    assert_int_equal(at, rows[i].size);
  }
  assert_true(ss_utf8_valid("\xEF\xBF\xBD", 3)); /* the replacement character itself */
}

static void classes_and_case(void **state) {
  (void)state;
  static const struct {
    uint32_t code;
    ss_char_class class_of;
    uint32_t lower, base;
  } rows[] = {
      {'a', SS_CHAR_LOWER, 'a', 'a'},
      {'Z', SS_CHAR_UPPER, 'z', 'z'},
      {'7', SS_CHAR_DIGIT, '7', '7'},
      {' ', SS_CHAR_SPACE, ' ', ' '},
      {0xA0, SS_CHAR_SPACE, 0xA0, 0xA0},
      {'.', SS_CHAR_PUNCTUATION, '.', '.'},
      {'$', SS_CHAR_SYMBOL, '$', '$'},
      {0xC9, SS_CHAR_UPPER, 0xE9, 'e'},
      {0x142, SS_CHAR_LOWER, 0x142, 'l'},
      {0x410, SS_CHAR_UPPER, 0x430, 0x430},
      {0x5E9, SS_CHAR_LETTER, 0x5E9, 0x5E9},
      {0x301, SS_CHAR_MARK, 0x301, 0x301},
      {0x201C, SS_CHAR_PUNCTUATION, 0x201C, 0x201C},
      {0xBD, SS_CHAR_NUMBER, 0xBD, 0xBD},
      {0x4E2D, SS_CHAR_LETTER, 0x4E2D, 0x4E2D},
      {0x130, SS_CHAR_UPPER, 'i', 'i'},
      {0x10FFFF, SS_CHAR_OTHER, 0x10FFFF, 0x10FFFF},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    assert_int_equal(ss_char_class_of(rows[i].code), rows[i].class_of);
    assert_int_equal(ss_char_lower(rows[i].code), rows[i].lower);
    assert_int_equal(ss_char_base(rows[i].code), rows[i].base);
  }
  assert_int_equal(ss_char_class_of(UINT32_MAX), ss_char_class_of(SS_REPLACEMENT));
}

static void words_are_folded(void **state) {
  (void)state;
  static const struct {
    const char *word, *lower, *flat;
  } rows[] = {
      {"Said", "said", "said"},
      {"\xC3\x89"
       "COLE",
       "\xC3\xA9"
       "cole",
       "ecole"},
      {"Wa\xC5\x82\xC4\x99sa", "wa\xC5\x82\xC4\x99sa", "walesa"},
      {"e\xCC\x81t\xC3\xA9", "e\xCC\x81t\xC3\xA9", "ete"},
      {"DON\xE2\x80\x99T", "don't", "don't"},
      {"", "", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char out[64];
    size_t size = strlen(rows[i].word);
    size_t lower = ss_word_fold(rows[i].word, size, false, out, size + size / 2 + 4);
    assert_int_equal(lower, strlen(rows[i].lower));
    assert_memory_equal(out, rows[i].lower, lower);
    size_t flat = ss_word_fold(rows[i].word, size, true, out, size + size / 2 + 4);
    assert_int_equal(flat, strlen(rows[i].flat));
    assert_memory_equal(out, rows[i].flat, flat);
  }
  char small[3];
  assert_int_equal(ss_word_fold("a\xC3\xA9\xC3\xA9", 5, false, small, 3),
                   3); /* whole code points only */
  assert_int_equal(ss_word_fold("ab\xC3\xA9", 4, false, small, 3), 2);
}

/* The room that the header promises is enough, for every code point. */
static void folding_never_needs_more_room_than_promised(void **state) {
  (void)state;
  for (uint32_t code = 1; code < 0x110000; code++) {
    if (code >= 0xD800 && code < 0xE000) continue;
    char bytes[4], out[16];
    size_t size = ss_utf8_put(code, bytes);
    size_t used = ss_word_fold(bytes, size, false, out, sizeof out);
    assert_true(used <= size + size / 2);
    assert_true(ss_utf8_valid(out, used));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_scalar_value_survives_a_round_trip),
      cmocka_unit_test(wrong_bytes_give_replacements_and_keep_offsets),
      cmocka_unit_test(classes_and_case),
      cmocka_unit_test(words_are_folded),
      cmocka_unit_test(folding_never_needs_more_room_than_promised),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
