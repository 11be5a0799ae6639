/* In: nodes and figures. Out: new figures, and nodes that stand for one. Promises no more than one
 * step of the sieves that use it: listed.c, person.c, names.c, refer.c, speaker.c, dialogue.c. */
#include "actor/cast.h"

#include <string.h>

#include "actor/precedent.h"
#include "read/word.h"
#include "text/unicode.h"

/* What is outgrown stays in the arena, so the first room is for as many as there were before. */
static uint32_t first_room(const ss_resolver *r) {
  enum { LEAST = 64, MORE = 16 };
  uint32_t past = r->retrace && r->retrace->past ? r->retrace->past->figure_count : 0;
  return past < LEAST ? LEAST : past + MORE;
}

uint32_t ss_figure_new(ss_resolver *r, uint32_t node, uint8_t kind) {
  if (r->figure_count == r->figure_cap) {
    uint32_t cap = r->figure_cap ? r->figure_cap * 2 : first_room(r);
    ss_figure *larger = ss_arena_grown(r->kept, r->figures, r->figure_count, cap, sizeof *larger);
    if (!larger) {
      r->failed = true;
      return SAYSO_NONE;
    }
    r->figures = larger;
    r->figure_cap = cap;
  }
  const ss_node *n = &r->nodes[node];
  r->figures[r->figure_count] = (ss_figure){.first = node,
                                            .fullest = SAYSO_NONE,
                                            .last = node,
                                            .parent = SAYSO_NONE,
                                            .past = SAYSO_NONE,
                                            .apart = true,
                                            .kind = kind,
                                            .plural = n->plural && n->form != SAYSO_FORM_PRONOUN};
  return r->figure_count++;
}

static void note_gender(ss_resolver *r, ss_figure *f, const ss_node *n) {
  bool pronoun = n->form == SAYSO_FORM_PRONOUN,
       name = n->form == SAYSO_FORM_NAME && !n->gendered_title;
  uint8_t by = pronoun ? SS_GENDER_BY_PRONOUN : name ? SS_GENDER_BY_NAME : SS_GENDER_BY_WORD;
  if (!n->gender || by < f->gender_by || (pronoun && f->kind != SAYSO_ACTOR_PERSON)) return;
  if (by == f->gender_by && f->gender && !pronoun) return;
  r->changes += f->gender != n->gender || f->gender_by != by;
  f->gender = n->gender;
  f->gender_by = by;
}

/* A role or a title stands beside the name, whose word this is, or NULL. */
static void note_title(ss_figure *f, const ss_entry *entry) {
  bool polite = entry && ss_entry_polite(entry); /* "Mr." is no role */
  f->titled |= !polite;
  f->in_office |= entry && ((entry->classes & SS_CLASS(OFFICE)) ||
                            (entry->list == SS_LIST_HONORIFICS && !polite));
}

void ss_node_settle(ss_resolver *r, uint32_t node, uint32_t figure, ss_sieve rule, float score) {
  ss_node *n = &r->nodes[node];
  ss_figure *f = &r->figures[figure];
  n->actor = figure;
  n->rule = rule & 31u;
  n->score = score;
  f->count++;
  f->sure |= n->sure;
  bool beside = n->form == SAYSO_FORM_ROLE ? n->apposed : n->form == SAYSO_FORM_NAME && n->titled;
  if (beside) note_title(f, ss_mention_entry(n->mention));
  if (node < f->first) f->first = node;
  note_gender(r, f, n);
  if (f->kind == SAYSO_ACTOR_UNKNOWN && n->kind != SAYSO_ACTOR_UNKNOWN &&
      n->form != SAYSO_FORM_PRONOUN) {
    f->kind = n->kind;
    r->changes++;
  }
}

/* Bytes before what somebody is called for short: "al-" in "al-Assad", "Winnie-the-" in
 * "Winnie-the-Pooh". */
static uint32_t before_short(const char *clean, const ss_token *token) {
  enum { LINK = 5 };
  const char *word = clean + token->start, *end = clean + token->end;
  const char *dash = memchr(word, '-', token->end - token->start);
  if (dash && dash > word && end - dash > LINK && !memcmp(dash, "-the-", LINK))
    return (uint32_t)(dash + LINK - word);
  return ss_token_article(token, clean);
}

uint64_t ss_token_key(const char *clean, ss_token token) {
  uint32_t article = before_short(clean, &token);
  token.start += article;
  char folded[160]; /* what is longer is compared by its first bytes and its size */
  uint32_t size = token.end - token.start, kept = 0;
  size_t bytes =
      ss_word_fold(clean + token.start, size < 96 ? size : 96, true, folded, sizeof folded);
  for (size_t i = 0; i < bytes; i++)
    if (folded[i] != '.' && folded[i] != '\'') folded[kept++] = folded[i];
  if (kept == 0 || (token.shape >= SS_SHAPE_DOUBLE_MARK && !article)) return 0;
  if (kept == 1 && folded[0] == 's' && clean[token.start] != 's' && clean[token.start] != 'S')
    return 0; /* 's */
  uint64_t key = ss_key_bytes(folded, kept);
  return size < 96 ? key : ss_key_mix(key, ss_key_bytes(clean + token.start, size));
}

void ss_resolver_put(ss_resolver *r, ss_map *map, uint64_t key, uint32_t value) {
  if (!ss_map_put(map, key, value)) r->failed = true;
}

uint32_t *ss_figures_apart(ss_resolver *r) {
  uint32_t *into = ss_arena_array(r->arena, r->figure_count, sizeof *into);
  for (uint32_t f = 0; into && f < r->figure_count; f++) into[f] = f;
  if (!into) r->failed = true;
  return into;
}

void ss_figures_join(ss_resolver *r, const uint32_t *into, ss_sieve rule) {
  for (uint32_t i = 0; i < r->node_count; i++) {
    uint32_t figure = r->nodes[i].actor;
    if (figure == SAYSO_NONE || into[figure] == figure) continue;
    r->figures[figure].count--;
    ss_sieve before = (ss_sieve)r->nodes[i].rule;
    bool said = before != SS_SIEVE_NAME && before != SS_SIEVE_NICKNAME && before != SS_SIEVE_NEW;
    ss_node_settle(r, i, into[figure], said ? before : rule, 0.5f);
  }
  for (uint32_t s = 0; s < r->scene->statement_count; s++)
    if (r->speakers[s] != SAYSO_NONE) r->speakers[s] = into[r->speakers[s]];
}
