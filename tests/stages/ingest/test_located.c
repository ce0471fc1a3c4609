/* test_located.c - how many rows, and which ones first. */
#include <criterion/criterion.h>

#include "stages/ingest/located.h"

Test(located, says_where)
{
    struct sv_located l = { .n = 0 };

    sv_locate(&l, 7);
    cr_expect_str_eq(sv_located_say(&l).text, "1 row (7)");
    sv_locate(&l, 12);
    cr_expect_str_eq(sv_located_say(&l).text, "2 rows (7, 12)");
    for (uint32_t i = 20; i < 110; i++)
        sv_locate(&l, i);
    cr_expect_str_eq(sv_located_say(&l).text,
                     "92 rows (7, 12, 20, 21, 22, ...)");
}
