/* explain.c - hearth explain: opens numbers of a folder of results. */
#include "stages/explain/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/json.h"
#include "stages/common/codewords.h"
#include "stages/common/numbername.h"
#include "stages/explain/covariancefacts.h"
#include "stages/explain/facts.h"
#include "stages/explain/testfacts.h"

struct showing {
    const struct sv_opened *opened;
    const struct sv_explain_options *o;
    struct sv_json json;
    size_t shown;
};

static enum sv_status
show(struct showing *s, const struct sv_facts *f, struct sv_fault *fault)
{
    const size_t top = s->o->top > 0 ? s->o->top : 10;

    if (s->o->json) {
        sv_facts_json(&s->json, f, top);
        return SV_OK;
    }
    if (s->shown++ > 0)
        printf("\n\n");
    return sv_facts_print(f, top)
               ? SV_OK
               : sv_fail(fault, SV_SYSTEM, "out of memory for a table");
}

/* CONTEXT is the showing. */
static enum sv_status
show_test(void *context, const struct sv_test_facts *f, struct sv_fault *fault)
{
    struct showing *s = context;

    if (s->o->json) {
        sv_test_json(&s->json, f);
        return SV_OK;
    }
    if (s->shown++ > 0)
        printf("\n\n");
    return sv_test_print(f)
               ? SV_OK
               : sv_fail(fault, SV_SYSTEM, "out of memory for a table");
}

/* A test has a tilde, and not in the name of a category. */
static bool
is_test(const char *name)
{
    const size_t tilde = strcspn(name, "~");

    return name[tilde] != '\0' && strcspn(name, "[") > tilde;
}

/* The numbers that NAME stands for, or the contrast, or the test; looked for only,
 * or shown. */
static enum sv_status
take_named(struct showing *s, const char *name, bool shown,
           struct sv_fault *fault)
{
    json_t *numbers;
    struct sv_facts f;
    enum sv_status status;
    const bool contrast = strchr(name, ':') != NULL;

    if (is_test(name))
        return sv_tests_open(s->opened, name, shown ? show_test : NULL, s,
                             fault);
    numbers = json_array();
    status = contrast ? sv_facts_contrast(&f, s->opened, name, fault)
                      : sv_numbers_find(numbers, s->opened->folder.estimates,
                                        name, fault);
    if (contrast && status == SV_OK && shown)
        status = show(s, &f, fault);
    if (contrast)
        sv_facts_free(&f);
    for (size_t i = 0; shown && status == SV_OK && i < json_array_size(numbers);
         i++) {
        status = sv_facts_find(&f, s->opened, json_array_get(numbers, i),
                               fault);
        if (status == SV_OK)
            status = show(s, &f, fault);
        sv_facts_free(&f);
    }
    json_decref(numbers);
    return status;
}

/* Nothing is shown before all names are known. */
static enum sv_status
show_all(struct showing *s, const char *const *name, size_t n,
         struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < n; i++)
        status = take_named(s, name[i], false, fault);
    if (status != SV_OK)
        return status;
    if (s->o->json) {
        sv_json_begin(&s->json, stdout);
        sv_json_open(&s->json, '[');
    }
    for (size_t i = 0; status == SV_OK && i < n; i++)
        status = take_named(s, name[i], true, fault);
    if (s->o->json)
        sv_json_close(&s->json);
    return status;
}

static enum sv_status
show_covariances(struct showing *s, const char *const *name, size_t n,
                 struct sv_fault *fault)
{
    struct sv_covariance_facts f;
    enum sv_status status = sv_covariance_facts(&f, s->opened, name, n, fault);

    if (status == SV_OK && s->o->json) {
        sv_json_begin(&s->json, stdout);
        sv_covariances_json(&s->json, &f);
    } else if (status == SV_OK && !sv_covariances_print(&f)) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a table");
    }
    sv_covariance_facts_free(&f);
    return status;
}

/* OPTIONS' language, or the first of the survey. */
static const char *
language_of(const struct sv_explain_options *options, const struct sv_opened *o)
{
    const json_t *languages = json_object_get(
        json_object_get(o->folder.estimates, "survey"), "languages");
    const char *first = json_string_value(json_array_get(languages, 0));

    return options->language != NULL ? options->language
         : first != NULL ? first : "en";
}

/* What has been opened so far. */
struct verified {
    size_t n, with_error;
    double worst;
};

/* Counts F, which STATUS and OWN are of; takes it over.  What cannot be opened is
 * no failure. */
static enum sv_status
count(struct verified *v, struct sv_facts *f, enum sv_status status,
      struct sv_fault *own, struct sv_fault *fault)
{
    if (status == SV_OK) {
        v->n++;
        v->with_error += sv_facts_have_error(f);
        v->worst = fmax(v->worst, sv_facts_gap(f));
    }
    sv_facts_free(f);
    return status > SV_DATA ? sv_add_all(fault, own) : SV_OK;
}

static enum sv_status
verify_contrasts(struct verified *v, const struct sv_opened *opened,
                 struct sv_fault *fault)
{
    enum sv_status status = SV_OK;
    size_t i;
    json_t *contrast;

    json_array_foreach(json_object_get(opened->folder.estimates, "contrasts"),
                       i, contrast) {
        char *name = sv_facts_contrast_name(contrast);
        struct sv_fault own = { 0 };
        struct sv_facts f;

        if (name == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory for a contrast");
        if (status == SV_OK
            && json_is_number(json_object_get(contrast, "se")))
            status = count(v, &f, sv_facts_contrast(&f, opened, name, &own),
                           &own, fault);
        free(name);
    }
    return status;
}

/* CONTEXT: how many there are; those that are published were compared. */
static enum sv_status
count_test(void *context, const struct sv_test_facts *f, struct sv_fault *fault)
{
    size_t *statistics = context;

    (void) fault;
    for (size_t k = 0; k < f->n_lines; k++)
        *statistics += isnan(f->line[k].test.statistic) ? 0 : 1;
    return SV_OK;
}

/* Every number and contrast: do the parts add up to what is published?  And tests. */
static enum sv_status
verify(const struct sv_opened *opened, struct sv_fault *fault)
{
    struct verified v = { 0 };
    enum sv_status status = SV_OK;
    size_t i, contrasts, statistics = 0;
    json_t *number;

    json_array_foreach(json_object_get(opened->folder.estimates, "estimates"),
                       i, number) {
        struct sv_fault own = { 0 };
        struct sv_facts f;

        if (status == SV_OK)
            status = count(&v, &f, sv_facts_find(&f, opened, number, &own),
                           &own, fault);
    }
    contrasts = v.n;
    if (status == SV_OK)
        status = verify_contrasts(&v, opened, fault);
    if (status == SV_OK)
        status = sv_tests_open(opened, NULL, count_test, &statistics, fault);
    if (status != SV_OK)
        return status;
    contrasts = v.n - contrasts;
    printf("%zu numbers ", v.n - contrasts);
    if (contrasts > 0)
        printf("and %zu contrasts ", contrasts);
    printf("opened, %zu with a standard error: the parts of each variance add "
           "up to it\n(largest difference: %.0e of it)\n", v.with_error,
           v.worst);
    if (statistics > 0)
        printf("%zu statistics of tests and trends come of the tally once more\n",
               statistics);
    return SV_OK;
}

enum sv_status
sv_explain(const char *folder, const char *const *number, size_t n,
           const struct sv_explain_options *options, struct sv_fault *fault)
{
    struct sv_opened opened;
    struct showing s = { .opened = &opened, .o = options };
    enum sv_status status;

    if (options->language != NULL && !sv_speaks(options->language))
        return sv_fail(fault, SV_USAGE, "--language takes en, fr or es, not "
                       "'%s'", options->language);
    status = sv_opened_open(&opened, folder, fault);
    if (status == SV_OK)
        opened.language = language_of(options, &opened);
    if (status == SV_OK)
        status = options->verify ? verify(&opened, fault)
               : options->covariance ? show_covariances(&s, number, n, fault)
                                 : show_all(&s, number, n, fault);
    sv_opened_close(&opened);
    return status;
}
