/* In: ranges of the document that are text. Out: clean bytes and segments. Promises valid UTF-8,
 * linear time, and segments sorted by both offsets. */
#include "text/clean.h"

#include <string.h>

#include "text/eight.h"
#include "text/unicode.h"

/* ---- output ---- */

static void add_segment(ss_cleaner *cleaner, uint32_t source, uint32_t source_size,
                        uint32_t clean_size) {
  ss_layout *layout = cleaner->layout;
  uint32_t clean = layout->clean.count;
  if (layout->segments.count > 0 && clean_size == source_size) {
    ss_segment *last = &layout->segments.items[layout->segments.count - 1];
    bool touches =
        last->clean + last->clean_size == clean && last->source + last->source_size == source;
    if (touches && last->clean_size == last->source_size) {
      last->clean_size += clean_size;
      last->source_size += source_size;
      return;
    }
  }
  ss_segment segment = {clean, source, clean_size, source_size};
  if (!ss_vec_push(layout->hook, &layout->segments, segment)) cleaner->failed = true;
}

/* Writes `size` clean bytes for the source run; clean bytes before it must be there already. */
static void put(ss_cleaner *cleaner, uint32_t source, uint32_t source_size, const char *bytes,
                uint32_t size) {
  ss_layout *layout = cleaner->layout;
  if (cleaner->failed || !ss_vec_reserve(layout->hook, &layout->clean, size)) {
    cleaner->failed = true;
    return;
  }
  add_segment(cleaner, source, source_size, size);
  if (cleaner->failed) return;
  memcpy(layout->clean.items + layout->clean.count, bytes, size);
  layout->clean.count += size;
}

/* Before ink: the line break between blocks, or the space held back. */
static void settle(ss_cleaner *cleaner) {
  ss_layout *layout = cleaner->layout;
  if (!cleaner->inked) {
    if (layout->clean.count > 0 && !ss_vec_push(layout->hook, &layout->clean, '\n'))
      cleaner->failed = true;
    cleaner->block_start = layout->clean.count;
    cleaner->inked = true;
  } else if (cleaner->space) {
    put(cleaner, cleaner->space_start, cleaner->space_end - cleaner->space_start, " ", 1);
  }
  cleaner->space = false;
}

/* ---- text ---- */

void ss_clean_begin(ss_cleaner *cleaner) { cleaner->inked = cleaner->space = false; }

void ss_clean_space(ss_cleaner *cleaner, uint32_t from, uint32_t to) {
  if (!cleaner->inked || from == to) return;
  if (!cleaner->space) cleaner->space_start = from;
  cleaner->space_end = to;
  cleaner->space = true;
}

void ss_clean_code(ss_cleaner *cleaner, uint32_t from, uint32_t to, uint32_t code) {
  char bytes[4];
  settle(cleaner);
  put(cleaner, from, to - from, bytes, (uint32_t)ss_utf8_put(code, bytes));
}

static bool is_ink(char c) { return c > 0x20 && c < 0x7F; }

/* End of the run of printable ASCII at `at`, single inner spaces included. */
static uint32_t ascii_run(const char *text, uint32_t at, uint32_t to) {
  while (to - at > SS_EIGHT) { /* eight bytes, and the ones after each */
    uint64_t eight = ss_eight_at(text + at), next = ss_eight_at(text + at + 1);
    uint64_t double_space = ss_eight_equal(eight, ' ') & ss_eight_equal(next, ' ');
    if (ss_eight_unprintable(eight) | ss_eight_unprintable(next) | double_space) break;
    at += SS_EIGHT;
  }
  while (at < to && (is_ink(text[at]) || (text[at] == ' ' && at + 1 < to && is_ink(text[at + 1]))))
    at++;
  return at;
}

typedef enum { CODE_INK, CODE_SPACE, CODE_NOTHING, CODE_WRONG } code_use;

static code_use use_of(uint32_t code, bool invalid) {
  if (invalid) return CODE_WRONG;
  if ((code >= 0x09 && code <= 0x0D) || code == 0x85) return CODE_SPACE;
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return CODE_WRONG;
  if (code == 0xAD || code == 0xFEFF || code == 0x200B || code == 0x2060) return CODE_NOTHING;
  if (code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E)) return CODE_NOTHING;
  if (code >= 0x2066 && code <= 0x2069) return CODE_NOTHING;
  return ss_char_class_of(code) == SS_CHAR_SPACE ? CODE_SPACE : CODE_INK;
}

/* A replacement character that the document holds itself is no error. */
static bool is_real_replacement(const char *text, size_t from, size_t to) {
  return to - from == 3 && memcmp(text + from, "\xEF\xBF\xBD", 3) == 0;
}

static uint32_t one_code(ss_cleaner *cleaner, uint32_t from, uint32_t to) {
  size_t at = from;
  uint32_t code = ss_utf8_next(cleaner->text, to, &at);
  uint32_t end = (uint32_t)at;
  bool invalid = code == SS_REPLACEMENT && !is_real_replacement(cleaner->text, from, at);
  switch (use_of(code, invalid)) {
    case CODE_INK:
      settle(cleaner);
      put(cleaner, from, end - from, cleaner->text + from, end - from);
      break;
    case CODE_SPACE: ss_clean_space(cleaner, from, end); break;
    case CODE_WRONG: ss_clean_code(cleaner, from, end, SS_REPLACEMENT); break;
    case CODE_NOTHING: break;
  }
  return end;
}

void ss_clean_text(ss_cleaner *cleaner, uint32_t from, uint32_t to) {
  for (uint32_t at = from; at < to && !cleaner->failed;) {
    uint32_t end = is_ink(cleaner->text[at]) ? ascii_run(cleaner->text, at, to) : at;
    if (end > at) {
      settle(cleaner);
      put(cleaner, at, end - at, cleaner->text + at, end - at);
      at = end;
    } else {
      at = one_code(cleaner, at, to);
    }
  }
}

bool ss_clean_end(ss_cleaner *cleaner, uint32_t *start, uint32_t *end) {
  if (!cleaner->inked || cleaner->failed) return false;
  *start = cleaner->block_start;
  *end = cleaner->layout->clean.count;
  return true;
}
