/* Random edits as data: a script is a text and a list of steps made of numbers alone, so that it can be run again, and steps
 * taken out of it, with a meaning for whatever text is there then. */
#ifndef TESTS_INCREMENTAL_SCRIPT_H
#define TESTS_INCREMENTAL_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  STEP_INSERT,  /* a character, a word or a sentence */
  STEP_DELETE,  /* a few bytes, at character borders */
  STEP_REPLACE, /* one for the other */
  STEP_PASTE,   /* a piece of the text is put elsewhere */
  STEP_MOVE,    /* … and taken away where it was */
  STEP_JOIN,    /* a blank line becomes a space */
  STEP_SPLIT,   /* a space becomes a blank line */
  STEP_MARK,    /* a quotation mark comes in */
  STEP_UNMARK,  /* one goes */
  STEP_WRAP,    /* a paragraph is wrapped at another width */
  STEP_BYTES,   /* bytes that are no UTF-8, anywhere */
  STEP_UNDO,    /* the last edit that is not undone yet is undone */
  STEP_CORRECT, /* a correction is added, or the last one taken back */
  STEP_KINDS
} step_kind;

typedef struct {
  uint8_t kind;
  uint8_t updates; /* what follows: 0 nothing, 1 an update, 2 one in slices with a focus */
  uint32_t place, size, choice;
} step;

typedef struct {
  uint32_t text;        /* which of the texts */
  uint32_t from, size;  /* the part of it that is used; bytes, moved to borders of lines */
  bool corrections;     /* corrections are made at the start, and by steps */
  uint32_t correction_seed;
  step *steps;
  uint32_t step_count;
} script;

typedef struct {
  uint64_t state;
} dice;

uint32_t dice_roll(dice *d, uint32_t sides); /* 0 … sides - 1; sides > 0 */

/* The change of one step: bytes [start, end) become `bytes`. */
typedef struct {
  size_t start, end, size;
  char bytes[4096];
} change;

/* What the step means for the text; false: nothing (STEP_UNDO, STEP_CORRECT, or there is no such place). STEP_MOVE: what is
 * taken away; step_put then says where it goes. */
bool step_change(const step *s, const char *text, size_t size, change *out);
void step_put(const step *s, const char *text, size_t size, const char *moved, size_t moved_size, change *out);

const char *step_name(uint8_t kind);

#endif
