/* small_world.c - two record types with a column of every kind, at random. */
#include "tests/naive/small_world.h"

#include <stdlib.h>
#include <string.h>

static const char *colours[] = { "red", "green", "blue" };
static const struct sv_category_set colour_set = { colours, 3 };
static const char *const kinds[] = { "valid", "system", "refused", "unknown" };
static const char *const directions[] = { "north", "south" };
static const struct sv_value_label sizes[] = { { 1, "few" }, { 7, "many" } };

/* A missing value in five, of kind 1 to 3. */
static uint8_t
draw_missing(void)
{
    return rand() % 5 == 0 ? (uint8_t) (1 + rand() % 3) : 0;
}

static struct sv_symbol
number(const char *name, enum sv_type type, const void *data,
       const uint8_t *missing)
{
    return (struct sv_symbol){ .name = name, .kind = SV_KIND_NUMBER,
                               .type = type, .data = data,
                               .missing = missing };
}

static struct sv_symbol
coded(const char *name, enum sv_kind kind, const void *data,
      const uint8_t *missing)
{
    return (struct sv_symbol){ .name = name, .kind = kind, .type = SV_U8,
                               .data = data, .missing = missing,
                               .categories = kind == SV_KIND_CATEGORY
                                                 ? &colour_set
                                                 : NULL };
}

static void
draw(struct small_world *w)
{
    for (size_t j = 0; j < MOST_PERSONS; j++) {
        for (size_t k = 0; k < 16; k++)
            w->missing[k][j] = draw_missing();
        for (size_t k = 0; k < 3; k++)
            w->numbers[k][j] = (rand() % 2001 - 1000) / 16.0;
        w->longs[j] = rand() % 11 - 5;
        w->shorts[0][j] = (int8_t) (rand() % 9);
        for (size_t k = 1; k < 5; k++)
            w->shorts[k][j] = (int8_t) (1 + rand() % 2);
        for (size_t k = 0; k < 6; k++)
            w->codes[k][j] = (uint8_t) (1 + rand() % (k < 3 ? 2 : 3));
        w->strings[j] = (int16_t) (rand() % 2);
    }
    for (size_t k = 0; k < 6; k++)      /* 0 is missing, whatever the reason */
        for (size_t j = 0; j < MOST_PERSONS; j++)
            if (rand() % 40 == 0)
                w->codes[k][j] = 0;
}

static void
name_symbols(struct small_world *w)
{
    static const char *const q[] = { "Q1", "Q2", "Q3", "Q4" };
    struct sv_symbol *p = w->person;

    w->household[0] = number("HN", SV_F64, w->numbers[0], w->missing[0]);
    w->household[1] = coded("HB", SV_KIND_BOOL, w->codes[0], w->missing[1]);
    w->household[2] = coded("HC", SV_KIND_CATEGORY, w->codes[3], w->missing[2]);
    p[0] = number("P1", SV_I8, w->shorts[0], w->missing[3]);
    p[0].label = sizes;
    p[0].n_labels = 2;
    p[1] = number("P2", SV_F64, w->numbers[1], w->missing[4]);
    p[2] = number("P3", SV_I32, w->longs, NULL);
    p[3] = coded("B1", SV_KIND_BOOL, w->codes[1], w->missing[5]);
    p[4] = coded("B2", SV_KIND_BOOL, w->codes[2], w->missing[6]);
    p[5] = coded("C1", SV_KIND_CATEGORY, w->codes[4], w->missing[7]);
    p[6] = coded("C2", SV_KIND_CATEGORY, w->codes[5], NULL);
    for (size_t k = 0; k < 4; k++)
        p[7 + k] = number(q[k], SV_I8, w->shorts[1 + k], w->missing[8 + k]);
    p[11] = (struct sv_symbol){ .name = "S", .kind = SV_KIND_STRING,
                                .type = SV_I16, .data = w->strings,
                                .missing = w->missing[12],
                                .string = directions, .n_strings = 2 };
}

void
small_world_make(struct small_world *w, unsigned seed)
{
    uint32_t persons = 0;

    srand(seed);
    memset(w, 0, sizeof *w);
    draw(w);
    name_symbols(w);
    for (uint32_t h = 0; h < HOUSEHOLDS; h++) {
        w->first_member[h] = persons;
        for (int members = rand() % 6; members > 0; members--)
            w->parent_row[persons++] = h;
    }
    w->first_member[HOUSEHOLDS] = persons;
    w->record[0] = (struct sv_world_record){
        .name = "household", .n = HOUSEHOLDS, .parent = -1,
        .first_member[1] = w->first_member, .symbol = w->household,
        .n_symbols = 3, .n_raw = 3,
    };
    w->record[1] = (struct sv_world_record){
        .name = "person", .n = persons, .parent = 0,
        .parent_row = w->parent_row, .symbol = w->person,
        .n_symbols = SYMBOLS, .n_raw = SYMBOLS,
    };
    w->world = (struct sv_world){ w->record, 2, kinds, 4 };
}
