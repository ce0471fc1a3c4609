/* test_chain.c - which projections belong to the weights of a record. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "tests/weights/margins_by_hand.h"
#include "weights/weighting.h"

/* Eight households of hand_margins(), and 13 members. */
enum { MEMBERS = 13 };
static const uint32_t parent[MEMBERS] = { 0, 0, 1, 2, 2, 2, 3, 4, 5, 5, 6, 7, 7 };
static const struct sv_weighting_record records[] = {
    { "household", HAND_ROWS, SV_NO_PARENT, NULL },
    { "person", MEMBERS, 0, parent },
};
static double totals[HAND_COLUMNS] = { 47.3, 39.7, 41.6, 45.4, 231.7 };
static const bool no_share[] = { false, false, false };
static const double no_population[] = { NAN, NAN, NAN };

struct made {
    struct sv_weighting_step step[2];
    struct sv_weighting_trace trace[2];
    struct sv_weighting w;
    double household[HAND_ROWS], person[MEMBERS];
};

/* Households are calibrated, then persons take their weights. */
static void
make(struct made *m)
{
    double *const weight[] = { m->household, m->person };
    struct sv_fault fault = { 0 };

    *m = (struct made) {
        .step = {
            { .kind = sv_weighting_kind_find("calibrate"), .total = totals,
              .share = no_share, .population = no_population,
              .distance = sv_distance_find("raking-ratio"),
              .bounds = { 0, INFINITY }, .tolerance = 1e-9, .most = 50 },
            { .kind = sv_weighting_kind_find("from-parent"), .record = 1 },
        },
    };
    m->w = (struct sv_weighting) { records, 2, m->step, 2 };
    hand_margins(&m->step[0].x, HAND_COLUMNS);
    for (size_t j = 0; j < HAND_ROWS; j++)
        m->household[j] = hand_weights[j];
    cr_assert(sv_weighting_apply(weight, &m->w, 0, m->trace, NULL, &fault)
              == SV_OK, "%s", fault.text);
}

static void
release(struct made *m)
{
    sv_weighting_trace_free(m->trace, 2);
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

/* u is the household's once; v is every member's. */
Test(chain, members_inherit_the_projection)
{
    struct made m;
    struct sv_weighting_chain up, down;
    struct sv_fault fault = { 0 };
    double of_households[HAND_COLUMNS] = { 0 }, of_members[HAND_COLUMNS] = { 0 };

    make(&m);
    cr_assert(sv_weighting_chain(&up, &m.w, m.trace, 0, &fault) == SV_OK);
    cr_assert(sv_weighting_chain(&down, &m.w, m.trace, 1, &fault) == SV_OK);
    cr_assert(eq(sz, up.p.n_blocks, 1));
    cr_assert(eq(sz, down.p.n_blocks, 1));
    for (size_t j = 0; j < HAND_ROWS; j++) {
        sv_projection_add_u(of_households, &up.p, j);
        cr_expect(epsilon_eq(dbl, up.v[0][j],
                             hand_weights[j] / m.household[j], 1e-13));
    }
    for (size_t j = 0; j < MEMBERS; j++) {
        sv_projection_add_u(of_members, &down.p, j);
        cr_expect(eq(dbl, down.v[0][j], up.v[0][parent[j]]));
    }
    for (size_t k = 0; k < HAND_COLUMNS; k++) {
        cr_expect(epsilon_eq(dbl, of_members[k], of_households[k], 1e-11));
        cr_expect(epsilon_eq(dbl, of_households[k], totals[k], 1e-9));
    }
    sv_weighting_chain_free(&up);
    sv_weighting_chain_free(&down);
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
