/* In: the blocks of a document. Out: block.turn: which paragraphs are turns of a transcript or an
 * interview, and which items of a list somebody says. Looks at the bytes alone: leads ("MS. BELL:")
 * that come again, paragraphs all in bold or with a question between others that answer, "His main
 * points:" before a list. Promises linear time and no memory. */
#include <string.h>

#include "text/block.h"
#include "text/lexicon.h"
#include "text/unicode.h"

/* Longest lead of a turn, in bytes; leads that are told apart. */
enum { LEAD_BYTES = 72, LEADS = 32 };
/* Fewest turns of a transcript, and their share of the blocks from its first to its last. */
enum { LEAST_NAMED = 4, NAMED_PERCENT = 30 };
/* Fewest questions of an interview, in bold or italics and without; the share of blocks that are. */
enum { LEAST_MARKED = 2, LEAST_PLAIN = 3, PLAIN_PERCENT = 20 };
/* How many questions say "you", and how many answers "I", in percent; marked, both in the mean. */
enum { MARKED_SHARE = 30, PLAIN_SHARE = 60 };
/* A tale, not an interview: so many times its paragraphs with tags are as many as its questions. */
enum { TALE_SHARE = 3, BEFORE = 3 }; /* … from the third paragraph before the first question on */
/* Words of a block that are looked at for either. */
enum { LOOK_BYTES = 600, WORD_BYTES = 12 };

typedef struct {
  const char *bytes;
  uint32_t size;
} text;

static text text_of(const ss_layout *layout, uint32_t block) {
  const ss_block *b = &layout->blocks.items[block];
  return (text){layout->clean.items + b->start, b->end - b->start};
}

static bool is_paragraph(const ss_layout *layout, uint32_t block) {
  return layout->blocks.items[block].kind == SS_BLOCK_PARAGRAPH;
}

/* "(The witness hands over a book.)" */
static bool is_direction(text t) {
  char last = t.size ? t.bytes[t.size - 1] : 0;
  return last && ((t.bytes[0] == '(' && last == ')') || (t.bytes[0] == '[' && last == ']'));
}

/* ---- transcripts ---- */

typedef struct {
  uint32_t keys[LEADS], times[LEADS], count;
  uint32_t first, end; /* blocks from the first to the last lead that comes again */
  uint32_t named;      /* turns with such a lead */
} leads;

static bool opens_word(char c) {
  return (c >= 'A' && c <= 'Z') || c == '(' || ((unsigned char)c & 0x80);
}

/* Bytes before the colon of "MS. BELL:", "Anna Bell:", or 1 for "Q."; 0: no lead. */
static uint32_t lead_size(text t) {
  bool minuted = t.size > 3 && (t.bytes[0] == 'Q' || t.bytes[0] == 'A');
  if (minuted && t.bytes[1] == '.' && t.bytes[2] == ' ') return 1;
  bool bracket = false; /* "MRS. BELL (Minister of Finance):" */
  for (uint32_t i = 0; i + 2 < t.size && i < LEAD_BYTES; i++) {
    if (t.bytes[i] == ':') return i && t.bytes[i + 1] == ' ' ? i : 0;
    bool first = i == 0 || t.bytes[i - 1] == ' ';
    if (first && !bracket && !opens_word(t.bytes[i])) return 0;
    bracket = t.bytes[i] == '(' || (bracket && t.bytes[i] != ')');
  }
  return 0;
}

static uint32_t key_of(text t, uint32_t size) {
  uint32_t key = 2166136261u;
  for (uint32_t i = 0; i < size; i++) key = (key ^ (unsigned char)t.bytes[i]) * 16777619u;
  return key;
}

static uint32_t lead_index(const leads *l, uint32_t key) {
  uint32_t i = 0;
  while (i < l->count && l->keys[i] != key) i++;
  return i;
}

static void count_lead(leads *l, uint32_t key) {
  uint32_t i = lead_index(l, key);
  if (i == LEADS) return;
  if (i == l->count) {
    l->keys[i] = key;
    l->times[i] = 0;
    l->count++;
  }
  l->times[i]++;
}

static bool comes_again(const leads *l, uint32_t key) {
  uint32_t i = lead_index(l, key);
  return i < l->count && l->times[i] > 1;
}

static uint32_t lead_at(const ss_layout *layout, uint32_t block, uint32_t *key) {
  text t = text_of(layout, block);
  uint32_t size = is_paragraph(layout, block) ? lead_size(t) : 0;
  *key = key_of(t, size);
  return size;
}

static leads find_leads(const ss_layout *layout) {
  leads l = {.count = 0};
  uint32_t key;
  for (uint32_t i = 0; i < layout->blocks.count; i++)
    if (lead_at(layout, i, &key)) count_lead(&l, key);
  for (uint32_t i = 0; i < layout->blocks.count; i++) {
    if (!lead_at(layout, i, &key) || !comes_again(&l, key)) continue;
    if (!l.named++) l.first = i;
    l.end = i + 1;
  }
  return l;
}

static bool is_transcript(const leads *l) {
  uint32_t recurring = 0;
  for (uint32_t i = 0; i < l->count; i++) recurring += l->times[i] > 1;
  return recurring > 1 && l->named >= LEAST_NAMED &&
         l->named * 100 >= (l->end - l->first) * NAMED_PERCENT;
}

/* Paragraphs without a lead go on with the turn before, up to the last lead's. */
static void mark_transcript(ss_layout *layout, const leads *l) {
  bool open = false;
  uint32_t key;
  for (uint32_t i = l->first; i < l->end; i++) {
    ss_block *block = &layout->blocks.items[i];
    if (lead_at(layout, i, &key)) {
      block->turn = SS_TURN_NAMED;
      open = true;
    } else if (!is_paragraph(layout, i) || block->gap_before) {
      open = false;
    } else if (open && !is_direction(text_of(layout, i))) {
      block->turn = SS_TURN_CONTINUED;
    }
  }
}

/* ---- interviews ---- */

static bool is_letter(char c) {
  return ((c | 32) >= 'a' && (c | 32) <= 'z') || ((unsigned char)c & 0x80);
}

/* One of the words stands in the text's first LOOK_BYTES. */
static bool has_word(text t, const char *const *list) {
  uint32_t end = t.size < LOOK_BYTES ? t.size : LOOK_BYTES;
  for (uint32_t from = 0, to; from < end; from = to + 1) {
    for (to = from; to < end && is_letter(t.bytes[to]) && !(t.bytes[to] & 0x80); to++) {}
    char word[WORD_BYTES];
    if (to == from || to - from >= WORD_BYTES) continue;
    for (uint32_t i = from; i < to; i++) word[i - from] = (char)(t.bytes[i] | 32);
    word[to - from] = '\0';
    for (const char *const *w = list; *w; w++)
      if (!strcmp(*w, word)) return true;
  }
  return false;
}

static bool says_you(text t) {
  static const char *const words[] = {"you", "your", "yours", "yourself", NULL};
  return has_word(t, words);
}

static bool says_i(text t) {
  static const char *const words[] = {"i", "my", "me", "we", "our", "us", "myself", NULL};
  return has_word(t, words);
}

static bool asks(text t) { return t.size > 1 && t.bytes[t.size - 1] == '?'; }

/* "Is it free? asked a man", "It is, said Anneke", "It is, she said": a tag after a comma or a
 * question, the verb no farther than TAG_WORDS words behind it. */
static bool has_tag(text t) {
  enum { TAG_WORDS = 3 };
  static const char *const verbs[] = {"said", "asked", "says", "asks", NULL};
  uint32_t words = TAG_WORDS;
  for (uint32_t from = 0, to; from < t.size; from = to + 1) {
    for (to = from; to < t.size && t.bytes[to] != ' '; to++) {
    }
    if (to == from) continue;
    uint32_t size = to - from;
    bool ends = strchr(",?!.", t.bytes[to - 1]) != NULL;
    while (size > 0 && strchr(",?!.:", t.bytes[from + size - 1])) size--;
    for (const char *const *verb = verbs; *verb && words < TAG_WORDS; verb++)
      if (strlen(*verb) == size && !memcmp(*verb, t.bytes + from, size)) return true;
    words = ends && t.bytes[to - 1] != '.' ? 0 : words + 1;
  }
  return false;
}

/* Bold and italic as far as all of the paragraph is; speech in marks or after a dash is a tale's. */
static bool may_ask(const ss_layout *layout, uint32_t block, uint8_t style) {
  const ss_block *b = &layout->blocks.items[block];
  text t = text_of(layout, block);
  if (!is_paragraph(layout, block) || b->emphasis != style) return false;
  if (style) return true;
  return asks(t) && t.bytes[0] >= 'A' && t.bytes[0] <= 'Z';
}

typedef struct {
  uint32_t first, questions, addressed, answers, told;
  uint32_t tagged; /* paragraphs of a tale: who asks and answers is told */
} interview;

/* A question in the style and, right after it, a paragraph in another: what they say is counted. */
static interview count_questions(const ss_layout *layout, uint8_t style) {
  interview v = {.questions = 0};
  for (uint32_t i = 0; i + 1 < layout->blocks.count; i++) {
    if (!may_ask(layout, i, style) || !is_paragraph(layout, i + 1)) continue;
    if (may_ask(layout, i + 1, style)) continue;
    bool addressed = says_you(text_of(layout, i));
    if (!v.questions && !addressed && !asks(text_of(layout, i))) continue; /* bold: an opening */
    if (!v.questions++) v.first = i;
    v.addressed += addressed;
    v.answers++;
    v.told += says_i(text_of(layout, i + 1));
  }
  uint32_t from = v.first > BEFORE ? v.first - BEFORE : 0;
  for (uint32_t i = from; i < layout->blocks.count && v.questions && !style; i++)
    v.tagged += has_tag(text_of(layout, i));
  return v;
}

static bool is_interview(const ss_layout *layout, const interview *v, uint8_t style) {
  if (v->questions < (style ? LEAST_MARKED : LEAST_PLAIN) || !v->addressed || !v->told)
    return false;
  uint32_t blocks = layout->blocks.count - v->first;
  uint32_t addressed = v->addressed * 100 / v->questions, told = v->told * 100 / v->answers;
  if (style) return addressed + told >= 2 * MARKED_SHARE; /* "you" seldom, "I" often */
  if (v->tagged > 1 && v->tagged * TALE_SHARE >= v->questions) return false;
  return addressed >= PLAIN_SHARE && told >= PLAIN_SHARE &&
         v->questions * 100 >= blocks * PLAIN_PERCENT;
}

/* From the first question on each paragraph asks or answers; a heading or a break ends an answer. */
static void mark_interview(ss_layout *layout, const interview *v, uint8_t style) {
  uint8_t next = SS_TURN_NONE;
  for (uint32_t i = v->first; i < layout->blocks.count; i++) {
    ss_block *block = &layout->blocks.items[i];
    if (may_ask(layout, i, style)) {
      block->turn = SS_TURN_ASKED;
      next = SS_TURN_ANSWERED;
    } else if (!is_paragraph(layout, i) || block->gap_before) {
      next = SS_TURN_NONE;
    } else if (!block->emphasis && !is_direction(text_of(layout, i))) {
      block->turn = next;
      next = next ? SS_TURN_CONTINUED : SS_TURN_NONE;
    }
  }
}

/* ---- lists ---- */

/* The text's last sentence. */
static text last_sentence(text t) {
  uint32_t from = t.size;
  while (from > 1 && !(t.bytes[from - 1] == ' ' && strchr(".?!", t.bytes[from - 2]))) from--;
  if (from == 1) from = 0;
  return (text){t.bytes + from, t.size - from};
}

/* Is its last word, before the colon, a noun for what is said, of more than one thing? */
static bool ends_in_utterances(text t) {
  char word[WORD_BYTES];
  uint32_t end = t.size - 1, from = end;
  while (from > 0 && is_letter(t.bytes[from - 1])) from--;
  if (end - from >= WORD_BYTES) return false;
  for (uint32_t i = from; i < end; i++) word[i - from] = (char)(t.bytes[i] | 32);
  const ss_entry *entry = ss_lexicon_find(SS_LIST_UTTERANCES, word, end - from);
  return entry && (entry->classes & SS_CLASS(PLURAL));
}

/* "His main points:", "Heller's demands:" */
static bool announces_list(text t) {
  static const char *const owners[] = {"his", "her", "their", NULL};
  enum { LONGEST = 60 };
  if (t.size < 2 || t.bytes[t.size - 1] != ':' || !ends_in_utterances(t)) return false;
  t = last_sentence(t);
  bool owned = has_word(t, owners);
  for (uint32_t i = 0; i + 2 < t.size; i++)
    owned |= t.bytes[i] == 's' && t.bytes[i + 1] == ' ' && i && !is_letter(t.bytes[i - 1]);
  return owned && t.size <= LONGEST;
}

static void mark_lists(ss_layout *layout) {
  bool said = false;
  for (uint32_t i = 0; i < layout->blocks.count; i++) {
    bool item = layout->blocks.items[i].kind == SS_BLOCK_ITEM;
    if (!item) said = announces_list(text_of(layout, i));
    if (item && said) layout->blocks.items[i].turn = SS_TURN_LISTED;
  }
}

void ss_turns_find(ss_layout *layout) {
  mark_lists(layout);
  leads l = find_leads(layout);
  if (is_transcript(&l)) {
    mark_transcript(layout, &l);
    return;
  }
  for (int style = SS_EMPHASIS_BOLD; style >= SS_EMPHASIS_NONE; style--) {
    interview v = count_questions(layout, (uint8_t)style);
    if (!is_interview(layout, &v, (uint8_t)style)) continue;
    mark_interview(layout, &v, (uint8_t)style);
    return;
  }
}
