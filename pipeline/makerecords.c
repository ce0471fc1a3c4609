/* makerecords.c - record types and their weights. */
#include <string.h>

#include "pipeline/making.h"

static struct sv_column_spec *
column_of(struct sv_record *record, struct sv_string name)
{
    for (size_t i = 0; i < record->n_columns; i++)
        if (strcmp(record->column[i].name.text, name.text) == 0)
            return &record->column[i];
    record->column[record->n_columns].name = name;
    return &record->column[record->n_columns++];
}

static void
make_columns(struct sv_making *m, struct sv_record *record,
             const struct sv_written_record *w)
{
    const struct sv_written_column *type = w->types.item,
                                   *label = w->labels.item;

    record->column = sv_arena_take(m->arena, w->types.n + w->labels.n,
                                   sizeof *record->column);
    if (record->column == NULL)
        return;
    for (size_t i = 0; i < w->types.n; i++)
        column_of(record, type[i].name)->type =
            type[i].type.text == NULL ? SV_COLUMN_ANY
            : strcmp(type[i].type.text, "number") == 0 ? SV_COLUMN_NUMBER
                                                       : SV_COLUMN_STRING;
    for (size_t i = 0; i < w->labels.n; i++) {
        struct sv_column_spec *c = column_of(record, label[i].name);

        c->label = label[i].label.item;
        c->n_labels = label[i].label.n;
    }
}

/* The file that RECORD's units are on: PATH, or the rows of another. */
static void
make_origin(struct sv_making *m, struct sv_record *record,
            const struct sv_written_record *w)
{
    const struct sv_written_record *all = m->written->files.item;

    if (w->path.text != NULL && w->from.text != NULL)
        sv_making_fault(m, w->from, "'%s' has both 'path' and 'from'; its "
                        "units are in a file of their own or on the rows of "
                        "another", w->name.text);
    if (w->path.text == NULL && w->from.text == NULL && m->sound)
        sv_making_fault(m, w->name, "'%s' lacks the key 'path': the data "
                        "file", w->name.text);
    if (w->from.text == NULL)
        return;
    record->from = sv_making_record(m, w->from, w->name, false);
    if (record->from == SV_NO_RECORD)
        return;
    if (all[record->from].from.text != NULL)
        sv_making_fault(m, w->from, "'%s' has no file of its own, so no "
                        "units can be taken from its rows", w->from.text);
    if (w->key.n == 0 && m->sound)
        sv_making_fault(m, w->name, "'%s' lacks the key 'key': the variables "
                        "that tell its units apart on the rows of '%s'",
                        w->name.text, w->from.text);
}

static void
make_parent(struct sv_making *m, struct sv_record *record,
            const struct sv_written_record *w)
{
    const struct sv_written_record *all = m->written->files.item;

    if (w->parent.text == NULL && w->parent_key.n > 0)
        sv_making_fault(m, w->parent_key.item[0], "'parent-key' is for a "
                        "record type with a 'parent'; '%s' has none",
                        w->name.text);
    if (w->parent.text == NULL)
        return;
    record->parent = sv_making_record(m, w->parent, w->name, false);
    if (record->parent != SV_NO_RECORD && all[record->parent].key.n == 0
        && m->sound)
        sv_making_fault(m, w->parent, "'%s' cannot be a parent without a "
                        "'key' that its members could refer to",
                        w->parent.text);
    if (record->parent == SV_NO_RECORD)
        return;
    record->parent_key = w->parent_key.n > 0 ? w->parent_key
                                             : all[record->parent].key;
    if (record->parent_key.n != all[record->parent].key.n)
        sv_making_fault(m, w->parent_key.item[0], "'parent-key' has %zu "
                        "variables, the 'key' of '%s' has %zu; each stands for "
                        "one, in the same order", w->parent_key.n,
                        w->parent.text, all[record->parent].key.n);
}

/* A record that is its own ancestor; parents are cut there, so that later
 * steps may follow them. */
static void
check_circles(struct sv_making *m)
{
    const struct sv_written_record *w = m->written->files.item;
    struct sv_record *record = m->survey->record;

    for (size_t i = 0; i < m->survey->n_records; i++) {
        int up = record[i].parent;
        size_t steps = 0;

        while (up != SV_NO_RECORD && up != (int) i
               && steps++ < m->survey->n_records)
            up = record[up].parent;
        if (up != (int) i)
            continue;
        sv_making_fault(m, w[i].parent, "'%s' is its own parent, by way of "
                        "'%s'", w[i].name.text, w[i].parent.text);
        record[i].parent = SV_NO_RECORD;
    }
}

void
sv_make_records(struct sv_making *m)
{
    const struct sv_written_record *w = m->written->files.item;
    struct sv_survey *s = m->survey;

    s->record = sv_arena_take(m->arena, m->written->files.n,
                              sizeof *s->record);
    s->n_records = s->record == NULL ? 0 : m->written->files.n;
    if (m->written->files.n == 0 && m->sound)
        sv_point(m->fault, SV_DATA, m->files, strlen("files"),
                 "'files' names no record type; write one, such as "
                 "person: {path: person.sav}");
    for (size_t i = 0; i < s->n_records; i++)
        s->record[i] = (struct sv_record) {
            .name = w[i].name, .path = sv_making_path(m, w[i].path),
            .from = SV_NO_RECORD, .parent = SV_NO_RECORD, .key = w[i].key,
            .encoding = w[i].encoding, .decimal = w[i].decimal, .at = w[i].name.at,
        };
    for (size_t i = 0; i < s->n_records; i++) {
        sv_making_name(m, w[i].name, "record type");
        make_origin(m, &s->record[i], &w[i]);
        make_parent(m, &s->record[i], &w[i]);
        make_columns(m, &s->record[i], &w[i]);
    }
    check_circles(m);
}

static void
add_weight(struct sv_design_spec *d, int record, struct sv_string expression)
{
    d->weight[d->n_weights++] = (struct sv_weight_spec) { record, expression };
}

static bool
has_weight(const struct sv_design_spec *d, int record)
{
    for (size_t i = 0; i < d->n_weights; i++)
        if (d->weight[i].record == record)
            return true;
    return false;
}

void
sv_make_weights(struct sv_making *m)
{
    const struct sv_list *written = &m->written->design.weights;
    const struct sv_written_weight *w = written->item;
    const int n_records = (int) m->survey->n_records;
    struct sv_design_spec *d = &m->survey->design;
    const struct sv_string design = { "design", d->at };

    d->weight = sv_arena_take(m->arena, (size_t) n_records + written->n,
                              sizeof *d->weight);
    if (d->weight == NULL)
        return;
    for (size_t i = 0; i < written->n; i++) {
        const bool all = w[i].name.text == NULL;
        const int one = all ? SV_NO_RECORD
                            : sv_making_record(m, w[i].name, design, false);

        for (int r = 0; r < n_records; r++)
            if (all ? sv_survey_estimates(m->survey, r) : r == one)
                add_weight(d, r, w[i].expression);
    }
    if (!m->sound || m->survey->weighting.line > 0)
        return;
    if (written->n == 0)
        sv_making_fault(m, design, "'design' lacks the key 'weight'; a "
                        "survey without weights has weight: 1");
    for (int r = 0; r < n_records && written->n > 0; r++)
        if (sv_survey_estimates(m->survey, r) && m->survey->n_indicators > 0
            && !has_weight(d, r))
            sv_making_fault(m, w[0].name, "'%s' has no weight, and there are "
                            "indicators of it; add it to 'weight'",
                            m->survey->record[r].name.text);
    for (int r = 0; r < n_records && d->replicates.columns.n > 0; r++)
        if (sv_survey_estimates(m->survey, r) && m->survey->n_indicators > 0
            && sv_survey_replicates(m->survey, r) == NULL)
            sv_making_fault(m, d->replicates.columns.item[0].of, "'%s' has no "
                            "replicate weights, and there are indicators of "
                            "it; add it to 'columns'",
                            m->survey->record[r].name.text);
}
