/* In: an AsciiDoc document. Out: its blocks. Promises to leave out listings, literal and
 * pass-through blocks, comments, attributes, macros without text, tables, and the targets of links.
 */
#include <string.h>

#include "text/block.h"

/* ---- inside a paragraph ---- */

/* Start of the address or macro name that ends before the bracket at `at`; `at` when there is none.
 */
static uint32_t target_start(const ss_run *run, uint32_t at, uint32_t least) {
  uint32_t from = at;
  while (from > least && (unsigned char)run->bytes[from - 1] > ' ' &&
         !strchr("[]()\"<>", run->bytes[from - 1]))
    from--;
  for (uint32_t i = from; i < at; i++)
    if (run->bytes[i] == ':') return from;
  return at;
}

/* "https://x[text]", "link:x[text]", "xref:x[text]" keep their text, "image:x[]", "footnote:[…]"
 * nothing. */
static uint32_t one_macro(ss_run *run, uint32_t at, uint32_t least) {
  uint32_t close = ss_run_find(run, at + 1, ']', "["), from = target_start(run, at, least);
  if (from == at || close == SS_NOWHERE) return at + 1;
  bool dropped = ss_run_has(run, from, "footnote:") || ss_run_has(run, from, "image:") ||
                 ss_run_has(run, from, "kbd:") || ss_run_has(run, from, "stem:") ||
                 ss_run_has(run, from, "indexterm:") || ss_run_has(run, from, "pass:");
  ss_run_mark(run, from, dropped ? close + 1 : at + 1, SS_BYTE_SKIP);
  ss_run_mark(run, close, close + 1, SS_BYTE_SKIP);
  return close + 1;
}

/* "<<id,text>>" keeps its text. */
static uint32_t cross_reference(ss_run *run, uint32_t at) {
  uint32_t close = ss_run_find(run, at + 2, '>', "<");
  if (close == SS_NOWHERE || !ss_run_has(run, close, ">>")) return at + 2;
  uint32_t comma = at + 2;
  while (comma < close && run->bytes[comma] != ',') comma++;
  ss_run_mark(run, at, comma < close ? comma + 1 : close, SS_BYTE_SKIP);
  ss_run_mark(run, close, close + 2, SS_BYTE_SKIP);
  return close + 2;
}

/* "\"`" and "`\"" are curved quotation marks: the backtick goes, the mark stays. */
static void curved_marks(ss_run *run) {
  for (uint32_t i = 0; i + 1 < run->size; i++) {
    char a = run->bytes[i], b = run->bytes[i + 1];
    if ((a == '"' || a == '\'') && b == '`') ss_run_mark(run, i + 1, i + 2, SS_BYTE_SKIP);
    if (a == '`' && (b == '"' || b == '\'')) ss_run_mark(run, i, i + 1, SS_BYTE_SKIP);
  }
}

/* Code without its curved marks: a span of backticks that are still text. */
static void code(ss_run *run) {
  uint32_t open = SS_NOWHERE;
  for (uint32_t i = 0; i < run->size; i++) {
    if (run->bytes[i] != '`' || run->use[i] != SS_BYTE_KEEP) continue;
    if (open != SS_NOWHERE) ss_run_mark(run, open, i + 1, SS_BYTE_SPACE);
    open = open == SS_NOWHERE ? i : SS_NOWHERE;
  }
}

static void markup(ss_run *run) {
  curved_marks(run);
  code(run);
  for (uint32_t at = 0, least = 0; at < run->size;) {
    uint32_t next = at + 1;
    if (run->use[at] != SS_BYTE_KEEP)
      next = at + 1;
    else if (run->bytes[at] == '[')
      least = next = one_macro(run, at, least);
    else if (ss_run_has(run, at, "<<"))
      least = next = cross_reference(run, at);
    else if (run->bytes[at] == '{') {
      uint32_t close = ss_run_find(run, at + 1, '}', "{ \n");
      if (close != SS_NOWHERE) ss_run_mark(run, at, close + 1, SS_BYTE_SKIP);
    } else if (ss_run_has(run, at, " +\n"))
      ss_run_mark(run, at, at + 2, SS_BYTE_SPACE);
    at = next;
  }
  ss_markup_emphasis(run, "*_#", "*_#");
  ss_markup_entities(run);
}

/* ---- lines ---- */

typedef struct {
  ss_blocks *blocks;
  const char *text;
  ss_line line;
  uint32_t at;
  char fence[8];       /* inside a block that is left out: the first bytes of its delimiter */
  uint32_t fence_size; /* of the whole delimiter line; 0: outside */
  bool quoted;
  bool open_quote; /* [quote] stands before: the next paragraph is one */
  bool header;     /* at the top: title, author, attributes */
} asciidoc;

static bool same_delimiter(const asciidoc *doc, uint32_t size) {
  return size == doc->fence_size && doc->text[doc->line.start] == doc->fence[0];
}

/* "----", "....", "++++", "////", "|===" leave out; "____" quotes; "====", "****", "--" let
 * through. */
static bool delimiter(asciidoc *doc) {
  uint32_t size = ss_line_trimmed(doc->text, doc->line.start, doc->line.end) - doc->line.start;
  if (doc->fence_size) {
    if (same_delimiter(doc, size)) doc->fence_size = 0;
    return true;
  }
  char mark = ss_line_rule(doc->text, &doc->line, "-.+/_=*", size == 2 ? 2 : 4);
  bool table = ss_line_has(doc->text, doc->line.start, doc->line.end, "|===");
  bool fenced = ss_line_has(doc->text, doc->line.start, doc->line.end, "```");
  if ((!mark && !table && !fenced) || (size == 2 && mark != '-')) return false;
  ss_blocks_end(doc->blocks);
  if (mark == '_') doc->quoted = !doc->quoted;
  bool dropped = table || fenced || (size >= 4 && strchr("-.+/", mark));
  if (dropped) {
    doc->fence_size = fenced ? 3 : size;
    doc->fence[0] = doc->text[doc->line.start];
  }
  return true;
}

static bool no_text(asciidoc *doc) {
  const char *text = doc->text;
  uint32_t at = doc->at, end = ss_line_trimmed(text, at, doc->line.end);
  if (ss_line_has(text, at, end, "//")) return true;
  bool attribute =
      text[at] == ':' && ss_line_holds(text, at + 2, end, ":") && doc->blocks->pieces.count == 0;
  bool list = text[at] == '[' && text[end - 1] == ']' && doc->blocks->pieces.count == 0;
  bool macro = ss_line_holds(text, at, end, "::") && text[end - 1] == ']';
  if (list) doc->open_quote = ss_line_has(text, at, end, "[quote");
  if (attribute || list || macro) ss_blocks_end(doc->blocks);
  return attribute || list || macro;
}

static bool heading(asciidoc *doc) {
  uint32_t level = ss_line_run(doc->text, doc->at, doc->line.end, '=');
  uint32_t from = doc->at + level;
  if (level == 0 || level > 6 || from >= doc->line.end || doc->text[from] != ' ') return false;
  ss_blocks_heading(doc->blocks, &doc->line, from, doc->line.end, level);
  return true;
}

/* "* ", "** ", ". ", "- ", "1. " */
static bool list_item(asciidoc *doc) {
  uint32_t number = 0, level = 1;
  uint32_t size = ss_line_list_mark(doc->text, doc->at, doc->line.end, &number);
  char mark = doc->text[doc->at];
  if (size == 0 && (mark == '*' || mark == '.')) {
    level = ss_line_run(doc->text, doc->at, doc->line.end, mark);
    uint32_t from = doc->at + level;
    if (level <= 5 && from < doc->line.end && doc->text[from] == ' ') size = level + 1;
  }
  bool inside_text = doc->blocks->pieces.count > 0 && doc->blocks->kind != SS_BLOCK_ITEM;
  if (size == 0 || inside_text) return false;
  ss_blocks_start(doc->blocks, &doc->line, doc->at + size, SS_BLOCK_ITEM, level);
  return true;
}

static void prose(asciidoc *doc) {
  ss_blocks *blocks = doc->blocks;
  bool title = doc->text[doc->at] == '.' && doc->at + 1 < doc->line.end &&
               doc->text[doc->at + 1] != '.' && blocks->pieces.count == 0;
  bool literal = blocks->pieces.count == 0 && doc->at > doc->line.start;
  if (ss_line_trimmed(doc->text, doc->at, doc->line.end) - doc->at == 1 &&
      doc->text[doc->at] == '+')
    ss_blocks_end(blocks);
  else if (title)
    ss_blocks_start(blocks, &doc->line, doc->at + 1, SS_BLOCK_PARAGRAPH, 0), ss_blocks_end(blocks);
  else if (literal)
    return;
  else if (blocks->pieces.count > 0)
    ss_blocks_text(blocks, &doc->line, doc->at, (ss_block_kind)blocks->kind, blocks->level);
  else if (doc->quoted || doc->open_quote)
    ss_blocks_text(blocks, &doc->line, doc->at, SS_BLOCK_QUOTED, 1);
  else
    ss_blocks_text(blocks, &doc->line, doc->at, SS_BLOCK_PARAGRAPH, 0);
  doc->open_quote = false;
}

static void read_line(asciidoc *doc) {
  doc->at = ss_line_ink(doc->text, doc->line.start, doc->line.end);
  if (delimiter(doc)) return;
  if (doc->at == doc->line.end)
    ss_blocks_blank(doc->blocks);
  else if (ss_line_rule(doc->text, &doc->line, "'", 3))
    ss_blocks_gap(doc->blocks);
  else if (!no_text(doc) && !heading(doc) && !list_item(doc))
    prose(doc);
}

void ss_format_asciidoc(ss_blocks *blocks) {
  asciidoc doc = {.blocks = blocks, .text = blocks->cleaner.text};
  blocks->wrap = SS_WRAP_JOIN;
  blocks->markup = markup;
  while (!blocks->cleaner.failed && ss_line_next(doc.text, blocks->size, &doc.line))
    read_line(&doc);
  ss_blocks_end(blocks);
}
