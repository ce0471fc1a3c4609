/* lines.c - figures that differ in one classification alone. */
#include "stages/tabulate/lines.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static bool
on_one_line(const struct sv_figures *all, const struct sv_figure *a,
            const struct sv_figure *b, size_t class)
{
    if (strcmp(a->indicator, b->indicator) != 0
        || strcmp(a->item, b->item) != 0 || strcmp(a->record, b->record) != 0)
        return false;
    for (size_t k = 0; k < all->n_classes; k++)
        if (k != class && strcmp(a->category[k], b->category[k]) != 0)
            return false;
    return true;
}

static uint64_t
add_text(uint64_t hash, const char *text)
{
    return XXH3_64bits_withSeed(text, strlen(text), hash);
}

static uint64_t
hash_of(const struct sv_figures *all, const struct sv_figure *f, size_t class)
{
    uint64_t hash = add_text(add_text(add_text(0, f->indicator), f->item),
                             f->record);

    for (size_t k = 0; k < all->n_classes; k++)
        if (k != class)
            hash = add_text(hash, f->category[k]);
    return hash;
}

/* The first figure of the line of figure I, which is I itself if it is the first
 * to come; SLOT [mask + 1] has numbers of such figures, from 1. */
static size_t
first_of(size_t *slot, size_t mask, const struct sv_figures *all, size_t i,
         size_t class)
{
    const struct sv_figure *const f = all->figure;
    size_t at = hash_of(all, &f[i], class) & mask;

    while (slot[at] != 0 && !on_one_line(all, &f[slot[at] - 1], &f[i], class))
        at = (at + 1) & mask;
    if (slot[at] == 0)
        slot[at] = i + 1;
    return slot[at] - 1;
}

enum sv_status
sv_lines_along(struct sv_lines *out, const struct sv_figures *figures,
               size_t class, struct sv_fault *fault)
{
    const size_t n = figures->n;
    size_t slots = 16, *slot, *last;

    while (slots < 2 * n)
        slots *= 2;
    slot = calloc(slots, sizeof *slot);
    last = calloc(n + 1, sizeof *last);
    out->first = calloc(n + 1, sizeof *out->first);
    out->next = calloc(n + 1, sizeof *out->next);
    if (slot == NULL || last == NULL || out->first == NULL || out->next == NULL)
        sv_fail(fault, SV_SYSTEM, "out of memory for %zu figures", n);
    for (size_t i = 0; fault->status == SV_OK && i < n; i++) {
        const size_t first = first_of(slot, slots - 1, figures, i, class);

        out->first[i] = first;
        out->next[i] = n;
        if (first != i)
            out->next[last[first]] = i;
        last[first] = i;
    }
    free(slot);
    free(last);
    if (fault->status != SV_OK)
        sv_lines_free(out);
    return fault->status;
}

void
sv_lines_free(struct sv_lines *lines)
{
    free(lines->first);
    free(lines->next);
    *lines = (struct sv_lines){ NULL, NULL };
}
