/* command_export.c - hearth export: a program of its own. */
#include "pipeline/becoming.h"
#include "pipeline/command.h"

enum sv_status
sv_command_export(int argc, char **argv, struct sv_fault *fault)
{
    return sv_become_for_results("export", argc, argv, fault);
}
