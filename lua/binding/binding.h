/* What the files of the binding share. In: Lua values. Out: Lua values.
 *
 * Rules of every function here: wrong use raises an error with the number of the argument; the world failing gives
 * nil, message, code (and the place, where there is one). Userdata get their metatable before their resource, so that
 * __gc is safe after any error; no local holds C memory across a call that may raise. Offsets are bytes, 0-based, half-open. */
#ifndef SS_BINDING_BINDING_H
#define SS_BINDING_BINDING_H

#include "compat.h"
#include "sayso.h"

/* ---- check.c: Lua values in ---- */

/* A whole number in 0..limit. `fallback` is given for nil and none. */
size_t ss_check_offset(lua_State *L, int arg, size_t limit);
size_t ss_check_offset_or(lua_State *L, int arg, size_t limit, size_t fallback);

/* The span {start, end} at `index`, inside 0..limit; raises for argument `arg`, calling it `what`. */
sayso_span ss_check_span(lua_State *L, int index, int arg, size_t limit, const char *what);

/* The option `key` of the table (or nil) at `arg`: a string, NULL when absent. The option table keeps it alive. */
const char *ss_check_option(lua_State *L, int arg, const char *key, size_t *size);
size_t ss_check_option_offset(lua_State *L, int arg, const char *key, size_t limit, size_t fallback);

/* Options "format" (a name) or else "path" (a file's); plain without either. */
sayso_format ss_check_format(lua_State *L, int arg);
sayso_given_mode ss_check_given(lua_State *L, int arg); /* option "given" */

/* Options of a document: format or path, actors, given and items. What the options point to lies in the table or in
 * userdata pushed on the stack; leave them there until the call is made. `limit`: bytes of the text. */
void ss_check_document_options(lua_State *L, int arg, size_t limit, sayso_options *out);

/* For the table on top of the stack: the length of its list `key` (0 when nil), and that list of spans copied to
 * `free_spans`, which has room; gives the place behind them. */
size_t ss_check_list_length(lua_State *L, int arg, const char *key);
sayso_span *ss_check_spans(lua_State *L, int arg, const char *key, size_t limit, sayso_span *free_spans,
                           const sayso_span **out, uint32_t *out_count);

/* ---- store.c: functions of the module ---- */
int ss_store_read(lua_State *L);
int ss_store_write(lua_State *L);

/* ---- correction.c ---- */

/* The list of corrections at `arg`; what it points to lies in the list or in userdata that are pushed. */
const sayso_correction *ss_check_corrections(lua_State *L, int arg, size_t limit, uint32_t *count);
void ss_push_corrections(lua_State *L, const sayso_doc *doc);

/* ---- push.c: results out ---- */

/* nil, message, code, place; a BAD_ARGUMENT is wrong use and raises for `arg`. */
int ss_push_failure(lua_State *L, const sayso_error *err, int arg);
int ss_push_errno(lua_State *L, const char *what, int number); /* nil, "what: reason", "EPIPE" or "IO" */
void ss_push_span(lua_State *L, sayso_span span);
void ss_push_spans(lua_State *L, const sayso_span *spans, uint32_t count);
void ss_push_actor(lua_State *L, const sayso_doc *doc, uint32_t index);
void ss_push_statement(lua_State *L, const sayso_doc *doc, uint32_t index);
void ss_push_mention(lua_State *L, const sayso_doc *doc, uint32_t index);
void ss_push_entity(lua_State *L, const sayso_doc *doc, uint32_t index);
void ss_push_headings(lua_State *L, const sayso_doc *doc);
/* Items of a result by index, which must be in range. */
const sayso_actor *ss_actor_at(const sayso_doc *doc, uint32_t index);
const sayso_statement *ss_statement_at(const sayso_doc *doc, uint32_t index);
const sayso_mention *ss_mention_at(const sayso_doc *doc, uint32_t index);
const sayso_entity *ss_entity_at(const sayso_doc *doc, uint32_t index);
sayso_span ss_statement_hull(const sayso_statement *statement); /* from its first byte to its last */

/* ---- model.c: one model for each kernel and Lua state ---- */

void ss_model_register(lua_State *L);
/* Pushes the model's userdata and gives the model. On failure pushes nil, message, code and gives NULL.
 * `kernel` NULL: the best for this machine. */
const sayso_model *ss_model_push(lua_State *L, const char *kernel, int arg);

/* ---- document.c ---- */

void ss_document_register(lua_State *L);
int ss_document_open(lua_State *L);
/* The open document at `arg`; raises for anything else. */
sayso_doc *ss_document_check(lua_State *L, int arg);

/* ---- offset.c: byte offsets and code points ---- */

typedef struct {
  const char *text;
  size_t size;
  uint32_t *before; /* code points that start before block i of the text; one entry more than there are blocks */
  unsigned char *skip; /* bytes from the start of block i to the first code point in it */
  size_t blocks;
} ss_offsets;

size_t ss_offsets_need(size_t size); /* bytes of memory that the map of a text takes, aligned for uint32_t */
/* Fills a map over `text` (borrowed) in `memory`. Invalid bytes count as the replacement characters they are read as. */
void ss_offsets_fill(ss_offsets *map, void *memory, const char *text, size_t size);
size_t ss_offsets_point(const ss_offsets *map, size_t byte); /* byte <= size */
size_t ss_offsets_byte(const ss_offsets *map, size_t point); /* SIZE_MAX when past the end */
void ss_offsets_register(lua_State *L);
int ss_offsets_open(lua_State *L); /* core.codepoints(text) -> map; map:point(byte), map:byte(point) */

/* ---- terminal.c: what the command needs and plain Lua lacks ---- */

int ss_terminal_isatty(lua_State *L);
int ss_terminal_width(lua_State *L);

/* ---- text.c: words ---- */

int ss_text_fold(lua_State *L);
int ss_text_words(lua_State *L);

#if SS_LUA_JSON
/* ---- json.c and jsonl.c, in the 5.4 build only ---- */

void ss_json_register(lua_State *L);
int ss_json_encode(lua_State *L);
int ss_json_decode(lua_State *L);
int ss_jsonl_run(lua_State *L);
#endif

#endif
