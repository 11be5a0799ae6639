/* In: nodes in text order, names already settled. Out: figures for roles, descriptions and
 * pronouns. Sieves: apposition, role held (by the same place or person, then by anyone last),
 * description (describe.c), relative pronoun, personal pronoun (antecedent.c); first person waits
 * for the speakers (speaker.c). Promises constant work for a node: it looks at the latest nodes
 * only. */
#include <string.h>

#include "actor/antecedent.h"
#include "actor/cast.h"
#include "actor/names.h"
#include "actor/precedent.h"
#include "actor/role.h"
#include "read/word.h"

enum { OF_DEPTH = 4, RELATIVE_REACH = 12 };

/* ---- roles ---- */

/* Who has the role: one has it beside the many who do ("the minister", "two ministers"). */
static uint64_t alone_key(const ss_resolver *r, uint32_t node, uint64_t role) {
  return ss_role_key(SS_ROLE_ALONE, role, ss_node_mention(r, node)->plural);
}

/* "the minister" is rather another one than the prime minister, where there is any. */
static bool is_taken(const ss_resolver *r, uint32_t node, uint64_t shorter) {
  return !strncmp(ss_role_word(ss_node_mention(r, node)), "prime", 5) &&
         ss_map_get(&r->roles, alone_key(r, node, shorter)) != SAYSO_NONE;
}

/* "European Commission President Bell", "president of the club". */
static bool is_of_body(const ss_resolver *r, uint32_t node, uint64_t of) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  if (of && of < SS_OF_COUNTRY) return true;
  for (uint32_t t = m->title.first; t + 1 < m->title.end; t++) {
    const ss_entry *group = ss_lexicon_word(SS_LIST_GROUPS, ss_node_clean(r, node), tokens[t]);
    if (group && (group->classes & SS_CLASS(ORGANIZATION))) return true;
  }
  return false;
}

/* The president of a body takes "the president" from nobody who is one of a country. */
static bool yields(const ss_resolver *r, uint32_t node, uint64_t of, uint64_t key) {
  uint32_t holder = ss_map_get(&r->roles, alone_key(r, node, key));
  return holder != SAYSO_NONE && holder != r->nodes[node].actor &&
         ss_role_is_sole(ss_node_mention(r, node)) &&
         ss_map_get(&r->roles, ss_role_key(SS_ROLE_NATION, holder, 0)) != SAYSO_NONE &&
         is_of_body(r, node, of);
}

/* Who has the node's role now: under its full name, under its shorter one ("prime minister":
 * "minister"), with and without its place. */
static void hold_role(ss_resolver *r, uint32_t node, uint64_t of) {
  uint32_t figure = r->nodes[node].actor;
  uint64_t keys[2] = {ss_node_role_key(r, node), ss_node_shorter_key(r, node)};
  if (of >= SS_OF_COUNTRY)
    ss_resolver_put(r, &r->roles, ss_role_key(SS_ROLE_NATION, figure, 0),
                    (uint32_t)(of - SS_OF_COUNTRY));
  bool past = ss_node_mention(r, node)->past;
  int count = keys[1] && !is_taken(r, node, keys[1]) ? 2 : 1;
  for (int i = 0; i < count; i++) {
    if (!past && !yields(r, node, of, keys[i]))
      ss_resolver_put(r, &r->roles, alone_key(r, node, keys[i]), figure);
    if (!of) continue;
    ss_resolver_put(r, &r->roles, ss_role_key(SS_ROLE_OF, keys[i], of), figure);
    ss_resolver_put(r, &r->roles, ss_key_mix(ss_role_key(SS_ROLE_PLACE, keys[i], 0), figure), 1);
  }
}

/* What the role of this node is of. */
static uint64_t of_number(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  if (m->place != SAYSO_NONE) return SS_OF_COUNTRY + ss_lexicon_entry(m->place)->value;
  if (m->of == SAYSO_NONE) return 0;
  uint32_t figure = r->nodes[r->first_node[r->nodes[node].unit] + m->of].actor;
  if (figure == SAYSO_NONE) return 0;
  return r->figures[figure].country ? SS_OF_COUNTRY + r->figures[figure].country : figure + 1;
}

/* How it is described, and what it is of: "senior US officials" and "the senior US officials" are
 * one. */
static uint64_t description_key(const ss_resolver *r, uint32_t node, uint64_t of) {
  uint64_t key =
      ss_key_mix(ss_role_key(SS_ROLE_DESCRIPTION, of, 0), ss_node_described_key(r, node));
  return ss_key_mix(key, ss_node_mention(r, node)->plural);
}

/* "the senior diplomat" is the diplomat. */
static bool is_plain(const ss_resolver *r, uint32_t node) {
  static const char *const idle[] = {"the",     "this",     "senior",    "top",       "leading",
                                     "veteran", "longtime", "outspoken", "prominent", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  if (m->bare || m->goes_on) return m->bare;
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  for (uint32_t t = m->range.first; t < m->head; t++)
    if (!ss_token_in(&tokens[t], ss_node_clean(r, node), idle)) return false;
  return true;
}

/* "The representative of Kenya": in an assembly every country has one. */
static bool is_of_many(const ss_mention *m) {
  static const char *const roles[] = {"representative", "delegate", "permanent representative",
                                      NULL};
  return ss_role_in(m, roles);
}

/* Who holds the role, whatever it is of. "The head of government" may be a chancellor as well. */
static uint32_t holder_alone(const ss_resolver *r, uint32_t node, uint64_t key) {
  uint32_t found = ss_map_get(&r->roles, alone_key(r, node, key));
  const char *text = ss_entry_text(ss_mention_entry(ss_node_mention(r, node)));
  if (found != SAYSO_NONE || strcmp(text, "head of government")) return found;
  return ss_map_get(&r->roles, alone_key(r, node, ss_key_bytes("chancellor", 10)));
}

/* "The family … Scott's family": the one of which nobody said before whose it is. */
static uint32_t held_by_nobody(const ss_resolver *r, uint32_t node, uint64_t key) {
  static const char *const nouns[] = {"family",  "parents",  "relatives", "widow", "lawyer",
                                      "lawyers", "attorney", "attorneys", NULL};
  if (!ss_role_in(ss_node_mention(r, node), nouns)) return SAYSO_NONE;
  uint32_t found = ss_map_get(&r->roles, alone_key(r, node, key));
  bool free =
      found != SAYSO_NONE && r->figures[found].fullest == SAYSO_NONE &&
      ss_map_get(&r->roles, ss_key_mix(ss_role_key(SS_ROLE_PLACE, key, 0), found)) == SAYSO_NONE;
  return free ? found : SAYSO_NONE;
}

static uint32_t find_held(const ss_resolver *r, uint32_t node, uint64_t of, ss_sieve *rule) {
  const ss_mention *m = ss_node_mention(r, node);
  uint64_t key = ss_node_role_key(r, node);
  if (!key) return SAYSO_NONE;
  *rule = SS_SIEVE_ROLE;
  uint32_t found = of ? ss_map_get(&r->roles, ss_role_key(SS_ROLE_OF, key, of)) : SAYSO_NONE;
  if (found != SAYSO_NONE && ss_role_fits(r, node, found) && (m->definite || m->of != SAYSO_NONE))
    return found;
  if (of && of < SS_OF_COUNTRY && (found = held_by_nobody(r, node, key)) != SAYSO_NONE)
    return found;
  const ss_entry *entry = ss_lexicon_entry(m->word);
  bool by_place = of >= SS_OF_COUNTRY &&
                  (entry->classes & SS_CLASS(OFFICE)) && /* "the Vermont senator" */
                  !is_of_many(m);
  if (!m->definite || (!by_place && (of || !is_plain(r, node)))) return SAYSO_NONE;
  found = holder_alone(r, node, key);
  if (found == SAYSO_NONE || !ss_role_fits(r, node, found)) return SAYSO_NONE;
  if (r->figures[found].kind == SAYSO_ACTOR_AUTHOR) return SAYSO_NONE;
  uint32_t nation = ss_map_get(&r->roles, ss_role_key(SS_ROLE_NATION, found, 0));
  if (by_place && nation != SAYSO_NONE && nation != of - SS_OF_COUNTRY) return SAYSO_NONE;
  bool elsewhere = by_place && ss_map_get(&r->roles, ss_key_mix(ss_role_key(SS_ROLE_PLACE, key, 0),
                                                                found)) != SAYSO_NONE;
  return elsewhere ? SAYSO_NONE : found;
}

/* Where the words written like a name begin: "the bewildered Colonel". SAYSO_NONE: a word before
 * them tells one from another ("the former Minister"). */
static uint32_t first_capital(const ss_resolver *r, uint32_t node) {
  static const char *const telling[] = {"former", "late",   "other", "new",    "next",
                                        "first",  "second", "third", "future", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  uint32_t t = m->range.first;
  for (; t < m->head && tokens[t].shape == SS_SHAPE_LOWER; t++)
    if (ss_token_in(&tokens[t], ss_node_clean(r, node), telling)) return SAYSO_NONE;
  return t;
}

/* "the General", "the bewildered General": in a tale a role that is written like a name is whoever
 * was called so first. */
static uint64_t capital_key(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  if (!r->dialogue || !m->capital || !m->definite || m->plural || m->of != SAYSO_NONE ||
      (!m->bare && first_capital(r, node) != m->head))
    return 0;
  uint64_t role = ss_node_role_key(r, node);
  return role ? ss_role_key(SS_ROLE_CAPITAL, role, 0) : 0;
}

/* "the wonderful Invisible Man" where Invisible Man is a name, "nanny" where Nanny is. */
static uint32_t named_like(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t first = m->capital ? first_capital(r, node) : m->range.first;
  bool lone = m->range.end == m->range.first + 1, several = m->capital && first < m->head;
  if (m->plural || (!lone && !several)) return SAYSO_NONE;
  uint64_t key = 0;
  for (uint32_t t = first; t < m->range.end; t++) key = ss_key_mix(key, ss_node_key(r, node, t));
  uint32_t found = ss_name_look_up(r, SS_SPACE_WHOLE, key, 0);
  bool word = ss_node_reading(r, node)->tokens[m->head].shape == SS_SHAPE_CAPITALISED;
  if (found == SAYSO_NONE && lone && word) /* "May suddenly proposed" */
    found = ss_name_look_up(r, SS_SPACE_FORENAME, ss_node_key(r, node, m->head), 0);
  return found != SAYSO_NONE && r->figures[found].kind == SAYSO_ACTOR_PERSON &&
                 ss_role_fits(r, node, found)
             ? found
             : SAYSO_NONE;
}

static void resolve_node(ss_recollection *reader, uint32_t node, int depth);

/* Not "the young man, Margaret, …": she is spoken to. Elsewhere "the actress" knows it better than
 * the list of given names. */
static uint32_t apposition(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  if (m->same == SAYSO_NONE) return SAYSO_NONE;
  uint32_t figure = r->nodes[r->first_node[r->nodes[node].unit] + m->same].actor;
  if (figure == SAYSO_NONE) return SAYSO_NONE;
  const ss_figure *f = &r->figures[figure];
  bool clash = ss_genders_clash(m->gender, f->gender) && r->nodes[node].inside;
  return clash && f->gender_by >= SS_GENDER_BY_NAME ? SAYSO_NONE : figure;
}

/* "the Russian government" is Russia; its ministries, cabinet and seats are not. */
static uint32_t governed_country(ss_resolver *r, uint32_t node, uint64_t of) {
  const ss_mention *m = ss_node_mention(r, node);
  bool government =
      of >= SS_OF_COUNTRY && m->definite && !m->plural && !strcmp(ss_role_word(m), "government");
  return government ? ss_names_country_at(r, node, (uint32_t)(of - SS_OF_COUNTRY)) : SAYSO_NONE;
}

/* "Governor vetoes bill", a headline says of nobody named: once Gov. Castellanos is, "the governor"
 * is she. */
static uint32_t rather_named(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  uint64_t role = ss_node_role_key(r, node);
  if (!role || !m->definite || m->plural || r->figures[figure].fullest != SAYSO_NONE) return figure;
  uint32_t holder = ss_map_get(&r->roles, alone_key(r, node, role));
  bool named = holder != SAYSO_NONE && r->figures[holder].fullest != SAYSO_NONE &&
               r->figures[figure].count == 1 && r->figures[holder].first > r->figures[figure].first;
  return named && ss_role_fits(r, node, holder) ? holder : figure;
}

/* "his wife" beside Mr. Bell, "her mother" beside Anna Bell: Mrs. Bell, where somebody is called
 * so. */
static uint32_t titled_kin(const ss_resolver *r, const ss_mention *m, uint64_t of) {
  static const struct {
    const char *noun, *title;
  } kin[] = {{"wife", "mrs"}, {"mother", "mrs"}, {"husband", "mr"}, {"father", "mr"}};
  if (!of || of >= SS_OF_COUNTRY) return SAYSO_NONE;
  uint32_t named = r->figures[of - 1].fullest, found = SAYSO_NONE;
  if (named == SAYSO_NONE || r->nodes[named].spelling == SAYSO_NONE) return SAYSO_NONE;
  for (size_t i = 0; i < sizeof kin / sizeof *kin; i++)
    if (!strcmp(ss_role_word(m), kin[i].noun))
      found = ss_name_look_up(r, SS_SPACE_SURNAME_ROLE,
                              ss_name_surname(&ss_name_spelling(r, named)->words),
                              ss_key_bytes(kin[i].title, strlen(kin[i].title)));
  return found == of - 1 ? SAYSO_NONE : found;
}

/* The node's actor is described so, and has the role. */
static void note_role(ss_resolver *r, uint32_t node, uint64_t of, uint64_t description) {
  ss_resolver_put(r, &r->roles, description, r->nodes[node].actor);
  if (ss_described_faction(r, node))
    ss_resolver_put(r, &r->roles, ss_role_key(SS_ROLE_FACTION, r->nodes[node].actor, 0),
                    ss_described_faction(r, node));
  if (ss_node_role_key(r, node)) hold_role(r, node, of);
}

/* "those who know him", "somebody": not the same as others that are called so. */
static bool is_someone(const ss_resolver *r, uint32_t node) {
  static const char *const words[] = {"those", "somebody", "someone", "one",
                                      "some",  "others",   "another", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  return m->word == SAYSO_NONE && m->range.end == m->range.first + 1 &&
         ss_token_in(&ss_node_reading(r, node)->tokens[m->head], ss_node_clean(r, node), words);
}

/* An office without more words that might tell whose it is. */
static bool is_bare_office(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  return m->of == SAYSO_NONE && !m->goes_on && ss_mention_is_office(m);
}

/* The person who says something in the same paragraph and is named there for the first time, or
 * SAYSO_NONE. */
static uint32_t new_name(const ss_resolver *r, uint32_t s) {
  if (r->source_at[s + 1] != r->source_at[s] + 1 ||
      r->scene->statements[s].unit != r->scene->statements[s - 1].unit)
    return SAYSO_NONE;
  uint32_t node = r->source_nodes[r->source_at[s]], figure = r->nodes[node].actor;
  bool fresh = figure != SAYSO_NONE && r->figures[figure].first == node &&
               r->nodes[node].form == SAYSO_FORM_NAME && !r->nodes[node].titled;
  return fresh && r->figures[figure].kind == SAYSO_ACTOR_PERSON ? figure : SAYSO_NONE;
}

/* "The mayor sees it differently. …, Anna Bell corrects": it opens a paragraph where somebody new
 * speaks next, and is nobody of whom the paragraphs before told. */
static bool is_named_next(const ss_resolver *r, uint32_t node) {
  uint32_t s = r->nodes[node].heads; /* the next statement's index */
  if (!s || s >= r->scene->statement_count ||
      r->scene->statements[s - 1].unit != r->nodes[node].unit ||
      ss_node_mention(r, node)->range.first > 0 || !is_bare_office(r, node))
    return false;
  uint32_t name = new_name(r, s);
  return name != SAYSO_NONE && ss_role_fits(r, node, name);
}

/* A heading, or one of the first lines of a plain text, if it ends as no sentence does. */
static bool is_in_heading(const ss_resolver *r, uint32_t node) {
  enum { FIRST = 2 };
  uint32_t unit = r->nodes[node].unit;
  if (ss_unit_block(r, unit)->kind == SS_BLOCK_HEADING) return true;
  if (unit >= FIRST) return false;
  const ss_reading *reading = ss_node_reading(r, node);
  uint32_t last = reading->token_count - 1;
  while (last > 0 && ss_token_is_mark(&reading->tokens[last])) last--;
  return ss_token_is_word(&reading->tokens[last]);
}

/* "Regulator fines the bank": so far a heading alone tells of it. */
static bool is_headline(const ss_resolver *r, uint32_t figure) {
  const ss_figure *f = &r->figures[figure];
  return f->count == 1 && f->fullest == SAYSO_NONE && is_in_heading(r, f->first);
}

/* The organization that is named instead of one without a name: of a headline, or of any company to
 * which the text has not come back since ("… a company. Velora said …. The company"). */
static uint32_t thing_instead(const ss_recollection *reader, uint32_t node, uint64_t of,
                              uint32_t figure) {
  static const char *const firms[] = {"company", "firm", "corporation", NULL};
  const ss_resolver *r = reader->r;
  const ss_figure *f = &r->figures[figure];
  bool headline = is_headline(r, figure), firm = ss_role_in(ss_node_mention(r, node), firms);
  if (f->fullest != SAYSO_NONE || !(headline || firm)) return SAYSO_NONE;
  uint32_t named = ss_described_thing(reader, node, of);
  if (named == SAYSO_NONE || headline) return named;
  bool older = r->nodes[f->last].sentence < r->nodes[r->figures[named].last].sentence;
  return older ? named : SAYSO_NONE;
}

static void resolve_role(ss_recollection *reader, uint32_t node, int depth) {
  ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  if (m->of != SAYSO_NONE && depth < OF_DEPTH)
    resolve_node(reader, r->first_node[r->nodes[node].unit] + m->of, depth + 1);
  uint64_t of = of_number(r, node), description = description_key(r, node, of);
  if (r->nodes[node].listed) { /* settled; yet who has the role is of use later */
    note_role(r, node, of, description);
    return;
  }
  ss_sieve rule = SS_SIEVE_COUNTRY;
  float score = 0.9f;
  uint32_t figure = governed_country(r, node, of);
  if (figure == SAYSO_NONE) figure = apposition(r, node), rule = SS_SIEVE_APPOSITION;
  uint64_t capital = capital_key(r, node);
  if (figure == SAYSO_NONE && r->dialogue) figure = named_like(r, node), rule = SS_SIEVE_NAME;
  if (figure == SAYSO_NONE && capital) {
    figure = ss_map_get(&r->roles, capital), rule = SS_SIEVE_ROLE;
    if (figure != SAYSO_NONE && r->figures[figure].plural) figure = SAYSO_NONE;
  }
  if (figure == SAYSO_NONE) figure = find_held(r, node, of, &rule), score = 0.75f;
  uint32_t named = figure == SAYSO_NONE ? figure : thing_instead(reader, node, of, figure);
  if (named != SAYSO_NONE) figure = named, rule = SS_SIEVE_DESCRIBED, score = 0.55f;
  if (figure == SAYSO_NONE) figure = titled_kin(r, m, of), rule = SS_SIEVE_KIN;
  bool fresh = (m->kind == SAYSO_ACTOR_DOCUMENT && !m->definite) || is_someone(r, node);
  if (figure == SAYSO_NONE && !fresh) {
    figure = ss_map_get(&r->roles, description);
    rule = SS_SIEVE_DESCRIPTION;
    if (figure != SAYSO_NONE && !ss_role_fits(r, node, figure)) figure = SAYSO_NONE;
    if (figure != SAYSO_NONE && !of) figure = rather_named(r, node, figure);
  }
  if (figure == SAYSO_NONE && !is_named_next(r, node))
    figure = ss_described_person(reader, node), rule = SS_SIEVE_DESCRIBED, score = 0.55f;
  if (figure == SAYSO_NONE) figure = ss_described_name(r, node, of), rule = SS_SIEVE_SHORT_NAME;
  if (figure == SAYSO_NONE)
    figure = ss_described_thing(reader, node, of), rule = SS_SIEVE_DESCRIBED;
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, m->kind);
    rule = SS_SIEVE_NEW;
    if (figure == SAYSO_NONE) return;
  }
  ss_node_settle(r, node, figure, rule, score);
  note_role(r, node, of, description);
  if (capital && ss_map_get(&r->roles, capital) == SAYSO_NONE)
    ss_resolver_put(r, &r->roles, capital, figure);
}

/* The title's words as ss_node_described_key has them of a role: "the state governor" of State
 * Governor Bell. */
static uint64_t titled_key(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  uint64_t key = 1;
  for (uint32_t t = m->title.first; t < m->title.end; t++) {
    if (ss_node_marked(r, node, t, SS_WORD_DETERMINER) ||
        ss_node_marked(r, node, t, SS_WORD_PRONOUN))
      continue;
    key = ss_key_mix(key,
                     t + 1 == m->title.end ? ss_node_role_key(r, node) : ss_node_key(r, node, t));
  }
  return key;
}

/* A name with a title before it holds that role from here on. */
static void note_title(ss_resolver *r, uint32_t node) {
  if (r->nodes[node].actor == SAYSO_NONE) return;
  if (!ss_node_role_key(r, node)) return;
  uint64_t of = of_number(r, node);
  hold_role(r, node, of);
  const ss_mention *m = ss_node_mention(r, node);
  if (m->title.end - m->title.first < 2) return;
  uint64_t description = ss_key_mix(ss_role_key(SS_ROLE_DESCRIPTION, of, 0), titled_key(r, node));
  ss_resolver_put(r, &r->roles, ss_key_mix(description, m->plural), r->nodes[node].actor);
}

/* ---- relative pronouns ---- */

static bool fits_relative(const ss_resolver *r, uint32_t node, uint64_t classes) {
  uint8_t kind = r->figures[r->nodes[node].actor].kind;
  bool person =
      kind == SAYSO_ACTOR_PERSON || kind == SAYSO_ACTOR_GROUP || kind == SAYSO_ACTOR_AUTHOR;
  const ss_mention *m = ss_node_mention(r, node);
  bool people = m->word != SAYSO_NONE &&
                (ss_lexicon_entry(m->word)->classes & SS_CLASS(PEOPLE)); /* "the Europeans, who" */
  return classes & SS_CLASS(PERSON) ? person || people || kind == SAYSO_ACTOR_UNKNOWN
                                    : kind != SAYSO_ACTOR_PERSON;
}

static void resolve_relative(ss_recollection *reader, uint32_t node, uint64_t classes) {
  ss_resolver *r = reader->r;
  uint32_t at = ss_node_mention(r, node)->head;
  for (uint32_t i = node; i-- > r->first_node[r->nodes[node].unit];) {
    const ss_mention *m = ss_node_mention(r, i);
    if (m->head + RELATIVE_REACH < at) break;
    if (m->head >= at || m->form == SAYSO_FORM_PRONOUN || m->possessive ||
        r->nodes[i].actor == SAYSO_NONE)
      continue;
    if (m->statement != ss_node_mention(r, node)->statement &&
        r->nodes[i].inside != r->nodes[node].inside)
      continue;
    if (!fits_relative(r, i, classes)) continue;
    ss_node_settle(r, node, r->nodes[i].actor, SS_SIEVE_RELATIVE, 0.85f);
    return;
  }
}

/* ---- personal pronouns ---- */

static void resolve_pronoun(ss_recollection *reader, uint32_t node) {
  ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  if (m->person != SS_PERSON_THIRD) return; /* speaker.c */
  uint64_t classes = ss_lexicon_entry(m->word)->classes;
  if (classes & SS_CLASS(RELATIVE)) {
    resolve_relative(reader, node, classes);
    return;
  }
  bool clear = false;
  uint32_t figure = ss_antecedent(reader, node, classes, &clear);
  if (figure != SAYSO_NONE) ss_node_settle(r, node, figure, SS_SIEVE_PRONOUN, clear ? 0.8f : 0.6f);
}

/* ---- the order of it all ---- */

static void resolve_node(ss_recollection *reader, uint32_t node, int depth) {
  ss_resolver *r = reader->r;
  if (r->nodes[node].done || r->failed) return;
  r->nodes[node].done = true;
  switch (r->nodes[node].form) {
    case SAYSO_FORM_PRONOUN: resolve_pronoun(reader, node); break;
    case SAYSO_FORM_ROLE: resolve_role(reader, node, depth); break;
    default:
      if (r->nodes[node].titled) note_title(r, node);
      ss_described_age(r, node);
  }
  if (r->retrace && !r->failed) ss_retrace_settled(r, node);
}

/* ---- a role before its name ---- */

/* "The minister, Anna Bell,": the role says who she is, and may be the one that the node names. */
static bool is_apposed_role(const ss_resolver *r, uint32_t i, uint32_t node) {
  const ss_mention *role = ss_node_mention(r, i);
  if (role->form != SAYSO_FORM_ROLE || role->same == SAYSO_NONE || !role->definite ||
      ss_node_mention(r, i)->past)
    return false;
  const ss_mention *name = &ss_node_reading(r, i)->mentions[role->same];
  uint64_t key = ss_node_role_key(r, i);
  bool same = key && (key == ss_node_role_key(r, node) ||
                      (role->bare && key == ss_node_shorter_key(r, node)));
  return same && name->form == SAYSO_FORM_NAME && name->kind == SAYSO_ACTOR_PERSON;
}

/* The name's title is the node's role; a headline's "Minister" is a finance minister as well. */
static bool has_title(const ss_resolver *r, uint32_t name, uint32_t node) {
  uint64_t role = ss_node_role_key(r, node);
  return role && (role == ss_node_role_key(r, name) ||
                  (is_in_heading(r, node) && role == ss_node_shorter_key(r, name)));
}

/* "… the US secretary of state said. Antony Hale had arrived in the morning": an office that nobody
 * named holds, and in the next paragraphs whoever is named with it; of an office with a country, or
 * of which there is one, the first person who is named without any: they are one. */
static uint32_t holder_ahead(const ss_resolver *r, uint32_t node) {
  enum { UNITS = 3 };
  const ss_mention *m = ss_node_mention(r, node);
  bool placed = of_number(r, node) >= SS_OF_COUNTRY;
  uint32_t last = r->nodes[node].unit + UNITS < r->scene->unit_count ? r->nodes[node].unit + UNITS
                                                                     : r->scene->unit_count;
  for (uint32_t i = node + 1; i < r->first_node[last]; i++) {
    const ss_mention *name = ss_node_mention(r, i);
    uint32_t figure = r->nodes[i].actor;
    if (figure != SAYSO_NONE && is_apposed_role(r, i, node))
      return ss_role_fits(r, node, figure) ? figure : SAYSO_NONE;
    if (figure == SAYSO_NONE || name->form != SAYSO_FORM_NAME ||
        r->figures[figure].kind != SAYSO_ACTOR_PERSON)
      continue;
    if (r->nodes[i].titled && !name->past && has_title(r, i, node)) /* "Governor Bell" */
      return ss_role_fits(r, node, figure) ? figure : SAYSO_NONE;
    bool near = r->nodes[i].unit == r->nodes[node].unit &&
                r->nodes[i].sentence <= r->nodes[node].sentence + 2;
    if (!placed && !(near && ss_role_is_sole(m))) continue; /* anybody could be it */
    if (r->figures[figure].titled || r->figures[figure].words < 2 || !name->subject ||
        !r->figures[figure].sure)
      return SAYSO_NONE;
    return ss_role_fits(r, node, figure) && m->statement == name->statement ? figure : SAYSO_NONE;
  }
  return SAYSO_NONE;
}

/* An office that nobody named holds, and that speaks. A headline has no articles: "Mayor: bridge is
 * safe". */
static bool wants_holder(const ss_resolver *r, uint32_t figure) {
  const ss_figure *f = &r->figures[figure];
  if (f->fullest != SAYSO_NONE || !r->nodes[f->first].speaks) return false;
  const ss_mention *m = ss_node_mention(r, f->first);
  if (m->form != SAYSO_FORM_ROLE || m->plural) return false;
  bool owned = m->of != SAYSO_NONE && /* "Moldova's president" */
               ss_node_reading(r, f->first)->mentions[m->of].range.end <= m->head;
  return ss_mention_is_office(m) && (m->definite || owned || is_in_heading(r, f->first));
}

static void bridge_roles(ss_resolver *r) {
  uint32_t *into = ss_figures_apart(r), joined = 0;
  if (!into) return;
  for (uint32_t f = 0; f < r->figure_count; f++) {
    if (!wants_holder(r, f)) continue;
    uint32_t holder = holder_ahead(r, r->figures[f].first);
    if (holder == SAYSO_NONE || holder == f) continue;
    into[f] = holder;
    r->figures[holder].titled = true;
    joined++;
  }
  if (joined) ss_figures_join(r, into, SS_SIEVE_ROLE_AHEAD);
}

/* ---- "…, says the minister. …, added Tom Bell." ---- */

static const ss_reading *reading_of(const ss_resolver *r, uint32_t s) {
  return r->scene->units[r->scene->statements[s].unit].reading;
}

static bool adds_on(const ss_resolver *r, uint32_t s) {
  static const char *const verbs[] = {"added", "adds",      "continued", "continues",
                                      "went",  "concluded", "concludes", NULL};
  const ss_reading *reading = reading_of(r, s);
  ss_ranges cue = reading->statements[r->scene->statements[s].statement].cue;
  if (!cue.count) return false;
  ss_token first = reading->tokens[reading->ranges[cue.at].first];
  const char *clean = r->scene->units[r->scene->statements[s].unit].clean;
  for (const char *const *verb = verbs; *verb; verb++)
    if (ss_token_is(&first, clean, *verb)) return true;
  return false;
}

/* The statement right before s > 0 that is not only told in another one. */
static uint32_t told_before(const ss_resolver *r, uint32_t s) {
  uint32_t t = s - 1, unit = r->scene->statements[t].unit;
  while (t > 0 && r->scene->statements[t - 1].unit == unit && r->source_at[t + 1] > r->source_at[t] &&
         r->nodes[r->source_nodes[r->source_at[t]]].holds != SAYSO_NONE)
    t--;
  return t;
}

/* Who spoke right before it, where that is a role without a name that the person may have. */
static uint32_t role_before(const ss_resolver *r, uint32_t s, uint32_t name) {
  uint32_t role = r->speakers[told_before(r, s)];
  if (role == SAYSO_NONE || r->figures[role].fullest != SAYSO_NONE) return SAYSO_NONE;
  uint32_t first = r->figures[role].first;
  bool fits = r->nodes[first].form == SAYSO_FORM_ROLE && ss_node_mention(r, first)->definite &&
              r->figures[role].kind == SAYSO_ACTOR_PERSON && ss_role_fits(r, first, name);
  return fits ? role : SAYSO_NONE;
}

/* "…, Lena Brandt said. …, the Commission's negotiator added": whom the role that goes on
 * describes, or SAYSO_NONE. Nobody who holds an office himself, nor "his aide", "the union's
 * spokesman". */
static uint32_t name_before(const ss_resolver *r, uint32_t s) {
  uint32_t name = r->speakers[s - 1];
  if (name == SAYSO_NONE || r->figures[name].fullest == SAYSO_NONE ||
      r->source_at[s + 1] != r->source_at[s] + 1 ||
      r->scene->statements[s].unit != r->scene->statements[s - 1].unit)
    return SAYSO_NONE;
  uint32_t node = r->source_nodes[r->source_at[s]], role = r->nodes[node].actor;
  if (r->nodes[node].form != SAYSO_FORM_ROLE || role == SAYSO_NONE ||
      r->figures[role].first != node)
    return SAYSO_NONE;
  const ss_mention *m = ss_node_mention(r, node);
  if (r->figures[name].in_office && !m->past) return SAYSO_NONE; /* "The former ambassador added" */
  const ss_entry *entry = ss_mention_entry(m);
  bool owned = ss_node_marked(r, node, m->range.first, SS_WORD_PRONOUN);
  if (m->of != SAYSO_NONE)
    owned |= r->nodes[r->first_node[r->nodes[node].unit] + m->of].actor == name;
  bool one =
      r->figures[role].kind == SAYSO_ACTOR_PERSON && m->definite && !m->plural && !m->goes_on;
  bool spokes = entry && (entry->classes & (SS_CLASS(SPOKES) | SS_CLASS(KIN)));
  return one && !owned && !spokes && ss_role_fits(r, node, name) ? name : SAYSO_NONE;
}

/* A role without a name that spoke, and somebody who goes on and is named, or the other way round:
 * they are one. */
static void join_added(ss_resolver *r) {
  uint32_t *into = ss_figures_apart(r), joined = 0;
  if (!into) return;
  for (uint32_t s = 1; s < r->scene->statement_count; s++) {
    uint32_t name = new_name(r, s), role = name == SAYSO_NONE ? name : role_before(r, s, name);
    bool one =
        role != SAYSO_NONE &&
        (adds_on(r, s) || (is_bare_office(r, r->figures[role].first) && !r->figures[name].titled));
    if (!one) {
      name = name_before(r, s);
      if (name == SAYSO_NONE || !adds_on(r, s)) continue;
      role = r->nodes[r->source_nodes[r->source_at[s]]].actor;
    }
    into[role] = name;
    joined++;
  }
  if (joined) ss_figures_join(r, into, SS_SIEVE_ROLE_AHEAD);
}

bool ss_references_resolve_some(ss_resolver *r) {
  enum { SOME = 6000, AHEAD = 12 }; /* about a millisecond */
  if (!r->recent) {
    r->recent = ss_arena_alloc(r->arena, sizeof *r->recent);
    if (!r->recent) {
      r->failed = true;
      return true;
    }
    *r->recent = (ss_recollection){.r = r};
    if (r->retrace) ss_retrace_begin(r);
#ifdef SS_ANTECEDENT_TRACE
    ss_antecedent_trace_begin();
#endif
  }
  uint32_t end = r->node_count - r->resolved < SOME ? r->node_count : r->resolved + SOME;
  for (; r->resolved < end && !r->failed; r->resolved++) {
    ss_node_expect(r, r->resolved + AHEAD);
    ss_node_expect_keys(r, r->resolved + AHEAD / 2);
    resolve_node(r->recent, r->resolved, 0);
    ss_recall(r->recent, r->resolved);
    if (r->retrace) ss_retrace_recalled(r, r->resolved);
    if (r->nodes[r->resolved].speaks) ss_speakers_note(r, r->resolved);
  }
  if (end < r->node_count && !r->failed) return false;
#ifdef SS_ANTECEDENT_TRACE
  ss_antecedent_trace_end(r);
#endif
  if (r->retrace) ss_retrace_end(r);
  if (!r->failed) bridge_roles(r);
  if (!r->failed) join_added(r);
  return true;
}
