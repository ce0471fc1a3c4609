/* chosenresults.c - the results of a run that are recomputed. */
#include "stages/crosscheck/chosenresults.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/manifest.h"
#include "stages/common/numbername.h"
#include "stages/common/tablerows.h"

const char *const sv_result_kind_names[SV_N_RESULT_KINDS] = {
    "number", "contrast", "covariance matrix", "test", "model",
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for results to recompute");
}

static bool
is_number(const json_t *row, const char *key)
{
    return json_is_number(json_object_get(row, key));
}

/* ---- lists ------------------------------------------------------------------- */

/* A new check of the last group; takes NAME over. */
static enum sv_status
add_check(struct sv_chosen *c, char *name, const json_t *row,
          struct sv_fault *fault)
{
    if (c->n == c->capacity) {
        const size_t capacity = 2 * c->capacity + 256;
        struct sv_recheck *grown = realloc(c->check, capacity * sizeof *grown);

        if (grown != NULL) {
            c->check = grown;
            c->capacity = capacity;
        }
    }
    if (name == NULL || c->n == c->capacity) {
        free(name);
        return no_memory(fault);
    }
    c->check[c->n++] = (struct sv_recheck){ name, row };
    c->group[c->n_groups - 1].n++;
    return SV_OK;
}

static enum sv_status
add_group(struct sv_chosen *c, enum sv_result_kind kind, const json_t *entry,
          json_t *part, struct sv_fault *fault)
{
    if (c->n_groups == c->n_capacity) {
        const size_t capacity = 2 * c->n_capacity + 256;
        struct sv_recheck_group *grown = realloc(c->group,
                                               capacity * sizeof *grown);

        if (grown == NULL) {
            json_decref(part);
            return no_memory(fault);
        }
        c->group = grown;
        c->n_capacity = capacity;
    }
    c->group[c->n_groups++] = (struct sv_recheck_group){
        .kind = kind, .record = sv_json_text_of(entry, "record"),
        .entry = entry, .part = part, .first = c->n,
    };
    return SV_OK;
}


static char *
text_of(const char *a, const char *between, const char *b)
{
    char *out;

    return asprintf(&out, "%s%s%s", a, between, b) < 0 ? NULL : out;
}

/* ---- numbers and contrasts ------------------------------------------------------ */

static enum sv_status
add_number(struct sv_chosen *c, json_t *number, struct sv_fault *fault)
{
    enum sv_status status;

    if (json_integer_value(json_object_get(number, "n")) <= 0
        || !is_number(number, "estimate")) {
        c->n_empty++;
        return SV_OK;
    }
    status = add_group(c, SV_RESULT_NUMBER, number, json_pack("[O]", number),
                       fault);
    return status == SV_OK ? add_check(c, sv_number_name(number), number, fault)
                           : status;
}

/* The numbers of a contrast are of its record type. */
static json_t *
parts_of(const json_t *contrast)
{
    json_t *parts = json_deep_copy(json_object_get(contrast, "parts")), *part;
    size_t i;

    json_array_foreach(parts, i, part)
        json_object_set(part, "record", json_object_get(contrast, "record"));
    return parts;
}

static char *
contrast_name(const json_t *contrast)
{
    char *number = sv_number_name(contrast), *name;

    name = number != NULL ? text_of(number, ": ",
                                    sv_json_text_of(contrast, "contrast"))
                          : NULL;
    free(number);
    return name;
}

static enum sv_status
add_contrast(struct sv_chosen *c, json_t *contrast, struct sv_fault *fault)
{
    enum sv_status status;

    if (!is_number(contrast, "estimate")) {
        c->n_empty++;
        return SV_OK;
    }
    status = add_group(c, SV_RESULT_CONTRAST, contrast, parts_of(contrast),
                       fault);
    return status == SV_OK ? add_check(c, contrast_name(contrast), contrast,
                                       fault)
                           : status;
}

/* ---- covariances ------------------------------------------------------------------ */

/* The cell that the columns ending in TAIL ("_a") of a row name. */
static json_t *
cell_of(const json_t *row, const char *tail)
{
    json_t *by = json_object(), *value;
    const char *key;

    json_object_foreach((json_t *) (uintptr_t) row, key, value) {
        const size_t n = strlen(key);
        char name[256];

        if (n <= 2 || n - 2 >= sizeof name || strcmp(key + n - 2, tail) != 0
            || strcmp(json_string_value(value), "_T") == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int) n - 2, key);
        json_object_set(by, name, value);
    }
    return json_pack("{s:O, s:O, s:O, s:o}", "indicator",
                     json_object_get(row, "indicator"), "item",
                     json_object_get(row, "item"), "record",
                     json_object_get(row, "record"), "by", by);
}

/* How many rows from FIRST on have the same first cell: a line of the matrix. */
static size_t
line_length(const json_t *rows, size_t first)
{
    json_t *one = cell_of(json_array_get(rows, first), "_a");
    size_t n = 1;

    for (; first + n < json_array_size(rows); n++) {
        json_t *other = cell_of(json_array_get(rows, first + n), "_a");
        const bool same = json_equal(one, other);

        json_decref(other);
        if (!same)
            break;
    }
    json_decref(one);
    return n;
}

/* What a covariance of cells I and K is measured by: their standard errors. */
static double
size_of(const json_t *rows, size_t first, size_t m, size_t i, size_t k)
{
    double size = 1;
    const size_t cell[] = { i, k };

    for (size_t s = 0; s < 2; s++) {
        const size_t at = first + cell[s] * (2 * m + 1 - cell[s]) / 2;

        size *= sqrt(fabs(json_number_value(json_object_get(
            json_array_get(rows, at), "covariance"))));
    }
    return size;
}

/* The matrix of M cells whose rows begin at FIRST. */
static enum sv_status
add_matrix(struct sv_chosen *c, json_t *rows, size_t first, size_t m,
           struct sv_fault *fault)
{
    json_t *parts = json_array();
    size_t at = first;
    enum sv_status status;

    for (size_t k = 0; k < m; k++)
        json_array_append_new(parts, cell_of(json_array_get(rows, first + k),
                                             "_b"));
    status = add_group(c, SV_RESULT_COVARIANCE, json_array_get(rows, first),
                       parts, fault);
    for (size_t i = 0; status == SV_OK && i < m; i++)
        for (size_t k = i; status == SV_OK && k < m; k++, at++) {
            json_t *row = json_array_get(rows, at);
            char *a = sv_number_name(json_array_get(parts, i));
            char *b = sv_number_name(json_array_get(parts, k));

            json_object_set_new(row, "size",
                                json_real(size_of(rows, first, m, i, k)));
            status = a == NULL || b == NULL
                         ? no_memory(fault)
                         : add_check(c, text_of(a, " x ", b), row, fault);
            free(a);
            free(b);
        }
    return status;
}

static enum sv_status
add_covariances(struct sv_chosen *c, struct sv_fault *fault)
{
    json_t *rows = c->covariances;
    const size_t n = json_array_size(rows);
    enum sv_status status = SV_OK;

    for (size_t first = 0; status == SV_OK && first < n;) {
        const size_t m = line_length(rows, first), size = m * (m + 1) / 2;

        if (first + size > n)
            return sv_fail(fault, SV_DATA, "covariance.csv: is not made of "
                           "whole matrices; run hearth run again");
        status = add_matrix(c, rows, first, m, fault);
        first += size;
    }
    return status;
}

/* ---- tests and models ---------------------------------------------------------------- */

static bool
is_same_test(const json_t *a, const json_t *b)
{
    static const char *const keys[] = { "test", "item", "domain" };

    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (strcmp(sv_json_text_of(a, keys[k]), sv_json_text_of(b, keys[k])) != 0)
            return false;
    return true;
}

/* "HH7 ~ sex | region", "[northmark]" and the method. */
static char *
test_name(const json_t *row)
{
    const char *domain = sv_json_text_of(row, "domain");
    const char *item = sv_json_text_of(row, "item");
    const bool within = strcmp(domain, "_T") != 0;
    char *out;

    return asprintf(&out, "%s%s%s%s%s%s: %s", sv_json_text_of(row, "test"),
                    *item != '\0' ? " of " : "", item, within ? " [" : "",
                    within ? domain : "", within ? "]" : "",
                    sv_json_text_of(row, "method")) < 0 ? NULL : out;
}

/* Rows from FIRST on that are of one test; their number. */
static enum sv_status
add_test(struct sv_chosen *c, size_t *n, size_t first, struct sv_fault *fault)
{
    const json_t *tests = json_object_get(c->estimates, "tests");
    const json_t *one = json_array_get(tests, first);
    enum sv_status status = SV_OK;
    bool any = false;

    for (*n = 0; first + *n < json_array_size(tests)
                 && is_same_test(json_array_get(tests, first + *n), one); ++*n)
        any = any || is_number(json_array_get(tests, first + *n), "statistic");
    c->n_empty += !any;
    if (any)
        status = add_group(c, SV_RESULT_TEST, one, NULL, fault);
    for (size_t k = 0; status == SV_OK && any && k < *n; k++) {
        const json_t *row = json_array_get(tests, first + k);

        status = add_check(c, test_name(row), row, fault);
    }
    return status;
}

/* "M1: sex * area = female * rural", "M1: term sex". */
static char *
line_name(const json_t *model, const json_t *row, bool term)
{
    const char *category = sv_json_text_of(row, "category");
    char *out;

    return asprintf(&out, "%s: %s%s%s%s", sv_json_text_of(model, "model"),
                    term ? "term " : "", sv_json_text_of(row, "term"),
                    !term && *category != '\0' ? " = " : "",
                    term ? "" : category) < 0 ? NULL : out;
}

static enum sv_status
add_model(struct sv_chosen *c, const json_t *model, struct sv_fault *fault)
{
    static const char *const lists[] = { "coefficients", "terms" };
    enum sv_status status;
    bool any = false;
    size_t i;
    json_t *row;

    json_array_foreach(json_object_get(model, lists[0]), i, row)
        any = any || is_number(row, "estimate");
    c->n_empty += !any;
    if (!any)
        return SV_OK;
    status = add_group(c, SV_RESULT_MODEL, model, NULL, fault);
    for (size_t k = 0; k < 2; k++)
        json_array_foreach(json_object_get(model, lists[k]), i, row)
            if (status == SV_OK)
                status = add_check(c, line_name(model, row, k == 1), row,
                                   fault);
    return status;
}

/* ---- choosing --------------------------------------------------------------------------- */

static bool
is_in(const json_t *list, const json_t *number)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
        if (one == number)
            return true;
    return false;
}

static bool
is_named(const char *const *name, size_t n, const char *wanted)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(name[k], wanted) == 0)
            return true;
    return false;
}

/* Adds to NAMED the contrasts, tests and models called NAME; whether any is. */
static enum sv_status
find_other(json_t *named, const struct sv_chosen *c, const char *name,
           bool *found, struct sv_fault *fault)
{
    const size_t before = json_array_size(named);
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(c->estimates, "contrasts"), i, one) {
        char *its = contrast_name(one);

        if (its == NULL)
            return no_memory(fault);
        if (strcmp(its, name) == 0)
            json_array_append(named, one);
        free(its);
    }
    json_array_foreach(json_object_get(c->estimates, "tests"), i, one)
        if (is_named(&name, 1, sv_json_text_of(one, "test")))
            json_array_append(named, one);
    json_array_foreach(json_object_get(c->estimates, "models"), i, one)
        if (is_named(&name, 1, sv_json_text_of(one, "model")))
            json_array_append(named, one);
    *found = json_array_size(named) > before;
    return SV_OK;
}

static enum sv_status
find_named(json_t *named, const struct sv_chosen *c, const char *const *name,
           size_t n, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t k = 0; status == SV_OK && k < n; k++) {
        bool found = false;

        status = find_other(named, c, name[k], &found, fault);
        if (status == SV_OK && !found && strchr(name[k], ':') != NULL)
            status = sv_fail(fault, SV_DATA, "'%s': there is no such contrast; "
                             "they are called as in contrasts.csv: 'HH7: "
                             "sex.female - sex.male'", name[k]);
        else if (status == SV_OK && !found)
            status = sv_numbers_find(named, c->estimates, name[k], fault);
    }
    return status;
}

/* The number whose item NUMBER, the highest of several, is of. */
static json_t *
part_of(json_t *estimates, json_t *number)
{
    const char *highest = sv_json_text_of(number, "highest");
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(estimates, "estimates"), i, one)
        if (strcmp(sv_json_text_of(one, "item"), highest) == 0
            && json_equal(json_object_get(one, "indicator"),
                          json_object_get(number, "indicator"))
            && json_equal(json_object_get(one, "by"),
                          json_object_get(number, "by")))
            return one;
    return number;
}

/* The highest of several is there already as what it is of; asked for by name,
 * that is meant. */
static void
add_parts(json_t *estimates, json_t *named)
{
    const size_t n = json_array_size(named);

    for (size_t i = 0; i < n; i++) {
        json_t *number = json_array_get(named, i);

        if (json_object_get(number, "highest") != NULL)
            json_array_append(named, part_of(estimates, number));
    }
}

/* Puts what is NAMED, or all where that is NULL, into C. */
static enum sv_status
take(struct sv_chosen *c, const json_t *named, struct sv_fault *fault)
{
    const json_t *tests = json_object_get(c->estimates, "tests");
    enum sv_status status = SV_OK;
    size_t i, n;
    json_t *one;

    json_array_foreach(json_object_get(c->estimates, "estimates"), i, one)
        if (status == SV_OK && (named == NULL || is_in(named, one))
            && json_object_get(one, "highest") == NULL)
            status = add_number(c, one, fault);
    json_array_foreach(json_object_get(c->estimates, "contrasts"), i, one)
        if (status == SV_OK && (named == NULL || is_in(named, one)))
            status = add_contrast(c, one, fault);
    if (status == SV_OK && named == NULL)
        status = add_covariances(c, fault);
    for (i = 0; status == SV_OK && i < json_array_size(tests); i += n) {
        n = 1;
        if (named == NULL || is_in(named, json_array_get(tests, i)))
            status = add_test(c, &n, i, fault);
    }
    json_array_foreach(json_object_get(c->estimates, "models"), i, one)
        if (status == SV_OK && (named == NULL || is_in(named, one)))
            status = add_model(c, one, fault);
    return status;
}

static enum sv_status
read_covariances(struct sv_chosen *c, struct sv_stage *stage,
                 struct sv_fault *fault)
{
    const char *path;

    if (sv_stage_survey(stage)->tables.n_covariances == 0)
        return SV_OK;
    path = sv_stage_path(stage, "covariance.csv", fault);
    return path != NULL ? sv_table_rows(&c->covariances, path, fault)
                        : fault->status;
}

enum sv_status
sv_choose_results(struct sv_chosen *out, json_t *estimates,
                  struct sv_stage *stage, const char *const *name, size_t n,
                  size_t sample, struct sv_fault *fault)
{
    json_t *named = json_array();
    enum sv_status status;

    *out = (struct sv_chosen){ .estimates = estimates };
    status = named != NULL ? read_covariances(out, stage, fault)
                           : no_memory(fault);
    if (status == SV_OK)
        status = find_named(named, out, name, n, fault);
    add_parts(estimates, named);
    if (status == SV_OK)
        status = take(out, n > 0 ? named : NULL, fault);
    json_decref(named);
    if (status == SV_OK && sample > 0)
        status = sv_chosen_draw(out, sample, fault);
    for (size_t g = 0; g < out->n_groups; g++) {
        out->group[g].first_part = out->n_parts;
        out->n_parts += json_array_size(out->group[g].part);
    }
    return status;
}

void
sv_chosen_free(struct sv_chosen *chosen)
{
    for (size_t i = 0; i < chosen->n; i++)
        free(chosen->check[i].name);
    for (size_t g = 0; g < chosen->n_groups; g++)
        json_decref(chosen->group[g].part);
    free(chosen->check);
    free(chosen->group);
    json_decref(chosen->covariances);
    *chosen = (struct sv_chosen){ 0 };
}

size_t
sv_chosen_count(const struct sv_chosen *chosen, enum sv_result_kind kind)
{
    size_t n = 0;

    for (size_t g = 0; g < chosen->n_groups; g++)
        n += chosen->group[g].kind == kind;
    return n;
}
