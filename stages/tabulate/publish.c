/* publish.c - primary suppression by limits, secondary by complement. */
#include "stages/tabulate/publish.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tabulate/lines.h"

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

static bool
is_hidden(enum sv_shown s)
{
    return s == SV_FEW_CASES || s == SV_PROTECTED;
}

static bool
is_total(const struct sv_figures *all, size_t i, size_t c)
{
    return strcmp(all->figure[i].category[c], "_T") == 0;
}

/* Looks along classification C from figure I, the first of its line but for the
 * total.  If just one is hidden, hides the one with the fewest cases beside
 * it. */
static bool
protect_line(enum sv_shown *shown, const struct sv_figures *all,
             const struct sv_lines *lines, size_t i, size_t c)
{
    const struct sv_figure *f = all->figure;
    size_t hidden = 0, least = all->n;

    for (size_t j = i; j < all->n; j = lines[c].next[j]) {
        if (is_total(all, j, c))
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

/* Whether figure I is the first of its line along C but for the total. */
static bool
begins_line(const struct sv_figures *all, const struct sv_lines *lines,
            size_t i, size_t c)
{
    const size_t first = lines[c].first[i];

    return !is_total(all, i, c)
        && (i == first || (is_total(all, first, c) && lines[c].next[first] == i));
}

/* All lines of all tables that a category is suppressed on may need a second
 * one, which may lie on a line of another table: repeat until nothing moves.
 * It ends, as each step hides one more figure. */
static void
protect(enum sv_shown *shown, const struct sv_figures *all,
        const struct sv_lines *lines)
{
    bool moved;

    do {
        moved = false;
        for (size_t i = 0; i < all->n; i++)
            for (size_t c = 0; c < all->n_classes; c++)
                if (begins_line(all, lines, i, c))
                    moved |= protect_line(shown, all, lines, i, c);
    } while (moved);
}

enum sv_status
sv_publish(enum sv_shown *shown, const struct sv_figures *figures,
           const struct sv_tables_spec *tables, struct sv_fault *fault)
{
    struct sv_lines *lines;

    for (size_t i = 0; i < figures->n; i++)
        shown[i] = primary(&figures->figure[i], tables);
    if (tables->publish.protect.text == NULL)
        return SV_OK;

    lines = calloc(figures->n_classes + 1, sizeof *lines);
    if (lines == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu figures",
                       figures->n);
    for (size_t c = 0; fault->status == SV_OK && c < figures->n_classes; c++)
        if (sv_lines_along(&lines[c], figures, c, fault) != SV_OK)
            break;
    if (fault->status == SV_OK)
        protect(shown, figures, lines);
    for (size_t c = 0; c < figures->n_classes; c++)
        sv_lines_free(&lines[c]);
    free(lines);
    return fault->status;
}
