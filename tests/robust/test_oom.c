/* Memory that runs out at the Nth allocation of a whole analysis, for every N.
 * Once: the call says SAYSO_NO_MEMORY with a sentence and leaves its object as it was: the same call again works, and the end
 * result is the one of a run without a failure. For good: everything is freed. Either way nothing leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check.h"
#include "failing.h"
#include "texts.h"

#if defined(__SANITIZE_ADDRESS__) || defined(SS_ARENA_MALLOC)
enum { STEP_FOR_GOOD = 5 }; /* slow there; the allocator's own count of live blocks sees every leak in the other build */
#else
enum { STEP_FOR_GOOD = 1 };
#endif

/* Short, and a bit of everything: marks, a heading, names, a list item, a turn, an edit that adds a paragraph. */
static const char TEXT[] =
    "# Bridge talks\n\nGENEVA - “We did not expect progress,” Anna Bell, the Swiss foreign minister, said on Monday. “We hoped.”\n\n"
    "- Moscow said it would answer.\n\nBell, who leads the talks, tweeted that Tom Rye was wrong. He denied it.\n";
static const char ADDED[] = "According to the report, “nothing” was built, Rye said.\n\n";

typedef struct {
  ss_failing failing;
  bool again; /* try a failed call once more */
  const sayso_model *model;
  sayso_doc *doc;
  char *dumps; /* of the finished document, when it came so far */
} run;

/* Whether the analysis goes on after `status` of a call; `*retry` asks for the same call again. */
static bool went_well(run *r, sayso_status status, const sayso_error *err, bool *retry) {
  *retry = false;
  if (status == SAYSO_OK) return true;
  assert_int_equal(status, SAYSO_NO_MEMORY);
  assert_int_equal(err->status, SAYSO_NO_MEMORY);
  assert_true(err->message[0] != '\0');
  assert_true(r->failing.failures > 0);
  *retry = r->again;
  return false;
}

/* Runs `call` (which sets err), again after a failure where the run wants that; leaves the function on a failure that stays. */
#define STEP(call)                                                         \
  do {                                                                     \
    sayso_error err = {.status = SAYSO_OK};                                \
    bool retry;                                                            \
    if (!went_well(r, (call), &err, &retry) && !retry) return;             \
    if (retry) assert_true(went_well(r, (call), &err, &retry));            \
  } while (0)

static void keep_dump(run *r, const char *text, size_t size) {
  size_t used = strlen(r->dumps);
  r->dumps = realloc(r->dumps, used + size + 1);
  assert_non_null(r->dumps);
  if (size) memcpy(r->dumps + used, text, size);
  r->dumps[used + size] = '\0';
}

static void dump_all(run *r) {
  for (const char *const *stage = sayso_stages(); *stage; stage++) {
    const char *text = NULL;
    size_t size = 0;
    STEP(sayso_doc_dump(r->doc, *stage, &text, &size, &err));
    keep_dump(r, text, size);
  }
}

static sayso_span span_of(const char *words) {
  const char *at = strstr(TEXT, words);
  assert_non_null(at);
  return (sayso_span){(uint32_t)(at - TEXT), (uint32_t)(at - TEXT + (ptrdiff_t)strlen(words))};
}

/* One correction of each kind, over TEXT as it stands. */
static sayso_status correct(run *r, sayso_error *err) {
  static const char *const tom[] = {"Tom Rye"}, *const stranger[] = {"Eve Stone"};
  const sayso_span denial = span_of("denied it"), he = span_of("He denied");
  const sayso_correction list[] = {
      {.action = "rename", .span = span_of("Anna Bell"), .value = "Anna B."},
      {.action = "split", .span = span_of("Moscow"), .value = "the Kremlin"},
      {.action = "merge", .span = span_of("He"), .actors = tom, .actor_count = 1},
      {.action = "actor", .span = span_of("We did not expect"), .actors = stranger, .actor_count = 1},
      {.action = "kind", .span = span_of("We hoped"), .kind = "written"},
      {.action = "confirm", .span = span_of("Tom Rye was wrong")},
      {.action = "reject", .span = span_of("it would answer")},
      {.action = "span", .span = span_of("We did not expect"), .content = &denial, .content_count = 1},
      {.action = "add", .span = denial, .content = &denial, .content_count = 1, .source = &he, .source_count = 1},
  };
  return sayso_doc_correct(r->doc, list, sizeof list / sizeof *list, err);
}

static void keep_corrections(run *r) {
  uint32_t count;
  const sayso_correction *items = sayso_doc_corrections(r->doc, &count);
  assert_int_equal(count, 9);
  for (uint32_t i = 0; i < count; i++) {
    char line[160];
    int size = snprintf(line, sizeof line, "%s %u-%u %d %s\n", items[i].action, items[i].span.start, items[i].span.end,
                        (int)items[i].state, items[i].reason ? items[i].reason : "");
    keep_dump(r, line, (size_t)size);
  }
}

static void analyse(run *r) {
  const sayso_options options = {.format = SAYSO_FORMAT_MARKDOWN, .allocator = &r->failing.hook, .actors = "", .actors_size = 0};
  const sayso_span *changed;
  uint32_t count;
  bool done;
  STEP(sayso_doc_open(&r->doc, r->model, TEXT, sizeof TEXT - 1, &options, &err));
  STEP(sayso_doc_update(r->doc, -1, SIZE_MAX, &done, &changed, &count, &err));
  assert_true(done);
  ss_check_doc(r->doc);
  STEP(correct(r, &err));
  STEP(sayso_doc_update(r->doc, -1, SIZE_MAX, &done, &changed, &count, &err));
  ss_check_doc(r->doc);
  keep_corrections(r);
  STEP(sayso_doc_edit(r->doc, 16, 16, ADDED, sizeof ADDED - 1, &err));
  ss_check_doc(r->doc);
  STEP(sayso_doc_edit(r->doc, 2, 8, "Road", 4, &err));
  STEP(sayso_doc_update(r->doc, 0, 60, &done, &changed, &count, &err));
  STEP(sayso_doc_update(r->doc, -1, SIZE_MAX, &done, &changed, &count, &err));
  ss_check_doc(r->doc);
  keep_corrections(r);
  dump_all(r);
}

/* Returns how many allocations the run asked for; *dumps (may be NULL) is the caller's. */
static size_t run_with(const sayso_model *model, size_t fail_at, bool again, char **dumps, size_t *failures) {
  run r = {.model = model, .again = again, .dumps = calloc(1, 1)};
  ss_failing_init(&r.failing, fail_at);
  r.failing.stay_down = !again;
  analyse(&r);
  sayso_doc_free(r.doc);
  assert_int_equal(r.failing.live_blocks, 0);
  assert_int_equal(r.failing.live_bytes, 0);
  *failures = r.failing.failures;
  if (dumps) *dumps = r.dumps;
  else free(r.dumps);
  return r.failing.calls;
}

static void test_fails_once(void **state) {
  char *expected;
  size_t failures, total = run_with(*state, 0, true, &expected, &failures);
  assert_true(strlen(expected) > 100);
  print_message("%zu allocations\n", total);
  failures = 1;
  for (size_t n = 1; failures; n++) {
    char *dumps;
    run_with(*state, n, true, &dumps, &failures);
    if (strcmp(dumps, expected) != 0) fail_msg("after a failure at allocation %zu the result is another one", n);
    free(dumps);
  }
  free(expected);
}

static void test_fails_for_good(void **state) {
  size_t failures = 1;
  for (size_t n = 1; failures; n += STEP_FOR_GOOD) run_with(*state, n, false, NULL, &failures);
}

/* The model has memory of its own, so that a document's thousand runs need not load it a thousand times. */
static void test_model(void **state) {
  (void)state;
  size_t failures = 1, n = 0;
  while (failures) {
    ss_failing failing;
    sayso_error err = {.status = SAYSO_OK};
    sayso_model *model = NULL;
    ss_failing_init(&failing, ++n);
    sayso_status status = sayso_model_builtin(&model, &failing.hook, &err);
    assert_int_equal(status, failing.failures ? SAYSO_NO_MEMORY : SAYSO_OK);
    assert_true((model == NULL) == (status != SAYSO_OK));
    assert_true(status == SAYSO_OK || err.message[0]);
    sayso_model_free(model);
    assert_int_equal(failing.live_blocks, 0);
    failures = failing.failures;
  }
  assert_true(n > 1);
}

static int with_model(void **state) {
  *state = ss_test_model(NULL);
  return 0;
}

static int without_model(void **state) {
  sayso_model_free(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_model), cmocka_unit_test(test_fails_once),
                                     cmocka_unit_test(test_fails_for_good)};
  return cmocka_run_group_tests_name("oom", tests, with_model, without_model);
}
