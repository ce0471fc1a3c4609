/* linking.c - tables from files: one row a unit, each with its parent. */
#include "stages/ingest/linking.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/located.h"
#include "stages/ingest/matching.h"
#include "stages/ingest/tuples.h"

/* What the functions below share. */
struct linker {
    struct sv_table *table;
    const struct sv_survey *survey;
    struct sv_stage *stage;
    struct sv_scratch *scratch;
    struct sv_fault *fault;
};

/* The variables NAMES as they stand in TABLE. */
static enum sv_status
tuples_of(struct sv_tuples *out, struct sv_table *table,
          const struct sv_names *names, const struct linker *l)
{
    *out = (struct sv_tuples) { .n = table->n, .n_keys = names->n };
    if (names->n > SV_MAX_KEYS)
        return sv_fail(l->fault, SV_DATA, "record %s has %zu keys; at most %d "
                       "are possible", table->spec->name.text, names->n,
                       SV_MAX_KEYS);
    for (size_t k = 0; k < names->n; k++)
        if (sv_table_cells(&out->cells[k], table, l->scratch,
                           names->item[k].text, l->fault) != SV_OK)
            return l->fault->status;
    return SV_OK;
}

static const char *
names_text(const struct sv_names *names, char *out, size_t room)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t k = 0; k < names->n && used < room; k++)
        used += (size_t) snprintf(out + used, room - used, "%s%s",
                                  k > 0 ? ", " : "", names->item[k].text);
    return out;
}

/* One row for each distinct key of the file, in the order of their first
 * rows. */
static enum sv_status
make_from(struct sv_table *t, const struct linker *l)
{
    const uint32_t rows = (uint32_t) t->file->n;
    struct sv_tuples keys;
    struct sv_tuple_index index;
    void *at, *row_of;

    t->n = rows;
    if (tuples_of(&keys, t, &t->spec->key, l) != SV_OK
        || sv_tuple_index_new(&index, &keys, l->scratch, l->fault) != SV_OK
        || sv_scratch_take(&at, l->scratch, rows, sizeof *t->at, l->fault)
           != SV_OK
        || sv_scratch_take(&row_of, l->scratch, rows, sizeof *t->row_of,
                           l->fault) != SV_OK)
        return l->fault->status;
    t->row_of = row_of;
    t->n = 0;
    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t first = i > 0 && sv_tuple_compare(&keys, i - 1, i) == 0
            ? ((uint32_t *) at)[t->row_of[i - 1]] : sv_tuple_put(&index, i);

        if (first == i) {
            ((uint32_t *) at)[t->n] = i;
            t->row_of[i] = t->n++;
        } else {
            t->row_of[i] = t->row_of[first];
        }
    }
    t->at = at;
    return SV_OK;
}

/* A variable of a record made from another's file must be the same in all rows
 * of a key. */
static enum sv_status
check_constant(struct sv_table *t, const struct sv_field *field,
               const struct linker *l)
{
    struct sv_located differ = { .n = 0 };
    struct sv_cells c;
    char keys[256];

    if (sv_table_cells(&c, t, l->scratch, field->name, l->fault) != SV_OK)
        return l->fault->status;
    c.at = NULL;
    for (uint32_t i = 0; i < (uint32_t) t->file->n; i++) {
        const uint32_t first = t->at[t->row_of[i]];

        if (sv_cell(&c, i) != sv_cell(&c, first)
            || sv_cell_reason(&c, i) != sv_cell_reason(&c, first))
            sv_locate(&differ, i + 1);
    }
    if (differ.n > 0)
        sv_add(l->fault, SV_DATA, "%s: variable %s is used for record %s, but "
               "differs from the first row with the same %s in %s",
               t->file->path, field->name, t->spec->name.text,
               names_text(&t->spec->key, keys, sizeof keys),
               sv_located_say(&differ).text);
    return SV_OK;
}

static enum sv_status
check_from(struct sv_table *t, const struct linker *l)
{
    for (size_t i = 0; i < t->file->n_fields; i++)
        if (t->used[t->file->field[i].position]
            && check_constant(t, &t->file->field[i], l) != SV_OK)
            return l->fault->status;
    return SV_OK;
}

/* Keys that are missing, or belong to several rows. */
static enum sv_status
check_keys(struct sv_table *t, const struct linker *l)
{
    struct sv_located missing = { .n = 0 }, twice = { .n = 0 };
    struct sv_tuple_index index = { .slots = 0 };
    struct sv_tuples keys;
    bool ascending = true;
    char names[256];

    if (t->spec->key.n == 0)
        return SV_OK;
    if (tuples_of(&keys, t, &t->spec->key, l) != SV_OK)
        return l->fault->status;
    for (uint32_t i = 0; i < t->n; i++) {
        if (sv_tuple_missing(&keys, i))
            sv_locate(&missing, sv_table_row(t, i));
        ascending &= i == 0 || sv_tuple_compare(&keys, i - 1, i) < 0;
    }
    if (!ascending
        && sv_tuple_index_new(&index, &keys, l->scratch, l->fault) != SV_OK)
        return l->fault->status;
    for (uint32_t i = 0; !ascending && i < t->n; i++)
        if (sv_tuple_put(&index, i) != i && !sv_tuple_missing(&keys, i))
            sv_locate(&twice, sv_table_row(t, i));
    names_text(&t->spec->key, names, sizeof names);
    if (missing.n > 0)
        sv_add(l->fault, SV_DATA, "%s: the key %s is missing in %s",
               t->file->path, names, sv_located_say(&missing).text);
    if (twice.n > 0)
        sv_add(l->fault, SV_DATA, "%s: the key %s does not tell all rows apart:"
               " %s %s an earlier one; remove duplicates, or add a "
               "variable to `key`", t->file->path, names,
               sv_located_say(&twice).text,
               twice.n == 1 ? "repeats" : "repeat");
    return SV_OK;
}

/* Looks up every row's parent; counts those without one. */
static uint32_t
look_up(struct sv_table *child, const struct sv_tuples *of,
        const struct sv_tuple_index *in)
{
    const struct sv_tuples *const to = in->of;
    uint32_t lost = 0, guess = UINT32_MAX;

    for (uint32_t i = 0; i < child->n; i++) {
        if (sv_tuple_missing(of, i)) {
            guess = UINT32_MAX;
        } else {
            bool same = guess != UINT32_MAX;

            for (size_t k = 0; same && k < to->n_keys; k++)
                same = sv_tuple_code(of, k, i) == sv_tuple_code(to, k, guess);
            if (!same)
                guess = sv_tuple_find(in, of, i);
        }
        child->parent[i] = guess;
        lost += guess == UINT32_MAX;
    }
    return lost;
}

/* Links by the parent's keys; *LOST rows find none. */
static enum sv_status
link_by_keys(struct sv_table *child, struct sv_table *parent, bool as_numbers,
             uint32_t *lost, const struct linker *l)
{
    const struct sv_names *const names = &parent->spec->key;
    struct sv_tuples of, to;
    struct sv_tuple_index index;

    if (tuples_of(&of, child, &child->spec->parent_key, l) != SV_OK
        || tuples_of(&to, parent, names, l) != SV_OK)
        return l->fault->status;
    for (size_t k = 0; k < names->n; k++)
        if (sv_match_key(&of, &to, k, as_numbers, l->scratch, l->fault)
            != SV_OK)
            return sv_at(l->fault, "%s, %s", child->file->path,
                         parent->file->path);
    if (sv_tuple_index_new(&index, &to, l->scratch, l->fault) != SV_OK)
        return l->fault->status;
    for (uint32_t i = 0; i < to.n; i++)
        sv_tuple_put(&index, i);
    *lost = look_up(child, &of, &index);
    return SV_OK;
}

/* Whether numbers would make a difference: some key is text in both files,
 * and spells numbers only. */
static bool
may_be_numbers(struct sv_table *child, struct sv_table *parent)
{
    const struct sv_names *const names = &parent->spec->key;
    const struct sv_names *const here = &child->spec->parent_key;
    bool any = false;

    for (size_t k = 0; k < names->n; k++) {
        const struct sv_cells a = {
            .field = sv_datafile_field(child->file, here->item[k].text) };
        const struct sv_cells b = {
            .field = sv_datafile_field(parent->file, names->item[k].text) };

        if (!sv_spells_numbers(&a) || !sv_spells_numbers(&b))
            return false;
        any |= a.field->text && b.field->text;
    }
    return any;
}

static bool
kinds_differ(const struct sv_table *child, const struct sv_table *parent)
{
    const struct sv_names *const names = &parent->spec->key;
    const struct sv_names *const here = &child->spec->parent_key;

    for (size_t k = 0; k < names->n; k++)
        if (sv_datafile_field(child->file, here->item[k].text)->text
            != sv_datafile_field(parent->file, names->item[k].text)->text)
            return true;
    return false;
}

static void
report_lost(const struct sv_table *child, const struct sv_table *parent,
            const struct linker *l)
{
    struct sv_located rows = { .n = 0 };
    char names[256];

    for (uint32_t i = 0; i < child->n; i++)
        if (child->parent[i] == UINT32_MAX)
            sv_locate(&rows, sv_table_row(child, i));
    sv_add(l->fault, SV_DATA, "%s: no %s in %s has the %s of %s; every %s needs "
           "its %s", child->file->path, parent->spec->name.text,
           parent->file->path,
           names_text(&child->spec->parent_key, names, sizeof names),
           sv_located_say(&rows).text, child->spec->name.text,
           parent->spec->name.text);
}

/* Parents without children are no fault, but may be news. */
static enum sv_status
tell_childless(const struct sv_table *child, const struct sv_table *parent,
               const struct linker *l)
{
    struct sv_located rows = { .n = 0 };
    char key[256];
    void *memory;
    uint8_t *has;

    if (sv_scratch_take(&memory, l->scratch, parent->n, 1, l->fault) != SV_OK)
        return l->fault->status;
    has = memory;
    for (uint32_t i = 0; i < child->n; i++)
        has[child->parent[i]] = 1;
    for (uint32_t i = 0; i < parent->n; i++)
        if (!has[i])
            sv_locate(&rows, sv_table_row(parent, i));
    if (rows.n > 0)
        sv_stage_warn(l->stage, "%s: %s of record %s %s no %s",
                      parent->file->path, sv_located_say(&rows).text,
                      parent->spec->name.text, rows.n == 1 ? "has" : "have",
                      child->spec->name.text);
    snprintf(key, sizeof key, "%s without %s", parent->spec->name.text,
             child->spec->name.text);
    return sv_stage_count(l->stage, key, rows.n, l->fault);
}

static enum sv_status
link_parent(struct sv_table *child, struct sv_table *parent,
            const struct linker *l)
{
    const bool shared = parent->row_of != NULL && child->file == parent->file
        && child->at == NULL;
    uint32_t lost = 0;
    void *memory;

    if (sv_scratch_take(&memory, l->scratch, child->n, sizeof *child->parent,
                        l->fault) != SV_OK)
        return l->fault->status;
    child->parent = memory;
    if (shared)
        memcpy(child->parent, parent->row_of, child->n * sizeof *child->parent);
    else if (link_by_keys(child, parent, false, &lost, l) != SV_OK)
        return l->fault->status;
    if (lost > 0 && may_be_numbers(child, parent)) {
        const uint32_t before = lost;

        if (link_by_keys(child, parent, true, &lost, l) != SV_OK)
            return l->fault->status;
        sv_stage_warn(l->stage, "%s, %s: keys are spelt differently (%" PRIu32
                      " rows of %s); they are compared as numbers",
                      child->file->path, parent->file->path, before - lost,
                      child->spec->name.text);
    } else if (!shared && kinds_differ(child, parent)) {
        sv_stage_warn(l->stage, "%s, %s: a key is a number in one file and a "
                      "text in the other; they are compared as numbers",
                      child->file->path, parent->file->path);
    }
    if (lost > 0) {
        report_lost(child, parent, l);
        return SV_OK;
    }
    return tell_childless(child, parent, l);
}

static enum sv_status
make_table(struct sv_table *t, const struct sv_reading_all *reading, size_t i,
           const struct linker *l)
{
    *t = (struct sv_table) {
        .spec = &l->survey->record[i], .file = reading->file[i],
        .used = reading->used.by[i],
        .replicate_only = reading->used.replicate_only[i],
        .replicates = &reading->used.replicates[i],
    };
    t->known = calloc(t->file->n_fields, sizeof *t->known);
    if (t->known == NULL)
        return sv_fail(l->fault, SV_SYSTEM, "out of memory");
    t->n = (uint32_t) t->file->n;
    if (t->n == 0)
        sv_add(l->fault, SV_DATA, "%s: the file has no rows", t->file->path);
    return t->spec->from >= 0 ? make_from(t, l) : SV_OK;
}

enum sv_status
sv_link(struct sv_table *table, const struct sv_reading_all *reading,
        struct sv_stage *stage, struct sv_scratch *scratch,
        struct sv_fault *fault)
{
    const struct linker l = {
        table, sv_stage_survey(stage), stage, scratch, fault,
    };

    for (size_t i = 0; i < reading->n_records; i++)
        if (make_table(&table[i], reading, i, &l) > SV_DATA)
            return fault->status;
    if (fault->status != SV_OK)
        return fault->status;
    for (size_t i = 0; i < reading->n_records; i++) {
        struct sv_table *const t = &table[i];

        if (check_keys(t, &l) != SV_OK
            || (t->at != NULL && check_from(t, &l) != SV_OK))
            return fault->status;
    }
    for (size_t i = 0; i < reading->n_records; i++) {
        const int parent = table[i].spec->parent;

        if (parent != SV_NO_RECORD
            && link_parent(&table[i], &table[parent], &l) != SV_OK)
            return fault->status;
    }
    return fault->status;
}

void
sv_tables_free(struct sv_table *table, size_t n)
{
    for (size_t i = 0; table != NULL && i < n; i++)
        free(table[i].known);
    free(table);
}
