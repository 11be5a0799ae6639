/* Status, message and place: how a failure travels to the caller. */
#ifndef SS_BASE_STATUS_H
#define SS_BASE_STATUS_H

#include "sayso.h"

/* Fills *err (may be NULL) and returns `status`. */
sayso_status ss_fail(sayso_error *err, sayso_status status, size_t place, const char *format, ...)
#if defined(__GNUC__) || defined(__clang__)
  __attribute__((format(printf, 4, 5)))
#endif
  ;
sayso_status ss_fail_memory(sayso_error *err); /* SAYSO_NO_MEMORY with its sentence */

/* For functions with one exit: `sayso_status status` and a label `cleanup` must exist. */
#define SS_TRY(call)                  \
  do {                                \
    status = (call);                  \
    if (status != SAYSO_OK) goto cleanup; \
  } while (0)
#define SS_TRY_MEMORY(condition, err)                     \
  do {                                                    \
    if (!(condition)) {                                   \
      status = ss_fail_memory(err);                       \
      goto cleanup;                                       \
    }                                                     \
  } while (0)

#endif
