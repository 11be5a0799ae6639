/* Word lists -> build/gen/lexicon_data.c. In: the lists as arguments. Out: C tables on standard
 * output. A line is `word<TAB>classes<TAB>value`, the last two optional; classes are words one
 * space apart; '#' begins a comment line. Refuses, with file and line, what the library could not
 * find again: keys that are not folded, unknown lists or classes, keys that occur twice. Runs on
 * the building machine, so it may end the program. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../text/lexicon_terms.h"

enum { KEY_BYTES = 96, LINE_BYTES = 4096 }; /* KEY_BYTES as in core/text/lexicon.c */

#define NAME(constant, name) name,
static const char *const list_names[] = {SS_LISTS(NAME)};
static const char *const class_names[] = {SS_CLASSES(NAME)};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
static const uint64_t class_more = (uint64_t)1 << 63;

typedef struct {
  uint64_t classes;
  uint32_t text, value;
  uint32_t size, list, whole;
} entry;

typedef struct {
  entry *entries;
  size_t count, cap;
  uint32_t *table; /* entry index + 1 */
  uint32_t bits;
  char *pool;
  size_t pool_size, pool_cap;
  uint32_t *values; /* offsets of values in the pool, so that equal values share one */
  size_t value_count, value_cap;
} tables;

typedef struct {
  const char *file;
  unsigned long number;
} place;

static void fail(place at, const char *message, const char *detail) {
  fprintf(stderr, "%s:%lu: %s: %s\n", at.file, at.number, message, detail);
  exit(1);
}

static void *grow(void *items, size_t *cap, size_t need, size_t item_size) {
  if (need <= *cap) return items;
  *cap = need * 2;
  items = realloc(items, *cap * item_size);
  if (!items) exit(1);
  return items;
}

/* ---- pool ---- */

static uint32_t pool_add(tables *t, const char *text, size_t size) {
  t->pool = grow(t->pool, &t->pool_cap, t->pool_size + size + 1, 1);
  memcpy(t->pool + t->pool_size, text, size);
  t->pool[t->pool_size + size] = 0;
  t->pool_size += size + 1;
  return (uint32_t)(t->pool_size - size - 1);
}

static uint32_t value_add(tables *t, const char *value) {
  if (!*value) return 0;
  for (size_t i = t->value_count; i-- > 0;)
    if (!strcmp(t->pool + t->values[i], value)) return t->values[i];
  t->values = grow(t->values, &t->value_cap, t->value_count + 1, sizeof *t->values);
  return t->values[t->value_count++] = pool_add(t, value, strlen(value));
}

/* ---- hash table ---- */

static uint32_t hash_of(uint32_t list, const char *key, size_t size) {
  uint32_t hash = (2166136261u ^ list) * 16777619u;
  for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)key[i]) * 16777619u;
  return hash ^ hash >> 15;
}

static uint32_t *slot_of(tables *t, uint32_t list, const char *key, size_t size) {
  uint32_t mask = ((uint32_t)1 << t->bits) - 1, at = hash_of(list, key, size) & mask;
  for (; t->table[at]; at = (at + 1) & mask) {
    const entry *e = &t->entries[t->table[at] - 1];
    if (e->list == list && e->size == size && !memcmp(t->pool + e->text, key, size)) break;
  }
  return &t->table[at];
}

static void rehash(tables *t) {
  t->bits++;
  free(t->table);
  t->table = calloc((size_t)1 << t->bits, sizeof *t->table);
  if (!t->table) exit(1);
  for (size_t i = 0; i < t->count; i++)
    *slot_of(t, t->entries[i].list, t->pool + t->entries[i].text, t->entries[i].size) =
        (uint32_t)i + 1;
}

static entry *entry_add(tables *t, uint32_t list, const char *key, size_t size) {
  if (t->count * 2 >= (size_t)1 << t->bits) rehash(t);
  uint32_t *slot = slot_of(t, list, key, size);
  if (!*slot) {
    t->entries = grow(t->entries, &t->cap, t->count + 1, sizeof *t->entries);
    t->entries[t->count++] = (entry){0, pool_add(t, key, size), 0, (uint32_t)size, list, 0};
    *slot = (uint32_t)t->count;
  }
  return &t->entries[*slot - 1];
}

/* ---- reading ---- */

static uint64_t classes_of(char *words, place at) {
  uint64_t classes = 0;
  for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
    size_t i = 0;
    while (i < COUNT(class_names) && strcmp(class_names[i], word)) i++;
    if (i == COUNT(class_names)) fail(at, "no such class", word);
    classes |= (uint64_t)1 << i;
  }
  return classes;
}

static void check_key(const char *key, place at) {
  if (!*key || strlen(key) > KEY_BYTES) fail(at, "an empty or too long word", key);
  for (const char *c = key; *c; c++)
    if ((unsigned char)*c >= 0x80 || (*c >= 'A' && *c <= 'Z'))
      fail(at, "a word must be lower case without accents", key);
}

static char *cut_column(char **rest) {
  char *column = *rest, *tab = strchr(column, '\t');
  *rest = tab ? tab + 1 : column + strlen(column);
  if (tab) *tab = 0;
  return column;
}

static void read_line(tables *t, uint32_t list, char *line, place at) {
  char *rest = line, *key = cut_column(&rest), *classes = cut_column(&rest),
       *value = cut_column(&rest);
  check_key(key, at);
  size_t first = strcspn(key, " ");
  if (key[first]) entry_add(t, list, key, first)->classes |= class_more;
  uint64_t bits = classes_of(classes, at);
  entry *e = entry_add(t, list, key, strlen(key));
  if (e->whole) fail(at, "the word stands twice", key);
  e->whole = 1;
  e->classes |= bits;
  size_t index = (size_t)(e - t->entries);
  uint32_t offset = value_add(t, value);
  t->entries[index].value = offset;
}

static uint32_t list_of(const char *path) {
  const char *base = strrchr(path, '/');
  base = base ? base + 1 : path;
  for (uint32_t i = 0; i < COUNT(list_names); i++) {
    size_t size = strlen(list_names[i]);
    if (!strncmp(base, list_names[i], size) && !strcmp(base + size, ".txt")) return i;
  }
  fail((place){path, 0}, "no list of this name in core/text/lexicon_terms.h", base);
  return 0;
}

static void read_file(tables *t, const char *path) {
  char line[LINE_BYTES];
  place at = {path, 0};
  uint32_t list = list_of(path);
  FILE *file = fopen(path, "r");
  if (!file) fail(at, "cannot open", path);
  while (fgets(line, sizeof line, file)) {
    at.number++;
    size_t size = strcspn(line, "\r\n");
    if (!line[size] && !feof(file)) fail(at, "the line is too long", "");
    line[size] = 0;
    if (size && line[0] != '#') read_line(t, list, line, at);
  }
  fclose(file);
}

/* ---- writing ---- */

static void write_tables(const tables *t) {
  printf(
      "/* Generated by core/data/compile.c from the lists of core/data. */\n#include "
      "\"text/lexicon.h\"\n\n");
  printf(
      "const uint16_t ss_lexicon_table_bits = %u;\nconst uint32_t ss_lexicon_entry_count = %zu;\n",
      t->bits, t->count);
  printf("const uint32_t ss_lexicon_table[] = {");
  for (size_t i = 0; i < (size_t)1 << t->bits; i++)
    printf("%s%u,", i % 16 ? "" : "\n  ", t->table[i]);
  printf("\n};\nconst ss_entry ss_lexicon_entries[] = {\n");
  for (size_t i = 0; i < t->count; i++) {
    const entry *e = &t->entries[i];
    printf("  {UINT64_C(%llu), %u, %u, %u, %u, %u},\n", (unsigned long long)e->classes, e->text,
           e->value, e->size, e->list, e->whole);
  }
  printf("};\nconst unsigned char ss_lexicon_pool[] = {");
  for (size_t i = 0; i < t->pool_size; i++)
    printf("%s%d,", i % 24 ? "" : "\n  ", (unsigned char)t->pool[i]);
  printf("\n};\n");
}

int main(int count, char **paths) {
  tables t;
  memset(&t, 0, sizeof t);
  t.bits = 9;
  rehash(&t);
  pool_add(&t, "", 0);
  for (int i = 1; i < count; i++) read_file(&t, paths[i]);
  entry_add(&t, 0, "\x01", 1); /* so that no table is empty */
  write_tables(&t);
  return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
