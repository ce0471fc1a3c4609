/* grammar.c - the keys of survey.yaml: the survey, its files, its design. */
#include "pipeline/grammar.h"

#include <math.h>

#include "pipeline/codings.h"
#include "pipeline/description.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

static const struct sv_key about[] = {
    { "title", &sv_kind_label,
      offsetof(struct sv_description, survey.title), .required = true,
      .doc = "What the survey is called, as it stands above tables.",
      .example = "Exampland Household ICT Survey" },
    { "country", &sv_kind_text,
      offsetof(struct sv_description, survey.country),
      .doc = "The country, as the three capital letters of ISO 3166.",
      .example = "EXL" },
    { "year", &sv_kind_integer,
      offsetof(struct sv_description, survey.year),
      .low = 1900, .high = 2200,
      .doc = "The year that the results are published for.",
      .example = "2026" },
    { "reference-period", &sv_kind_text,
      offsetof(struct sv_description, survey.reference_period),
      .doc = "The time that the questions ask about, in words.",
      .example = "three months to March 2026" },
    { "languages", &sv_kind_names,
      offsetof(struct sv_description, survey.languages), .fallback = "en",
      .doc = "The languages of labels in the output; the first is the "
             "default.",
      .example = "[en, fr]" },
};

static const struct sv_form about_form = {
    "survey",
    "What is being described. Only the title must be there; the rest is "
    "printed with the results where it is known.",
    "survey:\n"
    "  title: Exampland Household ICT Survey\n"
    "  country: EXL\n"
    "  year: 2026\n"
    "  reference-period: three months to March 2026\n"
    "  languages: [en, fr]\n",
    KEYS(about), sizeof(struct sv_description)
};

static const struct sv_word decimal_words[] = {
    { "point", "3.5" },
    { "comma", "3,5" },
};

#define AT(member) offsetof(struct sv_written_record, member)

static const struct sv_key record[] = {
    { "path", &sv_kind_path, AT(path),
      .doc = "The data file: .sav, .zsav, .por, .dta, .csv, .sas7bdat or "
             ".xpt. A path that is not absolute starts at the folder of "
             "survey.yaml.",
      .example = "household.sav" },
    { "from", &sv_kind_text, AT(from),
      .doc = "Instead of `path`: the record type on whose rows these units "
             "are repeated; one row is taken for each key.",
      .example = "person" },
    { "key", &sv_kind_names, AT(key),
      .doc = "The variables that together tell one unit from the others.",
      .example = "[HHID, LINE]" },
    { "parent", &sv_kind_text, AT(parent),
      .doc = "The record type that these units belong to. The parent's key "
             "variables must be in this file too.",
      .example = "household" },
    { "parent-key", &sv_kind_names, AT(parent_key),
      .doc = "What they are called in this file, in the order of the parent's "
             "`key`. Absent: as they are there.",
      .example = "[v001, v002]" },
    { "encoding", &sv_kind_text, AT(encoding),
      .doc = "The encoding of texts in the file, where the file does not "
             "say or says it wrongly.",
      .example = "windows-1252" },
    { "decimal", &sv_kind_word, AT(decimal), WORDS(decimal_words),
      .fallback = "point",
      .doc = "For .csv: what stands before the decimals of its numbers." },
    { "types", &sv_kind_types, AT(types),
      .doc = "For .csv: columns that must be read as number or as string. "
             "Without it a column is a number if all its fields are.",
      .example = "{HHID: string}" },
    { "labels", &sv_kind_value_labels, AT(labels),
      .doc = "For .csv: value labels, by column and code.",
      .example = "{SEX: {1: Male, 2: Female}}" },
};
#undef AT

static const struct sv_form record_form = {
    "file",
    "The record types - households, persons, or any others - by the name "
    "that the rest of the description knows them by, each with its data "
    "file. One may be the parent of another: then expressions may look from "
    "a person to its household (`household.REGION`) and from a household to "
    "its persons (`any(person.internet)`).",
    "files:\n"
    "  household: {path: household.sav, key: [HHID]}\n"
    "  person:    {path: person.dta, key: [HHID, LINE], parent: household}\n",
    KEYS(record), sizeof(struct sv_written_record)
};

static const struct sv_word replicate_types[] = {
    { "jk1", "delete-one jackknife without strata" },
    { "jk2", "jackknife of pairs of PSUs, one replicate a pair" },
    { "jkn", "delete-one jackknife within strata" },
    { "brr", "balanced repeated replication" },
    { "fay", "BRR as Fay damps it; needs `rho`" },
    { "bootstrap", "bootstrap" },
    { "sdr", "successive differences (the American Community Survey's)" },
    { "other", "given by `scale` and `rscales` alone" },
};

#define AT(member) offsetof(struct sv_replicates_spec, member)

static const struct sv_key replicates[] = {
    { "columns", &sv_kind_replicate_columns, AT(columns),
      .doc = "The columns that hold replicate weights, for all record types "
             "or for each. A range names the first and the last: `REPW1-"
             "REPW80` is REPW1, REPW2, ... (or REPW01, REPW02, ...); other "
             "names mean all from the one to the other in the file. Absent: "
             "`variance` says how replicates are made from the design.",
      .example = "{household: REPH1-REPH80, person: REPW1-REPW80}" },
    { "type", &sv_kind_word, AT(type),
      WORDS(replicate_types), .doc = "How the columns were made; needed with "
             "them.",
      .example = "fay" },
    { "number", &sv_kind_integer, AT(number), .low = 2, .high = 100000,
      .doc = "How many replicates `bootstrap`, `rao-wu` and `preston` make "
             "(500 unless told), and `sdr` (80; the next number for which "
             "there is a Hadamard matrix).",
      .example = "200" },
    { "seed", &sv_kind_integer, AT(seed), .low = 0, .high = 999999,
      .fallback = "1",
      .doc = "Where the random numbers of the bootstraps begin: the same "
             "seed gives the same replicates.",
      .example = "20260" },
    { "reweight", &sv_kind_boolean, AT(reweight), .fallback = "false",
      .doc = "Whether the weights of each replicate that is made go through "
             "the steps of `weighting` again, so that errors have in them "
             "what calibration does." },
    { "rho", &sv_kind_number, AT(rho), .low = 0, .high = 1,
      .doc = "Fay's factor, 0 or more and less than 1; 0.5 unless told where "
             "`variance` is `fay`.", .example = "0.5" },
    { "scale", &sv_kind_number, AT(scale), .low = 0, .high = INFINITY,
      .open = true,
      .doc = "The factor before the sum of squared deviations; by default "
             "the one that belongs to the type.",
      .example = "0.1" },
    { "rscales", &sv_kind_path, AT(rscales),
      .doc = "A text file with a factor for each replicate, one a line; "
             "needed for jkn with whole weights.",
      .example = "rscales.txt" },
    { "combined", &sv_kind_boolean, AT(combined), .fallback = "true",
      .doc = "Whether the columns are whole weights; false: factors by "
             "which the weight is multiplied." },
    { "mse", &sv_kind_boolean, AT(mse), .fallback = "false",
      .doc = "Whether deviations are taken from the full estimate; false: "
             "from the mean of the replicates." },
};
#undef AT

static const struct sv_form replicates_form = {
    "replicates",
    "Replicate weights: those that came with the file (`columns`), or, "
    "without `columns`, how those are made that `variance` asks for. "
    "`columns`, `type`, `scale`, `rscales` and `combined` are for the first, "
    "`number`, `seed` and `reweight` for the second.",
    "  variance: bootstrap\n"
    "  replicates: {number: 200, seed: 20260}\n",
    KEYS(replicates), sizeof(struct sv_replicates_spec)
};

static const struct sv_word pps_words[] = {
    { "brewer", "Brewer's approximation" },
    { "overton", "Overton's approximation" },
    { "hartley-rao", "Hartley and Rao's approximation" },
    { "horvitz-thompson", "from joint probabilities, which must be given" },
    { "yates-grundy", "from joint probabilities, which must be given; never "
                      "below 0 for most designs" },
};
static const struct sv_word pps_forms[] = {
    { "horvitz-thompson", "a sum over pairs; can come out below 0" },
    { "yates-grundy", "a sum of squared differences" },
};
static const struct sv_word variance_words[] = {
    { "linearisation", "Taylor series" },
    { "jk1", "delete-one jackknife without strata" },
    { "jkn", "delete-one jackknife within strata" },
    { "brr", "balanced repeated replication" },
    { "fay", "BRR as Fay damps it, by `rho`" },
    { "bootstrap", "bootstrap from a population made of the sample (Canty and "
                   "Davison)" },
    { "rao-wu", "bootstrap of one unit less than drawn (Rao and Wu)" },
    { "preston", "bootstrap of half of the units at every stage (Preston)" },
    { "sdr", "successive differences, of systematic samples" },
};
static const struct sv_word lonely_words[] = {
    { "fail", "stop, and name the strata" },
    { "remove", "the stratum adds nothing to the variance" },
    { "adjust", "centre at the mean of all sampling units (Stata: centered)" },
    { "average", "as much as other strata on average (Stata: scaled)" },
    { "certainty", "the unit was certain to be drawn: adds nothing" },
    { "collapse", "join it to another stratum, and say which" },
};
static const struct sv_word degrees_words[] = {
    { "domain", "sampling units minus strata, of strata and units that have "
                "members in the domain" },
    { "design", "all sampling units minus all strata" },
    { "strata-nonempty", "all sampling units minus strata, of strata that "
                         "have members (Stata)" },
    { "replicates", "the rank of the replicate weights less 1 (R, of replicate "
                    "designs); needs replicates" },
};

#define AT(member) offsetof(struct sv_written_design, member)

static const struct sv_key design[] = {
    { "strata", &sv_kind_names, AT(spec.strata),
      .doc = "The variables whose combinations are the strata of the first "
             "stage. Absent: there is one stratum.",
      .example = "[STRATUM]" },
    { "clusters", &sv_kind_names, AT(spec.clusters),
      .doc = "The variable that names the sampling unit, for each stage "
             "from the first (the PSU) on. Absent: the units themselves "
             "were drawn. Stages that only records below have, such as "
             "persons drawn within households, may be in their file.",
      .example = "[EA, HHID]" },
    { "fpc", &sv_kind_names, AT(spec.fpc),
      .doc = "For each stage the variable that tells how many there were to "
             "draw from (1 or more), or the sampling rate (below 1). Absent: "
             "as drawn with replacement.",
      .example = "[EAS_IN_STRATUM, HHS_IN_EA]" },
    { "nested", &sv_kind_boolean, AT(spec.nested), .fallback = "false",
      .doc = "Whether the same cluster number in another stratum is another "
             "cluster; false: that is a fault." },
    { "weight", &sv_kind_weight, AT(weights),
      .doc = "The weight: a variable or an expression for all record types, "
             "or one for each. `1` for a survey without weights. Needed "
             "unless there is a section `weighting`; a record type that has "
             "neither a weight here nor a step there counts every row 1, which "
             "`hearth run` and `design.txt` tell.",
      .example = "{household: HHWEIGHT, person: PWEIGHT}" },
    { "pps", &sv_kind_word, AT(spec.pps), WORDS(pps_words),
      .doc = "For sampling units of the first stage that were drawn without "
             "replacement with unequal probabilities: the estimator of the "
             "variance. The first variable of `fpc` is then the probability "
             "with which each was drawn, above 0 and at most 1.",
      .example = "brewer" },
    { "pps-form", &sv_kind_word, AT(spec.pps_form), WORDS(pps_forms),
      .doc = "The form of the variance by `overton` and `hartley-rao`; "
             "horvitz-thompson unless told.",
      .example = "yates-grundy" },
    { "squared-probabilities", &sv_kind_text, AT(spec.squares),
      .doc = "For `hartley-rao`: the sum over the population of squared "
             "probabilities, over the number drawn: a variable, the same in "
             "all rows of a stratum, or a number. Absent: estimated from the "
             "sample.",
      .example = "SUM_P2" },
    { "joint-probabilities", &sv_kind_path, AT(spec.joint_probabilities),
      .doc = "For `horvitz-thompson` and `yates-grundy`: a .csv file with the "
             "probability that both units of a pair are in the sample. "
             "Columns: the variables of `strata` (not needed where numbers of "
             "units are not repeated), the first of `clusters`, `with` (the "
             "other unit), `probability`; a line for every pair of units of "
             "the sample within a stratum, in either order.",
      .example = "pairs.csv" },
    { "variance", &sv_kind_word, AT(spec.variance), WORDS(variance_words),
      .fallback = "linearisation",
      .doc = "How variances are estimated." },
    { "replicates", &sv_kind_noted, AT(spec.replicates),
      .form = &replicates_form,
      .doc = "Replicate weights that came with the file, used instead; or "
             "how many `variance` makes, and how." },
    { "lonely-psu", &sv_kind_word, AT(spec.lonely_psu), WORDS(lonely_words),
      .fallback = "fail",
      .doc = "What to do with a stratum that has one sampling unit only." },
    { "lonely-in-domains", &sv_kind_boolean, AT(spec.lonely_in_domains),
      .fallback = "false",
      .doc = "Whether that applies as well to strata with one sampling unit "
             "that has members in the domain." },
    { "degrees-of-freedom", &sv_kind_degrees, AT(degrees),
      WORDS(degrees_words), .fallback = "domain",
      .doc = "Those of Student's t in intervals: a rule or a number." },
};
#undef AT

static const struct sv_form design_form = {
    "design",
    "How the sample was drawn. Names are variables of the data files.",
    "design:\n"
    "  strata: [STRATUM]\n"
    "  clusters: [EA, HHID]\n"
    "  fpc: [EAS_IN_STRATUM, HHS_IN_EA]\n"
    "  nested: true\n"
    "  weight: {household: HHWEIGHT, person: PWEIGHT}\n"
    "  lonely-psu: fail\n",
    KEYS(design), sizeof(struct sv_written_design)
};

#define AT(member) offsetof(struct sv_description, member)

static const struct sv_word skills_missing_words[] = {
    { "zero", "it counts as not done" },
    { "drop-person", "the person leaves all levels of skill" },
    { "area-missing-if-all-missing", "as not done, but who answered nothing "
      "in an area has no level in it, nor overall" },
};

static const struct sv_key indicators[] = {
    { "catalogue", &sv_kind_names, AT(indicators.catalogue),
      .doc = "Files of indicators: names of those that come along (`hearth "
             "catalogue` lists them), or paths of one's own (with a `/` or "
             "ending in .yaml).",
      .example = "[itu-2020, sdg]" },
    { "vintage", &sv_kind_integer, AT(indicators.vintage), .low = 2000,
      .high = 2100,
      .doc = "The year of the wording that the questionnaire follows, for "
             "catalogues that do not say it themselves. Absent: that of the "
             "first one that does, else the latest.",
      .example = "2020" },
    { "skip", &sv_kind_names, AT(indicators.skip),
      .doc = "Codes of the catalogue to leave out: of an indicator, or of "
             "one item of it (the code with the item behind it). A code that "
             "no catalogue here has leaves out nothing, with a note.",
      .example = "[HH16, HH9agg]" },
    { "skills-missing", &sv_kind_word, AT(indicators.skills_missing),
      WORDS(skills_missing_words), .fallback = "zero",
      .doc = "What an activity without an answer is to the levels of skill." },
    { "given", &sv_kind_path, AT(indicators.given),
      .doc = "A CSV file with values of indicators that do not come from "
             "surveys: columns `indicator`, `value`, and where there are "
             "some `item`, `year`, `source`, `note`.",
      .example = "given.csv" },
    { "own", &sv_kind_entries, AT(indicators.own),
      .form = &sv_form_indicator,
      .doc = "Indicators of the survey's own." },
    { "breaks", &sv_kind_entries, AT(indicators.breaks),
      .form = &sv_form_break,
      .doc = "Indicators that are not comparable with the round before." },
};

static const struct sv_form indicators_form = {
    "indicators",
    "What is estimated: indicators from catalogues, and the survey's own. An "
    "indicator of a catalogue is estimated where the description defines the "
    "variables that it requires, and listed as not available otherwise.",
    "indicators:\n"
    "  catalogue: [itu-2020, sdg]\n"
    "  skip: [HH16, HH9agg]\n"
    "  own:\n"
    "    - {code: X1, name: Owns a dog, of: household, proportion: dog == 1}\n",
    KEYS(indicators), sizeof(struct sv_description)
};

static const struct sv_word item_missing_words[] = {
    { "exclude", "the unit leaves the universe of that indicator" },
    { "as-no", "it counts as not having what is asked" },
    { "category", "it is shown as a category of its own" },
};

static const struct sv_key top[] = {
    { "survey", &sv_kind_section, 0, .required = true, .form = &about_form,
      .doc = "What is being described." },
    { "files", &sv_kind_named, AT(files), .required = true,
      .form = &record_form, .doc = "The record types and their data files." },
    { "design", &sv_kind_section, AT(design), .required = true,
      .form = &design_form, .doc = "How the sample was drawn." },
    { "variables", &sv_kind_named, AT(variables), .form = &sv_form_variable,
      .doc = "Variables made from those of the files, in order." },
    { "indicators", &sv_kind_section, 0, .form = &indicators_form,
      .doc = "What is estimated." },
    { "tables", &sv_kind_section, AT(tables), .form = &sv_form_tables,
      .doc = "For whom it is estimated, and how it is shown." },
    { "checks", &sv_kind_entries, AT(checks), .form = &sv_form_check,
      .doc = "Rules that the data must keep." },
    { "areas", &sv_kind_section, AT(areas), .form = &sv_form_areas,
      .doc = "Figures by area from elsewhere, to put beside the survey's." },
    { "models", &sv_kind_entries, AT(models), .form = &sv_form_model,
      .doc = "Regressions." },
    { "weighting", &sv_kind_optional, AT(weighting),
      .form = &sv_form_weighting,
      .doc = "How weights are made. Absent: the weights of the files are "
             "final." },
    { "item-missing", &sv_kind_word, AT(item_missing),
      WORDS(item_missing_words), .fallback = "exclude",
      .doc = "What becomes of a unit that lacks an answer." },
};
#undef AT

const struct sv_form sv_form_survey = {
    "description",
    "A survey is described in one file, by custom called `survey.yaml`. It "
    "is YAML as people write it by hand: sections, lists and values, without "
    "anchors, aliases and tags, at most 32 deep and 1 MiB long, in UTF-8. A "
    "text that holds `: ` or ` #`, or starts with a bracket or another sign, "
    "stands in quotes. Numbers are written with a decimal point. A key that "
    "is not listed here is a fault; all faults are reported at once, each "
    "with its line and column.",
    NULL, KEYS(top), sizeof(struct sv_description)
};
