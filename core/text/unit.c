/* In: blocks. Out: units of at most SS_UNIT_TOKENS tokens. Promises linear time, and that whether a
 * place is a cut depends only on the text about two units' length to each side (but for text that
 * repeats itself: see cut_evenly).
 *
 * Size is counted in weight: an upper bound of the number of tokens that needs no tokenizer. A long
 * paragraph is cut first at sentence ends; a piece still too long at spaces; one still too long at
 * any code point; and what then remains evenly. In each of these rounds every candidate has a rank,
 * a hash of the bytes around it. Candidates that are not the lowest within APART are dropped; of
 * the others, one is a cut when the stretch between its nearest lower neighbours weighs more than a
 * unit: these are the nodes of the treap of all candidates whose subtrees are too heavy, but found
 * locally. */
#include "text/unit.h"

#include <string.h>

#include "base/status.h"
#include "text/unicode.h"

enum {
  RUN_WEIGHT = 32, /* bytes of a word for one more weight: so a unit is at most 16 KiB long */
  APART = 48,      /* weight between two cuts of one round, at least */
  AROUND = 24      /* bytes hashed on each side of a candidate */
};

typedef enum { ROUND_SENTENCE, ROUND_SPACE, ROUND_CODE, ROUND_EVEN } cut_round;

typedef struct {
  uint32_t at;     /* clean byte: the unit after the cut starts here */
  uint32_t weight; /* of the piece's text before it */
  uint32_t rank;
  bool kept;
} candidate;

typedef ss_vec(candidate) candidates;

typedef struct {
  const char *text; /* the whole clean text */
  const sayso_allocator *hook;
  candidates found[ROUND_EVEN]; /* one buffer a round: rounds nest */
  ss_units *out;
  ss_unit unit; /* template of the block's units */
  bool failed;
} cutter;

/* ---- weight ---- */

typedef struct {
  uint32_t weight;
  uint32_t run; /* bytes of the word so far */
} scale;

static bool is_word(uint32_t code) {
  if (code >= 0x80) return ss_char_is_word(code);
  uint32_t letter = code | 32;
  return (letter >= 'a' && letter <= 'z') || (code >= '0' && code <= '9') || code == '_';
}

/* Adds a code point of `size` bytes. Words weigh 1 and 1 more for each RUN_WEIGHT bytes, all else
 * but spaces 1. */
static void weigh(scale *all, uint32_t code, uint32_t size) {
  if (is_word(code)) {
    if (all->run == 0 || all->run / RUN_WEIGHT != (all->run + size) / RUN_WEIGHT) all->weight++;
    all->run += size;
  } else {
    all->run = 0;
    all->weight += code != ' ';
  }
}

static uint32_t weight_of(const char *text, uint32_t start, uint32_t end) {
  scale all = {0, 0};
  for (size_t at = start; at < end;) {
    size_t from = at;
    uint32_t code = ss_utf8_next(text, end, &at);
    weigh(&all, code, (uint32_t)(at - from));
  }
  return all.weight;
}

/* ---- candidates ---- */

static uint32_t rank_of(const char *text, uint32_t start, uint32_t end, uint32_t at) {
  uint32_t from = at - start > AROUND ? at - AROUND : start;
  uint32_t to = end - at > AROUND ? at + AROUND : end;
  uint32_t hash = 2166136261u;
  for (uint32_t i = from; i < to; i++) hash = (hash ^ (unsigned char)text[i]) * 16777619u;
  hash ^= hash >> 15;
  hash *= 0x2C1B3C6Du;
  return hash ^ hash >> 13;
}

static bool is_closer(char c) { return c == '"' || c == '\'' || c == ')' || c == ']'; }

/* Start of the closing mark that ends at `at`, or `at`. */
static uint32_t before_closer(const char *text, uint32_t start, uint32_t at) {
  if (at - start >= 1 && is_closer(text[at - 1])) return at - 1;
  if (at - start >= 3 &&
      (!memcmp(text + at - 3, "\xE2\x80\x9D", 3) || !memcmp(text + at - 3, "\xE2\x80\x99", 3)))
    return at - 3;
  if (at - start >= 2 && !memcmp(text + at - 2, "\xC2\xBB", 2)) return at - 2;
  return at;
}

/* "Mr." "J." "U.S.": a stop after a short capitalised word ends no sentence for sure. */
static bool is_abbreviation(const char *text, uint32_t start, uint32_t stop) {
  uint32_t from = stop;
  while (from > start && text[from - 1] != ' ' && stop - from < 5) from--;
  return stop - from < 5 && stop > from && text[from] >= 'A' && text[from] <= 'Z';
}

/* The space at `space` stands between two sentences. */
static bool is_sentence_end(const char *text, uint32_t start, uint32_t end, uint32_t space) {
  uint32_t stop = space, before;
  while ((before = before_closer(text, start, stop)) < stop) stop = before;
  if (stop <= start) return false;
  char c = text[stop - 1];
  bool ellipsis = stop - start >= 3 && !memcmp(text + stop - 3, "\xE2\x80\xA6", 3);
  if (c != '.' && c != '?' && c != '!' && !ellipsis) return false;
  if (c == '.' && is_abbreviation(text, start, stop - 1)) return false;
  return space + 1 < end && !(text[space + 1] >= 'a' && text[space + 1] <= 'z');
}

/* Could a unit start at `at` (after the code point `code`, which starts at `from`)? Sparse in the
 * later rounds, where places are many: one in 4 spaces, one in 256 code points. */
static bool is_candidate(cutter *cut, cut_round round, uint32_t start, uint32_t end, uint32_t from,
                         uint32_t at, uint32_t *rank) {
  const char *text = cut->text;
  if (round == ROUND_SENTENCE && (text[from] != ' ' || !is_sentence_end(text, start, end, from)))
    return false;
  if (round == ROUND_SPACE && text[from] != ' ') return false;
  *rank = rank_of(text, start, end, at);
  if (round == ROUND_SPACE) return (*rank & 3) == 0;
  return round == ROUND_SENTENCE || (*rank & 255) == 0;
}

/* Fills `list` for [start, end), gives its weight. */
static uint32_t find_candidates(cutter *cut, cut_round round, uint32_t start, uint32_t end,
                                candidates *list) {
  scale all = {0, 0};
  list->count = 0;
  for (size_t at = start; at < end && !cut->failed;) {
    uint32_t from = (uint32_t)at, rank = 0;
    uint32_t code = ss_utf8_next(cut->text, end, &at);
    weigh(&all, code, (uint32_t)at - from);
    if (at >= end || !is_candidate(cut, round, start, end, from, (uint32_t)at, &rank)) continue;
    candidate found = {(uint32_t)at, all.weight, rank, true};
    if (!ss_vec_push(cut->hook, list, found)) cut->failed = true;
  }
  return all.weight;
}

/* Keeps the lowest within APART to each side, the first of equals; none so near an end. */
static void thin(candidates *list, uint32_t total) {
  candidate *items = list->items;
  for (uint32_t i = 0; i < list->count; i++) {
    candidate *one = &items[i];
    bool kept = one->weight >= APART && total - one->weight >= APART;
    for (uint32_t j = i; kept && j-- > 0 && one->weight - items[j].weight < APART;)
      kept = items[j].rank > one->rank;
    for (uint32_t j = i + 1; kept && j < list->count && items[j].weight - one->weight < APART; j++)
      kept = items[j].rank >= one->rank;
    one->kept = kept;
  }
  uint32_t count = 0;
  for (uint32_t i = 0; i < list->count; i++)
    if (items[i].kept) items[count++] = items[i];
  list->count = count;
}

/* The stretch between the nearest lower candidates weighs more than a unit. */
static bool is_cut(const candidates *list, uint32_t index, uint32_t total) {
  const candidate *items = list->items, *one = &items[index];
  uint32_t left = one->weight, right = total - one->weight;
  for (uint32_t j = index; j-- > 0 && one->weight - items[j].weight <= SS_UNIT_TOKENS;)
    if (items[j].rank <= one->rank) {
      left = one->weight - items[j].weight;
      break;
    }
  for (uint32_t j = index + 1; j < list->count && items[j].weight - one->weight <= SS_UNIT_TOKENS;
       j++)
    if (items[j].rank < one->rank) {
      right = items[j].weight - one->weight;
      break;
    }
  return (uint64_t)left + right > SS_UNIT_TOKENS;
}

/* ---- cutting ---- */

static void add_unit(cutter *cut, uint32_t start, uint32_t end) {
  while (start < end && cut->text[end - 1] == ' ') end--;
  while (start < end && cut->text[start] == ' ') start++;
  if (start == end) return;
  cut->unit.start = start;
  cut->unit.end = end;
  if (!ss_vec_push(cut->hook, cut->out, cut->unit)) cut->failed = true;
  cut->unit.first = false;
}

/* For text without any feature (one letter repeated): as heavy as a unit may be, one after the
 * other. */
static void cut_evenly(cutter *cut, uint32_t start, uint32_t end) {
  scale all = {0, 0};
  uint32_t first = start;
  for (size_t at = start; at < end && !cut->failed;) {
    uint32_t from = (uint32_t)at;
    uint32_t code = ss_utf8_next(cut->text, end, &at);
    weigh(&all, code, (uint32_t)at - from);
    if (all.weight <= SS_UNIT_TOKENS) continue;
    add_unit(cut, first, from);
    first = from;
    memset(&all, 0, sizeof all);
    weigh(&all, code, (uint32_t)at - from);
  }
  add_unit(cut, first, end);
}

static void cut_piece(cutter *cut, uint32_t start, uint32_t end, int round) {
  if (weight_of(cut->text, start, end) <= SS_UNIT_TOKENS) {
    add_unit(cut, start, end);
    return;
  }
  if (round == ROUND_EVEN) {
    cut_evenly(cut, start, end);
    return;
  }
  candidates *list = &cut->found[round];
  uint32_t total = find_candidates(cut, (cut_round)round, start, end, list);
  thin(list, total);
  uint32_t first = start;
  for (uint32_t i = 0; i < list->count && !cut->failed; i++) {
    if (!is_cut(list, i, total)) continue;
    cut_piece(cut, first, list->items[i].at, round + 1);
    first = list->items[i].at;
  }
  if (!cut->failed) cut_piece(cut, first, end, round + 1);
}

/* ---- blocks ---- */

/* Weight is a bound: a paragraph a little over it may still be small enough. */
static sayso_status fits_one_unit(const char *text, uint32_t size, ss_tokenizer *tokenizer,
                                  const sayso_allocator *hook, bool *fits, sayso_error *err) {
  *fits = size <= SS_UNIT_TOKENS;
  if (*fits) return SAYSO_OK;
  uint32_t weight = size <= SS_UNIT_TOKENS * RUN_WEIGHT ? weight_of(text, 0, size) : UINT32_MAX;
  *fits = weight <= SS_UNIT_TOKENS;
  if (*fits || weight > SS_UNIT_TOKENS * 2) return SAYSO_OK;
  ss_tokens tokens = {0};
  sayso_status status = ss_tokenize(tokenizer, text, size, hook, &tokens, err);
  *fits = status == SAYSO_OK && tokens.count <= SS_UNIT_TOKENS;
  ss_vec_free(hook, &tokens);
  return status;
}

sayso_status ss_units_cut(const ss_layout *layout, ss_tokenizer *tokenizer,
                          const sayso_allocator *hook, ss_units *out, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  uint32_t before = out->count;
  cutter cut = {.text = layout->clean.items, .hook = hook, .out = out};
  for (uint32_t i = 0; i < layout->blocks.count && status == SAYSO_OK; i++) {
    const ss_block *block = &layout->blocks.items[i];
    bool fits = false;
    status = fits_one_unit(cut.text + block->start, block->end - block->start, tokenizer, hook,
                           &fits, err);
    if (status != SAYSO_OK) break;
    cut.unit = (ss_unit){.block = i, .first = true};
    if (fits)
      add_unit(&cut, block->start, block->end);
    else
      cut_piece(&cut, block->start, block->end, ROUND_SENTENCE);
    if (cut.failed) status = ss_fail_memory(err);
  }
  for (int round = 0; round < ROUND_EVEN; round++) ss_vec_free(hook, &cut.found[round]);
  if (status != SAYSO_OK) out->count = before;
  return status;
}
