/* What the fuzz targets share: one model for all inputs, a check that stops, and a reader that asks for everything. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "sayso.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define fuzz_need(condition)                                                           \
  do {                                                                                 \
    if (!(condition)) {                                                                \
      fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                         \
    }                                                                                  \
  } while (0)

static inline const sayso_model *fuzz_model(void) {
  static sayso_model *model; /* loaded at the first input, lives as long as the program */
  if (!model) fuzz_need(sayso_model_builtin(&model, NULL, NULL) == SAYSO_OK);
  return model;
}

static inline void fuzz_spans(const sayso_span *spans, uint32_t count, size_t size) {
  for (uint32_t i = 0; i < count; i++) {
    fuzz_need(spans[i].start < spans[i].end && spans[i].end <= size);
    fuzz_need(i == 0 || spans[i - 1].end <= spans[i].start);
  }
}

static inline void fuzz_statement(const sayso_statement *s, uint32_t actors, size_t size) {
  fuzz_spans(s->source, s->source_count, size);
  fuzz_spans(s->cue, s->cue_count, size);
  fuzz_spans(s->content, s->content_count, size);
  fuzz_need(s->content_count > 0 && s->score >= 0 && s->score <= 1 && s->rule);
  for (uint32_t i = 0; i < s->actor_count; i++) fuzz_need(s->actors[i] < actors);
}

/* Updates, asks every query and every dump. */
static inline void fuzz_read(sayso_doc *doc) {
  bool done = false;
  uint32_t count, actors;
  size_t size;
  const char *dump;
  fuzz_need(sayso_doc_update(doc, -1, SIZE_MAX, &done, NULL, NULL, NULL) == SAYSO_OK && done);
  sayso_doc_text(doc, &size);
  sayso_doc_actors(doc, &actors);
  const sayso_statement *statements = sayso_doc_statements(doc, &count);
  for (uint32_t i = 0; i < count; i++) fuzz_statement(&statements[i], actors, size);
  const sayso_mention *mentions = sayso_doc_mentions(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    fuzz_spans(&mentions[i].span, 1, size);
    fuzz_need(mentions[i].actor < actors || mentions[i].actor == SAYSO_NONE);
  }
  const sayso_entity *entities = sayso_doc_entities(doc, &count);
  for (uint32_t i = 0; i < count; i++) fuzz_spans(&entities[i].span, 1, size);
  for (const char *const *stage = sayso_stages(); *stage; stage++) {
    size_t dump_size;
    fuzz_need(sayso_doc_dump(doc, *stage, &dump, &dump_size, NULL) == SAYSO_OK);
  }
}

#endif
