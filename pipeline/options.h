/* options.h - the command line, from tables.
 *
 * A table of struct sv_option (stage.h) tells what a program takes; from it
 * come parsing (argp), --help, and what the manifest says of the run.
 */
#ifndef SV_OPTIONS_H
#define SV_OPTIONS_H

#include <jansson.h>

#include "pipeline/stage.h"

struct sv_command_line {
    const char *name;           /* of the program, "hearth-tally" */
    const char *usage;          /* operands */
    const char *about;          /* above the options in --help */
    const char *below;          /* and below them */
    const struct sv_option *const *table;       /* [n_tables] */
    const size_t *n;            /* rows of each table */
    size_t n_tables;
    void *into;                 /* the struct that offsets refer to */
};

/* The options that all stages share. */
extern const struct sv_option sv_common_options[];
extern const size_t sv_n_common_options;

/* Parses; operands are left in *operand, borrowed from ARGV, which is put in
 * order.  --help, --usage and --version print and end the process, and so
 * does, with status SV_USAGE, an option that does not exist. */
void sv_options_parse(const struct sv_command_line *line, int argc,
                      char **argv, const char *const **operand, size_t *n);

/* The whole of the main() of a program that is no stage: parses, runs RUN with
 * LINE->into and the operands [n], and prints its fault.  Returns the exit
 * status. */
int sv_command_main(const struct sv_command_line *line, int argc, char **argv,
                    enum sv_status (*run)(const void *options,
                                          const char *const *operand, size_t n,
                                          struct sv_fault *fault));

/* Puts the options that change results into OBJECT, by name. */
int sv_options_record(json_t *object, const struct sv_option *table, size_t n,
                      const void *from);

/* What every --help ends with. */
extern const char sv_exit_statuses[];

#endif
