/* In: the tokens of a unit. Out: the state of every token and the quotations in marks. Promises
 * linear time: each mark is looked at a fixed number of times, the stack of open quotations is
 * bounded.
 *
 * Three passes: gather the marks with what their neighbours say (opens, closes), then a stack
 * machine decides each one, then the outermost quotations write the states. The states are an input
 * of the network: a change here needs new weights. */
#include "read/mark.h"

#include <string.h>

#include "base/status.h"
#include "read/word.h"
#include "text/lexicon.h"

/* Deeper nesting than this is not read: no text needs it, and it bounds the search for an open
 * mark. */
enum { MARK_DEPTH = 8 };
/* A quotation of fewer words needs a sign that it was uttered; a title in capitals needs one up to
 * TITLE_WORDS. */
enum { SHORT_WORDS = 5, TITLE_WORDS = 12 };

typedef enum { FAMILY_DOUBLE, FAMILY_GUILLEMET, FAMILY_SINGLE, FAMILY_ANGLE } family;

/* One mark and what stands around it. next_*: index of the nearest later mark of that sort, or
 * SAYSO_NONE. */
typedef struct {
  uint32_t token;
  uint32_t next_open;   /* single mark that may open */
  uint32_t next_strong; /* single mark that closes for certain */
  uint32_t next_weak;   /* single mark that closes or is an apostrophe: the workers' */
  uint32_t next_double; /* double mark or guillemet */
  uint32_t code;        /* first code point's sort: '"', 0x201C, … ; `` is 0x201C, '' is 0x2033 */
  uint8_t family;
  bool opens, closes, strong;
} mark;

typedef ss_vec(mark) marks;

typedef struct {
  ss_draft *draft;
  const char *clean;
  marks marks;
  struct {
    uint32_t quotation; /* index into draft->quotations */
    uint32_t code;
    uint8_t family;
  } open[MARK_DEPTH];
  uint32_t depth;
} scan;

/* ---- what a mark is, and what its neighbours say ---- */

static uint32_t code_of(const ss_token *token, const char *clean) {
  const unsigned char *s = (const unsigned char *)clean + token->start;
  size_t size = token->end - token->start;
  if (size == 1) return s[0];
  if (size == 2 && s[0] == '`') return 0x201C;
  if (size == 2 && s[0] == '\'') return 0x2033;
  if (size == 2) return ((s[0] & 0x1Fu) << 6) | (s[1] & 0x3Fu);
  return ((s[0] & 0x0Fu) << 12) | ((s[1] & 0x3Fu) << 6) | (s[2] & 0x3Fu);
}

static uint8_t family_of(uint32_t code) {
  switch (code) {
    case 0xAB:
    case 0xBB: return FAMILY_GUILLEMET;
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B: return FAMILY_SINGLE;
    case 0x2039:
    case 0x203A: return FAMILY_ANGLE;
    default: return FAMILY_DOUBLE;
  }
}

static bool is_opening_bracket(const ss_token *token, const char *clean) {
  return token->shape == SS_SHAPE_BRACKET &&
         (clean[token->start] == '(' || clean[token->start] == '[');
}

/* Nothing that a quotation could begin with: , . ; : ? ! ) ]. An ellipsis may begin one. */
static bool is_closing_punctuation(const ss_token *token, const char *clean) {
  switch (token->shape) {
    case SS_SHAPE_COMMA:
    case SS_SHAPE_COLON:
    case SS_SHAPE_QUESTION: return true;
    case SS_SHAPE_STOP: return token->end - token->start == 1;
    case SS_SHAPE_BRACKET: return !is_opening_bracket(token, clean);
    default: return false;
  }
}

/* A word follows the mark at i without a space. */
static bool tight_after(const ss_draft *draft, const char *clean, uint32_t i) {
  if (i + 1 >= draft->tokens.count) return false;
  const ss_token *next = &draft->tokens.items[i + 1];
  return !(next->flags & SS_TOKEN_SPACE) && !is_closing_punctuation(next, clean);
}

/* A space, the start, a bracket, a dash or a mark that opens stands before the mark at i. */
static bool open_before(const scan *s, uint32_t i) {
  const ss_token *tokens = s->draft->tokens.items;
  if (i == 0 || (tokens[i].flags & SS_TOKEN_SPACE)) return true;
  const ss_token *before = &tokens[i - 1];
  if (before->shape == SS_SHAPE_DASH || is_opening_bracket(before, s->clean)) return true;
  if (ss_token_is(before, s->clean, "="))
    return true; /* key="value": read as a quotation, so that its end opens none */
  return s->marks.count && s->marks.items[s->marks.count - 1].token == i - 1 &&
         s->marks.items[s->marks.count - 1].opens;
}

/* The mark at i leans on what stands before it, and nothing leans on its other side. */
static bool closes_at(const scan *s, uint32_t i) {
  const ss_token *tokens = s->draft->tokens.items;
  if (i == 0 || (tokens[i].flags & SS_TOKEN_SPACE) || is_opening_bracket(&tokens[i - 1], s->clean))
    return false;
  if (i + 1 == s->draft->tokens.count) return true;
  const ss_token *next = &tokens[i + 1];
  return (next->flags & SS_TOKEN_SPACE) || next->shape == SS_SHAPE_DASH || ss_token_is_mark(next) ||
         is_closing_punctuation(next, s->clean);
}

/* "the workers' rights", "goin' home", "th' end": a single mark that may be an apostrophe although
 * it closes by its spacing. */
static bool apostrophe_likely(const scan *s, uint32_t i) {
  static const char *const clipped[] = {"o",  "th", "an", "wi", "ol", "lil",
                                        "li", "po", "fo", "mo", NULL};
  const ss_token *before = &s->draft->tokens.items[i - 1];
  if (!ss_token_is_word(before)) return false;
  if (i + 1 >= s->draft->tokens.count || !ss_token_is_word(before + 2)) return false;
  char last = s->clean[before->end - 1];
  ss_word word = ss_word_of(before, s->clean);
  return last == 's' || last == 'S' || last == 'z' || last == 'x' ||
         before->shape == SS_SHAPE_DIGIT ||
         (word.size > 3 && !strcmp(word.bytes + word.size - 2, "in")) || ss_word_in(&word, clipped);
}

/* 'tis, 'em, '90s: the word after the single mark at i has lost its head. */
static bool elision_after(const scan *s, uint32_t i) {
  static const char *const elided[] = {
      "tis",   "twas", "twere",  "twill", "twould", "twasn't", "em",    "til",    "till",
      "cause", "cos",  "coz",    "bout",  "round",  "n",       "neath", "gainst", "tween",
      "im",    "er",   "nother", "fraid", "ere",    "cuz",     NULL};
  const ss_token *next = &s->draft->tokens.items[i + 1];
  bool digit = s->clean[next->start] >= '0' && s->clean[next->start] <= '9';
  return digit || ss_token_in(next, s->clean, elided);
}

static bool gather(scan *s) {
  for (uint32_t i = 0; i < s->draft->tokens.count; i++) {
    const ss_token *token = &s->draft->tokens.items[i];
    if (!ss_token_is_mark(token)) continue;
    mark m = {i, SAYSO_NONE, SAYSO_NONE, SAYSO_NONE, SAYSO_NONE, code_of(token, s->clean),
              0, false,      false,      true};
    m.family = family_of(m.code);
    m.opens = open_before(s, i) && tight_after(s->draft, s->clean, i);
    m.closes = closes_at(s, i);
    if (m.family == FAMILY_SINGLE) {
      if (m.closes) m.strong = !apostrophe_likely(s, i);
      if (m.opens && elision_after(s, i)) m.opens = m.code == 0x2018 && i == 0;
      if (m.code == 0x2019) m.opens = false;
    }
    if (!ss_vec_push(s->draft->hook, &s->marks, m)) return false;
  }
  return true;
}

/* Fills the next_* links, from the end. */
static void link_marks(scan *s) {
  uint32_t open = SAYSO_NONE, strong = SAYSO_NONE, weak = SAYSO_NONE, twofold = SAYSO_NONE;
  for (uint32_t k = s->marks.count; k-- > 0;) {
    mark *m = &s->marks.items[k];
    m->next_open = open, m->next_strong = strong, m->next_weak = weak, m->next_double = twofold;
    if (m->family == FAMILY_DOUBLE || m->family == FAMILY_GUILLEMET) twofold = k;
    if (m->family != FAMILY_SINGLE) continue;
    if (m->opens) open = k;
    if (m->closes) *(m->strong ? &strong : &weak) = k;
  }
}

/* ---- the stack ---- */

/* Position in the stack of the innermost open quotation of that family, or SAYSO_NONE. */
static uint32_t open_of(const scan *s, uint8_t sort) {
  for (uint32_t d = s->depth; d-- > 0;)
    if (s->open[d].family == sort) return d;
  return SAYSO_NONE;
}

static bool push(scan *s, uint32_t code, uint8_t sort, uint32_t first, bool opened) {
  if (s->depth == MARK_DEPTH) return true;
  ss_quotation q = {
      {first, first}, {opened ? first + 1 : first, first}, (uint8_t)s->depth, opened, false, false};
  if (!ss_vec_push(s->draft->hook, &s->draft->quotations, q)) return false;
  s->open[s->depth].quotation = s->draft->quotations.count - 1;
  s->open[s->depth].code = code;
  s->open[s->depth].family = sort;
  s->depth++;
  return true;
}

/* Ends every open quotation from stack position `at` up at token `end`; the one at `at` by its mark
 * when `closed`. */
static void pop(scan *s, uint32_t at, uint32_t end, bool closed) {
  while (s->depth > at) {
    s->depth--;
    ss_quotation *q = &s->draft->quotations.items[s->open[s->depth].quotation];
    q->closed = closed && s->depth == at;
    q->inner.end = end < q->inner.first ? q->inner.first : end;
    q->range.end = end + q->closed;
    if (s->depth > at)
      q->range.end = q->range.first; /* cut short by the end of its outer quotation: no quotation */
  }
}

/* ---- deciding one mark ---- */

/* A second opening mark while one is open: nested when two closers follow, else the first was never
 * closed. */
static bool is_nested(const scan *s, uint32_t k) {
  uint32_t next = s->marks.items[k].next_double;
  if (next == SAYSO_NONE) return false;
  const mark *one = &s->marks.items[next];
  if (!one->closes || one->opens) return false;
  if (one->next_double == SAYSO_NONE) return false;
  const mark *two = &s->marks.items[one->next_double];
  return two->closes && !two->opens;
}

static bool open_double(scan *s, uint32_t k) {
  const mark *m = &s->marks.items[k];
  uint32_t at = open_of(s, m->family);
  if (at != SAYSO_NONE && !is_nested(s, k)) pop(s, at, m->token, false);
  return push(s, m->code, m->family, m->token, true);
}

/* A closing double mark with nothing open closes what ran in from before the unit, if no quotation
 * stands before it. */
static bool close_double(scan *s, const mark *m) {
  uint32_t at = open_of(s, m->family);
  if (at == SAYSO_NONE) {
    if (s->depth || s->draft->quotations.count || !m->closes || m->token == 0) return true;
    if (!push(s, m->code, m->family, 0, false)) return false;
    at = 0;
  }
  pop(s, at, m->token, true);
  return true;
}

/* 6" and 5'11": a number leans on the straight mark, and another mark is there to close what is
 * open. */
static bool is_inches(const scan *s, uint32_t k, bool open) {
  const mark *m = &s->marks.items[k];
  if (m->code != '"' || m->token == 0 || !m->closes) return false;
  if (s->draft->tokens.items[m->token - 1].shape != SS_SHAPE_DIGIT) return false;
  if (!open) return true;
  if (m->next_double == SAYSO_NONE) return false;
  const mark *next = &s->marks.items[m->next_double];
  return next->code == '"' && next->closes && !next->opens;
}

static bool decide_straight(scan *s, uint32_t k) {
  const mark *m = &s->marks.items[k];
  bool open = open_of(s, m->family) != SAYSO_NONE;
  if (is_inches(s, k, open)) return true;
  if (m->opens && !m->closes) return open_double(s, k);
  if (open || (m->closes && !m->opens)) return close_double(s, m);
  if (m->next_double == SAYSO_NONE && !m->opens)
    return true; /* alone and leaning nowhere: no mark */
  return open_double(s, k);
}

static bool decide_double(scan *s, uint32_t k) {
  const mark *m = &s->marks.items[k];
  uint32_t at = open_of(s, m->family);
  uint32_t opener = at == SAYSO_NONE ? 0 : s->open[at].code;
  switch (m->code) {
    case '"': return decide_straight(s, k);
    case 0x201C: /* “ closes „ */
      return opener == 0x201E && m->closes ? close_double(s, m) : open_double(s, k);
    case 0x201D:
    case 0x2033: /* ” opens in ”Swedish” */
      return at == SAYSO_NONE && m->opens && !m->closes ? open_double(s, k) : close_double(s, m);
    case 0xAB:
    case 0x2039: /* « closes »German« */
      return opener == 0xBB || opener == 0x203A ? close_double(s, m) : open_double(s, k);
    case 0xBB:
    case 0x203A:
      return at == SAYSO_NONE && m->opens && !m->closes ? open_double(s, k) : close_double(s, m);
    default: return open_double(s, k);
  }
}

/* May the single mark k open? It needs a closer ahead with no other opener between, and none beyond
 * an enclosing quotation. ‘ at the unit's start may stay open: a speech over several paragraphs. */
static bool single_opens(const scan *s, uint32_t k) {
  const mark *m = &s->marks.items[k];
  if (!m->opens) return false;
  uint32_t closer = m->next_strong < m->next_open ? m->next_strong : m->next_weak;
  if (closer == SAYSO_NONE || closer > m->next_open)
    return m->code == 0x2018 && m->token == 0 && s->depth == 0;
  return s->depth == 0 || m->next_double == SAYSO_NONE || closer < m->next_double;
}

/* A weak closer closes only when no strong one follows before the next opener. */
static bool single_closes(const scan *s, uint32_t k) {
  const mark *m = &s->marks.items[k];
  if (!m->closes || s->depth == 0 || s->open[s->depth - 1].family != FAMILY_SINGLE) return false;
  if (m->strong || m->next_strong == SAYSO_NONE) return true;
  if (m->next_double != SAYSO_NONE && s->depth > 1 && m->next_double < m->next_strong) return true;
  return m->next_open < m->next_strong;
}

static bool decide_single(scan *s, uint32_t k) {
  const mark *m = &s->marks.items[k];
  bool low =
      s->depth && s->open[s->depth - 1].code == 0x201A && m->code == 0x2018 && m->closes; /* ‚so‘ */
  if (low || single_closes(s, k)) {
    pop(s, s->depth - 1, m->token, true);
    return true;
  }
  uint32_t at = open_of(s, FAMILY_SINGLE);
  if (at != SAYSO_NONE && at + 1 == s->depth)
    return true; /* a single mark inside a single one is an apostrophe */
  return single_opens(s, k) ? push(s, m->code, FAMILY_SINGLE, m->token, true) : true;
}

/* ---- is it uttered? ---- */

static bool is_cue_word(const ss_token *token, const char *clean) {
  static const char *const cues[] = {
      "said",      "says",      "say",      "saying",    "asked",    "asks",      "replied",
      "replies",   "answered",  "added",    "adds",      "told",     "cried",     "shouted",
      "whispered", "wrote",     "tweeted",  "exclaimed", "declared", "continued", "insisted",
      "murmured",  "muttered",  "returned", "repeated",  "remarked", "observed",  "noted",
      "joked",     "responded", "yelled",   "chanted",   NULL};
  return ss_token_in(token, clean, cues);
}

/* A finite verb that may tag, after a quotation that a comma, a question or a dash leaves open:
 * "Oh dear," Anna put in. */
static bool is_tagged(const ss_draft *draft, const char *clean, const ss_quotation *q) {
  enum { REACH = 4 };
  uint8_t last = draft->tokens.items[q->inner.end - 1].shape;
  if (last != SS_SHAPE_COMMA && last != SS_SHAPE_QUESTION && last != SS_SHAPE_DASH) return false;
  for (uint32_t i = q->range.end; i < draft->tokens.count && i < q->range.end + REACH; i++) {
    const ss_token *token = &draft->tokens.items[i];
    if (!ss_token_is_word(token)) return false;
    const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, clean, *token);
    if (token->shape == SS_SHAPE_LOWER && entry && (entry->classes & SS_CLASS(VERB))) return true;
  }
  return false;
}

/* Verbs so common that their presence makes a clause. */
static bool is_clause_word(const ss_token *token, const char *clean) {
  static const char *const verbs[] = {
      "is",    "are",   "was", "were", "be",    "am",  "has",   "have",   "had",
      "do",    "does",  "did", "will", "would", "can", "could", "should", "must",
      "may",   "might", "'s",  "'re",  "'m",    "'ll", "'ve",   "'d",     "n't",
      "don't", "i",     "we",  "you",  "let",   "get", "go",    "come",   NULL};
  return ss_token_in(token, clean, verbs);
}

static bool cue_beside(const ss_draft *draft, const char *clean, const ss_quotation *q) {
  const ss_token *tokens = draft->tokens.items;
  uint32_t from = q->range.first > 3 ? q->range.first - 3 : 0;
  for (uint32_t i = from; i < q->range.first; i++)
    if (tokens[i].shape == SS_SHAPE_COLON || is_cue_word(&tokens[i], clean)) return true;
  for (uint32_t i = q->range.end; i < draft->tokens.count && i < q->range.end + 4; i++) {
    if (tokens[i].shape == SS_SHAPE_STOP) break;
    if (is_cue_word(&tokens[i], clean)) return true;
  }
  return false;
}

/* The quotation is all of its sentence: "Well, then!" */
static bool is_sentence(const ss_draft *draft, const ss_quotation *q) {
  uint8_t last = draft->tokens.items[q->inner.end - 1].shape;
  if (last != SS_SHAPE_QUESTION && last != SS_SHAPE_STOP && last != SS_SHAPE_DASH) return false;
  if (q->range.first == 0) return true;
  uint8_t before = draft->tokens.items[q->range.first - 1].shape;
  return before == SS_SHAPE_STOP || before == SS_SHAPE_QUESTION || before == SS_SHAPE_DOUBLE_MARK ||
         before == SS_SHAPE_SINGLE_MARK;
}

/* Long enough, or a clause, or beside a cue; not a title: The Art of the Deal. */
static bool is_uttered(const ss_draft *draft, const char *clean, const ss_quotation *q) {
  uint32_t words = 0, low = 0, clause = 0;
  for (uint32_t i = q->inner.first; i < q->inner.end && words <= TITLE_WORDS; i++) {
    const ss_token *token = &draft->tokens.items[i];
    if (!ss_token_is_word(token)) continue;
    words++;
    low += token->shape == SS_SHAPE_LOWER && token->end - token->start > 3;
    clause += is_clause_word(token, clean);
  }
  if (words == 0) return false;
  if (q->range.first && ss_token_is(&draft->tokens.items[q->range.first - 1], clean, "="))
    return false;
  if (words > TITLE_WORDS || cue_beside(draft, clean, q) ||
      is_tagged(draft, clean, q) || is_sentence(draft, q)) return true;
  if (words > 1 && low == 0 && clause == 0) return false;
  return words >= SHORT_WORDS || clause;
}

/* ---- the whole ---- */

/* Drops what turned out to be no quotation; sets depth, speech, and the states by the outermost
 * ones. */
static void finish(scan *s) {
  ss_draft *draft = s->draft;
  uint32_t kept = 0, covered = 0;
  for (uint32_t k = 0; k < draft->quotations.count; k++) {
    ss_quotation q = draft->quotations.items[k];
    if (q.range.end <= q.range.first + q.opened) continue;
    q.speech = is_uttered(draft, s->clean, &q);
    draft->quotations.items[kept++] = q;
    if (q.range.first < covered) continue;
    covered = q.range.end;
    for (uint32_t i = q.range.first; i < q.range.end; i++)
      draft->tokens.items[i].state = SS_MARK_INSIDE;
    if (q.opened) draft->tokens.items[q.range.first].state = SS_MARK_OPENING;
    if (q.closed) draft->tokens.items[q.range.end - 1].state = SS_MARK_CLOSING;
  }
  draft->quotations.count = kept;
}

sayso_status ss_mark_scan(ss_draft *draft, const char *clean, uint8_t carry_in, sayso_error *err) {
  scan s = {draft, clean, {NULL, 0, 0}, {{0, 0, 0}}, 0};
  sayso_status status = SAYSO_OK;
  draft->quotations.count = 0;
  for (uint32_t i = 0; i < draft->tokens.count; i++) draft->tokens.items[i].state = SS_MARK_OUTSIDE;
  SS_TRY_MEMORY(gather(&s), err);
  link_marks(&s);
  if ((carry_in & 1) && draft->tokens.count) {
    uint8_t sort = carry_in & 2 ? FAMILY_SINGLE : carry_in & 4 ? FAMILY_GUILLEMET : FAMILY_DOUBLE;
    SS_TRY_MEMORY(push(&s, 0, sort, 0, false), err);
  }
  for (uint32_t k = 0; k < s.marks.count; k++)
    SS_TRY_MEMORY(
        s.marks.items[k].family == FAMILY_SINGLE ? decide_single(&s, k) : decide_double(&s, k),
        err);
  draft->carry_out = 0;
  if (s.depth) {
    uint8_t sort = s.open[0].family;
    draft->carry_out = (uint8_t)(1 | (sort == FAMILY_SINGLE      ? 2
                                      : sort == FAMILY_GUILLEMET ? 4
                                                                 : 0));
  }
  pop(&s, 0, draft->tokens.count, false);
  finish(&s);
cleanup:
  ss_vec_free(draft->hook, &s.marks);
  return status;
}
