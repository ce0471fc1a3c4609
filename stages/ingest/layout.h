/* layout.h - rows in design order, and the design as ranges of them.
 *
 * The topmost record is sorted by stratum, sampling units and key; records
 * below follow their parents.  Every unit of every stage is then a range, as
 * docs/formats.md says.
 */
#ifndef SV_LAYOUT_H
#define SV_LAYOUT_H

#include <jansson.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/survey.h"
#include "stages/ingest/ordering.h"
#include "stages/ingest/views.h"

struct sv_stage_units {
    const char *name;           /* borrowed */
    uint32_t n;                 /* units */
    uint32_t *start;            /* [n + 1] units of the next stage, or rows */
    double *fpc;                /* [units above, or strata]; NULL: none */
};

struct sv_layout {
    uint32_t n_strata;
    uint32_t *strata;           /* [n_strata + 1] units of stage 1 */
    struct sv_stage_units *stage;       /* [n_stages], owned */
    size_t n_stages;
    double *probability;        /* [units of stage 1]; NULL: equal ones */
    double *squares;            /* [n_strata], NULL: none */
    double *joint;              /* [n_joint] matrices of strata, NULL: none */
    size_t n_joint;
    json_t *labels;             /* of strata; a reference */
    json_t *psus;               /* identifiers; a reference */
};

/* Orders all tables and lays them out: LAYOUT [all->n].  All faults are
 * collected.  The arrays in it live in all->scratch. */
enum sv_status sv_lay_out(struct sv_layout *layout, struct sv_tables *all,
                          const struct sv_survey *survey,
                          struct sv_fault *fault) SV_MUST_USE;

/* For a look at faulty data: rows as they are in the files, each a unit, in
 * one stratum; members behind their parents, without those that have none
 * (TABLE.n is less by them).  Rows must have been looked up. */
enum sv_status sv_lay_out_plainly(struct sv_layout *layout,
                                  struct sv_tables *all,
                                  struct sv_fault *fault) SV_MUST_USE;
void sv_layout_clear(struct sv_layout *layout);  /* one, not its arrays */
void sv_layouts_free(struct sv_layout *layout, size_t n);

/* The ranges of a table that is a root, in order.  STRATA and STAGES views come
 * first in BY, in this order. */
enum sv_status sv_layout_root(struct sv_layout *layout,
                              const struct sv_table *table, size_t strata,
                              const struct sv_order_by *by,
                              struct sv_scratch *scratch,
                              struct sv_fault *fault) SV_MUST_USE;

/* The ranges of a child: those of its parent, and those of stages of its own,
 * the first views in BY.  START [rows of the parent + 1]: where children of
 * each start. */
enum sv_status sv_layout_child(struct sv_layout *layout,
                               const struct sv_layout *parent,
                               const struct sv_table *table,
                               const uint32_t *start,
                               const struct sv_order_by *by,
                               struct sv_scratch *scratch,
                               struct sv_fault *fault) SV_MUST_USE;

/* Population counts of stage S, seen from TABLE. */
enum sv_status sv_layout_fpc(struct sv_layout *layout, size_t s,
                             const struct sv_table *table,
                             const struct sv_view *view,
                             struct sv_scratch *scratch,
                             struct sv_fault *fault) SV_MUST_USE;

/* The probabilities of PSUs, one each; their means become the FPC of strata. */
enum sv_status sv_layout_probabilities(struct sv_layout *layout,
                                       const struct sv_table *table,
                                       const struct sv_view *view,
                                       struct sv_scratch *scratch,
                                       struct sv_fault *fault) SV_MUST_USE;

/* layout->squares, from a variable that is the same in all rows of a stratum,
 * or, with VIEW NULL, NUMBER everywhere. */
enum sv_status sv_layout_squares(struct sv_layout *layout,
                                 const struct sv_table *table,
                                 const struct sv_view *view, double number,
                                 struct sv_scratch *scratch,
                                 struct sv_fault *fault) SV_MUST_USE;

/* layout->joint, from the file at PATH.  STRATA views and then that of the PSU
 * come first in BY. */
enum sv_status sv_layout_joint(struct sv_layout *layout,
                               const struct sv_table *table, size_t strata,
                               const struct sv_order_by *by, const char *path,
                               struct sv_scratch *scratch,
                               struct sv_fault *fault) SV_MUST_USE;

/* The first row, in order, of unit U of stage S; S = -1: of stratum U. */
uint32_t sv_layout_first(const struct sv_layout *l, long s, uint32_t u);

/* Labels of strata and identifiers of PSUs of a root. */
enum sv_status sv_layout_names(struct sv_layout *layout,
                               const struct sv_table *table, size_t strata,
                               const struct sv_order_by *by, bool units,
                               struct sv_fault *fault) SV_MUST_USE;

/* Adds a fault for each PSU identifier found in several strata. */
void sv_layout_check_nested(const struct sv_layout *layout,
                            const struct sv_table *table,
                            const struct sv_view *psu, struct sv_fault *fault);

#endif
