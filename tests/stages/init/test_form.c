/* test_form.c - the form to fill in, made of what the catalogue needs. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/rules.h"
#include "stages/init/terms.h"

static const char form_path[] = "docs/mapping-form.csv";

enum { N_SURVEYS = 2, MOST_CODES = 64 };

static bool
needs(const struct sv_indicator *i, const char *name)
{
    for (size_t j = 0; j < i->requires.n; j++)
        if (strcmp(i->requires.item[j].text, name) == 0)
            return true;
    return false;
}

/* Whether CODE is new; views among women are the same questions. */
static bool
is_new(const char *const *code, size_t n, const char *another)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(code[k], another) == 0)
            return false;
    return n < MOST_CODES && strncmp(another, "W_", 2) != 0;
}

/* "HH6 HH11": the indicators that need variable NAME. */
static char *
needed_by(struct sv_survey *const survey[N_SURVEYS], const char *name)
{
    const char *code[MOST_CODES];
    char *text = NULL;
    size_t size, n = 0;
    FILE *to = open_memstream(&text, &size);

    for (size_t i = 0; i < N_SURVEYS; i++)
        for (size_t k = 0; k < survey[i]->n_indicators; k++) {
            const struct sv_indicator *its = &survey[i]->indicator[k];

            if (!needs(its, name) || !is_new(code, n, its->code.text))
                continue;
            fprintf(to, "%s%s", n > 0 ? " " : "", its->code.text);
            code[n++] = its->code.text;
        }
    fclose(to);
    return text;
}

/* "HH8 h": the indicator of ITU's list whose model question has VARIABLE for its
 * answer, with the item; NULL if it is part of an answer, or of no question. */
static char *
question_of(struct sv_survey *const survey[N_SURVEYS], const char *variable)
{
    char *text = NULL;

    for (size_t i = 0; i < N_SURVEYS; i++)
        for (size_t k = 0; text == NULL && k < survey[i]->n_indicators; k++) {
            const struct sv_indicator *x = &survey[i]->indicator[k];
            const char *value = x->value.text;

            if (strncmp(x->code.text, "HH", 2) == 0 && value != NULL
                && strncmp(value, variable, strlen(variable)) == 0
                && (value[strlen(variable)] == '\0'
                    || strncmp(value + strlen(variable), " == ", 4) == 0)
                && asprintf(&text, "%s%s%s", x->code.text,
                            x->item.text != NULL
                            && strstr(value, " == ") == NULL ? " " : "",
                            x->item.text != NULL
                            && strstr(value, " == ") == NULL ? x->item.text
                                                             : "") < 0)
                text = NULL;
        }
    return text;
}

/* A field to be filled in; of categories, with their names: "male: ; female: ". */
static void
put_blank(struct sv_csv *csv, const struct sv_term *term)
{
    const struct sv_words *category = term != NULL ? term->categories.item
                                                   : NULL;
    char text[512] = "";

    for (size_t k = 0; category != NULL && k < term->categories.n
                       && strcmp(term->kind_word.text, "category") == 0; k++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s:",
                 k > 0 ? "; " : "", category[k].name.text);
    sv_csv_text(csv, text);
}

static void
write_form(FILE *to)
{
    static const char *const names[] = {
        "variable", "of", "kind", "indicators",
        "question (by indicator and item of ITU's list)", "your file",
        "your column",
        "codes that mean yes, or codes by category", "codes of no answer",
        "who was asked",
    };
    struct sv_arena *arena = sv_arena_new();
    struct sv_terms terms = { .variables = { NULL, 0 } };
    const struct sv_term *term;
    /* Together they name all catalogues. */
    static const char *const path[N_SURVEYS] = {
        "fixtures/exampland/survey.yaml", "fixtures/catalogue/survey.yaml",
    };
    struct sv_survey *survey[N_SURVEYS];
    struct sv_fault fault = { 0 };
    struct sv_csv csv = { .to = to };

    cr_assert(eq(int, sv_terms_read(&terms, &sv_form_terms, "terms", arena,
                                    &fault), SV_OK), "%s", fault.text);
    for (size_t i = 0; i < N_SURVEYS; i++)
        cr_assert(eq(int, sv_survey_read(&survey[i], path[i], &fault), SV_OK),
                  "%s", fault.text);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        sv_csv_text(&csv, names[k]);
    sv_csv_end(&csv);
    term = terms.variables.item;
    for (size_t t = 0; t < terms.variables.n; t++) {
        char *indicators = needed_by(survey, term[t].words.name.text);
        char *question = question_of(survey, term[t].words.name.text);

        sv_csv_text(&csv, term[t].words.name.text);
        sv_csv_text(&csv, term[t].of.text);
        sv_csv_text(&csv, term[t].kind_word.text);
        sv_csv_text(&csv, indicators);
        sv_csv_text(&csv, question != NULL ? question : "");
        free(question);
        for (size_t k = 5; k < sizeof names / sizeof *names; k++)
            put_blank(&csv, k == 7 ? &term[t] : NULL);
        sv_csv_end(&csv);
        free(indicators);
    }
    for (size_t i = 0; i < N_SURVEYS; i++)
        sv_survey_free(survey[i]);
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

static bool
has_category(const struct sv_canon *canon, const char *name)
{
    for (size_t k = 0; k < canon->categories.n; k++)
        if (strcmp(canon->categories.item[k].text, name) == 0)
            return true;
    return false;
}

/* hearth check knows the categories that hearth init proposes. */
Test(form, categories_are_those_of_the_rules)
{
    struct sv_arena *arena = sv_arena_new();
    struct sv_terms terms = { .variables = { NULL, 0 } };
    struct sv_fault fault = { 0 };
    struct sv_rules rules;
    size_t tried = 0;

    cr_assert(eq(int, sv_terms_read(&terms, &sv_form_terms, "terms", arena,
                                    &fault), SV_OK), "%s", fault.text);
    cr_assert(eq(int, sv_rules_read(&rules, arena, &fault), SV_OK), "%s",
              fault.text);
    for (size_t i = 0; i < rules.n_canons; i++) {
        const struct sv_canon *canon = &rules.canon[i];
        const struct sv_term *term = sv_named_in(&terms.variables, sizeof *term,
                                                 canon->variable.text);
        const struct sv_words *category;

        cr_assert(term != NULL, "%s", canon->variable.text);
        category = term->categories.item;
        cr_expect(eq(sz, term->categories.n, canon->categories.n), "%s",
                  canon->variable.text);
        for (size_t k = 0; k < term->categories.n; k++, tried++)
            cr_expect(has_category(canon, category[k].name.text), "%s.%s",
                      canon->variable.text, category[k].name.text);
    }
    cr_expect(gt(sz, tried, 40));
    sv_arena_free(arena);
}
