/* Numbers by 64-bit key, in an arena. Keys are hashes: two texts of one key are taken for the same
 * (odds below 1 in 10^9 for a million texts). */
#ifndef SS_ACTOR_MAP_H
#define SS_ACTOR_MAP_H

#include "base/memory.h"

typedef struct {
  ss_arena *arena;
  struct ss_map_slot *slots;
  uint32_t count, cap; /* cap: a power of two, or 0 */
} ss_map;

void ss_map_init(ss_map *map, ss_arena *arena);
uint32_t ss_map_get(const ss_map *map, uint64_t key); /* SAYSO_NONE when absent */
bool ss_map_put(ss_map *map, uint64_t key,
                uint32_t value); /* replaces; false: no memory, map as it was */

uint64_t ss_key_mix(uint64_t key, uint64_t more);
uint64_t ss_key_bytes(const char *bytes, size_t size);

#endif
