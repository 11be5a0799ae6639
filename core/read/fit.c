/* In: candidates as the network's frames give them. Out: contents that follow the quotation marks:
 * a quotation belongs to one candidate, whole. Also: whose the quotations are that nobody claims.
 * Promises that a candidate whose cue stands inside a quotation never takes that quotation. */
#include "read/build.h"
#include "read/sentence.h"

/* Tuning. From MARKED_PERCENT of the words in marks on (OWN_PERCENT in own words, which may hold
 * somebody else's) a content ends with its marks. A quotation of which at least HALF_PERCENT of the
 * words are content is content as a whole; of one with fewer than STRAY_WORDS words inside the
 * content those words are cut away. */
enum { HALF_PERCENT = 50, STRAY_WORDS = 3, MARKED_PERCENT = 10, OWN_PERCENT = 30 };
/* Twice the words common to two contents, in percent of both, from which they are the same. */
enum { SAME_PERCENT = 60 };
/* Most words of a stray piece in a sentence of its own. */
enum { CRUMB_WORDS = 2 };
/* The same where somebody else's cue follows in that sentence. */
enum { LEAD_WORDS = 6 };
/* Fewest words after a tag that are a clause of what is said. */
enum { CLAUSE_WORDS = 4 };
/* Own words are those as likely as this. */
static const float OWN_LEAST = 0.5f;
/* Fewest tokens after a colon that are said. */
enum { COLON_WORDS = 3 };
/* Words between two quotations of one paragraph that leave them one speech: "I know." She set the
 * suitcase down. "The bus …" */
enum { BEAT_WORDS = 14 };

/* How much less a tag in another sentence than the marks is believed. */
static const float other_sentence = 0.5f;

/* The candidate speaks about the quotation from outside. */
static bool stands_outside(const ss_builder *b, const ss_candidate *c, const ss_outer *q) {
  return !ss_build_meets(b, c->cue, q->range);
}

/* ---- contents onto quotations ---- */

static bool fit_content(ss_builder *b, ss_candidate *c) {
  ss_ranges fitted = c->content;
  for (uint32_t i = 0; i < c->content.count; i++) {
    ss_range piece = b->pool.items[c->content.at + i];
    for (uint32_t k = ss_build_outer_at(b, piece.first);
         k < b->outers.count && b->outers.items[k].range.first < piece.end; k++) {
      const ss_outer *q = &b->outers.items[k];
      if (!stands_outside(b, c, q)) continue;
      uint32_t shared = ss_build_shared(b, c->content, q->inner),
               whole = ss_build_words(b, q->inner);
      if (whole == 0) continue;
      if (shared * 100 >= whole * HALF_PERCENT) {
        if (!ss_build_put(b, &fitted, q->range)) return false;
      } else if (shared < STRAY_WORDS && ss_build_total(b, c->content) > shared) {
        if (!ss_build_cut(b, &fitted, q->range)) return false;
      }
    }
  }
  c->content = fitted;
  return true;
}

/* Commas, colons and dashes at the edges of a piece, outside marks, are the writer's. */
static bool trims(const ss_builder *b, uint32_t token) {
  const ss_token *t = &b->draft->tokens.items[token];
  return t->state == SS_MARK_OUTSIDE && (t->shape == SS_SHAPE_COMMA || t->shape == SS_SHAPE_COLON ||
                                         t->shape == SS_SHAPE_DASH || ss_token_is_mark(t));
}

/* Somebody else than `own` opens the sentence and says something there. */
static bool is_anothers(const ss_builder *b, ss_range sentence, uint32_t own) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    if (i == own || c->dropped || !c->source.count || !ss_build_meets(b, c->cue, sentence)) continue;
    if (ss_build_first(b, c->source) == sentence.first) return true;
  }
  return false;
}

/* The sentence goes on behind the piece and is a question: "[When would that] be? In autumn,
 * according to Rye". */
static bool asks_more(const ss_builder *b, ss_range piece, ss_range sentence) {
  return piece.end < sentence.end && ss_build_words(b, (ss_range){piece.end, sentence.end}) > 0 &&
         ss_token_is(&b->draft->tokens.items[sentence.end - 1], b->clean, "?");
}

/* "…, he confessed. Why?" */
static bool is_question_word(const ss_builder *b, uint32_t token) {
  static const char *const words[] = {"why", "how", "what", "when", "where", "who", NULL};
  return ss_token_in(&b->draft->tokens.items[token], b->clean, words);
}

/* A word or two of a sentence that is none of the content otherwise: "…, he thundered. The West
 * speaks of bread" gave "The" once; or some more where somebody else says the rest. */
static bool is_crumb(const ss_builder *b, const ss_candidate *c, ss_range piece) {
  if (piece.first >= piece.end) return false; /* nothing but marks: it may end the unit */
  if (c->content.count < 2 || ss_build_inside(b, piece.first)) return false;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, piece.first);
  if (ss_build_meets(b, c->cue, sentence)) return false;
  const uint32_t own = (uint32_t)(c - b->candidates.items), words = ss_build_words(b, piece);
  bool reported = c->own < OWN_LEAST && c->rule == SS_RULE_FRAME && piece.first == sentence.first;
  if (reported && is_anothers(b, sentence, own)) return true;
  if (words > LEAD_WORDS) return false;
  if (c->own < OWN_LEAST && asks_more(b, piece, sentence)) return true;
  if (reported && words == 1 && is_question_word(b, piece.first)) return true;
  if (words > CRUMB_WORDS && !ss_build_has_cue(b, sentence, own)) return false;
  return ss_build_shared(b, c->content, sentence) == words && ss_build_words(b, sentence) > words;
}

/* Where a piece ends when the first words of another sentence, whose rest is none of it, are left
 * out: "insists that it be lifted. Washington, for its part, denies". */
static uint32_t end_without_crumb(const ss_builder *b, const ss_candidate *c, ss_range piece) {
  if (piece.end <= piece.first || ss_build_inside(b, piece.end - 1)) return piece.end;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, piece.end - 1);
  if (sentence.first <= piece.first || sentence.end <= piece.end) return piece.end;
  if (ss_build_meets(b, c->cue, sentence)) return piece.end; /* "Certainly, says the host." */
  uint32_t words = ss_build_words(b, (ss_range){sentence.first, piece.end});
  if (words > LEAD_WORDS || ss_build_words(b, sentence) == words) return piece.end;
  const uint32_t own = (uint32_t)(c - b->candidates.items);
  if (words > CRUMB_WORDS && !ss_build_has_cue(b, (ss_range){piece.end, sentence.end}, own))
    return piece.end; /* nobody else says something there */
  uint32_t end = sentence.first;
  return end > piece.first + 1 && !ss_token_is_word(&b->draft->tokens.items[end - 1]) ? end - 1
                                                                                      : end;
}

static bool has_colon(const ss_builder *b, ss_range gap) {
  for (uint32_t t = gap.first; t < gap.end; t++)
    if (b->draft->tokens.items[t].shape == SS_SHAPE_COLON) return true;
  return false;
}

/* "as Bell put it, “…”" */
static bool is_put(const ss_builder *b, const ss_candidate *c) {
  static const char *const put[] = {"put", "puts", NULL};
  return ss_token_in(&b->draft->tokens.items[ss_build_end(b, c->cue) - 1], b->clean, put);
}

/* "answers him: “…”", "laughed for the first time. “…”": an object or article alone between the cue
 * and the marks, which stand after a colon or in another sentence. */
static bool is_stub(const ss_builder *b, const ss_candidate *c, ss_range piece) {
  static const char *const stubs[] = {"him", "her", "them", "it",   "the", "a",  "his", "their",
                                      "me",  "us",  "you",  "back", "so",  "an", NULL};
  const ss_token *tokens = b->draft->tokens.items;
  uint32_t next = ss_build_outer_at(b, piece.first);
  if (c->content.count < 2 || piece.end != piece.first + 1 || next == b->outers.count) return false;
  if (!c->cue.count || piece.first != ss_build_end(b, c->cue) ||
      !ss_token_in(&tokens[piece.first], b->clean, stubs))
    return false;
  ss_range sentence = ss_sentence_of(tokens, b->draft->tokens.count, piece.first),
           gap = {piece.end, b->outers.items[next].range.first};
  return gap.end > piece.first && (gap.end >= sentence.end || has_colon(b, gap) || is_put(b, c));
}

static bool is_capital_after(const ss_builder *b, uint32_t mark) {
  return mark + 1 < b->draft->tokens.count &&
         ss_token_is_capital(&b->draft->tokens.items[mark + 1]);
}

/* "When the boy had gone, Harriet said, “…”": the marks right after the tag are all that is said.
 */
static bool is_run_up(const ss_builder *b, const ss_candidate *c, ss_range piece) {
  if (!c->cue.count || !c->source.count || c->content.count < 2 || ss_build_inside(b, piece.first))
    return false;
  uint32_t tag = ss_build_end(b, c->cue), source = ss_build_end(b, c->source);
  if (source > tag) tag = source;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, piece.first);
  if (tag + 1 >= b->draft->tokens.count || piece.first != sentence.first || piece.end > tag ||
      tag >= sentence.end)
    return false;
  const ss_token *pause = &b->draft->tokens.items[tag];
  bool pauses = pause->shape == SS_SHAPE_COMMA || pause->shape == SS_SHAPE_COLON;
  return pauses && pause[1].state == SS_MARK_OPENING && ss_build_holds(b, c->content, tag + 2) &&
         (pause[1].flags & SS_TOKEN_SENTENCE || is_capital_after(b, tag + 1));
}

/* "Money, an official said, is not infinite. We have …": the end of the tag's sentence, left out
 * between two pieces of own words, is said as well. */
static uint32_t end_with_rest(const ss_builder *b, const ss_candidate *c, uint32_t index) {
  ss_range piece = b->pool.items[c->content.at + index];
  if (c->own < OWN_LEAST || index + 1 == c->content.count || piece.end <= piece.first ||
      ss_build_inside(b, piece.first))
    return piece.end;
  ss_range next = b->pool.items[c->content.at + index + 1],
           sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, piece.first),
           rest = {piece.end, sentence.end};
  if (!ss_build_meets(b, c->cue, sentence) || sentence.end <= piece.end ||
      next.first != sentence.end || ss_build_meets(b, c->cue, rest) ||
      ss_build_meets(b, c->source, rest) || ss_build_words(b, rest) > LEAD_WORDS ||
      ss_build_has_cue(b, rest, SAYSO_NONE))
    return piece.end;
  return sentence.end;
}

/* "“…” (1989: 7)": the bracket is the writer's. */
static bool opens_bracket(const ss_builder *b, uint32_t token) {
  const ss_token *t = &b->draft->tokens.items[token];
  return t->state == SS_MARK_OUTSIDE && ss_token_is(t, b->clean, "(");
}

static bool trim_content(ss_builder *b, ss_candidate *c) {
  ss_ranges trimmed = {0, 0};
  for (uint32_t i = 0; i < c->content.count; i++) {
    ss_range piece = b->pool.items[c->content.at + i];
    piece.end = end_with_rest(b, c, i);
    while (piece.first < piece.end && trims(b, piece.first)) piece.first++;
    while (piece.end > piece.first && (trims(b, piece.end - 1) || opens_bracket(b, piece.end - 1)))
      piece.end--;
    if (piece.first == piece.end) continue; /* at the unit's end no token stands there */
    piece.end = end_without_crumb(b, c, piece);
    if (is_crumb(b, c, piece) || is_stub(b, c, piece) || is_run_up(b, c, piece)) continue;
    if (!ss_build_put(b, &trimmed, piece)) return false;
  }
  c->content = trimmed;
  return true;
}

/* "He had said it in the morning too, on the stairs: you cannot …", "limited himself to a few
 * words: Rome knows …": what is said follows the colon. */
static uint32_t after_colon(const ss_builder *b, ss_range piece) {
  static const char *const openers[] = {"it",         "so",     "himself", "herself",
                                        "themselves", "itself", "this",    NULL};
  const ss_token *tokens = b->draft->tokens.items;
  if (piece.first >= piece.end || !ss_token_in(&tokens[piece.first], b->clean, openers))
    return piece.first;
  for (uint32_t t = piece.first; t + COLON_WORDS < piece.end; t++) {
    if (tokens[t].state != SS_MARK_OUTSIDE) return piece.first;
    if (ss_token_is(&tokens[t], b->clean, ":")) return t + 1;
  }
  return piece.first;
}

/* The same where the content comes in pieces: all of it before the colon goes. */
static bool start_after_colon(ss_builder *b, ss_candidate *c) {
  uint32_t first = ss_build_first(b, c->content), end = ss_build_end(b, c->content);
  if (!c->content.count || first != ss_build_end(b, c->cue)) return true;
  uint32_t start = after_colon(b, (ss_range){first, end});
  return start == first || ss_build_cut(b, &c->content, (ss_range){first, start});
}

/* "Bell, who had announced that he was ill[, appeared after all]": the clause ends where the verb
 * of the one around it stands. */
static bool end_with_clause(ss_builder *b, ss_candidate *c) {
  static const char *const who[] = {"who", "which", NULL};
  const ss_token *tokens = b->draft->tokens.items;
  if (!c->cue.count || c->content.count != 1) return true;
  ss_range piece = b->pool.items[c->content.at];
  uint32_t cue = ss_build_first(b, c->cue), from = cue;
  while (from > 0 && !(tokens[from].flags & SS_TOKEN_SENTENCE) &&
         !ss_token_in(&tokens[from], b->clean, who))
    from--;
  if (from == 0 || !ss_token_in(&tokens[from], b->clean, who) || piece.first < cue ||
      tokens[from - 1].shape != SS_SHAPE_COMMA)
    return true;
  for (uint32_t t = piece.first; t + 1 < piece.end; t++) {
    if (tokens[t].state != SS_MARK_OUTSIDE || tokens[t].flags & SS_TOKEN_SENTENCE) return true;
    ss_word word = ss_word_of(&tokens[t + 1], b->clean);
    if (tokens[t].shape == SS_SHAPE_COMMA && tokens[t + 1].shape == SS_SHAPE_LOWER &&
        ss_word_is_past(&word))
      return ss_build_cut(b, &c->content, (ss_range){t, piece.end});
  }
  return true;
}

/* The content holds a quotation of the sentence that has `token`. */
static bool has_quotation_beside(const ss_builder *b, const ss_candidate *c, uint32_t token) {
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, token);
  for (uint32_t k = ss_build_outer_at(b, sentence.first);
       k < b->outers.count && b->outers.items[k].range.first < sentence.end; k++)
    if (ss_build_meets(b, c->content, b->outers.items[k].inner)) return true;
  return false;
}

/* "that …": words of a report, whatever stands inside. */
static bool is_that(const ss_builder *b, const ss_candidate *c) {
  static const char *const that[] = {"that", NULL};
  return ss_token_in(&b->draft->tokens.items[ss_build_first(b, c->content)], b->clean, that);
}

/* From the beginning of the cue's sentence to the cue's end; to the sentence's where a clause of
 * what is said closes it: "Bell said that it was too late. “We tried.”" */
static ss_range tag_of(const ss_builder *b, const ss_candidate *c) {
  if (!c->cue.count) return (ss_range){0, 0};
  ss_range sentence =
      ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, ss_build_first(b, c->cue));
  uint32_t end = ss_build_end(b, c->cue);
  if (ss_build_shared(b, c->content, (ss_range){end, sentence.end}) >= CLAUSE_WORDS)
    end = sentence.end;
  return (ss_range){sentence.first, end};
}

/* Of a content in marks, words after the tag and whole sentences before it count only where some of
 * the marks stand beside: What now? "…," she said. He was right. */
static bool drop_strays(ss_builder *b, ss_candidate *c) {
  uint32_t all = ss_build_total(b, c->content), marked = 0;
  for (uint32_t k = 0; k < b->outers.count; k++)
    if (stands_outside(b, c, &b->outers.items[k]))
      marked += ss_build_shared(b, c->content, b->outers.items[k].inner);
  const uint32_t least = ss_build_is_own(b, c) && !is_that(b, c) ? OWN_PERCENT : MARKED_PERCENT;
  if (marked * 100 < all * least || marked == all) return true;
  const ss_range tag = tag_of(b, c);
  ss_ranges kept = c->content;
  for (uint32_t i = 0; i < c->content.count; i++) {
    ss_range piece = b->pool.items[c->content.at + i];
    for (uint32_t t = piece.first; t < piece.end; t++)
      if ((t < tag.first || t >= tag.end) && !ss_build_inside(b, t) &&
          !has_quotation_beside(b, c, t) && !ss_build_cut(b, &kept, (ss_range){t, t + 1}))
        return false;
  }
  c->content = kept;
  return true;
}

/* ---- whose quotation it is ---- */

/* The candidate's cue stands in the sentence that the quotation begins or ends in. */
static bool tags(const ss_builder *b, const ss_candidate *c, const ss_outer *q) {
  const uint32_t count = b->draft->tokens.count;
  uint32_t last = q->range.end < count ? q->range.end : count - 1;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, count, q->range.first);
  ss_range rest = ss_sentence_of(b->draft->tokens.items, count, last);
  if (b->draft->tokens.items[last].flags & SS_TOKEN_SENTENCE) rest = sentence;
  sentence.end = rest.end;
  return ss_build_meets(b, c->cue, sentence);
}

/* How well candidate c holds quotation q: its score, less for a cue in another sentence than the
 * marks. */
static float hold(const ss_builder *b, const ss_candidate *c, const ss_outer *q) {
  if (c->dropped || !stands_outside(b, c, q)) return 0;
  uint32_t shared = ss_build_shared(b, c->content, q->inner), whole = ss_build_words(b, q->inner);
  if (whole == 0 || shared * 2 < whole) return 0;
  return c->score * (float)shared / (float)whole * (tags(b, c, q) ? 1 : other_sentence);
}

static void claim(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    const ss_candidate *c = &b->candidates.items[i];
    for (uint32_t p = c->content.at; p < c->content.at + c->content.count; p++) {
      ss_range piece = b->pool.items[p];
      for (uint32_t k = ss_build_outer_at(b, piece.first);
           k < b->outers.count && b->outers.items[k].range.first < piece.end; k++) {
        ss_outer *q = &b->outers.items[k];
        float mine = hold(b, c, q);
        if (mine > 0 &&
            (q->claim == SAYSO_NONE || mine > hold(b, &b->candidates.items[q->claim], q)))
          q->claim = i;
      }
    }
  }
}

/* What one says is that the other said so: "“…,” Bell repeated", according to Rye. */
static bool tells_of(const ss_builder *b, const ss_candidate *c, const ss_candidate *other) {
  if (!other->content.count || !ss_build_inside(b, ss_build_first(b, other->content))) return false;
  return other->cue.count && other->source.count && c->content.count && c->cue.count &&
         ss_build_meets(b, c->content, b->pool.items[other->cue.at]) &&
         ss_build_meets(b, c->content, b->pool.items[other->source.at]) &&
         !ss_build_meets(b, other->content, b->pool.items[c->cue.at]);
}

/* A quotation with a tag of its own is none of what another tag before it has: "It is good,"
 * insisted Bell. "It helps," he said. */
static bool let_go(ss_builder *b, const ss_outer *q) {
  const ss_candidate *owner = &b->candidates.items[q->claim];
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (i == q->claim || c->dropped || !ss_build_meets(b, c->content, q->range)) continue;
    if (!stands_outside(b, c, q) || tags(b, c, q) || !tags(b, owner, q)) continue;
    if (tells_of(b, c, owner)) continue;
    ss_ranges left = c->content;
    if (!ss_build_cut(b, &left, q->range)) return false;
    if (ss_build_total(b, left)) c->content = left;
  }
  return true;
}

/* Somebody else's tag beside the marks beats one in another sentence, which may have taken the
 * words around them too: we do not pay, Anna Bell says. “They should come,” Tom Rye comments. */
static bool release(ss_builder *b, ss_outer *q) {
  ss_candidate *owner = &b->candidates.items[q->claim];
  if (tags(b, owner, q) || !(ss_build_is_led(b, q) || ss_build_is_others(b, q, owner->source)))
    return true;
  ss_range sentence =
      ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, q->range.first);
  ss_ranges left = owner->content;
  if (!ss_build_cut(b, &left, sentence)) return false;
  if (ss_build_total(b, left) == 0) return true;
  owner->content = left;
  q->claim = SAYSO_NONE;
  return true;
}

static bool part_claims(ss_builder *b) {
  for (uint32_t k = 0; k < b->outers.count; k++) {
    ss_outer *q = &b->outers.items[k];
    if (q->claim != SAYSO_NONE && (!let_go(b, q) || !release(b, q))) return false;
  }
  return true;
}

/* ---- one statement, one candidate ---- */

/* Words in the contents of both. */
static uint32_t common(const ss_builder *b, const ss_candidate *one, const ss_candidate *other) {
  uint32_t shared = 0;
  for (uint32_t p = one->content.at; p < one->content.at + one->content.count; p++)
    shared += ss_build_shared(b, other->content, b->pool.items[p]);
  return shared;
}

/* Two candidates with much the same content say one thing: the lesser goes ("said in a statement",
 * read once as "said" and once as "statement"). */
static void merge_same(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (!c->content.count || c->dropped) continue;
    const uint32_t words = ss_build_total(b, c->content);
    for (uint32_t k = 0; k < i && !c->dropped; k++) {
      ss_candidate *other = &b->candidates.items[k];
      if (!other->content.count || other->dropped) continue;
      if (tells_of(b, c, other) || tells_of(b, other, c)) continue;
      uint32_t both = words + ss_build_total(b, other->content);
      if (200 * common(b, c, other) < both * SAME_PERCENT) continue;
      if (other->score >= c->score)
        c->dropped = true;
      else
        other->dropped = true;
    }
  }
}

/* "What he said:" */
static bool is_what(const ss_builder *b, const ss_candidate *c) {
  static const char *const what[] = {"what", NULL};
  ss_range piece = b->pool.items[c->content.at];
  return c->content.count == 1 && piece.end == piece.first + 1 &&
         piece.first < ss_build_first(b, c->cue) &&
         ss_token_in(&b->draft->tokens.items[piece.first], b->clean, what);
}

/* "Bell said nothing", "said little": right behind the verb, not the answer "Nothing". */
static bool is_nothing(const ss_builder *b, const ss_candidate *c) {
  static const char *const words[] = {"nothing", "little", NULL};
  static const char *const say[] = {"said", "says", "say", "saying", NULL};
  ss_range piece = b->pool.items[c->content.at];
  return c->content.count == 1 && c->cue.count &&
         ss_token_in(&b->draft->tokens.items[ss_build_first(b, c->cue)], b->clean, say) &&
         piece.end == piece.first + 1 && piece.first == ss_build_end(b, c->cue) &&
         ss_token_in(&b->draft->tokens.items[piece.first], b->clean, words) &&
         b->draft->tokens.items[piece.first].state == SS_MARK_OUTSIDE;
}

/* "A pause, [which somebody had put on paper], was rejected by them": the sentence's subject and
 * not its clause is what was rejected. */
static bool take_antecedent(ss_builder *b, ss_candidate *c) {
  static const char *const relatives[] = {"which", "who", "whom", "whose", NULL};
  const ss_token *tokens = b->draft->tokens.items;
  ss_range piece = b->pool.items[c->content.at];
  if (c->content.count != 1 || piece.end > ss_build_first(b, c->cue) || !piece.first ||
      !ss_token_in(&tokens[piece.first], b->clean, relatives) ||
      tokens[piece.first - 1].shape != SS_SHAPE_COMMA)
    return true;
  ss_range sentence = ss_sentence_of(tokens, b->draft->tokens.count, piece.first);
  ss_range before = {sentence.first, piece.first};
  if (ss_build_meets(b, c->source, before) || ss_build_has_cue(b, before, SAYSO_NONE)) return true;
  return ss_build_put(b, &c->content, before);
}

bool ss_build_fit(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->dropped || !c->content.count) continue; /* waits for the next unit */
    if (!fit_content(b, c) || !drop_strays(b, c) || !start_after_colon(b, c) ||
        !take_antecedent(b, c) || !end_with_clause(b, c) || !trim_content(b, c))
      return false;
    if (ss_build_total(b, c->content) == 0 || is_what(b, c) || is_nothing(b, c)) c->dropped = true;
  }
  merge_same(b);
  claim(b);
  return part_claims(b);
}

/* ---- quotations nobody claims ---- */

/* Words of [first, end) that are neither source nor cue of c. */
static uint32_t foreign_words(const ss_builder *b, const ss_candidate *c, ss_range gap) {
  uint32_t words = ss_build_words(b, gap),
           tag = ss_build_shared(b, c->source, gap) + ss_build_shared(b, c->cue, gap);
  return words > tag ? words - tag : 0;
}

static bool take(ss_builder *b, uint32_t k, uint32_t owner) {
  b->outers.items[k].claim = owner;
  return ss_build_put(b, &b->candidates.items[owner].content, b->outers.items[k].range);
}

bool ss_build_spread(ss_builder *b) {
  for (uint32_t k = 1; k < b->outers.count; k++) {
    ss_outer *q = &b->outers.items[k], *before = q - 1;
    if (q->claim != SAYSO_NONE || !q->speech || before->claim == SAYSO_NONE) continue;
    if (ss_build_is_led(b, q) ||
        ss_build_is_others(b, q, b->candidates.items[before->claim].source))
      continue;
    ss_range gap = {before->range.end, q->range.first};
    if (foreign_words(b, &b->candidates.items[before->claim], gap) > BEAT_WORDS ||
        ss_build_has_cue(b, gap, before->claim))
      continue;
    if (!take(b, k, before->claim)) return false;
  }
  for (uint32_t k = b->outers.count; k-- > 1;) { /* "A." "B," he said. */
    ss_outer *q = &b->outers.items[k - 1], *after = q + 1;
    if (q->claim != SAYSO_NONE || !q->speech || after->claim == SAYSO_NONE) continue;
    if (ss_build_words(b, (ss_range){q->range.end, after->range.first}) > 0) continue;
    if (!take(b, k - 1, after->claim)) return false;
  }
  return true;
}

/* ---- sources left out ---- */

/* The candidate of the same sentence whose cue stands nearest before that of candidate i, with a
 * source; or SAYSO_NONE. */
static uint32_t speaker_before(const ss_builder *b, uint32_t i) {
  uint32_t cue = ss_build_first(b, b->candidates.items[i].cue), best = SAYSO_NONE, nearest = 0;
  ss_range sentence = ss_sentence_of(b->draft->tokens.items, b->draft->tokens.count, cue);
  for (uint32_t k = 0; k < b->candidates.count; k++) {
    const ss_candidate *c = &b->candidates.items[k];
    uint32_t at = ss_build_first(b, c->cue);
    if (c->dropped || !c->source.count || at >= cue || at < sentence.first || at < nearest)
      continue;
    if (ss_build_inside(b, at) != ss_build_inside(b, cue)) continue;
    nearest = at;
    best = k;
  }
  return best;
}

/* "…, Blinken said, adding that …": who added is who said. Raises who+what on PolNeAR train by 0.4
 * points. */
void ss_build_lend_sources(ss_builder *b) {
  for (uint32_t i = 0; i < b->candidates.count; i++) {
    ss_candidate *c = &b->candidates.items[i];
    if (c->dropped || c->silent || c->source.count || !c->cue.count) continue;
    uint32_t lender = speaker_before(b, i);
    if (lender != SAYSO_NONE) c->source = b->candidates.items[lender].source;
  }
}
