/* simulate.c - how good variances and intervals are, on populations of our own.
 *
 *     simulate WHAT SAMPLES       writes a table in Markdown
 *
 * WHAT is variances, intervals, contrasts, quantiles or calibrated.
 */
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/simulated.h"

static const struct part {
    const char *name;
    void (*run)(unsigned samples);
} parts[] = {
    { "variances", sim_variances },
    { "intervals", sim_intervals },
    { "contrasts", sim_contrasts },
    { "quantiles", sim_quantiles },
    { "calibrated", sim_calibrated },
};

int
main(int argc, char **argv)
{
    const unsigned long samples = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    size_t k = 0;

    while (argc == 3 && k < sizeof parts / sizeof *parts
           && strcmp(parts[k].name, argv[1]) != 0)
        k++;
    if (samples < 2 || samples > 1000000 || k == sizeof parts / sizeof *parts) {
        fprintf(stderr, "usage: simulate variances|intervals|contrasts|"
                "quantiles|calibrated SAMPLES\n");
        return 2;
    }
    gsl_set_error_handler_off();
    parts[k].run((unsigned) samples);
    return fflush(stdout) == 0 ? 0 : 3;
}
