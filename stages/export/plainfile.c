/* plainfile.c - CSV files, and the codebook of any file. */
#include <stdlib.h>

#include "pipeline/csv.h"
#include "pipeline/world.h"
#include "stages/export/exportformat.h"

static void
put_head(struct sv_csv *csv, const struct sv_extract *e)
{
    for (size_t i = 0; i < e->n; i++) {
        sv_csv_text(csv, e->column[i].name);
        if (e->column[i].n_kinds > 0)
            sv_csv_text(csv, e->column[i].why);
    }
    sv_csv_end(csv);
}

/* The value, empty where it is missing, and the kind of missing. */
static void
put_value(struct sv_csv *csv, const struct sv_extract_column *c,
          const struct sv_extract_block *b, size_t j)
{
    const bool valid = b->reason[j] == SV_VALID;
    size_t k;

    if (c->type == SV_EXTRACT_TEXT)
        sv_csv_text(csv, b->text[j]);
    else if (valid)
        sv_csv_number(csv, b->number[j]);
    else
        sv_csv_text(csv, "");
    if (c->n_kinds == 0)
        return;
    k = valid ? c->n_kinds : sv_extract_kind_of(c, b->reason[j], b->number[j]);
    sv_csv_text(csv, k < c->n_kinds ? c->kind[k].name : "");
}

enum sv_status
sv_write_plain(FILE *to, struct sv_export *export, struct sv_fault *fault)
{
    const struct sv_extract *e = export->extract;
    struct sv_extract_block *block = calloc(e->n + 1, sizeof *block);
    struct sv_csv csv = { .to = to };

    if (block == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    put_head(&csv, e);
    for (size_t first = 0; first < e->n_rows; first += SV_EXTRACT_BLOCK) {
        const size_t rest = e->n_rows - first;
        const size_t n = rest < SV_EXTRACT_BLOCK ? rest : SV_EXTRACT_BLOCK;

        for (size_t i = 0; i < e->n; i++)
            e->column[i].fill(&e->column[i], first, n, &block[i]);
        for (size_t j = 0; j < n; j++) {
            for (size_t i = 0; i < e->n; i++)
                put_value(&csv, &e->column[i], &block[i], j);
            sv_csv_end(&csv);
        }
    }
    free(block);
    return SV_OK;
}

void
sv_write_scales(FILE *to, const struct sv_extract *extract)
{
    struct sv_csv csv = { .to = to };

    sv_csv_text(&csv, "replicate");
    sv_csv_text(&csv, "scale");
    sv_csv_text(&csv, "rscale");
    sv_csv_end(&csv);
    for (size_t k = 0; k < extract->n_replicates; k++) {
        sv_csv_number(&csv, (double) k + 1);
        sv_csv_number(&csv, extract->scale);
        sv_csv_number(&csv, extract->rscale[k]);
        sv_csv_end(&csv);
    }
}

void
sv_write_joint(FILE *to, const struct sv_extract *extract)
{
    const struct sv_ranges *r = extract->ranges;
    const double *m = r->joint;
    struct sv_csv csv = { .to = to };

    sv_csv_text(&csv, "psu");
    sv_csv_text(&csv, "other");
    sv_csv_text(&csv, "probability");
    sv_csv_end(&csv);
    for (size_t h = 0; h < r->n_strata; h++) {
        const size_t first = r->strata[h], n = r->strata[h + 1] - first;

        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++) {
                sv_csv_number(&csv, (double) (first + i) + 1);
                sv_csv_number(&csv, (double) (first + j) + 1);
                sv_csv_number(&csv, m[i * n + j]);
                sv_csv_end(&csv);
            }
        m += n * n;
    }
}

/* ---- codebook ------------------------------------------------------------------ */

static void
put_line(struct sv_csv *csv, const struct sv_extract_column *c,
         const char *type)
{
    sv_csv_text(csv, c->name);
    sv_csv_text(csv, c->label);
    sv_csv_text(csv, type);
    sv_csv_text(csv, c->origin);
}

static void
put_kind(struct sv_csv *csv, const struct sv_export *export,
         const struct sv_extract_column *c, size_t k)
{
    const struct sv_export_format *f = export->format;
    const char tag[] = { '.', sv_kind_tag(export->codes, c, k), '\0' };

    sv_csv_text(csv, f->write == sv_write_plain ? c->why : c->name);
    for (int blank = 0; blank < 3; blank++)
        sv_csv_text(csv, "");
    if (f->write == sv_write_dta)
        sv_csv_text(csv, tag);
    else if (f->write == sv_write_sav)
        sv_csv_number(csv, sv_kind_code(export->codes, c, k));
    else
        sv_csv_text(csv, c->kind[k].name);
    sv_csv_text(csv, c->kind[k].name);
    sv_csv_text(csv, "1");
    sv_csv_end(csv);
}

static void
put_variable(struct sv_csv *csv, const struct sv_export *export,
             const struct sv_extract_column *c)
{
    static const char *const types[] = {
        [SV_EXTRACT_INTEGER] = "number", [SV_EXTRACT_NUMBER] = "number",
        [SV_EXTRACT_TEXT] = "text", [SV_EXTRACT_DATE] = "date",
        [SV_EXTRACT_TIME] = "time", [SV_EXTRACT_DATETIME] = "datetime",
    };

    put_line(csv, c, types[c->type]);
    for (int blank = 0; blank < 3; blank++)
        sv_csv_text(csv, "");
    sv_csv_end(csv);
    for (size_t k = 0; k < c->n_values; k++) {
        sv_csv_text(csv, c->name);
        for (int blank = 0; blank < 3; blank++)
            sv_csv_text(csv, "");
        sv_csv_number(csv, c->value[k].value);
        sv_csv_text(csv, c->value[k].text);
        sv_csv_text(csv, "");
        sv_csv_end(csv);
    }
    for (size_t k = 0; k < c->n_kinds; k++)
        put_kind(csv, export, c, k);
}

enum sv_status
sv_write_codebook(FILE *to, struct sv_export *export, struct sv_fault *fault)
{
    static const char *const head[] = { "variable", "label", "type", "origin",
                                        "code", "meaning", "missing" };
    const struct sv_extract *e = export->extract;
    struct sv_csv csv = { .to = to };

    (void) fault;
    sv_csv_texts(&csv, head, sizeof head / sizeof *head);
    sv_csv_end(&csv);
    for (size_t i = 0; i < e->n; i++)
        put_variable(&csv, export, &e->column[i]);
    return SV_OK;
}
