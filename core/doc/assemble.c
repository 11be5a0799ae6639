/* In: the readings of all units. Out: the statements of the document: parts of one quotation that runs over paragraphs are chained, and so
 * are the parts of one given statement. Promises text order. */
#include <string.h>

#include "base/status.h"
#include "doc/document.h"

/* Tuning, on PolNeAR train and LitBank train: above these percentages of paragraphs that are one quotation each, or that begin with one,
 * the text is dialogue and its speakers take turns. A quotation of fewer words than FOLLOWING_WORDS may be anybody's. */
enum { DIALOGUE_ALONE_PERCENT = 30, DIALOGUE_BEGIN_PERCENT = 45, FOLLOWING_WORDS = 4 };

typedef struct {
  const sayso_doc *doc;
  ss_arena *arena;
  bool dialogue; /* paragraphs of quotation without a tag take turns; else they go on with the speaker before */
  ss_scene_statement *statements, *parts;
  uint32_t statement_count, part_count;
  uint32_t *last_of;  /* statement -> its last part, SAYSO_NONE: the statement itself */
  uint32_t turn;      /* the latest turn of an interview or transcript, SAYSO_NONE: none */
  uint32_t *of_given; /* given index (1-based) -> statement, SAYSO_NONE: not seen yet */
  uint8_t *said;      /* [units]: of a story without marks, what sounds like speech is said */
} assembly;

static sayso_status allocate(assembly *a, sayso_error *err) {
  uint32_t total = 0;
  for (uint32_t u = 0; u < a->doc->readings.count; u++) total += ss_doc_reading(a->doc, u)->statement_count;
  a->statements = ss_arena_array(a->arena, total, sizeof *a->statements);
  a->parts = ss_arena_array(a->arena, total, sizeof *a->parts);
  a->last_of = ss_arena_array(a->arena, total, sizeof *a->last_of);
  a->of_given = ss_arena_array(a->arena, (size_t)a->doc->given.count + 1, sizeof *a->of_given);
  a->said = ss_arena_array(a->arena, a->doc->readings.count, sizeof *a->said);
  if (!a->statements || !a->parts || !a->last_of || !a->of_given || !a->said) return ss_fail_memory(err);
  memset(a->of_given, 0xFF, ((size_t)a->doc->given.count + 1) * sizeof *a->of_given);
  return SAYSO_OK;
}

static void add_part(assembly *a, uint32_t statement, uint32_t unit, uint32_t index) {
  uint32_t part = a->part_count++;
  a->parts[part] = (ss_scene_statement){unit, index, SAYSO_NONE};
  uint32_t last = a->last_of[statement];
  if (last == SAYSO_NONE) a->statements[statement].next = part;
  else a->parts[last].next = part;
  a->last_of[statement] = part;
}

/* Do the units touch, with no heading, list mark or scene break between them? */
static bool adjoins(const sayso_doc *doc, uint32_t before, uint32_t after) {
  uint32_t a = doc->units.items[before].block, b = doc->units.items[after].block;
  if (a == b) return true;
  const ss_block *x = &doc->layout.blocks.items[a], *y = &doc->layout.blocks.items[b];
  return b == a + 1 && !y->gap_before && x->kind == y->kind && x->kind != SS_BLOCK_HEADING;
}

static const ss_statement *part_of(const sayso_doc *doc, const ss_scene_statement *s) {
  return &ss_doc_reading(doc, s->unit)->statements[s->statement];
}

/* The unit is one quotation in marks and nothing else. */
static bool is_alone(const ss_reading *reading) {
  return reading->quotation_count && reading->quotations[0].opened && reading->quotations[0].range.first == 0 &&
         reading->quotations[0].range.end == reading->token_count;
}

static bool is_dialogue(const sayso_doc *doc) {
  size_t alone = 0, begin = 0, all = doc->readings.count;
  for (uint32_t u = 0; u < doc->readings.count; u++) {
    const ss_reading *reading = ss_doc_reading(doc, u);
    alone += is_alone(reading);
    begin += reading->quotation_count && reading->quotations[0].range.first == 0;
  }
  return alone * 100 > all * DIALOGUE_ALONE_PERCENT || begin * 100 > all * DIALOGUE_BEGIN_PERCENT;
}

/* The statement has a word in the unit's last sentence: what follows may go on with it. */
static bool is_last_said(const ss_reading *reading, const ss_statement *s) {
  uint32_t last = reading->token_count, begin = last ? last - 1 : 0;
  while (begin > 0 && !(reading->tokens[begin].flags & SS_TOKEN_SENTENCE)) begin--;
  const ss_ranges lists[2] = {s->cue, s->content};
  for (int k = 0; k < 2; k++)
    for (uint32_t i = lists[k].at; i < lists[k].at + lists[k].count; i++)
      if (reading->ranges[i].end > begin) return true;
  return false;
}

static bool ends_with_colon(const ss_reading *reading) {
  return reading->token_count && reading->tokens[reading->token_count - 1].shape == SS_SHAPE_COLON;
}

/* "I heard a voice." / "Whose else would it have been?": of two such paragraphs one asks, so two speak by turns. */
static bool exchanges(const assembly *a, uint32_t unit, const ss_statement *s) {
  if (unit + 1 >= a->doc->readings.count || !adjoins(a->doc, unit, unit + 1)) return false;
  const ss_reading *next = ss_doc_reading(a->doc, unit + 1);
  if (!is_alone(next) || next->statement_count == 0 || next->statements[0].source.count) return false;
  return s->asks || next->statements[0].asks;
}

/* News: a paragraph of quotation without a tag goes on with what was said right before: "…," Anna Bell said. / "And …" */
static bool follows_on(const assembly *a, const ss_scene_statement *last, uint32_t unit, const ss_statement *s) {
  const ss_reading *reading = ss_doc_reading(a->doc, unit);
  if (s->rule != SS_RULE_MARKS || s->source.count || !is_alone(reading)) return false;
  if (a->dialogue && !ends_with_colon(ss_doc_reading(a->doc, last->unit))) return false;
  if (reading->words < FOLLOWING_WORDS || part_of(a->doc, last)->act != SAYSO_ACT_SPEECH) return false;
  if (part_of(a->doc, last)->asks || exchanges(a, unit, s)) return false; /* what follows answers */
  return is_last_said(ss_doc_reading(a->doc, last->unit), part_of(a->doc, last));
}

/* The statement that the first one of `unit` goes on with: its quotation was left open just before. Or SAYSO_NONE. */
static uint32_t continued_by(const assembly *a, uint32_t unit, const ss_statement *s) {
  if (a->statement_count == 0 || !(s->reopened || s->open_start)) return SAYSO_NONE;
  uint32_t before = a->statement_count - 1;
  const ss_scene_statement *last = a->last_of[before] == SAYSO_NONE ? &a->statements[before] : &a->parts[a->last_of[before]];
  if (last->unit + 1 != unit || !adjoins(a->doc, last->unit, unit)) return SAYSO_NONE;
  bool tagged = part_of(a->doc, &a->statements[before])->source.count > 0;
  if (!part_of(a->doc, last)->open_end)
    return tagged && follows_on(a, last, unit, s) ? before : SAYSO_NONE;
  return tagged && s->source.count ? SAYSO_NONE : before;
}

/* The paragraph is a turn, or goes on with one: what the block says. */
static uint8_t turn_of(const assembly *a, uint32_t unit, const ss_statement *s) {
  return s->rule == SS_RULE_TURN ? ss_doc_turn(a->doc, unit) : SS_TURN_NONE;
}

/* The statement that an item of a list belongs to: "His main points:" waits for it. Or SAYSO_NONE.
 */
static uint32_t announced_by(const assembly *a, const ss_statement *s) {
  if (a->statement_count == 0 || s->source.count) return SAYSO_NONE;
  const ss_statement *before = part_of(a->doc, &a->statements[a->statement_count - 1]);
  return before->content.count == 0 ? a->statement_count - 1 : SAYSO_NONE;
}

static void add_statement(assembly *a, uint32_t unit, uint32_t index) {
  const ss_statement *s = &ss_doc_reading(a->doc, unit)->statements[index];
  if (s->rule == SS_RULE_BARE && !a->said[unit]) return;
  uint8_t turn = turn_of(a, unit, s);
  uint32_t whole = s->given ? a->of_given[s->given] : index == 0 ? continued_by(a, unit, s) : SAYSO_NONE;
  if (turn == SS_TURN_CONTINUED && !s->source.count) whole = a->turn;
  if (turn == SS_TURN_LISTED) whole = announced_by(a, s);
  if (whole != SAYSO_NONE) {
    add_part(a, whole, unit, index);
    return;
  }
  uint32_t made = a->statement_count++;
  a->statements[made] = (ss_scene_statement){unit, index, SAYSO_NONE};
  a->last_of[made] = SAYSO_NONE;
  if (turn) a->turn = made;
  if (s->given) a->of_given[s->given] = made;
}

/* A tag that waited for a quotation ("Anna Bell continued:") and got none is no statement. */
static void drop_empty(assembly *a) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < a->statement_count; i++) {
    const ss_statement *s = part_of(a->doc, &a->statements[i]);
    if (s->content.count || s->given || a->statements[i].next != SAYSO_NONE) a->statements[kept++] = a->statements[i];
  }
  a->statement_count = kept;
}

static sayso_status list_units(const sayso_doc *doc, ss_arena *arena, ss_scene *out, sayso_error *err) {
  ss_scene_unit *units = ss_arena_array(arena, doc->units.count, sizeof *units);
  if (!units) return ss_fail_memory(err);
  for (uint32_t i = 0; i < doc->units.count; i++) {
    const ss_unit *unit = &doc->units.items[i];
    units[i] = (ss_scene_unit){ss_doc_reading(doc, i), doc->layout.clean.items + unit->start, unit->start, unit->block};
  }
  out->units = units;
  out->unit_count = doc->units.count;
  return SAYSO_OK;
}

sayso_status ss_assemble(const sayso_doc *doc, ss_arena *arena, ss_scene *out, sayso_error *err) {
  sayso_status status = SAYSO_OK;
  assembly a = {.doc = doc, .arena = arena, .turn = SAYSO_NONE};
  memset(out, 0, sizeof *out);
  SS_TRY(list_units(doc, arena, out, err));
  SS_TRY(allocate(&a, err));
  a.dialogue = is_dialogue(doc);
  out->story = ss_story_find(doc, a.said);
  for (uint32_t u = 0; u < doc->readings.count; u++)
    for (uint32_t s = 0; s < ss_doc_reading(doc, u)->statement_count; s++) add_statement(&a, u, s);
  drop_empty(&a);
  out->layout = &doc->layout;
  out->statements = a.statements;
  out->statement_count = a.statement_count;
  out->parts = a.parts;
  out->part_count = a.part_count;
  out->listed = doc->listed.count ? &doc->listed : NULL;
cleanup:
  return status;
}
