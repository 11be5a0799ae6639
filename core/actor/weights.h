/* Numbers that choose the antecedent of a pronoun: the candidate with the highest sum wins, if it reaches the floor.
 * Set by hand, then by search over GAP development, GUM train and LitBank train (tests/quality says how they score). */
#ifndef SS_ACTOR_WEIGHTS_H
#define SS_ACTOR_WEIGHTS_H

#define SS_W_SENTENCE -0.9f     /* for each sentence between */
#define SS_W_FAR -0.03f         /* for each mention between */
#define SS_W_SUBJECT 0.8f       /* it is a subject */
#define SS_W_PARALLEL 0.3f      /* both are subjects */
#define SS_W_SPEAKER 0.9f       /* it heads the source of a statement */
#define SS_W_POSSESSIVE -0.3f   /* "Blinken's" */
#define SS_W_GENDER 0.8f        /* its gender is known, and fits */
#define SS_W_AGAIN 0.25f        /* for each further mention among the recent ones, at most four */
#define SS_W_PRONOUN 0.4f       /* the candidate's latest mention is the same pronoun */
#define SS_W_OWN 1.2f           /* he, in what he says: no marks around it */
#define SS_W_OWN_MARKS -3.0f    /* he, in what he says inside marks */
#define SS_W_INSIDE -0.8f       /* candidate inside marks, pronoun outside */
#define SS_W_CLAUSE -1.5f       /* subject of the same clause for an object pronoun: "Anna saw her" */
#define SS_W_REFLEXIVE 2.0f     /* … for himself, herself */
#define SS_W_ROLE -0.5f         /* an unnamed person */
#define SS_W_FIRST 0.3f         /* stands first in its sentence */
#define SS_W_FLOOR -3.2f        /* below it the pronoun stays open */
#define SS_W_PLURAL_GROUP 1.0f  /* they: a group rather than an organization */

#endif
