/* bodies.c - variables of the proposal, a line of YAML each. */
#include "stages/init/bodies.h"

#include <stdlib.h>
#include <string.h>

#include "stages/init/derived.h"
#include "stages/init/writing.h"

static const char *
record_name(const struct sv_draft *d, int record)
{
    return d->structure->record[record].name;
}

/* Why a column was taken, as a comment of its own line. */
static void
write_evidence(const struct sv_draft *d, const struct sv_mapped *m)
{
    fprintf(d->to, "  # %s: ", sv_sure_name(m->sure));
    sv_write_remark(d->to, m->column->name);
    if (*m->column->label != '\0') {
        fputs(", \"", d->to);
        sv_write_remark(d->to, m->column->label);
        fputc('"', d->to);
    }
    if (m->preset != NULL)
        fprintf(d->to, "; preset %s (%s)", d->known->preset->about.id.text,
                m->preset->mark_word.text);
    else if (*m->tongue == '\0')
        fprintf(d->to, "; by its name, like %s", m->pattern);
    else
        fprintf(d->to, "; %s: %s", m->tongue, m->pattern);
    if (m->n_slots > 0)
        fprintf(d->to, "; a code in any of %zu columns", m->n_slots);
    if (m->after != NULL) {
        fputs("; asked of those who said yes to ", d->to);
        sv_write_remark(d->to, m->after->name);
    }
    if (!m->context)
        fputs("; the label does not say of which question", d->to);
    if (m->rival != NULL) {
        fputs("; or is it ", d->to);
        sv_write_remark(d->to, m->rival->name);
        fputc('?', d->to);
    }
    if (m->lacking != NULL)
        fprintf(d->to, "; stands on %s, which nothing here defines", m->lacking);
    fputc('\n', d->to);
    if (m->preset != NULL && m->preset->note.text != NULL)
        fprintf(d->to, "  #   look: %s\n", m->preset->note.text);
    if (m->term->note.text != NULL)
        fprintf(d->to, "  #   look: %s\n", m->term->note.text);
}

static void
begin(const struct sv_draft *d, const struct sv_mapped *m)
{
    fprintf(d->to, "  %s%s: {of: %s", m->sure == SV_LOW ? "# " : "",
            m->term->words.name.text, record_name(d, m->record));
}

/* ---- codes of no answer --------------------------------------------------- */

/* `, missing: {dont-know: 8, refused: [9, 99]}` */
static void
write_missing(const struct sv_draft *d, const struct sv_answers *a)
{
    bool any = false;

    for (size_t i = 0; i < a->n; i++) {
        bool first = a->code[i].means == SV_ANSWER_NONE;
        bool several = false;

        for (size_t k = 0; first && k < a->n; k++)
            if (k != i && a->code[k].means == SV_ANSWER_NONE
                && strcmp(a->code[k].kind, a->code[i].kind) == 0) {
                first = k > i;
                several = true;
            }
        if (!first)
            continue;
        fprintf(d->to, "%s%s: %s", any ? ", " : ", missing: {",
                a->code[i].kind, several ? "[" : "");
        sv_write_code(d->to, a->code[i].value);
        for (size_t k = i + 1; k < a->n; k++)
            if (a->code[k].means == SV_ANSWER_NONE
                && strcmp(a->code[k].kind, a->code[i].kind) == 0) {
                fputs(", ", d->to);
                sv_write_code(d->to, a->code[k].value);
            }
        fputs(several ? "]" : "", d->to);
        any = true;
    }
    fputs(any ? "}" : "", d->to);
}

/* Whether the same column was cleaned for a variable before. */
static bool
is_clean(const struct sv_draft *d, size_t t)
{
    for (size_t k = 0; k < t; k++)
        if (d->mapping->of[k].column == d->mapping->of[t].column
            && d->mapping->of[k].record == d->mapping->of[t].record
            && d->mapping->of[k].sure >= SV_MEDIUM
            && sv_term_kind(d->mapping->of[k].term) == SV_TERM_CONDITION)
            return true;
    return false;
}

void
sv_write_cleaning(struct sv_draft *d)
{
    bool any = false;

    for (size_t t = 0; t < d->mapping->n; t++) {
        const struct sv_mapped *m = &d->mapping->of[t];

        if (m->sure < SV_MEDIUM || m->answers.n_none == 0 || is_clean(d, t)
            || sv_term_kind(m->term) != SV_TERM_CONDITION)
            continue;
        if (!any)
            fputs("  # ---- codes that mean no answer, which the files do not "
                  "declare missing:\n"
                  "  # a condition on such a code is missing then, not "
                  "false\n", d->to);
        any = true;
        fputs("  ", d->to);
        sv_write_item(d->to, m->column->name);
        fprintf(d->to, ": {of: %s, from: ", record_name(d, m->record));
        sv_write_item(d->to, m->column->name);
        write_missing(d, &m->answers);
        fputs("}\n", d->to);
    }
    if (any)
        fputc('\n', d->to);
}

/* ---- conditions ------------------------------------------------------------ */

static bool
is_yes(const struct sv_mapped *m, const struct sv_answer_code *code)
{
    return code->means == SV_ANSWER_CATEGORY
        || (code->means == SV_ANSWER_YES && m->answers.n_categories == 0);
}

static size_t
count_yes(const struct sv_mapped *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->answers.n; i++)
        n += is_yes(m, &m->answers.code[i]);
    return n;
}

/* "C05 == 1" or "C05 in (1, 2)"; without labels 1 is taken for yes. */
static void
write_test(FILE *to, const struct sv_mapped *m)
{
    const struct sv_names *given = m->preset != NULL ? &m->preset->yes : NULL;
    const size_t n = given != NULL && given->n > 0 ? given->n : count_yes(m);
    size_t written = 0;

    sv_write_name(to, m->column->name);
    fputs(n > 1 ? " in (" : " == ", to);
    for (size_t i = 0; given != NULL && i < given->n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "", given->item[i].text);
    for (size_t i = 0; (given == NULL || given->n == 0) && i < m->answers.n;
         i++)
        if (is_yes(m, &m->answers.code[i])) {
            fputs(written++ > 0 ? ", " : "", to);
            sv_write_code(to, m->answers.code[i].value);
        }
    fputs(n == 0 ? "1" : n > 1 ? ")" : "", to);
}

/* "any(S1 == 3, not missing(S2) and S2 == 3, ...)": an empty slot is no answer.
 * The first is a lacking one, if the question has a code for such. */
static void
write_slots(FILE *to, const struct sv_draft *d, const struct sv_mapped *m)
{
    const struct sv_seen_file *f = d->structure->record[m->record].file;
    const struct sv_seen_column *c = m->column;

    fputs("any(", to);
    for (size_t k = 0; k < m->n_slots && c != NULL; k++) {
        fputs(k > 0 ? ", " : "", to);
        if (k > 0 || m->answers.n_none == 0) {
            fputs("not missing(", to);
            sv_write_name(to, c->name);
            fputs(") and ", to);
        }
        sv_write_name(to, c->name);
        fputs(" == ", to);
        sv_write_code(to, m->code);
        c = sv_next_slot(f, c);
    }
    fputc(')', to);
}

/* The condition outside of which M is false, or NULL. */
static const char *
within_of(const struct sv_mapped *m)
{
    return m->preset != NULL && m->preset->within.text != NULL
        ? m->preset->within.text : m->term->within.text;
}

/* What goes before the question itself: the condition that it lies within, a
 * question that lets some through. */
static void
write_before(FILE *to, const struct sv_mapped *m)
{
    const char *within = within_of(m);

    if (within != NULL)
        fprintf(to, "%s and ", within);
    if (m->after == NULL)
        return;
    sv_write_name(to, m->after->name);
    fputs(" == ", to);
    sv_write_code(to, m->after_yes);
    fputs(" and ", to);
}

static void
write_condition(struct sv_draft *d, const struct sv_mapped *m)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL) {
        d->failed = true;
        return;
    }
    write_before(to, m);
    if (m->n_slots > 0)
        write_slots(to, d, m);
    else
        write_test(to, m);
    fclose(to);
    begin(d, m);
    fputs(", where: ", d->to);
    sv_write_expression(d->to, text);
    fputs("}\n", d->to);
    free(text);
}

/* ---- categories and numbers ------------------------------------------------ */

/* `name: {codes: [1, 2], label: ...}` of the codes that fall into CATEGORY. */
static void
write_category(const struct sv_draft *d, const struct sv_mapped *m,
               size_t category, bool first)
{
    const struct sv_words *words = m->term->categories.item;
    size_t n = 0;

    for (size_t i = 0; i < m->answers.n; i++)
        n += m->answers.code[i].means == SV_ANSWER_CATEGORY
             && m->answers.code[i].category == category;
    if (n == 0)
        return;
    fprintf(d->to, "%s%s: {codes: %s", first ? "" : ", ",
            words[category].name.text, n > 1 ? "[" : "");
    for (size_t i = 0, k = 0; i < m->answers.n; i++)
        if (m->answers.code[i].means == SV_ANSWER_CATEGORY
            && m->answers.code[i].category == category) {
            fputs(k++ > 0 ? ", " : "", d->to);
            sv_write_code(d->to, m->answers.code[i].value);
        }
    fputs(n > 1 ? "]" : "", d->to);
    sv_write_label(d->to, &words[category].label, "");
    fputc('}', d->to);
}

/* A category for each label that none of the term's claims. */
static void
write_own_categories(const struct sv_draft *d, const struct sv_mapped *m,
                     bool first)
{
    static const struct sv_label none = { .n = 0 };

    for (size_t i = 0; i < m->answers.n; i++) {
        const struct sv_answer_code *code = &m->answers.code[i];
        char slug[64];

        if (code->means == SV_ANSWER_NONE || code->means == SV_ANSWER_CATEGORY
            || code->means == SV_ANSWER_NO)
            continue;
        sv_write_slug(slug, code->text);
        fprintf(d->to, "%s%s: {codes: ", first ? "" : ", ", slug);
        sv_write_code(d->to, code->value);
        sv_write_label(d->to, &none, code->text);
        fputc('}', d->to);
        first = false;
    }
}

static void
write_codings(const struct sv_draft *d, const struct sv_mapped *m)
{
    const struct sv_coding *coding = m->preset->categories.item;

    for (size_t i = 0; i < m->preset->categories.n; i++) {
        const struct sv_words *words = sv_named_in(
            &m->term->categories, sizeof *words, coding[i].name.text);

        fprintf(d->to, "%s%s: {codes: [", i > 0 ? ", " : "",
                coding[i].name.text);
        for (size_t k = 0; k < coding[i].n_codes; k++) {
            fputs(k > 0 ? ", " : "", d->to);
            sv_write_code(d->to, coding[i].code[k].low);
        }
        fputc(']', d->to);
        if (words != NULL)
            sv_write_label(d->to, &words->label, "");
        fputc('}', d->to);
    }
}

/* Without labels: the values in order, where they are as many as categories. */
static void
write_in_order(const struct sv_draft *d, const struct sv_mapped *m)
{
    const struct sv_words *words = m->term->categories.item;

    for (size_t c = 0; c < m->term->categories.n; c++) {
        fprintf(d->to, "%s%s: ", c > 0 ? ", " : "", words[c].name.text);
        sv_write_code(d->to, m->column->value[c]);
    }
}

static void
write_categories(const struct sv_draft *d, const struct sv_mapped *m)
{
    bool first = true;

    fprintf(d->to, ",\n  %s    categories: {", m->sure == SV_LOW ? "# " : "");
    if (m->answers.n == m->answers.n_none && m->preset == NULL) {
        write_in_order(d, m);
    } else if (m->preset != NULL && m->preset->categories.n > 0) {
        write_codings(d, m);
    } else {
        for (size_t c = 0; c < m->term->categories.n; c++) {
            write_category(d, m, c, first);
            for (size_t i = 0; i < m->answers.n; i++)
                first = first
                    && !(m->answers.code[i].means == SV_ANSWER_CATEGORY
                         && m->answers.code[i].category == c);
        }
        write_own_categories(d, m, first);
    }
    fputc('}', d->to);
}

static bool
has_categories(const struct sv_mapped *m)
{
    return (m->preset != NULL && m->preset->categories.n > 0)
        || m->answers.n > m->answers.n_none
        || (m->preset == NULL && m->term->categories.n > 0
            && m->column->n_values == m->term->categories.n);
}

static void
write_source(struct sv_draft *d, const struct sv_mapped *m)
{
    const enum sv_term_kind kind = sv_term_kind(m->term);

    begin(d, m);
    fputs(", from: ", d->to);
    sv_write_item(d->to, m->column->name);
    sv_write_label(d->to, &m->term->words.label,
                   kind == SV_TERM_NUMBER ? "" : m->column->label);
    if (kind != SV_TERM_NUMBER && has_categories(m))
        write_categories(d, m);
    write_missing(d, &m->answers);
    fputs("}\n", d->to);
}

/* False where the condition that it lies within is, and if that is not there it
 * would be missing: the base would be another one. */
static void
settle(const struct sv_draft *d, struct sv_mapped *m)
{
    const char *within = within_of(m);

    if (sv_term_kind(m->term) != SV_TERM_CONDITION || within == NULL
        || sv_draft_defines(d, within))
        return;
    m->lacking = within;
    m->sure = SV_LOW;
}

void
sv_draft_settle(struct sv_draft *d)
{
    FILE *to = d->to;
    char *text = NULL;
    size_t n;

    d->to = open_memstream(&text, &n);
    if (d->to == NULL)
        d->failed = true;
    else
        sv_write_variables(d);
    if (d->to != NULL)
        fclose(d->to);
    free(text);
    d->to = to;
    memset(d->defined, 0, d->mapping->n * sizeof *d->defined);
}

void
sv_write_variables(struct sv_draft *d)
{
    for (size_t t = 0; t < d->mapping->n; t++) {
        struct sv_mapped *m = &d->mapping->of[t];

        if (m->column == NULL || m->sure == SV_UNMAPPED) {
            d->defined[t] = sv_write_derived(d, m);
            continue;
        }
        settle(d, m);
        write_evidence(d, m);
        if (sv_term_kind(m->term) == SV_TERM_CONDITION)
            write_condition(d, m);
        else
            write_source(d, m);
        d->defined[t] = m->sure >= SV_MEDIUM;
    }
}
