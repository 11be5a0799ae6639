/* In: nodes that are names. Out: the words of each name as it is written, and how often the document
 * takes it for an actor of each kind. Promises that a name is taken apart once, however often it
 * stands in the document. */
#include <string.h>

#include "actor/cast.h"

void ss_name_add_word(ss_name_words *n, uint64_t key, uint32_t token, bool is_particle) {
  /* of more words the first ones and the last are kept */
  uint32_t at = n->count < SS_NAME_WORDS ? n->count++ : SS_NAME_WORDS - 1;
  n->words[at] = key;
  n->tokens[at] = token;
  bool goes_on = n->after_particle;
  if (is_particle && !goes_on) {
    n->particled = 0;
    n->is_particled = at == 0;
  }
  n->particled = is_particle || goes_on ? ss_key_mix(n->particled, key) : 0;
  n->after_particle = is_particle;
}

static ss_name_words words_of(const ss_resolver *r, uint32_t node) {
  ss_name_words out; /* words and tokens behind `count` are not set */
  out.count = 0;
  out.whole = out.suffix = out.particled = 0;
  out.is_particled = out.after_particle = false;
  const ss_mention *m = ss_node_mention(r, node);
  out.upper = ss_node_reading(r, node)->tokens[m->range.first].shape == SS_SHAPE_ALL_UPPER;
  for (uint32_t t = m->range.first; t < m->range.end; t++) {
    uint64_t key = ss_node_key(r, node, t);
    if (!key) continue;
    out.whole = ss_key_mix(out.whole, key);
    if (t > m->range.first && out.count && ss_node_marked(r, node, t, SS_WORD_SUFFIX)) {
      out.suffix = key;
      continue;
    }
    ss_name_add_word(&out, key, t - m->range.first, ss_node_marked(r, node, t, SS_WORD_PARTICLE));
  }
  return out;
}

static bool grow_spellings(ss_resolver *r) {
  if (r->spelling_count < r->spelling_cap) return true;
  uint32_t cap = r->spelling_cap ? r->spelling_cap * 2 : 64;
  ss_spelling *larger =
      ss_arena_grown(r->arena, r->spellings, r->spelling_count, cap, sizeof *larger);
  ss_kind_votes *votes = ss_arena_grown(r->arena, r->votes, r->vote_count, cap, sizeof *votes);
  if (!larger || !votes) {
    r->failed = true;
    return false;
  }
  r->spellings = larger;
  r->votes = votes;
  r->spelling_cap = cap;
  return true;
}

/* The name's words are looked at once, however often it stands in the document. */
void ss_name_spell(ss_resolver *r, uint32_t node) {
  uint64_t text = ss_node_text_key(r, node);
  uint32_t at = ss_map_get(&r->spelled, text);
  if (at == SAYSO_NONE) {
    if (!grow_spellings(r)) return;
    at = r->spelling_count++;
    ss_name_words words = words_of(r, node);
    uint32_t votes = ss_map_get(&r->voted, words.whole);
    if (votes == SAYSO_NONE) {
      votes = r->vote_count++; /* there is room for one a spelling */
      memset(&r->votes[votes], 0, sizeof r->votes[votes]);
      r->votes[votes].first = r->nodes[node].kind;
      ss_resolver_put(r, &r->voted, words.whole, votes);
    }
    r->spellings[at] = (ss_spelling){words, votes, SAYSO_NONE, SAYSO_NONE, 0, 0, false};
    ss_resolver_put(r, &r->spelled, text, at);
  }
  r->nodes[node].spelling = at;
}

/* ---- what kind is a name? The document decides together ---- */

void ss_name_vote(ss_resolver *r, uint32_t node) {
  const ss_node *n = &r->nodes[node];
  enum { SURE = 50 };
  uint32_t weight = n->mention->told ? SURE : n->read ? 2 : 1;
  uint8_t kind = n->kind;
  if (kind == SAYSO_ACTOR_PLACE && n->speaks &&
      n->mention->word == SAYSO_NONE) { /* a place in no list that speaks */
    kind = SAYSO_ACTOR_ORGANIZATION;
    weight = SURE;
  }
  ss_kind_votes *votes = &r->votes[r->spellings[n->spelling].vote];
  votes->of[kind] += weight;
  votes->plain += !n->inside && !n->titled;
}

uint32_t ss_name_votes(const ss_resolver *r, uint64_t whole, uint8_t kind) {
  uint32_t at = ss_map_get(&r->voted, whole);
  return at == SAYSO_NONE ? 0 : r->votes[at].of[kind];
}

uint32_t ss_name_plain(const ss_resolver *r, uint64_t whole) {
  uint32_t at = ss_map_get(&r->voted, whole);
  return at == SAYSO_NONE ? 0 : r->votes[at].plain;
}

uint8_t ss_name_kind(const ss_resolver *r, uint32_t node) {
  uint8_t own = r->nodes[node].kind, best = own;
  const ss_kind_votes *cast = &r->votes[r->spellings[r->nodes[node].spelling].vote];
  uint32_t most = 0;
  for (uint8_t kind = SAYSO_ACTOR_PERSON; kind <= SAYSO_ACTOR_GROUP; kind++) {
    uint32_t votes = cast->of[kind];
    if (votes == 0 || votes < most || (votes == most && kind != own)) continue;
    most = votes;
    best = kind;
  }
  bool place = cast->first == SAYSO_ACTOR_PLACE && cast->of[SAYSO_ACTOR_PLACE] == most;
  return place ? SAYSO_ACTOR_PLACE : best; /* as often: the village where it began */
}
