/* What encoder.c and role.c share: the buffers of one reading. */
#ifndef SS_NET_SPACE_H
#define SS_NET_SPACE_H

#include "net/net.h"
#include "net/weights.h"

enum {
  SS_WINDOW_TOKENS = 2 * SS_NET_WINDOW, /* most of one frame */
  SS_UNIT_MOST = 1 << 20 /* tokens: far over SS_UNIT_TOKENS; keeps every size below in range */
};

struct ss_net_space {
  const sayso_allocator *hook;
  const sayso_model *model;
  uint32_t count; /* tokens of the encoded unit */
  bool projected; /* `projection` holds this unit */

  /* The unit: [cap] rows each, in one block. `block` is what was allocated. */
  uint32_t cap;
  void *block;
  size_t block_size;
  ss_feature *features;
  float *vectors;    /* [width] */
  float *other;      /* [width]: input and output of a layer change places */
  float *gates;      /* [3 width], or the concatenated tables' rows before that */
  float *tags;       /* [panels of the tag matrix] */
  float *projection; /* [frame_width]: token(vectors) */
  float *cue, *name; /* [3], [11]: logits */

  /* One frame, SS_WINDOW_TOKENS rows each, in one block. */
  void *window_block;
  size_t window_block_size;
  float *window_head;   /* one row of [frame_width]: head(vector of the cue) */
  float *window_input;  /* [frame_width] */
  float *window_states; /* [frame_width] */
  float *window_gates;  /* [3 frame_width] */
  float *window_tags;   /* [16] */
  float *roles;         /* [5] */
  uint32_t window_count;
};

#endif
