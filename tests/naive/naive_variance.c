/* naive_variance.c - the variance, the slow and obvious way. */
#include "tests/naive/naive_variance.h"

#include <math.h>
#include <string.h>

static bool
same(const int *p, const int *q, int depth)
{
    return memcmp(p, q, (size_t) depth * sizeof *p) == 0;
}

/* Whether leaf I is the first that agrees with its first DEPTH entries. */
static bool
is_first(const struct naive_sample *s, size_t i, int depth)
{
    for (size_t j = 0; j < i; j++)
        if (same(s->leaf[j].path, s->leaf[i].path, depth))
            return false;
    return true;
}

/* The sum of a (or b) over the leaves below PATH, and whether any is one of
 * the domain. */
static double
sum_below(const struct naive_sample *s, const int *path, int depth, bool of_b)
{
    double sum = 0;

    for (size_t j = 0; j < s->n; j++)
        if (same(s->leaf[j].path, path, depth) && s->leaf[j].member)
            sum += of_b ? s->leaf[j].b : s->leaf[j].a;
    return sum;
}

static bool
has_members(const struct naive_sample *s, const int *path, int depth)
{
    for (size_t j = 0; j < s->n; j++)
        if (same(s->leaf[j].path, path, depth) && s->leaf[j].member)
            return true;
    return false;
}

/* Units of the group at PATH, DEPTH entries deep: all, or with members. */
static int
count_units(const struct naive_sample *s, const int *path, int depth,
            bool members)
{
    int n = 0;

    for (size_t j = 0; j < s->n; j++)
        if (same(s->leaf[j].path, path, depth) && is_first(s, j, depth + 1))
            n += !members || has_members(s, s->leaf[j].path, depth + 1);
    return n;
}

static double
above(const struct naive_sample *s, const int *path, int depth)
{
    double product = 1;

    for (int k = 1; k < depth; k++)
        product *= count_units(s, path, k, false) / s->population(path, k);
    return product;
}

/* The mean over all PSUs of strata with members. */
static double
grand_mean(const struct naive_sample *s, bool of_b)
{
    double sum = 0;
    int n = 0;

    for (size_t j = 0; j < s->n; j++)
        if (is_first(s, j, 1) && has_members(s, s->leaf[j].path, 1)) {
            sum += sum_below(s, s->leaf[j].path, 1, of_b);
            n += count_units(s, s->leaf[j].path, 1, false);
        }
    return sum / n;
}

static double
group_part(const struct naive_sample *s, const int *path, int depth,
           double mean_a, double mean_b)
{
    const double n = count_units(s, path, depth, false);
    const double open = 1 - n / s->population(path, depth);
    double ss = 0;

    for (size_t j = 0; j < s->n; j++)
        if (same(s->leaf[j].path, path, depth) && is_first(s, j, depth + 1))
            ss += (sum_below(s, s->leaf[j].path, depth + 1, false) - mean_a)
                * (sum_below(s, s->leaf[j].path, depth + 1, true) - mean_b);
    return above(s, path, depth) * open * (n > 1 ? n / (n - 1) : 1) * ss;
}

static bool
is_lonely(const struct naive_sample *s, const int *path, int depth)
{
    const int n = count_units(s, path, depth, false);

    if (n >= s->population(path, depth))
        return false;
    if (n == 1)
        return true;
    return s->in_domains && strcmp(s->rule, "remove") != 0
           && count_units(s, path, depth, true) == 1;
}

/* Groups DEPTH entries deep are sampled at stage DEPTH, counted from 1. */
static double
stage_part(const struct naive_sample *s, int depth)
{
    double v = 0;
    int groups = 0, lonely = 0, open = 0;

    for (size_t j = 0; j < s->n; j++) {
        const int *path = s->leaf[j].path;
        const double n = count_units(s, path, depth, false);

        if (!is_first(s, j, depth) || !has_members(s, path, depth))
            continue;
        groups++;
        open += n < s->population(path, depth);
        if (!is_lonely(s, path, depth)) {
            v += group_part(s, path, depth,
                            sum_below(s, path, depth, false) / n,
                            sum_below(s, path, depth, true) / n);
            continue;
        }
        lonely++;
        if (strcmp(s->rule, "adjust") == 0 && depth == 1)
            v += group_part(s, path, depth, grand_mean(s, false),
                            grand_mean(s, true));
        else if (strcmp(s->rule, "adjust") == 0)
            v += group_part(s, path, depth,
                            sum_below(s, path, depth, false) / n,
                            sum_below(s, path, depth, true) / n);
    }
    if ((lonely > 0 || groups == 0) && lonely == open
        && (open == groups || s->n_stages == 1)
        && strcmp(s->rule, "adjust") != 0
        && (depth == 1 || strcmp(s->rule, "average") == 0))
        return NAN;
    return strcmp(s->rule, "average") == 0 ? v * groups / (groups - lonely) : v;
}

double
naive_covariance(const struct naive_sample *s)
{
    double v = 0;

    for (int depth = 1; depth <= s->n_stages; depth++)
        v += stage_part(s, depth);
    return v;
}
