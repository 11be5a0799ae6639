/* Plain C: runs everywhere and is the reference for the others. In and out: kernel.h. */
#include <math.h>
#include <string.h>

#include "net/kernel.h"

/* Two branches that compilers turn into instructions for minimum and maximum. */
static float clamp(float x, float low, float high) {
  float above = x > low ? x : low;
  return above < high ? above : high;
}

static float exp_near(float x) {
  x = clamp(x, -SS_EXP_LIMIT, SS_EXP_LIMIT);
  float rounded = x * SS_EXP_LOG2E + SS_EXP_ROUND;
  float n = rounded - SS_EXP_ROUND;
  float r = (x - n * SS_EXP_LN2_HIGH) - n * SS_EXP_LN2_LOW;
  float p = SS_EXP_5 * r + SS_EXP_4;
  p = p * r + SS_EXP_3;
  p = p * r + SS_EXP_2;
  p = p * r + SS_EXP_1;
  p = p * r + SS_EXP_0;
  p = p * (r * r) + r + 1.0f;
  uint32_t bits;
  memcpy(&bits, &rounded, sizeof bits);
  bits = (bits << 23) + (127u << 23);
  float power;
  memcpy(&power, &bits, sizeof power);
  return p * power;
}

static float sigmoid(float x) { return 1.0f / (1.0f + exp_near(-x)); }
static float tanh_near(float x) { return 1.0f - 2.0f / (1.0f + exp_near(x + x)); }

/* sum[0..columns) += the products of `in` inputs with weights[in][columns], four at a time: the
 * additions stay in order, and the sums are loaded and stored a quarter as often. `columns` is a
 * constant where this is called. */
static inline void add_products(const float *restrict weights, const float *restrict x, uint32_t in,
                                uint32_t columns, float *restrict sum) {
  uint32_t i = 0;
  for (; i + 4 <= in; i += 4, weights += 4 * columns) {
    const float *second = weights + columns, *third = second + columns, *fourth = third + columns;
    for (uint32_t k = 0; k < columns; k++)
      sum[k] = sum[k] + x[i] * weights[k] + x[i + 1] * second[k] + x[i + 2] * third[k] +
               x[i + 3] * fourth[k];
  }
  for (; i < in; i++, weights += columns)
    for (uint32_t k = 0; k < columns; k++) sum[k] += x[i] * weights[k];
}

static void apply(const ss_matrix *matrix, const float *x, size_t stride, uint32_t rows, float *y) {
  for (uint32_t row = 0; row < rows; row++, x += stride)
    for (uint32_t p = 0; p < matrix->panels; p++, y += SS_PANEL) {
      memcpy(y, matrix->bias + p * SS_PANEL, SS_PANEL * sizeof *y);
      add_products(matrix->weights + (size_t)p * matrix->in * SS_PANEL, x, matrix->in, SS_PANEL, y);
    }
}

/* ---- recurrence ---- */

static const float zeros[SS_MODEL_WIDTH];

/* One token: out[hidden] from the state before it and gates[group][gate][16]. */
static void step(const ss_gru *gru, int direction, const float *gates, const float *state,
                 float *out) {
  for (uint32_t first = 0; first < gru->hidden; first += SS_PANEL, gates += SS_GATES * SS_PANEL) {
    float gate[SS_GATES * SS_PANEL];
    memcpy(gate, gates, 2 * SS_PANEL * sizeof *gate);
    memcpy(gate + 2 * SS_PANEL, gru->new_bias[direction] + first, SS_PANEL * sizeof *gate);
    add_products(gru->recurrent[direction] + (size_t)first * gru->hidden * SS_GATES, state,
                 gru->hidden, SS_GATES * SS_PANEL, gate);
    for (uint32_t k = 0; k < SS_PANEL; k++) {
      float reset = sigmoid(gate[k]), keep = sigmoid(gate[SS_PANEL + k]);
      float fresh = tanh_near(gates[2 * SS_PANEL + k] + reset * gate[2 * SS_PANEL + k]);
      out[first + k] = fresh + keep * (state[first + k] - fresh);
    }
  }
}

static void recur(const ss_gru *gru, const float *gates, uint32_t count, float *out) {
  size_t hidden = gru->hidden, width = 2 * hidden, half = SS_GATES * hidden;
  for (uint32_t t = 0; t < count; t++) {
    const float *state = t ? out + (t - 1) * width : zeros;
    step(gru, 0, gates + t * 2 * half, state, out + t * width);
  }
  for (uint32_t t = count; t-- > 0;) {
    const float *state = t + 1 < count ? out + (t + 1) * width + hidden : zeros;
    step(gru, 1, gates + t * 2 * half + half, state, out + t * width + hidden);
  }
}

/* ---- rows ---- */

/* Sixteen partial sums, then the sixteen in order. */
static float sum_of(const float *part) {
  float sum = 0;
  for (int k = 0; k < SS_PANEL; k++) sum += part[k];
  return sum;
}

static void normalize_row(const float *scale, const float *shift, uint32_t columns, float *x) {
  float part[SS_PANEL] = {0};
  for (uint32_t i = 0; i < columns; i += SS_PANEL)
    for (uint32_t k = 0; k < SS_PANEL; k++) part[k] += x[i + k];
  float mean = sum_of(part) / (float)columns;
  memset(part, 0, sizeof part);
  for (uint32_t i = 0; i < columns; i += SS_PANEL)
    for (uint32_t k = 0; k < SS_PANEL; k++) part[k] += (x[i + k] - mean) * (x[i + k] - mean);
  float inverse = 1.0f / sqrtf(sum_of(part) / (float)columns + SS_NORM_EPSILON);
  for (uint32_t i = 0; i < columns; i++) x[i] = (x[i] - mean) * inverse * scale[i] + shift[i];
}

static void normalize(const float *scale, const float *shift, uint32_t columns, uint32_t rows,
                      float *x) {
  for (uint32_t row = 0; row < rows; row++)
    normalize_row(scale, shift, columns, x + (size_t)row * columns);
}

static void gelu(float *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float size = x[i] < 0 ? -x[i] : x[i], u = size * SS_SQRT_HALF;
    float t = 1.0f / (1.0f + SS_ERF_P * u);
    float p = SS_ERF_5 * t + SS_ERF_4;
    p = p * t + SS_ERF_3;
    p = p * t + SS_ERF_2;
    p = p * t + SS_ERF_1;
    float erf = 1.0f - p * t * exp_near(-u * u);
    x[i] = 0.5f * (x[i] + size * erf);
  }
}

const ss_kernel ss_kernel_c = {"c", apply, recur, normalize, gelu};
