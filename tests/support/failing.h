/* An allocator that can fail on demand and checks how it is used.
 * In: the number of the allocation that shall fail. Out: an allocator hook, and counts.
 * Promises: aborts with a sentence when a block is freed or moved with a wrong old size, or freed twice. */
#ifndef TESTS_SUPPORT_FAILING_H
#define TESTS_SUPPORT_FAILING_H

#include "sayso.h"

typedef struct {
  sayso_allocator hook; /* hand out &failing.hook; the struct must not move afterwards */
  size_t fail_at;       /* 1: the first allocation fails; 0: none does */
  bool stay_down;       /* every allocation after the first failure fails too */
  size_t calls;         /* allocations and moves so far, the failed ones included; frees do not count */
  size_t failures;      /* how many were refused */
  size_t live_blocks, live_bytes, peak_bytes;
} ss_failing;

void ss_failing_init(ss_failing *failing, size_t fail_at);

#endif
