/* replicatelanes.h - which rows each sum of replicate weights is of.
 *
 * Every bin (jointcells.h) has some lanes, sums over rows: lane 0 of all its
 * members, then for each item of those who count, or who do not, and of those
 * who are hit, or who count and are not.  Whichever are fewer is summed, and the
 * other is had by subtraction (the sums are integers).  Lanes of one group add
 * the same number of a row: its weight, or its weight times a value.
 *
 * A slot is a lane of a bin; behind those of all bins come the lines of the
 * sketch, those added before those taken off.
 */
#ifndef SV_REPLICATELANES_H
#define SV_REPLICATELANES_H

#include "stages/tally/fold.h"
#include "stages/tally/jointcells.h"

/* So many that a bin has some of them, so few that a block of their numbers
 * stays in the cache. */
enum { SV_CHUNK_ROWS = 4096 };

struct sv_lane_group {
    const double *y;            /* what a weight is times; NULL: 1 */
    const uint8_t *state;       /* with Y: rows count as this says */
    size_t lane;                /* with Y: its only one */
};

struct sv_lanes {
    const struct sv_fold *fold;
    struct sv_lane_item {
        size_t in, hit;         /* lanes; hit: the first; or of products */
        bool in_others;         /* IN is of those who do not count */
        bool hit_others;        /* HIT is of those who count and are not hit */
        bool product, ratio;
    } *item;                    /* [n_items] */
    struct sv_lane_group *group;        /* weights alone first */
    size_t n_groups, n;         /* lanes */
    struct sv_joint_cells cells;
    size_t lines;               /* of the sketch */
    size_t n_slots;
};

/* False if memory runs out; the caller releases *out with sv_lanes_free() also
 * then. */
bool sv_lanes_make(struct sv_lanes *out, const struct sv_fold *fold,
                   size_t lines);
void sv_lanes_free(struct sv_lanes *lanes);

/* The rows of a chunk, slot by slot. */
struct sv_row_lists {
    size_t n;                   /* slots that have any */
    uint32_t *slot;             /* [n] ascending, unless they are few */
    uint32_t *first;            /* [n + 1] in ROW */
    uint16_t *row;              /* from the chunk's first */
    uint32_t *count;            /* [n_slots], zero between chunks */
    struct sv_list_entry { uint32_t slot; uint16_t row; } *entry;
    size_t n_entries;
    uint32_t *bin;              /* [joints][SV_CHUNK_ROWS] */
};
bool sv_row_lists_open(struct sv_row_lists *l, const struct sv_lanes *lanes);
void sv_row_lists_close(struct sv_row_lists *l);

/* Finds the bins of rows [first, first + n). */
void sv_row_lists_begin(struct sv_row_lists *l, const struct sv_lanes *lanes,
                        uint32_t first, uint32_t n);

/* Lists them for GROUP. */
void sv_row_lists_fill(struct sv_row_lists *l, const struct sv_lanes *lanes,
                       size_t group, uint32_t first, uint32_t n);

#endif
