/* Blocks -> units, the pieces that are read alone: a paragraph, or a part of one over
 * SS_UNIT_TOKENS tokens, cut at sentence ends by a rule that looks only at the neighbourhood, so
 * that an edit moves only the cuts near it. */
#ifndef SS_TEXT_UNIT_H
#define SS_TEXT_UNIT_H

#include "text/layout.h"
#include "text/token.h"

enum { SS_UNIT_TOKENS = 512 };

typedef struct {
  uint32_t start, end; /* bytes of layout->clean */
  uint32_t block;
  bool first; /* of its block */
} ss_unit;

typedef ss_vec(ss_unit) ss_units;

/* Appends the units of every block, in order. Blank blocks have none. */
sayso_status ss_units_cut(const ss_layout *layout, ss_tokenizer *tokenizer,
                          const sayso_allocator *hook, ss_units *out, sayso_error *err);

#endif
