/* In: candidates fitted to marks. Out: a turn ("Q:", "Anna Bell:") as one statement over the whole
 * unit; sentences that go on with a statement in the speaker's own words although no tag follows.
 * Promises one look at each sentence. */
#include "read/build.h"
#include "read/sentence.h"
#include "text/layout.h"
#include "text/lexicon.h"

/* Tuning. OWN: the network's belief from which a content counts as the speaker's own words.
 * CONTINUED_SENTENCES: an untagged speech longer than this is not believed. LEAD_TOKENS: longest
 * name before the colon of a turn; LEAD_LONGEST: longest words before the colon of "A high official
 * is more cautious: We …". */
static const float own_threshold = 0.45f,
                   even_odds = 0.5f; /* even odds: a model without that head */
static const float turn_score = 0.9f;
enum {
  CONTINUED_SENTENCES = 6,
  LEAD_TOKENS = 6,
  LEAD_LONGEST = 14,
  NAME_REACH = 5,
  TAG_WORDS = 4,
  TOLD_WORDS = 5,
  TOLD_FEW = 3,
  HELPED_TOKENS = 2,
  HEADLINE_WORDS = 3
};

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

/* ---- whose words ---- */

static const char *const own_words[] = {
    "i",     "we",     "you",       "my",  "our", "your", "me",  "us", "mine", "ours",
    "yours", "myself", "ourselves", "n't", "'re", "'ve",  "'ll", "'m", "let",  NULL};
static const char *const reported[] = {"that", "if",  "whether", "to", "how", "why", "about",
                                       "of",   "for", "on",      "a",  "an",  NULL};

/* A first or second person, or a contraction, outside marks. */
bool ss_build_has_person_word(const ss_builder *b, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (at(b, t)->state == SS_MARK_OUTSIDE && ss_token_in(at(b, t), b->clean, own_words))
      return true;
  return false;
}

static bool has_question(const ss_builder *b, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (at(b, t)->state == SS_MARK_OUTSIDE && at(b, t)->shape == SS_SHAPE_QUESTION) return true;
  return false;
}

bool ss_build_has_own_word(const ss_builder *b, ss_range range) {
  return has_question(b, range) || ss_build_has_person_word(b, range);
}

/* "Sophie Lacroix, head of the teachers: we do not negotiate" */
static bool is_colon(const ss_builder *b, ss_ranges cue) {
  ss_range range = b->pool.items[cue.at];
  return cue.count == 1 && range.end == range.first + 1 &&
         at(b, range.first)->shape == SS_SHAPE_COLON;
}

/* "The crisis worries us, an official admitted": what stands before its tag, in the first person,
 * while the tag is in the third. */
static bool speaks_first(const ss_builder *b, const ss_candidate *c) {
  static const char *const first_person[] = {"i",  "we",   "my",  "our", "me",
                                             "us", "ours", "mine", NULL};
  if (!c->cue.count || !c->source.count) return false;
  if (is_colon(b, c->cue)) return ss_build_has_person_word(b, b->pool.items[c->content.at]);
  uint32_t cue = ss_build_first(b, c->cue), source = ss_build_first(b, c->source);
  ss_range piece = b->pool.items[c->content.at];
  if (piece.end > cue || piece.end > source || ss_token_in(at(b, source), b->clean, first_person))
    return false;
  for (uint32_t t = piece.first; t < piece.end; t++)
    if (at(b, t)->state == SS_MARK_OUTSIDE && ss_token_in(at(b, t), b->clean, first_person))
      return !ss_token_is(at(b, t), b->clean, "US");
  return false;
}

/* "He had had a long talk, he added": nobody calls himself so. */
static bool tells_of_itself(const ss_builder *b, const ss_candidate *c) {
  static const char *const he[] = {"he", NULL}, *const she[] = {"she", NULL};
  if (c->source.count != 1) return false;
  ss_range source = b->pool.items[c->source.at], content = b->pool.items[c->content.at];
  const char *const *who = ss_token_in(at(b, source.first), b->clean, he)    ? he
                           : ss_token_in(at(b, source.first), b->clean, she) ? she
                                                                             : NULL;
  return who && source.end == source.first + 1 && ss_token_in(at(b, content.first), b->clean, who) &&
         !ss_build_has_person_word(b, content);
}

bool ss_build_is_own(const ss_builder *b, const ss_candidate *c) {
  if (c->rule == SS_RULE_TURN || c->rule == SS_RULE_BARE) return true;
  if (!c->content.count || c->rule == SS_RULE_MARKS) return false;
  ss_range first = b->pool.items[c->content.at];
  static const char *const that[] = {"that", "whether", NULL};
  if (at(b, first.first)->state != SS_MARK_OUTSIDE) return false;
  if (at(b, first.first)->shape == SS_SHAPE_LOWER &&
      ss_token_in(at(b, first.first), b->clean, that))
    return false;
  if (speaks_first(b, c)) return true;
  if (tells_of_itself(b, c)) return false;
  if (c->own != even_odds) return c->own >= own_threshold;
  if (ss_token_in(at(b, first.first), b->clean, reported)) return false;
  return ss_build_has_own_word(b, first);
}

/* ---- turns ---- */

bool ss_build_is_q_and_a(const ss_builder *b, ss_range lead) {
  return lead.end > lead.first + 2 && ss_token_is(at(b, lead.first), b->clean, "Q") &&
         ss_token_is(at(b, lead.first + 1), b->clean, "&");
}

/* A lead that labels its paragraph and names nobody. */
bool ss_build_is_label(const ss_builder *b, ss_range lead) {
  static const char *const labels[] = {
      "note",    "notes",    "update",    "updated", "correction", "editor",     "photo",
      "photos",  "image",    "source",    "sources", "related",    "read",       "watch",
      "see",     "contact",  "warning",   "example", "more",       "video",      "listen",
      "tip",     "tags",     "date",      "time",    "where",      "when",       "what",
      "who",     "how",      "why",       "here",    "subject",    "step",       "figure",
      "table",   "chapter",  "part",      "section", "phone",      "email",      "e-mail",
      "fax",     "web",      "website",   "address", "summary",    "conclusion", "result",
      "results", "breaking", "exclusive", "opinion", "analysis",   "poll",       "report",
      "live",    "fact",     "key",       "bottom",  "media",      "press",      "credit",
      "comment", NULL};
  return ss_tokens_have(b->draft->tokens.items, lead, b->clean, labels) ||
         ss_build_is_q_and_a(b, lead);
}

/* The network's name in the lead, or NULL. */
static const ss_name *name_in(const ss_builder *b, ss_range lead) {
  for (uint32_t n = 0; n < b->draft->names.count; n++)
    if (b->draft->names.items[n].range.first < lead.end) return &b->draft->names.items[n];
  return NULL;
}

static bool ends_in_name(const ss_builder *b, ss_range lead) {
  for (uint32_t n = 0; n < b->draft->names.count; n++)
    if (b->draft->names.items[n].range.end == lead.end) return true;
  return false;
}

/* The lists know a name or a title. */
static bool is_called(const ss_builder *b, ss_range lead) {
  return ss_lexicon_given(b->clean, *at(b, lead.first)) ||
         ss_lexicon_word(SS_LIST_HONORIFICS, b->clean, *at(b, lead.first));
}

/* A name by the network that is no place's, or, where it knows no name, by the lists. */
static bool is_somebody(const ss_builder *b, ss_range lead) {
  ss_range rest = {lead.end + 1, b->draft->tokens.count};
  const ss_name *name = name_in(b, lead);
  if (ss_build_has_own_word(b, rest)) return true;
  if (name) return name->type != SAYSO_NAME_LOC;
  return is_called(b, lead);
}

/* Capitalised words at the start, with the stops of initials and of titles in capitals, and what
 * stands in brackets after them: "MR. ABEL TREGASKIS (Lower Wend)". */
static uint32_t lead_end(const ss_builder *b, uint32_t first) {
  uint32_t end = first, count = b->draft->tokens.count;
  for (; end < count && end - first <= LEAD_TOKENS; end++) {
    bool stop = end > first && at(b, end)->shape == SS_SHAPE_STOP &&
                (at(b, end - 1)->shape == SS_SHAPE_ALL_UPPER ||
                 at(b, end - 1)->shape == SS_SHAPE_ONE_UPPER);
    if (!stop && !ss_token_is_capital(at(b, end))) break;
  }
  if (end == first || end - first > LEAD_TOKENS || end >= count ||
      !ss_token_is(at(b, end), b->clean, "("))
    return end;
  for (uint32_t close = end + 1; close < count && close <= end + LEAD_TOKENS; close++)
    if (ss_token_is(at(b, close), b->clean, ")")) return close + 1;
  return end;
}

/* "Q. Did you tell anyone?", "A. I told my wife.": the letters of minutes with a stop. What follows
 * tells them from initials. */
static bool is_minuted(const ss_builder *b, uint32_t first) {
  static const char *const openers[] = {
      "did",   "do",    "does",  "is",   "are",  "was",   "were", "have", "has",  "had",   "can",
      "could", "would", "will",  "what", "when", "where", "who",  "why",  "how",  "which", "and",
      "but",   "so",    "then",  "you",  "i",    "we",    "he",   "she",  "it",   "they",  "yes",
      "no",    "not",   "there", "that", "this", "the",   "my",   "our",  "well", NULL};
  return first + 3 < b->draft->tokens.count &&
         (ss_token_is(at(b, first), b->clean, "Q") || ss_token_is(at(b, first), b->clean, "A")) &&
         ss_token_is(at(b, first + 1), b->clean, ".") &&
         ss_token_in(at(b, first + 2), b->clean, openers);
}

/* Nothing but who it is stands before the name, and nothing after it or a comma or "of". */
static bool is_introduction(const ss_builder *b, uint32_t first, ss_range name) {
  static const char *const links[] = {"our", "the", "my", "his", "her", "a", "an", "'s", NULL};
  static const char *const after[] = {"of", "in", "at", "from", "on", NULL};
  if (name.first > first + NAME_REACH) return false;
  for (uint32_t t = first; t < name.first; t++)
    if (!ss_token_in(at(b, t), b->clean, links) && !ss_token_is_capital(at(b, t)) &&
        !ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, t)))
      return false;
  uint8_t shape = at(b, name.end)->shape;
  return shape == SS_SHAPE_COMMA || shape == SS_SHAPE_COLON ||
         ss_token_in(at(b, name.end), b->clean, after);
}

/* "Our correspondent Peter Nowak, at the headquarters: The mood is strange.": a person's name with
 * what is known of him and no verb; or, in bold, any few words ("**Live desk:** No."). Gives the
 * colon, or 0. */
static uint32_t long_lead(const ss_builder *b, uint32_t first) {
  static const char *const verbs[] = {"is", "are", "was", "were", "has", "have", "had", "'s", NULL};
  const uint32_t count = b->draft->tokens.count;
  uint32_t t = first;
  if (t >= count || !ss_token_is_capital(at(b, t))) return 0;
  for (; t < count && t - first <= LEAD_LONGEST && !ss_token_is(at(b, t), b->clean, ":"); t++) {
    const ss_entry *cue = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    bool verb = at(b, t)->shape == SS_SHAPE_LOWER && cue && (cue->classes & SS_CLASS(VERB));
    bool word = ss_token_is_word(at(b, t)) || at(b, t)->shape == SS_SHAPE_COMMA;
    if (!word || verb || ss_token_in(at(b, t), b->clean, verbs)) return 0;
  }
  if (t + 2 >= count || t - first > LEAD_LONGEST || !ss_token_is_capital(at(b, t + 1))) return 0;
  if (b->draft->bold_lead && t - first <= LEAD_TOKENS) return t;
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    ss_range name = b->draft->names.items[n].range;
    if (name.first >= first && name.end <= t)
      return b->draft->names.items[n].type == SAYSO_NAME_PER && is_introduction(b, first, name) ? t
                                                                                                : 0;
  }
  return 0;
}

/* The sentence is told in the past, as the writer tells the rest. "Has changed" and "is changed"
 * are no past. */
bool ss_build_is_past(const ss_builder *b, ss_range sentence) {
  static const char *const present[] = {"has",  "have", "is",  "are", "be",
                                        "been", "'ve",  "'re", NULL};
  uint32_t helped = 0; /* one past the last token that a present auxiliary governs */
  for (uint32_t t = sentence.first; t < sentence.end; t++) {
    ss_word word = ss_word_of(at(b, t), b->clean);
    if (ss_word_in(&word, present)) helped = t + 1 + HELPED_TOKENS;
    bool verb = t == sentence.first || at(b, t)->shape == SS_SHAPE_LOWER; /* not "United States" */
    if (verb && t >= helped && ss_word_is_past(&word)) return true;
  }
  return false;
}

/* A finite form of the present: the sentence is not told in the past. */
static bool is_present(const ss_builder *b, ss_range sentence) {
  static const char *const forms[] = {"is", "are", "has", "have", "does", "do", "'s", "will", NULL};
  for (uint32_t t = sentence.first; t < sentence.end; t++)
    if (ss_token_in(at(b, t), b->clean, forms)) return true;
  return false;
}

/* The words end in an organization or an office: "Fire brigade", "Health minister". */
static bool is_body(const ss_builder *b, ss_range words) {
  const ss_token *tokens = b->draft->tokens.items;
  for (uint32_t t = words.first; t < words.end; t++) {
    uint32_t count = 0;
    const ss_entry *group =
        ss_lexicon_match(SS_LIST_GROUPS, b->clean, tokens, t, words.end, &count);
    if (group && (group->classes & SS_CLASS(ORGANIZATION)) && t + count == words.end) return true;
  }
  return ss_lexicon_word(SS_LIST_ROLES, b->clean, tokens[words.end - 1]) != NULL;
}

/* A headline that says before its colon what it is about, not who says it: "Harbour tunnel: what we
 * know so far". */
static bool is_topic(const ss_builder *b, ss_range lead) {
  static const char *const sorts[] = {"analysis", "opinion",  "comment", "explainer", "explained",
                                      "live",     "obituary", "review",  "editorial", "letters",
                                      "timeline", "profile",  "feature", "factbox",   "quiz",
                                      "recap",    "preview",  "gallery", "podcast",   NULL};
  static const char *const questions[] = {"what", "how", "why",   "where",
                                          "when", "who", "which", NULL};
  const uint32_t count = b->draft->tokens.count;
  ss_range rest = {lead.end + 1, count};
  if (b->draft->quotations.count || rest.first >= count || !ss_token_is_word(at(b, count - 1)))
    return false;
  if (lead.end == lead.first + 1 && ss_token_in(at(b, lead.first), b->clean, sorts)) return true;
  bool asks = ss_token_in(at(b, rest.first), b->clean, questions);
  if (!asks && ss_build_has_own_word(b, rest)) return false;
  return !ends_in_name(b, lead) && !is_called(b, lead) && !is_body(b, lead) &&
         (asks || !ss_lexicon_word(SS_LIST_DOCUMENTS, b->clean, *at(b, lead.end - 1)));
}

bool ss_build_is_topic(const ss_builder *b, const ss_candidate *c) {
  const uint32_t first = b->draft->dateline.end;
  return is_colon(b, c->cue) && c->source.count && ss_build_first(b, c->source) == first &&
         is_topic(b, (ss_range){first, ss_build_first(b, c->cue)});
}

/* "Fire brigade: four injured in warehouse blaze": a few words, the last of them a group or an
 * office, and a clause without a stop. Gives the colon, or 0. */
static uint32_t headline_lead(const ss_builder *b, uint32_t first) {
  const uint32_t count = b->draft->tokens.count;
  uint32_t colon = first;
  while (colon < count && colon - first <= LEAD_TOKENS && ss_token_is_word(at(b, colon)) &&
         at(b, colon)->state == SS_MARK_OUTSIDE)
    colon++;
  if (colon == first || colon + HEADLINE_WORDS >= count ||
      !ss_token_is(at(b, colon), b->clean, ":") || !ss_token_is_capital(at(b, first)) ||
      !ss_token_is_word(at(b, count - 1)))
    return 0;
  ss_range rest = {colon + 1, count};
  return is_body(b, (ss_range){first, colon}) && (is_present(b, rest) || ss_build_is_past(b, rest))
             ? colon
             : 0;
}

/* The name, letter or word before the colon of a turn: [0, end); empty when the unit does not begin
 * like one. */
static ss_range turn_lead(const ss_builder *b) {
  static const char *const askers[] = {"q", "a", "question", "answer", NULL};
  const uint32_t first = b->draft->dateline.end, count = b->draft->tokens.count;
  uint32_t end = lead_end(b, first), colon = long_lead(b, first);
  ss_range none = {0, 0}, lead = {first, end}, letter = {first, first + 1};
  if (is_minuted(b, first)) return letter;
  if (colon <= end) colon = headline_lead(b, first);
  if (colon >= end && colon && !ss_build_is_label(b, (ss_range){first, colon}))
    return (ss_range){first, colon};
  if (end == first || end + 1 >= count || !ss_token_is(at(b, end), b->clean, ":")) return none;
  if (end == first + 1 && ss_token_in(at(b, first), b->clean, askers)) return lead;
  if (ss_build_is_label(b, lead)) return none;
  bool known = b->draft->bold_lead || b->draft->turn == SS_TURN_NAMED;
  return known || (is_somebody(b, lead) && !is_topic(b, lead)) ? lead : none;
}

/* Speech after the colon: a sentence with its stop, or the words of somebody who speaks; after a
 * name the network knows also a headline, which has no stop. */
static bool is_turn(const ss_builder *b, ss_range lead, ss_range rest) {
  if (ss_build_words(b, rest) == 0) return false;
  uint8_t last = at(b, rest.end - 1)->shape;
  bool sentence = last == SS_SHAPE_STOP || last == SS_SHAPE_QUESTION || last == SS_SHAPE_DASH ||
                  ss_token_is_mark(at(b, rest.end - 1));
  bool headline = (name_in(b, lead) || headline_lead(b, lead.first) == lead.end) &&
                  ss_build_words(b, rest) >= HEADLINE_WORDS;
  bool known = b->draft->turn == SS_TURN_NAMED; /* one of several such */
  return known || sentence || headline || ss_build_has_own_word(b, rest);
}

/* What the network found about the turn itself goes: the turn covers it. No other statement has the
 * lead in it. */
static bool clear_lead(ss_builder *b, ss_range lead) {
  ss_range head = {lead.first, lead.end + 1};
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (ss_build_meets(b, c->cue, head)) c->dropped = true;
    if (!ss_build_cut(b, &c->source, head) || !ss_build_cut(b, &c->content, head)) return false;
    if (!c->content.count) c->dropped = true;
  }
  return true;
}

/* A turn of an interview, or the second paragraph of one: the block says so, and nobody is named. */
static bool is_unnamed(const ss_builder *b) {
  return b->draft->turn == SS_TURN_ASKED || b->draft->turn == SS_TURN_ANSWERED ||
         b->draft->turn == SS_TURN_CONTINUED || b->draft->turn == SS_TURN_LISTED;
}

/* The lead of the turn that the unit is; empty when it is none. */
static ss_range lead_of_turn(const ss_builder *b) {
  ss_range lead = turn_lead(b), none = {0, 0};
  if (is_unnamed(b)) return none;
  return lead.end && is_turn(b, lead, (ss_range){lead.end + 1, b->draft->tokens.count}) ? lead
                                                                                        : none;
}

bool ss_build_clear_turn(ss_builder *b) {
  ss_range lead = lead_of_turn(b), source, dash;
  if (lead.end == 0 && ss_build_signature(b, &source, &dash))
    return clear_lead(b, (ss_range){dash.first, b->draft->tokens.count - 1});
  return lead.end == 0 || clear_lead(b, lead);
}

/* Who signs it says the whole unit. */
static bool add_signed(ss_builder *b, ss_range source, ss_range dash) {
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, turn_score, 1, SS_RULE_TURN, false, false};
  return ss_build_put(b, &c.source, source) && ss_build_put(b, &c.cue, dash) &&
         ss_build_put(b, &c.content, (ss_range){b->draft->dateline.end, dash.first}) &&
         ss_build_add_turn(b, c);
}

bool ss_build_turn(ss_builder *b) {
  ss_range lead = lead_of_turn(b), rest = {lead.end + 1, b->draft->tokens.count};
  ss_candidate c = {{0, 0}, {0, 0}, {0, 0}, turn_score, 1, SS_RULE_TURN, false, false};
  ss_range source, dash;
  if (lead.end == 0 && ss_build_signature(b, &source, &dash)) return add_signed(b, source, dash);
  if (lead.end == 0) return !is_unnamed(b) || ss_build_unnamed(b);
  if (!ss_build_put(b, &c.source, lead) ||
      !ss_build_put(b, &c.cue, (ss_range){lead.end, lead.end + 1}) ||
      !ss_build_put(b, &c.content, rest))
    return false;
  return ss_build_add_turn(b, c);
}

/* ---- continuations ---- */

static const char *const speakers[] = {"he", "she", "they", NULL};

/* A tag of its own stands in the sentence at `first`: "…, Vetrov observed with a smile." */
static bool has_tag(const ss_builder *b, uint32_t first) {
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, first);
  for (uint32_t t = sentence.first + 1; t + 2 < sentence.end; t++) {
    if (at(b, t)->shape != SS_SHAPE_COMMA) continue;
    ss_range who = {t + 1, t + 2};
    if (!ss_token_is_capital(at(b, t + 1)) && !ss_token_in(at(b, t + 1), b->clean, speakers))
      continue;
    while (who.end < sentence.end && who.end - who.first < TAG_WORDS &&
           ss_token_is_capital(at(b, who.end)))
      who.end++;
    if (who.end >= sentence.end || at(b, who.end)->shape != SS_SHAPE_LOWER) continue;
    const ss_entry *verb = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, who.end));
    if (verb && (verb->classes & SS_CLASS(VERB))) return true;
  }
  return false;
}

/* What somebody who speaks says of others: "They call me". */
static bool is_nested(const ss_builder *b, const ss_candidate *c, ss_range sentence) {
  static const char *const persons[] = {"you", "they", NULL};
  return c->source.count && ss_token_in(at(b, ss_build_first(b, c->source)), b->clean, persons) &&
         ss_build_has_person_word(b, sentence) && !has_tag(b, sentence.first);
}

/* Somebody's tag, name before a verb, or marks stand in the sentence: it is not a bare
 * continuation. */
bool ss_build_is_taken(const ss_builder *b, ss_range sentence, uint32_t but) {
  for (uint32_t t = sentence.first; t < sentence.end; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return true;
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (i == but || c->dropped || is_nested(b, c, sentence)) continue;
    if (ss_build_meets(b, c->cue, sentence) || ss_build_meets(b, c->content, sentence)) return true;
  }
  return false;
}

/* Somebody says something there, or does not: "The palace neither confirms nor denies." */
static bool reports(const ss_builder *b, ss_range sentence) {
  const uint64_t both = SS_CLASS(VERB) | SS_CLASS(SPEECH);
  for (uint32_t t = sentence.first + 1; t < sentence.end; t++) {
    const ss_entry *verb = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    if (at(b, t)->shape == SS_SHAPE_LOWER && verb && (verb->classes & both) == both &&
        b->clean[at(b, t)->end - 1] == 's')
      return true;
  }
  return false;
}

/* Does the sentence go on in the voice of an own-words statement? First and second person do; so
 * does the present among tales of the past, and a fragment. */
static bool goes_on(const ss_builder *b, ss_range sentence) {
  static const char *const told[] = {"he", "she", "his", "her", NULL};
  if (ss_build_is_gesture(b, sentence)) return false;
  if (ss_build_has_own_word(b, sentence)) return true;
  if (ss_build_is_past(b, sentence) || reports(b, sentence)) return false;
  return !ss_token_in(at(b, sentence.first), b->clean, told);
}

/* He, she or somebody's name. */
static bool has_person(const ss_builder *b, ss_range sentence) {
  static const char *const persons[] = {"he", "she", "his", "her", "him", NULL};
  static const char *const all[] = {"nobody", "everybody", "everyone", NULL};
  if (ss_token_in(at(b, sentence.first), b->clean, all) && ss_build_words(b, sentence) <= TOLD_FEW)
    return true; /* "Nobody moved." */
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    const ss_name *name = &b->draft->names.items[n];
    if (name->type == SAYSO_NAME_PER && name->range.first >= sentence.first &&
        name->range.end <= sentence.end)
      return true;
  }
  for (uint32_t t = sentence.first; t < sentence.end; t++)
    if (ss_token_in(at(b, t), b->clean, persons)) return true;
  return false;
}

/* The sentence belongs to the tale around an unmarked speech, not to the speech. */
bool ss_build_is_told(const ss_builder *b, ss_range sentence) {
  for (uint32_t t = sentence.first; t < sentence.end; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return false;
  if (ss_build_is_gesture(b, sentence)) return true;
  return ss_build_is_past(b, sentence) && !ss_build_has_own_word(b, sentence) &&
         has_person(b, sentence);
}

/* A sentence before the tag's that the network took into the speech, and that tells what happened:
 * "The words of the day were not spoken. We have two choices, the secretary tweeted." Short ones
 * may be speech: "Iowa happened." */
static bool leads_in(const ss_builder *b, ss_range sentence) {
  static const char *const asked[] = {"say", "answer", "explain", "reply", NULL};
  for (uint32_t t = sentence.first; t < sentence.end; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE) return false;
  if (ss_build_is_gesture(b, sentence)) return true;
  if (at(b, sentence.end - 1)->shape == SS_SHAPE_QUESTION && !ss_build_has_person_word(b, sentence))
    for (uint32_t t = sentence.first; t < sentence.end; t++) /* "What does the vet say?" */
      if (ss_token_in(at(b, t), b->clean, asked)) return true;
  if (!ss_build_is_past(b, sentence) || ss_build_has_person_word(b, sentence)) return false;
  return has_person(b, sentence) ||
         (!is_present(b, sentence) && ss_build_words(b, sentence) >= TOLD_WORDS);
}

/* "In the queue a woman of about fifty waves us off.": somebody is brought in before anybody says
 * "I". */
static bool introduces(const ss_builder *b, ss_range sentence) {
  enum { REACH = 3 };
  static const char *const articles[] = {"a", "an", "another", NULL};
  static const char *const verbs[] = {"is",   "are",  "has",    "have",   "it",  "this", "that",
                                      "he",   "she",  "they",   "to",     "who", "how",  "can",
                                      "will", "must", "should", "cannot", NULL};
  uint32_t article = SAYSO_NONE;
  for (uint32_t t = sentence.first; t < sentence.end; t++) {
    bool open = at(b, t)->state == SS_MARK_OUTSIDE && !ss_token_in(at(b, t), b->clean, own_words);
    if (!open || ss_token_in(at(b, t), b->clean, verbs)) return false;
    const ss_entry *role = ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, t));
    if (role && article != SAYSO_NONE && t - article <= REACH) return true;
    if (ss_token_in(at(b, t), b->clean, articles)) article = t;
  }
  return false;
}

/* One past the last sentence of [first, tag) that brings in the "she" of the tag; `first` when none
 * does: nobody introduces himself so. */
static uint32_t after_introduction(const ss_builder *b, const ss_candidate *c, uint32_t first,
                                   uint32_t tag) {
  static const char *const persons[] = {"he", "she", NULL};
  if (!c->source.count || !ss_token_in(at(b, ss_build_first(b, c->source)), b->clean, persons))
    return first;
  uint32_t start = first;
  for (uint32_t t = first; t < tag;) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, t);
    t = sentence.end;
    if (introduces(b, sentence)) start = t;
  }
  return start;
}

/* Unmarked speech beside its tag reaches only so far as the sentences go on in its voice: "His
 * counterpart arrived last. We want to talk, he said. In the evening he had not changed his tone."
 */
static bool trim_own(ss_builder *b, ss_candidate *c) {
  uint32_t count = b->draft->tokens.count;
  ss_range tag = ss_sentence_of(b->draft->tokens.items, count, ss_build_first(b, c->cue));
  uint32_t first = ss_build_first(b, c->content), end = ss_build_end(b, c->content);
  ss_ranges kept = c->content;
  uint32_t start = after_introduction(b, c, first, tag.first);
  if (start > first && !ss_build_cut(b, &kept, (ss_range){first, start})) return false;
  for (uint32_t t = start; t < tag.first;) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, t);
    if (!leads_in(b, sentence)) break;
    if (!ss_build_cut(b, &kept, sentence)) return false;
    t = sentence.end;
  }
  uint32_t spoken = ss_build_end(b, c->cue);
  for (uint32_t i = 0; i < c->content.count; i++) {
    ss_range piece = b->pool.items[c->content.at + i];
    if (first >= spoken || piece.first < spoken || piece.first >= tag.end) continue;
    if (piece.end > tag.end) piece.end = tag.end;
    if (ss_build_is_beside(b, piece) && !ss_build_cut(b, &kept, (ss_range){piece.first, tag.end}))
      return false;
  }
  uint32_t other = tag.end, told = SAYSO_NONE;
  for (; other < end && !has_tag(b, other);
       other = ss_sentence_of(b->draft->tokens.items, count, other).end) {
    bool is = ss_build_is_told(b, ss_sentence_of(b->draft->tokens.items, count, other));
    told = !is ? SAYSO_NONE : told == SAYSO_NONE ? other : told;
  }
  uint32_t until = told == SAYSO_NONE ? other : told;
  if (until < end && !ss_build_cut(b, &kept, (ss_range){until, end})) return false;
  if (ss_build_total(b, kept)) c->content = kept;
  return true;
}

/* "Do not write [that I am tired], he warns": before its tag no speech begins with "that". */
static bool begin_before_that(ss_builder *b, ss_candidate *c) {
  enum { REACH = 6 };
  static const char *const that[] = {"that", NULL};
  uint32_t first = ss_build_first(b, c->content);
  if (!c->cue.count || !c->content.count || first >= ss_build_first(b, c->cue) ||
      !ss_token_in(at(b, first), b->clean, that))
    return true;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, first);
  if (sentence.first >= first || first - sentence.first > REACH) return true;
  for (uint32_t t = sentence.first; t < first; t++)
    if (!ss_token_is_word(at(b, t)) || at(b, t)->state != SS_MARK_OUTSIDE) return true;
  ss_range before = {sentence.first, first};
  return ss_build_meets(b, c->source, before) || ss_build_put(b, &c->content, before);
}

bool ss_build_trim_own(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->dropped || c->rule != SS_RULE_FRAME || !c->cue.count) continue;
    if (!begin_before_that(b, c) || (ss_build_is_own(b, c) && !trim_own(b, c))) return false;
  }
  return true;
}

/* The statement's tag closes its sentence: what follows stands alone. Gives the end of that
 * sentence, or 0. */
static uint32_t tagged_end(const ss_builder *b, const ss_candidate *c) {
  uint32_t content = ss_build_end(b, c->content), cue = ss_build_end(b, c->cue),
           source = ss_build_end(b, c->source);
  uint32_t tag = cue > source ? cue : source;
  if (!c->cue.count || tag == 0) return 0;
  uint32_t last = content > tag ? content : tag;
  if (content > tag && !ss_build_holds(b, c->content, content - 1)) return 0;
  return ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, last - 1).end;
}

/* Own words that the network cuts at a colon or comma of their sentence, where nobody else speaks
 * in its rest: "It will be approved in December: on time, and by this majority." */
static bool complete_sentence(ss_builder *b, uint32_t i) {
  ss_candidate *c = &b->candidates.items[i];
  uint32_t end = ss_build_end(b, c->content), count = b->draft->tokens.count;
  if (end == 0 || end >= count) return true;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, end - 1),
           rest = {end, sentence.end};
  if (ss_build_meets(b, c->cue, sentence) || ss_build_meets(b, c->source, sentence)) return true;
  if (ss_build_words(b, rest) == 0 || ss_build_is_taken(b, rest, i)) return true;
  return ss_build_put(b, &c->content, rest);
}

/* Own words before their tag begin with their sentence, where the network begins them within a
 * phrase: "She does not agree with [him about anything], she admits." */
static bool begin_sentence(ss_builder *b, uint32_t i) {
  ss_candidate *c = &b->candidates.items[i];
  uint32_t first = ss_build_first(b, c->content), count = b->draft->tokens.count;
  if (first == 0 || first >= ss_build_first(b, c->cue) || !ss_token_is_word(at(b, first - 1)))
    return true;
  ss_range before = {ss_sentence_of(b->draft->tokens.items, count, first).first, first};
  if (before.first >= first || ss_build_meets(b, c->source, before) ||
      ss_build_is_taken(b, before, i))
    return true;
  return ss_build_put(b, &c->content, before);
}

/* "he jokes": the tale is told in the present, which then tells no speech from it. */
static bool is_told_in_present(const ss_builder *b, const ss_candidate *c) {
  for (uint32_t t = ss_build_first(b, c->cue); t < ss_build_end(b, c->cue); t++) {
    const ss_entry *verb = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    if (at(b, t)->shape == SS_SHAPE_LOWER && verb && (verb->classes & SS_CLASS(VERB)) &&
        b->clean[at(b, t)->end - 1] == 's')
      return true;
  }
  return false;
}

/* Adds the sentences from token `end` on that go on in the voice of candidate i. */
bool ss_build_continue(ss_builder *b, uint32_t i, uint32_t end) {
  uint32_t count = b->draft->tokens.count;
  bool present = is_told_in_present(b, &b->candidates.items[i]);
  for (uint32_t n = 0; end && end < count && n < CONTINUED_SENTENCES; n++) {
    ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, end);
    if (present && !ss_build_has_own_word(b, sentence)) return true;
    if (ss_build_is_taken(b, sentence, i) || !goes_on(b, sentence)) return true;
    if (b->candidates.items[i].own < own_threshold && !ss_build_has_own_word(b, sentence))
      return true;
    if (!ss_build_put(b, &b->candidates.items[i].content, sentence)) return false;
    end = sentence.end;
  }
  return true;
}

/* "Money, the official explains, is not infinite. We have …": the tag stands in or after what is
 * said, and the next sentence is in the first person. Then the words before were his own too. */
static bool owns_up(const ss_builder *b, uint32_t i) {
  const ss_candidate *c = &b->candidates.items[i];
  const uint32_t end = tagged_end(b, c), count = b->draft->tokens.count;
  if (!c->content.count || !c->source.count || !end || end >= count) return false;
  uint32_t first = ss_build_first(b, c->content), source = ss_build_first(b, c->source);
  if (first >= ss_build_first(b, c->cue) || ss_token_in(at(b, source), b->clean, own_words))
    return false;
  ss_range next = ss_sentence_of(b->draft->tokens.items, count, end);
  return ss_sentence_of(b->draft->tokens.items, count, first).end == end &&
         ss_build_has_person_word(b, next) && !ss_build_is_taken(b, next, i);
}

/* How far own words reach beyond their tag the network says itself, but for a sentence with "I" or "you",
 * or without a verb: "We have two choices, he tweeted. Talks, or a summer without bread." */
static bool network_tells(const ss_builder *b, uint32_t i, uint32_t end) {
  if (b->candidates.items[i].rule != SS_RULE_FRAME || end >= b->draft->tokens.count) return false;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, end);
  if (ss_build_has_own_word(b, sentence)) return false;
  for (uint32_t t = sentence.first; t < sentence.end; t++) { /* "comes" */
    ss_word word = ss_word_of(at(b, t), b->clean);
    if (at(b, t)->shape == SS_SHAPE_LOWER && ss_word_ends_in_s(&word)) return true;
  }
  return is_present(b, sentence) || ss_build_is_past(b, sentence);
}

bool ss_build_continuations(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->dropped || (c->rule != SS_RULE_FRAME && c->rule != SS_RULE_TAG)) continue;
    if (!ss_build_is_own(b, c)) {
      if (!owns_up(b, i)) continue;
      c->own = 1;
    }
    if (ss_build_act(b, c) != SAYSO_ACT_SPEECH || ss_build_is_marked(b, c->content)) continue;
    if (!begin_sentence(b, i) || !complete_sentence(b, i)) return false;
    uint32_t end = tagged_end(b, &b->candidates.items[i]);
    if (!network_tells(b, i, end) && !ss_build_continue(b, i, end)) return false;
  }
  return true;
}

/* ---- "— We go, said the girl." ---- */

/* "—We", and no "— We" of a list. */
static bool dash_adjoins(const ss_builder *b) { return at(b, 0)->end == at(b, 1)->start; }

/* The unit opens with a long dash and goes on with a sentence; a signature has no stop. */
static bool opens_with_dash(const ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  if (count < 3 || at(b, 0)->shape != SS_SHAPE_DASH || ss_token_is(at(b, 0), b->clean, "-") ||
      (ss_token_is(at(b, 0), b->clean, "--") && !dash_adjoins(b)))
    return false;
  uint8_t last = at(b, count - 1)->shape;
  return ss_token_is_capital(at(b, 1)) && at(b, 1)->state == SS_MARK_OUTSIDE &&
         (last == SS_SHAPE_STOP || last == SS_SHAPE_QUESTION || last == SS_SHAPE_DASH);
}

/* The statement whose tag stands in the unit's first sentence and which has its first words, or
 * SAYSO_NONE: "— We go, said the girl." */
static uint32_t dash_owner(const ss_builder *b, ss_range sentence) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (!c->dropped && c->cue.count && ss_build_meets(b, c->cue, sentence) &&
        ss_build_first(b, c->content) <= 1)
      return i;
  }
  return SAYSO_NONE;
}

/* Somebody's words and no item of a list: in the first or second person, a question, or with a
 * verb. */
static bool is_uttered(const ss_builder *b, ss_range range) {
  return ss_build_has_own_word(b, range) || is_present(b, range) || ss_build_is_past(b, range);
}

/* Dialogue set off by dashes: the paragraph is one turn, up to where the tale goes on. */
bool ss_build_dash(ss_builder *b) {
  const uint32_t count = b->draft->tokens.count;
  if (!opens_with_dash(b)) return true;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, 0);
  uint32_t owner = dash_owner(b, sentence);
  ss_range from = {sentence.end, count};
  if (owner == SAYSO_NONE && !dash_adjoins(b) && !is_uttered(b, (ss_range){1, count})) return true;
  if (owner == SAYSO_NONE) {
    ss_candidate fresh = {{0, 0}, {0, 0}, {0, 0}, turn_score, 1, SS_RULE_TURN, false, false};
    owner = b->candidates.count;
    from.first = 1;
    if (!ss_vec_push(b->draft->hook, &b->candidates, fresh)) return false;
  }
  b->candidates.items[owner].rule = SS_RULE_TURN;
  if (!ss_build_cut(b, &b->candidates.items[owner].content, (ss_range){0, 1})) return false;
  while (from.first < count) {
    sentence = ss_sentence_of(b->draft->tokens.items, count, from.first);
    if (from.first > 1 && ss_build_is_told(b, sentence)) break;
    if (!ss_build_put(b, &b->candidates.items[owner].content, (ss_range){from.first, sentence.end}))
      return false;
    from.first = sentence.end;
  }
  return true;
}
