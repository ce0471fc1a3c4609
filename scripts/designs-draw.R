# designs-draw.R - random designs, and the survey.yaml of each; sourced by
# crosscheck-designs.R.
#
# draw(i) makes design I of the seed: a list `s` of what was chosen (its names are
# what the list at the end counts), and `d`, a data frame with a row a respondent.
# Besides the columns of the file d has those of byhand.R, and h, the number of
# the stratum.

pick <- function(x, n = 1, p = NULL) x[sample.int(length(x), n, TRUE, p)]
chance <- function(p) runif(1) < p

methods_made <- c("jk1", "jkn", "brr", "fay", "bootstrap", "rao-wu", "preston", "sdr")
quantile_rules <- c("math", "school", "shahvaish", paste0("hf", 1:9))

# ---- what is chosen ---------------------------------------------------------

choose <- function(i) {
  s <- list(family = pick(c("linear", "pps", "made", "given", "weighted"), 1,
                          c(0.48, 0.13, 0.14, 0.08, 0.17)))
  if (i %% 9 == 0) s$family <- "weighted"
  s <- c(s, switch(s$family, linear = choose_linear(), pps = choose_pps(),
                   made = choose_made(), given = choose_given(),
                   weighted = if (i %% 9 == 0) choose_again() else choose_weighted()))
  if (i %% 7 == 3 && s$family %in% c("linear", "pps")) s[c("house", "members")] <- list(TRUE, FALSE)
  s$kind <- if (s$fpcs > 0) pick(c("count", "rate")) else "none"
  if (s$family == "pps") s$kind <- "rate"
  s$nested <- chance(0.5)
  s$ids <- pick(c("number", "text"))
  s$df <- pick(c("domain", "design", "strata-nonempty", "number"), 1, c(4, 2, 2, 1))
  s$interval <- pick(c("logit", "mean", "beta", "wilson", "asin", "xlogit", "likelihood"))
  s$confidence <- pick(c(0.95, 0.9, 0.99), 1, c(3, 1, 1))
  s$effect <- pick(c("wr", "wor", "kish", "none"), 1, c(3, 3, 1, 1))
  s$quantile_rule <- pick(quantile_rules)
  s$quantile_interval <- pick(c("mean", "beta", "xlogit", "asin"))
  s$missing <- pick(c("exclude", "as-no"), 1, c(5, 1))
  s$odd <- pick(c("none", "zero-weights", "huge-weights", "scaled-weights", "tiny",
                  "zero-domain", "single-rows"), 1, c(4, 1, 1, 1, 1, 1, 1))
  if (s$family %in% c("weighted", "given") && s$odd %in% c("zero-weights", "tiny"))
    s$odd <- "none"
  s
}

choose_linear <- function() {
  stages <- pick(0:3, 1, c(1, 3, 4, 3))
  strata <- pick(c("none", "number", "text", "crossed"))
  rule <- if (strata == "none" && chance(0.7)) "fail" else
    pick(c("fail", "remove", "adjust", "average", "certainty", "collapse"))
  if (rule == "collapse" && strata == "none") strata <- "text"
  list(stages = stages, fpcs = pick(0:max(1, stages)), strata = strata, lonely = rule,
       lonely_in_domains = chance(0.3))
}
choose_pps <- function() {
  rule <- pick(c("brewer", "overton", "hartley-rao", "horvitz-thompson", "yates-grundy"))
  stages <- if (rule == "brewer") pick(1:3) else 1
  list(stages = stages, fpcs = stages, strata = pick(c("none", "number", "text")),
       lonely = "fail", lonely_in_domains = FALSE, pps = rule,
       pps_form = if (rule %in% c("overton", "hartley-rao"))
         pick(c("horvitz-thompson", "yates-grundy")) else "",
       squares = if (rule == "hartley-rao") pick(c("sample", "variable", "number")) else "",
       drawn = pick(c("brewer", "sampford", "tille", "maxentropy")))
}
choose_made <- function() {
  method <- pick(methods_made)
  halves <- method %in% c("brr", "fay")
  stages <- pick(1:2)
  list(stages = stages, fpcs = if (halves || method == "rao-wu") 0 else pick(0:stages),
       strata = if (method == "jk1") "none" else pick(c("number", "text", "crossed")),
       lonely = if (method == "jkn") pick(c("fail", "remove")) else "fail",
       lonely_in_domains = FALSE, method = method, mse = chance(0.5), seed = pick(1:999),
       rho = if (method == "fay") pick(c(0.3, 0.5, 0.7)) else NA)
}
choose_given <- function() {
  type <- pick(c("jk1", "jk2", "jkn", "brr", "fay", "bootstrap", "sdr", "other"))
  list(stages = if (chance(0.5)) 1 else 0, fpcs = 0, strata = "number", lonely = "fail",
       lonely_in_domains = FALSE, given = type, mse = chance(0.5), combined = chance(0.6),
       own_scale = type %in% c("other", "jk1", "bootstrap") && chance(0.5),
       rho = if (type == "fay") 0.3 else NA)
}
choose_weighted <- function() {
  stages <- pick(1:2)
  list(stages = stages, fpcs = pick(0:stages), strata = pick(c("none", "number", "text")),
       lonely = if (chance(0.3)) "remove" else "fail", lonely_in_domains = FALSE,
       before = pick(c("none", "eligibility", "classes", "propensity", "propensity-classes",
                       "selection", "design-weights")),
       trim = pick(c("none", "limits", "medians"), 1, c(3, 1, 1)),
       step = pick(c("post-stratify", "rake", "linear", "truncated-linear",
                     "raking-ratio", "raking-ratio, bounds", "logit",
                     "none", "post-stratify twice")))
}

# ---- the sample -------------------------------------------------------------

sizes <- function(n, lonely, most) {
  k <- pick(2:most, n)
  if (lonely) k[runif(n) < 0.3] <- 1
  k
}

# n of each group, and N: as many (a sure group), a few more, or Inf.
populations <- function(n, drawn, all = 0.15) {
  if (!drawn) return(rep(Inf, length(n)))
  n + ifelse(runif(length(n)) < all, 0, pick(c(1:12, 80), length(n)))
}

# Units of the stage below: LAST with each row repeated; the number within goes
# to WHICH, and its n and N to .n and .N of the stage.
below <- function(last, s, stage, most) {
  n <- sizes(nrow(last), s$lonely != "fail", most)
  N <- populations(n, s$fpcs >= stage)
  x <- last[rep(seq_len(nrow(last)), n), ]
  x[[paste0("k", stage)]] <- sequence(n)
  x[[paste0(".n", stage)]] <- rep(n, n)
  x[[paste0(".N", stage)]] <- rep(N, n)
  x
}

first_stage <- function(s) {
  H <- if (s$strata == "none") 1 else pick(2:6)
  tiny <- s$odd == "tiny"
  most <- if (tiny) 2 else if (s$stages == 0) 25 else 7
  n <- sizes(H, s$lonely != "fail" && H > 1, most)
  if (s$lonely == "collapse") n[pick(seq_len(H))] <- 1
  if (H == 1) n <- if (tiny) 2 else pick(5:14)
  if (isTRUE(s$method %in% c("brr", "fay"))) n <- 2 * pick(1:2, H)
  N <- populations(n, s$fpcs >= 1 && s$family != "pps")
  if (all(n == N)) N[1] <- n[1] + 4
  if (s$lonely == "collapse" && s$fpcs > 0) N[which.max(n)] <- max(n) + 6
  data.frame(h = rep(seq_len(H), n), k1 = sequence(n), .n1 = rep(n, n),
             .N1 = rep(N, n))
}

# PSUs with unequal probabilities, drawn by functions of package sampling; joint
# probabilities are those of the way they were drawn.
unequal_stage <- function(s) {
  H <- if (s$strata == "none") 1 else pick(2:4)
  joint <- list()
  x <- do.call(rbind, lapply(seq_len(H), function(h) {
    N <- pick(8:13); n <- pick(2:5)
    pik <- inclusionprobabilities(rgamma(N, 3), n)
    if (any(pik > 0.97)) pik <- inclusionprobabilities(runif(N, 1, 2), n)
    at <- which(switch(s$drawn, brewer = UPbrewer, sampford = UPsampford,
                       tille = UPtille, maxentropy = UPmaxentropy)(pik) == 1)
    pairs <- switch(s$drawn, brewer = UPmaxentropypi2, sampford = UPsampfordpi2,
                    tille = UPtillepi2, maxentropy = UPmaxentropypi2)(pik)
    joint[[h]] <<- round(pairs[at, at], 9)
    P <- round(pik[at], 9)
    sure <- s$pps %in% c("brewer", "overton", "hartley-rao") && n > 3 && chance(0.2)
    if (sure) P[1] <- 1
    data.frame(h = h, k1 = seq_along(at), P = P, S = round(sum(pik^2) / n, 9),
               .n1 = n, .N1 = Inf)
  }))
  attr(x, "joint") <- joint
  x
}

rows_of <- function(s) {
  x <- if (s$family == "pps") unequal_stage(s) else first_stage(s)
  joint <- attr(x, "joint")
  x$effect <- rnorm(nrow(x))
  x$half <- runif(nrow(x)) < 0.5
  if (s$stages >= 2) x <- below(x, s, 2, 4)
  if (s$stages >= 3) x <- below(x, s, 3, 3)
  most <- if (s$odd == "tiny") 1 else c(1, 9, 5, 3)[s$stages + 1]
  if (s$family %in% c("weighted", "given")) most <- 3 * most
  if (s$family == "given" && s$stages == 0) most <- 9
  n <- pick(seq_len(most), nrow(x))
  if (s$odd == "single-rows") n[x$h == 1] <- 1
  x <- x[rep(seq_len(nrow(x)), n), ]
  if (s$stages == 0 && s$family == "linear") x$k1 <- seq_len(nrow(x))
  rownames(x) <- NULL
  attr(x, "joint") <- joint
  x
}

# ---- answers and weights ----------------------------------------------------

answers <- function(d, s) {
  n <- nrow(d)
  lost <- function(x, p) { x[runif(n) < p] <- NA; x }
  d$Y <- round(20 + 6 * d$effect + 9 * rnorm(n), 4)
  d$X <- round(3 + 8 * runif(n), 2)
  d$B <- as.integer(runif(n) < plogis(d$effect - 0.3))
  d$C <- pick(c("a", "b", "c"), n, c(4, 4, 1))
  d$D1 <- pick(c("p", "q"), n)
  d$D1[d$h == 1 & d$k1 == 1 & runif(n) < 0.6] <- "r"
  d$D2 <- ifelse(d$half, "u", "v")
  if (s$family == "weighted") d$D2 <- pick(c("u", "v"), n)
  if (s$odd == "zero-domain") {
    d$Y[d$D1 == "q"] <- 0
    d$B[d$D1 == "q"] <- pick(0:1)
  }
  d$G <- pick(c("x", "y", "z"), n)        # classes of non-response
  d$K <- d$KE <- runif(n) < ifelse(d$G == "x", 0.9, 0.75)
  if (isTRUE(s$before == "eligibility")) d$K <- d$KE
  d$M <- pick(1:5, n)                     # from whom one was drawn
  for (v in c("Y", "B", "C")) d[[v]] <- lost(d[[v]], 0.07)
  if (s$family != "weighted") d$X <- lost(d$X, 0.04)
  d
}

weights_of <- function(d, s) {
  w <- round(runif(nrow(d), 4, 90), 3)
  if (s$odd == "zero-weights") {
    w[runif(length(w)) < 0.15] <- 0
    w[d$h == pick(d$h) & d$k1 == 1] <- 0
  }
  if (s$odd == "huge-weights") w <- w * 1e9
  if (s$odd == "scaled-weights") w <- round(w / mean(w), 5)
  w
}

# Whom `collapse` merges, and the units and sizes of byhand.R.
finish <- function(d, s) {
  d$.v <- d$h
  d$.u1 <- d$h * 10000 + d$k1
  d$.u2 <- if (s$stages >= 2) d$.u1 * 100 + d$k2 else NA
  d$.u3 <- if (s$stages >= 3) d$.u2 * 100 + d$k3 else NA
  if (s$stages == 0) {                    # the rows are the units
    d$.n1 <- ave(d$h, d$h, FUN = length)
    n <- d$.n1[!duplicated(d$h)]
    d$.N1 <- populations(n, s$fpcs > 0)[match(d$h, unique(d$h))]
    if (all(d$.N1 == d$.n1)) d$.N1 <- d$.n1 + 3
  }
  if (s$lonely == "collapse") {
    first <- d[!duplicated(d$h), ]
    if (s$stages == 0 && s$fpcs > 0)
      d$.N1 <- d$.N1 + 6 * (d$h == first$h[which.max(first$.n1)])
    first <- d[!duplicated(d$h), ]
    to <- collapse_strata(first$.n1, first$.n1 == first$.N1)
    d$.v <- first$h[to][match(d$h, first$h)]
    one <- tapply(first$.n1, first$h[to], sum)
    big <- tapply(first$.N1, first$h[to], sum)
    d$.c1 <- as.vector(one[as.character(d$.v)])
    d$.C1 <- as.vector(big[as.character(d$.v)])
  }
  d
}

# Columns of the file: strata, identifiers, populations.
columns <- function(d, s) {
  text <- s$ids == "text"
  id <- function(k, stem) if (text) sprintf("%s-%04d %s", stem, k, "\u00e9") else k
  if (s$strata == "number") d$STRATUM <- 10 * d$h
  if (s$strata == "text") d$STRATUM <- sprintf("stratum %02d", d$h)
  if (s$strata == "crossed") {
    d$ST1 <- (d$h - 1) %/% 2
    d$ST2 <- c("east", "west")[1 + (d$h - 1) %% 2]
  }
  psu <- if (s$nested) d$k1 else d$.u1
  if (s$stages >= 1) d$PSU <- id(psu, "EA")
  if (s$stages >= 2) d$SSU <- id(d$k2, "HH")
  if (s$stages >= 3) d$TSU <- d$k3
  for (k in seq_len(s$fpcs)) {
    n <- d[[paste0(".n", k)]]; N <- d[[paste0(".N", k)]]
    d[[paste0("F", k)]] <- if (s$kind == "rate") n / N else N
  }
  if (s$family == "pps") {
    d$F1 <- d$P
    if (s$fpcs > 1) for (k in 2:s$fpcs)
      d[[paste0("F", k)]] <- d[[paste0(".n", k)]] / d[[paste0(".N", k)]]
  }
  d
}

draw <- function(i) {
  set.seed(seed * 100000 + i)
  s <- choose(i)
  if (s$family == "weighted" && s$fpcs == 0) s$kind <- "none"
  x <- rows_of(s)
  d <- finish(answers(x, s), s)
  d$W <- weights_of(d, s)
  d <- columns(d, s)
  d$ID <- seq_len(nrow(d))
  if (s$family == "given") d <- replicate_columns(d, s)
  attr(d, "joint") <- attr(x, "joint")
  split_households(list(i = i, s = s, d = d))
}

# Replicate weights as agencies ship them, or anything at all.
replicate_columns <- function(d, s) {
  unit <- match(d$.u1, unique(d$.u1))
  U <- max(unit)
  m <- if (s$given %in% c("brr", "fay")) ifelse(matrix(runif(U * 16) < 0.5, U), 1.7, 0.3)
       else if (chance(0.3)) matrix(round(rnorm(U * 16, 1, 0.8), 3), U)
       else matrix(round(rgamma(U * 16, 4, 4), 4), U)
  if (s$given == "jk1" && !s$combined) m[, ] <- abs(m)
  d[paste0("R", 1:16)] <- (if (s$combined) d$W else 1) * m[unit, ]
  d
}

# ---- the description ----------------------------------------------------------

flow <- function(x) paste0("[", paste(x, collapse = ", "), "]")
counts_of <- function(t) paste0("{", paste0(names(t), ": ", sprintf("%.17g", t),
                                            collapse = ", "), "}")
strata_of <- function(s) switch(s$strata, none = NULL, crossed = c("ST1", "ST2"), "STRATUM")

design_lines <- function(s, d) {
  clusters <- c("PSU", "SSU", "TSU")[seq_len(s$stages)]
  if (s$family == "given") clusters <- if (s$stages) "PSU"
  plain <- s$family != "given" || s$stages > 0
  c(if (plain && !is.null(strata_of(s))) paste("strata:", flow(strata_of(s))),
    if (length(clusters)) paste("clusters:", flow(clusters)),
    if (s$fpcs > 0) paste("fpc:", flow(paste0("F", seq_len(s$fpcs)))),
    paste("nested:", if (s$nested) "true" else "false"),
    if (!isTRUE(s$before == "design-weights")) if (isTRUE(s$house)) "weight: {h: W}" else "weight: W",
    paste("lonely-psu:", s$lonely),
    paste("lonely-in-domains:", if (s$lonely_in_domains) "true" else "false"),
    paste("degrees-of-freedom:", if (s$df == "number") 11 else s$df),
    if (s$family == "pps") pps_lines(s), if (!is.null(s$method)) made_lines(s),
    if (s$family == "given") given_lines(s))
}
pps_lines <- function(s)
  c(paste("pps:", s$pps), if (s$pps_form != "") paste("pps-form:", s$pps_form),
    if (s$squares == "variable") "squared-probabilities: S",
    if (s$squares == "number") "squared-probabilities: 0.37",
    if (s$pps %in% c("horvitz-thompson", "yates-grundy"))
      "joint-probabilities: pairs.csv")
made_lines <- function(s)
  c(paste("variance:", s$method),
    paste0("replicates: {mse: ", tolower(s$mse),
           if (s$method == "fay") paste0(", rho: ", s$rho), if (isTRUE(s$again)) ", reweight: true",
           if (s$method %in% c("bootstrap", "rao-wu", "preston", "sdr"))
             ", number: 24",
           if (s$method %in% c("bootstrap", "rao-wu", "preston"))
             paste0(", seed: ", s$seed), "}"))
given_lines <- function(s)
  paste0("replicates: {columns: R1-R16, type: ", s$given, ", combined: ",
         tolower(s$combined), ", mse: ", tolower(s$mse),
         if (s$given == "fay") ", rho: 0.3", if (s$own_scale) ", scale: 0.137",
         if (needs_rscales(s)) ", rscales: rscales.txt", "}")
needs_rscales <- function(s)
  s$given == "jkn" && s$combined || s$given == "other" && s$mse
given_rscales <- function() round(0.3 + 0.7 * ((1:16 * 7) %% 11) / 11, 3)

describe <- function(x) {
  s <- x$s
  string <- function(v) paste0(v, ": string")
  types <- c(if (!has_households(x)) c("C", "D1"), "D2", "G", if (s$strata == "text") "STRATUM",
             if (s$strata == "crossed") "ST2",
             if (s$ids == "text") c("PSU", "SSU")[seq_len(min(2, s$stages))])
  by <- x$by
  house <- has_households(x)
  g <- if (house) "h" else "u"            # to whom the steps happen
  c("survey: {title: A design}", "files:",
    if (house) paste0("  h: {path: house.csv, key: [HID], types: {",
                      paste(string(types), collapse = ", "), "}}"),
    paste0("  u: {path: data.csv, key: ", if (house) "[HID, ID], parent: h" else "[ID]", ", types: {",
           paste(string(if (house) c("C", "D1", "D2") else types), collapse = ", "), "}}"),
    "design:", paste0("  ", design_lines(s, x$d)),
    "variables:",
    "  c: {of: u, from: C, categories: {a: a, b: b, c: c}}",
    "  d1: {of: u, from: D1, categories: {p: p, q: q, r: r, e: e}}",
    "  d2: {of: u, from: D2, categories: {u: u, v: v}}",
    if (house) "  hd: {of: h, from: D2, categories: {u: u, v: v}}",
    paste0("  g: {of: ", g, ", from: G, categories: {x: x, y: y, z: z}}"),
    "  b: {of: u, where: B == 1}",
    paste0("  k: {of: ", g, ", where: K == 1}"), paste0("  x: {of: ", g, ", from: X}"),
    paste0("  m: {of: ", g, ", from: M}"),
    if (x$models) "  y: {of: u, from: Y}",
    if (isTRUE(s$before == "design-weights"))
      c("  pr1: {of: u, from: PR1}", "  pr2: {of: u, from: PR2}"),
    "indicators:", "  own:",
    if (house) c("    - {code: hT, of: h, total: Y}", "    - {code: hP, of: h, proportion: B == 1}"),
    "    - {code: tY, of: u, total: Y}",
    "    - {code: tB, of: u, total: B == 1}",
    "    - {code: mY, of: u, mean: Y, universe: X > 4.5}",
    "    - {code: pB, of: u, proportion: B == 1}",
    "    - {code: sC, of: u, shares: c}",
    "    - {code: rYX, of: u, ratio: {numerator: Y, denominator: X}}",
    if (x$quantiles)
      paste0("    - {code: qY, of: u, quantile: {of: Y, p: [0.2, 0.5, 0.83], rule: ",
             s$quantile_rule, ", interval: ", s$quantile_interval, "}}"),
    "tables:", paste("  by:", flow(by)), paste("  interval:", s$interval),
    paste("  confidence:", s$confidence), paste("  design-effect:", s$effect),
    if ("d1" %in% by) paste("  contrasts:", flow(c("d1.p - d1.q", "d1.p / d1.q",
                                                   "0.3 * d1.p + 0.7 * d1.q", "pB - mY"))),
    if ("d2" %in% by) "  parity: d2.u / d2.v",
    if ("d1" %in% by)
      "  standardise: [{by: d1, shares: {p: 0.37, q: 0.63}}]",
    if ("d2" %in% by) "  covariance: [d2]",
    if (x$tests) "  tests: [b ~ d2, c ~ d1, sC ~ d2 | d1, c ~ d1 * d2]",
    if (x$tests) "  trends: [sC ~ d1, b ~ g]",
    if (x$scores) "  trend-scores: [{by: d1, scores: {p: 1.5, q: -2, r: 7, e: 3}}]",
    if (x$models) model_lines,
    paste("item-missing:", s$missing), x$steps)
}
