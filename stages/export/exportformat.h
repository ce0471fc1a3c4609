/* exportformat.h - the formats that a file for analysis can have. */
#ifndef SV_EXPORTFORMAT_H
#define SV_EXPORTFORMAT_H

#include <stdio.h>

#include "stages/export/extract.h"
#include "stages/export/kindcodes.h"

/* What a writer is told besides the columns. */
struct sv_export {
    const struct sv_extract *extract;
    const struct sv_kind_codes *codes;
    const struct sv_export_format *format;
    const char *title;          /* of the survey */
    int year;                   /* of the survey; 0: not known */
    unsigned cut;               /* labels that the format had no room for */
};

struct sv_export_format {
    const char *suffix;         /* ".sav" */
    const char *title;          /* "SPSS file" */
    size_t most_variables;
    size_t most_text;           /* bytes of a text */
    size_t variable_label, value_label; /* most bytes */
    size_t variable_label_characters;
    enum sv_status (*write)(FILE *to, struct sv_export *export,
                            struct sv_fault *fault);
};

extern const struct sv_export_format sv_export_formats[];
extern const size_t sv_n_export_formats;

/* By the end of PATH; NULL if it is none of them. */
const struct sv_export_format *sv_export_format_of(const char *path);

/* Whether the format can hold what there is; a sentence that says what not. */
enum sv_status sv_export_fits(const struct sv_export *export,
                              struct sv_fault *fault) SV_MUST_USE;

/* LABEL into OUT [size], cut behind a whole character where it is longer than
 * BYTES or CHARACTERS, which is counted in export->cut. */
void sv_export_label(char *out, size_t size, struct sv_export *export,
                     const char *label, size_t bytes, size_t characters);

enum sv_status sv_write_sav(FILE *to, struct sv_export *export,
                            struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_write_dta(FILE *to, struct sv_export *export,
                            struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_write_plain(FILE *to, struct sv_export *export,
                              struct sv_fault *fault) SV_MUST_USE;

/* Of replicate weights: a line each, with the scale of the variance and its
 * own. */
void sv_write_scales(FILE *to, const struct sv_extract *extract);

/* The probability of both PSUs of each pair of a stratum, by hearth_psu. */
void sv_write_joint(FILE *to, const struct sv_extract *extract);

/* The codebook: a line a variable, and one for each of its codes. */
enum sv_status sv_write_codebook(FILE *to, struct sv_export *export,
                                 struct sv_fault *fault) SV_MUST_USE;

#endif
