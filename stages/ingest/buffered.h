/* buffered.h - a file that is already open, as ReadStat wants to read it. */
#ifndef SV_BUFFERED_H
#define SV_BUFFERED_H

#include <readstat.h>
#include <stdbool.h>
#include <stdint.h>

enum { SV_BUFFER = 1 << 18 };

struct sv_buffered {
    int fd;
    uint64_t size;              /* of the file, or of what of it is read */
    uint64_t at;                /* where the next byte is read */
    uint64_t start, n;          /* what BUFFER holds */
    bool cut;                   /* the file ended within what was read, or
                                   passed over */
    struct { uint32_t at; unsigned char byte; } mend[256];
    size_t n_mended;            /* what is read instead of what is there; see
                                   portable.h, uncounted.h */
    unsigned char buffer[SV_BUFFER];
};

/* Lets PARSER read FD and SIZE of B, which must outlive it. */
void sv_buffered_attach(struct sv_buffered *b, readstat_parser_t *parser);

#endif
