# exampland-files.R - Exampland's files in R, for the scripts that make references.
#
#     source("scripts/exampland-files.R")
#
# Gives `folder`, where references go; `h`, a row a household, and `p`, a row a
# person with the household's columns: codes as numbers, missing kinds as NA, and
# factors region (one of `regions`), area and (persons) sex beside them.  Needs r-cran-haven.

suppressMessages({
  library(haven)
  library(survey)
})
folder <- commandArgs(TRUE)
folder <- if (length(folder)) folder[1] else "fixtures/reference"

exampland <- function(file, read) {
  d <- zap_labels(read(file.path("fixtures/exampland", file)))
  as.data.frame(lapply(d, function(x) if (is.numeric(x)) as.numeric(x) else x))
}
regions <- c("northmark", "eastvale", "southport", "westfield", "highlands",
             "lake_islands")
grouped <- function(d) {
  d$region <- factor(d$REGION, 1:6, regions)
  d$area <- factor(d$AREA, 1:2, c("urban", "rural"))
  d
}
h <- exampland("household.sav", read_sav)
p <- exampland("person.dta", read_dta)
p <- merge(p, h[, c("HHID", setdiff(names(h), names(p)))], by = "HHID")
h <- grouped(h)
p <- grouped(p)
p$sex <- factor(p$B04, 1:2, c("male", "female"))
