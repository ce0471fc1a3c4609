/* nearest.c - the name that somebody may have meant. */
#include "pipeline/source.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 64 };          /* longer names are not compared */

static int
lower(char c)
{
    return tolower((unsigned char) c);
}

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
    const unsigned ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Letters to put in, leave out, change or swap with their neighbour to make A
 * into B (optimal string alignment), case aside. */
static unsigned
distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    unsigned row[3][LONGEST + 1];
    unsigned *before = row[0], *above = row[1], *here = row[2];

    for (size_t j = 0; j <= n_b; j++)
        above[j] = (unsigned) j;
    for (size_t i = 1; i <= n_a; i++) {
        unsigned *spare = before;

        here[0] = (unsigned) i;
        for (size_t j = 1; j <= n_b; j++) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);

            here[j] = least(above[j] + 1, here[j - 1] + 1,
                            above[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2])
                && lower(a[i - 2]) == lower(b[j - 1])
                && before[j - 2] + 1 < here[j])
                here[j] = before[j - 2] + 1;
        }
        before = above;
        above = here;
        here = spare;
    }
    return above[n_b];
}

const char *
sv_nearest(const char *name, const char *const *names, size_t n)
{
    const size_t length = strlen(name);
    unsigned best = (length <= 3 ? 1 : 2) + 1;
    const char *nearest = NULL;

    if (length == 0 || length > LONGEST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const size_t other = strlen(names[i]);
        unsigned d;

        if (other > LONGEST || other > length + 2 || length > other + 2)
            continue;
        d = distance(name, length, names[i], other);
        if (d < best && d < length) {
            best = d;
            nearest = names[i];
        }
    }
    return nearest;
}
