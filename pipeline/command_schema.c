/* command_schema.c - hearth schema: survey.yaml as JSON Schema. */
#include <stdio.h>

#include "pipeline/command.h"
#include "pipeline/grammar.h"
#include "pipeline/options.h"
#include "pipeline/schema.h"

enum sv_status
sv_command_schema(int argc, char **argv, struct sv_fault *fault)
{
    const struct sv_command_line line = {
        .name = "hearth schema", .usage = "",
        .about = "Prints the JSON Schema (draft 7) of survey.yaml, for editors "
                 "that complete and check as one writes.",
        .below = "It is made from the table that hearth itself reads "
                 "descriptions by.",
    };
    const char *const *operand;
    size_t n;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n > 0)
        return sv_fail(fault, SV_USAGE, "schema: takes no operand, got '%s'",
                       operand[0]);
    return sv_schema_write(stdout, &sv_form_survey, "survey.yaml", fault);
}
