/* test_digest.c - digests of bytes and of files. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/digest.h"
#include "tests/helpers/files.h"

TestSuite(digest, .init = files_enter);

/* What `printf '' | xxh128sum` and `printf abc | xxh128sum` print. */
Test(digest, is_xxh3_128_as_its_own_tool_prints_it)
{
    struct sv_digest d = sv_digest_of("", 0);

    cr_expect_str_eq(d.hex, "99aa06d3014798d86001c324468d497f");
    d = sv_digest_of("abc", 3);
    cr_expect_str_eq(d.hex, "06b05ab6733a618578af5f94892f3950");
}

/* A file is read in blocks; its digest is that of the whole. */
Test(digest, file_is_its_bytes)
{
    enum { N = (1 << 20) * 2 + 4321 };
    static unsigned char bytes[N];
    struct sv_fault fault = { 0 };
    struct sv_digest of_file, of_bytes;
    const size_t sizes[] = { 0, 1, 1 << 20, N };

    for (size_t i = 0; i < N; i++)
        bytes[i] = (unsigned char) (i * 2654435761u >> 13);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t size = 17;

        files_write("data", bytes, sizes[i]);
        cr_assert_eq(sv_digest_file(&of_file, &size, "data", &fault), SV_OK);
        of_bytes = sv_digest_of(bytes, sizes[i]);
        cr_expect(sv_digest_same(&of_file, &of_bytes));
        cr_expect_eq(size, sizes[i]);
    }
    files_flip_byte("data", N - 1);
    cr_assert_eq(sv_digest_file(&of_file, NULL, "data", &fault), SV_OK);
    cr_expect(!sv_digest_same(&of_file, &of_bytes));
}

/* The file at PATH has the same digest where it is mapped. */
static void
expect_mapped(const char *path, size_t size, const char *hex)
{
    struct sv_fault fault = { 0 };
    struct sv_digest found;
    const int fd = open(path, O_RDONLY);
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);

    cr_assert(map != MAP_FAILED);
    cr_assert_eq(sv_digest_bytes(&found, map, size, &fault), SV_OK);
    cr_expect_str_eq(found.hex, hex);
    cr_assert_eq(sv_digest_mapped(&found, map, size, &fault), SV_OK);
    cr_expect_str_eq(found.hex, hex);
    munmap(map, size);
    close(fd);
}

/* A file of two parts and a bit of a third, most of it holes. */
Test(digest, large_file_is_its_parts)
{
    static unsigned char part[SV_DIGEST_PART];
    const size_t size = 2 * (size_t) SV_DIGEST_PART + 3;
    const struct { size_t at; const char *text; } written[] = {
        { 17, "first" }, { SV_DIGEST_PART - 2, "both" }, { size - 3, "end" },
    };
    unsigned char of_parts[3 * 16];
    struct sv_fault fault = { 0 };
    struct sv_digest found, expected;
    FILE *file = fopen("data", "wb+");
    size_t n = 0;

    for (size_t i = 0; i < 3; i++) {
        fseek(file, (long) written[i].at, SEEK_SET);
        fputs(written[i].text, file);
    }
    fflush(file);
    for (size_t k = 0; k < 3; k++) {
        size_t got;

        fseek(file, (long) (k * SV_DIGEST_PART), SEEK_SET);
        got = fread(part, 1, sizeof part, file);
        expected = sv_digest_of(part, got);
        for (size_t i = 0; i < 16; i++)
            sscanf(expected.hex + 2 * i, "%2hhx", &of_parts[16 * k + i]);
    }
    fclose(file);
    expected = sv_digest_of(of_parts, sizeof of_parts);
    cr_assert_eq(sv_digest_file(&found, &n, "data", &fault), SV_OK);
    cr_expect_str_eq(found.hex, expected.hex);
    cr_expect_eq(n, size);
    expect_mapped("data", size, expected.hex);
    files_flip_byte("data", SV_DIGEST_PART + 5);
    cr_assert_eq(sv_digest_file(&found, NULL, "data", &fault), SV_OK);
    cr_expect_str_neq(found.hex, expected.hex);
    expect_mapped("data", size, found.hex);
}

Test(digest, unreadable_file_is_named)
{
    struct sv_fault fault = { 0 };
    struct sv_digest d;

    cr_expect_eq(sv_digest_file(&d, NULL, "none", &fault), SV_SYSTEM);
    cr_expect_str_eq(fault.text,
                     "none: cannot be read: No such file or directory");
    fault = (struct sv_fault){ 0 };
    cr_expect_eq(sv_digest_file(&d, NULL, ".", &fault), SV_SYSTEM);
    cr_expect_str_eq(fault.text, ".: cannot be read: Is a directory");
}
