/* In: a status and a printf format. Out: a filled sayso_error. Promises to print nothing and allocate nothing. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

sayso_status ss_fail(sayso_error *err, sayso_status status, size_t place, const char *format, ...) {
  if (!err) return status;
  err->status = status;
  err->place = place;
  va_list args;
  va_start(args, format);
  vsnprintf(err->message, sizeof err->message, format, args);
  va_end(args);
  return status;
}

sayso_status ss_fail_memory(sayso_error *err) {
  return ss_fail(err, SAYSO_NO_MEMORY, 0, "there is not enough memory");
}
