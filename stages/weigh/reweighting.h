/* reweighting.h - every replicate through the steps of weighting again.
 *
 * Replicates are made from the design of the topmost record types, and hold for
 * all that belongs to their units, so that parents and members agree; or they
 * came with the file.  Replicates are worked on a batch at a time, each by one
 * thread, and written down as rows.
 */
#ifndef SV_REWEIGHTING_H
#define SV_REWEIGHTING_H

#include "stages/weigh/givenweights.h"
#include "stages/weigh/stepping.h"
#include "weights/replicates.h"

struct sv_reweighting {
    size_t n;                   /* replicates; 0: nothing to do */
    const struct sv_stepping *stepping;
    double *const *start;       /* [records][n_rows] weights before the steps */
    const struct sv_given *const *given;        /* [records] n 0: made */
    struct sv_ranges *ranges;   /* [records] */
    struct sv_replicates *made; /* [records] of topmost ones; else n 0 */
    bool *written;              /* [records] steps change it, and it is
                                   estimated */
    double scale;
    const double *rscales;      /* [n] */
    double (*bounds)[SV_N_BOUNDS];      /* [records] mapped in the end */
};

/* Prepares replicates by the survey of STEPPING, whose steps have been carried
 * out.  META is that of the units.  The caller releases *out, also after a
 * failure, with sv_reweighting_free(). */
enum sv_status sv_reweighting_make(struct sv_reweighting *out,
                                   const struct sv_stepping *stepping,
                                   double *const *start,
                                   const struct sv_given *const *given,
                                   struct sv_stage *stage,
                                   struct sv_fault *fault) SV_MUST_USE;
void sv_reweighting_free(struct sv_reweighting *r);

/* Declares the columns of pipeline/replicatefile.h of all record types that are
 * written; and fills them, which is the work.  Faults name the replicate: one
 * that lacks a category has no weights. */
enum sv_status sv_reweighting_declare(struct sv_store_maker *maker,
                                      const struct sv_reweighting *r,
                                      struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_reweighting_put(struct sv_store_maker *maker,
                                  const struct sv_reweighting *r,
                                  struct sv_stage *stage,
                                  struct sv_fault *fault) SV_MUST_USE;

#endif
