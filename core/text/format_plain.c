/* In: a document of plain text, or a mail. Out: its blocks. Promises to leave out only leading '>',
 * list marks, times before the lines of a chat, underlines of headings and scene breaks; of a mail
 * also the headers but for the subject, what it quotes, and the signature. */
#include <string.h>

#include "text/block.h"

/* ---- plain ---- */

/* Depth of the '>' marks, *from moves past them. */
static uint32_t quote_depth(const char *text, const ss_line *line, uint32_t *from) {
  uint32_t depth = 0, at = line->start;
  while (true) {
    uint32_t ink = ss_line_ink(text, at, line->end);
    if (ink >= line->end || text[ink] != '>') break;
    depth++;
    at = *from = ink + 1;
  }
  return depth;
}

/* "***", "* * *", "---", "#", "⁂" alone on a line. */
static bool is_scene_break(const char *text, const ss_line *line) {
  if (ss_line_rule(text, line, "*-_~=#", 3) || ss_line_rule(text, line, "#*", 1)) return true;
  uint32_t ink = ss_line_ink(text, line->start, line->end);
  return ss_line_has(text, ink, line->end, "\xE2\x81\x82") &&
         ss_line_ink(text, ink + 3, line->end) == line->end;
}

/* A line of one repeated mark under a single line makes that a heading: its level, else 0. */
static uint32_t underline_level(const ss_blocks *blocks, const ss_line *line) {
  const char *text = blocks->cleaner.text;
  if (blocks->pieces.count != 1 || blocks->kind != SS_BLOCK_PARAGRAPH) return 0;
  const ss_piece *title = &blocks->pieces.items[0];
  uint32_t ruled =
      ss_line_trimmed(text, line->start, line->end) - ss_line_ink(text, line->start, line->end);
  char mark = ss_line_rule(text, line, "=-~^", ruled > 3 ? ruled : 3); /* so without spaces */
  uint32_t titled = ss_line_trimmed(text, title->start, title->end) - title->start;
  if (!mark || ruled * 2 < titled || ruled > titled * 2 + 8) return 0;
  return mark == '=' ? 1 : 2;
}

/* A list mark at the start of a line inside a paragraph is one only where the text before it has
 * come to an end and the list begins: a dash or a number also stands there by chance. `from` is the
 * byte after the mark. */
static bool may_start_item(const ss_blocks *blocks, uint32_t from, uint32_t number) {
  if (blocks->pieces.count == 0 || blocks->kind == SS_BLOCK_ITEM) return true;
  const ss_piece *last = &blocks->pieces.items[blocks->pieces.count - 1];
  char next = blocks->cleaner.text[from];
  return number < 2 && !(next >= 'a' && next <= 'z') &&
         ss_ends_sentence(blocks->cleaner.text, last->start, last->end);
}

/* "[14/05/2024, 21:03] ", "[9:41 PM] " before a line of a chat: its bytes, or 0. */
static uint32_t stamp_size(const char *text, uint32_t from, uint32_t end) {
  enum { LONGEST = 32, LEAST_DIGITS = 3 };
  uint32_t i = from + 1, digits = 0;
  bool clock = false;
  if (from >= end || text[from] != '[') return 0;
  for (; i < end && i - from < LONGEST && text[i] != ']'; i++) {
    bool digit = text[i] >= '0' && text[i] <= '9';
    if (!digit && (!text[i] || !strchr(" /.,:-APMapmTZ", text[i]))) return 0;
    digits += digit;
    clock |= text[i] == ':';
  }
  bool closed = i + 1 < end && text[i] == ']' && text[i + 1] == ' ';
  return closed && clock && digits >= LEAST_DIGITS ? i + 2 - from : 0;
}

static void plain_text(ss_blocks *blocks, const ss_line *line) {
  const char *text = blocks->cleaner.text;
  uint32_t from = line->start, number = 0;
  uint32_t depth = quote_depth(text, line, &from);
  uint32_t ink = ss_line_ink(text, from, line->end);
  uint32_t mark = ss_line_list_mark(text, ink, line->end, &number);
  uint32_t stamp = depth ? 0 : stamp_size(text, ink, line->end);
  if (ink == line->end)
    ss_blocks_blank(blocks);
  else if (stamp > 0)
    ss_blocks_start(blocks, line, ink + stamp, SS_BLOCK_PARAGRAPH, 0);
  else if (mark > 0 && may_start_item(blocks, ink + mark, number))
    ss_blocks_start(blocks, line, ink + mark, SS_BLOCK_ITEM, 1);
  else if (depth > 0)
    ss_blocks_text(blocks, line, from, SS_BLOCK_QUOTED, depth);
  else if (blocks->pieces.count > 0 && blocks->kind == SS_BLOCK_ITEM)
    ss_blocks_text(blocks, line, from, SS_BLOCK_ITEM, 1);
  else
    ss_blocks_text(blocks, line, from, SS_BLOCK_PARAGRAPH, 0);
}

static void plain_line(ss_blocks *blocks, const ss_line *line) {
  const char *text = blocks->cleaner.text;
  uint32_t level = underline_level(blocks, line);
  if (level > 0) {
    blocks->kind = SS_BLOCK_HEADING;
    blocks->level = (uint8_t)level;
    ss_blocks_end(blocks);
  } else if (is_scene_break(text, line)) {
    ss_blocks_gap(blocks);
  } else {
    plain_text(blocks, line);
  }
}

void ss_format_plain(ss_blocks *blocks) {
  blocks->long_lines = ss_has_long_lines(blocks->cleaner.text, blocks->size);
  ss_line line = {0, 0, 0};
  while (!blocks->cleaner.failed && ss_line_next(blocks->cleaner.text, blocks->size, &line))
    plain_line(blocks, &line);
  ss_blocks_end(blocks);
}

/* ---- mail ---- */

static bool ends_with(const char *text, const ss_line *line, const char *word) {
  uint32_t end = ss_line_trimmed(text, line->start, line->end), size = (uint32_t)strlen(word);
  return end - line->start >= size && memcmp(text + end - size, word, size) == 0;
}

/* "Name: …" with a name of letters and dashes. */
static bool is_header(const char *text, const ss_line *line) {
  uint32_t at = line->start;
  while (at < line->end && (((text[at] | 32) >= 'a' && (text[at] | 32) <= 'z') || text[at] == '-'))
    at++;
  return at > line->start && at + 1 < line->end && text[at] == ':' && text[at + 1] == ' ';
}

/* Reads the headers, if the mail opens with any; the subject becomes a heading. */
static void mail_headers(ss_blocks *blocks, ss_line *line) {
  const char *text = blocks->cleaner.text;
  ss_line next = *line;
  bool subject = false, first = true;
  while (ss_line_next(text, blocks->size, &next)) {
    bool folded =
        !first && next.start < next.end && (text[next.start] == ' ' || text[next.start] == '\t');
    bool envelope = first && ss_line_has(text, next.start, next.end, "From ");
    if (!folded && !envelope && !is_header(text, &next)) break;
    if (!folded) subject = ss_line_has(text, next.start, next.end, "Subject: ");
    if (subject) ss_blocks_text(blocks, &next, next.start + (folded ? 0 : 9), SS_BLOCK_HEADING, 1);
    first = false;
    *line = next;
  }
  blocks->wrap = SS_WRAP_JOIN;
  ss_blocks_end(blocks);
  blocks->wrap = SS_WRAP_DECIDE;
}

/* "On Monday, Anna wrote:", in one line or two, is dropped with what it introduces. */
static bool is_attribution(const ss_blocks *blocks, const ss_line *line) {
  const char *text = blocks->cleaner.text;
  if (!ends_with(text, line, "wrote:")) return false;
  if (ss_line_has(text, line->start, line->end, "On ")) return blocks->pieces.count == 0;
  return blocks->pieces.count == 1 &&
         ss_line_has(text, blocks->pieces.items[0].start, line->end, "On ");
}

static void mail_line(ss_blocks *blocks, const ss_line *line) {
  uint32_t from = line->start;
  if (quote_depth(blocks->cleaner.text, line, &from) > 0) {
    ss_blocks_end(blocks);
  } else if (is_attribution(blocks, line)) {
    blocks->pieces.count = 0;
  } else {
    plain_line(blocks, line);
  }
}

static bool ends_mail(const char *text, const ss_line *line) {
  bool signature = ss_line_has(text, line->start, line->end, "--") &&
                   ss_line_trimmed(text, line->start, line->end) - line->start == 2;
  return signature || ss_line_has(text, line->start, line->end, "-----Original Message-----");
}

void ss_format_mail(ss_blocks *blocks) {
  ss_line line = {0, 0, 0};
  blocks->long_lines = ss_has_long_lines(blocks->cleaner.text, blocks->size);
  mail_headers(blocks, &line);
  while (!blocks->cleaner.failed && ss_line_next(blocks->cleaner.text, blocks->size, &line)) {
    if (ends_mail(blocks->cleaner.text, &line)) break;
    mail_line(blocks, &line);
  }
  ss_blocks_end(blocks);
}
