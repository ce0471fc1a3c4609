/* replicatelanes.c - which rows each sum of replicate weights is of. */
#include "stages/tally/replicatelanes.h"

#include <stdlib.h>
#include <string.h>

#include "stages/tally/unitsums.h"

enum { SAMPLED = 4096, LINES_OF_A_ROW = 3 };

static bool
counts(uint8_t state)
{
    return state == 1 || state > 2;
}

/* Rows of the fold that stand for all; which ones they are changes how long it
 * takes, and no sum. */
static void
look(struct sv_lane_item *item, const struct sv_fold *f, size_t i)
{
    const uint32_t first = sv_first_row(f->design, 0, f->first_psu);
    const uint32_t n = sv_first_row(f->design, 0, f->end_psu) - first;
    const uint32_t step = n / SAMPLED + 1;
    uint32_t seen = 0, in = 0, hit = 0;

    for (uint32_t j = first; j < first + n; j += step) {
        seen++;
        in += counts(f->state[i][j]);
        hit += f->state[i][j] > 2;
    }
    item->in_others = 2 * in > seen;
    item->hit_others = !item->product && 2 * hit > in
                       && f->layout->item[i].n_numerators == 1;
}

static void
add_product(struct sv_lanes *l, size_t i, const double *y)
{
    l->group[l->n_groups++] = (struct sv_lane_group){
        y, l->fold->state[i], l->n++
    };
}

bool
sv_lanes_make(struct sv_lanes *out, const struct sv_fold *fold, size_t lines)
{
    const struct sv_tally_record *r = fold->layout;

    *out = (struct sv_lanes){
        .fold = fold, .n = 1, .n_groups = 1, .lines = lines,
        .item = calloc(r->n_items + 1, sizeof *out->item),
        .group = calloc(2 * r->n_items + 1, sizeof *out->group),
    };
    if (!sv_joint_cells_make(&out->cells, fold) || out->item == NULL
        || out->group == NULL)
        return false;
    for (size_t i = 0; i < r->n_items; i++) {
        struct sv_lane_item *item = &out->item[i];

        item->product = fold->y[i] != NULL;
        item->ratio = fold->x[i] != NULL;
        item->in = out->n++;
        item->hit = out->n;
        look(item, fold, i);
        if (!item->product)
            out->n += r->item[i].n_numerators;
        else
            add_product(out, i, fold->y[i]);
        if (item->ratio)
            add_product(out, i, fold->x[i]);
    }
    out->n_slots = out->cells.n_bins * out->n + 2 * lines;
    return out->n_slots < UINT32_MAX;
}

void
sv_lanes_free(struct sv_lanes *lanes)
{
    sv_joint_cells_free(&lanes->cells);
    free(lanes->item);
    free(lanes->group);
}

bool
sv_row_lists_open(struct sv_row_lists *l, const struct sv_lanes *lanes)
{
    const struct sv_tally_record *r = lanes->fold->layout;
    const size_t room = SV_CHUNK_ROWS
                        * (lanes->cells.n * (2 * r->n_items + 1)
                           + LINES_OF_A_ROW);

    *l = (struct sv_row_lists){
        .slot = malloc(room * sizeof *l->slot),
        .first = malloc((room + 1) * sizeof *l->first),
        .row = malloc(room * sizeof *l->row),
        .count = calloc(lanes->n_slots, sizeof *l->count),
        .entry = malloc(room * sizeof *l->entry),
        .bin = malloc(SV_CHUNK_ROWS * lanes->cells.n * sizeof *l->bin),
    };
    return l->slot != NULL && l->first != NULL && l->row != NULL
        && l->count != NULL && l->entry != NULL && l->bin != NULL;
}

void
sv_row_lists_close(struct sv_row_lists *l)
{
    free(l->slot);
    free(l->first);
    free(l->row);
    free(l->count);
    free(l->entry);
    free(l->bin);
}

void
sv_row_lists_begin(struct sv_row_lists *l, const struct sv_lanes *lanes,
                   uint32_t first, uint32_t n)
{
    for (size_t k = 0; k < lanes->cells.n; k++)
        sv_joint_bins(l->bin + k * SV_CHUNK_ROWS, &lanes->cells, k, first, n);
}

static void
add(struct sv_row_lists *l, uint32_t slot, uint32_t row)
{
    l->entry[l->n_entries++] =
        (struct sv_list_entry){ slot, (uint16_t) row };
    if (l->count[slot]++ == 0)
        l->slot[l->n++] = slot;
}

/* Row ROW of the chunk into LANE [n] of all its bins. */
static void
add_bins(struct sv_row_lists *l, const struct sv_lanes *lanes, uint32_t row,
          const uint32_t *lane, size_t n)
{
    for (size_t c = 0; c < lanes->cells.n; c++) {
        const uint32_t bin = l->bin[c * SV_CHUNK_ROWS + row];

        for (size_t k = 0; bin != SV_NO_CELL && k < n; k++)
            add(l, bin * (uint32_t) lanes->n + lane[k], row);
    }
}

/* splitmix64 of Steele, Lea and Flood, 2014. */
static uint64_t
mix(uint64_t z)
{
    z += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/* A row goes into a few lines of the sketch, with a sign for each; where there
 * are lines enough, into one of its own.  With three lines a row, and twice as
 * many lines as the rank can be, independent rows stay so but by a chance that
 * need not be counted with. */
static void
add_lines(struct sv_row_lists *l, const struct sv_lanes *lanes, uint32_t first,
          uint32_t row)
{
    const size_t m = lanes->lines, at = lanes->n_slots - 2 * m;
    const uint32_t j = first + row;

    if (m > 0 && lanes->fold->design->n_rows <= m)
        add(l, (uint32_t) (at + j), row);
    for (uint64_t k = 0; m > 0 && lanes->fold->design->n_rows > m
                         && k < LINES_OF_A_ROW; k++)
        add(l, (uint32_t) (at + mix(LINES_OF_A_ROW * (uint64_t) j + k)
                                    % (2 * m)), row);
}

/* The lanes of the weights alone that row J of the data is in. */
static size_t
weight_lanes(uint32_t *lane, const struct sv_lanes *lanes, uint32_t j)
{
    const struct sv_fold *f = lanes->fold;
    size_t n = 1;

    lane[0] = 0;
    for (size_t i = 0; i < f->layout->n_items; i++) {
        const struct sv_lane_item *item = &lanes->item[i];
        const uint8_t state = f->state[i][j];
        const bool in = counts(state);

        if (in != item->in_others)
            lane[n++] = (uint32_t) item->in;
        if (!in || item->product)
            continue;
        if (item->hit_others ? state == 1 : state > 2)
            lane[n++] = (uint32_t) (item->hit
                                    + (state > 2 ? state - 3u : 0));
    }
    return n;
}

static void
list_weights(struct sv_row_lists *l, const struct sv_lanes *lanes,
             uint32_t first, uint32_t n)
{
    uint32_t *lane = l->first;          /* free until the rows are sorted */

    for (uint32_t j = 0; j < n; j++) {
        add_bins(l, lanes, j, lane, weight_lanes(lane, lanes, first + j));
        add_lines(l, lanes, first, j);
    }
}

static void
list_products(struct sv_row_lists *l, const struct sv_lanes *lanes,
              const struct sv_lane_group *g, uint32_t first, uint32_t n)
{
    const uint32_t lane = (uint32_t) g->lane;

    for (uint32_t j = 0; j < n; j++)
        if (counts(g->state[first + j]) && g->y[first + j] != 0)
            add_bins(l, lanes, j, &lane, 1);
}

/* Puts the slots in order where that is cheaper than to go about in memory. */
static void
put_in_order(struct sv_row_lists *l, size_t n_slots)
{
    if (n_slots > l->n_entries)
        return;
    l->n = 0;
    for (size_t s = 0; s < n_slots; s++)
        if (l->count[s] > 0)
            l->slot[l->n++] = (uint32_t) s;
}

/* Entries into rows, slot by slot. */
static void
sort(struct sv_row_lists *l, size_t n_slots)
{
    uint32_t sum = 0;

    put_in_order(l, n_slots);

    for (size_t k = 0; k < l->n; k++) {
        const uint32_t n = l->count[l->slot[k]];

        l->first[k] = sum;
        l->count[l->slot[k]] = sum;
        sum += n;
    }
    l->first[l->n] = sum;
    for (size_t e = 0; e < l->n_entries; e++)
        l->row[l->count[l->entry[e].slot]++] = l->entry[e].row;
    for (size_t k = 0; k < l->n; k++)
        l->count[l->slot[k]] = 0;
}

void
sv_row_lists_fill(struct sv_row_lists *l, const struct sv_lanes *lanes,
                  size_t group, uint32_t first, uint32_t n)
{
    l->n = l->n_entries = 0;
    if (group == 0)
        list_weights(l, lanes, first, n);
    else
        list_products(l, lanes, &lanes->group[group], first, n);
    sort(l, lanes->n_slots);
}
