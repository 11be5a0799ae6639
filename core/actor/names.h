/* The index of names, and what the sieves of names share: keys of what a name may be about ->
 * figures. Used by person.c, apart.c, gender.c and names.c. */
#ifndef SS_ACTOR_NAMES_H
#define SS_ACTOR_NAMES_H

#include "actor/cast.h"

/* What the keys of the name index are about; part of every key. */
enum ss_name_space {
  SS_SPACE_WHOLE = 1, /* person, group or place: the whole text */
  SS_SPACE_PAIR,      /* forename and a later word */
  SS_SPACE_SURNAME,   /* + gender: who bears it, latest */
  SS_SPACE_SURNAME_ROLE,
  SS_SPACE_PARTICLED, /* surname with its particles: who bears it, latest */
  SS_SPACE_FORENAME,  /* + title: who is called so with it */
  SS_SPACE_ORGANIZATION,
  SS_SPACE_SHORT, /* a part of an organization's name */
  SS_SPACE_ACRONYM,
  SS_SPACE_COUNTRY,
  SS_SPACE_FREQUENT, /* surname: the most frequent bearer of the document */
  SS_SPACE_TOLD,     /* surname + polite title: how often the text says so outside marks */
  SS_SPACE_SOLE, /* surname + gender: the one man, the one woman not called Mrs., named in full */
  SS_SPACE_NICKNAME, /* a given name: who goes by a short form of it */
  SS_SPACE_TAIL,     /* a name's last words, two or more: who bears the whole */
  SS_SPACE_INITIALS, /* of three words and more: who is called so in full */
  SS_SPACE_APART,    /* a way of naming -> those of others (apart.c) */
  SS_SPACE_SISTERS,  /* surname: the text has "the Miss Bells" */
  SS_SPACE_YOUNGER,  /* forename, and surname or 0: the text has "Miss Anna", "Miss Anna Bell" */
  SS_SPACE_ELDEST    /* surname: who may be Miss Bell, as nobody calls her Miss Anna */
};
/* Of SS_SPACE_SHORT, SS_SPACE_SOLE, SS_SPACE_NICKNAME, SS_SPACE_TAIL and SS_SPACE_INITIALS: there
 * are more. */
#define SS_FIGURE_SEVERAL (SAYSO_NONE - 1)

static inline uint64_t ss_name_key(enum ss_name_space space, uint64_t a, uint64_t b) {
  return ss_key_mix(ss_key_mix((uint64_t)space, a), b);
}

static inline uint32_t ss_name_look_up(const ss_resolver *r, enum ss_name_space space, uint64_t a,
                                       uint64_t b) {
  return ss_map_get(&r->names, ss_name_key(space, a, b));
}

static inline void ss_name_put(ss_resolver *r, enum ss_name_space space, uint64_t a, uint64_t b,
                               uint32_t figure) {
  ss_resolver_put(r, &r->names, ss_name_key(space, a, b), figure);
}

static inline void ss_name_put_if_new(ss_resolver *r, enum ss_name_space space, uint64_t a,
                                      uint64_t b, uint32_t figure) {
  if (ss_name_look_up(r, space, a, b) == SAYSO_NONE) ss_name_put(r, space, a, b, figure);
}

/* Under the key stands the one figure of which it is true. */
static inline void ss_name_put_sole(ss_resolver *r, enum ss_name_space space, uint64_t a,
                                    uint64_t b, uint32_t figure) {
  uint32_t before = ss_name_look_up(r, space, a, b);
  if (before != figure && before != SS_FIGURE_SEVERAL)
    ss_name_put(r, space, a, b, before == SAYSO_NONE ? figure : SS_FIGURE_SEVERAL);
}

/* ---- words of a name ---- */

static inline const ss_spelling *ss_name_spelling(const ss_resolver *r, uint32_t node) {
  return &r->spellings[r->nodes[node].spelling];
}

/* The name's first token: those of its words count from here. */
static inline const ss_token *ss_name_first_token(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->tokens + ss_node_mention(r, node)->range.first;
}

static inline uint64_t ss_name_surname(const ss_name_words *n) {
  uint64_t last = n->count ? n->words[n->count - 1] : 0;
  return n->suffix ? ss_key_mix(last, n->suffix) : last;
}

/* Whose initials the name is: "MBS"; SAYSO_NONE: nobody's, or of several. (person.c) */
uint32_t ss_person_by_initials(const ss_resolver *r, const ss_name_words *n);

/* ---- apart.c: names that are of two persons ---- */
/* Name `at` of name_nodes, in this order, once it is spelled. */
void ss_apart_note(ss_resolver *r, uint32_t at);
/* The text has the node's name beside one of the figure's as somebody else's. */
bool ss_apart_from(const ss_resolver *r, uint32_t node, uint32_t figure);

/* ---- gender.c: what pronouns tell of names ---- */
/* Counts them for each spelling, once all are. */
void ss_gender_count(ss_resolver *r);
/* What so many tell. */
uint8_t ss_gender_told(uint32_t he, uint32_t she);
/* The gender of figures that have names in full, and whose gender is open. */
void ss_gender_tell(ss_resolver *r);

/* ---- person.c ---- */
/* The title before a name as a key: the role it stands for, or the word itself ("Mrs."). 0: none.
 */
uint64_t ss_person_title(const ss_mention *m);
/* Does a surname stand behind the title: "Colonel", "Dr.", "Mr."? */
bool ss_person_titles_surname(const ss_mention *m);
/* The text itself is polite to the bearer of the surname. */
void ss_person_note_told(ss_resolver *r, uint32_t node);
/* The surname's bearer is the latest one named, also by gender and role. */
void ss_person_refresh_surname(ss_resolver *r, uint32_t node, uint64_t surname, uint32_t figure);
/* The same of a name in full. */
void ss_person_refresh(ss_resolver *r, uint32_t node, const ss_name_words *n, uint32_t figure);
/* The forename, in all its forms, with each later word. */
void ss_person_register_pairs(ss_resolver *r, const char *clean, const ss_token *tokens,
                              const ss_name_words *n, uint32_t figure);
/* All by which the person may be called later. */
void ss_person_register(ss_resolver *r, const char *clean, const ss_token *tokens,
                        const ss_name_words *n, uint32_t figure);
/* The figure was named in full once more. */
void ss_person_note_bearer(ss_resolver *r, uint32_t figure, uint64_t surname);
/* The node is of the figure's fullest name so far where it has more words. */
void ss_name_take(ss_resolver *r, uint32_t node, uint32_t figure, uint32_t words);
/* Was this spelling registered for the figure before? From here on, yes. */
bool ss_name_was_known(ss_resolver *r, uint32_t node, uint32_t figure, enum ss_name_space space);
/* Settle a node that names a person by several words, or by one. */
void ss_person_full(ss_resolver *r, uint32_t node, const ss_name_words *n);
/* "Del Piero": somebody's surname, or a name of its own. */
void ss_person_particled(ss_resolver *r, uint32_t node, const ss_name_words *n);
void ss_person_short(ss_resolver *r, uint32_t node, const ss_name_words *n);

#endif
