/* test_children.c - however a reader ends, there is a sentence. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "stages/ingest/children.h"
#include "tests/helpers/files.h"

TestSuite(children, .init = files_enter);

static enum sv_status
try(sv_child_work work, struct sv_fault *fault)
{
    const struct sv_limits limits = { .memory = 64 << 20, .seconds = 1,
                                      .file = 1 << 20 };
    struct sv_child child;
    enum sv_status status;

    *fault = (struct sv_fault) { .status = SV_OK };
    status = sv_child_start(&child, ".", "data.sav", -1, &limits, work, NULL,
                            fault);
    if (status == SV_OK)
        status = sv_child_wait(&child, fault);
    sv_child_clear(&child);
    return status;
}

static enum sv_status
succeed(int spool, struct sv_report *report, const void *context,
        struct sv_fault *fault)
{
    (void) context;
    (void) fault;
    report->rows = 7;
    return write(spool, "x", 1) == 1 ? SV_OK : SV_BUG;
}

static enum sv_status
refuse(int spool, struct sv_report *report, const void *context,
       struct sv_fault *fault)
{
    (void) spool;
    (void) report;
    (void) context;
    return sv_fail(fault, SV_DATA, "no\aisy");
}

static enum sv_status
crash(int spool, struct sv_report *report, const void *context,
      struct sv_fault *fault)
{
    (void) spool;
    (void) report;
    (void) context;
    (void) fault;
    raise(SIGSEGV);
    return SV_OK;
}

static enum sv_status
be_killed(int spool, struct sv_report *report, const void *context,
       struct sv_fault *fault)
{
    (void) spool;
    (void) report;
    (void) context;
    raise(SIGKILL);
    return sv_fail(fault, SV_BUG, "not reached");
}

static enum sv_status
spin(int spool, struct sv_report *report, const void *context,
     struct sv_fault *fault)
{
    volatile unsigned x = 1;

    (void) spool;
    (void) report;
    (void) context;
    (void) fault;
    while (x != 0)
        x = x * 2 + 1;
    return SV_OK;
}

static enum sv_status
escape(int spool, struct sv_report *report, const void *context,
       struct sv_fault *fault)
{
    (void) spool;
    (void) context;
    report->rows = open("/etc/passwd", O_RDONLY) >= 0;
    report->rows += open("new", O_WRONLY | O_CREAT, 0600) >= 0;
    report->rows += mmap(NULL, (size_t) 1 << 30, PROT_READ, MAP_PRIVATE
                         | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
    if (report->rows > 0)
        return sv_fail(fault, SV_DATA, "got out");
    return SV_OK;
}

static enum sv_status
call_home(int spool, struct sv_report *report, const void *context,
          struct sv_fault *fault)
{
    (void) spool;
    (void) report;
    (void) context;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0
        ? sv_fail(fault, SV_DATA, "connected") : SV_OK;
}

Test(children, ends_well)
{
    struct sv_fault fault;

    cr_expect(eq(int, try(succeed, &fault), SV_OK), "%s", fault.text);
}

Test(children, says_why)
{
    struct sv_fault fault;

    cr_expect(eq(int, try(refuse, &fault), SV_DATA));
    cr_expect_str_eq(fault.text, "data.sav: no?isy");
}

static enum sv_status
say_nothing(int spool, struct sv_report *report, const void *context,
            struct sv_fault *fault)
{
    (void) spool;
    (void) report;
    (void) context;
    (void) fault;
    return SV_DATA;
}

Test(children, says_nothing)
{
    struct sv_fault fault;

    cr_expect(eq(int, try(say_nothing, &fault), SV_BUG));
    cr_expect_str_eq(fault.text, "data.sav: the reader stopped without a word; "
                     "this is a bug of ours, please report it");
}

Test(children, crashes)
{
    struct sv_fault fault;

    cr_expect(eq(int, try(crash, &fault), SV_DATA));
    cr_expect_str_eq(fault.text, "data.sav: the reader was stopped (signal 11, "
                     "Segmentation fault): the file is damaged, or hostile; "
                     "get it again from where it was made");
}

Test(children, is_killed)
{
    struct sv_fault fault;

    cr_expect(eq(int, try(be_killed, &fault), SV_SYSTEM));
    cr_expect(strstr(fault.text, "the reader was killed, perhaps because memory"
                     " is short") != NULL, "%s", fault.text);
}

Test(children, takes_too_long)
{
    struct sv_fault fault;

    cr_expect(eq(int, try(spin, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "reading took far longer") != NULL, "%s",
              fault.text);
}

/* Where the machine has no sandbox there is nothing to test. */
Test(children, stays_in)
{
    const unsigned all = SV_HAS_LANDLOCK | SV_HAS_SECCOMP;
    struct sv_fault fault;

    if (sv_sandbox_has() != all)
        cr_skip("no sandbox here");
    cr_expect(eq(int, try(escape, &fault), SV_OK), "%s", fault.text);
    cr_expect(eq(int, try(call_home, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "signal 31") != NULL, "%s", fault.text);
}

Test(children, what_is_missing_is_said)
{
    cr_expect_str_eq(sv_sandbox_lacks(SV_HAS_LANDLOCK | SV_HAS_SECCOMP), "");
    cr_expect_str_eq(sv_sandbox_lacks(SV_HAS_LANDLOCK),
                     "no seccomp: readers have landlock and limits only");
    cr_expect_str_eq(sv_sandbox_lacks(0), "no landlock and no seccomp: readers "
                     "have limits only");
}
