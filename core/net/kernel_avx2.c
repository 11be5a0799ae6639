/* Vectors of 8 floats for x86-64 with AVX2 and FMA. The Makefile compiles this file for them;
 * elsewhere it is empty. */
#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>

typedef __m256 vec;
#define VEC_FLOATS        8
#define VEC_COUNT         2
#define BLOCK_ROWS        6
#define BLOCK_PANELS      1
#define BLOCK_GROUPS      2
#define vec_load(p)       _mm256_loadu_ps(p)
#define vec_store(p, a)   _mm256_storeu_ps((p), (a))
#define vec_all(x)        _mm256_set1_ps(x)
#define vec_add(a, b)     _mm256_add_ps((a), (b))
#define vec_sub(a, b)     _mm256_sub_ps((a), (b))
#define vec_mul(a, b)     _mm256_mul_ps((a), (b))
#define vec_div(a, b)     _mm256_div_ps((a), (b))
#define vec_min(a, b)     _mm256_min_ps((a), (b))
#define vec_max(a, b)     _mm256_max_ps((a), (b))
#define vec_fma(a, b, c)  _mm256_fmadd_ps((a), (b), (c))
#define vec_nfma(a, b, c) _mm256_fnmadd_ps((a), (b), (c))
#define KERNEL            ss_kernel_avx2
#define KERNEL_NAME       "avx2"

static inline vec vec_power(vec rounded) {
  __m256i n = _mm256_slli_epi32(_mm256_castps_si256(rounded), 23);
  return _mm256_castsi256_ps(_mm256_add_epi32(n, _mm256_set1_epi32(127 << 23)));
}

#include "net/kernel_simd.h"
#else
typedef int ss_kernel_avx2_is_not_for_this_machine; /* a file must hold something */
#endif
