/* The model file: verified once, then read in place.
 *
 * Little-endian. Header of 64 bytes:
 *   0  char[8] "SAYSOMDL"     8  u32 format version (SS_MODEL_VERSION)   12  u32 header size (64)
 *   16 u64 size of the file   24 u32 CRC-32 of all bytes after the header  28 u32 feature-set id (SS_FEATURE_SET)
 *   32 u32 section count      36 u32 zero                                40 char[24] name of the training run, NUL-padded
 * Section table, 64 bytes each: char[40] name, NUL-padded; u32 type; u32 rows; u32 columns; u32 zero; u64 offset.
 *   (the size follows from type, rows and columns; offsets are multiples of 16, ascending, and the last section ends at the file's
 *   end padded to 16). Types: 0 f32, 1 f16, 2 i8 (its scales are the f32 section NAME.scale with one row of `rows` columns: value =
 *   scale[row] * i8), 3 u32.
 * Names are those of core/train/model.py's state dict, e.g. "encoder.gru.weight_ih_l0"; the word list is in "word.hash"
 * (u32, sorted, one row) and "word.vectors" (i8, a row for each hash); "word.weight" is the table of hashed words.
 * A loader refuses missing, doubled, misshapen, overlapping or unknown-typed sections; unknown names are allowed and ignored.
 */
#ifndef SS_NET_MODEL_H
#define SS_NET_MODEL_H

#include "base/memory.h"
#include "sayso.h"

enum { SS_MODEL_VERSION = 1, SS_FEATURE_SET = 1, SS_MODEL_HEADER = 64 };

/* The weights of the library (net/embed.S). */
extern const unsigned char ss_model_bytes[];
extern const unsigned char ss_model_bytes_end[];

typedef struct ss_net ss_net; /* matrices ready for the kernels (net/net.h) */

struct sayso_model {
  const sayso_allocator *hook;
  sayso_allocator hook_copy;
  const ss_net *net;
};

#endif
