/* reading.c - all data files of a survey, read by children. */
#include "stages/ingest/reading.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stages/ingest/children.h"
#include "stages/ingest/columnspecs.h"

enum { ROWS_WORTH_A_CHILD = 50000, MAX_PARTS = 64 };

/* One child: a file's dictionary, or a range of its rows. */
struct task {
    struct sv_child child;
    struct sv_reading reading;
    struct sv_datafile *file;
    size_t n_columns;
    bool dictionary, done, failed;
};

struct tasks {
    struct task *task;
    size_t n;
    const char *folder;
    struct sv_stage *stage;
};

static enum sv_status
write_json(int spool, struct sv_report *report, const json_t *json,
           struct sv_fault *fault)
{
    char *const text = json_dumps(json, JSON_COMPACT);
    const size_t n = text != NULL ? strlen(text) : 0;
    size_t done = 0;

    while (done < n) {
        const ssize_t some = write(spool, text + done, n - done);

        if (some < 0)
            break;
        done += (size_t) some;
    }
    free(text);
    if (n == 0 || done < n)
        return sv_fail_errno(fault, "cannot write the dictionary");
    report->size = n;
    return SV_OK;
}

static enum sv_status
read_dictionary(int spool, struct sv_report *report, const void *context,
                struct sv_fault *fault)
{
    const struct task *const t = context;
    json_t *json = json_object();
    enum sv_status status = json == NULL
        ? sv_fail(fault, SV_SYSTEM, "out of memory in the dictionary")
        : t->reading.format->reader->dictionary(json, &t->reading, fault);

    if (status == SV_OK)
        status = write_json(spool, report, json, fault);
    json_decref(json);
    return status;
}

static enum sv_status
read_rows(int fd, struct sv_report *report, const void *context,
          struct sv_fault *fault)
{
    const struct task *const t = context;
    struct sv_spool spool;
    enum sv_status status =
        sv_spool_begin(&spool, fd, t->n_columns, report, fault);

    if (status == SV_OK)
        status = t->reading.format->reader->rows(&spool, &t->reading, fault);
    if (status == SV_OK)
        status = sv_spool_end(&spool);
    sv_spool_clear(&spool);
    return status;
}

/* Room for what the file can hold, and no more. */
static struct sv_limits
limits_of(const struct task *t)
{
    const uint64_t gib = (uint64_t) 1 << 30, size = t->file->size;
    const uint64_t rows = t->reading.n == UINT64_MAX ? size : t->reading.n;

    return (struct sv_limits) {
        .memory = gib + 64 * t->n_columns * SV_BLOCK_ROWS / 4,
        .seconds = 60 + size / (1 << 20),
        .file = t->dictionary ? gib / 4
            : gib + (rows < gib ? rows : gib) * (9 * t->n_columns + 16),
    };
}

static enum sv_status
start(struct tasks *all, struct task *t, struct sv_fault *fault)
{
    const struct sv_limits limits = limits_of(t);

    return sv_child_start(&t->child, all->folder, t->file->path, t->file->fd,
                          &limits, t->dictionary ? read_dictionary : read_rows,
                          t, fault);
}

static void
show_progress(const struct tasks *all)
{
    uint64_t done = 0, total = 0;

    for (size_t i = 0; i < all->n; i++) {
        const struct task *const t = &all->task[i];
        const int64_t promised = sv_datafile_promised(t->file);

        if (t->child.report != NULL)
            done += t->child.report->rows;
        if (t->reading.n != UINT64_MAX)
            total += t->reading.n;
        else if (promised > 0)
            total += (uint64_t) promised;
    }
    sv_stage_progress(all->stage, done, total > done ? total : done);
}

/* Ends those that have ended; returns how many. */
static size_t
reap(struct tasks *all, size_t started, struct sv_fault *fault)
{
    size_t n = 0;

    for (size_t i = 0; i < started; i++) {
        struct task *const t = &all->task[i];

        if (t->done || !sv_child_has_ended(&t->child, n == 0 ? 10 : 0))
            continue;
        t->done = true;
        t->failed = sv_child_wait(&t->child, fault) != SV_OK;
        n++;
    }
    return n;
}

/* Runs all tasks, JOBS at a time.  Their faults are collected. */
static enum sv_status
run(struct tasks *all, unsigned jobs, struct sv_fault *fault)
{
    size_t started = 0, ended = 0;

    while (ended < all->n) {
        for (; started < all->n && started - ended < jobs; started++)
            if (start(all, &all->task[started], fault) != SV_OK)
                return fault->status;
        ended += reap(all, started, fault);
        if (!all->task[0].dictionary)
            show_progress(all);
    }
    return fault->status;
}

static enum sv_status
make_tasks(struct tasks *all, size_t room, const struct sv_stage *stage,
           struct sv_stage *told, struct sv_fault *fault)
{
    *all = (struct tasks) {
        .task = calloc(room + 1, sizeof *all->task),
        .folder = sv_stage_out(stage), .stage = told,
    };
    return all->task != NULL ? SV_OK
        : sv_fail(fault, SV_SYSTEM, "out of memory");
}

static void
free_tasks(struct tasks *all)
{
    for (size_t i = 0; i < all->n; i++)
        sv_child_clear(&all->task[i].child);
    free(all->task);
}

static struct task *
add_task(struct tasks *all, struct sv_datafile *file)
{
    struct task *const t = &all->task[all->n++];

    *t = (struct task) {
        .file = file,
        .child = { .pid = -1, .spool = -1, .end = -1 },
        .reading = {
            .format = file->format, .fd = file->fd, .size = file->size,
            .encoding = file->spec->encoding.text,
            .point = strcmp(file->spec->decimal.text, "comma") == 0 ? ',' : '.',
            .used = file->used, .type = file->type,
            .n_variables = file->n_variables, .n = UINT64_MAX,
        },
    };
    return t;
}

static enum sv_status
dictionaries(struct sv_reading_all *r, struct sv_stage *stage, unsigned jobs,
             struct sv_fault *fault)
{
    struct tasks all;

    if (make_tasks(&all, r->n_records, stage, stage, fault) != SV_OK)
        return fault->status;
    for (size_t i = 0; i < r->n_records; i++)
        if (r->file[i] == &r->own[i])
            add_task(&all, r->file[i])->dictionary = true;
    run(&all, jobs, fault);
    for (size_t i = 0; i < all.n; i++) {
        struct sv_fault own = { .status = SV_OK };

        if (all.task[i].failed || !all.task[i].done)
            continue;
        if (sv_datafile_dictionary(all.task[i].file, all.task[i].child.spool,
                                   &own) != SV_OK)
            sv_add(fault, own.status, "%s: %s", all.task[i].file->path,
                   own.text);
        else if (sv_column_specs(all.task[i].file, fault) > SV_DATA)
            break;
    }
    free_tasks(&all);
    return fault->status;
}

/* A file that is long enough is read by several. */
static void
split(struct tasks *all, struct sv_datafile *file, unsigned jobs)
{
    const int64_t promised = sv_datafile_promised(file);
    const uint64_t n = promised > 0 ? (uint64_t) promised : 0;
    uint64_t parts = n / ROWS_WORTH_A_CHILD, each;
    size_t n_columns = 0;

    for (size_t i = 0; i < file->n_variables; i++)
        n_columns += file->used[i];
    parts = parts > jobs ? jobs : parts;
    if (!file->format->ranges || parts < 1)
        parts = 1;
    each = (n / parts / SV_BLOCK_ROWS + 1) * SV_BLOCK_ROWS;
    for (uint64_t k = 0; k < parts; k++) {
        struct task *const t = add_task(all, file);

        t->n_columns = n_columns;
        if (parts == 1)
            return;
        t->reading.first = k * each;
        t->reading.n = n - k * each < each ? n - k * each : each;
    }
}

static enum sv_status
take_segments(struct tasks *all, struct sv_fault *fault)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct task *const t = &all->task[i];
        struct sv_datafile *const file = t->file;
        struct sv_fault own = { .status = SV_OK };

        if (file->segment == NULL)
            file->segment = calloc(all->n, sizeof *file->segment);
        if (file->segment == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory");
        if (sv_segment_open(&file->segment[file->n_segments], t->child.spool,
                            t->child.report, t->reading.first, t->n_columns,
                            &own) != SV_OK)
            return sv_fail(fault, own.status, "%s: %s", file->path, own.text);
        file->n_segments++;
        if (t->reading.n != UINT64_MAX
            && file->segment[file->n_segments - 1].n != t->reading.n)
            return sv_fail(fault, SV_DATA, "%s: rows are missing: the file is "
                           "damaged or cut short", file->path);
    }
    return SV_OK;
}

/* The digests are made while children read. */
static enum sv_status
tell_digests(const struct sv_reading_all *r, struct sv_stage *stage,
             struct sv_fault *fault)
{
    for (size_t i = 0; i < r->n_records; i++) {
        struct sv_digest digest;

        if (r->file[i] != &r->own[i])
            continue;
        if (sv_digest_file(&digest, NULL, r->file[i]->path, fault) != SV_OK
            || sv_stage_used(stage, r->file[i]->path, &digest, fault) != SV_OK)
            return fault->status;
    }
    return SV_OK;
}

static enum sv_status
rows(struct sv_reading_all *r, struct sv_stage *stage, unsigned jobs,
     struct sv_fault *fault)
{
    struct tasks all;

    if (make_tasks(&all, r->n_records * jobs, stage, stage, fault) != SV_OK)
        return fault->status;
    for (size_t i = 0; i < r->n_records; i++)
        if (r->file[i] == &r->own[i])
            split(&all, r->file[i], jobs);
    if (run(&all, jobs, fault) == SV_OK)
        take_segments(&all, fault);
    free_tasks(&all);
    for (size_t i = 0; fault->status == SV_OK && i < r->n_records; i++)
        if (r->file[i] == &r->own[i]
            && sv_datafile_finish(r->file[i], fault) != SV_OK)
            return sv_at(fault, "%s", r->file[i]->path);
    return fault->status;
}

static enum sv_status
open_all(struct sv_reading_all *out, const struct sv_survey *survey,
         struct sv_fault *fault)
{
    *out = (struct sv_reading_all) {
        .own = calloc(survey->n_records, sizeof *out->own),
        .file = calloc(survey->n_records, sizeof *out->file),
    };
    if (out->own == NULL || out->file == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    out->n_records = survey->n_records;
    for (size_t i = 0; i < out->n_records; i++)
        out->own[i].fd = -1;
    for (size_t i = 0; i < out->n_records; i++) {
        const struct sv_record *const spec = &survey->record[i];
        struct sv_fault own = { .status = SV_OK };

        out->file[i] = &out->own[spec->from >= 0 ? (size_t) spec->from : i];
        if (spec->from < 0
            && sv_datafile_open(&out->own[i], spec, &own) != SV_OK)
            sv_add(fault, own.status, "%s: %s", spec->path.text, own.text);
    }
    return fault->status;
}

/* A file is read for all records that are made of it. */
static void
choose_variables(struct sv_reading_all *r)
{
    for (size_t k = 0; k < r->n_records; k++) {
        struct sv_datafile *const file = r->file[k];
        bool any = false;

        for (size_t i = 0; i < file->n_variables; i++) {
            file->used[i] |= r->used.by[k][i];
            any |= file->used[i];
        }
        if (!any)
            file->used[0] = true;       /* to know how many rows there are */
    }
}

enum sv_status
sv_reading_run(struct sv_reading_all *out, struct sv_stage *stage,
               unsigned jobs, bool all, struct sv_fault *fault)
{
    const struct sv_survey *const survey = sv_stage_survey(stage);

    if (open_all(out, survey, fault) != SV_OK
        || dictionaries(out, stage, jobs, fault) != SV_OK
        || sv_used_find(&out->used, survey, out->file, all, fault) != SV_OK)
        return fault->status;
    choose_variables(out);
    if (tell_digests(out, stage, fault) != SV_OK)
        return fault->status;
    return rows(out, stage, jobs, fault);
}

void
sv_reading_free(struct sv_reading_all *reading)
{
    for (size_t i = 0; reading->own != NULL && i < reading->n_records; i++)
        sv_datafile_close(&reading->own[i]);
    free(reading->own);
    free(reading->file);
    sv_used_free(&reading->used);
    *reading = (struct sv_reading_all) { .own = NULL };
}
