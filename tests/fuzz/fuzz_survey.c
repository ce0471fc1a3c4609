/* fuzz_survey.c - any bytes as a survey description, and as a catalogue.
 *
 *     clang -g -O1 -std=c17 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined \
 *         -I. tests/fuzz/fuzz_survey.c \
 *         pipeline/{arena,bind,catalogue,codings,columns,fault,grammar}.c \
 *         pipeline/{grammarresults,kinds,make*,making,nearest,source}.c \
 *         pipeline/{survey,utf8,yaml,yamlwords}.c \
 *         -lyaml -lm -o build/fuzz_survey
 *     mkdir -p build/corpus
 *     build/fuzz_survey -max_len=4096 build/corpus tests/pipeline/survey
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/survey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A file in memory that holds DATA; its path is put into PATH. */
static int
make_file(const void *data, size_t n, char path[32])
{
    const int fd = memfd_create("input", 0);

    if (fd < 0 || write(fd, data, n) != (ssize_t) n)
        abort();
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

/* A description is read, or there is a sentence why not. */
static void
read_one(const void *data, size_t n)
{
    static struct sv_fault fault;
    struct sv_survey *s = NULL;
    char path[32];
    const int fd = make_file(data, n, path);

    if (sv_survey_read(&s, path, &fault) == SV_OK)
        sv_survey_free(s);
    else if (fault.text[0] == '\0' || s != NULL)
        abort();
    close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[32], text[300];
    const int fd = make_file(data, n, path);

    read_one(data, n);
    snprintf(text, sizeof text,
             "survey: {title: Small}\n"
             "files: {household: {path: h.sav, key: ID},\n"
             "        person: {path: p.sav, parent: household}}\n"
             "design: {weight: W}\n"
             "indicators: {catalogue: %s}\n", path);
    read_one(text, strlen(text));
    close(fd);
    return 0;
}
