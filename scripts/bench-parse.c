/* bench-parse.c - the least that reading a data file takes.
 *
 *     bench-parse all|used FILE
 *
 * Parses FILE with ReadStat on one thread and stores every value, or only those
 * of the first 25 variables, as doubles by column; prints how many.
 */
#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 80, USED = 25 };

struct table {
    int wanted;                 /* variables, from the first */
    long rows;
    double *column[MOST];
};

static int
take_metadata(readstat_metadata_t *metadata, void *data)
{
    struct table *t = data;

    t->rows = readstat_get_row_count(metadata);
    for (int k = 0; k < t->wanted; k++) {
        t->column[k] = malloc((size_t) t->rows * sizeof *t->column[k]);
        if (t->column[k] == NULL)
            return READSTAT_HANDLER_ABORT;
    }
    return READSTAT_HANDLER_OK;
}

static int
take_variable(int i, readstat_variable_t *variable, const char *labels, void *data)
{
    const struct table *t = data;

    (void) variable;
    (void) labels;
    return i < t->wanted ? READSTAT_HANDLER_OK : READSTAT_HANDLER_SKIP_VARIABLE;
}

static int
take_value(int row, readstat_variable_t *variable, readstat_value_t value,
           void *data)
{
    struct table *t = data;

    t->column[readstat_variable_get_index(variable)][row] =
        readstat_double_value(value);
    return READSTAT_HANDLER_OK;
}

int
main(int argc, char **argv)
{
    struct table t = { .wanted = MOST };
    readstat_parser_t *parser = readstat_parser_init();
    readstat_error_t code;

    if (argc != 3 || parser == NULL) {
        fputs("usage: bench-parse all|used FILE\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "used") == 0)
        t.wanted = USED;
    readstat_set_metadata_handler(parser, take_metadata);
    readstat_set_variable_handler(parser, take_variable);
    readstat_set_value_handler(parser, take_value);
    code = (strstr(argv[2], ".dta") != NULL ? readstat_parse_dta
                                            : readstat_parse_sav)
           (parser, argv[2], &t);
    if (code != READSTAT_OK) {
        fprintf(stderr, "bench-parse: %s\n", readstat_error_message(code));
        return EXIT_FAILURE;
    }
    printf("%ld values, the last weight %g\n", t.rows * t.wanted,
           t.column[2][t.rows - 1]);
    readstat_parser_free(parser);
    return 0;
}
