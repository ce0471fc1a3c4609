/* makenumbers.c - numbers of activities that a survey counts by its own rule. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/making.h"
#include "pipeline/opencatalogue.h"

struct search {
    const char *name;
    int vintage;
    const struct sv_written_area *found;
};

static void
find_area(void *to, const struct sv_written_skills *s)
{
    struct search *f = to;
    const struct sv_written_area *a = s->areas.item;

    for (size_t i = 0; i < s->areas.n && f->found == NULL; i++)
        if (a[i].variable.text != NULL
            && sv_in_vintage(a[i].since, a[i].until, f->vintage)
            && strcmp(a[i].variable.text, f->name) == 0)
            f->found = &a[i];
}

/* Variables that were written come before those that catalogues add. */
bool
sv_is_own_number(const struct sv_written_area **area,
                 const struct sv_making *m, const struct sv_catalogue *c,
                 const char *name)
{
    struct search f = { name, sv_catalogue_vintage(c, m->vintage), NULL };
    const struct sv_written_variable *w = m->written->variables.item;
    bool own = false;

    for (size_t i = 0; i < m->written->variables.n && !own; i++)
        own = w[i].name.text != NULL && strcmp(w[i].name.text, name) == 0;
    if (own)
        sv_each_skills(c, f.vintage, find_area, &f);
    *area = f.found;
    return f.found != NULL;
}

static const struct sentence {
    const char *language, *before, *behind, *without;
} sentences[] = {
    { "en", "counted by the survey itself (", "), not comparable",
      "; of the list it lacks " },
    { "fr", "compté par l'enquête elle-même (", "), non comparable",
      " ; de la liste manque " },
    { "es", "contado por la propia encuesta (", "), no comparable",
      "; de la lista falta " },
};
enum { N_SENTENCES = sizeof sentences / sizeof *sentences };

/* "act_news, skill_verify": activities of AREA that the survey lacks. */
static char *
lacking_of(const struct sv_making *m, const struct sv_written_area *area)
{
    char *text = NULL;
    size_t size, n = 0;
    FILE *to = open_memstream(&text, &size);

    for (size_t i = 0; to != NULL && i < area->items.n; i++)
        if (sv_survey_variable(m->survey, area->items.item[i].text) == NULL)
            fprintf(to, "%s%s", n++ > 0 ? ", " : "", area->items.item[i].text);
    if (to != NULL)
        fclose(to);
    return text;
}

static const char *
sentence(const struct sv_making *m, const struct sv_written_area *area,
         const struct sentence *s, const char *lacking, const char *before)
{
    char *text = NULL;
    const char *kept = "";
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL)
        return kept;
    fprintf(to, "%s%s%s: ", before, *before != '\0' ? ". " : "",
            sv_label_in(&area->name, s->language, ""));
    fprintf(to, "%s%s%s", s->before, area->variable.text, s->behind);
    if (*lacking != '\0')
        fprintf(to, "%s%s", s->without, lacking);
    if (fclose(to) == 0)
        kept = sv_arena_text(m->arena, text, size);
    free(text);
    return kept;
}

struct sv_label
sv_own_number_note(const struct sv_making *m, const struct sv_written_area *area,
                   const struct sv_label *note)
{
    struct sv_label all = {
        sv_arena_take(m->arena, N_SENTENCES, sizeof *all.in), 0
    };
    char *lacking = lacking_of(m, area);

    for (; all.in != NULL && lacking != NULL && all.n < N_SENTENCES; all.n++) {
        const struct sentence *s = &sentences[all.n];

        all.in[all.n].language = s->language;
        all.in[all.n].text = sentence(m, area, s, lacking,
                                      sv_label_in(note, s->language, ""));
    }
    free(lacking);
    return all;
}
