/* command_compare.c - hearth compare: a program of its own. */
#include <limits.h>
#include <unistd.h>

#include "pipeline/command.h"
#include "pipeline/route.h"

enum sv_status
sv_command_compare(int argc, char **argv, struct sv_fault *fault)
{
    char path[PATH_MAX];

    (void) argc;
    sv_program_path(path, "compare");
    argv[0] = path;
    execvp(path, argv);
    return sv_fail_errno(fault, "%s: cannot be run", path);
}
