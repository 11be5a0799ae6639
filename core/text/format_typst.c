/* In: a Typst document. Out: its blocks. Promises to leave out code, raw text, formulas, comments,
 * labels, references and the arguments in round brackets of function calls; their content in square
 * brackets is read. */
#include <string.h>

#include "text/block.h"

static bool is_name(char c) {
  return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

/* ---- inside a paragraph ---- */

enum { CONTENT_DEPTH = 32, ARGUMENT_REACH = 512 };

typedef struct {
  ss_run *run;
  bool content[CONTENT_DEPTH]; /* open square brackets: does the bracket belong to a call? */
  uint32_t depth;
  uint32_t expected; /* a square bracket here belongs to a call */
  uint32_t looked;   /* no round bracket that opens before this byte is closed in reach */
} typst_run;

/* "#name(arguments)" at `at`: gives where to go on; a '[' there is content. */
static uint32_t call(typst_run *typst, uint32_t at) {
  ss_run *run = typst->run;
  uint32_t end = at + 1;
  while (end < run->size && is_name(run->bytes[end])) end++;
  if (end == at + 1) return at + 1;
  if (run->bytes[end - 1] == '.') end--;
  if (end < run->size && run->bytes[end] == '(' && end >= typst->looked) {
    uint32_t close = ss_run_closing(run, end, '(', ')', ARGUMENT_REACH);
    if (close == SS_NOWHERE)
      typst->looked = end + ARGUMENT_REACH;
    else
      end = close + 1;
  }
  ss_run_mark(run, at, end, SS_BYTE_SKIP);
  typst->expected = end;
  return end;
}

static void bracket(typst_run *typst, uint32_t at) {
  bool opens = typst->run->bytes[at] == '[';
  bool called =
      opens ? typst->expected == at : typst->depth > 0 && typst->content[typst->depth - 1];
  if (called) ss_run_mark(typst->run, at, at + 1, SS_BYTE_SKIP);
  if (opens && typst->depth < CONTENT_DEPTH) typst->content[typst->depth++] = called;
  if (opens || typst->depth == 0) return;
  typst->depth--;
  if (called) typst->expected = at + 1;
}

/* "@reference", "<label>" */
static uint32_t reference(ss_run *run, uint32_t at) {
  uint32_t end = at + 1;
  while (end < run->size && (is_name(run->bytes[end]) || run->bytes[end] == ':')) end++;
  bool label = run->bytes[at] == '<';
  if (end == at + 1 || (label && (end == run->size || run->bytes[end] != '>'))) return at + 1;
  if (!label && run->bytes[end - 1] == '.') end--;
  ss_run_mark(run, at, label ? end + 1 : end, SS_BYTE_SKIP);
  return label ? end + 1 : end;
}

static uint32_t to_line_end(ss_run *run, uint32_t at) {
  uint32_t end = at;
  while (end < run->size && run->bytes[end] != '\n') end++;
  ss_run_mark(run, at, end, SS_BYTE_SKIP);
  return end;
}

static uint32_t one_byte(typst_run *typst, uint32_t at) {
  ss_run *run = typst->run;
  char c = run->bytes[at];
  if (c == '\\') {
    bool line_break =
        at + 1 >= run->size || run->bytes[at + 1] == ' ' || run->bytes[at + 1] == '\n';
    ss_run_mark(run, at, at + 1, line_break ? SS_BYTE_SPACE : SS_BYTE_SKIP);
    return at + 2;
  }
  if (c == '#') return call(typst, at);
  if (c == '@' && (at == 0 || !is_name(run->bytes[at - 1]))) return reference(run, at);
  if (c == '<') return reference(run, at);
  if (ss_run_has(run, at, "//") && (at == 0 || run->bytes[at - 1] != ':'))
    return to_line_end(run, at);
  if (c == '~') ss_run_mark(run, at, at + 1, SS_BYTE_SPACE);
  if (c == '[' || c == ']') bracket(typst, at);
  return at + 1;
}

static void formulas(ss_run *run) {
  for (uint32_t at = 0; at < run->size; at++) {
    if (run->bytes[at] == '\\')
      at++;
    else if (run->bytes[at] == '$') {
      uint32_t close = ss_run_find(run, at + 1, '$', "");
      if (close == SS_NOWHERE) return;
      ss_run_mark(run, at, close + 1, SS_BYTE_SPACE);
      at = close;
    }
  }
}

static void markup(ss_run *run) {
  typst_run typst = {.run = run, .expected = SS_NOWHERE};
  ss_markup_code(run, '`', 1);
  formulas(run);
  for (uint32_t at = 0; at < run->size;)
    at = run->use[at] == SS_BYTE_KEEP ? one_byte(&typst, at) : at + 1;
  ss_markup_emphasis(run, "*_", "*_");
}

/* ---- lines ---- */

typedef struct {
  ss_blocks *blocks;
  const char *text;
  ss_line line;
  uint32_t at;
  uint32_t fence; /* backticks that end a raw block; 0: outside */
  bool comment;   /* inside a block comment */
  uint32_t code;  /* brackets open in a statement that runs over lines */
} typst_lines;

/* Adds the brackets of the line that are left open; those in strings do not count. */
static void count_brackets(typst_lines *doc) {
  bool string = false;
  for (uint32_t i = doc->at; i < doc->line.end; i++) {
    char c = doc->text[i];
    if (c == '\\')
      i++;
    else if (c == '"')
      string = !string;
    else if (!string && (c == '(' || c == '{' || c == '['))
      doc->code++;
    else if (!string && (c == ')' || c == '}' || c == ']') && doc->code > 0)
      doc->code--;
  }
}

static bool in_skipped(typst_lines *doc) {
  uint32_t end = doc->line.end;
  if (doc->comment) {
    if (ss_line_holds(doc->text, doc->at, end, "*/")) doc->comment = false;
  } else if (doc->fence) {
    if (ss_line_run(doc->text, doc->at, end, '`') >= doc->fence) doc->fence = 0;
  } else if (doc->code) {
    count_brackets(doc);
  } else {
    return false;
  }
  return true;
}

static bool opens_skipped(typst_lines *doc) {
  static const char *const statements[] = {
      "#let ",    "#set ",  "#show",  "#import", "#include", "#pagebreak", "#bibliography",
      "#outline", "#image", "#table", "#grid",   "#v(",      "#h(",        "#line("};
  uint32_t end = doc->line.end, ticks = ss_line_run(doc->text, doc->at, end, '`');
  bool opens = ticks >= 3 && !ss_line_holds(doc->text, doc->at + ticks, end, "```");
  if (opens) doc->fence = ticks;
  if (ss_line_has(doc->text, doc->at, end, "/*")) {
    doc->comment = !ss_line_holds(doc->text, doc->at + 2, end, "*/");
    opens = true;
  }
  if (ss_line_has(doc->text, doc->at, end, "//")) return true;
  for (size_t i = 0; !opens && i < sizeof statements / sizeof *statements; i++) {
    if (!ss_line_has(doc->text, doc->at, end, statements[i])) continue;
    count_brackets(doc);
    opens = true;
  }
  if (opens) ss_blocks_end(doc->blocks);
  return opens;
}

static bool heading(typst_lines *doc) {
  uint32_t level = ss_line_run(doc->text, doc->at, doc->line.end, '='), from = doc->at + level;
  if (level == 0 || from >= doc->line.end || doc->text[from] != ' ') return false;
  ss_blocks_heading(doc->blocks, &doc->line, from, doc->line.end, level);
  return true;
}

/* "- ", "+ ", "1. ", "/ Term: " */
static bool list_item(typst_lines *doc) {
  uint32_t number = 0, columns = ss_line_columns(doc->text, doc->line.start, doc->at);
  uint32_t size =
      doc->text[doc->at] == '*' ? 0 : ss_line_list_mark(doc->text, doc->at, doc->line.end, &number);
  if (ss_line_has(doc->text, doc->at, doc->line.end, "/ ")) size = 2;
  if (size == 0) return false;
  ss_blocks_start(doc->blocks, &doc->line, doc->at + size, SS_BLOCK_ITEM, columns / 2 + 1);
  return true;
}

static void prose(typst_lines *doc) {
  ss_blocks *blocks = doc->blocks;
  bool quote = ss_line_has(doc->text, doc->at, doc->line.end, "#quote(block: true");
  bool inside =
      blocks->pieces.count > 0 && (blocks->kind == SS_BLOCK_QUOTED ||
                                   (blocks->kind == SS_BLOCK_ITEM && doc->at > doc->line.start));
  if (quote)
    ss_blocks_start(blocks, &doc->line, doc->at, SS_BLOCK_QUOTED, 1);
  else if (inside)
    ss_blocks_text(blocks, &doc->line, doc->at, (ss_block_kind)blocks->kind, blocks->level);
  else
    ss_blocks_text(blocks, &doc->line, doc->at, SS_BLOCK_PARAGRAPH, 0);
}

void ss_format_typst(ss_blocks *blocks) {
  typst_lines doc = {.blocks = blocks, .text = blocks->cleaner.text};
  blocks->wrap = SS_WRAP_JOIN;
  blocks->markup = markup;
  while (!blocks->cleaner.failed && ss_line_next(doc.text, blocks->size, &doc.line)) {
    doc.at = ss_line_ink(doc.text, doc.line.start, doc.line.end);
    if (in_skipped(&doc)) continue;
    if (doc.at == doc.line.end)
      ss_blocks_blank(blocks);
    else if (!opens_skipped(&doc) && !heading(&doc) && !list_item(&doc))
      prose(&doc);
  }
  ss_blocks_end(blocks);
}
