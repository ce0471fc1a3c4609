/* csvnumber.c - numbers and missing values in CSV fields. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/csvscan.h"
#include "stages/ingest/spool.h"

enum { EXACT_DIGITS = 15, EXACT_POWER = 22, LONGEST = 400 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What a number consists of. */
struct parts {
    bool negative;
    int64_t digits;             /* all digits, without the point */
    size_t n_digits;
    int power;                  /* of ten */
};

static bool
exponent(const char *at, const char *end, struct parts *p)
{
    const bool negative = at < end && *at == '-';
    int power = 0;

    at += at < end && (*at == '-' || *at == '+');
    if (at == end)
        return false;
    for (; at < end; at++) {
        if (!is_digit(*at))
            return false;
        power = power < 10000 ? 10 * power + (*at - '0') : power;
    }
    p->power += negative ? -power : power;
    return true;
}

static bool
split(const char *at, const char *end, char mark, struct parts *p)
{
    bool point = false, any = false;

    p->negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    for (; at < end; at++) {
        if (*at == mark && !point) {
            point = true;
            continue;
        }
        if (!is_digit(*at))
            break;
        any = true;
        p->power -= point;
        if (p->n_digits > 0 || *at != '0')
            p->n_digits++;
        if (p->n_digits <= EXACT_DIGITS)
            p->digits = 10 * p->digits + (*at - '0');
    }
    if (!any)
        return false;
    return at == end || ((*at | 0x20) == 'e' && exponent(at + 1, end, p));
}

/* Few digits and a small power of ten, both exact, give the nearest number by
 * one multiplication or division (Clinger 1990); strtod() does the others. */
static double
value_of(const struct parts *p, const char *text, size_t n)
{
    static const double ten[EXACT_POWER + 1] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
        1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    const double digits = (double) (p->negative ? -p->digits : p->digits);
    char copy[LONGEST + 1];

    if (p->n_digits <= EXACT_DIGITS && p->power >= 0 && p->power <= EXACT_POWER)
        return digits * ten[p->power];
    if (p->n_digits <= EXACT_DIGITS && p->power < 0 && p->power >= -EXACT_POWER)
        return digits / ten[-p->power];
    for (size_t i = 0; i < n; i++)
        copy[i] = text[i] == ',' ? '.' : text[i];
    copy[n] = '\0';
    return strtod(copy, NULL);
}

static uint8_t
missing(const char *text, size_t n)
{
    if (n == 0 || (n == 1 && *text == '.')
        || (n == 2 && memcmp(text, "NA", 2) == 0))
        return SV_SYSTEM_MISSING;
    if (n == 2 && text[0] == '.' && text[1] >= 'a' && text[1] <= 'z')
        return (uint8_t) (SV_TAG_A + text[1] - 'a');
    return SV_VALID;
}

enum sv_scan_kind
sv_scan_number(const struct sv_scan_field *field, char point, double *value,
               uint8_t *reason)
{
    const char *at = field->text, *end = at + field->n;
    struct parts p = { .negative = false };

    while (at < end && *at == ' ')
        at++;
    while (end > at && end[-1] == ' ')
        end--;
    *reason = missing(at, (size_t) (end - at));
    if (*reason != SV_VALID)
        return SV_SCAN_MISSING;
    if (end - at > LONGEST || !split(at, end, point, &p))
        return SV_SCAN_TEXT;
    *value = value_of(&p, at, (size_t) (end - at));
    return *value - *value == 0 ? SV_SCAN_NUMBER : SV_SCAN_TEXT;
}

bool
sv_scan_loses_digits(const struct sv_scan_field *field)
{
    const char *at = field->text, *const end = at + field->n;
    char digits[LONGEST], exact[LONGEST];
    size_t n = 0;

    while (at < end && (*at == ' ' || *at == '-' || *at == '+' || *at == '0'))
        at++;
    for (; at < end && is_digit(*at) && n + 1 < sizeof digits; at++)
        digits[n++] = *at;
    while (at < end && *at == ' ')
        at++;
    if (at < end || n <= EXACT_DIGITS)
        return false;
    digits[n] = '\0';
    snprintf(exact, sizeof exact, "%.0f", strtod(digits, NULL));
    return strcmp(exact, digits) != 0;
}
