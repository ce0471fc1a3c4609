/* naive_tally.c - the fold once more: a dense table, one row at a time. */
#include "tests/naive/naive_tally.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "weights/moments.h"

static int
code_of(const struct sv_fold *f, size_t c, size_t k, uint32_t row)
{
    const struct sv_codes *codes = &f->codes[c][k];

    return codes->narrow != NULL ? codes->narrow[row] : codes->wide[row];
}

/* Whether ROW has the categories that CELL stands for. */
static bool
is_in_cell(const struct sv_fold *f, uint32_t row, size_t cell)
{
    const struct sv_tally_crossing *x = f->layout->crossing;
    size_t c = 0;

    while (cell >= x[c].first_cell + x[c].n_cells)
        c++;
    cell -= x[c].first_cell;
    for (size_t k = x[c].n; k-- > 0;) {
        if (code_of(f, c, k, row) != (int) (cell % x[c].size[k]) + 1)
            return false;
        cell /= x[c].size[k];
    }
    return true;
}

static void
add_moments(double *at, const struct sv_fold *f, size_t i, uint32_t row)
{
    const double w = f->weight[row], y = f->y[i][row];
    struct sv_comoments both;
    struct sv_moments one;

    if (f->layout->item[i].estimand == SV_RATIO) {
        memcpy(&both, at, sizeof both);
        sv_comoments_add(&both, w, f->x[i][row], y);
        memcpy(at, &both, sizeof both);
    } else {
        memcpy(&one, at, sizeof one);
        sv_moments_add(&one, w, y);
        memcpy(at, &one, sizeof one);
    }
}

/* Adds what ROW, which counts, has for item I. */
static void
add_item(struct naive_line *l, const struct sv_fold *f, size_t i, uint32_t row)
{
    const struct sv_tally_item *item = &f->layout->item[i];
    const double w = f->weight[row];

    l->sums[item->square] += w * w;
    l->counts[item->count]++;
    if (f->y[i] == NULL) {
        l->sums[item->denominator] += w;
        if (f->state[i][row] > 2) {
            l->sums[item->numerator + f->state[i][row] - 3] += w;
            l->counts[item->hits + f->state[i][row] - 3]++;
        }
        return;
    }
    l->sums[item->numerator] += w * f->y[i][row];
    l->sums[item->denominator] += f->x[i] != NULL ? w * f->x[i][row] : w;
    l->counts[item->hits] += f->y[i][row] != 0;
    add_moments(l->moments + item->moments, f, i, row);
}

struct naive_line
naive_line_of(const struct sv_fold *fold, uint32_t unit, size_t cell)
{
    const struct sv_tally_record *r = fold->layout;
    const size_t last = fold->stages - 1;
    struct naive_line l = {
        false, calloc(r->n_sums + 1, sizeof *l.sums),
        calloc(r->n_moments + 1, sizeof *l.moments),
        calloc(r->n_counts + 1, sizeof *l.counts),
    };

    cr_assert(l.sums != NULL && l.moments != NULL && l.counts != NULL);
    for (uint32_t row = sv_first_row(fold->design, last, unit);
         row < sv_first_row(fold->design, last, unit + 1); row++) {
        if (!is_in_cell(fold, row, cell))
            continue;
        l.occurs = true;
        for (size_t i = 0; i < r->n_items; i++)
            if (fold->weight[row] > 0 && fold->state[i][row] != 0
                && fold->state[i][row] != 2)
                add_item(&l, fold, i, row);
    }
    return l;
}

void
naive_line_free(struct naive_line *line)
{
    free(line->sums);
    free(line->moments);
    free(line->counts);
}
