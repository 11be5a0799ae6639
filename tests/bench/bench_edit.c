/* In: the own texts. Out: what an editor waits for after one character: in an article of 800 words and in a book of 100,000, split
 * by stage; how soon a book just opened shows its screen; memory. The book is made of the own texts' sentences in random order, other
 * names in each chapter, so that no paragraph stands twice (the cache would answer for it).
 * Compare numbers within one run: another machine, or work beside, gives others. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "doc/document.h"

enum { BOOK_WORDS = 100000, ARTICLE_WORDS = 800, CHAPTER_WORDS = 2500, MOST_SENTENCES = 1024, EDITS = 300, STAGES = 6, TIMES = 3 };
static const char *const TEXTS[] = {"tests/data/article.txt", "tests/data/news.txt", "tests/data/release.txt", "tests/data/fiction.txt"};

typedef struct {
  char *bytes;
  size_t size, cap, words;
} book;

typedef struct {
  uint64_t state;
} dice;

static void stop(const char *what) {
  fprintf(stderr, "bench_edit: %s\n", what);
  exit(1);
}

static uint32_t roll(dice *d, uint32_t sides) {
  d->state = d->state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(((d->state >> 33) * sides) >> 31);
}

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* other work on the machine does not count */
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* ---- memory ------------------------------------------------------------------------------------------------------------ */

typedef struct {
  size_t live, peak;
} meter;

static void *metered(void *context, void *pointer, size_t old_size, size_t new_size) {
  meter *m = context;
  if (new_size == 0) {
    free(pointer);
    m->live -= old_size;
    return NULL;
  }
  void *moved = realloc(pointer, new_size);
  if (!moved) return NULL;
  m->live += new_size - (pointer ? old_size : 0);
  if (m->live > m->peak) m->peak = m->live;
  return moved;
}

/* ---- the book ------------------------------------------------------------------------------------------------------------ */

static void add(book *b, const char *bytes, size_t size) {
  if (b->size + size + 1 > b->cap) {
    b->cap = (b->size + size + 1) * 2;
    b->bytes = realloc(b->bytes, b->cap);
    if (!b->bytes) stop("out of memory");
  }
  memcpy(b->bytes + b->size, bytes, size);
  b->size += size;
  b->bytes[b->size] = '\0';
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/* A name of the chapter's own for a capitalised word inside a sentence: the same for the same word. */
static void add_name(book *b, const char *word, size_t size, uint32_t chapter) {
  static const char *const heads[] = {"Bar", "Cor", "Dal", "Fen", "Gar", "Hol", "Kel", "Lor", "Mar", "Nor", "Pel", "Rad", "Sor", "Tal", "Ver", "Wen"};
  static const char *const tails[] = {"ano", "berg", "dini", "ell", "field", "gren", "hart", "ikov", "lund", "mont", "ner", "ova", "quist", "sen", "ton", "wood"};
  uint32_t h = chapter * 2654435761u;
  for (size_t i = 0; i < size; i++) h = (h ^ (unsigned char)word[i]) * 16777619u;
  h ^= h >> 15;
  add(b, heads[h & 15], strlen(heads[h & 15]));
  add(b, tails[h >> 4 & 15], strlen(tails[h >> 4 & 15]));
}

/* Surnames and forenames of the own texts; the rest (places, organizations, days) stays. */
static bool is_person_name(const char *word, size_t size) {
  static const char *const names[] = {"Hale", "Antony", "Vetrov", "Sergei", "Ferrante", "Lucia", NULL};
  for (int i = 0; names[i]; i++)
    if (strlen(names[i]) == size && memcmp(names[i], word, size) == 0) return true;
  return false;
}

static void add_sentence(book *b, const char *text, size_t size, uint32_t chapter) {
  for (size_t at = 0; at < size;) {
    size_t end = at;
    while (end < size && is_letter(text[end])) end++;
    b->words += end > at;
    bool inner = at > 2 && text[at - 1] == ' ' && is_letter(text[at - 2]);
    bool name = end > at && is_capital(text[at]) && chapter % 4 && (is_person_name(text + at, end - at) || (inner && end - at > 5 && end < size && text[end] == ','));
    if (name) add_name(b, text + at, end - at, chapter);
    else if (end > at) add(b, text + at, end - at);
    if (end < size) add(b, text + end, 1);
    at = end + 1;
  }
}

static size_t cut_sentences(const char *text, const char **sentences, size_t *sizes, size_t count) {
  for (const char *at = text; *at && count < MOST_SENTENCES;) {
    const char *end = at;
    while (*end && *end != '\n' && !((end[0] == '.' || end[0] == '?') && end[1] == ' ' && is_capital(end[2]))) end++;
    if (*end == '.' || *end == '?') end++;
    if (end - at > 20) {
      sentences[count] = at;
      sizes[count++] = (size_t)(end - at);
    }
    at = end;
    while (*at == ' ' || *at == '\n') at++;
  }
  return count;
}

static book make_book(size_t words) {
  const char *sentences[MOST_SENTENCES];
  size_t sizes[MOST_SENTENCES], count = 0;
  char *files[sizeof TEXTS / sizeof *TEXTS];
  book b = {NULL, 0, 0, 0};
  dice d = {42};
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
    FILE *file = fopen(TEXTS[i], "rb");
    files[i] = calloc(1, 1 << 20);
    if (!file || !files[i] || fread(files[i], 1, (1 << 20) - 1, file) == 0) stop(TEXTS[i]);
    fclose(file);
    count = cut_sentences(files[i], sentences, sizes, count);
  }
  while (b.words < words) {
    uint32_t length = 2 + roll(&d, 6);
    for (uint32_t i = 0; i < length; i++) {
      uint32_t k = roll(&d, (uint32_t)count);
      if (i) add(&b, " ", 1);
      add_sentence(&b, sentences[k], sizes[k], (uint32_t)(b.words / CHAPTER_WORDS));
    }
    add(&b, "\n\n", 2);
  }
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) free(files[i]);
  return b;
}

/* ---- one edit ---------------------------------------------------------------------------------------------------------------- */

static void need(sayso_status status, const char *what) {
  if (status != SAYSO_OK) stop(what);
}

/* Of each edit as it was made first, and the least of several times: a machine that others use now and then takes twice as long
 * for the same, which is not the edit's. */
typedef struct {
  double first[STAGES][EDITS], least[STAGES][EDITS];
} timings;

static const char *const stage_names[STAGES] = {"edit", "layout", "reading", "resolution", "result", "whole update"};

/* The steps of a result one by one, without a budget for more: milliseconds for its resolution. */
static double finish_by_steps(sayso_doc *doc, size_t place) {
  double resolution = 0;
  for (bool done = false; !done;) {
    bool resolves = doc->making.next <= SS_MAKING_RESOLVE;
    double begun = now_ms();
    need(sayso_doc_update(doc, 0, place, &done, NULL, NULL, NULL), "update");
    if (resolves) resolution += now_ms() - begun;
  }
  return resolution;
}

/* One edit. The stages are those of sayso_doc_update, called one by one. */
static void time_stages(sayso_doc *doc, size_t place, size_t end, const char *bytes, size_t size, double took[STAGES]) {
  double begun = now_ms();
  need(sayso_doc_edit(doc, place, end, bytes, size, NULL), "edit");
  double edited = now_ms();
  need(ss_doc_lay_out(doc, NULL), "layout");
  double laid = now_ms();
  need(ss_doc_read_units(doc, 0, -1, NULL), "reading");
  double read = now_ms();
  double resolution = finish_by_steps(doc, place), done = now_ms();
  double all[STAGES] = {edited - begun, laid - edited, read - laid, resolution, done - read - resolution, done - begun};
  memcpy(took, all, sizeof all);
}

/* A letter comes in or goes at a random place; then it is taken back and made again. What was read is known by then: reading, and
 * with it the whole, counts as it was the first time. */
static void time_edit(sayso_doc *doc, dice *d, timings *t, int i) {
  enum { READING = 2, WHOLE = STAGES - 1 };
  double took[STAGES];
  size_t place = roll(d, (uint32_t)doc->size - 1);
  while (!is_letter(doc->text[place])) place = (place + 1) % doc->size;
  bool insert = i % 2 == 0;
  char gone = doc->text[place];
  for (int k = 0; k < TIMES; k++) {
    if (k) time_stages(doc, place, insert ? place + 1 : place, &gone, !insert, took);
    time_stages(doc, place, insert ? place : place + 1, "x", insert, took);
    for (int s = 0; s < STAGES; s++) {
      if (k == 0) t->first[s][i] = t->least[s][i] = took[s];
      else if (s != READING && took[s] < t->least[s][i]) t->least[s][i] = took[s];
    }
  }
  t->least[WHOLE][i] = 0;
  for (int s = 0; s < WHOLE; s++) t->least[WHOLE][i] += t->least[s][i];
}

static int by_size(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return a < b ? -1 : a > b;
}

static double share(double *values, double part) {
  qsort(values, EDITS, sizeof *values, by_size);
  return values[(size_t)((EDITS - 1) * part)];
}

/* What the editor waits for while it reads after an edit in slices of 4 ms, as the plugin does. */
static void measure_slices(sayso_doc *doc, dice *d) {
  double longest[EDITS] = {0}, all[EDITS] = {0};
  size_t slices = 0;
  for (int i = 0; i < EDITS; i++) {
    size_t place = roll(d, (uint32_t)doc->size - 1);
    while (!is_letter(doc->text[place])) place = (place + 1) % doc->size;
    bool insert = i % 2 == 0;
    need(sayso_doc_edit(doc, place, insert ? place : place + 1, "x", insert, NULL), "edit");
    for (bool done = false; !done; slices++) {
      double from = now_ms();
      need(sayso_doc_update(doc, 4, place, &done, NULL, NULL, NULL), "slice");
      double took = now_ms() - from;
      all[i] += took;
      if (took > longest[i]) longest[i] = took;
    }
  }
  double p50 = share(longest, 0.5), p99 = share(longest, 0.99);
  printf("  in slices of 4 ms: %.1f slices, the longest of an edit p50 %.3f, p99 %.3f, together p50 %.3f\n", (double)slices / EDITS, p50, p99,
         share(all, 0.5));
}

static void measure_edits(const sayso_model *model, size_t model_size, const book *b, const char *label, double *p99) {
  meter m = {0, 0};
  sayso_allocator hook = {metered, &m};
  sayso_options options = {.allocator = &hook};
  sayso_doc *doc = NULL;
  dice d = {7};
  static timings t;
  need(sayso_doc_open(&doc, model, b->bytes, b->size, &options, NULL), "open");
  need(sayso_doc_update(doc, -1, SIZE_MAX, NULL, NULL, NULL, NULL), "read");
  uint32_t actors, statements, mentions;
  sayso_doc_actors(doc, &actors);
  sayso_doc_statements(doc, &statements);
  sayso_doc_mentions(doc, &mentions);
  size_t live = m.live;
  for (int i = 0; i < EDITS; i++) time_edit(doc, &d, &t, i);
  printf("%s: %zu words, %zu bytes, %u actors, %u mentions, %u statements\n", label, b->words, b->size, actors, mentions, statements);
  printf("  one character, ms        p50      p99    p99 of the least of %d\n", TIMES);
  for (int s = 0; s < STAGES; s++) {
    double p50 = share(t.first[s], 0.5), once = share(t.first[s], 0.99);
    p99[s] = share(t.least[s], 0.99);
    printf("  %-18s %9.3f %8.3f %8.3f\n", stage_names[s], p50, once, p99[s]);
  }
  measure_slices(doc, &d);
  printf("  memory: %.2f MB after reading (%.1f times the text), %.2f MB after the edits, %.2f MB at most", (double)live / 1e6,
         (double)live / (double)b->size, (double)m.live / 1e6, (double)m.peak / 1e6);
  printf(" (ten times the text and the model: %.2f MB)\n", (double)(10 * b->size + model_size) / 1e6);
  sayso_doc_free(doc);
  if (m.live != 0) stop("freeing the document left memory behind");
}

/* ---- opening ---------------------------------------------------------------------------------------------------------------------- */

static void measure_opening(const sayso_model *model, const book *b) {
  sayso_doc *doc = NULL;
  bool done = false;
  double begun = now_ms(), shown = 0, slice = 0;
  size_t focus = b->size / 2;
  need(sayso_doc_open(&doc, model, b->bytes, b->size, NULL, NULL), "open");
  while (!done) {
    double from = now_ms();
    uint32_t count;
    need(sayso_doc_update(doc, 4, focus, &done, NULL, NULL, NULL), "update");
    sayso_doc_statements(doc, &count);
    if (count && shown == 0) shown = now_ms() - begun;
    if (now_ms() - from > slice) slice = now_ms() - from;
  }
  printf("opening the book in slices of 4 ms: its middle is shown after %.0f ms, all is read after %.0f ms, longest slice %.1f ms\n",
         shown, now_ms() - begun, slice);
  sayso_doc_free(doc);
}

int main(void) {
  sayso_model *model = NULL;
  meter m = {0, 0};
  sayso_allocator hook = {metered, &m};
  need(sayso_model_builtin(&model, &hook, NULL), "no model");
  size_t weights = (size_t)(ss_model_bytes_end - ss_model_bytes);
  printf("the model: %.1f MB of weights, %.1f MB made of them\n", (double)weights / 1e6, (double)m.live / 1e6);
  double article99[STAGES], book99[STAGES];
  book article = make_book(ARTICLE_WORDS), long_book = make_book(BOOK_WORDS);
  measure_edits(model, weights + m.live, &article, "article", article99);
  measure_edits(model, weights + m.live, &long_book, "book", book99);
  printf("book against article, p99: reading %.2f times (at most 3); whole update %.2f ms (under 16), resolution %.2f ms (under 6)\n",
         book99[2] / article99[2], book99[5], book99[3]);
  measure_opening(model, &long_book);
  free(article.bytes);
  free(long_book.bytes);
  sayso_model_free(model);
  return 0;
}
