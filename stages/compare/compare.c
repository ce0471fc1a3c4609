/* compare.c - hearth compare: how numbers changed from one round to another. */
#include "stages/compare/compare.h"

#include <stdio.h>

#include "stages/common/codewords.h"
#include "stages/compare/changefile.h"
#include "stages/compare/changes.h"
#include "stages/compare/changetable.h"
#include "stages/compare/outlook.h"

enum sv_status
sv_compare(const char *a, const char *b,
           const struct sv_compare_options *options, struct sv_fault *fault)
{
    struct sv_round first = { 0 }, second = { 0 };
    struct sv_changes changes = { 0 };
    enum sv_status status = SV_OK;

    if (options->language != NULL && !sv_speaks(options->language))
        return sv_fail(fault, SV_USAGE, "--language takes en, fr or es, not "
                       "'%s'", options->language);
    status = sv_round_open(&first, a, fault);
    if (status == SV_OK)
        status = sv_round_open(&second, b, fault);
    if (status == SV_OK)
        status = sv_changes_find(&changes, &first, &second,
                                 options->independent, fault);
    if (status == SV_OK)
        sv_outlook(&changes, &first, &second);
    if (status == SV_OK && options->output != NULL)
        status = sv_write_changes(options->output, &changes, fault);
    if (status == SV_OK)
        sv_print_changes(stdout, &changes, &first, &second, options);
    sv_changes_free(&changes);
    sv_round_close(&second);
    sv_round_close(&first);
    return status;
}
