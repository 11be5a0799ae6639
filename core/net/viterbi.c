/* In: log scores [count][tags]. Out: the best path in which no I tag stands alone. Promises time
 * linear in both, and of equally good paths the one with the smaller tags from the end. */
#include "net/net.h"

enum { MOST_TAGS = 16 };
#define IMPOSSIBLE (-1e30)

static bool is_inside(uint32_t tag) { return tag > 0 && tag % 2 == 0; }

static uint32_t best_of(const double *scores, uint32_t tags) {
  uint32_t best = 0;
  for (uint32_t k = 1; k < tags; k++)
    if (scores[k] > scores[best]) best = k;
  return best;
}

/* An I tag comes from its B or itself; any other tag from the best of all. */
static void advance(double *scores, const float *row, uint32_t tags, uint8_t *back) {
  double before[MOST_TAGS];
  uint32_t best = best_of(scores, tags);
  for (uint32_t k = 0; k < tags; k++) before[k] = scores[k];
  for (uint32_t k = 0; k < tags; k++) {
    uint32_t from = !is_inside(k) ? best : before[k] > before[k - 1] ? k : k - 1;
    back[k] = (uint8_t)from;
    scores[k] = before[from] + (double)row[k];
  }
}

void ss_viterbi(const float *scores, uint32_t count, uint32_t tags, uint8_t *back, uint8_t *out) {
  double sum[MOST_TAGS];
  if (count == 0 || tags > MOST_TAGS) return;
  for (uint32_t k = 0; k < tags; k++) sum[k] = is_inside(k) ? IMPOSSIBLE : (double)scores[k];
  for (uint32_t i = 1; i < count; i++)
    advance(sum, scores + (size_t)i * tags, tags, back + (size_t)i * tags);
  uint32_t tag = best_of(sum, tags);
  for (uint32_t i = count; i-- > 0;) {
    out[i] = (uint8_t)tag;
    if (i) tag = back[(size_t)i * tags + tag];
  }
}
