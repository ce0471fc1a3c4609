# reference.R - small random survey designs and what R survey says of them.
#
#     Rscript scripts/reference.R [FOLDER]        (default fixtures/reference)
#
# Writes
#     designs.csv   every row of every design, sorted by design and unit
#     specs.csv     one row a design: how it was drawn and is to be analysed
#     expected.csv  one row a number
#     version.txt   the R and the survey package that did it
#
# Seeded: two runs with one version of R give the same files.  Each variable is
# estimated alone, on the rows where it is not missing, since na.rm drops rows
# in which any variable of the call is missing.
#
# Where survey 4.1.1 is not a reference, the variance is computed here, from the
# influence values that survey returns (see own_variance):
#   - lonely-psu adjust centres at 0 in 4.1.1, which is wrong for totals;
#     4.5 and Stata centre at the mean of all PSUs;
#   - lonely-psu average gives NaN if a unit of the first stage has one unit in
#     the second.
# lonely-psu collapse is not in survey: strata are recoded before svydesign.
# Where a number must not be given (a domain in one PSU, only lonely strata) the
# standard error is NA here whatever survey says.

suppressMessages(library(survey))
source("scripts/byhand.R")
set.seed(20260331)
n_designs <- 224
folder <- commandArgs(TRUE)
folder <- if (length(folder)) folder[1] else "fixtures/reference"

rules <- c("fail", "remove", "adjust", "average", "certainty", "collapse")

## ---- drawing -------------------------------------------------------------

# One column of fpc: counts or rates per group.  `all` is a probability of
# sampling a group completely.
draw_fpc <- function(n, kind, all = 0.15) {
  full <- runif(length(n)) < all
  if (kind == "rate")
    ifelse(full, 1, sample(c(0.05, 0.125, 0.25, 0.4, 0.8), length(n), TRUE))
  else
    n + ifelse(full, 0, sample(1:12, length(n), TRUE))
}

pick <- function(x, n = 1) x[sample.int(length(x), n, replace = TRUE)]

draw_spec <- function(i) {
  stages <- 1 + (i - 1) %% 3
  fpcs <- pick(0:stages)
  rule <- rules[1 + (i %/% 3) %% length(rules)]
  stratified <- runif(1) < 0.85
  if (rule == "collapse") stratified <- TRUE
  data.frame(design = i, stratified = as.integer(stratified), stages = stages,
             fpcs = fpcs, kind = if (fpcs == 0) "none" else pick(c("count", "rate")),
             lonely = rule, lonely_in_domains = as.integer(i %% 5 %in% 0:1))
}

# Units of the next stage within each of n groups: one allowed or not.
draw_sizes <- function(n, lonely, most) {
  n_drawn <- pick(2:most, n)
  if (lonely) n_drawn[runif(n) < 0.3] <- 1
  n_drawn
}

draw_design <- function(spec) {
  may <- spec$lonely != "fail"
  H <- if (spec$stratified) pick(3:5) else 1
  n1 <- draw_sizes(H, may && spec$stratified, 5)
  if (spec$lonely == "collapse") n1[pick(seq_len(H))] <- 1
  if (!spec$stratified) n1 <- pick(4:7)
  psu <- data.frame(h = rep(seq_len(H), n1), i = sequence(n1))
  f1 <- draw_fpc(n1, spec$kind)
  if (spec$fpcs >= 1 && all(f1 == 1)) f1[1] <- if (spec$kind == "rate") 0.25 else n1[1] + 4
  if (spec$lonely == "collapse" && spec$fpcs >= 1)   # someone to merge with
    f1[which.max(n1)] <- if (spec$kind == "rate") 0.125 else max(n1) + 6
  psu$f1 <- f1[psu$h]
  psu$u <- runif(nrow(psu)) < 0.5
  last <- psu
  if (spec$stages >= 2) {
    n2 <- draw_sizes(nrow(psu), may, 4)
    ssu <- psu[rep(seq_len(nrow(psu)), n2), ]
    ssu$j <- sequence(n2)
    ssu$f2 <- rep(draw_fpc(n2, spec$kind), n2)
    last <- ssu
  }
  if (spec$stages >= 3) {
    n3 <- draw_sizes(nrow(ssu), may, 3)
    tsu <- ssu[rep(seq_len(nrow(ssu)), n3), ]
    tsu$k <- sequence(n3)
    tsu$f3 <- rep(draw_fpc(n3, spec$kind), n3)
    last <- tsu
  }
  fill_rows(spec, last)
}

fill_rows <- function(spec, last) {
  most <- c(4, 2, 2)[spec$stages]
  r <- last[rep(seq_len(nrow(last)), pick(1:most, nrow(last))), ]
  n <- nrow(r)
  effect <- rnorm(1000)[r$h * 50 + r$i]
  missing <- function(x, p) { x[runif(n) < p] <- NA; x }
  w <- round(runif(n, 4, 90), 3)
  if (runif(1) < 0.15) w[runif(n) < 0.1] <- 0
  if (runif(1) < 0.1) w <- round(w / mean(w), 4)
  d1 <- pick(c("p", "q"), n)
  d1[r$h == 1 & r$i == 1 & runif(n) < 0.6] <- "r"
  d2 <- ifelse(r$u | r$h == 2, "u", "v")
  column <- function(name, used) if (used) r[[name]] else NA
  data.frame(
    design = spec$design,
    STRATUM = if (spec$stratified) paste0("s", r$h) else NA,
    PSU = r$i, SSU = column("j", spec$stages >= 2),
    TSU = column("k", spec$stages >= 3),
    FPC1 = column("f1", spec$fpcs >= 1), FPC2 = column("f2", spec$fpcs >= 2),
    FPC3 = column("f3", spec$fpcs >= 3), W = w,
    Y = missing(round(20 + 6 * effect + 9 * rnorm(n), 2), 0.08),
    B = missing(as.integer(runif(n) < plogis(effect)), 0.06),
    C = missing(pick(c("a", "a", "b", "b", "c"), n), 0.05),
    X = missing(round(3 + 8 * runif(n), 2), 0.05), D1 = d1, D2 = d2)
}

## ---- the design in R -----------------------------------------------------

# ids unique over the file, stages that matter, and fpc as counts; the stage
# after the last fpc is with replacement, which is a population of Inf.
make_design <- function(spec, d) {
  d$.h <- if (spec$stratified) d$STRATUM else "all"
  d$.u1 <- paste(d$.h, d$PSU)
  d$.u2 <- paste(d$.u1, d$SSU)
  d$.u3 <- paste(d$.u2, d$TSU)
  kept <- min(spec$stages, spec$fpcs + 1)
  above <- c(".h", ".u1", ".u2")
  for (s in seq_len(kept)) {
    n <- ave(as.integer(factor(d[[paste0(".u", s)]])), d[[above[s]]],
             FUN = function(x) length(unique(x)))
    f <- if (s > spec$fpcs) Inf else d[[paste0("FPC", s)]]
    d[[paste0(".n", s)]] <- n
    d[[paste0(".N", s)]] <- if (s <= spec$fpcs && spec$kind == "rate") n / f else f
  }
  d$.v <- d$.h
  if (spec$lonely == "collapse") {
    first <- d[!duplicated(d$.h), ]
    to <- collapse_strata(first$.n1, first$.n1 == first$.N1)
    d$.v <- first$.h[to][match(d$.h, first$.h)]
    one <- tapply(first$.n1, first$.h[to], sum)
    big <- tapply(first$.N1, first$.h[to], sum)
    d$.n1 <- as.vector(one[d$.v])
    d$.N1 <- as.vector(big[d$.v])
  }
  ids <- reformulate(paste0(".u", seq_len(kept)))
  fpc <- if (spec$fpcs > 0) reformulate(paste0(".N", seq_len(kept)))
  list(data = d, kept = kept,
       des = svydesign(ids, strata = ~.v, fpc = fpc, weights = ~W, data = d))
}

lonely_option <- function(rule) if (rule == "collapse") "remove" else rule

## ---- estimates -----------------------------------------------------------

indicators <- list(
  tY = list(var = "Y", estimator = "total"),
  mY = list(var = "Y", estimator = "mean"),
  pB = list(var = "B", estimator = "proportion"),
  sC = list(var = "C", estimator = "share"),
  rYX = list(var = c("Y", "X"), estimator = "ratio"))

# One call of survey.  The design effect is asked for now and then only: svyvar
# computes a variance of the variance, and takes most of the time.
call_survey <- function(what, sub, item, deff) {
  one <- switch(what$estimator,
    total = svytotal(~Y, sub, deff = deff, influence = TRUE),
    mean = svymean(~Y, sub, deff = deff, influence = TRUE),
    proportion = svymean(~B, sub, deff = deff, influence = TRUE),
    share = svymean(~as.numeric(C == item), sub, deff = deff, influence = TRUE),
    ratio = svyratio(~Y, ~X, sub, deff = deff, influence = TRUE))
  list(estimate = as.numeric(coef(one)), V = as.numeric(vcov(one)),
       wr = if (is.character(deff)) as.numeric(deff(one)) else NA,
       wor = if (identical(deff, TRUE)) as.numeric(deff(one)) else NA,
       influence = as.numeric(attr(one, "influence")), df = degf(sub))
}

# svyciprop's own three intervals against the formulas.  Its logit comes from an
# iterated fit that stops some 1e-8 short, and for few degrees of freedom its
# confidence level rounds to 1; xlogit is the same interval in closed form.
check_intervals <- function(sub, ci, logit) {
  bounds <- function(method) as.numeric(attr(svyciprop(~B, sub, method), "ci"))
  stopifnot(abs(bounds("logit") / logit - 1) < 1e-6,
            abs(bounds("xlogit") / logit - 1) < 1e-9,
            abs(bounds("mean") - ci) < 1e-12)
}

logit_interval <- function(p, se, df) {
  at <- log(p / (1 - p))
  plogis(at + c(-1, 1) * qt(0.975, df) * se / (p * (1 - p)))
}

estimate <- function(spec, made, what, item, rows) {
  d <- made$data
  # Rows of zero weight are dropped as the domain is: survey would count their
  # units as seen when it looks for lonely ones, we as without members.
  rows <- rows & d$W > 0 & stats::complete.cases(d[what$var])
  d <- d[rows, , drop = FALSE]
  n <- sum(d$W > 0)
  if (n == 0) return(NULL)
  sub <- made$des[rows, ]
  own <- spec$lonely == "adjust" ||
    (spec$lonely == "average" && made$kept > 1 &&
       (lonely_below(d, made$kept) || spec$lonely_in_domains))
  with_deff <- runif(1) < 0.3 && n >= 2
  deff <- if (!with_deff || own) FALSE else if (runif(1) < 0.3) TRUE else "replace"
  r <- call_survey(what, sub, item, deff)
  if (own) {
    r$V <- own_variance(r$influence, d, made$kept, spec$lonely,
                        spec$lonely_in_domains == 1)
    if (with_deff) r$wr <- r$V / element_base(what, sub, d, item, r)
  }
  # The two differ by 1 - n/N: whichever survey gave yields the other.
  fraction <- 1 - n / sum(d$W)
  if (is.na(r$wr)) r$wr <- r$wor * fraction
  r$wor <- r$wr / fraction
  bounded <- what$estimator %in% c("proportion", "share")
  sure <- bounded && min(r$estimate, 1 - r$estimate) < 1e-13
  se <- sqrt(r$V)
  if (sure) se <- 0
  if (one_psu(d, made$kept) ||
      only_lonely(d, spec$lonely, spec$lonely_in_domains == 1, made$kept)) se <- NA
  if (is.na(se) || sure || n < 2) r$wr <- r$wor <- NA
  if (sum(d$W) <= n) r$wor <- NA
  ci <- logit <- c(NA, NA)
  if (!is.na(se) && !sure && r$df > 0) {
    ci <- r$estimate + c(-1, 1) * qt(0.975, r$df) * se
    if (bounded) logit <- logit_interval(r$estimate, se, r$df)
    if (what$estimator == "proportion" && !own && r$df >= 3 && runif(1) < 0.2)
      check_intervals(sub, ci, logit)
  }
  data.frame(estimate = r$estimate, se = se, df = r$df, ci_low = ci[1],
             ci_high = ci[2], logit_low = logit[1], logit_high = logit[2],
             deff_wr = r$wr, deff_wor = r$wor, n = n)
}

# S^2/n on the scale of the estimate, as svytotal, svymean and svyratio have it.
element_base <- function(what, sub, d, item, r) {
  n <- sum(d$W > 0)
  N <- sum(d$W)
  s2 <- function(f) as.numeric(coef(svyvar(f, sub)))
  switch(what$estimator,
    total = s2(~Y) * N^2 / n, mean = s2(~Y) / n, proportion = s2(~B) / n,
    share = s2(~as.numeric(C == item)) / n,
    ratio = {
      e <- (d$Y - r$estimate * d$X) / sum(d$W * d$X)
      sub$variables$e. <- e
      as.numeric(coef(svyvar(~e., sub))) * N^2 / n
    })
}

cells <- function(d) {
  out <- list(list(D1 = "_T", D2 = "_T", rows = rep(TRUE, nrow(d))))
  for (a in c("p", "q", "r"))
    out[[length(out) + 1]] <- list(D1 = a, D2 = "_T", rows = d$D1 == a)
  for (b in c("u", "v"))
    out[[length(out) + 1]] <- list(D1 = "_T", D2 = b, rows = d$D2 == b)
  for (a in c("p", "q")) for (b in c("u", "v"))
    out[[length(out) + 1]] <- list(D1 = a, D2 = b, rows = d$D1 == a & d$D2 == b)
  out
}

expect <- function(spec, made) {
  options(survey.lonely.psu = lonely_option(spec$lonely),
          survey.adjust.domain.lonely = spec$lonely_in_domains == 1)
  out <- list()
  for (cell in cells(made$data)) {
    crossed <- cell$D1 != "_T" && cell$D2 != "_T"
    for (name in sample(names(indicators), if (crossed) 1 else 3)) {
      what <- indicators[[name]]
      item <- if (what$estimator == "share") pick(c("a", "b", "c")) else ""
      one <- suppressWarnings(estimate(spec, made, what, item, cell$rows))
      if (!is.null(one))
        out[[length(out) + 1]] <- cbind(
          data.frame(design = spec$design, indicator = name, item = item,
                     D1 = cell$D1, D2 = cell$D2), one)
    }
  }
  do.call(rbind, out)
}

## ---- writing -------------------------------------------------------------

# 15 digits: three more than any comparison asks for.
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

dir.create(folder, showWarnings = FALSE, recursive = TRUE)
all_specs <- all_rows <- all_expected <- vector("list", n_designs)
for (i in seq_len(n_designs)) {
  spec <- draw_spec(i)
  d <- draw_design(spec)
  made <- make_design(spec, d)
  all_specs[[i]] <- spec
  all_rows[[i]] <- d
  all_expected[[i]] <- expect(spec, made)
}
write_table(do.call(rbind, all_specs), "specs.csv")
write_table(do.call(rbind, all_rows), "designs.csv")
write_table(do.call(rbind, all_expected), "expected.csv")
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))),
           file.path(folder, "version.txt"))
