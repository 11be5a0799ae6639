/* In: marked-up text. Out: a finished document with given statements; the names of speakers. */
#include "cast_text.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS = 24, SPANS = 6, DEPTH = 8, TEXT = 8192 };

typedef struct {
  sayso_span source[SPANS], cue[SPANS], content[SPANS];
  uint32_t source_count, cue_count, content_count;
} marks;

typedef struct {
  char text[TEXT];
  size_t size;
  marks items[STATEMENTS + 1];
  struct {
    uint32_t statement, start;
    char kind;
  } open[DEPTH];
  int depth;
  uint32_t last;
} parser;

static void give_up(const char *why, const char *text) {
  fprintf(stderr, "cast text: %s: %s\n", why, text);
  abort();
}

static void close_mark(parser *p, const char *text) {
  if (p->depth == 0) give_up("] without [", text);
  p->depth--;
  marks *m = &p->items[p->open[p->depth].statement];
  sayso_span span = {p->open[p->depth].start, (uint32_t)p->size};
  char kind = p->open[p->depth].kind;
  uint32_t *count = kind == 'S' ? &m->source_count : kind == 'K' ? &m->cue_count : &m->content_count;
  if (*count == SPANS) give_up("too many spans", text);
  (kind == 'S' ? m->source : kind == 'K' ? m->cue : m->content)[(*count)++] = span;
}

static const char *open_mark(parser *p, const char *at) {
  char *end = NULL;
  unsigned long number = strtoul(at + 2, &end, 10);
  if (number < 1 || number > STATEMENTS || *end != ' ' || p->depth == DEPTH)
    give_up("bad mark", at);
  p->open[p->depth].statement = (uint32_t)number;
  p->open[p->depth].start = (uint32_t)p->size;
  p->open[p->depth++].kind = at[1];
  if (number > p->last) p->last = (uint32_t)number;
  return end + 1;
}

static void parse(parser *p, const char *marked) {
  memset(p, 0, sizeof *p);
  for (const char *at = marked; *at;) {
    if (*at == '[' && (at[1] == 'S' || at[1] == 'K' || at[1] == 'C')) {
      at = open_mark(p, at);
    } else if (*at == ']') {
      close_mark(p, marked);
      at++;
    } else {
      if (p->size + 1 == TEXT) give_up("too long", marked);
      p->text[p->size++] = *at++;
    }
  }
  if (p->depth) give_up("[ without ]", marked);
}

sayso_doc *ss_test_cast(const char *marked, const sayso_allocator *allocator) {
  return ss_test_cast_listed(marked, NULL, allocator);
}

sayso_doc *ss_test_cast_listed(const char *marked, const char *actors,
                               const sayso_allocator *allocator) {
  static const sayso_options blank;
  parser p;
  parse(&p, marked);
  sayso_given given[STATEMENTS];
  for (uint32_t i = 0; i < p.last; i++) {
    const marks *m = &p.items[i + 1];
    given[i] = (sayso_given){m->source,       m->cue,       m->content,
                             m->source_count, m->cue_count, m->content_count};
  }
  sayso_options options = blank;
  options.allocator = allocator;
  options.actors = actors;
  options.actors_size = actors ? strlen(actors) : 0;
  options.given = SAYSO_GIVEN_ATTRIBUTIONS;
  options.given_items = given;
  options.given_count = p.last;
  sayso_doc *doc = NULL;
  sayso_error err;
  bool done = false;
  sayso_status status = sayso_doc_open(&doc, NULL, p.text, p.size, &options, &err);
  if (status == SAYSO_OK) status = sayso_doc_update(doc, -1, SIZE_MAX, &done, NULL, NULL, &err);
  if (status == SAYSO_OK) return doc;
  sayso_doc_free(doc);
  if (!allocator || status != SAYSO_NO_MEMORY) give_up(err.message, marked);
  return NULL;
}

static size_t add(char *buffer, size_t size, size_t used, const char *text, size_t length) {
  if (used + length + 1 > size) give_up("buffer too small", buffer);
  memcpy(buffer + used, text, length);
  buffer[used + length] = 0;
  return used + length;
}

static size_t add_word(char *buffer, size_t size, size_t used, const char *word) {
  return add(buffer, size, used, word, strlen(word));
}

const char *ss_test_speakers(const sayso_doc *doc, char *buffer, size_t size) {
  uint32_t count = 0, actor_count = 0;
  const sayso_statement *items = sayso_doc_statements(doc, &count);
  const sayso_actor *actors = sayso_doc_actors(doc, &actor_count);
  size_t used = 0;
  buffer[0] = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (i) used = add_word(buffer, size, used, "; ");
    if (items[i].actor_count == 0) used = add_word(buffer, size, used, "-");
    for (uint32_t k = 0; k < items[i].actor_count; k++) {
      if (k) used = add_word(buffer, size, used, " + ");
      used = add_word(buffer, size, used, actors[items[i].actors[k]].name);
    }
  }
  return buffer;
}

const char *ss_test_mentions(const sayso_doc *doc, char *buffer, size_t size) {
  uint32_t count = 0, actor_count = 0;
  size_t text_size = 0, used = 0;
  const char *text = sayso_doc_text(doc, &text_size);
  const sayso_mention *items = sayso_doc_mentions(doc, &count);
  const sayso_actor *actors = sayso_doc_actors(doc, &actor_count);
  buffer[0] = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (i) used = add_word(buffer, size, used, ", ");
    used = add(buffer, size, used, text + items[i].span.start,
               items[i].span.end - items[i].span.start);
    used = add_word(buffer, size, used, "=");
    used = add_word(buffer, size, used,
                    items[i].actor == SAYSO_NONE ? "-" : actors[items[i].actor].name);
  }
  return buffer;
}
