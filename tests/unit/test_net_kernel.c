/* Every kernel of this machine against sums in double precision and against plain C; and that a
 * row's numbers do not depend on its neighbours, their count or its place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model_file.h"
#include "net/kernel.h"

enum { ROWS = 23 };

/* Random numbers, freed with free. */
static float *numbers(size_t count, float scale, uint32_t *seed) {
  float *out = malloc((count + 1) * sizeof *out);
  assert_non_null(out);
  for (size_t i = 0; i < count; i++) out[i] = ss_test_random(seed) * scale;
  return out;
}

static double worst_difference(const float *a, const float *b, size_t count) {
  double worst = 0;
  for (size_t i = 0; i < count; i++) {
    double difference = fabs((double)a[i] - (double)b[i]);
    if (!(difference <= worst)) worst = difference; /* a number that is none counts as the worst */
  }
  return worst;
}

static void assert_near(const float *a, const float *b, size_t count, double limit,
                        const char *kernel) {
  double worst = worst_difference(a, b, count);
  if (!(worst <= limit)) fail_msg("%s is off by %g, more than %g", kernel, worst, limit);
}

/* ---- matrix product ---- */

static ss_matrix matrix_of(uint32_t in, uint32_t out, uint32_t *seed) {
  const uint32_t panels = (out + SS_PANEL - 1) / SS_PANEL;
  return (ss_matrix){.in = in,
                     .out = out,
                     .panels = panels,
                     .bias = numbers(panels * SS_PANEL, 1, seed),
                     .weights = numbers((size_t)panels * in * SS_PANEL, 1, seed)};
}

static void matrix_free(ss_matrix *m) {
  free((void *)m->bias);
  free((void *)m->weights);
}

/* The definition, in double precision. */
static void apply_slowly(const ss_matrix *m, const float *x, size_t stride, uint32_t rows,
                         float *y) {
  for (uint32_t r = 0; r < rows; r++)
    for (uint32_t o = 0; o < m->panels * SS_PANEL; o++) {
      double sum = (double)m->bias[o];
      for (uint32_t i = 0; i < m->in; i++)
        sum += (double)x[r * stride + i] *
               (double)m->weights[((size_t)(o / SS_PANEL) * m->in + i) * SS_PANEL + o % SS_PANEL];
      y[(size_t)r * m->panels * SS_PANEL + o] = (float)sum;
    }
}

/* [in, out]: those of the network at its present width, then odd ones. */
static const uint32_t shapes[][2] = {{138, 160}, {160, 480}, {160, 96}, {160, 14},
                                     {96, 288},  {96, 5},    {1, 1},    {3, 17},
                                     {7, 31},    {64, 48},   {33, 80},  {1024, 64}};

static void products_are_right(void **state) {
  (void)state;
  uint32_t seed = 7;
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    ss_matrix m = matrix_of(shapes[s][0], shapes[s][1], &seed);
    const size_t stride = m.in + 3, width = m.panels * SS_PANEL;
    float *x = numbers(ROWS * stride, 1, &seed), *wanted = numbers(ROWS * width, 0, &seed),
          *y = numbers(ROWS * width, 0, &seed);
    apply_slowly(&m, x, stride, ROWS, wanted);
    const ss_kernel *kernel;
    for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
      kernel->apply(&m, x, stride, ROWS, y);
      assert_near(y, wanted, ROWS * width, 2e-6 * sqrt(m.in) * 2, kernel->name);
    }
    free(x), free(y), free(wanted);
    matrix_free(&m);
  }
}

static void a_row_is_the_same_in_any_company(void **state) {
  (void)state;
  uint32_t seed = 8;
  ss_matrix m = matrix_of(37, 80, &seed);
  const size_t width = m.panels * SS_PANEL;
  float *x = numbers(ROWS * m.in, 1, &seed), *all = numbers(ROWS * width, 0, &seed),
        *some = numbers(ROWS * width, 0, &seed);
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
    kernel->apply(&m, x, m.in, ROWS, all);
    for (uint32_t first = 0; first < ROWS; first++)
      for (uint32_t rows = 1; first + rows <= ROWS; rows++) {
        kernel->apply(&m, x + (size_t)first * m.in, m.in, rows, some);
        assert_memory_equal(some, all + first * width, rows * width * sizeof *all);
      }
  }
  free(x), free(all), free(some);
  matrix_free(&m);
}

/* ---- recurrence ---- */

static ss_gru gru_of(uint32_t hidden, uint32_t *seed) {
  ss_gru gru = {.hidden = hidden};
  for (int d = 0; d < 2; d++) {
    gru.recurrent[d] =
        numbers((size_t)SS_GATES * hidden * hidden, 1.5f / sqrtf((float)hidden), seed);
    gru.new_bias[d] = numbers(hidden, 1, seed);
  }
  return gru;
}

static double sigmoid_slowly(double x) { return 1 / (1 + exp(-x)); }

/* One direction by PyTorch's definition, in double precision; `from` is the token before, or NULL.
 */
static void step_slowly(const ss_gru *gru, int d, const float *gates, const float *from,
                        float *out) {
  const uint32_t hidden = gru->hidden;
  for (uint32_t u = 0; u < hidden; u++) {
    const uint32_t group = u / SS_PANEL, k = u % SS_PANEL;
    double sum[SS_GATES] = {0, 0, (double)gru->new_bias[d][u]};
    for (uint32_t i = 0; from && i < hidden; i++)
      for (uint32_t g = 0; g < SS_GATES; g++)
        sum[g] +=
            (double)from[i] *
            (double)gru->recurrent[d][(((size_t)group * hidden + i) * SS_GATES + g) * SS_PANEL + k];
    const float *in = gates + (size_t)group * SS_GATES * SS_PANEL + k;
    double reset = sigmoid_slowly((double)in[0] + sum[0]),
           keep = sigmoid_slowly((double)in[SS_PANEL] + sum[1]);
    double fresh = tanh((double)in[2 * SS_PANEL] + reset * sum[2]),
           before = from ? (double)from[u] : 0;
    out[u] = (float)((1 - keep) * fresh + keep * before);
  }
}

static void recur_slowly(const ss_gru *gru, const float *gates, uint32_t count, float *out) {
  const size_t hidden = gru->hidden, width = 2 * hidden, half = SS_GATES * hidden;
  for (size_t t = 0; t < count; t++)
    step_slowly(gru, 0, gates + t * 2 * half, t ? out + (t - 1) * width : NULL, out + t * width);
  for (size_t t = count; t-- > 0;)
    step_slowly(gru, 1, gates + t * 2 * half + half,
                t + 1 < count ? out + (t + 1) * width + hidden : NULL, out + t * width + hidden);
}

static void recurrences_are_right(void **state) {
  (void)state;
  static const uint32_t hiddens[] = {16, 48, 80, 96, 512}, counts[] = {1, 2, 3, 57};
  uint32_t seed = 9;
  for (size_t h = 0; h < sizeof hiddens / sizeof *hiddens; h++)
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
      ss_gru gru = gru_of(hiddens[h], &seed);
      const size_t width = 2 * (size_t)gru.hidden;
      float *gates = numbers(counts[c] * width * SS_GATES, 3, &seed);
      float *wanted = numbers(counts[c] * width, 0, &seed),
            *out = numbers(counts[c] * width, 0, &seed);
      recur_slowly(&gru, gates, counts[c], wanted);
      const ss_kernel *kernel;
      for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
        kernel->recur(&gru, gates, counts[c], out);
        assert_near(out, wanted, counts[c] * width, 1e-5, kernel->name);
      }
      free(gates), free(wanted), free(out);
      for (int d = 0; d < 2; d++) free((void *)gru.recurrent[d]), free((void *)gru.new_bias[d]);
    }
}

/* ---- rows ---- */

static void normalised_rows_are_right(void **state) {
  (void)state;
  enum { COLUMNS = 160 };
  uint32_t seed = 10;
  float *x = numbers(ROWS * COLUMNS, 5, &seed), *scale = numbers(COLUMNS, 1, &seed),
        *shift = numbers(COLUMNS, 1, &seed);
  float wanted[ROWS * COLUMNS], got[ROWS * COLUMNS];
  memset(x, 0, COLUMNS * sizeof *x); /* a row without variance */
  for (size_t r = 0; r < ROWS; r++) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < COLUMNS; i++) mean += (double)x[r * COLUMNS + i] / COLUMNS;
    for (size_t i = 0; i < COLUMNS; i++)
      variance += pow((double)x[r * COLUMNS + i] - mean, 2) / COLUMNS;
    for (size_t i = 0; i < COLUMNS; i++)
      wanted[r * COLUMNS + i] =
          (float)(((double)x[r * COLUMNS + i] - mean) / sqrt(variance + 1e-5) * (double)scale[i] +
                  (double)shift[i]);
  }
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
    memcpy(got, x, sizeof got);
    kernel->normalize(scale, shift, COLUMNS, ROWS, got);
    assert_near(got, wanted, ROWS * COLUMNS, 2e-6, kernel->name);
  }
  free(x), free(scale), free(shift);
}

static void gelu_is_right(void **state) {
  (void)state;
  enum { COUNT = 4096 };
  float x[COUNT], wanted[COUNT], got[COUNT];
  for (int i = 0; i < COUNT; i++) x[i] = (float)(i - COUNT / 2) / 128;
  for (int i = 0; i < 16; i++)
    x[i] = (i % 2 ? -1.0f : 1.0f) * powf(10, (float)i - 4); /* from tiny to huge */
  for (int i = 0; i < COUNT; i++)
    wanted[i] = (float)(0.5 * (double)x[i] * (1 + erf((double)x[i] / sqrt(2))));
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
    memcpy(got, x, sizeof got);
    kernel->gelu(got, COUNT);
    for (int i = 0; i < COUNT; i++)
      if (!(fabs((double)got[i] - (double)wanted[i]) <= 2e-6 + 1e-6 * fabs((double)wanted[i])))
        fail_msg("%s: gelu(%g) is %g, not %g", kernel->name, (double)x[i], (double)got[i],
                 (double)wanted[i]);
  }
}

/* Sigmoid and tanh, seen through a layer of one token whose state is zero: (1 - sigmoid(z))
 * tanh(n). */
static void gates_saturate_without_harm(void **state) {
  (void)state;
  static const float inputs[] = {0, 1e-7f, 1, -1, 20, -20, 88, -88, 1000, -1000, 1e30f, -1e30f};
  enum { COUNT = sizeof inputs / sizeof *inputs, HIDDEN = 16 };
  uint32_t seed = 11;
  ss_gru gru = gru_of(HIDDEN, &seed);
  memset((void *)gru.new_bias[0], 0, HIDDEN * sizeof(float));
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++)
    for (int z = 0; z < COUNT; z++)
      for (int n = 0; n < COUNT; n++) {
        float gates[2 * HIDDEN * SS_GATES] = {0}, out[2 * HIDDEN];
        gates[HIDDEN] = inputs[z];
        gates[2 * HIDDEN] = inputs[n];
        kernel->recur(&gru, gates, 1, out);
        double wanted = (1 - sigmoid_slowly((double)inputs[z])) * tanh((double)inputs[n]);
        if (!(fabs((double)out[0] - wanted) < 1e-6))
          fail_msg("%s: %g instead of %g", kernel->name, (double)out[0], wanted);
      }
  for (int d = 0; d < 2; d++) free((void *)gru.recurrent[d]), free((void *)gru.new_bias[d]);
}

/* ---- choice ---- */

static void plain_c_is_always_there(void **state) {
  (void)state;
  uint32_t count = 0;
  while (ss_kernel_at(count)) count++;
  assert_true(count >= 1);
  assert_string_equal(ss_kernel_at(count - 1)->name, "c");
  assert_ptr_equal(ss_kernel_by_name("c"), &ss_kernel_c);
  assert_null(ss_kernel_by_name(""));
  assert_null(ss_kernel_by_name("C"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_are_right),      cmocka_unit_test(a_row_is_the_same_in_any_company),
      cmocka_unit_test(recurrences_are_right),   cmocka_unit_test(normalised_rows_are_right),
      cmocka_unit_test(gelu_is_right),           cmocka_unit_test(gates_saturate_without_harm),
      cmocka_unit_test(plain_c_is_always_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
