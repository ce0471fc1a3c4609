/* kindcodes.c - kinds of missing as SPSS and Stata have them. */
#include "stages/export/kindcodes.h"

#include <math.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/export/extractcolumns.h"

static size_t
place_of(const struct sv_kind_codes *codes, const char *name)
{
    size_t i = 0;

    while (i < codes->n && strcmp(codes->name[i], name) != 0)
        i++;
    return i;
}

/* The tag that NAME is where the files have no label for it, or 0. */
static char
bare_tag(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' && name[1] == '\0' ? name[0] : 0;
}

/* The tag that a variable of the data files has for NAME, or 0. */
static char
tag_in_files(const json_t *meta, const char *name)
{
    size_t r, v, l;
    json_t *record, *variable, *label;

    json_array_foreach(json_object_get(meta, "records"), r, record)
        json_array_foreach(json_object_get(record, "variables"), v, variable)
            json_array_foreach(json_object_get(variable, "labels"), l, label) {
                const char *tag = sv_json_text_of(label, "missing");

                if (*tag >= 'a' && *tag <= 'z'
                    && strcmp(sv_json_text_of(label, "label"), name) == 0)
                    return *tag;
            }
    return 0;
}

/* Gives kind I the tag, if it has none and the tag is free. */
static void
assign(struct sv_kind_codes *codes, size_t i, char tag, bool *taken)
{
    if (tag == 0 || codes->tag[i] != 0 || taken[tag - 'a'])
        return;
    codes->tag[i] = tag;
    taken[tag - 'a'] = true;
}

static void
assign_tags(struct sv_kind_codes *codes, const json_t *meta)
{
    bool taken[SV_EXTRACT_TAGS] = { false };
    size_t next = 0;

    for (size_t i = 0; i < codes->n; i++)
        assign(codes, i, tag_in_files(meta, codes->name[i]), taken);
    for (size_t i = 0; i < codes->n; i++)
        assign(codes, i, bare_tag(codes->name[i]), taken);
    for (size_t i = 0; i < codes->n && codes->n <= SV_EXTRACT_TAGS; i++) {
        if (codes->tag[i] != 0)
            continue;
        while (taken[next])
            next++;
        codes->tag[i] = (char) ('a' + next);
        taken[next] = true;
    }
}

enum sv_status
sv_kind_codes_make(struct sv_kind_codes *out, struct sv_extract *e,
                   const json_t *microdata_meta, struct sv_fault *fault)
{
    size_t most = 0;

    *out = (struct sv_kind_codes){ 0 };
    for (size_t i = 0; i < e->n; i++)
        most += e->column[i].n_kinds;
    out->name = sv_arena_take(e->arena, most + 1, sizeof *out->name);
    out->tag = sv_arena_take(e->arena, most + 1, 1);
    if (out->name == NULL || out->tag == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    for (size_t i = 0; i < e->n; i++)
        for (size_t k = 0; k < e->column[i].n_kinds; k++) {
            const char *name = e->column[i].kind[k].name;

            if (place_of(out, name) == out->n)
                out->name[out->n++] = name;
        }
    assign_tags(out, microdata_meta);
    return SV_OK;
}

char
sv_kind_tag(const struct sv_kind_codes *codes,
            const struct sv_extract_column *c, size_t k)
{
    return codes->n <= SV_EXTRACT_TAGS
               ? codes->tag[place_of(codes, c->kind[k].name)]
               : (char) ('a' + k % SV_EXTRACT_TAGS);
}

double
sv_kind_code(const struct sv_kind_codes *codes,
             const struct sv_extract_column *c, size_t k)
{
    const double place = (double) place_of(codes, c->kind[k].name);

    if (!isnan(c->kind[k].code))
        return c->kind[k].code;
    if (!(c->least < 0))
        return -1 - place;
    return -(place + 2) * pow(10, ceil(log10(-c->least)));
}
