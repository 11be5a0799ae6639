/* Every numeric kernel of this machine decides the same: names, frames' spans, statements, mentions and actors of the own texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "texts.h"

static bool same_span(sayso_span a, sayso_span b) { return a.start == b.start && a.end == b.end; }

static bool same_spans(const sayso_span *a, uint32_t a_count, const sayso_span *b, uint32_t b_count) {
  if (a_count != b_count) return false;
  for (uint32_t i = 0; i < a_count; i++)
    if (!same_span(a[i], b[i])) return false;
  return true;
}

static bool same_statement(const sayso_statement *a, const sayso_statement *b) {
  return same_spans(a->source, a->source_count, b->source, b->source_count) &&
         same_spans(a->cue, a->cue_count, b->cue, b->cue_count) &&
         same_spans(a->content, a->content_count, b->content, b->content_count) && a->kind == b->kind && a->act == b->act &&
         a->actor_count == b->actor_count &&
         (a->actor_count == 0 || memcmp(a->actors, b->actors, a->actor_count * sizeof *a->actors) == 0);
}

static void assert_same(sayso_doc *a, sayso_doc *b) {
  uint32_t count, other;
  const sayso_statement *s = sayso_doc_statements(a, &count), *t = sayso_doc_statements(b, &other);
  assert_int_equal(count, other);
  for (uint32_t i = 0; i < count; i++) assert_true(same_statement(&s[i], &t[i]));
  const sayso_entity *e = sayso_doc_entities(a, &count), *f = sayso_doc_entities(b, &other);
  assert_int_equal(count, other);
  for (uint32_t i = 0; i < count; i++) assert_true(same_span(e[i].span, f[i].span) && e[i].type == f[i].type);
  const sayso_mention *m = sayso_doc_mentions(a, &count), *n = sayso_doc_mentions(b, &other);
  assert_int_equal(count, other);
  for (uint32_t i = 0; i < count; i++) assert_true(same_span(m[i].span, n[i].span) && m[i].actor == n[i].actor);
  char *x = ss_test_dump(a, "actors"), *y = ss_test_dump(b, "actors");
  assert_string_equal(x, y);
  free(x);
  free(y);
}

static void agrees_with_c(const char *name) {
  sayso_model *plain = ss_test_model("c"), *model = ss_test_model(name);
  if (!model) sayso_model_free(plain);
  if (!model) skip();
  assert_string_equal(sayso_model_kernel(model), name);
  for (const char *const *path = ss_test_texts; *path; path++) {
    sayso_doc *a = ss_test_doc_of_file(plain, *path), *b = ss_test_doc_of_file(model, *path);
    assert_same(a, b);
    sayso_doc_free(a);
    sayso_doc_free(b);
  }
  sayso_model_free(plain);
  sayso_model_free(model);
}

static void test_avx2(void **state) {
  (void)state;
  agrees_with_c("avx2");
}

static void test_avx512(void **state) {
  (void)state;
  agrees_with_c("avx512");
}

static void test_neon(void **state) {
  (void)state;
  agrees_with_c("neon");
}

static void test_unknown_is_refused(void **state) {
  (void)state;
  sayso_model *model = ss_test_model(NULL);
  sayso_error err = {.status = SAYSO_OK};
  char before[16] = "";
  strncat(before, sayso_model_kernel(model), sizeof before - 1);
  assert_int_equal(sayso_model_set_kernel(model, "abacus", &err), SAYSO_BAD_ARGUMENT);
  assert_true(err.message[0] != '\0');
  assert_string_equal(sayso_model_kernel(model), before);
  sayso_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_avx2), cmocka_unit_test(test_avx512), cmocka_unit_test(test_neon),
                                     cmocka_unit_test(test_unknown_is_refused)};
  return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
