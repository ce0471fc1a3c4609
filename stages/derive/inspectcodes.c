/* inspectcodes.c - codes that no category names, values that have no label. */
#include "stages/derive/inspect.h"

#include <string.h>

#include "pipeline/operations.h"

static bool
is_valid(const struct sv_symbol *s, size_t row)
{
    return s->missing == NULL || s->missing[row] == 0;
}

static bool
has_label(const struct sv_symbol *s, double value)
{
    for (size_t k = 0; k < s->n_labels; k++)
        if (!(s->label[k].value < value) && !(s->label[k].value > value))
            return true;
    return false;
}

/* Where nearly all values of a column have labels, the rest is suspicious. */
static void
test_labels(struct sv_inspection *i, int record, const struct sv_symbol *s,
            const uint32_t *row)
{
    const struct sv_world_record *r = &i->d->world.record[record];
    struct sv_row_count without = { .n = 0 };
    uint64_t valid = 0;

    if (s->kind != SV_KIND_NUMBER || s->n_labels < 2)
        return;
    for (size_t j = 0; j < r->n; j++) {
        if (!is_valid(s, j))
            continue;
        valid++;
        if (!has_label(s, sv_number_at(s, j)))
            sv_count_row(&without, row[j]);
    }
    if (without.n > 0 && without.n * 10 <= valid)
        sv_findings_add(i->found, &(struct sv_finding) {
            SV_WARNING, "label", r->name, s->name, &without, valid, false
        }, "%s: a value that has no label, though others have", s->name);
}

/* Values that the description's categories do not name. */
static void
test_categories(struct sv_inspection *i, const struct sv_target *t,
                const uint32_t *row)
{
    const struct sv_world_record *r = &i->d->world.record[t->record];
    struct sv_row_count uncoded = { .n = 0 };

    if (t->symbol == NULL || t->variable == NULL
        || t->variable->n_categories == 0)
        return;
    for (size_t j = 0; j < r->n; j++)
        if (t->missing[j] == i->d->reasons.uncoded)
            sv_count_row(&uncoded, row[j]);
    if (uncoded.n > 0)
        sv_findings_add(i->found, &(struct sv_finding) {
            SV_ERROR, "category", r->name, t->name, &uncoded, r->n, false
        }, "%s: a value that is in no category; it counts as missing",
            t->name);
}

void
sv_inspect_codes(struct sv_inspection *i)
{
    const struct sv_derivation *d = i->d;

    for (size_t k = 0; k < d->n_targets; k++)
        if (sv_file_rows(i, d->target[k].record) != NULL)
            test_categories(i, &d->target[k],
                            sv_file_rows(i, d->target[k].record));
    for (size_t r = 0; r < d->world.n; r++) {
        const uint32_t *row = sv_file_rows(i, (int) r);

        for (size_t k = 0; row != NULL && k < d->world.record[r].n_raw; k++)
            test_labels(i, (int) r, &d->world.record[r].symbol[k], row);
    }
}
