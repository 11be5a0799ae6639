/* In: speakers of all statements. Out: one figure for somebody whom the tale calls by one name and
 * those who speak to him by another: "'My dear Henry,' she began. 'Well?' said Mr. Wilcox." What is
 * said names whoever is spoken to, and in a dialogue of two that is who speaks next, or spoke
 * before. Two who speak to each other are never one. Promises near-linear time. */
#include "actor/names.h"

/* How often one figure is called by another one's name. */
typedef struct {
  uint32_t called, speaks; /* figures */
  uint32_t count;
  uint32_t partners; /* turns in which they speak to each other */
  uint32_t needed;   /* votes; SAYSO_NONE: they cannot be one */
} vote;

typedef struct {
  ss_resolver *r;
  vote *votes;
  uint32_t count;
  uint32_t *calls; /* [figures]: how often somebody is called so who is known by a tag */
  bool *asked;     /* [figures]: there are votes about it */
  ss_map index;    /* of both figures -> vote */
} poll;

static uint64_t vote_key(uint32_t called, uint32_t speaks) {
  return ss_key_mix((uint64_t)called << 32 | speaks, 1);
}

/* ---- who is called what ---- */

/* Who speaks in the adjoining turn, as a tag there says. */
static uint32_t tagged_speaker(const ss_resolver *r, uint32_t s, int step) {
  uint32_t t = ss_speakers_adjoining(r, s, step);
  if (t == SAYSO_NONE) return SAYSO_NONE;
  uint32_t unit = r->scene->statements[t].unit;
  for (uint32_t k = t; k < r->scene->statement_count && r->scene->statements[k].unit == unit;
       k += (uint32_t)step)
    if (r->source_at[k + 1] > r->source_at[k])
      return r->speakers[k] == r->speakers[t] ? r->speakers[t] : SAYSO_NONE;
  return SAYSO_NONE;
}

/* To whom it is said: the one who speaks before and after, or on one side where nobody does on the
 * other. */
static uint32_t told(const ss_resolver *r, uint32_t s) {
  uint32_t before = tagged_speaker(r, s, -1), after = tagged_speaker(r, s, 1);
  if (before == r->speakers[s]) before = SAYSO_NONE;
  if (after == r->speakers[s]) after = SAYSO_NONE;
  if (before != SAYSO_NONE && after != SAYSO_NONE) return before == after ? before : SAYSO_NONE;
  return before != SAYSO_NONE ? before : after;
}

static bool names_listener(const ss_resolver *r, const ss_node *n) {
  uint32_t s = n->holds;
  return n->vocative && n->form == SAYSO_FORM_NAME && n->actor != SAYSO_NONE && s != SAYSO_NONE &&
         ss_speakers_direct(r, s) && r->speakers[s] != SAYSO_NONE && r->speakers[s] != n->actor;
}

static void cast_vote(poll *p, uint32_t called, uint32_t speaks) {
  uint64_t key = vote_key(called, speaks);
  uint32_t at = ss_map_get(&p->index, key);
  if (at == SAYSO_NONE) {
    at = p->count++;
    p->votes[at] = (vote){called, speaks, 0, 0, 0};
    p->asked[called] = p->asked[speaks] = true;
    ss_resolver_put(p->r, &p->index, key, at);
  }
  p->votes[at].count++;
}

static void count_votes(poll *p) {
  const ss_resolver *r = p->r;
  for (uint32_t i = 0; i < r->node_count && !r->failed; i++) {
    const ss_node *n = &r->nodes[i];
    if (!names_listener(r, n)) continue;
    uint32_t speaks = told(r, n->holds);
    if (speaks == SAYSO_NONE) continue;
    p->calls[n->actor]++;
    if (speaks != n->actor) cast_vote(p, n->actor, speaks);
  }
}

static void set_apart(poll *p, uint32_t a, uint32_t b) {
  uint32_t at = ss_map_get(&p->index, vote_key(a, b));
  if (at != SAYSO_NONE) p->votes[at].partners++;
}

/* Its tag calls the speaker by a name or a noun. */
static bool is_called_so(const ss_resolver *r, uint32_t s) {
  if (r->speakers[s] == SAYSO_NONE || r->source_at[s + 1] == r->source_at[s]) return false;
  return r->nodes[r->source_nodes[r->source_at[s]]].form != SAYSO_FORM_PRONOUN;
}

/* Those who speak one after the other. */
static void note_partners(poll *p) {
  const ss_resolver *r = p->r;
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!is_called_so(r, s) || !p->asked[r->speakers[s]]) continue;
    uint32_t next = ss_speakers_adjoining(r, s, 1);
    if (next == SAYSO_NONE || !is_called_so(r, next) || r->speakers[next] == r->speakers[s])
      continue;
    set_apart(p, r->speakers[s], r->speakers[next]);
    set_apart(p, r->speakers[next], r->speakers[s]);
  }
}

/* ---- who is one ---- */

static uint64_t surname_of(const ss_resolver *r, const ss_figure *f) {
  return ss_name_surname(&ss_name_spelling(r, f->fullest)->words);
}

/* Called by a surname alone, "Mr. Wilcox": any forename may be his. */
static bool lacks_forename(const ss_resolver *r, const ss_figure *f) {
  return f->words == 1 && !f->full_count &&
         (f->ranked || ss_person_titles_surname(ss_node_mention(r, f->fullest)));
}

/* "Henry". */
static bool lacks_surname(const ss_resolver *r, const ss_figure *f) {
  const ss_mention *m = ss_node_mention(r, f->fullest);
  ss_token last = ss_node_reading(r, f->fullest)->tokens[m->head];
  return f->words == 1 && !f->full_count && !lacks_forename(r, f) &&
         ss_lexicon_given(ss_node_clean(r, f->fullest), last);
}

static bool are_persons(const ss_figure *x, const ss_figure *y) {
  return x->kind == SAYSO_ACTOR_PERSON && !x->plural && !y->plural && x->fullest != SAYSO_NONE &&
         (y->kind == SAYSO_ACTOR_PERSON || y->kind == SAYSO_ACTOR_AUTHOR) &&
         !ss_genders_clash(x->gender, y->gender);
}

/* How many votes must be for it, of those by which somebody is called so; SAYSO_NONE: they cannot
 * be one. The less the text knows of one, the more. */
static uint32_t votes_needed(const poll *p, const vote *v) {
  const ss_resolver *r = p->r;
  const ss_figure *x = &r->figures[v->called], *y = &r->figures[v->speaks];
  uint32_t calls = p->calls[v->called];
  bool listed = v->called < r->listed_count || v->speaks < r->listed_count;
  if (listed || !are_persons(x, y)) return SAYSO_NONE;
  if (y->fullest == SAYSO_NONE) { /* who tells the tale; "the painter" */
    bool narrates = r->nodes[y->first].form == SAYSO_FORM_PRONOUN;
    return (narrates ? 4 : 2) + (calls - 1) / 6;
  }
  if (ss_apart_from(r, x->fullest, v->speaks) || ss_apart_from(r, y->fullest, v->called))
    return SAYSO_NONE;
  bool parts = (lacks_surname(r, x) && lacks_forename(r, y)) ||
               (lacks_forename(r, x) && lacks_surname(r, y));
  if (parts) return 2 + (calls - 1) / 10;
  bool bears = lacks_forename(r, x) && y->full_count && surname_of(r, x) == surname_of(r, y);
  return bears ? 1 + (calls > 2 ? calls - 1 : 2) / 2 : SAYSO_NONE;
}

/* The named one of the two, with what the other one is: where both have a name, who has a surname.
 */
static void join(ss_resolver *r, const vote *v, uint32_t *into) {
  ss_figure *x = &r->figures[v->called], *y = &r->figures[v->speaks];
  if (y->kind == SAYSO_ACTOR_AUTHOR && y->fullest == SAYSO_NONE) {
    y->fullest = x->fullest;
    y->words = x->words;
    if (!y->gender) y->gender = x->gender;
  }
  bool named = y->fullest != SAYSO_NONE;
  into[named ? v->called : v->speaks] = named ? v->speaks : v->called;
}

/* best[figure]: the first of the votes that most speak for it, among those for whom it may be. */
static void keep_best(const poll *p, uint32_t *best, uint32_t figure, uint32_t at) {
  uint32_t before = best[figure];
  if (before == SAYSO_NONE || p->votes[at].count > p->votes[before].count) best[figure] = at;
}

static void join_likely(poll *p) {
  ss_resolver *r = p->r;
  uint32_t *into = ss_figures_apart(r), joined = 0;
  uint32_t *best = ss_arena_array(r->arena, r->figure_count, sizeof *best);
  if (!into || !best) {
    r->failed = true;
    return;
  }
  for (uint32_t f = 0; f < r->figure_count; f++) best[f] = SAYSO_NONE;
  for (uint32_t at = 0; at < p->count; at++) {
    vote *v = &p->votes[at];
    v->needed = v->partners * 2 < v->count ? votes_needed(p, v) : SAYSO_NONE;
    if (v->needed == SAYSO_NONE) continue;
    keep_best(p, best, v->called, at);
    keep_best(p, best, v->speaks, at);
  }
  for (uint32_t at = 0; at < p->count; at++) {
    const vote *v = &p->votes[at];
    if (v->count < v->needed || best[v->called] != at || best[v->speaks] != at) continue;
    join(r, v, into);
    joined++;
  }
  if (joined) ss_figures_join(r, into, SS_SIEVE_OTHER_NAME);
}

void ss_called_resolve(ss_resolver *r) {
  poll p = {.r = r};
  uint32_t calls = 0;
  for (uint32_t i = 0; i < r->node_count; i++) calls += names_listener(r, &r->nodes[i]);
  if (!calls) return;
  p.votes = ss_arena_array(r->arena, calls, sizeof *p.votes);
  p.calls = ss_arena_array(r->arena, r->figure_count, sizeof *p.calls);
  p.asked = ss_arena_array(r->arena, r->figure_count, sizeof *p.asked);
  if (!p.votes || !p.calls || !p.asked) {
    r->failed = true;
    return;
  }
  memset(p.calls, 0, r->figure_count * sizeof *p.calls);
  memset(p.asked, 0, r->figure_count * sizeof *p.asked);
  ss_map_init(&p.index, r->arena);
  count_votes(&p);
  if (!r->failed && p.count) note_partners(&p);
  if (!r->failed) join_likely(&p);
}
