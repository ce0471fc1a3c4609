/* testfacts.h - two-way tests and trends, opened.
 *
 * A test is a function of the proportions of a table and their covariance.  Both
 * are found again from the tally, as hearth-estimate found them, and the
 * statistics that come of them must be those of tests.csv.
 */
#ifndef SV_TESTFACTS_H
#define SV_TESTFACTS_H

#include "stages/common/twoway.h"
#include "stages/explain/opened.h"
#include "weights/trend.h"

/* A row of tests.csv, found again. */
struct sv_test_line {
    const char *method;
    double estimate, se;        /* of a trend's slope */
    struct sv_test test;
};

enum { SV_MAX_TEST_LINES = 4 };

/* One test in one domain; a trend of shares has one for every category. */
struct sv_test_facts {
    const struct sv_opened *o;
    const struct sv_test_layout *test;
    size_t domain;
    char *name;                 /* "use ~ age of daily | area [north]", owned */
    const char *item;           /* of a trend of shares; "" */
    uint64_t n;                 /* members */
    double df;
    const char *variance;       /* by what the covariance was found */

    struct sv_two_way_table table;              /* of a test */
    double pearson;
    struct sv_generalised_effects effects;
    struct sv_domains domains;                  /* of a trend */
    double intercept, slope;    /* NAN: there is no line */

    struct sv_test_line line[SV_MAX_TEST_LINES];
    size_t n_lines;
};

/* Goes through the tests and trends that are written as TEXT, in all their domains
 * or, with " [DOMAIN]" behind, in that one; all there are if TEXT is NULL.  VISIT
 * may be NULL, to see only whether there are any.  SV_DATA if there are none;
 * SV_BUG if a statistic is not what is published. */
typedef enum sv_status sv_test_visit(void *context,
                                     const struct sv_test_facts *f,
                                     struct sv_fault *fault);
enum sv_status sv_tests_open(const struct sv_opened *o, const char *text,
                             sv_test_visit *visit, void *context,
                             struct sv_fault *fault) SV_MUST_USE;

/* The names of a cell's row and column; OUT has room for SIZE. */
const char *sv_test_row_name(const struct sv_test_facts *f, size_t row);
void sv_test_column_name(char *out, size_t size, const struct sv_test_facts *f,
                         size_t column);

/* What is expected in a cell without association. */
double sv_test_expected(const struct sv_test_facts *f, size_t cell);

/* ---- for people and for programs ----------------------------------------- */

bool sv_test_print(const struct sv_test_facts *f);

struct sv_json;
void sv_test_json(struct sv_json *json, const struct sv_test_facts *f);

#endif
