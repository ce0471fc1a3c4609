/* estimation.c - the numbers in the order in which they are written. */
#include "stages/estimate/estimation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"

/* Where the results of an indicator are. */
struct found {
    const struct sv_tally_record *record;
    const struct sv_result *result;
    size_t column;              /* its first */
    const struct sv_tally_item *item;
};

static struct found
find(const struct sv_estimation *e, size_t indicator)
{
    struct found f = { 0 };

    for (size_t r = 0; r < e->layout.n; r++) {
        f.record = &e->layout.record[r];
        f.result = e->result[r];
        f.column = 0;
        for (size_t i = 0; i < f.record->n_items; i++) {
            f.item = &f.record->item[i];
            if (f.item->indicator == indicator)
                return f;
            f.column += f.item->n_numerators;
        }
    }
    return (struct found){ 0 };
}

/* All cells of numerator K of an indicator. */
static void
each_cell(const struct found *f, struct sv_number *number, size_t k,
          void (*take)(void *to, const struct sv_number *number), void *to)
{
    const size_t columns = sv_result_columns(f->record);

    for (size_t c = 0; c < f->record->n_crossings; c++) {
        number->crossing = &f->record->crossing[c];
        for (size_t i = 0; i < number->crossing->n_cells; i++) {
            const size_t cell = number->crossing->first_cell + i;

            number->cell = i;
            number->result = &f->result[cell * columns + f->column + k];
            take(to, number);
        }
    }
}

/* ---- the highest of several ------------------------------------------------ */

enum { MOST_PARTS = 64 };

/* One of them: what it is chosen of, in the order of the description. */
struct choice {
    const json_t *entry;
    struct found part[MOST_PARTS];
    size_t n;
};

/* The result of part K in CELL of the record. */
static const struct sv_result *
result_in(const struct choice *c, size_t k, size_t cell)
{
    const struct found *f = &c->part[k];

    return &f->result[cell * sv_result_columns(f->record) + f->column];
}

/* The part with the highest estimate in CELL: the first of them, if several
 * are as high; the first of all, where none has one. */
static size_t
highest_in(const struct choice *c, size_t cell)
{
    size_t best = 0;

    for (size_t k = 1; k < c->n; k++) {
        const double a = result_in(c, best, cell)->value;
        const double b = result_in(c, k, cell)->value;

        if (b > a || (isnan(a) && !isnan(b)))
            best = k;
    }
    return best;
}

static void
each_choice(const struct sv_estimation *e, const struct choice *c,
            void (*take)(void *to, const struct sv_number *number), void *to)
{
    const json_t *indicators = json_object_get(e->meta, "indicators");
    const struct sv_tally_record *record = c->part[0].record;
    struct sv_number number = { .indicator = c->entry, .record = record,
                                .item = sv_json_text_of(c->entry, "item") };

    for (size_t k = 0; k < record->n_crossings; k++) {
        number.crossing = &record->crossing[k];
        for (size_t i = 0; i < number.crossing->n_cells; i++) {
            const size_t cell = number.crossing->first_cell + i;
            const size_t best = highest_in(c, cell);

            number.cell = i;
            number.result = result_in(c, best, cell);
            number.highest = sv_json_text_of(
                json_array_get(indicators, c->part[best].item->indicator),
                "item");
            take(to, &number);
        }
    }
}

/* Those that stand before measure PLACE. */
static void
each_highest(const struct sv_estimation *e, size_t place,
             void (*take)(void *to, const struct sv_number *number), void *to)
{
    size_t i, k;
    json_t *entry, *part;

    json_array_foreach(json_object_get(e->meta, "highest"), i, entry) {
        struct choice c = { .entry = entry };

        if ((size_t) json_integer_value(json_object_get(entry, "before"))
            != place)
            continue;
        json_array_foreach(json_object_get(entry, "of"), k, part)
            if (c.n < MOST_PARTS)
                c.part[c.n++] = find(e, (size_t) json_integer_value(part));
        if (c.n > 0 && c.part[0].item != NULL)
            each_choice(e, &c, take, to);
    }
}

void
sv_each_number(const struct sv_estimation *e,
               void (*take)(void *to, const struct sv_number *number),
               void *to)
{
    size_t i;
    json_t *indicator;

    json_array_foreach(json_object_get(e->meta, "indicators"), i, indicator) {
        const struct found f = find(e, i);
        const json_t *categories = json_object_get(indicator, "categories");
        struct sv_number number = { .indicator = indicator,
                                    .record = f.record };

        each_highest(e, i, take, to);

        for (size_t k = 0; f.item != NULL && k < f.item->n_numerators; k++) {
            number.item = f.item->estimand == SV_SHARES
                              ? sv_json_text_of(json_array_get(categories, k), "name")
                              : sv_json_text_of(indicator, "item");
            each_cell(&f, &number, k, take, to);
        }
    }
    each_highest(e, json_array_size(json_object_get(e->meta, "indicators")),
                 take, to);
}

json_t *
sv_indicators_of(const json_t *meta)
{
    const json_t *highest = json_object_get(meta, "highest");
    json_t *all = json_array(), *indicator, *entry, *plain;
    const size_t n = json_array_size(json_object_get(meta, "indicators"));

    for (size_t i = 0; i <= n; i++) {
        size_t k;

        json_array_foreach(highest, k, entry) {
            if ((size_t) json_integer_value(json_object_get(entry, "before"))
                != i)
                continue;
            plain = json_copy(entry);
            json_object_del(plain, "before");
            json_object_del(plain, "of");
            json_array_append_new(all, plain);
        }
        indicator = json_array_get(json_object_get(meta, "indicators"), i);
        if (indicator != NULL)
            json_array_append(all, indicator);
    }
    return all;
}

const char *
sv_category_of(const struct sv_number *number, size_t k)
{
    const struct sv_tally_crossing *c = number->crossing;
    size_t cell = number->cell;

    for (size_t i = c->n; i-- > k + 1;)
        cell /= c->size[i];
    return sv_json_text_of(json_array_get(c->categories[k], cell % c->size[k]), "name");
}

enum sv_status
sv_classes_of(const char ***names, size_t *n, const json_t *meta,
              struct sv_fault *fault)
{
    size_t i, k, room = 0;
    json_t *by, *name;

    json_array_foreach(json_object_get(meta, "by"), i, by)
        room += json_array_size(by);
    *n = 0;
    *names = calloc(room + 1, sizeof **names);
    if (*names == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu "
                       "classifications", room);
    json_array_foreach(json_object_get(meta, "by"), i, by)
        json_array_foreach(by, k, name) {
            size_t seen = 0;

            while (seen < *n
                   && strcmp((*names)[seen], json_string_value(name)) != 0)
                seen++;
            if (seen == *n)
                (*names)[(*n)++] = json_string_value(name);
        }
    return SV_OK;
}
