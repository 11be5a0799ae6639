/* In: Lua arguments. Out: C values. Promises an error with the argument's number for everything it does not accept, and
 * memory for lists in userdata on the stack, so that nothing leaks when a later check raises. */
#include <math.h>
#include <string.h>

#include "binding.h"

/* Lua 5.1 would cut 1.5 to 1; both versions refuse it here. */
size_t ss_check_offset(lua_State *L, int arg, size_t limit) {
  lua_Number number = luaL_checknumber(L, arg);
  luaL_argcheck(L, number == floor(number), arg, "whole number expected");
  luaL_argcheck(L, number >= 0 && number <= (lua_Number)limit, arg, "out of range");
  return (size_t)number;
}

size_t ss_check_offset_or(lua_State *L, int arg, size_t limit, size_t fallback) {
  return lua_isnoneornil(L, arg) ? fallback : ss_check_offset(L, arg, limit);
}

/* Element `position` of the span at `index` (absolute). */
static uint32_t check_edge(lua_State *L, int index, int position, int arg, size_t limit, const char *what) {
  lua_rawgeti(L, index, position);
  lua_Number number = lua_tonumber(L, -1);
  bool good = lua_type(L, -1) == LUA_TNUMBER && number == floor(number) && number >= 0 &&
              number <= (lua_Number)limit;
  lua_pop(L, 1);
  if (!good) luaL_argerror(L, arg, lua_pushfstring(L, "%s: span {start, end} inside the text expected", what));
  return (uint32_t)number;
}

sayso_span ss_check_span(lua_State *L, int index, int arg, size_t limit, const char *what) {
  if (!lua_istable(L, index)) luaL_argerror(L, arg, lua_pushfstring(L, "%s: table expected", what));
  if (index < 0) index = lua_gettop(L) + index + 1;
  sayso_span span = {check_edge(L, index, 1, arg, limit, what), check_edge(L, index, 2, arg, limit, what)};
  if (span.start > span.end) luaL_argerror(L, arg, lua_pushfstring(L, "%s: start lies after end", what));
  return span;
}

const char *ss_check_option(lua_State *L, int arg, const char *key, size_t *size) {
  if (lua_isnoneornil(L, arg)) return NULL;
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_getfield(L, arg, key);
  const char *value = NULL;
  if (!lua_isnil(L, -1)) {
    if (lua_type(L, -1) != LUA_TSTRING) luaL_argerror(L, arg, lua_pushfstring(L, "%s: string expected", key));
    value = lua_tolstring(L, -1, size);
  }
  lua_pop(L, 1);
  return value;
}

size_t ss_check_option_offset(lua_State *L, int arg, const char *key, size_t limit, size_t fallback) {
  if (lua_isnoneornil(L, arg)) return fallback;
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_getfield(L, arg, key);
  size_t value = fallback;
  if (!lua_isnil(L, -1)) {
    lua_Number number = lua_tonumber(L, -1);
    if (lua_type(L, -1) != LUA_TNUMBER || number != floor(number) || number < 0 || number > (lua_Number)limit)
      luaL_argerror(L, arg, lua_pushfstring(L, "%s: whole number in range expected", key));
    value = (size_t)number;
  }
  lua_pop(L, 1);
  return value;
}

/* ---- lists in the table on top of the stack ---- */

/* Pushes list `key`, a table or nil; gives its length. */
static size_t push_list(lua_State *L, int arg, const char *key) {
  if (!lua_istable(L, -1)) luaL_argerror(L, arg, "list of tables expected");
  lua_pushstring(L, key);
  lua_rawget(L, -2);
  if (lua_isnil(L, -1)) return 0;
  if (!lua_istable(L, -1)) luaL_argerror(L, arg, lua_pushfstring(L, "%s: list expected", key));
  return lua_rawlen(L, -1);
}

size_t ss_check_list_length(lua_State *L, int arg, const char *key) {
  size_t length = push_list(L, arg, key);
  lua_pop(L, 1);
  return length;
}

sayso_span *ss_check_spans(lua_State *L, int arg, const char *key, size_t limit, sayso_span *free_spans,
                           const sayso_span **out, uint32_t *out_count) {
  size_t count = push_list(L, arg, key);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, -1, (int)i + 1);
    free_spans[i] = ss_check_span(L, -1, arg, limit, key);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  *out = count ? free_spans : NULL;
  *out_count = (uint32_t)count;
  return free_spans + count;
}

/* ---- statements that are given ---- */

static size_t count_given_spans(lua_State *L, int arg, int items, size_t count) {
  size_t total = 0;
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, items, (int)i);
    total += ss_check_list_length(L, arg, "source") + ss_check_list_length(L, arg, "cue") +
             ss_check_list_length(L, arg, "content");
    lua_pop(L, 1);
  }
  return total;
}

/* The list at the top of the stack stays there, and the userdata with the copies above it. */
static void check_given_items(lua_State *L, int arg, size_t limit, sayso_options *out) {
  if (!lua_istable(L, -1)) luaL_argerror(L, arg, "items: list expected");
  int items = lua_gettop(L);
  size_t count = lua_rawlen(L, items);
  size_t total = count_given_spans(L, arg, items, count);
  sayso_given *given = lua_newuserdata(L, (count + 1) * sizeof *given);
  sayso_span *spans = lua_newuserdata(L, (total + 1) * sizeof *spans);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, items, (int)i + 1);
    spans = ss_check_spans(L, arg, "source", limit, spans, &given[i].source, &given[i].source_count);
    spans = ss_check_spans(L, arg, "cue", limit, spans, &given[i].cue, &given[i].cue_count);
    spans = ss_check_spans(L, arg, "content", limit, spans, &given[i].content, &given[i].content_count);
    lua_pop(L, 1);
  }
  out->given_items = given;
  out->given_count = (uint32_t)count;
}

/* ---- options of a document ---- */

sayso_format ss_check_format(lua_State *L, int arg) {
  sayso_format value = SAYSO_FORMAT_PLAIN;
  const char *format = ss_check_option(L, arg, "format", NULL);
  const char *path = ss_check_option(L, arg, "path", NULL);
  if (format && !sayso_format_by_name(format, &value))
    luaL_argerror(L, arg, lua_pushfstring(L, "format: '%s' is not known", format));
  if (!format && path) sayso_format_by_path(path, &value);
  return value;
}

sayso_given_mode ss_check_given(lua_State *L, int arg) {
  const char *mode = ss_check_option(L, arg, "given", NULL);
  if (!mode) return SAYSO_GIVEN_NOTHING;
  bool attributions = strcmp(mode, "attributions") == 0;
  if (!attributions && strcmp(mode, "content") != 0)
    luaL_argerror(L, arg, "given: 'attributions' or 'content' expected");
  return attributions ? SAYSO_GIVEN_ATTRIBUTIONS : SAYSO_GIVEN_CONTENT;
}

void ss_check_document_options(lua_State *L, int arg, size_t limit, sayso_options *out) {
  *out = (sayso_options){SAYSO_FORMAT_PLAIN, NULL, NULL, 0, SAYSO_GIVEN_NOTHING, NULL, 0};
  if (lua_isnoneornil(L, arg)) return;
  luaL_checktype(L, arg, LUA_TTABLE);
  out->format = ss_check_format(L, arg);
  out->actors = ss_check_option(L, arg, "actors", &out->actors_size);
  out->given = ss_check_given(L, arg);
  if (out->given == SAYSO_GIVEN_NOTHING) return;
  lua_getfield(L, arg, "items");
  check_given_items(L, arg, limit, out);
}
