/* written.h - surveys that a test writes down itself. */
#ifndef SV_WRITTEN_H
#define SV_WRITTEN_H

#include "pipeline/survey.h"

/* The survey whose description is HEAD and then TAIL; asserts that it can be
 * read.  The caller frees it. */
struct sv_survey *written_survey(const char *head, const char *tail);

/* Expects the text GOT to be EXPECTED. */
#define EXPECT_TEXT(got, expected) \
    cr_expect(strcmp(got, expected) == 0, "%s is %s", #got, got)

#endif
