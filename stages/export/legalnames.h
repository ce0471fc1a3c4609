/* legalnames.h - names that SPSS, Stata and R all take.
 *
 * Letters, digits and '_', a letter first and no '_' last, at most 32 bytes,
 * different without regard to case, and none of the words that Stata or SPSS
 * keep for themselves.  What is not legal becomes '_'; what is there already
 * gets a number behind it.
 */
#ifndef SV_LEGALNAMES_H
#define SV_LEGALNAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { SV_LEGAL_NAME_SIZE = 33 };

struct sv_legal_names {         /* those that are taken; zero at first */
    char (*name)[SV_LEGAL_NAME_SIZE];
    size_t n, capacity;
    size_t *slot;               /* by hash: place + 1 */
    size_t n_slots;
};

/* The name for WANTED that is free, which it takes.  False if memory runs
 * out. */
bool sv_legal_name(char out[SV_LEGAL_NAME_SIZE], struct sv_legal_names *names,
                   const char *wanted);
void sv_legal_names_free(struct sv_legal_names *names);

#endif
