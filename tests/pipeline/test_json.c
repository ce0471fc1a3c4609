/* test_json.c - JSON that any reader reads, and that never varies. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "pipeline/json.h"

struct text {
    struct sv_json json;
    FILE *to;
    char *text;
    size_t n;
};

static void
begin(struct text *t)
{
    t->to = open_memstream(&t->text, &t->n);
    cr_assert(ne(ptr, t->to, NULL));
    sv_json_begin(&t->json, t->to);
}

static void
expect(struct text *t, const char *expected)
{
    cr_assert(eq(int, fclose(t->to), 0));
    cr_expect(eq(str, t->text, (char *)(uintptr_t) expected));
    free(t->text);
}

Test(json, layout)
{
    struct text t;

    begin(&t);
    sv_json_open(&t.json, '{');
    sv_json_key(&t.json, "n");
    sv_json_count(&t.json, 18446744073709551615u);
    sv_json_key(&t.json, "list");
    sv_json_open(&t.json, '[');
    sv_json_truth(&t.json, true);
    sv_json_text(&t.json, NULL);
    sv_json_close(&t.json);
    sv_json_key(&t.json, "none");
    sv_json_open(&t.json, '[');
    sv_json_close(&t.json);
    sv_json_close(&t.json);
    expect(&t, "{\n \"n\": 18446744073709551615,\n \"list\": [\n  true,\n"
               "  null\n ],\n \"none\": []\n}\n");
}

Test(json, texts_are_escaped)
{
    struct text t;

    begin(&t);
    sv_json_text(&t.json, "a\"b\\c\n\t\x01\x7f \xC3\xA9 \xF0\x9F\x93\xB1");
    expect(&t, "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f \xC3\xA9 \xF0\x9F\x93\xB1\"");
}

Test(json, bytes_that_are_no_text_are_marked)
{
    struct text t;

    begin(&t);
    sv_json_text(&t.json, "Caf\xE9, \xED\xA0\x80|\xC3");
    expect(&t, "\"Caf\xEF\xBF\xBD, \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|"
               "\xEF\xBF\xBD\"");
}

Test(json, numbers_have_the_fewest_digits)
{
    static const struct { double value; const char *text; } cases[] = {
        { 0.1, "0.1" }, { 1.0 / 3, "0.3333333333333333" },
        { 0.1 + 0.2, "0.30000000000000004" }, { 1e23, "1e+23" },
        { -0.0, "-0" }, { 5e-324, "4.94065645841247e-324" },
        { 41235.5, "41235.5" }, { NAN, "null" }, { -INFINITY, "null" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t;

        begin(&t);
        sv_json_number(&t.json, cases[i].value);
        expect(&t, cases[i].text);
    }
}

/* Doubles of every size and sign come back to the last bit. */
Test(json, numbers_come_back)
{
    uint64_t state = 0x9E3779B97F4A7C15u;
    unsigned checked = 0;

    for (unsigned i = 0; i < 20000; i++) {
        union { uint64_t bits; double value; } u;
        char text[32];

        state = state * 6364136223846793005u + 1442695040888963407u;
        u.bits = state ^ state >> 29;
        if (!isfinite(u.value))
            continue;
        sv_shortest(text, u.value);
        cr_assert(strtod(text, NULL) == u.value, "%s", text);
        checked++;
    }
    cr_expect(gt(u32, checked, 19000));
}

Test(json, jansson_reads_it)
{
    struct text t;
    json_t *read;

    begin(&t);
    sv_json_open(&t.json, '[');
    for (int i = 0; i < 3; i++) {
        sv_json_open(&t.json, '{');
        sv_json_key(&t.json, "k\xFF\"");
        sv_json_number(&t.json, 2.385 * i);
        sv_json_close(&t.json);
    }
    sv_json_close(&t.json);
    cr_assert(eq(int, fclose(t.to), 0));
    read = json_loads(t.text, JSON_REJECT_DUPLICATES, NULL);
    cr_assert(ne(ptr, read, NULL), "%s", t.text);
    cr_expect(eq(sz, json_array_size(read), 3));
    cr_expect(eq(dbl, json_real_value(json_object_get(json_array_get(read, 2),
                                                      "k\xEF\xBF\xBD\"")),
                 4.77));
    json_decref(read);
    free(t.text);
}

/* The same bytes as the library's own, but for exponents and the line feed at the
 * end. */
Test(json, values_of_the_library)
{
    static const char source[] =
        "{\"a\": [1, -2, 0.1, 3.0, true, false, null, []], \"b\": {},"
        " \"c\": {\"d\": \"caf\\u00e9 \\\"q\\\" \\\\ \\n\"}}";
    json_t *value = json_loads(source, 0, NULL);
    char *own = json_dumps(value, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
    char expected[512];
    struct text t;

    snprintf(expected, sizeof expected, "%s\n", own);
    begin(&t);
    sv_json_value(&t.json, value);
    expect(&t, expected);
    free(own);
    json_decref(value);
}
