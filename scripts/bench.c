/* bench.c - a large survey to time runs with: persons in 20 strata of 50 PSUs.
 *
 *     bench ROWS FILE.sav|FILE.dta [REPLICATES]
 *
 * 80 variables: stratum, PSU, weight; 12 yes-or-no answers Q1 to Q12, 3 % of
 * them missing, that depend on the PSU; 10 groups D1 to D10 with 44 categories
 * together; and 55 that nobody asks for, five of them fractions; then weights of
 * Fay's kind for as many REPLICATES.  Drawn by a seeded generator, so always the
 * same bytes; rows are in random order of PSUs.
 */
#include <fcntl.h>
#include <readstat.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STRATA = 20, PSUS = 50, ANSWERS = 12, GROUPS = 10, VARIABLES = 80 };
enum { FIRST_ANSWER = 3, FIRST_GROUP = 15, FIRST_OTHER = 25, FIRST_FRACTION = 75 };

static const int categories[GROUPS] = { 2, 2, 3, 5, 8, 4, 6, 10, 2, 2 };

/* Bytes on their way to the file, and where the dice are. */
struct output {
    int fd;
    size_t n;
    uint64_t dice;
    char byte[1 << 20];
};

/* splitmix64 of Steele, Lea and Flood, 2014. */
static uint64_t
next(uint64_t *dice)
{
    uint64_t z = *dice += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static double
uniform(uint64_t *dice)
{
    return (double) (next(dice) >> 11) * 0x1p-53;
}

static void
must(readstat_error_t code)
{
    if (code == READSTAT_OK)
        return;
    fprintf(stderr, "bench: %s\n", readstat_error_message(code));
    exit(EXIT_FAILURE);
}

static void
empty(struct output *out)
{
    size_t done = 0;

    while (done < out->n) {
        const ssize_t n = write(out->fd, out->byte + done, out->n - done);

        if (n < 0) {
            perror("bench");
            exit(EXIT_FAILURE);
        }
        done += (size_t) n;
    }
    out->n = 0;
}

static ssize_t
put_bytes(const void *data, size_t n, void *to)
{
    struct output *out = to;

    if (n > sizeof out->byte - out->n)
        empty(out);
    memcpy(out->byte + out->n, data, n);
    out->n += n;
    return (ssize_t) n;
}

static int
is_fraction(int k)
{
    return k == 2 || k >= FIRST_FRACTION;
}

static void
name_variables(readstat_writer_t *w, int replicates)
{
    static const char *const first[] = { "STRATUM", "PSU", "WEIGHT" };
    char name[16];

    for (int k = 0; k < VARIABLES; k++) {
        if (k < FIRST_ANSWER)
            snprintf(name, sizeof name, "%s", first[k]);
        else if (k < FIRST_GROUP)
            snprintf(name, sizeof name, "Q%d", k - FIRST_ANSWER + 1);
        else if (k < FIRST_OTHER)
            snprintf(name, sizeof name, "D%d", k - FIRST_GROUP + 1);
        else
            snprintf(name, sizeof name, "X%d", k - FIRST_OTHER + 1);
        readstat_add_variable(w, name, is_fraction(k) ? READSTAT_TYPE_DOUBLE
                                                      : READSTAT_TYPE_INT8, 0);
    }
    for (int r = 0; r < replicates; r++) {
        snprintf(name, sizeof name, "REPW%d", r + 1);
        readstat_add_variable(w, name, READSTAT_TYPE_DOUBLE, 0);
    }
}

/* The value of variable K of a person in unit PSU of STRATUM; -1: missing. */
static double
value(int k, int stratum, int psu, uint64_t *dice)
{
    const double u = uniform(dice);

    if (k < 2)
        return k == 0 ? stratum : psu;
    if (k == 2)
        return 50 + 10 * stratum + 200 * u;
    if (k < FIRST_GROUP) {
        const double p = 0.2 + 0.05 * (k - FIRST_ANSWER)
                         + 0.001 * ((psu * 37 + k * 11) % 101);

        return u < 0.03 ? -1 : (u - 0.03) / 0.97 < p;
    }
    if (k < FIRST_OTHER)
        return 1 + (int) (u * categories[k - FIRST_GROUP]);
    return is_fraction(k) ? 1000 * u : (int) (100 * u);
}

/* Half of the units weigh half as much more, the others half. */
static void
put_replicates(readstat_writer_t *w, int n, int unit, double weight)
{
    for (int r = 0; r < n; r++) {
        uint64_t dice = (uint64_t) unit * 65537 + (uint64_t) r;

        must(readstat_insert_double_value(
            w, readstat_get_variable(w, VARIABLES + r),
            next(&dice) & 1 ? 1.5 * weight : 0.5 * weight));
    }
}

static void
put_person(readstat_writer_t *w, struct output *out, int replicates)
{
    double weight = 0;
    const int unit = (int) (uniform(&out->dice) * STRATA * PSUS);

    must(readstat_begin_row(w));
    for (int k = 0; k < VARIABLES; k++) {
        const readstat_variable_t *v = readstat_get_variable(w, k);
        const double x = value(k, 1 + unit / PSUS, 1 + unit % PSUS, &out->dice);

        if (x < 0)
            must(readstat_insert_missing_value(w, v));
        else if (is_fraction(k))
            must(readstat_insert_double_value(w, v, x));
        else
            must(readstat_insert_int8_value(w, v, (int8_t) x));
        if (k == 2)
            weight = x;
    }
    put_replicates(w, replicates, unit, weight);
    must(readstat_end_row(w));
}

int
main(int argc, char **argv)
{
    static struct output out = { .dice = 20260331 };
    readstat_writer_t *w = readstat_writer_init();
    const long rows = argc == 3 || argc == 4 ? strtol(argv[1], NULL, 10) : 0;
    const int replicates = argc == 4 ? (int) strtol(argv[3], NULL, 10)
                                     : 0;

    if (rows <= 0 || w == NULL || replicates < 0) {
        fputs("usage: bench ROWS FILE.sav|FILE.dta [REPLICATES]\n", stderr);
        return 2;
    }
    out.fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (out.fd < 0) {
        perror(argv[2]);
        return EXIT_FAILURE;
    }
    must(readstat_set_data_writer(w, put_bytes));
    must(readstat_writer_set_file_timestamp(w, 1774915200));
    name_variables(w, replicates);
    must((strstr(argv[2], ".dta") != NULL ? readstat_begin_writing_dta
                                          : readstat_begin_writing_sav)
         (w, &out, rows));
    for (long i = 0; i < rows; i++)
        put_person(w, &out, replicates);
    must(readstat_end_writing(w));
    empty(&out);
    readstat_writer_free(w);
    return close(out.fd) == 0 ? 0 : EXIT_FAILURE;
}
