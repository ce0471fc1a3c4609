/* moments.c - weighted moments, centred from the start. */
#include "weights/moments.h"

/* One value is a set of one. */
void
sv_moments_add(struct sv_moments *m, double w, double y)
{
    const struct sv_moments one = { .w = w, .mean = y };

    sv_moments_merge(m, &one);
}

/* Chan, Golub and LeVeque 1979, eq. 2.1, with weights in place of counts:
 *
 *     M2 = M2a + M2b + wa wb / (wa + wb) (mean_b - mean_a)^2 */
void
sv_moments_merge(struct sv_moments *m, const struct sv_moments *other)
{
    const double w = m->w + other->w, d = other->mean - m->mean;

    if (other->w == 0)
        return;
    if (m->w == 0) {
        *m = *other;
        return;
    }
    m->m2 += other->m2 + d * d * m->w * (other->w / w);
    m->mean += d * (other->w / w);
    m->w = w;
}

void
sv_comoments_add(struct sv_comoments *m, double w, double x, double y)
{
    const struct sv_comoments one = { .w = w, .mean_x = x, .mean_y = y };

    sv_comoments_merge(m, &one);
}

void
sv_comoments_merge(struct sv_comoments *m, const struct sv_comoments *other)
{
    const double w = m->w + other->w;
    const double dx = other->mean_x - m->mean_x;
    const double dy = other->mean_y - m->mean_y;

    if (other->w == 0)
        return;
    if (m->w == 0) {
        *m = *other;
        return;
    }
    m->xx += other->xx + dx * dx * m->w * (other->w / w);
    m->xy += other->xy + dx * dy * m->w * (other->w / w);
    m->yy += other->yy + dy * dy * m->w * (other->w / w);
    m->mean_x += dx * (other->w / w);
    m->mean_y += dy * (other->w / w);
    m->w = w;
}
