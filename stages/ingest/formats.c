/* formats.c - the kinds of data file, and how they are told apart. */
#include "stages/ingest/formats.h"

#include <string.h>
#include <strings.h>

static bool
starts(const unsigned char *head, size_t n, const char *with)
{
    return n >= strlen(with) && memcmp(head, with, strlen(with)) == 0;
}

static bool
is_sav(const unsigned char *head, size_t n)
{
    return starts(head, n, "$FL2");
}

static bool
is_zsav(const unsigned char *head, size_t n)
{
    return starts(head, n, "$FL3");
}

/* A portable file opens with 200 bytes for people, and says what it is behind
 * a table of characters; lines end where they like. */
static bool
is_por(const unsigned char *head, size_t n)
{
    return memmem(head, n, "SPSS PORT FILE", 14) != NULL
        || memmem(head, n, "SPSSPORT", 8) != NULL;
}

/* From release 117 on a kind of XML. */
static bool
is_tagged_dta(const unsigned char *head, size_t n)
{
    return starts(head, n, "<stata_dta>");
}

/* Up to release 115: release, byte order, 1. */
static bool
is_dta(const unsigned char *head, size_t n)
{
    return n > 4 && head[0] >= 104 && head[0] <= 115
        && (head[1] == 1 || head[1] == 2) && head[2] == 1;
}

static bool
is_sas7bdat(const unsigned char *head, size_t n)
{
    static const unsigned char magic[] = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc2, 0xea, 0x81, 0x60,
        0xb3, 0x14, 0x11, 0xcf, 0xbd, 0x92, 0x08, 0, 0x09, 0xc7, 0x31,
    };

    return n >= sizeof magic && memcmp(head, magic, sizeof magic) == 0;
}

static bool
is_xpt(const unsigned char *head, size_t n)
{
    return starts(head, n, "HEADER RECORD*******LIB");
}

static bool
is_csv(const unsigned char *head, size_t n)
{
    return n > 0 && memchr(head, '\0', n) == NULL;
}

static const struct sv_format formats[] = {
    { "sav", "SPSS system file", ".sav", is_sav, &sv_readstat_reader,
      readstat_parse_sav, NULL, 1, NULL, true },
    { "zsav", "compressed SPSS system file", ".zsav", is_zsav,
      &sv_readstat_reader, readstat_parse_sav, NULL, 1, NULL, false },
    { "por", "SPSS portable file", ".por", is_por, &sv_readstat_reader,
      readstat_parse_por, NULL, 1, NULL, false },
    { "dta", "Stata file", ".dta", is_tagged_dta, &sv_readstat_reader,
      readstat_parse_dta, "</stata_dta>", 1, NULL, true },
    { "dta", "Stata file", ".dta", is_dta, &sv_readstat_reader,
      readstat_parse_dta, NULL, 1, NULL, true },
    { "sas7bdat", "SAS file", ".sas7bdat", is_sas7bdat, &sv_readstat_reader,
      readstat_parse_sas7bdat, NULL, 1, NULL, false },
    { "xpt", "SAS transport file", ".xpt", is_xpt, &sv_readstat_reader,
      readstat_parse_xport, NULL, 80, "HEADER RECORD*******MEMB", false },
    { "csv", "CSV file", ".csv", is_csv, &sv_csv_reader, NULL, NULL, 1, NULL,
      false },
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

const struct sv_format *
sv_format_at(size_t i)
{
    return i < N_FORMATS ? &formats[i] : NULL;
}

static const struct sv_format *
promised_by(const char *path)
{
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot != NULL && i < N_FORMATS; i++)
        if (strcasecmp(dot, formats[i].extension) == 0)
            return &formats[i];
    return NULL;
}

enum sv_status
sv_format_of(const struct sv_format **out, const char *path,
             const unsigned char *head, size_t n, struct sv_fault *fault)
{
    const struct sv_format *const promised = promised_by(path);
    const struct sv_format *found = NULL;

    for (size_t i = 0; found == NULL && i < N_FORMATS; i++)
        if (formats[i].is(head, n))
            found = &formats[i];
    if (n == 0)
        return sv_fail(fault, SV_DATA, "the file is empty");
    if (found == NULL && promised != NULL)
        return sv_fail(fault, SV_DATA, "this is no %s, though its name ends "
                       "in %s: it is damaged, or of another kind",
                       promised->title, promised->extension);
    if (found == NULL)
        return sv_fail(fault, SV_DATA, "this kind of file is not known; "
                       "expected .sav, .zsav, .por, .dta, .csv, .sas7bdat or "
                       ".xpt");
    if (found->parse == NULL && promised != NULL && promised->parse != NULL)
        return sv_fail(fault, SV_DATA, "this is no %s, though its name ends "
                       "in %s: it is damaged, or of another kind",
                       promised->title, promised->extension);
    *out = found;
    return SV_OK;
}
