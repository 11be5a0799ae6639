/* Lines -> blocks. A format's scanner hands over lines one by one and says what each is; lines of
 * one kind gather in a group; a finished group is split into paragraphs (text/paragraph) and
 * written as clean text (text/clean). */
#ifndef SS_TEXT_BLOCK_H
#define SS_TEXT_BLOCK_H

#include "text/clean.h"
#include "text/markup.h"

/* ---- lines ---- */

/* Bytes [start, end) without the break (LF, CR LF or CR); `next` is where the following line
 * starts. All zeros before the first. */
typedef struct {
  uint32_t start, end, next;
} ss_line;

bool ss_line_next(const char *text, uint32_t size, ss_line *line); /* false after the last */
uint32_t ss_line_ink(const char *text, uint32_t from,
                     uint32_t to); /* first byte that is no white space, or `to` */

/* One line of a group. */
typedef struct {
  uint32_t line_start; /* of the source line, marks included */
  uint32_t start, end; /* its text: after marks and indentation, before the line break */
  uint16_t indent; /* columns of white space before the text, after the marks; at most UINT16_MAX */
  bool last; /* a paragraph ends with this line (set by ss_paragraphs_find, or by the format) */
  /* Set and read by text/paragraph alone: */
  uint32_t columns;    /* from the line's start to its last ink, marks included */
  uint32_t first_word; /* columns */
  bool one_word;
  bool ends;    /* a sentence or clause */
  bool quotes;  /* ends in a closing quotation mark: a tag may follow in lower case, whatever stands
                   before it */
  bool runs_on; /* opens in lower case */
} ss_piece;

typedef ss_vec(ss_piece) ss_pieces;

/* ---- paragraphs ---- */

/* Sets `last` of each piece: decides from the lines whether their breaks are those of hard-wrapped
 * text. count > 0. Where they leave it open, `long_lines` decides: a document that has long lines
 * was not wrapped. */
void ss_paragraphs_find(const char *text, ss_piece *pieces, uint32_t count, bool long_lines);
bool ss_has_long_lines(const char *text, uint32_t size); /* of a whole document */
/* The text ends a sentence or a clause at `end`: . ? ! : ; … with or without closing marks and
 * brackets. */
bool ss_ends_sentence(const char *text, uint32_t start, uint32_t end);

/* ---- groups ---- */

typedef enum {
  SS_WRAP_DECIDE, /* plain text: ss_paragraphs_find */
  SS_WRAP_JOIN /* markup, where a line break is a space; pieces marked `last` still end a paragraph
                */
} ss_wrap;

typedef struct ss_blocks ss_blocks;
struct ss_blocks {
  ss_cleaner cleaner;
  uint32_t size; /* of the document */
  ss_wrap wrap;
  bool long_lines;     /* see ss_paragraphs_find */
  ss_markup markup;    /* marks up each paragraph; NULL: all of it is text */
  ss_vec(char) joined; /* scratch: the paragraph as an ss_run */
  ss_vec(uint8_t) use;
  ss_pieces pieces; /* the group being gathered; empty: none */
  uint8_t kind, level;
  bool gap;        /* a scene break stands before what comes next */
  uint32_t blanks; /* blank lines since the last text */
};

/* `from` is where the text of the line starts, after its marks. Joins the open group when kind and
 * level are the same. */
void ss_blocks_text(ss_blocks *blocks, const ss_line *line, uint32_t from, ss_block_kind kind,
                    uint32_t level);
/* As above, always in a new group. */
void ss_blocks_start(ss_blocks *blocks, const ss_line *line, uint32_t from, ss_block_kind kind,
                     uint32_t level);
/* Bytes [from, to) of the line are a heading. */
void ss_blocks_heading(ss_blocks *blocks, const ss_line *line, uint32_t from, uint32_t to,
                       uint32_t level);
void ss_blocks_blank(
    ss_blocks *blocks); /* a blank line: ends the group; three of them are a scene break */
void ss_blocks_gap(ss_blocks *blocks); /* a scene break: ends the group */
void ss_blocks_end(ss_blocks *blocks); /* ends the group: writes its blocks */

/* ---- what lines look like, whatever the format ---- */

/* The line's text is one of `marks`, `count` times or more, with nothing but spaces between: the
 * mark, else 0. */
char ss_line_rule(const char *text, const ss_line *line, const char *marks, uint32_t count);
/* Bytes of "- ", "* ", "• ", "3. ", "(b) " at `at`, the space after it included; 0: no list mark.
 * *number is 0 for bullets. */
uint32_t ss_line_list_mark(const char *text, uint32_t at, uint32_t end, uint32_t *number);
bool ss_line_has(const char *text, uint32_t at, uint32_t end,
                 const char *word); /* `word` stands at `at` */
bool ss_line_holds(const char *text, uint32_t at, uint32_t end,
                   const char *word); /* … or anywhere after it */
uint32_t ss_line_run(const char *text, uint32_t at, uint32_t end,
                     char mark); /* how many marks stand at `at` */
uint32_t ss_line_columns(const char *text, uint32_t from,
                         uint32_t to); /* tabs to every fourth column */
uint32_t ss_line_trimmed(const char *text, uint32_t start,
                         uint32_t end); /* end without white space (ASCII) */

/* ---- turns.c ---- */
void ss_turns_find(ss_layout *layout); /* sets each block's turn; all blocks are there */

/* ---- formats: each reads the whole document line by line ---- */
void ss_format_plain(ss_blocks *blocks);
void ss_format_mail(ss_blocks *blocks);
void ss_format_markdown(ss_blocks *blocks);
void ss_format_tex(ss_blocks *blocks);
void ss_format_typst(ss_blocks *blocks);
void ss_format_rst(ss_blocks *blocks);
void ss_format_asciidoc(ss_blocks *blocks);
void ss_format_org(ss_blocks *blocks);

#endif
