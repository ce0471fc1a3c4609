/* numbername.c - what a number is called on a command line. */
#include "stages/common/numbername.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/source.h"
#include "pipeline/tallyfile.h"

enum { LONGEST = 512, MOST_NAMES = 4096 };

/* A name that has been taken apart; parts point into TEXT. */
struct parts {
    char text[LONGEST];
    char *indicator;            /* with its item */
    char *variable[SV_MAX_CROSSED], *category[SV_MAX_CROSSED];
    size_t n;
};

/* TEXT without blanks at its ends. */
static char *
trim(char *text)
{
    char *end = text + strlen(text);

    while (*text == ' ')
        text++;
    while (end > text && end[-1] == ' ')
        *--end = '\0';
    return text;
}

static enum sv_status
unreadable(const char *name, const char *problem, struct sv_fault *fault)
{
    return sv_fail(fault, SV_USAGE, "'%.200s': %s; a number is written like "
                   "HH7, HH9.a or 'HH7[sex=female, area=rural]'", name,
                   problem);
}

/* "sex=female" */
static enum sv_status
take_pair(struct parts *p, char *pair, const char *name,
          struct sv_fault *fault)
{
    char *equals = strchr(pair, '=');

    if (equals == NULL)
        return unreadable(name, "expected classification=category between [ "
                          "and ]", fault);
    if (p->n == SV_MAX_CROSSED)
        return unreadable(name, "has too many classifications", fault);
    *equals = '\0';
    p->variable[p->n] = trim(pair);
    p->category[p->n++] = trim(equals + 1);
    return SV_OK;
}

/* Ends the pair at AT; returns the next one, or NULL.  Categories may hold
 * commas ("[5,15)"): the last one before the next '=' counts. */
static char *
end_of_pair(char *at)
{
    char *equals = strchr(at, '=');
    char *next = equals != NULL ? strchr(equals + 1, '=') : NULL;

    if (equals == NULL)
        return NULL;
    if (next == NULL) {                 /* one with nothing behind is no part */
        next = strrchr(equals, ',');
        if (next == NULL || next[1 + strspn(next + 1, " ")] != '\0')
            return NULL;
    }
    while (next > equals && *next != ',')
        next--;
    if (next == equals)
        return NULL;
    *next = '\0';
    return next + 1;
}

static enum sv_status
take_apart(struct parts *p, const char *name, struct sv_fault *fault)
{
    char *open, *close, *next;
    enum sv_status status = SV_OK;

    *p = (struct parts) { .n = 0 };
    if (strlen(name) >= LONGEST)
        return unreadable(name, "is too long", fault);
    memcpy(p->text, name, strlen(name) + 1);
    p->indicator = p->text;
    open = strchr(p->text, '[');
    if (open != NULL) {
        close = strrchr(open, ']');
        if (close == NULL || *trim(close + 1) != '\0')
            return unreadable(name, "expected ] at the end", fault);
        *open++ = *close = '\0';
        for (; status == SV_OK && open != NULL; open = next) {
            next = end_of_pair(open);
            status = take_pair(p, open, name, fault);
        }
    }
    p->indicator = trim(p->indicator);
    if (status == SV_OK && *p->indicator == '\0')
        status = unreadable(name, "names no indicator", fault);
    return status;
}

/* "HH7", "HH9.a" into OUT. */
static const char *
code_of(char out[LONGEST], const json_t *number)
{
    const char *item = sv_json_text_of(number, "item");

    snprintf(out, LONGEST, "%s%s%s", sv_json_text_of(number, "indicator"),
             *item != '\0' ? "." : "", item);
    return out;
}

/* Whether NUMBER is of the indicator, and of the classifications; *categories:
 * also of these. */
static bool
is_meant(bool *categories, const struct parts *p, const json_t *number)
{
    const json_t *by = json_object_get(number, "by");
    char code[LONGEST];

    if (strcmp(code_of(code, number), p->indicator) != 0
        || json_object_size(by) != p->n)
        return false;
    *categories = true;
    for (size_t k = 0; k < p->n; k++) {
        const json_t *its = json_object_get(by, p->variable[k]);

        if (its == NULL)
            return false;
        if (strcmp(p->category[k], "*") != 0
            && strcmp(json_string_value(its), p->category[k]) != 0)
            *categories = false;
    }
    return true;
}

/* Names, each once, in order. */
struct names {
    char *item[MOST_NAMES];     /* owned */
    size_t n;
};

static void
add_name(struct names *names, const char *name)
{
    if (names->n == MOST_NAMES || *name == '\0')
        return;
    for (size_t k = 0; k < names->n; k++)
        if (strcmp(names->item[k], name) == 0)
            return;
    names->item[names->n] = strdup(name);
    names->n += names->item[names->n] != NULL;
}

static void
free_names(struct names *names)
{
    for (size_t k = 0; k < names->n; k++)
        free(names->item[k]);
    free(names);
}

/* The names as a list, cut where it gets long. */
static void
join(char *out, size_t size, const struct names *names)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t k = 0; k < names->n && used < size; k++) {
        if (used + strlen(names->item[k]) + 16 > size) {
            snprintf(out + used, size - used, ", ...");
            return;
        }
        used += (size_t) snprintf(out + used, size - used, "%s%s",
                                  k > 0 ? ", " : "", names->item[k]);
    }
}

/* "SUBJECT; did you mean 'x'?", or "SUBJECT; WHAT are a, b". */
static enum sv_status
unknown(const char *subject, const char *name, const char *what,
        const struct names *names, struct sv_fault *fault)
{
    const char *near = sv_nearest(name, (const char *const *) names->item,
                                  names->n);
    char list[600];

    if (near != NULL)
        return sv_fail(fault, SV_DATA, "%s; did you mean '%s'?", subject, near);
    join(list, sizeof list, names);
    return sv_fail(fault, SV_DATA, "%s; %s: %s", subject, what, list);
}

/* There is no such indicator, or none without an item. */
static enum sv_status
fault_of_indicator(const struct parts *p, const json_t *all,
                   struct names *names, struct sv_fault *fault)
{
    const char *dot = strchr(p->indicator, '.');
    const size_t length = dot != NULL ? (size_t) (dot - p->indicator)
                                      : strlen(p->indicator);
    char code[LONGEST], subject[LONGEST + 80];
    size_t i;
    json_t *number;

    json_array_foreach(all, i, number) {
        const char *its = sv_json_text_of(number, "indicator");

        if (strlen(its) == length && strncmp(its, p->indicator, length) == 0)
            add_name(names, code_of(code, number));
    }
    if (names->n > 0) {
        snprintf(subject, sizeof subject, dot != NULL
                     ? "there is no number '%s'"
                     : "'%s' has several items; say which", p->indicator);
        return unknown(subject, dot != NULL ? p->indicator : "", "there are",
                       names, fault);
    }
    json_array_foreach(all, i, number) {
        add_name(names, sv_json_text_of(number, "indicator"));
        add_name(names, code_of(code, number));
    }
    snprintf(subject, sizeof subject, "there is no indicator '%s'",
             p->indicator);
    return unknown(subject, p->indicator, "there are", names, fault);
}

/* "sex x area" of a crossing, "the total". */
static void
add_crossing(struct names *names, const json_t *number)
{
    char text[LONGEST] = "";
    size_t used = 0;
    const char *variable;
    json_t *category;

    json_object_foreach(json_object_get(number, "by"), variable, category)
        if (used < sizeof text)
            used += (size_t) snprintf(text + used, sizeof text - used, "%s%s",
                                      used > 0 ? " x " : "", variable);
    add_name(names, used > 0 ? text : "the total");
}

static const json_t *
classification(const json_t *estimates, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(estimates, "classifications"), i, one)
        if (strcmp(sv_json_text_of(one, "name"), name) == 0)
            return one;
    return NULL;
}

static enum sv_status
fault_of_class(const char *variable, const json_t *estimates,
               struct names *names, struct sv_fault *fault)
{
    char subject[LONGEST + 80];
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(estimates, "classifications"), i, one)
        add_name(names, sv_json_text_of(one, "name"));
    snprintf(subject, sizeof subject, "there is no classification '%s'",
             variable);
    return unknown(subject, variable, "there are", names, fault);
}

static enum sv_status
fault_of_category(const char *variable, const char *category,
                  const json_t *class, struct names *names,
                  struct sv_fault *fault)
{
    char subject[2 * LONGEST + 80];
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(class, "categories"), i, one)
        add_name(names, sv_json_text_of(one, "name"));
    snprintf(subject, sizeof subject, "'%s' has no category '%s'", variable,
             category);
    return unknown(subject, category, "there are", names, fault);
}

static bool
has_category(const json_t *class, const char *category)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(class, "categories"), i, one)
        if (strcmp(sv_json_text_of(one, "name"), category) == 0)
            return true;
    return strcmp(category, "*") == 0;
}

/* All names are known, but the table is not. */
static enum sv_status
fault_of_table(const struct parts *p, const json_t *all, struct names *names,
               struct sv_fault *fault)
{
    char code[LONGEST], list[600], wanted[LONGEST] = "";
    size_t i, used = 0;
    json_t *number;

    json_array_foreach(all, i, number)
        if (strcmp(code_of(code, number), p->indicator) == 0)
            add_crossing(names, number);
    for (size_t k = 0; k < p->n && used < sizeof wanted; k++)
        used += (size_t) snprintf(wanted + used, sizeof wanted - used, "%s%s",
                                  k > 0 ? " x " : "", p->variable[k]);
    join(list, sizeof list, names);
    return sv_fail(fault, SV_DATA, "%s was not tabulated by %s; there are: %s",
                   p->indicator, wanted, list);
}

/* Why nothing was found. */
static enum sv_status
find_fault(const struct parts *p, const json_t *estimates,
           struct names *names, struct sv_fault *fault)
{
    const json_t *all = json_object_get(estimates, "estimates");
    bool known = false;
    char code[LONGEST];
    size_t i;
    json_t *number;

    json_array_foreach(all, i, number)
        known = known || strcmp(code_of(code, number), p->indicator) == 0;
    if (!known)
        return fault_of_indicator(p, all, names, fault);
    for (size_t k = 0; k < p->n; k++) {
        const json_t *class = classification(estimates, p->variable[k]);

        if (class == NULL)
            return fault_of_class(p->variable[k], estimates, names, fault);
        if (!has_category(class, p->category[k]))
            return fault_of_category(p->variable[k], p->category[k], class,
                                     names, fault);
    }
    return fault_of_table(p, all, names, fault);
}

enum sv_status
sv_numbers_find(json_t *found, const json_t *estimates, const char *name,
                struct sv_fault *fault)
{
    const size_t before = json_array_size(found);
    struct parts p;
    struct names *names;
    size_t i;
    json_t *number;
    enum sv_status status = take_apart(&p, name, fault);

    if (status != SV_OK)
        return status;
    json_array_foreach(json_object_get(estimates, "estimates"), i, number) {
        bool categories;

        if (is_meant(&categories, &p, number) && categories
            && json_array_append(found, number) != 0)
            return sv_fail(fault, SV_SYSTEM, "out of memory for numbers");
    }
    if (json_array_size(found) > before)
        return SV_OK;
    names = calloc(1, sizeof *names);
    if (names == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for names");
    status = find_fault(&p, estimates, names, fault);
    free_names(names);
    return status;
}

char *
sv_number_name(const json_t *number)
{
    json_t *by = json_object_get(number, "by");
    char code[LONGEST], *text = strdup(code_of(code, number));
    const char *variable;
    json_t *category;
    bool first = true;

    json_object_foreach(by, variable, category) {
        char *longer = NULL;

        if (text == NULL
            || asprintf(&longer, "%s%s%s=%s", text, first ? "[" : ", ",
                        variable, json_string_value(category)) < 0)
            longer = NULL;
        free(text);
        text = longer;
        first = false;
    }
    if (!first && text != NULL) {
        char *closed = NULL;

        if (asprintf(&closed, "%s]", text) < 0)
            closed = NULL;
        free(text);
        text = closed;
    }
    return text;
}

const json_t *
sv_number_indicator(const json_t *estimates, const json_t *number)
{
    const char *item = sv_json_text_of(number, "item");
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(estimates, "indicators"), i, one)
        if (strcmp(sv_json_text_of(one, "code"),
                   sv_json_text_of(number, "indicator")) == 0
            && (json_array_size(json_object_get(one, "categories")) > 0
                || strcmp(sv_json_text_of(one, "item"), item) == 0))
            return one;
    return NULL;
}
