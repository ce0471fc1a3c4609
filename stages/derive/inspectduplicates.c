/* inspectduplicates.c - rows that agree in all answers. */
#include "stages/derive/inspect.h"

#include <stdlib.h>
#include <string.h>

enum { FEWEST = 15 };           /* answers; fewer agree by chance */

struct digest { uint64_t of; uint32_t parent, row, answers; };

static bool
is_in(const struct sv_names *names, const char *name)
{
    for (size_t k = 0; k < names->n; k++)
        if (strcmp(names->item[k].text, name) == 0)
            return true;
    return false;
}

/* Whether column S is an answer: no key, and nothing of the design. */
static bool
is_answer(const struct sv_survey *survey, int record, const struct sv_symbol *s)
{
    const struct sv_design_spec *d = &survey->design;
    bool weight = false;

    for (size_t k = 0; k < d->n_weights; k++)
        weight |= strcmp(d->weight[k].expression.text, s->name) == 0;
    return !weight && !is_in(&survey->record[record].key, s->name)
        && !is_in(&d->strata, s->name) && !is_in(&d->clusters, s->name)
        && !is_in(&d->fpc, s->name);
}

/* Mixes the column's values into the rows' digests; N rows. */
static void
mix_column(struct digest *digest, const struct sv_symbol *s, size_t n)
{
    const size_t size = sv_type_size(s->type);

    for (size_t j = 0; j < n; j++) {
        const uint8_t missing = s->missing != NULL ? s->missing[j] : 0;
        uint64_t value = 0;

        memcpy(&value, (const char *) s->data + j * size, size);
        digest[j].of = (digest[j].of ^ value) * UINT64_C(0x9e3779b97f4a7c15);
        digest[j].of ^= digest[j].of >> 29;
        digest[j].of = (digest[j].of + missing) * UINT64_C(0x94d049bb133111eb);
        digest[j].of ^= digest[j].of >> 32;
        digest[j].answers += missing == 0;
    }
}

static int
by_digest(const void *a, const void *b)
{
    const struct digest *x = a, *y = b;

    if (x->parent != y->parent)
        return x->parent < y->parent ? -1 : 1;
    if (x->of != y->of)
        return x->of < y->of ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void
count_equal(struct sv_row_count *equal, const struct digest *digest, size_t n)
{
    for (size_t j = 1; j < n; j++)
        if (digest[j].of == digest[j - 1].of && digest[j].answers >= FEWEST
            && digest[j].parent == digest[j - 1].parent)
            sv_count_row(equal, digest[j].row);
}

static void
test_record(struct sv_inspection *i, int record)
{
    const struct sv_world_record *r = &i->d->world.record[record];
    const uint32_t *row = sv_file_rows(i, record);
    struct digest *digest = calloc(r->n + 1, sizeof *digest);
    struct sv_row_count equal = { .n = 0 };
    size_t columns = 0;

    if (digest == NULL)
        sv_fail(i->fault, SV_SYSTEM, "out of memory for duplicates");
    for (size_t j = 0; digest != NULL && row != NULL && j < r->n; j++)
        digest[j] = (struct digest) {
            0, r->parent >= 0 ? r->parent_row[j] : 0, row[j], 0
        };
    for (size_t k = 0; digest != NULL && k < r->n_raw; k++)
        if (is_answer(i->d->survey, record, &r->symbol[k])) {
            mix_column(digest, &r->symbol[k], r->n);
            columns++;
        }
    if (digest != NULL && row != NULL && columns >= FEWEST) {
        qsort(digest, r->n, sizeof *digest, by_digest);
        count_equal(&equal, digest, r->n);
    }
    if (equal.n > 0)
        sv_findings_add(i->found, &(struct sv_finding) {
            r->parent >= 0 ? SV_NOTE : SV_WARNING, "duplicate", r->name, "",
            &equal, r->n, false
        }, "all of %zu answers are those of another%s", columns,
            r->parent >= 0 ? " with the same parent" : "");
    free(digest);
}

void
sv_inspect_duplicates(struct sv_inspection *i)
{
    for (size_t r = 0; r < i->d->world.n; r++)
        test_record(i, (int) r);
}
