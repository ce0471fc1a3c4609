/* command.h - what the driver can do besides running a stage.
 *
 * A command is given its own command line, its name first.  It returns an exit
 * status and leaves its fault for main() to print; a fault without a sentence
 * is one that a stage has printed.
 */
#ifndef SV_COMMAND_H
#define SV_COMMAND_H

#include <stddef.h>

#include "pipeline/fault.h"

struct sv_command {
    const char *name, *usage;
    const char *blurb;          /* one line for `hearth --help` */
    enum sv_status (*run)(int argc, char **argv, struct sv_fault *fault);
};

extern const struct sv_command sv_commands[];
extern const size_t sv_n_commands;

enum sv_status sv_command_run(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_check(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_compare(int argc, char **argv,
                                  struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_command_design(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_export(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_explain(int argc, char **argv,
                                  struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_command_plan(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_crosscheck(int argc, char **argv,
                                     struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_command_init(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_status(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_command_catalogue(int argc, char **argv,
                                    struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_command_schema(int argc, char **argv, struct sv_fault *fault)
    SV_MUST_USE;

#endif
