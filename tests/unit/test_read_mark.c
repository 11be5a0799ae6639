/* Quotation marks and sentences: text, expected reading, reason. {} is an outermost quotation, <> a
 * nested one, | a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "failing.h"
#include "read/mark.h"
#include "read/sentence.h"
#include "row.h"
#include "unit_text.h"

typedef struct {
  const char *text, *expected, *reason;
} row;

static void check_rows(const row *rows, size_t count) {
  int wrong = 0;
  for (size_t i = 0; i < count; i++) {
    ss_unit_text unit;
    ss_unit_text_open(&unit, rows[i].text, NULL);
    char *found = ss_unit_text_marks(&unit);
    wrong += !ss_row_holds(rows[i].text, rows[i].expected, found, rows[i].reason);
    free(found);
    ss_unit_text_free(&unit);
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof rows[0])

static void marks_are_paired(void **state) {
  (void)state;
  static const row rows[] = {
      {"\"We go,\" he said. \"And stay.\"", "{\"We go,\"} he said. |{\"And stay.\"}",
       "straight marks alternate"},
      {"He said “no” and “yes”.", "He said {“no”} and {“yes”}.", "curly marks"},
      {"« Oui », dit-il; »Nein«, „Doch“, ”Ja”", "{« Oui »}, dit-il; {»Nein«}, {„Doch“}, {”Ja”}",
       "other traditions"},
      {"``Yes,'' he said.", "{``Yes,''} he said.", "typewriter marks"},
      {"‘I do,’ said Meg.", "{‘I do,’} said Meg.", "single marks as the outer ones"},
      {"'I do,' said Meg.", "{'I do,'} said Meg.", "straight single marks"},
      {"“He said ‘no’ to me,” she said.", "{“He said <‘no’> to me,”} she said.",
       "single in double"},
      {"‘He said “no” to me,’ she said.", "{‘He said <“no”> to me,’} she said.",
       "double in single"},
      {"\"I read \"The Book\" today,\" he said.", "{\"I read <\"The Book\"> today,\"} he said.",
       "straight in straight"},
      {"(“No.”)", "({“No.”})", "inside brackets"},
      {"“No”—and “yes”—", "{“No”}—and {“yes”}—", "dashes beside marks"},
  };
  CHECK(rows);
}

static void apostrophes_are_no_marks(void **state) {
  (void)state;
  static const row rows[] = {
      {"the workers' rights and the kings' men", "the workers' rights and the kings' men",
       "plural possessives"},
      {"'Tis the '90s, rock 'n' roll, give 'em", "'Tis the '90s, rock 'n' roll, give 'em",
       "elisions"},
      {"o'clock, don't, goin' home", "o'clock, don't, goin' home", "inside words, clipped ends"},
      {"'The workers' rights matter,' he said.", "{'The workers' rights matter,'} he said.",
       "a weak closer before a strong one"},
      {"6'2\" tall and 5\" wide", "6'2\" tall and 5\" wide", "feet and inches"},
      {"\"a 5\" pipe,\" he said", "{\"a 5\" pipe,\"} he said", "inches inside a quotation"},
  };
  CHECK(rows);
}

static void lost_marks_are_survived(void **state) {
  (void)state;
  static const row rows[] = {
      {"“A, he said. “B,” she said.", "{“A, he said.} |{“B,”} she said.",
       "never closed: up to the next opening one"},
      {"“It goes on", "{“It goes on}", "never closed: to the end"},
      {"of it,” he said. “More.”", "{of it,”} he said. |{“More.”}", "never opened: from the start"},
      {"A \" alone", "A \" alone", "a mark that leans nowhere"},
      {"‘It goes on", "{‘It goes on}", "speech over several paragraphs in single marks"},
      {"a=\"b c\" d", "a={\"b c\"} d", "an attribute opens nothing at its end"},
      {"\"", "\"", "one mark"},
      {"", "", "nothing"},
  };
  CHECK(rows);
}

static void sentences_are_found(void **state) {
  (void)state;
  static const row rows[] = {
      {"One. Two? Three! Four", "One. |Two? |Three! |Four", "stops"},
      {"Mr. Smith met J. K. Bell on Jan. 5 in St. Ives.",
       "Mr. Smith met J. K. Bell on Jan. 5 in St. Ives.", "abbreviations"},
      {"He went to the U.S. The man left.", "He went to the U.S. |The man left.",
       "an abbreviation at the end"},
      {"The U.S. Senate met at 3.30 p.m. on 4.5 acres.",
       "The U.S. Senate met at 3.30 p.m. on 4.5 acres.", "none at the end"},
      {"“Why?” he asked. “Why?” Bell asked.", "{“Why?”} he asked. |{“Why?”} Bell asked.",
       "a question that its tag goes on with"},
      {"“Why?” He left.", "{“Why?”} |He left.", "no tag"},
      {"It works... and goes. (So he said.) Then", "It works... and goes. |(So he said.) |Then",
       "dots, brackets"},
  };
  CHECK(rows);
}

static void sentence_of_a_token(void **state) {
  (void)state;
  ss_unit_text unit;
  ss_unit_text_open(&unit, "One two. Three four.", NULL);
  ss_range range = ss_sentence_of(unit.draft.tokens.items, unit.draft.tokens.count, 4);
  assert_int_equal(range.first, 3);
  assert_int_equal(range.end, 6);
  ss_unit_text_free(&unit);
}

/* ---- carried marks and what counts as uttered ---- */

static void an_open_quotation_is_carried(void **state) {
  (void)state;
  ss_unit_text unit;
  ss_unit_text_open(&unit, "and so on,” he said. ‘No.’", NULL);
  assert_int_equal(ss_mark_scan(&unit.draft, unit.clean, 1, NULL), SAYSO_OK);
  char *found = ss_unit_text_marks(&unit);
  assert_string_equal(found, "{and so on,”} he said. |{‘No.’}");
  assert_false(unit.draft.quotations.items[0].opened);
  assert_int_equal(unit.draft.carry_out, 0);
  free(found);
  ss_unit_text_free(&unit);
  ss_unit_text_open(&unit, "He said: “It goes", NULL);
  assert_int_equal(unit.draft.carry_out & 1, 1);
  ss_unit_text_free(&unit);
}

static void states_are_those_of_the_outer_marks(void **state) {
  (void)state;
  ss_unit_text unit;
  ss_unit_text_open(&unit, "a “b ‘c’ d” e", NULL);
  static const uint8_t expected[] = {0, 2, 1, 1, 1, 1, 1, 3, 0};
  assert_int_equal(unit.draft.tokens.count, 9);
  for (uint32_t t = 0; t < 9; t++) assert_int_equal(unit.draft.tokens.items[t].state, expected[t]);
  ss_unit_text_free(&unit);
}

static void titles_and_scare_quotes_are_not_speech(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool speech;
  } rows[] = {
      {"He read “The Art of the Deal” twice.", false},
      {"a “deep state” plot", false},
      {"the so-called “reform”", false},
      {"“No,” he said.", true},
      {"“Please.”", true},
      {"He said it was “a very bad day for us”.", true},
      {"She answered: “Never.”", true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    ss_unit_text unit;
    ss_unit_text_open(&unit, rows[i].text, NULL);
    assert_int_equal(unit.draft.quotations.count, 1);
    if (unit.draft.quotations.items[0].speech != rows[i].speech)
      print_message("%s\n", rows[i].text);
    assert_int_equal(unit.draft.quotations.items[0].speech, rows[i].speech);
    ss_unit_text_free(&unit);
  }
}

/* ---- hostile text ---- */

static double seconds_for(const char *piece, size_t copies) {
  size_t size = strlen(piece);
  char *text = malloc(size * copies + 1);
  assert_non_null(text);
  for (size_t i = 0; i < copies; i++) memcpy(text + i * size, piece, size);
  text[size * copies] = 0;
  ss_unit_text unit;
  ss_unit_text_open(&unit, text, NULL);
  clock_t start = clock();
  assert_int_equal(ss_mark_scan(&unit.draft, unit.clean, 0, NULL), SAYSO_OK);
  ss_sentence_mark(&unit.draft, unit.clean);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  ss_unit_text_free(&unit);
  free(text);
  return seconds;
}

/* Eight times the text takes at most forty times as long: far below what quadratic work would take
 * (64), with room for noise. */
static void cost_is_linear(void **state) {
  (void)state;
  static const char *const pieces[] = {"\"", "'",    "“",   "” ",  "‘",   "’",   "“‘",
                                       "« ", "\"a ", "'a ", "a' ", "\"'", "?” ", "\" ."};
  for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
    double small = seconds_for(pieces[i], 12500) + 1e-3, large = seconds_for(pieces[i], 100000);
    if (large > 40 * small) print_message("%s: %g s, %g s\n", pieces[i], small, large);
    assert_true(large <= 40 * small);
  }
}

static void memory_may_fail(void **state) {
  (void)state;
  ss_unit_text unit;
  ss_failing failing;
  ss_unit_text_open(&unit, "“a ‘b’ c” d \"e\" « f »", NULL);
  for (size_t n = 1;; n++) {
    ss_failing_init(&failing, n);
    ss_draft draft = unit.draft;
    memset(&draft.quotations, 0, sizeof draft.quotations);
    draft.hook = &failing.hook;
    sayso_status status = ss_mark_scan(&draft, unit.clean, 0, NULL);
    ss_vec_free(draft.hook, &draft.quotations);
    assert_int_equal(failing.live_blocks, 0);
    if (status == SAYSO_OK) break;
    assert_int_equal(status, SAYSO_NO_MEMORY);
    assert_true(n < 100);
  }
  ss_unit_text_free(&unit);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(marks_are_paired),
      cmocka_unit_test(apostrophes_are_no_marks),
      cmocka_unit_test(lost_marks_are_survived),
      cmocka_unit_test(sentences_are_found),
      cmocka_unit_test(sentence_of_a_token),
      cmocka_unit_test(an_open_quotation_is_carried),
      cmocka_unit_test(states_are_those_of_the_outer_marks),
      cmocka_unit_test(titles_and_scare_quotes_are_not_speech),
      cmocka_unit_test(cost_is_linear),
      cmocka_unit_test(memory_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
