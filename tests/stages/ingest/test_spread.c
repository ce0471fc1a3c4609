/* test_spread.c - in which order rows are visited to be put in their places. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "stages/ingest/spread.h"
#include "tests/helpers/files.h"

TestSuite(spread, .init = files_enter);

/* Two stretches and a bit of a third; 7 has no factor in common with N. */
Test(spread, every_place_once_and_rows_forwards)
{
    const uint32_t n = 2 * SV_STRETCH + 12345;
    uint32_t *const place = malloc(n * sizeof *place);
    const struct sv_table table = { .n = n, .place = place };
    struct sv_fault fault = { 0 };
    struct sv_scratch *scratch;
    struct sv_visit *visit;

    cr_assert(place != NULL && n % 7 != 0);
    for (uint32_t i = 0; i < n; i++)
        place[i] = (uint32_t) ((uint64_t) i * 7 % n);
    cr_assert_eq(sv_scratch_new(&scratch, ".", &fault), SV_OK);
    cr_assert_eq(sv_spread_visits(&visit, &table, scratch, &fault), SV_OK);
    for (uint32_t i = 0; i < n; i++) {
        cr_assert_eq(visit[i].place, place[visit[i].row]);
        cr_assert_eq(visit[i].place / SV_STRETCH, i / SV_STRETCH);
        cr_assert(i % SV_STRETCH == 0 || visit[i - 1].row < visit[i].row);
    }
    sv_scratch_free(scratch);
    free(place);
}
