/* In: nodes that name persons. Out: a figure for each. By forename with its nicknames, initials or
 * inner names, and surname; a lone word by surname (by title, gender, or the latest), by forename
 * once introduced, by nickname. Asks the index of names only. */
#include <string.h>

#include "actor/names.h"
#include "read/word.h"
#include "text/unicode.h"

/* ---- titles ---- */

/* "Messrs. Bell and Rye": each is Mr. */
static const char *title_word(const ss_entry *entry) {
  const char *word = ss_entry_text(entry);
  return !strncmp(word, "messrs", 6) ? "mr" : !strcmp(word, "mesdames") ? "mrs" : word;
}

uint64_t ss_person_title(const ss_mention *m) {
  if (m->word == SAYSO_NONE || m->title.end <= m->title.first) return 0;
  const ss_entry *entry = ss_lexicon_entry(m->word);
  const char *role = ss_entry_value(entry), *word = title_word(entry);
  size_t size = strlen(*role ? role : word);
  if (!*role && size && word[size - 1] == '.') size--; /* "Mr." is "Mr" */
  return ss_key_bytes(*role ? role : word, size);
}

/* "Mrs. Hilbery", "Mr. Bennet": polite forms that tell the members of a family apart. */
static bool is_polite(const ss_mention *m) {
  return m->title.end > m->title.first && m->word != SAYSO_NONE &&
         ss_entry_polite(ss_lexicon_entry(m->word));
}

/* "Mrs. Bell", "Miss Bell" and "Lady Bell" are three. */
static uint8_t marital_title(const ss_mention *m) {
  if (!is_polite(m)) return 0;
  static const char *const maidens[] = {"miss",  "fraulein", "mademoiselle", "mlle",
                                        "mlle.", "senorita", "signorina",    NULL};
  const char *word = title_word(ss_lexicon_entry(m->word));
  for (const char *const *maiden = maidens; *maiden; maiden++)
    if (!strcmp(word, *maiden)) return 2;
  return !strncmp(word, "mrs", 3) ? 1 : !strcmp(word, "lady") ? 4 : 0;
}

/* "The two Miss Bells": there are sisters of the name. */
static void note_sisters(ss_resolver *r, uint32_t node) {
  ss_token name = ss_name_first_token(r, node)[0];
  const char *clean = ss_node_clean(r, node);
  for (int letters = 1; letters <= 2; letters++) { /* "Bells", "Lucases" */
    if (name.end < name.start + 4 || clean[name.end - 1] != "se"[letters - 1]) return;
    name.end--;
    ss_name_put(r, SS_SPACE_SISTERS, ss_token_key(clean, name), 0, 1);
  }
}

/* How often the text itself has the surname behind the polite title. */
static uint32_t times_told(const ss_resolver *r, uint64_t surname, uint64_t title) {
  uint32_t times = ss_name_look_up(r, SS_SPACE_TOLD, surname, title);
  return times == SAYSO_NONE ? 0 : times;
}

/* The text itself is polite to the bearer of the surname. */
void ss_person_note_told(ss_resolver *r, uint32_t node) {
  if (!r->nodes[node].titled) return;
  const ss_mention *m = ss_node_mention(r, node);
  const ss_name_words *n = &ss_name_spelling(r, node)->words;
  if (n->count && marital_title(m) == 2) {
    if (n->count == 1) note_sisters(r, node);
    ss_name_put(r, SS_SPACE_YOUNGER, n->words[0], n->count > 1 ? ss_name_surname(n) : 0, 1);
  }
  if (n->count != 1 || r->nodes[node].inside || !is_polite(m)) return;
  uint32_t times = times_told(r, ss_name_surname(n), ss_person_title(m));
  ss_name_put(r, SS_SPACE_TOLD, ss_name_surname(n), ss_person_title(m), times + 1);
}

/* ---- persons ---- */

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

/* ---- somebody's husband, daughter, … ---- */

static bool is_kinship(const ss_resolver *r, uint32_t node, ss_token token) {
  const ss_entry *role = token.shape == SS_SHAPE_LOWER
                             ? ss_lexicon_word(SS_LIST_ROLES, ss_node_clean(r, node), token)
                             : NULL;
  return role && (role->classes & SS_CLASS(KIN));
}

static bool is_written(const ss_resolver *r, uint32_t node, ss_token token, const char *word) {
  size_t size = strlen(word);
  return token.end - token.start == size &&
         !memcmp(ss_node_clean(r, node) + token.start, word, size);
}

/* "her second husband Tom Bell", "the daughter of Earl Tom Bell", "she married Tom Bell": a
 * possessive before the word of kinship, or "of" after it, or "married" right before. */
static uint8_t relative_of(const ss_resolver *r, uint32_t node) {
  enum { REACH = 7 };
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  uint32_t first = ss_mention_first(m), t = first;
  while (t > 0 && first - t < REACH && !(tokens[t].flags & SS_TOKEN_SENTENCE)) {
    t--;
    if (is_written(r, node, tokens[t], "married"))
      return first - t <= 2 ? SS_RELATIVE_BORNE : SS_RELATIVE_NOT;
    if (!is_kinship(r, node, tokens[t])) continue;
    if (is_written(r, node, tokens[t + 1], "of") || is_written(r, node, tokens[t + 1], "to"))
      return SS_RELATIVE_BORNE;
    for (uint32_t back = 1; back <= 3 && back <= t; back++)
      if (tokens[t - back].word & SS_WORD_IS_PRONOUN) return SS_RELATIVE;
    return SS_RELATIVE_NOT;
  }
  return SS_RELATIVE_NOT;
}

/* Named alone before a relative is introduced by that surname, or after whoever bears it as well
 * was married: it is not the relative's. */
static bool is_relatives(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_figure *f = &r->figures[figure];
  if (r->dialogue || !f->relative) return false;
  bool borne = f->relative == SS_RELATIVE_BORNE && f->full_count == 1 && !r->nodes[node].titled;
  return node < f->first || borne;
}

/* Of a surname's bearers by gender: the women whom nothing says to be married. */
enum { MISS = SAYSO_GENDER_MALE + SAYSO_GENDER_FEMALE + 1 };

static bool may_be_miss(const ss_figure *f) {
  return f->gender == SAYSO_GENDER_FEMALE && !(f->marital & (1 | 4));
}

/* "Miss Anna": her elder sister is Miss Bell. */
static bool is_younger(const ss_resolver *r, uint64_t forename, uint64_t surname) {
  return ss_name_look_up(r, SS_SPACE_YOUNGER, forename, 0) != SAYSO_NONE ||
         ss_name_look_up(r, SS_SPACE_YOUNGER, forename, surname) != SAYSO_NONE;
}

/* A surname's bearer is the latest one named, also by gender and role. */
void ss_person_refresh_surname(ss_resolver *r, uint32_t node, uint64_t surname, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_figure *f = &r->figures[figure];
  if (!r->dialogue && f->relative && node == f->first &&
      ss_name_look_up(r, SS_SPACE_SURNAME, surname, 0) != SAYSO_NONE)
    return;
  ss_name_put(r, SS_SPACE_SURNAME, surname, 0, figure);
  if (f->gender) ss_name_put(r, SS_SPACE_SURNAME, surname, f->gender, figure);
  if (may_be_miss(f)) ss_name_put(r, SS_SPACE_SURNAME, surname, MISS, figure);
  uint64_t title = ss_person_title(m);
  /* in a tale "Mr. Edwin Bell" does not take "Mr. Bell" from whom the text calls so */
  if (title && r->dialogue && is_polite(m) && ss_name_spelling(r, node)->words.count > 1)
    ss_name_put_if_new(r, SS_SPACE_SURNAME_ROLE, surname, title, figure);
  else if (title)
    ss_name_put(r, SS_SPACE_SURNAME_ROLE, surname, title, figure);
}

void ss_person_refresh(ss_resolver *r, uint32_t node, const ss_name_words *n, uint32_t figure) {
  ss_person_refresh_surname(r, node, ss_name_surname(n), figure);
  if (n->particled && !n->is_particled) ss_name_put(r, SS_SPACE_PARTICLED, n->particled, 0, figure);
}

/* The forename, in all its forms, with each later word. */
void ss_person_register_pairs(ss_resolver *r, const char *clean, const ss_token *tokens,
                              const ss_name_words *n, uint32_t figure) {
  if (n->count < 2) return;
  forename_keys forms = forename_forms(clean, tokens[n->tokens[0]], n->words[0]);
  r->figures[figure].forename = n->words[0];
  for (uint32_t w = 1; w < n->count; w++) {
    uint64_t word = w + 1 == n->count ? ss_name_surname(n) : n->words[w];
    for (uint32_t i = 0; i < forms.count; i++)
      ss_name_put_if_new(r, SS_SPACE_PAIR, forms.keys[i], word, figure);
    if (w + 1 == n->count)
      ss_name_put_if_new(r, SS_SPACE_PAIR, initial_key(clean, tokens[n->tokens[0]]), word, figure);
  }
}

/* ---- "García Márquez" of Gabriel García Márquez, "Princess Abdul Akbar" of Jenny ---- */

/* Key of the words from `from` on, as of a whole name. */
static uint64_t tail_of(const ss_name_words *n, uint32_t from) {
  uint64_t key = 0;
  for (uint32_t w = from; w < n->count; w++) key = ss_key_mix(key, n->words[w]);
  return n->suffix ? ss_key_mix(key, n->suffix) : key;
}

static void register_tails(ss_resolver *r, const ss_name_words *n, uint32_t figure) {
  for (uint32_t w = 1; w + 2 <= n->count && n->count < SS_NAME_WORDS; w++)
    ss_name_put_sole(r, SS_SPACE_TAIL, tail_of(n, w), 0, figure);
}

/* ---- "MBS" of Mohammed bin Salman ---- */

enum { FEWEST_INITIALS = 3 };

static void register_initials(ss_resolver *r, const char *clean, const ss_token *tokens,
                              const ss_name_words *n, uint32_t figure) {
  char letters[SS_NAME_WORDS];
  if (n->count < FEWEST_INITIALS || n->count == SS_NAME_WORDS) return;
  for (uint32_t w = 0; w < n->count; w++) {
    char letter = clean[tokens[n->tokens[w]].start];
    letters[w] = (char)(letter >= 'A' && letter <= 'Z' ? letter | 32 : letter);
  }
  ss_name_put_sole(r, SS_SPACE_INITIALS, ss_key_bytes(letters, n->count), 0, figure);
}

uint32_t ss_person_by_initials(const ss_resolver *r, const ss_name_words *n) {
  if (n->count != 1 || !n->upper) return SAYSO_NONE;
  uint32_t found = ss_name_look_up(r, SS_SPACE_INITIALS, n->words[0], 0);
  return found == SS_FIGURE_SEVERAL ? SAYSO_NONE : found;
}

static bool may_be_whole(const ss_resolver *r, uint32_t node, uint32_t figure) {
  return figure != SAYSO_NONE && figure != SS_FIGURE_SEVERAL &&
         r->figures[figure].kind == SAYSO_ACTOR_PERSON &&
         !ss_genders_clash(r->figures[figure].gender, ss_node_mention(r, node)->gender) &&
         !ss_apart_from(r, node, figure);
}

/* Whose name ends so, or is the end of this one. */
static uint32_t by_tail(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  uint32_t found = ss_name_look_up(r, SS_SPACE_TAIL, n->whole, 0);
  for (uint32_t w = 1; found == SAYSO_NONE && w + 2 <= n->count && n->count < SS_NAME_WORDS; w++)
    found = ss_name_look_up(r, SS_SPACE_WHOLE, tail_of(n, w), 0);
  return may_be_whole(r, node, found) ? found : SAYSO_NONE;
}

/* ---- names in full ---- */

void ss_person_register(ss_resolver *r, const char *clean, const ss_token *tokens,
                        const ss_name_words *n, uint32_t figure) {
  ss_name_put(r, SS_SPACE_WHOLE, n->whole, 0, figure);
  if (n->count < 2) {
    ss_name_put_if_new(r, SS_SPACE_SURNAME, ss_name_surname(n), 0, figure);
    return;
  }
  ss_person_register_pairs(r, clean, tokens, n, figure);
  register_tails(r, n, figure);
  register_initials(r, clean, tokens, n, figure);
  for (uint32_t w = 1; w + 1 < n->count; w++)
    ss_name_put_if_new(r, SS_SPACE_SURNAME, n->words[w], 0, figure);
  ss_name_put_if_new(r, SS_SPACE_FORENAME, n->words[0], 0, figure);
  if (n->particled && !n->is_particled) {
    r->figures[figure].particled = n->particled;
    ss_name_put_if_new(r, SS_SPACE_PARTICLED, n->particled, 0, figure);
  }
  if (n->suffix) ss_name_put_if_new(r, SS_SPACE_SURNAME, n->words[n->count - 1], 0, figure);
}

/* A figure of the same surname and a fitting forename. */
static uint32_t find_person(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                            ss_sieve *rule) {
  uint32_t found = ss_name_look_up(r, SS_SPACE_WHOLE, n->whole, 0);
  *rule = SS_SIEVE_NAME;
  if (found != SAYSO_NONE) return found;
  forename_keys forms = forename_forms(ss_node_clean(r, node),
                                       ss_name_first_token(r, node)[n->tokens[0]], n->words[0]);
  uint8_t gender = ss_node_mention(r, node)->gender;
  for (uint32_t i = 0; i < forms.count; i++) {
    found = ss_name_look_up(r, SS_SPACE_PAIR, forms.keys[i], ss_name_surname(n));
    if (found == SAYSO_NONE || ss_genders_clash(r->figures[found].gender, gender)) continue;
    if (r->figures[found].forename != n->words[0] && ss_apart_from(r, node, found)) continue;
    *rule = i ? SS_SIEVE_NICKNAME : SS_SIEVE_NAME;
    return found;
  }
  *rule = SS_SIEVE_NAME;
  return by_tail(r, node, n);
}

/* "Colonel", "Dr.": what stands before a surname, not before a forename. */
static bool is_rank(const ss_mention *m) {
  const ss_entry *entry = ss_mention_entry(m);
  return entry && entry->list == SS_LIST_HONORIFICS && m->title.end > m->title.first &&
         *ss_entry_value(entry) && !(entry->classes & (SS_CLASS(FEMALE) | SS_CLASS(MALE)));
}

bool ss_person_titles_surname(const ss_mention *m) {
  const ss_entry *entry = ss_mention_entry(m);
  if (is_rank(m)) return true;
  static const char *const forenames[] = {"sir", "lady", "lord", "miss", NULL};
  if (!entry || !is_polite(m)) return false;
  for (const char *const *title = forenames; *title; title++)
    if (!strcmp(ss_entry_text(entry), *title)) return false;
  return true;
}

static bool titles_clash(const ss_resolver *r, uint32_t figure, const ss_mention *m) {
  uint8_t marital = marital_title(m), before = r->figures[figure].marital;
  return marital && before && !(before & marital);
}

/* Nobody else of the text bears the surname, be she Mrs. or Miss, and "Mr. Bell" is so rare that he is
 * hardly the father of Edwin Bell. */
static bool is_only_bearer(const ss_resolver *r, uint32_t figure, uint64_t surname) {
  enum { RARE = 2 };
  static const char *const women[] = {"mrs", "miss", "ms", "lady"};
  for (size_t i = 0; i < sizeof women / sizeof *women; i++)
    if (times_told(r, surname, ss_key_bytes(women[i], strlen(women[i])))) return false;
  return times_told(r, surname, ss_key_bytes("mr", 2)) <= RARE &&
         ss_name_look_up(r, SS_SPACE_SURNAME, surname, SAYSO_GENDER_FEMALE) == SAYSO_NONE &&
         ss_name_look_up(r, SS_SPACE_SOLE, surname, SAYSO_GENDER_MALE) == figure;
}

/* Called by the forename alone again and again: then a polite form with the surname is somebody
 * else, if the text itself uses it; those who speak are polite to anybody. Not the only one of the
 * surname who may be Miss, nor its only man where the text has the surname alone as well: "Bell",
 * "Mr. Bell" and "Edwin" are one. */
static bool goes_by_forename(const ss_resolver *r, uint32_t figure, uint64_t surname,
                             const ss_mention *m) {
  enum { OFTEN = 3 };
  uint64_t forename = r->figures[figure].forename;
  bool may_be = marital_title(m) == 2 || (m->gender == SAYSO_GENDER_MALE &&
                                          ss_name_plain(r, ss_key_mix(0, surname)) >= OFTEN);
  if (is_only_bearer(r, figure, surname)) return false;
  if (may_be && ss_name_look_up(r, SS_SPACE_SOLE, surname, m->gender) == figure) return false;
  return forename && ss_name_votes(r, ss_key_mix(0, forename), SAYSO_ACTOR_PERSON) >= OFTEN;
}

/* In a tale "Mrs. Bell" is not "Newland Bell" while nothing says that this is a woman. */
static bool rather_wife(const ss_resolver *r, uint32_t figure, const ss_mention *m) {
  const ss_figure *f = &r->figures[figure];
  return r->dialogue && marital_title(m) == 1 && !f->gender;
}

/* In a tale a surname alone is whoever of the family is named most often in full, not the latest;
 * rather the man than one whom the text calls Mrs. or Miss. */
static uint32_t bare_surname(const ss_resolver *r, uint64_t surname) {
  uint32_t latest = ss_name_look_up(r, SS_SPACE_SURNAME, surname, 0),
           often = ss_name_look_up(r, SS_SPACE_FREQUENT, surname, 0);
  if (!r->dialogue || latest == SAYSO_NONE) return latest;
  if (often != SAYSO_NONE) latest = often;
  if (!r->figures[latest].marital) return latest;
  uint32_t man = ss_name_look_up(r, SS_SPACE_SURNAME, surname, SAYSO_GENDER_MALE);
  return man == SAYSO_NONE || r->figures[man].marital ? latest : man;
}

static uint32_t bearer(const ss_resolver *r, uint64_t surname, uint8_t gender) {
  return ss_name_look_up(r, SS_SPACE_SURNAME, surname, gender);
}

static uint32_t unless_apart(const ss_resolver *r, uint32_t node, uint32_t figure) {
  return figure != SAYSO_NONE && ss_apart_from(r, node, figure) ? SAYSO_NONE : figure;
}

/* Not whom the text has beside the node's name as somebody else. */
static uint32_t likely_bearer(const ss_resolver *r, uint32_t node, uint64_t surname) {
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t found = SAYSO_NONE;
  if (marital_title(m) == 2) found = unless_apart(r, node, bearer(r, surname, MISS));
  if (found == SAYSO_NONE && m->gender)
    found = unless_apart(r, node, bearer(r, surname, m->gender));
  if (found == SAYSO_NONE) found = unless_apart(r, node, bare_surname(r, surname));
  if (found == SAYSO_NONE) found = unless_apart(r, node, bearer(r, surname, SAYSO_GENDER_MALE));
  if (found == SAYSO_NONE) found = unless_apart(r, node, bearer(r, surname, SAYSO_GENDER_FEMALE));
  return found;
}

/* Is "Miss Bell" one of sisters? *eldest: which; SAYSO_NONE: nobody named in full. */
static bool is_eldest(const ss_resolver *r, const ss_mention *m, uint64_t surname,
                      uint32_t *eldest) {
  if (marital_title(m) != 2 || ss_name_look_up(r, SS_SPACE_SISTERS, surname, 0) == SAYSO_NONE)
    return false;
  *eldest = ss_name_look_up(r, SS_SPACE_ELDEST, surname, 0);
  if (*eldest != SAYSO_NONE) return true;
  *eldest = ss_name_look_up(r, SS_SPACE_SURNAME_ROLE, surname, ss_person_title(m));
  bool other = *eldest != SAYSO_NONE && r->figures[*eldest].forename &&
               is_younger(r, r->figures[*eldest].forename, surname);
  if (other) *eldest = SAYSO_NONE;
  return true;
}

static uint32_t find_by_surname(const ss_resolver *r, uint32_t node, uint64_t surname) {
  const ss_mention *m = ss_node_mention(r, node);
  uint64_t title = ss_person_title(m);
  uint32_t eldest;
  if (is_eldest(r, m, surname, &eldest)) return eldest;
  if (title) {
    uint32_t holder = ss_name_look_up(r, SS_SPACE_SURNAME_ROLE, surname, title);
    if (holder != SAYSO_NONE && !ss_genders_clash(m->gender, r->figures[holder].gender) &&
        !titles_clash(r, holder, m))
      return holder;
  }
  uint32_t found = likely_bearer(r, node, surname);
  if (found == SAYSO_NONE || ss_genders_clash(m->gender, r->figures[found].gender) ||
      titles_clash(r, found, m) || is_relatives(r, node, found) || rather_wife(r, found, m))
    return SAYSO_NONE;
  bool told = is_polite(m) && times_told(r, surname, title);
  return told && goes_by_forename(r, found, surname, m) ? SAYSO_NONE : found;
}

/* How much of a name it is, to call its bearer by: "Lucy Honeychurch" is more than "L. M.
 * Honeychurch" or "LUCY HONEYCHURCH", and a name that opens with "Cold-hearted" less than the rest
 * of it. */
enum { FULL_WORD = 10 };
static uint16_t fullness(const ss_resolver *r, uint32_t node, uint16_t words) {
  enum { INITIAL = 8, CAPITALS = 5 };
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  const char *clean = ss_node_clean(r, node);
  uint32_t full = words * FULL_WORD, less = 0;
  bool capitals = true;
  for (uint32_t t = m->range.first; t < m->range.end; t++) {
    if (tokens[t].shape == SS_SHAPE_ONE_UPPER) less += INITIAL;
    if (tokens[t].shape == SS_SHAPE_CAPITALISED) capitals = false;
  }
  if (capitals && words > 1) less += CAPITALS;
  const ss_token *first = &tokens[m->range.first];
  if (words > 1 && ss_token_joins_lower(first, clean) && !ss_lexicon_given(clean, *first))
    less += FULL_WORD + 1;
  return (uint16_t)(full > less ? full - less : 1);
}

void ss_name_take(ss_resolver *r, uint32_t node, uint32_t figure, uint32_t count) {
  ss_figure *f = &r->figures[figure];
  uint16_t words = count < SS_NAME_WORDS * 2 ? (uint16_t)count : SS_NAME_WORDS * 2;
  f->marital |= marital_title(ss_node_mention(r, node));
  f->ranked |= words == 1 && is_rank(ss_node_mention(r, node));
  if (figure < r->listed_count) return; /* the list says its name */
  if (f->fullest != SAYSO_NONE && f->fullness >= words * FULL_WORD) return;
  uint16_t full = fullness(r, node, words);
  if (words > f->words) f->words = words;
  if (f->fullest != SAYSO_NONE && f->fullness >= full) return;
  f->fullest = node;
  f->fullness = full;
}

/* The figure was named in full once more. */
void ss_person_note_bearer(ss_resolver *r, uint32_t figure, uint64_t surname) {
  ss_name_put_if_new(r, SS_SPACE_SURNAME, surname, 0, figure);
  if (r->figures[figure].gender)
    ss_name_put_if_new(r, SS_SPACE_SURNAME, surname, r->figures[figure].gender, figure);
  if (may_be_miss(&r->figures[figure]))
    ss_name_put_if_new(r, SS_SPACE_SURNAME, surname, MISS, figure);
  uint32_t frequent = ss_name_look_up(r, SS_SPACE_FREQUENT, surname, 0);
  if (frequent == SAYSO_NONE || r->figures[figure].count > r->figures[frequent].count)
    ss_name_put(r, SS_SPACE_FREQUENT, surname, 0, figure);
}

/* Was this spelling registered for the figure before, and is its text still the figure's? What
 * else it is registered by is only ever put where nothing is, so once does. From here on, yes. */
bool ss_name_was_known(ss_resolver *r, uint32_t node, uint32_t figure, enum ss_name_space space) {
  ss_spelling *spelling = &r->spellings[r->nodes[node].spelling];
  if (spelling->known == figure && ss_name_look_up(r, space, spelling->words.whole, 0) == figure)
    return true;
  spelling->known = figure;
  return false;
}

static const ss_entry *given_name(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  return ss_lexicon_given(ss_node_clean(r, node), ss_name_first_token(r, node)[n->tokens[0]]);
}

/* "Mrs. Henry Bell": called by her husband's names, which lead to him alone. In a tale also where
 * the forename is in no list and the text has the name without the title. */
static bool is_wife(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  if (!r->nodes[node].titled || marital_title(ss_node_mention(r, node)) != 1) return false;
  const ss_entry *given = given_name(r, node, n);
  if (!given) return r->dialogue && ss_name_plain(r, n->whole) > 1;
  return (given->classes & SS_CLASS(MALE)) && !(given->classes & SS_CLASS(FEMALE));
}

/* A forename alone is whoever bears it most often with a surname; who is the only one of a gender
 * who bears the surname? */
static void note_full(ss_resolver *r, uint32_t node, const ss_name_words *n, uint32_t figure) {
  const ss_figure *f = &r->figures[figure];
  uint32_t before = ss_name_look_up(r, SS_SPACE_FORENAME, n->words[0], 0);
  if (before == SAYSO_NONE || (before != figure && f->full_count > r->figures[before].full_count))
    ss_name_put(r, SS_SPACE_FORENAME, n->words[0], 0, figure);
  if (r->nodes[node].titled)
    ss_name_put_if_new(r, SS_SPACE_FORENAME, n->words[0], ss_person_title(ss_node_mention(r, node)),
                       figure);
  if (f->gender && !(f->marital & 1))
    ss_name_put_sole(r, SS_SPACE_SOLE, ss_name_surname(n), f->gender, figure);
  if (!may_be_miss(f) || is_younger(r, n->words[0], ss_name_surname(n))) return;
  uint32_t eldest = ss_name_look_up(r, SS_SPACE_ELDEST, ss_name_surname(n), 0);
  if (eldest == SAYSO_NONE || f->full_count > r->figures[eldest].full_count)
    ss_name_put(r, SS_SPACE_ELDEST, ss_name_surname(n), 0, figure);
}

void ss_person_full(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  ss_sieve rule = SS_SIEVE_NAME;
  bool wife = is_wife(r, node, n);
  uint64_t apart = ss_key_mix(n->whole, SS_SPACE_WHOLE); /* what she is called by */
  uint32_t figure =
      wife ? ss_name_look_up(r, SS_SPACE_WHOLE, apart, 0) : find_person(r, node, n, &rule);
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, SAYSO_ACTOR_PERSON);
    if (figure == SAYSO_NONE) return;
    r->figures[figure].relative = relative_of(r, node);
  }
  ss_node_settle(r, node, figure, rule, 0.98f);
  r->figures[figure].full_count++;
  ss_name_take(r, node, figure, wife ? 1 : n->count + (n->suffix ? 1 : 0));
  if (wife) {
    ss_name_put(r, SS_SPACE_WHOLE, apart, 0, figure);
    if (!n->is_particled) r->figures[figure].particled = n->particled;
  } else if (ss_name_was_known(r, node, figure, SS_SPACE_WHOLE))
    r->figures[figure].forename = n->words[0];
  else
    ss_person_register(r, ss_node_clean(r, node), ss_name_first_token(r, node), n, figure);
  if (!wife) note_full(r, node, n, figure);
  ss_person_note_bearer(r, figure, ss_name_surname(n));
}

/* Whom the surname means, if that one bears it with these particles; else who bears them. */
static uint32_t find_particled(const ss_resolver *r, uint32_t node, const ss_name_words *n) {
  const ss_mention *m = ss_node_mention(r, node);
  uint32_t bearer = ss_name_look_up(r, SS_SPACE_PARTICLED, n->particled, 0);
  if (bearer == SAYSO_NONE) return SAYSO_NONE;
  uint32_t found = find_by_surname(r, node, ss_name_surname(n));
  if (found != SAYSO_NONE && r->figures[found].particled == n->particled) return found;
  /* "Van" is a man's name elsewhere: only a title tells the gender here */
  return m->gendered_title && ss_genders_clash(m->gender, r->figures[bearer].gender) ? SAYSO_NONE
                                                                                  : bearer;
}

void ss_person_particled(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  uint32_t figure = find_particled(r, node, n);
  if (figure == SAYSO_NONE) {
    ss_person_full(r, node, n);
    figure = r->nodes[node].actor;
  } else {
    ss_node_settle(r, node, figure, SS_SIEVE_SURNAME, 0.9f);
    ss_name_take(r, node, figure, 1);
  }
  if (figure != SAYSO_NONE) ss_person_refresh_surname(r, node, ss_name_surname(n), figure);
}

/* A lone given name is rather the forename of somebody known than the surname of somebody rarer
 * ("Poor Anne"). */
static bool prefers_forename(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                             uint32_t by_surname, uint32_t by_forename) {
  if (by_forename == SAYSO_NONE || is_rank(ss_node_mention(r, node)) ||
      ss_genders_clash(ss_node_mention(r, node)->gender, r->figures[by_forename].gender))
    return false;
  if (by_surname == SAYSO_NONE) return true;
  uint32_t a = r->figures[by_forename].full_count, b = r->figures[by_surname].full_count;
  if (r->figures[by_surname].ranked && r->figures[by_surname].count > a)
    return false; /* "Colonel Fitzwilliam" */
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

/* A woman's common name is hardly ever a surname: it tells as much as a full name. */
static uint8_t sureness_of_given(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                                 uint8_t gender) {
  const ss_entry *given = gender == SAYSO_GENDER_FEMALE ? given_name(r, node, n) : NULL;
  if (!gender) return SS_GENDER_BY_NOTHING;
  return given && (given->classes & SS_CLASS(COMMON)) ? SS_GENDER_BY_NAME : SS_GENDER_BY_PRONOUN;
}

/* Of somebody who is called by one name: what the list of given names says, surer where the
 * pronouns say so too; else the pronouns alone. */
static void set_gender(const ss_resolver *r, uint32_t node, const ss_name_words *n, ss_figure *f) {
  const ss_spelling *spelling = ss_name_spelling(r, node);
  f->gender = gender_of_given(r, node, n);
  if (!f->gender) f->gender = ss_gender_told(spelling->he, spelling->she);
  f->gender_by = sureness_of_given(r, node, n, f->gender);
  bool male = f->gender == SAYSO_GENDER_MALE;
  uint32_t same = male ? spelling->he : spelling->she, other = male ? spelling->she : spelling->he;
  if (f->gender && same > other + 1) f->gender_by = SS_GENDER_BY_NAME;
}

/* "Hattie" of the Harriet whom the document knows, whichever comes first; nobody when several fit.
 */
static uint32_t by_nickname(const ss_resolver *r, uint32_t node, const ss_name_words *n,
                            const forename_keys *forms) {
  uint32_t found =
      ss_name_look_up(r, SS_SPACE_NICKNAME, n->words[0], 0); /* she was Hattie before */
  for (uint32_t i = 1; i < forms->count; i++) {
    uint32_t figure = ss_name_look_up(r, SS_SPACE_FORENAME, forms->keys[i], 0);
    if (figure == SAYSO_NONE)
      figure = ss_name_look_up(r, SS_SPACE_WHOLE, ss_key_mix(0, forms->keys[i]), 0);
    if (figure == SAYSO_NONE || figure == found) continue;
    if (found != SAYSO_NONE) return SAYSO_NONE;
    found = figure;
  }
  bool fits = found != SAYSO_NONE && found != SS_FIGURE_SEVERAL &&
              r->figures[found].kind == SAYSO_ACTOR_PERSON &&
              !ss_genders_clash(gender_of_given(r, node, n), r->figures[found].gender) &&
              !ss_apart_from(r, node, found);
  return fits ? found : SAYSO_NONE;
}

/* Who is called so with that forename: "Sir John" of Sir John Bell rather than of Mr. John Rye. */
static uint32_t by_titled_forename(const ss_resolver *r, uint32_t node, uint64_t forename) {
  const ss_mention *m = ss_node_mention(r, node);
  uint64_t title = ss_person_titles_surname(m) ? 0 : ss_person_title(m);
  uint32_t found = title ? ss_name_look_up(r, SS_SPACE_FORENAME, forename, title) : SAYSO_NONE;
  return found == SAYSO_NONE ? ss_name_look_up(r, SS_SPACE_FORENAME, forename, 0) : found;
}

void ss_person_short(ss_resolver *r, uint32_t node, const ss_name_words *n) {
  ss_sieve rule = SS_SIEVE_SURNAME;
  uint32_t figure = find_by_surname(r, node, ss_name_surname(n)),
           by_forename = by_titled_forename(r, node, n->words[0]);
  if (by_forename != figure && prefers_forename(r, node, n, figure, by_forename)) {
    figure = by_forename;
    rule = SS_SIEVE_FORENAME;
  }
  forename_keys forms = {{0}, 0};
  if (figure == SAYSO_NONE && (figure = ss_person_by_initials(r, n)) != SAYSO_NONE)
    rule = SS_SIEVE_ACRONYM;
  if (figure == SAYSO_NONE && !ss_person_titles_surname(ss_node_mention(r, node))) {
    forms = forename_forms(ss_node_clean(r, node), ss_name_first_token(r, node)[n->tokens[0]],
                           n->words[0]);
    figure = by_nickname(r, node, n, &forms);
    rule = SS_SIEVE_NICKNAME;
  }
  if (figure == SAYSO_NONE) {
    figure = ss_figure_new(r, node, SAYSO_ACTOR_PERSON);
    rule = SS_SIEVE_NAME;
    if (figure == SAYSO_NONE) return;
    ss_person_register(r, ss_node_clean(r, node), ss_name_first_token(r, node), n, figure);
    set_gender(r, node, n, &r->figures[figure]);
    for (uint32_t i = 1; i < forms.count && !r->nodes[node].titled; i++) /* not "Lady Henry" */
      ss_name_put_sole(r, SS_SPACE_NICKNAME, forms.keys[i], 0, figure);
  }
  ss_node_settle(r, node, figure, rule, 0.9f);
  ss_name_take(r, node, figure, 1);
  bool forename =
      rule == SS_SIEVE_FORENAME || rule == SS_SIEVE_NICKNAME || rule == SS_SIEVE_ACRONYM;
  if (!forename) ss_person_refresh_surname(r, node, ss_name_surname(n), figure);
}
