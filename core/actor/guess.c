/* In: the network's names of a unit. Out: those and, from capitals and lists, the names it left
 * out. Promises that names do not overlap and that a network's name keeps its type. A model without
 * a head for names leaves it all to this file. */
#include <string.h>

#include "actor/finder.h"
#include "read/word.h"

/* "Will Smith", "April Jones" inside a sentence: a common word that is a given name here. */
static bool given_before_capital(const ss_finder *f, uint32_t at) {
  return f->tags[at].given && !(f->tokens[at].flags & SS_TOKEN_SENTENCE) && at > 0 &&
         at + 1 < f->count && f->tags[at + 1].capital && !f->tags[at + 1].words &&
         !f->tags[at].pronoun;
}

/* "A." in "William A. Bird": no article. */
static bool is_inner_initial(const ss_finder *f, uint32_t at) {
  return f->tokens[at].shape == SS_SHAPE_ONE_UPPER && at > 0 && f->tags[at - 1].capital &&
         at + 2 < f->count && ss_tag_is(f, at + 1, ".") &&
         !(f->tokens[at + 1].flags & SS_TOKEN_SPACE) && f->tags[at + 2].capital &&
         !(f->tokens[at].flags & SS_TOKEN_SENTENCE);
}

/* "R-Ky.", "D-N.Y.": a party and a state. */
static bool is_party_mark(const ss_finder *f, uint32_t at) {
  ss_token token = f->tokens[at];
  char first = f->clean[token.start];
  return token.end - token.start > 2 && f->clean[token.start + 1] == '-' &&
         (first == 'R' || first == 'D' || first == 'I');
}

/* "said May", "Sunday answered": a common word in capitals that is all of a source is a name. */
static bool speaks_alone(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  return tag->source && tag->called && !tag->pronoun &&
         !(f->tokens[at].flags & SS_TOKEN_SENTENCE) && (at == 0 || !f->tags[at - 1].source) &&
         (at + 1 >= f->count || !f->tags[at + 1].source);
}

static bool stops_run(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  if (tag->name == SAYSO_NONE && is_inner_initial(f, at)) return false;
  if (tag->name != SAYSO_NONE || !tag->capital || tag->pronoun || is_party_mark(f, at)) return true;
  return (tag->words & ~(SS_CLASS(NUMBER) | SS_CLASS(ADJECTIVE))) != 0 &&
         !given_before_capital(f, at) && !speaks_alone(f, at);
}

static bool is_particle(const ss_finder *f, uint32_t at) {
  return at < f->count && f->tokens[at].shape == SS_SHAPE_LOWER &&
         ss_lexicon_word(SS_LIST_PARTICLES, f->clean, f->tokens[at]);
}

static bool joins_organization(const ss_finder *f, uint32_t first, uint32_t at) {
  bool and = ss_tag_is(f, at, "and");
  if (!and&&!ss_tag_is(f, at, "of") && !ss_tag_is(f, at, "for") && !ss_tag_is(f, at, "&"))
    return false;
  if (and&&at + 1 < f->count && f->tags[at + 1].given) return false; /* "the Bank and Tom Rye" */
  for (uint32_t t = first; t < at; t++)
    if (f->tags[t].noun && f->tags[t].noun->list == SS_LIST_GROUPS) return true;
  return ss_tag_is(f, at, "&");
}

/* An initial's full stop, or an abbreviation's: "J." in "Donald J. Trump". */
static bool is_initial_stop(const ss_finder *f, uint32_t at) {
  return ss_tag_is(f, at, ".") && at > 0 && f->tokens[at - 1].shape == SS_SHAPE_ONE_UPPER &&
         !(f->tokens[at].flags & SS_TOKEN_SPACE);
}

/* One past the last token of the capitalised run from `first`. */
static uint32_t run_end(const ss_finder *f, uint32_t first) {
  uint32_t end = first + 1;
  for (uint32_t t = end; t < f->count; t++) {
    bool link = is_particle(f, t) || joins_organization(f, first, t) || is_initial_stop(f, t);
    if (link && t + 1 < f->count && !stops_run(f, t + 1)) continue;
    if (link && is_particle(f, t) && t + 2 < f->count && is_particle(f, t + 1) &&
        !stops_run(f, t + 2))
      continue;
    if (stops_run(f, t) || (f->tokens[t].flags & SS_TOKEN_SENTENCE)) break;
    end = t + 1;
  }
  return end;
}

/* Tokens at the front that are titles, "the US", "former": not part of a person's name. */
static uint32_t skip_titles(const ss_finder *f, uint32_t first, uint32_t end) {
  uint32_t at = first, kept = first;
  for (uint32_t t = end - 1; t > first; t--) { /* "Former Florida Sen. Bob Graham" */
    const ss_tag *tag = &f->tags[t];
    if (!tag->honorific || f->clean[f->tokens[t + tag->honorific_size - 1].end - 1] != '.' ||
        t + tag->honorific_size >= end)
      continue;
    return t + tag->honorific_size;
  }
  while (at < end) {
    const ss_tag *tag = &f->tags[at];
    uint32_t size = tag->honorific                ? tag->honorific_size
                    : ss_tag_in_person(tag->noun) ? tag->noun_size
                                                  : 0;
    bool modifier =
        (tag->words & SS_CLASS(ADJECTIVE)) ||
        (tag->place && (tag->place->classes & (SS_CLASS(ADJECTIVE) | SS_CLASS(COUNTRY))));
    if (!size && !modifier && !(tag->noun && at + tag->noun_size < end)) break;
    at += size ? size : modifier ? (tag->place ? tag->place_size : 1) : tag->noun_size;
    if (size && at < end) kept = at;
  }
  return kept;
}

static bool is_heading_case(const ss_finder *f) {
  uint32_t words = 0, capitals = 0;
  for (uint32_t t = 0; t < f->count && t < 64; t++) {
    words += f->tags[t].word;
    capitals += f->tags[t].capital;
  }
  return words > 3 && capitals * 10 > words * 6;
}

static bool is_comma(const ss_finder *f, uint32_t at) {
  return at < f->count && f->tokens[at].shape == SS_SHAPE_COMMA;
}

/* What people do, and neither money nor tickets. */
static bool is_human_act(const ss_finder *f, uint32_t at) {
  static const char *const acts[] = {"went",    "walked", "sat",      "stood",     "smiled",
                                     "laughed", "spoke",  "replied",  "refused",   "shrugged",
                                     "nodded",  "flew",   "insisted", "travelled", "traveled",
                                     "said",    "told",   "wrote"};
  for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
    if (ss_tag_is(f, at, acts[i])) return true;
  return false;
}

/* "Vetrov, the same night, went to the studios": its verb follows a remark between commas. */
static bool acts_apart(const ss_finder *f, uint32_t comma) {
  enum { REMARK = 8 };
  if (!is_comma(f, comma) || f->tags[comma + 1 < f->count ? comma + 1 : comma].pronoun)
    return false;
  uint32_t t = comma + 1;
  while (t < f->count && t <= comma + REMARK && f->tags[t].word && !is_human_act(f, t)) t++;
  return t > comma + 1 && is_comma(f, t) && t + 1 < f->count && is_human_act(f, t + 1);
}

static bool stands_before_people(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = at < f->count ? &f->tags[at] : NULL;
  return tag && ss_tag_in_person(tag->noun) && (tag->noun->classes & SS_CLASS(PLURAL)) &&
         f->tokens[at].shape == SS_SHAPE_LOWER && !tag->cue && !ss_tag_verbal(f, at);
}

/* Does a lone capitalised word at the start of a sentence look like a name? */
static bool opens_as_name(const ss_finder *f, uint32_t first, uint32_t end) {
  const ss_tag *tag = &f->tags[first];
  if (end - first > 1 || tag->place || tag->organization || tag->given) return true;
  if (tag->noun) return false;
  bool modifies = end + 1 < f->count && f->tags[end].noun && f->tags[end + 1].capital;
  if (modifies) return false; /* "Railway operator TransLine" */
  if (stands_before_people(f, end)) return false; /* "Small shareholders" */
  if (tag->cue) return tag->source;
  return tag->source || ss_tag_possessive(f, end) || ss_tag_verbal(f, end) || acts_apart(f, end);
}

static uint8_t guess_type(const ss_finder *f, uint32_t first, uint32_t end) {
  const ss_tag *tag = &f->tags[first], *last = &f->tags[end - 1];
  if (tag->place && tag->place_size == end - first)
    return tag->place->classes & (SS_CLASS(ADJECTIVE) | SS_CLASS(PEOPLE)) ? SAYSO_NAME_NORP
                                                                          : SAYSO_NAME_LOC;
  if (tag->organization && tag->organization_size == end - first) return SAYSO_NAME_ORG;
  for (uint32_t t = first; t < end; t++)
    if (f->tags[t].noun && f->tags[t].noun->list == SS_LIST_GROUPS && !f->tags[first].given)
      return SAYSO_NAME_ORG;
  if (last->noun && last->noun->list == SS_LIST_DOCUMENTS && end - first > 1) return SAYSO_NAME_ORG;
  if (end - first == 1 && f->tokens[first].shape == SS_SHAPE_ALL_UPPER && !tag->given)
    return SAYSO_NAME_ORG;
  if (last->noun && (last->noun->classes & SS_CLASS(PLURAL))) return SAYSO_NAME_NORP;
  return SAYSO_NAME_PER;
}

/* "Marit Solheim, 71, was the last keeper": a person. */
static bool has_age(const ss_finder *f, uint32_t first, uint32_t end) {
  return end - first > 1 && end - first < 4 && is_comma(f, end) && is_comma(f, end + 2) &&
         f->tokens[end + 1].shape == SS_SHAPE_DIGIT &&
         f->tokens[end + 1].end - f->tokens[end + 1].start <= 3;
}

/* "Alderman Delia Marchetti": a word that opens the sentence and is nobody's forename, right before
 * a person whom the network sees. */
static bool is_unknown_title(const ss_finder *f, uint32_t first, uint32_t end) {
  const ss_tag *tag = &f->tags[first];
  if (end != first + 1 || end >= f->count || f->tags[end].name == SAYSO_NONE || tag->place ||
      tag->organization)
    return false;
  const ss_found_name *next = &f->names.items[f->tags[end].name];
  return next->type == SAYSO_NAME_PER && next->range.first == end && next->range.end > end + 1;
}

/* "Smt." by itself, "Water Minister Mrs.", "Opposition MP", with a name behind it: a title,
 * whatever the network takes it for. */
static bool is_title_alone(const ss_finder *f, ss_range range) {
  uint32_t last = range.end - 1, end = range.end + ss_tag_is(f, range.end, ".");
  if (ss_tag_is(f, last, ".") && last > range.first) last--;
  const ss_tag *tag = &f->tags[last];
  bool person = ss_tag_in_person(tag->noun),
       trade = last == range.first && tag->noun &&
               tag->noun_size == 1; /* "Developer Greenacre Homes" */
  for (uint32_t n = 0; n < f->draft->names.count && (person || trade); n++) {
    const ss_name *next = &f->draft->names.items[n];
    if (next->range.first != range.end) continue;
    return (person && next->type == SAYSO_NAME_PER) || (trade && next->type == SAYSO_NAME_ORG);
  }
  if (!tag->honorific || (tag->honorific->classes & SS_CLASS(SUFFIX)) || end >= f->count ||
      !f->tags[end].capital || (f->tokens[end].flags & SS_TOKEN_SENTENCE))
    return false;
  return last == range.first || ss_tag_in_person(f->tags[last - 1].noun);
}

/* No list knows the words [first, end): nothing but a name has capitals there. */
static bool is_strange(const ss_finder *f, uint32_t first, uint32_t end) {
  for (uint32_t t = first; t < end; t++) {
    const ss_tag *tag = &f->tags[t];
    if (tag->words || tag->noun || tag->place || tag->honorific || tag->cue || tag->organization ||
        f->tokens[t].shape == SS_SHAPE_ALL_UPPER)
      return false;
  }
  return true;
}

/* "The mayor of Radna, Enes Begic, sees it": words in no list between the commas behind an office.
 */
static bool is_apposed_name(const ss_finder *f, uint32_t first, uint32_t end) {
  enum { REACH = 6 };
  if (end < first + 2 || !is_comma(f, end) || first < 2 || !is_comma(f, first - 1) ||
      !is_strange(f, first, end))
    return false;
  for (uint32_t t = first - 1; t-- > 0 && first - t <= REACH && f->tags[t].word;)
    if (ss_tag_in_person(f->tags[t].noun) && !(f->tags[t].noun->classes & SS_CLASS(PLURAL)))
      return true;
  return false;
}

static bool add_guess(ss_finder *f, uint32_t first, uint32_t end, bool heading) {
  uint32_t start = skip_titles(f, first, end);
  bool opens = (f->tokens[first].flags & SS_TOKEN_SENTENCE) || first == 0 ||
               f->tokens[first - 1].shape == SS_SHAPE_DOUBLE_MARK;
  const ss_tag *tag = &f->tags[start];
  if (start == first && opens && !opens_as_name(f, first, end)) return true;
  if (opens && is_unknown_title(f, first, end)) return true;
  if (is_title_alone(f, (ss_range){first, end})) return true;
  if (heading && !tag->place && !tag->organization && !tag->given && !tag->source) return true;
  if (ss_tag_in_person(tag->noun) && tag->noun_size == end - start)
    return true; /* "Republicans", "President": nominal.c */
  if (tag->honorific && tag->honorific_size == end - start) return true;
  if (end - start == 1 && (tag->words || tag->pronoun) && !speaks_alone(f, start)) return true;
  if (f->draft->names.count && !tag->source && !tag->place && !tag->organization && !tag->given &&
      !has_age(f, start, end) && !is_apposed_name(f, start, end))
    return true; /* the network saw it */
  bool adjective =
      tag->place && (tag->place->classes & SS_CLASS(ADJECTIVE)) && tag->place_size == end - start;
  if (adjective && end < f->count && ss_tag_plain(f, end) && !ss_tag_verbal(f, end))
    return true; /* "Russian tanks" */
  ss_found_name name = {{start, end}, SAYSO_NONE, guess_type(f, start, end)};
  for (uint32_t t = start; t < end; t++) f->tags[t].name = f->names.count;
  return ss_vec_push(f->draft->hook, &f->names, name);
}

/* "Fraulein Mosebach" is no place, whatever the network takes it for. */
static bool is_called_person(const ss_finder *f, ss_name name) {
  static const char *const polite[] = {"mr",     "mr.",  "mrs",  "mrs.",     "ms",     "ms.",
                                       "miss",   "herr", "frau", "fraulein", "signor", "signora",
                                       "senora", "lady", "sir",  "cllr",     "cllr.",  "sgt",
                                       "sgt.",   "insp", "pc",   "sen.",     "rep.",   NULL};
  const ss_entry *title = f->tags[name.range.first].honorific;
  uint32_t first = name.range.first + f->tags[name.range.first].honorific_size,
           end = name.range.end;
  if (!title || first >= end || end - first > 2) return false;
  for (uint32_t t = first; t < end; t++)
    if (!f->tags[t].capital || f->tags[t].noun) return false;
  for (const char *const *word = polite; *word; word++)
    if (!strcmp(ss_entry_text(title), *word)) return true;
  return false;
}

/* "striker Dean Bell", "Judge" elsewhere: a title's word that is a forename here. */
static bool is_forename(const ss_finder *f, uint32_t at) {
  return at > 0 && f->tokens[at - 1].shape == SS_SHAPE_LOWER &&
         ss_tag_in_person(f->tags[at - 1].noun) && ss_lexicon_given(f->clean, f->tokens[at]);
}

/* "Scorer Kofi Bell": what somebody does opens the sentence. */
static bool opens_with_trade(const ss_finder *f, ss_range range) {
  static const char *const endings[] = {"er", "or", "ist", NULL};
  const ss_token *first = &f->tokens[range.first];
  if (range.end < range.first + 3 || !(first->flags & SS_TOKEN_SENTENCE) ||
      first->shape != SS_SHAPE_CAPITALISED || f->tags[range.first].place ||
      f->tags[range.first].organization || ss_lexicon_given(f->clean, *first))
    return false;
  for (const char *const *ending = endings; *ending; ending++)
    if (ss_token_ends_in(first, f->clean, *ending)) return ss_lexicon_given(f->clean, first[1]);
  return false;
}

/* The network may take titles, an article or an ending into a name. */
static ss_range trim(const ss_finder *f, ss_name name) {
  ss_range range = name.range;
  while (range.end > range.first + 1 &&
         (ss_tag_possessive(f, range.end - 1) || !f->tags[range.end - 1].word)) {
    if (is_initial_stop(f, range.end - 1) || f->tokens[range.end - 1].shape == SS_SHAPE_DIGIT)
      break;
    range.end--;
  }
  while (range.first + 1 < range.end && (f->tags[range.first].words & SS_CLASS(DETERMINER)) &&
         !ss_tag_is(f, range.first + 1, ".")) /* "A. Bell" */
    range.first++;
  if (name.type == SAYSO_NAME_PER) {
    uint32_t start =
        is_forename(f, range.first) ? range.first : skip_titles(f, range.first, range.end);
    if (start < range.end && f->tags[start].capital) range.first = start;
    range.first += opens_with_trade(f, range);
    bool office = range.first > 1 && range.end > range.first + 2 &&
                  ss_tag_is(f, range.first - 1, "of") &&
                  ss_tag_in_person(f->tags[range.first - 2].noun);
    if (office) range.first++; /* "Minister of Fisheries Solveig Rasmussen" */
    while (range.end > range.first + 1 && f->tags[range.first].capital &&
           f->tokens[range.end - 1].shape == SS_SHAPE_LOWER)
      range.end--; /* "Lord Henry languidly" */
  }
  return range;
}

/* "Ihor" and "Bondar" right after it, both seen as persons, are one: the first grows. */
static bool continues_name(ss_finder *f, uint32_t index) {
  const ss_name *name = &f->draft->names.items[index];
  ss_found_name *last = f->names.count ? &f->names.items[f->names.count - 1] : NULL;
  if (!last || last->range.end != name->range.first || last->type != SAYSO_NAME_PER ||
      name->type != SAYSO_NAME_PER || (f->tokens[name->range.first].flags & SS_TOKEN_SENTENCE) ||
      !f->tags[name->range.first].capital)
    return false;
  for (uint32_t t = name->range.first; t < name->range.end; t++) f->tags[t].name = f->names.count - 1;
  const ss_tag *tag = &f->tags[last->range.first];
  if (tag->honorific || ss_tag_in_person(tag->noun)) { /* "Councilman" and "Raymond Ortega" */
    for (uint32_t t = last->range.first; t < last->range.end; t++) f->tags[t].name = SAYSO_NONE;
    last->range.first = name->range.first;
    last->index = index;
  }
  last->range.end = name->range.end;
  return true;
}

static bool add_network_names(ss_finder *f) {
  for (uint32_t i = 0; i < f->draft->names.count; i++) {
    ss_name name = f->draft->names.items[i];
    if (name.range.end > f->count || name.range.first >= name.range.end ||
        f->tags[name.range.first].name != SAYSO_NONE || is_party_mark(f, name.range.first) ||
        is_title_alone(f, name.range))
      continue;
    if (continues_name(f, i)) continue;
    if (is_called_person(f, name)) name.type = SAYSO_NAME_PER;
    ss_found_name found = {trim(f, name), i, name.type};
    for (uint32_t t = found.range.first; t < found.range.end; t++) f->tags[t].name = f->names.count;
    if (!ss_vec_push(f->draft->hook, &f->names, found)) return false;
  }
  return true;
}

/* Names in text order, and the tags' indexes with them. */
static void order_names(ss_finder *f) {
  ss_found_name *items = f->names.items;
  for (uint32_t i = 1; i < f->names.count; i++) {
    ss_found_name moving = items[i];
    uint32_t j = i;
    for (; j > 0 && items[j - 1].range.first > moving.range.first; j--) items[j] = items[j - 1];
    items[j] = moving;
  }
  for (uint32_t i = 0; i < f->names.count; i++)
    for (uint32_t t = items[i].range.first; t < items[i].range.end; t++) f->tags[t].name = i;
}

/* A title or role that is no part of a name: "Secretary of State", "Sen.", "Businessman" before a
 * name. 0 where none begins. */
static uint32_t title_size(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  if (tag->honorific && !(tag->honorific->classes & SS_CLASS(SUFFIX))) return tag->honorific_size;
  if (!ss_tag_in_person(tag->noun)) return 0;
  uint32_t next = at + tag->noun_size;
  bool before_name = next < f->count && !stops_run(f, next);
  bool office = tag->noun->classes & (SS_CLASS(OFFICE) | SS_CLASS(PLURAL) | SS_CLASS(SPOKES));
  bool opens = (f->tokens[at].flags & SS_TOKEN_SENTENCE) ||
               (at > 0 && (f->tags[at - 1].words & SS_CLASS(DETERMINER)));
  return office || before_name || opens ? tag->noun_size : 0;
}

/* "Russian President", "Russian Sen.": the country word stands for itself. */
static bool place_before_title(const ss_finder *f, uint32_t at) {
  const ss_tag *tag = &f->tags[at];
  uint32_t next = at + tag->place_size;
  if (!tag->place || next >= f->count) return false;
  if (!tag->given && f->tags[next].given && !f->tags[next].words && f->tags[next].capital)
    return true; /* "In Rome Tony Bell …" */
  if (f->tags[next].honorific && !(f->tags[next].honorific->classes & SS_CLASS(SUFFIX)))
    return true;
  return f->tags[next].noun != NULL &&
         (!f->tags[next].capital || ss_tag_in_person(f->tags[next].noun));
}

/* "the mayor, Ihor Bondar", "a daughter of Charles Hugh Bailie": the network saw only the rest of the
 * name; the first is a given name, or a comma stands before it. */
static bool joins_next(ss_finder *f, uint32_t first, uint32_t end) {
  const ss_tag *tag = &f->tags[first];
  ss_found_name *next = end < f->count && f->tags[end].name != SAYSO_NONE
                            ? &f->names.items[f->tags[end].name]
                            : NULL;
  bool inside = first > 0 && !(f->tokens[first].flags & SS_TOKEN_SENTENCE);
  bool leads = first == 0 && tag->source && next && ss_tag_is(f, next->range.end, ":");
  if (!(tag->called && inside) && !(first > 0 && is_comma(f, first - 1)) && !leads) return false;
  if (!next || next->type != SAYSO_NAME_PER || next->range.first != end || end != first + 1 ||
      f->tokens[first].shape == SS_SHAPE_ALL_UPPER)
    return false;
  if (tag->words || tag->noun || tag->place || tag->honorific ||
      tag->cue || tag->organization)
    return false;
  next->range.first = first;
  f->tags[first].name = f->tags[end].name;
  return true;
}

/* "Petter" by the network, and "Aune" right after it, which no list knows: one person. */
static bool joins_last(ss_finder *f, uint32_t first, uint32_t end) {
  ss_found_name *last = first > 0 && f->tags[first - 1].name != SAYSO_NONE
                            ? &f->names.items[f->tags[first - 1].name]
                            : NULL;
  if (!last || last->type != SAYSO_NAME_PER || last->range.end != first ||
      last->range.end - last->range.first != 1 || end != first + 1 ||
      (f->tokens[first].flags & SS_TOKEN_SENTENCE) || f->tags[first - 1].noun ||
      f->tags[first - 1].honorific || !is_strange(f, first, end))
    return false;
  last->range.end = end;
  f->tags[first].name = f->tags[first - 1].name;
  return true;
}

bool ss_name_collect(ss_finder *f) {
  if (!add_network_names(f)) return false;
  bool heading = is_heading_case(f);
  for (uint32_t t = 0; t < f->count;) {
    uint32_t title = f->tags[t].name == SAYSO_NONE && f->tags[t].capital ? title_size(f, t) : 0;
    if (title || stops_run(f, t)) {
      t += title ? title : 1;
      continue;
    }
    uint32_t end = place_before_title(f, t) ? t + f->tags[t].place_size : run_end(f, t);
    if (!joins_next(f, t, end) && !joins_last(f, t, end) && !add_guess(f, t, end, heading))
      return false;
    t = end;
  }
  order_names(f);
  return true;
}
