# designs-weigh.R - steps of weighting of random designs, in R and as they stand in
# survey.yaml; sourced by crosscheck-designs.R.
#
# weighted_design(x) goes through the steps that x$s names: those before calibration
# by their formulas (propensities by glm), calibration by postStratify, rake and
# calibrate of package survey.  x$at are the rows that have a weight then.

number <- function(v) sprintf("%.17g", v)

adjust_classes <- function(w, k, class) {
  up <- ave(w, class, FUN = sum) / ave(w * k, class, FUN = sum)
  ifelse(k, w * up, 0)
}
# With weights that are large glm() can run off to 1: they are brought to mean 1.
propensities <- function(d, w)
  suppressWarnings(fitted(glm(K ~ G + X, quasibinomial, d, weights = w / mean(w),
                              control = list(epsilon = 1e-14, maxit = 100))))
# Nearly equal numbers by p, equal p together.
classes_by <- function(p, n_classes = 5) {
  o <- order(p); k <- 0; class <- integer(length(p))
  for (i in seq_along(o)) {
    if (i > 1 && p[o[i]] != p[o[i - 1]] && (i - 1) * n_classes >= (k + 1) * length(p))
      k <- k + 1
    class[o[i]] <- k
  }
  class
}
before_calibration <- function(x) {
  d <- x$d; w <- x$w
  switch(x$s$before, none = w,
         eligibility = , classes = adjust_classes(w, d$K, d$G),
         propensity = ifelse(d$K, w / propensities(d, w), 0),
         "propensity-classes" = adjust_classes(w, d$K, classes_by(round(propensities(d, w), 12))),
         selection = w * d$M, "design-weights" = 1 / (d$PR1 * d$PR2))
}
lines_before <- function(s) switch(s$before, none = NULL,
  eligibility = "    - unknown-eligibility: {of: u, known: k, by: [g]}",
  classes = "    - non-response: {of: u, answered: k, by: [g]}",
  propensity = "    - propensity: {of: u, answered: k, on: [g, x], classes: 0}",
  "propensity-classes" = "    - propensity: {of: u, answered: k, on: [g, x]}",
  selection = "    - one-per-household: {of: u, eligible: m}",
  "design-weights" = "    - design-weights: {of: u, probabilities: [pr1, pr2]}")

# Cut; what is cut off goes to those never cut.
trimmed <- function(w, low, high, to, strict) {
  cut <- w == 0                            # a weight of a replicate may be below 0
  repeat {
    over <- !cut & (w < low | w > high)
    if (!any(over)) return(w)
    to_limit <- pmin(high, pmax(low, w[over]))
    off <- sum(w[over] - to_limit)
    w[over] <- to_limit
    cut <- cut | over
    left <- !cut
    if (to != "none" && !any(left)) return(NULL)
    if (to == "equally") w[left] <- w[left] + off / sum(left)
    if (to == "proportionally") w[left] <- w[left] * (1 + off / sum(w[left]))
    if (!strict) return(w)
  }
}

# Totals of a population that is near to the sample; margins agree.
population <- function(w, by, size) {
  t <- tapply(w, by, sum)
  t <- t * c(1.1, 0.95, 1.04)[seq_along(t)]
  t * size / sum(t)
}
frame_of <- function(t, name) setNames(data.frame(names(t), as.vector(t)), c(name, "Freq"))

post <- function(des, by, t) postStratify(des, reformulate(by), frame_of(t, by))
raked <- function(des, t)
  rake(des, list(~D2, ~G), list(frame_of(t$D2, "D2"), frame_of(t$G, "G")),
       control = list(maxit = 3000, epsilon = 1e-10))
greg <- function(des, t, ...) {
  ask <- function(...)                     # of replicates survey wants to be told of `compress`
    if (inherits(des, "svyrep.design")) calibrate(..., compress = FALSE) else calibrate(...)
  ask(des, if (is.null(t$Nu)) ~D2 + G + X else ~D2 + G + X + Nu + Nv,
      c(`(Intercept)` = sum(t$D2), D2v = t$D2[["v"]], Gy = t$G[["y"]],
        Gz = t$G[["z"]], X = t$X, if (!is.null(t$Nu)) c(Nu = t$Nu, Nv = t$Nv)),
      maxit = 500, epsilon = 1e-13, ...)
}
calibrated <- function(des, t, step) switch(step,
  "post-stratify" = post(des, "D2", t$D2), rake = raked(des, t),
  linear = greg(des, t, calfun = "linear"),
  "truncated-linear" = greg(des, t, calfun = "linear", bounds = c(0.6, 1.7)),
  "raking-ratio" = greg(des, t, calfun = "raking"),
  "raking-ratio, bounds" = greg(des, t, calfun = "raking", bounds = c(0.5, 2)),
  logit = greg(des, t, calfun = "logit", bounds = c(0.4, 2.6)),
  "post-stratify twice" = post(post(des, "D2", t$D2), "G", t$G), none = des)

margin_lines <- function(t)
  c("        margins:", paste0("          - {by: d2, counts: ", counts_of(t$D2), "}"),
    paste0("          - {by: g, counts: ", counts_of(t$G), "}"))
with_number <- function(t)
  c(margin_lines(t), paste0("          - {number: x, total: ", number(t$X), "}"),
    if (!is.null(t$Nu)) member_margin(t))
lines_of <- function(t, step) switch(step,
  "post-stratify" = paste0("    - post-stratify: {of: u, by: d2, counts: ",
                           counts_of(t$D2), "}"),
  "post-stratify twice" = c(lines_of(t, "post-stratify"),
                            paste0("    - post-stratify: {of: u, by: g, counts: ",
                                   counts_of(t$G), "}")),
  rake = c("    - rake:", "        of: u", "        tolerance: 1e-13",
           "        iterations: 5000", margin_lines(t)),
  none = NULL,
  c("    - calibrate:", "        of: u",
    paste("        distance:", sub(", bounds", "", step)),
    switch(step, "truncated-linear" = "        bounds: [0.6, 1.7]",
           "raking-ratio, bounds" = "        bounds: [0.5, 2]",
           logit = "        bounds: [0.4, 2.6]"), with_number(t)))

# NULL where R does not manage (bounds that cannot be kept, negative weights).
weighted_design <- function(x) {
  s <- x$s
  if (s$before == "design-weights") {
    x$d$PR1 <- round(runif(nrow(x$d), 0.05, 0.9), 4)
    x$d$PR2 <- round(runif(nrow(x$d), 0.3, 0.9), 4)
  }
  w <- before_calibration(x)
  before <- function(w) before_calibration(replace(x, "w", list(w)))
  trim <- identity
  lines <- lines_before(s)
  if (s$trim != "none") {
    to <- pick(c("equally", "proportionally", "none")); strict <- chance(0.5)
    at <- if (s$trim == "medians") c(0.4, 1.9) else
      signif(quantile(w[w > 0], c(0.1, 0.9), names = FALSE), 3)
    trim <- function(w) {
      limits <- if (s$trim == "medians") at * median(w[w > 0]) else at
      w <- trimmed(w, limits[1], limits[2], to, strict)
      if (is.null(w)) NA else w
    }
    w <- trim(w)
    if (anyNA(w)) return(NULL)
    lines <- c(lines, paste0("    - trim: {of: u, ", s$trim, ": ", flow(number(at)),
                             ", redistribute: ", to, ", strict: ", tolower(strict), "}"))
  }
  d <- x$d
  d$.w <- w
  on <- w > 0
  t <- list(D2 = population(w[on], d$D2[on], 1.07 * sum(w)),
            G = population(w[on], d$G[on], 1.07 * sum(w)), X = 1.1 * sum(w * d$X))
  if (isTRUE(s$members)) t[c("Nu", "Nv")] <- c(1.05, 1.09) * c(sum(w * d$Nu), sum(w * d$Nv))
  if (length(t$D2) < 2 || length(t$G) < 3) return(NULL)
  made <- linear_design(d, s, ~.w)
  des <- suppressWarnings(tryCatch(calibrated(made$des[on, ], t, s$step),
                                   error = function(e) NULL))
  if (is.null(des)) return(NULL)
  x$w[] <- 0
  x$w[on] <- weights(des)
  if (any(x$w[on] <= 0)) return(NULL)
  if (s$step != "none") x$calibrated <- TRUE
  x$at <- which(on)
  x[c("d", "kept")] <- made[c("d", "kept")]
  x$des <- des
  x$before <- function(w) trim(before(w))
  x$totals <- t
  x$steps <- c(lines, lines_of(t, s$step))
  if (length(x$steps)) x$steps <- c("weighting:", "  steps:", x$steps)
  x
}
