/* grammarchecks.c - the keys of rules that the data must keep. */
#include "pipeline/description.h"
#include "pipeline/grammar.h"
#include "pipeline/rules.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

static const struct sv_word severities[] = {
    { "error", "the data must not be used so: hearth check ends with 1" },
    { "warning", "to be looked into" },
    { "note", "to be known" },
};

#define AT(member) offsetof(struct sv_written_check, member)

static const struct sv_key check[] = {
    { "name", &sv_kind_text, AT(name), .required = true,
      .doc = "What the rule is called where it is broken.",
      .example = "online less than a week" },
    { "of", &sv_kind_text, AT(of),
      .doc = "The record type whose units keep it. Needed where there is "
             "more than one.",
      .example = "person" },
    { "require", &sv_kind_expression, AT(require), .required = true,
      .doc = "A condition. Units for which it is false are counted, and the "
             "rows of the first told; missing is not false.",
      .example = "hours_online <= 168" },
    { "severity", &sv_kind_word, AT(severity), WORDS(severities),
      .fallback = "error", .doc = "How bad it is where it is broken." },
};
#undef AT

const struct sv_form sv_form_check = {
    "check",
    "Rules of the survey's own that `hearth check` tests beside those that "
    "it makes of variables, universes and labels (docs/for-survey-teams.md). "
    "A run does not look at them.",
    "checks:\n"
    "  - {name: online less than a week, of: person,\n"
    "     require: hours_online <= 168}\n"
    "  - {name: phone bill within all spending, of: household,\n"
    "     require: exp_ict <= exp_total, severity: warning}\n",
    KEYS(check), sizeof(struct sv_written_check)
};

#define AT(member) offsetof(struct sv_canon, member)

static const struct sv_key canon[] = {
    { "variable", &sv_kind_text, AT(variable), .required = true,
      .doc = "A canonical variable.", .example = "sex" },
    { "has", &sv_kind_names, AT(categories), .required = true,
      .doc = "The categories that the catalogue knows.",
      .example = "[male, female]" },
};
#undef AT

static const struct sv_form canon_form = {
    "canon", "The categories of a canonical variable.", NULL, KEYS(canon),
    sizeof(struct sv_canon)
};

static const struct sv_key rules[] = {
    { "categories", &sv_kind_entries,
      offsetof(struct sv_written_rules, categories), .form = &canon_form,
      .doc = "Categories of canonical variables." },
    { "checks", &sv_kind_entries, offsetof(struct sv_written_rules, checks),
      .required = true, .form = &sv_form_check, .doc = "The rules." },
};

const struct sv_form sv_form_rules = {
    "rules", "A file of rules over canonical variables.", NULL, KEYS(rules),
    sizeof(struct sv_written_rules)
};
