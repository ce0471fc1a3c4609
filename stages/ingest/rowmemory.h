/* rowmemory.h - memory that grows with the number of rows.
 *
 * It lies in files without a name in the output folder, so that the system can
 * write it out when memory is short.  Zeroed.
 */
#ifndef SV_ROWMEMORY_H
#define SV_ROWMEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"

struct sv_scratch;              /* opaque: all pieces of one run */

enum sv_status sv_scratch_new(struct sv_scratch **out, const char *folder,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_scratch_free(struct sv_scratch *scratch);       /* NULL is fine */

/* What is in it need not stay in memory for now. */
void sv_scratch_rest(const struct sv_scratch *scratch);

/* The same now and then, in a walk over rows that has come to the I-th. */
static inline void
sv_scratch_walk(const struct sv_scratch *scratch, uint32_t i)
{
    if (i % (UINT32_C(1) << 20) == 0)
        sv_scratch_rest(scratch);
}

/* N items of SIZE bytes, until sv_scratch_free().  *out is NULL if N is 0. */
enum sv_status sv_scratch_take(void **out, struct sv_scratch *scratch, size_t n,
                               size_t size, struct sv_fault *fault) SV_MUST_USE;

/* The same of N numbers of rows, or units. */
enum sv_status sv_scratch_numbers(uint32_t **out, struct sv_scratch *scratch,
                                  size_t n, struct sv_fault *fault)
    SV_MUST_USE;

#endif
