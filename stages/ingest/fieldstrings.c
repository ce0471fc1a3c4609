/* fieldstrings.c - one list of strings for all parts of a file. */
#include "stages/ingest/fieldstrings.h"

#include <stdlib.h>
#include <string.h>

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* All strings of column K of all segments, sorted, each once. */
static enum sv_status
gather_strings(struct sv_field *f, const struct sv_datafile *file, size_t k,
               struct sv_fault *fault)
{
    size_t total = 1, n = 0, kept = 0;
    const char **all;

    for (size_t s = 0; s < file->n_segments; s++)
        total += file->segment[s].list[k].n;
    all = malloc(total * sizeof *all);
    f->string = calloc(total, sizeof *f->string);
    if (all == NULL || f->string == NULL) {
        free(all);
        return sv_fail(fault, SV_SYSTEM, "out of memory for strings");
    }
    all[n++] = "";
    for (size_t s = 0; s < file->n_segments; s++) {
        const struct sv_segment *g = &file->segment[s];
        const char *at = (const char *) g->map + g->list[k].at;

        for (uint32_t i = 0; i < g->list[k].n; i++, at += strlen(at) + 1)
            all[n++] = at;
    }
    qsort(all, n, sizeof *all, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(all[i], all[i - 1]) != 0)
            all[kept++] = all[i];
    for (; f->n_strings < kept; f->n_strings++) {
        f->string[f->n_strings] = strdup(all[f->n_strings]);
        if (f->string[f->n_strings] == NULL)
            break;
    }
    free(all);
    return f->n_strings == kept ? SV_OK
        : sv_fail(fault, SV_SYSTEM, "out of memory for strings");
}

/* What the numbers of each segment are in the list of all. */
static enum sv_status
number_strings(struct sv_field *f, const struct sv_datafile *file, size_t k,
               struct sv_fault *fault)
{
    f->number = calloc(file->n_segments + 1, sizeof *f->number);
    for (size_t s = 0; f->number != NULL && s < file->n_segments; s++) {
        const struct sv_segment *g = &file->segment[s];
        const char *at = (const char *) g->map + g->list[k].at;

        f->number[s] = calloc(g->list[k].n + 1, sizeof **f->number);
        if (f->number[s] == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory for strings");
        for (uint32_t i = 0; i < g->list[k].n; i++, at += strlen(at) + 1) {
            char **found = bsearch(&at, f->string, f->n_strings,
                                   sizeof *f->string, by_bytes);

            f->number[s][i] = (uint32_t) (found - f->string);
        }
    }
    return f->number != NULL ? SV_OK
        : sv_fail(fault, SV_SYSTEM, "out of memory for strings");
}

enum sv_status
sv_field_strings(struct sv_field *f, const struct sv_datafile *file, size_t k,
                 struct sv_fault *fault)
{
    if (gather_strings(f, file, k, fault) != SV_OK)
        return fault->status;
    return number_strings(f, file, k, fault);
}
