/* grammarresults.c - the keys of variables, indicators and tables. */
#include <math.h>

#include "pipeline/codings.h"
#include "pipeline/description.h"
#include "pipeline/grammar.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

#define AT(member) offsetof(struct sv_written_variable, member)
#define AGGREGATE(i, word, sentence, sample) \
    { word, &sv_kind_expression, AT(aggregate[i]), .doc = sentence, \
      .example = sample }

static const struct sv_key variable[] = {
    { "of", &sv_kind_text, AT(of),
      .doc = "The record type whose units have the variable. Needed where "
             "there is more than one.",
      .example = "person" },
    { "from", &sv_kind_expression, AT(from),
      .doc = "A variable, of the file or defined above, or an expression "
             "over some; `household.REGION` looks into the parent.",
      .example = "B04" },
    { "where", &sv_kind_expression, AT(where),
      .doc = "A condition: the variable is true, false or missing.",
      .example = "C05 == 1 and age >= 5" },
    AGGREGATE(0, "count", "How many members there are, or for how many a "
              "condition is true.", "person"),
    AGGREGATE(1, "any", "Whether a condition is true for one member.",
              "person.internet"),
    AGGREGATE(2, "all", "Whether it is true for all members.",
              "person.internet"),
    AGGREGATE(3, "sum", "The sum over members.", "person.income"),
    AGGREGATE(4, "mean", "The mean over members.", "person.age"),
    AGGREGATE(5, "min", "The least value of a member.", "person.age"),
    AGGREGATE(6, "max", "The greatest value of a member.", "person.age"),
    { "categories", &sv_kind_codings, AT(categories),
      .doc = "Names for codes: a code, a list, or a range such as `5..8`, "
             "`65..` or `..4`; strings as well as numbers. The long form is "
             "`{codes: ..., label: ...}`.",
      .example = "{male: 1, female: 2}" },
    { "missing", &sv_kind_codings, AT(missing),
      .doc = "Codes that stand for no answer, by the kind of it.",
      .example = "{refused: 9}" },
    { "cut", &sv_kind_cut, AT(cut),
      .doc = "Makes groups of a number: the values at which one starts. The "
             "last is open.",
      .example = "[5, 15, 25, 75]" },
    { "label", &sv_kind_label, AT(label),
      .doc = "What it is called in tables.",
      .example = "{en: Age group, fr: Groupe d'âge}" },
    { "requires", &sv_kind_names, AT(requires),
      .doc = "In a catalogue: variables that the survey must define for this "
             "one to be made.",
      .example = "[age]" },
};
#undef AT

const struct sv_form sv_form_variable = {
    "variable",
    "Variables made from those of the files, in order: each may use the ones "
    "above it. Exactly one of `from`, `where` and the aggregates over "
    "members says how. The name is letters, digits and underscores; the "
    "catalogue's indicators ask for canonical names such as `internet` or "
    "`age`.",
    "variables:\n"
    "  sex:      {of: person, from: B04, categories: {male: 1, female: 2},\n"
    "             missing: {refused: 9}}\n"
    "  age:      {of: person, from: B05}\n"
    "  age_5:    {of: person, from: age, cut: [5, 15, 25, 75]}\n"
    "  internet: {of: person, where: C05 == 1 and age >= 5}\n"
    "  hh_size:  {of: household, count: person}\n"
    "  region:   {of: person, from: household.REGION}\n",
    KEYS(variable), sizeof(struct sv_written_variable)
};

#define AT(member) offsetof(struct sv_written_ratio, member)

static const struct sv_key ratio[] = {
    { "numerator", &sv_kind_expression, AT(numerator), .required = true,
      .doc = "What is summed above the line.", .example = "spend_ict" },
    { "denominator", &sv_kind_expression, AT(denominator), .required = true,
      .doc = "What is summed below it.", .example = "spend_all" },
};
#undef AT

static const struct sv_form ratio_form = {
    "ratio", "One weighted total over another.", NULL, KEYS(ratio),
    sizeof(struct sv_written_ratio)
};

static const struct sv_word quantile_rules[] = {
    { "math", "the least value at or above which p of the weight lies" },
    { "school", "the middle of two where p falls between them" },
    { "shahvaish", "Shah and Vaish (2006)" },
    { "hf1", "Hyndman and Fan (1996), type 1" },
    { "hf2", "type 2" }, { "hf3", "type 3" }, { "hf4", "type 4" },
    { "hf5", "type 5" }, { "hf6", "type 6" }, { "hf7", "type 7" },
    { "hf8", "type 8" }, { "hf9", "type 9" },
};

static const struct sv_word quantile_intervals[] = {
    { "mean", "Woodruff (1952): that of the share below, taken back to values" },
    { "beta", "the same with the interval of Korn and Graubard" },
    { "xlogit", "the same with the interval on the logit scale" },
    { "asin", "the same with the interval of the arcsine of the root" },
    { "score", "Francisco and Fuller (1991): values for which a test does not "
               "reject" },
    { "quantile", "the quantile of each replicate; not for jackknives" },
};

#define AT(member) offsetof(struct sv_written_quantile, member)

static const struct sv_key quantile[] = {
    { "of", &sv_kind_expression, AT(of), .required = true,
      .doc = "The number whose quantile it is.", .example = "hours_online" },
    { "p", &sv_kind_levels, AT(p), .required = true, .low = 0, .high = 1,
      .open = true, .doc = "Which quantile; 0.5 is the median. Of several, "
                           "each is an item of its own.",
      .example = "[0.25, 0.5, 0.75]" },
    { "rule", &sv_kind_word, AT(rule), WORDS(quantile_rules),
      .fallback = "math", .doc = "The rule for a p that falls between two "
                                 "values." },
    { "interval", &sv_kind_word, AT(interval), WORDS(quantile_intervals),
      .fallback = "mean", .doc = "How the interval, and from its width the "
                                 "standard error, is found." },
};
#undef AT

static const struct sv_form quantile_form = {
    "quantile", "A quantile of a number.", NULL, KEYS(quantile),
    sizeof(struct sv_written_quantile)
};

/* The estimator keys, the same for indicators and for their items. */
#define ESTIMATORS \
    { "proportion", &sv_kind_expression, AT(by.proportion), \
      .doc = "A condition: the share of the universe for which it is true.", \
      .example = "dog == 1" }, \
    { "mean", &sv_kind_expression, AT(by.mean), \
      .doc = "A number: its mean over the universe.", \
      .example = "hours_online" }, \
    { "total", &sv_kind_expression, AT(by.total), \
      .doc = "A number or a condition: its sum over the universe.", \
      .example = "spend" }, \
    { "ratio", &sv_kind_section, AT(by.ratio), .form = &ratio_form, \
      .doc = "One total over another.", \
      .example = "{numerator: spend_ict, denominator: spend_all}" }, \
    { "quantile", &sv_kind_section, AT(by.quantile), \
      .form = &quantile_form, .doc = "A quantile of a number.", \
      .example = "{of: hours_online, p: 0.5}" }, \
    { "shares", &sv_kind_expression, AT(by.shares), \
      .doc = "A variable with categories: the share of each.", \
      .example = "device" }, \
    { "highest", &sv_kind_names, AT(by.highest), \
      .doc = "Items of the same indicator: in every cell, the highest of their " \
             "estimates, with the error of that one. Items that are not " \
             "available are left out.", \
      .example = "[d, e, t]" }

const struct sv_word sv_status_words[SV_N_STATUS_WORDS] = {
    { "experimental", "a proposal, without an international code" },
    { "uncertain", "a part of the definition could not be verified; `note` "
                   "says which" },
};

#define AT(member) offsetof(struct sv_goal, member)

static const struct sv_key target[] = {
    { "value", &sv_kind_number, AT(value), .required = true,
      .doc = "What is to be reached.", .example = "1" },
    { "by", &sv_kind_integer, AT(by), .low = 1900, .high = 2200,
      .required = true, .doc = "The year.", .example = "2030" },
    { "parity", &sv_kind_text, AT(parity),
      .doc = "A classification by which parity is a target for the same year, "
             "too: a ratio of 0.98 to 1.02. The ratio is made as one of "
             "`tables: parity` is, where a table is by the classification and "
             "that has categories female and male.",
      .example = "sex" },
};
#undef AT

const struct sv_form sv_form_target = {
    "target", "A value to reach.", NULL, KEYS(target),
    sizeof(struct sv_goal)
};

#define AT(member) offsetof(struct sv_written_exchange, member)

static const struct sv_key exchange[] = {
    { "series", &sv_kind_text, AT(series), .required = true,
      .doc = "The code of the series.", .example = "SE_ADT_ACTS" },
    { "composite", &sv_kind_text, AT(composite),
      .doc = "The code of the composite breakdown.",
      .example = "SKILL_ICTCPT" },
    { "unit", &sv_kind_text, AT(unit), .doc = "The code of the unit.",
      .example = "PT" },
};
#undef AT

static const struct sv_form exchange_form = {
    "sdmx", "Codes in the SDMX structure of the SDG indicators.", NULL,
    KEYS(exchange), sizeof(struct sv_written_exchange)
};

#define AT(member) offsetof(struct sv_wording_change, member)

static const struct sv_key change[] = {
    { "in", &sv_kind_integer, AT(in), .required = true, .low = 1900,
      .high = 2200, .doc = "The vintage.", .example = "2025" },
    { "what", &sv_kind_label, AT(what), .required = true,
      .doc = "What is otherwise from then on." },
};
#undef AT

const struct sv_form sv_form_change = {
    "change", "A vintage that asks otherwise than the one before: a break in "
    "the series.", NULL, KEYS(change), sizeof(struct sv_wording_change)
};

/* The same for indicators and for their items. */
#define FACTS \
    { "base", &sv_kind_text, AT(facts.base), \
      .doc = "In a catalogue: one of its `bases`, instead of `universe`.", \
      .example = "int" }, \
    { "series", &sv_kind_text, AT(facts.series), \
      .doc = "The series of the ITU DataHub, up to the unit.", \
      .example = "HHU4212" }, \
    { "sdmx", &sv_kind_section, AT(facts.sdmx), .form = &exchange_form, \
      .doc = "Codes in the SDMX structure of the SDG indicators.", \
      .example = "{series: IT_MOB_OWN, unit: PT}" }, \
    { "since", &sv_kind_integer, AT(facts.since), .low = 1900, .high = 2200, \
      .doc = "The first vintage that has it.", .example = "2020" }, \
    { "until", &sv_kind_integer, AT(facts.until), .low = 1900, .high = 2200, \
      .doc = "The last vintage that has it.", .example = "2020" }, \
    { "changes", &sv_kind_entries, AT(facts.changes), .form = &sv_form_change, \
      .doc = "Vintages from which on its wording is another." }, \
    { "note", &sv_kind_label, AT(facts.note), \
      .doc = "A sentence to be printed with it." }, \
    { "note-until", &sv_kind_integer, AT(facts.note_until), .low = 1900, \
      .high = 2200, .doc = "The last vintage whose `note` and `status` these " \
      "are. Absent: of all.", .example = "2020" }, \
    { "status", &sv_kind_word, AT(facts.status), .word = sv_status_words, \
      .n_words = SV_N_STATUS_WORDS, \
      .doc = "How settled its definition is." }, \
    { "target", &sv_kind_section, AT(facts.target), .form = &sv_form_target, \
      .doc = "A value to reach.", .example = "{value: 1, by: 2030}" }, \
    { "given", &sv_kind_boolean, AT(facts.given), .fallback = "false", \
      .doc = "Whether its value comes from elsewhere: `indicators: given`. " \
             "Then it has no estimator." }

#define AT(member) offsetof(struct sv_written_item, member)

static const struct sv_key item[] = {
    { "item", &sv_kind_text, AT(item), .required = true,
      .doc = "The item's own part of the code.", .example = "i" },
    { "name", &sv_kind_label, AT(name), .doc = "What it is called." },
    ESTIMATORS,
    { "universe", &sv_kind_expression, AT(universe),
      .doc = "The units it is about, instead of the indicator's." },
    { "requires", &sv_kind_names, AT(requires),
      .doc = "Variables it needs, besides the indicator's." },
    { "over", &sv_kind_names, AT(over),
      .doc = "In a catalogue: further bases that it is published over; each "
             "makes an item of its own, with `_` and the base behind the "
             "code.",
      .example = "[pop]" },
    FACTS,
};
#undef AT

static const struct sv_form item_form = {
    "item", "One of several answers that are estimated each by itself.", NULL,
    KEYS(item), sizeof(struct sv_written_item)
};

static const struct sv_word period_words[] = {
    { "now", "the time of the interview" },
    { "3-months", "the last three months" },
    { "12-months", "the last twelve months" },
};

#define AT(member) offsetof(struct sv_written_indicator, member)

static const struct sv_key indicator[] = {
    { "code", &sv_kind_text, AT(code), .required = true,
      .doc = "A short code, which no other indicator has.",
      .example = "X1" },
    { "name", &sv_kind_label, AT(name),
      .doc = "What it is called in tables.", .example = "Owns a dog" },
    { "of", &sv_kind_text, AT(of),
      .doc = "The record type whose units it is about. Needed where there "
             "is more than one.",
      .example = "household" },
    ESTIMATORS,
    { "universe", &sv_kind_expression, AT(universe),
      .doc = "A condition: the units it is about. Absent: all.",
      .example = "hh_size > 1" },
    { "requires", &sv_kind_names, AT(requires),
      .doc = "Variables that must be defined under `variables`; where one is "
             "not, the indicator is listed as not available.",
      .example = "[internet, age]" },
    { "source", &sv_kind_text, AT(source),
      .doc = "Where its definition is published." },
    { "period", &sv_kind_word, AT(period), WORDS(period_words),
      .doc = "The time that the question asks about." },
    FACTS,
    { "items", &sv_kind_entries, AT(items), .form = &item_form,
      .doc = "Its items, each with an estimator of its own; the universe "
             "and `requires` of the indicator hold for them." },
};
#undef AT

const struct sv_form sv_form_indicator = {
    "indicator",
    "An indicator has exactly one of `proportion`, `mean`, `total`, `ratio`, "
    "`quantile` and `shares`; one with items may leave it to them.",
    "    - {code: X2, of: person, mean: hours_online, universe: internet}\n"
    "    - {code: X3, of: person, total: spend}\n"
    "    - {code: X4, of: household,\n"
    "       ratio: {numerator: spend_ict, denominator: spend_all}}\n"
    "    - {code: X5, of: person, quantile: {of: hours_online, p: 0.5}}\n"
    "    - {code: X6, of: person, shares: device}\n",
    KEYS(indicator), sizeof(struct sv_written_indicator)
};

static const struct sv_word protect_words[] = {
    { "complementary", "suppresses others so that none can be computed from "
                       "totals" },
    { "none", "suppresses only the cell itself" },
};

#define AT(member) offsetof(struct sv_tables_spec, publish.member)
#define HERE       offsetof(struct sv_tables_spec, publish)

static const struct sv_key publish[] = {
    { "minimum-n", &sv_kind_integer, AT(minimum_n) - HERE, .fallback = "30",
      .low = 0, .high = INFINITY,
      .doc = "Cells with fewer cases are not published." },
    { "flag-cv", &sv_kind_number, AT(flag_cv) - HERE, .fallback = "0.15",
      .low = 0, .high = INFINITY,
      .doc = "Above this coefficient of variation a number is flagged." },
    { "suppress-cv", &sv_kind_number, AT(suppress_cv) - HERE,
      .fallback = "0.30", .low = 0, .high = INFINITY,
      .doc = "Above this one it is not published." },
    { "round", &sv_kind_integer, AT(round) - HERE, .fallback = "1",
      .low = 0, .high = 15, .doc = "Decimals of a per cent." },
    { "protect", &sv_kind_word, AT(protect) - HERE, WORDS(protect_words),
      .doc = "What else is suppressed with a cell.",
      .example = "complementary" },
};
#undef AT
#undef HERE

static const struct sv_form publish_form = {
    "publish", "What of the results may be published, and how.", NULL,
    KEYS(publish), sizeof(struct sv_tables_spec)
};

static const struct sv_word interval_words[] = {
    { "logit", "symmetric on the logit scale" },
    { "mean", "estimate plus and minus (Wald)" },
    { "beta", "Korn and Graubard" },
    { "wilson", "Wilson" },
    { "asin", "symmetric on the arcsine scale" },
    { "xlogit", "logit of the mean, by regression" },
    { "likelihood", "from the scaled likelihood" },
};
static const struct sv_word deff_words[] = {
    { "wr", "against simple random sampling with replacement" },
    { "wor", "against simple random sampling without" },
    { "kish", "of the weights alone, 1 + cv²" },
    { "none", "not at all" },
};

#define AT(member) offsetof(struct sv_written_standard, member)

static const struct sv_key standard[] = {
    { "by", &sv_kind_names, AT(by), .required = true,
      .doc = "The classification of `by` whose composition is held fixed, or "
             "several that are crossed there: every other classification that "
             "is crossed with them has a rate of its own.",
      .example = "age_5" },
    { "shares", &sv_kind_counts, AT(shares),
      .doc = "The share of each category in the reference population; what is "
             "not named has none. Percentages will do; what adds up to "
             "neither 1 nor 100 is scaled, and a note says so.",
      .example = "{15-24: 0.3, 25-74: 0.7}" },
    { "counts", &sv_kind_counts, AT(counts),
      .doc = "Instead of `shares`: how many there are of each." },
    { "totals", &sv_kind_path, AT(totals),
      .doc = "Instead of either: a .csv file with a column for each variable of "
             "`by`, which holds names of categories, and a column `total` (or "
             "`share`, as above).",
      .example = "standard.csv" },
    { "name", &sv_kind_text, AT(name),
      .doc = "What it is called in the column `contrast`. Absent: "
             "`standardised by` and the classification.",
      .example = "WHO world standard" },
};
#undef AT

static const struct sv_form standard_form = {
    "standard",
    "A reference population. The standardised rate is the sum of the rates of "
    "its categories, each times its share.",
    "  standardise:\n"
    "    - {by: age_5, shares: {15-24: 0.25, 25-74: 0.65, 75+: 0.1}}\n",
    KEYS(standard), sizeof(struct sv_written_standard)
};

#define AT(member) offsetof(struct sv_written_scores, member)

static const struct sv_key scores[] = {
    { "by", &sv_kind_text, AT(by), .required = true,
      .doc = "The classification.", .example = "age_5" },
    { "scores", &sv_kind_scores, AT(scores), .required = true,
      .doc = "A number for each of its categories, all different.",
      .example = "{15-24: 20, 25-74: 50}" },
};
#undef AT

static const struct sv_form scores_form = {
    "scores",
    "Where the categories of a classification stand on the line of a trend.",
    "  trend-scores:\n"
    "    - {by: age_5, scores: {15-24: 19.5, 25-74: 49.5, 75+: 81}}\n",
    KEYS(scores), sizeof(struct sv_written_scores)
};

#define AT(member) offsetof(struct sv_written_tables, member)

static const struct sv_key tables[] = {
    { "by", &sv_kind_crossings, AT(by),
      .doc = "The classifications; `*` crosses several. The total is always "
             "there.",
      .example = "[area, sex, age_5, sex * age_5]" },
    { "views", &sv_kind_names, AT(views),
      .doc = "Catalogues whose list of tables is added: `itu-breakdowns`, "
             "`facts-and-figures` (with its ratios of parity), or one of "
             "one's own. What needs a variable that is not defined is left "
             "out.",
      .example = "[itu-breakdowns]" },
    { "contrasts", &sv_kind_names, AT(spec.contrasts),
      .doc = "Differences (-), ratios (/) and sums with coefficients (*) of "
             "the categories of a classification of `by`, written "
             "variable.category, for every indicator; of cells of a crossing, "
             "sex.female * area.rural; or of indicators, HH7, HH9.a or, of "
             "several quantiles, X5.`0.9`, for every group; and any formula of "
             "them with + - * / ( ) log exp sqrt: (sex.female - sex.male) / "
             "sex.male. A name that is not letters, digits and `_` stands in "
             "backticks. They go to `contrasts.csv`.",
      .example = "[sex.female - sex.male, area.rural / area.urban, HH7 - HH10]"
    },
    { "parity", &sv_kind_names, AT(spec.parity),
      .doc = "Classifications of `by` with the categories female and male, or "
             "ratios such as area.urban / area.rural: the parity ratio of "
             "every indicator, in `contrasts.csv`, with an interval on the log "
             "scale and whether it lies between 0.98 and 1.02.",
      .example = "[sex, area.urban / area.rural]" },
    { "standardise", &sv_kind_entries, AT(standardise), .form = &standard_form,
      .doc = "Rates standardised to a reference population, in "
             "`contrasts.csv`." },
    { "covariance", &sv_kind_crossings, AT(covariance),
      .doc = "Entries of `by` for which `covariance.csv` has the covariances of "
             "the estimates of all of their cells.",
      .example = "[sex, sex * area]" },
    { "tests", &sv_kind_names, AT(spec.tests),
      .doc = "Tests of independence, variable ~ classification: a variable "
             "with categories, a condition, or an indicator, HH7 or HH9.a, "
             "that is a proportion or shares, with its universe; `*` crosses "
             "classifications, behind `|` are those in whose categories the "
             "test is made. They go to `tests.csv`.",
      .example = "[internet ~ sex, HH7 ~ region * area, education ~ sex | "
                 "area]" },
    { "test-statistics", &sv_kind_names, AT(spec.test_statistics),
      .doc = "Which of them: `f`, Rao-Scott of the second order; `chisq`, of "
             "the first; `wald`; `adj-wald`. Absent: all.",
      .example = "[f]" },
    { "trends", &sv_kind_names, AT(spec.trends),
      .doc = "Tests of a linear trend of proportions over the categories of "
             "a classification in their order, and of departure from it; "
             "written as `tests`.",
      .example = "[HH7 ~ age_5]" },
    { "trend-scores", &sv_kind_entries, AT(trend_scores), .form = &scores_form,
      .doc = "The scores of the categories in `trends`; absent: 1, 2, ... in "
             "their order." },
    { "confidence", &sv_kind_number, AT(spec.confidence), .low = 0,
      .high = 1, .open = true, .fallback = "0.95",
      .doc = "The level of confidence intervals." },
    { "interval", &sv_kind_word, AT(spec.interval), WORDS(interval_words),
      .fallback = "logit", .doc = "Intervals of proportions." },
    { "design-effect", &sv_kind_word, AT(spec.design_effect),
      WORDS(deff_words), .fallback = "wr",
      .doc = "What the variance is compared with." },
    { "publish", &sv_kind_section, AT(spec.publish), .form = &publish_form,
      .doc = "What may be published." },
};
#undef AT

const struct sv_form sv_form_tables = {
    "tables",
    "For which groups every indicator is estimated, and how the numbers are "
    "shown.",
    "tables:\n"
    "  by: [area, sex, age_5, sex * age_5, region * area]\n"
    "  confidence: 0.95\n"
    "  interval: logit\n"
    "  publish: {minimum-n: 30, flag-cv: 0.15, suppress-cv: 0.30, round: 1}\n",
    KEYS(tables), sizeof(struct sv_written_tables)
};
