/* terms.c - dictionaries and presets, read by forms. */
#include "stages/init/terms.h"

#include <limits.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "pipeline/codings.h"
#include "stages/init/plaintext.h"

#define COUNT(table) (sizeof (table) / sizeof *(table))
#define WORDS(table) .word = table, .n_words = COUNT(table)
#define KEYS(table)  .key = table, .n_keys = COUNT(table)

const char *const sv_tongue[SV_N_TONGUES] = { "en", "fr", "es", "pt" };

#define TONGUES(type, member)                                              \
    { "en", &sv_kind_names, offsetof(struct type, member[0]),              \
      .doc = "Patterns for English labels." },                             \
    { "fr", &sv_kind_names, offsetof(struct type, member[1]),              \
      .doc = "Patterns for French labels." },                              \
    { "es", &sv_kind_names, offsetof(struct type, member[2]),              \
      .doc = "Patterns for Spanish labels." },                             \
    { "pt", &sv_kind_names, offsetof(struct type, member[3]),              \
      .doc = "Patterns for Portuguese labels." }

static const struct sv_key words[] = {
    TONGUES(sv_words, in),
    { "label", &sv_kind_label, offsetof(struct sv_words, label),
      .doc = "How it is called in tables." },
};
static const struct sv_form words_form = {
    "words", "Patterns by language.", NULL, KEYS(words),
    sizeof(struct sv_words)
};

static const struct sv_word term_kinds[] = {
    { "condition", "true or false" },
    { "category", "one of the categories listed" },
    { "number", "a number" },
    { "place", "a category for each code that the file has a label for" },
};

#define AT(member) offsetof(struct sv_term, member)

static const struct sv_key term[] = {
    TONGUES(sv_term, words.in),
    { "label", &sv_kind_label, AT(words.label),
      .doc = "How it is called in tables." },
    { "of", &sv_kind_text, AT(of), .fallback = "person",
      .doc = "household or person." },
    { "kind", &sv_kind_word, AT(kind_word), WORDS(term_kinds),
      .fallback = "condition", .doc = "What its values are." },
    { "group", &sv_kind_text, AT(group),
      .doc = "The question that it is an item of." },
    { "within", &sv_kind_text, AT(within),
      .doc = "The condition outside of which it is false." },
    { "derive", &sv_kind_text, AT(derive),
      .doc = "How it is made of others if no column has it." },
    { "any", &sv_kind_names, AT(any),
      .doc = "Conditions of which it is enough that one is true." },
    { "columns", &sv_kind_names, AT(columns),
      .doc = "Names that columns often have for it." },
    { "after", &sv_kind_section, AT(after), .form = &words_form,
      .doc = "Words of a question of yes and no before it; who said no was "
             "not asked." },
    { "categories", &sv_kind_named, AT(categories), .form = &words_form,
      .doc = "Words of value labels." },
    { "shared", &sv_kind_boolean, AT(shared), .fallback = "false",
      .doc = "Whether its column may serve another one of this sort as well." },
    { "low", &sv_kind_number, AT(low), .fallback = "1",
      .doc = "The least value of a number." },
    { "high", &sv_kind_number, AT(high), .fallback = "0",
      .doc = "The greatest value of a number." },
    { "note", &sv_kind_text, AT(note),
      .doc = "What to look at when it is mapped." },
};
#undef AT
static const struct sv_form term_form = {
    "term", "A canonical variable or a role in the design.", NULL, KEYS(term),
    sizeof(struct sv_term)
};

#define AT(member) offsetof(struct sv_terms, member)

static const struct sv_key dictionary[] = {
    { "groups", &sv_kind_named, AT(groups), .required = true,
      .form = &words_form, .doc = "Questions that have items." },
    { "answers", &sv_kind_named, AT(answers), .required = true,
      .form = &words_form, .doc = "Value labels that say yes or no." },
    { "missing", &sv_kind_named, AT(missing), .required = true,
      .form = &words_form, .doc = "Value labels of answers that are none." },
    { "design", &sv_kind_named, AT(design), .required = true,
      .form = &term_form, .doc = "Keys, units of the sample, weights." },
    { "variables", &sv_kind_named, AT(variables), .required = true,
      .form = &term_form, .doc = "Canonical variables." },
};
#undef AT
const struct sv_form sv_form_terms = {
    "terms", "What questionnaires call things.", NULL, KEYS(dictionary),
    sizeof(struct sv_terms)
};

static const struct sv_word marks[] = {
    { "found", "read in a data file or program of that survey" },
    { "remembered", "known, not looked up" },
    { "uncertain", "to be checked before it is used" },
};

#define AT(member) offsetof(struct sv_preset_variable, member)

static const struct sv_key preset_variable[] = {
    { "columns", &sv_kind_names, AT(columns), .required = true,
      .doc = "Columns that hold it, the likeliest first." },
    { "yes", &sv_kind_names, AT(yes),
      .doc = "Codes that make a condition true." },
    { "after", &sv_kind_names, AT(after),
      .doc = "Columns of a question before it; who did not answer 1 to it was "
             "not asked." },
    { "within", &sv_kind_text, AT(within),
      .doc = "The condition outside of which it is false, where that is "
             "another than the dictionary's." },
    { "categories", &sv_kind_codings, AT(categories),
      .doc = "Categories with their codes." },
    { "missing", &sv_kind_codings, AT(missing),
      .doc = "Codes of this question that are no answer to it." },
    { "mark", &sv_kind_word, AT(mark_word), .required = true, WORDS(marks),
      .doc = "How sure this is." },
    { "note", &sv_kind_text, AT(note), .doc = "What to look at." },
};
#undef AT
static const struct sv_form preset_variable_form = {
    "preset-variable", "A variable of a questionnaire.", NULL,
    KEYS(preset_variable), sizeof(struct sv_preset_variable)
};

#define AT(member) offsetof(struct sv_preset, member)

static const struct sv_key about[] = {
    { "id", &sv_kind_text, AT(about.id), .required = true,
      .doc = "Its name, which is that of its file." },
    { "title", &sv_kind_text, AT(about.title), .required = true,
      .doc = "The questionnaire." },
    { "source", &sv_kind_text, AT(about.source), .required = true,
      .doc = "Where this is known from." },
};
static const struct sv_form about_form = {
    "preset-about", "What the file is.", NULL, KEYS(about),
    sizeof(struct sv_preset)
};
static const struct sv_key preset[] = {
    { "preset", &sv_kind_section, 0, .required = true, .form = &about_form,
      .doc = "What the file is." },
    { "missing", &sv_kind_codings, AT(missing),
      .doc = "Codes of answers that are none, in all questions." },
    { "variables", &sv_kind_named, AT(variables), .required = true,
      .form = &preset_variable_form, .doc = "Its variables." },
};
#undef AT
const struct sv_form sv_form_preset = {
    "preset", "The variables of a well-known questionnaire.", NULL,
    KEYS(preset), sizeof(struct sv_preset)
};

enum sv_term_kind
sv_term_kind(const struct sv_term *t)
{
    size_t k = 0;

    while (strcmp(term_kinds[k].name, t->kind_word.text) != 0)
        k++;
    return (enum sv_term_kind) k;
}

enum sv_mark
sv_preset_mark(const struct sv_preset_variable *v)
{
    size_t k = 0;

    while (strcmp(marks[k].name, v->mark_word.text) != 0)
        k++;
    return (enum sv_mark) k;
}

enum sv_status
sv_terms_read(void *base, const struct sv_form *form, const char *name,
              struct sv_arena *arena, struct sv_fault *fault)
{
    struct sv_binder binder = { arena, fault };
    struct sv_source *source = NULL;
    struct sv_node *tree = NULL;
    char path[PATH_MAX];

    if (sv_questionnaire_find(path, name, fault) != SV_OK
        || sv_source_read(&source, path, fault) != SV_OK)
        return fault->status;
    if (sv_node_read(&tree, arena, source, fault) == SV_OK) {
        if (tree->kind == SV_NODE_MAPPING)
            sv_bind(&binder, form, tree, base);
        else
            sv_add(fault, SV_DATA, "%s: expected sections", path);
    }
    sv_source_free(source);
    return sv_arena_failed(arena) ? sv_fail(fault, SV_SYSTEM, "out of memory")
                                  : fault->status;
}

unsigned
sv_words_match(const struct sv_words *w, const char *plain,
               const char **tongue, const char **pattern)
{
    unsigned best = 0;

    for (size_t t = 0; t < SV_N_TONGUES; t++)
        for (size_t i = 0; i < w->in[t].n; i++) {
            const char *text = w->in[t].item[i].text;
            const unsigned score = sv_plain_match(plain, text);

            if (score <= best)
                continue;
            best = score;
            *tongue = sv_tongue[t];
            *pattern = text;
        }
    return best;
}

const void *
sv_named_in(const struct sv_list *list, size_t size, const char *name)
{
    const char *item = list->item;

    for (size_t i = 0; i < list->n; i++, item += size) {
        const struct sv_string *s = (const void *) item;

        if (strcmp(s->text, name) == 0)
            return item;
    }
    return NULL;
}
