/* datafile.c - one data file: its dictionary, and the rows read from it. */
#include "stages/ingest/datafile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stages/ingest/fieldstrings.h"

enum { MAX_DICTIONARY = 1 << 28, MAX_VARIABLES = 1 << 16 };

/* Whether the file's size, and its end, are those of a whole one, as far as its
 * format tells. */
static bool
is_whole(const struct sv_datafile *file)
{
    const char *const ending = file->format->ending;
    const size_t n = ending != NULL ? strlen(ending) : 0;
    char tail[32];

    if (file->size % file->format->card != 0)
        return false;
    return n == 0
        || (file->size >= n && n <= sizeof tail
            && pread(file->fd, tail, n, (off_t) (file->size - n))
               == (ssize_t) n
            && memcmp(tail, ending, n) == 0);
}

static enum sv_status
check_ending(const struct sv_datafile *file, struct sv_fault *fault)
{
    return is_whole(file)
        ? SV_OK
        : sv_fail(fault, SV_DATA, "this %s does not end as it should: it is "
                  "cut short; get it again from where it was made",
                  file->format->title);
}

/* Data sets that FILE holds; UINT64_MAX where it cannot be read. */
static uint64_t
data_sets(const struct sv_datafile *file)
{
    enum { CARDS = 4096, MAX_CARD = 80 };
    const size_t card = file->format->card, n = strlen(file->format->set);
    char *const cards = malloc((size_t) CARDS * MAX_CARD);
    uint64_t sets = 0;
    ssize_t got = 0;

    for (uint64_t at = 0; cards != NULL && at < file->size;
         at += (uint64_t) got) {
        got = pread(file->fd, cards, CARDS * card, (off_t) at);
        if (got <= 0)
            break;
        for (size_t i = 0; i + n <= (size_t) got; i += card)
            sets += memcmp(cards + i, file->format->set, n) == 0;
    }
    free(cards);
    return cards == NULL || got <= 0 ? UINT64_MAX : sets;
}

/* The header of a second one would be read as rows of the first. */
static enum sv_status
check_sets(const struct sv_datafile *file, struct sv_fault *fault)
{
    const uint64_t n = file->format->set != NULL ? data_sets(file) : 1;

    if (n == UINT64_MAX)
        return sv_fail_errno(fault, "cannot read the file");
    return n <= 1
        ? SV_OK
        : sv_fail(fault, SV_DATA, "this %s holds %" PRIu64 " data sets, and "
                  "one is read; write each that is needed to a file of its own",
                  file->format->title, n);
}

enum sv_status
sv_datafile_open(struct sv_datafile *out, const struct sv_record *spec,
                 struct sv_fault *fault)
{
    unsigned char head[SV_FORMAT_HEAD];
    struct stat is;
    ssize_t n;

    *out = (struct sv_datafile) { .path = spec->path.text, .spec = spec,
                                  .fd = -1 };
    out->fd = open(out->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (out->fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return sv_fail(fault, SV_DATA, "there is no such file; look at `path` "
                       "under `files`");
    if (out->fd < 0)
        return sv_fail_errno(fault, "cannot open the file");
    if (fstat(out->fd, &is) != 0)
        return sv_fail_errno(fault, "cannot look at the file");
    if (!S_ISREG(is.st_mode))
        return sv_fail(fault, SV_DATA, "this is not a file");
    out->size = (uint64_t) is.st_size;
    n = pread(out->fd, head, sizeof head, 0);
    if (n < 0)
        return sv_fail_errno(fault, "cannot read the file");
    if (sv_format_of(&out->format, out->path, head, (size_t) n, fault) != SV_OK)
        return fault->status;
    if (check_ending(out, fault) != SV_OK)
        return fault->status;
    return check_sets(out, fault);
}

static void
free_field(struct sv_field *f, size_t n_segments)
{
    for (size_t i = 0; f->string != NULL && i < f->n_strings; i++)
        free(f->string[i]);
    for (size_t i = 0; f->number != NULL && i < n_segments; i++)
        free(f->number[i]);
    free(f->string);
    free(f->number);
}

void
sv_datafile_close(struct sv_datafile *file)
{
    for (size_t i = 0; i < file->n_fields; i++)
        free_field(&file->field[i], file->n_segments);
    for (size_t i = 0; i < file->n_segments; i++)
        sv_segment_close(&file->segment[i]);
    free(file->field);
    free(file->segment);
    free(file->name);
    free(file->used);
    free(file->type);
    json_decref(file->dictionary);
    if (file->fd >= 0)
        close(file->fd);
    *file = (struct sv_datafile) { .fd = -1 };
}

static bool
is_variable(const json_t *about)
{
    static const char *const type[] = {
        "number", "string", "date", "time", "datetime", "any",
    };
    const char *const is = json_string_value(json_object_get(about, "type"));

    if (!json_is_string(json_object_get(about, "name")) || is == NULL)
        return false;
    for (size_t i = 0; i < sizeof type / sizeof *type; i++)
        if (strcmp(is, type[i]) == 0)
            return true;
    return false;
}

static bool
is_dictionary(const json_t *dictionary)
{
    const json_t *const variables = json_object_get(dictionary, "variables");
    const size_t n = json_array_size(variables);

    if (!json_is_integer(json_object_get(dictionary, "rows"))
        || !json_is_array(variables) || n > MAX_VARIABLES)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_variable(json_array_get(variables, i)))
            return false;
    return true;
}

static enum sv_status
load(json_t **out, int spool, struct sv_fault *fault)
{
    struct stat is;
    char *text;

    if (fstat(spool, &is) != 0)
        return sv_fail_errno(fault, "cannot look at the dictionary");
    if (is.st_size == 0 || is.st_size > MAX_DICTIONARY)
        return sv_fail(fault, SV_DATA, "the dictionary takes %jd bytes; "
                       "expected at most %d: the file is damaged, or hostile",
                       (intmax_t) is.st_size, MAX_DICTIONARY);
    text = mmap(NULL, (size_t) is.st_size, PROT_READ, MAP_PRIVATE, spool, 0);
    if (text == MAP_FAILED)
        return sv_fail_errno(fault, "cannot map the dictionary");
    *out = json_loadb(text, (size_t) is.st_size, 0, NULL);
    munmap(text, (size_t) is.st_size);
    if (*out == NULL || !is_dictionary(*out))
        return sv_fail(fault, SV_DATA, "the dictionary is nonsense: the file "
                       "is damaged, or hostile");
    return SV_OK;
}

static json_t *
about(const struct sv_datafile *file, size_t i)
{
    return json_array_get(json_object_get(file->dictionary, "variables"), i);
}

enum sv_status
sv_datafile_dictionary(struct sv_datafile *file, int spool,
                       struct sv_fault *fault)
{
    if (load(&file->dictionary, spool, fault) != SV_OK)
        return fault->status;
    file->n_variables =
        json_array_size(json_object_get(file->dictionary, "variables"));
    if (file->n_variables == 0)
        return sv_fail(fault, SV_DATA, "the file has no variable");
    file->name = calloc(file->n_variables, sizeof *file->name);
    file->used = calloc(file->n_variables, sizeof *file->used);
    file->type = calloc(file->n_variables, sizeof *file->type);
    if (file->name == NULL || file->used == NULL || file->type == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    for (size_t i = 0; i < file->n_variables; i++)
        file->name[i] =
            json_string_value(json_object_get(about(file, i), "name"));
    return SV_OK;
}

int64_t
sv_datafile_promised(const struct sv_datafile *file)
{
    return json_integer_value(json_object_get(file->dictionary, "rows"));
}

static enum sv_type
type_for(size_t n)
{
    return n <= INT8_MAX + 1U ? SV_I8 : n <= INT16_MAX + 1U ? SV_I16 : SV_I32;
}

static enum sv_status
finish_field(struct sv_field *f, const struct sv_datafile *file, size_t k,
             struct sv_fault *fault)
{
    f->type = SV_I8;
    for (size_t s = 0; s < file->n_segments; s++) {
        const struct sv_segment *g = &file->segment[s];
        bool missing;
        const enum sv_type type = sv_segment_type(g, k, &missing);

        f->type = type > f->type ? type : f->type;
        f->missing |= missing;
        f->text |= g->list[k].is_text;
    }
    if (strcmp(json_string_value(json_object_get(f->about, "type")), "any")
        == 0)
        json_object_set_new(f->about, "type",
                            json_string(f->text ? "string" : "number"));
    if (!f->text)
        return SV_OK;
    if (sv_field_strings(f, file, k, fault) != SV_OK)
        return fault->status;
    f->type = type_for(f->n_strings);
    return SV_OK;
}

enum sv_status
sv_datafile_finish(struct sv_datafile *file, struct sv_fault *fault)
{
    const int64_t promised = sv_datafile_promised(file);

    file->n = 0;
    for (size_t s = 0; s < file->n_segments; s++)
        file->n += file->segment[s].n;
    if (promised >= 0 && file->n != (uint64_t) promised)
        return sv_fail(fault, SV_DATA, "the header promises %jd rows, but "
                       "there are %ju: the file is damaged or cut short",
                       (intmax_t) promised, (uintmax_t) file->n);
    if (file->n >= UINT32_MAX)
        return sv_fail(fault, SV_DATA, "the file has %ju rows; at most %u can "
                       "be read", (uintmax_t) file->n, UINT32_MAX - 1);
    file->field = calloc(file->n_variables, sizeof *file->field);
    if (file->field == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    for (size_t i = 0; i < file->n_variables; i++) {
        struct sv_field *f = &file->field[file->n_fields];

        if (!file->used[i])
            continue;
        *f = (struct sv_field) { .position = i, .about = about(file, i),
                                 .name = file->name[i] };
        if (finish_field(f, file, file->n_fields++, fault) != SV_OK)
            return sv_at(fault, "variable %s", f->name);
    }
    return SV_OK;
}

const struct sv_field *
sv_datafile_field(const struct sv_datafile *file, const char *name)
{
    for (size_t i = 0; i < file->n_fields; i++)
        if (strcmp(file->field[i].name, name) == 0)
            return &file->field[i];
    return NULL;
}

/* Numbers of strings: from those of the segment to those of the file. */
static void
renumbered(void *out, enum sv_type type, const struct sv_segment *g,
           size_t column, const uint32_t *number, uint64_t row, size_t n)
{
    int32_t from[1024], to[1024];

    while (n > 0) {
        const size_t run = n < 1024 ? n : 1024;

        sv_segment_values(from, SV_I32, g, column, row, run);
        for (size_t i = 0; i < run; i++) {
            const uint32_t k = (uint32_t) from[i];

            to[i] = (int32_t) (k < g->list[column].n ? number[k] : 0);
            if (type == SV_I8)
                ((int8_t *) out)[i] = (int8_t) to[i];
            else if (type == SV_I16)
                ((int16_t *) out)[i] = (int16_t) to[i];
        }
        if (type != SV_I8 && type != SV_I16)
            sv_widen(out, type, to, SV_I32, run);
        out = (char *) out + run * sv_type_size(type);
        row += run;
        n -= run;
    }
}

/* The part of [row, row + n) that is in segment S. */
static size_t
part_in(const struct sv_segment *s, uint64_t row, size_t n)
{
    const uint64_t left = s->first + s->n - row;

    return row < s->first || row >= s->first + s->n ? 0
        : left < n ? (size_t) left : n;
}

void
sv_datafile_values(void *out, enum sv_type type, const struct sv_datafile *file,
                   const struct sv_field *field, uint64_t row, size_t n)
{
    const size_t column = (size_t) (field - file->field);
    char *to = out;

    for (size_t s = 0; n > 0 && s < file->n_segments; s++) {
        const struct sv_segment *g = &file->segment[s];
        const size_t part = part_in(g, row, n);

        if (part > 0 && field->text)
            renumbered(to, type, g, column, field->number[s], row - g->first,
                       part);
        else if (part > 0)
            sv_segment_values(to, type, g, column, row - g->first, part);
        to += part * sv_type_size(type);
        row += part;
        n -= part;
    }
}

void
sv_datafile_reasons(uint8_t *out, const struct sv_datafile *file,
                    const struct sv_field *field, uint64_t row, size_t n)
{
    const size_t column = (size_t) (field - file->field);

    for (size_t s = 0; n > 0 && s < file->n_segments; s++) {
        const struct sv_segment *g = &file->segment[s];
        const size_t part = part_in(g, row, n);

        if (part > 0)
            sv_segment_reasons(out, g, column, row - g->first, part);
        out += part;
        row += part;
        n -= part;
    }
}

void
sv_datafile_rest_of(const struct sv_datafile *file,
                    const struct sv_field *field, uint64_t row, size_t n)
{
    const size_t column = (size_t) (field - file->field);

    for (size_t s = 0; n > 0 && s < file->n_segments; s++) {
        const size_t part = part_in(&file->segment[s], row, n);

        if (part > 0)
            sv_segment_rest(&file->segment[s], column,
                            row - file->segment[s].first, part);
        row += part;
        n -= part;
    }
}

void
sv_datafile_rest(const struct sv_datafile *file)
{
    for (size_t s = 0; s < file->n_segments; s++)
        sv_pages_done(file->segment[s].map, file->segment[s].size);
}
