/* In: candidates, turns and continuations made. Out: a statement for each colon whose words before it
 * tell who speaks and whose words after it no frame has: "His answer: We will try", "An adviser
 * confesses: we underestimated it". Promises a bounded look before each colon. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* LEAD_LONGEST: longest words before the colon; ANSWER_TOKENS: longest "'s main points" in them. */
enum { LEAD_LONGEST = 14, ANSWER_TOKENS = 4 };
static const float introduced_score = 0.6f;

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

/* Somebody who can speak: a person's name, a pronoun or a role stands in the range. */
static bool is_speaker(const ss_builder *b, ss_range range) {
  static const char *const persons[] = {"he",    "she", "they", "his", "her",
                                        "their", "i",   "my",   NULL};
  for (uint32_t n = 0; n < b->draft->names.count; n++)
    if (b->draft->names.items[n].type == SAYSO_NAME_PER &&
        b->draft->names.items[n].range.first >= range.first &&
        b->draft->names.items[n].range.end <= range.end)
      return true;
  for (uint32_t t = range.first; t < range.end; t++) {
    const ss_entry *role = ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, t));
    if (role || ss_token_in(at(b, t), b->clean, persons)) return true;
  }
  return false;
}

static const char *const owners[] = {"his", "her", "their", "my", "our", NULL};

/* "His advice:", "Heller's main points:": a noun of speech and whose it is, with nothing else. */
static bool is_answer(const ss_builder *b, ss_range lead) {
  static const char *const nouns[] = {
      "answer",     "reply",     "response", "reaction", "comment",   "verdict",   "message",
      "conclusion", "advice",    "warning",  "points",   "demands",   "proposals", "conditions",
      "proposal",   "condition", "demand",   "request",  "requests",  "prediction", NULL};
  static const char *const marks[] = {"'s", "’s", NULL};
  if (!ss_token_in(at(b, lead.end - 1), b->clean, nouns)) return false;
  if (ss_token_in(at(b, lead.first), b->clean, owners)) return true;
  for (uint32_t t = lead.first + 1; t + 1 < lead.end; t++)
    if (ss_token_in(at(b, t), b->clean, marks)) return lead.end - t <= ANSWER_TOKENS;
  return false;
}

/* Where the words before a colon stop naming the source: at a verb or a word of speech; SAYSO_NONE
 * when there is none. */
static uint32_t cue_in(const ss_builder *b, ss_range lead) {
  static const char *const verbs[] = {"is",      "was",    "are",  "were", "has",  "had",  "'s",
                                      "remains", "sounds", "puts", "put",  "goes", "went", NULL};
  static const char *const marks[] = {"'s", "’s", NULL};
  if (ss_token_in(at(b, lead.first), b->clean, owners)) return lead.first + 1;
  for (uint32_t t = lead.first + 1; t < lead.end && is_answer(b, lead); t++)
    if (ss_token_in(at(b, t), b->clean, marks)) return t;
  for (uint32_t t = lead.first + 1; t < lead.end; t++) {
    const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    if (ss_token_in(at(b, t), b->clean, verbs) ||
        (entry && (entry->classes & (SS_CLASS(SPEECH) | SS_CLASS(STANCE)))))
      return t;
  }
  return SAYSO_NONE;
}

/* "An adviser confesses:" */
static bool says_right_before(const ss_builder *b, ss_range lead) {
  const uint64_t both = SS_CLASS(VERB) | SS_CLASS(SPEECH);
  const ss_entry *last = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, lead.end - 1));
  return lead.end > lead.first + 1 && last && (last->classes & both) == both &&
         at(b, lead.end - 1)->shape == SS_SHAPE_LOWER;
}

/* Own words follow the colon: a sentence with a first or second person, or one after "His answer".
 */
static bool is_introduced(const ss_builder *b, ss_range lead, ss_range rest, bool known) {
  if (rest.end <= rest.first || at(b, rest.first)->state != SS_MARK_OUTSIDE) return false;
  if (is_answer(b, lead)) return ss_build_words(b, rest) > 1;
  bool follows = known || says_right_before(b, lead);
  if (!ss_token_is_capital(at(b, rest.first)) && !(follows && ss_build_has_person_word(b, rest))) return false;
  ss_range start = {lead.first, lead.first + 2 < lead.end ? lead.first + 2 : lead.end};
  if (ss_build_words(b, rest) < 2 || ss_build_is_label(b, start)) return false;
  const ss_entry *last = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, lead.end - 1));
  bool answer = last && (last->classes & SS_CLASS(SPEECH)) &&
                ss_token_in(at(b, lead.first), b->clean, owners);
  return answer || ss_build_has_own_word(b, rest);
}

/* The words from the sentence's start to the colon; empty when there are more than LEAD_LONGEST. */
static ss_range lead_before(const ss_builder *b, uint32_t colon) {
  uint32_t first = colon;
  while (first > 0 && colon - first <= LEAD_LONGEST && !(at(b, first)->flags & SS_TOKEN_SENTENCE))
    first--;
  return (ss_range){colon - first > LEAD_LONGEST ? colon : first, colon};
}

/* The candidate whose cue stands in the lead and whose content is all in the rest, or SAYSO_NONE.
 */
static uint32_t introducer(const ss_builder *b, ss_range lead, ss_range rest) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (!c->dropped && c->rule == SS_RULE_FRAME && ss_build_meets(b, c->cue, lead) &&
        c->content.count && ss_build_first(b, c->content) >= rest.first)
      return i;
  }
  return SAYSO_NONE;
}

/* The network found the words and took them for the writer's: they are own. */
static bool adopt(ss_builder *b, uint32_t i, ss_range rest) {
  ss_candidate *c = &b->candidates.items[i];
  c->own = 1;
  return ss_build_put(b, &c->cue, (ss_range){rest.first - 1, rest.first}) &&
         ss_build_put(b, &c->content, rest) && ss_build_continue(b, i, rest.end);
}

/* "An adviser confesses: we underestimated it. …, he recites.": none of what a tag elsewhere has. */
static bool leave_lead(ss_builder *b, ss_range lead, ss_range sentence) {
  if (!says_right_before(b, lead) || !ss_build_has_person_word(b, (ss_range){lead.end, sentence.end}) ||
      !is_speaker(b, lead))
    return true;
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->dropped || c->rule == SS_RULE_TURN || ss_build_meets(b, c->cue, sentence) ||
        !ss_build_holds(b, c->content, lead.first) || ss_build_inside(b, lead.first))
      continue;
    if (!ss_build_cut(b, &c->content, sentence)) return false;
    c->dropped = ss_build_total(b, c->content) == 0;
  }
  return true;
}

static bool add_introduced(ss_builder *b, uint32_t colon) {
  ss_range lead = lead_before(b, colon);
  if (lead.end <= lead.first) return true;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, colon),
           rest = {colon + 1, sentence.end};
  uint32_t known = introducer(b, lead, rest);
  if (!leave_lead(b, lead, sentence)) return false;
  if (!is_introduced(b, lead, rest, known != SAYSO_NONE)) return true;
  if (ss_build_is_taken(b, sentence, known)) return true;
  if (known != SAYSO_NONE) return adopt(b, known, rest);
  uint32_t cue = cue_in(b, lead);
  if (cue == SAYSO_NONE || !is_speaker(b, (ss_range){lead.first, cue})) return true;
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, introduced_score, 1, SS_RULE_TURN, false, false};
  if (!ss_build_put(b, &c.source, (ss_range){lead.first, cue}) ||
      !ss_build_put(b, &c.cue, (ss_range){cue, colon + 1}) || !ss_build_put(b, &c.content, rest) ||
      !ss_vec_push(b->draft->hook, &b->candidates, c))
    return false;
  return ss_build_continue(b, b->candidates.count - 1, sentence.end);
}

bool ss_build_introduced(ss_builder *b) {
  for (uint32_t t = 1; t + 1 < b->draft->tokens.count; t++)
    if (at(b, t)->shape == SS_SHAPE_COLON && at(b, t)->state == SS_MARK_OUTSIDE &&
        ss_token_is(at(b, t), b->clean, ":") && !add_introduced(b, t))
      return false;
  return true;
}
