/* moments.h - weighted moments that are centred from the start.
 *
 * Adding a value and merging two sets follow Chan, Golub and LeVeque (1979;
 * with weights: West 1979), so that no variance is ever the difference of two
 * large sums.  A zeroed struct is the empty set; values of zero weight change
 * nothing.  Merging is not associative in the last bits: merge in one order.
 */
#ifndef SV_MOMENTS_H
#define SV_MOMENTS_H

struct sv_moments {
    double w;                   /* sum of weights */
    double mean;
    double m2;                  /* sum w (y - mean)^2 */
};

struct sv_comoments {
    double w;
    double mean_x, mean_y;
    double xx, xy, yy;          /* sums of w dx^2, w dx dy, w dy^2 */
};

void sv_moments_add(struct sv_moments *m, double w, double y);
void sv_moments_merge(struct sv_moments *m, const struct sv_moments *other);

void sv_comoments_add(struct sv_comoments *m, double w, double x, double y);
void sv_comoments_merge(struct sv_comoments *m,
                        const struct sv_comoments *other);

#endif
