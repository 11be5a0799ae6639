/* Internals of finding mentions in one unit: what the lists say of each token, and what is
 * collected. Shared by unit_tag.c, guess.c, nominal.c and mention.c. */
#ifndef SS_ACTOR_FINDER_H
#define SS_ACTOR_FINDER_H

#include "read/reading.h"
#include "text/lexicon.h"

/* What the lists say of a token. Entries are of the longest entry that begins here; sizes are
 * tokens. */
typedef struct {
  const ss_entry *noun, *place, *honorific, *organization, *given, *pronoun;
  const ss_entry *called; /* as given, or a rare given name: it tells a gender, nothing else */
  uint64_t words, cue; /* classes in the lists of common words and of cues */
  uint32_t name;       /* index of the found name that covers it, or SAYSO_NONE */
  uint32_t inside;     /* statement whose content holds it (the smallest), or SAYSO_NONE */
  uint8_t noun_size, place_size, honorific_size, organization_size;
  bool word;    /* letters or digits */
  bool capital; /* begins with an upper-case letter */
  bool taken;   /* part of a name, a title or a nominal already */
  bool source;  /* in the source of a statement */
} ss_tag;

/* A name found by the network or guessed from capitals and lists. */
typedef struct {
  ss_range range;
  uint32_t index; /* into draft->names, or SAYSO_NONE */
  uint8_t type;   /* sayso_name_type */
} ss_found_name;

typedef struct {
  ss_draft *draft;
  const char *clean;
  const ss_token *tokens;
  uint32_t count;
  ss_tag *tags;                /* [count] */
  ss_vec(ss_found_name) names; /* in text order */
} ss_finder;

/* unit_tag.c */
void ss_tag_fill(ss_finder *finder);
bool ss_tag_is(const ss_finder *finder, uint32_t token, const char *bytes); /* false past the end */
bool ss_tag_possessive(const ss_finder *finder,
                       uint32_t token);                      /* 's or a plural's ' after a word */
bool ss_tag_verbal(const ss_finder *finder, uint32_t token); /* looks like a verb or an auxiliary */
bool ss_tag_plain(const ss_finder *finder,
                  uint32_t token); /* a word of no closed class and no verb: may modify a noun */
bool ss_tag_in_person(const ss_entry *noun); /* a role */

/* guess.c: fills finder->names from draft->names and from capitals. */
bool ss_name_collect(ss_finder *finder);

/* nominal.c: the noun phrase around the noun at `at`: [first, end), *head its last noun token. */
ss_range ss_nominal_extent(const ss_finder *finder, uint32_t at, uint32_t *head);
/* Tokens before a name that are its title ("US Secretary of State"), empty when there are none;
 * *role is the entry. */
ss_range ss_nominal_title(const ss_finder *finder, uint32_t name_first, const ss_entry **role);

#endif
