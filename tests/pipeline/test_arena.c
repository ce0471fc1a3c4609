/* test_arena.c - memory that is taken piece by piece. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "pipeline/arena.h"

Test(arena, pieces_are_zeroed_aligned_and_apart)
{
    struct sv_arena *arena = sv_arena_new();
    unsigned char *piece[200];

    cr_assert(arena != NULL);
    for (size_t i = 0; i < 200; i++) {
        piece[i] = sv_arena_take(arena, i + 1, 37);
        cr_assert(piece[i] != NULL);
        cr_expect(eq(sz, (uintptr_t) piece[i] % alignof(max_align_t), 0));
        for (size_t k = 0; k < (i + 1) * 37; k++)
            cr_assert(eq(int, piece[i][k], 0));
        memset(piece[i], (int) i + 1, (i + 1) * 37);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t k = 0; k < (i + 1) * 37; k++)
            cr_assert(eq(int, piece[i][k], (int) i + 1));
    cr_expect(not(sv_arena_failed(arena)));
    sv_arena_free(arena);
}

Test(arena, texts)
{
    struct sv_arena *arena = sv_arena_new();

    cr_assert(arena != NULL);
    cr_expect(eq(int, strcmp(sv_arena_text(arena, "weights", 6), "weight"),
                 0));
    cr_expect(eq(int, strcmp(sv_arena_text(arena, "", 0), ""), 0));
    sv_arena_free(arena);
}

Test(arena, nothing_is_no_failure)
{
    struct sv_arena *arena = sv_arena_new();

    cr_assert(arena != NULL);
    cr_expect(sv_arena_take(arena, 0, 8) == NULL);
    cr_expect(sv_arena_take(arena, 8, 0) == NULL);
    cr_expect(not(sv_arena_failed(arena)));
    sv_arena_free(arena);
}

Test(arena, running_out_is_remembered)
{
    struct sv_arena *arena = sv_arena_new();

    cr_assert(arena != NULL);
    cr_expect(sv_arena_take(arena, SIZE_MAX / 2, 16) == NULL);
    cr_expect(sv_arena_failed(arena));
    cr_expect(sv_arena_take(arena, 1, 1) == NULL);
    cr_expect(sv_arena_text(arena, "x", 1) == NULL);
    sv_arena_free(arena);
}

