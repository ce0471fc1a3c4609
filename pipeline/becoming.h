/* becoming.h - commands of the driver that are programs of their own. */
#ifndef SV_BECOMING_H
#define SV_BECOMING_H

#include "pipeline/fault.h"

/* Puts hearth-PROGRAM with ARGV in the place of this process; returns only if
 * that fails. */
enum sv_status sv_become(const char *program, char **argv,
                         struct sv_fault *fault) SV_MUST_USE;

/* The same for a program that takes SURVEY.yaml -o OUT.  Where the first word
 * is a folder of results, it is OUT, and the description is the one that the
 * folder was made for, by its manifest. */
enum sv_status sv_become_for_results(const char *program, int argc,
                                     char **argv, struct sv_fault *fault)
    SV_MUST_USE;

#endif
