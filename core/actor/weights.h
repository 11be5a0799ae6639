/* What chooses the antecedent of a pronoun: tables of weights, one cell of each for a candidate;
 * the candidate with the highest sum wins, if it beats the sum for "none of them".
 * core/train/antecedents.py reads this list, fits the numbers on GAP development, GUM train and
 * LitBank train, and writes weights.c; antecedent.c says what the rows are. */
#ifndef SS_ACTOR_WEIGHTS_H
#define SS_ACTOR_WEIGHTS_H

/* X(table, cells). Families of pronouns are he and she, they, it; cases are subject, possessive,
 * object, reflexive; roles are subject, possessive, other; sentences between are 0, 1, more. */
#define SS_W_TABLES(X)                                                                            \
  /* the mention that a candidate was seen in, before the pronoun */                              \
  X(SENTENCES, 3 * 8)       /* family, sentences between */                                       \
  X(FAR, 1)                 /* for each mention between */                                        \
  X(PARAGRAPHS, 4)          /* paragraphs between */                                              \
  X(ROLE, 3 * 4 * 3)        /* role, case, sentences between */                                   \
  X(FORM, 4 * 3 * 2)        /* name, described, same pronoun, other one; family; same sentence */ \
  X(FORM_POSSESSIVE, 4 * 2) /* form, his or he */                                                 \
  X(SPEAKER, 3)             /* it heads a source; the pronoun does; both */                       \
  X(OPENS, 3 * 2)           /* it opens its sentence: sentences between, pronoun a subject */     \
  X(OPENS_BOTH, 4)          /* … and the pronoun its own: case */                               \
  X(TITLED, 1)              /* has a title */                                                     \
  X(MARKS, 2)               /* inside marks and the pronoun is not; the other way */              \
  X(LATEST, 3 * 4)          /* the latest that fits: family, form */                              \
  X(FIRST, 3 * 3)           /* first person of its sentence: sentences between, role */           \
  X(BEFORE, 16 * 2)         /* the word before it, same sentence */                               \
  X(AFTER, 9 * 2)           /* the word after it, same sentence */                                \
  X(GENDER_CALLED, 3)   /* what it is called there has a gender: fits; does not: name, pronoun */ \
  X(NEAR, 4 * 7)        /* in the same sentence: case, tokens between */                          \
  X(BETWEEN, 3 * 4 * 8) /* role, case; comma, subordinator, coordinator between */                \
  X(RELATIVE, 3)        /* who, which between: role */                                            \
  X(LED, 7 * 3)         /* the word before the pronoun, role */                                   \
  /* a name after the pronoun, in its sentence */                                                 \
  X(AHEAD, 4 * 3 * 3)       /* case, role, which name */                                          \
  X(AHEAD_OPENS, 4 * 2)     /* case, the pronoun opens the sentence */                            \
  X(AHEAD_COMMA, 7 * 2)     /* the word before the pronoun, comma between */                      \
  X(AHEAD_WHO, 1)           /* "…, who" */                                                      \
  X(AHEAD_TOKENS, 7 * 2)    /* tokens between, his or he */                                       \
  X(AHEAD_LEAD, 4 * 2)      /* what opens the sentence, comma between */                          \
  X(AHEAD_LEAD_ROLE, 4 * 3) /* what opens the sentence, role */                                   \
  /* the candidate itself */                                                                      \
  X(RANK, 3 * 5)     /* family; candidates met before it, backwards */                            \
  X(AGAIN, 5)        /* further mentions among the recent ones */                                 \
  X(GENDER, 4)       /* its gender fits: how it is known */                                       \
  X(CLASH, 4)        /* its gender does not fit: how it is known */                               \
  X(UNNAMED, 1)      /* a person without a name */                                                \
  X(UNSURE, 1)       /* only capitals say that it is a person */                                  \
  X(PLURAL, 1)       /* they: it is a group */                                                    \
  X(KIND, 3 * 7)     /* family, kind of actor */                                                  \
  X(OWN, 2)          /* he, in what he says: without marks, inside them */                        \
  X(WORDS, 4)        /* words of its name */                                                      \
  X(INTRODUCED, 6)   /* mentions before its first one */                                          \
  X(MENTIONS, 3 * 7) /* family, mentions */                                                       \
  X(TURN, 1)         /* in a dialogue: it spoke in the turn before the pronoun's */               \
  X(BACK, 1)         /* … in the turn before that one */                                        \
  /* none of them */                                                                              \
  X(NONE, 3 * 4 * 2) /* family, case, the pronoun heads a source */                               \
  /* set by hand, as SPEAKER, TURN and BACK are (antecedents.py says why) */                      \
  X(TAG, 1)         /* seen inside marks; the pronoun heads a source outside them */              \
  X(NONE_SOURCE, 1) /* none of them for a source: whoever says something is somebody */           \
  X(SPOKE, 1)       /* he, no dialogue: its own words are the latest in the paragraph */          \
  X(NOUN, 1)        /* "Her husband was a baker." stands before it in its paragraph */

enum {
#define SS_W_PLACE(table, cells) SS_W_##table, SS_W_##table##_END = SS_W_##table + (cells)-1,
  SS_W_TABLES(SS_W_PLACE)
#undef SS_W_PLACE
      SS_W_COUNT
};

extern const float ss_antecedent_weights[SS_W_COUNT];

#endif
