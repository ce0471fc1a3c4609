/* test_codewords.c - codes in words, in every language. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/common/codewords.h"
#include "stages/estimate/flags.h"

Test(codewords, every_language_has_every_word)
{
    for (size_t k = 0; sv_worded_code(k) != NULL; k++)
        for (size_t l = 0; l < SV_N_LANGUAGES; l++) {
            const char *word = sv_word_of(sv_language[l], sv_worded_code(k));

            cr_expect(word != NULL && *word != '\0', "%s lacks '%s'",
                      sv_language[l], sv_worded_code(k));
        }
}

/* A sentence that is the same in two languages has not been translated. */
Test(codewords, every_flag_is_explained_in_every_language)
{
    for (size_t i = 0; i < sv_n_flag_rules; i++)
        for (size_t l = 0; l < SV_N_LANGUAGES; l++) {
            const char *code = sv_flag_rules[i].code;
            const char *here = sv_word_of(sv_language[l], code);
            const char *next =
                sv_word_of(sv_language[(l + 1) % SV_N_LANGUAGES], code);

            cr_expect(gt(sz, strlen(here), 20), "%s lacks flag %s",
                      sv_language[l], code);
            cr_expect(ne(int, strcmp(here, next), 0), "%s: flag %s",
                      sv_language[l], code);
        }
}

Test(codewords, other_codes_and_languages)
{
    cr_expect_str_eq(sv_word_of("fr", "person"), "Personnes");
    cr_expect_str_eq(sv_word_of("pt", "person"), "Persons");
    cr_expect_str_eq(sv_word_of("fr", "village"), "village");
    cr_expect(sv_speaks("es"));
    cr_expect(not(sv_speaks("pt")));
}
