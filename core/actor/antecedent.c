/* In: nodes up to a pronoun, settled or open; names are settled everywhere. Out: the figure it
 * stands for. A candidate's sum is its best mention's (seen lately, or a name right after the
 * pronoun in its sentence) and its own; every term is one cell of a table of weights. Promises
 * constant work for a pronoun.
 *
 * Compiled with -DSS_ANTECEDENT_TRACE it writes every choice with its cells to standard error, for
 * core/train/antecedents.py. */
#include "actor/antecedent.h"

#include "actor/precedent.h"
#include "actor/weights.h"

#define ROW(table, row, column, columns) \
  (SS_W_##table + (uint32_t)(row) * (columns) + (uint32_t)(column))
#define CELL(table, column) (SS_W_##table + (uint32_t)(column))

#ifdef SS_ANTECEDENT_TRACE
#include "actor/antecedent_trace.h"
static inline float weight_if(bool on, uint32_t cell) { return on ? weight(cell) : 0; }
#else
static inline float weight(uint32_t cell) { return ss_antecedent_weights[cell]; }
static inline float weight_times(uint32_t cell, float times) {
  return ss_antecedent_weights[cell] * times;
}
/* Without a branch: the answers follow no pattern. */
static inline float weight_if(bool on, uint32_t cell) {
  return ss_antecedent_weights[cell] * (float)on;
}
#define TRACE(call) ((void)0)
#endif

enum { HE, THEY, IT };                           /* families */
enum { SUBJECT, POSSESSIVE, OBJECT, REFLEXIVE }; /* cases */
enum { ROLE_SUBJECT, ROLE_POSSESSIVE, ROLE_OTHER };
enum { NAMED, DESCRIBED, SAME_PRONOUN, OTHER_PRONOUN }; /* forms */
enum {
  LED_NOT,
  LED_SUBORDINATOR,
  LED_COORDINATOR,
  LED_COMMA,
  LED_THAT,
  LED_PREPOSITION,
  LED_OTHER
};

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Buckets of a count: how many of the bounds it exceeds. */
static uint32_t bucket(uint32_t value, const uint8_t *bounds, uint32_t count) {
  uint32_t row = 0;
  for (uint32_t i = 0; i < count; i++) row += value > bounds[i];
  return row;
}

/* ---- what a figure may be meant by ---- */

#define KIND(constant) (1u << SAYSO_ACTOR_##constant)
enum { FITS_THEY, FITS_IT, FITS_HE }; /* FITS_HE + gender of the pronoun */

/* What a full name, a title or a noun says of the gender is final; the rest is weighed. As bits. */
static uint32_t fits_of(const ss_figure *f) {
  uint32_t kind = 1u << f->kind, fits = 0;
  if (f->plural || (kind & (KIND(ORGANIZATION) | KIND(GROUP)))) fits |= 1u << FITS_THEY;
  if (f->plural) return fits;
  if (kind & (KIND(ORGANIZATION) | KIND(PLACE) | KIND(DOCUMENT) | KIND(UNKNOWN)))
    fits |= 1u << FITS_IT;
  if (kind & (KIND(PERSON) | KIND(AUTHOR)))
    fits |= f->gender_by < SS_GENDER_BY_NAME ? 7u << FITS_HE : 1u << (FITS_HE + f->gender);
  return fits;
}

static void note_fits(ss_recollection *reader, uint32_t at, uint32_t fits) {
  for (uint32_t way = 0; way < SS_FITS; way++)
    reader->fits[way] = (reader->fits[way] & ~(1u << at)) | (fits >> way & 1) << at;
}

/* ---- what was seen lately ---- */

static uint32_t role_of(const ss_mention *m) {
  return m->subject ? ROLE_SUBJECT : m->possessive ? ROLE_POSSESSIVE : ROLE_OTHER;
}

/* What holds of the node whoever asks, from its sentence or another. */
static float standing(const ss_resolver *r, uint32_t node, uint32_t close) {
  const ss_mention *m = ss_node_mention(r, node);
  float score = weight(ROW(BEFORE, m->before, close, 2)) + weight(ROW(AFTER, m->after, close, 2));
  if (r->nodes[node].speaks) score += weight(CELL(SPEAKER, 0));
  if (m->title.end > m->title.first) score += weight(CELL(TITLED, 0));
  return score;
}

void ss_recall(ss_recollection *reader, uint32_t node) {
  ss_resolver *r = reader->r;
  const ss_node *n = &r->nodes[node];
  if (n->actor == SAYSO_NONE) return;
  r->figures[n->actor].last = node;
  bool person = r->figures[n->actor].kind == SAYSO_ACTOR_PERSON,
       first = person && reader->person_sentence != n->sentence + 1;
  reader->glimpses[reader->seen_count++ % SS_RECALLED] = (ss_glimpse){node, n->actor, first};
  if (person) reader->person_sentence = n->sentence + 1;
}

static ss_sighting sighting_of(const ss_resolver *r, ss_glimpse glimpse) {
  const ss_node *n = &r->nodes[glimpse.node];
  const ss_mention *m = n->mention;
  ss_sighting seen = {.node = glimpse.node,
                      .figure = glimpse.figure,
                      .unit = n->unit,
                      .sentence = n->sentence,
                      .start = m->range.first,
                      .end = m->range.end,
                      .holds = n->holds,
                      .form = m->form == SAYSO_FORM_PRONOUN ? OTHER_PRONOUN
                              : m->form == SAYSO_FORM_ROLE  ? DESCRIBED
                                                            : NAMED,
                      .role = (uint8_t)role_of(m),
                      .gender = m->gender,
                      .pronoun = m->form == SAYSO_FORM_PRONOUN,
                      .plural = m->plural,
                      .inside = n->inside,
                      .speaks = n->speaks,
                      .opens = m->opens,
                      .first = glimpse.first};
#ifndef SS_ANTECEDENT_TRACE
  seen.apart = standing(r, glimpse.node, 0);
  seen.close = standing(r, glimpse.node, 1);
#endif
  return seen;
}

/* Sightings of the glimpses since a pronoun looked last. */
static void look_back(ss_recollection *reader) {
  uint32_t from = reader->looked, count = reader->seen_count;
  if (count - from > SS_RECALLED) from = count - SS_RECALLED;
  for (uint32_t i = from; i < count; i++) {
    ss_glimpse glimpse = reader->glimpses[i % SS_RECALLED];
    reader->seen[i % SS_RECALLED] = sighting_of(reader->r, glimpse);
    note_fits(reader, i % SS_RECALLED, fits_of(&reader->r->figures[glimpse.figure]));
  }
  reader->looked = count;
}

/* ---- the question ---- */

typedef struct {
  uint32_t node;
  const ss_node *at;
  const ss_mention *mention;
  const ss_mention *holder; /* the description that holds it ("her sister"), or NULL */
  uint64_t classes;
  uint32_t speaker;         /* of the statement that holds it, as far as known */
  uint32_t before;          /* who spoke in the turn before the statement it heads, or SAYSO_NONE */
  uint32_t back;            /* and the latest other speaker of the dialogue */
  uint32_t fits;            /* which way a figure must fit that it may stand for */
  uint32_t family, grammar; /* grammar: its case */
  uint32_t led;             /* the word before it */
  ss_run_up run_up;         /* and the others of its sentence */
  bool gendered;            /* he or she */
} question;

static uint32_t led_by(const ss_mention *m) {
  switch (m->before) {
    case SS_BEFORE_START: return LED_NOT;
    case SS_BEFORE_SUBORDINATOR: return LED_SUBORDINATOR;
    case SS_BEFORE_AND: return LED_COORDINATOR;
    case SS_BEFORE_COMMA: return LED_COMMA;
    case SS_BEFORE_THAT: return LED_THAT;
    default:
      return m->before >= SS_BEFORE_BY && m->before <= SS_BEFORE_PREPOSITION ? LED_PREPOSITION
                                                                             : LED_OTHER;
  }
}

/* The speakers a pronoun asks for: of what holds it, of the turn before what it heads, the latest
 * other one. */
static void ask_speakers(ss_resolver *r, uint32_t node, uint32_t asked[3]) {
  const ss_node *n = &r->nodes[node];
  asked[0] = n->holds == SAYSO_NONE ? SAYSO_NONE : r->speakers[n->holds];
  asked[1] = asked[2] = SAYSO_NONE;
  if (n->heads) ss_speakers_around(r, n->heads - 1, &asked[1], &asked[2]);
}

static question ask(const ss_resolver *r, uint32_t node, uint64_t classes,
                    const uint32_t asked[3]) {
  const ss_mention *m = ss_node_mention(r, node);
  question q = {.node = node,
                .at = &r->nodes[node],
                .mention = m,
                .classes = classes,
                .speaker = asked[0],
                .before = asked[1],
                .back = asked[2]};
  q.gendered = classes & (SS_CLASS(MALE) | SS_CLASS(FEMALE));
  q.family = m->plural ? THEY : q.gendered ? HE : IT;
  q.fits = q.family == THEY ? FITS_THEY : q.family == IT ? FITS_IT : FITS_HE + (uint32_t)m->gender;
  q.grammar = m->subject                      ? SUBJECT
              : m->possessive                 ? POSSESSIVE
              : classes & SS_CLASS(REFLEXIVE) ? REFLEXIVE
                                              : OBJECT;
  q.led = led_by(m);
  q.run_up = ss_node_run_up(r, node);
  if (node > r->first_node[q.at->unit]) {
    const ss_mention *before = ss_node_mention(r, node - 1);
    if (before->range.first <= m->head && m->head < before->range.end) q.holder = before;
  }
  return q;
}

/* "her sister Mary", "Mary, her sister": she is not her own sister. */
static bool is_held(const ss_resolver *r, const question *q, uint32_t node) {
  return q->holder && q->holder->same != SAYSO_NONE &&
         q->holder->same + r->first_node[q->at->unit] == node;
}

/* Does the node head a source of the statement? */
static bool is_tag_of(const ss_resolver *r, uint32_t node, uint32_t statement) {
  if (statement == SAYSO_NONE) return false;
  for (uint32_t i = r->source_at[statement]; i < r->source_at[statement + 1]; i++)
    if (r->source_nodes[i] == node) return true;
  return false;
}

/* A name inside the statement cannot be meant by a pronoun of its tag, nor the possessive's own
 * noun by the possessive. */
static bool barred(const ss_resolver *r, const question *q, const ss_sighting *seen) {
  if (seen->unit == q->at->unit) {
    if (seen->start <= q->mention->head && q->mention->head < seen->end) return true;
    if (is_held(r, q, seen->node)) return true;
  }
  return q->at->speaks && is_tag_of(r, q->node, seen->holds);
}

/* ---- sums ---- */

static const uint8_t token_bounds[6] = {2, 4, 7, 11, 16, 24};

/* Seen in the pronoun's own sentence. */
static float near_score(const question *q, const ss_sighting *seen) {
  if (seen->unit != q->at->unit) return 0;
  uint32_t head = q->mention->head, end = seen->end, tokens = head > end ? head - end : 0;
  ss_run_up up = q->run_up;
  uint32_t between =
      (up.mark > end ? 1u : 0) + (up.subordinator > end ? 2u : 0) + (up.coordinator > end ? 4u : 0);
  float score = weight(ROW(NEAR, q->grammar, bucket(tokens, token_bounds, 6), 7));
  score += weight(ROW(BETWEEN, seen->role * 4 + q->grammar, between, 8));
  score += weight(ROW(LED, q->led, seen->role, 3));
  if (up.relative > end) score += weight(CELL(RELATIVE, seen->role));
  return score;
}

static float sighting_score(const ss_resolver *r, const question *q, const ss_sighting *seen,
                            uint32_t between, bool latest) {
  uint32_t sentences = q->at->sentence - seen->sentence, few = least(sentences, 2),
           same = sentences == 0;
  bool same_pronoun =
      seen->pronoun && seen->gender == q->mention->gender && seen->plural == q->mention->plural;
  uint32_t form = same_pronoun ? SAME_PRONOUN : seen->form;
  (void)r;
#ifdef SS_ANTECEDENT_TRACE
  float score = standing(r, seen->node, same);
#else
  float score = same ? seen->close : seen->apart;
#endif
  score += weight(ROW(SENTENCES, q->family, least(sentences, 7), 8));
  score += weight_times(CELL(FAR, 0), (float)between);
  score += weight(CELL(PARAGRAPHS, least(q->at->unit - seen->unit, 3)));
  score += weight(ROW(ROLE, seen->role * 4 + q->grammar, few, 3));
  score += weight(ROW(FORM, form * 3 + q->family, same, 2));
  score += weight(ROW(FORM_POSSESSIVE, form, q->grammar == POSSESSIVE, 2));
  score += weight_if(q->at->speaks, CELL(SPEAKER, 1 + seen->speaks));
  score += weight_if(seen->opens, ROW(OPENS, few, q->grammar == SUBJECT, 2));
  score += weight_if(seen->opens & q->mention->opens, CELL(OPENS_BOTH, q->grammar));
  score += weight_if(seen->inside != q->at->inside, CELL(MARKS, q->at->inside));
  score += weight_if(seen->inside & q->at->speaks & !q->at->inside, CELL(TAG, 0));
  if (latest) score += weight(ROW(LATEST, q->family, form, 4));
  score += weight_if(seen->first, ROW(FIRST, few, seen->role, 3));
  bool noun = sentences == 1 && seen->form == DESCRIBED && seen->role == ROLE_SUBJECT &&
              seen->unit == q->at->unit && (!seen->gender || seen->gender == q->mention->gender);
  score += weight_if(noun, CELL(NOUN, 0));
  if (q->gendered && seen->gender) {
    bool other = seen->gender != q->mention->gender;
    if (other || !seen->pronoun)
      score += weight(CELL(GENDER_CALLED, other + (other & seen->pronoun)));
  }
  return same ? score + near_score(q, seen) : score;
}

/* "After her exit, Singh returned", "When he was four, Joan …": the k-th name after the pronoun. */
static float ahead_score(const ss_resolver *r, const question *q, uint32_t node, uint32_t k) {
  static const uint8_t bounds[6] = {0, 1, 2, 4, 7, 11};
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  uint32_t first = ss_mention_first(m), role = role_of(m), from = q->mention->head + 1;
  bool comma = false;
  for (uint32_t t = from; t < first; t++) comma |= tokens[t].shape == SS_SHAPE_COMMA;
  float score = weight(ROW(AHEAD, q->grammar * 3 + role, k, 3));
  score += weight(ROW(AHEAD_OPENS, q->grammar, q->mention->opens, 2));
  score += weight(ROW(AHEAD_COMMA, q->led, comma, 2));
  score += weight(ROW(AHEAD_TOKENS, bucket(first - from, bounds, 6), q->grammar == POSSESSIVE, 2));
  score += weight(ROW(AHEAD_LEAD, q->run_up.lead, comma, 2));
  score += weight(ROW(AHEAD_LEAD_ROLE, q->run_up.lead, role, 3));
  if (m->after == SS_AFTER_WHO) score += weight(CELL(AHEAD_WHO, 0));
  if (q->gendered && m->gender)
    score += weight(CELL(GENDER_CALLED, m->gender != q->mention->gender));
  return score;
}

/* Who speaks a turn of a transcript says "I" of himself. */
static float own_turn(const ss_resolver *r, const question *q) {
  static const float never = 8;
  const ss_scene_statement *s = &r->scene->statements[q->at->holds];
  return r->scene->units[s->unit].reading->statements[s->statement].rule == SS_RULE_TURN ? never
                                                                                         : 0;
}

/* Rows of INTRODUCED and MENTIONS. */
static uint32_t first_row(const ss_figure *f) {
  static const uint8_t rows[22] = {0, 1, 2, 2, 3, 3, 3, 3, 3, 4, 4,
                                   4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5};
  return rows[least(f->first, 21)];
}
static uint32_t count_row(const ss_figure *f) {
  static const uint8_t rows[15] = {0, 0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6};
  return rows[least(f->count, 14)];
}

/* Whatever figure_score and fits_of read of a figure is in here. */
uint32_t ss_antecedent_traits(const ss_figure *f) {
  uint32_t traits = f->kind;
  traits = traits * 4 + f->gender;
  traits = traits * 4 + f->gender_by;
  traits = traits * 8 + first_row(f);
  traits = traits * 8 + count_row(f);
  traits = traits * 4 + least(f->words, 3);
  return traits * 8 + (uint32_t)f->plural * 4 + (uint32_t)f->sure * 2 + (f->fullest != SAYSO_NONE);
}

static float figure_score(const ss_resolver *r, const question *q, uint32_t figure, uint32_t rank,
                          uint32_t again) {
  const ss_figure *f = &r->figures[figure];
  float score = weight(ROW(RANK, q->family, least(rank, 4), 5));
  score += weight(CELL(AGAIN, least(again, 4)));
  score += weight(ROW(KIND, q->family, f->kind, 7));
  score += weight(CELL(INTRODUCED, first_row(f)));
  score += weight(ROW(MENTIONS, q->family, count_row(f), 7));
  if (q->gendered) {
    if (f->gender)
      score += weight(f->gender == q->mention->gender ? CELL(GENDER, f->gender_by)
                                                      : CELL(CLASH, f->gender_by));
    if (!f->sure) score += weight(CELL(UNSURE, 0));
    if (q->speaker == figure) score += weight(CELL(OWN, q->at->inside)) - own_turn(r, q);
    score += weight(CELL(WORDS, f->fullest == SAYSO_NONE ? 0 : least(f->words, 3)));
    if (f->fullest == SAYSO_NONE && f->kind == SAYSO_ACTOR_PERSON)
      score += weight(CELL(UNNAMED, 0));
  }
  if (q->family == THEY && f->plural) score += weight(CELL(PLURAL, 0));
  if (q->before == figure) score += weight(CELL(TURN, 0));
  if (q->back == figure) score += weight(CELL(BACK, 0));
  return score;
}

/* ---- the choice ---- */

enum { AHEAD = 3 };

enum { TOLD = 12 };

typedef struct {
  uint32_t figures[SS_RECALLED + AHEAD], again[SS_RECALLED + AHEAD];
  float scores[SS_RECALLED + AHEAD];
  uint32_t count;
  uint32_t told[TOLD], told_count; /* figures that the pronoun's statement names: not its speaker */
} candidates;

static void note_told(const ss_resolver *r, uint32_t tag, uint32_t node, candidates *c) {
  const ss_node *n = &r->nodes[node];
  if (n->form != SAYSO_FORM_NAME || n->actor == SAYSO_NONE || c->told_count == TOLD) return;
  if (is_tag_of(r, tag, n->holds)) c->told[c->told_count++] = n->actor;
}

/* "Anna wants the party, he says, and Tom wants his peace": he is not Tom, who came in before
 * either. Of the unit what the precedent compares (precedent.h): the latest nodes, and those ahead
 * in the sentence. */
static void list_told(const ss_resolver *r, const question *q, candidates *c) {
  uint32_t first = r->first_node[q->at->unit];
  if (q->node > first + SS_RECALLED) first = q->node - SS_RECALLED;
  for (uint32_t i = first; i < q->node; i++) note_told(r, q->node, i, c);
  for (uint32_t i = q->node + 1; i < r->first_node[q->at->unit + 1]; i++) {
    if (r->nodes[i].sentence != q->at->sentence) break;
    note_told(r, q->node, i, c);
  }
}

/* A mention of the figure, worth `score`. Its place among those met for this question is told by
 * the question it was last met for, without a search. */
static void meet(ss_resolver *r, candidates *c, uint32_t question_node, uint32_t figure,
                 float score) {
  ss_figure *f = &r->figures[figure];
  for (uint32_t i = 0; i < c->told_count; i++)
    if (c->told[i] == figure) return;
  if (f->asked == question_node && f->slot < c->count && c->figures[f->slot] == figure) {
    c->again[f->slot]++;
    if (score > c->scores[f->slot]) c->scores[f->slot] = score;
    return;
  }
  f->asked = question_node;
  f->slot = c->count;
  c->figures[c->count] = figure;
  c->again[c->count] = 0;
  c->scores[c->count++] = score;
}

static uint32_t highest_bit(uint32_t bits) {
#if defined(__GNUC__) || defined(__clang__)
  return 31u - (uint32_t)__builtin_clz(bits);
#else
  uint32_t bit = 0;
  while (bits >>= 1) bit++;
  return bit;
#endif
}

static void renew_fits(ss_recollection *reader) {
  if (reader->changes == reader->r->changes) return;
  for (uint32_t i = 0; i < ss_recall_count(reader); i++)
    note_fits(reader, i, fits_of(&reader->r->figures[reader->seen[i].figure]));
  reader->changes = reader->r->changes;
}

/* It heads a source of what stands in its own paragraph in the words of whoever says it. */
static bool is_quoted(const ss_resolver *r, uint32_t node) {
  const ss_statement *own = ss_node_statement(r, node);
  return own && (own->kind == SAYSO_KIND_DIRECT || own->kind == SAYSO_KIND_MIXED ||
                 own->kind == SAYSO_KIND_UNMARKED);
}

/* "…, says Anna Bell. … She does not want that": who spoke last comes first to mind. */
static bool may_have_spoken(const ss_resolver *r, const question *q) {
  return !r->dialogue && q->gendered && q->grammar == SUBJECT && !q->at->inside;
}

/* Those that fit, the latest first: as the ring is turned, its bit is the highest. */
static void meet_seen(ss_recollection *reader, const question *q, candidates *c) {
  enum { ALL = (1 << SS_RECALLED) - 1 };
  ss_resolver *r = reader->r;
  uint32_t end = reader->seen_count % SS_RECALLED, places;
  look_back(reader);
  renew_fits(reader);
  places = reader->fits[q->fits];
  places = (places >> end | places << (SS_RECALLED - end)) & ALL;
  bool asks = may_have_spoken(r, q);
  while (places) {
    uint32_t bit = highest_bit(places), between = SS_RECALLED - 1 - bit;
    const ss_sighting *seen =
        &reader->seen[bit + end < SS_RECALLED ? bit + end : bit + end - SS_RECALLED];
    places ^= 1u << bit;
    if (barred(r, q, seen)) continue;
    float score = sighting_score(r, q, seen, between, c->count == 0);
    if (asks && seen->speaks) {
      bool before = seen->unit == q->at->unit && seen->sentence < q->at->sentence &&
                    is_quoted(r, seen->node);
      score += weight_if(before, CELL(SPOKE, 0));
      asks = false;
    }
    TRACE(trace_mention(r, seen->node, seen->figure));
    meet(r, c, q->node, seen->figure, score);
  }
}

/* Only settled names count, so nothing unread is looked at. */
static void meet_ahead(ss_resolver *r, const question *q, candidates *c) {
  for (uint32_t i = q->node + 1, k = 0; i < r->first_node[q->at->unit + 1] && k < AHEAD; i++) {
    const ss_node *n = &r->nodes[i];
    if (n->sentence != q->at->sentence) break;
    if (n->mention->form != SAYSO_FORM_NAME || n->actor == SAYSO_NONE) continue;
    if (!(fits_of(&r->figures[n->actor]) >> q->fits & 1) || is_held(r, q, i)) continue;
    float score = ahead_score(r, q, i, k++);
    TRACE(trace_mention(r, i, n->actor));
    meet(r, c, q->node, n->actor, score);
  }
}

static uint32_t choose(ss_recollection *reader, const question *q, bool *clear) {
  ss_resolver *r = reader->r;
  candidates c;
  c.count = c.told_count = 0;
  if (q->at->speaks && q->grammar == SUBJECT) list_told(r, q, &c);
  TRACE(trace_question(r, q->node));
  float best = weight(ROW(NONE, q->family * 4 + q->grammar, q->at->speaks, 2)), second;
  if (q->at->speaks) best += weight(CELL(NONE_SOURCE, 0));
  second = best;
  TRACE(trace_none());
  meet_seen(reader, q, &c);
  meet_ahead(r, q, &c);
  uint32_t found = SAYSO_NONE;
  for (uint32_t k = 0; k < c.count; k++) {
    float score = c.scores[k] + figure_score(r, q, c.figures[k], k, c.again[k]);
    TRACE(trace_figure(c.figures[k]));
    if (score > best)
      second = best, best = score, found = c.figures[k];
    else if (score > second)
      second = score;
  }
  *clear = best > second + 1;
  TRACE(trace_choice(found));
  return found;
}

uint32_t ss_antecedent(ss_recollection *reader, uint32_t node, uint64_t classes, bool *clear) {
  ss_resolver *r = reader->r;
  uint32_t asked[3], found;
  ask_speakers(r, node, asked);
  if (r->retrace && ss_retrace_answer(r, node, asked, &found, clear)) return found;
  question q = ask(r, node, classes, asked);
  found = choose(reader, &q, clear);
  if (r->retrace) ss_retrace_chosen(r, node, *clear);
  return found;
}
