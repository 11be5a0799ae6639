/* The word lists: what is found, by word and by longest match, and that odd input is harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "text/lexicon.h"

static const ss_entry *find(ss_list list, const char *word) {
  return ss_lexicon_find(list, word, strlen(word));
}

static void words_are_found_with_their_classes(void **state) {
  (void)state;
  static const struct {
    ss_list list;
    const char *word;
    uint64_t classes;
    const char *value;
  } rows[] = {
      {SS_LIST_GIVEN_NAMES, "anna", SS_CLASS(FEMALE), ""},
      {SS_LIST_GIVEN_NAMES, "sergei", SS_CLASS(MALE), ""},
      {SS_LIST_PLACES, "moscow", SS_CLASS(CAPITAL), "Russia"},
      {SS_LIST_PLACES, "russians", SS_CLASS(PEOPLE) | SS_CLASS(PLURAL), "Russia"},
      {SS_LIST_PLACES, "white house", SS_CLASS(SEAT), "United States"},
      {SS_LIST_ROLES, "secretaries of state", SS_CLASS(OFFICE) | SS_CLASS(PLURAL),
       "secretary of state"},
      {SS_LIST_ROLES, "spokeswoman", SS_CLASS(SPOKES) | SS_CLASS(FEMALE), "spokeswoman"},
      {SS_LIST_HONORIFICS, "mrs.", SS_CLASS(FEMALE) | SS_CLASS(TITLE), ""},
      {SS_LIST_DOCUMENTS, "surveys", SS_CLASS(DOCUMENT) | SS_CLASS(PLURAL), "poll"},
      {SS_LIST_ORGANIZATIONS, "imf", SS_CLASS(ACRONYM), "International Monetary Fund"},
      {SS_LIST_PRONOUNS, "his", SS_CLASS(MALE) | SS_CLASS(POSSESSIVE), ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const ss_entry *entry = find(rows[i].list, rows[i].word);
    assert_non_null(entry);
    assert_true(entry->whole);
    assert_string_equal(ss_entry_text(entry), rows[i].word);
    assert_true((entry->classes & rows[i].classes) == rows[i].classes);
    assert_string_equal(ss_entry_value(entry), rows[i].value);
    assert_ptr_equal(ss_lexicon_entry(ss_entry_index(entry)), entry);
  }
}

static void equal_values_share_one_place(void **state) {
  (void)state;
  assert_int_equal(find(SS_LIST_PLACES, "kyiv")->value, find(SS_LIST_PLACES, "ukrainian")->value);
  assert_int_not_equal(find(SS_LIST_PLACES, "kyiv")->value, find(SS_LIST_PLACES, "moscow")->value);
}

static void a_list_does_not_see_another(void **state) {
  (void)state;
  assert_null(find(SS_LIST_ROLES, "moscow"));
  assert_null(find(SS_LIST_PLACES, "spokeswoman"));
  assert_null(find(SS_LIST_ROLES, "zzyzx"));
  assert_null(find(SS_LIST_ROLES, ""));
  assert_null(ss_lexicon_entry(SAYSO_NONE));
}

/* Longest match over tokens cut at spaces. */
static const char *match(ss_list list, const char *text, uint32_t *count) {
  ss_token tokens[64];
  uint32_t n = 0;
  for (uint32_t at = 0; text[at] && n < 64;) {
    uint32_t end = at + (uint32_t)strcspn(text + at, " ");
    tokens[n++] = (ss_token){at, end, 0, 0, at ? SS_TOKEN_SPACE : 0, 0};
    at = end + (text[end] == ' ');
  }
  const ss_entry *entry = ss_lexicon_match(list, text, tokens, 0, n, count);
  return entry ? ss_entry_value(entry) : NULL;
}

static void the_longest_entry_wins(void **state) {
  (void)state;
  uint32_t count = 0;
  assert_string_equal(match(SS_LIST_ROLES, "Secretary of State Blinken", &count),
                      "secretary of state");
  assert_int_equal(count, 3);
  assert_string_equal(match(SS_LIST_ROLES, "Secretary of nothing", &count), "secretary");
  assert_int_equal(count, 1);
  assert_string_equal(match(SS_LIST_PLACES, "South Koreans", &count), "South Korea");
  assert_null(match(SS_LIST_PLACES, "South", &count));
  assert_string_equal(match(SS_LIST_PLACES, "BOGOTÁ", &count), "Colombia");
}

static void long_words_are_no_entries(void **state) {
  (void)state;
  static char text[100001];
  memset(text, 'a', sizeof text - 1);
  ss_token token = {0, sizeof text - 1, 0, 0, 0, 0};
  uint32_t count = 0;
  assert_null(ss_lexicon_word(SS_LIST_ROLES, text, token));
  assert_null(ss_lexicon_match(SS_LIST_ROLES, text, &token, 0, 1, &count));
  assert_null(ss_lexicon_match(SS_LIST_ROLES, text, &token, 0, 0, &count));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_are_found_with_their_classes),
      cmocka_unit_test(equal_values_share_one_place),
      cmocka_unit_test(a_list_does_not_see_another),
      cmocka_unit_test(the_longest_entry_wins),
      cmocka_unit_test(long_words_are_no_entries),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
