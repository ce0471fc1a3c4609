/* testneeds.c - the variables that tests are of. */
#include "stages/derive/testneeds.h"

#include <string.h>

#include "stages/derive/classify.h"

static bool
knows_all(const struct sv_derivation *d, int record, const struct sv_names *n)
{
    for (size_t k = 0; k < n->n; k++)
        if (!sv_is_known(d, record, n->item[k].text))
            return false;
    return true;
}

/* Why no record type has all classifications of T. */
static void
fault_classes(const struct sv_derivation *d, const struct sv_test_spec *t,
              struct sv_fault *fault)
{
    const struct sv_names *const both[] = { &t->by, &t->within };

    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < both[i]->n; k++) {
            bool known = false;

            for (size_t r = 0; r < d->world.n; r++)
                known |= sv_is_known(d, (int) r, both[i]->item[k].text);
            if (known)
                continue;
            sv_fault_unknown_class(d, both[i]->item[k], fault);
            return;
        }
    sv_point(fault, SV_DATA, t->text.at, strlen(t->text.text),
             "no record type has all of these classifications; a test is of "
             "the units of one");
}

/* What kind of measure the expression E, named LEFT, makes. */
static enum sv_status
kind_of(enum sv_estimand *out, const struct sv_expression *e,
        struct sv_string left, struct sv_fault *fault)
{
    const struct sv_symbol *s = sv_expression_symbol(e);
    const enum sv_kind kind = sv_expression_kind(e);

    *out = SV_SHARES;
    if (kind == SV_KIND_BOOL)
        *out = SV_PROPORTION;
    else if (s == NULL || strcmp(s->name, left.text) != 0)
        sv_point(fault, SV_DATA, left.at, strlen(left.text), "a test takes a "
                 "variable with categories, a condition, or the code of an "
                 "indicator");
    else if (kind == SV_KIND_NUMBER && s->n_labels == 0)
        sv_point(fault, SV_DATA, left.at, strlen(left.text), "'%.60s' is a "
                 "number; a test takes a variable with categories or a "
                 "condition", left.text);
    return fault->status;
}

/* The first record type that has the classifications and knows the left side;
 * else the faults of the last one that has them. */
static enum sv_status
find_record(int *record, enum sv_estimand *estimand, struct sv_derivation *d,
            const struct sv_test_spec *t, struct sv_fault *fault)
{
    struct sv_fault last = { 0 };

    for (size_t r = 0; r < d->world.n; r++) {
        struct sv_fault own = { 0 };
        struct sv_expression *e;

        if (!knows_all(d, (int) r, &t->by) || !knows_all(d, (int) r, &t->within))
            continue;
        *record = (int) r;
        if (sv_expression_type(&e, d->arena, &d->world, *record, t->left, NULL,
                               &own) == SV_OK
            && kind_of(estimand, e, t->left, &own) == SV_OK)
            return SV_OK;
        last = own;
    }
    if (last.status == SV_OK)
        fault_classes(d, t, fault);
    return sv_add_all(fault, &last);
}

/* The measure of an indicator. */
static size_t
measure_of(const struct sv_derivation *d, const struct sv_indicator *i)
{
    size_t k = 0;

    while (k < d->n_measures && d->measure[k].indicator != i)
        k++;
    return k;
}

static enum sv_status
make_own(struct sv_derivation *d, const struct sv_test_spec *t,
         struct sv_fault *fault)
{
    struct sv_indicator *i = sv_arena_take(d->arena, 1, sizeof *i);

    if (i == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for tests");
    *i = (struct sv_indicator){ .code = t->text, .value = t->left };
    if (find_record(&i->record, &i->estimand, d, t, fault) != SV_OK)
        return fault->status;
    return sv_measure_make(d, i, NULL, fault);
}

static enum sv_status
make_classes(struct sv_derivation *d, int record, const struct sv_names *names,
             struct sv_fault *fault)
{
    for (size_t k = 0; k < names->n; k++) {
        const struct sv_string name = names->item[k];
        const char *near = sv_near_class(d, record, name.text);
        struct sv_fault own = { 0 };

        if (!sv_is_known(d, record, name.text))
            sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%.60s' is no "
                     "classification of %.60s%s%s%s", name.text,
                     d->world.record[record].name,
                     near != NULL ? "; did you mean '" : "",
                     near != NULL ? near : "", near != NULL ? "'?" : "");
        else if (sv_classify(d, record, name, &own) == NULL)
            sv_add_all(fault, &own);
    }
    return fault->status;
}

static enum sv_status
make_test(struct sv_derivation *d, const struct sv_test_spec *spec,
          struct sv_fault *fault)
{
    struct sv_derived_test *t = &d->test[d->n_tests];
    enum sv_status status = SV_OK;

    *t = (struct sv_derived_test){ spec, d->n_measures };
    if (spec->indicator != NULL)
        t->measure = measure_of(d, spec->indicator);
    else
        status = make_own(d, spec, fault);
    if (status != SV_OK || t->measure >= d->n_measures)
        return status;          /* its indicator is at fault, and says so */
    d->n_tests++;
    status = make_classes(d, d->measure[t->measure].indicator->record,
                          &spec->by, fault);
    return status <= SV_DATA
               ? make_classes(d, d->measure[t->measure].indicator->record,
                              &spec->within, fault)
               : status;
}

enum sv_status
sv_tests_make(struct sv_derivation *d, struct sv_fault *fault)
{
    const struct sv_tables_spec *t = &d->survey->tables;
    enum sv_status status = SV_OK;

    d->test = sv_arena_take(d->arena, t->n_tests + 1, sizeof *d->test);
    if (d->test == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for tests");
    for (size_t k = 0; status <= SV_DATA && k < t->n_tests; k++) {
        struct sv_fault own = { 0 };

        status = make_test(d, &t->test[k], &own);
        if (status != SV_OK)
            sv_add_all(fault, &own);
    }
    return fault->status;
}

static void
add_names(json_t *list, const struct sv_names *names)
{
    for (size_t k = 0; k < names->n; k++)
        json_array_append_new(list, json_string(names->item[k].text));
}

static json_t *
scores_of(const struct sv_scores_spec *s)
{
    json_t *scores = json_object();

    for (size_t k = 0; k < s->n; k++)
        json_object_set_new(scores, s->category[k].text, json_real(s->score[k]));
    return scores;
}

json_t *
sv_test_needs(const struct sv_derivation *d,
              json_t *(*categories)(const struct sv_derivation *d,
                                    const struct sv_measure *m))
{
    json_t *all = json_array();

    for (size_t k = 0; k < d->n_tests; k++) {
        const struct sv_test_spec *t = d->test[k].spec;
        const struct sv_measure *m = &d->measure[d->test[k].measure];
        json_t *by = json_array(), *entry;

        add_names(by, &t->within);
        add_names(by, &t->by);
        entry = json_pack("{s:s, s:b, s:s, s:s, s:I, s:s, s:o, s:o, s:I}",
                          "text", t->text.text, "trend", (int) t->trend,
                          "variable", t->left.text, "record",
                          d->world.record[m->indicator->record].name,
                          "measure", (json_int_t) d->test[k].measure,
                          "estimator", sv_estimand_name(m->indicator->estimand),
                          "categories", categories(d, m), "by", by, "within",
                          (json_int_t) t->within.n);
        if (t->scores != NULL)
            json_object_set_new(entry, "scores", scores_of(t->scores));
        json_array_append_new(all, entry);
    }
    return all;
}
