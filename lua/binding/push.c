/* In: results of a document. Out: Lua tables. Promises to leave exactly one value more on the stack (ss_push_failure: what
 * it returns), and to hold no C memory while doing so. */
#include <errno.h>
#include <string.h>

#include "binding.h"

/* ---- failures ---- */

static const char *status_code(sayso_status status) {
  switch (status) {
    case SAYSO_OK: return "OK";
    case SAYSO_NO_MEMORY: return "NO_MEMORY";
    case SAYSO_BAD_ARGUMENT: return "BAD_ARGUMENT";
    case SAYSO_TOO_LARGE: return "TOO_LARGE";
    case SAYSO_BAD_MODEL: return "BAD_MODEL";
    case SAYSO_BAD_ACTORS: return "BAD_ACTORS";
    case SAYSO_INTERNAL: return "INTERNAL";
  }
  return "INTERNAL";
}

int ss_push_failure(lua_State *L, const sayso_error *err, int arg) {
  if (err->status == SAYSO_BAD_ARGUMENT) return luaL_argerror(L, arg, err->message);
  lua_pushnil(L);
  lua_pushstring(L, err->message);
  lua_pushstring(L, status_code(err->status));
  lua_pushinteger(L, (lua_Integer)err->place);
  return 4;
}

int ss_push_errno(lua_State *L, const char *what, int number) {
  lua_pushnil(L);
  lua_pushfstring(L, "%s: %s", what, strerror(number));
  lua_pushstring(L, number == EPIPE ? "EPIPE" : "IO");
  return 3;
}

/* ---- fields of the table on top of the stack ---- */

static void set_text(lua_State *L, const char *key, const char *value) {
  lua_pushstring(L, value);
  lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, size_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, key);
}

static void set_score(lua_State *L, float score) {
  lua_pushnumber(L, (lua_Number)score);
  lua_setfield(L, -2, "score");
}

static void set_texts(lua_State *L, const char *key, const char *const *texts, uint32_t count) {
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    lua_pushstring(L, texts[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_setfield(L, -2, key);
}

/* The id of an actor; the field stays nil for SAYSO_NONE. */
static void set_actor(lua_State *L, const char *key, const sayso_doc *doc, uint32_t index) {
  uint32_t count;
  const sayso_actor *actors = sayso_doc_actors(doc, &count);
  if (index < count) set_text(L, key, actors[index].id);
}

/* ---- items by index ---- */

#define ITEM_AT(type, name, query)                                    \
  const type *ss_##name##_at(const sayso_doc *doc, uint32_t index) { \
    uint32_t count;                                                   \
    return query(doc, &count) + index;                                \
  }

ITEM_AT(sayso_actor, actor, sayso_doc_actors)
ITEM_AT(sayso_statement, statement, sayso_doc_statements)
ITEM_AT(sayso_mention, mention, sayso_doc_mentions)
ITEM_AT(sayso_entity, entity, sayso_doc_entities)

/* ---- spans ---- */

void ss_push_span(lua_State *L, sayso_span span) {
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, (lua_Integer)span.start);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, (lua_Integer)span.end);
  lua_rawseti(L, -2, 2);
}

void ss_push_spans(lua_State *L, const sayso_span *spans, uint32_t count) {
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    ss_push_span(L, spans[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
}

static void set_spans(lua_State *L, const char *key, const sayso_span *spans, uint32_t count) {
  ss_push_spans(L, spans, count);
  lua_setfield(L, -2, key);
}

static void set_span(lua_State *L, sayso_span span) {
  ss_push_span(L, span);
  lua_setfield(L, -2, "span");
}

static sayso_span widen(sayso_span hull, const sayso_span *spans, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (spans[i].start < hull.start) hull.start = spans[i].start;
    if (spans[i].end > hull.end) hull.end = spans[i].end;
  }
  return hull;
}

sayso_span ss_statement_hull(const sayso_statement *statement) {
  sayso_span hull = {UINT32_MAX, 0};
  hull = widen(hull, statement->source, statement->source_count);
  hull = widen(hull, statement->cue, statement->cue_count);
  hull = widen(hull, statement->content, statement->content_count);
  return hull.start > hull.end ? (sayso_span){0, 0} : hull;
}

/* ---- results ---- */

void ss_push_actor(lua_State *L, const sayso_doc *doc, uint32_t index) {
  const sayso_actor *actor = ss_actor_at(doc, index);
  lua_createtable(L, 0, 10);
  set_text(L, "id", actor->id);
  set_integer(L, "handle", actor->handle);
  set_text(L, "name", actor->name);
  set_text(L, "kind", sayso_actor_kind_name(actor->kind));
  set_text(L, "gender", sayso_gender_name(actor->gender));
  set_texts(L, "aliases", actor->aliases, actor->alias_count);
  set_texts(L, "roles", actor->roles, actor->role_count);
  set_actor(L, "parent", doc, actor->parent);
  set_integer(L, "mentions", actor->mentions);
  set_integer(L, "statements", actor->statements);
}

static void set_statement_actors(lua_State *L, const sayso_doc *doc, const sayso_statement *statement) {
  uint32_t count;
  const sayso_actor *actors = sayso_doc_actors(doc, &count);
  int kept = 0;
  lua_createtable(L, (int)statement->actor_count, 0);
  for (uint32_t i = 0; i < statement->actor_count; i++) {
    if (statement->actors[i] >= count) continue;
    lua_pushstring(L, actors[statement->actors[i]].id);
    lua_rawseti(L, -2, ++kept);
  }
  lua_setfield(L, -2, "actors");
}

void ss_push_statement(lua_State *L, const sayso_doc *doc, uint32_t index) {
  const sayso_statement *statement = ss_statement_at(doc, index);
  lua_createtable(L, 0, 9);
  set_integer(L, "index", (size_t)index + 1);
  set_spans(L, "source", statement->source, statement->source_count);
  set_spans(L, "cue", statement->cue, statement->cue_count);
  set_spans(L, "content", statement->content, statement->content_count);
  set_text(L, "kind", sayso_statement_kind_name(statement->kind));
  set_text(L, "act", sayso_act_name(statement->act));
  set_score(L, statement->score);
  set_text(L, "rule", statement->rule ? statement->rule : "");
  set_statement_actors(L, doc, statement);
}

void ss_push_mention(lua_State *L, const sayso_doc *doc, uint32_t index) {
  const sayso_mention *mention = ss_mention_at(doc, index);
  lua_createtable(L, 0, 5);
  set_span(L, mention->span);
  set_text(L, "form", sayso_form_name(mention->form));
  set_actor(L, "actor", doc, mention->actor);
  set_score(L, mention->score);
  set_text(L, "rule", mention->rule ? mention->rule : "");
}

void ss_push_entity(lua_State *L, const sayso_doc *doc, uint32_t index) {
  const sayso_entity *entity = ss_entity_at(doc, index);
  lua_createtable(L, 0, 4);
  set_span(L, entity->span);
  set_text(L, "type", sayso_name_type_name(entity->type));
  set_actor(L, "actor", doc, entity->actor);
  set_score(L, entity->score);
}

void ss_push_headings(lua_State *L, const sayso_doc *doc) {
  uint32_t count;
  const sayso_heading *headings = sayso_doc_headings(doc, &count);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    lua_createtable(L, 0, 2);
    set_span(L, headings[i].span);
    set_integer(L, "level", headings[i].level);
    lua_rawseti(L, -2, (int)i + 1);
  }
}
