/* The differences between Lua 5.1 (LuaJIT, the editor) and Lua 5.4 (the command), in one place and in the newer API's
 * words. No other file asks for the version. */
#ifndef SS_BINDING_COMPAT_H
#define SS_BINDING_COMPAT_H

#include <lauxlib.h>
#include <lua.h>

#if LUA_VERSION_NUM == 501

#define SS_LUA_ABI "5.1"
#define SS_LUA_JSON 0 /* the editor's module needs libc, libm and PCRE2 only */
#define lua_rawlen lua_objlen
/* luaL_register does not exist in 5.4: a 5.1 build cannot be loaded there, which is what we want. */
#define ss_lua_library(L, functions) (lua_newtable(L), luaL_register((L), NULL, (functions)))
#define ss_lua_functions(L, functions) luaL_register((L), NULL, (functions))
/* Pops a table and ties its life to the userdata at `index`. */
#define ss_lua_hold(L, index) ((void)lua_setfenv((L), (index)))

#elif LUA_VERSION_NUM >= 504

#define SS_LUA_ABI "5.4"
#define SS_LUA_JSON 1
/* luaL_newlib asks for luaL_checkversion_, which does not exist in 5.1 and LuaJIT. */
#define ss_lua_library(L, functions) luaL_newlib(L, functions)
#define ss_lua_functions(L, functions) luaL_setfuncs((L), (functions), 0)
#define ss_lua_hold(L, index) ((void)lua_setiuservalue((L), (index), 1))

#else
#error "sayso's module is built for Lua 5.1 (LuaJIT) or Lua 5.4"
#endif

#endif
