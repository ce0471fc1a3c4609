/* test_survey_faults.c - every sentence that a wrong description gets.
 *
 * Each survey/NAME.yaml is read, and what is said about it compared with
 * survey/NAME.txt; where there is no such file it must be read without fault.
 * REGOLD=1 in the environment rewrites the sentences, to be read over. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/survey.h"

#define FOLDER "tests/pipeline/survey"

struct name {
    char text[64];
};

static int
is_yaml(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);

    return n > 5 && n < sizeof(struct name)
        && strcmp(entry->d_name + n - 5, ".yaml") == 0;
}

/* The bytes of the file at PATH as a text; "" if there is none. */
static char *
read_whole(const char *path)
{
    char *text = calloc(1, 32768);
    FILE *f = fopen(path, "r");

    cr_assert(text != NULL);
    if (f != NULL) {
        cr_assert(lt(sz, fread(text, 1, 32767, f), 32767));
        fclose(f);
    }
    return text;
}

ParameterizedTestParameters(survey_faults, sentences)
{
    struct dirent **entry = NULL;
    const int n = scandir(FOLDER, &entry, is_yaml, alphasort);
    struct name *names;

    if (n <= 0)
        return cr_make_param_array(struct name, NULL, 0);
    names = cr_malloc((size_t) n * sizeof *names);
    for (int i = 0; i < n; i++) {
        memcpy(names[i].text, entry[i]->d_name,
               strlen(entry[i]->d_name) + 1);
        free(entry[i]);
    }
    free(entry);
    return cr_make_param_array(struct name, names, (size_t) n);
}

ParameterizedTest(struct name *name, survey_faults, sentences)
{
    static struct sv_fault fault;
    struct sv_survey *survey = NULL;
    char golden[80], got[sizeof fault.text + 2];
    char *expected;

    setenv("HEARTH_CATALOGUE", "catalogue", 1);
    cr_assert(eq(int, chdir(FOLDER), 0));
    snprintf(golden, sizeof golden, "%.*s.txt",
             (int) strlen(name->text) - 5, name->text);
    if (sv_survey_read(&survey, name->text, &fault) == SV_OK)
        cr_expect(survey != NULL);
    else
        cr_expect(survey == NULL);
    sv_survey_free(survey);
    snprintf(got, sizeof got, "%s%s", fault.text, *fault.text ? "\n" : "");
    if (getenv("REGOLD") != NULL && *got != '\0') {
        FILE *f = fopen(golden, "w");

        cr_assert(f != NULL);
        cr_assert(ge(int, fputs(got, f), 0));
        cr_assert(eq(int, fclose(f), 0));
    }
    expected = read_whole(golden);
    cr_expect(eq(int, strcmp(got, expected), 0), "%s:\n%s", name->text, got);
    free(expected);
}
