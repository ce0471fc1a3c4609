/* grammarcatalogue.c - the keys of a file of the catalogue. */
#include <math.h>

#include "pipeline/codings.h"
#include "pipeline/description.h"
#include "pipeline/grammar.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

enum { FIRST_YEAR = 2000, LAST_YEAR = 2100 };

#define YEARS .low = FIRST_YEAR, .high = LAST_YEAR
#define SINCE(member) \
    { "since", &sv_kind_integer, member(since), YEARS, \
      .doc = "The first vintage that has it.", .example = "2020" }, \
    { "until", &sv_kind_integer, member(until), YEARS, \
      .doc = "The last vintage that has it.", .example = "2020" }

#define AT(member) offsetof(struct sv_written_header, member)

static const struct sv_key header[] = {
    { "id", &sv_kind_text, AT(id), .required = true,
      .doc = "The name of the catalogue, which is that of its file.",
      .example = "itu-2020" },
    { "title", &sv_kind_label, AT(title), .required = true,
      .doc = "What it is called.", .example = "ITU core indicators" },
    { "source", &sv_kind_text, AT(source),
      .doc = "The publication that it follows." },
    { "version", &sv_kind_text, AT(version),
      .doc = "The edition of it.", .example = "2020" },
    { "from", &sv_kind_text, AT(from),
      .doc = "Another catalogue, whose indicators it takes: those under "
             "`pick`, or all where there are neither `pick` nor "
             "`indicators`. Its bases and levels of skill are known here too.",
      .example = "itu" },
    { "vintage", &sv_kind_integer, AT(vintage), YEARS,
      .doc = "The year of the wording that is meant. Absent: the survey's.",
      .example = "2020" },
    { "latest", &sv_kind_integer, AT(latest), YEARS,
      .doc = "The newest wording in the file, which is meant where nobody "
             "says another.",
      .example = "2025" },
};
#undef AT

static const struct sv_form header_form = {
    "catalogue", "What the file is.", NULL, KEYS(header),
    sizeof(struct sv_written_header)
};

#define AT(member) offsetof(struct sv_written_base, member)

static const struct sv_key base[] = {
    { "universe", &sv_kind_expression, AT(universe),
      .doc = "A condition: the units. Absent: all of the record type.",
      .example = "in_scope and internet" },
    { "unit", &sv_kind_text, AT(unit),
      .doc = "What stands for it in codes of the ITU DataHub.",
      .example = "\"%_INT\"" },
    { "name", &sv_kind_label, AT(label), .required = true,
      .doc = "What it is called, behind a name.",
      .example = "of all individuals" },
    { "requires", &sv_kind_names, AT(requires),
      .doc = "Variables it needs.", .example = "[in_scope, internet]" },
};
#undef AT

static const struct sv_form base_form = {
    "base", "Units that indicators are shares of, by name.", NULL, KEYS(base),
    sizeof(struct sv_written_base)
};

#define AT(member) offsetof(struct sv_written_pick, member)

static const struct sv_key pick[] = {
    { "code", &sv_kind_text, AT(code), .required = true,
      .doc = "The indicator's code in the other catalogue.",
      .example = "HH9" },
    { "as", &sv_kind_text, AT(as), .doc = "Its code here, if it is another.",
      .example = "OTT" },
    { "name", &sv_kind_label, AT(name), .doc = "Its name, instead." },
    { "items", &sv_kind_names, AT(items),
      .doc = "The items that are wanted. Absent: all, and the indicator "
             "itself.",
      .example = "[acv, asn]" },
    { "base", &sv_kind_text, AT(base), .doc = "A base, instead of its own.",
      .example = "pop" },
    { "among", &sv_kind_expression, AT(among),
      .doc = "A condition that narrows its universe.",
      .example = "sex == female" },
    { "requires", &sv_kind_names, AT(requires),
      .doc = "Variables that it needs besides.", .example = "[sex]" },
    { "note", &sv_kind_label, AT(facts.note),
      .doc = "A sentence to be printed with it." },
    { "status", &sv_kind_word, AT(facts.status),
      .word = sv_status_words, .n_words = SV_N_STATUS_WORDS,
      .doc = "How settled its definition is." },
    { "target", &sv_kind_section, AT(facts.target), .form = &sv_form_target,
      .doc = "A value to reach.", .example = "{value: 1, by: 2030}" },
};
#undef AT

static const struct sv_form pick_form = {
    "pick", "An indicator of the catalogue named by `from`.", NULL, KEYS(pick),
    sizeof(struct sv_written_pick)
};

#define AT(member) offsetof(struct sv_written_area, member)

static const struct sv_key area[] = {
    { "area", &sv_kind_text, AT(area), .required = true,
      .doc = "Its part of the code of items.", .example = "IDL" },
    { "name", &sv_kind_label, AT(name), .required = true,
      .doc = "What it is called.", .example = "Safety" },
    { "variable", &sv_kind_text, AT(variable), .required = true,
      .doc = "The number of its activities that a person did. It is made "
             "here, unless the survey defines a variable of this name.",
      .example = "n_safety" },
    { "items", &sv_kind_names, AT(items), .required = true,
      .doc = "The activities: conditions that must be defined.",
      .example = "[skill_privacy, skill_security]" },
    { "basic", &sv_kind_integer, AT(basic), .low = 1, .high = 100,
      .fallback = "1", .doc = "From how many on the level is basic." },
    { "above", &sv_kind_integer, AT(above), .low = 1, .high = 100,
      .fallback = "2", .doc = "From how many on it is above basic." },
    SINCE(AT),
    { "changes", &sv_kind_entries, AT(changes), .form = &sv_form_change,
      .doc = "Vintages from which on its activities are others." },
};
#undef AT

static const struct sv_form area_form = {
    "skill-area", "An area of skills.", NULL, KEYS(area),
    sizeof(struct sv_written_area)
};

static const struct sv_word assessed_words[] = {
    { "no", "the item is those in the universe who are not assessed" },
};

#define AT(member) offsetof(struct sv_written_skill_level, member)

static const struct sv_key level[] = {
    { "item", &sv_kind_text, AT(item), .required = true,
      .doc = "The code of the item; under `levels`, what follows that of the "
             "area.",
      .example = "OAB" },
    { "name", &sv_kind_label, AT(name), .required = true,
      .doc = "What it is called.", .example = "basic" },
    { "levels", &sv_kind_text, AT(levels),
      .doc = "Which levels in the area: 0 below basic, 1 basic, 2 above.",
      .example = "1..2" },
    { "basic", &sv_kind_text, AT(basic),
      .doc = "In how many areas it is basic at least.", .example = "5" },
    { "above", &sv_kind_text, AT(above),
      .doc = "In how many areas it is above basic.", .example = "0..4" },
    { "assessed", &sv_kind_word, AT(assessed), WORDS(assessed_words),
      .doc = "Instead: who is left." },
    { "series", &sv_kind_text, AT(facts.series),
      .doc = "The series of the ITU DataHub, up to the unit.",
      .example = "HHU781OAB" },
    { "note", &sv_kind_label, AT(facts.note),
      .doc = "A sentence to be printed with it." },
    { "status", &sv_kind_word, AT(facts.status),
      .word = sv_status_words, .n_words = SV_N_STATUS_WORDS,
      .doc = "How settled its definition is." },
};
#undef AT

static const struct sv_form level_form = {
    "skill-level", "A level of skill, which becomes an item.", NULL,
    KEYS(level), sizeof(struct sv_written_skill_level)
};

#define AT(member) offsetof(struct sv_written_skills, member)

static const struct sv_key skills[] = {
    { "indicator", &sv_kind_text, AT(indicator), .required = true,
      .doc = "The indicator whose items the levels become.",
      .example = "HH15" },
    { "of", &sv_kind_text, AT(of),
      .doc = "The record type.", .example = "person" },
    { "among", &sv_kind_expression, AT(among), .required = true,
      .doc = "Who is assessed. The others have no level, and stay in the "
             "universe.",
      .example = "internet" },
    { "note", &sv_kind_label, AT(note),
      .doc = "A sentence to be printed with levels that have none of their "
             "own." },
    SINCE(AT),
    { "areas", &sv_kind_entries, AT(areas), .required = true,
      .form = &area_form, .doc = "The areas of skills." },
    { "levels", &sv_kind_entries, AT(levels), .required = true,
      .form = &level_form, .doc = "The levels in each of them." },
    { "overall", &sv_kind_entries, AT(overall), .form = &level_form,
      .doc = "Levels by the number of areas." },
};
#undef AT

static const struct sv_form skills_form = {
    "skills", "Rules by which activities become levels of skill.", NULL,
    KEYS(skills), sizeof(struct sv_written_skills)
};

#define AT(member) offsetof(struct sv_catalogue, member)

static const struct sv_key top[] = {
    { "catalogue", &sv_kind_section, AT(catalogue), .required = true,
      .form = &header_form, .doc = "What the file is." },
    { "bases", &sv_kind_named, AT(bases), .form = &base_form,
      .doc = "Units that indicators are shares of." },
    { "variables", &sv_kind_named, AT(variables), .form = &sv_form_variable,
      .doc = "Variables that are made where the survey does not define them, "
             "but all that they are made of." },
    { "tables", &sv_kind_crossings, AT(tables),
      .doc = "Classifications and crossings, for `tables: views`.",
      .example = "[area, sex, area * sex]" },
    { "parity", &sv_kind_names, AT(parity),
      .doc = "Ratios of parity, for `tables: views`, of classifications that "
             "stand under `tables`.",
      .example = "[sex, area.urban / area.rural]" },
    { "codes", &sv_kind_value_labels, AT(codes),
      .doc = "Codes of categories in the ITU DataHub, by variable. Where two "
             "are crossed, the one above goes last.",
      .example = "{sex: {female: FEMALE, male: MALE}}" },
    { "skills", &sv_kind_entries, AT(skills), .form = &skills_form,
      .doc = "Levels of skill." },
    { "pick", &sv_kind_entries, AT(pick), .form = &pick_form,
      .doc = "Indicators of the catalogue named by `from`." },
    { "indicators", &sv_kind_entries, AT(indicators),
      .form = &sv_form_indicator, .doc = "The indicators, in order." },
};
#undef AT

const struct sv_form sv_form_catalogue = {
    "catalogue-file",
    "A file of indicators that any survey may name under "
    "`indicators: catalogue:`.",
    NULL, KEYS(top), sizeof(struct sv_catalogue)
};
