/* flags.h - what a reader of a number should be warned of.
 *
 * Each flag has a code, as the column `flag` of estimates.csv has it; what it
 * means stands in stages/common/codewords.c, in every language, and in
 * docs/outputs.md.
 */
#ifndef SV_FLAGS_H
#define SV_FLAGS_H

#include <stdbool.h>

#include "pipeline/survey.h"
#include "stages/estimate/results.h"

struct sv_flag_rule {
    const char *code;
    bool (*applies)(const struct sv_result *r, const struct sv_tables_spec *t);
};

extern const struct sv_flag_rule sv_flag_rules[];
extern const size_t sv_n_flag_rules;

/* The codes that apply, ';' between, into OUT [SIZE]. */
void sv_flags_of(char *out, size_t size, const struct sv_result *r,
                 const struct sv_tables_spec *tables);

#endif
