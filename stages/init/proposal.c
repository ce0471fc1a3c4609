/* proposal.c - a first survey.yaml, with what it was guessed from. */
#include "stages/init/proposal.h"

#include <string.h>

#include "stages/init/writing.h"

/* The language that most labels were found in. */
static const char *
language_of(const struct sv_draft *d)
{
    size_t best = 0, count[SV_N_TONGUES] = { 0 };

    for (size_t t = 0; t < d->mapping->n; t++)
        for (size_t k = 0; k < SV_N_TONGUES; k++)
            if (d->mapping->of[t].tongue != NULL
                && strcmp(d->mapping->of[t].tongue, sv_tongue[k]) == 0
                && ++count[k] > count[best])
                best = k;
    return sv_tongue[best];
}

static void
write_summary(const struct sv_draft *d)
{
    size_t n[SV_HIGH + 1] = { 0 };

    for (size_t t = 0; t < d->mapping->n; t++)
        n[d->mapping->of[t].sure]++;
    fprintf(d->to, "#\n# Columns were found for %zu canonical variables: %zu "
            "with high confidence, %zu\n# medium, %zu low.\n",
            n[SV_HIGH] + n[SV_MEDIUM] + n[SV_LOW], n[SV_HIGH], n[SV_MEDIUM],
            n[SV_LOW]);
}

static void
write_head(const struct sv_draft *d)
{
    const struct sv_preset *preset = d->known->preset;
    const char *language = language_of(d);

    fputs("# A first description, proposed by hearth init.  Nothing in it is "
          "certain.\n"
          "#\n"
          "# Above each line stands how sure it is and what it was guessed "
          "from: a column,\n"
          "# its label, and the words that were found in it.  high: the label "
          "and the values\n"
          "# agree; medium: one of them does; low: commented out, for you to "
          "decide.\n"
          "#\n"
          "# Read every line beside the questionnaire, take away the "
          "comments that are settled,\n"
          "# then: hearth check survey.yaml\n", d->to);
    write_summary(d);
    if (preset != NULL)
        fprintf(d->to, "#\n# Preset: %s.\n# Its source: %s\n"
                "# What it says was found in data files, or is remembered, or "
                "uncertain; look at\n# the questionnaire where it is not "
                "found.\n",
                preset->about.title.text, preset->about.source.text);
    fputs("\nsurvey:\n"
          "  title: Household ICT survey       # say which\n"
          "# country: EXL                      # three letters of ISO 3166\n"
          "# year: 2026\n"
          "# reference-period: last three months\n", d->to);
    fprintf(d->to, "  languages: [%s%s]\n\n", language,
            strcmp(language, "en") != 0 ? ", en" : "");
}

/* ---- files ------------------------------------------------------------------ */

/* The path of record R's file, from the folder of the proposal where it lies
 * below that. */
static const char *
path_of(const struct sv_draft *d, const struct sv_survey *survey, size_t r)
{
    const int i =
        sv_survey_record(survey, d->structure->record[r].file->record);
    const char *path = i >= 0 ? survey->record[i].path.text : "";
    const size_t n = strlen(d->folder);

    if (strncmp(path, d->folder, n) == 0 && path[n] == '/')
        return path + n + 1;
    return path;
}

static void
write_key(const struct sv_draft *d, const struct sv_found_record *r)
{
    if (r->key.n == 0)
        return;
    fputs(", key: [", d->to);
    for (size_t k = 0; k < r->key.n; k++) {
        fputs(k > 0 ? ", " : "", d->to);
        sv_write_item(d->to, r->file->column[r->key.column[k]].name);
    }
    fputc(']', d->to);
}

/* What had to be said to read the file. */
static void
write_reading(const struct sv_draft *d, const struct sv_survey *survey,
              size_t r)
{
    const int i =
        sv_survey_record(survey, d->structure->record[r].file->record);

    if (i >= 0 && survey->record[i].encoding.text != NULL) {
        fputs(", encoding: ", d->to);
        sv_write_quoted(d->to, survey->record[i].encoding.text);
    }
    if (i >= 0 && strcmp(survey->record[i].decimal.text, "comma") == 0)
        fputs(", decimal: comma", d->to);
}

/* The parent, and what its key is called here where that is something else. */
static void
write_parent(const struct sv_draft *d, const struct sv_found_record *r)
{
    const struct sv_found_record *parent = &d->structure->record[r->parent];
    bool renamed = false;

    fprintf(d->to, ", parent: %s", parent->name);
    for (size_t k = 0; k < r->link.n; k++)
        renamed |= strcmp(r->file->column[r->link.column[k]].name,
                          parent->file->column[parent->key.column[k]].name) != 0;
    for (size_t k = 0; renamed && k < r->link.n; k++) {
        fputs(k == 0 ? ", parent-key: [" : ", ", d->to);
        sv_write_item(d->to, r->file->column[r->link.column[k]].name);
    }
    if (renamed)
        fputs("]", d->to);
}

static void
write_record(const struct sv_draft *d, const struct sv_survey *survey, size_t i)
{
    const struct sv_found_record *r = &d->structure->record[i];

    if (r->from >= 0)
        fprintf(d->to, "  # medium: households repeated on the rows of their "
                "persons: %zu of them\n", r->n_units);
    else if (r->key.n == 0)
        fprintf(d->to, "  # low: no columns were found that tell all %zu rows "
                "apart; name them as key\n", r->file->n);
    else
        fprintf(d->to, "  # high: the key differs in all %zu rows\n",
                r->file->n);
    if (r->parent >= 0 && d->structure->record[r->parent].from < 0)
        fprintf(d->to, "  # %s: %zu of %zu rows find their %s by its key\n",
                r->n_orphans == 0 ? "high" : "medium",
                r->file->n - r->n_orphans, r->file->n,
                d->structure->record[r->parent].name);
    fprintf(d->to, "  %s: {", r->name);
    if (r->from >= 0) {
        fprintf(d->to, "from: %s", d->structure->record[r->from].name);
    } else {
        fputs("path: ", d->to);
        sv_write_quoted(d->to, path_of(d, survey, i));
        write_reading(d, survey, i);
    }
    write_key(d, r);
    if (r->parent >= 0)
        write_parent(d, r);
    fputs("}\n", d->to);
}

static void
write_files(const struct sv_draft *d, const struct sv_survey *survey)
{
    fputs("# Keys and parents were tested on the data.\nfiles:\n", d->to);
    for (size_t i = 0; i < d->structure->n; i++)
        write_record(d, survey, i);
    for (size_t i = 0; i < d->structure->n_left; i++)
        fprintf(d->to, "  # %s is left out: its rows could not be linked by a key "
                "above. If they belong to\n  # one of these, add it with parent: and "
                "parent-key: [what that key is called in it];\n  # else describe it "
                "alone\n", d->structure->left[i]->file);
    if (d->structure->person < 0)
        fputs("  # no file was found that tells the age of persons and their sex or line\n", d->to);
    fputc('\n', d->to);
}

/* ---- design ----------------------------------------------------------------- */

static void
write_role(const struct sv_draft *d, const char *key,
           const struct sv_found_role *role)
{
    if (role->column == NULL) {
        fprintf(d->to, "  # %s: none was found; name it if there is one\n",
                key);
        return;
    }
    fprintf(d->to, "  # %s: %s", sv_sure_name(role->sure), role->column->name);
    if (*role->column->label != '\0') {
        fputs(", \"", d->to);
        sv_write_remark(d->to, role->column->label);
        fputc('"', d->to);
    }
    if (role->preset != NULL)
        fprintf(d->to, "; preset %s (%s)", d->known->preset->about.id.text,
                role->preset->mark_word.text);
    fprintf(d->to, "; %zu values", role->n_values);
    if (role->other != NULL) {
        fputs("; where it lacks, ", d->to);
        sv_write_remark(d->to, role->other->name);
    }
    if (role->rival != NULL) {
        fputs("; or is it ", d->to);
        sv_write_remark(d->to, role->rival->name);
        fputc('?', d->to);
    }
    fputc('\n', d->to);
    if (role->preset != NULL && role->preset->note.text != NULL)
        fprintf(d->to, "  #   look: %s\n", role->preset->note.text);
}

/* Whether ROLE is to be written, and not within a comment. */
static const char *
comment_of(const struct sv_found_role *role)
{
    return role->sure == SV_LOW ? "# " : "";
}

static void
write_strata(const struct sv_draft *d)
{
    const struct sv_sampling *s = d->sampling;

    write_role(d, "strata", &s->stratum);
    if (s->stratum.column == NULL)
        return;
    fprintf(d->to, "  %sstrata: [", comment_of(&s->stratum));
    sv_write_item(d->to, s->stratum.column->name);
    fputs("]\n", d->to);
}

/* The second stage is the household, where persons have been drawn with it. */
static const struct sv_seen_column *
second_stage(const struct sv_draft *d)
{
    const struct sv_structure *s = d->structure;
    const struct sv_found_record *r =
        s->household >= 0 ? &s->record[s->household] : NULL;
    const struct sv_seen_column *c = r != NULL && r->key.n > 0
        ? &r->file->column[r->key.column[r->key.n - 1]] : NULL;

    return c != d->sampling->psu.column ? c : NULL;
}

static void
write_clusters(const struct sv_draft *d)
{
    const struct sv_sampling *s = d->sampling;
    const struct sv_seen_column *second = second_stage(d);

    write_role(d, "clusters", &s->psu);
    if (s->psu.column == NULL)
        return;
    if (s->nested)
        fprintf(d->to, "  # the same numbers are in several strata: %zu units "
                "in all\n", s->n_units);
    fprintf(d->to, "  %sclusters: [", comment_of(&s->psu));
    sv_write_item(d->to, s->psu.column->name);
    if (second != NULL) {
        fputs(", ", d->to);
        sv_write_item(d->to, second->name);
    }
    fputs("]\n", d->to);
    if (s->nested)
        fprintf(d->to, "  %snested: true\n", comment_of(&s->psu));
}

static void
write_fpc(const struct sv_draft *d)
{
    const struct sv_sampling *s = d->sampling;
    const bool both = s->fpc[1].column != NULL && second_stage(d) != NULL;
    const bool good = s->stratum.sure > SV_LOW && s->psu.sure > SV_LOW;

    if (s->fpc[0].column == NULL)
        return;
    write_role(d, "fpc", &s->fpc[0]);
    if (both)
        write_role(d, "fpc", &s->fpc[1]);
    fprintf(d->to, "  %sfpc: [", good ? comment_of(&s->fpc[0]) : "# ");
    sv_write_item(d->to, s->fpc[0].column->name);
    if (both) {
        fputs(", ", d->to);
        sv_write_item(d->to, s->fpc[1].column->name);
    }
    fputs("]   # the same throughout a stratum, or a sampling unit\n", d->to);
}

/* Who has neither was not interviewed, and weighs nothing. */
static void
write_two_weights(const struct sv_draft *d, const struct sv_found_role *w)
{
    const char *one = w->column->name, *two = w->other->name;

    fputs("\"if(not missing(", d->to);
    sv_write_name(d->to, one);
    fputs("), ", d->to);
    sv_write_name(d->to, one);
    fputs(", if(not missing(", d->to);
    sv_write_name(d->to, two);
    fputs("), ", d->to);
    sv_write_name(d->to, two);
    fputs(", 0))\"", d->to);
}

/* "PWEIGHT", with 0 for rows that lack it, as they were not interviewed. */
static void
write_own_weight(const struct sv_draft *d, const struct sv_found_role *w)
{
    if (w->other != NULL) {
        write_two_weights(d, w);
    } else if (w->column->n_missing > 0) {
        fputs("\"if(missing(", d->to);
        sv_write_name(d->to, w->column->name);
        fputs("), 0, ", d->to);
        sv_write_name(d->to, w->column->name);
        fputs(")\"", d->to);
    } else {
        sv_write_item(d->to, w->column->name);
    }
}

/* The weight of record R: its own, or that of the rows it is made of; else its
 * household's; else 1. */
static void
write_weight(const struct sv_draft *d, size_t r)
{
    const struct sv_found_role *weight = d->sampling->weight;
    const int up = d->structure->record[r].parent;
    const int from = d->structure->record[r].from;

    fprintf(d->to, "%s: ", d->structure->record[r].name);
    if (weight[r].column != NULL) {
        write_own_weight(d, &weight[r]);
    } else if (from >= 0 && weight[from].column != NULL) {
        write_own_weight(d, &weight[from]);
    } else if (up >= 0 && weight[up].column != NULL) {
        fprintf(d->to, "%s.", d->structure->record[up].name);
        sv_write_item(d->to, weight[up].column->name);
    } else {
        fputc('1', d->to);
    }
}

/* What stands above the weight of record R; whether it is sure enough. */
static bool
tell_weight(const struct sv_draft *d, size_t r)
{
    const struct sv_found_role *weight = d->sampling->weight;
    const int up = d->structure->record[r].parent;
    const int from = d->structure->record[r].from;
    const char *name = d->structure->record[r].name;

    if (weight[r].column != NULL) {
        write_role(d, "weight", &weight[r]);
        return weight[r].sure > SV_LOW;
    }
    if (from >= 0 && weight[from].column != NULL)
        fprintf(d->to, "  # low: %s takes the weight of its first row; has it "
                "one of its own?\n", name);
    else if (up >= 0 && weight[up].column != NULL) {
        fprintf(d->to, "  # %s: no column of %s looks like its weight; it is "
                "that of the %s, if all\n  # of its members were asked\n",
                weight[up].sure > SV_LOW ? "medium" : "low", name,
                d->structure->record[up].name);
        return weight[up].sure > SV_LOW;
    } else
        fprintf(d->to, "  # low: no column of %s looks like its weight; 1 if "
                "it has none\n", name);
    return false;
}

/* One line if all are sure, or none is; else one for each, and those that are
 * not are comments. */
static void
write_weights(const struct sv_draft *d)
{
    bool sure[SV_MOST_RECORDS + 1];
    size_t n = 0;

    for (size_t r = 0; r < d->structure->n; r++) {
        sure[r] = tell_weight(d, r);
        n += sure[r];
    }
    if (n > 0 && n < d->structure->n) {
        fputs("  weight:\n", d->to);
        for (size_t r = 0; r < d->structure->n; r++) {
            fputs(sure[r] ? "    " : "    # ", d->to);
            write_weight(d, r);
            fputc('\n', d->to);
        }
        return;
    }
    fputs(n == 0 ? "  # weight: {" : "  weight: {", d->to);
    for (size_t r = 0; r < d->structure->n; r++) {
        fputs(r > 0 ? ", " : "", d->to);
        write_weight(d, r);
    }
    fputs("}\n", d->to);
}

static void
write_design(const struct sv_draft *d)
{
    fputs("design:\n", d->to);
    write_strata(d);
    write_clusters(d);
    write_fpc(d);
    write_weights(d);
    fputs("  lonely-psu: fail\n\n", d->to);
}

/* ---- the rest ---------------------------------------------------------------- */

static void
write_not_mapped(const struct sv_draft *d)
{
    size_t at = 80;

    fputs("\n# Canonical variables that no column was found for.  Indicators "
          "that need them are\n# listed as not available "
          "(docs/canonical-variables.md).", d->to);
    for (size_t t = 0; t < d->mapping->n; t++) {
        const char *name = d->mapping->of[t].term->words.name.text;

        if (d->defined[t] || d->mapping->of[t].column != NULL)
            continue;
        if (at + strlen(name) + 2 > 78) {
            fputs("\n#  ", d->to);
            at = 3;
        }
        fprintf(d->to, " %s", name);
        at += strlen(name) + 1;
    }
    fputc('\n', d->to);
}

static void
write_unused_of(const struct sv_draft *d, size_t r)
{
    const struct sv_seen_file *f = d->structure->record[r].file;
    bool any = false;

    if (d->structure->record[r].from >= 0)
        return;
    for (size_t k = 0; k < f->n_columns; k++) {
        if (d->mapping->used[r][k])
            continue;
        if (!any)
            fprintf(d->to, "\n# Columns of %s that nothing was made of:\n",
                    d->structure->record[r].name);
        any = true;
        fputs("#   ", d->to);
        sv_write_remark(d->to, f->column[k].name);
        if (*f->column[k].label != '\0') {
            fputs("  \"", d->to);
            sv_write_remark(d->to, f->column[k].label);
            fputc('"', d->to);
        }
        fputc('\n', d->to);
    }
}

static void
write_tables(const struct sv_draft *d)
{
    static const char *const by[] = { "area", "sex", "age_group", "education",
                                      "region", "sex * age_group" };
    bool first = true;

    fputs("\nindicators:\n  catalogue: [itu-2020]\n\ntables:\n  by: [", d->to);
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        const bool crossed = strchr(by[i], '*') != NULL;

        if (crossed ? !sv_draft_defines(d, "sex")
                      || !sv_draft_defines(d, "age_group")
                    : !sv_draft_defines(d, by[i]))
            continue;
        fprintf(d->to, "%s%s", first ? "" : ", ", by[i]);
        first = false;
    }
    fputs("]\n  confidence: 0.95\n"
          "  publish: {minimum-n: 30, flag-cv: 0.15, suppress-cv: 0.30, "
          "round: 1}\n\nitem-missing: exclude\n", d->to);
}

void
sv_proposal_write(struct sv_draft *d, const struct sv_survey *survey)
{
    sv_draft_settle(d);
    write_head(d);
    write_files(d, survey);
    write_design(d);
    fputs("variables:\n", d->to);
    sv_write_cleaning(d);
    sv_write_variables(d);
    write_not_mapped(d);
    for (size_t r = 0; r < d->structure->n; r++)
        write_unused_of(d, r);
    write_tables(d);
}
