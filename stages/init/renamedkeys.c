/* renamedkeys.c - the key of one file under other names in another. */
#include <ctype.h>
#include <string.h>

#include "stages/init/keysearch.h"

enum {
    KNOWN = 8, ALIKE = 10,      /* scores of a pair of columns; 1: neither */
    PROBE = 10000,              /* rows that most links fail on already */
    MANY_PARENTS = 50,          /* whose values alone are evidence */
};

/* The search for a link while it goes on. */
struct renaming {
    const struct sv_key_search *s;
    const struct sv_seen_file *parent, *child;
    const struct sv_key_set *key;       /* of PARENT */
    struct sv_key_list list;    /* of it */
    struct sv_candidate column[SV_MOST_CANDIDATES];     /* [n] of CHILD */
    size_t n;
    struct found {
        struct sv_key_set link;
        unsigned score, least;  /* of all pairs; of the worst */
        size_t reached;         /* of PARENT's */
    } best;
    size_t rival;               /* reached by the next of BEST's score */
};

/* How long the end is that both names have, if it tells something: digits, or the
 * whole of one of them. */
static size_t
common_end(const char *a, const char *b)
{
    const size_t na = strlen(a), nb = strlen(b), most = na < nb ? na : nb;
    bool digits = false;
    size_t n = 0;

    while (n < most && tolower((unsigned char) a[na - 1 - n])
                       == tolower((unsigned char) b[nb - 1 - n])) {
        digits |= isdigit((unsigned char) a[na - 1 - n]) != 0;
        n++;
    }
    return n >= 3 && (digits || n == most) ? n : 0;
}

/* How much column B of one file is called like column A of another. */
static unsigned
pair_score(const struct sv_key_search *s, const struct sv_seen_column *a,
           const struct sv_seen_column *b)
{
    static const char *const roles[] = { "household-id", "psu" };
    const size_t end = common_end(a->name, b->name);

    if (end > 0)
        return ALIKE + (unsigned) end;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (sv_role_score(s, a, roles[i]) > 0 && sv_role_score(s, b, roles[i]) > 0)
            return KNOWN;
    return 1;
}

/* Whether all values of B could be values of A. */
static bool
may_be(const struct sv_seen_column *a, const struct sv_seen_column *b)
{
    return a->string == b->string
        && (a->string || (b->low >= a->low && b->high <= a->high));
}

/* How many of the parent's keys the child has by LINK; 0 if fewer than 95 in 100
 * of its first N rows find theirs. */
static size_t
reached(const struct renaming *r, const struct sv_key_set *link, size_t n)
{
    struct sv_seen_file rows = *r->child;
    struct sv_key_list list;
    size_t is = 0;

    rows.n = n < rows.n ? n : rows.n;
    if (r->s->fault->status != SV_OK
        || sv_key_list(&list, &rows, link, r->s->fault) != SV_OK)
        return 0;
    if (sv_key_overlap(&list, &r->list) * 100 >= rows.n * 95)
        is = sv_key_overlap(&r->list, &list);
    sv_key_list_free(&list);
    return is;
}

/* Keeps FOUND if it is better than what there is. */
static void
keep(struct renaming *r, struct found found)
{
    if (found.score < r->best.score || reached(r, &found.link, PROBE) == 0)
        return;
    found.reached = reached(r, &found.link, r->child->n);
    if (found.reached == 0)
        return;
    if (found.score == r->best.score && found.reached <= r->best.reached) {
        if (found.reached > r->rival)
            r->rival = found.reached;
        return;
    }
    r->rival = found.score == r->best.score ? r->best.reached : 0;
    r->best = found;
}

/* All links that begin with FOUND's. */
static void
try_links(struct renaming *r, struct found found)
{
    const size_t k = found.link.n;

    if (k == r->key->n) {
        keep(r, found);
        return;
    }
    for (size_t i = 0; i < r->n; i++) {
        const struct sv_seen_column *a = &r->parent->column[r->key->column[k]];
        const struct sv_seen_column *b = &r->child->column[r->column[i].column];
        struct found next = found;
        unsigned score;
        bool there = !may_be(a, b);

        for (size_t j = 0; j < k; j++)
            there |= found.link.column[j] == r->column[i].column;
        if (there)
            continue;
        score = pair_score(r->s, a, b);
        next.link.column[next.link.n++] = r->column[i].column;
        next.score += score;
        next.least = k == 0 || score < next.least ? score : next.least;
        try_links(r, next);
    }
}

static bool
is_clear(const struct renaming *r)
{
    const size_t n = r->parent->n;

    return r->best.reached > 0 && r->rival * 5 < r->best.reached * 4
        && (r->best.least >= KNOWN ? r->best.reached * 2 >= n
                                   : n >= MANY_PARENTS
                                     && r->best.reached * 10 >= n * 9);
}

/* KEY of file P in file C. */
static bool
find_link(const struct sv_key_search *s, struct sv_key_set *link,
          const struct sv_key_set *key, size_t p, size_t c)
{
    struct renaming r = {
        .s = s, .key = key, .parent = &s->material->file[p],
        .child = &s->material->file[c],
    };

    if (key->n == 0
        || sv_key_list(&r.list, r.parent, key, s->fault) != SV_OK)
        return false;
    r.n = sv_key_candidates(r.column, s, r.child);
    try_links(&r, (struct found) { .score = 0 });
    sv_key_list_free(&r.list);
    *link = r.best.link;
    return is_clear(&r);
}

/* Whether a column of file C is called like A. */
static bool
has_alike(const struct sv_key_search *s, const struct sv_seen_column *a, size_t c)
{
    struct sv_candidate list[SV_MOST_CANDIDATES];
    const struct sv_seen_file *child = &s->material->file[c];
    const size_t n = sv_key_candidates(list, s, child);

    for (size_t i = 0; i < n; i++)
        if (may_be(a, &child->column[list[i].column])
            && pair_score(s, a, &child->column[list[i].column]) >= KNOWN)
            return true;
    return false;
}

bool
sv_find_renamed_key(const struct sv_key_search *s, struct sv_key_set *key,
                    struct sv_key_set *link, size_t p, size_t c, bool other)
{
    const struct sv_seen_file *parent = &s->material->file[p];
    struct sv_candidate list[SV_MOST_CANDIDATES];
    struct sv_key_set alike = { .n = 0 };
    size_t n, kept = 0;

    if (find_link(s, link, key, p, c))
        return true;
    n = other ? sv_key_candidates(list, s, parent) : 0;
    for (size_t i = 0; i < n; i++)
        if (has_alike(s, &parent->column[list[i].column], c))
            list[kept++] = list[i];
    if (!sv_complete_key(s, parent, &alike, list, kept)
        || !find_link(s, link, &alike, p, c))
        return false;
    *key = alike;
    return true;
}
