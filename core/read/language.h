/* Is this English? Counted unit by unit, decided for the document. */
#ifndef SS_READ_LANGUAGE_H
#define SS_READ_LANGUAGE_H

#include "read/reading.h"

/* Sets draft->english and draft->words. */
void ss_language_count(ss_draft *draft, const char *clean);
sayso_language ss_language_decide(uint64_t english, uint64_t words);

#endif
