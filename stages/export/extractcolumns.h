/* extractcolumns.h - which columns a file for analysis has, in order.
 *
 *   the key; the variables of the design as they are in the data files (so
 *   that the svydesign and svyset lines of estimates.json hold); hearth_row,
 *   hearth_stratum, hearth_psu, hearth_unit2 ..., hearth_fpc1 ...; the weights,
 *   those of replicates too; the derived variables; the indicators, each with
 *   its universe; with `raw` the other variables of the data file.
 */
#ifndef SV_EXTRACTCOLUMNS_H
#define SV_EXTRACTCOLUMNS_H

#include "stages/export/extract.h"

/* Adds all columns to E, whose record and arena are there. */
enum sv_status sv_extract_plan(struct sv_extract *e,
                               const struct sv_extract_sources *from,
                               struct sv_fault *fault) SV_MUST_USE;

/* The parts of it. */
enum sv_status sv_extract_key_and_design(struct sv_extract *e,
                                         const struct sv_extract_sources *from,
                                         struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_extract_weights(struct sv_extract *e,
                                  const struct sv_extract_sources *from,
                                  struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_extract_replicates(struct sv_extract *e,
                                     const struct sv_extract_sources *from,
                                     struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_extract_derived(struct sv_extract *e,
                                  const struct sv_extract_sources *from,
                                  struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_extract_indicators(struct sv_extract *e,
                                     const struct sv_extract_sources *from,
                                     struct sv_fault *fault) SV_MUST_USE;

/* Variable NAME of the data file of record type OF, which is E's or above it;
 * ORIGIN is what it is here.  Nothing is added if the file has none by that
 * name, which *found tells, or if it is there already. */
enum sv_status sv_extract_raw(bool *found, struct sv_extract *e,
                              const struct sv_extract_sources *from,
                              const char *of, const char *name,
                              const char *origin, struct sv_fault *fault)
    SV_MUST_USE;

/* The entry of LIST whose KEY is VALUE, or NULL. */
const json_t *sv_entry_of(const json_t *list, const char *key,
                          const char *value);

/* LABEL, texts by language: in LANGUAGE, else the first, else FALLBACK. */
const char *sv_label_text(const json_t *label, const char *language,
                          const char *fallback);

#endif
