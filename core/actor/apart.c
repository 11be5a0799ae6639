/* In: names of persons in text order. Out: which ways of naming are of two persons, since they
 * stand beside each other as two: "Admiral Bell came with Mrs. Bell", "Miss Rye and Lucy", "Sir
 * Thomas looked at Tom". What joins a name with a figure asks here. A clause does not have one
 * person twice (the binding principles; Haghighi and Klein 2009 use them for pronouns). Promises
 * linear time. */
#include "actor/names.h"
#include "read/word.h"

/* A way of naming somebody: "Anna Bell", "Mrs. Bell", "Anna". */
typedef struct {
  uint64_t forename; /* 0: none */
  uint64_t surname;  /* 0: none */
  uint64_t title;    /* before a surname alone, else 0 */
} way;

struct ss_apart {
  way other;      /* … of somebody else */
  uint32_t next;  /* index of another one, or SAYSO_NONE */
  uint32_t place; /* how many follow */
};

static bool way_of(const ss_resolver *r, uint32_t node, way *out) {
  const ss_name_words *n = &ss_name_spelling(r, node)->words;
  const ss_mention *m = ss_node_mention(r, node);
  if (!n->count || n->is_particled) return false;
  bool titled = n->count == 1 && ss_person_titles_surname(m);
  out->title = titled ? ss_person_title(m) : 0;
  out->surname = titled || n->count > 1 ? ss_name_surname(n) : 0;
  out->forename = titled ? 0 : n->words[0];
  return true;
}

static uint64_t way_key(way w) {
  return ss_key_mix(ss_name_key(SS_SPACE_APART, w.forename, w.surname), w.title);
}

/* A name and a part of it say nothing. */
static bool is_part(way a, way b) {
  if (a.title && b.title) return a.surname == b.surname && a.title == b.title;
  if (a.title || b.title) return false; /* "Bell" and "Mrs. Bell" */
  return a.forename == b.forename || a.forename == b.surname || b.forename == a.surname;
}

/* ---- two names beside each other ---- */

/* "A and B", "A, B and C": `both` is met, and but for it only commas and "the". */
static bool are_listed(const ss_resolver *r, uint32_t node, uint32_t from, uint32_t to) {
  static const char *const both[] = {"and", "or", "nor", "with", NULL};
  static const char *const between[] = {",", "the", NULL};
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  const char *clean = ss_node_clean(r, node);
  bool met = false;
  for (uint32_t t = from; t < to; t++) {
    bool joins = ss_token_in(&tokens[t], clean, both);
    if (!joins && !ss_token_in(&tokens[t], clean, between)) return false;
    met |= joins;
  }
  return met;
}

/* "A looked at B": the words from a subject to what its verb is about, of one clause. */
static bool is_clause(const ss_resolver *r, uint32_t node, uint32_t from, uint32_t to) {
  static const char *const names[] = {"is",    "was",    "are",      "were", "be",    "been",
                                      "as",    "became", "called",   "like", "named", "born",
                                      "alias", "than",   "remained", NULL};
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  const char *clean = ss_node_clean(r, node);
  for (uint32_t t = from; t < to; t++) {
    const uint8_t other = SS_WORD_IS_RELATIVE | SS_WORD_IS_SUBORDINATOR | SS_WORD_IS_COORDINATOR;
    if (tokens[t].shape != SS_SHAPE_LOWER || (tokens[t].word & other)) return false;
    if (ss_token_in(&tokens[t], clean, names)) return false;
  }
  return to > from;
}

/* Of one sentence: they are two arguments of one clause. */
static bool stand_apart(const ss_resolver *r, uint32_t a, uint32_t b) {
  enum { REACH = 6 };
  const ss_node *x = &r->nodes[a], *y = &r->nodes[b];
  if (x->unit != y->unit || x->inside != y->inside || x->vocative || y->vocative || x->apposed ||
      y->apposed)
    return false;
  const ss_mention *first = x->mention, *second = y->mention;
  uint32_t from = first->range.end, to = ss_mention_first(second);
  if (to <= from) return false;
  bool clause = x->subject && !y->subject && !first->possessive && to - from <= REACH;
  return are_listed(r, a, from, to) || (clause && is_clause(r, a, from, to));
}

/* ---- the pairs ---- */

/* Of those beside whom the text has nearly everybody the first ones are kept: looking stays short.
 */
static void set_apart(ss_resolver *r, way w, way other) {
  enum { MOST = 32 };
  uint64_t key = way_key(w);
  uint32_t next = ss_map_get(&r->names, key);
  uint32_t place = next == SAYSO_NONE ? 0 : r->apart[next].place + 1;
  for (uint32_t at = next; at != SAYSO_NONE; at = r->apart[at].next)
    if (way_key(r->apart[at].other) == way_key(other)) return;
  if (place == MOST) return;
  if (r->apart_count == r->apart_cap) {
    uint32_t cap = r->apart_cap ? r->apart_cap * 2 : 64;
    struct ss_apart *larger =
        ss_arena_grown(r->arena, r->apart, r->apart_count, cap, sizeof *larger);
    if (!larger) {
      r->failed = true;
      return;
    }
    r->apart = larger;
    r->apart_cap = cap;
  }
  r->apart[r->apart_count] = (struct ss_apart){other, next, place};
  ss_resolver_put(r, &r->names, key, r->apart_count++);
}

static void compare(ss_resolver *r, uint32_t a, uint32_t b) {
  way x, y;
  if (!stand_apart(r, a, b) || !way_of(r, a, &x) || !way_of(r, b, &y) || is_part(x, y)) return;
  set_apart(r, x, y);
  set_apart(r, y, x);
}

void ss_apart_note(ss_resolver *r, uint32_t at) {
  enum { BACK = 3 };
  uint32_t node = r->name_nodes[at];
  if (r->nodes[node].kind != SAYSO_ACTOR_PERSON) return;
  for (uint32_t k = 1; k <= BACK && k <= at && !r->failed; k++) {
    uint32_t before = r->name_nodes[at - k];
    if (r->nodes[before].sentence != r->nodes[node].sentence) return;
    if (r->nodes[before].kind == SAYSO_ACTOR_PERSON) compare(r, before, node);
  }
}

static bool is_called(const ss_resolver *r, uint32_t figure, way w) {
  if (w.title) return ss_name_look_up(r, SS_SPACE_SURNAME_ROLE, w.surname, w.title) == figure;
  if (w.surname) return ss_name_look_up(r, SS_SPACE_PAIR, w.forename, w.surname) == figure;
  return r->figures[figure].forename == w.forename ||
         ss_name_look_up(r, SS_SPACE_WHOLE, ss_key_mix(0, w.forename), 0) == figure ||
         ss_name_look_up(r, SS_SPACE_SURNAME, w.forename, 0) == figure;
}

static bool is_anothers(const ss_resolver *r, way w, uint32_t figure) {
  for (uint32_t at = ss_map_get(&r->names, way_key(w)); at != SAYSO_NONE; at = r->apart[at].next)
    if (is_called(r, figure, r->apart[at].other)) return true;
  return false;
}

bool ss_apart_from(const ss_resolver *r, uint32_t node, uint32_t figure) {
  way w;
  if (!r->apart_count || !way_of(r, node, &w)) return false;
  if (is_anothers(r, w, figure)) return true;
  bool full = w.forename && w.surname; /* what holds of "Tom" holds of "Tom Bell" */
  return full && is_anothers(r, (way){w.forename, 0, 0}, figure);
}
