/* Internals of resolving: the document's mentions as one list (nodes), the actors found so far
 * (figures), and the indexes the sieves share. Everything lives in the arenas of one call. Used by
 * listed.c, person.c, apart.c, gender.c, names.c, refer.c, describe.c, antecedent.c, speaker.c,
 * pair.c, called.c, interview.c, dialogue.c, addressee.c and resolve.c. */
#ifndef SS_ACTOR_CAST_H
#define SS_ACTOR_CAST_H

#include <string.h>

#include "actor/map.h"
#include "actor/resolve.h"
#include "text/lexicon.h"

/* One mention of the document, with what the passes over all nodes ask of it: they touch no
 * reading. */
typedef struct {
  const ss_mention *mention; /* units[unit].reading->mentions[node - first_node[unit]] */
  uint32_t unit;
  uint32_t actor;    /* figure, or SAYSO_NONE */
  uint32_t sentence; /* number of its sentence in the document */
  uint32_t heads;    /* 1 + scene statement whose source it heads, 0: none */
  uint32_t spelling; /* of a name: index into spellings (names.c) */
  uint32_t holds;    /* scene statement that holds it in its content, or SAYSO_NONE */
  float score;
  uint32_t rule : 5;                                   /* ss_sieve: which one decided */
  uint32_t form : 3, person : 2, kind : 4, gender : 2; /* the mention's */
  bool inside : 1;   /* its head stands inside quotation marks */
  bool vocative : 1; /* it is spoken to */
  bool speaks : 1;   /* heads > 0 */
  bool done : 1;     /* a sieve has looked at it */
  bool listed : 1;  /* the user's list calls its actor so */
  bool titled : 1;  /* a title stands before the name */
  bool apposed : 1; /* it is in apposition to another mention */
  bool subject : 1; /* the mention's, as are these */
  bool plural : 1;
  bool relative : 1;
  bool gendered_title : 1;
  bool read : 1; /* the network takes it for a name */
  bool sure : 1; /* more than capitals says what kind it is */
} ss_node;

/* How the gender of a figure is known: what tells more overrules what tells less, and a pronoun
 * what stands no firmer than itself. */
typedef enum {
  SS_GENDER_BY_NOTHING,
  SS_GENDER_BY_PRONOUN, /* … or a lone name that is a given name */
  SS_GENDER_BY_NAME,    /* given name and surname */
  SS_GENDER_BY_WORD     /* "Mrs.", "his wife", the user's list */
} ss_gender_by;

/* Somebody's relative. Of one whom she married, or whose daughter she is, the person told about
 * bears the surname as well. */
typedef enum {
  SS_RELATIVE_NOT,
  SS_RELATIVE,      /* "her second husband Tom Bell" */
  SS_RELATIVE_BORNE /* "she married Tom Bell", "daughter of Tom Bell" */
} ss_relative;

/* Both are known, and they differ. */
static inline bool ss_genders_clash(uint8_t a, uint8_t b) { return a && b && a != b; }

/* An actor while it is being found. */
typedef struct {
  uint32_t first;       /* its first node */
  uint32_t fullest;     /* node of its fullest name, or SAYSO_NONE: it has no proper name */
  uint32_t last;        /* its latest node so far in text order */
  uint32_t parent;      /* figure or SAYSO_NONE */
  uint32_t count;       /* nodes */
  uint16_t words;       /* most of a name of it */
  uint16_t fullness;    /* of its fullest name (person.c) */
  uint32_t full_count;  /* mentions by forename and surname */
  uint32_t country;     /* offset of the country's name in the lexicon's pool, 0: none */
  uint64_t forename;    /* key of its first word, 0: none */
  uint64_t particled;   /* its surname with particles, 0: none */
  uint32_t asked, slot; /* the pronoun it was last a candidate for, and its place among that one's
                           candidates (antecedent.c) */
  uint32_t past;        /* which it was in the resolution before (precedent.h), or SAYSO_NONE */
  bool apart;           /* … its traits differ from that one's, as far as known */
  uint8_t kind, gender;
  uint8_t marital;   /* as bits, 1: called Mrs., 2: called Miss, 4: called Lady */
  uint8_t gender_by; /* ss_gender_by: how its gender is known */
  bool plural;
  uint8_t relative; /* ss_relative: named in full first as somebody's */
  bool sure; /* more than capitals says what kind it is: the network, a title, a given name */
  bool ranked;    /* its surname stands alone behind a rank or an office: "Colonel Bell" */
  bool titled;    /* a role stands beside its name somewhere: before it, or in apposition */
  bool in_office; /* … that is an office */
} ss_figure;

/* What a statement is to a dialogue. */
typedef enum {
  SS_SPEECH_DIRECT = 1, /* direct speech, or as good as that */
  SS_SPEECH_TURN = 2    /* words that have marks, or a turn: "Anna: …" */
} ss_speech;

/* How often a text is taken for an actor of each kind. */
typedef struct {
  uint32_t of[SAYSO_ACTOR_UNKNOWN + 1];
  uint32_t plain; /* how often outside marks, without a title */
  uint8_t first;  /* what it was taken for first */
} ss_kind_votes;

enum { SS_NAME_WORDS = 8 }; /* words of a name that are looked at; longer names are compared whole */

/* Words of a name, as the sieves compare them. */
typedef struct {
  uint64_t words[SS_NAME_WORDS];
  uint32_t tokens[SS_NAME_WORDS]; /* which token of the name each is */
  uint32_t count;
  uint64_t whole;  /* all words, in order */
  uint64_t suffix; /* Jr., III: part of the surname; 0 when none */
  uint64_t particled; /* the last word with the particles before it, "Del Piero"; 0 when none */
  bool is_particled;  /* if there is such a word, it is the whole name */
  bool after_particle; /* the last word is a particle: the name is not at its end */
  bool upper;          /* its first token is in capitals */
} ss_name_words;

/* A name as it is written: all that its mentions share (spelling.c). */
typedef struct {
  ss_name_words words;
  uint32_t vote;  /* index into votes */
  uint32_t known; /* figure that it was last registered for, or SAYSO_NONE */
  uint32_t kept;  /* figure that it was last listed for as an alias, or SAYSO_NONE (resolve.c) */
  uint16_t he, she; /* pronouns that take it up (gender.c) */
  bool started;   /* its surname belongs to the most frequent bearer at first */
} ss_spelling;

typedef struct {
  const ss_scene *scene;
  ss_arena *kept;  /* nodes, figures, who speaks: what the cast is listed from */
  ss_arena *arena; /* the rest: indexes and notes of the sieves */
  ss_node *nodes;
  uint32_t node_count;
  uint32_t *first_node; /* [unit_count + 1] */
  ss_figure *figures;
  uint32_t figure_count, figure_cap;
  uint32_t *part_of; /* [sum of statements of units]: scene statement each belongs to, or SAYSO_NONE */
  uint32_t *part_at;      /* [unit_count + 1]: where a unit's statements begin in part_of */
  uint32_t *source_at;    /* [scene statements + 1]: where each one's nodes begin in source_nodes */
  uint32_t *source_nodes; /* nodes that head the sources, as head.c found them */
  uint32_t
      *turns; /* [scene statements]: speakers, and guesses by alternation for those without a tag */
  uint32_t followed;  /* turns[0..followed) are filled */
  uint8_t *speech;    /* [scene statements]: as bits, ss_speech */
  uint32_t *speakers; /* [scene statements]: figure that speaks, SAYSO_NONE: not known (yet) */
  ss_map names;       /* keys of names -> figure (names.c) */
  ss_map roles;       /* keys of roles and descriptions -> figure (refer.c) */
  const ss_user_list *listed; /* NULL: none */
  uint32_t listed_count; /* figures [0, listed_count) are the list's actors */
  uint64_t *surnames;    /* [listed_count]: keys of the surnames of listed persons (names.c) */
  uint32_t *name_nodes;  /* [name_count]: nodes that are names, in text order */
  uint32_t name_count;
  uint8_t *kinds;        /* [name_count]: of these nodes (names.c) */
  ss_spelling *spellings; /* names as they are written (spelling.c) */
  ss_map spelled;         /* their exact texts -> index */
  uint32_t spelling_count, spelling_cap;
  ss_kind_votes *votes; /* one for each name, however it is written (spelling.c) */
  ss_map voted;         /* the keys of their words -> index */
  uint32_t vote_count;
  struct ss_apart *apart; /* ways of naming that are another's (apart.c) */
  uint32_t apart_count, apart_cap;
  uint32_t author;    /* figure of the writer, or SAYSO_NONE */
  bool dialogue;      /* much direct speech without a tag: neighbouring turns change speakers */
  struct ss_recollection *recent; /* what was seen lately (antecedent.h) */
  struct ss_retrace *retrace; /* compares with the resolution before (precedent.h); NULL: none */
  uint32_t resolved;              /* nodes [0, resolved) are resolved (refer.c) */
  uint32_t changes;               /* of a figure's kind or gender */
  bool failed;                    /* memory ran out */
} ss_resolver;

/* ---- shared by the sieves (cast.c) ---- */
static inline const ss_mention *ss_node_mention(const ss_resolver *r, uint32_t node) {
  return r->nodes[node].mention;
}
static inline const ss_reading *ss_node_reading(const ss_resolver *r, uint32_t node) {
  return r->scene->units[r->nodes[node].unit].reading;
}
static inline const ss_block *ss_unit_block(const ss_resolver *r, uint32_t unit) {
  return &r->scene->layout->blocks.items[r->scene->units[unit].block];
}
/* The next passes over nodes want these soon. */
static inline void ss_node_expect(const ss_resolver *r, uint32_t node) {
  if (node < r->node_count) SS_PREFETCH(r->nodes[node].mention);
}
/* … and its keys, when its mention is there. */
static inline void ss_node_expect_keys(const ss_resolver *r, uint32_t node) {
  if (node < r->node_count)
    SS_PREFETCH(&ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 2]);
}
static inline const char *ss_node_clean(const ss_resolver *r, uint32_t node) {
  return r->scene->units[r->nodes[node].unit].clean;
}
/* The list's entry of the mention's word; NULL: it is in no list. */
static inline const ss_entry *ss_mention_entry(const ss_mention *m) {
  return m->word == SAYSO_NONE ? NULL : ss_lexicon_entry(m->word);
}
static inline bool ss_mention_is_office(const ss_mention *m) {
  const ss_entry *entry = ss_mention_entry(m);
  return entry && (entry->classes & SS_CLASS(OFFICE));
}
/* The statement of its own unit whose source it heads, or NULL. */
static inline const ss_statement *ss_node_statement(const ss_resolver *r, uint32_t node) {
  if (!r->nodes[node].heads) return NULL;
  const ss_scene_statement *s = &r->scene->statements[r->nodes[node].heads - 1];
  return s->unit == r->nodes[node].unit ? &ss_node_reading(r, node)->statements[s->statement] : NULL;
}
/* Key of the node's range without its article: of the same words. */
static inline uint64_t ss_node_shown_key(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 1];
}
/* Of a name's exact text. */
static inline uint64_t ss_node_text_key(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 2];
}
/* What describes a role: its words without determiners. */
static inline uint64_t ss_node_described_key(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 2];
}
/* The word of a role or a title, and a shorter one that means it; 0: none. */
static inline uint64_t ss_node_role_key(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 3];
}
static inline uint64_t ss_node_shorter_key(const ss_resolver *r, uint32_t node) {
  return ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 4];
}
/* The words of its sentence before a pronoun. */
static inline ss_run_up ss_node_run_up(const ss_resolver *r, uint32_t node) {
  ss_run_up up;
  memcpy(&up, &ss_node_reading(r, node)->keys[ss_node_mention(r, node)->keys - 2], sizeof up);
  return up;
}
/* Where the key of token t of the node's range or title stands in reading->keys; its marks in
 * reading->marks. */
static inline uint32_t ss_node_key_at(const ss_resolver *r, uint32_t node, uint32_t t) {
  const ss_mention *m = ss_node_mention(r, node);
  bool inside = t >= m->range.first && t < m->range.end;
  return m->keys +
         (inside ? t - m->range.first : m->range.end - m->range.first + t - m->title.first);
}
static inline uint64_t ss_node_key(const ss_resolver *r, uint32_t node, uint32_t t) {
  return ss_node_reading(r, node)->keys[ss_node_key_at(r, node, t)];
}
static inline bool ss_node_marked(const ss_resolver *r, uint32_t node, uint32_t t,
                                  ss_word_mark mark) {
  return ss_node_reading(r, node)->marks[ss_node_key_at(r, node, t)] & mark;
}
/* It stands for many who have no name: "supporters". */
static inline bool ss_node_is_group(const ss_resolver *r, uint32_t node) {
  uint32_t figure = r->nodes[node].actor;
  return figure != SAYSO_NONE && r->figures[figure].fullest == SAYSO_NONE &&
         r->figures[figure].plural;
}
/* A new actor that begins at `node`; SAYSO_NONE when memory runs out. */
uint32_t ss_figure_new(ss_resolver *r, uint32_t node, uint8_t kind);
/* The node stands for the figure; gender and kind that were open are taken over. */
void ss_node_settle(ss_resolver *r, uint32_t node, uint32_t figure, ss_sieve rule, float score);
/* [figure_count]: each figure goes over to itself; NULL: no memory, which r->failed says as well. */
uint32_t *ss_figures_apart(ss_resolver *r);
/* All nodes of each figure go over to into[figure], and what it speaks; `rule`: of names and nouns. One
 * pass over the document for all of them together. */
void ss_figures_join(ss_resolver *r, const uint32_t *into, ss_sieve rule);
uint64_t ss_token_key(
    const char *clean,
    ss_token token); /* folded, without accents and full stops; 0 when nothing is left */
void ss_resolver_put(ss_resolver *r, ss_map *map, uint64_t key, uint32_t value);

/* ---- listed.c: what the user's list says, before any sieve of the text ---- */
void ss_listed_resolve(ss_resolver *r);

/* ---- spelling.c: names as they are written ---- */
/* Fills the spelling of a node that is a name; of all, in the order of the text. */
void ss_name_spell(ss_resolver *r, uint32_t node);
/* Counts what its mention takes it for. */
void ss_name_vote(ss_resolver *r, uint32_t node);
/* Appends a word: its key, its token counted from the name's first, whether it is "van", "del", …. */
void ss_name_add_word(ss_name_words *n, uint64_t key, uint32_t token, bool is_particle);
/* Once all have voted: how often these words are taken for that kind, and what kind the node is. */
uint32_t ss_name_votes(const ss_resolver *r, uint64_t whole, uint8_t kind);
/* How often the text has it outside marks, without a title. */
uint32_t ss_name_plain(const ss_resolver *r, uint64_t whole);
uint8_t ss_name_kind(const ss_resolver *r, uint32_t node);

/* ---- names.c: names -> figures, over the whole document ---- */
void ss_names_resolve_full(ss_resolver *r); /* of several words */
void ss_names_resolve_rest(ss_resolver *r);
/* The figure of a country (offset of its name in the lexicon's pool); SAYSO_NONE when the document
 * has none. */
uint32_t ss_names_country(const ss_resolver *r, uint32_t country);
/* … or a new one that begins at `node`; SAYSO_NONE when memory runs out. */
uint32_t ss_names_country_at(ss_resolver *r, uint32_t node, uint32_t country);

/* ---- refer.c: roles, descriptions, pronouns, in text order ---- */
/* The next nodes, some thousands; true: there are no more, or memory ran out. */
bool ss_references_resolve_some(ss_resolver *r);

/* ---- speaker.c: who speaks each statement; I and we inside it ---- */
void ss_speakers_find_sources(
    ss_resolver *r); /* fills source_at, source_nodes, node.speaks; first of all */
void ss_speakers_note(ss_resolver *r, uint32_t node); /* a node that speaks was settled */
/* In a dialogue, while references are resolved in text order: the speakers of the turns before
 * statement s as far as tags and alternation tell, SAYSO_NONE when not known or none adjoins:
 * *before of the turn right before it, *back the latest other one. */
void ss_speakers_around(ss_resolver *r, uint32_t s, uint32_t *before, uint32_t *back);
/* Is statement s direct speech, or as good as that? */
static inline bool ss_speakers_direct(const ss_resolver *r, uint32_t s) {
  return r->speech[s] & SS_SPEECH_DIRECT;
}
/* Who leads in to statement s at the end of the paragraph before, or SAYSO_NONE; *named: a tag there
 * says so by name. */
uint32_t ss_speakers_lead(const ss_resolver *r, uint32_t s, bool *named);
/* Somebody known speaks statement s in words that have marks, or in a turn: "Anna: …". */
static inline bool ss_speakers_turn(const ss_resolver *r, uint32_t s) {
  return (r->speech[s] & SS_SPEECH_TURN) && r->speakers[s] != SAYSO_NONE;
}
/* The nearest statement of the paragraph that adjoins, `step` (1, -1) on, if it is a turn and none
 * but the speaker of s speaks between; or SAYSO_NONE. */
uint32_t ss_speakers_adjoining(const ss_resolver *r, uint32_t s, int step);
void ss_speakers_resolve(ss_resolver *r, ss_resolved_statement *out);

/* ---- called.c: those whom a dialogue calls by another name ---- */
void ss_called_resolve(ss_resolver *r);

/* ---- pair.c ---- */
/* The two whom "the two presidents" or "both" means, in the order of the text; false: it means no
 * two, or they are not known. */
bool ss_pair_find(const ss_resolver *r, uint32_t node, uint32_t pair[2]);

/* ---- interview.c ---- */
void ss_interview_resolve(ss_resolver *r, uint8_t *rules); /* turns that name nobody */

/* ---- addressee.c: you inside a statement ---- */
void ss_addressees_resolve(ss_resolver *r);

#endif
