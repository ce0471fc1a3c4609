# reference-calibration.R - what R survey says of calibrated weights.
#
#     Rscript scripts/reference-calibration.R [FOLDER]  (default fixtures/reference)
#
# Reads designs.csv and specs.csv, which reference.R wrote, and writes
#     calibration.csv  estimates with calibrated weights, one row a number
#     calibration-weights.csv  sum of squares of the weights, for each method
#     calibration-jkn.csv  standard errors by JKn, every replicate calibrated
#                    again; of designs without populations
# The weight of a row is W, or 7 where W is 0 (survey divides by it); a missing
# X is 5.5.  Totals are made of the sample, by the same rules on both sides:
# category k of a classification (p q r, u v) has its weighted count times
# `grow`; the second margin is scaled to the sum of the first; X has 1.04 of its
# weighted sum, scaled likewise.  No random numbers.

source("scripts/random-designs.R")
grow <- c(p = 1.12, q = 0.93, r = 1.05, u = 1.07, v = 0.9)

positive_rows <- function(i) {
  d <- rows_of(i)
  d$w <- ifelse(d$W == 0, 7, d$W)
  d$x <- ifelse(is.na(d$X), 5.5, d$X)
  d$D1 <- factor(d$D1)
  d$D2 <- factor(d$D2)
  d
}

# Totals of the two classifications and of x, from the weights of design s.
totals_of <- function(s) {
  w <- weights(s, "sampling")
  v <- s$variables
  t1 <- tapply(w, v$D1, sum) * grow[levels(v$D1)]
  t2 <- tapply(w, v$D2, sum) * grow[levels(v$D2)]
  t2 <- t2 * sum(t1) / sum(t2)
  list(D1 = t1, D2 = t2, x = sum(w * v$x) * 1.04 * sum(t1) / sum(w))
}
margin <- function(t, name) {
  f <- data.frame(names(t), as.vector(t))
  names(f) <- c(name, "Freq")
  f
}
post <- function(s, t) postStratify(s, ~D2, margin(t$D2, "D2"))
raked <- function(s, t)
  rake(s, list(~D1, ~D2), list(margin(t$D1, "D1"), margin(t$D2, "D2")),
       control = list(maxit = 2000, epsilon = 1e-9))
# Columns without a base category: dummies of both, and x; ginv and qr see to
# the column too many.
greg <- function(s, t, ..., epsilon = 1e-12) {
  terms <- c(if (length(t$D1) > 1) "D1", if (length(t$D2) > 1) "D2", "x")
  f <- as.formula(paste("~", paste(terms, collapse = "+")))
  total <- c(`(Intercept)` = sum(t$D1))
  if (length(t$D1) > 1) total <- c(total, setNames(t$D1[-1], paste0("D1", names(t$D1)[-1])))
  if (length(t$D2) > 1) total <- c(total, setNames(t$D2[-1], paste0("D2", names(t$D2)[-1])))
  calibrate(s, f, c(total, x = t$x), maxit = 500, epsilon = epsilon, ...)
}

methods <- list(
  post = function(s) post(s, totals_of(s)),
  rake = function(s) raked(s, totals_of(s)),
  linear = function(s) greg(s, totals_of(s), calfun = "linear"),
  ratio = function(s) greg(s, totals_of(s), calfun = "raking"),
  logit = function(s) greg(s, totals_of(s), calfun = "logit", bounds = c(0.4, 2.5)),
  truncated = function(s) greg(s, totals_of(s), calfun = "linear", bounds = c(0.75, 1.3)),
  common1 = function(s) greg(s, totals_of(s), calfun = "linear", aggregate.stage = 1),
  common2 = function(s) greg(s, totals_of(s), calfun = "raking", aggregate.stage = 2),
  twice = function(s) {
    s <- post(s, totals_of(s))
    greg(s, totals_of(s), calfun = "linear")
  },
  trimmed = function(s) {
    s <- raked(s, totals_of(s))
    m <- median(weights(s))
    s <- trimWeights(s, upper = 1.8 * m, lower = 0.3 * m)
    greg(s, totals_of(s), calfun = "raking")
  })

one <- function(i, method, s) {
  out <- NULL
  for (domain in c("_", "p", "u")) {
    inside <- domain == "_" | s$variables$D1 == domain | s$variables$D2 == domain
    for (indicator in c("tY", "mY", "rYX")) {
      ok <- inside & !is.na(s$variables$Y)
      if (indicator == "rYX") ok <- ok & !is.na(s$variables$X)
      s$variables$y <- ifelse(ok, s$variables$Y, 0)
      s$variables$one <- as.numeric(ok)
      s$variables$z <- ifelse(ok, s$variables$x, 0)
      a <- switch(indicator, tY = svytotal(~y, s), mY = svyratio(~y, ~one, s),
                  rYX = svyratio(~y, ~z, s))
      if (!is.finite(as.numeric(coef(a)))) next
      out <- rbind(out, data.frame(design = i, method = method,
                                   indicator = indicator, domain = domain,
                                   estimate = as.numeric(coef(a)),
                                   se = as.numeric(SE(a))))
    }
  }
  out
}

options(survey.lonely.psu = "remove")
numbers <- weights_of <- NULL
for (i in specs$design[specs$lonely %in% c("fail", "remove", "certainty")
                       & specs$lonely_in_domains == 0]) {
  spec <- specs[specs$design == i, ]
  d <- positive_rows(i)
  for (method in names(methods)) {
    if (method == "common2" && min(spec$stages, spec$fpcs + 1) < 2) next
    s <- suppressWarnings(tryCatch(
      methods[[method]](design_of(spec, d, weights = ~w)), error = function(e) NULL))
    if (is.null(s) || any(weights(s) <= 0)) next
    r <- tryCatch(one(i, method, s), error = function(e) NULL)
    if (is.null(r)) next
    numbers <- rbind(numbers, r)
    weights_of <- rbind(weights_of, data.frame(design = i, method = method,
                                               squares = sum(weights(s)^2)))
  }
}
# The same with replicates; totals are those of the full sample.  A replicate
# must not lack a category.
again <- NULL
for (i in specs$design[specs$lonely == "fail" & specs$fpcs == 0]) {
  d <- positive_rows(i)
  s <- design_of(specs[specs$design == i, ], d, weights = ~w)
  t <- totals_of(s)
  r <- as.svrepdesign(s, type = "JKn")
  lacks <- apply(weights(r, "analysis"), 2, function(w)
    any(tapply(w, d$D2, sum) == 0))
  if (any(lacks) || length(t$D2) < 2) next
  again <- rbind(again, one(i, "post", post(r, t)))
  x <- calibrate(r, ~D2 + x, c(`(Intercept)` = sum(t$D2),
                               setNames(t$D2[-1], paste0("D2", names(t$D2)[-1])),
                               x = t$x), calfun = "linear")
  again <- rbind(again, one(i, "linear", x))
}
for (k in c("estimate", "se")) again[[k]] <- sprintf("%.15g", again[[k]])
write.csv(again, file.path(folder, "calibration-jkn.csv"), row.names = FALSE,
          quote = FALSE)
for (k in c("estimate", "se")) numbers[[k]] <- sprintf("%.15g", numbers[[k]])
weights_of$squares <- sprintf("%.15g", weights_of$squares)
write.csv(numbers, file.path(folder, "calibration.csv"), row.names = FALSE,
          quote = FALSE)
write.csv(weights_of, file.path(folder, "calibration-weights.csv"),
          row.names = FALSE, quote = FALSE)
