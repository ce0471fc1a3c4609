/* test_numbername.c - numbers by their names, and what is said of wrong ones. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/numbername.h"

static json_t *
estimates(void)
{
    static const char text[] =
        "{'indicators': [{'code': 'HH7', 'item': '', 'categories': []},"
        " {'code': 'HH9', 'item': 'a', 'categories': []},"
        " {'code': 'X4', 'item': '', 'categories': [{'name': 'never'}]}],"
        " 'classifications': [{'name': 'sex', 'categories': [{'name': 'male'},"
        " {'name': 'female'}]}, {'name': 'area', 'categories':"
        " [{'name': 'urban'}, {'name': 'rural'}]}],"
        " 'estimates': [{'indicator': 'HH7', 'item': '', 'by': {}},"
        " {'indicator': 'HH7', 'item': '', 'by': {'sex': 'male'}},"
        " {'indicator': 'HH7', 'item': '', 'by': {'sex': 'female'}},"
        " {'indicator': 'HH7', 'item': '',"
        "  'by': {'area': 'rural', 'sex': 'female'}},"
        " {'indicator': 'HH7', 'item': '',"
        "  'by': {'age': '[5,15)', 'sex': 'male'}},"
        " {'indicator': 'HH9', 'item': 'a', 'by': {}},"
        " {'indicator': 'HH9', 'item': 'b', 'by': {}},"
        " {'indicator': 'X4', 'item': 'never', 'by': {}}]}";
    char copy[sizeof text];
    json_t *root;

    memcpy(copy, text, sizeof text);
    for (char *c = copy; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    root = json_loads(copy, 0, NULL);
    cr_assert(root != NULL);
    return root;
}

/* How many numbers NAME finds, the first of them by its own name. */
static void
expect(const char *name, size_t n, const char *first)
{
    json_t *root = estimates(), *found = json_array();
    struct sv_fault fault = { 0 };
    char *its;

    cr_expect(eq(int, sv_numbers_find(found, root, name, &fault), SV_OK), "%s",
              fault.text);
    cr_assert(eq(sz, json_array_size(found), n), "%s", name);
    its = sv_number_name(json_array_get(found, 0));
    cr_expect(strcmp(its, first) == 0, "%s, not %s", its, first);
    cr_expect(sv_number_indicator(root, json_array_get(found, 0)) != NULL
              || strchr(name, 'b') != NULL);
    free(its);
    json_decref(found);
    json_decref(root);
}

Test(numbername, every_form)
{
    expect("HH7", 1, "HH7");
    expect(" HH7 [ sex = female ]", 1, "HH7[sex=female]");
    expect("HH7[sex=female,area=rural]", 1, "HH7[area=rural, sex=female]");
    expect("HH7[sex=*]", 2, "HH7[sex=male]");
    expect("HH7[age=[5,15), sex=male]", 1, "HH7[age=[5,15), sex=male]");
    expect("HH7[sex=male,age=[5,15)]", 1, "HH7[age=[5,15), sex=male]");
    expect("HH9.b", 1, "HH9.b");
    expect("X4.never", 1, "X4.never");
}

static void
expect_fault(const char *name, enum sv_status status, const char *sentence)
{
    json_t *root = estimates(), *found = json_array();
    struct sv_fault fault = { 0 };

    cr_expect(eq(int, sv_numbers_find(found, root, name, &fault), status));
    cr_expect(strstr(fault.text, sentence) != NULL, "%s: %s", name, fault.text);
    json_decref(found);
    json_decref(root);
}

Test(numbername, wrong_names_are_told)
{
    expect_fault("HH8", SV_DATA, "there is no indicator 'HH8'; did you mean "
                 "'HH7'?");
    expect_fault("nothing", SV_DATA, "there are: HH7, HH9, HH9.a, HH9.b, X4");
    expect_fault("HH9", SV_DATA, "'HH9' has several items; say which; there "
                 "are: HH9.a, HH9.b");
    expect_fault("X4.nevr", SV_DATA, "did you mean 'X4.never'?");
    expect_fault("HH7[sec=male]", SV_DATA, "no classification 'sec'; did you "
                 "mean 'sex'?");
    expect_fault("HH7[sex=femal]", SV_DATA, "'sex' has no category 'femal'; "
                 "did you mean 'female'?");
    expect_fault("HH7[sex=other]", SV_DATA, "there are: male, female");
    expect_fault("HH7[area=rural]", SV_DATA, "HH7 was not tabulated by area; "
                 "there are: the total, sex, area x sex");
    expect_fault("HH7[sex]", SV_USAGE, "expected classification=category");
    expect_fault("HH7[sex=male", SV_USAGE, "expected ] at the end");
    expect_fault("[sex=male]", SV_USAGE, "names no indicator");
    expect_fault("HH7[sex=male,]", SV_USAGE, "expected classification");
}
