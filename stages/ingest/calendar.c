/* calendar.c - dates as days, and moments as seconds, since 1970-01-01. */
#include "stages/ingest/calendar.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define DAY     86400.0
#define TO_1582 141428.0        /* days from 1582-10-14 to 1970-01-01 */
#define TO_1960 3653.0          /* days from 1960-01-01 to 1970-01-01 */

enum family { SPSS, STATA, SAS };

/* The letters of a display format; Stata's and %d are prefixes. */
static const struct rule {
    enum family family;
    const char *letters;
    struct sv_calendar as;
} rules[] = {
    { SPSS, "DATE",     { "date", DAY, -TO_1582 } },
    { SPSS, "ADATE",    { "date", DAY, -TO_1582 } },
    { SPSS, "EDATE",    { "date", DAY, -TO_1582 } },
    { SPSS, "SDATE",    { "date", DAY, -TO_1582 } },
    { SPSS, "JDATE",    { "date", DAY, -TO_1582 } },
    { SPSS, "QYR",      { "date", DAY, -TO_1582 } },
    { SPSS, "MOYR",     { "date", DAY, -TO_1582 } },
    { SPSS, "WKYR",     { "date", DAY, -TO_1582 } },
    { SPSS, "DATETIME", { "datetime", 1, -TO_1582 * DAY } },
    { SPSS, "YMDHMS",   { "datetime", 1, -TO_1582 * DAY } },
    { SPSS, "TIME",     { "time", 1, 0 } },
    { SPSS, "MTIME",    { "time", 1, 0 } },
    { SPSS, "DTIME",    { "time", 1, 0 } },
    { STATA, "%td",     { "date", 1, -TO_1960 } },
    { STATA, "%d",      { "date", 1, -TO_1960 } },
    { STATA, "%tc",     { "datetime", 1000, -TO_1960 * DAY } },
    { SAS, "DATE",      { "date", 1, -TO_1960 } },
    { SAS, "DDMMYY",    { "date", 1, -TO_1960 } },
    { SAS, "MMDDYY",    { "date", 1, -TO_1960 } },
    { SAS, "YYMMDD",    { "date", 1, -TO_1960 } },
    { SAS, "WORDDATE",  { "date", 1, -TO_1960 } },
    { SAS, "WEEKDATE",  { "date", 1, -TO_1960 } },
    { SAS, "MONYY",     { "date", 1, -TO_1960 } },
    { SAS, "JULIAN",    { "date", 1, -TO_1960 } },
    { SAS, "E8601DA",   { "date", 1, -TO_1960 } },
    { SAS, "DATETIME",  { "datetime", 1, -TO_1960 * DAY } },
    { SAS, "E8601DT",   { "datetime", 1, -TO_1960 * DAY } },
    { SAS, "TIME",      { "time", 1, 0 } },
    { SAS, "E8601TM",   { "time", 1, 0 } },
};

static enum family
family_of(const char *file_format)
{
    if (strcmp(file_format, "dta") == 0)
        return STATA;
    return strcmp(file_format, "sas7bdat") == 0
        || strcmp(file_format, "xpt") == 0 ? SAS : SPSS;
}

/* A left-justified Stata format is "%-td". */
static size_t
letters_of(char *out, size_t room, const char *display, enum family family)
{
    size_t n = 0;

    for (; *display != '\0' && n + 1 < room; display++)
        if (family != STATA || *display != '-')
            out[n++] = *display;
    out[n] = '\0';
    if (family == STATA)
        return n;
    n = strcspn(out, ".");
    if (strncasecmp(out, "E8601", 5) != 0)
        n = strcspn(out, "0123456789.");
    else if (n > 7)
        n = 7;
    out[n] = '\0';
    return n;
}

struct sv_calendar
sv_calendar_of(const char *file_format, const char *display)
{
    const enum family family = family_of(file_format);
    char letters[32];
    const size_t n = letters_of(letters, sizeof letters, display, family);

    for (size_t i = 0; n > 0 && i < sizeof rules / sizeof *rules; i++) {
        const struct rule *r = &rules[i];

        if (r->family == family
            && (family == STATA
                ? strncmp(letters, r->letters, strlen(r->letters)) == 0
                : strcasecmp(letters, r->letters) == 0))
            return r->as;
    }
    return (struct sv_calendar) { "number", 1, 0 };
}
