/* test_csv.c - what is written is read back; what is not RFC 4180 is refused. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "pipeline/csv.h"

Test(csv, quotes_only_where_it_must)
{
    char text[256] = "";
    struct sv_csv csv = { fmemopen(text, sizeof text, "w"), 0 };

    sv_csv_text(&csv, "plain");
    sv_csv_text(&csv, "a,b");
    sv_csv_text(&csv, "say \"no\"");
    sv_csv_text(&csv, "");
    sv_csv_end(&csv);
    sv_csv_number(&csv, 0.1);
    sv_csv_number(&csv, NAN);
    sv_csv_number(&csv, -2385);
    sv_csv_end(&csv);
    fclose(csv.to);
    cr_expect_str_eq(text, "plain,\"a,b\",\"say \"\"no\"\"\",\n"
                           "0.10000000000000001,,-2385\n");
}

Test(csv, reads_what_it_wrote)
{
    char text[] = "plain,\"a,b\",\"say \"\"no\"\"\"\r\n,\"two\nlines\",x";
    struct sv_csv_reader reader;
    struct sv_fault fault = { 0 };
    int more;

    sv_csv_read(&reader, text, strlen(text));
    cr_assert(eq(int, sv_csv_row(&reader, &more, &fault), SV_OK));
    cr_assert(eq(int, more, 1));
    cr_assert(eq(sz, reader.n, 3));
    cr_expect_str_eq(reader.field[1], "a,b");
    cr_expect_str_eq(reader.field[2], "say \"no\"");
    cr_assert(eq(int, sv_csv_row(&reader, &more, &fault), SV_OK));
    cr_assert(eq(sz, reader.n, 3));
    cr_expect_str_eq(reader.field[0], "");
    cr_expect_str_eq(reader.field[1], "two\nlines");
    cr_expect_str_eq(reader.field[2], "x");
    cr_assert(eq(int, sv_csv_row(&reader, &more, &fault), SV_OK));
    cr_expect(eq(int, more, 0));
    sv_csv_free(&reader);
}

static void
refused(char *text, size_t n, const char *sentence)
{
    struct sv_csv_reader reader;
    struct sv_fault fault = { 0 };
    enum sv_status status = SV_OK;
    int more = 1;

    sv_csv_read(&reader, text, n);
    while (status == SV_OK && more)
        status = sv_csv_row(&reader, &more, &fault);
    cr_expect(eq(int, status, SV_DATA));
    cr_expect_str_eq(fault.text, sentence);
    sv_csv_free(&reader);
}

Test(csv, refuses_what_is_broken)
{
    char open[] = "a,b\n1,\"2\n3", tail[] = "\"a\"b,c\n", nul[] = "a,\0b\n",
         alone[] = "a,b\r1,2\r";

    refused(open, sizeof open - 1, "line 2: a quote is never closed");
    refused(tail, sizeof tail - 1, "line 1: text where the field should end");
    refused(nul, sizeof nul - 1, "line 1: a NUL byte");
    refused(alone, sizeof alone - 1, "line 1: ends in a carriage return alone; "
            "save the file with line ends of LF or CR LF");
}

Test(csv, numbers_are_whole_tokens)
{
    double x;

    cr_expect(sv_csv_parse(&x, "-1.25e3") && x == -1250);
    cr_expect(sv_csv_parse(&x, "") && isnan(x));
    cr_expect(sv_csv_parse(&x, "inf") && isinf(x));
    cr_expect(not(sv_csv_parse(&x, "1,5")));
    cr_expect(not(sv_csv_parse(&x, "12x")));
    cr_expect(not(sv_csv_parse(&x, "0x10")));
    cr_expect(not(sv_csv_parse(&x, "+")));
}
