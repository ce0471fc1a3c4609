/* test_nonresponse.c - who did not answer, from counts to names. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/world.h"
#include "stages/tally/nonresponse.h"
#include "tests/helpers/scratch.h"

static struct sv_store *
store_of(const uint64_t *count, size_t n)
{
    char path[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_store *store;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(path, "units.h5");
    cr_assert(eq(int, sv_store_begin(&maker, path, "units", 1, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "ind/missing", SV_U64, n, count,
                                   &fault), SV_OK));
    cr_assert(eq(int, sv_store_layout(maker, &fault), SV_OK));
    cr_assert(eq(int, sv_store_seal(maker, &digest, &fault), SV_OK));
    cr_assert(eq(int, sv_store_open(&store, path, "units", 1, &digest, &fault),
                 SV_OK));
    return store;
}

static const char meta_text[] =
    "{\"kinds\": [\"\", \"system\", \"refused\"],"
    " \"indicators\": [{\"code\": \"A\"}, {\"code\": \"B\"}]}";

Test(nonresponse, kinds_that_occur_are_named)
{
    uint64_t count[2 * SV_MAX_KINDS] = { 7137, 12, 23 };
    struct sv_fault fault = { 0 };
    json_t *meta = json_loads(meta_text, 0, NULL);
    struct sv_store *store;
    char *text;

    count[SV_MAX_KINDS] = 61;
    count[SV_MAX_KINDS + 2] = 5;
    store = store_of(count, 2 * SV_MAX_KINDS);
    cr_assert(eq(int, sv_nonresponse_add(meta, store, &fault), SV_OK), "%s",
              fault.text);
    text = json_dumps(json_object_get(meta, "indicators"), JSON_COMPACT);
    cr_expect_str_eq(text,
        "[{\"code\":\"A\",\"n_universe\":7137,"
        "\"n_missing\":{\"system\":12,\"refused\":23}},"
        "{\"code\":\"B\",\"n_universe\":61,\"n_missing\":{\"refused\":5}}]");
    free(text);
    json_decref(meta);
    sv_store_close(store);
}

Test(nonresponse, counts_that_do_not_fit_the_list_are_refused)
{
    const uint64_t count[SV_MAX_KINDS] = { 7137 };
    struct sv_fault fault = { 0 };
    json_t *meta = json_loads(meta_text, 0, NULL);
    struct sv_store *store = store_of(count, SV_MAX_KINDS);

    cr_expect(ne(int, sv_nonresponse_add(meta, store, &fault), SV_OK));
    cr_expect(ne(ptr, strstr(fault.text, "ind/missing"), NULL), "%s",
              fault.text);
    json_decref(meta);
    sv_store_close(store);
}

Test(nonresponse, a_kind_without_a_name_is_a_bug)
{
    uint64_t count[2 * SV_MAX_KINDS] = { 0 };
    struct sv_fault fault = { 0 };
    json_t *meta = json_loads(meta_text, 0, NULL);
    struct sv_store *store;

    count[3] = 1;
    store = store_of(count, 2 * SV_MAX_KINDS);
    cr_expect(eq(int, sv_nonresponse_add(meta, store, &fault), SV_BUG));
    cr_expect_str_eq(fault.text, "units.h5: kind 3 of missing has no name");
    json_decref(meta);
    sv_store_close(store);
}
