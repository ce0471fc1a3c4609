/* manifest.h - OUT/manifest.json: what each stage read, did and wrote.
 *
 * An entry per stage: its program (version and digest of the executable), its
 * command line, the options that change results, inputs and outputs with their
 * digests, when, how long, and what it noted.  The entry is written last, so a
 * stage that has one has finished.  From it the driver knows what is current,
 * and a stage whether its input is what it should be.
 *
 * Entries are added under a lock, so that shards may run at once.
 */
#ifndef SV_MANIFEST_H
#define SV_MANIFEST_H

#include <jansson.h>
#include <stdbool.h>

#include "pipeline/digest.h"
#include "pipeline/fault.h"

/* Opaque: the manifest as it was when read, and the digests of files that were
 * asked for since: each file is read once. */
struct sv_manifest;

/* Reads OUT/manifest.json; an empty manifest if there is none.  The caller
 * owns *out. */
enum sv_status sv_manifest_read(struct sv_manifest **out, const char *folder,
                                struct sv_fault *fault) SV_MUST_USE;
void sv_manifest_free(struct sv_manifest *manifest);    /* NULL is fine */

/* The entry of a stage, borrowed; NULL if it has not finished. */
json_t *sv_manifest_entry(const struct sv_manifest *manifest,
                          const char *stage);

/* The digest of the survey.yaml that the stage of ENTRY was run for; "" if it
 * does not say. */
const char *sv_manifest_description(const json_t *entry);

/* The name of the stage that wrote artifact NAME, and its digest; NULL if none
 * did.  Borrowed. */
const char *sv_manifest_maker(const struct sv_manifest *manifest,
                              const char *name, struct sv_digest *digest);

/* Why what the stage made does not belong to what is there now, in a few words
 * in WHY ("survey.yaml has changed"), or false if it does: its inputs have the
 * digests that they have now, artifacts by the manifest, other files by their
 * content if FILES, and the stages before it are current in the same sense. */
bool sv_manifest_is_stale(const struct sv_manifest *manifest,
                          const char *stage, bool files, char *why,
                          size_t size);

/* Puts ENTRY in the place of STAGE's in OUT/manifest.json; ENTRY stays the
 * caller's. */
enum sv_status sv_manifest_record(const char *folder, const char *stage,
                                  json_t *entry, struct sv_fault *fault)
    SV_MUST_USE;

#endif
