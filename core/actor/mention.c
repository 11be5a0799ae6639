/* In: a unit's names, statements and tokens. Out: draft->mentions: names with their titles, roles
 * and other nominals, pronouns, metonyms, and what stands in each source. Promises that every
 * source holds a mention, and order by first token, longer first. */
#include "actor/mention.h"

#include <stdlib.h>
#include <string.h>

#include "actor/finder.h"
#include "base/status.h"
#include "read/word.h"

/* Tokens after a noun in which the X of "of X" is looked for. */
enum { OF_REACH = 5 };

static ss_mention blank_mention(ss_range range, uint8_t form) {
  return (ss_mention){.range = range,
                      .head = range.end - 1,
                      .name = SAYSO_NONE,
                      .statement = SAYSO_NONE,
                      .of = SAYSO_NONE,
                      .same = SAYSO_NONE,
                      .word = SAYSO_NONE,
                      .place = SAYSO_NONE,
                      .form = form,
                      .kind = SAYSO_ACTOR_UNKNOWN,
                      .person = SS_PERSON_THIRD};
}

static bool add_mention(ss_finder *f, ss_mention mention) {
  return ss_vec_push(f->draft->hook, &f->draft->mentions, mention);
}

static uint8_t gender_of(uint64_t classes) {
  bool female = classes & SS_CLASS(FEMALE), male = classes & SS_CLASS(MALE);
  return female == male ? SAYSO_GENDER_UNKNOWN : female ? SAYSO_GENDER_FEMALE : SAYSO_GENDER_MALE;
}

/* The country word among tokens [first, end). */
static uint32_t place_within(const ss_finder *f, uint32_t first, uint32_t end) {
  const uint64_t wanted = SS_CLASS(COUNTRY) | SS_CLASS(ADJECTIVE) | SS_CLASS(CAPITAL) |
                          SS_CLASS(SEAT) | SS_CLASS(REGION);
  for (uint32_t t = first; t < end; t++)
    if (f->tags[t].place && (f->tags[t].place->classes & wanted))
      return ss_entry_index(f->tags[t].place);
  return SAYSO_NONE;
}

/* ---- names ---- */

/* A country or capital that is nobody's given name, where the network is in doubt. */
static bool is_rather_place(const ss_finder *f, ss_found_name name) {
  const float doubt = 0.8f;
  const ss_tag *tag = &f->tags[name.range.first];
  return (tag->place->classes & (SS_CLASS(COUNTRY) | SS_CLASS(CAPITAL))) && !tag->called &&
         (name.index == SAYSO_NONE || f->draft->names.items[name.index].score < doubt);
}

static uint8_t kind_of_name(const ss_finder *f, ss_found_name name) {
  const ss_tag *tag = &f->tags[name.range.first];
  bool place = tag->place && tag->place_size == name.range.end - name.range.first;
  if (place && (tag->place->classes & SS_CLASS(SEAT))) return SAYSO_ACTOR_ORGANIZATION;
  switch (name.type) {
    case SAYSO_NAME_PER: return place && is_rather_place(f, name) ? SAYSO_ACTOR_PLACE : SAYSO_ACTOR_PERSON;
    case SAYSO_NAME_ORG: return place ? SAYSO_ACTOR_PLACE : SAYSO_ACTOR_ORGANIZATION;
    case SAYSO_NAME_LOC: return SAYSO_ACTOR_PLACE;
    default: return place ? SAYSO_ACTOR_PLACE : SAYSO_ACTOR_GROUP;
  }
}

static void take(ss_finder *f, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++) f->tags[t].taken = true;
}

static void read_title(ss_finder *f, ss_mention *m) {
  const ss_entry *role = NULL;
  m->title = ss_nominal_title(f, m->range.first, &role);
  if (!role) return;
  m->gender = gender_of(role->classes);
  m->word = ss_entry_index(role);
  m->place = place_within(f, m->title.first, m->title.end);
  take(f, m->title);
}

/* "MR. OKAFOR" is no company. */
static bool is_polite(const ss_finder *f, uint32_t first) {
  const ss_entry *title = NULL;
  ss_nominal_title(f, first, &title);
  return title && title->list == SS_LIST_HONORIFICS &&
         (title->classes & (SS_CLASS(MALE) | SS_CLASS(FEMALE)));
}

static bool ends_in(const ss_finder *f, uint32_t at, const char *const *endings) {
  ss_token token = f->tokens[at];
  for (; *endings; endings++) {
    size_t size = strlen(*endings);
    if (token.end - token.start >= size && !memcmp(f->clean + token.end - size, *endings, size))
      return true;
  }
  return false;
}

static bool tells_age(const ss_finder *f, uint32_t at) {
  return ss_token_tells_age(&f->tokens[at], f->clean);
}

/* "Social Democrat", which may be two names to the network. */
static bool is_wing(const ss_finder *f, uint32_t at) {
  static const char *const wings[] = {"social", "christian", "free", "liberal", "national", NULL};
  return at < f->count && f->tags[at].capital && ss_token_in(&f->tokens[at], f->clean, wings);
}

/* "the" stands before the token, or before "52-year-old", "young", "Social" there. */
static bool is_singled_out(const ss_finder *f, uint32_t at) {
  enum { REACH = 4 };
  if (at > 0 && is_wing(f, at - 1)) at--;
  for (uint32_t t = at; t-- > 0 && at - t <= REACH;) {
    if (ss_tag_is(f, t, "the") || ss_tag_is(f, t, "The")) return true;
    if (tells_age(f, t) || tells_age(f, t + 1) || f->tokens[t].shape == SS_SHAPE_DIGIT) continue;
    if (!f->tags[t].source || f->tags[t].capital ||
        (f->tags[t].word && !ss_tag_plain(f, t) && !(f->tags[t].words & SS_CLASS(ADJECTIVE))))
      return false;
  }
  return false;
}

/* "American", "Breton", "Spaniard": one of them; "French", "British", "Chinese" are all. */
static const char *const one_of_people[] = {"an",   "i",    "on",    "ard", "Greek",
                                            "Arab", "Turk", "Czech", NULL};

/* Of a people or a region in no list: "Dutchwoman", "Bavarian", "Sauerlander". */
static bool is_demonym(const ss_finder *f, uint32_t at) {
  static const char *const humans[] = {"man", "woman", NULL}, *const er[] = {"er", NULL};
  const ss_tag *tag = &f->tags[at];
  if (ends_in(f, at, humans)) return true;
  if (tag->name == SAYSO_NONE || tag->organization) return false;
  uint8_t type = f->names.items[tag->name].type;
  if (type == SAYSO_NAME_NORP) return ends_in(f, at, one_of_people) || ends_in(f, at, er);
  return type == SAYSO_NAME_PER && !tag->called && ends_in(f, at, er);
}

/* "the American said", "the Dutchwoman", "the Liberal", not "the French": one of them, as a noun.
 */
static bool is_one_of_people(const ss_finder *f, ss_range name) {
  static const char *const members[] = {"liberal",     "conservative", "socialist",  "communist",
                                        "nationalist", "centrist",     "populist",   "tory",
                                        "green",       "democrat",     "republican", NULL};
  const ss_tag *tag = &f->tags[name.end - 1];
  bool wing = name.end == name.first + 1 && is_wing(f, name.first) && name.end < f->count &&
              ss_token_in(&f->tokens[name.end], f->clean, members);
  if (wing) name.end++;
  bool alone = name.end == f->count || !f->tags[name.end].source || !f->tags[name.end].word ||
               f->tags[name.end].pronoun;
  if (!tag->source || !alone || !is_singled_out(f, name.first)) return false;
  if (name.end - name.first <= 2 && ss_token_in(&f->tokens[name.end - 1], f->clean, members))
    return true;
  if (name.end != name.first + 1) return false;
  if (!tag->place || tag->place_size != 1) return is_demonym(f, name.first);
  if (tag->place->classes & SS_CLASS(PEOPLE)) return !(tag->place->classes & SS_CLASS(PLURAL));
  return (tag->place->classes & SS_CLASS(ADJECTIVE)) && ends_in(f, name.first, one_of_people);
}

/* "Velora Inc" */
static bool is_company(const ss_finder *f, ss_range range) {
  const ss_entry *suffix =
      range.end > range.first + 1
          ? ss_lexicon_word(SS_LIST_HONORIFICS, f->clean, f->tokens[range.end - 1])
          : NULL;
  return suffix && (suffix->classes & SS_CLASS(SUFFIX)) &&
         (suffix->classes & SS_CLASS(ORGANIZATION));
}

/* "Chipmaker Velora", as headlines have it: the trade is no part of the name. */
static void leave_trade(const ss_finder *f, ss_mention *m) {
  static const char *const trades[] = {"maker", "etailer", "ender", "nsurer", "roadcaster", NULL};
  const ss_tag *tag = &f->tags[m->range.first];
  bool trade = m->range.end == m->range.first + 2 && tag->noun && tag->noun_size == 1 &&
               tag->noun->list == SS_LIST_GROUPS && ends_in(f, m->range.first, trades);
  if (trade) m->range.first++;
}

/* "Sometimes Winnie", "Unluckily Bell": an adverb opens the sentence, and is no part of the name.
 */
static void leave_adverb(const ss_finder *f, ss_mention *m) {
  uint32_t first = m->range.first;
  static const char *const endings[] = {"ly", NULL};
  bool adverb = (f->tags[first].words & SS_CLASS(ADVERB)) || ends_in(f, first, endings) ||
                ss_lexicon_word(SS_LIST_EPITHETS, f->clean, f->tokens[first]);
  if (m->range.end > first + 1 && (f->tokens[first].flags & SS_TOKEN_SENTENCE) && adverb &&
      f->tokens[first].shape == SS_SHAPE_CAPITALISED &&
      !ss_lexicon_given(f->clean, f->tokens[first]) && !f->tags[first].place &&
      !f->tags[first].organization)
    m->range.first++;
}

/* "The airline Velora", "the authority Bafin": one word that the noun before it says to be an
 * organization, not "the company Musk founded". */
static bool is_called_body(const ss_finder *f, ss_range range) {
  if (range.end != range.first + 1 || range.first < 2 || ss_tag_verbal(f, range.end)) return false;
  const ss_tag *before = &f->tags[range.first - 1];
  return f->tokens[range.first - 1].shape == SS_SHAPE_LOWER && before->noun &&
         before->noun_size == 1 && before->noun->list == SS_LIST_GROUPS &&
         (before->noun->classes & SS_CLASS(ORGANIZATION)) &&
         !(before->noun->classes & SS_CLASS(PLURAL)) && !f->tags[range.first].given;
}

static bool add_names(ss_finder *f) {
  for (uint32_t i = 0; i < f->names.count; i++) {
    ss_found_name name = f->names.items[i];
    if (is_one_of_people(f, name.range)) continue; /* cover_sources describes somebody */
    const ss_tag *tag = &f->tags[name.range.first];
    ss_mention m = blank_mention(name.range, SAYSO_FORM_NAME);
    m.name = name.index;
    m.kind = kind_of_name(f, name);
    m.definite = true;
    if (m.kind == SAYSO_ACTOR_ORGANIZATION && is_polite(f, name.range.first))
      m.kind = SAYSO_ACTOR_PERSON;
    m.told = (m.kind == SAYSO_ACTOR_PERSON || m.kind == SAYSO_ACTOR_ORGANIZATION) &&
             is_called_body(f, name.range);
    if (m.told || (m.kind == SAYSO_ACTOR_PERSON && is_company(f, name.range)))
      m.kind = SAYSO_ACTOR_ORGANIZATION;
    if (m.kind == SAYSO_ACTOR_ORGANIZATION)
      leave_trade(f, &m);
    else
      leave_adverb(f, &m);
    if (tag->place && tag->place_size == name.range.end - name.range.first)
      m.word = ss_entry_index(tag->place);
    else if (tag->organization && tag->organization_size == name.range.end - name.range.first)
      m.word = ss_entry_index(tag->organization);
    if (m.kind == SAYSO_ACTOR_PERSON) {
      if (name.range.end - name.range.first > 1 && tag->called)
        m.gender = gender_of(tag->called->classes);
      uint8_t first_gender = m.gender;
      m.gender = SAYSO_GENDER_UNKNOWN;
      read_title(f, &m);
      m.gendered_title = m.gender != SAYSO_GENDER_UNKNOWN;
      if (m.gender == SAYSO_GENDER_UNKNOWN) m.gender = first_gender;
    }
    m.plural = m.kind == SAYSO_ACTOR_GROUP ||
               (tag->place && (tag->place->classes & SS_CLASS(PLURAL)) && m.word != SAYSO_NONE);
    take(f, m.range);
    if (!add_mention(f, m)) return false;
  }
  return true;
}

/* ---- pronouns ---- */

/* who, which, that: only where something stands before that they may refer to. */
static bool relative_counts(const ss_finder *f, uint32_t at) {
  if (at == 0 || (f->tokens[at].flags & SS_TOKEN_SENTENCE)) return false;
  if (ss_tag_is(f, at, "that"))
    return f->tags[at].source && !ss_tag_plain(f, at + 1 < f->count ? at + 1 : at);
  const ss_tag *before = &f->tags[at - 1];
  return before->word
             ? (before->words & ~SS_CLASS(NUMBER)) == 0 || (before->words & SS_CLASS(PREPOSITION))
             : f->tokens[at - 1].shape == SS_SHAPE_COMMA ||
                   f->tokens[at - 1].shape == SS_SHAPE_DASH ||
                   f->tokens[at - 1].shape == SS_SHAPE_BRACKET ||
                   f->tokens[at - 1].shape == SS_SHAPE_DOUBLE_MARK;
}

static uint8_t kind_of_pronoun(uint64_t classes) {
  if (classes & (SS_CLASS(MALE) | SS_CLASS(FEMALE) | SS_CLASS(PERSON))) return SAYSO_ACTOR_PERSON;
  return SAYSO_ACTOR_UNKNOWN;
}

static bool add_pronouns(ss_finder *f) {
  for (uint32_t t = 0; t < f->count; t++) {
    const ss_entry *entry = f->tags[t].pronoun;
    if (!entry || f->tags[t].name != SAYSO_NONE) continue;
    uint64_t c = entry->classes;
    if ((c & SS_CLASS(RELATIVE)) && !relative_counts(f, t) && !f->tags[t].source) continue;
    ss_mention m = blank_mention((ss_range){t, t + 1}, SAYSO_FORM_PRONOUN);
    m.word = ss_entry_index(entry);
    m.kind = kind_of_pronoun(c);
    m.gender = gender_of(c);
    m.person = c & SS_CLASS(FIRST)    ? SS_PERSON_FIRST
               : c & SS_CLASS(SECOND) ? SS_PERSON_SECOND
                                      : SS_PERSON_THIRD;
    m.plural = c & SS_CLASS(PLURAL);
    m.possessive = (c & SS_CLASS(POSSESSIVE)) &&
                   (!(c & SS_CLASS(OBJECT)) || (t + 1 < f->count && ss_tag_plain(f, t + 1)));
    m.subject = (c & SS_CLASS(SUBJECT)) != 0;
    if (!add_mention(f, m)) return false;
  }
  return true;
}

/* ---- roles and other nominals ---- */

static uint8_t kind_of_noun(const ss_entry *noun) {
  if (noun->list == SS_LIST_DOCUMENTS) return SAYSO_ACTOR_DOCUMENT;
  if (noun->list == SS_LIST_ROLES)
    return noun->classes & SS_CLASS(PLURAL) ? SAYSO_ACTOR_GROUP : SAYSO_ACTOR_PERSON;
  return noun->classes & SS_CLASS(PEOPLE) ? SAYSO_ACTOR_GROUP : SAYSO_ACTOR_ORGANIZATION;
}

static bool touches_source(const ss_finder *f, ss_range range) {
  for (uint32_t t = range.first; t < range.end; t++)
    if (f->tags[t].source) return true;
  return false;
}

/* A noun whose phrase goes on with a word we do not know ("campaign trail") names something else.
 */
static bool is_modifier_only(const ss_finder *f, ss_range range) {
  uint32_t next = range.end;
  if (next >= f->count || (f->tokens[next].flags & SS_TOKEN_SENTENCE) ||
      f->tags[range.end - 1].source)
    return false;
  const ss_tag *tag = &f->tags[next];
  return tag->word && !tag->capital && !(tag->words & ~SS_CLASS(ADJECTIVE)) && !tag->pronoun &&
         !ss_tag_verbal(f, next);
}

/* "Mr President" */
static bool is_addressed(const ss_finder *f, ss_range range) {
  const ss_entry *polite = f->tags[range.first].honorific;
  return range.end > range.first + 1 && polite && ss_entry_polite(polite);
}

static bool is_definite(const ss_finder *f, ss_range range) {
  const ss_tag *tag = &f->tags[range.first];
  if (ss_tag_is(f, range.first, "the") || ss_tag_is(f, range.first, "The") ||
      ss_tag_is(f, range.first, "this") || ss_tag_is(f, range.first, "This") ||
      ss_tag_is(f, range.first, "that") || ss_tag_is(f, range.first, "these"))
    return true;
  if (tag->pronoun) return true;
  if (is_addressed(f, range)) return true;
  for (uint32_t t = range.first; t < range.end; t++)
    if (ss_tag_possessive(f, t)) return true;
  return false;
}

/* "A letter from her sister was read out. …, it said": what opens a sentence speaks later on. */
static bool speaks_later(const ss_finder *f, ss_range range) {
  if (!(f->tokens[range.first].flags & SS_TOKEN_SENTENCE)) return false;
  uint32_t t = range.end;
  while (t < f->count && !(f->tags[t].source && (ss_tag_is(f, t, "it") || ss_tag_is(f, t, "It"))))
    t++;
  return t < f->count;
}

/* Is a noun that stands outside every source worth a mention? Persons and definite organizations
 * are. */
static bool counts_outside(const ss_finder *f, const ss_entry *noun, ss_range range) {
  if (noun->list == SS_LIST_ROLES) return true;
  if (noun->list == SS_LIST_GROUPS) return is_definite(f, range) && !is_modifier_only(f, range);
  if (!is_definite(f, range)) return speaks_later(f, range);
  return ss_tag_verbal(f, range.end) && (f->tags[range.end].cue & SS_CLASS(SPEECH));
}

static bool add_nominal(ss_finder *f, uint32_t at, uint32_t *next) {
  uint32_t head = at;
  ss_range range = ss_nominal_extent(f, at, &head);
  const ss_entry *noun = NULL;
  for (uint32_t t = at; t <= head; t++)
    if (f->tags[t].noun && t + f->tags[t].noun_size == head + 1 &&
        (!noun || f->tags[t].noun_size > 1))
      noun = f->tags[t].noun;
  *next = head + 1;
  if (!noun) noun = f->tags[at].noun;
  while (range.first < at && f->tags[range.first].taken &&
         f->tags[range.first].name == SAYSO_NONE && !ss_tag_possessive(f, range.first + 1))
    range.first++;
  if (f->tags[head].taken) return true;
  if (!touches_source(f, (ss_range){at, head + 1}) && !counts_outside(f, noun, range)) return true;
  ss_mention m = blank_mention(range, SAYSO_FORM_ROLE);
  m.head = head;
  m.word = ss_entry_index(noun);
  m.kind = kind_of_noun(noun);
  m.gender = gender_of(noun->classes);
  if (is_addressed(f, range) && !m.gender)
    m.gender = gender_of(f->tags[range.first].honorific->classes);
  m.plural = noun->classes & SS_CLASS(PLURAL);
  m.definite = is_definite(f, range);
  m.place = place_within(f, range.first, at);
  for (uint32_t t = at; t <= head; t++) f->tags[t].taken = true;
  return add_mention(f, m);
}

static bool add_nominals(ss_finder *f) {
  for (uint32_t t = 0; t < f->count;) {
    const ss_tag *tag = &f->tags[t];
    uint32_t next = t + 1;
    uint64_t open = SS_CLASS(NUMBER) | SS_CLASS(ADJECTIVE);
    if (t > 0 && (f->tags[t - 1].words & SS_CLASS(DETERMINER)))
      open |= SS_CLASS(VERB); /* "a note" */
    bool noun = tag->noun && !tag->taken && tag->name == SAYSO_NONE && !(tag->words & ~open) &&
                !tag->pronoun;
    if (noun && tag->cue && !tag->source && !(t > 0 && f->tags[t - 1].words & SS_CLASS(DETERMINER)))
      noun = ss_tag_in_person(tag->noun);
    if (noun && !add_nominal(f, t, &next)) return false;
    t = next;
  }
  return true;
}

/* ---- every source holds a mention ---- */

/* "the 23-year-old", "the seventy-year-old" */
static bool is_aged(const ss_finder *f, ss_range range) {
  return range.end <= f->count && range.end >= range.first + 2 && tells_age(f, range.end - 1);
}

static ss_mention aged(const ss_finder *f, ss_range range) {
  ss_mention m = blank_mention(range, SAYSO_FORM_ROLE);
  m.kind = SAYSO_ACTOR_PERSON;
  m.definite = is_definite(f, range);
  return m;
}

/* "grandmother-of-six": 'f', 'm', or 0. */
static char parent_of_number(const ss_finder *f, uint32_t at) {
  static const char *const women[] = {"mother", "mum", "mom", "granny", "gran", NULL},
                           *const men[] = {"father", "dad", "grandad", "granddad", NULL};
  ss_token token = f->tokens[at];
  const char *word = f->clean + token.start;
  uint32_t size = token.end - token.start, of = 0;
  while (of + 4 < size && memcmp(word + of, "-of-", 4)) of++;
  if (of + 4 >= size) return 0;
  ss_token first = token;
  if (of > 5 && !memcmp(word, "grand", 5)) first.start += 5; /* grandmother; grandad is listed */
  first.end = token.start + of;
  if (ss_token_in(&first, f->clean, women)) return 'f';
  if (ss_token_in(&first, f->clean, men)) return 'm';
  first.start = token.start;
  return ss_token_in(&first, f->clean, men) ? 'm' : 0;
}

/* A noun in no list that can only be a human: by its ending, or one of a people or a party. */
static void describe_human(const ss_finder *f, ss_mention *m) {
  char parent = parent_of_number(f, m->head);
  if (parent) {
    m->kind = SAYSO_ACTOR_PERSON;
    m->gender = parent == 'f' ? SAYSO_GENDER_FEMALE : SAYSO_GENDER_MALE;
    m->plural = false;
    return;
  }
  static const char *const men[] = {"man", NULL}, *const women[] = {"woman", NULL};
  static const char *const trades[] = {
      "keeper", "maker",   "ologist", "grapher", "ician", "smith", "wright", "seller", "worker",
      "grower", "breeder", "builder", "dresser", "owner", "ist",   "ator",   "itor",   NULL};
  bool people = m->range.end > m->range.first + 1 && m->head == m->range.end - 1 &&
                (is_one_of_people(f, (ss_range){m->head, m->range.end}) ||
                 is_one_of_people(f, (ss_range){m->range.first + 1, m->range.end}));
  const ss_entry *place = f->tags[m->head].place; /* "the German" is a man or a woman */
  bool woman = ends_in(f, m->head, women), man = !woman && ends_in(f, m->head, men) &&
                                                 !(place && (place->classes & SS_CLASS(ADJECTIVE)));
  bool noun =
      f->tokens[m->head].shape == SS_SHAPE_LOWER && (woman || man || ends_in(f, m->head, trades));
  if (m->plural || (!people && !noun)) return;
  m->kind = SAYSO_ACTOR_PERSON;
  m->gender = woman ? SAYSO_GENDER_FEMALE : man ? SAYSO_GENDER_MALE : SAYSO_GENDER_UNKNOWN;
  m->place = place_within(f, m->range.first, m->range.end);
  const ss_tag *tag = &f->tags[m->head];
  if (people && ss_tag_in_person(tag->noun)) m->word = ss_entry_index(tag->noun);
}

/* "Somebody" is one, "41 percent", "a third", "two" are many. */
static void describe_number(const ss_finder *f, ss_mention *m) {
  static const char *const sole[] = {"one", "somebody", "someone", "another", NULL};
  static const char *const parts[] = {"percent", "cent",     "half",     "third", "quarter",
                                      "fifth",   "dozen",    "two",      "three", "four",
                                      "five",    "six",      "seven",    "eight", "nine",
                                      "ten",     "majority", "minority", NULL};
  if (m->kind != SAYSO_ACTOR_UNKNOWN) return;
  const ss_token *head = &f->tokens[m->head];
  if (m->range.end == m->range.first + 1 && ss_token_in(head, f->clean, sole))
    m->kind = SAYSO_ACTOR_PERSON;
  else if (ss_token_in(head, f->clean, parts) && !m->definite)
    m->kind = SAYSO_ACTOR_GROUP;
}

/* The noun phrase's head by its shape alone: the last word before "of", "who", a comma or the like.
 */
static ss_mention cover_source(const ss_finder *f, ss_range range) {
  uint32_t first = range.first, end = range.end;
  if (is_aged(f, range)) return aged(f, range);
  for (uint32_t t = first; t + 1 < end; t++)
    if (ss_tag_is(f, t, "ago")) first = t + 1; /* "A year ago the breeder" */
  while (first + 1 < end && !f->tags[first].word && f->tokens[first].shape != SS_SHAPE_DIGIT)
    first++;
  uint32_t stop = first + 1;
  while (stop < end &&
         (f->tags[stop].word
              ? !(f->tags[stop].words & SS_CLASS(PREPOSITION)) && !f->tags[stop].pronoun
              : f->tokens[stop].shape == SS_SHAPE_DIGIT ||
                    (stop + 1 < end && tells_age(f, stop + 1)) || ss_tag_possessive(f, stop)))
    stop++;
  while (stop > first + 1 && ss_tag_possessive(f, stop - 1)) stop--; /* "the vicar's" */
  ss_mention m = blank_mention((ss_range){first, stop}, SAYSO_FORM_ROLE);
  ss_token head = f->tokens[m.head];
  char last = head.end > head.start ? f->clean[head.end - 1] : 0;
  static const char *const singular[] = {"ss", "is", "us", NULL}; /* "analysis", "press" */
  m.plural = last == 's' && f->tags[m.head].word && !ends_in(f, m.head, singular);
  m.kind = m.plural ? SAYSO_ACTOR_GROUP : SAYSO_ACTOR_UNKNOWN;
  if (f->tags[first].words & SS_CLASS(DETERMINER))
    m.kind = m.plural || first + 1 == stop ? SAYSO_ACTOR_GROUP : m.kind;
  m.definite = is_definite(f, m.range);
  describe_human(f, &m);
  describe_number(f, &m);
  return m;
}

/* "One of them", "somebody from his circle", "some in the party": somebody else than they. */
static bool is_some_of(const ss_finder *f, ss_range range, bool *several) {
  static const char *const one[] = {"one", "somebody", "someone", "another", NULL},
                           *const more[] = {"some", "others", "many", "several", "most", "few",
                                            "two",  "three",  "four", "five",    "half", NULL};
  if (range.end <= range.first + 2) return false;
  *several = ss_token_in(&f->tokens[range.first], f->clean, more);
  bool goes_on = (f->tags[range.first + 1].words & SS_CLASS(PREPOSITION)) ||
                 ss_tag_is(f, range.first + 1, "close");
  return goes_on && (*several || ss_token_in(&f->tokens[range.first], f->clean, one));
}

/* "those close to her": a group, and not whom they are close to. */
static bool add_those(ss_finder *f, uint8_t *covered, ss_range range) {
  ss_mention m = blank_mention(range, SAYSO_FORM_ROLE);
  m.head = range.first;
  m.kind = SAYSO_ACTOR_GROUP;
  m.plural = true;
  covered[range.first] = 1;
  return add_mention(f, m);
}

/* "@BelmontPolice on X" */
static bool is_handle(const ss_finder *f, uint32_t at) {
  return f->tokens[at].end - f->tokens[at].start > 2 && f->clean[f->tokens[at].start] == '@';
}

/* "Nobody", "no one", "whoever": no actor, whatever they are said to say. */
static bool is_no_actor(const ss_finder *f, ss_range range) {
  static const char *const words[] = {"nobody",  "none",   "everybody", "everyone", "there",
                                      "anybody", "anyone", "whoever",   "each",     NULL},
                           *const no[] = {"no", NULL}, *const one[] = {"one", NULL};
  const ss_token *first = &f->tokens[range.first];
  if (range.end == range.first + 1) return ss_token_in(first, f->clean, words);
  return range.end == range.first + 2 && ss_token_in(first, f->clean, no) &&
         ss_token_in(first + 1, f->clean, one);
}

/* "A Canadian meta-analysis": the adjective is not who speaks. */
static bool is_modifying(const ss_finder *f, uint32_t at, uint32_t end) {
  const ss_tag *tag = &f->tags[at];
  return tag->place && tag->place_size == 1 && (tag->place->classes & SS_CLASS(ADJECTIVE)) &&
         at + 1 < end && f->tokens[at + 1].shape == SS_SHAPE_LOWER && f->tags[at + 1].word &&
         ss_tag_plain(f, at + 1);
}

/* "a landowner from Concepción": what stands before the preposition is nobody yet. */
static uint32_t before_preposition(const ss_finder *f, const uint8_t *covered, ss_range range) {
  for (uint32_t t = range.first; t < range.end && !covered[t]; t++)
    if ((f->tags[t].words & SS_CLASS(PREPOSITION)) && t > range.first && ss_tag_plain(f, t - 1))
      return t;
  return range.first;
}

static bool add_cover(ss_finder *f, uint8_t *covered, ss_range range) {
  if (range.end > f->count) range.end = f->count;
  if (range.first < range.end && is_no_actor(f, range)) return true;
  if (range.first < range.end && is_handle(f, range.first) && !covered[range.first]) {
    covered[range.first] = 1;
    return add_mention(f, blank_mention((ss_range){range.first, range.first + 1}, SAYSO_FORM_ROLE));
  }
  static const char *const those[] = {"those", NULL};
  bool any = false;
  bool several = false;
  if (is_some_of(f, range, &several) && !covered[range.first]) {
    ss_mention some = blank_mention((ss_range){range.first, range.first + 1}, SAYSO_FORM_ROLE);
    some.kind = several ? SAYSO_ACTOR_GROUP : SAYSO_ACTOR_PERSON;
    some.plural = several;
    covered[range.first] = 1;
    return add_mention(f, some);
  }
  if (ss_token_in(&f->tokens[range.first], f->clean, those) && !covered[range.first])
    return add_those(f, covered, range);
  for (uint32_t t = range.first; t < range.end; t++)
    any |= covered[t] && !is_modifying(f, t, range.end);
  if (any) range.end = before_preposition(f, covered, range);
  if (range.first >= range.end) return true;
  ss_mention m = cover_source(f, range);
  for (uint32_t t = m.range.first; t < m.range.end; t++) covered[t] = 1;
  return add_mention(f, m);
}

/* What a relative pronoun in a source goes back to: the words right before it, when no mention
 * holds them. */
static bool add_antecedent(ss_finder *f, uint8_t *covered, uint32_t pronoun) {
  enum { REACH = 5 };
  uint32_t end = pronoun;
  while (end > 0 && end + 2 > pronoun && !f->tags[end - 1].word) end--;
  if (end == 0 || covered[end - 1]) return true;
  bool those = f->tags[end - 1].source && f->tags[end - 1].word; /* "those who know him" */
  if (!those && (!ss_tag_plain(f, end - 1) || (f->tokens[end - 1].flags & SS_TOKEN_SENTENCE)))
    return true;
  uint32_t first = end - 1, low = end > REACH ? end - REACH : 0;
  while (first > low && !covered[first - 1] && ss_tag_plain(f, first - 1) &&
         !ss_tag_verbal(f, first - 1))
    first--;
  if (first > 0 && (f->tags[first - 1].words & SS_CLASS(DETERMINER))) first--;
  bool held = first > 1 && (f->tags[first - 1].words & SS_CLASS(PREPOSITION)) && covered[first - 2];
  if (held && ss_tag_is(f, pronoun, "who")) return true; /* "an old man with a fishing rod, who" */
  ss_mention m = cover_source(f, (ss_range){first, end});
  for (uint32_t t = m.range.first; t < m.range.end; t++) covered[t] = 1;
  return add_mention(f, m);
}

static bool cover_antecedents(ss_finder *f, uint8_t *covered) {
  for (uint32_t t = 1; t < f->count; t++) {
    const ss_entry *pronoun = f->tags[t].pronoun;
    if (!f->tags[t].source || !pronoun || !(pronoun->classes & SS_CLASS(RELATIVE))) continue;
    if (!add_antecedent(f, covered, t)) return false;
  }
  return true;
}

static bool cover_sources(ss_finder *f) {
  ss_draft *draft = f->draft;
  uint8_t *covered = ss_memory_resize(draft->hook, NULL, 0, f->count);
  if (!covered) return false;
  memset(covered, 0, f->count);
  for (uint32_t i = 0; i < draft->mentions.count; i++)
    for (uint32_t t = draft->mentions.items[i].range.first; t < draft->mentions.items[i].range.end;
         t++)
      covered[t] = 1;
  bool fine = cover_antecedents(f, covered);
  for (uint32_t s = 0; s < draft->statements.count && fine; s++) {
    ss_ranges source = draft->statements.items[s].source;
    for (uint32_t i = 0; i < source.count && fine; i++)
      fine = add_cover(f, covered, draft->ranges.items[source.at + i]);
  }
  ss_memory_resize(draft->hook, covered, f->count, 0);
  return fine;
}

/* ---- links: of, same, subject, statement ---- */

static int by_place(const void *x, const void *y) {
  const ss_mention *a = x, *b = y;
  if (a->range.first != b->range.first) return a->range.first < b->range.first ? -1 : 1;
  if (a->range.end != b->range.end) return a->range.end > b->range.end ? -1 : 1;
  return a->head < b->head ? -1 : a->head > b->head;
}

/* Mention whose head is the token, by head; SAYSO_NONE where none. The last in order wins: the
 * shortest. */
static uint32_t *index_heads(ss_finder *f) {
  uint32_t *heads = ss_memory_resize(f->draft->hook, NULL, 0, f->count * sizeof *heads);
  if (!heads) return NULL;
  for (uint32_t t = 0; t < f->count; t++) heads[t] = SAYSO_NONE;
  for (uint32_t i = 0; i < f->draft->mentions.count; i++)
    heads[f->draft->mentions.items[i].head] = i;
  return heads;
}

/* "the American envoy": an adjective says of what country (`place`), not whose. */
static bool is_adjective(const ss_mention *m) {
  return m->form != SAYSO_FORM_ROLE && m->word != SAYSO_NONE && !m->possessive &&
         (ss_lexicon_entry(m->word)->classes & SS_CLASS(ADJECTIVE));
}

bool ss_mention_accused(const ss_token *tokens, const char *clean, const ss_mention *m) {
  static const char *const verbs[] = {"accuse",    "accused",  "accuses",  "accusing",  "suspect",
                                      "suspected", "suspects", "convict",  "convicted", "acquitted",
                                      "cleared",   "warned",   "reminded", "informed",  "assured",
                                      "convinced", "stripped", "robbed",   NULL};
  uint32_t first = ss_mention_first(m);
  return first > 0 && !ss_token_is_capital(&tokens[m->head + 2]) &&
         ss_token_in(&tokens[first - 1], clean, verbs);
}

/* Whose it is: "X's envoy", "his envoy", "the Trump campaign", "envoy of X". */
static void link_of(ss_finder *f, uint32_t index, const uint32_t *heads) {
  static const char *const prepositions[] = {"of", "for", "from", "at", "to", "with"};
  ss_mention *m = &f->draft->mentions.items[index];
  if (m->form != SAYSO_FORM_ROLE) return;
  for (uint32_t t = m->head; t-- > m->range.first;)
    if (heads[t] != SAYSO_NONE && heads[t] != index &&
        f->draft->mentions.items[heads[t]].form != SAYSO_FORM_ROLE &&
        !ss_token_ends_in(&f->tokens[t], f->clean, "-based") &&
        !is_adjective(&f->draft->mentions.items[heads[t]])) {
      m->of = heads[t];
      return;
    }
  bool links = false;
  for (size_t i = 0; i < sizeof prepositions / sizeof prepositions[0]; i++)
    links |= ss_tag_is(f, m->head + 1, prepositions[i]);
  if (!links || m->head + 2 >= f->count || ss_mention_accused(f->tokens, f->clean, m)) return;
  for (uint32_t t = m->head + 2; t < f->count && t < m->head + 2 + OF_REACH; t++) {
    if (!f->tags[t].word ||
        ((f->tags[t].words & ~SS_CLASS(DETERMINER)) && f->tags[t].name == SAYSO_NONE))
      return;
    if (heads[t] == SAYSO_NONE) continue;
    m->of = heads[t];
    const ss_mention *other = &f->draft->mentions.items[heads[t]];
    bool whole = ss_tag_is(f, m->head + 1, "of") || ss_tag_is(f, m->head + 1, "for");
    bool named = other->form != SAYSO_FORM_ROLE && other->form != SAYSO_FORM_PRONOUN;
    if (whole && named && other->range.end > m->range.end) m->range.end = other->range.end;
    return;
  }
}

static bool comma_at(const ss_finder *f, uint32_t at) {
  return at < f->count &&
         (f->tokens[at].shape == SS_SHAPE_COMMA || f->tokens[at].shape == SS_SHAPE_DASH);
}

static bool can_be_same(const ss_mention *name, const ss_mention *role) {
  if (name->form == SAYSO_FORM_PRONOUN || role->form != SAYSO_FORM_ROLE ||
      role->plural != name->plural)
    return false;
  if (name->gender && role->gender && name->gender != role->gender) return false;
  return name->kind == role->kind || role->kind == SAYSO_ACTOR_UNKNOWN;
}

/* "the head of the presidential office, Andriy Yermak": nothing but whose head it is up to the
 * comma. */
static bool leads_to(const ss_finder *f, const ss_mention *role, uint32_t comma) {
  uint32_t from = role->head + 1;
  if (role->kind != SAYSO_ACTOR_PERSON || comma <= from + 1 || comma > from + OF_REACH)
    return false;
  static const char *const links[] = {"of", "for", "at", "on", "from", "in", NULL};
  if (!ss_token_in(&f->tokens[from], f->clean, links)) return false;
  for (uint32_t t = from; t < comma; t++) {
    bool verb =
        ss_tag_verbal(f, t) && !(f->tags[t - 1].words & SS_CLASS(DETERMINER)); /* "the vote" */
    if (!f->tags[t].word || verb || (f->tags[t].words & SS_CLASS(PREPOSITION) && t > from))
      return false;
  }
  return true;
}

static bool after_preposition(const ss_finder *f, uint32_t at) {
  while (at > 0 && (f->tags[at - 1].words & SS_CLASS(DETERMINER))) at--;
  return at > 0 && (f->tags[at - 1].words & SS_CLASS(PREPOSITION));
}

/* Its first token, with a title that is in no list: "the haulier Gebhard Moosbrugger". */
static uint32_t first_with_trade(const ss_finder *f, const ss_mention *name) {
  uint32_t first = ss_mention_first(name), t = first;
  if (first != name->range.first || name->kind != SAYSO_ACTOR_PERSON) return first;
  while (t > 0 && first - t < 2 && f->tokens[t - 1].shape == SS_SHAPE_LOWER &&
         ss_tag_plain(f, t - 1))
    t--;
  return t < first && t > 0 && ss_tag_is(f, t - 1, "the") ? t - 1 : first;
}

/* A definite role before a name and its title with a comma there, or any right before them ("Prime
 * Minister Mrs Bell"). Not at the end of a phrase before the subject: "In a letter seen by this
 * newspaper, Amnesty said". */
static bool leads_up(const ss_finder *f, const ss_mention *role, const ss_mention *name) {
  uint32_t first = first_with_trade(f, name);
  if (role->head + 1 == first) return true;
  bool bracketed = role->head + 2 == first && ss_tag_is(f, first - 1, "(") &&
                   ss_tag_is(f, name->range.end, ")"); /* "the spokesman (Kevin Strand)" */
  if (bracketed) return true;
  if (!role->definite && !comma_at(f, name->range.end))
    return false; /* "a deputy, Lambros Dedes, said" */
  bool comma = comma_at(f, role->head + 1) && role->head + 2 == first;
  if (comma && f->tags[role->head].capital && name->title.end > name->title.first)
    return false; /* "the Colonel, Mrs. Abernathy, and a Mr. Finch" */
  if (!comma && !(first > 0 && comma_at(f, first - 1) && leads_to(f, role, first - 1)))
    return false;
  return !after_preposition(f, role->range.first) || name->range.end >= f->count ||
         !f->tags[name->range.end].word;
}

/* Where what follows the comma behind the name begins, past an age: "Norma Rye, 74, a retired
 * nurse"; 0: no comma is there. */
static uint32_t behind_comma(const ss_finder *f, const ss_mention *name) {
  uint32_t first = name->range.end + 1;
  if (!comma_at(f, name->range.end)) return 0;
  bool age =
      first + 1 < f->count && f->tokens[first].shape == SS_SHAPE_DIGIT && comma_at(f, first + 1);
  return age ? first + 2 : first;
}

/* "Banci, 68, [is] the last fog broker": where what the name is told to be begins, or 0. What somebody was he
 * need not be any more, unless it is one of many: "was a nurse". */
static uint32_t behind_copula(const ss_finder *f, const ss_mention *name) {
  static const char *const is[] = {"is", "remains", "became", "becomes", NULL},
                           *const was[] = {"was", NULL}, *const one[] = {"a", "an", NULL};
  enum { ASIDE = 9 };
  uint32_t t = name->range.end;
  if (name->kind != SAYSO_ACTOR_PERSON || name->possessive) return 0;
  if (comma_at(f, t)) { /* past an age, or what is told between commas */
    uint32_t end = t + 1;
    while (end < f->count && end < t + ASIDE && !comma_at(f, end)) end++;
    if (!comma_at(f, end)) return 0;
    t = end + 1;
  }
  if (t + 1 >= f->count || (f->tokens[t].flags & SS_TOKEN_SENTENCE)) return 0;
  bool now = ss_token_in(&f->tokens[t], f->clean, is),
       then = ss_token_in(&f->tokens[t], f->clean, was) &&
              ss_token_in(&f->tokens[t + 1], f->clean, one);
  return now || then ? t + 1 : 0;
}

/* "Blinken, the secretary of state,"; "the secretary of state, Antony Blinken,"; "his wife
 * Melania". */
static void link_same(ss_finder *f, uint32_t index) {
  ss_mention *items = f->draft->mentions.items, *m = &items[index];
  if (m->form != SAYSO_FORM_NAME && m->form != SAYSO_FORM_METONYM) return;
  const uint32_t behind = behind_comma(f, m);
  for (uint32_t i = index + 1; i < f->draft->mentions.count && items[i].range.first <= behind;
       i++) {
    if (items[i].range.first != behind || !can_be_same(m, &items[i])) continue;
    if (items[i].of == index) continue;
    uint32_t after = items[i].range.end;
    bool listed = comma_at(f, after) && after + 1 < f->count &&
                  f->tags[after + 1].name != SAYSO_NONE && !f->tags[after + 1].source;
    if (!listed) items[i].same = index;
  }
  const uint32_t told = behind_copula(f, m);
  for (uint32_t i = index + 1;
       told && i < f->draft->mentions.count && items[i].range.first <= told; i++)
    if (items[i].range.first == told && can_be_same(m, &items[i]) && items[i].same == SAYSO_NONE &&
        (f->tags[told].words & SS_CLASS(DETERMINER)))
      items[i].same = index;
  for (uint32_t i = index; i-- > 0 && i + 4 > index;) {
    if (leads_up(f, &items[i], m) && items[i].same == SAYSO_NONE &&
        can_be_same(m, &items[i]) && items[i].of != index)
      items[i].same = index;
  }
}

/* "Pell bent to the engine": a person's name that opens its sentence and has a plain word after it
 * is the subject, whether the lists know the verb or not; a company's, where "its" or "the" follows
 * that word. */
static bool opens_with(const ss_finder *f, const ss_mention *m, uint32_t first, uint32_t next) {
  const ss_tag *object = next + 1 < f->count ? &f->tags[next + 1] : NULL;
  bool company = m->kind == SAYSO_ACTOR_ORGANIZATION && object &&
                 ((object->words & SS_CLASS(DETERMINER)) ||
                  (object->pronoun && (object->pronoun->classes & SS_CLASS(POSSESSIVE))));
  return m->form == SAYSO_FORM_NAME && (m->kind == SAYSO_ACTOR_PERSON || company) &&
         (f->tokens[first].flags & SS_TOKEN_SENTENCE) && next < f->count &&
         f->tokens[next].shape == SS_SHAPE_LOWER && !f->tags[next].noun &&
         !(f->tags[next].words &
           (SS_CLASS(PREPOSITION) | SS_CLASS(DETERMINER) | SS_CLASS(CONJUNCTION)));
}

/* "then", "deftly": may stand between a subject and its verb. */
static bool says_how(const ss_finder *f, uint32_t at) {
  ss_token token = f->tokens[at];
  if (f->tags[at].words & SS_CLASS(ADVERB)) return true;
  return token.shape == SS_SHAPE_LOWER && token.end - token.start > 4 && !f->tags[at].noun &&
         !f->tags[at].words && !f->tags[at].cue && !memcmp(f->clean + token.end - 2, "ly", 2);
}

/* "A member of the delegation was …": the verb behind what the noun is of, or `next`. */
static uint32_t past_complement(const ss_finder *f, uint32_t next) {
  enum { REACH = 6 };
  static const char *const of[] = {"of", "for", "from", "at", NULL};
  if (next >= f->count || !ss_token_in(&f->tokens[next], f->clean, of)) return next;
  for (uint32_t t = next + 1; t < f->count && t <= next + REACH; t++) {
    if (!f->tags[t].word || f->tags[t].pronoun) return next;
    if (t > next + 1 && ss_tag_verbal(f, t)) return t;
  }
  return next;
}

static void mark_use(ss_finder *f, ss_mention *m) {
  uint32_t first = ss_mention_first(m), next = m->range.end;
  m->statement = f->tags[m->head].inside;
  if (m->form == SAYSO_FORM_PRONOUN) return;
  m->possessive = ss_tag_possessive(f, next);
  if (m->possessive) return;
  while (next < f->count && says_how(f, next)) next++;
  if (m->form == SAYSO_FORM_ROLE) next = past_complement(f, next);
  m->subject = !after_preposition(f, first) &&
               (ss_tag_verbal(f, next) || comma_at(f, next) || opens_with(f, m, first, next)) &&
               (next >= f->count || !comma_at(f, next) || m->form == SAYSO_FORM_NAME);
  if (!comma_at(f, next)) return;
  bool closes = first > 0 && comma_at(f, first - 1) &&
                ss_tag_verbal(f, next + 1); /* "His counterpart, Sergei Vetrov, arrived" */
  m->subject = closes || f->tags[m->head].source || (f->tokens[first].flags & SS_TOKEN_SENTENCE);
}

/* "San Jose, Calif.": a town of that name. */
static bool is_elsewhere(const ss_finder *f, const ss_mention *m, const ss_entry *entry) {
  uint32_t next = m->range.end + 1;
  if (!(entry->classes & SS_CLASS(CAPITAL)) || next >= f->count || !comma_at(f, next - 1))
    return false;
  const ss_tag *tag = &f->tags[next];
  return tag->name != SAYSO_NONE && f->names.items[tag->name].type == SAYSO_NAME_LOC &&
         !(tag->place && (tag->place->classes & (SS_CLASS(CAPITAL) | SS_CLASS(COUNTRY))));
}

/* A country, capital, seat or people that acts or speaks is more than a place. */
static void mark_metonym(ss_finder *f, ss_mention *m) {
  if (m->form != SAYSO_FORM_NAME || m->word == SAYSO_NONE) return;
  const ss_entry *entry = ss_lexicon_entry(m->word);
  if (!entry || entry->list != SS_LIST_PLACES || m->kind == SAYSO_ACTOR_PERSON) return;
  bool acts = m->subject || m->possessive ||
              (f->tags[m->head].source && !after_preposition(f, m->range.first));
  if (entry->classes & (SS_CLASS(SEAT) | SS_CLASS(PEOPLE))) acts = true;
  if (is_elsewhere(f, m, entry)) acts = false;
  if (acts || (entry->classes & SS_CLASS(ADJECTIVE))) m->form = SAYSO_FORM_METONYM;
}

static bool link_mentions(ss_finder *f) {
  ss_draft *draft = f->draft;
  if (draft->mentions.count == 0) return true;
  qsort(draft->mentions.items, draft->mentions.count, sizeof *draft->mentions.items, by_place);
  uint32_t *heads = index_heads(f);
  if (!heads) return false;
  for (uint32_t i = 0; i < draft->mentions.count; i++) mark_use(f, &draft->mentions.items[i]);
  for (uint32_t i = 0; i < draft->mentions.count; i++) mark_metonym(f, &draft->mentions.items[i]);
  for (uint32_t i = 0; i < draft->mentions.count; i++) link_of(f, i, heads);
  for (uint32_t i = 0; i < draft->mentions.count; i++) link_same(f, i);
  ss_memory_resize(draft->hook, heads, f->count * sizeof *heads, 0);
  return true;
}

/* ---- the whole ---- */

sayso_status ss_mention_find(ss_draft *draft, const char *clean, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  ss_finder f = {
      .draft = draft, .clean = clean, .tokens = draft->tokens.items, .count = draft->tokens.count};
  if (f.count == 0) return SAYSO_OK;
  f.tags = ss_memory_resize(draft->hook, NULL, 0, f.count * sizeof *f.tags);
  SS_TRY_MEMORY(f.tags, err);
  ss_tag_fill(&f);
  SS_TRY_MEMORY(ss_name_collect(&f), err);
  SS_TRY_MEMORY(add_names(&f), err);
  SS_TRY_MEMORY(add_pronouns(&f), err);
  SS_TRY_MEMORY(add_nominals(&f), err);
  SS_TRY_MEMORY(cover_sources(&f), err);
  SS_TRY_MEMORY(link_mentions(&f), err);
cleanup:
  ss_vec_free(draft->hook, &f.names);
  ss_memory_resize(draft->hook, f.tags, f.count * sizeof *f.tags, 0);
  return status;
}
