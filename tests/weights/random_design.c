/* random_design.c - small random designs, twice. */
#include "tests/weights/random_design.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STRATA = 4, MOST = 600, MOST_STAGES = 3 };

/* The units drawn and the population of every group, by stage. */
struct plan {
    uint32_t n_drawn[3][MOST];
    double population[3][MOST];
    size_t n_groups[3];
};

static unsigned
draw(unsigned *state, unsigned below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 10) % below;
}

static double
uniform(unsigned *state)
{
    return (draw(state, 1000000) + 0.5) / 1e6;
}

static void
draw_plan(struct plan *p, unsigned *state, int stages)
{
    size_t groups = STRATA;

    for (int s = 0; s < stages; s++) {
        size_t units = 0;

        p->n_groups[s] = groups;
        for (size_t g = 0; g < groups; g++) {
            const uint32_t n = 1 + draw(state, s == 0 ? 5 : 3);

            p->n_drawn[s][g] = n;
            p->population[s][g] = n + (draw(state, 5) == 0 ? 0
                                       : 1 + draw(state, 9));
            units += n;
        }
        groups = units;
    }
}

/* What the naive variance asks: populations travel with the paths, coded so
 * that no table is needed: see code_path(). */
static double
population_of(const int *path, int stage)
{
    return path[stage - 1] % 1000 == 999 ? INFINITY : path[stage - 1] % 1000;
}

/* Entry s of a path is 1000 * number of the unit + population of the group
 * below it (999: none). */
static int
code_entry(const struct plan *p, int stage, int fpcs, size_t unit)
{
    if (stage < fpcs)
        return (int) (1000 * unit) + (int) p->population[stage][unit];
    return (int) (1000 * unit) + 999;
}

static void
add_leaf(struct random_design *r, const struct plan *p, const size_t *at,
         int stages, int fpcs, unsigned *state, bool stratum_empty)
{
    struct naive_leaf *leaf = &r->naive.leaf[r->naive.n++];

    for (int s = 0; s <= stages; s++)
        leaf->path[s] = s < stages ? code_entry(p, s, fpcs, at[s])
                                   : (int) at[s];
    leaf->member = !stratum_empty && draw(state, 4) != 0;
    leaf->a = 2.385 + 7 * uniform(state);
    leaf->b = -1.733 + 5 * uniform(state);
    if (!leaf->member)
        return;
    r->unit[r->n_rows] = (uint32_t) at[stages];
    r->members[r->n_rows] = 1 + draw(state, 3);
    r->a[r->n_rows] = leaf->a;
    r->b[r->n_rows++] = leaf->b;
}

/* Units of stage S within GROUP, which lies on the path AT. */
static void
walk(struct random_design *r, const struct plan *p, size_t *at, size_t *next,
     int s, int stages, int fpcs, unsigned *state, bool empty)
{
    if (s >= MOST_STAGES)
        return;
    for (uint32_t i = 0; i < p->n_drawn[s][at[s]]; i++) {
        at[s + 1] = next[s]++;
        if (s + 1 == stages)
            add_leaf(r, p, at, stages, fpcs, state, empty);
        else
            walk(r, p, at, next, s + 1, stages, fpcs, state, empty);
    }
}

void
random_design_make(struct random_design *r, unsigned seed, int stages, int fpcs,
                   const char *rule, bool in_domains)
{
    const int kept = stages < fpcs + 1 ? stages : fpcs + 1;
    unsigned state = seed;
    struct plan *p = calloc(1, sizeof *p);
    struct sv_stage_plan stage[3] = { 0 };
    struct sv_design_plan plan = { .n_strata = STRATA, .n_stages = 3 };
    struct sv_fault fault = { 0 };
    size_t next[3] = { 0 };

    cr_assert(p != NULL);
    memset(r, 0, sizeof *r);
    r->naive.n_stages = kept;
    r->naive.population = population_of;
    r->naive.rule = rule;
    r->naive.in_domains = in_domains;
    draw_plan(p, &state, kept);
    for (size_t h = 0; h < STRATA; h++) {
        size_t at[4] = { h };

        walk(r, p, at, next, 0, kept, fpcs, &state,
             h > 0 && draw(&state, 4) == 0);
    }
    for (int s = 0; s < kept; s++) {
        stage[s].n_units = next[s];
        stage[s].n_drawn = p->n_drawn[s];
        stage[s].population = s < fpcs ? p->population[s] : NULL;
    }
    plan.n_stages = (size_t) kept;
    plan.stages = stage;
    plan.lonely = sv_lonely_find(rule);
    plan.lonely_in_domains = in_domains;
    cr_assert(sv_design_new(&r->design, &plan, &fault) == SV_OK, "%s",
              fault.text);
    free(p);
}

void
random_design_free(struct random_design *r)
{
    sv_design_free(r->design);
}
