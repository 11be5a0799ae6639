/* In: a LaTeX document. Out: its blocks. Promises to leave out the preamble, comments, formulas,
 * code, tables, figures and the arguments of commands that are not printed as text (labels,
 * citations, addresses, footnotes); all other arguments are read. */
#include <string.h>

#include "text/block.h"

static bool is_letter(char c) { return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '@'; }

static bool is_one_of(const char *const *words, const char *bytes, uint32_t size) {
  for (; *words; words++)
    if (strlen(*words) == size && memcmp(*words, bytes, size) == 0) return true;
  return false;
}

/* ---- inside a paragraph ---- */

static const char *const dropping[] = {/* commands whose arguments are not text */
                                       "cite",
                                       "citep",
                                       "citet",
                                       "parencite",
                                       "textcite",
                                       "autocite",
                                       "footcite",
                                       "citeauthor",
                                       "citeyear",
                                       "nocite",
                                       "ref",
                                       "eqref",
                                       "pageref",
                                       "autoref",
                                       "cref",
                                       "Cref",
                                       "label",
                                       "index",
                                       "footnote",
                                       "footnotetext",
                                       "footnotemark",
                                       "thanks",
                                       "url",
                                       "nolinkurl",
                                       "includegraphics",
                                       "input",
                                       "include",
                                       "hspace",
                                       "vspace",
                                       "bibliography",
                                       "bibliographystyle",
                                       "usepackage",
                                       "documentclass",
                                       "setlength",
                                       "setcounter",
                                       "addtocounter",
                                       "newcommand",
                                       "renewcommand",
                                       "def",
                                       "verb",
                                       "lstinline",
                                       "mintinline",
                                       "pagestyle",
                                       "thispagestyle",
                                       "color",
                                       "hyphenation",
                                       "phantom",
                                       "date",
                                       "begin",
                                       "end",
                                       "todo",
                                       "marginpar",
                                       "fontsize",
                                       "rule",
                                       NULL};
static const char *const spacing[] = {"par",   "newline", "linebreak", "quad", "qquad",
                                      "hfill", "newpage", "clearpage", NULL};
static const char *const quoting[] = {"enquote", "textquote", "say", NULL};
static const char *const emphasising[] = {"textbf", "textit", "emph", "textsc", "textsl",
                                          "bf",     "it",     "em",   NULL};

typedef enum { ARGUMENT_READ, ARGUMENT_DROPPED, ARGUMENT_QUOTED } argument;

enum { BRACE_DEPTH = 64 };

typedef struct {
  ss_run *run;
  struct {
    uint32_t start; /* of what goes with the braces */
    argument use;
  } open[BRACE_DEPTH];
  uint32_t depth;
  uint32_t dropped; /* open ones that are dropped: only the outermost is written */
  argument next;    /* use of braces that open at next_at */
  uint32_t next_at;
  bool once;       /* only the first argument is `next` */
  bool no_math[4]; /* this kind of formula is not closed further on */
} tex_run;

static void set_use(ss_run *run, uint32_t from, uint32_t to, ss_byte_use use) {
  memset(run->use + from, (int)use, to - from);
}

static void open_brace(tex_run *tex, uint32_t at) {
  argument use = tex->next_at == at ? tex->next : ARGUMENT_READ;
  ss_run_mark(tex->run, at, at + 1, use == ARGUMENT_QUOTED ? SS_BYTE_OPEN : SS_BYTE_SKIP);
  if (tex->depth == BRACE_DEPTH) return;
  tex->dropped += use == ARGUMENT_DROPPED;
  tex->open[tex->depth].start = at;
  tex->open[tex->depth++].use = use;
}

static void close_brace(tex_run *tex, uint32_t at) {
  argument use = tex->depth ? tex->open[tex->depth - 1].use : ARGUMENT_READ;
  ss_run_mark(tex->run, at, at + 1, use == ARGUMENT_QUOTED ? SS_BYTE_CLOSE : SS_BYTE_SKIP);
  if (tex->depth == 0) return;
  tex->depth--;
  if (use != ARGUMENT_DROPPED) return;
  if (--tex->dropped == 0) set_use(tex->run, tex->open[tex->depth].start, at + 1, SS_BYTE_SKIP);
  tex->next = tex->once ? ARGUMENT_READ : ARGUMENT_DROPPED;
  tex->next_at = at + 1;
}

/* "[…]" right after a command or an argument. */
static uint32_t skip_options(tex_run *tex, uint32_t at) {
  while (at < tex->run->size && tex->run->bytes[at] == '[') {
    uint32_t close = ss_run_find(tex->run, at + 1, ']', "[");
    if (close == SS_NOWHERE) return at;
    ss_run_mark(tex->run, at, close + 1, SS_BYTE_SKIP);
    at = close + 1;
  }
  return at;
}

/* A control word at `at`; gives where to go on. */
static uint32_t control_word(tex_run *tex, uint32_t at) {
  ss_run *run = tex->run;
  const char *name = run->bytes + at + 1;
  uint32_t end = at + 1, used = 0;
  while (end < run->size && is_letter(run->bytes[end])) end++;
  uint32_t size = end - at - 1;
  if (ss_markup_named(run->bytes + at, run->size - at, &used)) {
    ss_run_mark(run, at, end, SS_BYTE_NAMED);
    return end;
  }
  if (is_one_of(spacing, name, size)) {
    ss_run_mark(run, at, end, SS_BYTE_SPACE);
    return end;
  }
  if (end < run->size && run->bytes[end] == '*') end++;
  ss_run_mark(run, at, end, SS_BYTE_SKIP);
  if (is_one_of(emphasising, name, size))
    run->bold_lead |= at == 0 || (at == 1 && run->bytes[0] == '{');
  tex->once = size == 4 && memcmp(name, "href", 4) == 0;
  tex->next = tex->once || is_one_of(dropping, name, size) ? ARGUMENT_DROPPED
              : is_one_of(quoting, name, size)             ? ARGUMENT_QUOTED
                                                           : ARGUMENT_READ;
  tex->next_at = skip_options(tex, end);
  if (tex->next_at < run->size && run->bytes[tex->next_at] == ' ')
    ss_run_mark(run, tex->next_at, tex->next_at + 1, SS_BYTE_SKIP);
  return tex->next_at;
}

/* A formula from `at` to `close`: dropped; where it does not end its mark is text. */
static uint32_t formula(tex_run *tex, uint32_t at, const char *open, const char *close,
                        bool *none) {
  ss_run *run = tex->run;
  uint32_t from = at + (uint32_t)strlen(open);
  for (uint32_t i = from; !*none && i < run->size; i++) {
    if (run->bytes[i] == '\\' && close[0] != '\\')
      i++;
    else if (ss_run_has(run, i, close)) {
      uint32_t end = i + (uint32_t)strlen(close);
      ss_run_mark(run, at, end, SS_BYTE_SPACE);
      return end;
    }
  }
  *none = true;
  return from;
}

/* A backslash and what is no letter. */
static uint32_t control_sign(tex_run *tex, uint32_t at) {
  ss_run *run = tex->run;
  char sign = at + 1 < run->size ? run->bytes[at + 1] : '\n';
  if (sign == '(') return formula(tex, at, "\\(", "\\)", &tex->no_math[0]);
  if (sign == '[') return formula(tex, at, "\\[", "\\]", &tex->no_math[1]);
  if (strchr("\\,;: \n", sign)) {
    ss_run_mark(run, at, at + 2 < run->size ? at + 2 : run->size, SS_BYTE_SPACE);
    return sign == '\\' ? skip_options(tex, at + 2) : at + 2;
  }
  bool accent = strchr("'`^\"~=.-/!", sign) != NULL;
  ss_run_mark(run, at, accent ? at + 2 : at + 1, SS_BYTE_SKIP);
  return at + 2;
}

static uint32_t comment(tex_run *tex, uint32_t at) {
  uint32_t end = at;
  while (end < tex->run->size && tex->run->bytes[end] != '\n') end++;
  ss_run_mark(tex->run, at, end, SS_BYTE_SKIP);
  return end;
}

static void markup(ss_run *run) {
  tex_run tex = {.run = run, .next_at = SS_NOWHERE};
  uint32_t at = 0;
  if (run->size > 0 && run->bytes[0] == '[') { /* label of an \item: text, its brackets are not */
    uint32_t close = ss_run_find(run, 1, ']', "[");
    if (close != SS_NOWHERE)
      ss_run_mark(run, 0, 1, SS_BYTE_SKIP), ss_run_mark(run, close, close + 1, SS_BYTE_SKIP);
  }
  while (at < run->size) {
    char c = run->bytes[at];
    if (c == '\\')
      at = at + 1 < run->size && is_letter(run->bytes[at + 1]) ? control_word(&tex, at)
                                                               : control_sign(&tex, at);
    else if (c == '%')
      at = comment(&tex, at);
    else if (ss_run_has(run, at, "$$"))
      at = formula(&tex, at, "$$", "$$", &tex.no_math[2]);
    else if (c == '$')
      at = formula(&tex, at, "$", "$", &tex.no_math[3]);
    else {
      if (c == '{') open_brace(&tex, at);
      if (c == '}') close_brace(&tex, at);
      if (c == '~') ss_run_mark(run, at, at + 1, SS_BYTE_SPACE);
      at++;
    }
  }
}

/* ---- lines ---- */

static const char *const skipped[] = {"verbatim",  "Verbatim",    "lstlisting",      "minted",
                                      "tabular",   "tabularx",    "longtable",       "table",
                                      "figure",    "tikzpicture", "thebibliography", "comment",
                                      "algorithm", "algorithmic", "filecontents",    "wrapfigure",
                                      NULL};
static const char *const formulas[] = {"equation",    "align", "gather",  "multline", "eqnarray",
                                       "displaymath", "math",  "alignat", NULL};
static const char *const quotes[] = {"quote", "quotation",  "displayquote",
                                     "verse", "blockquote", NULL};
static const char *const lists[] = {"itemize", "enumerate", "description", NULL};
static const char *const sections[] = {"part",          "chapter",   "section", "subsection",
                                       "subsubsection", "paragraph", NULL};
static const uint8_t section_level[] = {1, 1, 1, 2, 3, 4};

enum { NAME_ROOM = 40 };

typedef struct {
  ss_blocks *blocks;
  const char *text;
  ss_line line;
  uint32_t at;                /* first ink */
  char skip_until[NAME_ROOM]; /* "\end{verbatim}", "\]"; empty: nothing is skipped */
  uint32_t quote_depth, list_depth;
} tex_lines;

static void skip_to(tex_lines *tex, const char *before, const char *name, uint32_t size,
                    const char *after, uint32_t from) {
  size_t head = strlen(before), tail = strlen(after);
  if (head + size + tail >= NAME_ROOM) return;
  memcpy(tex->skip_until, before, head);
  memcpy(tex->skip_until + head, name, size);
  memcpy(tex->skip_until + head + size, after, tail + 1);
  if (ss_line_holds(tex->text, from, tex->line.end, tex->skip_until)) tex->skip_until[0] = '\0';
}

static void text_from(tex_lines *tex, uint32_t from) {
  if (ss_line_ink(tex->text, from, tex->line.end) == tex->line.end) return;
  ss_block_kind kind = tex->list_depth    ? SS_BLOCK_ITEM
                       : tex->quote_depth ? SS_BLOCK_QUOTED
                                          : SS_BLOCK_PARAGRAPH;
  ss_blocks_text(tex->blocks, &tex->line, from, kind,
                 tex->list_depth ? tex->list_depth : tex->quote_depth);
}

/* "{name}" at `at`: the name without its star; gives the byte after '}', or 0. */
static uint32_t braced_name(const tex_lines *tex, uint32_t at, uint32_t *start, uint32_t *size) {
  if (at >= tex->line.end || tex->text[at] != '{') return 0;
  uint32_t end = at + 1;
  while (end < tex->line.end && tex->text[end] != '}') end++;
  if (end == tex->line.end) return 0;
  *start = at + 1;
  *size = end - at - 1;
  if (*size > 0 && tex->text[end - 1] == '*') --*size;
  return end + 1;
}

static uint32_t past_arguments(const tex_lines *tex, uint32_t at) {
  while (at < tex->line.end && (tex->text[at] == '[' || tex->text[at] == '{')) {
    char close = tex->text[at] == '[' ? ']' : '}';
    while (at < tex->line.end && tex->text[at] != close) at++;
    if (at < tex->line.end) at++;
  }
  return at;
}

static bool begins(tex_lines *tex) {
  uint32_t start, size;
  if (!ss_line_has(tex->text, tex->at, tex->line.end, "\\begin{")) return false;
  uint32_t end = braced_name(tex, tex->at + 6, &start, &size);
  if (end == 0) return false;
  const char *name = tex->text + start;
  bool formula_opens = is_one_of(formulas, name, size);
  if (formula_opens || is_one_of(skipped, name, size)) {
    if (!formula_opens) ss_blocks_end(tex->blocks);
    skip_to(tex, "\\end{", name, size, "", end);
    return true;
  }
  ss_blocks_end(tex->blocks);
  tex->quote_depth += is_one_of(quotes, name, size);
  tex->list_depth += is_one_of(lists, name, size);
  text_from(tex, past_arguments(tex, end));
  return true;
}

static bool ends(tex_lines *tex) {
  uint32_t start, size;
  if (!ss_line_has(tex->text, tex->at, tex->line.end, "\\end{")) return false;
  uint32_t end = braced_name(tex, tex->at + 4, &start, &size);
  if (end == 0) return false;
  ss_blocks_end(tex->blocks);
  if (is_one_of(quotes, tex->text + start, size) && tex->quote_depth > 0) tex->quote_depth--;
  if (is_one_of(lists, tex->text + start, size) && tex->list_depth > 0) tex->list_depth--;
  text_from(tex, end);
  return true;
}

/* The closing brace of the one at `at`, on this line; else the line's end. */
static uint32_t closing_brace(const tex_lines *tex, uint32_t at) {
  uint32_t depth = 0;
  for (uint32_t i = at; i < tex->line.end; i++) {
    if (tex->text[i] == '{') depth++;
    if (tex->text[i] == '}' && --depth == 0) return i;
  }
  return tex->line.end;
}

static bool heading(tex_lines *tex) {
  if (tex->text[tex->at] != '\\') return false;
  uint32_t end = tex->at + 1;
  while (end < tex->line.end && is_letter(tex->text[end])) end++;
  uint32_t which = 0, size = end - tex->at - 1;
  bool title = size == 5 && ss_line_has(tex->text, tex->at + 1, end, "title");
  while (!title && sections[which] &&
         !(strlen(sections[which]) == size &&
           ss_line_has(tex->text, tex->at + 1, end, sections[which])))
    which++;
  if (!title && !sections[which]) return false;
  if (end < tex->line.end && tex->text[end] == '*') end++;
  while (end < tex->line.end && tex->text[end] != '{') end++; /* past the short title in brackets */
  if (end == tex->line.end) return false;
  uint32_t close = closing_brace(tex, end);
  ss_blocks_heading(tex->blocks, &tex->line, end + 1, close, title ? 1 : section_level[which]);
  if (close < tex->line.end) text_from(tex, close + 1);
  return true;
}

static bool item(tex_lines *tex) {
  if (!ss_line_has(tex->text, tex->at, tex->line.end, "\\item")) return false;
  uint32_t from = tex->at + 5;
  if (from < tex->line.end && is_letter(tex->text[from])) return false;
  ss_blocks_start(tex->blocks, &tex->line, from, SS_BLOCK_ITEM,
                  tex->list_depth ? tex->list_depth : 1);
  return true;
}

static bool display(tex_lines *tex) {
  bool bracket = ss_line_has(tex->text, tex->at, tex->line.end, "\\[");
  if (!bracket && !ss_line_has(tex->text, tex->at, tex->line.end, "$$")) return false;
  skip_to(tex, bracket ? "\\]" : "$$", "", 0, "", tex->at + 2);
  return true;
}

static void read_line(tex_lines *tex) {
  tex->at = ss_line_ink(tex->text, tex->line.start, tex->line.end);
  if (tex->skip_until[0]) {
    if (ss_line_holds(tex->text, tex->at, tex->line.end, tex->skip_until))
      tex->skip_until[0] = '\0';
  } else if (tex->at == tex->line.end) {
    ss_blocks_blank(tex->blocks);
  } else if (tex->text[tex->at] != '%' && !begins(tex) && !ends(tex) && !heading(tex) &&
             !item(tex) && !display(tex)) {
    text_from(tex, tex->at);
  }
}

/* Reads the title from the preamble, if there is one, and moves past it. */
static void preamble(tex_lines *tex) {
  ss_line line = tex->line;
  while (ss_line_next(tex->text, tex->blocks->size, &line)) {
    if (!ss_line_has(tex->text, ss_line_ink(tex->text, line.start, line.end), line.end,
                     "\\begin{document}"))
      continue;
    ss_line title = tex->line;
    while (ss_line_next(tex->text, line.start, &title)) {
      tex->line = title;
      tex->at = ss_line_ink(tex->text, title.start, title.end);
      if (ss_line_has(tex->text, tex->at, title.end, "\\title")) heading(tex);
    }
    ss_blocks_end(tex->blocks);
    tex->line = line;
    return;
  }
}

void ss_format_tex(ss_blocks *blocks) {
  tex_lines tex = {.blocks = blocks, .text = blocks->cleaner.text};
  blocks->wrap = SS_WRAP_JOIN;
  blocks->markup = markup;
  preamble(&tex);
  while (!blocks->cleaner.failed && ss_line_next(tex.text, blocks->size, &tex.line)) {
    if (ss_line_has(tex.text, tex.line.start, tex.line.end, "\\end{document}")) break;
    read_line(&tex);
  }
  ss_blocks_end(blocks);
}
