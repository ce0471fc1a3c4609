/* test_kindcodes.c - kinds of missing as SPSS and Stata have them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>

#include "stages/export/kindcodes.h"

static struct sv_extract_kind refusal[] = { { 29, NAN, "Refused" },
                                            { 31, NAN, "Not asked" } };
static struct sv_extract_kind tagged[] = { { 3, NAN, "b" },
                                           { 30, NAN, "Not asked" } };
static struct sv_extract_kind own[] = { { 28, 97, "Refused" } };

static struct sv_extract_column columns[] = {
    { .kind = refusal, .n_kinds = 2, .least = 0.5 },
    { .kind = tagged, .n_kinds = 2, .least = -37.5 },
    { .kind = own, .n_kinds = 1, .least = 1 },
};

/* The file has .b for refusals, so a bare .b elsewhere is another letter. */
Test(kindcodes, one_code_for_a_kind_in_all_variables)
{
    struct sv_extract e = { .column = columns, .n = 3,
                            .arena = sv_arena_new() };
    json_t *meta = json_loads("{\"records\": [{\"variables\": [{\"labels\": "
                              "[{\"value\": 1, \"label\": \"Not asked\"}, "
                              "{\"missing\": \"b\", \"label\": \"Refused\"}]}]}]}",
                              0, NULL);
    struct sv_kind_codes codes;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, (int) sv_kind_codes_make(&codes, &e, meta, &fault),
                 SV_OK));
    cr_expect(eq(chr, sv_kind_tag(&codes, &columns[0], 0), 'b'));
    cr_expect(eq(chr, sv_kind_tag(&codes, &columns[0], 1), 'a'));
    cr_expect(eq(chr, sv_kind_tag(&codes, &columns[1], 0), 'c'));
    cr_expect(eq(chr, sv_kind_tag(&codes, &columns[1], 1), 'a'));
    cr_expect(eq(dbl, sv_kind_code(&codes, &columns[0], 0), -1));
    cr_expect(eq(dbl, sv_kind_code(&codes, &columns[0], 1), -2));
    cr_expect(eq(dbl, sv_kind_code(&codes, &columns[1], 0), -400));
    cr_expect(eq(dbl, sv_kind_code(&codes, &columns[1], 1), -300));
    cr_expect(eq(dbl, sv_kind_code(&codes, &columns[2], 0), 97));
    json_decref(meta);
    sv_arena_free(e.arena);
}

/* 30 kinds in a file: each variable has letters of its own. */
Test(kindcodes, more_kinds_than_letters)
{
    static char name[30][16];
    static struct sv_extract_kind many[30];
    struct sv_extract_column half[] = {
        { .kind = many, .n_kinds = 15, .least = NAN },
        { .kind = many + 15, .n_kinds = 15, .least = NAN },
    };
    struct sv_extract e = { .column = half, .n = 2, .arena = sv_arena_new() };
    struct sv_kind_codes codes;
    struct sv_fault fault = { 0 };

    for (int k = 0; k < 30; k++) {
        snprintf(name[k], sizeof name[k], "kind%d", k);
        many[k] = (struct sv_extract_kind){ (unsigned char) (30 + k), NAN,
                                            name[k] };
    }
    cr_assert(eq(int, (int) sv_kind_codes_make(&codes, &e, NULL, &fault),
                 SV_OK));
    cr_expect(eq(chr, sv_kind_tag(&codes, &half[0], 14), 'o'));
    cr_expect(eq(chr, sv_kind_tag(&codes, &half[1], 14), 'o'));
    cr_expect(eq(dbl, sv_kind_code(&codes, &half[1], 14), -30));
    sv_arena_free(e.arena);
}
