/* test_explainwords.c - headings and names, in every language. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/common/codewords.h"
#include "stages/explain/explainwords.h"

Test(explainwords, every_language_has_every_text)
{
    size_t n = 0, same = 0;

    for (size_t k = 0; sv_explained_text(k) != NULL; k++)
        for (size_t l = 0; l < SV_N_LANGUAGES; l++, n++) {
            const char *english = sv_explained_text(k);
            const char *word = sv_explain_word(sv_language[l], english);

            cr_expect(word != NULL && *word != '\0', "%s lacks '%s'",
                      sv_language[l], english);
            same += l > 0 && strcmp(word, english) == 0;
        }
    cr_expect(gt(sz, n, 100));
    cr_expect(lt(sz, same, 6));         /* variance, coefficient, ... */
}

Test(explainwords, what_is_not_there_is_as_it_was)
{
    cr_expect_str_eq(sv_explain_word("fr", "stratum"), "strate");
    cr_expect_str_eq(sv_explain_word("pt", "stratum"), "stratum");
    cr_expect_str_eq(sv_explain_word("fr", "√ Σ (slope se)²"),
                     "√ Σ (slope se)²");
}
