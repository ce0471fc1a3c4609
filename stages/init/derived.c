/* derived.c - variables of the proposal that are made of others. */
#include "stages/init/derived.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/init/writing.h"

static const char *
record_name(const struct sv_draft *d, int record)
{
    return d->structure->record[record].name;
}

static size_t
place_of(const struct sv_draft *d, const char *name)
{
    size_t t = 0;

    while (t < d->mapping->n
           && strcmp(d->mapping->of[t].term->words.name.text, name) != 0)
        t++;
    return t;
}

bool
sv_draft_defines(const struct sv_draft *d, const char *name)
{
    const size_t t = place_of(d, name);

    return t < d->mapping->n && d->defined[t];
}

/* Whether all variables that EXPRESSION names have been written. */
static bool
all_defined(const struct sv_draft *d, const char *expression)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
    bool all = true;

    while (*expression != '\0') {
        const size_t n = strspn(expression, letters);
        char name[64];

        if (n > 0 && n < sizeof name) {
            memcpy(name, expression, n);
            name[n] = '\0';
            if (place_of(d, name) < d->mapping->n)
                all = all && sv_draft_defines(d, name);
        }
        expression += n;
        expression += strcspn(expression, letters);
    }
    return all;
}

/* "a or b or c", of those that there are. */
static char *
parts_of(struct sv_draft *d, const struct sv_term *term)
{
    char *text = NULL;
    size_t size, n = 0;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL) {
        d->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < term->any.n; i++) {
        const char *name = term->any.item[i].text;

        if (sv_draft_defines(d, name))
            fprintf(to, "%s%s", n++ == 0 ? "" : " or ", name);
    }
    fclose(to);
    if (n > 0)
        return text;
    free(text);
    return NULL;
}

static void
write_lacking(const struct sv_draft *d, const struct sv_term *term)
{
    bool any = false;

    for (size_t i = 0; i < term->any.n; i++)
        if (!sv_draft_defines(d, term->any.item[i].text)) {
            fprintf(d->to, "%s%s", any ? ", " : "; without ",
                    term->any.item[i].text);
            any = true;
        }
    fputc('\n', d->to);
}

/* Makes the variable of others; returns whether it could be. */
static bool
write_made(struct sv_draft *d, const struct sv_mapped *m)
{
    const struct sv_term *term = m->term;
    char *parts = NULL;

    if (term->derive.text == NULL && term->any.n == 0)
        return false;
    if (term->derive.text != NULL && !all_defined(d, term->derive.text))
        return false;
    parts = term->any.n > 0 ? parts_of(d, term) : NULL;
    if (term->any.n > 0 && parts == NULL)
        return false;
    fputs("  # made of the above", d->to);
    write_lacking(d, term);
    if (term->note.text != NULL)
        fprintf(d->to, "  #   look: %s\n", term->note.text);
    fprintf(d->to, "  %s: {of: %s, where: ", term->words.name.text,
            record_name(d, m->record));
    sv_write_expression(d->to, parts != NULL ? parts : term->derive.text);
    fputs("}\n", d->to);
    free(parts);
    return true;
}

/* ---- scope and age groups --------------------------------------------------- */

/* Ages of those whose question about the Internet, or the one before it, has an
 * answer, and of all; of that about a telephone where there is no other. */
struct ages { double least, most, oldest; const char *about; };

static struct ages
find_ages(const struct sv_draft *d)
{
    const struct sv_mapped *age = sv_mapped(d->mapping, "age");
    const struct sv_mapped *use = sv_mapped(d->mapping, "internet");
    struct ages a = { NAN, NAN, NAN, "the Internet" };

    if (use == NULL) {
        use = sv_mapped(d->mapping, "mobile_own");
        a.about = "a telephone";
    }
    if (age == NULL || use == NULL || age->record != use->record)
        return a;
    for (size_t j = 0; j < age->column->n; j++) {
        double years, answer;

        if (!sv_seen_number(&years, age->column, j))
            continue;
        if (!(years <= a.oldest))
            a.oldest = years;
        if (!sv_seen_number(&answer, use->column, j)
            && (use->after == NULL || !sv_seen_number(&answer, use->after, j)))
            continue;
        if (!(years >= a.least))
            a.least = years;
        if (!(years <= a.most))
            a.most = years;
    }
    return a;
}

/* The upper end only where many are older: few very old persons answer. */
static bool
write_scope(struct sv_draft *d, const char *person)
{
    const struct ages a = find_ages(d);
    const bool end = a.most + 15 < a.oldest;

    if (isnan(a.least))
        return false;
    fprintf(d->to, "  # medium: the youngest who answered about %s is %.0f",
            a.about, a.least);
    if (end)
        fprintf(d->to, ", the oldest %.0f", a.most);
    fprintf(d->to, "; say the age\n  # that the questionnaire gives\n"
            "  in_scope: {of: %s, where: age >= %.0f", person, a.least);
    if (end)
        fprintf(d->to, " and age <= %.0f", a.most);
    fputs("}\n", d->to);
    return true;
}

static bool
write_age_groups(struct sv_draft *d, const char *person)
{
    const struct ages a = find_ages(d);
    const double least = a.least;

    if (!sv_draft_defines(d, "age"))
        return false;
    fprintf(d->to, "  # made of age: the groups that ITU publishes, from the "
            "least age asked\n  age_group: {of: %s, from: age, cut: [", person);
    if (!(least >= 15))
        fprintf(d->to, "%.0f, ", isnan(least) ? 0 : least);
    fputs("15, 25, 75], label: {en: \"Age group\", fr: \"Groupe d'âge\", "
          "es: \"Grupo de edad\"}}\n", d->to);
    return true;
}

static bool
write_size(struct sv_draft *d)
{
    if (d->structure->household < 0 || d->structure->person < 0)
        return false;
    fprintf(d->to, "  # made by counting\n  hh_size: {of: %s, count: %s}\n",
            record_name(d, d->structure->household),
            record_name(d, d->structure->person));
    return true;
}

bool
sv_write_derived(struct sv_draft *d, const struct sv_mapped *m)
{
    const char *name = m->term->words.name.text;

    if (m->record < 0)
        return false;
    if (strcmp(name, "in_scope") == 0)
        return write_scope(d, record_name(d, m->record));
    if (strcmp(name, "age_group") == 0)
        return write_age_groups(d, record_name(d, m->record));
    if (strcmp(name, "hh_size") == 0)
        return write_size(d);
    return write_made(d, m);
}
