/* grammarweighting.c - the keys of weighting: how weights are made. */
#include <math.h>

#include "pipeline/codings.h"
#include "pipeline/description.h"
#include "pipeline/grammar.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

/* What a margin is, and what is known of it; at offset BASE. */
#define MARGIN(base) \
    { "by", &sv_kind_names, (base) + offsetof(struct sv_written_margin, by), \
      .doc = "The classification; several are crossed with each other.", \
      .example = "[sex, age_group]" }, \
    { "totals", &sv_kind_path, \
      (base) + offsetof(struct sv_written_margin, totals), \
      .doc = "A .csv file with a column for each variable of `by`, which " \
             "holds names of categories, and a column `total` or `share`.", \
      .example = "population.csv" }, \
    { "counts", &sv_kind_counts, \
      (base) + offsetof(struct sv_written_margin, counts), \
      .doc = "Instead of `totals`: how many there are of each category.", \
      .example = "{male: 1201000, female: 1310000}" }, \
    { "shares", &sv_kind_counts, \
      (base) + offsetof(struct sv_written_margin, shares), \
      .doc = "Instead of `totals`: the share of each category; they add up " \
             "to 1.", \
      .example = "{urban: 0.43, rural: 0.57}" }, \
    { "population", &sv_kind_number, \
      (base) + offsetof(struct sv_written_margin, population), .low = 0, \
      .high = INFINITY, .open = true, \
      .doc = "What shares are shares of. Absent: what the weights add up to " \
             "before the step." }

#define AT(member) offsetof(struct sv_written_margin, member)

static const struct sv_key margin[] = {
    { "of", &sv_kind_text, AT(of),
      .doc = "The record type that is counted: that of the step, or one whose "
             "units are its members; then their number, by category, is what "
             "a unit has. Absent: that of the step.",
      .example = "person" },
    MARGIN(0),
    { "number", &sv_kind_text, AT(number),
      .doc = "Instead of `by`: a number, of which the sum is known.",
      .example = "hh_size" },
    { "total", &sv_kind_number, AT(total),
      .low = -INFINITY, .high = INFINITY,
      .doc = "The sum of `number` in the population.", .example = "2511000" },
};
#undef AT

static const struct sv_form margin_form = {
    "margin",
    "What is known of the population: how many there are in each category of "
    "a classification, or the sum of a number. Every category of the sample "
    "must have a total, and every total somebody in the sample.",
    "        margins:\n"
    "          - {by: [region, area], totals: households.csv}\n"
    "          - {of: person, by: sex, counts: {male: 1201000, "
    "female: 1310000}}\n"
    "          - {number: hh_size, total: 2511000}\n",
    KEYS(margin), sizeof(struct sv_written_margin)
};

#define AT(member) offsetof(struct sv_written_step_way, member)
#define OF \
    { "of", &sv_kind_text, AT(of), \
      .doc = "The record type whose weights the step makes. Needed where " \
             "there is more than one.", \
      .example = "household" }
#define ELIGIBLE \
    { "eligible", &sv_kind_text, AT(eligible), \
      .doc = "A condition: who ought to have answered; others keep their " \
             "weight. Absent: all.", .example = "eligible" }
#define BY \
    { "by", &sv_kind_names, AT(by), \
      .doc = "The variables whose combinations are the classes. Absent: one " \
             "class.", .example = "[region, area]" }
#define COMMON \
    { "common", &sv_kind_text, AT(common), \
      .doc = "The parent record type whose members keep a common factor: the " \
             "step goes by their means.", .example = "household" }
#define LIMITS_OF_WORK \
    { "tolerance", &sv_kind_number, AT(tolerance), .fallback = "1e-9", \
      .low = 0, .high = 0.01, .open = true, \
      .doc = "How far a margin may be off at the end: of 1 + its total." }, \
    { "iterations", &sv_kind_integer, AT(iterations), .fallback = "200", \
      .low = 1, .high = 100000, \
      .doc = "How often it is tried at most. Margins that are not met then " \
             "are a fault." }

#define FORM(name, title, intro, example) \
    static const struct sv_form name##_form = { \
        title, intro, example, KEYS(name), \
        sizeof(struct sv_written_step_way) }

static const struct sv_key design_weights[] = {
    OF,
    { "probabilities", &sv_kind_names, AT(probabilities),
      .doc = "The probabilities of being drawn, a number for each stage.",
      .example = "[p_ea, p_household]" },
    { "drawn", &sv_kind_names, AT(drawn),
      .doc = "Instead: how many were drawn at each stage ...",
      .example = "[eas_drawn, households_drawn]" },
    { "population", &sv_kind_names, AT(population),
      .doc = "... and from how many.",
      .example = "[eas_in_stratum, households_in_ea]" },
};
FORM(design_weights, "design-weights",
     "The inverse of the probability of being drawn, as the product over "
     "stages. It takes the place of the weight of `design`.", NULL);

static const struct sv_key eligibility[] = {
    OF,
    { "known", &sv_kind_text, AT(known), .required = true,
      .doc = "A condition: it is known whether the unit is eligible.",
      .example = "eligibility_known" },
    BY,
};
FORM(eligibility, "unknown-eligibility",
     "Units of which it is known whether they are eligible take over the "
     "weight of those of which it is not, class by class.", NULL);

static const struct sv_key response[] = {
    OF,
    { "answered", &sv_kind_text, AT(answered), .required = true,
      .doc = "A condition: the unit answered.", .example = "complete" },
    ELIGIBLE, BY,
};
FORM(response, "non-response",
     "Units that answered take over the weight of those that did not, class "
     "by class; the others get 0.",
     "    - non-response: {of: household, answered: complete, by: [region]}\n");

static const struct sv_key propensity[] = {
    OF,
    { "answered", &sv_kind_text, AT(answered), .required = true,
      .doc = "A condition: the unit answered.", .example = "complete" },
    ELIGIBLE,
    { "on", &sv_kind_names, AT(on), .required = true,
      .doc = "What the probability of an answer goes by: classifications and "
             "numbers, known of those who did not answer, too.",
      .example = "[region, area, hh_size]" },
    { "classes", &sv_kind_integer, AT(classes), .fallback = "5", .low = 0,
      .high = 1000,
      .doc = "Into how many classes of nearly equal numbers the units are "
             "put, by that probability; then as for `non-response`. 0: "
             "everyone is divided by his own." },
};
FORM(propensity, "propensity",
     "The same by the probability of an answer, from a logistic regression "
     "with the weights as they are.", NULL);

static const struct sv_key parent[] = {
    OF,
    { "times", &sv_kind_text, AT(times),
      .doc = "A number to multiply by.", .example = "n_eligible" },
};
FORM(parent, "from-parent",
     "Takes the weight of the unit that this one belongs to, such as that of "
     "the household for its persons.",
     "    - from-parent: {of: person}\n");

static const struct sv_key one[] = {
    OF,
    { "eligible", &sv_kind_text, AT(times), .required = true,
      .doc = "The number from whom one was drawn.", .example = "n_eligible" },
};
FORM(one, "one-per-household",
     "Where one was drawn of several: times their number.", NULL);

static const struct sv_key poststratify[] = { OF, MARGIN(AT(margin)), COMMON };
FORM(poststratify, "post-stratify",
     "Brings the weights to the totals of one classification.",
     "    - post-stratify: {of: person, by: [sex, age_group], "
     "totals: population.csv}\n");

static const struct sv_key rake[] = {
    OF,
    { "margins", &sv_kind_entries, AT(margins), .required = true,
      .form = &margin_form, .doc = "What is known of the population." },
    COMMON, LIMITS_OF_WORK,
};
FORM(rake, "rake",
     "Brings the weights to the totals of several classifications, one after "
     "the other, over and over.",
     "    - rake:\n"
     "        of: person\n"
     "        margins:\n"
     "          - {by: region, totals: regions.csv}\n"
     "          - {by: [sex, age_group], totals: population.csv}\n");

static const struct sv_word distances[] = {
    { "linear", "regression (GREG); weights can become negative, which is a "
                "fault" },
    { "truncated-linear", "linear within `bounds`" },
    { "raking-ratio", "as raking, but for numbers as well; `bounds` if given" },
    { "logit", "smooth within `bounds`" },
};

static const struct sv_key calibrate[] = {
    OF,
    { "distance", &sv_kind_word, AT(distance), WORDS(distances),
      .fallback = "linear",
      .doc = "How weights may differ from those before." },
    { "bounds", &sv_kind_cut, AT(bounds),
      .doc = "Between what the factors must lie.", .example = "[0.3, 3]" },
    { "margins", &sv_kind_entries, AT(margins), .required = true,
      .form = &margin_form, .doc = "What is known of the population." },
    COMMON, LIMITS_OF_WORK,
};
FORM(calibrate, "calibrate",
     "Brings the weights to the totals of classifications and numbers, "
     "changing them as little as can be.",
     "    - calibrate:\n"
     "        of: household\n"
     "        distance: logit\n"
     "        bounds: [0.3, 3]\n"
     "        margins:\n"
     "          - {by: [region], totals: households.csv}\n"
     "          - {of: person, by: [sex, age_group], "
     "totals: population.csv}\n");

static const struct sv_word redistributions[] = {
    { "equally", "the same to each of the others" },
    { "proportionally", "to the others by their weights" },
    { "none", "to nobody: the sum changes" },
};

static const struct sv_key trim[] = {
    OF,
    { "limits", &sv_kind_cut, AT(limits),
      .doc = "The least weight and the greatest.", .example = "[20, 900]" },
    { "medians", &sv_kind_cut, AT(medians),
      .doc = "Instead: the limits as multiples of the median.",
      .example = "[0.2, 5]" },
    { "redistribute", &sv_kind_word, AT(redistribute), WORDS(redistributions),
      .fallback = "equally", .doc = "To whom goes what is cut off." },
    { "strict", &sv_kind_boolean, AT(strict), .fallback = "true",
      .doc = "Whether to go on until no weight is beyond the limits; false: "
             "once." },
};
FORM(trim, "trim",
     "Cuts weights that are too small or too large. Margins that were met "
     "before are not met any more: calibrate again.",
     "    - trim: {of: household, medians: [0.2, 5]}\n");
#undef AT

#define STEP(kind, name, key_form, sentence) \
    { name, &sv_kind_optional, \
      offsetof(struct sv_written_step, way) \
          + (kind) * sizeof(struct sv_written_step_way), \
      .form = &key_form, .doc = sentence }

static const struct sv_key step[] = {
    STEP(SV_ADJUST_DESIGN, "design-weights", design_weights_form,
         "Weights from the probabilities of being drawn."),
    STEP(SV_ADJUST_ELIGIBILITY, "unknown-eligibility", eligibility_form,
         "Adjusts for units whose eligibility is not known."),
    STEP(SV_ADJUST_RESPONSE, "non-response", response_form,
         "Adjusts for units that did not answer, by classes."),
    STEP(SV_ADJUST_PROPENSITY, "propensity", propensity_form,
         "Adjusts for them by the probability of an answer."),
    STEP(SV_ADJUST_PARENT, "from-parent", parent_form,
         "Takes the weight of the parent."),
    STEP(SV_ADJUST_ONE, "one-per-household", one_form,
         "Multiplies by the number from whom one was drawn."),
    STEP(SV_ADJUST_POSTSTRATIFY, "post-stratify", poststratify_form,
         "Brings the weights to the totals of one classification."),
    STEP(SV_ADJUST_RAKE, "rake", rake_form,
         "Brings them to the totals of several."),
    STEP(SV_ADJUST_CALIBRATE, "calibrate", calibrate_form,
         "Brings them to totals by a distance."),
    STEP(SV_ADJUST_TRIM, "trim", trim_form, "Cuts them to limits."),
};

static const struct sv_form step_form = {
    "weighting-step",
    "One step; a list of steps may have the same one many times. The names in "
    "it are those of `variables`; a unit may be classified by a variable of "
    "its parent.",
    NULL, KEYS(step), sizeof(struct sv_written_step)
};

static const struct sv_key weighting[] = {
    { "steps", &sv_kind_entries, offsetof(struct sv_written_weighting, steps),
      .required = true, .form = &step_form,
      .doc = "What is done to the weights, in order." },
};

const struct sv_form sv_form_weighting = {
    "weighting",
    "How weights are made. The steps begin with the weights of `design`, or "
    "with 1 where it has none. `weighting.csv` tells what each step did. "
    "Standard errors take account of post-stratification, raking and "
    "calibration; see `docs/method.md`.",
    "weighting:\n"
    "  steps:\n"
    "    - non-response: {of: household, answered: complete, by: [region]}\n"
    "    - trim: {of: household, medians: [0.2, 5]}\n"
    "    - calibrate:\n"
    "        of: household\n"
    "        margins:\n"
    "          - {by: [region], totals: households.csv}\n"
    "          - {of: person, by: [sex, age_group], totals: population.csv}\n"
    "    - from-parent: {of: person}\n",
    KEYS(weighting), sizeof(struct sv_written_weighting)
};
