/* In: tagged tokens. Out: how far a noun phrase reaches: its determiner and modifiers on the left,
 * its compound head on the right. Promises to look at no more than a few tokens each side. */
#include <string.h>

#include "actor/finder.h"
#include "read/word.h"

/* Farthest determiner, in tokens before the noun; longest title before a name. */
enum { LEFT_REACH = 7, TITLE_REACH = 9, COMPOUND_REACH = 4 };

static bool is_determiner(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  return (tag->words & SS_CLASS(DETERMINER)) ||
         (tag->pronoun && (tag->pronoun->classes & SS_CLASS(POSSESSIVE)));
}

static bool touches(const ss_finder *f, uint32_t at) {
  return at < f->count && f->tags[at].word && !(f->tokens[at].flags & SS_TOKEN_SENTENCE);
}

/* "campaign manager": goes on while the next token begins another noun. */
static uint32_t last_of_compound(const ss_finder *f, uint32_t at) {
  uint32_t end = at + f->tags[at].noun_size;
  for (int i = 0; i < COMPOUND_REACH && touches(f, end); i++) {
    const ss_tag *next = &f->tags[end];
    if (!next->noun || next->name != SAYSO_NONE || (next->words & ~SS_CLASS(ADJECTIVE)) ||
        (next->capital && !f->tags[at].capital))
      break;
    if (f->tags[end - 1].noun && (f->tags[end - 1].noun->classes & SS_CLASS(PLURAL)) && next->cue)
      break;
    if (f->tags[end - 1].source && !next->source && next->cue) break; /* "the paper reports" */
    end += next->noun_size;
  }
  return end - 1;
}

/* The dash of "52-year-old". */
static bool joins_age(const ss_finder *f, uint32_t at) {
  return at > 0 && at + 1 < f->count && f->clean[f->tokens[at].start] == '-' &&
         f->tokens[at - 1].shape == SS_SHAPE_DIGIT &&
         ss_token_tells_age(&f->tokens[at + 1], f->clean);
}

static bool may_modify(const ss_finder *f, uint32_t at) {
  if (ss_tag_possessive(f, at) || joins_age(f, at)) return true;
  if (f->tokens[at].shape == SS_SHAPE_DIGIT) return true;
  return ss_tag_plain(f, at);
}

/* Without a determiner: only modifiers that cannot be verbs. */
static bool sure_modifier(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  if (!may_modify(f, at)) return false;
  if (tag->capital || tag->noun) return true;
  ss_token token = f->tokens[at];
  bool gerund = token.end - token.start > 4 && !memcmp(f->clean + token.end - 3, "ing", 3);
  return !gerund && !ss_tag_verbal(f, at);
}

/* Of the name that covers the token. */
static uint32_t name_first(const ss_finder *f, uint32_t at) {
  while (at > 0 && f->tags[at - 1].name == f->tags[at].name) at--;
  return at;
}

ss_range ss_nominal_extent(const ss_finder *f, uint32_t at, uint32_t *head) {
  ss_range range = {at, 0};
  *head = last_of_compound(f, at);
  range.end = *head + 1;
  if (f->tokens[at].flags & SS_TOKEN_SENTENCE) return range;
  uint32_t low = at > LEFT_REACH ? at - LEFT_REACH : 0;
  for (uint32_t t = at; t-- > low;) {
    if (is_determiner(f, t)) {
      range.first = t;
      return range;
    }
    if (!may_modify(f, t)) break;
    if (f->tokens[t].flags & SS_TOKEN_SENTENCE) {
      range.first = f->tags[t].words ? t + 1 : t;
      return range;
    }
  }
  for (uint32_t t = at; t-- > low;) {
    if (t > 0 && ss_tag_possessive(f, t) && f->tags[t - 1].name != SAYSO_NONE) {
      range.first = name_first(f, t - 1); /* "Anna Bell's envoy" */
      return range;
    }
    if (!sure_modifier(f, t)) break;
    range.first = t;
    if (f->tokens[t].flags & SS_TOKEN_SENTENCE) break;
  }
  bool owned = range.first < at && ss_tag_possessive(f, range.first);
  if (owned)
    range.first = range.first > low ? range.first - 1 : range.first + 1; /* "Doctors' groups" */
  return range;
}

/* The role or honorific that ends just before `end`; its first token. */
static uint32_t title_word(const ss_finder *f, uint32_t end, const ss_entry **role) {
  for (uint32_t size = 5; size > 0; size--) {
    if (size > end) continue;
    const ss_tag *tag = &f->tags[end - size];
    uint32_t stopped = size == 2 && ss_tag_is(f, end - 1, "."); /* "MR ." is two tokens */
    if (tag->honorific && tag->honorific_size + stopped == size &&
        !(tag->honorific->classes & SS_CLASS(SUFFIX)))
      *role = tag->honorific;
    else if (ss_tag_in_person(tag->noun) && tag->noun_size == size &&
             !(tag->noun->classes & SS_CLASS(KIN)))
      *role = tag->noun;
    else
      continue;
    return end - size;
  }
  return SAYSO_NONE;
}

ss_range ss_nominal_title(const ss_finder *f, uint32_t name_first, const ss_entry **role) {
  ss_range range = {name_first, name_first};
  *role = NULL;
  if (f->tokens[name_first].flags & SS_TOKEN_SENTENCE) return range;
  uint32_t word = title_word(f, name_first, role),
           low = name_first > TITLE_REACH ? name_first - TITLE_REACH : 0;
  if (word == SAYSO_NONE) return range;
  const ss_entry *office = NULL; /* "Health Minister Dr. Bell": the minister */
  uint32_t before = (*role)->list == SS_LIST_HONORIFICS && !ss_entry_polite(*role)
                        ? title_word(f, word, &office)
                        : SAYSO_NONE;
  if (before != SAYSO_NONE && office->list == SS_LIST_ROLES &&
      !(f->tokens[word].flags & SS_TOKEN_SENTENCE)) {
    *role = office;
    word = before;
  }
  range.first = word;
  /* "After luncheon Mrs Bell", "Prime Minister Mrs Bell": what stands before is no part of it. */
  if (ss_entry_polite(*role) || (f->tokens[word].flags & SS_TOKEN_SENTENCE)) return range;
  for (uint32_t t = word; t-- > low;) {
    bool determiner = is_determiner(f, t);
    if (!determiner && !sure_modifier(f, t)) break;
    range.first = t;
    if (determiner || (f->tokens[t].flags & SS_TOKEN_SENTENCE)) break;
  }
  while (range.first < word && ss_tag_possessive(f, range.first)) range.first++;
  return range;
}
