/* Sentence starts of one unit: sets SS_TOKEN_SENTENCE. Abbreviations, initials, decimals and marks are told apart; a stop inside a
 * quotation that the sentence goes on after ("…?" he asked) ends none. */
#ifndef SS_READ_SENTENCE_H
#define SS_READ_SENTENCE_H

#include "read/reading.h"

void ss_sentence_mark(ss_draft *draft, const char *clean);
/* First token of the sentence that holds `token`, and one past its last. */
ss_range ss_sentence_of(const ss_token *tokens, uint32_t count, uint32_t token);

#endif
