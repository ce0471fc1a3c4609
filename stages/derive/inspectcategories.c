/* inspectcategories.c - categories that the catalogue looks for. */
#include <string.h>

#include "stages/derive/inspect.h"
#include "stages/derive/lacking.h"

enum { LIST = 320 };

static void
tell_lack(void *to, const struct sv_lack *lack, size_t n, const char *list)
{
    const struct sv_row_count none = { .n = n };
    json_t *found = to;
    char words[512];

    sv_lack_words(words, sizeof words, lack);
    sv_findings_add(found, &(struct sv_finding) {
        SV_WARNING, "unavailable", "", lack->variable, &none, n, false
    }, "%s: not available %s %s", words, n == 1 ? "is" : "are", list);
}

static bool
is_in(const char *const *name, size_t n, const char *wanted)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(name[k], wanted) == 0)
            return true;
    return false;
}

static void
put(char list[LIST], const char *name)
{
    const size_t used = strlen(list);

    if (used + strlen(name) + 3 < LIST)
        snprintf(list + used, LIST - used, "%s%s", used > 0 ? ", " : "", name);
}

/* The categories of T; of a number those that a table by it has, by the labels of
 * the file. */
static const struct sv_category_set *
named_set(const struct sv_derivation *d, const struct sv_target *t)
{
    for (size_t k = 0; t->set.n == 0 && k < d->n_targets; k++)
        if (d->target[k].variable == NULL && d->target[k].record == t->record
            && strcmp(d->target[k].name, t->name) == 0)
            return &d->target[k].set;
    return &t->set;
}

/* What the survey's categories are, where they are not all that the catalogue
 * knows.  One that is only lacking may not have been asked; with another in its
 * place it is more likely called otherwise. */
static void
test_canon(struct sv_inspection *i, const struct sv_canon *canon,
           const struct sv_target *t)
{
    static const char *const truths[] = { "false", "true" };
    const bool truth = t->kind == SV_TARGET_BOOL;
    const struct sv_category_set *set = named_set(i->d, t);
    const char *const *has = truth ? truths : (const char *const *) set->name;
    const size_t n = truth ? 2 : set->n;
    char found[LIST] = "", known[LIST] = "";
    size_t lacking = 0, other = 0;
    struct sv_row_count none = { .n = 0 };

    for (size_t k = 0; k < canon->categories.n; k++) {
        put(known, canon->categories.item[k].text);
        lacking += !is_in(has, n, canon->categories.item[k].text);
    }
    for (size_t k = 0; k < n; k++) {
        size_t c = 0;

        put(found, has[k]);
        while (c < canon->categories.n
               && strcmp(canon->categories.item[c].text, has[k]) != 0)
            c++;
        other += c == canon->categories.n;
    }
    none.n = lacking;
    if (lacking > 0)
        sv_findings_add(i->found, &(struct sv_finding) {
            other > 0 || n == 0 ? SV_WARNING : SV_NOTE, "canon", "", t->name,
            &none, canon->categories.n, false
        }, "%s: the catalogue knows the categories %s; here %s", t->name, known,
            n > 0 ? found : "it is a number, without any");
}

void
sv_inspect_categories(struct sv_inspection *i)
{
    sv_each_lack(i->d, tell_lack, i->found);
    for (size_t k = 0; k < i->rules.n_canons; k++)
        for (size_t t = 0; t < i->d->n_targets; t++)
            if (i->d->target[t].variable != NULL
                && i->d->target[t].symbol != NULL
                && strcmp(i->d->target[t].name,
                          i->rules.canon[k].variable.text) == 0)
                test_canon(i, &i->rules.canon[k], &i->d->target[t]);
}
