/* naming.c - the labels of codes, from estimates.json. */
#include "stages/tabulate/naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsontext.h"
#include "stages/common/groupwords.h"
#include "stages/tabulate/wording.h"

struct sv_naming {
    json_t *root;               /* without the estimates */
    json_t *categories;         /* by classification, and then by name */
    const char *language;       /* borrowed */
};

/* Words for a category that `cut` has made: "[15,25)", or the last, "[65,...)".
 * What lies within need not be whole numbers, so it is not 15 to 24. */
static json_t *
word_cut(const char *name)
{
    char from[32], to[32], text[128];
    json_t *label = json_object();

    if (sscanf(name, "[%31[0-9.eE+-],%31[0-9.eE+-])", from, to) != 2)
        return label;
    for (size_t k = 0; k < SV_N_LANGUAGES; k++) {
        const char *language = sv_language[k];

        if (strcmp(to, "...") == 0)
            snprintf(text, sizeof text, "%s %s", from,
                     sv_say(language, SV_SAY_AND_MORE));
        else
            snprintf(text, sizeof text, "%s %s %s", from,
                     sv_say(language, SV_SAY_TO_UNDER), to);
        json_object_set_new(label, language, json_string(text));
    }
    return label;
}

/* Gives words to categories without a label that have no name of their own. */
static void
word_cuts(const json_t *classifications)
{
    size_t i, k;
    json_t *class, *category;

    json_array_foreach(classifications, i, class)
        json_array_foreach(json_object_get(class, "categories"), k, category) {
            const char *name = json_string_value(json_object_get(category,
                                                                 "name"));

            if (name != NULL
                && json_object_size(json_object_get(category, "label")) == 0)
                json_object_set_new(category, "label", word_cut(name));
        }
}

/* Categories by name, of classifications by name. */
static json_t *
index_categories(const json_t *classifications)
{
    json_t *all = json_object();
    size_t i, k;
    json_t *class, *category;

    json_array_foreach(classifications, i, class) {
        const char *name = json_string_value(json_object_get(class, "name"));
        json_t *by_name = json_object();

        json_array_foreach(json_object_get(class, "categories"), k, category) {
            const char *own = json_string_value(json_object_get(category,
                                                                "name"));

            if (own != NULL)
                json_object_set(by_name, own, category);
        }
        json_object_set_new(all, name != NULL ? name : "", by_name);
    }
    return all;
}

enum sv_status
sv_naming_read(struct sv_naming **out, char *text, size_t n,
               const char *language, struct sv_fault *fault)
{
    struct sv_naming *names = calloc(1, sizeof *names);
    json_error_t error;

    if (names == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for labels");
    names->language = language;
    names->root = json_loadb(text, sv_json_empty_list(text, n, "estimates"), 0,
                             &error);
    if (names->root == NULL) {
        sv_naming_free(names);
        return sv_fail(fault, SV_DATA, "estimates.json:%d:%d: %s", error.line,
                       error.column, error.text);
    }
    word_cuts(json_object_get(names->root, "classifications"));
    names->categories =
        index_categories(json_object_get(names->root, "classifications"));
    *out = names;
    return SV_OK;
}

void
sv_naming_free(struct sv_naming *names)
{
    if (names == NULL)
        return;
    json_decref(names->root);
    json_decref(names->categories);
    free(names);
}

void
sv_naming_speak(struct sv_naming *names, const char *language)
{
    names->language = language;
}

const char *
sv_naming_language(const struct sv_naming *names)
{
    return names->language;
}

/* LABEL is an object of texts by language; its first is the default. */
static const char *
in_language(const struct sv_naming *names, json_t *label,
            const char *fallback)
{
    const char *text = json_string_value(json_object_get(label,
                                                         names->language));
    const char *language;
    json_t *value;

    if (text != NULL)
        return text;
    json_object_foreach(label, language, value)
        if (json_is_string(value))
            return json_string_value(value);
    return fallback;
}

/* The word for a group is better than a label in another language. */
static const char *
group_in_language(const struct sv_naming *names, json_t *label,
                  const char *class, const char *category)
{
    const char *word = json_object_get(label, names->language) == NULL
        ? sv_group_word(names->language, class, category) : NULL;

    return word != NULL ? word
         : in_language(names, label, *category != '\0' ? category : class);
}

/* The object of array OF_ROOT or ARRAY whose KEY is VALUE, or NULL. */
static json_t *
find(const json_t *array, const char *key, const char *value)
{
    size_t i;
    json_t *object;

    json_array_foreach(array, i, object) {
        const char *text = json_string_value(json_object_get(object, key));

        if (text != NULL && strcmp(text, value) == 0)
            return object;
    }
    return NULL;
}

const char *
sv_name_of_indicator(const struct sv_naming *names, const char *code)
{
    json_t *found = find(json_object_get(names->root, "indicators"),
                               "code", code);

    return in_language(names, json_object_get(found, "name"), code);
}

const char *
sv_name_of_item(const struct sv_naming *names, const char *code,
                const char *item)
{
    const json_t *indicators = json_object_get(names->root, "indicators");
    size_t i;
    json_t *entry;

    json_array_foreach(indicators, i, entry) {
        const char *text = json_string_value(json_object_get(entry, "code"));
        const char *its = json_string_value(json_object_get(entry, "item"));
        json_t *category = find(json_object_get(entry, "categories"),
                                      "name", item);

        if (text == NULL || strcmp(text, code) != 0)
            continue;
        if (category != NULL)
            return in_language(names, json_object_get(category, "label"), item);
        if (its != NULL && strcmp(its, item) == 0)
            return in_language(names, json_object_get(entry, "item_name"),
                               item);
    }
    return item;
}

static json_t *
class_of(const struct sv_naming *names, const char *class)
{
    return find(json_object_get(names->root, "classifications"), "name", class);
}

const char *
sv_name_of_class(const struct sv_naming *names, const char *class)
{
    return group_in_language(names, json_object_get(class_of(names, class),
                                                    "label"), class, "");
}

const char *
sv_name_of_category(const struct sv_naming *names, const char *class,
                    const char *category)
{
    const json_t *found = json_object_get(json_object_get(names->categories,
                                                          class), category);

    return group_in_language(names, json_object_get(found, "label"), class,
                             category);
}

const json_t *
sv_naming_indicators(const struct sv_naming *names)
{
    return json_object_get(names->root, "indicators");
}

const char *
sv_naming_unavailable(const struct sv_naming *names, size_t k,
                      const char **missing)
{
    json_t *entry = json_array_get(json_object_get(names->root,
                                                         "unavailable"), k);

    *missing = json_string_value(json_object_get(entry, "missing"));
    return json_string_value(json_object_get(entry, "code"));
}

json_t *
sv_naming_entry(const struct sv_naming *names, const char *code,
                const char *item)
{
    const json_t *indicators = json_object_get(names->root, "indicators");
    size_t i;
    json_t *entry;

    json_array_foreach(indicators, i, entry) {
        const char *its = json_string_value(json_object_get(entry, "item"));

        if (strcmp(json_string_value(json_object_get(entry, "code")), code)
                == 0
            && (json_array_size(json_object_get(entry, "categories")) > 0
                || strcmp(its, item) == 0))
            return entry;
    }
    return NULL;
}

/* Whether CONTRAST is of the classification of N bytes at CLASS alone, in no
 * other's category. */
static bool
is_by(const json_t *contrast, const char *class, size_t n)
{
    json_t *part = json_array_get(json_object_get(contrast, "parts"), 0);
    json_t *by = json_object_get(part, "by");
    const char *name = json_object_iter_key(json_object_iter(by));

    return json_object_size(json_object_get(contrast, "by")) == 0
        && json_object_size(by) == 1 && strlen(name) == n
        && strncmp(name, class, n) == 0;
}

json_t *
sv_naming_parity(const struct sv_naming *names, const char *code,
                 const char *item, const char *class)
{
    const size_t n = strcspn(class, ". /");
    size_t i;
    json_t *contrast;

    json_array_foreach(json_object_get(names->root, "contrasts"), i, contrast) {
        const char *its = json_string_value(json_object_get(contrast, "item"));

        if (json_is_true(json_object_get(contrast, "parity"))
            && strcmp(json_string_value(json_object_get(contrast,
                                                        "indicator")), code)
                   == 0
            && strcmp(its != NULL ? its : "", item) == 0
            && is_by(contrast, class, n))
            return contrast;
    }
    return NULL;
}

const json_t *
sv_naming_given(const struct sv_naming *names)
{
    return json_object_get(names->root, "given");
}

const char *
sv_naming_text(const struct sv_naming *names, json_t *label)
{
    return in_language(names, label, "");
}
