/* In: a plural noun that heads a source, and the nodes before it with their actors. Out: the two
 * whom it means: "the two presidents", "both companies", "both". Promises a look back of bounded
 * length. */
#include "actor/cast.h"
#include "read/word.h"

enum { BACK = 200, SENTENCES = 2 };

static bool has_word(const ss_resolver *r, uint32_t node, const char *const *words) {
  const ss_mention *m = ss_node_mention(r, node);
  return ss_tokens_have(ss_node_reading(r, node)->tokens, (ss_range){m->range.first, m->head + 1},
                        ss_node_clean(r, node), words);
}

static bool says_both(const ss_resolver *r, uint32_t node) {
  static const char *const both[] = {"both", NULL};
  return has_word(r, node, both);
}

/* "the two presidents", "both leaders", "both": no "two of them". */
static bool tells_two(const ss_resolver *r, uint32_t node) {
  static const char *const two[] = {"two", NULL};
  const ss_node *n = &r->nodes[node];
  bool several = n->plural || n->kind == SAYSO_ACTOR_GROUP; /* "both" */
  if (n->form != SAYSO_FORM_ROLE || !several) return false;
  const ss_mention *m = ss_node_mention(r, node);
  return !m->goes_on && (says_both(r, node) || (m->definite && has_word(r, node, two)));
}

/* What the noun may mean, as bits of sayso_actor_kind; "both" alone: anybody. */
static uint32_t kinds_meant(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  if (!entry) return m->range.end == m->range.first + 1 ? ~0u : 1u << SAYSO_ACTOR_PERSON;
  return entry->list == SS_LIST_ROLES ? 1u << SAYSO_ACTOR_PERSON : 1u << SAYSO_ACTOR_ORGANIZATION;
}

/* The node's figure, if it is one that has a name and is of such a kind. */
static uint32_t named_at(const ss_resolver *r, uint32_t node, uint32_t kinds) {
  uint32_t figure = r->nodes[node].actor;
  if (figure == SAYSO_NONE || r->nodes[node].form == SAYSO_FORM_PRONOUN) return SAYSO_NONE;
  const ss_figure *f = &r->figures[figure];
  bool acts = f->kind != SAYSO_ACTOR_PLACE || r->nodes[node].form == SAYSO_FORM_METONYM;
  bool fits =
      !f->plural && acts && (f->fullest != SAYSO_NONE || f->country) && (kinds >> f->kind & 1);
  return fits ? figure : SAYSO_NONE;
}

/* The text in order: who was named first comes first. */
static uint32_t add(uint32_t pair[2], uint32_t count, uint32_t figure) {
  if ((count > 0 && pair[0] == figure) || (count > 1 && pair[1] == figure)) return count;
  if (count == 1) pair[1] = pair[0];
  if (count < 2) pair[0] = figure;
  return count + 1;
}

/* Who was called by the role last: "President Bell", "the Mexican president". */
static bool by_role(const ss_resolver *r, uint32_t node, uint32_t pair[2]) {
  uint64_t key = ss_node_role_key(r, node);
  uint32_t count = 0, low = node > BACK ? node - BACK : 0;
  for (uint32_t i = node; key && i-- > low && count < 2;) {
    const ss_node *n = &r->nodes[i];
    bool called = n->form == SAYSO_FORM_ROLE || (n->form == SAYSO_FORM_NAME && n->titled);
    if (!called || n->plural) continue;
    if (ss_node_role_key(r, i) != key && ss_node_shorter_key(r, i) != key) continue;
    uint32_t figure = named_at(r, i, 1u << SAYSO_ACTOR_PERSON);
    if (figure != SAYSO_NONE) count = add(pair, count, figure);
  }
  return count == 2;
}

/* The two of such a kind who are named in one of the sentences before, and nobody else. */
static bool by_sentence(const ss_resolver *r, uint32_t node, uint32_t kinds, uint32_t back,
                        uint32_t pair[2]) {
  uint32_t count = 0, sentence = r->nodes[node].sentence, low = node > BACK ? node - BACK : 0;
  for (uint32_t i = node; i-- > low && r->nodes[i].sentence + back >= r->nodes[node].sentence;) {
    if (r->nodes[i].sentence != sentence) {
      if (count >= 2) break;
      count = 0;
      sentence = r->nodes[i].sentence;
    }
    uint32_t figure = sentence == r->nodes[node].sentence ? SAYSO_NONE : named_at(r, i, kinds);
    if (figure != SAYSO_NONE) count = add(pair, count, figure);
  }
  return count == 2;
}

static uint32_t last_pair_before(const ss_resolver *r, uint32_t node) {
  uint32_t low = node > BACK ? node - BACK : 0;
  for (uint32_t i = node; i-- > low && r->nodes[i].sentence + SENTENCES >= r->nodes[node].sentence;)
    if (tells_two(r, i) && kinds_meant(r, i) != ~0u)
      return i; /* not "both" again: no look back without end */
  return SAYSO_NONE;
}

static bool of_any_kind(const ss_resolver *r, uint32_t node, uint32_t back, uint32_t pair[2]) {
  return by_sentence(r, node, 1u << SAYSO_ACTOR_PERSON, back, pair) ||
         by_sentence(r, node, 1u << SAYSO_ACTOR_ORGANIZATION, back, pair) ||
         by_sentence(r, node, 1u << SAYSO_ACTOR_PLACE, back, pair);
}

bool ss_pair_find(const ss_resolver *r, uint32_t node, uint32_t pair[2]) {
  if (!tells_two(r, node)) return false;
  if (by_role(r, node, pair)) return true;
  uint32_t kinds = kinds_meant(r, node);
  if (kinds != ~0u) return by_sentence(r, node, kinds, SENTENCES, pair);
  if (of_any_kind(r, node, 1, pair)) return true;
  uint32_t before = last_pair_before(r, node); /* "The two presidents met. Both said …" */
  return (before != SAYSO_NONE && ss_pair_find(r, before, pair)) ||
         of_any_kind(r, node, SENTENCES, pair);
}
