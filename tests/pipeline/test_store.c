/* test_store.c - columns on disk: whole, unchanged, or refused. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/guard.h"
#include "pipeline/output.h"
#include "pipeline/store.h"
#include "tests/helpers/scratch.h"

static const double weights[] = { 1.5, 2.385, 0.25, 1e300 };

static struct sv_digest
make(const char *path)
{
    struct sv_store_maker *maker;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };
    int8_t *filled;

    cr_assert(eq(int, sv_store_begin(&maker, path, "units", 3, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "person/weight", SV_F64, 4, weights,
                                   &fault), SV_OK));
    cr_assert(eq(int, sv_store_declare(maker, "person/var/B04", SV_I8, 4,
                                       &fault), SV_OK));
    cr_assert(eq(int, sv_store_declare(maker, "none", SV_U32, 0, &fault),
                 SV_OK));
    cr_assert(eq(int, sv_store_text(maker, "meta", "{\"a\": 1}", &fault),
                 SV_OK));
    cr_assert(eq(int, sv_store_layout(maker, &fault), SV_OK), "%s", fault.text);
    filled = sv_store_map(maker, "person/var/B04");
    for (int i = 0; i < 4; i++)
        filled[i] = (int8_t) (i - 2);
    cr_assert(eq(int, sv_store_seal(maker, &digest, &fault), SV_OK));
    return digest;
}

static enum sv_status
open_as(const char *path, const char *kind, unsigned version,
        const struct sv_digest *digest, struct sv_fault *fault)
{
    struct sv_store *store;
    enum sv_status status = sv_store_open(&store, path, kind, version, digest,
                                          fault);

    if (status == SV_OK)
        sv_store_close(store);
    return status;
}

Test(store, gives_back_what_was_put_in)
{
    char path[SCRATCH_SIZE];
    struct sv_digest digest;
    struct sv_store *store;
    struct sv_fault fault = { 0 };
    struct sv_column column;
    const void *data;
    struct stat info;

    scratch_file(path, "units.h5");
    digest = make(path);
    cr_assert(eq(int, stat(path, &info), 0));
    cr_expect(eq(int, info.st_mode & 0777, 0600));
    cr_assert(eq(int, sv_store_open(&store, path, "units", 3, &digest, &fault),
                 SV_OK), "%s", fault.text);
    cr_assert(eq(int, sv_store_typed(&data, store, "person/weight", SV_F64, 4,
                                     &fault), SV_OK));
    cr_expect(eq(int, memcmp(data, weights, sizeof weights), 0));
    cr_expect(eq(sz, (size_t) ((uintptr_t) data % 4096), 0));
    cr_assert(eq(int, sv_store_column(&column, store, "person/var/B04", &fault),
                 SV_OK));
    cr_expect(eq(int, column.type, SV_I8));
    cr_expect(eq(int, ((const int8_t *) column.data)[0], -2));
    cr_assert(eq(int, sv_store_column(&column, store, "none", &fault), SV_OK));
    cr_expect(eq(sz, column.n, 0));
    cr_expect_str_eq(sv_store_text_of(store, "meta"), "{\"a\": 1}");
    cr_expect(sv_store_text_of(store, "person/weight") == NULL);
    cr_expect(sv_store_has(store, "none") && !sv_store_has(store, "person"));
    cr_expect(eq(int, sv_store_typed(&data, store, "person/weight", SV_F64, 5,
                                     &fault), SV_BUG));
    sv_store_close(store);
}

Test(store, equal_contents_are_equal_files)
{
    const struct timespec step = { 1, 100000000 };      /* HDF5 counts seconds */
    char a[SCRATCH_SIZE], b[SCRATCH_SIZE];
    struct sv_digest first, second;

    scratch_file(a, "a.h5");
    scratch_file(b, "b.h5");
    first = make(a);
    nanosleep(&step, NULL);
    second = make(b);
    cr_expect_str_eq(first.hex, second.hex);
}

Test(store, refuses_another_kind_or_version)
{
    char path[SCRATCH_SIZE];
    struct sv_fault fault = { 0 };
    struct sv_digest digest;

    scratch_file(path, "units.h5");
    digest = make(path);
    cr_expect(eq(int, open_as(path, "tally", 3, &digest, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "is not a 'tally' of version 3") != NULL);
    cr_expect(eq(int, open_as(path, "units", 4, &digest, &fault), SV_DATA));
}

/* One byte changed anywhere, and every truncation, is refused by its digest
 * before the library sees the file. */
Test(store, refuses_what_has_changed)
{
    char path[SCRATCH_SIZE];
    struct sv_fault fault = { 0 };
    struct sv_digest digest;
    struct stat info;
    int fd;

    scratch_file(path, "units.h5");
    digest = make(path);
    cr_assert(eq(int, stat(path, &info), 0));
    fd = open(path, O_RDWR);
    for (off_t at = 0; at < info.st_size; at += 509) {
        char byte, other;

        cr_assert(eq(int, (int) pread(fd, &byte, 1, at), 1));
        other = (char) (byte ^ 0x41);
        cr_assert(eq(int, (int) pwrite(fd, &other, 1, at), 1));
        cr_expect(eq(int, open_as(path, "units", 3, &digest, &fault), SV_DATA));
        cr_expect(strstr(fault.text, "has changed since it was made") != NULL);
        cr_assert(eq(int, (int) pwrite(fd, &byte, 1, at), 1));
    }
    cr_expect(eq(int, open_as(path, "units", 3, &digest, &fault), SV_OK));
    cr_assert(eq(int, ftruncate(fd, info.st_size - 1), 0));
    cr_expect(eq(int, open_as(path, "units", 3, &digest, &fault), SV_DATA));
    close(fd);
}

/* Even with a digest that fits, damage to what the library reads must end in a
 * sentence, not in a crash. */
Test(store, damaged_structure_is_refused)
{
    char path[SCRATCH_SIZE];
    struct sv_fault fault = { 0 };
    int fd, refusals = 0;

    scratch_file(path, "units.h5");
    make(path);
    fd = open(path, O_RDWR);
    for (off_t at = 0; at < 96; at++) {
        struct sv_digest digest;
        char byte, other;

        cr_assert(eq(int, (int) pread(fd, &byte, 1, at), 1));
        other = (char) (byte ^ 0x10);
        cr_assert(eq(int, (int) pwrite(fd, &other, 1, at), 1));
        cr_assert(eq(int, sv_digest_file(&digest, NULL, path, &fault), SV_OK));
        refusals += open_as(path, "units", 3, &digest, &fault) == SV_DATA;
        cr_assert(eq(int, (int) pwrite(fd, &byte, 1, at), 1));
    }
    cr_expect(refusals > 40, "%d", refusals);
    close(fd);
}

Test(store, a_full_disk_leaves_nothing)
{
    const struct rlimit small = { 64 * 1024, 64 * 1024 };
    char path[SCRATCH_SIZE], folder[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(folder, "");
    scratch_file(path, "big.h5");
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    cr_assert(eq(int, sv_store_begin(&maker, path, "units", 1, &fault), SV_OK));
    cr_assert(eq(int, sv_store_declare(maker, "x", SV_F64, 100000, &fault),
                 SV_OK));
    cr_expect(eq(int, sv_store_seal(maker, &digest, &fault), SV_SYSTEM));
    cr_expect(strstr(fault.text, path) != NULL, "%s", fault.text);
    cr_expect(eq(int, scratch_count(folder), 0));
}

/* Forty writers killed at different moments: the file is always the old one
 * or the new one, and what they left is removed by the next. */
Test(store, a_killed_writer_tears_nothing)
{
    char path[SCRATCH_SIZE], folder[SCRATCH_SIZE];
    const struct timespec step = { 0, 150000 };
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(folder, "");
    scratch_file(path, "units.h5");
    digest = make(path);
    for (int i = 0; i < 40; i++) {
        const pid_t child = fork();

        if (child == 0) {
            for (;;)
                make(path);
        }
        for (int k = 0; k < i; k++)
            nanosleep(&step, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        cr_expect(eq(int, open_as(path, "units", 3, &digest, &fault), SV_OK),
                  "%s", fault.text);
    }
    sv_remove_temporaries(folder, 0);
    cr_expect(eq(int, scratch_count(folder), 1));
}

/* Columns shorter than a page are not packed together: a byte before doubles
 * would put them where a double may not stand. */
Test(store, every_column_has_pages_of_its_own)
{
    char path[SCRATCH_SIZE], name[32];
    struct sv_store_maker *maker;
    struct sv_store *store;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(path, "many.h5");
    cr_assert(eq(int, sv_store_begin(&maker, path, "units", 1, &fault), SV_OK));
    for (unsigned i = 0; i < 63; i++) {
        snprintf(name, sizeof name, "person/var/V%u", i);
        cr_assert(eq(int, sv_store_declare(maker, name, i % 7, 5 + 97 * i,
                                           &fault), SV_OK));
    }
    cr_assert(eq(int, sv_store_layout(maker, &fault), SV_OK));
    for (unsigned i = 0; i < 63; i++) {
        snprintf(name, sizeof name, "person/var/V%u", i);
        memset(sv_store_map(maker, name), (int) i + 1,
               (5 + 97 * i) * sv_type_size(i % 7));
    }
    cr_assert(eq(int, sv_store_seal(maker, &digest, &fault), SV_OK));
    cr_assert(eq(int, sv_store_open(&store, path, "units", 1, &digest, &fault),
                 SV_OK));
    for (unsigned i = 0; i < 63; i++) {
        struct sv_column c = { SV_U8, 0, NULL };
        const unsigned char *bytes;

        snprintf(name, sizeof name, "person/var/V%u", i);
        cr_assert(eq(int, sv_store_column(&c, store, name, &fault), SV_OK));
        cr_expect(eq(int, c.type, i % 7));
        cr_expect(eq(sz, c.n, 5 + 97 * i));
        cr_expect(eq(sz, (uintptr_t) c.data % 4096, 0));
        bytes = c.data;
        for (size_t k = 0; k < c.n * sv_type_size(c.type); k++)
            cr_assert(eq(u8, bytes[k], i + 1), "%s, byte %zu", name, k);
    }
    sv_store_close(store);
}

/* Two artifacts of one kind that changed places: each is whole, and neither is
 * what the manifest says. */
Test(store, swapped_artifacts_are_refused)
{
    const double other[] = { 9.75 };
    char a[SCRATCH_SIZE], b[SCRATCH_SIZE], aside[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_digest of_a, of_b;
    struct sv_fault fault = { 0 };

    scratch_file(a, "a.h5");
    scratch_file(b, "b.h5");
    scratch_file(aside, "aside");
    of_a = make(a);
    cr_assert(eq(int, sv_store_begin(&maker, b, "units", 3, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "x", SV_F64, 1, other, &fault),
                 SV_OK));
    cr_assert(eq(int, sv_store_seal(maker, &of_b, &fault), SV_OK));
    cr_assert(rename(a, aside) == 0 && rename(b, a) == 0
              && rename(aside, b) == 0);
    cr_expect(eq(int, open_as(a, "units", 3, &of_a, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "a.h5: has changed since") != NULL);
    cr_expect(eq(int, open_as(b, "units", 3, &of_b, &fault), SV_DATA));
    cr_expect(eq(int, open_as(a, "units", 3, &of_b, &fault), SV_OK));
}

Test(store, pages_that_are_done_keep_their_values)
{
    enum { N = 5000 };
    char path[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_store *store;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };
    const void *data;
    double *filled;

    scratch_file(path, "done.h5");
    cr_assert(eq(int, sv_store_begin(&maker, path, "units", 1, &fault), SV_OK));
    cr_assert(eq(int, sv_store_declare(maker, "x", SV_F64, N, &fault), SV_OK));
    cr_assert(eq(int, sv_store_layout(maker, &fault), SV_OK));
    filled = sv_store_map(maker, "x");
    for (int i = 0; i < N; i++)
        filled[i] = 2.385 * i;
    sv_pages_done(filled, N * sizeof *filled);
    for (int i = 0; i < N; i++)
        cr_assert(filled[i] == 2.385 * i);
    cr_assert(eq(int, sv_store_seal(maker, &digest, &fault), SV_OK));
    cr_assert(eq(int, sv_store_open(&store, path, "units", 1, &digest, &fault),
                 SV_OK));
    cr_assert(eq(int, sv_store_typed(&data, store, "x", SV_F64, N, &fault),
                 SV_OK));
    sv_pages_done((const double *) data + 3, 4000 * sizeof(double));
    filled = (double *)(uintptr_t) data;
    for (int i = 0; i < N; i++)
        cr_assert(filled[i] == 2.385 * i);
    sv_store_close(store);
}
