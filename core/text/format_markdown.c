/* In: a Markdown document (CommonMark, with front matter, tables, footnotes and fenced divisions).
 * Out: its blocks. Promises to leave out code, tables, targets of links, reference definitions,
 * comments and tags. Table cells are no prose: they are left out rather than read as sentences. */
#include <string.h>

#include "text/block.h"

/* ---- inside a paragraph ---- */

static void escapes(ss_run *run) {
  for (uint32_t i = 0; i + 1 < run->size; i++) {
    if (run->bytes[i] != '\\' || run->use[i] != SS_BYTE_KEEP) continue;
    char next = run->bytes[i + 1];
    if (next == '\n' ||
        (next > 0x20 && next < 0x7F && strchr("\\`*_{}[]()#+-.!~|<>\"'$^@:", next))) {
      ss_run_mark(run, i, i + 1, SS_BYTE_SKIP);
      i++;
    }
  }
}

static bool is_escaped(const ss_run *run, uint32_t at) {
  return at > 0 && run->bytes[at - 1] == '\\' && run->use[at - 1] == SS_BYTE_SKIP;
}

/* End of "(target "title")" at `at`: the byte after ')', or SS_NOWHERE. Stops at brackets, so that
 * looks do not overlap. */
static uint32_t target_end(const ss_run *run, uint32_t at) {
  uint32_t depth = 0;
  for (uint32_t i = at; i < run->size; i++) {
    char c = run->bytes[i];
    if (c == '[' || c == ']') return SS_NOWHERE;
    if (c == '\\')
      i++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return i + 1;
  }
  return SS_NOWHERE;
}

/* The brackets [open, close] hold text, a footnote mark, a citation or the text of a link. */
static void one_bracket(ss_run *run, uint32_t open, uint32_t close) {
  char first = run->bytes[open + 1], next = close + 1 < run->size ? run->bytes[close + 1] : ' ';
  if (first == '^' || (first == '@' && next != '(')) {
    for (uint32_t i = open; i <= close; i++) run->use[i] = SS_BYTE_SKIP;
    return;
  }
  uint32_t end = SS_NOWHERE;
  if (next == '(') end = target_end(run, close + 1);
  if (next == '{') end = ss_run_find(run, close + 1, '}', "[]");
  if (next == '[') end = ss_run_find(run, close + 2, ']', "[");
  if (end == SS_NOWHERE) return;
  if (next != '(') end++;
  ss_run_mark(run, open, open + 1, SS_BYTE_SKIP);
  if (open > 0 && run->bytes[open - 1] == '!') ss_run_mark(run, open - 1, open, SS_BYTE_SKIP);
  for (uint32_t i = close; i < end; i++) run->use[i] = SS_BYTE_SKIP;
}

enum { BRACKET_DEPTH = 32 };

static void brackets(ss_run *run) {
  uint32_t open[BRACKET_DEPTH], depth = 0;
  for (uint32_t i = 0; i < run->size; i++) {
    if (run->use[i] != SS_BYTE_KEEP || is_escaped(run, i)) continue;
    if (run->bytes[i] == '[') {
      if (depth == BRACKET_DEPTH) memmove(open, open + 1, (--depth) * sizeof *open);
      open[depth++] = i;
    } else if (run->bytes[i] == ']' && depth > 0) {
      one_bracket(run, open[--depth], i);
    }
  }
}

/* Escaped marks are text to the passes after this one. */
static void hide_escaped(ss_run *run, ss_byte_use from, ss_byte_use to) {
  for (uint32_t i = 1; i < run->size; i++)
    if (run->use[i] == from && is_escaped(run, i)) run->use[i] = (uint8_t)to;
}

static void markup(ss_run *run) {
  ss_markup_code(run, '`', 1);
  escapes(run);
  ss_markup_tags(run);
  brackets(run);
  hide_escaped(run, SS_BYTE_KEEP, SS_BYTE_NAMED);
  ss_markup_emphasis(run, "*_~", "_~");
  hide_escaped(run, SS_BYTE_NAMED, SS_BYTE_KEEP);
  ss_markup_entities(run);
}

/* ---- lines ---- */

enum { LIST_DEPTH = 16 };

typedef struct {
  ss_blocks *blocks;
  const char *text;
  ss_line line;
  uint32_t at;      /* where the line's text starts, after quote marks and white space */
  uint32_t columns; /* of white space before it */
  uint32_t depth;   /* of quote marks */
  char fence;       /* inside fenced code: its mark */
  uint32_t fence_size;
  const char *skip_until;     /* inside a comment or raw HTML: what ends it */
  uint32_t lists[LIST_DEPTH]; /* columns where the text of each open list's items starts */
  uint32_t list_depth;
  bool table; /* rows follow */
} markdown;

static uint32_t run_of(const markdown *md, char mark) {
  return ss_line_run(md->text, md->at, md->line.end, mark);
}

/* Passes over '>' marks and white space. */
static void strip_quote_marks(markdown *md) {
  uint32_t from = md->line.start;
  md->depth = 0;
  while (true) {
    md->at = ss_line_ink(md->text, from, md->line.end);
    bool quoted = md->at < md->line.end && md->text[md->at] == '>' && md->at - from < 4;
    if (!quoted) break;
    md->depth++;
    from = md->at + 1;
    if (from < md->line.end && md->text[from] == ' ') from++;
  }
  md->columns = ss_line_columns(md->text, from, md->at);
}

/* ---- what is no text ---- */

static bool in_fence(markdown *md) {
  if (!md->fence) return false;
  uint32_t size = run_of(md, md->fence);
  bool closes =
      size >= md->fence_size && ss_line_ink(md->text, md->at + size, md->line.end) == md->line.end;
  if (closes) md->fence = 0;
  return true;
}

static bool opens_fence(markdown *md) {
  char mark = md->text[md->at];
  if (mark != '`' && mark != '~') return false;
  uint32_t size = run_of(md, mark);
  if (size < 3) return false;
  for (uint32_t i = md->at + size; mark == '`' && i < md->line.end; i++)
    if (md->text[i] == '`') return false;
  ss_blocks_end(md->blocks);
  md->fence = mark;
  md->fence_size = size;
  return true;
}

static bool line_holds(const markdown *md, const char *word) {
  return ss_line_holds(md->text, md->at, md->line.end, word);
}

static bool in_skipped(markdown *md) {
  if (!md->skip_until) return false;
  if (line_holds(md, md->skip_until)) md->skip_until = NULL;
  return true;
}

static bool opens_skipped(markdown *md) {
  static const char *const pairs[][2] = {{"<!--", "-->"},
                                         {"<script", "</script>"},
                                         {"<style", "</style>"},
                                         {"<pre", "</pre>"},
                                         {"$$", "$$"}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    if (!ss_line_has(md->text, md->at, md->line.end, pairs[i][0])) continue;
    uint32_t after = md->at + (uint32_t)strlen(pairs[i][0]);
    bool whole = ss_line_holds(md->text, after, md->line.end, pairs[i][1]);
    bool comment = pairs[i][0][1] == '!', formula = pairs[i][0][0] == '$';
    if (comment && whole) return false; /* text may follow: left to ss_markup_tags */
    if (formula && !whole && after < ss_line_trimmed(md->text, md->at, md->line.end)) return false;
    if (!whole) md->skip_until = pairs[i][1];
    ss_blocks_end(md->blocks);
    return true;
  }
  return false;
}

static bool is_indented_code(const markdown *md) {
  uint32_t list = md->list_depth ? md->lists[md->list_depth - 1] : 0;
  return md->blocks->pieces.count == 0 && md->columns >= list + 4;
}

/* "|---|:--:|": under the header of a table. */
static bool is_table_rule(const markdown *md) {
  bool pipe = false, dash = false;
  for (uint32_t i = md->at; i < md->line.end; i++) {
    if (!md->text[i] || !strchr("|-: \t+=", md->text[i])) return false;
    pipe |= md->text[i] == '|';
    dash |= md->text[i] == '-';
  }
  return pipe && dash;
}

static bool is_table_row(markdown *md) {
  bool rule = is_table_rule(md);
  if (rule && md->blocks->pieces.count > 0) md->blocks->pieces.count--; /* the header */
  bool piped = md->text[md->at] == '|' && ss_line_holds(md->text, md->at + 1, md->line.end, "|");
  bool row = piped || rule || (md->table && line_holds(md, "|"));
  if (row) ss_blocks_end(md->blocks);
  md->table = row;
  return row;
}

/* "[label]: target", not a footnote. */
static bool is_definition(const markdown *md) {
  if (md->text[md->at] != '[' || md->at + 1 >= md->line.end || md->text[md->at + 1] == '^')
    return false;
  for (uint32_t i = md->at + 1; i + 1 < md->line.end; i++)
    if (md->text[i] == ']')
      return md->text[i + 1] == ':' &&
             (md->blocks->pieces.count == 0 || md->blocks->kind != SS_BLOCK_PARAGRAPH);
  return false;
}

/* ---- blocks ---- */

static void add(markdown *md, uint32_t from, ss_block_kind kind, uint32_t level) {
  ss_blocks_text(md->blocks, &md->line, from, kind, level);
}

static bool atx_heading(markdown *md) {
  uint32_t level = run_of(md, '#'), from = md->at + level;
  if (level == 0 || level > 6 ||
      (from < md->line.end && md->text[from] != ' ' && md->text[from] != '\t'))
    return false;
  uint32_t end = ss_line_trimmed(md->text, from, md->line.end);
  if (end > from && md->text[end - 1] == '}') {
    uint32_t open = end;
    while (open > from && md->text[open - 1] != '{') open--;
    if (open > from) end = ss_line_trimmed(md->text, from, open - 1);
  }
  uint32_t hashes = end;
  while (hashes > from && md->text[hashes - 1] == '#') hashes--;
  if (hashes < end && (hashes == from || md->text[hashes - 1] == ' ')) end = hashes;
  ss_blocks_heading(md->blocks, &md->line, from, end, level);
  md->list_depth = 0;
  return true;
}

static bool setext_heading(markdown *md) {
  ss_line rest = md->line;
  rest.start = md->at;
  char mark = ss_line_rule(md->text, &rest, "=-", 2);
  if (!mark || md->blocks->pieces.count == 0 || md->blocks->kind != SS_BLOCK_PARAGRAPH)
    return false;
  if (run_of(md, mark) != ss_line_trimmed(md->text, md->at, md->line.end) - md->at) return false;
  md->blocks->kind = SS_BLOCK_HEADING;
  md->blocks->level = mark == '=' ? 1 : 2;
  ss_blocks_end(md->blocks);
  return true;
}

static bool is_rule(const markdown *md) {
  ss_line rest = md->line;
  rest.start = md->at;
  return ss_line_rule(md->text, &rest, "*-_", 3) != 0;
}

static void push_list(markdown *md, uint32_t columns) {
  while (md->list_depth > 0 && md->columns < md->lists[md->list_depth - 1]) md->list_depth--;
  if (md->list_depth < LIST_DEPTH) md->lists[md->list_depth++] = md->columns + columns;
}

static bool list_item(markdown *md) {
  uint32_t number = 0, end = md->line.end;
  uint32_t size = ss_line_list_mark(md->text, md->at, end, &number);
  bool inside_text = md->blocks->pieces.count > 0 && md->blocks->kind != SS_BLOCK_ITEM;
  if (size == 0 || (inside_text && number > 1)) return false;
  push_list(md, ss_line_columns(md->text, md->at, md->at + size));
  uint32_t from = md->at + size;
  bool box = ss_line_has(md->text, from, end, "[ ] ") || ss_line_has(md->text, from, end, "[x] ") ||
             ss_line_has(md->text, from, end, "[X] ");
  ss_blocks_start(md->blocks, &md->line, box ? from + 4 : from, SS_BLOCK_ITEM, md->list_depth);
  return true;
}

/* "[^1]: text" */
static bool footnote(markdown *md) {
  if (!ss_line_has(md->text, md->at, md->line.end, "[^")) return false;
  uint32_t i = md->at;
  while (i < md->line.end && md->text[i] != ']') i++;
  if (i + 1 >= md->line.end || md->text[i + 1] != ':') return false;
  ss_blocks_start(md->blocks, &md->line, i + 2, SS_BLOCK_PARAGRAPH, 0);
  return true;
}

static void prose(markdown *md) {
  ss_blocks *blocks = md->blocks;
  bool open = blocks->pieces.count > 0;
  while (!open && md->list_depth > 0 && md->columns < md->lists[md->list_depth - 1])
    md->list_depth--;
  bool lazy = open && md->depth == 0 && blocks->kind != SS_BLOCK_PARAGRAPH;
  if (lazy)
    add(md, md->at, (ss_block_kind)blocks->kind, blocks->level);
  else if (open && blocks->kind == SS_BLOCK_ITEM)
    add(md, md->at, SS_BLOCK_ITEM, blocks->level);
  else if (md->depth > 0)
    add(md, md->at, SS_BLOCK_QUOTED, md->depth);
  else if (md->list_depth > 0 && !open)
    add(md, md->at, SS_BLOCK_ITEM, md->list_depth);
  else
    add(md, md->at, SS_BLOCK_PARAGRAPH, 0);
}

/* "> …", ">", "> — Anna Bell": the line after a blank one of a quotation signs it, and belongs to
 * it. */
static bool is_signed_next(const markdown *md) {
  const uint32_t size = md->blocks->size;
  uint32_t i = md->line.next;
  if (md->depth == 0 || md->blocks->pieces.count == 0 || md->blocks->kind != SS_BLOCK_QUOTED)
    return false;
  while (i < size && (md->text[i] == '>' || md->text[i] == ' ' || md->text[i] == '\t')) i++;
  return i > md->line.next &&
         (ss_line_has(md->text, i, size, "\xE2\x80\x94") || /* em dash, en dash */
          ss_line_has(md->text, i, size, "\xE2\x80\x93") || ss_line_has(md->text, i, size, "-- "));
}

static void read_line(markdown *md) {
  strip_quote_marks(md);
  if (in_fence(md) || in_skipped(md)) return;
  if (md->at == md->line.end) {
    if (is_signed_next(md)) return;
    ss_blocks_blank(md->blocks);
    md->table = false;
    return;
  }
  if (is_indented_code(md) || opens_fence(md) || opens_skipped(md) || is_table_row(md) ||
      is_definition(md))
    return;
  if (ss_line_has(md->text, md->at, md->line.end, ":::")) {
    ss_blocks_end(md->blocks);
    return;
  }
  if (atx_heading(md) || setext_heading(md)) return;
  if (is_rule(md))
    ss_blocks_gap(md->blocks);
  else if (!footnote(md) && !list_item(md))
    prose(md);
}

/* ---- front matter ---- */

/* "---" … "---" or "+++" … "+++" at the very start: line is moved past it. */
static void skip_front_matter(const ss_blocks *blocks, ss_line *line) {
  const char *text = blocks->cleaner.text;
  ss_line next = *line;
  if (!ss_line_next(text, blocks->size, &next)) return;
  uint32_t start =
      ss_line_has(text, next.start, next.end, "\xEF\xBB\xBF") ? next.start + 3 : next.start;
  char mark = ss_line_has(text, start, next.end, "---")   ? '-'
              : ss_line_has(text, start, next.end, "+++") ? '+'
                                                          : 0;
  if (!mark || ss_line_trimmed(text, start, next.end) - start != 3) return;
  while (ss_line_next(text, blocks->size, &next)) {
    if (ss_line_trimmed(text, next.start, next.end) - next.start != 3) continue;
    bool dots = mark == '-' && ss_line_has(text, next.start, next.end, "...");
    if (!dots && !ss_line_has(text, next.start, next.end, mark == '-' ? "---" : "+++")) continue;
    *line = next;
    return;
  }
}

void ss_format_markdown(ss_blocks *blocks) {
  markdown md = {.blocks = blocks, .text = blocks->cleaner.text};
  blocks->wrap = SS_WRAP_JOIN;
  blocks->markup = markup;
  skip_front_matter(blocks, &md.line);
  while (!blocks->cleaner.failed && ss_line_next(md.text, blocks->size, &md.line)) read_line(&md);
  ss_blocks_end(blocks);
}
