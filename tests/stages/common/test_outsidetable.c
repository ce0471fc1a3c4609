/* test_outsidetable.c - tables in CSV that people write. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "stages/common/outsidetable.h"

static struct sv_fault fault;
static struct sv_outside_table table;

static enum sv_status
begin(char *text)
{
    fault = (struct sv_fault){ 0 };
    return sv_outside_table_begin(&table, "totals.csv", text, strlen(text),
                                  &fault);
}

Test(outsidetable, columns_go_by_their_names)
{
    char text[] = "sex,total\nmale,2.385\nfemale,7.121\n";
    size_t total;

    cr_assert_eq(begin(text), SV_OK);
    total = sv_outside_table_column(&table, "total");
    cr_expect_eq(total, 1);
    cr_expect_eq(sv_outside_table_column(&table, "share"), SIZE_MAX);
    cr_assert(sv_outside_table_row(&table));
    cr_expect_str_eq(table.csv.field[total], "2.385");
    cr_assert(sv_outside_table_row(&table));
    cr_expect_str_eq(table.csv.field[total], "7.121");
    cr_expect_not(sv_outside_table_row(&table));
    cr_expect_eq(fault.status, SV_OK);
    sv_outside_table_end(&table);
}

Test(outsidetable, all_that_is_wrong_is_told_and_where)
{
    char text[] = "sex,total\nmale\nfemale,7.121\nother,\"1.733\n";

    cr_assert_eq(begin(text), SV_OK);
    cr_assert(sv_outside_table_row(&table));
    cr_expect_str_eq(table.csv.field[0], "female");
    sv_outside_table_wrong(&table, "'%s' is no category", "female");
    cr_expect_not(sv_outside_table_row(&table));
    cr_expect_eq(fault.status, SV_DATA);
    cr_expect_str_eq(fault.text,
                     "totals.csv: line 2: has 1 fields, the first line has 2\n"
                     "totals.csv: line 3: 'female' is no category\n"
                     "totals.csv: line 4: a quote is never closed");
    sv_outside_table_end(&table);
}

Test(outsidetable, a_table_without_a_line_is_empty)
{
    char none[] = "", open[] = "\"sex,total\n";

    cr_expect_eq(begin(none), SV_DATA);
    cr_expect_str_eq(fault.text, "totals.csv: is empty");
    sv_outside_table_end(&table);
    cr_expect_eq(begin(open), SV_DATA);
    cr_expect_str_eq(fault.text, "totals.csv: line 1: a quote is never closed");
    sv_outside_table_end(&table);
}
