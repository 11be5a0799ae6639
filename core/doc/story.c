/* In: the readings of all units. Out: is the document a story without its quotation marks, or with dashes for them, and which of its paragraphs
 * without a tag are said: those that sound like speech (read/bare) and stand near one that is. Promises one look at each unit, forwards and back. */
#include "doc/document.h"

/* Tuning, on every second of the visible novels without their marks, and so that news which lost its marks is no story: few of its tags stand in
 * a paragraph of SHORT_WORDS. NEAR: how far from speech a paragraph may stand. */
enum { LEAST = 4, LEAST_SAID = 3, SHORT_WORDS = 20, SHORT_PERCENT = 28, SPEECH_PERCENT = 35, MARKED_SHARE = 4, NARRATOR_SHARE = 10, NEAR = 2 };

/* What a unit is to the story's speech; DOUBTFUL: a tale that "I" tells has such paragraphs too. */
typedef enum { NOT_SAID, DOUBTFUL, MAYBE_SAID, SAID, TAGGED } part;

typedef struct {
  uint32_t tagged, brief; /* paragraphs with a tag; the short ones among them */
  uint32_t dashed;        /* set off by a dash, without a tag */
  uint32_t marked;        /* with quotation marks */
  uint32_t narrator;      /* "…, I said" */
} tally;

static bool is_narrators(const ss_reading *reading, const ss_statement *s) {
  if (s->kind != SAYSO_KIND_UNMARKED || !s->heads.count) return false;
  const ss_mention *m = &reading->mentions[reading->heads[s->heads.at]];
  return m->form == SAYSO_FORM_PRONOUN && m->person == SS_PERSON_FIRST;
}

static part part_of(const ss_reading *reading) {
  for (uint32_t i = 0; i < reading->statement_count; i++) {
    const ss_statement *s = &reading->statements[i];
    if (s->rule == SS_RULE_TURN) return s->source.count ? TAGGED : SAID; /* set off by a dash */
    if (s->rule == SS_RULE_BARE) return s->score < SS_BARE_SPOKEN ? DOUBTFUL : MAYBE_SAID;
    if (s->kind == SAYSO_KIND_UNMARKED && s->source.count && s->act == SAYSO_ACT_SPEECH) return TAGGED;
  }
  return NOT_SAID;
}

/* Fills parts[units]. Turns of an interview or a transcript are none of a story's. */
static tally count_parts(const sayso_doc *doc, uint8_t *parts) {
  tally n = {0, 0, 0, 0, 0};
  for (uint32_t u = 0; u < doc->readings.count; u++) {
    const ss_reading *reading = ss_doc_reading(doc, u);
    bool told_by_me = false;
    for (uint32_t i = 0; i < reading->statement_count; i++) told_by_me |= is_narrators(reading, &reading->statements[i]);
    parts[u] = ss_doc_turn(doc, u) ? NOT_SAID : (uint8_t)part_of(reading);
    n.narrator += told_by_me;
    n.dashed += parts[u] == SAID;
    n.tagged += parts[u] == TAGGED;
    n.brief += parts[u] == TAGGED && reading->words <= SHORT_WORDS;
    n.marked += reading->quotation_count > 0;
  }
  return n;
}

static bool is_near(const uint8_t *parts, uint32_t count, uint32_t unit, int step) {
  for (uint32_t k = 1; k <= NEAR; k++) {
    if (step < 0 ? unit < k : unit + k >= count) return false;
    if (parts[step < 0 ? unit - k : unit + k] >= SAID) return true;
  }
  return false;
}

/* What sounds like speech is said near what is said: forwards, then back. How many are. */
static uint32_t spread(uint8_t *parts, uint32_t count) {
  uint32_t said = 0;
  for (int step = -1; step <= 1; step += 2)
    for (uint32_t i = 0; i < count; i++) {
      uint32_t u = step < 0 ? i : count - 1 - i;
      if (parts[u] != MAYBE_SAID || !is_near(parts, count, u, step)) continue;
      parts[u] = SAID;
      said++;
    }
  return said;
}

bool ss_story_find(const sayso_doc *doc, uint8_t *said) {
  const uint32_t count = (uint32_t)doc->readings.count;
  tally n = count_parts(doc, said);
  uint32_t known = n.tagged + n.dashed, found = 0;
  bool told_by_me = n.narrator * NARRATOR_SHARE > n.tagged;
  for (uint32_t u = 0; u < count && !told_by_me; u++)
    if (said[u] == DOUBTFUL) said[u] = MAYBE_SAID;
  if (known >= LEAST && n.brief * 100 >= n.tagged * SHORT_PERCENT && n.marked * MARKED_SHARE <= known) found = spread(said, count);
  bool story = found + n.dashed >= LEAST_SAID && (found + known) * 100 >= count * SPEECH_PERCENT;
  for (uint32_t u = 0; u < count; u++) said[u] = story && said[u] == SAID;
  return story;
}
