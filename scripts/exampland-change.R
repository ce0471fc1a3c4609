# exampland-change.R - change between Exampland's rounds of 2023 and 2026, by R.
#
#     Rscript scripts/exampland-change.R [OUTPUT]
#     (default fixtures/exampland-2023/change.csv)
#
# Estimates and their errors are those of `survey`.  R has no covariance of rounds
# that share some of their PSUs, so it is worked out here from the scores of PSUs,
# by the formula of docs/method.md, written down once more.  Columns: indicator,
# group (a classification and its category, empty for all), estimate and se of
# either round, their covariance, the difference (second less first), its se and df.

suppressPackageStartupMessages({ library(haven); library(survey) })
options(survey.lonely.psu = "fail", warn = 1)
args <- commandArgs(trailingOnly = TRUE)
output <- if (length(args) > 0) args[1] else "fixtures/exampland-2023/change.csv"

plain <- function(d) as.data.frame(zap_labels(d))
old_h <- plain(read_dta("fixtures/exampland-2023/households.dta"))
old_p <- plain(read_sav("fixtures/exampland-2023/persons.sav"))
new_h <- plain(read_sav("fixtures/exampland/household.sav"))
new_p <- plain(read_dta("fixtures/exampland/person.dta"))

# What both rounds have, in the same names and codes.
frame <- function(stratum, ea, eas, hhs, id, w, ...)
  data.frame(stratum, ea, eas, hhs, id, w, ...)
home <- function(p, h, key) match(p[[key]], h[[key]])
i <- home(old_p, old_h, "HHNO")
j <- home(new_p, new_h, "HHID")
rounds <- list(
  household = list(
    with(old_h, frame(STRATUM, ZONE, ZONES, LISTED, HHNO, HWT, HH6 = Q17 == 1,
                      X2 = Q20, urban = URBRUR == 2)),
    with(new_h, frame(STRATUM, EA, EAS_IN_STRATUM, HHS_IN_EA, HHID, HHWEIGHT,
                      HH6 = H07 == 1, X2 = H11, urban = AREA == 1))),
  person = list(
    data.frame(with(old_h[i, ], frame(STRATUM, ZONE, ZONES, LISTED, HHNO, old_p$PWT)),
               with(old_p, data.frame(HH7 = ifelse(R4 >= 5, S4 == 1, NA),
                                      HH18 = ifelse(R4 >= 5, S3 == 1, NA),
                                      X1 = ifelse(R4 >= 5 & S4 == 1, S8, NA),
                                      female = R3 == 1))),
    data.frame(with(new_h[j, ], frame(STRATUM, EA, EAS_IN_STRATUM, HHS_IN_EA, HHID,
                                      new_p$PWEIGHT)),
               with(new_p, data.frame(HH7 = ifelse(B05 >= 5, C05 == 1, NA),
                                      HH18 = ifelse(B05 >= 5, C03 == 1 & C03b == 1, NA),
                                      X1 = ifelse(B05 >= 5 & C05 == 1, C09, NA),
                                      female = B04 == 2)))))

# Estimate, se, scores of PSUs by stratum, and which PSUs have members.
one <- function(d, y, total, inside) {
  d$y <- as.numeric(d[[y]])
  design <- svydesign(~ea + id, strata = ~stratum, fpc = ~eas + hhs, weights = ~w,
                      nest = TRUE, data = d)
  keep <- !is.na(d$y) & inside %in% TRUE
  s <- (if (total) svytotal else svymean)(~y, subset(design, keep))
  e <- ifelse(keep, d$y - (if (total) 0 else coef(s)[[1]]), 0)
  z <- d$w * e / (if (total) 1 else sum(d$w[keep]))
  psu <- paste(d$stratum, d$ea)
  first <- !duplicated(psu)
  list(est = coef(s)[[1]], se = SE(s)[[1]],
       z = tapply(z, psu, sum)[psu[first]], psu = psu[first], stratum = d$stratum[first],
       population = d$eas[first], seen = psu[first] %in% psu[keep])
}

covariance <- function(a, b) {
  sum(sapply(unique(a$stratum), function(h) {
    of_a <- a$stratum == h
    of_b <- b$stratum == h
    both <- intersect(a$psu[of_a], b$psu[of_b])
    n <- sum(of_a)
    m <- sum(of_b)
    k <- length(both)
    za <- a$z[both] - mean(a$z[a$psu[of_a]])
    zb <- b$z[both] - mean(b$z[b$psu[of_b]])
    s <- sum(za * zb) / (k * (1 - 1 / n - 1 / m + k / (n * m)))
    (k - n * m / a$population[of_a][1]) * s
  }))
}

change <- function(indicator, record, total = FALSE, group = NULL) {
  d <- rounds[[record]]
  in_group <- function(x) if (is.null(group)) rep(TRUE, nrow(x)) else x[[group]]
  a <- one(d[[1]], indicator, total, in_group(d[[1]]))
  b <- one(d[[2]], indicator, total, in_group(d[[2]]))
  cov <- covariance(a, b)
  psus <- union(a$psu[a$seen], b$psu[b$seen])
  data.frame(indicator, group = if (is.null(group)) "" else group, estimate_a = a$est,
             se_a = a$se, estimate_b = b$est, se_b = b$se, covariance = cov,
             difference = b$est - a$est, se = sqrt(a$se^2 + b$se^2 - 2 * cov),
             df = length(psus) - length(unique(sub(" .*", "", psus))))
}

out <- rbind(change("HH6", "household"), change("HH6", "household", group = "urban"),
             change("X2", "household", total = TRUE), change("HH7", "person"),
             change("HH7", "person", group = "female"), change("HH18", "person"),
             change("X1", "person"))
write <- out
for (k in 3:ncol(write)) write[[k]] <- sprintf("%.15g", out[[k]])
write.csv(write, output, row.names = FALSE, quote = FALSE)
