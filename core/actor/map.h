/* Numbers by 64-bit key, in an arena. Keys are hashes: two texts of one key are taken for the same
 * (odds below 1 in 10^9 for a million texts). */
#ifndef SS_ACTOR_MAP_H
#define SS_ACTOR_MAP_H

#include "base/memory.h"

/* Key and value side by side: one look at memory. */
typedef struct {
  uint64_t key; /* 0: free */
  uint32_t value;
} ss_map_slot;

typedef struct {
  ss_arena *arena;
  ss_map_slot *slots;
  uint32_t count, cap; /* cap: a power of two, or 0 */
} ss_map;

void ss_map_init(ss_map *map, ss_arena *arena);
bool ss_map_put(ss_map *map, uint64_t key,
                uint32_t value); /* replaces; false: no memory, map as it was */

static inline uint64_t ss_key_mix(uint64_t key, uint64_t more) {
  key = (key ^ more) * UINT64_C(0x9E3779B97F4A7C15);
  key ^= key >> 32;
  key *= UINT64_C(0xD6E8FEB86659FD93);
  return key ^ key >> 29;
}
uint64_t ss_key_bytes(const char *bytes, size_t size);

/* Where the key stands, or would. There is room. */
static inline ss_map_slot *ss_map_slot_of(const ss_map *map, uint64_t key) {
  uint32_t at = (uint32_t)key & (map->cap - 1);
  while (map->slots[at].key && map->slots[at].key != key) at = (at + 1) & (map->cap - 1);
  return &map->slots[at];
}

/* The key is asked for soon. */
static inline void ss_map_expect(const ss_map *map, uint64_t key) {
  if (map->cap) SS_PREFETCH(&map->slots[(uint32_t)key & (map->cap - 1)]);
}

/* SAYSO_NONE when absent. */
static inline uint32_t ss_map_get(const ss_map *map, uint64_t key) {
  if (map->cap == 0) return SAYSO_NONE;
  const ss_map_slot *slot = ss_map_slot_of(map, key ? key : 1);
  return slot->key ? slot->value : SAYSO_NONE;
}

#endif
