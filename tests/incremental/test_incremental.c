/* Random edits on the texts of tests/data and tests/incremental/texts: after every step the document must answer as a fresh one over the same text does,
 * in every field but `handle`; undoing all steps must give the first answer, handles included.
 *
 *   test_incremental [--edits N] [--seed S] [--text FILE]...
 *
 * N edits without corrections and N with them. The seed is printed; a failure is shrunk to the smallest list of steps that still
 * fails, which is printed with the bytes it changed. Ends with `N passed, N failed, N skipped`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "script.h"
#include "snapshot.h"
#include "texts.h"

enum { SESSION_STEPS = 40, MOST_TEXTS = 64, MOST_CORRECTIONS = 12 };

/* Short texts in which an edit may turn text into code, or a comment, or a heading. */
static const char *const others[] = {"tests/incremental/texts/report.tex", "tests/incremental/texts/letter.eml",
                                     "tests/incremental/texts/notes.org", "tests/incremental/texts/page.rst",
                                     "tests/incremental/texts/bare.txt", NULL};

typedef struct {
  const sayso_model *model;
  const char *paths[MOST_TEXTS];
  char *texts[MOST_TEXTS];
  size_t sizes[MOST_TEXTS];
  sayso_format formats[MOST_TEXTS];
  uint32_t text_count;
} corpus;

/* An edit as it was made, with what it replaced. */
typedef struct {
  size_t start, end, size; /* as change has them */
  char *old;
  bool more; /* undone together with the one before it (STEP_MOVE) */
  sayso_correction *corrections; /* the list before STEP_CORRECT; NULL otherwise */
  uint32_t correction_count;
} undo_entry;

typedef struct {
  const corpus *texts;
  const script *script;
  bool loud;
  sayso_format format;
  sayso_doc *doc;
  undo_entry *undo;
  size_t undo_count, undo_cap;
  snapshot shown; /* of the result before the edits since the last update, shifted by them */
} session;

static void stop(const char *what, const sayso_error *err) {
  printf("test_incremental: %s: %s\n", what, err ? err->message : "");
  exit(3);
}

/* ---- documents --------------------------------------------------------------------------------------------------------- */

/* A fresh document over the present text and corrections. */
static bool same_as_fresh(session *s, const char *what) {
  sayso_error err = {.status = SAYSO_OK};
  sayso_options options = {.format = s->format};
  size_t size;
  const char *text = sayso_doc_text(s->doc, &size);
  uint32_t count;
  const sayso_correction *items = sayso_doc_corrections(s->doc, &count);
  sayso_doc *fresh = NULL;
  if (sayso_doc_open(&fresh, s->texts->model, text, size, &options, &err) != SAYSO_OK) stop("cannot open", &err);
  if (count && sayso_doc_correct(fresh, items, count, &err) != SAYSO_OK) stop("cannot correct", &err);
  if (sayso_doc_update(fresh, -1, SIZE_MAX, NULL, NULL, NULL, &err) != SAYSO_OK) stop("cannot read", &err);
  snapshot is, should;
  snapshot_take(s->doc, SNAPSHOT_ANSWER, &is);
  snapshot_take(fresh, SNAPSHOT_ANSWER, &should);
  bool same = snapshot_equal(&is, &should, what);
  snapshot_free(&is);
  snapshot_free(&should);
  sayso_doc_free(fresh);
  return same;
}

/* Offsets stay in the text and in order while an update is due. */
static bool sane(const sayso_doc *doc) {
  size_t size;
  uint32_t count;
  sayso_doc_text(doc, &size);
  const sayso_mention *mentions = sayso_doc_mentions(doc, &count);
  for (uint32_t i = 0; i < count; i++)
    if (mentions[i].span.start > mentions[i].span.end || mentions[i].span.end > size) {
      printf("# a mention lies at %u-%u between edit and update\n", mentions[i].span.start, mentions[i].span.end);
      return false;
    }
  return true;
}

static bool update(session *s, const step *one, const char *what) {
  sayso_error err = {.status = SAYSO_OK};
  bool done = false, first = true;
  const sayso_span *ranges = NULL;
  uint32_t count = 0;
  size_t size;
  snapshot now;
  sayso_doc_text(s->doc, &size);
  for (uint32_t i = 0; !done; i++) {
    bool sliced = one->updates == 2 && i < 1000;
    size_t focus = sliced ? (size_t)((uint64_t)one->place * (size + 1) >> 32) : SIZE_MAX;
    if (sayso_doc_update(s->doc, sliced ? 0 : -1, focus, &done, &ranges, &count, &err) != SAYSO_OK) stop("update", &err);
    first = first && !done;
  }
  snapshot_take(s->doc, SNAPSHOT_SHOWN, &now);
  bool good = snapshot_covered(&s->shown, &now, ranges, count, size);
  snapshot_free(&s->shown);
  s->shown = now;
  return good && same_as_fresh(s, what);
}

/* ---- edits ------------------------------------------------------------------------------------------------------------- */

static undo_entry *remember(session *s) {
  if (s->undo_count == s->undo_cap) {
    s->undo_cap = s->undo_cap ? s->undo_cap * 2 : 64;
    s->undo = realloc(s->undo, s->undo_cap * sizeof *s->undo);
    if (!s->undo) stop("out of memory", NULL);
  }
  undo_entry *entry = &s->undo[s->undo_count++];
  memset(entry, 0, sizeof *entry);
  return entry;
}

static void show_change(const change *c, const char *old, size_t old_size) {
  printf("#     %zu-%zu \"", c->start, c->end);
  for (size_t i = 0; i < old_size && i < 60; i++) printf((unsigned char)old[i] < 0x20 ? "\\x%02x" : "%c", (unsigned char)old[i]);
  printf("\" -> \"");
  for (size_t i = 0; i < c->size && i < 60; i++)
    printf((unsigned char)c->bytes[i] < 0x20 ? "\\x%02x" : "%c", (unsigned char)c->bytes[i]);
  printf("\"\n");
}

static void make_edit(session *s, const change *c, bool more) {
  sayso_error err = {.status = SAYSO_OK};
  size_t size, gone = c->end - c->start;
  const char *text = sayso_doc_text(s->doc, &size);
  undo_entry *entry = remember(s);
  entry->start = c->start;
  entry->end = c->end;
  entry->size = c->size;
  entry->more = more;
  entry->old = malloc(gone + 1);
  if (!entry->old) stop("out of memory", NULL);
  memcpy(entry->old, text + c->start, gone);
  if (s->loud) show_change(c, entry->old, gone);
  if (sayso_doc_edit(s->doc, c->start, c->end, c->bytes, c->size, &err) != SAYSO_OK) stop("edit", &err);
}

static void free_corrections(sayso_correction *items, uint32_t count);

static void undo_one(session *s) {
  sayso_error err = {.status = SAYSO_OK};
  bool more = true;
  while (more && s->undo_count > 0) {
    undo_entry *entry = &s->undo[--s->undo_count];
    more = entry->more;
    if (entry->corrections) {
      if (sayso_doc_correct(s->doc, entry->corrections, entry->correction_count, &err) != SAYSO_OK) stop("correct", &err);
      free_corrections(entry->corrections, entry->correction_count);
      continue;
    }
    if (s->loud) printf("#     undo of %zu-%zu\n", entry->start, entry->end);
    if (sayso_doc_edit(s->doc, entry->start, entry->start + entry->size, entry->old, entry->end - entry->start, &err) != SAYSO_OK)
      stop("undo", &err);
    free(entry->old);
  }
}

/* ---- corrections ------------------------------------------------------------------------------------------------------- */

static char *copy_word(const char *word) {
  if (!word) return NULL;
  char *copy = malloc(strlen(word) + 1);
  if (!copy) stop("out of memory", NULL);
  return strcpy(copy, word);
}

static sayso_span *copy_spans(const sayso_span *spans, uint32_t count) {
  sayso_span *copy = malloc((count + 1) * sizeof *copy);
  if (!copy) stop("out of memory", NULL);
  if (count) memcpy(copy, spans, count * sizeof *copy);
  return copy;
}

static sayso_anchor copy_anchor(sayso_anchor a) { return (sayso_anchor){copy_word(a.text), copy_word(a.before), copy_word(a.after)}; }

/* A list of its own: the present corrections with room for one more. */
static sayso_correction *copy_corrections(const sayso_doc *doc, uint32_t *count) {
  const sayso_correction *items = sayso_doc_corrections(doc, count);
  sayso_correction *copy = malloc((*count + 1) * sizeof *copy);
  if (!copy) stop("out of memory", NULL);
  for (uint32_t i = 0; i < *count; i++) {
    copy[i] = items[i];
    copy[i].anchor = copy_anchor(items[i].anchor);
    copy[i].content = copy_spans(items[i].content, items[i].content_count);
    copy[i].source = copy_spans(items[i].source, items[i].source_count);
    copy[i].cue = copy_spans(items[i].cue, items[i].cue_count);
    copy[i].value = copy_word(items[i].value);
    copy[i].kind = copy_word(items[i].kind);
    copy[i].act = copy_word(items[i].act);
    copy[i].action = copy_word(items[i].action);
    copy[i].id = copy_word(items[i].id);
    const char **names = malloc((items[i].actor_count + 1) * sizeof *names);
    if (!names) stop("out of memory", NULL);
    for (uint32_t k = 0; k < items[i].actor_count; k++) names[k] = copy_word(items[i].actors[k]);
    copy[i].actors = names;
  }
  return copy;
}

static void drop(const void *pointer) {
  union {
    const void *in;
    void *out;
  } plain = {pointer};
  free(plain.out);
}

static void free_corrections(sayso_correction *items, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    drop(items[i].anchor.text), drop(items[i].anchor.before), drop(items[i].anchor.after);
    drop(items[i].content), drop(items[i].source), drop(items[i].cue);
    drop(items[i].value), drop(items[i].kind), drop(items[i].act), drop(items[i].action), drop(items[i].id);
    for (uint32_t k = 0; k < items[i].actor_count; k++) drop(items[i].actors[k]);
    drop(items[i].actors);
  }
  free(items);
}

static sayso_span content_hull(const sayso_statement *s) {
  return (sayso_span){s->content[0].start, s->content[s->content_count - 1].end};
}

/* A correction of some statement or actor of the present result; false: there is none to correct. */
static bool invent(const sayso_doc *doc, dice *d, sayso_correction *out, const char **name, sayso_span *part) {
  static const char *const actions[] = {"merge", "split", "rename", "actor", "kind", "span", "add", "reject", "confirm"};
  static const char *const kinds[] = {"direct", "mixed", "indirect", "unmarked", "written"};
  static const char *const names[] = {"Nora Quill", "the council"};
  uint32_t actor_count, statement_count, mention_count;
  size_t size;
  const sayso_actor *actors = sayso_doc_actors(doc, &actor_count);
  const sayso_statement *statements = sayso_doc_statements(doc, &statement_count);
  const sayso_mention *mentions = sayso_doc_mentions(doc, &mention_count);
  const char *text = sayso_doc_text(doc, &size);
  uint32_t which = dice_roll(d, 9), pick = dice_roll(d, UINT32_MAX), other = dice_roll(d, UINT32_MAX);
  *out = (sayso_correction){.action = actions[which], .value = NULL};
  *name = actor_count && other % 4 ? actors[other % actor_count].name : names[other % 2];
  if (which < 3) {
    if (mention_count == 0) return false;
    out->span = mentions[pick % mention_count].span;
    if (which > 0 && other % 3) out->value = names[other % 2];
    if (which == 2 && !out->value) out->value = "The Renamed";
    out->actors = name;
    out->actor_count = which == 0;
  } else if (which == 6) {
    if (size < 60) return false;
    *part = (sayso_span){pick % (uint32_t)(size - 50), 0};
    while (part->start < size - 45 && ((unsigned char)text[part->start] & 0xC0) == 0x80) part->start++;
    part->end = part->start + 30;
    while (part->end < size && ((unsigned char)text[part->end] & 0xC0) == 0x80) part->end++;
    out->span = *part;
    out->actors = name;
    out->actor_count = 1;
  } else {
    if (statement_count == 0 || statements[pick % statement_count].content_count == 0) return false;
    out->span = content_hull(&statements[pick % statement_count]);
    out->actors = name;
    out->actor_count = which == 3;
    if (which == 4) out->kind = kinds[other % 5];
    if (which == 5) {
      *part = statements[pick % statement_count].content[0];
      out->content = part;
      out->content_count = 1;
    }
  }
  return out->span.end > out->span.start;
}

static void correct(session *s, dice *d, bool undoable) {
  sayso_error err = {.status = SAYSO_OK};
  uint32_t count;
  sayso_correction *items = copy_corrections(s->doc, &count), made;
  const char *name;
  sayso_span part;
  uint32_t now = count;
  if (count == MOST_CORRECTIONS || (count && dice_roll(d, 4) == 0)) now--;
  else if (invent(s->doc, d, &made, &name, &part)) items[now++] = made;
  if (sayso_doc_correct(s->doc, items, now, &err) != SAYSO_OK) stop("correct", &err);
  if (s->loud) printf("#     %u corrections\n", now);
  if (undoable) {
    undo_entry *entry = remember(s);
    entry->corrections = items;
    entry->correction_count = count;
  } else {
    free_corrections(items, count);
  }
}

/* ---- sessions ---------------------------------------------------------------------------------------------------------- */

static void open_session(session *s) {
  sayso_error err = {.status = SAYSO_OK};
  const script *x = s->script;
  const char *text = s->texts->texts[x->text];
  size_t size = s->texts->sizes[x->text], from = x->from, end = (size_t)x->from + x->size;
  s->format = s->texts->formats[x->text];
  while (from > 0 && from < size && text[from - 1] != '\n') from--;
  while (end < size && text[end] != '\n') end++;
  sayso_options options = {.format = s->format};
  if (sayso_doc_open(&s->doc, s->texts->model, text + from, (end < size ? end : size) - from, &options, &err) != SAYSO_OK)
    stop("cannot open", &err);
  if (sayso_doc_update(s->doc, -1, SIZE_MAX, NULL, NULL, NULL, &err) != SAYSO_OK) stop("cannot read", &err);
  dice d = {x->correction_seed};
  for (uint32_t i = 0; x->corrections && i < 4; i++) {
    correct(s, &d, false);
    if (sayso_doc_update(s->doc, -1, SIZE_MAX, NULL, NULL, NULL, &err) != SAYSO_OK) stop("cannot read", &err);
  }
  snapshot_take(s->doc, SNAPSHOT_SHOWN, &s->shown);
}

static void close_session(session *s) {
  while (s->undo_count > 0) {
    undo_entry *entry = &s->undo[--s->undo_count];
    free(entry->old);
    if (entry->corrections) free_corrections(entry->corrections, entry->correction_count);
  }
  free(s->undo);
  snapshot_free(&s->shown);
  sayso_doc_free(s->doc);
}

/* What stands shifted between edit and update is what the changed ranges are told against. */
static bool after_change(session *s, const step *one, const char *what) {
  snapshot_free(&s->shown);
  snapshot_take(s->doc, SNAPSHOT_SHOWN, &s->shown);
  return sane(s->doc) && (one->updates == 0 || update(s, one, what));
}

static bool run_step(session *s, const step *one) {
  size_t size;
  const char *text = sayso_doc_text(s->doc, &size);
  change c, put;
  if (s->loud) printf("#   %s%s\n", step_name(one->kind), one->updates == 2 ? ", updated in slices" : one->updates ? ", updated" : "");
  if (one->kind == STEP_UNDO) {
    undo_one(s);
  } else if (one->kind == STEP_CORRECT) {
    dice d = {one->choice};
    if (!s->script->corrections) return true;
    if (!update(s, &(step){.updates = 1}, "before a correction")) return false; /* what is corrected is what is shown */
    correct(s, &d, true);
  } else if (step_change(one, text, size, &c)) {
    if (one->kind == STEP_MOVE) {
      size_t gone = c.end - c.start < sizeof put.bytes ? c.end - c.start : sizeof put.bytes;
      char moved[sizeof put.bytes];
      memcpy(moved, text + c.start, gone);
      make_edit(s, &c, false);
      text = sayso_doc_text(s->doc, &size);
      step_put(one, text, size, moved, gone, &put);
      make_edit(s, &put, true);
    } else {
      make_edit(s, &c, false);
    }
  }
  return after_change(s, one, step_name(one->kind));
}

static bool undo_all(session *s, const snapshot *first) {
  for (uint32_t i = 0; s->undo_count > 0; i++) {
    undo_one(s);
    step one = {.updates = i % 3 == 0};
    if (!after_change(s, &one, "undoing")) return false;
  }
  if (!update(s, &(step){.updates = 1}, "after undoing all")) return false;
  snapshot last;
  snapshot_take(s->doc, SNAPSHOT_HANDLES, &last);
  bool same = snapshot_equal(&last, first, "undoing all, against the first answer");
  snapshot_free(&last);
  return same;
}

static bool run_script(const corpus *texts, const script *x, bool loud) {
  session s = {.texts = texts, .script = x, .loud = loud};
  snapshot first;
  open_session(&s);
  snapshot_take(s.doc, SNAPSHOT_HANDLES, &first);
  bool good = same_as_fresh(&s, "opening");
  for (uint32_t i = 0; good && i < x->step_count; i++) good = run_step(&s, &x->steps[i]);
  if (good) good = update(&s, &(step){.updates = 1}, "the end");
  if (good) good = undo_all(&s, &first);
  snapshot_free(&first);
  close_session(&s);
  return good;
}

/* ---- making and shrinking ------------------------------------------------------------------------------------------------ */

static void make_script(const corpus *texts, dice *d, bool corrections, step *steps, uint32_t step_count, script *out) {
  *out = (script){.text = dice_roll(d, texts->text_count), .corrections = corrections, .steps = steps, .step_count = step_count};
  uint32_t size = (uint32_t)texts->sizes[out->text];
  bool whole = dice_roll(d, 5) == 0 && size < 20000;
  out->size = whole ? size : 400 + dice_roll(d, 2600);
  out->from = whole || size <= out->size ? 0 : dice_roll(d, size - out->size);
  out->correction_seed = dice_roll(d, UINT32_MAX);
  for (uint32_t i = 0; i < step_count; i++) {
    steps[i] = (step){(uint8_t)dice_roll(d, STEP_KINDS), 0, dice_roll(d, UINT32_MAX), dice_roll(d, UINT32_MAX),
                      dice_roll(d, UINT32_MAX)};
    uint32_t r = dice_roll(d, 8);
    steps[i].updates = r == 0 ? 0 : r == 1 ? 2 : 1;
    if (i && dice_roll(d, 3)) /* most edits are near the one before */
      steps[i].place = steps[i - 1].place + dice_roll(d, UINT32_MAX / 32) - UINT32_MAX / 64;
  }
}

static script without(const script *x, uint32_t first, uint32_t count, step *steps) {
  script less = *x;
  less.steps = steps;
  less.step_count = 0;
  for (uint32_t i = 0; i < x->step_count; i++)
    if (i < first || i >= first + count) steps[less.step_count++] = x->steps[i];
  return less;
}

/* Takes steps out, half of them at first, one at last, as long as the rest still fails. */
static void shrink(const corpus *texts, script *x) {
  static step less_steps[SESSION_STEPS];
  printf("# shrinking %u steps\n", x->step_count);
  for (uint32_t piece = x->step_count / 2; piece > 0; piece = piece == 1 ? 0 : piece / 2)
    for (uint32_t at = 0; at < x->step_count;) {
      script less = without(x, at, piece, less_steps);
      printf("# try\n");
      if (run_script(texts, &less, false)) {
        at += piece;
      } else {
        memcpy(x->steps, less.steps, less.step_count * sizeof *less.steps);
        x->step_count = less.step_count;
      }
    }
  printf("# the smallest list of steps that fails: %s bytes %u+%u%s\n", texts->paths[x->text], x->from, x->size,
         x->corrections ? ", with corrections" : "");
  run_script(texts, x, true);
}

static void load_texts(corpus *texts) {
  for (uint32_t i = 0; i < texts->text_count; i++) {
    texts->texts[i] = ss_test_read_file(texts->paths[i], &texts->sizes[i]);
    texts->formats[i] = SAYSO_FORMAT_PLAIN;
    sayso_format_by_path(texts->paths[i], &texts->formats[i]);
  }
}

int main(int argc, char **argv) {
  corpus texts = {.text_count = 0};
  uint32_t edits = 2000, passed = 0, failed = 0;
  dice d = {20261123};
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--edits") && i + 1 < argc) edits = (uint32_t)strtoul(argv[++i], NULL, 10);
    else if (!strcmp(argv[i], "--seed") && i + 1 < argc) d.state = strtoull(argv[++i], NULL, 10);
    else if (!strcmp(argv[i], "--random")) d.state = (uint64_t)time(NULL);
    else if (!strcmp(argv[i], "--text") && i + 1 < argc && texts.text_count < MOST_TEXTS) texts.paths[texts.text_count++] = argv[++i];
    else return fprintf(stderr, "usage: %s [--edits N] [--seed S | --random] [--text FILE]...\n", argv[0]), 2;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("# seed %llu\n", (unsigned long long)d.state);
  sayso_model *model = ss_test_model(NULL);
  texts.model = model;
  if (texts.text_count == 0) {
    for (uint32_t i = 0; ss_test_texts[i]; i++) texts.paths[texts.text_count++] = ss_test_texts[i];
    for (uint32_t i = 0; others[i]; i++) texts.paths[texts.text_count++] = others[i];
  }
  load_texts(&texts);
  for (int corrections = 0; corrections < 2 && failed == 0; corrections++)
    for (uint32_t made = 0; made < edits && failed == 0; made += SESSION_STEPS) {
      step steps[SESSION_STEPS];
      script x;
      make_script(&texts, &d, corrections, steps, SESSION_STEPS, &x);
      bool good = run_script(&texts, &x, false);
      passed += good;
      failed += !good;
      if (!good) shrink(&texts, &x);
      if (made % 10000 == 0 && made) printf("# %u edits%s\n", made, corrections ? " with corrections" : "");
    }
  for (uint32_t i = 0; i < texts.text_count; i++) free(texts.texts[i]);
  sayso_model_free(model);
  printf("%u passed, %u failed, 0 skipped\n", passed, failed);
  return failed > 0;
}
