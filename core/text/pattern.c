/* In: a pattern and valid UTF-8. Out: spans. Promises: bounded work a match (limits below), no
 * memory outside the hook. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/pattern.h"

#include <pcre2.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* Our patterns are possessive and need little; the limits stop a pattern that would not be. */
enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000 };

struct ss_pattern {
  const sayso_allocator *hook;
  pcre2_general_context *general;
  pcre2_code *code;
};

struct ss_match_space {
  const sayso_allocator *hook;
  pcre2_general_context *general;
  pcre2_match_data *data;
  pcre2_match_context *limits;
};

/* PCRE2 frees without a size: it is kept before each block. */
enum { SIZE_ROOM = 16 };

static void *pcre_alloc(size_t size, void *hook) {
  char *block = ss_memory_resize(hook, NULL, 0, size + SIZE_ROOM);
  if (!block) return NULL;
  memcpy(block, &size, sizeof size);
  return block + SIZE_ROOM;
}

static void pcre_free(void *pointer, void *hook) {
  if (!pointer) return;
  char *block = (char *)pointer - SIZE_ROOM;
  size_t size;
  memcpy(&size, block, sizeof size);
  ss_memory_resize(hook, block, size + SIZE_ROOM, 0);
}

sayso_status ss_pattern_compile(ss_pattern **out, const char *pattern, bool ignore_case,
                                const sayso_allocator *hook, sayso_error *err) {
  ss_pattern *made = ss_memory_resize(hook, NULL, 0, sizeof *made);
  if (!made) return ss_fail_memory(err);
  memset(made, 0, sizeof *made);
  made->hook = hook;
  int code = 0;
  PCRE2_SIZE place = 0;
  made->general = pcre2_general_context_create(pcre_alloc, pcre_free, (void *)(uintptr_t)hook);
  pcre2_compile_context *context =
      made->general ? pcre2_compile_context_create(made->general) : NULL;
  if (context) {
    uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (ignore_case ? PCRE2_CASELESS : 0);
    made->code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &code, &place, context);
    pcre2_compile_context_free(context);
  }
  if (!made->code) {
    ss_pattern_free(made);
    if (!context || code == PCRE2_ERROR_HEAP_FAILED) return ss_fail_memory(err);
    return ss_fail(err, SAYSO_INTERNAL, place,
                   "a built-in pattern does not compile (PCRE2 error %d)", code);
  }
  pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE); /* where it fails, matching interprets */
  *out = made;
  return SAYSO_OK;
}

void ss_pattern_free(ss_pattern *pattern) {
  if (!pattern) return;
  pcre2_code_free(pattern->code);
  pcre2_general_context_free(pattern->general);
  ss_memory_resize(pattern->hook, pattern, sizeof *pattern, 0);
}

sayso_status ss_match_space_new(ss_match_space **out, const ss_pattern *pattern, sayso_error *err) {
  ss_match_space *made = ss_memory_resize(pattern->hook, NULL, 0, sizeof *made);
  if (!made) return ss_fail_memory(err);
  memset(made, 0, sizeof *made);
  made->hook = pattern->hook;
  made->general =
      pcre2_general_context_create(pcre_alloc, pcre_free, (void *)(uintptr_t)pattern->hook);
  if (made->general) made->data = pcre2_match_data_create(1, made->general);
  if (made->data) made->limits = pcre2_match_context_create(made->general);
  if (!made->limits) {
    ss_match_space_free(made);
    return ss_fail_memory(err);
  }
  pcre2_set_match_limit(made->limits, MATCH_LIMIT);
  pcre2_set_depth_limit(made->limits, DEPTH_LIMIT);
  *out = made;
  return SAYSO_OK;
}

void ss_match_space_free(ss_match_space *space) {
  if (!space) return;
  pcre2_match_context_free(space->limits);
  pcre2_match_data_free(space->data);
  pcre2_general_context_free(space->general);
  ss_memory_resize(space->hook, space, sizeof *space, 0);
}

int ss_pattern_find(const ss_pattern *pattern, ss_match_space *space, const char *text, size_t size,
                    size_t from, sayso_span *found) {
  int rc = pcre2_match(pattern->code, (PCRE2_SPTR)text, size, from, PCRE2_NO_UTF_CHECK, space->data,
                       space->limits);
  if (rc < 0) return 0;
  const PCRE2_SIZE *at = pcre2_get_ovector_pointer(space->data);
  found->start = (uint32_t)at[0];
  found->end = (uint32_t)at[1];
  return 1;
}
