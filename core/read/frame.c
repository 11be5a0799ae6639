/* In: the tokens of one unit, through the network. Out: names, and for every cue a frame: its
 * source and content. Promises names and frames in text order, none of them empty, each with a
 * score that is a probability. */
#include <math.h>
#include <string.h>

#include "base/status.h"
#include "net/net.h"
#include "read/word.h"
#include "text/lexicon.h"

/* Scratch of one unit, [count] rows. */
typedef struct {
  size_t size;   /* of the block */
  float *scores; /* [11]: log-probabilities of name tags; 4-byte aligned, so first */
  uint8_t *back; /* [11] */
  uint8_t *cues; /* cue tag of each token */
  uint8_t *tags; /* of names, then of the roles in one frame after another */
} scratch;

/* A token that is likelier no cue is tried as one all the same from this probability on: its frame
 * decides. Each such frame costs time, and below 0.2 few of them are right. */
static const float least_cue = 0.25f;

enum { SCRATCH_ROW = SS_NAME_TAGS * (sizeof(float) + 1) + 2 };

static bool scratch_new(scratch *s, const sayso_allocator *hook, uint32_t count) {
  s->size = (size_t)count * SCRATCH_ROW;
  s->scores = ss_memory_resize(hook, NULL, 0, s->size);
  if (!s->scores) return false;
  s->back = (uint8_t *)(s->scores + (size_t)count * SS_NAME_TAGS);
  s->cues = s->back + (size_t)count * SS_NAME_TAGS;
  s->tags = s->cues + count;
  return true;
}

/* Log-probabilities of one row. */
static void log_softmax(const float *logits, uint32_t tags, float *out) {
  float best = logits[0], sum = 0;
  for (uint32_t k = 1; k < tags; k++) best = logits[k] > best ? logits[k] : best;
  for (uint32_t k = 0; k < tags; k++) sum += expf(logits[k] - best);
  for (uint32_t k = 0; k < tags; k++) out[k] = logits[k] - best - logf(sum);
}

/* ---- names ---- */

static bool shown_type(uint32_t tag, uint8_t *type) {
  static const uint8_t types[SS_NAME_TYPES] = {SAYSO_NAME_PER, SAYSO_NAME_ORG, SAYSO_NAME_LOC,
                                               SAYSO_NAME_NORP, UINT8_MAX};
  *type = types[(tag - 1) / 2];
  return *type != UINT8_MAX; /* MISC helps the network to tell what is none of the others; nobody
                                asks for it */
}

static float mean_probability(const float *scores, const uint8_t *tags, uint32_t first,
                              uint32_t end) {
  float sum = 0;
  for (uint32_t i = first; i < end; i++) sum += expf(scores[(size_t)i * SS_NAME_TAGS + tags[i]]);
  return sum / (float)(end - first);
}

/* Of a name less likely than this the word lists know more. */
static const float doubtful_name = 0.8f;

/* One word that the network is not sure to be an organization. */
static bool is_doubtful_body(const ss_name *name) {
  return name->type == SAYSO_NAME_ORG && name->score < doubtful_name &&
         name->range.end - name->range.first == 1;
}

/* "Council delays vote": at the start of a sentence a common noun has its capital from there, where
 * the network is in doubt. */
static bool is_common_noun(const ss_draft *draft, const char *clean, const ss_name *name) {
  const ss_token *token = &draft->tokens.items[name->range.first];
  return is_doubtful_body(name) && (token->flags & SS_TOKEN_SENTENCE) &&
         token->shape == SS_SHAPE_CAPITALISED && ss_lexicon_word(SS_LIST_GROUPS, clean, *token);
}

/* An organization in doubt whose name is a city's, a capital's or a country's: "the ports of Odessa". */
static bool is_place(const ss_draft *draft, const char *clean, const ss_name *name) {
  const ss_token token = draft->tokens.items[name->range.first];
  if (!is_doubtful_body(name)) return false;
  const ss_entry *place = ss_lexicon_word(SS_LIST_PLACES, clean, token);
  return place && (place->classes & (SS_CLASS(CITY) | SS_CLASS(CAPITAL) | SS_CLASS(COUNTRY)));
}

/* "ash" where other words have capitals. */
static bool is_lower(const ss_draft *draft, ss_range range) {
  if (!ss_token_is_capital(&draft->tokens.items[0])) return false; /* all of it may be lower case */
  for (uint32_t t = range.first; t < range.end; t++)
    if (draft->tokens.items[t].shape != SS_SHAPE_LOWER) return false;
  return true;
}

/* A place that hardly is one and begins with a given name: "spoke to Joan Leduc". */
static bool is_person(const ss_draft *draft, const char *clean, const ss_name *name) {
  static const float hardly = 0.6f;
  static const char *const links[] = {"to", "with", "by", NULL};
  const ss_token *tokens = draft->tokens.items + name->range.first;
  return name->type == SAYSO_NAME_LOC && name->score < hardly &&
         name->range.end - name->range.first == 2 && name->range.first > 0 &&
         ss_token_in(tokens - 1, clean, links) && ss_lexicon_given(clean, tokens[0]) &&
         !ss_lexicon_word(SS_LIST_PLACES, clean, tokens[0]) &&
         !ss_lexicon_word(SS_LIST_WORDS, clean, tokens[1]) &&
         !ss_lexicon_word(SS_LIST_GROUPS, clean, tokens[1]);
}

/* "The conservative daily Kayhan" */
static bool is_paper(const ss_draft *draft, const char *clean, const ss_name *name) {
  static const char *const papers[] = {"daily",      "weekly",  "newspaper",   "magazine", "paper",
                                       "broadsheet", "tabloid", "broadcaster", "portal",   NULL};
  return name->type == SAYSO_NAME_PER && name->range.first > 0 &&
         draft->tokens.items[name->range.first - 1].shape == SS_SHAPE_LOWER &&
         ss_token_in(&draft->tokens.items[name->range.first - 1], clean, papers);
}

/* "Poor Anne" is called Anne, "Sometimes Tom" Tom; but "Oh Se-hoon" is so called. */
static ss_range without_epithet(const ss_draft *draft, const char *clean, const ss_name *name) {
  ss_range range = name->range;
  bool before = name->type == SAYSO_NAME_PER && range.end - range.first > 1 &&
                ss_lexicon_word(SS_LIST_EPITHETS, clean, draft->tokens.items[range.first]);
  if (!before) return range;
  const ss_token *next = &draft->tokens.items[range.first + 1];
  if (ss_token_is_capital(next) && !ss_token_joins_lower(next, clean)) range.first++;
  return range;
}

/* "Hallo!", "Nay": written like a name, and none. */
static bool is_exclamation(const ss_draft *draft, const char *clean, ss_range range) {
  if (range.end - range.first != 1) return false;
  const ss_entry *entry =
      ss_lexicon_word(SS_LIST_EPITHETS, clean, draft->tokens.items[range.first]);
  return entry && (entry->classes & SS_CLASS(EXCLAMATION));
}

/* A name less likely than this on the mean of its tokens is none. */
static const float least_name = 0.35f;

static bool read_names(ss_draft *draft, scratch *s, const char *clean, const float *logits) {
  const uint32_t count = draft->tokens.count;
  for (size_t i = 0; i < count; i++)
    log_softmax(logits + i * SS_NAME_TAGS, SS_NAME_TAGS, s->scores + i * SS_NAME_TAGS);
  ss_viterbi(s->scores, count, SS_NAME_TAGS, s->back, s->tags);
  for (uint32_t first = 0, end; first < count; first = end) {
    ss_name name;
    end = first + 1;
    if (s->tags[first] == 0) continue;
    while (end < count && s->tags[end] == s->tags[first] + 1) end++;
    if (!shown_type(s->tags[first], &name.type)) continue;
    name.range = (ss_range){first, end};
    name.score = mean_probability(s->scores, s->tags, first, end);
    if (is_place(draft, clean, &name)) name.type = SAYSO_NAME_LOC;
    if (is_person(draft, clean, &name)) name.type = SAYSO_NAME_PER;
    if (is_paper(draft, clean, &name)) name.type = SAYSO_NAME_ORG;
    name.range = without_epithet(draft, clean, &name);
    if (is_exclamation(draft, clean, name.range)) continue;
    if (name.score < least_name || is_lower(draft, name.range) ||
        is_common_noun(draft, clean, &name))
      continue;
    if (!ss_vec_push(draft->hook, &draft->names, name)) return false;
  }
  return true;
}

/* ---- cues ---- */

/* The likeliest tag of each token; an I after an O begins a cue all the same. */
static void tag_cues(const float *logits, uint32_t count, uint8_t *cues) {
  for (size_t i = 0; i < count; i++) {
    const float *row = logits + i * SS_CUE_TAGS;
    uint8_t tag = row[1] > row[0] ? 1 : 0;
    if (row[2] > row[tag]) tag = 2;
    cues[i] = tag == 2 && (i == 0 || cues[i - 1] == 0) ? 1 : tag;
  }
}

/* Probability that a cue begins or goes on at a token. */
static float cue_probability(const float *logits) {
  float scores[SS_CUE_TAGS];
  log_softmax(logits, SS_CUE_TAGS, scores);
  return expf(scores[1]) + expf(scores[2]);
}

/* ---- frames ---- */

/* Roles of the tokens [first, first + width) around one cue. */
typedef struct {
  uint32_t first, width;
  const float *scores; /* [width][5] */
  const uint8_t *tags; /* [width] */
} window;

static bool has_role(uint8_t tag, uint8_t begin) { return tag == begin || tag == begin + 1; }

/* Runs of tokens whose role is `begin` or its I. */
static bool add_runs(ss_draft *draft, const window *w, uint8_t begin, ss_ranges *list) {
  for (uint32_t i = 0, end; i < w->width; i = end) {
    end = i + 1;
    if (!has_role(w->tags[i], begin)) continue;
    while (end < w->width && has_role(w->tags[end], begin)) end++;
    if (!ss_draft_add_range(draft, list, (ss_range){w->first + i, w->first + end})) return false;
  }
  return true;
}

/* Of the tokens in role `begin`: how many, and the mean probability that they have it. */
typedef struct {
  uint32_t count;
  float mean;
} role_share;

static role_share share_of(const window *w, uint8_t begin) {
  role_share share = {0, 0};
  for (uint32_t i = 0; i < w->width; i++) {
    if (!has_role(w->tags[i], begin)) continue;
    const float *row = w->scores + (size_t)i * SS_ROLE_TAGS;
    share.mean += expf(row[begin]) + expf(row[begin + 1]);
    share.count++;
  }
  if (share.count) share.mean /= (float)share.count;
  return share;
}

/* How likely a cue of this probability and its frame are a statement: a sure frame makes up for a
 * doubtful cue, and the reverse. Weights of a logistic regression on PolNeAR train
 * (core/train/judge.py), but for the bias, which is 0.61 lower: the network knows those articles.
 * A frame without source counts as one of the mean; one without content, which waits for the next
 * unit, is as likely as its cue and its source. */
static float judge(float cue, role_share source, role_share content) {
  static const float bias = -7.02f, of_cue = 0.385f, of_source = 1.728f, of_content = 4.115f,
                     with_source = 0.722f, of_length = 0.467f, mean_source = 0.7f, edge = 1e-4f;
  if (!content.count) return cue * source.mean;
  float p = cue < edge ? edge : cue > 1 - edge ? 1 - edge : cue;
  float sum = bias + of_cue * logf(p / (1 - p)) +
              of_source * (source.count ? source.mean : mean_source) + of_content * content.mean +
              of_length * logf((float)content.count + 1);
  if (source.count) sum += with_source;
  return 1 / (1 + expf(-sum));
}

/* A source without content counts: "Anna Bell continued:" introduces the next paragraph
 * (read/statement decides). */
static bool has_any_role(const window *w) {
  for (uint32_t i = 0; i < w->width; i++)
    if (w->tags[i]) return true;
  return false;
}

/* `own` is even odds where the model cannot tell. */
static float own_probability(const ss_net_space *space, const uint8_t *tags) {
  return 1.0f / (1.0f + expf(-ss_net_own(space, tags)));
}

static sayso_status read_frame(ss_draft *draft, ss_net_space *space, scratch *s, ss_range cue,
                               float probability, bool doubtful, sayso_error *err) {
  window w;
  sayso_status status = ss_net_frame(space, s->cues, cue.first, &w.first, &w.width, &w.scores, err);
  if (status != SAYSO_OK) return status;
  ss_viterbi(w.scores, w.width, SS_ROLE_TAGS, s->back, s->tags);
  w.tags = s->tags;
  if (!has_any_role(&w)) return SAYSO_OK;
  ss_frame frame = {.cue = cue, .score = judge(probability, share_of(&w, 1), share_of(&w, 3))};
  if (doubtful && frame.score < SS_FRAME_LEAST) return SAYSO_OK;
  frame.own = own_probability(space, s->tags);
  if (!add_runs(draft, &w, 1, &frame.source) || !add_runs(draft, &w, 3, &frame.content))
    return ss_fail_memory(err);
  return ss_vec_push(draft->hook, &draft->frames, frame) ? SAYSO_OK : ss_fail_memory(err);
}

/* The frame of the cue that begins at `first`. A token that is no cue by itself is one here. */
static sayso_status read_cue(ss_draft *draft, ss_net_space *space, scratch *s, uint32_t first,
                             float probability, sayso_error *err) {
  const uint8_t tag = s->cues[first];
  uint32_t end = first + 1;
  while (end < draft->tokens.count && s->cues[end] == 2) end++;
  s->cues[first] = 1;
  sayso_status status =
      read_frame(draft, space, s, (ss_range){first, end}, probability, tag == 0, err);
  s->cues[first] = tag;
  return status;
}

static sayso_status read_frames(ss_draft *draft, ss_net_space *space, scratch *s, const float *cue,
                                sayso_error *err) {
  const uint32_t count = draft->tokens.count;
  tag_cues(cue, count, s->cues);
  for (uint32_t i = 0; i < count; i++) {
    const float probability = cue_probability(cue + (size_t)i * SS_CUE_TAGS);
    bool doubtful = s->cues[i] == 0 && probability >= least_cue && (i == 0 || s->cues[i - 1] == 0);
    if (s->cues[i] != 1 && !doubtful) continue;
    sayso_status status = read_cue(draft, space, s, i, probability, err);
    if (status != SAYSO_OK) return status;
  }
  return SAYSO_OK;
}

sayso_status ss_frames_read(ss_draft *draft, ss_net_space *space, const char *clean,
                            sayso_error *err) {
  const uint32_t count = draft->tokens.count;
  if (count == 0) return SAYSO_OK;
  scratch s = {0};
  const float *cue, *name;
  sayso_status status = ss_net_encode(space, draft->tokens.items, count, clean, &cue, &name, err);
  if (status != SAYSO_OK) return status;
  SS_TRY_MEMORY(scratch_new(&s, draft->hook, count), err);
  if (name) SS_TRY_MEMORY(read_names(draft, &s, clean, name), err);
  SS_TRY(read_frames(draft, space, &s, cue, err));
cleanup:
  if (s.scores) ss_memory_resize(draft->hook, s.scores, s.size, 0);
  return status;
}
