/* hand_design.c - small designs of one stage, for tests. */
#include "tests/weights/hand_design.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void
hand_design_make(struct hand_design *out, size_t n_strata,
                 const uint32_t *n_drawn, const double *population,
                 const char *rule)
{
    struct sv_stage_plan stage = { .n_drawn = n_drawn, .population = population };
    const struct sv_design_plan plan = {
        .n_strata = n_strata, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find(rule),
    };
    struct sv_fault fault = { 0 };

    memset(out, 0, sizeof *out);
    for (size_t h = 0; h < n_strata; h++)
        stage.n_units += n_drawn[h];
    cr_assert(stage.n_units <= HAND_UNITS);
    cr_assert(sv_design_new(&out->design, &plan, &fault) == SV_OK, "%s",
              fault.text);
    out->n = stage.n_units;
    for (size_t i = 0; i < out->n; i++) {
        out->unit[i] = (uint32_t) i;
        out->members[i] = 1;
        out->a[i] = 31.7 + 17.3 * sin(7.31 * (double) i + 0.4);
        out->b[i] = 58.1 + 11.9 * cos(3.77 * (double) i);
    }
    out->rows = (struct sv_rows) {
        .n = out->n, .unit = out->unit, .members = out->members,
        .term = { out->a, out->b }, .stride = 1,
    };
    out->scratch = malloc(sv_linear_scratch(out->design));
    cr_assert(out->scratch != NULL);
}

void
hand_design_free(struct hand_design *h)
{
    free(h->scratch);
    sv_design_free(h->design);
}
