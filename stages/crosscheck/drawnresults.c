/* drawnresults.c - some of the results that are chosen, always the same ones. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/digest.h"
#include "stages/crosscheck/chosenresults.h"

struct drawn {
    struct sv_digest by;        /* of the name: as good as random, and fixed */
    size_t at;
};

static int
by_digest(const void *a, const void *b)
{
    return strcmp(((const struct drawn *) a)->by.hex,
                  ((const struct drawn *) b)->by.hex);
}

/* Marks SAMPLE groups of KIND. */
static void
mark(bool *kept, struct drawn *drawn, const struct sv_chosen *c,
     enum sv_result_kind kind, size_t sample)
{
    size_t n = 0;

    for (size_t g = 0; g < c->n_groups; g++) {
        const char *name = c->check[c->group[g].first].name;

        if (c->group[g].kind == kind)
            drawn[n++] = (struct drawn){ sv_digest_of(name, strlen(name)), g };
    }
    qsort(drawn, n, sizeof *drawn, by_digest);
    for (size_t k = 0; k < n; k++)
        kept[drawn[k].at] = kind >= SV_RESULT_TEST || k < sample;
}

/* Leaves the groups that are KEPT. */
static void
keep(struct sv_chosen *c, const bool *kept)
{
    size_t n = 0, groups = 0;

    for (size_t g = 0; g < c->n_groups; g++) {
        struct sv_recheck_group group = c->group[g];
        const size_t first = n;

        if (!kept[g])
            json_decref(group.part);
        for (size_t k = group.first; k < group.first + group.n; k++) {
            if (kept[g])
                c->check[n++] = c->check[k];
            else
                free(c->check[k].name);
        }
        group.first = first;
        if (kept[g])
            c->group[groups++] = group;
    }
    c->n = n;
    c->n_groups = groups;
}

enum sv_status
sv_chosen_draw(struct sv_chosen *c, size_t sample, struct sv_fault *fault)
{
    struct drawn *drawn = calloc(c->n_groups + 1, sizeof *drawn);
    bool *kept = calloc(c->n_groups + 1, sizeof *kept);
    const bool enough = drawn != NULL && kept != NULL;

    for (int kind = 0; enough && kind < SV_N_RESULT_KINDS; kind++)
        mark(kept, drawn, c, (enum sv_result_kind) kind, sample);
    if (enough)
        keep(c, kept);
    free(drawn);
    free(kept);
    return enough ? SV_OK
                  : sv_fail(fault, SV_SYSTEM, "out of memory for a sample of "
                            "results");
}
