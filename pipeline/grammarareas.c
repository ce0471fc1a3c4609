/* grammarareas.c - the keys of areas: figures from elsewhere. */
#include <math.h>

#include "pipeline/description.h"
#include "pipeline/grammar.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

#define AT(member) offsetof(struct sv_area_check, member)

static const struct sv_key check[] = {
    { "indicator", &sv_kind_text, AT(indicator), .required = true,
      .doc = "The code of an indicator.", .example = "HH7" },
    { "item", &sv_kind_text, AT(item),
      .doc = "Its item, or its category of `shares`, where it has some." },
    { "with", &sv_kind_text, AT(with), .required = true,
      .doc = "The column that it is compared with.",
      .example = "active_share" },
    { "scale", &sv_kind_number, AT(scale), .low = 0, .high = INFINITY,
      .open = true, .fallback = "1",
      .doc = "What the column is multiplied by: 0.01 for percentages.",
      .example = "0.01" },
};
#undef AT

static const struct sv_form check_form = {
    "comparison", "An indicator and the column that says the same.", NULL,
    KEYS(check), sizeof(struct sv_area_check)
};

static const struct sv_word methods[] = {
    { "reml", "restricted maximum likelihood" },
    { "ml", "maximum likelihood" },
};

#define AT(member) offsetof(struct sv_area_model, member)

static const struct sv_key model[] = {
    { "indicator", &sv_kind_text, AT(indicator), .required = true,
      .doc = "The code of an indicator.", .example = "HH7" },
    { "item", &sv_kind_text, AT(item),
      .doc = "Its item, or its category of `shares`, where it has some." },
    { "covariates", &sv_kind_names, AT(covariates),
      .doc = "Columns that explain the differences between areas; a constant "
             "is always among them.",
      .example = "[sim_per_100, coverage_4g]" },
    { "method", &sv_kind_word, AT(method), WORDS(methods), .fallback = "reml",
      .doc = "How the variance between areas is estimated." },
};
#undef AT

static const struct sv_form model_form = {
    "area-model", "A small-area model of Fay and Herriot.", NULL,
    KEYS(model), sizeof(struct sv_area_model)
};

#define AT(member) offsetof(struct sv_written_areas, member)

static const struct sv_key areas[] = {
    { "file", &sv_kind_path, AT(file), .required = true,
      .doc = "A .csv file with a line for each area: a column that is called "
             "as the classification and holds the names of its categories, "
             "perhaps one called `period`, and columns of numbers.",
      .example = "mobile.csv" },
    { "by", &sv_kind_text, AT(by), .required = true,
      .doc = "The classification whose categories are the areas. It stands "
             "alone under `by` of `tables`.",
      .example = "district" },
    { "period", &sv_kind_text, AT(period),
      .doc = "Which lines are meant, where the file has a column `period`.",
      .example = "2026-Q1" },
    { "compare", &sv_kind_entries, AT(compare), .form = &check_form,
      .doc = "Indicators that are put beside a column, in `coherence.csv`." },
    { "models", &sv_kind_entries, AT(models), .form = &model_form,
      .doc = "Indicators that are estimated by a small-area model, in "
             "`smallarea.csv`." },
};
#undef AT

const struct sv_form sv_form_areas = {
    "areas",
    "Figures by area that do not come from persons, such as those of mobile "
    "networks, put beside the estimates of the survey: to see whether they "
    "agree, and to support areas that the survey cannot carry alone.",
    "areas:\n"
    "  file: mobile.csv\n"
    "  by: district\n"
    "  period: 2026-Q1\n"
    "  compare:\n"
    "    - {indicator: HH10, with: subscribers, scale: 0.01}\n"
    "  models:\n"
    "    - {indicator: HH7, covariates: [subscribers, coverage_4g]}\n",
    KEYS(areas), sizeof(struct sv_written_areas)
};
