# byhand.R - variances by the formulas of docs/method.md, where survey 4.1.1 has
# none or another; sourced by reference.R and crosscheck-designs.R.
#
# A design is a data frame with a row a respondent: .v the stratum, .u1, .u2, .u3
# the units of each stage (unique over the file), .n1 ... how many were drawn in
# the group and .N1 ... from how many (Inf: with replacement), W the weight; KEPT
# is the number of stages that matter.

# Whom the rule `collapse` merges: the nearest stratum before that is not
# sampled completely, else the nearest after.
collapse_strata <- function(n, full) {
  to <- seq_along(n)
  for (h in seq_along(n)) {
    if (n[h] > 1 || full[h] || to[h] != h || any(to[-h] == h)) next
    before <- rev(which(!full & seq_along(n) < h))
    after <- which(!full & seq_along(n) > h)
    to[h] <- c(before, after)[1]
  }
  repeat {
    up <- to[to]
    if (identical(up, to)) return(to)
    to <- up
  }
}

# The variance of the sum of z (one value a row of d) by the multi-stage
# formula, one group at a time.  Strata and units without rows in d do not
# lend their means to `adjust` nor count for `average`.
own_variance <- function(z, d, kept, rule, in_domains, W) {
  total <- 0
  up <- c(".v", ".u1", ".u2")
  above <- rep(1, nrow(d))
  for (s in seq_len(kept)) {
    unit <- d[[paste0(".u", s)]]
    group <- d[[up[s]]]
    n <- d[[paste0(".n", s)]]
    N <- d[[paste0(".N", s)]]
    part <- 0; groups <- 0; lonely_groups <- 0
    first <- !duplicated(group)
    grand <- sum(z) / sum(n[first])
    for (g in unique(group)) {
      m <- group == g
      n_g <- n[m][1]; N_g <- N[m][1]
      open <- if (is.finite(N_g)) (N_g - n_g) / N_g else 1
      sums <- c(tapply(z[m], unit[m], sum))
      sums <- c(sums, rep(0, n_g - length(sums)))
      seen <- length(unique(unit[m]))
      lonely <- open > 0 && (n_g == 1 || (in_domains && seen == 1))
      groups <- groups + 1
      lonely_groups <- lonely_groups + lonely
      centre <- mean(sums)
      if (lonely && rule == "average") next
      if (lonely && s == 1) centre <- grand
      part <- part + above[m][1] * open * max(1, n_g / (n_g - 1), na.rm = TRUE)^(n_g > 1) *
        sum((sums - centre)^2)
    }
    if (rule == "average") part <- part * groups / (groups - lonely_groups)
    total <- total + part
    above <- above * ifelse(is.finite(N), n / N, 0)
    if (all(above == 0)) break
  }
  total
}

lonely_below <- function(d, kept) {
  any(vapply(seq_len(kept)[-1], function(s)
    any(d[[paste0(".n", s)]] == 1 & d[[paste0(".N", s)]] > 1), NA))
}

# A domain in one unit of the first stage that is not sampled completely.
one_psu <- function(d, kept) {
  d <- d[d$W > 0, ]
  for (s in seq_len(kept)) {
    if (length(unique(d[[paste0(".u", s)]])) > 1) return(FALSE)
    if (d[[paste0(".n", s)]][1] < d[[paste0(".N", s)]][1]) return(TRUE)
  }
  TRUE
}

# Nothing but strata that the rule passes over, and perhaps others that were
# sampled completely, where no stage below adds to the variance.
only_lonely <- function(d, rule, in_domains, kept) {
  d <- d[d$W > 0, ]
  if (rule == "adjust") return(FALSE)
  seen <- tapply(d$.u1, d$.v, function(x) length(unique(x)))
  h <- !duplicated(d$.v)
  n <- d$.n1[h]; open <- d$.N1[h] > n
  alone <- n == 1 | (rule == "average" & in_domains & seen[as.character(d$.v[h])] == 1)
  any(open) && all(alone[open]) && (all(open) || kept == 1)
}
