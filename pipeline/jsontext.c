/* jsontext.c - JSON that is still text. */
#include "pipeline/jsontext.h"

#include <string.h>

/* Behind the string whose opening quote is at TEXT [at]. */
static size_t
behind_string(const char *text, size_t n, size_t at)
{
    for (at++; at < n && text[at] != '"'; at++)
        at += text[at] == '\\';
    return at + 1;
}

/* Behind the list or object whose bracket is at TEXT [at]. */
static size_t
behind_bracket(const char *text, size_t n, size_t at)
{
    size_t depth = 0;

    do {
        if (text[at] == '"') {
            at = behind_string(text, n, at);
            continue;
        }
        depth += text[at] == '[' || text[at] == '{';
        depth -= text[at] == ']' || text[at] == '}';
        at++;
    } while (depth > 0 && at < n);
    return at;
}

/* Where the list KEY opens; N if there is none. */
static size_t
find_list(const char *text, size_t n, const char *key)
{
    const size_t length = strlen(key);
    size_t at = strcspn(text, "{") + 1;

    while (at < n) {
        const size_t string = at;

        if (text[at] == '[' || text[at] == '{') {
            at = behind_bracket(text, n, at);
            continue;
        }
        at = text[at] == '"' ? behind_string(text, n, at) : at + 1;
        if (at - string != length + 2 || at >= n
            || memcmp(text + string + 1, key, length) != 0)
            continue;
        at += strspn(text + at, ": \n");
        if (at < n && text[at] == '[')
            return at;
    }
    return n;
}

size_t
sv_json_empty_list(char *text, size_t n, const char *key)
{
    const size_t at = find_list(text, n, key);
    size_t end;

    if (at >= n)
        return n;
    end = behind_bracket(text, n, at);
    if (end > n || text[end - 1] != ']')
        return n;
    memmove(text + at + 1, text + end - 1, n - end + 1);
    text[n - (end - at - 2)] = '\0';
    return n - (end - at - 2);
}
