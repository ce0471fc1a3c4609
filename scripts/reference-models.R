# reference-models.R - what R survey says of regressions.
#
#     Rscript scripts/reference-models.R [FOLDER]  (default fixtures/reference)
#
# Reads designs.csv and specs.csv, which reference.R wrote, and writes models.csv,
# a row a coefficient or a test of a term:
#     design, model, what, number, estimate, se, df
# WHAT is coefficient (estimate, se; number is the column, from 0; both empty
# where R leaves it out), term (estimate is F, se its first degrees of freedom;
# number is the term, from 0), replicate (a coefficient by JK1 or JKn) or
# separated (the largest fitted probability is 1, the least 0, or both).
# df are those of t and of F.

source("scripts/random-designs.R")
options(survey.lonely.psu = "remove")

rows_for_models <- function(i) {
  d <- rows_of(i)
  d$C <- factor(d$C, c("b", "a", "c"))         # the reference is b
  d$D1 <- factor(d$D1, c("p", "q", "r"))
  d$D2 <- factor(d$D2, c("u", "v"))
  d
}

models <- list(
  logistic = B ~ D2 + X, crossed = B ~ C * D2 + X, small = B ~ D1 + C,
  linear = Y ~ C + X, "linear-crossed" = Y ~ D1 * D2 + X)
steps <- glm.control(epsilon = 1e-10, maxit = 100)
out <- list()
collect <- function(...) out[[length(out) + 1]] <<- data.frame(...)

# Twice: R's standard errors have the weights of the last step but one.  (A
# smaller epsilon would do, too, but R makes of it what it takes for collinear.)
fit <- function(formula, des) {
  family <- if (all.vars(formula)[1] == "B") quasibinomial() else gaussian()
  once <- function(start) suppressWarnings(
    svyglm(formula, des, control = steps, family = family, start = start))
  b <- coef(once(NULL), na.rm = FALSE)
  once(ifelse(is.na(b), 0, b))
}

# R has no columns for levels that do not occur; we number those of all.
columns <- function(formula, d, b) {
  full <- expand.grid(lapply(d[all.vars(formula)], function(v)
    if (is.factor(v)) levels(v) else c(1, 2)))
  match(names(b), colnames(model.matrix(formula, full))) - 1
}

one <- function(spec, d, name) {
  formula <- models[[name]]
  rows <- complete.cases(d[all.vars(formula)]) & d$W > 0
  y <- d[[all.vars(formula)[1]]][rows]
  if (length(unique(d$u1[rows])) < 2 || length(unique(y)) < 2) return()
  used <- lapply(Filter(is.factor, d[rows, all.vars(formula)]), table)
  if (any(sapply(used, function(n) n[1] == 0 || sum(n > 0) < 2))) return()
  des <- suppressWarnings(design_of(spec, d)[rows, ])
  g <- fit(formula, des)
  mu <- fitted(g)
  if (name %in% c("logistic", "crossed", "small") &&
      min(mu, 1 - mu) < 1e-7) {
    collect(design = spec$design, model = name, what = "separated", number = 0,
            estimate = NA, se = NA, df = NA)
    return()
  }
  b <- coef(g, na.rm = FALSE)
  se <- b
  v <- vcov(g)
  se[!is.na(b)] <- sqrt(diag(v))
  collect(design = spec$design, model = name, what = "coefficient",
          number = columns(formula, d, b), estimate = as.numeric(b),
          se = as.numeric(se), df = g$df.residual)
  terms <- attr(terms(formula), "term.labels")
  assign <- attr(model.matrix(g), "assign")
  for (t in seq_along(terms)) {
    at <- which(assign[!is.na(b)] == t)
    if (length(at) == 0 || rcond(v[at, at, drop = FALSE]) < 1e-10) next
    w <- regTermTest(g, terms[t], df = max(1, g$df.residual))
    collect(design = spec$design, model = name, what = "term", number = t - 1,
            estimate = as.numeric(w$Ftest), se = w$df, df = g$df.residual)
  }
  repeated(spec, d, rows, formula, name, b)
}

# Replicates in which there is nothing to fit, or no end to it, are not asked of
# R, which would take them for good.
repeated <- function(spec, d, rows, formula, name, b) {
  if (spec$design %% 3 != 0 || anyNA(b)) return()
  type <- if (max(d$h) == 1) "JK1" else "JKn"
  rep <- tryCatch(suppressWarnings(as.svrepdesign(
    design_of(spec, d, type == "JKn"), type = type, mse = FALSE)),
    error = function(e) NULL)
  if (is.null(rep) || all(rep$rscales * rep$scale == 0)) return()
  r <- rep[rows, ]
  w <- weights(r, "analysis")
  x <- model.matrix(formula, d[rows, ])
  y <- d[[all.vars(formula)[1]]][rows]
  sound <- sapply(seq_len(ncol(w)), function(k) {
    in_it <- w[, k] > 0
    if (qr(x[in_it, ])$rank < ncol(x)) return(FALSE)
    if (all.vars(formula)[1] == "Y") return(TRUE)
    g <- suppressWarnings(glm.fit(x[in_it, ], y[in_it], w[in_it, k],
                                  family = quasibinomial(), control = steps))
    min(g$fitted.values, 1 - g$fitted.values) > 1e-7
  })
  if (!all(sound)) return()
  g <- tryCatch(fit(formula, r), error = function(e) NULL)
  if (is.null(g)) return()
  collect(design = spec$design, model = name, what = "replicate",
          number = columns(formula, d, b), estimate = as.numeric(b),
          se = as.numeric(sqrt(diag(vcov(g)))), df = NA)
}

plain <- specs[specs$lonely %in% c("fail", "remove", "certainty"), ]
for (k in seq_len(nrow(plain)))
  for (name in names(models)) {
    d <- rows_for_models(plain$design[k])
    one(plain[k, ], d, name)
  }

table <- do.call(rbind, out)
text <- lapply(table, function(v) {
  s <- if (is.numeric(v)) formatC(v, digits = 15, format = "g", width = 1) else v
  ifelse(is.na(v) | is.nan(v), "", sub(" +$", "", s))
})
con <- file(file.path(folder, "models.csv"), "wb")
writeLines(paste(names(table), collapse = ","), con)
writeLines(do.call(paste, c(text, sep = ",")), con)
close(con)
