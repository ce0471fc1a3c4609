/* naive_expression.c - expressions once more: the tree, walked for every row. */
#include "tests/naive/naive_expression.h"

#include <assert.h>
#include <string.h>

/* Where the walk is. */
struct place {
    const struct sv_world *world;
    int record, outer;
    size_t row;
    const char *range_name;     /* the variable that a range stands for */
};

static struct naive_value value(const struct place *p,
                                const struct sv_syntax *s);

static const struct naive_value gone = { SV_KIND_BOOL, 0, SV_SYSTEM_MISSING };

static struct naive_value
number(double is)
{
    return (struct naive_value){ SV_KIND_NUMBER, is, 0 };
}

static struct naive_value
truth(bool is)
{
    return (struct naive_value){ SV_KIND_BOOL, is, 0 };
}

static double
stored(const struct sv_symbol *s, size_t row)
{
    switch (s->type) {
    case SV_I8:
        return ((const int8_t *) s->data)[row];
    case SV_U8:
        return ((const uint8_t *) s->data)[row];
    case SV_I16:
        return ((const int16_t *) s->data)[row];
    case SV_I32:
        return ((const int32_t *) s->data)[row];
    default:
        assert(s->type == SV_F64);
        return ((const double *) s->data)[row];
    }
}

static struct naive_value
column(const struct place *p, const char *of, const char *name)
{
    const int record = of != NULL ? sv_world_record(p->world, of) : p->outer;
    const struct sv_symbol *s = sv_world_find(p->world, record, name);
    struct naive_value v = { s->kind, 0, 0 };
    size_t row = p->row;

    for (int r = p->record; r != record; r = p->world->record[r].parent)
        row = p->world->record[r].parent_row[row];
    v.is = stored(s, row);
    v.missing = s->missing != NULL ? s->missing[row] : 0;
    if (s->kind == SV_KIND_BOOL || s->kind == SV_KIND_CATEGORY) {
        if (v.is == 0 && !v.missing)
            v.missing = SV_SYSTEM_MISSING;
        if (s->kind == SV_KIND_BOOL)
            v.is = v.is == 2;
    }
    return v;
}

/* A label where the other side says of what, else a value. */
static struct naive_value
against(const struct place *p, const struct sv_syntax *s,
        const struct naive_value *with)
{
    static const char *const words[] = { "red", "green", "blue" };

    if (s->form == SV_FORM_STRING && with->kind == SV_KIND_STRING)
        return (struct naive_value){ SV_KIND_STRING,
                                     strcmp(s->name, "north") == 0   ? 0
                                     : strcmp(s->name, "south") == 0 ? 1
                                                                     : -1,
                                     0 };
    for (int k = 0; k < 3 && with->kind == SV_KIND_CATEGORY; k++)
        if (s->name != NULL && strcmp(s->name, words[k]) == 0)
            return (struct naive_value){ SV_KIND_CATEGORY, k + 1, 0 };
    if (with->kind == SV_KIND_NUMBER && s->form == SV_FORM_NAME
        && strcmp(s->name, "few") == 0)
        return number(1);
    if (with->kind == SV_KIND_NUMBER && s->form == SV_FORM_NAME
        && strcmp(s->name, "many") == 0)
        return number(7);
    return value(p, s);
}

static struct naive_value
kleene(struct naive_value a, struct naive_value b, bool decides)
{
    if ((!a.missing && (a.is != 0) == decides)
        || (!b.missing && (b.is != 0) == decides))
        return truth(decides);
    return a.missing ? a : b.missing ? b : truth(!decides);
}

static struct naive_value
arithmetic(enum sv_form form, struct naive_value a, struct naive_value b)
{
    if (a.missing || b.missing)
        return a.missing ? a : b;
    if (form == SV_FORM_ADD)
        return number(a.is + b.is);
    if (form == SV_FORM_SUBTRACT)
        return number(a.is - b.is);
    if (form == SV_FORM_MULTIPLY)
        return number(a.is * b.is);
    if (b.is == 0) {
        a.missing = SV_SYSTEM_MISSING;
        return a;
    }
    return number(a.is / b.is);
}

static struct naive_value
compare(const struct place *p, const struct sv_syntax *s)
{
    const struct sv_syntax *x = s->part, *y = x->next;
    const bool label = x->form == SV_FORM_NAME && x->record == NULL
                       && sv_world_find(p->world, p->outer, x->name) == NULL;
    const struct naive_value known = value(p, label ? y : x);
    const struct naive_value other = against(p, label ? x : y, &known);
    const struct naive_value a = label ? other : known;
    const struct naive_value b = label ? known : other;

    if (a.missing || b.missing)
        return (struct naive_value){ SV_KIND_BOOL, 0,
                                     a.missing ? a.missing : b.missing };
    switch (s->form) {
    case SV_FORM_EQUAL:
        return truth(a.is == b.is);
    case SV_FORM_UNEQUAL:
        return truth(a.is != b.is);
    case SV_FORM_LESS:
        return truth(a.is < b.is);
    case SV_FORM_AT_MOST:
        return truth(a.is <= b.is);
    case SV_FORM_MORE:
        return truth(a.is > b.is);
    default:
        return truth(a.is >= b.is);
    }
}

static struct naive_value
look_in(const struct place *p, const struct sv_syntax *s)
{
    const struct naive_value a = value(p, s->part);
    bool found = false;

    for (const struct sv_syntax *i = s->part->next; i != NULL; i = i->next) {
        struct sv_syntax from = i->form == SV_FORM_SPAN ? *i->part : *i;
        struct sv_syntax to = i->form == SV_FORM_SPAN ? *i->part->next : *i;
        double low, high;

        if (i->form == SV_FORM_RANGE) {         /* of labels */
            from.form = to.form = SV_FORM_NAME;
            to.name = i->last;
        }
        low = against(p, &from, &a).is;
        high = against(p, &to, &a).is;

        found = found || (a.is >= low && a.is <= high);
    }
    return a.missing ? (struct naive_value){ SV_KIND_BOOL, 0, a.missing }
                     : truth(found);
}

/* What a function is given, one after the other. */
struct given {
    double sum, min, max, trues, falses, n;
    uint8_t missing;
};

static void
give(struct given *g, struct naive_value v)
{
    if (v.missing) {
        g->missing = g->missing ? g->missing : v.missing;
        return;
    }
    g->sum += v.is;
    g->min = g->n == 0 || v.is < g->min ? v.is : g->min;
    g->max = g->n == 0 || v.is > g->max ? v.is : g->max;
    g->trues += v.is != 0;
    g->falses += v.is == 0;
    g->n++;
}

static struct naive_value
result(const struct given *g, const char *f)
{
    const struct naive_value none = {
        SV_KIND_NUMBER, 0, g->missing ? g->missing : SV_SYSTEM_MISSING
    };

    if (strcmp(f, "count") == 0)
        return number(g->trues);
    if (strcmp(f, "any") == 0 || strcmp(f, "all") == 0) {
        const bool any = *(f + 1) == 'n';

        if ((any ? g->trues : g->falses) > 0)
            return truth(any);
        return g->missing ? (struct naive_value){ SV_KIND_BOOL, 0, g->missing }
                          : truth(!any);
    }
    if (g->n == 0)
        return none;
    return number(strcmp(f, "sum") == 0    ? g->sum
                  : strcmp(f, "mean") == 0 ? g->sum / g->n
                  : strcmp(f, "min") == 0  ? g->min
                                           : g->max);
}

static bool
mentions(const struct sv_syntax *s, const char *record)
{
    for (; s != NULL; s = s->next)
        if ((s->record != NULL && strcmp(s->record, record) == 0)
            || (s->form == SV_FORM_NAME && strcmp(s->name, record) == 0)
            || mentions(s->part, record))
            return true;
    return false;
}

static const struct sv_syntax *
range_in(const struct sv_syntax *s)
{
    for (; s != NULL; s = s->next) {
        const bool own = s->form == SV_FORM_CALL && strcmp(s->name, "if") != 0
                         && strcmp(s->name, "missing") != 0;
        const struct sv_syntax *in = s->form == SV_FORM_RANGE ? s
                                     : own                    ? NULL
                                                   : range_in(s->part);

        if (in != NULL)
            return in;
    }
    return NULL;
}

static void
give_members(struct given *g, const struct place *p, const struct sv_syntax *s)
{
    const uint32_t *first = p->world->record[p->record].first_member[1];
    struct place member = *p;

    member.record = 1;
    for (member.row = first[p->row]; member.row < first[p->row + 1];
         member.row++)
        give(g, s->form == SV_FORM_NAME && s->record == NULL
                    ? truth(true)
                    : value(&member, s));
}

static void
give_list(struct given *g, const struct place *p, const struct sv_syntax *s)
{
    for (; s != NULL; s = s->next) {
        struct sv_syntax alone = *s;
        const struct sv_syntax *range;
        struct place at = *p;
        char name[3] = "Q1";

        alone.next = NULL;
        range = range_in(&alone);
        if (range == NULL) {
            give(g, value(p, s));
            continue;
        }
        for (name[1] = range->name[1]; name[1] <= range->last[1]; name[1]++) {
            at.range_name = name;
            give(g, value(&at, &alone));
        }
    }
}

static struct naive_value
call(const struct place *p, const struct sv_syntax *s)
{
    struct given g = { 0 };
    struct naive_value v;

    if (strcmp(s->name, "if") == 0) {
        const struct naive_value yes = value(p, s->part->next);

        v = value(p, s->part);
        if (v.missing)
            return (struct naive_value){ yes.kind, 0, v.missing };
        return v.is != 0 ? yes : against(p, s->part->next->next, &yes);
    }
    if (strcmp(s->name, "missing") == 0) {
        const struct sv_syntax *kind = s->part->next;

        v = value(p, s->part);
        return truth(kind == NULL ? v.missing != 0
                                  : v.missing != 0
                                        && strcmp(p->world->kind[v.missing],
                                                  kind->name) == 0);
    }
    if (p->record == 0 && mentions(s->part, "person"))
        give_members(&g, p, s->part);
    else
        give_list(&g, p, s->part);
    return result(&g, s->name);
}

static struct naive_value
value(const struct place *p, const struct sv_syntax *s)
{
    struct naive_value v;

    switch (s->form) {
    case SV_FORM_NUMBER:
        return number(s->number);
    case SV_FORM_TRUE:
        return truth(true);
    case SV_FORM_FALSE:
        return truth(false);
    case SV_FORM_NAME:
        return column(p, s->record, s->name);
    case SV_FORM_RANGE:
        return column(p, s->record, p->range_name);
    case SV_FORM_CALL:
        return call(p, s);
    case SV_FORM_NOT:
        v = value(p, s->part);
        v.is = v.is == 0;
        return v;
    case SV_FORM_MINUS:
        v = value(p, s->part);
        v.is = -v.is;
        return v;
    case SV_FORM_AND:
    case SV_FORM_OR:
        return kleene(value(p, s->part), value(p, s->part->next),
                      s->form == SV_FORM_OR);
    case SV_FORM_ADD: case SV_FORM_SUBTRACT: case SV_FORM_MULTIPLY:
    case SV_FORM_DIVIDE:
        return arithmetic(s->form, value(p, s->part), value(p, s->part->next));
    case SV_FORM_IN:
        return look_in(p, s);
    case SV_FORM_EQUAL: case SV_FORM_UNEQUAL: case SV_FORM_LESS:
    case SV_FORM_AT_MOST: case SV_FORM_MORE: case SV_FORM_AT_LEAST:
        return compare(p, s);
    case SV_FORM_STRING: case SV_FORM_SPAN:
        break;
    }
    return gone;
}

struct naive_value
naive_evaluate(const struct sv_world *world, const struct sv_syntax *tree,
               int record, size_t row)
{
    const struct place p = { world, record, record, row, NULL };

    return value(&p, tree);
}
