/* In: nodes, none settled yet, and the user's list. Out: the figures of the listed actors, and the
 * nodes that are called as the list calls them settled. The first sieve: what it decides, no other
 * one changes. Promises time linear in the list and in the mentions; nothing without a list. */
#include "actor/cast.h"

static ss_user_phrase name_of(const ss_resolver *r, uint32_t figure) {
  return r->listed->actors[figure].name;
}

/* Figure i is actor i of the list. Until it is mentioned it stands at the last node, so that its
 * first mention is whatever node it gets. */
static bool add_figure(ss_resolver *r, const ss_user_actor *actor) {
  uint32_t last = r->node_count - 1, figure = ss_figure_new(r, last, actor->kind), size = 0;
  if (figure == SAYSO_NONE) return false;
  ss_figure *f = &r->figures[figure];
  f->fullest = last; /* it has a proper name: the list's */
  f->words = actor->name.token_count < UINT16_MAX ? (uint16_t)actor->name.token_count : UINT16_MAX;
  f->gender = actor->gender;
  f->gender_by = actor->gender ? SS_GENDER_BY_WORD : SS_GENDER_BY_NOTHING;
  f->plural = actor->kind == SAYSO_ACTOR_GROUP;
  f->sure = actor->kind != SAYSO_ACTOR_UNKNOWN;
  if (actor->kind == SAYSO_ACTOR_AUTHOR && r->author == SAYSO_NONE) r->author = figure;
  ss_user_phrase name = name_of(r, figure);
  const ss_entry *place =
      ss_lexicon_match(SS_LIST_PLACES, name.text, name.tokens, name.first, name.token_count, &size);
  bool open = actor->kind == SAYSO_ACTOR_UNKNOWN || actor->kind == SAYSO_ACTOR_PLACE ||
              actor->kind == SAYSO_ACTOR_ORGANIZATION;
  if (!place || size != name.token_count - name.first || !place->value || !open) return true;
  bool seat = place->classes & SS_CLASS(SEAT);
  if (!seat && !(place->classes & (SS_CLASS(COUNTRY) | SS_CLASS(REGION)))) return true;
  if (seat == (actor->kind == SAYSO_ACTOR_PLACE)) return true;
  f->country = place->value;
  if (f->kind == SAYSO_ACTOR_UNKNOWN) f->kind = seat ? SAYSO_ACTOR_ORGANIZATION : SAYSO_ACTOR_PLACE;
  return true;
}

/* ---- how a node is called ---- */

/* Words of tokens [first, end) that belong to the mention's range or title. */
static uint64_t words_key(const ss_resolver *r, uint32_t node, ss_range range, uint64_t key) {
  for (uint32_t t = range.first; t < range.end; t++) {
    uint64_t word = ss_node_key(r, node, t);
    if (word) key = ss_key_mix(key, word);
  }
  return key;
}

static ss_range without_determiner(const ss_resolver *r, uint32_t node, ss_range range) {
  ss_token token = ss_node_reading(r, node)->tokens[range.first];
  bool article = range.end - range.first > 1 && token.end - token.start >= SS_USER_ARTICLE;
  if (article && ss_node_marked(r, node, range.first, SS_WORD_DETERMINER)) range.first++;
  return range;
}

/* "a minister" is not the minister. */
static bool is_any(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  return m->form == SAYSO_FORM_ROLE && !m->definite &&
         ss_node_marked(r, node, m->range.first, SS_WORD_DETERMINER);
}

static uint32_t by_name(const ss_resolver *r, uint32_t node, ss_range range) {
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t found = SAYSO_NONE;
  if (m->title.end > m->title.first) {
    ss_range title = without_determiner(r, node, m->title);
    found =
        ss_map_get(&r->listed->names, words_key(r, node, m->range, words_key(r, node, title, 0)));
  }
  return found != SAYSO_NONE ? found : ss_map_get(&r->listed->names, words_key(r, node, range, 0));
}

/* "the president of Russia": with what it is of. Where the text itself says at once who holds the
 * role ("the president, Anna Bell,"), the name decides. */
static uint32_t by_role(const ss_resolver *r, uint32_t node, ss_range range) {
  enum { LONGEST = 16 };
  const ss_reading *reading = ss_node_reading(r, node);
  const ss_mention *m = ss_node_mention(r, node);
  if (r->listed->roles.count == 0 || m->form != SAYSO_FORM_ROLE) return SAYSO_NONE;
  if (m->same != SAYSO_NONE && reading->mentions[m->same].form == SAYSO_FORM_NAME)
    return SAYSO_NONE;
  bool country = m->place != SAYSO_NONE || m->of != SAYSO_NONE;
  if (m->of != SAYSO_NONE && reading->mentions[m->of].range.end > range.end)
    range.end = reading->mentions[m->of].range.end;
  if (range.end - range.first > LONGEST) return SAYSO_NONE;
  uint64_t key =
      country ? ss_user_role_key(ss_node_clean(r, node), reading->tokens, range.first, range.end)
              : words_key(r, node, range, 0);
  uint32_t found = ss_map_get(&r->listed->roles, key);
  return found == SS_USER_SEVERAL ? SAYSO_NONE : found;
}

static uint32_t find_listed(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  if (m->form == SAYSO_FORM_PRONOUN || is_any(r, node)) return SAYSO_NONE;
  ss_range range = without_determiner(r, node, m->range);
  uint32_t found = by_name(r, node, range);
  return found != SAYSO_NONE ? found : by_role(r, node, range);
}

void ss_listed_resolve(ss_resolver *r) {
  if (!r->listed || r->node_count == 0) return;
  for (uint32_t i = 0; i < r->listed->count; i++)
    if (!add_figure(r, &r->listed->actors[i])) return;
  r->listed_count = r->listed->count;
  for (uint32_t i = 0; i < r->node_count; i++) {
    uint32_t figure = find_listed(r, i);
    if (figure == SAYSO_NONE) continue;
    ss_node_settle(r, i, figure, SS_SIEVE_LIST, 1);
    r->nodes[i].listed = true;
  }
}
