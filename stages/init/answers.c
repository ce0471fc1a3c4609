/* answers.c - what the codes of a column mean, by their labels. */
#include "stages/init/answers.h"

#include <string.h>

/* The best entry of LIST (struct sv_words) for PLAIN, or -1. */
static int
best_words(const struct sv_list *list, const char *plain)
{
    const struct sv_words *words = list->item;
    const char *tongue, *pattern;
    unsigned best = 0;
    int at = -1;

    for (size_t i = 0; i < list->n; i++) {
        const unsigned score =
            sv_words_match(&words[i], plain, &tongue, &pattern);

        if (score > best) {
            best = score;
            at = (int) i;
        }
    }
    return at;
}

static const char *
kind_of_label(const struct sv_terms *terms, const char *plain)
{
    const struct sv_words *words = terms->missing.item;
    const int at = best_words(&terms->missing, plain);

    return at >= 0 ? words[at].name.text : NULL;
}

/* The kind of missing that LIST (struct sv_coding) gives a code, or NULL. */
static const char *
kind_of_code(const struct sv_list *list, double value)
{
    const struct sv_coding *coding = list->item;

    for (size_t i = 0; i < list->n; i++)
        for (size_t k = 0; k < coding[i].n_codes; k++)
            if (coding[i].code[k].string.text == NULL
                && value >= coding[i].code[k].low
                && value <= coding[i].code[k].high)
                return coding[i].name.text;
    return NULL;
}

/* "yes" and "no" of the dictionary count where the label begins with them. */
static enum sv_answer
yes_or_no(const struct sv_terms *terms, const char *plain)
{
    const struct sv_words *words = terms->answers.item;
    char first[64];
    const size_t n = plain[0] != '\0' ? strcspn(plain + 1, " ") + 2 : 0;
    int at;

    if (n == 0 || n >= sizeof first)
        return SV_ANSWER_OTHER;
    memcpy(first, plain, n);
    first[n] = '\0';
    at = best_words(&terms->answers, first);
    if (at < 0)
        return SV_ANSWER_OTHER;
    return strcmp(words[at].name.text, "yes") == 0 ? SV_ANSWER_YES
                                                   : SV_ANSWER_NO;
}

static struct sv_answer_code
read_code(const struct sv_seen_label *label, const struct sv_term *term,
          const struct sv_terms *terms)
{
    struct sv_answer_code code = { .value = label->value,
                                   .text = label->text };
    const int category = term != NULL
        ? best_words(&term->categories, label->plain) : -1;

    code.kind = kind_of_label(terms, label->plain);
    if (category >= 0 && code.kind == NULL) {
        code.means = SV_ANSWER_CATEGORY;
        code.category = (size_t) category;
    } else if (code.kind != NULL) {
        code.means = SV_ANSWER_NONE;
    } else {
        code.means = yes_or_no(terms, label->plain);
    }
    return code;
}

static void
count(struct sv_answers *a, const struct sv_answer_code *code)
{
    a->n_yes += code->means == SV_ANSWER_YES;
    a->n_no += code->means == SV_ANSWER_NO;
    a->n_none += code->means == SV_ANSWER_NONE;
    a->n_categories += code->means == SV_ANSWER_CATEGORY;
    a->n_other += code->means == SV_ANSWER_OTHER;
}

static void
add(struct sv_answers *a, const struct sv_answer_code *code)
{
    if (a->n == SV_MOST_CODES)
        return;
    a->code[a->n++] = *code;
    count(a, code);
}

static bool
has_code(const struct sv_answers *a, double value)
{
    for (size_t i = 0; i < a->n; i++)
        if (!(a->code[i].value < value) && !(a->code[i].value > value))
            return true;
    return false;
}

/* Codes that the preset says are no answers, in all questions or in that of
 * TERM, and that have no label.  For numbers only the latter count. */
static void
add_codes(struct sv_answers *a, const struct sv_seen_column *c,
          const struct sv_term *term, const struct sv_preset *preset)
{
    const struct sv_preset_variable *v = preset != NULL && term != NULL
        ? sv_named_in(&preset->variables, sizeof *v, term->words.name.text)
        : NULL;

    const bool number = term != NULL && sv_term_kind(term) >= SV_TERM_NUMBER;

    if (preset == NULL || c->n_values == SV_MANY)
        return;
    for (size_t i = 0; i < c->n_values; i++) {
        struct sv_answer_code code = {
            .value = c->value[i], .means = SV_ANSWER_NONE, .text = "",
            .kind = number ? NULL
                           : kind_of_code(&preset->missing, c->value[i]),
        };
        const char *own = v != NULL ? kind_of_code(&v->missing, c->value[i])
                                    : NULL;

        if (code.kind == NULL)
            code.kind = own;
        if (code.kind != NULL && !has_code(a, code.value)
            && (own != NULL || c->n_labels > 0 || c->n_values <= 12))
            add(a, &code);
    }
}

void
sv_answers_read(struct sv_answers *out, const struct sv_seen_column *c,
                const struct sv_term *term, const struct sv_terms *terms,
                const struct sv_preset *preset)
{
    *out = (struct sv_answers) { .n = 0 };
    for (size_t i = 0; i < c->n_labels; i++)
        if (!c->value_label[i].missing) {
            const struct sv_answer_code code =
                read_code(&c->value_label[i], term, terms);

            add(out, &code);
        }
    add_codes(out, c, term, preset);
}
