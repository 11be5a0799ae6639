/* Bytes -> blocks: a table of texts for each format, the same promises for every layout, odd bytes,
 * failing memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "failing.h"
#include "layout_text.h"

typedef struct {
  const char *text, *blocks;
} example;

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void check(const char *text, size_t size, sayso_format format, const char *expected) {
  ss_layout layout;
  ss_layout_init(&layout, &ss_memory_default);
  assert_int_equal(ss_layout_build(&layout, text, size, format, NULL), SAYSO_OK);
  ss_test_check_layout(&layout, text, size);
  char *found = ss_test_layout_text(&layout);
  if (expected) assert_string_equal(found, expected);
  free(found);
  ss_layout_free(&layout);
}

static void check_all(const example *examples, size_t count, sayso_format format) {
  for (size_t i = 0; i < count; i++)
    check(examples[i].text, strlen(examples[i].text), format, examples[i].blocks);
}

/* ---- plain ---- */

static void plain_text_is_read_in_paragraphs(void **state) {
  (void)state;
  static const example examples[] = {
      {"", ""},
      {" \n\t\n", ""},
      {"One.", "P One.\n"},
      {"One.\n\nTwo.\n", "P One.\nP Two.\n"},
      {"One.\r\n\r\nTwo.\r\n", "P One.\nP Two.\n"},
      {"One.\r\rTwo.\r", "P One.\nP Two.\n"},
      {"[14/05/2024, 21:03] Jo: Yes\n[9:41 PM] Mia: No\n[sic] no", "P Jo: Yes\nP Mia: No\nP [sic] no\n"},
      {"1/ One\n\n2/ Two\n\n1/2 cup", "I1 One\nI1 Two\nP 1/2 cup\n"},
      {"\xEF\xBB\xBFOne.", "P One.\n"},
      {"a\tb  c\xC2\xA0 d ", "P a b c d\n"},
      {"soft\xC2\xADhyphen zero\xE2\x80\x8Bwidth", "P softhyphen zerowidth\n"},
      {"One.\n\n\n\nTwo.", "P One.\n~P Two.\n"},
      {"One.\n\n* * *\n\nTwo.", "P One.\n~P Two.\n"},
      {"One.\n***\nTwo.\n\n#\n\nThree.", "P One.\n~P Two.\n~P Three.\n"},
      {"The title\n=========\n\nText.\nUnder\n-----\n", "H1 The title\nP Text.\nP Under\n"},
      {"Under\n-----\nText.", "H2 Under\nP Text.\n"},
      {"THE TALKS END\n\nText.", "P THE TALKS END\nP Text.\n"},
      {"> He said so.\n> She did not.\n\n>> Deeper.",
       "Q1 He said so.\nQ1 She did not.\nQ2 Deeper.\n"},
      {"- One thing.\n- Another.\n* Third.\n\n1. First\n2) Second\n\n\xE2\x80\xA2 dot",
       "I1 One thing.\nI1 Another.\nI1 Third.\nI1 First\nI1 Second\nI1 dot\n"},
      {"- One item that runs over\n  two lines\n- Two",
       "I1 One item that runs over two lines\nI1 Two\n"},
      {"1986. That was a year.", "P 1986. That was a year.\n"},
      {"It was over \xE2\x80\x93\nhe knew", "P It was over \xE2\x80\x93 he knew\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_PLAIN);
}

static void wrapped_lines_are_told_from_paragraphs(void **state) {
  (void)state;
  static const example examples[] = {
      /* A break in mid-sentence. */
      {"The minister said on Monday that the talks had\nended without any result.",
       "P The minister said on Monday that the talks had ended without any result.\n"},
      /* A sentence ends with the line, where the next word did not fit. */
      {"The minister said that the talks had ended yesterday without a result.\nInternational "
       "observers had expected as much.",
       "P The minister said that the talks had ended yesterday without a result. International "
       "observers had expected as much.\n"},
      /* Dialogue, one paragraph a line. */
      {"\"A cow.\"\n\"A large one, I think, but who am I to know such things.\"\n\"Ah.\"",
       "P \"A cow.\"\nP \"A large one, I think, but who am I to know such things.\"\nP \"Ah.\"\n"},
      /* A line too wide for wrapped text: one paragraph a line. */
      {"Short one here.\nThe minister said on Monday that the talks had ended without any result, "
       "and that nobody in the room had expected one, or had even wished for it.\nand so on",
       "P Short one here.\nP The minister said on Monday that the talks had ended without any "
       "result, and that nobody in the room had expected one, or had even wished for it.\nP and so "
       "on\n"},
      /* … but a tag on a line of its own, and a sentence broken by hand, go on. */
      {"\"It has been raining for a week!\"\n cried Anna Bell. She had not been out of the house since the day when they came back "
       "from the sea, and nobody had asked her why, or whether she meant to.\n\"No,\"\n said Tom.",
       "P \"It has been raining for a week!\" cried Anna Bell. She had not been out of the house since the day when they came back "
       "from the sea, and nobody had asked her why, or whether she meant to.\nP \"No,\" said Tom.\n"},
      /* A word wider than the lines says nothing about their width. */
      {"The minister said on Monday that the talks had ended, "
       "see\nhttps://example.org/a/very/long/address/that/no/program/can/break/anywhere/at/all/and/"
       "that/is/wider/than/any/line/of/this/text/is/or/will/be\nand that nobody had expected a "
       "result from them.",
       "P The minister said on Monday that the talks had ended, see "
       "https://example.org/a/very/long/address/that/no/program/can/break/anywhere/at/all/and/that/"
       "is/wider/than/any/line/of/this/text/is/or/will/be and that nobody had expected a result "
       "from them.\n"},
      /* A long line that is being written into wrapped text. */
      {"The minister said on Monday that the talks had ended without a\nresult. Nobody had "
       "expected one, he said, and then he went on to speak of the weather, of the long way home, "
       "of his dog and of the price of\nbread. The others were already on their way to the "
       "airport,\nwhere they were seen to laugh.",
       "P The minister said on Monday that the talks had ended without a result. Nobody had "
       "expected one, he said, and then he went on to speak of the weather, of the long way home, "
       "of his dog and of the price of bread. The others were already on their way to the airport, "
       "where they were seen to laugh.\n"},
      /* Short lines: names, an address. */
      {"Anna\nBob\nCarl", "P Anna\nP Bob\nP Carl\n"},
      {"Anna Bell\n12 Carver Street\nMillbrook", "P Anna Bell\nP 12 Carver Street\nP Millbrook\n"},
      /* First lines indented, no blank lines. */
      {"    The minister said on Monday that the talks had\nended. He was not sorry.\n    The "
       "others were, or so it was\nheard in the corridors.",
       "P The minister said on Monday that the talks had ended. He was not sorry.\nP The others "
       "were, or so it was heard in the corridors.\n"},
      /* A dash and a number at the start of a line by chance. */
      {"He said that the talks were over for this year at least\n- and that nobody had won them, "
       "in a meeting of round\n12. The others agreed with that.",
       "P He said that the talks were over for this year at least - and that nobody had won them, "
       "in a meeting of round 12. The others agreed with that.\n"},
      /* Edited after wrapping: one line is shorter now. */
      {"The minister said on Monday that the talks had ended without a\nresult. Nobody had it\nand "
       "the others were already on their way to the airport, where they\nwere seen to laugh.",
       "P The minister said on Monday that the talks had ended without a result. Nobody had it and "
       "the others were already on their way to the airport, where they were seen to laugh.\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_PLAIN);
}

/* Wraps `text` (words and single spaces) as an editor does. */
static void wrap(const char *text, size_t width, char *out) {
  size_t column = 0;
  for (const char *word = text; *word;) {
    size_t size = strcspn(word, " ");
    if (column > 0 && column + 1 + size > width)
      *out++ = '\n', column = 0;
    else if (column > 0)
      *out++ = ' ', column++;
    memcpy(out, word, size);
    out += size;
    column += size;
    word += size + (word[size] == ' ');
  }
  *out = '\0';
}

static void a_rewrapped_paragraph_gives_the_same_clean_text(void **state) {
  (void)state;
  static const char text[] =
      "The talks between Washington and Moscow ended on Thursday without an agreement. Antony "
      "Hale, the American secretary of state, said "
      "that \"a channel that is open is worth more than a paper that is signed.\" He left at once. "
      "The Russian side did not comment; a note "
      "sent to reporters late in the evening spoke of a useful exchange, nothing more. It had been "
      "a long day.";
  char wrapped[sizeof text + 64], expected[sizeof text + 4];
  snprintf(expected, sizeof expected, "P %s\n", text);
  for (size_t width = 45; width <= 120; width++) {
    wrap(text, width, wrapped);
    check(wrapped, strlen(wrapped), SAYSO_FORMAT_PLAIN, expected);
    check(wrapped, strlen(wrapped), SAYSO_FORMAT_MARKDOWN, expected);
  }
}

/* ---- markup ---- */

static void markdown_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"> We never answer.\n>\n> \xE2\x80\x94 Anna Bell, engineer\n\nNext.",
       "Q1 We never answer. \xE2\x80\x94 Anna Bell, engineer\nP Next.\n"},
      {"> One.\n>\n> Two.\n\n\xE2\x80\x94 Three.", "Q1 One.\nQ1 Two.\nP \xE2\x80\x94 Three.\n"},
      {"---\ntitle: x\n---\n\nText.", "P Text.\n"},
      {"+++\nt = 1\n+++\nText.", "P Text.\n"},
      {"---\n\nText, no front matter.", "~P Text, no front matter.\n"},
      {"# One\n## Two ##\n### C# {#id}\n#tag\n", "H1 One\nH2 Two\nH3 C#\nP #tag\n"},
      {"Title\n===\nUnder\n---\n", "H1 Title\nH2 Under\n"},
      {"One\n\n---\n\nTwo", "P One\n~P Two\n"},
      {"One.\nTwo.\nThree.", "P One. Two. Three.\n"},
      {"a *b* **c** ***d*** _e_ __f__ ~~g~~ h", "P a b c d e f g h\n"},
      {"2 * 3 * 4, snake_case_name, a*b*c", "P 2 * 3 * 4, snake_case_name, abc\n"},
      {"\\*kept\\* and *gone*", "P *kept* and gone\n"},
      {"**Anna:** I said so.\n\n*Really?* yes", "!P Anna: I said so.\n!P Really? yes\n"},
      {"**Why now?** Because *it* is late.\nSo.", "!P Why now?\nP Because it is late. So.\n"},
      {"**Why so\nlate?**\nIt rained. **Did it?** Yes.",
       "!P Why so late?\nP It rained. Did it? Yes.\n"},
      {"- **Why?** No.\n\n**Why?**", "!I1 Why? No.\n!P Why?\n"},
      {"\xE2\x80\x9C*Never*,\xE2\x80\x9D he said", "P \xE2\x80\x9CNever,\xE2\x80\x9D he said\n"},
      {"in `code here` and ``a ` b`` end", "P in and end\n"},
      {"a lone ` stays", "P a lone ` stays\n"},
      {"See [the *minister*](http://x.org/a_b_c \"t\") and [her][1] and ![photo](p.png).\n\n[1]: "
       "http://y.org",
       "P See the minister and her and photo.\n"},
      {"\"[The talks] were good [sic],\" he said.[^1]\n\n[^1]: A note.",
       "P \"[The talks] were good [sic],\" he said.\nP A note.\n"},
      {"Said so [@smith2020] and <https://x.org>.", "P Said so and .\n"},
      {"a <b>bold</b> <!-- hidden\nnote --> c", "P a bold c\n"},
      {"<!--\nhidden\n\nmore\n-->\nText.", "P Text.\n"},
      {"&ldquo;Yes&rdquo; &amp; &#8212; &#x201C;no&quot; &unknown; A&B",
       "P \xE2\x80\x9CYes\xE2\x80\x9D & \xE2\x80\x94 \xE2\x80\x9Cno\" &unknown; A&B\n"},
      {"Text\n```c\ncode \"said\"\n```\nmore\n\n    indented code\n\n~~~\nx\n~~~",
       "P Text\nP more\n"},
      {"- one\n  more\n- two\n  - deep\n\n  again\n\nout",
       "I1 one more\nI1 two\nI2 deep\nI1 again\nP out\n"},
      {"1. one\n2. two\n- [x] done", "I1 one\nI1 two\nI1 done\n"},
      {"It was in\n1986. A year.", "P It was in 1986. A year.\n"},
      {"> He said\n> so\nlazily\n>\n> > deep", "Q1 He said so lazily\nQ2 deep\n"},
      {"a | b\n--|--\n1 | 2\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nText", "P Text\n"},
      {"::: note\nText.\n:::", "P Text.\n"},
      {"$$\nx = 1\n$$\n$$$ matters\n\n$$ y $$\nText", "P $$$ matters\nP Text\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_MARKDOWN);
}

/* One letter a block: none, named, question, answer, continued, listed. */
static void check_turns(const char *text, sayso_format format, const char *expected) {
  static const char letters[] = "-nqacl";
  char got[64] = "";
  ss_layout layout;
  ss_layout_init(&layout, &ss_memory_default);
  assert_int_equal(ss_layout_build(&layout, text, strlen(text), format, NULL), SAYSO_OK);
  for (uint32_t i = 0; i < layout.blocks.count && i < sizeof got - 1; i++)
    got[i] = letters[layout.blocks.items[i].turn];
  assert_string_equal(got, expected);
  ss_layout_free(&layout);
}

static void turns_are_found(void **state) {
  (void)state;
  const sayso_format plain = SAYSO_FORMAT_PLAIN, markdown = SAYSO_FORMAT_MARKDOWN;
  check_turns("MS. BELL: Yes?\n\nMR. RYE (Minister of Trade): No.\n\nMore.\n\n(Laughter.)\n\n"
              "MS. BELL: So.\n\nMR. RYE (Minister of Trade): So.\n\nThe end.",
              plain, "nnc-nn-");
  check_turns("Time: noon.\n\nPlace: here.\n\nText.\n\nContact: Anna.", plain, "----");
  check_turns("# T\n\n*About her.*\n\n**When did you start?**\n\nI was nine.\n\nIt rained.\n\n"
              "**And your father?**\n\nMy father sang.\n\n## Later\n\nText.",
              markdown, "--qacqa--");
  check_turns("Did you see it?\n\nI did.\n\nDo you sleep?\n\nI don't.\n\nWhere are you?\n\nWe hide.",
              plain, "qaqaqa");
  check_turns("Is it free? asked a man.\n\nIt is, said Anneke.\n\nAre you going?\n\nI am.\n\nCan you "
              "sail?\n\nI can play.\n\nDoes your boat float?\n\nI hope so.",
              plain, "--------"); /* a tale */
  check_turns("**How is it built?**\n\nRun make.\n\n**What does it cost?**\n\nNothing.", markdown,
              "----");
  check_turns("**Did you ask?** I did.\n\n**And you slept?** We did.", markdown, "qaqa");
  check_turns("**Is it much?**\n\nI say so.\n\n**He denies it.**\n\nHe does.\n\n**You are angry.**\n\nI am not.\n\n"
              "**And now?**\n\nNow me.",
              markdown, "qaqaqaqa");
  check_turns("**Does it rain?**\n\nI went out.\n\n**Then**\n\nMy bus was late.", markdown, "----");
  check_turns("He came. His main points:\n\n- One.\n- Two.\n\nWhat we know:\n\n- Three.", markdown,
              "-ll--");
  check_turns("Anna Bell's demands:\n\n- One.\n\nText.\n\n- Two.", plain, "-l--");
  check_turns("\"Where are you?\"\n\n\"I am here.\"\n\n\"And you?\"\n\n\"I too.\"", plain, "----");
}

static void tex_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"\\documentclass{article}\n\\title{The "
       "talks}\n\\author{X}\n\\begin{document}\n\\maketitle\nText.\n\\end{document}\nno",
       "H1 The talks\nP Text.\n"},
      {"\\section*{One \\emph{more}}\\label{s}\n\\subsection[s]{Two}\nText",
       "H1 One more\nH2 Two\nP Text\n"},
      {"``We have \\emph{two} choices,'' he~said.\\footnote{No {really}.} Then",
       "P ``We have two choices,'' he said. Then\n"},
      {"\\enquote{Yes}, she said \\cite[p.~3]{a,b}, \\ldots{} and 5\\% of \\$3",
       "P \xE2\x80\x9CYes\xE2\x80\x9D, she said , \xE2\x80\xA6 and 5% of $3\n"},
      {"Text % comment\nmore\n% whole line\nend", "P Text more end\n"},
      {"As $x^2$ and \\(y\\) show\n\\begin{equation}\n a = b\n\\end{equation}\nhere.\n\\[\n "
       "x\n\\]\nEnd",
       "P As and show here. End\n"},
      {"\\begin{quote}\nSaid.\n\\end{quote}\nAfter", "Q1 Said.\nP After\n"},
      {"\\begin{itemize}\n\\item One\n more\n\\item[Anna] Two\n\\end{itemize}",
       "I1 One more\nI1 Anna Two\n"},
      {"\\begin{verbatim}\n\"no\" he said\n\\end{verbatim}\nYes", "P Yes\n"},
      {"\\textbf{Anna:} yes {\\em no} \\href{http://x}{link} a---b",
       "!P Anna: yes no link a---b\n"},
      {"One \\\\ two\\par three \\'e", "P One two three e\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_TEX);
}

static void rst_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"Title\n=====\n\nSub\n---\n\nText\nmore.", "H1 Title\nH2 Sub\nP Text more.\n"},
      {"=====\nTitle\n=====\n\nText", "H1 Title\nP Text\n"},
      {"**Anna:** *yes* ``code`` |sub| [1]_ `link <http://x>`_ :role:`word` `ref`_",
       "!P Anna: yes sub link word ref\n"},
      {"Like this::\n\n  code said\n\nBack.", "P Like this:\nP Back.\n"},
      {".. code-block:: c\n\n   int x;\n\n.. note:: Read me.\n\n.. comment\n\nText",
       "P Read me.\nP Text\n"},
      {"- one\n  more\n- two\n\n  again\n\nout", "I1 one more\nI1 two\nI1 again\nP out\n"},
      {"Text\n\n  He said so.\n\nMore", "P Text\nQ1 He said so.\nP More\n"},
      {":Author: X\n:Date: Y\n\nText\n\n+---+\n| a |\n+---+\n\nEnd", "P Text\nP End\n"},
      {"One\n\n----\n\nTwo", "P One\n~P Two\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_RST);
}

static void asciidoc_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"= Title\n:attr: value\n\n== Part\nText\nmore.", "H1 Title\nH2 Part\nP Text more.\n"},
      {"*Anna:* _yes_ `code` \"`quoted`\" https://x.org[link] <<id,there>> {attr} footnote:[no] "
       "end",
       "!P Anna: yes \"quoted\" link there end\n"},
      {"----\ncode\n----\n....\nx\n....\n////\nc\n////\n// c\nText", "P Text\n"},
      {"[quote, Anna]\n____\nSaid so.\n____\n\nAfter", "Q1 Said so.\nP After\n"},
      {"* one\n** deep\n. num\n- dash", "I1 one\nI2 deep\nI1 num\nI1 dash\n"},
      {"|===\n|a |b\n|===\nimage::x.png[alt]\nText", "P Text\n"},
      {"One\n\n'''\n\nTwo", "P One\n~P Two\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_ASCIIDOC);
}

static void org_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"#+TITLE: The talks\n#+AUTHOR: X\n* TODO [#A] One :tag:\n** Two\nText\nmore",
       "H1 The talks\nH1 One\nH2 Two\nP Text more\n"},
      {"*Anna:* /yes/ _no_ =code= ~x~ [[http://x][link]] [[http://y]] [fn:1] and/or a",
       "!P Anna: yes no link and/or a\n"},
      {"#+BEGIN_SRC c\nx\n#+END_SRC\n#+begin_quote\nSaid.\n#+end_quote\n:PROPERTIES:\n:ID: "
       "x\n:END:\n# c\n: fixed\n| t |\nText",
       "Q1 Said.\nP Text\n"},
      {"- one\n  more\n- [X] two\n\nout", "I1 one more\nI1 two\nP out\n"},
      {"One\n-----\nTwo", "P One\n~P Two\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_ORG);
}

static void typst_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"#set page(\n  width: 3cm,\n)\n#let x = 1\n= Title\n== Sub\nText\nmore",
       "H1 Title\nH2 Sub\nP Text more\n"},
      {"*Anna:* _yes_ `code` $x^2$ @ref <label> #emph[no] #link(\"http://x\")[link] a~b // gone",
       "!P Anna: yes no link a b\n"},
      {"```c\nx\n```\n/* c\nd */\nText \\#1 http://x.org", "P Text #1 http://x.org\n"},
      {"- one\n  more\n+ two\n1. three", "I1 one more\nI1 two\nI1 three\n"},
      {"#quote(block: true)[\nSaid so.\n]\n\nAfter [sic]", "Q1 Said so.\nP After [sic]\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_TYPST);
}

static void mail_is_read(void **state) {
  (void)state;
  static const example examples[] = {
      {"From: a@x.org\nTo: b\nSubject: The talks\n are over\nDate: x\n\nHello.\n\nOn Monday, Anna "
       "wrote:\n> Old.\n> Text.\n\nNew.\n-- \nAnna\n",
       "H1 The talks are over\nP Hello.\nP New.\n"},
      {"Yes.\n\nOn Mon, 1 Jan 2024 at 10:00,\nAnna Bell <a@x.org> wrote:\n> Old.\n", "P Yes.\n"},
      {"Yes.\n\n-----Original Message-----\nOld.", "P Yes.\n"},
  };
  check_all(examples, COUNT(examples), SAYSO_FORMAT_MAIL);
}

/* ---- bytes ---- */

static void bytes_that_are_no_text_are_replaced(void **state) {
  (void)state;
#define U "\xEF\xBF\xBD"
  static const struct {
    const char *bytes;
    size_t size;
    const char *blocks;
  } rows[] = {
      {"a\0b", 3, "P a" U "b\n"},
      {"a\x01\x7F"
       "b",
       4, "P a" U U "b\n"},
      {"a\xC2\x93"
       "b",
       4, "P a" U "b\n"}, /* C1 control */
      {"a\x80"
       "b",
       3, "P a" U "b\n"},                         /* continuation alone */
      {"a\xC3", 2, "P a" U "\n"},                 /* cut short */
      {"a\xE2\x80 b", 5, "P a" U " b\n"},         /* cut short: one for the longest wrong prefix */
      {"\xC0\xAF", 2, "P " U U "\n"},             /* overlong */
      {"\xE0\x80\x80", 3, "P " U U U "\n"},       /* overlong */
      {"\xED\xA0\x80", 3, "P " U U U "\n"},       /* surrogate */
      {"\xF4\x90\x80\x80", 4, "P " U U U U "\n"}, /* over 0x10FFFF */
      {"\xF0\x9F\x98", 3, "P " U "\n"},
      {"\xFE\xFF", 2, "P " U U "\n"},
      {U "\xF0\x9F\x98\x80", 7, "P " U "\xF0\x9F\x98\x80\n"},
      {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D e\xCC\x81", 12,
       "P \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D e\xCC\x81\n"},
  };
#undef U
  for (size_t i = 0; i < COUNT(rows); i++)
    for (int format = 0; format <= SAYSO_FORMAT_MAIL; format++)
      check(rows[i].bytes, rows[i].size, (sayso_format)format, rows[i].blocks);
}

static uint32_t next_random(uint32_t *seed) {
  return *seed = *seed * 1664525u + 1013904223u, *seed >> 8;
}

/* Bytes that mean something to some format, so that random text reaches every branch. */
static size_t random_text(uint32_t *seed, char *out, size_t size) {
  static const char *const parts[] = {"*",
                                      "_",
                                      "`",
                                      "[",
                                      "]",
                                      "(",
                                      ")",
                                      "{",
                                      "}",
                                      "\\",
                                      "$",
                                      "#",
                                      "<",
                                      ">",
                                      "\n",
                                      "\n\n",
                                      " ",
                                      "a",
                                      "Word ",
                                      "said. ",
                                      "- ",
                                      "1. ",
                                      "|",
                                      "=",
                                      "---\n",
                                      "```\n",
                                      "\\begin{quote}\n",
                                      "\\item ",
                                      "\\cite{",
                                      "::",
                                      ".. ",
                                      "//",
                                      "/*",
                                      "&quot;",
                                      "<!--",
                                      "-->",
                                      "\xE2\x80\x9C",
                                      "\xC3\xA9",
                                      "\xFF",
                                      "\r",
                                      "\t",
                                      "    ",
                                      "~",
                                      "^",
                                      "@",
                                      "%",
                                      ":",
                                      "+",
                                      "\"",
                                      "'",
                                      "[[",
                                      "][",
                                      "]]",
                                      "<<",
                                      "----\n"};
  size_t used = 0;
  while (used + 16 < size) {
    const char *part = parts[next_random(seed) % COUNT(parts)];
    if (next_random(seed) % 20 == 0) out[used++] = (char)next_random(seed);
    memcpy(out + used, part, strlen(part));
    used += strlen(part);
  }
  return used;
}

static void random_bytes_keep_every_promise(void **state) {
  (void)state;
  uint32_t seed = 20240229;
  print_message("seed %u\n", seed);
  char text[600];
  for (int round = 0; round < 4000; round++) {
    size_t size = random_text(&seed, text, 40 + next_random(&seed) % (sizeof text - 40));
    char *exact = malloc(size ? size : 1); /* so that the sanitizer sees a byte too many */
    memcpy(exact, text, size);
    check(exact, size, (sayso_format)(round % (SAYSO_FORMAT_MAIL + 1)), NULL);
    free(exact);
  }
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  uint32_t seed = 7;
  char text[3000];
  size_t size = random_text(&seed, text, sizeof text);
  for (int format = 0; format <= SAYSO_FORMAT_MAIL; format++) {
    for (size_t fail_at = 1;; fail_at++) {
      ss_failing failing;
      ss_failing_init(&failing, fail_at);
      ss_layout layout;
      ss_layout_init(&layout, &failing.hook);
      sayso_error error = {0};
      sayso_status status = ss_layout_build(&layout, text, size, (sayso_format)format, &error);
      assert_int_equal(status, failing.failures ? SAYSO_NO_MEMORY : SAYSO_OK);
      if (failing.failures)
        assert_int_equal(layout.blocks.count + layout.clean.count + layout.segments.count, 0);
      ss_layout_free(&layout);
      assert_int_equal(failing.live_blocks, 0);
      if (!failing.failures) break;
    }
  }
}

static void formats_are_known_by_name_and_path(void **state) {
  (void)state;
  sayso_format format = SAYSO_FORMAT_TYPST;
  assert_true(sayso_format_by_name("Markdown", &format));
  assert_int_equal(format, SAYSO_FORMAT_MARKDOWN);
  assert_true(sayso_format_by_path("a.b/notes.ORG", &format));
  assert_int_equal(format, SAYSO_FORMAT_ORG);
  assert_true(sayso_format_by_path("x.eml", &format));
  assert_int_equal(format, SAYSO_FORMAT_MAIL);
  assert_false(sayso_format_by_path("dir.md/README", &format));
  assert_false(sayso_format_by_path("a.c", &format));
  assert_false(sayso_format_by_name("", &format));
  assert_int_equal(format, SAYSO_FORMAT_MAIL);
}

static void offsets_outside_are_answered(void **state) {
  (void)state;
  ss_layout layout;
  ss_layout_init(&layout, &ss_memory_default);
  static const char text[] = "  One\n\n> two  ";
  assert_int_equal(ss_layout_build(&layout, text, strlen(text), SAYSO_FORMAT_PLAIN, NULL),
                   SAYSO_OK);
  assert_int_equal(layout.clean.count, 7); /* "One\ntwo" */
  assert_int_equal(ss_layout_source_start(&layout, 0), 2);
  assert_int_equal(ss_layout_source_end(&layout, 3), 5);
  assert_int_equal(ss_layout_source_start(&layout, 4), 9);
  assert_int_equal(ss_layout_source_end(&layout, 7), 12);
  assert_int_equal(ss_layout_clean_at(&layout, 0), 0);
  assert_int_equal(ss_layout_clean_at(&layout, 5), 4);
  assert_int_equal(ss_layout_clean_at(&layout, 10), 5);
  assert_int_equal(ss_layout_clean_at(&layout, 12), 7);
  assert_int_equal(ss_layout_build(&layout, "", 0, SAYSO_FORMAT_PLAIN, NULL), SAYSO_OK);
  assert_int_equal(ss_layout_clean_at(&layout, 0), 0);
  assert_int_equal(ss_layout_source_start(&layout, 0), 0);
  ss_layout_free(&layout);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plain_text_is_read_in_paragraphs),
      cmocka_unit_test(wrapped_lines_are_told_from_paragraphs),
      cmocka_unit_test(a_rewrapped_paragraph_gives_the_same_clean_text),
      cmocka_unit_test(markdown_is_read),
      cmocka_unit_test(turns_are_found),
      cmocka_unit_test(tex_is_read),
      cmocka_unit_test(rst_is_read),
      cmocka_unit_test(asciidoc_is_read),
      cmocka_unit_test(org_is_read),
      cmocka_unit_test(typst_is_read),
      cmocka_unit_test(mail_is_read),
      cmocka_unit_test(bytes_that_are_no_text_are_replaced),
      cmocka_unit_test(random_bytes_keep_every_promise),
      cmocka_unit_test(memory_may_run_out_anywhere),
      cmocka_unit_test(formats_are_known_by_name_and_path),
      cmocka_unit_test(offsets_outside_are_answered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
