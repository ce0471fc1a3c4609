/* replicatesums.c - the second pass: sums of replicate weights by cell. */
#include "stages/tally/replicatesums.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "stages/tally/replicatelanes.h"

/* The thread sanitizer is not ready yet when the loader chooses a clone. */
#ifdef SV_ONE_TARGET
#define FOR_EVERY_TARGET
#else
#define FOR_EVERY_TARGET \
    __attribute__((target_clones("avx512f", "avx2", "default")))
#endif

/* Replicates in a block are lanes of a few vectors of eight, which stay in
 * registers while rows are added. */
typedef int64_t eight __attribute__((vector_size(64), may_alias));
enum { EIGHT = 8, MOST_EIGHTS = 2, BLOCK = EIGHT * MOST_EIGHTS };
enum { LINE_BYTES = 64 };
enum { ROWS_AHEAD = 16, LISTS_AHEAD = 3 };      /* what is prefetched */
enum { HUGE_PAGE = 2 << 20 };

/* A sum may use 62 bits, and what is rounded is below 2^50, so that adding
 * 1.5 * 2^52 leaves the nearest integer in the low bits of a double. */
enum { SUM_BITS = 62, PART_BITS = 50, FINE_BITS = 40 };
static const double magic = 0x1.8p52;

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

/* ---- exponents ------------------------------------------------------------ */

static int
bits_of(double x)
{
    return x > 0 ? ilogb(x) + 1 : 0;
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

static double
greatest(const double *column, size_t n)
{
    double most = 0;

    for (size_t j = 0; j < n; j++)
        most = fmax(most, fabs(column[j]));
    return most > 0 ? most : 1;
}

/* Units for numbers of which the greatest has MOST bits and whose sums have
 * SUM; ROWS of them. */
static void
choose(int32_t exponent[2], int most, int sum, size_t rows)
{
    const int rest = least(PART_BITS, SUM_BITS - bits_of((double) rows));

    exponent[0] = -least(SUM_BITS - sum, PART_BITS - most);
    exponent[1] = exponent[0] - rest;
}

/* Whether rounded weights are exact, or nearly, without their rest. */
static bool
is_coarse(const double *bounds, const int32_t exponent[2])
{
    if (bounds[3] > 0 && exponent[0] <= 0)
        return false;
    return bounds[2] > 0 && ilogb(bounds[2]) - exponent[0] < FINE_BITS;
}

/* Those of weights times values that have MORE bits. */
static void
choose_for(int32_t exponent[2], const struct sv_replicate_file *file, int more)
{
    choose(exponent, bits_of(file->bounds[0]) + more,
           bits_of(file->bounds[1]) + more, file->weight.n / file->n);
}

bool
sv_replicate_exponents(int32_t *exponent, const struct sv_fold *fold,
                       const struct sv_replicate_file *file)
{
    const size_t n = fold->design->n_rows;
    int32_t weight[2];
    bool rest;

    choose_for(weight, file, 0);
    rest = is_coarse(file->bounds, weight);
    for (size_t i = 0; i < fold->layout->n_items; i++) {
        const struct sv_tally_item *item = &fold->layout->item[i];

        for (size_t k = 0; k <= item->n_numerators; k++) {
            const bool last = k == item->n_numerators;
            const double *y = last ? fold->x[i] : fold->y[i];

            choose_for(exponent + 2 * (item->repeated + k), file,
                       y != NULL ? bits_of(greatest(y, n)) : 0);
            rest |= y != NULL;
        }
    }
    return rest;
}

size_t
sv_replicate_lines(size_t n)
{
    return 2 * n + 32;
}

/* ---- kernels -------------------------------------------------------------- */

/* SUM += the lines of PART that ROW [n] names, K vectors of eight long. */
#define ADD_EIGHTS(K)                                                       \
    FOR_EVERY_TARGET                                                        \
    static void                                                             \
    add_##K(int64_t *restrict sum, const int64_t *restrict part,            \
            const uint16_t *restrict row, size_t n)                         \
    {                                                                       \
        eight s[K];                                                         \
                                                                            \
        memcpy(s, sum, sizeof s);                                           \
        for (size_t i = 0; i < n; i++) {                                    \
            const eight *p = (const eight *) (part + row[i] * (K * EIGHT)); \
                                                                            \
            _Pragma("GCC unroll 2")                                         \
            for (int k = 0; k < K; k++)                                     \
                s[k] += p[k];                                               \
        }                                                                   \
        memcpy(sum, s, sizeof s);                                           \
    }
ADD_EIGHTS(1)
ADD_EIGHTS(2)

static void
add_rows(int64_t *sum, const int64_t *part, const uint16_t *row, size_t n,
         size_t eights)
{
    static void (*const add[])(int64_t *restrict, const int64_t *restrict,
                               const uint16_t *restrict, size_t) = {
        add_1, add_2,
    };

    add[eights - 1](sum, part, row, n);
}

/* What is made of weights: W times Y (NULL: 1) times SCALE, rounded, and what is
 * left of that times FINE. */
struct rounding {
    const double *y;            /* [rows] */
    double scale, fine;
    bool rest;                  /* it is wanted */
};

/* Adding the magic number rounds: what it is then less by is the integer. */
static int64_t
bits_of_magic(void)
{
    int64_t bits;

    memcpy(&bits, &magic, sizeof bits);
    return bits;
}

/* PART and REST, [rows] lines of WIDTH: numbers of W, the first N of each line
 * of STRIDE; 0 behind them. */
#define ROUND_ROWS(TYPE)                                                    \
    FOR_EVERY_TARGET                                                        \
    static void                                                             \
    round_##TYPE(int64_t *restrict part, int64_t *restrict rest,            \
                 const TYPE *restrict w, size_t stride, size_t rows,        \
                 size_t n, size_t width, const struct rounding *how)        \
    {                                                                       \
        const double scale = how->scale, fine = how->fine;                  \
        const int64_t bits = bits_of_magic();                               \
                                                                            \
        for (size_t j = 0; j < rows; j++) {                                 \
            const double y = how->y != NULL ? how->y[j] : 1;                \
            double high[BLOCK] = { 0 }, low[BLOCK] = { 0 };                 \
                                                                            \
            for (size_t k = 0; k < n * sizeof *w; k += LINE_BYTES)          \
                __builtin_prefetch((const char *) (w + ROWS_AHEAD * stride) + k);\
            for (size_t k = 0; k < n; k++)                                  \
                high[k] = (double) w[k] * y * scale + magic;                \
            for (size_t k = 0; how->rest && k < n; k++)                     \
                low[k] = ((double) w[k] * y * scale - (high[k] - magic))    \
                         * fine + magic;                                    \
            memcpy(part, high, n * sizeof *part);                           \
            for (size_t k = 0; k < n; k++)                                  \
                part[k] -= bits;                                            \
            if (how->rest)                                                  \
                memcpy(rest, low, n * sizeof *rest);                        \
            for (size_t k = 0; how->rest && k < n; k++)                     \
                rest[k] -= bits;                                            \
            for (size_t k = n; k < width; k++)                              \
                part[k] = rest[k] = 0;                                      \
            w += stride;                                                    \
            part += width;                                                  \
            rest += width;                                                  \
        }                                                                   \
    }
ROUND_ROWS(float)
ROUND_ROWS(double)

/* ---- chunks --------------------------------------------------------------- */

/* A block of replicates of the pass: FROM, N of them, in so many EIGHTS. */
struct block {
    size_t from, n, eights;
};

static struct block
block_at(const struct summing *s, size_t from)
{
    struct block b = { from, s->n - from < BLOCK ? s->n - from : BLOCK, 0 };

    b.eights = (b.n + EIGHT - 1) / EIGHT;
    return b;
}

/* Where the line of SLOT is in the sums: blocks follow each other. */
static size_t
place(const struct summing *s, const struct block *b, size_t slot)
{
    return b->from * s->lanes.n_slots + slot * b->eights * EIGHT;
}

/* What GROUP adds of the weights from row FIRST on. */
static struct rounding
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
    return (struct rounding){
        g->y != NULL ? g->y + first : NULL, ldexp(1, -e[0]),
        ldexp(1, e[0] - e[1]), group > 0 || s->fine,
    };
}

/* The numbers of rows [first, first + n) for GROUP. */
static void
load(struct adder *a, const struct summing *s, const struct block *b,
     size_t group, uint32_t first, uint32_t n)
{
    const struct rounding how = rounding_of(s, group, first);
    const size_t stride = s->file->n, width = b->eights * EIGHT;
    const size_t at = first * stride + s->from + b->from;

    if (s->file->weight.type == SV_F32)
        round_float(a->part, a->rest, (const float *) s->file->weight.data + at,
                    stride, n, b->n, width, &how);
    else
        round_double(a->part, a->rest,
                     (const double *) s->file->weight.data + at, stride, n,
                     b->n, width, &how);
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
                               + i * EIGHT, 1);
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

        add_rows(a->sum + to, a->part, row, rows, b->eights);
        if (rest)
            add_rows(a->sum_rest + to, a->rest, row, rows, b->eights);
    }
}

static void
add_chunk(struct adder *a, const struct summing *s, uint32_t first, uint32_t n)
{
    sv_row_lists_begin(&a->lists, &s->lanes, first, n);
    for (size_t g = 0; g < s->lanes.n_groups; g++) {
        sv_row_lists_fill(&a->lists, &s->lanes, g, first, n);
        for (size_t at = 0; at < s->n; at += BLOCK) {
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
    const size_t page = size < HUGE_PAGE ? LINE_BYTES : HUGE_PAGE;
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
        .part = aligned(SV_CHUNK_ROWS * BLOCK),
        .rest = aligned(SV_CHUNK_ROWS * BLOCK),
        .sum = aligned(n), .sum_rest = s->rest ? aligned(n) : NULL,
        .cell = aligned(s->lanes.n * BLOCK),
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
        const uint64_t sum = (uint64_t) line[a * b->eights * EIGHT + r];

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
    const size_t size = s->lanes.n * b->eights * EIGHT;

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
    for (size_t at = 0; at < s->n; at += BLOCK) {
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

    choose_for(s.weight, file, 0);
    s.fine = is_coarse(file->bounds, s.weight);
    while (done && s.from < file->n) {
        const size_t room = MOST_SUMS / sizeof(int64_t) / s.lanes.n_slots / 4
                            / BLOCK * BLOCK;

        s.n = file->n - s.from;
        s.n = room < BLOCK && s.n > BLOCK ? BLOCK
              : room < s.n && room >= BLOCK ? room : s.n;
        s.width = (s.n + EIGHT - 1) / EIGHT * EIGHT;
        done = pass(into, &s);
        s.from += s.n;
    }
    sv_lanes_free(&s.lanes);
    return done ? SV_OK
                : sv_fail(fault, SV_SYSTEM, "out of memory for the sums of "
                          "%zu replicates", file->n);
}
