/* In: a finished document. Out: nothing, or a failed test. */
#include "check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  const char *text;
  size_t size;
  uint32_t actor_count;
} checked;

/* Whether `at` parts a valid two-byte to four-byte sequence: looks for a lead byte whose sequence is whole and goes past `at`. */
static bool inside_character(const checked *c, size_t at) {
  for (size_t back = 1; back <= 3 && back <= at; back++) {
    unsigned char lead = (unsigned char)c->text[at - back];
    if ((lead & 0xC0) == 0x80) continue;
    size_t length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xC2 && lead <= 0xDF ? 2 : 1;
    if (length <= back || at - back + length > c->size) return false;
    unsigned char second = (unsigned char)c->text[at - back + 1];
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
    for (size_t i = 1; i < length; i++)
      if (((unsigned char)c->text[at - back + i] & 0xC0) != 0x80) return false;
    return true;
  }
  return false;
}

static void check_span(const checked *c, sayso_span span) {
  assert_true(span.start < span.end);
  assert_true(span.end <= c->size);
  assert_false(inside_character(c, span.start));
  assert_false(inside_character(c, span.end));
}

static void check_spans(const checked *c, const sayso_span *spans, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    check_span(c, spans[i]);
    assert_true(i == 0 || spans[i - 1].end <= spans[i].start);
  }
}

static void check_actor_index(const checked *c, uint32_t actor) {
  assert_true(actor == SAYSO_NONE || actor < c->actor_count);
}

static uint32_t first_byte(const sayso_statement *s) {
  uint32_t first = s->content[0].start;
  if (s->source_count && s->source[0].start < first) first = s->source[0].start;
  if (s->cue_count && s->cue[0].start < first) first = s->cue[0].start;
  return first;
}

static void check_statements(const checked *c, const sayso_doc *doc) {
  uint32_t count;
  const sayso_statement *s = sayso_doc_statements(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    check_spans(c, s[i].source, s[i].source_count);
    check_spans(c, s[i].cue, s[i].cue_count);
    check_spans(c, s[i].content, s[i].content_count);
    assert_true(s[i].content_count > 0);
    assert_true(s[i].score >= 0 && s[i].score <= 1);
    assert_non_null(s[i].rule);
    for (uint32_t k = 0; k < s[i].actor_count; k++) assert_true(s[i].actors[k] < c->actor_count);
    if (i) assert_true(first_byte(&s[i - 1]) <= first_byte(&s[i]));
  }
}

static void check_line(const char *words) {
  assert_non_null(words);
  assert_true(words[0] != '\0');
  for (const unsigned char *at = (const unsigned char *)words; *at; at++) assert_true(*at != '\n' && *at != '\r' && *at != 0xFF);
}

static void check_actors(const checked *c, const sayso_doc *doc) {
  uint32_t count;
  const sayso_actor *a = sayso_doc_actors(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    check_line(a[i].id);
    check_line(a[i].name);
    for (uint32_t k = 0; k < a[i].alias_count; k++) check_line(a[i].aliases[k]);
    for (uint32_t k = 0; k < a[i].role_count; k++) check_line(a[i].roles[k]);
    check_actor_index(c, a[i].parent);
    assert_true(a[i].parent != i);
  }
}

void ss_check_doc(const sayso_doc *doc) {
  checked c;
  uint32_t count;
  c.text = sayso_doc_text(doc, &c.size);
  sayso_doc_actors(doc, &c.actor_count);
  check_actors(&c, doc);
  check_statements(&c, doc);
  const sayso_mention *m = sayso_doc_mentions(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    check_span(&c, m[i].span);
    check_actor_index(&c, m[i].actor);
    assert_true(i == 0 || m[i - 1].span.start <= m[i].span.start);
  }
  const sayso_entity *e = sayso_doc_entities(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    check_span(&c, e[i].span);
    check_actor_index(&c, e[i].actor);
    assert_true(i == 0 || e[i - 1].span.end <= e[i].span.start);
  }
  const sayso_heading *h = sayso_doc_headings(doc, &count);
  for (uint32_t i = 0; i < count; i++) check_span(&c, h[i].span);
}
