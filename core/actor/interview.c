/* In: the turns of an interview that name nobody, and mentions with their actors. Out: who asks and
 * who answers. Who answers is the person that the title and the introduction are about, or whom the
 * questions address by name; who asks is the author. Where neither can be told the turns stay
 * without a speaker. Promises one pass over the mentions. */
#include "actor/cast.h"

/* What speaks for a person: a mention before the first question, one in a heading, an office, being
 * spoken to in a question, being talked about in an answer's own words. */
enum { MENTIONED = 1, HEADLINED = 2, DESCRIBED = 1, ADDRESSED = 3, TALKED_ABOUT = -2 };

static uint8_t turn_of(const ss_resolver *r, uint32_t unit) { return ss_unit_block(r, unit)->turn; }

static bool is_heading(const ss_resolver *r, uint32_t unit) {
  return unit == 0 || ss_unit_block(r, unit)->kind == SS_BLOCK_HEADING;
}

/* "Q:", "Answer:": the letter or word that a turn names nobody by. */
static uint8_t lettered(const ss_scene_unit *unit, ss_ranges source) {
  if (source.count != 1) return SS_TURN_NONE;
  ss_range range = unit->reading->ranges[source.at];
  ss_token token = unit->reading->tokens[range.first];
  const char *word = unit->clean + token.start;
  uint32_t size = token.end - token.start;
  if (range.end != range.first + 1) return SS_TURN_NONE;
  bool asks = (size == 1 && word[0] == 'Q') ||
              (size == 8 && (word[0] | 32) == 'q' && (word[1] | 32) == 'u' && (word[2] | 32) == 'e');
  bool answers = (size == 1 && word[0] == 'A') ||
                 (size == 6 && (word[0] | 32) == 'a' && (word[1] | 32) == 'n' && (word[2] | 32) == 's');
  return asks ? SS_TURN_ASKED : answers ? SS_TURN_ANSWERED : SS_TURN_NONE;
}

/* Does the turn ask or answer, and names nobody? */
static uint8_t unnamed_turn(const ss_resolver *r, uint32_t s) {
  const ss_scene_statement *scene = &r->scene->statements[s];
  const ss_scene_unit *unit = &r->scene->units[scene->unit];
  uint8_t turn = turn_of(r, scene->unit);
  if (turn == SS_TURN_NONE) return SS_TURN_NONE; /* as nearly always */
  const ss_statement *statement = &unit->reading->statements[scene->statement];
  if (statement->rule != SS_RULE_TURN) return SS_TURN_NONE;
  if (turn == SS_TURN_NAMED) return lettered(unit, statement->source);
  return !statement->source.count && (turn == SS_TURN_ASKED || turn == SS_TURN_ANSWERED)
             ? turn
             : SS_TURN_NONE;
}

static bool is_person(const ss_resolver *r, uint32_t node) {
  uint32_t figure = r->nodes[node].actor;
  return figure != SAYSO_NONE && r->figures[figure].fullest != SAYSO_NONE &&
         r->figures[figure].kind == SAYSO_ACTOR_PERSON;
}

/* "Interview by Daniel Frost", "She talks to Daniel Frost" */
static bool may_ask(const ss_resolver *r, uint32_t node) {
  uint8_t before = ss_node_mention(r, node)->before;
  return r->nodes[node].form == SAYSO_FORM_NAME &&
         (before == SS_BEFORE_BY || before == SS_BEFORE_TO || before == SS_BEFORE_WITH);
}

static int weight_before(const ss_resolver *r, uint32_t node, bool heading) {
  const ss_node *n = &r->nodes[node];
  return MENTIONED + (heading ? HEADLINED : 0) + (n->titled || n->apposed ? DESCRIBED : 0) -
         (may_ask(r, node) ? MENTIONED : 0);
}

static int weight_in_turn(const ss_node *n, uint8_t turn) {
  if (turn == SS_TURN_ASKED)
    return n->vocative && n->mention->opens ? ADDRESSED : 0; /* not "your friend, Tom Bell, says" */
  return n->form == SAYSO_FORM_NAME && !n->inside && !n->vocative ? TALKED_ABOUT : 0;
}

static void weigh_unit(const ss_resolver *r, uint32_t unit, uint32_t first, int *sums) {
  uint8_t turn = turn_of(r, unit);
  bool heading = unit < first && is_heading(r, unit);
  for (uint32_t i = r->first_node[unit]; i < r->first_node[unit + 1]; i++)
    if (is_person(r, i))
      sums[r->nodes[i].actor] +=
          unit < first ? weight_before(r, i, heading) : weight_in_turn(&r->nodes[i], turn);
}

/* The person with the highest sum, the first of equals. */
static uint32_t answerer(const ss_resolver *r, uint32_t first, int *sums) {
  uint32_t best = SAYSO_NONE;
  for (uint32_t u = 0; u < r->scene->unit_count; u++) weigh_unit(r, u, first, sums);
  for (uint32_t f = 0; f < r->figure_count; f++)
    if (sums[f] > 0 && f != r->author && (best == SAYSO_NONE || sums[f] > sums[best])) best = f;
  return best;
}

/* The author, or another person before the first question whom a preposition says to ask. */
static uint32_t asker(const ss_resolver *r, uint32_t first, uint32_t but) {
  if (r->author != SAYSO_NONE && r->figures[r->author].fullest != SAYSO_NONE) return r->author;
  for (uint32_t i = 0; i < r->first_node[first]; i++)
    if (is_person(r, i) && r->nodes[i].actor != but && may_ask(r, i)) return r->nodes[i].actor;
  return SAYSO_NONE;
}

/* An article that holds a few turns of a trial is about others than the witness. */
static uint32_t count_turns(const ss_resolver *r, uint32_t s) {
  uint32_t turns = 0;
  for (; s < r->scene->statement_count; s++) turns += unnamed_turn(r, s) != SS_TURN_NONE;
  return turns;
}

/* Whom the letter or word of the turn was taken for, or SAYSO_NONE. */
static uint32_t letter_of(const ss_resolver *r, uint32_t s) {
  uint32_t at = r->source_at[s];
  return r->source_at[s + 1] > at ? r->nodes[r->source_nodes[at]].actor : SAYSO_NONE;
}

/* Where it is not known who that is, all turns with the same letter are somebody's. True: figures
 * go over to others. */
static bool give_turns(ss_resolver *r, uint32_t s, uint32_t *of_turn, uint32_t *into,
                       uint8_t *rules) {
  bool joined = false;
  for (; s < r->scene->statement_count; s++) {
    uint8_t turn = unnamed_turn(r, s);
    uint32_t letter = letter_of(r, s);
    if (turn && of_turn[turn] == SAYSO_NONE && letter != SAYSO_NONE) {
      of_turn[turn] = letter;
      r->figures[letter].kind = SAYSO_ACTOR_PERSON;
    }
    if (!turn || of_turn[turn] == SAYSO_NONE) continue;
    if (letter != SAYSO_NONE) into[letter] = of_turn[turn];
    joined |= letter != SAYSO_NONE && letter != of_turn[turn];
    r->speakers[s] = of_turn[turn];
    rules[s] = SS_SIEVE_INTERVIEW;
  }
  return joined;
}

static bool has_turns(const ss_layout *layout) {
  uint32_t b = 0;
  while (b < layout->blocks.count && layout->blocks.items[b].turn == SS_TURN_NONE) b++;
  return b < layout->blocks.count;
}

void ss_interview_resolve(ss_resolver *r, uint8_t *rules) {
  uint32_t s = 0, count = r->scene->statement_count;
  if (!has_turns(r->scene->layout)) return;
  while (s < count && !unnamed_turn(r, s)) s++;
  if (s == count) return;
  int *sums = ss_arena_array(r->arena, r->figure_count, sizeof *sums);
  uint32_t *into = ss_arena_array(r->arena, r->figure_count, sizeof *into);
  if (!sums || !into) {
    r->failed = true;
    return;
  }
  for (uint32_t f = 0; f < r->figure_count; f++) sums[f] = 0, into[f] = f;
  uint32_t first = r->scene->statements[s].unit, of_turn[SS_TURN_CONTINUED];
  of_turn[SS_TURN_ASKED] = of_turn[SS_TURN_ANSWERED] = SAYSO_NONE;
  if (count_turns(r, s) >= first) {
    of_turn[SS_TURN_ANSWERED] = answerer(r, first, sums);
    of_turn[SS_TURN_ASKED] = asker(r, first, of_turn[SS_TURN_ANSWERED]);
  }
  if (give_turns(r, s, of_turn, into, rules)) ss_figures_join(r, into, SS_SIEVE_INTERVIEW);
}
