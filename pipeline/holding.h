/* holding.h - signals that wait until they are asked for.
 *
 * Blocking a signal in the threads that we know is not enough: libraries start
 * threads of their own before main() (OpenBLAS does), which block nothing, and
 * a signal to the process goes to any thread that lets it in.  There SIGINT
 * would end the process before it has cleaned up, and SIGCHLD would vanish, so
 * that a child is waited for in vain.  While signals are held, a thread that
 * gets one hands it back and blocks it from then on.
 */
#ifndef SV_HOLDING_H
#define SV_HOLDING_H

#include <signal.h>

struct sv_hold {
    sigset_t set, before;
    struct sigaction action[3 + 1];     /* of the signals below, before */
};

/* SIGINT, SIGTERM and SIGHUP, without those that are ignored: under nohup, a
 * hang-up ends nothing. */
sigset_t sv_ending_signals(void);

/* Holds the signals of SET - ending ones, SIGCHLD - for sigwait() in this
 * thread or one that it starts.  May be nested. */
void sv_hold_signals(struct sv_hold *hold, sigset_t set);

/* As it was before; a signal that came meanwhile, and was not waited for, has
 * its effect now. */
void sv_release_signals(const struct sv_hold *hold);

/* In a forked child: held signals end it as they always do. */
void sv_forget_signals(void);

#endif
