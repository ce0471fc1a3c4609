/* test_provenance.c - what an artifact says of where it comes from. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "pipeline/provenance.h"

Test(provenance, tells_what_made_the_contents_and_nothing_else)
{
    json_t *entry = json_pack(
        "{s:s, s:s, s:{s:b, s:i, s:s}, s:[{s:s, s:s, s:b}, {s:s, s:s}], s:s}",
        "version", "0.7", "program", "f00d", "options", "all", 1, "rounds", 3,
        "rule", "math", "inputs", "path", "/home/u/survey.yaml", "digest",
        "1a", "description", 1, "artifact", "units.h5", "digest", "2b",
        "started", "2026-03-01T07:30:00Z");
    struct sv_fault fault = { 0 };
    char *text;

    cr_assert_not_null(entry);
    cr_assert_eq(sv_provenance(&text, "hearth-weigh", entry, &fault), SV_OK);
    cr_expect_str_eq(text,
        "{\n \"program\": \"hearth-weigh\",\n \"version\": \"0.7\",\n"
        " \"options\": {\n  \"all\": true,\n  \"rounds\": 3,\n"
        "  \"rule\": \"math\"\n },\n \"inputs\": [\n"
        "  {\n   \"name\": \"survey.yaml\",\n   \"digest\": \"1a\"\n  },\n"
        "  {\n   \"name\": \"units.h5\",\n   \"digest\": \"2b\"\n  }\n ]\n}\n");
    free(text);
    json_decref(entry);
}
