/* test_output.c - files that exist whole or not at all. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/guard.h"
#include "pipeline/output.h"
#include "tests/helpers/files.h"
#include "tests/helpers/scratch.h"

TestSuite(output, .init = files_enter);

static const char path[] = "result.csv";

/* Writes N lines of the letter C to the output file. */
static enum sv_status
write_lines(char c, unsigned n, struct sv_digest *digest,
            struct sv_fault *fault)
{
    struct sv_output out;
    enum sv_status status = sv_output_begin(&out, path, fault);

    if (status != SV_OK)
        return status;
    for (unsigned i = 0; i < n; i++)
        fprintf(out.to, "%c%c%c%c%c%c%c\n", c, c, c, c, c, c, c);
    return sv_output_keep(&out, digest, fault);
}

Test(output, appears_whole_and_private)
{
    struct sv_fault fault = { 0 };
    struct sv_digest digest, found;
    struct stat info;

    umask(0);
    cr_assert_eq(write_lines('a', 3, &digest, &fault), SV_OK);
    cr_assert_eq(stat(path, &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    cr_expect_eq(info.st_size, 24);
    cr_assert_eq(sv_digest_file(&found, NULL, path, &fault), SV_OK);
    cr_expect(sv_digest_same(&digest, &found));
    cr_expect_eq(scratch_count("."), 1);
}

Test(output, old_file_stays_until_the_new_one_is_whole)
{
    struct sv_fault fault = { 0 };
    struct sv_output out;
    size_t n;
    char *text;

    cr_assert_eq(write_lines('a', 1, NULL, &fault), SV_OK);
    cr_assert_eq(sv_output_begin(&out, path, &fault), SV_OK);
    fputs("half", out.to);
    fflush(out.to);
    text = files_read(path, &n);
    cr_expect_str_eq(text, "aaaaaaa\n");
    free(text);
    sv_output_drop(&out);
    cr_expect_eq(scratch_count("."), 1);
}

/* A disk that is full in the middle: the sentence, the old file, no litter. */
Test(output, full_disk_leaves_the_old_file)
{
    const struct rlimit small = { 4096, 4096 };
    struct sv_fault fault = { 0 };
    size_t n;
    char *text;

    cr_assert_eq(write_lines('a', 2, NULL, &fault), SV_OK);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    cr_expect_eq(write_lines('b', 100000, NULL, &fault), SV_SYSTEM);
    cr_expect_str_eq(fault.text,
                     "result.csv: cannot be written: File too large");
    text = files_read(path, &n);
    cr_expect_str_eq(text, "aaaaaaa\naaaaaaa\n");
    free(text);
    cr_expect_eq(scratch_count("."), 1);
}

Test(output, folder_that_is_not_there)
{
    struct sv_fault fault = { 0 };
    struct sv_output out;

    cr_expect_eq(sv_output_begin(&out, "none/x.csv", &fault), SV_SYSTEM);
    cr_expect_str_eq(fault.text, "none/x.csv: cannot be written: No such "
                     "file or directory");
}

/* A child that writes a's and b's in turn, until it is killed. */
static pid_t
start_writer(void)
{
    const pid_t child = fork();

    cr_assert(child >= 0);
    if (child == 0) {
        struct sv_fault fault = { 0 };

        for (char c = 'a';; c = c == 'a' ? 'b' : 'a')
            if (write_lines(c, 20000, NULL, &fault) != SV_OK)
                _exit(1);
    }
    return child;
}

/* Killed at any moment: what is there is all a's or all b's. */
Test(output, killed_writers_tear_nothing)
{
    struct sv_fault fault = { 0 };

    cr_assert_eq(write_lines('a', 20000, NULL, &fault), SV_OK);
    for (unsigned i = 0; i < 40; i++) {
        const struct timespec wait = { 0, 1000000 + 263000 * (long) i };
        const pid_t child = start_writer();
        size_t n;
        char *text;
        int ended;

        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        cr_assert_eq(waitpid(child, &ended, 0), child);
        cr_assert(WIFSIGNALED(ended), "the writer failed by itself");
        text = files_read(path, &n);
        cr_assert_eq(n, 160000, "torn in round %u", i);
        cr_assert_eq(strspn(text, text[0] == 'a' ? "a\n" : "b\n"), n);
        free(text);
    }
    sv_remove_temporaries(".", 0);
    cr_expect_eq(scratch_count("."), 1, "temporaries of the dead stay");
}

/* One that was killed, and that nobody waits for (in a container without init
 * none does), is dead, too. */
Test(output, killed_writers_that_nobody_waits_for)
{
    for (unsigned i = 0; i < 10; i++) {
        const struct timespec wait = { 0, 2000000 + 1000000 * (long) i };
        const pid_t child = start_writer();
        siginfo_t is;

        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        cr_assert_eq(waitid(P_PID, (id_t) child, &is, WEXITED | WNOWAIT), 0);
        sv_remove_temporaries(".", 0);
        cr_expect(scratch_count(".") <= 1, "temporaries of the dead stay");
        cr_assert_eq(waitpid(child, NULL, 0), child);
    }
}
