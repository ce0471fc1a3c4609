/* mapping.c - which column answers which canonical variable, and how sure. */
#include "stages/init/mapping.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "stages/init/plaintext.h"
#include "stages/init/tuplekeys.h"

enum { BY_PRESET = 100000, MOST_BINARY = 3, SMALL_FAMILY = 4 };

struct pair {
    size_t term, column;
    int record;
    unsigned score;
    const char *tongue, *pattern;
    const struct sv_preset_variable *preset;
    bool context;
};

struct matching {
    const struct sv_structure *structure;
    const struct sv_knowledge *known;
    struct sv_mapping *out;
    struct pair *pair;
    size_t n, room;
    bool *shared;               /* columns of the persons' file that are the same
                                   for all members of a household that is made
                                   of their rows; NULL: there is none */
    struct sv_fault *fault;
};

const char *
sv_sure_name(enum sv_sure sure)
{
    static const char *const names[] = { "none", "low", "medium", "high" };

    return names[sure];
}

enum sv_sure
sv_preset_sure(const struct sv_preset_variable *v)
{
    const enum sv_mark mark = sv_preset_mark(v);

    return mark == SV_FOUND ? SV_HIGH : mark == SV_REMEMBERED ? SV_MEDIUM
                                                              : SV_LOW;
}

static int
record_of(const struct sv_structure *s, const struct sv_term *term)
{
    return strcmp(term->of.text, "household") == 0 ? s->household : s->person;
}

static const struct sv_preset_variable *
preset_for(const struct sv_preset *preset, const struct sv_term *term,
           const struct sv_seen_column *c)
{
    const struct sv_preset_variable *v = preset != NULL
        ? sv_named_in(&preset->variables, sizeof *v, term->words.name.text)
        : NULL;

    for (size_t i = 0; v != NULL && i < v->columns.n; i++)
        if (strcasecmp(v->columns.item[i].text, c->name) == 0)
            return v;
    return NULL;
}

/* Whether the values of C can be those of TERM at all. */
static bool
can_be(const struct sv_knowledge *known, const struct sv_term *term,
       const struct sv_seen_column *c)
{
    const enum sv_term_kind kind = sv_term_kind(term);
    struct sv_answers a;

    if (c->date || (c->string && kind != SV_TERM_PLACE)
        || c->n_missing == c->n)
        return false;
    if (kind == SV_TERM_PLACE)
        return c->string || c->n_labels > 0 || c->n_values <= 50;
    sv_answers_read(&a, c, term, known->terms, known->preset);
    if (kind == SV_TERM_NUMBER)
        return a.n_yes + a.n_no == 0
            && (term->low > term->high || c->low >= term->low);
    if (kind == SV_TERM_CATEGORY)
        return a.n_categories > 0 || (a.n == a.n_none && c->n_values <= 12);
    return a.n_yes + a.n_categories > 0
        || (a.n == a.n_none && c->n_values <= MOST_BINARY + a.n_none
            && c->low >= 0);
}

size_t
sv_name_stem(const char *name)
{
    size_t n = strlen(name);

    while (n > 0 && isdigit((unsigned char) name[n - 1]))
        n--;
    if (n > 0 && (name[n - 1] == '_' || n < strlen(name)))
        return name[n - 1] == '_' ? n - 1 : n;
    return n > 0 ? n - 1 : 0;
}

/* Whether a sister of C, an item of the same question by its name, has a label
 * that names the question GROUP. */
static bool
has_sister(const struct sv_seen_file *f, const struct sv_seen_column *c,
           const struct sv_words *group)
{
    const size_t n = sv_name_stem(c->name);
    const char *tongue, *pattern;

    for (size_t k = 0; n >= 2 && k < f->n_columns; k++)
        if (&f->column[k] != c && strncmp(f->column[k].name, c->name, n) == 0
            && sv_name_stem(f->column[k].name) == n
            && sv_words_match(group, f->column[k].plain, &tongue, &pattern)
               > 0)
            return true;
    return false;
}

/* How many items of GROUP the sisters of C, and C, have labels of; CONTEXT is
 * then the group by the company that C keeps. */
static size_t
count_family(const struct matching *m, const struct sv_seen_file *f,
             const struct sv_seen_column *c, const char *group)
{
    const struct sv_term *term = m->known->terms->variables.item;
    const size_t n = sv_name_stem(c->name);
    const char *tongue, *pattern;
    size_t family = 0;

    for (size_t k = 0; n >= 2 && k < f->n_columns; k++) {
        bool item = false;

        if (strncmp(f->column[k].name, c->name, n) != 0
            || sv_name_stem(f->column[k].name) != n)
            continue;
        for (size_t t = 0; !item && t < m->known->terms->variables.n; t++)
            item = term[t].group.text != NULL
                && strcmp(term[t].group.text, group) == 0
                && sv_words_match(&term[t].words, f->column[k].plain, &tongue,
                                  &pattern) > 0;
        family += item;
    }
    return family;
}

/* Whether C stands among items of GROUP, more than of any other. */
static bool
is_in_family(const struct matching *m, const struct sv_seen_file *f,
             const struct sv_seen_column *c, const struct sv_words *group)
{
    const struct sv_words *all = m->known->terms->groups.item;
    const size_t n = count_family(m, f, c, group->name.text);

    for (size_t g = 0; n >= SMALL_FAMILY && g < m->known->terms->groups.n; g++)
        if (&all[g] != group
            && count_family(m, f, c, all[g].name.text) >= n)
            return false;
    return n >= SMALL_FAMILY;
}

static bool
is_of_group(const struct sv_term *term, const char *group)
{
    return term->group.text != NULL && strcmp(term->group.text, group) == 0;
}

/* Whether the label of C is that of something bought: "Bought online: books" is no
 * reading of books, and not the question whether anything was bought. */
static bool
is_purchase(const struct matching *m, const struct sv_seen_column *c)
{
    const struct sv_term *term = m->known->terms->variables.item;
    const struct sv_words *bought = sv_named_in(
        &m->known->terms->groups, sizeof *bought, "bought");
    const char *tongue, *pattern;

    if (bought == NULL
        || sv_words_match(bought, c->plain, &tongue, &pattern) == 0)
        return false;
    for (size_t t = 0; t < m->known->terms->variables.n; t++)
        if (is_of_group(&term[t], "bought")
            && sv_words_match(&term[t].words, c->plain, &tongue, &pattern) > 0)
            return true;
    return false;
}

/* How well C fits TERM by words; a group that the label does not name leaves
 * the item alone. */
static unsigned
score_of(const struct matching *m, const struct sv_term *term,
         const struct sv_seen_file *f, const struct sv_seen_column *c,
         struct pair *pair)
{
    const struct sv_words *group = term->group.text == NULL ? NULL
        : sv_named_in(&m->known->terms->groups, sizeof *group,
                      term->group.text);
    unsigned score, around = 0, words;
    const char *tongue, *pattern;

    pair->preset = preset_for(m->known->preset, term, c);
    if (pair->preset != NULL) {
        pair->tongue = "";
        pair->pattern = c->name;
        pair->context = true;
        return BY_PRESET;
    }
    score = sv_column_match(c, term, &pair->tongue, &pair->pattern);
    if (score == 0 || (is_of_group(term, "activity") && is_purchase(m, c)))
        return 0;
    if (group != NULL)
        around = sv_words_match(group, c->plain, &tongue, &pattern);
    pair->context = group == NULL || around > 0 || *pair->tongue == '\0'
        || has_sister(f, c, group) || is_in_family(m, f, c, group);
    words = sv_plain_words(c->plain);
    score = 10 * (score + around);
    return score > 2 * words ? score - 2 * words : 1;
}

static void
add_pair(struct matching *m, const struct pair *pair)
{
    if (m->n == m->room) {
        const size_t room = 2 * m->room + 256;
        struct pair *more = realloc(m->pair, room * sizeof *more);

        if (more == NULL) {
            sv_fail(m->fault, SV_SYSTEM, "out of memory for the mapping");
            return;
        }
        m->pair = more;
        m->room = room;
    }
    m->pair[m->n++] = *pair;
}

/* Households that stand on the rows of their members have the columns that are
 * the same for all of these; persons have the others. */
static bool
belongs(const struct matching *m, const struct sv_mapped *to, size_t column)
{
    if (m->shared == NULL || (to->record != m->structure->household
                              && to->record != m->structure->person))
        return true;
    return m->shared[column] == (to->record == m->structure->household);
}

/* Finds which columns are the same within each household. */
static enum sv_status
find_shared(struct matching *m, struct sv_arena *arena)
{
    const struct sv_structure *s = m->structure;
    const struct sv_found_record *h =
        s->household >= 0 ? &s->record[s->household] : NULL;

    if (h == NULL || h->from < 0 || h->key.n == 0
        || h->key.n == SV_MOST_KEYS)
        return SV_OK;
    m->shared = sv_arena_take(arena, h->file->n_columns, sizeof *m->shared);
    if (m->shared == NULL)
        return sv_fail(m->fault, SV_SYSTEM, "out of memory for the mapping");
    for (size_t k = 0; k < h->file->n_columns; k++)
        if (sv_key_same(&m->shared[k], h->file, &h->key, k, m->fault) != SV_OK)
            return m->fault->status;
    return SV_OK;
}

/* The code of COLUMN that is labelled yes; 1 without labels. */
static double
yes_of(const struct sv_knowledge *known, const struct sv_seen_column *column)
{
    struct sv_answers a;

    sv_answers_read(&a, column, NULL, known->terms, NULL);
    for (size_t i = 0; i < a.n; i++)
        if (a.code[i].means == SV_ANSWER_YES)
            return a.code[i].value;
    return 1;
}

/* The question before TO's: who said no there was not asked. */
static void
find_after(const struct matching *m, struct sv_mapped *to)
{
    const struct sv_seen_file *f = m->structure->record[to->record].file;
    const char *tongue, *pattern;

    for (size_t k = 0; k < f->n_columns; k++) {
        const struct sv_seen_column *c = &f->column[k];
        bool named = false;

        for (size_t i = 0; to->preset != NULL && i < to->preset->after.n; i++)
            named |= strcasecmp(to->preset->after.item[i].text, c->name) == 0;
        if (c == to->column || c->string
            || !(named || sv_words_match(&to->term->after, c->plain, &tongue,
                                         &pattern) > 0))
            continue;
        to->after = c;
        to->after_yes = yes_of(m->known, c);
        m->out->used[to->record][k] = true;
        return;
    }
}

static void
pair_term(struct matching *m, size_t t)
{
    const struct sv_mapped *to = &m->out->of[t];
    const struct sv_seen_file *f =
        m->structure->record[to->record].file;

    for (size_t k = 0; k < f->n_columns && m->fault->status == SV_OK; k++) {
        struct pair pair = { .term = t, .column = k, .record = to->record };

        if (!belongs(m, to, k))
            continue;
        pair.score = score_of(m, to->term, f, &f->column[k], &pair);
        if (pair.score > 0 && (pair.preset != NULL
                               || can_be(m->known, to->term, &f->column[k])))
            add_pair(m, &pair);
    }
}

static int
by_score(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* How sure a pair is: by what the values' labels say of it. */
static enum sv_sure
sureness(const struct sv_mapped *to, const struct pair *pair)
{
    const struct sv_answers *a = &to->answers;
    const enum sv_term_kind kind = sv_term_kind(to->term);
    const bool confirmed =
        kind == SV_TERM_NUMBER || (kind == SV_TERM_PLACE && a->n > 0)
        || (kind == SV_TERM_CATEGORY && a->n_categories >= 2
            && a->n_other == 0)
        || (kind == SV_TERM_CONDITION
            && ((a->n_yes > 0 && a->n_no > 0) || a->n_categories > 0));

    if (pair->preset != NULL)
        return sv_preset_sure(pair->preset);
    if (!pair->context || to->rival != NULL
        || (kind == SV_TERM_CATEGORY && a->n_categories == 0))
        return SV_LOW;
    return confirmed && *pair->tongue != '\0' ? SV_HIGH : SV_MEDIUM;
}

/* Another column that answers the same variable as well as this one. */
static const struct sv_seen_column *
rival_of(const struct matching *m, size_t i)
{
    const struct pair *p = &m->pair[i], *next = p + 1;
    const struct sv_seen_file *f = m->structure->record[p->record].file;

    if (i + 1 < m->n && next->term == p->term && next->score == p->score
        && !m->out->used[p->record][next->column])
        return &f->column[next->column];
    return NULL;
}

/* Whether column C of RECORD has been taken by variables that share it. */
static bool
is_shared(const struct matching *m, int record, const struct sv_seen_column *c)
{
    for (size_t t = 0; t < m->out->n; t++)
        if (m->out->of[t].column == c && m->out->of[t].record == record
            && m->out->of[t].term->shared)
            return true;
    return false;
}

/* "Not at all" among answers on how often: who says it does not have the
 * category in question. */
static void
pass_over(struct sv_answers *a)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->code[i].means == SV_ANSWER_NO) {
            a->code[i].means = SV_ANSWER_NONE;
            a->code[i].kind = "not-applicable";
            a->n_none++;
            a->n_no--;
        }
}

static void
take_pair(struct matching *m, size_t i)
{
    const struct pair *p = &m->pair[i];
    struct sv_mapped *to = &m->out->of[p->term];
    bool *used = &m->out->used[p->record][p->column];
    const enum sv_term_kind kind = sv_term_kind(to->term);
    const struct sv_seen_column *c =
        &m->structure->record[p->record].file->column[p->column];

    if (to->column != NULL
        || (*used && kind != SV_TERM_PLACE
            && !(to->term->shared && is_shared(m, p->record, c))))
        return;
    to->column = c;
    to->preset = p->preset;
    to->tongue = p->tongue;
    to->pattern = p->pattern;
    to->context = p->context;
    to->rival = rival_of(m, i);
    sv_answers_read(&to->answers, to->column, to->term, m->known->terms,
                    m->known->preset);
    if (kind == SV_TERM_CATEGORY && to->term->shared)
        pass_over(&to->answers);
    to->sure = sureness(to, p);
    *used = true;
}

enum sv_status
sv_mapping_find(struct sv_mapping *out, struct sv_arena *arena,
                const struct sv_structure *structure,
                const struct sv_knowledge *known, struct sv_fault *fault)
{
    const struct sv_term *term = known->terms->variables.item;
    struct matching m = { structure, known, out, NULL, 0, 0, NULL, fault };

    out->n = known->terms->variables.n;
    out->of = sv_arena_take(arena, out->n, sizeof *out->of);
    if (out->of == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the mapping");
    if (find_shared(&m, arena) != SV_OK)
        return fault->status;
    for (size_t t = 0; t < out->n; t++) {
        out->of[t].term = &term[t];
        out->of[t].record = record_of(structure, &term[t]);
        if (out->of[t].record >= 0)
            pair_term(&m, t);
    }
    if (m.n > 0)
        qsort(m.pair, m.n, sizeof *m.pair, by_score);
    for (size_t i = 0; fault->status == SV_OK && i < m.n; i++)
        take_pair(&m, i);
    for (size_t t = 0; t < out->n; t++)
        if (out->of[t].column != NULL
            && sv_term_kind(out->of[t].term) == SV_TERM_CONDITION)
            find_after(&m, &out->of[t]);
    sv_mapping_slots(out, structure, known);
    free(m.pair);
    return fault->status;
}

const struct sv_mapped *
sv_mapped(const struct sv_mapping *mapping, const char *name)
{
    for (size_t t = 0; t < mapping->n; t++)
        if (strcmp(mapping->of[t].term->words.name.text, name) == 0)
            return mapping->of[t].sure >= SV_MEDIUM ? &mapping->of[t] : NULL;
    return NULL;
}
