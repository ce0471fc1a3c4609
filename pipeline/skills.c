/* skills.c - levels of skill, from rules to conditions.
 *
 * An activity that is not known to be done is not done, unless the survey
 * wants it otherwise, and then it is the number of activities that is missing.
 * A level looks at numbers only, and is missing where one that it needs is, or
 * where it is not known whether the person is to be assessed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/expanding.h"
#include "pipeline/skills.h"

enum { MOST_AREAS = 32 };

/* The areas of a vintage. */
struct areas {
    const struct sv_written_area *area[MOST_AREAS];
    size_t n;
};

static struct areas
areas_of(const struct sv_written_skills *s, int vintage)
{
    const struct sv_written_area *a = s->areas.item;
    struct areas all = { .n = 0 };

    for (size_t i = 0; i < s->areas.n && all.n < MOST_AREAS; i++)
        if (sv_in_vintage(a[i].since, a[i].until, vintage)
            && a[i].variable.text != NULL)
            all.area[all.n++] = &a[i];
    return all;
}

static void
put_known(FILE *to, const struct areas *all)
{
    for (size_t i = 0; i < all->n; i++)
        fprintf(to, "%s%s == %s", i > 0 ? ", " : "",
                all->area[i]->variable.text, all->area[i]->variable.text);
}

static void
put_reached(FILE *to, const struct areas *all, bool above)
{
    for (size_t i = 0; i < all->n; i++)
        fprintf(to, "%s%s >= %d", i > 0 ? ", " : "",
                all->area[i]->variable.text,
                above ? all->area[i]->above : all->area[i]->basic);
}

/* How many of all areas reach the level, if that matters. */
static void
put_number(FILE *to, const struct areas *all, bool above,
           struct sv_string wanted, bool *any)
{
    if (wanted.text == NULL)
        return;
    fprintf(to, "%scount(", *any ? " and " : "");
    put_reached(to, all, above);
    fprintf(to, ") in (%s)", wanted.text);
    *any = true;
}

/* The condition of LEVEL: in one area, or over all. */
static void
put_condition(FILE *to, const struct sv_written_skills *s,
              const struct areas *all, const struct sv_written_skill_level *level)
{
    bool any = false;

    if (level->assessed.text != NULL) {
        fprintf(to, "not (%s)", s->among.text);
        return;
    }
    fprintf(to, "if(%s, if(all(", s->among.text);
    put_known(to, all);
    fputs("), ", to);
    if (level->levels.text != NULL) {
        const struct sv_written_area *a = all->area[0];

        fprintf(to, "count(%s >= %d, %s >= %d) in (%s)", a->variable.text,
                a->basic, a->variable.text, a->above, level->levels.text);
    } else {
        put_number(to, all, false, level->basic, &any);
        put_number(to, all, true, level->above, &any);
    }
    fputs(", false), false)", to);
}

static struct sv_string
condition(struct sv_expanding *x, const struct sv_written_skills *s,
          const struct areas *all, const struct sv_written_skill_level *level)
{
    struct sv_string text = { NULL, level->at.at };
    char *made = NULL;
    size_t n;
    FILE *to = open_memstream(&made, &n);

    if (to == NULL)
        return text;
    put_condition(to, s, all, level);
    if (fclose(to) == 0)
        text.text = sv_arena_text(x->arena, made, n);
    free(made);
    return text;
}

static struct sv_names
variables_of(struct sv_expanding *x, const struct areas *all)
{
    struct sv_names names = {
        sv_arena_take(x->arena, all->n, sizeof *names.item), 0
    };

    for (; names.item != NULL && names.n < all->n; names.n++)
        names.item[names.n] = all->area[names.n]->variable;
    return names;
}

static bool
is_whole(struct sv_expanding *x, const struct sv_written_skill_level *level,
         bool of_area)
{
    const bool rule = level->assessed.text != NULL
                   || (of_area ? level->levels.text
                       : level->basic.text != NULL ? level->basic.text
                                                   : level->above.text) != NULL;

    if (level->item.text == NULL)
        return false;
    if (!rule && !x->quiet)
        sv_point(x->fault, SV_DATA, level->item.at, strlen(level->item.text),
                 "'%.60s' does not say which level it is; write %s",
                 level->item.text, of_area ? "'levels'"
                 : "'basic', 'above', or both");
    return rule;
}

/* The changes of the first area that has some: they come together. */
static struct sv_list
changes_of(const struct areas *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->area[i]->changes.n > 0)
            return all->area[i]->changes;
    return (struct sv_list) { NULL, 0 };
}

static void
add_level(struct sv_expanding *x, const struct sv_written_skills *s,
          const struct areas *all, const struct sv_written_skill_level *level,
          const struct sv_written_area *area)
{
    struct sv_written_item item = { .at = level->at, .facts = level->facts };

    if (!is_whole(x, level, area != NULL) || all->n == 0)
        return;
    item.item = level->item;
    item.name = level->name;
    item.facts.changes = changes_of(all);
    if (item.facts.note.n == 0)
        item.facts.note = s->note;
    if (area != NULL) {
        item.item = sv_arena_format(x->arena, area->area.at, "%s%s",
                                    area->area.text, level->item.text);
        item.name = sv_label_join(x->arena, &area->name, &level->name, ": ",
                                  "");
    }
    if (level->facts.series.text != NULL)
        item.facts.series = sv_arena_format(
            x->arena, level->facts.series.at, "%s%s%s",
            level->facts.series.text, area != NULL ? area->area.text : "",
            area != NULL ? level->item.text : "");
    sv_expand_base(x, &item.facts);
    item.by.proportion = condition(x, s, all, level);
    item.requires = variables_of(x, all);
    sv_expand_add(x, &item);
}

struct search {
    struct sv_expanding *x;
    const char *code;
};

static void
add_levels(void *to, const struct sv_written_skills *s)
{
    const struct search *search = to;
    const struct sv_written_skill_level *level = s->levels.item;
    const struct sv_written_skill_level *overall = s->overall.item;
    const struct areas all = areas_of(s, search->x->vintage);

    if (s->indicator.text == NULL || s->among.text == NULL
        || strcmp(s->indicator.text, search->code) != 0)
        return;
    for (size_t i = 0; i < all.n; i++) {
        const struct areas one = { { all.area[i] }, 1 };

        for (size_t k = 0; k < s->levels.n; k++)
            add_level(search->x, s, &one, &level[k], all.area[i]);
    }
    for (size_t k = 0; k < s->overall.n; k++)
        add_level(search->x, s, &all, &overall[k], NULL);
}

void
sv_expand_levels(struct sv_expanding *x, const char *code)
{
    struct search search = { x, code };

    sv_each_skills(x->c, x->vintage, add_levels, &search);
}

/* ---- the numbers of activities ------------------------------------------- */

static void
put_items(FILE *to, const struct sv_written_area *a, const char *before,
          const char *behind)
{
    for (size_t i = 0; i < a->items.n; i++)
        fprintf(to, "%s%s%s%s", i > 0 ? ", " : "", before,
                a->items.item[i].text, behind);
}

/* Whose number is not known: who left out any item of any area, or all items
 * of this one. */
static void
put_unknown(FILE *to, const struct areas *all, const struct sv_written_area *a,
            bool anything)
{
    fputs(anything ? "any(" : "all(", to);
    for (size_t i = 0; anything && i < all->n; i++) {
        fputs(i > 0 ? ", " : "", to);
        put_items(to, all->area[i], "missing(", ")");
    }
    if (!anything)
        put_items(to, a, "missing(", ")");
    fputs(")", to);
}

char *
sv_skill_number(const struct sv_written_skills *s,
                const struct sv_written_area *area, int vintage,
                const char *missing)
{
    const struct areas all = areas_of(s, vintage);
    const bool zero = strcmp(missing, "zero") == 0;
    char *text = NULL;
    size_t n;
    FILE *to = open_memstream(&text, &n);

    if (to == NULL)
        return NULL;
    if (!zero) {
        fputs("if(", to);
        put_unknown(to, &all, area, strcmp(missing, "drop-person") == 0);
        fputs(", 0 / 0, ", to);
    }
    fputs("count(", to);
    put_items(to, area, "", "");
    fputs(zero ? ")" : "))", to);
    if (fclose(to) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
