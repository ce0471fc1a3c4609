/* source.h - a text that people wrote, and pointing at a place in it.
 *
 * Every name and expression of a survey description keeps the place where it
 * was written, so that any later fault - an unknown variable found when the
 * data file is opened - is still reported as file:line:column with the line
 * itself and a caret.
 */
#ifndef SV_SOURCE_H
#define SV_SOURCE_H

#include <stddef.h>

#include "pipeline/fault.h"

struct sv_source;               /* opaque: path, text, and where lines start */

/* Where a token starts.  Plain data; SOURCE is borrowed from the survey. */
struct sv_place {
    const struct sv_source *source;     /* NULL: not written anywhere */
    unsigned line, column;              /* from 1; columns are bytes */
};

/* A scalar and its place.  TEXT is NULL where the key is absent. */
struct sv_string {
    const char *text;
    struct sv_place at;                 /* of the first byte of TEXT */
};

/* Reads the file at PATH: at most 1 MiB, UTF-8 (a BOM is passed over), no NUL.
 * The caller owns *out and releases it with sv_source_free(). */
enum sv_status sv_source_read(struct sv_source **out, const char *path,
                              struct sv_fault *fault) SV_MUST_USE;

/* As sv_source_read(), from TEXT of N bytes, which is copied. */
enum sv_status sv_source_from_text(struct sv_source **out, const char *name,
                                   const char *text, size_t n,
                                   struct sv_fault *fault) SV_MUST_USE;

void sv_source_free(struct sv_source *source);          /* NULL is fine */
const char *sv_source_path(const struct sv_source *source);
const char *sv_source_text(const struct sv_source *source, size_t *n);

/* The N bytes of a line, from 1, without its end; NULL behind the last one. */
const char *sv_source_line(const struct sv_source *source, unsigned line,
                           size_t *n);

/* The place OFFSET bytes further in a text that starts AT (inside an
 * expression).  A line break with the blanks around it counts as one byte: so
 * YAML folds a text that is written over several lines. */
struct sv_place sv_place_after(struct sv_place at, size_t offset);

/* Adds to FAULT "file:line:column: SENTENCE", the line, and a caret with
 * LENGTH - 1 tildes under it.  Returns the status so far. */
enum sv_status sv_point(struct sv_fault *fault, enum sv_status status,
                        struct sv_place at, size_t length,
                        const char *fmt, ...) SV_PRINTF(5, 6);

/* The name in NAMES[n] nearest to NAME, by edit distance at most 2 (1 for
 * names of three letters or fewer, case aside); NULL if none is near. */
const char *sv_nearest(const char *name, const char *const *names, size_t n);

#endif
