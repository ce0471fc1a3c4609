/* test_identity.c - which sampling unit is which, in another round. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pipeline/identity.h"

/* The same PSU of the same stratum has the same number wherever it stands in
 * its round; another stratum's PSU 17 is another. */
Test(identity, goes_by_stratum_and_identifier_alone)
{
    static const uint32_t first_a[] = { 0, 2, 4 }, first_b[] = { 0, 1, 3 };
    json_t *strata_a = json_pack("[s, s]", "north", "south");
    json_t *strata_b = json_pack("[s, s]", "south", "west");
    json_t *psus_a = json_pack("[s, s, s, s]", "17", "403", "17", "59");
    json_t *psus_b = json_pack("[s, s, s]", "59", "17", "403");
    uint64_t a[4], b[3];

    sv_psu_identities(a, strata_a, psus_a, first_a, 2);
    sv_psu_identities(b, strata_b, psus_b, first_b, 2);
    cr_expect(eq(u64, a[3], b[0]));
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < i; k++)
            cr_expect(ne(u64, a[i], a[k]), "%d and %d", i, k);
        cr_expect(ne(u64, a[i], b[1]), "%d", i);
        cr_expect(ne(u64, a[i], b[2]), "%d", i);
    }
    json_decref(strata_a);
    json_decref(strata_b);
    json_decref(psus_a);
    json_decref(psus_b);
}
