/* samplesize.h - hearth plan: how large a sample must be, before there is one.
 *
 * Three questions: of one number by what is known of it; of the strata in a
 * file; of the next round, by what this one has shown.
 */
#ifndef SV_SAMPLESIZE_H
#define SV_SAMPLESIZE_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"
#include "weights/planning.h"

/* NAN, NULL or 0: not given. */
struct sv_plan_options {
    double proportion, mean, sd;        /* what is estimated */
    double cv, se, margin, size;        /* what is wanted; or answers */
    double deff, rho, cluster_size;
    double response, members, population, confidence;
    unsigned domains;
    const char *strata, *allocation;    /* a file, and how to share out */
    double power, least;
    const char *from;           /* a folder of results */
    bool json;
};

/* One number that a sample is planned for. */
struct sv_plan_goal {
    double value;               /* the number itself */
    double se;                  /* wanted; NAN: answers are given */
};

/* Checks what is given, answers the question on standard output.  NUMBER
 * [n_numbers] are those of --from. */
enum sv_status sv_plan(const struct sv_plan_options *o,
                       const char *const *number, size_t n_numbers,
                       struct sv_fault *fault) SV_MUST_USE;

/* ---- the questions, each in a file of its own ---------------------------- */

enum sv_status sv_plan_simple(const struct sv_plan_options *o,
                              struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_plan_strata(const struct sv_plan_options *o,
                              struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_plan_round(const struct sv_plan_options *o,
                             const char *const *number, size_t n,
                             struct sv_fault *fault) SV_MUST_USE;

/* ---- what they share ----------------------------------------------------- */

/* The standard error that is wanted of a number of VALUE; NAN if it is answers
 * that are given. */
double sv_plan_wanted(const struct sv_plan_options *o, double value);

/* By --deff, or --rho and --cluster-size, or 1. */
double sv_plan_deff(const struct sv_plan_options *o);

/* Units to select (households, where --members are asked in each) for ANSWERS,
 * by --members and --response; NAN if neither is given. */
double sv_plan_selected(const struct sv_plan_options *o, double answers);

/* "a cv of 0.05", "a margin of error of 0.03 at 95 %" */
void sv_plan_words(char out[80], const struct sv_plan_options *o);

#endif
