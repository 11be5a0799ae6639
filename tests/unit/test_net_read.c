/* The whole network over a unit: the same numbers alone, after other units and in another order;
 * the same decisions with every kernel; what it does without heads; memory that runs out. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing.h"
#include "model_file.h"
#include "net/kernel.h"
#include "net/net.h"

static const char *const units[] = {
    "“We have two choices,” the minister said on Tuesday.",
    "Anna Bell, the head of the Paris office, told Reuters that talks would go on; nobody in "
    "London agreed.",
    "No.",
    "The company's spokesman did not rule out a sale, and U.S. officials believe that it will "
    "happen in 2027. He wrote: \"Soon.\"",
    "Critics say, the paper reports, that the ministry wants, or so its letter claims, what the "
    "court has denied them.",
};
enum { UNITS = sizeof units / sizeof *units, LONG = 300 };

/* Everything the network says of one unit, as numbers one after another. */
typedef struct {
  float *items;
  uint32_t count, cap;
} numbers;

static void keep(numbers *n, const float *items, size_t count) {
  assert_true(ss_vec_reserve(&ss_memory_default, n, count));
  memcpy(n->items + n->count, items, count * sizeof *items);
  n->count += (uint32_t)count;
}

static void free_numbers(numbers *n) { ss_vec_free(&ss_memory_default, n); }

static ss_tokens tokens_of(const char *text) {
  ss_tokenizer tokenizer;
  ss_tokens tokens = {0};
  assert_int_equal(ss_tokenizer_init(&tokenizer, &ss_memory_default, NULL), SAYSO_OK);
  assert_int_equal(ss_tokenize(&tokenizer, text, strlen(text), &ss_memory_default, &tokens, NULL),
                   SAYSO_OK);
  ss_tokenizer_free(&tokenizer);
  return tokens;
}

/* Reads a text with one cue in seven tokens; `names` tells whether the model speaks of names. */
static numbers read_unit(ss_net_space *space, const char *text, bool *names) {
  numbers n = {0};
  ss_tokens tokens = tokens_of(text);
  const float *cue, *name, *roles;
  assert_int_equal(ss_net_encode(space, tokens.items, tokens.count, text, &cue, &name, NULL),
                   SAYSO_OK);
  keep(&n, cue, tokens.count * SS_CUE_TAGS);
  if (name) keep(&n, name, tokens.count * SS_NAME_TAGS);
  if (names) *names = name != NULL;
  uint8_t *marks = calloc(tokens.count, 2), *tags = marks + tokens.count;
  assert_non_null(marks);
  for (uint32_t i = 0; i < tokens.count; i++) marks[i] = i % 7 == 3, tags[i] = (uint8_t)(i % 5);
  for (uint32_t i = 3; i < tokens.count; i += 7) {
    uint32_t first, width;
    assert_int_equal(ss_net_frame(space, marks, i, &first, &width, &roles, NULL), SAYSO_OK);
    assert_true(first <= i && i < first + width && first + width <= tokens.count &&
                width <= 2 * SS_NET_WINDOW);
    keep(&n, roles, width * SS_ROLE_TAGS);
    float own = ss_net_own(space, tags);
    keep(&n, &own, 1);
  }
  free(marks);
  ss_vec_free(&ss_memory_default, &tokens);
  return n;
}

static sayso_model *model_of(const ss_test_file *file, const char *kernel) {
  sayso_model *model = NULL;
  assert_int_equal(sayso_model_load(&model, file->bytes, file->size, NULL, NULL), SAYSO_OK);
  assert_int_equal(sayso_model_set_kernel(model, kernel, NULL), SAYSO_OK);
  return model;
}

static ss_net_space *space_of(const sayso_model *model) {
  ss_net_space *space = NULL;
  assert_int_equal(ss_net_space_new(&space, model, &ss_memory_default, NULL), SAYSO_OK);
  return space;
}

static ss_test_file network(bool heads) {
  return ss_test_model_file(&(ss_test_shape){
      .width = 64, .frame_width = 32, .layers = 2, .words = 60, .heads = heads, .seed = 5});
}

/* A unit longer than any window. */
static char *long_text(void) {
  char *text = malloc(LONG * 6 + 1);
  assert_non_null(text);
  for (size_t i = 0; i < LONG; i++) memcpy(text + i * 6, i % 3 ? "said, " : "Anna. ", 6);
  text[LONG * 6] = '\0';
  return text;
}

static void a_unit_reads_the_same_in_any_company(void **state) {
  (void)state;
  ss_test_file file = network(true);
  char *text = long_text();
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
    sayso_model *model = model_of(&file, kernel->name);
    ss_net_space *shared = space_of(model);
    for (int round = 0; round < 2 * UNITS; round++) {
      const char *unit = units[round < UNITS ? round : 2 * UNITS - 1 - round];
      ss_net_space *alone = space_of(model);
      numbers a = read_unit(alone, unit, NULL), b = read_unit(shared, unit, NULL);
      assert_int_equal(a.count, b.count);
      assert_memory_equal(a.items, b.items, a.count * sizeof *a.items);
      free_numbers(&a), free_numbers(&b);
      ss_net_space_free(alone);
      if (round == 3)
        a = read_unit(shared, text, NULL), free_numbers(&a); /* the buffers grow in between */
    }
    ss_net_space_free(shared);
    sayso_model_free(model);
  }
  free(text);
  free(file.bytes);
}

static void kernels_agree(void **state) {
  (void)state;
  ss_test_file file = network(true);
  sayso_model *plain = model_of(&file, "c");
  ss_net_space *plain_space = space_of(plain);
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
    sayso_model *model = model_of(&file, kernel->name);
    ss_net_space *space = space_of(model);
    for (int u = 0; u < UNITS; u++) {
      numbers a = read_unit(plain_space, units[u], NULL), b = read_unit(space, units[u], NULL);
      assert_int_equal(a.count, b.count);
      for (uint32_t i = 0; i < a.count; i++) assert_true(fabsf(a.items[i] - b.items[i]) < 1e-4f);
      free_numbers(&a), free_numbers(&b);
    }
    ss_net_space_free(space);
    sayso_model_free(model);
  }
  ss_net_space_free(plain_space);
  sayso_model_free(plain);
  free(file.bytes);
}

static void roles_are_probabilities(void **state) {
  (void)state;
  ss_test_file file = network(true);
  sayso_model *model = model_of(&file, NULL);
  ss_net_space *space = space_of(model);
  ss_tokens tokens = tokens_of(units[1]);
  const float *cue, *name, *roles;
  uint8_t marks[64] = {0};
  uint32_t first, width;
  assert_int_equal(ss_net_encode(space, tokens.items, tokens.count, units[1], &cue, &name, NULL),
                   SAYSO_OK);
  assert_int_equal(ss_net_frame(space, marks, 10, &first, &width, &roles, NULL), SAYSO_OK);
  for (uint32_t i = 0; i < width; i++) {
    float sum = 0;
    for (int r = 0; r < SS_ROLE_TAGS; r++) sum += expf(roles[i * SS_ROLE_TAGS + (uint32_t)r]);
    assert_true(fabsf(sum - 1) < 1e-5f);
  }
  sayso_error err;
  assert_int_equal(ss_net_frame(space, marks, tokens.count, &first, &width, &roles, &err),
                   SAYSO_INTERNAL);
  ss_vec_free(&ss_memory_default, &tokens);
  ss_net_space_free(space);
  sayso_model_free(model);
  free(file.bytes);
}

static void heads_may_be_absent(void **state) {
  (void)state;
  ss_test_file file = network(false);
  sayso_model *model = model_of(&file, NULL);
  ss_net_space *space = space_of(model);
  bool names = true;
  numbers n = read_unit(space, units[0], &names);
  assert_false(names);
  assert_true(ss_net_own(space, (const uint8_t[256]){0}) == 0);
  free_numbers(&n);
  ss_net_space_free(space);
  sayso_model_free(model);
  free(file.bytes);
}

/* ---- readings: names and frames ---- */

static sayso_status read_draft(ss_draft *draft, ss_net_space *space, const char *text,
                               sayso_error *err) {
  ss_tokens tokens = tokens_of(text);
  ss_draft_clear(draft);
  sayso_status status = SAYSO_OK;
  for (uint32_t i = 0; i < tokens.count && status == SAYSO_OK; i++)
    if (!ss_vec_push(draft->hook, &draft->tokens, tokens.items[i])) status = SAYSO_NO_MEMORY;
  ss_vec_free(&ss_memory_default, &tokens);
  return status == SAYSO_OK ? ss_frames_read(draft, space, text, err) : status;
}

static void assert_ranges(const ss_draft *draft, ss_ranges list) {
  for (uint32_t i = list.at; i < list.at + list.count; i++) {
    assert_true(draft->ranges.items[i].first < draft->ranges.items[i].end);
    assert_true(draft->ranges.items[i].end <= draft->tokens.count);
    if (i > list.at) assert_true(draft->ranges.items[i - 1].end < draft->ranges.items[i].first);
  }
}

static void assert_reading(const ss_draft *draft) {
  for (uint32_t i = 0; i < draft->names.count; i++) {
    const ss_name *name = &draft->names.items[i];
    assert_true(name->range.first < name->range.end && name->range.end <= draft->tokens.count);
    assert_true(name->score > 0 && name->score <= 1.0001f);
    assert_in_range(name->type, SAYSO_NAME_PER, SAYSO_NAME_NORP);
    if (i) assert_true(draft->names.items[i - 1].range.end <= name->range.first);
  }
  for (uint32_t i = 0; i < draft->frames.count; i++) {
    const ss_frame *frame = &draft->frames.items[i];
    assert_true(frame->cue.first < frame->cue.end && frame->cue.end <= draft->tokens.count);
    assert_true(frame->source.count + frame->content.count > 0);
    assert_true(frame->score > 0 && frame->score <= 1.0001f && frame->own >= 0 && frame->own <= 1);
    assert_ranges(draft, frame->source);
    assert_ranges(draft, frame->content);
    if (i) assert_true(draft->frames.items[i - 1].cue.end <= frame->cue.first);
  }
}

/* Random weights say random things: all of it must hold together. */
static void readings_hold_together(void **state) {
  (void)state;
  uint32_t names = 0, frames = 0;
  char *text = long_text();
  for (uint32_t seed = 1; seed <= 4; seed++) {
    ss_test_file file = ss_test_model_file(&(ss_test_shape){
        .width = 32, .frame_width = 32, .layers = 1, .words = 60, .heads = true, .seed = seed});
    sayso_model *model = model_of(&file, NULL);
    ss_net_space *space = space_of(model);
    ss_draft draft;
    ss_draft_init(&draft, &ss_memory_default);
    for (int u = 0; u <= UNITS; u++) {
      assert_int_equal(read_draft(&draft, space, u < UNITS ? units[u] : text, NULL), SAYSO_OK);
      assert_reading(&draft);
      names += draft.names.count;
      frames += draft.frames.count;
    }
    ss_draft_free(&draft);
    ss_net_space_free(space);
    sayso_model_free(model);
    free(file.bytes);
  }
  free(text);
  assert_true(names > 20 && frames > 20);
}

/* Finite weights may still overflow: sums are infinite or no numbers. Nothing is promised of such a
 * reading but its bounds. */
static void weights_without_measure_do_no_harm(void **state) {
  (void)state;
  ss_test_file file = network(true);
  for (uint32_t i = 0; i < ss_test_get_u32(file.bytes + 32); i++) {
    unsigned char *entry = file.bytes + 64 + (size_t)i * 64;
    uint32_t count = ss_test_get_u32(entry + 44) * ss_test_get_u32(entry + 48),
             at = ss_test_get_u32(entry + 56);
    if (ss_test_get_u32(entry + 40) != 0) continue; /* f32 alone */
    for (uint32_t k = 0; k < count; k++)
      ss_test_put_u32(file.bytes + at + k * 4, k % 2 ? 0x7F7FFFFF : 0xFF7FFFFF);
  }
  ss_test_seal(&file);
  const ss_kernel *kernel;
  for (uint32_t k = 0; (kernel = ss_kernel_at(k)) != NULL; k++) {
    sayso_model *model = model_of(&file, kernel->name);
    ss_net_space *space = space_of(model);
    ss_draft draft;
    ss_draft_init(&draft, &ss_memory_default);
    for (int u = 0; u < UNITS; u++) {
      assert_int_equal(read_draft(&draft, space, units[u], NULL), SAYSO_OK);
      for (uint32_t i = 0; i < draft.ranges.count; i++)
        assert_true(draft.ranges.items[i].end <= draft.tokens.count);
      for (uint32_t i = 0; i < draft.names.count; i++)
        assert_true(draft.names.items[i].range.end <= draft.tokens.count);
    }
    ss_draft_free(&draft);
    ss_net_space_free(space);
    sayso_model_free(model);
  }
  free(file.bytes);
}

/* The shipped weights, on the plainest of statements: one frame, source before or after, content
 * beside it. */
static void the_shipped_weights_read_a_plain_statement(void **state) {
  (void)state;
  sayso_model *model = NULL;
  assert_int_equal(sayso_model_builtin(&model, NULL, NULL), SAYSO_OK);
  ss_net_space *space = space_of(model);
  ss_draft draft;
  ss_draft_init(&draft, &ss_memory_default);
  assert_int_equal(
      read_draft(&draft, space, "The minister said on Tuesday that the talks would go on.", NULL),
      SAYSO_OK);
  assert_reading(&draft);
  assert_int_equal(draft.frames.count, 1);
  const ss_frame *frame = draft.frames.items;
  assert_int_equal(frame->cue.first, 2); /* said */
  assert_int_equal(frame->source.count, 1);
  assert_int_equal(draft.ranges.items[frame->source.at].first, 0);
  assert_int_equal(draft.ranges.items[frame->source.at].end, 2);
  const ss_range *last = &draft.ranges.items[frame->content.at + frame->content.count - 1];
  assert_in_range(last->first, 5, 6); /* that the */
  assert_in_range(last->end, 10, 11); /* on . */
  assert_true(frame->score > 0.5f);
  ss_draft_free(&draft);
  ss_net_space_free(space);
  sayso_model_free(model);
}

static void an_empty_unit_has_nothing(void **state) {
  (void)state;
  ss_test_file file = network(true);
  sayso_model *model = model_of(&file, NULL);
  ss_net_space *space = space_of(model);
  ss_draft draft;
  ss_draft_init(&draft, &ss_memory_default);
  const float *cue, *name;
  assert_int_equal(ss_net_encode(space, NULL, 0, "", &cue, &name, NULL), SAYSO_OK);
  assert_int_equal(read_draft(&draft, space, "", NULL), SAYSO_OK);
  assert_int_equal(draft.frames.count + draft.names.count, 0);
  ss_draft_free(&draft);
  ss_net_space_free(space);
  sayso_model_free(model);
  free(file.bytes);
}

/* One allocation after another fails until all goes well. */
static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  ss_test_file file = network(true);
  sayso_model *model = model_of(&file, NULL);
  sayso_status status = SAYSO_NO_MEMORY;
  size_t failures = 0;
  for (size_t nth = 1; status != SAYSO_OK; nth++) {
    ss_failing failing;
    ss_net_space *space = NULL;
    ss_draft draft;
    sayso_error err;
    ss_failing_init(&failing, nth);
    ss_draft_init(&draft, &failing.hook);
    status = ss_net_space_new(&space, model, &failing.hook, &err);
    for (int u = 0; u < UNITS && status == SAYSO_OK; u++)
      status = read_draft(&draft, space, units[u], &err);
    if (status != SAYSO_OK) assert_int_equal(status, SAYSO_NO_MEMORY);
    failures += status != SAYSO_OK;
    ss_draft_free(&draft);
    ss_net_space_free(space);
    assert_int_equal(failing.live_blocks, 0);
  }
  assert_true(failures > 5);
  sayso_model_free(model);
  free(file.bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_unit_reads_the_same_in_any_company),
      cmocka_unit_test(kernels_agree),
      cmocka_unit_test(roles_are_probabilities),
      cmocka_unit_test(heads_may_be_absent),
      cmocka_unit_test(readings_hold_together),
      cmocka_unit_test(weights_without_measure_do_no_harm),
      cmocka_unit_test(the_shipped_weights_read_a_plain_statement),
      cmocka_unit_test(an_empty_unit_has_nothing),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
