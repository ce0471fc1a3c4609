/* test_calendar.c - what display formats say of dates. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/ingest/calendar.h"

/* The first of January 2000 is day 10,957; noon is 946,728,000 s. */
Test(calendar, the_year_2000)
{
    static const struct {
        const char *file, *display, *type;
        double theirs, ours;
    } cases[] = {
        { "sav", "EDATE10", "date", 13166064000, 10957 },
        { "zsav", "date11", "date", 13166064000, 10957 },
        { "por", "MOYR8", "date", 13166064000, 10957 },
        { "sav", "DATETIME20", "datetime", 13166107200, 946728000 },
        { "sav", "TIME8", "time", 3723, 3723 },
        { "sav", "F8.2", "number", 5, 5 },
        { "sav", "MONTH3", "number", 5, 5 },
        { "dta", "%td", "date", 14610, 10957 },
        { "dta", "%-tdD_m_Y", "date", 14610, 10957 },
        { "dta", "%d", "date", 14610, 10957 },
        { "dta", "%tc", "datetime", 1262347200000, 946728000 },
        { "dta", "%tm", "number", 480, 480 },
        { "dta", "%9.0g", "number", 5, 5 },
        { "sas7bdat", "MMDDYY10.", "date", 14610, 10957 },
        { "xpt", "DATE9", "date", 14610, 10957 },
        { "xpt", "DATETIME20.", "datetime", 1262347200, 946728000 },
        { "sas7bdat", "E8601DA10.", "date", 14610, 10957 },
        { "sas7bdat", "BEST12.", "number", 5, 5 },
        { "sav", "", "number", 5, 5 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sv_calendar c =
            sv_calendar_of(cases[i].file, cases[i].display);

        cr_expect_str_eq(c.type, cases[i].type, "%s %s", cases[i].file,
                         cases[i].display);
        cr_expect(eq(dbl, cases[i].theirs / c.divisor + c.shift,
                             cases[i].ours), "%s %s", cases[i].file,
                  cases[i].display);
    }
}
