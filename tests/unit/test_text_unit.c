/* Units: short paragraphs whole, long ones cut at sentence ends, and an edit moves only the cuts
 * near it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "failing.h"
#include "text/unit.h"

typedef struct {
  ss_layout layout;
  ss_units units;
} cut_text;

static int set_up(void **state) {
  ss_tokenizer *tokenizer = malloc(sizeof *tokenizer);
  *state = tokenizer;
  return tokenizer && ss_tokenizer_init(tokenizer, &ss_memory_default, NULL) == SAYSO_OK ? 0 : -1;
}

static int tear_down(void **state) {
  ss_tokenizer_free(*state);
  free(*state);
  return 0;
}

/* Units follow each other, lose nothing but spaces, hold at most SS_UNIT_TOKENS tokens, and `first`
 * marks one a block. */
static void check_units(ss_tokenizer *tokenizer, const cut_text *cut) {
  uint32_t block = SAYSO_NONE, at = 0;
  ss_tokens tokens = {0};
  for (uint32_t i = 0; i < cut->units.count; i++) {
    const ss_unit *unit = &cut->units.items[i];
    const ss_block *parent = &cut->layout.blocks.items[unit->block];
    assert_int_equal(unit->first, unit->block != block);
    if (unit->first)
      assert_int_equal(unit->start, parent->start);
    else
      for (uint32_t k = at; k < unit->start; k++) assert_int_equal(cut->layout.clean.items[k], ' ');
    assert_true(unit->end > unit->start && unit->end <= parent->end);
    tokens.count = 0;
    assert_int_equal(ss_tokenize(tokenizer, cut->layout.clean.items + unit->start,
                                 unit->end - unit->start, &ss_memory_default, &tokens, NULL),
                     SAYSO_OK);
    assert_true(tokens.count > 0 && tokens.count <= SS_UNIT_TOKENS);
    block = unit->block;
    at = unit->end;
  }
  ss_vec_free(&ss_memory_default, &tokens);
}

static void make(cut_text *cut, ss_tokenizer *tokenizer, const char *text, size_t size) {
  memset(cut, 0, sizeof *cut);
  ss_layout_init(&cut->layout, &ss_memory_default);
  assert_int_equal(ss_layout_build(&cut->layout, text, size, SAYSO_FORMAT_PLAIN, NULL), SAYSO_OK);
  assert_int_equal(ss_units_cut(&cut->layout, tokenizer, &ss_memory_default, &cut->units, NULL),
                   SAYSO_OK);
  check_units(tokenizer, cut);
}

static void drop(cut_text *cut) {
  ss_vec_free(&ss_memory_default, &cut->units);
  ss_layout_free(&cut->layout);
}

static uint32_t next_random(uint32_t *seed) {
  return *seed = *seed * 1664525u + 1013904223u, *seed >> 8;
}

/* Random prose of one line: `words` words, sentences of 5 to 29 of them, or none ended when `stops`
 * is false. */
static char *prose(uint32_t seed, size_t words, bool stops, size_t *size) {
  static const char *const list[] = {
      "the", "minister",   "said",   "that",  "a",        "talks", "had",      "ended", "without",
      "any", "result",     "Moscow", "it's",  "Mr. Hale", "and",   "of",       "they",  "won't",
      "in",  "Washington", "(so)",   "1,000", "nobody",   "had",   "expected", "U.S."};
  char *text = malloc(words * 12 + 16), *at = text;
  size_t left = 0;
  for (size_t i = 0; i < words; i++) {
    const char *word = list[next_random(&seed) % (sizeof list / sizeof *list)];
    if (left == 0) {
      if (stops && i > 0) *at++ = '.';
      left = 5 + next_random(&seed) % 25;
    }
    left--;
    if (i > 0) *at++ = ' ';
    memcpy(at, word, strlen(word));
    if (at == text || (stops && at[-2] == '.'))
      *at = (char)(*at >= 'a' && *at <= 'z' ? *at - 32 : *at);
    at += strlen(word);
  }
  *size = (size_t)(at - text);
  return text;
}

static void short_paragraphs_are_one_unit(void **state) {
  cut_text cut;
  make(&cut, *state, "", 0);
  assert_int_equal(cut.units.count, 0);
  drop(&cut);
  static const char text[] = "One.\n\n \n\nTwo. Three.\n\n- four";
  make(&cut, *state, text, strlen(text));
  assert_int_equal(cut.units.count, 3);
  drop(&cut);
  char exact[SS_UNIT_TOKENS * 2];
  for (size_t i = 0; i < sizeof exact; i++) exact[i] = i % 2 ? ' ' : '"';
  make(&cut, *state, exact, sizeof exact);
  assert_int_equal(cut.units.count, 1);
  drop(&cut);
  char names[1000]; /* 200 tokens of weight 4: counted, and left whole */
  for (size_t i = 0; i < sizeof names; i += 5) memcpy(names + i, "U.S. ", 5);
  make(&cut, *state, names, sizeof names);
  assert_int_equal(cut.units.count, 1);
  drop(&cut);
}

static void long_paragraphs_are_cut_at_sentence_ends(void **state) {
  size_t size;
  char *text = prose(2, 20000, true, &size);
  cut_text cut;
  make(&cut, *state, text, size);
  assert_true(cut.units.count > 40 && cut.units.count < 200);
  for (uint32_t i = 0; i < cut.units.count; i++)
    assert_int_equal(cut.layout.clean.items[cut.units.items[i].end - 1],
                     i + 1 < cut.units.count ? '.' : text[size - 1]);
  drop(&cut);
  free(text);
}

/* Without sentences at spaces, without spaces between any code points, without any feature evenly.
 */
static void text_without_sentences_is_cut_too(void **state) {
  size_t size;
  cut_text cut;
  char *text = prose(3, 20000, false, &size);
  make(&cut, *state, text, size);
  assert_true(cut.units.count > 40 && cut.units.count < 400);
  drop(&cut);
  uint32_t seed = 4;
  for (size_t i = 0; i < size; i++) text[i] = (char)('a' + next_random(&seed) % 26);
  make(&cut, *state, text, size);
  for (uint32_t i = 0; i < cut.units.count; i++)
    assert_true(cut.units.items[i].end - cut.units.items[i].start <= SS_UNIT_TOKENS * 32);
  drop(&cut);
  for (size_t i = 0; i + 1 < size; i += 2) memcpy(text + i, "\xC3\xA9", 2);
  make(&cut, *state, text, size / 2 * 2);
  drop(&cut);
  memset(text, '"', size);
  make(&cut, *state, text, size);
  assert_true(cut.units.count <= size / SS_UNIT_TOKENS + 1);
  drop(&cut);
  free(text);
}

/* Units of `a` from its end on, counted while they are those of `b` moved by the difference in
 * size. */
static uint32_t same_at_end(const cut_text *a, const cut_text *b) {
  uint32_t same = 0;
  while (same < a->units.count && same < b->units.count) {
    const ss_unit *x = &a->units.items[a->units.count - 1 - same],
                  *y = &b->units.items[b->units.count - 1 - same];
    if (a->layout.clean.count - x->start != b->layout.clean.count - y->start) break;
    same++;
  }
  return same;
}

static uint32_t same_at_start(const cut_text *a, const cut_text *b) {
  uint32_t same = 0;
  while (same < a->units.count && same < b->units.count &&
         a->units.items[same].end == b->units.items[same].end)
    same++;
  return same;
}

static void an_edit_moves_only_the_cuts_near_it(void **state) {
  static const char *const inserted[] = {"x", ". So it was said. ", " ", "Z", "\xE2\x80\x9C"};
  uint32_t seed = 5;
  print_message("seed %u\n", seed);
  for (int kind = 0; kind < 2; kind++) { /* with sentences, and with spaces alone */
    size_t size;
    char *text = prose(6, 20000, kind == 0, &size), *edited = malloc(size + 32);
    cut_text before, after;
    make(&before, *state, text, size);
    for (int round = 0; round < 60; round++) {
      const char *word = inserted[round % 5];
      size_t at = next_random(&seed) % size, extra = strlen(word), gone = next_random(&seed) % 20;
      if (gone > size - at) gone = size - at;
      memcpy(edited, text, at);
      memcpy(edited + at, word, extra);
      memcpy(edited + at + extra, text + at + gone, size - at - gone);
      make(&after, *state, edited, size + extra - gone);
      uint32_t kept = same_at_start(&before, &after) + same_at_end(&before, &after);
      assert_true(kept + 8 >= before.units.count);
      drop(&after);
    }
    drop(&before);
    free(text);
    free(edited);
  }
}

static void memory_may_run_out_anywhere(void **state) {
  size_t size;
  char *text = prose(8, 3000, false, &size);
  cut_text cut;
  make(&cut, *state, text, size);
  for (size_t fail_at = 1;; fail_at++) {
    ss_failing failing;
    ss_failing_init(&failing, fail_at);
    ss_units units = {0};
    sayso_status status = ss_units_cut(&cut.layout, *state, &failing.hook, &units, NULL);
    assert_int_equal(status, failing.failures ? SAYSO_NO_MEMORY : SAYSO_OK);
    assert_int_equal(units.count, failing.failures ? 0 : cut.units.count);
    ss_vec_free(&failing.hook, &units);
    assert_int_equal(failing.live_blocks, 0);
    if (!failing.failures) break;
  }
  drop(&cut);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(short_paragraphs_are_one_unit),
      cmocka_unit_test(long_paragraphs_are_cut_at_sentence_ends),
      cmocka_unit_test(text_without_sentences_is_cut_too),
      cmocka_unit_test(an_edit_moves_only_the_cuts_near_it),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
