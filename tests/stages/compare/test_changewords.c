/* test_changewords.c - the words around changes, in every language. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/common/codewords.h"
#include "stages/compare/changewords.h"

Test(changewords, every_language_has_every_word)
{
    for (int k = 0; k < SV_N_CHANGE_WORDS; k++)
        for (size_t l = 0; l < SV_N_LANGUAGES; l++)
            cr_expect(sv_change_word(sv_language[l], (enum sv_change_word) k)
                      != NULL, "%s lacks word %d", sv_language[l], k);
}

/* A sentence that is the same in two languages has not been translated. */
Test(changewords, sentences_are_translated)
{
    size_t n = 0;

    for (int k = 0; k < SV_N_CHANGE_WORDS; k++)
        for (size_t l = 0; l < SV_N_LANGUAGES; l++) {
            const char *here = sv_change_word(sv_language[l],
                                              (enum sv_change_word) k);
            const char *next =
                sv_change_word(sv_language[(l + 1) % SV_N_LANGUAGES],
                               (enum sv_change_word) k);

            if (strlen(here) < 16)
                continue;
            cr_expect(ne(int, strcmp(here, next), 0), "%s: %s", sv_language[l],
                      here);
            n++;
        }
    cr_expect(gt(sz, n, 20));
}

Test(changewords, others_are_english)
{
    cr_expect_str_eq(sv_change_word("fr", SV_CW_CHANGE), "Évolution");
    cr_expect_str_eq(sv_change_word("es", SV_CW_CHANGE), "Cambio");
    cr_expect_str_eq(sv_change_word("pt", SV_CW_CHANGE), "Change");
}
