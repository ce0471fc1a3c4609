# designs-again.R - random designs of households and persons, and of replicates that
# go through the steps of weighting again; sourced by crosscheck-designs.R.
#
# Every ninth design is one of these, or both; of the others every seventh that has no
# replicates and no steps has households, too.  Steps are those of designs-weigh.R.
# Of two record types the households are drawn, answer and are calibrated, to totals
# of their own and of their members; persons have the weights of their households.
# R has such a design of the households alone: what is asked of persons is a sum over
# the members of each.  x$d and x$w are persons then, x$house is the design of the
# households, x$of the household of each person.

choose_again <- function() {
  house <- chance(0.6)
  s <- if (house && chance(0.4)) choose_weighted() else
    c(choose_made(), choose_weighted()[c("before", "trim", "step")])
  s$again <- !is.null(s$method)
  s$house <- house
  s$lonely <- if (s$again) "fail" else s$lonely
  s$members <- house && s$step %in% c("linear", "raking-ratio", "logit") && chance(0.7)
  if (s$before == "design-weights" || all(c(s$before, s$trim, s$step) == "none"))
    s$before <- "classes"
  s
}
goes_again <- function(x) isTRUE(x$s$again)
has_households <- function(x) isTRUE(x$s$house)

# ---- persons in households -----------------------------------------------------

# D are households with the columns of the design: their members; some have none.
members_of <- function(d, s) {
  n <- pick(0:4, nrow(d), c(0.5, 2, 3, 2, 1))
  p <- d[rep(seq_len(nrow(d)), n), ]
  p$HID <- rep(d$ID, n)
  p <- answers(p, s)
  p$ID <- seq_len(nrow(p))
  rownames(p) <- NULL
  p
}
of_household <- c("Y", "X", "B", "G", "D2", "K", "M", "W")
split_households <- function(x) {
  if (!has_households(x)) return(x)
  x$house <- list(i = x$i, s = x$s, d = x$d)
  x$d <- members_of(x$house$d, x$s)
  x$of <- match(x$d$HID, x$house$d$ID)
  if (x$s$members)
    for (v in c("u", "v"))
      x$house$d[[paste0("N", v)]] <- as.numeric(add_members(x, as.numeric(x$d$D2 == v)))
  x
}

# The weights, R's design and the steps of the households, for the persons.
inherit <- function(x) {
  if (is.null(x$house)) return(NULL)
  x$w <- x$house$w[x$of]
  x[c("des", "at", "kept", "calibrated")] <- x$house[c("des", "at", "kept", "calibrated")]
  x
}
# Households whose weights are those of the file.
prepare_households <- function(x) {
  x$house$s$house <- FALSE
  x$house <- prepare(x$house)
  x$house$at <- seq_len(nrow(x$house$d))
  units <- grep("^[.]", names(x$house$d), value = TRUE)
  x$d[units] <- x$house$d[x$of, units]
  x$psus <- x$house$psus
  x$steps <- c("weighting:", "  steps:", "    - from-parent: {of: u}")
  inherit(x)
}
# Values of persons added up over the members of each household: 0 where there are none.
add_members <- function(x, Z) {
  Z <- as.matrix(Z)
  all <- matrix(0, nrow(x$house$d), ncol(Z), dimnames = list(NULL, colnames(Z)))
  sums <- rowsum(Z, x$of)
  all[as.integer(rownames(sums)), ] <- sums
  all
}
# ... by the rows of x$des.
spread_members <- function(x, Z) add_members(x, Z)[x$at, , drop = FALSE]
# Weights of rows of x$des by those of x$d.
expand <- function(x, w) {
  if (is.null(x$at)) return(w)
  all <- numeric(if (is.null(x$of)) nrow(x$d) else nrow(x$house$d))
  all[x$at] <- w
  if (is.null(x$of)) all else all[x$of]
}

household_lines <- function(lines) {
  own <- !grepl("- {of: u, by: d2, counts", lines, fixed = TRUE) | grepl("post-stratify", lines)
  lines[own] <- gsub("by: d2", "by: hd", gsub("of: u\\b", "of: h", lines[own]))
  lines
}
member_margin <- function(t)
  paste0("          - {of: u, by: d2, counts: ", counts_of(c(u = t$Nu, v = t$Nv)), "}")

# ---- replicates once more --------------------------------------------------------

# A design whose replicates R makes of the final weights: hearth, without steps,
# tells the multipliers of its own.
without_steps <- function(x) {
  x$steps <- if (has_households(x)) c("weighting:", "  steps:", "    - from-parent: {of: u}")
  x$s$again <- FALSE
  x$s$plain <- TRUE
  x
}
# Whether all of a group answered in a replicate: how near to 1 its propensities come,
# and so how they are ranked, is a matter of where the iteration stops.
is_separated <- function(y, w)
  startsWith(y$s$before, "propensity") && any(propensities(y$d, w) > 1 - 1e-9)
# MULTIPLIERS by unit: the steps again with the weights of each, calibration by R.
# NULL where R does not manage.
again_design <- function(x, multipliers) {
  y <- if (is.null(x$house)) x else x$house
  multipliers <- vapply(multipliers[-(1:2)], as.numeric, numeric(nrow(multipliers)))
  unit <- y$d[[paste0(".u", if (x$s$method == "preston") y$kept else 1)]]
  m <- multipliers[-1, ][match(unit, sort(unique(unit))), ]
  before <- tryCatch(suppressWarnings(apply(m, 2, function(f)
    if (is_separated(y, y$d$W * f)) rep(NA, nrow(m)) else y$before(y$d$W * f))),
                     error = function(e) NA)
  if (anyNA(before)) return(NULL)
  on <- y$at
  des <- svrepdesign(data = y$d[on, ], weights = y$before(y$d$W)[on], type = "other",
                     repweights = before[on, ], combined.weights = TRUE, scale = 1,
                     rscales = multipliers[1, ], mse = x$s$mse)
  y$des <- suppressWarnings(tryCatch(calibrated(des, y$totals, x$s$step),
                                     error = function(e) NULL))
  if (is.null(y$des) || !meets_totals(y)) return(NULL)
  y$calibrated <- NULL                     # what calibration does is in the replicates
  if (is.null(x$house)) return(y)
  x$house <- y
  inherit(x)
}
# survey does not say where a replicate was left halfway.
meets_totals <- function(y) {
  if (y$s$step %in% c("none", "post-stratify twice")) return(TRUE)
  W <- weights(y$des, "analysis")
  got <- rowsum(W, y$des$variables$D2)
  all(is.finite(got)) && max(abs(got / as.vector(y$totals$D2[rownames(got)]) - 1)) < 1e-8
}
