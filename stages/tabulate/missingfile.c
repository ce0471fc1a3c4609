/* missingfile.c - how many did not answer, as CSV for people. */
#include "stages/tabulate/missingfile.h"

#include "pipeline/jsonmembers.h"
#include "stages/tabulate/wording.h"

static const char *
say(const struct sv_tabulation *t, enum sv_phrase phrase)
{
    return sv_say(sv_naming_language(t->names), phrase);
}

/* The kinds that some indicator has, in an object whose keys they are, as they
 * first occur. */
static json_t *
kinds_of(const json_t *indicators)
{
    json_t *kinds = json_object(), *indicator, *count;
    const char *kind;
    size_t i;

    json_array_foreach(indicators, i, indicator)
        json_object_foreach(json_object_get(indicator, "n_missing"), kind,
                            count)
            if (json_object_set(kinds, kind, count) != 0) {
                json_decref(kinds);
                return NULL;
            }
    return kinds;
}

static void
write_head(struct sv_csv *to, const struct sv_tabulation *t, json_t *kinds)
{
    const char *kind;
    json_t *unused;

    sv_csv_text(to, say(t, SV_SAY_NONRESPONSE));
    sv_csv_end(to);
    sv_csv_end(to);
    sv_csv_text(to, say(t, SV_SAY_CODE));
    sv_csv_text(to, say(t, SV_SAY_INDICATOR));
    sv_csv_text(to, say(t, SV_SAY_ASKED));
    sv_csv_text(to, say(t, SV_SAY_MISSING));
    sv_csv_text(to, say(t, SV_SAY_PER_CENT));
    json_object_foreach(kinds, kind, unused)
        sv_csv_text(to, sv_word_of(sv_naming_language(t->names), kind));
    sv_csv_end(to);
}

static void
write_count(struct sv_csv *to, json_int_t n)
{
    sv_csv_number(to, (double) n);
}

/* Of shares, which are one item, the categories are not named. */
static void
write_names(struct sv_csv *to, const struct sv_tabulation *t,
            const json_t *indicator)
{
    const char *code = sv_json_text_of(indicator, "code");
    const char *item = sv_json_text_of(indicator, "item");
    const char *dot = *item != '\0' ? "." : "";
    char text[1024];

    snprintf(text, sizeof text, "%s%s%s", code, dot, item);
    sv_csv_text(to, text);
    snprintf(text, sizeof text, "%s%s%s",
             sv_name_of_indicator(t->names, code), *item != '\0' ? say(t, SV_SAY_COLON) : "",
             *item != '\0' ? sv_name_of_item(t->names, code, item) : "");
    sv_csv_text(to, text);
}

static void
write_indicator(struct sv_csv *to, const struct sv_tabulation *t,
                const json_t *indicator, json_t *kinds)
{
    const json_t *by = json_object_get(indicator, "n_missing");
    const json_int_t n = json_integer_value(json_object_get(indicator,
                                                            "n_universe"));
    json_int_t missing = 0;
    const char *kind;
    json_t *count;
    char per_cent[32] = "";

    json_object_foreach(kinds, kind, count)
        missing += json_integer_value(json_object_get(by, kind));
    if (n > 0)
        snprintf(per_cent, sizeof per_cent, "%.*f",
                 t->survey->tables.publish.round,
                 100 * (double) missing / (double) n);
    write_names(to, t, indicator);
    write_count(to, n);
    write_count(to, missing);
    sv_csv_text(to, per_cent);
    json_object_foreach(kinds, kind, count)
        write_count(to, json_integer_value(json_object_get(by, kind)));
    sv_csv_end(to);
}

enum sv_status
sv_write_missing(struct sv_csv *to, const struct sv_tabulation *t,
                 struct sv_fault *fault)
{
    const json_t *indicators = sv_naming_indicators(t->names);
    json_t *kinds = kinds_of(indicators), *indicator;
    size_t i;

    if (kinds == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for missing.csv");
    write_head(to, t, kinds);
    json_array_foreach(indicators, i, indicator)
        if (json_object_get(indicator, "n_missing") != NULL)
            write_indicator(to, t, indicator, kinds);
    json_decref(kinds);
    return SV_OK;
}
