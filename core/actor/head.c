/* In: the mentions and statements of a unit. Out: which mentions head the source of each statement,
 * kept with the reading. Promises time linear in the mentions of the sources. */
#include "actor/mention.h"
#include "base/status.h"
#include "read/word.h"
#include "text/lexicon.h"

typedef struct {
  ss_draft *draft;
  const ss_token *tokens;
  const char *clean;
  uint32_t at;    /* first head of this statement in draft->heads */
  uint32_t end;   /* token after the phrase of the last head */
  bool apposing;  /* the last thing seen describes the head: "X, a lobbyist and …" */
  bool placing;   /* the last thing seen says where: "Republicans in Ohio and …" */
  bool owning;    /* … is what the description is of: "X, head of the Office for A and B" */
  bool failed;    /* memory ran out */
} head_search;

static bool is_word(const head_search *h, uint32_t token, ss_list list, uint64_t classes) {
  const ss_entry *entry = ss_lexicon_word(list, h->clean, h->tokens[token]);
  return entry && (entry->classes & classes);
}

static bool is_and(const head_search *h, uint32_t token) {
  static const char *const words[] = {"and", "or", "nor", "&", NULL};
  return ss_token_in(&h->tokens[token], h->clean, words);
}

static bool is_comma(const head_search *h, uint32_t token) {
  return h->tokens[token].shape == SS_SHAPE_COMMA || h->tokens[token].shape == SS_SHAPE_DASH;
}

enum joint { JOINT_NONE, JOINT_COMMA, JOINT_AND, JOINT_ATTACHED };

/* What stands between the last head's phrase and a mention that starts at `first`. */
static enum joint joint_before(const head_search *h, uint32_t first) {
  enum joint joint = JOINT_NONE;
  for (uint32_t t = h->end; t < first; t++) {
    if (is_and(h, t))
      joint = JOINT_AND;
    else if (is_comma(h, t))
      joint = joint == JOINT_AND ? joint : JOINT_COMMA;
    else if ((h->tokens[t].word & SS_WORD_IS_PREPOSITION))
      return JOINT_ATTACHED;
    else if (h->tokens[t].shape == SS_SHAPE_BRACKET ||
             (h->tokens[t].word & SS_WORD_IS_RELATIVE))
      return JOINT_ATTACHED;
  }
  return joint;
}

/* Only words between: "Iowa biofuels advocates". */
static bool runs_into(const head_search *h, uint32_t from, uint32_t to) {
  if (to < from || to > from + 4) return false;
  for (uint32_t t = from; t < to; t++) {
    if (h->tokens[t].shape >= SS_SHAPE_DIGIT && h->tokens[t].shape != SS_SHAPE_OTHER) return false;
    if (h->tokens[t].word & (SS_WORD_IS_PLAIN | SS_WORD_IS_PRONOUN))
      return false;
  }
  return true;
}

/* Is it only there to say whose or which another mention of the source is? */
static bool is_modifier(const head_search *h, uint32_t index, uint32_t last, uint32_t end) {
  const ss_mention *items = h->draft->mentions.items, *m = &items[index];
  for (uint32_t i = index + 1; i <= last; i++) {
    if (items[i].title.end > items[i].title.first && m->head >= items[i].title.first &&
        m->head < items[i].title.end)
      return true;
    if (items[i].range.first > m->range.end + 6) break;
    if (items[i].of == index && items[i].head > m->head && items[i].head < end) return true;
    bool name = m->form == SAYSO_FORM_NAME || m->form == SAYSO_FORM_METONYM;
    if (name && items[i].form == SAYSO_FORM_ROLE && items[i].head < end &&
        runs_into(h, m->range.end, items[i].head))
      return true;
    if (name && m->possessive && items[i].head < end &&
        runs_into(h, m->range.end + 1, items[i].head))
      return true;
    if ((m->possessive || m->kind == SAYSO_ACTOR_PLACE) && items[i].head < end &&
        ss_mention_first(&items[i]) <= m->range.end + 1 && items[i].head > m->head &&
        (m->possessive || items[i].range.first <= m->range.first))
      return true;
  }
  for (uint32_t i = index; i-- > 0 && items[i].range.end + 8 > m->range.first;)
    if (m->head >= items[i].range.first && m->head < items[i].range.end &&
        items[i].head != m->head && items[i].head < end)
      return true;
  return false;
}

static bool has_head(const head_search *h) { return h->draft->heads.count > h->at; }

static void add_head(head_search *h, uint32_t index) {
  if (!ss_vec_push(h->draft->hook, &h->draft->heads, index)) h->failed = true;
  h->end = h->draft->mentions.items[index].range.end;
  h->apposing = h->placing = h->owning = false;
}

static void drop_head(head_search *h) { h->draft->heads.count--; }

/* "the commissioner", or a noun in no list before a person: "the third in the alliance". */
static bool role_before(const ss_mention *last, const ss_mention *name) {
  bool open = last->kind == SAYSO_ACTOR_UNKNOWN && name->kind == SAYSO_ACTOR_PERSON;
  return last->form == SAYSO_FORM_ROLE && !last->plural &&
         (last->kind == SAYSO_ACTOR_PERSON || open);
}

/* "…, Lise Holm", "…, the Dane Lise Holm" */
static bool after_comma(const head_search *h, const ss_mention *m) {
  uint32_t first = ss_mention_first(m);
  if (first > 1 && is_word(h, first - 1, SS_LIST_WORDS, SS_CLASS(DETERMINER))) first--;
  return first > 0 && is_comma(h, first - 1);
}

static uint32_t last_head(const head_search *h) {
  return h->draft->heads.items[h->draft->heads.count - 1];
}

/* "an official close to the minister, Andrea Conti": the name is the role's right before it. */
static bool names_another(const head_search *h, uint32_t index) {
  for (uint32_t i = last_head(h) + 1; i < index; i++)
    if (h->draft->mentions.items[i].same == index) return true;
  return false;
}

/* "the Taiwanese supplier": it says of what country a noun in no list is. */
static bool is_bare_adjective(const head_search *h, const ss_mention *m) {
  return m->form != SAYSO_FORM_ROLE && m->word != SAYSO_NONE && !m->possessive &&
         (ss_lexicon_entry(m->word)->classes & SS_CLASS(ADJECTIVE)) &&
         h->tokens[m->range.end].shape == SS_SHAPE_LOWER &&
         !(h->tokens[m->range.end].word & (SS_WORD_IS_PLAIN | SS_WORD_IS_PRONOUN));
}

/* "the Peronist Axel Kirchheim": a follower's name that was taken for his. */
static bool is_follower(const head_search *h, const ss_mention *last, const ss_mention *m) {
  return m->form == SAYSO_FORM_NAME && m->kind == SAYSO_ACTOR_PERSON &&
         last->range.end == m->range.first && last->range.end == last->range.first + 1 &&
         last->range.first > 0 && !last->possessive &&
         is_word(h, last->range.first - 1, SS_LIST_WORDS, SS_CLASS(DETERMINER));
}

/* Nothing but "and" stands between: no comma. */
static bool joins_closely(const head_search *h, uint32_t first) {
  return first == h->end + 1 && is_and(h, h->end);
}

/* The role's phrase ends with what it is of. */
static bool ends_in_owner(const head_search *h, const ss_mention *role) {
  return role->of != SAYSO_NONE &&
         h->draft->mentions.items[role->of].range.end == role->range.end;
}

/* Later mentions of the source: another head, the name of the first one, or nothing new. */
static void weigh_next(head_search *h, uint32_t index) {
  const ss_mention *items = h->draft->mentions.items, *m = &items[index],
                   *last = &items[last_head(h)];
  enum joint joint = joint_before(h, ss_mention_first(m));
  bool name = m->form == SAYSO_FORM_NAME || m->form == SAYSO_FORM_METONYM;
  bool last_name = (last->form == SAYSO_FORM_NAME || last->form == SAYSO_FORM_METONYM) &&
                   !is_bare_adjective(h, last);
  bool role = m->form == SAYSO_FORM_ROLE;
  bool shared = role && last->form == SAYSO_FORM_ROLE && !m->plural && !last->plural &&
                !m->definite && joint == JOINT_AND &&
                !is_word(h, m->range.first, SS_LIST_WORDS, SS_CLASS(DETERMINER)) &&
                last->range.first < last->head;
  if (shared) return; /* "the businessman and reality star" */
  if (h->placing && m->kind == SAYSO_ACTOR_PLACE) {
    h->end = m->range.end;
    return;
  }
  bool named = joint == JOINT_ATTACHED && name && role_before(last, m) && after_comma(h, m) &&
               !names_another(h, index); /* "the commissioner for energy, Lise Holm" */
  if (h->owning && name && joins_closely(h, ss_mention_first(m))) {
    h->end = m->range.end;
  } else if (role && last_name &&
             (joint == JOINT_COMMA || (joint == JOINT_AND && h->apposing))) {
    h->apposing = true;
    h->owning = ends_in_owner(h, m);
    h->end = m->range.end;
  } else if (named || (last_name && is_follower(h, last, m))) {
    drop_head(h);
    add_head(h, index);
  } else if (joint == JOINT_ATTACHED) {
    if (last->of != SAYSO_NONE && last->of == index)
      h->end = m->range.end;
    else if (name && m->kind == SAYSO_ACTOR_PLACE)
      h->end = m->range.end, h->placing = true; /* "Ted Cruz of Texas and …" */
  } else if (joint == JOINT_AND) {
    bool title = name && last->form == SAYSO_FORM_ROLE && !last->plural &&
                 last->range.first == last->head && m->title.end > m->title.first;
    if (title) drop_head(h); /* "lobbyist and strategist Charlie Black" */
    add_head(h, index);
  } else if (joint == JOINT_COMMA && name && last_name && m->kind == last->kind) {
    bool listed = ss_mention_first(m) == h->end + 1; /* not "Miss Bell, looking at Tom" */
    if (listed) add_head(h, index);
  } else if (joint != JOINT_AND && name && !last_name && last->form != SAYSO_FORM_PRONOUN &&
             m->kind != SAYSO_ACTOR_PLACE) {
    drop_head(h); /* "another friend, Mariam Emara": the name says who */
    add_head(h, index);
  }
}

/* "None of the ministers", "nobody in the party", "no minister": not they. */
static bool is_nobody(const head_search *h, ss_range range) {
  static const char *const words[] = {"none", "nobody", NULL}, *const no[] = {"no", NULL};
  if (range.end < range.first + 2) return false;
  return ss_token_in(&h->tokens[range.first], h->clean, words) ||
         (ss_token_in(&h->tokens[range.first], h->clean, no) &&
          h->tokens[range.first + 1].shape == SS_SHAPE_LOWER);
}

/* "An artless exclamation of Anna's": hers. */
static uint32_t uttered_by(const head_search *h, uint32_t index) {
  const ss_mention *m = &h->draft->mentions.items[index];
  bool of = m->form == SAYSO_FORM_ROLE && m->of != SAYSO_NONE && m->of > index && !m->plural &&
            ss_lexicon_word(SS_LIST_UTTERANCES, h->clean, h->tokens[m->head]);
  return of ? m->of : index;
}

static void search_range(head_search *h, ss_range range) {
  const ss_mention *items = h->draft->mentions.items;
  uint32_t count = h->draft->mentions.count, low = 0, high = count;
  if (is_nobody(h, range)) return;
  while (low <
         high) { /* mentions are sorted by range.first; the head may stand a little after it */
    uint32_t middle = low + (high - low) / 2;
    if (items[middle].range.first + 12 < range.first)
      low = middle + 1;
    else
      high = middle;
  }
  uint32_t last = low;
  while (last < count && items[last].range.first < range.end) last++;
  bool relative = false;
  for (uint32_t i = low; i < last && !relative && !h->failed; i++) {
    const ss_mention *m = &items[i];
    if (m->head < range.first || m->head >= range.end || is_modifier(h, i, last - 1, range.end))
      continue;
    if (!has_head(h)) {
      add_head(h, uttered_by(h, i));
      continue;
    }
    relative =
        m->form == SAYSO_FORM_PRONOUN && (ss_lexicon_entry(m->word)->classes & SS_CLASS(RELATIVE));
    if (!relative) weigh_next(h, i);
  }
}

static uint32_t lead_of(const ss_draft *draft, const ss_statement *s) {
  uint32_t end = s->content.count ? draft->ranges.items[s->content.at].first : 0;
  while (end > 0 && draft->tokens.items[end - 1].state == SS_MARK_OPENING) end--;
  bool dashed = end == 1 && draft->tokens.items[0].shape == SS_SHAPE_DASH; /* "—We go." */
  return dashed ? 0 : end;
}

static bool is_question(const ss_draft *draft, const char *clean, const ss_statement *s) {
  if (!s->content.count) return false;
  uint32_t first = draft->ranges.items[s->content.at].first,
           end = draft->ranges.items[s->content.at + s->content.count - 1].end;
  while (end > first && draft->tokens.items[end - 1].state == SS_MARK_CLOSING) end--;
  return end > first && clean[draft->tokens.items[end - 1].end - 1] == '?';
}

sayso_status ss_source_heads(ss_draft *draft, const char *clean, sayso_error *err) {
  head_search h = {.draft = draft, .tokens = draft->tokens.items, .clean = clean};
  for (uint32_t i = 0; i < draft->statements.count; i++) {
    ss_statement *s = &draft->statements.items[i];
    h.at = draft->heads.count;
    h.end = 0;
    for (uint32_t k = 0; k < s->source.count && !has_head(&h) && !h.failed; k++)
      search_range(&h, draft->ranges.items[s->source.at + k]);
    if (h.failed) return ss_fail_memory(err);
    s->heads = (ss_ranges){h.at, draft->heads.count - h.at};
    s->lead = lead_of(draft, s);
    s->asks = is_question(draft, clean, s);
  }
  return SAYSO_OK;
}
