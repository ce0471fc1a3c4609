/* json.c - writing JSON, the same bytes for the same values. */
#include "pipeline/json.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/utf8.h"

void
sv_json_begin(struct sv_json *json, FILE *to)
{
    *json = (struct sv_json){ .to = to };
}

static void
new_line(struct sv_json *json)
{
    fprintf(json->to, "\n%*s", (int) json->depth, "");
}

/* Whatever goes before a key, or before a value that has none. */
static void
separate(struct sv_json *json)
{
    if (json->behind_key) {
        json->behind_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    if (json->filled[json->depth - 1])
        fputc(',', json->to);
    json->filled[json->depth - 1] = true;
    new_line(json);
}

void
sv_json_open(struct sv_json *json, char bracket)
{
    assert(bracket == '{' || bracket == '[');
    assert(json->depth < SV_JSON_DEPTH);
    separate(json);
    fputc(bracket, json->to);
    json->closing[json->depth] = bracket == '{' ? '}' : ']';
    json->filled[json->depth++] = false;
}

void
sv_json_close(struct sv_json *json)
{
    assert(json->depth > 0 && !json->behind_key);
    json->depth--;
    if (json->filled[json->depth])
        new_line(json);
    fputc(json->closing[json->depth], json->to);
    if (json->depth == 0)
        fputc('\n', json->to);
}

static void
escaped(FILE *to, uint32_t c)
{
    static const struct { uint32_t c; char letter; } shorthand[] = {
        { '"', '"' }, { '\\', '\\' }, { '\b', 'b' }, { '\f', 'f' },
        { '\n', 'n' }, { '\r', 'r' }, { '\t', 't' },
    };

    for (size_t i = 0; i < sizeof shorthand / sizeof *shorthand; i++)
        if (shorthand[i].c == c) {
            fprintf(to, "\\%c", shorthand[i].letter);
            return;
        }
    fprintf(to, "\\u%04x", (unsigned) c);
}

static void
quoted(FILE *to, const char *text)
{
    size_t left = strlen(text);

    fputc('"', to);
    while (left > 0) {
        uint32_t c = 0;
        size_t length = sv_utf8_next(text, left, &c);

        if (length == 0) {
            fputs("\xEF\xBF\xBD", to);          /* U+FFFD */
            length = 1;
        } else if (c < 0x20 || c == 0x7F || c == '"' || c == '\\') {
            escaped(to, c);
        } else {
            fwrite(text, 1, length, to);
        }
        text += length;
        left -= length;
    }
    fputc('"', to);
}

void
sv_json_key(struct sv_json *json, const char *key)
{
    assert(json->depth > 0 && json->closing[json->depth - 1] == '}');
    assert(!json->behind_key);
    separate(json);
    quoted(json->to, key);
    fputs(": ", json->to);
    json->behind_key = true;
}

void
sv_json_text(struct sv_json *json, const char *text)
{
    separate(json);
    if (text == NULL)
        fputs("null", json->to);
    else
        quoted(json->to, text);
}

void
sv_json_number(struct sv_json *json, double value)
{
    char digits[32] = "null";

    separate(json);
    if (isfinite(value))
        sv_shortest(digits, value);
    fputs(digits, json->to);
}

void
sv_json_count(struct sv_json *json, uint64_t n)
{
    separate(json);
    fprintf(json->to, "%llu", (unsigned long long) n);
}

void
sv_json_truth(struct sv_json *json, bool value)
{
    separate(json);
    fputs(value ? "true" : "false", json->to);
}

void
sv_shortest(char out[32], double value)
{
    int digits = 15;

    assert(isfinite(value));
    do
        snprintf(out, 32, "%.*g", digits, value);
    while (digits++ < 17 && strtod(out, NULL) != value);
}

void
sv_json_put_text(struct sv_json *json, const char *key, const char *text)
{
    sv_json_key(json, key);
    sv_json_text(json, text);
}

void
sv_json_put_number(struct sv_json *json, const char *key, double value)
{
    sv_json_key(json, key);
    sv_json_number(json, value);
}

void
sv_json_put_count(struct sv_json *json, const char *key, uint64_t n)
{
    sv_json_key(json, key);
    sv_json_count(json, n);
}

void
sv_json_put_truth(struct sv_json *json, const char *key, bool value)
{
    sv_json_key(json, key);
    sv_json_truth(json, value);
}

void
sv_json_real(struct sv_json *json, double value)
{
    char digits[32] = "null";

    separate(json);
    if (isfinite(value))
        snprintf(digits, sizeof digits, "%.17g", value);
    fputs(digits, json->to);
    if (isfinite(value) && strpbrk(digits, ".e") == NULL)
        fputs(".0", json->to);
}

static void
list(struct sv_json *json, const json_t *value)
{
    size_t i;
    json_t *item;

    sv_json_open(json, '[');
    json_array_foreach(value, i, item)
        sv_json_value(json, item);
    sv_json_close(json);
}

static void
object(struct sv_json *json, json_t *value)
{
    const char *key;
    json_t *item;

    sv_json_open(json, '{');
    json_object_foreach(value, key, item)
        sv_json_put_value(json, key, item);
    sv_json_close(json);
}

void
sv_json_value(struct sv_json *json, const json_t *value)
{
    if (json_is_object(value)) {
        object(json, (json_t *) (uintptr_t) value);
    } else if (json_is_array(value)) {
        list(json, value);
    } else if (json_is_string(value)) {
        sv_json_text(json, json_string_value(value));
    } else if (json_is_real(value)) {
        sv_json_real(json, json_real_value(value));
    } else if (json_is_boolean(value)) {
        sv_json_truth(json, json_is_true(value));
    } else {
        separate(json);
        if (json_is_integer(value))
            fprintf(json->to, "%lld", (long long) json_integer_value(value));
        else
            fputs("null", json->to);
    }
}

void
sv_json_put_value(struct sv_json *json, const char *key, const json_t *value)
{
    sv_json_key(json, key);
    sv_json_value(json, value);
}
