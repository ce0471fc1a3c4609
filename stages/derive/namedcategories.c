/* namedcategories.c - categories that the description names, and those there are. */
#include "stages/derive/namedcategories.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NEAR = 256, LIST = 240 };

size_t
sv_target_categories(const struct sv_target *t)
{
    return t->kind == SV_TARGET_BOOL ? 2
           : t->kind == SV_TARGET_CATEGORY ? t->set.n : 0;
}

const char *
sv_target_category(const struct sv_target *t, size_t k)
{
    static const char *const truth[] = { "false", "true" };

    return t->kind == SV_TARGET_BOOL ? truth[k] : t->set.name[k];
}

size_t
sv_target_find(const struct sv_target *t, const char *name)
{
    const size_t n = sv_target_categories(t);
    size_t k = 0;

    while (k < n && strcmp(sv_target_category(t, k), name) != 0)
        k++;
    return k;
}

static bool
has(const struct sv_target *t, const char *name)
{
    return sv_target_find(t, name) < sv_target_categories(t);
}

/* "male, female"; with dots where there are more than fit. */
static void
list(char out[LIST], const struct sv_target *t)
{
    size_t used = 0;

    *out = '\0';
    for (size_t k = 0; k < sv_target_categories(t); k++) {
        const char *name = sv_target_category(t, k);

        if (used + strlen(name) + 8 > LIST) {
            snprintf(out + used, LIST - used, ", ...");
            return;
        }
        used += (size_t) snprintf(out + used, LIST - used, "%s%s",
                                  k > 0 ? ", " : "", name);
    }
}

enum sv_status
sv_fault_category(const struct sv_target *t, const char *variable,
                  struct sv_string name, struct sv_fault *fault)
{
    const char *names[MOST_NEAR], *near;
    char all[LIST];
    size_t n = sv_target_categories(t);

    list(all, t);
    n = n < MOST_NEAR ? n : MOST_NEAR;
    for (size_t k = 0; k < n; k++)
        names[k] = sv_target_category(t, k);
    near = sv_nearest(name.text, names, n);
    return sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%.60s' has no "
                    "category '%.60s'%s%s%s", variable, name.text,
                    near != NULL ? "; did you mean '"
                    : n > 0      ? "; there are: "
                                 : "", near != NULL ? near : all,
                    near != NULL ? "'?" : "");
}

/* Whether RECORD has all classifications of the contrast. */
static bool
is_contrasted(const struct sv_derivation *d, int record,
              const struct sv_contrast_spec *s)
{
    for (size_t v = 0; v < s->n_variables; v++)
        if (sv_classification(d, record, s->variable[v]) == NULL)
            return false;
    return s->n_variables > 0;
}

static void
check_cells(const struct sv_derivation *d, int record,
            const struct sv_contrast_spec *s, struct sv_fault *fault)
{
    for (size_t k = 0; k < s->n; k++)
        for (size_t v = 0; v < s->n_variables; v++) {
            const struct sv_target *t = sv_classification(d, record,
                                                          s->variable[v]);
            const struct sv_string name = { s->term[k].category[v],
                                            s->term[k].at[v] };

            if (!has(t, name.text))
                sv_fault_category(t, s->variable[v], name, fault);
        }
}

/* An item of an indicator that is shares is one of its categories. */
static void
check_shares(const struct sv_derivation *d, const struct sv_contrast_spec *s,
             struct sv_fault *fault)
{
    for (size_t k = 0; s->n_variables == 0 && k < s->n; k++)
        for (size_t i = 0; i < d->n_indicators; i++) {
            const struct sv_measure *m = &d->measure[i];
            const char *code = s->term[k].code, *item = s->term[k].item;

            if (m->shares == NULL || strcmp(m->indicator->code.text, code) != 0
                || has(m->shares, item)
                || (d->survey->item_missing == SV_ITEM_CATEGORY
                    && strcmp(item, "missing") == 0))
                continue;
            sv_fault_category(m->shares, code,
                              (struct sv_string){ item, s->term[k].item_at },
                              fault);
        }
}

/* All categories have a score, and nothing else has. */
static void
check_scores(const struct sv_derivation *d, const struct sv_derived_test *test,
             struct sv_fault *fault)
{
    const struct sv_scores_spec *s = test->spec->scores;
    const struct sv_target *t;

    if (s == NULL)
        return;
    t = sv_classification(d, d->measure[test->measure].indicator->record,
                          s->by.text);
    for (size_t k = 0; t != NULL && k < s->n; k++)
        if (!has(t, s->category[k].text)) {
            sv_fault_category(t, s->by.text, s->category[k], fault);
            t = NULL;           /* which one has none is clear then */
        }
    for (size_t i = 0; t != NULL && i < sv_target_categories(t); i++) {
        const char *name = sv_target_category(t, i);
        size_t k = 0;

        while (k < s->n && strcmp(s->category[k].text, name) != 0)
            k++;
        if (k == s->n)
            sv_point(fault, SV_DATA, s->by.at, strlen(s->by.text), "category "
                     "'%.60s' has no score; all of them need one", name);
    }
}

enum sv_status
sv_named_categories_check(const struct sv_derivation *d, struct sv_fault *fault)
{
    const struct sv_tables_spec *tables = &d->survey->tables;

    for (size_t i = 0; i < tables->n_contrasts; i++) {
        const struct sv_contrast_spec *s = &tables->contrast[i];

        if (s->of_view || s->totals.text != NULL)
            continue;           /* left out; checked where the file is read */
        check_shares(d, s, fault);
        for (size_t r = 0; r < d->world.n; r++)
            if (is_contrasted(d, (int) r, s))
                check_cells(d, (int) r, s, fault);
    }
    for (size_t k = 0; k < d->n_tests; k++)
        check_scores(d, &d->test[k], fault);
    return fault->status;
}
