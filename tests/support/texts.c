/* In: paths, bytes. Out: documents that are read. */
#define _POSIX_C_SOURCE 200809L
#include "texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *const ss_test_texts[] = {"tests/data/article.txt",  "tests/data/news.txt",    "tests/data/interview.md",
                                     "tests/data/release.txt", "tests/data/fiction.txt", NULL};

static void stop(const char *what, const char *detail) {
  fprintf(stderr, "test support: %s: %s\n", what, detail);
  exit(3);
}

char *ss_test_read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) stop("cannot open", path);
  size_t cap = 1 << 16, used = 0;
  char *bytes = malloc(cap);
  for (size_t got = 1; bytes && got; used += got) {
    if (cap - used < 2) bytes = realloc(bytes, cap *= 2);
    if (bytes) got = fread(bytes + used, 1, cap - used - 1, file);
  }
  if (!bytes || ferror(file)) stop("cannot read", path);
  fclose(file);
  bytes[used] = '\0';
  if (size) *size = used;
  return bytes;
}

void ss_test_write_file(const char *path, const char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) stop("cannot write", path);
}

sayso_model *ss_test_model(const char *kernel) {
  sayso_model *model = NULL;
  sayso_error err = {.status = SAYSO_OK};
  if (sayso_model_builtin(&model, NULL, &err) != SAYSO_OK) stop("no model", err.message);
  if (kernel && sayso_model_set_kernel(model, kernel, &err) != SAYSO_OK) {
    sayso_model_free(model);
    return NULL;
  }
  return model;
}

sayso_doc *ss_test_doc(const sayso_model *model, const char *text, size_t size, sayso_format format, const sayso_allocator *hook) {
  sayso_options options = {.format = format, .allocator = hook};
  sayso_doc *doc = NULL;
  sayso_error err = {.status = SAYSO_OK};
  bool done = false;
  if (sayso_doc_open(&doc, model, text, size, &options, &err) != SAYSO_OK) stop("cannot open the document", err.message);
  if (sayso_doc_update(doc, -1, SIZE_MAX, &done, NULL, NULL, &err) != SAYSO_OK) stop("cannot read the document", err.message);
  if (!done) stop("update without a limit", "it is not done");
  return doc;
}

sayso_doc *ss_test_doc_of_file(const sayso_model *model, const char *path) {
  sayso_format format = SAYSO_FORMAT_PLAIN;
  size_t size;
  char *text = ss_test_read_file(path, &size);
  sayso_format_by_path(path, &format);
  sayso_doc *doc = ss_test_doc(model, text, size, format, NULL);
  free(text);
  return doc;
}

char *ss_test_dump(sayso_doc *doc, const char *stage) {
  const char *text = NULL;
  size_t size = 0;
  sayso_error err = {.status = SAYSO_OK};
  if (sayso_doc_dump(doc, stage, &text, &size, &err) != SAYSO_OK) stop(stage, err.message);
  char *copy = malloc(size + 1);
  if (!copy) stop(stage, "out of memory");
  if (size) memcpy(copy, text, size);
  copy[size] = '\0';
  return copy;
}

double ss_test_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
