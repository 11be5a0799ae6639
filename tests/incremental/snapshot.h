/* Everything a document answers, as lines of text: to be kept, compared and shown. */
#ifndef TESTS_INCREMENTAL_SNAPSHOT_H
#define TESTS_INCREMENTAL_SNAPSHOT_H

#include "sayso.h"

typedef struct {
  sayso_span hull; /* where it stands; (0, 0) for what stands nowhere (actors, language) */
  char *text;
} snapshot_line;

typedef struct {
  snapshot_line *lines;
  size_t count, cap;
} snapshot;

typedef enum {
  SNAPSHOT_ANSWER,  /* every field but `handle` */
  SNAPSHOT_HANDLES, /* every field */
  SNAPSHOT_SHOWN    /* statements, mentions, names and headings as a reader sees them: actors by name, no ids, offsets from the hull */
} snapshot_kind;

void snapshot_take(const sayso_doc *doc, snapshot_kind kind, snapshot *out);
void snapshot_free(snapshot *s);

/* True where all lines are equal; else prints the first that is not. */
bool snapshot_equal(const snapshot *a, const snapshot *b, const char *what);

/* Every line that only one of the two has lies in the ranges; prints the first that does not. `size`: of the text. */
bool snapshot_covered(const snapshot *before, const snapshot *after, const sayso_span *ranges, uint32_t count, size_t size);

#endif
