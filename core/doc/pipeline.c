/* In: one unit's clean text. Out: its reading, in doc->draft. Promises that it depends on the text, the carried mark, the
 * turn that its block is, the model and (where there are any) the given statements, on nothing else. */
#include "actor/mention.h"
#include "base/status.h"
#include "doc/document.h"
#include "read/language.h"
#include "read/mark.h"
#include "read/sentence.h"
#include "read/statement.h"

sayso_status ss_pipeline_tokens(sayso_doc *doc, uint32_t index, uint8_t carry, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  const ss_unit *unit = &doc->units.items[index];
  const char *clean = doc->layout.clean.items + unit->start;
  ss_draft_clear(&doc->draft);
  doc->draft.bold_lead = ss_doc_bold_lead(doc, index);
  doc->draft.turn = ss_doc_turn(doc, index);
  SS_TRY(ss_tokenize(&doc->tokenizer, clean, unit->end - unit->start, doc->hook, &doc->draft.tokens, err));
  SS_TRY(ss_mark_scan(&doc->draft, clean, carry, err));
  ss_sentence_mark(&doc->draft, clean);
cleanup:
  return status;
}

sayso_status ss_pipeline_read(sayso_doc *doc, uint32_t index, uint8_t carry, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  const char *clean = doc->layout.clean.items + doc->units.items[index].start;
  ss_draft *draft = &doc->draft;
  SS_TRY(ss_pipeline_tokens(doc, index, carry, err));
  ss_language_count(draft, clean);
  if (doc->space) SS_TRY(ss_frames_read(draft, doc->space, clean, err));
  ss_byline_find(draft, clean);
  SS_TRY(ss_statement_build(draft, clean, err));
  if (doc->given.mode != SAYSO_GIVEN_NOTHING) SS_TRY(ss_given_apply(doc, index, err));
  SS_TRY(ss_mention_find(draft, clean, err));
  SS_TRY(ss_mention_keys(draft, clean, err));
  SS_TRY(ss_source_heads(draft, clean, err));
cleanup:
  return status;
}
