/* What json.c and jsonl.c share: jansson, and how this project writes it. */
#ifndef SS_BINDING_JSON_H
#define SS_BINDING_JSON_H

#include <jansson.h>

#include "binding.h"

/* One line, numbers with at most 15 digits: enough to read an id back as it came, and 0.93 stays 0.93. */
#define SS_JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

json_t *ss_json_text(const char *bytes, size_t size); /* a string value; invalid UTF-8 is replaced */
bool ss_json_put(json_t *object, const char *key, json_t *value); /* takes value, which may be NULL (false then) */

#endif
