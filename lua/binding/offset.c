/* In: a text and offsets in bytes or code points. Out: the offset in the other unit. Promises linear time to build, a walk
 * of at most one block for each question, and an answer for every byte of any text. */
#include <string.h>

#include "binding.h"
#include "text/unicode.h"

#define OFFSETS_TYPE "sayso.codepoints"

enum { BLOCK = 256 }; /* bytes: the map takes a fiftieth of the text, a question a fraction of a microsecond */

size_t ss_offsets_need(size_t size) {
  size_t blocks = size / BLOCK + 1;
  return (blocks + 1) * sizeof(uint32_t) + blocks;
}

/* A block starts at the first code point that begins in it: `skip` bytes into the block. */
void ss_offsets_fill(ss_offsets *map, void *memory, const char *text, size_t size) {
  map->text = text;
  map->size = size;
  map->blocks = size / BLOCK + 1;
  map->before = memory;
  map->skip = (unsigned char *)(map->before + map->blocks + 1);
  size_t at = 0;
  uint32_t points = 0;
  for (size_t block = 0; block < map->blocks; block++) {
    size_t end = (block + 1) * BLOCK < size ? (block + 1) * BLOCK : size;
    map->before[block] = points;
    map->skip[block] = (unsigned char)(at - block * BLOCK);
    for (; at < end; points++) ss_utf8_next(text, size, &at);
  }
  map->before[map->blocks] = points;
}

size_t ss_offsets_point(const ss_offsets *map, size_t byte) {
  size_t block = byte / BLOCK;
  size_t at = block * BLOCK + map->skip[block], point = map->before[block];
  for (; at < byte; point++) ss_utf8_next(map->text, map->size, &at);
  return point;
}

size_t ss_offsets_byte(const ss_offsets *map, size_t point) {
  if (point > map->before[map->blocks]) return SIZE_MAX;
  size_t low = 0, high = map->blocks; /* before[low] <= point, and low is the last such block */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (map->before[middle] <= point)
      low = middle;
    else
      high = middle;
  }
  size_t at = low * BLOCK + map->skip[low];
  for (size_t left = point - map->before[low]; left > 0; left--) ss_utf8_next(map->text, map->size, &at);
  return at;
}

/* ---- Lua ---- */

static int offsets_point(lua_State *L) {
  const ss_offsets *map = luaL_checkudata(L, 1, OFFSETS_TYPE);
  lua_pushinteger(L, (lua_Integer)ss_offsets_point(map, ss_check_offset(L, 2, map->size)));
  return 1;
}

static int offsets_byte(lua_State *L) {
  const ss_offsets *map = luaL_checkudata(L, 1, OFFSETS_TYPE);
  lua_pushinteger(L, (lua_Integer)ss_offsets_byte(map, ss_check_offset(L, 2, map->before[map->blocks])));
  return 1;
}

/* The map and its tables are one userdata; it holds the text, so that the bytes stay where they are. */
int ss_offsets_open(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  luaL_argcheck(L, size <= SAYSO_MAX_TEXT, 1, "the text is too large");
  ss_offsets *map = lua_newuserdata(L, sizeof *map + ss_offsets_need(size)); /* map */
  ss_offsets_fill(map, map + 1, text, size);
  luaL_getmetatable(L, OFFSETS_TYPE);
  lua_setmetatable(L, -2);
  lua_createtable(L, 1, 0); /* map, table */
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  ss_lua_hold(L, -2); /* map */
  return 1;
}

void ss_offsets_register(lua_State *L) {
  static const luaL_Reg methods[] = {{"point", offsets_point}, {"byte", offsets_byte}, {NULL, NULL}};
  luaL_newmetatable(L, OFFSETS_TYPE);
  lua_newtable(L);
  ss_lua_functions(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
