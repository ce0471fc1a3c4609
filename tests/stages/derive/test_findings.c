/* test_findings.c - rows are counted, and the first ones kept. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "stages/derive/findings.h"

static void
expect_rows(const struct sv_row_count *c, uint64_t n, const uint32_t *first)
{
    cr_expect(eq(u64, c->n, n));
    for (size_t i = 0; i < SV_FIRST_ROWS && i < n; i++)
        cr_expect(eq(u32, c->first[i], first[i]));
}

Test(findings, least_rows_in_any_order)
{
    static const uint32_t rows[] = { 71, 3, 88, 12, 99, 4, 60, 2, 100 };
    static const uint32_t least[] = { 2, 3, 4, 12, 60 };
    static const uint32_t two[] = { 3, 71 };
    struct sv_row_count c = { .n = 0 };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sv_count_row(&c, rows[i]);
        if (i == 1)
            expect_rows(&c, 2, two);
    }
    expect_rows(&c, 9, least);
}

Test(findings, sentences)
{
    struct sv_row_count c = { .n = 0 };
    json_t *list = json_array();
    const json_t *one;

    sv_count_row(&c, 17);
    sv_findings_add(list, &(struct sv_finding) {
        SV_WARNING, "skip", "person", "C08a", &c, 40, true
    }, "%s: answered", "C08a");
    cr_assert(eq(sz, json_array_size(list), 1));
    one = json_array_get(list, 0);
    cr_expect_str_eq(json_string_value(json_object_get(one, "severity")),
                     "warning");
    cr_expect_str_eq(json_string_value(json_object_get(one, "sentence")),
                     "C08a: answered");
    cr_expect(eq(int, (int) json_integer_value(json_object_get(one, "count")),
                 1));
    cr_expect(eq(int, (int) json_integer_value(json_object_get(one, "of")),
                 40));
    cr_expect(eq(sz, json_array_size(json_object_get(one, "rows")), 1));
    cr_expect(eq(int, json_is_true(json_object_get(one, "minor")), 1));
    json_decref(list);
}
