/* legalnames.c - names that SPSS, Stata and R all take. */
#include "stages/export/legalnames.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const reserved[] = {
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in",
    "int", "long", "_n", "_pi", "_pred", "_rc", "_skip", "strl", "using",
    "with", "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not",
    "or", "to", "true", "false", "null", "nan", "na", "inf",
};

static bool
is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcasecmp(reserved[i], name) == 0)
            return true;
    return strncasecmp(name, "str", 3) == 0
           && isdigit((unsigned char) name[3]);
}

static bool
is_legal(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '_';
}

/* WANTED with what is not legal replaced; room is left for a number. */
static void
legalise(char out[SV_LEGAL_NAME_SIZE], const char *wanted)
{
    size_t n = 0;

    if (!is_legal(*wanted) || isdigit((unsigned char) *wanted)
        || *wanted == '_')
        out[n++] = 'v';
    for (; *wanted != '\0' && n < SV_LEGAL_NAME_SIZE - 1; wanted++) {
        if (((unsigned char) *wanted & 0xC0) == 0x80)
            continue;                   /* one '_' for a character of UTF-8 */
        out[n++] = is_legal(*wanted) ? *wanted : '_';
    }
    while (n > 1 && out[n - 1] == '_')
        n--;
    out[n] = '\0';
    if (is_reserved(out) && n < SV_LEGAL_NAME_SIZE - 2)
        memmove(out + 1, out, n + 1), *out = 'v';
}

static size_t
hash_of(const char *name)
{
    size_t h = 5381;

    for (; *name != '\0'; name++)
        h = h * 33 + (size_t) tolower((unsigned char) *name);
    return h;
}

/* The slot that has NAME, or the free one where it would be. */
static size_t
slot_of(const struct sv_legal_names *names, const char *name)
{
    size_t s = hash_of(name) % names->n_slots;

    while (names->slot[s] != 0
           && strcasecmp(names->name[names->slot[s] - 1], name) != 0)
        s = (s + 1) % names->n_slots;
    return s;
}

static bool
grow(struct sv_legal_names *names)
{
    const size_t capacity = 2 * names->capacity + 64;
    char (*name)[SV_LEGAL_NAME_SIZE] = realloc(names->name,
                                               capacity * sizeof *name);

    if (name == NULL)
        return false;
    names->name = name;
    free(names->slot);
    names->n_slots = 3 * capacity;
    names->slot = calloc(names->n_slots, sizeof *names->slot);
    if (names->slot == NULL)
        return false;
    names->capacity = capacity;
    for (size_t i = 0; i < names->n; i++)
        names->slot[slot_of(names, names->name[i])] = i + 1;
    return true;
}

bool
sv_legal_name(char out[SV_LEGAL_NAME_SIZE], struct sv_legal_names *names,
              const char *wanted)
{
    char base[SV_LEGAL_NAME_SIZE], tail[16];
    size_t slot;

    if (names->n == names->capacity && !grow(names))
        return false;
    legalise(base, wanted);
    memcpy(out, base, sizeof base);
    slot = slot_of(names, out);
    for (unsigned k = 2; names->slot[slot] != 0; k++) {
        const int n = snprintf(tail, sizeof tail, "_%u", k);

        snprintf(out, SV_LEGAL_NAME_SIZE, "%.*s%s",
                 SV_LEGAL_NAME_SIZE - 1 - n, base, tail);
        slot = slot_of(names, out);
    }
    memcpy(names->name[names->n], out, SV_LEGAL_NAME_SIZE);
    names->slot[slot] = ++names->n;
    return true;
}

void
sv_legal_names_free(struct sv_legal_names *names)
{
    free(names->name);
    free(names->slot);
    *names = (struct sv_legal_names){ 0 };
}
