/* Model files made for tests: small, of any shape, with random weights, to be damaged at will.
 * In: the shape of a network. Out: the bytes of a file that core/net/model.h describes. */
#ifndef TESTS_SUPPORT_MODEL_FILE_H
#define TESTS_SUPPORT_MODEL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t width, frame_width, layers; /* both widths: multiples of 32 */
  uint32_t words;                      /* in the word list */
  bool heads;                          /* with "name" and "own" */
  uint32_t seed;
} ss_test_shape;

typedef struct {
  unsigned char *bytes; /* freed with free */
  size_t size;
} ss_test_file;

ss_test_file ss_test_model_file(const ss_test_shape *shape);

/* Sets the size and the checksum that the header should have, so that damage reaches the checks
 * after them. */
void ss_test_seal(ss_test_file *file);

void ss_test_put_u32(unsigned char *place, uint32_t value);
uint32_t ss_test_get_u32(const unsigned char *place);

/* -1 .. 1, the same sequence for the same seed. */
float ss_test_random(uint32_t *seed);

#endif
