/* route.c - the stages in the order of a run, and how they are started. */
#include "pipeline/route.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/holding.h"

const struct sv_stop sv_route[] = {
    { "ingest", "read the data files: link, check and sort their records" },
    { "derive", "make variables, classifications and indicators" },
    { "weigh", "check or make the weights" },
    { "tally", "fold the units into totals by cell and sampling unit" },
    { "estimate", "estimates, standard errors, intervals, design effects" },
    { "tabulate", "tables for people" },
};
const size_t sv_n_stops = sizeof sv_route / sizeof *sv_route;

size_t
sv_stop_of(const char *stage)
{
    size_t i = 0;

    while (i < sv_n_stops && strcmp(sv_route[i].stage, stage) != 0)
        i++;
    return i;
}

/* Whether "FOLDER/hearth-STAGE" can be run; OUT is that. */
static bool
is_in(char out[PATH_MAX], const char *folder, int n, const char *stage)
{
    const int length = snprintf(out, PATH_MAX, "%.*s/hearth-%s", n, folder,
                                stage);

    return length > 0 && length < PATH_MAX && access(out, X_OK) == 0;
}

void
sv_program_path(char out[PATH_MAX], const char *stage)
{
    const char *path = getenv("PATH");
    char self[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    const char *slash;

    self[n > 0 ? n : 0] = '\0';
    slash = strrchr(self, '/');
    if (slash != NULL && is_in(out, self, (int) (slash - self), stage))
        return;
    while (path != NULL && *path != '\0') {
        const size_t length = strcspn(path, ":");

        if (length > 0 && is_in(out, path, (int) length, stage))
            return;
        path += length + (path[length] == ':');
    }
    snprintf(out, PATH_MAX, "hearth-%s", stage);
}

/* Starts the program with no signal blocked, whatever the driver blocks. */
static int
start(pid_t *child, const char *path, const char *const *argv)
{
    extern char **environ;
    posix_spawnattr_t attributes;
    sigset_t none;
    char *const *words = (char *const *)(uintptr_t) argv;
    int code = posix_spawnattr_init(&attributes);

    if (code != 0)
        return code;
    sigemptyset(&none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    code = posix_spawnp(child, path, NULL, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    return code;
}

/* Waits for the child's end, passing signals on. */
static int
attend(pid_t child, const sigset_t *set, int *signal_received)
{
    int ended = 0;

    for (;;) {
        const int received = sigwaitinfo(set, NULL);

        if (received > 0 && received != SIGCHLD) {
            *signal_received = received;
            kill(child, received);
        }
        if (waitpid(child, &ended, WNOHANG) == child)
            return ended;
    }
}

enum sv_status
sv_spawn(const char *path, const char *const *argv, int *signal_received,
         struct sv_fault *fault)
{
    sigset_t set = sv_ending_signals();
    struct sv_hold hold;
    pid_t child;
    int ended;

    *signal_received = 0;
    sigaddset(&set, SIGCHLD);
    sv_hold_signals(&hold, set);
    errno = start(&child, path, argv);
    if (errno != 0) {
        sv_release_signals(&hold);
        return sv_fail_errno(fault, "%s: cannot be run", path);
    }
    ended = attend(child, &set, signal_received);
    sv_release_signals(&hold);
    if (WIFSIGNALED(ended))
        return sv_fail(fault, SV_SYSTEM, "%s was killed by signal %d (%s)",
                       argv[0], WTERMSIG(ended), strsignal(WTERMSIG(ended)));
    fault->status = (enum sv_status) WEXITSTATUS(ended);
    return fault->status;               /* its sentence has been printed */
}
