/* test_material.c - values of columns, and labels that were read wrongly. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "stages/init/material.h"

static size_t
garbled(const char *label)
{
    struct sv_seen_column column = { .name = "A", .label = label };
    const struct sv_seen_file file = { .column = &column, .n_columns = 1 };

    return sv_seen_garbled(&file);
}

Test(material, garbled_labels)
{
    cr_expect(eq(sz, garbled("Numéro du ménage"), 0));
    cr_expect(eq(sz, garbled("São Tomé, Âge, NÃO"), 0));
    cr_expect(eq(sz, garbled("NumÃ©ro"), 1));
    cr_expect(eq(sz, garbled("Ã‰tat"), 1));
    cr_expect(eq(sz, garbled("Â¿Usa?"), 1));
    cr_expect(eq(sz, garbled(""), 0));
}

Test(material, values)
{
    static const int16_t number[] = { 7, -3, 0 };
    static const uint8_t missing[] = { 0, 0, 28 };
    static const double same[] = { 7, -3, 1 };
    const struct sv_seen_column c = {
        .name = "A", .type = SV_I16, .data = number, .missing = missing,
        .n = 3,
    };
    const struct sv_seen_column d = {
        .name = "A", .type = SV_F64, .data = same, .n = 3,
    };
    uint64_t one, other;
    double x;

    cr_expect(eq(int, sv_seen_number(&x, &c, 1), 1));
    cr_expect(eq(dbl, x, -3));
    cr_expect(eq(int, sv_seen_number(&x, &c, 2), 0));
    cr_expect(eq(int, sv_seen_hash(&one, &c, 2), 0));
    for (size_t j = 0; j < 2; j++) {
        cr_assert(eq(int, sv_seen_hash(&one, &c, j), 1));
        cr_assert(eq(int, sv_seen_hash(&other, &d, j), 1));
        cr_expect(eq(u64, one, other), "equal values, whatever their type");
    }
}
