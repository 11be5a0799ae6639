/* Each stage of each own text, as dumped with the plain C kernel, against tests/golden/TEXT.STAGE.golden.
 * With GOLDEN_UPDATE=1 in the environment the files are written instead: the diff is the review. A dump that differs is left
 * in build/golden beside its name, for diff. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "texts.h"

static const char *const STAGES[] = {"layout", "tokens", "marks", "names", "frames", "statements", "mentions", "actors"};
enum { STAGE_COUNT = sizeof STAGES / sizeof *STAGES, MAX_TESTS = 128 };

typedef struct {
  const char *path, *stage;
  char name[64]; /* "article.marks" */
} golden;

static void golden_name(golden *g) {
  const char *base = strrchr(g->path, '/') + 1;
  snprintf(g->name, sizeof g->name, "%.*s.%s", (int)strcspn(base, "."), base, g->stage);
}

/* Line and its number at which two texts part. */
static void show_difference(const char *name, const char *expected, const char *found) {
  size_t at = 0, line = 1, start = 0;
  for (; expected[at] && expected[at] == found[at]; at++)
    if (expected[at] == '\n') line++, start = at + 1;
  print_message("%s, line %zu\n  expected: %.*s\n  found:    %.*s\n", name, line, (int)strcspn(expected + start, "\n"),
                expected + start, (int)strcspn(found + start, "\n"), found + start);
}

static void compare(const golden *g, const char *file, const char *found) {
  char *expected = ss_test_read_file(file, NULL);
  bool same = strcmp(expected, found) == 0;
  if (!same) {
    char kept[128];
    snprintf(kept, sizeof kept, "build/golden/%s", g->name);
    ss_test_write_file(kept, found, strlen(found));
    show_difference(g->name, expected, found);
    print_message("diff %s %s; make golden-update accepts it\n", file, kept);
  }
  free(expected);
  assert_true(same);
}

static void test_golden(void **state) {
  const golden *g = *state;
  char file[128];
  snprintf(file, sizeof file, "tests/golden/%s.golden", g->name);
  sayso_model *model = ss_test_model("c");
  assert_non_null(model);
  sayso_doc *doc = ss_test_doc_of_file(model, g->path);
  char *found = ss_test_dump(doc, g->stage);
  sayso_doc_free(doc);
  sayso_model_free(model);
  if (getenv("GOLDEN_UPDATE")) ss_test_write_file(file, found, strlen(found));
  else compare(g, file, found);
  free(found);
}

int main(void) {
  static golden goldens[MAX_TESTS];
  struct CMUnitTest tests[MAX_TESTS] = {{0}};
  size_t count = 0;
  mkdir("build/golden", 0777);
  for (const char *const *path = ss_test_texts; *path; path++) {
    for (size_t s = 0; s < STAGE_COUNT; s++, count++) {
      golden *g = &goldens[count];
      g->path = *path;
      g->stage = STAGES[s];
      golden_name(g);
      tests[count] = (struct CMUnitTest){g->name, test_golden, NULL, NULL, g};
    }
  }
  return _cmocka_run_group_tests("golden", tests, count, NULL, NULL);
}
