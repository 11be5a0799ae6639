/* In: text, edits. Out: an up-to-date result. The document is laid out anew after an edit (cheap: bytes only), and every unit whose
 * content was read before takes its reading from the cache; so an update equals a fresh analysis by construction. */
#define _POSIX_C_SOURCE 199309L /* clock_gettime */
#include "doc/document.h"

#include <string.h>
#include <time.h>

#include "base/status.h"

enum { KEPT_GENERATIONS = 32 }; /* readings unused for so many updates are dropped: room for undo and cut-and-paste */

/* ---- life ---------------------------------------------------------------------------------------------------------- */

static sayso_status copy_text(sayso_doc *doc, const char *text, size_t size, sayso_error *err) {
  doc->cap = size + size / 8 + 64;
  doc->text = ss_memory_resize(doc->hook, NULL, 0, doc->cap);
  if (!doc->text) {
    doc->cap = 0;
    return ss_fail_memory(err);
  }
  if (size) memcpy(doc->text, text, size);
  doc->size = size;
  return SAYSO_OK;
}

static sayso_status copy_span_list(ss_given_set *set, const sayso_span *spans, uint32_t count, uint32_t *at, size_t size,
                                   sayso_error *err) {
  *at = set->span_count;
  for (uint32_t i = 0; i < count; i++) {
    if (spans[i].start > spans[i].end || spans[i].end > size)
      return ss_fail(err, SAYSO_BAD_ARGUMENT, spans[i].start, "a given span lies outside the text");
    set->spans[set->span_count++] = spans[i];
  }
  return SAYSO_OK;
}

static sayso_status copy_given(sayso_doc *doc, const sayso_options *options, sayso_error *err) {
  ss_given_set *set = &doc->given;
  set->mode = options->given;
  if (options->given_count == 0) return SAYSO_OK;
  size_t spans = 0;
  for (uint32_t i = 0; i < options->given_count; i++) {
    const sayso_given *g = &options->given_items[i];
    spans += (size_t)g->source_count + g->cue_count + g->content_count;
  }
  set->items = ss_memory_resize(doc->hook, NULL, 0, options->given_count * sizeof *set->items);
  if (!set->items) return ss_fail_memory(err);
  set->count = options->given_count;
  for (uint32_t i = 0; i < set->count; i++) { /* the counts first: free_given adds them up, whatever fails after */
    const sayso_given *g = &options->given_items[i];
    set->items[i] = (ss_given_item){0, 0, 0, g->source_count, g->cue_count, g->content_count};
  }
  set->spans = ss_memory_resize(doc->hook, NULL, 0, (spans + 1) * sizeof *set->spans);
  if (!set->spans) return ss_fail_memory(err);
  sayso_status status = SAYSO_OK;
  for (uint32_t i = 0; i < set->count; i++) {
    const sayso_given *g = &options->given_items[i];
    ss_given_item *item = &set->items[i];
    SS_TRY(copy_span_list(set, g->source, g->source_count, &item->source, doc->size, err));
    SS_TRY(copy_span_list(set, g->cue, g->cue_count, &item->cue, doc->size, err));
    SS_TRY(copy_span_list(set, g->content, g->content_count, &item->content, doc->size, err));
  }
cleanup:
  return status;
}

static void free_given(sayso_doc *doc) {
  ss_given_set *set = &doc->given;
  size_t spans = 0;
  for (uint32_t i = 0; i < set->count && set->spans; i++)
    spans += (size_t)set->items[i].source_count + set->items[i].cue_count + set->items[i].content_count;
  ss_memory_resize(doc->hook, set->spans, (spans + 1) * sizeof *set->spans, 0);
  ss_memory_resize(doc->hook, set->items, set->count * sizeof *set->items, 0);
}

static sayso_status copy_options(sayso_doc *doc, const sayso_options *options, sayso_error *err) {
  if (!options) return SAYSO_OK;
  if ((unsigned)options->format > SAYSO_FORMAT_MAIL) return ss_fail(err, SAYSO_BAD_ARGUMENT, 0, "there is no such format");
  doc->format = options->format;
  return copy_given(doc, options, err);
}

sayso_status sayso_doc_open(sayso_doc **out, const sayso_model *model, const char *text, size_t size,
                            const sayso_options *options, sayso_error *err) {
  const sayso_allocator *hook = options && options->allocator ? options->allocator : &ss_memory_default;
  if (size > SAYSO_MAX_TEXT) return ss_fail(err, SAYSO_TOO_LARGE, size, "the text is longer than %u bytes", SAYSO_MAX_TEXT);
  sayso_status status = SAYSO_OK;
  sayso_doc *doc = ss_memory_resize(hook, NULL, 0, sizeof *doc);
  if (!doc) return ss_fail_memory(err);
  memset(doc, 0, sizeof *doc);
  doc->hook_copy = *hook;
  doc->hook = &doc->hook_copy;
  doc->model = model;
  doc->stale = true;
  doc->generation = 1;
  doc->dump.hook = doc->hook;
  ss_layout_init(&doc->layout, doc->hook);
  ss_draft_init(&doc->draft, doc->hook);
  ss_cache_init(&doc->cache, doc->hook);
  ss_arena_init(&doc->result.arena, doc->hook);
  ss_corrections_init(&doc->corrections, doc->hook);
  ss_arena_init(&doc->listed_arena, doc->hook);
  SS_TRY(copy_text(doc, text, size, err));
  SS_TRY(copy_options(doc, options, err));
  SS_TRY(ss_tokenizer_init(&doc->tokenizer, doc->hook, err));
  if (options && options->actors && options->actors_size)
    SS_TRY(ss_user_parse(options->actors, options->actors_size, &doc->tokenizer, &doc->listed_arena, &doc->listed, err));
  if (model) SS_TRY(ss_net_space_new(&doc->space, model, doc->hook, err));
  *out = doc;
  doc = NULL;
cleanup:
  sayso_doc_free(doc);
  return status;
}

void sayso_doc_free(sayso_doc *doc) {
  if (!doc) return;
  sayso_allocator hook = doc->hook_copy;
  free_given(doc);
  ss_arena_free(&doc->listed_arena);
  ss_memory_resize(doc->hook, doc->text, doc->cap, 0);
  ss_net_space_free(doc->space);
  ss_tokenizer_free(&doc->tokenizer);
  ss_draft_free(&doc->draft);
  ss_layout_free(&doc->layout);
  ss_vec_free(doc->hook, &doc->units);
  ss_vec_free(doc->hook, &doc->readings);
  ss_vec_free(doc->hook, &doc->changed);
  ss_cache_free(&doc->cache);
  ss_result_abandon(doc);
  ss_precedent_free(doc->precedent);
  ss_result_free(&doc->result);
  ss_vec_free(doc->hook, &doc->shown);
  ss_corrections_free(&doc->corrections);
  ss_history_free(doc);
  ss_text_free(&doc->dump);
  ss_memory_resize(&hook, doc, sizeof *doc, 0);
}

/* ---- edit ---------------------------------------------------------------------------------------------------------- */

static size_t equal_start(const char *a, const char *b, size_t size) {
  size_t n = 0;
  while (n < size && a[n] == b[n]) n++;
  while (n > 0 && n < size && (((unsigned char)a[n] | (unsigned char)b[n]) & 0xC0) == 0x80) n--;
  return n;
}

static size_t equal_end(const char *a, size_t a_size, const char *b, size_t b_size, size_t most) {
  size_t n = 0;
  while (n < most && a[a_size - n - 1] == b[b_size - n - 1]) n++;
  while (n > 0 && ((unsigned char)a[a_size - n] & 0xC0) == 0x80) n--;
  return n;
}

/* Editors hand over whole lines: what did not change in them keeps its offsets. */
static void shift_results(sayso_doc *doc, size_t start, size_t old_end, const char *text, size_t size) {
  size_t gone = old_end - start, shorter = gone < size ? gone : size;
  size_t head = equal_start(doc->text + start, text, shorter);
  size_t tail = equal_end(doc->text + start, gone, text, size, shorter - head);
  uint32_t from = (uint32_t)(start + head), to = (uint32_t)(old_end - tail), now = (uint32_t)(start + size - tail);
  if (from == to && to == now) return;
  ss_result_shift(&doc->result, from, to, now);
  ss_corrections_shift(&doc->corrections, from, to, now);
}

sayso_status sayso_doc_edit(sayso_doc *doc, size_t start, size_t old_end, const char *text, size_t size, sayso_error *err) {
  if (start > old_end || old_end > doc->size)
    return ss_fail(err, SAYSO_BAD_ARGUMENT, start, "the edit [%zu, %zu) lies outside the text of %zu bytes", start, old_end,
                   doc->size);
  if (doc->given.mode != SAYSO_GIVEN_NOTHING)
    return ss_fail(err, SAYSO_BAD_ARGUMENT, start, "a document with given statements cannot be edited");
  size_t kept = doc->size - (old_end - start);
  if (size > SAYSO_MAX_TEXT - kept)
    return ss_fail(err, SAYSO_TOO_LARGE, start, "the text would be longer than %u bytes", SAYSO_MAX_TEXT);
  if (kept + size > doc->cap) {
    size_t cap = (kept + size) + (kept + size) / 8 + 64;
    char *moved = ss_memory_resize(doc->hook, doc->text, doc->cap, cap);
    if (!moved) return ss_fail_memory(err);
    doc->text = moved;
    doc->cap = cap;
  }
  ss_result_abandon(doc);
  shift_results(doc, start, old_end, text, size);
  memmove(doc->text + start + size, doc->text + old_end, doc->size - old_end);
  if (size) memcpy(doc->text + start, text, size);
  doc->size = kept + size;
  doc->stale = true;
  doc->finished = false;
  return SAYSO_OK;
}

/* ---- update -------------------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  return h ^ h >> 32;
}

/* Key of a unit: its clean text, the mark carried in, whether it opens in bold, which turn it is; with given statements also its place. */
static ss_cache_key unit_key(const sayso_doc *doc, uint32_t index, uint8_t carry) {
  const ss_unit *unit = &doc->units.items[index];
  const char *bytes = doc->layout.clean.items + unit->start;
  size_t size = unit->end - unit->start;
  uint64_t h = mix(size * 4096 + ss_doc_turn(doc, index) * 512u + carry * 2u + ss_doc_bold_lead(doc, index));
  if (doc->given.mode != SAYSO_GIVEN_NOTHING) h = mix(h ^ (index + 1));
  uint64_t check = ~h;
  for (; size >= 8; bytes += 8, size -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    h = (h ^ word) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    check = (check + word) * 0xC2B2AE3D27D4EB4Fu;
    check ^= check >> 32;
  }
  uint64_t tail = 0;
  memcpy(&tail, bytes, size);
  h = mix(h ^ tail);
  return (ss_cache_key){h ? h : 1, mix(check + tail)};
}

/* The mark that is open where the unit begins; false: the piece before is not read yet. Only pieces of one paragraph carry. */
static bool carry_into(const sayso_doc *doc, uint32_t index, uint8_t *carry) {
  *carry = 0;
  if (doc->units.items[index].first) return true;
  const ss_reading *before = doc->readings.items[index - 1];
  if (!before) return false;
  *carry = before->carry_out;
  return true;
}

static void take_cached(sayso_doc *doc, uint32_t index) {
  uint8_t carry;
  if (doc->readings.items[index] || !carry_into(doc, index, &carry)) return;
  doc->readings.items[index] = ss_cache_find(&doc->cache, unit_key(doc, index, carry), doc->generation);
  doc->unread -= doc->readings.items[index] != NULL;
}

sayso_status ss_doc_lay_out(sayso_doc *doc, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_result_abandon(doc);
  doc->units.count = doc->readings.count = doc->unread = 0;
  doc->generation++;
  doc->shown.count = doc->shown_count = 0;
  SS_TRY(ss_layout_build(&doc->layout, doc->text, doc->size, doc->format, err));
  SS_TRY(ss_units_cut(&doc->layout, &doc->tokenizer, doc->hook, &doc->units, err));
  SS_TRY_MEMORY(ss_vec_reserve(doc->hook, &doc->readings, doc->units.count), err);
  if (doc->units.count) memset(doc->readings.items, 0, doc->units.count * sizeof *doc->readings.items);
  doc->unread = doc->readings.count = doc->units.count;
  for (uint32_t i = 0; i < doc->units.count; i++) take_cached(doc, i);
  doc->stale = false;
cleanup:
  if (status != SAYSO_OK) doc->units.count = doc->readings.count = doc->unread = 0;
  return status;
}

static sayso_status read_unit(sayso_doc *doc, uint32_t index, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_reading *reading = NULL;
  size_t size = 0;
  uint8_t carry;
  if (!carry_into(doc, index, &carry)) return ss_fail(err, SAYSO_INTERNAL, index, "a piece was read before its paragraph's start");
  take_cached(doc, index); /* the same paragraph may stand twice in the text */
  if (doc->readings.items[index]) return SAYSO_OK;
  SS_TRY(ss_pipeline_read(doc, index, carry, err));
  reading = ss_reading_pack(&doc->draft, doc->units.items[index].end - doc->units.items[index].start, &size);
  SS_TRY_MEMORY(reading, err);
  SS_TRY_MEMORY(ss_cache_add(&doc->cache, unit_key(doc, index, carry), reading, size, doc->generation), err);
  doc->readings.items[index] = reading;
  reading = NULL;
  doc->unread--;
cleanup:
  ss_memory_resize(doc->hook, reading, size, 0);
  return status;
}

const ss_reading ss_reading_empty; /* all zero */

/* Index of the unit at or after source byte `focus`. */
static uint32_t unit_at(const sayso_doc *doc, size_t focus) {
  uint32_t at = ss_layout_clean_at(&doc->layout, focus > UINT32_MAX ? UINT32_MAX : (uint32_t)focus);
  uint32_t low = 0, high = doc->units.count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (doc->units.items[middle].end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Reads unread units until the deadline: outwards from `middle`, pieces of a paragraph in their order. */
sayso_status ss_doc_read_units(sayso_doc *doc, uint32_t middle, double budget_ms, sayso_error *err) {
  double start = budget_ms < 0 ? 0 : now_ms();
  uint32_t below = middle, above = middle; /* units [below, above) are done */
  for (uint32_t round = 0; doc->unread > 0; round++) {
    bool upward = above < doc->units.count && (below == 0 || round % 4 != 3); /* text after the focus counts more */
    uint32_t first = upward ? above : below - 1;
    while (!upward && !doc->units.items[first].first) first--;
    uint32_t end = upward ? above + 1 : below;
    for (uint32_t i = first; i < end; i++) {
      if (doc->readings.items[i]) continue;
      uint32_t from = i;
      while (!doc->units.items[from].first && !doc->readings.items[from - 1]) from--;
      for (; from <= i; from++) {
        sayso_status status = read_unit(doc, from, err);
        if (status != SAYSO_OK) return status;
        if (budget_ms >= 0 && now_ms() - start >= budget_ms) return SAYSO_OK;
      }
    }
    if (upward) above = end;
    else below = first;
  }
  return SAYSO_OK;
}

/* ---- partial results ------------------------------------------------------------------------------------------------- */

enum {
  SCREEN = 6000,     /* bytes about the focus that are shown first: a large window of prose */
  SHOWN_AGAIN = 400 /* units: a partial result takes longer the more is read, some 2 ms for so many; then the next one is whole */
};

/* Units within a screen of the focus, the first half before it. */
static ss_range units_on_screen(const sayso_doc *doc, size_t focus) {
  size_t from = focus > SCREEN / 2 ? focus - SCREEN / 2 : 0, to = focus > doc->size - SCREEN ? doc->size : focus + SCREEN;
  if (doc->size < SCREEN) to = doc->size;
  ss_range range = {unit_at(doc, from), unit_at(doc, to)};
  if (range.end < doc->units.count) range.end++;
  return range;
}

/* Is there enough new to show? The screen is read and not shown yet, or twice as much is read as is shown. */
static bool worth_showing(const sayso_doc *doc, size_t focus) {
  uint32_t read = doc->units.count - doc->unread;
  if (read == 0) return false;
  if (doc->shown_count > 0 && read >= 2 * doc->shown_count && read <= SHOWN_AGAIN) return true;
  ss_range screen = units_on_screen(doc, focus);
  bool shown = doc->shown_count > 0;
  for (uint32_t i = screen.first; i < screen.end; i++) {
    if (!doc->readings.items[i]) return false;
    shown = shown && doc->shown.items[i];
  }
  return !shown;
}

static sayso_status show_partial(sayso_doc *doc, size_t focus, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  if (doc->ever_finished || !worth_showing(doc, focus)) return SAYSO_OK;
  doc->shown.count = 0;
  SS_TRY_MEMORY(ss_vec_reserve(doc->hook, &doc->shown, doc->units.count), err);
  SS_TRY(ss_result_build(doc, true, err));
  doc->shown.count = doc->units.count;
  doc->shown_count = doc->units.count - doc->unread;
  for (uint32_t i = 0; i < doc->units.count; i++) doc->shown.items[i] = doc->readings.items[i] != NULL;
cleanup:
  return status;
}

/* ---- update ------------------------------------------------------------------------------------------------------------ */

/* A slice of an update: another step is begun where the longest so far would still fit. */
typedef struct {
  double begun, last, longest, budget; /* milliseconds; budget negative: no limit */
} slice;

static slice begin_slice(double budget_ms) {
  double now = budget_ms < 0 ? 0 : now_ms();
  return (slice){now, now, 0, budget_ms};
}

/* What is left after the step that ended now. */
static double time_left(slice *s) {
  if (s->budget < 0) return s->budget;
  double now = now_ms(), step = now - s->last, left = s->budget - (now - s->begun);
  s->last = now;
  if (step > s->longest) s->longest = step;
  return left > 0 ? left : 0;
}

static bool has_time(slice *s) {
  return s->budget < 0 || time_left(s) >= s->longest;
}

static sayso_status finish(sayso_doc *doc, slice *s, sayso_error *err) {
  bool done = false;
  do {
    sayso_status status = ss_result_step(doc, false, &done, err);
    if (status != SAYSO_OK) return status;
  } while (!done && has_time(s));
  if (!done) return SAYSO_OK;
  if (doc->generation > KEPT_GENERATIONS) ss_cache_sweep(&doc->cache, doc->generation - KEPT_GENERATIONS);
  doc->finished = doc->ever_finished = true;
  ss_vec_free(doc->hook, &doc->shown);
  return SAYSO_OK;
}

sayso_status sayso_doc_update(sayso_doc *doc, double budget_ms, size_t focus, bool *done, const sayso_span **changed,
                              uint32_t *count, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  if (done) *done = doc->finished;
  if (changed) *changed = NULL;
  if (count) *count = 0;
  if (doc->finished) return SAYSO_OK;
  slice s = begin_slice(budget_ms);
  doc->changed.count = 0;
  if (doc->stale) {
    SS_TRY(ss_doc_lay_out(doc, err));
    if (!has_time(&s)) return SAYSO_OK;
  }
  if (doc->unread > 0) {
    SS_TRY(ss_doc_read_units(doc, focus == SIZE_MAX ? 0 : unit_at(doc, focus), time_left(&s), err));
    if (doc->unread == 0 && !has_time(&s)) return SAYSO_OK;
  }
  SS_TRY(doc->unread > 0 ? show_partial(doc, focus == SIZE_MAX ? 0 : focus, err) : finish(doc, &s, err));
  if (done) *done = doc->finished;
  if (changed) *changed = doc->changed.items;
  if (count) *count = doc->changed.count;
cleanup:
  return status;
}

const char *sayso_doc_text(const sayso_doc *doc, size_t *size) {
  if (size) *size = doc->size;
  return doc->text;
}
