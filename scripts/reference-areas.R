# reference-areas.R - area-level models at random, and their estimates.
#
#     Rscript scripts/reference-areas.R [FOLDER]      (default fixtures/reference)
#
# Writes areas.csv, a line an area: case, method, the area's direct estimate y and
# variance d (empty: none), covariates x2, x3 (x1 is 1; empty: the case has
# fewer), then what the model gives: a, value, mse, shrinkage.
#
# And areas-exampland.csv: the share of Internet users in the districts of
# fixtures/exampland/districts.yaml by REML, with the errors of a jackknife (JKn,
# the EAs drawn with replacement): district, direct, direct_se, a, value, mse,
# shrinkage.
#
# Dense matrices, and the root of the score by uniroot: nothing of this is how
# the program does it.  Formulas: Rao and Molina (2015), 6.1.2, 6.2.

set.seed(20261124)
folder <- commandArgs(TRUE)
folder <- if (length(folder)) folder[1] else "fixtures/reference"

projection <- function(v, x) {
    vi <- diag(1 / v)
    vi - vi %*% x %*% solve(t(x) %*% vi %*% x) %*% t(x) %*% vi
}

score <- function(a, y, d, x, method) {
    p <- projection(a + d, x)
    trace <- if (method == "reml") sum(diag(p)) else sum(1 / (a + d))
    (drop(t(y) %*% p %*% p %*% y) - trace) / 2
}

area_variance <- function(y, d, x, method) {
    if (score(0, y, d, x, method) <= 0)
        return(0)
    high <- max(d)
    while (score(high, y, d, x, method) > 0)
        high <- 2 * high
    uniroot(score, c(0, high), y, d, x, method, tol = 1e-15,
            maxiter = 10000)$root
}

model <- function(y, d, x, method) {
    known <- !is.na(y)
    a <- area_variance(y[known], d[known], x[known, , drop = FALSE], method)
    v <- a + d[known]
    q <- solve(t(x[known, , drop = FALSE]) %*% diag(1 / v)
               %*% x[known, , drop = FALSE])
    b <- q %*% t(x[known, , drop = FALSE]) %*% (y[known] / v)
    g <- ifelse(known, a / (a + d), 0)
    fitted <- drop(x %*% b)
    spread <- diag(x %*% q %*% t(x))
    value <- ifelse(known, fitted + g * (y - fitted), fitted)
    bias <- if (method == "ml")
        -sum(diag(q %*% t(x[known, , drop = FALSE]) %*% diag(1 / v^2)
                  %*% x[known, , drop = FALSE])) / sum(1 / v^2) else 0
    mse <- ifelse(known, g * d + (1 - g)^2 * spread
                  + 2 * d^2 / (a + d)^3 * 2 / sum(1 / v^2)
                  - bias * (1 - g)^2, a + spread)
    data.frame(a, value, mse, shrinkage = g)
}

cases <- list()
for (case in 1:24) {
    m <- sample(8:40, 1)
    p <- sample(1:3, 1)
    x <- cbind(1, rnorm(m, 5, 2), runif(m))[, 1:p, drop = FALSE]
    d <- rgamma(m, 2, 2 / 0.3)
    a <- c(0, 0.05, 0.5, 4)[1 + case %% 4]
    y <- drop(x %*% c(2, -0.7, 1.3)[1:p]) + rnorm(m, 0, sqrt(a)) +
        rnorm(m, 0, sqrt(d))
    if (case %% 3 == 0)
        y[sample(m, 2)] <- NA
    d[is.na(y)] <- NA
    for (method in c("reml", "ml"))
        cases[[length(cases) + 1]] <- cbind(
            data.frame(case, method, y, d,
                       x2 = if (p > 1) x[, 2] else NA,
                       x3 = if (p > 2) x[, 3] else NA),
            model(y, d, x, method))
}
all <- do.call(rbind, cases)
for (k in 3:ncol(all))
    all[[k]] <- ifelse(is.na(all[[k]]), "", sprintf("%.17g", all[[k]]))
write.csv(all, file.path(folder, "areas.csv"), row.names = FALSE,
          quote = FALSE)

suppressPackageStartupMessages({ library(haven); library(survey) })
plain <- function(d) as.data.frame(zap_labels(d))
h <- plain(read_sav("fixtures/exampland/household.sav"))
d <- plain(read_dta("fixtures/exampland/person.dta"))
of <- match(d$HHID, h$HHID)
d$stratum <- h$STRATUM[of]
d$ea <- paste(h$STRATUM[of], h$EA[of])
d$district <- paste0("d", 10 * h$STRATUM[of] + ifelse(h$EA[of] <= 8, 1, 2))
d$internet <- as.numeric(d$C05 == 1)
design <- as.svrepdesign(svydesign(ids = ~ea, strata = ~stratum,
                                   weights = ~PWEIGHT, data = d), type = "JKn")
direct <- svyby(~internet, ~district, subset(design, !is.na(internet)), svymean)
mobile <- read.csv("fixtures/exampland/mobile.csv")
mobile <- mobile[mobile$period == "2026-Q1", ]
mobile <- mobile[match(direct$district, mobile$district), ]
fit <- model(direct$internet, SE(direct)^2,
             cbind(1, mobile$subscribers, mobile$coverage_4g), "reml")
out <- data.frame(district = direct$district, direct = direct$internet,
                  direct_se = SE(direct), fit)
for (k in 2:ncol(out)) out[[k]] <- sprintf("%.17g", out[[k]])
write.csv(out, file.path(folder, "areas-exampland.csv"), row.names = FALSE,
          quote = FALSE)
