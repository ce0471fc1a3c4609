/* test_catalogue.c - where files of indicators are found. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/catalogue.h"

#define FOLDER "tests/pipeline/survey"

static void
expect_found(const char *name, const char *folder, const char *expected)
{
    static struct sv_fault fault;
    char path[PATH_MAX] = "";

    cr_expect(eq(int, sv_catalogue_find(path,
                                        (struct sv_string) { .text = name },
                                        folder, &fault), SV_OK), "%s",
              fault.text);
    cr_expect(eq(int, strcmp(path, expected), 0), "%s", path);
}

static void
expect_lost(const char *name, const char *sentence)
{
    static struct sv_fault fault;
    char path[PATH_MAX] = "";

    fault = (struct sv_fault) { .n = 0 };
    cr_expect(eq(int, sv_catalogue_find(path,
                                        (struct sv_string) { .text = name },
                                        FOLDER, &fault), SV_DATA));
    cr_expect(eq(int, strcmp(fault.text, sentence), 0), "%s", fault.text);
}

Test(catalogue, by_name)
{
    setenv("HEARTH_CATALOGUE", FOLDER "/catalogue", 1);
    expect_found("test-small", "/", FOLDER "/catalogue/test-small.yaml");
}

Test(catalogue, by_path_from_the_folder_of_the_description)
{
    char whole[PATH_MAX];

    expect_found("catalogue/test-small.yaml", FOLDER,
                 FOLDER "/catalogue/test-small.yaml");
    expect_found("full.yaml", FOLDER "/", FOLDER "/full.yaml");
    expect_found("tests/../Makefile", ".", "tests/../Makefile");
    cr_assert(realpath("Makefile", whole) != NULL);
    expect_found(whole, FOLDER, whole);
}

Test(catalogue, nearest_name_is_offered)
{
    setenv("HEARTH_CATALOGUE", FOLDER "/catalogue", 1);
    expect_lost("test-smal", "there is no catalogue 'test-smal'; did you mean "
                             "'test-small'?");
    expect_lost("elsewhere", "there is no catalogue 'elsewhere'; write the "
                             "path of a file of your own with a '/' or with "
                             ".yaml");
    expect_lost("./none", "there is no such file; a path starts at the folder "
                          "of the description");
}

Test(catalogue, no_folder_is_no_fault_of_its_own)
{
    setenv("HEARTH_CATALOGUE", "/no/such/folder", 1);
    expect_lost("elsewhere", "there is no catalogue 'elsewhere'; write the "
                             "path of a file of your own with a '/' or with "
                             ".yaml");
}
