/* In: requests of the library. Out: memory, or NULL where the test wants it. Each block carries its size in front, so that
 * the `old_size` the library claims is checked at every call. */
#include "failing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  size_t size;
  size_t mark; /* MARK_LIVE, or MARK_DEAD once freed */
} block_head;

enum { MARK_LIVE = 0x5a5a1234, MARK_DEAD = 0x0dead0 };

static void die(const char *what, size_t claimed, size_t real) {
  fprintf(stderr, "allocator: %s (old size %zu claimed, %zu real)\n", what, claimed, real);
  abort();
}

static block_head *head_of(void *pointer, size_t old_size) {
  block_head *head = (block_head *)pointer - 1;
  if (head->mark != MARK_LIVE) die("a block that is not live", old_size, head->size);
  if (head->size != old_size) die("wrong old size", old_size, head->size);
  return head;
}

static void release(ss_failing *failing, block_head *head) {
  failing->live_blocks--;
  failing->live_bytes -= head->size;
  head->mark = MARK_DEAD;
  free(head);
}

static bool refuses(ss_failing *failing) {
  failing->calls++;
  bool now = failing->fail_at && (failing->calls == failing->fail_at ||
                                  (failing->stay_down && failing->calls > failing->fail_at));
  failing->failures += now;
  return now;
}

/* A move always gives a new address: code that kept the old one is caught by the sanitizer. */
static void *resize(void *context, void *pointer, size_t old_size, size_t new_size) {
  ss_failing *failing = context;
  block_head *old = pointer ? head_of(pointer, old_size) : NULL;
  if (!old && old_size) die("an old size without a block", old_size, 0);
  if (new_size == 0) {
    if (old) release(failing, old);
    return NULL;
  }
  if (refuses(failing)) return NULL;
  block_head *head = new_size < SIZE_MAX - sizeof *head ? malloc(sizeof *head + new_size) : NULL;
  if (!head) return NULL;
  *head = (block_head){.size = new_size, .mark = MARK_LIVE};
  if (old) {
    memcpy(head + 1, old + 1, old_size < new_size ? old_size : new_size);
    release(failing, old);
  }
  failing->live_blocks++;
  failing->live_bytes += new_size;
  if (failing->live_bytes > failing->peak_bytes) failing->peak_bytes = failing->live_bytes;
  return head + 1;
}

void ss_failing_init(ss_failing *failing, size_t fail_at) {
  *failing = (ss_failing){.fail_at = fail_at};
  failing->hook = (sayso_allocator){resize, failing};
}
