/* tabulate.c - the stage: from estimates.csv to tables for people. */
#include "stages/tabulate/tabulate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/output.h"
#include "stages/tabulate/goalsfile.h"
#include "stages/tabulate/headline.h"
#include "stages/tabulate/missingfile.h"
#include "stages/tabulate/tablefile.h"
#include "stages/tabulate/targetsfile.h"
#include "pipeline/textwidth.h"

enum { NAME_SIZE = 256, MAX_CROSSED = 16, N_OTHERS = 3 };

/* The tables that were written, by name. */
struct written {
    char (*name)[NAME_SIZE];
    size_t n;
};

/* NAME, which is that of a table in the first language, in that of T: the
 * tables of others are in folders that are called as they are. */
static void
name_in_language(char out[NAME_SIZE], const struct sv_tabulation *t,
                 const char *name)
{
    const size_t n = strlen("tables/");
    const char *folder = t->folder != NULL ? t->folder : "";

    snprintf(out, NAME_SIZE, "%.*s%s%s%s", (int) n, name, folder,
             *folder != '\0' ? "/" : "", name + n);
}

/* Makes OUT/NAME in the language of T: the table of GRID; without one, what
 * WRITE writes; without that, those who did not answer. */
static enum sv_status
write_file(struct sv_stage *stage, const struct sv_tabulation *t,
           const struct sv_grid *grid,
           void (*write)(struct sv_csv *to, const struct sv_tabulation *t),
           const char *table, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    struct sv_output out;
    struct sv_csv csv = { 0 };
    enum sv_status status;

    name_in_language(name, t, table);
    status = sv_stage_text_begin(&out, stage, name, fault);
    if (status != SV_OK)
        return status;
    csv.to = out.to;
    if (grid != NULL)
        sv_write_table(&csv, t, grid);
    else if (write != NULL)
        write(&csv, t);
    else
        status = sv_write_missing(&csv, t, fault);
    if (status == SV_OK)
        return sv_stage_text_keep(&out, stage, name, fault);
    sv_output_drop(&out);
    return status;
}

static enum sv_status
write_table(struct sv_stage *stage, const struct sv_tabulation *t,
            const struct sv_grid *grid, char name[NAME_SIZE],
            struct sv_fault *fault)
{
    char file[NAME_SIZE - 8];

    sv_table_name(file, sizeof file, t, grid);
    snprintf(name, NAME_SIZE, "tables/%s", file);
    return write_file(stage, t, grid, NULL, name, fault);
}

/* The table of RECORD by a crossing, if it has figures. */
static enum sv_status
tabulate_by(struct sv_stage *stage, const struct sv_tabulation *t,
            const char *record, const struct sv_names *by,
            struct written *written, struct sv_fault *fault)
{
    size_t class[MAX_CROSSED];
    struct sv_grid grid;
    enum sv_status status;

    if (by->n > MAX_CROSSED)
        return sv_point(fault, SV_DATA, by->item[MAX_CROSSED].at, 1,
                        "at most %d classifications can be crossed",
                        MAX_CROSSED);
    for (size_t k = 0; k < by->n; k++) {
        class[k] = sv_figures_class(t->figures, by->item[k].text);
        if (class[k] == t->figures->n_classes)
            return sv_fail(fault, SV_DATA, "estimates.csv: has no column '%s'; "
                           "run hearth-estimate again", by->item[k].text);
    }
    status = sv_grid_make(&grid, t->figures, record, class, by->n, fault);
    if (status == SV_OK && grid.n_rows > 0)
        status = write_table(stage, t, &grid, written->name[written->n++],
                             fault);
    sv_grid_free(&grid);
    return status;
}

/* The tables that are no crossing. */
static enum sv_status
write_others(struct sv_stage *stage, const struct sv_tabulation *t,
             struct written *written, struct sv_fault *fault)
{
    const struct {
        const char *name;
        bool wanted;
        void (*write)(struct sv_csv *to, const struct sv_tabulation *t);
    } other[N_OTHERS] = {
        { "tables/missing.csv", true, NULL },
        { "tables/sdg.csv", sv_has_goals(t), sv_write_goals },
        { "tables/targets.csv", sv_has_targets(t), sv_write_targets },
    };
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < N_OTHERS; i++) {
        if (!other[i].wanted)
            continue;
        snprintf(written->name[written->n], NAME_SIZE, "%s", other[i].name);
        status = write_file(stage, t, NULL, other[i].write,
                            written->name[written->n++], fault);
    }
    return status;
}

static enum sv_status
write_tables(struct sv_stage *stage, const struct sv_tabulation *t,
             struct written *written, struct sv_fault *fault)
{
    const struct sv_names nothing = { NULL, 0 };
    const struct sv_tables_spec *tables = &t->survey->tables;

    for (size_t r = 0; r < t->survey->n_records; r++) {
        const char *record = t->survey->record[r].name.text;
        enum sv_status status = tabulate_by(stage, t, record, &nothing,
                                            written, fault);

        for (size_t k = 0; status == SV_OK && k < tables->n_by; k++)
            status = tabulate_by(stage, t, record, &tables->by[k].variable,
                                 written, fault);
        if (status != SV_OK)
            return status;
    }
    return write_others(stage, t, written, fault);
}

static bool
was_written(const struct written *written, const char *file)
{
    for (size_t i = 0; i < written->n; i++)
        if (strcmp(written->name[i] + strlen("tables/"), file) == 0)
            return true;
    return false;
}

/* Removes the tables of an earlier run that this one has not made. */
static void
remove_others(const char *folder, const struct written *written)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL) {
        const char *tail = strrchr(entry->d_name, '.');

        if (tail != NULL && strcmp(tail, ".csv") == 0
            && !was_written(written, entry->d_name))
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
}

/* The place of NAME in the list, counting from 0; n if it is not there. */
static size_t
place_in(const struct sv_names *list, const char *name)
{
    size_t k = 0;

    while (k < list->n && strcmp(list->item[k].text, name) != 0)
        k++;
    return k;
}

/* Removes FOLDER/LANGUAGE for languages of an earlier run that are not asked
 * for any more, and those whose tables stand in FOLDER now. */
static void
remove_languages(const char *folder, const struct sv_names *languages)
{
    static const struct written none = { NULL, 0 };
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    char path[PATH_MAX];

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL) {
        const char *name = entry->d_name;
        const size_t n = strlen(name), k = place_in(languages, name);

        if (n < 2 || n > 3 || strspn(name, "abcdefghijklmnopqrstuvwxyz") != n
            || (k > 0 && k < languages->n)
            || snprintf(path, sizeof path, "%s/%s", folder, name)
               >= (int) sizeof path)
            continue;
        remove_others(path, &none);
        unlinkat(dirfd(directory), name, AT_REMOVEDIR);
    }
    closedir(directory);
}

/* All tables in the K-th language. */
static enum sv_status
make_language(struct sv_stage *stage, struct sv_tabulation *t, size_t k,
              struct written *written, struct sv_fault *fault)
{
    const char *language = t->survey->languages.item[k].text;
    char name[NAME_SIZE];
    const char *folder;
    enum sv_status status;

    t->folder = k > 0 ? language : NULL;
    sv_naming_speak(t->names, language);
    snprintf(name, sizeof name, "tables%s%s", k > 0 ? "/" : "",
             k > 0 ? language : "");
    folder = sv_stage_path(stage, name, fault);
    if (folder == NULL)
        return fault->status;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return sv_fail_errno(fault, "%s: cannot be made", folder);
    written->n = 0;
    status = write_tables(stage, t, written, fault);
    if (status == SV_OK)
        remove_others(folder, written);
    if (status == SV_OK && k == 0)
        remove_languages(folder, &t->survey->languages);
    return status;
}

static enum sv_status
make_tables(struct sv_stage *stage, struct sv_tabulation *t,
            struct sv_fault *fault)
{
    const struct sv_survey *s = t->survey;
    struct written written = {
        calloc(s->n_records * (s->tables.n_by + 1) + N_OTHERS, NAME_SIZE), 0
    };
    enum sv_status status = SV_OK;
    size_t n = 0;

    if (written.name == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for tables");
    for (size_t k = 0; status == SV_OK && k < s->languages.n; k++) {
        if (place_in(&s->languages, s->languages.item[k].text) < k)
            continue;                           /* said twice */
        status = make_language(stage, t, k, &written, fault);
        n += written.n;
    }
    if (status == SV_OK)
        status = sv_stage_count(stage, "tables", n, fault);
    free(written.name);
    sv_stage_progress(stage, t->figures->n, t->figures->n);
    return status;
}

/* Decides what is shown, then makes the tables or prints the headline. */
static enum sv_status
publish(struct sv_stage *stage, struct sv_tabulation *t, bool headline,
        struct sv_fault *fault)
{
    enum sv_shown *shown = calloc(t->figures->n + 1, sizeof *shown);
    enum sv_status status;

    if (shown == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu figures",
                       t->figures->n);
    status = sv_publish(shown, t->figures, &t->survey->tables, fault);
    t->shown = shown;
    if (status == SV_OK)
        status = headline ? sv_headline(stdout, t, sv_terminal_width(stdout),
                                        fault)
                          : make_tables(stage, t, fault);
    free(shown);
    return status;
}

enum sv_status
sv_tabulate(struct sv_stage *stage, const void *options,
            struct sv_fault *fault)
{
    const struct sv_tabulate_options *o = options;
    const struct sv_survey *survey = sv_stage_survey(stage);
    struct sv_figures figures = { 0 };
    struct sv_naming *names = NULL;
    struct sv_tabulation t = { .survey = survey, .figures = &figures };
    char *csv, *json;
    size_t n_csv, n_json;
    enum sv_status status = sv_stage_input_text(&csv, &n_csv, stage,
                                                "estimates.csv", fault);

    if (status == SV_OK)
        status = sv_stage_input_text(&json, &n_json, stage, "estimates.json",
                                     fault);
    if (status == SV_OK)
        status = sv_figures_read(&figures, csv, n_csv, fault);
    if (status == SV_OK)
        status = sv_naming_read(&names, json, n_json,
                                survey->languages.item[0].text, fault);
    t.names = names;
    if (status == SV_OK)
        status = publish(stage, &t, o->headline, fault);
    sv_naming_free(names);
    sv_figures_free(&figures);
    return status;
}
