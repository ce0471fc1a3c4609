/* twoway.h - the two-way table of a test, with the covariance of its cells.
 *
 * Every cell of the table is a total over sampling units, and the table a
 * domain: its proportions are of all who are in it.
 */
#ifndef SV_TWOWAY_H
#define SV_TWOWAY_H

#include "stages/common/variance.h"
#include "weights/association.h"

/* Categories of the left side by cells of the classification; of a proportion
 * no and yes. */
struct sv_two_way_table {
    struct sv_two_way is;       /* 0 rows: cannot be tested, on too few PSUs */
    uint64_t n;                 /* members */
    double *memory;
};

/* Of the test that V has open, in domain DOMAIN of N_DOMAINS; the caller
 * releases *out with sv_two_way_free(), also after a failure. */
enum sv_status sv_two_way_make(struct sv_two_way_table *out,
                               const struct sv_variance *v, size_t domain,
                               size_t n_domains, struct sv_fault *fault)
    SV_MUST_USE;
void sv_two_way_free(struct sv_two_way_table *t);

/* The proportions of one numerator over the cells of the classification, of those
 * that have a standard error. */
struct sv_domains {
    size_t m;
    double *p, *score, *covariance;     /* [m], [m], [m][m] */
    double df;
    uint64_t n;
};

/* Of numerator K; scores are the places 1, 2, ... of the cells.  As above. */
enum sv_status sv_domains_make(struct sv_domains *out,
                               const struct sv_variance *v, size_t k,
                               size_t domain, size_t n_domains,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_domains_free(struct sv_domains *d);

#endif
