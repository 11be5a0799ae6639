/* A document and edits. The input is cut at 0xFE bytes: the first piece is the text, each further one an edit: two bytes place,
 * one byte how much goes, the rest comes in. After the edits an update must give what a fresh document over the same text
 * gives, dump for dump. */
#include <string.h>

#include "fuzz.h"

static void edit(sayso_doc *doc, const uint8_t *piece, size_t size) {
  size_t length;
  sayso_doc_text(doc, &length);
  if (size < 3) return;
  size_t start = ((size_t)piece[0] << 8 | piece[1]) % (length + 1);
  size_t end = start + piece[2] < length ? start + piece[2] : length;
  fuzz_need(sayso_doc_edit(doc, start, end, (const char *)piece + 3, size - 3, NULL) == SAYSO_OK);
  if (piece[2] & 1) fuzz_need(sayso_doc_update(doc, piece[2] & 2 ? 0.01 : -1, start, NULL, NULL, NULL, NULL) == SAYSO_OK);
}

static void same_as_fresh(sayso_doc *doc) {
  static const char *const STAGES[] = {"layout", "names", "statements", "mentions", "actors"};
  size_t size, fresh_size, length;
  const char *text = sayso_doc_text(doc, &length), *dump, *fresh_dump;
  sayso_doc *fresh = NULL;
  fuzz_need(sayso_doc_open(&fresh, fuzz_model(), text, length, NULL, NULL) == SAYSO_OK);
  fuzz_read(fresh);
  for (size_t i = 0; i < sizeof STAGES / sizeof *STAGES; i++) {
    fuzz_need(sayso_doc_dump(doc, STAGES[i], &dump, &size, NULL) == SAYSO_OK);
    fuzz_need(sayso_doc_dump(fresh, STAGES[i], &fresh_dump, &fresh_size, NULL) == SAYSO_OK);
    fuzz_need(size == fresh_size && memcmp(dump, fresh_dump, size) == 0);
  }
  sayso_doc_free(fresh);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  const uint8_t *end = bytes + size;
  const uint8_t *cut = size ? memchr(bytes, 0xFE, size) : NULL;
  sayso_doc *doc = NULL;
  fuzz_need(sayso_doc_open(&doc, fuzz_model(), (const char *)bytes, (size_t)((cut ? cut : end) - bytes), NULL, NULL) == SAYSO_OK);
  fuzz_read(doc);
  while (cut) {
    const uint8_t *piece = cut + 1;
    cut = piece < end ? memchr(piece, 0xFE, (size_t)(end - piece)) : NULL;
    edit(doc, piece, (size_t)((cut ? cut : end) - piece));
  }
  fuzz_read(doc);
  same_as_fresh(doc);
  sayso_doc_free(doc);
  return 0;
}
