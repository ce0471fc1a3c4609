/* jointcells.c - cells of several crossings at once. */
#include "stages/tally/jointcells.h"

#include <stdlib.h>
#include <string.h>

#include "stages/tally/unitsums.h"

/* Crossings are joined as long as that makes no more combinations than these,
 * or than the largest of them has; more would seldom be met twice by rows that
 * are added up together. */
enum { MOST_BINS = 64, MOST_PARTS = 32 };

/* A classification of a joint. */
struct part {
    struct sv_codes codes;
    size_t n;                   /* digits */
    int base;                   /* the code of digit 0: 1 if none is missing */
};

struct sv_joint {
    struct part part[MOST_PARTS];       /* the last counts fastest */
    size_t n_parts, n;          /* n: combinations */
    uint32_t *number;           /* [n] of the bin, over all joints */
};

/* While they are made. */
struct joining {
    const struct sv_fold *fold;
    struct sv_joint_cells *out;
    size_t *order;              /* [n_crossings] */
    size_t *joint_of;           /* [n_crossings] */
};

/* ---- what is joined --------------------------------------------------------- */

static bool
any_missing(const struct sv_codes *codes, const struct sv_fold *f)
{
    const uint32_t first = sv_first_row(f->design, 0, f->first_psu);
    const uint32_t end = sv_first_row(f->design, 0, f->end_psu);

    if (codes->narrow != NULL)
        return first < end
            && memchr(codes->narrow + first, 0, end - first) != NULL;
    for (uint32_t j = first; j < end; j++)
        if (codes->wide[j] == 0)
            return true;
    return false;
}

static struct part
part_of(const struct sv_fold *f, size_t c, size_t k)
{
    const size_t size = f->layout->crossing[c].size[k];
    const bool missing = any_missing(&f->codes[c][k], f);

    return (struct part){ f->codes[c][k], size + missing, missing ? 0 : 1 };
}

/* The place of the classification in the joint, or its number of parts. */
static size_t
find(const struct sv_joint *joint, const struct sv_codes *codes)
{
    size_t p = 0;

    while (p < joint->n_parts
           && (joint->part[p].codes.narrow != codes->narrow
               || joint->part[p].codes.wide != codes->wide))
        p++;
    return p;
}

/* Combinations of both; SIZE_MAX if there are too many parts. */
static size_t
size_together(const struct sv_joint *a, const struct sv_joint *b)
{
    size_t n = a->n, parts = a->n_parts;

    for (size_t p = 0; p < b->n_parts; p++)
        if (find(a, &b->part[p].codes) == a->n_parts) {
            n *= b->part[p].n;
            parts++;
        }
    return parts <= MOST_PARTS ? n : SIZE_MAX;
}

static void
join(struct sv_joint *to, const struct sv_joint *more)
{
    to->n = size_together(to, more);
    for (size_t p = 0; p < more->n_parts; p++)
        if (find(to, &more->part[p].codes) == to->n_parts)
            to->part[to->n_parts++] = more->part[p];
}

/* The crossing alone. */
static struct sv_joint
alone(const struct sv_fold *f, size_t c)
{
    struct sv_joint joint = { .n = 1 };

    for (size_t k = 0; k < f->layout->crossing[c].n; k++) {
        const struct part part = part_of(f, c, k);

        joint.part[joint.n_parts++] = part;
        joint.n *= part.n;
    }
    return joint;
}

/* Puts crossing C where it makes the fewest combinations. */
static void
place(struct joining *g, size_t c)
{
    const struct sv_joint own = alone(g->fold, c);
    struct sv_joint_cells *out = g->out;
    size_t best = out->n, fewest = SIZE_MAX;

    for (size_t j = 0; j < out->n; j++) {
        const size_t n = size_together(&out->joint[j], &own);

        if (n < fewest && (n <= MOST_BINS || n == out->joint[j].n)) {
            fewest = n;
            best = j;
        }
    }
    if (best == out->n)
        out->joint[out->n++] = own;
    else
        join(&out->joint[best], &own);
    g->joint_of[c] = best;
}

/* Large ones first, for small ones to find a place among them. */
static void
place_all(struct joining *g)
{
    const struct sv_tally_record *r = g->fold->layout;

    for (size_t c = 0; c < r->n_crossings; c++) {
        size_t at = c;

        while (at > 0 && r->crossing[g->order[at - 1]].n_cells
                         < r->crossing[c].n_cells) {
            g->order[at] = g->order[at - 1];
            at--;
        }
        g->order[at] = c;
    }
    for (size_t k = 0; k < r->n_crossings; k++)
        place(g, g->order[k]);
}

/* ---- bins -------------------------------------------------------------------- */

/* The code of part P in combination B. */
static size_t
code_in(const struct sv_joint *joint, size_t b, size_t p)
{
    for (size_t k = joint->n_parts - 1; k > p; k--)
        b /= joint->part[k].n;
    return b % joint->part[p].n + (size_t) joint->part[p].base;
}

/* The cell of crossing C that combination B of its joint is in. */
static uint32_t
cell_of(const struct joining *g, size_t c, size_t b)
{
    const struct sv_tally_crossing *crossing = &g->fold->layout->crossing[c];
    const struct sv_joint *joint = &g->out->joint[g->joint_of[c]];
    size_t cell = 0;

    for (size_t k = 0; k < crossing->n; k++) {
        const size_t p = find(joint, &g->fold->codes[c][k]);
        const size_t code = code_in(joint, b, p);

        if (code == 0)
            return SV_NO_CELL;
        cell = cell * crossing->size[k] + code - 1;
    }
    return (uint32_t) (crossing->first_cell + cell);
}

/* Numbers the combinations that are in a cell. */
static bool
number_bins(struct joining *g)
{
    const size_t n_crossings = g->fold->layout->n_crossings;
    size_t n = 0;

    for (size_t j = 0; j < g->out->n; j++) {
        struct sv_joint *joint = &g->out->joint[j];

        joint->number = malloc(joint->n * sizeof *joint->number);
        if (joint->number == NULL)
            return false;
        for (size_t b = 0; b < joint->n; b++) {
            bool used = false;

            for (size_t c = 0; c < n_crossings && !used; c++)
                used = g->joint_of[c] == j && cell_of(g, c, b) != SV_NO_CELL;
            joint->number[b] = used ? (uint32_t) n++ : SV_NO_CELL;
        }
    }
    g->out->n_bins = n;
    return true;
}

/* Calls for every cell and bin: counts, or lists with FIRST moving on. */
static void
list_bins(const struct joining *g, uint64_t *first, uint32_t *bin)
{
    for (size_t c = 0; c < g->fold->layout->n_crossings; c++) {
        const struct sv_joint *joint = &g->out->joint[g->joint_of[c]];

        for (size_t b = 0; b < joint->n; b++) {
            const uint32_t cell = cell_of(g, c, b);

            if (cell == SV_NO_CELL)
                continue;
            if (bin != NULL)
                bin[first[cell]] = joint->number[b];
            first[cell]++;
        }
    }
}

static bool
collect_bins(struct joining *g)
{
    struct sv_joint_cells *out = g->out;
    const size_t n = g->fold->layout->n_cells;

    out->first = calloc(n + 2, sizeof *out->first);
    if (out->first == NULL)
        return false;
    list_bins(g, out->first + 2, NULL);         /* how many */
    for (size_t cell = 2; cell < n + 2; cell++)
        out->first[cell] += out->first[cell - 1];
    out->bin = malloc((out->first[n + 1] + 1) * sizeof *out->bin);
    if (out->bin == NULL)
        return false;
    list_bins(g, out->first + 1, out->bin);     /* begins become ends */
    return true;
}

bool
sv_joint_cells_make(struct sv_joint_cells *out, const struct sv_fold *fold)
{
    const size_t n = fold->layout->n_crossings;
    struct joining g = {
        .fold = fold, .out = out, .order = calloc(n, sizeof *g.order),
        .joint_of = calloc(n, sizeof *g.joint_of),
    };
    bool made = false;

    *out = (struct sv_joint_cells){ .joint = calloc(n, sizeof *out->joint) };
    if (g.order != NULL && g.joint_of != NULL && out->joint != NULL) {
        place_all(&g);
        made = number_bins(&g) && collect_bins(&g);
    }
    free(g.order);
    free(g.joint_of);
    return made;
}

void
sv_joint_cells_free(struct sv_joint_cells *cells)
{
    for (size_t j = 0; cells->joint != NULL && j < cells->n; j++)
        free(cells->joint[j].number);
    free(cells->joint);
    free(cells->first);
    free(cells->bin);
    *cells = (struct sv_joint_cells){ .joint = NULL };
}

/* ---- rows -------------------------------------------------------------------- */

static void
add_digits(uint32_t *out, const struct part *part, uint32_t first, uint32_t n)
{
    const uint32_t radix = (uint32_t) part->n, base = (uint32_t) part->base;

    if (part->codes.narrow != NULL)
        for (uint32_t i = 0; i < n; i++)
            out[i] = out[i] * radix - base + part->codes.narrow[first + i];
    else
        for (uint32_t i = 0; i < n; i++)
            out[i] = out[i] * radix - base
                     + (uint32_t) (uint16_t) part->codes.wide[first + i];
}

void
sv_joint_bins(uint32_t *out, const struct sv_joint_cells *cells, size_t j,
              uint32_t first, uint32_t n)
{
    const struct sv_joint *joint = &cells->joint[j];

    memset(out, 0, n * sizeof *out);
    for (size_t p = 0; p < joint->n_parts; p++)
        add_digits(out, &joint->part[p], first, n);
    for (uint32_t i = 0; i < n; i++)
        out[i] = joint->number[out[i]];
}
