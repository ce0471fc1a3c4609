/* pretence.c - programs that pretend to be the stages. */
#include "tests/helpers/pretence.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/route.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"

void
stages_enter(void)
{
    char *here, path[8192];

    files_enter();
    here = getcwd(NULL, 0);
    cr_assert(here != NULL && mkdir("bin", 0700) == 0);
    for (size_t i = 0; i < sv_n_stops; i++) {
        char name[64], text[256];
        const char *stage = sv_route[i].stage;

        snprintf(name, sizeof name, "bin/hearth-%s", stage);
        snprintf(text, sizeof text, "#!/bin/sh\necho %s \"$@\" >> log\n"
                 "if [ -e %s ]; then . ./%s; fi\n", stage, stage, stage);
        files_write_text(name, text);
        cr_assert(chmod(name, 0700) == 0);
    }
    snprintf(path, sizeof path, "%s/bin:%s", here, getenv("PATH"));
    setenv("PATH", path, 1);
    free(here);
    files_write_text("survey.yaml", "survey: {title: Corn}\n");
    files_write_text("log", "");
}

void
stages_expect(const char *text)
{
    program_expect("log", text);
    files_write_text("log", "");
}
