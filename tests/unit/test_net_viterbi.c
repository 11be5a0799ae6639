/* Best legal paths, by table and against trying every path. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model_file.h"
#include "net/net.h"

/* Each row: what is likeliest token by token (O, B, I of type b, then of c), and the best legal
 * path. A likely tag scores 0, any other -1, an upper-case one +3 (nothing outweighs it). */
static void paths_are_legal_and_best(void **state) {
  (void)state;
  static const struct {
    const char *likely, *path;
  } rows[] = {
      {"", ""},       {"o", "o"},   {"obio", "obio"}, {"bb", "bb"},
      {"i", "o"},     /* no I without a B: O and B are equally bad, the first wins */
      {"oIo", "bio"}, /* one wrong tag before is the price of a sure I */
      {"bj", "bo"},   /* an I of another type */
      {"cJj", "cjj"}, {"bJ", "cj"}, {"biJo", "bcjo"}, {"oiiio", "obiio"},
  };
  static const char letters[] = "obicj";
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
    float scores[8 * 5];
    uint8_t back[8 * 5], tags[8];
    const uint32_t count = (uint32_t)strlen(rows[r].likely);
    for (uint32_t i = 0; i < count; i++)
      for (uint32_t k = 0; k < 5; k++) {
        char likely = rows[r].likely[i];
        scores[i * 5 + k] = likely == letters[k] ? 0 : likely == letters[k] - 'a' + 'A' ? 3 : -1;
      }
    ss_viterbi(scores, count, 5, back, tags);
    char path[9] = {0};
    for (uint32_t i = 0; i < count; i++) path[i] = letters[tags[i]];
    assert_string_equal(path, rows[r].path);
  }
}

static int is_legal(const uint8_t *tags, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (tags[i] && tags[i] % 2 == 0 &&
        (i == 0 || (tags[i - 1] != tags[i] && tags[i - 1] != tags[i] - 1)))
      return 0;
  return 1;
}

static double score_of(const float *scores, const uint8_t *tags, uint32_t count) {
  double sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += (double)scores[i * 5 + tags[i]];
  return sum;
}

static void no_path_of_all_is_better(void **state) {
  (void)state;
  enum { COUNT = 5, PATHS = 5 * 5 * 5 * 5 * 5 };
  uint32_t seed = 4;
  for (int round = 0; round < 40; round++) {
    float scores[COUNT * 5];
    uint8_t back[COUNT * 5], tags[COUNT];
    for (int i = 0; i < COUNT * 5; i++) scores[i] = ss_test_random(&seed) * 4;
    ss_viterbi(scores, COUNT, 5, back, tags);
    assert_true(is_legal(tags, COUNT));
    double found = score_of(scores, tags, COUNT);
    for (int path = 0; path < PATHS; path++) {
      uint8_t other[COUNT];
      for (int i = 0, rest = path; i < COUNT; i++, rest /= 5) other[i] = (uint8_t)(rest % 5);
      if (is_legal(other, COUNT)) assert_true(score_of(scores, other, COUNT) <= found);
    }
  }
}

static void scores_that_are_no_numbers_do_no_harm(void **state) {
  (void)state;
  float scores[4 * 11];
  uint8_t back[4 * 11], tags[4];
  for (int i = 0; i < 4 * 11; i++) scores[i] = (i % 3 ? 1.0f : -1.0f) * 1e38f * 1e38f;
  for (int i = 0; i < 4 * 11; i += 5) scores[i] = scores[0] - scores[0];
  ss_viterbi(scores, 4, 11, back, tags);
  for (int i = 0; i < 4; i++) assert_in_range(tags[i], 0, 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paths_are_legal_and_best),
      cmocka_unit_test(no_path_of_all_is_better),
      cmocka_unit_test(scores_that_are_no_numbers_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
