/* options.c - the command line, from tables. */
#include "pipeline/options.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/guard.h"

#define COMMON(field) offsetof(struct sv_common_options, field)

const struct sv_option sv_common_options[] = {
    { 'o', "output", "OUT", SV_OPTION_TEXT, COMMON(out),
      "the folder of results; default: out", false },
    { 'j', "jobs", "N", SV_OPTION_COUNT, COMMON(jobs),
      "threads; default: as many as there are processors", false },
    { 'c', "check", NULL, SV_OPTION_FLAG, COMMON(check),
      "look for faults only, all of them, and write no result", true },
    { 'q', "quiet", NULL, SV_OPTION_FLAG, COMMON(quiet),
      "no progress, only faults", false },
};
const size_t sv_n_common_options =
    sizeof sv_common_options / sizeof *sv_common_options;

const char sv_exit_statuses[] =
    "Exit status: 0 done; 1 the data or the description is at fault; 2 wrong "
    "usage;\n3 the system failed (disk, memory); 4 a bug of ours.";

enum { MAX_OPTIONS = 64, HELP = '?', VERSION = 'V', USAGE = 256 };

/* What argp would answer by itself, without a look at whether it was said. */
static const struct argp_option answers[] = {
    { "help", HELP, NULL, 0, "Give this help list", -1 },
    { "usage", USAGE, NULL, 0, "Give a short usage message", -1 },
    { "version", VERSION, NULL, 0, "Print program version", -1 },
};
enum { N_ANSWERS = sizeof answers / sizeof *answers };

struct parsing {
    const struct sv_command_line *line;
    const char *const *operand;
    size_t n;
};

static const struct sv_option *
option_of(const struct sv_command_line *line, int key)
{
    for (size_t t = 0; t < line->n_tables; t++)
        for (size_t i = 0; i < line->n[t]; i++)
            if (line->table[t][i].key == key)
                return &line->table[t][i];
    return NULL;
}

/* A whole number from 1, at most a million; 0 if TEXT is anything else. */
static unsigned
count_of(const char *text, char **end)
{
    long n;

    *end = (char *)(uintptr_t) text;
    if (*text < '0' || *text > '9')     /* no blanks, no sign */
        return 0;
    errno = 0;
    n = strtol(text, end, 10);
    return errno == 0 && n >= 1 && n <= 1000000 ? (unsigned) n : 0;
}

static void
set_count(const struct sv_option *o, void *to, const char *text,
          struct argp_state *state)
{
    char *end;
    const unsigned n = count_of(text, &end);

    if (n == 0 || *end != '\0')
        argp_error(state, "--%s takes a whole number from 1, not '%s'",
                   o->name, text);
    *(unsigned *) to = n;
}

static void
set_number(const struct sv_option *o, void *to, const char *text,
           struct argp_state *state)
{
    double value;

    if (!sv_csv_parse(&value, text) || !isfinite(value))
        argp_error(state, "--%s takes a number, not '%s'", o->name, text);
    *(double *) to = value;
}

static void
set_shard(const struct sv_option *o, void *to, const char *text,
          struct argp_state *state)
{
    struct sv_shard *shard = to;
    char *end;

    shard->k = count_of(text, &end);
    shard->n = *end == '/' ? count_of(end + 1, &end) : 0;
    if (shard->k == 0 || shard->n == 0 || *end != '\0' || shard->k > shard->n)
        argp_error(state, "--%s takes K/N with 1 <= K <= N, not '%s'", o->name,
                   text);
}

static void
set(const struct sv_option *o, void *into, char *text,
    struct argp_state *state)
{
    void *to = (char *) into + o->offset;

    switch (o->kind) {
    case SV_OPTION_FLAG:
        *(bool *) to = true;
        break;
    case SV_OPTION_TEXT:
        if (*text == '\0')
            argp_error(state, "--%s takes %s, not ''", o->name, o->argument);
        *(const char **) to = text;
        break;
    case SV_OPTION_COUNT:
        set_count(o, to, text, state);
        break;
    case SV_OPTION_NUMBER:
        set_number(o, to, text, state);
        break;
    case SV_OPTION_SHARD:
        set_shard(o, to, text, state);
        break;
    }
}

/* Answers --help, --usage or --version; argp ends the process, with SV_SYSTEM
 * where standard output takes no answer. */
static void
answer(int key, const struct sv_command_line *line, struct argp_state *state)
{
    if (key == VERSION)
        printf("%s %s\n", line->name, SV_VERSION);
    else
        argp_state_help(state, stdout, key == USAGE ? ARGP_HELP_USAGE
                        : ARGP_HELP_SHORT_USAGE | ARGP_HELP_LONG
                          | ARGP_HELP_DOC);
    if (fflush(stdout) != 0 || ferror(stdout))
        argp_failure(state, SV_SYSTEM, errno,
                     "standard output cannot be written");
    argp_state_help(state, stdout, ARGP_HELP_EXIT_OK);
}

static error_t
parse_one(int key, char *text, struct argp_state *state)
{
    struct parsing *p = state->input;
    const struct sv_option *o = option_of(p->line, key);

    if (o != NULL) {
        set(o, p->line->into, text, state);
        return 0;
    }
    if (key == HELP || key == USAGE || key == VERSION)
        answer(key, p->line, state);
    if (key == ARGP_KEY_ARGS) {
        p->operand = (const char *const *) state->argv + state->next;
        p->n = (size_t) (state->argc - state->next);
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static void
tables_for_argp(struct argp_option out[MAX_OPTIONS],
                const struct sv_command_line *line)
{
    size_t n = 0;

    for (size_t t = 0; t < line->n_tables; t++)
        for (size_t i = 0;
             i < line->n[t] && n + N_ANSWERS + 1 < MAX_OPTIONS; i++) {
            const struct sv_option *o = &line->table[t][i];

            out[n++] = (struct argp_option){
                .name = o->name, .key = o->key, .arg = o->argument,
                .doc = o->help,
            };
        }
    memcpy(out + n, answers, sizeof answers);
}

void
sv_options_parse(const struct sv_command_line *line, int argc, char **argv,
                 const char *const **operand, size_t *n)
{
    struct argp_option options[MAX_OPTIONS] = { 0 };
    struct parsing p = { .line = line };
    struct argp argp = { .options = options, .parser = parse_one,
                         .args_doc = line->usage };
    char *doc;

    tables_for_argp(options, line);
    argv[0] = (char *)(uintptr_t) line->name;   /* as messages call it */
    if (asprintf(&doc, "%s\v%s\n\n%s", line->about, line->below,
                 sv_exit_statuses) < 0)
        doc = NULL;
    argp.doc = doc;
    argp_err_exit_status = SV_USAGE;
    argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &p);
    free(doc);
    *operand = p.operand;
    *n = p.n;
}

int
sv_command_main(const struct sv_command_line *line, int argc, char **argv,
                enum sv_status (*run)(const void *, const char *const *, size_t,
                                      struct sv_fault *))
{
    struct sv_fault fault = { 0 };
    const char *const *operand;
    size_t n;

    sv_guard_process();
    sv_options_parse(line, argc, argv, &operand, &n);
    return sv_program_end(line->name, run(line->into, operand, n, &fault), &fault);
}

static json_t *
value_of(const struct sv_option *o, const void *from)
{
    const void *at = (const char *) from + o->offset;
    const struct sv_shard *shard = at;

    switch (o->kind) {
    case SV_OPTION_FLAG:
        return *(const bool *) at ? json_true() : NULL;
    case SV_OPTION_TEXT:
        return *(const char *const *) at ? json_string(*(const char *const *) at)
                                         : NULL;
    case SV_OPTION_COUNT:
        return *(const unsigned *) at ? json_integer(*(const unsigned *) at)
                                      : NULL;
    case SV_OPTION_NUMBER:
        return isnan(*(const double *) at) ? NULL
                                           : json_real(*(const double *) at);
    case SV_OPTION_SHARD:
        break;
    }
    return shard->n ? json_sprintf("%u/%u", shard->k, shard->n) : NULL;
}

int
sv_options_record(json_t *object, const struct sv_option *table, size_t n,
                  const void *from)
{
    for (size_t i = 0; i < n; i++) {
        json_t *value = table[i].changes_result ? value_of(&table[i], from)
                                                : NULL;

        if (value != NULL && json_object_set_new(object, table[i].name, value))
            return -1;
    }
    return 0;
}
