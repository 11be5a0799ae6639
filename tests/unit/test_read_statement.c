/* Statements from hand-made frames and marks: marked-up text, expected statements, reason. Also
 * bylines and datelines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "failing.h"
#include "read/statement.h"
#include "row.h"
#include "unit_text.h"

typedef struct {
  const char *text, *expected, *reason;
} row;

static char *read_statements(const char *markup) {
  ss_unit_text unit;
  ss_unit_text_open(&unit, markup, NULL);
  ss_byline_find(&unit.draft, unit.clean);
  assert_int_equal(ss_statement_build(&unit.draft, unit.clean, NULL), SAYSO_OK);
  char *found = ss_unit_text_statements(&unit);
  ss_unit_text_free(&unit);
  return found;
}

static void check_rows(const row *rows, size_t count) {
  int wrong = 0;
  for (size_t i = 0; i < count; i++) {
    char *found = read_statements(rows[i].text);
    wrong += !ss_row_holds(rows[i].text, rows[i].expected, found, rows[i].reason);
    free(found);
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof rows[0])

/* What may be a turn of a story without marks: the whole unit or nothing. */
static void paragraphs_that_sound_like_speech_may_be_said(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool may;
  } rows[] = {{"Nobody in Porto has any money, Papa.", true},
              {"At eleven in the morning?", true},
              {"Did you see him? He was here.", false}, /* … tells what was */
              {"The lorries went by.", false},
              {"It's the battery, “he” thought.", false},
              {"What we know", false}}; /* a heading has no stop */
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    ss_unit_text unit;
    ss_unit_text_open(&unit, rows[i].text, NULL);
    assert_int_equal(ss_statement_build(&unit.draft, unit.clean, NULL), SAYSO_OK);
    bool bare = false;
    for (uint32_t s = 0; s < unit.draft.statements.count; s++)
      bare |= unit.draft.statements.items[s].rule == SS_RULE_BARE;
    if (bare != rows[i].may) print_message("text: %s\n", rows[i].text);
    assert_int_equal(bare, rows[i].may);
    ss_unit_text_free(&unit);
  }
}

static void frames_are_fitted_to_marks(void **state) {
  (void)state;
  static const row rows[] = {
      {"“[C:We go],” [S:he] [Q:said].", "direct speech: he | said | “We go,”\n",
       "content is the whole quotation, with its marks"},
      {"“[C:We go and] nobody stays,” [S:he] [Q:said].",
       "direct speech: he | said | “We go and nobody stays,”\n", "half covered is completed"},
      {"[S:He] [Q:said] [C:that “reform” is dead].",
       "mixed speech: He | said | that “reform” is dead\n", "some letters in marks"},
      {"[S:He] [Q:said] [C:that it is dead. “We] have all seen it many times before,” she said.",
       "indirect speech: He | said | that it is dead.\ndirect speech: she | said | “We have all "
       "seen it many times before,”\n",
       "a stray word of another quotation is cut away"},
      {"[S:She] [Q:said], “[C:We all go home.” He was] right.",
       "direct speech: She | said | “We all go home.”\n", "a tail in another sentence is cut"},
      {"[S:He] [Q:said], [C:that it is dead,]", "indirect speech: He | said | that it is dead\n",
       "commas at the edge are the writer's"},
      {"“We heard [S:him] [Q:say] [C:that it is over],” [S2:she] [Q2:said]. [C2:]",
       "direct speech: she | said | “We heard him say that it is over,”\ndirect speech: him | say "
       "| that it is over\n",
       "a cue inside a quotation does not take it"},
  };
  CHECK(rows);
}

static void pieces_of_one_speech_are_one_statement(void **state) {
  (void)state;
  static const row rows[] = {
      {"“[C:We go],” [S:he] [Q:said], “and stay.”",
       "direct speech: he | said | “We go,” + “and stay.”\n", "split by its tag"},
      {"“[C:We go],” [S:he] [Q:said]. “Nobody stays.”",
       "direct speech: he | said | “We go,” + “Nobody stays.”\n", "goes on after its tag"},
      {"“Nobody stays.” “[C:We go],” [S:he] [Q:said].",
       "direct speech: he | said | “Nobody stays.” “We go,”\n", "two before one tag"},
      {"“[C:We go],” [S:he] [Q:said]. “[C2:No],” [S2:she] [Q2:said].",
       "direct speech: he | said | “We go,”\ndirect speech: she | said | “No,”\n",
       "two tags, two statements"},
  };
  CHECK(rows);
}

static void marks_without_a_frame_are_read(void **state) {
  (void)state;
  static const row rows[] = {
      {"Then said Anna Bell, “We go.”", "direct speech: Anna Bell | said | “We go.”\n",
       "inverted, before the speech"},
      {"“We go,” said Anna Bell softly.", "direct speech: Anna Bell | said | “We go,”\n",
       "verb, source"},
      {"“We go,” the old man whispered.", "direct speech: the old man | whispered | “We go,”\n",
       "source, verb"},
      {"Then she asked: “Who is it?”", "direct speech: she | asked | “Who is it?”\n",
       "before the quotation"},
      {"“We go.” He took his hat. “We all go.”", "direct speech:  |  | “We go.” + “We all go.”\n",
       "an action between"},
      {"“We need rest.” — Maria Okafor, teacher",
       "direct speech: Maria Okafor, teacher | — | “We need rest.”\n", "a signature"},
      {"The “deep state” and his “very own war” are back.", "", "phrases of the writer's sentence"},
      {"“We go,” he said. “No,” she said.",
       "direct speech: he | said | “We go,”\ndirect speech: she | said | “No,”\n",
       "each with its tag"},
  };
  CHECK(rows);
}

/* Words of tags that no list knows, and subjects that stand away from their verb. */
static void tags_beside_the_marks(void **state) {
  (void)state;
  static const row rows[] = {
      {"“We go, you know,” gurgled the old man.",
       "direct speech: the old man | gurgled | “We go, you know,”\n", "any past form, inverted"},
      {"“Shall we go?” he ventured.", "direct speech: he | ventured | “Shall we go?”\n",
       "a small letter after a question"},
      {"“We go, then,” Anna Bell put in.", "direct speech: Anna Bell | put in | “We go, then,”\n",
       "a particle belongs to the verb"},
      {"“We all go.” Anna Bell nodded.", "direct speech:  |  | “We all go.”\n",
       "a sentence of its own is no tag"},
      {"“We go, then,” said her mother crossly.",
       "direct speech: her mother | said | “We go, then,”\n", "how she said it is no name"},
      {"He took his hat and said, “We all go.”", "direct speech: He | said | “We all go.”\n",
       "the subject of an earlier verb"},
      {"[N:Anna Bell] looked at [N:Tom Rye] and said, “We all go.”",
       "direct speech: Anna Bell | said | “We all go.”\n", "a name with its verb, no object"},
      {"The old man shook his head and said, “We all go.”",
       "direct speech: The old man | said | “We all go.”\n", "a phrase that opens the sentence"},
  };
  CHECK(rows);
}

/* A frame that has the content and misses the source. */
static void tags_are_lent_to_frames(void **state) {
  (void)state;
  static const row rows[] = {
      {"“[C:We go],” [Q:said] Anna Bell.", "direct speech: Anna Bell | said | “We go,”\n",
       "the tag after it, same cue"},
      {"He took his hat and [Q:said], “[C:We all go].”",
       "direct speech: He | said | “We all go.”\n", "the tag before it"},
      {"“[C:We go],” said Anna Bell, and that [Q:surprised] us.",
       "direct speech:  | surprised | “We go,”\n", "another cue keeps its own"},
  };
  CHECK(rows);
}

static void turns_are_read(void **state) {
  (void)state;
  static const row rows[] = {
      {"Q: Is it true?", "unmarked speech: Q | : | Is it true?\n", "a letter"},
      {"[N:Anna Bell]: It was late. Nobody came.",
       "unmarked speech: Anna Bell | : | It was late. Nobody came.\n", "a name"},
      {"[N:Bell]: He used to say, “[C:It is late].” [S:He] [Q:said].",
       "mixed speech: Bell | : | He used to say, “It is late.” He said.\ndirect speech: He | said "
       "| “It is late.”\n",
       "statements inside a turn stay"},
      {"Q. Did you tell them?", "unmarked speech: Q | . | Did you tell them?\n", "minutes"},
      {"A. Smith came late. Nobody saw him.", "", "an initial"},
      {"16.30 [N:Bell]: we have seen worse", "unmarked speech: Bell | : | we have seen worse\n",
       "after the time of day"},
      {"Note: It was late. Nobody came.", "", "a label"},
      {"The trains are late: nobody came.", "", "a sentence with a colon"},
  };
  CHECK(rows);
}

static void continuations_are_joined(void **state) {
  (void)state;
  static const row rows[] = {
      {"[C~:We have two choices], [S:the minister] [Q:later tweeted]. Talks, or a summer without "
       "bread. The message disappeared.",
       "written speech: the minister | later tweeted | We have two choices + Talks, or a summer "
       "without bread.\n",
       "a fragment; stops at the past"},
      {"[C~:I have come to listen], [S:he] [Q:told] them. I will listen.",
       "unmarked speech: he | told | I have come to listen + I will listen.\n", "first person"},
      {"[C:The talks failed], [S:he] [Q:said]. The room is empty.",
       "indirect speech: he | said | The talks failed\n", "not the speaker's own words"},
      {"[C~:We go], [S:he] [Q:said]. [S2:She] [Q2:says] [C2:that nobody goes].",
       "unmarked speech: he | said | We go\nindirect speech: She | says | that nobody goes\n",
       "somebody else speaks"},
      {"[C~:We go], [S:he] [Q:said]. She walked to the door.",
       "unmarked speech: he | said | We go\n", "the tale goes on"},
  };
  CHECK(rows);
}

static void tags_between_commas_need_no_frame(void **state) {
  (void)state;
  static const row rows[] = {
      {"There is no case, the minister assured, and nobody will make one.",
       "indirect speech: the minister | assured | There is no case + and nobody will make one\n",
       "in what is said"},
      {"We go, reported the ministry.", "unmarked speech: the ministry | reported | We go\n",
       "verb first"},
      {"It is late, its officer, [N:Anna Bell], explained.",
       "indirect speech: its officer, Anna Bell | explained | It is late\n",
       "who it is stands between commas"},
      {"We are late, the minister said on Friday. It is your fault.",
       "unmarked speech: the minister | said | We are late + It is your fault.\n",
       "words of when and where; it goes on"},
      {"[C:It is late], [S:he] [Q:said], and nobody came.",
       "indirect speech: he | said | It is late + and nobody came\n",
       "a frame that has half of it"},
      {"When he came, the man shouted.", "", "a clause of time"},
      {"In March, the minister promised the unions a plan.", "", "what was promised follows"},
      {"It was, as they say, a light case.", "", "a proverb"},
      {"As a wife, first lady and secretary of state, she travels.", "", "a noun"},
      {"It is late, the crowd cheered.", "", "no verb of the list"},
  };
  CHECK(rows);
}

static void phrases_name_their_source(void **state) {
  (void)state;
  static const row rows[] = {
      {"According to the minister, nobody came in time.",
       "indirect speech: the minister | According to | nobody came in time\n", "at the start"},
      {"Nobody came in time, according to the minister.",
       "indirect speech: the minister | according to | Nobody came in time\n", "at the end"},
      {"The streets, in the minister's opinion, are clean.",
       "indirect stance: the minister's | opinion | The streets + are clean\n", "in the middle"},
      {"Nobody stayed because, in the words of the minister, “it was too late.”",
       "direct speech: the minister | in the words of | “it was too late.”\n",
       "what leads up to it is left out"},
      {"The plan was rejected by the ministers.",
       "indirect stance: the ministers | was rejected by | The plan\n", "a passive"},
      {"The day was described by the minister as a long one.",
       "indirect speech: the minister | was described by | The day + a long one\n", "with its as"},
      {"[N:Bell], who was rejected by the ministers, went home.", "", "a relative clause"},
      {"The bank, which is far away, let it be known that it will not pay.",
       "indirect speech: The bank, which is far away | let it be known | that it will not pay\n",
       "a cue of several words"},
      {"For the minister, the problem is one of trust.",
       "indirect speech: the minister | For | the problem is one of trust\n", "a view"},
      {"For the minister, the day ended at noon.", "", "a tale"},
      {"For years, the problem is one of trust.", "", "nobody's"},
  };
  CHECK(rows);
}

static void dashes_and_leads_open_turns(void **state) {
  (void)state;
  static const row rows[] = {
      {"— We go, said the girl. You stay.",
       "unmarked speech: the girl | said | We go + You stay.\n", "a dash, with its tag"},
      {"— Is it late?", "unmarked speech:  |  | Is it late?\n", "a dash alone"},
      {"— Taxes on small firms.", "", "an item of a list"},
      {"Our correspondent [N:Peter Nowak], at the station: The trains are late. Nobody moves.",
       "unmarked speech: Our correspondent Peter Nowak, at the station | : | The trains are late. "
       "Nobody moves.\n",
       "who speaks is introduced"},
      {"Manafort has the right card: He guards the votes.", "", "a sentence before the colon"},
      {"22:30 [C:The count is over], [S:the board] [Q:said].",
       "indirect speech: the board | said | The count is over\n", "an entry's time"},
  };
  CHECK(rows);
}

static void unmarked_speech_ends_where_the_tale_begins(void **state) {
  (void)state;
  static const row rows[] = {
      {"[C~:His rival came late. We want to talk], [S:he] [Q:said].",
       "unmarked speech: he | said | We want to talk\n", "a told sentence before it"},
      {"[C~:The words of the day were not spoken. We want to talk], [S:he] [Q:said].",
       "unmarked speech: he | said | We want to talk\n", "a told sentence without a person"},
      {"[C~:We won the war. We want to talk], [S:he] [Q:said].",
       "unmarked speech: he | said | We won the war. We want to talk\n", "the speaker's own past"},
      {"[C~:We want to talk], [S:he] [Q:said]. [C:In the evening he had his dinner. Our place is "
       "known, Bell observed. It does not move.]",
       "unmarked speech: he | said | We want to talk\n", "another's tag, and the tale before it"},
      {"[C~:We want to talk], [S:he] [Q:said]. [C:We knew it, and they know it.]",
       "unmarked speech: he | said | We want to talk + We knew it, and they know it.\n",
       "speech that goes on"},
      {"[C~:We want to talk], [S:he] [Q:said]. [C:The] rain fell on the town.",
       "unmarked speech: he | said | We want to talk\n", "a stray word of the next sentence"},
  };
  CHECK(rows);
}

static void what_is_said_of_somebody_has_no_source(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S:Bell] [Q:is expected] [C:to win].", "indirect stance:  | is expected | Bell + to win\n",
       "a passive: its subject is talked about"},
      {"[S:Bell] has also [Q:been widely criticized for] [C:her vote].",
       "indirect speech:  | been widely criticized for | Bell + her vote\n",
       "the form of to be stands before the cue or in it"},
      {"[S:Bell] [Q:was asked] [C:if she would stay].",
       "indirect speech:  | was asked | if she would stay\n", "a hearer is neither"},
      {"[S:It] [Q:is said] [C:that she left].", "indirect speech:  | is said | that she left\n",
       "nothing is talked about by it"},
      {"[S:Bell] [Q:seemed] [C:to waver].", "indirect stance:  | seemed | Bell + to waver\n",
       "a verb of seeming"},
      {"[S:Bell] [Q:seemed to recognise] [C:the risk].",
       "indirect stance: Bell | seemed to recognise | the risk\n", "she recognises"},
      {"[S:Bell] [Q:is convinced] [C:that it works].",
       "indirect stance: Bell | is convinced | that it works\n", "a feeling is hers"},
      {"[S:Bell] [Q:was quoted as saying] [C:that it works].",
       "indirect speech: Bell | was quoted as saying | that it works\n", "she spoke"},
      {"[S:Bell] [Q:said] [C:no], and [S2:Rye] [Q2:was told] [C2:to wait].",
       "indirect speech: Bell | said | no\nindirect speech:  | was told | to wait\n",
       "no source is lent to it"},
  };
  CHECK(rows);
}

static void sources_are_whole_phrases(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S:A] petition signed by all [Q:calls on] [C:all to go].",
       "indirect speech: A petition signed by all | calls on | all to go\n", "a lone determiner"},
      {"[S:Bell, who] had lost [Q:warned] [C:that it rains].",
       "indirect speech: Bell | warned | that it rains\n", "a dangling pronoun"},
      {"[S:His] [Q:claim] [C:that it rains] is old.",
       "indirect speech: His | claim | that it rains\n", "a possessor is whole"},
  };
  CHECK(rows);
}

static void one_content_is_one_statement(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S:Bell] [Q:said] in a [Q2:statement] [C12:that it was over].",
       "indirect speech: Bell | said | that it was over\n", "the likelier of two"},
      {"[S:Bell] [Q2:said] in a [Q:statement] [C12:that it was over].",
       "indirect speech: Bell | statement | that it was over\n", "whichever comes first"},
      {"[S:Bell] [Q:said] [C:that nobody in the two] [C12:ministries] [Q2:believes] [C12:it].",
       "indirect speech: Bell | said | that nobody in the two ministries + it\nindirect stance: "
       "Bell "
       "| believes | ministries + it\n",
       "a statement in a longer one is another"},
  };
  CHECK(rows);
}

static void own_words_after_a_colon(void **state) {
  (void)state;
  static const row rows[] = {
      {"His answer: Tiredness is no policy. We will try in May. He left.",
       "unmarked speech: His | answer: | Tiredness is no policy. We will try in May.\n",
       "a word of speech before it"},
      {"A high official is more cautious: We are closer.",
       "unmarked speech: A high official | is more cautious: | We are closer.\n",
       "first person after it"},
      {"Editor’s note: We have changed this page.", "", "a label"},
      {"She brought three things: Bread, milk and salt.", "", "nobody speaks"},
  };
  CHECK(rows);
}

static void sources_are_lent(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S:Bell] [Q:said] [C:it rains], [Q2:adding] [C2:that it pours].",
       "indirect speech: Bell | said | it rains\nindirect speech: Bell | adding | that it pours\n",
       "who added is who said"},
      {"[S:Bell] [Q:said] [C:it rains]. It was [Q2:said] [C2:that it pours].",
       "indirect speech: Bell | said | it rains\nindirect speech:  | said | that it pours\n",
       "not over a sentence's end"},
  };
  CHECK(rows);
}

static void kinds_and_acts(void **state) {
  (void)state;
  static const row rows[] = {
      {"[S:She] [Q:believes] [C:it will rain].", "indirect stance: She | believes | it will rain\n",
       "belief"},
      {"[S:They] [Q:called for] [C:a vote].", "indirect stance: They | called for | a vote\n",
       "a demand, although called alone is speech"},
      {"[S:He] [Q:declined to say] [C:why].", "indirect speech: He | declined to say | why\n",
       "negated cues keep their verb's act"},
      {"[S:A note] [Q:reads]: “[C:No entry].”", "written speech: A note | reads | “No entry.”\n",
       "what speaks is a piece of writing"},
      {"[S:She] [Q:said in an e-mail] [C:that it rains].",
       "indirect speech: She | said in an e-mail | that it rains\n", "said, if in writing"},
      {"[S:She] [Q:wrote] [C:that it rains].", "written speech: She | wrote | that it rains\n",
       "the cue is a medium"},
      {"[S:The report] [Q:found] [C:that it rains].",
       "indirect speech: The report | found | that it rains\n", "a document tells"},
      {"[S:The crowd] [Q:zzyzxed] [C:it].", "indirect stance: The crowd | zzyzxed | it\n",
       "no known cue"},
      {"[S:She] [Q:zzyzxed], “[C:It rains here].”",
       "direct speech: She | zzyzxed | “It rains here.”\n", "marks around it"},
  };
  CHECK(rows);
}

/* ---- edges of the unit ---- */

static const ss_statement *first_statement(ss_unit_text *unit, const char *markup) {
  ss_unit_text_open(unit, markup, NULL);
  assert_int_equal(ss_statement_build(&unit->draft, unit->clean, NULL), SAYSO_OK);
  assert_true(unit->draft.statements.count > 0);
  return &unit->draft.statements.items[0];
}

static void edges_are_noted(void **state) {
  (void)state;
  ss_unit_text unit;
  const ss_statement *s = first_statement(&unit, "“We go,” she said. “It is late and");
  assert_true(s->reopened && s->open_end && !s->open_start);
  ss_unit_text_free(&unit);
  s = first_statement(&unit, "so we all went home,” she said.");
  assert_true(s->open_start && !s->open_end && !s->reopened);
  ss_unit_text_free(&unit);
  s = first_statement(&unit, "Then [S:Anna Bell] [Q:continued]:");
  assert_true(s->open_end && s->content.count == 0 && s->kind == SAYSO_KIND_DIRECT);
  ss_unit_text_free(&unit);
}

/* ---- bylines ---- */

static void bylines_and_datelines(void **state) {
  (void)state;
  static const struct {
    const char *text, *byline, *dateline;
  } rows[] = {
      {"By Anna Bell", "Anna Bell", ""},
      {"By Anna Bell and Tom A. Rye, staff writers", "Anna Bell and Tom A. Rye", ""},
      {"From our correspondent in Vienna", "From our correspondent in Vienna", ""},
      {"By noon the square was empty.", "", ""},
      {"MOSCOW (Agency) — The talks ended.", "", "MOSCOW (Agency) —"},
      {"Geneva, 12 May – The talks ended.", "", "Geneva, 12 May –"},
      {"WASHINGTON -- The talks ended.", "", "WASHINGTON --"},
      {"MILLBROOK, Ohio (Nov. 12) - The council met.", "", "MILLBROOK, Ohio (Nov. 12) -"},
      {"Anna — who knew — left.", "", ""},
      {"The talks — all of them — ended.", "", ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    ss_unit_text unit;
    ss_unit_text_open(&unit, rows[i].text, NULL);
    ss_byline_find(&unit.draft, unit.clean);
    char *byline = ss_unit_text_range(&unit, unit.draft.byline),
         *dateline = ss_unit_text_range(&unit, unit.draft.dateline);
    assert_string_equal(byline, rows[i].byline);
    assert_string_equal(dateline, rows[i].dateline);
    free(byline);
    free(dateline);
    ss_unit_text_free(&unit);
  }
}

static void nothing_of_a_dateline_is_said(void **state) {
  (void)state;
  char *found = read_statements("[C:GENEVA, 14 March — The talks ended], [S:he] [Q:said].");
  assert_string_equal(found, "indirect speech: he | said | The talks ended\n");
  free(found);
}

/* ---- hostile text ---- */

static double seconds_for(const char *piece, size_t copies) {
  size_t size = strlen(piece);
  char *text = malloc(size * copies + 1);
  assert_non_null(text);
  for (size_t i = 0; i < copies; i++) memcpy(text + i * size, piece, size);
  text[size * copies] = 0;
  ss_unit_text unit;
  ss_unit_text_open(&unit, text, NULL);
  clock_t start = clock();
  ss_byline_find(&unit.draft, unit.clean);
  assert_int_equal(ss_statement_build(&unit.draft, unit.clean, NULL), SAYSO_OK);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  ss_unit_text_free(&unit);
  free(text);
  return seconds;
}

/* As in test_read_mark: eight times the text, at most forty times the processor time. */
static void cost_is_linear(void **state) {
  (void)state;
  static const char *const pieces[] = {"\"",     "'",   "“a ”",    "“We go,” he said. ",
                                       "“No.” ", "A: ", "said \"", "“a b c d e f,” ",
                                       "By A "};
  for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
    double small = seconds_for(pieces[i], 2500) + 1e-3, large = seconds_for(pieces[i], 20000);
    if (large > 40 * small) print_message("%s: %g s, %g s\n", pieces[i], small, large);
    assert_true(large <= 40 * small);
  }
}

/* ---- random frames ---- */

static uint32_t next_random(uint32_t *seed) {
  return *seed = *seed * 1664525u + 1013904223u, *seed >> 8;
}

/* Up to three sorted ranges that lie apart. */
static void add_random_ranges(ss_unit_text *unit, uint32_t *seed, ss_ranges *list) {
  uint32_t at = 0, count = unit->draft.tokens.count;
  for (uint32_t n = next_random(seed) % 4; n > 0; n--) {
    ss_range range = {at + next_random(seed) % 9, 0};
    range.end = range.first + 1 + next_random(seed) % 12;
    if (range.end > count) return;
    assert_true(ss_draft_add_range(&unit->draft, list, range));
    at = range.end + 1;
  }
}

static void open_random(ss_unit_text *unit, uint32_t *seed) {
  static const char *const pieces[] = {"“",         "”",    "\"",    "'",     "‘",  "’ ", " «",
                                       "» ",        " she", " said", ", ",    ". ", ": ", " We",
                                       " go",       "?",    " —",    " Anna", "A:", " (", ") ",
                                       " the note", " was", "\" ",   " \"",   "… "};
  char text[2048] = "";
  for (uint32_t n = next_random(seed) % 120; n > 0; n--)
    strcat(text, pieces[next_random(seed) % (sizeof pieces / sizeof pieces[0])]);
  ss_unit_text_open(unit, text, NULL);
  for (uint32_t n = next_random(seed) % 6; n > 0 && unit->draft.tokens.count; n--) {
    ss_frame frame = {{0, 0}, {0, 0}, {0, 0}, 0.5f, (float)(next_random(seed) % 3) / 2};
    frame.cue.first = next_random(seed) % unit->draft.tokens.count;
    frame.cue.end = frame.cue.first + 1;
    add_random_ranges(unit, seed, &frame.source);
    add_random_ranges(unit, seed, &frame.content);
    assert_true(ss_vec_push(unit->draft.hook, &unit->draft.frames, frame));
  }
}

/* Sorted, apart, not empty, inside the unit. Gives the first token, or `first` when that is
 * smaller. */
static uint32_t check_list(const ss_draft *draft, ss_ranges list, uint32_t first) {
  for (uint32_t i = 0, before = 0; i < list.count; i++) {
    ss_range range = draft->ranges.items[list.at + i];
    assert_true(range.first < range.end && range.end <= draft->tokens.count);
    assert_true(i == 0 || range.first >= before);
    before = range.end;
    if (range.first < first) first = range.first;
  }
  return first;
}

static void random_frames_keep_the_promises(void **state) {
  (void)state;
  for (uint32_t start = 1; start <= 3000; start++) {
    uint32_t seed = start, before = 0;
    ss_unit_text unit;
    open_random(&unit, &seed);
    ss_byline_find(&unit.draft, unit.clean);
    assert_int_equal(ss_statement_build(&unit.draft, unit.clean, NULL), SAYSO_OK);
    for (uint32_t i = 0; i < unit.draft.statements.count; i++) {
      const ss_statement *s = &unit.draft.statements.items[i];
      uint32_t first = check_list(&unit.draft, s->source, SAYSO_NONE);
      first = check_list(&unit.draft, s->content, check_list(&unit.draft, s->cue, first));
      if (!s->content.count && !s->open_end) fail_msg("seed %u: no content", start);
      if (first < before) fail_msg("seed %u: out of order", start);
      before = first;
    }
    ss_unit_text_free(&unit);
  }
}

static void memory_may_fail(void **state) {
  (void)state;
  static const char text[] =
      "“[C:We go],” [S:he] [Q:said], “and stay.” [C2~:I see], [S2:she] [Q2:said]. I see. “No,” "
      "said Tom.";
  for (size_t n = 1;; n++) {
    ss_unit_text unit;
    ss_failing failing;
    ss_failing_init(&failing, 0);
    ss_unit_text_open(&unit, text, &failing.hook);
    failing.fail_at = failing.calls + n;
    sayso_status status = ss_statement_build(&unit.draft, unit.clean, NULL);
    failing.fail_at = 0;
    ss_unit_text_free(&unit);
    assert_int_equal(failing.live_blocks, 0);
    if (status == SAYSO_OK) break;
    assert_int_equal(status, SAYSO_NO_MEMORY);
    assert_true(n < 200);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paragraphs_that_sound_like_speech_may_be_said),
      cmocka_unit_test(frames_are_fitted_to_marks),
      cmocka_unit_test(pieces_of_one_speech_are_one_statement),
      cmocka_unit_test(marks_without_a_frame_are_read),
      cmocka_unit_test(tags_beside_the_marks),
      cmocka_unit_test(tags_are_lent_to_frames),
      cmocka_unit_test(turns_are_read),
      cmocka_unit_test(tags_between_commas_need_no_frame),
      cmocka_unit_test(phrases_name_their_source),
      cmocka_unit_test(dashes_and_leads_open_turns),
      cmocka_unit_test(continuations_are_joined),
      cmocka_unit_test(unmarked_speech_ends_where_the_tale_begins),
      cmocka_unit_test(what_is_said_of_somebody_has_no_source),
      cmocka_unit_test(sources_are_whole_phrases),
      cmocka_unit_test(one_content_is_one_statement),
      cmocka_unit_test(own_words_after_a_colon),
      cmocka_unit_test(sources_are_lent),
      cmocka_unit_test(kinds_and_acts),
      cmocka_unit_test(edges_are_noted),
      cmocka_unit_test(bylines_and_datelines),
      cmocka_unit_test(nothing_of_a_dateline_is_said),
      cmocka_unit_test(cost_is_linear),
      cmocka_unit_test(random_frames_keep_the_promises),
      cmocka_unit_test(memory_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
