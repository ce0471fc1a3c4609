/* response.c - adjustment for those who did not answer. */
#include "weights/response.h"

#include <stdio.h>
#include <stdlib.h>

static size_t
class_of(const struct sv_response *r, size_t j)
{
    return r->class_of != NULL ? r->class_of[j] : 0;
}

static void
name_class(char *text, size_t size, const struct sv_response *r, size_t k)
{
    if (r->class_name != NULL)
        snprintf(text, size, "class %s", r->class_name[k]);
    else if (r->n_classes == 1)
        snprintf(text, size, "the sample");
    else
        snprintf(text, size, "class %zu of %zu", k + 1, r->n_classes);
}

/* ALL and ANSWERED [n_classes]: weights of those inside. */
static void
add_up(double *all, double *answered, const struct sv_response *r,
       const double *w)
{
    for (size_t j = 0; j < r->n; j++) {
        if (r->answer[j] == SV_OUTSIDE)
            continue;
        all[class_of(r, j)] += w[j];
        if (r->answer[j] == SV_ANSWERED)
            answered[class_of(r, j)] += w[j];
    }
}

enum sv_status
sv_response_adjust(double *after, const struct sv_response *r,
                   const double *before, struct sv_fault *fault)
{
    double *all = calloc(2 * r->n_classes + 1, sizeof *all);
    double *answered;
    char name[200];

    if (all == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu classes",
                       r->n_classes);
    answered = all + r->n_classes;
    add_up(all, answered, r, before);
    for (size_t k = 0; k < r->n_classes; k++)
        if (all[k] > 0 && answered[k] == 0) {
            name_class(name, sizeof name, r, k);
            sv_add(fault, SV_DATA, "%s: nobody in it answered, so nobody can "
                   "stand for it; join it to another", name);
        }
    for (size_t j = 0; j < r->n; j++) {
        const size_t k = class_of(r, j);

        if (r->answer[j] == SV_OUTSIDE)
            after[j] = before[j];
        else if (r->answer[j] == SV_SILENT || answered[k] == 0)
            after[j] = 0;
        else
            after[j] = before[j] * (all[k] / answered[k]);
    }
    free(all);
    return fault->status;
}
