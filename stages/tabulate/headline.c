/* headline.c - the main numbers on a terminal, in its width. */
#include "stages/tabulate/headline.h"

#include <string.h>

#include "pipeline/textwidth.h"
#include "stages/tabulate/grid.h"
#include "stages/tabulate/wording.h"

enum { GAP = 2, MIN_NAME = 20, WORD = 64 };

struct widths {
    unsigned code, name, estimate, interval, cases, category;
    size_t n_categories;        /* that fit */
};

static unsigned
max(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* Code and item: "HH9.b". */
static void
word_code(char out[WORD], const struct sv_figure *f)
{
    const char *dot = f->item[0] != '\0' ? "." : "";

    snprintf(out, WORD, "%.30s%s%.30s", f->indicator, dot, f->item);
}

static const char *
word_name(const struct sv_tabulation *t, const struct sv_figure *f)
{
    return f->item[0] != '\0'
               ? sv_name_of_item(t->names, f->indicator, f->item)
               : sv_name_of_indicator(t->names, f->indicator);
}

/* "95 % CI" */
static void
word_level(char out[WORD], const struct sv_tabulation *t)
{
    snprintf(out, WORD, "%.4g %% %s", 100 * t->survey->tables.confidence,
             sv_say(sv_naming_language(t->names), SV_SAY_CI));
}

static const char *
word_category(const struct sv_tabulation *t, const struct sv_grid *g, size_t k)
{
    return sv_name_of_category(t->names,
                               t->figures->class_name[g->class[0]],
                               g->column[k]);
}

/* Names of categories may be cut, figures never. */
static unsigned
category_width(const struct sv_tabulation *t, const struct sv_grid *g)
{
    const int round = t->survey->tables.publish.round;
    unsigned names = 0, figures = 0;
    char text[WORD];

    for (size_t k = 0; k < g->n_columns; k++) {
        names = max(names, sv_text_columns(word_category(t, g, k)));
        for (size_t r = 0; r < g->n_rows; r++) {
            const size_t i = g->row[r].cell[k + 1];

            if (i == t->figures->n)
                continue;
            sv_word_estimate(text, sizeof text, &t->figures->figure[i],
                             t->shown[i], round);
            figures = max(figures, sv_text_columns(text));
        }
    }
    return max(names > 12 ? 12 : names, figures);
}

/* Room for what the cells hold, before the name gets the rest. */
static struct widths
needed(const struct sv_tabulation *t, const struct sv_grid *g)
{
    const int round = t->survey->tables.publish.round;
    const char *language = sv_naming_language(t->names);
    struct widths w = { .cases = 4 };
    char text[WORD];

    word_level(text, t);
    w.interval = sv_text_columns(text);
    w.code = sv_text_columns(sv_say(language, SV_SAY_CODE));
    w.estimate = sv_text_columns(sv_say(language, SV_SAY_TOTAL));
    for (size_t r = 0; r < g->n_rows; r++) {
        const size_t i = g->row[r].cell[0];
        const struct sv_figure *f = &t->figures->figure[i];

        if (i == t->figures->n)
            continue;
        word_code(text, f);
        w.code = max(w.code, sv_text_columns(text));
        sv_word_estimate(text, sizeof text, f, t->shown[i], round);
        w.estimate = max(w.estimate, sv_text_columns(text));
        sv_word_interval(text, sizeof text, f, t->shown[i], round);
        w.interval = max(w.interval, sv_text_columns(text));
        sv_word_cases(text, sizeof text, f, t->shown[i],
                      (unsigned) t->survey->tables.publish.minimum_n);
        w.cases = max(w.cases, sv_text_columns(text));
    }
    w.category = category_width(t, g);
    return w;
}

/* Shares WIDTH out: estimate and cases, which are never cut, then code, then
 * interval, which is left out if there is no room for it (0), then name, then
 * categories. */
static struct widths
fit(struct widths w, size_t n_categories, unsigned width)
{
    const unsigned fixed = w.estimate + w.cases + 3 * GAP;
    unsigned room = width > fixed ? width - fixed : 0, spare;

    if (w.code > room)
        w.code = room;
    room -= w.code;
    if (w.interval + GAP > room)
        w.interval = 0;
    else
        room -= w.interval + GAP;
    spare = room > MIN_NAME ? room - MIN_NAME : 0;
    w.n_categories = spare / (w.category + GAP);
    if (w.n_categories > n_categories)
        w.n_categories = n_categories;
    w.name = room - (unsigned) w.n_categories * (w.category + GAP);
    if (w.name > 44)
        w.name = 44;
    return w;
}

static void
write_head(FILE *to, const struct sv_tabulation *t, const struct sv_grid *g,
           const struct widths *w)
{
    const char *language = sv_naming_language(t->names);
    const int record = sv_survey_record(t->survey, g->record);
    const bool weighted = record < 0 || sv_survey_weighs(t->survey, record)
                          || sv_survey_reweighs(t->survey, record);
    char level[WORD];

    word_level(level, t);
    fprintf(to, "\n%s%s%s\n", sv_word_of(language, g->record),
            weighted ? "" : sv_say(language, SV_SAY_COLON),
            weighted ? "" : sv_say(language, SV_SAY_UNWEIGHTED));
    sv_put_left(to, sv_say(language, SV_SAY_CODE), w->code, GAP);
    sv_put_left(to, sv_say(language, SV_SAY_INDICATOR), w->name, GAP);
    sv_put_right(to, sv_say(language, SV_SAY_TOTAL), w->estimate, GAP);
    if (w->interval > 0)
        sv_put_right(to, level, w->interval, GAP);
    sv_put_right(to, "n", w->cases, 0);
    for (size_t k = 0; k < w->n_categories; k++) {
        fprintf(to, "%*s", GAP, "");
        sv_put_right(to, word_category(t, g, k), w->category, 0);
    }
    fputc('\n', to);
}

static void
write_row(FILE *to, const struct sv_tabulation *t,
          const struct sv_grid_row *row, const struct widths *w)
{
    const int round = t->survey->tables.publish.round;
    const struct sv_figure *f = &t->figures->figure[row->cell[0]];
    const enum sv_shown shown = t->shown[row->cell[0]];
    char text[WORD];

    word_code(text, f);
    sv_put_left(to, text, w->code, GAP);
    sv_put_left(to, word_name(t, f), w->name, GAP);
    sv_word_estimate(text, sizeof text, f, shown, round);
    sv_put_right(to, text, w->estimate, GAP);
    sv_word_interval(text, sizeof text, f, shown, round);
    if (w->interval > 0)
        sv_put_right(to, text, w->interval, GAP);
    sv_word_cases(text, sizeof text, f, shown,
                  (unsigned) t->survey->tables.publish.minimum_n);
    sv_put_right(to, text, w->cases, 0);
    for (size_t k = 0; k < w->n_categories; k++) {
        const size_t i = row->cell[k + 1];

        text[0] = '\0';
        if (i < t->figures->n)
            sv_word_estimate(text, sizeof text, &t->figures->figure[i],
                             t->shown[i], round);
        fprintf(to, "%*s", GAP, "");
        sv_put_right(to, text, w->category, 0);
    }
    fputc('\n', to);
}

static void
write_grid(FILE *to, const struct sv_tabulation *t, const struct sv_grid *g,
           unsigned width)
{
    const struct widths w = fit(needed(t, g), g->n_columns, width);

    write_head(to, t, g, &w);
    for (size_t r = 0; r < g->n_rows; r++)
        if (g->row[r].cell[0] < t->figures->n)
            write_row(to, t, &g->row[r], &w);
}

/* The first classification of tables.by that RECORD is tabulated by, else its
 * totals alone. */
static enum sv_status
first_grid(struct sv_grid *g, size_t *class, const struct sv_tabulation *t,
           const char *record, struct sv_fault *fault)
{
    const struct sv_tables_spec *tables = &t->survey->tables;
    enum sv_status status;

    for (size_t k = 0; k < tables->n_by; k++) {
        if (tables->by[k].variable.n != 1)
            continue;
        *class = sv_figures_class(t->figures,
                                  tables->by[k].variable.item[0].text);
        if (*class == t->figures->n_classes)
            continue;
        status = sv_grid_make(g, t->figures, record, class, 1, fault);
        if (status != SV_OK || g->n_rows > 0)
            return status;
        sv_grid_free(g);
    }
    return sv_grid_make(g, t->figures, record, class, 0, fault);
}

enum sv_status
sv_headline(FILE *to, const struct sv_tabulation *t, unsigned width,
            struct sv_fault *fault)
{
    const struct sv_survey *s = t->survey;

    fprintf(to, "%s", sv_label_in(&s->titles, sv_naming_language(t->names), s->path));
    if (s->year != 0)
        fprintf(to, ", %d", s->year);
    fputc('\n', to);
    for (size_t k = 0; k < s->n_records; k++) {
        struct sv_grid grid;
        size_t class;
        enum sv_status status = first_grid(&grid, &class, t,
                                           s->record[k].name.text, fault);

        if (status != SV_OK)
            return status;
        if (grid.n_rows > 0)
            write_grid(to, t, &grid, width);
        sv_grid_free(&grid);
    }
    return SV_OK;
}
