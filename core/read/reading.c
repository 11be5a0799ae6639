/* In: the growing parts of a unit's reading. Out: one packed block. Promises that a packed reading holds no pointer outside it. */
#include "read/reading.h"

#include <string.h>

void ss_draft_init(ss_draft *draft, const sayso_allocator *hook) {
  memset(draft, 0, sizeof *draft);
  draft->hook = hook;
}

void ss_draft_clear(ss_draft *draft) {
  draft->tokens.count = draft->quotations.count = draft->names.count = draft->frames.count = 0;
  draft->statements.count = draft->mentions.count = draft->ranges.count = 0;
  draft->keys.count = draft->marks.count = draft->heads.count = 0;
  draft->dateline = draft->byline = (ss_range){0, 0};
  draft->english = draft->words = 0;
  draft->carry_out = 0;
  draft->bold_lead = false;
  draft->turn = 0;
}

void ss_draft_free(ss_draft *draft) {
  ss_vec_free(draft->hook, &draft->tokens);
  ss_vec_free(draft->hook, &draft->quotations);
  ss_vec_free(draft->hook, &draft->names);
  ss_vec_free(draft->hook, &draft->frames);
  ss_vec_free(draft->hook, &draft->statements);
  ss_vec_free(draft->hook, &draft->mentions);
  ss_vec_free(draft->hook, &draft->ranges);
  ss_vec_free(draft->hook, &draft->keys);
  ss_vec_free(draft->hook, &draft->heads);
  ss_vec_free(draft->hook, &draft->marks);
}

bool ss_draft_add_range(ss_draft *draft, ss_ranges *list, ss_range range) {
  if (list->count == 0) list->at = draft->ranges.count;
  if (!ss_vec_push(draft->hook, &draft->ranges, range)) return false;
  list->count++;
  return true;
}

/* Takes `size` bytes from the block, 8-aligned; copies there. */
static void *pack_part(char *block, size_t *used, const void *items, size_t size) {
  void *place = block + *used;
  if (size) memcpy(place, items, size);
  *used += (size + 7) / 8 * 8;
  return place;
}

static size_t room(size_t count, size_t item_size) { return (count * item_size + 7) / 8 * 8; }

static bool may_lead(const ss_tokens *tokens) {
  if (!tokens->count) return false;
  ss_token last = tokens->items[tokens->count - 1];
  return last.state == SS_MARK_OUTSIDE && last.shape != SS_SHAPE_STOP;
}

ss_reading *ss_reading_pack(const ss_draft *draft, uint32_t clean_size, size_t *size) {
  size_t total = room(1, sizeof(ss_reading)) + room(draft->tokens.count, sizeof(ss_token)) +
                 room(draft->quotations.count, sizeof(ss_quotation)) + room(draft->names.count, sizeof(ss_name)) +
                 room(draft->frames.count, sizeof(ss_frame)) + room(draft->statements.count, sizeof(ss_statement)) +
                 room(draft->mentions.count, sizeof(ss_mention)) + room(draft->ranges.count, sizeof(ss_range)) +
                 room(draft->keys.count, sizeof(uint64_t)) + room(draft->heads.count, sizeof(uint32_t)) + room(draft->marks.count, sizeof(uint8_t));
  char *block = ss_memory_resize(draft->hook, NULL, 0, total);
  if (!block) return NULL;
  ss_reading *r = (ss_reading *)(void *)block;
  memset(r, 0, sizeof *r);
  size_t used = room(1, sizeof *r);
#define PACK(part, counter)                                                                            \
  r->part = pack_part(block, &used, draft->part.items, draft->part.count * sizeof *draft->part.items); \
  r->counter = draft->part.count
  PACK(tokens, token_count);
  PACK(quotations, quotation_count);
  PACK(names, name_count);
  PACK(frames, frame_count);
  PACK(statements, statement_count);
  PACK(mentions, mention_count);
  PACK(ranges, range_count);
  PACK(keys, key_count);
  PACK(heads, head_count);
  PACK(marks, mark_count);
#undef PACK
  r->clean_size = clean_size;
  r->dateline = draft->dateline;
  r->byline = draft->byline;
  r->english = draft->english;
  r->words = draft->words;
  r->carry_out = draft->carry_out;
  r->leads = may_lead(&draft->tokens);
  *size = total;
  return r;
}
