/* The arithmetic once, for every kind of vector. Includers define before:
 *   vec             a vector of VEC_FLOATS floats; VEC_COUNT of them make a panel of 16
 *   vec_load, vec_store (unaligned), vec_all (one float everywhere)
 *   vec_add, vec_sub, vec_mul, vec_div, vec_min, vec_max, vec_fma (a * b + c), vec_nfma (c - a * b)
 *   vec_power       2^n from a float whose low bits hold n (kernel.h, exp)
 *   BLOCK_ROWS, BLOCK_PANELS    how much of a matrix product is held in registers
 *   BLOCK_GROUPS                how many groups of a recurrent layer are
 *   KERNEL, KERNEL_NAME         what comes out
 * Vectors are only spread over outputs, never over the inputs of a sum, so all widths give the same
 * bits. */
#include <math.h>
#include <stdbool.h>

#include "net/kernel.h"

/* A loop whose count is a constant, and that must be unrolled so that its vectors stay in
 * registers. */
#if defined(__clang__)
#define EACH(index, count) \
  _Pragma("clang loop unroll(full)") for (int index = 0; index < (count); index++)
#elif defined(__GNUC__)
#define EACH(index, count) _Pragma("GCC unroll 32") for (int index = 0; index < (count); index++)
#else
#define EACH(index, count) for (int index = 0; index < (count); index++)
#endif
#define INLINE static inline __attribute__((always_inline))

INLINE vec exp_near(vec x) {
  x = vec_min(vec_max(x, vec_all(-SS_EXP_LIMIT)), vec_all(SS_EXP_LIMIT));
  vec rounded = vec_fma(x, vec_all(SS_EXP_LOG2E), vec_all(SS_EXP_ROUND));
  vec n = vec_sub(rounded, vec_all(SS_EXP_ROUND));
  vec r = vec_nfma(n, vec_all(SS_EXP_LN2_LOW), vec_nfma(n, vec_all(SS_EXP_LN2_HIGH), x));
  vec p = vec_fma(vec_all(SS_EXP_5), r, vec_all(SS_EXP_4));
  p = vec_fma(p, r, vec_all(SS_EXP_3));
  p = vec_fma(p, r, vec_all(SS_EXP_2));
  p = vec_fma(p, r, vec_all(SS_EXP_1));
  p = vec_fma(p, r, vec_all(SS_EXP_0));
  p = vec_add(vec_fma(p, vec_mul(r, r), r), vec_all(1.0f));
  return vec_mul(p, vec_power(rounded));
}

INLINE vec sigmoid(vec x) {
  vec one = vec_all(1.0f);
  return vec_div(one, vec_add(one, exp_near(vec_sub(vec_all(0.0f), x))));
}

INLINE vec tanh_near(vec x) {
  vec one = vec_all(1.0f);
  return vec_sub(one, vec_div(vec_all(2.0f), vec_add(one, exp_near(vec_add(x, x)))));
}

/* ---- matrix product ---- */

/* `rows` rows by `panels` panels, held in registers: both are constants where this is called. */
INLINE void block(const ss_matrix *matrix, uint32_t panel, const int panels, const float *x,
                  size_t stride, const int rows, float *y) {
  const int vectors = panels * VEC_COUNT;
  const size_t in = matrix->in, width = (size_t)matrix->panels * SS_PANEL, next = in * SS_PANEL;
  const float *bias = matrix->bias + panel * SS_PANEL, *weights = matrix->weights + panel * next;
  vec sum[BLOCK_ROWS][BLOCK_PANELS * VEC_COUNT];
  EACH (r, rows)
    EACH (v, vectors) sum[r][v] = vec_load(bias + v * VEC_FLOATS);
  for (size_t i = 0; i < in; i++) {
    vec weight[BLOCK_PANELS * VEC_COUNT];
    EACH (v, vectors)
      weight[v] = vec_load(weights + (size_t)(v / VEC_COUNT) * next + i * SS_PANEL +
                           (size_t)(v % VEC_COUNT) * VEC_FLOATS);
    EACH (r, rows) {
      vec input = vec_all(x[(size_t)r * stride + i]);
      EACH (v, vectors) sum[r][v] = vec_fma(input, weight[v], sum[r][v]);
    }
  }
  EACH (r, rows)
    EACH (v, vectors)
      vec_store(y + (size_t)r * width + panel * SS_PANEL + v * VEC_FLOATS, sum[r][v]);
}

/* Functions of their own, lest a compiler joins calls again whose constants differ. */
typedef void block_function(const ss_matrix *matrix, uint32_t panel, const float *x, size_t stride,
                            float *y);
#define BLOCK(name, panels, rows)                                                       \
  static __attribute__((noinline)) void name(const ss_matrix *matrix, uint32_t panel,   \
                                             const float *x, size_t stride, float *y) { \
    block(matrix, panel, panels, x, stride, rows, y);                                   \
  }
BLOCK(many_rows, 1, BLOCK_ROWS)
BLOCK(many_rows_wide, BLOCK_PANELS, BLOCK_ROWS)
BLOCK(two_rows, 1, 2)
BLOCK(two_rows_wide, BLOCK_PANELS, 2)
BLOCK(one_row, 1, 1)
BLOCK(one_row_wide, BLOCK_PANELS, 1)

/* All panels for some rows. */
static void band(const ss_matrix *matrix, const float *x, size_t stride, block_function *wide,
                 block_function *narrow, float *y) {
  uint32_t panel = 0;
  for (; panel + BLOCK_PANELS <= matrix->panels; panel += BLOCK_PANELS)
    wide(matrix, panel, x, stride, y);
  for (; panel < matrix->panels; panel++) narrow(matrix, panel, x, stride, y);
}

static void apply(const ss_matrix *matrix, const float *x, size_t stride, uint32_t rows, float *y) {
  size_t width = (size_t)matrix->panels * SS_PANEL;
  uint32_t row = 0;
  for (; row + BLOCK_ROWS <= rows; row += BLOCK_ROWS)
    band(matrix, x + row * stride, stride, many_rows_wide, many_rows, y + row * width);
  for (; row + 2 <= rows; row += 2)
    band(matrix, x + row * stride, stride, two_rows_wide, two_rows, y + row * width);
  for (; row < rows; row++)
    band(matrix, x + row * stride, stride, one_row_wide, one_row, y + row * width);
}

/* ---- recurrence ---- */

static const float zeros[SS_MODEL_WIDTH];

/* One direction at one token. */
typedef struct {
  const float *gates;     /* [group][gate][16]: the inputs' part */
  const float *recurrent; /* [group][hidden][gate][16] */
  const float *new_bias;  /* [hidden] */
  const float *state;     /* [hidden], of the token before */
  float *out;             /* [hidden] */
} side;

enum { GATE_VECTORS = SS_GATES * VEC_COUNT };

INLINE void start_gates(const side *s, size_t first, vec *sum) {
  EACH (v, 2 * VEC_COUNT) sum[v] = vec_load(s->gates + first * SS_GATES + v * VEC_FLOATS);
  EACH (v, VEC_COUNT) sum[2 * VEC_COUNT + v] = vec_load(s->new_bias + first + v * VEC_FLOATS);
}

INLINE void finish_gates(const side *s, size_t first, const vec *sum) {
  EACH (v, VEC_COUNT) {
    const size_t at = first + (size_t)v * VEC_FLOATS;
    vec reset = sigmoid(sum[v]), keep = sigmoid(sum[VEC_COUNT + v]);
    vec input = vec_load(s->gates + first * SS_GATES + (2 * VEC_COUNT + v) * VEC_FLOATS);
    vec fresh = tanh_near(vec_fma(reset, sum[2 * VEC_COUNT + v], input));
    vec_store(s->out + at, vec_fma(keep, vec_sub(vec_load(s->state + at), fresh), fresh));
  }
}

/* Units [first, first + 16 count): `count` is a constant where this is called. */
INLINE void groups(const side *s, size_t first, const int count, size_t hidden) {
  vec sum[BLOCK_GROUPS][GATE_VECTORS];
  const size_t next = hidden * SS_GATES * SS_PANEL;
  const float *weights = s->recurrent + first * hidden * SS_GATES;
  EACH (g, count) start_gates(s, first + (size_t)g * SS_PANEL, sum[g]);
  for (size_t i = 0; i < hidden; i++, weights += SS_GATES * SS_PANEL) {
    vec state = vec_all(s->state[i]);
    EACH (g, count)
      EACH (v, GATE_VECTORS)
        sum[g][v] =
            vec_fma(state, vec_load(weights + (size_t)g * next + v * VEC_FLOATS), sum[g][v]);
  }
  EACH (g, count) finish_gates(s, first + (size_t)g * SS_PANEL, sum[g]);
}

/* One token. Every other one takes its units from the last to the first, since the weights that
 * were read last are still in the nearest cache: the matrix of one direction (77 kB at 80 units) is
 * larger than that. */
INLINE void step(const side *s, size_t hidden, bool backwards) {
  const size_t size = BLOCK_GROUPS * SS_PANEL, whole = hidden / size * size;
  if (backwards) {
    for (size_t end = hidden; end > whole; end -= SS_PANEL) groups(s, end - SS_PANEL, 1, hidden);
    for (size_t end = whole; end > 0; end -= size) groups(s, end - size, BLOCK_GROUPS, hidden);
  } else {
    for (size_t first = 0; first < whole; first += size) groups(s, first, BLOCK_GROUPS, hidden);
    for (size_t first = whole; first < hidden; first += SS_PANEL) groups(s, first, 1, hidden);
  }
}

static void recur(const ss_gru *gru, const float *gates, uint32_t count, float *out) {
  const size_t hidden = gru->hidden, width = 2 * hidden, half = SS_GATES * hidden;
  for (size_t t = 0; t < count; t++) {
    const float *state = t ? out + (t - 1) * width : zeros;
    step(&(side){gates + t * 2 * half, gru->recurrent[0], gru->new_bias[0], state, out + t * width},
         hidden, t % 2);
  }
  for (size_t t = count; t-- > 0;) {
    const float *state = t + 1 < count ? out + (t + 1) * width + hidden : zeros;
    step(&(side){gates + t * 2 * half + half, gru->recurrent[1], gru->new_bias[1], state,
                 out + t * width + hidden},
         hidden, t % 2);
  }
}

/* ---- rows ---- */

/* Sixteen partial sums, then the sixteen in order. */
INLINE float sum_of(const vec *part) {
  float lane[SS_PANEL], sum = 0;
  EACH (v, VEC_COUNT) vec_store(lane + v * VEC_FLOATS, part[v]);
  for (int k = 0; k < SS_PANEL; k++) sum += lane[k];
  return sum;
}

INLINE void normalize_row(const float *scale, const float *shift, size_t columns, float *x) {
  vec part[VEC_COUNT];
  EACH (v, VEC_COUNT) part[v] = vec_all(0.0f);
  for (size_t i = 0; i < columns; i += SS_PANEL)
    EACH (v, VEC_COUNT) part[v] = vec_add(part[v], vec_load(x + i + v * VEC_FLOATS));
  vec mean = vec_all(sum_of(part) / (float)columns);
  EACH (v, VEC_COUNT) part[v] = vec_all(0.0f);
  for (size_t i = 0; i < columns; i += SS_PANEL)
    EACH (v, VEC_COUNT) {
      vec off = vec_sub(vec_load(x + i + v * VEC_FLOATS), mean);
      part[v] = vec_fma(off, off, part[v]);
    }
  vec inverse = vec_all(1.0f / sqrtf(sum_of(part) / (float)columns + SS_NORM_EPSILON));
  for (size_t i = 0; i < columns; i += VEC_FLOATS) {
    vec value = vec_mul(vec_sub(vec_load(x + i), mean), inverse);
    vec_store(x + i, vec_fma(value, vec_load(scale + i), vec_load(shift + i)));
  }
}

static void normalize(const float *scale, const float *shift, uint32_t columns, uint32_t rows,
                      float *x) {
  for (uint32_t row = 0; row < rows; row++)
    normalize_row(scale, shift, columns, x + (size_t)row * columns);
}

static void gelu(float *x, size_t count) {
  const vec one = vec_all(1.0f), zero = vec_all(0.0f);
  for (size_t i = 0; i < count; i += VEC_FLOATS) {
    vec value = vec_load(x + i), size = vec_max(value, vec_sub(zero, value)),
        u = vec_mul(size, vec_all(SS_SQRT_HALF));
    vec t = vec_div(one, vec_fma(vec_all(SS_ERF_P), u, one));
    vec p = vec_fma(vec_all(SS_ERF_5), t, vec_all(SS_ERF_4));
    p = vec_fma(p, t, vec_all(SS_ERF_3));
    p = vec_fma(p, t, vec_all(SS_ERF_2));
    p = vec_fma(p, t, vec_all(SS_ERF_1));
    vec erf = vec_nfma(vec_mul(p, t), exp_near(vec_sub(zero, vec_mul(u, u))), one);
    vec_store(x + i, vec_mul(vec_all(0.5f), vec_fma(size, erf, value)));
  }
}

const ss_kernel KERNEL = {KERNEL_NAME, apply, recur, normalize, gelu};
