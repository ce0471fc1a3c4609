/* inferencewords.c - tests and models in the words of R and Stata. */
#include "stages/crosscheck/inferencewords.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"

void
sv_cut_at(struct sv_cut *out, const char *text, const char *between)
{
    char *p = out->copy;

    out->n = 0;
    snprintf(out->copy, sizeof out->copy, "%s", text);
    while (*out->copy != '\0' && p != NULL && out->n < SV_MOST_WORDS) {
        char *end = strstr(p, between);

        out->word[out->n++] = p;
        if (end != NULL)
            *end = '\0';
        p = end != NULL ? end + strlen(between) : NULL;
    }
}

/* Adds to OUT [SV_WORDS_SIZE]; what does not fit is cut. */
static void SV_PRINTF(2, 3)
add(char *out, const char *fmt, ...)
{
    const size_t used = strlen(out);
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(out + used, SV_WORDS_SIZE - used, fmt, ap);
    va_end(ap);
}

static size_t
record_of(const struct sv_crosschecking *c, const struct sv_recheck_group *g)
{
    return (size_t) sv_survey_record(c->survey, g->record);
}

/* The column whose origin is FORM of NAME, and goes on with NEXT; or NULL. */
static const char *
origin_of(const struct sv_crosschecking *c, const struct sv_recheck_group *g,
          const char *form, const char *name, const char *next)
{
    char origin[SV_WORDS_SIZE];
    const struct sv_export_name *found;

    snprintf(origin, sizeof origin, "%s %s", form, name);
    found = sv_export_origin(&c->names[record_of(c, g)], origin, next);
    return found != NULL ? found->name : NULL;
}

/* ---- tests -------------------------------------------------------------------------- */

/* Items of a test come in the order of its categories. */
static size_t
item_code(const struct sv_crosschecking *c, const struct sv_recheck_group *g)
{
    const char *item = sv_json_text_of(g->entry, "item"), *last = "";
    size_t i, code = 0;
    json_t *row;

    if (*item == '\0')
        return 1;
    json_array_foreach(json_object_get(c->estimates, "tests"), i, row) {
        const char *its = sv_json_text_of(row, "item");

        if (strcmp(sv_json_text_of(row, "test"),
                   sv_json_text_of(g->entry, "test")) != 0)
            continue;
        code += strcmp(its, last) != 0;
        if (strcmp(its, item) == 0)
            break;
        last = its;
    }
    return code;
}

/* "& region == 2" of the domain. */
static void
add_domain(char *out, const struct sv_crosschecking *c,
           const struct sv_recheck_group *g)
{
    struct sv_cut name, category;

    sv_cut_at(&name, sv_json_text_of(g->entry, "within"), " * ");
    sv_cut_at(&category, sv_json_text_of(g->entry, "domain"), " * ");
    for (size_t k = 0; k < name.n && k < category.n; k++) {
        bool found, condition;
        const size_t code = sv_category_code(c, record_of(c, g), name.word[k],
                                             category.word[k], &found);
        const char *column = sv_variable_column(c, record_of(c, g),
                                                name.word[k], &condition);

        add(out, "%s%s == %zu", *out != '\0' ? " & " : "",
            column != NULL ? column : name.word[k], code);
    }
}

void
sv_test_words_of(struct sv_test_words *out, const struct sv_crosschecking *c,
                 const struct sv_recheck_group *g, enum sv_words_of words)
{
    const char *variable = sv_json_text_of(g->entry, "variable");
    const char *own = origin_of(c, g, "left side of",
                                sv_json_text_of(g->entry, "test"), "");
    const char *left = own != NULL ? own
                                   : origin_of(c, g, "indicator", variable, ",");
    const char *universe = own != NULL ? NULL
                           : origin_of(c, g, "universe of", variable, ":");
    struct sv_cut class;

    *out = (struct sv_test_words){ .code = item_code(c, g) };
    add(out->left, "%s", left != NULL ? left : "NA");
    if (universe != NULL)
        add(out->members, "%s == 1", universe);
    add_domain(out->members, c, g);
    if (*out->members == '\0')
        add(out->members, words == SV_WORDS_R ? "TRUE" : "hearth_weight > 0");
    sv_cut_at(&class, sv_json_text_of(g->entry, "classification"), " * ");
    for (size_t k = 0; k < class.n; k++) {
        bool condition;
        const char *column = sv_variable_column(c, record_of(c, g),
                                                class.word[k], &condition);

        add(out->right, "%s%s",
            k == 0 ? "" : words == SV_WORDS_R ? " + " : " ",
            column != NULL ? column : class.word[k]);
    }
}

/* ---- models -------------------------------------------------------------------------- */

const char *
sv_covariate_column(const struct sv_crosschecking *c,
                    const struct sv_recheck_group *g, const char *name)
{
    bool condition;
    const char *column = sv_variable_column(c, record_of(c, g), name,
                                            &condition);

    return column != NULL ? column : name;
}

bool
sv_reference_code(size_t *code, const struct sv_crosschecking *c,
                  const struct sv_recheck_group *g, const char *name)
{
    size_t i;
    json_t *row;
    bool found = false;

    json_array_foreach(json_object_get(g->entry, "coefficients"), i, row)
        if (strcmp(sv_json_text_of(row, "term"), name) == 0) {
            *code = sv_category_code(c, record_of(c, g), name,
                                     sv_json_text_of(row, "reference"), &found);
            return found;
        }
    return false;
}

/* "ib2.sex", "c.age". */
static void
add_stata_variable(char *out, const struct sv_crosschecking *c,
                   const struct sv_recheck_group *g, const char *name)
{
    size_t code;

    if (sv_reference_code(&code, c, g, name))
        add(out, "ib%zu.", code);
    else
        add(out, "c.");
    add(out, "%s", sv_covariate_column(c, g, name));
}

void
sv_fit_words_of(struct sv_fit_words *out, const struct sv_crosschecking *c,
                const struct sv_recheck_group *g, enum sv_words_of words)
{
    const char *code = sv_json_text_of(g->entry, "model");
    const char *y = origin_of(c, g, "outcome of model", code, "");
    const char *in = origin_of(c, g, "members of model", code, "");
    size_t i;
    json_t *row;

    *out = (struct sv_fit_words){ .terms = "" };
    add(out->outcome, "%s", y != NULL ? y : code);
    add(out->members, "%s", in != NULL ? in : "NA");
    json_array_foreach(json_object_get(g->entry, "terms"), i, row) {
        struct sv_cut term;

        sv_cut_at(&term, sv_json_text_of(row, "term"), " * ");
        add(out->terms, "%s", i == 0 ? "" : words == SV_WORDS_R ? " + " : " ");
        for (size_t k = 0; k < term.n; k++) {
            if (k > 0)
                add(out->terms, words == SV_WORDS_R ? ":" : "#");
            if (words == SV_WORDS_R)
                add(out->terms, "%s", sv_covariate_column(c, g, term.word[k]));
            else
                add_stata_variable(out->terms, c, g, term.word[k]);
        }
    }
}
