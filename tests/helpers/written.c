/* written.c - surveys that a test writes down itself. */
#include "tests/helpers/written.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "tests/helpers/scratch.h"

struct sv_survey *
written_survey(const char *head, const char *tail)
{
    struct sv_fault fault = { 0 };
    struct sv_survey *survey = NULL;
    char path[SCRATCH_SIZE];
    FILE *f;

    scratch_file(path, "survey.yaml");
    f = fopen(path, "w");
    cr_assert(f != NULL);
    fprintf(f, "%s%s", head, tail);
    fclose(f);
    cr_assert(eq(int, sv_survey_read(&survey, path, &fault), SV_OK), "%s",
              fault.text);
    return survey;
}
