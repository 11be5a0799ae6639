/* The promises of sayso.h that hold for every finished document, whatever its text; used by the robust tests.
 * A broken promise fails the running cmocka test. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include "sayso.h"

/* Every span lies inside the text, is not empty, starts and ends at the border of a character where the text around is valid;
 * lists are sorted; indexes are in range; names are one line of valid UTF-8. */
void ss_check_doc(const sayso_doc *doc);

#endif
