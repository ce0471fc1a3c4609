/* test_tablerows.c - tables of results in CSV, as lists of objects. */
#include <criterion/criterion.h>
#include <string.h>

#include "stages/common/tablerows.h"
#include "tests/helpers/files.h"
#include "tests/helpers/scratch.h"

/* What TEXT is as a table; the caller releases it. */
static json_t *
rows_of(const char *text, enum sv_status wanted, struct sv_fault *fault)
{
    char path[SCRATCH_SIZE];
    json_t *rows;

    scratch_file(path, "rows.csv");
    files_write_text(path, text);
    cr_expect(sv_table_rows(&rows, path, fault) == wanted);
    return rows;
}

Test(tablerows, measures_are_numbers_and_the_rest_texts)
{
    struct sv_fault fault = { 0 };
    json_t *rows = rows_of("test,item,estimate,se,n,domain\n"
                           "\"a, b\",7,0.17385,,2385,12\n", SV_OK, &fault);
    json_t *row = json_array_get(rows, 0);

    cr_assert(json_array_size(rows) == 1);
    cr_expect(strcmp(json_string_value(json_object_get(row, "test")), "a, b")
              == 0);
    cr_expect(json_is_string(json_object_get(row, "item")));
    cr_expect(json_is_string(json_object_get(row, "domain")));
    cr_expect(json_real_value(json_object_get(row, "estimate")) == 0.17385);
    cr_expect(json_is_null(json_object_get(row, "se")));
    cr_expect(json_is_integer(json_object_get(row, "n")));
    cr_expect(json_integer_value(json_object_get(row, "n")) == 2385);
    json_decref(rows);
}

Test(tablerows, a_number_comes_back_to_the_last_bit)
{
    struct sv_fault fault = { 0 };
    json_t *rows = rows_of("estimate,p_value\n0.49288122116962607,6.9e-310\n",
                           SV_OK, &fault);
    json_t *row = json_array_get(rows, 0);

    cr_expect(json_real_value(json_object_get(row, "estimate"))
              == 0.49288122116962607);
    cr_expect(json_real_value(json_object_get(row, "p_value")) == 6.9e-310);
    json_decref(rows);
}

Test(tablerows, a_head_alone_has_no_rows)
{
    struct sv_fault fault = { 0 };
    json_t *rows = rows_of("estimate,se\n", SV_OK, &fault);

    cr_expect(json_array_size(rows) == 0);
    json_decref(rows);
}

Test(tablerows, a_quote_that_is_not_closed_is_a_fault)
{
    struct sv_fault fault = { 0 };
    json_t *rows = rows_of("test,se\n\"a,1\n", SV_DATA, &fault);

    cr_expect(strstr(fault.text, "rows") != NULL);      /* names the file */
    json_decref(rows);
}

Test(tablerows, a_file_that_is_not_there_is_a_fault)
{
    struct sv_fault fault = { 0 };
    json_t *rows;

    cr_expect(sv_table_rows(&rows, "/nowhere/tests.csv", &fault) == SV_SYSTEM);
    json_decref(rows);
}
