/* Quotation marks of one unit: which tokens stand inside. A state machine over the whole unit. */
#ifndef SS_READ_MARK_H
#define SS_READ_MARK_H

#include "read/reading.h"

/* Sets the state of every token (double marks and single marks that serve as the outer ones: outside, inside, opening, closing; a
 * nested mark is inside) and fills draft->quotations, outermost first by start. `carry_in` bit 0: a quotation was open at the end
 * of the piece before, within the same paragraph (bit 1: in single marks, bit 2: in guillemets); draft->carry_out is set alike. Local to the unit otherwise:
 *  - an opening mark that is never closed runs to the unit's end (closed = false);
 *  - a closing mark with nothing open runs from the unit's start (opened = false) where its shape says it closes;
 *  - apostrophes ('tis, workers', don't, '90s), inches and feet are no marks. */
sayso_status ss_mark_scan(ss_draft *draft, const char *clean, uint8_t carry_in, sayso_error *err);

#endif
