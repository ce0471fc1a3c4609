# designs-expect.R - what R survey says of a random design; sourced by
# crosscheck-designs.R.
#
# prepare(x) adds to a design of draw() what R makes of it: `des`, and `w`, the
# final weights (0: who is not in).  Every variance comes from variance_of(),
# which is the variance of a weighted total of scores: by svytotal() - svyrecvar(),
# svyVar() of package survey - or by byhand.R where survey 4.1.1 is at fault.

# ---- the designs ------------------------------------------------------------

linear_design <- function(d, s, weights = ~W) {
  kept <- min(max(1, s$stages), s$fpcs + 1)
  collapsed <- s$lonely == "collapse"
  if (collapsed) { d$.n1 <- d$.c1; d$.N1 <- d$.C1 }
  ids <- reformulate(paste0(".u", seq_len(kept)))
  fpc <- if (s$fpcs > 0) reformulate(paste0(".N", seq_len(kept)))
  if (s$fpcs > 0) for (k in seq_len(kept)) if (k > s$fpcs) d[[paste0(".N", k)]] <- Inf
  strata <- if (s$strata != "none") ~.v
  list(des = svydesign(ids, strata = strata, fpc = fpc, weights = weights, data = d),
       d = d, kept = kept)
}

# Of rules for unequal probabilities but Brewer's, survey has designs with a row a
# PSU and weights of 1/p.  PSUs that are sure add nothing and are left out.
unequal_design <- function(d, s, joint) {
  psu <- d[!duplicated(d$.u1) & d$P < 1, ]
  psu <- psu[order(psu$.u1), ]
  variance <- if ("horvitz-thompson" %in% c(s$pps, s$pps_form)) "HT" else "YG"
  H <- sort(unique(psu$h))
  squares <- switch(s$squares, number = rep(0.37, length(H)),
                    variable = psu$S[match(H, psu$h)])
  pps <- switch(s$pps, overton = "overton", "hartley-rao" =
                  if (s$squares == "sample") HR() else HR(list(squares), strata = H),
                ppsmat(joint_matrix(psu, joint), tolerance = 0))
  args <- list(ids = ~.u1, strata = ~h, data = psu, pps = pps, variance = variance)
  if (s$pps %in% c("overton", "hartley-rao")) args$fpc <- ~P else args$probs <- ~P
  do.call(svydesign, args)
}
joint_matrix <- function(psu, joint) {
  m <- outer(psu$P, psu$P)
  for (h in unique(psu$h)) {
    at <- which(psu$h == h)
    m[at, at] <- joint[[h]][psu$k1[at], psu$k1[at]]
  }
  diag(m) <- psu$P
  m
}
brewer_design <- function(d, s) {
  d$.v <- ifelse(d$P == 1, d$.u1 + 0.5, d$h)
  kept <- s$stages
  fpcs <- c("P", "F2", "F3")[seq_len(kept)]
  list(des = svydesign(reformulate(paste0(".u", seq_len(kept))), strata = ~.v,
                       fpc = reformulate(fpcs), weights = ~W, pps = "brewer", data = d),
       d = d, kept = kept)
}

# The strata, units and sizes that hold for the rows of d, which come to the file.
prepare <- function(x) {
  s <- x$s; d <- x$d
  if (has_households(x) && s$family != "weighted") return(prepare_households(x))
  options(survey.lonely.psu = if (s$lonely == "collapse") "remove" else s$lonely,
          survey.adjust.domain.lonely = s$lonely_in_domains)
  x$w <- d$W
  if (s$family == "pps" && s$pps != "brewer") {
    x$psus <- unequal_design(d, s, attr(d, "joint"))
    x$kept <- 1
  } else if (s$family == "pps") {
    x[c("des", "kept")] <- brewer_design(d, s)[c("des", "kept")]
  } else if (s$family == "given") {
    x <- given_design(x)
  } else if (has_households(x)) {
    x$house$w <- x$house$d$W
    x$house <- weighted_design(x$house)
    if (is.null(x$house)) return(NULL)
    x$steps <- c(household_lines(x$house$steps), if (is.null(x$house$steps))
      c("weighting:", "  steps:"), "    - from-parent: {of: u}")
    x <- inherit(x)
  } else if (s$family == "weighted") {
    x <- weighted_design(x)
  } else {
    x[c("des", "d", "kept")] <- linear_design(d, s)
  }
  x
}

given_design <- function(x) {
  s <- x$s; d <- x$d
  type <- c(jk1 = "JK1", jk2 = "JK2", jkn = "JKn", brr = "BRR", fay = "Fay",
            bootstrap = "bootstrap", sdr = "ACS", other = "other")[[s$given]]
  x$des <- suppressWarnings(svrepdesign(
    data = d, repweights = d[paste0("R", 1:16)], weights = d$W, type = type,
    combined.weights = s$combined, mse = s$mse, scale = if (s$own_scale) 0.137,
    rscales = if (needs_rscales(s)) given_rscales(), rho = if (s$given == "fay") 0.3))
  x$kept <- 1
  x
}

# Halves by R, from the signs that hearth's matrix has for each pair of PSUs: R wants
# a whole Hadamard matrix, of which these are some rows, behind one of equal signs.
halves_design <- function(d, s, multipliers) {
  d$.pair <- sprintf("%04d %04d", d$h, (d$k1 - 1) %/% 2)
  pairs <- sort(unique(d$.pair))
  first <- vapply(pairs, function(p) min(d$.u1[d$.pair == p]), 0)
  large <- multipliers[-1, ][match(first, sort(unique(d$.u1))), , drop = FALSE] > 1
  pairwise <- svydesign(~.u1, strata = ~.pair, weights = ~W, data = d)
  suppressWarnings(as.svrepdesign(
    pairwise, type = if (s$method == "brr") "BRR" else "Fay", mse = s$mse, compress = FALSE,
    fay.rho = if (s$method == "brr") 0 else s$rho, hadamard.matrix = rbind(0, large + 0)))
}
some_rows <- function(H, ...) TRUE
environment(some_rows) <- asNamespace("survey")
assignInNamespace("is.hadamard", some_rows, "survey")

# Replicates that hearth made, by R where it makes the same, else by multipliers.
made_design <- function(x, multipliers) {
  s <- x$s; d <- x$d
  linear <- linear_design(d, s)
  x$d <- linear$d; x$kept <- linear$kept
  multipliers <- vapply(multipliers[-(1:2)], as.numeric, numeric(nrow(multipliers)))
  if (s$method %in% c("jk1", "jkn"))
    x$des <- suppressWarnings(as.svrepdesign(
      linear$des, type = if (s$method == "jk1") "JK1" else "JKn", mse = s$mse,
      compress = FALSE))
  else if (s$method %in% c("brr", "fay"))
    x$des <- halves_design(x$d, s, multipliers)
  else {
    unit <- d[[paste0(".u", if (s$method == "preston") linear$kept else 1)]]
    x$des <- svrepdesign(
      data = x$d, weights = ~W, combined.weights = FALSE, type = "other",
      repweights = multipliers[-1, ][match(unit, sort(unique(unit))), ],
      scale = 1, rscales = multipliers[1, ], mse = s$mse)
  }
  x
}

is_replicate <- function(x) inherits(x$des, "svyrep.design")

# ---- cells ------------------------------------------------------------------

in_cell <- function(x, row) {
  keep <- rep(TRUE, nrow(x$d))
  for (v in c("d1", "d2"))
    if (v %in% names(row) && row[[v]] != "_T") keep <- keep & x$d[[toupper(v)]] == row[[v]]
  keep
}

# What an indicator takes from each row: y, the denominator, who is in.
measure <- function(x, code, item) {
  d <- x$d
  one <- rep(1, nrow(d)); all <- rep(TRUE, nrow(d))
  no <- function(y) if (x$s$missing == "as-no") ifelse(is.na(y), 0, y) else y
  m <- switch(code,
    tY = , hT = list(y = d$Y, x = one, kind = "total"),
    tB = list(y = d$B, x = one, kind = "total"),
    mY = list(y = d$Y, x = one, kind = "mean", universe = d$X > 4.5),
    pB = , hP = list(y = no(d$B), x = one, kind = "proportion"),
    sC = list(y = as.numeric(d$C == item), x = one, kind = "proportion"),
    rYX = list(y = d$Y, x = d$X, kind = "ratio"),
    qY = list(y = d$Y, x = one, kind = "quantile"))
  inside <- if (is.null(m$universe)) all else m$universe %in% TRUE
  m$members <- inside & !is.na(m$y) & !is.na(m$x)
  m
}
cell_of <- function(x, code, item, keep) {
  m <- measure(x, code, item)
  m$members <- m$members & keep & x$w > 0
  m$y[!m$members] <- 0
  m$x[!m$members] <- 0
  m
}

value <- function(m, w) {
  y <- sum(w * m$y)
  if (m$kind == "total") y else if (sum(w * m$x) == 0) NA else y / sum(w * m$x)
}
score <- function(m, w)
  if (m$kind == "total") m$y else (m$y - value(m, w) * m$x) / sum(w * m$x)

# ---- variances ---------------------------------------------------------------

# The variance of the weighted totals of the columns of Z, by rows: a matrix.
variance_of <- function(x, Z, members) {
  hand <- x$s$family == "linear" && x$s$lonely %in% c("adjust", "average")
  Z <- as.matrix(Z)
  if (!is.null(x$psus)) return(unequal_variance(x, Z))
  if (hand) return(hand_variance(x, Z, members))
  if (ncol(Z) > 1 && x$s$family == "pps")
    return(polarised(Z, function(z) variance_of(x, z, members)))
  names <- paste0(".z", seq_len(ncol(Z)))
  des <- x$des
  des$variables[names] <- as.data.frame(spread(x, Z))
  matrix(vcov(svytotal(reformulate(names), des)), ncol(Z))
}
# A design of part of the rows (those who answered): the scores of these.
spread <- function(x, Z) if (!is.null(x$of)) spread_members(x, Z) else
  if (is.null(x$at)) Z else Z[x$at, , drop = FALSE]

polarised <- function(Z, one) {
  k <- ncol(Z)
  V <- matrix(0, k, k)
  for (i in seq_len(k)) for (j in seq_len(i)) V[i, j] <- V[j, i] <-
    if (i == j) one(Z[, i]) else
      (one(Z[, i] + Z[, j]) - one(Z[, i] - Z[, j])) / 4
  V
}
hand_variance <- function(x, Z, members) {
  if (!is.null(x$of)) {
    sums <- add_members(x, Z * x$w) / ifelse(x$house$w > 0, x$house$w, 1)
    return(hand_variance(x$house, sums, seq_len(nrow(x$house$d)) %in% x$of[members]))
  }
  d <- x$d[members, ]
  one <- function(z) own_variance(z[members] * x$w[members], d, x$kept, x$s$lonely,
                                  x$s$lonely_in_domains)
  if (!any(members)) return(matrix(0, ncol(Z), ncol(Z)))
  polarised(Z, one)
}
unequal_variance <- function(x, Z) {
  psu <- x$psus$variables
  sums <- rowsum(Z * x$w, x$d$.u1)
  sums <- sums[match(psu$.u1, as.numeric(rownames(sums))), , drop = FALSE] * psu$P
  one <- function(z) {
    des <- x$psus
    des$variables$.z <- z
    as.numeric(suppressWarnings(vcov(svytotal(~.z, des))))
  }
  polarised(sums, one)
}

# survey 4.1.1 centres `adjust` at 0, right for scores that sum to 0, and looks
# for lonely units of lower stages one PSU at a time.
by_hand <- function(x, total) {
  s <- x$s
  if (s$family == "made" || !s$lonely %in% c("adjust", "average")) return(FALSE)
  x$kept > 1 || if (s$lonely == "adjust") total else s$lonely_in_domains
}

replicates_of <- function(x, f) {
  W <- weights(x$des, "analysis")
  at <- apply(W, 2, function(w) f(expand(x, w)))
  as.numeric(suppressWarnings(survey:::svrVar(
    at, x$des$scale, x$des$rscales, mse = x$des$mse, coef = f(x$w))))
}

# R's own function for one cell where it has one, else by scores.
variance <- function(x, m) {
  if (!any(m$members)) return(NA)
  if (is_replicate(x)) return(by_survey(x, m))
  if (by_hand(x, m$kind == "total") || is.null(x$des) || x$s$family == "pps")
    return(variance_of(x, score(m, x$w), m$members))
  by_survey(x, m)
}
by_survey <- function(x, m) {
  des <- x$des
  if (!is.null(x$of)) {                    # of households
    des$variables[c(".y", ".x")] <- as.data.frame(spread(x, cbind(m$y, m$x)))
    if (x$s$family == "linear") des <- des[x$at %in% x$of[m$members], ]
    v <- if (m$kind == "total") svytotal(~.y, des) else svyratio(~.y, ~.x, des)
    return(as.numeric(vcov(v)))
  }
  at <- if (is.null(x$at)) seq_along(x$w) else x$at
  des$variables$.y <- m$y[at]
  des$variables$.x <- m$x[at]
  des <- des[m$members[at], ]
  v <- suppressWarnings(switch(m$kind, total = svytotal(~.y, des),
                               ratio = svyratio(~.y, ~.x, des),
                               if (is.null(x$calibrated)) svymean(~.y, des)
                               else svyratio(~.y, ~.x, des)))
  as.numeric(vcov(v))
}

# ---- degrees of freedom, and where there is no standard error -----------------

counts_at <- function(x, members)
  c(psus = length(unique(x$d$.u1[members])), strata = length(unique(x$d$.v[members])))

degrees <- function(x, members, n = sum(members)) {
  s <- x$s; d <- x$d
  if (s$df == "number") return(11)
  if (s$family == "given" && s$stages == 0) {
    whole <- suppressWarnings(degf(x$des))
    return(if (s$df == "design") whole else min(whole, n - 1))
  }
  if (s$df == "domain") return(-diff(counts_at(x, members))[[1]])
  strata <- if (s$df == "strata-nonempty") d$.v[members] else NULL
  if (!is.null(x$of)) x <- x$house         # PSUs may have no persons
  members <- if (is.null(strata)) rep(TRUE, nrow(x$d)) else x$d$.v %in% strata
  -diff(counts_at(x, members))[[1]]
}

no_error <- function(x, members) {
  d <- x$d
  if (!any(members)) return(TRUE)
  if (x$s$family == "given" && x$s$stages == 0) return(sum(members) == 1)
  d$W <- x$w
  sample <- d
  d <- d[members, ]
  if (x$s$family == "pps") d$.N1 <- ifelse(d$P == 1, d$.n1, Inf)
  if (one_psu(d, x$kept)) return(TRUE)
  if (x$s$family %in% c("pps", "given")) return(FALSE)
  rule <- x$s$lonely
  # Residuals of a calibration are outside of a domain, too.
  only_lonely(if (is.null(x$calibrated)) d else sample,
              if (rule == "collapse") "remove" else rule, x$s$lonely_in_domains, x$kept)
}

# ---- intervals ----------------------------------------------------------------

wald <- function(at, se, df, level)
  if (is.na(at) || is.na(se) || is.na(df) || df <= 0) c(NA, NA) else at + c(-1, 1) * qt((1 + level) / 2, df) * se

# Of a proportion inside of (0, 1), by the formulas of docs/method.md; checked
# against svyciprop now and then.
interval_of <- function(method, p, se, df, n, level) {
  if (is.na(se) || df <= 0) return(c(NA, NA))
  t <- qt((1 + level) / 2, df)
  a <- (1 - level) / 2
  eff <- p * (1 - p) / se^2
  switch(method,
    mean = p + c(-1, 1) * t * se,
    logit = , xlogit = plogis(qlogis(p) + c(-1, 1) * t * se / (p * (1 - p))),
    asin = sin(pmin(pi / 2, pmax(0, asin(sqrt(p)) + c(-1, 1) * t * se /
                                    (2 * sqrt(p * (1 - p))))))^2,
    beta = {
      k <- eff * (qt(a, n - 1) / qt(a, df))^2
      c(qbeta(a, k * p, k * (1 - p) + 1), qbeta(1 - a, k * p + 1, k * (1 - p)))
    },
    wilson = (p + t^2 / (2 * eff) + c(-1, 1) * t * sqrt(se^2 + t^2 / (4 * eff^2))) /
      (1 + t^2 / eff),
    likelihood = likelihood_interval(p, eff * (n - 1) / n, t))
}
likelihood_interval <- function(p, eff, t) {
  f <- function(at) {
    q <- plogis(at)
    2 * eff * (p * (log(p) - plogis(at, log.p = TRUE)) +
                 (1 - p) * (log1p(-p) - plogis(-at, log.p = TRUE))) - t^2
  }
  root <- function(side) {
    far <- qlogis(p) + side
    while (f(far) < 0) far <- far + 4 * side
    plogis(uniroot(f, sort(c(qlogis(p), far)), tol = 1e-15, maxiter = 10000)$root)
  }
  c(root(-1), root(1))
}
sure_interval <- function(p, w, level) {
  n <- sum(w)^2 / sum(w^2)
  far <- 1 - (1 - level)^(1 / n)
  if (p == 0) c(0, far) else c(1 - far, 1)
}

# ---- one row of estimates.csv ---------------------------------------------------

expected_row <- function(x, row) {
  if (row$record == "h") x <- x$house
  m <- cell_of(x, row$indicator, row$item, in_cell(x, row))
  if (m$kind == "quantile") return(expected_quantile(x, row, m))
  w <- x$w; s <- x$s
  n <- sum(m$members)
  at <- value(m, w)
  sure <- m$kind == "proportion" && n > 0 && length(unique(m$y[m$members])) == 1
  se <- if (no_error(x, m$members)) NA else if (sure) 0 else
    sqrt(non_negative(variance(x, m), x, m))
  df <- if (n == 0) NA else degrees(x, m$members)
  noise <- !is.na(se) && !sure && se < 1e-13 * abs(at)     # rounding, no error
  ci <- if (noise) NULL else if (m$kind != "proportion") wald(at, se, df, s$confidence) else
    if (is.na(se) || df <= 0) c(NA, NA) else if (sure) sure_interval(at, w[m$members], s$confidence) else
      interval_of(s$interval, at, se, df, n, s$confidence)
  counted <- counts_at(x, m$members)
  c(estimate = at, se = se, cv = if (is.na(at) || at == 0) NA else se / abs(at),
    ci_low = ci[1], ci_high = ci[2], df = df, deff = effect(x, m, se, at, sure), n = n,
    n_numerator = sum(m$y[m$members] != 0), weighted_numerator = sum(w * m$y),
    weighted_denominator = sum(w * m$x), if (counts_psus(x)) counted)
}
# Replicate weights that come without clusters know of no PSUs.
counts_psus <- function(x) x$s$family != "given" || x$s$stages > 0
# Rounding is no variance, and no variance below 0 is one.
non_negative <- function(v, x, m) if (is.na(v) || v < 0) NA else v

effect <- function(x, m, se, at, sure) {
  s <- x$s
  n <- sum(m$members)
  w <- x$w[m$members]
  if (s$effect == "none") return(NA)
  if (s$effect == "kish") return(n * sum(w^2) / sum(w)^2)
  y <- m$y[m$members]
  N <- sum(w)
  if (m$kind == "ratio") y <- y - at * m$x[m$members]
  centre <- sum(w * y) / N
  S2 <- n / (n - 1) * sum(w * (y - centre)^2) / N
  scale <- switch(m$kind, total = N, ratio = N / sum(x$w * m$x), 1)
  if (is.na(se) || n < 2 || diff(range(y)) == 0) return(NA)
  if (s$effect == "wor" && N <= n) return(NA)
  se^2 / (scale^2 * S2 / n * if (s$effect == "wor") 1 - n / N else 1)
}

# From the first value with (F - p)/se above -t to the first with it above t, which is
# found by halving: it can fall with the value, too.
score_bounds <- function(x, m, p, df) {
  values <- sort(m$y[m$members])
  t <- qt((1 + x$s$confidence) / 2, df)
  far <- function(q) {
    f <- list(y = as.numeric(m$members & m$y <= q), x = m$x, members = m$members,
              kind = "proportion")
    se <- if (length(unique(f$y[m$members])) == 1) 0 else sqrt(max(0, variance(x, f)))
    F <- value(f, x$w)
    if (is.na(se) || se < 1e-9) return(NA)     # rounding decides
    (F - p) / se
  }
  last <- function(limit) {
    low <- 0; high <- length(values)
    while (low < high) {
      middle <- (low + high) %/% 2
      at <- far(values[middle + 1])
      if (is.na(at)) at <- if (middle + 1 == length(values)) Inf else return(NULL)
      if (abs(at - limit) < 1e-7) return(NULL)
      if (at > limit) high <- middle else low <- middle + 1
    }
    values[low + 1]
  }
  bounds <- list(last(-t), last(t))
  if (is.null(bounds[[1]]) || is.null(bounds[[2]])) return(NULL)
  c(ci_low = bounds[[1]], ci_high = bounds[[2]],
    se = (bounds[[2]] - bounds[[1]]) / (2 * t), df = df)
}

expected_quantile <- function(x, row, m) {
  s <- x$s
  if (no_error(x, m$members)) return(NULL)
  df <- degrees(x, m$members)
  if (df <= 0) return(NULL)
  at <- if (is.null(x$at)) seq_along(x$w) else x$at
  des <- x$des
  des$variables$.y <- m$y[at]
  des <- des[m$members[at], ]
  p <- as.numeric(row$item)
  q <- suppressWarnings(svyquantile(
    ~.y, des, p, qrule = s$quantile_rule, df = df, alpha = 1 - s$confidence,
    interval.type = if (s$quantile_interval == "score") "mean" else s$quantile_interval))$.y
  if (s$quantile_interval == "score") return(c(estimate = q[1], score_bounds(x, m, p, df)))
  f <- list(y = as.numeric(m$members & m$y <= q[1]), x = m$x, members = m$members,
            kind = "proportion")
  F <- value(f, x$w)
  if (F %in% c(0, 1) || length(unique(f$y[m$members])) == 1) return(c(estimate = q[1]))
  V <- variance(x, f)
  if (is.na(V) || sqrt(V) < 1e-13)             # F is known, so is its inverse
    return(if (!is.na(V) && V == 0) c(estimate = q[1], se = 0, ci_low = q[1], ci_high = q[1]))
  if (any(is.na(q[2:3]))) return(c(estimate = q[1]))
  if (s$quantile_interval == "asin") {          # survey turns back at the ends
    half <- qt((1 + s$confidence) / 2, df) * sqrt(V) /
      (2 * sqrt(F * (1 - F)))
    if (asin(sqrt(F)) - half < 0 || asin(sqrt(F)) + half > pi / 2)
      return(c(estimate = q[1]))
  }
  c(estimate = q[1], se = q[4], ci_low = q[2], ci_high = q[3], df = df, n = sum(m$members))
}

# ---- contrasts -------------------------------------------------------------------

# PARTS: cells; f, of their values, with gradient g.
contrast <- function(x, parts, f, g, log = FALSE, null = NA) {
  members <- Reduce(`|`, lapply(parts, function(m) m$members))
  at <- vapply(parts, value, 0, x$w)
  one <- if (all(vapply(parts, function(m) any(m$members), NA))) f(at) else NA
  alone <- is.na(one) || any(vapply(parts, function(m) no_error(x, m$members), NA)) ||
    (averages_in_domains(x) && any(vapply(parts, function(m) is.na(variance(x, m)), NA)))
  if (alone) se <- NA
  else if (is_replicate(x))
    se <- sqrt(replicates_of(x, function(w) f(vapply(parts, value, 0, w))))
  else se <- error_of(x, Map(score, parts, list(x$w)), g(at), members)
  contrast_row(x, parts, at, one, se, log, null)
}
# Where only the variance of a cell tells that it has none.
averages_in_domains <- function(x) x$s$family == "linear" && x$s$lonely == "average" &&
  x$s$lonely_in_domains
error_of <- function(x, scores, g, members) {
  v <- as.numeric(variance_of(x, Reduce(`+`, Map(`*`, g, scores)), members))
  sqrt(if (v < 0) NA else v)
}
contrast_row <- function(x, parts, at, one, se, log, null) {
  members <- Reduce(`|`, lapply(parts, function(m) m$members))
  df <- if (is.na(one)) NA else degrees(x, members, sum(vapply(parts, function(m)
    sum(m$members), 0)))
  ci <- if (se %in% 0) c(NA, NA) else      # no interval of no width
    if (log && !is.na(one) && one > 0) one * exp(wald(0, se / one, df, x$s$confidence)) else
      wald(one, se, df, x$s$confidence)
  p <- if (is.na(null) || is.na(df) || df <= 0 || se %in% c(NA, 0)) NA else
    2 * pt(-abs(one - null) / se, df)
  if (!is.na(se) && is_replicate(x) && se < 1e-13 * max(abs(at))) ci <- p <- NULL
  c(estimate = one, se = se, ci_low = ci[1], ci_high = ci[2], df = df, p_value = p,
    if (!is.na(one)) c(n = sum(vapply(parts, function(m) sum(m$members), 0)),
                       if (counts_psus(x)) counts_at(x, members)))
}
# Quantiles as parts: `at` their values, `below` who is up to them, F the share of
# these, `slope` what turns errors of F into theirs.  NULL where R has none of these.
quantile_parts <- function(x, item, parts) {
  own <- lapply(parts, function(m) {
    q <- expected_quantile(x, list(item = item), m)
    if (is.null(q)) NULL else setNames(q, sub("\\..*", "", names(q)))
  })
  if (any(vapply(own, function(q) !isTRUE(unname(q["se"]) > 0), NA))) return(NULL)
  at <- vapply(own, `[[`, 0, "estimate")
  below <- Map(function(m, q) list(y = as.numeric(m$members & m$y <= q), x = m$x,
                                   members = m$members, kind = "proportion"), parts, at)
  known <- sqrt(vapply(below, function(m) max(0, variance(x, m)), 0))
  slope <- -vapply(own, `[[`, 0, "se") / known
  list(at = at, below = below, F = vapply(below, value, 0, x$w), slope = slope,
       known = known > 1e-12)                # not where F is 1, of `score`
}
quantiles_by <- function(q, w) q$at + q$slope * (vapply(q$below, value, 0, w) - q$F)
quantile_contrast <- function(x, item, parts, f, g, log = FALSE, null = NA) {
  q <- quantile_parts(x, item, parts)
  if (is.null(q) || is.na(f(q$at))) return(NULL)
  members <- Reduce(`|`, lapply(parts, function(m) m$members))
  se <- if (!isTRUE(all(q$known))) NA else if (is_replicate(x))
    sqrt(replicates_of(x, function(w) f(quantiles_by(q, w)))) else
    error_of(x, Map(score, q$below, list(x$w)), g(q$at) * q$slope, members)
  contrast_row(x, parts, q$at, f(q$at), se, log, null)
}
difference <- list(f = function(a) a[1] - a[2], g = function(a) c(1, -1), null = 0)
ratio <- list(f = function(a) if (a[2] %in% c(0, NA)) NA else a[1] / a[2], g = function(a) c(1, -a[1] / a[2]) / a[2],
              null = 1)
linear_form <- function(k, null = 0)
  list(f = function(a) sum(k * a), g = function(a) k, null = null)

expected_contrast <- function(x, row) {
  within <- in_cell(x, row)
  part <- function(code, item, keep) cell_of(x, code, item, within & keep)
  of <- function(column, k) part(row$indicator, row$item, x$d[[column]] == k)
  all <- rep(TRUE, nrow(x$d))
  how <- switch(row$contrast,
    "d1.p - d1.q" = c(list(list(of("D1", "p"), of("D1", "q"))), difference),
    "d1.p / d1.q" = c(list(list(of("D1", "p"), of("D1", "q"))), ratio),
    "0.3 * d1.p + 0.7 * d1.q" = c(list(list(of("D1", "p"), of("D1", "q"))),
                                  linear_form(c(0.3, 0.7))),
    "standardised by d1" = c(list(list(of("D1", "p"), of("D1", "q"))),
                             linear_form(c(0.37, 0.63), NA)),
    "d2.u / d2.v" = c(list(list(of("D2", "u"), of("D2", "v"))), ratio, log = TRUE),
    "pB - mY" = c(list(list(part("pB", "", all), part("mY", "", all))), difference))
  if (is.null(how)) stop("contrast ", row$contrast)
  names(how)[1] <- "parts"
  if (row$indicator == "qY") do.call(quantile_contrast, c(list(x, row$item), how)) else
    do.call(contrast, c(list(x), how))
}

expected_covariance <- function(x, row) {
  cell <- function(k) cell_of(x, row$indicator, row$item,
                              if (k == "_T") rep(TRUE, nrow(x$d)) else x$d$D2 == k)
  parts <- list(cell(row$d2_a), cell(row$d2_b))
  if (any(vapply(parts, function(m) no_error(x, m$members), NA))) return(c(covariance = NA))
  members <- parts[[1]]$members | parts[[2]]$members
  values <- function(w) vapply(parts, value, 0, w)
  slope <- c(1, 1)
  if (row$indicator == "qY") {
    q <- quantile_parts(x, row$item, parts)
    if (is.null(q)) return(NULL)
    if (!isTRUE(all(q$known))) return(c(covariance = NA))
    parts <- q$below
    slope <- q$slope
    values <- function(w) quantiles_by(q, w)
  }
  if (is_replicate(x)) {
    f <- function(k) replicates_of(x, function(w) sum(k * values(w)))
    V <- matrix(c(f(c(1, 0)), 0, 0, f(c(0, 1))), 2)
    V[1, 2] <- (f(c(1, 1)) - f(c(1, -1))) / 4
  } else {
    if (by_hand(x, TRUE) && x$s$lonely_in_domains) return(NULL)
    # Together they may rest on what one of them alone does not.
    alone <- vapply(parts, function(m) variance_of(x, score(m, x$w), m$members)[1], 0)
    if (anyNA(alone)) return(c(covariance = NA))
    V <- outer(slope, slope) * variance_of(x, sapply(parts, score, x$w), members)
  }
  # Where one of the variances is 0, that of the other is what rounding goes by; what
  # is rounding of the estimates (1e-13 of them) is no standard error.
  c(covariance = V[1, 2],
    scale = max(sqrt(abs(V[1, 1] * V[2, 2])), 1e-6 * abs(diag(V)), 1e-18 * values(x$w)^2))
}
