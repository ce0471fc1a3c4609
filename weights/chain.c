/* chain.c - the projections that belong to the final weights of a record. */
#include <stdlib.h>
#include <string.h>

#include "weights/weighting.h"

enum { ROUNDS = 10 };           /* of a raking, as R survey goes over it */

/* Rows in a group. */
static bool
sizes(double **size, const struct sv_weighting_step *s, size_t n)
{
    *size = calloc(s->x.n_rows + 1, sizeof **size);
    for (size_t j = 0; *size != NULL && j < n; j++)
        (*size)[s->group != NULL ? s->group[j] : j]++;
    return *size != NULL;
}

/* Room for one more block of N rows; false if memory runs out. */
static bool
take_block(struct sv_weighting_chain *c, size_t n, bool grouped)
{
    const size_t i = c->p.n_blocks++;

    c->u[i] = calloc(n + 1, sizeof *c->u[i]);
    c->v[i] = calloc(n + 1, sizeof *c->v[i]);
    if (grouped)
        c->row_of[i] = calloc(n + 1, sizeof *c->row_of[i]);
    c->block[i].n_rows = n;
    c->block[i].u = c->u[i];
    c->block[i].v = c->v[i];
    c->block[i].row_of = c->row_of[i];
    return c->u[i] != NULL && c->v[i] != NULL
        && (!grouped || c->row_of[i] != NULL);
}

/* The block of margin M of a raking, or of a whole calibration (M =
 * n_margins). */
static bool
add_block(struct sv_weighting_chain *c, const struct sv_weighting_step *s,
          const struct sv_weighting_trace *t, size_t m, size_t n)
{
    const struct sv_auxiliary *x = &s->x;
    const bool whole = m == x->n_margins;
    const size_t i = c->p.n_blocks;
    double *size;
    bool done = sizes(&size, s, n) && take_block(c, n, s->group != NULL);

    for (size_t j = 0; done && j < n; j++) {
        const size_t row = s->group != NULL ? s->group[j] : j;
        const double w = whole ? t->g[row] * t->before[row]
                               : t->after[m * x->n_rows + row];

        c->u[i][j] = w / size[row];
        if (w != 0)
            c->v[i][j] = whole ? 1 / t->g[row] : 1 / c->u[i][j];
        if (s->group != NULL)
            c->row_of[i][j] = s->group[j];
    }
    c->block[i].x = x;
    c->block[i].from = whole ? 0 : x->margin[m];
    c->block[i].to = whole ? x->n_columns : x->margin[m + 1];
    free(size);
    return done;
}

/* A raking of several margins has a block for each and goes over them; that of
 * one is post-stratification, whose means go by the weights before. */
static bool
add_step(struct sv_weighting_chain *c, const struct sv_weighting_step *s,
         const struct sv_weighting_trace *t, size_t n)
{
    const size_t first = c->p.n_blocks, margins = s->x.n_margins;
    const bool rakes = t->after != NULL && margins > 1;
    bool done = true;

    for (size_t m = 0; rakes && done && m < margins; m++)
        done = add_block(c, s, t, m, n);
    if (!rakes)
        done = add_block(c, s, t, margins, n);
    for (size_t r = 0; r < (rakes ? ROUNDS : 1); r++)
        for (size_t i = first; i < c->p.n_blocks; i++)
            c->order[c->p.n_order++] = i;
    return done;
}

/* Which rows of a parent's projection those of its children stand below, and how
 * many there are: the absent ones come last, each by itself. */
struct below {
    uint32_t *up;               /* [n] */
    size_t n, n_children;
};

/* Finds them for R, whose parent's rows, and those absent there, are in C; lists
 * those that are absent for R in their place. */
static bool
find_below(struct below *b, struct sv_weighting_chain *c,
           const struct sv_weighting *w, const struct sv_weighting_record *r)
{
    const size_t n_parents = w->record[r->parent].n_rows;
    const size_t above = c->n_absent, most = n_parents + above;
    struct sv_absent_row *absent = calloc(most + 1, sizeof *absent);

    *b = (struct below){ calloc(r->n_rows + most + 1, sizeof *b->up), r->n_rows,
                         r->n_rows };
    if (absent == NULL || b->up == NULL) {
        free(absent);
        return false;
    }
    memcpy(b->up, r->parent_row, r->n_rows * sizeof *b->up);
    for (size_t p = 0, j = 0; p < most; p++) {
        if (j < r->n_rows && b->up[j] == p) {
            while (j < r->n_rows && b->up[j] == p)
                j++;
            continue;
        }
        absent[b->n - r->n_rows] = p < n_parents
            ? (struct sv_absent_row){ (size_t) r->parent, (uint32_t) p }
            : c->absent[p - n_parents];
        b->up[b->n++] = (uint32_t) p;
    }
    free(c->absent);
    c->absent = absent;
    c->n_absent = b->n - r->n_rows;
    return true;
}

/* How many rows from J on stand below the same one; the absent by themselves. */
static size_t
siblings(const struct below *b, size_t j)
{
    size_t n = 1;

    while (j + n < b->n_children && b->up[j + n] == b->up[j])
        n++;
    return n;
}

/* Makes block I, of the parent's rows, one of those below: every child has the
 * parent's v; the u, which is of the household, is shared among the children, so
 * that it adds nothing to what differs between them. */
static bool
hand_down(struct sv_weighting_chain *c, size_t i, const struct below *b)
{
    const size_t n_parents = c->block[i].n_rows;
    double *u = c->u[i], *v = c->v[i];
    uint32_t *row_of = c->row_of[i];
    bool done;

    c->p.n_blocks--;
    c->u[i] = NULL;
    c->v[i] = NULL;
    c->row_of[i] = NULL;
    done = take_block(c, b->n, true);
    for (size_t j = 0, size = 0, last = 0; done && j < b->n; j++) {
        const uint32_t up = b->up[j];

        if (j == last) {
            size = siblings(b, j);
            last = j + size;
        }
        if (up >= n_parents)
            continue;           /* not of this calibration */
        c->u[i][j] = u[up] / (double) size;
        c->v[i][j] = v[up];
        c->row_of[i][j] = row_of != NULL ? row_of[up] : up;
    }
    free(u);
    free(v);
    free(row_of);
    return done;
}

/* The blocks from FIRST on, of the parent of R, as R has them. */
static bool
hand_all_down(struct sv_weighting_chain *c, size_t first,
              const struct sv_weighting *w, const struct sv_weighting_record *r)
{
    const size_t all = c->p.n_blocks;
    struct below below;
    bool done = find_below(&below, c, w, r);

    for (size_t i = first; done && i < all; i++) {
        c->p.n_blocks = i + 1;
        done = hand_down(c, i, &below);
        c->p.n_blocks = all;
    }
    free(below.up);
    return done;
}

/* The steps before END that made the weights of RECORD. */
static bool
add_record(struct sv_weighting_chain *c, const struct sv_weighting *w,
           const struct sv_weighting_trace *trace, size_t record, size_t end)
{
    const struct sv_weighting_record *r = &w->record[record];
    size_t begin = 0, first;
    bool done = true, down = false;

    for (size_t i = 0; i < end; i++)
        if (w->step[i].record == record && w->step[i].kind->sets) {
            begin = i;
            down = w->step[i].kind
                   == sv_weighting_kind_find("from-parent");
        }
    for (size_t i = begin; done && i < end; i++)
        if (w->step[i].record == record && w->step[i].kind->calibrates)
            done = add_step(c, &w->step[i], &trace[i], r->n_rows);
    first = c->p.n_blocks;
    if (!done || !down)
        return done;
    return add_record(c, w, trace, (size_t) r->parent, begin)
           && hand_all_down(c, first, w, r);
}

/* Blocks that there can be at most. */
static size_t
most_blocks(const struct sv_weighting *w)
{
    size_t n = 1;

    for (size_t i = 0; i < w->n_steps; i++)
        n += w->step[i].x.n_margins + 1;
    return n;
}

enum sv_status
sv_weighting_chain(struct sv_weighting_chain *out, const struct sv_weighting *w,
                   const struct sv_weighting_trace *trace, size_t record,
                   struct sv_fault *fault)
{
    const size_t n = most_blocks(w);

    *out = (struct sv_weighting_chain){
        .block = calloc(n, sizeof *out->block),
        .u = calloc(n, sizeof *out->u), .v = calloc(n, sizeof *out->v),
        .row_of = calloc(n, sizeof *out->row_of),
        .order = calloc(n * ROUNDS, sizeof *out->order),
    };
    if (out->block != NULL && out->u != NULL && out->v != NULL
        && out->row_of != NULL && out->order != NULL
        && add_record(out, w, trace, record, w->n_steps)) {
        out->p.n_rows = w->record[record].n_rows + out->n_absent;
        out->p.block = out->block;
        out->p.order = out->order;
        return SV_OK;
    }
    sv_weighting_chain_free(out);
    return sv_fail(fault, SV_SYSTEM, "out of memory for the residuals of "
                   "calibration");
}

void
sv_weighting_chain_free(struct sv_weighting_chain *chain)
{
    for (size_t i = 0; i < chain->p.n_blocks; i++) {
        free(chain->u != NULL ? chain->u[i] : NULL);
        free(chain->v != NULL ? chain->v[i] : NULL);
        free(chain->row_of != NULL ? chain->row_of[i] : NULL);
    }
    free(chain->block);
    free(chain->u);
    free(chain->v);
    free(chain->row_of);
    free(chain->order);
    free(chain->absent);
    *chain = (struct sv_weighting_chain){ 0 };
}
