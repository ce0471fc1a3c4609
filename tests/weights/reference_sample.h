/* reference_sample.h - one of the reference designs, built.
 *
 * The units of all stages are numbered in the order of the file, which is
 * design order.
 */
#ifndef SV_REFERENCE_SAMPLE_H
#define SV_REFERENCE_SAMPLE_H

#include "tests/weights/reference_data.h"
#include "weights/design.h"
#include "weights/linear.h"

enum { REFERENCE_MOST = 1000 };

struct reference_sample {
    const struct reference_spec *spec;
    const struct reference_row *rows;
    size_t n;
    struct sv_design *design;
    uint32_t unit_of[REFERENCE_MOST];   /* of each row, last stage kept */
    void *scratch;              /* for linear.h */
};

/* PPS is that of the design's plan; NULL for equal probabilities.  Ends the
 * test if the design cannot be built. */
void reference_sample_make(struct reference_sample *out,
                           const struct reference_data *all, int design,
                           const struct sv_pps *pps);
void reference_sample_free(struct reference_sample *s);

/* One row a unit with members, of terms that MEASURE gives for a row, weight
 * times y and x; false leaves the row out. */
struct reference_fold {
    uint32_t unit[REFERENCE_MOST], members[REFERENCE_MOST];
    double term[2][REFERENCE_MOST];
    struct sv_rows rows;
};
typedef bool reference_measure(double *y, double *x,
                               const struct reference_row *row,
                               const void *which);
void reference_fold(struct reference_fold *out,
                    const struct reference_sample *s,
                    reference_measure *measure, const void *which);

/* What `mY`, `tY` and `rYX` of the domain WHICH[1] ('_': all) measure; WHICH[0]
 * is the first letter of the indicator. */
reference_measure reference_indicator;

/* Fails the running test unless OURS is THEIRS to a relative TOLERANCE, or both
 * are NAN; LINE and WHAT say which number it is. */
void reference_compare(const struct reference_line *line, const char *what,
                       double ours, double theirs, double tolerance);
const struct sv_estimator *reference_estimator(char letter);

#endif
