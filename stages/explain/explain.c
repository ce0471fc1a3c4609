/* explain.c - hearth explain: opens numbers of a folder of results. */
#include "stages/explain/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/json.h"
#include "stages/common/codewords.h"
#include "stages/common/numbername.h"
#include "stages/explain/facts.h"

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

/* The numbers that NAME stands for, or the contrast; looked for only, or
 * shown. */
static enum sv_status
take_named(struct showing *s, const char *name, bool shown,
           struct sv_fault *fault)
{
    json_t *numbers = json_array();
    struct sv_facts f;
    const bool contrast = strchr(name, ':') != NULL;
    enum sv_status status =
        contrast ? sv_facts_contrast(&f, s->opened, name, fault)
                 : sv_numbers_find(numbers, s->opened->folder.estimates, name,
                                   fault);

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

/* Every number: do the parts add up to what is published? */
static enum sv_status
verify(const struct sv_opened *opened, struct sv_fault *fault)
{
    size_t i, n = 0, with_error = 0;
    double worst = 0;
    json_t *number;

    json_array_foreach(json_object_get(opened->folder.estimates, "estimates"),
                       i, number) {
        struct sv_facts f;
        struct sv_fault own = { 0 };
        const enum sv_status status = sv_facts_find(&f, opened, number, &own);

        if (status == SV_OK) {
            n++;
            with_error += sv_facts_have_error(&f);
            worst = fmax(worst, sv_facts_gap(&f));
        }
        sv_facts_free(&f);
        if (status > SV_DATA)
            return sv_add_all(fault, &own);
    }
    printf("%zu numbers opened, %zu with a standard error: the parts of each "
           "variance add up to it\n(largest difference: %.0e of it)\n", n,
           with_error, worst);
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
                                 : show_all(&s, number, n, fault);
    sv_opened_close(&opened);
    return status;
}
