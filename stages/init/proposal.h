/* proposal.h - a first survey.yaml, with what it was guessed from. */
#ifndef SV_PROPOSAL_H
#define SV_PROPOSAL_H

#include "pipeline/survey.h"
#include "stages/init/bodies.h"

/* Writes the whole of it to DRAFT's stream.  SURVEY names the data files. */
void sv_proposal_write(struct sv_draft *draft, const struct sv_survey *survey);

#endif
