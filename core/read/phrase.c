/* In: candidates. Out: statements of fixed phrases that the network passed over: "according to the
 * defence", "in the governor's opinion", "in the words of its manager", "was rejected by the
 * Europeans". Promises a bounded look around each. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* Longest source and longest subject of a passive, in tokens. */
enum { SOURCE_TOKENS = 16, SUBJECT_TOKENS = 20 };
/* Fewest words of what somebody says. */
enum { LEAST_WORDS = 3 };
static const float phrase_score = 0.6f, passive_score = 0.5f;

/* A source and its cue; together they are the phrase, to be taken out of the sentence. */
typedef struct {
  ss_range source, cue, whole;
} phrase;

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool is_in(const ss_builder *b, uint32_t token, const char *const *list) {
  return ss_token_in(at(b, token), b->clean, list);
}

static bool is_word(const ss_builder *b, uint32_t token, const char *word) {
  const char *const list[] = {word, NULL};
  return is_in(b, token, list);
}

/* First token from `from` on that ends a noun phrase: a comma, dash, colon or stop, or the end. */
static uint32_t phrase_end(const ss_builder *b, uint32_t from, uint32_t end) {
  while (from < end && at(b, from)->shape != SS_SHAPE_COMMA &&
         at(b, from)->shape != SS_SHAPE_DASH && at(b, from)->shape != SS_SHAPE_COLON &&
         at(b, from)->shape != SS_SHAPE_STOP)
    from++;
  return from;
}

/* Somebody or something that may say or hold: a pronoun, name, role, group or document. */
static bool has_speaker(const ss_builder *b, ss_range range) {
  static const char *const pronouns[] = {"him",   "her", "them", "his", "their", "its",
                                         "those", "my",  "our",  "me",  "us",    NULL};
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

static bool is_source(const ss_builder *b, ss_range range) {
  return range.end > range.first && range.end - range.first <= SOURCE_TOKENS &&
         has_speaker(b, range);
}

/* ---- the phrases ---- */

static bool according_to(const ss_builder *b, uint32_t t, uint32_t end, phrase *p) {
  if (!is_word(b, t, "according") || t + 2 >= end || !is_word(b, t + 1, "to")) return false;
  p->cue = (ss_range){t, t + 2};
  p->source = (ss_range){t + 2, phrase_end(b, t + 2, end)};
  p->whole = (ss_range){t, p->source.end};
  bool bare = p->source.end == p->source.first + 1 && /* "according to plan" */
              at(b, p->source.first)->shape == SS_SHAPE_LOWER &&
              ss_lexicon_word(SS_LIST_DOCUMENTS, b->clean, *at(b, p->source.first)) &&
              b->clean[at(b, p->source.first)->end - 1] != 's';
  return !bare && is_source(b, p->source);
}

bool ss_build_is_view(const ss_builder *b, uint32_t token) {
  static const char *const views[] = {"opinion", "view", "judgment", "judgement", "reckoning", NULL};
  return is_in(b, token, views);
}

static bool is_view(const ss_builder *b, uint32_t token) {
  return ss_build_is_view(b, token) || is_word(b, token, "words");
}

/* "in the words of X", "in the opinion of X" */
static bool in_words_of(const ss_builder *b, uint32_t t, uint32_t end, phrase *p) {
  if (t + 4 >= end || !is_word(b, t, "in") || !is_word(b, t + 1, "the")) return false;
  if (!is_view(b, t + 2) || !is_word(b, t + 3, "of")) return false;
  p->cue = (ss_range){t, t + 4};
  p->source = (ss_range){t + 4, phrase_end(b, t + 4, end)};
  p->whole = (ss_range){t, p->source.end};
  return is_source(b, p->source);
}

/* "in X's opinion", "in their view" */
static bool in_ones_view(const ss_builder *b, uint32_t t, uint32_t end, phrase *p) {
  uint32_t view = t + 2;
  if (!is_word(b, t, "in") || view >= end) return false;
  while (view < end && view - t <= SOURCE_TOKENS && !is_view(b, view) &&
         ss_token_is_word(at(b, view - 1)))
    view++;
  if (view >= end || !is_view(b, view)) return false;
  bool owned = ss_token_is_genitive(at(b, view - 1), b->clean) ||
               (view == t + 2 && ss_token_is_owner(at(b, t + 1), b->clean));
  p->cue = (ss_range){view, view + 1};
  p->source = (ss_range){t + 1, view};
  p->whole = (ss_range){t, view + 1};
  return owned && is_source(b, p->source);
}

/* ---- what is said ---- */

/* `more`: the content's second piece, or empty. */
static bool add(ss_builder *b, float score, ss_range source, ss_range cue, ss_range content,
                ss_range more) {
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, score, 0, SS_RULE_TAG, false, false};
  return ss_build_put(b, &c.source, source) && ss_build_put(b, &c.cue, cue) &&
         ss_build_put(b, &c.content, content) && ss_build_put(b, &c.content, more) &&
         ss_vec_push(b->draft->hook, &b->candidates, c);
}

static bool is_taken(const ss_builder *b, ss_range whole) {
  for (uint32_t t = whole.first; t < whole.end; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return true;
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (!c->dropped && (ss_build_meets(b, c->cue, whole) || ss_build_meets(b, c->source, whole)))
      return true;
  }
  return false;
}

static ss_range trimmed(const ss_builder *b, ss_range range) {
  while (range.end > range.first && at(b, range.end - 1)->state == SS_MARK_OUTSIDE &&
         !ss_token_is_word(at(b, range.end - 1)) &&
         at(b, range.end - 1)->shape != SS_SHAPE_QUESTION &&
         at(b, range.end - 1)->shape != SS_SHAPE_OTHER)
    range.end--;
  while (
      range.first < range.end && at(b, range.first)->state == SS_MARK_OUTSIDE &&
      (at(b, range.first)->shape == SS_SHAPE_COMMA || at(b, range.first)->shape == SS_SHAPE_DASH))
    range.first++;
  return range;
}

/* The words before the phrase lead up to what is said and are none of it: "because, in her words,
 * …"
 */
static bool leads_up(const ss_builder *b, ss_range before) {
  static const char *const links[] = {"that", "because", "which", "who", "while", "was",
                                      "is",   "are",     "were",  "but", NULL};
  while (before.end > before.first && !ss_token_is_word(at(b, before.end - 1))) before.end--;
  return before.end > before.first && is_in(b, before.end - 1, links);
}

static bool is_comma(const ss_builder *b, uint32_t token) {
  return token < b->draft->tokens.count &&
         (at(b, token)->shape == SS_SHAPE_COMMA || at(b, token)->shape == SS_SHAPE_DASH);
}

/* The parts of the sentence before and after the phrase that it speaks of; false when it cannot be
 * told. A sentence that opens with marks has a tag of its own. */
static bool parts_of(const ss_builder *b, ss_range sentence, const phrase *p, ss_range *before,
                     ss_range *after) {
  *before = trimmed(b, (ss_range){sentence.first, p->whole.first});
  *after = trimmed(b, (ss_range){p->whole.end, sentence.end});
  bool opens = ss_build_words(b, *before) == 0;
  if (at(b, sentence.first)->state != SS_MARK_OUTSIDE) return false;
  if (opens && !is_comma(b, p->whole.end)) return false;
  if (leads_up(b, *before))
    *before = (ss_range){0, 0};
  else if (!opens && !is_comma(b, p->whole.first - 1))
    *after = (ss_range){0, 0};
  return ss_build_words(b, *before) + ss_build_words(b, *after) >= LEAST_WORDS;
}

static bool add_rest(ss_builder *b, ss_range sentence, const phrase *p) {
  ss_range before, after;
  if (!parts_of(b, sentence, p, &before, &after)) return true;
  return add(b, phrase_score, p->source, p->cue, before, after);
}

/* ---- "was rejected by X" ---- */

static bool is_judging(const ss_builder *b, uint32_t token) {
  static const char *const participles[] = {
      "rejected", "welcomed",  "criticised", "criticized", "condemned",  "denounced", "dismissed",
      "praised",  "opposed",   "described",  "denied",     "disputed",   "confirmed", "challenged",
      "endorsed", "contested", "hailed",     "mocked",     "questioned", NULL};
  return is_in(b, token, participles);
}

/* The subject of the passive at `verb`: the words from the sentence's start to a form of "to be".
 */
static ss_range passive_subject(const ss_builder *b, ss_range sentence, uint32_t verb) {
  static const char *const forms[] = {"was", "were", "is", "are", "been", NULL};
  static const char *const helpers[] = {"has", "have", "had", NULL};
  static const char *const relatives[] = {"who", "which", "that", NULL};
  const ss_range none = {0, 0};
  uint32_t be = verb;
  if (be > sentence.first && ss_token_is_word(at(b, be - 1)) && !is_in(b, be - 1, forms)) be--;
  if (be == sentence.first || !is_in(b, be - 1, forms)) return none;
  be--;
  if (is_word(b, be, "been") && be > sentence.first && is_in(b, be - 1, helpers)) be--;
  if (be == sentence.first || is_in(b, be - 1, relatives)) return none;
  return be - sentence.first <= SUBJECT_TOKENS ? (ss_range){sentence.first, be} : none;
}

static uint32_t word_in(const ss_builder *b, ss_range range, const char *word) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (is_word(b, t, word)) return t;
  return range.end;
}

static bool add_passive(ss_builder *b, ss_range sentence, uint32_t verb) {
  uint32_t by = verb + 1;
  if (by + 1 >= sentence.end || !is_judging(b, verb) || !is_word(b, by, "by")) return true;
  ss_range subject = passive_subject(b, sentence, verb);
  ss_range source = {by + 1, phrase_end(b, by + 1, sentence.end)};
  uint32_t as = word_in(b, source, "as");
  ss_range what = {as < source.end ? as + 1 : as, source.end};
  source.end = as;
  if (!is_source(b, source) || ss_build_words(b, subject) == 0 ||
      is_taken(b, (ss_range){subject.end, source.end}))
    return true;
  return add(b, passive_score, source, (ss_range){subject.end, by + 1}, trimmed(b, subject), what);
}

/* ---- "Kiev let it be known that …" ---- */

static bool is_finite(const ss_builder *b, uint32_t token) {
  static const char *const forms[] = {"is",    "are", "has",  "have",  "does",
                                      "do",    "can", "will", "must",  "may",
                                      "might", "let", "lets", "makes", NULL};
  if (is_in(b, token, forms)) return true;
  const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, token));
  ss_word word = ss_word_of(at(b, token), b->clean);
  return at(b, token)->shape == SS_SHAPE_LOWER &&
         (ss_word_is_past(&word) || (entry && (entry->classes & SS_CLASS(VERB))));
}

/* The phrase from the sentence's start to its first verb; a clause with "which" or "who" between
 * commas is part of it. */
static ss_range opening_phrase(const ss_builder *b, ss_range sentence, uint32_t verb) {
  static const char *const relatives[] = {"which", "who", "whose", NULL};
  uint32_t t = sentence.first;
  for (; t < verb && !is_finite(b, t); t++) {
    if (at(b, t)->shape != SS_SHAPE_COMMA) continue;
    if (t + 1 == verb || !is_in(b, t + 1, relatives)) return (ss_range){0, 0};
    t = phrase_end(b, t + 1, verb);
    if (t == verb) return (ss_range){0, 0};
  }
  while (t > sentence.first && !ss_token_is_word(at(b, t - 1))) t--;
  return (ss_range){sentence.first, t};
}

/* Phrases of several words, followed by what is said. */
static bool add_announced(ss_builder *b, ss_range sentence, uint32_t verb) {
  uint32_t count = 0;
  const uint64_t both = SS_CLASS(VERB) | SS_CLASS(SPEECH);
  const ss_entry *entry =
      ss_lexicon_match(SS_LIST_CUES, b->clean, b->draft->tokens.items, verb, sentence.end, &count);
  if (!entry || count < 2 || (entry->classes & both) != both) return true;
  ss_range cue = {verb, verb + count}, content = trimmed(b, (ss_range){cue.end, sentence.end});
  ss_range source = opening_phrase(b, sentence, verb);
  if (cue.end >= sentence.end || !is_word(b, cue.end, "that") || !is_source(b, source) ||
      is_taken(b, cue))
    return true;
  return add(b, phrase_score, source, cue, content, (ss_range){0, 0});
}

/* "London denies it asked for one", "Berlin and Paris have both signalled they could": a verb that
 * takes a clause without "that", which begins with its subject. */
static bool takes_clause(const ss_builder *b, uint32_t verb, uint32_t end) {
  static const char *const verbs[] = {
      "denies", "denied", "deny",    "signals",   "signalled",  "signaled", "insists",  "insisted",
      "insist", "claims", "claimed", "maintains", "maintained", "concedes", "conceded", NULL};
  static const char *const denials[] = {"denies", "denied", "deny", NULL};
  static const char *const starts[] = {"that",  "it",  "he",    "she", "they", "we",
                                       "there", "its", "their", "his", NULL};
  static const char *const done[] = {"having", "being", "any", "ever", NULL};
  if (verb + 2 >= end || !is_in(b, verb, verbs)) return false;
  return is_in(b, verb + 1, starts) || (is_in(b, verb, denials) && is_in(b, verb + 1, done));
}

/* Where the words from `from` on end before somebody else's tag: "…, two diplomats said". */
static uint32_t before_tag(const ss_builder *b, uint32_t from, uint32_t end) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    uint32_t first = ss_build_first(b, c->source), cue = ss_build_first(b, c->cue);
    if (cue < first) first = cue;
    if (!c->dropped && first > from && first < end && at(b, first - 1)->shape == SS_SHAPE_COMMA)
      end = first;
  }
  return end;
}

static bool add_claimed(ss_builder *b, ss_range sentence, uint32_t verb) {
  static const char *const helpers[] = {"has",     "have",       "had",    "both",  "all", "also",
                                        "already", "repeatedly", "always", "still", NULL};
  if (!takes_clause(b, verb, sentence.end)) return true;
  ss_range source = {sentence.first, verb},
           content = trimmed(b, (ss_range){verb + 1, before_tag(b, verb + 1, sentence.end)});
  while (source.end > source.first && is_in(b, source.end - 1, helpers)) source.end--;
  for (uint32_t t = source.first; t < source.end; t++)
    if (!ss_token_is_word(at(b, t)) || is_finite(b, t)) return true;
  ss_range cue = {source.end, verb + 1};
  if (!is_source(b, source) || is_taken(b, (ss_range){source.first, verb + 2})) return true;
  return add(b, phrase_score, source, cue, content, (ss_range){0, 0});
}

/* ---- "For the minister, the problem is …" ---- */

/* In the present, as views are told; not "For Smith, the day ended". */
static bool is_held(const ss_builder *b, ss_range clause) {
  static const char *const openers[] = {"the", "it",         "this",    "that", "these",
                                        "all", "everything", "nothing", NULL};
  static const char *const present[] = {"is", "are",   "has",   "have", "remains", "does",
                                        "do", "means", "comes", "can",  "cannot",  NULL};
  if (clause.first >= clause.end || !is_in(b, clause.first, openers)) return false;
  for (uint32_t t = clause.first; t < clause.end; t++) {
    ss_word word = ss_word_of(at(b, t), b->clean);
    if (ss_word_in(&word, present)) return true;
    if (ss_word_is_past(&word)) return false;
  }
  return false;
}

/* A person or an organization, by name or role. */
static bool is_holder(const ss_builder *b, ss_range range) {
  for (uint32_t t = range.first; t < range.end && at(b, t)->shape != SS_SHAPE_COMMA; t++) {
    const ss_entry *role = ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, t));
    const ss_entry *group = ss_lexicon_word(SS_LIST_GROUPS, b->clean, *at(b, t));
    if (role && !(role->classes & SS_CLASS(PLURAL))) return true;
    if (group && (group->classes & SS_CLASS(ORGANIZATION))) return true;
  }
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    const ss_name *name = &b->draft->names.items[n];
    bool holds = name->type == SAYSO_NAME_PER || name->type == SAYSO_NAME_ORG;
    if (holds && name->range.first <= range.first + 1 && name->range.end > range.first) return true;
  }
  return false;
}

/* "For the head of the institute, Stefan Moll, the discount is …": a name between commas. */
static bool is_person_at(const ss_builder *b, uint32_t token, uint32_t end) {
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    const ss_name *name = &b->draft->names.items[n];
    if (name->range.first == token)
      return name->type == SAYSO_NAME_PER && name->range.end < end &&
             at(b, name->range.end)->shape == SS_SHAPE_COMMA;
  }
  return false;
}

static bool add_for(ss_builder *b, ss_range sentence) {
  static const char *const relatives[] = {"which", "who", NULL};
  const uint32_t t = sentence.first;
  if (t + 3 >= sentence.end || !is_word(b, t, "for")) return true;
  uint32_t comma = phrase_end(b, t + 1, sentence.end);
  if (comma + 1 < sentence.end &&
      (is_in(b, comma + 1, relatives) || is_person_at(b, comma + 1, sentence.end)))
    comma = phrase_end(b, comma + 1, sentence.end);
  if (!is_comma(b, comma)) return true;
  phrase p = {{t + 1, comma}, {t, t + 1}, {t, comma}};
  ss_range clause = trimmed(b, (ss_range){comma, sentence.end});
  bool definite = ss_token_is_capital(at(b, t + 1)) || is_word(b, t + 1, "the");
  if (!definite || !is_holder(b, p.source) || p.source.end - p.source.first > SOURCE_TOKENS ||
      !is_held(b, clause) || is_taken(b, p.whole))
    return true;
  return add_rest(b, sentence, &p);
}

static bool add_phrase(ss_builder *b, ss_range sentence, uint32_t t) {
  phrase p;
  if (at(b, t)->state != SS_MARK_OUTSIDE) return true;
  bool found = according_to(b, t, sentence.end, &p) || in_words_of(b, t, sentence.end, &p) ||
               in_ones_view(b, t, sentence.end, &p);
  return !found || is_taken(b, p.whole) || add_rest(b, sentence, &p);
}

bool ss_build_phrases(ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  for (uint32_t first = b->draft->dateline.end; first < count;) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, first);
    sentence.first = first; /* the dateline is no part of it */
    for (uint32_t t = first; t < sentence.end; t++)
      if (!add_phrase(b, sentence, t) || !add_passive(b, sentence, t) ||
          !add_announced(b, sentence, t) || !add_claimed(b, sentence, t))
        return false;
    if (!add_for(b, sentence)) return false;
    first = sentence.end;
  }
  return true;
}
