# bench-replicates.R - a hundred raked replicates by R survey.
#
#     Rscript scripts/bench-replicates.R FILE.sav SURVEY.yaml
#
# FILE is that of bench.c.  The margins are those that SURVEY.yaml has been given
# by scripts/bench.  Of the twelve answers only the totals are estimated, without
# any groups: Hearth's time is for all of them.

suppressMessages({
  library(haven)
  library(survey)
})
args <- commandArgs(TRUE)
d <- as.data.frame(lapply(zap_labels(read_sav(args[1])), as.numeric))
text <- readLines(args[2])
margin <- function(k) {
  line <- grep(paste0("by: d", k, ","), text, value = TRUE)
  n <- as.numeric(regmatches(line, gregexpr("(?<=c[0-9]: )[0-9]+", line, perl = TRUE))[[1]])
  setNames(data.frame(seq_along(n), n), c(paste0("D", k), "Freq"))
}
des <- svydesign(~PSU, strata = ~STRATUM, nest = TRUE, weights = ~WEIGHT, data = d)
rep <- as.svrepdesign(des, type = "subbootstrap", replicates = 100)
rep <- rake(rep, list(~D3, ~D4, ~D6), list(margin(3), margin(4), margin(6)),
            control = list(maxit = 50, epsilon = 1e-6))
for (k in 1:12)
  print(svymean(reformulate(paste0("Q", k)), rep, na.rm = TRUE))
