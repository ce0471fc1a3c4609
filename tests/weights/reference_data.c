/* reference_data.c - reads fixtures/reference. */
#include "tests/weights/reference_data.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 16, LINE = 1024 };

/* Cuts LINE at its commas; fields that are not there are empty. */
static void
split(char *line, char *field[FIELDS])
{
    size_t n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; n < FIELDS; n++) {
        field[n] = at;
        at += strcspn(at, ",");
        if (*at == ',')
            *at++ = '\0';
    }
}

static double
number(const char *text)
{
    return *text != '\0' ? strtod(text, NULL) : NAN;
}

static int
whole(const char *text)
{
    return (int) strtol(text, NULL, 10);
}

/* Reads every line after the first into an array of elements of SIZE. */
static void *
load(size_t *n, const char *path, size_t size,
     void (*parse)(void *out, char *field[FIELDS]))
{
    FILE *file = fopen(path, "r");
    char line[LINE], *field[FIELDS];
    char *all = NULL;
    size_t room = 0;

    cr_assert(file != NULL, "%s cannot be opened from here", path);
    cr_assert(fgets(line, sizeof line, file) != NULL);
    for (*n = 0; fgets(line, sizeof line, file) != NULL; ++*n) {
        if (*n == room) {
            room = room > 0 ? 2 * room : 256;
            all = realloc(all, room * size);
            cr_assert(all != NULL);
        }
        split(line, field);
        parse(all + *n * size, field);
    }
    fclose(file);
    return all;
}

static void
parse_spec(void *out, char *field[FIELDS])
{
    struct reference_spec *s = out;

    s->design = whole(field[0]);
    s->stratified = whole(field[1]);
    s->stages = whole(field[2]);
    s->fpcs = whole(field[3]);
    snprintf(s->lonely, sizeof s->lonely, "%s", field[5]);
    s->lonely_in_domains = whole(field[6]);
}

static void
parse_row(void *out, char *field[FIELDS])
{
    struct reference_row *r = out;

    r->design = whole(field[0]);
    snprintf(r->stratum, sizeof r->stratum, "%s", field[1]);
    for (int s = 0; s < 3; s++) {
        r->unit[s] = number(field[2 + s]);
        r->fpc[s] = number(field[5 + s]);
    }
    r->w = number(field[8]);
    r->y = number(field[9]);
    r->b = number(field[10]);
    r->c = *field[11];
    r->x = number(field[12]);
    r->d1 = *field[13];
    r->d2 = *field[14];
}

static void
parse_number(void *out, char *field[FIELDS])
{
    struct reference_number *x = out;
    double *const to[] = {
        &x->estimate, &x->se, &x->df, &x->ci_low, &x->ci_high, &x->logit_low,
        &x->logit_high, &x->deff_wr, &x->deff_wor, &x->n,
    };

    x->design = whole(field[0]);
    snprintf(x->indicator, sizeof x->indicator, "%s", field[1]);
    x->item = *field[2];
    x->d1 = *field[3];
    x->d2 = *field[4];
    for (size_t k = 0; k < sizeof to / sizeof *to; k++)
        *to[k] = number(field[5 + k]);
}

void
reference_load(struct reference_data *out)
{
    out->specs = load(&out->n_specs, "fixtures/reference/specs.csv",
                      sizeof *out->specs, parse_spec);
    out->rows = load(&out->n_rows, "fixtures/reference/designs.csv",
                     sizeof *out->rows, parse_row);
    out->numbers = load(&out->n_numbers, "fixtures/reference/expected.csv",
                        sizeof *out->numbers, parse_number);
}

void
reference_free(struct reference_data *r)
{
    free(r->specs);
    free(r->rows);
    free(r->numbers);
}

static void
parse_line(void *out, char *field[FIELDS])
{
    struct reference_line *line = out;

    for (int i = 0; i < REFERENCE_FIELDS; i++)
        snprintf(line->field[i], sizeof line->field[i], "%s", field[i]);
}

struct reference_line *
reference_lines(size_t *n, const char *path)
{
    return load(n, path, sizeof(struct reference_line), parse_line);
}

double
reference_field(const struct reference_line *line, int field)
{
    return number(line->field[field]);
}
