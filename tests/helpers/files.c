/* files.c - reading, writing and spoiling small files; all assert success. */
#include "tests/helpers/files.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/helpers/scratch.h"

void
files_enter(void)
{
    char folder[SCRATCH_SIZE];

    scratch_file(folder, "");
    cr_assert(chdir(folder) == 0);
}

void
files_write(const char *path, const void *data, size_t n)
{
    FILE *to = fopen(path, "w");

    cr_assert(to != NULL, "%s", path);
    cr_assert(fwrite(data, 1, n, to) == n);
    cr_assert(fclose(to) == 0);
}

void
files_write_text(const char *path, const char *text)
{
    files_write(path, text, strlen(text));
}

char *
files_read(const char *path, size_t *n)
{
    FILE *from = fopen(path, "r");
    struct stat info;
    char *text;
    size_t size;

    cr_assert(from != NULL && fstat(fileno(from), &info) == 0, "%s", path);
    size = (size_t) info.st_size;
    text = calloc(1, size + 1);
    cr_assert(text != NULL && fread(text, 1, size, from) == size);
    fclose(from);
    if (n != NULL)
        *n = size;
    return text;
}

void
files_flip_byte(const char *path, size_t at)
{
    size_t n;
    char *text = files_read(path, &n);

    cr_assert(at < n);
    text[at] = (char) ~text[at];
    files_write(path, text, n);
    free(text);
}
