/* oneround.h - a round of a survey that has been run to its estimates.
 *
 * Opened from its folder of results: the numbers from estimates.json, which
 * also says by which rules they were made, and the tally, from which the scores
 * of PSUs come.  Both must be current by the folder's manifest.
 */
#ifndef SV_ONEROUND_H
#define SV_ONEROUND_H

#include <jansson.h>

#include "stages/common/resultfolder.h"
#include "stages/common/tallyplace.h"
#include "stages/common/variance.h"
#include "weights/overlap.h"

struct sv_round_record {
    const struct sv_tally_record *layout;
    const json_t *words;                /* what estimates.json says of it */
    struct sv_variance variance;        /* design NULL: the record has no
                                           indicators.  By the rules of the
                                           round */
};

struct sv_round {
    const char *folder;         /* as given */
    struct sv_result_folder opened;     /* the next four are borrowed of it */
    json_t *estimates;          /* estimates.json */
    json_t *meta;               /* of the tally */
    struct sv_store *tally;
    struct sv_tally_layout layout;
    struct sv_round_record *record;     /* [layout.n] */
    double confidence;
};

/* What goes wrong is told with the folder's name in front.  Ends with
 * sv_round_close(), even on failure. */
enum sv_status sv_round_open(struct sv_round *out, const char *folder,
                             struct sv_fault *fault) SV_MUST_USE;
void sv_round_close(struct sv_round *round);

/* Where in the tally a number of estimates.json comes from. */
struct sv_origin {
    const struct sv_round *round;
    const json_t *number;       /* the entry of estimates.json */
    const struct sv_round_record *record;       /* NULL: not from the tally */
    struct sv_tally_place place;
};
struct sv_origin sv_round_origin(const struct sv_round *round,
                                 const json_t *number);

/* Scores of PSUs for a number from the tally.  OUT has room for all PSUs;
 * SV_SYSTEM if memory runs out. */
enum sv_status sv_round_scores(struct sv_psu_scores *out,
                               const struct sv_origin *origin,
                               struct sv_fault *fault) SV_MUST_USE;

/* The number of ORIGIN with the weights of each replicate, into VALUES; legal
 * where its record has some.  SV_SYSTEM if memory runs out. */
enum sv_status sv_round_values(double *values, const struct sv_origin *origin,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
