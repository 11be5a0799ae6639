/* The arithmetic of the network, in several versions of which one is chosen when a model is loaded.
 *
 * Promises of every version
 *  - A number depends on its row alone: inputs are added one after another, first to last, starting
 * from the bias, however many rows are done together and wherever they lie in memory.
 *  - Versions agree to about 1e-6 a layer: those with fused multiply-add (avx2, avx512, neon) run
 * the same steps (kernel_simd.h); plain C (kernel_c.c, the reference) rounds once more at each
 * product. Vectors are padded to panels of SS_PANEL floats with zeros; pointers to weights are
 * 64-byte aligned, others need not be. */
#ifndef SS_NET_KERNEL_H
#define SS_NET_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#include "net/model.h"

enum { SS_PANEL = 16, SS_GATES = 3 };

/* y = bias + W x. */
typedef struct {
  uint32_t in, out;
  uint32_t panels;      /* out / SS_PANEL, rounded up */
  const float *bias;    /* [panels][16] */
  const float *weights; /* [panels][in][16]: element [p][i][k] takes input i to output 16 p + k */
} ss_matrix;

/* A bidirectional GRU layer: `hidden` units each way, a multiple of SS_PANEL; groups = hidden / 16.
 * Gates in the order r z n (PyTorch's). The inputs' part is one matrix for both directions, its
 * outputs ordered [direction][group][gate][16]; it holds the hidden side's biases of r and z too.
 */
typedef struct {
  uint32_t hidden;
  ss_matrix input;
  const float *recurrent[2]; /* [group][hidden][gate][16]: element [g][i][t][k] takes state i to
                                gate t of unit 16 g + k */
  const float *new_bias[2];  /* [hidden]: the hidden side's bias of n, inside r * (…) */
} ss_gru;

struct ss_kernel {
  const char *name;
  /* y[rows][panels * 16] from x[rows][stride]. */
  void (*apply)(const ss_matrix *matrix, const float *x, size_t stride, uint32_t rows, float *y);
  /* out[count][2 * hidden] (forward, then backward) from gates[count][2 * hidden * 3], the input
   * matrix' outputs. */
  void (*recur)(const ss_gru *gru, const float *gates, uint32_t count, float *out);
  /* LayerNorm of each row of x[rows][columns] in place; columns is a multiple of 16. */
  void (*normalize)(const float *scale, const float *shift, uint32_t columns, uint32_t rows,
                    float *x);
  /* x = x * Phi(x) in place, count a multiple of 16. Phi's error is below 2e-7 (Abramowitz and
   * Stegun 7.1.26). */
  void (*gelu)(float *x, size_t count);
};

extern const ss_kernel ss_kernel_c;
extern const ss_kernel ss_kernel_avx2;   /* x86-64 only */
extern const ss_kernel ss_kernel_avx512; /* x86-64 only */
extern const ss_kernel ss_kernel_neon;   /* arm64 only */

/* Those this machine can run, the best first; NULL at the end of the list. */
const ss_kernel *ss_kernel_at(uint32_t index);
const ss_kernel *ss_kernel_by_name(
    const char *name); /* NULL when unknown or not for this machine */

/* ---- numbers that every version shares ---- */

#define SS_NORM_EPSILON 1e-5f

/* exp(x) = 2^n e^r, n = round(x log2 e), |r| <= ln 2 / 2, e^r by a polynomial (Cephes' expf).
 * Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits. Beyond +-87 a float has
 * no room for the result. */
#define SS_EXP_LIMIT    87.0f
#define SS_EXP_LOG2E    1.44269504088896341f
#define SS_EXP_ROUND    12582912.0f
#define SS_EXP_LN2_HIGH 0.693359375f
#define SS_EXP_LN2_LOW  -2.12194440e-4f
#define SS_EXP_5        1.9875691500e-4f
#define SS_EXP_4        1.3981999507e-3f
#define SS_EXP_3        8.3334519073e-3f
#define SS_EXP_2        4.1665795894e-2f
#define SS_EXP_1        1.6666665459e-1f
#define SS_EXP_0        5.0000001201e-1f

/* erf(u) = 1 - (((((c5 t + c4) t) + c3) t + c2) t + c1) t exp(-u^2), t = 1 / (1 + p u), u >= 0 */
#define SS_ERF_P        0.3275911f
#define SS_ERF_1        0.254829592f
#define SS_ERF_2        -0.284496736f
#define SS_ERF_3        1.421413741f
#define SS_ERF_4        -1.453152027f
#define SS_ERF_5        1.061405429f
#define SS_SQRT_HALF    0.70710678118654752f

#endif
