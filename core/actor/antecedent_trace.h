/* What antecedent.c writes to standard error for core/train/antecedents.py, one item a line:
 *   D                          a document begins
 *   Q start end                a pronoun, source bytes
 *   Z cells                    "none of them"
 *   M figure start end cells   a mention of a candidate; a cell is its number, or number:times
 *   F figure cells             a candidate itself
 *   C figure                   the choice, -1: none
 *   N start end figure         after its pronouns: each node of the document
 * Included there alone, and only when compiled for training. */
#include <stdio.h>

static uint32_t trace_cells[64], trace_count;
static float trace_times[64];

static float weight_times(uint32_t cell, float times) {
  trace_cells[trace_count % 64] = cell;
  trace_times[trace_count++ % 64] = times;
  return ss_antecedent_weights[cell] * times;
}
static float weight(uint32_t cell) { return weight_times(cell, 1); }
#define TRACE(call) call

static void trace_flush(void) {
  for (uint32_t i = 0; i < trace_count; i++)
    if (trace_times[i] == 1)
      fprintf(stderr, " %u", trace_cells[i]);
    else
      fprintf(stderr, " %u:%g", trace_cells[i], (double)trace_times[i]);
  fputc('\n', stderr);
  trace_count = 0;
}

static void trace_span(const ss_resolver *r, uint32_t node) {
  const ss_mention *m = ss_node_mention(r, node);
  const ss_token *tokens = ss_node_reading(r, node)->tokens;
  uint32_t at = r->scene->units[r->nodes[node].unit].start;
  fprintf(stderr, " %u %u",
          ss_layout_source_start(r->scene->layout, at + tokens[m->range.first].start),
          ss_layout_source_end(r->scene->layout, at + tokens[m->range.end - 1].end));
}

static void trace_question(const ss_resolver *r, uint32_t node) {
  fputc('Q', stderr);
  trace_span(r, node);
  trace_flush();
}
static void trace_none(void) {
  fputc('Z', stderr);
  trace_flush();
}
static void trace_mention(const ss_resolver *r, uint32_t node, uint32_t figure) {
  fprintf(stderr, "M %u", figure);
  trace_span(r, node);
  trace_flush();
}
static void trace_figure(uint32_t figure) {
  fprintf(stderr, "F %u", figure);
  trace_flush();
}
static void trace_choice(uint32_t figure) { fprintf(stderr, "C %d\n", (int)figure); }

void ss_antecedent_trace_begin(void) { fputs("D\n", stderr); }
void ss_antecedent_trace_end(const ss_resolver *r) {
  for (uint32_t node = 0; node < r->node_count; node++) {
    fputc('N', stderr);
    trace_span(r, node);
    fprintf(stderr, " %d\n", (int)r->nodes[node].actor);
  }
}
