/* A damaged model. The input is a list of five-byte patches (four bytes place, one value) over the real weights; the last bytes
 * say where the file is cut. The loader must refuse with a sentence, or accept a file that reads a sentence without a
 * sanitizer's report (a patch may leave the file as it was). With `size` 0 the real file must load. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "fuzz.h"
#include "net/blob.h"
#include "net/model.h"

static void read_with(sayso_model *model) {
  static const char TEXT[] = "Anna Bell said that the bridge was open.";
  sayso_doc *doc = NULL;
  fuzz_need(sayso_doc_open(&doc, model, TEXT, sizeof TEXT - 1, NULL, NULL) == SAYSO_OK);
  fuzz_read(doc);
  sayso_doc_free(doc);
}

static size_t number(const uint8_t *bytes) {
  return (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
}

/* The header and the section table are small and matter most: half of the patches land there. */
static size_t place(const uint8_t *patch, size_t whole) {
  size_t at = number(patch);
  return patch[4] & 1 ? at % 4096 % whole : at % whole;
}

/* Makes the checksum right again (net/model.h). */
static void seal(uint8_t *file, size_t size) {
  uint32_t crc = ss_crc32_long(ss_crc32(0, file, 24), file + 28, size - 28);
  for (int i = 0; i < 4; i++) file[24 + i] = (uint8_t)(crc >> 8 * i);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  size_t whole = (size_t)(ss_model_bytes_end - ss_model_bytes);
  uint8_t *copy = aligned_alloc(64, (whole + 63) / 64 * 64);
  sayso_error err = {.status = SAYSO_OK};
  sayso_model *model = NULL;
  fuzz_need(copy != NULL);
  memcpy(copy, ss_model_bytes, whole);
  for (; size >= 5; bytes += 5, size -= 5) copy[place(bytes, whole)] = bytes[4];
  if (size % 2) seal(copy, whole); /* so that damage gets past the checksum */
  size_t cut = size == 4 ? number(bytes) % (whole + 1) : whole;
  sayso_status status = sayso_model_load(&model, copy, cut, NULL, &err);
  if (status == SAYSO_OK) {
    read_with(model);
  } else {
    fuzz_need(status == SAYSO_BAD_MODEL && err.message[0] && !model);
  }
  sayso_model_free(model);
  free(copy);
  return 0;
}
