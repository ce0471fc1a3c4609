/* grammarmodels.c - the keys of models: regressions. */
#include "pipeline/codings.h"
#include "pipeline/description.h"
#include "pipeline/grammar.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))

static const struct sv_word kinds[] = {
    { "logistic", "of a condition, on the logit scale: odds ratios" },
    { "linear", "of a number, by least squares" },
};

#define AT(member) offsetof(struct sv_written_model, member)

static const struct sv_key model[] = {
    { "code", &sv_kind_text, AT(code), .required = true,
      .doc = "A short code, which no other model has.", .example = "M1" },
    { "name", &sv_kind_label, AT(name), .doc = "What it is called.",
      .example = "Who uses the Internet" },
    { "of", &sv_kind_text, AT(of),
      .doc = "The record type whose units it is about. Needed where there "
             "is more than one and the outcome is neither an indicator nor a "
             "variable.",
      .example = "person" },
    { "outcome", &sv_kind_expression, AT(outcome), .required = true,
      .doc = "What is explained: a condition or a number; or an indicator, "
             "HH7 or HH9.a, that is a proportion or a mean, whose universe "
             "then holds, too.",
      .example = "internet" },
    { "kind", &sv_kind_word, AT(kind), .word = kinds, .n_words = COUNT(kinds),
      .fallback = "logistic", .doc = "Which regression." },
    { "on", &sv_kind_crossings, AT(on), .required = true,
      .doc = "The variables that explain it, of `variables`: conditions and "
             "categories against a reference, numbers as they are. `a * b` is "
             "both and their interaction.",
      .example = "[sex, age_5, area, sex * area]" },
    { "universe", &sv_kind_expression, AT(universe),
      .doc = "A condition: the units it is about. Absent: all.",
      .example = "age >= 15" },
    { "reference", &sv_kind_codings, AT(reference),
      .doc = "The category that others are compared with, by variable. "
             "Absent: the first; of a condition, false.",
      .example = "{sex: male}" },
};
#undef AT

const struct sv_form sv_form_model = {
    "model",
    "Logistic and linear regression with the errors of the sample design, as "
    "R's `svyglm`. A unit that lacks the outcome or one of the variables "
    "leaves the model. Coefficients, odds ratios and tests of terms go to "
    "`models.csv`, their covariances to `models-covariance.csv`.",
    "models:\n"
    "  - {code: M1, name: Who uses the Internet, of: person,\n"
    "     outcome: internet, kind: logistic,\n"
    "     on: [sex, age_5, area, sex * area], reference: {sex: male}}\n",
    .key = model, .n_keys = COUNT(model), sizeof(struct sv_written_model)
};
