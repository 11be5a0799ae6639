/* In: readings, statements of the document, resolved actors. Out: the arrays queries answer from, in source bytes, and the ranges that
 * differ from the result before. Promises that the old result stays on failure. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "doc/document.h"
#include "read/language.h"

typedef struct {
  const sayso_doc *doc;
  const ss_scene *scene;
  const ss_cast *cast;
  ss_result *out;
} build;

/* ---- spans --------------------------------------------------------------------------------------------------------- */

static sayso_span source_span(const build *b, uint32_t unit, ss_range range) {
  const ss_reading *reading = b->doc->readings.items[unit];
  uint32_t start = b->doc->units.items[unit].start;
  return (sayso_span){ss_layout_source_start(&b->doc->layout, start + reading->tokens[range.first].start),
                      ss_layout_source_end(&b->doc->layout, start + reading->tokens[range.end - 1].end)};
}

enum part_list { LIST_SOURCE, LIST_CUE, LIST_CONTENT };

static ss_ranges list_of(const ss_statement *s, enum part_list which) {
  return which == LIST_SOURCE ? s->source : which == LIST_CUE ? s->cue : s->content;
}

/* Adds one list of a statement, over all its parts, to the pool of spans. */
static const sayso_span *add_list(build *b, const ss_scene_statement *part, enum part_list which, uint32_t *count) {
  uint32_t at = b->out->span_count;
  for (;;) {
    const ss_reading *reading = b->doc->readings.items[part->unit];
    ss_ranges list = list_of(&reading->statements[part->statement], which);
    for (uint32_t i = 0; i < list.count; i++)
      if (reading->ranges[list.at + i].end > reading->ranges[list.at + i].first)
        b->out->spans[b->out->span_count++] = source_span(b, part->unit, reading->ranges[list.at + i]);
    if (part->next == SAYSO_NONE) break;
    part = &b->scene->parts[part->next];
  }
  *count = b->out->span_count - at;
  return b->out->spans + at;
}

static size_t span_total(const ss_scene *scene) {
  size_t total = 0;
  for (uint32_t u = 0; u < scene->unit_count; u++)
    for (uint32_t s = 0; s < scene->units[u].reading->statement_count; s++) {
      const ss_statement *item = &scene->units[u].reading->statements[s];
      total += (size_t)item->source.count + item->cue.count + item->content.count;
    }
  return total;
}

/* ---- statements ---------------------------------------------------------------------------------------------------- */

static uint32_t first_byte(const sayso_statement *s) {
  uint32_t first = s->content_count ? s->content[0].start : UINT32_MAX;
  if (s->source_count && s->source[0].start < first) first = s->source[0].start;
  if (s->cue_count && s->cue[0].start < first) first = s->cue[0].start;
  return first;
}

static int by_first_byte(const void *x, const void *y) {
  const sayso_statement *a = x, *b = y;
  uint32_t fa = first_byte(a), fb = first_byte(b);
  if (fa != fb) return fa < fb ? -1 : 1;
  /* span pools grow in text order: a total order that does not depend on the sort */
  return a->source < b->source ? -1 : a->source > b->source;
}

static const char *statement_rule(const ss_statement *s, const ss_resolved_statement *resolved) {
  static const char *const names[] = {"frame", "marks", "continuation", "turn", "given"};
  return resolved->rule ? resolved->rule : names[s->rule];
}

static sayso_status add_statements(build *b, sayso_error *err) {
  ss_result *out = b->out;
  out->statements = ss_arena_array(&out->arena, b->scene->statement_count, sizeof *out->statements);
  out->spans = ss_arena_array(&out->arena, span_total(b->scene), sizeof *out->spans);
  if (!out->statements || !out->spans) return ss_fail_memory(err);
  for (uint32_t i = 0; i < b->scene->statement_count; i++) {
    const ss_scene_statement *scene = &b->scene->statements[i];
    const ss_statement *first = &b->doc->readings.items[scene->unit]->statements[scene->statement];
    const ss_resolved_statement *resolved = &b->cast->statements[i];
    sayso_statement *s = &out->statements[out->statement_count++];
    memset(s, 0, sizeof *s);
    s->source = add_list(b, scene, LIST_SOURCE, &s->source_count);
    s->cue = add_list(b, scene, LIST_CUE, &s->cue_count);
    s->content = add_list(b, scene, LIST_CONTENT, &s->content_count);
    s->kind = (sayso_statement_kind)first->kind;
    s->act = (sayso_act)first->act;
    s->score = first->score;
    s->rule = statement_rule(first, resolved);
    uint32_t *actors = ss_arena_array(&out->arena, resolved->actor_count, sizeof *actors);
    if (!actors) return ss_fail_memory(err);
    for (uint32_t k = 0; k < resolved->actor_count; k++) actors[k] = resolved->actors[k];
    s->actors = actors;
    s->actor_count = resolved->actor_count;
  }
  if (out->statement_count) qsort(out->statements, out->statement_count, sizeof *out->statements, by_first_byte);
  return SAYSO_OK;
}

/* ---- actors, mentions, entities, headings -------------------------------------------------------------------------- */

static const char *const *copy_words(ss_arena *arena, const char *const *words, uint32_t count) {
  const char **copy = ss_arena_array(arena, count, sizeof *copy);
  for (uint32_t i = 0; copy && i < count; i++) {
    copy[i] = ss_arena_text(arena, words[i], strlen(words[i]));
    if (!copy[i]) return NULL;
  }
  return copy;
}

static bool copy_actor(ss_arena *arena, const ss_actor *from, uint32_t index, sayso_actor *to) {
  char id[16] = "A";
  uint32_t number = index + 1, digits = 1;
  for (uint32_t n = number; n >= 10; n /= 10) digits++;
  for (uint32_t d = digits; d > 0; d--, number /= 10) id[d] = (char)('0' + number % 10);
  to->id = ss_arena_text(arena, id, digits + 1);
  to->name = ss_arena_text(arena, from->name, strlen(from->name));
  to->kind = (sayso_actor_kind)from->kind;
  to->gender = (sayso_gender)from->gender;
  to->aliases = copy_words(arena, from->aliases, from->alias_count);
  to->alias_count = from->alias_count;
  to->roles = copy_words(arena, from->roles, from->role_count);
  to->role_count = from->role_count;
  to->parent = from->parent;
  to->mentions = to->statements = 0;
  return to->id && to->name && to->aliases && to->roles;
}

static sayso_status add_actors(build *b, sayso_error *err) {
  ss_result *out = b->out;
  out->actors = ss_arena_array(&out->arena, b->cast->actor_count, sizeof *out->actors);
  if (!out->actors) return ss_fail_memory(err);
  for (uint32_t i = 0; i < b->cast->actor_count; i++)
    if (!copy_actor(&out->arena, &b->cast->actors[i], i, &out->actors[i])) return ss_fail_memory(err);
  out->actor_count = b->cast->actor_count;
  for (uint32_t i = 0; i < out->statement_count; i++)
    for (uint32_t k = 0; k < out->statements[i].actor_count; k++)
      out->actors[out->statements[i].actors[k]].statements += out->statements[i].act == SAYSO_ACT_SPEECH;
  return SAYSO_OK;
}

/* Entities first, so that mentions can hand them their actors. */
static sayso_status add_entities(build *b, uint32_t **first_of_unit, ss_arena *work, sayso_error *err) {
  ss_result *out = b->out;
  size_t total = 0;
  for (uint32_t u = 0; u < b->scene->unit_count; u++) total += b->scene->units[u].reading->name_count;
  out->entities = ss_arena_array(&out->arena, total, sizeof *out->entities);
  *first_of_unit = ss_arena_array(work, b->scene->unit_count, sizeof **first_of_unit);
  if (!out->entities || !*first_of_unit) return ss_fail_memory(err);
  for (uint32_t u = 0; u < b->scene->unit_count; u++) {
    const ss_reading *reading = b->scene->units[u].reading;
    (*first_of_unit)[u] = out->entity_count;
    for (uint32_t n = 0; n < reading->name_count; n++)
      out->entities[out->entity_count++] = (sayso_entity){source_span(b, u, reading->names[n].range),
                                                          (sayso_name_type)reading->names[n].type, SAYSO_NONE,
                                                          reading->names[n].score};
  }
  return SAYSO_OK;
}

static sayso_status add_mentions(build *b, const uint32_t *first_of_unit, sayso_error *err) {
  ss_result *out = b->out;
  out->mentions = ss_arena_array(&out->arena, b->cast->mention_count, sizeof *out->mentions);
  if (!out->mentions) return ss_fail_memory(err);
  for (uint32_t i = 0; i < b->cast->mention_count; i++) {
    const ss_resolved_mention *resolved = &b->cast->mentions[i];
    const ss_mention *mention = &b->doc->readings.items[resolved->unit]->mentions[resolved->mention];
    out->mentions[out->mention_count++] = (sayso_mention){source_span(b, resolved->unit, mention->range), (sayso_form)mention->form,
                                                          resolved->actor, resolved->score, resolved->rule};
    if (resolved->actor == SAYSO_NONE) continue;
    out->actors[resolved->actor].mentions++;
    if (mention->name != SAYSO_NONE) out->entities[first_of_unit[resolved->unit] + mention->name].actor = resolved->actor;
  }
  return SAYSO_OK;
}

static sayso_status add_headings(const sayso_doc *doc, ss_result *out, sayso_error *err) {
  out->headings = ss_arena_array(&out->arena, doc->layout.blocks.count, sizeof *out->headings);
  if (!out->headings) return ss_fail_memory(err);
  for (uint32_t i = 0; i < doc->layout.blocks.count; i++) {
    const ss_block *block = &doc->layout.blocks.items[i];
    if (block->kind != SS_BLOCK_HEADING || block->end == block->start) continue;
    sayso_span span = {ss_layout_source_start(&doc->layout, block->start), ss_layout_source_end(&doc->layout, block->end)};
    out->headings[out->heading_count++] = (sayso_heading){span, block->level};
  }
  return SAYSO_OK;
}

static sayso_language decide_language(const sayso_doc *doc) {
  uint64_t english = 0, words = 0;
  for (uint32_t u = 0; u < doc->readings.count; u++) {
    english += doc->readings.items[u]->english;
    words += doc->readings.items[u]->words;
  }
  return ss_language_decide(english, words);
}

/* ---- what changed ---------------------------------------------------------------------------------------------------- */

static uint64_t mix_in(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 29;
}

static uint64_t mix_word(uint64_t h, const char *word) {
  for (; *word; word++) h = mix_in(h, (unsigned char)*word);
  return mix_in(h, 0);
}

static uint64_t actor_mark(const ss_result *r, uint32_t actor, uint64_t h) {
  if (actor == SAYSO_NONE) return mix_in(h, 1);
  return mix_in(mix_word(h, r->actors[actor].name), r->actors[actor].kind);
}

/* One thing shown in the text: where it is and everything about it, in one number. */
typedef struct {
  sayso_span span;
  uint64_t mark;
} shown;

static uint64_t mix_spans(uint64_t h, const sayso_span *spans, uint32_t count, uint32_t origin, sayso_span *hull) {
  for (uint32_t i = 0; i < count; i++) {
    h = mix_in(mix_in(h, spans[i].start - origin), spans[i].end - origin);
    if (spans[i].start < hull->start) hull->start = spans[i].start;
    if (spans[i].end > hull->end) hull->end = spans[i].end;
  }
  return mix_in(h, count);
}

static shown show_statement(const ss_result *r, const sayso_statement *s) {
  shown item = {{UINT32_MAX, 0}, 7};
  uint32_t origin = first_byte(s);
  item.mark = mix_spans(item.mark, s->source, s->source_count, origin, &item.span);
  item.mark = mix_spans(item.mark, s->cue, s->cue_count, origin, &item.span);
  item.mark = mix_spans(item.mark, s->content, s->content_count, origin, &item.span);
  item.mark = mix_in(item.mark, (uint64_t)s->kind * 2 + s->act);
  for (uint32_t k = 0; k < s->actor_count; k++) item.mark = actor_mark(r, s->actors[k], item.mark);
  return item;
}

static int by_place(const void *x, const void *y) {
  const shown *a = x, *b = y;
  if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
  if (a->span.end != b->span.end) return a->span.end < b->span.end ? -1 : 1;
  return a->mark < b->mark ? -1 : a->mark > b->mark;
}

static shown *list_shown(const ss_result *r, ss_arena *work, uint32_t *count) {
  size_t total = (size_t)r->statement_count + r->entity_count + r->mention_count;
  shown *items = ss_arena_array(work, total, sizeof *items);
  if (!items) return NULL;
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->statement_count; i++) items[n++] = show_statement(r, &r->statements[i]);
  for (uint32_t i = 0; i < r->entity_count; i++)
    items[n++] = (shown){r->entities[i].span, actor_mark(r, r->entities[i].actor, mix_in(11, r->entities[i].type))};
  for (uint32_t i = 0; i < r->mention_count; i++)
    items[n++] = (shown){r->mentions[i].span, actor_mark(r, r->mentions[i].actor, mix_in(13, r->mentions[i].form))};
  if (n) qsort(items, n, sizeof *items, by_place);
  *count = n;
  return items;
}

static bool add_changed(sayso_doc *doc, sayso_span span) {
  if (span.start >= span.end) return true;
  sayso_span *last = doc->changed.count ? &doc->changed.items[doc->changed.count - 1] : NULL;
  if (last && span.start <= last->end) {
    if (span.end > last->end) last->end = span.end;
    return true;
  }
  return ss_vec_push(doc->hook, &doc->changed, span);
}

/* The ranges of what stands in only one of the two results. */
static sayso_status find_changed(sayso_doc *doc, const ss_result *new, ss_arena *work, sayso_error *err) {
  uint32_t old_count = 0, new_count = 0, i = 0, j = 0;
  shown *a = list_shown(&doc->result, work, &old_count), *b = list_shown(new, work, &new_count);
  doc->changed.count = 0;
  if (!a || !b) return ss_fail_memory(err);
  while (i < old_count || j < new_count) {
    int order = i == old_count ? 1 : j == new_count ? -1 : by_place(&a[i], &b[j]);
    if (order == 0) i++, j++;
    else if (!add_changed(doc, order < 0 ? a[i++].span : b[j++].span)) return ss_fail_memory(err);
  }
  for (uint32_t k = 0; k < doc->changed.count; k++)
    if (doc->changed.items[k].end > doc->size) doc->changed.items[k].end = (uint32_t)doc->size;
  return SAYSO_OK;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------- */

void ss_result_free(ss_result *result) {
  ss_arena arena = result->arena;
  ss_arena_free(&arena);
  memset(result, 0, sizeof *result);
  ss_arena_init(&result->arena, arena.hook);
}

static sayso_status fill(build *b, ss_arena *work, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  uint32_t *first_of_unit = NULL;
  SS_TRY(add_statements(b, err));
  SS_TRY(add_actors(b, err));
  SS_TRY(add_entities(b, &first_of_unit, work, err));
  SS_TRY(add_mentions(b, first_of_unit, err));
cleanup:
  return status;
}

sayso_status ss_result_build(sayso_doc *doc, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_arena work;
  ss_scene scene;
  ss_cast cast;
  ss_result made;
  memset(&made, 0, sizeof made);
  memset(&cast, 0, sizeof cast);
  ss_arena_init(&work, doc->hook);
  ss_arena_init(&made.arena, doc->hook);
  made.language = decide_language(doc);
  SS_TRY(add_headings(doc, &made, err));
  if (made.language != SAYSO_LANGUAGE_OTHER) {
    SS_TRY(ss_assemble(doc, &work, &scene, err));
    SS_TRY(ss_resolve(&scene, &work, &cast, err));
    SS_TRY(fill(&(build){doc, &scene, &cast, &made}, &work, err));
  }
  SS_TRY(find_changed(doc, &made, &work, err));
  ss_result_free(&doc->result);
  doc->result = made;
  ss_arena_init(&made.arena, doc->hook);
cleanup:
  ss_arena_free(&made.arena);
  ss_arena_free(&work);
  return status;
}

/* ---- edits ----------------------------------------------------------------------------------------------------------- */

typedef struct {
  uint32_t start, old_end, new_end;
} edit;

static void shift_span(sayso_span *span, edit e) {
  uint32_t *ends[2] = {&span->start, &span->end};
  for (int k = 0; k < 2; k++) {
    if (*ends[k] >= e.old_end) *ends[k] = *ends[k] - e.old_end + e.new_end;
    else if (*ends[k] > e.start) *ends[k] = e.start; /* inside what was replaced */
  }
  if (span->end < span->start) span->end = span->start;
}

void ss_result_shift(ss_result *result, uint32_t start, uint32_t old_end, uint32_t new_end) {
  edit e = {start, old_end, new_end};
  for (uint32_t i = 0; i < result->span_count; i++) shift_span(&result->spans[i], e);
  for (uint32_t i = 0; i < result->mention_count; i++) shift_span(&result->mentions[i].span, e);
  for (uint32_t i = 0; i < result->entity_count; i++) shift_span(&result->entities[i].span, e);
  for (uint32_t i = 0; i < result->heading_count; i++) shift_span(&result->headings[i].span, e);
}
