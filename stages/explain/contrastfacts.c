/* contrastfacts.c - a contrast of several numbers, opened. */
#include <ctype.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/infix.h"
#include "pipeline/jsonmembers.h"
#include "stages/common/numbername.h"
#include "stages/explain/facts.h"
#include "weights/formula.h"

enum { LONGEST = 400 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a contrast");
}

static enum sv_status
unreadable(const char *text, const char *problem, struct sv_fault *fault)
{
    return sv_fail(fault, SV_USAGE, "'%.200s': %s; a contrast is written like "
                   "'HH7: sex.female - sex.male', 'HH7[area=rural]: sex.female / "
                   "sex.male' or 'X1: 0.5*area.urban + 0.5*area.rural'", text,
                   problem);
}

/* One contrast while it is read. */
struct reading {
    struct sv_facts *f;
    const char *text, *at;
    char base[LONGEST];         /* the number that categories are put to */
    struct sv_fault *fault;
};

static void
skip(struct reading *r)
{
    while (*r->at == ' ')
        r->at++;
}

/* A word up to one of END, or in backticks; false if there is none. */
static bool
take_word(struct reading *r, const char *end, char out[LONGEST])
{
    const bool quoted = *r->at == '`';
    const char *from = r->at + quoted;
    const size_t n = strcspn(from, quoted ? "`" : end);

    if (n == 0 || n >= LONGEST || (quoted && from[n] == '\0'))
        return false;
    memcpy(out, from, n);
    out[n] = '\0';
    r->at = from + n + quoted;
    return true;
}

/* The number of VARIABLE.CATEGORY in the base, appended to the terms. */
static enum sv_status
add_term(struct reading *r, double coefficient, const char *variable,
         const char *category)
{
    struct sv_facts_term *term = &r->f->term[r->f->n_terms];
    const size_t n = strlen(r->base);
    const bool cell = n > 0 && r->base[n - 1] == ']';
    json_t *found = json_array();
    char *name;
    enum sv_status status;

    if (r->f->n_terms == SV_MAX_TERMS_SHOWN) {
        json_decref(found);
        return unreadable(r->text, "has too many categories", r->fault);
    }
    if (asprintf(&name, "%.*s%s%s=%s]", (int) (cell ? n - 1 : n), r->base,
                 cell ? ", " : "[", variable, category) < 0) {
        json_decref(found);
        return no_memory(r->fault);
    }
    status = sv_numbers_find(found, r->f->o->folder.estimates, name, r->fault);
    free(name);
    if (status == SV_OK && json_array_size(found) != 1)
        status = unreadable(r->text, "* has no place in a contrast", r->fault);
    if (status == SV_OK) {
        const json_t *number = json_array_get(found, 0);

        *term = (struct sv_facts_term) {
            coefficient, number, sv_number_name(number),
            json_number_value(json_object_get(number, "estimate")), NAN, 0, NULL,
        };
        if (json_is_number(json_object_get(number, "se")))
            term->se = json_number_value(json_object_get(number, "se"));
        r->f->n_terms++;
        if (term->name == NULL)
            status = no_memory(r->fault);
    }
    json_decref(found);                 /* the entries are the folder's */
    return status;
}

/* [ number "*" ] variable "." category */
static enum sv_status
take_term(struct reading *r, double sign)
{
    char variable[LONGEST], category[LONGEST], *end;
    double coefficient = 1;

    skip(r);
    if (isdigit((unsigned char) *r->at)) {
        coefficient = strtod(r->at, &end);
        r->at = end;
        skip(r);
        if (*r->at++ != '*')
            return unreadable(r->text, "expected * behind a coefficient",
                              r->fault);
        skip(r);
    }
    if (!take_word(r, ". ", variable) || *r->at++ != '.'
        || !take_word(r, " ", category))
        return unreadable(r->text, "expected classification.category",
                          r->fault);
    skip(r);
    return add_term(r, sign * coefficient, variable, category);
}

static enum sv_status
take_terms(struct reading *r)
{
    const char *rule = "linear";
    enum sv_status status = take_term(r, 1);

    if (status == SV_OK && *r->at == '/') {
        r->at++;
        rule = "ratio";
        status = take_term(r, 1);
    }
    while (status == SV_OK && strcmp(rule, "linear") == 0
           && (*r->at == '+' || *r->at == '-')) {
        const double sign = *r->at++ == '-' ? -1 : 1;

        status = take_term(r, sign);
    }
    if (status == SV_OK && (*r->at != '\0' || r->f->n_terms < 2))
        status = unreadable(r->text, "expected categories with + or - between "
                            "them, or one / another", r->fault);
    if (status == SV_OK && strcmp(rule, "ratio") == 0
        && (r->f->term[0].coefficient != 1 || r->f->term[1].coefficient != 1))
        status = unreadable(r->text, "a ratio has no coefficients", r->fault);
    r->f->rule = sv_contrast_find(rule);
    return status;
}

static enum sv_status
take_apart(struct reading *r)
{
    const char *colon = strchr(r->text, ':');
    size_t n = colon != NULL ? (size_t) (colon - r->text) : 0;

    while (n > 0 && r->text[n - 1] == ' ')
        n--;
    if (n == 0 || n >= LONGEST)
        return unreadable(r->text, "names no indicator", r->fault);
    memcpy(r->base, r->text, n);
    r->base[n] = '\0';
    r->at = colon + 1;
    return take_terms(r);
}

/* All that is worked with, for M quantities. */
struct work {
    struct sv_quantity q[SV_MAX_TERMS_SHOWN];
    double theta[SV_MAX_TERMS_SHOWN], c[SV_FORMULA_SIZE];
    double slope[SV_MAX_TERMS_SHOWN];
    size_t m;
};

/* What TERM, a quantile, is made from; the term has it. */
static enum sv_status
take_quantile(struct sv_quantity *q, struct sv_facts_term *term,
              const struct sv_opened *o, struct sv_fault *fault)
{
    struct sv_facts own;
    enum sv_status status = sv_facts_find(&own, o, term->number, fault);

    if (status == SV_OK) {
        term->kept = own.quantile.kept;
        own.quantile.kept = NULL;
        *q = *sv_kept_quantity(term->kept);
    }
    sv_facts_free(&own);
    return status;
}

/* FORMULA from TEXT, as estimates.json has it. */
static bool
take_formula(double *formula, const char *text)
{
    char postfix[1 << 12];
    size_t at, length;

    return sv_postfix_of(postfix, sizeof postfix, text, &at, &length) == NULL
           && sv_formula_of(formula, postfix);
}

static enum sv_status
find_quantities(struct work *w, struct sv_facts *f, struct sv_fault *fault)
{
    const struct sv_result_folder *folder = &f->o->folder;

    w->m = f->n_terms;
    for (size_t k = 0; k < w->m; k++) {
        struct sv_tally_place place;

        if (!sv_tally_place_of(&place, &folder->layout, folder->meta,
                               f->term[k].number))
            return sv_fail(fault, SV_DATA, "%s: is not made from the totals of "
                           "the tally, so that it cannot be opened",
                           f->term[k].name);
        f->r = &f->o->record[place.record];
        f->place = place;
        w->q[k] = sv_quantity_of(&f->r->variance, place.item, place.numerator,
                                 place.cell);
        if (place.item->estimand == SV_QUANTILE
            && take_quantile(&w->q[k], &f->term[k], f->o, fault) != SV_OK)
            return fault->status;
        w->theta[k] = f->term[k].value;
        w->c[k] = f->term[k].coefficient;
    }
    if (f->formula != NULL && !take_formula(w->c, f->formula))
        return sv_fail(fault, SV_DATA, "%s: '%s' is no formula", f->name,
                       f->formula);
    f->q = w->q[0];                     /* tells of calibration */
    f->rule->gradient(w->slope, w->theta, w->c, w->m);
    for (size_t k = 0; k < w->m; k++)
        f->term[k].slope = w->slope[k];
    return SV_OK;
}

/* The scores of all terms times their slopes, added up. */
static enum sv_status
open_scores(struct sv_facts *f, const struct work *w, struct sv_fault *fault)
{
    const size_t n = sv_design_n_lowest(f->r->variance.design) + 1;
    struct sv_scores list[3] = { { 0 } }, *sum = &list[0], *next = &list[1];
    bool complete = true;
    enum sv_status status = SV_OK;

    for (size_t k = 0; k < 3; k++) {
        list[k].unit = malloc(n * sizeof *list[k].unit);
        list[k].z = malloc(n * sizeof *list[k].z);
        complete = complete && list[k].unit != NULL && list[k].z != NULL;
    }
    for (size_t k = 0; complete && k < w->m; k++) {
        struct sv_scores *spare = sum;

        sv_quantity_scores(&list[2], &w->q[k], &f->r->room);
        sv_scores_combine(next, 1, sum, w->slope[k], &list[2]);
        sum = next;
        next = spare;
    }
    status = complete ? sv_facts_open_scores(f, sum, fault)
                      : no_memory(fault);
    for (size_t k = 0; k < 3; k++) {
        free(list[k].unit);
        free(list[k].z);
    }
    return status;
}

static enum sv_status
count_members(struct sv_facts *f, const struct work *w,
              struct sv_fault *fault)
{
    const struct sv_design *d = f->r->variance.design;
    bool *seen = calloc(sv_design_n_units(d, 0) + 1, sizeof *seen);

    f->members = calloc(sv_design_n_groups(d, 0) + 1, sizeof *f->members);
    for (size_t k = 0; f->members != NULL && seen != NULL && k < w->m; k++)
        sv_facts_count_members(f, &w->q[k], seen);
    free(seen);
    return f->members != NULL ? SV_OK : no_memory(fault);
}

static void
test_and_interval(struct sv_facts *f)
{
    const double null = strcmp(f->rule->name, "ratio") == 0 ? 1 : 0;
    const struct sv_proportion x = { .p = f->value, .se = f->se, .df = f->df };

    f->p = f->se > 0 && f->df > 0 && f->formula == NULL
               ? 2 * gsl_cdf_tdist_Q(fabs(f->value - null) / f->se, f->df)
               : NAN;
    f->n_lines = sv_worked_wald(f->line, &x, f->o->confidence);
    f->low = f->n_lines > 1 ? f->line[f->n_lines - 2].value : NAN;
    f->high = f->n_lines > 1 ? f->line[f->n_lines - 1].value : NAN;
}

static enum sv_status
open_contrast(struct sv_facts *f, struct sv_fault *fault)
{
    struct work w = { .m = 0 };
    struct sv_contrast x;
    enum sv_status status = find_quantities(&w, f, fault);

    if (status != SV_OK)
        return status;
    x = sv_variance_contrast(&f->r->variance, f->rule, w.c, w.q, w.m,
                             &f->r->room);
    f->value = x.value;
    f->se = x.se;
    f->flags = x.flags;
    f->support = x.support;
    f->df = f->r->variance.degrees != NULL
                ? sv_variance_degrees(&f->r->variance, &x.support)
                : json_number_value(json_object_get(f->term[0].number, "df"));
    for (size_t k = 0; k < w.m; k++)
        f->independent += pow(w.slope[k] * f->term[k].se, 2);
    f->independent = sqrt(f->independent);
    status = count_members(f, &w, fault);
    if (status == SV_OK && sv_facts_have_error(f))
        status = f->r->variance.replicates.n > 0
                     ? sv_facts_open_values(f, f->r->room.values
                                                   + w.m * f->r->variance
                                                               .replicates.n,
                                            fault)
                     : open_scores(f, &w, fault);
    test_and_interval(f);
    return status;
}

/* ---- those that are published ------------------------------------------------- */

/* The entry of `contrasts` that is called TEXT, or NULL. */
static const json_t *
published(const struct sv_opened *o, const char *text)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(o->folder.estimates, "contrasts"), i,
                       one) {
        char *name = sv_facts_contrast_name(one);
        const bool same = name != NULL && strcmp(name, text) == 0;

        free(name);
        if (same)
            return one;
    }
    return NULL;
}

/* The number that PART of a contrast names. */
static const json_t *
number_of(const struct sv_opened *o, const json_t *part)
{
    static const char *const keys[] = { "indicator", "item", "by" };
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(o->folder.estimates, "estimates"), i,
                       one) {
        bool same = true;

        for (size_t k = 0; k < 3; k++)
            same = same && json_equal(json_object_get(one, keys[k]),
                                      json_object_get(part, keys[k]));
        if (same)
            return one;
    }
    return NULL;
}

static enum sv_status
take_parts(struct sv_facts *f, const json_t *contrast, struct sv_fault *fault)
{
    const json_t *parts = json_object_get(contrast, "parts");
    size_t i;
    json_t *part;

    if (json_array_size(parts) > SV_MAX_TERMS_SHOWN)
        return sv_fail(fault, SV_DATA, "%s: is of more than %d numbers", f->name,
                       SV_MAX_TERMS_SHOWN);
    json_array_foreach(parts, i, part) {
        const json_t *number = number_of(f->o, part);

        if (number == NULL)
            return sv_fail(fault, SV_DATA, "%s: a number that it is of is not "
                           "tabulated", f->name);
        f->term[f->n_terms] = (struct sv_facts_term) {
            json_number_value(json_object_get(part, "coefficient")), number,
            sv_number_name(number),
            json_number_value(json_object_get(number, "estimate")), NAN, 0, NULL,
        };
        if (json_is_number(json_object_get(number, "se")))
            f->term[f->n_terms].se =
                json_number_value(json_object_get(number, "se"));
        if (f->term[f->n_terms++].name == NULL)
            return no_memory(fault);
    }
    f->rule = sv_contrast_find(sv_json_text_of(contrast, "rule"));
    f->formula = json_string_value(json_object_get(contrast, "formula"));
    return SV_OK;
}

/* The interval of a parity ratio is symmetric on the log scale; a standardised
 * rate is no test. */
static void
as_published(struct sv_facts *f, const json_t *contrast)
{
    const double h = sv_t_quantile(f->df, f->o->confidence) * f->se / f->value;

    if (json_is_true(json_object_get(contrast, "standardised")))
        f->p = NAN;
    if (!json_is_true(json_object_get(contrast, "parity")) || f->n_lines < 4
        || !(f->value > 0))
        return;
    f->line[1] = (struct sv_worked) { "h", "t se / estimate", h };
    f->line[2] = (struct sv_worked) { "low", "estimate exp(-h)",
                                      f->value * exp(-h) };
    f->line[3] = (struct sv_worked) { "high", "estimate exp(h)",
                                      f->value * exp(h) };
    f->low = f->line[2].value;
    f->high = f->line[3].value;
}

/* What is opened must be what is published. */
static enum sv_status
compare(const struct sv_facts *f, const json_t *contrast,
        struct sv_fault *fault)
{
    static const char *const keys[] = { "estimate", "se", "ci_low", "ci_high" };
    const double own[] = { f->value, f->se, f->low, f->high };
    const double size = fmax(fabs(f->value), f->se);

    for (size_t k = 0; k < 4; k++) {
        const json_t *its = json_object_get(contrast, keys[k]);

        if (json_is_number(its)
            && !(fabs(json_number_value(its) - own[k]) <= 1e-9 * size))
            return sv_fail(fault, SV_BUG, "%s: %s is %.17g from the tally, "
                           "published is %.17g", f->name, keys[k], own[k],
                           json_number_value(its));
    }
    return SV_OK;
}

char *
sv_facts_contrast_name(const json_t *contrast)
{
    char *number = sv_number_name(contrast), *name;

    if (number == NULL
        || asprintf(&name, "%s: %s", number,
                    sv_json_text_of(contrast, "contrast")) < 0)
        name = NULL;
    free(number);
    return name;
}

enum sv_status
sv_facts_contrast(struct sv_facts *out, const struct sv_opened *o,
                  const char *text, struct sv_fault *fault)
{
    struct reading r = { .f = out, .text = text, .fault = fault };
    const json_t *known = published(o, text);
    enum sv_status status;

    *out = (struct sv_facts) { .o = o, .name = strdup(text) };
    status = out->name == NULL ? no_memory(fault)
             : known != NULL   ? take_parts(out, known, fault)
                               : take_apart(&r);
    if (status == SV_OK)
        status = open_contrast(out, fault);
    if (status == SV_OK && known != NULL) {
        as_published(out, known);
        status = compare(out, known, fault);
    }
    if (status == SV_OK && !(sv_facts_gap(out) <= 1e-9))
        status = sv_fail(fault, SV_BUG, "%s: the parts of the variance do not "
                         "add up to it, by %.3g of it", text,
                         sv_facts_gap(out));
    return status;
}
