/* Numbers that decide who speaks a turn of a dialogue: the sequence of speakers with the highest
 * sum wins. Fitted to LitBank train (averaged perceptron over whole dialogues, from values set by
 * hand); FAME, which grows with a text's length, PRONOUN, and SAME and AGAIN with their BARE cells
 * then set on the visible novels, each half of which gained. */
#ifndef SS_ACTOR_TURN_WEIGHTS_H
#define SS_ACTOR_TURN_WEIGHTS_H

#include "actor/dialogue.h"

/* [SS_T_…]: dialogue.h says what each counts. */
static const float ss_turn_weights[SS_T_COUNT] = {
    0.05f,   /* NOBODY */
    -1.00f,  /* NOBODY_TAGGED */
    -0.34f,  /* CALLED */
    -3.11f,  /* SPOKEN_TO */
    0.65f,   /* CALLED_BEFORE */
    0.91f,   /* SPOKEN_TO_BEFORE */
    0.47f,   /* SPOKEN_TO_AFTER */
    0.81f,   /* PRONOUN */
    0.85f,   /* ITSELF */
    0.11f,   /* ITSELF_KIN */
    0.40f,   /* ITSELF_KNOWN */
    3.00f,   /* ITSELF_WORK */
    -0.70f,  /* TAG_UNSURE */
    -8.60f,  /* TAG_CLASH */
    3.37f,   /* LEAD */
    2.21f,   /* ACTS_ALONE */
    0.64f,   /* ACTS_FIRST */
    -3.00f,  /* ACTS_CLASH */
    1.19f,   /* NARRATED */
    0.12f,   /* NARRATED_TURN */
    -0.05f,  /* SPOKE */
    0.38f,   /* SPOKE_OFTEN */
    0.60f,   /* SPOKE_NEAR */
    0.36f,   /* WILL_SPEAK */
    -0.22f,  /* RECENT */
    0.19f,   /* FAME */
    -2.00f,  /* ABSENT */
    0.01f,   /* UNNAMED */
    -0.42f,  /* NARRATOR */
    -0.58f,  /* SAME */
    -2.18f,  /* SAME_BARE */
    0.19f,   /* SAME_LATER */
    1.10f,   /* AGAIN */
    1.50f,   /* AGAIN_BARE */
    0.16f,   /* AGAIN_LATER */
};

#endif
