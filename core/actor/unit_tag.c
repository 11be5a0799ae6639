/* In: tokens of a unit with its statements. Out: what the word lists say of each. Promises constant
 * work for a token. */
#include <string.h>

#include "actor/finder.h"
#include "read/word.h"

static uint64_t classes_in(ss_list list, const char *clean, ss_token token) {
  const ss_entry *entry = ss_lexicon_word(list, clean, token);
  return entry ? entry->classes : 0;
}

static const ss_entry *longest(const ss_finder *f, ss_list list, uint32_t at, uint8_t *size) {
  uint32_t count = 0;
  const ss_entry *entry = ss_lexicon_match(list, f->clean, f->tokens, at, f->count, &count);
  *size = entry ? (uint8_t)count : 0;
  return entry;
}

/* Roles before groups before documents: "party leader" is longer than "party". */
static void tag_noun(ss_finder *f, uint32_t at) {
  static const ss_list lists[] = {SS_LIST_ROLES, SS_LIST_GROUPS, SS_LIST_DOCUMENTS};
  ss_tag *tag = &f->tags[at];
  for (int i = 0; i < 3; i++) {
    uint8_t size = 0;
    const ss_entry *entry = longest(f, lists[i], at, &size);
    if (!entry || size <= tag->noun_size) continue;
    tag->noun = entry;
    tag->noun_size = size;
  }
}

static void tag_capital(ss_finder *f, uint32_t at) {
  ss_tag *tag = &f->tags[at];
  tag->place = longest(f, SS_LIST_PLACES, at, &tag->place_size);
  tag->organization = longest(f, SS_LIST_ORGANIZATIONS, at, &tag->organization_size);
  tag->honorific = longest(f, SS_LIST_HONORIFICS, at, &tag->honorific_size);
  tag->called = ss_lexicon_word(SS_LIST_GIVEN_NAMES, f->clean, f->tokens[at]);
  tag->given = tag->called && !(tag->called->classes & SS_CLASS(RARE)) ? tag->called : NULL;
  /* "us" is no country, "US" no pronoun; "May" and "Mark" stay open. */
  if (f->tokens[at].shape == SS_SHAPE_ALL_UPPER && f->tokens[at].end - f->tokens[at].start <= 3)
    tag->pronoun = NULL;
}

static void tag_token(ss_finder *f, uint32_t at) {
  ss_token token = f->tokens[at];
  ss_tag *tag = &f->tags[at];
  memset(tag, 0, sizeof *tag);
  tag->name = tag->inside = SAYSO_NONE;
  tag->word = token.shape >= SS_SHAPE_ALL_UPPER && token.shape <= SS_SHAPE_LOWER;
  bool article = ss_token_article(&token, f->clean) > 0; /* "al-Khatib" */
  tag->word |= article;
  tag->capital = tag->word && (token.shape != SS_SHAPE_LOWER || article);
  tag->words = classes_in(SS_LIST_WORDS, f->clean, token); /* 's and 'm are no words by shape */
  if (!tag->word) return;
  tag->cue = classes_in(SS_LIST_CUES, f->clean, token);
  tag->pronoun = ss_lexicon_word(SS_LIST_PRONOUNS, f->clean, token);
  tag_noun(f, at);
  if (tag->capital) tag_capital(f, at);
}

static uint32_t size_of(const ss_draft *draft, ss_ranges list) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < list.count; i++)
    size += draft->ranges.items[list.at + i].end - draft->ranges.items[list.at + i].first;
  return size;
}

/* The smallest content wins. */
static void tag_statement(ss_finder *f, uint32_t index, const uint32_t *sizes) {
  const ss_statement *s = &f->draft->statements.items[index];
  for (uint32_t i = 0; i < s->content.count; i++) {
    ss_range range = f->draft->ranges.items[s->content.at + i];
    for (uint32_t t = range.first; t < range.end && t < f->count; t++) {
      uint32_t *inside = &f->tags[t].inside;
      if (*inside == SAYSO_NONE || sizes[index] < sizes[*inside]) *inside = index;
    }
  }
  for (uint32_t i = 0; i < s->source.count; i++) {
    ss_range range = f->draft->ranges.items[s->source.at + i];
    for (uint32_t t = range.first; t < range.end && t < f->count; t++) f->tags[t].source = true;
  }
}

void ss_tag_fill(ss_finder *f) {
  enum { KNOWN = 512 }; /* statements of one unit that are looked at: it has few more tokens */
  uint32_t sizes[KNOWN];
  for (uint32_t t = 0; t < f->count; t++) tag_token(f, t);
  uint32_t count = f->draft->statements.count < KNOWN ? f->draft->statements.count : KNOWN;
  for (uint32_t i = 0; i < count; i++)
    sizes[i] = size_of(f->draft, f->draft->statements.items[i].content);
  for (uint32_t i = 0; i < count; i++) tag_statement(f, i, sizes);
}

bool ss_tag_is(const ss_finder *f, uint32_t at, const char *bytes) {
  size_t size = strlen(bytes);
  return at < f->count && f->tokens[at].end - f->tokens[at].start == size &&
         !memcmp(f->clean + f->tokens[at].start, bytes, size);
}

bool ss_tag_possessive(const ss_finder *f, uint32_t at) {
  if (at == 0 || at >= f->count || (f->tokens[at].flags & SS_TOKEN_SPACE)) return false;
  if (ss_tag_is(f, at, "'s") || ss_tag_is(f, at, "’s") || ss_tag_is(f, at, "'S") ||
      ss_tag_is(f, at, "’S"))
    return true;
  char last = f->clean[f->tokens[at - 1].end - 1];
  return (ss_tag_is(f, at, "'") || ss_tag_is(f, at, "’")) && (last == 's' || last == 'S') &&
         at + 1 < f->count && f->tags[at + 1].word;
}

static bool ends_with(const ss_finder *f, uint32_t at, const char *end) {
  size_t size = strlen(end);
  ss_token token = f->tokens[at];
  return token.end - token.start > size + 1 && !memcmp(f->clean + token.end - size, end, size);
}

bool ss_tag_verbal(const ss_finder *f, uint32_t at) {
  if (at >= f->count) return false;
  const ss_tag *tag = &f->tags[at];
  if (tag->words & ~SS_CLASS(ADJECTIVE))
    return (tag->words & (SS_CLASS(VERB) | SS_CLASS(AUXILIARY))) != 0;
  if (!tag->word || tag->capital) return false;
  return tag->cue || ends_with(f, at, "ed") ||
         (!tag->noun && ends_with(f, at, "s") && !ends_with(f, at, "ss"));
}

bool ss_tag_plain(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  if (!tag->word || tag->pronoun) return false;
  if (tag->words & ~(SS_CLASS(NUMBER) | SS_CLASS(DATE) | SS_CLASS(ADJECTIVE))) return false;
  return tag->capital || !tag->cue || tag->noun;
}

bool ss_tag_in_person(const ss_entry *noun) { return noun && noun->list == SS_LIST_ROLES; }
