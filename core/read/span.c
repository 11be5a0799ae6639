/* In: ranges of tokens. Out: lists of ranges that are sorted and apart, and counts of words. */
#include <string.h>

#include "read/build.h"

uint32_t ss_build_words(const ss_builder *b, ss_range range) {
  return range.end > range.first ? b->words.items[range.end] - b->words.items[range.first] : 0;
}

/* Copies the list to the pool's end with room for one more, so that it can grow. */
static bool renew(ss_builder *b, ss_ranges *list) {
  if (!ss_vec_reserve(b->draft->hook, &b->pool, list->count + 2)) return false;
  if (list->count && list->at + list->count != b->pool.count) {
    memcpy(b->pool.items + b->pool.count, b->pool.items + list->at,
           list->count * sizeof *b->pool.items);
    list->at = b->pool.count;
    b->pool.count += list->count;
  }
  if (!list->count) list->at = b->pool.count;
  return true;
}

bool ss_build_put(ss_builder *b, ss_ranges *list, ss_range range) {
  if (range.end <= range.first) return true;
  if (!renew(b, list)) return false;
  ss_range *items = b->pool.items + list->at;
  uint32_t from = 0;
  while (from < list->count && items[from].end < range.first) from++;
  uint32_t to = from;
  for (; to < list->count && items[to].first <= range.end; to++) {
    if (items[to].first < range.first) range.first = items[to].first;
    if (items[to].end > range.end) range.end = items[to].end;
  }
  memmove(items + from + 1, items + to, (list->count - to) * sizeof *items);
  items[from] = range;
  list->count = list->count - (to - from) + 1;
  b->pool.count = list->at + list->count;
  return true;
}

bool ss_build_cut(ss_builder *b, ss_ranges *list, ss_range range) {
  ss_ranges left = {0, 0};
  for (uint32_t i = 0; i < list->count; i++) {
    ss_range r = b->pool.items[list->at + i];
    ss_range before = {r.first, r.end < range.first ? r.end : range.first};
    ss_range after = {r.first > range.end ? r.first : range.end, r.end};
    if (!ss_build_put(b, &left, before) || !ss_build_put(b, &left, after)) return false;
  }
  *list = left;
  return true;
}

bool ss_build_meets(const ss_builder *b, ss_ranges list, ss_range range) {
  for (uint32_t i = list.at; i < list.at + list.count; i++)
    if (b->pool.items[i].first < range.end && b->pool.items[i].end > range.first) return true;
  return false;
}

bool ss_build_holds(const ss_builder *b, ss_ranges list, uint32_t token) {
  return ss_build_meets(b, list, (ss_range){token, token + 1});
}

uint32_t ss_build_shared(const ss_builder *b, ss_ranges list, ss_range range) {
  uint32_t shared = 0;
  for (uint32_t i = list.at; i < list.at + list.count; i++) {
    ss_range r = b->pool.items[i];
    if (r.first < range.first) r.first = range.first;
    if (r.end > range.end) r.end = range.end;
    shared += ss_build_words(b, r);
  }
  return shared;
}

uint32_t ss_build_total(const ss_builder *b, ss_ranges list) {
  return ss_build_shared(b, list, (ss_range){0, b->draft->tokens.count});
}

uint32_t ss_build_first(const ss_builder *b, ss_ranges list) {
  return list.count ? b->pool.items[list.at].first : SAYSO_NONE;
}

uint32_t ss_build_end(const ss_builder *b, ss_ranges list) {
  return list.count ? b->pool.items[list.at + list.count - 1].end : 0;
}

uint32_t ss_build_outer_at(const ss_builder *b, uint32_t token) {
  uint32_t low = 0, high = b->outers.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (b->outers.items[middle].range.end > token)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

bool ss_build_inside(const ss_builder *b, uint32_t token) {
  uint32_t q = ss_build_outer_at(b, token);
  return q < b->outers.count && b->outers.items[q].range.first <= token;
}

bool ss_build_has_cue(const ss_builder *b, ss_range range, uint32_t but) {
  for (uint32_t i = 0; i < b->candidates.count; i++)
    if (i != but && !b->candidates.items[i].dropped &&
        ss_build_meets(b, b->candidates.items[i].cue, range))
      return true;
  return false;
}

bool ss_build_is_marked(const ss_builder *b, ss_ranges content) {
  for (uint32_t i = content.at; i < content.at + content.count; i++)
    for (uint32_t t = b->pool.items[i].first; t < b->pool.items[i].end; t++)
      if (b->draft->tokens.items[t].state != SS_MARK_OUTSIDE) return true;
  return false;
}
