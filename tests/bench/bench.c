/* In: nothing but the own texts. Out: a table of processor times: load, one article, kernels, cost by size, one edit.
 * Numbers compare within one run; on another machine or beside other work they are others. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sayso.h"
#include "text/unicode.h"

enum { PARAGRAPHS = 512, ARTICLE_ROUNDS = 40 };
static const char *const TEXTS[] = {"tests/data/article.txt", "tests/data/news.txt", "tests/data/release.txt", "tests/data/fiction.txt"};

static void stop(const char *what) {
  fprintf(stderr, "bench: %s\n", what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* one thread, no waiting: other work on the machine counts less */
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static char *read_file(const char *path, size_t *size) {
  enum { MOST = 1 << 20 };
  FILE *file = fopen(path, "rb");
  char *bytes = malloc(MOST);
  if (!file || !bytes) stop(path);
  *size = fread(bytes, 1, MOST - 1, file);
  bytes[*size] = '\0';
  fclose(file);
  return bytes;
}

/* The count of the scorers: runs of letters, digits and marks, an apostrophe inside belongs to the word. */
static size_t words_of(const char *text, size_t size) {
  size_t words = 0;
  bool inside = false, joined = false;
  for (size_t at = 0; at < size;) {
    uint32_t code = ss_utf8_next(text, size, &at);
    bool word = ss_char_is_word(code);
    words += word && !inside && !joined;
    joined = inside && (code == '\'' || code == 0x2019);
    inside = word;
  }
  return words;
}

/* ---- one reading ------------------------------------------------------------------------------------------------------ */

static sayso_model *load(void) {
  sayso_model *model = NULL;
  if (sayso_model_builtin(&model, NULL, NULL) != SAYSO_OK) stop("no model");
  return model;
}

static double read_once(const sayso_model *model, const char *text, size_t size) {
  double begun = now();
  sayso_doc *doc = NULL;
  if (sayso_doc_open(&doc, model, text, size, NULL, NULL) != SAYSO_OK ||
      sayso_doc_update(doc, -1, SIZE_MAX, NULL, NULL, NULL, NULL) != SAYSO_OK)
    stop("a text was not read");
  double spent = now() - begun;
  sayso_doc_free(doc);
  return spent;
}

static double best_of(const sayso_model *model, const char *text, size_t size, int rounds) {
  double best = read_once(model, text, size);
  for (int i = 1; i < rounds; i++) {
    double again = read_once(model, text, size);
    if (again < best) best = again;
  }
  return best;
}

/* ---- measures ------------------------------------------------------------------------------------------------------------ */

static void measure_load(void) {
  double best = 1e9;
  for (int i = 0; i < 5; i++) {
    double begun = now();
    sayso_model_free(load());
    if (now() - begun < best) best = now() - begun;
  }
  printf("load the weights, verified     %8.2f ms\n", best * 1e3);
}

static void measure_article(sayso_model *model) {
  static const char *const kernels[] = {"c", "avx2", "avx512", "neon"};
  size_t size;
  char *text = read_file(TEXTS[0], &size);
  size_t words = words_of(text, size);
  double best = best_of(model, text, size, ARTICLE_ROUNDS);
  printf("the sample article, %4zu words %8.2f ms  (800 words: %.2f ms)\n", words, best * 1e3, best * 1e3 * 800 / (double)words);
  double without = best_of(NULL, text, size, ARTICLE_ROUNDS);
  printf("  of it without the network    %8.2f ms\n", without * 1e3);
  printf("kernels, words a second on the article (default: %s)\n", sayso_model_kernel(model));
  char chosen[16] = "";
  strncat(chosen, sayso_model_kernel(model), sizeof chosen - 1);
  for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
    if (sayso_model_set_kernel(model, kernels[i], NULL) != SAYSO_OK) continue;
    printf("  %-8s %10.0f\n", kernels[i], (double)words / best_of(model, text, size, ARTICLE_ROUNDS / 4));
  }
  sayso_model_set_kernel(model, chosen, NULL);
  free(text);
}

/* The time of an update after one letter in the middle: what an editor waits for. */
static void measure_edit(const sayso_model *model, const char *text, size_t size) {
  sayso_doc *doc = NULL;
  if (sayso_doc_open(&doc, model, text, size, NULL, NULL) != SAYSO_OK) stop("open");
  if (sayso_doc_update(doc, -1, SIZE_MAX, NULL, NULL, NULL, NULL) != SAYSO_OK) stop("update");
  double begun = now();
  for (int i = 0; i < 8; i++) {
    if (sayso_doc_edit(doc, size / 2, size / 2 + (i & 1), "x", !(i & 1), NULL) != SAYSO_OK) stop("edit");
    if (sayso_doc_update(doc, -1, size / 2, NULL, NULL, NULL, NULL) != SAYSO_OK) stop("update");
  }
  printf("  %8.2f", (now() - begun) / 8 * 1e3);
  sayso_doc_free(doc);
}

/* Paragraphs of the own texts in turn, each with a number before it so that none is read twice. */
static char *long_text(size_t size, const char *const *paragraphs, const size_t *sizes, size_t count) {
  char *text = malloc(size + 1);
  if (!text) stop("out of memory");
  size_t used = 0;
  for (size_t i = 0;; i++) {
    char number[32];
    size_t digits = (size_t)snprintf(number, sizeof number, "Case %zu. ", i);
    if (used + digits + sizes[i % count] + 2 > size) break;
    memcpy(text + used, number, digits);
    memcpy(text + used + digits, paragraphs[i % count], sizes[i % count]);
    used += digits + sizes[i % count];
    memcpy(text + used, "\n\n", 2);
    used += 2;
  }
  memset(text + used, ' ', size - used);
  text[size] = '\0';
  return text;
}

static size_t cut_paragraphs(const char *text, const char **paragraphs, size_t *sizes, size_t count) {
  while (*text && count < PARAGRAPHS) {
    const char *end = strstr(text, "\n\n");
    size_t size = end ? (size_t)(end - text) : strlen(text);
    if (size > 40) {
      paragraphs[count] = text;
      sizes[count++] = size;
    }
    text += size;
    while (*text == '\n') text++;
  }
  return count;
}

static void measure_sizes(const sayso_model *model, size_t most) {
  const char *paragraphs[PARAGRAPHS];
  char *files[sizeof TEXTS / sizeof *TEXTS];
  size_t sizes[PARAGRAPHS], count = 0, file_size;
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
    files[i] = read_file(TEXTS[i], &file_size);
    count = cut_paragraphs(files[i], paragraphs, sizes, count);
  }
  printf("cost by size              words   us a word   in one line   ms after one letter\n");
  for (size_t size = 1000; size <= most; size *= 10) {
    char *text = long_text(size, paragraphs, sizes, count);
    size_t words = words_of(text, size);
    int rounds = size < 200000 ? (int)(400000 / size) : 1;
    printf("  %10zu bytes %12zu  %8.2f", size, words, best_of(model, text, size, rounds) / (double)words * 1e6);
    fflush(stdout);
    char *line = malloc(size + 1);
    if (!line) stop("out of memory");
    for (size_t i = 0; i <= size; i++) line[i] = text[i] == '\n' ? ' ' : text[i];
    printf("  %10.2f", best_of(model, line, size, rounds) / (double)words * 1e6);
    free(line);
    measure_edit(model, text, size);
    printf("\n");
    fflush(stdout);
    free(text);
  }
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) free(files[i]);
}

int main(int argc, char **argv) {
  size_t most = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : 10000000;
  measure_load();
  sayso_model *model = load();
  measure_article(model);
  measure_sizes(model, most);
  sayso_model_free(model);
  return 0;
}
