/* In: the mentions of a unit. Out: a key and marks for each of them and their words, classes of all
 * words, and what stands beside each mention; kept with the reading.
 * Promises that resolving, which runs over the whole document after every edit, folds and looks up
 * no word of a mention again. */
#include <string.h>

#include "actor/cast.h"
#include "actor/mention.h"
#include "base/status.h"
#include "read/word.h"

static bool has_class(ss_list list, const char *clean, ss_token token, uint64_t classes) {
  const ss_entry *entry = ss_lexicon_word(list, clean, token);
  return entry && (entry->classes & classes);
}

/* "Inc" is one of a company, "Jr." of anybody. */
static bool is_suffix(const char *clean, ss_token token, bool company) {
  const ss_entry *entry = ss_lexicon_word(SS_LIST_HONORIFICS, clean, token);
  return entry && (entry->classes & SS_CLASS(SUFFIX)) &&
         (company || !(entry->classes & SS_CLASS(ORGANIZATION)));
}

static uint8_t marks_of(const char *clean, ss_token token, bool company) {
  uint8_t marks = 0;
  if (token.shape >= SS_SHAPE_DOUBLE_MARK) return 0; /* no list holds punctuation */
  if (is_suffix(clean, token, company)) marks |= SS_WORD_SUFFIX;
  if (has_class(SS_LIST_WORDS, clean, token, SS_CLASS(DETERMINER))) marks |= SS_WORD_DETERMINER;
  if (ss_lexicon_word(SS_LIST_PRONOUNS, clean, token)) marks |= SS_WORD_PRONOUN;
  if (ss_lexicon_word(SS_LIST_PARTICLES, clean, token)) marks |= SS_WORD_PARTICLE;
  return marks;
}

/* A key that is of no word has no marks. */
static bool add_key(ss_draft *draft, uint64_t key, uint8_t marks) {
  return ss_vec_push(draft->hook, &draft->keys, key) &&
         ss_vec_push(draft->hook, &draft->marks, marks);
}

static bool add_range(ss_draft *draft, const char *clean, ss_range range, bool company) {
  for (uint32_t t = range.first; t < range.end; t++) {
    ss_token token = draft->tokens.items[t];
    if (!add_key(draft, ss_token_key(clean, token), marks_of(clean, token, company))) return false;
  }
  return true;
}

/* Equal for names of the same tokens, byte by byte. */
static uint64_t text_key(const ss_draft *draft, const char *clean, ss_range range) {
  uint64_t key = 0;
  for (uint32_t t = range.first; t < range.end; t++) {
    ss_token token = draft->tokens.items[t];
    key = ss_key_mix(key, ss_key_bytes(clean + token.start, token.end - token.start));
    key = ss_key_mix(key, token.shape);
  }
  return key;
}

/* ---- before a pronoun ---- */

static ss_lead lead_of(ss_token token) {
  return token.word & SS_WORD_IS_SUBORDINATOR ? SS_LEAD_SUBORDINATOR
         : token.word & SS_WORD_IS_PREPOSITION ? SS_LEAD_PREPOSITION
                                               : SS_LEAD_OTHER;
}

/* The words of the sentence before token `head`. */
static ss_run_up run_up_of(const ss_token *tokens, uint32_t head) {
  enum {
    REACH = 64,
    OPENING = 2, /* a comma within the opening words cuts nothing off: "Then, in" */
    PLACE = 0x7FFF /* of a token: a unit has at most SS_UNIT_TOKENS */
  };
  ss_run_up up = {0, 0, SS_LEAD_NONE, 0, 0};
  uint32_t low = head > REACH ? head - REACH : 0, t = head, first_comma = 0;
  while (t > low && !(tokens[t].flags & SS_TOKEN_SENTENCE)) {
    ss_token token = tokens[--t];
    unsigned place = t + 1;
    bool comma = token.shape == SS_SHAPE_COMMA, subordinator = token.word & SS_WORD_IS_SUBORDINATOR;
    bool mark = comma || token.shape == SS_SHAPE_COLON || token.shape == SS_SHAPE_DASH;
    if (comma) first_comma = t + 1;
    if (mark && !up.mark) up.mark = place & PLACE;
    if (subordinator && !up.subordinator) up.subordinator = place & PLACE;
    if ((token.word & SS_WORD_IS_COORDINATOR) && !up.coordinator) up.coordinator = place & PLACE;
    if ((token.word & SS_WORD_IS_RELATIVE) && !subordinator && !up.relative) up.relative = place & PLACE;
  }
  if (t == head) return up;
  if (first_comma && first_comma - t <= OPENING + 1) {
    t = first_comma;
    first_comma = up.mark > t ? up.mark : 0; /* the latest one does as well: is there any? */
  }
  up.lead = (unsigned)(first_comma ? SS_LEAD_OTHER : lead_of(tokens[t])) & 3;
  return up;
}

static uint64_t run_up_key(const ss_draft *draft, const ss_mention *m) {
  _Static_assert(sizeof(ss_run_up) == sizeof(uint64_t), "it stands among keys");
  ss_run_up up = run_up_of(draft->tokens.items, m->head);
  uint64_t key;
  memcpy(&key, &up, sizeof key);
  return key;
}

/* ---- roles ---- */

static bool starts_with(const char *text, const char *start) {
  return !strncmp(text, start, strlen(start));
}

/* Of the police and of the army: "the officer" is any of them. */
static bool is_officer(const char *role) {
  static const char *const ranks[] = {
      "constable", "corporal", "sergeant", "inspector", "detective", "superintendent", "lieutenant",
      "captain",   "major",    "colonel",  "commander", "policeman", "policewoman"};
  for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
    if (!strcmp(ranks[i], role)) return true;
  return false;
}

/* Of a word that means the role as well: "minister" of "prime minister", "secretary" of "secretary
 * of state", "officer" of "sergeant"; 0: there is none. */
static uint64_t shorter_key(const char *role) {
  if (is_officer(role)) return ss_key_bytes("officer", 7);
  const char *last = strrchr(role, ' '), *preposition = strstr(role, " of ");
  if (!last || starts_with(role, "vice") || starts_with(role, "deputy")) return 0;
  return preposition ? ss_key_bytes(role, (size_t)(preposition - role)) : ss_key_bytes(last + 1, strlen(last + 1));
}

/* The shorter one first; 0: it is in no list. */
static bool add_role(ss_draft *draft, const ss_mention *m) {
  const char *role = m->word == SAYSO_NONE ? "" : ss_entry_value(ss_lexicon_entry(m->word));
  return add_key(draft, shorter_key(role), 0) &&
         add_key(draft, *role ? ss_key_bytes(role, strlen(role)) : 0, 0);
}

/* Is the token one of the words (lower case, each between spaces), whatever its case? */
static bool is_one_of(const char *clean, ss_token token, const char *words) {
  size_t size = token.end - token.start;
  for (const char *at = words + 1; *at; at = strchr(at, ' ') + 1) {
    size_t length = strcspn(at, " "), same = 0;
    if (length != size) continue;
    while (same < size && (clean[token.start + same] | 32) == at[same]) same++;
    if (same == size) return true;
  }
  return false;
}

/* All words but determiners: "senior officials" and "the senior officials" are one. Of the head its
 * role. "The man with the beard" is not the man. */
static uint64_t described_key(const ss_draft *draft, const char *clean, const ss_mention *m) {
  enum { MORE = 3 };
  uint32_t words = m->range.end - m->range.first;
  uint64_t key = 1, role = draft->keys.items[m->keys - 3]; /* not 0: what has no key counts, too */
  for (uint32_t i = 0; i < words; i++) {
    uint8_t marks = draft->marks.items[m->keys + i];
    if (words > 1 && (marks & (SS_WORD_DETERMINER | SS_WORD_PRONOUN))) continue;
    bool head = m->range.first + i == m->head && role;
    key = ss_key_mix(key, head ? role : draft->keys.items[m->keys + i]);
  }
  uint32_t after = m->head + 1;
  bool with = m->goes_on && is_one_of(clean, draft->tokens.items[after], " with ");
  for (uint32_t t = after; with && t < after + MORE && t < draft->tokens.count; t++)
    key = ss_key_mix(key, ss_token_key(clean, draft->tokens.items[t]));
  return key;
}

/* The keys of the whole, then of the words, from which the former are made. */
static bool add_mention(ss_draft *draft, const char *clean, ss_mention *m) {
  bool name = m->form == SAYSO_FORM_NAME || m->form == SAYSO_FORM_METONYM, role = m->form == SAYSO_FORM_ROLE;
  if ((role || m->title.end > m->title.first) && !add_role(draft, m)) return false;
  if (role && !add_key(draft, 0, 0)) return false;
  if (name && !add_key(draft, text_key(draft, clean, m->range), 0)) return false;
  if (m->form == SAYSO_FORM_PRONOUN && !add_key(draft, run_up_key(draft, m), 0)) return false;
  if (!add_key(draft, 0, 0)) return false;
  m->keys = draft->keys.count;
  bool company = m->kind == SAYSO_ACTOR_ORGANIZATION;
  if (!add_range(draft, clean, m->range, company) || !add_range(draft, clean, m->title, false))
    return false;
  uint32_t words = m->range.end - m->range.first, at = m->keys;
  bool article = words > 1 && m->head != m->range.first &&
                 (draft->marks.items[m->keys] & SS_WORD_DETERMINER) &&
                 draft->tokens.items[m->range.first + 1].shape != SS_SHAPE_STOP; /* not "A. Bell" */
  at += article;
  uint64_t shown = 0;
  for (; at < m->keys + words; at++) shown = ss_key_mix(shown, draft->keys.items[at]);
  draft->keys.items[m->keys - 1] = shown;
  if (role) draft->keys.items[m->keys - 2] = described_key(draft, clean, m);
  return true;
}

static bool is_mark(ss_token token) {
  return token.state == SS_MARK_OPENING || token.state == SS_MARK_CLOSING;
}

/* Spoken to: the name stands alone between commas, marks and the ends of sentences: "Well, my dear
 * Anna, …". */
static bool is_vocative(const ss_draft *draft, const char *clean, const ss_mention *m) {
  static const char fond[] = " my dear dearest darling beloved sweet poor old oh o ah ";
  const ss_token *tokens = draft->tokens.items;
  uint32_t first = ss_mention_first(m);
  if (m->possessive || m->form == SAYSO_FORM_PRONOUN) return false;
  while (first > 0 && is_one_of(clean, tokens[first - 1], fond)) first--;
  bool comma = first > 0 && tokens[first - 1].shape == SS_SHAPE_COMMA;
  bool before = first == 0 || comma || is_mark(tokens[first - 1]) ||
                (tokens[first].flags & SS_TOKEN_SENTENCE);
  if (m->range.end >= draft->tokens.count) return comma;
  ss_token next = tokens[m->range.end];
  return (before && (next.shape == SS_SHAPE_COMMA || next.shape == SS_SHAPE_QUESTION)) ||
         (comma && (next.shape == SS_SHAPE_STOP || is_mark(next) || next.shape == SS_SHAPE_DASH));
}

/* Mentions are sorted by their start, heads nearly so. */
static void add_sentences(ss_draft *draft) {
  const ss_token *tokens = draft->tokens.items;
  uint32_t token = 0, sentence = 0;
  for (uint32_t i = 0; i < draft->mentions.count; i++) {
    ss_mention *m = &draft->mentions.items[i];
    uint32_t first = ss_mention_first(m);
    for (; token <= m->head; token++)
      sentence += token && (tokens[token].flags & SS_TOKEN_SENTENCE) &&
                  tokens[token].state != SS_MARK_INSIDE;
    m->sentence = sentence;
    m->inside = tokens[m->head].state == SS_MARK_INSIDE;
    m->opens = tokens[first].flags & SS_TOKEN_SENTENCE;
  }
}

static const char subordinators[] =
    " when while after before although though because since as if where until once whereas unless "
    "that despite following upon ";
static const char coordinators[] = " and or but ";

static uint8_t class_of(const char *clean, ss_token token) {
  uint8_t bits = 0;
  if (token.shape >= SS_SHAPE_DOUBLE_MARK) return 0;
  if (token.end - token.start <= 9) {
    if (is_one_of(clean, token, subordinators)) bits |= SS_WORD_IS_SUBORDINATOR;
    if (is_one_of(clean, token, coordinators)) bits |= SS_WORD_IS_COORDINATOR;
  }
  const ss_entry *word = ss_lexicon_word(SS_LIST_WORDS, clean, token);
  const ss_entry *pronoun = ss_lexicon_word(SS_LIST_PRONOUNS, clean, token);
  if (word && (word->classes & SS_CLASS(PREPOSITION))) bits |= SS_WORD_IS_PREPOSITION;
  if (word && (word->classes & SS_CLASS(CONJUNCTION))) bits |= SS_WORD_IS_CONJUNCTION;
  if (word && (word->classes & ~SS_CLASS(ADJECTIVE))) bits |= SS_WORD_IS_PLAIN;
  if (pronoun) bits |= SS_WORD_IS_PRONOUN;
  if (pronoun && (pronoun->classes & SS_CLASS(SUBJECT))) bits |= SS_WORD_IS_SUBJECT;
  if (pronoun && (pronoun->classes & SS_CLASS(RELATIVE))) bits |= SS_WORD_IS_RELATIVE;
  return bits;
}

/* A finite verb of speech. */
static bool is_speech(const char *clean, ss_token token) {
  const ss_entry *cue =
      token.shape == SS_SHAPE_LOWER ? ss_lexicon_word(SS_LIST_CUES, clean, token) : NULL;
  return cue && (cue->classes & SS_CLASS(SPEECH)) && (cue->classes & SS_CLASS(VERB));
}

/* ---- beside a mention ---- */

static uint8_t word_before(const char *clean, const ss_token *tokens, uint32_t at) {
  static const struct {
    const char *word;
    uint8_t before;
  } known[] = {{" by ", SS_BEFORE_BY},   {" with ", SS_BEFORE_WITH}, {" of ", SS_BEFORE_OF},
               {" to ", SS_BEFORE_TO},   {" for ", SS_BEFORE_FOR},   {" from ", SS_BEFORE_FROM},
               {" in ", SS_BEFORE_IN},   {" that ", SS_BEFORE_THAT}};
  if (at == 0 || (tokens[at].flags & SS_TOKEN_SENTENCE)) return SS_BEFORE_START;
  ss_token token = tokens[at - 1];
  if (token.shape == SS_SHAPE_COMMA) return SS_BEFORE_COMMA;
  if (token.shape == SS_SHAPE_BRACKET) return SS_BEFORE_BRACKET;
  if (clean[token.start] == '&') return SS_BEFORE_AND;
  if (token.shape >= SS_SHAPE_DOUBLE_MARK) return SS_BEFORE_OTHER;
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (is_one_of(clean, token, known[i].word)) return known[i].before;
  if (token.word & SS_WORD_IS_COORDINATOR) return SS_BEFORE_AND;
  if (token.word & SS_WORD_IS_SUBORDINATOR) return SS_BEFORE_SUBORDINATOR;
  if (token.word & SS_WORD_IS_PREPOSITION) return SS_BEFORE_PREPOSITION;
  bool ed = token.end - token.start > 3 && !memcmp(clean + token.end - 2, "ed", 2);
  return ed ? SS_BEFORE_ED : SS_BEFORE_OTHER;
}

static uint8_t word_after(const char *clean, const ss_draft *draft, const ss_mention *m) {
  uint32_t at = m->range.end;
  if (m->possessive) return SS_AFTER_POSSESSIVE;
  if (at >= draft->tokens.count) return SS_AFTER_STOP;
  ss_token token = draft->tokens.items[at];
  switch (token.shape) {
    case SS_SHAPE_COMMA: return SS_AFTER_COMMA;
    case SS_SHAPE_STOP: return SS_AFTER_STOP;
    case SS_SHAPE_COLON: return SS_AFTER_COLON;
    case SS_SHAPE_BRACKET:
      return strchr("([{", clean[token.start]) ? SS_AFTER_OPENING : SS_AFTER_CLOSING;
    default: break;
  }
  if (token.word & SS_WORD_IS_COORDINATOR) return SS_AFTER_AND;
  bool who = (token.word & SS_WORD_IS_RELATIVE) && !(token.word & SS_WORD_IS_SUBORDINATOR);
  return who ? SS_AFTER_WHO : SS_AFTER_OTHER;
}

/* ---- the head of a role ---- */

static bool is_capital(ss_token token) {
  return token.shape == SS_SHAPE_CAPITALISED && !(token.flags & SS_TOKEN_SENTENCE);
}

static bool goes_on(const char *clean, const ss_draft *draft, const ss_mention *m) {
  if (m->head + 2 >= draft->tokens.count) return false;
  const ss_token *tokens = draft->tokens.items;
  return is_one_of(clean, tokens[m->head + 1], " of with ") &&
         !ss_mention_accused(tokens, clean, m);
}

/* "Former President Bell", "ex-president". */
static bool is_past(const char *clean, const ss_draft *draft, const ss_mention *m) {
  bool titled = m->title.end > m->title.first;
  uint32_t end = titled ? m->title.end : m->head + 1;
  for (uint32_t t = ss_mention_first(m); t < end; t++) {
    ss_token token = draft->tokens.items[t];
    const char *word = clean + token.start;
    bool ex =
        token.end - token.start > 3 && (word[0] | 32) == 'e' && word[1] == 'x' && word[2] == '-';
    if (ex || is_one_of(clean, token, " former late onetime previous ")) return true;
  }
  return false;
}

/* No modifiers between the determiner and the head, which may be an entry of several words, but for
 * where it is: "the San Jose-based company". */
static bool is_bare(const char *clean, const ss_token *tokens, const ss_mention *m) {
  const ss_entry *entry = ss_mention_entry(m);
  uint32_t words = 1;
  if (entry)
    for (const char *c = ss_entry_text(entry); *c; c++) words += *c == ' ';
  uint32_t before = m->head > words ? m->head - words : 0;
  bool placed = before > m->range.first && ss_token_ends_in(&tokens[before], clean, "-based");
  return (placed || m->head + 1 <= m->range.first + words + 1) && !m->goes_on;
}

sayso_status ss_mention_keys(ss_draft *draft, const char *clean, sayso_error *err) {
  for (uint32_t t = 0; t < draft->tokens.count; t++) {
    ss_token *token = &draft->tokens.items[t];
    token->word = class_of(clean, *token);
    if (is_speech(clean, *token)) token->flags |= SS_TOKEN_SPEECH;
  }
  add_sentences(draft);
  for (uint32_t i = 0; i < draft->mentions.count; i++) {
    ss_mention *m = &draft->mentions.items[i];
    m->before = word_before(clean, draft->tokens.items, ss_mention_first(m));
    m->after = word_after(clean, draft, m);
    m->vocative = is_vocative(draft, clean, m);
    m->capital = is_capital(draft->tokens.items[m->head]);
    m->goes_on = goes_on(clean, draft, m);
    m->past = is_past(clean, draft, m);
    m->bare = is_bare(clean, draft->tokens.items, m);
    m->relative = m->form == SAYSO_FORM_PRONOUN &&
                  (ss_lexicon_entry(m->word)->classes & SS_CLASS(RELATIVE));
    if (!add_mention(draft, clean, m)) return ss_fail_memory(err);
  }
  return SAYSO_OK;
}
