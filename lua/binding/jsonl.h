/* One line of JSON in, one line out: what record.c does for each document of the stream that jsonl.c drives. */
#ifndef SS_BINDING_JSONL_H
#define SS_BINDING_JSONL_H

#include "base/memory.h"
#include "json.h"

typedef struct {
  const sayso_model *model; /* shared by all threads, read-only */
  sayso_format format;
  sayso_given_mode given;
  const char *actors; /* the user's list, for every document; NULL: none */
  size_t actors_size;
  bool bytes; /* offsets in bytes, not code points */
  double min_score; /* statements below are left out; compared with the score as written */
} ss_jsonl_settings;

/* Reads one line (any bytes) and appends its answer to `out`, newline included: the document, or {"error":…,"line":N}.
 * False when the line was bad. `out` may have failed afterwards for want of memory. Any thread. */
bool ss_record_answer(const ss_jsonl_settings *settings, const char *line, size_t size, size_t number, ss_text *out);

#endif
