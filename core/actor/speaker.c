/* In: nodes and scene statements. Out: which nodes head the source of each statement (head.c found
 * them), and in the end who speaks it. Sieves: source; first person inside a statement is its speaker; words that
 * lead in from the paragraph before; another statement of the same paragraph; the paragraph's one
 * acting person; turns (A, B, A); a text that is much dialogue goes to dialogue.c instead. A
 * statement that none decides stays without an actor. Promises linear time. */
#include "actor/cast.h"
#include "actor/dialogue.h"
#include "read/word.h"

/* Turns looked back for the other speaker; units from one turn to the next. Set on the visible
 * novels of ../shared. */
enum { TURN_REACH = 12, TURN_GAP = 2 };

/* ---- heads of a source ---- */

static const ss_statement *statement_at(const ss_resolver *r, uint32_t s) {
  const ss_scene_statement *scene = &r->scene->statements[s];
  return &r->scene->units[scene->unit].reading->statements[scene->statement];
}

/* A turn of an interview: interview.c knows who speaks. */
static bool is_interview(const ss_resolver *r, uint32_t s) {
  uint8_t turn = ss_unit_block(r, r->scene->statements[s].unit)->turn;
  return turn == SS_TURN_ASKED || turn == SS_TURN_ANSWERED;
}

static uint8_t speech_of(const ss_resolver *r, uint32_t s) {
  const ss_statement *statement = statement_at(r, s);
  if (!statement->content.count) return 0;
  bool turn = statement->rule == SS_RULE_TURN,
       bare = r->scene->story && statement->kind == SAYSO_KIND_UNMARKED,
       marked = bare || statement->kind == SAYSO_KIND_DIRECT,
       asked = turn && !statement->source.count && is_interview(r, s),
       direct = !asked && (marked || turn || statement->rule == SS_RULE_GIVEN);
  return (uint8_t)((direct ? SS_SPEECH_DIRECT : 0) | (marked || turn ? SS_SPEECH_TURN : 0));
}

static uint32_t unit_of(const ss_resolver *r, uint32_t s) { return r->scene->statements[s].unit; }

uint32_t ss_speakers_adjoining(const ss_resolver *r, uint32_t s, int step) {
  const ss_scene *scene = r->scene;
  uint32_t unit = unit_of(r, s), t = s;
  for (;;) {
    if (step < 0 ? t == 0 : t + 1 == scene->statement_count) return SAYSO_NONE;
    t = step < 0 ? t - 1 : t + 1;
    uint32_t other = unit_of(r, t), later = step < 0 ? unit : other;
    if (other == unit) { /* the turn's own statements, unless another speaks there */
      if (ss_speakers_turn(r, t) && r->speakers[t] != r->speakers[s]) return SAYSO_NONE;
      continue;
    }
    if ((step < 0 ? unit - other : other - unit) != 1 || ss_unit_block(r, later)->gap_before)
      return SAYSO_NONE;
    return ss_speakers_turn(r, t) ? t : SAYSO_NONE;
  }
}

/* A quarter of the direct statements and more have no tag: a novel, a play, an interview. News tags
 * nearly all. Of a book's many a tenth is enough. */
static bool is_dialogue(const ss_resolver *r) {
  enum { LEAST = 8, SHARE = 4, BOOK = 200, BOOK_SHARE = 10 };
  uint32_t direct = 0, untagged = 0;
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!ss_speakers_direct(r, s)) continue;
    direct++;
    untagged += r->source_at[s + 1] == r->source_at[s];
  }
  return direct >= LEAST && untagged * (direct >= BOOK ? BOOK_SHARE : SHARE) >= direct;
}

/* Those of its first part that has any. */
static void list_heads(ss_resolver *r, uint32_t s) {
  const ss_scene_statement *part = &r->scene->statements[s];
  for (;; part = &r->scene->parts[part->next]) {
    const ss_reading *reading = r->scene->units[part->unit].reading;
    ss_ranges heads = reading->statements[part->statement].heads;
    for (uint32_t i = 0; i < heads.count; i++)
      r->source_nodes[r->source_at[s + 1]++] =
          r->first_node[part->unit] + reading->heads[heads.at + i];
    if (heads.count || part->next == SAYSO_NONE) return;
  }
}

static bool allocate(ss_resolver *r) {
  size_t count = r->scene->statement_count, heads = 0;
  for (uint32_t u = 0; u < r->scene->unit_count; u++) heads += r->scene->units[u].reading->head_count;
  r->source_at = ss_arena_array(r->arena, count + 1, sizeof *r->source_at);
  r->speakers = ss_arena_array(r->arena, count, sizeof *r->speakers);
  r->speech = ss_arena_array(r->arena, count, sizeof *r->speech);
  r->source_nodes = ss_arena_array(r->arena, heads, sizeof *r->source_nodes);
  r->turns = ss_arena_array(r->arena, count, sizeof *r->turns);
  return r->source_at && r->speakers && r->speech && r->source_nodes && r->turns;
}

void ss_speakers_find_sources(ss_resolver *r) {
  uint32_t count = r->scene->statement_count;
  if (!allocate(r)) {
    r->failed = true;
    return;
  }
  r->source_at[0] = 0;
  for (uint32_t s = 0; s < count; s++) {
    r->source_at[s + 1] = r->source_at[s];
    r->speakers[s] = SAYSO_NONE;
    r->speech[s] = speech_of(r, s);
    list_heads(r, s);
  }
  for (uint32_t s = count; s-- > 0;)
    for (uint32_t i = r->source_at[s]; i < r->source_at[s + 1]; i++) {
      r->nodes[r->source_nodes[i]].speaks = true;
      r->nodes[r->source_nodes[i]].heads = s + 1;
    }
  r->dialogue = is_dialogue(r);
}

/* ---- while references are resolved ---- */

void ss_speakers_note(ss_resolver *r, uint32_t node) {
  uint32_t unit = r->nodes[node].unit;
  for (uint32_t i = r->part_at[unit]; i < r->part_at[unit + 1]; i++) {
    uint32_t s = r->part_of[i];
    if (s == SAYSO_NONE) continue; /* nothing is said in it */
    for (uint32_t k = r->source_at[s]; k < r->source_at[s + 1]; k++)
      if (r->source_nodes[k] == node && r->speakers[s] == SAYSO_NONE)
        r->speakers[s] = r->nodes[node].actor;
  }
}

/* Do statements s - 1 and s belong to one run of turns? */
static bool follows(const ss_resolver *r, uint32_t s) {
  return s > 0 && ss_speakers_direct(r, s) && ss_speakers_direct(r, s - 1) &&
         unit_of(r, s) - unit_of(r, s - 1) <= TURN_GAP;
}

/* The latest speaker before statement s in its run of turns who is not `but`. */
static uint32_t latest_other(const ss_resolver *r, uint32_t s, uint32_t but) {
  for (uint32_t n = 0; n < TURN_REACH && follows(r, s); n++, s--)
    if (r->turns[s - 1] != SAYSO_NONE && r->turns[s - 1] != but) return r->turns[s - 1];
  return SAYSO_NONE;
}

static uint32_t turn_speaker(const ss_resolver *r, uint32_t s) {
  if (r->speakers[s] != SAYSO_NONE || r->source_at[s + 1] > r->source_at[s] || !follows(r, s))
    return r->speakers[s];
  if (unit_of(r, s) == unit_of(r, s - 1)) return r->turns[s - 1];
  return r->turns[s - 1] == SAYSO_NONE ? SAYSO_NONE : latest_other(r, s, r->turns[s - 1]);
}

void ss_speakers_around(ss_resolver *r, uint32_t s, uint32_t *before, uint32_t *back) {
  *before = *back = SAYSO_NONE;
  if (!r->dialogue) return;
  for (; r->followed < s; r->followed++) r->turns[r->followed] = turn_speaker(r, r->followed);
  while (s > 0 && follows(r, s) && unit_of(r, s) == unit_of(r, s - 1)) s--;
  if (!follows(r, s) || s > r->followed) return;
  *before = r->turns[s - 1];
  if (*before != SAYSO_NONE) *back = latest_other(r, s, *before);
}

/* ---- first person ---- */

static void settle_first_person(ss_resolver *r, uint32_t node) {
  const ss_node *n = &r->nodes[node];
  uint32_t holds = n->holds;
  if (n->actor != SAYSO_NONE) return;
  if (holds != SAYSO_NONE) {
    if (r->speakers[holds] != SAYSO_NONE)
      ss_node_settle(r, node, r->speakers[holds], SS_SIEVE_SPEAKER, 0.85f);
    return;
  }
  if (n->inside || (n->plural && !n->speaks && r->author == SAYSO_NONE)) return;
  if (r->author == SAYSO_NONE) r->author = ss_figure_new(r, node, SAYSO_ACTOR_AUTHOR);
  if (r->author != SAYSO_NONE) ss_node_settle(r, node, r->author, SS_SIEVE_AUTHOR, 0.7f);
}

/* Twice: what I say may hold what another I says. `said`: also the I of what is said, whose speaker
 * must be known by then. */
static void resolve_first_person(ss_resolver *r, const uint32_t *nodes, uint32_t count,
                                 bool said) {
  for (int pass = 0; pass < 2; pass++)
    for (uint32_t i = 0; i < count && !r->failed; i++) {
      if (!said && r->nodes[nodes[i]].holds != SAYSO_NONE) continue;
      settle_first_person(r, nodes[i]);
      if (r->nodes[nodes[i]].speaks) ss_speakers_note(r, nodes[i]);
    }
}

static uint32_t is_first_person(const ss_node *n) {
  return (n->form == SAYSO_FORM_PRONOUN) & (n->person == SS_PERSON_FIRST);
}

/* NULL: no memory. Without a branch: they come as they like. */
static uint32_t *list_first_person(const ss_resolver *r, uint32_t *count) {
  uint32_t at = 0;
  *count = 0;
  for (uint32_t i = 0; i < r->node_count; i++) *count += is_first_person(&r->nodes[i]);
  uint32_t *nodes = ss_arena_array(r->arena, (size_t)*count + 1, sizeof *nodes);
  for (uint32_t i = 0; nodes && i < r->node_count; i++) {
    nodes[at] = i;
    at += is_first_person(&r->nodes[i]);
  }
  return nodes;
}

/* ---- statements without a source ---- */

/* The speaker of the direct statement beside it in the same paragraph. */
static uint32_t same_paragraph(const ss_resolver *r, uint32_t s) {
  if (s > 0 && unit_of(r, s - 1) == unit_of(r, s) && ss_speakers_direct(r, s - 1) &&
      r->speakers[s - 1] != SAYSO_NONE)
    return r->speakers[s - 1];
  bool after = s + 1 < r->scene->statement_count && unit_of(r, s + 1) == unit_of(r, s) &&
               ss_speakers_direct(r, s + 1);
  return after ? r->speakers[s + 1] : SAYSO_NONE;
}

/* The one person who acts outside the marks of the statement's paragraph; none when there are
 * several. */
static uint32_t acting_person(const ss_resolver *r, uint32_t s) {
  uint32_t unit = unit_of(r, s), found = SAYSO_NONE;
  for (uint32_t i = r->first_node[unit]; i < r->first_node[unit + 1]; i++) {
    const ss_node *n = &r->nodes[i];
    uint32_t figure = n->actor;
    if (n->inside || !n->subject || figure == SAYSO_NONE ||
        r->figures[figure].kind != SAYSO_ACTOR_PERSON)
      continue;
    if (found != SAYSO_NONE && found != figure) return SAYSO_NONE;
    found = figure;
  }
  return found;
}

static bool is_saying(const ss_scene_unit *unit, uint32_t token) {
  return unit->reading->tokens[token].flags & SS_TOKEN_SPEECH;
}

/* The words that close the paragraph before a statement: tokens [first, end) of `unit`. */
typedef struct {
  const ss_scene_unit *unit;
  uint32_t first, end;
  uint32_t verb; /* the latest verb of speech among them, or SAYSO_NONE */
} closing;

static bool is_manner(const closing *c, uint32_t token) {
  const ss_token word = c->unit->reading->tokens[token];
  const char *end = c->unit->clean + word.end;
  return word.shape == SS_SHAPE_LOWER && word.end - word.start > 4 && end[-2] == 'l' &&
         end[-1] == 'y';
}

static bool may_lead(const ss_resolver *r, uint32_t node) {
  uint32_t figure = r->nodes[node].actor;
  return !r->nodes[node].inside && figure != SAYSO_NONE;
}

static bool is_human(const ss_resolver *r, uint32_t node) {
  uint8_t kind = r->figures[r->nodes[node].actor].kind;
  return kind == SAYSO_ACTOR_PERSON || kind == SAYSO_ACTOR_AUTHOR;
}

/* "said Pell", "Pell (softly) said": a tag says who, be he an actor of whatever kind. */
static bool is_tagged(const ss_resolver *r, const closing *c, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t first = ss_mention_first(m), after = m->range.end;
  if (c->verb + 1 == first) return !m->possessive && (m->form != SAYSO_FORM_PRONOUN || m->subject);
  while (after < c->verb && is_manner(c, after)) after++;
  return after == c->verb;
}

/* "Mary's saying", "Mrs. Bell's suddenly saying" */
static bool is_whose_saying(const closing *c, const ss_mention *m) {
  uint32_t after = m->range.end + 1; /* past the genitive */
  while (after < c->verb && is_manner(c, after)) after++;
  return m->possessive && m->form != SAYSO_FORM_PRONOUN && after == c->verb;
}

/* The mention opens a clause: the sentence's first word, or behind a semicolon or a word that joins
 * clauses; behind a comma as well, where another follows it. "Tom and Mary" are no two clauses. */
static bool opens_clause(const closing *c, const ss_mention *m, uint32_t first) {
  static const char *const links[] = {"and",   "but",        "so",  "then", "while", "when", "till",
                                      "until", "afterwards", "now", "soon", "again", NULL};
  static const char *const and[] = {"and", NULL};
  const ss_token *tokens = c->unit->reading->tokens;
  if (first == c->first || tokens[first - 1].shape == SS_SHAPE_COLON) return true;
  if (tokens[first - 1].shape == SS_SHAPE_COMMA)
    return tokens[m->range.end].shape == SS_SHAPE_COMMA;
  if (first > 1 && ss_token_in(&tokens[first - 1], c->unit->clean, and))
    return !ss_token_is_capital(&tokens[first - 2]);
  return ss_token_in(&tokens[first - 1], c->unit->clean, links);
}

/* "…; but Mrs. Bell, taking up a book, said": commas part the subject, which opens its clause, from
 * its verb, so that no subject between them is the verb's. */
static bool is_parted(const closing *c, const ss_mention *m) {
  const ss_token *tokens = c->unit->reading->tokens;
  uint32_t verb = c->verb;
  while (verb > 0 && is_manner(c, verb - 1)) verb--;
  if (verb == 0 || tokens[verb - 1].shape != SS_SHAPE_COMMA || verb - 1 <= m->range.end)
    return false;
  return m->form != SAYSO_FORM_PRONOUN && tokens[m->range.end].shape == SS_SHAPE_COMMA &&
         opens_clause(c, m, ss_mention_first(m));
}

/* "…; but Mr. Rye, much offended, laid aside his book, and said", "so Pell very kindly sang": a
 * name that opens its clause is its subject, whatever parts it from the verb. */
static bool heads_clause(const closing *c, const ss_mention *m) {
  const ss_token *next = &c->unit->reading->tokens[m->range.end];
  bool goes_on = next->shape == SS_SHAPE_COMMA ||
                 (next->shape == SS_SHAPE_LOWER && !(next->word & SS_WORD_IS_COORDINATOR));
  return goes_on && !m->possessive && m->form == SAYSO_FORM_NAME &&
         opens_clause(c, m, ss_mention_first(m));
}

/* "What [he] was doing, and said": the subject of a clause that a comma closes before the verb. */
static bool is_subordinate(const closing *c, const ss_mention *m) {
  const ss_token *tokens = c->unit->reading->tokens;
  uint32_t first = ss_mention_first(m);
  if (c->verb == SAYSO_NONE || first == c->first ||
      !(tokens[first - 1].word & (SS_WORD_IS_RELATIVE | SS_WORD_IS_SUBORDINATOR)))
    return false;
  for (uint32_t t = m->range.end; t < c->verb; t++)
    if (tokens[t].shape == SS_SHAPE_COMMA) return true;
  return false;
}

/* A verb of speech, be it a participle: "…, saying:". */
static bool says(const closing *c, uint32_t token) {
  if (is_saying(c->unit, token)) return true;
  const ss_token *t = &c->unit->reading->tokens[token];
  if (t->shape != SS_SHAPE_LOWER || !ss_token_ends_in(t, c->unit->clean, "ing")) return false;
  const ss_entry *cue = ss_lexicon_word(SS_LIST_CUES, c->unit->clean, *t);
  return cue && (cue->classes & SS_CLASS(SPEECH));
}

/* The words of `unit` before token `end` that may lead in to a statement. They end in a colon; in a
 * dialogue a comma, a dash or no mark at all do as well, the last where a verb of speech is there. */
static bool find_closing(const ss_resolver *r, uint32_t unit, uint32_t end, closing *c) {
  const ss_reading *reading = r->scene->units[unit].reading;
  const ss_token *tokens = reading->tokens;
  if (end == 0 || (end == reading->token_count && !reading->leads)) return false;
  uint32_t last = end - 1;
  uint8_t shape = tokens[last].shape;
  if (tokens[last].state != SS_MARK_OUTSIDE || shape == SS_SHAPE_STOP) return false;
  bool breaks = shape == SS_SHAPE_COLON ||
                (r->dialogue && (shape == SS_SHAPE_COMMA || shape == SS_SHAPE_DASH));
  *c = (closing){&r->scene->units[unit], last, last + !breaks, SAYSO_NONE};
  while (c->first > 0 && !(tokens[c->first].flags & SS_TOKEN_SENTENCE)) c->first--;
  for (uint32_t t = c->end; t-- > c->first && tokens[t].state == SS_MARK_OUTSIDE;)
    if (says(c, t)) {
      c->verb = t;
      break;
    }
  return breaks || (r->dialogue && c->verb != SAYSO_NONE);
}

/* Where the words before a statement are: tokens [0, *end) of *unit, its own or the one before. */
static bool before_statement(const ss_resolver *r, uint32_t s, uint32_t *unit, uint32_t *end) {
  *unit = unit_of(r, s);
  *end = statement_at(r, s)->lead;
  if (*end > 0) return true;
  if (*unit == 0 || (s > 0 && unit_of(r, s - 1) == *unit)) return false;
  *end = r->scene->units[--*unit].reading->token_count;
  return true;
}

/* The subject of the words right before a statement, "She turned and said:", be they its own
 * paragraph's or close the one before. They end in a colon; in a dialogue a comma or dash, or a
 * verb of speech among them, do as well. */
uint32_t ss_speakers_lead(const ss_resolver *r, uint32_t s, bool *named) {
  uint32_t unit, end, found = SAYSO_NONE, first = SAYSO_NONE, parted = SAYSO_NONE,
                      lesser = SAYSO_NONE;
  closing c;
  *named = false;
  if (!before_statement(r, s, &unit, &end) || !find_closing(r, unit, end, &c)) return SAYSO_NONE;
  if (unit == unit_of(r, s) && r->source_at[s + 1] > r->source_at[s]) return SAYSO_NONE;
  for (uint32_t i = r->first_node[unit + 1]; i-- > r->first_node[unit];) {
    const ss_mention *m = ss_node_mention(r, i);
    uint32_t figure = r->nodes[i].actor;
    if (m->head >= end) continue;
    if (m->head < c.first) break;
    if (!may_lead(r, i)) continue;
    const bool human = is_human(r, i);
    const bool held = m->before >= SS_BEFORE_BY && m->before <= SS_BEFORE_PREPOSITION;
    if (c.verb != SAYSO_NONE && m->range.end <= c.verb && human) {
      if (is_whose_saying(&c, m)) return figure;
      bool heads = is_parted(&c, m) || (found == SAYSO_NONE && heads_clause(&c, m));
      if (parted == SAYSO_NONE && heads) parted = figure;
    }
    if (c.verb != SAYSO_NONE && is_tagged(r, &c, i)) {
      *named = m->form == SAYSO_FORM_NAME && !r->figures[figure].plural;
      return figure;
    }
    if (c.verb == SAYSO_NONE && m->range.end == c.end && human && !held)
      return figure; /* "Tom Bell:" */
    if (c.verb != SAYSO_NONE && m->head > c.verb) continue;
    if (m->subject && human) {
      uint32_t *subject = is_subordinate(&c, m) ? &lesser : &found;
      if (*subject == SAYSO_NONE) *subject = figure;
    }
    if (human && !m->possessive && m->form != SAYSO_FORM_PRONOUN && !held) first = figure;
  }
  if (parted != SAYSO_NONE) return parted;
  if (found != SAYSO_NONE) return found;
  return lesser != SAYSO_NONE ? lesser : first;
}

static bool adjoins(const ss_resolver *r, uint32_t before, uint32_t after) {
  return after == before + 1 && !ss_unit_block(r, after)->gap_before;
}

/* One turn of a dialogue is a unit; the index of its last (or first) direct statement. */
typedef struct {
  uint32_t unit, statement;
} turn;

/* Do two neighbouring turns belong to one dialogue? At most one paragraph of narration stands
 * between. */
static bool converses(const ss_resolver *r, const turn *before, const turn *after) {
  for (uint32_t u = before->unit; u < after->unit; u++)
    if (!adjoins(r, u, u + 1)) return false;
  return after->unit - before->unit <= (r->dialogue ? TURN_GAP : 1u);
}

/* The latest other speaker of the same dialogue, before (or, backward, after) turn `at`, whose
 * neighbour speaks as `y`. */
static uint32_t other_speaker(const ss_resolver *r, const turn *turns, uint32_t count, uint32_t at,
                              int step, uint32_t y) {
  for (uint32_t n = 0; n < TURN_REACH; n++) {
    if (step > 0 ? at == 0 : at + 1 >= count) break;
    uint32_t next = step > 0 ? at - 1 : at + 1;
    if (!converses(r, &turns[step > 0 ? next : at], &turns[step > 0 ? at : next])) break;
    uint32_t x = r->speakers[turns[next].statement];
    if (x != SAYSO_NONE && x != y) return x;
    at = next;
  }
  return SAYSO_NONE;
}

/* Its source is "it", whatever that means. */
static bool is_thing(const ss_resolver *r, uint32_t s) {
  if (r->source_at[s + 1] == r->source_at[s]) return false;
  const ss_mention *m = ss_node_mention(r, r->source_nodes[r->source_at[s]]);
  return m->form == SAYSO_FORM_PRONOUN && m->person == SS_PERSON_THIRD && !m->gender && !m->plural;
}

/* A, B, ?: the third is A where A and B are known, differ, and belong to one dialogue. `step` is 1
 * forward, -1 backward. */
static void alternate(ss_resolver *r, const turn *turns, uint32_t count, int step, uint8_t *rules) {
  for (uint32_t n = 1; n < count; n++) {
    uint32_t i = step > 0 ? n : count - 1 - n, one = step > 0 ? i - 1 : i + 1;
    const turn *t = &turns[i], *b = &turns[one];
    uint32_t y = r->speakers[b->statement];
    if (r->speakers[t->statement] != SAYSO_NONE || y == SAYSO_NONE || is_thing(r, t->statement))
      continue;
    if (!(step > 0 ? converses(r, b, t) : converses(r, t, b))) continue;
    uint32_t x = other_speaker(r, turns, count, one, step, y);
    if (x == SAYSO_NONE) continue;
    r->speakers[t->statement] = x;
    rules[t->statement] = SS_SIEVE_TURN;
  }
}

static void take_turns(ss_resolver *r, uint8_t *rules) {
  turn *turns = ss_arena_array(r->arena, r->scene->statement_count, sizeof *turns);
  uint32_t count = 0;
  if (!turns) {
    r->failed = true;
    return;
  }
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!ss_speakers_direct(r, s)) continue;
    if (count && turns[count - 1].unit == unit_of(r, s)) continue;
    turns[count++] = (turn){unit_of(r, s), s};
  }
  alternate(r, turns, count, 1, rules);
  alternate(r, turns, count, -1, rules);
}

static bool is_open(const ss_resolver *r, uint32_t s) {
  return r->speakers[s] == SAYSO_NONE && r->source_at[s + 1] == r->source_at[s] &&
         ss_speakers_direct(r, s);
}

static void guess_speakers(ss_resolver *r, uint8_t *rules) {
  if (r->dialogue) {
    ss_dialogue_resolve(r, rules);
    return;
  }
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!is_open(r, s)) continue;
    bool named;
    r->speakers[s] = ss_speakers_lead(r, s, &named);
    if (r->speakers[s] != SAYSO_NONE) rules[s] = SS_SIEVE_LEAD;
  }
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!is_open(r, s)) continue;
    r->speakers[s] = same_paragraph(r, s);
    if (r->speakers[s] != SAYSO_NONE) rules[s] = SS_SIEVE_PARAGRAPH;
  }
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    if (!is_open(r, s)) continue;
    r->speakers[s] = acting_person(r, s);
    if (r->speakers[s] != SAYSO_NONE) rules[s] = SS_SIEVE_BEAT;
  }
  take_turns(r, rules);
}

/* ---- the whole ---- */

/* "supporters and critics": a coordination of unnamed groups is one group. */
static bool is_nameless_group(const ss_resolver *r, uint32_t at, uint32_t count) {
  for (uint32_t i = at; i < at + count; i++)
    if (!ss_node_is_group(r, r->source_nodes[i])) return false;
  return true;
}

static void add_actor(uint32_t *actors, uint32_t figure, ss_sieve rule,
                      ss_resolved_statement *out) {
  if (figure == SAYSO_NONE) return;
  for (uint32_t k = 0; k < out->actor_count; k++)
    if (actors[k] == figure) return;
  actors[out->actor_count++] = figure;
  if (!out->rule) out->rule = rule;
}

/* The distinct actors of the nodes that head the source; there is room for two of each, and one. */
static void actors_of(ss_resolver *r, uint32_t s, ss_sieve guessed, uint32_t *actors,
                      ss_resolved_statement *out) {
  uint32_t at = r->source_at[s], count = r->source_at[s + 1] - at, pair[2];
  *out = (ss_resolved_statement){actors, 0, SS_SIEVE_NONE};
  if (count > 1 && is_nameless_group(r, at, count)) count = 1;
  for (uint32_t i = at; i < at + count; i++) {
    const ss_node *node = &r->nodes[r->source_nodes[i]];
    bool two = ss_pair_find(r, r->source_nodes[i], pair);
    add_actor(actors, two ? pair[0] : node->actor, two ? SS_SIEVE_ROLE : (ss_sieve)node->rule, out);
    if (two) add_actor(actors, pair[1], SS_SIEVE_ROLE, out);
  }
  if (out->actor_count == 0) add_actor(actors, r->speakers[s], guessed, out);
}

void ss_speakers_resolve(ss_resolver *r, ss_resolved_statement *out) {
  uint8_t *rules = ss_arena_array(r->arena, r->scene->statement_count, sizeof *rules);
  uint32_t count, *first = list_first_person(r, &count);
  uint32_t statements = r->scene->statement_count, heads = r->source_at[statements];
  uint32_t *actors = ss_arena_array(r->kept, (size_t)heads * 2 + statements, sizeof *actors);
  if (!rules || !first || !actors) {
    r->failed = true;
    return;
  }
  for (uint32_t s = 0; s < statements; s++) rules[s] = SS_SIEVE_NONE;
  ss_interview_resolve(r, rules);
  resolve_first_person(r, first, count, !r->dialogue);
  guess_speakers(r, rules);
  resolve_first_person(r, first, count, true);
  if (!r->failed) ss_called_resolve(r);
  if (r->failed) return;
  for (uint32_t s = 0; s < statements; s++)
    actors_of(r, s, (ss_sieve)rules[s], actors + (size_t)r->source_at[s] * 2 + s, &out[s]);
}
