/* outside.c - text files that a stage reads beside its artifacts. */
#include "stages/common/outside.h"

#include <string.h>

#include "pipeline/source.h"

enum sv_status
sv_outside_text(char **text, size_t *n, struct sv_stage *stage,
                const char *path, struct sv_fault *fault)
{
    struct sv_source *source = NULL;
    struct sv_digest digest;
    const char *bytes;
    enum sv_status status = sv_source_read(&source, path, fault);

    *text = NULL;
    if (status == SV_OK)
        status = sv_digest_file(&digest, NULL, path, fault);
    if (status == SV_OK)
        status = sv_stage_used(stage, path, &digest, fault);
    if (status == SV_OK) {
        bytes = sv_source_text(source, n);
        *text = strndup(bytes, *n);
        if (*text == NULL)
            status = sv_fail(fault, SV_SYSTEM, "%s: out of memory", path);
    }
    sv_source_free(source);
    return status;
}
