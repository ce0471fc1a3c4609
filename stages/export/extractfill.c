/* extractfill.c - how the values of a column come about, block by block. */
#include "stages/export/extractfill.h"

#include <math.h>

#include "pipeline/world.h"

static uint8_t
reason_of(bool valid)
{
    return valid ? (uint8_t) SV_VALID : (uint8_t) SV_SYSTEM_MISSING;
}

/* The row that holds row J's value: its own, or that of its parent, ... */
static size_t
place_of(const struct sv_extract_column *c, size_t j)
{
    for (size_t k = 0; k < c->n_up; k++)
        j = c->up[k][j];
    return j;
}

void
sv_fill_number(const struct sv_extract_column *c, size_t first, size_t n,
               struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        const size_t at = place_of(c, first + j);
        const double number = sv_column_value(&c->data, at);

        to->number[j] = number;
        to->reason[j] = c->missing != NULL ? c->missing[at] : SV_VALID;
        if (to->reason[j] == SV_VALID && !isfinite(number))
            to->reason[j] = SV_SYSTEM_MISSING;
    }
}

void
sv_fill_code(const struct sv_extract_column *c, size_t first, size_t n,
             struct sv_extract_block *to)
{
    sv_fill_number(c, first, n, to);
    for (size_t j = 0; j < n; j++)
        if (to->number[j] == 0 && to->reason[j] == SV_VALID)
            to->reason[j] = SV_SYSTEM_MISSING;
}

void
sv_fill_condition(const struct sv_extract_column *c, size_t first, size_t n,
                  struct sv_extract_block *to)
{
    sv_fill_code(c, first, n, to);
    for (size_t j = 0; j < n; j++)
        to->number[j] -= 1;
}

void
sv_fill_text(const struct sv_extract_column *c, size_t first, size_t n,
             struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        const size_t at = place_of(c, first + j);

        to->text[j] = c->string[(size_t) sv_column_value(&c->data, at)];
        to->reason[j] = SV_VALID;
    }
}

void
sv_fill_group(const struct sv_extract_column *c, size_t first, size_t n,
              struct sv_extract_block *to)
{
    uint32_t group = sv_group_at(c->ranges, c->level, (uint32_t) first);
    size_t end = sv_first_row_of_group(c->ranges, c->level, group + 1);

    for (size_t j = 0; j < n; j++) {
        size_t as;

        while (first + j >= end)
            end = sv_first_row_of_group(c->ranges, c->level, ++group + 1);
        as = c->joined != NULL ? c->joined[group] : group;
        to->number[j] = c->by_group != NULL ? c->by_group[as]
                                            : (double) as + 1;
        to->reason[j] = reason_of(isfinite(to->number[j]));
    }
}

void
sv_fill_made_replicate(const struct sv_extract_column *c, size_t first,
                       size_t n, struct sv_extract_block *to)
{
    sv_fill_group(c, first, n, to);
    for (size_t j = 0; j < n; j++)
        to->number[j] = c->weight[first + j]
                        * sv_multiplier(c->replicates,
                                        (size_t) to->number[j] - 1,
                                        c->replicate);
}

void
sv_fill_given_replicate(const struct sv_extract_column *c, size_t first,
                        size_t n, struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        to->number[j] = sv_column_value(&c->data, (first + j) * c->stride
                                                  + c->replicate);
        to->reason[j] = reason_of(isfinite(to->number[j]));
    }
}

static uint8_t
state_at(const struct sv_extract_column *c, size_t j)
{
    return ((const uint8_t *) c->data.data)[j];
}

void
sv_fill_universe(const struct sv_extract_column *c, size_t first, size_t n,
                 struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        to->number[j] = state_at(c, first + j) != 0;
        to->reason[j] = SV_VALID;
    }
}

void
sv_fill_counted(const struct sv_extract_column *c, size_t first, size_t n,
                struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        to->number[j] = state_at(c, first + j) == 1;
        to->reason[j] = SV_VALID;
    }
}

void
sv_fill_yes(const struct sv_extract_column *c, size_t first, size_t n,
            struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        const uint8_t state = state_at(c, first + j);

        to->number[j] = state == 3;
        to->reason[j] = reason_of(state == 1 || state == 3);
    }
}

void
sv_fill_share(const struct sv_extract_column *c, size_t first, size_t n,
              struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        const uint8_t state = state_at(c, first + j);

        to->number[j] = state - 2.0;
        to->reason[j] = reason_of(state > 2);
    }
}

void
sv_fill_value(const struct sv_extract_column *c, size_t first, size_t n,
              struct sv_extract_block *to)
{
    for (size_t j = 0; j < n; j++) {
        to->number[j] = c->y[first + j];
        to->reason[j] = reason_of(state_at(c, first + j) == 1
                                  && isfinite(c->y[first + j]));
    }
}
