/* test_response.c - non-response by classes. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "weights/response.h"

enum { N = 7 };
static const uint8_t answer[N] = { SV_ANSWERED, SV_SILENT, SV_ANSWERED,
                                   SV_OUTSIDE, SV_SILENT, SV_ANSWERED,
                                   SV_ANSWERED };
static const uint32_t class_of[N] = { 0, 0, 0, 1, 1, 1, 0 };
static const double before[N] = { 10.2, 7.7, 13.9, 5.1, 8.4, 9.3, 6.6 };

Test(response, who_answered_stands_for_who_did_not)
{
    const struct sv_response r = { N, answer, class_of, 2, NULL };
    const double first = (10.2 + 7.7 + 13.9 + 6.6) / (10.2 + 13.9 + 6.6);
    const double want[N] = { 10.2 * first, 0, 13.9 * first, 5.1, 0,
                             9.3 * (8.4 + 9.3) / 9.3, 6.6 * first };
    struct sv_fault fault = { 0 };
    double after[N];

    cr_assert(sv_response_adjust(after, &r, before, &fault) == SV_OK);
    for (size_t j = 0; j < N; j++)
        cr_expect(epsilon_eq(dbl, after[j], want[j], 1e-13), "unit %zu", j);
}

Test(response, a_class_in_which_nobody_answered_is_named)
{
    static const char *const names[] = { "region=north", "region=south" };
    static const uint8_t silent[N] = { SV_ANSWERED, SV_SILENT, SV_ANSWERED,
                                       SV_OUTSIDE, SV_SILENT, SV_SILENT,
                                       SV_ANSWERED };
    const struct sv_response r = { N, silent, class_of, 2, names };
    struct sv_fault fault = { 0 };
    double after[N];

    cr_expect(sv_response_adjust(after, &r, before, &fault) == SV_DATA);
    cr_expect(strcmp(fault.text, "class region=south: nobody in it answered, "
                 "so nobody can stand for it; join it to another") == 0, "%s",
              fault.text);
}
