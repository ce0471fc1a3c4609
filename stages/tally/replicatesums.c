/* replicatesums.c - the second pass: sums of replicate weights by cell. */
#include "stages/tally/replicatesums.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "stages/tally/replicatekernels.h"
#include "stages/tally/replicatelanes.h"
#include "stages/tally/replicateunits.h"

enum { HUGE_PAGE = 2 << 20 };
enum { LISTS_AHEAD = 3 };       /* whose sums are prefetched */

/* Bytes of sums that all threads together may have. */
static const size_t MOST_SUMS = (size_t) 256 << 20;

struct summing {
    const struct sv_fold *fold;
    const struct sv_replicate_file *file;
    const int32_t *exponent;    /* [n_repeated][2] */
    int32_t weight[2];          /* exponents of weights alone */
    struct sv_lanes lanes;
    bool fine;                  /* weights have a rest */
    bool rest;                  /* some sums have one */
    size_t from, n, width;      /* replicates of this pass; with padding */
    _Atomic bool no_memory;
};

/* What one thread has. */
struct adder {
    struct sv_row_lists lists;
    int64_t *part, *rest;       /* [SV_CHUNK_ROWS][block] of numbers */
    int64_t *sum, *sum_rest;    /* [n_slots] lines, block by block */
    int64_t *cell;              /* [lanes.n][block] of a cell of many bins */
};

size_t
sv_replicate_lines(size_t n)
{
    return 2 * n + 32;
}

/* ---- chunks --------------------------------------------------------------- */

/* A block of replicates of the pass: FROM, N of them, in so many EIGHTS. */
struct block {
    size_t from, n, eights;
};

static struct block
block_at(const struct summing *s, size_t from)
{
    const size_t left = s->n - from;
    struct block b = { from, left < SV_REPLICATE_BLOCK ? left
                                                       : SV_REPLICATE_BLOCK, 0 };

    b.eights = (b.n + SV_EIGHT - 1) / SV_EIGHT;
    return b;
}

/* Where the line of SLOT is in the sums: blocks follow each other. */
static size_t
place(const struct summing *s, const struct block *b, size_t slot)
{
    return b->from * s->lanes.n_slots + slot * b->eights * SV_EIGHT;
}

/* What GROUP adds of the weights from row FIRST on. */
static struct sv_rounding
rounding_of(const struct summing *s, size_t group, uint32_t first)
{
    const struct sv_lane_group *g = &s->lanes.group[group];
    const int32_t *e = s->weight;

    for (size_t i = 0; g->y != NULL && i < s->fold->layout->n_items; i++) {
        const struct sv_tally_item *item = &s->fold->layout->item[i];

        if (s->fold->state[i] == g->state)
            e = s->exponent
                + 2 * (item->repeated + (s->fold->x[i] == g->y
                                             ? item->n_numerators : 0));
    }
    return (struct sv_rounding){
        g->y != NULL ? g->y + first : NULL, ldexp(1, -e[0]),
        ldexp(1, e[0] - e[1]), group > 0 || s->fine,
    };
}

/* The numbers of rows [first, first + n) for GROUP. */
static void
load(struct adder *a, const struct summing *s, const struct block *b,
     size_t group, uint32_t first, uint32_t n)
{
    const struct sv_rounding how = rounding_of(s, group, first);
    const size_t stride = s->file->n, width = b->eights * SV_EIGHT;
    const size_t at = first * stride + s->from + b->from;

    sv_lines_round(a->part, a->rest,
                   (const char *) s->file->weight.data
                       + at * sv_type_size(s->file->weight.type),
                   s->file->weight.type, stride, n, b->n, width, &how);
}

/* Where the sum of the K-th list is; lists are gone through in the order of
 * memory, but sums are too many to stay in the cache until the next chunk. */
static size_t
sum_of(const struct adder *a, const struct summing *s, const struct block *b,
       size_t k)
{
    const size_t ahead = k + LISTS_AHEAD;

    if (ahead < a->lists.n)
        for (size_t i = 0; i < b->eights; i++)
            __builtin_prefetch(a->sum + place(s, b, a->lists.slot[ahead])
                               + i * SV_EIGHT, 1);
    return place(s, b, a->lists.slot[k]);
}

/* Adds the numbers of a block to the slots of the lists. */
static void
add_lists(struct adder *a, const struct summing *s, const struct block *b,
          bool rest)
{
    const struct sv_row_lists *l = &a->lists;

    for (size_t k = 0; k < l->n; k++) {
        const size_t to = sum_of(a, s, b, k);
        const uint16_t *row = l->row + l->first[k];
        const size_t rows = l->first[k + 1] - l->first[k];

        sv_lines_add(a->sum + to, a->part, row, rows, b->eights);
        if (rest)
            sv_lines_add(a->sum_rest + to, a->rest, row, rows, b->eights);
    }
}

static void
add_chunk(struct adder *a, const struct summing *s, uint32_t first, uint32_t n)
{
    sv_row_lists_begin(&a->lists, &s->lanes, first, n);
    for (size_t g = 0; g < s->lanes.n_groups; g++) {
        sv_row_lists_fill(&a->lists, &s->lanes, g, first, n);
        for (size_t at = 0; at < s->n; at += SV_REPLICATE_BLOCK) {
            const struct block b = block_at(s, at);

            load(a, s, &b, g, first, n);
            add_lists(a, s, &b, g > 0 || s->fine);
        }
    }
}

/* ---- threads and passes --------------------------------------------------- */

/* Zeroed; sums are gone about in at random, so they are in huge pages, where the
 * system has some. */
static void *
aligned(size_t n)
{
    const size_t size = n * sizeof(int64_t);
    const size_t page = size < HUGE_PAGE ? SV_LINE_BYTES : HUGE_PAGE;
    const size_t whole = (size / page + 1) * page;
    void *out = aligned_alloc(page, whole);

    if (out != NULL && page == HUGE_PAGE)
        madvise(out, whole, MADV_HUGEPAGE);
    if (out != NULL)
        memset(out, 0, whole);
    return out;
}

static bool
open_adder(struct adder *a, const struct summing *s)
{
    const size_t n = s->lanes.n_slots * s->width;

    *a = (struct adder){
        .part = aligned(SV_CHUNK_ROWS * SV_REPLICATE_BLOCK),
        .rest = aligned(SV_CHUNK_ROWS * SV_REPLICATE_BLOCK),
        .sum = aligned(n), .sum_rest = s->rest ? aligned(n) : NULL,
        .cell = aligned(s->lanes.n * SV_REPLICATE_BLOCK),
    };
    return sv_row_lists_open(&a->lists, &s->lanes) && a->part != NULL
        && a->rest != NULL && a->sum != NULL && a->cell != NULL
        && (!s->rest || a->sum_rest != NULL);
}

static void
close_adder(struct adder *a)
{
    sv_row_lists_close(&a->lists);
    free(a->part);
    free(a->rest);
    free(a->sum);
    free(a->sum_rest);
    free(a->cell);
}

static void
give_back(const struct summing *s, uint32_t first, uint32_t n)
{
    const size_t line = s->file->n * sv_type_size(s->file->weight.type);

    sv_pages_done((const char *) s->file->weight.data + first * line, n * line);
}

/* Adds MORE to SUM, [n]. */
static void
collect(int64_t *sum, const int64_t *more, size_t n)
{
    for (size_t k = 0; more != NULL && k < n; k++)
        sum[k] += more[k];
}

/* All rows of the fold, by the ADDER [n_adders]; the first has the sums. */
static void
run(struct adder *adder, int n_adders, const struct summing *s)
{
    const struct sv_ranges *d = s->fold->design;
    const uint32_t first = sv_first_row(d, 0, s->fold->first_psu);
    const uint32_t end = sv_first_row(d, 0, s->fold->end_psu);
    const size_t n = s->lanes.n_slots * s->width;

    #pragma omp parallel for schedule(dynamic, 1) num_threads(n_adders)
    for (uint32_t j = first; j < end; j += SV_CHUNK_ROWS) {
        const uint32_t rows = end - j < SV_CHUNK_ROWS ? end - j : SV_CHUNK_ROWS;

        add_chunk(&adder[omp_get_thread_num()], s, j, rows);
        give_back(s, j, rows);
    }
    for (int i = 1; i < n_adders; i++) {
        collect(adder[0].sum, adder[i].sum, n);
        collect(adder[0].sum_rest, adder[i].sum_rest, n);
    }
}

/* ---- from lanes to totals -------------------------------------------------- */

/* OUT [b->n]: lane A of a cell whose lanes are at LINE; or all less A. */
static void
put_lane(uint64_t *out, const struct block *b, const int64_t *line, size_t a,
         const uint64_t *all)
{
    for (size_t r = 0; r < b->n; r++) {
        const uint64_t sum = (uint64_t) line[a * b->eights * SV_EIGHT + r];

        out[r] = all != NULL ? all[r] - sum : sum;
    }
}

/* TO: the first total of the item in the first replicate of the block. */
static void
put_item(uint64_t *to, const struct summing *s, const struct block *b,
         const int64_t *line, size_t i)
{
    const struct sv_tally_item *t = &s->fold->layout->item[i];
    const struct sv_lane_item *l = &s->lanes.item[i];
    uint64_t *const in = to + t->n_numerators * s->file->n;

    put_lane(in, b, line, l->in,
             l->in_others ? (const uint64_t *) line : NULL);
    for (size_t k = 0; k < t->n_numerators; k++)
        put_lane(to + k * s->file->n, b, line, l->hit + k,
                 l->hit_others ? in : NULL);
    if (l->ratio)
        put_lane(in, b, line, l->hit + 1, NULL);
}

/* The lanes of CELL: those of its bin, or of all its bins, added up in LINE. */
static const int64_t *
cell_lanes(int64_t *line, const struct summing *s, const struct block *b,
           const int64_t *sum, size_t cell)
{
    const struct sv_joint_cells *cells = &s->lanes.cells;
    const uint32_t *bin = cells->bin + cells->first[cell];
    const size_t n = cells->first[cell + 1] - cells->first[cell];
    const size_t size = s->lanes.n * b->eights * SV_EIGHT;

    if (n == 1)
        return sum + place(s, b, *bin * s->lanes.n);
    memset(line, 0, size * sizeof *line);
    for (size_t k = 0; k < n; k++)
        collect(line, sum + place(s, b, bin[k] * s->lanes.n), size);
    return line;
}

/* The sums of a block into TOTALS, or of the rests. */
static void
put(uint64_t *totals, int64_t *line, const struct summing *s,
    const struct block *b, const int64_t *sum)
{
    const struct sv_tally_record *r = s->fold->layout;

    for (size_t cell = 0; totals != NULL && cell < r->n_cells; cell++) {
        const int64_t *lanes = cell_lanes(line, s, b, sum, cell);

        for (size_t i = 0; i < r->n_items; i++)
            put_item(totals + (cell * r->n_repeated + r->item[i].repeated)
                              * s->file->n + s->from + b->from,
                     s, b, lanes, i);
    }
}

static void
put_sketch(uint64_t *sketch, const struct summing *s, const struct block *b,
           const int64_t *sum)
{
    const size_t m = s->lanes.lines;

    for (size_t k = 0; sketch != NULL && k < m; k++) {
        const size_t plus = place(s, b, s->lanes.n_slots - 2 * m + k);
        const size_t minus = place(s, b, s->lanes.n_slots - m + k);

        for (size_t r = 0; r < b->n; r++)
            sketch[k * s->file->n + s->from + b->from + r] =
                (uint64_t) sum[plus + r] - (uint64_t) sum[minus + r];
    }
}

static void
put_all(const struct sv_replicate_sums *into, const struct summing *s,
        const struct adder *a)
{
    for (size_t at = 0; at < s->n; at += SV_REPLICATE_BLOCK) {
        const struct block b = block_at(s, at);

        put(into->totals, a->cell, s, &b, a->sum);
        put(into->rest, a->cell, s, &b, a->sum_rest);
        put_sketch(into->sketch, s, &b, a->sum);
    }
}

static bool
pass(const struct sv_replicate_sums *into, struct summing *s)
{
    const size_t each = (s->rest ? 2 : 1) * s->lanes.n_slots * s->width
                        * sizeof(int64_t);
    size_t n = MOST_SUMS / (each + 1) + 1;
    struct adder *adder;
    _Atomic bool no_memory = false;

    n = n < (size_t) omp_get_max_threads() ? n : (size_t) omp_get_max_threads();
    adder = calloc(n, sizeof *adder);
    if (adder == NULL)
        return false;
    #pragma omp parallel for schedule(static, 1) num_threads(n)
    for (size_t i = 0; i < n; i++)
        if (!open_adder(&adder[i], s))
            atomic_store(&no_memory, true);
    if (!no_memory) {
        run(adder, (int) n, s);
        put_all(into, s, &adder[0]);
    }
    for (size_t i = 0; i < n; i++)
        close_adder(&adder[i]);
    free(adder);
    return !no_memory;
}

/* Replicates of the next pass: whole blocks, as many as there is room for. */
static size_t
count_at_once(const struct summing *s)
{
    const size_t block = SV_REPLICATE_BLOCK, left = s->file->n - s->from;
    const size_t room = MOST_SUMS / sizeof(int64_t) / s->lanes.n_slots / 4
                        / block * block;
    const size_t most = room > block ? room : block;

    return left < most ? left : most;
}

enum sv_status
sv_replicate_fold(const struct sv_replicate_sums *into,
                  const struct sv_fold *fold,
                  const struct sv_replicate_file *file,
                  const int32_t *exponent, struct sv_fault *fault)
{
    struct summing s = { .fold = fold, .file = file, .exponent = exponent,
                         .rest = into->rest != NULL };
    const size_t lines = into->sketch != NULL ? sv_replicate_lines(file->n) : 0;
    bool done = sv_lanes_make(&s.lanes, fold, lines);

    s.fine = sv_replicate_weight_exponents(s.weight, file);
    while (done && s.from < file->n) {
        s.n = count_at_once(&s);
        s.width = (s.n + SV_EIGHT - 1) / SV_EIGHT * SV_EIGHT;
        done = pass(into, &s);
        s.from += s.n;
    }
    sv_lanes_free(&s.lanes);
    return done ? SV_OK
                : sv_fail(fault, SV_SYSTEM, "out of memory for the sums of "
                          "%zu replicates", file->n);
}
