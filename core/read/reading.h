/* What one unit holds: the product of reading, cached by content. All positions are token indexes of the unit or bytes of
 * its clean text, so a reading stays true wherever the paragraph moves. */
#ifndef SS_READ_READING_H
#define SS_READ_READING_H

#include "base/memory.h"
#include "text/token.h"

/* Tokens [first, end). */
typedef struct {
  uint32_t first, end;
} ss_range;

/* A list of ranges in reading->ranges. */
typedef struct {
  uint32_t at, count;
} ss_ranges;

typedef enum { SS_MARK_OUTSIDE, SS_MARK_INSIDE, SS_MARK_OPENING, SS_MARK_CLOSING } ss_mark_state;

/* One quotation in marks (read/mark). */
typedef struct {
  ss_range range;    /* marks included where they exist */
  ss_range inner;    /* without them */
  uint8_t depth;     /* 0: outermost */
  bool opened, closed; /* a mark stands at its start / end; else it runs in from, on into, a neighbour */
  bool speech; /* false: a title, a scare quote, inches: too short or not uttered */
} ss_quotation;

/* A name (read/name). */
typedef struct {
  ss_range range;
  uint8_t type; /* sayso_name_type */
  float score;
} ss_name;

/* A cue with the source and content the network gives it (read/frame). */
typedef struct {
  ss_range cue;
  ss_ranges source, content;
  float score; /* 0..1 */
  float own;   /* 0..1: the content is the speaker's own words */
} ss_frame;

/* Frames below this score are not believed (read/statement); those of doubtful cues are not even kept (read/frame). On every
 * third article of PolNeAR train who+what falls on both sides of it, and detection above it. */
#define SS_FRAME_LEAST 0.44f

/* Scores of paragraphs that may be said (SS_RULE_BARE): one that only speech has, and one that a tale told by "I" has as well. */
#define SS_BARE_SPOKEN 0.6f
#define SS_BARE_DOUBTFUL 0.5f

/* How a statement came about. */
typedef enum {
  SS_RULE_FRAME,        /* a cue and its frame */
  SS_RULE_MARKS,        /* quotation marks without a frame */
  SS_RULE_CONTINUATION, /* untagged continuation of the statement before it in the unit */
  SS_RULE_TURN,         /* "Q:", "Anna:" turns */
  SS_RULE_TAG,          /* "…, X said" without marks and without a frame */
  SS_RULE_GIVEN,        /* handed in */
  SS_RULE_BARE /* a paragraph without marks and tag that sounds like speech (read/bare); of the
                  document's statements where one beside it is speech */
} ss_statement_rule;

typedef struct {
  ss_ranges source, cue, content; /* sorted */
  ss_ranges heads; /* in reading->heads: mentions that head the source (actor/head) */
  uint32_t lead;   /* tokens before its content and the mark that opens it (actor/head) */
  uint8_t kind; /* sayso_statement_kind */
  uint8_t act;  /* sayso_act */
  uint8_t rule; /* ss_statement_rule */
  bool open_start; /* its quotation runs in from the unit before (no opening mark) */
  bool open_end;   /* its quotation is not closed: it may run on into the next unit */
  bool asks;       /* what is said ends in a question mark (actor/head) */
  bool reopened;   /* the unit opens with this statement's opening mark (may continue an unclosed quotation) */
  uint32_t given;  /* 1-based index of the given statement it is (a part of), 0: found */
  float score;
} ss_statement;

typedef enum { SS_PERSON_FIRST = 1, SS_PERSON_SECOND = 2, SS_PERSON_THIRD = 3 } ss_grammatical_person;

/* The words on both sides of a mention, as choosing an antecedent asks for them (actor/word_key). */
typedef enum {
  SS_BEFORE_OTHER,
  SS_BEFORE_START, /* a sentence opens with the mention */
  SS_BEFORE_BY,
  SS_BEFORE_WITH,
  SS_BEFORE_OF,
  SS_BEFORE_TO,
  SS_BEFORE_FOR,
  SS_BEFORE_FROM,
  SS_BEFORE_IN,
  SS_BEFORE_PREPOSITION,
  SS_BEFORE_AND,
  SS_BEFORE_COMMA,
  SS_BEFORE_BRACKET,
  SS_BEFORE_ED, /* "married" */
  SS_BEFORE_SUBORDINATOR,
  SS_BEFORE_THAT
} ss_word_before;
typedef enum {
  SS_AFTER_OTHER,
  SS_AFTER_AND,
  SS_AFTER_COMMA,
  SS_AFTER_STOP,
  SS_AFTER_OPENING, /* a bracket */
  SS_AFTER_CLOSING,
  SS_AFTER_COLON,
  SS_AFTER_WHO,
  SS_AFTER_POSSESSIVE
} ss_word_after;

/* Something that may refer to an actor (actor/mention). */
typedef struct {
  ss_range range;    /* "the US secretary of state": what is shown; of a name without its title */
  uint32_t head;     /* token that carries the meaning: last word of a name, head noun of a role */
  uint32_t name;     /* index into reading->names, or SAYSO_NONE */
  uint32_t statement; /* index of the statement whose content holds it, or SAYSO_NONE */
  ss_range title;    /* "US Secretary of State" before a name, else empty */
  uint32_t of;       /* mention it is "of": the X in "spokesman for X", "X's envoy", or SAYSO_NONE */
  uint32_t same;     /* mention it is in apposition to, or SAYSO_NONE */
  uint32_t word;     /* lexicon entry of the head (role noun, pronoun, country, …), or SAYSO_NONE */
  uint32_t place;    /* lexicon entry of a country word among its modifiers ("Russian", "US"), or SAYSO_NONE */
  uint32_t sentence; /* sentences of the unit before the head's */
  uint32_t keys;     /* where the words' keys begin in reading->keys: one a token of range, then of title. Before them that of the
                        range as it is shown, without its article, and before that one of a name's exact text, or of what describes a
                        role, or the ss_run_up of a pronoun; before that of a role or a title two of its word (actor/word_key) */
  uint8_t form;      /* sayso_form */
  uint8_t kind;      /* sayso_actor_kind it can be at best, UNKNOWN when open */
  uint8_t gender;    /* sayso_gender */
  uint8_t person;    /* ss_grammatical_person */
  uint8_t before;    /* ss_word_before: what stands before it (and its title) */
  uint8_t after;     /* ss_word_after */
  bool plural;
  bool possessive; /* his, Blinken's */
  bool subject;    /* stands before a verb of its clause: may act or speak */
  bool inside;     /* the head stands inside quotation marks */
  bool vocative : 1; /* no pronoun, and it stands alone: "Well, Anna, …" */
  bool told : 1;     /* a name: the noun before it says what it is, "the airline Velora" */
  bool definite : 1; /* the, this, his … minister */
  bool opens : 1;    /* its first word (or its title's) is the first of a sentence */
  bool gendered_title : 1; /* a name: its title tells the gender */
  bool relative : 1; /* a pronoun: who, which */
  bool capital : 1;  /* its head is written like a name, and opens no sentence */
  bool goes_on : 1;  /* "of" or "with" follows its head: "the president of the industrialists" */
  bool past : 1;     /* its role, or its title's, is one no more: "former President Bell" */
  bool bare : 1;     /* nothing modifies its head: "the state official" is not any official */
} ss_mention;

/* Its first token, its title's if it has one. */
static inline uint32_t ss_mention_first(const ss_mention *m) {
  return m->title.end > m->title.first ? m->title.first : m->range.first;
}

/* What opens the sentence that a pronoun stands in. */
typedef enum { SS_LEAD_NONE, SS_LEAD_SUBORDINATOR, SS_LEAD_PREPOSITION, SS_LEAD_OTHER } ss_lead;

/* The words of its sentence before a pronoun (actor/word_key): 1 + the latest such token, 0: none. 64 bits: it stands among keys. */
typedef struct {
  unsigned mark : 15, subordinator : 15, lead : 2; /* ss_lead */
  unsigned coordinator : 15, relative : 15;
} ss_run_up;

/* What resolving asks of a mention's word (actor/word_key). */
typedef enum {
  SS_WORD_SUFFIX = 1,
  SS_WORD_DETERMINER = 2,
  SS_WORD_PRONOUN = 4,
  SS_WORD_PARTICLE = 8
} ss_word_mark;

typedef struct {
  /* what resolving asks of every unit, side by side */
  uint32_t clean_size; /* bytes of the unit */
  uint32_t token_count, statement_count, mention_count;
  const ss_token *tokens;
  const ss_statement *statements;
  const ss_mention *mentions;
  const ss_range *ranges;
  const uint64_t *keys;  /* of the words of mentions, folded; see ss_mention.keys */
  const uint32_t *heads; /* mentions that head the sources of statements; see ss_statement.heads */
  const ss_quotation *quotations;
  const ss_name *names;
  const ss_frame *frames;
  const uint8_t *marks; /* of the words of `keys`: ss_word_mark bits */
  uint32_t quotation_count, name_count, frame_count, range_count, key_count, mark_count, head_count;
  ss_range dateline; /* "MOSCOW (Agency) —" at the start; empty when none. Kept out of statements. */
  ss_range byline;   /* "By Anna Bell and Tom Rye": the names' tokens; empty when none */
  uint32_t english, words; /* common English words among its words: for the language decision */
  uint8_t carry_out; /* bit 0: a quotation is open at the end */
  bool leads; /* it ends outside marks and not with a full stop: the end may lead in to what the next unit says */
} ss_reading;

/* Buffers in which a reading grows; the finished one is packed into a single block (read/reading.c). */
typedef struct {
  const sayso_allocator *hook;
  bool bold_lead; /* given with the unit: it opens in bold, as a named turn does ("**Anna:** …") */
  uint8_t turn;   /* given with the unit: ss_turn of its block (text/layout.h) */
  ss_tokens tokens;
  ss_vec(ss_quotation) quotations;
  ss_vec(ss_name) names;
  ss_vec(ss_frame) frames;
  ss_vec(ss_statement) statements;
  ss_vec(ss_mention) mentions;
  ss_vec(ss_range) ranges;
  ss_vec(uint64_t) keys;
  ss_vec(uint32_t) heads;
  ss_vec(uint8_t) marks;
  ss_range dateline, byline;
  uint32_t english, words;
  uint8_t carry_out;
} ss_draft;

void ss_draft_init(ss_draft *draft, const sayso_allocator *hook);
void ss_draft_clear(ss_draft *draft); /* empties, keeps the memory */
void ss_draft_free(ss_draft *draft);

/* Packs the draft into one block of *size bytes (borrowing nothing); freed with ss_memory_resize(hook, reading, size, 0). */
ss_reading *ss_reading_pack(const ss_draft *draft, uint32_t clean_size, size_t *size);

/* Adds ranges [first, end) one by one to the pool: *list must be the newest list or empty. */
bool ss_draft_add_range(ss_draft *draft, ss_ranges *list, ss_range range);

#endif
