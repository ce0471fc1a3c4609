# reference-methods.R - what R survey says of replicates, unequal probabilities,
# contrasts, two-way tests and quantiles.
#
#     Rscript scripts/reference-methods.R [FOLDER]  (default fixtures/reference)
#
# Reads designs.csv and specs.csv, which reference.R wrote, and writes
#     methods-replicates.csv  estimates by replicates
#     methods-given.csv       multipliers that R drew, by unit and replicate
#     methods-pps.csv         estimates with unequal probabilities
#     methods-contrasts.csv   differences, ratios, sums and a formula of cells
#     methods-tests.csv       two-way tests
#     methods-quantiles.csv   quantiles and their intervals
# Units are numbered from 1 in the order of the file.  Seeded.
#
# Two functions of survey 4.1.1 are mended before they are asked (mended.R).

source("scripts/random-designs.R")
source("scripts/mended.R")
set.seed(20260407)

plain <- specs[specs$lonely %in% c("fail", "remove", "certainty"), ]
# Dropping units that are sure to be in the sample, svytotal of 4.1.1 keeps them
# in the estimate that it centres at.
options(survey.lonely.psu = "remove", survey.drop.replicates = FALSE)
collected <- list()
collect <- function(table, ...)
  collected[[table]] <<- c(collected[[table]], list(data.frame(...)))

## ---- replicates ----------------------------------------------------------

estimate <- function(what, des) switch(what,
  tY = svytotal(~Y, des), mY = svymean(~Y, des), rYX = svyratio(~Y, ~X, des))

repeated <- function(i, type, rep, d) {
  for (what in c("tY", "mY", "rYX")) for (D1 in c("_", "p")) {
    rows <- !is.na(d$Y) & (what != "rYX" | !is.na(d$X)) & (D1 == "_" | d$D1 == D1) & d$W > 0
    if (length(unique(d$u1[rows])) < 2) next
    x <- suppressWarnings(estimate(what, rep[rows, ]))
    collect("replicates", design = i, type = type, mse = as.integer(rep$mse),
            indicator = what, D1 = D1, estimate = as.numeric(coef(x)),
            se = as.numeric(SE(x)))
  }
}

for (k in seq_len(nrow(plain))) {
  spec <- plain[k, ]
  d <- rows_of(spec$design)
  type <- if (max(d$h) == 1) "JK1" else "JKn"
  for (mse in c(FALSE, TRUE)) {
    rep <- tryCatch(suppressWarnings(as.svrepdesign(
      design_of(spec, d, type == "JKn"), type = type, mse = mse)),
      error = function(e) NULL)
    if (is.null(rep) || all(rep$rscales * rep$scale == 0)) next   # nothing to leave out
    repeated(spec$design, type, rep, d)
  }
}

# One row a unit with the multipliers of a replicate design.
give <- function(i, type, rep, unit) {
  m <- weights(rep, "replication")
  first <- !duplicated(unit)
  for (r in seq_len(ncol(m)))
    collect("given", design = i, type = type, scale = rep$scale * rep$rscales[r],
            replicate = r, unit = unit[first], multiplier = m[first, r])
}

sizes_of <- function(i) { d <- rows_of(i); tapply(d$u1, d$h, function(x) length(unique(x))) }
even <- Filter(function(i) all(sizes_of(i) %% 2 == 0) && length(sizes_of(i)) > 1,
               plain$design)
several <- Filter(function(i) all(sizes_of(i) > 1) && length(sizes_of(i)) > 1,
                  plain$design[plain$fpcs == plain$stages & plain$stages == 2])
draws <- list(Fay = even[1:2], bootstrap = several[1], subbootstrap = several[2],
              mrbbootstrap = several[1:3])
for (type in names(draws)) for (i in draws[[type]]) {
  spec <- specs[specs$design == i, ]
  d <- rows_of(i)
  des <- design_of(spec, d)
  more <- if (type == "Fay") list(fay.rho = 0.3) else list(replicates = 12)
  for (mse in c(FALSE, TRUE)) {
    set.seed(1000 + i)
    rep <- suppressWarnings(do.call(as.svrepdesign,
      c(list(des, type = type, mse = mse, compress = FALSE), more)))
    repeated(i, type, rep, d)
  }
  kept <- min(spec$stages, spec$fpcs + 1)
  give(i, type, rep, if (type == "mrbbootstrap") d[[paste0("u", kept)]] else d$u1)
}

## ---- unequal probabilities -----------------------------------------------

p1 <- function(u) 0.1 + 0.07 * ((7 * u) %% 11)
f2 <- function(u) 0.05 * (1 + u %% 9)
psum <- function(h) 0.2 + 0.03 * h
joint <- function(d) {
  p <- p1(d$u1)
  m <- outer(p, p) * ifelse(outer(d$h, d$h, "=="),
                            0.8 + 0.01 * (outer(d$u1, d$u1, "+") %% 7), 1)
  diag(m) <- p
  m
}

# survey cannot take subsets of all of these designs: the domain is in the
# variables.
unequal <- function(i, rule, variance, d, make) {
  for (D1 in c("_", "p")) {
    rows <- !is.na(d$Y) & (D1 == "_" | d$D1 == D1)
    if (length(unique(d$u1[rows & d$W > 0])) < 2) next
    d$n <- as.numeric(rows)
    d$y <- ifelse(rows, d$Y, 0)
    des <- make(d)
    for (what in c("tY", "mY")) {
      x <- if (what == "tY") svytotal(~y, des) else svyratio(~y, ~n, des)
      collect("pps", design = i, rule = rule, variance = variance,
              indicator = what, D1 = D1, estimate = as.numeric(coef(x)),
              se = suppressWarnings(as.numeric(SE(x))))   # HT can be negative
    }
  }
}

alone <- specs$design[specs$lonely == "fail" & specs$stages == 1]
for (i in alone) {
  d <- rows_of(i)
  d <- d[!duplicated(d$u1), ]          # one row a PSU: survey wants it so
  d$W <- 1
  d$p <- p1(d$u1)
  make <- function(pps, variance = "HT") function(d)
    svydesign(~u1, strata = ~h, fpc = ~p, data = d, pps = pps, variance = variance)
  unequal(i, "brewer", "HT", d, make("brewer"))
  H <- seq_len(max(d$h))
  for (v in c("HT", "YG")) {
    unequal(i, "overton", v, d, make("overton", v))
    unequal(i, "hartley-rao", v, d, make(HR(), v))
    unequal(i, "hartley-rao-p", v, d, make(HR(list(psum(H)), strata = H), v))
    unequal(i, "joint", v, d, function(d)
      svydesign(~u1, strata = ~h, probs = ~p, data = d, variance = v,
                pps = ppsmat(joint(d), tolerance = 0)))
  }
}

for (i in specs$design[specs$lonely == "fail" & specs$stages == 2]) {
  d <- rows_of(i)
  d$p <- p1(d$u1)
  d$f <- f2(d$u1)
  unequal(i, "brewer-2", "HT", d, function(d)
    svydesign(~u1 + u2, strata = ~h, fpc = ~p + f, weights = ~W, data = d,
              pps = "brewer"))
}

## ---- contrasts -----------------------------------------------------------

# Totals over cells in one call: their covariances are exact.
for (k in seq_len(nrow(plain))) {
  spec <- plain[k, ]
  d <- rows_of(spec$design)
  cell <- function(inside) as.numeric(inside & !is.na(d$Y))
  y <- ifelse(is.na(d$Y), 0, d$Y)
  d$n1 <- cell(d$D1 == "p"); d$n2 <- cell(d$D1 == "q"); d$n3 <- cell(d$D2 == "u")
  d$y1 <- y * d$n1; d$y2 <- y * d$n2; d$y3 <- y * d$n3
  if (any(c(sum(d$W * d$n1), sum(d$W * d$n2), sum(d$W * d$n3)) == 0)) next
  t <- svytotal(~y1 + n1 + y2 + n2 + y3 + n3, design_of(spec, d))
  kinds <- list(difference = quote(y1 / n1 - y2 / n2),
                ratio = quote((y1 / n1) / (y2 / n2)),
                linear = quote(0.31 * y1 / n1 + 0.54 * y2 / n2 - 0.87 * y3 / n3),
                formula = quote((y1 / n1 - y2 / n2) / (y3 / n3 + 0.37) +
                                sqrt(y1 / n1 * y1 / n1 + 1.9) - exp(-y2 / n2 / 40)))
  for (kind in names(kinds)) {
    x <- svycontrast(t, kinds[[kind]])
    collect("contrasts", design = spec$design, kind = kind,
            estimate = as.numeric(coef(x)), se = as.numeric(SE(x)))
  }
}

## ---- two-way tests -------------------------------------------------------

for (k in seq_len(nrow(plain))) {
  spec <- plain[k, ]
  d <- rows_of(spec$design)
  for (columns in c("C", "B")) {
    rows <- !is.na(d[[columns]]) & d$W > 0
    des <- suppressWarnings(design_of(spec, d)[rows, ])
    formula <- as.formula(paste("~D1 +", columns))
    K <- (length(unique(d$D1[rows])) - 1) * (length(unique(d[[columns]][rows])) - 1)
    df <- degf(des)
    if (K == 0 || df < K + 1 || min(table(d$D1[rows], d[[columns]][rows])) == 0) next
    ask <- function(s) suppressWarnings(svychisq(formula, des, statistic = s))
    f <- ask("F"); first <- ask("Chisq"); w <- ask("Wald"); a <- ask("adjWald")
    collect("tests", design = spec$design, columns = columns, df = df,
            pearson = as.numeric(first$statistic), f = as.numeric(f$statistic),
            ndf = f$parameter[[1]], ddf = f$parameter[[2]],
            f_p = as.numeric(f$p.value), chisq_p = as.numeric(first$p.value),
            wald = as.numeric(w$statistic), wald_p = as.numeric(w$p.value),
            adj = as.numeric(a$statistic), adj_p = as.numeric(a$p.value))
  }
}

## ---- quantiles -----------------------------------------------------------

rules <- c("math", "school", "shahvaish", paste0("hf", 1:9))
ask_quantile <- function(i, des, n, p, rule, interval) {
  q <- svyquantile(~Y, des, p, qrule = rule, interval.type = interval)$Y
  m <- svymean(~as.numeric(Y <= q[1]), des)
  if (coef(m) %in% c(0, 1)) return()   # survey has an interval of no width
  if (interval == "asin") {            # survey turns back at the ends
    at <- asin(sqrt(coef(m)))
    half <- qt(0.975, degf(des)) * SE(m) / (2 * sqrt(coef(m) * (1 - coef(m))))
    if (at - half < 0 || at + half > pi / 2) return()
  }
  collect("quantiles", design = i, p = p, rule = rule, interval = interval,
          df = degf(des), value = q[1], low = q[2], high = q[3], se = q[4])
}

for (i in plain$design[seq(1, nrow(plain), by = 7)]) {
  spec <- specs[specs$design == i, ]
  d <- rows_of(i)
  des <- suppressWarnings(design_of(spec, d)[!is.na(d$Y) & d$W > 0, ])
  if (degf(des) < 2) next
  for (p in c(0.1, 0.5, 0.77)) {
    for (rule in rules) ask_quantile(i, des, n, p, rule, "mean")
    for (interval in c("beta", "xlogit", "asin")) ask_quantile(i, des, n, p, "math", interval)
  }
}

## ---- writing -------------------------------------------------------------

write_table <- function(x, name) {
  text <- lapply(x, function(v) {
    s <- if (is.numeric(v)) formatC(v, digits = 15, format = "g", width = 1) else v
    ifelse(is.na(v) | is.nan(v), "", sub(" +$", "", s))
  })
  con <- file(file.path(folder, name), "wb")
  on.exit(close(con))
  writeLines(paste(names(x), collapse = ","), con)
  writeLines(do.call(paste, c(text, sep = ",")), con)
}

for (name in names(collected))
  write_table(do.call(rbind, collected[[name]]), paste0("methods-", name, ".csv"))
