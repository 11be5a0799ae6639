/* In: the result shown so far and a new one. Out: the handle of each new actor. Promises that an actor keeps its handle as long as some of
 * it stays, and that a text seen before brings back the handles it had. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

enum {
  MOST_PAST = 64,          /* texts that are remembered */
  MOST_PAST_HANDLES = 1 << 16, /* … and of all of them together the handles: 256 KiB */
  MOST_PAST_CORRECTIONS = 4096,
  MOST_GONE = 1 << 16
};

/* ---- hashes ---------------------------------------------------------------------------------------------------------------- */

static uint64_t mix_in(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 29;
}

/* Four sums beside each other: no step waits for the one before, and the text of a book is hashed after every edit. */
static uint64_t hash_bytes(uint64_t h, const char *bytes, size_t size) {
  enum { SUMS = 4 };
  uint64_t sums[SUMS] = {1, 2, 3, 4}, words[SUMS], word;
  h = mix_in(h, size);
  for (; size >= sizeof words; bytes += sizeof words, size -= sizeof words) {
    memcpy(words, bytes, sizeof words);
    for (int i = 0; i < SUMS; i++) sums[i] = mix_in(sums[i], words[i]);
  }
  for (int i = 0; i < SUMS; i++) h = mix_in(h, sums[i]);
  for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
    memcpy(&word, bytes, sizeof word);
    h = mix_in(h, word);
  }
  uint64_t tail = 0;
  memcpy(&tail, bytes, size);
  return mix_in(h, tail);
}

uint64_t ss_history_text_hash(const sayso_doc *doc) { return hash_bytes(1, doc->text, doc->size); }

static uint64_t who_is(const sayso_actor *actor) { return hash_bytes(actor->kind + 2u, actor->name, strlen(actor->name)); }

static uint64_t who_are(const ss_result *r) {
  uint64_t h = 0;
  for (uint32_t i = 0; i < r->actor_count; i++) h = mix_in(h, who_is(&r->actors[i]));
  return h;
}

/* ---- texts seen before -------------------------------------------------------------------------------------------------------- */

static void free_past(sayso_doc *doc, ss_past *past) {
  ss_memory_resize(doc->hook, past->handles, past->handle_count * sizeof *past->handles, 0);
  ss_corrections_free(&past->corrections);
}

void ss_history_free(sayso_doc *doc) {
  for (uint32_t i = 0; i < doc->history.past.count; i++) free_past(doc, &doc->history.past.items[i]);
  ss_vec_free(doc->hook, &doc->history.past);
  ss_vec_free(doc->hook, &doc->history.gone);
}

/* Index of the latest one of this text, and (`who` not NULL) of these actors; SAYSO_NONE: there is none. */
static uint32_t find_past(const ss_history *history, uint64_t text, const uint64_t *who) {
  for (uint32_t i = history->past.count; i-- > 0;)
    if (history->past.items[i].text == text && (!who || history->past.items[i].who == *who)) return i;
  return SAYSO_NONE;
}

const ss_corrections *ss_history_corrections(const sayso_doc *doc, uint64_t text) {
  uint32_t found = find_past(&doc->history, text, NULL);
  return found == SAYSO_NONE ? NULL : &doc->history.past.items[found].corrections;
}

static bool is_full(const ss_history *history) {
  size_t handles = 0, corrections = 0;
  for (uint32_t i = 0; i < history->past.count; i++) {
    handles += history->past.items[i].handle_count;
    corrections += history->past.items[i].corrections.count;
  }
  return history->past.count > MOST_PAST || handles > MOST_PAST_HANDLES || corrections > MOST_PAST_CORRECTIONS;
}

static void drop_past(sayso_doc *doc, uint32_t index) {
  ss_past *items = doc->history.past.items;
  free_past(doc, &items[index]);
  doc->history.past.count--;
  memmove(items + index, items + index + 1, (doc->history.past.count - index) * sizeof *items);
}

/* The oldest goes; but the first text stays as long as there are others: undoing all leads there. */
static void drop_oldest(sayso_doc *doc) {
  const ss_past *items = doc->history.past.items;
  uint32_t oldest = 1;
  while (oldest < doc->history.past.count && items[oldest].text == items[0].text) oldest++;
  drop_past(doc, oldest < doc->history.past.count ? oldest : 1);
}

/* The corrections of a text are those of its latest state: with those that earlier ones had, since they may be handed in again. */
static bool keep_corrections(sayso_doc *doc, ss_past *past) {
  uint32_t found = find_past(&doc->history, past->text, NULL);
  ss_corrections *before = found == SAYSO_NONE ? NULL : &doc->history.past.items[found].corrections;
  if (ss_corrections_copy(&doc->corrections, before, doc->hook, &past->corrections, NULL) != SAYSO_OK) return false;
  if (before) ss_corrections_free(before);
  return true;
}

static bool keep_handles(sayso_doc *doc, ss_past *past) {
  uint32_t count = doc->result.actor_count;
  if (count == 0) return true;
  past->handles = ss_memory_resize(doc->hook, NULL, 0, count * sizeof *past->handles);
  if (!past->handles) return false;
  past->handle_count = count;
  for (uint32_t i = 0; i < count; i++) past->handles[i] = doc->result.actors[i].handle;
  return true;
}

/* A state of the same text with the same actors is replaced. */
static bool put_past(sayso_doc *doc, const ss_past *past) {
  ss_history *history = &doc->history;
  uint32_t same = find_past(history, past->text, &past->who);
  if (same != SAYSO_NONE && same + 1 == history->past.count) {
    free_past(doc, &history->past.items[same]);
    history->past.items[same] = *past;
    return true;
  }
  if (!ss_vec_push(doc->hook, &history->past, *past)) return false;
  if (same != SAYSO_NONE && same > 0) drop_past(doc, same);
  return true;
}

void ss_history_keep(sayso_doc *doc, uint64_t text) {
  ss_past past = {.text = text, .who = who_are(&doc->result)};
  ss_corrections_init(&past.corrections, doc->hook);
  if (!keep_handles(doc, &past) || !keep_corrections(doc, &past) || !put_past(doc, &past)) {
    free_past(doc, &past);
    return;
  }
  while (is_full(&doc->history) && doc->history.past.count > 2) drop_oldest(doc);
}

/* ---- those that vanished -------------------------------------------------------------------------------------------------------- */

static bool is_taken(const ss_result *r, uint32_t handle) {
  for (uint32_t i = 0; i < r->actor_count; i++)
    if (r->actors[i].handle == handle) return true;
  return false;
}

/* The handle last had by an actor of this name and kind that none has now; 0: none. */
static uint32_t remembered(const ss_history *history, const ss_result *made, uint64_t who) {
  for (uint32_t i = history->gone.count; i-- > 0;)
    if (history->gone.items[i].who == who && !is_taken(made, history->gone.items[i].handle)) return history->gone.items[i].handle;
  return 0;
}

static bool remember(sayso_doc *doc, const sayso_actor *actor) {
  ss_history *history = &doc->history;
  ss_gone_actor gone = {who_is(actor), actor->handle};
  for (uint32_t i = history->gone.count; i-- > 0;)
    if (history->gone.items[i].who == gone.who && history->gone.items[i].handle == gone.handle) return true;
  if (history->gone.count == MOST_GONE) {
    history->gone.count /= 2;
    memmove(history->gone.items, history->gone.items + history->gone.count, history->gone.count * sizeof gone);
  }
  return ss_vec_push(doc->hook, &history->gone, gone);
}

/* ---- those that stay -------------------------------------------------------------------------------------------------------------- */

/* So many mentions of an old actor are a new one's now. */
typedef struct {
  uint32_t old, new, count;
} bond;

/* Mentions of both results at the same place are the same mention. Adds a bond for each run of equal pairs. */
static uint32_t find_bonds(const ss_result *old, const ss_result *new, bond *bonds) {
  uint32_t count = 0;
  for (uint32_t i = 0, j = 0; i < old->mention_count && j < new->mention_count;) {
    sayso_span a = old->mentions[i].span, b = new->mentions[j].span;
    if (a.start != b.start) {
      if (a.start < b.start) i++;
      else j++;
    } else if (a.end != b.end) {
      if (a.end > b.end) i++; /* the longer stands first */
      else j++;
    } else {
      if (old->mentions[i].actor != SAYSO_NONE && new->mentions[j].actor != SAYSO_NONE && a.end > a.start)
        bonds[count++] = (bond){old->mentions[i].actor, new->mentions[j].actor, 1};
      i++;
      j++;
    }
  }
  return count;
}

static int by_pair(const void *x, const void *y) {
  const bond *a = x, *b = y;
  if (a->new != b->new) return a->new < b->new ? -1 : 1;
  return a->old < b->old ? -1 : a->old > b->old;
}

static int by_count(const void *x, const void *y) {
  const bond *a = x, *b = y;
  if (a->count != b->count) return a->count > b->count ? -1 : 1;
  return by_pair(x, y); /* ties: the earliest */
}

/* Most actors are what they were: those pairs are counted in place, without sorting. */
static uint32_t count_bonds(bond *bonds, uint32_t count, bond *of_old, uint32_t old_count) {
  uint32_t rest = 0, made = 0;
  memset(of_old, 0, old_count * sizeof *of_old);
  for (uint32_t i = 0; i < count; i++) {
    bond *first = &of_old[bonds[i].old];
    if (first->count == 0) *first = bonds[i];
    else if (first->new == bonds[i].new) first->count++;
    else bonds[rest++] = bonds[i];
  }
  if (rest) qsort(bonds, rest, sizeof *bonds, by_pair);
  for (uint32_t i = 0; i < rest; i++) {
    if (made && by_pair(&bonds[made - 1], &bonds[i]) == 0) bonds[made - 1].count++;
    else bonds[made++] = bonds[i];
  }
  for (uint32_t i = 0; i < old_count; i++) /* there is room: each was one of the bonds */
    if (of_old[i].count) bonds[made++] = of_old[i];
  return made;
}

static bool follow_mentions(const ss_result *old, ss_result *new, bool *kept, ss_arena *work) {
  bond *bonds = ss_arena_array(work, (size_t)old->mention_count + old->actor_count, sizeof *bonds);
  bond *of_old = ss_arena_array(work, old->actor_count, sizeof *of_old);
  if (!bonds || !of_old) return false;
  uint32_t count = find_bonds(old, new, bonds);
  count = count_bonds(bonds, count, of_old, old->actor_count);
  if (count) qsort(bonds, count, sizeof *bonds, by_count);
  for (uint32_t i = 0; i < count; i++) {
    if (kept[bonds[i].old] || new->actors[bonds[i].new].handle) continue;
    kept[bonds[i].old] = true;
    new->actors[bonds[i].new].handle = old->actors[bonds[i].old].handle;
  }
  return true;
}

/* Actors without a mention in common: by name and kind, among the old ones left and those that vanished before. */
static void follow_names(const ss_history *history, const ss_result *old, ss_result *new, bool *kept) {
  for (uint32_t i = 0; i < new->actor_count; i++) {
    sayso_actor *actor = &new->actors[i];
    for (uint32_t k = 0; k < old->actor_count && !actor->handle; k++) {
      if (kept[k] || old->actors[k].kind != actor->kind || strcmp(old->actors[k].name, actor->name) != 0) continue;
      kept[k] = true;
      actor->handle = old->actors[k].handle;
    }
    if (!actor->handle) actor->handle = remembered(history, new, who_is(actor));
  }
}

static bool as_before(const ss_history *history, ss_result *new, uint64_t text) {
  uint64_t who = who_are(new);
  uint32_t found = find_past(history, text, &who);
  if (found == SAYSO_NONE || history->past.items[found].handle_count != new->actor_count) return false;
  for (uint32_t i = 0; i < new->actor_count; i++) new->actors[i].handle = history->past.items[found].handles[i];
  return true;
}

sayso_status ss_history_assign(sayso_doc *doc, ss_result *made, uint64_t text, bool partial, ss_arena *work, sayso_error *err) {
  const ss_result *old = &doc->result;
  bool *kept = ss_arena_array(work, old->actor_count, sizeof *kept);
  if (!kept) return ss_fail_memory(err);
  memset(kept, 0, old->actor_count * sizeof *kept);
  for (uint32_t i = 0; i < made->actor_count; i++) made->actors[i].handle = 0;
  if (partial || !as_before(&doc->history, made, text)) {
    if (!follow_mentions(old, made, kept, work)) return ss_fail_memory(err);
    follow_names(&doc->history, old, made, kept);
    for (uint32_t i = 0; i < made->actor_count; i++)
      if (!made->actors[i].handle) made->actors[i].handle = ++doc->history.last;
  }
  for (uint32_t i = 0; i < old->actor_count; i++)
    if (!kept[i] && !is_taken(made, old->actors[i].handle) && !remember(doc, &old->actors[i])) return ss_fail_memory(err);
  return SAYSO_OK;
}
