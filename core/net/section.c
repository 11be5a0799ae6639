/* In: the bytes of a model file. Out: a verdict with the byte that decided it, then sections by
 * name. Promises that every section of a verified file lies inside it, is alone in its bytes, has a
 * name of its own and finite numbers. */
#include "net/section.h"

#include <string.h>

#include "base/status.h"
#include "net/model.h"

enum { /* places in the header (model.h) */
       AT_VERSION = 8,
       AT_HEADER_SIZE = 12,
       AT_SIZE = 16,
       AT_CHECKSUM = 24,
       AT_FEATURES = 28,
       AT_COUNT = 32,
       AT_ZERO = 36
};
enum { ENTRY_TYPE = 40, ENTRY_ROWS = 44, ENTRY_COLUMNS = 48, ENTRY_ZERO = 52, ENTRY_OFFSET = 56 };

static const unsigned char magic[8] = {'S', 'A', 'Y', 'S', 'O', 'M', 'D', 'L'};
static const uint32_t item_bits[SS_SECTION_TYPES] = {32, 16, 8, 32, 4};

static sayso_status refuse(sayso_error *err, size_t place, const char *why) {
  return ss_fail(err, SAYSO_BAD_MODEL, place, "the model file cannot be used: %s (byte %zu)", why,
                 place);
}

/* ---- header ---- */

static uint32_t checksum_of(ss_blob file) {
  uint32_t crc = ss_crc32(0, file.bytes, AT_CHECKSUM);
  return ss_crc32_long(crc, file.bytes + AT_FEATURES, file.size - AT_FEATURES);
}

static sayso_status verify_header(ss_blob file, sayso_error *err) {
  if (file.size < SS_MODEL_HEADER) return refuse(err, file.size, "it ends inside its header");
  if (memcmp(file.bytes, magic, sizeof magic) != 0)
    return refuse(err, 0, "it does not begin with SAYSOMDL");
  if (ss_blob_u32(file, AT_VERSION) != SS_MODEL_VERSION)
    return refuse(err, AT_VERSION, "it has a format version that this library does not read");
  if (ss_blob_u32(file, AT_HEADER_SIZE) != SS_MODEL_HEADER)
    return refuse(err, AT_HEADER_SIZE, "its header has another size");
  if (ss_blob_u64(file, AT_SIZE) != file.size)
    return refuse(err, AT_SIZE,
                  "it is shorter or longer than it says; it was cut or not copied whole");
  if (ss_blob_u32(file, AT_FEATURES) != SS_FEATURE_SET)
    return refuse(err, AT_FEATURES,
                  "it was trained on features that this library does not compute");
  if (ss_blob_u32(file, AT_ZERO) != 0)
    return refuse(err, AT_ZERO, "a field that must be zero is not");
  uint32_t count = ss_blob_u32(file, AT_COUNT);
  if (count == 0 || count > SS_MODEL_SECTIONS)
    return refuse(err, AT_COUNT, "the number of its sections is impossible");
  if (!ss_blob_has(file, SS_MODEL_HEADER, (uint64_t)count * SS_MODEL_ENTRY))
    return refuse(err, AT_COUNT, "its table of sections does not fit into it");
  if (checksum_of(file) != ss_blob_u32(file, AT_CHECKSUM))
    return refuse(err, AT_CHECKSUM, "its checksum is wrong; the file is damaged");
  return SAYSO_OK;
}

/* ---- table ---- */

static size_t entry_at(uint32_t index) { return SS_MODEL_HEADER + (size_t)index * SS_MODEL_ENTRY; }

/* A name is one or more printing characters, then NULs to the end. */
static bool good_name(const unsigned char *name) {
  size_t size = 0;
  while (size < SS_MODEL_NAME && name[size] > ' ' && name[size] < 127) size++;
  for (size_t i = size; i < SS_MODEL_NAME; i++)
    if (name[i]) return false;
  return size > 0;
}

static bool named_before(ss_blob file, uint32_t index) {
  for (uint32_t i = 0; i < index; i++)
    if (memcmp(file.bytes + entry_at(i), file.bytes + entry_at(index), SS_MODEL_NAME) == 0)
      return true;
  return false;
}

static const char too_large[] = "a section does not fit into the file";

static uint64_t padded(uint64_t size) {
  return (size + SS_MODEL_ALIGN - 1) / SS_MODEL_ALIGN * SS_MODEL_ALIGN;
}

static void read_entry(ss_blob file, uint32_t index, ss_section *out) {
  size_t place = entry_at(index);
  *out = (ss_section){.type = ss_blob_u32(file, place + ENTRY_TYPE),
                      .rows = ss_blob_u32(file, place + ENTRY_ROWS),
                      .columns = ss_blob_u32(file, place + ENTRY_COLUMNS),
                      .place = place};
}

/* *end is where the section before it ended, and becomes this one's end. */
static sayso_status verify_entry(ss_blob file, uint32_t index, uint64_t *end, sayso_error *err) {
  ss_section section;
  read_entry(file, index, &section);
  size_t place = section.place;
  if (!good_name(file.bytes + place)) return refuse(err, place, "a section has a damaged name");
  if (named_before(file, index)) return refuse(err, place, "two sections have the same name");
  if (section.type >= SS_SECTION_TYPES)
    return refuse(err, place + ENTRY_TYPE, "a section has an unknown type");
  if (section.rows == 0) return refuse(err, place + ENTRY_ROWS, "a section is empty");
  if (section.columns == 0) return refuse(err, place + ENTRY_COLUMNS, "a section is empty");
  if (ss_blob_u32(file, place + ENTRY_ZERO) != 0)
    return refuse(err, place + ENTRY_ZERO, "a field that must be zero is not");
  if (ss_blob_u64(file, place + ENTRY_OFFSET) != *end)
    return refuse(err, place + ENTRY_OFFSET,
                  "a section does not begin where the one before it ends");
  uint64_t items = (uint64_t)section.rows * section.columns; /* below 2^64: both are 32 bits */
  if (items / 2 > file.size) return refuse(err, place + ENTRY_ROWS, too_large);
  uint64_t size = padded((items * item_bits[section.type] + 7) / 8);
  if (!ss_blob_has(file, *end, size)) return refuse(err, place + ENTRY_ROWS, too_large);
  *end += size;
  return SAYSO_OK;
}

/* ---- numbers ---- */

static float number(uint32_t type, const unsigned char *bytes, size_t index) {
  return type == SS_SECTION_F32 ? ss_load_f32(bytes + index * 4) : ss_load_f16(bytes + index * 2);
}

float ss_section_number(const ss_section *section, size_t index) {
  if (section->type != SS_SECTION_I8 && section->type != SS_SECTION_I4)
    return number(section->type, section->bytes, index);
  int whole = section->type == SS_SECTION_I8 ? ((const int8_t *)section->bytes)[index]
                                             : ss_nibble(section->bytes, index);
  return number(section->scale_type, section->scales, index / section->columns) * (float)whole;
}

/* All bits of the exponent set: infinite or no number. */
static bool all_finite(const ss_section *section) {
  size_t count = (size_t)section->rows * section->columns;
  if (section->type == SS_SECTION_F32) {
    for (size_t i = 0; i < count; i++)
      if ((ss_load_u32(section->bytes + i * 4) & 0x7F800000) == 0x7F800000) return false;
  } else if (section->type == SS_SECTION_F16) {
    for (size_t i = 0; i < count; i++)
      if ((ss_load_u16(section->bytes + i * 2) & 0x7C00) == 0x7C00) return false;
  }
  return true;
}

sayso_status ss_sections_verify(ss_blob file, sayso_error *err) {
  sayso_status status = verify_header(file, err);
  uint32_t count = status == SAYSO_OK ? ss_blob_u32(file, AT_COUNT) : 0;
  uint64_t end = entry_at(count);
  for (uint32_t i = 0; i < count && status == SAYSO_OK; i++)
    status = verify_entry(file, i, &end, err);
  if (status != SAYSO_OK) return status;
  if (end != file.size) return refuse(err, (size_t)end, "something follows its last section");
  for (uint32_t i = 0; i < count; i++) {
    ss_section section;
    read_entry(file, i, &section);
    section.bytes = file.bytes + (size_t)ss_blob_u64(file, section.place + ENTRY_OFFSET);
    if (!all_finite(&section))
      return refuse(err, section.place, "a section holds something that is no number");
  }
  return SAYSO_OK;
}

bool ss_section_find(ss_blob file, const char *name, ss_section *out) {
  char wanted[SS_MODEL_NAME] = {0};
  size_t size = strlen(name);
  if (size > sizeof wanted) return false;
  memcpy(wanted, name, size);
  uint32_t count = ss_blob_u32(file, AT_COUNT);
  for (uint32_t i = 0; i < count; i++) {
    if (memcmp(file.bytes + entry_at(i), wanted, sizeof wanted) != 0) continue;
    read_entry(file, i, out);
    out->bytes = file.bytes + (size_t)ss_blob_u64(file, out->place + ENTRY_OFFSET);
    return true;
  }
  return false;
}
