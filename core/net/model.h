/* The model file: verified once, then read in place.
 *
 * Little-endian. Header of 64 bytes:
 *   0  char[8] "SAYSOMDL"     8  u32 format version (SS_MODEL_VERSION)   12 u32 header size (64)
 *   16 u64 size of the file   24 u32 CRC-32 (zlib's) of the whole file but these four bytes
 *   28 u32 feature-set id (SS_FEATURE_SET)   32 u32 section count   36 u32 zero
 *   40 char[24] name of the training run, NUL-padded
 * Section table, 64 bytes each:
 *   0 char[40] name, NUL-padded   40 u32 type   44 u32 rows   48 u32 columns   52 u32 zero   56 u64
 * offset Data follows the table. The size of a section follows from its type, rows and columns;
 * offsets are multiples of 16, ascending, each the end of the section before it rounded up to 16;
 * the file ends at the last section's end rounded up to 16; bytes between are zero. Types: 0 f32, 1
 * f16, 2 i8 (value = scale[row] * i8; scales: f32 or f16 section NAME.scale, one row of `rows`
 * columns), 3 u32, 4 i4 (two a byte, the lower half first: value = scale[row] * (half - 8)).
 * Vectors (biases, norms) are one row. Names are those of core/train/model.py's state dict,
 * e.g. "encoder.gru.weight_ih_l0_reverse", but for the word list: "word.hash" (u32, strictly
 * ascending, one row: CRC-32 of the lower-cased words) and "word.vectors" (a row for each hash; a
 * word that is not there has the zero vector). A loader refuses missing, doubled, misshapen,
 * overlapping or unknown-typed sections and numbers that are not finite; unknown names are allowed
 * and ignored. Heads "name" and "own" may be absent. */
#ifndef SS_NET_MODEL_H
#define SS_NET_MODEL_H

#include "base/memory.h"
#include "sayso.h"

enum {
  SS_MODEL_VERSION = 1,
  SS_FEATURE_SET = 1,
  SS_MODEL_HEADER = 64,
  SS_MODEL_ENTRY = 64, /* bytes of a row of the section table */
  SS_MODEL_NAME = 40,  /* bytes of a section's name */
  SS_MODEL_ALIGN = 16,
  SS_MODEL_SECTIONS =
      256, /* most sections: the present network has about 60; doubles are found by comparing all */
  SS_MODEL_WIDTH =
      1024 /* widest vector of the network: bounds what a small file may make us allocate */
};

/* The weights of the library (net/embed.S). */
extern const unsigned char ss_model_bytes[];
extern const unsigned char ss_model_bytes_end[];

typedef struct ss_net ss_net;       /* matrices ready for the kernels (net/weights.h) */
typedef struct ss_kernel ss_kernel; /* the arithmetic (net/kernel.h) */

struct sayso_model {
  const sayso_allocator *hook; /* the caller's, or ss_memory_default: points to hook_copy */
  sayso_allocator hook_copy;
  const ss_net *net;
  const ss_kernel *kernel;
};

#endif
