/* inspectrules.c - rules: the description's own, and those of the catalogue. */
#include "stages/derive/inspect.h"

#include <string.h>

#include "pipeline/lexer.h"

/* Counts in the block [first, first + n). */
static void
count_block(struct sv_row_count *broken, uint64_t *unknown,
            const struct sv_values *v, const uint32_t *row, size_t first,
            size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (v->missing != NULL && v->missing[j] != 0)
            ++*unknown;
        else if (!v->truth[j])
            sv_count_row(broken, row[first + j]);
}

enum sv_status
sv_rule_count(struct sv_row_count *broken, uint64_t *unknown,
              const struct sv_inspection *i, int record,
              struct sv_string condition, struct sv_fault *fault)
{
    const size_t n = i->d->world.record[record].n;
    const uint32_t *const row = sv_file_rows(i, record);
    struct sv_expression *e;
    struct sv_workspace *w;

    *broken = (struct sv_row_count) { .n = 0 };
    *unknown = 0;
    if (sv_expression_type(&e, i->d->arena, &i->d->world, record, condition,
                           NULL, fault) != SV_OK)
        return fault->status;
    if (sv_expression_kind(e) != SV_KIND_BOOL)
        return sv_point(fault, SV_DATA, condition.at, strlen(condition.text),
                        "'require' takes a condition, like 'x == 1'");
    w = sv_workspace_new(e);
    if (w == NULL || row == NULL) {
        sv_workspace_free(w);
        return sv_fail(fault, SV_SYSTEM, "out of memory for a rule");
    }
    for (size_t first = 0; first < n; first += SV_BLOCK) {
        const size_t some = n - first < SV_BLOCK ? n - first : SV_BLOCK;
        const struct sv_values v = sv_evaluate(e, w, first, some);

        count_block(broken, unknown, &v, row, first, some);
    }
    sv_workspace_free(w);
    return SV_OK;
}

/* Tests a rule; a fault of its own is one of the description's. */
static void
test_rule(struct sv_inspection *i, const struct sv_check *c, bool own)
{
    struct sv_row_count broken;
    struct sv_fault fault = { 0 };
    uint64_t unknown;

    if (sv_rule_count(&broken, &unknown, i, c->record, c->require, &fault)
        != SV_OK) {
        if (own || fault.status > SV_DATA)
            sv_add_all(i->fault, &fault);
        return;
    }
    if (broken.n > 0)
        sv_findings_add(i->found, &(struct sv_finding) {
            c->severity, "rule", i->d->world.record[c->record].name,
            c->name.text, &broken, i->d->world.record[c->record].n, false
        }, "this is not so: %s", c->name.text);
}

/* Whether all names in RULE are variables of the description. */
static bool
is_about(const struct sv_inspection *i, const char *rule)
{
    struct sv_lexer l;

    for (sv_lexer_begin(&l, rule);
         l.word != SV_WORD_END && l.word != SV_WORD_BAD; sv_lexer_next(&l)) {
        char name[64];
        size_t after = l.start + l.length;

        if (l.word != SV_WORD_NAME || l.length >= sizeof name)
            continue;
        memcpy(name, rule + l.start, l.length);
        name[l.length] = '\0';
        after += strspn(rule + after, " ");
        if (rule[after] != '(' && rule[after] != '.'
            && sv_survey_variable(i->d->survey, name) == NULL)
            return false;
    }
    return true;
}

static void
test_ours(struct sv_inspection *i)
{
    const struct sv_rule *rule = i->rules.rule;

    for (size_t k = 0; k < i->rules.n; k++) {
        const struct sv_check c = {
            .name = { .text = rule[k].name },
            .require = { .text = rule[k].require },
            .record = sv_world_record(&i->d->world, rule[k].of),
            .severity = rule[k].severity,
        };

        if (c.record >= 0 && is_about(i, c.require.text))
            test_rule(i, &c, false);
    }
}

void
sv_inspect_rules(struct sv_inspection *i)
{
    for (size_t k = 0; k < i->d->survey->n_checks; k++)
        test_rule(i, &i->d->survey->check[k], true);
    test_ours(i);
}
