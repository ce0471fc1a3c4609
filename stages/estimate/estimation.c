/* estimation.c - the numbers in the order in which they are written. */
#include "stages/estimate/estimation.h"

#include <stdlib.h>
#include <string.h>

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

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
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

        for (size_t k = 0; f.item != NULL && k < f.item->n_numerators; k++) {
            number.item = f.item->estimand == SV_SHARES
                              ? text_of(json_array_get(categories, k), "name")
                              : text_of(indicator, "item");
            each_cell(&f, &number, k, take, to);
        }
    }
}

const char *
sv_category_of(const struct sv_number *number, size_t k)
{
    const struct sv_tally_crossing *c = number->crossing;
    size_t cell = number->cell;

    for (size_t i = c->n; i-- > k + 1;)
        cell /= c->size[i];
    return text_of(json_array_get(c->categories[k], cell % c->size[k]), "name");
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
