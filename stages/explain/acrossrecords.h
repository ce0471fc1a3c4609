/* acrossrecords.h - covariances of numbers of any record types of a survey.
 *
 * Households and the persons in them are one sample: sampling units of the one are
 * those of the other, down to the last stage that both have.  There the scores of
 * both are added up, and have the covariance of two variables of these units - what R
 * survey gives for households on whose rows the scores of their persons were
 * added.  A stage that one of the two lacks adds nothing: what has no part in it
 * does not vary with it.  With replicates, theirs must be the same ones.
 */
#ifndef SV_ACROSSRECORDS_H
#define SV_ACROSSRECORDS_H

#include "stages/explain/opened.h"

/* A number, and what it is made from. */
struct sv_sampled_number {
    const char *name;           /* for faults; borrowed */
    const struct sv_opened_record *record;
    struct sv_quantity q;       /* by the record's variance */
};

/* MATRIX[m][m]: the covariances of NUMBER[m], as sv_variance_matrix() has them
 * (each that of its two); META is that of the tally.  SV_DATA where two of them
 * are not of one sample, or not repeated with the same replicates; SV_SYSTEM
 * without memory. */
enum sv_status sv_matrix_across_records(double *matrix,
                                        const struct sv_sampled_number *number,
                                        size_t m, const json_t *meta,
                                        struct sv_fault *fault) SV_MUST_USE;

#endif
