/* jointfile.c - the probabilities of pairs of PSUs, from a .csv file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/csv.h"
#include "stages/ingest/layout.h"

enum {
    LARGEST_FILE = 1 << 28,
    MOST_NUMBERS = 1 << 27,     /* of all matrices: 1 GiB */
    MOST_STRATA = 16,           /* variables */
    KEY_SIZE = 1024,
    NO_COLUMN = -1,
};

/* A PSU by what the file calls it: its strata, where they have columns, and
 * its identifier, a control character between. */
struct named {
    char *key;
    uint32_t psu;
};

struct pairs {
    struct sv_layout *layout;
    const char *path;
    const struct sv_view *view;         /* strata, then the PSU */
    size_t n_strata;
    struct named *named;                /* [n_psus], sorted */
    size_t n_psus;
    uint32_t *stratum_of;               /* [n_psus] */
    int stratum[MOST_STRATA], psu, with, value;         /* columns */
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

static int
column_of(const struct sv_csv_reader *r, const char *name)
{
    for (size_t c = 0; c < r->n; c++)
        if (strcmp(r->field[c], name) == 0)
            return (int) c;
    return NO_COLUMN;
}

static enum sv_status
read_head(struct pairs *p, const struct sv_csv_reader *r)
{
    const char *psu = p->view[p->n_strata].name;
    size_t with_strata = 0;

    for (size_t k = 0; k < p->n_strata; k++) {
        p->stratum[k] = column_of(r, p->view[k].name);
        with_strata += p->stratum[k] != NO_COLUMN;
    }
    p->psu = column_of(r, psu);
    p->with = column_of(r, "with");
    p->value = column_of(r, "probability");
    if (p->psu == NO_COLUMN || p->with == NO_COLUMN || p->value == NO_COLUMN)
        sv_add(p->fault, SV_DATA, "%s: the first row must have the columns "
               "'%s', 'with' and 'probability'", p->path, psu);
    if (with_strata > 0 && with_strata < p->n_strata)
        sv_add(p->fault, SV_DATA, "%s: has columns for some of the variables "
               "of 'strata'; give all or none", p->path);
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
                           "variables of 'strata' as columns, too", p->path);
    return SV_OK;
}

/* NULL: not in the sample. */
static const struct named *
find(const struct pairs *p, const struct sv_csv_reader *r, int column)
{
    char key[KEY_SIZE] = "";
    const struct named wanted = { key, 0 };

    for (size_t k = 0; k < p->n_strata; k++)
        append(key, r->field[p->stratum[k]]);
    append(key, r->field[column]);
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
take_row(struct pairs *p, const struct sv_csv_reader *r)
{
    const double *single = p->layout->probability;
    const struct named *a = find(p, r, p->psu), *b = find(p, r, p->with);
    double value = NAN, *there;

    if (a == NULL || b == NULL || a == b
        || p->stratum_of[a->psu] != p->stratum_of[b->psu])
        return;                 /* not of the sample, or no pair */
    if (!sv_csv_parse(&value, r->field[p->value]) || !(value > 0)
        || value > 1) {
        sv_add(p->fault, SV_DATA, "%s: row %zu: the probability must be a "
               "number above 0 and at most 1", p->path, r->row);
        return;
    }
    if (value > fmin(single[a->psu], single[b->psu]) * (1 + 1e-9))
        sv_add(p->fault, SV_DATA, "%s: row %zu: a pair cannot be drawn more "
               "often than either of it, by its probability in the data",
               p->path, r->row);
    there = entry(p, a->psu, b->psu);
    if (!isnan(*there) && fabs(*there - value) > 1e-9 * value)
        sv_add(p->fault, SV_DATA, "%s: row %zu: the pair was there before, with "
               "another probability", p->path, r->row);
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
               "the sample; the first is %s and %s of stratum %s", p->path,
               missing, missing == 1 ? "" : "s",
               json_string_value(json_array_get(p->layout->psus, x)),
               json_string_value(json_array_get(p->layout->psus, y)),
               json_string_value(json_array_get(p->layout->labels,
                                                p->stratum_of[x])));
}

static enum sv_status
read_pairs(struct pairs *p, const struct sv_table *table, char *text, size_t n)
{
    const struct sv_view *psu = p->view + p->n_strata;
    struct sv_csv_reader r;
    int more = 0;
    size_t n_fields;
    enum sv_status status;

    sv_csv_read(&r, text, n);
    status = sv_csv_row(&r, &more, p->fault);
    if (status == SV_OK && !more)
        status = sv_fail(p->fault, SV_DATA, "%s: is empty", p->path);
    if (status == SV_OK)
        status = read_head(p, &r);
    if (status == SV_OK)
        status = name_psus(p, table, psu);
    n_fields = r.n;
    while (status == SV_OK && (status = sv_csv_row(&r, &more, p->fault)) == SV_OK
           && more)
        if (r.n == n_fields)
            take_row(p, &r);
        else
            status = sv_fail(p->fault, SV_DATA, "%s: row %zu has %zu fields, "
                             "the first row %zu", p->path, r.row, r.n,
                             n_fields);
    sv_csv_free(&r);
    if (status == SV_OK && p->fault->status == SV_OK)
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
    struct pairs p = { .layout = layout, .path = path, .view = by->view,
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
        status = read_pairs(&p, table, text, n);
    }
    for (size_t u = 0; p.named != NULL && u < p.n_psus; u++)
        free(p.named[u].key);
    free(p.named);
    free(p.stratum_of);
    free(text);
    return status;
}
