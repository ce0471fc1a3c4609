/* facttext.c - one number opened, for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/textwidth.h"
#include "stages/common/codewords.h"
#include "stages/common/textgrid.h"
#include "stages/explain/explainwords.h"
#include "stages/explain/facts.h"

static const char *
say(const struct sv_facts *f, const char *english)
{
    return sv_explain_word(f->o->language, english);
}

/* "  estimator   mean": a name in its column, and behind it what it is. */
static void
print_name(const struct sv_facts *f, const char *english)
{
    printf("  ");
    sv_put_left(stdout, say(f, english), 10, 2);
}

/* A label in the language, or in any, or OTHERWISE. */
static const char *
label_of(const struct sv_facts *f, const json_t *label, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(label,
                                                         f->o->language));
    void *first = json_object_iter((json_t *)(uintptr_t) label);

    if (text == NULL && first != NULL)
        text = json_string_value(json_object_iter_value(first));
    return text != NULL ? text : otherwise;
}

/* The entry of a list by its `name`. */
static const json_t *
named(const json_t *list, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
        if (strcmp(sv_json_text_of(one, "name"), name) == 0)
            return one;
    return NULL;
}

static void
print_title(const struct sv_facts *f)
{
    const json_t *about = json_object_get(f->o->folder.estimates, "survey");
    const char *survey = label_of(f, json_object_get(about, "titles"),
                                  sv_json_text_of(about, "title"));
    char estimate[32], se[32];

    sv_format_number(estimate, f->value);
    sv_format_number(se, f->se);
    printf("%s - %s\n\n  %s", f->name, survey, estimate);
    if (sv_facts_is_share(f) && !isnan(f->value))
        printf(" (%.1f %%)", 100 * f->value);
    printf(", %s %s", say(f, "standard error"), se);
    if (!isnan(f->low)) {
        char low[32], high[32];

        sv_format_number(low, f->low);
        sv_format_number(high, f->high);
        printf(", %g %% %s %s %s %s", 100 * f->o->confidence,
               say(f, "interval"), low, say(f, "to"), high);
    }
    printf("\n");
}

/* "sex = female (Women)" */
static void
print_cell(const struct sv_facts *f)
{
    const json_t *classes = json_object_get(f->o->folder.estimates,
                                            "classifications");
    const char *variable;
    json_t *category;

    if (json_object_size(json_object_get(f->number, "by")) == 0)
        print_name(f, "cell");
    if (json_object_size(json_object_get(f->number, "by")) == 0)
        printf("%s\n", say(f, "all of them: the total"));
    json_object_foreach(json_object_get(f->number, "by"), variable, category) {
        const char *name = json_string_value(category);
        const json_t *class = named(classes, variable);
        const json_t *its = named(json_object_get(class, "categories"), name);
        const char *label = label_of(f, json_object_get(its, "label"), "");

        print_name(f, "cell");
        printf("%s = %s%s%s%s\n", variable, name,
               *label != '\0' ? " (" : "", label, *label != '\0' ? ")" : "");
    }
}

static void
print_subject(const struct sv_facts *f)
{
    const json_t *i = f->indicator;
    const char *universe = sv_json_text_of(i, "universe");
    const char *item = label_of(f, json_object_get(i, "item_name"), "");
    const json_t *share = named(json_object_get(i, "categories"),
                                sv_json_text_of(f->number, "item"));

    if (share != NULL)
        item = label_of(f, json_object_get(share, "label"),
                        sv_json_text_of(share, "name"));
    printf("\n%s\n", say(f, "What is estimated"));
    print_name(f, "indicator");
    printf("%s%s%s\n", label_of(f, json_object_get(i, "name"),
                                              sv_json_text_of(i, "code")),
           *item != '\0' ? ": " : "", item);
    if (json_object_get(f->number, "highest") != NULL) {
        print_name(f, "chosen");
        printf("item %s, the highest of several here\n",
               sv_json_text_of(f->number, "highest"));
    }
    print_name(f, "estimator");
    printf("%s, of record type %s\n",
           sv_json_text_of(i, "estimator"), sv_json_text_of(i, "record"));
    print_name(f, "value");
    printf("%s\n", sv_json_text_of(i, "value"));
    print_name(f, "universe");
    printf("%s\n", *universe != '\0' ? universe : say(f, "all of them"));
    print_cell(f);
}

/* Of the indicator in the whole sample: kinds are not kept by cell. */
static void
print_missing(const struct sv_facts *f)
{
    json_t *missing = json_object_get(f->indicator, "n_missing");
    const char *kind;
    json_t *n;
    bool first = true;

    printf("  In the whole sample %lld are in the universe; missing: ",
           (long long) json_integer_value(json_object_get(f->indicator,
                                                          "n_universe")));
    json_object_foreach(missing, kind, n) {
        printf("%s%lld %s", first ? "" : ", ",
               (long long) json_integer_value(n), kind);
        first = false;
    }
    printf("%s\n", first ? "none" : "");
}

static bool
print_formula(const struct sv_facts *f)
{
    const enum sv_estimand e = f->place.item->estimand;
    struct sv_text_grid g;
    char how[80];

    printf("\n%s\n", say(f, "Estimate"));
    sv_text_grid_begin(&g, "lrl");
    snprintf(how, sizeof how, "numerator: weight times value, %llu of %llu "
             "cases", (unsigned long long) f->n_numerator,
             (unsigned long long) f->n);
    sv_text_line(&g, "Σwy", f->numerator, how);
    snprintf(how, sizeof how, e == SV_RATIO
                 ? "denominator: weight times denominator, %llu cases"
                 : "denominator: weights, %llu cases",
             (unsigned long long) f->n);
    if (e != SV_TOTAL)
        sv_text_line(&g, e == SV_RATIO ? "Σwx" : "Σw", f->denominator, how);
    sv_text_line(&g, say(f, "estimate"), f->value, e == SV_TOTAL ? "Σwy"
            : e == SV_RATIO ? "Σwy / Σwx" : "Σwy / Σw");
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    print_missing(f);
    return true;
}

/* F at the quantile, and the density that makes errors of F those of it. */
static bool
print_quantile(const struct sv_facts *f)
{
    const struct sv_facts_quantile *q = &f->quantile;
    struct sv_text_grid g;
    char how[80];

    printf("\n%s, by the rule %s\n", say(f, "Estimate"), q->rule);
    sv_text_grid_begin(&g, "lrl");
    sv_text_line(&g, "p", q->p, "the share that is to be up to it");
    sv_text_line(&g, "estimate q", f->value, "where F, by the rule, is p");
    snprintf(how, sizeof how, "weights of values up to q, %llu of %llu cases",
             (unsigned long long) f->n_numerator, (unsigned long long) f->n);
    sv_text_line(&g, "Σw[y <= q]", f->numerator, how);
    sv_text_line(&g, "Σw", f->denominator, "all weights");
    sv_text_line(&g, "F", q->below, "Σw[y <= q] / Σw");
    if (sv_facts_have_error(f) && strcmp(q->interval, "quantile") != 0) {
        sv_text_line(&g, "se(F)", q->below_se, "as of a proportion");
        sv_text_line(&g, "se", f->se, "(high - low) / 2t of the interval below");
        sv_text_line(&g, "density f", q->density, "se(F) / se");
    }
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    print_missing(f);
    return true;
}

static void
put_record_weights(struct sv_text_grid *g, const struct sv_facts *f)
{
    const json_t *w = f->r->weights;
    char how[160];

    if (w == NULL || json_object_get(w, "kish") == NULL)
        return;
    snprintf(how, sizeof how, "Kish effect of all its weights: %.6g to %.6g, cv %.3f",
             json_number_value(json_object_get(w, "min")),
             json_number_value(json_object_get(w, "max")),
             json_number_value(json_object_get(w, "cv")));
    sv_text_line(g, say(f, "whole record"),
                 json_number_value(json_object_get(w, "kish")), how);
}

static bool
print_weights(const struct sv_facts *f)
{
    const double n = (double) f->n;
    const double kish = n * f->sum_w2 / (f->sum_w * f->sum_w);
    struct sv_text_grid g;

    printf("\n%s\n", say(f, "Weights in the cell"));
    sv_text_grid_begin(&g, "lrl");
    sv_text_line(&g, "n", n, "cases with an answer and a weight above 0");
    sv_text_line(&g, "Σw²", f->sum_w2, "");
    if (!isnan(f->sum_w) && f->n > 0) {
        sv_text_line(&g, "Σw", f->sum_w, "");
        sv_text_line(&g, say(f, "mean"), f->sum_w / n, "Σw / n");
        sv_text_line(&g, "cv", sqrt(fmax(kish - 1, 0)),
                     "√(n Σw²/(Σw)² - 1)");
        sv_text_line(&g, say(f, "Kish effect"), kish, "n Σw²/(Σw)² = 1 + cv²");
        sv_text_line(&g, say(f, "effective n"), n / kish, "n / Kish effect");
    }
    put_record_weights(&g, f);
    return sv_text_grid_print(&g, stdout, 2);
}

static void
print_degrees(const struct sv_facts *f)
{
    const struct sv_design *d = f->r->variance.design;
    const struct sv_degrees_rule *rule = f->r->variance.degrees;
    const size_t all[] = { sv_design_n_units(d, 0), sv_design_n_groups(d, 0) };
    size_t psus = f->support.psus, strata = f->support.strata;

    if (isnan(f->df))
        return;
    printf("\n%s\n", say(f, "Degrees of freedom"));
    if (rule != NULL && strcmp(rule->name, "design") == 0) {
        psus = all[0];
        strata = all[1];
    } else if (rule != NULL && strcmp(rule->name, "strata-nonempty") == 0) {
        psus = f->support.strata_psus;
    }
    if (rule != NULL && f->df == (double) psus - (double) strata)
        printf("  %zu PSUs - %zu strata = %g (%s: %s)\n", psus, strata, f->df,
               rule->name, rule->blurb);
    else if (rule != NULL && rule->of_replicates)
        printf("  %g (%s: %s)\n", f->df, rule->name, rule->blurb);
    else
        printf("  %g%s\n", f->df, rule == NULL ? ", given" : "");
}

static bool
print_effect(const struct sv_facts *f)
{
    struct sv_text_grid g;

    if (isnan(f->deff))
        return true;
    printf("\n%s, %s\n", say(f, "Design effect"), f->o->effect->blurb);
    sv_text_grid_begin(&g, "lrl");
    if (!isnan(f->s2))
        sv_text_line(&g, "S²", f->s2, f->q.estimator->proportion
                ? "p (1 - p) n/(n - 1)"
                : f->place.item->estimand == SV_RATIO
                      ? "of y - estimate x" : "of the values, weighted");
    if (!isnan(f->srs)) {
        const bool wor = strcmp(f->o->effect->name, "wor") == 0;
        const enum sv_estimand e = f->place.item->estimand;

        sv_text_line(&g, "V of a simple random sample", f->srs,
            e == SV_TOTAL ? wor ? "(Σw)² S²/n (1 - n/Σw)" : "(Σw)² S²/n"
            : e == SV_RATIO ? wor ? "(Σw/Σwx)² S²/n (1 - n/Σw)"
                                  : "(Σw/Σwx)² S²/n"
                            : wor ? "S²/n (1 - n/Σw)" : "S²/n");
    }
    sv_text_line(&g, "deff", f->deff,
                 isnan(f->srs) ? "n Σw²/(Σw)²" : "se² over that");
    sv_text_line(&g, say(f, "effective n"), (double) f->n / f->deff, "n / deff");
    return sv_text_grid_print(&g, stdout, 2);
}

static bool
print_interval(const struct sv_facts *f)
{
    const bool extreme = f->value == 0 || f->value == 1;
    struct sv_text_grid g;

    if (f->n_lines == 0)
        return true;
    if (f->quantile.rule != NULL)
        printf("\n%s, %s\n", say(f, "Interval"), f->quantile.interval);
    else if (sv_facts_is_share(f))
        printf("\n%s, %s: %s\n", say(f, "Interval"),
               extreme ? "one-sided" : f->o->interval->name,
               extreme ? "Clopper-Pearson at the effective n"
                       : f->o->interval->blurb);
    else
        printf("\n%s\n", say(f, "Interval"));
    sv_text_grid_begin(&g, "lrl");
    for (size_t k = 0; k < f->n_lines; k++)
        sv_text_line(&g, f->line[k].symbol, f->line[k].value,
                     f->line[k].formula);
    return sv_text_grid_print(&g, stdout, 2);
}

/* The limits of `publish` that a flag stands for, and what is beyond them. */
static void
add_limits(char *out, size_t size, const struct sv_facts *f, const char *code)
{
    const json_t *limits = json_object_get(
        json_object_get(f->o->folder.estimates, "survey"), "publish");
    const long long least =
        (long long) json_integer_value(json_object_get(limits, "minimum_n"));
    const bool suppressed = strcmp(code, "suppressed") == 0;
    const double most = json_number_value(
        json_object_get(limits, suppressed ? "suppress_cv" : "flag_cv"));

    if (limits == NULL)
        return;
    if ((suppressed || strcmp(code, "few-cases") == 0)
        && (long long) f->n < least)
        snprintf(out + strlen(out), size - strlen(out),
                 "; n is %llu, minimum-n %lld", (unsigned long long) f->n,
                 least);
    if ((suppressed || strcmp(code, "high-cv") == 0) && f->cv > most)
        snprintf(out + strlen(out), size - strlen(out), "; cv is %.3f, %s %g",
                 f->cv, suppressed ? "suppress-cv" : "flag-cv", most);
}

static void
print_flags(const struct sv_facts *f)
{
    const char *flags = sv_json_text_of(f->number, "flag");

    if (*flags != '\0')
        printf("\n%s\n", say(f, "Flags"));
    while (*flags != '\0') {
        const size_t n = strcspn(flags, ";");
        char code[64], line[400];

        snprintf(code, sizeof code, "%.*s", (int) (n < 63 ? n : 63), flags);
        snprintf(line, sizeof line, "%s: %s", code,
                 sv_word_of(f->o->language, code));
        add_limits(line, sizeof line, f, code);
        sv_put_paragraph(stdout, line, 2);
        flags += n + (flags[n] == ';');
    }
}

/* The numbers that a contrast is of. */
static bool
print_terms(const struct sv_facts *f)
{
    struct sv_text_grid g;

    printf("\n%s, %s\n", say(f, "Contrast"),
           f->formula != NULL ? f->formula : f->rule->blurb);
    sv_text_grid_begin(&g, "lrrrr");
    sv_text_cell(&g, "%s", say(f, "number"));
    sv_text_cell(&g, "%s", f->formula != NULL ? "" : say(f, "coefficient"));
    sv_text_cell(&g, "%s", say(f, "estimate"));
    sv_text_cell(&g, "se");
    sv_text_cell(&g, "%s", say(f, "slope"));
    for (size_t k = 0; k < f->n_terms; k++) {
        sv_text_cell(&g, "%s", f->term[k].name);
        if (f->formula != NULL)
            sv_text_cell(&g, "v%zu", k + 1);
        else
            sv_text_number(&g, f->term[k].coefficient);
        sv_text_number(&g, f->term[k].value);
        sv_text_number(&g, f->term[k].se);
        sv_text_number(&g, f->term[k].slope);
    }
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    sv_text_grid_begin(&g, "lrl");
    sv_text_line(&g, "se", f->se, "with the covariances of the numbers");
    sv_text_line(&g, "se if independent", f->independent, "√ Σ (slope se)²");
    if (!isnan(f->p))
        sv_text_line(&g, "p", f->p, strcmp(f->rule->name, "ratio") == 0
                ? "two-sided, of a ratio of 1" : "two-sided, of 0");
    return sv_text_grid_print(&g, stdout, 2);
}

static bool
print_contrast(const struct sv_facts *f, size_t top)
{
    bool complete;

    print_title(f);
    complete = print_terms(f) && sv_facts_print_variance(f, top);
    print_degrees(f);
    return complete && print_interval(f);
}

bool
sv_facts_print(const struct sv_facts *f, size_t top)
{
    bool complete;

    if (f->rule != NULL)
        return print_contrast(f, top);
    print_title(f);
    print_subject(f);
    complete = (f->quantile.rule != NULL ? print_quantile : print_formula)(f)
               && print_weights(f)
               && sv_facts_print_variance(f, top);
    print_degrees(f);
    complete = complete && print_effect(f) && print_interval(f);
    print_flags(f);
    return complete;
}
