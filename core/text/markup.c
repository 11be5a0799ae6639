/* In: a paragraph with markup. Out: which of its bytes are text. Promises linear time: stacks are
 * short, and looks ahead either do not overlap or are not repeated once they failed. */
#include "text/markup.h"

#include <string.h>

#include "text/unicode.h"

/* ---- bytes ---- */

void ss_run_mark(ss_run *run, uint32_t from, uint32_t to, ss_byte_use use) {
  for (uint32_t i = from; i < to; i++)
    if (run->use[i] == SS_BYTE_KEEP) run->use[i] = (uint8_t)use;
}

bool ss_run_has(const ss_run *run, uint32_t at, const char *word) {
  size_t size = strlen(word);
  return at <= run->size && run->size - at >= size && memcmp(run->bytes + at, word, size) == 0;
}

uint32_t ss_run_find(const ss_run *run, uint32_t from, char c, const char *stops) {
  for (uint32_t i = from; i < run->size; i++) {
    if (run->bytes[i] == c) return i;
    if (run->bytes[i] && strchr(stops, run->bytes[i])) return SS_NOWHERE;
  }
  return SS_NOWHERE;
}

uint32_t ss_run_closing(const ss_run *run, uint32_t at, char open, char close, uint32_t reach) {
  uint32_t depth = 0;
  for (uint32_t i = at; i < run->size && i - at <= reach; i++) {
    if (run->bytes[i] == '\\')
      i++;
    else if (run->bytes[i] == open)
      depth++;
    else if (run->bytes[i] == close && --depth == 0)
      return i;
  }
  return SS_NOWHERE;
}

/* ---- emphasis ---- */

enum { EMPHASIS_DEPTH = 32 }; /* open marks remembered; an older one is then text */

typedef struct {
  uint32_t at, count;
  char mark;
} opener;

typedef struct {
  ss_run *run;
  const char *tight;
  opener open[EMPHASIS_DEPTH];
  uint32_t depth;
} emphasis;

typedef enum { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_WORD } side;

static side side_of(uint32_t code) {
  ss_char_class c = ss_char_class_of(code);
  if (c == SS_CHAR_SPACE) return SIDE_SPACE;
  return c == SS_CHAR_PUNCTUATION || c == SS_CHAR_SYMBOL ? SIDE_PUNCTUATION : SIDE_WORD;
}

static side side_before(const ss_run *run, uint32_t at) {
  if (at == 0) return SIDE_SPACE;
  uint32_t from = at - 1;
  while (from > 0 && at - from < 4 && ((unsigned char)run->bytes[from] & 0xC0) == 0x80) from--;
  size_t next = from;
  return side_of(ss_utf8_next(run->bytes, at, &next));
}

static side side_after(const ss_run *run, uint32_t at) {
  size_t next = at;
  return at >= run->size ? SIDE_SPACE : side_of(ss_utf8_next(run->bytes, run->size, &next));
}

/* One past the last byte that is no space. */
static uint32_t run_ink(const ss_run *run) {
  uint32_t size = run->size;
  while (size && (run->bytes[size - 1] == ' ' || run->bytes[size - 1] == '\n')) size--;
  return size;
}

/* Pairs the run of marks [at, at + count) with open ones; gives how many of its marks are left. */
static uint32_t close_marks(emphasis *state, char mark, uint32_t at, uint32_t count) {
  for (uint32_t i = state->depth; i-- > 0 && count > 0;) {
    opener *open = &state->open[i];
    if (open->mark != mark) continue;
    uint32_t pairs = open->count < count ? open->count : count;
    if (open->at + open->count - pairs == 0) {
      state->run->bold_lead = true;
      if (at + pairs == run_ink(state->run)) state->run->marks = (uint8_t)(pairs > 2 ? 2 : pairs);
      else if (pairs > 1 && state->run->bytes[at - 1] == '?')
        state->run->asked = at + pairs;
    }
    ss_run_mark(state->run, open->at + open->count - pairs, open->at + open->count, SS_BYTE_SKIP);
    ss_run_mark(state->run, at, at + pairs, SS_BYTE_SKIP);
    open->count -= pairs;
    count -= pairs;
    at += pairs;
    state->depth = open->count ? i + 1 : i;
  }
  return count;
}

static void one_mark_run(emphasis *state, uint32_t at, uint32_t count) {
  char mark = state->run->bytes[at];
  side before = side_before(state->run, at), after = side_after(state->run, at + count);
  bool opens = after != SIDE_SPACE && (after == SIDE_WORD || before != SIDE_WORD);
  bool closes = before != SIDE_SPACE && (before == SIDE_WORD || after != SIDE_WORD);
  if (strchr(state->tight, mark)) {
    opens = opens && before != SIDE_WORD;
    closes = closes && after != SIDE_WORD;
  }
  uint32_t left = closes ? close_marks(state, mark, at, count) : count;
  if (!opens || left == 0 || state->depth == EMPHASIS_DEPTH) return;
  state->open[state->depth++] = (opener){at + count - left, left, mark};
}

void ss_markup_emphasis(ss_run *run, const char *marks, const char *tight) {
  emphasis state = {.run = run, .tight = tight};
  for (uint32_t at = 0; at < run->size;) {
    char c = run->bytes[at];
    uint32_t end = at + 1;
    if (c && run->use[at] == SS_BYTE_KEEP && strchr(marks, c)) {
      while (end < run->size && run->bytes[end] == c && run->use[end] == SS_BYTE_KEEP) end++;
      one_mark_run(&state, at, end - at);
    }
    at = end;
  }
}

/* ---- code ---- */

enum { LONGEST_FENCE = 32 };

static uint32_t length_of_marks(const ss_run *run, uint32_t at, char mark) {
  uint32_t end = at;
  while (end < run->size && run->bytes[end] == mark) end++;
  return end - at;
}

static uint32_t closing_fence(const ss_run *run, uint32_t from, char mark, uint32_t length) {
  for (uint32_t at = from; at < run->size;) {
    uint32_t found = length_of_marks(run, at, mark);
    if (found == length) return at;
    at += found ? found : 1;
  }
  return SS_NOWHERE;
}

void ss_markup_code(ss_run *run, char mark, uint32_t shortest) {
  bool none_left[LONGEST_FENCE + 1] = {false}; /* no fence of this length stands further on */
  for (uint32_t at = 0; at < run->size;) {
    uint32_t length = run->use[at] == SS_BYTE_KEEP ? length_of_marks(run, at, mark) : 0;
    if (length >= shortest && length > 0 && length <= LONGEST_FENCE && !none_left[length]) {
      uint32_t close = closing_fence(run, at + length, mark, length);
      none_left[length] = close == SS_NOWHERE;
      if (close != SS_NOWHERE) {
        ss_run_mark(run, at, close + length, SS_BYTE_SPACE);
        at = close;
      }
    }
    at += length ? length : 1;
  }
}

/* ---- HTML ---- */

static const struct {
  const char *name;
  uint32_t code;
} names[] = {
    {"&quot;", '"'},
    {"&apos;", '\''},
    {"&amp;", '&'},
    {"&lt;", '<'},
    {"&gt;", '>'},
    {"&nbsp;", ' '},
    {"&ldquo;", 0x201C},
    {"&rdquo;", 0x201D},
    {"&lsquo;", 0x2018},
    {"&rsquo;", 0x2019},
    {"&bdquo;", 0x201E},
    {"&sbquo;", 0x201A},
    {"&laquo;", 0xAB},
    {"&raquo;", 0xBB},
    {"&lsaquo;", 0x2039},
    {"&rsaquo;", 0x203A},
    {"&mdash;", 0x2014},
    {"&ndash;", 0x2013},
    {"&hellip;", 0x2026},
    {"&eacute;", 0xE9},
    {"&aacute;", 0xE1},
    {"&iacute;", 0xED},
    {"&oacute;", 0xF3},
    {"&uacute;", 0xFA},
    {"&egrave;", 0xE8},
    {"&agrave;", 0xE0},
    {"&ccedil;", 0xE7},
    {"&ntilde;", 0xF1},
    {"&auml;", 0xE4},
    {"&ouml;", 0xF6},
    {"&uuml;", 0xFC},
    {"&szlig;", 0xDF},
    {"&pound;", 0xA3},
    {"&euro;", 0x20AC},
    {"\\ldots", 0x2026},
    {"\\dots", 0x2026},
    {"\\textellipsis", 0x2026},
    {"\\textquotedblleft", 0x201C},
    {"\\textquotedblright", 0x201D},
    {"\\textquoteleft", 0x2018},
    {"\\textquoteright", 0x2019},
    {"\\guillemotleft", 0xAB},
    {"\\guillemotright", 0xBB},
    {"\\og", 0xAB},
    {"\\fg", 0xBB},
    {"\\glqq", 0x201E},
    {"\\grqq", 0x201C},
    {"\\textemdash", 0x2014},
    {"\\textendash", 0x2013},
    {"\\ss", 0xDF},
    {"\\ae", 0xE6},
    {"\\oe", 0x153},
    {"\\aa", 0xE5},
    {"\\o", 0xF8},
    {"\\l", 0x142},
    {"\\O", 0xD8},
    {"\\L", 0x141},
    {"\\i", 'i'},
};

enum { LONGEST_NAME = 20 };

/* "&#8220;" "&#x201C;" */
static uint32_t numeric_entity(const char *bytes, uint32_t size) {
  uint32_t at = 2, code = 0;
  bool hex = size > 2 && (bytes[2] | 32) == 'x';
  if (hex) at++;
  for (; at + 1 < size; at++) {
    char c = bytes[at];
    uint32_t digit = c >= '0' && c <= '9'                        ? (uint32_t)(c - '0')
                     : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                                 : 99;
    if (digit == 99) return 0;
    code = code * (hex ? 16 : 10) + digit;
    if (code > 0x10FFFF) return 0;
  }
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000) ? 0
                                                                                           : code;
}

uint32_t ss_markup_named(const char *bytes, uint32_t size, uint32_t *used) {
  uint32_t end = 1;
  if (bytes[0] == '&') {
    while (end < size && end < LONGEST_NAME && bytes[end] != ';') end++;
    if (end >= size || bytes[end] != ';') return 0;
    end++;
  } else {
    while (end < size && end < LONGEST_NAME && (bytes[end] | 32) >= 'a' && (bytes[end] | 32) <= 'z')
      end++;
  }
  *used = end;
  if (size > 3 && bytes[0] == '&' && bytes[1] == '#') return numeric_entity(bytes, end);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i].name) == end && memcmp(names[i].name, bytes, end) == 0)
      return names[i].code;
  return 0;
}

void ss_markup_entities(ss_run *run) {
  for (uint32_t at = 0; at < run->size; at++) {
    uint32_t used = 0;
    if (run->bytes[at] != '&' || run->use[at] != SS_BYTE_KEEP) continue;
    if (ss_markup_named(run->bytes + at, run->size - at, &used))
      ss_run_mark(run, at, at + used, SS_BYTE_NAMED);
  }
}

static bool opens_tag(const ss_run *run, uint32_t at) {
  char next = at + 1 < run->size ? run->bytes[at + 1] : ' ';
  return ((next | 32) >= 'a' && (next | 32) <= 'z') || next == '/' || next == '!' || next == '?';
}

static bool is_address(const ss_run *run, uint32_t at) {
  return ss_run_has(run, at, "http://") || ss_run_has(run, at, "https://") ||
         ss_run_has(run, at, "mailto:");
}

static uint32_t comment_end(const ss_run *run, uint32_t at) {
  for (uint32_t i = at + 4; i + 3 <= run->size; i++)
    if (ss_run_has(run, i, "-->")) return i + 2;
  return SS_NOWHERE;
}

void ss_markup_tags(ss_run *run) {
  bool no_comment_ends = false;
  for (uint32_t at = 0; at < run->size; at++) {
    if (run->bytes[at] != '<' || run->use[at] != SS_BYTE_KEEP || !opens_tag(run, at)) continue;
    bool comment = ss_run_has(run, at, "<!--");
    if (comment && no_comment_ends) continue;
    uint32_t end = comment ? comment_end(run, at) : ss_run_find(run, at + 1, '>', "<");
    if (comment) no_comment_ends = end == SS_NOWHERE;
    if (end == SS_NOWHERE) continue;
    ss_run_mark(run, at, end + 1, is_address(run, at + 1) ? SS_BYTE_SPACE : SS_BYTE_SKIP);
    at = end;
  }
}
