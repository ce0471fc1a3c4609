/* rules.h - the rules over canonical variables that come with the catalogue. */
#ifndef SV_RULES_H
#define SV_RULES_H

#include "pipeline/arena.h"
#include "pipeline/survey.h"

struct sv_rule {
    const char *name, *of, *require;
    enum sv_severity severity;
};

struct sv_canon {               /* what the catalogue knows of a variable */
    struct sv_string variable;
    struct sv_names categories;
};

struct sv_rules {
    struct sv_rule *rule;       /* [n] */
    size_t n;
    const struct sv_canon *canon;       /* [n_canons] */
    size_t n_canons;
};

/* Reads questionnaires/rules.yaml; *out lives in ARENA. */
enum sv_status sv_rules_read(struct sv_rules *out, struct sv_arena *arena,
                             struct sv_fault *fault) SV_MUST_USE;

#endif
