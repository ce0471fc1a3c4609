/* test_csvscan.c - fields and numbers of CSV texts. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "stages/ingest/csvscan.h"

/* The fields of TEXT as [a][b]|, rows ended by |; quoted ones as "a". */
static const char *
scanned(const char *text, struct sv_fault *fault)
{
    static char out[512];
    struct sv_scan scan;
    size_t used = 0;

    *fault = (struct sv_fault) { .status = SV_OK };
    out[0] = '\0';
    sv_scan_begin(&scan, text, strlen(text));
    while (fault->status == SV_OK && sv_scan_more(&scan)) {
        struct sv_scan_field f = { .last = false };

        while (!f.last && sv_scan_next(&f, &scan, fault) == SV_OK)
            used += (size_t) snprintf(out + used, sizeof out - used,
                                      f.quoted ? "\"%.*s\"" : "[%.*s]",
                                      (int) f.n, f.text);
        used += (size_t) snprintf(out + used, sizeof out - used, "|");
    }
    sv_scan_end(&scan);
    return out;
}

static void
expect(const char *text, const char *fields)
{
    struct sv_fault fault;

    cr_expect_str_eq(scanned(text, &fault), fields, "%s", text);
    cr_expect(eq(int, fault.status, SV_OK), "%s", fault.text);
}

Test(csvscan, fields)
{
    expect("a,b\n1,2\n", "[a][b]|[1][2]|");
    expect("a,b\r\n1,2\r\n", "[a][b]|[1][2]|");
    expect("a,b\n1,2", "[a][b]|[1][2]|");
    expect("a,b\n,\n", "[a][b]|[][]|");
    expect("a\n\n\n1\n", "[a]|[1]|");
    expect("a\tb\n1,5\t2\n", "[a][b]|[1,5][2]|");
    expect("a;b\n1,5;2\n", "[a][b]|[1,5][2]|");
    expect("\xef\xbb\xbf" "a,b\n", "[a][b]|");
}

Test(csvscan, lines_that_end_in_a_carriage_return_alone)
{
    expect("a,b\r1,2\r", "[a][b]|[1][2]|");
    expect("a,b\r1,2", "[a][b]|[1][2]|");
    expect("a,\"b\r\"\r\r\"1\n2\",\"\r\"\r", "[a]\"b\r\"|\"1\n2\"\"\r\"|");
    expect("\"a\rb\",c\n1,2\n", "\"a\rb\"[c]|[1][2]|");
    expect("a;b,\r1,5;2\r", "[a;b][]|[1][5;2]|");
}

Test(csvscan, quotes)
{
    expect("a,b\n\"1,2\",\"x\"\"y\"\n", "[a][b]|\"1,2\"\"x\"y\"|");
    expect("a,b\n\"1\n2\",\"\"\n", "[a][b]|\"1\n2\"\"\"|");
    expect("\"a;b\",c,d\n1,2,3\n", "\"a;b\"[c][d]|[1][2][3]|");
    expect("a,b\nx\"y,2\n", "[a][b]|[x\"y][2]|");
}

Test(csvscan, faults)
{
    struct sv_fault fault;

    scanned("a,b\n1,\"2\n3\n", &fault);
    cr_expect_str_eq(fault.text, "line 2: a quote is opened here and never "
                     "closed: the file is damaged or cut short");
    scanned("a,b\n\"1\"2,3\n", &fault);
    cr_expect_str_eq(fault.text, "line 2: text behind a closing quote; expected "
                     "a separator, or a quote doubled");
    scanned("a,b\r1,2\n3,4\r", &fault);
    cr_expect_str_eq(fault.text, "line 2: a line feed, where the header ends in "
                     "a carriage return alone; save the file with one kind of "
                     "line ends");
}

static enum sv_scan_kind
number(const char *text, double *value, uint8_t *reason)
{
    const struct sv_scan_field f = { .text = text, .n = strlen(text) };

    *value = -1;
    return sv_scan_number(&f, '.', value, reason);
}

Test(csvscan, numbers)
{
    static const struct { const char *text; double value; } good[] = {
        { "0", 0 }, { "-12", -12 }, { "+3", 3 }, { " 7 ", 7 }, { "007", 7 },
        { "3.5", 3.5 }, { ".25", 0.25 }, { "2.", 2 }, { "1e3", 1000 },
        { "1.5E-3", 0.0015 }, { "0.1", 0.1 }, { "123456789012345678", 123456789012345678.0 },
        { "0.30000000000000004", 0.30000000000000004 },
        { "1e308", 1e308 }, { "2.2250738585072014e-308", 2.2250738585072014e-308 },
        { "179769313486231570000000000", 179769313486231570000000000.0 },
        { "-0.000123", -0.000123 },
    };
    static const char *const text[] = { "x", "1,5", "1 000", "1e", "e5", "-",
                                        "+", "..", "1e999", "0x10", "inf", "nan",
                                        "1.2.3", ".A", ".aa", "na" };
    double value;
    uint8_t reason;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cr_expect(eq(int, number(good[i].text, &value, &reason),
                     SV_SCAN_NUMBER), "%s", good[i].text);
        cr_expect(eq(dbl, value, good[i].value), "%s", good[i].text);
    }
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        cr_expect(eq(int, number(text[i], &value, &reason), SV_SCAN_TEXT),
                  "%s", text[i]);
}

Test(csvscan, a_comma_before_decimals)
{
    static const struct { const char *text; double value; } good[] = {
        { "10,5", 10.5 }, { "-,25", -0.25 }, { "7", 7 }, { "1,5e-2", 0.015 },
        { "0,30000000000000004", 0.30000000000000004 },
    };
    static const char *const text[] = { "1.5", "1,2,3", "1.000,5" };
    double value;
    uint8_t reason;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const struct sv_scan_field f = { .text = good[i].text,
                                         .n = strlen(good[i].text) };

        cr_expect(eq(int, sv_scan_number(&f, ',', &value, &reason),
                     SV_SCAN_NUMBER), "%s", good[i].text);
        cr_expect(eq(dbl, value, good[i].value), "%s", good[i].text);
    }
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        const struct sv_scan_field f = { .text = text[i],
                                         .n = strlen(text[i]) };

        cr_expect(eq(int, sv_scan_number(&f, ',', &value, &reason),
                     SV_SCAN_TEXT), "%s", text[i]);
    }
}

Test(csvscan, missing)
{
    static const struct { const char *text; uint8_t reason; } missing[] = {
        { "", 1 }, { "  ", 1 }, { "NA", 1 }, { ".", 1 }, { ".a", 2 },
        { ".z", 27 },
    };
    double value;
    uint8_t reason;

    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        cr_expect(eq(int, number(missing[i].text, &value, &reason),
                     SV_SCAN_MISSING), "%s", missing[i].text);
        cr_expect(eq(u8, reason, missing[i].reason), "%s", missing[i].text);
    }
}
