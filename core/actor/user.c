/* In: the text of the user's list of actors. Out: actors with the keys of their names, aliases and
 * roles. Promises one error for the first line that is wrong, naming both lines where two
 * contradict each other; time linear in the text. */
#include "actor/user.h"

#include <string.h>

#include "actor/cast.h"
#include "base/status.h"
#include "text/lexicon.h"
#include "text/unicode.h"

enum {
  FIELDS = 5,
  SHOWN = 60,   /* bytes of a phrase that a message quotes */
  PHRASES = 256 /* aliases of one actor, and roles: each mention's words are compared with them */
};

typedef struct {
  const char *bytes;
  size_t size;
} slice;

typedef struct {
  ss_tokenizer *tokenizer;
  ss_arena *arena;
  ss_user_list *out;
  ss_user_actor *actors;
  ss_tokens scratch; /* on the arena's hook */
  uint32_t line;
  sayso_error *err;
} parser;

/* ---- lines and fields ---- */

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static slice trim(slice s) {
  while (s.size && is_blank(*s.bytes)) s.bytes++, s.size--;
  while (s.size && is_blank(s.bytes[s.size - 1])) s.size--;
  return s;
}

/* Cuts the part before `mark` off *rest; false when nothing is left. */
static bool next_part(slice *rest, char mark, slice *part) {
  if (!rest->bytes) return false;
  const char *at = rest->size ? memchr(rest->bytes, mark, rest->size) : NULL;
  size_t size = at ? (size_t)(at - rest->bytes) : rest->size;
  *part = trim((slice){rest->bytes, size});
  *rest = at ? (slice){at + 1, rest->size - size - 1} : (slice){NULL, 0};
  return true;
}

/* Cuts the next line off: \n, \r\n and a lone \r end one. */
static bool next_line(slice *rest, slice *line) {
  if (!rest->size) return false;
  size_t size = 0;
  while (size < rest->size && rest->bytes[size] != '\n' && rest->bytes[size] != '\r') size++;
  *line = trim((slice){rest->bytes, size});
  bool both = size + 1 < rest->size && rest->bytes[size] == '\r' && rest->bytes[size + 1] == '\n';
  size += size < rest->size ? both ? 2 : 1 : 0;
  *rest = (slice){rest->bytes + size, rest->size - size};
  return true;
}

static uint32_t count_parts(slice s, char mark) {
  uint32_t count = 1;
  for (size_t i = 0; i < s.size; i++) count += s.bytes[i] == mark;
  return count;
}

static bool has_control(slice s) {
  for (size_t i = 0; i < s.size; i++)
    if (((unsigned char)s.bytes[i] < 0x20 && s.bytes[i] != '\t') || s.bytes[i] == 0x7F) return true;
  return false;
}

/* How many bytes of it a message shows: whole code points. */
static int shown_size(const char *bytes, size_t size) {
  size_t shown = size < SHOWN ? size : SHOWN;
  while (shown > 0 && shown < size && ((unsigned char)bytes[shown] & 0xC0) == 0x80) shown--;
  return (int)shown;
}

/* ---- phrases ---- */

uint64_t ss_user_role_key(const char *clean, const ss_token *tokens, uint32_t first, uint32_t end) {
  const uint64_t country = SS_CLASS(COUNTRY) | SS_CLASS(ADJECTIVE) | SS_CLASS(REGION);
  uint64_t key = 0;
  for (uint32_t t = first, size = 1; t < end; t += size) {
    const ss_entry *place = ss_lexicon_match(SS_LIST_PLACES, clean, tokens, t, end, &size);
    if (place && place->value && (place->classes & country)) {
      key = ss_key_mix(key, ss_key_mix(SS_CLASS(COUNTRY), place->value));
      continue;
    }
    uint64_t word = ss_token_key(clean, tokens[t]);
    if (word) key = ss_key_mix(key, word);
    size = 1;
  }
  return key;
}

/* "the"; not the A of "A. Bell". */
static bool is_article(const char *text, ss_token token) {
  const ss_entry *entry = ss_lexicon_word(SS_LIST_WORDS, text, token);
  return entry && (entry->classes & SS_CLASS(DETERMINER)) &&
         token.end - token.start >= SS_USER_ARTICLE;
}

static void key_phrase(ss_user_phrase *p) {
  p->key = p->shown = 0;
  p->first = p->token_count > 1 && is_article(p->text, p->tokens[0]) ? 1 : 0;
  for (uint32_t t = p->first; t < p->token_count; t++) {
    uint64_t word = ss_token_key(p->text, p->tokens[t]);
    if (word) p->key = ss_key_mix(p->key, word);
    p->shown = ss_key_mix(p->shown, word);
  }
}

/* White space inside becomes one space. */
static char *copy_phrase(ss_arena *arena, slice s, size_t *size) {
  char *text = ss_arena_alloc(arena, s.size + 1);
  if (!text) return NULL;
  *size = 0;
  for (size_t i = 0; i < s.size; i++)
    if (!is_blank(s.bytes[i]) || !is_blank(s.bytes[i - 1]))
      text[(*size)++] = is_blank(s.bytes[i]) ? ' ' : s.bytes[i];
  text[*size] = 0;
  return text;
}

/* `s` is trimmed and not empty. */
static sayso_status read_phrase(parser *p, slice s, ss_user_phrase *out) {
  size_t size = 0;
  char *text = copy_phrase(p->arena, s, &size);
  if (!text) return ss_fail_memory(p->err);
  p->scratch.count = 0;
  sayso_status status = ss_tokenize(p->tokenizer, text, size, p->arena->hook, &p->scratch, p->err);
  if (status != SAYSO_OK) return status;
  uint32_t count = p->scratch.count;
  ss_token *tokens = ss_arena_array(p->arena, count, sizeof *tokens);
  if (!tokens) return ss_fail_memory(p->err);
  if (count) memcpy(tokens, p->scratch.items, count * sizeof *tokens);
  *out = (ss_user_phrase){text, tokens, count, 0, 0, 0};
  key_phrase(out);
  if (out->key) return SAYSO_OK;
  return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line, "line %u: \"%.*s\" holds no word",
                 (unsigned)p->line, shown_size(text, size), text);
}

/* ---- fields ---- */

static sayso_status read_phrases(parser *p, slice field, ss_user_phrase **out, uint32_t *count) {
  slice part;
  if (!field.size) return SAYSO_OK;
  if (count_parts(field, ';') > PHRASES)
    return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line,
                   "line %u: more than %d aliases or roles for one actor", (unsigned)p->line,
                   PHRASES);
  ss_user_phrase *phrases = ss_arena_array(p->arena, count_parts(field, ';'), sizeof *phrases);
  if (!phrases) return ss_fail_memory(p->err);
  *out = phrases;
  while (next_part(&field, ';', &part)) {
    if (!part.size) continue;
    sayso_status status = read_phrase(p, part, &phrases[*count]);
    if (status != SAYSO_OK) return status;
    ++*count;
  }
  return SAYSO_OK;
}

static bool is_word(slice s, const char *word) {
  return strlen(word) == s.size && !memcmp(word, s.bytes, s.size);
}

static sayso_status read_kind(parser *p, slice field, uint8_t *out) {
  *out = SAYSO_ACTOR_UNKNOWN;
  if (!field.size) return SAYSO_OK;
  for (unsigned kind = 0; kind <= SAYSO_ACTOR_UNKNOWN; kind++)
    if (is_word(field, sayso_actor_kind_name((sayso_actor_kind)kind))) {
      *out = (uint8_t)kind;
      return SAYSO_OK;
    }
  return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line,
                 "line %u: the kind \"%.*s\" is none of person, organization, place, group, "
                 "document, author, unknown",
                 (unsigned)p->line, shown_size(field.bytes, field.size), field.bytes);
}

static sayso_status read_gender(parser *p, slice field, uint8_t *out) {
  *out = SAYSO_GENDER_UNKNOWN;
  if (!field.size) return SAYSO_OK;
  for (unsigned gender = 0; gender <= SAYSO_GENDER_MALE; gender++)
    if (is_word(field, sayso_gender_name((sayso_gender)gender))) {
      *out = (uint8_t)gender;
      return SAYSO_OK;
    }
  return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line,
                 "line %u: the gender \"%.*s\" is none of m, f, unknown", (unsigned)p->line,
                 shown_size(field.bytes, field.size), field.bytes);
}

/* ---- contradictions ---- */

/* *again: the actor has the name already. */
static sayso_status put_name(parser *p, const ss_user_phrase *phrase, uint32_t actor, bool *again) {
  uint32_t before = ss_map_get(&p->out->names, phrase->key);
  if (before != SAYSO_NONE && before != actor)
    return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line,
                   "\"%.*s\" stands for two actors: in line %u and in line %u",
                   shown_size(phrase->text, strlen(phrase->text)), phrase->text,
                   (unsigned)p->actors[before].line, (unsigned)p->line);
  *again = before == actor;
  return ss_map_put(&p->out->names, phrase->key, actor) ? SAYSO_OK : ss_fail_memory(p->err);
}

static sayso_status put_role(parser *p, const ss_user_phrase *role, uint32_t actor) {
  uint64_t key = ss_user_role_key(role->text, role->tokens, role->first, role->token_count);
  uint32_t before = ss_map_get(&p->out->roles, key);
  uint32_t value = before == SAYSO_NONE || before == actor ? actor : SS_USER_SEVERAL;
  return ss_map_put(&p->out->roles, key, value) ? SAYSO_OK : ss_fail_memory(p->err);
}

static sayso_status put_actor(parser *p, ss_user_actor *actor, ss_user_phrase *aliases) {
  sayso_status status = SAYSO_OK;
  uint32_t kept = 0;
  bool again = false;
  SS_TRY(put_name(p, &actor->name, p->out->count, &again));
  for (uint32_t i = 0; i < actor->alias_count; i++) {
    SS_TRY(put_name(p, &aliases[i], p->out->count, &again));
    if (!again) aliases[kept++] = aliases[i];
  }
  actor->aliases = aliases;
  actor->alias_count = kept;
  for (uint32_t i = 0; i < actor->role_count; i++)
    SS_TRY(put_role(p, &actor->roles[i], p->out->count));
  p->out->count++;
cleanup:
  return status;
}

/* ---- the whole ---- */

static sayso_status read_line(parser *p, slice line) {
  sayso_status status = SAYSO_OK;
  slice fields[FIELDS] = {{NULL, 0}};
  ss_user_phrase *aliases = NULL, *roles = NULL;
  uint32_t count = 0;
  if (!line.size || *line.bytes == '#') return SAYSO_OK;
  if (!ss_utf8_valid(line.bytes, line.size))
    return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line, "line %u is not valid UTF-8",
                   (unsigned)p->line);
  if (has_control(line))
    return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line, "line %u holds a control character",
                   (unsigned)p->line);
  if (count_parts(line, '|') > FIELDS)
    return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line,
                   "line %u has more fields than name | aliases | roles | kind | gender",
                   (unsigned)p->line);
  while (count < FIELDS && next_part(&line, '|', &fields[count])) count++;
  if (!fields[0].size)
    return ss_fail(p->err, SAYSO_BAD_ACTORS, p->line, "line %u has no name", (unsigned)p->line);
  ss_user_actor *actor = &p->actors[p->out->count];
  *actor = (ss_user_actor){.line = p->line};
  SS_TRY(read_phrase(p, fields[0], &actor->name));
  SS_TRY(read_phrases(p, fields[1], &aliases, &actor->alias_count));
  SS_TRY(read_phrases(p, fields[2], &roles, &actor->role_count));
  actor->roles = roles;
  SS_TRY(read_kind(p, fields[3], &actor->kind));
  SS_TRY(read_gender(p, fields[4], &actor->gender));
  SS_TRY(put_actor(p, actor, aliases));
cleanup:
  return status;
}

static size_t count_lines(slice rest) {
  slice line;
  size_t count = 0;
  while (next_line(&rest, &line)) count += line.size && *line.bytes != '#';
  return count;
}

sayso_status ss_user_parse(const char *text, size_t size, ss_tokenizer *tokenizer, ss_arena *arena,
                           ss_user_list *out, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  parser p = {.tokenizer = tokenizer, .arena = arena, .out = out, .err = err};
  slice rest = {text, size}, line;
  memset(out, 0, sizeof *out);
  ss_map_init(&out->names, arena);
  ss_map_init(&out->roles, arena);
  if (size > SAYSO_MAX_TEXT)
    return ss_fail(err, SAYSO_TOO_LARGE, size, "the list of actors is longer than %u bytes",
                   SAYSO_MAX_TEXT);
  if (size >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) rest = (slice){text + 3, size - 3};
  p.actors = ss_arena_array(arena, count_lines(rest), sizeof *p.actors);
  SS_TRY_MEMORY(p.actors, err);
  out->actors = p.actors;
  while (next_line(&rest, &line)) {
    p.line++;
    SS_TRY(read_line(&p, line));
  }
cleanup:
  ss_vec_free(arena->hook, &p.scratch);
  return status;
}
