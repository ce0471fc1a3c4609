/* runningsums.c - replicate weights of a cell, added up along its values. */
#include "stages/estimate/runningsums.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 1024 };           /* members between sums that are kept */

bool
sv_running_take(struct sv_running *r, const struct sv_member_file *file,
                size_t most)
{
    *r = (struct sv_running){
        .file = file,
        .stop = malloc((most / STEP + 1) * (file->n + 1) * sizeof *r->stop),
        .below = calloc(file->n + 1, sizeof *r->below),
        .all = calloc(file->n + 1, sizeof *r->all),
    };
    return r->stop != NULL && r->below != NULL && r->all != NULL;
}

void
sv_running_free(struct sv_running *r)
{
    free(r->stop);
    free(r->below);
    free(r->all);
    *r = (struct sv_running){ 0 };
}

void
sv_running_begin(struct sv_running *r, const uint32_t *member, size_t n)
{
    const size_t reps = r->file->n, line = reps * sizeof *r->all;

    r->member = member;
    r->n = n;
    memset(r->all, 0, line);
    for (size_t i = 0; i < n; i++) {
        if (i % STEP == 0)
            memcpy(r->stop + i / STEP * reps, r->all, line);
        sv_member_add(r->all, r->file, member[i], 0, reps);
    }
    if (n % STEP == 0)
        memcpy(r->stop + n / STEP * reps, r->all, line);
}

void
sv_running_upto(struct sv_running *r, size_t n)
{
    const size_t reps = r->file->n;

    memcpy(r->below, r->stop + n / STEP * reps, reps * sizeof *r->below);
    for (size_t i = n / STEP * STEP; i < n; i++)
        sv_member_add(r->below, r->file, r->member[i], 0, reps);
}
