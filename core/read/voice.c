/* In: candidates as the frames give them. Out: those whose cue is passive or a verb of seeming have
 * no source: what stands before such a cue is what is talked about ("Trump is expected to win", "he
 * seemed to waver", "she was asked about the bill"). Promises a look at the words between source
 * and cue's end only. */
#include "read/build.h"
#include "text/lexicon.h"

/* Longest way from the source to its verb, in tokens: "is also widely". */
enum { GAP_TOKENS = 4 };

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool is_in(const ss_builder *b, uint32_t token, const char *const *list) {
  return ss_token_in(at(b, token), b->clean, list);
}

/* A participle of saying, or of holding something for true: what is said so has no speaker before
 * it. Participles of feeling do ("she is convinced"), and who is quoted or assured speaks or knows.
 */
static bool is_participle(const ss_builder *b, uint32_t token) {
  static const char *const irregular[] = {"said",  "told",    "known", "seen",   "shown",
                                          "meant", "thought", "held",  "spoken", NULL};
  static const char *const held[] = {
      "expected", "known",   "seen",     "considered", "intended", "meant",     "recognized",
      "viewed",   "thought", "approved", "deemed",     "believed", "nominated", "recognised",
      "regarded", "favored", "favoured", "assumed",    NULL};
  static const char *const speakers[] = {"quoted",  "assured", "reassured", "engaged",
                                         "obliged", "cited",   NULL};
  ss_word word = ss_word_of(at(b, token), b->clean);
  bool form = ss_word_in(&word, irregular) || (word.size > 3 && word.bytes[word.size - 1] == 'd' &&
                                               word.bytes[word.size - 2] == 'e');
  if (!form || ss_word_in(&word, speakers)) return false;
  if (ss_word_in(&word, held)) return true;
  const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, token));
  return entry && (entry->classes & SS_CLASS(SPEECH));
}

/* "was asked", "has also been widely expected": a form of to be, then the participle, between the
 * source's end and the cue's. Gives the participle's token or SAYSO_NONE. */
static uint32_t passive_in(const ss_builder *b, uint32_t from, ss_range cue) {
  static const char *const forms[] = {"is",    "are", "was", "were", "be", "been",
                                      "being", "'s",  "'re", "got",  NULL};
  static const char *const let[] = {"let", "lets", "letting", NULL}; /* "let it be known" */
  bool seen = false;
  for (uint32_t t = from; t < cue.end && !is_in(b, t, let); t++) {
    if (seen && t >= cue.first && is_participle(b, t)) return t;
    if (is_in(b, t, forms)) seen = true;
  }
  return SAYSO_NONE;
}

static uint32_t seeming_in(const ss_builder *b, ss_range cue) {
  static const char *const verbs[] = {"seem",    "seems",    "seemed", "appear",
                                      "appears", "appeared", NULL};
  for (uint32_t t = cue.first; t < cue.end; t++)
    if (is_in(b, t, verbs)) return t;
  return SAYSO_NONE;
}

/* "seemed to recognise", "appeared pleased with": the cue goes on with what its subject does. */
static bool goes_on(const ss_builder *b, uint32_t verb, ss_range cue) {
  static const char *const links[] = {"to", "of", "for", "as", "with", "about", "on", NULL};
  for (uint32_t t = verb + 1; t < cue.end; t++) {
    const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    if (entry && (entry->classes & (SS_CLASS(SPEECH) | SS_CLASS(STANCE))) && !is_in(b, t, links))
      return true;
  }
  return false;
}

/* Who is asked or told hears; what is expected or seen is part of what is said. */
static bool is_hearer(const ss_builder *b, uint32_t participle) {
  static const char *const hearers[] = {"asked",   "told",       "pressed",  "questioned",
                                        "invited", "challenged", "informed", NULL};
  return is_in(b, participle, hearers);
}

/* A comma and a verb of speech right after it: "…, said". */
static bool goes_on_saying(const ss_builder *b, uint32_t from) {
  for (uint32_t t = from; t + 1 < b->draft->tokens.count; t++) {
    if (at(b, t + 1)->flags & SS_TOKEN_SENTENCE) return false;
    if (at(b, t)->shape != SS_SHAPE_COMMA || at(b, t + 1)->shape != SS_SHAPE_LOWER) continue;
    const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t + 1));
    if (entry && (entry->classes & SS_CLASS(VERB))) return true;
  }
  return false;
}

/* "Sandberg, asked whether he would resign, said": a participle after a comma, with what was asked,
 * and a verb after that; none of the ambassador, Oksana Lysenko, asked whether. */
static bool is_asked_aside(const ss_builder *b, ss_range source, ss_range cue) {
  static const char *const asked[] = {"asked", "pressed", "questioned", NULL},
                           *const what[] = {"whether", "if", "why", "how", "what", "when", NULL},
                           *const subject[] = {"about", "by", "on", "to", NULL};
  return cue.first == source.end + 1 && at(b, source.end)->shape == SS_SHAPE_COMMA &&
         cue.first + 1 < b->draft->tokens.count && is_in(b, cue.first, asked) &&
         (is_in(b, cue.first + 1, subject) ||
          (is_in(b, cue.first + 1, what) && goes_on_saying(b, cue.end)));
}

/* Where the source's verb may begin: "his professor, the severe Bell, is said". */
static uint32_t verb_from(const ss_builder *b, ss_range source) {
  bool comma = source.end < b->draft->tokens.count && at(b, source.end)->shape == SS_SHAPE_COMMA;
  return source.end + comma;
}

uint32_t ss_build_hearsay(const ss_builder *b, uint32_t token) {
  static const char *const be[] = {"is", "are", "was", "were", NULL}, *const to[] = {"to", NULL};
  static const char *const have[] = {"have", NULL};
  static const char *const held[] = {"said",    "reported", "supposed", "alleged",    "rumoured",
                                     "rumored", "believed", "thought",  "understood", NULL};
  if (token + 4 >= b->draft->tokens.count || !is_in(b, token, be) || !is_in(b, token + 1, held) ||
      !is_in(b, token + 2, to) || !is_in(b, token + 3, have))
    return 0;
  const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, token + 4));
  return entry && (entry->classes & SS_CLASS(SPEECH)) ? 5 : 0;
}

/* "Bell is said to have answered that …": who speaks stands before, what is said after "that". Gives
 * the token of "that", or 0. */
static uint32_t hearsay_that(const ss_builder *b, ss_range source) {
  enum { REACH = 12 };
  static const char *const that[] = {"that", NULL};
  const uint32_t from = verb_from(b, source), said = ss_build_hearsay(b, from);
  for (uint32_t t = from + said; said && t < b->draft->tokens.count && t < from + said + REACH;
       t++) {
    if (is_in(b, t, that)) return t;
    if (!ss_token_is_word(at(b, t))) return 0;
  }
  return 0;
}

static bool silence(ss_builder *b, ss_candidate *c) {
  if (c->source.count != 1 || !c->cue.count || !c->content.count) return true;
  uint32_t that = hearsay_that(b, b->pool.items[c->source.at]),
           is = verb_from(b, b->pool.items[c->source.at]);
  if (that)
    return ss_build_put(b, &c->cue, (ss_range){is, is + 5}) &&
           ss_build_cut(b, &c->content, (ss_range){0, that});
  ss_range source = b->pool.items[c->source.at], cue = b->pool.items[c->cue.at];
  if (source.end > cue.first) return true;
  /* of a cue far off its source only: "Whitman, campaigning in Nevada, was asked about the veto" */
  const bool far = cue.first - source.end > GAP_TOKENS;
  uint32_t verb = far ? SAYSO_NONE : seeming_in(b, cue);
  if (verb == SAYSO_NONE) verb = passive_in(b, far ? cue.first : source.end, cue);
  if (far && verb != SAYSO_NONE && !is_hearer(b, verb)) return true;
  if (verb == SAYSO_NONE && is_asked_aside(b, source, cue)) verb = cue.first;
  if (verb == SAYSO_NONE || goes_on(b, verb, cue)) return true;
  c->source = (ss_ranges){0, 0};
  c->silent = true;
  static const char *const nothing[] = {"it", "there", NULL};
  bool empty = source.end - source.first == 1 && is_in(b, source.first, nothing);
  return empty || is_hearer(b, verb) || ss_build_put(b, &c->content, source);
}

bool ss_build_voice(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++)
    if (!silence(b, &b->candidates.items[i])) return false;
  return true;
}
