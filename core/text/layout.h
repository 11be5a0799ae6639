/* Bytes of a document -> blocks, and the clean text that is read.
 *
 * The clean text is valid UTF-8 without markup: invalid bytes are U+FFFD, NUL and other controls
 * too, a line break inside a wrapped paragraph is one space, leading '>', list marks, indentation,
 * emphasis marks, code, comments, link targets are left out. The clean text of one block is one
 * line. Blocks are separated by "\n" in the clean buffer. */
#ifndef SS_TEXT_LAYOUT_H
#define SS_TEXT_LAYOUT_H

#include "base/memory.h"

typedef enum {
  SS_BLOCK_PARAGRAPH,
  SS_BLOCK_HEADING, /* marked as one by the format, or (plain) left as a paragraph */
  SS_BLOCK_ITEM,    /* a list item, without its mark */
  SS_BLOCK_QUOTED /* a block quotation (leading '>' in markdown, a quote environment); in mail it is
                     skipped */
} ss_block_kind;

/* What a paragraph is in a transcript or an interview (text/turns). */
typedef enum {
  SS_TURN_NONE,
  SS_TURN_NAMED,     /* "MS. BELL: …", one of several such */
  SS_TURN_ASKED,     /* a question without a name, */
  SS_TURN_ANSWERED,  /* the first paragraph after one, */
  SS_TURN_CONTINUED, /* … and what goes on with the turn before */
  SS_TURN_LISTED     /* an item of the list that "His main points:" announces */
} ss_turn;

typedef enum { SS_EMPHASIS_NONE, SS_EMPHASIS_ITALIC, SS_EMPHASIS_BOLD } ss_emphasis;

typedef struct {
  uint32_t source_start, source_end; /* bytes of the document: lines of the block, marks included,
                                        last line break excluded */
  uint32_t start, end;               /* bytes of layout->clean */
  uint8_t kind;                      /* ss_block_kind */
  uint8_t level;                     /* heading level 1.., list or quote depth 1.. */
  bool bold_lead; /* the source opens with a bold or italic run ("**Anna:** …"): a named turn of an
                     interview */
  uint8_t emphasis; /* ss_emphasis of all of it */
  uint8_t turn;     /* ss_turn */
  bool gap_before; /* a scene break (***, ---, blank lines over two) stands before it */
} ss_block;

/* A run of the clean text and where it comes from. Equal sizes: byte by byte; else the run is one
 * replacement (U+FFFD, or the space for a line break) for all of the source run. Sorted by both;
 * clean runs touch within a block. */
typedef struct {
  uint32_t clean, source;
  uint32_t clean_size, source_size;
} ss_segment;

typedef struct {
  const sayso_allocator *hook;
  ss_vec(char) clean;
  ss_vec(ss_block) blocks;
  ss_vec(ss_segment) segments;
} ss_layout;

void ss_layout_init(ss_layout *layout, const sayso_allocator *hook);
void ss_layout_free(ss_layout *layout);

/* Rebuilds the layout for `text`. Linear in size. On failure the layout is empty. */
sayso_status ss_layout_build(ss_layout *layout, const char *text, size_t size, sayso_format format,
                             sayso_error *err);

/* Source offset of the clean byte `at` (start of a span), and of the end of a span that ends at
 * clean byte `at` (> 0). */
uint32_t ss_layout_source_start(const ss_layout *layout, uint32_t at);
uint32_t ss_layout_source_end(const ss_layout *layout, uint32_t at);
/* First clean byte whose source is at or after `source`; clean.count when there is none. */
uint32_t ss_layout_clean_at(const ss_layout *layout, uint32_t source);

#endif
