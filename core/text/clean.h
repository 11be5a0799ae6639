/* Source bytes -> clean text with its segments. The formats say which bytes are text; this writes
 * them. */
#ifndef SS_TEXT_CLEAN_H
#define SS_TEXT_CLEAN_H

#include "text/layout.h"

/* Writer of one layout. White space is held back until ink follows, so none stands at the ends of a
 * block, and a run of it, line breaks and left-out markup between included, is one space. */
typedef struct {
  ss_layout *layout;
  const char *text; /* the document */
  bool inked;       /* the present block has ink */
  bool space;       /* white space is held back: bytes [space_start, space_end) of the document */
  uint32_t space_start, space_end;
  uint32_t block_start; /* byte of the clean text; set with the first ink */
  bool failed;          /* memory ran out: nothing is written any more */
} ss_cleaner;

void ss_clean_begin(ss_cleaner *cleaner); /* a new block */
/* Document bytes [from, to) are text: invalid sequences and controls become U+FFFD, white space one
 * space, code points without ink (soft hyphens, zero-width spaces, direction marks) nothing. */
void ss_clean_text(ss_cleaner *cleaner, uint32_t from, uint32_t to);
void ss_clean_space(ss_cleaner *cleaner, uint32_t from,
                    uint32_t to); /* a line break, left-out code */
void ss_clean_code(ss_cleaner *cleaner, uint32_t from, uint32_t to,
                   uint32_t code); /* `code` stands for the bytes */
/* Ends the block: its bytes of the clean text; false when it has no ink (nothing was written then).
 */
bool ss_clean_end(ss_cleaner *cleaner, uint32_t *start, uint32_t *end);

#endif
