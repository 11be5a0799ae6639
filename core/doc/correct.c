/* In: a result as the reader made it, and the writer's corrections. Out: the result as the writer wants it, and where each correction
 * stands. Promises that items are applied one after the other in their order, that one that finds nothing changes nothing, and that
 * applying the list it leaves to the same text gives the same result. */
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

/* The result while it is corrected. Arrays have room for what the corrections may add. */
typedef struct {
  const sayso_doc *doc;
  ss_result *r;
  ss_corrections *list;
  ss_arena *work;
  bool *gone_statements, *gone_actors; /* rejected, replaced; merged */
  ss_place place;                      /* of the item at hand */
  bool placed;
} desk;

typedef enum { PART_CONTENT, PART_SOURCE, PART_CUE } part_kind;

static const char *const no_text = "the text it is about is gone";
static const char *const no_statement = "no statement stands there";
static const char *const no_mention = "no actor is mentioned there";
static const char *const other_actor = "another actor is mentioned there";
static const char *const unclear_name = "several actors have the name";

/* ---- spans --------------------------------------------------------------------------------------------------------------------- */

static uint32_t overlap(sayso_span a, sayso_span b) {
  uint32_t start = a.start > b.start ? a.start : b.start, end = a.end < b.end ? a.end : b.end;
  return end > start ? end - start : 0;
}

static uint32_t size_of(const sayso_span *spans, uint32_t count) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < count; i++) size += spans[i].end - spans[i].start;
  return size;
}

static uint32_t shared_bytes(const sayso_span *a, uint32_t a_count, const sayso_span *b, uint32_t b_count) {
  uint32_t shared = 0;
  for (uint32_t i = 0; i < a_count; i++)
    for (uint32_t k = 0; k < b_count; k++) shared += overlap(a[i], b[k]);
  return shared;
}

static sayso_span source_span(const desk *d, sayso_span clean) {
  return (sayso_span){ss_layout_source_start(&d->doc->layout, clean.start), ss_layout_source_end(&d->doc->layout, clean.end)};
}

/* ---- parts of the item at hand ---------------------------------------------------------------------------------------------------- */

typedef struct {
  sayso_span *spans;
  uint32_t count;
} span_list;

static uint32_t part_count(const sayso_correction *item, part_kind which) {
  return which == PART_CONTENT ? item->content_count : which == PART_SOURCE ? item->source_count : item->cue_count;
}

/* One list of the item in bytes of the document, what is empty left out; NULL spans: memory ran out. */
static span_list item_part(desk *d, const sayso_correction *item, part_kind which) {
  uint32_t from = which == PART_CONTENT ? 0 : which == PART_SOURCE ? item->content_count : item->content_count + item->source_count;
  span_list out = {ss_arena_array(&d->r->arena, part_count(item, which), sizeof *out.spans), 0};
  for (uint32_t k = 0; out.spans && k < part_count(item, which); k++) {
    sayso_span part = d->place.parts[from + k];
    if (part.end <= part.start) continue;
    part = source_span(d, part);
    uint32_t at = out.count++; /* the lists of a statement are sorted, whatever the order they were given in */
    for (; at > 0 && out.spans[at - 1].start > part.start; at--) out.spans[at] = out.spans[at - 1];
    out.spans[at] = part;
  }
  return out;
}

/* What the item aims at: its content, or its place. */
static span_list item_target(desk *d, const sayso_correction *item) {
  span_list out = item_part(d, item, PART_CONTENT);
  if (!out.spans || out.count) return out;
  out.spans = ss_arena_array(&d->r->arena, 1, sizeof *out.spans);
  if (!out.spans) return out;
  out.spans[0] = source_span(d, (sayso_span){d->place.start, d->place.end});
  out.count = 1;
  return out;
}

/* ---- actors -------------------------------------------------------------------------------------------------------------------------- */

static const char *copy_word(desk *d, const char *word) { return ss_arena_text(&d->r->arena, word, strlen(word)); }

static bool is_called(const sayso_actor *actor, const char *name) {
  if (strcmp(actor->name, name) == 0) return true;
  for (uint32_t i = 0; i < actor->alias_count; i++)
    if (strcmp(actor->aliases[i], name) == 0) return true;
  return false;
}

/* The actor of this name, then the one of this alias. *several: there is more than one; the first is given. SAYSO_NONE: none. */
static uint32_t find_actor(const desk *d, const char *name, bool *several) {
  uint32_t found[2] = {SAYSO_NONE, SAYSO_NONE}, counts[2] = {0, 0};
  for (uint32_t i = 0; i < d->r->actor_count; i++) {
    if (d->gone_actors[i] || !is_called(&d->r->actors[i], name)) continue;
    int alias = strcmp(d->r->actors[i].name, name) != 0;
    if (counts[alias]++ == 0) found[alias] = i;
  }
  int alias = counts[0] == 0;
  *several = counts[alias] > 1;
  return found[alias];
}

static bool is_used(const desk *d, uint32_t actor) {
  for (uint32_t i = 0; i < d->r->mention_count; i++)
    if (d->r->mentions[i].actor == actor) return true;
  for (uint32_t i = 0; i < d->r->statement_count; i++)
    for (uint32_t k = 0; k < d->r->statements[i].actor_count; k++)
      if (d->r->statements[i].actors[k] == actor) return true;
  return false;
}

static uint32_t new_actor(desk *d, const char *name, sayso_actor_kind kind, sayso_gender gender) {
  uint32_t index = d->r->actor_count;
  sayso_actor *actor = &d->r->actors[index];
  *actor = (sayso_actor){.name = copy_word(d, name), .kind = kind, .gender = gender, .parent = SAYSO_NONE};
  if (!actor->name) return SAYSO_NONE;
  d->gone_actors[index] = false;
  d->r->actor_count++;
  return index;
}

/* Adds the words that the list lacks and that are not `name`. */
static bool add_words(desk *d, const char *name, const char *const **list, uint32_t *count, const char *const *more, uint32_t more_count) {
  const char **words = ss_arena_array(&d->r->arena, (size_t)*count + more_count, sizeof *words);
  if (!words) return false;
  uint32_t n = 0;
  for (uint32_t i = 0; i < *count + more_count; i++) {
    const char *word = i < *count ? (*list)[i] : more[i - *count];
    bool known = strcmp(word, name) == 0;
    for (uint32_t k = 0; k < n && !known; k++) known = strcmp(words[k], word) == 0;
    if (!known) words[n++] = word;
  }
  *list = words;
  *count = n;
  return true;
}

/* The first mention that may reach to the byte. */
static uint32_t first_mention_near(const desk *d, uint32_t byte) {
  enum { LONGEST = 1024 }; /* bytes: nobody points at a longer one by one of its last words */
  uint32_t from = byte > LONGEST ? byte - LONGEST : 0, low = 0, high = d->r->mention_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (d->r->mentions[middle].span.start < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* The mention that shares most with the item's place, at least half of one of the two. SAYSO_NONE: none. */
static uint32_t mention_at_place(const desk *d) {
  sayso_span here = source_span(d, (sayso_span){d->place.start, d->place.end});
  uint32_t best = SAYSO_NONE, best_shared = 0, best_size = 0;
  for (uint32_t i = first_mention_near(d, here.start); i < d->r->mention_count; i++) {
    sayso_span span = d->r->mentions[i].span;
    if (span.start >= here.end) break;
    uint32_t shared = overlap(span, here), size = span.end - span.start;
    if (d->r->mentions[i].actor == SAYSO_NONE || (shared * 2 < size && shared * 2 < here.end - here.start)) continue;
    if (shared < best_shared || (shared == best_shared && size >= best_size) || shared == 0) continue;
    best = i;
    best_shared = shared;
    best_size = size;
  }
  return best;
}

/* The actor mentioned at the place, `known` being the name it had when the correction was made (NULL: it is being made). Where the
 * text is gone or the mention is someone else's now, the one actor of that name. Sets *reason when there is none. */
static uint32_t actor_at_place(const desk *d, const char *known, uint32_t *mention, const char **reason) {
  bool several = false;
  *mention = d->placed ? mention_at_place(d) : SAYSO_NONE;
  uint32_t here = *mention == SAYSO_NONE ? SAYSO_NONE : d->r->mentions[*mention].actor;
  if (here != SAYSO_NONE && (!known || is_called(&d->r->actors[here], known))) return here;
  uint32_t named = known ? find_actor(d, known, &several) : SAYSO_NONE;
  if (named != SAYSO_NONE && !several) return named;
  *reason = several ? unclear_name : !d->placed ? no_text : here == SAYSO_NONE ? no_mention : other_actor;
  return SAYSO_NONE;
}

/* ---- actions on actors ------------------------------------------------------------------------------------------------------------------ */

static bool replace_actor(desk *d, uint32_t from, uint32_t to) {
  ss_result *r = d->r;
  for (uint32_t i = 0; i < r->mention_count; i++)
    if (r->mentions[i].actor == from) r->mentions[i].actor = to;
  for (uint32_t i = 0; i < r->entity_count; i++)
    if (r->entities[i].actor == from) r->entities[i].actor = to;
  for (uint32_t i = 0; i < r->actor_count; i++)
    if (r->actors[i].parent == from) r->actors[i].parent = i == to ? SAYSO_NONE : to;
  for (uint32_t i = 0; i < r->statement_count; i++) {
    sayso_statement *s = &r->statements[i];
    bool has = false;
    for (uint32_t k = 0; k < s->actor_count; k++) has = has || s->actors[k] == from;
    if (!has) continue;
    uint32_t *actors = ss_arena_array(&r->arena, s->actor_count, sizeof *actors), n = 0;
    if (!actors) return false;
    for (uint32_t k = 0; k < s->actor_count; k++) {
      uint32_t actor = s->actors[k] == from ? to : s->actors[k];
      bool twice = false;
      for (uint32_t m = 0; m < n; m++) twice = twice || actors[m] == actor;
      if (!twice) actors[n++] = actor;
    }
    s->actors = actors;
    s->actor_count = n;
  }
  return true;
}

static sayso_status merge(desk *d, sayso_correction *item, sayso_error *err) {
  uint32_t mention;
  bool several;
  uint32_t from = actor_at_place(d, item->value, &mention, &item->reason);
  if (from == SAYSO_NONE) return SAYSO_OK;
  if (!item->value) {
    item->value = ss_arena_text(&d->list->arena, d->r->actors[from].name, strlen(d->r->actors[from].name));
    if (!item->value) return ss_fail_memory(err);
  }
  uint32_t to = find_actor(d, item->actors[0], &several);
  if (to == from) return SAYSO_OK;
  if (to == SAYSO_NONE || several) {
    item->reason = to == SAYSO_NONE ? "the actor that stays is gone" : unclear_name;
    return SAYSO_OK;
  }
  sayso_actor *a = &d->r->actors[to], *b = &d->r->actors[from];
  if (a->gender == SAYSO_GENDER_UNKNOWN) a->gender = b->gender;
  if (a->parent == from) a->parent = SAYSO_NONE;
  d->gone_actors[from] = true;
  bool good = add_words(d, a->name, &a->aliases, &a->alias_count, &b->name, 1) &&
              add_words(d, a->name, &a->aliases, &a->alias_count, b->aliases, b->alias_count) &&
              add_words(d, a->name, &a->roles, &a->role_count, b->roles, b->role_count) && replace_actor(d, from, to);
  return good ? SAYSO_OK : ss_fail_memory(err);
}

/* The name under which a correction of an actor remembers it. */
static sayso_status remember_actor(desk *d, sayso_correction *item, uint32_t actor, sayso_error *err) {
  if (item->actor_count) return SAYSO_OK;
  const char **names = ss_arena_array(&d->list->arena, 1, sizeof *names);
  if (!names) return ss_fail_memory(err);
  names[0] = ss_arena_text(&d->list->arena, d->r->actors[actor].name, strlen(d->r->actors[actor].name));
  if (!names[0]) return ss_fail_memory(err);
  item->actors = names;
  item->actor_count = 1;
  return SAYSO_OK;
}

static const char *known_name(const sayso_correction *item) { return item->actor_count ? item->actors[0] : NULL; }

static sayso_status rename_actor(desk *d, sayso_correction *item, sayso_error *err) {
  uint32_t mention, actor = actor_at_place(d, known_name(item), &mention, &item->reason);
  if (actor == SAYSO_NONE) return SAYSO_OK;
  sayso_status status = remember_actor(d, item, actor, err);
  if (status != SAYSO_OK) return status;
  sayso_actor *a = &d->r->actors[actor];
  const char *old = a->name;
  a->name = copy_word(d, item->value);
  if (!a->name || !add_words(d, a->name, &a->aliases, &a->alias_count, &old, 1)) return ss_fail_memory(err);
  return SAYSO_OK;
}

static bool reads_like(const desk *d, uint32_t a, uint32_t b) {
  sayso_span x = d->r->mentions[a].span, y = d->r->mentions[b].span;
  uint32_t size = x.end - x.start;
  return y.end - y.start == size && memcmp(d->doc->text + x.start, d->doc->text + y.start, size) == 0;
}

/* Marks the mentions that go with the one at hand. */
static void choose_split(const desk *d, uint32_t actor, uint32_t mention, bool *moves) {
  const sayso_mention *mentions = d->r->mentions;
  bool only = mentions[mention].form != SAYSO_FORM_NAME, all_alike = true, going = false;
  for (uint32_t i = 0; i < d->r->mention_count; i++)
    if (mentions[i].actor == actor && mentions[i].form == SAYSO_FORM_NAME && !reads_like(d, i, mention)) all_alike = false;
  for (uint32_t i = 0; i < d->r->mention_count; i++) {
    moves[i] = false;
    if (mentions[i].actor != actor) continue;
    if (only) going = i == mention;
    else if (mentions[i].form == SAYSO_FORM_NAME) going = reads_like(d, i, mention) && (!all_alike || i >= mention);
    moves[i] = going;
  }
}

static bool says_moved(const desk *d, const sayso_statement *s, const bool *moves) {
  for (uint32_t i = 0; i < d->r->mention_count; i++)
    if (moves[i] && shared_bytes(&d->r->mentions[i].span, 1, s->source, s->source_count)) return true;
  return false;
}

static bool move_split(desk *d, uint32_t from, uint32_t to, const bool *moves) {
  ss_result *r = d->r;
  for (uint32_t i = 0; i < r->statement_count; i++) {
    sayso_statement *s = &r->statements[i];
    uint32_t k = 0;
    while (k < s->actor_count && s->actors[k] != from) k++;
    if (k == s->actor_count || !says_moved(d, s, moves)) continue;
    uint32_t *actors = ss_arena_array(&r->arena, s->actor_count, sizeof *actors);
    if (!actors) return false;
    memcpy(actors, s->actors, s->actor_count * sizeof *actors);
    actors[k] = to;
    s->actors = actors;
  }
  for (uint32_t i = 0; i < r->mention_count; i++)
    if (moves[i]) r->mentions[i].actor = to;
  for (uint32_t e = 0, i = 0; e < r->entity_count; e++) { /* both are sorted */
    while (i < r->mention_count && r->mentions[i].span.start < r->entities[e].span.start) i++;
    for (uint32_t m = i; m < r->mention_count && r->mentions[m].span.start == r->entities[e].span.start; m++)
      if (moves[m] && r->entities[e].actor == from) r->entities[e].actor = to;
  }
  return true;
}

static sayso_status split(desk *d, sayso_correction *item, sayso_error *err) {
  uint32_t mention, actor = actor_at_place(d, known_name(item), &mention, &item->reason);
  if (actor == SAYSO_NONE) return SAYSO_OK;
  if (mention == SAYSO_NONE || d->r->mentions[mention].actor != actor) {
    item->reason = d->placed ? other_actor : no_text; /* it takes the mention itself to tell what goes */
    return SAYSO_OK;
  }
  sayso_status status = remember_actor(d, item, actor, err);
  if (status != SAYSO_OK) return status;
  bool *moves = ss_arena_array(d->work, d->r->mention_count, sizeof *moves);
  char *reads = ss_arena_text(d->work, d->doc->layout.clean.items + d->place.start, d->place.end - d->place.start);
  if (!moves || !reads) return ss_fail_memory(err);
  choose_split(d, actor, mention, moves);
  const sayso_actor *old = &d->r->actors[actor];
  uint32_t made = new_actor(d, item->value ? item->value : reads, old->kind, old->gender);
  if (made == SAYSO_NONE || !move_split(d, actor, made, moves)) return ss_fail_memory(err);
  if (is_used(d, actor)) return SAYSO_OK;
  d->gone_actors[actor] = true; /* nothing stayed with it: a rename, in effect */
  return replace_actor(d, actor, made) ? SAYSO_OK : ss_fail_memory(err);
}

/* ---- statements ------------------------------------------------------------------------------------------------------------------------- */

/* At least half of each list of spans lies in the other; `loose`: half of one of them is enough. */
static bool same_matter(const sayso_statement *s, span_list target, bool loose) {
  if (s->content_count == 0 || target.count == 0 || s->content[s->content_count - 1].end <= target.spans[0].start ||
      s->content[0].start >= target.spans[target.count - 1].end)
    return false; /* nearly all: lists of spans are sorted */
  uint32_t shared = shared_bytes(s->content, s->content_count, target.spans, target.count);
  uint32_t mine = size_of(s->content, s->content_count), its = size_of(target.spans, target.count);
  bool half_of_mine = shared * 2 >= mine, half_of_its = shared * 2 >= its;
  return shared > 0 && (loose ? half_of_mine || half_of_its : half_of_mine && half_of_its);
}

/* The statement that differs least from the target. `loose` for what the writer points at: a cursor, a selection. */
static uint32_t find_statement(const desk *d, span_list target, bool loose) {
  uint32_t best = SAYSO_NONE, best_apart = UINT32_MAX;
  for (uint32_t i = 0; i < d->r->statement_count; i++) {
    const sayso_statement *s = &d->r->statements[i];
    if (d->gone_statements[i] || !same_matter(s, target, loose)) continue;
    uint32_t shared = shared_bytes(s->content, s->content_count, target.spans, target.count);
    uint32_t apart = size_of(s->content, s->content_count) + size_of(target.spans, target.count) - 2 * shared;
    if (apart < best_apart) best = i, best_apart = apart;
  }
  return best;
}

static sayso_statement *new_statement(desk *d) {
  uint32_t index = d->r->statement_count++;
  d->gone_statements[index] = false;
  memset(&d->r->statements[index], 0, sizeof *d->r->statements);
  return &d->r->statements[index];
}

static sayso_statement_kind kind_of_word(const char *word, sayso_statement_kind otherwise) {
  for (int k = SAYSO_KIND_DIRECT; word && k <= SAYSO_KIND_WRITTEN; k++)
    if (strcmp(word, sayso_statement_kind_name((sayso_statement_kind)k)) == 0) return (sayso_statement_kind)k;
  return otherwise;
}

static sayso_act act_of_word(const char *word, sayso_act otherwise) {
  for (int k = SAYSO_ACT_SPEECH; word && k <= SAYSO_ACT_STANCE; k++)
    if (strcmp(word, sayso_act_name((sayso_act)k)) == 0) return (sayso_act)k;
  return otherwise;
}

/* Words of the clean bytes, and those of them that stand inside quotation marks. */
static void count_words(const sayso_doc *doc, sayso_span clean, uint32_t *words, uint32_t *inside) {
  uint32_t low = 0, high = doc->units.count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (doc->units.items[middle].end <= clean.start) low = middle + 1;
    else high = middle;
  }
  for (uint32_t u = low; u < doc->units.count && doc->units.items[u].start < clean.end; u++) {
    const ss_reading *reading = doc->readings.items[u];
    for (uint32_t t = 0; reading && t < reading->token_count; t++) {
      const ss_token *token = &reading->tokens[t];
      uint32_t start = doc->units.items[u].start + token->start;
      if (start < clean.start || start >= clean.end || token->shape > SS_SHAPE_DIGIT) continue;
      ++*words;
      *inside += token->state != SS_MARK_OUTSIDE;
    }
  }
}

/* Kind of a statement that the reader missed: by the share of its words inside marks. */
static sayso_statement_kind kind_by_marks(const desk *d, const sayso_correction *item) {
  uint32_t words = 0, inside = 0;
  for (uint32_t k = 0; k < item->content_count; k++) count_words(d->doc, d->place.parts[k], &words, &inside);
  return words == 0 || inside == 0 ? SAYSO_KIND_INDIRECT : inside * 10 > words * 9 ? SAYSO_KIND_DIRECT : SAYSO_KIND_MIXED;
}

/* ---- what an item holds of its statement ---------------------------------------------------------------------------------------------------- */

static sayso_span to_clean(const desk *d, sayso_span source) {
  sayso_span out = {ss_layout_clean_at(&d->doc->layout, source.start), ss_layout_clean_at(&d->doc->layout, source.end)};
  const char *clean = d->doc->layout.clean.items;
  while (out.end > out.start && (clean[out.end - 1] == ' ' || clean[out.end - 1] == '\n')) out.end--;
  return out;
}

static void add_parts(desk *d, const sayso_span *spans, uint32_t count, uint32_t *n) {
  for (uint32_t i = 0; i < count; i++) {
    sayso_span part = to_clean(d, spans[i]);
    if (*n == 0 || part.start < d->place.start) d->place.start = part.start;
    if (*n == 0 || part.end > d->place.end) d->place.end = part.end;
    d->place.parts[(*n)++] = part;
  }
}

/* The item's parts and place become those of the lists. */
static sayso_status hold_parts(desk *d, sayso_correction *item, const sayso_statement *s, sayso_error *err) {
  uint32_t n = 0;
  d->place.parts = ss_arena_array(d->work, (size_t)s->content_count + s->source_count + s->cue_count, sizeof *d->place.parts);
  if (!d->place.parts) return ss_fail_memory(err);
  add_parts(d, s->content, s->content_count, &n);
  add_parts(d, s->source, s->source_count, &n);
  add_parts(d, s->cue, s->cue_count, &n);
  item->content_count = s->content_count;
  item->source_count = s->source_count;
  item->cue_count = s->cue_count;
  return SAYSO_OK;
}

static sayso_status hold_names(desk *d, sayso_correction *item, const sayso_statement *s, sayso_error *err) {
  const char **names = ss_arena_array(&d->list->arena, s->actor_count, sizeof *names);
  if (!names) return ss_fail_memory(err);
  for (uint32_t i = 0; i < s->actor_count; i++) {
    const char *name = d->r->actors[s->actors[i]].name;
    names[i] = ss_arena_text(&d->list->arena, name, strlen(name));
    if (!names[i]) return ss_fail_memory(err);
  }
  item->actors = names;
  item->actor_count = s->actor_count;
  return SAYSO_OK;
}

static bool is_action(const sayso_correction *item, const char *action) { return strcmp(item->action, action) == 0; }

/* On its first update an item takes down what it does not say itself of the statement it found. */
static sayso_status hold_statement(desk *d, sayso_correction *item, const sayso_statement *s, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  if (!is_action(item, "span")) SS_TRY(hold_parts(d, item, s, err));
  if (!is_action(item, "actor")) SS_TRY(hold_names(d, item, s, err));
  if (!item->kind) item->kind = sayso_statement_kind_name(s->kind);
  if (!item->act) item->act = sayso_act_name(s->act);
cleanup:
  return status;
}

/* A part that the caller named without its place in the parts: `add` and `span` are about all of their parts. */
static sayso_status hold_given(desk *d, sayso_correction *item, sayso_error *err) {
  sayso_statement s = {.kind = SAYSO_KIND_INDIRECT};
  span_list content = item_target(d, item), source = item_part(d, item, PART_SOURCE), cue = item_part(d, item, PART_CUE);
  if (!content.spans || !source.spans || !cue.spans) return ss_fail_memory(err);
  s.content = content.spans, s.content_count = content.count;
  s.source = source.spans, s.source_count = source.count;
  s.cue = cue.spans, s.cue_count = cue.count;
  return hold_parts(d, item, &s, err);
}

/* ---- actions on statements ---------------------------------------------------------------------------------------------------------------------- */

/* The actors of the item's names. `before`: those the statement has, which settle a name that several have. */
static sayso_status put_actors(desk *d, const sayso_correction *item, sayso_statement *s, sayso_error *err) {
  uint32_t *actors = ss_arena_array(&d->r->arena, item->actor_count, sizeof *actors), n = 0;
  if (!actors) return ss_fail_memory(err);
  for (uint32_t i = 0; i < item->actor_count; i++) {
    bool several = false, twice = false;
    uint32_t actor = find_actor(d, item->actors[i], &several);
    for (uint32_t k = 0; several && k < s->actor_count; k++)
      if (is_called(&d->r->actors[s->actors[k]], item->actors[i])) actor = s->actors[k];
    if (actor == SAYSO_NONE) actor = new_actor(d, item->actors[i], SAYSO_ACTOR_UNKNOWN, SAYSO_GENDER_UNKNOWN);
    if (actor == SAYSO_NONE) return ss_fail_memory(err);
    for (uint32_t k = 0; k < n; k++) twice = twice || actors[k] == actor;
    if (!twice) actors[n++] = actor;
  }
  s->actors = actors;
  s->actor_count = n;
  return SAYSO_OK;
}

static sayso_status put_parts(desk *d, const sayso_correction *item, sayso_statement *s, sayso_error *err) {
  span_list content = item_part(d, item, PART_CONTENT), source = item_part(d, item, PART_SOURCE), cue = item_part(d, item, PART_CUE);
  if (!content.spans || !source.spans || !cue.spans) return ss_fail_memory(err);
  s->content = content.spans, s->content_count = content.count;
  s->source = source.spans, s->source_count = source.count;
  s->cue = cue.spans, s->cue_count = cue.count;
  return SAYSO_OK;
}

/* Statements about the same matter as `kept` are gone, but for it. */
static void drop_others(desk *d, const sayso_statement *kept) {
  span_list matter = {ss_arena_array(d->work, kept->content_count, sizeof *matter.spans), kept->content_count};
  if (!matter.spans) return;
  memcpy(matter.spans, kept->content, kept->content_count * sizeof *matter.spans);
  for (uint32_t i = 0; i < d->r->statement_count; i++)
    if (&d->r->statements[i] != kept && same_matter(&d->r->statements[i], matter, false)) d->gone_statements[i] = true;
}

/* Does the action say this of the statement, or does the item only remember it? */
static bool says_parts(const sayso_correction *item) {
  return is_action(item, "span") || is_action(item, "add") || is_action(item, "confirm");
}
static bool says_actors(const sayso_correction *item) {
  return is_action(item, "actor") || is_action(item, "add") || is_action(item, "confirm");
}
static bool says_kind(const sayso_correction *item) {
  return is_action(item, "kind") || is_action(item, "add") || is_action(item, "confirm");
}

static sayso_status reject(desk *d, sayso_correction *item, sayso_error *err) {
  span_list target = item_target(d, item);
  if (!target.spans) return ss_fail_memory(err);
  bool first = !item->anchor.text;
  uint32_t found = find_statement(d, target, first);
  if (first) {
    if (found == SAYSO_NONE) return item->reason = no_statement, SAYSO_OK;
    sayso_status status = hold_parts(d, item, &d->r->statements[found], err);
    if (status != SAYSO_OK) return status;
    target = item_target(d, item);
    if (!target.spans) return ss_fail_memory(err);
  }
  for (uint32_t i = 0; i < d->r->statement_count; i++)
    if (same_matter(&d->r->statements[i], target, false)) d->gone_statements[i] = true;
  return SAYSO_OK;
}

/* actor, kind, span, add, confirm: the statement is found (or made), and takes what the item says. */
static sayso_status put_statement(desk *d, sayso_correction *item, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  bool first = !item->anchor.text, add = is_action(item, "add");
  if (first && (add || is_action(item, "span"))) SS_TRY(hold_given(d, item, err));
  span_list target = item_target(d, item);
  SS_TRY_MEMORY(target.spans, err);
  bool loose = first || is_action(item, "span"); /* what the reader finds differs from the spans it was given */
  uint32_t found = add && first ? SAYSO_NONE : find_statement(d, target, loose);
  if (first && !add) {
    if (found == SAYSO_NONE) return item->reason = no_statement, SAYSO_OK;
    SS_TRY(hold_statement(d, item, &d->r->statements[found], err));
  }
  if (first && add && !item->kind) item->kind = sayso_statement_kind_name(kind_by_marks(d, item));
  if (first && add && !item->act) item->act = sayso_act_name(SAYSO_ACT_SPEECH);
  bool made = found == SAYSO_NONE;
  sayso_statement *s = made ? new_statement(d) : &d->r->statements[found];
  if (made || says_parts(item)) SS_TRY(put_parts(d, item, s, err));
  if (s->content_count == 0) {
    d->gone_statements[s - d->r->statements] = made;
    return item->reason = no_text, SAYSO_OK;
  }
  if (made || says_actors(item)) SS_TRY(put_actors(d, item, s, err));
  if (made || says_kind(item)) s->kind = kind_of_word(item->kind, s->kind);
  if (made || says_kind(item)) s->act = act_of_word(item->act, s->act);
  s->score = 1;
  s->rule = is_action(item, "confirm") ? "confirmed" : "corrected";
  if (says_parts(item)) drop_others(d, s);
cleanup:
  return status;
}

/* ---- the list ------------------------------------------------------------------------------------------------------------------------------------ */

static sayso_status apply_action(desk *d, sayso_correction *item, sayso_error *err) {
  if (is_action(item, "merge")) return merge(d, item, err);
  if (is_action(item, "split")) return split(d, item, err);
  if (is_action(item, "rename")) return rename_actor(d, item, err);
  if (!d->placed) return item->reason = no_text, SAYSO_OK;
  if (is_action(item, "reject")) return reject(d, item, err);
  return put_statement(d, item, err);
}

static sayso_status apply_item(desk *d, uint32_t index, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  sayso_correction *item = &d->list->items[index], before = *item;
  item->reason = NULL;
  SS_TRY(ss_anchor_find(d->doc, d->list, index, d->work, &d->placed, &d->place, err));
  SS_TRY(apply_action(d, item, err));
  bool held = d->placed && (item->anchor.text || !item->reason); /* one that never found anything has nothing to be anchored by */
  const char *reason = item->reason;
  if (held) SS_TRY(ss_anchor_set(d->doc, d->list, index, &d->place, err));
  else if (item->anchor.text) d->list->followed[index] = false;
  else *item = before;
  item->reason = reason;
  item->state = item->reason ? SAYSO_CORRECTION_DRIFTED : SAYSO_CORRECTION_APPLIED;
cleanup:
  return status;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------------------------- */

static void *grown(ss_arena *arena, const void *items, size_t count, size_t more, size_t size) {
  char *copy = ss_arena_array(arena, count + more, size);
  if (copy && count) memcpy(copy, items, count * size);
  return copy;
}

static sayso_status make_room(desk *d, sayso_error *err) {
  ss_result *r = d->r;
  size_t actors = 0;
  for (uint32_t i = 0; i < d->list->count; i++) actors += (size_t)d->list->items[i].actor_count + 1;
  sayso_actor *grown_actors = grown(&r->arena, r->actors, r->actor_count, actors, sizeof *r->actors);
  sayso_statement *statements = grown(&r->arena, r->statements, r->statement_count, d->list->count, sizeof *r->statements);
  d->gone_actors = ss_arena_array(d->work, r->actor_count + actors, sizeof *d->gone_actors);
  d->gone_statements = ss_arena_array(d->work, (size_t)r->statement_count + d->list->count, sizeof *d->gone_statements);
  if (!grown_actors || !statements || !d->gone_actors || !d->gone_statements) return ss_fail_memory(err);
  r->actors = grown_actors;
  r->statements = statements;
  memset(d->gone_actors, 0, r->actor_count + actors);
  memset(d->gone_statements, 0, (size_t)r->statement_count + d->list->count);
  return SAYSO_OK;
}

static void drop_statements(desk *d) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < d->r->statement_count; i++)
    if (!d->gone_statements[i]) d->r->statements[kept++] = d->r->statements[i];
  d->r->statement_count = kept;
}

static void note_first(uint32_t *first, uint32_t actor, uint32_t at) {
  if (actor != SAYSO_NONE && at < first[actor]) first[actor] = at;
}

/* New actors and merged ones: sorted by where they are first mentioned, or first say something, as ids promise. */
static sayso_status sort_actors(desk *d, sayso_error *err) {
  ss_result *r = d->r;
  uint32_t count = r->actor_count, kept = 0;
  uint32_t *first = ss_arena_array(d->work, count, sizeof *first), *order = ss_arena_array(d->work, count, sizeof *order);
  uint32_t *place = ss_arena_array(d->work, count, sizeof *place);
  sayso_actor *actors = ss_arena_array(&r->arena, count, sizeof *actors);
  if (!first || !order || !place || !actors) return ss_fail_memory(err);
  memset(first, 0xFF, count * sizeof *first);
  memset(place, 0xFF, count * sizeof *place);
  for (uint32_t i = 0; i < r->mention_count; i++) note_first(first, r->mentions[i].actor, r->mentions[i].span.start);
  for (uint32_t i = 0; i < r->statement_count; i++)
    for (uint32_t k = 0; k < r->statements[i].actor_count; k++)
      note_first(first, r->statements[i].actors[k], ss_statement_first_byte(&r->statements[i]));
  for (uint32_t i = 0; i < count; i++) {
    if (d->gone_actors[i]) continue;
    uint32_t at = kept++;
    for (; at > 0 && first[order[at - 1]] > first[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  for (uint32_t i = 0; i < kept; i++) {
    actors[i] = r->actors[order[i]];
    place[order[i]] = i;
  }
  r->actors = actors;
  r->actor_count = kept;
  for (uint32_t i = 0; i < kept; i++)
    if (actors[i].parent != SAYSO_NONE) actors[i].parent = place[actors[i].parent];
  for (uint32_t i = 0; i < r->mention_count; i++)
    if (r->mentions[i].actor != SAYSO_NONE) r->mentions[i].actor = place[r->mentions[i].actor];
  for (uint32_t i = 0; i < r->entity_count; i++)
    if (r->entities[i].actor != SAYSO_NONE) r->entities[i].actor = place[r->entities[i].actor];
  for (uint32_t i = 0; i < r->statement_count; i++) {
    sayso_statement *s = &r->statements[i];
    uint32_t *numbers = ss_arena_array(&r->arena, s->actor_count, sizeof *numbers);
    if (!numbers) return ss_fail_memory(err);
    for (uint32_t k = 0; k < s->actor_count; k++) numbers[k] = place[s->actors[k]];
    s->actors = numbers;
  }
  return SAYSO_OK;
}

sayso_status ss_correct_apply(const sayso_doc *doc, ss_result *made, ss_corrections *list, ss_arena *work, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  desk d = {.doc = doc, .r = made, .list = list, .work = work};
  if (list->count == 0) return SAYSO_OK;
  SS_TRY(make_room(&d, err));
  for (uint32_t i = 0; i < list->count; i++) SS_TRY(apply_item(&d, i, err));
  drop_statements(&d);
  SS_TRY(sort_actors(&d, err));
cleanup:
  return status;
}
