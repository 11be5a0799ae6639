/* What may refer to somebody: the mentions of short texts with their forms, in text order. Names
 * come from capitals and lists here, as with a model that has no head for names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cast_text.h"
#include "row.h"

typedef struct {
  const char *text, *mentions, *reason;
} row;

/* "name:Antony Blinken pronoun:he" */
static void list_forms(const sayso_doc *doc, char *buffer, size_t size) {
  uint32_t count = 0;
  size_t text_size = 0, used = 0;
  const char *text = sayso_doc_text(doc, &text_size);
  const sayso_mention *items = sayso_doc_mentions(doc, &count);
  buffer[0] = 0;
  for (uint32_t i = 0; i < count && used + 1 < size; i++) {
    int wrote = snprintf(
        buffer + used, size - used, "%s%s:%.*s", i ? " | " : "", sayso_form_name(items[i].form),
        (int)(items[i].span.end - items[i].span.start), text + items[i].span.start);
    used += wrote > 0 ? (size_t)wrote : 0;
  }
}

static void check(const row *rows, size_t count) {
  char buffer[2048];
  int wrong = 0;
  for (size_t i = 0; i < count; i++) {
    sayso_doc *doc = ss_test_cast(rows[i].text, NULL);
    list_forms(doc, buffer, sizeof buffer);
    wrong += !ss_row_holds(rows[i].text, rows[i].mentions, buffer, rows[i].reason);
    sayso_doc_free(doc);
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(rows) check(rows, sizeof rows / sizeof rows[0])

static void names(void **state) {
  (void)state;
  static const row rows[] = {
      {"Yesterday US Secretary of State Antony Blinken left.", "name:US | name:Antony Blinken",
       "a title is no part of the name"},
      {"Former Florida Sen. Bob Graham left.", "name:Bob Graham", "titles may be several"},
      {"Yesterday the Bank of England and Tom Rye left early in the day.",
       "name:Bank of England | name:Tom Rye", "of inside a name"},
      {"Then Ursula von der Leyen left.", "name:Ursula von der Leyen", "particles"},
      {"Then William A. Bird left.", "name:William A. Bird", "initial"},
      {"Then Will Smith met May Brown.", "name:Will Smith | name:May Brown",
       "names that are also words"},
      {"Yesterday was the day. However it rained. Well, perhaps.", "",
       "words at the start of a sentence"},
      {"On Monday in July it rained.", "", "days and months"},
  };
  CHECK(rows);
}

static void roles_and_pronouns(void **state) {
  (void)state;
  static const row rows[] = {
      {"The Russian foreign minister met his wife.",
       "role:The Russian foreign minister | role:his wife | pronoun:his",
       "modifiers, kin, possessive"},
      {"A spokesman for Tom Rye left.", "role:A spokesman for Tom Rye | name:Tom Rye", "of whom"},
      {"She saw him and her.", "pronoun:She | pronoun:him | pronoun:her", "cases"},
      {"US officials left us.", "role:US officials | name:US | pronoun:us", "US is no pronoun"},
      {"It rains, which is fine.", "", "it and which refer to no actor here"},
  };
  CHECK(rows);
}

static void metonyms(void **state) {
  (void)state;
  static const row rows[] = {
      {"Moscow said no.", "metonym:Moscow", "acts"},
      {"They met in Moscow.", "pronoun:They | name:Moscow", "does not act"},
      {"The White House said no.", "metonym:White House", "a seat"},
  };
  CHECK(rows);
}

static void every_source_holds_a_mention(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S1 the blorb] said [C1 no].", "role:the blorb", "no list knows the noun"},
      {"[S1 73 percent] said [C1 no].", "role:73 percent", "a number"},
      {"[S1 \"] said [C1 no].", "role:\"", "nothing but a mark"},
      {"[S1 those who know] said [C1 no].", "role:those", "before a relative pronoun"},
      {"They left. [S1 One of them] said [C1 no].",
       "pronoun:They | role:One | pronoun:them", "one of several"},
      {"[S1 Sanders] said [C1 no].", "name:Sanders",
       "a lone word at the start is a name in a source"},
  };
  CHECK(rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names),
      cmocka_unit_test(roles_and_pronouns),
      cmocka_unit_test(metonyms),
      cmocka_unit_test(every_source_holds_a_mention),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
