/* test_mapping.c - labels in four languages, and what they are mapped to. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/init/mapping.h"
#include "stages/init/plaintext.h"

enum { MOST = 40 };

/* A column of a household's or a person's file, and what it is. */
struct labelled { const char *name, *label, *canonical; };

struct trial {
    struct sv_arena *arena;
    struct sv_terms terms;
    struct sv_seen_file file[2];
    struct sv_structure structure;
    struct sv_mapping mapping;
};

static const char *
plain_text(struct trial *t, const char *text)
{
    char plain[SV_PLAIN_SIZE];

    sv_plain(plain, text);
    return sv_arena_text(t->arena, plain, strlen(plain));
}

/* Answers 1 and 2, labelled YES and NO, as many as there are columns. */
static struct sv_seen_column
column_of(struct trial *t, const struct labelled *l, const char *yes,
          const char *no)
{
    static const uint8_t answers[] = { 1, 2, 1 };
    const struct sv_seen_label labels[] = {
        { 1, yes, plain_text(t, yes), false },
        { 2, no, plain_text(t, no), false },
    };
    struct sv_seen_column c = {
        .name = l->name, .label = l->label, .plain = plain_text(t, l->label),
        .plain_name = plain_text(t, l->name), .n_labels = 2, .type = SV_U8,
        .data = answers, .n = 3, .value = { 1, 2 }, .n_values = 2, .low = 1,
        .high = 2, .whole = true,
    };

    c.value_label = sv_arena_take(t->arena, 2, sizeof labels[0]);
    memcpy(c.value_label, labels, sizeof labels);
    return c;
}

static void
take(struct trial *t, size_t file, const struct labelled *l, size_t n,
     const char *yes, const char *no)
{
    struct sv_seen_file *f = &t->file[file];

    f->column = sv_arena_take(t->arena, MOST, sizeof *f->column);
    f->n = 3;
    for (size_t k = 0; k < n; k++)
        f->column[f->n_columns++] = column_of(t, &l[k], yes, no);
    t->mapping.used[file] = sv_arena_take(t->arena, MOST, sizeof(bool));
}

static void
expect_mapped(const struct trial *t, const struct labelled *l, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const struct sv_mapped *m = sv_mapped(&t->mapping, l[k].canonical);

        cr_assert(ne(ptr, (void *) (uintptr_t) m, NULL), "%s: %s", l[k].label,
                  l[k].canonical);
        cr_expect_str_eq(m->column->name, l[k].name, "%s: %s, not %s",
                         l[k].canonical, m->column->label, l[k].label);
        cr_expect(eq(int, m->sure, SV_HIGH), "%s", l[k].label);
    }
}

static void
try(const struct labelled *household, size_t n_household,
    const struct labelled *person, size_t n_person, const char *yes,
    const char *no)
{
    struct trial t = { .arena = sv_arena_new() };
    const struct sv_knowledge known = { &t.terms, NULL };
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_terms_read(&t.terms, &sv_form_terms, "terms", t.arena,
                                    &fault), SV_OK), "%s", fault.text);
    take(&t, 0, household, n_household, yes, no);
    take(&t, 1, person, n_person, yes, no);
    t.structure = (struct sv_structure) {
        .record = { { .name = "household", .file = &t.file[0], .from = -1,
                      .parent = -1 },
                    { .name = "person", .file = &t.file[1], .from = -1 } },
        .n = 2, .household = 0, .person = 1,
    };
    cr_assert(eq(int, sv_mapping_find(&t.mapping, t.arena, &t.structure,
                                      &known, &fault), SV_OK));
    expect_mapped(&t, household, n_household);
    expect_mapped(&t, person, n_person);
    sv_arena_free(t.arena);
}

#define TRY(household, person, yes, no)                                    \
    try(household, sizeof household / sizeof *household, person,           \
        sizeof person / sizeof *person, yes, no)

Test(mapping, english)
{
    static const struct labelled household[] = {
        { "a1", "Does this household have a radio?", "hh_radio" },
        { "a2", "Does this household have a TV?", "hh_tv" },
        { "a3", "Does the household have Internet access at home?",
          "hh_internet" },
        { "a4a", "Type of Internet connection: satellite", "hh_svc_satellite" },
        { "a5a", "Reasons for no Internet at home: cultural reasons",
          "hh_noint_cultural" },
    };
    static const struct labelled person[] = {
        { "b1", "Have you used the Internet in the last three months?",
          "internet" },
        { "b2", "Do you own a mobile phone?", "mobile_own" },
        { "b3a", "Place of Internet use: at work", "loc_work" },
        { "b4a", "Internet activity: Internet banking", "act_banking" },
        { "b4b", "Internet activity: sending or receiving e-mail",
          "act_email" },
        { "b5a", "Skill: using copy and paste tools", "skill_copy_paste" },
        { "b5b", "Skill: writing a computer program", "skill_program" },
    };

    TRY(household, person, "Yes", "No");
}

/* What was bought is neither read nor watched, nor whether anything was. */
Test(mapping, what_was_bought)
{
    static const struct labelled household[] = {
        { "a1", "Does this household have a radio?", "hh_radio" },
    };
    static const struct labelled person[] = {
        { "b1", "Bought online: books, magazines", "buy_books" },
        { "b2", "Bought online: clothing", "buy_clothing" },
        { "b3", "Paid online purchase by credit card", "pay_credit_card" },
        { "b4", "Online: reading newspapers or magazines", "act_news" },
        { "b5", "Ordered or bought goods or services online", "act_purchase" },
    };

    TRY(household, person, "Yes", "No");
}

Test(mapping, french)
{
    static const struct labelled household[] = {
        { "a1", "Le ménage possède-t-il une radio ?", "hh_radio" },
        { "a2", "Le ménage possède-t-il un téléviseur ?", "hh_tv" },
        { "a3", "Le ménage a-t-il accès à Internet à domicile ?",
          "hh_internet" },
        { "a4a", "Type d'accès à Internet : par satellite",
          "hh_svc_satellite" },
        { "a5a", "Raison de l'absence d'Internet : raisons culturelles",
          "hh_noint_cultural" },
        { "a6", "L'électricité est-elle disponible ?", "hh_electricity" },
    };
    static const struct labelled person[] = {
        { "b1", "Avez-vous utilisé Internet au cours des trois derniers mois ?",
          "internet" },
        { "b2", "Possédez-vous, dispose d'un téléphone mobile ?",
          "mobile_own" },
        { "b3a", "Lieu d'utilisation d'Internet : au travail", "loc_work" },
        { "b4a", "Activités sur Internet : services bancaires",
          "act_banking" },
        { "b4b", "Activités sur Internet : envoyer des courriels",
          "act_email" },
        { "b5a", "Compétences : copier et coller", "skill_copy_paste" },
    };

    TRY(household, person, "Oui", "Non");
}

Test(mapping, spanish)
{
    static const struct labelled household[] = {
        { "a1", "¿Este hogar tiene radio?", "hh_radio" },
        { "a2", "¿Este hogar tiene televisor?", "hh_tv" },
        { "a3", "¿El hogar tiene acceso a Internet?", "hh_internet" },
        { "a5a", "Motivos por los que no tiene Internet: motivos culturales",
          "hh_noint_cultural" },
    };
    static const struct labelled person[] = {
        { "b1", "¿Ha usado Internet en los últimos tres meses?", "internet" },
        { "b2", "¿Tiene teléfono celular propio?", "mobile_own" },
        { "b3a", "Lugar de uso de Internet: trabajo", "loc_work" },
        { "b4a", "Por Internet: operaciones bancarias", "act_banking" },
        { "b5a", "Habilidades: copiar y pegar", "skill_copy_paste" },
    };

    TRY(household, person, "Sí", "No");
}

Test(mapping, portuguese)
{
    static const struct labelled household[] = {
        { "a1", "O domicílio possui rádio?", "hh_radio" },
        { "a2", "O domicílio possui televisão?", "hh_tv" },
        { "a3", "O domicílio tem acesso à Internet?", "hh_internet" },
    };
    static const struct labelled person[] = {
        { "b1", "Usou a Internet nos últimos três meses?", "internet" },
        { "b2", "Possui telefone celular?", "mobile_own" },
        { "b3a", "Local de uso da Internet: no trabalho", "loc_work" },
        { "b4a", "Pela Internet: serviços bancários", "act_banking" },
        { "b5a", "Habilidades: copiar e colar", "skill_copy_paste" },
    };

    TRY(household, person, "Sim", "Não");
}

/* The first activity, the second, the third: items are in the value labels. */
Test(mapping, slots)
{
    static const struct labelled question = {
        "U4a", "Activités sur Internet : première citée", NULL
    };
    static const char *const items[] = {
        "Courriel", "Réseaux sociaux", "Services bancaires", "Autre chose",
    };
    static const char *const names[] = { "U4a", "U4b", "U4c" };
    struct trial t = { .arena = sv_arena_new() };
    const struct sv_knowledge known = { &t.terms, NULL };
    const struct sv_mapped *m;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_terms_read(&t.terms, &sv_form_terms, "terms", t.arena,
                                    &fault), SV_OK), "%s", fault.text);
    take(&t, 0, &question, 1, "Oui", "Non");
    t.file[0].n_columns = 3;
    for (size_t k = 0; k < 3; k++) {
        struct sv_seen_column *c = &t.file[0].column[k];

        *c = t.file[0].column[0];
        c->name = names[k];
        c->value_label = sv_arena_take(t.arena, 4, sizeof *c->value_label);
        c->n_labels = 4;
        for (size_t i = 0; i < 4; i++)
            c->value_label[i] = (struct sv_seen_label) {
                (double) i + 21, items[i], plain_text(&t, items[i]), false
            };
        c->low = 21;
        c->high = 24;
    }
    t.structure = (struct sv_structure) {
        .record = { { .name = "person", .file = &t.file[0], .from = -1,
                      .parent = -1 } },
        .n = 1, .household = -1, .person = 0,
    };
    cr_assert(eq(int, sv_mapping_find(&t.mapping, t.arena, &t.structure,
                                      &known, &fault), SV_OK));
    m = sv_mapped(&t.mapping, "act_banking");
    cr_assert(eq(int, m != NULL, 1));
    cr_expect_str_eq(m->column->name, "U4a");
    cr_expect(eq(sz, m->n_slots, 3));
    cr_expect(eq(dbl, m->code, 23));
    cr_expect(eq(int, m->sure, SV_MEDIUM));
    m = sv_mapped(&t.mapping, "act_email");
    cr_assert(eq(int, m != NULL, 1));
    cr_expect(eq(dbl, m->code, 21));
    cr_expect(eq(int, sv_mapped(&t.mapping, "act_news") == NULL, 1));
    sv_arena_free(t.arena);
}

/* Every preset binds, and speaks of variables that the dictionary knows. */
Test(mapping, presets)
{
    static const char *const names[] = { "mics", "dhs", "tic-domicilios",
                                         "eurostat" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sv_arena *arena = sv_arena_new();
        struct sv_terms terms = { .variables = { NULL, 0 } };
        struct sv_preset preset = { .missing = { NULL, 0 } };
        const struct sv_preset_variable *v;
        struct sv_fault fault = { 0 };

        cr_assert(eq(int, sv_terms_read(&terms, &sv_form_terms, "terms", arena,
                                        &fault), SV_OK), "%s", fault.text);
        cr_assert(eq(int, sv_terms_read(&preset, &sv_form_preset, names[i],
                                        arena, &fault), SV_OK), "%s",
                  fault.text);
        v = preset.variables.item;
        cr_expect_str_eq(preset.about.id.text, names[i]);
        cr_expect(gt(sz, preset.variables.n, 10));
        for (size_t k = 0; k < preset.variables.n; k++)
            cr_expect(sv_named_in(&terms.variables, sizeof(struct sv_term),
                                  v[k].name.text) != NULL
                      || sv_role(&terms, v[k].name.text) != NULL,
                      "%s: %s", names[i], v[k].name.text);
        sv_arena_free(arena);
    }
}

/* Every variable that the catalogue needs has words to be found by, or is made
 * of others that have. */
static void
expect_terms(const char *path, size_t least)
{
    struct sv_arena *arena = sv_arena_new();
    struct sv_terms terms = { .variables = { NULL, 0 } };
    struct sv_survey *survey;
    struct sv_fault fault = { 0 };
    size_t n = 0;

    cr_assert(eq(int, sv_terms_read(&terms, &sv_form_terms, "terms", arena,
                                    &fault), SV_OK), "%s", fault.text);
    cr_assert(eq(int, sv_survey_read(&survey, path, &fault), SV_OK), "%s",
              fault.text);
    for (size_t k = 0; k < survey->n_indicators; k++)
        for (size_t j = 0; j < survey->indicator[k].requires.n; j++, n++) {
            const char *name = survey->indicator[k].requires.item[j].text;

            if (strcmp(name, "hh_broadband_kind") == 0)
                continue;       /* made by the catalogue, of what has terms */
            cr_expect(sv_named_in(&terms.variables, sizeof(struct sv_term),
                                  name) != NULL, "%s", name);
        }
    cr_expect(gt(sz, n, least));
    sv_survey_free(survey);
    sv_arena_free(arena);
}

Test(mapping, catalogue_variables_have_terms)
{
    expect_terms("fixtures/exampland/survey.yaml", 100);
    expect_terms("fixtures/catalogue/survey.yaml", 500);
}
