/* fuzz_csv.c - any bytes as a CSV text: fields stay within it, numbers are
 * finite, and every byte is passed once.
 *
 *     clang -g -O1 -std=c17 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined \
 *         -I. tests/fuzz/fuzz_csv.c stages/ingest/{csvscan,csvnumber}.c \
 *         pipeline/fault.c -lm -o build/fuzz_csv
 *     mkdir -p build/csv && build/fuzz_csv -max_len=4096 build/csv
 */
#include <math.h>
#include <stdlib.h>

#include "stages/ingest/csvscan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_field(const struct sv_scan *scan, const struct sv_scan_field *f)
{
    double value = NAN;
    uint8_t reason = 0;
    const enum sv_scan_kind kind = sv_scan_number(f, f->n % 2 == 0 ? '.' : ',',
                                                  &value, &reason);

    if (f->n > scan->size)
        abort();
    if (kind == SV_SCAN_NUMBER && !isfinite(value))
        abort();
    if (kind == SV_SCAN_MISSING && (reason == 0 || reason > 27))
        abort();
    for (size_t i = 0; i < f->n; i++)   /* the sanitizer looks at each byte */
        value += f->text[i];
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct sv_fault fault = { .status = SV_OK };
    struct sv_scan scan;

    sv_scan_begin(&scan, (const char *) data, n);
    while (fault.status == SV_OK && sv_scan_more(&scan)) {
        struct sv_scan_field f = { .last = false };

        while (!f.last) {
            const size_t before = scan.at;

            if (sv_scan_next(&f, &scan, &fault) != SV_OK)
                break;
            if (scan.at > n || (scan.at == before && !f.last))
                abort();
            check_field(&scan, &f);
        }
    }
    sv_scan_end(&scan);
    return 0;
}
