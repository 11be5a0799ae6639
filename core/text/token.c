/* In: a unit's clean text. Out: tokens with offsets and shapes. Promises linear time: repetitions
 * are possessive, but for two that give back what they took only once a word. The pattern follows
 * the reader's training (core/train reads tokens from here); a change needs new weights. */
#include "text/token.h"

#include <string.h>

#include "base/status.h"
#include "text/unicode.h"

#define WORD "[\\p{L}\\p{N}\\p{M}_]"

/* In order: addresses, @names and #tags, numbers, "does" before "n't", clitics, U.S., Mr., words
 * with inner hyphens, runs of marks, any other character. */
static const char token_pattern[] =
    "(?:https?://|www\\.)[^\\s<>\"“”]*[^\\s<>\"“”.,:;!?)\\]'’]"
    "|[@#]" WORD
    "++"
    "|\\p{Nd}++(?:[.,:]\\p{Nd}++)*+(?!" WORD
    ")"
    "|" WORD
    "+(?=n['’]t\\b)"
    "|n['’]t\\b"
    "|['’](?:s|re|ve|ll|d|m)\\b"
    "|(?:\\p{L}\\.){2,}+"
    "|(?-i:Mr|Mrs|Ms|Mme|Mlle|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Hon|Sr|Jr|St|No(?=\\.\\s\\d))\\.(?"
    "=\\s)"
    "|" WORD "++(?:[-‐‑]" WORD
    "++)*+"
    "|\\.{2,}+|-{2,}+|``|''"
    "|\\S";

sayso_status ss_tokenizer_init(ss_tokenizer *tokenizer, const sayso_allocator *hook,
                               sayso_error *err) {
  memset(tokenizer, 0, sizeof *tokenizer);
  sayso_status status = ss_pattern_compile(&tokenizer->pattern, token_pattern, true, hook, err);
  if (status == SAYSO_OK) status = ss_match_space_new(&tokenizer->space, tokenizer->pattern, err);
  if (status != SAYSO_OK) ss_tokenizer_free(tokenizer);
  return status;
}

void ss_tokenizer_free(ss_tokenizer *tokenizer) {
  ss_match_space_free(tokenizer->space);
  ss_pattern_free(tokenizer->pattern);
  memset(tokenizer, 0, sizeof *tokenizer);
}

/* ---- shape ---- */

static uint8_t shape_of_mark(uint32_t first) {
  switch (first) {
    case '"':
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0xAB:
    case 0xBB: return SS_SHAPE_DOUBLE_MARK;
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2039:
    case 0x203A: return SS_SHAPE_SINGLE_MARK;
    case ',': return SS_SHAPE_COMMA;
    case '.':
    case 0x2026: return SS_SHAPE_STOP;
    case ':':
    case ';': return SS_SHAPE_COLON;
    case '?':
    case '!': return SS_SHAPE_QUESTION;
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015: return SS_SHAPE_DASH;
    case '(':
    case ')':
    case '[':
    case ']': return SS_SHAPE_BRACKET;
    default: return SS_SHAPE_OTHER;
  }
}

static uint8_t shape_of(const char *word, size_t size) {
  bool upper = false, lower = false;
  size_t points = 0, at = 0;
  uint32_t first = 0;
  while (at < size) {
    uint32_t code = ss_utf8_next(word, size, &at);
    if (points++ == 0) first = code;
    ss_char_class c = ss_char_class_of(code);
    upper |= c == SS_CHAR_UPPER;
    lower |= c == SS_CHAR_LOWER;
  }
  if (size == 2 && (!memcmp(word, "``", 2) || !memcmp(word, "''", 2))) return SS_SHAPE_DOUBLE_MARK;
  if (upper && !lower) return points > 1 ? SS_SHAPE_ALL_UPPER : SS_SHAPE_ONE_UPPER;
  if (ss_char_class_of(first) == SS_CHAR_UPPER) return SS_SHAPE_CAPITALISED;
  if (lower && !upper) return SS_SHAPE_LOWER;
  if (ss_char_class_of(first) == SS_CHAR_DIGIT) return SS_SHAPE_DIGIT;
  return shape_of_mark(first);
}

/* ---- tokens ---- */

sayso_status ss_tokenize(ss_tokenizer *tokenizer, const char *clean, size_t size,
                         const sayso_allocator *hook, ss_tokens *out, sayso_error *err) {
  sayso_span found;
  size_t at = 0;
  while (at < size &&
         ss_pattern_find(tokenizer->pattern, tokenizer->space, clean, size, at, &found)) {
    ss_token token = {
        found.start, found.end, shape_of(clean + found.start, found.end - found.start), 0, 0, 0};
    if (found.start > at) token.flags |= SS_TOKEN_SPACE;
    if (!ss_vec_push(hook, out, token)) return ss_fail_memory(err);
    at = found.end;
  }
  return SAYSO_OK;
}
