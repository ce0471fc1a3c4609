/* rscalesfile.c - a file with a factor for every replicate. */
#include "stages/weigh/rscalesfile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/bind.h"

enum { LINE_SIZE = 128 };

/* The line without the blanks around it; false if it is not to be read. */
static bool
trim(char out[LINE_SIZE], const char *line, size_t n)
{
    while (n > 0 && strchr(" \t\r", line[n - 1]) != NULL)
        n--;
    while (n > 0 && strchr(" \t", *line) != NULL) {
        line++;
        n--;
    }
    snprintf(out, LINE_SIZE, "%.*s", (int) (n < LINE_SIZE ? n : LINE_SIZE - 1),
             line);
    return n > 0 && *line != '#';
}

static enum sv_status
take(double *out, size_t n, const struct sv_source *source,
     const char *path, struct sv_fault *fault)
{
    char line[LINE_SIZE];
    const char *text;
    size_t length, seen = 0;

    for (unsigned k = 1;
         (text = sv_source_line(source, k, &length)) != NULL; k++) {
        double x;

        if (!trim(line, text, length))
            continue;
        if (!sv_number(line, &x) || !(x >= 0) || isinf(x))
            return sv_fail(fault, SV_DATA, "%s:%u: expected a number, 0 or "
                           "above", path, k);
        if (seen < n)
            out[seen] = x;
        seen++;
    }
    if (seen != n)
        return sv_fail(fault, SV_DATA, "%s: has %zu numbers, and there are %zu "
                       "replicates; it needs one a line for each", path, seen,
                       n);
    return SV_OK;
}

enum sv_status
sv_rscales_read(double *out, size_t n, struct sv_stage *stage,
                struct sv_string path, struct sv_fault *fault)
{
    struct sv_source *source = NULL;
    struct sv_digest digest;
    enum sv_status status = sv_source_read(&source, path.text, fault);

    if (status == SV_OK) {
        size_t size;
        const char *text = sv_source_text(source, &size);

        status = sv_digest_bytes(&digest, text, size, fault);
        if (status == SV_OK)
            status = sv_stage_used(stage, path.text, &digest, fault);
    }
    if (status == SV_OK)
        status = take(out, n, source, path.text, fault);
    sv_source_free(source);
    return status;
}
