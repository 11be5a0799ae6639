/* Numbers that choose the antecedent of a pronoun: the candidate with the highest sum wins, if it
 * reaches the floor. Set by hand, then by search over GAP development, GUM train and LitBank train
 * (tests/quality says how they score). */
#ifndef SS_ACTOR_WEIGHTS_H
#define SS_ACTOR_WEIGHTS_H

#define SS_W_SENTENCE      -0.95f /* for each sentence between */
#define SS_W_FAR           -0.11f /* for each mention between */
#define SS_W_SUBJECT       0.45f  /* it is a subject */
#define SS_W_PARALLEL      0.74f  /* both are subjects */
#define SS_W_SPEAKER       0.10f  /* it heads the source of a statement */
#define SS_W_SPEAKERS      1.06f  /* both head sources: he said, he added */
#define SS_W_POSSESSIVE    -0.28f /* "Blinken's" */
#define SS_W_GENDER        0.16f  /* its gender is known, and fits */
#define SS_W_AGAIN         0.33f  /* for each further mention among the recent ones, at most four */
#define SS_W_PRONOUN       0.06f  /* the candidate's latest mention is the same pronoun */
#define SS_W_OWN           0.20f  /* he, in what he says: no marks around it */
#define SS_W_OWN_MARKS     -4.39f /* he, in what he says inside marks */
#define SS_W_INSIDE        -0.40f /* candidate inside marks, pronoun outside */
#define SS_W_CLAUSE        -5.51f /* subject of the same clause for an object pronoun: "Anna saw her" */
#define SS_W_REFLEXIVE     1.39f  /* … for himself, herself */
#define SS_W_ROLE          -2.00f /* an unnamed person */
#define SS_W_FIRST         0.32f  /* stands first in its sentence */
#define SS_W_SAME_SENTENCE 0.15f  /* … and in the same sentence */
#define SS_W_PARAGRAPH     -0.28f /* for each paragraph between, at most three */
#define SS_W_FAME          0.08f  /* for each doubling of its mentions in the document */
#define SS_W_UNSURE        -0.86f /* only capitals say that it is a person */
#define SS_W_HIS_SUBJECT   -0.11f /* possessive pronoun, candidate a subject of the same sentence */
#define SS_W_NAME          0.19f  /* the mention is a name */
#define SS_W_LATEST        0.23f  /* the mention is the latest that fits */
#define SS_W_TURN          -3.00f /* in a dialogue: it spoke in the turn before this pronoun's */
#define SS_W_BACK          1.60f  /* … in the turn before that one */
#define SS_W_AHEAD \
  2.40f /* "After her exit, Singh …": the subject that follows the opening phrase */
#define SS_W_IT           -2.40f /* it, its outside a source: most stand for no actor */
#define SS_W_FLOOR        -3.80f /* below it the pronoun stays open */
#define SS_W_PLURAL_GROUP 0.09f  /* they: a group rather than an organization */

#endif
