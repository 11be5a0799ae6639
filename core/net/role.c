/* In: an encoded unit and one of its cues. Out: for each token of the cue's window the
 * log-probability of each role in the cue's frame; then whether the content is the speaker's own
 * words. */
#include <math.h>

#include "base/status.h"
#include "net/space.h"

/* ---- the window's input ---- */

/* Distances from which on a bucket counts: one each below 8, then three to each doubling, floor(8 +
 * 3 log2(d / 8)). */
static const uint8_t bucket_starts[] = {8, 11, 13, 16, 21, 26, 32, 41, 51, 64, 81};
enum { MIDDLE = 20, NEAR = 8, FAR_BUCKETS = sizeof bucket_starts };

static uint32_t distance_size(uint32_t distance) {
  if (distance < NEAR) return distance;
  uint32_t k = 1;
  while (k < FAR_BUCKETS && distance >= bucket_starts[k]) k++;
  return NEAR + k - 1;
}

static const float *distance_row(const ss_net *net, uint32_t token, uint32_t cue) {
  uint32_t bucket =
      token < cue ? MIDDLE - distance_size(cue - token) : MIDDLE + distance_size(token - cue);
  return net->distance + (size_t)bucket * net->frame_width;
}

/* token + head + distance + mark, through GELU and a LayerNorm. */
static void fill_input(ss_net_space *s, const uint8_t *marks, uint32_t cue, uint32_t first) {
  const ss_net *net = s->model->net;
  const ss_kernel *kernel = s->model->kernel;
  const uint32_t width = net->frame_width;
  kernel->apply(&net->head, s->vectors + (size_t)cue * net->width, net->width, 1, s->window_head);
  for (uint32_t i = 0; i < s->window_count; i++) {
    const float *token = s->projection + (size_t)(first + i) * width,
                *distance = distance_row(net, first + i, cue);
    const float *head = s->window_head,
                *mark = net->mark + (size_t)(marks[first + i] % SS_CUE_TAGS) * width;
    float *out = s->window_input + (size_t)i * width;
    for (uint32_t k = 0; k < width; k++) out[k] = token[k] + head[k] + distance[k] + mark[k];
  }
  kernel->gelu(s->window_input, (size_t)s->window_count * width);
  kernel->normalize(net->frame_scale, net->frame_shift, width, s->window_count, s->window_input);
}

/* ---- out of the window ---- */

static void log_softmax(const float *logits, float *out) {
  float best = logits[0], sum = 0;
  for (int k = 1; k < SS_ROLE_TAGS; k++) best = logits[k] > best ? logits[k] : best;
  for (int k = 0; k < SS_ROLE_TAGS; k++) sum += expf(logits[k] - best);
  float norm = best + logf(sum);
  for (int k = 0; k < SS_ROLE_TAGS; k++) out[k] = logits[k] - norm;
}

static void find_roles(ss_net_space *s) {
  const ss_net *net = s->model->net;
  const ss_kernel *kernel = s->model->kernel;
  const uint32_t count = s->window_count;
  kernel->apply(&net->frame.input, s->window_input, net->frame_width, count, s->window_gates);
  kernel->recur(&net->frame, s->window_gates, count, s->window_states);
  kernel->apply(&net->role, s->window_states, net->frame_width, count, s->window_tags);
  for (uint32_t i = 0; i < count; i++)
    log_softmax(s->window_tags + i * SS_PANEL, s->roles + (size_t)i * SS_ROLE_TAGS);
}

sayso_status ss_net_frame(ss_net_space *s, const uint8_t *marks, uint32_t cue, uint32_t *first,
                          uint32_t *width, const float **roles, sayso_error *err) {
  if (cue >= s->count)
    return ss_fail(err, SAYSO_INTERNAL, cue, "there is no token %lu in the unit",
                   (unsigned long)cue);
  const ss_net *net = s->model->net;
  if (!s->projected) {
    s->model->kernel->apply(&net->token, s->vectors, net->width, s->count, s->projection);
    s->projected = true;
  }
  uint32_t start = cue < SS_NET_WINDOW ? 0 : cue - SS_NET_WINDOW;
  uint32_t end = s->count - cue < SS_NET_WINDOW ? s->count : cue + SS_NET_WINDOW;
  s->window_count = end - start;
  fill_input(s, marks, cue, start);
  find_roles(s);
  *first = start;
  *width = end - start;
  *roles = s->roles;
  return SAYSO_OK;
}

float ss_net_own(const ss_net_space *s, const uint8_t *tags) {
  const ss_net *net = s->model->net;
  if (!net->has_own) return 0;
  uint32_t content = 0;
  float sum = 0;
  for (uint32_t i = 0; i < s->window_count; i++) {
    if (tags[i] < 3) continue;
    const float *state = s->window_states + (size_t)i * net->frame_width;
    for (uint32_t k = 0; k < net->frame_width; k++) sum += state[k] * net->own[k];
    content++;
  }
  return sum / (float)(content ? content : 1) + net->own[net->frame_width];
}
