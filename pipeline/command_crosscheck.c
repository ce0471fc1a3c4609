/* command_crosscheck.c - hearth crosscheck: a program of its own. */
#include "pipeline/becoming.h"
#include "pipeline/command.h"

enum sv_status
sv_command_crosscheck(int argc, char **argv, struct sv_fault *fault)
{
    return sv_become_for_results("crosscheck", argc, argv, fault);
}
