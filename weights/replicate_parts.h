/* replicate_parts.h - what the makers of replicates share. */
#ifndef SV_REPLICATE_PARTS_H
#define SV_REPLICATE_PARTS_H

#include "weights/replicates.h"

/* The PSUs by group of the first stage, in design order: those of group g are
 * unit[first[g]] .. unit[first[g + 1] - 1]. */
struct sv_grouped {
    size_t *first;              /* [n_groups + 1] */
    uint32_t *unit;             /* [n PSUs] */
};

enum sv_status sv_grouped_make(struct sv_grouped *out,
                               const struct sv_design *d,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_grouped_free(struct sv_grouped *g);

/* Room for N replicates of the units of STAGE in N_BLOCKS blocks with N_VALUES
 * multipliers, all zeroed but rscale, which is 1. */
enum sv_status sv_replicates_room(struct sv_replicates *out,
                                  const struct sv_design *d, size_t stage,
                                  size_t n, size_t n_blocks, size_t n_values,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Fails where N replicates of N_UNITS have more than SV_MAX_MULTIPLIERS. */
enum { SV_MAX_MULTIPLIERS = 1 << 27 };
enum sv_status sv_replicates_allowed(size_t n, size_t n_units,
                                     struct sv_fault *fault) SV_MUST_USE;

/* ... with one block, every unit having N multipliers of its own, all 1. */
enum sv_status sv_replicates_dense(struct sv_replicates *out,
                                   const struct sv_design *d, size_t stage,
                                   size_t n, struct sv_fault *fault)
    SV_MUST_USE;

/* Fails if the design has lonely strata under a rule that needs more than
 * leaving them alone. */
enum sv_status sv_replicates_no_lonely(const struct sv_design *d,
                                       struct sv_fault *fault) SV_MUST_USE;

/* Whether any group of the first stage has a sampling fraction and is not
 * sampled completely. */
bool sv_has_fraction(const struct sv_design *d);

/* The families, one file each. */
enum sv_status sv_make_jk1(struct sv_replicates *, const struct sv_design *,
                           const struct sv_replicate_options *,
                           struct sv_fault *);
enum sv_status sv_make_jkn(struct sv_replicates *, const struct sv_design *,
                           const struct sv_replicate_options *,
                           struct sv_fault *);
enum sv_status sv_make_balanced(struct sv_replicates *,
                                const struct sv_design *,
                                const struct sv_replicate_options *,
                                struct sv_fault *);
enum sv_status sv_make_sdr(struct sv_replicates *,
                                  const struct sv_design *,
                                  const struct sv_replicate_options *,
                                  struct sv_fault *);
enum sv_status sv_make_rao_wu(struct sv_replicates *,
                                    const struct sv_design *,
                                    const struct sv_replicate_options *,
                                    struct sv_fault *);
enum sv_status sv_make_bootstrap(struct sv_replicates *,
                                 const struct sv_design *,
                                 const struct sv_replicate_options *,
                                 struct sv_fault *);
enum sv_status sv_make_preston(struct sv_replicates *,
                               const struct sv_design *,
                               const struct sv_replicate_options *,
                               struct sv_fault *);

#endif
