/* inspectanswers.c - answers that lack, and answers that others gave. */
#include "stages/derive/inspect.h"

#include <string.h>

/* Shares of lacking answers from which they are told, and warned of. */
static const double told = 0.05, warned = 0.20;
/* Share of persons for whom somebody else answered. */
static const double many_proxies = 0.20;

static bool
is_known(const struct sv_derivation *d, size_t k, const char *name)
{
    for (size_t i = 0; i < k; i++)
        if (d->measure[i].indicator->record == d->measure[k].indicator->record
            && strcmp(d->measure[i].indicator->value.text, name) == 0)
            return true;
    return false;
}

static enum sv_severity
severity_by(double share, double limit)
{
    return share >= limit ? SV_WARNING : SV_NOTE;
}

/* Rows of the universe of measure M for which its item is missing. */
static void
count_lacking(struct sv_row_count *lacking, uint64_t *of,
              const struct sv_inspection *i, const struct sv_measure *m,
              const uint32_t *row)
{
    enum { OUTSIDE = 0, ITEM_MISSING = 2 };     /* docs/formats.md */

    for (size_t j = 0; j < i->d->world.record[m->indicator->record].n; j++) {
        *of += m->state[j] != OUTSIDE;
        if (m->state[j] == ITEM_MISSING)
            sv_count_row(lacking, row[j]);
    }
}

/* Item non-response of what measure K is about, if that is one variable. */
static void
test_measure(struct sv_inspection *i, size_t k)
{
    const struct sv_measure *m = &i->d->measure[k];
    const char *name = m->indicator->value.text;
    const uint32_t *row = sv_file_rows(i, m->indicator->record);
    struct sv_row_count lacking = { .n = 0 };
    uint64_t of = 0;
    double share;

    if (row == NULL || sv_survey_variable(i->d->survey, name) == NULL
        || is_known(i->d, k, name))
        return;
    count_lacking(&lacking, &of, i, m, row);
    if (lacking.n == 0)
        return;
    share = (double) lacking.n / (double) of;
    sv_findings_add(i->found, &(struct sv_finding) {
        severity_by(share, warned), "item-missing",
        i->d->world.record[m->indicator->record].name, name, &lacking, of,
        share < told
    }, "%s: no answer from %.1f %% of those asked", name, 100 * share);
}

static void
test_proxies(struct sv_inspection *i)
{
    const struct sv_derivation *d = i->d;

    for (size_t k = 0; k < d->n_targets; k++) {
        const struct sv_target *t = &d->target[k];
        const uint32_t *row = sv_file_rows(i, t->record);
        struct sv_row_count proxies = { .n = 0 };
        const size_t n = d->world.record[t->record].n;
        double share;

        if (strcmp(t->name, "proxy") != 0 || t->kind != SV_TARGET_BOOL
            || row == NULL)
            continue;
        for (size_t j = 0; j < n; j++)
            if (((const uint8_t *) t->data)[j] == 2)
                sv_count_row(&proxies, row[j]);
        share = n > 0 ? (double) proxies.n / (double) n : 0;
        if (proxies.n > 0)
            sv_findings_add(i->found, &(struct sv_finding) {
                severity_by(share, many_proxies), "proxy",
                d->world.record[t->record].name, t->name, &proxies, n, false
            }, "somebody else answered for %.1f %% of them", 100 * share);
    }
}

void
sv_inspect_answers(struct sv_inspection *i)
{
    for (size_t k = 0; k < i->d->n_indicators; k++)
        test_measure(i, k);
    test_proxies(i);
}
