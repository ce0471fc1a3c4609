/* keysearch.c - which columns tell rows apart, and which carry another file's key. */
#include "stages/init/keysearch.h"

#include <fnmatch.h>
#include <string.h>
#include <strings.h>

enum {
    BY_NAME = 250,
    PROBE = 10000,              /* rows that most sets fail on already */
};

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
bool
sv_is_preset(const struct sv_key_search *s, const struct sv_seen_column *c,
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

unsigned
sv_role_score(const struct sv_key_search *s, const struct sv_seen_column *c,
           const char *role)
{
    const struct sv_term *term = sv_role(s->terms, role);
    const char *tongue, *pattern;

    if (sv_is_preset(s, c, role))
        return BY_NAME;
    return term != NULL ? sv_column_match(c, term, &tongue, &pattern) : 0;
}

/* Whether C is called like a weight or a variable, which no key is made of. */
static bool
is_called_otherwise(const struct sv_key_search *s, const struct sv_seen_column *c)
{
    const struct sv_term *term = s->terms->variables.item;
    const char *tongue, *pattern;

    for (size_t t = 0; t < s->terms->variables.n; t++)
        if (sv_column_match(c, &term[t], &tongue, &pattern) > 0)
            return true;
    return sv_role_score(s, c, "weight") > 0
        || sv_role_score(s, c, "household-weight") > 0
        || sv_role_score(s, c, "person-weight") > 0;
}

/* How much column C looks like a part of a key. */
static unsigned
key_score(const struct sv_key_search *s, const struct sv_seen_column *c)
{
    static const char *const roles[] = { "household-id", "person-id", "line",
                                         "psu" };
    unsigned best = 0;

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const unsigned score = sv_role_score(s, c, roles[i]);

        best = score > best ? score : best;
    }
    return best;
}

/* The columns of FILE that may be parts of a key, the likeliest first. */
size_t
sv_key_candidates(struct sv_candidate out[SV_MOST_CANDIDATES], const struct sv_key_search *s,
                const struct sv_seen_file *file)
{
    size_t n = 0;

    for (size_t k = 0; k < file->n_columns; k++) {
        const struct sv_seen_column *c = &file->column[k];
        const struct sv_candidate here = { k, key_score(s, c) };
        size_t at = n;

        if (c->n_missing > 0 || c->date || (!c->string && !c->whole)
            || (!c->string && c->n_values < 2 && file->n > 1)
            || (!c->string && c->n_labels > 0 && here.score == 0)
            || (here.score == 0 && is_called_otherwise(s, c)))
            continue;
        while (at > 0 && out[at - 1].score < here.score)
            at--;
        if (at == SV_MOST_CANDIDATES)
            continue;
        n += n < SV_MOST_CANDIDATES;
        memmove(out + at + 1, out + at, (n - at - 1) * sizeof *out);
        out[at] = here;
    }
    return n;
}

static bool
is_unique(const struct sv_key_search *s, const struct sv_seen_file *file,
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
complete(const struct sv_key_search *s, const struct sv_seen_file *file,
         struct sv_key_set *set, size_t size, const struct sv_candidate *from,
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
bool
sv_find_key(const struct sv_key_search *s, const struct sv_seen_file *file,
         struct sv_key_set *set)
{
    struct sv_candidate list[SV_MOST_CANDIDATES];
    const size_t n = sv_key_candidates(list, s, file), known = set->n;
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
bool
sv_same_names(struct sv_key_set *out, const struct sv_seen_file *file,
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

bool
sv_complete_key(const struct sv_key_search *s, const struct sv_seen_file *file,
                struct sv_key_set *out, const struct sv_candidate *from, size_t n)
{
    *out = (struct sv_key_set) { .n = 0 };
    for (size_t size = 1; size <= n && size <= SV_MOST_KEYS; size++)
        if (complete(s, file, out, size, from, n))
            return true;
    return false;
}

/* Another key of file P, of columns that file C has, too: offices number
 * households twice, within their area for the field and alone for linking. */
bool
sv_find_shared_key(const struct sv_key_search *s, struct sv_key_set *out, size_t p,
                size_t c)
{
    const struct sv_seen_file *parent = &s->material->file[p];
    struct sv_candidate list[SV_MOST_CANDIDATES];
    const size_t n = sv_key_candidates(list, s, parent);
    size_t shared = 0;

    for (size_t i = 0; i < n; i++) {
        const struct sv_key_set one = { { list[i].column }, 1 };
        struct sv_key_set same;

        if (sv_same_names(&same, &s->material->file[c], &one, parent))
            list[shared++] = list[i];
    }
    return sv_complete_key(s, parent, out, list, shared);
}
