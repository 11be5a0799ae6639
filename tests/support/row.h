/* One row of a table of texts: what was expected of a text, what was found. */
#ifndef TESTS_SUPPORT_ROW_H
#define TESTS_SUPPORT_ROW_H

#include <stdbool.h>

/* Whether found is expected; if not, says so with the text and the reason, so that a test can go on to the next row. */
bool ss_row_holds(const char *text, const char *expected, const char *found, const char *reason);

#endif
