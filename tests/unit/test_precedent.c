/* Resolving after an edit follows the resolution before (actor/precedent.h); one that follows nothing must say the same of every
 * mention. tests/incremental compares whole documents, but short ones: here the text is long enough that most pronouns follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/document.h"
#include "texts.h"

enum { COPIES = 3, EDITS = 300, MOST_BYTES = 64 * 1024, MARGIN = 400 };

typedef struct {
  uint64_t state;
} dice;

static uint32_t roll(dice *d, size_t sides) {
  d->state = d->state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((d->state >> 33) % sides);
}

/* ---- the text ---- */

/* News, a tale and articles, again and again: figures are near, and far. */
static size_t make_text(char *out) {
  static const char *const paths[] = {"tests/data/article.txt", "tests/data/fiction.txt", "tests/data/news.txt",
                                      "tests/data/release.txt"};
  size_t used = 0;
  for (size_t i = 0; i < COPIES * sizeof paths / sizeof *paths; i++) {
    size_t size;
    char *bytes = ss_test_read_file(paths[i % (sizeof paths / sizeof *paths)], &size);
    assert_true(used + size + 2 <= MOST_BYTES);
    memcpy(out + used, bytes, size);
    memcpy(out + used + size, "\n\n", 2);
    used += size + 2;
    free(bytes);
  }
  return used;
}

/* ---- edits ---- */

static void edit(sayso_doc *doc, size_t start, size_t end, const char *text, size_t size) {
  assert_int_equal(sayso_doc_edit(doc, start, end, text, size, NULL), SAYSO_OK);
}

/* A piece of the text comes to another place. */
static void paste(sayso_doc *doc, dice *d, size_t place, size_t size) {
  char piece[MARGIN];
  memcpy(piece, doc->text + roll(d, doc->size - MARGIN), size);
  edit(doc, place, place, piece, size);
}

static void edit_somewhere(sayso_doc *doc, dice *d, size_t place) {
  static const char *const pieces[] = {"Mr. Bell", " she", " he said.", " the minister ", "\"", "\n\n", " who", " her sister ",
                                       " Tom Rye, the mayor,", "“", "”", "x"};
  const char *piece = pieces[roll(d, sizeof pieces / sizeof *pieces)];
  switch (roll(d, 4)) {
    case 0: edit(doc, place, place + 1 + roll(d, 40), "", 0); break;
    case 1: edit(doc, place, place + roll(d, MARGIN), "", 0); break;
    case 2: paste(doc, d, place, 1 + roll(d, MARGIN - 1)); break;
    default: edit(doc, place, place, piece, strlen(piece));
  }
}

/* ---- the comparison ---- */

static void check_mentions(const ss_result *is, const ss_cast *should, uint32_t step) {
  const ss_resolved_mention *b = should->mentions;
  assert_int_equal(is->mention_count, should->shown_count);
  for (uint32_t i = 0; i < is->mention_count; i++, b++) {
    const sayso_mention *a = &is->mentions[i];
    while (!b->rule) b++;
    if (a->actor != b->actor || a->score != b->score || strcmp(a->rule, ss_sieve_name(b->rule)) != 0)
      fail_msg("step %u, mention %u: actor %u by %s, should be %u by %s", step, i, a->actor, a->rule, b->actor, ss_sieve_name(b->rule));
  }
}

static void check_actors(const ss_result *is, const ss_cast *should) {
  assert_int_equal(is->actor_count, should->actor_count);
  for (uint32_t i = 0; i < is->actor_count; i++) {
    assert_string_equal(is->actors[i].name, should->actors[i].name);
    assert_int_equal(is->actors[i].gender, should->actors[i].gender);
    assert_int_equal(is->actors[i].alias_count, should->actors[i].alias_count);
    assert_int_equal(is->actors[i].role_count, should->actors[i].role_count);
  }
}

static void check(const sayso_doc *doc, uint32_t step) {
  ss_arena work;
  ss_scene scene;
  ss_cast cast;
  ss_arena_init(&work, doc->hook);
  assert_int_equal(ss_assemble(doc, &work, &scene, NULL), SAYSO_OK);
  assert_int_equal(ss_resolve(&scene, &work, &cast, NULL), SAYSO_OK);
  check_actors(&doc->result, &cast);
  check_mentions(&doc->result, &cast, step);
  ss_arena_free(&work);
}

/* Edits stand near the one before, mostly, and some updates take in two of them. */
static void edit_and_check(uint64_t seed) {
  static char text[MOST_BYTES];
  sayso_model *model = ss_test_model(NULL);
  dice d = {seed};
  sayso_doc *doc = ss_test_doc(model, text, make_text(text), SAYSO_FORMAT_PLAIN, NULL);
  size_t place = 0;
  for (uint32_t step = 0; step < EDITS && doc->size > 4 * MARGIN; step++) {
    place = (roll(&d, 3) ? place + roll(&d, 2000) : roll(&d, doc->size)) % (doc->size - MARGIN);
    edit_somewhere(doc, &d, place);
    if (roll(&d, 6) == 0) continue;
    assert_int_equal(sayso_doc_update(doc, -1, place, NULL, NULL, NULL, NULL), SAYSO_OK);
    check(doc, step);
  }
  sayso_doc_free(doc);
  sayso_model_free(model);
}

static void test_following_changes_nothing(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    print_message("seed %u\n", (unsigned)seed);
    edit_and_check(seed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_following_changes_nothing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
