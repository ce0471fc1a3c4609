/* command_plan.c - hearth plan: a program of its own. */
#include "pipeline/becoming.h"
#include "pipeline/command.h"

enum sv_status
sv_command_plan(int argc, char **argv, struct sv_fault *fault)
{
    (void) argc;
    return sv_become("plan", argv, fault);
}
