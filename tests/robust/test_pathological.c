/* Texts that break readers: offsets stay right, cost stays linear, nothing crashes. Sizes shrink under sanitizers, and the time
 * bounds, which are ratios within one run, are only asserted without them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "check.h"
#include "texts.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHECKED_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHECKED_BUILD 1
#endif
#endif
#ifndef CHECKED_BUILD
#define CHECKED_BUILD 0
#endif

enum {
  SMALL = 24 * 1024,
  FACTOR = CHECKED_BUILD ? 2 : 8, /* a large text is this many small ones */
  HUGE_LINE = CHECKED_BUILD ? 1 << 20 : 10 << 20
};
/* Twice the time a byte at FACTOR times the size is still noise of a shared machine; a quadratic step gives 8. */
static const double SLACK = 3.0;

/* ---- text of any size ------------------------------------------------------------------------------------------------- */

typedef struct {
  char *bytes;
  size_t size, cap;
  uint64_t random; /* xorshift; the same texts in every run */
} builder;

static builder new_builder(size_t cap) {
  builder b = {malloc(cap + 1), 0, cap, 88172645463325252u};
  assert_non_null(b.bytes);
  return b;
}

static bool add_bytes(builder *b, const char *bytes, size_t size) {
  if (size > b->cap - b->size) return false;
  memcpy(b->bytes + b->size, bytes, size);
  b->size += size;
  return true;
}

static uint32_t pick(builder *b, uint32_t bound) {
  b->random ^= b->random << 13;
  b->random ^= b->random >> 7;
  b->random ^= b->random << 17;
  return (uint32_t)(b->random >> 33) % bound;
}

static void fill(builder *b, const char *bytes, size_t size) {
  while (add_bytes(b, bytes, size)) continue;
}

static const char *const NAMES[] = {"Anna Bell", "Tom Rye", "Bell", "Rye", "the minister", "Moscow", "officials", "she", "he",
                                    "the White House", "Maria Costa Silva", "Dr. Okoro", "critics", "the report"};
static const char *const VERBS[] = {"said", "told reporters", "tweeted", "denied", "argued", "warned", "added", "believes"};
static const char *const CLAUSES[] = {"the bridge was open", "talks would go on until spring", "nothing had been decided in Geneva",
                                      "prices rose by 3.5 per cent", "the law, passed in 1998, was \"dead\"",
                                      "we did not expect progress", "the grain corridor isn't safe", "it was late"};
#define PICK(b, list) list[pick(b, sizeof list / sizeof *list)]

/* Prose whose sentences do not repeat: the number in each makes it new. */
static bool add_sentence(builder *b) {
  char line[256];
  const char *name = PICK(b, NAMES), *verb = PICK(b, VERBS), *first = PICK(b, CLAUSES), *second = PICK(b, CLAUSES);
  uint32_t number = pick(b, 1000000);
  int size = pick(b, 2) ? snprintf(line, sizeof line, "%s %s that %s, and %s in case %u. ", name, verb, first, second, number)
                        : snprintf(line, sizeof line, "“%s,” %s %s, “because %s %u times.” ", first, name, verb, second, number);
  return add_bytes(b, line, (size_t)size);
}

static void add_prose(builder *b, bool paragraphs) {
  for (uint32_t i = 1; add_sentence(b); i++)
    if (paragraphs && i % 5 == 0) add_bytes(b, "\n\n", 2);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static int with_model(void **state) {
  *state = ss_test_model(NULL);
  return *state ? 0 : -1;
}

static int without_model(void **state) {
  sayso_model_free(*state);
  return 0;
}

/* Processor seconds of a whole analysis; its result is checked. */
static double cost(const sayso_model *model, const char *text, size_t size, sayso_format format) {
  clock_t begun = clock();
  sayso_doc *doc = ss_test_doc(model, text, size, format, NULL);
  double spent = (double)(clock() - begun) / CLOCKS_PER_SEC;
  ss_check_doc(doc);
  sayso_doc_free(doc);
  return spent;
}

static void read_only(const sayso_model *model, const char *text, size_t size) { cost(model, text, size, SAYSO_FORMAT_PLAIN); }

/* ---- linear cost ---------------------------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *head, *body, *tail; /* body again and again between head and tail */
  sayso_format format;
} pattern;

static const pattern PATTERNS[] = {
    {"letters without a space", "", "abcdefghij", "", SAYSO_FORMAT_PLAIN},
    {"one letter", "", "a", "", SAYSO_FORMAT_PLAIN},
    {"capitals", "", "A", "", SAYSO_FORMAT_PLAIN},
    {"Chinese without a space", "", "\xe8\xaf\xb4\xe8\xaf\x9d\xe4\xba\xba", "", SAYSO_FORMAT_PLAIN},
    {"straight marks", "", "\"", "", SAYSO_FORMAT_PLAIN},
    {"spaced straight marks", "", "\" ", "", SAYSO_FORMAT_PLAIN},
    {"opening marks", "", "“", "", SAYSO_FORMAT_PLAIN},
    {"closing marks", "", "”", "", SAYSO_FORMAT_PLAIN},
    {"marks in pairs", "", "“a” ", "", SAYSO_FORMAT_PLAIN},
    {"nested marks", "", "“‘a ", "", SAYSO_FORMAT_PLAIN},
    {"marks and words", "", "\"No,\" said Bell. ", "", SAYSO_FORMAT_PLAIN},
    {"paragraphs of unclosed marks", "", "“No.\n\n", "", SAYSO_FORMAT_PLAIN},
    {"apostrophes", "", "'", "", SAYSO_FORMAT_PLAIN},
    {"apostrophes in words", "", "a'b", "", SAYSO_FORMAT_PLAIN},
    {"guillemets", "", "«»„\xe2\x80\x9a``''", "", SAYSO_FORMAT_PLAIN},
    {"abbreviation without end", "", "U.S.", "", SAYSO_FORMAT_PLAIN},
    {"number without end", "", "1,1.1", "", SAYSO_FORMAT_PLAIN},
    {"web address without end", "http://a.b/", "c?d=e&", "", SAYSO_FORMAT_PLAIN},
    {"handle without end", "@", "x_", "", SAYSO_FORMAT_PLAIN},
    {"dots", "", ".", "", SAYSO_FORMAT_PLAIN},
    {"dashes", "", "-", "", SAYSO_FORMAT_PLAIN},
    {"hyphens in words", "", "a-", "", SAYSO_FORMAT_PLAIN},
    {"brackets", "", "(", "", SAYSO_FORMAT_PLAIN},
    {"spaces", "", " ", "", SAYSO_FORMAT_PLAIN},
    {"line breaks", "", "\n", "", SAYSO_FORMAT_PLAIN},
    {"lone CR", "", "\r", "", SAYSO_FORMAT_PLAIN},
    {"one word a line", "", "a\n", "", SAYSO_FORMAT_PLAIN},
    {"one word a paragraph", "", "a\n\n", "", SAYSO_FORMAT_PLAIN},
    {"list marks", "", "- ", "", SAYSO_FORMAT_PLAIN},
    {"list items", "", "- a\n", "", SAYSO_FORMAT_PLAIN},
    {"quote prefixes", "", ">", "", SAYSO_FORMAT_PLAIN},
    {"quoted lines", "", "> a\n>> b\n", "", SAYSO_FORMAT_PLAIN},
    {"NUL", "", "a", "", SAYSO_FORMAT_PLAIN}, /* its bytes are set to NUL by the test */
    {"bytes that are no UTF-8", "", "\xff\xc0\x80\xed\xa0\x80", "", SAYSO_FORMAT_PLAIN},
    {"cut sequences", "", "\xf0\x9f", "", SAYSO_FORMAT_PLAIN},
    {"combining marks", "a", "\xcc\x81", "", SAYSO_FORMAT_PLAIN},
    {"right to left", "", "\xd7\x90\xd7\x9e\xd7\xa8 \xe2\x80\x8f", "", SAYSO_FORMAT_PLAIN},
    {"names alone", "", "Anna Bell, Tom Rye, ", "", SAYSO_FORMAT_PLAIN},
    {"one name without end", "", "Anna ", "", SAYSO_FORMAT_PLAIN},
    {"cues alone", "", "said ", "", SAYSO_FORMAT_PLAIN},
    {"spokesmen of spokesmen", "", "the spokesman for ", "", SAYSO_FORMAT_PLAIN},
    {"said that X said that", "", "he said that ", "", SAYSO_FORMAT_PLAIN},
    {"pronouns", "", "He told her. ", "", SAYSO_FORMAT_PLAIN},
    {"code fences", "", "```\n", "", SAYSO_FORMAT_MARKDOWN},
    {"open links", "", "[a](", "", SAYSO_FORMAT_MARKDOWN},
    {"open brackets", "", "[", "", SAYSO_FORMAT_MARKDOWN},
    {"open images", "", "![", "", SAYSO_FORMAT_MARKDOWN},
    {"stars", "", "*", "", SAYSO_FORMAT_MARKDOWN},
    {"open emphasis", "", "*a _b ", "", SAYSO_FORMAT_MARKDOWN},
    {"backticks", "", "`a``b", "", SAYSO_FORMAT_MARKDOWN},
    {"angles", "", "<a ", "", SAYSO_FORMAT_MARKDOWN},
    {"open comments", "", "<!-- ", "", SAYSO_FORMAT_MARKDOWN},
    {"block quotes", "", "> ", "", SAYSO_FORMAT_MARKDOWN},
    {"headings", "", "# a\n", "", SAYSO_FORMAT_MARKDOWN},
    {"underlines", "", "a\n===\n", "", SAYSO_FORMAT_MARKDOWN},
    {"table rows", "", "|a|b|\n", "", SAYSO_FORMAT_MARKDOWN},
    {"front matter never closed", "---\n", "a: b\n", "", SAYSO_FORMAT_MARKDOWN},
    {"nested braces", "", "\\emph{", "", SAYSO_FORMAT_TEX},
    {"environments", "", "\\begin{quote}", "", SAYSO_FORMAT_TEX},
    {"verbatim never closed", "\\begin{verbatim}", " x\n", "", SAYSO_FORMAT_TEX},
    {"dollars", "", "$", "", SAYSO_FORMAT_TEX},
    {"commands", "", "\\a[", "", SAYSO_FORMAT_TEX},
    {"typst marks", "", "*_#[", "", SAYSO_FORMAT_TYPST},
    {"typst calls", "", "#a(", "", SAYSO_FORMAT_TYPST},
    {"rst marks", "", "``*a ", "", SAYSO_FORMAT_RST},
    {"rst directives", "", ".. a::\n", "", SAYSO_FORMAT_RST},
    {"asciidoc delimiters", "", "----\n", "", SAYSO_FORMAT_ASCIIDOC},
    {"asciidoc macros", "", "a:b[", "", SAYSO_FORMAT_ASCIIDOC},
    {"org blocks", "", "#+BEGIN_SRC\n", "", SAYSO_FORMAT_ORG},
    {"org links", "", "[[a][", "", SAYSO_FORMAT_ORG},
    {"mail headers", "", "From: a\n", "", SAYSO_FORMAT_MAIL},
    {"mail answers", "", "On Monday Tom wrote:\n> a\n", "", SAYSO_FORMAT_MAIL},
};
enum { PATTERN_COUNT = sizeof PATTERNS / sizeof *PATTERNS };

static builder build(const pattern *p, size_t size) {
  builder b = new_builder(size);
  add_bytes(&b, p->head, strlen(p->head));
  fill(&b, p->body, strlen(p->body));
  add_bytes(&b, p->tail, strlen(p->tail));
  if (strcmp(p->name, "NUL") == 0) memset(b.bytes, 0, b.size);
  return b;
}

static bool is_linear(const sayso_model *model, const builder *small, const builder *large, sayso_format format) {
  if (CHECKED_BUILD) { /* time means nothing there: it is read once, for the sanitizers */
    cost(model, large->bytes, large->size, format);
    return true;
  }
  double few = cost(model, small->bytes, small->size, format);
  double again = cost(model, small->bytes, small->size, format);
  double many = cost(model, large->bytes, large->size, format);
  if (again < few) few = again;
  double bound = few * SLACK * FACTOR + 0.05;
  if (many > bound) print_message("%zu bytes: %.3f s, %zu bytes: %.3f s\n", small->size, few, large->size, many);
  return many <= bound;
}

typedef struct {
  const sayso_model *model;
  const pattern *pattern;
} pattern_test;

static void test_pattern(void **state) {
  const pattern_test *t = *state;
  builder small = build(t->pattern, SMALL), large = build(t->pattern, (size_t)SMALL * FACTOR);
  bool linear = is_linear(t->model, &small, &large, t->pattern->format) ||
                is_linear(t->model, &small, &large, t->pattern->format); /* a second look when the machine was busy */
  free(small.bytes);
  free(large.bytes);
  assert_true(linear);
}

static void test_prose_is_linear(void **state) {
  builder small = new_builder(SMALL), large = new_builder((size_t)SMALL * FACTOR);
  add_prose(&small, true);
  add_prose(&large, true);
  assert_true(is_linear(*state, &small, &large, SAYSO_FORMAT_PLAIN));
  free(small.bytes);
  free(large.bytes);
}

/* ---- single texts ----------------------------------------------------------------------------------------------------------- */

static void test_tiny(void **state) {
  static const char *const texts[] = {"Hello", ".", "\"", "“", " ", "\n", "\r\n", "\xef\xbb\xbf", "I", "said", "Bell said.", "\"a\""};
  read_only(*state, "", 0);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) read_only(*state, texts[i], strlen(texts[i]));
  for (int byte = 0; byte < 256; byte++) {
    char one = (char)byte;
    read_only(*state, &one, 1);
  }
}

/* 10 MB in one line. Without the network, whose cost a word bench measures: here it is the layout and the cutting that count. */
static void test_huge_line(void **state) {
  (void)state;
  builder b = new_builder(HUGE_LINE);
  add_prose(&b, false);
  read_only(NULL, b.bytes, b.size);
  free(b.bytes);
}

static void test_huge_word(void **state) {
  builder b = new_builder(CHECKED_BUILD ? 1 << 17 : 1 << 20);
  fill(&b, "abcdefghij", 10);
  read_only(*state, b.bytes, b.size);
  free(b.bytes);
}

static void test_hundred_thousand_marks(void **state) {
  static const char *const marks[] = {"\"", "“", "”", "'", "“‘", "\" "};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t size = strlen(marks[i]) * (CHECKED_BUILD ? 10000 : 100000);
    builder b = new_builder(size);
    fill(&b, marks[i], strlen(marks[i]));
    assert_int_equal(b.size, size);
    read_only(*state, b.bytes, b.size);
    free(b.bytes);
  }
}

/* ---- offsets after bad bytes -------------------------------------------------------------------------------------------------- */

static const char QUOTE[] = "“The bridge is open,” said Anna Bell.";
enum { QUOTE_MARKS = 25 }; /* bytes from the opening mark to the end of the closing one */

/* The marks stage must show QUOTE's quotation at its place after `before`. */
static void finds_quotation(const char *before, size_t size) {
  char text[512], place[64];
  assert_true(size + sizeof QUOTE <= sizeof text);
  memcpy(text, before, size);
  memcpy(text + size, QUOTE, sizeof QUOTE - 1);
  sayso_doc *doc = ss_test_doc(NULL, text, size + sizeof QUOTE - 1, SAYSO_FORMAT_PLAIN, NULL);
  char *marks = ss_test_dump(doc, "marks");
  snprintf(place, sizeof place, " %zu-%zu ", size, size + QUOTE_MARKS);
  if (!strstr(marks, place)) fail_msg("no quotation at%sbut: %s", place, marks);
  free(marks);
  sayso_doc_free(doc);
}

static void test_offsets_after(void **state) {
  (void)state;
#define BEFORE(bytes) {bytes, sizeof(bytes) - 1}
  static const struct {
    const char *bytes;
    size_t size;
  } befores[] = {
      BEFORE(""),
      BEFORE("\xef\xbb\xbf"),                           /* BOM */
      BEFORE("One\r\n\r\n"),
      BEFORE("One\r\r"),
      BEFORE("One.\r\n\r\nTwo.\r\n\r\n"),
      BEFORE("A\0B. "),                                 /* NUL */
      BEFORE("\x80 "),                                  /* a lone continuation */
      BEFORE("\xbf\xbf\xbf "),
      BEFORE("\xc3 "),                                  /* a lead alone, of each length */
      BEFORE("\xe2\x82 "),
      BEFORE("\xf0\x9f\x98 "),
      BEFORE("\xc0\x80 "),                              /* overlong, of each length */
      BEFORE("\xe0\x80\x80 "),
      BEFORE("\xf0\x80\x80\x80 "),
      BEFORE("\xed\xa0\x80 "),                          /* surrogates */
      BEFORE("\xed\xbf\xbf "),
      BEFORE("\xf4\x90\x80\x80 "),                      /* over U+10FFFF */
      BEFORE("\xf8\x88\x80\x80\x80 \xfc\x84\x80\x80\x80\x80 \xfe \xff "),
      BEFORE("\xf0\x9f\x98\x80 \xe2\x82\xac \xc3\xa9 "), /* valid, of each length */
      BEFORE("e\xcc\x81 a\xcc\x88\xcc\x88 "),           /* combining */
      BEFORE("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d. \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85. "), /* right to left */
      BEFORE("\xe2\x80\x8f\xe2\x80\xab\xe2\x80\xac "),
      BEFORE("\xe3\x80\x80\xc2\xa0\xe2\x80\x89"),       /* wide, hard and thin spaces */
      BEFORE("> a\n\n"),
      BEFORE("- a\n\n"),
      BEFORE("    a\n\n"),
  };
  for (size_t i = 0; i < sizeof befores / sizeof *befores; i++) finds_quotation(befores[i].bytes, befores[i].size);
}

/* ---- line ends ------------------------------------------------------------------------------------------------------------------ */

static char *with_line_ends(const char *text, size_t size, const char *line_end, size_t *out_size) {
  char *out = malloc(size * 2 + 1);
  assert_non_null(out);
  size_t used = 0;
  for (size_t i = 0; i < size; i++) {
    if (text[i] != '\n') out[used++] = text[i];
    else for (const char *c = line_end; *c; c++) out[used++] = *c;
  }
  *out_size = used;
  return out;
}

/* Where byte `at` of the text with "\n" lies once each line end has `extra` more bytes. */
static uint32_t moved(const char *text, uint32_t at, uint32_t extra) {
  uint32_t lines = 0;
  for (uint32_t i = 0; i < at; i++) lines += text[i] == '\n';
  return at + lines * extra;
}

static void assert_moved(const sayso_doc *doc, const sayso_doc *other, const char *text, uint32_t extra) {
  uint32_t count, other_count;
  const sayso_statement *s = sayso_doc_statements(doc, &count), *t = sayso_doc_statements(other, &other_count);
  assert_int_equal(count, other_count);
  for (uint32_t i = 0; i < count; i++) {
    assert_int_equal(s[i].content_count, t[i].content_count);
    assert_int_equal(moved(text, s[i].content[0].start, extra), t[i].content[0].start);
    assert_int_equal(moved(text, s[i].content[s[i].content_count - 1].end, extra), t[i].content[t[i].content_count - 1].end);
  }
  const sayso_entity *e = sayso_doc_entities(doc, &count), *f = sayso_doc_entities(other, &other_count);
  assert_int_equal(count, other_count);
  for (uint32_t i = 0; i < count; i++) assert_int_equal(moved(text, e[i].span.start, extra), f[i].span.start);
}

static void test_line_ends(void **state) {
  static const char *const ends[] = {"\r\n", "\r"};
  for (const char *const *path = ss_test_texts; *path; path++) {
    sayso_format format = SAYSO_FORMAT_PLAIN;
    size_t size, other_size;
    char *text = ss_test_read_file(*path, &size);
    sayso_format_by_path(*path, &format);
    sayso_doc *doc = ss_test_doc(*state, text, size, format, NULL);
    for (size_t i = 0; i < 2; i++) {
      char *other = with_line_ends(text, size, ends[i], &other_size);
      sayso_doc *twin = ss_test_doc(*state, other, other_size, format, NULL);
      assert_moved(doc, twin, text, i == 0 ? 1 : 0);
      sayso_doc_free(twin);
      free(other);
    }
    sayso_doc_free(doc);
    free(text);
  }
}

/* ---- language -------------------------------------------------------------------------------------------------------------------- */

static const char ITALIAN[] =
    "Il ministro degli Esteri ha detto lunedì che i colloqui continueranno fino alla primavera. «Non ci aspettavamo progressi», ha "
    "aggiunto, lasciando l'albergo sul lago. Secondo i critici, il governo non ha alcuna intenzione di firmare un documento, e il "
    "portavoce del presidente non ha voluto rispondere alle domande dei giornalisti.\n";
static const char RUSSIAN[] =
    "Министр иностранных дел заявил в понедельник, что переговоры продолжатся до весны. «Мы не ожидали прогресса», — добавил он, "
    "покидая гостиницу на берегу озера. По словам критиков, правительство не намерено подписывать никаких документов.\n";
static const char GERMAN[] =
    "Der Außenminister sagte am Montag, die Gespräche würden bis zum Frühjahr weitergehen. „Wir haben keine Fortschritte erwartet“, "
    "fügte er hinzu, als er das Hotel am See verließ. Nach Ansicht der Kritiker will die Regierung nichts unterschreiben.\n";

static void is_not_english(const sayso_model *model, const char *text) {
  uint32_t statements, actors, mentions;
  sayso_doc *doc = ss_test_doc(model, text, strlen(text), SAYSO_FORMAT_PLAIN, NULL);
  sayso_doc_statements(doc, &statements);
  sayso_doc_actors(doc, &actors);
  sayso_doc_mentions(doc, &mentions);
  assert_int_equal(sayso_doc_language(doc), SAYSO_LANGUAGE_OTHER);
  assert_int_equal(statements + actors + mentions, 0);
  sayso_doc_free(doc);
}

static void test_other_languages(void **state) {
  is_not_english(*state, ITALIAN);
  is_not_english(*state, RUSSIAN);
  is_not_english(*state, GERMAN);
}

static void test_english(void **state) {
  for (const char *const *path = ss_test_texts; *path; path++) {
    sayso_doc *doc = ss_test_doc_of_file(*state, *path);
    assert_int_equal(sayso_doc_language(doc), SAYSO_LANGUAGE_ENGLISH);
    sayso_doc_free(doc);
  }
}

static void test_no_names(void **state) {
  static const char text[] =
      "it had rained for three days. the river was high, and the bridge was closed. nobody spoke. the water went over the road and "
      "into the cellars, and in the morning there was ice on the fields.\n";
  uint32_t entities;
  sayso_doc *doc = ss_test_doc(*state, text, sizeof text - 1, SAYSO_FORMAT_PLAIN, NULL);
  ss_check_doc(doc);
  sayso_doc_entities(doc, &entities);
  assert_int_equal(sayso_doc_language(doc), SAYSO_LANGUAGE_ENGLISH);
  assert_int_equal(entities, 0);
  sayso_doc_free(doc);
}

int main(void) {
  static pattern_test pattern_tests[PATTERN_COUNT];
  struct CMUnitTest patterns[PATTERN_COUNT];
  sayso_model *model = ss_test_model(NULL);
  for (size_t i = 0; i < PATTERN_COUNT; i++) {
    pattern_tests[i] = (pattern_test){model, &PATTERNS[i]};
    patterns[i] = (struct CMUnitTest){PATTERNS[i].name, test_pattern, NULL, NULL, &pattern_tests[i]};
  }
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_tiny),
                                     cmocka_unit_test(test_prose_is_linear),
                                     cmocka_unit_test(test_huge_line),
                                     cmocka_unit_test(test_huge_word),
                                     cmocka_unit_test(test_hundred_thousand_marks),
                                     cmocka_unit_test(test_offsets_after),
                                     cmocka_unit_test(test_line_ends),
                                     cmocka_unit_test(test_other_languages),
                                     cmocka_unit_test(test_english),
                                     cmocka_unit_test(test_no_names)};
  int failed = cmocka_run_group_tests_name("pathological", tests, with_model, without_model);
  failed += _cmocka_run_group_tests("patterns", patterns, PATTERN_COUNT, NULL, NULL);
  sayso_model_free(model);
  return failed;
}
