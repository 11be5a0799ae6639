/* Tokens: a table of texts with their tokens, shapes, and that odd input is read in linear time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "failing.h"
#include "layout_text.h"
#include "text/layout.h"
#include "text/token.h"
#include "text/unicode.h"
#include "text/unit.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int set_up(void **state) {
  ss_tokenizer *tokenizer = malloc(sizeof *tokenizer);
  *state = tokenizer;
  return tokenizer && ss_tokenizer_init(tokenizer, &ss_memory_default, NULL) == SAYSO_OK ? 0 : -1;
}

static int tear_down(void **state) {
  ss_tokenizer_free(*state);
  free(*state);
  return 0;
}

/* In order, apart, without white space; the flag says where white space stands before. */
static void check_tokens(const ss_tokens *tokens, const char *text, size_t size) {
  uint32_t at = 0;
  for (uint32_t i = 0; i < tokens->count; i++) {
    const ss_token *token = &tokens->items[i];
    assert_true(token->start >= at && token->end > token->start && token->end <= size);
    for (uint32_t k = at; k < token->start; k++) assert_int_equal(text[k], ' ');
    assert_int_equal((token->flags & SS_TOKEN_SPACE) != 0, token->start > at);
    assert_true(token->shape > SS_SHAPE_SPARE && token->shape < SS_SHAPES && token->state == 0);
    assert_true(ss_utf8_valid(text + token->start, token->end - token->start));
    at = token->end;
  }
  for (uint32_t k = at; k < size; k++) assert_int_equal(text[k], ' '); /* nothing is lost */
}

static void tokenize(ss_tokenizer *tokenizer, const char *text, size_t size, ss_tokens *tokens) {
  tokens->count = 0;
  assert_int_equal(ss_tokenize(tokenizer, text, size, &ss_memory_default, tokens, NULL), SAYSO_OK);
  check_tokens(tokens, text, size);
}

static void texts_are_cut_into_tokens(void **state) {
  static const struct {
    const char *text, *tokens; /* parted by spaces */
  } rows[] = {
      {"", ""},
      {"He said so.", "He said so ."},
      {"don't won\xE2\x80\x99t CAN'T n't", "do n't wo n\xE2\x80\x99t CA N'T n't"},
      {"it's we're I'll he'd I'm they've Anna\xE2\x80\x99s",
       "it 's we 're I 'll he 'd I 'm they 've Anna \xE2\x80\x99s"},
      {"the ministers' talks", "the ministers ' talks"},
      {"rock 'n' roll, \xE2\x80\x99"
       "90s",
       "rock ' n ' roll , \xE2\x80\x99 90s"},
      {"the U.S. and U.K.-based p.m.", "the U.S. and U.K. - based p.m."},
      {"Mr. Hale, Dr. X and Gen. Y", "Mr. Hale , Dr. X and Gen. Y"},
      {"She said no. Then No. 5", "She said no . Then No. 5"},
      {"See https://x.org/a_(b)?c=1, or www.y.org.",
       "See https://x.org/a_(b)?c=1 , or www.y.org ."},
      {"(http://x.org/a.)", "( http://x.org/a . )"},
      {"www. http://", "www . http : / /"},
      {"@anna_b wrote #now a@b", "@anna_b wrote #now a @b"},
      {"1,000.50 at 10:30, 50% 3rd 1990s 5-4", "1,000.50 at 10:30 , 50 % 3rd 1990s 5 - 4"},
      {"well-known spokes\xE2\x80\x91person, - and -- or \xE2\x80\x94no",
       "well-known spokes\xE2\x80\x91person , - and -- or \xE2\x80\x94 no"},
      {"``Yes,'' ... \xE2\x80\xA6 ?!", "`` Yes , '' ... \xE2\x80\xA6 ? !"},
      {"\xE2\x80\x9CYes,\xE2\x80\x9D \xC2\xABoui\xC2\xBB \"no\"",
       "\xE2\x80\x9C Yes , \xE2\x80\x9D \xC2\xAB oui \xC2\xBB \" no \""},
      {"e\xCC\x81te\xCC\x81 caf\xC3\xA9", "e\xCC\x81te\xCC\x81 caf\xC3\xA9"},
      {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD9\x82\xD8\xA7\xD9\x84.",
       "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD9\x82\xD8\xA7\xD9\x84 ."},
      {"a\xEF\xBF\xBD"
       "b \xF0\x9F\x98\x80",
       "a \xEF\xBF\xBD b \xF0\x9F\x98\x80"},
      {"snake_case and/or R&D", "snake_case and / or R & D"},
  };
  ss_tokens tokens = {0};
  for (size_t i = 0; i < COUNT(rows); i++) {
    char found[512] = "";
    tokenize(*state, rows[i].text, strlen(rows[i].text), &tokens);
    for (uint32_t k = 0; k < tokens.count; k++) {
      if (k > 0) strcat(found, " ");
      strncat(found, rows[i].text + tokens.items[k].start,
              tokens.items[k].end - tokens.items[k].start);
    }
    assert_string_equal(found, rows[i].tokens);
  }
  ss_vec_free(&ss_memory_default, &tokens);
}

static void tokens_have_shapes(void **state) {
  static const struct {
    const char *token;
    ss_shape shape;
  } rows[] = {
      {"USA", SS_SHAPE_ALL_UPPER},
      {"U.S.", SS_SHAPE_ALL_UPPER},
      {"I", SS_SHAPE_ONE_UPPER},
      {"Anna", SS_SHAPE_CAPITALISED},
      {"McCain", SS_SHAPE_CAPITALISED},
      {"said", SS_SHAPE_LOWER},
      {"'s", SS_SHAPE_LOWER},
      {"1,000", SS_SHAPE_DIGIT},
      {"\"", SS_SHAPE_DOUBLE_MARK},
      {"\xE2\x80\x9C", SS_SHAPE_DOUBLE_MARK},
      {"``", SS_SHAPE_DOUBLE_MARK},
      {"''", SS_SHAPE_DOUBLE_MARK},
      {"\xE2\x80\x98", SS_SHAPE_SINGLE_MARK},
      {"'", SS_SHAPE_SINGLE_MARK},
      {",", SS_SHAPE_COMMA},
      {".", SS_SHAPE_STOP},
      {"...", SS_SHAPE_STOP},
      {":", SS_SHAPE_COLON},
      {"?", SS_SHAPE_QUESTION},
      {"\xE2\x80\x94", SS_SHAPE_DASH},
      {"--", SS_SHAPE_DASH},
      {"(", SS_SHAPE_BRACKET},
      {"$", SS_SHAPE_OTHER},
      {"\xE4\xB8\xAD", SS_SHAPE_OTHER},
      {"\xC3\x89t\xC3\xA9", SS_SHAPE_CAPITALISED},
  };
  ss_tokens tokens = {0};
  for (size_t i = 0; i < COUNT(rows); i++) {
    tokenize(*state, rows[i].token, strlen(rows[i].token), &tokens);
    assert_int_equal(tokens.count, 1);
    assert_int_equal(tokens.items[0].shape, rows[i].shape);
  }
  ss_vec_free(&ss_memory_default, &tokens);
}

/* Layout, units and tokens of the bytes: every token maps into the source, in order, and no unit
 * has too many. */
static double read_all(ss_tokenizer *tokenizer, const char *text, size_t size,
                       sayso_format format) {
  clock_t start = clock();
  ss_layout layout;
  ss_units units = {0};
  ss_tokens tokens = {0};
  ss_layout_init(&layout, &ss_memory_default);
  assert_int_equal(ss_layout_build(&layout, text, size, format, NULL), SAYSO_OK);
  assert_int_equal(ss_units_cut(&layout, tokenizer, &ss_memory_default, &units, NULL), SAYSO_OK);
  uint32_t source = 0;
  for (uint32_t i = 0; i < units.count; i++) {
    const ss_unit *unit = &units.items[i];
    tokenize(tokenizer, layout.clean.items + unit->start, unit->end - unit->start, &tokens);
    assert_true(tokens.count > 0 && tokens.count <= SS_UNIT_TOKENS);
    for (uint32_t k = 0; k < tokens.count; k++) {
      uint32_t first = ss_layout_source_start(&layout, unit->start + tokens.items[k].start);
      uint32_t end = ss_layout_source_end(&layout, unit->start + tokens.items[k].end);
      assert_true(first >= source && end > first && end <= size);
      source = first;
    }
  }
  ss_vec_free(&ss_memory_default, &tokens);
  ss_vec_free(&ss_memory_default, &units);
  ss_layout_free(&layout);
  return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static uint32_t next_random(uint32_t *seed) {
  return *seed = *seed * 1664525u + 1013904223u, *seed >> 8;
}

static void random_bytes_give_tokens_inside_the_source(void **state) {
  uint32_t seed = 31337;
  print_message("seed %u\n", seed);
  char text[2000];
  for (int round = 0; round < 1000; round++) {
    size_t size = next_random(&seed) % sizeof text;
    uint32_t spread = round % 2 ? 256 : 96;
    for (size_t i = 0; i < size; i++)
      text[i] = (char)(next_random(&seed) % spread + (spread == 96 ? 31 : 0));
    read_all(*state, text, size, (sayso_format)(round % (SAYSO_FORMAT_MAIL + 1)));
  }
}

/* Four times the text may take eight times as long, no more: what is quadratic takes sixteen. Short
 * times count as equal. */
static void odd_texts_take_linear_time(void **state) {
  static const char *const parts[] = {"x",         "'",     "\"",      "n't",          "an't",
                                      "www.",      "www.,", "http://", "a.",           "\xC3\xA9",
                                      "e\xCC\x81", "-",     "a-",      "1,",           "@",
                                      "#",         "\xFF",  " ",       "\xE2\x80\x9C", "a. B ",
                                      "*a ",       "[",     "](",      "`a``b",        "<a",
                                      "&a",        "{",     "$a",      "\n",           "> a\n",
                                      "- a\n"};
  enum { SMALL = 60000, LARGE = 4 * SMALL };
  char *text = malloc(LARGE + 16);
  for (size_t i = 0; i < COUNT(parts); i++) {
    size_t size = strlen(parts[i]);
    for (size_t at = 0; at < LARGE; at += size) memcpy(text + at, parts[i], size);
    sayso_format format = (sayso_format)(i % 2 ? SAYSO_FORMAT_MARKDOWN : SAYSO_FORMAT_PLAIN);
    double small = read_all(*state, text, SMALL, format),
           large = read_all(*state, text, LARGE, format);
    if (large > 0.3 && large > small * 8)
      fail_msg("\"%s\": %.2f s, four times as much: %.2f s", parts[i], small, large);
  }
  free(text);
}

static void huge_words_and_many_marks_are_read(void **state) {
  static const struct {
    char byte;
    size_t size;
  } rows[] = {{'x', 1000000}, {'\'', 100000}, {'"', 100000}, {'7', 100000}, {'\0', 100000}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    char *text = malloc(rows[i].size);
    memset(text, rows[i].byte, rows[i].size);
    assert_true(read_all(*state, text, rows[i].size, SAYSO_FORMAT_PLAIN) < 20);
    free(text);
  }
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  static const char text[] =
      "\"We have two choices,\" the minister said. He didn't say more (see http://x.org/a).";
  for (size_t fail_at = 1;; fail_at++) {
    ss_failing failing;
    ss_failing_init(&failing, fail_at);
    ss_tokenizer tokenizer;
    ss_tokens tokens = {0};
    sayso_error error = {0};
    sayso_status status = ss_tokenizer_init(&tokenizer, &failing.hook, &error);
    if (status == SAYSO_OK)
      status = ss_tokenize(&tokenizer, text, strlen(text), &failing.hook, &tokens, &error);
    if (status != SAYSO_OK)
      assert_int_equal(status, SAYSO_NO_MEMORY);
    else
      check_tokens(&tokens, text, strlen(text));
    ss_vec_free(&failing.hook, &tokens);
    ss_tokenizer_free(&tokenizer);
    assert_int_equal(failing.live_blocks, 0);
    if (!failing.failures) break;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_are_cut_into_tokens),
      cmocka_unit_test(tokens_have_shapes),
      cmocka_unit_test(random_bytes_give_tokens_inside_the_source),
      cmocka_unit_test(odd_texts_take_linear_time),
      cmocka_unit_test(huge_words_and_many_marks_are_read),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
