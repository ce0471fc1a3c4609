/* sampling.c - strata, sampling units, population counts and weights. */
#include "stages/init/sampling.h"

#include <string.h>
#include <strings.h>

struct search {
    const struct sv_structure *structure;
    const struct sv_knowledge *known;
    bool *const *used;
    struct sv_sampling *out;
    struct sv_fault *fault;
};

/* Whether column K of record R can play the role, by its values. */
typedef bool (*test)(const struct search *s, int record, size_t k);

static size_t
position(const struct sv_found_role *role, const struct sv_structure *s)
{
    return (size_t) (role->column - s->record[role->record].file->column);
}

static size_t
distinct(const struct search *s, int record, const struct sv_key_set *set)
{
    struct sv_key_list list;
    size_t n;

    if (s->fault->status != SV_OK
        || sv_key_list(&list, s->structure->record[record].file, set,
                       s->fault) != SV_OK)
        return 0;
    n = list.n_distinct;
    sv_key_list_free(&list);
    return n;
}

static size_t
distinct_of(const struct search *s, int record, size_t k)
{
    const struct sv_key_set set = { { k }, 1 };

    return distinct(s, record, &set);
}

static bool
can_weigh(const struct search *s, int record, size_t k)
{
    const struct sv_seen_column *c =
        &s->structure->record[record].file->column[k];

    return !c->string && !c->date && c->n_labels == 0 && c->low >= 0
        && c->high > 0 && c->n_values > 1;
}

static bool
can_stratify(const struct search *s, int record, size_t k)
{
    const struct sv_seen_file *f = s->structure->record[record].file;
    const size_t n = distinct_of(s, record, k);

    return !f->column[k].date && f->column[k].n_missing == 0 && n >= 1
        && n * 4 <= f->n;
}

static bool
can_be_unit(const struct search *s, int record, size_t k)
{
    const struct sv_seen_file *f = s->structure->record[record].file;
    const struct sv_seen_column *c = &f->column[k];

    return !c->date && c->n_missing == 0 && (c->string || c->whole)
        && distinct_of(s, record, k) > 1;
}

/* A count that is the same throughout a stratum, or a sampling unit. */
static bool
is_count_within(const struct search *s, int record, size_t k, bool unit)
{
    const struct sv_seen_file *f = s->structure->record[record].file;
    const struct sv_seen_column *c = &f->column[k];
    const struct sv_found_role *const role[] = {
        &s->out->stratum, unit ? &s->out->psu : &s->out->stratum,
    };
    struct sv_key_set set = { .n = 0 };
    bool constant = false;

    if (c->string || c->n_missing > 0 || !(c->low > 0))
        return false;
    for (size_t i = 0; i < (unit ? 2 : 1); i++)
        if (role[i]->column != NULL && role[i]->record == record)
            set.column[set.n++] = position(role[i], s->structure);
    if (set.n == 0 || (unit && s->out->psu.column == NULL))
        return false;
    if (sv_key_constant(&constant, f, &set, k, s->fault) != SV_OK)
        return false;
    return constant;
}

static bool
can_count_units(const struct search *s, int record, size_t k)
{
    return is_count_within(s, record, k, false);
}

static bool
can_count_within_unit(const struct search *s, int record, size_t k)
{
    return is_count_within(s, record, k, true);
}

static const struct sv_preset_variable *
preset_role(const struct search *s, const char *name,
            const struct sv_seen_column *c)
{
    const struct sv_preset *p = s->known->preset;
    const struct sv_preset_variable *v = p != NULL
        ? sv_named_in(&p->variables, sizeof *v, name) : NULL;

    for (size_t i = 0; v != NULL && i < v->columns.n; i++)
        if (strcasecmp(v->columns.item[i].text, c->name) == 0)
            return v;
    return NULL;
}

/* The best column of RECORD for the role NAME, added to OUT if it is better
 * than what is there by *score. */
static void
look_in(struct sv_found_role *out, unsigned *score, const struct search *s,
        int record, const char *name, test may)
{
    const struct sv_term *term = sv_role(s->known->terms, name);
    const struct sv_seen_file *f = s->structure->record[record].file;

    for (size_t k = 0; term != NULL && k < f->n_columns; k++) {
        const struct sv_seen_column *c = &f->column[k];
        const struct sv_preset_variable *given = preset_role(s, name, c);
        const char *tongue = "", *pattern;
        const unsigned here = given != NULL ? 10000
            : sv_column_match(c, term, &tongue, &pattern);

        if (here == 0 || here < *score || s->used[record][k]
            || !may(s, record, k))
            continue;
        if (here == *score) {
            out->rival = c;
            continue;
        }
        *score = here;
        *out = (struct sv_found_role) {
            .column = c, .record = record,
            .sure = given != NULL ? sv_preset_sure(given)
                  : *tongue != '\0' ? SV_HIGH : SV_MEDIUM,
            .n_values = distinct_of(s, record, k), .preset = given,
        };
    }
}

/* Whether A and B say the same in all rows: no rivals, but copies. */
static bool
are_copies(const struct sv_seen_column *a, const struct sv_seen_column *b)
{
    for (size_t j = 0; j < a->n; j++) {
        uint64_t x = 0, y = 0;
        const bool here = sv_seen_hash(&x, a, j);

        if (here != sv_seen_hash(&y, b, j) || x != y)
            return false;
    }
    return true;
}

static void
take(const struct search *s, struct sv_found_role *role)
{
    if (role->column == NULL)
        return;
    if (role->rival != NULL && are_copies(role->column, role->rival)) {
        s->used[role->record][role->rival
                - s->structure->record[role->record].file->column] = true;
        role->rival = NULL;
    }
    s->used[role->record][position(role, s->structure)] = true;
    if (role->rival != NULL)
        role->sure = role->sure == SV_HIGH ? SV_MEDIUM : SV_LOW;
}

/* Looks where the topmost units are, then in their members. */
static void
find_role(struct sv_found_role *out, const struct search *s, const char *name,
          test may)
{
    unsigned score = 0;

    for (size_t r = 0; out->column == NULL && r < s->structure->n; r++) {
        const int record = s->structure->household >= 0 && r == 0
            ? s->structure->household : (int) r;

        look_in(out, &score, s, record, name, may);
    }
    take(s, out);
}

/* Two weights, each missing where the other is not: of women and of men, say. */
static void
pair_weights(const struct search *s, struct sv_found_role *w)
{
    const struct sv_seen_column *a = w->column, *b = w->rival;
    size_t both = 0;

    if (a == NULL || b == NULL || a->missing == NULL || b->missing == NULL)
        return;
    for (size_t j = 0; j < a->n; j++)
        both += a->missing[j] == 0 && b->missing[j] == 0;
    if (both > 0)
        return;
    w->other = b;
    w->rival = NULL;
    s->used[w->record][b - s->structure->record[w->record].file->column] = true;
}

/* A weight of its own record type goes before one of all. */
static void
find_weight(const struct search *s, int record)
{
    struct sv_found_role *out = &s->out->weight[record];
    const char *own = record == s->structure->person ? "person-weight"
                                                     : "household-weight";
    unsigned score = 0;

    look_in(out, &score, s, record, own, can_weigh);
    if (out->column == NULL)
        look_in(out, &score, s, record, "weight", can_weigh);
    pair_weights(s, out);
    take(s, out);
}

static void
find_nested(const struct search *s)
{
    struct sv_sampling *out = s->out;
    struct sv_key_set both = { .n = 0 };

    if (out->psu.column == NULL)
        return;
    out->n_units = out->psu.n_values;
    if (out->stratum.column == NULL
        || out->stratum.record != out->psu.record)
        return;
    both.column[both.n++] = position(&out->stratum, s->structure);
    both.column[both.n++] = position(&out->psu, s->structure);
    out->n_units = distinct(s, out->psu.record, &both);
    out->nested = out->n_units > out->psu.n_values;
}

enum sv_status
sv_sampling_find(struct sv_sampling *out, const struct sv_structure *structure,
                 const struct sv_knowledge *known,
                 bool *const used[SV_MOST_RECORDS + 1], struct sv_fault *fault)
{
    const struct search s = { structure, known, used, out, fault };

    *out = (struct sv_sampling) { .n_units = 0 };
    find_role(&out->stratum, &s, "stratum", can_stratify);
    find_role(&out->psu, &s, "psu", can_be_unit);
    find_role(&out->fpc[0], &s, "fpc-units", can_count_units);
    find_role(&out->fpc[1], &s, "fpc-households", can_count_within_unit);
    for (size_t r = 0; r < structure->n; r++)
        find_weight(&s, (int) r);
    find_nested(&s);
    return fault->status;
}
