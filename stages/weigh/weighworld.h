/* weighworld.h - the variables that steps of weighting go by.
 *
 * They are columns of units.h5, of the record type itself or of what it belongs
 * to.  Everything that is found lives in the arena.
 */
#ifndef SV_WEIGHWORLD_H
#define SV_WEIGHWORLD_H

#include <jansson.h>

#include "pipeline/arena.h"
#include "pipeline/ranges.h"
#include "pipeline/survey.h"
#include "weights/weighting.h"

struct sv_weigh_world {
    const struct sv_survey *survey;
    const struct sv_store *units;
    const json_t *meta;
    struct sv_arena *arena;
    struct sv_weighting_record *record;         /* [survey->n_records] */
    const uint32_t **row;       /* [survey->n_records] rows of the file, from 1 */
};

/* Finds the record types; SURVEY, UNITS, META and ARENA are set. */
enum sv_status sv_weigh_world_make(struct sv_weigh_world *world,
                                   struct sv_fault *fault) SV_MUST_USE;

/* A crossing of classifications over the rows of a record type.  Cells are
 * numbered from 0, the last classification counting fastest. */
struct sv_crossed {
    size_t n_cells;
    const int32_t *cell;        /* [n_rows] or -1: missing */
    const char *const *name;    /* [n_cells] "sex=male, age_group=5-14" */
    const struct sv_names *by;
    const json_t **categories;  /* [by->n] of each variable, in code order */
};
enum sv_status sv_weigh_cross(struct sv_crossed *out,
                              const struct sv_weigh_world *world, int record,
                              const struct sv_names *by, struct sv_fault *fault)
    SV_MUST_USE;

/* A number over the rows of a record type; NAN where missing. */
enum sv_status sv_weigh_number(const double **out,
                               const struct sv_weigh_world *world, int record,
                               struct sv_string name, struct sv_fault *fault)
    SV_MUST_USE;

/* Whether NAME is a number, rather than a classification. */
bool sv_weigh_is_number(const struct sv_weigh_world *world, int record,
                        const char *name);

/* Adds a fault that names the first of the rows that are BAD [n_rows]; none if
 * there is none.  WHAT: "have no value of sex". */
enum sv_status sv_weigh_rows_fault(const struct sv_weigh_world *world,
                                   int record, const bool *bad,
                                   struct sv_string at, const char *what,
                                   struct sv_fault *fault) SV_MUST_USE;

#endif
