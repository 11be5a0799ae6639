/* In: a candidate statement. Out: its kind and act. The lexicon of cues (core/data/cues.txt) tells
 * speech from stance. */
#include "read/build.h"
#include "text/lexicon.h"

/* Share of the content's letters inside marks above which it is direct, in percent (the issue's
 * definition). */
enum { DIRECT_PERCENT = 90 };

uint64_t ss_cue_classes(const ss_draft *draft, const char *clean, ss_range range) {
  uint64_t classes = 0;
  for (uint32_t t = range.first; t < range.end;) {
    uint32_t count = 1;
    const ss_entry *entry =
        ss_lexicon_match(SS_LIST_CUES, clean, draft->tokens.items, t, range.end, &count);
    if (entry) classes |= entry->classes;
    t += count;
  }
  return classes;
}

static uint64_t classes_of(const ss_builder *b, ss_ranges list) {
  uint64_t classes = 0;
  for (uint32_t i = list.at; i < list.at + list.count; i++)
    classes |= ss_cue_classes(b->draft, b->clean, b->pool.items[i]);
  return classes;
}

static bool has_word(const ss_builder *b, ss_ranges list, const char *const *words) {
  for (uint32_t i = list.at; i < list.at + list.count; i++)
    if (ss_tokens_have(b->draft->tokens.items, b->pool.items[i], b->clean, words)) return true;
  return false;
}

/* The letters of the content and how many of them stand inside marks, in bytes of words. */
static void count_letters(const ss_builder *b, ss_ranges content, uint32_t *all, uint32_t *inside) {
  *all = *inside = 0;
  for (uint32_t i = content.at; i < content.at + content.count; i++)
    for (uint32_t t = b->pool.items[i].first; t < b->pool.items[i].end; t++) {
      const ss_token *token = &b->draft->tokens.items[t];
      if (!ss_token_is_word(token) && token->shape != SS_SHAPE_OTHER) continue;
      *all += token->end - token->start;
      if (token->state != SS_MARK_OUTSIDE) *inside += token->end - token->start;
    }
}

/* The first word of speech in the cue is one of writing: tweeted, wrote back; not "said in an
 * e-mail". */
static bool is_writing(const ss_builder *b, ss_ranges cue) {
  for (uint32_t i = cue.at; i < cue.at + cue.count; i++)
    for (uint32_t t = b->pool.items[i].first, count = 1; t < b->pool.items[i].end; t += count) {
      const ss_entry *entry = ss_lexicon_match(SS_LIST_CUES, b->clean, b->draft->tokens.items, t,
                                               b->pool.items[i].end, &count);
      if (entry && (entry->classes & (SS_CLASS(SPEECH) | SS_CLASS(WRITTEN))))
        return entry->classes & SS_CLASS(WRITTEN);
    }
  return false;
}

/* Tweeted, wrote; "the statement read", "the letter said": what speaks is a piece of writing. */
static bool is_written(const ss_builder *b, const ss_candidate *c) {
  static const char *const media[] = {
      "statement",  "letter",  "note",     "message",  "tweet",       "post",
      "email",      "e-mail",  "memo",     "telegram", "text",        "caption",
      "sign",       "banner",  "headline", "placard",  "inscription", "leaflet",
      "communiqué", "label",   "tweets",   "posts",    "letters",     "notes",
      "messages",   "e-mails", "emails",   "postcard", "poster",      NULL};
  static const char *const speaks[] = {"read",   "reads",   "said", "says", "states",
                                       "stated", "reading", ":",    NULL};
  if (is_writing(b, c->cue)) return true;
  return has_word(b, c->source, media) && has_word(b, c->cue, speaks);
}

uint8_t ss_build_kind(const ss_builder *b, const ss_candidate *c) {
  uint32_t all, inside;
  if (is_written(b, c)) return SAYSO_KIND_WRITTEN;
  if (!c->content.count) /* a tag that waits for the next unit's quotation, or for a list */
    return c->rule == SS_RULE_TURN ? SAYSO_KIND_INDIRECT : SAYSO_KIND_DIRECT;
  count_letters(b, c->content, &all, &inside);
  if ((uint64_t)inside * 100 > (uint64_t)all * DIRECT_PERCENT) return SAYSO_KIND_DIRECT;
  if (inside) return SAYSO_KIND_MIXED;
  if (c->rule == SS_RULE_TURN || c->rule == SS_RULE_CONTINUATION || ss_build_is_own(b, c))
    return SAYSO_KIND_UNMARKED;
  return SAYSO_KIND_INDIRECT;
}

/* A report, poll or letter tells; it believes nothing. */
static bool is_document(const ss_builder *b, ss_ranges source) {
  for (uint32_t i = source.at; i < source.at + source.count; i++)
    for (uint32_t t = b->pool.items[i].first; t < b->pool.items[i].end; t++)
      if (ss_lexicon_word(SS_LIST_DOCUMENTS, b->clean, b->draft->tokens.items[t])) return true;
  return false;
}

/* "The court found that the law was void", "scientists have found": they make it known. */
static bool is_finding(const ss_builder *b, const ss_candidate *c) {
  static const char *const finds[] = {"found", "finds", "find", "held", "holds", NULL};
  static const char *const bodies[] = {
      "court",      "courts",        "judge",       "judges",     "jury",      "tribunal",
      "inquiry",    "panel",         "commission",  "committee",  "auditor",   "auditors",
      "coroner",    "investigators", "researchers", "scientists", "regulator", "ombudsman",
      "inspectors", "experts",       NULL};
  return has_word(b, c->cue, finds) && has_word(b, c->source, bodies);
}

/* Marks around the content or any word of speech in the cue make it speech; a cue of no known word
 * is a stance. */
uint8_t ss_build_act(const ss_builder *b, const ss_candidate *c) {
  uint32_t all, inside;
  uint64_t classes = classes_of(b, c->cue);
  const bool by_cue = c->rule == SS_RULE_FRAME || c->rule == SS_RULE_TAG;
  if (!by_cue || !c->cue.count || (classes & (SS_CLASS(SPEECH) | SS_CLASS(WRITTEN))))
    return SAYSO_ACT_SPEECH;
  static const char *const plain[] = {":", "as", "for", "by", NULL};
  if (!(classes & SS_CLASS(STANCE)) && (has_word(b, c->cue, plain) || ss_build_is_own(b, c)))
    return SAYSO_ACT_SPEECH;
  if (is_document(b, c->source) || is_finding(b, c)) return SAYSO_ACT_SPEECH;
  count_letters(b, c->content, &all, &inside);
  uint32_t first = ss_build_first(b, c->cue);
  return inside * 2 > all && !ss_build_inside(b, first) ? SAYSO_ACT_SPEECH : SAYSO_ACT_STANCE;
}
