/* In: the result shown so far, its offsets shifted to the present text, and a new one. Out: the ranges of what stands in only one
 * of them. Promises sorted ranges that do not touch, and time linear in what the results hold (results are sorted already). */
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

/* One thing shown in the text: where it is and everything about it, in one number. Entities and mentions come in order of
 * comes_before; statements are put into it. */
typedef struct {
  sayso_span span;
  uint64_t mark;
} shown;

typedef struct {
  const ss_result *r;
  uint64_t *actors; /* mark of each actor */
  shown *items;     /* of the statements */
  uint32_t count;
} listing;

/* ---- marks ---------------------------------------------------------------------------------------------------------------- */

static uint64_t mix_in(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 29;
}

static uint64_t mix_word(uint64_t h, const char *word) {
  for (; *word; word++) h = mix_in(h, (unsigned char)*word);
  return mix_in(h, 0);
}

static uint64_t mark_of_actor(const sayso_actor *actor) {
  return mix_in(mix_in(mix_word(3, actor->name), actor->kind), actor->gender);
}

static uint64_t mix_actor(const listing *list, uint64_t h, uint32_t actor) {
  return mix_in(h, actor == SAYSO_NONE ? 1 : list->actors[actor]);
}

static uint64_t mix_spans(uint64_t h, const sayso_span *spans, uint32_t count, uint32_t origin, sayso_span *hull) {
  for (uint32_t i = 0; i < count; i++) {
    h = mix_in(mix_in(h, spans[i].start - origin), spans[i].end - origin);
    if (spans[i].start < hull->start) hull->start = spans[i].start;
    if (spans[i].end > hull->end) hull->end = spans[i].end;
  }
  return mix_in(h, count);
}

static shown show_statement(const listing *list, const sayso_statement *s) {
  shown item = {{UINT32_MAX, 0}, 7};
  uint32_t origin = ss_statement_first_byte(s);
  item.mark = mix_spans(item.mark, s->source, s->source_count, origin, &item.span);
  item.mark = mix_spans(item.mark, s->cue, s->cue_count, origin, &item.span);
  item.mark = mix_spans(item.mark, s->content, s->content_count, origin, &item.span);
  item.mark = mix_word(mix_in(item.mark, (uint64_t)s->kind * 2 + s->act), s->rule);
  for (uint32_t k = 0; k < s->actor_count; k++) item.mark = mix_actor(list, item.mark, s->actors[k]);
  return item;
}

/* ---- lists ------------------------------------------------------------------------------------------------------------------ */

static bool comes_before(const shown *a, const shown *b) {
  if (a->span.start != b->span.start) return a->span.start < b->span.start;
  if (a->span.end != b->span.end) return a->span.end > b->span.end; /* as mentions are sorted: the longer first */
  return a->mark < b->mark;
}

static uint32_t run_end(const shown *items, uint32_t from, uint32_t count) {
  uint32_t end = from + 1;
  while (end < count && !comes_before(&items[end], &items[end - 1])) end++;
  return end;
}

/* Merges [first, middle) and [middle, end) of `from` into `to`. */
static void merge_runs(const shown *from, uint32_t first, uint32_t middle, uint32_t end, shown *to) {
  uint32_t a = first, b = middle;
  for (uint32_t i = first; i < end; i++) to[i] = b == end || (a < middle && !comes_before(&from[b], &from[a])) ? from[a++] : from[b++];
}

/* Merges the runs that are in order already, two by two: few, since each list is sorted by place. Gives one of the two arrays. */
static shown *sort_runs(shown *items, shown *other, uint32_t count) {
  for (;;) {
    uint32_t runs = 0;
    for (uint32_t first = 0; first < count; runs++) {
      uint32_t middle = run_end(items, first, count);
      uint32_t end = middle < count ? run_end(items, middle, count) : middle;
      merge_runs(items, first, middle, end, other);
      first = end;
    }
    shown *sorted = other;
    other = items;
    items = sorted;
    if (runs <= 1) return items;
  }
}

/* ---- what did not change -------------------------------------------------------------------------------------------------------- */

static bool same_actor(const listing *a, uint32_t x, const listing *b, uint32_t y) {
  if (x == SAYSO_NONE || y == SAYSO_NONE) return x == y;
  return a->actors[x] == b->actors[y];
}

static bool same_span(sayso_span a, sayso_span b) { return a.start == b.start && a.end == b.end; }

static bool same_spans(const sayso_span *a, uint32_t a_count, const sayso_span *b, uint32_t b_count) {
  return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

static bool same_mention(const listing *a, uint32_t i, const listing *b, uint32_t k) {
  const sayso_mention *x = &a->r->mentions[i], *y = &b->r->mentions[k];
  return same_span(x->span, y->span) && x->form == y->form && same_actor(a, x->actor, b, y->actor);
}

static bool same_entity(const listing *a, uint32_t i, const listing *b, uint32_t k) {
  const sayso_entity *x = &a->r->entities[i], *y = &b->r->entities[k];
  return same_span(x->span, y->span) && x->type == y->type && same_actor(a, x->actor, b, y->actor);
}

static bool same_statement(const listing *a, uint32_t i, const listing *b, uint32_t k) {
  const sayso_statement *x = &a->r->statements[i], *y = &b->r->statements[k];
  bool same = x->kind == y->kind && x->act == y->act && x->actor_count == y->actor_count && strcmp(x->rule, y->rule) == 0 &&
              same_spans(x->content, x->content_count, y->content, y->content_count) &&
              same_spans(x->source, x->source_count, y->source, y->source_count) &&
              same_spans(x->cue, x->cue_count, y->cue, y->cue_count);
  for (uint32_t n = 0; same && n < x->actor_count; n++) same = same_actor(a, x->actors[n], b, y->actors[n]);
  return same;
}

/* Items [start, a_end) of the old list and [start, b_end) of the new one are those between what begins and ends both alike. */
typedef struct {
  uint32_t start, a_end, b_end;
} middle;

static middle between(const listing *a, uint32_t a_count, const listing *b, uint32_t b_count,
                      bool (*same)(const listing *, uint32_t, const listing *, uint32_t)) {
  middle m = {0, a_count, b_count};
  while (m.start < a_count && m.start < b_count && same(a, m.start, b, m.start)) m.start++;
  while (m.a_end > m.start && m.b_end > m.start && same(a, m.a_end - 1, b, m.b_end - 1)) m.a_end--, m.b_end--;
  return m;
}

/* ---- the lists ------------------------------------------------------------------------------------------------------------------- */

static sayso_status mark_actors(const ss_result *r, ss_arena *work, listing *out, sayso_error *err) {
  *out = (listing){r, ss_arena_array(work, r->actor_count, sizeof *out->actors), NULL, 0};
  if (!out->actors) return ss_fail_memory(err);
  for (uint32_t i = 0; i < r->actor_count; i++) out->actors[i] = mark_of_actor(&r->actors[i]);
  return SAYSO_OK;
}

static sayso_status list_statements(listing *out, uint32_t from, uint32_t end, ss_arena *work, sayso_error *err) {
  shown *other = ss_arena_array(work, end - from, sizeof *other);
  out->items = ss_arena_array(work, end - from, sizeof *out->items);
  if (!out->items || !other) return ss_fail_memory(err);
  for (uint32_t i = from; i < end; i++) out->items[out->count++] = show_statement(out, &out->r->statements[i]);
  out->items = sort_runs(out->items, other, out->count);
  return SAYSO_OK;
}

static shown listed_at(const listing *list, uint32_t i) { return list->items[i]; }

static shown entity_at(const listing *list, uint32_t i) {
  const sayso_entity *e = &list->r->entities[i];
  return (shown){e->span, mix_actor(list, mix_in(11, e->type), e->actor)};
}

static shown mention_at(const listing *list, uint32_t i) {
  const sayso_mention *m = &list->r->mentions[i];
  return (shown){m->span, mix_actor(list, mix_in(13, m->form), m->actor)};
}

/* ---- the difference ----------------------------------------------------------------------------------------------------------- */

/* Through what both results have of one sort, in order of place: items [i, a_end) of the old one, [j, b_end) of the new one. */
typedef struct {
  const listing *old, *new;
  shown (*at)(const listing *list, uint32_t i);
  uint32_t i, a_end, j, b_end;
  shown met; /* stands in one of them only */
  bool more; /* there is such a one */
} walk;

/* To the next item that stands in only one of them. */
static void go_on(walk *w) {
  while (w->i < w->a_end || w->j < w->b_end) {
    shown a = {{0, 0}, 0}, b = {{0, 0}, 0};
    if (w->i < w->a_end) a = w->at(w->old, w->i);
    if (w->j < w->b_end) b = w->at(w->new, w->j);
    bool old_first = w->j == w->b_end || (w->i < w->a_end && comes_before(&a, &b));
    bool new_first = !old_first && (w->i == w->a_end || comes_before(&b, &a));
    w->i += !new_first;
    w->j += !old_first;
    if (!old_first && !new_first) continue;
    w->met = old_first ? a : b;
    return;
  }
  w->more = false;
}

static walk start(const listing *old, const listing *new, shown (*at)(const listing *, uint32_t), const middle *m) {
  walk w = {old, new, at, m->start, m->a_end, m->start, m->b_end, {{0, 0}, 0}, true};
  go_on(&w);
  return w;
}

/* A span may be empty: what stood there is gone with its text. */
static bool add_changed(sayso_doc *doc, sayso_span span) {
  if (span.end > doc->size) span.end = (uint32_t)doc->size;
  if (span.start > span.end) span.start = span.end;
  sayso_span *last = doc->changed.count ? &doc->changed.items[doc->changed.count - 1] : NULL;
  if (last && span.start <= last->end) {
    if (span.end > last->end) last->end = span.end;
    return true;
  }
  return ss_vec_push(doc->hook, &doc->changed, span);
}

/* All the walks meet, by place. */
static sayso_status add_all(sayso_doc *doc, walk *walks, size_t count, sayso_error *err) {
  for (;;) {
    walk *first = NULL;
    for (size_t k = 0; k < count; k++)
      if (walks[k].more && (!first || comes_before(&walks[k].met, &first->met))) first = &walks[k];
    if (!first) return SAYSO_OK;
    if (!add_changed(doc, first->met.span)) return ss_fail_memory(err);
    go_on(first);
  }
}

sayso_status ss_change_find(sayso_doc *doc, const ss_result *made, ss_arena *work, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  const ss_result *a = &doc->result, *b = made;
  listing old, new;
  doc->changed.count = 0;
  SS_TRY(mark_actors(a, work, &old, err));
  SS_TRY(mark_actors(b, work, &new, err));
  middle statements = between(&old, a->statement_count, &new, b->statement_count, same_statement),
         entities = between(&old, a->entity_count, &new, b->entity_count, same_entity),
         mentions = between(&old, a->mention_count, &new, b->mention_count, same_mention);
  SS_TRY(list_statements(&old, statements.start, statements.a_end, work, err));
  SS_TRY(list_statements(&new, statements.start, statements.b_end, work, err));
  middle listed = {0, old.count, new.count};
  walk walks[] = {start(&old, &new, listed_at, &listed), start(&old, &new, entity_at, &entities),
                  start(&old, &new, mention_at, &mentions)};
  SS_TRY(add_all(doc, walks, sizeof walks / sizeof *walks, err));
cleanup:
  return status;
}
