/* In: a document and the name of a stage. Out: what that stage made, as text: for people, goldens and core/train (features).
 * Promises offsets in source bytes and numbers in a fixed format. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "doc/document.h"
#include "text/unicode.h"

typedef struct {
  sayso_doc *doc;
  ss_text *out;
  sayso_error *err;
} dump;

/* ---- words ----------------------------------------------------------------------------------------------------------- */

/* The text between two source offsets on one line: controls and line breaks are spaces. */
static void add_source(dump *d, sayso_span span) {
  ss_text_add(d->out, "\"", 1);
  for (uint32_t i = span.start; i < span.end; i++) {
    char c = d->doc->text[i];
    if ((unsigned char)c < 0x20 || c == 0x7F) c = ' ';
    ss_text_add(d->out, &c, 1);
  }
  ss_text_add(d->out, "\"", 1);
}

static void add_span(dump *d, sayso_span span) {
  ss_text_format(d->out, " %u-%u ", span.start, span.end);
  add_source(d, span);
}

static sayso_span unit_span(const dump *d, uint32_t unit, ss_range range, const ss_token *tokens) {
  uint32_t start = d->doc->units.items[unit].start;
  if (range.end <= range.first) return (sayso_span){0, 0};
  return (sayso_span){ss_layout_source_start(&d->doc->layout, start + tokens[range.first].start),
                      ss_layout_source_end(&d->doc->layout, start + tokens[range.end - 1].end)};
}

static void add_ranges(dump *d, uint32_t unit, const char *label, ss_ranges list) {
  const ss_reading *reading = d->doc->readings.items[unit];
  if (list.count == 0) return;
  ss_text_format(d->out, "  %s", label);
  for (uint32_t i = 0; i < list.count; i++) add_span(d, unit_span(d, unit, reading->ranges[list.at + i], reading->tokens));
  ss_text_add(d->out, "\n", 1);
}

/* A JSON string of valid UTF-8. */
static void add_json_text(ss_text *out, const char *bytes, size_t size) {
  ss_text_add(out, "\"", 1);
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)bytes[i];
    if (c == '"' || c == '\\') ss_text_format(out, "\\%c", c);
    else if (c < 0x20) ss_text_format(out, "\\u%04x", c);
    else ss_text_add(out, bytes + i, 1);
  }
  ss_text_add(out, "\"", 1);
}

/* ---- text stages ------------------------------------------------------------------------------------------------------- */

static sayso_status dump_layout(dump *d) {
  static const char *const kinds[] = {"paragraph", "heading", "item", "quoted"};
  static const char *const turns[] = {"", " turn", " asked", " answered", " continued", " listed"};
  for (uint32_t i = 0; i < d->doc->layout.blocks.count; i++) {
    const ss_block *b = &d->doc->layout.blocks.items[i];
    ss_text_format(d->out, "%s %u-%u level %u%s%s%s\n  ", kinds[b->kind], b->source_start, b->source_end, b->level,
                   b->bold_lead ? " bold" : "", turns[b->turn], b->gap_before ? " gap" : "");
    ss_text_add(d->out, d->doc->layout.clean.items + b->start, b->end - b->start);
    ss_text_add(d->out, "\n", 1);
  }
  return SAYSO_OK;
}

/* Calls `each` with the tokens of every unit in doc->draft: stages that need no reading. */
static sayso_status over_tokens(dump *d, sayso_status (*each)(dump *d, uint32_t unit)) {
  uint8_t carry = 0;
  for (uint32_t u = 0; u < d->doc->units.count; u++) {
    if (d->doc->units.items[u].first) carry = 0;
    sayso_status status = ss_pipeline_tokens(d->doc, u, carry, d->err);
    if (status != SAYSO_OK) return status;
    carry = d->doc->draft.carry_out;
    status = each(d, u);
    if (status != SAYSO_OK) return status;
  }
  return SAYSO_OK;
}

static const char *unit_clean(const dump *d, uint32_t unit) {
  return d->doc->layout.clean.items + d->doc->units.items[unit].start;
}

/* One sentence a line, a space between tokens. */
static sayso_status tokens_of_unit(dump *d, uint32_t unit) {
  const ss_tokens *tokens = &d->doc->draft.tokens;
  ss_text_format(d->out, "unit %u", unit);
  for (uint32_t i = 0; i < tokens->count; i++) {
    const ss_token *t = &tokens->items[i];
    ss_text_add(d->out, i == 0 || (t->flags & SS_TOKEN_SENTENCE) ? "\n  " : " ", i == 0 || (t->flags & SS_TOKEN_SENTENCE) ? 3 : 1);
    ss_text_add(d->out, unit_clean(d, unit) + t->start, t->end - t->start);
  }
  ss_text_add(d->out, "\n", 1);
  return SAYSO_OK;
}

static sayso_status marks_of_unit(dump *d, uint32_t unit) {
  const ss_draft *draft = &d->doc->draft;
  for (uint32_t i = 0; i < draft->quotations.count; i++) {
    const ss_quotation *q = &draft->quotations.items[i];
    ss_text_format(d->out, "%u depth %u%s%s%s", unit, q->depth, q->opened ? "" : " unopened", q->closed ? "" : " unclosed",
                   q->speech ? "" : " no-speech");
    add_span(d, unit_span(d, unit, q->range, draft->tokens.items));
    ss_text_add(d->out, "\n", 1);
  }
  return SAYSO_OK;
}

static sayso_status features_of_unit(dump *d, uint32_t unit) {
  const ss_draft *draft = &d->doc->draft;
  const char *clean = unit_clean(d, unit);
  uint32_t count = draft->tokens.count;
  ss_feature *features = ss_memory_resize(d->doc->hook, NULL, 0, (count + 1) * sizeof *features);
  if (!features) return ss_fail_memory(d->err);
  ss_feature_fill(draft->tokens.items, count, clean, features);
  ss_text_format(d->out, "{\"block\":%u,\"kind\":%u,\"tokens\":[", d->doc->units.items[unit].block,
                 d->doc->layout.blocks.items[d->doc->units.items[unit].block].kind);
  for (uint32_t i = 0; i < count; i++) {
    const ss_token *t = &draft->tokens.items[i];
    sayso_span span = unit_span(d, unit, (ss_range){i, i + 1}, draft->tokens.items);
    char folded[256];
    size_t size = ss_word_fold(clean + t->start, t->end - t->start, false, folded, sizeof folded);
    ss_text_format(d->out, "%s[%u,%u,", i ? "," : "", span.start, span.end);
    add_json_text(d->out, folded, size);
    ss_text_format(d->out, ",%u,%u,%u,%u,%u,%u]", features[i].word, features[i].hashed, features[i].prefix, features[i].suffix,
                   features[i].shape, features[i].state);
  }
  ss_text_add(d->out, "]}\n", 3);
  ss_memory_resize(d->doc->hook, features, (count + 1) * sizeof *features, 0);
  return SAYSO_OK;
}

/* ---- scores: the network's numbers -------------------------------------------------------------------------------------- */

static void add_numbers(ss_text *out, const float *numbers, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) ss_text_format(out, " %.5f", (double)numbers[i]);
}

static sayso_status scores_of_frames(dump *d, const uint8_t *marks) {
  for (uint32_t c = 0; c < d->doc->draft.tokens.count; c++) {
    if (marks[c] != 1) continue;
    uint32_t first = 0, width = 0;
    const float *roles = NULL;
    sayso_status status = ss_net_frame(d->doc->space, marks, c, &first, &width, &roles, d->err);
    if (status != SAYSO_OK) return status;
    for (uint32_t i = 0; i < width; i++) {
      ss_text_format(d->out, "  frame %u token %u", c, first + i);
      add_numbers(d->out, roles + (size_t)i * SS_ROLE_TAGS, SS_ROLE_TAGS);
      ss_text_add(d->out, "\n", 1);
    }
  }
  return SAYSO_OK;
}

static sayso_status scores_of_unit(dump *d, uint32_t unit) {
  const ss_tokens *tokens = &d->doc->draft.tokens;
  const float *cue = NULL, *name = NULL;
  if (!d->doc->space) return ss_fail(d->err, SAYSO_BAD_ARGUMENT, 0, "the stage needs a model");
  sayso_status status = ss_net_encode(d->doc->space, tokens->items, tokens->count, unit_clean(d, unit), &cue, &name, d->err);
  if (status != SAYSO_OK) return status;
  uint8_t *marks = ss_memory_resize(d->doc->hook, NULL, 0, tokens->count + 1);
  if (!marks) return ss_fail_memory(d->err);
  ss_text_format(d->out, "unit %u\n", unit);
  for (uint32_t i = 0; i < tokens->count; i++) {
    const float *c = cue + (size_t)i * SS_CUE_TAGS;
    uint8_t best = 0;
    for (uint8_t k = 1; k < SS_CUE_TAGS; k++)
      if (c[k] > c[best]) best = k;
    marks[i] = best == 2 && (i == 0 || marks[i - 1] == 0) ? 1 : best;
    ss_text_format(d->out, "  token %u cue", i);
    add_numbers(d->out, c, SS_CUE_TAGS);
    if (name) {
      ss_text_add(d->out, " name", 5);
      add_numbers(d->out, name + (size_t)i * SS_NAME_TAGS, SS_NAME_TAGS);
    }
    ss_text_add(d->out, "\n", 1);
  }
  status = scores_of_frames(d, marks);
  ss_memory_resize(d->doc->hook, marks, tokens->count + 1, 0);
  return status;
}

/* ---- stages of the finished reading ---------------------------------------------------------------------------------------- */

static sayso_status dump_names(dump *d) {
  for (uint32_t u = 0; u < d->doc->readings.count; u++) {
    const ss_reading *r = d->doc->readings.items[u];
    for (uint32_t i = 0; i < r->name_count; i++) {
      ss_text_format(d->out, "%s %.2f", sayso_name_type_name((sayso_name_type)r->names[i].type), (double)r->names[i].score);
      add_span(d, unit_span(d, u, r->names[i].range, r->tokens));
      ss_text_add(d->out, "\n", 1);
    }
  }
  return SAYSO_OK;
}

static sayso_status dump_frames(dump *d) {
  for (uint32_t u = 0; u < d->doc->readings.count; u++) {
    const ss_reading *r = d->doc->readings.items[u];
    for (uint32_t i = 0; i < r->frame_count; i++) {
      ss_text_format(d->out, "frame %.2f own %.2f\n  cue", (double)r->frames[i].score, (double)r->frames[i].own);
      add_span(d, unit_span(d, u, r->frames[i].cue, r->tokens));
      ss_text_add(d->out, "\n", 1);
      add_ranges(d, u, "source", r->frames[i].source);
      add_ranges(d, u, "content", r->frames[i].content);
    }
  }
  return SAYSO_OK;
}

static void add_list(dump *d, const char *label, const sayso_span *spans, uint32_t count) {
  if (count == 0) return;
  ss_text_format(d->out, "  %s", label);
  for (uint32_t i = 0; i < count; i++) add_span(d, spans[i]);
  ss_text_add(d->out, "\n", 1);
}

static sayso_status dump_statements(dump *d) {
  const ss_result *r = &d->doc->result;
  for (uint32_t i = 0; i < r->statement_count; i++) {
    const sayso_statement *s = &r->statements[i];
    ss_text_format(d->out, "%s %s %.2f %s", sayso_statement_kind_name(s->kind), sayso_act_name(s->act), (double)s->score, s->rule);
    for (uint32_t k = 0; k < s->actor_count; k++) ss_text_format(d->out, " %s", r->actors[s->actors[k]].id);
    ss_text_add(d->out, "\n", 1);
    add_list(d, "source", s->source, s->source_count);
    add_list(d, "cue", s->cue, s->cue_count);
    add_list(d, "content", s->content, s->content_count);
  }
  return SAYSO_OK;
}

static sayso_status dump_mentions(dump *d) {
  const ss_result *r = &d->doc->result;
  for (uint32_t i = 0; i < r->mention_count; i++) {
    const sayso_mention *m = &r->mentions[i];
    ss_text_format(d->out, "%s %s %.2f %s", m->actor == SAYSO_NONE ? "-" : r->actors[m->actor].id, sayso_form_name(m->form),
                   (double)m->score, m->rule ? m->rule : "-");
    add_span(d, m->span);
    ss_text_add(d->out, "\n", 1);
  }
  return SAYSO_OK;
}

static void add_words(dump *d, const char *label, const char *const *words, uint32_t count) {
  if (count == 0) return;
  ss_text_format(d->out, "  %s ", label);
  for (uint32_t i = 0; i < count; i++) ss_text_format(d->out, "%s%s", i ? "; " : "", words[i]);
  ss_text_add(d->out, "\n", 1);
}

static sayso_status dump_actors(dump *d) {
  const ss_result *r = &d->doc->result;
  for (uint32_t i = 0; i < r->actor_count; i++) {
    const sayso_actor *a = &r->actors[i];
    ss_text_format(d->out, "%s %s %s %s, %u mentions, %u statements", a->id, a->name, sayso_actor_kind_name(a->kind),
                   sayso_gender_name(a->gender), a->mentions, a->statements);
    if (a->parent != SAYSO_NONE) ss_text_format(d->out, ", under %s", r->actors[a->parent].id);
    ss_text_add(d->out, "\n", 1);
    add_words(d, "aliases", a->aliases, a->alias_count);
    add_words(d, "roles", a->roles, a->role_count);
  }
  return SAYSO_OK;
}

/* ---- the choice ---------------------------------------------------------------------------------------------------------- */

static const char *const stages[] = {"layout", "tokens", "marks", "features", "scores", "names",
                                     "frames", "statements", "mentions", "actors", NULL};

const char *const *sayso_stages(void) { return stages; }

static sayso_status dump_stage(dump *d, const char *stage) {
  if (!strcmp(stage, "layout")) return dump_layout(d);
  if (!strcmp(stage, "tokens")) return over_tokens(d, tokens_of_unit);
  if (!strcmp(stage, "marks")) return over_tokens(d, marks_of_unit);
  if (!strcmp(stage, "features")) return over_tokens(d, features_of_unit);
  if (!strcmp(stage, "scores")) return over_tokens(d, scores_of_unit);
  if (!strcmp(stage, "names")) return dump_names(d);
  if (!strcmp(stage, "frames")) return dump_frames(d);
  if (!strcmp(stage, "statements")) return dump_statements(d);
  if (!strcmp(stage, "mentions")) return dump_mentions(d);
  return dump_actors(d);
}

sayso_status sayso_doc_dump(sayso_doc *doc, const char *stage, const char **text, size_t *size, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  dump d = {doc, &doc->dump, err};
  uint32_t known = 0;
  while (stages[known] && strcmp(stages[known], stage) != 0) known++;
  if (!stages[known]) return ss_fail(err, SAYSO_BAD_ARGUMENT, 0, "there is no stage \"%.40s\"", stage);
  doc->dump.size = 0;
  doc->dump.failed = false;
  bool text_only = known <= 3;
  if (text_only && doc->stale) SS_TRY(ss_doc_lay_out(doc, err));
  if (!text_only) SS_TRY(sayso_doc_update(doc, -1, SIZE_MAX, NULL, NULL, NULL, err));
  ss_text_add(&doc->dump, "", 0); /* an empty stage is an empty string, not NULL */
  SS_TRY(dump_stage(&d, stage));
  if (doc->dump.failed) status = ss_fail_memory(err);
cleanup:
  if (status == SAYSO_OK) {
    *text = doc->dump.bytes;
    *size = doc->dump.size;
  }
  return status;
}
