/* plaintext.c - labels as plain words, and patterns that find them. */
#include "stages/init/plaintext.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "pipeline/utf8.h"

/* Letters without accents, from U+00C0 on; ' ' is no letter. */
static const char base_letters[] =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

static char
plain_letter(uint32_t c)
{
    if (c < 128)
        return isalnum((int) c) ? (char) tolower((int) c) : ' ';
    if (c >= 0xc0 && c < 0xc0 + sizeof base_letters - 1)
        return base_letters[c - 0xc0];
    if (c == 0x152 || c == 0x153)
        return 'o';
    return ' ';
}

void
sv_plain(char out[SV_PLAIN_SIZE], const char *text)
{
    size_t left = strlen(text), n = 0;

    out[n++] = ' ';
    while (left > 0 && n < SV_PLAIN_SIZE - 3) {
        uint32_t c = ' ';
        const size_t step = sv_utf8_next(text, left, &c);
        const char letter = plain_letter(step > 0 ? c : ' ');

        if (letter != ' ' || out[n - 1] != ' ')
            out[n++] = letter;
        if (c == 0x152 || c == 0x153)
            out[n++] = 'e';
        text += step > 0 ? step : 1;
        left -= step > 0 ? step : 1;
    }
    if (out[n - 1] != ' ')
        out[n++] = ' ';
    out[n > 1 ? n : 0] = '\0';
}

/* Whether PLAIN has the word [n], which may end in '*'. */
static bool
has_word(const char *plain, const char *word, size_t n)
{
    const bool open = n > 1 && word[n - 1] == '*';

    n -= open;
    for (const char *at = plain; *at != '\0'; at++)
        if (*at == ' ' && strncmp(at + 1, word, n) == 0
            && (open || at[1 + n] == ' '))
            return true;
    return false;
}

/* Letters of the one of the words "a|b|c" [n] that PLAIN has, or 0. */
static unsigned
has_one(const char *plain, const char *words, size_t n)
{
    size_t first = 0;

    for (size_t i = 0; i <= n; i++) {
        if (i < n && words[i] != '|')
            continue;
        if (i > first && has_word(plain, words + first, i - first))
            return (unsigned) (i - first);
        first = i + 1;
    }
    return 0;
}

unsigned
sv_plain_match(const char *plain, const char *pattern)
{
    unsigned words = 0, letters = 0;

    while (*pattern != '\0') {
        const size_t n = strcspn(pattern, " ");
        const bool absent = n > 1 && pattern[0] == '-';
        const unsigned found = has_one(plain, pattern + absent, n - absent);

        if (n > 0 && absent == (found > 0))
            return 0;
        words += found > 0;
        letters += found;
        pattern += n;
        pattern += strspn(pattern, " ");
    }
    return words > 0 ? 100 * words + (letters < 99 ? letters : 99) : 0;
}

unsigned
sv_plain_words(const char *plain)
{
    unsigned n = 0;

    for (const char *at = plain; *at != '\0'; at++)
        n += *at == ' ' && at[1] != '\0';
    return n;
}
