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

/* The domains that TEST is made in: the cells of what is behind `|`. */
size_t sv_test_domains(const struct sv_test_layout *test);

/* Their names: the categories with " * " between, or "_T". */
void sv_test_domain_name(char *out, size_t size,
                         const struct sv_test_layout *test, size_t domain);

/* Of TEST, whose record V has open, in domain DOMAIN; the caller releases *out
 * with sv_two_way_free(), also after a failure. */
enum sv_status sv_two_way_make(struct sv_two_way_table *out,
                               const struct sv_variance *v,
                               const struct sv_test_layout *test,
                               size_t domain, struct sv_fault *fault)
    SV_MUST_USE;
void sv_two_way_free(struct sv_two_way_table *t);

/* The proportions of one numerator over the cells of the classification, of those
 * that have a standard error. */
struct sv_domains {
    size_t m;
    double *p, *score, *covariance;     /* [m], [m], [m][m] */
    size_t *category;           /* [m] of the classification, from 0 */
    double df;
    uint64_t n;
};

/* Of numerator K; scores are those that TEST has, or the places 1, 2, ... of the
 * cells.  As above. */
enum sv_status sv_domains_make(struct sv_domains *out,
                               const struct sv_variance *v,
                               const struct sv_test_layout *test, size_t k,
                               size_t domain, struct sv_fault *fault)
    SV_MUST_USE;
void sv_domains_free(struct sv_domains *d);

#endif
