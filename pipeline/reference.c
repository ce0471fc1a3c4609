/* reference.c - a grammar as a page that people read. */
#include "pipeline/reference.h"

#include <math.h>
#include <string.h>

#include "pipeline/grammar.h"

enum { WIDTH = 78, MOST_FORMS = 32 };

/* The page as it is written.  A form that two sections share is shown once. */
struct page {
    FILE *f;
    const struct sv_form *shown[MOST_FORMS];
    size_t n_shown;
};

/* Bytes of the first word of TEXT; what stands in backticks is one word. */
static size_t
word(const char *text)
{
    bool code = false;
    size_t n = 0;

    for (; text[n] != '\0' && (code || text[n] != ' '); n++)
        if (text[n] == '`')
            code = !code;
    return n;
}

/* TEXT wrapped at WIDTH, lines behind the first indented by INDENT; FIRST
 * columns of the first line are taken already. */
static void
wrap(FILE *f, const char *text, size_t first, int indent)
{
    size_t column = first;

    while (*text != '\0') {
        const size_t n = word(text);

        if (column > (size_t) indent && column + n + 1 > WIDTH) {
            fprintf(f, "\n%*s", indent, "");
            column = (size_t) indent;
        } else if (column > (size_t) indent) {
            fputc(' ', f);
            column++;
        }
        fwrite(text, 1, n, f);
        column += n;
        text += n;
        text += strspn(text, " ");
    }
    fputc('\n', f);
}

static void
write_bounds(char *out, size_t size, const struct sv_key *key)
{
    out[0] = '\0';
    if (key->low >= key->high)
        return;
    if (isinf(key->high))
        snprintf(out, size, ", %s %g", key->open ? "more than" : "at least",
                 key->low);
    else
        snprintf(out, size, " %s %g %s %g", key->open ? "between" : "from",
                 key->low, key->open ? "and" : "to", key->high);
}

/* "- `rho` (a number from 0 to 1; default ...): ... Example: ...", and the
 * words it allows. */
static void
write_key(FILE *f, const struct sv_key *key)
{
    char text[1200], bounds[60];

    write_bounds(bounds, sizeof bounds, key);
    snprintf(text, sizeof text, "`%s` (%s%s%s%s%s): %s%s%s%s%s%s",
             key->name, key->kind->phrase, bounds,
             key->required ? "; required" : "",
             key->fallback != NULL ? "; default: " : "",
             key->fallback != NULL ? key->fallback : "", key->doc,
             key->example != NULL ? " Example: `" : "",
             key->example != NULL ? key->name : "",
             key->example != NULL ? ": " : "",
             key->example != NULL ? key->example : "",
             key->example != NULL ? "`" : "");
    fputs("- ", f);
    wrap(f, text, 2, 2);
    for (size_t w = 0; w < key->n_words; w++) {
        snprintf(text, sizeof text, "`%s`: %s", key->word[w].name,
                 key->word[w].doc);
        fputs("  - ", f);
        wrap(f, text, 4, 4);
    }
}

static bool
is_shown(struct page *page, const struct sv_form *form)
{
    for (size_t i = 0; i < page->n_shown; i++)
        if (page->shown[i] == form)
            return true;
    if (page->n_shown < MOST_FORMS)
        page->shown[page->n_shown++] = form;
    return false;
}

/* The section that KEY holds, written under PATH, then those within it. */
static void
write_section(struct page *page, const struct sv_key *key, const char *path,
              int depth)
{
    const struct sv_form *form = key->form;
    char here[200];

    if (form == NULL || is_shown(page, form))
        return;
    snprintf(here, sizeof here, "%.120s%s%.60s:%s", path, *path ? " " : "",
             key->name, key->kind == &sv_kind_named ? " NAME:" : "");
    fprintf(page->f, "\n%.*s `%s`\n\n", depth, "######", here);
    wrap(page->f, form->intro, 0, 0);
    if (form->example != NULL)
        fprintf(page->f, "\n```yaml\n%s```\n", form->example);
    fputc('\n', page->f);
    for (size_t k = 0; k < form->n_keys; k++)
        write_key(page->f, &form->key[k]);
    for (size_t k = 0; k < form->n_keys; k++)
        write_section(page, &form->key[k], here, depth + 1);
}

static const char faults[] =
    "\n## When something is wrong\n\n"
    "Every fault is shown with its place, and all of them at once:\n\n"
    "```text\n"
    "survey.yaml:7:15: 'lonely-psu' must be fail, remove, adjust, average,"
    " certainty or collapse, not 'adjus'; did you mean 'adjust'?\n"
    "  lonely-psu: adjus\n"
    "              ^~~~~\n"
    "```\n\n"
    "The same form tells later of a variable that the data file does not "
    "have, or of\nan expression that cannot be computed. `hearth check "
    "survey.yaml` looks for all of\nit without computing anything.\n";

static const char editors[] =
    "\n## In an editor\n\n"
    "The grammar is also there as a JSON Schema, "
    "`pipeline/survey.schema.json`, with\nwhich editors complete keys and "
    "mark faults while one writes. Where the editor\nfollows the convention "
    "of the YAML language server, the first line of the\ndescription names "
    "it:\n\n"
    "```yaml\n"
    "# yaml-language-server: $schema=/usr/local/share/hearth/"
    "survey.schema.json\n"
    "```\n";

static const char catalogue[] =
    "\n## Catalogue files\n\n"
    "A file of indicators that any survey may name under `catalogue`. The "
    "ones that\ncome along are in `pipeline/catalogue/`; others are found by "
    "their path, or by\nname in the folder that the environment variable "
    "`HEARTH_CATALOGUE` gives. The\nentries are written as those under "
    "`indicators: own:` above.\n\n"
    "```yaml\n"
    "catalogue: {id: mine, title: Our own indicators}\n"
    "indicators:\n"
    "  - code: HH9\n"
    "    name: {en: Internet users by activity, fr: Internautes par "
    "activité}\n"
    "    of: person\n"
    "    universe: internet\n"
    "    requires: [internet]\n"
    "    items:\n"
    "      - {item: a, name: E-mail, proportion: act_mail, "
    "requires: [act_mail]}\n"
    "```\n\n";

void
sv_reference_write(FILE *f)
{
    const struct sv_form *survey = &sv_form_survey, *file = &sv_form_catalogue;
    struct page page = { .f = f };

    fputs("<!-- Made from the tables in pipeline/grammar*.c; "
          "edit those. -->\n\n# survey.yaml\n\n", f);
    wrap(f, survey->intro, 0, 0);
    fputs("\nIts sections:\n\n", f);
    for (size_t k = 0; k < survey->n_keys; k++)
        write_key(f, &survey->key[k]);
    for (size_t k = 0; k < survey->n_keys; k++)
        write_section(&page, &survey->key[k], "", 2);
    fputs(catalogue, f);
    for (size_t k = 0; k < file->n_keys; k++)
        write_key(f, &file->key[k]);
    for (size_t k = 0; k < file->n_keys; k++)
        write_section(&page, &file->key[k], "", 3);
    fputs(faults, f);
    fputs(editors, f);
}
