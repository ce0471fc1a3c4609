/* structure.c - record types, their keys and their parents, from the data. */
#include "stages/init/structure.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    BY_NAME = 250, MOST_CANDIDATES = 12,
    PROBE = 10000,              /* rows that most sets fail on already */
};

struct search {
    struct sv_arena *arena;
    const struct sv_material *material;
    const struct sv_terms *terms;
    const struct sv_preset *preset;     /* or NULL */
    struct sv_fault *fault;
    int parent[SV_MOST_RECORDS];        /* of file, by file; or -1 */
    struct sv_key_set key[SV_MOST_RECORDS];
    struct sv_key_list list[SV_MOST_RECORDS];   /* of the keys */
    size_t orphans[SV_MOST_RECORDS];
};

struct candidate { size_t column; unsigned score; };

unsigned
sv_column_match(const struct sv_seen_column *c, const struct sv_term *term,
                const char **tongue, const char **pattern)
{
    unsigned best = sv_words_match(&term->words, c->plain, tongue, pattern);

    for (size_t i = 0; i < term->columns.n; i++)
        if (best < BY_NAME && fnmatch(term->columns.item[i].text, c->name,
                                      FNM_CASEFOLD) == 0) {
            if (best == 0) {
                *tongue = "";
                *pattern = term->columns.item[i].text;
            }
            best = BY_NAME;
        }
    return best;
}

const struct sv_term *
sv_role(const struct sv_terms *terms, const char *name)
{
    return sv_named_in(&terms->design, sizeof(struct sv_term), name);
}

/* Whether the preset has column C for NAME, a variable or a role. */
static bool
is_preset(const struct search *s, const struct sv_seen_column *c,
          const char *name)
{
    const struct sv_preset_variable *v =
        s->preset == NULL ? NULL
                          : sv_named_in(&s->preset->variables, sizeof *v, name);

    for (size_t i = 0; v != NULL && i < v->columns.n; i++)
        if (strcasecmp(v->columns.item[i].text, c->name) == 0)
            return true;
    return false;
}

static unsigned
role_score(const struct search *s, const struct sv_seen_column *c,
           const char *role)
{
    const struct sv_term *term = sv_role(s->terms, role);
    const char *tongue, *pattern;

    if (is_preset(s, c, role))
        return BY_NAME;
    return term != NULL ? sv_column_match(c, term, &tongue, &pattern) : 0;
}

/* Whether C is called like a weight or a variable, which no key is made of. */
static bool
is_called_otherwise(const struct search *s, const struct sv_seen_column *c)
{
    const struct sv_term *term = s->terms->variables.item;
    const char *tongue, *pattern;

    for (size_t t = 0; t < s->terms->variables.n; t++)
        if (sv_column_match(c, &term[t], &tongue, &pattern) > 0)
            return true;
    return role_score(s, c, "weight") > 0
        || role_score(s, c, "household-weight") > 0
        || role_score(s, c, "person-weight") > 0;
}

/* How much column C looks like a part of a key. */
static unsigned
key_score(const struct search *s, const struct sv_seen_column *c)
{
    static const char *const roles[] = { "household-id", "person-id", "line",
                                         "psu" };
    unsigned best = 0;

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const unsigned score = role_score(s, c, roles[i]);

        best = score > best ? score : best;
    }
    return best;
}

/* The columns of FILE that may be parts of a key, the likeliest first. */
static size_t
list_candidates(struct candidate out[MOST_CANDIDATES], const struct search *s,
                const struct sv_seen_file *file)
{
    size_t n = 0;

    for (size_t k = 0; k < file->n_columns; k++) {
        const struct sv_seen_column *c = &file->column[k];
        const struct candidate here = { k, key_score(s, c) };
        size_t at = n;

        if (c->n_missing > 0 || c->date || (!c->string && !c->whole)
            || (!c->string && c->n_values < 2 && file->n > 1)
            || (!c->string && c->n_labels > 0 && here.score == 0)
            || (here.score == 0 && is_called_otherwise(s, c)))
            continue;
        while (at > 0 && out[at - 1].score < here.score)
            at--;
        if (at == MOST_CANDIDATES)
            continue;
        n += n < MOST_CANDIDATES;
        memmove(out + at + 1, out + at, (n - at - 1) * sizeof *out);
        out[at] = here;
    }
    return n;
}

static bool
is_unique(const struct search *s, const struct sv_seen_file *file,
          const struct sv_key_set *set)
{
    struct sv_seen_file few = *file;
    struct sv_key_list list;
    bool unique;

    few.n = few.n < PROBE ? few.n : PROBE;
    if (s->fault->status != SV_OK
        || sv_key_list(&list, &few, set, s->fault) != SV_OK)
        return false;
    unique = list.n_missing == 0 && list.n_distinct == few.n;
    sv_key_list_free(&list);
    if (!unique || few.n == file->n)
        return unique;
    if (sv_key_list(&list, file, set, s->fault) != SV_OK)
        return false;
    unique = list.n_missing == 0 && list.n_distinct == file->n;
    sv_key_list_free(&list);
    return unique;
}

/* The first set of SIZE more candidates, in their order, with which SET is
 * unique. */
static bool
complete(const struct search *s, const struct sv_seen_file *file,
         struct sv_key_set *set, size_t size, const struct candidate *from,
         size_t n)
{
    if (size == 0)
        return is_unique(s, file, set);
    for (size_t i = 0; i < n; i++) {
        bool there = false;

        for (size_t k = 0; k < set->n; k++)
            there |= set->column[k] == from[i].column;
        if (there)
            continue;
        set->column[set->n++] = from[i].column;
        if (complete(s, file, set, size - 1, from + i + 1, n - i - 1))
            return true;
        set->n--;
    }
    return false;
}

/* The smallest unique set that begins with SET: first of columns that look
 * like keys, then of any. */
static bool
find_key(const struct search *s, const struct sv_seen_file *file,
         struct sv_key_set *set)
{
    struct candidate list[MOST_CANDIDATES];
    const size_t n = list_candidates(list, s, file), known = set->n;
    size_t likely = 0;

    while (likely < n && list[likely].score > 0)
        likely++;
    for (int any = 0; any < 2; any++)
        for (size_t size = 1; known + size <= SV_MOST_KEYS; size++)
            if ((!any || size <= 2)
                && complete(s, file, set, size, list, any ? n : likely))
                return true;
    set->n = known;
    return false;
}

/* The columns of FILE with the names of KEY's in OTHER. */
static bool
same_names(struct sv_key_set *out, const struct sv_seen_file *file,
           const struct sv_key_set *key, const struct sv_seen_file *other)
{
    *out = (struct sv_key_set) { .n = 0 };
    for (size_t k = 0; k < key->n; k++) {
        const struct sv_seen_column *c =
            sv_seen_find(file, other->column[key->column[k]].name);

        if (c == NULL
            || c->string != other->column[key->column[k]].string)
            return false;
        out->column[out->n++] = (size_t) (c - file->column);
    }
    return out->n > 0;
}

/* Another key of file P, of columns that file C has, too: offices number
 * households twice, within their area for the field and alone for linking. */
static bool
find_shared_key(const struct search *s, struct sv_key_set *out, size_t p,
                size_t c)
{
    const struct sv_seen_file *parent = &s->material->file[p];
    struct candidate list[MOST_CANDIDATES];
    const size_t n = list_candidates(list, s, parent);
    size_t shared = 0;

    for (size_t i = 0; i < n; i++) {
        const struct sv_key_set one = { { list[i].column }, 1 };
        struct sv_key_set same;

        if (same_names(&same, &s->material->file[c], &one, parent))
            list[shared++] = list[i];
    }
    *out = (struct sv_key_set) { .n = 0 };
    for (size_t size = 1; size <= shared && size <= SV_MOST_KEYS; size++)
        if (complete(s, parent, out, size, list, shared))
            return true;
    return false;
}

/* Whether a file has been given P for its parent, by P's key. */
static bool
is_parent(const struct search *s, size_t p)
{
    for (size_t i = 0; i < s->material->n; i++)
        if (s->parent[i] == (int) p)
            return true;
    return false;
}

/* Takes file P for the parent of file C if C's rows carry KEY, which tells P's
 * rows apart; LIST is of P's rows and is taken over, or released. */
static enum sv_status
link_by(struct search *s, size_t c, size_t p, const struct sv_key_set *key,
        struct sv_key_list *list)
{
    const struct sv_seen_file *child = &s->material->file[c];
    struct sv_key_set link;
    struct sv_key_list rows;
    size_t found = 0;

    if (same_names(&link, child, key, &s->material->file[p])
        && sv_key_list(&rows, child, &link, s->fault) == SV_OK) {
        found = sv_key_overlap(&rows, list);
        sv_key_list_free(&rows);
    }
    if (found == 0 || found * 100 < child->n * 95) {
        sv_key_list_free(list);
        return s->fault->status;
    }
    sv_key_list_free(&s->list[p]);
    s->list[p] = *list;
    s->key[p] = *key;
    s->parent[c] = (int) p;
    s->orphans[c] = child->n - found;
    s->key[c] = link;
    return SV_OK;
}

/* Takes file P for the parent of file C if C's rows carry P's key, or another
 * one of P's. */
static enum sv_status
try_parent(struct search *s, size_t c, size_t p)
{
    const struct sv_seen_file *child = &s->material->file[c];
    const struct sv_seen_file *parent = &s->material->file[p];
    struct sv_key_set key = s->key[p], ignored;
    struct sv_key_list list;

    if (s->list[p].n_distinct != parent->n || parent->n >= child->n
        || (s->parent[c] >= 0
            && s->material->file[s->parent[c]].n >= parent->n))
        return SV_OK;
    if (!same_names(&ignored, child, &key, parent)
        && (is_parent(s, p) || !find_shared_key(s, &key, p, c)))
        return s->fault->status;
    if (sv_key_list(&list, parent, &key, s->fault) != SV_OK)
        return s->fault->status;
    return link_by(s, c, p, &key, &list);
}

/* Keys of all files, then parents, then keys of children again: their
 * parents' and what else they need. */
static enum sv_status
find_links(struct search *s)
{
    const size_t n = s->material->n;

    for (size_t i = 0; i < n; i++) {
        s->parent[i] = -1;
        find_key(s, &s->material->file[i], &s->key[i]);
        if (s->fault->status == SV_OK
            && sv_key_list(&s->list[i], &s->material->file[i], &s->key[i],
                           s->fault) != SV_OK)
            break;
    }
    for (size_t c = 0; s->fault->status == SV_OK && c < n; c++) {
        const struct sv_key_set own = s->key[c];

        for (size_t p = 0; p < n; p++)
            if (p != c && try_parent(s, c, p) != SV_OK)
                return s->fault->status;
        if (s->parent[c] >= 0
            && !find_key(s, &s->material->file[c], &s->key[c]))
            s->key[c] = own;
    }
    return s->fault->status;
}

/* ---- record types --------------------------------------------------------- */

/* Whether FILE has a column for variable NAME of the dictionary. */
static bool
has_variable(const struct search *s, const struct sv_seen_file *file,
             const char *name)
{
    const struct sv_term *term =
        sv_named_in(&s->terms->variables, sizeof *term, name);
    const char *tongue, *pattern;

    for (size_t k = 0; term != NULL && k < file->n_columns; k++)
        if (is_preset(s, &file->column[k], name)
            || sv_column_match(&file->column[k], term, &tongue, &pattern) > 0)
            return true;
    return false;
}

/* Whether a part of FILE's key numbers the members of a household. */
static bool
numbers_members(const struct search *s, size_t file)
{
    const struct sv_seen_file *f = &s->material->file[file];

    for (size_t k = 0; k < s->key[file].n; k++)
        if (role_score(s, &f->column[s->key[file].column[k]], "line") > 0)
            return true;
    return false;
}

/* The file whose rows are persons: it tells their age, and their sex or their
 * line in the household; that with most rows. */
static int
person_file(const struct search *s)
{
    int best = -1;

    for (size_t i = 0; i < s->material->n; i++) {
        const struct sv_seen_file *f = &s->material->file[i];

        if (has_variable(s, f, "age")
            && (has_variable(s, f, "sex") || numbers_members(s, i))
            && (best < 0 || f->n > s->material->file[best].n))
            best = (int) i;
    }
    for (size_t i = 0; best < 0 && i < s->material->n; i++)
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
    const struct sv_seen_file *f = &s->material->file[file];

    *out = (struct sv_key_set) { .n = 0 };
    for (size_t k = 0; k < s->key[file].n; k++) {
        const struct sv_seen_column *c = &f->column[s->key[file].column[k]];

        if (role_score(s, c, "line") <= role_score(s, c, "household-id")
            && role_score(s, c, "person-id")
               <= role_score(s, c, "household-id"))
            out->column[out->n++] = s->key[file].column[k];
    }
    if (out->n > 0 && out->n < s->key[file].n)
        return true;
    out->n = 0;
    for (size_t k = 0; k < f->n_columns && out->n < SV_MOST_KEYS; k++)
        if (role_score(s, &f->column[k], "household-id") > 0
            && f->column[k].n_missing == 0)
            out->column[out->n++] = k;
    return out->n > 0;
}

static struct sv_found_record *
add_record(struct sv_structure *out, const struct search *s, size_t file)
{
    struct sv_found_record *r = &out->record[out->n++];

    *r = (struct sv_found_record) {
        .name = stem(s->arena, s->material->file[file].file),
        .file = &s->material->file[file], .from = -1, .parent = -1,
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

    if (!household_in_person(s, file, &key) || s->fault->status != SV_OK
        || sv_key_list(&list, &s->material->file[file], &key, s->fault)
           != SV_OK)
        return;
    if (list.n_distinct < list.n) {
        out->household = (int) out->n;
        *add_record(out, s, file) = (struct sv_found_record) {
            .name = "household", .file = &s->material->file[file],
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
    for (size_t i = 0; i < s->material->n; i++)
        if (top_of(s, i) == top_of(s, main))
            add_file(out, s, i, record);
        else
            out->left[out->n_left++] = &s->material->file[i];
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
    return count_units(out, s->fault);
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
    *s = (struct search) {
        .arena = arena, .material = material, .terms = known->terms,
        .preset = known->preset, .fault = fault,
    };
    if (find_links(s) == SV_OK)
        make_records(out, s);
    for (size_t i = 0; i < material->n; i++)
        sv_key_list_free(&s->list[i]);
    free(s);
    return fault->status;
}
