/* In: the machine. Out: the kernels it can run, best first. Promises to ask the processor, never
 * the environment. */
#include "net/kernel.h"

#include <string.h>

/* x86-64 by gcc or clang: the Makefile builds both vector kernels there. */
#if defined(__x86_64__) && defined(__GNUC__)
static bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
static bool has_avx512(void) { return __builtin_cpu_supports("avx512f"); }
#endif

const ss_kernel *ss_kernel_at(uint32_t index) {
  const ss_kernel *list[4];
  uint32_t count = 0;
#if defined(__x86_64__) && defined(__GNUC__)
  if (has_avx512()) list[count++] = &ss_kernel_avx512;
  if (has_avx2()) list[count++] = &ss_kernel_avx2;
#elif defined(__aarch64__)
  list[count++] = &ss_kernel_neon;
#endif
  list[count++] = &ss_kernel_c;
  return index < count ? list[index] : NULL;
}

const ss_kernel *ss_kernel_by_name(const char *name) {
  const ss_kernel *kernel;
  for (uint32_t i = 0; (kernel = ss_kernel_at(i)) != NULL; i++)
    if (strcmp(kernel->name, name) == 0) return kernel;
  return NULL;
}
