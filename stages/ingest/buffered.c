/* buffered.c - a file that is already open, as ReadStat wants to read it. */
#include "stages/ingest/buffered.h"

#include <string.h>
#include <unistd.h>

static int
open_nothing(const char *path, void *context)
{
    (void) path;
    ((struct sv_buffered *) context)->at = 0;
    return 0;
}

static int
close_nothing(void *context)
{
    (void) context;
    return 0;
}

static readstat_off_t
seek(readstat_off_t offset, readstat_io_flags_t whence, void *context)
{
    struct sv_buffered *b = context;
    int64_t to = offset;

    if (whence == READSTAT_SEEK_CUR)
        to += (int64_t) b->at;
    else if (whence == READSTAT_SEEK_END)
        to += (int64_t) b->size;
    if (to < 0)
        return -1;
    b->at = (uint64_t) to;
    b->cut = b->cut || b->at > b->size;
    return (readstat_off_t) to;
}

static int
fill(struct sv_buffered *b)
{
    const uint64_t left = b->at < b->size ? b->size - b->at : 0;
    const ssize_t n = pread(b->fd, b->buffer,
                            left < sizeof b->buffer ? left : sizeof b->buffer,
                            (off_t) b->at);

    b->start = b->at;
    b->n = n < 0 ? 0 : (uint64_t) n;
    for (size_t i = 0; i < b->n_mended; i++)
        if (b->mend[i].at >= b->start && b->mend[i].at < b->start + b->n)
            b->buffer[b->mend[i].at - b->start] = b->mend[i].byte;
    return n < 0 ? -1 : 0;
}

static ssize_t
read_some(void *out, size_t n, void *context)
{
    struct sv_buffered *b = context;
    unsigned char *to = out;
    size_t done = 0;

    while (done < n) {
        uint64_t left;

        if (b->at < b->start || b->at >= b->start + b->n) {
            if (fill(b) != 0)
                return -1;
            if (b->n == 0)
                break;
        }
        left = b->start + b->n - b->at;
        left = left < n - done ? left : n - done;
        memcpy(to + done, b->buffer + (b->at - b->start), left);
        b->at += left;
        done += left;
    }
    b->cut = b->cut || (done > 0 && done < n);
    return (ssize_t) done;
}

static readstat_error_t
update(long file_size, readstat_progress_handler progress, void *user,
       void *context)
{
    (void) file_size;
    (void) progress;
    (void) user;
    (void) context;
    return READSTAT_OK;
}

void
sv_buffered_attach(struct sv_buffered *b, readstat_parser_t *parser)
{
    b->at = b->start = b->n = 0;
    b->cut = false;
    b->n_mended = 0;
    readstat_set_open_handler(parser, open_nothing);
    readstat_set_close_handler(parser, close_nothing);
    readstat_set_seek_handler(parser, seek);
    readstat_set_read_handler(parser, read_some);
    readstat_set_update_handler(parser, update);
    readstat_set_io_ctx(parser, b);
}
