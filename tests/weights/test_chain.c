/* test_chain.c - which projections belong to the weights of a record. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "tests/weights/margins_by_hand.h"
#include "weights/weighting.h"

/* Eight households of hand_margins(), two of them without any of the 13 members;
 * and what these have, who have it. */
enum { MEMBERS = 13, DEVICES = 4, RECORDS = 3 };
static const uint32_t parent[MEMBERS] = { 0, 0, 1, 2, 2, 2, 4, 5, 5, 5, 5, 7, 7 };
static const uint32_t owner[DEVICES] = { 1, 1, 5, 12 };
static const struct sv_weighting_record records[RECORDS] = {
    { "household", HAND_ROWS, SV_NO_PARENT, NULL },
    { "person", MEMBERS, 0, parent },
    { "device", DEVICES, 1, owner },
};
static double totals[HAND_COLUMNS] = { 47.3, 39.7, 41.6, 45.4, 231.7 };
static const bool no_share[] = { false, false, false };
static const double no_population[] = { NAN, NAN, NAN };

struct made {
    struct sv_weighting_step step[RECORDS];
    struct sv_weighting_trace trace[RECORDS];
    struct sv_weighting w;
    double household[HAND_ROWS], person[MEMBERS], device[DEVICES];
};

/* Households are calibrated, then persons take their weights, and devices theirs. */
static void
make(struct made *m)
{
    double *const weight[] = { m->household, m->person, m->device };
    struct sv_fault fault = { 0 };

    *m = (struct made) {
        .step = {
            { .kind = sv_weighting_kind_find("calibrate"), .total = totals,
              .share = no_share, .population = no_population,
              .distance = sv_distance_find("raking-ratio"),
              .bounds = { 0, INFINITY }, .tolerance = 1e-9, .most = 50 },
            { .kind = sv_weighting_kind_find("from-parent"), .record = 1 },
            { .kind = sv_weighting_kind_find("from-parent"), .record = 2 },
        },
    };
    m->w = (struct sv_weighting) { records, RECORDS, m->step, RECORDS };
    hand_margins(&m->step[0].x, HAND_COLUMNS);
    for (size_t j = 0; j < HAND_ROWS; j++)
        m->household[j] = hand_weights[j];
    cr_assert(sv_weighting_apply(weight, &m->w, 0, m->trace, NULL, &fault)
              == SV_OK, "%s", fault.text);
}

static void
release(struct made *m)
{
    sv_weighting_trace_free(m->trace, RECORDS);
    sv_auxiliary_free(&m->step[0].x);
}

Test(chain, members_have_the_weight_of_their_household)
{
    struct made m;

    make(&m);
    for (size_t j = 0; j < MEMBERS; j++)
        cr_expect(eq(dbl, m.person[j], m.household[parent[j]]));
    release(&m);
}

/* The v of a household is that of everything below it, its u is shared among
 * that; households with nothing below stand for themselves. */
static void
expect_inherited(const struct sv_weighting_chain *up,
                 const struct sv_weighting_chain *down, const uint32_t *household,
                 size_t n)
{
    double sum[HAND_ROWS][HAND_COLUMNS] = { 0 };
    double m[2][HAND_COLUMNS * HAND_COLUMNS];
    struct sv_fault fault = { 0 };

    cr_assert(eq(sz, down->p.n_blocks, 1));
    cr_assert(eq(sz, down->p.n_rows, n));
    for (size_t j = 0; j < n; j++) {
        sv_projection_add_u(sum[household[j]], &down->p, j);
        cr_expect(eq(dbl, down->v[0][j], up->v[0][household[j]]));
    }
    for (size_t h = 0; h < HAND_ROWS; h++) {
        double u[HAND_COLUMNS] = { 0 };

        sv_projection_add_u(u, &up->p, h);
        for (size_t k = 0; k < HAND_COLUMNS; k++)
            cr_expect(epsilon_eq(dbl, sum[h][k], u[k], 1e-12 * totals[k]));
    }
    cr_assert(sv_projection_matrix(m[0], &up->p, &fault) == SV_OK);
    cr_assert(sv_projection_matrix(m[1], &down->p, &fault) == SV_OK);
    for (size_t k = 0; k < HAND_COLUMNS * HAND_COLUMNS; k++)
        cr_expect(epsilon_eq(dbl, m[1][k], m[0][k], 1e-10));
}

static bool
is_absent(const struct sv_weighting_chain *c, size_t i, size_t record,
          uint32_t row)
{
    return c->absent[i].record == record && c->absent[i].row == row;
}

Test(chain, members_inherit_the_projection)
{
    static const uint32_t of_persons[] = { 0, 0, 1, 2, 2, 2, 4, 5, 5, 5, 5, 7, 7,
                                           3, 6 };
    /* Persons 0, 2, 3, 4, 6 to 11 have no device: each is there for itself. */
    static const uint32_t of_devices[] = { 0, 0, 2, 7, 0, 1, 2, 2, 4, 5, 5, 5, 5,
                                           7, 3, 6 };
    struct made m;
    struct sv_weighting_chain chain[RECORDS];
    struct sv_fault fault = { 0 };

    make(&m);
    for (size_t r = 0; r < RECORDS; r++)
        cr_assert(sv_weighting_chain(&chain[r], &m.w, m.trace, r, &fault)
                  == SV_OK);
    cr_assert(eq(sz, chain[0].p.n_blocks, 1));
    cr_assert(eq(sz, chain[0].n_absent, 0));
    for (size_t h = 0; h < HAND_ROWS; h++)
        cr_expect(epsilon_eq(dbl, chain[0].v[0][h],
                             hand_weights[h] / m.household[h], 1e-13));
    expect_inherited(&chain[0], &chain[1], of_persons, 15);
    expect_inherited(&chain[0], &chain[2], of_devices, 16);
    cr_assert(eq(sz, chain[1].n_absent, 2));
    cr_expect(is_absent(&chain[1], 0, 0, 3) && is_absent(&chain[1], 1, 0, 6));
    cr_assert(eq(sz, chain[2].n_absent, 12));
    cr_expect(is_absent(&chain[2], 0, 1, 0) && is_absent(&chain[2], 9, 1, 11));
    cr_expect(is_absent(&chain[2], 10, 0, 3) && is_absent(&chain[2], 11, 0, 6));
    for (size_t r = 0; r < RECORDS; r++)
        sv_weighting_chain_free(&chain[r]);
    release(&m);
}

/* What was done to weights that are then replaced does not count. */
Test(chain, design_weights_begin_anew)
{
    static const double factor[HAND_ROWS] = { 3.1, 2.2, 4.7, 1.9,
                                              5.3, 2.8, 3.6, 4.4 };
    struct made m;
    struct sv_weighting_chain chain;
    struct sv_fault fault = { 0 };

    make(&m);
    m.step[1] = (struct sv_weighting_step) {
        .kind = sv_weighting_kind_find("design-weights"), .factor = factor,
    };
    cr_assert(sv_weighting_chain(&chain, &m.w, m.trace, 0, &fault) == SV_OK);
    cr_expect(eq(sz, chain.p.n_blocks, 0));
    sv_weighting_chain_free(&chain);
    release(&m);
}

Test(chain, kinds_are_found_by_name)
{
    for (size_t i = 0; i < sv_n_weighting_kinds; i++)
        cr_expect(sv_weighting_kind_find(sv_weighting_kinds[i].name)
                  == &sv_weighting_kinds[i]);
    cr_expect(sv_weighting_kind_find("guess") == NULL);
}
