/* exportformat.c - the formats that a file for analysis can have. */
#include "stages/export/exportformat.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "pipeline/utf8.h"

/* SPSS: names within a file written by ReadStat are told apart by four digits.
 * Stata: 120,000 variables in Stata/MP, texts of fixed length up to 2,045. */
const struct sv_export_format sv_export_formats[] = {
    { ".sav", "SPSS file", 10000, 32767, 255, 120, SIZE_MAX, sv_write_sav },
    { ".dta", "Stata file", 120000, 2045, 320, 32000, 80, sv_write_dta },
    { ".csv", "CSV file", SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX,
      sv_write_plain },
};
const size_t sv_n_export_formats =
    sizeof sv_export_formats / sizeof *sv_export_formats;

const struct sv_export_format *
sv_export_format_of(const char *path)
{
    const size_t n = strlen(path);

    for (size_t i = 0; i < sv_n_export_formats; i++) {
        const char *suffix = sv_export_formats[i].suffix;

        if (n > strlen(suffix)
            && strcasecmp(path + n - strlen(suffix), suffix) == 0)
            return &sv_export_formats[i];
    }
    return NULL;
}

static enum sv_status
column_fits(const struct sv_extract_column *c, const struct sv_export *export,
            struct sv_fault *fault)
{
    const struct sv_export_format *f = export->format;

    if (c->type == SV_EXTRACT_TEXT && c->width > f->most_text)
        return sv_add(fault, SV_DATA, "%s has texts of up to %zu bytes; a %s "
                      "takes %zu: export to another format", c->origin,
                      c->width, f->title, f->most_text);
    if (f->write == sv_write_dta && c->n_kinds > SV_EXTRACT_TAGS)
        return sv_add(fault, SV_DATA, "%s has %zu kinds of missing; Stata has "
                      ".a to .z: export to another format", c->origin,
                      c->n_kinds);
    return fault->status;
}

enum sv_status
sv_export_fits(const struct sv_export *export, struct sv_fault *fault)
{
    const struct sv_extract *e = export->extract;
    const struct sv_export_format *f = export->format;

    if (e->n > f->most_variables)
        sv_add(fault, SV_DATA, "%s has %zu variables; a %s takes %zu: export "
               "to .csv", e->record, e->n, f->title, f->most_variables);
    if (f->write != sv_write_plain && e->n_rows > INT_MAX)
        sv_add(fault, SV_DATA, "%s has %zu rows; a %s is written with up to "
               "%d: export to .csv", e->record, e->n_rows, f->title, INT_MAX);
    for (size_t i = 0; i < e->n; i++)
        if (column_fits(&e->column[i], export, fault) > SV_DATA)
            break;
    return fault->status;
}

void
sv_export_label(char *out, size_t size, struct sv_export *export,
                const char *label, size_t bytes, size_t characters)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    const size_t n = strlen(label), most = bytes < size ? bytes : size - 1;
    size_t at = 0, kept = 0, count = 0;

    while (at < n) {
        const size_t step = sv_utf8_next(label + at, n - at, NULL);

        if (step == 0 || at + step > most || count == characters)
            break;
        at += step;
        count++;
        if (at + strlen(ellipsis) <= most && count < characters)
            kept = at;
    }
    if (at == n) {
        memcpy(out, label, n + 1);
        return;
    }
    memcpy(out, label, kept);
    memcpy(out + kept, ellipsis, sizeof ellipsis);
    export->cut++;
}
