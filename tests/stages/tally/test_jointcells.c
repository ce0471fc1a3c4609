/* test_jointcells.c - bins that several crossings share, against cells found one
 * crossing at a time. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "stages/tally/jointcells.h"
#include "stages/tally/unitsums.h"
#include "tests/stages/tally/random_units.h"

/* How often the bins of CELL have one of BIN [n_joints]. */
static size_t
met(const struct sv_joint_cells *joint, size_t cell, const uint32_t *bin)
{
    size_t n = 0;

    for (uint64_t k = joint->first[cell]; k < joint->first[cell + 1]; k++)
        for (size_t j = 0; j < joint->n; j++)
            n += joint->bin[k] == bin[j];
    return n;
}

/* Every row is in one bin of each cell that it is in, and in none of others. */
static void
expect_cells(const struct sv_fold *f, const struct sv_joint_cells *joint)
{
    const uint32_t first = sv_first_row(f->design, 0, f->first_psu);
    const uint32_t end = sv_first_row(f->design, 0, f->end_psu);

    for (uint32_t j = first; j < end; j++) {
        uint32_t bin[RANDOM_CROSSINGS];
        size_t in[512] = { 0 };

        for (size_t k = 0; k < joint->n; k++) {
            sv_joint_bins(&bin[k], joint, k, j, 1);
            cr_assert(bin[k] == SV_NO_CELL || bin[k] < joint->n_bins);
        }
        for (size_t c = 0; c < f->layout->n_crossings; c++)
            if (sv_row_cell(f, c, j) != SV_NO_CELL)
                in[sv_row_cell(f, c, j)] = 1;
        for (size_t cell = 0; cell < f->layout->n_cells; cell++)
            cr_assert(eq(sz, met(joint, cell, bin), in[cell]),
                      "row %u, cell %zu", j, cell);
    }
}

Test(jointcells, rows_are_in_the_bins_of_their_cells)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        struct random_units u;
        struct sv_joint_cells joint;

        random_units_make(&u, seed, 12, 30, 1);
        cr_assert(u.layout.record[0].n_cells < 512);
        cr_assert(sv_joint_cells_make(&joint, &u.fold));
        cr_expect(joint.n < u.fold.layout->n_crossings);
        expect_cells(&u.fold, &joint);
        sv_joint_cells_free(&joint);
        random_units_free(&u);
    }
}

/* Only some of the PSUs, of which fewer categories may be missing. */
Test(jointcells, a_shard_has_bins_of_its_own)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        struct random_units u;
        struct sv_joint_cells joint;

        random_units_make(&u, seed, 12, 3, 1);
        u.fold.first_psu = seed % 12;
        u.fold.end_psu = seed % 12 + 1;
        cr_assert(sv_joint_cells_make(&joint, &u.fold));
        expect_cells(&u.fold, &joint);
        sv_joint_cells_free(&joint);
        random_units_free(&u);
    }
}

/* Twelve crossings of one classification each, of 2, 3, 4, 2, ... categories: few
 * joints, none much larger than need be. */
Test(jointcells, small_crossings_share)
{
    enum { CROSSINGS = 12, ROWS = 200 };
    struct sv_tally_crossing crossing[CROSSINGS] = { { 0 } };
    struct sv_tally_record record = { .crossing = crossing,
                                      .n_crossings = CROSSINGS };
    static uint8_t code[CROSSINGS][ROWS];
    struct sv_codes codes[CROSSINGS], *of[CROSSINGS];
    const uint32_t strata[] = { 0, 1 }, psu[] = { 0, ROWS };
    struct sv_ranges design = { .n_strata = 1, .strata = strata, .n_stages = 1,
                                .stage = { psu }, .n_units = { 1 },
                                .n_rows = ROWS };
    const struct sv_fold fold = { .layout = &record, .design = &design,
                                  .stages = 1, .codes = of, .end_psu = 1 };
    struct sv_joint_cells joint;

    for (size_t c = 0; c < CROSSINGS; c++) {
        const size_t n = 2 + c % 3;

        for (size_t j = 0; j < ROWS; j++)
            code[c][j] = (uint8_t) (1 + (j * 7919 + c * 31) % 101 % n);
        codes[c] = (struct sv_codes){ code[c], NULL };
        of[c] = &codes[c];
        crossing[c] = (struct sv_tally_crossing){
            .n = 1, .size = { n }, .first_cell = record.n_cells, .n_cells = n,
        };
        record.n_cells += n;
    }
    cr_assert(sv_joint_cells_make(&joint, &fold));
    cr_expect(le(sz, joint.n, 4));
    cr_expect(le(sz, joint.n_bins, 4 * 64));
    cr_expect(ge(sz, (size_t) joint.first[record.n_cells], joint.n_bins));
    sv_joint_cells_free(&joint);
}
