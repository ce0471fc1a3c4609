/* publish.c - primary suppression by limits, secondary by complement. */
#include "stages/tabulate/publish.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum sv_shown
primary(const struct sv_figure *f, const struct sv_tables_spec *t)
{
    if (f->n > 0 && f->n < t->publish.minimum_n)
        return SV_FEW_CASES;
    if (f->n == 0 || isnan(f->estimate))
        return SV_NOT_ESTIMABLE;
    if (isnan(f->se))                   /* within one PSU, say */
        return SV_UNCERTAIN;
    if (isnan(f->cv))                   /* exactly 0 */
        return SV_SHOWN;
    if (f->cv > t->publish.suppress_cv)
        return SV_TOO_UNCERTAIN;
    return f->cv > t->publish.flag_cv ? SV_UNCERTAIN : SV_SHOWN;
}

/* Two figures lie on one line of a table along classification C if they are
 * of one indicator and agree in every other classification. */
static bool
on_one_line(const struct sv_figures *all, const struct sv_figure *a,
            const struct sv_figure *b, size_t c)
{
    if (strcmp(a->indicator, b->indicator) != 0
        || strcmp(a->item, b->item) != 0
        || strcmp(a->record, b->record) != 0)
        return false;
    for (size_t k = 0; k < all->n_classes; k++)
        if (k != c && strcmp(a->category[k], b->category[k]) != 0)
            return false;
    return true;
}

static bool
is_hidden(enum sv_shown s)
{
    return s == SV_FEW_CASES || s == SV_PROTECTED;
}

/* Looks along classification C from figure I, the first of its line (figures
 * of an indicator stand together).  If just one is hidden, hides the one with
 * the fewest cases beside it. */
static bool
protect_line(enum sv_shown *shown, const struct sv_figures *all, size_t i,
             size_t c)
{
    const struct sv_figure *f = all->figure;
    size_t hidden = 0, least = all->n;

    for (size_t j = i; j < all->n
                       && strcmp(f[j].indicator, f[i].indicator) == 0; j++) {
        if (strcmp(f[j].category[c], "_T") == 0
            || !on_one_line(all, &f[i], &f[j], c))
            continue;
        if (is_hidden(shown[j]))
            hidden++;
        else if (f[j].n > 0 && (least == all->n || f[j].n < f[least].n))
            least = j;
    }
    if (hidden != 1 || least == all->n)
        return false;
    shown[least] = SV_PROTECTED;
    return true;
}

/* Whether figure I is the first of its line along C: no earlier one is on it. */
static bool
begins_line(const struct sv_figures *all, size_t i, size_t c)
{
    const struct sv_figure *f = all->figure;

    if (strcmp(f[i].category[c], "_T") == 0)
        return false;
    for (size_t j = i; j-- > 0
                       && strcmp(f[j].indicator, f[i].indicator) == 0;)
        if (strcmp(f[j].category[c], "_T") != 0
            && on_one_line(all, &f[i], &f[j], c))
            return false;
    return true;
}

struct line { size_t first, class; };

/* All lines of all tables that a category is suppressed on may need a second
 * one, which may lie on a line of another table: repeat until nothing moves.
 * It ends, as each step hides one more figure. */
static void
protect(enum sv_shown *shown, const struct sv_figures *all,
        const struct line *line, size_t n_lines)
{
    bool moved;

    do {
        moved = false;
        for (size_t i = 0; i < n_lines; i++)
            moved |= protect_line(shown, all, line[i].first, line[i].class);
    } while (moved);
}

enum sv_status
sv_publish(enum sv_shown *shown, const struct sv_figures *figures,
           const struct sv_tables_spec *tables, struct sv_fault *fault)
{
    size_t n_lines = 0;
    struct line *line;

    for (size_t i = 0; i < figures->n; i++)
        shown[i] = primary(&figures->figure[i], tables);
    if (tables->publish.protect.text == NULL)
        return SV_OK;

    line = calloc(figures->n * figures->n_classes + 1, sizeof *line);
    if (line == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu figures",
                       figures->n);
    for (size_t i = 0; i < figures->n; i++)
        for (size_t c = 0; c < figures->n_classes; c++)
            if (begins_line(figures, i, c))
                line[n_lines++] = (struct line){ i, c };
    protect(shown, figures, line, n_lines);
    free(line);
    return SV_OK;
}
