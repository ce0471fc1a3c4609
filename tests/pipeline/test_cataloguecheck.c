/* test_cataloguecheck.c - every catalogue speaks every language. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "pipeline/cataloguecheck.h"
#include "pipeline/opencatalogue.h"

enum { MOST = 64 };

/* Opens, expands and checks NAME in FOLDER as it is in VINTAGE. */
static void
check(struct sv_fault *fault, const char *name, int vintage)
{
    struct sv_shelf shelf = { .arena = sv_arena_new(), .capacity = MOST,
                              .fault = fault };
    struct sv_catalogue c = { .from = NULL };

    shelf.source = calloc(MOST, sizeof *shelf.source);
    cr_assert(eq(int, sv_catalogue_open(&c, &shelf,
                                        (struct sv_string) { .text = name },
                                        "."), SV_OK), "%s", fault->text);
    sv_catalogue_expand(&c, sv_catalogue_vintage(&c, vintage), shelf.arena,
                        fault);
    sv_catalogue_check(&c, fault);
    cr_expect(gt(sz, strlen(c.catalogue.title.in[0].language), 0), "%s: its "
              "title is in no language", name);
    for (size_t i = 0; i < shelf.n_sources; i++)
        sv_source_free(shelf.source[i]);
    free(shelf.source);
    sv_arena_free(shelf.arena);
}

Test(cataloguecheck, all_that_come_along_are_fit_in_every_vintage)
{
    static const int vintages[] = { 2014, 2020, 2025 };
    char *names[MOST];
    size_t n;

    setenv("HEARTH_CATALOGUE", "pipeline/catalogue", 1);
    n = sv_catalogue_list(names, MOST);
    cr_expect(gt(sz, n, 10));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sizeof vintages / sizeof *vintages; k++) {
            static struct sv_fault fault;

            fault = (struct sv_fault) { .n = 0 };
            check(&fault, names[i], vintages[k]);
            cr_expect(eq(int, fault.status, SV_OK), "%s, %d: %s", names[i],
                      vintages[k], fault.text);
        }
        free(names[i]);
    }
}

Test(cataloguecheck, what_lacks_a_language_is_named)
{
    static const char *const said[] = {
        "lacking has a name that lacks es", "all has a name that lacks fr",
        "small has a name that lacks es", "large has a name that lacks en",
        "L1a has a name that lacks fr", "L1c has a note that lacks fr",
        "L1c has a note that lacks es",
    };
    static struct sv_fault fault;

    check(&fault, "tests/pipeline/survey/catalogue/lacking.yaml", 0);
    cr_expect(eq(int, fault.status, SV_DATA));
    cr_expect(eq(sz, (size_t) fault.n, sizeof said / sizeof *said));
    for (size_t k = 0; k < sizeof said / sizeof *said; k++)
        cr_expect(strstr(fault.text, said[k]) != NULL, "%s: %s", said[k],
                  fault.text);
}
