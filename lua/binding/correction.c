/* In: a list of corrections as Lua tables. Out: the C list; and the way back. Promises that doc:correct(doc:corrections()) hands
 * back what was handed out, and that strings and spans live as long as the list on the stack. */
#include "binding.h"

/* A string field of the table on top of the stack, NULL for nil; the table keeps it alive. */
static const char *text_field(lua_State *L, int arg, const char *key, size_t *size) {
  lua_pushstring(L, key);
  lua_rawget(L, -2);
  bool is_string = lua_type(L, -1) == LUA_TSTRING;
  if (!is_string && !lua_isnil(L, -1))
    luaL_argerror(L, arg, lua_pushfstring(L, "correction: %s: string expected", key));
  const char *value = is_string ? lua_tolstring(L, -1, size) : NULL;
  lua_pop(L, 1);
  return value;
}

/* Gives the bytes of the anchor's text, SIZE_MAX without an anchor. */
static size_t anchor_field(lua_State *L, int arg, const char *key, sayso_anchor *out) {
  size_t size = SIZE_MAX;
  *out = (sayso_anchor){NULL, NULL, NULL};
  lua_pushstring(L, key);
  lua_rawget(L, -2);
  if (!lua_isnil(L, -1)) {
    if (!lua_istable(L, -1)) luaL_argerror(L, arg, lua_pushfstring(L, "correction: %s: table expected", key));
    out->text = text_field(L, arg, "text", &size);
    out->before = text_field(L, arg, "before", NULL);
    out->after = text_field(L, arg, "after", NULL);
    if (out->text && !out->before) out->before = "";
    if (out->text && !out->after) out->after = "";
  }
  lua_pop(L, 1);
  return out->text ? size : SIZE_MAX;
}

/* A correction with an anchor is found by it: its span may be old, or missing. */
static sayso_span span_field(lua_State *L, int arg, size_t limit, bool anchored) {
  sayso_span span = {0, 0};
  lua_pushliteral(L, "span");
  lua_rawget(L, -2);
  if (!anchored || !lua_isnil(L, -1))
    span = ss_check_span(L, -1, arg, anchored ? SAYSO_MAX_TEXT : limit, "correction: span");
  lua_pop(L, 1);
  return span;
}

/* Copies the list of names to `free_names`; gives the place behind it. */
static const char **actors_field(lua_State *L, int arg, const char **free_names, sayso_correction *out) {
  size_t count = ss_check_list_length(L, arg, "actors");
  out->actors = count ? free_names : NULL;
  out->actor_count = (uint32_t)count;
  if (count == 0) return free_names;
  lua_pushliteral(L, "actors");
  lua_rawget(L, -2);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, -1, (int)i + 1);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_argerror(L, arg, "correction: actors: list of names expected");
    free_names[i] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return free_names + count;
}

/* The item on top of the stack. */
static void check_item(lua_State *L, int arg, size_t limit, sayso_correction *item, sayso_span **free_spans,
                       const char ***free_names) {
  item->action = text_field(L, arg, "action", NULL);
  if (!item->action) luaL_argerror(L, arg, "correction: action: string expected");
  size_t anchored = anchor_field(L, arg, "anchor", &item->anchor);
  item->span = span_field(L, arg, limit, anchored != SIZE_MAX);
  size_t inside = anchored != SIZE_MAX ? anchored : limit;
  *free_spans = ss_check_spans(L, arg, "content", inside, *free_spans, &item->content, &item->content_count);
  *free_spans = ss_check_spans(L, arg, "source", inside, *free_spans, &item->source, &item->source_count);
  *free_spans = ss_check_spans(L, arg, "cue", inside, *free_spans, &item->cue, &item->cue_count);
  *free_names = actors_field(L, arg, *free_names, item);
  item->value = text_field(L, arg, "value", NULL);
  item->kind = text_field(L, arg, "kind", NULL);
  item->act = text_field(L, arg, "act", NULL);
  item->id = text_field(L, arg, "id", NULL);
  item->state = SAYSO_CORRECTION_WAITING;
  item->reason = NULL;
}

/* Spans and names of all items together. */
static void count_parts(lua_State *L, int arg, size_t count, size_t *spans, size_t *names) {
  *spans = *names = 0;
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, arg, (int)i);
    *spans += ss_check_list_length(L, arg, "content") + ss_check_list_length(L, arg, "source") +
              ss_check_list_length(L, arg, "cue");
    *names += ss_check_list_length(L, arg, "actors");
    lua_pop(L, 1);
  }
}

const sayso_correction *ss_check_corrections(lua_State *L, int arg, size_t limit, uint32_t *count) {
  luaL_checktype(L, arg, LUA_TTABLE);
  size_t length = lua_rawlen(L, arg), span_count, name_count;
  count_parts(L, arg, length, &span_count, &name_count);
  sayso_correction *items = lua_newuserdata(L, (length + 1) * sizeof *items);
  sayso_span *spans = lua_newuserdata(L, (span_count + 1) * sizeof *spans);
  const char **names = lua_newuserdata(L, (name_count + 1) * sizeof *names);
  for (size_t i = 0; i < length; i++) {
    lua_rawgeti(L, arg, (int)i + 1);
    check_item(L, arg, limit, items + i, &spans, &names);
    lua_pop(L, 1);
  }
  *count = (uint32_t)length;
  return items;
}

/* ---- out ---- */

/* Sets a field of the table on top of the stack; nothing for NULL. */
static void set_text(lua_State *L, const char *key, const char *value) {
  if (!value) return;
  lua_pushstring(L, value);
  lua_setfield(L, -2, key);
}

static void set_anchor(lua_State *L, const char *key, const sayso_anchor *anchor) {
  if (!anchor->text) return;
  lua_createtable(L, 0, 3);
  set_text(L, "text", anchor->text);
  set_text(L, "before", anchor->before);
  set_text(L, "after", anchor->after);
  lua_setfield(L, -2, key);
}

static void set_spans(lua_State *L, const char *key, const sayso_span *spans, uint32_t count) {
  if (count == 0) return;
  ss_push_spans(L, spans, count);
  lua_setfield(L, -2, key);
}

static void set_actors(lua_State *L, const sayso_correction *item) {
  lua_createtable(L, (int)item->actor_count, 0);
  for (uint32_t i = 0; i < item->actor_count; i++) {
    lua_pushstring(L, item->actors[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_setfield(L, -2, "actors");
}

static void push_correction(lua_State *L, const sayso_correction *item) {
  static const char *const states[] = {"waiting", "applied", "drifted"};
  lua_createtable(L, 0, 12);
  set_text(L, "action", item->action);
  ss_push_span(L, item->span);
  lua_setfield(L, -2, "span");
  set_anchor(L, "anchor", &item->anchor);
  set_spans(L, "content", item->content, item->content_count);
  set_spans(L, "source", item->source, item->source_count);
  set_spans(L, "cue", item->cue, item->cue_count);
  set_actors(L, item);
  set_text(L, "value", item->value);
  set_text(L, "kind", item->kind);
  set_text(L, "act", item->act);
  set_text(L, "id", item->id);
  set_text(L, "state", states[item->state]);
  set_text(L, "reason", item->reason);
}

void ss_push_corrections(lua_State *L, const sayso_doc *doc) {
  uint32_t count;
  const sayso_correction *items = sayso_doc_corrections(doc, &count);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    push_correction(L, items + i);
    lua_rawseti(L, -2, (int)i + 1);
  }
}
