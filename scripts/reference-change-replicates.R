# reference-change-replicates.R - change between rounds with errors by replicates.
#
#     Rscript scripts/reference-change-replicates.R [FOLDER]
#     (default fixtures/reference)
#
# Writes change-replicates.csv: fixtures/mini twice, the second time without each
# fifth person, and with 9.5 hours for all who are online.  Both rounds have the
# same PSUs: stacked they are one design, of which as.svrepdesign() makes
# replicates that leave out a PSU of both.  Columns: variance (as
# tests/cli/compare/replicates.sh writes it), indicator, sex (_T for all), either
# estimate, their covariance, the difference (second less first), its se, the
# ratio and its se.

suppressPackageStartupMessages(library(survey))
folder <- commandArgs(TRUE)
folder <- if (length(folder)) folder[1] else "fixtures/reference"

a <- read.csv("fixtures/mini/person.csv")
b <- a[(seq_len(nrow(a)) + 1) %% 5 != 0, ]
b$Q2[!is.na(b$Q1) & b$Q1 == 1] <- 9.5
both <- rbind(cbind(a, round = 1), cbind(b, round = 2))
both$u <- paste(both$STRATUM, both$PSU)
both$user <- as.numeric(both$Q1 == 1)

change <- function(design, formula, statistic) {
  m <- svyby(formula, ~round, design, statistic, covmat = TRUE)
  v <- unname(vcov(m))
  est <- unname(coef(m))
  r <- est[2] / est[1]
  d <- svycontrast(m, c(-1, 1))
  data.frame(a = est[1], b = est[2], covariance = v[1, 2],
             difference = coef(d)[[1]], se = SE(d)[[1]], ratio = r,
             ratio_se = sqrt(v[2, 2] + r^2 * v[1, 1] - 2 * r * v[1, 2])
               / abs(est[1]))
}

all <- NULL
for (way in c("jkn", "jkn-mse", "fay")) {
  rows <- if (way == "fay") both[both$PSU != 3, ] else both
  d <- svydesign(ids = ~u, strata = ~STRATUM, weights = ~WEIGHT, data = rows)
  d <- if (way == "fay") as.svrepdesign(d, type = "Fay", fay.rho = 0.3)
       else as.svrepdesign(d, type = "JKn", mse = way == "jkn-mse")
  for (sex in c("_T", "male", "female")) {
    s <- if (sex == "_T") d else subset(d, SEX == 1 + (sex == "female"))
    known <- subset(s, !is.na(user))
    all <- rbind(all, cbind(
      variance = way, indicator = c("M1", "M2", "M3"), sex,
      rbind(change(known, ~user, svymean),
            change(subset(s, user %in% 1 & !is.na(Q2)), ~Q2, svymean),
            change(known, ~user, svytotal))))
  }
}
for (k in 4:ncol(all)) all[[k]] <- sprintf("%.17g", all[[k]])
write.csv(all, file.path(folder, "change-replicates.csv"), row.names = FALSE,
          quote = FALSE)
cat(nrow(all), "changes\n")
