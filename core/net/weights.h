/* The network's weights in the form that the kernels read. Names as in core/train/model.py. */
#ifndef SS_NET_WEIGHTS_H
#define SS_NET_WEIGHTS_H

#include "base/memory.h"
#include "net/kernel.h"
#include "net/section.h"

enum { SS_NET_LAYERS = 4, SS_WORD_BUCKETS = 4096, SS_DISTANCES = 41 };

/* Rows of numbers looked up one at a time. Those of 8 and 4 bits stay in the file. */
typedef struct {
  uint32_t rows, columns;
  const unsigned char *bytes; /* or NULL */
  bool is_packed;             /* two numbers a byte (ss_nibble) */
  const float *scales;        /* [rows], with bytes */
  const float *floats;        /* without */
} ss_table;

/* Which row of word.vectors belongs to a hash. */
typedef struct {
  const uint32_t *hashes; /* ascending */
  const uint32_t
      *buckets; /* [SS_WORD_BUCKETS + 1]: the first hash of each value of the 12 highest bits */
} ss_words;

struct ss_net {
  ss_arena arena;              /* holds all it points to, but for tables of 8 and 4 bits */
  uint32_t width, frame_width; /* of a token's vector; of a frame's states: multiples of 32 */
  uint32_t layers;
  bool has_names, has_own;
  ss_words words;
  ss_table vectors, word, prefix, suffix, shape, state;
  ss_matrix project; /* [width][columns of the six tables] */
  const float *norm_scale, *norm_shift;
  ss_gru encoder[SS_NET_LAYERS];
  ss_matrix tags;        /* [3 + 11][width]: cue tags, then name tags where the model has them */
  ss_matrix token, head; /* [frame_width][width] */
  const float *distance; /* [41][frame_width] */
  const float *mark;     /* [3][frame_width] */
  const float *frame_scale, *frame_shift;
  ss_gru frame;
  ss_matrix role;   /* [5][frame_width] */
  const float *own; /* [frame_width], then the bias; NULL without this head */
};

/* Everything the network needs out of a verified file; SAYSO_BAD_MODEL with the section's name
 * where it is not there or has another shape. Freed by ss_net_free. */
sayso_status ss_net_new(const ss_net **out, ss_blob file, const sayso_allocator *hook,
                        sayso_error *err);
void ss_net_free(const ss_net *net);

/* Row of word.vectors, or SAYSO_NONE. */
uint32_t ss_words_find(const ss_words *words, uint32_t hash);
/* Writes the row's numbers. */
void ss_table_row(const ss_table *table, uint32_t row, float *out);

#endif
