/* running.c - ingest, run as a user would, and what it wrote. */
#include "tests/stages/ingest/running.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/ingest.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"

static enum sv_status
run_stage(struct sv_stage *stage, const void *with, struct sv_fault *fault)
{
    return sv_ingest(stage, with, fault);
}

static int
run(void *options)
{
    static const struct sv_program program = {
        .name = "ingest", .blurb = "", .usage = "SURVEY.yaml", .reads = "",
        .writes = "", .cost = "", .run = run_stage,
    };
    struct sv_ingest_options with = { .all = false };
    char copy[256] = "", *save = NULL;
    char *argv[16] = { (char[]) { "hearth-ingest" }, (char[]) { "survey.yaml" },
                       (char[]) { "-q" } };
    int argc = 3;

    if (options != NULL)
        snprintf(copy, sizeof copy, "%s", (const char *) options);
    for (char *at = strtok_r(copy, " ", &save); at != NULL;
         at = strtok_r(NULL, " ", &save))
        if (strcmp(at, "--all") == 0)
            with.all = true;
        else
            argv[argc++] = at;
    return sv_stage_main(&program, &with, argc, argv);
}

int
ingest(const char *description, const char *options)
{
    files_write_text("survey.yaml", description);
    return program_run(run, (void *) (size_t) options);
}

void
ingest_said(const char *text)
{
    char *said = files_read("err.txt", NULL);

    cr_expect(strstr(said, text) != NULL, "expected: %s\nsaid: %s", text, said);
    free(said);
}

struct microdata
microdata_open(void)
{
    struct microdata m;
    struct sv_digest digest;
    struct sv_fault fault = { .status = SV_OK };

    cr_assert(eq(int, sv_digest_file(&digest, NULL, "out/microdata.h5", &fault),
                 SV_OK), "%s", fault.text);
    cr_assert(eq(int, sv_store_open(&m.store, "out/microdata.h5", "microdata", 1,
                                    &digest, &fault), SV_OK), "%s", fault.text);
    m.meta = json_loads(sv_store_text_of(m.store, "meta"), 0, NULL);
    cr_assert(m.meta != NULL);
    return m;
}

void
microdata_close(struct microdata *m)
{
    json_decref(m->meta);
    sv_store_close(m->store);
}

static struct sv_column
column_of(const struct microdata *m, const char *name)
{
    struct sv_fault fault = { .status = SV_OK };
    struct sv_column column;

    cr_assert(eq(int, sv_store_column(&column, m->store, name, &fault), SV_OK),
              "%s", fault.text);
    return column;
}

size_t
microdata_rows(const struct microdata *m, const char *column)
{
    return column_of(m, column).n;
}

double
microdata_value(const struct microdata *m, const char *column, size_t row)
{
    const struct sv_column c = column_of(m, column);

    cr_assert(row < c.n);
    switch (c.type) {
    case SV_U8:
        return ((const uint8_t *) c.data)[row];
    case SV_I8:
        return ((const int8_t *) c.data)[row];
    case SV_I16:
        return ((const int16_t *) c.data)[row];
    case SV_I32:
        return ((const int32_t *) c.data)[row];
    case SV_U32:
        return ((const uint32_t *) c.data)[row];
    default:
        return ((const double *) c.data)[row];
    }
}

int
microdata_reason(const struct microdata *m, const char *record,
                 const char *name, size_t row)
{
    char column[256];

    snprintf(column, sizeof column, "%s/missing/%s", record, name);
    return sv_store_has(m->store, column)
        ? (int) microdata_value(m, column, row) : 0;
}

const char *
microdata_string(const struct microdata *m, const char *record,
                 const char *name, size_t row)
{
    static char text[4096];
    char column[256];
    json_t *list;

    snprintf(column, sizeof column, "%s/strings/%s", record, name);
    list = json_loads(sv_store_text_of(m->store, column), 0, NULL);
    snprintf(column, sizeof column, "%s/var/%s", record, name);
    snprintf(text, sizeof text, "%s", json_string_value(json_array_get(list,
             (size_t) microdata_value(m, column, row))));
    json_decref(list);
    return text;
}

void
microdata_expect(const struct microdata *m, const char *column,
                 const char *numbers)
{
    char *end, *at = (char *) (size_t) numbers;
    size_t n = 0;

    for (double x = strtod(at, &end); end != at; x = strtod(at, &end), n++) {
        cr_expect(eq(dbl, microdata_value(m, column, n), x), "%s[%zu]", column,
                  n);
        at = end;
    }
    cr_expect(eq(sz, microdata_rows(m, column), n), "%s", column);
}
