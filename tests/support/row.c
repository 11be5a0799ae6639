/* In: strings. Out: nothing, or the difference on standard error. */
#include "row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

bool ss_row_holds(const char *text, const char *expected, const char *found, const char *reason) {
  if (!strcmp(found, expected)) return true;
  print_error("%s\n  text     %s\n  expected %s\n  found    %s\n", reason, text, expected, found);
  return false;
}
