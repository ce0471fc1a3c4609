/* fault.c - sentences about what went wrong. */
#include "pipeline/fault.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum sv_status
sv_fail(struct sv_fault *fault, enum sv_status status, const char *fmt, ...)
{
    va_list ap;

    assert(status != SV_OK);
    va_start(ap, fmt);
    vsnprintf(fault->text, sizeof fault->text, fmt, ap);
    va_end(ap);
    fault->n = 1;
    return fault->status = status;
}

enum sv_status
sv_fail_errno(struct sv_fault *fault, const char *fmt, ...)
{
    const int code = errno;
    size_t used;
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(fault->text, sizeof fault->text, fmt, ap);
    va_end(ap);
    used = strlen(fault->text);
    snprintf(fault->text + used, sizeof fault->text - used, ": %s",
             strerror(code));
    fault->n = 1;
    return fault->status = SV_SYSTEM;
}

enum sv_status
sv_at(struct sv_fault *fault, const char *fmt, ...)
{
    char place[1024];
    size_t n, kept;
    va_list ap;

    assert(fault->status != SV_OK);
    va_start(ap, fmt);
    vsnprintf(place, sizeof place - 2, fmt, ap);
    va_end(ap);
    n = strlen(place);
    place[n++] = ':';
    place[n++] = ' ';
    kept = strlen(fault->text);
    if (kept > sizeof fault->text - 1 - n)
        kept = sizeof fault->text - 1 - n;
    memmove(fault->text + n, fault->text, kept);
    fault->text[n + kept] = '\0';
    memcpy(fault->text, place, n);
    return fault->status;
}

/* Whether the sentence at TEXT + AT, behind a line break, has been said. */
static bool
is_repeated(const char *text, size_t at)
{
    const size_t n = strlen(text + at);

    for (const char *s = text; s + n < text + at; s = strchr(s, '\n') + 1)
        if (s[n] == '\n' && memcmp(s, text + at, n) == 0)
            return true;
    return false;
}

enum sv_status
sv_add(struct sv_fault *fault, enum sv_status status, const char *fmt, ...)
{
    const size_t before = strlen(fault->text);
    size_t used = before;
    va_list ap;

    assert(status != SV_OK);
    if (status > fault->status)
        fault->status = status;
    if (fault->n++ >= SV_MAX_FAULTS)
        return fault->status;
    if (used > 0 && used < sizeof fault->text - 1)
        fault->text[used++] = '\n';
    va_start(ap, fmt);
    vsnprintf(fault->text + used, sizeof fault->text - used, fmt, ap);
    va_end(ap);
    if (used > before && is_repeated(fault->text, used)) {
        fault->text[before] = '\0';
        fault->n--;
    }
    return fault->status;
}

void
sv_fault_print(const struct sv_fault *fault, const char *program)
{
    if (fault->text[0] == '\0')
        return;
    fprintf(stderr, "%s: %s\n", program, fault->text);
    if (fault->n > SV_MAX_FAULTS)
        fprintf(stderr, "%s: and %u faults more\n", program,
                fault->n - SV_MAX_FAULTS);
}

enum sv_status
sv_add_all(struct sv_fault *fault, const struct sv_fault *other)
{
    if (other->n > 0) {
        sv_add(fault, other->status, "%s", other->text);
        fault->n += other->n - 1;
    } else if (other->status > fault->status) {
        fault->status = other->status;
    }
    return fault->status;
}
