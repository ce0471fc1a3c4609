/* test_fault.c - sentences, their places, and several at one go. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "pipeline/fault.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"

Test(fault, place_comes_before_the_sentence)
{
    struct sv_fault fault = { 0 };

    cr_expect_eq(sv_fail(&fault, SV_DATA, "row %d has no weight", 17), SV_DATA);
    cr_expect_eq(sv_at(&fault, "variable %s", "WT"), SV_DATA);
    cr_expect_eq(sv_at(&fault, "hh.sav"), SV_DATA);
    cr_expect_str_eq(fault.text, "hh.sav: variable WT: row 17 has no weight");
    cr_expect_eq(fault.n, 1);
}

Test(fault, system_calls_say_why)
{
    struct sv_fault fault = { 0 };

    errno = ENOSPC;
    cr_expect_eq(sv_fail_errno(&fault, "%s: cannot be written", "x"),
                 SV_SYSTEM);
    cr_expect_str_eq(fault.text,
                     "x: cannot be written: No space left on device");
}

Test(fault, several_are_lines_and_the_worst_counts)
{
    struct sv_fault fault = { 0 };

    cr_expect_eq(sv_add(&fault, SV_DATA, "one"), SV_DATA);
    cr_expect_eq(sv_add(&fault, SV_SYSTEM, "two"), SV_SYSTEM);
    cr_expect_eq(sv_add(&fault, SV_DATA, "three"), SV_SYSTEM);
    cr_expect_str_eq(fault.text, "one\ntwo\nthree");
}

Test(fault, a_sentence_is_said_once)
{
    struct sv_fault fault = { 0 };

    sv_add(&fault, SV_DATA, "hh.sav: row 12");
    sv_add(&fault, SV_DATA, "hh.sav: row 1");
    sv_add(&fault, SV_DATA, "hh.sav: row 12");
    sv_add(&fault, SV_SYSTEM, "hh.sav: row 1");
    cr_expect_str_eq(fault.text, "hh.sav: row 12\nhh.sav: row 1");
    cr_expect_eq(fault.n, 2);
    cr_expect_eq(fault.status, SV_SYSTEM);
}

/* A text longer than there is room for is cut, wherever it comes in. */
Test(fault, nothing_overflows)
{
    static char x[20000];
    struct sv_fault fault = { 0 };

    memset(x, 'x', sizeof x - 1);
    sv_fail(&fault, SV_DATA, "%s", x);
    cr_expect_eq(strlen(fault.text), sizeof fault.text - 1);
    cr_expect_eq(sv_at(&fault, "%s", x), SV_DATA);
    cr_expect_eq(strlen(fault.text), sizeof fault.text - 1);
    sv_add(&fault, SV_DATA, "%s", x);
    cr_expect_eq(strlen(fault.text), sizeof fault.text - 1);
    errno = EIO;
    sv_fail_errno(&fault, "%s", x);
    cr_expect_eq(strlen(fault.text), sizeof fault.text - 1);
}

static int
print_many(void *data)
{
    struct sv_fault fault = { 0 };

    (void) data;
    sv_fault_print(&fault, "hearth-try");       /* prints nothing */
    for (int i = 1; i <= SV_MAX_FAULTS + 3; i++)
        sv_add(&fault, SV_DATA, "%d", i);
    sv_fault_print(&fault, "hearth-try");
    return (int) fault.n;
}

Test(fault, those_that_are_not_kept_are_counted, .init = files_enter)
{
    cr_expect_eq(program_run(print_many, NULL), SV_MAX_FAULTS + 3);
    program_expect("err.txt", "hearth-try: 1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n"
                   "12\n13\n14\n15\n16\n17\n18\n19\n20\n"
                   "hearth-try: and 3 faults more\n");
}
