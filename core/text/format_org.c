/* In: an Org document. Out: its blocks. Promises to leave out source blocks, drawers, keywords,
 * comments, tables, planning lines, targets of links, =verbatim= and ~code~. */
#include <string.h>

#include "text/block.h"

/* ---- inside a paragraph ---- */

/* "[[target][text]]" keeps its text, "[[target]]" nothing, "[fn:1]" nothing. */
static uint32_t one_bracket(ss_run *run, uint32_t at) {
  if (ss_run_has(run, at, "[fn:")) {
    uint32_t close = ss_run_find(run, at + 1, ']', "[");
    if (close != SS_NOWHERE) ss_run_mark(run, at, close + 1, SS_BYTE_SKIP);
    return close == SS_NOWHERE ? at + 1 : close + 1;
  }
  if (!ss_run_has(run, at, "[[")) return at + 1;
  uint32_t close = ss_run_find(run, at + 2, ']', "[");
  if (close == SS_NOWHERE) return at + 2;
  if (ss_run_has(run, close, "]]")) {
    ss_run_mark(run, at, close + 2, SS_BYTE_SPACE);
    return close + 2;
  }
  uint32_t end = ss_run_has(run, close, "][") ? ss_run_find(run, close + 2, ']', "[") : SS_NOWHERE;
  if (end == SS_NOWHERE || !ss_run_has(run, end, "]]")) return close + 1;
  ss_run_mark(run, at, close + 2, SS_BYTE_SKIP);
  ss_run_mark(run, end, end + 2, SS_BYTE_SKIP);
  return close + 2;
}

static bool is_border(char c) {
  return c == ' ' || c == '\n' || strchr("-.,;:!?'\")}([{", c) != NULL;
}

/* "=verbatim=", "~code~": between borders, without line breaks inside. */
static uint32_t verbatim(ss_run *run, uint32_t at) {
  char mark = run->bytes[at];
  if ((at > 0 && !is_border(run->bytes[at - 1])) || at + 1 >= run->size ||
      run->bytes[at + 1] == ' ')
    return at + 1;
  char stops[] = {mark == '=' ? '~' : '=', '\n', '\0'};
  uint32_t close = ss_run_find(run, at + 1, mark, stops);
  if (close == SS_NOWHERE || (close + 1 < run->size && !is_border(run->bytes[close + 1])))
    return at + 1;
  ss_run_mark(run, at, close + 1, SS_BYTE_SPACE);
  return close + 1;
}

static void markup(ss_run *run) {
  for (uint32_t at = 0; at < run->size;) {
    char c = run->bytes[at];
    if (c == '[')
      at = one_bracket(run, at);
    else if (c == '=' || c == '~')
      at = verbatim(run, at);
    else
      at++;
  }
  ss_markup_emphasis(run, "*/_", "*/_");
}

/* ---- lines ---- */

typedef struct {
  ss_blocks *blocks;
  const char *text;
  ss_line line;
  uint32_t at;
  const char *skip_until; /* lower case; what ends the block or drawer that is left out */
  bool quoted;
  uint32_t item_columns; /* where the text of the open list item starts; 0: no list */
} org;

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* `word` (lower case) stands at the line's text, in any case. */
static bool says(const org *doc, const char *word) {
  uint32_t i = doc->at;
  for (; *word && i < doc->line.end && lower(doc->text[i]) == *word; word++) i++;
  return *word == '\0';
}

static bool keyword(org *doc) {
  static const char *const skipped[][2] = {
      {"#+begin_src", "#+end_src"},       {"#+begin_example", "#+end_example"},
      {"#+begin_export", "#+end_export"}, {"#+begin_comment", "#+end_comment"},
      {":properties:", ":end:"},          {":logbook:", ":end:"}};
  for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++) {
    if (!says(doc, skipped[i][0])) continue;
    ss_blocks_end(doc->blocks);
    doc->skip_until = skipped[i][1];
    return true;
  }
  if (says(doc, "#+begin_quote")) doc->quoted = true;
  if (says(doc, "#+end_quote")) doc->quoted = false;
  if (!says(doc, "#+")) return false;
  ss_blocks_end(doc->blocks);
  if (says(doc, "#+title:"))
    ss_blocks_heading(doc->blocks, &doc->line, doc->at + 8, doc->line.end, 1);
  return true;
}

static bool no_text(org *doc) {
  bool comment =
      doc->text[doc->at] == '#' && (doc->at + 1 == doc->line.end || doc->text[doc->at + 1] == ' ');
  bool fixed = says(doc, ": ");
  bool planned = says(doc, "scheduled: <") || says(doc, "deadline: <") || says(doc, "closed: [");
  if (!comment && !fixed && !planned && doc->text[doc->at] != '|') return false;
  if (!comment) ss_blocks_end(doc->blocks);
  return true;
}

/* "* TODO [#A] Title :tag:" */
static bool heading(org *doc) {
  uint32_t stars =
      doc->at == doc->line.start ? ss_line_run(doc->text, doc->at, doc->line.end, '*') : 0;
  uint32_t from = doc->at + stars, end = ss_line_trimmed(doc->text, from, doc->line.end);
  if (stars == 0 || from >= end || doc->text[from] != ' ') return false;
  from = ss_line_ink(doc->text, from, end);
  if (ss_line_has(doc->text, from, end, "TODO ") || ss_line_has(doc->text, from, end, "DONE "))
    from += 5;
  if (ss_line_has(doc->text, from, end, "[#") && from + 5 <= end) from += 5;
  if (end > from && doc->text[end - 1] == ':') {
    uint32_t tags = end;
    while (tags > from && doc->text[tags - 1] != ' ') tags--;
    if (tags > from && doc->text[tags] == ':') end = ss_line_trimmed(doc->text, from, tags);
  }
  ss_blocks_heading(doc->blocks, &doc->line, from, end, stars);
  doc->item_columns = 0;
  return true;
}

static bool list_item(org *doc, uint32_t columns) {
  uint32_t number = 0;
  uint32_t size = ss_line_list_mark(doc->text, doc->at, doc->line.end, &number);
  bool inside_text = doc->blocks->pieces.count > 0 && doc->blocks->kind != SS_BLOCK_ITEM;
  if (size == 0 || (inside_text && number > 1)) return false;
  uint32_t from = doc->at + size;
  if (ss_line_has(doc->text, from, doc->line.end, "[ ] ") ||
      ss_line_has(doc->text, from, doc->line.end, "[X] "))
    from += 4;
  doc->item_columns = columns + 1;
  ss_blocks_start(doc->blocks, &doc->line, from, SS_BLOCK_ITEM, columns / 2 + 1);
  return true;
}

/* "[fn:1] text" */
static uint32_t footnote_mark(const org *doc) {
  if (!ss_line_has(doc->text, doc->line.start, doc->line.end, "[fn:")) return 0;
  uint32_t i = doc->at;
  while (i < doc->line.end && doc->text[i] != ']') i++;
  return i < doc->line.end ? i + 1 : 0;
}

static void prose(org *doc, uint32_t columns) {
  ss_blocks *blocks = doc->blocks;
  uint32_t note = footnote_mark(doc);
  if (columns < doc->item_columns) doc->item_columns = 0;
  if (note)
    ss_blocks_start(blocks, &doc->line, note, SS_BLOCK_PARAGRAPH, 0);
  else if (doc->item_columns > 0)
    ss_blocks_text(blocks, &doc->line, doc->at, SS_BLOCK_ITEM,
                   blocks->kind == SS_BLOCK_ITEM ? blocks->level : 1);
  else if (doc->quoted)
    ss_blocks_text(blocks, &doc->line, doc->at, SS_BLOCK_QUOTED, 1);
  else
    ss_blocks_text(blocks, &doc->line, doc->at, SS_BLOCK_PARAGRAPH, 0);
}

static void read_line(org *doc) {
  doc->at = ss_line_ink(doc->text, doc->line.start, doc->line.end);
  uint32_t columns = ss_line_columns(doc->text, doc->line.start, doc->at);
  if (doc->skip_until) {
    if (says(doc, doc->skip_until)) doc->skip_until = NULL;
  } else if (doc->at == doc->line.end) {
    ss_blocks_blank(doc->blocks);
  } else if (ss_line_rule(doc->text, &doc->line, "-", 5)) {
    ss_blocks_gap(doc->blocks);
  } else if (!keyword(doc) && !no_text(doc) && !heading(doc) && !list_item(doc, columns)) {
    prose(doc, columns);
  }
}

void ss_format_org(ss_blocks *blocks) {
  org doc = {.blocks = blocks, .text = blocks->cleaner.text};
  blocks->wrap = SS_WRAP_JOIN;
  blocks->markup = markup;
  while (!blocks->cleaner.failed && ss_line_next(doc.text, blocks->size, &doc.line))
    read_line(&doc);
  ss_blocks_end(blocks);
}
