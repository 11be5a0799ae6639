/* In: a step and a text. Out: the bytes that change. Promises edits at character borders but for STEP_BYTES, and the same change for
 * the same step and text. */
#include "script.h"

#include <string.h>

uint32_t dice_roll(dice *d, uint32_t sides) {
  d->state = d->state * 6364136223846793005u + 1442695040888963407u;
  uint64_t x = d->state ^ d->state >> 29;
  return (uint32_t)((x * 0x9E3779B97F4A7C15u >> 32) * sides >> 32);
}

const char *step_name(uint8_t kind) {
  static const char *const names[STEP_KINDS] = {"insert", "delete", "replace", "paste", "move", "join", "split",
                                                "mark", "unmark", "wrap", "bytes", "undo", "correct"};
  return kind < STEP_KINDS ? names[kind] : "?";
}

/* Words that matter to a reader of statements. */
static const char *const pieces[] = {
  " ", "a", "x", ".", ", ", "\n", "\n\n", " he said", " said", "The minister ", "she ", "“", "”", "\"", " \"We will see,\" he said. ",
  "According to Anna Bell, ", "Moscow ", " of Russia", "> ", "# ", "- ", "* * *\n\n", "Smith", "Mary Smith told reporters that it rained. ",
  "Q: Why?\n\nA: Because.\n\n", "é", "’", "'", "…", " —", "By Anna Bell\n\n", "tweeted: We are done. ", "\r\n", "\t", "Mr. ", "\xEF\xBB\xBF"};

static const char *const quotes[] = {"“", "”", "\"", "'", "‘", "’", "«", "»", "„"};

enum { PIECES = sizeof pieces / sizeof *pieces, QUOTES = sizeof quotes / sizeof *quotes };

static size_t border(const char *text, size_t size, size_t at) {
  while (at > 0 && at < size && ((unsigned char)text[at] & 0xC0) == 0x80) at--;
  return at;
}

/* A byte of the text: the place is a share of 2^32. */
static size_t place_in(const step *s, const char *text, size_t size) {
  return border(text, size, (size_t)((uint64_t)s->place * (size + 1) >> 32));
}

static void put_bytes(change *out, const char *bytes, size_t size) {
  if (size > sizeof out->bytes) size = sizeof out->bytes;
  memcpy(out->bytes, bytes, size);
  out->size = size;
}

static void put_piece(const step *s, change *out) {
  const char *piece = pieces[s->choice % PIECES];
  put_bytes(out, piece, strlen(piece));
}

static void take_range(const step *s, const char *text, size_t size, size_t most, change *out) {
  out->start = place_in(s, text, size);
  size_t end = out->start + s->size % (most + 1);
  out->end = border(text, size, end < size ? end : size);
  if (out->end < out->start) out->end = out->start;
}

/* First occurrence of the word at or after the place, going round once. */
static bool find_word(const char *text, size_t size, size_t from, const char *word, size_t *at) {
  size_t length = strlen(word);
  if (size < length) return false;
  size_t places = size - length + 1;
  for (size_t i = 0; i < places; i++) {
    *at = (from + i) % places;
    if (memcmp(text + *at, word, length) == 0) return true;
  }
  return false;
}

static bool swap_word(const step *s, const char *text, size_t size, const char *from, const char *to, change *out) {
  if (!find_word(text, size, place_in(s, text, size), from, &out->start)) return false;
  out->end = out->start + strlen(from);
  put_bytes(out, to, strlen(to));
  return true;
}

/* The paragraph around the place, its spaces and line breaks set anew. */
static bool wrap_paragraph(const step *s, const char *text, size_t size, change *out) {
  size_t at = place_in(s, text, size), width = 20 + s->size % 80, column = 0;
  out->start = at;
  while (out->start > 0 && !(text[out->start - 1] == '\n' && (out->start < 2 || text[out->start - 2] == '\n'))) out->start--;
  out->end = at;
  while (out->end < size && !(text[out->end] == '\n' && (out->end + 1 == size || text[out->end + 1] == '\n'))) out->end++;
  if (out->end - out->start > sizeof out->bytes || out->end <= out->start) return false;
  out->size = out->end - out->start;
  memcpy(out->bytes, text + out->start, out->size);
  for (size_t i = 0; i < out->size; i++, column++) {
    char *c = &out->bytes[i];
    if (*c != ' ' && *c != '\n') continue;
    bool wide = s->choice % 4 != 0 && column >= width;
    *c = wide ? '\n' : ' ';
    if (wide) column = 0;
  }
  return true;
}

static void bad_bytes(const step *s, const char *text, size_t size, change *out) {
  static const char *const bad[] = {"\xFF", "\xC3", "\x80", "\xE2\x80", "\xF0\x9F", "\xED\xA0\x80", "\x01", "\xC0\xAF"};
  (void)text;
  out->start = (size_t)((uint64_t)s->place * (size + 1) >> 32); /* inside a character too */
  out->end = out->start + s->size % 3;
  if (out->end > size) out->end = size;
  put_bytes(out, bad[s->choice % 8], strlen(bad[s->choice % 8]));
  if (s->choice % 16 == 9) put_bytes(out, "\0", 1);
}

void step_put(const step *s, const char *text, size_t size, const char *moved, size_t moved_size, change *out) {
  out->start = out->end = border(text, size, (size_t)((uint64_t)s->choice * (size + 1) >> 32));
  put_bytes(out, moved, moved_size);
}

bool step_change(const step *s, const char *text, size_t size, change *out) {
  out->start = out->end = place_in(s, text, size);
  out->size = 0;
  switch ((step_kind)s->kind) {
    case STEP_INSERT: put_piece(s, out); return true;
    case STEP_DELETE: take_range(s, text, size, s->choice % 5 == 0 ? 800 : 12, out); return out->end > out->start;
    case STEP_REPLACE:
      take_range(s, text, size, s->choice % 7 == 0 ? 300 : 20, out);
      put_piece(s, out);
      return true;
    case STEP_PASTE: {
      change from;
      take_range(s, text, size, s->choice % 3 == 0 ? 1500 : 200, &from);
      step_put(s, text, size, text + from.start, from.end - from.start, out);
      return from.end > from.start;
    }
    case STEP_MOVE: take_range(s, text, size, 600, out); return out->end > out->start;
    case STEP_JOIN: return swap_word(s, text, size, "\n\n", s->choice % 2 ? " " : "\n", out);
    case STEP_SPLIT: return swap_word(s, text, size, " ", s->choice % 2 ? "\n\n" : "\n", out);
    case STEP_MARK: put_bytes(out, quotes[s->choice % QUOTES], strlen(quotes[s->choice % QUOTES])); return true;
    case STEP_UNMARK: return swap_word(s, text, size, quotes[s->choice % QUOTES], "", out);
    case STEP_WRAP: return wrap_paragraph(s, text, size, out);
    case STEP_BYTES: bad_bytes(s, text, size, out); return true;
    case STEP_UNDO:
    case STEP_CORRECT:
    case STEP_KINDS: break;
  }
  return false;
}
