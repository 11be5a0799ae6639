/* In: tokens and names of a unit. Out: draft->byline ("By Anna Bell and Tom Rye": the names'
 * tokens) and draft->dateline ("MOSCOW (Agency) —", with its dash; "22:41"), so that neither is
 * read as a statement. Looks at the unit's first tokens only. */
#include "read/statement.h"
#include "read/word.h"

/* Longest byline paragraph and longest dateline, in tokens. */
enum { BYLINE_TOKENS = 30, DATELINE_TOKENS = 16 };

static const char *const months[] = {
    "jan",    "feb",     "mar",       "apr",      "jun",       "jul",      "aug",      "sep",
    "sept",   "oct",     "nov",       "dec",      "january",   "february", "march",    "april",
    "may",    "june",    "july",      "august",   "september", "october",  "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday",    "saturday", "sunday",   NULL};

static const ss_token *at(const ss_draft *draft, uint32_t token) {
  return &draft->tokens.items[token];
}

/* ---- dateline ---- */

/* What may stand before the dash: capitals, a month, numbers, commas, stops, brackets with the
 * agency. */
static bool in_dateline(const ss_draft *draft, const char *clean, uint32_t t, uint32_t depth) {
  static const char *const links[] = {"of", "de", "and", "the", "la", "near", "in", "on", NULL};
  const ss_token *token = at(draft, t);
  if (ss_token_is_capital(token) || token->shape == SS_SHAPE_DIGIT ||
      token->shape == SS_SHAPE_COMMA)
    return true;
  if (token->shape == SS_SHAPE_STOP)
    return token->end - token->start == 1 &&
           (depth || !(t && at(draft, t - 1)->shape == SS_SHAPE_LOWER));
  if (token->shape == SS_SHAPE_BRACKET) return true;
  if (ss_token_is(token, clean, "/") || ss_token_is(token, clean, ":")) return depth || t > 0;
  return ss_token_in(token, clean, links);
}

/* Capitals all over, an agency in brackets or a date: without one of them a dash after a name is no
 * dateline. */
static bool has_sign(const ss_draft *draft, const char *clean, uint32_t dash) {
  bool date = false;
  for (uint32_t t = 0; t < dash; t++) {
    if (at(draft, t)->shape == SS_SHAPE_BRACKET) return true;
    if (ss_token_in(at(draft, t), clean, months)) date = true;
  }
  return date || at(draft, 0)->shape == SS_SHAPE_ALL_UPPER;
}

/* A dash with space around it, or "--"; "NEW-YORK" is one token anyway. */
static bool is_dateline_dash(const ss_draft *draft, uint32_t t) {
  const ss_token *token = at(draft, t), *next = token + 1;
  if (token->shape != SS_SHAPE_DASH || t + 1 >= draft->tokens.count) return false;
  return token->end - token->start > 1 ||
         ((token->flags & SS_TOKEN_SPACE) && (next->flags & SS_TOKEN_SPACE));
}

static void find_dateline(ss_draft *draft, const char *clean) {
  uint32_t depth = 0;
  if (draft->tokens.count < 3 || !ss_token_is_capital(at(draft, 0))) return;
  for (uint32_t t = 0; t < draft->tokens.count && t < DATELINE_TOKENS; t++) {
    if (t && is_dateline_dash(draft, t)) {
      if (has_sign(draft, clean, t)) draft->dateline = (ss_range){0, t + 1};
      return;
    }
    if (!in_dateline(draft, clean, t, depth)) return;
    if (at(draft, t)->shape == SS_SHAPE_BRACKET)
      depth = clean[at(draft, t)->start] == '(' || clean[at(draft, t)->start] == '[';
  }
}

/* ---- the time of an entry ---- */

/* "22:41", "17.40", "9:15": digits with a colon or stop before the minutes. */
static bool is_time(const ss_token *token, const char *clean) {
  const char *text = clean + token->start;
  size_t size = token->end - token->start;
  bool parted = size >= 4 && size <= 5 && (text[size - 3] == ':' || text[size - 3] == '.');
  for (size_t i = 0; i < size && parted; i++)
    parted = i == size - 3 || (text[i] >= '0' && text[i] <= '9');
  return parted;
}

/* "22:41 Hartmann: …", "9.15am — The count has begun": the time that opens an entry of a live blog,
 * with the dash or bar after it. What follows opens a sentence. */
static void find_time(ss_draft *draft, const char *clean) {
  static const char *const zones[] = {"am",  "pm", "a.m.", "p.m.", "gmt", "cet", "cest",
                                      "bst", "et", "est",  "edt",  "pt",  "utc", NULL};
  uint32_t t = 1, count = draft->tokens.count;
  if (count < 3 || !is_time(at(draft, 0), clean)) return;
  while (t < count && ss_token_in(at(draft, t), clean, zones)) t++;
  if (t < count && (at(draft, t)->shape == SS_SHAPE_DASH || ss_token_is(at(draft, t), clean, "|") ||
                    at(draft, t)->shape == SS_SHAPE_COLON))
    t++;
  if (t == count || at(draft, t)->shape == SS_SHAPE_LOWER) return;
  draft->dateline = (ss_range){0, t};
  draft->tokens.items[t].flags |= SS_TOKEN_SENTENCE;
}

/* ---- byline ---- */

/* Are the words after "by" names, with "and", commas and a role in lower case after a comma only?
 */
static ss_range names_after(const ss_draft *draft, const char *clean, uint32_t from) {
  static const char *const links[] = {"and", "with", "de", "van", "von", "der", "la",
                                      "del", "di",   "da", "bin", "al",  NULL};
  uint32_t end = from;
  for (; end < draft->tokens.count; end++) {
    const ss_token *token = at(draft, end);
    bool initial = token->shape == SS_SHAPE_STOP && end > from &&
                   at(draft, end - 1)->shape == SS_SHAPE_ONE_UPPER;
    if (!ss_token_is_capital(token) && !initial && !ss_token_in(token, clean, links) &&
        token->shape != SS_SHAPE_COMMA)
      break;
  }
  while (end > from && !ss_token_is_capital(at(draft, end - 1)) &&
         at(draft, end - 1)->shape != SS_SHAPE_STOP)
    end--;
  return (ss_range){from, end};
}

static bool ends_sentence(const ss_draft *draft) {
  uint32_t last = draft->tokens.count - 1;
  return at(draft, last)->shape == SS_SHAPE_STOP && last > 0 &&
         at(draft, last - 1)->shape == SS_SHAPE_LOWER;
}

/* "Interview: Anna Bell", "Words by Tom Rye": it opens so. */
static bool is_credit(const ss_draft *draft, const char *clean) {
  static const char *const works[] = {"interview", "text",    "words",     "author",   "story",
                                      "report",    "written", "reporting", "reported", NULL},
                           *const by[] = {"by", ":", NULL};
  return ss_token_in(at(draft, 0), clean, works) && ss_token_in(at(draft, 1), clean, by);
}

static void find_byline(ss_draft *draft, const char *clean) {
  static const char *const by[] = {"by", NULL}, *const from[] = {"from", NULL};
  static const char *const writers[] = {"correspondent", "correspondents", "reporter",
                                        "envoy",         "staff",          NULL};
  uint32_t count = draft->tokens.count;
  if (count < 2 || count > BYLINE_TOKENS || ends_sentence(draft)) return;
  if (ss_token_in(at(draft, 0), clean, by)) {
    uint32_t start = 1;
    while (start < count && start < 5 && at(draft, start)->shape == SS_SHAPE_LOWER &&
           !ss_token_in(at(draft, start - 1), clean, writers))
      start++; /* "By our special envoy Anna Bell" */
    bool writer = start > 1 && ss_token_in(at(draft, start - 1), clean, writers);
    ss_range names = names_after(draft, clean, writer ? start : 1);
    if (names.end - names.first < 1 || names.end - names.first > 16) return;
    draft->byline = names;
  } else if (is_credit(draft, clean)) {
    ss_range names = names_after(draft, clean, 2);
    bool full = names.end == count && names.end > names.first + 1; /* "Report: Brandt" is none */
    if (full) draft->byline = names;
  } else if (ss_token_in(at(draft, 0), clean, from)) {
    for (uint32_t t = 1; t < count && t < 6; t++)
      if (ss_token_in(at(draft, t), clean, writers)) draft->byline = (ss_range){0, count};
  }
}

void ss_byline_find(ss_draft *draft, const char *clean) {
  draft->byline = draft->dateline = (ss_range){0, 0};
  find_dateline(draft, clean);
  find_time(draft, clean);
  find_byline(draft, clean);
}
