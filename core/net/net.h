/* The neural reader: tokens of one unit -> scores. Follows core/train/model.py line by line.
 * Numbers of a unit depend on nothing but its tokens and carry: units are run one by one, each row
 * is summed in one fixed order. */
#ifndef SS_NET_NET_H
#define SS_NET_NET_H

#include "net/model.h"
#include "read/reading.h"

enum {
  SS_NET_WINDOW = 100, /* tokens each side of a cue that its frame sees */
  SS_CUE_TAGS = 3,     /* O B I */
  SS_ROLE_TAGS = 5,    /* O B-source I-source B-content I-content */
  SS_NAME_TYPES = 5,   /* PER ORG LOC NORP MISC */
  SS_NAME_TAGS = 11,   /* O, then B I for each type */
  SS_HASHED_WORDS = 8192,
  SS_PREFIXES = 2048,
  SS_SUFFIXES = 4096,
  SS_MARK_STATES = 4 /* ss_mark_state */
};

/* Scratch of one reading at a time, grown as needed and reused. */
typedef struct ss_net_space ss_net_space;
sayso_status ss_net_space_new(ss_net_space **out, const sayso_model *model,
                              const sayso_allocator *hook, sayso_error *err);
void ss_net_space_free(ss_net_space *space);

/* Integer inputs of one token. */
typedef struct {
  uint32_t word;   /* crc32 of the lower-cased word (’ as '): key into word.hash */
  uint16_t hashed; /* crc32("w" word) % 8192 */
  uint16_t prefix; /* crc32("p" first three code points) % 2048 */
  uint16_t suffix; /* crc32("s" last three code points) % 4096 */
  uint8_t shape, state;
} ss_feature;

/* features[0..count): from tokens with shapes and states. */
void ss_feature_fill(const ss_token *tokens, uint32_t count, const char *clean,
                     ss_feature *features);

/* Encodes the unit (count <= some thousand; cost linear). Afterwards, all borrowed from `space`
 * until the next encode: cue logits [count][3], name logits [count][11] (NULL when the model has no
 * name head). */
sayso_status ss_net_encode(ss_net_space *space, const ss_token *tokens, uint32_t count,
                           const char *clean, const float **cue, const float **name,
                           sayso_error *err);

/* The frame of one cue of the encoded unit. marks[count]: cue tags 0 O, 1 B, 2 I of the whole unit.
 * Window is
 * [*first, *first + *width). roles [width][5] are log-probabilities; states [width][frame width]
 * for the own head; borrowed until the next frame. */
sayso_status ss_net_frame(ss_net_space *space, const uint8_t *marks, uint32_t cue, uint32_t *first,
                          uint32_t *width, const float **roles, sayso_error *err);
/* Logit that the content (tags[width] as decoded; 3 and 4 are content) is the speaker's own words;
 * 0 without such a head. */
float ss_net_own(const ss_net_space *space, const uint8_t *tags);

/* Best legal path of log scores [count][tags] where an I tag needs its B or I before it. Tag 0 is
 * O; odd tags are B, the even tag after each is its I. back: count * tags bytes of scratch. Scores
 * are added in order. */
void ss_viterbi(const float *scores, uint32_t count, uint32_t tags, uint8_t *back, uint8_t *out);

/* Runs the network over draft->tokens: names, cues and frames into the draft (read/frame.c calls
 * the above). */
sayso_status ss_frames_read(ss_draft *draft, ss_net_space *space, const char *clean,
                            sayso_error *err);

#endif
