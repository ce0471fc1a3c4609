/* test_progress.c - a bar on a terminal, one line elsewhere. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/progress.h"

/* Standard error becomes a terminal with TERM; returns its other end. */
static int
open_terminal(const char *term)
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    int slave;

    cr_assert(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    cr_assert(slave >= 0 && dup2(slave, STDERR_FILENO) >= 0);
    setenv("TERM", term, 1);
    return master;
}

/* What has been written to the terminal so far. */
static void
read_terminal(int master, char text[8192])
{
    struct pollfd ready = { .fd = master, .events = POLLIN };
    size_t n = 0;

    fflush(stderr);
    while (n < 8191 && poll(&ready, 1, 50) > 0) {
        const ssize_t got = read(master, text + n, 8191 - n);

        cr_assert(got > 0);
        n += (size_t) got;
    }
    text[n] = '\0';
}

static unsigned
count(const char *text, const char *what)
{
    unsigned n = 0;

    for (const char *p = strstr(text, what); p != NULL; p = strstr(p + 1, what))
        n++;
    return n;
}

/* Reports 700,000 rows in 0.7 seconds, a thousand at a time. */
static void
work(struct sv_progress *p)
{
    const struct timespec moment = { 0, 1000000 };

    for (uint64_t done = 1000; done <= 700000; done += 1000) {
        sv_progress_show(p, done, 1000000);
        nanosleep(&moment, NULL);
    }
}

Test(progress, bar_on_a_terminal)
{
    const int master = open_terminal("xterm");
    struct sv_progress p;
    char text[8192], *line;
    unsigned bars;

    sv_progress_begin(&p, "tally", false);
    work(&p);
    read_terminal(master, text);
    bars = count(text, " rows/s");
    cr_expect(bars >= 2 && bars <= 1 + 5 * 5, "%u", bars);
    cr_expect_eq(count(text, "\r\033[K"), bars, "each draws over the last");
    cr_expect_eq(count(text, "\n"), 0);
    line = strrchr(text, '\r');
    cr_expect_eq(strncmp(line, "\r\033[Ktally     [#", 16), 0, "%s", text);
    sv_progress_end(&p);
    read_terminal(master, text);
    cr_expect_eq(strncmp(text, "\r\033[Ktally     700,000 rows, ", 27), 0,
                 "%s", text);
}

Test(progress, one_line_on_a_dumb_terminal)
{
    const int master = open_terminal("dumb");
    struct sv_progress p;
    char text[8192];

    sv_progress_begin(&p, "tally", false);
    work(&p);
    read_terminal(master, text);
    cr_expect_str_eq(text, "");
    sv_progress_wipe(&p);
    sv_progress_end(&p);
    read_terminal(master, text);
    cr_expect_eq(strncmp(text, "tally     700,000 rows, ", 24), 0, "%s", text);
    cr_expect_eq(count(text, "\n"), 1);
}

Test(progress, nothing_if_quiet)
{
    const int master = open_terminal("xterm");
    struct sv_progress p;
    char text[8192];

    sv_progress_begin(&p, "tally", true);
    work(&p);
    sv_progress_wipe(&p);
    sv_progress_end(&p);
    read_terminal(master, text);
    cr_expect_str_eq(text, "");
}

/* More rows than were announced, or none at all, draw no broken bar. */
Test(progress, odd_totals)
{
    const int master = open_terminal("xterm");
    const struct timespec moment = { 0, 250000000 };
    struct sv_progress p;
    char text[8192];

    sv_progress_begin(&p, "tally", false);
    nanosleep(&moment, NULL);
    sv_progress_show(&p, 0, 0);
    read_terminal(master, text);
    cr_expect_str_eq(text, "");
    sv_progress_show(&p, 12, 10);
    read_terminal(master, text);
    cr_expect_not_null(strstr(text, "[##############################] 100 %"));
}
