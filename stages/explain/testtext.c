/* testtext.c - a two-way test or a trend opened, for people. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/textgrid.h"
#include "stages/explain/explainwords.h"
#include "stages/explain/testfacts.h"

enum { NAME_SIZE = 256 };

static const char *
say(const struct sv_test_facts *f, const char *english)
{
    return sv_explain_word(f->o->language, english);
}

/* What METHOD is, in a formula. */
static const char *
formula_of(const char *method)
{
    static const char *const formulas[][2] = {
        { "f", "X²/Σd, by F with k and k df" },
        { "chisq", "X²/mean d, by chi-square with K" },
        { "wald", "Y'V⁻¹Y/K, by F with K and df" },
        { "adj-wald", "(df - K + 1)/(K df) Y'V⁻¹Y, by F with K and df - K + 1" },
        { "linear", "slope/se, by Student's t with df" },
        { "departure", "(df - K + 1)/(K df) (Cp)'(CVC')⁻¹Cp, by F" },
    };

    for (size_t k = 0; k < sizeof formulas / sizeof *formulas; k++)
        if (strcmp(formulas[k][0], method) == 0)
            return formulas[k][1];
    return "";
}

static void
put_cell(struct sv_text_grid *g, const struct sv_test_facts *f, size_t i)
{
    const struct sv_two_way *t = &f->table.is;
    const double p = t->p[i], e = sv_test_expected(f, i);
    char column[NAME_SIZE];

    sv_test_column_name(column, sizeof column, f, i % t->columns);
    sv_text_cell(g, "%s", sv_test_row_name(f, i / t->columns));
    sv_text_cell(g, "%s", column);
    sv_text_number(g, p);
    sv_text_number(g, sqrt(t->p_covariance[i * t->rows * t->columns + i]));
    sv_text_number(g, e);
    sv_text_number(g, e > 0 ? t->n * (p - e) * (p - e) / e : NAN);
}

static bool
print_table(const struct sv_test_facts *f)
{
    const struct sv_two_way *t = &f->table.is;
    struct sv_text_grid g;

    printf("\n%s\n", say(f, "Proportions of the whole"));
    sv_text_grid_begin(&g, "llrrrr");
    sv_text_cell(&g, "%s", sv_json_text_of(f->test->entry, "variable"));
    sv_text_cell(&g, "%s", "");
    sv_text_cell(&g, "p");
    sv_text_cell(&g, "se");
    sv_text_cell(&g, "%s", say(f, "if independent"));
    sv_text_cell(&g, "%s", say(f, "adds to X²"));
    for (size_t i = 0; i < t->rows * t->columns; i++)
        put_cell(&g, f, i);
    return sv_text_grid_print(&g, stdout, 2);
}

static bool
print_effects(const struct sv_test_facts *f)
{
    const double k = (double) f->effects.k;
    struct sv_text_grid g;

    printf("\n%s\n", say(f, "Design effect"));
    sv_text_grid_begin(&g, "lrl");
    sv_text_line(&g, "X²", f->pearson, "Pearson's of the proportions, at n");
    sv_text_line(&g, "K", k, "(rows - 1)(columns - 1)");
    sv_text_line(&g, "mean d", f->effects.sum / k,
                 "of the generalised design effects");
    sv_text_line(&g, "k", f->effects.sum * f->effects.sum / f->effects.squares,
                 "(Σd)²/Σd²: K if they are alike");
    return sv_text_grid_print(&g, stdout, 2);
}

static bool
print_categories(const struct sv_test_facts *f)
{
    const struct sv_domains *d = &f->domains;
    struct sv_text_grid g;

    printf("\n%s\n", say(f, "Proportions by category"));
    sv_text_grid_begin(&g, "lrrrrr");
    sv_text_cell(&g, "%s", f->test->crossing.variable[f->test->n_within]);
    sv_text_cell(&g, "%s", say(f, "score"));
    sv_text_cell(&g, "p");
    sv_text_cell(&g, "se");
    sv_text_cell(&g, "%s", say(f, "line"));
    sv_text_cell(&g, "p - %s", say(f, "line"));
    for (size_t j = 0; j < d->m; j++) {
        const double line = f->intercept + f->slope * d->score[j];
        char name[NAME_SIZE];

        sv_test_column_name(name, sizeof name, f, d->category[j]);
        sv_text_cell(&g, "%s", name);
        sv_text_number(&g, d->score[j]);
        sv_text_number(&g, d->p[j]);
        sv_text_number(&g, sqrt(d->covariance[j * d->m + j]));
        sv_text_number(&g, line);
        sv_text_number(&g, fabs(d->p[j] - line) < 1e-14 ? 0 : d->p[j] - line);
    }
    return sv_text_grid_print(&g, stdout, 2);
}

static bool
print_statistics(const struct sv_test_facts *f)
{
    struct sv_text_grid g;

    printf("\n%s\n", say(f, "Statistics"));
    sv_text_grid_begin(&g, "lrrrrl");
    sv_text_cell(&g, "%s", "");
    sv_text_cell(&g, "%s", say(f, "statistic"));
    sv_text_cell(&g, "df1");
    sv_text_cell(&g, "df2");
    sv_text_cell(&g, "p");
    sv_text_cell(&g, "%s", "");
    for (size_t k = 0; k < f->n_lines; k++) {
        const struct sv_test_line *l = &f->line[k];

        sv_text_cell(&g, "%s", l->method);
        sv_text_number(&g, l->test.statistic);
        sv_text_number(&g, l->test.df1);
        if (isinf(l->test.df2))
            sv_text_cell(&g, "%s", "");
        else
            sv_text_number(&g, l->test.df2);
        sv_text_number(&g, l->test.p);
        sv_text_cell(&g, "%s", formula_of(l->method));
    }
    return sv_text_grid_print(&g, stdout, 2);
}

static void
print_head(const struct sv_test_facts *f)
{
    char df[32];

    sv_format_number(df, f->df);
    printf("%s\n\n", f->name);
    printf("  %llu %s, df %s; %s\n", (unsigned long long) f->n,
           say(f, "members"), df, f->test->trend
               ? "does the proportion rise or fall on a straight line?"
               : "are rows and columns independent?");
    printf("  V, the covariance of the proportions, is by %s.\n", f->variance);
}

bool
sv_test_print(const struct sv_test_facts *f)
{
    const bool trend = f->test->trend;
    bool complete;

    print_head(f);
    if (!trend && f->table.is.rows == 0) {
        printf("\n  It cannot be made: all members are in one PSU, in lonely "
               "strata, or there\n  are none.\n");
        return true;
    }
    complete = trend ? print_categories(f)
                     : print_table(f) && print_effects(f);
    if (trend) {
        char slope[32], se[32];

        sv_format_number(slope, f->slope);
        sv_format_number(se, f->n_lines > 0 ? f->line[0].se : NAN);
        printf("\n%s\n  %s, %s %s\n", say(f, "Slope"), slope,
               say(f, "standard error"), se);
    }
    return complete && print_statistics(f);
}
