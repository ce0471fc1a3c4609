/* surveyfile.h - answers as a file of SPSS or Stata, the same bytes every time.
 *
 * Shared by the programs that make fixtures.  A row is an array of numbers, one
 * for each field; negative ones say why there is no answer, and the table's
 * `house` decides how its office writes that down.
 */
#ifndef SV_SURVEYFILE_H
#define SV_SURVEYFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <readstat.h>

/* Why there is no answer.  Real answers are never negative. */
enum { DONT_KNOW = -1, REFUSED = -2, NOT_ASKED = -3 };

/* What a variable holds: its type and format in either kind of file. */
enum kind { CODE, COUNT, ID, MONEY, WEIGHT, DATE, TEXT, N_KINDS };

struct labels {
    const char *name;
    struct { int code; const char *text; } in[16];      /* up to text NULL */
};

/* A variable.  For a yes/no item: the log odds of yes where the household's or
 * person's standing is 0, and what one unit of standing adds to them. */
struct field {
    const char *name, *label;
    enum kind kind;
    const struct labels *labels;
    double odds, slope;
};

enum format { SAV, DTA };

/* How an office writes its files. */
struct house {
    int code_page;              /* of the texts in .sav: 65001 is UTF-8 */
    size_t text_size;           /* bytes of a string variable */
    const char *text_format;    /* the same as an SPSS format, such as A5 */

    /* .sav: what is written for X, which is negative; NAN: system missing.
     * .dta: .a, .b and .c for the three reasons. */
    double (*instead)(const struct field *f, double x);

    /* Labels of the reasons in the set of F, and in .sav what of them is
     * declared missing. */
    void (*label_reasons)(readstat_label_set_t *set, const struct field *f,
                          enum format format);
    void (*declare)(readstat_variable_t *v, const struct field *f);

    /* The text of a field of kind TEXT for X. */
    void (*word)(char *out, size_t size, const struct field *f, double x);
};

struct table {
    const char *name, *title;
    enum format format;
    const struct house *house;
    time_t written;             /* what the file says */
    const struct field *field;
    size_t n_fields;
    const double *row;          /* [n_rows][n_fields] */
    size_t n_rows;
    const int *group;           /* [n_rows]: rows are written group by group ... */
    const int *order;           /* [n_groups] ... in this order */
    int n_groups;
};

/* Writes FOLDER/NAME, or ends the program with a sentence. */
void write_survey_file(const char *folder, const struct table *t);

/* Ends the program if E is an error. */
void must(readstat_error_t e);

#endif
