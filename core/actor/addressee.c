/* In: speakers of all statements. Out: "you" inside a statement stands for the one it is said to,
 * where that is certain: the object of its cue ("told Hale"), or, in a dialogue of two, whoever
 * speaks both in the turn before and in the turn after. Else it stays open: most stand for nobody
 * in particular. Promises time linear in statements and nodes. */
#include "actor/cast.h"

static const ss_statement *statement_at(const ss_resolver *r, uint32_t s) {
  const ss_scene_statement *scene = &r->scene->statements[s];
  return &r->scene->units[scene->unit].reading->statements[scene->statement];
}

/* "told Hale", "asked her": the person right after the cue, outside the content. */
static uint32_t object_of_cue(const ss_resolver *r, uint32_t s) {
  const ss_scene_statement *scene = &r->scene->statements[s];
  const ss_reading *reading = r->scene->units[scene->unit].reading;
  const ss_statement *statement = statement_at(r, s);
  if (statement->cue.count == 0) return SAYSO_NONE;
  uint32_t at = reading->ranges[statement->cue.at + statement->cue.count - 1].end;
  for (uint32_t i = r->first_node[scene->unit]; i < r->first_node[scene->unit + 1]; i++) {
    const ss_mention *m = ss_node_mention(r, i);
    uint32_t first = ss_mention_first(m);
    if (first > at) break;
    if (first < at || m->possessive || r->nodes[i].heads || r->nodes[i].actor == SAYSO_NONE)
      continue;
    if (m->statement == scene->statement || (m->form == SAYSO_FORM_PRONOUN && m->subject)) continue;
    const ss_figure *f = &r->figures[r->nodes[i].actor];
    bool person = f->kind == SAYSO_ACTOR_PERSON && !f->plural;
    if (person && r->nodes[i].actor != r->speakers[s]) return r->nodes[i].actor;
  }
  return SAYSO_NONE;
}

static uint32_t adjoining_speaker(const ss_resolver *r, uint32_t s, int step) {
  uint32_t t = ss_speakers_adjoining(r, s, step);
  return t == SAYSO_NONE ? t : r->speakers[t];
}

static uint32_t addressee(const ss_resolver *r, uint32_t s) {
  uint32_t told = object_of_cue(r, s);
  if (told != SAYSO_NONE || !ss_speakers_turn(r, s)) return told;
  uint32_t before = adjoining_speaker(r, s, -1);
  if (before == SAYSO_NONE || before == r->speakers[s]) return SAYSO_NONE;
  return adjoining_speaker(r, s, 1) == before ? before : SAYSO_NONE;
}

void ss_addressees_resolve(ss_resolver *r) {
  uint32_t asked = SAYSO_NONE, found = SAYSO_NONE; /* the statement last looked at */
  for (uint32_t i = 0; i < r->node_count; i++) {
    const ss_node *n = &r->nodes[i];
    uint32_t s = n->holds;
    if (n->form != SAYSO_FORM_PRONOUN || n->person != SS_PERSON_SECOND) continue;
    if (s == SAYSO_NONE || n->actor != SAYSO_NONE || r->speakers[s] == SAYSO_NONE) continue;
    if (s != asked) asked = s, found = addressee(r, s);
    if (found != SAYSO_NONE) ss_node_settle(r, i, found, SS_SIEVE_ADDRESSEE, 0.7f);
  }
}
