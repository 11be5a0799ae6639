/* Vectors of 4 floats for arm64, where they are always there. Elsewhere this file is empty. */
#if defined(__aarch64__)
#include <arm_neon.h>

typedef float32x4_t vec;
#define VEC_FLOATS        4
#define VEC_COUNT         4
#define BLOCK_ROWS        4
#define BLOCK_PANELS      1
#define BLOCK_GROUPS      2
#define vec_load(p)       vld1q_f32(p)
#define vec_store(p, a)   vst1q_f32((p), (a))
#define vec_all(x)        vdupq_n_f32(x)
#define vec_add(a, b)     vaddq_f32((a), (b))
#define vec_sub(a, b)     vsubq_f32((a), (b))
#define vec_mul(a, b)     vmulq_f32((a), (b))
#define vec_div(a, b)     vdivq_f32((a), (b))
#define vec_min(a, b)     vminq_f32((a), (b))
#define vec_max(a, b)     vmaxq_f32((a), (b))
#define vec_fma(a, b, c)  vfmaq_f32((c), (a), (b))
#define vec_nfma(a, b, c) vfmsq_f32((c), (a), (b))
#define KERNEL            ss_kernel_neon
#define KERNEL_NAME       "neon"

static inline vec vec_power(vec rounded) {
  int32x4_t n = vshlq_n_s32(vreinterpretq_s32_f32(rounded), 23);
  return vreinterpretq_f32_s32(vaddq_s32(n, vdupq_n_s32(127 << 23)));
}

#include "net/kernel_simd.h"
#else
typedef int ss_kernel_neon_is_not_for_this_machine; /* a file must hold something */
#endif
