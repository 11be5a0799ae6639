/* In: nodes with their actors and the speakers that tags with a name or a noun give. Out: the
 * speakers of the turns of a dialogue that have no tag, or one with a pronoun. A turn is a unit
 * with direct speech; its candidates are those who spoke, acted or were addressed around it. The
 * best sequence of speakers is found over all turns together (Viterbi over pairs), by what speaks
 * for each candidate at its turn and by who spoke in the two turns before. Promises linear time:
 * bounded candidates a turn, bounded looks around it. */
#include "actor/dialogue.h"

#include <string.h>

#include "actor/turn_weights.h"
#include "read/word.h"

/* KEPT: candidates of a turn; GATHERED: looked at, of which the best are kept. RECENT: persons
 * mentioned last outside the marks, who are candidates; TURNS_BACK, TURNS_AHEAD: tagged turns that
 * give candidates;
 * GAP: units from one turn to the next beyond which they are strangers. */
enum { KEPT = 6, GATHERED = 18, RECENT = 8, TURNS_BACK = 12, TURNS_AHEAD = 6, GAP = 4 };
#define IMPOSSIBLE (-1e9f)

typedef struct {
  uint32_t figure; /* SAYSO_NONE: nobody we know */
  float score;
} candidate;

typedef struct {
  uint32_t unit, last_unit; /* where it begins; where its speech ends */
  uint32_t first, end;      /* its statements */
  uint32_t fixed;           /* its speaker by a tag that names or describes him, or SAYSO_NONE */
  uint32_t tag;             /* node of the pronoun or noun that heads its tag, or SAYSO_NONE */
  bool described;           /* it is a noun, "his wife": maybe somebody we know by name */
  uint32_t likely;          /* whom its tag goes to by itself, or SAYSO_NONE */
  uint32_t lead;            /* who leads in from the unit before, or SAYSO_NONE */
  uint8_t count;            /* candidates */
  uint8_t chosen;
  uint8_t gap; /* to the turn before: 1 adjoins, 2 one unit between, …; 0: strangers */
  candidate at[KEPT + 1];
  uint8_t back[KEPT + 1][KEPT + 1]; /* the best one two turns before, by this and the one before */
} turn;

/* How a speech mentions somebody: by a name or a noun, as the one spoken to, by he or she. */
typedef enum { CALLED, SPOKEN_TO, MEANT } mentioning;

/* A figure mentioned in speech. */
typedef struct {
  uint32_t figure;
  uint32_t how; /* mentioning */
} said;

/* What every turn asks of a figure, in one place. */
typedef struct {
  uint32_t outside; /* mentions outside marks */
  uint32_t met;     /* 1 + the turn that it was last gathered for */
  uint8_t column;   /* … and its column of the sheet there */
  uint8_t fame;     /* doublings of `outside` */
  uint8_t gender;
  bool able; /* may speak */
  bool unnamed, author;
} known;

typedef struct {
  ss_resolver *r;
  turn *turns;
  uint32_t count;
  said *said;        /* in text order */
  uint32_t *said_at; /* [units + 1]: where those of a unit begin */
  known *known;      /* [figures] */
  uint32_t recent[RECENT], recent_count; /* the latest first */
  uint32_t noted; /* nodes that `recent` has seen */
} dialogue;

/* ---- what is said around a turn ---- */

static bool can_speak(const ss_figure *f) {
  return !f->plural && (f->kind == SAYSO_ACTOR_PERSON || f->kind == SAYSO_ACTOR_AUTHOR);
}

static bool list_figures(dialogue *d) {
  const ss_resolver *r = d->r;
  d->known = ss_arena_array(r->arena, r->figure_count, sizeof *d->known);
  for (uint32_t f = 0; d->known && f < r->figure_count; f++) {
    const ss_figure *figure = &r->figures[f];
    d->known[f] =
        (known){.gender = figure->gender,
                .able = can_speak(figure),
                .unnamed = figure->fullest == SAYSO_NONE && figure->kind == SAYSO_ACTOR_PERSON,
                .author = figure->kind == SAYSO_ACTOR_AUTHOR};
  }
  return d->known != NULL;
}

/* Without a branch: they come as they like. */
static uint32_t is_said(const ss_node *n) {
  uint32_t third = (n->person == SS_PERSON_THIRD) & (n->gender != 0) & !n->plural;
  return (n->actor != SAYSO_NONE) & n->inside & ((n->form != SAYSO_FORM_PRONOUN) | third);
}

static mentioning how_said(const ss_node *n) {
  return n->form == SAYSO_FORM_PRONOUN ? MEANT : n->vocative ? SPOKEN_TO : CALLED;
}

static void list_node(dialogue *d, const ss_node *n, uint32_t *said_count) {
  if (is_said(n))
    d->said[(*said_count)++] = (said){n->actor, how_said(n)};
  else if (n->actor != SAYSO_NONE && !n->inside)
    d->known[n->actor].outside++;
}

static uint8_t log_count(uint32_t n) {
  uint8_t log = 0;
  while (n > 1 && log < 8) n >>= 1, log++;
  return log;
}

/* Counts what is mentioned outside marks, and lists what the speeches mention, unit by unit: every
 * turn's candidates ask for both. */
static bool list_mentions(dialogue *d) {
  const ss_resolver *r = d->r;
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->node_count; i++) count += is_said(&r->nodes[i]);
  d->said = ss_arena_array(r->arena, count, sizeof *d->said);
  d->said_at = ss_arena_array(r->arena, (size_t)r->scene->unit_count + 1, sizeof *d->said_at);
  if (!d->said || !d->said_at) return false;
  count = 0;
  for (uint32_t u = 0; u < r->scene->unit_count; u++) {
    d->said_at[u] = count;
    for (uint32_t i = r->first_node[u]; i < r->first_node[u + 1]; i++) list_node(d, &r->nodes[i], &count);
  }
  d->said_at[r->scene->unit_count] = count;
  for (uint32_t f = 0; f < r->figure_count; f++) d->known[f].fame = log_count(d->known[f].outside);
  return true;
}

/* ---- candidates ---- */

typedef struct {
  uint32_t figures[GATHERED];
  uint32_t count;
  uint32_t turn; /* 1 + the one it is for */
} gathering;

static bool is_able(const dialogue *d, uint32_t figure) {
  return figure != SAYSO_NONE && d->known[figure].able;
}

static void gather(const dialogue *d, gathering *g, uint32_t figure) {
  if (figure == SAYSO_NONE) return;
  known *who = &d->known[figure];
  if (!who->able || who->met == g->turn || g->count == GATHERED) return;
  who->met = g->turn;
  who->column = (uint8_t)g->count;
  g->figures[g->count++] = figure;
}

/* Whom the text mentions outside marks up to `node`: brought to the front one by one. */
static void note_recent(dialogue *d, uint32_t node) {
  const ss_resolver *r = d->r;
  for (; d->noted < node; d->noted++) {
    uint32_t figure = r->nodes[d->noted].actor, at = 0;
    if (r->nodes[d->noted].inside || !is_able(d, figure)) continue;
    while (at < d->recent_count && d->recent[at] != figure) at++;
    if (at == d->recent_count) {
      if (at < RECENT) d->recent_count++;
      else at--;
    }
    memmove(d->recent + 1, d->recent, at * sizeof *d->recent);
    d->recent[0] = figure;
  }
}

static void gather_outside(const dialogue *d, gathering *g, uint32_t unit) {
  const ss_resolver *r = d->r;
  for (uint32_t i = r->first_node[unit + 1]; i-- > r->first_node[unit];)
    if (!r->nodes[i].inside) gather(d, g, r->nodes[i].actor);
}

static void gather_spoken_to(const dialogue *d, gathering *g, uint32_t unit) {
  for (uint32_t i = d->said_at[unit + 1]; i-- > d->said_at[unit];)
    if (d->said[i].how == SPOKEN_TO) gather(d, g, d->said[i].figure);
}

static void gather_all(const dialogue *d, uint32_t n, gathering *g) {
  const ss_resolver *r = d->r;
  const turn *t = &d->turns[n];
  gather(d, g, t->lead);
  if (t->tag != SAYSO_NONE && !t->described) gather(d, g, r->nodes[t->tag].actor);
  gather_outside(d, g, t->unit);
  uint32_t taken = 0;
  for (uint32_t k = n; k-- > 0 && n - k <= TURNS_BACK && d->turns[k + 1].gap;)
    if (d->turns[k].likely != SAYSO_NONE && taken++ < 6) gather(d, g, d->turns[k].likely);
  for (uint32_t k = n + 1; k < d->count && k - n <= TURNS_AHEAD && d->turns[k].gap; k++)
    gather(d, g, d->turns[k].likely);
  if (n > 0 && t->gap) gather_spoken_to(d, g, d->turns[n - 1].unit);
  for (uint32_t i = 0; i < d->recent_count; i++) gather(d, g, d->recent[i]);
  if (n + 1 < d->count && d->turns[n + 1].gap) gather_spoken_to(d, g, d->turns[n + 1].unit);
}

/* ---- what speaks for a candidate at a turn ---- */

/* "his wife", "her mother". */
static bool is_kin(const ss_mention *m) {
  return m->word != SAYSO_NONE && (ss_lexicon_entry(m->word)->classes & SS_CLASS(KIN));
}

/* A word of what somebody does: of a person, and not one that anybody may be called by. */
static bool is_work(const ss_resolver *r, uint32_t node) {
  static const char *const anybody[] = {
      "man",     "woman",    "person",   "boy",     "girl",     "lady",   "gentleman",
      "child",   "baby",     "fellow",   "chap",    "guy",      "one",    "other",
      "first",   "second",   "third",    "last",    "former",   "latter", "elder",
      "eldest",  "younger",  "youngest", "visitor", "stranger", "guest",  "voice",
      "speaker", "newcomer", "creature", "thing",   "answer",   "reply",  "face",
      "host",    "hostess",  "widow",    "youth",   "maiden",   "figure", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *head = &ss_node_reading(r, node)->tokens[m->head];
  return !is_kin(m) && !ss_token_in(head, ss_node_clean(r, node), anybody);
}

/* The first subject outside the marks of the turn's unit: acts, or its pronoun tells a gender. */
typedef struct {
  uint32_t sole;  /* the one person who acts, SAYSO_NONE: none or several */
  uint32_t first; /* the first who acts */
  uint8_t gender; /* of he or she, where no name acts */
} acting;

static acting acting_in(const dialogue *d, const turn *t) {
  const ss_resolver *r = d->r;
  acting out = {SAYSO_NONE, SAYSO_NONE, 0};
  bool several = false;
  for (uint32_t i = r->first_node[t->unit]; i < r->first_node[t->unit + 1]; i++) {
    const ss_node *n = &r->nodes[i];
    if (n->inside || !n->subject || n->speaks || !is_able(d, n->actor)) continue;
    if (out.first == SAYSO_NONE) {
      out.first = out.sole = n->actor;
      if (n->form == SAYSO_FORM_PRONOUN) out.gender = n->gender;
    } else if (n->actor != out.first) {
      several = true;
    }
  }
  if (several) out.sole = SAYSO_NONE;
  return out;
}

/* The latest person who acts in the narration between the turn before and this one. */
static uint32_t narrated_before(const dialogue *d, const turn *t) {
  const ss_resolver *r = d->r;
  if (t->unit == 0) return SAYSO_NONE;
  uint32_t unit = t->unit - 1;
  for (uint32_t i = r->first_node[unit + 1]; i-- > r->first_node[unit];) {
    const ss_node *n = &r->nodes[i];
    if (!n->inside && n->subject && !n->speaks && is_able(d, n->actor)) return n->actor;
  }
  return SAYSO_NONE;
}

typedef struct {
  acting acts;
  uint32_t narrated;
  uint32_t spoke[TURNS_BACK], spoke_count; /* by tags in the turns before, the latest first */
  uint32_t will[TURNS_AHEAD], will_count;
} surroundings;

static surroundings look_around(const dialogue *d, uint32_t n) {
  const turn *t = &d->turns[n];
  surroundings s; /* the turns behind the counts are not set */
  s.acts = acting_in(d, t);
  s.narrated = narrated_before(d, t);
  s.spoke_count = s.will_count = 0;
  for (uint32_t k = n; k-- > 0 && n - k <= TURNS_BACK && d->turns[k + 1].gap;)
    s.spoke[s.spoke_count++] = d->turns[k].likely;
  for (uint32_t k = n + 1; k < d->count && k - n <= TURNS_AHEAD && d->turns[k].gap; k++)
    s.will[s.will_count++] = d->turns[k].likely;
  return s;
}

/* What counts for each candidate of a turn, one a column: the sums of all are made side by side,
 * each in the order of the weights. */
enum { OWN = GATHERED, COLUMNS = 20 }; /* OWN: the column of the one whom a noun describes, or of nobody */
typedef struct {
  float of[SS_T_COUNT][COLUMNS];
} sheet;

/* What the text around says of its figures goes to those who are candidates: SAYSO_NONE is none. */
static uint32_t column_of(const dialogue *d, uint32_t n, uint32_t figure) {
  return figure != SAYSO_NONE && d->known[figure].met == n + 1 ? d->known[figure].column : COLUMNS;
}

/* How the speech of turn t names the candidates of turn n. */
static void weigh_said(const dialogue *d, uint32_t n, const turn *t, float *const by[3]) {
  for (uint32_t i = d->said_at[t->unit]; i < d->said_at[t->last_unit + 1]; i++) {
    uint32_t column = column_of(d, n, d->said[i].figure);
    float *how = by[d->said[i].how];
    if (how && column < COLUMNS) how[column] = 1;
  }
}

static void weigh_speeches(const dialogue *d, uint32_t n, sheet *sums) {
  const turn *t = &d->turns[n];
  float *const here[] = {sums->of[SS_T_CALLED], sums->of[SS_T_SPOKEN_TO], NULL};
  float *const before[] = {sums->of[SS_T_CALLED_BEFORE], sums->of[SS_T_SPOKEN_TO_BEFORE],
                           sums->of[SS_T_MEANT_BEFORE]};
  float *const after[] = {NULL, sums->of[SS_T_SPOKEN_TO_AFTER], NULL};
  weigh_said(d, n, t, here);
  if (n > 0 && t->gap) weigh_said(d, n, t - 1, before);
  if (n + 1 < d->count && t[1].gap) weigh_said(d, n, t + 1, after);
}

/* Who spoke in the turns before, who will, who was mentioned lately. */
static void weigh_turns(const dialogue *d, uint32_t n, const surroundings *s, sheet *sums) {
  enum { OFTEN = 4 };
  for (uint32_t k = 0; k < s->spoke_count; k++) {
    uint32_t column = column_of(d, n, s->spoke[k]);
    if (column == COLUMNS) continue;
    if (!sums->of[SS_T_SPOKE][column]) sums->of[SS_T_SPOKE_NEAR][column] = 1.0f / (float)(k + 1);
    sums->of[SS_T_SPOKE][column] = 1;
    if (sums->of[SS_T_SPOKE_OFTEN][column] < OFTEN) sums->of[SS_T_SPOKE_OFTEN][column]++;
  }
  for (uint32_t k = 0; k < s->will_count; k++) {
    uint32_t column = column_of(d, n, s->will[k]);
    if (column < COLUMNS) sums->of[SS_T_WILL_SPEAK][column] = 1;
  }
  for (uint32_t i = 0; i < d->recent_count; i++) {
    uint32_t column = column_of(d, n, d->recent[i]);
    if (column < COLUMNS) sums->of[SS_T_RECENT][column] = 1.0f / (float)(i + 1);
  }
}

static void weigh(const dialogue *d, uint32_t n, const surroundings *s, uint32_t figure,
                  sheet *sums, uint32_t column) {
#define COUNT(what) sums->of[SS_T_##what][column]
  const ss_resolver *r = d->r;
  const turn *t = &d->turns[n];
  const known *who = &d->known[figure];
  if (t->tag != SAYSO_NONE) {
    const ss_mention *m = ss_node_mention(r, t->tag);
    bool itself = r->nodes[t->tag].actor == figure;
    COUNT(PRONOUN) = itself && !t->described;
    COUNT(ITSELF) = itself && t->described;
    COUNT(ITSELF_KIN) = itself && t->described && is_kin(m);
    COUNT(ITSELF_KNOWN) = itself && t->described && r->figures[figure].count > 2;
    COUNT(ITSELF_WORK) = itself && t->described && is_work(r, t->tag);
    COUNT(TAG_UNSURE) = m->gender && !who->gender;
    COUNT(TAG_CLASH) = ss_genders_clash(m->gender, who->gender) || who->author;
  }
  COUNT(LEAD) = t->lead == figure;
  bool tagged = t->tag != SAYSO_NONE;
  COUNT(ACTS_ALONE) = !tagged && s->acts.sole == figure;
  COUNT(ACTS_FIRST) = !tagged && s->acts.sole == SAYSO_NONE && s->acts.first == figure;
  COUNT(ACTS_TAGGED) = tagged && s->acts.sole == figure;
  COUNT(ACTS_CLASH) = !tagged && ss_genders_clash(s->acts.gender, who->gender);
  COUNT(NARRATED) = s->narrated == figure && d->turns[n].gap != 1;
  COUNT(NARRATED_TURN) = s->narrated == figure && d->turns[n].gap == 1;
  COUNT(FAME) = (float)who->fame;
  COUNT(ABSENT) = who->outside == 0;
  COUNT(UNNAMED) = who->unnamed;
  COUNT(NARRATOR) = who->author;
#undef COUNT
}

static void add_up(const sheet *sums, float *scores) {
  float all[COLUMNS] = {0};
  for (int k = 0; k < SS_T_COUNT; k++)
    for (int c = 0; c < COLUMNS; c++) all[c] += sums->of[k][c] * ss_turn_weights[k];
  memcpy(scores, all, sizeof all);
}

static void keep(turn *t, candidate fresh) {
  uint32_t at = t->count;
  while (at > 1 && t->at[at - 1].score < fresh.score) at--; /* [0]: nobody, or the tag's own */
  if (at > KEPT) return;
  uint32_t last = t->count > KEPT ? KEPT : t->count;
  for (uint32_t k = last; k > at; k--) t->at[k] = t->at[k - 1];
  t->at[at] = fresh;
  if (t->count <= KEPT) t->count++;
}

/* Fills the sheet: of those gathered, and in column OWN of `own`, the one described, or nobody. */
static void weigh_all(dialogue *d, uint32_t n, const gathering *g, uint32_t own, sheet *sums) {
  const turn *t = &d->turns[n];
  surroundings s = look_around(d, n);
  memset(sums, 0, sizeof *sums);
  if (own != SAYSO_NONE) {
    d->known[own].met = n + 1;
    d->known[own].column = OWN;
    weigh(d, n, &s, own, sums, OWN);
  } else {
    sums->of[t->tag != SAYSO_NONE ? SS_T_NOBODY_TAGGED : SS_T_NOBODY][OWN] = 1;
  }
  for (uint32_t i = 0; i < g->count; i++)
    if (g->figures[i] != own) weigh(d, n, &s, g->figures[i], sums, i);
  weigh_speeches(d, n, sums);
  weigh_turns(d, n, &s, sums);
}

/* "The reply was", "came the answer": what is said, not who says it. */
static bool is_utterance(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  return m->form == SAYSO_FORM_ROLE && m->of == SAYSO_NONE &&
         ss_lexicon_word(SS_LIST_UTTERANCES, ss_node_clean(r, node),
                         ss_node_reading(r, node)->tokens[m->head]);
}

static void list_candidates(dialogue *d, uint32_t n) {
  turn *t = &d->turns[n];
  gathering g; /* the figures behind the count are not set */
  sheet sums;
  float scores[COLUMNS];
  if (t->fixed != SAYSO_NONE) {
    t->at[t->count++] = (candidate){t->fixed, 0};
    return;
  }
  g.count = 0;
  g.turn = n + 1;
  note_recent(d, d->r->first_node[t->unit]);
  gather_all(d, n, &g);
  uint32_t own =
      t->described && !is_utterance(d->r, t->tag) ? d->r->nodes[t->tag].actor : SAYSO_NONE;
  weigh_all(d, n, &g, own, &sums);
  add_up(&sums, scores);
  t->at[t->count++] = (candidate){own, scores[OWN]};
  for (uint32_t i = 0; i < g.count; i++)
    if (g.figures[i] != own) keep(t, (candidate){g.figures[i], scores[i]});
}

/* ---- the best sequence ---- */

/* What the turns before say about turn t when `c` speaks and `b` spoke before: *always, and *again
 * rather where `c` spoke in the turn before that one. */
static void sequence_scores(const turn *t, const turn *before, uint32_t b, uint32_t c,
                            float *always, float *again) {
  *always = *again = 0;
  if (!t->gap || c == SAYSO_NONE || b == SAYSO_NONE) return;
  bool adjoins = t->gap == 1, bare = t->tag == SAYSO_NONE && t->fixed == SAYSO_NONE;
  if (b == c)
    *always = *again = ss_turn_weights[!adjoins ? SS_T_SAME_LATER
                                       : bare   ? SS_T_SAME_BARE
                                                : SS_T_SAME];
  else if (before->gap)
    *again = ss_turn_weights[!(adjoins && before->gap == 1) ? SS_T_AGAIN_LATER
                             : bare                         ? SS_T_AGAIN_BARE
                                                            : SS_T_AGAIN];
}

/* The best of `scores`, and the best but for that one; the earlier of equals. */
typedef struct {
  uint32_t first, second; /* SAYSO_NONE: there is one only */
} best_two;

static best_two find_best(const float *scores, uint32_t count) {
  best_two best = {0, SAYSO_NONE};
  for (uint32_t a = 1; a < count; a++) {
    if (scores[a] > scores[best.first])
      best.second = best.first, best.first = a;
    else if (best.second == SAYSO_NONE || scores[a] > scores[best.second])
      best.second = a;
  }
  return best;
}

/* The best turn two before, where `same` of them, if any, is the one who speaks now: it counts
 * `again` rather than `always`. */
static uint32_t best_before(const float *scores, best_two best, uint32_t same, float always,
                            float again, float *sum) {
  uint32_t other = best.first == same ? best.second : best.first;
  float with = same == SAYSO_NONE ? IMPOSSIBLE : scores[same] + again,
        without = other == SAYSO_NONE ? IMPOSSIBLE : scores[other] + always;
  bool takes = same != SAYSO_NONE &&
               (other == SAYSO_NONE || with > without || (with >= without && same < other));
  *sum = takes ? with : without;
  return takes ? same : other;
}

static uint32_t place_of(const turn *t, uint32_t figure) {
  for (uint32_t a = 0; a < t->count; a++)
    if (t->at[a].figure == figure) return a;
  return SAYSO_NONE;
}

static void find_sequence(dialogue *d) {
  float score[KEPT + 1][KEPT + 1], next[KEPT + 1][KEPT + 1]; /* [this][the one before] */
  const turn nobody = {.count = 1, .at = {{.figure = SAYSO_NONE}}};
  if (!d->count) return;
  memset(score, 0, sizeof score);
  for (uint32_t n = 0; n < d->count; n++) {
    turn *t = &d->turns[n];
    const turn *one = n > 0 ? t - 1 : &nobody, *two = n > 1 ? t - 2 : &nobody;
    best_two best[KEPT + 1];
    for (uint32_t b = 0; b < one->count; b++) best[b] = find_best(score[b], two->count);
    for (uint32_t c = 0; c < t->count; c++) {
      uint32_t same = place_of(two, t->at[c].figure);
      for (uint32_t b = 0; b < one->count; b++) {
        float always, again, sum;
        sequence_scores(t, one, one->at[b].figure, t->at[c].figure, &always, &again);
        t->back[c][b] = (uint8_t)best_before(score[b], best[b], same, always, again, &sum);
        next[c][b] = sum + t->at[c].score;
      }
    }
    memcpy(score, next, sizeof score);
  }
  turn *last = &d->turns[d->count - 1];
  uint32_t c = 0, b = 0, before = d->count > 1 ? last[-1].count : 1;
  for (uint32_t i = 0; i < last->count; i++)
    for (uint32_t j = 0; j < before; j++)
      if (score[i][j] > score[c][b]) c = i, b = j;
  for (uint32_t n = d->count; n-- > 0;) {
    uint32_t a = d->turns[n].back[c][b];
    d->turns[n].chosen = (uint8_t)c;
    c = b;
    b = a;
  }
}

/* ---- turns ---- */

static uint32_t last_unit_of(const ss_resolver *r, uint32_t s) {
  const ss_scene_statement *part = &r->scene->statements[s];
  while (part->next != SAYSO_NONE) part = &r->scene->parts[part->next];
  return part->unit;
}

/* The unit is narration of the same scene, or speech. */
static bool breaks_scene(const ss_resolver *r, uint32_t unit) {
  const ss_block *block = ss_unit_block(r, unit);
  return block->gap_before || block->kind == SS_BLOCK_HEADING;
}

static uint8_t gap_between(const ss_resolver *r, const turn *before, const turn *after) {
  uint32_t gap = after->unit > before->last_unit ? after->unit - before->last_unit : 1;
  if (gap > GAP) return 0;
  for (uint32_t u = before->last_unit + 1; u <= after->unit; u++)
    if (breaks_scene(r, u)) return 0;
  return (uint8_t)gap;
}

/* A noun that may describe somebody we know by name: a word of kinship, or one that hardly comes
 * again. "The Duchess" is as good as a name. */
static bool describes(const ss_resolver *r, uint32_t node) {
  enum { RARE = 2 };
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t figure = r->nodes[node].actor;
  if (m->form != SAYSO_FORM_ROLE || m->plural || figure == SAYSO_NONE) return false;
  if (is_utterance(r, node)) return true;
  if (!m->definite) return false;
  const ss_figure *f = &r->figures[figure];
  const ss_token *head = &ss_node_reading(r, node)->tokens[m->head];
  bool person = f->kind == SAYSO_ACTOR_PERSON || f->kind == SAYSO_ACTOR_UNKNOWN;
  return person && f->fullest == SAYSO_NONE && !f->plural && head->shape == SS_SHAPE_LOWER &&
         (is_kin(m) || f->count <= RARE);
}

/* Who speaks by the turn's tags: the first that names somebody; else its pronoun or noun. */
static void read_tags(const ss_resolver *r, turn *t) {
  for (uint32_t s = t->first; s < t->end; s++) {
    if (r->source_at[s + 1] == r->source_at[s]) continue;
    uint32_t head = r->source_nodes[r->source_at[s]];
    if (r->nodes[head].inside) continue; /* "Old Bell told me so": whom the speech cites */
    const ss_mention *m = ss_node_mention(r, head);
    bool sole = r->source_at[s + 1] == r->source_at[s] + 1;
    bool pronoun = m->form == SAYSO_FORM_PRONOUN && m->person == SS_PERSON_THIRD && m->gender &&
                   !m->plural && !m->possessive && sole;
    bool described = sole && describes(r, head);
    if ((pronoun || described) && t->tag == SAYSO_NONE) t->tag = head, t->described = described;
    if (!pronoun && !described && t->fixed == SAYSO_NONE) t->fixed = r->speakers[s];
  }
}

/* Units with direct speech. */
static uint32_t count_turns(const ss_resolver *r) {
  uint32_t count = 0, last = SAYSO_NONE;
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    uint32_t unit = r->scene->statements[s].unit;
    if (unit == last || !ss_speakers_direct(r, s)) continue;
    last = unit;
    count++;
  }
  return count;
}

static bool list_turns(dialogue *d) {
  ss_resolver *r = d->r;
  d->turns = ss_arena_array(r->arena, count_turns(r), sizeof *d->turns);
  if (!d->turns || !list_figures(d) || !list_mentions(d)) return false;
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!ss_speakers_direct(r, s)) continue;
    uint32_t unit = r->scene->statements[s].unit;
    turn *t = d->count ? &d->turns[d->count - 1] : NULL;
    if (!t || t->unit != unit) {
      t = &d->turns[d->count++];
      memset(t, 0, sizeof *t);
      t->unit = unit;
      t->first = s;
      t->fixed = t->tag = SAYSO_NONE;
    }
    t->end = s + 1;
    t->last_unit = last_unit_of(r, s);
  }
  for (uint32_t n = 0; n < d->count; n++) {
    turn *t = &d->turns[n];
    read_tags(r, t);
    bool named = false;
    t->lead = t->fixed == SAYSO_NONE ? ss_speakers_lead(r, t->first, &named) : SAYSO_NONE;
    if (named && t->tag == SAYSO_NONE) t->fixed = t->lead;
    t->likely = t->fixed != SAYSO_NONE ? t->fixed
                : t->tag != SAYSO_NONE ? r->nodes[t->tag].actor
                                       : SAYSO_NONE;
    if (n > 0) t->gap = gap_between(r, t - 1, t);
  }
  return true;
}

/* ---- the outcome ---- */

static void settle(dialogue *d, turn *t, uint8_t *rules) {
  ss_resolver *r = d->r;
  uint32_t figure = t->at[t->chosen].figure;
  if (figure == SAYSO_NONE) return;
  if (t->fixed == SAYSO_NONE && t->tag != SAYSO_NONE) {
    ss_node *node = &r->nodes[t->tag];
    if (node->actor != figure) {
      if (node->actor != SAYSO_NONE) r->figures[node->actor].count--;
      ss_node_settle(r, t->tag, figure, SS_SIEVE_DIALOGUE, 0.6f);
    }
  }
  for (uint32_t s = t->first; s < t->end; s++) {
    if (!ss_speakers_direct(r, s)) continue;
    bool tagged = r->source_at[s + 1] > r->source_at[s];
    if (tagged && r->source_nodes[r->source_at[s]] != t->tag) continue;
    if (!tagged && r->speakers[s] != SAYSO_NONE) continue;
    if (!tagged) rules[s] = t->lead == figure ? SS_SIEVE_LEAD : SS_SIEVE_TURN;
    r->speakers[s] = figure;
  }
}

void ss_dialogue_resolve(ss_resolver *r, uint8_t *rules) {
  ss_arena_mark mark = ss_arena_filled(r->arena);
  dialogue d = {.r = r};
  if (list_turns(&d)) {
    for (uint32_t n = 0; n < d.count; n++) list_candidates(&d, n);
    find_sequence(&d);
    for (uint32_t n = 0; n < d.count; n++) settle(&d, &d.turns[n], rules);
  } else {
    r->failed = true;
  }
  ss_arena_rewind(r->arena, mark);
}
