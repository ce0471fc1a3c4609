/* opened.h - a folder of results, opened to explain its numbers.
 *
 * Beside the numbers and the tally: how the errors of every record type were
 * found, the names of PSUs, and what the weights are like.
 */
#ifndef SV_OPENED_H
#define SV_OPENED_H

#include "stages/common/resultfolder.h"
#include "stages/common/variance.h"
#include "weights/effects.h"
#include "weights/intervals.h"

struct sv_opened_record {
    const json_t *words;        /* `design` of estimates.json */
    const json_t *weights;      /* meta of weights.h5; NULL: not there */
    struct sv_variance variance;        /* design NULL: no indicators */
    struct sv_room room;
    json_t *psu_names;          /* NULL: none */
};

struct sv_opened {
    struct sv_result_folder folder;
    struct sv_opened_record *record;    /* [folder.layout.n] */
    json_t *weights;
    const char *language;       /* of words and labels */
    double confidence;
    const struct sv_interval_method *interval;
    const struct sv_effect *effect;
};

/* Opens PATH.  Ends with sv_opened_close(), even on failure. */
enum sv_status sv_opened_open(struct sv_opened *out, const char *path,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_opened_close(struct sv_opened *o);

/* The name of a PSU, or its number from 1 in TEXT. */
const char *sv_psu_name(const struct sv_opened_record *r, uint32_t psu,
                        char text[SV_LABEL_SIZE]);

/* The stratum that a group of the first stage is, or those merged in it with
 * " + " between; the caller frees it.  NULL without memory. */
char *sv_group_label(const struct sv_opened_record *r, uint32_t group);

#endif
