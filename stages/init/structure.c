/* structure.c - record types, their keys and their parents, from the data. */
#include "stages/init/structure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct search {
    struct sv_key_search keys;
    int parent[SV_MOST_RECORDS];        /* of file, by file; or -1 */
    struct sv_key_set key[SV_MOST_RECORDS];
    struct sv_key_set link[SV_MOST_RECORDS];    /* the parent's key */
    struct sv_key_list list[SV_MOST_RECORDS];   /* of the keys */
    size_t orphans[SV_MOST_RECORDS];
};

/* Whether a file has been given P for its parent, by P's key. */
static bool
is_parent(const struct search *s, size_t p)
{
    for (size_t i = 0; i < s->keys.material->n; i++)
        if (s->parent[i] == (int) p)
            return true;
    return false;
}

/* Whether file A is P, or above it. */
static bool
is_above(const struct search *s, size_t a, size_t p)
{
    for (int i = (int) p; i >= 0; i = s->parent[i])
        if (i == (int) a)
            return true;
    return false;
}

/* Takes file P for the parent of file C if nearly all of C's rows carry P's KEY, in
 * the columns LINK, and C has more rows, or several for one of P's. */
static enum sv_status
link_by(struct search *s, size_t c, size_t p, const struct sv_key_set *key,
        const struct sv_key_set *link)
{
    const struct sv_seen_file *child = &s->keys.material->file[c];
    const struct sv_seen_file *parent = &s->keys.material->file[p];
    struct sv_key_list list, rows;
    size_t orphans;
    bool linked;

    if (sv_key_list(&list, parent, key, s->keys.fault) != SV_OK)
        return s->keys.fault->status;
    if (sv_key_list(&rows, child, link, s->keys.fault) != SV_OK) {
        sv_key_list_free(&list);
        return s->keys.fault->status;
    }
    orphans = child->n - sv_key_overlap(&rows, &list);
    linked = orphans < child->n && orphans * 20 <= child->n
             && (parent->n < child->n || rows.n_distinct < rows.n);
    sv_key_list_free(&rows);
    if (!linked) {
        sv_key_list_free(&list);
        return SV_OK;
    }
    sv_key_list_free(&s->list[p]);
    s->list[p] = list;
    s->key[p] = *key;
    s->parent[c] = (int) p;
    s->orphans[c] = orphans;
    s->link[c] = s->key[c] = *link;
    return SV_OK;
}

/* Takes file P for the parent of file C if C's rows carry P's key, or another
 * one of P's; by its names, or under others. */
static enum sv_status
try_parent(struct search *s, size_t c, size_t p)
{
    const struct sv_seen_file *child = &s->keys.material->file[c];
    const struct sv_seen_file *parent = &s->keys.material->file[p];
    const bool other = !is_parent(s, p);
    struct sv_key_set key = s->key[p], link;

    if (s->list[p].n_distinct != parent->n || is_above(s, c, p)
        || (s->parent[c] >= 0
            && s->keys.material->file[s->parent[c]].n >= parent->n))
        return SV_OK;
    if (sv_same_names(&link, child, &key, parent)
        || (other && sv_find_shared_key(&s->keys, &key, p, c)
            && sv_same_names(&link, child, &key, parent)))
        return link_by(s, c, p, &key, &link);
    if (s->parent[c] < 0
        && sv_find_renamed_key(&s->keys, &key, &link, p, c, other))
        return link_by(s, c, p, &key, &link);
    return s->keys.fault->status;
}

/* Keys of all files, then parents, then keys of children again: their
 * parents' and what else they need. */
static enum sv_status
find_links(struct search *s)
{
    const size_t n = s->keys.material->n;

    for (size_t i = 0; i < n; i++) {
        s->parent[i] = -1;
        sv_find_key(&s->keys, &s->keys.material->file[i], &s->key[i]);
        if (s->keys.fault->status == SV_OK
            && sv_key_list(&s->list[i], &s->keys.material->file[i], &s->key[i],
                           s->keys.fault) != SV_OK)
            break;
    }
    for (size_t c = 0; s->keys.fault->status == SV_OK && c < n; c++) {
        const struct sv_key_set own = s->key[c];

        for (size_t p = 0; p < n; p++)
            if (p != c && try_parent(s, c, p) != SV_OK)
                return s->keys.fault->status;
        if (s->parent[c] >= 0
            && !sv_find_key(&s->keys, &s->keys.material->file[c], &s->key[c]))
            s->key[c] = own;
    }
    return s->keys.fault->status;
}

/* ---- record types --------------------------------------------------------- */

/* Whether FILE has a column for variable NAME of the dictionary. */
static bool
has_variable(const struct search *s, const struct sv_seen_file *file,
             const char *name)
{
    const struct sv_term *term =
        sv_named_in(&s->keys.terms->variables, sizeof *term, name);
    const char *tongue, *pattern;

    for (size_t k = 0; term != NULL && k < file->n_columns; k++)
        if (sv_is_preset(&s->keys, &file->column[k], name)
            || sv_column_match(&file->column[k], term, &tongue, &pattern) > 0)
            return true;
    return false;
}

/* Whether a part of FILE's key numbers the members of a household. */
static bool
numbers_members(const struct search *s, size_t file)
{
    const struct sv_seen_file *f = &s->keys.material->file[file];

    for (size_t k = 0; k < s->key[file].n; k++)
        if (sv_role_score(&s->keys, &f->column[s->key[file].column[k]], "line") > 0)
            return true;
    return false;
}

/* The file whose rows are persons: it tells their age, and their sex or their
 * line in the household; that with most rows. */
static int
person_file(const struct search *s)
{
    int best = -1;

    for (size_t i = 0; i < s->keys.material->n; i++) {
        const struct sv_seen_file *f = &s->keys.material->file[i];

        if (has_variable(s, f, "age")
            && (has_variable(s, f, "sex") || numbers_members(s, i))
            && (best < 0 || f->n > s->keys.material->file[best].n))
            best = (int) i;
    }
    for (size_t i = 0; best < 0 && i < s->keys.material->n; i++)
        if (s->parent[i] >= 0)
            best = (int) i;
    return best;
}

/* The name of FILE without its ending, as a name of ours. */
static const char *
stem(struct sv_arena *arena, const char *file)
{
    char name[64];
    size_t n = 0;

    for (; *file != '\0' && *file != '.' && n < sizeof name - 1; file++)
        if ((*file >= 'a' && *file <= 'z') || (*file >= '0' && *file <= '9'
                                               && n > 0))
            name[n++] = *file;
        else if (*file >= 'A' && *file <= 'Z')
            name[n++] = (char) (*file - 'A' + 'a');
        else if (n > 0 && name[n - 1] != '_')
            name[n++] = '_';
    if (n == 0)
        name[n++] = 'f';
    return sv_arena_text(arena, name, n);
}

/* The household's key in a file of persons: their own without what numbers
 * persons; else columns that are called so. */
static bool
household_in_person(const struct search *s, size_t file,
                    struct sv_key_set *out)
{
    const struct sv_seen_file *f = &s->keys.material->file[file];

    *out = (struct sv_key_set) { .n = 0 };
    for (size_t k = 0; k < s->key[file].n; k++) {
        const struct sv_seen_column *c = &f->column[s->key[file].column[k]];

        if (sv_role_score(&s->keys, c, "line") <= sv_role_score(&s->keys, c, "household-id")
            && sv_role_score(&s->keys, c, "person-id")
               <= sv_role_score(&s->keys, c, "household-id"))
            out->column[out->n++] = s->key[file].column[k];
    }
    if (out->n > 0 && out->n < s->key[file].n)
        return true;
    out->n = 0;
    for (size_t k = 0; k < f->n_columns && out->n < SV_MOST_KEYS; k++)
        if (sv_role_score(&s->keys, &f->column[k], "household-id") > 0
            && f->column[k].n_missing == 0)
            out->column[out->n++] = k;
    return out->n > 0;
}

static struct sv_found_record *
add_record(struct sv_structure *out, const struct search *s, size_t file)
{
    struct sv_found_record *r = &out->record[out->n++];

    *r = (struct sv_found_record) {
        .name = stem(s->keys.arena, s->keys.material->file[file].file),
        .file = &s->keys.material->file[file], .from = -1, .parent = -1,
        .key = s->key[file],
    };
    return r;
}

/* Adds file I behind its ancestors; returns its record. */
static int
add_file(struct sv_structure *out, const struct search *s, size_t i,
         int record[SV_MOST_RECORDS])
{
    struct sv_found_record *r;
    int parent = -1;

    if (record[i] >= 0)
        return record[i];
    if (s->parent[i] >= 0)
        parent = add_file(out, s, (size_t) s->parent[i], record);
    record[i] = (int) out->n;
    r = add_record(out, s, i);
    r->parent = parent;
    r->link = s->link[i];
    r->n_orphans = s->orphans[i];
    return record[i];
}

/* Persons whose rows repeat their household's values. */
static void
add_repeated_household(struct sv_structure *out, const struct search *s,
                       size_t file)
{
    struct sv_key_set key;
    struct sv_key_list list;

    if (!household_in_person(s, file, &key) || s->keys.fault->status != SV_OK
        || sv_key_list(&list, &s->keys.material->file[file], &key, s->keys.fault)
           != SV_OK)
        return;
    if (list.n_distinct < list.n) {
        out->household = (int) out->n;
        *add_record(out, s, file) = (struct sv_found_record) {
            .name = "household", .file = &s->keys.material->file[file],
            .from = out->person, .parent = -1, .key = key,
        };
        out->record[out->person].parent = out->household;
    }
    sv_key_list_free(&list);
}

/* The topmost file above file I. */
static size_t
top_of(const struct search *s, size_t i)
{
    while (s->parent[i] >= 0)
        i = (size_t) s->parent[i];
    return i;
}

/* Adds the files that are linked to file MAIN, and leaves the others: a design
 * is that of one topmost record. */
static void
add_linked(struct sv_structure *out, const struct search *s, size_t main,
           int record[SV_MOST_RECORDS])
{
    for (size_t i = 0; i < s->keys.material->n; i++)
        if (top_of(s, i) == top_of(s, main))
            add_file(out, s, i, record);
        else
            out->left[out->n_left++] = &s->keys.material->file[i];
}

static enum sv_status
count_units(struct sv_structure *out, struct sv_fault *fault)
{
    for (size_t i = 0; i < out->n; i++) {
        struct sv_found_record *r = &out->record[i];
        struct sv_key_list list;

        if (sv_key_list(&list, r->file, &r->key, fault) != SV_OK)
            return fault->status;
        r->n_units = list.n_distinct;
        r->unique = r->from >= 0
            || (list.n_missing == 0 && list.n_distinct == r->file->n);
        if (r->from < 0 && !r->unique)
            r->key.n = 0;
        sv_key_list_free(&list);
    }
    return SV_OK;
}

static enum sv_status
make_records(struct sv_structure *out, const struct search *s)
{
    const int persons = person_file(s);
    int record[SV_MOST_RECORDS];

    for (size_t i = 0; i < SV_MOST_RECORDS; i++)
        record[i] = -1;
    add_linked(out, s, persons >= 0 ? (size_t) persons : 0, record);
    if (persons >= 0) {
        out->person = record[persons];
        out->record[out->person].name = "person";
        out->household = out->record[out->person].parent;
        if (out->household < 0)
            add_repeated_household(out, s, (size_t) persons);
    } else {
        out->household = 0;
    }
    if (out->household >= 0)
        out->record[out->household].name = "household";
    return count_units(out, s->keys.fault);
}

enum sv_status
sv_structure_find(struct sv_structure *out, struct sv_arena *arena,
                  const struct sv_material *material,
                  const struct sv_knowledge *known, struct sv_fault *fault)
{
    struct search *s = calloc(1, sizeof *s);

    *out = (struct sv_structure) { .household = -1, .person = -1 };
    if (s == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for keys");
    s->keys = (struct sv_key_search) { arena, material, known->terms,
                                       known->preset, fault };
    if (find_links(s) == SV_OK)
        make_records(out, s);
    for (size_t i = 0; i < material->n; i++)
        sv_key_list_free(&s->list[i]);
    free(s);
    return fault->status;
}
