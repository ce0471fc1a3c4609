/* test_domaincounts.c - what cells rest on, against counting one by one. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "stages/design/domaincounts.h"

enum { STRATA = 5, PSUS = 17, ROWS = 90, CELLS = 4 };

static const uint32_t strata[] = { 0, 3, 4, 9, 11, PSUS };
static const bool complete[STRATA] = { false, false, true, false, false };

static unsigned
draw(unsigned *state, unsigned below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 10) % below;
}

struct sample {
    uint32_t first[PSUS + 1], of_row[ROWS];
    double weight[ROWS];
};

/* PSUs of one row or more; some rows without a cell or a weight. */
static void
make(struct sample *s, unsigned seed)
{
    unsigned state = seed;
    uint32_t row = 0;

    for (uint32_t u = 0; u < PSUS; u++) {
        s->first[u] = row;
        row += 1 + draw(&state, 5);
    }
    s->first[PSUS] = ROWS;
    for (size_t j = 0; j < ROWS; j++) {
        const unsigned cell = draw(&state, CELLS + 1);

        s->of_row[j] = cell < CELLS ? cell : SV_NO_DOMAIN;
        s->weight[j] = draw(&state, 6) == 0 ? 0 : 1.3 + draw(&state, 9);
    }
}

/* Rows of CELL in PSU. */
static uint64_t
members(const struct sample *s, uint32_t psu, uint32_t cell)
{
    uint64_t n = 0;

    for (uint32_t j = s->first[psu]; j < s->first[psu + 1]; j++)
        n += s->of_row[j] == cell && s->weight[j] > 0;
    return n;
}

static struct sv_domain
naive(const struct sample *s, uint32_t cell)
{
    struct sv_domain d = { 0 };

    for (size_t h = 0; h < STRATA; h++) {
        size_t with = 0;

        for (uint32_t u = strata[h]; u < strata[h + 1]; u++) {
            d.n += members(s, u, cell);
            with += members(s, u, cell) > 0;
        }
        d.psus += with;
        d.strata += with > 0;
        d.alone += with == 1 && strata[h + 1] - strata[h] > 1 && !complete[h];
    }
    return d;
}

Test(domaincounts, as_counted_one_by_one)
{
    for (unsigned seed = 1; seed < 200; seed++) {
        struct sv_domain cell[CELLS] = { 0 };
        struct sample s;
        struct sv_ranges r = {
            .n_strata = STRATA, .n_stages = 1, .n_rows = ROWS,
            .n_units = { PSUS }, .strata = strata, .stage = { s.first },
        };

        make(&s, seed);
        cr_assert(sv_domains_count(cell, CELLS, &r, s.of_row, s.weight,
                                   complete));
        for (uint32_t c = 0; c < CELLS; c++) {
            const struct sv_domain d = naive(&s, c);

            cr_expect(d.n == cell[c].n && d.psus == cell[c].psus
                      && d.strata == cell[c].strata
                      && d.alone == cell[c].alone, "seed %u, cell %u", seed,
                      (unsigned) c);
        }
    }
}
