/* random_units.c - units of a survey that never was, in design order. */
#include "tests/stages/tally/random_units.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const char meta[] =
    "{\"records\": [{\"name\": \"p\", \"variables\": ["
    " {\"name\": \"a\", \"categories\": [{\"name\": \"1\"}, {\"name\": \"2\"},"
    "  {\"name\": \"3\"}]},"
    " {\"name\": \"b\", \"categories\": [{\"name\": \"1\"}, {\"name\": \"2\"},"
    "  {\"name\": \"3\"}, {\"name\": \"4\"}]}]}],"
    " \"indicators\": ["
    " {\"record\": \"p\", \"estimator\": \"proportion\"},"
    " {\"record\": \"p\", \"estimator\": \"shares\", \"categories\": [1,2,3]},"
    " {\"record\": \"p\", \"estimator\": \"mean\"},"
    " {\"record\": \"p\", \"estimator\": \"ratio\"},"
    " {\"record\": \"p\", \"estimator\": \"total\"}],"
    " \"by\": [[\"a\"], [\"b\"], [\"a\", \"b\"]]}";

static uint64_t
next(uint64_t *s)
{
    *s = *s * 6364136223846793005u + 1442695040888963407u;
    return *s >> 33;
}

static double
uniform(uint64_t *s)
{
    return (double) next(s) / 2147483648.0;
}

/* Shared pages, as those of a file: what is given back can be read again. */
static void *
column(struct random_units *u, size_t item)
{
    const size_t size = u->n_rows * item + 1;
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    cr_assert(at != MAP_FAILED);
    u->memory[u->n_memory] = at;
    u->size[u->n_memory++] = size;
    return at;
}

static void
make_design(struct random_units *u, uint64_t *s, uint32_t psus, uint32_t rows)
{
    uint32_t n = 0, row = 0;

    u->strata = calloc(3, sizeof *u->strata);
    u->psus = calloc(psus + 1, sizeof *u->psus);
    u->households = calloc((size_t) psus * rows + 1, sizeof *u->households);
    u->fpc = calloc(2, sizeof *u->fpc);
    cr_assert(u->strata && u->psus && u->households && u->fpc);
    u->strata[1] = psus / 3 + 1;
    u->strata[2] = psus;
    for (uint32_t i = 0; i < psus; i++) {
        const uint32_t end = row + rows / 2 + (uint32_t) next(s) % rows;

        while (row < end) {
            row += 1 + (uint32_t) next(s) % 7;
            u->households[++n] = row;
        }
        u->psus[i + 1] = n;
    }
    u->n_rows = row;
    u->fpc[0] = u->fpc[1] = psus + 17.0;
    u->design = (struct sv_ranges){
        .n_strata = 2, .n_stages = 2, .n_rows = row, .n_units = { psus, n },
        .strata = u->strata, .stage = { u->psus, u->households },
    };
}

static void
fill_weights(struct random_units *u, uint64_t *s)
{
    double *w = column(u, sizeof *w);

    for (size_t j = 0; j < u->n_rows; j++)
        w[j] = next(s) % 11 == 0 ? 0 : 0.385 + 412.7 * uniform(s);
    u->fold.weight = w;
}

/* 0 outside, 1 counted, 2 missing, and above for proportions and shares. */
static void
fill_items(struct random_units *u, uint64_t *s)
{
    static const unsigned states[RANDOM_ITEMS] = { 4, 6, 3, 3, 3 };

    for (size_t i = 0; i < RANDOM_ITEMS; i++) {
        uint8_t *state = column(u, 1);
        double *y = i >= 2 ? column(u, sizeof *y) : NULL;
        double *x = i == 3 ? column(u, sizeof *x) : NULL;

        for (size_t j = 0; j < u->n_rows; j++) {
            state[j] = (uint8_t) (next(s) % states[i]);
            if (y != NULL)
                y[j] = next(s) % 5 == 0 ? 0 : 1e3 * uniform(s) - 120;
            if (x != NULL)
                x[j] = 1e3 * uniform(s);
        }
        u->state[i] = state;
        u->y[i] = y;
        u->x[i] = x;
    }
}

static void
fill_codes(struct random_units *u, uint64_t *s)
{
    uint8_t *a = column(u, sizeof *a);
    int16_t *b = column(u, sizeof *b);

    for (size_t j = 0; j < u->n_rows; j++) {
        a[j] = (uint8_t) (next(s) % 4);
        b[j] = (int16_t) (next(s) % 5);
    }
    u->crossed[1][0].narrow = u->crossed[3][0].narrow = a;
    u->crossed[2][0].wide = u->crossed[3][1].wide = b;
    for (size_t c = 0; c < RANDOM_CROSSINGS; c++)
        u->codes[c] = u->crossed[c];
}

void
random_units_make(struct random_units *u, unsigned seed, uint32_t psus,
                  uint32_t rows, size_t stages)
{
    uint64_t s = seed * 2654435761u + 12345;
    struct sv_fault fault = { 0 };

    *u = (struct random_units){ 0 };
    u->meta = json_loads(meta, 0, NULL);
    cr_assert(u->meta != NULL);
    cr_assert(sv_tally_layout(&u->layout, u->meta, &fault) == SV_OK);
    make_design(u, &s, psus, rows);
    if (stages == 2)
        u->design.fpc[0] = u->fpc;
    fill_weights(u, &s);
    fill_items(u, &s);
    fill_codes(u, &s);
    u->fold.layout = u->layout.record;
    u->fold.design = &u->design;
    u->fold.stages = sv_tally_stages(&u->design);
    u->fold.state = u->state;
    u->fold.y = u->y;
    u->fold.x = u->x;
    u->fold.codes = u->codes;
    u->fold.end_psu = psus;
}

void
random_units_free(struct random_units *u)
{
    for (size_t i = 0; i < u->n_memory; i++)
        munmap(u->memory[i], u->size[i]);
    free(u->strata);
    free(u->psus);
    free(u->households);
    free(u->fpc);
    sv_tally_layout_free(&u->layout);
    json_decref(u->meta);
}
