/* test_goalwords.c - the words of goals and targets, in every language. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/common/codewords.h"
#include "stages/common/groupwords.h"
#include "stages/tabulate/goalwords.h"

Test(goalwords, every_language_has_every_word)
{
    for (int k = 0; k < SV_N_GOAL_WORDS; k++)
        for (size_t l = 0; l < SV_N_LANGUAGES; l++)
            cr_expect(sv_goal_word(sv_language[l], (enum sv_goal_word) k)
                      != NULL, "%s lacks word %d", sv_language[l], k);
}

/* A sentence that is the same in two languages has not been translated. */
Test(goalwords, sentences_are_translated)
{
    size_t n = 0;

    for (int k = 0; k < SV_N_GOAL_WORDS; k++) {
        const char *here = sv_goal_word("en", (enum sv_goal_word) k);

        if (strchr(here, ' ') == NULL)
            continue;
        n++;
        for (size_t l = 1; l < SV_N_LANGUAGES; l++)
            cr_expect(ne(int, strcmp(here, sv_goal_word(
                          sv_language[l], (enum sv_goal_word) k)), 0),
                      "%s: %s", sv_language[l], here);
    }
    cr_expect(gt(sz, n, 3));
}

Test(goalwords, others_are_english)
{
    cr_expect_str_eq(sv_goal_word("fr", SV_GW_TARGET), "cible");
    cr_expect_str_eq(sv_goal_word("es", SV_GW_TARGET), "meta");
    cr_expect_str_eq(sv_goal_word("pt", SV_GW_TARGET), "target");
}

Test(goalwords, groups_have_words_in_languages_other_than_english)
{
    const char *class, *category;
    size_t k = 0;

    while ((class = sv_worded_group(k++, &category)) != NULL) {
        cr_expect(sv_group_word("en", class, category) == NULL);
        for (size_t l = 1; l < SV_N_LANGUAGES; l++) {
            const char *word = sv_group_word(sv_language[l], class, category);

            cr_assert(word != NULL, "%s lacks %s %s", sv_language[l], class,
                      category);
            cr_expect(ne(int, *word, 0));
        }
    }
    cr_expect(gt(sz, k, 20));
    cr_expect_str_eq(sv_group_word("fr", "sex", "female"), "femmes");
    cr_expect(sv_group_word("fr", "device", "female") == NULL);
}
