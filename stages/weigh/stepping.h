/* stepping.h - the steps of weighting, one after the other, and what each did.
 */
#ifndef SV_STEPPING_H
#define SV_STEPPING_H

#include "pipeline/stage.h"
#include "stages/common/profile.h"
#include "stages/weigh/weighworld.h"

enum { SV_LARGEST = 5 };

struct sv_step_report {
    const char *kind, *record;
    struct sv_profile after;
    double least, most;         /* after / before, of those with a weight */
    size_t dropped;             /* had a weight, and have none now */
    size_t n_largest;
    struct { uint32_t row; double ratio; } largest[SV_LARGEST]; /* by ratio */
    size_t n_columns;           /* of margins */
    const char *const *name;    /* [n_columns] */
    double *before, *total, *reached;   /* [n_columns] */
    double *weights_before, *weights_after;     /* [rows] of a calibration; else
                                                   NULL */
};

struct sv_stepping {
    struct sv_weigh_world world;
    struct sv_weighting weighting;      /* of the steps done so far */
    struct sv_weighting_step *step;     /* [survey->n_steps] */
    struct sv_weighting_trace *trace;
    struct sv_step_report *report;
    double **weight;            /* [survey->n_records]: before, then after */
};

/* Carries out all steps on S->weight; S->world is made, the rest is taken
 * here and released by sv_stepping_free(), except the weights. */
enum sv_status sv_stepping_run(struct sv_stepping *s, struct sv_stage *stage,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_stepping_free(struct sv_stepping *s);

#endif
