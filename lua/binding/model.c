/* In: the name of a kernel, or none. Out: a model shared by all documents of a Lua state, as userdata in its registry.
 * Promises no state of the process: each Lua state (each thread of uv.new_work) has its own handle on the same weights. */
#include "binding.h"

#define MODEL_TYPE "sayso.model"
#define MODELS_KEY "sayso.models" /* registry: kernel name -> userdata */

typedef struct {
  sayso_model *model;
} model_box;

static int model_gc(lua_State *L) {
  model_box *box = luaL_checkudata(L, 1, MODEL_TYPE);
  sayso_model_free(box->model);
  box->model = NULL;
  return 0;
}

void ss_model_register(lua_State *L) {
  luaL_newmetatable(L, MODEL_TYPE);
  lua_pushcfunction(L, model_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  lua_newtable(L);
  lua_setfield(L, LUA_REGISTRYINDEX, MODELS_KEY);
}

/* Pushes an empty box: its metatable is set before there is anything to free. */
static model_box *push_box(lua_State *L) {
  model_box *box = lua_newuserdata(L, sizeof *box);
  box->model = NULL;
  luaL_getmetatable(L, MODEL_TYPE);
  lua_setmetatable(L, -2);
  return box;
}

static sayso_status load(model_box *box, const char *kernel, sayso_error *err) {
  sayso_status status = sayso_model_builtin(&box->model, NULL, err);
  if (status == SAYSO_OK && kernel) status = sayso_model_set_kernel(box->model, kernel, err);
  return status;
}

const sayso_model *ss_model_push(lua_State *L, const char *kernel, int arg) {
  const char *key = kernel ? kernel : "";
  lua_getfield(L, LUA_REGISTRYINDEX, MODELS_KEY); /* models */
  lua_getfield(L, -1, key);                       /* models, userdata or nil */
  if (!lua_isnil(L, -1)) {
    lua_remove(L, -2);
    return ((model_box *)lua_touserdata(L, -1))->model;
  }
  lua_pop(L, 1);
  model_box *box = push_box(L); /* models, userdata */
  sayso_error err = {SAYSO_OK, 0, ""};
  if (load(box, kernel, &err) != SAYSO_OK) {
    ss_push_failure(L, &err, arg);
    return NULL;
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, key);
  lua_remove(L, -2);
  return box->model;
}
