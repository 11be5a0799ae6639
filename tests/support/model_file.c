/* In: the shape of a network. Out: a model file of that shape. Promises valid files; aborts when
 * memory is short. */
#include "model_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/blob.h"
#include "net/model.h"
#include "net/net.h"
#include "net/section.h"

float ss_test_random(uint32_t *seed) {
  *seed = *seed * 1664525u + 1013904223u;
  return (float)(*seed >> 8) / 8388608.0f - 1.0f;
}

void ss_test_put_u32(unsigned char *place, uint32_t value) {
  for (int i = 0; i < 4; i++) place[i] = (unsigned char)(value >> 8 * i);
}

uint32_t ss_test_get_u32(const unsigned char *place) { return ss_load_u32(place); }

/* ---- sections, collected before they are written ---- */

typedef struct {
  char name[SS_MODEL_NAME + 1];
  uint32_t type, rows, columns;
} entry;

typedef struct {
  entry items[SS_MODEL_SECTIONS];
  uint32_t count;
} entries;

static void add(entries *e, const char *name, ss_section_type type, uint32_t rows,
                uint32_t columns) {
  entry *item = &e->items[e->count++];
  snprintf(item->name, sizeof item->name, "%s", name);
  item->type = type;
  item->rows = rows;
  item->columns = columns;
}

/* 8 bits with scales of 32, or 4 bits with scales of 16. */
static void add_whole(entries *e, const char *name, ss_section_type type, uint32_t rows,
                      uint32_t columns) {
  char scale[SS_MODEL_NAME];
  snprintf(scale, sizeof scale, "%s.scale", name);
  add(e, name, type, rows, columns);
  add(e, scale, type == SS_SECTION_I4 ? SS_SECTION_F16 : SS_SECTION_F32, 1, rows);
}

static void add_linear(entries *e, const char *stem, uint32_t rows, uint32_t columns) {
  char name[SS_MODEL_NAME];
  snprintf(name, sizeof name, "%s.weight", stem);
  add(e, name, SS_SECTION_F16, rows, columns);
  snprintf(name, sizeof name, "%s.bias", stem);
  add(e, name, SS_SECTION_F32, 1, rows);
}

static void add_gru(entries *e, const char *stem, uint32_t layer, uint32_t width) {
  const uint32_t gates = 3 * width / 2;
  for (int direction = 0; direction < 2; direction++) {
    const char *tail = direction ? "_reverse" : "";
    char name[SS_MODEL_NAME];
    snprintf(name, sizeof name, "%s.gru.weight_ih_l%u%s", stem, (unsigned)layer, tail);
    add(e, name, SS_SECTION_F16, gates, width);
    snprintf(name, sizeof name, "%s.gru.weight_hh_l%u%s", stem, (unsigned)layer, tail);
    add_whole(e, name, SS_SECTION_I8, gates, width / 2);
    snprintf(name, sizeof name, "%s.gru.bias_ih_l%u%s", stem, (unsigned)layer, tail);
    add(e, name, SS_SECTION_F32, 1, gates);
    snprintf(name, sizeof name, "%s.gru.bias_hh_l%u%s", stem, (unsigned)layer, tail);
    add(e, name, SS_SECTION_F32, 1, gates);
  }
}

enum { VECTORS = 5, HASHED = 3, AFFIX = 2, SHAPE = 2, STATE = 1 }; /* columns: odd on purpose */

static void add_all(entries *e, const ss_test_shape *shape) {
  const uint32_t columns = VECTORS + HASHED + 2 * AFFIX + SHAPE + STATE;
  add(e, "word.hash", SS_SECTION_U32, 1, shape->words);
  add_whole(e, "word.vectors", SS_SECTION_I4, shape->words, VECTORS);
  add_whole(e, "word.weight", SS_SECTION_I8, SS_HASHED_WORDS, HASHED);
  add_whole(e, "prefix.weight", SS_SECTION_I8, SS_PREFIXES, AFFIX);
  add_whole(e, "suffix.weight", SS_SECTION_I8, SS_SUFFIXES, AFFIX);
  add(e, "shape.weight", SS_SECTION_F16, SS_SHAPES, SHAPE);
  add(e, "state.weight", SS_SECTION_F32, SS_MARK_STATES, STATE);
  add_linear(e, "project", shape->width, columns);
  add(e, "norm.weight", SS_SECTION_F32, 1, shape->width);
  add(e, "norm.bias", SS_SECTION_F32, 1, shape->width);
  for (uint32_t i = 0; i < shape->layers; i++) add_gru(e, "encoder", i, shape->width);
  add_linear(e, "cue", SS_CUE_TAGS, shape->width);
  if (shape->heads) add_linear(e, "name", SS_NAME_TAGS, shape->width);
  add_linear(e, "token", shape->frame_width, shape->width);
  add_linear(e, "head", shape->frame_width, shape->width);
  add(e, "distance.weight", SS_SECTION_F16, 41, shape->frame_width);
  add(e, "mark.weight", SS_SECTION_F16, SS_CUE_TAGS, shape->frame_width);
  add(e, "frame_norm.weight", SS_SECTION_F32, 1, shape->frame_width);
  add(e, "frame_norm.bias", SS_SECTION_F32, 1, shape->frame_width);
  add_gru(e, "frame", 0, shape->frame_width);
  add_linear(e, "role", SS_ROLE_TAGS, shape->frame_width);
  if (shape->heads) add_linear(e, "own", 1, shape->frame_width);
  add(e, "note", SS_SECTION_U32, 1, 3); /* unknown to the loader: allowed */
}

/* ---- numbers ---- */

/* Bits of a number below 1 with 10 bits of fraction. */
static uint16_t half_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint32_t sign = bits >> 16 & 0x8000, exponent = bits >> 23 & 255;
  return (uint16_t)(exponent < 113 ? sign : sign | (exponent - 112) << 10 | (bits >> 13 & 0x3FF));
}

static void put_number(unsigned char *place, uint32_t type, uint32_t index, float value,
                       bool scale) {
  uint32_t bits;
  if (type == SS_SECTION_U32) {
    ss_test_put_u32(place, index * 0x01000193u); /* ascending while index is below 255 */
  } else if (type == SS_SECTION_I8) {
    *place = (unsigned char)(int8_t)(value * 127);
  } else if (type == SS_SECTION_I4) {
    *place |= (unsigned char)((int)(value * 7 + 8) << (index % 2 ? 4 : 0));
  } else if (type == SS_SECTION_F16) {
    uint16_t half = half_of(scale ? 0.01f : value * 0.5f);
    place[0] = (unsigned char)half;
    place[1] = (unsigned char)(half >> 8);
  } else {
    if (scale) value = 0.01f;
    memcpy(&bits, &value, sizeof bits);
    ss_test_put_u32(place, bits);
  }
}

static const uint32_t bits[] = {32, 16, 8, 32, 4};

static size_t padded_size(const entry *e) {
  return ((size_t)e->rows * e->columns * bits[e->type] + 127) / 128 * 16;
}

static void put_entry(unsigned char *place, const entry *e, size_t offset) {
  memcpy(place, e->name, strlen(e->name));
  ss_test_put_u32(place + 40, e->type);
  ss_test_put_u32(place + 44, e->rows);
  ss_test_put_u32(place + 48, e->columns);
  ss_test_put_u32(place + 56, (uint32_t)offset);
}

static void put_numbers(unsigned char *place, const entry *e, uint32_t *seed) {
  bool scale = strstr(e->name, ".scale") != NULL;
  for (uint32_t i = 0; i < e->rows * e->columns; i++)
    put_number(place + (size_t)i * bits[e->type] / 8, e->type, i, ss_test_random(seed), scale);
}

void ss_test_seal(ss_test_file *file) {
  ss_test_put_u32(file->bytes + 16, (uint32_t)file->size);
  ss_test_put_u32(file->bytes + 20, 0);
  uint32_t crc = ss_crc32_long(ss_crc32(0, file->bytes, 24), file->bytes + 28, file->size - 28);
  ss_test_put_u32(file->bytes + 24, crc);
}

ss_test_file ss_test_model_file(const ss_test_shape *shape) {
  entries *e = calloc(1, sizeof *e);
  if (!e) abort();
  add_all(e, shape);
  size_t at = SS_MODEL_HEADER + (size_t)e->count * SS_MODEL_ENTRY, size = at;
  for (uint32_t i = 0; i < e->count; i++) size += padded_size(&e->items[i]);
  ss_test_file file = {calloc(1, size), size};
  if (!file.bytes) abort();
  memcpy(file.bytes, "SAYSOMDL", 8);
  ss_test_put_u32(file.bytes + 8, SS_MODEL_VERSION);
  ss_test_put_u32(file.bytes + 12, SS_MODEL_HEADER);
  ss_test_put_u32(file.bytes + 28, SS_FEATURE_SET);
  ss_test_put_u32(file.bytes + 32, e->count);
  memcpy(file.bytes + 40, "made for a test", 15);
  uint32_t seed = shape->seed;
  for (uint32_t i = 0; i < e->count; i++) {
    put_entry(file.bytes + SS_MODEL_HEADER + (size_t)i * SS_MODEL_ENTRY, &e->items[i], at);
    put_numbers(file.bytes + at, &e->items[i], &seed);
    at += padded_size(&e->items[i]);
  }
  free(e);
  ss_test_seal(&file);
  return file;
}
