/* lacking.c - what cannot be estimated, for a category is not there. */
#include "stages/derive/lacking.h"

#include <stdio.h>
#include <string.h>

#include "stages/derive/namedcategories.h"

enum { LIST = 320, SENTENCE = 400 };

const struct sv_lack *
sv_lack_of(const struct sv_derivation *d, const struct sv_indicator *indicator)
{
    const struct sv_survey *s = d->survey;

    if (indicator < s->indicator || indicator >= s->indicator + s->n_indicators)
        return NULL;
    return d->lack[indicator - s->indicator].variable != NULL
               ? &d->lack[indicator - s->indicator] : NULL;
}

bool
sv_is_available(const struct sv_derivation *d, size_t k)
{
    return d->survey->indicator[k].missing_variable == NULL
        && d->lack[k].variable == NULL;
}

/* ---- words ----------------------------------------------------------------- */

/* Appends to OUT, and dots where there is no room. */
static void
append(char *out, size_t size, const char *between, const char *text)
{
    const size_t used = strlen(out);

    if (used + strlen(between) + strlen(text) + 6 < size)
        snprintf(out + used, size - used, "%s%s", used > 0 ? between : "",
                 text);
    else if (used + 6 < size && (used < 3
                                 || strcmp(out + used - 3, "...") != 0))
        snprintf(out + used, size - used, ", ...");
}

void
sv_lack_words(char *out, size_t size, const struct sv_lack *lack)
{
    char found[LIST] = "";

    for (size_t k = 0; k < lack->n; k++)
        append(found, sizeof found, ", ", lack->found[k]);
    snprintf(out, size, "'%.60s' has no category '%.60s'; it has %s",
             lack->variable, lack->category,
             lack->n > 0 ? found : "numbers without labels: give it categories");
}

/* ---- what is made of others ------------------------------------------------- */

/* The highest of several is there if one of them is. */
static void
settle_highest(struct sv_derivation *d, size_t k)
{
    const struct sv_indicator *x = &d->survey->indicator[k];
    const struct sv_lack *lack = NULL;

    if (x->estimand != SV_HIGHEST || x->missing_variable != NULL)
        return;
    for (size_t i = 0; i < x->parts.n; i++) {
        const struct sv_indicator *part = sv_indicator_part(d->survey, x, i);

        if (part == NULL || part->missing_variable != NULL)
            continue;
        if (sv_lack_of(d, part) == NULL)
            return;
        lack = sv_lack_of(d, part);
    }
    if (lack != NULL)
        d->lack[k] = *lack;
}

/* What a term of a view's ratio lacks of classification V, anywhere. */
static bool
find_lack(struct sv_lack *lack, const struct sv_derivation *d,
          const struct sv_contrast_spec *s, size_t term, size_t v)
{
    for (size_t r = 0; r < d->world.n; r++) {
        const struct sv_target *t = sv_classification(d, (int) r,
                                                      s->variable[v]);

        if (t == NULL || sv_target_find(t, s->term[term].category[v])
                             < sv_target_categories(t))
            continue;
        *lack = (struct sv_lack){ s->variable[v], s->term[term].category[v],
                                  (const char *const *) t->set.name, t->set.n };
        return true;
    }
    return false;
}

static bool
settle_view(struct sv_lack *lack, const struct sv_derivation *d,
            const struct sv_contrast_spec *s)
{
    for (size_t k = 0; s->of_view && k < s->n; k++)
        for (size_t v = 0; v < s->n_variables; v++)
            if (find_lack(lack, d, s, k, v))
                return true;
    return false;
}

static void
fault_lack(const struct sv_lack *lack, struct sv_place at, const char *who,
           struct sv_fault *fault)
{
    char words[SENTENCE + LIST];

    sv_lack_words(words, sizeof words, lack);
    sv_point(fault, SV_DATA, at, strlen(who), "this indicator is not "
             "available: %s", words);
}

/* The indicator CODE with ITEM, which may be NULL. */
static const struct sv_indicator *
find_indicator(const struct sv_survey *s, const char *code, const char *item)
{
    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct sv_indicator *x = &s->indicator[i];
        const char *its = x->item.text != NULL ? x->item.text : "";

        if (strcmp(x->code.text, code) == 0
            && strcmp(its, item != NULL ? item : "") == 0)
            return x;
    }
    return NULL;
}

static void
check_contrast(const struct sv_derivation *d, const struct sv_contrast_spec *s,
               struct sv_fault *fault)
{
    for (size_t k = 0; s->n_variables == 0 && k < s->n; k++) {
        const struct sv_indicator *x = find_indicator(
            d->survey, s->term[k].code, s->term[k].item);

        if (x != NULL && sv_lack_of(d, x) != NULL)
            fault_lack(sv_lack_of(d, x), s->term[k].at[0], s->term[k].code,
                       fault);
    }
}

/* What was asked for by the name of an indicator that is not there. */
static void
check_named(const struct sv_derivation *d, struct sv_fault *fault)
{
    const struct sv_tables_spec *t = &d->survey->tables;

    for (size_t k = 0; k < t->n_contrasts; k++)
        check_contrast(d, &t->contrast[k], fault);
    for (size_t k = 0; k < t->n_tests; k++)
        if (t->test[k].indicator != NULL
            && sv_lack_of(d, t->test[k].indicator) != NULL)
            fault_lack(sv_lack_of(d, t->test[k].indicator), t->test[k].left.at,
                       t->test[k].left.text, fault);
}

bool
sv_model_lacks(const struct sv_derivation *d, const struct sv_model_spec *model,
               struct sv_fault *fault)
{
    const struct sv_indicator *x =
        sv_survey_variable(d->survey, model->written.text) == NULL
            ? sv_survey_indicator(d->survey, model->written.text) : NULL;
    const struct sv_lack *lack = x != NULL ? sv_lack_of(d, x) : NULL;

    if (lack != NULL)
        fault_lack(lack, model->written.at, model->written.text, fault);
    return lack != NULL;
}

enum sv_status
sv_lacking_settle(struct sv_derivation *d, struct sv_fault *fault)
{
    const struct sv_tables_spec *t = &d->survey->tables;

    for (size_t k = 0; k < d->survey->n_indicators; k++)
        settle_highest(d, k);
    d->lost = sv_arena_take(d->arena, t->n_contrasts + 1, sizeof *d->lost);
    if (d->lost == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for contrasts");
    for (size_t k = 0; k < t->n_contrasts; k++)
        if (settle_view(&d->lost[d->n_lost].lack, d, &t->contrast[k]))
            d->lost[d->n_lost++].spec = &t->contrast[k];
    check_named(d, fault);
    return fault->status;
}

/* ---- told ------------------------------------------------------------------- */

static void
add_lack(json_t *entry, const struct sv_lack *lack)
{
    json_t *found = json_array();

    for (size_t k = 0; k < lack->n; k++)
        json_array_append_new(found, json_string(lack->found[k]));
    json_object_set_new(entry, "missing", json_string(lack->variable));
    json_object_set_new(entry, "category", json_string(lack->category));
    json_object_set_new(entry, "found", found);
}

json_t *
sv_unavailable_json(const struct sv_derivation *d)
{
    json_t *all = json_array();

    for (size_t k = 0; k < d->survey->n_indicators; k++) {
        const struct sv_indicator *i = &d->survey->indicator[k];
        json_t *entry;

        if (sv_is_available(d, k) || i->given)
            continue;
        entry = json_pack("{s:s, s:s}", "code", i->code.text, "item",
                          i->item.text != NULL ? i->item.text : "");
        if (i->missing_variable != NULL)
            json_object_set_new(entry, "missing",
                                json_string(i->missing_variable));
        else
            add_lack(entry, &d->lack[k]);
        json_array_append_new(all, entry);
    }
    for (size_t k = 0; k < d->n_lost; k++) {
        json_t *entry = json_pack("{s:s}", "contrast",
                                  d->lost[k].spec->text.text);

        add_lack(entry, &d->lost[k].lack);
        json_array_append_new(all, entry);
    }
    return all;
}

static bool
same(const struct sv_lack *a, const struct sv_lack *b)
{
    return a->variable != NULL && b->variable != NULL
        && strcmp(a->variable, b->variable) == 0
        && strcmp(a->category, b->category) == 0;
}

/* All that lacks what LACK does, from indicator I and ratio K on, unless it
 * was told of before them. */
static void
tell_of(const struct sv_derivation *d, const struct sv_lack *lack,
        void (*tell)(void *to, const struct sv_lack *lack, size_t n,
                     const char *list), void *to)
{
    char list[LIST] = "", name[160];
    size_t n = 0;

    for (size_t i = 0; i < d->survey->n_indicators; i++) {
        const struct sv_indicator *x = &d->survey->indicator[i];

        if (!same(&d->lack[i], lack))
            continue;
        if (&d->lack[i] < lack && lack < d->lack + d->survey->n_indicators)
            return;
        snprintf(name, sizeof name, "%.70s%s%.70s", x->code.text,
                 x->item.text != NULL ? "." : "",
                 x->item.text != NULL ? x->item.text : "");
        append(list, sizeof list, ", ", name);
        n++;
    }
    for (size_t i = 0; i < d->n_lost; i++) {
        if (!same(&d->lost[i].lack, lack))
            continue;
        append(list, sizeof list, ", ", d->lost[i].spec->text.text);
        n++;
    }
    tell(to, lack, n, list);
}

/* Whether something before ratio K lacks the same. */
static bool
is_told(const struct sv_derivation *d, size_t k)
{
    for (size_t i = 0; i < d->survey->n_indicators; i++)
        if (same(&d->lack[i], &d->lost[k].lack))
            return true;
    for (size_t i = 0; i < k; i++)
        if (same(&d->lost[i].lack, &d->lost[k].lack))
            return true;
    return false;
}

void
sv_each_lack(const struct sv_derivation *d,
             void (*tell)(void *to, const struct sv_lack *lack, size_t n,
                          const char *list), void *to)
{
    for (size_t i = 0; i < d->survey->n_indicators; i++)
        if (d->lack[i].variable != NULL)
            tell_of(d, &d->lack[i], tell, to);
    for (size_t k = 0; k < d->n_lost; k++)
        if (!is_told(d, k))
            tell_of(d, &d->lost[k].lack, tell, to);
}
