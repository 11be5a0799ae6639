/* In: nodes in text order up to a definite noun, and what was seen lately. Out: the named person,
 * organization or document that it describes: "the businessman", "the American", "the man", "the
 * company", "the document". Promises constant work: it looks at the latest nodes only. */
#include <string.h>

#include "actor/names.h"
#include "actor/role.h"
#include "read/word.h"

/* ---- what the noun tells ---- */

/* The node stands in what the figure says: nobody calls himself "the rector". */
static bool says_it(const ss_resolver *r, uint32_t node, uint32_t figure) {
  uint32_t holds = r->nodes[node].holds;
  return holds != SAYSO_NONE && r->speakers[holds] == figure;
}

/* One of the words stands before its head. */
static bool is_described(const ss_resolver *r, uint32_t node, const char *const *words) {
  const ss_mention *m = ss_node_mention(r, node);
  return ss_tokens_have(ss_node_reading(r, node)->tokens, (ss_range){m->range.first, m->head},
                        ss_node_clean(r, node), words);
}

/* "the old general", "the young woman": somebody seen already, whether he speaks or not. */
static bool is_seen(const ss_resolver *r, uint32_t node) {
  static const char *const ages[] = {"former", "old",     "young",   "elderly", "ageing",
                                     "aging",  "retired", "veteran", NULL};
  return is_described(r, node, ages);
}

/* "the Polish prime minister arrived at noon" */
static bool is_of_country(const ss_mention *m) { return m->place != SAYSO_NONE && ss_mention_is_office(m); }

/* "the opposition leader" is none of those who govern, of whom the text spoke; the moderator nobody
 * who debates. */
static bool is_rival(const ss_resolver *r, uint32_t node) {
  static const char *const words[] = {"opposition", "rival", "other", "second", NULL};
  static const char *const others[] = {"moderator", "interviewer", "reporter",
                                       "referee",   "interpreter", "translator",
                                       "judge",     "magistrate",  NULL};
  static const char *const past[] = {"former", "retired", "ex", NULL};
  if (ss_role_in(ss_node_mention(r, node), others) && !is_described(r, node, past)) return true;
  return is_described(r, node, words);
}

/* It stands in what somebody says whose tag comes later: he may be meant himself. */
static bool is_unsure(const ss_resolver *r, uint32_t node) {
  uint32_t holds = r->nodes[node].holds;
  return r->nodes[node].inside && holds != SAYSO_NONE && r->speakers[holds] == SAYSO_NONE;
}

/* Who spoke right before the words whose source the node is: in the same paragraph; or they open
 * theirs, and the statement before stands in the paragraph before. */
static uint32_t speaker_before(const ss_resolver *r, uint32_t node) {
  uint32_t s = r->nodes[node].heads;
  if (s < 2) return SAYSO_NONE;
  const ss_scene_statement *here = &r->scene->statements[s - 1], *before = here - 1;
  const ss_reading *reading = r->scene->units[here->unit].reading;
  const ss_statement *own = &reading->statements[here->statement];
  bool opens = own->content.count && reading->ranges[own->content.at].first <= 1;
  bool adjoins = here->unit == before->unit || (opens && here->unit == before->unit + 1);
  return adjoins ? r->speakers[s - 2] : SAYSO_NONE;
}

/* "…, the MP from Silchar said" right after somebody's words: where from tells nobody else. */
static bool is_from_place(const ss_resolver *r, uint32_t node) {
  static const char *const from[] = {"from", "for", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  const ss_reading *reading = ss_node_reading(r, node);
  const ss_mention *of = ss_node_mention(r, r->first_node[r->nodes[node].unit] + m->of);
  return of->kind == SAYSO_ACTOR_PLACE && m->head + 1 < reading->token_count &&
         ss_token_in(&reading->tokens[m->head + 1], ss_node_clean(r, node), from) &&
         speaker_before(r, node) != SAYSO_NONE;
}

/* Whose it is is not told: not "his aide", "the aide of Bell", "the port's director"; "the Labour
 * politician" only says of what party. */
static bool is_free(const ss_resolver *r, uint32_t node) {
  static const char *const whose[] = {"'s", "’s", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  if (is_described(r, node, whose)) return false;
  if (m->of == SAYSO_NONE || is_from_place(r, node)) return true;
  const ss_mention *of = ss_node_mention(r, r->first_node[r->nodes[node].unit] + m->of);
  bool name = of->form == SAYSO_FORM_NAME || of->form == SAYSO_FORM_METONYM;
  return name && !of->possessive && of->range.first > m->range.first && of->range.end <= m->head;
}

/* "the mother of three" */
static bool is_parent(const ss_resolver *r, uint32_t node) {
  static const char *const numbers[] = {"two",   "three", "four", "five", "six",
                                        "seven", "eight", "nine", "ten",  NULL};
  const ss_mention *m = ss_node_mention(r, node);
  const ss_reading *reading = ss_node_reading(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  uint32_t number = m->head + 2;
  return m->goes_on && entry && (entry->classes & SS_CLASS(KIN)) && number < reading->token_count &&
         ss_token_in(&reading->tokens[number], ss_node_clean(r, node), numbers);
}

/* "the businessman", "the American", "the beekeeper": a noun that may describe somebody named. */
static bool describes(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  bool parent = is_parent(r, node);
  if (r->dialogue || !m->definite || m->plural || !is_free(r, node) || (m->goes_on && !parent) ||
      is_rival(r, node) || is_unsure(r, node) ||
      (!r->nodes[node].speaks && !(m->subject && (is_seen(r, node) || is_of_country(m)))))
    return false;
  if (!entry) return m->kind == SAYSO_ACTOR_PERSON;
  return parent ||
         (entry->list == SS_LIST_ROLES && !(entry->classes & (SS_CLASS(KIN) | SS_CLASS(SPOKES))));
}

uint32_t ss_described_faction(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  bool tells = m->capital && m->place == SAYSO_NONE && m->kind == SAYSO_ACTOR_PERSON &&
               !ss_mention_is_office(m) && !r->dialogue;
  return tells ? (uint32_t)ss_node_key(r, node, m->head) | 1 : 0;
}

/* Is the figure of the country or the party that the description tells, as far as known? */
static bool fits_people(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t nation = ss_map_get(&r->roles, ss_role_key(SS_ROLE_NATION, figure, 0)),
           party = ss_map_get(&r->roles, ss_role_key(SS_ROLE_FACTION, figure, 0)),
           told = ss_described_faction(r, node);
  if (told && party != SAYSO_NONE && party != told) return false;
  return m->place == SAYSO_NONE || nation == SAYSO_NONE ||
         nation == ss_lexicon_entry(m->place)->value;
}

bool ss_role_is_sole(const ss_mention *m) {
  static const char *const offices[] = {"president",
                                        "vice president",
                                        "prime minister",
                                        "premier",
                                        "chancellor",
                                        "king",
                                        "queen",
                                        "pope",
                                        "supreme leader",
                                        "emir",
                                        "sultan",
                                        "emperor",
                                        "head of state",
                                        "secretary general",
                                        "secretary-general",
                                        "minister",
                                        NULL};
  const char *role = ss_role_word(m), *last = strrchr(role, ' ');
  if (!strncmp(role, "deputy", 6)) return false;
  if (ss_role_in(m, offices)) return true;
  return last && !strcmp(last + 1, "minister");
}

/* The source stands behind or between its words: "…, the minister said". */
static bool is_tag(const ss_resolver *r, uint32_t node) {
  const ss_statement *own = ss_node_statement(r, node);
  return own && own->content.count &&
         ss_node_reading(r, node)->ranges[own->content.at].first < ss_node_mention(r, node)->head;
}

/* "The Ukrainian leader" is the president or the like whom the text has. */
static bool leads(const ss_resolver *r, uint32_t node, uint32_t figure) {
  static const char *const leaders[] = {"leader", "head of state", NULL};
  static const char *const heads[] = {"president", "prime minister", "chancellor", "premier", "king", "queen"};
  if (!ss_role_in(ss_node_mention(r, node), leaders)) return false;
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    uint64_t key = ss_role_key(SS_ROLE_ALONE, ss_key_bytes(heads[i], strlen(heads[i])), 0);
    if (ss_map_get(&r->roles, key) == figure) return true;
  }
  return false;
}

/* "The Iranian envoy" is not the director, and "The president asked" not whoever was named last;
 * "…, the president said" may be he, if he is nothing else. */
static bool has_other_office(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  if (m->word == SAYSO_NONE) return false;
  if (m->place == SAYSO_NONE)
    return ss_role_is_sole(m) && (r->figures[figure].in_office || !is_tag(r, node));
  return r->figures[figure].in_office && is_of_country(m) && !leads(r, node, figure) &&
         ss_map_get(&r->roles, ss_role_key(SS_ROLE_NATION, figure, 0)) == SAYSO_NONE;
}

/* "Q" of an interview: whoever asks is in none of the stories told. */
static bool is_letter(const ss_resolver *r, uint32_t figure) {
  uint32_t node = r->figures[figure].fullest;
  if (node == SAYSO_NONE) return false;
  ss_token head = ss_node_reading(r, node)->tokens[ss_node_mention(r, node)->head];
  return head.end - head.start == 1 && r->figures[figure].words == 1;
}

static bool may_be_described(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_figure *f = &r->figures[figure];
  if (is_letter(r, figure)) return false;
  if (has_other_office(r, node, figure)) return false;
  return f->kind == SAYSO_ACTOR_PERSON && ss_role_fits(r, node, figure) &&
         !says_it(r, node, figure) && fits_people(r, node, figure);
}

/* The node is all of its source: not "the man behind her". */
static bool is_whole_source(const ss_resolver *r, uint32_t node) {
  const ss_statement *own = ss_node_statement(r, node);
  return own && own->source.count == 1 &&
         ss_node_reading(r, node)->ranges[own->source.at].end == ss_node_mention(r, node)->range.end;
}

/* "the man", "the woman": whoever spoke last, named or not. */
static bool is_anybody(const ss_resolver *r, uint32_t node) {
  static const char *const nouns[] = {"man", "woman", "person", NULL};
  return is_whole_source(r, node) && ss_role_in(ss_node_mention(r, node), nouns);
}

/* "the official", "the diplomat": a speaker without a name rather than somebody named. */
static bool is_nameless(const ss_resolver *r, uint32_t node) {
  static const char *const nouns[] = {"official", "diplomat", "source",      "aide",
                                      "adviser",  "insider",  "participant", NULL};
  return ss_role_in(ss_node_mention(r, node), nouns);
}

static bool tells_age(const ss_resolver *r, uint32_t node) {
  const ss_token *head = &ss_node_reading(r, node)->tokens[ss_node_mention(r, node)->head];
  return ss_token_tells_age(head, ss_node_clean(r, node));
}

/* "The president answered on X", "Their son wants to study": whom "the economist" and "the
 * 17-year-old" may describe, if nobody named. */
static bool is_somebody(const ss_resolver *r, uint32_t seen, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, seen);
  if (m->form != SAYSO_FORM_ROLE || !m->definite || !m->subject) return false;
  return tells_age(r, node) || (ss_mention_is_office(m) && !ss_mention_is_office(ss_node_mention(r, node)));
}

/* ---- ages ---- */

/* Of digits; 0: no number, or none that is an age. */
static uint32_t number_at(const ss_resolver *r, uint32_t node, uint32_t token) {
  const ss_token *t = &ss_node_reading(r, node)->tokens[token];
  const char *clean = ss_node_clean(r, node);
  uint32_t number = 0;
  if (t->shape != SS_SHAPE_DIGIT || t->end - t->start > 3) return 0;
  for (uint32_t i = t->start; i < t->end; i++) {
    if (clean[i] < '0' || clean[i] > '9') return 0;
    number = number * 10 + (uint32_t)(clean[i] - '0');
  }
  return number;
}

void ss_described_age(ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_reading *reading = ss_node_reading(r, node);
  bool aside = m->after == SS_AFTER_COMMA || m->after == SS_AFTER_OPENING;
  if (!aside || m->range.end + 2 >= reading->token_count || r->nodes[node].actor == SAYSO_NONE)
    return;
  uint8_t closing = reading->tokens[m->range.end + 2].shape;
  uint32_t age = number_at(r, node, m->range.end + 1);
  bool closed =
      closing == SS_SHAPE_COMMA || closing == SS_SHAPE_BRACKET || closing == SS_SHAPE_STOP;
  if (age && closed)
    ss_resolver_put(r, &r->roles, ss_role_key(SS_ROLE_AGE, age, 0), r->nodes[node].actor);
}

static uint32_t of_age(const ss_resolver *r, uint32_t age) {
  return ss_map_get(&r->roles, ss_role_key(SS_ROLE_AGE, age, 0));
}

/* "The 52-year-old", "the teenager": who was told to be so old, the last of several; SAYSO_NONE:
 * nobody. */
static uint32_t by_age(const ss_resolver *r, uint32_t node) {
  enum { TEENS = 13, TWENTY = 20 };
  static const char *const teens[] = {"teenager", "teen", NULL};
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t found = SAYSO_NONE;
  if (tells_age(r, node)) return m->head > 1 ? of_age(r, number_at(r, node, m->head - 2)) : found;
  if (!ss_role_in(m, teens)) return found;
  for (uint32_t age = TEENS; age < TWENTY; age++) {
    uint32_t other = of_age(r, age);
    bool later = other != SAYSO_NONE &&
                 (found == SAYSO_NONE || r->figures[other].last > r->figures[found].last);
    if (later) found = other;
  }
  return found;
}

/* The person last seen who is described, not named, by a noun that is no office. Looks back over
 * this sentence's start to the sentences before, and over what was said. */
uint32_t ss_described_person(const ss_recollection *reader, uint32_t node) {
  const ss_resolver *r = reader->r;
  if (!describes(r, node)) return SAYSO_NONE;
  uint32_t aged = by_age(r, node);
  if (aged != SAYSO_NONE && may_be_described(r, node, aged)) return aged;
  uint32_t before = speaker_before(r, node);
  if (before != SAYSO_NONE && !may_be_described(r, node, before)) before = SAYSO_NONE;
  bool anybody = is_anybody(r, node);
  if (before != SAYSO_NONE &&
      (anybody || (r->figures[before].fullest == SAYSO_NONE && is_nameless(r, node))))
    return before;
  uint32_t sole = SAYSO_NONE; /* who is named there as no subject, if nobody else is */
  uint32_t fresh = SAYSO_NONE,
           there = 0; /* who is brought in there by name, and in which sentence */
  bool several = false;
  for (uint32_t i = 0; i < ss_recall_count(reader); i++) {
    uint32_t seen = ss_recall_at(reader, i), figure = r->nodes[seen].actor;
    if (r->nodes[seen].sentence + 2 < r->nodes[node].sentence) break;
    if (fresh != SAYSO_NONE && r->nodes[seen].sentence != there) break;
    bool named = r->figures[figure].fullest != SAYSO_NONE;
    uint32_t holds = r->nodes[seen].holds; /* nobody speaks of himself by name */
    if (holds != SAYSO_NONE && holds + 1 == r->nodes[node].heads) continue;
    if ((!named && !anybody && !is_somebody(r, seen, node)) || !may_be_described(r, node, figure))
      continue;
    if (!named) return figure;
    bool told = holds != SAYSO_NONE && holds != r->nodes[node].holds,
         subject = ss_node_mention(r, seen)->subject && !told;
    if (subject || r->nodes[seen].speaks) return figure;
    bool introduced = r->figures[figure].first == seen && r->figures[figure].words > 1;
    if (introduced && fresh == SAYSO_NONE) fresh = figure, there = r->nodes[seen].sentence;
    several |= sole != SAYSO_NONE && sole != figure;
    sole = figure;
  }
  if (fresh != SAYSO_NONE) return fresh; /* … beside no subject */
  if (sole != SAYSO_NONE && !several) return sole;
  return before != SAYSO_NONE && r->figures[before].fullest != SAYSO_NONE ? before : SAYSO_NONE;
}

/* The noun says no more than that it is an organization; "the union" and "the ministry" do. */
static bool is_generic(const ss_mention *m) {
  static const char *const nouns[] = {
      "company",     "firm",         "group",       "organization", "agency",
      "charity",     "organisation", "institution", "business",     "carrier",
      "corporation", "manufacturer", "maker",       "startup",      "campaign",
      "carmaker",    "automaker",    "chipmaker",   "drugmaker",    "airline",
      "retailer",    "insurer",      "lender",      "paper",        "newspaper",
      "publisher",   "magazine",     "network",     "broadcaster",  "channel",
      NULL};
  return ss_role_in(m, nouns);
}

static bool regulates(const ss_mention *m) {
  static const char *const nouns[] = {"regulator", "watchdog", NULL};
  return ss_role_in(m, nouns);
}

/* "The regulator": of those named, one that is called an authority. */
static bool is_authority(const ss_resolver *r, uint32_t figure) {
  static const char *const bodies[] = {"authority",      "commission", "agency",  "board", "bureau",
                                       "administration", "office",     "council", NULL};
  uint32_t node = r->figures[figure].fullest;
  return ss_tokens_have(ss_node_reading(r, node)->tokens, ss_node_mention(r, node)->range,
                        ss_node_clean(r, node), bodies);
}

/* "the ministry": the organization whose name begins or ends so, where the text has one alone. */
uint32_t ss_described_name(const ss_resolver *r, uint32_t node, uint64_t of) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  if (!entry || entry->list != SS_LIST_GROUPS || !m->definite || m->plural || of ||
      m->range.end != m->range.first + 2 || m->goes_on)
    return SAYSO_NONE;
  uint32_t found =
      ss_name_look_up(r, SS_SPACE_SHORT, ss_key_mix(0, ss_node_key(r, node, m->head)), 0);
  return found == SS_FIGURE_SEVERAL ? SAYSO_NONE : found;
}

/* "the company", "the document", "the government": the latest of its kind that is named (a document
 * need not be), where the noun says no more than the kind. */
uint32_t ss_described_thing(const ss_recollection *reader, uint32_t node, uint64_t of) {
  enum { SENTENCES = 4 };
  const ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = ss_mention_entry(m);
  bool acts = r->nodes[node].speaks || m->subject;
  if (!entry || !m->definite || m->plural || of || m->of != SAYSO_NONE || !acts || !m->bare)
    return SAYSO_NONE;
  bool document = entry->list == SS_LIST_DOCUMENTS,
       government = entry->classes & SS_CLASS(GOVERNMENT);
  bool organization = entry->list == SS_LIST_GROUPS && !government &&
                      (entry->classes & SS_CLASS(ORGANIZATION)) && (is_generic(m) || regulates(m));
  uint32_t sole = SAYSO_NONE; /* the organization that is named there as no subject */
  bool several = false;
  for (uint32_t i = 0; i < ss_recall_count(reader); i++) {
    uint32_t seen = ss_recall_at(reader, i), figure = r->nodes[seen].actor;
    const ss_figure *f = &r->figures[figure];
    if (r->nodes[seen].sentence + SENTENCES < r->nodes[node].sentence) break;
    if (document && f->kind == SAYSO_ACTOR_DOCUMENT && !f->plural) return figure;
    if (government && f->kind == SAYSO_ACTOR_PLACE && f->country) return figure;
    if (!organization || f->kind != SAYSO_ACTOR_ORGANIZATION || f->fullest == SAYSO_NONE ||
        f->country || !f->sure || (regulates(m) && !is_authority(r, figure)))
      continue;
    if (ss_node_mention(r, seen)->subject || r->nodes[seen].speaks) return figure;
    if (f->first == seen && sole == SAYSO_NONE &&
        r->nodes[seen].sentence + 1 == r->nodes[node].sentence)
      return figure;
    several |= sole != SAYSO_NONE && sole != figure;
    sole = figure;
  }
  return several ? SAYSO_NONE : sole;
}
