# crosscheck-replicates.R - replicate weights, from file to estimates.csv, by R.
#
#     Rscript scripts/crosscheck-replicates.R BIN WORK
#
# Small surveys are made here (seeded) and written as CSV with columns of
# replicate weights, or as a design whose replicates go through steps of
# weighting; BIN/hearth runs them, and every number is compared with R survey:
# estimates to a relative 1e-9, standard errors to 1e-8 (rake, which stops at a
# tolerance of its own: 1e-6), degrees of freedom exactly where R's are those of
# the whole.  Ends with status 1 if one is further off.

suppressMessages(library(survey))
args <- commandArgs(TRUE)
bin <- args[1]; work <- args[2]
set.seed(20260511)
worst <- c(estimate = 0, se = 0, rake = 0); compared <- 0; failed <- 0

people <- function(n, psus, strata) {
  d <- data.frame(ID = seq_len(n), H = rep(seq_len(strata), length.out = psus)[sample(psus, n, TRUE)])
  d$H <- sort(d$H)
  d$U <- ave(d$H, d$H, FUN = function(x) sort(rep_len(seq_len(max(2, psus / strata)), length(x))))
  d$W <- round(runif(n, 20, 400), 3)
  d$G <- sample(c("a", "b", "c", ""), n, TRUE, c(.4, .35, .2, .05))
  d$S <- sample(c("m", "f"), n, TRUE); d$A <- sample(c("x", "y", "z"), n, TRUE)
  d$B <- ifelse(runif(n) < .06, NA, rbinom(n, 1, plogis(-.4 + .5 * (d$S == "m"))))
  d$Y <- ifelse(runif(n) < .04, NA, round(rexp(n, .02), 2))
  d$X <- round(1 + rexp(n, .2), 2)
  d
}

run <- function(name, d, design, steps = "") {
  folder <- file.path(work, name)
  dir.create(folder, showWarnings = FALSE, recursive = TRUE)
  write.csv(d, file.path(folder, "data.csv"), row.names = FALSE, quote = FALSE, na = "")
  writeLines(c("survey: {title: Replicates}",
    "files: {unit: {path: data.csv, key: [ID], types: {G: string, S: string, A: string}}}",
    "design:", paste0("  ", design), "variables:",
    "  g: {of: unit, from: G, categories: {a: a, b: b, c: c}}",
    "  s: {of: unit, from: S, categories: {m: m, f: f}}",
    "  a: {of: unit, from: A, categories: {x: x, y: y, z: z}}",
    "indicators:", "  own:",
    "    - {code: tY, of: unit, total: Y}", "    - {code: mY, of: unit, mean: Y}",
    "    - {code: pB, of: unit, proportion: B == 1}", "    - {code: sG, of: unit, shares: g}",
    "    - {code: rYX, of: unit, ratio: {numerator: Y, denominator: X}}",
    "tables: {by: [s, s * a], interval: mean, contrasts: [s.m - s.f]}", steps),
    file.path(folder, "survey.yaml"))
  out <- file.path(folder, "out")
  if (system2(file.path(bin, "hearth"), c("run", "-q", "--force", "--to", "estimate", "-o", out,
                                          file.path(folder, "survey.yaml")),
              stdout = FALSE, stderr = file.path(folder, "said")) != 0) {
    cat(readLines(file.path(folder, "said")), sep = "\n"); stop(name)
  }
  read.csv(file.path(out, "estimates.csv"), na.strings = "")
}

note <- function(name, kind, what, got, want, limit) {
  off <- if (is.na(want) && is.na(got)) 0 else if (is.na(want) != is.na(got)) Inf else
    if (abs(want) < 1e-12) abs(got - want) else abs(got / want - 1)
  worst[kind] <<- max(worst[kind], off); compared <<- compared + 1
  if (off > limit) { failed <<- failed + 1
    cat(sprintf("%s: %s: %.17g, R says %.17g\n", name, what, got, want)) }
}

compare <- function(name, e, rep, raked = FALSE) {
  for (s in c("_T", "m", "f")) for (a in c("_T", "x", "y", "z")) {
    if (s == "_T" && a != "_T") next
    rows <- (s == "_T" | rep$variables$S == s) & (a == "_T" | rep$variables$A == a)
    for (what in c("tY", "mY", "pB", "sG", "rYX")) {
      keep <- rows & switch(what, pB = !is.na(rep$variables$B), sG = rep$variables$G != "",
                            !is.na(rep$variables$Y))
      des <- rep[keep, ]
      x <- switch(what, tY = svytotal(~Y, des), mY = svymean(~Y, des), pB = svymean(~B, des),
                  sG = svymean(~I(G == "b"), des), rYX = svyratio(~Y, ~X, des))
      k <- if (what == "sG") 2 else 1
      h <- e[e$indicator == what & (is.na(e$item) | e$item == "b") & e$s == s & e$a == a, ]
      stopifnot(nrow(h) == 1)
      at <- paste(what, s, a)
      kind <- if (raked) "rake" else "se"
      note(name, "estimate", paste(at, "estimate"), h$estimate, as.numeric(coef(x))[k], if (raked) 1e-8 else 1e-9)
      note(name, kind, paste(at, "se"), h$se, as.numeric(SE(x))[k], if (raked) 1e-6 else 1e-8)
    }
  }
}

# Factors as each kind has them, or anything at all: R takes what it is given.
columns <- paste0("R", 1:16)
factors <- function(d, type) {
  unit <- as.integer(factor(paste(d$H, d$U)))
  m <- switch(type,
    random = matrix(round(rgamma(max(unit) * 16, 4, 4), 4), max(unit)),
    signs = ifelse(matrix(runif(max(unit) * 16) < .5, max(unit)), 1.7, 0.3),
    negative = matrix(round(rnorm(max(unit) * 16, 1, .9), 3), max(unit)))
  m[unit, ]
}
types <- list(jk1 = "JK1", jk2 = "JK2", jkn = "JKn", brr = "BRR", fay = "Fay", bootstrap = "bootstrap",
              sdr = "ACS", other = "other")
for (type in names(types)) for (combined in c(TRUE, FALSE)) for (mse in c(TRUE, FALSE)) {
  d <- people(400 + 37 * match(type, names(types)), 24, 3)
  f <- factors(d, if (type %in% c("brr", "fay")) "signs" else if (mse) "random" else "negative")
  w <- if (combined) f * d$W else f
  d[columns] <- w
  rscales <- if ((type == "jkn" && combined) || (type == "other" && mse)) round(runif(16, .3, 1), 3)
  scale <- if (type %in% c("other", "jk1", "bootstrap") && mse) 0.137
  name <- paste(type, if (combined) "whole" else "factors", if (mse) "mse" else "mean", sep = "-")
  dir.create(file.path(work, name), showWarnings = FALSE, recursive = TRUE)
  if (!is.null(rscales)) writeLines(format(rscales), file.path(work, name, "rscales.txt"))
  yaml <- paste0("replicates: {columns: R1-R16, type: ", type, ", combined: ", tolower(combined),
                 ", mse: ", tolower(mse), if (type == "fay") ", rho: 0.3",
                 if (!is.null(scale)) paste0(", scale: ", scale),
                 if (!is.null(rscales)) ", rscales: rscales.txt", "}")
  clusters <- if (mse) c("strata: [H]", "clusters: [U]", "nested: true")
  e <- run(name, d, c("weight: W", clusters, yaml))
  rep <- suppressWarnings(svrepdesign(data = d, repweights = d[columns], weights = d$W,
    type = types[[type]], combined.weights = combined, mse = mse, scale = scale, rscales = rscales,
    rho = if (type == "fay") 0.3))
  compare(name, e, rep)
  if (!mse) note(name, "estimate", "df", e$df[1], degf(rep[!is.na(rep$variables$Y), ]), 0)
}

# Replicates through the steps of weighting, made by R or given to both.
margin <- function(d, by, up) {
  t <- tapply(d$W, d[[by]], sum) * up
  round(t * 1.08 * sum(d$W) / sum(t), 6)
}
counts <- function(t) paste0("{", paste0(names(t), ": ", format(t, digits = 15, trim = TRUE), collapse = ", "), "}")
frame <- function(t, by) setNames(data.frame(names(t), as.numeric(t)), c(by, "Freq"))
for (method in c("jkn", "given")) for (step in c("post-stratify", "rake", "calibrate")) {
  d <- people(520, 24, 4)
  ts <- margin(d, "S", c(1.1, .95)); ta <- margin(d, "A", c(.9, 1, 1.2))
  ta[3] <- sum(ts) - sum(ta[1:2])
  des <- svydesign(~U, strata = ~H, nest = TRUE, weights = ~W, data = d)
  if (method == "given") {
    d[columns] <- factors(d, "random") * d$W
    des <- svrepdesign(data = d, repweights = d[columns], weights = d$W, type = "bootstrap")
    design <- c("weight: W", "replicates: {columns: R1-R16, type: bootstrap}")
  } else {
    des <- as.svrepdesign(des, type = "JKn")
    design <- c("weight: W", "strata: [H]", "clusters: [U]", "nested: true", "variance: jkn",
                "replicates: {reweight: true}")
  }
  margins <- paste0("margins: [{by: s, counts: ", counts(ts), "}, {by: a, counts: ", counts(ta), "}]")
  steps <- c("weighting:", "  steps:", switch(step,
    "post-stratify" = paste0("    - post-stratify: {of: unit, by: s, counts: ", counts(ts), "}"),
    rake = paste0("    - rake: {of: unit, ", margins, ", tolerance: 1e-13, iterations: 500}"),
    calibrate = paste0("    - calibrate: {of: unit, ", margins, "}")))
  name <- paste("steps", method, step, sep = "-")
  e <- run(name, d, design, steps)
  rep <- switch(step,
    "post-stratify" = postStratify(des, ~S, frame(ts, "S")),
    rake = rake(des, list(~S, ~A), list(frame(ts, "S"), frame(ta, "A")),
                control = list(maxit = 500, epsilon = 1e-9)),
    calibrate = calibrate(des, ~S + A, c(`(Intercept)` = sum(ts), Sm = ts[["m"]], Ay = ta[["y"]],
                                         Az = ta[["z"]]), compress = FALSE))
  compare(name, e, rep, step == "rake")
}

cat(sprintf("replicates: %d numbers compared with %s; largest relative differences: estimates %.2g, standard errors %.2g, after rake %.2g\n",
            compared, paste("survey", packageVersion("survey")), worst["estimate"], worst["se"], worst["rake"]))
cat(sprintf("%d failed\n", failed))
quit(status = if (failed) 1 else 0)
