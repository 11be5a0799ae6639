/* Words of a unit looked at one by one: folded, compared with short lists. Shared by the stages of
 * read/. */
#ifndef SS_READ_WORD_H
#define SS_READ_WORD_H

#include "read/reading.h"

enum { SS_WORD_LONGEST = 40 }; /* bytes of a folded word; none of our lists holds a longer one */

typedef struct {
  char bytes[SS_WORD_LONGEST + 1]; /* ended by NUL */
  uint8_t size;                    /* 0: too long to be in a list */
} ss_word;

/* The token in lower case, ’ as '. */
ss_word ss_word_of(const ss_token *token, const char *clean);
/* Is it one of the words of `list`, which ends with NULL? */
bool ss_word_in(const ss_word *word, const char *const *list);
/* A past form by its ending, or one of the common irregular ones; many participles are, too. */
bool ss_word_is_past(const ss_word *word);
/* Ends as the present of he and she does, and plurals: "throws", not "this". */
bool ss_word_ends_in_s(const ss_word *word);
bool ss_token_in(const ss_token *token, const char *clean, const char *const *list);
/* Is one of the tokens of the range? */
bool ss_tokens_have(const ss_token *tokens, ss_range range, const char *clean,
                    const char *const *list);
/* Is the token exactly these bytes? */
bool ss_token_is(const ss_token *token, const char *clean, const char *bytes);
bool ss_token_ends_in(const ss_token *token, const char *clean,
                      const char *bytes); /* … and begins with others */

/* A dash in it is followed by a small letter: "Se-hoon", "Cold-hearted", not "Jean-Luc". */
bool ss_token_joins_lower(const ss_token *token, const char *clean);
bool ss_token_tells_age(const ss_token *token, const char *clean); /* "52-year-old", "year-old" */
/* Bytes of the Arabic article in "al-Khatib", "El-Sisi", its dash included; 0: there is none. */
uint32_t ss_token_article(const ss_token *token, const char *clean);

bool ss_token_is_genitive(const ss_token *token, const char *clean); /* 's, or ' alone */
bool ss_token_is_owner(const ss_token *token, const char *clean);    /* his, her, their, its, my, our */

/* Letters or digits: what counts as a word. */
bool ss_token_is_word(const ss_token *token);
bool ss_token_is_capital(const ss_token *token); /* starts with an upper-case letter */
bool ss_token_is_mark(const ss_token *token);    /* has the shape of a quotation mark */

#endif
