/* files.h - reading, writing and spoiling small files; all assert success. */
#ifndef SV_FILES_H
#define SV_FILES_H

#include <stddef.h>

/* Makes the test's scratch folder the working directory; for .init. */
void files_enter(void);

void files_write(const char *path, const void *data, size_t n);
void files_write_text(const char *path, const char *text);

/* The whole file with a NUL behind it; the caller frees it.  *n may be NULL. */
char *files_read(const char *path, size_t *n);
void files_flip_byte(const char *path, size_t at);

#endif
