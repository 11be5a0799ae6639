/* Damaged model files: each is refused with a sentence and a place, none is used, nothing is read
 * outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing.h"
#include "model_file.h"
#include "net/model.h"
#include "net/section.h"

static const ss_test_shape small = {
    .width = 32, .frame_width = 32, .layers = 2, .words = 40, .heads = true, .seed = 1};

static ss_test_file copy_of(const ss_test_file *file) {
  ss_test_file copy = {malloc(file->size), file->size};
  assert_non_null(copy.bytes);
  memcpy(copy.bytes, file->bytes, file->size);
  return copy;
}

/* Loads and frees; a refusal must be a sentence about the model. The bytes are copied to a block of
 * their exact size, so that a checked build sees any read outside. */
static bool is_refused(const ss_test_file *file) {
  ss_test_file copy = copy_of(file);
  sayso_model *model = NULL;
  sayso_error err = {0};
  sayso_status status = sayso_model_load(&model, copy.bytes, copy.size, NULL, &err);
  if (status != SAYSO_OK) {
    assert_int_equal(status, SAYSO_BAD_MODEL);
    assert_int_equal(err.status, SAYSO_BAD_MODEL);
    assert_true(strlen(err.message) > 20 && strlen(err.message) < sizeof err.message - 1);
    assert_true(err.place <= file->size);
    assert_null(model);
  }
  sayso_model_free(model);
  free(copy.bytes);
  return status != SAYSO_OK;
}

static void must_refuse(const ss_test_file *file, const char *what, size_t where) {
  if (!is_refused(file)) fail_msg("accepted with %s at %zu", what, where);
}

static uint32_t section_count(const ss_test_file *file) {
  return ss_test_get_u32(file->bytes + 32);
}
static unsigned char *entry(const ss_test_file *file, uint32_t index) {
  return file->bytes + 64 + (size_t)index * 64;
}
static size_t offset_of(const ss_test_file *file, uint32_t index) {
  return ss_test_get_u32(entry(file, index) + 56);
}

static void a_whole_file_is_accepted(void **state) {
  (void)state;
  for (uint32_t layers = 1; layers <= 4; layers++) {
    ss_test_shape shape = small;
    shape.layers = layers;
    shape.heads = layers % 2;
    shape.width = 32 * layers;
    ss_test_file file = ss_test_model_file(&shape);
    assert_false(is_refused(&file));
    free(file.bytes);
  }
}

static void the_weights_inside_are_accepted(void **state) {
  (void)state;
  sayso_model *model = NULL;
  assert_int_equal(sayso_model_builtin(&model, NULL, NULL), SAYSO_OK);
  assert_int_equal(sayso_model_set_kernel(model, "c", NULL), SAYSO_OK);
  assert_string_equal(sayso_model_kernel(model), "c");
  sayso_error err;
  assert_int_equal(sayso_model_set_kernel(model, "abacus", &err), SAYSO_BAD_ARGUMENT);
  assert_non_null(strstr(err.message, "abacus"));
  assert_string_equal(sayso_model_kernel(model), "c");
  sayso_model_free(model);
  sayso_model_free(NULL);
}

static void no_bytes_are_refused(void **state) {
  (void)state;
  sayso_model *model = NULL;
  sayso_error err;
  assert_int_equal(sayso_model_load(&model, "", 0, NULL, &err), SAYSO_BAD_MODEL);
  assert_int_equal(sayso_model_load(&model, NULL, 0, NULL, &err), SAYSO_BAD_MODEL);
  assert_int_equal(sayso_model_load(&model, NULL, 5, NULL, &err), SAYSO_BAD_ARGUMENT);
  assert_int_equal(sayso_model_load(&model, "SAYSOMDL", 8, NULL, NULL), SAYSO_BAD_MODEL);
  assert_null(model);
}

static void any_place_of_the_file_may_be_unaligned(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  unsigned char *moved = malloc(file.size + 1);
  assert_non_null(moved);
  memcpy(moved + 1, file.bytes, file.size);
  sayso_model *model = NULL;
  assert_int_equal(sayso_model_load(&model, moved + 1, file.size, NULL, NULL), SAYSO_OK);
  sayso_model_free(model);
  free(moved);
  free(file.bytes);
}

/* ---- header ---- */

static void every_altered_byte_of_the_header_is_refused(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  for (size_t at = 0; at < SS_MODEL_HEADER; at++) {
    for (int bit = 0; bit < 8; bit++) {
      file.bytes[at] ^= (unsigned char)(1 << bit);
      must_refuse(&file, "a flipped bit of the header", at);
      file.bytes[at] ^= (unsigned char)(1 << bit);
    }
  }
  free(file.bytes);
}

/* With the checksum made right again, the field itself must be refused. The name of the run may be
 * anything. */
static void every_altered_field_of_the_header_is_refused(void **state) {
  (void)state;
  static const struct {
    size_t at;
    uint32_t value;
  } rows[] = {{8, 0},  {8, 2},  {12, 63},  {12, 128},        {28, 0}, {28, 2},
              {32, 0}, {32, 1}, {32, 257}, {32, UINT32_MAX}, {36, 1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    ss_test_file file = ss_test_model_file(&small);
    ss_test_put_u32(file.bytes + rows[i].at, rows[i].value);
    ss_test_seal(&file);
    must_refuse(&file, "an altered field of the header", rows[i].at);
    free(file.bytes);
  }
}

/* ---- sections ---- */

static void a_file_cut_anywhere_is_refused(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  const size_t whole = file.size;
  for (uint32_t i = 0; i < section_count(&file); i++) {
    const size_t cuts[] = {offset_of(&file, i), offset_of(&file, i) + 7, 64 + (size_t)i * 64 + 1};
    for (size_t k = 0; k < 3; k++) {
      ss_test_file cut = copy_of(&file);
      cut.size = cuts[k];
      must_refuse(&cut, "a cut", cuts[k]);
      ss_test_seal(&cut); /* size and checksum say that it is whole */
      must_refuse(&cut, "a sealed cut", cuts[k]);
      free(cut.bytes);
    }
  }
  for (size_t size = 0; size < 64; size++) {
    file.size = size;
    must_refuse(&file, "a cut", size);
  }
  file.size = whole;
  free(file.bytes);
}

static void bytes_after_the_end_are_refused(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  file.bytes = realloc(file.bytes, file.size + 16);
  assert_non_null(file.bytes);
  memset(file.bytes + file.size, 0, 16);
  file.size += 16;
  must_refuse(&file, "more bytes", file.size);
  ss_test_seal(&file);
  must_refuse(&file, "more bytes, sealed", file.size);
  free(file.bytes);
}

/* Very short f32 and f16 sections take the same 16 bytes and are equally good. */
static bool is_same_size(const ss_test_file *file, uint32_t index, uint32_t type) {
  uint32_t count =
      ss_test_get_u32(entry(file, index) + 44) * ss_test_get_u32(entry(file, index) + 48);
  return type <= SS_SECTION_F16 && ss_test_get_u32(entry(file, index) + 40) <= SS_SECTION_F16 &&
         count <= 4;
}

static void every_altered_field_of_a_section_is_refused(void **state) {
  (void)state;
  static const uint32_t fields[] = {40, 44, 48, 52, 56, 60};
  static const uint32_t values[] = {0, 1, 3, 4, 17, 0x7FFFFFFF, 0x80000000, UINT32_MAX};
  ss_test_file file = ss_test_model_file(&small);
  const uint32_t known =
      section_count(&file) - 1; /* the last is unknown to the loader: its numbers are nobody's */
  for (uint32_t i = 0; i < known; i++)
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
      for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
        unsigned char *place = entry(&file, i) + fields[f];
        uint32_t before = ss_test_get_u32(place);
        if (before == values[v] || (fields[f] == 40 && is_same_size(&file, i, values[v]))) continue;
        ss_test_put_u32(place, values[v]);
        ss_test_seal(&file);
        must_refuse(&file, "an altered field of a section", (size_t)(place - file.bytes));
        ss_test_put_u32(place, before);
      }
  free(file.bytes);
}

/* Rows and columns changed about, or a type of the same size: the sizes fit, the shapes do not. */
static void misshapen_sections_are_refused(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  for (uint32_t i = 0; i + 1 < section_count(&file); i++) {
    unsigned char *place = entry(&file, i);
    uint32_t rows = ss_test_get_u32(place + 44), columns = ss_test_get_u32(place + 48),
             type = ss_test_get_u32(place + 40);
    if (rows != columns) {
      ss_test_put_u32(place + 44, columns);
      ss_test_put_u32(place + 48, rows);
      ss_test_seal(&file);
      must_refuse(&file, "rows and columns changed about", i);
      ss_test_put_u32(place + 44, rows);
      ss_test_put_u32(place + 48, columns);
    }
    if (type == SS_SECTION_F32 || type == SS_SECTION_U32) {
      ss_test_put_u32(place + 40, type == SS_SECTION_F32 ? SS_SECTION_U32 : SS_SECTION_F32);
      ss_test_seal(&file);
      must_refuse(&file, "another type of the same size", i);
      ss_test_put_u32(place + 40, type);
    }
  }
  free(file.bytes);
}

static void missing_and_doubled_sections_are_refused(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  for (uint32_t i = 0; i + 1 < section_count(&file); i++) {
    char name[SS_MODEL_NAME];
    memcpy(name, entry(&file, i), sizeof name);
    memset(entry(&file, i), 0, sizeof name);
    entry(&file, i)[0] = 'x';
    ss_test_seal(&file);
    must_refuse(&file, "a missing section", i);
    memcpy(entry(&file, i), entry(&file, (i + 1) % section_count(&file)), sizeof name);
    ss_test_seal(&file);
    must_refuse(&file, "a doubled section", i);
    static const char bad[] = {'\0', ' ', '\n', '\x80'};
    for (size_t k = 0; k < sizeof bad; k++) {
      memcpy(entry(&file, i), name, sizeof name);
      entry(&file, i)[0] = (unsigned char)bad[k];
      ss_test_seal(&file);
      must_refuse(&file, "a damaged name", i);
    }
    memcpy(entry(&file, i), name, sizeof name);
  }
  free(file.bytes);
}

static void numbers_that_are_none_are_refused(void **state) {
  (void)state;
  static const uint32_t bad[] = {0x7F800000, 0xFF800000, 0x7FC00000,
                                 0x7F800001}; /* infinite, twice; not a number, twice */
  ss_test_file file = ss_test_model_file(&small);
  for (uint32_t i = 0; i < section_count(&file); i++) {
    uint32_t type = ss_test_get_u32(entry(&file, i) + 40);
    uint32_t count = ss_test_get_u32(entry(&file, i) + 44) * ss_test_get_u32(entry(&file, i) + 48);
    if (type != SS_SECTION_F32 && type != SS_SECTION_F16) continue;
    size_t size = type == SS_SECTION_F32 ? 4 : 2;
    unsigned char *last = file.bytes + offset_of(&file, i) + (count - 1) * size;
    unsigned char kept[4];
    memcpy(kept, last, size);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
      uint32_t half = (bad[k] >> 16 & 0x8000) | 0x7C00 | (bad[k] & 0x7FFFFF ? 1 : 0);
      for (size_t b = 0; b < size; b++)
        last[b] = (unsigned char)((size == 4 ? bad[k] : half) >> 8 * b);
      ss_test_seal(&file);
      must_refuse(&file, "a number that is none", offset_of(&file, i));
    }
    memcpy(last, kept, size);
  }
  free(file.bytes);
}

static void an_unsorted_word_list_is_refused(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  unsigned char *hashes = file.bytes + offset_of(&file, 0); /* the first section is word.hash */
  memcpy(hashes + 8, hashes + 4, 4);
  ss_test_seal(&file);
  must_refuse(&file, "a doubled word", 0);
  ss_test_put_u32(hashes + 8, 1);
  ss_test_seal(&file);
  must_refuse(&file, "words out of order", 0);
  free(file.bytes);
}

static void a_network_of_another_size_is_refused(void **state) {
  (void)state;
  static const uint32_t widths[][3] = {{48, 32, 1}, {32, 48, 1}, {2048, 32, 1}, {32, 32, 5}};
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
    ss_test_shape shape = small;
    shape.width = widths[i][0];
    shape.frame_width = widths[i][1];
    shape.layers = widths[i][2];
    ss_test_file file = ss_test_model_file(&shape);
    must_refuse(&file, "a bad width or depth", shape.width);
    free(file.bytes);
  }
}

/* Whatever a flipped bit does, with or without a right checksum: the file is refused, or it is used
 * without harm. */
static void flipped_bits_do_no_harm(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  uint32_t seed = 12345;
  for (int round = 0; round < 300; round++) {
    uint32_t random = (uint32_t)((double)(ss_test_random(&seed) + 1) * 0.5 * (double)file.size);
    size_t at = random % (round % 3 ? 64 + section_count(&file) * 64 : file.size);
    unsigned char flip = (unsigned char)(1 << round % 8);
    file.bytes[at] ^= flip;
    if (at < 24 || at >= 28) must_refuse(&file, "a flipped bit", at);
    ss_test_file sealed = copy_of(&file);
    ss_test_seal(&sealed);
    is_refused(&sealed);
    free(sealed.bytes);
    file.bytes[at] ^= flip;
  }
  free(file.bytes);
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  ss_test_file file = ss_test_model_file(&small);
  sayso_status status = SAYSO_NO_MEMORY;
  size_t failures = 0;
  for (size_t nth = 1; status != SAYSO_OK; nth++) {
    ss_failing failing;
    sayso_model *model = NULL;
    sayso_error err;
    ss_failing_init(&failing, nth);
    status = sayso_model_load(&model, file.bytes, file.size, &failing.hook, &err);
    if (status != SAYSO_OK) assert_int_equal(status, SAYSO_NO_MEMORY);
    failures += status != SAYSO_OK;
    sayso_model_free(model);
    assert_int_equal(failing.live_blocks, 0);
  }
  assert_true(failures > 3);
  free(file.bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_whole_file_is_accepted),
      cmocka_unit_test(the_weights_inside_are_accepted),
      cmocka_unit_test(no_bytes_are_refused),
      cmocka_unit_test(any_place_of_the_file_may_be_unaligned),
      cmocka_unit_test(every_altered_byte_of_the_header_is_refused),
      cmocka_unit_test(every_altered_field_of_the_header_is_refused),
      cmocka_unit_test(a_file_cut_anywhere_is_refused),
      cmocka_unit_test(bytes_after_the_end_are_refused),
      cmocka_unit_test(every_altered_field_of_a_section_is_refused),
      cmocka_unit_test(misshapen_sections_are_refused),
      cmocka_unit_test(missing_and_doubled_sections_are_refused),
      cmocka_unit_test(numbers_that_are_none_are_refused),
      cmocka_unit_test(an_unsorted_word_list_is_refused),
      cmocka_unit_test(a_network_of_another_size_is_refused),
      cmocka_unit_test(flipped_bits_do_no_harm),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
