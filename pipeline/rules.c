/* rules.c - the rules over canonical variables that come with the catalogue. */
#include "pipeline/rules.h"

#include "pipeline/catalogue.h"
#include "pipeline/description.h"
#include "pipeline/grammar.h"

static void
take(struct sv_rules *out, struct sv_arena *arena,
     const struct sv_written_rules *rules)
{
    const struct sv_written_check *w = rules->checks.item;
    size_t k = 0;

    out->canon = rules->categories.item;
    out->n_canons = rules->categories.n;
    out->rule = sv_arena_take(arena, rules->checks.n, sizeof *out->rule);
    for (; out->rule != NULL && k < rules->checks.n; k++)
        out->rule[k] = (struct sv_rule) {
            w[k].name.text, w[k].of.text, w[k].require.text,
            sv_severity_of(w[k].severity.text),
        };
    out->n = k;
}

enum sv_status
sv_rules_read(struct sv_rules *out, struct sv_arena *arena,
              struct sv_fault *fault)
{
    struct sv_binder binder = { arena, fault };
    struct sv_written_rules rules = { .checks = { NULL, 0 } };
    struct sv_source *source = NULL;
    struct sv_node *tree;
    char path[PATH_MAX];

    *out = (struct sv_rules) { .n = 0 };
    if (sv_questionnaire_find(path, "rules", fault) != SV_OK
        || sv_source_read(&source, path, fault) != SV_OK)
        return fault->status;
    if (sv_node_read(&tree, arena, source, fault) == SV_OK)
        sv_bind(&binder, &sv_form_rules, tree, &rules);
    if (fault->status == SV_OK)
        take(out, arena, &rules);
    sv_source_free(source);
    return sv_arena_failed(arena)
        ? sv_fail(fault, SV_SYSTEM, "out of memory for rules") : fault->status;
}
