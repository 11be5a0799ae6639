/* In: the result shown so far, its offsets shifted to the present text, and a new one. Out: the ranges of what stands in only one
 * of them. Promises sorted ranges that do not touch, and time linear in what the results hold (results are sorted already). */
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

/* One thing shown in the text: where it is and everything about it, in one number. */
typedef struct {
  sayso_span span;
  uint64_t mark;
} shown;

typedef struct {
  const ss_result *r;
  uint64_t *actors; /* mark of each actor */
  shown *items;
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

typedef struct {
  middle statements, entities, mentions;
} middles;

static sayso_status mark_actors(const ss_result *r, ss_arena *work, listing *out, sayso_error *err) {
  *out = (listing){r, ss_arena_array(work, r->actor_count, sizeof *out->actors), NULL, 0};
  if (!out->actors) return ss_fail_memory(err);
  for (uint32_t i = 0; i < r->actor_count; i++) out->actors[i] = mark_of_actor(&r->actors[i]);
  return SAYSO_OK;
}

static sayso_status list_shown(listing *out, const middles *m, bool old, ss_arena *work, sayso_error *err) {
  const ss_result *r = out->r;
  uint32_t statement_end = old ? m->statements.a_end : m->statements.b_end, entity_end = old ? m->entities.a_end : m->entities.b_end;
  uint32_t mention_end = old ? m->mentions.a_end : m->mentions.b_end;
  size_t total = (size_t)(statement_end - m->statements.start) + (entity_end - m->entities.start) + (mention_end - m->mentions.start);
  shown *other = ss_arena_array(work, total, sizeof *other);
  out->items = ss_arena_array(work, total, sizeof *out->items);
  if (!out->items || !other) return ss_fail_memory(err);
  for (uint32_t i = m->statements.start; i < statement_end; i++) out->items[out->count++] = show_statement(out, &r->statements[i]);
  for (uint32_t i = m->entities.start; i < entity_end; i++)
    out->items[out->count++] = (shown){r->entities[i].span, mix_actor(out, mix_in(11, r->entities[i].type), r->entities[i].actor)};
  for (uint32_t i = m->mentions.start; i < mention_end; i++)
    out->items[out->count++] = (shown){r->mentions[i].span, mix_actor(out, mix_in(13, r->mentions[i].form), r->mentions[i].actor)};
  out->items = sort_runs(out->items, other, out->count);
  return SAYSO_OK;
}

/* ---- the difference ----------------------------------------------------------------------------------------------------------- */

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

static sayso_status list_both(const ss_result *a, const ss_result *b, ss_arena *work, listing *old, listing *new, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  SS_TRY(mark_actors(a, work, old, err));
  SS_TRY(mark_actors(b, work, new, err));
  middles m = {between(old, a->statement_count, new, b->statement_count, same_statement),
               between(old, a->entity_count, new, b->entity_count, same_entity),
               between(old, a->mention_count, new, b->mention_count, same_mention)};
  SS_TRY(list_shown(old, &m, true, work, err));
  SS_TRY(list_shown(new, &m, false, work, err));
cleanup:
  return status;
}

sayso_status ss_change_find(sayso_doc *doc, const ss_result *made, ss_arena *work, sayso_error *err) {
  listing old, new;
  uint32_t i = 0, j = 0;
  doc->changed.count = 0;
  sayso_status status = list_both(&doc->result, made, work, &old, &new, err);
  while (status == SAYSO_OK && (i < old.count || j < new.count)) {
    bool old_first = j == new.count || (i < old.count && comes_before(&old.items[i], &new.items[j]));
    bool new_first = !old_first && (i == old.count || comes_before(&new.items[j], &old.items[i]));
    if (!old_first && !new_first) i++, j++;
    else if (!add_changed(doc, old_first ? old.items[i++].span : new.items[j++].span)) status = ss_fail_memory(err);
  }
  return status;
}
