/* In: nodes and figures as the passes over them go on, and a precedent. Out: antecedents that must be
 * what they were, and a precedent for the next resolution. Promises that whoever follows it gets what
 * he would find himself; a few comparisons a node. */
#include "actor/precedent.h"

#include <string.h>

#include "actor/antecedent.h"

/* ---- life ---- */

ss_precedent *ss_precedent_new(const sayso_allocator *hook) {
  ss_precedent *made = ss_memory_resize(hook, NULL, 0, sizeof *made);
  if (!made) return NULL;
  memset(made, 0, sizeof *made);
  ss_arena_init(&made->arena, hook);
  return made;
}

void ss_precedent_free(ss_precedent *precedent) {
  if (!precedent) return;
  const sayso_allocator *hook = precedent->arena.hook;
  ss_arena_free(&precedent->arena);
  ss_memory_resize(hook, precedent, sizeof *precedent, 0);
}

/* ---- which node was which ---- */

/* SAYSO_NONE: it is new, or stands in a unit that is. */
static uint32_t past_of(const ss_retrace *t, uint32_t node) {
  if (node < t->head_end) return node;
  return node >= t->tail ? node - t->tail + t->tail_old : SAYSO_NONE;
}

/* The statement of the document that part `at` is of, and whether it is its first part; SAYSO_NONE: it is
 * of none. Numbers, to be compared. */
static uint32_t part_number(const ss_resolver *r, uint32_t unit, uint32_t at) {
  uint32_t s = r->part_of[at];
  if (s == SAYSO_NONE) return s;
  const ss_scene_statement *first = &r->scene->statements[s];
  return s * 2 + (first->unit == unit && first->statement == at - r->part_at[unit]);
}

/* Is the unit what it was, in statements that are `on` farther? Its past parts begin at past_at. */
static bool same_unit(const ss_resolver *r, uint32_t unit, uint32_t past_unit, uint32_t past_at, uint32_t on) {
  const ss_precedent *past = r->retrace->past;
  if (r->scene->units[unit].reading != past->readings[past_unit]) return false;
  for (uint32_t at = r->part_at[unit]; at < r->part_at[unit + 1]; at++, past_at++) {
    uint32_t now = part_number(r, unit, at), was = past->parts[past_at];
    if (now != (was == SAYSO_NONE ? was : was + on * 2)) return false;
  }
  return true;
}

/* Moves the start of the tail behind what goes on with statements from before it. */
static uint32_t begin_apart(const ss_resolver *r, uint32_t start) {
  for (uint32_t u = start; u < r->scene->unit_count; u++)
    for (uint32_t at = r->part_at[u]; at < r->part_at[u + 1]; at++)
      if (r->part_of[at] != SAYSO_NONE && r->scene->statements[r->part_of[at]].unit < start) start = u + 1;
  return start;
}

/* Units that begin and end both documents alike. */
static void align(ss_resolver *r, ss_retrace *t) {
  const ss_precedent *past = t->past;
  uint32_t units = r->scene->unit_count, most = units < past->unit_count ? units : past->unit_count;
  uint32_t head = 0, tail = 0, on = r->scene->statement_count - past->statement_count;
  while (head < most && same_unit(r, head, head, r->part_at[head], 0)) head++;
  uint32_t parts_on = r->part_at[units] - past->part_count; /* as `on`, modulo 2^32 */
  while (tail < most - head && same_unit(r, units - 1 - tail, past->unit_count - 1 - tail,
                                         r->part_at[units - 1 - tail] - parts_on, on))
    tail++;
  t->head_end = r->first_node[head];
  t->tail = r->first_node[begin_apart(r, units - tail)];
  t->tail_old = past->node_count - (r->node_count - t->tail);
}

/* ---- which figure was which ---- */

static bool same_figure(const ss_retrace *t, uint32_t now, uint32_t past) {
  return past == SAYSO_NONE ? now == SAYSO_NONE : t->now[past] == now && now != SAYSO_NONE;
}

static void link(ss_resolver *r, uint32_t now, uint32_t past, bool apart) {
  ss_retrace *t = r->retrace;
  ss_figure *f = &r->figures[now];
  if (t->now[past] != SAYSO_NONE || f->past != SAYSO_NONE) return;
  t->now[past] = now;
  f->past = past;
  f->apart = apart;
}

/* Something about the figure is not what it was: whoever is near is weighed anew. */
static void set_apart(ss_resolver *r, uint32_t figure) {
  if (figure == SAYSO_NONE) return;
  r->figures[figure].apart = true;
  r->retrace->quiet = 0;
}

static void compare(ss_resolver *r, uint32_t figure, uint32_t traits, uint32_t past) {
  r->figures[figure].apart = traits != past;
  if (traits != past) r->retrace->quiet = 0;
}

static void link_names(ss_resolver *r) {
  ss_retrace *t = r->retrace;
  for (uint32_t f = 0; f < r->listed_count; f++) /* the list is the document's */
    link(r, f, f, ss_antecedent_traits(&r->figures[f]) != t->past->traits[f]);
  for (uint32_t at = 0; at < r->name_count; at++) {
    uint32_t node = r->name_nodes[at], past = past_of(t, node), now = r->nodes[node].actor;
    if (past == SAYSO_NONE || now == SAYSO_NONE) continue;
    uint32_t was = t->past->nodes[past].actor;
    if (was == SAYSO_NONE || was >= t->past->named_count || t->now[was] != SAYSO_NONE) continue;
    link(r, now, was, ss_antecedent_traits(&r->figures[now]) != t->past->traits[was]);
  }
}

/* ---- begin and end ---- */

static bool start_made(const ss_resolver *r, ss_precedent *made) {
  const ss_scene *scene = r->scene;
  uint32_t parts = r->part_at[scene->unit_count];
  made->readings = ss_arena_array(&made->arena, scene->unit_count, sizeof *made->readings);
  made->parts = ss_arena_array(&made->arena, parts, sizeof *made->parts);
  made->nodes = ss_arena_array(&made->arena, r->node_count, sizeof *made->nodes);
  made->traits = ss_arena_array(&made->arena, r->figure_count, sizeof *made->traits);
  if (!made->readings || !made->parts || !made->nodes || !made->traits) return false;
  for (uint32_t u = 0; u < scene->unit_count; u++) {
    made->readings[u] = scene->units[u].reading;
    for (uint32_t at = r->part_at[u]; at < r->part_at[u + 1]; at++) made->parts[at] = part_number(r, u, at);
  }
  for (uint32_t f = 0; f < r->figure_count; f++)
    made->traits[f] = ss_antecedent_traits(&r->figures[f]);
  made->unit_count = scene->unit_count;
  made->part_count = parts;
  made->statement_count = scene->statement_count;
  made->node_count = r->node_count;
  made->named_count = r->figure_count;
  made->dialogue = r->dialogue;
  made->story = r->scene->story;
  return true;
}

void ss_retrace_begin(ss_resolver *r) {
  ss_retrace *t = r->retrace;
  if (!start_made(r, t->made)) r->failed = true;
  bool unlike = t->past && (t->past->dialogue != r->dialogue || t->past->story != r->scene->story);
  if (unlike) t->past = NULL; /* other weights count */
  if (!t->past || r->failed) return;
  t->now = ss_arena_array(r->arena, t->past->figure_count, sizeof *t->now);
  if (!t->now) {
    r->failed = true;
    return;
  }
  for (uint32_t f = 0; f < t->past->figure_count; f++) t->now[f] = SAYSO_NONE;
  t->quiet = SS_RECALLED; /* nothing stands before either text */
  align(r, t);
  link_names(r);
}

void ss_retrace_end(ss_resolver *r) {
  r->retrace->made->figure_count = r->figure_count;
}

/* ---- a node's turn ---- */

/* What the nodes that are gone did to their figures is missing from here on. */
static void cross(ss_resolver *r) {
  ss_retrace *t = r->retrace;
  t->crossed = true;
  t->quiet = 0;
  for (uint32_t i = t->head_end; i < t->tail_old; i++) {
    const ss_past_node *gone = &t->past->nodes[i];
    if (gone->settled && gone->actor != SAYSO_NONE) set_apart(r, t->now[gone->actor]);
  }
}

static const ss_past_node *past_node(ss_resolver *r, uint32_t node) {
  const ss_retrace *t = r->retrace;
  if (!t->past) return NULL;
  if (!t->crossed && node >= t->head_end) cross(r);
  uint32_t past = past_of(t, node);
  return past == SAYSO_NONE ? NULL : &t->past->nodes[past];
}

static bool names_ahead_fit(const ss_resolver *r, uint32_t node) {
  const ss_retrace *t = r->retrace;
  const ss_node *n = &r->nodes[node];
  for (uint32_t i = node + 1; i < r->first_node[n->unit + 1]; i++) {
    const ss_node *ahead = &r->nodes[i];
    if (ahead->sentence != n->sentence) break;
    if (ahead->form != SAYSO_FORM_NAME) continue;
    uint32_t past = past_of(t, i);
    if (past == SAYSO_NONE || !same_figure(t, ahead->actor, t->past->nodes[past].actor)) return false;
    if (ahead->actor != SAYSO_NONE && r->figures[ahead->actor].apart) return false;
  }
  return true;
}

static uint64_t asked_key(const uint32_t asked[3]) {
  return ss_key_mix(ss_key_mix(asked[0], asked[1]), asked[2]);
}

/* The same in the numbers of before; false: one of them was not there. */
static bool past_key(const ss_resolver *r, const uint32_t asked[3], uint64_t *key) {
  uint32_t past[3];
  for (int i = 0; i < 3; i++) {
    past[i] = asked[i] == SAYSO_NONE ? SAYSO_NONE : r->figures[asked[i]].past;
    if (asked[i] != SAYSO_NONE && past[i] == SAYSO_NONE) return false;
  }
  *key = asked_key(past);
  return true;
}

bool ss_retrace_answer(ss_resolver *r, uint32_t node, const uint32_t asked[3], uint32_t *figure,
                       bool *clear) {
  ss_retrace *t = r->retrace;
  const ss_past_node *past = past_node(r, node);
  uint64_t key;
  t->made->nodes[node].asked = asked_key(asked);
  if (!past || t->quiet < SS_RECALLED || !past_key(r, asked, &key) || key != past->asked ||
      !names_ahead_fit(r, node))
    return false;
  *figure = past->actor == SAYSO_NONE ? SAYSO_NONE : t->now[past->actor];
  *clear = past->clear;
  ss_retrace_chosen(r, node, *clear);
  return past->actor == SAYSO_NONE || *figure != SAYSO_NONE;
}

void ss_retrace_chosen(ss_resolver *r, uint32_t node, bool clear) {
  r->retrace->made->nodes[node].clear = clear;
}

/* 1 + kind of a figure that nothing was known of before this node. */
static uint8_t made_here(const ss_resolver *r, uint32_t node) {
  const ss_figure *f = &r->figures[r->nodes[node].actor];
  return f->first == node && f->count == 1 ? (uint8_t)(f->kind + 1) : 0;
}

static uint32_t traits_of(const ss_resolver *r, uint32_t node) {
  uint32_t figure = r->nodes[node].actor;
  return figure == SAYSO_NONE ? 0 : ss_antecedent_traits(&r->figures[figure]);
}

static void note_node(const ss_resolver *r, uint32_t node, uint32_t traits, bool settled) {
  const ss_node *n = &r->nodes[node];
  ss_past_node *made = &r->retrace->made->nodes[node];
  made->actor = n->actor;
  made->traits = traits & 0xFFFFF;
  made->settled = settled;
  made->made = settled && n->actor != SAYSO_NONE ? made_here(r, node) & 0xFu : 0u;
}

static bool has_turn(const ss_node *n) {
  return (n->form == SAYSO_FORM_ROLE || n->form == SAYSO_FORM_PRONOUN) && !n->listed;
}

void ss_retrace_settled(ss_resolver *r, uint32_t node) {
  ss_retrace *t = r->retrace;
  const ss_node *n = &r->nodes[node];
  if (!has_turn(n)) return;
  uint32_t traits = traits_of(r, node);
  note_node(r, node, traits, true);
  const ss_past_node *past = past_node(r, node);
  if (!t->past) return;
  if (!past) {
    set_apart(r, n->actor);
    return;
  }
  if (past->actor != SAYSO_NONE && n->actor != SAYSO_NONE && past->made &&
      past->made == made_here(r, node))
    link(r, n->actor, past->actor, true);
  if (!same_figure(t, n->actor, past->actor)) {
    set_apart(r, n->actor);
    if (past->actor != SAYSO_NONE) set_apart(r, t->now[past->actor]);
  } else if (n->actor != SAYSO_NONE) {
    compare(r, n->actor, traits, past->traits);
  }
}

/* Is what later pronouns see of the node what they saw? */
static bool is_unlike(ss_resolver *r, uint32_t node, const ss_past_node *past) {
  const ss_retrace *t = r->retrace;
  const ss_node *n = &r->nodes[node];
  if (!past) return n->actor != SAYSO_NONE;
  if (!same_figure(t, n->actor, past->actor)) return true;
  if (n->actor == SAYSO_NONE) return false;
  return t->apart_sentence == n->sentence + 1 || r->figures[n->actor].apart;
}

void ss_retrace_recalled(ss_resolver *r, uint32_t node) {
  ss_retrace *t = r->retrace;
  const ss_node *n = &r->nodes[node];
  bool named = !has_turn(n);
  uint32_t traits = named ? traits_of(r, node) : 0;
  if (named) note_node(r, node, traits, false);
  const ss_past_node *past = past_node(r, node);
  if (!t->past) return;
  if (named && past && n->actor != SAYSO_NONE && same_figure(t, n->actor, past->actor))
    compare(r, n->actor, traits, past->traits);
  if (is_unlike(r, node, past)) {
    t->quiet = 0;
    t->apart_sentence = n->sentence + 1;
  } else {
    t->quiet += n->actor != SAYSO_NONE;
  }
}
