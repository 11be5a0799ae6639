/* In: candidates, turns and continuations made. Out: a statement for each colon whose words before
 * it tell who speaks and whose words after it no frame has: "His answer: We will try", "An adviser
 * confesses: we underestimated it". Promises a bounded look before each colon. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* LEAD_LONGEST: longest words before the colon; PLAIN_LONGEST: the same where a verb tells that
 * somebody speaks: "A member of his cabinet, speaking while …, was franker:"; ANSWER_TOKENS:
 * longest "'s main points" in them. */
enum { LEAD_LONGEST = 14, PLAIN_LONGEST = 30, ANSWER_TOKENS = 4 };
/* Fewest words of a clause that is said. */
enum { CLAUSE_WORDS = 3 };
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
static const char *const owned[] = {"'s", "’s", NULL};

/* "Mercier's reply, through a spokesman:": the words before the colon without the way in which it
 * came. */
static ss_range without_way(const ss_builder *b, ss_range lead) {
  static const char *const ways[] = {"through", "via",  "by",        "in",    "on",         "from",
                                     "at",      "over", "yesterday", "later", "afterwards", NULL};
  for (uint32_t t = lead.first + 1; t + 1 < lead.end; t++)
    if (at(b, t)->shape == SS_SHAPE_COMMA && ss_token_in(at(b, t + 1), b->clean, ways))
      return (ss_range){lead.first, t};
  return lead;
}

/* "His advice:", "Heller's main points:": a noun of speech and whose it is, with nothing else. */
static bool is_answer(const ss_builder *b, ss_range lead) {
  lead = without_way(b, lead);
  if (!ss_lexicon_word(SS_LIST_UTTERANCES, b->clean, *at(b, lead.end - 1))) return false;
  if (ss_token_in(at(b, lead.first), b->clean, owners)) return true;
  for (uint32_t t = lead.first + 1; t + 1 < lead.end; t++)
    if (ss_token_in(at(b, t), b->clean, owned)) return lead.end - t <= ANSWER_TOKENS;
  return false;
}

/* Where the words before a colon stop naming the source: at a verb or a word of speech; SAYSO_NONE
 * when there is none. */
static uint32_t cue_in(const ss_builder *b, ss_range lead) {
  static const char *const verbs[] = {"is",      "was",    "are",  "were", "has",  "had",  "'s",
                                      "remains", "sounds", "puts", "put",  "goes", "went", NULL};
  if (ss_token_in(at(b, lead.first), b->clean, owners)) return lead.first + 1;
  if (is_answer(b, lead))
    for (uint32_t t = lead.first + 1; t < lead.end; t++)
      if (ss_token_in(at(b, t), b->clean, owned)) return t;
  for (uint32_t t = lead.first + 1; t < lead.end; t++) {
    const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    if (ss_token_in(at(b, t), b->clean, verbs) ||
        (entry && (entry->classes & (SS_CLASS(SPEECH) | SS_CLASS(STANCE)))))
      return t;
  }
  return SAYSO_NONE;
}

/* ---- "An adviser confesses:" ---- */

/* Tokens of the cue of speech at `token`, where it holds a finite verb, or 0. */
static uint32_t speech_at(const ss_builder *b, uint32_t token, uint32_t end) {
  const uint64_t both = SS_CLASS(VERB) | SS_CLASS(SPEECH);
  uint32_t count = 0;
  const ss_entry *entry =
      ss_lexicon_match(SS_LIST_CUES, b->clean, b->draft->tokens.items, token, end, &count);
  return entry && at(b, token)->shape == SS_SHAPE_LOWER && (entry->classes & both) == both ? count
                                                                                           : 0;
}

/* "the remarks", "to answer": no finite verb. */
static bool is_nominal(const ss_builder *b, uint32_t token) {
  static const char *const before[] = {"the",   "a",      "an", "his", "her",   "its",
                                       "their", "this",   "of", "to",  "would", "could",
                                       "will",  "should", "'s", "’s",  NULL};
  static const char *const nouns[] = {"states", NULL}; /* "four early states:" */
  return ss_token_in(at(b, token - 1), b->clean, before) ||
         ss_token_in(at(b, token), b->clean, nouns);
}

/* "sums up", "snapped back", "tells us": a verb of speech closes the words before `end`. */
static uint32_t closing_speech(const ss_builder *b, ss_range lead) {
  enum { REACH = 4 };
  static const char *const tails[] = {"us",   "me",    "him",   "her",         "them", "reporters",
                                      "back", "again", "later", "journalists", NULL};
  uint32_t end = lead.end;
  if (end > lead.first + 2 && ss_token_in(at(b, end - 1), b->clean, tails)) end--;
  for (uint32_t t = end > lead.first + REACH ? end - REACH : lead.first + 1; t < end; t++)
    if (t + speech_at(b, t, end) == end) return is_nominal(b, t) ? SAYSO_NONE : t;
  return SAYSO_NONE;
}

/* "answered in the same tone", "wrote on Monday": a verb of speech and, up to `lead`'s end, how,
 * where or when. */
static uint32_t speech_in_manner(const ss_builder *b, ss_range lead) {
  enum { REACH = 8 };
  static const char *const links[] = {"in", "on", "with", "at", "from", "to", "by", "over", NULL};
  static const char *const helpers[] = {"is",   "are", "was",  "were", "has",
                                        "have", "had", "will", NULL};
  for (uint32_t t = lead.first + 1; t + 2 < lead.end; t++) {
    ss_word word = ss_word_of(at(b, t), b->clean);
    if (ss_word_in(&word, helpers)) return SAYSO_NONE; /* "Bell has won three states on Tuesday" */
    if (t + REACH < lead.end) continue;
    bool finite = ss_word_is_past(&word) || word.bytes[word.size ? word.size - 1 : 0] == 's';
    if (!finite || speech_at(b, t, lead.end) != 1 || is_nominal(b, t)) continue;
    if (!ss_token_in(at(b, t + 1), b->clean, links)) continue;
    for (uint32_t k = t + 2; k < lead.end; k++)
      if (!ss_token_is_word(at(b, k)) || speech_at(b, k, lead.end)) return SAYSO_NONE;
    return t;
  }
  return SAYSO_NONE;
}

/* "is even less diplomatic", "was blunter": how somebody speaks. */
static uint32_t closing_manner(const ss_builder *b, ss_range lead) {
  static const char *const be[] = {"is", "was", "are", "were", "sounds", "sounded", NULL};
  static const char *const more[] = {"more", "less", "equally", "as", NULL};
  static const char *const much[] = {"even", "much", "far", "rather", "somewhat", "no", NULL};
  static const char *const curt[] = {"blunt",    "brief",   "categorical", "clear",     "careful",
                                     "cautious", "terse",   "curt",        "firm",      "frank",
                                     "laconic",  "adamant", "certain",     "sceptical", NULL};
  uint32_t t = lead.end - 1;
  if (t < lead.first + 2 || at(b, t)->shape != SS_SHAPE_LOWER) return SAYSO_NONE;
  ss_word word = ss_word_of(at(b, t), b->clean);
  bool compared = ss_word_in(&word, curt) || (word.size > 4 && word.bytes[word.size - 1] == 'r' &&
                                              word.bytes[word.size - 2] == 'e');
  if (ss_token_in(at(b, t - 1), b->clean, more)) {
    compared = true;
    t--;
  }
  if (t > lead.first + 1 && ss_token_in(at(b, t - 1), b->clean, much)) t--;
  return compared && ss_token_in(at(b, t - 1), b->clean, be) && t > lead.first + 1 ? t - 1
                                                                                   : SAYSO_NONE;
}

/* "More direct, the minister:": how somebody speaks, then a comma and who. Gives the comma, or
 * SAYSO_NONE. */
static uint32_t opening_manner(const ss_builder *b, ss_range lead) {
  enum { REACH = 4 };
  static const char *const more[] = {"more", "less", "equally", "as", "blunter", "harsher", NULL};
  static const char *const much[] = {"even", "much", "far", "rather", NULL};
  uint32_t t = lead.first + ss_token_in(at(b, lead.first), b->clean, much);
  if (!ss_token_in(at(b, t), b->clean, more)) return SAYSO_NONE;
  for (; t < lead.first + REACH && t + 1 < lead.end; t++)
    if (at(b, t)->shape == SS_SHAPE_COMMA) return t;
  return SAYSO_NONE;
}

/* The verb that closes the words before the colon and tells that somebody speaks, or SAYSO_NONE. */
static uint32_t closing_verb(const ss_builder *b, ss_range lead) {
  if (ss_build_has_person_word(b, lead)) return SAYSO_NONE;
  uint32_t verb = closing_speech(b, lead);
  if (verb == SAYSO_NONE) verb = speech_in_manner(b, lead);
  if (verb == SAYSO_NONE) verb = closing_manner(b, lead);
  if (verb == SAYSO_NONE && lead.end > lead.first + 1 && ss_build_is_gesture_verb(b, lead.end - 1))
    verb = lead.end - 1;
  return verb;
}

/* Its subject: the words before it, without "But" and without the clause that opens the sentence
 * ("When she had gone, "). */
static ss_range closing_subject(const ss_builder *b, ss_range lead, uint32_t verb) {
  static const char *const links[] = {"but", "and", "then", "so", "yet", NULL};
  static const char *const openers[] = {"when",  "after", "as",     "in",   "on",    "at",
                                        "asked", "while", "before", "once", "since", NULL};
  static const char *const adverbs[] = {"then", "later", "also", "too", NULL};
  ss_range subject = {lead.first, verb};
  if (ss_token_in(at(b, subject.first), b->clean, links)) subject.first++;
  if (subject.first < verb && ss_token_in(at(b, subject.first), b->clean, openers))
    for (uint32_t t = verb - 1; t-- > subject.first;)
      if (at(b, t)->shape == SS_SHAPE_COMMA) {
        subject.first = t + 1;
        break;
      }
  while (subject.end > subject.first && (!ss_token_is_word(at(b, subject.end - 1)) ||
                                         ss_token_in(at(b, subject.end - 1), b->clean, adverbs)))
    subject.end--;
  return subject;
}

/* Who speaks after the colon and the words that tell so; false where it is not plain that somebody
 * does. */
static bool is_plain(const ss_builder *b, ss_range lead, ss_range *source, ss_range *cue) {
  uint32_t verb = closing_verb(b, lead), comma = opening_manner(b, lead);
  if (verb != SAYSO_NONE) {
    *source = closing_subject(b, lead, verb);
    *cue = (ss_range){verb, lead.end + 1};
  } else if (comma != SAYSO_NONE) {
    *source = (ss_range){comma + 1, lead.end};
    *cue = (ss_range){lead.first, comma};
  }
  return (verb != SAYSO_NONE || comma != SAYSO_NONE) && !is_answer(b, lead) &&
         is_speaker(b, *source);
}

/* The same where only the words after the colon tell that somebody speaks. */
static bool is_told_by(const ss_builder *b, ss_range lead, ss_range *source, ss_range *cue) {
  uint32_t verb = cue_in(b, lead);
  if (verb == SAYSO_NONE) return false;
  *source = (ss_range){lead.first, verb};
  *cue = (ss_range){verb + ss_token_in(at(b, verb), b->clean, owned), lead.end + 1};
  return is_speaker(b, *source);
}

/* Own words follow the colon: a clause after a verb of speech, something after "His answer", or a
 * sentence with a first or second person. */
static bool is_introduced(const ss_builder *b, ss_range lead, ss_range rest, bool plain,
                          bool known) {
  if (rest.end <= rest.first || at(b, rest.first)->state != SS_MARK_OUTSIDE) return false;
  if (is_answer(b, lead)) return ss_build_words(b, rest) > 1;
  ss_range start = {lead.first, lead.first + 2 < lead.end ? lead.first + 2 : lead.end};
  if (ss_build_words(b, rest) < 2 || ss_build_is_label(b, start)) return false;
  if (plain) return ss_build_words(b, rest) >= CLAUSE_WORDS;
  if (!ss_token_is_capital(at(b, rest.first)) && !(known && ss_build_has_person_word(b, rest)))
    return false;
  const ss_entry *last = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, lead.end - 1));
  bool answer = last && (last->classes & SS_CLASS(SPEECH)) &&
                ss_token_in(at(b, lead.first), b->clean, owners);
  return answer || ss_build_has_own_word(b, rest);
}

/* The words from the sentence's start to the colon; empty when there are more than `longest`. */
static ss_range lead_before(const ss_builder *b, uint32_t colon, uint32_t longest) {
  uint32_t first = colon;
  while (first > 0 && colon - first <= longest && !(at(b, first)->flags & SS_TOKEN_SENTENCE))
    first--;
  return (ss_range){colon - first > longest ? colon : first, colon};
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

/* "I wait, she says. The man behind her nods: they will come.": none of what a tag before or after
 * the sentence has, and nothing beyond it. */
static bool leave_lead(ss_builder *b, ss_range lead, ss_range sentence) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->dropped || c->rule == SS_RULE_TURN || !ss_build_holds(b, c->content, lead.first) ||
        ss_build_inside(b, lead.first))
      continue;
    if (ss_build_meets(b, c->cue, (ss_range){lead.end + 1, sentence.end})) {
      c->dropped = true; /* nobody behind the colon says what stands before it */
      continue;
    }
    if (ss_build_meets(b, c->cue, sentence)) continue;
    bool before = c->cue.count && ss_build_end(b, c->cue) <= sentence.first;
    ss_range rest =
        before ? (ss_range){sentence.first, b->draft->tokens.count} : (ss_range){0, sentence.end};
    if (!ss_build_cut(b, &c->content, rest)) return false;
    c->dropped = ss_build_total(b, c->content) == 0;
  }
  return true;
}

/* "Mercier's reply, through a spokesman:": whose reply it is, not who brought it. */
static void drop_bringer(ss_builder *b, ss_range lead) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    bool colon = c->cue.count == 1 && ss_build_first(b, c->cue) == lead.end &&
                 ss_build_end(b, c->cue) == lead.end + 1;
    if (colon && c->rule == SS_RULE_FRAME && !ss_build_holds(b, c->source, lead.first))
      c->dropped = true;
  }
}

static bool add(ss_builder *b, ss_range source, ss_range cue, ss_range content) {
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, introduced_score, 1, SS_RULE_TURN, false, false};
  return ss_build_put(b, &c.source, source) && ss_build_put(b, &c.cue, cue) &&
         ss_build_put(b, &c.content, content) && ss_vec_push(b->draft->hook, &b->candidates, c);
}

static bool add_introduced(ss_builder *b, uint32_t colon) {
  ss_range lead = lead_before(b, colon, PLAIN_LONGEST), source = {0, 0}, cue = {0, 0};
  if (lead.end <= lead.first) return true;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, colon),
           rest = {colon + 1, sentence.end};
  uint32_t known = introducer(b, lead, rest);
  bool plain = is_plain(b, lead, &source, &cue);
  if (!plain && lead.end - lead.first > LEAD_LONGEST) return true;
  if (plain && !leave_lead(b, lead, sentence)) return false;
  if (!is_introduced(b, lead, rest, plain, known != SAYSO_NONE)) return true;
  bool told = plain || is_told_by(b, lead, &source, &cue);
  if (told && is_answer(b, lead)) drop_bringer(b, lead);
  if (ss_build_is_taken(b, sentence, known)) return true;
  if (known != SAYSO_NONE) return adopt(b, known, rest);
  if (!told) return true;
  return add(b, source, cue, rest) && ss_build_continue(b, b->candidates.count - 1, sentence.end);
}

/* "His main points:" at the unit's end, where no frame waits: the list after it is his
 * (doc/assemble). */
static bool add_waiting(ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  if (count < 2 || !ss_token_is(at(b, count - 1), b->clean, ":")) return true;
  ss_range lead = lead_before(b, count - 1, LEAD_LONGEST), source = {0, 0}, cue = {0, 0};
  if (lead.end <= lead.first || !is_answer(b, lead) || !is_told_by(b, lead, &source, &cue))
    return true;
  return ss_build_has_cue(b, lead, SAYSO_NONE) || add(b, source, cue, (ss_range){0, 0});
}

bool ss_build_introduced(ss_builder *b) {
  for (uint32_t t = 1; t + 1 < b->draft->tokens.count; t++)
    if (at(b, t)->shape == SS_SHAPE_COLON && at(b, t)->state == SS_MARK_OUTSIDE &&
        ss_token_is(at(b, t), b->clean, ":") && !add_introduced(b, t))
      return false;
  return add_waiting(b);
}
