/* The own texts of tests/data and what tests do with them again and again.
 * Everything here ends the test program with a sentence when it fails: a test that cannot start is no passed test. */
#ifndef TESTS_SUPPORT_TEXTS_H
#define TESTS_SUPPORT_TEXTS_H

#include "sayso.h"

extern const char *const ss_test_texts[]; /* paths from the root of the tree, NULL-ended */

/* The file's bytes, ended by NUL; freed with free. */
char *ss_test_read_file(const char *path, size_t *size);
void ss_test_write_file(const char *path, const char *bytes, size_t size);

/* The weights inside the library with the kernel of this name (NULL: the best). NULL: this machine has no such kernel. */
sayso_model *ss_test_model(const char *kernel);

/* An opened and finished document over the bytes; `hook` may be NULL. */
sayso_doc *ss_test_doc(const sayso_model *model, const char *text, size_t size, sayso_format format, const sayso_allocator *hook);
sayso_doc *ss_test_doc_of_file(const sayso_model *model, const char *path);

/* A stage as a string of its own; freed with free. */
char *ss_test_dump(sayso_doc *doc, const char *stage);

/* Seconds of a clock that only goes forward. */
double ss_test_now(void);

#endif
