/* tallyfile.h - what tally.h5 holds: the fold of the data.
 *
 * Of every record type, for every cell (a combination of categories; the total
 * is one) and every sampling unit of the last stage that carries variance, a
 * row of sums over the unit's members in the cell.  Rows are sparse: a unit
 * without members in a cell has none.  They stand cell by cell, and within a
 * cell by unit, so that the rows of a cell are contiguous:
 *
 *     REC/cells    U64 [n_cells + 1]     first row of each cell
 *     REC/unit     U32 [n_rows]          sampling unit
 *     REC/sums     F64 [n_rows][n_sums]
 *     REC/moments  F64 [n_rows][n_moments]       absent if n_moments is 0
 *     REC/counts   U32 [n_counts][n_rows]        a column after the other
 *     REC/design/...                     as in units.h5
 *
 * What the columns are follows from the list of indicators alone; this is the
 * one place that says how.  `meta` is that of units.h5 with a `tally` added.
 *
 * A two-way test has a fold of its own, of one item and one crossing, in the
 * group REC/tests/K; with calibrated weights also REC/tests/K/calibration.
 * `meta` describes it:
 *
 *     "tests": [{"text": "HH7 ~ sex | area", "trend": false, "variable": "HH7",
 *                "record": "person", "measure": 0, "estimator": "proportion",
 *                "categories": [], "by": ["area", "sex"], "within": 1}]
 *
 * MEASURE is the number of its columns in units.h5 (ind/0/state); WITHIN how
 * many of BY, from the first, are those in whose categories the test is made.
 */
#ifndef SV_TALLYFILE_H
#define SV_TALLYFILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/ranges.h"
#include "pipeline/survey.h"

enum { SV_TALLY_VERSION = 1, SV_MAX_CROSSED = 8 };

/* Where the sums of one indicator stand in a row.  Moments are those of
 * weights/moments.h, double by double: sv_moments for means and totals,
 * sv_comoments (x, y) for ratios. */
struct sv_tally_item {
    size_t indicator;           /* its place in meta.indicators */
    enum sv_estimand estimand;
    size_t n_numerators;        /* 1; shares: one a category */
    size_t numerator;           /* sums: first of n_numerators, of wy */
    size_t denominator;         /* sums: of w; ratio: of wx */
    size_t square;              /* sums: of w^2 over those counted */
    size_t count;               /* counts: members with non-zero weight */
    size_t hits;                /* counts: first of n_numerators; of them, those
                                   with y not 0 */
    size_t moments;             /* moments: first; n_moments if it has none */
    size_t repeated;            /* totals of replicates: first of n_numerators,
                                   then that of the denominator */
};

struct sv_tally_crossing {
    size_t n;                   /* classifications; 0: the total */
    const char *variable[SV_MAX_CROSSED];       /* borrowed from the meta */
    const json_t *categories[SV_MAX_CROSSED];   /* the same; in code order */
    size_t size[SV_MAX_CROSSED];                /* categories of each */
    size_t first_cell, n_cells; /* the last classification counts fastest */
};

struct sv_tally_record {
    const char *name;           /* borrowed from the meta */
    const char *group;          /* where its columns are: its name */
    struct sv_tally_item *item;
    size_t n_items;
    struct sv_tally_crossing *crossing;         /* the total first */
    size_t n_crossings, n_cells;
    size_t n_sums, n_counts, n_moments;         /* of a row */
    size_t n_repeated;          /* totals of a cell in a replicate */
};

struct sv_tally_layout {
    struct sv_tally_record *record;     /* in the order of the meta */
    size_t n;
};

/* The layout for META, that of units.h5, which must outlive it.  The caller
 * releases *out with sv_tally_layout_free(). */
enum sv_status sv_tally_layout(struct sv_tally_layout *out, const json_t *meta,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_tally_layout_free(struct sv_tally_layout *layout);

struct sv_test_layout {
    const json_t *entry;        /* of the meta */
    bool trend;
    size_t n_within;
    struct sv_tally_record record;      /* item and crossing are those below */
    struct sv_tally_item item;
    struct sv_tally_crossing crossing;
    char group[256];
};

/* All tests of META, in order; the caller frees *out. */
enum sv_status sv_test_layout(struct sv_test_layout **out, size_t *n,
                              const json_t *meta, struct sv_fault *fault)
    SV_MUST_USE;

/* Whether one of TEST [N] is of RECORD. */
bool sv_test_of(const struct sv_test_layout *test, size_t n,
                const struct sv_tally_record *record);

/* The rows of one record type in an open tally.h5; borrowed from it. */
struct sv_tally_rows {
    size_t n;
    const uint64_t *cells;      /* [n_cells + 1] */
    const uint32_t *unit;       /* [n] */
    const double *sums;         /* [n][n_sums] */
    const double *moments;      /* [n][n_moments], or NULL */
    const uint32_t *counts;     /* [n_counts][n] */
};
enum sv_status sv_tally_rows_of(struct sv_tally_rows *out,
                                const struct sv_store *store,
                                const struct sv_tally_record *record,
                                struct sv_fault *fault) SV_MUST_USE;

/* How many stages of a design the tally needs: those down to the first without
 * a population, whose units the rows are of. */
size_t sv_tally_stages(const struct sv_ranges *design);

#endif
