/* Many documents in many threads over one model: each thread gets what one thread alone gets. With SAN=thread this program shows
 * that nothing is shared but the model, and that the model is only read. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "texts.h"

#ifdef __SANITIZE_THREAD__ /* every thread reads every text; more rounds only take time there */
enum { ROUNDS = 1 };
#else
enum { ROUNDS = 3 };
#endif
enum { THREADS = 8, MAX_TEXTS = 8 };

typedef struct {
  const sayso_model *model;
  char *const *expected; /* dumps of statements and actors, one a text */
  size_t first;          /* where this thread begins, so that the threads read different texts at one time */
  bool same;
} worker;

static char *read_text(const sayso_model *model, const char *path) {
  sayso_doc *doc = ss_test_doc_of_file(model, path);
  char *statements = ss_test_dump(doc, "statements"), *actors = ss_test_dump(doc, "actors");
  sayso_doc_free(doc);
  char *both = realloc(statements, strlen(statements) + strlen(actors) + 1);
  if (both) strcat(both, actors);
  free(actors);
  return both;
}

static size_t text_count(void) {
  size_t count = 0;
  while (ss_test_texts[count]) count++;
  return count;
}

static void *work(void *argument) {
  worker *w = argument;
  size_t count = text_count();
  w->same = true;
  for (size_t i = 0; i < count * ROUNDS; i++) {
    size_t which = (w->first + i) % count;
    char *found = read_text(w->model, ss_test_texts[which]);
    w->same = w->same && found && strcmp(found, w->expected[which]) == 0;
    free(found);
  }
  return NULL;
}

static void test_threads_agree(void **state) {
  (void)state;
  sayso_model *model = ss_test_model(NULL);
  char *expected[MAX_TEXTS] = {NULL};
  worker workers[THREADS];
  pthread_t threads[THREADS];
  assert_true(text_count() <= MAX_TEXTS);
  for (size_t i = 0; i < text_count(); i++) expected[i] = read_text(model, ss_test_texts[i]);
  for (size_t i = 0; i < THREADS; i++) {
    workers[i] = (worker){model, expected, i, false};
    assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
  }
  for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  for (size_t i = 0; i < THREADS; i++) assert_true(workers[i].same);
  for (size_t i = 0; i < text_count(); i++) free(expected[i]);
  sayso_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads_agree)};
  return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
