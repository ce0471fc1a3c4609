/* evaluate.c - works through steps, a block of rows at a time. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/operations.h"
#include "pipeline/steps.h"

/* The values of one step.  Only what its kind needs is ever touched. */
struct cell {
    union {
        uint8_t truth[SV_BLOCK];
        int32_t code[SV_BLOCK];
        double number[SV_BLOCK];
    } v;
    uint8_t missing[SV_BLOCK];
    bool any_missing;           /* if not, MISSING is not filled in */
    uint64_t round;             /* when it was last evaluated */
};

struct sv_workspace {
    struct cell *cell;          /* [n_steps] */
    uint32_t *row;              /* [SV_BLOCK] rows of an ancestor */
    uint64_t round;
};

/* Rows [first, first + n) of the record of the steps. */
struct range {
    size_t first, n;
    uint64_t round;
};

static void run(const struct sv_expression *e, struct sv_workspace *w, int i,
                const struct range *at);

struct sv_workspace *
sv_workspace_new(const struct sv_expression *e)
{
    struct sv_workspace *w = calloc(1, sizeof *w);

    if (w == NULL)
        return NULL;
    w->cell = calloc(e->n_steps, sizeof *w->cell);
    w->row = calloc(SV_BLOCK, sizeof *w->row);
    if (w->cell == NULL || w->row == NULL) {
        sv_workspace_free(w);
        return NULL;
    }
    return w;
}

void
sv_workspace_free(struct sv_workspace *workspace)
{
    if (workspace == NULL)
        return;
    free(workspace->cell);
    free(workspace->row);
    free(workspace);
}

static const uint8_t *
missing_of(const struct cell *c)
{
    return c->any_missing ? c->missing : NULL;
}

/* ---- columns ----------------------------------------------------------- */

/* The rows of the symbol for the rows at hand; NULL: the rows themselves. */
static const uint32_t *
rows_of(const struct sv_expression *e, struct sv_workspace *w,
        const struct sv_step *s, const struct range *at)
{
    int record = s->record;

    if (s->up == 0)
        return NULL;
    for (size_t j = 0; j < at->n; j++)
        w->row[j] = (uint32_t) (at->first + j);
    for (int k = 0; k < s->up; k++) {
        const struct sv_world_record *r = &e->world->record[record];

        for (size_t j = 0; j < at->n; j++)
            w->row[j] = r->parent_row[w->row[j]];
        record = r->parent;
    }
    return w->row;
}

/* What a reason in the column means: a kind, by the label of its code where
 * the survey gives one. */
static uint8_t
kind_of(const struct sv_symbol *s, uint8_t reason, double value)
{
    if (reason == SV_USER_MISSING)
        for (size_t k = 0; k < s->n_users; k++)
            if (s->user[k].value == value)
                return s->user[k].kind;
    return s->kind_of != NULL && reason < SV_FIRST_NAMED_KIND
               ? s->kind_of[reason]
               : reason;
}

static void
load_missing(struct cell *c, const struct sv_symbol *s, const uint32_t *row,
             const struct range *at)
{
    uint8_t any = 0;

    c->any_missing = false;
    if (s->missing == NULL)
        return;
    for (size_t j = 0; j < at->n; j++) {
        c->missing[j] = s->missing[row != NULL ? row[j] : at->first + j];
        any |= c->missing[j];
    }
    c->any_missing = any != 0;
    if (!c->any_missing || (s->kind_of == NULL && s->n_users == 0))
        return;
    for (size_t j = 0; j < at->n; j++)
        if (c->missing[j] != 0)
            c->missing[j] = kind_of(s, c->missing[j],
                                    sv_number_at(s, row != NULL
                                                        ? row[j]
                                                        : at->first + j));
}

/* A condition or category that is 0 is missing, even where the reason has not
 * been kept. */
static void
mind_zeros(struct cell *c, const struct range *at, const uint8_t *zero)
{
    for (size_t j = 0; j < at->n; j++)
        if (zero[j]) {
            if (!c->any_missing) {
                memset(c->missing, 0, at->n);
                c->any_missing = true;
            }
            if (c->missing[j] == 0)
                c->missing[j] = SV_SYSTEM_MISSING;
        }
}

static void
load(const struct sv_expression *e, struct sv_workspace *w,
     const struct sv_step *s, struct cell *c, const struct range *at)
{
    const uint32_t *row = rows_of(e, w, s, at);
    uint8_t zero[SV_BLOCK];

    load_missing(c, s->symbol, row, at);
    if (s->kind == SV_KIND_NUMBER) {
        sv_load_numbers(c->v.number, s->symbol, row, at->first, at->n);
        return;
    }
    if (s->kind == SV_KIND_BOOL) {
        const uint8_t *data = s->symbol->data;

        for (size_t j = 0; j < at->n; j++) {
            const uint8_t code = data[row != NULL ? row[j] : at->first + j];

            c->v.truth[j] = code == 2;
            zero[j] = code == 0;
        }
    } else {
        sv_load_codes(c->v.code, s->symbol, row, at->first, at->n);
        for (size_t j = 0; j < at->n; j++)
            zero[j] = s->kind == SV_KIND_CATEGORY && c->v.code[j] == 0;
    }
    mind_zeros(c, at, zero);
}

/* ---- operators ---------------------------------------------------------- */

/* Missing where either is, with the kind of the first. */
static void
join_missing(struct cell *c, const struct cell *a, const struct cell *b,
             size_t n)
{
    c->any_missing = a->any_missing || b->any_missing;
    if (a->any_missing && b->any_missing)
        for (size_t j = 0; j < n; j++)
            c->missing[j] = a->missing[j] ? a->missing[j] : b->missing[j];
    else if (c->any_missing)
        memcpy(c->missing, a->any_missing ? a->missing : b->missing, n);
}

static void
copy_missing(struct cell *c, const struct cell *a, size_t n)
{
    c->any_missing = a->any_missing;
    if (a->any_missing)
        memcpy(c->missing, a->missing, n);
}

/* Kleene's `and` (DECIDES is 0) and `or` (1): a known operand that decides does
 * so whatever the other is. */
static void
connect(struct cell *c, const struct cell *a, const struct cell *b,
        uint8_t decides, size_t n)
{
    const uint8_t *ma = missing_of(a), *mb = missing_of(b);

    c->any_missing = ma != NULL || mb != NULL;
    if (!c->any_missing) {
        for (size_t j = 0; j < n; j++)
            c->v.truth[j] = decides ? a->v.truth[j] | b->v.truth[j]
                                    : a->v.truth[j] & b->v.truth[j];
        return;
    }
    for (size_t j = 0; j < n; j++) {
        const uint8_t x = ma != NULL ? ma[j] : 0, y = mb != NULL ? mb[j] : 0;
        const bool decided = (!x && a->v.truth[j] == decides)
                             || (!y && b->v.truth[j] == decides);

        c->missing[j] = decided ? 0 : x ? x : y;
        c->v.truth[j] = decided ? decides : !decides;
    }
}

static void
divide(struct cell *c, const struct cell *a, const struct cell *b, size_t n)
{
    join_missing(c, a, b, n);
    for (size_t j = 0; j < n; j++) {
        c->v.number[j] = a->v.number[j] / b->v.number[j];
        if (b->v.number[j] == 0 && !(c->any_missing && c->missing[j])) {
            if (!c->any_missing)
                memset(c->missing, 0, n);
            c->any_missing = true;
            c->missing[j] = SV_SYSTEM_MISSING;
            c->v.number[j] = 0;
        }
    }
}

static void
choose(struct cell *c, const struct sv_step *s, const struct cell *test,
       const struct cell *yes, const struct cell *no, size_t n)
{
    c->any_missing = test->any_missing || yes->any_missing || no->any_missing;
    for (size_t j = 0; j < n; j++) {
        const struct cell *from = test->v.truth[j] ? yes : no;

        if (s->kind == SV_KIND_BOOL)
            c->v.truth[j] = from->v.truth[j];
        else if (s->kind == SV_KIND_NUMBER)
            c->v.number[j] = from->v.number[j];
        else
            c->v.code[j] = from->v.code[j];
        if (c->any_missing)
            c->missing[j] = test->any_missing && test->missing[j]
                                ? test->missing[j]
                            : from->any_missing ? from->missing[j]
                                                : 0;
    }
}

static void
look_in(struct cell *c, const struct sv_step *s, enum sv_kind kind,
        const struct cell *a, size_t n)
{
    copy_missing(c, a, n);
    memset(c->v.truth, 0, n);
    for (size_t i = 0; i < s->n; i++) {
        const struct sv_span span = s->span[i];

        if (kind == SV_KIND_NUMBER)
            for (size_t j = 0; j < n; j++)
                c->v.truth[j] |= a->v.number[j] >= span.low
                                 && a->v.number[j] <= span.high;
        else
            for (size_t j = 0; j < n; j++)
                c->v.truth[j] |= a->v.code[j] >= span.low
                                 && a->v.code[j] <= span.high;
    }
}

static void
ask_missing(struct cell *c, const struct sv_step *s, const struct cell *a,
            size_t n)
{
    c->any_missing = false;
    memset(c->v.truth, 0, n);
    if (a->any_missing)
        for (size_t j = 0; j < n; j++)
            c->v.truth[j] = s->kind_of_missing
                                ? a->missing[j] == s->kind_of_missing
                                : a->missing[j] != 0;
}

static void
compare_codes(struct cell *c, const struct sv_step *s, enum sv_kind kind,
              const struct cell *a, const struct cell *b, size_t n)
{
    const bool equal = s->relation == SV_EQUAL;

    join_missing(c, a, b, n);
    if (kind == SV_KIND_BOOL)
        for (size_t j = 0; j < n; j++)
            c->v.truth[j] = (a->v.truth[j] == b->v.truth[j]) == equal;
    else
        for (size_t j = 0; j < n; j++)
            c->v.truth[j] = (a->v.code[j] == b->v.code[j]) == equal;
}

/* ---- functions over lists and members ----------------------------------- */

/* What a function has seen so far of one row. */
struct tally {
    double value;               /* sum, or extreme, or count of trues */
    uint32_t seen;              /* values that are not missing */
    uint8_t missing;            /* kind of the first that is */
    bool decided;               /* any: a true; all: a false */
};

static void
take(struct tally *t, enum sv_function f, bool truth, double number,
     uint8_t missing)
{
    if (missing) {
        t->missing = t->missing ? t->missing : missing;
        return;
    }
    switch (f) {
    case SV_ANY:
        t->decided |= truth;
        break;
    case SV_ALL:
        t->decided |= !truth;
        break;
    case SV_COUNT:
        t->value += truth;
        break;
    case SV_SUM:
    case SV_MEAN_OF:
        t->value += number;
        break;
    case SV_MIN:
        if (t->seen == 0 || number < t->value)
            t->value = number;
        break;
    case SV_MAX:
        if (t->seen == 0 || number > t->value)
            t->value = number;
        break;
    case SV_N_FUNCTIONS:
        assert(false);
    }
    t->seen++;
}

/* The result of row J: any() and all() are Kleene's; count() counts what is
 * known to be true; the others leave missing values out, and are missing where
 * nothing is left. */
static void
conclude(struct cell *c, size_t j, const struct tally *t, enum sv_function f)
{
    c->missing[j] = 0;
    if (f == SV_ANY || f == SV_ALL) {
        c->v.truth[j] = t->decided ? f == SV_ANY : f == SV_ALL;
        if (!t->decided)
            c->missing[j] = t->missing;
    } else if (f == SV_COUNT) {
        c->v.number[j] = t->value;
    } else {
        c->v.number[j] = f == SV_MEAN_OF && t->seen > 0
                             ? t->value / t->seen
                             : t->value;
        if (t->seen == 0)
            c->missing[j] = t->missing ? t->missing : SV_SYSTEM_MISSING;
    }
    c->any_missing |= c->missing[j] != 0;
}

static void
take_cell(struct tally *t, enum sv_function f, const struct cell *a,
          enum sv_kind kind, size_t j)
{
    take(t, f, kind == SV_KIND_BOOL && a->v.truth[j],
         kind == SV_KIND_NUMBER ? a->v.number[j] : 0,
         a->any_missing ? a->missing[j] : 0);
}

static void
over_list(const struct sv_expression *e, struct sv_workspace *w,
          const struct sv_step *s, struct cell *c, const struct range *at)
{
    for (size_t k = 0; k < s->n; k++)
        run(e, w, s->list[k], at);
    c->any_missing = false;
    for (size_t j = 0; j < at->n; j++) {
        struct tally t = { 0 };

        for (size_t k = 0; k < s->n; k++)
            take_cell(&t, s->function, &w->cell[s->list[k]],
                      e->step[s->list[k]].kind, j);
        conclude(c, j, &t, s->function);
    }
}

/* Members are the rows [first[j], first[j + 1]) of the child: evaluated in
 * blocks of their own, folded row by row of theirs. */
static void
over_members(const struct sv_expression *e, struct sv_workspace *w,
             const struct sv_step *s, struct cell *c, const struct range *at)
{
    const uint32_t *first =
        e->world->record[s->record].first_member[s->child] + at->first;
    const struct cell *a = &w->cell[s->a];
    const size_t end = first[at->n];
    struct range block = { first[0], 0, 0 };
    struct tally t = { 0 };
    size_t j = 0;

    c->any_missing = false;
    for (; block.first < end; block.first += block.n) {
        block.n = end - block.first < SV_BLOCK ? end - block.first : SV_BLOCK;
        block.round = ++w->round;
        run(e, w, s->a, &block);
        for (size_t i = 0; i < block.n; i++) {
            for (; first[j + 1] <= block.first + i; j++) {
                conclude(c, j, &t, s->function);
                t = (struct tally){ 0 };
            }
            take_cell(&t, s->function, a, e->step[s->a].kind, i);
        }
    }
    for (; j < at->n; j++) {
        conclude(c, j, &t, s->function);
        t = (struct tally){ 0 };
    }
}

/* ---- the walk ----------------------------------------------------------- */

static void
fill_constant(struct cell *c, const struct sv_step *s, size_t n)
{
    c->any_missing = false;
    if (s->kind == SV_KIND_BOOL)
        memset(c->v.truth, s->number != 0, n);
    for (size_t j = 0; s->kind == SV_KIND_NUMBER && j < n; j++)
        c->v.number[j] = s->number;
    for (size_t j = 0; s->step == SV_STEP_CODE && j < n; j++)
        c->v.code[j] = (int32_t) s->number;
}

static void
calculate(struct cell *c, enum sv_step_kind step, const struct cell *a,
          const struct cell *b, size_t n)
{
    join_missing(c, a, b, n);
    switch (step) {
    case SV_STEP_ADD:
        for (size_t j = 0; j < n; j++)
            c->v.number[j] = a->v.number[j] + b->v.number[j];
        break;
    case SV_STEP_SUBTRACT:
        for (size_t j = 0; j < n; j++)
            c->v.number[j] = a->v.number[j] - b->v.number[j];
        break;
    default:
        assert(step == SV_STEP_MULTIPLY);
        for (size_t j = 0; j < n; j++)
            c->v.number[j] = a->v.number[j] * b->v.number[j];
    }
}

/* Steps with operands in cells: A, B, C have been run. */
static void
operate(const struct sv_expression *e, const struct sv_step *s, struct cell *c,
        const struct cell *cells, size_t n)
{
    const struct cell *a = s->a >= 0 ? &cells[s->a] : NULL;
    const struct cell *b = s->b >= 0 ? &cells[s->b] : NULL;

    switch (s->step) {
    case SV_STEP_NOT:
        copy_missing(c, a, n);
        for (size_t j = 0; j < n; j++)
            c->v.truth[j] = !a->v.truth[j];
        break;
    case SV_STEP_AND:
    case SV_STEP_OR:
        connect(c, a, b, s->step == SV_STEP_OR, n);
        break;
    case SV_STEP_MINUS:
        copy_missing(c, a, n);
        for (size_t j = 0; j < n; j++)
            c->v.number[j] = -a->v.number[j];
        break;
    case SV_STEP_ADD:
    case SV_STEP_SUBTRACT:
    case SV_STEP_MULTIPLY:
        calculate(c, s->step, a, b, n);
        break;
    case SV_STEP_DIVIDE:
        divide(c, a, b, n);
        break;
    case SV_STEP_COMPARE:
        join_missing(c, a, b, n);
        sv_compare_numbers(c->v.truth, s->relation, a->v.number, b->v.number,
                           n);
        break;
    case SV_STEP_COMPARE_CODES:
    case SV_STEP_COMPARE_TRUTHS:
        compare_codes(c, s, e->step[s->a].kind, a, b, n);
        break;
    case SV_STEP_IN:
        look_in(c, s, e->step[s->a].kind, a, n);
        break;
    case SV_STEP_IF:
        choose(c, s, a, b, &cells[s->c], n);
        break;
    case SV_STEP_MISSING:
        ask_missing(c, s, a, n);
        break;
    case SV_STEP_NUMBER: case SV_STEP_TRUTH: case SV_STEP_CODE:
    case SV_STEP_COLUMN: case SV_STEP_COMPARE_COLUMN: case SV_STEP_LIST:
    case SV_STEP_MEMBERS:
        assert(false);
    }
}

/* Evaluates step I unless this round has done so. */
static void
run(const struct sv_expression *e, struct sv_workspace *w, int i,
    const struct range *at)
{
    const struct sv_step *s = &e->step[i];
    struct cell *c = &w->cell[i];

    if (c->round == at->round)
        return;
    c->round = at->round;
    switch (s->step) {
    case SV_STEP_NUMBER: case SV_STEP_TRUTH: case SV_STEP_CODE:
        fill_constant(c, s, at->n);
        break;
    case SV_STEP_COLUMN:
        load(e, w, s, c, at);
        break;
    case SV_STEP_COMPARE_COLUMN:
        load_missing(c, s->symbol, NULL, at);
        sv_compare_column(c->v.truth, s->relation, s->symbol, at->first,
                          s->number, at->n);
        break;
    case SV_STEP_LIST:
        over_list(e, w, s, c, at);
        break;
    case SV_STEP_MEMBERS:
        over_members(e, w, s, c, at);
        break;
    case SV_STEP_NOT: case SV_STEP_AND: case SV_STEP_OR: case SV_STEP_MINUS:
    case SV_STEP_ADD: case SV_STEP_SUBTRACT: case SV_STEP_MULTIPLY:
    case SV_STEP_DIVIDE: case SV_STEP_COMPARE: case SV_STEP_COMPARE_CODES:
    case SV_STEP_COMPARE_TRUTHS: case SV_STEP_IN: case SV_STEP_IF:
    case SV_STEP_MISSING:
    default:
        for (int k = 0; k < 3; k++) {
            const int operand = k == 0 ? s->a : k == 1 ? s->b : s->c;

            if (operand >= 0)
                run(e, w, operand, at);
        }
        operate(e, s, c, w->cell, at->n);
    }
}

struct sv_values
sv_evaluate(const struct sv_expression *e, struct sv_workspace *workspace,
            size_t first, size_t n)
{
    const struct range at = { first, n, ++workspace->round };
    const struct sv_step *s = &e->step[e->result];
    const struct cell *c = &workspace->cell[e->result];
    struct sv_values values = { 0 };

    assert(n <= SV_BLOCK);
    run(e, workspace, e->result, &at);
    values.missing = missing_of(c);
    if (s->kind == SV_KIND_BOOL)
        values.truth = c->v.truth;
    else if (s->kind == SV_KIND_NUMBER)
        values.number = c->v.number;
    else
        values.code = c->v.code;
    return values;
}
