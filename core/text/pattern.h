/* Patterns over the clean text. The only module that includes pcre2.h. */
#ifndef SS_TEXT_PATTERN_H
#define SS_TEXT_PATTERN_H

#include "sayso.h"

typedef struct ss_pattern ss_pattern;         /* compiled; read-only, shared by threads */
typedef struct ss_match_space ss_match_space; /* scratch of one matching; one thread */

/* Compiles a UTF-8 pattern with Unicode properties, with JIT where the machine has it. */
sayso_status ss_pattern_compile(ss_pattern **out, const char *pattern, bool ignore_case,
                                const sayso_allocator *hook, sayso_error *err);
void ss_pattern_free(ss_pattern *pattern);

sayso_status ss_match_space_new(ss_match_space **out, const ss_pattern *pattern, sayso_error *err);
void ss_match_space_free(ss_match_space *space);

/* First match at or after `from` in valid UTF-8: fills *found, gives 1; 0 when there is none (or a
 * limit was hit). */
int ss_pattern_find(const ss_pattern *pattern, ss_match_space *space, const char *text, size_t size,
                    size_t from, sayso_span *found);

#endif
