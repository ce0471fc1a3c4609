# bench-survey.R - the benchmark's numbers by haven and R survey.
#
#     Rscript scripts/bench-survey.R FILE.sav OUTPUT.csv each|together
#
# 12 proportions in 44 single and 144 crossed cells, by svyby(), with standard
# error, interval and design effect.  `each`: every proportion alone, which gives
# the numbers that Hearth gives.  `together`: all twelve in one formula, the
# fastest way; but a person who lacks one answer leaves all twelve, so the numbers
# are others.
suppressPackageStartupMessages({ library(haven); library(survey) })
args <- commandArgs(TRUE)
each <- args[3] == "each"
answers <- paste0("Q", 1:12)
by <- c(as.list(paste0("D", 1:10)), list(c("D5", "D8"), c("D4", "D7"),
        c("D1", "D8"), c("D2", "D4"), c("D1", "D2")))

data <- as.data.frame(zap_labels(read_sav(args[1],
    col_select = c("STRATUM", "PSU", "WEIGHT", all_of(answers), paste0("D", 1:10)))))
design <- svydesign(~PSU, strata = ~STRATUM, weights = ~WEIGHT, data = data,
                    nest = TRUE)
result <- list()
for (q in if (each) as.list(answers) else list(answers)) {
  for (d in by) {
    cells <- svyby(reformulate(q), reformulate(d), design, svymean,
                   na.rm = TRUE, vartype = c("se", "ci"), deff = "replace",
                   covmat = FALSE)
    ses <- if (each) "se" else paste0("se.", q)
    for (k in seq_along(q))
      result[[length(result) + 1]] <- data.frame(
          indicator = q[k], by = paste(d, collapse = "*"),
          cell = do.call(paste, c(cells[d], sep = "*")),
          estimate = cells[[q[k]]], se = cells[[ses[k]]])
  }
}
write.csv(do.call(rbind, result), args[2], row.names = FALSE)
