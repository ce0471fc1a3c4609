/* skills.h - levels of skill: numbers of activities by area. */
#ifndef SV_SKILLS_H
#define SV_SKILLS_H

#include "pipeline/description.h"

/* The expression of the number of activities of AREA that a person did, by the
 * rule MISSING for activities without an answer: zero, drop-person or
 * area-missing-if-all-missing.  The caller frees it; NULL: out of memory. */
char *sv_skill_number(const struct sv_written_skills *s,
                      const struct sv_written_area *area, int vintage,
                      const char *missing);

#endif
