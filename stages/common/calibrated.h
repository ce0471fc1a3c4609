/* calibrated.h - what a record type with calibrated weights has besides its
 * tally, for residuals (weights/residuals.h).
 */
#ifndef SV_CALIBRATED_H
#define SV_CALIBRATED_H

#include "pipeline/tallyfile.h"
#include "weights/residuals.h"

struct sv_calibrated {
    struct sv_residuals residuals;      /* n_columns 0: not calibrated */
    double *cross;              /* [n_cells][n_sums][n_columns] */
};

/* Of RECORD in the tally; the caller releases *out with
 * sv_calibrated_free(). */
enum sv_status sv_calibrated_of(struct sv_calibrated *out,
                                const struct sv_store *tally,
                                const struct sv_tally_record *record,
                                struct sv_fault *fault) SV_MUST_USE;
void sv_calibrated_free(struct sv_calibrated *c);

/* The cross sums of CELL for the terms of numerator K of ITEM. */
struct sv_cross sv_calibrated_cross(const struct sv_calibrated *c,
                                    const struct sv_tally_record *record,
                                    const struct sv_tally_item *item, size_t k,
                                    size_t cell);

/* Scratch of one thread: scores by unit and coefficients. */
struct sv_calibrated_scratch {
    struct sv_scores scores;
    double *b;
};
bool sv_calibrated_scratch_take(struct sv_calibrated_scratch *s,
                                const struct sv_calibrated *c);
void sv_calibrated_scratch_free(struct sv_calibrated_scratch *s);

#endif
