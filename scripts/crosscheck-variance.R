# crosscheck-variance.R - unequal probabilities and replicates, from data file
# to estimates.csv and contrasts.csv, against R survey.
#
#     Rscript scripts/crosscheck-variance.R BIN WORK
#
# BIN holds the programs, WORK is a folder to work in.  Random designs of one to
# three stages become a CSV file and a survey.yaml.  Rules for unequal
# probabilities and jackknives are R's own; where R draws others (bootstraps) or
# has other matrices (halves), it is handed our multipliers, and its own are
# compared for totals, where they come to the same.  Estimates to a relative
# 1e-9, standard errors to 1e-8.  Ends with status 1 if one is further off.

suppressMessages(library(survey))
options(survey.lonely.psu = "fail", survey.drop.replicates = FALSE)
args <- commandArgs(TRUE)
bin <- args[1]; work <- args[2]
dir.create(work, showWarnings = FALSE, recursive = TRUE)

# ---- random designs ---------------------------------------------------------

# SIZES: PSUs by stratum.  p: the probability of a PSU, one being sure; f1, f2,
# f3: rates of stages; S: the sum of squares that Hartley and Rao ask for.
draw <- function(seed, sizes, stages, sure = FALSE) {
  set.seed(seed)
  d <- do.call(rbind, lapply(seq_along(sizes), function(h) {
    do.call(rbind, lapply(seq_len(sizes[h]), function(i) {
      n2 <- if (stages > 1) sample(2:4, 1) else 1
      do.call(rbind, lapply(seq_len(n2), function(j) {
        n3 <- if (stages > 2) sample(2:3, 1) else 1
        expand.grid(ROW = seq_len(sample(1:3, 1)), TSU = seq_len(n3), SSU = j,
                    EA = i, STRATUM = h)
      }))
    }))
  }))
  psu <- interaction(d$STRATUM, d$EA, drop = TRUE)
  ssu <- interaction(psu, d$SSU, drop = TRUE)
  within <- function(values, by) values[as.integer(by)]
  d$P <- within(round(runif(nlevels(psu), 0.1, 0.6), 3), psu)
  if (sure) d$P[psu == levels(psu)[2]] <- 1
  d$S <- round(0.3 + 0.05 * d$STRATUM, 3)
  d$F1 <- round(0.1 + 0.1 * d$STRATUM, 3)
  d$F2 <- within(round(runif(nlevels(psu), 0.2, 0.7), 3), psu)
  d$F3 <- within(round(runif(nlevels(ssu), 0.2, 0.7), 3), ssu)
  n <- nrow(d)
  d$W <- round(runif(n, 2, 30), 3)
  d$Y <- round(rgamma(n, 2, 0.1), 2)
  d$X <- round(d$Y / 3 + runif(n, 1, 9), 2)
  d$B <- as.integer(runif(n) < 0.4 + 0.1 * (d$STRATUM %% 3))
  d$D <- sample(c("p", "q"), n, TRUE)
  d
}

# ---- one run ------------------------------------------------------------------

run <- function(d, stages, design, multipliers = FALSE) {
  here <- file.path(work, "run")
  unlink(here, recursive = TRUE)
  dir.create(here)
  write.csv(d[sample(nrow(d)), ], file.path(here, "data.csv"), row.names = FALSE,
            quote = FALSE)
  if (!is.null(attr(d, "pairs")))
    write.csv(attr(d, "pairs"), file.path(here, "pairs.csv"),
              row.names = FALSE, quote = FALSE)
  writeLines(c(
    "survey: {title: Variances}",
    "files: {u: {path: data.csv, types: {D: string}}}",
    "design:",
    paste0("  clusters: [", paste(c("EA", "SSU", "TSU")[seq_len(stages)],
                                  collapse = ", "), "]"),
    "  nested: true", "  weight: W", paste0("  ", design),
    "variables:",
    "  d: {of: u, from: D, categories: {p: p, q: q}}",
    "indicators:",
    "  own:",
    "    - {code: tY, of: u, total: Y}",
    "    - {code: mY, of: u, mean: Y}",
    "    - {code: pB, of: u, proportion: B == 1}",
    "    - {code: rYX, of: u, ratio: {numerator: Y, denominator: X}}",
    "tables: {by: [d], contrasts: [d.p - d.q]}"),
    file.path(here, "survey.yaml"))
  hearth <- function(...) {
    said <- suppressWarnings(system2(file.path(bin, ..1), c(...)[-1],
                                     stdout = TRUE, stderr = TRUE))
    if (!is.null(attr(said, "status")))
      stop(paste(c(design, said), collapse = "\n"))
  }
  survey <- file.path(here, "survey.yaml"); out <- file.path(here, "out")
  hearth("hearth", "run", survey, "-o", out, "-q")
  if (multipliers) hearth("hearth-estimate", survey, "-o", out, "-q", "-m")
  got <- read.csv(file.path(out, "estimates.csv"))
  contrasts <- read.csv(file.path(out, "contrasts.csv"))
  contrasts$d <- "p-q"
  both <- rbind(got[c("indicator", "d", "estimate", "se")],
                contrasts[c("indicator", "d", "estimate", "se")])
  rownames(both) <- paste(both$indicator, both$d)
  if (multipliers) {
    m <- read.csv(file.path(out, "multipliers-u.csv"))
    attr(both, "factor") <- as.numeric(m[1, -(1:2)])
    attr(both, "multiplier") <- as.matrix(m[-1, -(1:2)])
  }
  both
}

# ---- what R says ----------------------------------------------------------------

figure <- function(x) data.frame(estimate = as.numeric(coef(x)),
                                 se = suppressWarnings(as.numeric(SE(x))))

# Every number by one design that can be subset.  Of unequal probabilities R
# has covariances for totals only by way of a variable.
by_survey <- function(des, unequal = FALSE) {
  each <- function(code, fun) {
    cells <- list("_T" = des, p = subset(des, D == "p"), q = subset(des, D == "q"))
    x <- do.call(rbind, lapply(cells, function(s) figure(fun(s))))
    rownames(x) <- paste(code, names(cells))
    x
  }
  difference <- function(code, formula, fun) {
    b <- svyby(formula, ~D, des, fun, covmat = TRUE)
    x <- figure(svycontrast(b, c(1, -1)))
    rownames(x) <- paste(code, "p-q")
    x
  }
  x <- rbind(each("tY", function(s) svytotal(~Y, s)),
             each("mY", function(s) svymean(~Y, s)),
             each("pB", function(s) svymean(~B, s)),
             each("rYX", function(s) svyratio(~Y, ~X, s)))
  if (unequal) {
    des <- update(des, SIGNED = ifelse(D == "p", Y, -Y))
    return(rbind(x, "tY p-q" = figure(svytotal(~SIGNED, des))))
  }
  rbind(x,
        difference("tY", ~Y, svytotal), difference("mY", ~Y, svymean),
        difference("pB", ~B, svymean))
}

# One row a PSU, holding its weighted totals over its probability: most designs
# with unequal probabilities have no subsets, and weights of 1/p.
by_psu <- function(d, make) {
  psu <- interaction(d$EA, d$STRATUM, drop = TRUE)
  first <- !duplicated(psu)
  z <- transform(d[first, c("STRATUM", "EA", "P", "S")], ID = 100 * STRATUM + EA)
  at <- match(psu[first], levels(psu))
  sums <- function(y) as.numeric(tapply(y, psu, sum))[at] * z$P
  for (cell in c("T", "p", "q")) {
    w <- d$W * (cell == "T" | d$D == cell)
    z[paste0("n", cell)] <- sums(w)
    z[paste0("y", cell)] <- sums(w * d$Y)
    z[paste0("b", cell)] <- sums(w * d$B)
    z[paste0("x", cell)] <- sums(w * d$X)
  }
  des <- make(z)
  x <- do.call(rbind, lapply(c("T", "p", "q"), function(cell) {
    v <- function(name) as.formula(paste0("~", name, cell))
    f <- rbind(figure(svytotal(v("y"), des)),
               figure(svyratio(v("y"), v("n"), des)),
               figure(svyratio(v("b"), v("n"), des)),
               figure(svyratio(v("y"), v("x"), des)))
    rownames(f) <- paste(c("tY", "mY", "pB", "rYX"),
                         if (cell == "T") "_T" else cell)
    f
  }))
  x
}

# ---- comparison ------------------------------------------------------------------

worst <- c(estimate = 0, se = 0); compared <- 0
compare <- function(what, got, want) {
  got <- got[rownames(want), ]
  for (column in c("estimate", "se")) {
    a <- got[[column]]; b <- want[[column]]
    off <- abs(a - b) / pmax(abs(b), 1e-300)
    off[is.na(a) & is.na(b)] <- 0
    off[is.na(a) != is.na(b)] <- Inf
    worst[column] <<- max(worst[column], off)
    for (i in which(off > c(estimate = 1e-9, se = 1e-8)[column]))
      cat(sprintf("%s: %s: %s is %.17g, R says %.17g\n", what, rownames(want)[i],
                  column, a[i], b[i]))
  }
  compared <<- compared + 2 * nrow(want)
}
expect <- function(what, holds) if (!holds) {
  worst["se"] <<- Inf
  cat(what, "\n")
}

# ---- unequal probabilities -------------------------------------------------------

pairs_of <- function(d) {
  z <- unique(d[c("STRATUM", "EA", "P")])
  m <- merge(z, z, by = "STRATUM")
  m <- m[m$EA.x < m$EA.y, ]
  data.frame(STRATUM = m$STRATUM, EA = m$EA.y, with = m$EA.x, probability =
               m$P.x * m$P.y * (0.8 + 0.02 * ((m$EA.x + m$EA.y) %% 7)))
}
matrix_of <- function(z, pairs) {
  m <- outer(z$P, z$P)
  for (k in seq_len(nrow(pairs))) {
    i <- which(z$STRATUM == pairs$STRATUM[k] & z$EA == pairs$EA[k])
    j <- which(z$STRATUM == pairs$STRATUM[k] & z$EA == pairs$with[k])
    m[i, j] <- m[j, i] <- pairs$probability[k]
  }
  diag(m) <- z$P
  m
}
one_stage <- function(pps, ...) function(z)
  svydesign(~ID, strata = ~STRATUM, fpc = ~P, data = z, pps = pps, ...)
strata <- "strata: [STRATUM]"; p <- "fpc: [P]"

for (seed in 1:2) {
  d <- draw(seed, c(4, 3, 5), 1)
  attr(d, "pairs") <- pairs <- pairs_of(d)
  H <- sort(unique(d$S))
  S <- function() HR(list(H), strata = seq_along(H))
  compare("brewer", run(d, 1, c(strata, p, "pps: brewer")),
          by_psu(d, one_stage("brewer")))
  for (form in c("horvitz-thompson", "yates-grundy")) {
    v <- if (form == "yates-grundy") "YG" else "HT"
    f <- paste("pps-form:", form)
    compare(paste("overton", v), run(d, 1, c(strata, p, "pps: overton", f)),
            by_psu(d, one_stage("overton", variance = v)))
    hr <- c(strata, p, "pps: hartley-rao", f)
    compare(paste("hartley-rao", v), run(d, 1, hr),
            by_psu(d, one_stage(HR(), variance = v)))
    compare(paste("hartley-rao by stratum", v),
            run(d, 1, c(hr, "squared-probabilities: S")),
            by_psu(d, one_stage(HR(list(H), strata = seq_along(H)),
                                variance = v)))
    compare(paste("hartley-rao, a number", v),
            run(d, 1, c(hr, "squared-probabilities: 0.37")),
            by_psu(d, one_stage(HR(list(rep(0.37, 3)), strata = 1:3),
                                variance = v)))
    compare(form, run(d, 1, c(strata, p, paste("pps:", form),
                              "joint-probabilities: pairs.csv")),
            by_psu(d, function(z)
              svydesign(~ID, strata = ~STRATUM, probs = ~P, data = z,
                        variance = v, pps = ppsmat(matrix_of(z, pairs),
                                                   tolerance = 0))))
  }
}
for (stages in 2:3) {
  d <- draw(20 + stages, c(4, 3, 5), stages)
  ids <- list(NULL, ~EA + SSU, ~EA + SSU + TSU)[[stages]]
  fpcs <- list(NULL, ~P + F2, ~P + F2 + F3)[[stages]]
  names <- c("P", "F2", "F3")[seq_len(stages)]
  compare(paste("brewer,", stages, "stages"),
          run(d, stages, c(strata, "pps: brewer", paste0(
            "fpc: [", paste(names, collapse = ", "), "]"))),
          by_survey(svydesign(ids, strata = ~STRATUM, fpc = fpcs, nest = TRUE,
                              weights = ~W, pps = "brewer", data = d), TRUE))
}
# A PSU that is sure is a stratum of its own: R is told so.
d <- draw(31, c(4, 3, 5), 1, sure = TRUE)
des <- transform(d, STRATUM = ifelse(P == 1, 9, STRATUM))
compare("brewer, a sure unit", run(d, 1, c(strata, p, "pps: brewer")),
        by_survey(svydesign(~EA, strata = ~STRATUM, fpc = ~P, weights = ~W,
                            nest = TRUE, pps = "brewer", data = des), TRUE))

# ---- replicates ---------------------------------------------------------------------

handed <- function(d, got, unit, mse)
  svrepdesign(data = d, weights = ~W, combined.weights = FALSE, type = "other",
              repweights = attr(got, "multiplier")[unit, ], scale = 1,
              rscales = attr(got, "factor"), mse = mse)
unit_of <- function(d, stages) {
  key <- do.call(interaction, c(lapply(
    rev(c("STRATUM", "EA", "SSU", "TSU")[seq_len(stages + 1)]),
    function(k) d[[k]]), drop = TRUE, lex.order = FALSE))
  as.integer(key)
}
quiet <- function(x) suppressWarnings(x)

for (stages in 1:3) {
  d <- draw(40 + stages, c(4, 3, 5), stages)
  ids <- list(~EA, ~EA + SSU, ~EA + SSU + TSU)[[stages]]
  fpcs <- list(~F1, ~F1 + F2, ~F1 + F2 + F3)[[stages]]
  written <- paste0("fpc: [", paste(c("F1", "F2", "F3")[seq_len(stages)],
                                    collapse = ", "), "]")
  des <- svydesign(ids, strata = ~STRATUM, fpc = fpcs, nest = TRUE, weights = ~W,
                   data = d)
  plain <- svydesign(~EA, strata = ~STRATUM, nest = TRUE, weights = ~W, data = d)
  compare("jkn, fpc", run(d, stages, c(strata, written, "variance: jkn")),
          by_survey(quiet(as.svrepdesign(des, type = "JKn", mse = FALSE))))
  compare("jkn, mse", run(d, stages, c(strata, "variance: jkn",
                                       "replicates: {mse: true}")),
          by_survey(as.svrepdesign(plain, type = "JKn", mse = TRUE)))
  d$EA <- 100 * d$STRATUM + d$EA
  compare("jk1", run(d, stages, "variance: jk1"),
          by_survey(as.svrepdesign(svydesign(~EA, weights = ~W, data = d),
                                   type = "JK1", mse = FALSE)))
}

d <- draw(51, rep(2, 7), 1)
des <- svydesign(~EA, strata = ~STRATUM, nest = TRUE, weights = ~W, data = d)
totals <- c("tY _T", "tY p", "tY q", "tY p-q")
for (mse in c(FALSE, TRUE)) {
  for (type in c("brr", "fay")) {
    got <- run(d, 1, c(strata, paste("variance:", type),
                       paste0("replicates: {mse: ", tolower(mse),
                              if (type == "fay") ", rho: 0.3", "}")), TRUE)
    compare(paste(type, "by our halves"), got,
            by_survey(handed(d, got, unit_of(d, 1), mse)))
    compare(paste(type, "of R, totals"), got, by_survey(as.svrepdesign(
      des, type = if (type == "brr") "BRR" else "Fay",
      fay.rho = if (type == "brr") 0 else 0.3, mse = mse))[totals, ])
  }
}

d <- draw(61, c(4, 3, 5), 2)
n <- c(4, 3, 5)[unique(d[c("STRATUM", "EA")])$STRATUM]
stratum <- unique(d[c("STRATUM", "EA")])$STRATUM
for (method in c("bootstrap", "rao-wu", "preston", "sdr")) for (fpc in c(FALSE, TRUE)) {
  got <- run(d, 2, c(strata, if (fpc) "fpc: [F1, F2]", paste("variance:", method),
                     "replicates: {number: 30}"), TRUE)
  unit <- unit_of(d, if (method == "preston" && fpc) 2 else 1)
  compare(paste(method, "by our multipliers"), got,
          by_survey(handed(d, got, unit, FALSE)))
  m <- attr(got, "multiplier")
  if (method %in% c("bootstrap", "rao-wu"))
    expect(paste(method, "draws other numbers than it should"),
           all(abs(rowsum(m, stratum) - c(4, 3, 5)) < 1e-9))
  if (method == "sdr") {                # rows enough: ½ Σ (1 - f)(zᵢ - zᵢ₊₁)²
    z <- tapply(d$W * d$Y, list(d$EA, d$STRATUM), sum)
    v <- sum(sapply(1:3, function(h) {
      x <- z[!is.na(z[, h]), h]
      (if (fpc) 1 - unique(d$F1[d$STRATUM == h]) else 1) * sum((x - c(x[-1], x[1]))^2)
    })) / 2
    expect("sdr is not the sum of squared differences",
           abs(got["tY _T", "se"] / sqrt(v) - 1) < 1e-8)
  }
}

cat(sprintf("%d numbers; largest relative differences: estimates %.2g, standard errors %.2g\n",
            compared, worst["estimate"], worst["se"]))
quit(status = if (worst["estimate"] > 1e-9 || worst["se"] > 1e-8) 1 else 0)
