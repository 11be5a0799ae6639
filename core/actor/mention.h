/* Mentions of one unit: names, roles, pronouns, metonyms. Works on the draft after statements are
 * built. */
#ifndef SS_ACTOR_MENTION_H
#define SS_ACTOR_MENTION_H

#include "read/reading.h"

/* Appends draft->mentions in order of range.first (longer first). Fields as reading.h defines them.
 */
sayso_status ss_mention_find(ss_draft *draft, const char *clean, sayso_error *err);

/* "[accused] the mayor of lying", not "of Leeds": the "of" behind the noun, which another token
 * follows, is the verb's, and does not tell whose mayor it is. */
bool ss_mention_accused(const ss_token *tokens, const char *clean, const ss_mention *m);

/* Keys and marks of the mentions and their words (draft->keys, draft->marks), when the mentions are complete
 * (actor/word_key). */
sayso_status ss_mention_keys(ss_draft *draft, const char *clean, sayso_error *err);

/* Which mentions head the source of each statement (statement.heads, draft->heads), when the words have their classes
 * (actor/head). */
sayso_status ss_source_heads(ss_draft *draft, const char *clean, sayso_error *err);

#endif
