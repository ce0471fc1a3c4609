# crosscheck-repeated.R - quantiles, tests, trends, models, contrasts, parity,
# standardised rates and covariances by replicate weights and with calibrated
# weights, from file to outputs, by R.
#
#     Rscript scripts/crosscheck-repeated.R BIN WORK
#
# A small survey is made here (seeded) and run with replicate weights of every
# type, replicates made from the design, both taken through steps of weighting,
# and with calibrated weights under linearisation.  Where R draws others
# (bootstraps) or has other matrices (halves) it is handed our multipliers.
# Estimates to a relative 1e-9, what comes with errors to 1e-8 (after rake, which
# stops at a tolerance of its own: 1e-6).  Ends with status 1 if one is further
# off.

suppressMessages(library(survey))
source("scripts/mended.R")
options(warn = 1, survey.drop.replicates = FALSE)
args <- commandArgs(TRUE)
bin <- args[1]; work <- args[2]
set.seed(20261125)
dir.create(work, showWarnings = FALSE, recursive = TRUE)
worst <- c(estimate = 0, error = 0, rake = 0); compared <- 0; failed <- 0

n <- 460
d <- data.frame(ID = seq_len(n), H = rep(1:4, each = n / 4))
d$U <- ave(d$H, d$H, FUN = function(x) sort(rep_len(1:6, length(x))))
d$W <- round(runif(n, 20, 400), 3)
d$G <- sample(c("a", "b", "c", ""), n, TRUE, c(.4, .35, .2, .05))
d$S <- sample(c("male", "female"), n, TRUE)
d$A <- sample(c("x", "y", "z"), n, TRUE)
effect <- rnorm(24, 0, .4)[6 * (d$H - 1) + d$U]
d$B <- ifelse(runif(n) < .06, NA, rbinom(n, 1, plogis(-.4 + .5 * (d$S == "male") + effect)))
d$Y <- ifelse(runif(n) < .04, NA, round(rexp(n, .02 * exp(effect)), 2))
d$X <- round(1 + rexp(n, .2), 2)
d$s <- factor(d$S, c("male", "female"))
d$all <- factor("all")
d$a <- factor(d$A)
d$dev <- factor(ifelse(d$G == "", NA, d$G))      # svyglm stumbles over a `g`
d$b <- factor(d$B)
d$sa <- interaction(d$s, d$a, lex.order = TRUE)

rules <- c("math", "school", "hf3", "hf4", "hf7", "hf9", "shahvaish")
intervals <- c("mean", "beta", "xlogit", "asin", "quantile")
quantiles <- rbind(data.frame(rule = rules, interval = "mean"),
                   data.frame(rule = "hf7", interval = intervals[-1]),
                   data.frame(rule = "math", interval = c("xlogit", "quantile")))

# Quantiles of one indicator with another's, and a mean with one.
against <- c(ratio = "`math-mean`.`0.6` / `hf7-mean`.`0.25`", mean = "`math-mean`.`0.6`")

# ---- one run of ours ----------------------------------------------------------

run <- function(name, d, design, steps = NULL, jack = FALSE, multipliers = FALSE) {
  folder <- file.path(work, name)
  dir.create(folder, showWarnings = FALSE)
  write.csv(d[sample(n), setdiff(names(d), c("s", "a", "all", "dev", "b", "sa"))],
            file.path(folder, "data.csv"), row.names = FALSE, quote = FALSE, na = "")
  q <- quantiles[!(jack & quantiles$interval == "quantile"), ]
  writeLines(c("survey: {title: Repeated}",
    "files: {unit: {path: data.csv, key: [ID], types: {G: string, S: string, A: string}}}",
    "design:", paste0("  ", design), "variables:",
    "  g: {of: unit, from: G, categories: {a: a, b: b, c: c}}",
    "  s: {of: unit, from: S, categories: {male: male, female: female}}",
    "  a: {of: unit, from: A, categories: {x: x, y: y, z: z}}",
    "  x: {of: unit, from: X}", "  b: {of: unit, where: B == 1}",
    "indicators:", "  own:",
    sprintf("    - {code: %s-%s, of: unit, quantile: {of: Y, p: [0.25, 0.6], rule: %s, interval: %s}}",
            q$rule, q$interval, q$rule, q$interval),
    "    - {code: mY, of: unit, mean: Y}", "    - {code: pB, of: unit, proportion: B == 1}",
    "    - {code: rYX, of: unit, ratio: {numerator: Y, denominator: X}}",
    "models:",
    "  - {code: L, outcome: B == 1, on: [s * a, x]}",
    "  - {code: N, outcome: Y, kind: linear, on: [g, s, x]}",
    "tables:", "  by: [s, a, s * a]", "  interval: mean", "  parity: s",
    "  contrasts: [s.male - s.female, a.x / a.y, s.male * a.x - s.female * a.z, mY - rYX,",
    sprintf("    '%s', 'mY - %s']", against[["ratio"]], against[["mean"]]),
    "  standardise: [{by: a, shares: {x: 0.2, y: 0.5, z: 0.3}}]", "  covariance: [s, s * a]",
    "  tests: [b ~ s, g ~ s * a, g ~ a | s]", "  trends: [b ~ a, b ~ a | s]", steps),
    file.path(folder, "survey.yaml"))
  out <- file.path(folder, "out")
  hearth <- function(program, ...) {
    said <- suppressWarnings(system2(file.path(bin, program), c(...), stdout = TRUE, stderr = TRUE))
    if (!is.null(attr(said, "status"))) stop(paste(c(name, said), collapse = "\n"))
  }
  survey <- file.path(folder, "survey.yaml")
  hearth("hearth", "run", "-q", "--force", "--to", "estimate", "-o", out, survey)
  if (multipliers) hearth("hearth-estimate", survey, "-o", out, "-q", "-m")
  names <- c("estimates", "contrasts", "covariance", "tests", "models", "models-terms",
             if (multipliers) "multipliers-unit")
  got <- lapply(names, function(f)
    read.csv(file.path(out, paste0(f, ".csv")), check.names = FALSE, na.strings = ""))
  setNames(got, names)
}

# ---- comparing -----------------------------------------------------------------

here <- ""; raked <- FALSE
note <- function(what, got, want, estimate = FALSE) {
  stopifnot(length(got) == length(want), length(got) > 0)
  kind <- if (raked) "rake" else if (estimate) "estimate" else "error"
  limit <- c(estimate = 1e-9, error = 1e-8, rake = 1e-6)[[kind]]
  for (i in seq_along(got)) {
    off <- if (is.na(want[i]) && is.na(got[i])) 0 else
      if (is.na(want[i]) != is.na(got[i])) Inf else
      if (abs(want[i]) < 1e-9) abs(got[i] - want[i]) else abs(got[i] / want[i] - 1)
    worst[kind] <<- max(worst[kind], off); compared <<- compared + 1
    if (off > limit) { failed <<- failed + 1
      cat(sprintf("%s: %s [%d]: %.17g, R says %.17g\n", here, what, i, got[i], want[i])) }
  }
}

is_repeated <- function(rep) inherits(rep, "svyrep.design")

# Values by the cells of formula F among ROWS, their covariance, and the values
# of replicates: means of V, or ratios to X.  R has no covariances between
# domains of a design of its own but by way of totals.
by_cell <- function(rep, rows, f, v, ratio = FALSE) {
  des <- rep[rows, ]
  if (is_repeated(rep)) {
    x <- function(...) if (ratio)
      svyby(reformulate(v), f, des, svyratio, denominator = ~X, covmat = TRUE, ...) else
      svyby(reformulate(v), f, des, svymean, covmat = TRUE, ...)
    one <- x()
    return(list(est = as.numeric(coef(one)), V = vcov(one), names = sub(":Y/X", "", names(coef(one))),
                reps = attr(x(return.replicates = TRUE), "replicates")))
  }
  cell <- interaction(model.frame(f, d))
  k <- levels(cell)
  z <- as.data.frame(c(lapply(k, function(c) ifelse(rows & cell == c, d[[v]], 0)),
                       lapply(k, function(c) ifelse(rows & cell == c, if (ratio) d$X else 1, 0))))
  names(z) <- paste0("z", seq_along(z))
  rep$variables <- cbind(rep$variables, z)
  t <- svytotal(reformulate(names(z)), rep)
  m <- length(k); top <- coef(t)[1:m]; low <- coef(t)[m + 1:m]
  G <- cbind(diag(1 / low), diag(-top / low^2))
  list(est = as.numeric(top / low), V = G %*% vcov(t) %*% t(G), names = k)
}

rows_of <- function(s, a) (s == "_T" | d$S == s) & (a == "_T" | d$A == a)
both <- function(p, t) 2 * pt(-abs(p), t)

# The quantile P of Y among ROWS by one line Q of `quantiles`, its bounds and its
# standard error.  DF: a function of the rows of a domain.
quantile_of <- function(rep, rows, q, p, df) {
  rule <- get(paste0("qrule_", q$rule), asNamespace("survey"))
  des <- rep[rows, ]
  des$degf <- df(rows)                # R's `beta` takes it from here
  y <- d$Y[rows]
  w <- if (is_repeated(rep)) weights(des, "sampling") else weights(rep)[rows]
  at <- rule(y, w, p)
  ci <- if (q$interval == "quantile")
    survey:::repCI(y, at, p, des, rule, .05, df(rows), FALSE) else if (is_repeated(rep))
    survey:::woodruffCI(y, at, p, des, rule, .05, df(rows), q$interval) else
    svyquantile(~Y, des, p, qrule = q$rule, interval.type = q$interval, df = df(rows))$Y[1, 2:3]
  ci <- as.numeric(ci)
  c(at, ci, diff(ci) / 2 / qt(.975, df(rows)))
}

# The same by the cells of formula F, as by_cell().  Where replicates do not repeat
# the quantile itself, they and the scores of totals go by F at the quantile, scaled
# to the standard error above.
quantile_by_cell <- function(rep, rows, f, q, p, df) {
  cell <- interaction(model.frame(f, d))
  k <- levels(cell)
  each <- lapply(k, function(c) rows & cell == c)
  own <- vapply(each, function(r) quantile_of(rep, r, q, p, df), numeric(4))
  out <- list(est = own[1, ], names = k)
  rule <- get(paste0("qrule_", q$rule), asNamespace("survey"))
  if (q$interval == "quantile") {
    out$reps <- sapply(each, function(r)
      withReplicates(rep[r, ], function(w, data) rule(data$Y[w != 0], w[w != 0], p),
                     return.replicates = TRUE)$replicates)
    return(out)
  }
  below <- mapply(function(r, q) ifelse(r & !is.na(d$Y) & d$Y <= q, 1, 0), each, own[1, ])
  if (is_repeated(rep)) {
    w <- weights(rep, "analysis")
    full <- weights(rep, "sampling")
    F <- sapply(seq_along(k), function(j) colSums(w * below[, j]) / colSums(w * each[[j]]))
    at <- sapply(seq_along(k), function(j) sum(full * below[, j]) / sum(full * each[[j]]))
    se <- sapply(seq_along(k), function(j) sqrt(as.numeric(survey:::svrVar(F[, j], rep$scale,
      rep$rscales, mse = rep$mse, coef = at[j]))))
    out$reps <- t(own[1, ] - own[4, ] / se * (t(F) - at))
    return(out)
  }
  z <- sapply(seq_along(k), function(j) {
    N <- sum(weights(rep)[each[[j]]]); F <- sum(weights(rep) * below[, j]) / N
    (below[, j] - F * each[[j]]) / N
  })
  r <- cov2cor(vcov(svytotal(z, rep)))
  out$V <- own[4, ] * t(own[4, ] * r)
  out$z <- t(-own[4, ] * t(z) / as.numeric(SE(svytotal(z, rep))))
  out
}

check_quantiles <- function(o, rep, df, q) {
  Y <- d$Y
  for (s in c("_T", "male", "female")) for (a in c("_T", "x")) {
    rows <- rows_of(s, a) & !is.na(Y)
    for (k in seq_len(nrow(q))) for (p in c(0.25, 0.6)) {
      code <- paste(q$rule[k], q$interval[k], sep = "-")
      h <- o$estimates[o$estimates$indicator == code & o$estimates$item == p
                       & o$estimates$s == s & o$estimates$a == a, ]
      want <- quantile_of(rep, rows, q[k, ], p, df)
      note(paste(code, p, s, a), h$estimate, want[1], TRUE)
      note(paste(code, p, s, a, "interval"), c(h$ci_low, h$ci_high, h$se), want[2:4])
    }
  }
}

check_tests <- function(o, rep, df) {
  ask <- function(test, left, right, domain = "_T") {
    rows <- !is.na(d[[left]]) & (domain == "_T" | d$S == domain)
    des <- rep[rows, ]
    nu <- df(rows)
    K <- (nlevels(d[[left]]) - 1) * (nlevels(droplevels(d[[right]][rows])) - 1)
    want <- function(s) suppressWarnings(svychisq(reformulate(c(left, right)), des, statistic = s))
    h <- o$tests[o$tests$test == test & o$tests$domain == domain, ]
    row <- function(method, statistic, df1, df2, p) {
      h <- h[h$method == method, ]
      note(paste(test, domain, method), c(h$statistic, h$df1, h$df2, h$p_value),
           as.numeric(c(statistic, df1, df2, p)))
    }
    f <- want("F"); k <- f$parameter[[1]]
    row("f", f$statistic, k, k * nu, pf(f$statistic, k, k * nu, lower.tail = FALSE))
    p <- want("Chisq")$p.value
    row("chisq", qchisq(p, K, lower.tail = FALSE), K, NA, p)
    w <- as.numeric(want("Wald")$statistic)
    row("wald", w, K, nu, pf(w, K, nu, lower.tail = FALSE))
    a <- w * (nu - K + 1) / nu
    row("adj-wald", a, K, nu - K + 1, pf(a, K, nu - K + 1, lower.tail = FALSE))
  }
  ask("b ~ s", "b", "s")
  ask("g ~ s * a", "dev", "sa")
  for (s in c("male", "female")) ask("g ~ a | s", "dev", "a", s)
  for (s in c("_T", "female")) {
    rows <- !is.na(d$B) & (s == "_T" | d$S == s)
    x <- by_cell(rep, rows, ~a, "B")
    line <- c(-1, 0, 1) / 2; bend <- c(1, -2, 1)
    V <- x$V; P <- x$est; nu <- df(rows)
    b <- sum(line * P); se <- sqrt(drop(line %*% V %*% line))
    h <- o$tests[o$tests$test == if (s == "_T") "b ~ a" else "b ~ a | s", ]
    h <- h[h$domain == s, ]
    l <- h[h$method == "linear", ]
    note(paste("trend", s), l$estimate, b, TRUE)
    note(paste("trend", s, "test"), c(l$se, l$statistic, l$df2, l$p_value),
         c(se, b / se, nu, both(b / se, nu)))
    w <- sum(bend * P)^2 / drop(bend %*% V %*% bend)
    note(paste("departure", s), h$statistic[h$method == "departure"], w)
  }
}

exact <- list(epsilon = 1e-15, maxit = 60)      # svyglm looks them up among globals
begin <- NULL
check_models <- function(o, rep, df) {
  ask <- function(code, rows, formula, family) {
    des <- rep[rows, ]
    fit <- suppressWarnings(svyglm(formula, des, family = family, control = exact))
    begin <<- coef(fit)
    fit <- suppressWarnings(svyglm(formula, des, family = family, control = exact, start = begin))
    h <- o$models[o$models$model == code, ]
    at <- match(names(coef(fit)), c("(Intercept)", "sfemale", "ay", "az", "devb", "devc", "x",
                                                 "sfemale:ay", "sfemale:az"))
    term <- c("(constant)", "s", "a", "a", "g", "g", "x", "s * a", "s * a")
    category <- c(NA, "female", "y", "z", "b", "c", NA, "female * y", "female * z")
    mine <- vapply(at, function(i) which(h$term == term[i] & (is.na(category[i]) | h$category %in% category[i])), 1L)
    h <- h[mine, ]
    nu <- df(rows) + 1 - length(coef(fit))
    se <- sqrt(diag(vcov(fit)))
    note(code, h$estimate, as.numeric(coef(fit)), TRUE)
    note(paste(code, "se"), h$se, as.numeric(se))
    note(paste(code, "df, p"), c(h$df, h$p_value), c(rep(nu, nrow(h)), as.numeric(both(coef(fit) / se, nu))))
    for (t in unique(term[at][-1])) {
      k <- which(term[at] == t)
      f <- drop(coef(fit)[k] %*% solve(vcov(fit)[k, k], coef(fit)[k])) / length(k)
      m <- o$`models-terms`
      note(paste(code, "term", t), m$f[m$model == code & m$term == t], f)
    }
  }
  rep$variables$x <- rep$variables$X
  # glm makes outcomes of weight 0 a "no", for the replicates, too
  if (any(d$W == 0)) rep$pweights[d$W == 0] <- 1e-12
  ask("L", !is.na(d$B), B ~ s * a + x, quasibinomial())
  ask("N", !is.na(d$Y) & !is.na(d$dev), Y ~ dev + s + x, gaussian())
}

# f of the estimates of X, by replicates again, else by its gradient; without error
# where a number has none, as a quantile whose interval is open.
combine <- function(rep, x, f, gradient) {
  e <- f(x$est)
  again <- if (!is.null(x$reps)) apply(x$reps, 1, f)
  v <- if (!is.null(again) && all(is.na(again))) NA else
    if (!is.null(again)) survey:::svrVar(again, rep$scale, rep$rscales, mse = rep$mse, coef = e) else
    drop(gradient(x$est) %*% x$V %*% gradient(x$est))
  c(e, sqrt(as.numeric(v)))
}

# The covariance of cells I and J of X, empty where one has no error.
covary <- function(rep, x, i, j) {
  if (is.null(x$reps)) return(x$V[i, j])
  if (all(is.na(rowSums(x$reps[, c(i, j)])))) return(NA)
  survey:::svrVar(x$reps[, c(i, j)], rep$scale, rep$rscales, mse = rep$mse, coef = x$est[c(i, j)])[1, 2]
}

check_quantile_contrasts <- function(o, rep, df, q) {
  rows <- !is.na(d$Y)
  for (k in which(q$rule %in% c("math", "hf7") & q$interval %in% c("mean", "quantile", "xlogit")))
    for (p in c(0.25, 0.6)) {
      code <- paste(q$rule[k], q$interval[k], sep = "-")
      ask <- function(text, x, f, gradient) {
        h <- o$contrasts[o$contrasts$indicator == code & o$contrasts$item == p
                         & o$contrasts$contrast == text & o$contrasts$s == "_T"
                         & o$contrasts$a == "_T", ]
        want <- combine(rep, x, f, gradient)
        note(paste(code, p, text), h$estimate, want[1], TRUE)
        note(paste(code, p, text, "se"), h$se, want[2])
      }
      x <- quantile_by_cell(rep, rows, ~s, q[k, ], p, df)
      ask("s.male - s.female", x, function(t) t[1] - t[2], function(t) c(1, -1))
      ask("s.female / s.male", x, function(t) t[2] / t[1], function(t) c(-t[2] / t[1]^2, 1 / t[1]))
      x <- quantile_by_cell(rep, rows, ~s + a, q[k, ], p, df)
      at <- function(name) match(name, x$names)
      ask("s.male * a.x - s.female * a.z", x, function(t) t[at("male.x")] - t[at("female.z")],
          function(t) (x$names == "male.x") - (x$names == "female.z"))
      h <- o$covariance[o$covariance$indicator == code & o$covariance$item %in% p
                        & o$covariance$a_a != "_T", ]
      note(paste(code, p, "covariance"), h$covariance, mapply(function(i, j) covary(rep, x, i, j),
           at(paste(h$s_a, h$a_a, sep = ".")), at(paste(h$s_b, h$a_b, sep = "."))))
    }
}

# Two quantiles in one contrast, and a mean and a quantile.
check_against <- function(o, rep, df) {
  rows <- !is.na(d$Y)
  of <- function(rule, p) quantile_by_cell(rep, rows, ~all, data.frame(rule = rule, interval = "mean"), p, df)
  top <- of("math", .6); low <- of("hf7", .25)
  y <- ifelse(rows, d$Y, 0)
  w <- if (is_repeated(rep)) weights(rep, "sampling") else weights(rep)
  m <- sum(w * y) / sum(w * rows)
  mean <- list(est = m, z = (y - m * rows) / sum(w * rows))
  if (is_repeated(rep))
    mean$reps <- colSums(weights(rep, "analysis") * y) / colSums(weights(rep, "analysis") * rows)
  ask <- function(code, text, a, b, f, gradient) {
    x <- list(est = c(a$est, b$est))
    if (is_repeated(rep)) x$reps <- cbind(a$reps, b$reps) else
      x$V <- vcov(svytotal(cbind(a$z, b$z), rep))
    h <- o$contrasts[o$contrasts$indicator == code & o$contrasts$contrast == text
                     & o$contrasts$s == "_T" & o$contrasts$a == "_T", ]
    want <- combine(rep, x, f, gradient)
    note(text, h$estimate, want[1], TRUE)
    note(paste(text, "se"), h$se, want[2])
  }
  ask("math-mean", against[["ratio"]], top, low, function(t) t[1] / t[2],
      function(t) c(1 / t[2], -t[1] / t[2]^2))
  ask("mY", paste("mY -", against[["mean"]]), mean, top, function(t) t[1] - t[2], function(t) c(1, -1))
}

check_contrasts <- function(o, rep, df) {
  for (code in c("mY", "pB", "rYX")) {
    v <- if (code == "pB") "B" else "Y"
    rows <- !is.na(d[[v]])
    by <- function(f) by_cell(rep, rows, f, v, code == "rYX")
    ask <- function(text, x, f, gradient, s = "_T", a = "_T") {
      h <- o$contrasts[o$contrasts$indicator == code & o$contrasts$contrast == text
                       & o$contrasts$s == s & o$contrasts$a == a, ]
      want <- combine(rep, x, f, gradient)
      note(paste(code, text, s, a), h$estimate, want[1], TRUE)
      note(paste(code, text, s, a, "se"), h$se, want[2])
    }
    x <- by(~s)
    ask("s.male - s.female", x, function(t) t[1] - t[2], function(t) c(1, -1))
    ask("s.female / s.male", x, function(t) t[2] / t[1], function(t) c(-t[2] / t[1]^2, 1 / t[1]))
    x <- by(~a)
    ask("a.x / a.y", x, function(t) t[1] / t[2], function(t) c(1 / t[2], -t[1] / t[2]^2, 0))
    shares <- c(.2, .5, .3)
    ask("standardised by a", x, function(t) sum(shares * t), function(t) shares)
    x <- by(~s + a)
    at <- function(name) match(name, x$names)
    ask("s.male * a.x - s.female * a.z", x, function(t) t[at("male.x")] - t[at("female.z")],
        function(t) (x$names == "male.x") - (x$names == "female.z"))
    for (g in c("male", "female")) {
      k <- at(paste(g, c("x", "y", "z"), sep = "."))
      ask("standardised by a", x, function(t) sum(shares * t[k]),
          function(t) { z <- 0 * t; z[k] <- shares; z }, s = g)
    }
    h <- o$covariance[o$covariance$indicator == code & o$covariance$a_a != "_T", ]
    note(paste(code, "covariance"), h$covariance,
         x$V[cbind(at(paste(h$s_a, h$a_a, sep = ".")), at(paste(h$s_b, h$a_b, sep = ".")))])
  }
}

check <- function(name, o, rep, df, jack = FALSE, rake = FALSE, without = NULL) {
  here <<- name; raked <<- rake
  q <- quantiles[!(jack & quantiles$interval == "quantile") & !(quantiles$interval %in% without), ]
  check_quantiles(o, rep, df, q)
  check_quantile_contrasts(o, rep, df, q)
  check_against(o, rep, df)
  check_tests(o, rep, df)
  if (!("models" %in% without)) check_models(o, rep, df)
  check_contrasts(o, rep, df)
}

# Degrees of freedom: R's, of the members' weights; of weights that were summed
# (given, or made again) ours go by the rank of all of them.
rank_of_members <- function(rep) function(rows) degf(rep[rows, ])
rank_of_all <- function(rep) {
  rank <- qr(weights(rep, "analysis"), tol = 1e-5)$rank
  function(rows) min(sum(rows & d$W > 0), rank) - 1
}
by_rank <- "degrees-of-freedom: replicates"
psus_less_strata <- function(rows) {
  m <- unique(d[rows, c("H", "U")])
  nrow(m) - length(unique(m$H))
}

# ---- replicate weights that came with the file ----------------------------------

columns <- paste0("R", 1:18)
unit <- 6 * (d$H - 1) + d$U
types <- list(jk1 = "JK1", jk2 = "JK2", jkn = "JKn", brr = "BRR", fay = "Fay", bootstrap = "bootstrap",
              sdr = "ACS", other = "other")
factors <- function(type) {
  m <- if (type %in% c("brr", "fay")) ifelse(matrix(runif(24 * 18) < .5, 24), 1.7, 0.3) else
    matrix(round(rgamma(24 * 18, 6, 6), 4), 24)
  m[unit, ]
}
for (type in names(types)) {
  mse <- match(type, names(types)) %% 2 == 0
  known <- match(type, names(types)) %% 4 < 2
  combined <- type != "jk2"
  f <- factors(type)
  d[columns] <- if (combined) f * d$W else f
  rscales <- if (type == "jkn" || type == "other") round(runif(18, .3, 1), 3)
  dir.create(file.path(work, type), showWarnings = FALSE)
  if (!is.null(rscales)) writeLines(format(rscales), file.path(work, type, "rscales.txt"))
  o <- run(type, d, c("weight: W", if (known) c("strata: [H]", "clusters: [U]", "nested: true"),
    if (type == "fay") by_rank,
    paste0("replicates: {columns: R1-R18, type: ", type, ", mse: ", tolower(mse),
           ", combined: ", tolower(combined), if (type == "fay") ", rho: 0.3",
           if (!is.null(rscales)) ", rscales: rscales.txt", "}")))
  rep <- suppressWarnings(svrepdesign(data = d, repweights = d[columns], weights = d$W,
    type = types[[type]], combined.weights = combined, mse = mse, rscales = rscales,
    rho = if (type == "fay") 0.3))
  check(type, o, rep, if (known && type != "fay") psus_less_strata else rank_of_all(rep))
}

# Some in the sample have no weight but in replicates; R's `beta` counts them.
# And replicates with weights below 0: R has no models then, and its repeated
# quantiles go by the order of F.
whole <- d$W
for (odd in c("zero", "negative")) {
  if (odd == "zero") d$W[sample(n, 25)] <- 0
  m <- matrix(round(if (odd == "zero") rgamma(24 * 18, 6, 6) else rnorm(24 * 18, 1, .7), 4), 24)
  d[columns] <- m[unit, ] * whole
  o <- run(odd, d, c("weight: W", "replicates: {columns: R1-R18, type: bootstrap}"))
  rep <- suppressWarnings(svrepdesign(data = d, repweights = d[columns], weights = d$W, type = "bootstrap"))
  check(odd, o, rep, rank_of_all(rep),
        without = if (odd == "zero") "beta" else c("models", "quantile"))
  if (odd == "negative") note("models", o$models$se, rep(NA_real_, nrow(o$models)))
  d$W <- whole
}

# ---- made from the design, given, and both through the steps of weighting -------

up <- 1.08 * sum(d$W)
ts <- c(male = round(.47 * up), female = round(.53 * up))
ta <- c(x = round(.3 * up), y = round(.36 * up)); ta[["z"]] <- sum(ts) - sum(ta)
counts <- function(t) paste0("{", paste0(names(t), ": ", format(t, digits = 15, trim = TRUE), collapse = ", "), "}")
margins <- paste0("margins: [{by: s, counts: ", counts(ts), "}, {by: a, counts: ", counts(ta), "}]")
frame <- function(t, by) setNames(data.frame(names(t), as.numeric(t)), c(by, "Freq"))
adjust <- list(
  calibrate = list(paste0("    - calibrate: {of: unit, ", margins, "}"), function(des)
    calibrate(des, ~s + a, c(`(Intercept)` = sum(ts), sfemale = ts[["female"]], ay = ta[["y"]], az = ta[["z"]]),
              compress = if (is_repeated(des)) FALSE)),
  `post-stratify` = list(paste0("    - post-stratify: {of: unit, by: s, counts: ", counts(ts), "}"), function(des)
    postStratify(des, ~s, frame(ts, "s"))),
  rake = list(paste0("    - rake: {of: unit, ", margins, ", tolerance: 1e-13, iterations: 500}"), function(des)
    rake(des, list(~s, ~a), list(frame(ts, "s"), frame(ta, "a")), control = list(maxit = 500, epsilon = 1e-9))))
whole_design <- svydesign(~U, strata = ~H, nest = TRUE, weights = ~W, data = d)
base <- c("weight: W", "strata: [H]", "clusters: [U]", "nested: true")

# The replicate design of R for METHOD, by our multipliers.
made <- function(method, o, method_options) {
  m <- o$`multipliers-unit`
  factor <- as.numeric(m[1, -(1:2)])
  x <- as.matrix(m[-1, -(1:2)])
  stopifnot(nrow(x) == 24)
  svrepdesign(data = d, repweights = x[unit, ] * d$W, weights = d$W, type = "other",
              combined.weights = TRUE, scale = 1, rscales = factor, mse = FALSE)
}
for (method in c("jkn", "brr", "fay", "bootstrap", "rao-wu", "sdr")) {
  jack <- method == "jkn"
  ranked <- method %in% c("jkn", "brr", "bootstrap", "sdr")
  design <- c(base, paste("variance:", method), if (ranked) by_rank)
  some <- if (method %in% c("bootstrap", "rao-wu")) "number: 20" else if (method == "sdr") "number: 12"
  o <- run(paste0("made-", method), d, c(design, if (!is.null(some)) paste0("replicates: {", some, "}")),
           jack = jack, multipliers = TRUE)
  rep <- if (jack) as.svrepdesign(whole_design, type = "JKn", compress = FALSE) else made(method, o)
  check(paste0("made-", method), o, rep, if (ranked) rank_of_members(rep) else psus_less_strata, jack)
  for (step in if (jack) names(adjust) else c("calibrate", if (method %in% c("brr", "bootstrap")) "rake")) {
    name <- paste("again", method, step, sep = "-")
    o <- run(name, d, c(design, paste0("replicates: {", paste(c(some, "reweight: true"), collapse = ", "), "}")),
             c("weighting:", "  steps:", adjust[[step]][[1]]), jack = jack)
    again <- adjust[[step]][[2]](rep)
    check(name, o, again, if (ranked) rank_of_all(again) else psus_less_strata, jack, step == "rake")
  }
}
d[columns] <- factors("bootstrap") * d$W
for (step in names(adjust)) {
  name <- paste("given", step, sep = "-")
  o <- run(name, d, c("weight: W", "replicates: {columns: R1-R18, type: bootstrap}"),
           c("weighting:", "  steps:", adjust[[step]][[1]]))
  rep <- adjust[[step]][[2]](svrepdesign(data = d, repweights = d[columns], weights = d$W, type = "bootstrap"))
  check(name, o, rep, rank_of_all(rep), FALSE, step == "rake")
}

# ---- calibrated weights under linearisation ---------------------------------------

linear <- whole_design
linear$variables <- as.data.frame(lapply(linear$variables, function(x) {
  x[is.na(x)] <- if (is.factor(x)) levels(x)[1] else 0       # rows without a part
  x
}))
for (step in names(adjust)) {
  name <- paste("linear", step, sep = "-")
  o <- run(name, d, base, c("weighting:", "  steps:", adjust[[step]][[1]]), jack = TRUE)
  check(name, o, adjust[[step]][[2]](linear), psus_less_strata, TRUE, step == "rake", without = "beta")
}

cat(sprintf("repeated: %d numbers compared with %s; largest relative differences: estimates %.2g, errors %.2g, after rake %.2g\n",
            compared, paste("survey", packageVersion("survey")), worst["estimate"], worst["error"], worst["rake"]))
cat(sprintf("%d failed\n", failed))
quit(status = if (failed) 1 else 0)
