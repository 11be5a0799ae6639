/* Tokens of a clean text: words, clitics, numbers, marks; and what each looks like. */
#ifndef SS_TEXT_TOKEN_H
#define SS_TEXT_TOKEN_H

#include "base/memory.h"
#include "text/pattern.h"

enum {                       /* ss_token.flags */
       SS_TOKEN_SPACE = 1,   /* white space stands before it */
       SS_TOKEN_SENTENCE = 2, /* first token of a sentence (set by read/sentence) */
       SS_TOKEN_SPEECH = 4 /* "said", "told", in lower case (set by actor/word_key) */
};

/* What resolving asks of the words between mentions. */
typedef enum {
  SS_WORD_IS_PREPOSITION = 1,
  SS_WORD_IS_CONJUNCTION = 2,
  SS_WORD_IS_PLAIN = 4, /* in the list of words as something else than an adjective */
  SS_WORD_IS_PRONOUN = 8,
  SS_WORD_IS_SUBJECT = 16, /* a pronoun that may be one */
  SS_WORD_IS_RELATIVE = 32,
  SS_WORD_IS_SUBORDINATOR = 64, /* when, although, that */
  SS_WORD_IS_COORDINATOR = 128  /* and, or, but */
} ss_word_class;

typedef struct {
  uint32_t start, end; /* bytes of the unit's clean text */
  uint8_t shape;       /* ss_shape */
  uint8_t state;       /* ss_mark_state, set by read/mark */
  uint8_t flags;
  uint8_t word;        /* ss_word_class bits, set by actor/word_key; 0 before */
} ss_token;

typedef ss_vec(ss_token) ss_tokens;

/* What a token looks like: an input of the network, so the numbers are part of the model's format.
 */
typedef enum {
  SS_SHAPE_SPARE = 0,
  SS_SHAPE_ALL_UPPER = 1, /* two or more code points, cased letters all upper */
  SS_SHAPE_ONE_UPPER = 2,
  SS_SHAPE_CAPITALISED = 3,
  SS_SHAPE_LOWER = 4,
  SS_SHAPE_DIGIT = 5,
  SS_SHAPE_DOUBLE_MARK = 6, /* “ ” " « » „ `` '' */
  SS_SHAPE_SINGLE_MARK = 7, /* ' ‘ ’ ‹ › ‚ */
  SS_SHAPE_COMMA = 8,
  SS_SHAPE_STOP = 9,      /* . and … and runs of dots */
  SS_SHAPE_COLON = 10,    /* : ; */
  SS_SHAPE_QUESTION = 11, /* ? ! */
  SS_SHAPE_DASH = 12,
  SS_SHAPE_BRACKET = 13,
  SS_SHAPE_OTHER = 14
} ss_shape;
enum { SS_SHAPES = 15 };

/* The tokenizer: compiled once a document, read-only; `space` is scratch. */
typedef struct {
  ss_pattern *pattern;
  ss_match_space *space;
} ss_tokenizer;

sayso_status ss_tokenizer_init(ss_tokenizer *tokenizer, const sayso_allocator *hook,
                               sayso_error *err);
void ss_tokenizer_free(ss_tokenizer *tokenizer);

/* Appends the tokens of valid UTF-8 to *out, in order, never overlapping; white space belongs to
 * none. state is 0. */
sayso_status ss_tokenize(ss_tokenizer *tokenizer, const char *clean, size_t size,
                         const sayso_allocator *hook, ss_tokens *out, sayso_error *err);

#endif
