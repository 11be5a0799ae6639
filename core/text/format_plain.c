/* In: a document of plain text. Out: its blocks. Promises to leave out only leading '>', list marks, underlines of headings
 * and scene breaks. */
#include <string.h>

#include "text/block.h"

void ss_format_plain(ss_blocks *blocks) {
  const char *text = blocks->cleaner.text;
  ss_line line = {0, 0, 0};
  while (!blocks->cleaner.failed && ss_line_next(text, blocks->size, &line)) {
    if (ss_line_ink(text, line.start, line.end) == line.end) ss_blocks_blank(blocks);
    else ss_blocks_text(blocks, &line, line.start, SS_BLOCK_PARAGRAPH, 0);
  }
  ss_blocks_end(blocks);
}
