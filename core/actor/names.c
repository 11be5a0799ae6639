/* In: nodes that are names. Out: a figure for each. Sieves, in this order: exact full name;
 * forename with its nicknames, initials or inner names, and surname; country, adjective, capital
 * and people; acronym and known organization; then for single words surname (by title, gender, or
 * the latest), forename once introduced, short form of an organization; at last other names ("Bell
 * was born Anna Rye"). Promises near-linear time: every sieve asks an index, none walks the list of
 * figures. */
#include <string.h>

#include "actor/names.h"
#include "text/unicode.h"

/* ---- organizations, places, groups ---- */

static uint64_t acronym_of(const char *clean, const ss_token *tokens, const ss_name_words *n) {
  char letters[SS_NAME_WORDS * 4];
  size_t size = 0;
  for (uint32_t w = 0; w < n->count; w++) {
    ss_token token = tokens[n->tokens[w]];
    if (token.shape == SS_SHAPE_LOWER) continue;
    size +=
        ss_word_fold(clean + token.start, token.end - token.start < 4 ? token.end - token.start : 4,
                     true, letters + size, 1);
  }
  return size >= 2 ? ss_key_bytes(letters, size) : 0;
}

static bool is_generic(const char *clean, ss_token token) {
  return ss_lexicon_word(SS_LIST_PLACES, clean, token) ||
         ss_lexicon_word(SS_LIST_WORDS, clean, token) || ss_lexicon_given(clean, token);
}

/* Of its words without "Inc". */
static uint64_t called_key(const ss_name_words *n) {
  uint64_t key = 0;
  if (!n->suffix) return n->whole;
  for (uint32_t w = 0; w < n->count; w++) key = ss_key_mix(key, n->words[w]);
  return key;
}

/* The parts by which an organization is called later: its first words, its last word, its initials.
 */
static void register_organization(ss_resolver *r, const char *clean, const ss_token *tokens,
                                  const ss_name_words *n, uint32_t figure) {
  ss_name_put(r, SS_SPACE_ORGANIZATION, called_key(n), 0, figure);
  uint64_t acronym = acronym_of(clean, tokens, n);
  if (acronym) ss_name_put_if_new(r, SS_SPACE_ACRONYM, acronym, 0, figure);
  uint64_t prefix = 0;
  for (uint32_t w = 0; w + 1 < n->count; w++) {
    prefix = ss_key_mix(prefix, n->words[w]);
    if (w == 0 && is_generic(clean, tokens[n->tokens[0]])) continue;
    ss_name_put_sole(r, SS_SPACE_SHORT, prefix, 0, figure);
  }
  if (n->suffix) ss_name_put_sole(r, SS_SPACE_SHORT, called_key(n), 0, figure);
  bool founder = n->suffix && n->count && ss_lexicon_given(clean, tokens[n->tokens[0]]);
  if (n->count > 1 && !founder) /* "Bell" of Anna Bell Ltd is Anna Bell */
    ss_name_put_sole(r, SS_SPACE_SHORT, ss_key_mix(0, n->words[n->count - 1]), 0, figure);
}

static uint32_t find_organization(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                                  ss_sieve *rule) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  *rule = SS_SIEVE_NAME;
  uint32_t found = ss_name_look_up(r, SS_SPACE_ORGANIZATION, called_key(n), 0);
  if (found != SAYSO_NONE) return found;
  if (entry && entry->list == SS_LIST_ORGANIZATIONS && entry->value) {
    *rule = SS_SIEVE_ACRONYM;
    found = ss_name_look_up(r, SS_SPACE_ACRONYM, entry->value, 1);
    if (found != SAYSO_NONE) return found;
  }
  if (n->count == 1) {
    *rule = SS_SIEVE_ACRONYM;
    found = ss_name_look_up(r, SS_SPACE_ACRONYM, n->words[0], 0);
    if (found != SAYSO_NONE) return found;
  }
  if (n->suffix) return SAYSO_NONE; /* "Northwind plc" need not be Northwind Rail */
  *rule = SS_SIEVE_SHORT_NAME;
  found = ss_name_look_up(r, SS_SPACE_SHORT, n->whole, 0);
  return found == SS_FIGURE_SEVERAL ? SAYSO_NONE : found;
}

static void organization(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  ss_sieve rule = SS_SIEVE_NAME;
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  uint32_t figure = find_organization(r, node, n, &rule);
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, SAYSO_ACTOR_ORGANIZATION);
    rule = SS_SIEVE_NAME;
    if (figure == SAYSO_NONE) return;
  }
  ss_node_settle(r, node, figure, rule, 0.95f);
  ss_name_take(r, node, figure, n->count + (n->suffix ? 1 : 0));
  if (!ss_name_was_known(r, node, figure, SS_SPACE_ORGANIZATION))
    register_organization(r, ss_node_clean(r, node), ss_name_first_token(r, node), n, figure);
  if (entry && entry->list == SS_LIST_ORGANIZATIONS && entry->value)
    ss_name_put_if_new(r, SS_SPACE_ACRONYM, entry->value, 1, figure);
  if (entry && entry->list == SS_LIST_PLACES) r->figures[figure].country = entry->value;
}

uint32_t ss_names_country(const ss_resolver *r, uint32_t country) {
  return ss_name_look_up(r, SS_SPACE_COUNTRY, country, 0);
}

uint32_t ss_names_country_at(ss_resolver *r, uint32_t node, uint32_t country) {
  uint32_t figure = ss_name_look_up(r, SS_SPACE_COUNTRY, country, 0);
  if (figure != SAYSO_NONE) return figure;
  figure = ss_figure_new(r, node, SAYSO_ACTOR_PLACE);
  if (figure == SAYSO_NONE) return SAYSO_NONE;
  r->figures[figure].country = country;
  ss_name_put(r, SS_SPACE_COUNTRY, country, 0, figure);
  return figure;
}

/* A country's name makes it the country; a capital only where it acts; a people where it is meant
 * as a side. */
static bool stands_for_country(const ss_resolver *r, uint32_t node, const ss_entry *entry) {
  const ss_mention *m = ss_node_mention(r, node);
  if (!entry || entry->list != SS_LIST_PLACES || !entry->value) return false;
  if (entry->classes & (SS_CLASS(COUNTRY) | SS_CLASS(ADJECTIVE) | SS_CLASS(REGION))) return true;
  if (entry->classes & SS_CLASS(CAPITAL)) return m->form == SAYSO_FORM_METONYM;
  if (!(entry->classes & SS_CLASS(PEOPLE)) || m->range.first == 0) return false;
  ss_token before = ss_node_reading(r, node)->tokens[m->range.first - 1];
  return before.end - before.start == 3 && (ss_node_clean(r, node)[before.start] | 32) == 't';
}

static void place_or_group(ss_resolver *r, uint32_t node, const ss_name_words *n, uint8_t kind) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  uint32_t figure = SAYSO_NONE;
  ss_sieve rule = SS_SIEVE_NAME;
  if (stands_for_country(r, node, entry)) {
    figure = ss_names_country_at(r, node, entry->value);
    rule = entry->classes & SS_CLASS(COUNTRY)   ? SS_SIEVE_NAME
           : entry->classes & SS_CLASS(CAPITAL) ? SS_SIEVE_METONYM
                                                : SS_SIEVE_COUNTRY;
  } else {
    figure = ss_name_look_up(r, SS_SPACE_WHOLE, n->whole, 0);
    if (figure == SAYSO_NONE) figure = ss_figure_new(r, node, kind);
    if (figure != SAYSO_NONE) ss_name_put(r, SS_SPACE_WHOLE, n->whole, 0, figure);
  }
  if (figure == SAYSO_NONE) return;
  ss_node_settle(r, node, figure, rule, 0.95f);
  bool proper = !entry || entry->list != SS_LIST_PLACES || (entry->classes & SS_CLASS(COUNTRY)) ||
                !r->figures[figure].country;
  if (proper) ss_name_take(r, node, figure, n->count);
}

/* ---- the user's list: the text may call its actors by a part of their names ---- */

/* Words of a listed name, without "Dr." and the like before it. */
static ss_name_words words_of_listed(const ss_user_phrase *name, bool company) {
  ss_name_words out = {{0}, {0}, 0, 0, 0, 0, false, false, false};
  for (uint32_t t = name->first; t < name->token_count; t++) {
    uint64_t key = ss_token_key(name->text, name->tokens[t]);
    if (!key) continue;
    const ss_entry *honorific = ss_lexicon_word(SS_LIST_HONORIFICS, name->text, name->tokens[t]);
    if (!out.count && honorific && t + 1 < name->token_count) continue;
    out.whole = ss_key_mix(out.whole, key);
    bool suffix = honorific && (honorific->classes & SS_CLASS(SUFFIX)) &&
                  (company || !(honorific->classes & SS_CLASS(ORGANIZATION)));
    if (out.count && suffix) {
      out.suffix = key;
      continue;
    }
    ss_name_add_word(&out, key, t,
                     ss_lexicon_word(SS_LIST_PARTICLES, name->text, name->tokens[t]) != NULL);
  }
  return out;
}

/* Of an actor whose kind the list leaves open: what the text takes its name for, or a part of it.
 */
static uint8_t kind_by_text(const ss_resolver *r, const ss_name_words *n, uint8_t otherwise) {
  uint8_t best = otherwise;
  uint32_t most = 0;
  const uint64_t keys[3] = {n->whole, ss_key_mix(0, n->words[n->count - 1]),
                            ss_key_mix(0, n->words[0])};
  for (int k = 0; k < 3 && most == 0; k++)
    for (uint8_t kind = SAYSO_ACTOR_PERSON; kind <= SAYSO_ACTOR_GROUP; kind++) {
      uint32_t votes = ss_name_votes(r, keys[k], kind);
      if (votes > most) most = votes, best = kind;
    }
  return best;
}

static bool is_person(const ss_figure *f) {
  return f->kind == SAYSO_ACTOR_PERSON || f->kind == SAYSO_ACTOR_AUTHOR;
}

/* Before the text's names: what joins a full name of the text with a listed one. */
static void register_listed(ss_resolver *r) {
  r->surnames = ss_arena_array(r->arena, r->listed_count, sizeof *r->surnames);
  if (!r->surnames) r->failed = true;
  for (uint32_t i = 0; i < r->listed_count && !r->failed; i++) {
    const ss_user_actor *actor = &r->listed->actors[i];
    ss_name_words n = words_of_listed(&actor->name, actor->kind != SAYSO_ACTOR_PERSON);
    ss_figure *f = &r->figures[i];
    r->surnames[i] = ss_name_surname(&n);
    if (!n.count) continue;
    if (actor->kind == SAYSO_ACTOR_UNKNOWN && !f->country) f->kind = kind_by_text(r, &n, f->kind);
    if (f->country && f->kind == SAYSO_ACTOR_PLACE)
      ss_name_put(r, SS_SPACE_COUNTRY, f->country, 0, i);
    if (is_person(f)) ss_person_register_pairs(r, actor->name.text, actor->name.tokens, &n, i);
    if (f->kind == SAYSO_ACTOR_ORGANIZATION)
      register_organization(r, actor->name.text, actor->name.tokens, &n, i);
  }
}

/* After the text's full names, which a lone surname or forename may mean rather. */
static void register_listed_parts(ss_resolver *r) {
  for (uint32_t i = 0; i < r->listed_count && !r->failed; i++) {
    const ss_user_phrase *name = &r->listed->actors[i].name;
    if (!is_person(&r->figures[i])) continue;
    ss_name_words n = words_of_listed(name, false);
    if (!n.count) continue;
    ss_person_register(r, name->text, name->tokens, &n, i);
    ss_person_note_bearer(r, i, r->surnames[i]);
  }
}

/* A listed actor called as the list calls it: it is introduced like any other. */
static void listed_name(ss_resolver *r, uint32_t node, const ss_name_words *n, int pass) {
  uint32_t figure = r->nodes[node].actor;
  ss_figure *f = &r->figures[figure];
  if (!is_person(f)) return;
  if (pass == 1) {
    ss_person_refresh_surname(r, node, r->surnames[figure], figure);
  } else if (n->count > 1) {
    f->full_count++;
    ss_person_note_bearer(r, figure, r->surnames[figure]);
    if (f->forename) ss_name_put_if_new(r, SS_SPACE_FORENAME, f->forename, 0, figure);
  }
}

/* ---- the order of it all ---- */

/* "Del Piero", "von der Leyen": perhaps the surname of somebody whom the text also has in full. */
static bool may_be_surname(const ss_name_words *n) {
  return n->count > 1 && n->is_particled && n->particled;
}

/* A lone word that the network took for a company or a place, while the document knows a person of
 * that surname (or, a tale, that forename). */
static bool known_person(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  if (may_be_surname(n))
    return ss_name_look_up(r, SS_SPACE_PARTICLED, n->particled, 0) != SAYSO_NONE;
  if (ss_person_by_initials(r, n) != SAYSO_NONE &&
      ss_name_look_up(r, SS_SPACE_ACRONYM, n->words[0], 0) == SAYSO_NONE)
    return true;
  return n->count == 1 && ss_node_mention(r, node)->word == SAYSO_NONE &&
         (ss_name_look_up(r, SS_SPACE_FREQUENT, n->words[0], 0) != SAYSO_NONE ||
          (r->dialogue && ss_name_look_up(r, SS_SPACE_FORENAME, n->words[0], 0) != SAYSO_NONE));
}

/* A lone word taken for a person that is nobody's name but a part of an organization's: "Northwind"
 * of Northwind Rail or Northwind plc. */
static bool known_short(const ss_resolver *r, const ss_name_words *n) {
  uint32_t figure = n->count == 1 ? ss_name_look_up(r, SS_SPACE_SHORT, n->whole, 0) : SAYSO_NONE;
  return figure != SAYSO_NONE && figure != SS_FIGURE_SEVERAL &&
         ss_name_look_up(r, SS_SPACE_SURNAME, n->words[0], 0) == SAYSO_NONE &&
         ss_name_look_up(r, SS_SPACE_FORENAME, n->words[0], 0) == SAYSO_NONE;
}

/* "WFP" of the World Food Programme, which the network takes for a person. */
static bool known_acronym(const ss_resolver *r, const ss_name_words *n) {
  return n->count == 1 && n->upper &&
         ss_name_look_up(r, SS_SPACE_ACRONYM, n->words[0], 0) != SAYSO_NONE &&
         ss_name_look_up(r, SS_SPACE_FREQUENT, n->words[0], 0) == SAYSO_NONE;
}

/* pass 0: persons of two words and more, and organizations of several, so that a headline's "Trump"
 * finds the later full name; pass 1: the rest in text order. */
static void name_pass(ss_resolver *r, int pass, uint8_t *kinds) {
  for (uint32_t at = 0; at < r->name_count && !r->failed; at++) {
    uint32_t i = r->name_nodes[at];
    const ss_name_words *n = &ss_name_spelling(r, i)->words;
    if (n->count == 0) continue;
    if (r->nodes[i].listed) {
      listed_name(r, i, n, pass);
      continue;
    }
    if (pass == 0) kinds[at] = ss_name_kind(r, i);
    uint8_t kind = kinds[at];
    bool person = kind == SAYSO_ACTOR_PERSON || (pass == 1 && known_person(r, i, n));
    if (pass == 1 && person && !r->nodes[i].gender && (known_short(r, n) || known_acronym(r, n)))
      person = false, kind = SAYSO_ACTOR_ORGANIZATION;
    bool particled = person && may_be_surname(n);
    bool several = n->count > 1 || (n->suffix && kind == SAYSO_ACTOR_ORGANIZATION);
    bool full = several && !particled && (person || kind == SAYSO_ACTOR_ORGANIZATION);
    if (pass == 1 && full && person) ss_person_refresh(r, i, n, r->nodes[i].actor);
    if (full != (pass == 0)) continue;
    if (particled)
      ss_person_particled(r, i, n);
    else if (person && full)
      ss_person_full(r, i, n);
    else if (person)
      ss_person_short(r, i, n);
    else if (kind == SAYSO_ACTOR_ORGANIZATION)
      organization(r, i, n);
    else
      place_or_group(r, i, n, kind);
  }
}

/* Before the pass in text order: a surname belongs to its most frequent bearer until another is
 * named. */
static void start_surnames(ss_resolver *r) {
  for (uint32_t at = 0; at < r->name_count && !r->failed; at++) {
    uint32_t i = r->name_nodes[at];
    if (r->nodes[i].actor == SAYSO_NONE || r->figures[r->nodes[i].actor].kind != SAYSO_ACTOR_PERSON)
      continue;
    ss_spelling *spelling = &r->spellings[r->nodes[i].spelling];
    if (spelling->started) continue;
    spelling->started = true;
    uint64_t surname = ss_name_surname(&spelling->words);
    uint32_t frequent = ss_name_look_up(r, SS_SPACE_FREQUENT, surname, 0);
    if (frequent != SAYSO_NONE) ss_name_put(r, SS_SPACE_SURNAME, surname, 0, frequent);
  }
}

/* ---- two names of one person ---- */

static bool is_in(const ss_resolver *r, uint32_t node, uint32_t token, const char *const *list) {
  ss_token t = ss_node_reading(r, node)->tokens[token];
  const char *word = ss_node_clean(r, node) + t.start;
  for (; *list; list++)
    if (strlen(*list) == t.end - t.start && !memcmp(word, *list, t.end - t.start)) return true;
  return false;
}

/* "was born", "(also known as": nothing else stands between the name before, which ends at token
 * `from`, and this one. */
static bool says_called(const ss_resolver *r, uint32_t node, uint32_t from) {
  static const char *const names[] = {"born", "known", NULL};
  static const char *const others[] = {
      "was",   "is", "who", "as",       "also",           "better",     "popularly", "then",
      "later", "(",  ",",   "formerly", "professionally", "previously", NULL};
  uint32_t first = ss_node_mention(r, node)->range.first;
  bool called = false;
  for (uint32_t t = from; t < first; t++) {
    bool name = is_in(r, node, t, names);
    if (!name && !is_in(r, node, t, others)) return false;
    called |= name;
  }
  return called;
}

/* The user's list tells its actors apart. */
static bool may_be_same(const ss_resolver *r, uint32_t figure, uint32_t other) {
  const ss_figure *a = &r->figures[figure], *b = &r->figures[other];
  return figure != other && figure >= r->listed_count && a->kind == SAYSO_ACTOR_PERSON &&
         b->kind == SAYSO_ACTOR_PERSON && !ss_genders_clash(a->gender, b->gender);
}

/* "Bell was born Anna Rye", "Tom Rye, known as Tom Steel": the figure of the name before, whose
 * other name this is where it is introduced; SAYSO_NONE: nobody's. */
static uint32_t other_name_of(const ss_resolver *r, uint32_t at) {
  enum { REACH = 6 };
  uint32_t node = r->name_nodes[at], figure = r->nodes[node].actor;
  if (at == 0 || figure == SAYSO_NONE || r->figures[figure].first != node) return SAYSO_NONE;
  uint32_t before = r->name_nodes[at - 1], other = r->nodes[before].actor;
  if (r->nodes[before].sentence != r->nodes[node].sentence || other == SAYSO_NONE ||
      !may_be_same(r, figure, other))
    return SAYSO_NONE;
  uint32_t end = ss_node_mention(r, before)->range.end,
           first = ss_node_mention(r, node)->range.first;
  bool near = first > end && first - end <= REACH;
  return near && says_called(r, node, end) ? other : SAYSO_NONE;
}

/* One pass finds them all, another joins them. */
static void join_other_names(ss_resolver *r) {
  uint32_t *into = ss_figures_apart(r), joined = 0;
  if (!into) return;
  for (uint32_t at = 0; at < r->name_count; at++) {
    uint32_t other = other_name_of(r, at);
    if (other == SAYSO_NONE || into[other] == r->nodes[r->name_nodes[at]].actor) continue;
    into[r->nodes[r->name_nodes[at]].actor] = into[other];
    joined++;
  }
  for (uint32_t at = 0; joined && at < r->name_count; at++) {
    uint32_t node = r->name_nodes[at], figure = r->nodes[node].actor;
    if (figure == SAYSO_NONE || into[figure] == figure) continue;
    r->figures[figure].count--;
    ss_node_settle(r, node, into[figure], SS_SIEVE_OTHER_NAME, 0.9f);
  }
}

/* A seat is shown under its country, which need not be named. */
static void attach_seats(ss_resolver *r) {
  for (uint32_t i = 0; i < r->figure_count && !r->failed; i++) {
    const ss_figure *f = &r->figures[i];
    if (f->kind != SAYSO_ACTOR_ORGANIZATION || !f->country) continue;
    r->figures[i].parent = ss_names_country(r, f->country);
  }
}

void ss_names_resolve_full(ss_resolver *r) {
  r->kinds = ss_arena_array(r->arena, r->name_count, sizeof *r->kinds);
  if (!r->kinds) {
    r->failed = true;
    return;
  }
  for (uint32_t at = 0; at < r->name_count && !r->failed; at++) {
    ss_name_vote(r, r->name_nodes[at]);
    ss_person_note_told(r, r->name_nodes[at]);
    if (!r->failed) ss_apart_note(r, at);
  }
  register_listed(r);
  if (!r->failed) ss_gender_count(r);
  name_pass(r, 0, r->kinds);
  if (!r->failed) ss_gender_tell(r);
}

void ss_names_resolve_rest(ss_resolver *r) {
  register_listed_parts(r);
  start_surnames(r);
  name_pass(r, 1, r->kinds);
  if (!r->dialogue) join_other_names(r);
  attach_seats(r);
}
