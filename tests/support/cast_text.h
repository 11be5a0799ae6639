/* Marked-up text -> a document with given statements, for tests of who speaks. "[S1 Blinken] said
 * [C1 it was over]" gives statement 1 a source and a content, "[K1 told]" a cue; marks may be nested; a statement may
 * have several of each. No network is used: names come from capitals and lists. Everything here
 * ends the test with a sentence when it fails. */
#ifndef TESTS_SUPPORT_CAST_TEXT_H
#define TESTS_SUPPORT_CAST_TEXT_H

#include "sayso.h"

/* The finished document; freed with sayso_doc_free. `allocator` may be NULL. NULL (only with an
 * allocator): it ran out. */
sayso_doc *ss_test_cast(const char *marked, const sayso_allocator *allocator);

/* The same with the user's list of actors (NULL: none). */
sayso_doc *ss_test_cast_listed(const char *marked, const char *actors,
                               const sayso_allocator *allocator);

/* "Antony Blinken; Russia + China; -": the actors of the statements in order. Borrowed until the
 * next call with the buffer. */
const char *ss_test_speakers(const sayso_doc *doc, char *buffer, size_t size);

/* "he=Antony Blinken, Moscow=Russia": each mention with its actor ("-": none), in text order. */
const char *ss_test_mentions(const sayso_doc *doc, char *buffer, size_t size);

#endif
