/* contrasts.c - functions of several cells, and covariance matrices. */
#include "weights/contrasts.h"

#include <math.h>
#include <string.h>

#include "weights/formula.h"

static double
linear(const double *theta, const double *c, size_t m)
{
    double sum = 0;

    for (size_t k = 0; k < m; k++)
        sum += c[k] * theta[k];
    return sum;
}

static void
linear_gradient(double *g, const double *theta, const double *c, size_t m)
{
    (void) theta;
    memcpy(g, c, m * sizeof *g);
}

static double
difference(const double *theta, const double *c, size_t m)
{
    (void) c;
    (void) m;
    return theta[0] - theta[1];
}

static void
difference_gradient(double *g, const double *theta, const double *c, size_t m)
{
    (void) theta;
    (void) c;
    (void) m;
    g[0] = 1;
    g[1] = -1;
}

static double
ratio(const double *theta, const double *c, size_t m)
{
    (void) c;
    (void) m;
    return theta[1] != 0 ? theta[0] / theta[1] : NAN;
}

static void
ratio_gradient(double *g, const double *theta, const double *c, size_t m)
{
    (void) c;
    (void) m;
    g[0] = 1 / theta[1];
    g[1] = -(theta[0] / theta[1] / theta[1]);
}

static double
formula(const double *theta, const double *c, size_t m)
{
    (void) m;
    return sv_formula_value(c, theta);
}

static void
formula_gradient(double *g, const double *theta, const double *c, size_t m)
{
    for (size_t k = 0; k < m; k++)
        g[k] = sv_formula_slope(c, theta, k);
}

const struct sv_contrast_rule sv_contrast_rules[] = {
    { "difference", "the first less the second", 2, difference,
      difference_gradient },
    { "ratio", "the first over the second (gender parity: women over men)", 2,
      ratio, ratio_gradient },
    { "linear", "a sum with coefficients", 0, linear, linear_gradient },
    { "formula", "a function of the numbers, by its derivatives", 0, formula,
      formula_gradient },
};
const size_t sv_n_contrast_rules =
    sizeof sv_contrast_rules / sizeof *sv_contrast_rules;

const struct sv_contrast_rule *
sv_contrast_find(const char *name)
{
    for (size_t i = 0; i < sv_n_contrast_rules; i++)
        if (strcmp(sv_contrast_rules[i].name, name) == 0)
            return &sv_contrast_rules[i];
    return NULL;
}

/* Three lists of scores of any unit, and a number or two a cell; what linear.h
 * needs lies behind. */
struct room {
    double *theta, *gradient;   /* [m] */
    double *b;                  /* [2 n_columns] */
    struct sv_scores sum, next, cell;
    uint32_t *members;          /* [n_lowest] */
    void *linear;
};

enum { ALIGNED = 16 };

static size_t
aligned(size_t n)
{
    return (n + ALIGNED - 1) / ALIGNED * ALIGNED;
}

static size_t
lay_out(struct room *r, const struct sv_design *d, size_t m, size_t n_columns,
        char *at)
{
    const size_t n = sv_design_n_lowest(d);
    const size_t numbers = aligned((2 * m + 2 * n_columns + 3 * n)
                                   * sizeof(double));
    const size_t units = aligned(4 * n * sizeof(uint32_t));

    if (r != NULL) {
        double *const z = (double *) (void *) at + 2 * m + 2 * n_columns;
        uint32_t *const unit = (uint32_t *) (void *) (at + numbers);

        r->theta = (double *) (void *) at;
        r->gradient = r->theta + m;
        r->b = r->gradient + m;
        r->sum = (struct sv_scores) { 0, unit, z };
        r->next = (struct sv_scores) { 0, unit + n, z + n };
        r->cell = (struct sv_scores) { 0, unit + 2 * n, z + 2 * n };
        r->members = unit + 3 * n;
        r->linear = at + numbers + units;
    }
    return numbers + units + sv_linear_scratch(d);
}

size_t
sv_contrast_scratch(const struct sv_design *d, size_t m, size_t n_columns)
{
    return lay_out(NULL, d, m, n_columns, NULL);
}

static uint64_t
n_members(const struct sv_rows *rows)
{
    uint64_t n = 0;

    for (size_t r = 0; r < rows->n; r++)
        n += rows->members[r];
    return n;
}

/* The estimates of all cells; what is wrong with any of them. */
static unsigned
estimate(struct room *room, uint64_t *n, const struct sv_quantity *cells,
         size_t m)
{
    unsigned flags = 0;

    *n = 0;
    for (size_t k = 0; k < m; k++) {
        const uint64_t members = n_members(&cells[k].rows);

        room->theta[k] = sv_quantity_value(&cells[k]);
        if (members == 0)
            flags |= SV_FLAG_EMPTY;
        else if (isnan(room->theta[k]))
            flags |= SV_FLAG_UNDEFINED;
        *n += members;
    }
    return flags;
}

/* room->sum: the scores of the contrast; by residuals where cells have some, if
 * RESIDUALS. */
static void
combine(struct room *room, const struct sv_quantity *cells, size_t m,
        bool residuals)
{
    room->sum.n = 0;
    for (size_t k = 0; k < m; k++) {
        const struct sv_scores swap = room->sum;

        if (residuals)
            sv_quantity_linearise(&room->cell, &cells[k], room->b);
        else
            sv_quantity_plain_scores(&room->cell, &cells[k]);
        sv_scores_combine(&room->next, 1, &room->sum, room->gradient[k],
                          &room->cell);
        room->sum = room->next;
        room->next = swap;
    }
}

static struct sv_support
support_of(const struct room *room, const struct sv_design *d, uint64_t n)
{
    const struct sv_rows rows = { .n = room->sum.n, .unit = room->sum.unit,
                                  .members = room->members };
    struct sv_support out;

    for (size_t i = 0; i < rows.n; i++)
        room->members[i] = 1;
    out = sv_support_of(d, &rows, room->linear);
    out.n = n;
    return out;
}

/* Cells that have no standard error of their own leave none to the contrast: the
 * part of the variance that they should add would be missing. */
static unsigned
unknown_parts(const struct room *room, const struct sv_design *d,
              const struct sv_quantity *cells, size_t m)
{
    unsigned flags = 0;

    for (size_t k = 0; k < m; k++) {
        const struct sv_support s = sv_support_of(d, &cells[k].rows,
                                                  room->linear);

        flags |= s.one_psu ? SV_FLAG_ONE_PSU : 0;
        flags |= s.lonely && cells[k].residuals == NULL ? SV_FLAG_LONELY : 0;
        flags |= cells[k].inverse != NULL ? cells[k].inverse->flags : 0;
    }
    return flags;
}

/* The value and all that says whether it has a standard error; room->gradient
 * and room->sum, by scores without residuals, are left behind where it has. */
static struct sv_contrast
begin(struct room *room, const struct sv_design *d,
      const struct sv_contrast_rule *rule, const double *c,
      const struct sv_quantity *cells, size_t m)
{
    struct sv_contrast out = { .value = NAN, .se = NAN };
    uint64_t n;

    out.flags = estimate(room, &n, cells, m);
    out.value = out.flags == 0 ? rule->value(room->theta, c, m) : NAN;
    if (isnan(out.value)) {
        out.flags |= SV_FLAG_UNDEFINED;
        return out;
    }
    rule->gradient(room->gradient, room->theta, c, m);
    combine(room, cells, m, false);
    out.support = support_of(room, d, n);
    out.flags |= unknown_parts(room, d, cells, m);
    return out;
}

static size_t
n_columns(const struct sv_quantity *cells)
{
    return cells[0].residuals != NULL ? cells[0].residuals->n_columns : 0;
}

struct sv_contrast
sv_contrast_value(const struct sv_design *d,
                  const struct sv_contrast_rule *rule, const double *c,
                  const struct sv_quantity *cells, size_t m, void *scratch)
{
    struct room room;

    lay_out(&room, d, m, n_columns(cells), scratch);
    return begin(&room, d, rule, c, cells, m);
}

/* Where a rule acts on strata that a domain makes lonely, only the variance of
 * each cell tells whether it has one. */
static bool
lonely_parts(struct room *room, const struct sv_design *d,
             const struct sv_quantity *cells, size_t m)
{
    bool any = false;

    if (!sv_design_lonely(d)->scales || !sv_design_lonely_in_domains(d))
        return false;
    for (size_t k = 0; k < m; k++) {
        sv_quantity_plain_scores(&room->cell, &cells[k]);
        any = any || isnan(sv_variance(d, &room->cell, room->linear));
    }
    return any;
}

struct sv_contrast
sv_contrast(const struct sv_design *d, const struct sv_contrast_rule *rule,
            const double *c, const struct sv_quantity *cells, size_t m,
            void *scratch)
{
    struct sv_contrast out;
    struct room room;

    lay_out(&room, d, m, n_columns(cells), scratch);
    out = begin(&room, d, rule, c, cells, m);
    if (out.flags != 0)
        return out;
    if (cells[0].residuals != NULL)
        combine(&room, cells, m, true);
    else if (lonely_parts(&room, d, cells, m)) {
        out.flags |= SV_FLAG_LONELY;
        return out;
    }
    out.se = sv_root(&out.flags, sv_variance(d, &room.sum, room.linear));
    return out;
}

void
sv_contrast_repeat(double *values, const struct sv_replicates *reps,
                   const struct sv_contrast_rule *rule, const double *c,
                   const struct sv_repeated *cells, size_t m, double *theta)
{
    for (size_t r = 0; r < reps->n; r++) {
        for (size_t k = 0; k < m; k++)
            theta[k] = cells[k].values[r];
        values[r] = rule->value(theta, c, m);
    }
}

void
sv_covariance_matrix(double *v, const struct sv_design *d,
                     const struct sv_scores *cells, size_t m, void *scratch)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++)
            v[i * m + j] = v[j * m + i] = cells[i].n > 0 && cells[j].n > 0
                ? sv_covariance(d, &cells[i], &cells[j], scratch) : NAN;
}

void
sv_replicate_covariance_matrix(double *v, const struct sv_replicates *reps,
                               const struct sv_repeated *cells, size_t m,
                               bool mse)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++)
            v[i * m + j] = v[j * m + i] =
                sv_replicate_covariance(reps, &cells[i], &cells[j], mse, NULL);
}
