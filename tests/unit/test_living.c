/* The living document: handles that last, partial results, corrections that hold, reading in any order. The texts say who speaks in
 * marks, so that any model finds it. Random edits are tests/incremental's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "texts.h"

static sayso_model *model;

static const char TEXT[] = "“The bridge is closed and it will stay closed,” Anna Weiss said on Monday.\n\n"
                           "“Nobody asked the city about the bridge,” Tom Holm said.\n\n"
                           "“We will ask again,” Anna Weiss said.\n";

static sayso_doc *open_text(const char *text) { return ss_test_doc(model, text, strlen(text), SAYSO_FORMAT_PLAIN, NULL); }

static void update(sayso_doc *doc) {
  sayso_error err = {.status = SAYSO_OK};
  bool done = false;
  if (sayso_doc_update(doc, -1, SIZE_MAX, &done, NULL, NULL, &err) != SAYSO_OK) fail_msg("%s", err.message);
  assert_true(done);
}

static size_t find(const sayso_doc *doc, const char *word) {
  size_t size, length = strlen(word);
  const char *text = sayso_doc_text(doc, &size);
  for (size_t i = 0; i + length <= size; i++)
    if (memcmp(text + i, word, length) == 0) return i;
  fail_msg("\"%s\" is not in the text", word);
  return 0;
}

static void replace(sayso_doc *doc, const char *from, const char *to) {
  size_t at = find(doc, from);
  assert_int_equal(sayso_doc_edit(doc, at, at + strlen(from), to, strlen(to), NULL), SAYSO_OK);
}

static const sayso_actor *actor_called(const sayso_doc *doc, const char *name) {
  uint32_t count;
  const sayso_actor *actors = sayso_doc_actors(doc, &count);
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(actors[i].name, name) == 0) return &actors[i];
  return NULL;
}

static uint32_t handle_of(const sayso_doc *doc, const char *name) {
  const sayso_actor *actor = actor_called(doc, name);
  if (!actor) fail_msg("there is no actor %s", name);
  return actor->handle;
}

/* Name of the only speaker of the statement whose content holds the word; "" when nobody, NULL: there is no such statement. */
static const char *speaker_of(const sayso_doc *doc, const char *word) {
  uint32_t count, actor_count, at = (uint32_t)find(doc, word);
  const sayso_statement *s = sayso_doc_statements(doc, &count);
  const sayso_actor *actors = sayso_doc_actors(doc, &actor_count);
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < s[i].content_count; k++)
      if (s[i].content[k].start <= at && at < s[i].content[k].end) return s[i].actor_count ? actors[s[i].actors[0]].name : "";
  return NULL;
}

static void correct(sayso_doc *doc, const sayso_correction *items, uint32_t count) {
  sayso_error err = {.status = SAYSO_OK};
  if (sayso_doc_correct(doc, items, count, &err) != SAYSO_OK) fail_msg("%s", err.message);
  update(doc);
}

static sayso_span span_of(const sayso_doc *doc, const char *word) {
  uint32_t at = (uint32_t)find(doc, word);
  return (sayso_span){at, at + (uint32_t)strlen(word)};
}

static const sayso_correction *only_correction(const sayso_doc *doc) {
  uint32_t count;
  const sayso_correction *items = sayso_doc_corrections(doc, &count);
  assert_int_equal(count, 1);
  return items;
}

/* ---- handles ---------------------------------------------------------------------------------------------------------------- */

static void handles_stay_with_their_actors(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  uint32_t anna = handle_of(doc, "Anna Weiss"), tom = handle_of(doc, "Tom Holm");
  assert_int_not_equal(anna, 0);
  assert_int_not_equal(anna, tom);
  replace(doc, "“The", "“Peter is here,” Peter Lind said.\n\n“The");
  update(doc);
  assert_int_equal(handle_of(doc, "Anna Weiss"), anna);
  assert_int_equal(handle_of(doc, "Tom Holm"), tom);
  assert_int_not_equal(handle_of(doc, "Peter Lind"), anna);
  assert_int_not_equal(handle_of(doc, "Peter Lind"), tom);
  assert_string_not_equal(actor_called(doc, "Anna Weiss")->id, "A1"); /* ids are of the text, handles are not */
  sayso_doc_free(doc);
}

static void a_vanished_actor_comes_back_with_its_handle(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  uint32_t tom = handle_of(doc, "Tom Holm");
  replace(doc, "“Nobody asked the city about the bridge,” Tom Holm said.\n\n", "");
  update(doc);
  assert_null(actor_called(doc, "Tom Holm"));
  replace(doc, "again,” Anna Weiss said.\n", "again,” Anna Weiss said.\n\n“Nobody asked the city about the bridge,” Tom Holm said.\n");
  update(doc);
  assert_int_equal(handle_of(doc, "Tom Holm"), tom);
  sayso_doc_free(doc);
}

static void a_merge_keeps_the_larger_and_a_split_leaves_it(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  uint32_t anna = handle_of(doc, "Anna Weiss"), tom = handle_of(doc, "Tom Holm");
  const char *stays = "Tom Holm", *goes = "Anna Weiss";
  sayso_correction item = {.action = "merge", .span = span_of(doc, goes), .actors = &stays, .actor_count = 1};
  correct(doc, &item, 1);
  assert_null(actor_called(doc, goes));
  assert_int_equal(handle_of(doc, stays), anna); /* two mentions against one */
  correct(doc, NULL, 0);
  assert_int_equal(handle_of(doc, goes), anna);
  assert_int_equal(handle_of(doc, stays), tom);
  sayso_doc_free(doc);
}

/* ---- partial results ---------------------------------------------------------------------------------------------------------- */

static char *long_text(size_t paragraphs) {
  char *text = malloc(paragraphs * 120 + 1), *at = text;
  assert_non_null(text);
  for (size_t i = 0; i < paragraphs; i++)
    at += sprintf(at, "“Bridge number %zu is closed and it will stay closed,” Anna Weiss said on Monday.\n\n", i);
  return text;
}

static void the_screen_is_shown_before_the_rest_is_read(void **state) {
  (void)state;
  char *text = long_text(2000);
  size_t size = strlen(text), focus = size / 2;
  sayso_doc *doc = NULL;
  bool done = false, early = false;
  assert_int_equal(sayso_doc_open(&doc, model, text, size, NULL, NULL), SAYSO_OK);
  for (uint32_t slices = 0; !done; slices++) {
    const sayso_span *ranges;
    uint32_t count, range_count;
    assert_int_equal(sayso_doc_update(doc, 0, focus, &done, &ranges, &range_count, NULL), SAYSO_OK);
    const sayso_statement *s = sayso_doc_statements(doc, &count);
    if (done || count == 0) continue;
    bool near = false;
    for (uint32_t i = 0; i < count; i++) near = near || (s[i].content[0].start < focus + 200 && s[i].content[0].end + 200 > focus);
    assert_true(near);
    if (!early) assert_true(range_count > 0 && slices < 200);
    early = true;
  }
  assert_true(early);
  sayso_doc_free(doc);
  free(text);
}

static char *dump_all(sayso_doc *doc) {
  char *statements = ss_test_dump(doc, "statements"), *mentions = ss_test_dump(doc, "mentions"), *actors = ss_test_dump(doc, "actors");
  char *all = malloc(strlen(statements) + strlen(mentions) + strlen(actors) + 1);
  assert_non_null(all);
  strcat(strcat(strcpy(all, statements), mentions), actors);
  free(statements);
  free(mentions);
  free(actors);
  return all;
}

/* Stopped after any step: the old result stays readable, and what comes in between, an edit or a correction, leaves nothing behind. */
static void an_edit_in_the_middle_of_an_update_begins_it_anew(void **state) {
  (void)state;
  bool whole = false;
  int steps = 0;
  for (; !whole; steps++) {
    sayso_doc *doc = open_text(TEXT), *fresh;
    uint32_t before, after;
    update(doc);
    sayso_doc_statements(doc, &before);
    replace(doc, "Tom Holm", "Lucia Berg");
    for (int i = 0; i < steps && !whole; i++) assert_int_equal(sayso_doc_update(doc, 0, 0, &whole, NULL, NULL, NULL), SAYSO_OK);
    assert_int_equal(actor_called(doc, "Tom Holm") == NULL, whole);
    sayso_doc_statements(doc, &after);
    assert_int_equal(before, after);
    if (steps % 2) replace(doc, "Lucia Berg", "Marta Kern");
    else assert_int_equal(sayso_doc_correct(doc, NULL, 0, NULL), SAYSO_OK);
    update(doc);
    size_t size;
    const char *text = sayso_doc_text(doc, &size);
    fresh = ss_test_doc(model, text, size, SAYSO_FORMAT_PLAIN, NULL);
    char *is = dump_all(doc), *wanted = dump_all(fresh);
    assert_string_equal(is, wanted);
    assert_non_null(actor_called(doc, steps % 2 ? "Marta Kern" : "Lucia Berg"));
    free(is);
    free(wanted);
    sayso_doc_free(fresh);
    sayso_doc_free(doc);
  }
  assert_true(steps > 8); /* it was stopped in every stage */
}

/* Units are read alone: their order, and how many there are in a slice, must not change a bit of the scores. */
static void the_order_of_reading_changes_nothing(void **state) {
  (void)state;
  size_t size;
  char *text = ss_test_read_file(ss_test_texts[0], &size);
  char *wanted = NULL;
  for (size_t focus = 0; focus <= size; focus += size / 5) {
    sayso_doc *doc = NULL;
    bool done = false;
    assert_int_equal(sayso_doc_open(&doc, model, text, size, NULL, NULL), SAYSO_OK);
    for (int i = 0; !done; i++)
      assert_int_equal(sayso_doc_update(doc, focus ? 0 : -1, focus ? (focus + (size_t)i * 977) % size : SIZE_MAX, &done, NULL, NULL, NULL), SAYSO_OK);
    char *is = dump_all(doc);
    uint32_t count;
    const sayso_statement *s = sayso_doc_statements(doc, &count);
    assert_true(count > 5);
    static float scores[1024];
    for (uint32_t i = 0; i < count && i < 1024; i++) {
      if (wanted) assert_memory_equal(&scores[i], &s[i].score, sizeof(float));
      scores[i] = s[i].score;
    }
    if (wanted) assert_string_equal(is, wanted);
    free(wanted);
    wanted = is;
    sayso_doc_free(doc);
  }
  free(wanted);
  free(text);
}

/* ---- corrections ---------------------------------------------------------------------------------------------------------------- */

static void corrections_follow_edits_inside_and_around(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  const char *name = "The mayor";
  sayso_correction item = {.action = "actor", .span = span_of(doc, "The bridge is closed"), .actors = &name, .actor_count = 1};
  correct(doc, &item, 1);
  assert_string_equal(speaker_of(doc, "it will stay"), name);
  replace(doc, "“The bridge", "A new first paragraph.\n\n“The big bridge");
  update(doc);
  assert_string_equal(speaker_of(doc, "it will stay"), name);
  replace(doc, "will stay", "may not\nstay");
  replace(doc, "on Monday", "on Tuesday night");
  update(doc);
  assert_string_equal(speaker_of(doc, "may not"), name);
  assert_non_null(strstr(only_correction(doc)->anchor.text, "The big bridge is closed and it may not stay"));
  sayso_doc_free(doc);
}

static void a_gone_text_drifts_and_comes_back(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  sayso_correction item = {.action = "reject", .span = span_of(doc, "Nobody asked")};
  correct(doc, &item, 1);
  assert_null(speaker_of(doc, "Nobody asked"));
  replace(doc, "“Nobody asked the city about the bridge,” Tom Holm said.\n\n", "");
  update(doc);
  assert_int_equal(only_correction(doc)->state, SAYSO_CORRECTION_DRIFTED);
  assert_non_null(only_correction(doc)->reason);
  assert_non_null(speaker_of(doc, "The bridge"));
  replace(doc, "“We will", "“Nobody asked the city about the bridge,” Tom Holm said.\n\n“We will");
  update(doc);
  assert_int_equal(only_correction(doc)->state, SAYSO_CORRECTION_APPLIED);
  assert_null(speaker_of(doc, "Nobody asked"));
  sayso_doc_free(doc);
}

static void a_confirmed_statement_stays_as_it_was(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  sayso_correction item = {.action = "confirm", .span = span_of(doc, "We will ask again")};
  correct(doc, &item, 1);
  replace(doc, "again,” Anna Weiss said.", "again,” Anna Weiss."); /* no cue any more */
  update(doc);
  assert_string_equal(speaker_of(doc, "We will ask"), "Anna Weiss");
  uint32_t count;
  const sayso_statement *s = sayso_doc_statements(doc, &count);
  assert_string_equal(s[count - 1].rule, "confirmed");
  assert_int_equal(s[count - 1].kind, SAYSO_KIND_DIRECT);
  sayso_doc_free(doc);
}

static void what_is_added_and_renamed_shows(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  const char *name = "Somebody";
  sayso_span content = span_of(doc, "on Monday");
  sayso_correction items[] = {{.action = "add", .span = content, .content = &content, .content_count = 1, .actors = &name, .actor_count = 1},
                              {.action = "rename", .span = span_of(doc, "Tom Holm"), .value = "T. H."},
                              {.action = "kind", .span = span_of(doc, "We will ask again"), .act = "stance"}};
  correct(doc, items, 3);
  assert_string_equal(speaker_of(doc, "on Monday"), name);
  assert_string_equal(speaker_of(doc, "Nobody asked"), "T. H.");
  assert_string_equal(actor_called(doc, "T. H.")->aliases[0], "Tom Holm");
  uint32_t count;
  const sayso_statement *s = sayso_doc_statements(doc, &count);
  assert_int_equal(s[count - 1].act, SAYSO_ACT_STANCE);
  sayso_doc_free(doc);
}

/* In an order that does not tell which of them was there first: a fresh document over the same corrections has the same. */
static void the_longer_of_two_that_begin_together_stands_first(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  size_t size;
  sayso_doc_text(doc, &size);
  const char *name = "Somebody";
  sayso_span content = {0, (uint32_t)size - 1};
  sayso_correction item = {.action = "add", .span = content, .content = &content, .content_count = 1, .actors = &name, .actor_count = 1};
  correct(doc, &item, 1);
  uint32_t count;
  const sayso_statement *s = sayso_doc_statements(doc, &count);
  assert_true(count > 1);
  assert_int_equal(s[0].content[0].end, content.end);
  assert_int_equal(s[1].content[0].start, 0);
  sayso_doc_free(doc);
}

static void wrong_corrections_are_refused_whole(void **state) {
  (void)state;
  sayso_doc *doc = open_text(TEXT);
  const char *name = "Tom Holm";
  sayso_correction good = {.action = "reject", .span = span_of(doc, "Nobody asked")};
  correct(doc, &good, 1);
  sayso_span outside = {0, 100000};
  const sayso_correction wrong[] = {
    {.action = "shout", .span = {0, 1}},
    {.action = NULL, .span = {0, 1}},
    {.action = "merge", .span = {0, 1}},
    {.action = "rename", .span = {0, 1}, .value = ""},
    {.action = "kind", .span = {0, 1}, .kind = "loud"},
    {.action = "span", .span = {0, 1}},
    {.action = "reject", .span = {5, 1}},
    {.action = "reject", .span = {0, 100000}},
    {.action = "add", .span = {0, 1}, .content = &outside, .content_count = 1, .actors = &name, .actor_count = 1},
    {.action = "reject", .span = {0, 1}, .anchor = {.text = "x"}},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    sayso_error err = {.status = SAYSO_OK};
    assert_int_equal(sayso_doc_correct(doc, &wrong[i], 1, &err), SAYSO_BAD_ARGUMENT);
    assert_non_null(strstr(err.message, "correction 1"));
    assert_string_equal(only_correction(doc)->action, "reject");
  }
  sayso_doc_free(doc);
}

static void an_ambiguous_place_is_no_place(void **state) {
  (void)state;
  sayso_doc *doc = open_text("“No,” Anna Weiss said.\n\nIt rained all day and nobody came.\n");
  sayso_correction item = {.action = "reject", .span = span_of(doc, "No")};
  correct(doc, &item, 1);
  assert_int_equal(only_correction(doc)->state, SAYSO_CORRECTION_APPLIED);
  size_t size;
  sayso_doc_text(doc, &size);
  static const char other[] = "It was late. “No,” Tom Holm said, and “No,” Peter Lind said, too, at the very end of it.\n";
  assert_int_equal(sayso_doc_edit(doc, 0, size, other, strlen(other), NULL), SAYSO_OK);
  update(doc);
  assert_int_equal(only_correction(doc)->state, SAYSO_CORRECTION_DRIFTED);
  sayso_doc_free(doc);
}

int main(void) {
  model = ss_test_model(NULL);
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(handles_stay_with_their_actors),
    cmocka_unit_test(a_vanished_actor_comes_back_with_its_handle),
    cmocka_unit_test(a_merge_keeps_the_larger_and_a_split_leaves_it),
    cmocka_unit_test(the_screen_is_shown_before_the_rest_is_read),
    cmocka_unit_test(the_order_of_reading_changes_nothing),
    cmocka_unit_test(an_edit_in_the_middle_of_an_update_begins_it_anew),
    cmocka_unit_test(corrections_follow_edits_inside_and_around),
    cmocka_unit_test(a_gone_text_drifts_and_comes_back),
    cmocka_unit_test(a_confirmed_statement_stays_as_it_was),
    cmocka_unit_test(what_is_added_and_renamed_shows),
    cmocka_unit_test(the_longer_of_two_that_begin_together_stands_first), cmocka_unit_test(wrong_corrections_are_refused_whole),
    cmocka_unit_test(an_ambiguous_place_is_no_place),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sayso_model_free(model);
  return failed;
}
