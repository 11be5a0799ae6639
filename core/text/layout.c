/* In: bytes of a document and its format. Out: blocks, clean text, and the maps between clean and
 * source offsets. Promises: linear time; on failure nothing is left behind. */
#include "text/layout.h"

#include <string.h>

#include "base/status.h"
#include "text/block.h"

void ss_layout_init(ss_layout *layout, const sayso_allocator *hook) {
  memset(layout, 0, sizeof *layout);
  layout->hook = hook;
}

void ss_layout_free(ss_layout *layout) {
  const sayso_allocator *hook = layout->hook;
  ss_vec_free(hook, &layout->clean);
  ss_vec_free(hook, &layout->blocks);
  ss_vec_free(hook, &layout->segments);
}

static void empty(ss_layout *layout) {
  layout->clean.count = layout->blocks.count = layout->segments.count = 0;
}

static void read_format(ss_blocks *blocks, sayso_format format) {
  switch (format) {
    case SAYSO_FORMAT_MARKDOWN: ss_format_markdown(blocks); return;
    case SAYSO_FORMAT_TEX: ss_format_tex(blocks); return;
    case SAYSO_FORMAT_TYPST: ss_format_typst(blocks); return;
    case SAYSO_FORMAT_RST: ss_format_rst(blocks); return;
    case SAYSO_FORMAT_ASCIIDOC: ss_format_asciidoc(blocks); return;
    case SAYSO_FORMAT_ORG: ss_format_org(blocks); return;
    case SAYSO_FORMAT_MAIL: ss_format_mail(blocks); return;
    case SAYSO_FORMAT_PLAIN: break;
  }
  ss_format_plain(blocks);
}

sayso_status ss_layout_build(ss_layout *layout, const char *text, size_t size, sayso_format format,
                             sayso_error *err) {
  empty(layout);
  if (size > SAYSO_MAX_TEXT)
    return ss_fail(err, SAYSO_TOO_LARGE, size, "the document is larger than 1 GiB");
  ss_blocks blocks = {.cleaner = {.layout = layout, .text = text}, .size = (uint32_t)size};
  if (size > 0) read_format(&blocks, format);
  bool failed = blocks.cleaner.failed;
  ss_vec_free(layout->hook, &blocks.pieces);
  ss_vec_free(layout->hook, &blocks.joined);
  ss_vec_free(layout->hook, &blocks.use);
  if (!failed) {
    ss_turns_find(layout);
    return SAYSO_OK;
  }
  empty(layout);
  return ss_fail_memory(err);
}

/* ---- offsets ---- */

/* Number of segments that start at or before clean byte `at`. */
static uint32_t segments_up_to(const ss_layout *layout, uint32_t at) {
  uint32_t low = 0, high = layout->segments.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (layout->segments.items[middle].clean <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint32_t ss_layout_source_start(const ss_layout *layout, uint32_t at) {
  uint32_t n = segments_up_to(layout, at);
  if (n == 0) return 0;
  const ss_segment *segment = &layout->segments.items[n - 1];
  uint32_t inside = at - segment->clean;
  if (inside >= segment->clean_size) return segment->source + segment->source_size;
  return segment->source + (segment->clean_size == segment->source_size ? inside : 0);
}

uint32_t ss_layout_source_end(const ss_layout *layout, uint32_t at) {
  uint32_t n = at > 0 ? segments_up_to(layout, at - 1) : 0;
  if (n == 0) return 0;
  const ss_segment *segment = &layout->segments.items[n - 1];
  uint32_t inside = at - segment->clean;
  bool whole = inside >= segment->clean_size || segment->clean_size != segment->source_size;
  return segment->source + (whole ? segment->source_size : inside);
}

uint32_t ss_layout_clean_at(const ss_layout *layout, uint32_t source) {
  uint32_t low = 0, high = layout->segments.count;
  while (low < high) { /* first segment that ends after `source` */
    uint32_t middle = low + (high - low) / 2;
    const ss_segment *segment = &layout->segments.items[middle];
    if (segment->source + segment->source_size <= source)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == layout->segments.count) return layout->clean.count;
  const ss_segment *segment = &layout->segments.items[low];
  if (source <= segment->source) return segment->clean;
  bool bytewise = segment->clean_size == segment->source_size;
  return segment->clean + (bytewise ? source - segment->source : segment->clean_size);
}
