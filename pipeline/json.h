/* json.h - writing JSON, the same bytes for the same values.
 *
 * A writer puts commas, quotes and indentation; the caller gives keys and
 * values in the order in which they shall stand.  Numbers have the fewest
 * digits that bring back the same double; what is not a number (NAN, an
 * infinity) is null; bytes that are not UTF-8 become U+FFFD.  (JSON is read
 * with jansson.)
 *
 *     sv_json_open(&json, '{');
 *     sv_json_key(&json, "estimate");
 *     sv_json_number(&json, 0.25);
 *     sv_json_close(&json);
 */
#ifndef SV_JSON_H
#define SV_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { SV_JSON_DEPTH = 32 };

struct sv_json {
    FILE *to;                   /* errors are left for who closes it */
    unsigned depth;
    char closing[SV_JSON_DEPTH];        /* '}' or ']' of what is open */
    bool filled[SV_JSON_DEPTH]; /* there is something in it already */
    bool behind_key;
};

/* Begins a text that will be written to TO. */
void sv_json_begin(struct sv_json *json, FILE *to);

/* Opens an object ('{') or a list ('['); closes the innermost one.  Behind the
 * outermost comes a line feed. */
void sv_json_open(struct sv_json *json, char bracket);
void sv_json_close(struct sv_json *json);

/* The key of the value that is written next; in objects only. */
void sv_json_key(struct sv_json *json, const char *key);

void sv_json_text(struct sv_json *json, const char *text);      /* NULL: null */
void sv_json_number(struct sv_json *json, double value);
void sv_json_count(struct sv_json *json, uint64_t n);
void sv_json_truth(struct sv_json *json, bool value);

/* A member: KEY and its value. */
void sv_json_put_text(struct sv_json *json, const char *key, const char *text);
void sv_json_put_number(struct sv_json *json, const char *key, double value);
void sv_json_put_count(struct sv_json *json, const char *key, uint64_t n);
void sv_json_put_truth(struct sv_json *json, const char *key, bool value);

/* With 17 digits, and a point or an exponent: as the JSON library writes it. */
void sv_json_real(struct sv_json *json, double value);

/* A value that the JSON library holds, with all that is in it; of numbers, as it
 * writes them.  NULL: null. */
void sv_json_value(struct sv_json *json, const json_t *value);
void sv_json_put_value(struct sv_json *json, const char *key,
                       const json_t *value);

/* The fewest of 15, 16 or 17 digits that bring back VALUE, which is finite. */
void sv_shortest(char out[32], double value);

#endif
