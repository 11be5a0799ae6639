/* In: lines and what they are. Out: blocks of the layout. Promises one pass over each line, and
 * blocks in document order. */
#include "text/block.h"

#include <string.h>

#include "text/eight.h"
#include "text/unicode.h"

/* ---- lines ---- */

static uint32_t line_end(const char *text, uint32_t at, uint32_t size) {
  while (size - at >= SS_EIGHT) {
    uint64_t eight = ss_eight_at(text + at);
    if (ss_eight_equal(eight, '\n') | ss_eight_equal(eight, '\r')) break;
    at += SS_EIGHT;
  }
  while (at < size && text[at] != '\n' && text[at] != '\r') at++;
  return at;
}

bool ss_line_next(const char *text, uint32_t size, ss_line *line) {
  if (line->next >= size) return false;
  line->start = line->next;
  uint32_t at = line_end(text, line->start, size);
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

uint32_t ss_line_trimmed(const char *text, uint32_t start, uint32_t end) {
  while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\t')) end--;
  return end;
}

bool ss_line_has(const char *text, uint32_t at, uint32_t end, const char *word) {
  size_t size = strlen(word);
  return at <= end && end - at >= size && memcmp(text + at, word, size) == 0;
}

bool ss_line_holds(const char *text, uint32_t at, uint32_t end, const char *word) {
  for (uint32_t i = at; i < end; i++)
    if (text[i] == word[0] && ss_line_has(text, i, end, word)) return true;
  return false;
}

uint32_t ss_line_run(const char *text, uint32_t at, uint32_t end, char mark) {
  uint32_t i = at;
  while (i < end && text[i] == mark) i++;
  return i - at;
}

uint32_t ss_line_columns(const char *text, uint32_t from, uint32_t to) {
  uint32_t columns = 0;
  for (uint32_t i = from; i < to; i++) {
    if (text[i] == '\t')
      columns = (columns / 4 + 1) * 4;
    else
      columns += ((unsigned char)text[i] & 0xC0) != 0x80;
  }
  return columns;
}

char ss_line_rule(const char *text, const ss_line *line, const char *marks, uint32_t count) {
  char mark = 0;
  uint32_t found = 0;
  for (uint32_t i = line->start; i < line->end; i++) {
    if (text[i] == ' ' || text[i] == '\t') continue;
    if (mark == 0) mark = text[i];
    if (text[i] != mark || mark == 0 || !strchr(marks, mark)) return 0;
    found++;
  }
  return found >= count ? mark : 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "12." "12)" "12/" "(12)" "(b)": bytes, the number in *number (a letter counts from 1). */
static uint32_t number_mark(const char *text, uint32_t at, uint32_t end, uint32_t *number) {
  uint32_t i = at, digits = 0;
  bool bracket = i < end && text[i] == '(';
  if (bracket) i++;
  *number = 0;
  for (; i < end && is_digit(text[i]) && digits < 4; i++, digits++)
    *number = *number * 10 + (uint32_t)(text[i] - '0');
  if (digits == 0 && bracket && i < end && text[i] >= 'a' && text[i] <= 'z') {
    *number = (uint32_t)(text[i++] - 'a' + 1);
    digits = 1;
  }
  if (digits == 0 || digits > 3 || i >= end) return 0;
  bool closes = text[i] == ')' || (!bracket && (text[i] == '.' || text[i] == '/'));
  if (!closes) return 0;
  return i + 1 - at;
}

static uint32_t bullet_mark(const char *text, uint32_t at, uint32_t end) {
  static const char *const bullets[] = {
      "-", "*", "+", "\xE2\x80\xA2", "\xE2\x80\xA3", "\xE2\x97\xA6", "\xE2\x96\xAA", "\xC2\xB7"};
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
    if (ss_line_has(text, at, end, bullets[i])) return (uint32_t)strlen(bullets[i]);
  return 0;
}

uint32_t ss_line_list_mark(const char *text, uint32_t at, uint32_t end, uint32_t *number) {
  *number = 0;
  uint32_t size = bullet_mark(text, at, end);
  if (size == 0) size = number_mark(text, at, end, number);
  if (size == 0) return 0;
  uint32_t space = at + size, ink = ss_line_ink(text, space, end);
  return ink > space && ink < end ? ink - at : 0;
}

/* ---- writing ---- */

static void write_pieces(ss_cleaner *cleaner, const ss_piece *pieces, uint32_t count) {
  ss_clean_begin(cleaner);
  for (uint32_t i = 0; i < count; i++) {
    if (i > 0) ss_clean_space(cleaner, pieces[i - 1].end, pieces[i].start);
    ss_clean_text(cleaner, pieces[i].start, pieces[i].end);
  }
}

/* The paragraph in one run of bytes, a '\n' between its lines. */
static bool join(ss_blocks *blocks, const ss_piece *pieces, uint32_t count, ss_run *run) {
  const sayso_allocator *hook = blocks->cleaner.layout->hook;
  blocks->joined.count = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t size = pieces[i].end - pieces[i].start;
    if (!ss_vec_reserve(hook, &blocks->joined, size + 1)) return false;
    memcpy(blocks->joined.items + blocks->joined.count, blocks->cleaner.text + pieces[i].start,
           size);
    blocks->joined.count += size;
    blocks->joined.items[blocks->joined.count++] = '\n';
  }
  blocks->use.count = 0;
  if (!ss_vec_reserve(hook, &blocks->use, blocks->joined.count)) return false;
  memset(blocks->use.items, SS_BYTE_KEEP, blocks->joined.count);
  *run = (ss_run){blocks->joined.items, blocks->use.items, blocks->joined.count - 1, false, 0, 0};
  return true;
}

static void write_named(ss_cleaner *cleaner, uint32_t from, uint32_t to) {
  while (from < to) {
    uint32_t used = 0, code = ss_markup_named(cleaner->text + from, to - from, &used);
    if (used == 0) return;
    if (code == ' ')
      ss_clean_space(cleaner, from, from + used);
    else
      ss_clean_code(cleaner, from, from + used, code);
    from += used;
  }
}

/* Document bytes [from, to), all of one use. */
static void write_use(ss_cleaner *cleaner, uint32_t from, uint32_t to, ss_byte_use use) {
  switch (use) {
    case SS_BYTE_KEEP: ss_clean_text(cleaner, from, to); break;
    case SS_BYTE_SKIP: break;
    case SS_BYTE_SPACE: ss_clean_space(cleaner, from, to); break;
    case SS_BYTE_NAMED: write_named(cleaner, from, to); break;
    case SS_BYTE_OPEN: ss_clean_code(cleaner, from, to, 0x201C); break;
    case SS_BYTE_CLOSE: ss_clean_code(cleaner, from, to, 0x201D); break;
  }
}

static void write_marked(ss_cleaner *cleaner, const ss_piece *pieces, uint32_t count,
                         const uint8_t *use) {
  ss_clean_begin(cleaner);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t size = pieces[i].end - pieces[i].start;
    for (uint32_t from = 0, to; from < size; from = to) {
      for (to = from + 1; to < size && use[to] == use[from];) to++;
      write_use(cleaner, pieces[i].start + from, pieces[i].start + to, (ss_byte_use)use[from]);
    }
    if (i + 1 < count && use[size] != SS_BYTE_SKIP)
      ss_clean_space(cleaner, pieces[i].end, pieces[i + 1].start);
    use += size + 1;
  }
}

static void write_block(ss_blocks *blocks, ss_piece *pieces, uint32_t count, bool split);

/* A question in bold and, in the same paragraph, its answer are two blocks, as they are in an
 * interview that parts them. The answer is not looked at again: it may open in bold without end. */
static void write_asked(ss_blocks *blocks, ss_piece *pieces, uint32_t count, uint32_t asked) {
  uint32_t k = 0;
  for (; asked > pieces[k].end - pieces[k].start; k++) asked -= pieces[k].end - pieces[k].start + 1;
  const ss_piece whole = pieces[k];
  pieces[k].end = whole.start + asked;
  write_block(blocks, pieces, k + 1, false);
  pieces[k] = whole;
  pieces[k].start = ss_line_ink(blocks->cleaner.text, whole.start + asked, whole.end);
  pieces[k].line_start = pieces[k].start;
  k += pieces[k].start == whole.end;
  write_block(blocks, pieces + k, count - k, false);
}

static void write_block(ss_blocks *blocks, ss_piece *pieces, uint32_t count, bool split) {
  ss_cleaner *cleaner = &blocks->cleaner;
  ss_block block = {.source_start = pieces[0].line_start, .source_end = pieces[count - 1].end};
  if (!blocks->markup) {
    write_pieces(cleaner, pieces, count);
  } else {
    ss_run run;
    if (!join(blocks, pieces, count, &run)) {
      cleaner->failed = true;
      return;
    }
    blocks->markup(&run);
    if (split && run.asked && blocks->kind == SS_BLOCK_PARAGRAPH) {
      write_asked(blocks, pieces, count, run.asked);
      return;
    }
    write_marked(cleaner, pieces, count, run.use);
    block.bold_lead = run.bold_lead;
    block.emphasis = run.marks;
  }
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
  if (blocks->wrap == SS_WRAP_DECIDE)
    ss_paragraphs_find(blocks->cleaner.text, pieces, count, blocks->long_lines);
  for (uint32_t i = 0; i < count; i++) {
    if (!pieces[i].last && i + 1 < count) continue;
    write_block(blocks, pieces + first, i + 1 - first, true);
    first = i + 1;
    bool after_item = blocks->kind == SS_BLOCK_ITEM && first < count && pieces[first].indent == 0;
    if (after_item) blocks->kind = SS_BLOCK_PARAGRAPH, blocks->level = 0;
  }
  blocks->pieces.count = 0;
}

void ss_blocks_start(ss_blocks *blocks, const ss_line *line, uint32_t from, ss_block_kind kind,
                     uint32_t level) {
  ss_blocks_end(blocks);
  ss_blocks_text(blocks, line, from, kind, level);
}

void ss_blocks_text(ss_blocks *blocks, const ss_line *line, uint32_t from, ss_block_kind kind,
                    uint32_t level) {
  const char *text = blocks->cleaner.text;
  uint8_t depth = level > UINT8_MAX ? UINT8_MAX : (uint8_t)level;
  if (blocks->kind != kind || blocks->level != depth) ss_blocks_end(blocks);
  blocks->kind = (uint8_t)kind;
  blocks->level = depth;
  blocks->blanks = 0;
  uint32_t ink = ss_line_ink(text, from, line->end);
  uint32_t columns = ss_line_columns(text, from, ink);
  uint16_t indent = columns > UINT16_MAX ? UINT16_MAX : (uint16_t)columns;
  ss_piece piece = {.line_start = line->start, .start = ink, .end = line->end, .indent = indent};
  if (!ss_vec_push(blocks->cleaner.layout->hook, &blocks->pieces, piece))
    blocks->cleaner.failed = true;
}

void ss_blocks_heading(ss_blocks *blocks, const ss_line *line, uint32_t from, uint32_t to,
                       uint32_t level) {
  ss_line part = *line;
  part.end = to;
  ss_blocks_start(blocks, &part, from, SS_BLOCK_HEADING, level);
  ss_blocks_end(blocks);
}

void ss_blocks_blank(ss_blocks *blocks) {
  ss_blocks_end(blocks);
  if (++blocks->blanks > 2) blocks->gap = true;
}

void ss_blocks_gap(ss_blocks *blocks) {
  ss_blocks_end(blocks);
  blocks->gap = true;
}
