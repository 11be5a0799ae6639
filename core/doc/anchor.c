/* In: a correction's anchor, and the place it was last seen at. Out: its place in the present clean text, or that it drifted.
 * Promises that the answer is a function of the text and of what sayso_doc_corrections hands out, but where edits were followed: and what
 * was followed is found again by its new anchor. */
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

enum {
  LONG_TEXT = 24,   /* bytes: so much text is found again without its surroundings where it stands once */
  LONG_CONTEXT = 16, /* bytes of surroundings on one side that are enough to tell a place by */
  MOST_PLACES = 1000 /* a text that stands more often tells no place: keeps the search linear in a text of one letter */
};

/* The clean text and one anchor. */
typedef struct {
  const char *clean;
  uint32_t size;
  const char *text, *before, *after;
  uint32_t text_size, before_size, after_size;
} search;

static uint32_t length_of(const char *text) { return (uint32_t)strlen(text); }

static search search_for(const sayso_doc *doc, const sayso_anchor *anchor) {
  return (search){doc->layout.clean.items, doc->layout.clean.count,  anchor->text,
                  anchor->before,          anchor->after,            length_of(anchor->text),
                  length_of(anchor->before), length_of(anchor->after)};
}

/* ---- bytes --------------------------------------------------------------------------------------------------------------- */

/* First place in [from, to) where the word starts; SAYSO_NONE: nowhere. */
static uint32_t find_word(const char *clean, uint32_t from, uint32_t to, const char *word, uint32_t size) {
  if (size == 0 || to - from < size || to < from) return SAYSO_NONE;
  const char *at = clean + from, *last = clean + to - size;
  while (at <= last && (at = memchr(at, word[0], (size_t)(last - at) + 1)) != NULL) {
    if (memcmp(at, word, size) == 0) return (uint32_t)(at - clean);
    at++;
  }
  return SAYSO_NONE;
}

static uint32_t common_start(const char *a, uint32_t a_size, const char *b, uint32_t b_size) {
  uint32_t n = 0;
  while (n < a_size && n < b_size && a[n] == b[n]) n++;
  return n;
}

static uint32_t common_end(const char *a, uint32_t a_size, const char *b, uint32_t b_size) {
  uint32_t n = 0;
  while (n < a_size && n < b_size && a[a_size - n - 1] == b[b_size - n - 1]) n++;
  return n;
}

/* At least half of the shorter one stands, at its start and end, in the other. */
static bool still_like(const char *a, uint32_t a_size, const char *b, uint32_t b_size) {
  uint32_t start = common_start(a, a_size, b, b_size);
  uint32_t end = common_end(a + start, a_size - start, b + start, b_size - start);
  uint32_t shorter = a_size < b_size ? a_size : b_size;
  return shorter > 0 && (start + end) * 2 >= shorter;
}

/* ---- surroundings ----------------------------------------------------------------------------------------------------------- */

typedef struct {
  uint32_t bytes; /* of the surroundings that agree */
  bool fits;
} agreement;

static agreement agree(const search *s, uint32_t start, uint32_t end) {
  uint32_t before = common_end(s->before, s->before_size, s->clean, start);
  uint32_t after = common_start(s->after, s->after_size, s->clean + end, s->size - end);
  bool one_side = (before == s->before_size && before >= LONG_CONTEXT) || (after == s->after_size && after >= LONG_CONTEXT);
  return (agreement){before + after, one_side || (before + after) * 2 >= s->before_size + s->after_size};
}

/* The occurrence whose surroundings agree best. Several that agree equally well are no place at all. */
static bool find_text(const search *s, uint32_t *start) {
  uint32_t best = 0, found = 0, equals = 0;
  bool fits = false;
  for (uint32_t at = 0; (at = find_word(s->clean, at, s->size, s->text, s->text_size)) != SAYSO_NONE; at++) {
    if (found == MOST_PLACES) return false;
    agreement a = agree(s, at, at + s->text_size);
    if (found++ == 0 || a.bytes > best) {
      *start = at;
      best = a.bytes;
      fits = a.fits;
      equals = 0;
    }
    equals += a.bytes == best;
  }
  return equals == 1 && (fits || (found == 1 && s->text_size >= LONG_TEXT));
}

/* Bytes by which an edge of the text is found: those outside it, else the text's own at that edge. */
typedef struct {
  const char *bytes;
  uint32_t size;
  bool outside;
} edge_mark;

static edge_mark left_mark(const search *s, bool outside) {
  return outside ? (edge_mark){s->before, s->before_size, true} : (edge_mark){s->text, s->text_size / 3, false};
}

static edge_mark right_mark(const search *s, bool outside) {
  uint32_t size = s->text_size / 3;
  return outside ? (edge_mark){s->after, s->after_size, true} : (edge_mark){s->text + s->text_size - size, size, false};
}

/* The only place between the two marks with something like the text in it. */
static bool find_between(const search *s, edge_mark left, edge_mark right, uint32_t *start, uint32_t *end) {
  uint32_t found = 0, tried = 0, reach = s->text_size * 2 + 64;
  if (left.size < LONG_CONTEXT || right.size < LONG_CONTEXT) return false;
  for (uint32_t at = 0; (at = find_word(s->clean, at, s->size, left.bytes, left.size)) != SAYSO_NONE; at++) {
    uint32_t from = left.outside ? at + left.size : at, inner = at + left.size;
    uint32_t to = s->size - inner > reach + right.size ? inner + reach + right.size : s->size;
    uint32_t right_at = find_word(s->clean, inner, to, right.bytes, right.size);
    if (++tried > MOST_PLACES) return false;
    if (right_at == SAYSO_NONE) continue;
    uint32_t until = right.outside ? right_at : right_at + right.size;
    if (!still_like(s->clean + from, until - from, s->text, s->text_size)) continue;
    *start = from;
    *end = until;
    if (++found > 1) return false;
  }
  return found == 1;
}

/* The text was edited inside by other hands: its edges tell where it is. */
static bool find_edges(const search *s, uint32_t *start, uint32_t *end) {
  for (int way = 0; way < 4; way++)
    if (find_between(s, left_mark(s, !(way & 2)), right_mark(s, !(way & 1)), start, end)) return true;
  return false;
}

/* ---- between document and clean text ------------------------------------------------------------------------------------------ */

static bool is_blank(char c) { return c == ' ' || c == '\n'; }

static sayso_span to_clean(const sayso_doc *doc, sayso_span span) {
  const char *clean = doc->layout.clean.items;
  sayso_span out = {ss_layout_clean_at(&doc->layout, span.start), ss_layout_clean_at(&doc->layout, span.end)};
  while (out.start < out.end && is_blank(clean[out.start])) out.start++;
  while (out.start < out.end && is_blank(clean[out.end - 1])) out.end--;
  return out;
}

static sayso_span to_source(const sayso_doc *doc, sayso_span span) {
  if (span.start >= span.end) {
    uint32_t at = ss_layout_source_start(&doc->layout, span.start);
    return (sayso_span){at, at};
  }
  return (sayso_span){ss_layout_source_start(&doc->layout, span.start), ss_layout_source_end(&doc->layout, span.end)};
}

/* ---- places ---------------------------------------------------------------------------------------------------------------------- */

static uint32_t part_count(const sayso_correction *item) { return item->content_count + item->source_count + item->cue_count; }

static sayso_span anchored_part(const sayso_correction *item, uint32_t k) {
  if (k < item->content_count) return item->content[k];
  k -= item->content_count;
  return k < item->source_count ? item->source[k] : item->cue[k - item->source_count];
}

/* The parts where the text stands as in the anchor. */
static void place_parts(const sayso_correction *item, ss_place *out) {
  for (uint32_t k = 0; k < part_count(item); k++) {
    sayso_span part = anchored_part(item, k);
    out->parts[k] = (sayso_span){out->start + part.start, out->start + part.end};
  }
}

/* The parts where it reads a little otherwise: what lies in the changed middle keeps to its edges. */
static void fit_parts(const search *s, const sayso_correction *item, ss_place *out) {
  uint32_t size = out->end - out->start;
  const char *now = s->clean + out->start;
  uint32_t head = common_start(s->text, s->text_size, now, size);
  uint32_t tail = common_end(s->text + head, s->text_size - head, now + head, size - head);
  for (uint32_t k = 0; k < part_count(item); k++) {
    sayso_span part = anchored_part(item, k);
    uint32_t *edges[2] = {&part.start, &part.end};
    for (int e = 0; e < 2; e++)
      if (*edges[e] > head) *edges[e] = *edges[e] >= s->text_size - tail ? size - (s->text_size - *edges[e]) : e ? size - tail : head;
    out->parts[k] = (sayso_span){out->start + part.start, out->start + part.end};
  }
}

/* The parts as edits moved them. */
static void follow_parts(const sayso_doc *doc, const ss_corrections *list, uint32_t index, ss_place *out) {
  for (uint32_t k = 0; k < part_count(&list->items[index]); k++) {
    sayso_span part = to_clean(doc, list->parts[index][k]);
    if (part.start < out->start) part.start = out->start;
    if (part.end > out->end) part.end = out->end;
    out->parts[k] = part.start < part.end ? part : (sayso_span){out->start, out->start};
  }
}

static bool find_anchored(const sayso_doc *doc, const ss_corrections *list, uint32_t index, ss_place *out) {
  const sayso_correction *item = &list->items[index];
  search s = search_for(doc, &item->anchor);
  sayso_span here = to_clean(doc, item->span);
  uint32_t size = here.end - here.start;
  const char *now = s.clean + here.start;
  bool same = size == s.text_size && size > 0 && memcmp(now, s.text, size) == 0;
  *out = (ss_place){here.start, here.end, out->parts};
  if (same && (list->followed[index] || agree(&s, here.start, here.end).fits)) {
    place_parts(item, out);
  } else if (find_text(&s, &out->start)) {
    out->end = out->start + s.text_size;
    place_parts(item, out);
  } else if (list->followed[index] && size > 0 && still_like(now, size, s.text, s.text_size)) {
    *out = (ss_place){here.start, here.end, out->parts};
    follow_parts(doc, list, index, out);
  } else if (find_edges(&s, &out->start, &out->end)) {
    fit_parts(&s, item, out);
  } else {
    return false;
  }
  return true;
}

sayso_status ss_anchor_find(const sayso_doc *doc, const ss_corrections *list, uint32_t index, ss_arena *arena, bool *found,
                            ss_place *out, sayso_error *err) {
  const sayso_correction *item = &list->items[index];
  out->parts = ss_arena_array(arena, part_count(item), sizeof *out->parts);
  if (!out->parts) return ss_fail_memory(err);
  if (item->anchor.text) {
    *found = doc->layout.clean.count > 0 && find_anchored(doc, list, index, out);
    return SAYSO_OK;
  }
  sayso_span here = to_clean(doc, item->span);
  *out = (ss_place){here.start, here.end, out->parts};
  *found = here.end > here.start;
  for (uint32_t k = 0; k < part_count(item); k++) out->parts[k] = to_clean(doc, list->parts[index][k]);
  return SAYSO_OK;
}

/* ---- anchors ------------------------------------------------------------------------------------------------------------------------ */

static uint32_t char_border(const char *clean, uint32_t size, uint32_t at) {
  while (at > 0 && at < size && ((unsigned char)clean[at] & 0xC0) == 0x80) at++;
  return at;
}

static sayso_anchor make_anchor(const sayso_doc *doc, ss_arena *arena, const ss_place *place) {
  const char *clean = doc->layout.clean.items;
  uint32_t size = doc->layout.clean.count;
  uint32_t from = place->start > SS_CORRECTION_CONTEXT ? char_border(clean, size, place->start - SS_CORRECTION_CONTEXT) : 0;
  uint32_t to = size - place->end > SS_CORRECTION_CONTEXT ? place->end + SS_CORRECTION_CONTEXT : size;
  while (to < size && ((unsigned char)clean[to] & 0xC0) == 0x80) to--;
  return (sayso_anchor){ss_arena_text(arena, clean + place->start, place->end - place->start),
                        ss_arena_text(arena, clean + from, place->start - from), ss_arena_text(arena, clean + place->end, to - place->end)};
}

sayso_status ss_anchor_set(const sayso_doc *doc, ss_corrections *list, uint32_t index, const ss_place *place, sayso_error *err) {
  sayso_correction *item = &list->items[index];
  sayso_anchor anchor = make_anchor(doc, &list->arena, place);
  sayso_span span = to_source(doc, (sayso_span){place->start, place->end});
  uint32_t count = part_count(item);
  sayso_span *relative = ss_arena_array(&list->arena, count, sizeof *relative);
  list->parts[index] = ss_arena_array(&list->arena, count, sizeof *relative);
  if (!anchor.text || !anchor.before || !anchor.after || !relative || !list->parts[index]) return ss_fail_memory(err);
  for (uint32_t k = 0; k < count; k++) {
    relative[k] = (sayso_span){place->parts[k].start - place->start, place->parts[k].end - place->start};
    list->parts[index][k] = to_source(doc, place->parts[k]);
  }
  item->anchor = anchor;
  item->span = span;
  item->content = relative;
  item->source = relative + item->content_count;
  item->cue = relative + item->content_count + item->source_count;
  list->followed[index] = true;
  return SAYSO_OK;
}
