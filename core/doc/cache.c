/* In: keys made from a unit's clean text and what else its reading depends on. Out: the reading made before. Promises that an unchanged
 * paragraph is never read twice, wherever it moves, and that undo finds what it had. */
#include <string.h>

#include "doc/document.h"

void ss_cache_init(ss_cache *cache, const sayso_allocator *hook) {
  memset(cache, 0, sizeof *cache);
  cache->hook = hook;
}

static void free_reading(ss_cache *cache, ss_cache_slot *slot) {
  ss_memory_resize(cache->hook, slot->reading, slot->size, 0);
  slot->key = 0;
  slot->reading = NULL;
}

void ss_cache_free(ss_cache *cache) {
  for (uint32_t i = 0; i < cache->slot_count; i++)
    if (cache->slots[i].key) free_reading(cache, &cache->slots[i]);
  ss_memory_resize(cache->hook, cache->slots, cache->slot_count * sizeof *cache->slots, 0);
  ss_cache_init(cache, cache->hook);
}

static ss_cache_slot *slot_of(ss_cache_slot *slots, uint32_t slot_count, ss_cache_key key) {
  uint32_t mask = slot_count - 1;
  uint32_t i = (uint32_t)(key.key >> 32) & mask;
  while (slots[i].key && (slots[i].key != key.key || slots[i].check != key.check)) i = (i + 1) & mask;
  return &slots[i];
}

static ss_cache_key key_of(const ss_cache_slot *slot) { return (ss_cache_key){slot->key, slot->check}; }

const ss_reading *ss_cache_find(ss_cache *cache, ss_cache_key key, uint32_t generation) {
  if (!cache->slots) return NULL;
  ss_cache_slot *slot = slot_of(cache->slots, cache->slot_count, key);
  if (!slot->key) return NULL;
  slot->last_used = generation;
  return slot->reading;
}

/* Moves the used slots into a table of `slot_count`. */
static bool rebuild(ss_cache *cache, uint32_t slot_count) {
  ss_cache_slot *slots = ss_memory_resize(cache->hook, NULL, 0, slot_count * sizeof *slots);
  if (!slots) return false;
  memset(slots, 0, slot_count * sizeof *slots);
  for (uint32_t i = 0; i < cache->slot_count; i++)
    if (cache->slots[i].key) *slot_of(slots, slot_count, key_of(&cache->slots[i])) = cache->slots[i];
  ss_memory_resize(cache->hook, cache->slots, cache->slot_count * sizeof *slots, 0);
  cache->slots = slots;
  cache->slot_count = slot_count;
  return true;
}

bool ss_cache_add(ss_cache *cache, ss_cache_key key, ss_reading *reading, size_t size, uint32_t generation) {
  if ((cache->used + 1) * 2 > cache->slot_count && !rebuild(cache, cache->slot_count ? cache->slot_count * 2 : 64)) return false;
  ss_cache_slot *slot = slot_of(cache->slots, cache->slot_count, key);
  if (slot->key) free_reading(cache, slot);
  else cache->used++;
  *slot = (ss_cache_slot){key.key, key.check, reading, size, generation};
  return true;
}

void ss_cache_sweep(ss_cache *cache, uint32_t oldest) {
  uint32_t dead = 0;
  for (uint32_t i = 0; i < cache->slot_count; i++) dead += cache->slots[i].key && cache->slots[i].last_used < oldest;
  if (dead == 0) return;
  ss_cache_slot *slots = ss_memory_resize(cache->hook, NULL, 0, cache->slot_count * sizeof *slots);
  if (!slots) return;
  memset(slots, 0, cache->slot_count * sizeof *slots);
  for (uint32_t i = 0; i < cache->slot_count; i++) {
    ss_cache_slot *slot = &cache->slots[i];
    if (!slot->key) continue;
    if (slot->last_used < oldest) free_reading(cache, slot);
    else *slot_of(slots, cache->slot_count, key_of(slot)) = *slot;
  }
  ss_memory_resize(cache->hook, cache->slots, cache->slot_count * sizeof *slots, 0);
  cache->slots = slots;
  cache->used -= dead;
}
