/* In: lines and what they are. Out: blocks of the layout. Promises one pass over each line, and blocks in document order. */
#include "text/block.h"

#include "text/unicode.h"

/* ---- lines ---- */

bool ss_line_next(const char *text, uint32_t size, ss_line *line) {
  if (line->next >= size) return false;
  uint32_t at = line->start = line->next;
  while (at < size && text[at] != '\n' && text[at] != '\r') at++;
  line->end = at;
  if (at < size) at += text[at] == '\r' && at + 1 < size && text[at + 1] == '\n' ? 2 : 1;
  line->next = at;
  return true;
}

uint32_t ss_line_ink(const char *text, uint32_t from, uint32_t to) {
  size_t at = from;
  while (at < to) {
    size_t next = at;
    uint32_t code = ss_utf8_next(text, to, &next);
    if (ss_char_class_of(code) != SS_CHAR_SPACE) break;
    at = next;
  }
  return (uint32_t)at;
}

static uint16_t columns_of_space(const char *text, uint32_t from, uint32_t to) {
  uint32_t columns = 0;
  for (uint32_t i = from; i < to; i++) {
    if (text[i] == '\t') columns = (columns / 8 + 1) * 8;
    else columns += ((unsigned char)text[i] & 0xC0) != 0x80;
  }
  return columns > UINT16_MAX ? UINT16_MAX : (uint16_t)columns;
}

/* ---- writing ---- */

static void write_pieces(ss_cleaner *cleaner, const ss_piece *pieces, uint32_t count) {
  ss_clean_begin(cleaner);
  for (uint32_t i = 0; i < count; i++) {
    if (i > 0) ss_clean_space(cleaner, pieces[i - 1].end, pieces[i].start);
    ss_clean_text(cleaner, pieces[i].start, pieces[i].end);
  }
}

static void write_block(ss_blocks *blocks, const ss_piece *pieces, uint32_t count) {
  ss_cleaner *cleaner = &blocks->cleaner;
  ss_block block = {.source_start = pieces[0].line_start, .source_end = pieces[count - 1].end};
  write_pieces(cleaner, pieces, count);
  if (!ss_clean_end(cleaner, &block.start, &block.end)) return;
  block.kind = blocks->kind;
  block.level = blocks->level;
  block.gap_before = blocks->gap;
  blocks->gap = false;
  if (!ss_vec_push(cleaner->layout->hook, &cleaner->layout->blocks, block)) cleaner->failed = true;
}

/* ---- groups ---- */

void ss_blocks_end(ss_blocks *blocks) {
  ss_piece *pieces = blocks->pieces.items;
  uint32_t count = blocks->pieces.count, first = 0;
  if (count == 0) return;
  if (blocks->wrap == SS_WRAP_DECIDE) ss_paragraphs_find(blocks->cleaner.text, pieces, count);
  for (uint32_t i = 0; i < count; i++) {
    if (!pieces[i].last && i + 1 < count) continue;
    write_block(blocks, pieces + first, i + 1 - first);
    first = i + 1;
  }
  blocks->pieces.count = 0;
}

void ss_blocks_start(ss_blocks *blocks, const ss_line *line, uint32_t from, ss_block_kind kind, uint32_t level) {
  ss_blocks_end(blocks);
  ss_blocks_text(blocks, line, from, kind, level);
}

void ss_blocks_text(ss_blocks *blocks, const ss_line *line, uint32_t from, ss_block_kind kind, uint32_t level) {
  const char *text = blocks->cleaner.text;
  uint8_t depth = level > UINT8_MAX ? UINT8_MAX : (uint8_t)level;
  if (blocks->kind != kind || blocks->level != depth) ss_blocks_end(blocks);
  blocks->kind = (uint8_t)kind;
  blocks->level = depth;
  blocks->blanks = 0;
  uint32_t ink = ss_line_ink(text, from, line->end);
  ss_piece piece = {line->start, ink, line->end, columns_of_space(text, from, ink), false};
  if (!ss_vec_push(blocks->cleaner.layout->hook, &blocks->pieces, piece)) blocks->cleaner.failed = true;
}

void ss_blocks_blank(ss_blocks *blocks) {
  ss_blocks_end(blocks);
  if (++blocks->blanks > 2) blocks->gap = true;
}

void ss_blocks_gap(ss_blocks *blocks) {
  ss_blocks_end(blocks);
  blocks->gap = true;
}
