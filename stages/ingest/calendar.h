/* calendar.h - dates as days, and moments as seconds, since 1970-01-01.
 *
 * SPSS counts seconds from 14 October 1582, Stata days or milliseconds and SAS
 * days or seconds from 1 January 1960; that a number is a date is only said by
 * its display format.
 */
#ifndef SV_CALENDAR_H
#define SV_CALENDAR_H

/* Ours = theirs / divisor + shift: exact for whole days. */
struct sv_calendar {
    const char *type;           /* "number", "date", "time", "datetime" */
    double divisor, shift;
};

/* What a display format ("EDATE10", "%tdD_m_Y", "MMDDYY10.") of a file format
 * ("sav", "dta", ...) says.  Weeks, months, quarters and years of Stata, and
 * its clock with leap seconds, stay the numbers that they are. */
struct sv_calendar sv_calendar_of(const char *file_format, const char *display);

#endif
