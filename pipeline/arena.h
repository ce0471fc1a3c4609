/* arena.h - memory that is taken piece by piece and given back at once.
 *
 * What a survey description holds lives as long as the survey, so nobody keeps
 * account of the pieces.  Running out is remembered: the pieces asked for from
 * then on are NULL, readers leave their slot empty and go on, and whoever owns
 * the arena asks once, at the end, whether all of it was there.
 */
#ifndef SV_ARENA_H
#define SV_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct sv_arena;                /* opaque */

struct sv_arena *sv_arena_new(void);            /* NULL: out of memory */
void sv_arena_free(struct sv_arena *arena);     /* NULL is fine */

/* N items of SIZE bytes, zeroed, aligned for any type.  NULL if N or SIZE is
 * 0, or from the first time that memory has run out. */
void *sv_arena_take(struct sv_arena *arena, size_t n, size_t size);

/* TEXT of N bytes with a NUL behind it; NULL as sv_arena_take(). */
char *sv_arena_text(struct sv_arena *arena, const char *text, size_t n);

/* Whether something that was asked for was not there. */
bool sv_arena_failed(const struct sv_arena *arena);

#endif
