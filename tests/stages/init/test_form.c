/* test_form.c - the form to fill in, made of what the catalogue needs. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "stages/init/terms.h"

static const char form_path[] = "docs/mapping-form.csv";

/* Whether the indicators before the K-th are of the same code and need NAME. */
static bool
is_named(const struct sv_survey *s, size_t k, const char *name)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < s->indicator[i].requires.n; j++)
            if (strcmp(s->indicator[i].code.text, s->indicator[k].code.text)
                    == 0
                && strcmp(s->indicator[i].requires.item[j].text, name) == 0)
                return true;
    return false;
}

/* "HH6 HH11": the indicators that need variable NAME. */
static char *
needed_by(const struct sv_survey *s, const char *name)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    bool any = false;

    for (size_t k = 0; k < s->n_indicators; k++)
        for (size_t j = 0; j < s->indicator[k].requires.n; j++)
            if (strcmp(s->indicator[k].requires.item[j].text, name) == 0
                && !is_named(s, k, name)) {
                fprintf(to, "%s%s", any ? " " : "",
                        s->indicator[k].code.text);
                any = true;
            }
    fclose(to);
    return text;
}

static void
write_form(FILE *to)
{
    static const char *const names[] = {
        "variable", "of", "kind", "indicators", "your file", "your column",
        "codes that mean yes, or codes by category", "codes of no answer",
        "who was asked",
    };
    struct sv_arena *arena = sv_arena_new();
    struct sv_terms terms = { .variables = { NULL, 0 } };
    const struct sv_term *term;
    struct sv_survey *survey;
    struct sv_fault fault = { 0 };
    struct sv_csv csv = { .to = to };

    cr_assert(eq(int, sv_terms_read(&terms, &sv_form_terms, "terms", arena,
                                    &fault), SV_OK), "%s", fault.text);
    cr_assert(eq(int, sv_survey_read(&survey,
                                     "fixtures/exampland/survey.yaml", &fault),
                 SV_OK), "%s", fault.text);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        sv_csv_text(&csv, names[k]);
    sv_csv_end(&csv);
    term = terms.variables.item;
    for (size_t t = 0; t < terms.variables.n; t++) {
        char *indicators = needed_by(survey, term[t].words.name.text);

        sv_csv_text(&csv, term[t].words.name.text);
        sv_csv_text(&csv, term[t].of.text);
        sv_csv_text(&csv, term[t].kind_word.text);
        sv_csv_text(&csv, indicators);
        for (size_t k = 4; k < sizeof names / sizeof *names; k++)
            sv_csv_text(&csv, "");
        sv_csv_end(&csv);
        free(indicators);
    }
    sv_survey_free(survey);
    sv_arena_free(arena);
}

/* REGOLD=1 writes it anew. */
Test(form, is_what_the_catalogue_needs)
{
    char *made = NULL, committed[1 << 16];
    size_t size, n;
    FILE *to = open_memstream(&made, &size), *from;

    write_form(to);
    fclose(to);
    if (getenv("REGOLD") != NULL) {
        to = fopen(form_path, "w");
        cr_assert(ne(ptr, to, NULL));
        fputs(made, to);
        fclose(to);
    }
    from = fopen(form_path, "r");
    cr_assert(ne(ptr, from, NULL));
    n = fread(committed, 1, sizeof committed - 1, from);
    committed[n] = '\0';
    fclose(from);
    cr_expect(gt(sz, n, 4000));
    cr_expect(eq(int, strcmp(committed, made), 0), "%s is not what the "
              "catalogue needs; run this with REGOLD=1 and look at the "
              "difference", form_path);
    free(made);
}
