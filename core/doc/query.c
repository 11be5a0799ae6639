/* In: a document. Out: the arrays of its last finished result, borrowed; and the words for the enums. */
#include "doc/document.h"

#define QUERY(type, part)                                                   \
  const type *sayso_doc_##part##s(const sayso_doc *doc, uint32_t *count) { \
    *count = doc->result.part##_count;                                      \
    return doc->result.part##s;                                             \
  }

QUERY(sayso_actor, actor)
QUERY(sayso_statement, statement)
QUERY(sayso_mention, mention)
QUERY(sayso_heading, heading)

const sayso_entity *sayso_doc_entities(const sayso_doc *doc, uint32_t *count) {
  *count = doc->result.entity_count;
  return doc->result.entities;
}

static uint32_t clean_at(const ss_layout *layout, size_t source) {
  return source < UINT32_MAX ? ss_layout_clean_at(layout, (uint32_t)source) : layout->clean.count;
}

const char *sayso_doc_clean(const sayso_doc *doc, size_t start, size_t end, size_t *size) {
  uint32_t from = clean_at(&doc->layout, start), to = end > start ? clean_at(&doc->layout, end) : from;
  while (to > from && doc->layout.clean.items[to - 1] == '\n') to--; /* of the block that it ends */
  *size = to - from;
  return *size ? doc->layout.clean.items + from : "";
}

sayso_language sayso_doc_language(const sayso_doc *doc) { return doc->result.language; }

const char *sayso_version(void) { return SAYSO_VERSION; }

#define WORD_OF(words, value) ((size_t)(value) < sizeof words / sizeof *words ? words[value] : "unknown")

const char *sayso_actor_kind_name(sayso_actor_kind kind) {
  static const char *const words[] = {"person", "organization", "place", "group", "document", "author", "unknown"};
  return WORD_OF(words, kind);
}

const char *sayso_gender_name(sayso_gender gender) {
  static const char *const words[] = {"unknown", "f", "m"};
  return WORD_OF(words, gender);
}

const char *sayso_statement_kind_name(sayso_statement_kind kind) {
  static const char *const words[] = {"direct", "mixed", "indirect", "unmarked", "written"};
  return WORD_OF(words, kind);
}

const char *sayso_act_name(sayso_act act) {
  static const char *const words[] = {"speech", "stance"};
  return WORD_OF(words, act);
}

const char *sayso_name_type_name(sayso_name_type type) {
  static const char *const words[] = {"PER", "ORG", "LOC", "NORP"};
  return WORD_OF(words, type);
}

const char *sayso_form_name(sayso_form form) {
  static const char *const words[] = {"name", "role", "pronoun", "metonym"};
  return WORD_OF(words, form);
}
