/* In: marked-up text. Out: a draft of one unit, and text again. */
#include "unit_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/mark.h"
#include "read/sentence.h"

enum { FRAMES = 9 };

/* A piece of markup: what it is and the bytes of the clean text it covers. */
typedef struct {
  char role; /* S, Q, C, N */
  int frame, also; /* also: a second frame that has it, or -1 */
  bool own;
  size_t start, end;
} piece;

static void stop(const char *why, const char *markup) {
  fprintf(stderr, "unit_text: %s: %s\n", why, markup);
  abort();
}

/* Is there the head of a piece at `at`? Its length, or 0. */
static size_t head_of(const char *at, piece *out) {
  size_t n = 1;
  if (at[0] != '[' || !at[1] || !strchr("SQCN", at[1])) return 0;
  out->role = at[n++];
  out->own = at[n] == '~' ? (n++, true) : false;
  out->frame = at[n] >= '1' && at[n] <= '9' ? at[n++] - '1' : 0;
  out->also = at[n] >= '1' && at[n] <= '9' ? at[n++] - '1' : -1;
  return at[n] == ':' ? n + 1 : 0;
}

static ss_range tokens_of(const ss_unit_text *unit, const piece *p) {
  ss_range range = {0, 0};
  for (uint32_t t = 0; t < unit->draft.tokens.count; t++) {
    const ss_token *token = &unit->draft.tokens.items[t];
    if (token->end <= p->start || token->start >= p->end) continue;
    if (range.end == 0) range.first = t;
    range.end = t + 1;
  }
  return range;
}

static void add_list(ss_unit_text *unit, const piece *pieces, size_t count, int frame, char role,
                     ss_ranges *list) {
  for (size_t i = 0; i < count; i++)
    if ((pieces[i].frame == frame || pieces[i].also == frame) && pieces[i].role == role &&
        !ss_draft_add_range(&unit->draft, list, tokens_of(unit, &pieces[i])))
      abort();
}

static void add_frame(ss_unit_text *unit, const piece *pieces, size_t count, int number) {
  ss_frame frame = {{0, 0}, {0, 0}, {0, 0}, 0.9f - 0.01f * (float)number, 0.5f};
  for (size_t i = 0; i < count; i++) {
    if (pieces[i].frame != number || pieces[i].role == 'N') continue;
    if (pieces[i].role == 'Q') frame.cue = tokens_of(unit, &pieces[i]);
    if (pieces[i].own) frame.own = 0.9f;
  }
  if (frame.cue.end == 0) return;
  add_list(unit, pieces, count, number, 'S', &frame.source);
  add_list(unit, pieces, count, number, 'C', &frame.content);
  if (!ss_vec_push(unit->draft.hook, &unit->draft.frames, frame)) abort();
}

static void add_names(ss_unit_text *unit, const piece *pieces, size_t count) {
  for (size_t i = 0; i < count; i++) {
    ss_name name = {tokens_of(unit, &pieces[i]), SAYSO_NAME_PER, 0.9f};
    if (pieces[i].role == 'N' && !ss_vec_push(unit->draft.hook, &unit->draft.names, name)) abort();
  }
}

void ss_unit_text_open(ss_unit_text *unit, const char *markup, const sayso_allocator *hook) {
  enum { PIECES = 64 };
  piece pieces[PIECES];
  size_t count = 0, open = PIECES;
  memset(unit, 0, sizeof *unit);
  unit->clean = malloc(strlen(markup) + 1);
  if (!unit->clean) abort();
  for (const char *at = markup; *at;) {
    piece p = {0, 0, -1, false, unit->size, 0};
    size_t head = open == PIECES ? head_of(at, &p) : 0;
    if (head) {
      if (count == PIECES) stop("too many pieces", markup);
      pieces[open = count++] = p;
      at += head;
    } else if (*at == ']' && open < PIECES) {
      pieces[open].end = unit->size;
      open = PIECES;
      at++;
    } else {
      unit->clean[unit->size++] = *at++;
    }
  }
  if (open < PIECES) stop("a piece is not closed", markup);
  unit->clean[unit->size] = 0;
  ss_draft_init(&unit->draft, hook ? hook : &ss_memory_default);
  if (ss_tokenizer_init(&unit->tokenizer, &ss_memory_default, NULL) != SAYSO_OK ||
      ss_tokenize(&unit->tokenizer, unit->clean, unit->size, unit->draft.hook, &unit->draft.tokens,
                  NULL) != SAYSO_OK ||
      ss_mark_scan(&unit->draft, unit->clean, 0, NULL) != SAYSO_OK)
    stop("out of memory", markup);
  ss_sentence_mark(&unit->draft, unit->clean);
  for (int frame = 0; frame < FRAMES; frame++) add_frame(unit, pieces, count, frame);
  add_names(unit, pieces, count);
}

void ss_unit_text_free(ss_unit_text *unit) {
  ss_draft_free(&unit->draft);
  ss_tokenizer_free(&unit->tokenizer);
  free(unit->clean);
}

/* ---- back to text ---- */

static char *take(ss_text *out) {
  if (out->failed) abort();
  char *copy = malloc(out->size + 1);
  if (!copy) abort();
  if (out->size) memcpy(copy, out->bytes, out->size);
  copy[out->size] = 0;
  ss_text_free(out);
  return copy;
}

static void add_range(ss_text *out, const ss_unit_text *unit, ss_range range) {
  const ss_token *tokens = unit->draft.tokens.items;
  if (range.end > range.first)
    ss_text_add(out, unit->clean + tokens[range.first].start,
                tokens[range.end - 1].end - tokens[range.first].start);
}

char *ss_unit_text_range(const ss_unit_text *unit, ss_range range) {
  ss_text out = {.hook = &ss_memory_default};
  add_range(&out, unit, range);
  return take(&out);
}

static void add_ranges(ss_text *out, const ss_unit_text *unit, ss_ranges list) {
  for (uint32_t i = 0; i < list.count; i++) {
    if (i) ss_text_add(out, " + ", 3);
    add_range(out, unit, unit->draft.ranges.items[list.at + i]);
  }
}

char *ss_unit_text_statements(const ss_unit_text *unit) {
  ss_text out = {.hook = &ss_memory_default};
  for (uint32_t i = 0; i < unit->draft.statements.count; i++) {
    const ss_statement *s = &unit->draft.statements.items[i];
    if (s->rule == SS_RULE_BARE) continue; /* the document decides */
    static const char *const kinds[] = {"direct", "mixed", "indirect", "unmarked", "written"};
    ss_text_format(&out, "%s %s: ", kinds[s->kind],
                   s->act == SAYSO_ACT_SPEECH ? "speech" : "stance");
    add_ranges(&out, unit, s->source);
    ss_text_add(&out, " | ", 3);
    add_ranges(&out, unit, s->cue);
    ss_text_add(&out, " | ", 3);
    add_ranges(&out, unit, s->content);
    ss_text_add(&out, "\n", 1);
  }
  return take(&out);
}

char *ss_unit_text_marks(const ss_unit_text *unit) {
  ss_text out = {.hook = &ss_memory_default};
  const ss_draft *draft = &unit->draft;
  for (uint32_t t = 0; t < draft->tokens.count; t++) {
    const ss_token *token = &draft->tokens.items[t];
    if (token->flags & SS_TOKEN_SPACE) ss_text_add(&out, " ", 1);
    if (t && (token->flags & SS_TOKEN_SENTENCE)) ss_text_add(&out, "|", 1);
    for (uint32_t k = 0; k < draft->quotations.count; k++)
      if (draft->quotations.items[k].range.first == t)
        ss_text_add(&out, draft->quotations.items[k].depth ? "<" : "{", 1);
    ss_text_add(&out, unit->clean + token->start, token->end - token->start);
    for (uint32_t k = draft->quotations.count; k-- > 0;)
      if (draft->quotations.items[k].range.end == t + 1)
        ss_text_add(&out, draft->quotations.items[k].depth ? ">" : "}", 1);
  }
  return take(&out);
}
