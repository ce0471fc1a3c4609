# bench-agree.R - whether the benchmark's programs gave the same numbers.
#
#     Rscript scripts/bench-agree.R estimates.csv OTHER.csv...
args <- commandArgs(TRUE)
ours <- read.csv(args[1])
groups <- grep("^d[0-9]+$", names(ours), value = TRUE)
crossed <- ours[groups] != "_T"
ours$key <- sapply(seq_len(nrow(ours)), function(i) {
  g <- groups[crossed[i, ]]
  paste(ours$indicator[i], paste(toupper(g), collapse = "*"),
        paste(sub("c", "", unlist(ours[i, g])), collapse = "*"))
})
for (file in args[-1]) {
  theirs <- read.csv(file)
  at <- match(paste(theirs$indicator, theirs$by, theirs$cell), ours$key)
  off <- function(column)
    max(abs(theirs[[column]] / ours[[column]][at] - 1))
  cat(sprintf("  %s: %d cells; largest relative difference %.1e in estimates, %.1e in standard errors\n",
              basename(file), nrow(theirs), off("estimate"), off("se")))
  if (anyNA(at) || !(off("estimate") < 1e-9) || !(off("se") < 1e-8))
    quit(status = 1)
}
