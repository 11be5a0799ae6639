/* Vectors of 16 floats for x86-64 with AVX-512F. The Makefile compiles this file for it; elsewhere
 * it is empty. */
#if defined(__AVX512F__)
#include <immintrin.h>

typedef __m512 vec;
#define VEC_FLOATS        16
#define VEC_COUNT         1
#define BLOCK_ROWS        8
#define BLOCK_PANELS      2
#define BLOCK_GROUPS      3
#define vec_load(p)       _mm512_loadu_ps(p)
#define vec_store(p, a)   _mm512_storeu_ps((p), (a))
#define vec_all(x)        _mm512_set1_ps(x)
#define vec_add(a, b)     _mm512_add_ps((a), (b))
#define vec_sub(a, b)     _mm512_sub_ps((a), (b))
#define vec_mul(a, b)     _mm512_mul_ps((a), (b))
#define vec_div(a, b)     _mm512_div_ps((a), (b))
#define vec_min(a, b)     _mm512_min_ps((a), (b))
#define vec_max(a, b)     _mm512_max_ps((a), (b))
#define vec_fma(a, b, c)  _mm512_fmadd_ps((a), (b), (c))
#define vec_nfma(a, b, c) _mm512_fnmadd_ps((a), (b), (c))
#define KERNEL            ss_kernel_avx512
#define KERNEL_NAME       "avx512"

static inline vec vec_power(vec rounded) {
  __m512i n = _mm512_slli_epi32(_mm512_castps_si512(rounded), 23);
  return _mm512_castsi512_ps(_mm512_add_epi32(n, _mm512_set1_epi32(127 << 23)));
}

#include "net/kernel_simd.h"
#else
typedef int ss_kernel_avx512_is_not_for_this_machine; /* a file must hold something */
#endif
