/* Any bytes as lines of jsonl. The first byte chooses what is given, the offsets and the format; each line must be answered with
 * one line of valid JSON, an error or a document, and the same one when it is asked again. */
#include <string.h>

#include "binding/jsonl.h"
#include "fuzz.h"

static void add_answer(const ss_jsonl_settings *settings, const char *line, size_t size, ss_text *out) {
  ss_record_answer(settings, line, size, 7, out);
  fuzz_need(!out->failed && out->size > 2 && out->bytes[out->size - 1] == '\n');
}

static void answer(const ss_jsonl_settings *settings, const char *line, size_t size) {
  ss_text first = {.hook = &ss_memory_default}, again = first;
  add_answer(settings, line, size, &first);
  add_answer(settings, line, size, &again);
  fuzz_need(first.size == again.size && memcmp(first.bytes, again.bytes, first.size) == 0);
  fuzz_need(memchr(first.bytes, '\n', first.size) == first.bytes + first.size - 1);
  json_t *value = json_loadb(first.bytes, first.size, JSON_ALLOW_NUL, NULL);
  fuzz_need(json_is_object(value));
  json_decref(value);
  ss_text_free(&first);
  ss_text_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  uint8_t choice = size ? bytes[0] : 0;
  ss_jsonl_settings settings = {.model = fuzz_model(),
                                .format = choice & 16 ? SAYSO_FORMAT_MARKDOWN : SAYSO_FORMAT_PLAIN,
                                .given = (sayso_given_mode)(choice % 3),
                                .bytes = (choice & 8) != 0};
  const char *at = (const char *)bytes, *end = at + size;
  while (at < end) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    if (!stop) stop = end;
    answer(&settings, at, (size_t)(stop - at));
    at = stop + 1;
  }
  return 0;
}
