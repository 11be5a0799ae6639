/* Who speaks in a dialogue where tags do not say it: all turns are decided together. */
#ifndef SS_ACTOR_DIALOGUE_H
#define SS_ACTOR_DIALOGUE_H

#include "actor/cast.h"

/* What counts for a candidate at a turn, and between turns; index into ss_turn_weights. */
enum {
  SS_T_NOBODY,           /* nobody we know speaks it; without a tag */
  SS_T_NOBODY_TAGGED,    /* … its tag has a pronoun */
  SS_T_CALLED,           /* the speech names it */
  SS_T_SPOKEN_TO,        /* … as the one spoken to */
  SS_T_MEANT_BEFORE,     /* the turn before means it by he or she */
  SS_T_CALLED_BEFORE,    /* … names it */
  SS_T_SPOKEN_TO_BEFORE, /* … as the one spoken to */
  SS_T_SPOKEN_TO_AFTER,  /* the turn after speaks to it */
  SS_T_PRONOUN,          /* the tag's pronoun goes to it by itself */
  SS_T_ITSELF,           /* the tag's noun ("his wife") is somebody new or known by it alone */
  SS_T_ITSELF_KIN,       /* … and a word of kinship */
  SS_T_ITSELF_KNOWN,     /* … and mentioned more than twice */
  SS_T_ITSELF_WORK,      /* … and tells what somebody does: "the parlourmaid", not "the girl" */
  SS_T_TAG_UNSURE,       /* the tag has a gender, it has none */
  SS_T_TAG_CLASH,        /* … it has the other */
  SS_T_LEAD,             /* leads in from the paragraph before */
  SS_T_ACTS_ALONE,       /* acts outside the marks of the paragraph, and nobody else */
  SS_T_ACTS_FIRST,       /* … others too */
  SS_T_ACTS_TAGGED,      /* acts there alone, and a pronoun or noun of the tag takes it up */
  SS_T_ACTS_CLASH,       /* a pronoun of the other gender acts there */
  SS_T_NARRATED,         /* acts last in the narration right before */
  SS_T_NARRATED_TURN,    /* acts last in the turn before, outside its marks */
  SS_T_SPOKE,            /* spoke by a tag in the turns before */
  SS_T_SPOKE_OFTEN,      /* how often, at most four */
  SS_T_SPOKE_NEAR,       /* 1 / turns since */
  SS_T_WILL_SPEAK,       /* speaks by a tag in the turns after */
  SS_T_RECENT,           /* 1 / its rank among those mentioned last outside marks */
  SS_T_FAME,             /* doublings of its mentions outside marks */
  SS_T_ABSENT,           /* is never mentioned outside marks */
  SS_T_UNNAMED,          /* has no name */
  SS_T_NARRATOR,         /* tells the story */
  SS_T_SAME,             /* spoke in the turn right before */
  SS_T_SAME_BARE,        /* … and this one has no tag */
  SS_T_SAME_LATER,       /* … with narration between */
  SS_T_AGAIN,            /* spoke in the turn before that one, not in the one before */
  SS_T_AGAIN_BARE,       /* … and this one has no tag */
  SS_T_AGAIN_LATER,      /* … with narration between */
  SS_T_COUNT
};

/* Decides the open turns of r: sets their speakers, settles the pronouns of their tags, and writes
 * the rule of each statement decided. */
void ss_dialogue_resolve(ss_resolver *r, uint8_t *rules);

#endif
