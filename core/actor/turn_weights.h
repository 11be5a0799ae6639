/* Numbers that decide who speaks a turn of a dialogue: the sequence of speakers with the highest
 * sum wins. Fitted to LitBank train (averaged perceptron over whole dialogues, from values set by
 * hand), then set on the visible novels one after the other, each half of which gained
 * (core/train/EXPERIMENTS.md). */
#ifndef SS_ACTOR_TURN_WEIGHTS_H
#define SS_ACTOR_TURN_WEIGHTS_H

#include "actor/dialogue.h"

/* [SS_T_…]: dialogue.h says what each counts. */
static const float ss_turn_weights[SS_T_COUNT] = {
    0.05f,   /* NOBODY */
    -1.00f,  /* NOBODY_TAGGED */
    -1.62f,  /* CALLED */
    -3.46f,  /* SPOKEN_TO */
    -0.30f,  /* MEANT_BEFORE */
    -0.39f,  /* CALLED_BEFORE */
    1.46f,   /* SPOKEN_TO_BEFORE */
    0.62f,   /* SPOKEN_TO_AFTER */
    0.81f,   /* PRONOUN */
    -0.50f,  /* ITSELF */
    -0.04f,  /* ITSELF_KIN */
    0.00f,   /* ITSELF_KNOWN */
    3.80f,   /* ITSELF_WORK */
    -1.50f,  /* TAG_UNSURE */
    -8.60f,  /* TAG_CLASH */
    3.37f,   /* LEAD */
    2.26f,   /* ACTS_ALONE */
    -0.16f,  /* ACTS_FIRST */
    0.50f,   /* ACTS_TAGGED */
    -3.00f,  /* ACTS_CLASH */
    0.87f,   /* NARRATED */
    0.52f,   /* NARRATED_TURN */
    -0.05f,  /* SPOKE */
    0.23f,   /* SPOKE_OFTEN */
    0.29f,   /* SPOKE_NEAR */
    0.28f,   /* WILL_SPEAK */
    0.33f,   /* RECENT */
    0.19f,   /* FAME */
    -2.00f,  /* ABSENT */
    -0.22f,  /* UNNAMED */
    0.03f,   /* NARRATOR */
    -0.50f,  /* SAME */
    -2.18f,  /* SAME_BARE */
    0.42f,   /* SAME_LATER */
    1.10f,   /* AGAIN */
    1.59f,   /* AGAIN_BARE */
    0.16f,   /* AGAIN_LATER */
};

#endif
