/* In: the lines of one group of plain text, and whether the document has paragraphs of one line.
 * Out: where paragraphs end. Promises linear time, and that the same lines are decided alike
 * wherever they stand in the document.
 *
 * Three signs. Room: where the next line's first word would have fitted, no program broke the line
 * there. Endings: a break in mid-sentence is no paragraph's end. Width: text with one paragraph a
 * line has lines wider than people wrap at. */
#include "text/block.h"
#include "text/unicode.h"

enum {
  WIDEST_WRAP = 128,   /* columns: a group with a wider line is not hard-wrapped */
  NARROWEST_WRAP = 40, /* columns: narrower groups are verse, addresses, lists of names */
  LONG_LINE_SHARE = 8, /* one line in so many is wider: the document has one paragraph a line */
  WRITTEN_SHARE = 4,   /* one line in so many may be wider than the wrapped ones around it */
  INDENT = 2,          /* columns that set off a first line */
  RAGGED = 14          /* columns left free that an edited or evenly filled paragraph may show */
};

static bool is_closer(uint32_t code) {
  return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x2019 ||
         code == 0x201D || code == 0xBB || code == 0x203A || code == '*' || code == '_';
}

/* Last code point before `end`, *end moves to its start; start < end. */
static uint32_t code_before(const char *text, uint32_t start, uint32_t *end) {
  uint32_t at = *end - 1;
  while (at > start && *end - at < 4 && ((unsigned char)text[at] & 0xC0) == 0x80) at--;
  size_t next = at;
  uint32_t code = ss_utf8_next(text, *end, &next);
  *end = at;
  return code;
}

static bool ends_in_quotation(const char *text, uint32_t start, uint32_t end) {
  while (end > start) {
    uint32_t code = code_before(text, start, &end);
    if (ss_char_class_of(code) == SS_CHAR_SPACE) continue;
    return code == '"' || code == '\'' || code == 0x2019 || code == 0x201D || code == 0xBB ||
           code == 0x203A;
  }
  return false;
}

bool ss_ends_sentence(const char *text, uint32_t start, uint32_t end) {
  while (end > start) {
    uint32_t code = code_before(text, start, &end);
    if (is_closer(code) || ss_char_class_of(code) == SS_CHAR_SPACE) continue;
    return code == '.' || code == '?' || code == '!' || code == ':' || code == ';' ||
           code == 0x2026;
  }
  return false;
}

static void look_at(const char *text, ss_piece *piece) {
  uint32_t columns = piece->indent, word = 0;
  bool spaced = false;
  for (uint32_t i = piece->line_start; i < piece->start; i++)
    columns += text[i] != ' ' && text[i] != '\t';
  for (size_t at = piece->start; at < piece->end;) {
    uint32_t code = ss_utf8_next(text, piece->end, &at);
    bool space = ss_char_class_of(code) == SS_CHAR_SPACE;
    columns++;
    if (space) spaced = true;
    if (!space && !spaced) word++;
    if (!space) piece->columns = columns, piece->one_word = !spaced;
  }
  piece->first_word = word;
  piece->ends = ss_ends_sentence(text, piece->start, piece->end);
  piece->quotes = ends_in_quotation(text, piece->start, piece->end);
  size_t at = piece->start;
  piece->runs_on =
      at < piece->end && ss_char_class_of(ss_utf8_next(text, piece->end, &at)) == SS_CHAR_LOWER;
}

/* ---- the group ---- */

typedef struct {
  uint32_t width;  /* columns of its widest line */
  bool long_lines; /* of the document */
  bool some_end;   /* paragraphs end inside the group for sure, so any room at the end of a sentence
                      is taken for one */
  bool most_end;   /* half of its lines or more: dialogue, one paragraph a line */
  bool indented;   /* first lines of paragraphs are */
  uint32_t least_indent;
} group_look;

/* A word wider than the lines stands alone on one: it says nothing about the width, unless all
 * lines are such words. Nor does a line that is being written into wrapped text. */
static uint32_t width_of(const ss_piece *pieces, uint32_t count) {
  uint32_t wrapped = 0, words = 0, wide = 0, wide_lines = 0;
  for (uint32_t i = 0; i < count; i++) {
    bool is_wide = pieces[i].columns > WIDEST_WRAP && !pieces[i].one_word;
    uint32_t *widest = pieces[i].one_word ? &words : is_wide ? &wide : &wrapped;
    if (pieces[i].columns > *widest) *widest = pieces[i].columns;
    wide_lines += is_wide;
  }
  if (wide_lines * WRITTEN_SHARE > count) return wide;
  return wrapped > 0 ? wrapped : words;
}

/* Columns left free at the end of the line after the next line's first word would have been put
 * there; negative: it does not fit. */
static int64_t room_left(const ss_piece *piece, uint32_t width) {
  return (int64_t)width - piece[0].columns - 1 - piece[1].first_word;
}

/* Lines that close a sentence with much room left: there a paragraph ends for sure. */
static uint32_t count_clear_ends(const ss_piece *pieces, uint32_t count, uint32_t width) {
  uint32_t clear = 0;
  for (uint32_t i = 0; i + 1 < count; i++)
    clear += pieces[i].ends && !pieces[i + 1].runs_on && room_left(&pieces[i], width) > RAGGED;
  return clear;
}

/* First lines are indented: some lines are, and they are not the lines after the first alone (a
 * hanging indent). */
static bool has_indented_starts(const ss_piece *pieces, uint32_t count, uint32_t *least) {
  uint32_t most = pieces[0].indent;
  bool hanging = pieces[0].indent < pieces[1].indent;
  *least = most;
  for (uint32_t i = 1; i < count; i++) {
    if (pieces[i].indent > most) most = pieces[i].indent;
    if (pieces[i].indent < *least) *least = pieces[i].indent;
    if (pieces[i].indent != pieces[1].indent) hanging = false;
  }
  return most >= *least + INDENT && !hanging;
}

static bool goes_on(const ss_piece *piece) { return piece[1].runs_on && !piece[0].ends; }

/* Does a paragraph end between the piece and the next? */
static bool is_break(const ss_piece *piece, const group_look *group) {
  if (group->indented && piece[1].indent >= group->least_indent + INDENT) return true;
  if (piece[1].runs_on && piece[0].quotes) return false;
  if (group->width > WIDEST_WRAP) return !goes_on(piece) || piece[0].columns < NARROWEST_WRAP;
  if (goes_on(piece)) return false;
  if (group->long_lines || group->width < NARROWEST_WRAP) return true;
  int64_t room = room_left(piece, group->width);
  if (room < 0) return piece[0].ends && group->most_end;
  return piece[0].ends ? group->some_end : room > RAGGED;
}

bool ss_has_long_lines(const char *text, uint32_t size) {
  uint32_t lines = 0, wide = 0;
  ss_line line = {0, 0, 0};
  while (ss_line_next(text, size, &line)) {
    lines += line.end > line.start;
    wide += line.end - line.start > WIDEST_WRAP &&
            ss_utf8_exceeds(text + line.start, line.end - line.start, WIDEST_WRAP);
  }
  return wide > 0 && wide >= lines / LONG_LINE_SHARE;
}

void ss_paragraphs_find(const char *text, ss_piece *pieces, uint32_t count, bool long_lines) {
  pieces[count - 1].last = true;
  if (count == 1) return;
  for (uint32_t i = 0; i < count; i++) look_at(text, &pieces[i]);
  group_look group = {.width = width_of(pieces, count), .long_lines = long_lines};
  uint32_t clear = count_clear_ends(pieces, count, group.width);
  group.some_end = clear > 0 || count == 2; /* two lines are too few to tell */
  group.most_end = clear > 0 && clear * 2 >= count - 1;
  group.indented = has_indented_starts(pieces, count, &group.least_indent);
  for (uint32_t i = 0; i + 1 < count; i++) pieces[i].last = is_break(&pieces[i], &group);
}
