/* test_structure.c - keys, parents and households found in columns of numbers. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/init/plaintext.h"
#include "stages/init/structure.h"

enum { ROWS = 60, COLUMNS = 8 };

struct files {
    struct sv_arena *arena;
    struct sv_terms terms;
    struct sv_seen_file file[3];
    struct sv_material material;
    struct sv_structure found;
};

static void
begin(struct files *f, size_t n)
{
    struct sv_fault fault = { 0 };

    *f = (struct files) { .arena = sv_arena_new() };
    f->material = (struct sv_material) { f->file, n };
    cr_assert(eq(int, sv_terms_read(&f->terms, &sv_form_terms, "terms",
                                    f->arena, &fault), SV_OK), "%s",
              fault.text);
    for (size_t i = 0; i < n; i++)
        f->file[i] = (struct sv_seen_file) {
            .record = "r", .file = i == 0 ? "a.sav" : i == 1 ? "b.dta" : "c.csv",
            .column = sv_arena_take(f->arena, COLUMNS, sizeof *f->file->column),
        };
}

static const char *
plain_text(struct files *f, const char *text)
{
    char plain[SV_PLAIN_SIZE];

    sv_plain(plain, text);
    return sv_arena_text(f->arena, plain, strlen(plain));
}

/* Adds a column with N values, of which a negative one is missing. */
static void
add(struct files *f, size_t file, const char *name, const char *label,
    const double *value, size_t n)
{
    struct sv_seen_file *to = &f->file[file];
    struct sv_seen_column *c = &to->column[to->n_columns++];
    uint8_t *missing = sv_arena_take(f->arena, n, 1);

    *c = (struct sv_seen_column) {
        .name = name, .label = label, .plain = plain_text(f, label),
        .plain_name = plain_text(f, name), .type = SV_F64, .data = value,
        .missing = missing, .n = n, .n_values = 30, .low = 1, .high = 99,
        .whole = true,
    };
    to->n = n;
    for (size_t j = 0; j < n; j++) {
        missing[j] = value[j] < 0;
        c->n_missing += missing[j];
    }
}

static void
find(struct files *f)
{
    const struct sv_knowledge known = { &f->terms, NULL };
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_structure_find(&f->found, f->arena, &f->material,
                                        &known, &fault), SV_OK), "%s",
              fault.text);
}

/* "HH LINE": the names of record R's key. */
static void
expect_key(const struct files *f, int r, const char *names)
{
    char text[128] = "";

    for (size_t k = 0; k < f->found.record[r].key.n; k++) {
        if (k > 0)
            strcat(text, " ");
        strcat(text, f->found.record[r].file
               ->column[f->found.record[r].key.column[k]].name);
    }
    cr_expect_str_eq(text, names);
}

static const double hh[] = { 11, 12, 13, 14 };
static const double area[] = { 1, 2, 2, 1 };
static const double of_hh[] = { 11, 11, 12, 13, 13, 13, 14 };
static const double line[] = { 1, 2, 1, 1, 2, 3, 1 };
static const double sex[] = { 1, 2, 2, 1, 2, 1, 2 };
static const double age[] = { 41, 38, 77, 52, 50, 9, 23 };

static void
add_persons(struct files *f, size_t file, const double *household)
{
    add(f, file, "HHID", "Household number", household, 7);
    add(f, file, "LN", "Line number", line, 7);
    add(f, file, "SX", "Sex", sex, 7);
    add(f, file, "AG", "Age in years", age, 7);
}

Test(structure, persons_of_households, .description = "in either order")
{
    for (size_t first = 0; first < 2; first++) {
        struct files f;

        begin(&f, 2);
        add_persons(&f, first, of_hh);
        add(&f, 1 - first, "AREA", "Area of residence", area, 4);
        add(&f, 1 - first, "HHID", "Household number", hh, 4);
        find(&f);
        cr_assert(eq(sz, f.found.n, 2));
        cr_expect(eq(int, f.found.household, 0));
        cr_expect(eq(int, f.found.person, 1));
        cr_expect(eq(int, f.found.record[1].parent, 0));
        cr_expect(eq(sz, f.found.record[1].n_orphans, 0));
        cr_expect_str_eq(f.found.record[0].name, "household");
        cr_expect_str_eq(f.found.record[1].name, "person");
        expect_key(&f, 0, "HHID");
        expect_key(&f, 1, "HHID LN");
        sv_arena_free(f.arena);
    }
}

Test(structure, households_repeated_on_persons)
{
    struct files f;

    begin(&f, 1);
    add_persons(&f, 0, of_hh);
    find(&f);
    cr_assert(eq(sz, f.found.n, 2));
    cr_expect(eq(int, f.found.person, 0));
    cr_expect(eq(int, f.found.household, 1));
    cr_expect(eq(int, f.found.record[0].parent, 1));
    cr_expect(eq(int, f.found.record[1].from, 0));
    cr_expect(eq(sz, f.found.record[1].n_units, 4));
    expect_key(&f, 1, "HHID");
    sv_arena_free(f.arena);
}

Test(structure, who_has_no_household_is_no_member)
{
    static const double strangers[] = { 11, 91, 92, 93, 13, 94, 14 };
    struct files f;

    begin(&f, 2);
    add(&f, 0, "HHID", "Household number", hh, 4);
    add_persons(&f, 1, strangers);
    find(&f);
    for (size_t r = 0; r < f.found.n; r++)
        if (f.found.record[r].file == &f.file[1]
            && f.found.record[r].parent >= 0)
            cr_expect(eq(int, f.found.record[f.found.record[r].parent].file
                              == &f.file[1], 1));
    sv_arena_free(f.arena);
}

Test(structure, a_key_lacks_no_part)
{
    static const double holes[] = { 11, -1, 13, 14 };
    struct files f;

    begin(&f, 1);
    add(&f, 0, "HHID", "Household number", holes, 4);
    add(&f, 0, "AREA", "Area of residence", area, 4);
    find(&f);
    cr_assert(eq(sz, f.found.n, 1));
    cr_expect(eq(sz, f.found.record[0].key.n, 0));
    sv_arena_free(f.arena);
}

/* In its file a household is told apart by cluster and number, too, which the
 * persons do not carry. */
Test(structure, keys_that_both_files_have)
{
    static const double cluster[] = { 1, 1, 2, 2 }, number[] = { 1, 2, 1, 2 };
    struct files f;

    begin(&f, 2);
    add(&f, 0, "HH1", "Cluster number", cluster, 4);
    add(&f, 0, "HH2", "Household number", number, 4);
    add(&f, 0, "QID", "Questionnaire", hh, 4);
    add(&f, 1, "QID", "Questionnaire", of_hh, 7);
    add(&f, 1, "LN", "Line number", line, 7);
    add(&f, 1, "HL6", "Age", age, 7);
    find(&f);
    cr_assert(eq(sz, f.found.n, 2));
    cr_expect(eq(int, f.found.record[1].parent, 0));
    cr_expect(eq(sz, f.found.record[1].n_orphans, 0));
    expect_key(&f, 0, "QID");
    expect_key(&f, 1, "QID LN");
    sv_arena_free(f.arena);
}

Test(structure, keys_of_two_columns)
{
    static const double cluster[] = { 1, 1, 2, 2 }, number[] = { 1, 2, 1, 2 };
    static const double c[] = { 1, 1, 1, 2, 2, 2, 2 };
    static const double n[] = { 1, 1, 2, 1, 1, 1, 2 };
    struct files f;

    begin(&f, 2);
    add(&f, 0, "HH1", "Cluster number", cluster, 4);
    add(&f, 0, "HH2", "Household number", number, 4);
    add(&f, 1, "HH1", "Cluster number", c, 7);
    add(&f, 1, "HH2", "Household number", n, 7);
    add(&f, 1, "LN", "Line number", line, 7);
    add(&f, 1, "HL6", "Age", age, 7);
    find(&f);
    cr_assert(eq(sz, f.found.n, 2));
    cr_expect(eq(sz, f.found.record[0].key.n, 2));
    cr_expect(eq(int, f.found.record[1].parent, 0));
    cr_expect(eq(sz, f.found.record[1].key.n, 3));
    sv_arena_free(f.arena);
}

static void
add_renamed(struct files *f)
{
    begin(f, 2);
    add(f, 0, "hv001", "Household number", hh, 4);
    add(f, 0, "AREA", "Area of residence", area, 4);
    add(f, 1, "v001", "Household number", of_hh, 7);
    add(f, 1, "LN", "Line number", line, 7);
    add(f, 1, "SX", "Sex", sex, 7);
    add(f, 1, "AG", "Age in years", age, 7);
}

Test(structure, a_key_under_another_name)
{
    struct files f;

    add_renamed(&f);
    find(&f);
    cr_assert(eq(sz, f.found.n, 2));
    cr_expect(eq(int, f.found.record[1].parent, 0));
    cr_expect(eq(sz, f.found.record[1].n_orphans, 0));
    expect_key(&f, 1, "v001 LN");
    cr_assert(eq(sz, f.found.record[1].link.n, 1));
    cr_expect(eq(sz, f.found.record[1].link.column[0], 0));
    sv_arena_free(f.arena);
}

/* Two columns have as much of the name, and all values of the key. */
Test(structure, names_that_could_be_either_link_nothing)
{
    static const double other[] = { 14, 14, 13, 12, 12, 11, 11 };
    struct files f;

    add_renamed(&f);
    add(&f, 1, "mv001", "Neighbour", other, 7);
    find(&f);
    cr_expect(eq(sz, f.found.n_left, 1));
    sv_arena_free(f.arena);
}

/* Values of small numbers are in any file; without a name they tell nothing. */
Test(structure, values_of_few_alone_link_nothing)
{
    struct files f;

    begin(&f, 2);
    add(&f, 0, "UNIT", "Household number", hh, 4);
    add(&f, 1, "SCORE", "Marks", of_hh, 7);
    add(&f, 1, "LN", "Line number", line, 7);
    add(&f, 1, "AG", "Age in years", age, 7);
    find(&f);
    cr_expect(eq(sz, f.found.n_left, 1));
    sv_arena_free(f.arena);
}

Test(tuplekeys, counts)
{
    const struct sv_key_set household = { { 0 }, 1 }, both = { { 0, 1 }, 2 };
    struct sv_key_list list, other;
    struct sv_fault fault = { 0 };
    struct files f;
    bool constant;

    begin(&f, 2);
    add_persons(&f, 0, of_hh);
    add(&f, 1, "HHID", "", hh, 3);
    cr_assert(eq(int, sv_key_list(&list, &f.file[0], &household, &fault),
                 SV_OK));
    cr_expect(eq(sz, list.n, 7));
    cr_expect(eq(sz, list.n_distinct, 4));
    cr_assert(eq(int, sv_key_list(&other, &f.file[1], &household, &fault),
                 SV_OK));
    cr_expect(eq(sz, sv_key_overlap(&list, &other), 6));
    sv_key_list_free(&list);
    sv_key_list_free(&other);
    cr_assert(eq(int, sv_key_list(&list, &f.file[0], &both, &fault), SV_OK));
    cr_expect(eq(sz, list.n_distinct, 7));
    sv_key_list_free(&list);
    cr_assert(eq(int, sv_key_constant(&constant, &f.file[0], &household, 2,
                                      &fault), SV_OK));
    cr_expect(eq(int, constant, 0));
    cr_assert(eq(int, sv_key_constant(&constant, &f.file[0], &household, 0,
                                      &fault), SV_OK));
    cr_expect(eq(int, constant, 1));
    sv_arena_free(f.arena);
}
