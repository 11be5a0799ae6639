/* In: sizes. Out: memory, or NULL when there is none. Promises overflow checks on every size it computes. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- hook ---- */

static void *default_resize(void *context, void *pointer, size_t old_size, size_t new_size) {
  (void)context;
  (void)old_size;
  if (new_size == 0) {
    free(pointer);
    return NULL;
  }
  return realloc(pointer, new_size);
}

const sayso_allocator ss_memory_default = {default_resize, NULL};

void *ss_memory_resize(const sayso_allocator *hook, void *pointer, size_t old_size, size_t new_size) {
  if (!pointer && new_size == 0) return NULL;
  return hook->resize(hook->context, pointer, old_size, new_size);
}

void *ss_memory_copy(const sayso_allocator *hook, const void *bytes, size_t size) {
  void *copy = ss_memory_resize(hook, NULL, 0, size);
  if (copy) memcpy(copy, bytes, size);
  return copy;
}

/* ---- arena ---- */

struct ss_arena_block {
  ss_arena_block *next;
  size_t size; /* of the whole block, this header included */
  size_t used; /* header included */
};

enum { ARENA_ALIGN = 16, ARENA_HEADER = (sizeof(ss_arena_block) + 15) / 16 * 16, ARENA_BLOCK = 16 * 1024 };

void ss_arena_init(ss_arena *arena, const sayso_allocator *hook) {
  arena->hook = hook;
  arena->blocks = NULL;
}

static ss_arena_block *arena_grow(ss_arena *arena, size_t need) {
#ifdef SS_ARENA_MALLOC
  size_t size = ARENA_HEADER + need;
#else
  size_t size = ARENA_HEADER + (need > ARENA_BLOCK / 4 ? need : ARENA_BLOCK);
#endif
  ss_arena_block *block = ss_memory_resize(arena->hook, NULL, 0, size);
  if (!block) return NULL;
  block->size = size;
  block->used = ARENA_HEADER;
  block->next = arena->blocks;
  arena->blocks = block;
  return block;
}

void *ss_arena_alloc(ss_arena *arena, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  size_t need = size ? (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN : ARENA_ALIGN;
  ss_arena_block *block = arena->blocks;
  if (!block || block->size - block->used < need) block = arena_grow(arena, need);
  if (!block) return NULL;
  void *object = (char *)block + block->used;
  block->used += need;
  return object;
}

void *ss_arena_array(ss_arena *arena, size_t count, size_t item_size) {
  if (item_size && count > SIZE_MAX / 4 / item_size) return NULL;
  return ss_arena_alloc(arena, count * item_size);
}

void *ss_arena_grown(ss_arena *arena, const void *items, size_t count, size_t cap, size_t item_size) {
  void *larger = ss_arena_array(arena, cap, item_size);
  if (larger && count) memcpy(larger, items, count * item_size);
  return larger;
}

char *ss_arena_text(ss_arena *arena, const char *bytes, size_t size) {
  char *copy = ss_arena_alloc(arena, size + 1);
  if (!copy) return NULL;
  if (size) memcpy(copy, bytes, size);
  copy[size] = '\0';
  return copy;
}

ss_arena_mark ss_arena_filled(const ss_arena *arena) {
  return (ss_arena_mark){arena->blocks, arena->blocks ? arena->blocks->used : 0};
}

void ss_arena_rewind(ss_arena *arena, ss_arena_mark mark) {
  while (arena->blocks != mark.block) {
    ss_arena_block *next = arena->blocks->next;
    ss_memory_resize(arena->hook, arena->blocks, arena->blocks->size, 0);
    arena->blocks = next;
  }
  if (mark.block) mark.block->used = mark.used;
}

void ss_arena_free(ss_arena *arena) { ss_arena_rewind(arena, (ss_arena_mark){NULL, 0}); }

/* ---- vec ---- */

bool ss_vec_reserve_bytes(const sayso_allocator *hook, void **items, uint32_t *cap, size_t need, size_t item_size) {
  size_t wanted = *cap ? (size_t)*cap + *cap / 2 : 8;
  if (wanted < need) wanted = need;
  if (wanted > UINT32_MAX || wanted > SIZE_MAX / 2 / item_size) return false;
  void *moved = ss_memory_resize(hook, *items, *cap * item_size, wanted * item_size);
  if (!moved) return false;
  *items = moved;
  *cap = (uint32_t)wanted;
  return true;
}

/* ---- text builder ---- */

static bool text_room(ss_text *text, size_t extra) {
  if (text->failed) return false;
  if (text->cap - text->size > extra) return true;
  size_t cap = text->cap + text->cap / 2 + extra + 64;
  char *moved = ss_memory_resize(text->hook, text->bytes, text->cap, cap);
  if (!moved) {
    text->failed = true;
    return false;
  }
  text->bytes = moved;
  text->cap = cap;
  return true;
}

void ss_text_add(ss_text *text, const char *bytes, size_t size) {
  if (!text_room(text, size)) return;
  if (size) memcpy(text->bytes + text->size, bytes, size);
  text->size += size;
  text->bytes[text->size] = '\0';
}

void ss_text_format(ss_text *text, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  if (size > 0 && text_room(text, (size_t)size)) {
    vsnprintf(text->bytes + text->size, (size_t)size + 1, format, again);
    text->size += (size_t)size;
  }
  va_end(again);
  va_end(args);
}

void ss_text_free(ss_text *text) {
  ss_memory_resize(text->hook, text->bytes, text->cap, 0);
  text->bytes = NULL;
  text->size = text->cap = 0;
}
