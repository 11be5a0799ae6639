/* Marks + frames -> statements of one unit, each with kind and act. Also byline and dateline. */
#ifndef SS_READ_STATEMENT_H
#define SS_READ_STATEMENT_H

#include "read/reading.h"

/* Sets draft->byline, draft->dateline. Needs tokens and names. */
void ss_byline_find(ss_draft *draft, const char *clean);

/* Reads tokens (with states and sentences), quotations, names, frames; appends statements in order of first token.
 *  - frames of one quotation are one statement; "…," he said, "…" is one with several content ranges;
 *  - content is fitted to marks and sentence ends where the network's edge is off by marks or punctuation;
 *  - a nested cue inside an unmarked quotation is no statement of its own where the outer one covers it;
 *  - quotations in marks that look uttered and have no frame become statements without source (SS_RULE_MARKS);
 *  - untagged continuations are joined ("We have two choices, the minister later tweeted. Talks, or …": two content ranges);
 *  - a paragraph without marks and tag that sounds like speech is one too (SS_RULE_BARE): doc/story tells whether it is the document's;
 *  - nothing in the byline or dateline.
 * Kinds and acts as sayso.h defines them; act from a lexicon of cues (core/data/cues.txt) and the marks. */
sayso_status ss_statement_build(ss_draft *draft, const char *clean, sayso_error *err);

/* "X said" or "said X" right beside the marks of a content that was handed in: true, and its source and cue. */
bool ss_tag_beside(ss_draft *draft, const char *clean, ss_ranges content, ss_range *source, ss_range *cue);

#endif
