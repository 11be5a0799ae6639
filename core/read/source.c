/* In: candidates as the frames give them. Out: sources that are whole phrases: a lone determiner
 * grows to its noun, a dangling "who" or comma goes. Promises a look at the words between source
 * and cue only. */
#include <string.h>

#include "read/build.h"
#include "read/sentence.h"
#include "text/lexicon.h"

/* Longest phrase between a determiner and its verb, in tokens. */
enum { PHRASE_TOKENS = 14 };
/* Longest phrase and longest remark in "Washington, for its part, denies", in tokens. */
enum { PART_TOKENS = 8 };

static const ss_token *at(const ss_builder *b, uint32_t token) {
  return &b->draft->tokens.items[token];
}

static bool is_in(const ss_builder *b, uint32_t token, const char *const *list) {
  return ss_token_in(at(b, token), b->clean, list);
}

/* What may stand at a phrase's end and is none of it. */
static bool dangles(const ss_builder *b, uint32_t token) {
  static const char *const links[] = {"who",  "which", "that", "whose", "and", "or",  "but",
                                      "has",  "have",  "had",  "is",    "are", "was", "were",
                                      "will", "would", "used", "also",  "on",   "in",    "at",  "for", "with",
                                      "from", NULL};
  uint8_t shape = at(b, token)->shape;
  return shape == SS_SHAPE_COMMA || shape == SS_SHAPE_DASH || is_in(b, token, links);
}

/* "A [petition signed by 140 villagers] calls on": the phrase of a lone determiner ends with the
 * cue; "his" in "his claim" is whole. */
static ss_range grown(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const determiners[] = {"a",     "an", "the", "his", "her",
                                            "their", "my", "our", "its", NULL};
  if (source.end - source.first != 1 || !is_in(b, source.first, determiners)) return source;
  if (cue <= source.end + 1 || cue - source.end > PHRASE_TOKENS) return source;
  for (uint32_t t = source.end; t < cue; t++)
    if (at(b, t)->state != SS_MARK_OUTSIDE || (at(b, t)->flags & SS_TOKEN_SENTENCE)) return source;
  return (ss_range){source.first, cue};
}

/* "gravely", "therefore": says how, not who. */
static bool is_adverb(const ss_builder *b, ss_range source) {
  static const char *const words[] = {"therefore", "thus", "then", "not", NULL};
  static const char *const openers[] = {"then",       "later",     "finally", "again",
                                        "afterwards", "meanwhile", "instead", NULL};
  const ss_token *token = at(b, source.first);
  if (source.end - source.first != 1) return false;
  if (token->flags & SS_TOKEN_SENTENCE) return is_in(b, source.first, openers);
  if (token->shape != SS_SHAPE_LOWER) return false;
  return is_in(b, source.first, words) || (ss_token_ends_in(token, b->clean, "ly") &&
                                           !ss_lexicon_word(SS_LIST_ROLES, b->clean, *token) &&
                                           !ss_lexicon_word(SS_LIST_GROUPS, b->clean, *token));
}

/* "The post was deleted": what looked like its verb is the noun. */
static bool is_article(const ss_builder *b, ss_range source) {
  static const char *const articles[] = {"a", "an", "the", NULL};
  return source.end - source.first == 1 && is_in(b, source.first, articles);
}

/* "Washington, for its part, denies": the phrase that opens the sentence, where another between
 * commas parts it from the cue; empty when there is none. */
static ss_range parted(const ss_builder *b, uint32_t cue) {
  const ss_range none = {0, 0};
  if (cue < 3 || at(b, cue - 1)->shape != SS_SHAPE_COMMA) return none;
  uint32_t comma = cue - 2;
  while (comma > 0 && cue - comma <= PART_TOKENS && at(b, comma)->shape != SS_SHAPE_COMMA) comma--;
  if (comma == 0 || at(b, comma)->shape != SS_SHAPE_COMMA) return none;
  ss_range phrase = {comma, comma};
  while (phrase.first > 0 && !(at(b, phrase.first)->flags & SS_TOKEN_SENTENCE) &&
         phrase.end - phrase.first < PART_TOKENS)
    phrase.first--;
  if (!(at(b, phrase.first)->flags & SS_TOKEN_SENTENCE)) return none;
  for (uint32_t t = phrase.first; t < phrase.end; t++)
    if (!ss_token_is_word(at(b, t)) || at(b, t)->state != SS_MARK_OUTSIDE) return none;
  for (uint32_t n = 0; n < b->draft->names.count; n++)
    if (b->draft->names.items[n].range.end == phrase.end) return phrase;
  return ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, phrase.end - 1)) ||
                 ss_lexicon_word(SS_LIST_GROUPS, b->clean, *at(b, phrase.end - 1))
             ? phrase
             : none;
}

/* "its" of "for its part" says nothing. */
static bool is_own_part(const ss_builder *b, ss_range source) {
  static const char *const owners[] = {"its", "his", "her", "their", NULL}, *const part[] = {"part", NULL};
  return source.end < b->draft->tokens.count && source.end > source.first &&
         is_in(b, source.end - 1, owners) && is_in(b, source.end, part) &&
         source.end - source.first == 1;
}

/* A trailing remark between commas: "Critics of the corridor, on the contrary". */
static uint32_t without_remark(const ss_builder *b, ss_range source) {
  static const char *const openers[] = {"on",      "for", "in",     "however", "meanwhile",
                                        "instead", "too", "though", "at",      NULL};
  static const char *const remarks[] = {"contrary",  "part",    "turn",  "however",
                                        "meanwhile", "instead", "too",   "though",
                                        "hand",      "moment",  "least", NULL};
  for (uint32_t t = source.end; t-- > source.first + 1;)
    if (at(b, t)->shape == SS_SHAPE_COMMA)
      return t + 1 < source.end && is_in(b, t + 1, openers) && is_in(b, source.end - 1, remarks)
                 ? t
                 : source.end;
  return source.end;
}

/* "assured the commissioner for energy, the Dane Lise Holm.": one past the person's name that stands
 * between the phrase after the verb and the clause's end, or the phrase's end. */
static uint32_t named_end(const ss_builder *b, ss_range source, uint32_t cue) {
  const uint32_t count = b->draft->tokens.count, from = source.end + 1;
  if (cue > source.first || from >= count || at(b, source.end)->shape != SS_SHAPE_COMMA ||
      !ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, source.first + 1)))
    return source.end;
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    const ss_name *name = &b->draft->names.items[n];
    if (name->type != SAYSO_NAME_PER || name->range.first < from) continue;
    bool near = name->range.first <= from + 2, closes = name->range.end == count;
    for (uint32_t t = from; t < name->range.first; t++)
      near &= ss_token_is_capital(at(b, t)) || t == from;
    if (!closes) closes = !ss_token_is_word(at(b, name->range.end));
    return near && closes ? name->range.end : source.end;
  }
  return source.end;
}

/* "sources close to Sokolov assure, adding that …": a participle after its sentence's tag. */
static bool adds_on(const ss_builder *b, uint32_t cue) {
  ss_word word = ss_word_of(at(b, cue), b->clean);
  return cue > 1 && at(b, cue - 1)->shape == SS_SHAPE_COMMA && word.size > 5 &&
         !strcmp(word.bytes + word.size - 3, "ing");
}

/* There the source is what stands last before the comma, without that tag's verb. */
static ss_range before_addition(const ss_builder *b, ss_ranges source, uint32_t cue) {
  ss_range last = b->pool.items[source.at + source.count - 1];
  if (last.end == cue) last.end--; /* the comma */
  if (last.end + 1 != cue || last.end < last.first + 2) return last;
  const ss_entry *verb = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, last.end - 1));
  const uint64_t both = SS_CLASS(VERB) | SS_CLASS(SPEECH);
  if (at(b, last.end - 1)->shape == SS_SHAPE_LOWER && verb && (verb->classes & both) == both)
    last.end--;
  return last;
}

/* "a captain arrived from Minsk and told us": the phrase ends before its first verb. */
static uint32_t before_verb(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const and[] = {"and", NULL};
  for (uint32_t t = source.first + 2; t + 2 < source.end; t++) { /* "X denies it, and lets it be known" */
    const ss_entry *verb = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    if (verb && (verb->classes & SS_CLASS(VERB)) && b->clean[at(b, t)->end - 1] == 's' &&
        at(b, t + 2)->shape == SS_SHAPE_COMMA && t + 3 < source.end && is_in(b, t + 3, and))
      return t;
  }
  if (cue != source.end + 1 || !is_in(b, source.end, and)) return source.end;
  for (uint32_t t = source.first + 1; t < source.end; t++) {
    ss_word word = ss_word_of(at(b, t), b->clean);
    bool open = at(b, t)->shape == SS_SHAPE_LOWER && at(b, t - 1)->shape != SS_SHAPE_COMMA;
    if (open && ss_word_is_past(&word)) return t > source.first + 1 ? t : source.end;
  }
  return source.end;
}

/* Of another sentence, or "its", where its own has a phrase parted from the cue: "Washington, for its
 * part, denies". */
static bool is_misplaced(const ss_builder *b, const ss_candidate *c) {
  if (c->source.count != 1 || !c->cue.count) return false;
  ss_range source = b->pool.items[c->source.at];
  uint32_t cue = ss_build_first(b, c->cue);
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, cue);
  return (source.end <= sentence.first || is_own_part(b, source)) && parted(b, cue).end > 0;
}

/* "His answer came on X: …": where it was said, not by whom. */
static bool is_medium(const ss_builder *b, const ss_candidate *c) {
  static const char *const on[] = {"on", NULL};
  static const char *const media[] = {"x",      "twitter", "facebook",  "telegram",   "instagram", "tiktok",
                                      "youtube", "radio",   "television", "mastodon", "bluesky",   NULL};
  uint32_t source = ss_build_first(b, c->source);
  return c->source.count == 1 && source > 0 && ss_build_end(b, c->source) == source + 1 &&
         is_in(b, source, media) && is_in(b, source - 1, on);
}

/* "The day was described by one diplomat as a quarrel": who says so ends before "as", what he says
 * begins there. */
static bool split_as(ss_builder *b, ss_candidate *c) {
  static const char *const by[] = {"by", NULL}, *const as[] = {"as", NULL};
  if (c->source.count != 1 || !c->cue.count || !c->content.count) return true;
  ss_range source = b->pool.items[c->source.at], rest;
  if (source.first != ss_build_end(b, c->cue) + 1 || !is_in(b, source.first - 1, by)) return true;
  for (uint32_t t = source.first + 1; t + 1 < source.end; t++) {
    if (!is_in(b, t, as)) continue;
    rest = (ss_range){t + 1, source.end};
    c->source = (ss_ranges){0, 0};
    return ss_build_put(b, &c->source, (ss_range){source.first, t}) &&
           ss_build_put(b, &c->cue, (ss_range){source.first - 1, source.first}) &&
           ss_build_put(b, &c->content, rest);
  }
  return true;
}

/* "[An official], speaking anonymously, said [the envoy, Bell], was late": who speaks, with a remark
 * between commas, was taken for what is said, and the subject of that for who speaks. */
static bool is_turned_round(const ss_builder *b, const ss_candidate *c) {
  static const char *const remarks[] = {"who", "speaking", "citing", "asking", "requesting", "quoting",
                                        "whose", NULL};
  if (c->source.count != 1 || c->cue.count != 1 || c->content.count != 2) return false;
  ss_range who = b->pool.items[c->content.at], rest = b->pool.items[c->content.at + 1],
           source = b->pool.items[c->source.at], cue = b->pool.items[c->cue.at];
  const ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, cue.first);
  if (who.first != sentence.first || who.end + 1 != cue.first || cue.end != source.first ||
      rest.first > source.end + 1 || at(b, cue.first - 1)->shape != SS_SHAPE_COMMA)
    return false;
  uint32_t comma = who.first;
  while (comma < who.end && at(b, comma)->shape != SS_SHAPE_COMMA) comma++;
  return comma > who.first && comma + 1 < who.end && is_in(b, comma + 1, remarks) &&
         ss_lexicon_word(SS_LIST_ROLES, b->clean, *at(b, comma - 1));
}

static bool turn_round(ss_builder *b, ss_candidate *c) {
  if (!is_turned_round(b, c)) return true;
  ss_range who = b->pool.items[c->content.at];
  uint32_t from = ss_build_end(b, c->cue), end = ss_build_end(b, c->content), comma = who.first;
  while (at(b, comma)->shape != SS_SHAPE_COMMA) comma++;
  c->source = c->content = (ss_ranges){0, 0};
  c->own = 0;
  return ss_build_put(b, &c->source, (ss_range){who.first, comma}) &&
         ss_build_put(b, &c->content, (ss_range){from, end});
}

/* "Her exact words:": hers, and the words are what is cited. */
static uint32_t without_words(const ss_builder *b, ss_range source) {
  static const char *const words[] = {"words", NULL};
  bool cited = ss_token_is_owner(at(b, source.first), b->clean) &&
               (is_in(b, source.end - 1, words) ||
                ss_lexicon_word(SS_LIST_UTTERANCES, b->clean, *at(b, source.end - 1)));
  return cited && source.end > source.first + 1 ? source.first + 1 : source.end;
}

/* "In [the governor's opinion], …": the governor holds it. */
static uint32_t without_view(const ss_builder *b, ss_range source) {
  static const char *const eyes[] = {"eyes", NULL};
  bool held = source.end > source.first + 2 &&
              (ss_build_is_view(b, source.end - 1) || is_in(b, source.end - 1, eyes)) &&
              ss_token_is_genitive(at(b, source.end - 2), b->clean);
  return held ? source.end - 2 : source.end;
}

/* "Tony stopped and after a time said": when it was said. */
static bool is_time(const ss_builder *b, ss_range source) {
  static const char *const before[] = {"after", "for", "in", "within", NULL};
  static const char *const times[] = {"time",    "while",    "moment",     "moments", "minute",
                                      "minutes", "second",   "seconds",    "hour",    "hours",
                                      "pause",   "interval", "hesitation", "silence", NULL};
  return source.first > 0 && source.end > source.first && is_in(b, source.first - 1, before) &&
         is_in(b, source.end - 1, times);
}

/* There whoever was named last in the sentence speaks. */
static bool leave_time(ss_builder *b, ss_candidate *c) {
  if (c->source.count != 1 || !c->cue.count || !is_time(b, b->pool.items[c->source.at]))
    return true;
  ss_range time = b->pool.items[c->source.at], who = {0, 0};
  const ss_range sentence =
      ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, time.first);
  for (uint32_t n = 0; n < b->draft->names.count; n++) {
    const ss_name *name = &b->draft->names.items[n];
    if (name->type == SAYSO_NAME_PER && name->range.first >= sentence.first &&
        name->range.end < time.first && at(b, name->range.first)->state == SS_MARK_OUTSIDE)
      who = name->range;
  }
  c->source = (ss_ranges){0, 0};
  return ss_build_put(b, &c->source, who);
}

/* "expressed [the hope that …]": an article at the cue's end begins the content. */
static bool give_article(ss_builder *b, ss_candidate *c) {
  static const char *const articles[] = {"the", "a", "an", NULL};
  uint32_t end = ss_build_end(b, c->cue);
  if (end < 2 || end - ss_build_first(b, c->cue) < 2 || !is_in(b, end - 1, articles) ||
      ss_build_first(b, c->content) != end)
    return true;
  ss_range article = {end - 1, end};
  return ss_build_cut(b, &c->cue, article) && ss_build_put(b, &c->content, article);
}

/* "According to him [Gazprom] has not asked": what stands behind him is said. */
static bool give_subject(ss_builder *b, ss_candidate *c) {
  static const char *const to[] = {"to", NULL};
  static const char *const him[] = {"him", "her", "them", "me", "us", NULL};
  if (c->source.count != 1 || !c->cue.count || !c->content.count) return true;
  ss_range source = b->pool.items[c->source.at];
  if (source.end < source.first + 2 || !is_in(b, source.first, him) ||
      ss_build_end(b, c->cue) != source.first || !is_in(b, source.first - 1, to) ||
      ss_build_first(b, c->content) != source.end || !ss_token_is_capital(at(b, source.first + 1)))
    return true;
  ss_range rest = {source.first + 1, source.end};
  return ss_build_cut(b, &c->source, rest) && ss_build_put(b, &c->content, rest);
}

/* "He liked [to say] that …": what he did belongs to the cue. */
static bool take_habit(ss_builder *b, ss_candidate *c) {
  static const char *const habits[] = {"liked", "likes", "loved", "loves", "used", NULL};
  static const char *const to[] = {"to", NULL};
  uint32_t end = ss_build_end(b, c->cue);
  if (!c->cue.count || end + 1 >= b->draft->tokens.count || !is_in(b, end - 1, habits) ||
      !is_in(b, end, to) || ss_build_first(b, c->content) != end)
    return true;
  const ss_entry *said = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, end + 1));
  if (!said || !(said->classes & SS_CLASS(SPEECH))) return true;
  ss_range verb = {end, end + 2};
  return ss_build_cut(b, &c->content, verb) && ss_build_put(b, &c->cue, verb);
}

/* “…,” he heard [Katharine say]: who says so, and the verb. */
static bool take_heard(ss_builder *b, ss_candidate *c) {
  enum { WORDS = 5 };
  static const char *const hear[] = {"hear", "hears", "heard", NULL};
  uint32_t verb = ss_build_first(b, c->cue), from = verb + 1, count = b->draft->tokens.count;
  if (!c->cue.count || c->source.count != 1 || !c->content.count || !is_in(b, verb, hear) ||
      at(b, ss_build_first(b, c->content))->state == SS_MARK_OUTSIDE)
    return true;
  for (uint32_t t = from + 1; t < count && t < from + WORDS; t++) {
    if (!ss_token_is_word(at(b, t)) || at(b, t)->state != SS_MARK_OUTSIDE) return true;
    const ss_entry *said = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, t));
    const uint64_t speech = SS_CLASS(VERB) | SS_CLASS(SPEECH);
    ss_word word = ss_word_of(at(b, t), b->clean);
    if (!said || (said->classes & speech) != speech || ss_word_is_past(&word)) continue;
    c->source = c->cue = (ss_ranges){0, 0};
    return ss_build_cut(b, &c->content, (ss_range){from, t + 1}) &&
           ss_build_put(b, &c->source, (ss_range){from, t}) &&
           ss_build_put(b, &c->cue, (ss_range){t, t + 1});
  }
  return true;
}

/* “We have heard you,” says premier as ruling party loses its majority: one past who says so. */
static uint32_t before_event(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const links[] = {"as", "after", "when", "while", "amid", NULL};
  static const char *const known[] = {"known", NULL};
  if (cue > source.first) return source.end;
  for (uint32_t t = source.first + 1; t + 1 < source.end; t++) {
    if (at(b, t)->shape == SS_SHAPE_COMMA) return source.end;
    ss_word before = ss_word_of(at(b, t - 1), b->clean);
    if (is_in(b, t, links) && !ss_word_is_past(&before) && !ss_word_in(&before, known))
      return t; /* not "who served as" */
  }
  return source.end;
}

/* Ahead of the source: "said Bell", "said the minister". */
static bool is_inverted(ss_range source, uint32_t cue) { return cue < source.first; }

/* “…,” said the nurse [to Leonard]: one past who says so. An adviser to somebody is so called. */
static uint32_t before_listener(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const to[] = {"to", NULL};
  static const char *const of[] = {"adviser", "advisor",   "aide",   "ambassador", "assistant",
                                   "close",   "counsel",   "envoy",  "heir",       "known",
                                   "lawyer",  "secretary", "source", "sources",    NULL};
  static const char *const them[] = {"him", "her", "them", "me", "us", NULL};
  if (!is_inverted(source, cue)) return source.end;
  for (uint32_t t = source.first + 1; t + 1 < source.end; t++) {
    if (!is_in(b, t, to) || is_in(b, t - 1, of)) continue;
    if (is_in(b, t + 1, them)) return t;
    for (uint32_t n = 0; n < b->draft->names.count; n++)
      if (b->draft->names.items[n].range.first == t + 1 &&
          b->draft->names.items[n].type == SAYSO_NAME_PER)
        return t;
  }
  return source.end;
}

/* “…,” said Mary[, and Katharine] nodded: a comma before the one "and" opens a clause. */
static uint32_t before_clause(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const links[] = {"and", "but", "while", NULL};
  if (!is_inverted(source, cue)) return source.end;
  uint32_t t = source.first + 1;
  while (t + 1 < source.end && at(b, t)->shape != SS_SHAPE_COMMA) t++;
  return t + 1 < source.end && is_in(b, t + 1, links) ? t : source.end;
}

/* ‘We were lied to’: families of the Aurora [demand] answers. */
static uint32_t before_demand(const ss_builder *b, ss_range source) {
  static const char *const colon[] = {":", NULL};
  const uint32_t last = source.end - 1;
  if (source.end < source.first + 2 || source.first == 0 || !is_in(b, source.first - 1, colon) ||
      source.end >= b->draft->tokens.count || at(b, last)->shape != SS_SHAPE_LOWER ||
      at(b, source.end)->shape != SS_SHAPE_LOWER)
    return source.end;
  const ss_entry *entry = ss_lexicon_word(SS_LIST_CUES, b->clean, *at(b, last));
  return entry && (entry->classes & SS_CLASS(VERB)) ? last : source.end;
}

/* "Sir [Thomas]", "Mr. [Bell]": one past the name behind a title, or the source's end. */
static uint32_t titled_end(const ss_builder *b, ss_range source) {
  enum { NAME_TOKENS = 3 };
  const ss_entry *title = ss_lexicon_word(SS_LIST_HONORIFICS, b->clean, *at(b, source.end - 1));
  uint32_t end = source.end;
  if (!title || (title->classes & SS_CLASS(SUFFIX)) || !ss_token_is_capital(at(b, end - 1)))
    return end;
  while (end < b->draft->tokens.count && end < source.end + NAME_TOKENS &&
         ss_token_is_capital(at(b, end)) && !(at(b, end)->flags & SS_TOKEN_SENTENCE) &&
         at(b, end)->state == SS_MARK_OUTSIDE)
    end++;
  return end;
}

static bool opens_place(const ss_builder *b, uint32_t token) {
  static const char *const places[] = {"at",     "in",   "on",     "outside",
                                       "inside", "near", "during", NULL};
  return is_in(b, token, places);
}

/* "At Prague airport [a reporter] asked": where it was asked is no part of who asked. */
static uint32_t after_place(const ss_builder *b, ss_range source, uint32_t cue) {
  static const char *const articles[] = {"a", "an", "the", NULL};
  uint32_t first = source.first;
  if (source.end != cue || !opens_place(b, first)) return first;
  for (uint32_t t = source.end - 1; t-- > first + 2;)
    if (is_in(b, t, articles)) return t;
  return first;
}

/* The source as a whole phrase, without what only stands beside it. */
static ss_range whole_source(const ss_builder *b, const ss_candidate *c) {
  const uint32_t cue = ss_build_first(b, c->cue);
  ss_range whole = adds_on(b, cue) ? before_addition(b, c->source, cue)
                                   : grown(b, b->pool.items[c->source.at], cue);
  whole.end = without_remark(b, whole);
  while (whole.end > whole.first + 1 &&
         (dangles(b, whole.end - 1) || ss_build_ends_in_manner(b, whole)))
    whole.end--;
  whole.end = before_verb(b, whole, cue);
  whole.end = without_words(b, whole);
  whole.end = without_view(b, whole);
  whole.end = before_event(b, whole, cue);
  whole.end = before_demand(b, whole);
  whole.end = before_clause(b, whole, cue);
  whole.end = before_listener(b, whole, cue);
  if (whole.end > whole.first + 1) whole.end = named_end(b, whole, cue);
  whole.end = titled_end(b, whole);
  whole.first = after_place(b, whole, cue);
  return whole;
}

/* "[The Kremlin and China] have been accused by [diplomats] of stalling": the latter say so. */
static bool leave_accused(ss_builder *b, ss_candidate *c) {
  static const char *const by[] = {"by", NULL};
  uint32_t end = ss_build_end(b, c->cue);
  if (c->source.count != 2 || !c->cue.count || !is_in(b, end - 1, by)) return true;
  ss_range who = b->pool.items[c->source.at + 1];
  if (b->pool.items[c->source.at].end > ss_build_first(b, c->cue) || who.first != end) return true;
  c->source = (ss_ranges){0, 0};
  return ss_build_put(b, &c->source, who);
}

/* The same where it comes in two pieces. */
static bool drop_place(ss_builder *b, ss_candidate *c) {
  if (c->source.count != 2 || !c->cue.count) return true;
  ss_range place = b->pool.items[c->source.at], who = b->pool.items[c->source.at + 1];
  if (!opens_place(b, place.first) || who.end != ss_build_first(b, c->cue)) return true;
  c->source = (ss_ranges){0, 0};
  return ss_build_put(b, &c->source, who);
}

/* What the network put into the wrong part of the frame. */
static bool move_parts(ss_builder *b, ss_candidate *c) {
  if (is_misplaced(b, c)) c->source = (ss_ranges){0, 0};
  if (!drop_place(b, c) || !turn_round(b, c) || !split_as(b, c) || !give_article(b, c) ||
      !take_habit(b, c) || !take_heard(b, c) || !leave_time(b, c) || !give_subject(b, c) ||
      !leave_accused(b, c))
    return false;
  return c->source.count || !c->cue.count || !c->content.count ||
         ss_build_put(b, &c->source, parted(b, ss_build_first(b, c->cue)));
}

/* "Wouters called her [the same night]": on the telephone. */
static bool is_call(const ss_builder *b, const ss_candidate *c) {
  enum { WORDS = 5 };
  static const char *const call[] = {"call",   "calls",      "called", "rang",
                                     "phoned", "telephoned", NULL};
  static const char *const when[] = {"night",      "day",     "morning", "evening", "afternoon",
                                     "week",       "back",    "again",   "later",   "yesterday",
                                     "afterwards", "once",    "minute",  "hour",    "noon",
                                     "twice",      "weekend", NULL};
  if (!c->cue.count || c->content.count != 1 || c->rule != SS_RULE_FRAME) return false;
  uint32_t cue = ss_build_first(b, c->cue);
  ss_range content = b->pool.items[c->content.at];
  uint32_t last = content.end;
  while (last > content.first && !ss_token_is_word(at(b, last - 1))) last--;
  return ss_build_end(b, c->cue) == cue + 1 && is_in(b, cue, call) && content.first > cue &&
         last > content.first && last - content.first <= WORDS && is_in(b, last - 1, when) &&
         at(b, content.first)->state == SS_MARK_OUTSIDE;
}

/* “Nobody asked us,” said Bell: it was not said. */
static bool is_nobody(const ss_builder *b, const ss_candidate *c) {
  static const char *const nobody[] = {"nobody", "none", NULL};
  ss_range source = c->source.count == 1 ? b->pool.items[c->source.at] : (ss_range){0, 0};
  return source.end == source.first + 1 && ss_build_inside(b, source.first) &&
         is_in(b, source.first, nobody);
}

bool ss_build_sources(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    c->dropped |= is_medium(b, c) || is_call(b, c) || is_nobody(b, c);
    if (!move_parts(b, c)) return false;
    if (!c->source.count || !c->cue.count) continue;
    if (c->source.count != 1 && !adds_on(b, ss_build_first(b, c->cue))) continue;
    ss_range given = b->pool.items[c->source.at], whole = whole_source(b, c);
    c->dropped |= is_article(b, whole);
    bool adverb = is_adverb(b, whole);
    bool same = whole.first == given.first && whole.end == given.end;
    if (c->source.count == 1 && same && !adverb) continue;
    c->source = (ss_ranges){0, 0};
    if (!adverb && !ss_build_put(b, &c->source, whole)) return false;
  }
  return true;
}
