/* Who speaks: short texts with the actors of their statements, in text order. */
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

typedef struct {
  const char *text, *speakers, *reason;
} row;

static void check(const row *rows, size_t count) {
  char buffer[4096];
  int wrong = 0;
  for (size_t i = 0; i < count; i++) {
    sayso_doc *doc = ss_test_cast(rows[i].text, NULL);
    const char *found = ss_test_speakers(doc, buffer, sizeof buffer);
    wrong += !ss_row_holds(rows[i].text, rows[i].speakers, found, rows[i].reason);
    sayso_doc_free(doc);
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(rows) check(rows, sizeof rows / sizeof rows[0])

static void names(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S1 Antony Blinken] said [C1 no]. Later [S2 Blinken] said [C2 yes].",
       "Antony Blinken; Antony Blinken", "surname"},
      {"[S1 Blinken] said [C1 no]. Later [S2 Antony Blinken] said [C2 yes].",
       "Antony Blinken; Antony Blinken", "fuller name later"},
      {"[S1 Antony Blinken] said [C1 no]. In Rome [S2 Tony Blinken] said [C2 yes].",
       "Antony Blinken; Antony Blinken", "nickname"},
      {"[S1 Donald Trump] said [C1 no]. In Rome [S2 Donald J. Trump] said [C2 yes].",
       "Donald J. Trump; Donald J. Trump", "initial"},
      {"[S1 Vladimir Putin] said [C1 no]. In Rome [S2 VLADIMIR PUTIN] said [C2 yes].",
       "Vladimir Putin; Vladimir Putin", "capitals"},
      {"[S1 José García] said [C1 no]. In Rome [S2 Jose Garcia] said [C2 yes].",
       "José García; José García", "accents"},
      {"[S1 Bill Clinton] said [C1 no]. Then [S2 Hillary Clinton] said [C2 yes]. [S3 Mrs. Clinton] "
       "added [C3 more], and "
       "[S4 Mr. Clinton] said [C4 less].",
       "Bill Clinton; Hillary Clinton; Hillary Clinton; Bill Clinton", "two of one surname: title"},
      {"[S1 Anna Bell] said [C1 no]. Then [S2 Tom Bell] said [C2 yes]. Later [S3 Anna] said [C3 "
       "more].",
       "Anna Bell; Tom Bell; Anna Bell", "forename once introduced"},
      {"[S1 Marco Del Piero] said [C1 no]. In Rome [S2 Del Piero] said [C2 yes].",
       "Marco Del Piero; Marco Del Piero", "surname with its particle, in capitals"},
      {"[S1 Von der Leyen] said [C1 no]. In Rome [S2 Ursula von der Leyen] said [C2 yes].",
       "Ursula von der Leyen; Ursula von der Leyen", "the same before the full name"},
      {"[S1 Jim Morrison] said [C1 no]. In Rome [S2 Van Morrison] said [C2 yes].",
       "Jim Morrison; Van Morrison", "a forename that looks like a particle"},
      {"[S1 Tipper Gore] said [C1 no]. In Rome [S2 Al Gore] said [C2 yes].",
       "Tipper Gore; Al Gore", "the same"},
      {"The [S1 National Rifle Association] said [C1 no]. The [S2 NRA] said [C2 yes].",
       "National Rifle Association; National Rifle Association", "known acronym"},
      {"The [S1 Bureau of Odd Numbers] said [C1 no]. The [S2 BON] said [C2 yes].",
       "Bureau of Odd Numbers; Bureau of Odd Numbers", "acronym of the document"},
      {"[S1 Carson, Fiorina and Huckabee] said [C1 no].", "Carson + Fiorina + Huckabee",
       "coordination"},
      {"[S1 Ursula von der Leyen] said [C1 no]. Later [S2 von der Leyen] said [C2 yes].",
       "Ursula von der Leyen; Ursula von der Leyen", "particles"},
  };
  CHECK(rows);
}

static void roles(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S1 US Secretary of State Antony Blinken] said [C1 no]. [S2 The secretary of state] said "
       "[C2 yes].",
       "Antony Blinken; Antony Blinken", "title, then role"},
      {"[S1 Antony Blinken, the secretary of state,] said [C1 no]. [S2 The American secretary of "
       "state] said [C2 yes].",
       "Antony Blinken; Antony Blinken", "apposition, then role with a country"},
      {"[S1 The Russian president, Vladimir Putin,] met the Ukrainian president, Volodymyr "
       "Zelensky. [S2 The Russian president] said "
       "[C2 no]. [S3 The Ukrainian president] said [C3 yes].",
       "Vladimir Putin; Vladimir Putin; Volodymyr Zelensky", "one role, two countries"},
      {"[S1 Sen. Ted Cruz of Texas] said [C1 no]. [S2 The senator] said [C2 yes].",
       "Ted Cruz; Ted Cruz", "abbreviated title"},
      {"[S1 Trump's campaign] said [C1 no]. Donald Trump left. [S2 The Trump campaign] said [C2 "
       "yes]. [S3 The campaign] said [C3 more].",
       "Trump's campaign; Trump's campaign; Trump's campaign", "a campaign is not its leader"},
      {"Donald Trump left. [S1 Trump's longtime confidant Roger Stone] said [C1 no].",
       "Roger Stone", "whose"},
      {"[S1 A spokesman for the Kremlin] said [C1 no]. [S2 A spokesman for the Kremlin] said [C2 "
       "yes].",
       "spokesman for the Kremlin; spokesman for the Kremlin", "one actor for one description"},
      {"[S1 Some officials] said [C1 no]. Others slept. [S2 The officials] said [C2 yes].",
       "officials; officials", "group"},
      {"[S1 A new poll] said [C1 no]. [S2 The survey] said [C2 yes].", "new poll; new poll",
       "document"},
      {"[S1 Howard Dean, the former governor of Vermont,] said [C1 no].", "Howard Dean",
       "apposition is no second actor"},
      {"[S1 another friend, Anna Bell] said [C1 no].", "Anna Bell", "the name says who"},
      {"[S1 Elijah Cummings (D-Md.)] said [C1 no].", "Elijah Cummings", "a party mark is nobody"},
      {"[S1 supporters and critics] said [C1 no].", "supporters and critics",
       "unnamed groups together are one"},
  };
  CHECK(rows);
}

static void pronouns(void **state) {
  (void)state;
  static const row rows[] = {
      {"Antony Blinken met Angela Merkel. [S1 He] said [C1 no]. [S2 She] said [C2 yes].",
       "Antony Blinken; Angela Merkel", "gender"},
      {"[C1 \"Peter Bell lied\"], said [S1 Tom Rye]. [C2 \"He knew Carl Hall\"], [S2 he] added.",
       "Tom Rye; Tom Rye", "never a name inside the same statement"},
      {"[S1 Anna Bell] said: [C1 \"[S2 I] think [C2 so].\"]", "Anna Bell; Anna Bell",
       "I is the speaker"},
      {"Tom Rye, [S1 who] said [C1 no], left.", "Tom Rye", "who"},
      {"[S1 Exxon Corporation] said [C1 no]. [S2 It] said [C2 yes].",
       "Exxon Corporation; Exxon Corporation", "it"},
      {"[S1 Trump] said [C1 [S2 he] believes [C2 it]].", "Trump; Trump", "he, in what he says"},
      {"[S1 He] said [C1 no].", "-", "nobody before: stays open"},
  };
  CHECK(rows);
}

static void metonyms(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S1 Russia] said [C1 no]. In the evening [S2 Moscow] said [C2 yes]. [S3 The Russians] said "
       "[C3 more]. [S4 The "
       "government] agreed [C4 at last].",
       "Russia; Russia; Russia; Russia", "country, capital, people, government"},
      {"[S1 The Kremlin] said [C1 no]. [S2 Russia] said [C2 yes].", "Kremlin; Russia",
       "a seat is an organization of its own"},
      {"[S1 The Russian government] said [C1 no]. [S2 Moscow] said [C2 yes]. [S3 The government of "
       "Russia] said [C3 more].",
       "Russia; Russia; Russia", "a government is its country, before the country is named too"},
      {"[S1 The Russian ministry] said [C1 no]. [S2 Russia] said [C2 yes].",
       "Russian ministry; Russia", "a ministry is not"},
      {"In Moscow, [S1 Tom Rye] said [C1 no].", "Tom Rye", "a place where something happens"},
  };
  CHECK(rows);
}

static void dialogue(void **state) {
  (void)state;
  static const row rows[] = {
      {"[C1 \"Are you going?\"] said [S1 Anna].\n\n[C2 \"Not today,\"] said [S2 Tom].\n\n[C3 \"Why "
       "ever not?\"]\n\n[C4 \"It rains.\"]",
       "Anna; Tom; Anna; Tom", "turns"},
      {"[C1 \"Are you going?\"] said [S1 Anna]. [C2 \"It is late.\"]", "Anna; Anna",
       "one paragraph, one speaker"},
      {"[C1 \"Are you going?\"]\n\nThe night was long and nobody came to the house before the "
       "first light of the day.\n\n[C2 \"No.\"]",
       "-; -", "nothing to go by"},
      {"Tom was at the window. After a while Anna turned to her brother and said:\n\n[C1 \"It "
       "rains.\"]",
       "Anna", "the paragraph before leads in with a colon"},
      {"Tom was at the window. After a while Anna turned to her brother.\n\n[C1 \"It rains.\"]",
       "-", "no colon leads in"},
  };
  CHECK(rows);
}

/* A dialogue with many turns is decided together. */
#define OPENING                                                                                  \
  "Anna Bell met Tom Rye in the yard.\n\n[C1 \"Are you going?\"] said [S1 Anna].\n\n[C2 \"Not "   \
  "today,\"] said [S2 Tom].\n\n[C3 \"Why ever not?\"]\n\n[C4 \"It rains.\"]\n\n"
static void long_dialogue(void **state) {
  (void)state;
  static const row rows[] = {
      {OPENING "[C5 \"It rained before.\"]\n\n[C6 \"I was wet before.\"]\n\n[C7 \"You were "
               "not.\"]\n\n[C8 \"I was.\"]",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye",
       "turns go on"},
      {OPENING "[C5 \"Then I shall go alone, Tom.\"]\n\n[C6 \"Do.\"]\n\n[C7 \"I "
               "shall.\"]\n\n[C8 \"Do, Anna.\"]",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye",
       "who is spoken to does not speak"},
      {OPENING "Carl Hall came up the road.\n\n[C5 \"It rains,\"] said [S5 Carl].\n\n[C6 \"We "
               "know.\"] Tom looked at the sky.\n\n[C7 \"Do you, Tom?\"]\n\n[C8 \"We do.\"]",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Carl Hall; Tom Rye; Carl Hall; Tom Rye",
       "who acts in the paragraph speaks"},
      {OPENING "[C5 \"It rained before.\"]\n\n[C6 \"Nobody is to swim here,\"] said [S6 the beach attendant].\n\n[C7 "
               "\"Why?\"] asked [S7 Anna].\n\n[C8 \"He is right,\"] said [S8 Tom].",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; beach attendant; Anna Bell; Tom Rye",
       "a noun of what somebody does is no name's"},
      {OPENING "[C5 \"It rained before,\"] [S5 she] said.\n\n[C6 \"I was wet before,\"] said [S6 "
               "he].\n\nAnna turned and said,\n\n[C7 \"You were not.\"]\n\n[C8 \"I was.\"]",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye",
       "pronouns, and a paragraph that leads in with a comma"},
      {OPENING "[C5 \"It rained before,\"] [S5 she] said.\n\n[C6 \"I was wet before,\"] said [S6 "
               "he].\n\nAnna looked round, and then said Carl Hall,\n\n[C7 \"You were "
               "not.\"]\n\n[C8 \"I was, Carl,\"] said [S8 Tom].",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye; Carl Hall; Tom Rye",
       "the tag that closes the paragraph before, not who acts there"},
      {OPENING "[C5 \"It rained before,\"] [S5 she] said.\n\n[C6 \"I was wet before,\"] said [S6 "
               "he].\n\nThen Anna gently asked, while Tom was looking at the sky:\n\n[C7 \"Were "
               "you?\"]\n\n[C8 \"I was.\"]",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye; Anna Bell; Tom Rye",
       "the subject of the verb of speech, not one after it"},
      {OPENING "Newland Lowe came in. Newland sat down. Mrs. Newland Lowe came in. [C5 \"It "
               "rains,\"] said [S5 Lowe].\n\n[C6 \"It does,\"] said [S6 Mrs. Lowe].\n\n[C7 "
               "\"It does,\"] said [S7 Newland Lowe].\n\n[C8 \"Yes.\"]",
       "Anna Bell; Tom Rye; Anna Bell; Tom Rye; Newland Lowe; Mrs. Newland Lowe; Newland Lowe; Mrs. "
       "Newland Lowe",
       "a wife by her husband's rare name: two of one name, and the surname is his"},
  };
  CHECK(rows);
}

/* Two of one surname, told apart by their titles. */
static void families(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S1 Mrs. Bell] said [C1 no]. [S2 Miss Bell] said [C2 yes]. [S3 Mrs. Bell] said [C3 more].",
       "Mrs. Bell; Miss Bell; Mrs. Bell", "married and not"},
      {"Anna Bell came in. Anna sat down. Anna rose. Anna left. [S1 Tom Rye] said: [C1 \"Ask [S2 "
       "Miss Bell].\"] [S3 Anna] said [C3 no].",
       "Tom Rye; Anna Bell; Anna Bell", "those who speak are polite to her whom the text calls Anna"},
      {"George Bell came in. George sat down. George rose. George left. Mr. Bell sang. Mr. Bell ate. "
       "[S1 Mr. Bell] said [C1 no].",
       "Mr. Bell", "a father and a son whom the text calls George"},
      {"George Bell came in. George sat down. George rose. George left. [S1 Mr. Bell] said [C1 no].",
       "George Bell", "once Mr. Bell, and nobody else bears the name"},
      {"George Bell came in. George sat. George rose. George left. Bell sang. Bell ate. Bell ran. "
       "[S1 Mr. Bell] said [C1 no].",
       "George Bell", "Bell alone, Mr. Bell and George are one"},
      {"Lucy Bell came in. Lucy sat down. Lucy rose. Lucy left. [S1 Miss Bell] said [C1 no].",
       "Lucy Bell", "the only one who may be Miss"},
      {"Mrs. Bell came in. Mr. Bell rose. [S1 His wife] said [C1 no]. Tom Rye sang. [S2 His mother] "
       "said [C2 yes].",
       "Mrs. Bell; His mother", "a wife, and nobody's mother"},
      {"Mr. Bell came in. Lucy Bell sat down. [S1 Her father] said [C1 no].", "Mr. Bell", "a father"},
      {"Henry Bell came in. [S1 Mrs. Henry Bell] said [C1 no]. [S2 Henry] said [C2 yes].",
       "Mrs. Henry Bell; Henry Bell", "called by her husband's names"},
      {"[S1 Harriet Lowe] said [C1 no]. [S2 Hattie] said [C2 yes].", "Harriet Lowe; Harriet Lowe",
       "a nickname of hers"},
      {"[S1 Hattie] said [C1 no]. [S2 Harriet] said [C2 yes].", "Hattie; Hattie",
       "a nickname before the name"},
      {"[S1 Miss Bell, looking at Tom Rye,] said [C1 no].", "Miss Bell", "whom she looks at"},
      {"Bell sang in the spring. She married Tom Bell in May. [S1 Bell] said [C1 no].", "Bell",
       "the surname of the one who is known before her husband"},
      {"Bell sang in the spring. Tom Bell came in May. [S1 Bell] said [C1 no].", "Tom Bell",
       "a short name before the full one"},
  };
  CHECK(rows);
}

static void a_seat_is_shown_under_its_country(void **state) {
  (void)state;
  sayso_doc *doc = ss_test_cast("[S1 Russia] said [C1 no]. [S2 The Kremlin] said [C2 yes].", NULL);
  uint32_t count = 0, seen = 0;
  const sayso_actor *actors = sayso_doc_actors(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    if (strcmp(actors[i].name, "Kremlin")) continue;
    seen++;
    assert_int_equal(actors[i].kind, SAYSO_ACTOR_ORGANIZATION);
    assert_int_not_equal(actors[i].parent, SAYSO_NONE);
    assert_string_equal(actors[actors[i].parent].name, "Russia");
  }
  assert_int_equal(seen, 1);
  sayso_doc_free(doc);
}

static void actors_keep_gender_aliases_and_roles(void **state) {
  (void)state;
  sayso_doc *doc = ss_test_cast(
      "[S1 US Secretary of State Antony Blinken] said [C1 no]. Blinken left. [S2 He] said [C2 "
      "yes].",
      NULL);
  uint32_t count = 0;
  const sayso_actor *actors = sayso_doc_actors(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    if (strcmp(actors[i].name, "Antony Blinken")) continue;
    assert_int_equal(actors[i].kind, SAYSO_ACTOR_PERSON);
    assert_int_equal(actors[i].gender, SAYSO_GENDER_MALE);
    assert_int_equal(actors[i].alias_count, 1);
    assert_string_equal(actors[i].aliases[0], "Blinken");
    assert_int_equal(actors[i].role_count, 1);
    assert_string_equal(actors[i].roles[0], "US Secretary of State");
    sayso_doc_free(doc);
    return;
  }
  fail_msg("no Antony Blinken among the actors");
}

/* ---- bad input ---- */

static double seconds_for(const char *text, size_t size) {
  sayso_doc *doc = NULL;
  struct timespec a, b;
  timespec_get(&a, TIME_UTC);
  assert_int_equal(sayso_doc_open(&doc, NULL, text, size, NULL, NULL), SAYSO_OK);
  assert_int_equal(sayso_doc_update(doc, -1, SIZE_MAX, NULL, NULL, NULL, NULL), SAYSO_OK);
  timespec_get(&b, TIME_UTC);
  uint32_t count = 0;
  sayso_doc_actors(doc, &count);
  sayso_doc_free(doc);
  return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

/* Time for n and for 4n paragraphs of one form; %u is the paragraph's number in letters. */
static double growth(const char *form) {
  double seconds[2];
  for (int k = 0; k < 2; k++) {
    uint32_t n = k ? 16000 : 4000;
    size_t size = 0, cap = (size_t)n * (strlen(form) + 8);
    char *text = malloc(cap);
    assert_non_null(text);
    for (uint32_t i = 0; i < n; i++) {
      char number[5] = {(char)('a' + i % 26), (char)('a' + i / 26 % 26), (char)('a' + i / 676 % 26),
                        (char)('a' + i / 17576 % 26), 0};
      size += (size_t)snprintf(text + size, cap - size, form, number);
    }
    seconds[k] = seconds_for(text, size);
    free(text);
  }
  print_message("%.40s…: %.3f s, four times as much %.3f s\n", form, seconds[0], seconds[1]);
  return seconds[1] / (seconds[0] > 0.001 ? seconds[0] : 0.001);
}

/* "you" in what is said: to whom, or "-". */
static void you_is_whom_it_is_said_to(void **state) {
  (void)state;
  static const row rows[] = {
      {"[C1 \"Are you going?\"] said [S1 Anna].\n\n[C2 \"Are you?\"] said [S2 Tom].\n\n[C3 \"You "
       "know,\"] said [S3 Anna].",
       "-; Anna; -", "the speaker of the turns on both sides; at an end it is not certain"},
      {"[C1 \"No.\"] said [S1 Anna].\n\n[C2 \"Are you?\"] said [S2 Tom].\n\n[C3 \"He is.\"] said "
       "[S3 Ed].",
       "-", "three of them"},
      {"Anna came. [S1 Tom Rye] [K1 told] Anna [C1 that you never know].", "Anna", "object of the cue"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    sayso_doc *doc = ss_test_cast(rows[i].text, NULL);
    uint32_t count = 0, actor_count = 0;
    const sayso_mention *mentions = sayso_doc_mentions(doc, &count);
    const sayso_actor *actors = sayso_doc_actors(doc, &actor_count);
    const char *text = sayso_doc_text(doc, NULL);
    char found[256] = "";
    for (uint32_t m = 0; m < count; m++) {
      if (strncmp(text + mentions[m].span.start + 1, "ou", 2) != 0) continue;
      const char *name = mentions[m].actor == SAYSO_NONE ? "-" : actors[mentions[m].actor].name;
      size_t used = strlen(found);
      (void)snprintf(found + used, sizeof found - used, "%s%s", used ? "; " : "", name);
    }
    if (strcmp(found, rows[i].speakers)) print_error("%s: %s\n", rows[i].reason, found);
    assert_string_equal(found, rows[i].speakers);
    sayso_doc_free(doc);
  }
}

static void many_people_stay_near_linear(void **state) {
  (void)state;
  /* Four times the text may take at most nine times as long: quadratic would be sixteen. */
  assert_true(growth("In Rome J%s Smith said it was over and he left.\n\n") < 9);
  assert_true(growth("In Rome Anna K%s said that she saw it.\n\n") < 9);
  assert_true(growth("Peter D%s Brown, Anna Grey, ") < 9);
}

static void odd_names_are_harmless(void **state) {
  (void)state;
  enum { LONG = 10000 };
  char *text = malloc(LONG + 64);
  assert_non_null(text);
  memset(text, 'a', LONG + 64);
  text[0] = 'X';
  strcpy(text + LONG, " Smith said no. Smith left.");
  seconds_for(text, strlen(text));
  free(text);
  static const char *const odd[] = {"",
                                    " ",
                                    "X",
                                    "%{name} \"X\" Y%s said %n.",
                                    "Mr.",
                                    "said",
                                    "He",
                                    "Who who who who",
                                    "'s 's 's",
                                    "Anna\tBell\x01 said\x00 no",
                                    "ANNA BELL SAID NO",
                                    "anna bell said no",
                                    "Ана Бел said 不.",
                                    "May Will Mark Rose said no.",
                                    ", , , and and of of of",
                                    "the the the president of of the"};
  for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) seconds_for(odd[i], strlen(odd[i]));
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  static const char text[] =
      "[S1 US Secretary of State Antony Blinken] said [C1 no]. [S2 He] told [S3 Russia] that [C2 "
      "it lied]. "
      "\"[C3 I am [S4 the secretary]],\" he said. The Kremlin's spokesman, Dmitry Peskov, left his "
      "wife.";
  for (size_t fail_at = 1;; fail_at++) {
    ss_failing failing;
    ss_failing_init(&failing, fail_at);
    sayso_doc *doc = ss_test_cast(text, &failing.hook);
    bool finished = doc != NULL;
    sayso_doc_free(doc);
    assert_int_equal(failing.live_blocks, 0);
    if (finished && failing.failures == 0) break;
    assert_true(fail_at < 100000);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names),
      cmocka_unit_test(roles),
      cmocka_unit_test(pronouns),
      cmocka_unit_test(metonyms),
      cmocka_unit_test(dialogue),
      cmocka_unit_test(long_dialogue),
      cmocka_unit_test(families),
      cmocka_unit_test(a_seat_is_shown_under_its_country),
      cmocka_unit_test(actors_keep_gender_aliases_and_roles),
      cmocka_unit_test(you_is_whom_it_is_said_to),
      cmocka_unit_test(many_people_stay_near_linear),
      cmocka_unit_test(odd_names_are_harmless),
      cmocka_unit_test(every_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
