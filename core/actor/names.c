/* In: nodes that are names. Out: a figure for each. Sieves, in this order: exact full name;
 * forename with its nicknames, initials or inner names, and surname; country, adjective, capital
 * and people; acronym and known organization; then for single words surname (by title, gender, or
 * the latest), forename once introduced, short form of an organization. Promises near-linear time:
 * every sieve asks an index, none walks the list of figures. */
#include <string.h>

#include "actor/cast.h"
#include "text/unicode.h"

/* What the keys of the name index are about; part of every key. */
enum space {
  SPACE_WHOLE = 1, /* person, group or place: the whole text */
  SPACE_PAIR,     /* forename and a later word */
  SPACE_SURNAME,  /* + gender: who bears it, latest */
  SPACE_SURNAME_ROLE,
  SPACE_FORENAME,
  SPACE_ORGANIZATION,
  SPACE_SHORT, /* a part of an organization's name */
  SPACE_ACRONYM,
  SPACE_COUNTRY,
  SPACE_FREQUENT, /* surname: the most frequent bearer of the document */
  SPACE_TOLD,     /* surname + polite title: the text says so outside marks */
  SPACE_SOLE,     /* surname + gender: the one man, the one woman not called Mrs., named in full */
  SPACE_NICKNAME  /* a given name: who goes by a short form of it */
};
/* Of SPACE_SHORT, SPACE_SOLE and SPACE_NICKNAME: there are more. */
#define FIGURE_SEVERAL (SAYSO_NONE - 1)

static uint64_t key_of(enum space space, uint64_t a, uint64_t b) {
  return ss_key_mix(ss_key_mix((uint64_t)space, a), b);
}

static uint32_t look_up(const ss_resolver *r, enum space space, uint64_t a, uint64_t b) {
  return ss_map_get(&r->names, key_of(space, a, b));
}

static void put(ss_resolver *r, enum space space, uint64_t a, uint64_t b, uint32_t figure) {
  ss_resolver_put(r, &r->names, key_of(space, a, b), figure);
}

static void put_if_new(ss_resolver *r, enum space space, uint64_t a, uint64_t b, uint32_t figure) {
  if (look_up(r, space, a, b) == SAYSO_NONE) put(r, space, a, b, figure);
}

/* Under the key stands the one figure of which it is true. */
static void put_sole(ss_resolver *r, enum space space, uint64_t a, uint64_t b, uint32_t figure) {
  uint32_t before = look_up(r, space, a, b);
  if (before != figure && before != FIGURE_SEVERAL)
    put(r, space, a, b, before == SAYSO_NONE ? figure : FIGURE_SEVERAL);
}

/* ---- words of a name ---- */

static const ss_spelling *spelling_of(const ss_resolver *r, uint32_t node) {
  return &r->spellings[r->nodes[node].spelling];
}

/* The name's first token: those of its words count from here. */
static const ss_token *first_token(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->tokens + ss_node_mention(r, node)->range.first;
}

static uint64_t surname_of(const ss_name_words *n) {
  uint64_t last = n->count ? n->words[n->count - 1] : 0;
  return n->suffix ? ss_key_mix(last, n->suffix) : last;
}

/* ---- titles ---- */

/* The title before a name as a key: the role it stands for, or the word itself ("Mrs."). 0: none.
 */
static uint64_t title_key(const ss_mention *m) {
  if (m->word == SAYSO_NONE || m->title.end <= m->title.first) return 0;
  const ss_entry *entry = ss_lexicon_entry(m->word);
  const char *role = ss_entry_value(entry), *word = ss_entry_text(entry);
  size_t size = strlen(*role ? role : word);
  if (!*role && size && word[size - 1] == '.') size--; /* "Mr." is "Mr" */
  return ss_key_bytes(*role ? role : word, size);
}

/* "Mrs. Hilbery", "Mr. Bennet": polite forms that tell the members of a family apart. */
static bool is_polite(const ss_mention *m) {
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  return entry && entry->list == SS_LIST_HONORIFICS && !entry->value &&
         m->title.end > m->title.first && (entry->classes & (SS_CLASS(FEMALE) | SS_CLASS(MALE)));
}

/* The text itself is polite to the bearer of the surname. */
static void note_told(ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_name_words *n = &spelling_of(r, node)->words;
  if (n->count == 1 && r->nodes[node].titled && !r->nodes[node].inside && is_polite(m))
    put(r, SPACE_TOLD, surname_of(n), title_key(m), 1);
}

/* ---- persons ---- */

static bool genders_clash(uint8_t a, uint8_t b) { return a && b && a != b; }

/* The given names a nickname stands for: calls `use` for the word and for each. */
typedef struct {
  uint64_t keys[12];
  uint32_t count;
} forename_keys;

static forename_keys forename_forms(const char *clean, ss_token token, uint64_t word) {
  forename_keys out = {{word}, 1};
  const ss_entry *entry = ss_lexicon_word(SS_LIST_NICKNAMES, clean, token);
  const char *at = entry ? ss_entry_value(entry) : "";
  while (*at && out.count < 12) {
    size_t size = strcspn(at, "|");
    out.keys[out.count++] = ss_key_bytes(at, size);
    at += size + (at[size] == '|');
  }
  return out;
}

/* The first letter, for "D. Trump". */
static uint64_t initial_key(const char *clean, ss_token token) {
  char folded[8];
  size_t size =
      ss_word_fold(clean + token.start, token.end - token.start < 4 ? token.end - token.start : 4,
                   true, folded, 1);
  return size ? ss_key_bytes(folded, 1) : 0;
}

/* A surname's bearer is the latest one named, also by gender and role. */
static void refresh_surname(ss_resolver *r, uint32_t node, uint64_t surname, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_figure *f = &r->figures[figure];
  put(r, SPACE_SURNAME, surname, 0, figure);
  if (f->gender) put(r, SPACE_SURNAME, surname, f->gender, figure);
  uint64_t title = title_key(m);
  if (title) put(r, SPACE_SURNAME_ROLE, surname, title, figure);
}

/* The forename, in all its forms, with each later word. */
static void register_pairs(ss_resolver *r, const char *clean, const ss_token *tokens,
                           const ss_name_words *n, uint32_t figure) {
  if (n->count < 2) return;
  forename_keys forms = forename_forms(clean, tokens[n->tokens[0]], n->words[0]);
  r->figures[figure].forename = n->words[0];
  for (uint32_t w = 1; w < n->count; w++) {
    uint64_t word = w + 1 == n->count ? surname_of(n) : n->words[w];
    for (uint32_t i = 0; i < forms.count; i++)
      put_if_new(r, SPACE_PAIR, forms.keys[i], word, figure);
    if (w + 1 == n->count)
      put_if_new(r, SPACE_PAIR, initial_key(clean, tokens[n->tokens[0]]), word, figure);
  }
}

static void register_person(ss_resolver *r, const char *clean, const ss_token *tokens,
                            const ss_name_words *n, uint32_t figure) {
  put(r, SPACE_WHOLE, n->whole, 0, figure);
  if (n->count < 2) {
    put_if_new(r, SPACE_SURNAME, surname_of(n), 0, figure);
    return;
  }
  register_pairs(r, clean, tokens, n, figure);
  for (uint32_t w = 1; w + 1 < n->count; w++)
    put_if_new(r, SPACE_SURNAME, n->words[w], 0, figure);
  put_if_new(r, SPACE_FORENAME, n->words[0], 0, figure);
  if (n->suffix) put_if_new(r, SPACE_SURNAME, n->words[n->count - 1], 0, figure);
}

/* A figure of the same surname and a fitting forename. */
static uint32_t find_person(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                            const char **rule) {
  uint32_t found = look_up(r, SPACE_WHOLE, n->whole, 0);
  *rule = "name";
  if (found != SAYSO_NONE) return found;
  forename_keys forms = forename_forms(ss_node_clean(r, node),
                                       first_token(r, node)[n->tokens[0]], n->words[0]);
  uint8_t gender = ss_node_mention(r, node)->gender;
  for (uint32_t i = 0; i < forms.count; i++) {
    found = look_up(r, SPACE_PAIR, forms.keys[i], surname_of(n));
    if (found == SAYSO_NONE || genders_clash(r->figures[found].gender, gender)) continue;
    *rule = i ? "nickname" : "name";
    return found;
  }
  return SAYSO_NONE;
}

/* "Mrs. Bell" and "Miss Bell" are two. */
static uint8_t marital_title(const ss_mention *m) {
  if (!is_polite(m)) return 0;
  const char *word = ss_entry_text(ss_lexicon_entry(m->word));
  return !strncmp(word, "mrs", 3) ? 1 : !strcmp(word, "miss") ? 2 : 0;
}

static bool titles_clash(const ss_resolver *r, uint32_t figure, const ss_mention *m) {
  uint8_t marital = marital_title(m), before = r->figures[figure].marital;
  return marital && before && !(before & marital);
}

/* Called by the forename alone again and again: then a polite form with the surname is somebody
 * else, if the text itself uses it; those who speak are polite to anybody. Not the only one of the
 * surname who may be Miss, nor its only man where the text has the surname alone as well: "Denham",
 * "Mr. Denham" and "Ralph" are one. */
static bool goes_by_forename(const ss_resolver *r, uint32_t figure, uint64_t surname,
                             const ss_mention *m) {
  enum { OFTEN = 3 };
  uint64_t forename = r->figures[figure].forename;
  bool may_be = marital_title(m) == 2 ||
                (m->gender == SAYSO_GENDER_MALE && ss_name_plain(r, ss_key_mix(0, surname)) >= OFTEN);
  if (may_be && look_up(r, SPACE_SOLE, surname, m->gender) == figure) return false;
  return forename && ss_name_votes(r, ss_key_mix(0, forename), SAYSO_ACTOR_PERSON) >= OFTEN;
}

/* Of a family in a tale, its surname alone is rather the man than one whom the text calls Mrs. or
 * Miss. */
static uint32_t bare_surname(const ss_resolver *r, uint64_t surname) {
  uint32_t latest = look_up(r, SPACE_SURNAME, surname, 0);
  if (!r->dialogue || latest == SAYSO_NONE || !r->figures[latest].marital) return latest;
  uint32_t man = look_up(r, SPACE_SURNAME, surname, SAYSO_GENDER_MALE);
  return man == SAYSO_NONE ? latest : man;
}

static uint32_t find_by_surname(const ss_resolver *r, uint32_t node, uint64_t surname) {
  const ss_mention *m = ss_node_mention(r, node);
  uint64_t title = title_key(m);
  if (title) {
    uint32_t holder = look_up(r, SPACE_SURNAME_ROLE, surname, title);
    if (holder != SAYSO_NONE && !genders_clash(m->gender, r->figures[holder].gender) &&
        !titles_clash(r, holder, m))
      return holder;
  }
  uint32_t found = m->gender ? look_up(r, SPACE_SURNAME, surname, m->gender) : SAYSO_NONE;
  if (found == SAYSO_NONE) found = bare_surname(r, surname);
  if (found == SAYSO_NONE || genders_clash(m->gender, r->figures[found].gender) ||
      titles_clash(r, found, m))
    return SAYSO_NONE;
  bool told = is_polite(m) && look_up(r, SPACE_TOLD, surname, title) != SAYSO_NONE;
  return told && goes_by_forename(r, found, surname, m) ? SAYSO_NONE : found;
}

static void take_name(ss_resolver *r, uint32_t node, uint32_t figure, uint32_t words) {
  ss_figure *f = &r->figures[figure];
  f->marital |= marital_title(ss_node_mention(r, node));
  if (figure < r->listed_count) return; /* the list says its name */
  if (f->fullest != SAYSO_NONE && f->words >= words) return;
  f->fullest = node;
  f->words = words;
}

/* The figure was named in full once more. */
static void note_bearer(ss_resolver *r, uint32_t figure, uint64_t surname) {
  put_if_new(r, SPACE_SURNAME, surname, 0, figure);
  if (r->figures[figure].gender)
    put_if_new(r, SPACE_SURNAME, surname, r->figures[figure].gender, figure);
  uint32_t frequent = look_up(r, SPACE_FREQUENT, surname, 0);
  if (frequent == SAYSO_NONE || r->figures[figure].count > r->figures[frequent].count)
    put(r, SPACE_FREQUENT, surname, 0, figure);
}

/* Was this spelling registered for the figure before, and is its text still the figure's? What
 * else it is registered by is only ever put where nothing is, so once does. From here on, yes. */
static bool was_known(ss_resolver *r, uint32_t node, uint32_t figure, enum space space) {
  ss_spelling *spelling = &r->spellings[r->nodes[node].spelling];
  if (spelling->known == figure && look_up(r, space, spelling->words.whole, 0) == figure)
    return true;
  spelling->known = figure;
  return false;
}

static const ss_entry *given_name(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  return ss_lexicon_word(SS_LIST_GIVEN_NAMES, ss_node_clean(r, node),
                         first_token(r, node)[n->tokens[0]]);
}

/* "Mrs. Henry Bell": called by her husband's names, which lead to him alone. */
static bool is_wife(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  if (!r->nodes[node].titled || marital_title(ss_node_mention(r, node)) != 1) return false;
  const ss_entry *given = given_name(r, node, n);
  return given && (given->classes & SS_CLASS(MALE)) && !(given->classes & SS_CLASS(FEMALE));
}

/* A forename alone is whoever bears it most often with a surname; who is the only one of a gender
 * who bears the surname? */
static void note_full(ss_resolver *r, const ss_name_words *n, uint32_t figure) {
  const ss_figure *f = &r->figures[figure];
  uint32_t before = look_up(r, SPACE_FORENAME, n->words[0], 0);
  if (before == SAYSO_NONE ||
      (before != figure && f->full_count > r->figures[before].full_count))
    put(r, SPACE_FORENAME, n->words[0], 0, figure);
  if (f->gender && !(f->marital & 1)) put_sole(r, SPACE_SOLE, surname_of(n), f->gender, figure);
}

static void full_person(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  const char *rule = "name";
  bool wife = is_wife(r, node, n);
  uint64_t apart = ss_key_mix(n->whole, SPACE_WHOLE); /* what she is called by */
  uint32_t figure = wife ? look_up(r, SPACE_WHOLE, apart, 0) : find_person(r, node, n, &rule);
  if (figure == SAYSO_NONE) figure = ss_figure_new(r, node, SAYSO_ACTOR_PERSON);
  if (figure == SAYSO_NONE) return;
  ss_node_settle(r, node, figure, rule, 0.98f);
  r->figures[figure].full_count++;
  take_name(r, node, figure, wife ? 1 : n->count + (n->suffix ? 1 : 0));
  if (wife)
    put(r, SPACE_WHOLE, apart, 0, figure);
  else if (was_known(r, node, figure, SPACE_WHOLE))
    r->figures[figure].forename = n->words[0];
  else
    register_person(r, ss_node_clean(r, node), first_token(r, node), n, figure);
  if (!wife) note_full(r, n, figure);
  note_bearer(r, figure, surname_of(n));
}

/* A lone given name is rather the forename of somebody known than the surname of somebody rarer
 * ("Poor Anne"). */
static bool prefers_forename(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                             uint32_t by_surname, uint32_t by_forename) {
  if (by_forename == SAYSO_NONE ||
      genders_clash(ss_node_mention(r, node)->gender, r->figures[by_forename].gender))
    return false;
  if (by_surname == SAYSO_NONE) return true;
  uint32_t a = r->figures[by_forename].full_count, b = r->figures[by_surname].full_count;
  return a > b || (a == b && given_name(r, node, n));
}

/* Of a lone name that is nobody's surname: what the list of given names says, a title before it
 * rather. */
static uint8_t gender_of_given(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *given = given_name(r, node, n);
  if (m->gender || !given) return m->gender;
  bool female = given->classes & SS_CLASS(FEMALE), male = given->classes & SS_CLASS(MALE);
  return female == male ? SAYSO_GENDER_UNKNOWN : female ? SAYSO_GENDER_FEMALE : SAYSO_GENDER_MALE;
}

/* "Hattie" of the Harriet whom the document knows, whichever comes first; nobody when several fit. */
static uint32_t by_nickname(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                            const forename_keys *forms) {
  uint32_t found = look_up(r, SPACE_NICKNAME, n->words[0], 0); /* she was Hattie before */
  for (uint32_t i = 1; i < forms->count; i++) {
    uint32_t figure = look_up(r, SPACE_FORENAME, forms->keys[i], 0);
    if (figure == SAYSO_NONE) figure = look_up(r, SPACE_WHOLE, ss_key_mix(0, forms->keys[i]), 0);
    if (figure == SAYSO_NONE || figure == found) continue;
    if (found != SAYSO_NONE) return SAYSO_NONE;
    found = figure;
  }
  bool fits = found != SAYSO_NONE && found != FIGURE_SEVERAL &&
              r->figures[found].kind == SAYSO_ACTOR_PERSON &&
              !genders_clash(gender_of_given(r, node, n), r->figures[found].gender);
  return fits ? found : SAYSO_NONE;
}

static void short_person(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  const char *rule = "surname";
  uint32_t figure = find_by_surname(r, node, surname_of(n)),
           by_forename = look_up(r, SPACE_FORENAME, n->words[0], 0);
  if (by_forename != figure && prefers_forename(r, node, n, figure, by_forename)) {
    figure = by_forename;
    rule = "forename";
  }
  forename_keys forms = {{0}, 0};
  if (figure == SAYSO_NONE && !r->nodes[node].titled) {
    forms =
        forename_forms(ss_node_clean(r, node), first_token(r, node)[n->tokens[0]], n->words[0]);
    figure = by_nickname(r, node, n, &forms);
    rule = "nickname";
  }
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, SAYSO_ACTOR_PERSON);
    rule = "name";
    if (figure == SAYSO_NONE) return;
    register_person(r, ss_node_clean(r, node), first_token(r, node), n, figure);
    r->figures[figure].gender = gender_of_given(r, node, n);
    if (r->figures[figure].gender) r->figures[figure].gender_by = SS_GENDER_BY_PRONOUN;
    for (uint32_t i = 1; i < forms.count; i++)
      put_sole(r, SPACE_NICKNAME, forms.keys[i], 0, figure);
  }
  ss_node_settle(r, node, figure, rule, 0.9f);
  take_name(r, node, figure, 1);
  bool forename = !strcmp(rule, "forename") || !strcmp(rule, "nickname");
  if (!forename) refresh_surname(r, node, surname_of(n), figure);
}

/* ---- organizations, places, groups ---- */

static uint64_t acronym_of(const char *clean, const ss_token *tokens, const ss_name_words *n) {
  char letters[SS_NAME_WORDS * 4];
  size_t size = 0;
  for (uint32_t w = 0; w < n->count; w++) {
    ss_token token = tokens[n->tokens[w]];
    if (token.shape == SS_SHAPE_LOWER) continue;
    size +=
        ss_word_fold(clean + token.start, token.end - token.start < 4 ? token.end - token.start : 4,
                     true, letters + size, 1);
  }
  return size >= 2 ? ss_key_bytes(letters, size) : 0;
}

static bool is_generic(const char *clean, ss_token token) {
  return ss_lexicon_word(SS_LIST_PLACES, clean, token) ||
         ss_lexicon_word(SS_LIST_WORDS, clean, token) ||
         ss_lexicon_word(SS_LIST_GIVEN_NAMES, clean, token);
}

/* The parts by which an organization is called later: its first words, its last word, its initials.
 */
static void register_organization(ss_resolver *r, const char *clean, const ss_token *tokens,
                                  const ss_name_words *n, uint32_t figure) {
  put(r, SPACE_ORGANIZATION, n->whole, 0, figure);
  uint64_t acronym = acronym_of(clean, tokens, n);
  if (acronym) put_if_new(r, SPACE_ACRONYM, acronym, 0, figure);
  uint64_t prefix = 0;
  for (uint32_t w = 0; w + 1 < n->count; w++) {
    prefix = ss_key_mix(prefix, n->words[w]);
    if (w == 0 && is_generic(clean, tokens[n->tokens[0]])) continue;
    put_sole(r, SPACE_SHORT, prefix, 0, figure);
  }
  if (n->count > 1) put_sole(r, SPACE_SHORT, ss_key_mix(0, n->words[n->count - 1]), 0, figure);
}

static uint32_t find_organization(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                                  const char **rule) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  *rule = "name";
  uint32_t found = look_up(r, SPACE_ORGANIZATION, n->whole, 0);
  if (found != SAYSO_NONE) return found;
  if (entry && entry->list == SS_LIST_ORGANIZATIONS && entry->value) {
    *rule = "acronym";
    found = look_up(r, SPACE_ACRONYM, entry->value, 1);
    if (found != SAYSO_NONE) return found;
  }
  if (n->count == 1) {
    *rule = "acronym";
    found = look_up(r, SPACE_ACRONYM, n->words[0], 0);
    if (found != SAYSO_NONE) return found;
  }
  *rule = "short name";
  found = look_up(r, SPACE_SHORT, n->whole, 0);
  return found == FIGURE_SEVERAL ? SAYSO_NONE : found;
}

static void organization(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  const char *rule = "name";
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  uint32_t figure = find_organization(r, node, n, &rule);
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, SAYSO_ACTOR_ORGANIZATION);
    rule = "name";
    if (figure == SAYSO_NONE) return;
  }
  ss_node_settle(r, node, figure, rule, 0.95f);
  take_name(r, node, figure, n->count);
  if (!was_known(r, node, figure, SPACE_ORGANIZATION))
    register_organization(r, ss_node_clean(r, node), first_token(r, node), n, figure);
  if (entry && entry->list == SS_LIST_ORGANIZATIONS && entry->value)
    put_if_new(r, SPACE_ACRONYM, entry->value, 1, figure);
  if (entry && entry->list == SS_LIST_PLACES) r->figures[figure].country = entry->value;
}

uint32_t ss_names_country(const ss_resolver *r, uint32_t country) {
  return look_up(r, SPACE_COUNTRY, country, 0);
}

uint32_t ss_names_country_at(ss_resolver *r, uint32_t node, uint32_t country) {
  uint32_t figure = look_up(r, SPACE_COUNTRY, country, 0);
  if (figure != SAYSO_NONE) return figure;
  figure = ss_figure_new(r, node, SAYSO_ACTOR_PLACE);
  if (figure == SAYSO_NONE) return SAYSO_NONE;
  r->figures[figure].country = country;
  put(r, SPACE_COUNTRY, country, 0, figure);
  return figure;
}

/* A country's name makes it the country; a capital only where it acts; a people where it is meant
 * as a side. */
static bool stands_for_country(const ss_resolver *r, uint32_t node, const ss_entry *entry) {
  const ss_mention *m = ss_node_mention(r, node);
  if (!entry || entry->list != SS_LIST_PLACES || !entry->value) return false;
  if (entry->classes & (SS_CLASS(COUNTRY) | SS_CLASS(ADJECTIVE) | SS_CLASS(REGION))) return true;
  if (entry->classes & SS_CLASS(CAPITAL)) return m->form == SAYSO_FORM_METONYM;
  if (!(entry->classes & SS_CLASS(PEOPLE)) || m->range.first == 0) return false;
  ss_token before = ss_node_reading(r, node)->tokens[m->range.first - 1];
  return before.end - before.start == 3 && (ss_node_clean(r, node)[before.start] | 32) == 't';
}

static void place_or_group(ss_resolver *r, uint32_t node, const ss_name_words *n, uint8_t kind) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_entry *entry = m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
  uint32_t figure = SAYSO_NONE;
  const char *rule = "name";
  if (stands_for_country(r, node, entry)) {
    figure = ss_names_country_at(r, node, entry->value);
    rule = entry->classes & SS_CLASS(COUNTRY)   ? "name"
           : entry->classes & SS_CLASS(CAPITAL) ? "metonym"
                                                : "country";
  } else {
    figure = look_up(r, SPACE_WHOLE, n->whole, 0);
    if (figure == SAYSO_NONE) figure = ss_figure_new(r, node, kind);
    if (figure != SAYSO_NONE) put(r, SPACE_WHOLE, n->whole, 0, figure);
  }
  if (figure == SAYSO_NONE) return;
  ss_node_settle(r, node, figure, rule, 0.95f);
  bool proper = !entry || entry->list != SS_LIST_PLACES || (entry->classes & SS_CLASS(COUNTRY)) ||
                !r->figures[figure].country;
  if (proper) take_name(r, node, figure, n->count);
}

/* ---- the user's list: the text may call its actors by a part of their names ---- */

/* Words of a listed name, without "Dr." and the like before it. */
static ss_name_words words_of_listed(const ss_user_phrase *name) {
  ss_name_words out = {{0}, {0}, 0, 0, 0};
  for (uint32_t t = name->first; t < name->token_count; t++) {
    uint64_t key = ss_token_key(name->text, name->tokens[t]);
    if (!key) continue;
    const ss_entry *honorific =
        ss_lexicon_word(SS_LIST_HONORIFICS, name->text, name->tokens[t]);
    if (!out.count && honorific && t + 1 < name->token_count) continue;
    out.whole = ss_key_mix(out.whole, key);
    if (out.count && honorific && (honorific->classes & SS_CLASS(SUFFIX))) {
      out.suffix = key;
      continue;
    }
    uint32_t at = out.count < SS_NAME_WORDS ? out.count++ : SS_NAME_WORDS - 1;
    out.words[at] = key;
    out.tokens[at] = t;
  }
  return out;
}

/* Of an actor whose kind the list leaves open: what the text takes its name for, or a part of it.
 */
static uint8_t kind_by_text(const ss_resolver *r, const ss_name_words *n, uint8_t otherwise) {
  uint8_t best = otherwise;
  uint32_t most = 0;
  const uint64_t keys[3] = {n->whole, ss_key_mix(0, n->words[n->count - 1]),
                            ss_key_mix(0, n->words[0])};
  for (int k = 0; k < 3 && most == 0; k++)
    for (uint8_t kind = SAYSO_ACTOR_PERSON; kind <= SAYSO_ACTOR_GROUP; kind++) {
      uint32_t votes = ss_name_votes(r, keys[k], kind);
      if (votes > most) most = votes, best = kind;
    }
  return best;
}

static bool is_person(const ss_figure *f) {
  return f->kind == SAYSO_ACTOR_PERSON || f->kind == SAYSO_ACTOR_AUTHOR;
}

/* Before the text's names: what joins a full name of the text with a listed one. */
static void register_listed(ss_resolver *r) {
  r->surnames = ss_arena_array(r->arena, r->listed_count, sizeof *r->surnames);
  if (!r->surnames) r->failed = true;
  for (uint32_t i = 0; i < r->listed_count && !r->failed; i++) {
    const ss_user_actor *actor = &r->listed->actors[i];
    ss_name_words n = words_of_listed(&actor->name);
    ss_figure *f = &r->figures[i];
    r->surnames[i] = surname_of(&n);
    if (!n.count) continue;
    if (actor->kind == SAYSO_ACTOR_UNKNOWN && !f->country) f->kind = kind_by_text(r, &n, f->kind);
    if (f->country && f->kind == SAYSO_ACTOR_PLACE) put(r, SPACE_COUNTRY, f->country, 0, i);
    if (is_person(f)) register_pairs(r, actor->name.text, actor->name.tokens, &n, i);
    if (f->kind == SAYSO_ACTOR_ORGANIZATION)
      register_organization(r, actor->name.text, actor->name.tokens, &n, i);
  }
}

/* After the text's full names, which a lone surname or forename may mean rather. */
static void register_listed_parts(ss_resolver *r) {
  for (uint32_t i = 0; i < r->listed_count && !r->failed; i++) {
    const ss_user_phrase *name = &r->listed->actors[i].name;
    if (!is_person(&r->figures[i])) continue;
    ss_name_words n = words_of_listed(name);
    if (!n.count) continue;
    register_person(r, name->text, name->tokens, &n, i);
    note_bearer(r, i, r->surnames[i]);
  }
}

/* A listed actor called as the list calls it: it is introduced like any other. */
static void listed_name(ss_resolver *r, uint32_t node, const ss_name_words *n, int pass) {
  uint32_t figure = r->nodes[node].actor;
  ss_figure *f = &r->figures[figure];
  if (!is_person(f)) return;
  if (pass == 1) {
    refresh_surname(r, node, r->surnames[figure], figure);
  } else if (n->count > 1) {
    f->full_count++;
    note_bearer(r, figure, r->surnames[figure]);
    if (f->forename) put_if_new(r, SPACE_FORENAME, f->forename, 0, figure);
  }
}

/* ---- the order of it all ---- */

/* A lone word that the network took for a company or a place, while the document knows a person of
 * that surname (or, a tale, that forename). */
static bool known_person(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  return n->count == 1 && ss_node_mention(r, node)->word == SAYSO_NONE &&
         (look_up(r, SPACE_FREQUENT, n->words[0], 0) != SAYSO_NONE ||
          (r->dialogue && look_up(r, SPACE_FORENAME, n->words[0], 0) != SAYSO_NONE));
}

/* A lone word taken for a person that is nobody's name but a part of an organization's: "Northwind"
 * of Northwind Rail. */
static bool known_short(const ss_resolver *r, const ss_name_words *n) {
  uint32_t figure = n->count == 1 ? look_up(r, SPACE_SHORT, n->whole, 0) : SAYSO_NONE;
  return figure != SAYSO_NONE && figure != FIGURE_SEVERAL &&
         look_up(r, SPACE_SURNAME, n->words[0], 0) == SAYSO_NONE &&
         look_up(r, SPACE_FORENAME, n->words[0], 0) == SAYSO_NONE;
}

/* pass 0: persons of two words and more, and organizations of several, so that a headline's "Trump"
 * finds the later full name; pass 1: the rest in text order. */
static void name_pass(ss_resolver *r, int pass, uint8_t *kinds) {
  for (uint32_t at = 0; at < r->name_count && !r->failed; at++) {
    uint32_t i = r->name_nodes[at];
    const ss_name_words *n = &spelling_of(r, i)->words;
    if (n->count == 0) continue;
    if (r->nodes[i].listed) {
      listed_name(r, i, n, pass);
      continue;
    }
    if (pass == 0) kinds[at] = ss_name_kind(r, i);
    uint8_t kind = kinds[at];
    bool person = kind == SAYSO_ACTOR_PERSON || (pass == 1 && known_person(r, i, n));
    if (pass == 1 && person && known_short(r, n) && !r->nodes[i].gender)
      person = false, kind = SAYSO_ACTOR_ORGANIZATION;
    bool full = n->count > 1 && (person || kind == SAYSO_ACTOR_ORGANIZATION);
    if (pass == 1 && full && person) refresh_surname(r, i, surname_of(n), r->nodes[i].actor);
    if (full != (pass == 0)) continue;
    if (person && full)
      full_person(r, i, n);
    else if (person)
      short_person(r, i, n);
    else if (kind == SAYSO_ACTOR_ORGANIZATION)
      organization(r, i, n);
    else
      place_or_group(r, i, n, kind);
  }
}

/* Before the pass in text order: a surname belongs to its most frequent bearer until another is
 * named. */
static void start_surnames(ss_resolver *r) {
  for (uint32_t at = 0; at < r->name_count && !r->failed; at++) {
    uint32_t i = r->name_nodes[at];
    if (r->nodes[i].actor == SAYSO_NONE ||
        r->figures[r->nodes[i].actor].kind != SAYSO_ACTOR_PERSON)
      continue;
    ss_spelling *spelling = &r->spellings[r->nodes[i].spelling];
    if (spelling->started) continue;
    spelling->started = true;
    uint64_t surname = surname_of(&spelling->words);
    uint32_t frequent = look_up(r, SPACE_FREQUENT, surname, 0);
    if (frequent != SAYSO_NONE) put(r, SPACE_SURNAME, surname, 0, frequent);
  }
}

/* A seat is shown under its country, which need not be named. */
static void attach_seats(ss_resolver *r) {
  for (uint32_t i = 0; i < r->figure_count && !r->failed; i++) {
    const ss_figure *f = &r->figures[i];
    if (f->kind != SAYSO_ACTOR_ORGANIZATION || !f->country) continue;
    r->figures[i].parent = ss_names_country(r, f->country);
  }
}

void ss_names_resolve_full(ss_resolver *r) {
  r->kinds = ss_arena_array(r->arena, r->name_count, sizeof *r->kinds);
  if (!r->kinds) {
    r->failed = true;
    return;
  }
  for (uint32_t at = 0; at < r->name_count && !r->failed; at++) {
    ss_name_spell(r, at);
    if (!r->failed) note_told(r, r->name_nodes[at]);
  }
  register_listed(r);
  name_pass(r, 0, r->kinds);
}

void ss_names_resolve_rest(ss_resolver *r) {
  register_listed_parts(r);
  start_surnames(r);
  name_pass(r, 1, r->kinds);
  attach_seats(r);
}
