/* The user's own list of actors: what it may hold, and what it decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cast_text.h"
#include "failing.h"
#include "row.h"

/* ---- the list itself ---- */

typedef struct {
  const char *list;
  size_t line; /* 0: the list is fine */
  const char *message;
} list_row;

static sayso_status open_with(const char *list, size_t size, const sayso_allocator *allocator,
                              sayso_doc **doc, sayso_error *err) {
  sayso_options options = {.allocator = allocator, .actors = list, .actors_size = size};
  *doc = NULL;
  return sayso_doc_open(doc, NULL, "Anna Bell left.", 15, &options, err);
}

static void lists(void **state) {
  (void)state;
  static const list_row rows[] = {
      {"", 0, NULL},
      {"# nothing\n\n   \n", 0, NULL},
      {"Anna Bell", 0, NULL},
      {"\xEF\xBB\xBF"
       "Anna Bell|Annie;Bellie|minister|person|f\r\nTom Rye\rAcme",
       0, NULL},
      {"Anna Bell | Annie; annie; Anna Bell ;; | | | \n", 0, NULL},
      {"A | | president\nB | | president", 0, NULL},
      {"Anna Bell\n\n# twice\nanna bell", 4,
       "\"anna bell\" stands for two actors: in line 1 and in line 4"},
      {"José García\nJose Garcia", 2,
       "\"Jose Garcia\" stands for two actors: in line 1 and in line 2"},
      {"Anna Bell | the boss\nTom Rye | boss", 2,
       "\"boss\" stands for two actors: in line 1 and in line 2"},
      {"Anna Bell | Rye\nRye", 2, "\"Rye\" stands for two actors: in line 1 and in line 2"},
      {"A\nB | | | alien", 2,
       "line 2: the kind \"alien\" is none of person, organization, place, group, document, "
       "author, unknown"},
      {"A | | | person | x", 1, "line 1: the gender \"x\" is none of m, f, unknown"},
      {"A | | | person | f | more", 1,
       "line 1 has more fields than name | aliases | roles | kind | gender"},
      {"A\n | Annie", 2, "line 2 has no name"},
      {"= = =", 1, "line 1: \"= = =\" holds no word"},
      {"A | ...", 1, "line 1: \"...\" holds no word"},
      {"A\xFF", 1, "line 1 is not valid UTF-8"},
      {"A\x1B[0m", 1, "line 1 holds a control character"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    sayso_doc *doc = NULL;
    sayso_error err = {SAYSO_OK, 0, ""};
    sayso_status status = open_with(rows[i].list, strlen(rows[i].list), NULL, &doc, &err);
    assert_int_equal(status, rows[i].line ? SAYSO_BAD_ACTORS : SAYSO_OK);
    if (rows[i].line) {
      assert_string_equal(err.message, rows[i].message);
      assert_int_equal(err.place, rows[i].line);
      assert_null(doc);
    }
    sayso_doc_free(doc);
  }
}

/* A message cuts a long name between code points; 257 aliases are one too many. */
static void limits(void **state) {
  (void)state;
  char list[4096] = "";
  sayso_doc *doc;
  sayso_error err;
  for (int line = 0; line < 2; line++) {
    for (int i = 0; i < 100; i++) strcat(list, "é");
    strcat(list, "\n");
  }
  assert_int_equal(open_with(list, strlen(list), NULL, &doc, &err), SAYSO_BAD_ACTORS);
  assert_non_null(strstr(err.message, "é\" stands for two actors: in line 1 and in line 2"));
  strcpy(list, "A | ");
  for (int i = 0; i < 257; i++) sprintf(list + strlen(list), "w%d;", i);
  assert_int_equal(open_with(list, strlen(list), NULL, &doc, &err), SAYSO_BAD_ACTORS);
  assert_string_equal(err.message, "line 1: more than 256 aliases or roles for one actor");
}

/* ---- what it decides ---- */

typedef struct {
  const char *list, *text, *speakers, *reason;
} row;

static void decides(void **state) {
  (void)state;
  static const row rows[] = {
      {"Antony J. Blinken | Tony B",
       "[S1 Antony J. Blinken] said [C1 no]. Later [S2 Blinken] said [C2 yes].",
       "Antony J. Blinken; Antony J. Blinken", "name, then surname"},
      {"Antony Blinken", "[S1 Blinken] said [C1 no]. [S2 Mr. Blinken] said [C2 yes].",
       "Antony Blinken; Antony Blinken", "the text has the surname alone"},
      {"Antony Blinken", "[S1 Tony Blinken] said [C1 no]. [S2 Blinken] said [C2 yes].",
       "Antony Blinken; Antony Blinken", "nickname: the list's name is shown"},
      {"Anna Bell | Annie Oakley", "[S1 Anna Bell] said [C1 no]. [S2 Annie Oakley] said [C2 yes].",
       "Anna Bell; Anna Bell", "an alias that shares no word"},
      {"Anna Bell\nTom Bell", "[S1 Anna Bell] said [C1 no]. [S2 Bell] said [C2 yes].",
       "Anna Bell; Anna Bell", "of two with one surname, who is in the text"},
      {"Tom Bell", "[S1 Anna Bell] said [C1 no]. [S2 Bell] said [C2 yes].", "Anna Bell; Anna Bell",
       "a full name of the text goes before a listed one that is not in it"},
      {"Anna Bell", "[S1 Anna Smith] said [C1 no]. [S2 Anna] said [C2 yes].",
       "Anna Smith; Anna Smith", "the same with forenames"},
      {"Robin Hale | | | person | f", "[S1 Robin Hale] slept. [S1 She] said [C1 no].", "Robin Hale",
       "gender"},
      {"Anna Bell | | foreign minister",
       "[S1 The foreign minister] said [C1 no]. Then [S2 Anna Bell] said [C2 yes].",
       "Anna Bell; Anna Bell", "a role the text gives to nobody"},
      {"Anna Bell | | US envoy",
       "[S1 The American envoy] said [C1 no]. [S2 Russian envoys] said [C2 yes].",
       "Anna Bell; Russian envoys", "a role with its country"},
      {"Anna Bell | | president of Russia", "[S1 The Russian president] said [C1 no].",
       "Russian president", "words in another order are not the same"},
      {"Anna Bell | | president", "[S1 The president, Tom Rye,] said [C1 no].", "Tom Rye",
       "the text says at once who it is"},
      {"Anna Bell | | minister", "[S1 A minister] said [C1 no].", "minister", "any minister"},
      {"Anna Bell | | president\nTom Rye | | president", "[S1 The president] said [C1 no].",
       "president", "a role of two says nothing"},
      {"The United States | | | place", "[S1 Washington] said [C1 no]. [S2 America] said [C2 yes].",
       "The United States; The United States", "a country under the list's name"},
      {"Northwind | | | organization",
       "[S1 Northwind] said [C1 no]. [S2 The company] said [C2 yes].", "Northwind; Northwind",
       "kind"},
      {"Anna Bell | | president of Russia",
       "[S1 The president of Russia] said [C1 no]. [S2 The president] said [C2 yes].",
       "Anna Bell; Anna Bell", "who has a role by the list is found by it later"},
      {"The Iron Lady; she", "[S1 Iron Lady] said [C1 no].", "Iron Lady",
       "a name that is not there"},
      {"# none", "[S1 Anna Bell] said [C1 no].", "Anna Bell", "no list"},
  };
  char buffer[4096];
  int wrong = 0;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    sayso_doc *doc = ss_test_cast_listed(rows[i].text, rows[i].list, NULL);
    const char *found = ss_test_speakers(doc, buffer, sizeof buffer);
    wrong += !ss_row_holds(rows[i].text, rows[i].speakers, found, rows[i].reason);
    sayso_doc_free(doc);
  }
  assert_int_equal(wrong, 0);
}

/* Name, kind, gender, aliases, roles and rule; who is not mentioned does not appear. */
static void shown(void **state) {
  (void)state;
  sayso_doc *doc = ss_test_cast_listed(
      "[S1 Secretary Blinken] said [C1 no]. [S2 A. Blinkov] said [C2 yes].",
      "Nobody Here | Nemo\nAntony Blinken | Tony; Blinken | top diplomat | organization | m", NULL);
  uint32_t count = 0, mention_count = 0;
  const sayso_actor *actors = sayso_doc_actors(doc, &count);
  assert_int_equal(count, 2);
  assert_string_equal(actors[0].name, "Antony Blinken");
  assert_string_equal(actors[0].id, "A1");
  assert_int_equal(actors[0].kind, SAYSO_ACTOR_ORGANIZATION);
  assert_int_equal(actors[0].gender, SAYSO_GENDER_MALE);
  assert_int_equal(actors[0].alias_count, 2);
  assert_string_equal(actors[0].aliases[0], "Tony");
  assert_string_equal(actors[0].aliases[1], "Blinken");
  assert_true(actors[0].role_count >= 1);
  assert_string_equal(actors[0].roles[0], "top diplomat");
  const sayso_mention *mentions = sayso_doc_mentions(doc, &mention_count);
  assert_true(mention_count >= 1);
  assert_string_equal(mentions[0].rule, "list");
  sayso_doc_free(doc);
}

/* ---- memory and time ---- */

static void memory_runs_out(void **state) {
  (void)state;
  static const char text[] =
      "[S1 Tony Blinken] said [C1 no]. [S2 The American envoy] said [C2 yes].";
  static const char list[] =
      "Antony Blinken | Tony | US envoy; boss | person | m\nAcme Corporation\nRussia";
  for (size_t fail_at = 1;; fail_at++) {
    ss_failing failing;
    ss_failing_init(&failing, fail_at);
    sayso_doc *doc = ss_test_cast_listed(text, list, &failing.hook);
    bool finished = doc != NULL;
    sayso_doc_free(doc);
    assert_int_equal(failing.live_blocks, 0);
    if (finished && failing.failures == 0) break;
    assert_true(fail_at < 100000);
  }
}

static double seconds_for(size_t actors) {
  size_t cap = actors * 48 + 1, used = 0;
  char *list = malloc(cap);
  assert_non_null(list);
  for (size_t i = 0; i < actors; i++)
    used +=
        (size_t)snprintf(list + used, cap - used, "Anna%zu Bell | Annie%zu | envoy%zu\n", i, i, i);
  clock_t start = clock();
  sayso_doc *doc = NULL;
  sayso_error err;
  assert_int_equal(open_with(list, used, NULL, &doc, &err), SAYSO_OK);
  assert_int_equal(sayso_doc_update(doc, -1, SIZE_MAX, NULL, NULL, NULL, &err), SAYSO_OK);
  sayso_doc_free(doc);
  free(list);
  return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Thousands of one surname. */
static void long_list(void **state) {
  (void)state;
  seconds_for(100);
  double less = seconds_for(4000), more = seconds_for(32000);
  if (more > 24 * less + 0.05) fail_msg("4000 actors: %.3f s, 32000: %.3f s", less, more);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lists), cmocka_unit_test(limits),          cmocka_unit_test(decides),
      cmocka_unit_test(shown), cmocka_unit_test(memory_runs_out), cmocka_unit_test(long_list),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
