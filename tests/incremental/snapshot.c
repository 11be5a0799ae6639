/* In: a document. Out: its answers as lines. Promises one line an item, in the document's order. */
#include "snapshot.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const sayso_doc *doc;
  snapshot_kind kind;
  snapshot *out;
  char *text; /* the line being written */
  size_t size, cap;
} writer;

static void stop(void) {
  fputs("snapshot: out of memory\n", stderr);
  exit(3);
}

static void say(writer *w, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int need = vsnprintf(NULL, 0, format, args);
  if (w->size + (size_t)need + 1 > w->cap) {
    w->cap = (w->size + (size_t)need + 1) * 2;
    w->text = realloc(w->text, w->cap);
    if (!w->text) stop();
  }
  vsnprintf(w->text + w->size, (size_t)need + 1, format, again);
  w->size += (size_t)need;
  va_end(again);
  va_end(args);
}

static void end_line(writer *w, sayso_span hull) {
  snapshot *s = w->out;
  if (s->count == s->cap) {
    s->cap = s->cap ? s->cap * 2 : 64;
    s->lines = realloc(s->lines, s->cap * sizeof *s->lines);
    if (!s->lines) stop();
  }
  char *copy = malloc(w->size + 1);
  if (!copy) stop();
  memcpy(copy, w->size ? w->text : "", w->size);
  copy[w->size] = '\0';
  s->lines[s->count++] = (snapshot_line){hull, copy};
  w->size = 0;
}

static void say_actor(writer *w, uint32_t index) {
  uint32_t count;
  const sayso_actor *actors = sayso_doc_actors(w->doc, &count);
  if (index == SAYSO_NONE) say(w, " -");
  else if (index >= count) say(w, " OUT OF RANGE");
  else if (w->kind == SNAPSHOT_SHOWN) say(w, " <%s %s>", actors[index].name, sayso_actor_kind_name(actors[index].kind));
  else say(w, " %s", actors[index].id);
}

static void say_spans(writer *w, const char *label, const sayso_span *spans, uint32_t count, uint32_t origin) {
  say(w, " %s", label);
  for (uint32_t i = 0; i < count; i++) say(w, " %u-%u", spans[i].start - origin, spans[i].end - origin);
}

static void say_words(writer *w, const char *label, const char *const *words, uint32_t count) {
  say(w, " %s", label);
  for (uint32_t i = 0; i < count; i++) say(w, " [%s]", words[i]);
}

static void widen(sayso_span *hull, const sayso_span *spans, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (spans[i].start < hull->start) hull->start = spans[i].start;
    if (spans[i].end > hull->end) hull->end = spans[i].end;
  }
}

static void take_statements(writer *w) {
  uint32_t count;
  const sayso_statement *items = sayso_doc_statements(w->doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    const sayso_statement *s = &items[i];
    sayso_span hull = {UINT32_MAX, 0};
    widen(&hull, s->source, s->source_count);
    widen(&hull, s->cue, s->cue_count);
    widen(&hull, s->content, s->content_count);
    uint32_t origin = w->kind == SNAPSHOT_SHOWN ? hull.start : 0;
    say(w, "statement %s %s", sayso_statement_kind_name(s->kind), sayso_act_name(s->act));
    if (w->kind != SNAPSHOT_SHOWN) say(w, " %a %s", (double)s->score, s->rule);
    say_spans(w, "source", s->source, s->source_count, origin);
    say_spans(w, "cue", s->cue, s->cue_count, origin);
    say_spans(w, "content", s->content, s->content_count, origin);
    say(w, " by");
    for (uint32_t k = 0; k < s->actor_count; k++) say_actor(w, s->actors[k]);
    end_line(w, hull);
  }
}

static void take_actors(writer *w) {
  uint32_t count;
  const sayso_actor *items = sayso_doc_actors(w->doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    const sayso_actor *a = &items[i];
    say(w, "actor %s [%s] %s %s %u mentions %u statements", a->id, a->name, sayso_actor_kind_name(a->kind),
        sayso_gender_name(a->gender), a->mentions, a->statements);
    say_words(w, "aliases", a->aliases, a->alias_count);
    say_words(w, "roles", a->roles, a->role_count);
    say(w, " under");
    say_actor(w, a->parent);
    if (w->kind == SNAPSHOT_HANDLES) say(w, " handle %u", a->handle);
    end_line(w, (sayso_span){0, 0});
  }
}

static void take_spans(writer *w) {
  uint32_t count;
  const sayso_mention *mentions = sayso_doc_mentions(w->doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    bool shown = w->kind == SNAPSHOT_SHOWN;
    say(w, "mention %s", sayso_form_name(mentions[i].form));
    if (!shown) say(w, " %u-%u %a %s", mentions[i].span.start, mentions[i].span.end, (double)mentions[i].score,
                    mentions[i].rule ? mentions[i].rule : "-");
    say_actor(w, mentions[i].actor);
    end_line(w, mentions[i].span);
  }
  const sayso_entity *entities = sayso_doc_entities(w->doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    say(w, "name %s", sayso_name_type_name(entities[i].type));
    if (w->kind != SNAPSHOT_SHOWN) say(w, " %u-%u %a", entities[i].span.start, entities[i].span.end, (double)entities[i].score);
    say_actor(w, entities[i].actor);
    end_line(w, entities[i].span);
  }
}

static void take_rest(writer *w) {
  uint32_t count;
  const sayso_heading *headings = sayso_doc_headings(w->doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    say(w, "heading %u %u-%u", headings[i].level, headings[i].span.start, headings[i].span.end);
    end_line(w, headings[i].span);
  }
  say(w, "language %d", (int)sayso_doc_language(w->doc));
  end_line(w, (sayso_span){0, 0});
  const sayso_correction *items = sayso_doc_corrections(w->doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    const sayso_correction *c = &items[i];
    say(w, "correction %s %u-%u %s %s [%s|%s|%s]", c->action, c->span.start, c->span.end,
        c->state == SAYSO_CORRECTION_APPLIED ? "applied" : "not applied", c->reason ? c->reason : "-",
        c->anchor.before ? c->anchor.before : "", c->anchor.text ? c->anchor.text : "", c->anchor.after ? c->anchor.after : "");
    end_line(w, (sayso_span){0, 0});
  }
}

void snapshot_take(const sayso_doc *doc, snapshot_kind kind, snapshot *out) {
  writer w = {.doc = doc, .kind = kind, .out = out};
  memset(out, 0, sizeof *out);
  take_statements(&w);
  take_spans(&w);
  if (kind != SNAPSHOT_SHOWN) {
    take_actors(&w);
    take_rest(&w);
  }
  free(w.text);
}

void snapshot_free(snapshot *s) {
  for (size_t i = 0; i < s->count; i++) free(s->lines[i].text);
  free(s->lines);
  memset(s, 0, sizeof *s);
}

bool snapshot_equal(const snapshot *a, const snapshot *b, const char *what) {
  for (size_t i = 0; i < a->count || i < b->count; i++) {
    const char *x = i < a->count ? a->lines[i].text : "(nothing)", *y = i < b->count ? b->lines[i].text : "(nothing)";
    if (strcmp(x, y) == 0) continue;
    printf("# %s, line %zu:\n#   is        %s\n#   should be %s\n", what, i, x, y);
    return false;
  }
  return true;
}

static bool has_line(const snapshot *s, const snapshot_line *line) {
  for (size_t i = 0; i < s->count; i++)
    if (s->lines[i].hull.start == line->hull.start && s->lines[i].hull.end == line->hull.end &&
        strcmp(s->lines[i].text, line->text) == 0)
      return true;
  return false;
}

static bool lies_in(sayso_span span, const sayso_span *ranges, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (ranges[i].start <= span.start && span.end <= ranges[i].end) return true;
  return false;
}

bool snapshot_covered(const snapshot *before, const snapshot *after, const sayso_span *ranges, uint32_t count, size_t size) {
  const snapshot *sides[2] = {before, after};
  for (uint32_t i = 0; i < count; i++)
    if (ranges[i].start > ranges[i].end || ranges[i].end > size || (i && ranges[i].start < ranges[i - 1].end)) {
      printf("# the changed range %u-%u is outside the text or out of order\n", ranges[i].start, ranges[i].end);
      return false;
    }
  for (int k = 0; k < 2; k++)
    for (size_t i = 0; i < sides[k]->count; i++) {
      const snapshot_line *line = &sides[k]->lines[i];
      if (has_line(sides[1 - k], line) || lies_in(line->hull, ranges, count)) continue;
      printf("# not in a changed range: %u-%u %s (%s)\n", line->hull.start, line->hull.end, line->text, k ? "new" : "old");
      return false;
    }
  return true;
}
