/* A whole model file, verified: its sections by name. */
#ifndef SS_NET_SECTION_H
#define SS_NET_SECTION_H

#include "net/blob.h"
#include "sayso.h"

typedef enum {
  SS_SECTION_F32,
  SS_SECTION_F16,
  SS_SECTION_I8,
  SS_SECTION_U32,
  SS_SECTION_I4,
  SS_SECTION_TYPES
} ss_section_type;

typedef struct {
  uint32_t type, rows, columns;
  size_t place; /* of its row in the table: where messages point */
  const unsigned char
      *bytes;          /* rows * columns numbers, one row after another; lies inside the file */
  uint32_t scale_type; /* of i8 and i4: set by who found the section NAME.scale */
  const unsigned char *scales; /* one a row, f32 or f16 */
} ss_section;

/* Everything that can be said about a file without knowing the network: header, checksum, table,
 * places, names, numbers. */
sayso_status ss_sections_verify(ss_blob file, sayso_error *err);

/* Of a verified file. False when there is none of that name. */
bool ss_section_find(ss_blob file, const char *name, ss_section *out);

/* Number `index` of an f32 or f16 section, or of an i8 or i4 section with its scales. */
float ss_section_number(const ss_section *section, size_t index);

#endif
