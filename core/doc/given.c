/* In: statements handed in from outside, spans in source bytes. Out: the unit's statements are those (or their parts that lie in the
 * unit). Promises that nothing else counts as a statement then. */
#include "base/status.h"
#include "doc/document.h"
#include "read/statement.h"
#include "text/lexicon.h"

/* Adds the tokens of the unit that the spans touch. */
static bool add_spans(sayso_doc *doc, const ss_unit *unit, const sayso_span *spans, uint32_t count, ss_ranges *list) {
  ss_draft *draft = &doc->draft;
  for (uint32_t s = 0; s < count; s++) {
    ss_range range = {0, 0};
    for (uint32_t t = 0; t < draft->tokens.count; t++) {
      const ss_token *token = &draft->tokens.items[t];
      if (ss_layout_source_end(&doc->layout, unit->start + token->end) <= spans[s].start) continue;
      if (ss_layout_source_start(&doc->layout, unit->start + token->start) >= spans[s].end) break;
      if (range.end == 0) range.first = t;
      range.end = t + 1;
    }
    if (range.end && !ss_draft_add_range(draft, list, range)) return false;
  }
  return true;
}

static uint32_t shared_tokens(const ss_draft *draft, ss_ranges a, ss_ranges b) {
  uint32_t shared = 0;
  for (uint32_t i = a.at; i < a.at + a.count; i++)
    for (uint32_t j = b.at; j < b.at + b.count; j++) {
      ss_range x = draft->ranges.items[i], y = draft->ranges.items[j];
      uint32_t first = x.first > y.first ? x.first : y.first, end = x.end < y.end ? x.end : y.end;
      if (end > first) shared += end - first;
    }
  return shared;
}

/* "He", "they": a tag that tells less than one with a name or a noun. */
static bool is_pronoun(const ss_draft *draft, const char *clean, ss_ranges source) {
  ss_range range = source.count == 1 ? draft->ranges.items[source.at] : (ss_range){0, 0};
  return range.end == range.first + 1 &&
         ss_lexicon_word(SS_LIST_PRONOUNS, clean, draft->tokens.items[range.first]);
}

/* Source and cue of the found statement that shares most tokens with the given content; of one whose
 * source is no pronoun rather. */
static void borrow_tag(const ss_draft *draft, const char *clean, uint32_t found_count, ss_statement *given) {
  enum { NAMED = 1 << 24 };
  uint32_t best = 0;
  for (uint32_t i = 0; i < found_count; i++) {
    const ss_statement *found = &draft->statements.items[i];
    uint32_t shared = shared_tokens(draft, given->content, found->content);
    if (shared && found->source.count && !is_pronoun(draft, clean, found->source)) shared |= NAMED;
    if (shared <= best || shared_tokens(draft, given->content, found->cue)) continue;
    if (shared_tokens(draft, given->content, found->source)) continue;
    best = shared;
    given->source = found->source;
    given->cue = found->cue;
    given->kind = found->kind;
    given->act = found->act;
  }
}

/* The tag's source stands between the found one and the cue that both have. */
static bool is_nearer(const ss_draft *draft, const ss_statement *found, ss_range source, ss_range cue) {
  const ss_range *ranges = draft->ranges.items;
  return found->cue.count && ranges[found->cue.at].first == cue.first &&
         ranges[found->source.at].end <= source.first && source.end <= cue.first;
}

/* The tag beside the content's marks, where no found statement has one, or its own is nearer. */
static bool find_tag(ss_draft *draft, const char *clean, ss_statement *given) {
  ss_range source, cue;
  if (!ss_tag_beside(draft, clean, given->content, &source, &cue)) return true;
  if (given->source.count && !is_nearer(draft, given, source, cue)) return true;
  given->source = given->cue = (ss_ranges){0, 0};
  return ss_draft_add_range(draft, &given->source, source) && ss_draft_add_range(draft, &given->cue, cue);
}

static uint32_t first_token(const ss_draft *draft, const ss_statement *s) {
  uint32_t first = SAYSO_NONE;
  const ss_ranges lists[3] = {s->source, s->cue, s->content};
  for (int k = 0; k < 3; k++)
    if (lists[k].count && draft->ranges.items[lists[k].at].first < first) first = draft->ranges.items[lists[k].at].first;
  return first;
}

/* True where every letter-bearing token of the content stands inside marks. */
static bool all_inside(const ss_draft *draft, ss_ranges content) {
  for (uint32_t i = content.at; i < content.at + content.count; i++)
    for (uint32_t t = draft->ranges.items[i].first; t < draft->ranges.items[i].end; t++)
      if (draft->tokens.items[t].state == SS_MARK_OUTSIDE && draft->tokens.items[t].shape <= SS_SHAPE_DIGIT) return false;
  return content.count > 0;
}

static void keep_order(ss_draft *draft, uint32_t from) {
  ss_statement *items = draft->statements.items;
  for (uint32_t i = from + 1; i < draft->statements.count; i++) {
    ss_statement moving = items[i];
    uint32_t j = i;
    for (; j > from && first_token(draft, &items[j - 1]) > first_token(draft, &moving); j--) items[j] = items[j - 1];
    items[j] = moving;
  }
}

/* Source bytes of a unit. */
static sayso_span source_of(const sayso_doc *doc, const ss_unit *unit) {
  if (unit->end == unit->start) return (sayso_span){0, 0};
  return (sayso_span){ss_layout_source_start(&doc->layout, unit->start), ss_layout_source_end(&doc->layout, unit->end)};
}

/* Has the item a part within these bytes? Most lie in other units; of those no token is looked at. */
static bool reaches(const ss_given_set *set, const ss_given_item *item, sayso_span whole) {
  const uint32_t at[3] = {item->source, item->cue, item->content}, count[3] = {item->source_count, item->cue_count, item->content_count};
  for (int k = 0; k < 3; k++)
    for (uint32_t s = at[k]; s < at[k] + count[k]; s++)
      if (set->spans[s].start < whole.end && set->spans[s].end > whole.start) return true;
  return false;
}

sayso_status ss_given_apply(sayso_doc *doc, uint32_t index, sayso_error *err) {
  ss_draft *draft = &doc->draft;
  const ss_unit *unit = &doc->units.items[index];
  const ss_given_set *set = &doc->given;
  const sayso_span whole = source_of(doc, unit);
  uint32_t found_count = draft->statements.count;
  for (uint32_t g = 0; g < set->count; g++) {
    const ss_given_item *item = &set->items[g];
    if (!reaches(set, item, whole)) continue;
    ss_statement s = {.rule = SS_RULE_GIVEN, .given = g + 1, .score = 1, .kind = SAYSO_KIND_INDIRECT, .act = SAYSO_ACT_SPEECH};
    if (!add_spans(doc, unit, set->spans + item->source, item->source_count, &s.source) ||
        !add_spans(doc, unit, set->spans + item->cue, item->cue_count, &s.cue) ||
        !add_spans(doc, unit, set->spans + item->content, item->content_count, &s.content))
      return ss_fail_memory(err);
    if (!s.source.count && !s.cue.count && !s.content.count) continue;
    if (all_inside(draft, s.content)) s.kind = SAYSO_KIND_DIRECT;
    if (set->mode == SAYSO_GIVEN_CONTENT) {
      const char *clean = doc->layout.clean.items + unit->start;
      borrow_tag(draft, clean, found_count, &s);
      if (!find_tag(draft, clean, &s)) return ss_fail_memory(err);
    }
    if (!ss_vec_push(doc->hook, &draft->statements, s)) return ss_fail_memory(err);
  }
  uint32_t kept = draft->statements.count - found_count;
  for (uint32_t i = 0; i < kept; i++) draft->statements.items[i] = draft->statements.items[found_count + i];
  draft->statements.count = kept;
  keep_order(draft, 0);
  return SAYSO_OK;
}
