/* reference_data.h - the reference designs and numbers of fixtures/reference.
 *
 * scripts/reference.R writes them and says what each column is.  An empty field
 * is NAN, or '\0' for a character.
 */
#ifndef SV_REFERENCE_DATA_H
#define SV_REFERENCE_DATA_H

#include <stddef.h>

struct reference_spec {
    int design, stratified, stages, fpcs;
    char lonely[16];
    int lonely_in_domains;
};

struct reference_row {
    int design;
    char stratum[8];
    double unit[3];             /* PSU, SSU, TSU */
    double fpc[3];
    double w, y, b, x;
    char c, d1, d2;
};

struct reference_number {
    int design;
    char indicator[4];
    char item, d1, d2;          /* '_' where not crossed */
    double estimate, se, df, ci_low, ci_high, logit_low, logit_high;
    double deff_wr, deff_wor, n;
};

struct reference_data {
    size_t n_specs, n_rows, n_numbers;
    struct reference_spec *specs;
    struct reference_row *rows;
    struct reference_number *numbers;
};

/* Ends the test if a file cannot be read. */
void reference_load(struct reference_data *out);
void reference_free(struct reference_data *r);

/* The lines of another file of fixtures/reference, but for the first, as text;
 * the caller frees them.  scripts/reference-methods.R names the columns. */
enum { REFERENCE_FIELDS = 16 };
struct reference_line {
    char field[REFERENCE_FIELDS][32];
};
struct reference_line *reference_lines(size_t *n, const char *path);

/* NAN if empty. */
double reference_field(const struct reference_line *line, int field);

#endif
