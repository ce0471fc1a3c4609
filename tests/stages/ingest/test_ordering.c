/* test_ordering.c - rows by views, against comparing them one by one. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "stages/ingest/ordering.h"
#include "tests/helpers/files.h"

TestSuite(ordering, .init = files_enter);

enum { N = 5000 };

static uint32_t
draw(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

static bool
is_before(const struct sv_order_by *by, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < by->n; k++) {
        const double x = sv_view_value(&by->view[k], a);
        const double y = sv_view_value(&by->view[k], b);

        if (x != y)
            return x < y;
    }
    return a < b;
}

static void
expect_order(const struct sv_order_by *by)
{
    struct sv_fault fault = { 0 };
    struct sv_scratch *scratch;
    uint32_t *order;

    cr_assert_eq(sv_scratch_new(&scratch, ".", &fault), SV_OK);
    cr_assert_eq(sv_order_rows(&order, N, by, scratch, &fault), SV_OK);
    for (uint32_t i = 1; i < N; i++)
        cr_assert(is_before(by, order[i - 1], order[i]), "rows %u, %u",
                  order[i - 1], order[i]);
    sv_scratch_free(scratch);
}

/* Strict order of all neighbours, so each row is there once. */
Test(ordering, numbers_of_all_kinds)
{
    static const double odd[] = {
        -0.0, 0.0, -1.0, 1e-300, -1e-300, 1e300, -1e300, 0.1, 1 / 3.0,
        4294967296.0, 4294967297.0, 20231104007.0, -7.5, 5e-324,
    };
    static int8_t small[N];
    static double number[N];
    const struct sv_view view[] = {
        { .cells = { .type = SV_I8, .data = small } },
        { .cells = { .type = SV_F64, .data = number } },
    };
    uint32_t state = 20261126;

    for (size_t i = 0; i < N; i++) {
        small[i] = (int8_t) (draw(&state) % 7 - 3U);
        number[i] = i % 3 > 0 ? odd[draw(&state) % (sizeof odd / sizeof *odd)]
                              : draw(&state) / 1024.0 - 8000;
    }
    expect_order(&(struct sv_order_by){ view, 2 });
    expect_order(&(struct sv_order_by){ view, 1 });
    expect_order(&(struct sv_order_by){ view + 1, 1 });
}

/* Rows seen through the table below: some have none there, which counts 0. */
Test(ordering, through_rows_below)
{
    static int32_t below[N / 2];
    static uint32_t via[N];
    const struct sv_view view = {
        .cells = { .type = SV_I32, .data = below }, .via = via,
    };
    uint32_t state = 7;

    for (size_t i = 0; i < N / 2; i++)
        below[i] = (int32_t) draw(&state) - (1 << 23);
    for (size_t i = 0; i < N; i++)
        via[i] = i % 11 == 0 ? UINT32_MAX : draw(&state) % (N / 2);
    expect_order(&(struct sv_order_by){ &view, 1 });
}

Test(ordering, nothing_to_order_by_keeps_the_file)
{
    expect_order(&(struct sv_order_by){ NULL, 0 });
}
