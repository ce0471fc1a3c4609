/* test_jsontext.c - lists that are left out before JSON is read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsontext.h"

static void
expect(const char *text, const char *expected)
{
    char own[256];
    size_t n;

    snprintf(own, sizeof own, "%s", text);
    n = sv_json_empty_list(own, strlen(own), "e");
    cr_expect_str_eq(own, expected);
    cr_expect_eq(n, strlen(expected));
}

Test(jsontext, the_list_of_the_outermost_object_alone)
{
    expect("{\"a\": [1, {\"e\": [2]}], \"e\": [[3], \"]\", {\"b\": \"\\\"]\"}],\n"
           " \"c\": \"e\"}",
           "{\"a\": [1, {\"e\": [2]}], \"e\": [],\n \"c\": \"e\"}");
    expect("{\"x\": {\"e\": [1]}, \"e\" : [1]}",
           "{\"x\": {\"e\": [1]}, \"e\" : []}");
    expect("{\"e\": []}", "{\"e\": []}");
}

Test(jsontext, what_has_no_such_list_stays)
{
    static const char *const text[] = {
        "", "{", "{}", "[1, 2]", "{\"e\": 1}", "{\"ee\": [1]}",
        "{\"d\": \"e\", \"f\": [1]}", "{\"e\": [1", "{\"e", "{\"e\": [\"",
        "{\"a\": \"\\", "{\"e\": [1}",
    };

    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        expect(text[i], text[i]);
}
