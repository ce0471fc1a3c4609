/* making.c - names and paths while a survey is made of its description. */
#include "pipeline/making.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
sv_making_fault(struct sv_making *m, struct sv_string at, const char *fmt, ...)
{
    char sentence[700];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    sv_point(m->fault, SV_DATA, at.at, at.text == NULL ? 1 : strlen(at.text),
             "%s", sentence);
}

static const char *
nearest_record(const struct sv_making *m, const char *name)
{
    const char *names[64];
    size_t n = 0;

    for (; n < m->survey->n_records && n < 64; n++)
        names[n] = m->survey->record[n].name.text;
    return sv_nearest(name, names, n);
}

int
sv_making_record(struct sv_making *m, struct sv_string name,
                 struct sv_string who, bool quiet)
{
    const char *near;
    int record;

    if (name.text == NULL && m->survey->n_records == 1)
        return 0;
    if (name.text == NULL) {
        if (m->sound)
            sv_making_fault(m, who, "'%.60s' lacks the key 'of': say which "
                            "of the record types under 'files' it is about",
                            who.text == NULL ? "this" : who.text);
        return SV_NO_RECORD;
    }
    record = sv_survey_record(m->survey, name.text);
    if (record != SV_NO_RECORD || quiet)
        return record;
    near = nearest_record(m, name.text);
    if (near != NULL)
        sv_making_fault(m, name, "there is no record type '%.60s'; did you "
                        "mean '%s'?", name.text, near);
    else
        sv_making_fault(m, name, "there is no record type '%.60s' under "
                        "'files'", name.text);
    return SV_NO_RECORD;
}

static bool
is_reserved(const char *name)
{
    static const char *const words[] = {
        "and", "or", "not", "in", "if", "missing", "any", "all", "count",
        "sum", "mean", "min", "max", "true", "false",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return false;
}

bool
sv_making_name(struct sv_making *m, struct sv_string name, const char *what)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const size_t n = strspn(name.text, letters);

    if (n == 0 || strlen(name.text) > 64
        || name.text[strspn(name.text, "0123456789abcdefghijklmnopqrstuvwxyz"
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ_")] != '\0') {
        sv_making_fault(m, name, "'%.60s' cannot be the name of a %s: a name "
                        "is letters a to z, digits and '_', starts with no "
                        "digit, and has 64 characters at most", name.text, what);
        return false;
    }
    if (is_reserved(name.text)) {
        sv_making_fault(m, name, "'%s' cannot be the name of a %s: it is a "
                        "word of the expression language", name.text, what);
        return false;
    }
    return true;
}

struct sv_string
sv_making_path(struct sv_making *m, struct sv_string path)
{
    const char *folder = m->survey->folder;
    char *whole;
    size_t n;

    if (path.text == NULL || path.text[0] == '/')
        return path;
    n = strlen(folder) + strlen(path.text) + 2;
    whole = sv_arena_take(m->arena, n, 1);
    if (whole != NULL)
        snprintf(whole, n, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder,
                 path.text);
    return (struct sv_string) { whole, path.at };
}
