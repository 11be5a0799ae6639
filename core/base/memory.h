/* Memory that may run out: the allocator hook, arenas and growable arrays. Knows nothing about language.
 * Every function that allocates returns NULL or false when it cannot, and leaves what it was given as it was. */
#ifndef SS_BASE_MEMORY_H
#define SS_BASE_MEMORY_H

#include "sayso.h"

/* Says that what stands at the address is read soon. Asks nothing of the address, and changes no result. */
#if defined(__GNUC__) || defined(__clang__)
#define SS_PREFETCH(address) __builtin_prefetch(address)
#else
#define SS_PREFETCH(address) ((void)(address))
#endif

/* ---- hook ---- */
extern const sayso_allocator ss_memory_default; /* malloc, realloc, free; read-only */
void *ss_memory_resize(const sayso_allocator *hook, void *pointer, size_t old_size, size_t new_size);
void *ss_memory_copy(const sayso_allocator *hook, const void *bytes, size_t size); /* size > 0 */

/* ---- arena: many small objects, freed together ----
 * Objects are aligned to 16 bytes and never move. With SS_ARENA_MALLOC defined each object is a block of its own, so that
 * ASan and valgrind see overruns. */
typedef struct ss_arena_block ss_arena_block;
typedef struct {
  const sayso_allocator *hook;
  ss_arena_block *blocks; /* newest first */
} ss_arena;

/* How far it is filled. */
typedef struct {
  ss_arena_block *block;
  size_t used;
} ss_arena_mark;

void ss_arena_init(ss_arena *arena, const sayso_allocator *hook);
void *ss_arena_alloc(ss_arena *arena, size_t size);                     /* not cleared; size 0 gives a valid pointer */
void *ss_arena_array(ss_arena *arena, size_t count, size_t item_size); /* overflow-checked; not cleared */
/* An array of `cap` items that begins with a copy of these `count`, at most `cap`; NULL: no memory, they stay. */
void *ss_arena_grown(ss_arena *arena, const void *items, size_t count, size_t cap, size_t item_size);
char *ss_arena_text(ss_arena *arena, const char *bytes, size_t size);  /* copy, ended by NUL */
ss_arena_mark ss_arena_filled(const ss_arena *arena);
void ss_arena_rewind(ss_arena *arena, ss_arena_mark mark); /* frees the objects made since */
void ss_arena_free(ss_arena *arena);  /* may be used again afterwards */

/* ---- vec: a growable array of T ----
 * items[0..count) are valid; cap is how many fit. A vec of all zeros is empty. */
#define ss_vec(T)        \
  struct {               \
    T *items;            \
    uint32_t count, cap; \
  }
bool ss_vec_reserve_bytes(const sayso_allocator *hook, void **items, uint32_t *cap, size_t need, size_t item_size);

/* Room for `extra` more items: true, or false and unchanged. */
#define ss_vec_reserve(hook, vec, extra)                                                              \
  ((size_t)(vec)->count + (extra) <= (vec)->cap                                                       \
     ? true                                                                                           \
     : ss_vec_reserve_bytes((hook), (void **)&(vec)->items, &(vec)->cap, (size_t)(vec)->count + (extra), \
                            sizeof *(vec)->items))
#define ss_vec_push(hook, vec, item) \
  (ss_vec_reserve((hook), (vec), 1) ? ((vec)->items[(vec)->count++] = (item), true) : false)
#define ss_vec_free(hook, vec)                                                                         \
  (ss_memory_resize((hook), (vec)->items, (vec)->cap * sizeof *(vec)->items, 0), (vec)->items = NULL, \
   (vec)->count = (vec)->cap = 0)

/* ---- text builder ---- */
typedef struct {
  const sayso_allocator *hook;
  char *bytes; /* ends with NUL when size > 0 */
  size_t size, cap;
  bool failed; /* memory ran out: nothing was added since */
} ss_text;
void ss_text_add(ss_text *text, const char *bytes, size_t size);
void ss_text_format(ss_text *text, const char *format, ...)
#if defined(__GNUC__) || defined(__clang__)
  __attribute__((format(printf, 2, 3)))
#endif
  ;
void ss_text_free(ss_text *text);

#endif
