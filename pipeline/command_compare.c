/* command_compare.c - hearth compare: a program of its own. */
#include "pipeline/becoming.h"
#include "pipeline/command.h"

enum sv_status
sv_command_compare(int argc, char **argv, struct sv_fault *fault)
{
    (void) argc;
    return sv_become("compare", argv, fault);
}
