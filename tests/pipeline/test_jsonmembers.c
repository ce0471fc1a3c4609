/* test_jsonmembers.c - members of JSON objects that may be absent. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "pipeline/jsonmembers.h"

static json_t *
object(void)
{
    return json_pack("{s:s, s:f, s:i, s:n}", "name", "Nordwik", "se", 2.385,
                     "n", 7121, "cv");
}

Test(jsonmembers, a_text_or_nothing)
{
    json_t *o = object();

    cr_expect_str_eq(sv_json_text_of(o, "name"), "Nordwik");
    cr_expect_str_eq(sv_json_text_of(o, "title"), "");
    cr_expect_str_eq(sv_json_text_of(o, "se"), "");
    cr_expect_str_eq(sv_json_text_of(NULL, "name"), "");
    json_decref(o);
}

Test(jsonmembers, a_number_or_none)
{
    json_t *o = object();

    cr_expect(eq(dbl, sv_json_number_of(o, "se"), 2.385));
    cr_expect(eq(dbl, sv_json_number_of(o, "n"), 7121));
    cr_expect(isnan(sv_json_number_of(o, "cv")));
    cr_expect(isnan(sv_json_number_of(o, "name")));
    cr_expect(isnan(sv_json_number_of(NULL, "se")));
    json_decref(o);
}
