/* init.c - from data files to a first description of the survey. */
#include "stages/init/init.h"

#include <string.h>

#include "pipeline/output.h"
#include "stages/init/proposal.h"

struct initiation {
    struct sv_stage *stage;
    struct sv_arena *arena;
    struct sv_terms terms;
    struct sv_preset preset;
    struct sv_knowledge known;
    struct sv_store *store;
    json_t *meta;
    struct sv_material material;
    struct sv_structure structure;
    struct sv_sampling sampling;
    struct sv_mapping mapping;
    struct sv_fault *fault;
};

static enum sv_status
read_knowledge(struct initiation *i, const char *preset)
{
    i->known.terms = &i->terms;
    if (sv_terms_read(&i->terms, &sv_form_terms, "terms", i->arena, i->fault)
        != SV_OK || preset == NULL)
        return i->fault->status;
    i->known.preset = &i->preset;
    return sv_terms_read(&i->preset, &sv_form_preset, preset, i->arena,
                         i->fault);
}

static enum sv_status
read_material(struct initiation *i)
{
    const char *text;

    if (sv_stage_input(&i->store, i->stage, "microdata.h5", "microdata", 1,
                       i->fault) != SV_OK)
        return i->fault->status;
    text = sv_store_text_of(i->store, "meta");
    i->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (i->meta == NULL)
        return sv_fail(i->fault, SV_DATA, "microdata.h5: has no meta; run "
                       "hearth-ingest again");
    if (sv_material_read(&i->material, i->arena, i->store, i->meta, i->fault)
        != SV_OK)
        return i->fault->status;
    for (size_t k = 0; k < i->material.n; k++)
        if (sv_seen_garbled(&i->material.file[k]) > 0)
            sv_stage_warn(i->stage, "%s: %zu labels look like UTF-8 that was "
                          "taken for something else; try --encoding UTF-8",
                          i->material.file[k].file,
                          sv_seen_garbled(&i->material.file[k]));
    return SV_OK;
}

/* Which columns are taken; record types of one file share the list. */
static enum sv_status
make_used(struct initiation *i)
{
    const struct sv_structure *s = &i->structure;

    for (size_t r = 0; r < s->n; r++) {
        bool **used = &i->mapping.used[r];

        for (size_t k = 0; k < r; k++)
            if (s->record[k].file == s->record[r].file)
                *used = i->mapping.used[k];
        if (*used == NULL)
            *used = sv_arena_take(i->arena, s->record[r].file->n_columns + 1,
                                  sizeof **used);
        if (*used == NULL)
            return sv_fail(i->fault, SV_SYSTEM, "out of memory");
    }
    return SV_OK;
}

static void
use_keys(struct initiation *i)
{
    for (size_t r = 0; r < i->structure.n; r++)
        for (size_t k = 0; k < i->structure.record[r].key.n; k++)
            i->mapping.used[r][i->structure.record[r].key.column[k]] = true;
}

static enum sv_status
guess(struct initiation *i)
{
    if (sv_structure_find(&i->structure, i->arena, &i->material, &i->known,
                          i->fault) != SV_OK
        || make_used(i) != SV_OK
        || sv_sampling_find(&i->sampling, &i->structure, &i->known,
                            i->mapping.used, i->fault) != SV_OK)
        return i->fault->status;
    use_keys(i);
    return sv_mapping_find(&i->mapping, i->arena, &i->structure, &i->known,
                           i->fault);
}

static const char *
folder_above(struct sv_arena *arena, const char *folder)
{
    const char *slash = strrchr(folder, '/');

    return sv_arena_text(arena, folder, slash > folder
                         ? (size_t) (slash - folder) : 1);
}

static enum sv_status
write_proposal(struct initiation *i)
{
    const struct sv_survey *survey = sv_stage_survey(i->stage);
    struct sv_draft draft = {
        .known = &i->known, .structure = &i->structure,
        .sampling = &i->sampling, .mapping = &i->mapping,
        .folder = folder_above(i->arena, survey->folder),
        .defined = sv_arena_take(i->arena, i->mapping.n, sizeof(bool)),
    };
    struct sv_output output;

    if (draft.defined == NULL || draft.folder == NULL)
        return sv_fail(i->fault, SV_SYSTEM, "out of memory");
    if (sv_stage_text_begin(&output, i->stage, "proposal.yaml", i->fault) != SV_OK)
        return i->fault->status;
    draft.to = output.to;
    sv_proposal_write(&draft, survey);
    if (draft.failed) {
        sv_output_drop(&output);
        return sv_fail(i->fault, SV_SYSTEM, "out of memory for the proposal");
    }
    return sv_stage_text_keep(&output, i->stage, "proposal.yaml", i->fault);
}

enum sv_status
sv_init(struct sv_stage *stage, const struct sv_init_options *options,
        struct sv_fault *fault)
{
    struct initiation i = { .stage = stage, .arena = sv_arena_new(),
                            .fault = fault };

    if (i.arena == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    if (read_knowledge(&i, options->preset) == SV_OK
        && read_material(&i) == SV_OK && guess(&i) == SV_OK
        && write_proposal(&i) == SV_OK)
        fault->status = SV_OK;
    json_decref(i.meta);
    sv_store_close(i.store);
    sv_arena_free(i.arena);
    return fault->status;
}
