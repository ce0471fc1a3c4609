/* command_explain.c - hearth explain: a program of its own. */
#include "pipeline/becoming.h"
#include "pipeline/command.h"

enum sv_status
sv_command_explain(int argc, char **argv, struct sv_fault *fault)
{
    (void) argc;
    return sv_become("explain", argv, fault);
}
