/* runningsums.c - replicate weights of a cell, added up along its values. */
#include "stages/common/runningsums.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP = 1024,                /* members between sums that are kept */
    MOST_BATCH = 8, BATCH_BYTES = 1 << 25,
};

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

/* ---- quantiles ------------------------------------------------------------- */

/* As many as lie in 32 MiB. */
size_t
sv_members_batch(size_t most)
{
    const size_t fit = BATCH_BYTES / sizeof(double) / (most + 1);

    return fit < 1 ? 1 : fit < MOST_BATCH ? fit : MOST_BATCH;
}

void
sv_members_quantile(double *values, const struct sv_member_file *file,
                    const struct sv_member_values *m,
                    const struct sv_quantile_rule *rule, double p,
                    size_t batch, double *scratch)
{
    double *const weights = scratch + m->n;

    for (size_t from = 0; from < file->n; from += batch) {
        const size_t left = file->n - from, n = left < batch ? left : batch;

        for (size_t i = 0; i < m->n; i++) {
            double w[MOST_BATCH];

            sv_member_weights(w, file, m->member[i], from, n);
            for (size_t r = 0; r < n; r++)
                weights[r * m->n + i] = w[r];
        }
        for (size_t r = 0; r < n; r++) {
            for (size_t i = 0; i < m->n; i++)
                scratch[i] = m->value[m->member[i]];
            values[from + r] = sv_quantile_again(rule, scratch,
                                                 weights + r * m->n, m->n, p);
        }
    }
}
