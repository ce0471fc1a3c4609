/* test_reference_quantiles.c - quantiles of R survey. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/reference_sample.h"
#include "weights/quantiles.h"

enum { DESIGN, P, RULE, INTERVAL, DF, VALUE, LOW, HIGH, SE };

static double y[REFERENCE_MOST], w[REFERENCE_MOST];
static uint32_t unit[REFERENCE_MOST];

/* Rows by y, equal ones in the order of the file. */
static struct sv_values
sorted(const struct reference_sample *s)
{
    size_t n = 0;

    for (size_t r = 0; r < s->n; r++) {
        size_t at = n;

        if (isnan(s->rows[r].y) || !(s->rows[r].w > 0))
            continue;
        for (n++; at > 0 && y[at - 1] > s->rows[r].y; at--) {
            y[at] = y[at - 1];
            w[at] = w[at - 1];
            unit[at] = unit[at - 1];
        }
        y[at] = s->rows[r].y;
        w[at] = s->rows[r].w;
        unit[at] = s->unit_of[r];
    }
    return (struct sv_values) { n, y, w, unit };
}

static void
check(const struct reference_sample *s, const struct reference_line *want)
{
    const struct sv_values x = sorted(s);
    struct sv_below_linear linear = {
        s->design, &x, malloc(sv_below_scratch(s->design, NULL)),
    };
    const struct sv_quantile_task task = {
        .rule = sv_quantile_rule_find(want->field[RULE]),
        .interval = want->field[INTERVAL], .p = reference_field(want, P),
        .df = reference_field(want, DF), .level = 0.95,
        .n_effective = (double) x.n, .below = sv_below_linear,
        .context = &linear,
    };
    const struct sv_quantile got = sv_quantile(&task, &x);

    reference_compare(want, "value", got.value, reference_field(want, VALUE),
                      1e-9);
    reference_compare(want, "low", got.low, reference_field(want, LOW), 1e-8);
    reference_compare(want, "high", got.high, reference_field(want, HIGH),
                      1e-8);
    reference_compare(want, "se", got.se, reference_field(want, SE), 1e-8);
    free(linear.scratch);
}

Test(reference_quantiles, every_number_of_r_survey)
{
    struct reference_data all;
    size_t n;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/methods-quantiles.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 600));
    for (size_t i = 0; i < n; i++) {
        struct reference_sample s;

        reference_sample_make(&s, &all, atoi(want[i].field[DESIGN]), NULL);
        check(&s, &want[i]);
        reference_sample_free(&s);
    }
    free(want);
    reference_free(&all);
}
