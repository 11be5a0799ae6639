/* In: a verified model file. Out: matrices in panels (kernel.h), tables and the word list. Promises
 * to look at the shape of every section before its numbers. */
#include "net/weights.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "net/net.h"

/* What is being built, and why it failed. The first failure stays; everything after it does
 * nothing. */
typedef struct {
  ss_blob file;
  ss_net *net;
  sayso_status status;
  sayso_error *err;
} builder;

/* ---- sections by name and shape ---- */

static void refuse(builder *b, size_t place, const char *name, const char *why) {
  if (b->status != SAYSO_OK) return;
  b->status = ss_fail(b->err, SAYSO_BAD_MODEL, place,
                      "the model file cannot be used: section %s %s (byte %zu)", name, why, place);
}

static void *take(builder *b, size_t count, size_t item_size) {
  void *items = b->status == SAYSO_OK ? ss_arena_array(&b->net->arena, count, item_size) : NULL;
  if (!items && b->status == SAYSO_OK) b->status = ss_fail_memory(b->err);
  return items;
}

/* `count` floats on a 64-byte line, zero. */
static float *take_floats(builder *b, size_t count) {
  char *place = take(b, count * sizeof(float) + 64, 1);
  if (!place) return NULL;
  place += (64 - (uintptr_t)place % 64) % 64;
  memset(place, 0, count * sizeof(float));
  return (float *)(void *)place;
}

static bool is_there(const builder *b, const char *name) {
  ss_section section;
  return b->status == SAYSO_OK && ss_section_find(b->file, name, &section);
}

static bool find(builder *b, const char *name, ss_section *out) {
  if (b->status != SAYSO_OK) return false;
  if (ss_section_find(b->file, name, out)) return true;
  refuse(b, SS_MODEL_HEADER, name, "is missing");
  return false;
}

static bool has_shape(builder *b, const char *name, const ss_section *section, uint32_t rows,
                      uint32_t columns) {
  if (section->rows == rows && section->columns == columns) return true;
  char why[96];
  snprintf(why, sizeof why, "has %lu rows of %lu where %lu of %lu are needed",
           (unsigned long)section->rows, (unsigned long)section->columns, (unsigned long)rows,
           (unsigned long)columns);
  refuse(b, section->place, name, why);
  return false;
}

static bool has_floats(builder *b, const char *name, const ss_section *section) {
  if (section->type == SS_SECTION_F32 || section->type == SS_SECTION_F16) return true;
  refuse(b, section->place, name, "has a type that does not belong there");
  return false;
}

/* A section of 16 or 32 bit numbers of this very shape. */
static bool find_floats(builder *b, const char *name, uint32_t rows, uint32_t columns,
                        ss_section *out) {
  return find(b, name, out) && has_shape(b, name, out, rows, columns) && has_floats(b, name, out);
}

static bool is_whole(const ss_section *section) {
  return section->type == SS_SECTION_I8 || section->type == SS_SECTION_I4;
}

/* One scale a row. */
static bool find_scales(builder *b, const char *name, uint32_t rows, ss_section *out) {
  char scale_name[SS_MODEL_NAME + 8];
  snprintf(scale_name, sizeof scale_name, "%s.scale", name);
  return find_floats(b, scale_name, 1, rows, out);
}

/* A section of this very shape with numbers of any size, whole ones with their scales. */
static bool find_numbers(builder *b, const char *name, uint32_t rows, uint32_t columns,
                         ss_section *out) {
  if (!find(b, name, out) || !has_shape(b, name, out, rows, columns)) return false;
  if (!is_whole(out)) return has_floats(b, name, out);
  ss_section scales;
  if (!find_scales(b, name, rows, &scales)) return false;
  out->scale_type = scales.type;
  out->scales = scales.bytes;
  return true;
}

/* Its numbers, row by row. */
static const float *read_floats(builder *b, const char *name, uint32_t rows, uint32_t columns) {
  ss_section section;
  if (!find_numbers(b, name, rows, columns, &section)) return NULL;
  size_t count = (size_t)rows * columns;
  float *out = take_floats(b, count);
  for (size_t i = 0; out && i < count; i++) out[i] = ss_section_number(&section, i);
  return out;
}

/* ---- tables ---- */

/* `rows` 0: as many as there are. */
static void read_table(builder *b, const char *name, uint32_t rows, ss_table *out) {
  ss_section section;
  if (!find(b, name, &section)) return;
  if (rows == 0) rows = section.rows;
  if (section.columns > SS_MODEL_WIDTH) refuse(b, section.place, name, "is too wide");
  if (!has_shape(b, name, &section, rows, section.columns)) return;
  *out = (ss_table){.rows = rows, .columns = section.columns};
  if (is_whole(&section)) {
    ss_section scales;
    if (!find_scales(b, name, rows, &scales)) return;
    float *each = take_floats(b, rows);
    for (uint32_t i = 0; each && i < rows; i++) each[i] = ss_section_number(&scales, i);
    out->bytes = section.bytes;
    out->is_packed = section.type == SS_SECTION_I4;
    out->scales = each;
  } else if (has_floats(b, name, &section)) {
    out->floats = read_floats(b, name, rows, section.columns);
  }
}

void ss_table_row(const ss_table *table, uint32_t row, float *out) {
  size_t at = (size_t)row * table->columns;
  if (table->bytes) {
    float scale = table->scales[row];
    if (table->is_packed)
      for (uint32_t i = 0; i < table->columns; i++)
        out[i] = scale * (float)ss_nibble(table->bytes, at + i);
    else
      for (uint32_t i = 0; i < table->columns; i++)
        out[i] = scale * (float)((const int8_t *)table->bytes)[at + i];
  } else {
    memcpy(out, table->floats + at, table->columns * sizeof *out);
  }
}

/* ---- words ---- */

static void fill_buckets(const uint32_t *hashes, uint32_t count, uint32_t *buckets) {
  uint32_t at = 0;
  for (uint32_t bucket = 0; bucket <= SS_WORD_BUCKETS; bucket++) {
    while (at < count && hashes[at] >> 20 < bucket) at++;
    buckets[bucket] = at;
  }
}

static void read_words(builder *b, uint32_t rows, ss_words *out) {
  ss_section section;
  if (!find(b, "word.hash", &section) || !has_shape(b, "word.hash", &section, 1, rows)) return;
  if (section.type != SS_SECTION_U32)
    refuse(b, section.place, "word.hash", "has a type that does not belong there");
  uint32_t *hashes = take(b, rows, sizeof *hashes),
           *buckets = take(b, SS_WORD_BUCKETS + 1, sizeof *buckets);
  if (!hashes || !buckets) return;
  for (uint32_t i = 0; i < rows; i++) {
    hashes[i] = ss_load_u32(section.bytes + (size_t)i * 4);
    if (i && hashes[i] <= hashes[i - 1]) refuse(b, section.place, "word.hash", "is not sorted");
  }
  fill_buckets(hashes, rows, buckets);
  *out = (ss_words){hashes, buckets};
}

uint32_t ss_words_find(const ss_words *words, uint32_t hash) {
  uint32_t low = words->buckets[hash >> 20], end = words->buckets[(hash >> 20) + 1], high = end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (words->hashes[middle] < hash)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end && words->hashes[low] == hash ? low : SAYSO_NONE;
}

/* ---- matrices ---- */

static float *panel_place(const ss_matrix *matrix, float *weights, uint32_t row, uint32_t column) {
  return weights + ((size_t)(row / SS_PANEL) * matrix->in + column) * SS_PANEL + row % SS_PANEL;
}

/* Puts the rows of a section into a matrix under construction, from row `first` on. */
static void fill_rows(const ss_section *section, const ss_matrix *matrix, float *weights,
                      uint32_t first) {
  for (uint32_t row = 0; row < section->rows; row++)
    for (uint32_t column = 0; column < section->columns; column++)
      *panel_place(matrix, weights, first + row, column) =
          ss_section_number(section, (size_t)row * section->columns + column);
}

/* `stem`.weight and `stem`.bias become rows [first, first + rows) of a matrix. */
static void read_linear_part(builder *b, const char *stem, ss_matrix *matrix, uint32_t rows,
                             float *weights, float *bias) {
  char name[SS_MODEL_NAME + 8];
  ss_section section;
  uint32_t first = matrix->out;
  snprintf(name, sizeof name, "%s.weight", stem);
  if (!find_numbers(b, name, rows, matrix->in, &section)) return;
  fill_rows(&section, matrix, weights, first);
  snprintf(name, sizeof name, "%s.bias", stem);
  if (!find_floats(b, name, 1, rows, &section)) return;
  for (uint32_t row = 0; row < rows; row++) bias[first + row] = ss_section_number(&section, row);
  matrix->out += rows;
}

/* One linear layer, or two over the same input as one (`second` may be NULL). */
static void read_linear(builder *b, const char *stem, uint32_t rows, const char *second,
                        uint32_t second_rows, uint32_t in, ss_matrix *out) {
  uint32_t panels = (rows + second_rows + SS_PANEL - 1) / SS_PANEL;
  float *bias = take_floats(b, (size_t)panels * SS_PANEL),
        *weights = take_floats(b, (size_t)panels * SS_PANEL * in);
  if (!bias || !weights) return;
  *out = (ss_matrix){.in = in, .panels = panels, .bias = bias, .weights = weights};
  read_linear_part(b, stem, out, rows, weights, bias);
  if (second) read_linear_part(b, second, out, second_rows, weights, bias);
}

/* ---- recurrent layers ---- */

static const char *const gru_parts[4] = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};

/* Those of one direction of one layer. */
typedef struct {
  ss_section input, state, input_bias, state_bias;
} gru_sections;

static bool find_gru(builder *b, const char *stem, uint32_t layer, int direction, uint32_t in,
                     uint32_t hidden, gru_sections *out) {
  ss_section *const sections[4] = {&out->input, &out->state, &out->input_bias, &out->state_bias};
  const uint32_t rows[4] = {SS_GATES * hidden, SS_GATES * hidden, 1, 1};
  const uint32_t columns[4] = {in, hidden, SS_GATES * hidden, SS_GATES * hidden};
  for (int i = 0; i < 4; i++) {
    char name[SS_MODEL_NAME + 8];
    snprintf(name, sizeof name, "%s.gru.%s_l%u%s", stem, gru_parts[i], (unsigned)layer,
             direction ? "_reverse" : "");
    if (!find_numbers(b, name, rows[i], columns[i], sections[i])) return false;
  }
  return true;
}

/* Gate rows of the file are [gate][unit]; ours are [direction][group][gate][16]. */
static uint32_t gate_row(int direction, uint32_t hidden, uint32_t gate, uint32_t unit) {
  uint32_t group = unit / SS_PANEL, groups = hidden / SS_PANEL;
  return (((uint32_t)direction * groups + group) * SS_GATES + gate) * SS_PANEL + unit % SS_PANEL;
}

static void fill_gates(const gru_sections *from, int direction, const ss_gru *gru, float *weights,
                       float *bias, float *recurrent, float *new_bias) {
  const uint32_t hidden = gru->hidden, in = gru->input.in;
  for (uint32_t gate = 0; gate < SS_GATES; gate++)
    for (uint32_t unit = 0; unit < hidden; unit++) {
      uint32_t source = gate * hidden + unit, row = gate_row(direction, hidden, gate, unit);
      for (uint32_t i = 0; i < in; i++)
        *panel_place(&gru->input, weights, row, i) =
            ss_section_number(&from->input, (size_t)source * in + i);
      float *column = recurrent + (size_t)(unit / SS_PANEL) * hidden * SS_GATES * SS_PANEL +
                      gate * SS_PANEL + unit % SS_PANEL;
      for (uint32_t i = 0; i < hidden; i++)
        column[(size_t)i * SS_GATES * SS_PANEL] =
            ss_section_number(&from->state, (size_t)source * hidden + i);
      float state_bias = ss_section_number(&from->state_bias, source);
      bias[row] = ss_section_number(&from->input_bias, source);
      if (gate < 2)
        bias[row] += state_bias; /* r and z add both; n keeps the state's inside r * (…) */
      else
        new_bias[unit] = state_bias;
    }
}

static void read_gru(builder *b, const char *stem, uint32_t layer, uint32_t width, ss_gru *out) {
  const uint32_t hidden = width / 2, panels = 2 * SS_GATES * hidden / SS_PANEL;
  float *bias = take_floats(b, (size_t)panels * SS_PANEL),
        *weights = take_floats(b, (size_t)panels * SS_PANEL * width);
  if (!bias || !weights) return;
  out->hidden = hidden;
  out->input = (ss_matrix){
      .in = width, .out = panels * SS_PANEL, .panels = panels, .bias = bias, .weights = weights};
  for (int direction = 0; direction < 2; direction++) {
    float *recurrent = take_floats(b, (size_t)SS_GATES * hidden * hidden),
          *new_bias = take_floats(b, hidden);
    gru_sections sections;
    if (!recurrent || !new_bias || !find_gru(b, stem, layer, direction, width, hidden, &sections))
      return;
    fill_gates(&sections, direction, out, weights, bias, recurrent, new_bias);
    out->recurrent[direction] = recurrent;
    out->new_bias[direction] = new_bias;
  }
}

/* ---- the whole network, in the order of model.py ---- */

/* The rows of a weight section give the width of what it makes. */
static uint32_t width_of(builder *b, const char *name) {
  ss_section section;
  if (!find(b, name, &section)) return 0;
  if (section.rows % (2 * SS_PANEL) != 0 || section.rows > SS_MODEL_WIDTH)
    refuse(b, section.place, name, "has a width that is no multiple of 32 or too large");
  return section.rows;
}

/* A layer is there when any of its sections is: where one is missing, the file must not pass for a
 * smaller network. */
static bool has_layer(const builder *b, uint32_t layer) {
  for (int i = 0; i < 8; i++) {
    char name[SS_MODEL_NAME + 8];
    snprintf(name, sizeof name, "encoder.gru.%s_l%u%s", gru_parts[i % 4], (unsigned)layer,
             i < 4 ? "" : "_reverse");
    if (is_there(b, name)) return true;
  }
  return false;
}

static uint32_t layers_of(const builder *b) {
  uint32_t layers = 1;
  while (layers < SS_NET_LAYERS && has_layer(b, layers)) layers++;
  return layers;
}

static void read_features(builder *b) {
  ss_net *net = b->net;
  read_table(b, "word.vectors", 0, &net->vectors);
  read_words(b, net->vectors.rows, &net->words);
  read_table(b, "word.weight", SS_HASHED_WORDS, &net->word);
  read_table(b, "prefix.weight", SS_PREFIXES, &net->prefix);
  read_table(b, "suffix.weight", SS_SUFFIXES, &net->suffix);
  read_table(b, "shape.weight", SS_SHAPES, &net->shape);
  read_table(b, "state.weight", SS_MARK_STATES, &net->state);
}

static void read_encoder(builder *b) {
  ss_net *net = b->net;
  uint32_t columns = net->vectors.columns + net->word.columns + net->prefix.columns +
                     net->suffix.columns + net->shape.columns + net->state.columns;
  net->width = width_of(b, "project.weight");
  net->layers = layers_of(b);
  if (has_layer(b, SS_NET_LAYERS))
    refuse(b, SS_MODEL_HEADER, "encoder.gru", "has more layers than this library runs");
  read_linear(b, "project", net->width, NULL, 0, columns, &net->project);
  net->norm_scale = read_floats(b, "norm.weight", 1, net->width);
  net->norm_shift = read_floats(b, "norm.bias", 1, net->width);
  for (uint32_t i = 0; i < net->layers; i++)
    read_gru(b, "encoder", i, net->width, &net->encoder[i]);
  net->has_names = is_there(b, "name.weight") || is_there(b, "name.bias");
  read_linear(b, "cue", SS_CUE_TAGS, net->has_names ? "name" : NULL,
              net->has_names ? SS_NAME_TAGS : 0, net->width, &net->tags);
}

static void read_own(builder *b) {
  ss_net *net = b->net;
  const float *weights = read_floats(b, "own.weight", 1, net->frame_width),
              *bias = read_floats(b, "own.bias", 1, 1);
  float *own = take_floats(b, net->frame_width + 1);
  if (!own || !weights || !bias) return;
  memcpy(own, weights, net->frame_width * sizeof *own);
  own[net->frame_width] = bias[0];
  net->own = own;
}

static void read_frame(builder *b) {
  ss_net *net = b->net;
  net->frame_width = width_of(b, "token.weight");
  read_linear(b, "token", net->frame_width, NULL, 0, net->width, &net->token);
  read_linear(b, "head", net->frame_width, NULL, 0, net->width, &net->head);
  net->distance = read_floats(b, "distance.weight", SS_DISTANCES, net->frame_width);
  net->mark = read_floats(b, "mark.weight", SS_CUE_TAGS, net->frame_width);
  net->frame_scale = read_floats(b, "frame_norm.weight", 1, net->frame_width);
  net->frame_shift = read_floats(b, "frame_norm.bias", 1, net->frame_width);
  read_gru(b, "frame", 0, net->frame_width, &net->frame);
  read_linear(b, "role", SS_ROLE_TAGS, NULL, 0, net->frame_width, &net->role);
  net->has_own = is_there(b, "own.weight") || is_there(b, "own.bias");
  if (net->has_own) read_own(b);
}

sayso_status ss_net_new(const ss_net **out, ss_blob file, const sayso_allocator *hook,
                        sayso_error *err) {
  ss_net *net = ss_memory_resize(hook, NULL, 0, sizeof *net);
  if (!net) return ss_fail_memory(err);
  memset(net, 0, sizeof *net);
  ss_arena_init(&net->arena, hook);
  builder b = {file, net, SAYSO_OK, err};
  read_features(&b);
  read_encoder(&b);
  read_frame(&b);
  if (b.status == SAYSO_OK)
    *out = net;
  else
    ss_net_free(net);
  return b.status;
}

void ss_net_free(const ss_net *net) {
  if (!net) return;
  ss_arena arena = net->arena;
  const sayso_allocator *hook = arena.hook;
  ss_arena_free(&arena);
  ss_memory_resize(hook, (void *)(uintptr_t)net, sizeof *net, 0);
}
