/* test_writing.c - pieces of YAML: texts, names, codes. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "stages/init/writing.h"

static void
expect(void (*write)(FILE *to, const char *text), const char *text,
       const char *written)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);

    write(to, text);
    fclose(to);
    cr_expect_str_eq(out, written);
    free(out);
}

Test(writing, texts)
{
    expect(sv_write_quoted, "say \"x\" \\ y\n", "\"say \\\"x\\\" \\\\ y \"");
    expect(sv_write_name, "C05", "C05");
    expect(sv_write_name, "5C", "`5C`");
    expect(sv_write_name, "Q 1", "`Q 1`");
    expect(sv_write_name, "not", "`not`");
    expect(sv_write_expression, "C05 == 1", "C05 == 1");
    expect(sv_write_expression, "C05 in (1, 2)", "\"C05 in (1, 2)\"");
    expect(sv_write_item, "C05", "C05");
    expect(sv_write_item, "5C", "\"5C\"");
    expect(sv_write_remark, "line\nbreak", "line break");
}

static void
expect_code(double code, const char *written)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);

    sv_write_code(to, code);
    fclose(to);
    cr_expect_str_eq(out, written);
    free(out);
}

Test(writing, codes)
{
    expect_code(1, "1");
    expect_code(-8, "-8");
    expect_code(99998, "99998");
    expect_code(0.5, "0.5");
}

Test(writing, slugs)
{
    char slug[64];

    sv_write_slug(slug, "Lake Islands");
    cr_expect_str_eq(slug, "lake_islands");
    sv_write_slug(slug, "Région 2 (Nord)");
    cr_expect_str_eq(slug, "region_2_nord");
    sv_write_slug(slug, "12 to 15");
    cr_expect_str_eq(slug, "c_12_to_15");
}
