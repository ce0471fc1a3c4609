/* test_cli.c - every case of tests/cli, as one test of this runner each. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

struct cli_case { char name[120]; };    /* GROUP/CASE */

ParameterizedTestParameters(cli, cases)
{
    glob_t found = { 0 };
    struct cli_case *list;
    size_t n;

    if (glob("tests/cli/*/*.sh", 0, NULL, &found) != 0)
        found.gl_pathc = 0;
    list = cr_malloc((found.gl_pathc + 1) * sizeof *list);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i] + strlen("tests/cli/");

        snprintf(list[i].name, sizeof list[i].name, "%.*s",
                 (int) (strlen(path) - strlen(".sh")), path);
    }
    n = found.gl_pathc;
    globfree(&found);
    return cr_make_param_array(struct cli_case, list, n);
}

/* Prints what differs from what is expected, and fails. */
ParameterizedTest(struct cli_case *c, cli, cases)
{
    char command[200], said[8192];
    size_t n;
    FILE *f;

    snprintf(command, sizeof command, "scripts/cli-tests --one '%s' 2>&1",
             c->name);
    f = popen(command, "r");
    cr_assert(ne(ptr, f, NULL));
    n = fread(said, 1, sizeof said - 1, f);
    said[n] = '\0';
    cr_expect(eq(int, pclose(f), 0), "%s", said);
}
