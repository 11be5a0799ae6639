/* In: a Lua state. Out: the table sayso.core. Promises that a library built for the other Lua refuses to load, and that it
 * may be loaded in any number of states and threads: all it keeps lies in the registry of each.
 *
 *   core.open(text, opts) -> document       core.version(), core.abi, core.lua_abi
 *   core.fold(text), core.words(text)       core.codepoints(text) -> map
 *   core.stages() -> list of dump stages    core.format(name) -> is there such a format?
 *   core.isatty(fd), core.terminal_width(fd)
 *   core.store_read(path, limit), core.store_write(path, text, folders, shared): small files, whole or not at all, no links
 *   in the 5.4 build: core.jsonl(opts), core.json_encode(value, order), core.json_decode(text), core.null */
#include "binding.h"

static int module_version(lua_State *L) {
  lua_pushstring(L, sayso_version());
  return 1;
}

static int module_stages(lua_State *L) {
  const char *const *stages = sayso_stages();
  lua_newtable(L);
  for (int i = 0; stages[i]; i++) {
    lua_pushstring(L, stages[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* Is there a format of that name? */
static int module_format(lua_State *L) {
  sayso_format format;
  lua_pushboolean(L, sayso_format_by_name(luaL_checkstring(L, 1), &format));
  return 1;
}

static const luaL_Reg functions[] = {
  {"open", ss_document_open},
  {"version", module_version},
  {"stages", module_stages},
  {"format", module_format},
  {"fold", ss_text_fold},
  {"words", ss_text_words},
  {"codepoints", ss_offsets_open},
  {"isatty", ss_terminal_isatty},
  {"terminal_width", ss_terminal_width},
  {"store_read", ss_store_read},
  {"store_write", ss_store_write},
#if SS_LUA_JSON
  {"jsonl", ss_jsonl_run},
  {"json_encode", ss_json_encode},
  {"json_decode", ss_json_decode},
#endif
  {NULL, NULL},
};

SAYSO_API int luaopen_sayso_core(lua_State *L);

SAYSO_API int luaopen_sayso_core(lua_State *L) {
  ss_lua_library(L, functions); /* first of all: see compat.h */
  lua_pushinteger(L, SAYSO_ABI);
  lua_setfield(L, -2, "abi");
  lua_pushliteral(L, SS_LUA_ABI);
  lua_setfield(L, -2, "lua_abi");
  ss_model_register(L);
  ss_document_register(L);
  ss_offsets_register(L);
#if SS_LUA_JSON
  ss_json_register(L);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
#endif
  return 1;
}
