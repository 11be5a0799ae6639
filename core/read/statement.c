/* In: tokens with states and sentences, quotations, names, frames. Out: the unit's statements in
 * order of first token. Promises that each rule sees what the rules before it made, and that no
 * token of byline or dateline is in a statement. */
#include "read/statement.h"

#include <string.h>

#include "base/status.h"
#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* Tuning: a quotation whose cue is no word of saying ("he held out his cup") is not believed below
 * this score: it is the beat beside a speech, not its tag. */
static const float least_silent = 0.75f;

/* ---- setting up ---- */

static bool count_words(ss_builder *b) {
  const ss_tokens *tokens = &b->draft->tokens;
  if (!ss_vec_reserve(b->draft->hook, &b->words, tokens->count + 1)) return false;
  uint32_t words = 0;
  for (uint32_t t = 0; t < tokens->count; t++) {
    b->words.items[t] = words;
    words += ss_token_is_word(&tokens->items[t]) || tokens->items[t].shape == SS_SHAPE_OTHER;
  }
  b->words.items[tokens->count] = words;
  return true;
}

static bool list_outers(ss_builder *b) {
  for (uint32_t k = 0; k < b->draft->quotations.count; k++) {
    const ss_quotation *q = &b->draft->quotations.items[k];
    if (q->depth > 0) continue;
    ss_outer outer = {q->range, q->inner, SAYSO_NONE, q->opened, q->closed, q->speech};
    if (!ss_vec_push(b->draft->hook, &b->outers, outer)) return false;
  }
  return true;
}

/* A list of the draft's ranges as one of the builder's, without the dateline's tokens. */
static bool copy_list(ss_builder *b, ss_ranges from, ss_ranges *to) {
  for (uint32_t i = from.at; i < from.at + from.count; i++)
    if (!ss_build_put(b, to, b->draft->ranges.items[i])) return false;
  return b->draft->dateline.end == 0 || ss_build_cut(b, to, b->draft->dateline);
}

/* "Anna Bell continued:" at the unit's end: a tag without content, which the next unit's quotation
 * may be (doc/assemble). */
static bool waits(const ss_builder *b, const ss_candidate *c) {
  uint32_t count = b->draft->tokens.count, end = ss_build_end(b, c->cue);
  if (c->content.count || !c->source.count ||
      b->draft->tokens.items[count - 1].shape != SS_SHAPE_COLON)
    return false;
  return !b->draft->quotations.count &&
         ss_sentence_of(b->draft->tokens.items, count, end - 1).end == count;
}

/* The frame's content has most words of an uttered quotation, and its cue stands outside. */
static bool holds_speech(const ss_builder *b, const ss_frame *f) {
  for (uint32_t i = f->content.at; i < f->content.at + f->content.count; i++) {
    ss_range piece = b->draft->ranges.items[i];
    for (uint32_t k = ss_build_outer_at(b, piece.first);
         k < b->outers.count && b->outers.items[k].range.first < piece.end; k++) {
      const ss_outer *q = &b->outers.items[k];
      ss_range both = {piece.first > q->inner.first ? piece.first : q->inner.first,
                       piece.end < q->inner.end ? piece.end : q->inner.end};
      if (q->speech && !ss_build_inside(b, f->cue.first) &&
          2 * ss_build_words(b, both) >= ss_build_words(b, q->inner))
        return true;
    }
  }
  return false;
}

/* One of the words stands in the content. */
static bool says(const ss_builder *b, const ss_candidate *c, const char *const *list) {
  for (uint32_t t = ss_build_first(b, c->content); t < ss_build_end(b, c->content); t++)
    if (ss_token_in(&b->draft->tokens.items[t], b->clean, list)) return true;
  return false;
}

/* "who asked not to be named", "asked that his name be left out": how somebody spoke, and nothing
 * that was said. */
static bool asks_no_name(const ss_builder *b, const ss_candidate *c) {
  enum { LONGEST = 8 };
  static const char *const asked[] = {"asked", "asks", "asking", "ask", NULL};
  static const char *const not[] = {"not", "withheld", "left", NULL};
  static const char *const name[] = {"named", "identified", "quoted", "cited",
                                     "name",  "names",      NULL};
  return c->content.count && c->cue.count && ss_build_total(b, c->content) <= LONGEST &&
         ss_token_in(&b->draft->tokens.items[ss_build_first(b, c->cue)], b->clean, asked) &&
         says(b, c, not) && says(b, c, name);
}

/* "La Comptable, as the newspapers call her": a name, and nothing that was said. */
static bool only_names(const ss_builder *b, const ss_candidate *c) {
  static const char *const calls[] = {"call",     "calls",  "called",     "named",
                                      "baptised", "dubbed", "christened", NULL};
  static const char *const as[] = {"as", "how", NULL};
  uint32_t source = ss_build_first(b, c->source);
  if (!c->source.count || !c->cue.count || source >= ss_build_first(b, c->cue)) return false;
  const ss_token *tokens = b->draft->tokens.items;
  return source > 0 && ss_token_in(&tokens[ss_build_end(b, c->cue) - 1], b->clean, calls) &&
         ss_token_in(&tokens[source - 1], b->clean, as);
}

/* "It is said that …": nobody says it, and so the frame is never as sure as one with a source. */
static float least_score(const ss_builder *b, const ss_frame *f) {
  static const float least_impersonal = 0.3f;
  static const char *const it[] = {"it", NULL}, *const that[] = {"that", NULL};
  const ss_token *tokens = b->draft->tokens.items;
  bool impersonal =
      !f->source.count && f->content.count && ss_token_in(&tokens[f->cue.first], b->clean, it) &&
      ss_token_in(&tokens[b->draft->ranges.items[f->content.at].first], b->clean, that);
  return impersonal ? least_impersonal : SS_FRAME_LEAST;
}

/* "The secretary later tweeted": "later" by itself tells nothing, nor does "the". */
static bool is_silent_cue(const ss_builder *b, ss_range cue) {
  const uint64_t silent = SS_CLASS(ADVERB) | SS_CLASS(DETERMINER);
  for (uint32_t t = cue.first; t < cue.end; t++) {
    const ss_entry *word = ss_lexicon_word(SS_LIST_WORDS, b->clean, b->draft->tokens.items[t]);
    if (!word || !(word->classes & silent) || (word->classes & ~silent)) return false;
  }
  return true;
}

static bool list_frames(ss_builder *b) {
  for (uint32_t i = 0; i < b->draft->frames.count; i++) {
    const ss_frame *f = &b->draft->frames.items[i];
    if (f->score < least_score(b, f) || is_silent_cue(b, f->cue)) continue;
    if (f->score < least_silent && holds_speech(b, f) &&
        !ss_cue_classes(b->draft, b->clean, f->cue))
      continue;
    ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, f->score, f->own, SS_RULE_FRAME, false, false};
    if (!copy_list(b, f->source, &c.source) || !copy_list(b, f->content, &c.content)) return false;
    if (!ss_build_put(b, &c.cue, f->cue)) return false;
    if (!(c.content.count || waits(b, &c)) || asks_no_name(b, &c) || only_names(b, &c) ||
        ss_build_is_topic(b, &c) ||
        (c.source.count && ss_build_is_q_and_a(b, b->pool.items[c.source.at])) ||
        ss_build_meets(b, c.cue, b->draft->dateline) || ss_build_meets(b, c.cue, b->draft->byline))
      continue;
    if (!ss_vec_push(b->draft->hook, &b->candidates, c)) return false;
  }
  return true;
}

/* ---- handing out ---- */

static uint32_t first_token(const ss_builder *b, const ss_candidate *c) {
  uint32_t first = ss_build_first(b, c->content), source = ss_build_first(b, c->source),
           cue = ss_build_first(b, c->cue);
  if (source < first) first = source;
  return cue < first ? cue : first;
}

static bool hand_list(ss_builder *b, ss_ranges from, ss_ranges *to) {
  for (uint32_t i = from.at; i < from.at + from.count; i++)
    if (!ss_draft_add_range(b->draft, to, b->pool.items[i])) return false;
  return true;
}

/* Punctuation alone stands there, and no quotation mark. */
static bool is_gap(const ss_builder *b, ss_range between) {
  for (uint32_t t = between.first; t < between.end; t++)
    if (b->draft->tokens.items[t].state != SS_MARK_OUTSIDE) return false;
  return between.end > between.first && ss_build_words(b, between) == 0;
}

/* Two sentences of a content are one piece: "Nothing is ready. We have three bridges." */
static bool hand_content(ss_builder *b, ss_ranges content, ss_ranges *to) {
  for (uint32_t i = content.at, end = content.at + content.count; i < end; i++) {
    ss_range piece = b->pool.items[i];
    while (i + 1 < end && is_gap(b, (ss_range){piece.end, b->pool.items[i + 1].first}))
      piece.end = b->pool.items[++i].end;
    if (!ss_draft_add_range(b->draft, to, piece)) return false;
  }
  return true;
}

/* Whether the quotations at the unit's edges, where they are this statement's, run over them. */
static void note_edges(const ss_builder *b, uint32_t index, ss_statement *s) {
  const ss_candidate *c = &b->candidates.items[index];
  s->open_end = !c->content.count;
  if (!b->outers.count) return;
  const ss_outer *first = &b->outers.items[0], *last = &b->outers.items[b->outers.count - 1];
  if (first->claim == index) {
    s->open_start = !first->opened;
    s->reopened = first->opened && first->range.first == 0;
  }
  if (last->claim == index && !last->closed) s->open_end = true;
}

static bool hand_statement(ss_builder *b, uint32_t index) {
  const ss_candidate *c = &b->candidates.items[index];
  ss_statement s;
  memset(&s, 0, sizeof s);
  s.kind = ss_build_kind(b, c);
  s.act = ss_build_act(b, c);
  s.rule = c->rule;
  s.score = c->score;
  note_edges(b, index, &s);
  return hand_list(b, c->source, &s.source) && hand_list(b, c->cue, &s.cue) &&
         hand_content(b, c->content, &s.content) &&
         ss_vec_push(b->draft->hook, &b->draft->statements, s);
}

/* Where a candidate stands: its first token, its content's, then the longer content first, then the
 * order in which it was found. */
typedef struct {
  uint32_t first, content, words, index;
} place;

static bool comes_after(const place *a, const place *b) {
  if (a->first != b->first) return a->first > b->first;
  return a->content != b->content ? a->content > b->content : a->words < b->words;
}

/* By insertion: the places come in nearly sorted, frames first and then the quotations left over.
 */
static void sort_places(place *items, uint32_t count) {
  for (uint32_t i = 1; i < count; i++) {
    place moving = items[i];
    uint32_t k = i;
    for (; k > 0 && comes_after(&items[k - 1], &moving); k--) items[k] = items[k - 1];
    items[k] = moving;
  }
}

static bool hand_out(ss_builder *b) {
  ss_vec(place) order = {NULL, 0, 0};
  bool done = ss_vec_reserve(b->draft->hook, &order, b->candidates.count);
  for (uint32_t i = 0; done && i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (!c->dropped)
      order.items[order.count++] = (place){first_token(b, c), ss_build_first(b, c->content),
                                           ss_build_total(b, c->content), i};
  }
  if (done) sort_places(order.items, order.count);
  for (uint32_t i = 0; done && i < order.count; i++) done = hand_statement(b, order.items[i].index);
  ss_vec_free(b->draft->hook, &order);
  return done;
}

/* ---- the rules in their order ---- */

sayso_status ss_statement_build(ss_draft *draft, const char *clean, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_builder b;
  memset(&b, 0, sizeof b);
  b.draft = draft;
  b.clean = clean;
  draft->statements.count = 0;
  SS_TRY_MEMORY(count_words(&b) && list_outers(&b) && list_frames(&b), err);
  SS_TRY_MEMORY(ss_build_clear_turn(&b) && ss_build_sources(&b) && ss_build_voice(&b) &&
                    ss_build_trim_own(&b),
                err);
  SS_TRY_MEMORY(ss_build_fit(&b), err);
  ss_build_lend_sources(&b);
  SS_TRY_MEMORY(ss_build_turn(&b), err);
  SS_TRY_MEMORY(ss_build_spread(&b), err);
  SS_TRY_MEMORY(ss_build_marks(&b), err);
  SS_TRY_MEMORY(ss_build_asides(&b) && ss_build_phrases(&b), err);
  SS_TRY_MEMORY(ss_build_dash(&b) && ss_build_continuations(&b), err);
  SS_TRY_MEMORY(ss_build_introduced(&b) && ss_build_bare(&b), err);
  SS_TRY_MEMORY(hand_out(&b), err);
cleanup:
  ss_vec_free(draft->hook, &b.pool);
  ss_vec_free(draft->hook, &b.candidates);
  ss_vec_free(draft->hook, &b.outers);
  ss_vec_free(draft->hook, &b.words);
  return status;
}
