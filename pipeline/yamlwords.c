/* yamlwords.c - what to say about a text that is not YAML. */
#include "pipeline/yamlwords.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *problem;        /* part of libyaml's words */
    struct sv_yaml_fault fault;
} table[] = {
    { "did not find expected ',' or '}'",
      { "expected ',' or '}' here; quote a text that holds a comma, a colon "
        "or a bracket", false } },
    { "did not find expected ',' or ']'",
      { "expected ',' or ']' here; quote a text that holds a comma, a colon "
        "or a bracket", false } },
    { "did not find expected key",
      { "expected a key here; entries of one section start in the same "
        "column, and a text that goes on behind its quotes must be quoted "
        "whole", false } },
    { "did not find expected '-' indicator",
      { "expected '-' here; all entries of a list start in the same column",
        false } },
    { "could not find expected ':'",
      { "expected 'key: value' here: the ':' is missing", true } },
    { "found unexpected end of stream",
      { "the quote that opens here is never closed", true } },
    { "found unexpected document indicator",
      { "the quote that opens here is never closed", true } },
    { "unknown escape character",
      { "this backslash means nothing in double quotes; use single quotes",
        false } },
    { "did not find expected hexdecimal number",
      { "expected hexadecimal digits behind the backslash; use single quotes",
        false } },
    { "found undefined tag handle",
      { "tags (!name) are not read here; quote a text that starts with '!'",
        false } },
    { "block sequence entries are not allowed",
      { "a list cannot start on this line; start it on a line of its own, or "
        "quote a text that starts with '- '", false } },
    { "mapping keys are not allowed",
      { "quote a text that starts with '? '", false } },
    { "did not find expected <document start>",
      { "this does not belong to what stands above; start it in the same "
        "column", false } },
    { "did not find expected alphabetic or numeric character",
      { "quote a text that starts with '*' or '&'", false } },
};

static struct sv_yaml_fault
bad_start(struct sv_place at)
{
    size_t n;
    const char *line = sv_source_line(at.source, at.line, &n);

    if (line != NULL && at.column <= n && line[at.column - 1] == '\t')
        return (struct sv_yaml_fault) {
            "a tab cannot indent here; use blanks", false };
    return (struct sv_yaml_fault) {
        "a value cannot start with this character; quote it", false };
}

/* A ':' that cannot be: the second one on its line, or the first one on the
 * line behind one that lacks its own. */
static struct sv_yaml_fault
bad_colon(struct sv_place at)
{
    size_t n;
    const char *line = sv_source_line(at.source, at.line, &n);

    if (line != NULL && at.column <= n
        && memmem(line, at.column - 1, ": ", 2) == NULL)
        return (struct sv_yaml_fault) {
            "this 'key:' goes on with the line above, which lacks its ':' or "
            "is indented otherwise", false };
    return (struct sv_yaml_fault) {
        "a second ': ' in one entry; quote a text that holds ': '", false };
}

struct sv_yaml_fault
sv_yaml_words(const char *problem, struct sv_place at)
{
    if (problem == NULL)
        problem = "";
    if (strstr(problem, "cannot start any token") != NULL)
        return bad_start(at);
    if (strstr(problem, "mapping values are not allowed") != NULL)
        return bad_colon(at);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strstr(problem, table[i].problem) != NULL)
            return table[i].fault;
    return (struct sv_yaml_fault) {
        "this is not YAML as a description is written; quote a text that "
        "holds signs such as : # { } [ ] , & * ! | > % @", false };
}
