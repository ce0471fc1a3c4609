/* jointfile.c - the probabilities of pairs of PSUs, from a .csv file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "stages/common/outsidetable.h"
#include "stages/ingest/layout.h"

enum {
    LARGEST_FILE = 1 << 28,
    MOST_NUMBERS = 1 << 27,     /* of all matrices: 1 GiB */
    MOST_STRATA = 16,           /* variables */
    KEY_SIZE = 1024,
};

/* A PSU by what the file calls it: its strata, where they have columns, and
 * its identifier, a control character between. */
struct named {
    char *key;
    uint32_t psu;
};

struct pairs {
    struct sv_layout *layout;
    struct sv_outside_table table;
    const struct sv_view *view;         /* strata, then the PSU */
    size_t n_strata;
    struct named *named;                /* [n_psus], sorted */
    size_t n_psus;
    uint32_t *stratum_of;               /* [n_psus] */
    size_t stratum[MOST_STRATA], psu, with, value;      /* columns */
    struct sv_fault *fault;
};

/* The whole of the file with a NUL behind it; the caller frees it. */
static enum sv_status
read_whole(char **text, size_t *n, const char *path, struct sv_fault *fault)
{
    FILE *from = fopen(path, "rb");
    struct stat info;
    bool complete;

    *text = NULL;
    if (from == NULL || fstat(fileno(from), &info) != 0
        || !S_ISREG(info.st_mode)) {
        if (from != NULL)
            fclose(from);
        return sv_fail(fault, SV_DATA, "joint-probabilities: %s cannot be "
                       "read", path);
    }
    *n = info.st_size < LARGEST_FILE ? (size_t) info.st_size : LARGEST_FILE;
    *text = malloc(*n + 1);
    complete = *text != NULL && fread(*text, 1, *n, from) == *n;
    fclose(from);
    if (!complete)
        return sv_fail(fault, SV_SYSTEM, "%s: cannot be read into memory",
                       path);
    (*text)[*n] = '\0';
    return *n < LARGEST_FILE ? SV_OK
                             : sv_fail(fault, SV_DATA, "%s: is longer than 256 "
                                       "MiB, which is the most", path);
}

static enum sv_status
read_head(struct pairs *p)
{
    const char *psu = p->view[p->n_strata].name, *path = p->table.path;
    size_t with_strata = 0;

    for (size_t k = 0; k < p->n_strata; k++) {
        p->stratum[k] = sv_outside_table_column(&p->table, p->view[k].name);
        with_strata += p->stratum[k] != SIZE_MAX;
    }
    p->psu = sv_outside_table_column(&p->table, psu);
    p->with = sv_outside_table_column(&p->table, "with");
    p->value = sv_outside_table_column(&p->table, "probability");
    if (p->psu == SIZE_MAX || p->with == SIZE_MAX || p->value == SIZE_MAX)
        sv_add(p->fault, SV_DATA, "%s: the first row must have the columns "
               "'%s', 'with' and 'probability'", path, psu);
    if (with_strata > 0 && with_strata < p->n_strata)
        sv_add(p->fault, SV_DATA, "%s: has columns for some of the variables "
               "of 'strata'; give all or none", path);
    if (with_strata == 0)
        p->n_strata = 0;
    return p->fault->status;
}

static void
append(char key[KEY_SIZE], const char *part)
{
    const size_t used = strlen(key);

    snprintf(key + used, KEY_SIZE - used, "%s\x1f", part);
}

static int
by_key(const void *a, const void *b)
{
    return strcmp(((const struct named *) a)->key,
                  ((const struct named *) b)->key);
}

/* The PSUs by the keys that the file has for them. */
static enum sv_status
name_psus(struct pairs *p, const struct sv_table *table,
          const struct sv_view *psu)
{
    for (uint32_t u = 0; u < p->n_psus; u++) {
        const uint32_t row = table->order[sv_layout_first(p->layout, 0, u)];
        char key[KEY_SIZE] = "", text[256];

        for (size_t k = 0; k < p->n_strata; k++) {
            sv_view_text(text, sizeof text, &p->view[k], row);
            append(key, text);
        }
        sv_view_text(text, sizeof text, psu, row);
        append(key, text);
        p->named[u] = (struct named) { strdup(key), u };
        if (p->named[u].key == NULL)
            return sv_fail(p->fault, SV_SYSTEM, "out of memory");
    }
    qsort(p->named, p->n_psus, sizeof *p->named, by_key);
    for (size_t u = 1; u < p->n_psus; u++)
        if (strcmp(p->named[u - 1].key, p->named[u].key) == 0)
            return sv_fail(p->fault, SV_DATA, "%s: numbers of units are "
                           "repeated in other strata, so the file needs the "
                           "variables of 'strata' as columns, too", p->table.path);
    return SV_OK;
}

/* NULL: not in the sample. */
static const struct named *
find(const struct pairs *p, size_t column)
{
    char key[KEY_SIZE] = "";
    const char *const *field = p->table.csv.field;
    const struct named wanted = { key, 0 };

    for (size_t k = 0; k < p->n_strata; k++)
        append(key, field[p->stratum[k]]);
    append(key, field[column]);
    return bsearch(&wanted, p->named, p->n_psus, sizeof *p->named, by_key);
}

/* Where the matrix of a PSU's stratum has the pair (A, B). */
static double *
entry(const struct pairs *p, uint32_t a, uint32_t b)
{
    const uint32_t *strata = p->layout->strata;
    const uint32_t own = p->stratum_of[a];
    const size_t n = strata[own + 1] - strata[own];
    size_t at = 0;

    for (uint32_t h = 0; h < own; h++)
        at += (size_t) (strata[h + 1] - strata[h])
              * (strata[h + 1] - strata[h]);
    return p->layout->joint + at + (a - strata[own]) * n + (b - strata[own]);
}

static void
take_row(struct pairs *p)
{
    const double *single = p->layout->probability;
    const struct named *a = find(p, p->psu), *b = find(p, p->with);
    double value = NAN, *there;

    if (a == NULL || b == NULL || a == b
        || p->stratum_of[a->psu] != p->stratum_of[b->psu])
        return;                 /* not of the sample, or no pair */
    if (!sv_csv_parse(&value, p->table.csv.field[p->value]) || !(value > 0)
        || value > 1) {
        sv_outside_table_wrong(&p->table, "the probability must be a number "
                               "above 0 and at most 1");
        return;
    }
    if (value > fmin(single[a->psu], single[b->psu]) * (1 + 1e-9))
        sv_outside_table_wrong(&p->table, "a pair cannot be drawn more often "
                               "than either of it, by its probability in the "
                               "data");
    there = entry(p, a->psu, b->psu);
    if (!isnan(*there) && fabs(*there - value) > 1e-9 * value)
        sv_outside_table_wrong(&p->table, "the pair was there before, with "
                               "another probability");
    *there = value;
    *entry(p, b->psu, a->psu) = value;
}

/* Every pair of a stratum has been told. */
static void
check_pairs(const struct pairs *p)
{
    const uint32_t *strata = p->layout->strata;
    size_t missing = 0;
    uint32_t x = 0, y = 0;

    for (uint32_t h = 0; h < p->layout->n_strata; h++)
        for (uint32_t a = strata[h]; a < strata[h + 1]; a++)
            for (uint32_t b = a + 1; b < strata[h + 1]; b++)
                if (isnan(*entry(p, a, b)) && missing++ == 0) {
                    x = a;
                    y = b;
                }
    if (missing > 0)
        sv_add(p->fault, SV_DATA, "%s: has no row for %zu pair%s of units of "
               "the sample; the first is %s and %s of stratum %s", p->table.path,
               missing, missing == 1 ? "" : "s",
               json_string_value(json_array_get(p->layout->psus, x)),
               json_string_value(json_array_get(p->layout->psus, y)),
               json_string_value(json_array_get(p->layout->labels,
                                                p->stratum_of[x])));
}

static enum sv_status
read_pairs(struct pairs *p, const struct sv_table *table, const char *path,
           char *text, size_t n)
{
    const struct sv_view *psu = p->view + p->n_strata;
    enum sv_status status = sv_outside_table_begin(&p->table, path, text, n,
                                                   p->fault);

    if (status == SV_OK)
        status = read_head(p);
    if (status == SV_OK)
        status = name_psus(p, table, psu);
    while (status == SV_OK && sv_outside_table_row(&p->table))
        take_row(p);
    sv_outside_table_end(&p->table);
    if (p->fault->status == SV_OK)
        check_pairs(p);
    return p->fault->status;
}

/* Room for all matrices, all of them not known yet. */
static enum sv_status
take_matrices(struct sv_layout *l, struct sv_scratch *scratch,
              struct sv_fault *fault)
{
    void *memory;

    l->n_joint = 0;
    for (uint32_t h = 0; h < l->n_strata; h++)
        l->n_joint += (size_t) (l->strata[h + 1] - l->strata[h])
                      * (l->strata[h + 1] - l->strata[h]);
    if (l->n_joint > MOST_NUMBERS)
        return sv_fail(fault, SV_DATA, "there are %zu pairs of units within "
                       "strata; %d are the most for joint probabilities",
                       l->n_joint, MOST_NUMBERS);
    if (sv_scratch_take(&memory, scratch, l->n_joint, sizeof *l->joint, fault)
        != SV_OK)
        return fault->status;
    l->joint = memory;
    for (size_t i = 0; i < l->n_joint; i++)
        l->joint[i] = NAN;
    return SV_OK;
}

static void
find_strata(struct pairs *p)
{
    for (uint32_t h = 0; h < p->layout->n_strata; h++)
        for (uint32_t u = p->layout->strata[h]; u < p->layout->strata[h + 1];
             u++)
            p->stratum_of[u] = h;
}

enum sv_status
sv_layout_joint(struct sv_layout *layout, const struct sv_table *table,
                size_t strata, const struct sv_order_by *by, const char *path,
                struct sv_scratch *scratch, struct sv_fault *fault)
{
    struct pairs p = { .layout = layout, .view = by->view,
                       .n_strata = strata, .n_psus = layout->stage[0].n,
                       .fault = fault };
    char *text = NULL;
    size_t n = 0;
    enum sv_status status = take_matrices(layout, scratch, fault);

    if (status == SV_OK && strata > MOST_STRATA)
        status = sv_fail(fault, SV_DATA, "%d variables of strata are the most "
                         "for joint probabilities", MOST_STRATA);
    p.named = calloc(p.n_psus + 1, sizeof *p.named);
    p.stratum_of = calloc(p.n_psus + 1, sizeof *p.stratum_of);
    if (status == SV_OK && (p.named == NULL || p.stratum_of == NULL))
        status = sv_fail(fault, SV_SYSTEM, "out of memory");
    if (status == SV_OK)
        status = read_whole(&text, &n, path, fault);
    if (status == SV_OK) {
        find_strata(&p);
        status = read_pairs(&p, table, path, text, n);
    }
    for (size_t u = 0; p.named != NULL && u < p.n_psus; u++)
        free(p.named[u].key);
    free(p.named);
    free(p.stratum_of);
    free(text);
    return status;
}
