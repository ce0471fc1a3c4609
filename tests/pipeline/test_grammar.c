/* test_grammar.c - the tables of keys, and what is made of them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/grammar.h"
#include "pipeline/reference.h"
#include "pipeline/schema.h"

static struct sv_fault fault;

enum { MOST = 64 };

/* FORM and all forms below it, each once. */
static size_t
collect(const struct sv_form *form, const struct sv_form *all[MOST], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (all[i] == form)
            return n;
    cr_assert(lt(sz, n, MOST));
    all[n++] = form;
    for (size_t k = 0; k < form->n_keys; k++)
        if (form->key[k].form != NULL)
            n = collect(form->key[k].form, all, n);
    return n;
}

static size_t
all_forms(const struct sv_form *all[MOST])
{
    return collect(&sv_form_catalogue, all, collect(&sv_form_survey, all, 0));
}

Test(grammar, every_key_is_whole)
{
    const struct sv_form *all[MOST];
    const size_t n = all_forms(all);

    cr_assert(gt(sz, n, 12));
    for (size_t i = 0; i < n; i++) {
        cr_expect(all[i]->intro != NULL && all[i]->intro[0] != '\0');
        for (size_t k = 0; k < all[i]->n_keys; k++) {
            const struct sv_key *key = &all[i]->key[k];

            cr_expect(key->kind != NULL && key->kind->read != NULL);
            cr_expect(lt(sz, key->offset, all[i]->size), "%s", key->name);
            cr_expect(key->doc != NULL && strlen(key->doc) > 3, "%s",
                      key->name);
            cr_expect(eq(sz, strspn(key->name, "abcdefghijklmnopqrstuvwxyz-"),
                         strlen(key->name)), "%s", key->name);
            cr_expect(not(key->required && key->fallback != NULL), "%s",
                      key->name);
            for (size_t j = 0; j < k; j++)
                cr_expect(ne(int, strcmp(all[i]->key[j].name, key->name), 0),
                          "%s is there twice", key->name);
        }
    }
}

/* What the table shows to people is what the binder takes. */
Test(grammar, defaults_and_examples_are_read_without_fault)
{
    const struct sv_form *all[MOST];
    const size_t n = all_forms(all);
    size_t tried = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < all[i]->n_keys; k++) {
            const struct sv_key *key = &all[i]->key[k];
            const char *const value[] = { key->fallback, key->example };

            for (int v = 0; v < 2; v++) {
                struct sv_arena *arena = sv_arena_new();
                struct sv_binder binder = { arena, &fault };
                struct sv_source *source;
                struct sv_node *root;
                char text[300];
                void *base = calloc(1, all[i]->size);

                cr_assert(arena != NULL && base != NULL);
                snprintf(text, sizeof text, "%s: %s", key->name,
                         value[v] == NULL ? "{}" : value[v]);
                cr_assert(eq(int, sv_source_from_text(&source, "x", text,
                                                      strlen(text), &fault),
                             SV_OK));
                cr_assert(eq(int, sv_node_read(&root, arena, source, &fault),
                             SV_OK), "%s", fault.text);
                if (value[v] != NULL) {
                    key->kind->read(&binder, key, root->child,
                                    (char *) base + key->offset);
                    tried++;
                }
                cr_expect(eq(uint, fault.n, 0), "%s", fault.text);
                free(base);
                sv_arena_free(arena);
                sv_source_free(source);
            }
        }
    cr_expect(gt(sz, tried, 60));
}

static void
write_survey_schema(FILE *f)
{
    cr_assert(eq(int, sv_schema_write(f, &sv_form_survey,
                                      "survey.yaml", &fault), SV_OK));
}

static void
write_catalogue_schema(FILE *f)
{
    cr_assert(eq(int, sv_schema_write(f, &sv_form_catalogue,
                                      "A file of indicators", &fault),
                 SV_OK));
}

/* The file at PATH is what WRITE writes; REGOLD=1 makes it so. */
static void
expect_committed(const char *path, void (*write)(FILE *f))
{
    char *text = NULL, *committed;
    size_t n, got;
    FILE *f = open_memstream(&text, &n);

    cr_assert(f != NULL);
    write(f);
    cr_assert(eq(int, fclose(f), 0));
    if (getenv("REGOLD") != NULL) {
        f = fopen(path, "w");
        cr_assert(f != NULL);
        cr_assert(eq(sz, fwrite(text, 1, n, f), n));
        cr_assert(eq(int, fclose(f), 0));
    }
    f = fopen(path, "r");
    cr_assert(f != NULL, "%s is missing", path);
    committed = calloc(n + 2, 1);
    cr_assert(committed != NULL);
    got = fread(committed, 1, n + 1, f);
    fclose(f);
    cr_expect(got == n && memcmp(text, committed, n) == 0,
              "%s is not what the grammar yields; run the tests with "
              "REGOLD=1 and look at the difference", path);
    free(committed);
    free(text);
}

Test(grammar, committed_files_are_what_the_table_yields)
{
    expect_committed("pipeline/survey.schema.json", write_survey_schema);
    expect_committed("pipeline/catalogue.schema.json",
                     write_catalogue_schema);
    expect_committed("docs/survey-yaml.md", sv_reference_write);
}

Test(grammar, schema_knows_every_form_and_key)
{
    const struct sv_form *all[MOST];
    const size_t n = collect(&sv_form_survey, all, 0);
    json_error_t error;
    json_t *root = json_load_file("pipeline/survey.schema.json", 0, &error);
    json_t *definitions = json_object_get(root, "definitions");

    cr_assert(root != NULL, "%s", error.text);
    cr_expect(eq(sz, json_object_size(definitions), n - 1));
    for (size_t i = 0; i < n; i++) {
        json_t *form = i == 0 ? root
                     : json_object_get(definitions, all[i]->name);
        json_t *properties = json_object_get(form, "properties");

        cr_expect(eq(int, (int) json_typeof(json_object_get(
                              form, "additionalProperties")), JSON_FALSE));
        cr_expect(eq(sz, json_object_size(properties), all[i]->n_keys));
        for (size_t k = 0; k < all[i]->n_keys; k++) {
            json_t *p = json_object_get(properties, all[i]->key[k].name);

            cr_assert(p != NULL, "%s", all[i]->key[k].name);
            cr_expect(gt(sz, json_object_size(p), 1), "%s",
                      all[i]->key[k].name);
        }
    }
    json_decref(root);
}

Test(grammar, schema_bounds_and_defaults)
{
    json_error_t error;
    json_t *root = json_load_file("pipeline/survey.schema.json", 0, &error);
    json_t *confidence;
    const char *path[] = { "definitions", "tables", "properties",
                           "confidence" };

    cr_assert(root != NULL, "%s", error.text);
    confidence = root;
    for (int i = 0; i < 4; i++)
        confidence = json_object_get(confidence, path[i]);
    cr_expect(eq(dbl, json_number_value(json_object_get(confidence,
                                                        "default")), 0.95));
    cr_expect(eq(dbl, json_number_value(json_object_get(
                          confidence, "exclusiveMaximum")), 1));
    cr_expect(json_object_get(confidence, "maximum") == NULL);
    json_decref(root);
}

Test(grammar, numbers_are_whole_tokens)
{
    static const char *const yes[] = { "5", "-0.5", "+3", ".5", "5.", "1e-3",
                                       "2.385E+2" };
    static const char *const bad[] = { "", "-", ".", "5x", "1,5", "0x10",
                                       "inf", "nan", "1e", "1e+", " 5", "5 ",
                                       "1e999", "--5", "1.2.3", "e5" };
    double v = 0;

    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        cr_expect(sv_number(yes[i], &v), "%s", yes[i]);
    cr_expect(epsilon_eq(dbl, v, 238.5, 1e-12));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect(not(sv_number(bad[i], &v)), "%s", bad[i]);
}
