# bench-agree.R - whether the benchmark's programs gave the same numbers.
#
#     Rscript scripts/bench-agree.R estimates.csv OTHER.csv [TOLERANCE]
#
# With a TOLERANCE of their own, only estimates must agree.
args <- commandArgs(TRUE)
tolerance <- as.numeric(args[3])
ours <- read.csv(args[1])
groups <- grep("^d[0-9]+$", names(ours), value = TRUE)
crossed <- ours[groups] != "_T"
ours$key <- sapply(seq_len(nrow(ours)), function(i) {
  g <- groups[crossed[i, ]]
  paste(ours$indicator[i], paste(toupper(g), collapse = "*"),
        paste(sub("c", "", unlist(ours[i, g])), collapse = "*"))
})
theirs <- read.csv(args[2])
at <- match(paste(theirs$indicator, theirs$by, theirs$cell), ours$key)
off <- function(column) max(abs(theirs[[column]] / ours[[column]][at] - 1))
cat(sprintf("  %s: %d cells; largest relative difference %.1e in estimates",
            basename(args[2]), nrow(theirs), off("estimate")))
if (is.na(tolerance)) {
  cat(sprintf(", %.1e in standard errors\n", off("se")))
  agree <- off("estimate") < 1e-9 && off("se") < 1e-8
} else {
  cat("\n")
  agree <- off("estimate") < tolerance
}
if (anyNA(at) || !agree)
  quit(status = 1)
