/* Runs a libFuzzer target without libFuzzer.
 *
 *   fuzz_text [--seconds N] [--seed N] [--keep FILE] SEED_FILE_OR_FOLDER...
 *
 * In: seed files. Every one is run as it is; then, for N seconds (default 0), mutations of them. Out: a line of counts. A
 * crash is the sanitizer's report; with --keep the input that is being run lies in FILE, so that a crash leaves it there and
 * `fuzz_text FILE` shows it again. The seed of the random numbers is printed. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MAX_INPUT = 1 << 20, MAX_MUTANT = 1 << 13 };

typedef struct {
  uint8_t *bytes;
  size_t size;
} input;

typedef struct {
  input *items;
  size_t count, cap;
  uint64_t random; /* xorshift64*; never 0 */
  const char *keep;
  uint64_t runs;
} fuzzer;

static void *need(void *pointer) {
  if (pointer) return pointer;
  fprintf(stderr, "fuzz: out of memory\n");
  exit(3);
}

static uint64_t next_random(fuzzer *f) {
  f->random ^= f->random >> 12;
  f->random ^= f->random << 25;
  f->random ^= f->random >> 27;
  return f->random * 0x2545F4914F6CDD1Du;
}

static size_t below(fuzzer *f, size_t bound) { return bound ? (size_t)(next_random(f) % bound) : 0; }

/* ---- seeds ---- */

static void add(fuzzer *f, const uint8_t *bytes, size_t size) {
  if (f->count == f->cap) {
    f->cap = f->cap ? f->cap * 2 : 16;
    f->items = need(realloc(f->items, f->cap * sizeof *f->items));
  }
  input *item = &f->items[f->count++];
  item->bytes = need(malloc(size ? size : 1));
  item->size = size;
  if (size) memcpy(item->bytes, bytes, size);
}

static void add_file(fuzzer *f, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(3);
  }
  uint8_t *bytes = need(malloc(MAX_INPUT));
  add(f, bytes, fread(bytes, 1, MAX_INPUT, file));
  free(bytes);
  fclose(file);
}

static void add_path(fuzzer *f, const char *path) {
  struct stat info;
  if (stat(path, &info) != 0) return; /* an empty corpus is no error: one empty seed is always there */
  if (!S_ISDIR(info.st_mode)) {
    add_file(f, path);
    return;
  }
  DIR *folder = opendir(path);
  if (!folder) return;
  for (struct dirent *entry; (entry = readdir(folder));) {
    char name[4096];
    if (entry->d_name[0] == '.') continue;
    if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) < (int)sizeof name) add_path(f, name);
  }
  closedir(folder);
}

/* ---- running ---- */

static void run(fuzzer *f, const uint8_t *bytes, size_t size) {
  if (f->keep) {
    FILE *file = fopen(f->keep, "wb");
    if (file) {
      fwrite(bytes, 1, size, file);
      fclose(file);
    }
  }
  uint8_t *exact = need(malloc(size ? size : 1)); /* so that reading past the end is seen */
  if (size) memcpy(exact, bytes, size);
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  f->runs++;
}

/* Pieces that break readers of text: marks, line ends, broken UTF-8, markup, JSON. */
static const char *const PIECES[] = {
    "\"", "\xe2\x80\x9c", "\xe2\x80\x9d", "'", "\xe2\x80\x99", "\xc2\xab", "``", "\n\n", "\r\n", "\r", "\n", "\n> ", "\n- ", "# ",
    "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x80", "\xef\xbb\xbf", "\xe2\x80\x8f", "\xcc\x81", "```\n", "<!--",
    "-->", "\\begin{verbatim}", "\\end{verbatim}", "$", "---\n", "[a](", ")", "**", ", he said.", " said Anna Bell, ", "Mr. ",
    "U.S.", "{\"id\":1,\"text\":\"", "\"}", "\\u0000", "\\ud83d", "[[0,5]]", ":", "On Monday x wrote:\n", "                    "};

static size_t mutate(fuzzer *f, uint8_t *bytes, size_t size) {
  size_t at = below(f, size + 1);
  size_t part = below(f, 9) ? below(f, 16) : below(f, size + 1);
  size_t left = size - at;
  if (part > left) part = left;
  switch (below(f, 6)) {
    case 0: /* one byte becomes another */
      if (left) bytes[at] = (uint8_t)next_random(f);
      return size;
    case 1: /* a bit flips */
      if (left) bytes[at] ^= (uint8_t)(1u << below(f, 8));
      return size;
    case 2: /* a part is cut out */
      memmove(bytes + at, bytes + at + part, left - part);
      return size - part;
    case 3: /* a part is doubled */
      if (size + part > MAX_MUTANT) return size;
      memmove(bytes + at + part, bytes + at, left);
      return size + part;
    case 4: { /* a piece comes in */
      const char *piece = PIECES[below(f, sizeof PIECES / sizeof *PIECES)];
      size_t length = strlen(piece);
      if (size + length > MAX_MUTANT) return size;
      memmove(bytes + at + length, bytes + at, left);
      memcpy(bytes + at, piece, length);
      return size + length;
    }
    default: { /* a part of another seed lies over it */
      const input *other = &f->items[below(f, f->count)];
      size_t from = below(f, other->size + 1);
      size_t length = other->size - from < part ? other->size - from : part;
      if (length) memcpy(bytes + at, other->bytes + from, length);
      return size;
    }
  }
}

static void run_mutant(fuzzer *f, uint8_t *bytes) {
  const input *seed = &f->items[below(f, f->count)];
  size_t size = seed->size < MAX_MUTANT ? seed->size : MAX_MUTANT;
  size_t from = below(f, seed->size - size + 1);
  if (size > 512 && below(f, 4)) { /* short inputs are many inputs */
    from += below(f, size - 512);
    size = 512;
  }
  if (size) memcpy(bytes, seed->bytes + from, size);
  for (size_t count = 1 + below(f, 8); count; count--) size = mutate(f, bytes, size);
  run(f, bytes, size);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  fuzzer f = {.random = (uint64_t)time(NULL) | 1};
  double seconds = 0;
  add(&f, (const uint8_t *)"", 0);
  for (int i = 1; i < argc; i++) {
    bool more = i + 1 < argc;
    if (more && strcmp(argv[i], "--seconds") == 0) {
      seconds = atof(argv[++i]);
    } else if (more && strcmp(argv[i], "--seed") == 0) {
      f.random = strtoull(argv[++i], NULL, 10) | 1;
    } else if (more && strcmp(argv[i], "--keep") == 0) {
      f.keep = argv[++i];
    } else {
      add_path(&f, argv[i]);
    }
  }
  printf("%zu seeds, random seed %llu\n", f.count, (unsigned long long)f.random);
  fflush(stdout);
  double end = now() + seconds;
  for (size_t i = 0; i < f.count; i++) run(&f, f.items[i].bytes, f.items[i].size);
  uint8_t *mutant = need(malloc(MAX_INPUT));
  while (seconds > 0 && now() < end) run_mutant(&f, mutant);
  printf("%llu inputs run, no crash\n", (unsigned long long)f.runs);
  if (f.keep) remove(f.keep);
  free(mutant);
  for (size_t i = 0; i < f.count; i++) free(f.items[i].bytes);
  free(f.items);
  return 0;
}
