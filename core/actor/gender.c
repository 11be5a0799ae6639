/* In: nodes in text order, names spelled. Out: the gender of persons whose names are in no list, by
 * the pronouns that take them up where nobody else is named: "Archer rose. He took his hat." They
 * are counted over the whole document, before surnames and pronouns ask for genders (BookNLP's
 * referential gender). Promises linear time. */
#include "actor/names.h"

/* The person named last outside the marks. */
typedef struct {
  uint32_t node; /* SAYSO_NONE: nobody yet */
  bool several;  /* its sentence names another one, too */
} named;

static void note_person(const ss_resolver *r, named *last, uint32_t node) {
  const ss_node *n = &r->nodes[node],
                *before = last->node == SAYSO_NONE ? NULL : &r->nodes[last->node];
  if (!before || before->sentence != n->sentence)
    *last = (named){node, false};
  else if (before->spelling != n->spelling)
    last->several = true;
}

/* "He" in the same sentence, or as the first word of the next. A name with a title needs no
 * telling. */
static void take_up(ss_resolver *r, const named *last, uint32_t pronoun) {
  if (last->node == SAYSO_NONE || last->several) return;
  const ss_node *n = &r->nodes[pronoun], *name = &r->nodes[last->node];
  if (name->form != SAYSO_FORM_NAME || name->titled || !name->subject || name->unit != n->unit)
    return;
  if (n->sentence != name->sentence && !(n->sentence == name->sentence + 1 && n->mention->opens))
    return;
  ss_spelling *spelling = &r->spellings[name->spelling];
  if (n->gender == SAYSO_GENDER_MALE && spelling->he < UINT16_MAX) spelling->he++;
  if (n->gender == SAYSO_GENDER_FEMALE && spelling->she < UINT16_MAX) spelling->she++;
}

void ss_gender_count(ss_resolver *r) {
  named last = {SAYSO_NONE, false};
  for (uint32_t i = 0; i < r->node_count; i++) {
    const ss_node *n = &r->nodes[i];
    if (n->inside) continue;
    if (n->form != SAYSO_FORM_PRONOUN) {
      if (n->kind == SAYSO_ACTOR_PERSON) note_person(r, &last, i);
    } else if (n->person == SS_PERSON_THIRD && n->subject && !n->relative && !n->plural) {
      take_up(r, &last, i);
    }
  }
}

/* A pronoun may mean somebody else: of many, two in three agree. */
uint8_t ss_gender_told(uint32_t he, uint32_t she) {
  enum { FEW = 2, MANY = 6 };
  uint32_t more = he > she ? he : she, less = he > she ? she : he;
  if (more < FEW || (less && (more < MANY || more < 2 * less))) return SAYSO_GENDER_UNKNOWN;
  return he > she ? SAYSO_GENDER_MALE : SAYSO_GENDER_FEMALE;
}

/* Whose name it is: of a surname alone, whoever bears it most often. */
static uint32_t bearer_of(const ss_resolver *r, const ss_spelling *spelling) {
  if (spelling->words.count > 1) return spelling->known;
  return ss_name_look_up(r, SS_SPACE_FREQUENT, ss_name_surname(&spelling->words), 0);
}

void ss_gender_tell(ss_resolver *r) {
  struct {
    uint32_t he, she;
  } *told = ss_arena_array(r->arena, r->figure_count, sizeof *told);
  if (!told) {
    r->failed = true;
    return;
  }
  memset(told, 0, r->figure_count * sizeof *told);
  for (uint32_t i = 0; i < r->spelling_count; i++) {
    uint32_t figure = bearer_of(r, &r->spellings[i]);
    if (figure == SAYSO_NONE) continue;
    told[figure].he += r->spellings[i].he;
    told[figure].she += r->spellings[i].she;
  }
  for (uint32_t f = 0; f < r->figure_count; f++) {
    ss_figure *figure = &r->figures[f];
    if (figure->kind != SAYSO_ACTOR_PERSON || figure->gender) continue;
    figure->gender = ss_gender_told(told[f].he, told[f].she);
    if (figure->gender) figure->gender_by = SS_GENDER_BY_NAME;
  }
}
