/* test_missingranges.c - the ranges of a data file that SPSS calls user-missing. */
#include <criterion/criterion.h>

#include "pipeline/missingranges.h"

Test(missingranges, codes_ranges_and_open_ends)
{
    json_t *none = json_pack("{}");
    json_t *variable = json_pack("{s:[[i,i],[f,f],[n,i]]}", "missing_ranges",
                                 99, 99, 7.5, 8.25, -3);
    static const struct { double value; bool missing; } row[] = {
        { 99, true }, { 98.5, false }, { 7.5, true }, { 8, true },
        { 8.25, true }, { 8.26, false }, { -3, true }, { -1e300, true },
        { -2.5, false }, { 0, false },
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        cr_expect_eq(sv_is_user_missing(variable, row[i].value),
                     row[i].missing, "%g", row[i].value);
        cr_expect_not(sv_is_user_missing(none, row[i].value));
    }
    json_decref(variable);
    json_decref(none);
}
