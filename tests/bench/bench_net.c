/* Prints what the network costs on this machine: milliseconds to load the model, then for each
 * kernel tokens a second of the encoder, window tokens a second of the frames, and both together as
 * in news text. Out: one line a kernel. No argument. */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/kernel.h"
#include "net/net.h"

enum {
  UNIT = 64, /* tokens of a paragraph of news */
  CUES = 7,
  CUE_UNITS = 5, /* cues in so many units: 1.4 window tokens a token, as measured on PolNeAR's
                    development articles */
  ROUNDS = 400
};

/* Seconds of processor time. */
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* other programs on the machine do not count */
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void stop(const sayso_error *err) {
  fprintf(stderr, "bench_net: %s\n", err->message);
  exit(1);
}

/* A text of `count` tokens, each a word of five letters. */
static char *invent(ss_token *tokens, uint32_t count) {
  char *text = malloc((size_t)count * 6 + 1);
  if (!text) abort();
  for (uint32_t i = 0; i < count; i++) {
    static const char *const words[] = {"minis", "which", "paris", "would", "agree", "after"};
    memcpy(text + (size_t)i * 6, words[i * 7 % 6], 5);
    text[(size_t)i * 6 + 5] = ' ';
    tokens[i] = (ss_token){.start = i * 6, .end = i * 6 + 5, .shape = (uint8_t)(i % SS_SHAPES)};
  }
  return text;
}

static void bench(sayso_model *model, const char *name) {
  sayso_error err;
  ss_net_space *space;
  ss_token tokens[UNIT];
  uint8_t marks[UNIT] = {0};
  char *text = invent(tokens, UNIT);
  if (sayso_model_set_kernel(model, name, &err) ||
      ss_net_space_new(&space, model, &ss_memory_default, &err))
    stop(&err);
  double encode = 0, frame = 0;
  uint64_t window_tokens = 0;
  for (int round = 0; round < ROUNDS; round++) {
    const float *cue, *names, *roles;
    double start = now();
    if (ss_net_encode(space, tokens, UNIT, text, &cue, &names, &err)) stop(&err);
    double middle = now();
    for (int i = round % CUE_UNITS; i < CUES; i += CUE_UNITS) {
      uint32_t first, width, c = UNIT / 3 + (uint32_t)i;
      marks[c] = 1;
      if (ss_net_frame(space, marks, c, &first, &width, &roles, &err)) stop(&err);
      window_tokens += width;
    }
    frame += now() - middle;
    encode += middle - start;
  }
  double count = (double)ROUNDS * UNIT;
  printf(
      "  %-8s encoder %8.0f tokens/s   frames %8.0f window tokens/s   both %8.0f tokens/s (%.2f "
      "window tokens a token)\n",
      name, count / encode, (double)window_tokens / frame, count / (encode + frame),
      (double)window_tokens / count);
  ss_net_space_free(space);
  free(text);
}

int main(void) {
  sayso_error err;
  sayso_model *model;
  double start = now();
  if (sayso_model_builtin(&model, NULL, &err)) stop(&err);
  printf("network: loaded in %.1f ms\n", (now() - start) * 1e3);
  const ss_kernel *kernel;
  for (uint32_t i = 0; (kernel = ss_kernel_at(i)) != NULL; i++) bench(model, kernel->name);
  sayso_model_free(model);
  return 0;
}
