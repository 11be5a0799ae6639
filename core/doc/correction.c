/* In: the writer's corrections. Out: a list of the document's own that moves with edits. Promises that a list that is refused leaves
 * the one before as it was; applying it is correct.c's. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

/* ---- list ------------------------------------------------------------------------------------------------------------- */

void ss_corrections_init(ss_corrections *list, const sayso_allocator *hook) {
  memset(list, 0, sizeof *list);
  ss_arena_init(&list->arena, hook);
}

void ss_corrections_free(ss_corrections *list) {
  const sayso_allocator *hook = list->arena.hook;
  ss_arena_free(&list->arena);
  ss_corrections_init(list, hook);
}

static bool allocate(ss_corrections *list, uint32_t count) {
  if (count == 0) return true; /* the common case takes no memory: the history holds many such lists */
  list->items = ss_arena_array(&list->arena, count, sizeof *list->items);
  list->parts = ss_arena_array(&list->arena, count, sizeof *list->parts);
  list->followed = ss_arena_array(&list->arena, count, sizeof *list->followed);
  list->lineages = ss_arena_array(&list->arena, count, sizeof *list->lineages);
  return list->items && list->parts && list->followed && list->lineages;
}

static size_t part_count(const sayso_correction *item) {
  return (size_t)item->content_count + item->source_count + item->cue_count;
}

/* Where there is no anchor yet the parts handed out are those that move with edits. */
static void share_parts(ss_corrections *list, uint32_t index) {
  sayso_correction *item = &list->items[index];
  if (item->anchor.text) return;
  item->content = list->parts[index];
  item->source = item->content + item->content_count;
  item->cue = item->source + item->source_count;
}

/* ---- copies ------------------------------------------------------------------------------------------------------------- */

static bool copy_word(ss_arena *arena, const char **word) {
  if (!*word) return true;
  *word = ss_arena_text(arena, *word, strlen(*word));
  return *word != NULL;
}

static bool copy_spans(ss_arena *arena, const sayso_span **spans, uint32_t count) {
  sayso_span *copy = ss_arena_array(arena, count, sizeof *copy);
  if (!copy) return false;
  if (count) memcpy(copy, *spans, count * sizeof *copy);
  *spans = copy;
  return true;
}

static bool copy_names(ss_arena *arena, sayso_correction *item) {
  const char **names = ss_arena_array(arena, item->actor_count, sizeof *names);
  if (!names) return false;
  for (uint32_t i = 0; i < item->actor_count; i++) {
    names[i] = item->actors[i];
    if (!copy_word(arena, &names[i])) return false;
  }
  item->actors = names;
  return true;
}

/* What the item points to becomes the arena's. */
static bool own_item(ss_arena *arena, sayso_correction *item) {
  return copy_word(arena, &item->action) && copy_word(arena, &item->value) && copy_word(arena, &item->kind) &&
         copy_word(arena, &item->act) && copy_word(arena, &item->id) && copy_word(arena, &item->anchor.text) &&
         copy_word(arena, &item->anchor.before) && copy_word(arena, &item->anchor.after) &&
         copy_spans(arena, &item->content, item->content_count) && copy_spans(arena, &item->source, item->source_count) &&
         copy_spans(arena, &item->cue, item->cue_count) && copy_names(arena, item);
}

static bool has_lineage(const ss_corrections *list, uint32_t lineage) {
  for (uint32_t i = 0; i < list->count; i++)
    if (list->lineages[i] == lineage) return true;
  return false;
}

static bool copy_item(const ss_corrections *from, uint32_t index, ss_corrections *out) {
  uint32_t i = out->count;
  size_t parts = part_count(&from->items[index]);
  out->items[i] = from->items[index];
  out->followed[i] = from->followed[index];
  out->lineages[i] = from->lineages[index];
  out->parts[i] = ss_arena_array(&out->arena, parts, sizeof **out->parts);
  if (!out->parts[i] || !own_item(&out->arena, &out->items[i])) return false;
  if (parts) memcpy(out->parts[i], from->parts[index], parts * sizeof **out->parts);
  share_parts(out, i);
  out->count++;
  return true;
}

sayso_status ss_corrections_copy(const ss_corrections *from, const ss_corrections *more, const sayso_allocator *hook,
                                 ss_corrections *out, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_corrections_init(out, hook);
  SS_TRY_MEMORY(allocate(out, from->count + (more ? more->count : 0)), err);
  for (uint32_t i = 0; i < from->count; i++) SS_TRY_MEMORY(copy_item(from, i, out), err);
  for (uint32_t i = 0; more && i < more->count; i++)
    if (!has_lineage(from, more->lineages[i])) SS_TRY_MEMORY(copy_item(more, i, out), err);
cleanup:
  if (status != SAYSO_OK) ss_corrections_free(out);
  return status;
}

/* ---- what is handed in ---------------------------------------------------------------------------------------------------- */

static const char *wrong_span(const sayso_span *spans, uint32_t count, size_t size) {
  for (uint32_t i = 0; i < count; i++)
    if (spans[i].start > spans[i].end || spans[i].end > size) return "has a part that lies outside its text";
  return NULL;
}

static bool is_word(const char *word, const char *(*name)(unsigned), unsigned count) {
  for (unsigned i = 0; word && i < count; i++)
    if (strcmp(word, name(i)) == 0) return true;
  return !word;
}

static const char *kind_word(unsigned i) { return sayso_statement_kind_name((sayso_statement_kind)i); }
static const char *act_word(unsigned i) { return sayso_act_name((sayso_act)i); }

static const char *wrong_action(const sayso_correction *item) {
  static const char *const actions[] = {"merge", "split", "rename", "actor", "kind", "span", "add", "reject", "confirm", NULL};
  uint32_t a = 0;
  while (actions[a] && (!item->action || strcmp(actions[a], item->action) != 0)) a++;
  if (!actions[a]) return "has no known action";
  if (!strcmp(item->action, "merge") && item->actor_count != 1) return "needs the name of the actor that stays";
  if (!strcmp(item->action, "rename") && (!item->value || !*item->value)) return "needs the new name";
  if (!strcmp(item->action, "kind") && !item->kind && !item->act) return "needs a kind or an act";
  if (!strcmp(item->action, "span") && !item->anchor.text && item->content_count == 0) return "needs the content";
  return NULL;
}

/* Why the item cannot be taken; NULL: it can. */
static const char *wrong_item(const sayso_correction *item, size_t size) {
  const char *wrong = wrong_action(item);
  if (wrong) return wrong;
  for (uint32_t i = 0; i < item->actor_count; i++)
    if (!item->actors[i] || !*item->actors[i]) return "has an actor without a name";
  if (!is_word(item->kind, kind_word, 5) || !is_word(item->act, act_word, 2)) return "has no known kind or act";
  if (item->anchor.text && (!item->anchor.before || !item->anchor.after)) return "has half an anchor";
  if (item->span.start > item->span.end || (!item->anchor.text && item->span.end > size)) return "lies outside the text";
  size_t limit = item->anchor.text ? strlen(item->anchor.text) : size;
  wrong = wrong_span(item->content, item->content_count, limit);
  if (!wrong) wrong = wrong_span(item->source, item->source_count, limit);
  return wrong ? wrong : wrong_span(item->cue, item->cue_count, limit);
}

static bool has_id(const ss_corrections *list, const char *id) {
  for (uint32_t i = 0; i < list->count; i++)
    if (list->items[i].id && strcmp(list->items[i].id, id) == 0) return true;
  return false;
}

/* Ids are unique: those that are missing or come again are made. */
static bool give_ids(ss_corrections *list) {
  uint32_t number = 0;
  for (uint32_t i = 0; i < list->count; i++) {
    char id[16];
    if (list->items[i].id) continue;
    do snprintf(id, sizeof id, "c%u", ++number);
    while (has_id(list, id));
    list->items[i].id = ss_arena_text(&list->arena, id, strlen(id));
    if (!list->items[i].id) return false;
  }
  return true;
}

static bool take_item(ss_corrections *list, const sayso_correction *from, size_t size) {
  uint32_t i = list->count;
  sayso_correction *item = &list->items[i];
  *item = *from;
  item->state = SAYSO_CORRECTION_WAITING;
  item->reason = NULL;
  list->followed[i] = false;
  if (item->span.end > size) item->span.end = (uint32_t)size;
  if (item->span.start > item->span.end) item->span.start = item->span.end;
  if (item->id && has_id(list, item->id)) item->id = NULL;
  if (!own_item(&list->arena, item)) return false;
  sayso_span *parts = list->parts[i] = ss_arena_array(&list->arena, part_count(item), sizeof *parts);
  if (!parts) return false;
  if (item->content_count) memcpy(parts, item->content, item->content_count * sizeof *parts);
  parts += item->content_count;
  if (item->source_count) memcpy(parts, item->source, item->source_count * sizeof *parts);
  parts += item->source_count;
  if (item->cue_count) memcpy(parts, item->cue, item->cue_count * sizeof *parts);
  share_parts(list, i);
  list->count++;
  return true;
}

/* ---- lineages ---------------------------------------------------------------------------------------------------------------- */

static bool same_word(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool same_spans(const sayso_span *a, uint32_t a_count, const sayso_span *b, uint32_t b_count) {
  return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

static bool same_names(const sayso_correction *a, const sayso_correction *b) {
  bool same = a->actor_count == b->actor_count;
  for (uint32_t i = 0; same && i < a->actor_count; i++) same = same_word(a->actors[i], b->actors[i]);
  return same;
}

/* As they are handed out, but for the state. */
static bool same_item(const sayso_correction *a, const sayso_correction *b) {
  return same_word(a->id, b->id) && same_word(a->action, b->action) && a->span.start == b->span.start && a->span.end == b->span.end &&
         same_word(a->anchor.text, b->anchor.text) && same_word(a->anchor.before, b->anchor.before) &&
         same_word(a->anchor.after, b->anchor.after) && same_spans(a->content, a->content_count, b->content, b->content_count) &&
         same_spans(a->source, a->source_count, b->source, b->source_count) &&
         same_spans(a->cue, a->cue_count, b->cue, b->cue_count) && same_names(a, b) && same_word(a->value, b->value) &&
         same_word(a->kind, b->kind) && same_word(a->act, b->act);
}

/* The lineage of an equal item of the list; 0: there is none. */
static uint32_t lineage_in(const ss_corrections *list, const sayso_correction *item, uint32_t hint) {
  if (hint < list->count && same_item(&list->items[hint], item)) return list->lineages[hint];
  for (uint32_t i = 0; i < list->count; i++)
    if (same_item(&list->items[i], item)) return list->lineages[i];
  return 0;
}

/* Items that were handed out, now or for a text seen before, and come back are the same items. */
static void give_lineages(sayso_doc *doc, ss_corrections *list) {
  for (uint32_t i = 0; i < list->count; i++) {
    uint32_t lineage = lineage_in(&doc->corrections, &list->items[i], i);
    for (uint32_t k = doc->history.past.count; lineage == 0 && k-- > 0;)
      lineage = lineage_in(&doc->history.past.items[k].corrections, &list->items[i], i);
    list->lineages[i] = lineage ? lineage : ++doc->history.last_lineage;
  }
}

sayso_status sayso_doc_correct(sayso_doc *doc, const sayso_correction *items, uint32_t count, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_corrections list;
  ss_corrections_init(&list, doc->hook);
  SS_TRY_MEMORY(allocate(&list, count), err);
  for (uint32_t i = 0; i < count; i++) {
    const char *wrong = wrong_item(&items[i], doc->size);
    if (wrong) SS_TRY(ss_fail(err, SAYSO_BAD_ARGUMENT, i, "correction %u %s", i + 1, wrong));
    SS_TRY_MEMORY(take_item(&list, &items[i], doc->size), err);
  }
  SS_TRY_MEMORY(give_ids(&list), err);
  give_lineages(doc, &list);
  ss_result_abandon(doc);
  ss_corrections_free(&doc->corrections);
  doc->corrections = list;
  doc->finished = false;
  ss_corrections_init(&list, doc->hook);
cleanup:
  ss_corrections_free(&list);
  return status;
}

const sayso_correction *sayso_doc_corrections(const sayso_doc *doc, uint32_t *count) {
  *count = doc->corrections.count;
  return doc->corrections.items;
}

/* ---- edits ------------------------------------------------------------------------------------------------------------------ */

/* What comes in at the edges of a span stays out of it; what comes in inside is in it. */
static void shift(sayso_span *span, uint32_t start, uint32_t old_end, uint32_t new_end) {
  if (span->start >= old_end) span->start = span->start - old_end + new_end;
  else if (span->start > start) span->start = new_end;
  if (span->end >= old_end && span->end > start) span->end = span->end - old_end + new_end;
  else if (span->end > start) span->end = start;
  if (span->start > span->end) span->start = span->end;
}

void ss_corrections_shift(ss_corrections *list, uint32_t start, uint32_t old_end, uint32_t new_end) {
  for (uint32_t i = 0; i < list->count; i++) {
    shift(&list->items[i].span, start, old_end, new_end);
    bool placed = list->followed[i] || !list->items[i].anchor.text; /* else the parts are offsets of the anchor */
    for (size_t k = 0; placed && k < part_count(&list->items[i]); k++) shift(&list->parts[i][k], start, old_end, new_end);
  }
}

static bool recall(ss_corrections *list, uint32_t i, const ss_corrections *past, uint32_t k) {
  size_t parts = part_count(&past->items[k]);
  list->items[i] = past->items[k];
  list->followed[i] = past->followed[k];
  list->parts[i] = ss_arena_array(&list->arena, parts, sizeof **list->parts);
  if (!list->parts[i] || !own_item(&list->arena, &list->items[i])) return false;
  if (parts) memcpy(list->parts[i], past->parts[k], parts * sizeof **list->parts);
  share_parts(list, i);
  return true;
}

bool ss_corrections_recall(ss_corrections *list, const ss_corrections *past) {
  for (uint32_t i = 0; i < list->count; i++)
    for (uint32_t k = 0; k < past->count; k++)
      if (list->lineages[i] == past->lineages[k] && !recall(list, i, past, k)) return false;
  return true;
}
