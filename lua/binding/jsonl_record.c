/* In: a line of JSON with "id", "text" and perhaps "attributions". Out: the line with actors, attributions, entities and
 * mentions, its keys in the order of the contract. Promises an answer for every line, in linear time, and no state between lines. */
#include "jsonl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const ss_jsonl_settings *settings;
  const json_t *input; /* the parsed line */
  const char *text;    /* borrowed from input */
  size_t size;
  void *memory; /* of the map */
  ss_offsets map;
  sayso_given *given;
  sayso_span *given_spans;
  sayso_doc *doc;
  sayso_error err;
} record;

/* ---- offsets ---- */

static json_t *offset_json(const record *r, size_t byte) {
  return json_integer((json_int_t)(r->settings->bytes ? byte : ss_offsets_point(&r->map, byte)));
}

static json_t *span_json(const record *r, sayso_span span) {
  json_t *pair = json_array();
  if (json_array_append_new(pair, offset_json(r, span.start)) != 0 ||
      json_array_append_new(pair, offset_json(r, span.end)) != 0) {
    json_decref(pair);
    return NULL;
  }
  return pair;
}

static json_t *spans_json(const record *r, const sayso_span *spans, uint32_t count) {
  json_t *list = json_array();
  for (uint32_t i = 0; i < count; i++) {
    if (json_array_append_new(list, span_json(r, spans[i])) == 0) continue;
    json_decref(list);
    return NULL;
  }
  return list;
}

/* ---- what was found ---- */

static json_t *text_json(const char *text) { return ss_json_text(text, strlen(text)); }

static json_t *texts_json(const char *const *texts, uint32_t count) {
  json_t *list = json_array();
  for (uint32_t i = 0; i < count; i++) {
    if (json_array_append_new(list, text_json(texts[i])) == 0) continue;
    json_decref(list);
    return NULL;
  }
  return list;
}

/* The score as it is written. */
static double round_score(float score) {
  double value = score > 0 ? (double)score : 0; /* NaN too */
  return floor(value * 1000 + 0.5) / 1000;
}

static json_t *actor_id_json(const record *r, uint32_t index) {
  uint32_t count;
  const sayso_actor *actors = sayso_doc_actors(r->doc, &count);
  return index < count ? text_json(actors[index].id) : json_null();
}

static json_t *actor_json(const record *r, uint32_t index) {
  const sayso_actor *actor = ss_actor_at(r->doc, index);
  json_t *object = json_object();
  bool good = ss_json_put(object, "id", text_json(actor->id)) && ss_json_put(object, "name", text_json(actor->name)) &&
              ss_json_put(object, "kind", text_json(sayso_actor_kind_name(actor->kind))) &&
              ss_json_put(object, "gender", text_json(sayso_gender_name(actor->gender))) &&
              ss_json_put(object, "aliases", texts_json(actor->aliases, actor->alias_count)) &&
              ss_json_put(object, "roles", texts_json(actor->roles, actor->role_count)) &&
              (actor->parent == SAYSO_NONE || ss_json_put(object, "parent", actor_id_json(r, actor->parent)));
  if (good) return object;
  json_decref(object);
  return NULL;
}

static json_t *speakers_json(const record *r, const sayso_statement *statement) {
  json_t *list = json_array();
  for (uint32_t i = 0; i < statement->actor_count; i++) {
    if (json_array_append_new(list, actor_id_json(r, statement->actors[i])) == 0) continue;
    json_decref(list);
    return NULL;
  }
  return list;
}

static json_t *statement_json(const record *r, uint32_t index) {
  const sayso_statement *s = ss_statement_at(r->doc, index);
  json_t *object = json_object();
  bool good = ss_json_put(object, "source", spans_json(r, s->source, s->source_count)) &&
              ss_json_put(object, "cue", spans_json(r, s->cue, s->cue_count)) &&
              ss_json_put(object, "content", spans_json(r, s->content, s->content_count)) &&
              ss_json_put(object, "kind", text_json(sayso_statement_kind_name(s->kind))) &&
              ss_json_put(object, "act", text_json(sayso_act_name(s->act))) &&
              ss_json_put(object, "actor", speakers_json(r, s)) && ss_json_put(object, "score", json_real(round_score(s->score))) &&
              ss_json_put(object, "rule", text_json(s->rule ? s->rule : ""));
  if (good) return object;
  json_decref(object);
  return NULL;
}

static json_t *entity_json(const record *r, uint32_t index) {
  const sayso_entity *entity = ss_entity_at(r->doc, index);
  json_t *object = json_object();
  bool good = ss_json_put(object, "span", span_json(r, entity->span)) &&
              ss_json_put(object, "type", text_json(sayso_name_type_name(entity->type))) &&
              ss_json_put(object, "actor", actor_id_json(r, entity->actor));
  if (good) return object;
  json_decref(object);
  return NULL;
}

static json_t *mention_json(const record *r, uint32_t index) {
  const sayso_mention *mention = ss_mention_at(r->doc, index);
  json_t *object = json_object();
  bool good = ss_json_put(object, "span", span_json(r, mention->span)) &&
              ss_json_put(object, "form", text_json(sayso_form_name(mention->form))) &&
              ss_json_put(object, "actor", actor_id_json(r, mention->actor));
  if (good) return object;
  json_decref(object);
  return NULL;
}

static json_t *list_json(const record *r, uint32_t count, json_t *(*item)(const record *r, uint32_t index)) {
  json_t *list = json_array();
  for (uint32_t i = 0; i < count; i++) {
    if (json_array_append_new(list, item(r, i)) == 0) continue;
    json_decref(list);
    return NULL;
  }
  return list;
}

static json_t *statements_json(const record *r, uint32_t count) {
  json_t *list = json_array();
  for (uint32_t i = 0; i < count; i++) {
    if (round_score(ss_statement_at(r->doc, i)->score) < r->settings->min_score) continue;
    if (json_array_append_new(list, statement_json(r, i)) == 0) continue;
    json_decref(list);
    return NULL;
  }
  return list;
}

/* The id as it came; null where there is none. */
static json_t *id_json(const json_t *input) {
  json_t *id = json_is_object(input) ? json_object_get(input, "id") : NULL;
  return id ? json_incref(id) : json_null();
}

/* "language" says why a text that is not English has no statements. */
static json_t *answer_json(const record *r) {
  static const char *const languages[] = {"unknown", "english", "other"};
  uint32_t actors, statements, entities, mentions;
  sayso_doc_actors(r->doc, &actors);
  sayso_doc_statements(r->doc, &statements);
  sayso_doc_entities(r->doc, &entities);
  sayso_doc_mentions(r->doc, &mentions);
  json_t *object = json_object();
  bool good = ss_json_put(object, "id", id_json(r->input)) &&
              ss_json_put(object, "actors", list_json(r, actors, actor_json)) &&
              ss_json_put(object, "attributions", statements_json(r, statements)) &&
              ss_json_put(object, "entities", list_json(r, entities, entity_json)) &&
              ss_json_put(object, "mentions", list_json(r, mentions, mention_json)) &&
              ss_json_put(object, "language", text_json(languages[sayso_doc_language(r->doc)]));
  if (good) return object;
  json_decref(object);
  return NULL;
}

/* ---- given statements ---- */

static sayso_status bad_line(record *r, const char *message) {
  r->err.status = SAYSO_BAD_ARGUMENT;
  snprintf(r->err.message, sizeof r->err.message, "%s", message);
  return r->err.status;
}

static size_t list_length(const json_t *item, const char *key) { return json_array_size(json_object_get(item, key)); }

/* The byte of a JSON offset; SIZE_MAX when it is no place in the text. */
static size_t given_byte(const record *r, const json_t *value) {
  if (!json_is_integer(value) || json_integer_value(value) < 0) return SIZE_MAX;
  json_int_t offset = json_integer_value(value);
  if (offset > (json_int_t)r->size) return SIZE_MAX;
  return r->settings->bytes ? (size_t)offset : ss_offsets_byte(&r->map, (size_t)offset);
}

static int compare_spans(const void *a, const void *b) {
  const sayso_span *left = a, *right = b;
  return (left->start > right->start) - (left->start < right->start);
}

/* Copies list `key` of an item to `out`, sorted, without empty spans; false when it holds something else. A list that is
 * missing or null is empty. */
static bool read_spans(const record *r, const json_t *item, const char *key, sayso_span *out, uint32_t *count) {
  const json_t *list = json_object_get(item, key);
  *count = 0;
  if (!list || json_is_null(list)) return true;
  if (!json_is_array(list)) return false;
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *pair = json_array_get(list, i);
    size_t start = given_byte(r, json_array_get(pair, 0)), end = given_byte(r, json_array_get(pair, 1));
    if (start == SIZE_MAX || end == SIZE_MAX || start > end) return false;
    if (start < end) out[(*count)++] = (sayso_span){(uint32_t)start, (uint32_t)end};
  }
  if (*count) qsort(out, *count, sizeof *out, compare_spans);
  return true;
}

/* With --given=content sources and cues are not looked at. */
static bool read_given_item(record *r, const json_t *item, sayso_given *out, sayso_span **free_spans) {
  bool whole = r->settings->given == SAYSO_GIVEN_ATTRIBUTIONS;
  *out = (sayso_given){NULL, NULL, NULL, 0, 0, 0};
  if (!json_is_object(item)) return false;
  out->source = *free_spans;
  if (whole && !read_spans(r, item, "source", *free_spans, &out->source_count)) return false;
  out->cue = *free_spans += out->source_count;
  if (whole && !read_spans(r, item, "cue", *free_spans, &out->cue_count)) return false;
  out->content = *free_spans += out->cue_count;
  if (!read_spans(r, item, "content", *free_spans, &out->content_count)) return false;
  *free_spans += out->content_count;
  return true;
}

static sayso_status read_given(record *r, uint32_t *count) {
  const json_t *items = json_object_get(r->input, "attributions");
  size_t length = json_array_size(items), total = 0;
  if (items && !json_is_array(items) && !json_is_null(items)) return bad_line(r, "attributions are no list");
  for (size_t i = 0; i < length; i++) {
    const json_t *item = json_array_get(items, i);
    total += list_length(item, "source") + list_length(item, "cue") + list_length(item, "content");
  }
  r->given = malloc((length + 1) * sizeof *r->given);
  r->given_spans = malloc((total + 1) * sizeof *r->given_spans);
  if (!r->given || !r->given_spans) return r->err.status = SAYSO_NO_MEMORY;
  sayso_span *free_spans = r->given_spans;
  for (size_t i = 0; i < length; i++)
    if (!read_given_item(r, json_array_get(items, i), r->given + i, &free_spans))
      return bad_line(r, "attributions hold a span that is no [start, end] inside the text");
  *count = (uint32_t)length;
  return SAYSO_OK;
}

/* ---- one line ---- */

static sayso_status make_map(record *r) {
  r->memory = malloc(ss_offsets_need(r->size));
  if (!r->memory) return r->err.status = SAYSO_NO_MEMORY;
  ss_offsets_fill(&r->map, r->memory, r->text, r->size);
  return SAYSO_OK;
}

static sayso_status read_document(record *r) {
  const json_t *text = json_object_get(r->input, "text");
  if (!json_is_object(r->input)) return bad_line(r, "the line is no JSON object");
  if (!json_is_string(text)) return bad_line(r, text ? "text is no string" : "the line has no text");
  sayso_options options = {.format = r->settings->format,
                           .actors = r->settings->actors,
                           .actors_size = r->settings->actors_size,
                           .given = r->settings->given};
  r->text = json_string_value(text);
  r->size = json_string_length(text);
  if (r->size > SAYSO_MAX_TEXT) return bad_line(r, "the text is too large");
  if (make_map(r) != SAYSO_OK) return r->err.status;
  if (options.given != SAYSO_GIVEN_NOTHING && read_given(r, &options.given_count) != SAYSO_OK) return r->err.status;
  options.given_items = r->given;
  if (sayso_doc_open(&r->doc, r->settings->model, r->text, r->size, &options, &r->err) != SAYSO_OK)
    return r->err.status;
  return sayso_doc_update(r->doc, -1, SIZE_MAX, NULL, NULL, NULL, &r->err);
}

static json_t *error_json(const json_t *input, const char *message, size_t number) {
  json_t *object = json_object();
  bool known = json_is_object(input) && json_object_get(input, "id");
  if (ss_json_put(object, "error", text_json(message)) &&
      ss_json_put(object, "line", json_integer((json_int_t)number)) &&
      (!known || ss_json_put(object, "id", id_json(input))))
    return object;
  json_decref(object);
  return NULL;
}

static int append(const char *bytes, size_t size, void *out) {
  ss_text_add(out, bytes, size);
  return ((ss_text *)out)->failed ? -1 : 0;
}

/* Takes `value`. Where even the error does not fit into memory, a fixed line stands for it. */
static void write_line(json_t *value, size_t number, ss_text *out) {
  size_t before = out->size;
  if (!value || json_dump_callback(value, append, out, SS_JSON_FLAGS) != 0) {
    out->size = before;
    out->failed = false;
    ss_text_format(out, "{\"error\":\"there is not enough memory\",\"line\":%zu}", number);
  }
  ss_text_add(out, "\n", 1);
  json_decref(value);
}

static void free_record(record *r) {
  sayso_doc_free(r->doc);
  free(r->given_spans);
  free(r->given);
  free(r->memory);
}

bool ss_record_answer(const ss_jsonl_settings *settings, const char *line, size_t size, size_t number, ss_text *out) {
  json_error_t problem;
  json_t *input = json_loadb(line, size, JSON_ALLOW_NUL, &problem);
  record r = {.settings = settings, .input = input};
  json_t *answer = NULL;
  if (!input)
    bad_line(&r, problem.text);
  else if (read_document(&r) == SAYSO_OK && !(answer = answer_json(&r)))
    r.err.status = SAYSO_NO_MEMORY;
  bool good = answer != NULL;
  if (r.err.status == SAYSO_NO_MEMORY && !r.err.message[0]) bad_line(&r, "there is not enough memory");
  write_line(good ? answer : error_json(input, r.err.message, number), number, out);
  free_record(&r);
  json_decref(input);
  return good;
}
