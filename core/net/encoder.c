/* In: the tokens of one unit. Out: a vector for each, and its logits as part of a cue and of a
 * name. Promises linear time, and numbers that depend on nothing but these tokens. */
#include <string.h>

#include "base/status.h"
#include "net/space.h"

/* ---- buffers ---- */

/* Takes `count` items from a block, on a 64-byte line; with no block, only counts. */
static void *part(char *block, size_t *used, size_t count, size_t item_size) {
  size_t at = *used;
  *used += (count * item_size + 63) / 64 * 64;
  return block ? block + at : NULL;
}

/* The first 64-byte line of a block with 64 bytes to spare. */
static char *line_of(void *block) { return (char *)block + (64 - (uintptr_t)block % 64) % 64; }

static size_t columns_before_layers(const ss_net *net) {
  size_t gates = (size_t)net->width * SS_GATES, features = net->project.in;
  return gates > features ? gates : features;
}

static size_t lay_out_unit(ss_net_space *s, char *block, size_t cap) {
  const ss_net *net = s->model->net;
  size_t used = 0;
  s->features = part(block, &used, cap, sizeof *s->features);
  s->vectors = part(block, &used, cap * net->width, sizeof(float));
  s->other = part(block, &used, cap * net->width, sizeof(float));
  s->gates = part(block, &used, cap * columns_before_layers(net), sizeof(float));
  s->tags = part(block, &used, cap * net->tags.panels * SS_PANEL, sizeof(float));
  s->projection = part(block, &used, cap * net->frame_width, sizeof(float));
  s->cue = part(block, &used, cap * SS_CUE_TAGS, sizeof(float));
  s->name = part(block, &used, cap * SS_NAME_TAGS, sizeof(float));
  return used + 64;
}

static size_t lay_out_window(ss_net_space *s, char *block) {
  const size_t width = s->model->net->frame_width, rows = SS_WINDOW_TOKENS;
  size_t used = 0;
  s->window_head = part(block, &used, width, sizeof(float));
  s->window_input = part(block, &used, rows * width, sizeof(float));
  s->window_states = part(block, &used, rows * width, sizeof(float));
  s->window_gates = part(block, &used, rows * width * SS_GATES, sizeof(float));
  s->window_tags = part(block, &used, rows * SS_PANEL, sizeof(float));
  s->roles = part(block, &used, rows * SS_ROLE_TAGS, sizeof(float));
  return used + 64;
}

static bool grow_unit(ss_net_space *s, uint32_t count) {
  if (count <= s->cap) return true;
  ss_net_space measured = *s;
  size_t cap = (size_t)count + count / 4;
  if (cap > SIZE_MAX / lay_out_unit(&measured, NULL, 1))
    return false; /* one row alone, padded, is more than its share */
  size_t size = lay_out_unit(&measured, NULL, cap);
  void *block = ss_memory_resize(s->hook, NULL, 0, size);
  if (!block) return false;
  ss_memory_resize(s->hook, s->block, s->block_size, 0);
  lay_out_unit(s, line_of(block), cap);
  s->block = block;
  s->block_size = size;
  s->cap = (uint32_t)cap;
  s->count = 0;
  return true;
}

sayso_status ss_net_space_new(ss_net_space **out, const sayso_model *model,
                              const sayso_allocator *hook, sayso_error *err) {
  ss_net_space *s = ss_memory_resize(hook, NULL, 0, sizeof *s);
  if (!s) return ss_fail_memory(err);
  memset(s, 0, sizeof *s);
  s->hook = hook;
  s->model = model;
  s->window_block_size = lay_out_window(s, NULL);
  s->window_block = ss_memory_resize(hook, NULL, 0, s->window_block_size);
  if (!s->window_block) {
    ss_net_space_free(s);
    return ss_fail_memory(err);
  }
  lay_out_window(s, line_of(s->window_block));
  *out = s;
  return SAYSO_OK;
}

void ss_net_space_free(ss_net_space *s) {
  if (!s) return;
  ss_memory_resize(s->hook, s->block, s->block_size, 0);
  if (s->window_block) ss_memory_resize(s->hook, s->window_block, s->window_block_size, 0);
  ss_memory_resize(s->hook, s, sizeof *s, 0);
}

/* ---- token -> vector ---- */

/* The six tables' rows, one after another. */
static void look_up(const ss_net *net, const ss_feature *feature, float *out) {
  uint32_t word = ss_words_find(&net->words, feature->word);
  if (word == SAYSO_NONE)
    memset(out, 0, net->vectors.columns * sizeof *out);
  else
    ss_table_row(&net->vectors, word, out);
  out += net->vectors.columns;
  ss_table_row(&net->word, feature->hashed, out);
  out += net->word.columns;
  ss_table_row(&net->prefix, feature->prefix, out);
  out += net->prefix.columns;
  ss_table_row(&net->suffix, feature->suffix, out);
  out += net->suffix.columns;
  ss_table_row(&net->shape, feature->shape, out);
  out += net->shape.columns;
  ss_table_row(&net->state, feature->state, out);
}

static void embed(ss_net_space *s) {
  const ss_net *net = s->model->net;
  const ss_kernel *kernel = s->model->kernel;
  const uint32_t columns = net->project.in;
  for (uint32_t i = 0; i < s->count; i++)
    look_up(net, &s->features[i], s->gates + (size_t)i * columns);
  kernel->apply(&net->project, s->gates, columns, s->count, s->vectors);
  kernel->normalize(net->norm_scale, net->norm_shift, net->width, s->count, s->vectors);
}

static void run_layers(ss_net_space *s) {
  const ss_net *net = s->model->net;
  const ss_kernel *kernel = s->model->kernel;
  for (uint32_t i = 0; i < net->layers; i++) {
    kernel->apply(&net->encoder[i].input, s->vectors, net->width, s->count, s->gates);
    kernel->recur(&net->encoder[i], s->gates, s->count, s->other);
    float *read = s->vectors;
    s->vectors = s->other;
    s->other = read;
  }
}

/* Cue and name logits come out of one matrix, padded; the caller gets them apart and dense. */
static void tag(ss_net_space *s) {
  const ss_net *net = s->model->net;
  s->model->kernel->apply(&net->tags, s->vectors, net->width, s->count, s->tags);
  const float *row = s->tags;
  for (size_t i = 0; i < s->count; i++, row += net->tags.panels * SS_PANEL) {
    memcpy(s->cue + i * SS_CUE_TAGS, row, SS_CUE_TAGS * sizeof *row);
    if (net->has_names)
      memcpy(s->name + i * SS_NAME_TAGS, row + SS_CUE_TAGS, SS_NAME_TAGS * sizeof *row);
  }
}

sayso_status ss_net_encode(ss_net_space *s, const ss_token *tokens, uint32_t count,
                           const char *clean, const float **cue, const float **name,
                           sayso_error *err) {
  if (count > SS_UNIT_MOST)
    return ss_fail(err, SAYSO_INTERNAL, count, "a unit of %lu tokens was not cut",
                   (unsigned long)count);
  if (!grow_unit(s, count)) return ss_fail_memory(err);
  s->count = count;
  s->projected = false;
  ss_feature_fill(tokens, count, clean, s->features);
  embed(s);
  run_layers(s);
  tag(s);
  *cue = s->cue;
  *name = s->model->net->has_names ? s->name : NULL;
  return SAYSO_OK;
}
