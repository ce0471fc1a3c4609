/* resultfolder.h - a folder of results, opened to be looked into.
 *
 * What `hearth run` has left: the numbers in estimates.json, which also says by
 * which rules they were made, and the tally that they were made from.  Both must
 * be current by the folder's manifest, and what their makers left.
 */
#ifndef SV_RESULTFOLDER_H
#define SV_RESULTFOLDER_H

#include <jansson.h>

#include "pipeline/manifest.h"
#include "pipeline/store.h"
#include "pipeline/tallyfile.h"

struct sv_result_folder {
    const char *path;           /* as given */
    struct sv_manifest *manifest;
    json_t *estimates;          /* estimates.json */
    json_t *meta;               /* of the tally */
    struct sv_store *tally;
    struct sv_tally_layout layout;
};

/* Opens PATH for COMMAND, which faults name; they begin with PATH.  Ends with
 * sv_result_folder_close(), even on failure. */
enum sv_status sv_result_folder_open(struct sv_result_folder *out,
                                     const char *path, const char *command,
                                     struct sv_fault *fault) SV_MUST_USE;
void sv_result_folder_close(struct sv_result_folder *folder);

/* Opens another artifact of the folder, of KIND and VERSION, on the same terms;
 * the caller closes *out. */
enum sv_status sv_result_folder_store(struct sv_store **out,
                                      const struct sv_result_folder *folder,
                                      const char *name, const char *kind,
                                      unsigned version,
                                      struct sv_fault *fault) SV_MUST_USE;

#endif
