/* In: tokens with their mark states. Out: SS_TOKEN_SENTENCE on the first token of each sentence.
 * Promises one pass; every decision looks at a fixed number of neighbours. */
#include "read/sentence.h"

#include "read/word.h"
#include "text/unicode.h"

/* How far past a question mark in marks the "Anna Bell asked" that belongs to it is looked for, in
 * tokens. */
enum { TAG_REACH = 5 };

static const char *const abbreviations[] = {
    "jan",  "feb",    "mar",  "apr", "jun",  "jul",  "aug",  "sep",  "sept", "oct",  "nov",
    "dec",  "inc",    "corp", "ltd", "co",   "vs",   "v",    "ave",  "blvd", "dept", "est",
    "mt",   "ft",     "maj",  "adm", "cmdr", "cpl",  "pvt",  "supt", "insp", "atty", "mme",
    "mlle", "messrs", "esq",  "gov", "pres", "assn", "bros", "al",   "fig",  "pp",   "vol",
    "p",    "approx", "mr",   "mrs", "ms",   "dr",   "sen",  "rep",  "gen",  "lt",   "col",
    "sgt",  "capt",   "prof", "rev", "hon",  "st",   "smt",  "engr", "barr", NULL};

/* Words that begin a sentence after "U.S." or "p.m." rather than go on with a name. */
static const char *const starters[] = {
    "the", "a",    "an",    "he",    "she",    "it",    "they",  "we",   "i",    "but",   "and",
    "in",  "on",   "at",    "for",   "this",   "that",  "these", "his",  "her",  "their", "as",
    "if",  "when", "while", "after", "before", "there", "so",    "what", "who",  "how",   "why",
    "not", "no",   "with",  "by",    "from",   "to",    "since", "some", "both", "many",  "most",
    "you", "my",   "our",   "its",   "or",     "yet",   "still", "now",  "then", NULL};

static const char *const tags[] = {
    "said",     "says",      "asked",    "asks",      "replied",  "replies",     "cried",
    "shouted",  "exclaimed", "answered", "added",     "wondered", "demanded",    "yelled",
    "screamed", "whispered", "inquired", "enquired",  "muttered", "murmured",    "wrote",
    "tweeted",  "called",    "thought",  "continued", "repeated", "interrupted", "joked",
    "quipped",  "snapped",   "declared", "told",      "returned", "laughed",     NULL};

static bool is_dotted(const ss_token *token, const char *clean) {
  return ss_token_is_word(token) && token->end - token->start > 2 && clean[token->end - 1] == '.';
}

/* Could the token begin a sentence? Lower case does not. */
static bool may_begin(const ss_token *token) {
  switch (token->shape) {
    case SS_SHAPE_LOWER:
    case SS_SHAPE_COMMA:
    case SS_SHAPE_COLON:
    case SS_SHAPE_QUESTION:
    case SS_SHAPE_STOP: return false;
    default: return true;
  }
}

/* The stop at i follows an abbreviation or an initial. */
static bool after_abbreviation(const ss_draft *draft, const char *clean, uint32_t i) {
  if (i == 0 || (draft->tokens.items[i].flags & SS_TOKEN_SPACE)) return false;
  const ss_token *before = &draft->tokens.items[i - 1];
  if (before->shape == SS_SHAPE_ONE_UPPER) return clean[before->start] != 'I';
  return ss_token_in(before, clean, abbreviations);
}

/* "…?" Anna Bell asked: the words after a quotation's own end go on with its sentence. */
static bool is_tag(const ss_draft *draft, const char *clean, uint32_t first) {
  for (uint32_t i = first; i < draft->tokens.count && i < first + TAG_REACH; i++) {
    const ss_token *token = &draft->tokens.items[i];
    if (ss_token_in(token, clean, tags)) return true;
    bool pronoun = i == first && token->shape <= SS_SHAPE_CAPITALISED;
    if (!ss_token_is_word(token) || (!pronoun && !ss_token_is_capital(token) && i > first + 2))
      return false;
  }
  return false;
}

/* First token after the stop at i and the marks and brackets that lean on it. */
static uint32_t after_stop(const ss_draft *draft, uint32_t i) {
  const ss_token *tokens = draft->tokens.items;
  for (i++; i < draft->tokens.count; i++) {
    bool tail = ss_token_is_mark(&tokens[i]) || tokens[i].shape == SS_SHAPE_BRACKET ||
                tokens[i].shape == SS_SHAPE_QUESTION || tokens[i].shape == SS_SHAPE_STOP;
    if (!tail || ((tokens[i].flags & SS_TOKEN_SPACE) && tokens[i].state != SS_MARK_CLOSING) ||
        tokens[i].state == SS_MARK_OPENING)
      break;
  }
  return i;
}

/* A sentence ends with the stop at i and its next begins at `next`. */
static bool ends_here(const ss_draft *draft, const char *clean, uint32_t i, uint32_t next) {
  const ss_token *stop = &draft->tokens.items[i], *after = &draft->tokens.items[next];
  if (!may_begin(after)) return false;
  bool apart = (after->flags & SS_TOKEN_SPACE) || after->state == SS_MARK_OPENING;
  if (!apart) return false;
  bool full_stop = stop->shape == SS_SHAPE_STOP && stop->end - stop->start == 1;
  if (full_stop && after_abbreviation(draft, clean, i)) return false;
  if (!full_stop && draft->tokens.items[next - 1].state == SS_MARK_CLOSING)
    return !is_tag(draft, clean, next);
  return true;
}

/* "in the U.S. The …": the stop inside the abbreviation ends the sentence too. */
static bool ends_dotted(const ss_draft *draft, const char *clean, uint32_t i) {
  const ss_token *next = &draft->tokens.items[i + 1];
  return is_dotted(&draft->tokens.items[i], clean) && ss_token_is_capital(next) &&
         (next->flags & SS_TOKEN_SPACE) && ss_token_in(next, clean, starters) &&
         ss_char_class_of((unsigned char)clean[draft->tokens.items[i].start + 1]) ==
             SS_CHAR_PUNCTUATION;
}

void ss_sentence_mark(ss_draft *draft, const char *clean) {
  ss_token *tokens = draft->tokens.items;
  for (uint32_t i = 0; i < draft->tokens.count; i++) tokens[i].flags &= (uint8_t)~SS_TOKEN_SENTENCE;
  if (draft->tokens.count) tokens[0].flags |= SS_TOKEN_SENTENCE;
  for (uint32_t i = 0; i + 1 < draft->tokens.count;) {
    uint32_t next = i + 1;
    if (tokens[i].shape == SS_SHAPE_STOP || tokens[i].shape == SS_SHAPE_QUESTION) {
      next = after_stop(draft, i);
      if (next < draft->tokens.count && ends_here(draft, clean, i, next))
        tokens[next].flags |= SS_TOKEN_SENTENCE;
    } else if (ends_dotted(draft, clean, i)) {
      tokens[next].flags |= SS_TOKEN_SENTENCE;
    }
    i = next;
  }
}

ss_range ss_sentence_of(const ss_token *tokens, uint32_t count, uint32_t token) {
  ss_range range = {token, token + 1};
  while (range.first > 0 && !(tokens[range.first].flags & SS_TOKEN_SENTENCE)) range.first--;
  while (range.end < count && !(tokens[range.end].flags & SS_TOKEN_SENTENCE)) range.end++;
  return range;
}
