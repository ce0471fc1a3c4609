/* progress.c - telling the person who waits. */
#include "pipeline/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, PER_SECOND = 5 };

double
sv_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static bool
is_terminal(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
}

void
sv_progress_begin(struct sv_progress *p, const char *name, bool quiet)
{
    *p = (struct sv_progress){
        .name = name, .quiet = quiet, .terminal = !quiet && is_terminal(),
        .started = sv_seconds(),
    };
}

/* "12,345,678", grouped for the eye. */
static void
word_rows(char out[32], uint64_t n)
{
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%llu",
                                (unsigned long long) n);

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    *out = '\0';
}

static void
draw(const struct sv_progress *p, uint64_t done, uint64_t total, double seconds)
{
    const int filled = (int) (done * BAR / total);
    char rate[32];

    word_rows(rate, seconds > 0 ? (uint64_t) ((double) done / seconds) : 0);
    fprintf(stderr, "\r\033[K%-9s [%.*s%*s] %3d %%  %s rows/s", p->name, filled,
            "##############################", BAR - filled, "",
            (int) (done * 100 / total), rate);
    fflush(stderr);
}

void
sv_progress_show(struct sv_progress *p, uint64_t done, uint64_t total)
{
    double seconds;
    uint64_t tick, before;

    atomic_store_explicit(&p->done, done, memory_order_relaxed);
    if (!p->terminal || total == 0)
        return;
    seconds = sv_seconds() - p->started;
    tick = (uint64_t) (seconds * PER_SECOND);
    before = atomic_load_explicit(&p->drawn, memory_order_relaxed);
    if (tick > before && atomic_compare_exchange_strong(&p->drawn, &before, tick))
        draw(p, done > total ? total : done, total, seconds);
}

void
sv_progress_wipe(const struct sv_progress *p)
{
    if (p->terminal)
        fputs("\r\033[K", stderr);
}

void
sv_progress_end(const struct sv_progress *p)
{
    char rows[32];

    if (p->quiet)
        return;
    word_rows(rows, atomic_load(&p->done));
    sv_progress_wipe(p);
    fprintf(stderr, "%-9s %s rows, %.2f s\n", p->name, rows,
            sv_seconds() - p->started);
}
