/* Layouts as text, and the promises every layout keeps.
 * In: any bytes. Out: one line a block; a broken promise fails the running cmocka test. */
#ifndef TESTS_SUPPORT_LAYOUT_TEXT_H
#define TESTS_SUPPORT_LAYOUT_TEXT_H

#include "text/layout.h"

/* "P text", "H2 text", "I1 text", "Q1 text", one line a block; "~" before a block after a scene
 * break, "!" where it opens with an emphasised run. Freed with free. */
char *ss_test_layout_text(const ss_layout *layout);

/* Clean text is valid UTF-8 without controls, blocks are lines of it without space at their ends,
 * segments are sorted, each clean byte leads to the source bytes it came from and back. */
void ss_test_check_layout(const ss_layout *layout, const char *text, size_t size);

#endif
