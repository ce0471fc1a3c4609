/* ingest.c - data files to microdata.h5. */
#include "stages/ingest/ingest.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stages/ingest/assembly.h"
#include "stages/ingest/linking.h"
#include "stages/ingest/reading.h"
#include "stages/ingest/sandbox.h"

static unsigned
jobs_of(const struct sv_ingest_options *options)
{
    return options->common.jobs > 0 ? options->common.jobs
        : (unsigned) omp_get_num_procs();
}

static enum sv_status
note_sandbox(struct sv_stage *stage, struct sv_fault *fault)
{
    const char *const lacks = sv_sandbox_lacks(sv_sandbox_has());

    return sv_stage_note(stage, "sandbox", *lacks != '\0' ? lacks
                         : "limits, landlock, seccomp", fault);
}

static enum sv_status
count_rows(struct sv_stage *stage, const struct sv_tables *all,
           const struct sv_layout *layout, struct sv_fault *fault)
{
    for (size_t t = 0; t < all->n; t++) {
        char key[256];

        snprintf(key, sizeof key, "rows of %s", all->table[t].spec->name.text);
        if (sv_stage_count(stage, key, all->table[t].n, fault) != SV_OK)
            return fault->status;
        if (all->table[t].spec->parent != SV_NO_RECORD)
            continue;
        snprintf(key, sizeof key, "strata of %s",
                 all->table[t].spec->name.text);
        if (sv_stage_count(stage, key, layout[t].n_strata, fault) != SV_OK)
            return fault->status;
    }
    return SV_OK;
}

/* replicates.h5, where there is anything to be in it; one of an earlier run does
 * not stay, for it has respondents. */
static enum sv_status
write_replicates(struct sv_stage *stage, struct sv_replicate_facts **facts,
                 const struct sv_tables *all, unsigned jobs,
                 struct sv_fault *fault)
{
    const char *const path = sv_stage_path(stage, "replicates.h5", fault);
    struct sv_digest digest;
    size_t t = 0;

    while (t < all->n && !sv_has_replicate_rows(&all->table[t]))
        t++;
    if (t == all->n && path != NULL)
        unlink(path);
    if (t == all->n || path == NULL)
        return fault->status;
    if (sv_write_replicate_rows(path, facts, all, jobs, &digest, fault)
        != SV_OK)
        return fault->status;
    return sv_stage_output(stage, "replicates.h5", &digest, fault);
}

static enum sv_status
write_microdata(struct sv_stage *stage, const struct sv_tables *all,
                const struct sv_layout *layout, unsigned jobs,
                struct sv_fault *fault)
{
    const char *const path = sv_stage_path(stage, "microdata.h5", fault);
    struct sv_replicate_facts **facts = calloc(all->n, sizeof *facts);
    struct sv_digest digest;
    enum sv_status status = fault->status;

    if (facts == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory");
    if (status == SV_OK)
        status = write_replicates(stage, facts, all, jobs, fault);
    if (status == SV_OK)
        status = sv_assemble(path, all, layout, facts, jobs, &digest, fault);
    free(facts);
    return status == SV_OK ? sv_stage_output(stage, "microdata.h5", &digest,
                                             fault)
                           : status;
}

/* Whether rows were looked up at all: not where a file has none. */
static bool
are_linked(const struct sv_tables *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->table[i].spec->parent != SV_NO_RECORD
            && all->table[i].parent == NULL)
            return false;
    return true;
}

static bool
have_rows(const struct sv_tables *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->table[i].n == 0)
            return false;
    return true;
}

/* Faulty data still have variables and labels, by which `hearth check` goes on
 * to look at expressions.  The faults stay. */
static enum sv_status
write_for_check(struct sv_stage *stage, struct sv_tables *all,
                struct sv_layout *layout, unsigned jobs,
                struct sv_fault *fault)
{
    struct sv_fault own = { .status = SV_OK };

    if (!are_linked(all))
        return fault->status;
    if (sv_lay_out_plainly(layout, all, &own) != SV_OK
        || (have_rows(all)
            && write_microdata(stage, all, layout, jobs, &own) != SV_OK))
        sv_add(fault, own.status, "%s", own.text);
    return fault->status;
}

/* The file of joint probabilities is an input, too. */
static enum sv_status
note_joint(struct sv_stage *stage, struct sv_fault *fault)
{
    const struct sv_string path =
        sv_stage_survey(stage)->design.joint_probabilities;
    struct sv_digest digest;

    if (path.text == NULL)
        return SV_OK;
    if (access(path.text, R_OK) != 0)
        return sv_point(fault, SV_DATA, path.at, 1, "joint-probabilities: %s "
                        "cannot be read", path.text);
    return sv_digest_file(&digest, NULL, path.text, fault) == SV_OK
               ? sv_stage_used(stage, path.text, &digest, fault)
               : fault->status;
}

static enum sv_status
link_and_write(struct sv_stage *stage, const struct sv_reading_all *reading,
               const struct sv_ingest_options *options,
               struct sv_scratch *scratch, struct sv_fault *fault)
{
    struct sv_tables all = {
        .table = calloc(reading->n_records, sizeof *all.table),
        .n = reading->n_records, .scratch = scratch,
    };
    struct sv_layout *layout = calloc(all.n, sizeof *layout);
    enum sv_status status = SV_OK;

    if (all.table == NULL || layout == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory");
    if (status == SV_OK)
        status = note_joint(stage, fault);
    if (status == SV_OK)
        status = sv_link(all.table, reading, stage, scratch, fault);
    if (status == SV_OK)
        status = sv_lay_out(layout, &all, sv_stage_survey(stage), fault);
    if (status == SV_OK)
        status = count_rows(stage, &all, layout, fault);
    if (status == SV_OK)
        status = write_microdata(stage, &all, layout, jobs_of(options), fault);
    else if (status == SV_DATA && options->common.check)
        status = write_for_check(stage, &all, layout, jobs_of(options), fault);
    sv_layouts_free(layout, all.n);
    sv_tables_free(all.table, all.n);
    return status;
}

enum sv_status
sv_ingest(struct sv_stage *stage, const struct sv_ingest_options *options,
          struct sv_fault *fault)
{
    struct sv_reading_all reading = { .own = NULL };
    struct sv_scratch *scratch = NULL;
    enum sv_status status = note_sandbox(stage, fault);

    if (status == SV_OK)
        status = sv_reading_run(&reading, stage, jobs_of(options), options->all,
                                fault);
    if (status == SV_OK)
        status = sv_scratch_new(&scratch, sv_stage_out(stage), fault);
    if (status == SV_OK)
        status = link_and_write(stage, &reading, options, scratch, fault);
    sv_scratch_free(scratch);
    sv_reading_free(&reading);
    return status;
}
