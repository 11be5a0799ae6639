/* In: keys and numbers. Out: the number last put under a key. Promises constant time on average. */
#include "actor/map.h"

#include <string.h>

enum { FIRST_CAP = 256, LARGE = 4096 };

void ss_map_init(ss_map *map, ss_arena *arena) {
  memset(map, 0, sizeof *map);
  map->arena = arena;
}

uint64_t ss_key_bytes(const char *bytes, size_t size) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
  return ss_key_mix(hash, size);
}

/* In large steps while it is small: the slots of before stay in the arena. */
static bool grow(ss_map *map) {
  uint32_t times = map->cap < LARGE ? 4 : 2;
  ss_map larger = {map->arena, NULL, map->count, map->cap ? map->cap * times : FIRST_CAP};
  larger.slots = ss_arena_array(map->arena, larger.cap, sizeof *larger.slots);
  if (!larger.slots) return false;
  memset(larger.slots, 0, larger.cap * sizeof *larger.slots);
  for (uint32_t i = 0; i < map->cap; i++)
    if (map->slots[i].key) *ss_map_slot_of(&larger, map->slots[i].key) = map->slots[i];
  *map = larger;
  return true;
}

bool ss_map_put(ss_map *map, uint64_t key, uint32_t value) {
  if (key == 0) key = 1;
  if (map->count * 3 >= map->cap * 2 && !grow(map)) return false;
  ss_map_slot *slot = ss_map_slot_of(map, key);
  if (!slot->key) map->count++;
  slot->key = key;
  slot->value = value;
  return true;
}
