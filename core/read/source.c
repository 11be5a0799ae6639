/* In: candidates as the frames give them. Out: sources that are whole phrases: a lone determiner
 * grows to its noun, a dangling "who" or comma goes. Promises a look at the words between source
 * and cue only. */
#include "read/build.h"
#include "read/sentence.h"

/* Longest phrase between a determiner and its verb, in tokens. */
enum { PHRASE_TOKENS = 14 };

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool is_in(const ss_builder *b, uint32_t token, const char *const *list) {
  return ss_token_in(at(b, token), b->clean, list);
}

/* What may stand at a phrase's end and is none of it. */
static bool dangles(const ss_builder *b, uint32_t token) {
  static const char *const links[] = {"who",  "which", "that", "whose", "and", "or",  "but",
                                      "has",  "have",  "had",  "is",    "are", "was", "were",
                                      "will", "would", "used", "also",  NULL};
  uint8_t shape = at(b, token)->shape;
  return shape == SS_SHAPE_COMMA || shape == SS_SHAPE_DASH || is_in(b, token, links);
}

/* "A [petition signed by 140 villagers] calls on": the phrase of a lone determiner ends with the
 * cue; "his" in "his claim" is whole. */
static ss_range grown(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const determiners[] = {"a",     "an", "the", "his", "her",
                                            "their", "my", "our", "its", NULL};
  if (source.end - source.first != 1 || !is_in(b, source.first, determiners)) return source;
  if (cue <= source.end + 1 || cue - source.end > PHRASE_TOKENS) return source;
  for (uint32_t t = source.end; t < cue; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE || (at(b, t)->flags & SS_TOKEN_SENTENCE)) return source;
  return (ss_range){source.first, cue};
}

bool ss_build_sources(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->source.count != 1 || !c->cue.count) continue;
    ss_range given = b->pool.items[c->source.at];
    ss_range whole = grown(b, given, ss_build_first(b, c->cue));
    while (whole.end > whole.first + 1 && dangles(b, whole.end - 1)) whole.end--;
    if (whole.end == given.end) continue;
    c->source = (ss_ranges){0, 0};
    if (!ss_build_put(b, &c->source, whole)) return false;
  }
  return true;
}
