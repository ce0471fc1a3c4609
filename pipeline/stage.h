/* stage.h - what every program of the house does the same way.
 *
 * A program is a table of options and a function.  sv_program_main() parses
 * the command line (argp), answers --help and --version from the table, runs
 * the function, prints the fault if there is one, checks standard output, and
 * returns the exit status.
 *
 * A stage is a program `hearth-NAME [OPTIONS] SURVEY.yaml -o OUT`.  It reads
 * the description and the artifacts in OUT, writes its own artifacts into OUT,
 * and records itself in OUT/manifest.json.  sv_stage_begin() and
 * sv_stage_end() frame that; in between, sv_stage_input() opens what an
 * earlier stage made (after comparing digests) and sv_stage_output() tells
 * what was written.
 */
#ifndef SV_STAGE_H
#define SV_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/store.h"
#include "pipeline/survey.h"

enum sv_option_kind {
    SV_OPTION_FLAG,             /* bool */
    SV_OPTION_TEXT,             /* const char * */
    SV_OPTION_COUNT,            /* unsigned, at least 1 */
    SV_OPTION_NUMBER,           /* double, finite; NAN: not given, which the
                                   program sets beforehand */
    SV_OPTION_SHARD,            /* struct sv_shard, written k/n */
};

struct sv_shard { unsigned k, n; };     /* 1 <= k <= n */

struct sv_option {
    int key;                    /* the letter, or above 255 for none */
    const char *name, *argument;        /* argument NULL: a flag */
    enum sv_option_kind kind;
    size_t offset;              /* in the program's struct of options */
    const char *help;
    bool changes_result;        /* part of what makes a result current */
};

/* Options that all stages share; the first member of every options struct. */
struct sv_common_options {
    const char *out;            /* -o OUT, required */
    unsigned jobs;              /* -j N: threads; default: the processors */
    bool check;                 /* --check: faults only, all of them */
    bool quiet;                 /* -q: no progress */
};

struct sv_stage;                /* opaque: a stage that is running */

struct sv_program {
    const char *name;           /* "ingest": hearth-ingest */
    const char *blurb;          /* one line for --help and `hearth` */
    const char *usage;          /* operands: "SURVEY.yaml", or more words if
                                   there may be more */
    const char *reads, *writes; /* for --help; one artifact a line */
    const char *cost;           /* memory and time, a sentence for --help */
    const struct sv_option *option;     /* own ones, behind the common */
    size_t n_options;
    enum sv_status (*run)(struct sv_stage *stage, const void *options,
                          struct sv_fault *fault);
};

/* The whole of a stage's main(): parse, begin, run, end, print.  OPTIONS is a
 * struct whose first member is struct sv_common_options. */
int sv_stage_main(const struct sv_program *program, void *options,
                  int argc, char **argv);

const struct sv_survey *sv_stage_survey(const struct sv_stage *stage);
const char *sv_stage_out(const struct sv_stage *stage);         /* folder */

/* "OUT/name", in memory of the stage. */
const char *sv_stage_path(struct sv_stage *stage, const char *name,
                          struct sv_fault *fault);

/* Operands behind SURVEY.yaml (hearth-tally --merge PART...). */
size_t sv_stage_operands(const struct sv_stage *stage,
                         const char *const **operand);

/* Opens artifact NAME of OUT as KIND, having checked that the manifest knows
 * it, that it is unchanged, and that what it was made from is what OUT holds
 * now; otherwise a sentence that says which. */
enum sv_status sv_stage_input(struct sv_store **out, struct sv_stage *stage,
                              const char *name, const char *kind,
                              unsigned version, struct sv_fault *fault)
    SV_MUST_USE;

/* The same for an artifact that is text: its bytes and a NUL, in memory of the
 * stage, which the caller may change. */
enum sv_status sv_stage_input_text(char **text, size_t *n,
                                   struct sv_stage *stage, const char *name,
                                   struct sv_fault *fault) SV_MUST_USE;

/* The digest of artifact NAME by the manifest; SV_DATA if it has none. */
enum sv_status sv_stage_digest(struct sv_digest *out,
                               const struct sv_stage *stage, const char *name,
                               struct sv_fault *fault) SV_MUST_USE;

/* Records a file from outside (a data file) that was read. */
enum sv_status sv_stage_used(struct sv_stage *stage, const char *path,
                             const struct sv_digest *digest,
                             struct sv_fault *fault) SV_MUST_USE;

/* Adds to an artifact that is being made the text "provenance" (provenance.h).
 * When all inputs have been opened or recorded; before sv_store_layout(). */
enum sv_status sv_stage_provenance(struct sv_stage *stage,
                                   struct sv_store_maker *maker,
                                   struct sv_fault *fault) SV_MUST_USE;

/* Records an artifact that was written, by its name within OUT. */
enum sv_status sv_stage_output(struct sv_stage *stage, const char *name,
                               const struct sv_digest *digest,
                               struct sv_fault *fault) SV_MUST_USE;

struct sv_output;               /* output.h */

/* Begins the artifact NAME that is text; keeps it and records it.  In between,
 * sv_output_drop() gives it up. */
enum sv_status sv_stage_text_begin(struct sv_output *out, struct sv_stage *stage,
                                   const char *name, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_stage_text_keep(struct sv_output *out, struct sv_stage *stage,
                                  const char *name, struct sv_fault *fault)
    SV_MUST_USE;

/* Puts a fact (rows read, strata, a sandbox that was not there) into the
 * manifest: KEY and a number or a text. */
enum sv_status sv_stage_note(struct sv_stage *stage, const char *key,
                             const char *text, struct sv_fault *fault)
    SV_MUST_USE;
enum sv_status sv_stage_count(struct sv_stage *stage, const char *key,
                              uint64_t n, struct sv_fault *fault) SV_MUST_USE;

/* A line to the person who waits ("3 persons have no household"): standard
 * error, and the manifest.  A warning never holds a respondent's value. */
void sv_stage_warn(struct sv_stage *stage, const char *fmt, ...)
    SV_PRINTF(2, 3);

/* Progress: DONE of TOTAL rows.  From any thread; costs next to nothing. */
void sv_stage_progress(struct sv_stage *stage, uint64_t done, uint64_t total);

/* The end of a program NAME: says the fault, if there is one, and closes standard
 * output.  Returns the exit status: STATUS, or SV_SYSTEM, having said so, if all
 * went well but the output is lost. */
int sv_program_end(const char *name, enum sv_status status,
                   const struct sv_fault *fault);

#endif
