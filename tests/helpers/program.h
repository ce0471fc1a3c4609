/* program.h - running a program, or a part of one, as a user would see it. */
#ifndef SV_TESTS_PROGRAM_H
#define SV_TESTS_PROGRAM_H

/* Calls RUN(DATA) in a child whose standard streams are the files "out.txt"
 * and "err.txt" of the working directory; what it returns is its exit status.
 * Returns that, or 128 + the signal that ended it. */
int program_run(int (*run)(void *data), void *data);

/* The same in two steps, to do something in between. */
int program_start(int (*run)(void *data), void *data);
int program_wait(int child);

/* Asserts that the file PATH holds TEXT. */
void program_expect(const char *path, const char *text);

#endif
