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
  uint32_t segment; /* of the layout: the one that the last offset lay in; the next one mostly lies there too */
} build;

/* ---- spans --------------------------------------------------------------------------------------------------------- */

/* The segment that holds clean byte `at`, where it maps byte by byte; NULL: the layout must be asked. */
static const ss_segment *plain_segment(build *b, uint32_t at) {
  const ss_layout *layout = &b->doc->layout;
  const ss_segment *segment = &layout->segments.items[b->segment];
  if (at < segment->clean || at - segment->clean >= segment->clean_size) {
    uint32_t low = 0, high = layout->segments.count;
    while (low + 1 < high) {
      uint32_t middle = low + (high - low) / 2;
      if (layout->segments.items[middle].clean <= at) low = middle;
      else high = middle;
    }
    b->segment = low;
    segment = &layout->segments.items[low];
  }
  bool inside = at >= segment->clean && at - segment->clean < segment->clean_size;
  return inside && segment->clean_size == segment->source_size ? segment : NULL;
}

static sayso_span source_span(build *b, uint32_t unit, ss_range range) {
  const ss_reading *reading = b->scene->units[unit].reading;
  uint32_t base = b->doc->units.items[unit].start;
  uint32_t start = base + reading->tokens[range.first].start, end = base + reading->tokens[range.end - 1].end;
  const ss_segment *first = plain_segment(b, start);
  if (first && end - first->clean <= first->clean_size) { /* nearly all */
    uint32_t shift = first->source - first->clean;
    return (sayso_span){start + shift, end + shift};
  }
  return (sayso_span){ss_layout_source_start(&b->doc->layout, start), ss_layout_source_end(&b->doc->layout, end)};
}

enum part_list { LIST_SOURCE, LIST_CUE, LIST_CONTENT };

static ss_ranges list_of(const ss_statement *s, enum part_list which) {
  return which == LIST_SOURCE ? s->source : which == LIST_CUE ? s->cue : s->content;
}

/* Adds one list of a statement, over all its parts, to the pool of spans. */
static const sayso_span *add_list(build *b, const ss_scene_statement *part, enum part_list which, uint32_t *count) {
  uint32_t at = b->out->span_count;
  for (;;) {
    const ss_reading *reading = b->scene->units[part->unit].reading;
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

uint32_t ss_statement_first_byte(const sayso_statement *s) {
  uint32_t first = s->content_count ? s->content[0].start : UINT32_MAX;
  if (s->source_count && s->source[0].start < first) first = s->source[0].start;
  if (s->cue_count && s->cue[0].start < first) first = s->cue[0].start;
  return first;
}

typedef struct {
  uint32_t first, content, end, index; /* first byte; first byte and end of the content */
} statement_place;

static statement_place place_of(const sayso_statement *s, uint32_t index) {
  uint32_t content = s->content_count ? s->content[0].start : 0;
  uint32_t end = s->content_count ? s->content[s->content_count - 1].end : 0;
  return (statement_place){ss_statement_first_byte(s), content, end, index};
}

/* What begins together: the longer content first, whether the reader or a correction made it. */
static int by_place(const void *x, const void *y) {
  const statement_place *a = x, *b = y;
  if (a->first != b->first) return a->first < b->first ? -1 : 1;
  if (a->content != b->content) return a->content < b->content ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

static bool in_order(const ss_result *out) {
  for (uint32_t i = 1; i < out->statement_count; i++) {
    statement_place before = place_of(&out->statements[i - 1], i - 1), here = place_of(&out->statements[i], i);
    if (by_place(&before, &here) > 0) return false;
  }
  return true;
}

/* By place. They mostly come sorted. */
static sayso_status sort_statements(ss_result *out, ss_arena *work, sayso_error *err) {
  uint32_t count = out->statement_count;
  if (in_order(out)) return SAYSO_OK;
  statement_place *places = ss_arena_array(work, count, sizeof *places);
  sayso_statement *sorted = ss_arena_array(&out->arena, count, sizeof *sorted);
  if (!places || !sorted) return ss_fail_memory(err);
  for (uint32_t i = 0; i < count; i++) places[i] = place_of(&out->statements[i], i);
  qsort(places, count, sizeof *places, by_place);
  for (uint32_t i = 0; i < count; i++) sorted[i] = out->statements[places[i].index];
  out->statements = sorted;
  return SAYSO_OK;
}

static const sayso_span *pooled(ss_result *out, const sayso_span *spans, uint32_t count) {
  sayso_span *at = out->spans + out->span_count;
  if (count) memcpy(at, spans, count * sizeof *at);
  out->span_count += count;
  return at;
}

/* Corrected statements have spans of their own: all go into one pool again, which edits shift. */
static sayso_status pool_spans(ss_result *out, sayso_error *err) {
  size_t total = 0;
  for (uint32_t i = 0; i < out->statement_count; i++) {
    const sayso_statement *s = &out->statements[i];
    total += (size_t)s->source_count + s->cue_count + s->content_count;
  }
  sayso_span *spans = ss_arena_array(&out->arena, total, sizeof *spans);
  if (!spans) return ss_fail_memory(err);
  out->spans = spans;
  out->span_count = 0;
  for (uint32_t i = 0; i < out->statement_count; i++) {
    sayso_statement *s = &out->statements[i];
    s->source = pooled(out, s->source, s->source_count);
    s->cue = pooled(out, s->cue, s->cue_count);
    s->content = pooled(out, s->content, s->content_count);
  }
  return SAYSO_OK;
}

static const char *statement_rule(const ss_statement *s, const ss_resolved_statement *resolved) {
  static const char *const names[] = {[SS_RULE_FRAME] = "frame", [SS_RULE_MARKS] = "marks",
                                      [SS_RULE_CONTINUATION] = "continuation",
                                      [SS_RULE_TURN] = "turn", [SS_RULE_TAG] = "tag",
                                      [SS_RULE_GIVEN] = "given", [SS_RULE_BARE] = "bare"};
  return resolved->rule ? ss_sieve_name(resolved->rule) : names[s->rule];
}

/* Nearly all tokens of the unit are asked for soon, in no order that the machine would guess. */
static void expect_tokens(const ss_scene *scene, uint32_t unit) {
  enum { LINE = 64 };
  const ss_reading *reading = scene->units[unit].reading;
  for (size_t at = 0; at < reading->token_count * sizeof *reading->tokens; at += LINE)
    SS_PREFETCH((const char *)reading->tokens + at);
}

/* … of the unit in which statement `at` begins, where the one before does not. */
static void expect_statement(const ss_scene *scene, uint32_t at) {
  if (at >= scene->statement_count || scene->statements[at].unit == scene->statements[at - 1].unit) return;
  expect_tokens(scene, scene->statements[at].unit);
}

static sayso_status add_statements(build *b, sayso_error *err) {
  enum { AHEAD = 3 };

  ss_result *out = b->out;
  out->statements = ss_arena_array(&out->arena, b->scene->statement_count, sizeof *out->statements);
  out->spans = ss_arena_array(&out->arena, span_total(b->scene), sizeof *out->spans);
  if (!out->statements || !out->spans) return ss_fail_memory(err);
  for (uint32_t i = 0; i < b->scene->statement_count; i++) {
    const ss_scene_statement *scene = &b->scene->statements[i];
    const ss_statement *first = &b->scene->units[scene->unit].reading->statements[scene->statement];
    const ss_resolved_statement *resolved = &b->cast->statements[i];
    expect_statement(b->scene, i + AHEAD);
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

static const char *id_of(ss_arena *arena, uint32_t index) {
  char id[16] = "A";
  uint32_t number = index + 1, digits = 1;
  for (uint32_t n = number; n >= 10; n /= 10) digits++;
  for (uint32_t d = digits; d > 0; d--, number /= 10) id[d] = (char)('0' + number % 10);
  return ss_arena_text(arena, id, digits + 1);
}

static bool copy_actor(ss_arena *arena, const ss_actor *from, sayso_actor *to) {
  memset(to, 0, sizeof *to);
  to->name = ss_arena_text(arena, from->name, strlen(from->name));
  to->kind = (sayso_actor_kind)from->kind;
  to->gender = (sayso_gender)from->gender;
  to->aliases = copy_words(arena, from->aliases, from->alias_count);
  to->alias_count = from->alias_count;
  to->roles = copy_words(arena, from->roles, from->role_count);
  to->role_count = from->role_count;
  to->parent = from->parent;
  return to->name && to->aliases && to->roles;
}

static sayso_status add_actors(build *b, sayso_error *err) {
  ss_result *out = b->out;
  out->actors = ss_arena_array(&out->arena, b->cast->actor_count, sizeof *out->actors);
  if (!out->actors) return ss_fail_memory(err);
  for (uint32_t i = 0; i < b->cast->actor_count; i++)
    if (!copy_actor(&out->arena, &b->cast->actors[i], &out->actors[i])) return ss_fail_memory(err);
  out->actor_count = b->cast->actor_count;
  return SAYSO_OK;
}

static void add_entities(build *b, uint32_t unit) {
  const ss_reading *reading = b->scene->units[unit].reading;
  for (uint32_t n = 0; n < reading->name_count; n++)
    b->out->entities[b->out->entity_count++] = (sayso_entity){source_span(b, unit, reading->names[n].range),
                                                              (sayso_name_type)reading->names[n].type, SAYSO_NONE,
                                                              reading->names[n].score};
}

/* The unit's entities stand at `entities`: mentions hand them their actors. */
static void add_mentions(build *b, uint32_t unit, const ss_resolved_mention *resolved, sayso_entity *entities) {
  ss_result *out = b->out;
  const ss_reading *reading = b->scene->units[unit].reading;
  const ss_mention *mention = reading->mentions;
  for (uint32_t i = 0; i < reading->mention_count; i++, resolved++, mention++) {
    if (!resolved->rule) continue;
    out->mentions[out->mention_count++] = (sayso_mention){source_span(b, unit, mention->range), (sayso_form)mention->form,
                                                          resolved->actor, resolved->score, ss_sieve_name(resolved->rule)};
    if (resolved->actor != SAYSO_NONE && mention->name != SAYSO_NONE) entities[mention->name].actor = resolved->actor;
  }
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
    english += ss_doc_reading(doc, u)->english;
    words += ss_doc_reading(doc, u)->words;
  }
  return ss_language_decide(english, words);
}

/* ---- the whole ------------------------------------------------------------------------------------------------------- */

void ss_result_free(ss_result *result) {
  ss_arena arena = result->arena;
  ss_arena_free(&arena);
  memset(result, 0, sizeof *result);
  ss_arena_init(&result->arena, arena.hook);
}

static sayso_status fill_statements(build *b, ss_arena *work, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  SS_TRY(add_statements(b, err));
  SS_TRY(sort_statements(b->out, work, err));
  SS_TRY(add_actors(b, err));
cleanup:
  return status;
}

/* Unit by unit: its entities, then its mentions. */
static sayso_status fill_mentions(build *b, sayso_error *err) {
  ss_result *out = b->out;
  size_t names = 0;
  for (uint32_t u = 0; u < b->scene->unit_count; u++) names += b->scene->units[u].reading->name_count;
  out->entities = ss_arena_array(&out->arena, names, sizeof *out->entities);
  out->mentions = ss_arena_array(&out->arena, b->cast->shown_count, sizeof *out->mentions);
  if (!out->entities || !out->mentions) return ss_fail_memory(err);
  const ss_resolved_mention *resolved = b->cast->mentions;
  for (uint32_t u = 0; u < b->scene->unit_count; u++) {
    sayso_entity *entities = out->entities + out->entity_count;
    if (u + 1 < b->scene->unit_count) expect_tokens(b->scene, u + 1);
    add_entities(b, u);
    add_mentions(b, u, resolved, entities);
    resolved += b->scene->units[u].reading->mention_count;
  }
  return SAYSO_OK;
}

/* Ids and counts, once every actor is what it will be. */
static sayso_status number_actors(ss_result *out, sayso_error *err) {
  for (uint32_t i = 0; i < out->actor_count; i++) {
    out->actors[i].mentions = out->actors[i].statements = 0;
    out->actors[i].id = id_of(&out->arena, i);
    if (!out->actors[i].id) return ss_fail_memory(err);
  }
  for (uint32_t i = 0; i < out->mention_count; i++)
    if (out->mentions[i].actor != SAYSO_NONE) out->actors[out->mentions[i].actor].mentions++;
  for (uint32_t i = 0; i < out->statement_count; i++)
    for (uint32_t k = 0; k < out->statements[i].actor_count; k++)
      out->actors[out->statements[i].actors[k]].statements += out->statements[i].act == SAYSO_ACT_SPEECH;
  return SAYSO_OK;
}

static sayso_status correct(sayso_doc *doc, ss_result *made, const ss_corrections *past, ss_corrections *list, ss_arena *work,
                            sayso_error *err) {
  sayso_status status = SAYSO_OK;
  SS_TRY(ss_corrections_copy(&doc->corrections, NULL, doc->hook, list, err));
  if (past) SS_TRY_MEMORY(ss_corrections_recall(list, past), err);
  SS_TRY(ss_correct_apply(doc, made, list, work, err));
  SS_TRY(sort_statements(made, work, err));
  SS_TRY(pool_spans(made, err));
cleanup:
  return status;
}

/* ---- step by step ---------------------------------------------------------------------------------------------------- */

void ss_result_abandon(sayso_doc *doc) {
  ss_making *m = &doc->making;
  if (m->next != SS_MAKING_NONE) {
    ss_corrections_free(&m->list);
    ss_precedent_free(m->precedent);
    ss_arena_free(&m->made.arena);
    ss_arena_free(&m->work);
    ss_arena_free(&m->resolving);
    ss_arena_free(&m->index);
  }
  memset(m, 0, sizeof *m);
}

/* Of a text that is not read whole, or not by us, nothing is learned. */
static bool follow(sayso_doc *doc, bool partial) {
  ss_making *m = &doc->making;
  if (partial || doc->given.mode != SAYSO_GIVEN_NOTHING) return true;
  m->precedent = ss_precedent_new(doc->hook);
  return m->precedent && ss_resolution_follow(m->resolution, doc->precedent, m->precedent);
}

static sayso_status assemble(sayso_doc *doc, bool partial, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_making *m = &doc->making;
  m->made.language = decide_language(doc);
  SS_TRY(add_headings(doc, &m->made, err));
  m->next = SS_MAKING_CORRECT;
  if (m->made.language == SAYSO_LANGUAGE_OTHER) return SAYSO_OK;
  SS_TRY(ss_assemble(doc, &m->work, &m->scene, err));
  m->resolution = ss_resolution_new(&m->scene, &m->resolving, &m->index, &m->work);
  SS_TRY_MEMORY(m->resolution && follow(doc, partial), err);
  m->next = SS_MAKING_RESOLVE;
cleanup:
  return status;
}

static sayso_status resolve(sayso_doc *doc, sayso_error *err) {
  ss_making *m = &doc->making;
  bool done = false;
  sayso_status status = ss_resolution_step(m->resolution, &done, &m->cast, err);
  if (!done) return status;
  ss_arena_free(&m->resolving); /* what follows uses the memory again */
  ss_arena_free(&m->index);
  m->next = SS_MAKING_STATEMENTS;
  return status;
}

static sayso_status fill(sayso_doc *doc, sayso_error *err) {
  ss_making *m = &doc->making;
  build b = {doc, &m->scene, &m->cast, &m->made, 0};
  if (m->next == SS_MAKING_STATEMENTS) {
    m->next = SS_MAKING_MENTIONS;
    return fill_statements(&b, &m->work, err);
  }
  sayso_status status = fill_mentions(&b, err);
  ss_arena_free(&m->work); /* the cast is copied */
  m->next = SS_MAKING_CORRECT;
  return status;
}

static sayso_status correct_made(sayso_doc *doc, bool partial, sayso_error *err) {
  ss_making *m = &doc->making;
  m->next = SS_MAKING_FINISH;
  if (doc->corrections.count == 0) return SAYSO_OK; /* and the text need not be known again */
  const ss_corrections *past = partial ? NULL : ss_history_corrections(doc, ss_history_text_hash(doc));
  return correct(doc, &m->made, past, &m->list, &m->work, err);
}

static sayso_status finish(sayso_doc *doc, bool partial, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_making *m = &doc->making;
  uint64_t text = ss_history_text_hash(doc);
  SS_TRY(number_actors(&m->made, err));
  SS_TRY(ss_history_assign(doc, &m->made, text, partial, &m->work, err));
  SS_TRY(ss_change_find(doc, &m->made, &m->work, err));
  ss_result_free(&doc->result);
  doc->result = m->made;
  ss_arena_init(&m->made.arena, doc->hook);
  if (doc->corrections.count) {
    ss_corrections swapped = doc->corrections;
    doc->corrections = m->list;
    m->list = swapped;
  }
  ss_precedent_free(doc->precedent);
  doc->precedent = m->precedent;
  m->precedent = NULL;
  if (!partial) ss_history_keep(doc, text);
cleanup:
  return status;
}

static void begin(sayso_doc *doc) {
  ss_making *m = &doc->making;
  ss_arena_init(&m->resolving, doc->hook);
  ss_arena_init(&m->index, doc->hook);
  ss_arena_init(&m->work, doc->hook);
  ss_arena_init(&m->made.arena, doc->hook);
  ss_corrections_init(&m->list, doc->hook);
  m->next = SS_MAKING_ASSEMBLE;
}

sayso_status ss_result_step(sayso_doc *doc, bool partial, bool *done, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  if (doc->making.next == SS_MAKING_NONE) begin(doc);
  *done = doc->making.next == SS_MAKING_FINISH;
  switch (doc->making.next) {
    case SS_MAKING_ASSEMBLE: status = assemble(doc, partial, err); break;
    case SS_MAKING_RESOLVE: status = resolve(doc, err); break;
    case SS_MAKING_STATEMENTS:
    case SS_MAKING_MENTIONS: status = fill(doc, err); break;
    case SS_MAKING_CORRECT: status = correct_made(doc, partial, err); break;
    default: status = finish(doc, partial, err);
  }
  if (status != SAYSO_OK || *done) ss_result_abandon(doc);
  return status;
}

sayso_status ss_result_build(sayso_doc *doc, bool partial, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_result_abandon(doc);
  for (bool done = false; status == SAYSO_OK && !done;) status = ss_result_step(doc, partial, &done, err);
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
