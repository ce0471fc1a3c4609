/* slots.c - questions whose answers are in numbered slots. */
#include <string.h>

#include "stages/init/mapping.h"

enum { FEWEST_LABELS = 3 };

const struct sv_seen_column *
sv_next_slot(const struct sv_seen_file *file, const struct sv_seen_column *slot)
{
    const size_t n = sv_name_stem(slot->name);
    const struct sv_seen_column *next = slot + 1;

    if (next >= file->column + file->n_columns || n < 2
        || strncmp(next->name, slot->name, n) != 0
        || sv_name_stem(next->name) != n || next->n_labels != slot->n_labels)
        return NULL;
    for (size_t i = 0; i < slot->n_labels; i++)
        if (strcmp(next->value_label[i].plain, slot->value_label[i].plain)
            != 0)
            return NULL;
    return next;
}

static size_t
count_slots(const struct sv_seen_file *file, const struct sv_seen_column *slot)
{
    size_t n = 0;

    for (; slot != NULL; slot = sv_next_slot(file, slot))
        n++;
    return n;
}

/* The variable of GROUP that VALUE's label speaks of, and that has no column;
 * NULL if there is none. */
static struct sv_mapped *
item_of(struct sv_mapping *mapping, int record, const char *group,
        const char *plain, const char **tongue, const char **pattern)
{
    struct sv_mapped *best = NULL;
    unsigned most = 0;

    for (size_t t = 0; t < mapping->n; t++) {
        struct sv_mapped *m = &mapping->of[t];
        const char *in, *by;
        unsigned score;

        if (m->record != record || m->term->group.text == NULL
            || strcmp(m->term->group.text, group) != 0)
            continue;
        score = sv_words_match(&m->term->words, plain, &in, &by);
        if (score <= most)
            continue;
        most = score;
        best = m;
        *tongue = in;
        *pattern = by;
    }
    return best != NULL && best->column == NULL ? best : NULL;
}

/* What the codes of the slots from C on mean, for all that is mapped to them.
 * "Does not know how to use it" is a reason here, and no lacking answer. */
static void
read_answers(struct sv_mapping *mapping, const struct sv_seen_column *c,
             const struct sv_knowledge *known)
{
    struct sv_answers a;

    sv_answers_read(&a, c, NULL, known->terms, known->preset);
    for (size_t t = 0; t < mapping->n; t++)
        for (size_t i = 0; mapping->of[t].column == c && i < a.n; i++)
            if (a.code[i].means == SV_ANSWER_NONE
                && !(a.code[i].value < mapping->of[t].code)
                && !(a.code[i].value > mapping->of[t].code)) {
                a.code[i].means = SV_ANSWER_OTHER;
                a.n_none--;
                a.n_other++;
            }
    for (size_t t = 0; t < mapping->n; t++)
        if (mapping->of[t].column == c && mapping->of[t].n_slots > 0)
            mapping->of[t].answers = a;
}

/* Maps the codes of the slots from C on whose labels are items of GROUP;
 * returns whether there are any. */
static bool
map_slots(struct sv_mapping *mapping, int record, const struct sv_words *group,
          const struct sv_seen_column *c, size_t n_slots,
          const struct sv_knowledge *known)
{
    bool any = false;

    for (size_t i = 0; i < c->n_labels; i++) {
        const struct sv_seen_label *label = &c->value_label[i];
        const char *tongue, *pattern;
        struct sv_mapped *m = label->missing ? NULL
            : item_of(mapping, record, group->name.text, label->plain, &tongue,
                      &pattern);

        if (m == NULL || sv_term_kind(m->term) != SV_TERM_CONDITION)
            continue;
        m->column = c;
        m->tongue = tongue;
        m->pattern = pattern;
        m->context = true;
        m->sure = SV_MEDIUM;
        m->n_slots = n_slots;
        m->code = label->value;
        any = true;
    }
    if (any)
        read_answers(mapping, c, known);
    return any;
}

/* How many value labels of C are items of GROUP. */
static unsigned
count_items(struct sv_mapping *mapping, int record, const struct sv_words *group,
            const struct sv_seen_column *c)
{
    const char *tongue, *pattern;
    unsigned n = 0;

    for (size_t i = 0; i < c->n_labels; i++)
        n += item_of(mapping, record, group->name.text,
                     c->value_label[i].plain, &tongue, &pattern) != NULL;
    return n;
}

/* The group that the label of C may name and whose items its value labels are
 * most, or NULL. */
static const struct sv_words *
group_of(struct sv_mapping *mapping, int record, const struct sv_terms *terms,
         const struct sv_seen_column *c)
{
    const struct sv_words *group = terms->groups.item, *best = NULL;
    const char *tongue, *pattern;
    unsigned most = 0;

    for (size_t g = 0; g < terms->groups.n; g++) {
        const unsigned n =
            sv_words_match(&group[g], c->plain, &tongue, &pattern) > 0
                ? count_items(mapping, record, &group[g], c) : 0;

        if (n > most) {
            most = n;
            best = &group[g];
        }
    }
    return best;
}

void
sv_mapping_slots(struct sv_mapping *mapping,
                 const struct sv_structure *structure,
                 const struct sv_knowledge *known)
{
    for (size_t r = 0; r < structure->n; r++) {
        const struct sv_seen_file *f = structure->record[r].file;
        size_t n;

        for (size_t k = 0; k < f->n_columns; k += n > 0 ? n : 1) {
            const struct sv_seen_column *c = &f->column[k];
            const struct sv_words *group;

            n = mapping->used[r][k] || c->n_labels < FEWEST_LABELS
                || c->string ? 0 : count_slots(f, c);
            group = n > 1 ? group_of(mapping, (int) r, known->terms, c) : NULL;
            if (group == NULL || !map_slots(mapping, (int) r, group, c, n,
                                              known))
                continue;
            for (size_t j = 0; j < n; j++)
                mapping->used[r][k + j] = true;
        }
    }
}
