/* The user's own list of actors, one a line: `name | aliases; … | roles; … | kind | gender`. Fields
 * after the name may be left out; '#' opens a line of comment. Read once, when a document is
 * opened; resolving asks it before any sieve of the text. */
#ifndef SS_ACTOR_USER_H
#define SS_ACTOR_USER_H

#include "actor/map.h"
#include "text/token.h"

/* A name, alias or role as listed. */
typedef struct {
  const char *text;       /* white space is single spaces; ends with NUL */
  const ss_token *tokens; /* bytes of `text` */
  uint32_t token_count;
  uint32_t first; /* token after "the" */
  uint64_t key;   /* of its words, without a determiner before them */
  uint64_t shown; /* of all its tokens: tells words that are shown apart (resolve.c) */
} ss_user_phrase;

typedef struct {
  ss_user_phrase name;
  const ss_user_phrase *aliases, *roles;
  uint32_t alias_count, role_count;
  uint32_t line;        /* 1-based */
  uint8_t kind, gender; /* sayso_actor_kind, sayso_gender; UNKNOWN: the text decides */
} ss_user_actor;

#define SS_USER_SEVERAL (SAYSO_NONE - 1) /* a role that two actors have says nothing */
/* Bytes of a determiner that is no part of a name: "the", not the A of "A. Bell". */
enum { SS_USER_ARTICLE = 3 };

typedef struct {
  const ss_user_actor *actors;
  uint32_t count;
  ss_map names; /* key of a name or alias -> actor */
  ss_map roles; /* ss_user_role_key -> actor or SS_USER_SEVERAL */
} ss_user_list;

/* Everything in *out is allocated from `arena`. SAYSO_BAD_ACTORS: a line is wrong, or two
 * contradict each other; place: the line, 1-based. Any bytes; time linear in `size`. */
sayso_status ss_user_parse(const char *text, size_t size, ss_tokenizer *tokenizer, ss_arena *arena,
                           ss_user_list *out, sayso_error *err);

/* Key of tokens [first, end) in which a country's name and its adjective are one: "US envoy",
 * "American envoy". Without a country word it is ss_user_phrase.key. */
uint64_t ss_user_role_key(const char *clean, const ss_token *tokens, uint32_t first, uint32_t end);

#endif
