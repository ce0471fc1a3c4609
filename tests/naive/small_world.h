/* small_world.h - two record types with a column of every kind, at random.
 *
 * household: HN (number), HB (condition), HC (category).  person, its child: P1
 * (I8, labels "few" 1 and "many" 7), P2 (F64), P3 (I32), B1, B2 (conditions),
 * C1, C2 (categories red, green, blue), Q1 to Q4 (I8, of 1 and 2), S (strings
 * "north", "south").  About one value in five is missing, by four kinds; the
 * kinds are named "valid", "system", "refused", "unknown".
 */
#ifndef SV_SMALL_WORLD_H
#define SV_SMALL_WORLD_H

#include "pipeline/world.h"

enum { HOUSEHOLDS = 900, MOST_PERSONS = 6 * HOUSEHOLDS, SYMBOLS = 12 };

struct small_world {
    struct sv_world world;
    struct sv_world_record record[2];
    struct sv_symbol household[3], person[SYMBOLS];
    uint32_t parent_row[MOST_PERSONS], first_member[HOUSEHOLDS + 1];
    double numbers[3][MOST_PERSONS];
    int32_t longs[MOST_PERSONS];
    int8_t shorts[5][MOST_PERSONS];
    uint8_t codes[6][MOST_PERSONS], missing[16][MOST_PERSONS];
    int16_t strings[MOST_PERSONS];
};

/* Some households have no member. */
void small_world_make(struct small_world *w, unsigned seed);

#endif
