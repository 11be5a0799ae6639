/* Any bytes as a document. The first byte chooses the format; the rest is the text. Every query and dump is asked; every
 * offset that comes out must lie inside the text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  sayso_options options = {.format = size ? (sayso_format)(bytes[0] % (SAYSO_FORMAT_MAIL + 1)) : SAYSO_FORMAT_PLAIN};
  const char *text = (const char *)bytes + (size ? 1 : 0);
  sayso_doc *doc = NULL;
  fuzz_need(sayso_doc_open(&doc, fuzz_model(), text, size ? size - 1 : 0, &options, NULL) == SAYSO_OK);
  fuzz_read(doc);
  sayso_doc_free(doc);
  return 0;
}
