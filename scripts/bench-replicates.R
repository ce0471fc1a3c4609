# bench-replicates.R - a hundred raked replicates by R survey.
#
#     Rscript scripts/bench-replicates.R FILE.sav SURVEY.yaml OUTPUT.csv
#
# FILE is that of bench.c.  The margins are those that SURVEY.yaml has been given
# by scripts/bench.  Then 12 proportions in 44 cells, with standard errors, as
# Hearth estimates them.
suppressPackageStartupMessages({ library(haven); library(survey) })
args <- commandArgs(TRUE)
answers <- paste0("Q", 1:12)
by <- paste0("D", 1:10)
d <- as.data.frame(zap_labels(read_sav(args[1],
    col_select = c("STRATUM", "PSU", "WEIGHT", all_of(answers), all_of(by)))))
text <- readLines(args[2])
margin <- function(k) {
  at <- grep(paste0("by: d", k, ","), text)
  line <- paste(text[at + 0:1], collapse = " ")
  line <- sub("}.*", "", line)
  n <- as.numeric(regmatches(line, gregexpr("(?<=c[0-9]: )[0-9]+", line, perl = TRUE))[[1]])
  setNames(data.frame(seq_along(n), n), c(paste0("D", k), "Freq"))
}
design <- svydesign(~PSU, strata = ~STRATUM, nest = TRUE, weights = ~WEIGHT, data = d)
replicates <- as.svrepdesign(design, type = "subbootstrap", replicates = 100)
started <- proc.time()[["elapsed"]]
replicates <- rake(replicates, list(~D3, ~D4, ~D6), list(margin(3), margin(4), margin(6)),
                   control = list(maxit = 50, epsilon = 1e-6))
cat("raking:", proc.time()[["elapsed"]] - started, "\n")
result <- list()
for (q in answers)
  for (g in by) {
    cells <- svyby(reformulate(q), reformulate(g), replicates, svymean,
                   na.rm = TRUE, covmat = FALSE)
    result[[length(result) + 1]] <- data.frame(
        indicator = q, by = g, cell = cells[[g]], estimate = cells[[q]],
        se = cells$se)
  }
write.csv(do.call(rbind, result), args[3], row.names = FALSE)
