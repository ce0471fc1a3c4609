/* guard.c - what a program does to itself before it touches microdata. */
#include "pipeline/guard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

void
sv_guard_process(void)
{
    const struct rlimit none = { 0, 0 };

    umask(077);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGPIPE, SIG_IGN);           /* a write error says it better */
    signal(SIGXFSZ, SIG_IGN);
    gsl_set_error_handler_off();
}

/* The process that NAME ("...tmp.123") is a temporary of, or 0. */
static long
owner_of(const char *name)
{
    const char *tail = strstr(name, ".tmp.");
    char *end;
    long pid;

    if (name[0] != '.' || tail == NULL)
        return 0;
    pid = strtol(tail + 5, &end, 10);
    return *end == '\0' && pid > 0 ? pid : 0;
}

void
sv_remove_temporaries(const char *folder, long pid)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL) {
        const long owner = owner_of(entry->d_name);

        if (owner != 0
            && (pid != 0 ? owner == pid
                         : kill((pid_t) owner, 0) != 0 && errno == ESRCH))
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
}

static sigset_t
ending_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

/* Waits for the signal that ends the program; a thread of its own, so that
 * cleaning up may use any function. */
static void *
wait_for_end(void *folder)
{
    const sigset_t set = ending_signals();
    int received = SIGTERM;

    while (sigwait(&set, &received) != 0)
        ;
    sv_remove_temporaries(folder, (long) getpid());
    signal(received, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(received);
    _exit(128 + received);
}

enum sv_status
sv_guard_folder(const char *folder, struct sv_fault *fault)
{
    const sigset_t set = ending_signals();
    pthread_attr_t attributes;
    pthread_t thread;

    sv_remove_temporaries(folder, 0);
    errno = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (errno == 0)
        errno = pthread_attr_init(&attributes);
    if (errno != 0)
        return sv_fail_errno(fault, "signals cannot be guarded");
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    errno = pthread_create(&thread, &attributes, wait_for_end,
                           (void *)(uintptr_t) folder);
    pthread_attr_destroy(&attributes);
    if (errno != 0)
        return sv_fail_errno(fault, "signals cannot be guarded");
    return SV_OK;
}
