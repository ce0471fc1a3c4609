/* merge.h - parts of a tally, made shard by shard, become one. */
#ifndef SV_MERGE_H
#define SV_MERGE_H

#include "pipeline/stage.h"

/* Joins the parts that STAGE has as operands into OUT/tally.h5.  Refuses, by
 * name, parts that are of other units, weights or number of shards, that are
 * there twice, and names the shards that are lacking. */
enum sv_status sv_merge(struct sv_stage *stage, struct sv_fault *fault)
    SV_MUST_USE;

#endif
