/* rules.h - the rules over canonical variables that come with the catalogue. */
#ifndef SV_RULES_H
#define SV_RULES_H

#include "pipeline/arena.h"
#include "pipeline/survey.h"

struct sv_rule {
    const char *name, *of, *require;
    enum sv_severity severity;
};

/* Reads questionnaires/rules.yaml; *rule [*n] lives in ARENA. */
enum sv_status sv_rules_read(struct sv_rule **rule, size_t *n,
                             struct sv_arena *arena, struct sv_fault *fault)
    SV_MUST_USE;

#endif
