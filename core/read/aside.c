/* In: candidates fitted to marks. Out: a statement for each sentence without marks that has its tag
 * between commas or after the last one, where the network saw none: "There is no case, sources of
 * the presidency assure, and if there is one it will be closed." Promises a bounded look after each
 * comma. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* Longest tag and longest words after its verb ("on Facebook", "to reporters on the stairs"), in
 * tokens. */
enum { TAG_TOKENS = 16, MANNER_TOKENS = 10 };
/* Fewest words before a tag: "No, he said." is one. */
enum { LEAST_WORDS = 1 };
static const float aside_score = 0.62f;

/* One tag in the sentence [sentence.first, sentence.end), right after the comma. */
typedef struct {
  ss_range sentence, source, cue;
  uint32_t comma, end; /* end: the comma or stop after the tag, or the sentence's end */
} aside;

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool is_in(const ss_builder *b, uint32_t token, const char *const *list) {
  return ss_token_in(at(b, token), b->clean, list);
}

static bool is_pause(const ss_builder *b, uint32_t token) {
  uint8_t shape = at(b, token)->shape;
  return shape == SS_SHAPE_COMMA || shape == SS_SHAPE_DASH;
}

/* Tokens of the finite verb at `token` that says or holds a whole clause, or 0. Left out are those
 * that do with no words or with an object alone: "the crowd cheered", "he praised". */
static uint32_t saying(const ss_builder *b, uint32_t token) {
  uint32_t hearsay = ss_build_hearsay(b, token);
  if (hearsay) return hearsay;
  static const char *const others[] = {
      "accuse",   "accused",    "accuses",    "advertise",  "advertised",  "blast",
      "blasted",  "call",       "called",     "calls",      "cite",        "cited",
      "cites",    "command",    "commanded",  "continues",  "counter",     "countered",
      "counters", "denied",     "denies",     "describe",   "described",   "describes",
      "echo",     "echoed",     "echoes",     "fumed",      "laughed",     "mock",
      "mocked",   "mocks",      "object",     "objects",    "offer",       "offered",
      "offers",   "order",      "ordered",    "orders",     "point",       "pointed",
      "points",   "post",       "posts",      "praise",     "praised",     "praises",
      "question", "questioned", "questions",  "quote",      "quoted",      "quotes",
      "rage",     "raged",      "read",       "reads",      "relate",      "related",
      "respond",  "sang",       "sings",      "signal",     "signals",     "signaled",
      "spell",    "spelled",    "taunt",      "text",       "tease",       "teased",
      "threaten", "threatened", "trumpet",    "volunteer",  "volunteered", "inform",
      "informed", "notified",   "instructed", "encouraged", "interrupted", "scolded",
      "pledged",  "pledges",    "pledge",     "boasted",    "cry",         "lashed",
      "query",    NULL};
  static const char *const holding[] = {
      "believe",    "believes", "believed", "think",    "thinks",    "thought",   "fear",
      "fears",      "feared",   "hopes",    "hoped",    "suspects",  "suspected", "assure",
      "began",      "begins",   "reckons",  "reckoned", "estimates", "estimated", "calculates",
      "calculated", "assumes",  "guesses",  NULL};
  if (at(b, token)->shape != SS_SHAPE_LOWER) return 0;
  uint32_t count = 1;
  const ss_entry *entry = ss_lexicon_match(SS_LIST_CUES, b->clean, b->draft->tokens.items, token,
                                           b->draft->tokens.count, &count);
  const uint64_t both = SS_CLASS(VERB) | SS_CLASS(SPEECH);
  if (count == 1 && is_in(b, token, others)) return 0;
  return (entry && (entry->classes & both) == both) || is_in(b, token, holding) ? count : 0;
}

/* A finite form that ends the search for a subject: "the man who came". */
static bool is_finite(const ss_builder *b, uint32_t token) {
  static const char *const forms[] = {"is",   "are",  "has", "have",  "does", "do", "can",
                                      "will", "must", "may", "might", "n't",  NULL};
  if (is_in(b, token, forms)) return true;
  ss_word word = ss_word_of(at(b, token), b->clean);
  return at(b, token)->shape == SS_SHAPE_LOWER && ss_word_is_past(&word);
}

static const char *const pronouns[] = {"he", "she", "they", "i", "we", "it", NULL};
static const char *const possessive[] = {"'s", "’s", NULL}; /* or short for "is" */
static const char *const writers[] = {"i", "we", NULL};
static const char *const determiners[] = {
    "the",     "a",    "an",  "his",   "her", "its",  "my",  "our", "their", "one",     "some",
    "several", "many", "two", "three", "mr.", "mrs.", "ms.", "dr.", "this",  "another", NULL};

/* Somebody who may speak: a pronoun, a person's or an organization's name, a role or a group. */
static bool has_speaker(const ss_builder *b, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (is_in(b, t, pronouns) || ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, t)) ||
        ss_lexicon_word(SS_LIST_GROUPS, b->clean, *at(b, t)) ||
        ss_lexicon_word(SS_LIST_DOCUMENTS, b->clean, *at(b, t)))
      return true;
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    ss_range name = b->draft->names.items[n].range;
    if (name.first < range.end && name.end > range.first) return true;
  }
  return false;
}

/* "to search": what the words before it are to do. */
static bool is_infinitive(const ss_builder *b, uint32_t token) {
  static const char *const to[] = {"to", NULL};
  return is_in(b, token, to) && token + 1 < b->draft->tokens.count &&
         at(b, token + 1)->shape == SS_SHAPE_LOWER && !is_in(b, token + 1, determiners);
}

/* The words of [first, end) are one noun phrase that may speak; a phrase between two commas says
 * who it is: "its heritage officer, Desmond Platt, explained". */
static bool is_subject(const ss_builder *b, uint32_t first, uint32_t end) {
  static const char *const breaks[] = {"but",   "as",   "when",  "while", "because", "that",
                                       "if",    "then", "so",    "after", "before",  "not",
                                       "there", "it",   "which", "than",  NULL};
  static const char *const links[] = {"of",  "in", "at",  "for", "with", "from", "by",
                                      "the", "a",  "and", "on",  "to",   NULL};
  static const char *const relatives[] = {"who", "whose", NULL};
  uint32_t commas = 0;
  if (end <= first) return false;
  if (is_in(b, first, pronouns)) return end == first + 1;
  bool known = ss_token_is_capital(at(b, first)) || is_in(b, first, determiners) ||
               ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, first));
  if (!known) return false;
  for (uint32_t t = first; t < end; t++) {
    if (is_pause(b, t)) {
      commas++;
      continue;
    }
    bool word = ss_token_is_word(at(b, t)) || is_in(b, t, possessive) ||
                at(b, t)->shape == SS_SHAPE_OTHER ||
                (at(b, t)->shape == SS_SHAPE_STOP && !(at(b, t)->flags & SS_TOKEN_SPACE));
    if (!word) return false;
    if (!commas && is_in(b, t, relatives) && t > first + 1)
      break; /* "an adviser who left last week" */
    bool described = t == first + 1 && is_in(b, first, determiners); /* "a retired driver" */
    if (!commas && (is_in(b, t, breaks) || is_infinitive(b, t) || (is_finite(b, t) && !described)))
      return false;
  }
  if (is_in(b, end - 1, links)) return false;
  bool closed = is_pause(b, end - 1);
  return (commas == 0 || (commas == 2 && closed)) && has_speaker(b, (ss_range){first, end});
}

/* "coldly" */
static bool is_adverb(const ss_builder *b, uint32_t token) {
  ss_word word = ss_word_of(at(b, token), b->clean);
  return word.size > 4 && word.bytes[word.size - 2] == 'l' && word.bytes[word.size - 1] == 'y';
}

/* The first token after the verb that is none of how, where and to whom it was said; 0 when the
 * sentence goes on with what was said. */
static uint32_t manner_end(const ss_builder *b, uint32_t from, uint32_t end) {
  static const char *const openers[] = {
      "on",     "in",       "at",         "with",  "from",  "during", "over",      "after",
      "later",  "to",       "yesterday",  "today", "again", "me",     "us",        "him",
      "her",    "them",     "our",        "my",    "the",   "his",    "reporters", "leaving",
      "softly", "recently", "afterwards", "out",   "back",  "up",     "this",      "last",
      "loudly", "quietly",  "angrily",    NULL};
  static const char *const others[] = {"that", "whether", "if",    "how",
                                       "why",  "what",    "there", NULL};
  static const char *const after[] = {"later", "afterwards", "earlier", "before", NULL};
  if (from == end || is_pause(b, from) || at(b, from)->shape == SS_SHAPE_STOP) return from;
  for (uint32_t t = from + 1; t < end && t < from + 4; t++) /* "an hour later" */
    if (is_in(b, t, after) && (t + 1 == end || !ss_token_is_word(at(b, t + 1)))) return t + 1;
  if (!ss_token_is_capital(at(b, from)) && !is_in(b, from, openers) && !is_adverb(b, from))
    return 0;
  uint32_t t = from;
  for (; t < end && t - from <= MANNER_TOKENS; t++) {
    if (is_pause(b, t) || at(b, t)->shape == SS_SHAPE_STOP) return t;
    if (is_in(b, t, possessive)) continue;
    if (!ss_token_is_word(at(b, t)) || is_in(b, t, others) || is_in(b, t, pronouns)) return 0;
    if (t > from && is_finite(b, t)) return 0;
  }
  return t == end ? end : 0;
}

/* Verbs whose object may be the hearer or the thing done stand at a tag's end only bare: "In March,
 * the minister promised the unions a plan" is none. */
static bool takes_hearer(const ss_builder *b, uint32_t verb, uint32_t next) {
  static const char *const hearers[] = {"told", "tells", "assured", "assures", NULL};
  static const char *const objects[] = {"the",  "his", "her", "our", "my", "this",
                                        "them", "him", "us",  "me",  NULL};
  if (ss_token_is_capital(at(b, next)) || is_in(b, next, objects)) return is_in(b, verb, hearers);
  return true;
}

/* A form without ending, "state" or "report", is a verb only after more than one: "sources report".
 */
static bool agrees(const ss_builder *b, ss_range source, uint32_t verb) {
  static const char *const many[] = {"they", "we", "i", "and", NULL};
  ss_word word = ss_word_of(at(b, verb), b->clean);
  if (ss_word_is_past(&word) || word.bytes[word.size - 1] == 's') return true;
  for (uint32_t t = source.first; t < source.end; t++) {
    const ss_entry *role = ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, t));
    if (is_in(b, t, many) || (role && (role->classes & SS_CLASS(PLURAL)))) return true;
  }
  return false;
}

/* "…, the minister said on Friday": subject, then verb. */
static bool subject_first(const ss_builder *b, uint32_t from, aside *a) {
  uint32_t verb = a->cue.first, end = verb;
  if (at(b, verb - 1)->shape == SS_SHAPE_LOWER && verb - 1 > from) {
    static const char *const adverbs[] = {"later", "then", "often", "also",   "still",
                                          "has",   "had",  "once",  "always", NULL};
    if (is_adverb(b, verb - 1) || is_in(b, verb - 1, adverbs)) end--;
  }
  if (!is_subject(b, from, end)) return false;
  a->source = (ss_range){from, end};
  while (is_pause(b, a->source.end - 1)) a->source.end--;
  /* "and this, I think, is all" */
  static const char *const guesses[] = {"think",   "believe", "suspect", "fear",
                                        "thought", "hope",    NULL};
  if (!agrees(b, a->source, verb)) return false;
  if (is_in(b, from, writers) && is_in(b, verb, guesses)) return false;

  uint32_t next = a->cue.end;
  if (next < a->sentence.end && !takes_hearer(b, verb, next) && !ss_build_hearsay(b, verb))
    return false;
  a->end = manner_end(b, next, a->sentence.end);
  return a->end > 0;
}

/* "…, reported the government's press service": verb, then subject. */
static bool verb_first(const ss_builder *b, aside *a) {
  uint32_t end = a->cue.end;
  while (end < a->sentence.end && end - a->cue.end <= TAG_TOKENS && !is_pause(b, end) &&
         at(b, end)->shape != SS_SHAPE_STOP)
    end++;
  if (!is_subject(b, a->cue.end, end)) return false;
  a->source = (ss_range){a->cue.end, end};
  a->end = end;
  return true;
}

static bool find_tag(const ss_builder *b, aside *a) {
  static const char *const as[] = {"as", NULL}, *const proverbial[] = {"they", "we", NULL};
  uint32_t from = a->comma + 1, last = a->sentence.end;
  if (last > from + TAG_TOKENS) last = from + TAG_TOKENS;
  bool dashed = from < last && at(b, from)->shape == SS_SHAPE_DASH;
  if (dashed) from++; /* "— We go, — said the girl." */
  if (from < last && is_in(b, from, as)) from++;
  if (from == last || (from > a->comma + 1 && !dashed && is_in(b, from, proverbial)))
    return false; /* "with, as they say in Moscow, a light suitcase" */
  for (uint32_t verb = from; verb < last; verb++) {
    if (at(b, verb)->state != SS_MARK_OUTSIDE) return false;
    a->cue = (ss_range){verb, verb + saying(b, verb)};
    if (a->cue.end == verb) continue;
    static const char *const starts[] = {"began", "begins", NULL}; /* a campaign does too */
    bool found = verb == from ? verb_first(b, a) : subject_first(b, from, a);
    return found && (dashed || !is_in(b, verb, starts) || ss_token_is_capital(at(b, a->source.first)) ||
                     is_in(b, a->source.first, pronouns));
  }
  return false;
}

/* "When he came, the man shouted.": the words before tell when. */
static bool is_clause_of_time(const ss_builder *b, uint32_t first) {
  static const char *const openers[] = {
      "when", "after",   "as",        "while", "before", "since", "once", "in",
      "on",   "at",      "during",    "until", "for",    "from",  "with", "by",
      "then", "despite", "following", "like",  "little", NULL};
  return is_in(b, first, openers);
}

/* "In the corridors they are glad": a clause, whatever phrase opens it. */
static bool is_clause_in_present(const ss_builder *b, ss_range range) {
  static const char *const places[] = {"in", "on", "at", "for", "from", "with", "by", NULL};
  static const char *const forms[] = {"is", "are", "has", "have", "will", "can", NULL};
  for (uint32_t t = range.first; t < range.end && is_in(b, range.first, places); t++)
    if (is_in(b, t, forms)) return true;
  return false;
}

/* Fewest words before a tag that are a clause, whatever verb is in them: a verb in the present need
 * be in no list. */
enum { CLAUSE_WORDS = 4 };

static bool has_finite(const ss_builder *b, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (is_finite(b, t) || is_in(b, t, possessive)) return true;
  return false;
}

/* "…, he said, and …"; "…, he said, we are here to build": a clause of its own. */
static bool is_linked(const ss_builder *b, const aside *a) {
  static const char *const links[] = {
      "and",  "but", "or", "because", "nor",  "yet", "so",    "if",     "even", "not", "only",
      "then", "i",   "we", "you",     "they", "it",  "there", "that's", "this", "let", NULL};
  return a->end + 1 < a->sentence.end && at(b, a->end)->shape == SS_SHAPE_COMMA &&
         is_in(b, a->end + 1, links);
}

/* The content goes on after the tag: with a link, or because no verb stood before it. Not the tale:
 * "…, she says, and smiles". */
static bool goes_on(const ss_builder *b, const aside *a) {
  uint32_t next = a->end + 1;
  if (next >= a->sentence.end || !is_pause(b, a->end) ||
      ss_build_is_beside(b, (ss_range){next, a->sentence.end}))
    return false;
  return is_linked(b, a) || is_finite(b, next) ||
         !has_finite(b, (ss_range){a->sentence.first, a->comma});
}

/* "If they come, said an adviser, he can read about it": what stands before the tag is no sentence
 * without what stands after it. */
static bool hangs(const ss_builder *b, const aside *a) {
  static const char *const openers[] = {"if",       "unless", "when",    "whenever", "until", "because",
                                        "although", "though", "whoever", "once",     "while", NULL};
  const ss_range before = {a->sentence.first, a->comma}, rest = {a->end + 1, a->sentence.end};
  if (rest.first >= rest.end || at(b, a->end)->shape != SS_SHAPE_COMMA) return false;
  bool open = is_in(b, before.first, openers) || !has_finite(b, before);
  return open && !ss_build_is_beside(b, rest) && (is_in(b, rest.first, pronouns) || has_finite(b, rest));
}

/* What is said is a clause; after "said" alone it may be a word: "No, he said." */
static bool is_clause(const ss_builder *b, const aside *a) {
  static const char *const said[] = {"said", "says", NULL};
  const ss_range before = {a->sentence.first, a->comma};
  bool whole = a->end + 1 >= a->sentence.end && ss_build_words(b, before) >= CLAUSE_WORDS;
  return whole || has_finite(b, before) || is_in(b, a->sentence.first, pronouns) ||
         is_in(b, a->cue.first, said) ||
         (goes_on(b, a) && has_finite(b, (ss_range){a->end + 1, a->sentence.end}) &&
          !is_clause_of_time(b, a->sentence.first));
}

/* The candidate whose cue or source is the tag's, or SAYSO_NONE. */
static uint32_t owner_of(const ss_builder *b, const aside *a) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (!c->dropped && (ss_build_meets(b, c->cue, (ss_range){a->comma, a->end}) ||
                        ss_build_meets(b, c->source, a->cue)))
      return i;
  }
  return SAYSO_NONE;
}

static bool has_marks(const ss_builder *b, ss_range sentence) {
  for (uint32_t t = sentence.first; t < sentence.end; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return true;
  return false;
}

/* The words after the tag that go on with what was said before it, without the stop. */
static ss_range rest_of(const ss_builder *b, const aside *a) {
  ss_range rest = {a->end + 1, a->sentence.end};
  if (!goes_on(b, a) && !hangs(b, a)) return (ss_range){a->end, a->end};
  while (rest.end > rest.first && at(b, rest.end - 1)->shape == SS_SHAPE_STOP) rest.end--;
  return rest;
}

/* A frame that has the words before its tag and not who says them, or not all after: "There was
 * high water, he emphasised, and high water happens." */
static bool complete(ss_builder *b, uint32_t owner, const aside *a) {
  ss_candidate *c = &b->candidates.items[owner];
  if (!c->source.count && !ss_build_put(b, &c->source, a->source)) return false;
  ss_range rest = rest_of(b, a);
  bool linked = is_linked(b, a), hanging = !linked && hangs(b, a);
  if (rest.end <= rest.first || !(linked || hanging) ||
      !ss_build_meets(b, c->content, (ss_range){a->sentence.first, a->comma}))
    return true;
  if (hanging && ss_build_meets(b, c->content, rest)) return true;
  if (ss_build_meets(b, c->source, rest) || ss_build_has_cue(b, rest, SAYSO_NONE)) return true;
  if (ss_build_meets(b, c->content, rest))
    rest.end = rest.first + 1; /* the link alone is missing */
  return ss_build_put(b, &c->content, rest);
}

/* What the network thinks of the words, where it saw the cue and did not trust itself. */
static float own_of(const ss_builder *b, ss_range cue) {
  for (uint32_t i = 0; i < b->draft->frames.count; i++)
    if (b->draft->frames.items[i].cue.first < cue.end &&
        b->draft->frames.items[i].cue.end > cue.first)
      return b->draft->frames.items[i].own;
  return 0.5f;
}

/* "The palace denies it: the premier, they let it be known, is at work": after the colon of another
 * tag's words. */
static uint32_t after_lead(const ss_builder *b, const aside *a) {
  for (uint32_t t = a->sentence.first; t < a->comma; t++)
    if (ss_token_is(at(b, t), b->clean, ":"))
      return ss_build_has_cue(b, (ss_range){a->sentence.first, t}, SAYSO_NONE) ? t + 1 : a->sentence.first;
  return a->sentence.first;
}

static bool add_aside(ss_builder *b, const aside *a) {
  ss_candidate c = {{0, 0},      {0, 0}, {0, 0}, aside_score, own_of(b, a->cue),
                    SS_RULE_TAG, false,  false};
  ss_range before = {after_lead(b, a), a->comma}, whole = {before.first, a->sentence.end};
  for (uint32_t i = 0; i < b->candidates.count; i++) /* the sentence is this speaker's */
    if (!b->candidates.items[i].dropped &&
        !ss_build_meets(b, b->candidates.items[i].cue, whole) &&
        !ss_build_cut(b, &b->candidates.items[i].content, whole))
      return false;
  return ss_build_put(b, &c.source, a->source) && ss_build_put(b, &c.cue, a->cue) &&
         ss_build_put(b, &c.content, before) && ss_build_put(b, &c.content, rest_of(b, a)) &&
         ss_vec_push(b->draft->hook, &b->candidates, c);
}

/* Reads the tag after one comma; *found when there is one. */
static bool read_aside(ss_builder *b, ss_range sentence, uint32_t comma, bool *found) {
  aside a = {sentence, {0, 0}, {0, 0}, comma, 0};
  if (!find_tag(b, &a)) return true;
  *found = true;
  uint32_t owner = owner_of(b, &a);
  bool hearsay = ss_build_hearsay(b, a.cue.first) > 0;
  if (owner != SAYSO_NONE && !b->candidates.items[owner].silent && !hearsay)
    return complete(b, owner, &a);
  if (owner != SAYSO_NONE) b->candidates.items[owner].dropped = true; /* by hearsay */
  bool last = a.end + 1 >= sentence.end;
  bool early = last && is_clause_of_time(b, sentence.first) &&
               !is_clause_in_present(b, (ss_range){sentence.first, comma});
  if (early || !is_clause(b, &a)) return true;
  return add_aside(b, &a);
}

bool ss_build_asides(ss_builder *b) {
  const ss_token *tokens = b->draft->tokens.items;
  const uint32_t count = b->draft->tokens.count;
  for (uint32_t first = b->draft->dateline.end; first < count;) {
    ss_range sentence = ss_sentence_of(tokens, count, first);
    sentence.first = first; /* the dateline is no part of it */
    bool found = has_marks(b, sentence);
    for (uint32_t t = first + LEAST_WORDS; t + 1 < sentence.end && !found; t++)
      if (tokens[t].shape == SS_SHAPE_COMMA && !read_aside(b, sentence, t, &found)) return false;
    first = sentence.end;
  }
  return true;
}
