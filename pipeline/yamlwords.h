/* yamlwords.h - what to say about a text that is not YAML. */
#ifndef SV_YAMLWORDS_H
#define SV_YAMLWORDS_H

#include <stdbool.h>

#include "pipeline/source.h"

struct sv_yaml_fault {
    const char *sentence;       /* what is wrong and what to do */
    bool at_opening;            /* point where the construct was opened */
};

/* Words for PROBLEM, as libyaml 0.2 calls it, found AT. */
struct sv_yaml_fault sv_yaml_words(const char *problem, struct sv_place at);

#endif
