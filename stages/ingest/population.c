/* population.c - population counts, and names of strata and units. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/layout.h"
#include "stages/ingest/located.h"

uint32_t
sv_layout_first(const struct sv_layout *l, long s, uint32_t u)
{
    if (s < 0) {
        u = l->strata[u];
        s = 0;
    }
    for (; s < (long) l->n_stages; s++)
        u = l->stage[s].start[u];
    return u;
}

enum sv_status
sv_layout_fpc(struct sv_layout *layout, size_t s, const struct sv_table *table,
              const struct sv_view *view, struct sv_scratch *scratch,
              struct sv_fault *fault)
{
    const uint32_t n = s == 0 ? layout->n_strata : layout->stage[s - 1].n;
    struct sv_located missing = { .n = 0 }, wrong = { .n = 0 },
        differ = { .n = 0 };
    void *memory;
    double *fpc;

    if (sv_scratch_take(&memory, scratch, n, sizeof *fpc, fault) != SV_OK)
        return fault->status;
    layout->stage[s].fpc = fpc = memory;
    for (uint32_t u = 0; u < n; u++) {
        const uint32_t first = sv_layout_first(layout, (long) s - 1, u);
        const uint32_t end = sv_layout_first(layout, (long) s - 1, u + 1);

        fpc[u] = 1;             /* of a group without rows: nothing is open */
        for (uint32_t i = first; i < end; i++) {
            const uint32_t row = table->order[i], at = sv_table_row(table, row);
            const double value = sv_view_value(view, row);

            if (i == first)
                fpc[u] = value;
            if (sv_view_missing(view, row))
                sv_locate(&missing, at);
            else if (!(value > 0))
                sv_locate(&wrong, at);
            else if (value != fpc[u])
                sv_locate(&differ, at);
        }
    }
    if (missing.n > 0)
        sv_add(fault, SV_DATA, "%s: the population count %s is missing in %s",
               table->file->path, view->name, sv_located_say(&missing).text);
    if (wrong.n > 0)
        sv_add(fault, SV_DATA, "%s: the population count %s is not above 0 in "
               "%s; expected a count (1 or more) or a sampling rate (below 1)",
               table->file->path, view->name, sv_located_say(&wrong).text);
    if (differ.n > 0)
        sv_add(fault, SV_DATA, "%s: the population count %s of stage %zu is not "
               "the same in all rows of one %s: %s differ from the first row of "
               "theirs", table->file->path, view->name, s + 1,
               s == 0 ? "stratum" : layout->stage[s - 1].name,
               sv_located_say(&differ).text);
    return SV_OK;
}

static json_t *
joined(const struct sv_order_by *by, size_t n, uint32_t row, const char *with,
       void (*say)(char *, size_t, const struct sv_view *, uint32_t))
{
    char text[1024] = "", part[512];
    size_t used = 0;

    for (size_t k = 0; k < n && used < sizeof text; k++) {
        say(part, sizeof part, &by->view[k], row);
        used += (size_t) snprintf(text + used, sizeof text - used, "%s%s",
                                  k > 0 ? with : "", part);
    }
    /* Cut at 512 bytes a text may end within a character. */
    while (*text != '\0') {
        json_t *json = json_string(text);

        if (json != NULL)
            return json;
        text[strlen(text) - 1] = '\0';
    }
    return json_string("");
}

static json_t *
psu_name(const struct sv_table *table, size_t strata,
         const struct sv_order_by *by, bool units, uint32_t row)
{
    const struct sv_order_by rest = { by->view + strata, by->n - strata };

    if (units)
        return joined(&rest, 1, row, "", sv_view_text);
    if (rest.n > 0)
        return joined(&rest, rest.n, row, "-", sv_view_text);
    return json_sprintf("%u", sv_table_row(table, row));
}

enum sv_status
sv_layout_names(struct sv_layout *layout, const struct sv_table *table,
                size_t strata, const struct sv_order_by *by, bool units,
                struct sv_fault *fault)
{
    layout->labels = json_array();
    layout->psus = json_array();
    for (uint32_t h = 0; h < layout->n_strata; h++) {
        const uint32_t row = table->order[sv_layout_first(layout, -1, h)];

        if (json_array_append_new(layout->labels, strata == 0
                                  ? json_string("all")
                                  : joined(by, strata, row, " x ",
                                           sv_view_label)) != 0)
            return sv_fail(fault, SV_SYSTEM, "out of memory");
    }
    for (uint32_t u = 0; u < layout->stage[0].n; u++) {
        const uint32_t row = table->order[sv_layout_first(layout, 0, u)];

        if (json_array_append_new(layout->psus, psu_name(table, strata, by,
                                                         units, row)) != 0)
            return sv_fail(fault, SV_SYSTEM, "out of memory");
    }
    return SV_OK;
}

struct unit {
    double value;
    uint32_t stratum, row;
};

static int
by_value(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->stratum < y->stratum ? -1 : x->stratum > y->stratum;
}

void
sv_layout_check_nested(const struct sv_layout *layout,
                       const struct sv_table *table, const struct sv_view *psu,
                       struct sv_fault *fault)
{
    const uint32_t n = layout->stage[0].n;
    struct unit *unit = malloc((n + 1) * sizeof *unit);
    uint32_t u = 0, repeated = 0, first = 0;
    char name[256];

    if (unit == NULL) {
        sv_fail(fault, SV_SYSTEM, "out of memory");
        return;
    }
    for (uint32_t h = 0; h < layout->n_strata; h++)
        for (; u < layout->strata[h + 1]; u++) {
            const uint32_t row = table->order[sv_layout_first(layout, 0, u)];

            unit[u] = (struct unit) { sv_view_value(psu, row), h, row };
        }
    qsort(unit, n, sizeof *unit, by_value);
    for (u = 1; u < n; u++)
        if (unit[u].value == unit[u - 1].value && repeated++ == 0)
            first = u;
    if (repeated > 0) {
        sv_view_text(name, sizeof name, psu, unit[first].row);
        sv_add(fault, SV_DATA, "%s: %u sampling unit%s in more than one "
               "stratum; the first is %s = %s, in strata %s and %s; if the same "
               "number means another unit in another stratum, say `nested: "
               "true`", table->file->path, repeated,
               repeated == 1 ? " is" : "s are", psu->name, name,
               json_string_value(json_array_get(layout->labels,
                                                unit[first - 1].stratum)),
               json_string_value(json_array_get(layout->labels,
                                                unit[first].stratum)));
    }
    free(unit);
}
