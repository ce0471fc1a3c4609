/* grammarbreaks.c - the keys of breaks that a survey declares. */
#include "pipeline/grammar.h"
#include "pipeline/survey.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

#define AT(member) offsetof(struct sv_break_spec, member)

static const struct sv_key keys[] = {
    { "indicator", &sv_kind_text, AT(indicator), .required = true,
      .doc = "The code of an indicator.", .example = "HH18" },
    { "item", &sv_kind_text, AT(item),
      .doc = "The item that it is about. Absent: the indicator and all of its "
             "items." },
    { "what", &sv_kind_label, AT(what), .required = true,
      .doc = "What is asked or counted otherwise than in the round before.",
      .example = "{en: asks for a SIM in use, fr: une carte SIM utilisée}" },
};
#undef AT

const struct sv_form sv_form_break = {
    "break",
    "Breaks of this round: an indicator that is not comparable with the round "
    "before. Tables have a note, and `hearth compare` marks the change.",
    "    - {indicator: HH18, what: a SIM in use is asked for since 2026}\n",
    KEYS(keys), sizeof(struct sv_break_spec)
};
