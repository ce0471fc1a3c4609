/* test_missingfile.c - how many did not answer, as CSV for people. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tabulate/missingfile.h"

static const char json[] =
    "{\"indicators\": ["
    "{\"code\": \"H\", \"item\": \"\", \"name\": {\"en\": \"Radio, any\"},"
    " \"n_universe\": 3042, \"n_missing\": {\"user\": 42}},"
    "{\"code\": \"P\", \"item\": \"b\", \"name\": {\"en\": \"Use\"},"
    " \"item_name\": {\"en\": \"Banking\"}, \"n_universe\": 417,"
    " \"n_missing\": {\"refused\": 3, \"user\": 2}},"
    "{\"code\": \"Q\", \"item\": \"\", \"name\": {\"en\": \"Nobody\"},"
    " \"n_universe\": 0, \"n_missing\": {}}]}";

static void
expect(const char *language, const char *text)
{
    struct sv_survey survey = { .tables.publish.round = 1 };
    struct sv_tabulation t = { .survey = &survey };
    struct sv_fault fault = { 0 };
    struct sv_naming *names;
    struct sv_csv csv = { 0 };
    char *found, *const own = strdup(json);
    size_t n;

    cr_assert(eq(int, sv_naming_read(&names, own, strlen(own), language,
                                     &fault), SV_OK));
    t.names = names;
    csv.to = open_memstream(&found, &n);
    cr_assert(eq(int, sv_write_missing(&csv, &t, &fault), SV_OK));
    fclose(csv.to);
    cr_expect_str_eq(found, text);
    free(found);
    sv_naming_free(names);
    free(own);
}

/* 42 of 3042 are 1.38 %, 5 of 417 are 1.199 %; of nobody there is no share. */
Test(missingfile, a_line_an_indicator_a_column_a_kind)
{
    expect("en",
           "Item non-response (unweighted)\n\n"
           "Code,Indicator,In the universe,Missing,%,declared missing,refused\n"
           "H,\"Radio, any\",3042,42,1.4,42,0\n"
           "P.b,Use: Banking,417,5,1.2,2,3\n"
           "Q,Nobody,0,0,,0,0\n");
}

Test(missingfile, speaks_the_language_of_the_tables)
{
    expect("es",
           "Falta de respuesta parcial (sin ponderar)\n\n"
           "C\xc3\xb3" "digo,Indicador,En el universo,Faltantes,%,declarado faltante,"
           "rechazo\n"
           "H,\"Radio, any\",3042,42,1.4,42,0\n"
           "P.b,Use: Banking,417,5,1.2,2,3\n"
           "Q,Nobody,0,0,,0,0\n");
}
