/* The word lists and the classes a word may have in them. One home for both: read by the library
 * and by core/data/compile.c. */
#ifndef SS_TEXT_LEXICON_TERMS_H
#define SS_TEXT_LEXICON_TERMS_H

/* X(constant, base name of its file in core/data) */
#define SS_LISTS(X)                 \
  X(CUES, "cues")                   \
  X(GIVEN_NAMES, "given_names")     \
  X(NICKNAMES, "nicknames")         \
  X(HONORIFICS, "honorifics")       \
  X(PARTICLES, "particles")         \
  X(ROLES, "roles")                 \
  X(GROUPS, "groups")               \
  X(DOCUMENTS, "documents")         \
  X(PLACES, "places")               \
  X(ORGANIZATIONS, "organizations") \
  X(PRONOUNS, "pronouns")           \
  X(UTTERANCES, "utterances")       \
  X(EPITHETS, "epithets")           \
  X(WORDS, "words")

/* X(constant, word in the second column). At most 63: the last bit is SS_CLASS_MORE. */
#define SS_CLASSES(X)           \
  X(SPEECH, "speech")           \
  X(STANCE, "stance")           \
  X(WRITTEN, "written")         \
  X(NOT, "not")                 \
  X(FEMALE, "f")                \
  X(MALE, "m")                  \
  X(COMMON, "common")           \
  X(RARE, "rare")               \
  X(TITLE, "title")             \
  X(SUFFIX, "suffix")           \
  X(PLURAL, "plural")           \
  X(OFFICE, "office")           \
  X(SPOKES, "spokes")           \
  X(KIN, "kin")                 \
  X(PERSON, "person")           \
  X(PEOPLE, "people")           \
  X(ORGANIZATION, "org")        \
  X(GOVERNMENT, "government")   \
  X(CAMPAIGN, "campaign")       \
  X(DOCUMENT, "document")       \
  X(COUNTRY, "country")         \
  X(ADJECTIVE, "adjective")     \
  X(CAPITAL, "capital")         \
  X(SEAT, "seat")               \
  X(CITY, "city")               \
  X(REGION, "region")           \
  X(ACRONYM, "acronym")         \
  X(FIRST, "first")             \
  X(SECOND, "second")           \
  X(THIRD, "third")             \
  X(SUBJECT, "subject")         \
  X(OBJECT, "object")           \
  X(POSSESSIVE, "possessive")   \
  X(REFLEXIVE, "reflexive")     \
  X(RELATIVE, "relative")       \
  X(DETERMINER, "determiner")   \
  X(VERB, "verb")               \
  X(AUXILIARY, "auxiliary")     \
  X(PREPOSITION, "preposition") \
  X(CONJUNCTION, "conjunction") \
  X(ADVERB, "adverb")           \
  X(DATE, "date")               \
  X(NUMBER, "number")           \
  X(EXCLAMATION, "exclamation")

#endif
