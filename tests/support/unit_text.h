/* One unit for tests of read/: from marked-up text to a draft with tokens, states, sentences and
 * hand-made frames, and back to text. Markup: [S:the minister] [Q:said] that [C:…]; a digit names
 * the frame ([S2:…]; of two frames the first is the likelier), a second digit one that shares the
 * piece ([C12:…]), ~ after the letter says that its content is the speaker's own words ([C~:…]);
 * [N:Anna Bell] is a person's name. Pieces do not nest. Ends the test program with a sentence when
 * the markup is wrong or memory is out. */
#ifndef TESTS_SUPPORT_UNIT_TEXT_H
#define TESTS_SUPPORT_UNIT_TEXT_H

#include "read/reading.h"

typedef struct {
  ss_draft draft;
  ss_tokenizer tokenizer;
  char *clean; /* the text without markup */
  size_t size;
} ss_unit_text;

void ss_unit_text_open(ss_unit_text *unit, const char *markup,
                       const sayso_allocator *hook); /* hook may be NULL */
void ss_unit_text_free(ss_unit_text *unit);

/* The text with {} around outermost quotations, <> around nested ones and | before each sentence;
 * freed with free. */
char *ss_unit_text_marks(const ss_unit_text *unit);
/* One line a statement: "kind act: source | cue | content + content\n"; freed with free. */
char *ss_unit_text_statements(const ss_unit_text *unit);
/* The bytes of the tokens in `range`; freed with free. */
char *ss_unit_text_range(const ss_unit_text *unit, ss_range range);

#endif
