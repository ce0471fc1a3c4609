/* program.c - running a program, or a part of one, as a user would see it. */
#include "tests/helpers/program.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/helpers/files.h"

static void
send_to(int stream, const char *path)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd < 0 || dup2(fd, stream) < 0)
        _exit(99);
    close(fd);
}

static void *
idle(void *data)
{
    while (pause() == -1)
        ;
    return data;
}

/* Libraries start threads before main() that let every signal in; a forked
 * child has none, so it is given one. */
static void
start_library_thread(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, idle, NULL) != 0)
        _exit(99);
    pthread_detach(thread);
}

/* Under nohup, or behind an ampersand, these are ignored, and a program heeds
 * that. */
static void
heed_signals(void)
{
    signal(SIGINT, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
}

int
program_start(int (*run)(void *data), void *data)
{
    pid_t child;

    fflush(NULL);
    child = fork();
    cr_assert(child >= 0);
    if (child == 0) {
        send_to(STDOUT_FILENO, "out.txt");
        send_to(STDERR_FILENO, "err.txt");
        start_library_thread();
        heed_signals();
        _exit(run(data));
    }
    return child;
}

int
program_wait(int child)
{
    int ended;

    cr_assert(waitpid(child, &ended, 0) == child);
    return WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended);
}

int
program_run(int (*run)(void *data), void *data)
{
    return program_wait(program_start(run, data));
}

void
program_expect(const char *path, const char *text)
{
    char *found = files_read(path, NULL);

    cr_expect_str_eq(found, text, "%s: %s", path, found);
    free(found);
}
