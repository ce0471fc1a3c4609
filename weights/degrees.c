/* degrees.c - what a cell rests on: PSUs, strata, degrees of freedom. */
#include "weights/degrees.h"

#include <math.h>
#include <string.h>

/* SEEN of the N PSUs of the stratum, PSU among them, have members; NEXT: so has
 * the one before it. */
static void
count_apart(struct sv_support *out, const struct sv_design *d, uint32_t psu,
            size_t seen, bool next)
{
    const struct sv_group *group =
        &sv_design_groups(d, 0)[sv_design_group_of(d, 0)[psu]];
    const bool certain = sv_unit_fraction(d, 0, psu) >= 1;

    out->apart += !certain || seen == 1;
    if (certain) {
        out->whole += seen == 1;
        out->pairs += seen == 1;
    } else {
        out->whole += seen == group->n;
        out->pairs += next && (psu - group->first) % 2 == 1;
    }
}

/* Scratch holds for each group of the first stage how many PSUs were seen. */
static void
count_psus(struct sv_support *out, const struct sv_design *d,
           const struct sv_rows *rows, uint32_t *seen)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    const uint32_t *group_of = sv_design_group_of(d, 0);
    const size_t last = sv_design_n_stages(d) - 1;
    size_t lonely = 0, complete = 0;
    uint32_t before = 0;

    for (size_t r = 0; r < rows->n; r++) {
        uint32_t psu;
        bool next;

        if (rows->members[r] == 0)
            continue;
        psu = sv_unit_above(d, last, rows->unit[r], 0);
        out->n += rows->members[r];
        if (out->psus > 0 && psu == before)
            continue;
        next = out->psus > 0 && psu == before + 1;
        before = psu;
        out->psus++;
        if (seen[group_of[psu]] == 0) {
            out->strata++;
            lonely += groups[group_of[psu]].lonely;
            complete += last == 0 && groups[group_of[psu]].open == 0;
            out->strata_psus += groups[group_of[psu]].n;
        }
        seen[group_of[psu]]++;
        count_apart(out, d, psu, seen[group_of[psu]], next);
    }
    out->lonely = lonely > 0 && lonely + complete == out->strata
                  && !sv_design_lonely(d)->centres;
}

size_t
sv_support_rank(const struct sv_support *s, bool halves, size_t rank)
{
    const size_t alike = halves ? s->pairs : s->whole;
    const size_t apart = s->apart - (alike > 0 ? alike - 1 : 0);

    return apart < rank ? apart : rank;
}

/* Whether all members are in one unit of STAGE; if so, *UNIT. */
static bool
in_one_unit(uint32_t *unit, const struct sv_design *d,
            const struct sv_rows *rows, size_t stage)
{
    const size_t last = sv_design_n_stages(d) - 1;
    bool any = false;

    for (size_t r = 0; r < rows->n; r++) {
        uint32_t u;

        if (rows->members[r] == 0)
            continue;
        u = sv_unit_above(d, last, rows->unit[r], stage);
        if (any && u != *unit)
            return false;
        *unit = u;
        any = true;
    }
    return any;
}

static bool
is_one_psu(const struct sv_design *d, const struct sv_rows *rows)
{
    uint32_t unit = 0;

    for (size_t s = 0; s < sv_design_n_stages(d); s++) {
        if (!in_one_unit(&unit, d, rows, s))
            return false;
        if (sv_unit_fraction(d, s, unit) < 1)
            return true;
    }
    return true;
}

struct sv_support
sv_support_of(const struct sv_design *d, const struct sv_rows *rows,
              void *scratch)
{
    struct sv_support out = { 0 };

    memset(scratch, 0, sv_design_n_groups(d, 0) * sizeof(uint32_t));
    count_psus(&out, d, rows, scratch);
    out.one_psu = out.psus == 1 && is_one_psu(d, rows);
    return out;
}

unsigned
sv_support_flags(const struct sv_design *d, const struct sv_rows *rows,
                 double value, void *scratch)
{
    const struct sv_support support = sv_support_of(d, rows, scratch);

    if (support.n == 0)
        return SV_FLAG_EMPTY;
    if (isnan(value))
        return SV_FLAG_UNDEFINED;
    if (support.one_psu)
        return SV_FLAG_ONE_PSU;
    return support.lonely ? SV_FLAG_LONELY : 0;
}

static double
domain(const struct sv_design *d, const struct sv_support *s)
{
    (void) d;
    return (double) s->psus - (double) s->strata;
}

static double
design(const struct sv_design *d, const struct sv_support *s)
{
    (void) s;
    return (double) sv_design_n_units(d, 0) - (double) sv_design_n_groups(d, 0);
}

static double
strata_nonempty(const struct sv_design *d, const struct sv_support *s)
{
    (void) d;
    return (double) s->strata_psus - (double) s->strata;
}

static double
replicates(const struct sv_design *d, const struct sv_support *s)
{
    (void) d;
    return (double) s->rank - 1;
}

const struct sv_degrees_rule sv_degrees_rules[] = {
    { "domain", "PSUs less strata, of those that have members (R)", true,
      false, domain },
    { "design", "PSUs less strata, of the whole design (SUDAAN)", false, false,
      design },
    { "strata-nonempty",
      "all PSUs of strata that have members, less strata (Stata)",
      true, false, strata_nonempty },
    { "replicates",
      "the rank of the members' replicate weights, less 1 (R)", true, true,
      replicates },
};
const size_t sv_n_degrees_rules =
    sizeof sv_degrees_rules / sizeof *sv_degrees_rules;

const struct sv_degrees_rule *
sv_degrees_find(const char *name)
{
    for (size_t i = 0; i < sv_n_degrees_rules; i++)
        if (strcmp(sv_degrees_rules[i].name, name) == 0)
            return &sv_degrees_rules[i];
    return NULL;
}
