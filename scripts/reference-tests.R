# reference-tests.R - what R survey says of two-way tests and trends in Exampland.
#
#     Rscript scripts/reference-tests.R [FOLDER]  (default fixtures/reference)
#
# Writes tests-exampland.csv for tests/cli/estimate/tests-exampland.sh: the
# statistics of svychisq for the design as it is (plain), with calibrated weights
# (greg) and by replicates of the first stage (jkn); trends from the covariance
# matrix of the proportions, by the formulas of docs/method.md.  Needs r-cran-haven.  No
# random numbers.

source("scripts/exampland-files.R")
p$age_group <- cut(p$B05, c(5, 15, 25, 45, 65, Inf), right = FALSE)
p$internet <- factor(p$C05 == 1)
p$HH7 <- factor(ifelse(p$B05 >= 5, p$C05 == 1, NA))
p$last_use <- factor(p$C05, 1:4, c("within_3_months", "within_a_year", "before", "never"))
p$old <- factor(p$B05 >= 65)
p$sex_area <- interaction(p$sex, p$area)

whole <- svydesign(ids = ~EA + HHID, strata = ~STRATUM,
                   fpc = ~EAS_IN_STRATUM + HHS_IN_EA, weights = ~PWEIGHT,
                   data = p, nest = TRUE)
first <- svydesign(ids = ~EA, strata = ~STRATUM, weights = ~PWEIGHT, data = p,
                   nest = TRUE)
designs <- list(
  plain = whole,
  greg = calibrate(first, ~sex + region,
                   c(`(Intercept)` = 1780000, sexfemale = 880000,
                     regioneastvale = 380000, regionsouthport = 370000,
                     regionwestfield = 260000, regionhighlands = 300000,
                     regionlake_islands = 50000)),
  jkn = as.svrepdesign(first, type = "JKn"))

out <- list()
add <- function(way, test, item, domain, method, estimate, se, statistic, df1, df2, p, n)
  out[[length(out) + 1]] <<- data.frame(way, test, item, domain, method, estimate,
                                        se, statistic, df1, df2, p_value = p, n)
known <- function(...) Reduce(`&`, lapply(list(...), function(x) !is.na(x)))

# svychisq of calibrated designs counts all rows as n and their PSUs: the degrees
# of freedom are those of the members, and n cancels.
associate <- function(way, test, left, right, domain = "_T", keep = TRUE) {
  rows <- known(p[[left]], p[[right]]) & keep
  d <- designs[[way]][rows, ]
  df <- degf(first[rows, ])
  K <- (nlevels(droplevels(p[[left]][rows])) - 1) *
    (nlevels(droplevels(p[[right]][rows])) - 1)
  formula <- reformulate(c(left, right))
  ask <- function(s) suppressWarnings(svychisq(formula, d, statistic = s))
  f <- ask("F")
  k <- f$parameter[[1]]
  row <- function(method, statistic, df1, df2, p)
    add(way, test, "", domain, method, NA, NA, as.numeric(statistic), df1, df2,
        as.numeric(p), sum(rows))
  row("f", f$statistic, k, k * df, pf(f$statistic, k, k * df, lower.tail = FALSE))
  first_order <- ask("Chisq")
  row("chisq", qchisq(first_order$p.value, K, lower.tail = FALSE), K, NA,
      first_order$p.value)
  w <- as.numeric(ask("Wald")$statistic)
  row("wald", w, K, df, pf(w, K, df, lower.tail = FALSE))
  a <- w * (df - K + 1) / df
  row("adj-wald", a, K, df - K + 1, pf(a, K, df - K + 1, lower.tail = FALSE))
}

trend <- function(way, test, y, right, domain = "_T", keep = TRUE, item = "") {
  rows <- known(y, p[[right]]) & keep
  df <- degf(first[rows, ])
  d <- designs[[way]]
  groups <- levels(p[[right]])
  one <- function(z, g) ifelse(rows & p[[right]] %in% groups[g], z, 0)
  z <- c(lapply(seq_along(groups), function(g) one(y, g)),
         lapply(seq_along(groups), function(g) one(1, g)))
  names(z) <- paste0("z", seq_along(z))
  d$variables <- cbind(d$variables, as.data.frame(z))
  m <- length(groups)
  if (inherits(d, "svyrep.design")) {
    r <- withReplicates(d, function(w, data) {
      t <- colSums(w * data[, names(z)])
      t[1:m] / t[m + 1:m]
    })
    P <- as.vector(r)
    V <- vcov(r)
  } else {
    t <- svytotal(reformulate(names(z)), d)
    P <- coef(t)[1:m] / coef(t)[m + 1:m]
    G <- cbind(diag(1 / coef(t)[m + 1:m]), diag(-P / coef(t)[m + 1:m]))
    V <- G %*% vcov(t) %*% t(G)
  }
  s <- seq_along(P) - mean(seq_along(P))
  line <- s / sum(s^2)
  b <- sum(line * P)
  se <- sqrt(drop(line %*% V %*% line))
  add(way, test, item, domain, "linear", b, se, b / se, 1, df,
      2 * pt(-abs(b / se), df), sum(rows))
  # what is left of a straight line, by a basis of its complement
  C <- t(qr.Q(qr(cbind(1, s)), complete = TRUE)[, -(1:2), drop = FALSE])
  K <- nrow(C)
  W <- drop(t(C %*% P) %*% solve(C %*% V %*% t(C), C %*% P))
  a <- (df - K + 1) / (K * df) * W
  add(way, test, item, domain, "departure", NA, NA, a, K, df - K + 1,
      pf(a, K, df - K + 1, lower.tail = FALSE), sum(rows))
}

for (way in names(designs)) {
  associate(way, "internet ~ sex", "internet", "sex")
  associate(way, "HH7 ~ region", "HH7", "region")
  associate(way, "last_use ~ sex * area", "last_use", "sex_area")
  for (g in c("northmark", "lake_islands"))
    associate(way, "age >= 65 ~ sex | region", "old", "sex", g, p$region %in% g)
  trend(way, "HH7 ~ age_group", as.numeric(p$HH7 == "TRUE"), "age_group")
  trend(way, "last_use ~ age_group", as.numeric(p$last_use == "before"),
        "age_group", item = "before")
  trend(way, "internet ~ age_group | area", as.numeric(p$internet == "TRUE"),
        "age_group", "rural", p$area %in% "rural")
}
out <- do.call(rbind, out)
for (name in c("estimate", "se", "statistic", "df1", "df2", "p_value"))
  out[[name]] <- ifelse(is.na(out[[name]]), "", sprintf("%.15g", out[[name]]))
write.csv(out, file.path(folder, "tests-exampland.csv"), row.names = FALSE,
          quote = FALSE)
