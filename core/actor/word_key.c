/* In: the mentions of a unit. Out: a key and marks for each of their words, kept with the reading.
 * Promises that resolving, which runs over the whole document after every edit, folds and looks up
 * no word of a mention again. */
#include "actor/cast.h"
#include "actor/mention.h"
#include "base/status.h"

static bool has_class(ss_list list, const char *clean, ss_token token, uint64_t classes) {
  const ss_entry *entry = ss_lexicon_word(list, clean, token);
  return entry && (entry->classes & classes);
}

static uint8_t marks_of(const char *clean, ss_token token) {
  uint8_t marks = 0;
  if (token.shape >= SS_SHAPE_DOUBLE_MARK) return 0; /* no list holds punctuation */
  if (has_class(SS_LIST_HONORIFICS, clean, token, SS_CLASS(SUFFIX))) marks |= SS_WORD_SUFFIX;
  if (has_class(SS_LIST_WORDS, clean, token, SS_CLASS(DETERMINER))) marks |= SS_WORD_DETERMINER;
  if (ss_lexicon_word(SS_LIST_PRONOUNS, clean, token)) marks |= SS_WORD_PRONOUN;
  return marks;
}

static bool add_range(ss_draft *draft, const char *clean, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++) {
    ss_token token = draft->tokens.items[t];
    if (!ss_vec_push(draft->hook, &draft->keys, ss_token_key(clean, token))) return false;
    if (!ss_vec_push(draft->hook, &draft->marks, marks_of(clean, token))) return false;
  }
  return true;
}

/* Mentions are sorted by their start, heads nearly so. */
static void add_sentences(ss_draft *draft) {
  const ss_token *tokens = draft->tokens.items;
  uint32_t token = 0, sentence = 0;
  for (uint32_t i = 0; i < draft->mentions.count; i++) {
    ss_mention *m = &draft->mentions.items[i];
    uint32_t first = m->title.end > m->title.first ? m->title.first : m->range.first;
    for (; token <= m->head; token++)
      sentence += token && (tokens[token].flags & SS_TOKEN_SENTENCE) &&
                  tokens[token].state != SS_MARK_INSIDE;
    m->sentence = sentence;
    m->inside = tokens[m->head].state == SS_MARK_INSIDE;
    m->opens = tokens[first].flags & SS_TOKEN_SENTENCE;
  }
}

static uint8_t class_of(const char *clean, ss_token token) {
  uint8_t bits = 0;
  if (token.shape >= SS_SHAPE_DOUBLE_MARK) return 0;
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

sayso_status ss_mention_keys(ss_draft *draft, const char *clean, sayso_error *err) {
  for (uint32_t t = 0; t < draft->tokens.count; t++)
    draft->tokens.items[t].word = class_of(clean, draft->tokens.items[t]);
  add_sentences(draft);
  for (uint32_t i = 0; i < draft->mentions.count; i++) {
    ss_mention *m = &draft->mentions.items[i];
    m->keys = draft->keys.count;
    if (!add_range(draft, clean, m->range) || !add_range(draft, clean, m->title))
      return ss_fail_memory(err);
  }
  return SAYSO_OK;
}
