/* In: a Lua value, or JSON text. Out: the other. Promises valid UTF-8 out for any bytes in (what is no UTF-8 becomes the
 * replacement character), and that no jansson object leaks when Lua raises: it hangs in a userdata meanwhile.
 * Built for Lua 5.4 only. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "text/unicode.h"

#define JSON_TYPE "sayso.json"

enum { DEPTH = 200 }; /* tables in tables: far beyond ours, short of the C stack's end */

/* ---- shared with jsonl.c ---- */

json_t *ss_json_text(const char *bytes, size_t size) {
  if (ss_utf8_valid(bytes, size)) return json_stringn_nocheck(bytes, size);
  char *clean = malloc(size * 3); /* a wrong byte becomes three */
  if (!clean) return NULL;
  size_t used = 0;
  for (size_t at = 0; at < size;) used += ss_utf8_put(ss_utf8_next(bytes, size, &at), clean + used);
  json_t *value = json_stringn_nocheck(clean, used);
  free(clean);
  return value;
}

bool ss_json_put(json_t *object, const char *key, json_t *value) {
  return json_object_set_new_nocheck(object, key, value) == 0;
}

/* ---- a box for what C holds while Lua may raise ---- */

typedef struct {
  json_t *value;
  char *text;
} json_box;

static int json_gc(lua_State *L) {
  json_box *box = luaL_checkudata(L, 1, JSON_TYPE);
  json_decref(box->value);
  free(box->text);
  *box = (json_box){NULL, NULL};
  return 0;
}

static json_box *push_box(lua_State *L) {
  json_box *box = lua_newuserdata(L, sizeof *box);
  *box = (json_box){NULL, NULL};
  luaL_getmetatable(L, JSON_TYPE);
  lua_setmetatable(L, -2);
  return box;
}

void ss_json_register(lua_State *L) {
  luaL_newmetatable(L, JSON_TYPE);
  lua_pushcfunction(L, json_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}

/* ---- Lua to JSON: nothing here raises, so locals may hold values ---- */

typedef struct {
  lua_State *L;
  int order; /* index of the list of keys that come first, or 0 */
  const char *problem; /* what cannot be written, once something could not */
} encoder;

static json_t *encode_value(encoder *e, int index, int depth);

static json_t *encode_refuse(encoder *e, const char *problem) {
  if (!e->problem) e->problem = problem;
  return NULL;
}

static json_t *encode_array(encoder *e, int index, size_t length, int depth) {
  json_t *array = json_array();
  for (size_t i = 1; i <= length; i++) {
    lua_rawgeti(e->L, index, (lua_Integer)i);
    if (json_array_append_new(array, encode_value(e, lua_gettop(e->L), depth + 1)) != 0)
      encode_refuse(e, "there is not enough memory");
    lua_pop(e->L, 1);
  }
  return array;
}

/* Sets the key at top - 1 to the value at top, once. */
static void encode_field(encoder *e, json_t *object, int depth) {
  int top = lua_gettop(e->L);
  if (lua_type(e->L, top - 1) != LUA_TSTRING) {
    encode_refuse(e, "a key is no string");
    return;
  }
  size_t size;
  const char *key = lua_tolstring(e->L, top - 1, &size);
  if (strlen(key) != size || !ss_utf8_valid(key, size)) {
    encode_refuse(e, "a key is not valid text");
    return;
  }
  if (json_object_get(object, key)) return;
  if (!ss_json_put(object, key, encode_value(e, top, depth + 1))) encode_refuse(e, "there is not enough memory");
}

static json_t *encode_object(encoder *e, int index, int depth) {
  json_t *object = json_object();
  size_t ordered = e->order ? lua_rawlen(e->L, e->order) : 0;
  for (size_t i = 1; i <= ordered; i++) {
    lua_rawgeti(e->L, e->order, (lua_Integer)i);
    lua_pushvalue(e->L, -1);
    lua_rawget(e->L, index);
    if (!lua_isnil(e->L, -1)) encode_field(e, object, depth);
    lua_pop(e->L, 2);
  }
  lua_pushnil(e->L);
  while (lua_next(e->L, index)) {
    encode_field(e, object, depth);
    lua_pop(e->L, 1);
  }
  return object;
}

/* A table with no keys is an empty list. */
static json_t *encode_table(encoder *e, int index, int depth) {
  if (e->problem) return NULL; /* a table that holds itself twice ends here, not after 2^DEPTH steps */
  if (depth > DEPTH || !lua_checkstack(e->L, 8)) return encode_refuse(e, "tables are nested too deeply");
  size_t length = lua_rawlen(e->L, index);
  if (length > 0) return encode_array(e, index, length, depth);
  lua_pushnil(e->L);
  if (!lua_next(e->L, index)) return json_array();
  lua_pop(e->L, 2);
  return encode_object(e, index, depth);
}

static json_t *encode_number(encoder *e, int index) {
  if (lua_isinteger(e->L, index)) return json_integer(lua_tointeger(e->L, index));
  json_t *value = json_real(lua_tonumber(e->L, index));
  return value ? value : encode_refuse(e, "a number is not finite");
}

static json_t *encode_value(encoder *e, int index, int depth) {
  size_t size;
  const char *text;
  switch (lua_type(e->L, index)) {
    case LUA_TNIL: return json_null();
    case LUA_TLIGHTUSERDATA: return json_null();
    case LUA_TBOOLEAN: return json_boolean(lua_toboolean(e->L, index));
    case LUA_TNUMBER: return encode_number(e, index);
    case LUA_TSTRING:
      text = lua_tolstring(e->L, index, &size);
      return ss_json_text(text, size);
    case LUA_TTABLE: return encode_table(e, index, depth);
    default: return encode_refuse(e, "a value has no JSON form");
  }
}

/* core.json_encode(value, order?): objects list the keys of `order` first, in that order. Wrong use raises. */
int ss_json_encode(lua_State *L) {
  luaL_checkany(L, 1);
  if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  json_box *box = push_box(L);
  encoder e = {L, lua_istable(L, 2) ? 2 : 0, NULL};
  box->value = encode_value(&e, 1, 0);
  if (e.problem) return luaL_argerror(L, 1, e.problem);
  if (box->value) box->text = json_dumps(box->value, SS_JSON_FLAGS | JSON_ENCODE_ANY);
  if (!box->text) return luaL_error(L, "there is not enough memory");
  lua_pushstring(L, box->text);
  return 1;
}

/* ---- JSON to Lua: the root hangs in a box below, so this may raise ---- */

static void push_json(lua_State *L, const json_t *value);

static void push_array(lua_State *L, const json_t *array) {
  size_t count = json_array_size(array);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_json(L, json_array_get(array, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_object(lua_State *L, json_t *object) {
  const char *key;
  json_t *value;
  lua_createtable(L, 0, (int)json_object_size(object));
  json_object_foreach(object, key, value) {
    push_json(L, value);
    lua_setfield(L, -2, key);
  }
}

static void push_json(lua_State *L, const json_t *value) {
  luaL_checkstack(L, 4, "JSON is nested too deeply");
  switch (json_typeof(value)) {
    case JSON_OBJECT: push_object(L, (json_t *)(uintptr_t)value); break;
    case JSON_ARRAY: push_array(L, value); break;
    case JSON_STRING: lua_pushlstring(L, json_string_value(value), json_string_length(value)); break;
    case JSON_INTEGER: lua_pushinteger(L, (lua_Integer)json_integer_value(value)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(value)); break;
    case JSON_TRUE: lua_pushboolean(L, 1); break;
    case JSON_FALSE: lua_pushboolean(L, 0); break;
    case JSON_NULL: lua_pushlightuserdata(L, NULL); break;
  }
}

/* core.json_decode(text): the value (null is core.null), or nil, message, "JSON", byte. */
int ss_json_decode(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  json_error_t err;
  json_box *box = push_box(L);
  box->value = json_loadb(text, size, JSON_ALLOW_NUL | JSON_DECODE_ANY, &err);
  if (box->value) {
    push_json(L, box->value);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, err.text);
  lua_pushliteral(L, "JSON");
  lua_pushinteger(L, err.position);
  return 4;
}
