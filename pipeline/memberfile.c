/* memberfile.c - replicate weights of single members, in tally.h5. */
#include "pipeline/memberfile.h"

#include <stdio.h>

#include "pipeline/replicatefile.h"

enum { NAME_SIZE = 300 };

static enum sv_status
find_members(struct sv_member_file *out, const struct sv_store *store,
             const struct sv_pattern_layout *layout, size_t n_rows,
             struct sv_fault *fault)
{
    struct sv_column member = { SV_U8, 0, NULL };
    const void *first = NULL;
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/members", layout->group);
    if (sv_store_typed(&first, store, path, SV_U64, n_rows + 1, fault) != SV_OK)
        return fault->status;
    snprintf(path, sizeof path, "%s/member", layout->group);
    if (sv_store_column(&member, store, path, fault) != SV_OK)
        return fault->status;
    out->first = first;
    out->row = member.data;
    return member.type == SV_U32 && member.n == out->first[n_rows]
               ? SV_OK
               : sv_fail(fault, SV_BUG, "%s does not fit together", path);
}

enum sv_status
sv_member_file_of(struct sv_member_file *out, const struct sv_store *store,
                  const struct sv_pattern_layout *layout, size_t n_rows,
                  struct sv_fault *fault)
{
    struct sv_replicate_file sums;
    char path[NAME_SIZE];
    enum sv_status status = sv_replicate_file_of(&sums, store, layout->record,
                                                 fault);

    *out = (struct sv_member_file){ 0 };
    if (status != SV_OK || sums.n == 0)
        return status;
    snprintf(path, sizeof path, "%s/replicates/rows", layout->record);
    status = sv_store_column(&out->weight, store, path, fault);
    if (status != SV_OK)
        return status;
    if ((out->weight.type != SV_F32 && out->weight.type != SV_F64)
        || out->weight.n % sums.n != 0)
        return sv_fail(fault, SV_BUG, "%s does not fit together", path);
    status = find_members(out, store, layout, n_rows, fault);
    if (status == SV_OK)
        out->n = sums.n;
    return status;
}

void
sv_member_weights(double *out, const struct sv_member_file *file,
                  uint64_t member, size_t from, size_t n)
{
    const size_t at = (size_t) file->row[member] * file->n + from;

    for (size_t r = 0; r < n; r++)
        out[r] = file->weight.type == SV_F32
                     ? (double) ((const float *) file->weight.data)[at + r]
                     : ((const double *) file->weight.data)[at + r];
}

void
sv_member_add(double *out, const struct sv_member_file *file, uint64_t member,
              size_t from, size_t n)
{
    const size_t at = (size_t) file->row[member] * file->n + from;

    for (size_t r = 0; r < n; r++)
        out[r] += file->weight.type == SV_F32
                      ? (double) ((const float *) file->weight.data)[at + r]
                      : ((const double *) file->weight.data)[at + r];
}
