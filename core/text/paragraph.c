/* In: the lines of one group of plain text. Out: where its paragraphs end. Promises to look at these lines only, in linear
 * time: the same lines are always decided alike.
 *
 * Three signs. Room: where the next line's first word would have fitted, no program broke the line there. Endings: a break
 * in mid-sentence is no paragraph's end. Width: text with one paragraph a line has lines wider than people wrap at. */
#include "text/block.h"
#include "text/unicode.h"

enum {
  WIDEST_WRAP = 128,   /* columns: a group with a wider line is not hard-wrapped */
  NARROWEST_WRAP = 40, /* columns: narrower groups are verse, addresses, lists of names */
  RAGGED = 8           /* columns left free that an edited or evenly filled paragraph may show */
};

/* What is known of one line. */
typedef struct {
  uint32_t columns;    /* from the line's start to its last ink, marks included */
  uint32_t first_word; /* columns */
  bool one_word;
  bool ends; /* a sentence or clause */
  bool runs_on; /* opens in lower case */
} line_look;

static bool is_closer(uint32_t code) {
  return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x2019 || code == 0x201D || code == 0xBB ||
         code == 0x203A || code == '*' || code == '_';
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

bool ss_ends_sentence(const char *text, uint32_t start, uint32_t end) {
  while (end > start) {
    uint32_t code = code_before(text, start, &end);
    if (is_closer(code) || ss_char_class_of(code) == SS_CHAR_SPACE) continue;
    return code == '.' || code == '?' || code == '!' || code == ':' || code == ';' || code == 0x2026;
  }
  return false;
}

static line_look look_at(const char *text, const ss_piece *piece) {
  line_look look = {0};
  uint32_t columns = piece->indent, word = 0;
  bool spaced = false;
  for (uint32_t i = piece->line_start; i < piece->start; i++) columns += text[i] != ' ' && text[i] != '\t';
  for (size_t at = piece->start; at < piece->end;) {
    uint32_t code = ss_utf8_next(text, piece->end, &at);
    bool space = ss_char_class_of(code) == SS_CHAR_SPACE;
    columns++;
    if (space) spaced = true;
    if (!space && !spaced) word++;
    if (!space) look.columns = columns, look.one_word = !spaced;
  }
  look.first_word = word;
  look.ends = ss_ends_sentence(text, piece->start, piece->end);
  size_t at = piece->start;
  look.runs_on = at < piece->end && ss_char_class_of(ss_utf8_next(text, piece->end, &at)) == SS_CHAR_LOWER;
  return look;
}

/* A word wider than the lines stands alone on one: it says nothing about the width. */
static uint32_t width_of(const char *text, const ss_piece *pieces, uint32_t count) {
  uint32_t width = 0;
  for (uint32_t i = 0; i < count; i++) {
    line_look look = look_at(text, &pieces[i]);
    if (!look.one_word && look.columns > width) width = look.columns;
  }
  return width;
}

/* Does a paragraph end between the two lines of a group `width` wide? */
static bool is_break(const line_look *line, const line_look *next, uint32_t width) {
  if (width > WIDEST_WRAP) return true;
  if (next->runs_on && !line->ends) return false;
  bool fits = line->columns + 1 + next->first_word <= width;
  if (!fits) return line->ends && width < NARROWEST_WRAP;
  uint32_t room = width - (line->columns + 1 + next->first_word);
  return line->ends || room > RAGGED;
}

void ss_paragraphs_find(const char *text, ss_piece *pieces, uint32_t count) {
  pieces[count - 1].last = true;
  if (count == 1) return;
  uint32_t width = width_of(text, pieces, count);
  line_look line = look_at(text, &pieces[0]);
  for (uint32_t i = 0; i + 1 < count; i++) {
    line_look next = look_at(text, &pieces[i + 1]);
    pieces[i].last = is_break(&line, &next, width);
    line = next;
  }
}
