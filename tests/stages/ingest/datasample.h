/* datasample.h - one small survey as a data file of every kind. */
#ifndef SV_TESTS_DATASAMPLE_H
#define SV_TESTS_DATASAMPLE_H

#include <readstat.h>
#include <stdbool.h>
#include <stddef.h>

/* A way to write a data file. */
struct sample_format {
    const char *name;           /* "dta-117" */
    const char *file;           /* "person.dta" */
    readstat_error_t (*begin)(readstat_writer_t *writer, void *to, long rows);
    int version;                /* 0: the writer's own */
    readstat_compress_t compression;
    bool tags, labels, user_missing;    /* whether the format has them */
};

extern const struct sample_format sample_formats[];
extern const size_t sample_n_formats;

/* Variables: "HH PSU:i NAME:s20 D:d", kinds i (integer), d (number), s
 * (string), t (a date, days since 1970).  Rows: fields between blanks, rows
 * between line ends; "." is system missing, ".b" a tag, "_" an empty string. */
struct sample {
    const char *variables, *rows;
};

/* Writes SAMPLE as FORMAT->file into the working directory.  With LABELS the
 * integers have the value labels 1 One and 2 Two; with NINES 9 and 98 to 99 are
 * user-defined missing (where the format has these). */
void sample_write(const struct sample *sample,
                  const struct sample_format *format, bool labels, bool nines);

/* The same as CSV, into PATH. */
void sample_write_csv(const struct sample *sample, const char *path);

/* A format by its name. */
const struct sample_format *sample_format(const char *name);

#endif
