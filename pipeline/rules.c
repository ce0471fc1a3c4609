/* rules.c - the rules over canonical variables that come with the catalogue. */
#include "pipeline/rules.h"

#include "pipeline/catalogue.h"
#include "pipeline/description.h"
#include "pipeline/grammar.h"

static void
take(struct sv_rule **rule, size_t *n, struct sv_arena *arena,
     const struct sv_written_rules *rules)
{
    const struct sv_written_check *w = rules->checks.item;

    *rule = sv_arena_take(arena, rules->checks.n, sizeof **rule);
    for (; *rule != NULL && *n < rules->checks.n; ++*n)
        (*rule)[*n] = (struct sv_rule) {
            w[*n].name.text, w[*n].of.text, w[*n].require.text,
            sv_severity_of(w[*n].severity.text),
        };
}

enum sv_status
sv_rules_read(struct sv_rule **rule, size_t *n, struct sv_arena *arena,
              struct sv_fault *fault)
{
    struct sv_binder binder = { arena, fault };
    struct sv_written_rules rules = { .checks = { NULL, 0 } };
    struct sv_source *source = NULL;
    struct sv_node *tree;
    char path[PATH_MAX];

    *rule = NULL;
    *n = 0;
    if (sv_questionnaire_find(path, "rules", fault) != SV_OK
        || sv_source_read(&source, path, fault) != SV_OK)
        return fault->status;
    if (sv_node_read(&tree, arena, source, fault) == SV_OK)
        sv_bind(&binder, &sv_form_rules, tree, &rules);
    if (fault->status == SV_OK)
        take(rule, n, arena, &rules);
    sv_source_free(source);
    return sv_arena_failed(arena)
        ? sv_fail(fault, SV_SYSTEM, "out of memory for rules") : fault->status;
}
