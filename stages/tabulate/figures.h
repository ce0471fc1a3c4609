/* figures.h - the published numbers, as estimates.csv holds them.
 *
 * One figure is one row: an estimator of one indicator in one cell, with all
 * that belongs to it.  Strings are borrowed from the text that was read.
 */
#ifndef SV_FIGURES_H
#define SV_FIGURES_H

#include <stddef.h>

#include "pipeline/fault.h"

struct sv_figure {
    const char *indicator, *item, *record, *estimator;
    const char *const *category;        /* [n_classes] of the table of figures;
                                           "_T" where not crossed */
    double estimate, se, cv, low, high; /* NAN: not estimable */
    double n;
    const char *flag;                   /* codes, ';' between */
};

struct sv_figures {
    const char **class_name;            /* classifications, in column order */
    size_t n_classes;
    struct sv_figure *figure;           /* in the order of the file */
    size_t n;
    void *memory;
};

/* Reads the N bytes of an estimates.csv, TEXT, which is changed in place and
 * must outlive *out.  Release with sv_figures_free(). */
enum sv_status sv_figures_read(struct sv_figures *out, char *text, size_t n,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_figures_free(struct sv_figures *figures);

/* The number of a classification, or n_classes. */
size_t sv_figures_class(const struct sv_figures *figures, const char *name);

#endif
