/* test_madereplicates.c - the words of the description are methods, and the
 * keys that they take are those that the methods use.
 */
#include "stages/common/madereplicates.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/grammar.h"
#include "pipeline/survey.h"
#include "tests/helpers/files.h"
#include "tests/weights/hand_design.h"

static const struct sv_key *
key_of(const struct sv_form *form, const char *name)
{
    for (size_t k = 0; k < form->n_keys; k++)
        if (strcmp(form->key[k].name, name) == 0)
            return &form->key[k];
    cr_assert(false, "no key %s", name);
    return NULL;
}

static const struct sv_key *
variance_key(void)
{
    return key_of(key_of(&sv_form_survey, "design")->form, "variance");
}

Test(madereplicates, every_word_is_a_method_and_every_method_a_word)
{
    const struct sv_key *key = variance_key();

    cr_expect(eq(sz, key->n_words, sv_n_replicate_methods + 1));
    for (size_t i = 0; i < key->n_words; i++)
        cr_expect(sv_makes_replicates(key->word[i].name)
                  == (sv_replicate_find(key->word[i].name) != NULL), "%s",
                  key->word[i].name);
}

/* Whether the description of METHOD may have `replicates: {KEY}`. */
static bool
takes(const char *method, const char *key)
{
    struct sv_fault fault = { 0 };
    struct sv_survey *survey = NULL;
    char text[400];
    enum sv_status status;

    snprintf(text, sizeof text, "survey: {title: T}\n"
             "files: {p: {path: p.sav}}\n"
             "design: {weight: W, variance: %s, replicates: {%s}}\n"
             "indicators: {own: [{code: A, proportion: x == 1}]}\n",
             method, key);
    files_write_text("survey.yaml", text);
    status = sv_survey_read(&survey, "survey.yaml", &fault);
    sv_survey_free(survey);
    return status == SV_OK;
}

Test(madereplicates, keys_go_with_the_methods_that_use_them,
     .init = files_enter)
{
    for (size_t i = 0; i < sv_n_replicate_methods; i++) {
        const struct sv_replicate_method *m = &sv_replicate_methods[i];

        cr_expect(takes(m->name, "number: 60") == m->counted, "%s", m->name);
        cr_expect(takes(m->name, "seed: 60") == m->random, "%s", m->name);
        cr_expect(takes(m->name, "rho: 0.6") == m->has_rho, "%s", m->name);
        cr_expect(takes(m->name, "mse: true"), "%s", m->name);
        cr_expect(sv_replicates_are_random(m->name) == m->random);
    }
}

Test(madereplicates, all_methods_make_some_again_the_same)
{
    static const uint32_t drawn[] = { 4, 2, 6 }, together[] = { 12 };
    const struct sv_replicate_options options = { 40, 0.3, 7 };

    for (size_t i = 0; i < sv_n_replicate_methods; i++) {
        const char *name = sv_replicate_methods[i].name;
        const bool one = strcmp(name, "jk1") == 0;
        struct sv_replicates reps, again;
        struct sv_fault fault = { 0 };
        struct hand_design h;

        hand_design_make(&h, one ? 1 : 3, one ? together : drawn, NULL, "fail");
        cr_assert(sv_made_replicates(&reps, h.design, name, &options, &fault)
                  == SV_OK, "%s", fault.text);
        cr_assert(sv_made_replicates(&again, h.design, name, &options, &fault)
                  == SV_OK);
        cr_assert(eq(sz, reps.n, again.n));
        cr_expect(ge(sz, reps.n, 8), "%s", name);
        for (size_t u = 0; u < reps.n_units; u++)
            for (size_t r = 0; r < reps.n; r++)
                cr_expect(eq(dbl, sv_multiplier(&reps, u, r),
                             sv_multiplier(&again, u, r)));
        sv_replicates_free(&reps);
        sv_replicates_free(&again);
        hand_design_free(&h);
    }
}

Test(madereplicates, faults_name_the_method)
{
    static const uint32_t odd[] = { 3, 2 };
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };
    struct sv_replicates reps;
    struct hand_design h;

    hand_design_make(&h, 2, odd, NULL, "fail");
    cr_expect(sv_made_replicates(&reps, h.design, "brr", &options, &fault)
              == SV_DATA);
    cr_expect(eq(int, strncmp(fault.text, "variance: brr: balanced", 23), 0),
              "%s", fault.text);
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
