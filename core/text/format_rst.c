/* In: a reStructuredText document. Out: its blocks. Promises to leave out literal blocks,
 * directives that hold no prose, comments, field lists, tables and targets. */
#include <string.h>

#include "text/block.h"

/* ---- inside a paragraph ---- */

/* "`text <target>`_", ":role:`text`", "`text`": the backticks, the target and the role are left
 * out. */
static uint32_t one_interpreted(ss_run *run, uint32_t at) {
  uint32_t close = ss_run_find(run, at + 1, '`', ""), role = at;
  if (close == SS_NOWHERE) return run->size;
  if (at > 1 && run->bytes[at - 1] == ':') {
    role = at - 1;
    while (role > 0 && run->bytes[role - 1] != ':' && (unsigned char)run->bytes[role - 1] > ' ')
      role--;
    role = role > 0 && run->bytes[role - 1] == ':' ? role - 1 : at;
  }
  bool shortened =
      role < at && run->bytes[at + 1] == '~'; /* :class:`~a.b`: shown without its path */
  ss_run_mark(run, role, shortened ? at + 2 : at + 1, SS_BYTE_SKIP);
  uint32_t open = close;
  while (open > at + 1 && run->bytes[close - 1] == '>' && run->bytes[open] != '<') open--;
  if (run->bytes[open] == '<') {
    while (open > at + 1 && run->bytes[open - 1] == ' ') open--;
    ss_run_mark(run, open, close, SS_BYTE_SKIP);
  }
  uint32_t end = close + 1;
  while (end < run->size && run->bytes[end] == '_' && end < close + 3) end++;
  ss_run_mark(run, close, end, SS_BYTE_SKIP);
  return end;
}

/* "[1]_", "[#note]_", "[CIT2002]_" */
static void footnote_marks(ss_run *run) {
  for (uint32_t at = 0; at < run->size; at++) {
    if (run->bytes[at] != '[' || run->use[at] != SS_BYTE_KEEP) continue;
    uint32_t close = ss_run_find(run, at + 1, ']', "[ \n");
    if (close != SS_NOWHERE && ss_run_has(run, close, "]_"))
      ss_run_mark(run, at, close + 2, SS_BYTE_SKIP);
  }
}

static void markup(ss_run *run) {
  ss_markup_code(run, '`', 2);
  for (uint32_t at = 0; at < run->size;) {
    if (run->bytes[at] == '\\' && run->use[at] == SS_BYTE_KEEP) {
      ss_run_mark(run, at, at + 1, SS_BYTE_SKIP);
      at += 2;
    } else if (run->bytes[at] == '`' && run->use[at] == SS_BYTE_KEEP) {
      at = one_interpreted(run, at);
    } else {
      at++;
    }
  }
  footnote_marks(run);
  ss_markup_emphasis(run, "*|", "*|");
}

/* ---- lines ---- */

typedef struct {
  ss_blocks *blocks;
  const char *text;
  ss_line line;
  uint32_t at, columns;
  bool skipping; /* lines indented deeper than `skip_columns`, blank ones between, are left out */
  uint32_t skip_columns;
  uint32_t item_columns; /* where the text of the open list item starts */
  bool literal_next;     /* "::": an indented block follows that is literal */
  bool table;            /* until a blank line after its last rule */
  char levels[8];        /* underlines in the order they came: heading levels */
  uint32_t level_count;
} rst;

static const char title_marks[] = "=-~^\"'`#*+.:_<>";

static uint32_t level_of(rst *doc, char mark) {
  for (uint32_t i = 0; i < doc->level_count; i++)
    if (doc->levels[i] == mark) return i + 1;
  if (doc->level_count < sizeof doc->levels) doc->levels[doc->level_count++] = mark;
  return doc->level_count;
}

/* A rule under a single line makes it a heading; a rule above one is dropped; alone it is a scene
 * break. */
static bool rule(rst *doc) {
  ss_blocks *blocks = doc->blocks;
  uint32_t size = ss_line_trimmed(doc->text, doc->at, doc->line.end) - doc->at;
  char mark = ss_line_rule(doc->text, &doc->line, title_marks, size > 3 ? size : 3);
  if (!mark) return false;
  bool under = blocks->pieces.count == 1 && blocks->kind == SS_BLOCK_PARAGRAPH;
  if (under) {
    blocks->kind = SS_BLOCK_HEADING;
    blocks->level = (uint8_t)level_of(doc, mark);
    ss_blocks_end(blocks);
    return true;
  }
  ss_line next = doc->line;
  bool over = ss_line_next(doc->text, blocks->size, &next) &&
              ss_line_ink(doc->text, next.start, next.end) < next.end;
  if (over)
    ss_blocks_end(blocks);
  else
    ss_blocks_gap(blocks);
  return true;
}

/* "+----+", "| a | b |", "==== ====" */
static bool table_line(rst *doc) {
  const char *text = doc->text;
  bool grid = ss_line_has(text, doc->at, doc->line.end, "+-") ||
              ss_line_has(text, doc->at, doc->line.end, "+=");
  bool spaced = ss_line_has(text, doc->at, doc->line.end, "==") &&
                ss_line_rule(text, &doc->line, "=", 4) &&
                ss_line_holds(text, doc->at, ss_line_trimmed(text, doc->at, doc->line.end), " ");
  if (grid || spaced) doc->table = true;
  if (doc->table) ss_blocks_end(doc->blocks);
  return doc->table;
}

static void skip_body(rst *doc) {
  ss_blocks_end(doc->blocks);
  doc->skipping = true;
  doc->skip_columns = doc->columns;
}

/* ".. name:: …", ".. comment", ".. _target:". Directives that hold prose let their body through. */
static bool directive(rst *doc) {
  static const char *const prose[] = {
      "note::",         "warning::",       "tip::",       "important::",  "hint::",
      "caution::",      "danger::",        "attention::", "admonition::", "epigraph::",
      "pull-quote::",   "highlights::",    "topic::",     "sidebar::",    "seealso::",
      "versionadded::", "versionchanged::"};
  if (!ss_line_has(doc->text, doc->at, doc->line.end, "..")) return false;
  if (doc->at + 2 < doc->line.end && doc->text[doc->at + 2] != ' ') return false;
  uint32_t name = ss_line_ink(doc->text, doc->at + 2, doc->line.end);
  for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
    if (!ss_line_has(doc->text, name, doc->line.end, prose[i])) continue;
    ss_blocks_end(doc->blocks);
    uint32_t from = name + (uint32_t)strlen(prose[i]);
    if (ss_line_ink(doc->text, from, doc->line.end) < doc->line.end)
      ss_blocks_start(doc->blocks, &doc->line, from, SS_BLOCK_PARAGRAPH, 0);
    return true;
  }
  skip_body(doc);
  return true;
}

/* ":Author: somebody" */
static bool field(const rst *doc) {
  if (doc->text[doc->at] != ':' || doc->blocks->pieces.count > 0) return false;
  for (uint32_t i = doc->at + 1; i + 1 < doc->line.end; i++) {
    if (doc->text[i] == '`') return false;
    if (doc->text[i] == ':') return doc->text[i + 1] == ' ';
  }
  return doc->at + 1 < doc->line.end &&
         doc->text[ss_line_trimmed(doc->text, doc->at, doc->line.end) - 1] == ':';
}

static bool list_item(rst *doc) {
  uint32_t number = 0;
  uint32_t size = ss_line_list_mark(doc->text, doc->at, doc->line.end, &number);
  if (size == 0 && ss_line_has(doc->text, doc->at, doc->line.end, "#. ")) size = 3;
  bool inside_text = doc->blocks->pieces.count > 0 && doc->blocks->kind != SS_BLOCK_ITEM;
  if (size == 0 || inside_text) return false;
  doc->item_columns = doc->columns + ss_line_columns(doc->text, doc->at, doc->at + size);
  ss_blocks_start(doc->blocks, &doc->line, doc->at + size, SS_BLOCK_ITEM, doc->columns / 2 + 1);
  return true;
}

/* Text before "::" is text and ends in ":"; the indented block after it is not. */
static void prose(rst *doc) {
  ss_blocks *blocks = doc->blocks;
  ss_line part = doc->line;
  uint32_t end = ss_line_trimmed(doc->text, doc->at, part.end);
  doc->literal_next = end - doc->at >= 2 && ss_line_has(doc->text, end - 2, end, "::");
  if (doc->literal_next) part.end = end - 1;
  bool open = blocks->pieces.count > 0;
  bool item = doc->item_columns > 0 && doc->columns >= doc->item_columns;
  bool line_block = ss_line_has(doc->text, doc->at, part.end, "| ");
  uint32_t from = line_block ? doc->at + 2 : doc->at;
  if (doc->literal_next && end - doc->at == 2) return;
  if (open)
    ss_blocks_text(blocks, &part, from, (ss_block_kind)blocks->kind, blocks->level);
  else if (item)
    ss_blocks_text(blocks, &part, from, SS_BLOCK_ITEM, 1);
  else if (doc->columns > 0)
    ss_blocks_text(blocks, &part, from, SS_BLOCK_QUOTED, 1);
  else
    ss_blocks_text(blocks, &part, from, SS_BLOCK_PARAGRAPH, 0);
  if (doc->columns == 0) doc->item_columns = 0;
}

static void blank(rst *doc) {
  ss_blocks_blank(doc->blocks);
  doc->table = false;
  if (doc->literal_next) {
    doc->skipping = true;
    doc->skip_columns = 0;
  }
  doc->literal_next = false;
}

static void read_line(rst *doc) {
  doc->at = ss_line_ink(doc->text, doc->line.start, doc->line.end);
  doc->columns = ss_line_columns(doc->text, doc->line.start, doc->at);
  if (doc->at == doc->line.end) {
    blank(doc);
    return;
  }
  if (doc->skipping && doc->columns > doc->skip_columns) return;
  doc->skipping = false;
  if (table_line(doc) || directive(doc) || rule(doc)) return;
  if (field(doc) || ss_line_has(doc->text, doc->at, doc->line.end, ">>> "))
    skip_body(doc);
  else if (!list_item(doc))
    prose(doc);
}

void ss_format_rst(ss_blocks *blocks) {
  rst doc = {.blocks = blocks, .text = blocks->cleaner.text};
  blocks->wrap = SS_WRAP_JOIN;
  blocks->markup = markup;
  while (!blocks->cleaner.failed && ss_line_next(doc.text, blocks->size, &doc.line))
    read_line(&doc);
  ss_blocks_end(blocks);
}
