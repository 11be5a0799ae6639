/* The network's inputs and numbers for each own text against what PyTorch computed with the weights as shipped:
 * tests/golden/TEXT.features.golden and TEXT.scores.golden, samples of the dumps of the same names written by
 * core/train/check.py --write. Features are equal, scores to TOLERANCE, with the plain C kernel. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "texts.h"

enum { MAX_TESTS = 32 };
static const double TOLERANCE = 1e-4;

typedef struct {
  const char *path, *stage;
  char name[64]; /* "article.scores" */
} sample;

/* The line at `at` without its end; NULL after the last. *next is where the following one begins. */
static const char *line_at(const char *at, size_t *size, const char **next) {
  if (!*at) return NULL;
  *size = strcspn(at, "\n");
  *next = at + *size + (at[*size] == '\n');
  return at;
}

/* Length of the words before the first number with a point: "  token 5 cue", "unit 3". */
static size_t label_size(const char *line, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (line[i] != '.') continue;
    while (i > 0 && line[i - 1] != ' ') i--;
    return i;
  }
  return size;
}

/* Greatest difference of the numbers of two lines with the same label; infinite when their words differ. */
static double difference(const char *a, size_t a_size, const char *b, size_t b_size) {
  const char *a_end = a + a_size, *b_end = b + b_size;
  double most = 0;
  for (; a < a_end && b < b_end;) {
    char *a_next, *b_next;
    double x = strtod(a, &a_next), y = strtod(b, &b_next);
    if (a_next == a || b_next == b) {
      if (*a++ != *b++) return INFINITY;
      continue;
    }
    if (!(fabs(x - y) <= most)) most = fabs(x - y);
    a = a_next, b = b_next;
  }
  return a == a_end && b == b_end ? most : INFINITY;
}

/* Every line of the sample is in the dump, in order; -> how many were compared. */
static size_t compare_scores(const char *expected, const char *found) {
  size_t count = 0, e_size, f_size = 0;
  const char *e, *f = NULL;
  while ((e = line_at(expected, &e_size, &expected))) {
    size_t label = label_size(e, e_size);
    do f = line_at(found, &f_size, &found);
    while (f && (label_size(f, f_size) != label || strncmp(e, f, label) != 0));
    if (!f) fail_msg("not in the dump, or out of order: %.*s", (int)label, e);
    double apart = difference(e + label, e_size - label, f + label, f_size - label);
    if (!(apart <= TOLERANCE)) fail_msg("differs by %g\n  expected: %.*s\n  found:    %.*s", apart, (int)e_size, e, (int)f_size, f);
    count++;
  }
  return count;
}

/* Each line of the sample is a token as the dump writes it. */
static size_t compare_features(const char *expected, const char *found) {
  size_t count = 0, size;
  const char *e;
  char token[512];
  while ((e = line_at(expected, &size, &expected))) {
    snprintf(token, sizeof token, "%.*s", (int)size, e);
    found = strstr(found, token);
    if (!found) fail_msg("not in the dump, or out of order: %s", token);
    count++;
  }
  return count;
}

static void test_sample(void **state) {
  const sample *s = *state;
  char file[128];
  snprintf(file, sizeof file, "tests/golden/%s.golden", s->name);
  char *expected = ss_test_read_file(file, NULL);
  sayso_model *model = ss_test_model("c");
  assert_non_null(model);
  sayso_doc *doc = ss_test_doc_of_file(model, s->path);
  char *found = ss_test_dump(doc, s->stage);
  size_t count = strcmp(s->stage, "scores") == 0 ? compare_scores(expected, found) : compare_features(expected, found);
  assert_true(count > 20);
  sayso_doc_free(doc);
  sayso_model_free(model);
  free(found);
  free(expected);
}

int main(void) {
  static const char *const stages[] = {"features", "scores"};
  static sample samples[MAX_TESTS];
  struct CMUnitTest tests[MAX_TESTS] = {{0}};
  size_t count = 0;
  for (const char *const *path = ss_test_texts; *path && count + 2 <= MAX_TESTS; path++) {
    for (size_t i = 0; i < 2; i++, count++) {
      sample *s = &samples[count];
      const char *base = strrchr(*path, '/') + 1;
      s->path = *path;
      s->stage = stages[i];
      snprintf(s->name, sizeof s->name, "%.*s.%s", (int)strcspn(base, "."), base, stages[i]);
      tests[count] = (struct CMUnitTest){s->name, test_sample, NULL, NULL, s};
    }
  }
  return _cmocka_run_group_tests("scores", tests, count, NULL, NULL);
}
