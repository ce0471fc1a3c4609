/* regression.c - linear and logistic regression with the survey's weights. */
#include "weights/regression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/triangle.h"

enum {
    MOST_STEPS = 60,
    MOST_HALVES = 12,
};

static const double
    small_step = 1e-9,          /* of x'b: the next would be its square */
    far_away = 30,              /* |x'b| at which m is 0 or 1 to 1e-13 */
    made_up = 1e-10;            /* what is left of a column's length, below
                                   which those before make it up */

static double
identity(double eta)
{
    return eta;
}

static double
one(double mu)
{
    (void) mu;
    return 1;
}

/* But for a constant. */
static double
squares(double eta, double w, double wy)
{
    return eta * (w * eta - 2 * wy);
}

static double
logistic(double eta)
{
    return eta > 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta));
}

static double
binomial(double mu)
{
    return mu * (1 - mu);
}

static double
deviance(double eta, double w, double wy)
{
    const double no = w - wy, rest = log1p(exp(-fabs(eta)));

    return 2 * (wy * (fmax(-eta, 0) + rest) + no * (fmax(eta, 0) + rest));
}

const struct sv_regression_kind sv_regression_kinds[] = {
    { "linear", "of a number, by least squares", identity, one, squares,
      false },
    { "logistic", "of a condition, on the logit scale", logistic, binomial,
      deviance, true },
};
const size_t sv_n_regression_kinds =
    sizeof sv_regression_kinds / sizeof *sv_regression_kinds;

const struct sv_regression_kind *
sv_regression_find(const char *name)
{
    for (size_t i = 0; i < sv_n_regression_kinds; i++)
        if (strcmp(sv_regression_kinds[i].name, name) == 0)
            return &sv_regression_kinds[i];
    return NULL;
}

/* A fit under way.  COLUMN [rank] are those that stay. */
struct fitting {
    struct sv_fit *fit;
    const struct sv_regression_kind *kind;
    const struct sv_patterns *patterns;
    size_t *column;
    struct sv_triangle qr;      /* of these, and the residuals behind them */
    double *step, *eta, *change;        /* [p], [n], [n] */
    double *small;              /* [p][p] */
};

/* The triangle of the columns that stay, by the weights of the present step,
 * with the residuals behind them. */
static void
decompose(struct fitting *f, bool by_slope)
{
    const struct sv_patterns *x = f->patterns;
    const size_t p = f->fit->rank;

    sv_triangle_clear(&f->qr, p + 1);
    for (size_t i = 0; i < x->n; i++) {
        const double slope = by_slope ? f->kind->slope(f->fit->mu[i]) : 1;
        const double w = x->w[i] * slope, root = w > 0 ? sqrt(w) : 0;
        double *row;

        if (!(root > 0))
            continue;
        row = sv_triangle_row(&f->qr);
        for (size_t k = 0; k < p; k++)
            row[k] = root * x->x[i * x->p + f->column[k]];
        row[p] = (x->wy[i] - x->w[i] * f->fit->mu[i]) / root;
    }
    sv_triangle_finish(&f->qr);
}

static void
find_dependent(struct fitting *f)
{
    size_t kept = 0;

    f->qr.r[(f->fit->p + 1) * (f->fit->p + 1) - 1] = 0;
    sv_triangle_dependent(&f->qr, f->fit->left_out, made_up);
    for (size_t k = 0; k < f->fit->p; k++)
        if (!f->fit->left_out[k])
            f->column[kept++] = k;
    f->fit->rank = kept;
}

/* A^-1, of the columns that stay, to where they are. */
static void
invert(struct fitting *f)
{
    const size_t r = f->fit->rank, p = f->fit->p;

    sv_triangle_inverse(f->small, &f->qr, r);
    for (size_t i = 0; i < r; i++)
        for (size_t j = 0; j < r; j++)
            f->fit->inverse[f->column[i] * p + f->column[j]] =
                f->small[i * r + j];
}

/* x's for every pattern: OUT [n]. */
static void
predict(double *out, const struct fitting *f, const double *s)
{
    const struct sv_patterns *x = f->patterns;

    for (size_t i = 0; i < x->n; i++) {
        out[i] = 0;
        for (size_t k = 0; k < f->fit->rank; k++)
            out[i] += x->x[i * x->p + f->column[k]] * s[k];
    }
}

static double
loss_at(const struct fitting *f, double step)
{
    const struct sv_patterns *x = f->patterns;
    double sum = 0;

    for (size_t i = 0; i < x->n; i++)
        if (x->w[i] > 0)
            sum += f->kind->loss(f->eta[i] + step * f->change[i], x->w[i],
                                 x->wy[i]);
    return sum;
}

/* A step may overshoot: halves of it, as long as the loss grows by more than
 * rounding can make it. */
static void
move(struct fitting *f)
{
    const double before = loss_at(f, 0);
    double part = 1;

    for (int k = 0; f->kind->curved && k < MOST_HALVES; k++) {
        if (loss_at(f, part) <= before + 1e-10 * fabs(before))
            break;
        part /= 2;
    }
    for (size_t k = 0; k < f->fit->rank; k++) {
        f->step[k] *= part;
        f->fit->b[f->column[k]] += f->step[k];
    }
    for (size_t i = 0; i < f->patterns->n; i++) {
        f->change[i] *= part;
        f->eta[i] += f->change[i];
        f->fit->mu[i] = f->kind->mean(f->eta[i]);
    }
}

/* The pattern whose x'b has moved most. */
static size_t
most_moved(const struct fitting *f)
{
    size_t most = 0;

    for (size_t i = 0; i < f->patterns->n; i++)
        if (f->patterns->w[i] > 0
            && !(fabs(f->change[i]) <= fabs(f->change[most])))
            most = i;
    return most;
}

/* Some x'b is far out, and still moves outwards by steps that do not get
 * small. */
static bool
runs_away(const struct fitting *f)
{
    for (size_t i = 0; i < f->patterns->n; i++)
        if (f->patterns->w[i] > 0
            && (isnan(f->eta[i])
                || (fabs(f->eta[i]) > far_away
                    && f->change[i] * (f->eta[i] > 0 ? 1 : -1) > 0.5)))
            return true;
    return false;
}

/* The first column, other than the constant in front, that the last step moved
 * at least half as far as it moved any. */
static size_t
who_separates(const struct fitting *f)
{
    const struct sv_patterns *x = f->patterns;
    double most = 0, reach[2] = { 0, 0 };

    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 1; k < f->fit->rank; k++) {
            reach[pass] = 0;
            for (size_t i = 0; i < x->n; i++)
                reach[pass] = fmax(reach[pass],
                                   fabs(x->x[i * x->p + f->column[k]]
                                        * f->step[k]));
            if (pass == 0)
                most = fmax(most, reach[0]);
            else if (reach[1] >= most / 2)
                return f->column[k];
        }
    return 0;
}

static void
iterate(struct fitting *f)
{
    struct sv_fit *fit = f->fit;

    fit->end = SV_FIT_UNENDING;
    for (int i = 0; i < MOST_STEPS && fit->end == SV_FIT_UNENDING; i++) {
        decompose(f, true);
        sv_triangle_solve(f->step, &f->qr);
        predict(f->change, f, f->step);
        move(f);
        if (f->kind->curved && runs_away(f)) {
            fit->end = SV_FIT_SEPARATED;
            fit->apart = who_separates(f);
        } else if (f->kind->curved
                       ? fabs(f->change[most_moved(f)]) <= small_step
                       : i > 0) {
            fit->end = SV_FIT_DONE;
        }
    }
}

static enum sv_fit_end
is_hopeless(const struct fitting *f)
{
    double yes = 0, no = 0, w = 0;

    for (size_t i = 0; i < f->patterns->n; i++)
        if (f->patterns->w[i] > 0) {
            w += f->patterns->w[i];
            yes += fmax(f->patterns->wy[i], 0);
            no += fmax(f->patterns->w[i] - f->patterns->wy[i], 0);
        }
    if (!(w > 0))
        return SV_FIT_EMPTY;
    if (f->kind->curved && (yes <= 1e-14 * w || no <= 1e-14 * w))
        return SV_FIT_CONSTANT;
    return SV_FIT_DONE;
}

static void
begin(struct fitting *f, const double *start)
{
    struct sv_fit *fit = f->fit;

    for (size_t k = 0; k < fit->p; k++)
        fit->b[k] = fit->left_out[k] ? NAN : 0;
    for (size_t k = 0; start != NULL && k < fit->rank; k++)
        fit->b[f->column[k]] = isnan(start[f->column[k]])
                                   ? 0 : start[f->column[k]];
    for (size_t k = 0; k < fit->rank; k++)
        f->step[k] = fit->b[f->column[k]];
    predict(f->eta, f, f->step);
    for (size_t i = 0; i < f->patterns->n; i++)
        fit->mu[i] = f->kind->mean(f->eta[i]);
}

static void
run(struct fitting *f, const double *start)
{
    struct sv_fit *fit = f->fit;

    fit->end = is_hopeless(f);
    if (fit->end != SV_FIT_DONE)
        return;
    for (size_t k = 0; k < fit->p; k++)
        f->column[k] = k;
    fit->rank = fit->p;
    decompose(f, false);
    find_dependent(f);
    begin(f, start);
    iterate(f);
    if (fit->end != SV_FIT_DONE)
        return;
    decompose(f, true);
    invert(f);
}

static bool
take(struct fitting *f)
{
    const size_t n = f->patterns->n, p = f->patterns->p;

    f->fit->p = p;
    f->fit->left_out = calloc(p + 2, sizeof *f->fit->left_out);
    f->fit->b = calloc(p + 1, sizeof *f->fit->b);
    f->fit->inverse = calloc(p * p + 1, sizeof *f->fit->inverse);
    f->fit->mu = calloc(n + 1, sizeof *f->fit->mu);
    f->column = calloc(p + 1, sizeof *f->column);
    f->step = calloc(p + 1, sizeof *f->step);
    f->eta = calloc(n + 1, sizeof *f->eta);
    f->change = calloc(n + 1, sizeof *f->change);
    f->small = calloc(p * p + 1, sizeof *f->small);
    return f->fit->left_out != NULL && f->fit->b != NULL
           && f->fit->inverse != NULL && f->fit->mu != NULL
           && f->column != NULL && f->step != NULL && f->eta != NULL
           && f->change != NULL && f->small != NULL
           && sv_triangle_take(&f->qr, p + 1);
}

enum sv_status
sv_regression_fit(struct sv_fit *out, const struct sv_regression_kind *kind,
                  const struct sv_patterns *patterns, const double *start,
                  struct sv_fault *fault)
{
    struct fitting f = { .fit = out, .kind = kind, .patterns = patterns };
    enum sv_status status = SV_OK;

    *out = (struct sv_fit){ 0 };
    if (!take(&f))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a model of %zu "
                         "columns", patterns->p);
    else
        run(&f, start);
    for (size_t k = 0; status == SV_OK && out->end != SV_FIT_DONE
                       && k < out->p; k++)
        out->b[k] = NAN;
    free(f.column);
    free(f.step);
    free(f.eta);
    free(f.change);
    free(f.small);
    sv_triangle_free(&f.qr);
    return status;
}

void
sv_fit_free(struct sv_fit *fit)
{
    free(fit->left_out);
    free(fit->b);
    free(fit->inverse);
    free(fit->mu);
    *fit = (struct sv_fit){ 0 };
}
