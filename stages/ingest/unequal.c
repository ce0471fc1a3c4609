/* unequal.c - PSUs that were drawn with unequal probabilities. */
#include "stages/ingest/layout.h"
#include "stages/ingest/located.h"

/* Rows whose value is missing, out of bounds, or not that of the first row of
 * their unit. */
struct wrong {
    struct sv_located missing, bounds, differ;
};

/* The value of every unit of STAGE (-1: strata), which all its rows have, above
 * 0 and at most 1. */
static void
read_units(double *out, struct wrong *wrong, const struct sv_layout *l,
           long stage, const struct sv_table *table, const struct sv_view *view)
{
    const uint32_t n = stage < 0 ? l->n_strata : l->stage[stage].n;

    for (uint32_t u = 0; u < n; u++) {
        const uint32_t first = sv_layout_first(l, stage, u);
        const uint32_t end = sv_layout_first(l, stage, u + 1);

        for (uint32_t i = first; i < end; i++) {
            const uint32_t row = table->order[i], at = sv_table_row(table, row);
            const double value = sv_view_value(view, row);

            if (i == first)
                out[u] = value;
            if (sv_view_missing(view, row))
                sv_locate(&wrong->missing, at);
            else if (!(value > 0) || value > 1)
                sv_locate(&wrong->bounds, at);
            else if (value != out[u])
                sv_locate(&wrong->differ, at);
        }
    }
}

/* WHAT is the meaning of the variable, WHO has one. */
static void
report(const struct wrong *wrong, const char *what, const char *who,
       const struct sv_table *table, const struct sv_view *view,
       struct sv_fault *fault)
{
    if (wrong->missing.n > 0)
        sv_add(fault, SV_DATA, "%s: the %s %s is missing in %s",
               table->file->path, what, view->name,
               sv_located_say(&wrong->missing).text);
    if (wrong->bounds.n > 0)
        sv_add(fault, SV_DATA, "%s: the %s %s is not above 0 and at most 1 in "
               "%s; with 'pps' it is a probability, not a count",
               table->file->path, what, view->name,
               sv_located_say(&wrong->bounds).text);
    if (wrong->differ.n > 0)
        sv_add(fault, SV_DATA, "%s: the %s %s is not the same in all rows of "
               "one %s: %s differ from the first row of theirs",
               table->file->path, what, view->name, who,
               sv_located_say(&wrong->differ).text);
}

/* The mean probability of each stratum stands for n/N where one is asked for. */
static enum sv_status
take_means(struct sv_layout *l, struct sv_scratch *scratch,
           struct sv_fault *fault)
{
    void *memory;

    if (sv_scratch_take(&memory, scratch, l->n_strata, sizeof(double), fault)
        != SV_OK)
        return fault->status;
    l->stage[0].fpc = memory;
    for (uint32_t h = 0; h < l->n_strata; h++) {
        double sum = 0;

        for (uint32_t u = l->strata[h]; u < l->strata[h + 1]; u++)
            sum += l->probability[u];
        l->stage[0].fpc[h] = sum / (l->strata[h + 1] - l->strata[h]);
    }
    return SV_OK;
}

enum sv_status
sv_layout_probabilities(struct sv_layout *layout, const struct sv_table *table,
                        const struct sv_view *view, struct sv_scratch *scratch,
                        struct sv_fault *fault)
{
    struct wrong wrong = { .missing = { .n = 0 } };
    void *memory;

    if (sv_scratch_take(&memory, scratch, layout->stage[0].n, sizeof(double),
                        fault) != SV_OK)
        return fault->status;
    layout->probability = memory;
    read_units(layout->probability, &wrong, layout, 0, table, view);
    report(&wrong, "probability", layout->stage[0].name, table, view, fault);
    return take_means(layout, scratch, fault);
}

enum sv_status
sv_layout_squares(struct sv_layout *layout, const struct sv_table *table,
                  const struct sv_view *view, double number,
                  struct sv_scratch *scratch, struct sv_fault *fault)
{
    struct wrong wrong = { .missing = { .n = 0 } };
    void *memory;

    if (sv_scratch_take(&memory, scratch, layout->n_strata, sizeof(double),
                        fault) != SV_OK)
        return fault->status;
    layout->squares = memory;
    for (uint32_t h = 0; h < layout->n_strata; h++)
        layout->squares[h] = number;
    if (view == NULL)
        return SV_OK;
    read_units(layout->squares, &wrong, layout, -1, table, view);
    report(&wrong, "sum of squared probabilities", "stratum", table, view,
           fault);
    return SV_OK;
}
