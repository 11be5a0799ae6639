/* What the passes over roles and descriptions share: keys of r->roles, and what fits a role. Used
 * by refer.c and describe.c. */
#ifndef SS_ACTOR_ROLE_H
#define SS_ACTOR_ROLE_H

#include <string.h>

#include "actor/antecedent.h"
#include "actor/cast.h"

/* Key spaces of r->roles. */
enum {
  SS_ROLE_OF = 1,      /* role and what it is of: who has it */
  SS_ROLE_ALONE,       /* role: who has it */
  SS_ROLE_DESCRIPTION, /* the words of a description */
  SS_ROLE_PLACE,       /* role and figure: it is of somewhere */
  SS_ROLE_NATION,      /* figure: its country */
  SS_ROLE_FACTION,     /* figure: its party or people */
  SS_ROLE_CAPITAL,     /* a role that is written like a name */
  SS_ROLE_AGE          /* an age: who was said last to be so old */
};

/* What a role is of, as a number: a figure + 1, or a country from here on; 0: of nothing. */
#define SS_OF_COUNTRY ((uint64_t)1 << 40)

static inline uint64_t ss_role_key(int space, uint64_t role, uint64_t of) {
  return ss_key_mix(ss_key_mix((uint64_t)space, role), of);
}

/* The role word in the singular, or "" where the head is in no list. */
static inline const char *ss_role_word(const ss_mention *m) {
  const ss_entry *entry = ss_mention_entry(m);
  return entry ? ss_entry_value(entry) : "";
}
static inline bool ss_role_in(const ss_mention *m, const char *const *words) {
  const char *role = ss_role_word(m);
  while (*words && strcmp(*words, role)) words++;
  return *words;
}

static inline bool ss_role_fits(const ss_resolver *r, uint32_t node, uint32_t figure) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_figure *f = &r->figures[figure];
  return !ss_genders_clash(m->gender, f->gender) && m->plural == f->plural;
}

/* ---- describe.c ---- */
/* "the president", "the foreign minister": of a country there is one, and who was named last need
 * not be it; a senator or a mayor is one of many. */
bool ss_role_is_sole(const ss_mention *m);
/* Whom or what a definite noun describes that was named lately; SAYSO_NONE: nobody. `of`: what it
 * is of. */
uint32_t ss_described_person(const ss_recollection *reader, uint32_t node);
uint32_t ss_described_thing(const ss_recollection *reader, uint32_t node, uint64_t of);
/* "Anna Bell, 52, …": notes how old the node's actor is, for "the 52-year-old". */
void ss_described_age(ss_resolver *r, uint32_t node);
/* "the ministry": the organization whose name begins or ends so. */
uint32_t ss_described_name(const ss_resolver *r, uint32_t node, uint64_t of);
/* Of "the Liberal", "the Green": which they are, as a number; 0: the node tells nothing of it. */
uint32_t ss_described_faction(const ss_resolver *r, uint32_t node);

#endif
