/* test_apart.c - a private folder that is gone afterwards. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/apart.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"
#include "tests/helpers/scratch.h"

TestSuite(apart, .init = files_enter);

struct seen {
    char folder[PATH_MAX];
    mode_t mode;
};

static enum sv_status
leave_a_file(const char *folder, void *context, int *received,
             struct sv_fault *fault)
{
    struct seen *seen = context;
    char path[PATH_MAX];
    struct stat info;

    (void) received;
    snprintf(seen->folder, sizeof seen->folder, "%s", folder);
    if (stat(folder, &info) == 0)
        seen->mode = info.st_mode & 0777;
    snprintf(path, sizeof path, "%s/left", folder);
    files_write_text(path, "x");
    return sv_fail(fault, SV_DATA, "as the work ends");
}

static void
expect_gone(const struct seen *seen, const char *parent)
{
    cr_expect(eq(u32, seen->mode, 0700));
    cr_expect_eq(strncmp(seen->folder, parent, strlen(parent)), 0, "%s",
                 seen->folder);
    cr_expect(ne(int, access(seen->folder, F_OK), 0));
}

Test(apart, in_the_working_folder)
{
    struct sv_fault fault = { 0 };
    struct seen seen = { 0 };

    cr_expect(eq(int, (int) sv_apart(".work", leave_a_file, &seen, &fault), SV_DATA));
    expect_gone(&seen, ".work.");
}

/* Works as somebody for whom permissions count, and prints where. */
static int
work_as_nobody(void *data)
{
    struct sv_fault fault = { 0 };
    struct seen seen = { 0 };
    int status;

    (void) data;
    if (geteuid() == 0 && seteuid(65534) != 0)
        return 99;
    status = (int) sv_apart("closed/.work", leave_a_file, &seen, &fault);
    printf("%o %.13s", (unsigned) seen.mode, seen.folder);
    fflush(stdout);
    return status;
}

Test(apart, elsewhere_if_nothing_can_be_made_there)
{
    mkdir("closed", 0700);
    mkdir("elsewhere", 0700);
    chmod(".", 0755);
    chmod("closed", 0555);
    chmod("elsewhere", 0777);
    setenv("TMPDIR", "elsewhere", 1);
    cr_expect(eq(int, program_run(work_as_nobody, NULL), SV_DATA));
    program_expect("out.txt", "700 elsewhere/.wo");
    cr_expect(eq(int, scratch_count("elsewhere"), 0));
}

Test(apart, a_folder_that_is_not_there)
{
    struct sv_fault fault = { 0 };
    struct seen seen = { 0 };

    cr_expect(eq(int, (int) sv_apart("none/.work", leave_a_file, &seen, &fault),
                 SV_SYSTEM));
    cr_expect(eq(chr, seen.folder[0], 0));
    cr_expect_not_null(strstr(fault.text, "none/.work.XXXXXX: no private "
                              "folder can be made"), "%s", fault.text);
}
