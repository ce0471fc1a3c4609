/* codings.h - the kinds of values that only a survey has. */
#ifndef SV_CODINGS_H
#define SV_CODINGS_H

#include "pipeline/bind.h"

extern const struct sv_kind
    sv_kind_codings,            /* struct sv_list of struct sv_coding */
    sv_kind_levels,             /* struct sv_list of struct sv_written_level:
                                   one, or a list */
    sv_kind_cut,                /* struct sv_list of double */
    sv_kind_types,              /* struct sv_list of struct sv_written_column */
    sv_kind_value_labels,       /* the same */
    sv_kind_replicate_columns,  /* struct sv_replicate_list */
    sv_kind_weight,             /* struct sv_list of struct sv_written_weight */
    sv_kind_counts,             /* struct sv_list of struct sv_written_count */
    sv_kind_scores,             /* the same; numbers below 0, too */
    sv_kind_crossings,          /* struct sv_list of struct sv_crossing */
    sv_kind_degrees;            /* struct sv_written_degrees */

#endif
