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
    -1.17f,  /* CALLED */
    -3.46f,  /* SPOKEN_TO */
    0.27f,   /* CALLED_BEFORE */
    1.46f,   /* SPOKEN_TO_BEFORE */
    0.62f,   /* SPOKEN_TO_AFTER */
    0.81f,   /* PRONOUN */
    0.30f,   /* ITSELF */
    -0.04f,  /* ITSELF_KIN */
    0.00f,   /* ITSELF_KNOWN */
    3.00f,   /* ITSELF_WORK */
    -0.70f,  /* TAG_UNSURE */
    -8.60f,  /* TAG_CLASH */
    3.37f,   /* LEAD */
    2.26f,   /* ACTS_ALONE */
    0.64f,   /* ACTS_FIRST */
    -3.00f,  /* ACTS_CLASH */
    1.27f,   /* NARRATED */
    0.52f,   /* NARRATED_TURN */
    -0.05f,  /* SPOKE */
    0.23f,   /* SPOKE_OFTEN */
    0.29f,   /* SPOKE_NEAR */
    0.28f,   /* WILL_SPEAK */
    0.33f,   /* RECENT */
    0.19f,   /* FAME */
    -2.00f,  /* ABSENT */
    -0.37f,  /* UNNAMED */
    -0.27f,  /* NARRATOR */
    -0.50f,  /* SAME */
    -2.18f,  /* SAME_BARE */
    0.42f,   /* SAME_LATER */
    1.10f,   /* AGAIN */
    1.50f,   /* AGAIN_BARE */
    0.16f,   /* AGAIN_LATER */
};

#endif
