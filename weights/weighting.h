/* weighting.h - from base weights to final ones, step by step.
 *
 * A step changes the weights of one record type.  The steps are given once, as
 * plain arrays, and applied to any weights: those of the sample, or those of a
 * replicate.  What calibration did is kept in a trace, from which comes what
 * the variance takes out of scores (projection.h).
 */
#ifndef SV_WEIGHTING_H
#define SV_WEIGHTING_H

#include "weights/calibration.h"
#include "weights/projection.h"
#include "weights/response.h"
#include "weights/trimming.h"

enum { SV_NO_PARENT = -1 };

struct sv_weighting_record {
    const char *name;
    size_t n_rows;
    int parent;                 /* record, or SV_NO_PARENT */
    const uint32_t *parent_row; /* [n_rows] ascending */
};

struct sv_weighting_step;
struct sv_weighting;

/* What a calibration did; the caller releases it with
 * sv_weighting_trace_free(). */
struct sv_weighting_trace {
    double *before;             /* [x.n_rows] weights; of groups, sums */
    double *g;                  /* [x.n_rows] */
    double *after;              /* [n_margins][x.n_rows] of rakings; or NULL */
};

struct sv_weighting_kind {
    const char *name;           /* the key in survey.yaml */
    const char *blurb;
    bool calibrates;            /* has x; leaves a trace */
    bool sets;                  /* does not go by the weights before */
    enum sv_status (*apply)(double *after, const struct sv_weighting *w,
                            const struct sv_weighting_step *s,
                            double *const *weight,
                            struct sv_weighting_trace *trace,
                            struct sv_fault *fault);
};

extern const struct sv_weighting_kind sv_weighting_kinds[];
extern const size_t sv_n_weighting_kinds;
const struct sv_weighting_kind *sv_weighting_kind_find(const char *name);

/* Which members count is a matter of the kind. */
struct sv_weighting_step {
    const struct sv_weighting_kind *kind;
    size_t record;
    const double *factor;       /* [n_rows] design-weights, from-parent (NULL:
                                   1), one-per-household */
    struct sv_response response;
    size_t n_classes;           /* propensity: 0: each by its own */
    struct sv_trimming trimming;
    struct sv_auxiliary x;      /* rows, or groups; propensity: covariates */
    const uint32_t *group;      /* [n_rows] of those who keep a common factor;
                                   NULL: each its own */
    double *total;              /* [x.n_columns] */
    const bool *share;          /* [x.n_margins] its totals are shares */
    const double *population;   /* [x.n_margins] that shares are of; NAN: what
                                   the weights add up to before the step */
    const struct sv_distance *distance;
    struct sv_bounds bounds;
    double tolerance;
    unsigned most;
};

struct sv_weighting {
    const struct sv_weighting_record *record;
    size_t n_records;
    const struct sv_weighting_step *step;
    size_t n_steps;
};

/* Told of every step when it is done; BEFORE and AFTER are of its record. */
struct sv_weighting_watch {
    void (*step)(void *to, size_t step, const double *before,
                 const double *after);
    void *to;
};

/* Applies steps FIRST and on to WEIGHT [n_records][n_rows], in place.  TRACE
 * [n_steps], zeroed, and WATCH may be NULL.  Faults begin with the step. */
enum sv_status sv_weighting_apply(double *const *weight,
                                  const struct sv_weighting *w, size_t first,
                                  struct sv_weighting_trace *trace,
                                  const struct sv_weighting_watch *watch,
                                  struct sv_fault *fault) SV_MUST_USE;
void sv_weighting_trace_free(struct sv_weighting_trace *trace, size_t n);

/* The same steps for a replicate, all of them, on WEIGHT [n_records][n_rows]
 * as it was before the first.  TIMES [n_records][n_rows] are the multipliers of
 * the replicate; they come in where weights do: at the beginning, and where a
 * step makes design weights.  Totals stay those of the population, so a
 * replicate that lacks a category altogether is a fault that names it. */
enum sv_status sv_weighting_repeat(double *const *weight,
                                   const struct sv_weighting *w,
                                   const double *const *times,
                                   struct sv_fault *fault) SV_MUST_USE;

/* A row of a record type above that has none below it of the one at hand: a
 * household without persons. */
struct sv_absent_row {
    size_t record;
    uint32_t row;
};

/* The chain of projections that belongs to the final weights of RECORD: its
 * own calibrations in the order of steps, then those that its parent had when
 * the weights were taken from there.  Zero blocks where there is none.  The
 * rows of the projection are those of RECORD, then those above that the parent's
 * calibrations went over, too, and that have none of RECORD.  The
 * caller releases it with sv_weighting_chain_free(); *W must outlive it. */
struct sv_weighting_chain {
    struct sv_projection p;
    struct sv_projection_block *block;
    double **u, **v;
    uint32_t **row_of;
    size_t *order;
    struct sv_absent_row *absent;       /* [n_absent] the last rows */
    size_t n_absent;
};
enum sv_status sv_weighting_chain(struct sv_weighting_chain *out,
                                  const struct sv_weighting *w,
                                  const struct sv_weighting_trace *trace,
                                  size_t record, struct sv_fault *fault)
    SV_MUST_USE;
void sv_weighting_chain_free(struct sv_weighting_chain *chain);

#endif
