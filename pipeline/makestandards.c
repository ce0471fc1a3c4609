/* makestandards.c - what is written under standardise and covariance. */
#include <stdio.h>
#include <string.h>

#include "pipeline/making.h"

static double
take_shares(struct sv_contrast_spec *s, const struct sv_list *list)
{
    const struct sv_written_count *count = list->item;
    double sum = 0;

    for (size_t i = 0; i < list->n; i++) {
        s->term[s->n++] = (struct sv_contrast_term){
            .coefficient = count[i].value,
            .category = { count[i].name.text }, .at = { count[i].name.at } };
        sum += count[i].value;
    }
    return sum;
}

/* "standardised by age_5 * sex", unless it has a name. */
static struct sv_string
name_standard(struct sv_making *m, const struct sv_written_standard *w)
{
    struct sv_string text = w->name;
    size_t size = 32;
    char *words;

    if (text.text != NULL)
        return text;
    for (size_t v = 0; v < w->by.n; v++)
        size += strlen(w->by.item[v].text) + 2;
    words = sv_arena_take(m->arena, size, 1);
    if (words == NULL)
        return text;
    snprintf(words, size, "standardised by");
    for (size_t v = 0; v < w->by.n; v++)
        snprintf(words + strlen(words), size - strlen(words), "%s %s",
                 v > 0 ? " *" : "", w->by.item[v].text);
    return (struct sv_string){ words, w->by.item[0].at };
}

/* What cannot be in a standard; false after a fault. */
static bool
check_standard(struct sv_making *m, const struct sv_written_standard *w)
{
    const struct sv_string who = w->by.n > 0 ? w->by.item[0] : w->at;
    const size_t n = w->shares.n > 0 ? w->shares.n : w->counts.n;

    if (w->by.n == 0)
        return false;
    if ((w->shares.n > 0) + (w->counts.n > 0) + (w->totals.text != NULL) != 1)
        sv_making_fault(m, who, "a standard has one of 'shares', 'counts' and "
                        "'totals'");
    else if (w->by.n > 1 && n > 0)
        sv_making_fault(m, who, "the shares of classifications that are crossed "
                        "are in a file: 'totals'");
    else if (w->by.n > SV_MAX_CONTRASTED || n > SV_MAX_CONTRAST_TERMS)
        sv_making_fault(m, who, "a standard is of at most %d classifications and "
                        "%d cells", SV_MAX_CONTRASTED, SV_MAX_CONTRAST_TERMS);
    else
        return true;
    return false;
}

void
sv_make_standard(struct sv_making *m, const struct sv_written_standard *w)
{
    const struct sv_list *list = w->shares.n > 0 ? &w->shares : &w->counts;
    struct sv_contrast_spec *s;
    double sum = 1;

    if (!check_standard(m, w))
        return;
    s = sv_next_contrast(m, name_standard(m, w), list->n + 1);
    if (s == NULL)
        return;
    s->standard = true;
    s->totals = sv_making_path(m, w->totals);
    for (size_t v = 0; v < w->by.n; v++)
        s->variable[s->n_variables++] = w->by.item[v].text;
    if (list->n > 0)
        sum = take_shares(s, list);
    for (size_t k = 0; k < s->n; k++)
        s->term[k].coefficient /= sum;
    s->shares_sum = w->shares.n > 0 ? sum : 0;
    if (!(sum > 0))
        sv_making_fault(m, w->by.item[0], "the shares of a standard add up to "
                        "0");
    s->text.at = w->by.item[0].at;
    sv_check_contrasted(m, s);
}

/* ---- covariances -------------------------------------------------------------------- */

static bool
is_by(const struct sv_tables_spec *t, const struct sv_names *crossed)
{
    for (size_t i = 0; i < t->n_by; i++) {
        const struct sv_names *by = &t->by[i].variable;
        size_t same = 0;

        for (size_t k = 0; by->n == crossed->n && k < by->n; k++)
            same += strcmp(by->item[k].text, crossed->item[k].text) == 0;
        if (same == crossed->n)
            return true;
    }
    return false;
}

void
sv_make_covariances(struct sv_making *m)
{
    struct sv_tables_spec *t = &m->survey->tables;

    t->covariance = m->written->tables.covariance.item;
    t->n_covariances = m->written->tables.covariance.n;
    for (size_t i = 0; i < t->n_covariances; i++)
        if (!is_by(t, &t->covariance[i].variable))
            sv_making_fault(m, t->covariance[i].variable.item[0], "this is not "
                            "an entry of 'by' of 'tables'; add it there");
}
