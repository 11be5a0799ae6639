/* In: a layout. Out: its text form, or a failed test. */
#include "layout_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/unicode.h"

char *ss_test_layout_text(const ss_layout *layout) {
  char *out = malloc((size_t)layout->clean.count + layout->blocks.count * 16 + 1), *at = out;
  assert_non_null(out);
  *at = '\0';
  for (uint32_t i = 0; i < layout->blocks.count; i++) {
    const ss_block *block = &layout->blocks.items[i];
    if (block->gap_before) *at++ = '~';
    if (block->bold_lead) *at++ = '!';
    *at++ = "PHIQ"[block->kind];
    if (block->level > 0) at += sprintf(at, "%u", block->level);
    *at++ = ' ';
    memcpy(at, layout->clean.items + block->start, block->end - block->start);
    at += block->end - block->start;
    *at++ = '\n';
    *at = '\0';
  }
  return out;
}

static void check_blocks(const ss_layout *layout, size_t size) {
  uint32_t clean = 0, source = 0;
  for (uint32_t i = 0; i < layout->blocks.count; i++) {
    const ss_block *block = &layout->blocks.items[i];
    const char *text = layout->clean.items + block->start;
    uint32_t bytes = block->end - block->start;
    assert_true(block->end > block->start && block->source_end > block->source_start);
    assert_int_equal(block->start, clean + (i > 0)); /* a '\n' between blocks */
    assert_true(block->source_start >= source && block->source_end <= size);
    assert_true(text[0] != ' ' && text[bytes - 1] != ' ');
    for (uint32_t k = 0; k < bytes; k++)
      assert_true((unsigned char)text[k] >= 0x20 && text[k] != 0x7F);
    for (uint32_t k = 0; k + 1 < bytes; k++) assert_false(text[k] == ' ' && text[k + 1] == ' ');
    clean = block->end;
    source = block->source_start;
  }
  assert_int_equal(clean, layout->clean.count);
}

/* The clean bytes of a segment are the source's own, or stand for them. */
static void check_segment(const ss_layout *layout, const ss_segment *segment, const char *text) {
  const char *clean = layout->clean.items + segment->clean;
  if (segment->clean_size != segment->source_size ||
      memcmp(clean, text + segment->source, segment->clean_size) == 0)
    return;
  for (uint32_t i = 0; i < segment->clean_size; i++) {
    bool own = clean[i] == text[segment->source + i];
    bool stands_for = clean[i] == ' ' || (unsigned char)clean[i] >= 0x80;
    assert_true(own || stands_for);
  }
}

static void check_segments(const ss_layout *layout, const char *text, size_t size) {
  uint32_t clean = 0, source = 0;
  for (uint32_t i = 0; i < layout->segments.count; i++) {
    const ss_segment *segment = &layout->segments.items[i];
    assert_true(segment->clean >= clean && segment->source >= source);
    assert_true(segment->clean_size > 0 && segment->source_size > 0);
    clean = segment->clean + segment->clean_size;
    source = segment->source + segment->source_size;
    assert_true(clean <= layout->clean.count && source <= size);
    check_segment(layout, segment, text);
  }
}

static void check_offsets(const ss_layout *layout) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < layout->segments.count; i++) {
    const ss_segment *segment = &layout->segments.items[i];
    bool bytewise = segment->clean_size == segment->source_size;
    for (uint32_t k = 0; k < segment->clean_size; k++) {
      uint32_t start = ss_layout_source_start(layout, segment->clean + k),
               end = ss_layout_source_end(layout, segment->clean + k + 1);
      assert_int_equal(start, segment->source + (bytewise ? k : 0));
      assert_int_equal(end, bytewise ? start + 1 : segment->source + segment->source_size);
      assert_true(start >= before);
      if (bytewise || k == 0)
        assert_int_equal(ss_layout_clean_at(layout, start), segment->clean + k);
      before = start;
    }
  }
}

void ss_test_check_layout(const ss_layout *layout, const char *text, size_t size) {
  assert_true(ss_utf8_valid(layout->clean.items, layout->clean.count));
  check_blocks(layout, size);
  check_segments(layout, text, size);
  check_offsets(layout);
}
