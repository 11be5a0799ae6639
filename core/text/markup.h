/* Markup inside a paragraph: a format marks which bytes are text. Shared by the formats that have
 * any. */
#ifndef SS_TEXT_MARKUP_H
#define SS_TEXT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  SS_BYTE_KEEP,
  SS_BYTE_SKIP,  /* left out without a trace: emphasis marks */
  SS_BYTE_SPACE, /* left out, a space in its place: code, formulas */
  SS_BYTE_NAMED, /* "&quot;", "\ldots": see ss_markup_named */
  SS_BYTE_OPEN,  /* the run stands for “ */
  SS_BYTE_CLOSE  /* the run stands for ” */
} ss_byte_use;

/* A paragraph: its lines joined with '\n', and the use of each byte (all SS_BYTE_KEEP at first). */
typedef struct {
  const char *bytes;
  uint8_t *use; /* ss_byte_use */
  uint32_t size;
  bool bold_lead; /* it opens with an emphasised run */
  uint8_t marks;  /* emphasis marks that open it and close at its very end: "**…**" has 2 */
  uint32_t asked; /* one past a question in bold that opens it ("**Why?** Because …"); 0: none */
} ss_run;

typedef void (*ss_markup)(ss_run *run);

#define SS_NOWHERE UINT32_MAX

void ss_run_mark(ss_run *run, uint32_t from, uint32_t to,
                 ss_byte_use use); /* bytes already marked stay so */
bool ss_run_has(const ss_run *run, uint32_t at, const char *word); /* `word` stands at `at` */
/* First `c` in [from, size) with none of `stops` before it, or SS_NOWHERE. A caller that looks from
 * every `c` of a text must name a stop that it also starts from, so that its looks do not overlap.
 */
uint32_t ss_run_find(const ss_run *run, uint32_t from, char c, const char *stops);
/* The bracket that closes the one at `at`, nested ones passed over; at most `reach` bytes away. */
uint32_t ss_run_closing(const ss_run *run, uint32_t at, char open, char close, uint32_t reach);

/* Emphasis marks that pair become SS_BYTE_SKIP; those that do not are text. Marks in `tight` never
 * stand inside a word. */
void ss_markup_emphasis(ss_run *run, const char *marks, const char *tight);

/* Spans between equal runs of `mark` (backticks) become SS_BYTE_SPACE; runs under `shortest` are
 * text. */
void ss_markup_code(ss_run *run, char mark, uint32_t shortest);

/* "&…;" of HTML that we know become SS_BYTE_NAMED. */
void ss_markup_entities(ss_run *run);
/* HTML tags and comments become SS_BYTE_SKIP, "<https://…>" SS_BYTE_SPACE. */
void ss_markup_tags(ss_run *run);

/* Code point that the name at bytes[0] stands for and its size in *used; 0 when unknown. */
uint32_t ss_markup_named(const char *bytes, uint32_t size, uint32_t *used);

#endif
