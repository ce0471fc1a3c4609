/* tablefile.c - a table as CSV, for people who open it in a spreadsheet. */
#include "stages/tabulate/tablefile.h"

#include <ctype.h>
#include <string.h>

#include "pipeline/csv.h"
#include "stages/tabulate/remarks.h"
#include "stages/tabulate/wording.h"

enum { WORD = 64 };

/* What a block shows of a figure. */
enum block { ESTIMATES, INTERVALS, CASES, N_BLOCKS };

static const enum sv_phrase block_title[N_BLOCKS] = {
    SV_SAY_ESTIMATES, SV_SAY_INTERVALS, SV_SAY_CASES,
};

static const char *
say(const struct sv_tabulation *t, enum sv_phrase phrase)
{
    return sv_say(sv_naming_language(t->names), phrase);
}

static const char *
class_name(const struct sv_tabulation *t, const struct sv_grid *g, size_t k)
{
    return t->figures->class_name[g->class[k]];
}

static void
write_title(struct sv_csv *to, const struct sv_tabulation *t, const struct sv_grid *g)
{
    char title[1024];
    size_t used = (size_t) snprintf(title, sizeof title, "%s",
                                    sv_word_of(sv_naming_language(t->names),
                                               g->record));

    for (size_t k = 0; k < g->n_classes && used < sizeof title; k++)
        used += (size_t) snprintf(title + used, sizeof title - used, " %s %s",
                                  k == 0 ? say(t, SV_SAY_BY) : "\xc3\x97",
                                  sv_name_of_class(t->names,
                                                   class_name(t, g, k)));
    sv_csv_text(to, title);
    sv_csv_end(to);
    if (t->survey->titles.n > 0) {
        snprintf(title, sizeof title, "%s%s%.0d",
                 sv_label_in(&t->survey->titles, sv_naming_language(t->names),
                             ""), t->survey->year ? ", " : "", t->survey->year);
        sv_csv_text(to, title);
        sv_csv_end(to);
    }
}

static void
write_head(struct sv_csv *to, const struct sv_tabulation *t, const struct sv_grid *g)
{
    sv_csv_text(to, say(t, SV_SAY_CODE));
    sv_csv_text(to, say(t, SV_SAY_INDICATOR));
    sv_csv_text(to, say(t, SV_SAY_UNIT));
    for (size_t k = 0; k + 1 < g->n_classes; k++)
        sv_csv_text(to, sv_name_of_class(t->names, class_name(t, g, k)));
    sv_csv_text(to, say(t, SV_SAY_TOTAL));
    for (size_t k = 0; k < g->n_columns; k++)
        sv_csv_text(to, sv_name_of_category(t->names,
                                            class_name(t, g, g->n_classes - 1),
                                            g->column[k]));
    sv_csv_end(to);
}

static const char *
unit_of(const struct sv_tabulation *t, const struct sv_figure *f)
{
    if (sv_in_per_cent(f->estimator))
        return say(t, SV_SAY_PER_CENT);
    if (strcmp(f->estimator, "total") == 0)
        return say(t, SV_SAY_COUNT);
    if (strcmp(f->estimator, "quantile") == 0)
        return say(t, SV_SAY_QUANTILE);
    return say(t, strcmp(f->estimator, "ratio") == 0 ? SV_SAY_RATIO
                                                     : SV_SAY_MEAN);
}

static void
write_cell(struct sv_csv *to, const struct sv_tabulation *t, size_t i, enum block block)
{
    const struct sv_figure *f = &t->figures->figure[i];
    const int round = t->survey->tables.publish.round;
    char text[WORD] = "";

    if (i == t->figures->n)
        ;                                       /* no such cell: left empty */
    else if (block == ESTIMATES)
        sv_word_estimate(text, sizeof text, f, t->shown[i], round);
    else if (block == INTERVALS)
        sv_word_interval(text, sizeof text, f, t->shown[i], round);
    else
        sv_word_cases(text, sizeof text, f, t->shown[i],
                      (unsigned) t->survey->tables.publish.minimum_n);
    sv_csv_text(to, text);
}

static void
write_row(struct sv_csv *to, const struct sv_tabulation *t, const struct sv_grid *g,
          const struct sv_grid_row *row, enum block block)
{
    const struct sv_figure *f = &t->figures->figure[row->first];
    char code[256], name[1024];
    const bool item = f->item[0] != '\0';

    snprintf(code, sizeof code, "%s%s%s", f->indicator, item ? "." : "",
             f->item);
    snprintf(name, sizeof name, "%s%s%s",
             sv_name_of_indicator(t->names, f->indicator), item ? say(t, SV_SAY_COLON) : "",
             item ? sv_name_of_item(t->names, f->indicator, f->item) : "");
    sv_csv_text(to, code);
    sv_csv_text(to, name);
    sv_csv_text(to, unit_of(t, f));
    for (size_t k = 0; k + 1 < g->n_classes; k++)
        sv_csv_text(to, sv_name_of_category(t->names, class_name(t, g, k),
                                            f->category[g->class[k]]));
    for (size_t k = 0; k <= g->n_columns; k++)
        write_cell(to, t, row->cell[k], block);
    sv_csv_end(to);
}

static void
write_block(struct sv_csv *to, const struct sv_tabulation *t, const struct sv_grid *g,
            enum block block)
{
    char title[256];

    sv_csv_end(to);
    if (block == INTERVALS)
        snprintf(title, sizeof title, "%s (%.4g %%)",
                 say(t, block_title[block]), 100 * t->survey->tables.confidence);
    else
        snprintf(title, sizeof title, "%s", say(t, block_title[block]));
    sv_csv_text(to, title);
    sv_csv_end(to);
    write_head(to, t, g);
    for (size_t r = 0; r < g->n_rows; r++)
        write_row(to, t, g, &g->row[r], block);
}

/* What the survey declares of indicators in the table. */
static void
write_breaks(struct sv_csv *to, const struct sv_tabulation *t, const struct sv_grid *g)
{
    char note[1024];

    for (size_t k = 0; k < t->survey->n_breaks; k++) {
        const struct sv_break_spec *b = &t->survey->breaks[k];
        const bool item = b->item.text != NULL;

        for (size_t r = 0; r < g->n_rows; r++) {
            const struct sv_figure *f = &t->figures->figure[g->row[r].first];

            if (!sv_is_break_of(b, f))
                continue;
            snprintf(note, sizeof note, "%s%s%s%s%s%s%s", say(t, SV_SAY_BREAK),
                     say(t, SV_SAY_COLON), f->indicator, item ? "." : "",
                     item ? f->item : "", say(t, SV_SAY_COLON),
                     sv_label_in(&b->what, sv_naming_language(t->names), ""));
            sv_csv_text(to, note);
            sv_csv_end(to);
            break;
        }
    }
}

static void
write_notes(struct sv_csv *to, const struct sv_tabulation *t, const struct sv_grid *g)
{
    bool occurs[SV_PROTECTED + 1] = { false };
    char note[256];

    for (size_t r = 0; r < g->n_rows; r++)
        for (size_t k = 0; k <= g->n_columns; k++)
            if (g->row[r].cell[k] < t->figures->n)
                occurs[t->shown[g->row[r].cell[k]]] = true;
    sv_csv_end(to);
    sv_csv_text(to, say(t, SV_SAY_NOTES));
    sv_csv_end(to);
    for (int s = SV_UNCERTAIN; s <= SV_PROTECTED; s++) {
        if (!occurs[s])
            continue;
        sv_word_sign(note, sizeof note, sv_naming_language(t->names),
                     (enum sv_shown) s, &t->survey->tables);
        sv_csv_text(to, note);
        sv_csv_end(to);
    }
    sv_csv_text(to, say(t, SV_SAY_ROUNDED));
    sv_csv_end(to);
    write_breaks(to, t, g);
    sv_write_remarks(to, t, g);
}

void
sv_write_table(struct sv_csv *to, const struct sv_tabulation *t,
               const struct sv_grid *grid)
{
    write_title(to, t, grid);
    for (int block = 0; block < N_BLOCKS; block++)
        write_block(to, t, grid, (enum block) block);
    write_notes(to, t, grid);
}

void
sv_table_name(char *name, size_t size, const struct sv_tabulation *t,
              const struct sv_grid *grid)
{
    size_t used = (size_t) snprintf(name, size, "%s", grid->record);

    for (size_t k = 0; k < grid->n_classes && used < size; k++)
        used += (size_t) snprintf(name + used, size - used, "-%s-%s",
                                  k == 0 ? "by" : "and",
                                  class_name(t, grid, k));
    if (used < size)
        snprintf(name + used, size - used, ".csv");
    for (char *c = name; *c != '\0'; c++)
        if (!isalnum((unsigned char) *c) && strchr("-_.", *c) == NULL)
            *c = '_';
}
