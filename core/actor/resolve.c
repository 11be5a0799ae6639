/* In: the readings of all units and the document's statements. Out: actors, and the actor of each
 * mention and statement.
 *
 * The sieves, in the order they run:
 *   0  listed.c     the user's list, where there is one
 *   1  apart.c      which names are of two persons
 *      gender.c     what pronouns tell of names in no list
 *      names.c      full name · nickname or spelling · country, capital, people · acronym ·
 *                   surname · forename · short name; of persons in person.c · other name ("Bell
 *                   was born Rye")
 *   2  refer.c      apposition · role held · description (describe.c) · relative pronoun ·
 *                   personal pronoun (antecedent.c), in text order
 *   3  interview.c  who asks · who answers
 *      speaker.c    source · first person · same paragraph · acting person · turns; in a
 *                   dialogue dialogue.c decides all turns together instead
 *      called.c     other name: what those are called by who answer
 *      pair.c       the two whom a plural source means
 *   4  addressee.c  you: object of the cue · other speaker of two
 *
 * What none decides stays without an actor. Promises: a function of the scene alone; near-linear
 * time; all memory from the arenas given. */
#include "actor/resolve.h"

#include <string.h>

#include "actor/cast.h"
#include "actor/precedent.h"
#include "base/status.h"
#include "read/word.h"

/* Aliases and roles kept for one actor. */
enum { WORDS_KEPT = 16 };

const char *ss_sieve_name(ss_sieve sieve) {
  static const char *const names[] = {[SS_SIEVE_OPEN] = "open",
                                      [SS_SIEVE_LIST] = "list",
                                      [SS_SIEVE_NAME] = "name",
                                      [SS_SIEVE_NICKNAME] = "nickname",
                                      [SS_SIEVE_SURNAME] = "surname",
                                      [SS_SIEVE_FORENAME] = "forename",
                                      [SS_SIEVE_ACRONYM] = "acronym",
                                      [SS_SIEVE_SHORT_NAME] = "short name",
                                      [SS_SIEVE_OTHER_NAME] = "other name",
                                      [SS_SIEVE_COUNTRY] = "country",
                                      [SS_SIEVE_METONYM] = "metonym",
                                      [SS_SIEVE_APPOSITION] = "apposition",
                                      [SS_SIEVE_ROLE] = "role",
                                      [SS_SIEVE_ROLE_AHEAD] = "role ahead",
                                      [SS_SIEVE_KIN] = "kin",
                                      [SS_SIEVE_DESCRIPTION] = "description",
                                      [SS_SIEVE_DESCRIBED] = "described",
                                      [SS_SIEVE_NEW] = "new",
                                      [SS_SIEVE_RELATIVE] = "relative",
                                      [SS_SIEVE_PRONOUN] = "pronoun",
                                      [SS_SIEVE_SPEAKER] = "speaker",
                                      [SS_SIEVE_AUTHOR] = "author",
                                      [SS_SIEVE_INTERVIEW] = "interview",
                                      [SS_SIEVE_DIALOGUE] = "dialogue",
                                      [SS_SIEVE_LEAD] = "lead",
                                      [SS_SIEVE_PARAGRAPH] = "paragraph",
                                      [SS_SIEVE_BEAT] = "beat",
                                      [SS_SIEVE_TURN] = "turn",
                                      [SS_SIEVE_ADDRESSEE] = "addressee"};
  return names[sieve];
}

/* ---- the document as one list ---- */

static bool count_all(ss_resolver *r) {
  const ss_scene *scene = r->scene;
  r->first_node = ss_arena_array(r->kept, (size_t)scene->unit_count + 1, sizeof *r->first_node);
  r->part_at = ss_arena_array(r->arena, (size_t)scene->unit_count + 1, sizeof *r->part_at);
  if (!r->first_node || !r->part_at) return false;
  uint32_t parts = 0;
  for (uint32_t u = 0; u < scene->unit_count; u++) {
    r->first_node[u] = r->node_count;
    r->part_at[u] = parts;
    r->node_count += scene->units[u].reading->mention_count;
    parts += scene->units[u].reading->statement_count;
  }
  r->first_node[scene->unit_count] = r->node_count;
  r->part_at[scene->unit_count] = parts;
  r->nodes = ss_arena_array(r->kept, r->node_count, sizeof *r->nodes);
  r->part_of = ss_arena_array(r->arena, parts, sizeof *r->part_of);
  return r->nodes && r->part_of;
}

static void expect_unit(const ss_reading *reading) {
  enum { LINE = 64, LINES = 8 }; /* the rest of a long unit is read ahead by the machine */
  const char *mentions = (const char *)reading->mentions,
             *statements = (const char *)reading->statements, *keys = (const char *)reading->keys;
  for (size_t i = 0; i < LINES && i * LINE < reading->mention_count * sizeof(ss_mention); i++) {
    SS_PREFETCH(mentions + i * LINE);
    SS_PREFETCH(keys + i * LINE); /* no more of them than bytes of mentions */
  }
  if (reading->statement_count) SS_PREFETCH(statements);
}

/* Of a story without its marks: which of the unit's tokens unmarked speech holds. */
static void mark_spoken(bool *spoken, const ss_reading *reading, const uint32_t *part_of) {
  memset(spoken, 0, reading->token_count * sizeof *spoken);
  for (uint32_t s = 0; s < reading->statement_count; s++) {
    const ss_statement *own = &reading->statements[s];
    if (own->kind != SAYSO_KIND_UNMARKED || part_of[s] == SAYSO_NONE) continue;
    for (uint32_t i = own->content.at; i < own->content.at + own->content.count; i++)
      for (uint32_t t = reading->ranges[i].first; t < reading->ranges[i].end; t++) spoken[t] = true;
  }
}

/* Room for the longest unit; NULL: the document has its marks, or no memory, which r->failed says.
 */
static bool *spoken_room(ss_resolver *r) {
  uint32_t most = 0;
  if (!r->scene->story) return NULL;
  for (uint32_t u = 0; u < r->scene->unit_count; u++)
    if (r->scene->units[u].reading->token_count > most)
      most = r->scene->units[u].reading->token_count;
  bool *spoken = ss_arena_array(r->arena, most, sizeof *spoken);
  if (!spoken) r->failed = true;
  return spoken;
}

static void list_nodes(ss_resolver *r) {
  enum { AHEAD = 3 };
  uint32_t node = 0, sentence = 0;
  bool *spoken = spoken_room(r);
  for (uint32_t u = 0; u < r->scene->unit_count && !r->failed; u++) {
    const ss_reading *reading = r->scene->units[u].reading;
    const ss_mention *m = reading->mentions;
    const uint32_t *part_of = r->part_of + r->part_at[u];
    uint32_t first = ++sentence;
    if (u + AHEAD < r->scene->unit_count) expect_unit(r->scene->units[u + AHEAD].reading);
    if (spoken) mark_spoken(spoken, reading, part_of);
    for (uint32_t i = 0; i < reading->mention_count; i++, m++) {
      sentence = first + m->sentence;
      r->nodes[node] =
          (ss_node){.mention = m,
                    .unit = u,
                    .actor = SAYSO_NONE,
                    .spelling = SAYSO_NONE,
                    .holds = m->statement == SAYSO_NONE ? SAYSO_NONE : part_of[m->statement],
                    .sentence = sentence,
                    .form = m->form & 7u,
                    .person = m->person & 3u,
                    .kind = m->kind & 15u,
                    .gender = m->gender & 3u,
                    .vocative = m->vocative,
                    .inside = m->inside || (spoken && spoken[m->head]),
                    .titled = m->title.end > m->title.first,
                    .apposed = m->same != SAYSO_NONE,
                    .subject = m->subject,
                    .plural = m->plural,
                    .relative = m->relative,
                    .gendered_title = m->gendered_title,
                    .read = m->name != SAYSO_NONE,
                    .sure = m->form == SAYSO_FORM_ROLE || m->name != SAYSO_NONE ||
                            (m->form == SAYSO_FORM_NAME && m->gender)};
      if (m->form == SAYSO_FORM_NAME || m->form == SAYSO_FORM_METONYM) {
        r->name_count++;
        ss_name_spell(r, node);
      }
      node++;
    }
  }
}

/* Without a branch: names come as they like. */
static void list_names(ss_resolver *r) {
  r->name_nodes = ss_arena_array(r->arena, r->name_count, sizeof *r->name_nodes);
  if (!r->name_nodes) r->failed = true;
  for (uint32_t i = 0, at = 0; at < r->name_count && !r->failed; i++) {
    r->name_nodes[at] = i;
    at += (r->nodes[i].form == SAYSO_FORM_NAME) | (r->nodes[i].form == SAYSO_FORM_METONYM);
  }
}

static void list_parts(ss_resolver *r) {
  const ss_scene *scene = r->scene;
  for (uint32_t i = 0; i < r->part_at[scene->unit_count]; i++) r->part_of[i] = SAYSO_NONE;
  for (uint32_t s = 0; s < scene->statement_count; s++) {
    const ss_scene_statement *part = &scene->statements[s];
    for (;; part = &scene->parts[part->next]) {
      r->part_of[r->part_at[part->unit] + part->statement] = s;
      if (part->next == SAYSO_NONE) break;
    }
  }
}

/* The first name of a byline is the author. */
static void find_author(ss_resolver *r) {
  for (uint32_t u = 0; u < r->scene->unit_count && r->author == SAYSO_NONE; u++) {
    const ss_reading *reading = r->scene->units[u].reading;
    if (reading->byline.end <= reading->byline.first) continue;
    for (uint32_t i = r->first_node[u]; i < r->first_node[u + 1]; i++) {
      uint32_t head = ss_node_mention(r, i)->head, figure = r->nodes[i].actor;
      if (head < reading->byline.first || head >= reading->byline.end || figure == SAYSO_NONE)
        continue;
      if (r->figures[figure].kind != SAYSO_ACTOR_PERSON) continue;
      r->figures[figure].kind = SAYSO_ACTOR_AUTHOR;
      r->author = figure;
      break;
    }
  }
}

/* ---- the cast ---- */

/* A node that is no pronoun, with what the list of its actor's words asks of each. */
typedef struct {
  uint64_t key; /* of its words as they are shown */
  uint32_t node, size; /* tokens */
  bool role, titled;
} cast_word;

typedef struct {
  ss_resolver *r;
  ss_arena *arena;     /* of the cast; the rest goes with the resolver's */
  uint32_t *number;    /* figure -> actor, SAYSO_NONE: left out */
  cast_word *of_actor; /* grouped by figure, in text order; of a name without a title the first of
                          each spelling */
  uint32_t *at;        /* [figures + 1] */
} cast_build;

/* An actor whose first node was not met yet. */
#define UNNUMBERED (SAYSO_NONE - 1)

/* Unnamed figures that neither speak nor come back are no actors. A figure's first node may have
 * gone over to another: it is numbered where it first stands now. */
static bool number_figures(cast_build *b, const ss_resolved_statement *statements,
                           uint32_t *count) {
  ss_resolver *r = b->r;
  b->number = ss_arena_array(r->kept, r->figure_count, sizeof *b->number);
  if (!b->number) return false;
  for (uint32_t f = 0; f < r->figure_count; f++)
    b->number[f] =
        r->figures[f].count == 0 ? SAYSO_NONE /* listed, and not in the text */
        : r->figures[f].fullest != SAYSO_NONE || r->figures[f].count > 1 || r->figures[f].country
            ? UNNUMBERED
            : SAYSO_NONE;
  for (uint32_t s = 0; s < r->scene->statement_count; s++)
    for (uint32_t k = 0; k < statements[s].actor_count; k++)
      b->number[statements[s].actors[k]] = UNNUMBERED;
  *count = 0;
  for (uint32_t i = 0; i < r->node_count; i++) {
    uint32_t f = r->nodes[i].actor;
    if (f != SAYSO_NONE && b->number[f] == UNNUMBERED) b->number[f] = (*count)++;
  }
  for (uint32_t f = 0; f < r->figure_count; f++) /* all its nodes went over to others */
    if (b->number[f] == UNNUMBERED) b->number[f] = SAYSO_NONE;
  for (uint32_t s = 0; s < r->scene->statement_count; s++)
    for (uint32_t k = 0; k < statements[s].actor_count; k++)
      if (b->number[statements[s].actors[k]] == SAYSO_NONE)
        b->number[statements[s].actors[k]] = (*count)++;
  return true;
}

static bool is_word(const cast_build *b, const ss_node *n) {
  return n->form != SAYSO_FORM_PRONOUN && n->actor != SAYSO_NONE &&
         b->number[n->actor] != SAYSO_NONE;
}

/* The figure was called just so before: nothing to list. */
static bool is_repeated(ss_resolver *r, const ss_node *n) {
  if (n->spelling == SAYSO_NONE) return false;
  ss_spelling *spelling = &r->spellings[n->spelling];
  if (spelling->kept == n->actor && !n->titled) return true;
  spelling->kept = n->actor;
  return false;
}

/* Of the actors that are shown. NULL: no memory. */
static uint32_t *list_words(const cast_build *b, uint32_t *count) {
  ss_resolver *r = b->r;
  uint32_t most = 0;
  for (uint32_t i = 0; i < r->node_count; i++) most += r->nodes[i].form != SAYSO_FORM_PRONOUN;
  uint32_t *words = ss_arena_array(r->arena, most, sizeof *words);
  *count = 0;
  for (uint32_t i = 0; words && i < r->node_count; i++)
    if (is_word(b, &r->nodes[i]) && !is_repeated(r, &r->nodes[i])) words[(*count)++] = i;
  return words;
}

static cast_word word_of(const ss_resolver *r, uint32_t node) {
  const ss_node *n = &r->nodes[node];
  return (cast_word){ss_node_shown_key(r, node), node, n->mention->range.end - n->mention->range.first,
                     n->form == SAYSO_FORM_ROLE, n->titled};
}

/* The words soon to be grouped: their mentions, then their keys. */
static void expect_words(const ss_resolver *r, const uint32_t *words, uint32_t left) {
  enum { FAR = 12, NEAR = 6 };
  if (left > FAR) ss_node_expect(r, words[FAR]);
  if (left > NEAR) ss_node_expect_keys(r, words[NEAR]);
}

static bool group_nodes(cast_build *b) {
  ss_resolver *r = b->r;
  uint32_t count, *words = list_words(b, &count);
  b->at = ss_arena_array(r->kept, (size_t)r->figure_count + 2, sizeof *b->at);
  if (!words || !b->at) return false;
  b->of_actor = ss_arena_array(r->kept, count, sizeof *b->of_actor);
  if (!b->of_actor) return false;
  memset(b->at, 0, ((size_t)r->figure_count + 2) * sizeof *b->at);
  for (uint32_t i = 0; i < count; i++) b->at[r->nodes[words[i]].actor + 2]++;
  for (uint32_t f = 0; f < r->figure_count; f++) b->at[f + 2] += b->at[f + 1];
  for (uint32_t i = 0; i < count; i++) {
    expect_words(r, words + i, count - i);
    b->of_actor[b->at[r->nodes[words[i]].actor + 1]++] = word_of(r, words[i]);
  }
  ss_arena_free(r->arena); /* nothing more is looked up */
  return true;
}

/* Text of tokens [first, end), one line. */
static const char *range_text(const cast_build *b, uint32_t node, ss_range range) {
  const ss_token *tokens = ss_node_reading(b->r, node)->tokens;
  uint32_t start = tokens[range.first].start, end = tokens[range.end - 1].end;
  return ss_arena_text(b->arena, ss_node_clean(b->r, node) + start, end - start);
}

static ss_range without_article(const cast_build *b, uint32_t node, ss_range range) {
  if (range.end - range.first < 2 || ss_node_mention(b->r, node)->head == range.first) return range;
  bool initial = ss_node_reading(b->r, node)->tokens[range.first + 1].shape == SS_SHAPE_STOP;
  if (ss_node_marked(b->r, node, range.first, SS_WORD_DETERMINER) && !initial) range.first++;
  return range;
}

static uint64_t range_key(const cast_build *b, uint32_t node, ss_range range) {
  uint64_t key = 0;
  for (uint32_t t = range.first; t < range.end; t++)
    key = ss_key_mix(key, ss_node_key(b->r, node, t));
  return key;
}

typedef struct {
  const char **words;
  uint64_t *keys;
  uint32_t count, cap;
} word_list;

static bool is_new(const word_list *list, uint64_t key) {
  if (list->count == list->cap) return false;
  for (uint32_t i = 0; i < list->count; i++)
    if (list->keys[i] == key) return false;
  return true;
}

/* `key` is that of the range. */
static bool keep_word(const cast_build *b, word_list *list, uint32_t node, ss_range range, uint64_t key) {
  if (range.end <= range.first || !is_new(list, key)) return true;
  list->keys[list->count] = key;
  list->words[list->count] = range_text(b, node, range);
  return list->words[list->count++] != NULL;
}

/* "His Russian counterpart", not "US secretary of state" */
static bool is_whose(const cast_build *b, uint32_t node, ss_range range) {
  if (range.end - range.first < 2 || !ss_node_marked(b->r, node, range.first, SS_WORD_PRONOUN))
    return false;
  ss_token token = ss_node_reading(b->r, node)->tokens[range.first];
  const ss_entry *entry = ss_lexicon_word(SS_LIST_PRONOUNS, ss_node_clean(b->r, node), token);
  return entry && (entry->classes & SS_CLASS(POSSESSIVE));
}

/* "The former", "the other": no role. */
static bool says_which(const cast_build *b, uint32_t node, ss_range range) {
  static const char *const words[] = {"former", "latter", "other", "others", "first", "second",
                                      "third",  "last",   "one",   "only",   NULL};
  return range.end == range.first + 1 &&
         ss_token_in(&ss_node_reading(b->r, node)->tokens[range.first], ss_node_clean(b->r, node),
                     words);
}

/* The node itself is looked at where its words are new. */
static bool keep_range(const cast_build *b, word_list *list, const cast_word *word, bool role,
                       uint64_t but) {
  if (word->key == but || !is_new(list, word->key)) return true;
  ss_range range = without_article(b, word->node, ss_node_mention(b->r, word->node)->range);
  if (role && says_which(b, word->node, range)) return true;
  if (!role || !is_whose(b, word->node, range))
    return keep_word(b, list, word->node, range, word->key);
  range.first++;
  return keep_word(b, list, word->node, range, range_key(b, word->node, range));
}

static bool keep_title(const cast_build *b, word_list *list, uint32_t node) {
  const ss_mention *m = ss_node_mention(b->r, node);
  if (ss_entry_polite(ss_lexicon_entry(m->word))) return true; /* "Mrs." is no role */
  ss_range title = without_article(b, node, m->title);
  if (is_whose(b, node, title)) title.first++;
  uint64_t key = range_key(b, node, title);
  return key == 0 || keep_word(b, list, node, title, key);
}

/* The phrase that names an unnamed figure: its longest role or description. */
static uint32_t fullest_description(const cast_build *b, uint32_t figure) {
  const ss_resolver *r = b->r;
  uint32_t best = r->figures[figure].first, most = 0;
  for (uint32_t i = b->at[figure]; i < b->at[figure + 1]; i++)
    if (b->of_actor[i].size > most) most = b->of_actor[i].size, best = b->of_actor[i].node;
  return best;
}

/* "people close to him", "those who know her": the word at `at` belongs to what they are called by.
 */
static bool says_more(const ss_reading *reading, const char *clean, uint32_t first, uint32_t at) {
  static const char *const empty[] = {"those", "people", "somebody", "someone",
                                      "one",   "some",   "others",   NULL};
  uint8_t word = reading->tokens[at].word;
  if (word & SS_WORD_IS_RELATIVE)
    return at == first + 1 && ss_token_in(&reading->tokens[first], clean, empty);
  bool after = at > first + 1 && (reading->tokens[at - 1].word & SS_WORD_IS_PLAIN); /* "to him" */
  return !(word & SS_WORD_IS_PRONOUN) || after;
}

/* "Ashdown's spokesman", where the phrase is "spokesman" alone. */
static ss_range with_owner(const cast_build *b, uint32_t node, ss_range range) {
  const ss_resolver *r = b->r;
  const ss_reading *reading = ss_node_reading(r, node);
  if (range.first < 2 ||
      !ss_token_is_genitive(&reading->tokens[range.first - 1], ss_node_clean(r, node)))
    return range;
  for (uint32_t i = 0; i < reading->mention_count; i++)
    if (reading->mentions[i].range.end + 1 == range.first &&
        reading->mentions[i].form != SAYSO_FORM_PRONOUN)
      return (ss_range){reading->mentions[i].range.first, range.end};
  return range;
}

/* "member of the delegation", where the phrase is "member" alone. */
static ss_range with_complement(const cast_build *b, uint32_t node, ss_range range) {
  enum { REACH = 3 };
  const ss_reading *reading = ss_node_reading(b->r, node);
  const ss_mention *m = ss_node_mention(b->r, node);
  if (!m->goes_on || m->of == SAYSO_NONE || range.end != m->head + 1) return range;
  const ss_mention *of = &reading->mentions[m->of];
  bool near = of->range.first >= range.end && of->range.first <= range.end + REACH;
  if (near) range.end = of->range.end;
  return range;
}

/* An unnamed speaker is called as its source calls it: "sources close to the negotiation", up to a
 * comma or a relative clause. */
static ss_range source_phrase(const cast_build *b, uint32_t node, ss_range range) {
  enum { LONGEST = 9 };
  const ss_resolver *r = b->r;
  const ss_reading *reading = ss_node_reading(r, node);
  const char *clean = ss_node_clean(r, node);
  const ss_statement *own = ss_node_statement(r, node);
  const ss_entry *noun = ss_mention_entry(ss_node_mention(r, node));
  bool kin = noun && (noun->classes & SS_CLASS(KIN)); /* "said her father from the back seat" */
  if (!own || kin || ss_node_mention(r, node)->possessive) return range;
  if (clean[reading->tokens[range.first].start] == '@') return range;
  ss_ranges source = own->source;
  bool several = false; /* "the army and the rebels", not "supporters and critics" */
  for (uint32_t i = 0; i < own->heads.count && own->heads.count > 1; i++)
    several |= !ss_node_is_group(r, r->first_node[r->nodes[node].unit] +
                                        reading->heads[own->heads.at + i]);
  for (uint32_t i = 0; i < source.count; i++) {
    ss_range part = reading->ranges[source.at + i];
    if (range.first < part.first || range.end > part.end || part.end - range.first > LONGEST)
      continue;
    uint32_t end = range.end;
    while (end < part.end && reading->tokens[end].shape <= SS_SHAPE_DIGIT &&
           !(several && (reading->tokens[end].word & SS_WORD_IS_COORDINATOR)) &&
           says_more(reading, clean, range.first, end))
      end++;
    while (end > range.end && (reading->tokens[end - 1].word & SS_WORD_IS_PLAIN)) end--; /* "to" */
    range.end = end;
  }
  return range;
}

/* Room for `listed` words of the user's list and WORDS_KEPT of the text; `keys` holds these. */
static bool start_list(ss_arena *arena, uint64_t *keys, uint32_t listed, word_list *out) {
  *out = (word_list){NULL, keys, 0, WORDS_KEPT + listed};
  out->words = ss_arena_array(arena, out->cap, sizeof *out->words);
  if (listed) out->keys = ss_arena_array(arena, out->cap, sizeof *out->keys);
  return out->words && out->keys;
}

/* The user's list calls the actor so, whether the text does or not. */
static void keep_listed(word_list *list, const ss_user_phrase *phrases, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    list->keys[list->count] = phrases[i].shown;
    list->words[list->count++] = phrases[i].text;
  }
}

static bool name_actor(cast_build *b, uint32_t figure, ss_actor *out, uint64_t *key) {
  const ss_figure *f = &b->r->figures[figure];
  if (figure < b->r->listed_count) {
    out->name = b->r->listed->actors[figure].name.text;
    *key = b->r->listed->actors[figure].name.shown;
    return true;
  }
  uint32_t node = f->fullest != SAYSO_NONE ? f->fullest : fullest_description(b, figure);
  const ss_mention *m = ss_node_mention(b->r, node);
  ss_range range = without_article(b, node, m->range);
  *key = range_key(b, node, range);
  const ss_entry *title =
      m->title.end > m->title.first && m->word != SAYSO_NONE ? ss_lexicon_entry(m->word) : NULL;
  bool polite = title && title->list == SS_LIST_HONORIFICS && f->words == 1 &&
                m->title.end - m->title.first <= 2;
  if (polite) range.first = without_article(b, node, m->title).first; /* "Mr. Bennet" and "Mrs. Bennet" */
  if (f->fullest == SAYSO_NONE) {
    range = with_owner(b, node, source_phrase(b, node, range));
    range = with_complement(b, node, range);
  }
  if (f->fullest == SAYSO_NONE && f->country) {
    const char *country = (const char *)ss_lexicon_pool + f->country;
    out->name = ss_arena_text(b->arena, country, strlen(country));
    *key = 0;
  } else {
    out->name = range_text(b, node, range);
  }
  return out->name != NULL;
}

static bool fill_actor(cast_build *b, uint32_t figure, ss_actor *out) {
  ss_resolver *r = b->r;
  const ss_figure *f = &r->figures[figure];
  const ss_user_actor *listed = figure < r->listed_count ? &r->listed->actors[figure] : NULL;
  uint64_t name_key = 0, alias_keys[WORDS_KEPT], role_keys[WORDS_KEPT];
  word_list aliases, roles;
  bool fine = start_list(b->arena, alias_keys, listed ? listed->alias_count : 0, &aliases) &&
              start_list(b->arena, role_keys, listed ? listed->role_count : 0, &roles) &&
              name_actor(b, figure, out, &name_key);
  if (!fine) return false;
  if (listed) {
    keep_listed(&aliases, listed->aliases, listed->alias_count);
    keep_listed(&roles, listed->roles, listed->role_count);
  }
  for (uint32_t i = b->at[figure]; i < b->at[figure + 1] && fine; i++) {
    const cast_word *word = &b->of_actor[i];
    bool role = word->role && f->fullest != SAYSO_NONE;
    fine = keep_range(b, role ? &roles : &aliases, word, role, name_key);
    if (fine && word->titled) fine = keep_title(b, &roles, word->node);
  }
  out->aliases = aliases.words;
  out->alias_count = aliases.count;
  out->roles = roles.words;
  out->role_count = roles.count;
  out->kind = f->kind;
  out->gender = f->kind == SAYSO_ACTOR_PERSON || f->kind == SAYSO_ACTOR_AUTHOR
                    ? f->gender
                    : SAYSO_GENDER_UNKNOWN;
  if (listed && listed->kind != SAYSO_ACTOR_UNKNOWN) out->kind = listed->kind;
  if (listed && listed->gender) out->gender = listed->gender;
  out->parent = f->parent == SAYSO_NONE ? SAYSO_NONE : b->number[f->parent];
  return fine;
}

/* "it rains", "which", "that" refer to no actor unless they head a source. */
static bool is_shown(const ss_resolver *r, uint32_t node, uint32_t actor) {
  const ss_node *n = &r->nodes[node];
  if (n->form != SAYSO_FORM_PRONOUN || n->speaks || n->person != SS_PERSON_THIRD) return true;
  if (n->relative) return false;
  return actor != SAYSO_NONE || n->gender != SAYSO_GENDER_UNKNOWN || n->plural;
}

static bool fill_cast(cast_build *b, ss_resolved_statement *statements, ss_cast *out) {
  ss_resolver *r = b->r;
  uint32_t count = 0;
  if (!number_figures(b, statements, &count) || !group_nodes(b)) return false;
  ss_actor *actors = ss_arena_array(b->arena, count, sizeof *actors);
  ss_resolved_mention *mentions = ss_arena_array(b->arena, r->node_count, sizeof *mentions);
  if (!actors || !mentions) return false;
  for (uint32_t f = 0; f < r->figure_count; f++)
    if (b->number[f] != SAYSO_NONE && !fill_actor(b, f, &actors[b->number[f]])) return false;
  uint32_t shown = 0;
  for (uint32_t i = 0; i < r->node_count; i++) {
    const ss_node *n = &r->nodes[i];
    uint32_t actor = n->actor == SAYSO_NONE ? SAYSO_NONE : b->number[n->actor];
    bool shows = is_shown(r, i, actor);
    shown += shows;
    mentions[i] = (ss_resolved_mention){actor, n->score,
                                        !shows    ? SS_SIEVE_NONE
                                        : n->rule ? (ss_sieve)n->rule
                                                  : SS_SIEVE_OPEN};
  }
  size_t total = 0;
  for (uint32_t s = 0; s < r->scene->statement_count; s++) total += statements[s].actor_count;
  uint32_t *numbers = ss_arena_array(b->arena, total, sizeof *numbers);
  if (!numbers) return false;
  for (uint32_t s = 0; s < r->scene->statement_count; s++) {
    for (uint32_t k = 0; k < statements[s].actor_count; k++)
      numbers[k] = b->number[statements[s].actors[k]];
    statements[s].actors = numbers;
    numbers += statements[s].actor_count;
  }
  *out = (ss_cast){actors, count, mentions, r->node_count, shown, statements};
  return true;
}

/* ---- the whole ---- */

typedef enum {
  STEP_LIST,
  STEP_FULL_NAMES,
  STEP_NAMES,
  STEP_REFERENCES, /* as many times as it takes */
  STEP_SPEAKERS,
  STEP_CAST
} resolution_step;

struct ss_resolution {
  ss_resolver r;
  ss_arena *out;
  ss_resolved_statement *statements;
  resolution_step next;
};

ss_resolution *ss_resolution_new(const ss_scene *scene, ss_arena *work, ss_arena *index,
                                 ss_arena *out) {
  ss_resolution *made = ss_arena_alloc(work, sizeof *made);
  if (!made) return NULL;
  memset(made, 0, sizeof *made);
  made->out = out;
  made->r.scene = scene;
  made->r.kept = work;
  made->r.arena = index;
  made->r.author = SAYSO_NONE;
  made->r.listed = scene->listed;
  ss_map_init(&made->r.spelled, index);
  ss_map_init(&made->r.voted, index);
  ss_map_init(&made->r.names, index);
  ss_map_init(&made->r.roles, index);
  made->statements = ss_arena_array(out, scene->statement_count, sizeof *made->statements);
  return made->statements ? made : NULL;
}

bool ss_resolution_follow(ss_resolution *resolution, const ss_precedent *past, ss_precedent *made) {
  ss_resolver *r = &resolution->r;
  r->retrace = ss_arena_alloc(r->kept, sizeof *r->retrace);
  if (r->retrace) *r->retrace = (ss_retrace){.past = past, .made = made};
  return r->retrace != NULL;
}

static void list_all(ss_resolver *r) {
  if (!count_all(r)) {
    r->failed = true;
    return;
  }
  list_parts(r);
  list_nodes(r);
  list_names(r);
  if (r->failed) return;
  ss_speakers_find_sources(r);
  if (!r->failed) ss_listed_resolve(r);
}

sayso_status ss_resolution_step(ss_resolution *resolution, bool *done, ss_cast *out,
                                sayso_error *err) {
  ss_resolver *r = &resolution->r;
  *done = false;
  switch (resolution->next++) {
    case STEP_LIST: list_all(r); break;
    case STEP_FULL_NAMES: ss_names_resolve_full(r); break;
    case STEP_NAMES:
      ss_names_resolve_rest(r);
      if (!r->failed) find_author(r);
      break;
    case STEP_REFERENCES:
      if (!ss_references_resolve_some(r)) resolution->next = STEP_REFERENCES;
      break;
    case STEP_SPEAKERS:
      ss_speakers_resolve(r, resolution->statements);
      if (!r->failed) ss_addressees_resolve(r);
      break;
    case STEP_CAST: {
      cast_build build = {.r = r, .arena = resolution->out};
      *done = fill_cast(&build, resolution->statements, out);
      if (!*done) r->failed = true;
    }
  }
  return r->failed ? ss_fail_memory(err) : SAYSO_OK;
}

sayso_status ss_resolve(const ss_scene *scene, ss_arena *arena, ss_cast *out, sayso_error *err) {
  ss_arena work, index;
  ss_arena_init(&work, arena->hook);
  ss_arena_init(&index, arena->hook);
  ss_resolution *resolution = ss_resolution_new(scene, &work, &index, arena);
  sayso_status status = resolution ? SAYSO_OK : ss_fail_memory(err);
  for (bool done = false; status == SAYSO_OK && !done;)
    status = ss_resolution_step(resolution, &done, out, err);
  ss_arena_free(&work);
  ss_arena_free(&index);
  return status;
}
