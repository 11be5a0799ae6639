/* In: nodes in text order, names already settled. Out: figures for roles, descriptions and
 * pronouns. Sieves: apposition, role held (by the same place or person, then by anyone last),
 * description, relative pronoun, personal pronoun by the weights of weights.h; first person waits
 * for the speakers (speaker.c). Promises constant work for a node: it looks at the last SIGHTINGS
 * nodes only. */
#include <string.h>

#include "actor/cast.h"
#include "actor/weights.h"

enum { SIGHTINGS = 24, OF_DEPTH = 4, RELATIVE_REACH = 12 };

/* Key spaces of r->roles. */
enum { ROLE_OF = 1, ROLE_ALONE, ROLE_DESCRIPTION, ROLE_PLACE, ROLE_NATION };

/* A node seen lately, with all that pronouns ask of it in one place: each pronoun looks at every
 * one. */
typedef struct {
  uint32_t node, figure, unit, sentence;
  float score; /* what it is worth to any pronoun */
  uint8_t form, gender;
  bool plural, subject, inside, speaks;
} sighting;

typedef struct ss_recollection {
  ss_resolver *r;
  sighting seen[SIGHTINGS]; /* a ring */
  uint32_t seen_count;
} recollection;

/* ---- what was seen lately ---- */

/* What holds of the node whoever asks. */
static float standing(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  float score = m->subject ? SS_W_SUBJECT : 0;
  if (r->nodes[node].speaks) score += SS_W_SPEAKER;
  if (m->possessive && m->form != SAYSO_FORM_PRONOUN) score += SS_W_POSSESSIVE;
  if (m->form == SAYSO_FORM_NAME) score += SS_W_NAME;
  if (m->opens) score += SS_W_FIRST;
  return score;
}

static void see(recollection *reader, uint32_t node) {
  ss_resolver *r = reader->r;
  const ss_node *n = &r->nodes[node];
  const ss_mention *m = ss_node_mention(r, node);
  if (n->actor == SAYSO_NONE) return;
  r->figures[n->actor].last = node;
  reader->seen[reader->seen_count++ % SIGHTINGS] =
      (sighting){node,      n->actor,  n->unit,    n->sentence, standing(r, node), m->form,
                 m->gender, m->plural, m->subject, n->inside,   n->speaks};
}

static uint32_t seen_number(const recollection *reader) {
  return reader->seen_count < SIGHTINGS ? reader->seen_count : SIGHTINGS;
}

/* The i-th latest. */
static const sighting *sighting_at(const recollection *reader, uint32_t i) {
  return &reader->seen[(reader->seen_count - 1 - i) % SIGHTINGS];
}
static uint32_t seen_at(const recollection *reader, uint32_t i) {
  return sighting_at(reader, i)->node;
}

/* What a role is of, as a number: a figure + 1, or a country from here on; 0: of nothing. */
#define OF_COUNTRY ((uint64_t)1 << 40)

/* ---- roles ---- */

static uint64_t role_key(int space, uint64_t role, uint64_t of) {
  return ss_key_mix(ss_key_mix((uint64_t)space, role), of);
}

static uint64_t text_key(const char *text, size_t size) { return ss_key_bytes(text, size); }

static bool starts_with(const char *text, const char *start) {
  return !strncmp(text, start, strlen(start));
}

/* Who has the role now: under its full name, under its shorter one ("prime minister": "minister"),
 * with and without its place. */
static void hold_role(ss_resolver *r, const char *role, uint64_t of, uint32_t figure) {
  const char *last = strrchr(role, ' '), *preposition = strstr(role, " of ");
  const char *shorter = preposition ? role : last ? last + 1 : NULL;
  size_t shorter_size = preposition ? (size_t)(preposition - role) : shorter ? strlen(shorter) : 0;
  uint64_t keys[2] = {text_key(role, strlen(role)), shorter ? text_key(shorter, shorter_size) : 0};
  if (of >= OF_COUNTRY)
    ss_resolver_put(r, &r->roles, role_key(ROLE_NATION, figure, 0), (uint32_t)(of - OF_COUNTRY));
  int count = shorter && !starts_with(role, "vice") && !starts_with(role, "deputy") ? 2 : 1;
  for (int i = 0; i < count; i++) {
    ss_resolver_put(r, &r->roles, role_key(ROLE_ALONE, keys[i], 0), figure);
    if (!of) continue;
    ss_resolver_put(r, &r->roles, role_key(ROLE_OF, keys[i], of), figure);
    ss_resolver_put(r, &r->roles, ss_key_mix(role_key(ROLE_PLACE, keys[i], 0), figure), 1);
  }
}

/* What the role of this node is of. */
static uint64_t of_number(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  if (m->place != SAYSO_NONE) return OF_COUNTRY + ss_lexicon_entry(m->place)->value;
  if (m->of == SAYSO_NONE) return 0;
  uint32_t figure = r->nodes[r->first_node[r->nodes[node].unit] + m->of].actor;
  if (figure == SAYSO_NONE) return 0;
  return r->figures[figure].country ? OF_COUNTRY + r->figures[figure].country : figure + 1;
}

/* The role word in the singular, or "" where the head is in no list. */
static const char *role_word(const ss_mention *m) {
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  return entry ? ss_entry_value(entry) : "";
}

/* All words but determiners and what it is of: "senior US officials" and "the senior US officials"
 * are one. */
static uint64_t description_key(const ss_resolver *r, uint32_t node, uint64_t of) {
  const ss_mention *m = ss_node_mention(r, node);
  const char *role = role_word(m);
  uint64_t key = role_key(ROLE_DESCRIPTION, of, 0);
  for (uint32_t t = m->range.first; t < m->range.end; t++) {
    bool plain = m->range.end - m->range.first == 1;
    if (!plain && (ss_node_marked(r, node, t, SS_WORD_DETERMINER) ||
                   ss_node_marked(r, node, t, SS_WORD_PRONOUN)))
      continue;
    if (t == m->head && *role)
      key = ss_key_mix(key, text_key(role, strlen(role)));
    else
      key = ss_key_mix(key, ss_node_key(r, node, t));
  }
  return ss_key_mix(key, m->plural);
}

static bool fits_role(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_figure *f = &r->figures[figure];
  if (m->gender && f->gender && m->gender != f->gender) return false;
  return m->plural == f->plural;
}

/* Modifiers between the determiner and the head: "the state official" is not any official. */
static bool is_bare(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  uint32_t words = 1;
  if (entry)
    for (const char *c = ss_entry_text(entry); *c; c++) words += *c == ' ';
  return m->head + 1 <= m->range.first + words + 1;
}

static uint32_t find_held(const ss_resolver *r, uint32_t node, uint64_t of, const char **rule) {
  const ss_mention *m = ss_node_mention(r, node);
  const char *role = role_word(m);
  if (!*role) return SAYSO_NONE;
  uint64_t key = text_key(role, strlen(role));
  *rule = "role";
  uint32_t found = of ? ss_map_get(&r->roles, role_key(ROLE_OF, key, of)) : SAYSO_NONE;
  if (found != SAYSO_NONE && fits_role(r, node, found) && (m->definite || m->of != SAYSO_NONE))
    return found;
  const ss_entry *entry = ss_lexicon_entry(m->word);
  bool by_place =
      of >= OF_COUNTRY && (entry->classes & SS_CLASS(OFFICE)); /* "the Vermont senator" */
  if (!m->definite || (!by_place && (of || !is_bare(r, node)))) return SAYSO_NONE;
  found = ss_map_get(&r->roles, role_key(ROLE_ALONE, key, 0));
  if (found == SAYSO_NONE || !fits_role(r, node, found)) return SAYSO_NONE;
  bool elsewhere = by_place && ss_map_get(&r->roles, ss_key_mix(role_key(ROLE_PLACE, key, 0),
                                                                found)) != SAYSO_NONE;
  return elsewhere ? SAYSO_NONE : found;
}

static void resolve_node(recollection *reader, uint32_t node, int depth);

static uint32_t apposition(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  return m->same == SAYSO_NONE ? SAYSO_NONE
                               : r->nodes[r->first_node[r->nodes[node].unit] + m->same].actor;
}

/* "the businessman", "the GOP candidate": the person last seen who is described, not named, by a
 * noun that is no office. Looks back over this sentence's start to the sentences before. */
static uint32_t salient_person(const recollection *reader, uint32_t node) {
  const ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  if (!entry || !m->definite || m->plural || m->of != SAYSO_NONE || entry->list != SS_LIST_ROLES ||
      !r->nodes[node].speaks)
    return SAYSO_NONE;
  if (entry->classes & (SS_CLASS(KIN) | SS_CLASS(SPOKES))) return SAYSO_NONE;
  for (uint32_t i = 0; i < seen_number(reader); i++) {
    uint32_t seen = seen_at(reader, i);
    const ss_figure *f = &r->figures[r->nodes[seen].actor];
    if (r->nodes[seen].sentence + 2 < r->nodes[node].sentence) break;
    if (f->kind != SAYSO_ACTOR_PERSON || f->fullest == SAYSO_NONE ||
        !fits_role(r, node, r->nodes[seen].actor))
      continue;
    uint32_t nation = ss_map_get(&r->roles, role_key(ROLE_NATION, r->nodes[seen].actor, 0));
    if (m->place != SAYSO_NONE && nation != SAYSO_NONE &&
        nation != ss_lexicon_entry(m->place)->value)
      continue;
    if (ss_node_mention(r, seen)->subject || r->nodes[seen].speaks) return r->nodes[seen].actor;
  }
  return SAYSO_NONE;
}

/* "the company", "the document", "the government": the latest of its kind that is named (a document
 * need not be), where the noun says no more than the kind. */
static uint32_t salient_thing(const recollection *reader, uint32_t node, uint64_t of) {
  enum { SENTENCES = 4 };
  const ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  if (!entry || !m->definite || m->plural || of || !r->nodes[node].speaks || !is_bare(r, node))
    return SAYSO_NONE;
  bool document = entry->list == SS_LIST_DOCUMENTS,
       government = entry->classes & SS_CLASS(GOVERNMENT);
  bool organization =
      entry->list == SS_LIST_GROUPS && (entry->classes & SS_CLASS(ORGANIZATION)) && !government;
  for (uint32_t i = 0; i < seen_number(reader); i++) {
    uint32_t seen = seen_at(reader, i);
    const ss_figure *f = &r->figures[r->nodes[seen].actor];
    if (r->nodes[seen].sentence + SENTENCES < r->nodes[node].sentence) break;
    bool fits = document       ? f->kind == SAYSO_ACTOR_DOCUMENT && !f->plural
                : government   ? f->kind == SAYSO_ACTOR_PLACE && f->country
                : organization ? f->kind == SAYSO_ACTOR_ORGANIZATION && f->fullest != SAYSO_NONE &&
                                     !f->country && f->sure
                               : false;
    if (fits) return r->nodes[seen].actor;
  }
  return SAYSO_NONE;
}

static void resolve_role(recollection *reader, uint32_t node, int depth) {
  ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  if (m->of != SAYSO_NONE && depth < OF_DEPTH)
    resolve_node(reader, r->first_node[r->nodes[node].unit] + m->of, depth + 1);
  uint64_t of = of_number(r, node), description = description_key(r, node, of);
  const char *rule = "apposition";
  float score = 0.9f;
  uint32_t figure = apposition(r, node);
  if (figure == SAYSO_NONE) figure = find_held(r, node, of, &rule), score = 0.75f;
  bool fresh = m->kind == SAYSO_ACTOR_DOCUMENT && !m->definite;
  if (figure == SAYSO_NONE && !fresh) {
    figure = ss_map_get(&r->roles, description);
    rule = "description";
    if (figure != SAYSO_NONE && !fits_role(r, node, figure)) figure = SAYSO_NONE;
  }
  if (figure == SAYSO_NONE)
    figure = salient_person(reader, node), rule = "described", score = 0.55f;
  if (figure == SAYSO_NONE) figure = salient_thing(reader, node, of);
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, m->kind);
    rule = "new";
    if (figure == SAYSO_NONE) return;
  }
  ss_node_settle(r, node, figure, rule, score);
  ss_resolver_put(r, &r->roles, description, figure);
  if (*role_word(m)) hold_role(r, role_word(m), of, figure);
}

/* A name with a title before it holds that role from here on. */
static void note_title(ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  if (m->title.end <= m->title.first || r->nodes[node].actor == SAYSO_NONE) return;
  const char *role = role_word(m);
  if (*role) hold_role(r, role, of_number(r, node), r->nodes[node].actor);
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

static void resolve_relative(recollection *reader, uint32_t node, uint64_t classes) {
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
    ss_node_settle(r, node, r->nodes[i].actor, "relative", 0.85f);
    return;
  }
}

/* ---- personal pronouns ---- */

typedef struct {
  uint32_t node;
  const ss_mention *mention;
  uint64_t classes;
  uint32_t statement; /* scene statement that holds it, or SAYSO_NONE */
  uint32_t speaker;   /* its speaker as far as known */
  uint32_t before;    /* who spoke in the turn before the statement it heads, or SAYSO_NONE */
  uint32_t back;      /* and the latest other speaker of the dialogue */
  uint32_t kinds;     /* of actors it may stand for, as bits */
  bool gendered;      /* he or she */
  bool clausal;       /* an object or reflexive pronoun: the subject of its clause counts */
} question;

#define KIND(constant) (1u << SAYSO_ACTOR_##constant)

/* Kinds of actors that the pronoun may stand for, as bits. */
static uint32_t kinds_for(const question *q) {
  if (q->mention->plural) return KIND(ORGANIZATION) | KIND(GROUP);
  if (q->classes & (SS_CLASS(MALE) | SS_CLASS(FEMALE))) return KIND(PERSON) | KIND(AUTHOR);
  return KIND(ORGANIZATION) | KIND(PLACE) | KIND(DOCUMENT) | KIND(UNKNOWN);
}

/* Without a branch: it is asked of every candidate, and its answers follow no pattern. */
static bool kind_fits(const ss_figure *f, const question *q) {
  unsigned in = q->kinds >> f->kind & 1,
           gender_fits = (!q->gendered) | (!f->gender) | (f->gender == q->mention->gender);
  return q->mention->plural ? f->plural | in : (!f->plural) & in & gender_fits;
}

/* A name inside the statement cannot be meant by a pronoun of its tag, nor the possessive's own
 * noun by the possessive. */
static bool barred(const ss_resolver *r, const question *q, const sighting *seen) {
  if (seen->unit == r->nodes[q->node].unit) {
    const ss_mention *m = ss_node_mention(r, seen->node);
    if (m->range.first <= q->mention->head && q->mention->head < m->range.end) return true;
  }
  if (!r->nodes[q->node].speaks) return false;
  uint32_t holds = ss_node_statement(r, seen->node);
  if (holds == SAYSO_NONE) return false;
  for (uint32_t i = r->source_at[holds]; i < r->source_at[holds + 1]; i++)
    if (r->source_nodes[i] == q->node) return true;
  return false;
}

static bool in_clause(const ss_resolver *r, uint32_t from, uint32_t to) {
  const ss_token *tokens = ss_node_reading(r, to)->tokens;
  if (r->nodes[from].unit != r->nodes[to].unit || r->nodes[from].sentence != r->nodes[to].sentence)
    return false;
  for (uint32_t t = ss_node_mention(r, from)->range.end; t < ss_node_mention(r, to)->head; t++) {
    if (tokens[t].shape >= SS_SHAPE_DOUBLE_MARK) return false;
    if (tokens[t].word & (SS_WORD_IS_CONJUNCTION | SS_WORD_IS_SUBJECT | SS_WORD_IS_RELATIVE)) return false;
  }
  return true;
}

static float clause_score(const ss_resolver *r, const question *q, uint32_t candidate) {
  const ss_mention *m = ss_node_mention(r, candidate);
  if (m->possessive || !in_clause(r, candidate, q->node)) return 0;
  return q->classes & SS_CLASS(REFLEXIVE) ? SS_W_REFLEXIVE : m->subject ? SS_W_CLAUSE : 0;
}

/* A sum of conditions times weights: without a branch, for their answers follow no pattern either.
 */
static float sighting_score(const ss_resolver *r, const question *q, const sighting *seen,
                            uint32_t between) {
  const ss_node *p = &r->nodes[q->node];
  bool same_sentence = seen->sentence == p->sentence;
  bool same_pronoun = (seen->form == SAYSO_FORM_PRONOUN) & (seen->gender == q->mention->gender) &
                      (seen->plural == q->mention->plural);
  uint32_t paragraphs = p->unit - seen->unit;
  float score = seen->score + SS_W_SENTENCE * (float)(p->sentence - seen->sentence) +
                SS_W_FAR * (float)between;
  score += SS_W_PARALLEL * (float)(seen->subject & q->mention->subject);
  score += SS_W_SPEAKERS * (float)(seen->speaks & p->speaks);
  score += SS_W_PRONOUN * (float)same_pronoun;
  score += SS_W_SAME_SENTENCE * (float)(same_pronoun & same_sentence);
  score += SS_W_HIS_SUBJECT * (float)(seen->subject & q->mention->possessive & same_sentence);
  score += SS_W_PARAGRAPH * (float)(paragraphs < 3 ? paragraphs : 3);
  score += SS_W_INSIDE * (float)(seen->inside & !p->inside);
  return q->clausal ? score + clause_score(r, q, seen->node) : score;
}

static float figure_score(const ss_resolver *r, const question *q, uint32_t figure,
                          uint32_t again) {
  const ss_figure *f = &r->figures[figure];
  float score = SS_W_AGAIN * (float)(again < 4 ? again : 4);
  if (q->mention->gender && f->gender) score += SS_W_GENDER;
  if (f->fullest == SAYSO_NONE && f->kind == SAYSO_ACTOR_PERSON) score += SS_W_ROLE;
  if (q->before == figure) score += SS_W_TURN;
  if (q->back == figure) score += SS_W_BACK;
  if (!f->sure && q->mention->gender) score += SS_W_UNSURE;
  score += SS_W_FAME * (float)f->fame;
  if (q->mention->plural && f->kind == SAYSO_ACTOR_GROUP) score += SS_W_PLURAL_GROUP;
  if (q->speaker == figure && q->mention->gender)
    score += r->nodes[q->node].inside ? SS_W_OWN_MARKS : SS_W_OWN;
  return score;
}

/* "After her exit, Singh returned": a pronoun in the phrase that opens the sentence may mean the
 * name right after its comma. Only settled names count, so nothing unread is looked at. SAYSO_NONE
 * when there is none. */
static uint32_t name_ahead(const ss_resolver *r, const question *q) {
  enum { REACH = 12 };
  const ss_reading *reading = ss_node_reading(r, q->node);
  uint32_t first = q->mention->head, end = reading->token_count;
  while (first > 0 && !(reading->tokens[first].flags & SS_TOKEN_SENTENCE) &&
         q->mention->head - first < REACH)
    first--;
  for (uint32_t t = first; t < q->mention->head; t++) /* "Afterwards, in his speech, …" */
    if (reading->tokens[t].shape == SS_SHAPE_COMMA && t - first <= 2) first = t + 1;
  if (!(reading->tokens[first].word & (SS_WORD_IS_PREPOSITION | SS_WORD_IS_CONJUNCTION))) return SAYSO_NONE;
  for (uint32_t t = first + 1; t < q->mention->head; t++)
    if (reading->tokens[t].shape == SS_SHAPE_COMMA) return SAYSO_NONE;
  uint32_t comma = q->mention->head + 1;
  while (comma < end && comma < q->mention->head + REACH &&
         reading->tokens[comma].shape != SS_SHAPE_COMMA)
    comma++;
  for (uint32_t i = q->node + 1; i < r->first_node[r->nodes[q->node].unit + 1]; i++) {
    const ss_mention *m = ss_node_mention(r, i);
    uint32_t start = m->title.end > m->title.first ? m->title.first : m->range.first;
    if (start > comma + 1) break;
    if (start == comma + 1 && m->form == SAYSO_FORM_NAME && r->nodes[i].actor != SAYSO_NONE)
      return i;
  }
  return SAYSO_NONE;
}

/* The figure's place among those met for this question, or `number`: told by the question it was
 * last met for, without a search. */
static uint32_t slot_of_figure(ss_figure *f, uint32_t number, uint32_t question_node,
                               uint32_t figure, const uint32_t *figures) {
  if (f->asked == question_node && f->slot < number && figures[f->slot] == figure) return f->slot;
  f->asked = question_node;
  f->slot = number;
  return number;
}

static uint32_t best_candidate(const recollection *reader, const question *q, float *best) {
  const ss_resolver *r = reader->r;
  uint32_t figures[SIGHTINGS], counts[SIGHTINGS], number = 0;
  float scores[SIGHTINGS];
  for (uint32_t i = 0; i < seen_number(reader); i++) {
    const sighting *seen = sighting_at(reader, i);
    uint32_t figure = seen->figure;
    if (!kind_fits(&r->figures[figure], q) || barred(r, q, seen)) continue;
    uint32_t k = slot_of_figure(&r->figures[figure], number, q->node, figure, figures);
    float score = sighting_score(r, q, seen, i);
    if (number == 0) score += SS_W_LATEST;
    if (k == number)
      figures[number] = figure, counts[number] = 0, scores[number++] = score;
    else if (counts[k]++, score > scores[k])
      scores[k] = score;
  }
  uint32_t found = SAYSO_NONE, ahead = name_ahead(r, q);
  *best = SS_W_FLOOR;
  if (ahead != SAYSO_NONE && kind_fits(&r->figures[r->nodes[ahead].actor], q)) {
    found = r->nodes[ahead].actor;
    *best = SS_W_AHEAD + figure_score(r, q, found, 0);
  }
  for (uint32_t k = 0; k < number; k++) {
    float score = scores[k] + figure_score(r, q, figures[k], counts[k]);
    if (score > *best) *best = score, found = figures[k];
  }
  return found;
}

static void resolve_pronoun(recollection *reader, uint32_t node) {
  ss_resolver *r = reader->r;
  const ss_mention *m = ss_node_mention(r, node);
  question q = {node,
                m,
                ss_lexicon_entry(m->word)->classes,
                ss_node_statement(r, node),
                SAYSO_NONE,
                SAYSO_NONE,
                SAYSO_NONE,
                0,
                false,
                false};
  if (r->nodes[node].heads) ss_speakers_around(r, r->nodes[node].heads - 1, &q.before, &q.back);
  if (m->person != SS_PERSON_THIRD) return; /* speaker.c */
  if (q.classes & SS_CLASS(RELATIVE)) {
    resolve_relative(reader, node, q.classes);
    return;
  }
  if (q.statement != SAYSO_NONE) q.speaker = r->speakers[q.statement];
  bool object =
      (q.classes & SS_CLASS(OBJECT)) && !(q.classes & SS_CLASS(SUBJECT)) && !m->possessive;
  q.kinds = kinds_for(&q);
  q.gendered = q.classes & (SS_CLASS(MALE) | SS_CLASS(FEMALE));
  q.clausal = object || (q.classes & SS_CLASS(REFLEXIVE));
  float score = 0;
  uint32_t figure = best_candidate(reader, &q, &score);
  bool thing = m->kind == SAYSO_ACTOR_UNKNOWN && !m->plural;
  if (thing && !r->nodes[node].speaks && score + SS_W_IT < SS_W_FLOOR) return;
  if (figure == SAYSO_NONE) return;
  ss_node_settle(r, node, figure, "pronoun", score > 1 ? 0.8f : 0.6f);
}

/* ---- the order of it all ---- */

static void resolve_node(recollection *reader, uint32_t node, int depth) {
  ss_resolver *r = reader->r;
  if (r->nodes[node].done || r->failed) return;
  r->nodes[node].done = true;
  switch (ss_node_mention(r, node)->form) {
    case SAYSO_FORM_PRONOUN: resolve_pronoun(reader, node); break;
    case SAYSO_FORM_ROLE: resolve_role(reader, node, depth); break;
    default: note_title(r, node);
  }
}

/* ---- a role before its name ---- */

/* "… the US secretary of state said. Antony Hale had arrived in the morning": an office with a
 * country that nobody named holds, and in the next paragraphs the first person who is named without
 * any office: they are one. */
static uint32_t holder_ahead(const ss_resolver *r, uint32_t node, const bool *titled) {
  enum { UNITS = 3 };
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t last = r->nodes[node].unit + UNITS < r->scene->unit_count ? r->nodes[node].unit + UNITS
                                                                     : r->scene->unit_count;
  for (uint32_t i = node + 1; i < r->first_node[last]; i++) {
    const ss_mention *name = ss_node_mention(r, i);
    uint32_t figure = r->nodes[i].actor;
    if (figure == SAYSO_NONE || name->form != SAYSO_FORM_NAME ||
        r->figures[figure].kind != SAYSO_ACTOR_PERSON)
      continue;
    if (titled[figure] || r->figures[figure].words < 2 || !name->subject ||
        !r->figures[figure].sure)
      return SAYSO_NONE;
    return fits_role(r, node, figure) && m->statement == name->statement ? figure : SAYSO_NONE;
  }
  return SAYSO_NONE;
}

static void note_titled(const ss_resolver *r, bool *titled) {
  for (uint32_t i = 0; i < r->node_count; i++) {
    const ss_mention *m = ss_node_mention(r, i);
    if (r->nodes[i].actor == SAYSO_NONE) continue;
    bool role = m->form == SAYSO_FORM_ROLE && m->same != SAYSO_NONE;
    if (role || (m->form == SAYSO_FORM_NAME && m->title.end > m->title.first))
      titled[r->nodes[i].actor] = true;
  }
}

/* All nodes of one figure go over to another; one pass over the document for all of them together.
 */
static void join_figures(ss_resolver *r, const uint32_t *into) {
  for (uint32_t i = 0; i < r->node_count; i++) {
    uint32_t figure = r->nodes[i].actor;
    if (figure == SAYSO_NONE || into[figure] == figure) continue;
    r->figures[figure].count--;
    ss_node_settle(r, i, into[figure], r->nodes[i].rule[0] == 'n' ? "role ahead" : r->nodes[i].rule,
                   0.5f);
  }
  for (uint32_t s = 0; s < r->scene->statement_count; s++)
    if (r->speakers[s] != SAYSO_NONE) r->speakers[s] = into[r->speakers[s]];
}

static void bridge_roles(ss_resolver *r) {
  bool *titled = ss_arena_array(r->arena, r->figure_count, sizeof *titled);
  uint32_t *into = ss_arena_array(r->arena, r->figure_count, sizeof *into), joined = 0;
  if (!titled || !into) {
    r->failed = true;
    return;
  }
  for (uint32_t f = 0; f < r->figure_count; f++) titled[f] = false, into[f] = f;
  note_titled(r, titled);
  for (uint32_t f = 0; f < r->figure_count; f++) {
    const ss_mention *m = ss_node_mention(r, r->figures[f].first);
    const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
    if (m->form != SAYSO_FORM_ROLE || r->figures[f].fullest != SAYSO_NONE || !m->definite ||
        m->plural || m->place == SAYSO_NONE)
      continue;
    if (!entry || !(entry->classes & SS_CLASS(OFFICE)) || !r->nodes[r->figures[f].first].speaks)
      continue;
    uint32_t holder = holder_ahead(r, r->figures[f].first, titled);
    if (holder != SAYSO_NONE && holder != f) into[f] = holder, titled[holder] = true, joined++;
  }
  if (joined) join_figures(r, into);
}

bool ss_references_resolve_some(ss_resolver *r) {
  enum { SOME = 6000 }; /* about a millisecond */
  if (!r->recent) {
    r->recent = ss_arena_alloc(r->arena, sizeof *r->recent);
    if (!r->recent) {
      r->failed = true;
      return true;
    }
    *r->recent = (recollection){.r = r};
  }
  uint32_t end = r->node_count - r->resolved < SOME ? r->node_count : r->resolved + SOME;
  for (; r->resolved < end && !r->failed; r->resolved++) {
    resolve_node(r->recent, r->resolved, 0);
    see(r->recent, r->resolved);
    if (r->nodes[r->resolved].speaks) ss_speakers_note(r, r->resolved);
  }
  if (end < r->node_count && !r->failed) return false;
  if (!r->failed) bridge_roles(r);
  return true;
}
