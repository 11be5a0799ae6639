/* In: text and options, then edits. Out: a document as userdata, its methods answer with tables.
 * Promises that a document keeps its model alive, may be closed any number of times, and raises when used after that. */
#include "binding.h"

#define DOCUMENT_TYPE "sayso.document"

typedef struct {
  sayso_doc *doc; /* NULL: closed, or never opened */
  size_t focus;   /* byte to read around first; SIZE_MAX: in order */
} document_box;

/* ---- life ---- */

static int document_close(lua_State *L) {
  document_box *box = luaL_checkudata(L, 1, DOCUMENT_TYPE);
  sayso_doc_free(box->doc);
  box->doc = NULL;
  return 0;
}

static document_box *check_box(lua_State *L, int arg) {
  document_box *box = luaL_checkudata(L, arg, DOCUMENT_TYPE);
  luaL_argcheck(L, box->doc, arg, "the document is closed");
  return box;
}

sayso_doc *ss_document_check(lua_State *L, int arg) { return check_box(L, arg)->doc; }

static size_t text_size(const sayso_doc *doc) {
  size_t size;
  sayso_doc_text(doc, &size);
  return size;
}

/* Pushes a closed document that holds the value on top of the stack (its model, or nil), which is popped. */
static document_box *push_box(lua_State *L) {
  document_box *box = lua_newuserdata(L, sizeof *box); /* model, box */
  box->doc = NULL;
  box->focus = SIZE_MAX;
  luaL_getmetatable(L, DOCUMENT_TYPE);
  lua_setmetatable(L, -2);
  lua_createtable(L, 1, 0); /* model, box, table */
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, 1);
  ss_lua_hold(L, -2); /* model, box */
  lua_remove(L, -2);
  return box;
}

/* opts.model = false opens a document without a network: the text stages alone. */
static bool without_model(lua_State *L) {
  if (!lua_istable(L, 2)) return false;
  lua_getfield(L, 2, "model");
  bool without = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
  lua_pop(L, 1);
  return without;
}

int ss_document_open(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  sayso_options options;
  lua_settop(L, 2);
  ss_check_document_options(L, 2, size, &options);
  size_t focus = ss_check_option_offset(L, 2, "focus", size, SIZE_MAX);
  const char *kernel = ss_check_option(L, 2, "kernel", NULL);
  const sayso_model *model = NULL;
  if (without_model(L))
    lua_pushnil(L);
  else if (!(model = ss_model_push(L, kernel, 2)))
    return 4;
  document_box *box = push_box(L);
  sayso_error err = {SAYSO_OK, 0, ""};
  box->focus = focus;
  if (sayso_doc_open(&box->doc, model, text, size, &options, &err) != SAYSO_OK) return ss_push_failure(L, &err, 2);
  return 1;
}

/* ---- change and read ---- */

static int document_edit(lua_State *L) {
  sayso_doc *doc = ss_document_check(L, 1);
  size_t start = ss_check_offset(L, 2, text_size(doc));
  size_t old_end = ss_check_offset(L, 3, text_size(doc));
  size_t size;
  const char *text = luaL_checklstring(L, 4, &size);
  luaL_argcheck(L, start <= old_end, 3, "lies before start");
  sayso_error err = {SAYSO_OK, 0, ""};
  if (sayso_doc_edit(doc, start, old_end, text, size, &err) != SAYSO_OK) return ss_push_failure(L, &err, 2);
  lua_pushboolean(L, 1);
  return 1;
}

static int document_update(lua_State *L) {
  document_box *box = check_box(L, 1);
  lua_Number budget = luaL_optnumber(L, 2, -1);
  size_t size = text_size(box->doc);
  size_t focus = ss_check_option_offset(L, 3, "focus", size, box->focus);
  if (focus != SIZE_MAX && focus > size) focus = size; /* edits may have cut the text since open */
  bool done = false;
  const sayso_span *changed = NULL;
  uint32_t count = 0;
  sayso_error err = {SAYSO_OK, 0, ""};
  if (sayso_doc_update(box->doc, (double)budget, focus, &done, &changed, &count, &err) != SAYSO_OK)
    return ss_push_failure(L, &err, 2);
  lua_pushboolean(L, done);
  ss_push_spans(L, changed, count);
  return 2;
}

static int document_correct(lua_State *L) {
  sayso_doc *doc = ss_document_check(L, 1);
  uint32_t count;
  const sayso_correction *items = ss_check_corrections(L, 2, text_size(doc), &count);
  sayso_error err = {SAYSO_OK, 0, ""};
  if (sayso_doc_correct(doc, items, count, &err) != SAYSO_OK) return ss_push_failure(L, &err, 2);
  lua_pushboolean(L, 1);
  return 1;
}

static int document_corrections(lua_State *L) {
  ss_push_corrections(L, ss_document_check(L, 1));
  return 1;
}

/* ---- queries ---- */

static int document_text(lua_State *L) {
  size_t size;
  const char *text = sayso_doc_text(ss_document_check(L, 1), &size);
  lua_pushlstring(L, size ? text : "", size);
  return 1;
}

static int document_clean(lua_State *L) {
  const sayso_doc *doc = ss_document_check(L, 1);
  size_t start = ss_check_offset(L, 2, text_size(doc)), end = ss_check_offset(L, 3, text_size(doc)), size;
  luaL_argcheck(L, start <= end, 3, "lies before start");
  const char *clean = sayso_doc_clean(doc, start, end, &size);
  lua_pushlstring(L, clean, size);
  return 1;
}

static int document_language(lua_State *L) {
  static const char *const names[] = {"unknown", "english", "other"};
  lua_pushstring(L, names[sayso_doc_language(ss_document_check(L, 1))]);
  return 1;
}

static int document_actors(lua_State *L) {
  const sayso_doc *doc = ss_document_check(L, 1);
  uint32_t count;
  sayso_doc_actors(doc, &count);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    ss_push_actor(L, doc, i);
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

/* What the three lists below share: a query with a range, the hull of each item, how to push one. */
typedef struct {
  uint32_t (*count)(const sayso_doc *doc);
  sayso_span (*hull)(const sayso_doc *doc, uint32_t index);
  void (*push)(lua_State *L, const sayso_doc *doc, uint32_t index);
} listing;

static uint32_t count_statements(const sayso_doc *doc) {
  uint32_t count;
  sayso_doc_statements(doc, &count);
  return count;
}

static uint32_t count_mentions(const sayso_doc *doc) {
  uint32_t count;
  sayso_doc_mentions(doc, &count);
  return count;
}

static uint32_t count_entities(const sayso_doc *doc) {
  uint32_t count;
  sayso_doc_entities(doc, &count);
  return count;
}

static sayso_span hull_of_statement(const sayso_doc *doc, uint32_t index) {
  return ss_statement_hull(ss_statement_at(doc, index));
}

static sayso_span hull_of_mention(const sayso_doc *doc, uint32_t index) {
  return ss_mention_at(doc, index)->span;
}

static sayso_span hull_of_entity(const sayso_doc *doc, uint32_t index) {
  return ss_entity_at(doc, index)->span;
}

static const listing statement_listing = {count_statements, hull_of_statement, ss_push_statement};
static const listing mention_listing = {count_mentions, hull_of_mention, ss_push_mention};
static const listing entity_listing = {count_entities, hull_of_entity, ss_push_entity};

/* Items that share a byte with [from, to), in order; all when no range is given. */
static int push_listing(lua_State *L, const listing *list) {
  const sayso_doc *doc = ss_document_check(L, 1);
  size_t size = text_size(doc);
  size_t from = ss_check_offset_or(L, 2, size, 0), to = ss_check_offset_or(L, 3, size, SIZE_MAX);
  luaL_argcheck(L, from <= to, 3, "lies before from");
  uint32_t count = list->count(doc);
  int kept = 0;
  lua_newtable(L);
  for (uint32_t i = 0; i < count; i++) {
    sayso_span hull = list->hull(doc, i);
    if (hull.start >= to) break; /* sorted by first byte */
    if (hull.end <= from) continue;
    list->push(L, doc, i);
    lua_rawseti(L, -2, ++kept);
  }
  return 1;
}

static int document_statements(lua_State *L) { return push_listing(L, &statement_listing); }
static int document_mentions(lua_State *L) { return push_listing(L, &mention_listing); }
static int document_entities(lua_State *L) { return push_listing(L, &entity_listing); }

static int document_headings(lua_State *L) {
  ss_push_headings(L, ss_document_check(L, 1));
  return 1;
}

/* ---- what lies at an offset ---- */

static bool covers(sayso_span span, size_t offset) { return span.start <= offset && offset < span.end; }

static bool any_covers(const sayso_span *spans, uint32_t count, size_t offset) {
  for (uint32_t i = 0; i < count; i++)
    if (covers(spans[i], offset)) return true;
  return false;
}

/* "content", "cue" or "source"; NULL when the offset lies in none of them. */
static const char *statement_part(const sayso_statement *statement, size_t offset) {
  if (any_covers(statement->content, statement->content_count, offset)) return "content";
  if (any_covers(statement->cue, statement->cue_count, offset)) return "cue";
  if (any_covers(statement->source, statement->source_count, offset)) return "source";
  return NULL;
}

/* The shortest statement around the offset: the innermost, where one lies in another. */
static uint32_t statement_at(const sayso_doc *doc, size_t offset) {
  uint32_t count, best = SAYSO_NONE, best_length = UINT32_MAX;
  const sayso_statement *statements = sayso_doc_statements(doc, &count);
  for (uint32_t i = 0; i < count; i++) {
    sayso_span hull = ss_statement_hull(statements + i);
    if (hull.start > offset) break;
    if (hull.end - hull.start >= best_length || !statement_part(statements + i, offset)) continue;
    best = i;
    best_length = hull.end - hull.start;
  }
  return best;
}

static uint32_t span_at(const sayso_doc *doc, const listing *list, size_t offset) {
  uint32_t count = list->count(doc), best = SAYSO_NONE, best_length = UINT32_MAX;
  for (uint32_t i = 0; i < count; i++) {
    sayso_span span = list->hull(doc, i);
    if (span.start > offset) break;
    if (!covers(span, offset) || span.end - span.start >= best_length) continue;
    best = i;
    best_length = span.end - span.start;
  }
  return best;
}

static int document_at(lua_State *L) {
  const sayso_doc *doc = ss_document_check(L, 1);
  size_t offset = ss_check_offset(L, 2, text_size(doc));
  uint32_t statement = statement_at(doc, offset);
  uint32_t mention = span_at(doc, &mention_listing, offset), entity = span_at(doc, &entity_listing, offset);
  lua_createtable(L, 0, 4);
  if (statement != SAYSO_NONE) {
    ss_push_statement(L, doc, statement);
    lua_setfield(L, -2, "statement");
    lua_pushstring(L, statement_part(ss_statement_at(doc, statement), offset));
    lua_setfield(L, -2, "part");
  }
  if (mention != SAYSO_NONE) {
    ss_push_mention(L, doc, mention);
    lua_setfield(L, -2, "mention");
  }
  if (entity != SAYSO_NONE) {
    ss_push_entity(L, doc, entity);
    lua_setfield(L, -2, "entity");
  }
  return 1;
}

static int document_dump(lua_State *L) {
  sayso_doc *doc = ss_document_check(L, 1);
  const char *stage = luaL_checkstring(L, 2), *text = NULL;
  size_t size = 0;
  sayso_error err = {SAYSO_OK, 0, ""};
  if (sayso_doc_dump(doc, stage, &text, &size, &err) != SAYSO_OK) return ss_push_failure(L, &err, 2);
  lua_pushlstring(L, size ? text : "", size);
  return 1;
}

static int document_tostring(lua_State *L) {
  const document_box *box = luaL_checkudata(L, 1, DOCUMENT_TYPE);
  lua_pushfstring(L, box->doc ? "sayso.document: %p" : "sayso.document (closed)", (const void *)box->doc);
  return 1;
}

/* ---- registration ---- */

static const luaL_Reg document_methods[] = {
  {"edit", document_edit},
  {"update", document_update},
  {"actors", document_actors},
  {"statements", document_statements},
  {"mentions", document_mentions},
  {"entities", document_entities},
  {"headings", document_headings},
  {"clean", document_clean},
  {"language", document_language},
  {"at", document_at},
  {"dump", document_dump},
  {"correct", document_correct},
  {"corrections", document_corrections},
  {"text", document_text},
  {"close", document_close},
  {NULL, NULL},
};

static const luaL_Reg document_events[] = {
  {"__gc", document_close},
  {"__close", document_close},
  {"__tostring", document_tostring},
  {NULL, NULL},
};

void ss_document_register(lua_State *L) {
  luaL_newmetatable(L, DOCUMENT_TYPE);
  ss_lua_functions(L, document_events);
  lua_newtable(L);
  ss_lua_functions(L, document_methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
