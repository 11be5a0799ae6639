/* In: quotations no frame claims. Out: a statement for each speech that looks uttered, with source
 * and cue where an "X said", "said X" or "X said:" stands right beside it. Promises a bounded look
 * around each quotation. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* How far a tag reaches from the quotation, in tokens; most sources are shorter. */
enum { TAG_REACH = 12 };
/* How far the subject of a verb before the quotation may stand from it, and the longest phrase that
 * opens its sentence: "The old man looked up and said". */
enum { SUBJECT_REACH = 40, SUBJECT_TOKENS = 6 };
/* Words of an action between two speeches of one paragraph that leave them one speech. */
enum { BEAT_WORDS = 14 };
/* Longest signature under a quotation, in tokens. */
enum { SIGNATURE_TOKENS = 24 };
/* Scores: found by a pattern, or by its marks alone. Precision of the patterns in fiction is 0.99,
 * of bare marks lower. */
static const float pattern_score = 0.8f, marks_score = 0.5f;

static const char *const breaks[] = {
    "and",   "but",    "or", "as",  "when", "while", "because", "that", "which", "if", "then", "so",
    "after", "before", "to", "for", "with", "in",    "on",      "at",   "from",  "by", NULL};
static const char *const pronouns[] = {"he", "she", "they", "i", "we", "who", "it", "you", NULL};
static const char *const determiners[] = {"the",     "a",    "an",      "his",  "her",  "my",
                                          "their",   "our",  "its",     "this", "that", "one",
                                          "another", "some", "several", "many", "mr.",  "mrs.",
                                          "ms.",     "miss", "dr.",     "sir",  "lady", NULL};

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

/* A finite verb that may tag a quotation; none behind an article: "waved his pipe". */
static bool is_tag_verb(const ss_builder *b, uint32_t token) {
  static const char *const articles[] = {"the", "a",     "an",  "his", "her",
                                         "my",  "their", "our", "its", NULL};
  if (at(b, token)->shape != SS_SHAPE_LOWER) return false;
  if (token > 0 && ss_token_in(at(b, token - 1), b->clean, articles)) return false;
  const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, token));
  return entry && (entry->classes & SS_CLASS(VERB));
}

/* A past form that no list of cues need know. Beside a speech that a comma leaves open, or right
 * after one and before its subject, nearly any verb tags: "intimated I", "he challenged". */
static bool is_past_form(const ss_builder *b, uint32_t token) {
  if (token >= b->draft->tokens.count || at(b, token)->shape != SS_SHAPE_LOWER) return false;
  ss_word word = ss_word_of(at(b, token), b->clean);
  return ss_word_is_past(&word);
}

/* "put in", "broke out", "came from": the particle belongs to the verb. */
static uint32_t verb_end(const ss_builder *b, uint32_t verb) {
  static const char *const particles[] = {"in", "out", "on", "up", "forth", "back", "from", NULL};
  bool particle = verb + 1 < b->draft->tokens.count && is_past_form(b, verb) &&
                  ss_token_in(at(b, verb + 1), b->clean, particles);
  return verb + (particle ? 2 : 1);
}

/* "softly": says how, and belongs to no name. */
static bool is_manner(const ss_builder *b, uint32_t token) {
  ss_word word = ss_word_of(at(b, token), b->clean);
  return at(b, token)->shape == SS_SHAPE_LOWER && word.size > 4 &&
         word.bytes[word.size - 2] == 'l' && word.bytes[word.size - 1] == 'y';
}

static bool may_stand_in_source(const ss_builder *b, uint32_t token) {
  const ss_token *t = at(b, token);
  return t->state == SS_MARK_OUTSIDE && (ss_token_is_word(t) || t->shape == SS_SHAPE_OTHER) &&
         !ss_token_in(t, b->clean, breaks);
}

static bool may_begin_source(const ss_builder *b, uint32_t token) {
  const ss_token *t = at(b, token);
  return ss_token_is_capital(t) || ss_token_in(t, b->clean, pronouns) ||
         ss_token_in(t, b->clean, determiners);
}

/* The words right before the verb: [first, verb), empty when they are no noun phrase. */
static ss_range source_before(const ss_builder *b, uint32_t verb, uint32_t from) {
  uint32_t first = verb;
  while (first > from && verb - first < TAG_REACH && may_stand_in_source(b, first - 1)) first--;
  while (first < verb && !may_begin_source(b, first)) first++;
  /* "Then Anna said": an adverb in capitals at the sentence start is no name, but a pronoun ends
   * the search. */
  for (uint32_t t = first; t < verb; t++)
    if (ss_token_in(at(b, t), b->clean, pronouns)) return (ss_range){t, t + 1};
  return (ss_range){first, verb};
}

/* May a verb follow: past form, cue, auxiliary. */
static bool may_be_verb(const ss_builder *b, uint32_t token) {
  static const char *const between[] = {"then", "only", "again", NULL};
  return token < b->draft->tokens.count &&
         (is_past_form(b, token) || is_tag_verb(b, token) || is_manner(b, token) ||
          ss_token_in(at(b, token), b->clean, between));
}

/* "…, and Anna, turning round, said": the name opens its clause, and a remark parts it from the
 * verb. */
static bool is_parted(const ss_builder *b, ss_range name, uint32_t verb, uint32_t from) {
  static const char *const openers[] = {"and", "but", "when", "while", "till", "until", NULL};
  if (at(b, name.end)->shape != SS_SHAPE_COMMA || at(b, verb - 1)->shape != SS_SHAPE_COMMA ||
      verb - 1 <= name.end)
    return false;
  return name.first == from || at(b, name.first - 1)->shape == SS_SHAPE_COLON ||
         ss_token_in(at(b, name.first - 1), b->clean, openers);
}

/* The subject of a verb that others stand before: "He turned and said", "Anna looked at Tom and
 * said". The nearest subject pronoun, or person's name with a verb right after it; else the phrase
 * that opens the sentence. */
static ss_range subject_before(const ss_builder *b, uint32_t verb, uint32_t from) {
  static const char *const subjects[] = {"he", "she", "they", "i", "we", NULL};
  const ss_range none = {verb, verb};
  uint32_t names = b->draft->names.count;
  if (from + SUBJECT_REACH < verb) return none;
  for (uint32_t t = verb; t-- > from;) {
    if (at(b, t)->state != SS_MARK_OUTSIDE) return none;
    if (ss_token_in(at(b, t), b->clean, subjects)) return (ss_range){t, t + 1};
    while (names > 0 && b->draft->names.items[names - 1].range.end > t + 1) names--;
    const ss_name *name = names ? &b->draft->names.items[names - 1] : NULL;
    if (name && name->range.end == t + 1 && name->type == SAYSO_NAME_PER &&
        name->range.first >= from &&
        (may_be_verb(b, t + 1) || is_parted(b, name->range, verb, from)))
      return (ss_range){name->range.first, t + 1};
  }
  if (!may_begin_source(b, from) || !ss_token_in(at(b, from), b->clean, determiners)) return none;
  for (uint32_t t = from + 1; t < verb && t - from <= SUBJECT_TOKENS; t++) {
    if (t > from + 1 && may_be_verb(b, t)) return (ss_range){from, t};
    if (!may_stand_in_source(b, t)) return none;
  }
  return none;
}

static bool is_noun(const ss_builder *b, uint32_t token) {
  return ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, token)) ||
         ss_lexicon_word(SS_LIST_GROUPS, b->clean, *at(b, token));
}

/* The last word says how, not who: "his mother resentfully", and not "the whole family". */
bool ss_build_ends_in_manner(const ss_builder *b, ss_range source) {
  uint32_t last = source.end - 1;
  return source.end > source.first + 1 && is_manner(b, last) && !is_noun(b, last) &&
         (is_noun(b, last - 1) || ss_token_is_capital(at(b, last - 1)));
}

/* The words right after the verb: a pronoun, or up to the next stop or break. */
static ss_range source_after(const ss_builder *b, uint32_t verb) {
  uint32_t end = verb_end(b, verb), last = end, first = end;
  if (end >= b->draft->tokens.count || !may_begin_source(b, end)) return (ss_range){end, end};
  if (ss_token_in(at(b, end), b->clean, pronouns)) return (ss_range){end, end + 1};
  bool head = false;
  for (; end < b->draft->tokens.count && end - verb < TAG_REACH && may_stand_in_source(b, end);
       end++) {
    bool capital = ss_token_is_capital(at(b, end));
    if (head && !capital && (ss_token_is_capital(at(b, end - 1)) || is_manner(b, end)))
      break; /* "said Anna softly" */
    head |= capital || !ss_token_in(at(b, end), b->clean, determiners);
    last = end + 1;
  }
  while (ss_build_ends_in_manner(b, (ss_range){first, last})) last--;
  return (ss_range){first, last};
}

/* Does the writer's sentence go on after the quotation, so that what follows is its tag? It ends in
 * a comma; or in a question or a dash, and the next word is small. */
static bool goes_on(const ss_builder *b, const ss_outer *q, uint32_t next) {
  if (!q->closed || q->inner.end <= q->inner.first || next >= b->draft->tokens.count) return false;
  uint8_t last = at(b, q->inner.end - 1)->shape;
  if (last == SS_SHAPE_COMMA || next > q->range.end) return true;
  return (last == SS_SHAPE_QUESTION || last == SS_SHAPE_DASH) &&
         at(b, next)->shape == SS_SHAPE_LOWER;
}

static bool is_article(const ss_builder *b, ss_range source) {
  static const char *const articles[] = {"a", "an", "the", NULL};
  return source.end == source.first + 1 && ss_token_in(at(b, source.first), b->clean, articles);
}

/* The first verb after the quotation, of any past form or of the list, and its subject. */
static bool verb_after(const ss_builder *b, uint32_t from, bool any, ss_range *source,
                       ss_range *cue) {
  for (uint32_t verb = from; verb < b->draft->tokens.count && verb - from < TAG_REACH; verb++) {
    if (is_tag_verb(b, verb) || (any && is_past_form(b, verb))) {
      *cue = (ss_range){verb, verb_end(b, verb)};
      *source = verb == from ? source_after(b, verb) : source_before(b, verb, from);
      if (is_article(b, *source)) return false; /* "The post was deleted." */
      return source->end > source->first && (verb == from || source->first == from);
    }
    if (!may_stand_in_source(b, verb)) return false;
  }
  return false;
}

/* "…," he said / said Anna / Anna Bell said */
static bool tag_after(const ss_builder *b, const ss_outer *q, ss_range *source, ss_range *cue) {
  uint32_t from = q->range.end;
  while (from < b->draft->tokens.count &&
         (at(b, from)->shape == SS_SHAPE_COMMA || at(b, from)->shape == SS_SHAPE_DASH))
    from++;
  if (verb_after(b, from, false, source, cue)) return true;
  return goes_on(b, q, from) && verb_after(b, from, true, source, cue);
}

/* "Then said Anna Bell:": the words between the verb and the break, where they are its subject and
 * not whom somebody told. */
static ss_range subject_after(const ss_builder *b, uint32_t verb, uint32_t lead) {
  static const char *const hearers[] = {"told", "assured", "informed", "reminded", "warned", NULL};
  const ss_range none = {verb, verb};
  if (!is_past_form(b, verb) || ss_token_in(at(b, verb), b->clean, hearers)) return none;
  ss_range source = source_after(b, verb);
  return source.end == lead && source.end > source.first ? source : none;
}

/* "Ferri's answer came on X:", "His reply:": a noun of speech and whose it is. */
static bool answer_before(const ss_builder *b, ss_range lead, ss_range *source, ss_range *cue) {
  for (uint32_t t = lead.first + 1; t < lead.end; t++) {
    if (at(b, t)->state != SS_MARK_OUTSIDE) return false;
    if (!ss_lexicon_word(SS_LIST_UTTERANCES, b->clean, *at(b, t))) continue;
    uint32_t end = t;
    while (end > lead.first && t - end < 2 && at(b, end - 1)->shape == SS_SHAPE_LOWER &&
           !ss_token_is_owner(at(b, end - 1), b->clean) &&
           !ss_token_is_genitive(at(b, end - 1), b->clean))
      end--; /* "Ferri's short answer" */
    if (end == lead.first) return false;
    bool mark = ss_token_is_genitive(at(b, end - 1), b->clean);
    if (!mark && !ss_token_is_owner(at(b, end - 1), b->clean)) return false;
    *source = mark ? source_before(b, end - 1, lead.first) : (ss_range){end - 1, end};
    *cue = (ss_range){t, t + 1};
    return source->end > source->first;
  }
  return false;
}

/* The quotation begins like a sentence. */
static bool opens_capital(const ss_builder *b, const ss_outer *q) {
  return q->inner.first < q->inner.end && ss_token_is_capital(at(b, q->inner.first));
}

/* "@BelmontPolice on X:", "Anna Bell on Facebook:": a handle or a name, and where it writes. */
static bool posted_before(const ss_builder *b, ss_range lead, ss_range *source, ss_range *cue) {
  enum { WHERE = 3 };
  static const char *const on[] = {"on", "via", NULL};
  uint32_t end = lead.first;
  if (lead.first >= lead.end) return false;
  if (b->clean[at(b, lead.first)->start] == '@') end++;
  for (uint32_t n = 0; n < b->draft->names.count && end == lead.first; n++)
    if (b->draft->names.items[n].range.first == lead.first) end = b->draft->names.items[n].range.end;
  if (end == lead.first || end >= lead.end || lead.end - end > WHERE ||
      !ss_token_in(at(b, end), b->clean, on))
    return false;
  *source = (ss_range){lead.first, end};
  *cue = (ss_range){lead.end, lead.end + 1};
  return true;
}

/* he said, "…"; he said "Go!"; Anna Bell: "…". The source stays empty where a verb of speech ends the words before
 * and its subject is not to be seen. */
static bool tag_before(const ss_builder *b, const ss_outer *q, ss_range *source, ss_range *cue) {
  if (q->range.first < 2) return false;
  uint32_t lead = q->range.first - 1;
  uint8_t shape = at(b, lead)->shape;
  bool bare = is_tag_verb(b, lead) && is_past_form(b, lead) && opens_capital(b, q);
  if (!bare && shape != SS_SHAPE_COMMA && shape != SS_SHAPE_COLON && shape != SS_SHAPE_DASH)
    return false;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, lead);
  lead += bare;
  uint32_t from = sentence.first + TAG_REACH < lead ? lead - TAG_REACH : sentence.first;
  if (shape == SS_SHAPE_COLON && answer_before(b, (ss_range){from, lead}, source, cue)) return true;
  for (uint32_t verb = lead; verb-- > from;) {
    if (at(b, verb)->state != SS_MARK_OUTSIDE) return false;
    if (!is_tag_verb(b, verb)) continue;
    *cue = (ss_range){verb, verb + 1};
    *source = source_before(b, verb, sentence.first);
    if (source->end <= source->first) *source = subject_before(b, verb, sentence.first);
    if (source->end <= source->first) *source = subject_after(b, verb, lead);
    return source->end > source->first || verb + 1 == lead;
  }
  return shape == SS_SHAPE_COLON && posted_before(b, (ss_range){from, lead}, source, cue);
}

/* The last person's name in the range, or NULL. */
static const ss_name *person_in(const ss_builder *b, ss_range range) {
  for (uint32_t n = b->draft->names.count; n-- > 0;) {
    const ss_name *name = &b->draft->names.items[n];
    if (name->type == SAYSO_NAME_PER && name->range.first >= range.first &&
        name->range.end <= range.end)
      return name;
  }
  return NULL;
}

/* — Anna Bell, teacher; (the spokesman Carl Dietz): nothing but a name with what is known of it,
 * from the token up to the unit's end. */
static bool signature_at(const ss_builder *b, uint32_t from, ss_range *source, ss_range *cue) {
  static const char *const links[] = {"of", "the", "and", "for", "de", "in", "at", "a", NULL};
  uint32_t count = b->draft->tokens.count, capitals = 0;
  bool bracket = false;
  *cue = (ss_range){from, from};
  for (; from < count; from++) {
    if (at(b, from)->shape != SS_SHAPE_DASH && at(b, from)->shape != SS_SHAPE_BRACKET) break;
    bracket |= at(b, from)->shape == SS_SHAPE_BRACKET;
  }
  cue->end = from;
  if (from == count || count - from > SIGNATURE_TOKENS) return false;
  bool named = bracket && person_in(b, (ss_range){from, count});
  if (!named && !ss_token_is_capital(at(b, from))) return false;
  uint32_t end = from;
  for (bool comma = named; end < count; end++) {
    const ss_token *t = at(b, end);
    comma |= t->shape == SS_SHAPE_COMMA;
    capitals += ss_token_is_capital(t);
    if (t->state != SS_MARK_OUTSIDE || is_tag_verb(b, end) || t->shape == SS_SHAPE_COLON)
      return false;
    if (t->shape == SS_SHAPE_LOWER && !comma && !ss_token_in(t, b->clean, links)) return false;
  }
  while (end > from && !ss_token_is_word(at(b, end - 1))) end--;
  *source = (ss_range){from, end};
  return capitals > 0;
}

bool ss_build_signature(const ss_builder *b, ss_range *source, ss_range *cue) {
  const ss_token *tokens = b->draft->tokens.items;
  if (b->outers.count) return false;
  for (uint32_t t = b->draft->tokens.count; t-- > 1;) {
    if (tokens[t].shape == SS_SHAPE_STOP && t + 1 < b->draft->tokens.count) return false;
    bool ends = tokens[t - 1].shape == SS_SHAPE_STOP || tokens[t - 1].shape == SS_SHAPE_QUESTION;
    if (tokens[t].shape == SS_SHAPE_DASH && ends)
      return signature_at(b, t, source, cue) && person_in(b, *source);
  }
  return false;
}

/* “We were lied to”: families demand answers. A headline; who speaks stands before its verb. */
static bool headline_after(const ss_builder *b, const ss_outer *q, ss_range *source,
                           ss_range *cue) {
  const uint32_t count = b->draft->tokens.count, colon = q->range.end;
  if (q->range.first != 0 || colon + 1 >= count || at(b, colon)->shape != SS_SHAPE_COLON)
    return false;
  if (!ss_token_is_word(at(b, count - 1)) || count - colon > SIGNATURE_TOKENS) return false;
  uint32_t end = colon + 1;
  while (end < count && may_stand_in_source(b, end) && !is_tag_verb(b, end) &&
         !is_past_form(b, end))
    end++;
  while (end > colon + 1 && !ss_token_is_word(at(b, end - 1))) end--;
  *source = (ss_range){colon + 1, end};
  *cue = (ss_range){colon, colon + 1};
  return end > colon + 1;
}

/* A speech of its own: whole sentences in marks, or one that runs over the unit's edge. A phrase in
 * marks inside the writer's sentence is left alone: nearly all of these are scare quotes, titles or
 * old words. */
static bool stands_alone(const ss_builder *b, const ss_outer *q) {
  if (!q->opened) return true;
  if (!(at(b, q->range.first)->flags & SS_TOKEN_SENTENCE)) return false;
  uint8_t last = at(b, q->inner.end - 1)->shape;
  return !q->closed || last == SS_SHAPE_STOP || last == SS_SHAPE_QUESTION ||
         last == SS_SHAPE_DASH || last == SS_SHAPE_COMMA;
}

/* Goes to the untagged or tagged speech before it in the paragraph, which no frame knows either. */
static uint32_t joins(const ss_builder *b, uint32_t k, bool tagged) {
  uint32_t owner = k ? b->outers.items[k - 1].claim : SAYSO_NONE;
  if (owner == SAYSO_NONE || b->candidates.items[owner].rule != SS_RULE_MARKS) return SAYSO_NONE;
  ss_range gap = {b->outers.items[k - 1].range.end, b->outers.items[k].range.first};
  if (ss_build_words(b, gap) > BEAT_WORDS || (tagged && b->candidates.items[owner].source.count))
    return SAYSO_NONE;
  return owner;
}

static bool add_quotation(ss_builder *b, uint32_t k) {
  ss_outer *q = &b->outers.items[k];
  ss_range source = {0, 0}, cue = {0, 0};
  bool tagged = tag_after(b, q, &source, &cue) || tag_before(b, q, &source, &cue) ||
                signature_at(b, q->range.end, &source, &cue) || headline_after(b, q, &source, &cue);
  if (!tagged) source = cue = (ss_range){0, 0};
  uint32_t owner = joins(b, k, tagged);
  if (owner == SAYSO_NONE && !tagged && !stands_alone(b, q)) return true;
  if (owner == SAYSO_NONE) {
    ss_candidate fresh = {{0, 0}, {0, 0}, {0, 0}, marks_score, 0, SS_RULE_MARKS, false, false};
    owner = b->candidates.count;
    if (!ss_vec_push(b->draft->hook, &b->candidates, fresh)) return false;
  }
  ss_candidate *c = &b->candidates.items[owner];
  if (tagged) c->score = pattern_score;
  q->claim = owner;
  return ss_build_put(b, &c->source, source) && ss_build_put(b, &c->cue, cue) &&
         ss_build_put(b, &c->content, q->range);
}

bool ss_build_is_others(const ss_builder *b, const ss_outer *q, ss_ranges source) {
  ss_range own = {0, 0}, cue = {0, 0};
  if (!q->speech || source.count != 1 || !goes_on(b, q, q->range.end)) return false;
  if (!tag_after(b, q, &own, &cue)) return false;
  const ss_name *here = person_in(b, own), *there = person_in(b, b->pool.items[source.at]);
  if (here && !there && here->range.end > here->range.first + 1) /* no "he" is named so late */
    return ss_token_in(at(b, ss_build_first(b, source)), b->clean, pronouns);
  if (!here || !there || here->range.end == here->range.first + 1) return false;
  ss_word one = ss_word_of(at(b, here->range.end - 1), b->clean),
          other = ss_word_of(at(b, there->range.end - 1), b->clean);
  const char *const list[] = {one.bytes, NULL};
  return !ss_word_in(&other, list);
}

/* "Bell's verdict on the card: “…”": the words before the marks' colon name who speaks. */
bool ss_build_is_led(const ss_builder *b, const ss_outer *q) {
  ss_range source = {0, 0}, cue = {0, 0};
  if (q->range.first < 2 || at(b, q->range.first - 1)->shape != SS_SHAPE_COLON) return false;
  return tag_before(b, q, &source, &cue) && source.end > source.first && person_in(b, source);
}

/* A frame that knows what was said and not by whom may have its tag right beside the marks. */
static bool lend_tag(ss_builder *b, const ss_outer *q) {
  ss_candidate *c = &b->candidates.items[q->claim];
  ss_range source = {0, 0}, cue = {0, 0};
  if (c->dropped || c->source.count || !q->speech) return true;
  if (!tag_after(b, q, &source, &cue) && !tag_before(b, q, &source, &cue)) return true;
  if (c->cue.count && !ss_build_meets(b, c->cue, cue)) return true;
  return ss_build_put(b, &c->source, source) && ss_build_put(b, &c->cue, cue);
}

/* Each quotation left over that was uttered. */
bool ss_build_marks(ss_builder *b) {
  for (uint32_t k = 0; k < b->outers.count; k++) {
    const ss_outer *q = &b->outers.items[k];
    if (q->claim != SAYSO_NONE && !lend_tag(b, q)) return false;
    if (q->claim != SAYSO_NONE || !q->speech) continue;
    if (!add_quotation(b, k)) return false;
  }
  return true;
}

/* ---- beside a given content ---- */

static bool is_mark(const ss_builder *b, uint32_t token) {
  uint8_t state = at(b, token)->state;
  return state == SS_MARK_OPENING || state == SS_MARK_CLOSING;
}

/* The content with the marks around it, as if it were a quotation that was found. */
static ss_outer marked(const ss_builder *b, ss_range inner) {
  ss_outer q = {inner, inner, SAYSO_NONE, false, false, true};
  while (q.range.first > 0 && is_mark(b, q.range.first - 1)) q.range.first--;
  while (q.range.end < b->draft->tokens.count && is_mark(b, q.range.end)) q.range.end++;
  q.opened = q.range.first < inner.first;
  q.closed = q.range.end > inner.end;
  return q;
}

bool ss_tag_beside(ss_draft *draft, const char *clean, ss_ranges content, ss_range *source,
                   ss_range *cue) {
  const ss_builder b = {.draft = draft, .clean = clean};
  for (uint32_t i = 0; i < content.count; i++) {
    ss_outer q = marked(&b, draft->ranges.items[content.at + i]);
    if (q.closed && tag_after(&b, &q, source, cue)) return true;
    if (i == 0 && q.opened && tag_before(&b, &q, source, cue)) return source->end > source->first;
  }
  return false;
}
