/* wording.h - numbers and phrases as people read them.
 *
 * Proportions and shares are shown in per cent; totals without decimals;
 * means and ratios with the decimals asked for (ratios with two more, as they
 * are proportions that were not asked for in per cent).
 */
#ifndef SV_WORDING_H
#define SV_WORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "stages/common/codewords.h"
#include "stages/tabulate/publish.h"

enum sv_phrase {
    SV_SAY_TOTAL, SV_SAY_CODE, SV_SAY_INDICATOR, SV_SAY_BY, SV_SAY_ESTIMATES,
    SV_SAY_INTERVALS, SV_SAY_CASES, SV_SAY_PER_CENT, SV_SAY_MEAN,
    SV_SAY_COUNT, SV_SAY_RATIO, SV_SAY_NOTES, SV_SAY_UNCERTAIN,
    SV_SAY_TOO_UNCERTAIN, SV_SAY_NOT_ESTIMABLE, SV_SAY_FEW, SV_SAY_PROTECTED,
    SV_SAY_UNAVAILABLE, SV_SAY_ROUNDED, SV_SAY_UNIT,
    SV_SAY_NONRESPONSE, SV_SAY_ASKED, SV_SAY_MISSING,
    SV_SAY_CI, SV_SAY_COLON, SV_SAY_TO_UNDER, SV_SAY_AND_MORE,
    SV_SAY_BREAK, SV_SAY_QUANTILE, SV_SAY_NEW_WORDING, SV_SAY_UNWEIGHTED,
    SV_N_PHRASES
};

/* The phrase in LANGUAGE (en, fr, es), in English where there is none. */
const char *sv_say(const char *language, enum sv_phrase phrase);

/* Whether figures of ESTIMATOR are shown in per cent. */
bool sv_in_per_cent(const char *estimator);

/* Writes the figure, or the sign that stands for it, into OUT [SIZE]. */
void sv_word_estimate(char *out, size_t size, const struct sv_figure *f,
                      enum sv_shown shown, int decimals);

/* "41.2-45.6", or the sign that stands for it. */
void sv_word_interval(char *out, size_t size, const struct sv_figure *f,
                      enum sv_shown shown, int decimals);

/* The unweighted number of cases; where that is what is protected, "<30". */
void sv_word_cases(char *out, size_t size, const struct sv_figure *f,
                   enum sv_shown shown, unsigned minimum_n);

/* What that sign says, with the limits of TABLES; "" for a figure that is
 * simply shown. */
void sv_word_sign(char *out, size_t size, const char *language,
                  enum sv_shown shown, const struct sv_tables_spec *tables);

#endif
