# reference-exampland.R - what R survey says of Exampland, weighted anew.
#
#     Rscript scripts/reference-exampland.R [FOLDER]  (default fixtures/reference)
#
# Writes calibration-exampland.csv: Internet users aged 5 and more, by the
# weighting sections that tests/cli/weigh/exampland-*.sh append to the survey;
# their totals are the ones here.  Needs r-cran-haven.  No random numbers.

source("scripts/exampland-files.R")
p$hh_size <- ave(p$LINE, p$HHID, FUN = length)
p$ok <- as.numeric(!is.na(p$C05) & !is.na(p$B05) & p$B05 >= 5)
p$net <- ifelse(p$ok == 1, as.numeric(p$C05 == 1), 0)
sums <- function(x) as.vector(tapply(x, factor(p$HHID, h$HHID), sum))
h$net <- sums(p$net)
h$ok <- sums(p$ok)
h$male <- sums(as.numeric(p$sex == "male"))
h$female <- sums(as.numeric(p$sex == "female"))

design <- function(d, weight)
  svydesign(ids = ~EA + HHID, strata = ~STRATUM,
            fpc = ~EAS_IN_STRATUM + HHS_IN_EA, weights = weight, data = d,
            nest = TRUE)
persons <- design(p, ~PWEIGHT)
households <- design(h, ~HHWEIGHT)

by_region <- c(420000, 380000, 370000, 260000, 300000, 50000)
sexes <- c(male = 900000, female = 880000)
total <- c(`(Intercept)` = 1780000, sexfemale = 880000,
           setNames(by_region[-1], paste0("region", regions[-1])))
greg <- function(...)
  calibrate(persons, ~sex + region + hh_size, c(total, hh_size = 5500000),
            aggregate.stage = 2, epsilon = 1e-13, maxit = 300, ...)
designs <- list(
  linear = greg(calfun = "linear"),
  ratio = greg(calfun = "raking"),
  logit = greg(calfun = "logit", bounds = c(0.3, 3)),
  rake = rake(persons, list(~sex, ~region),
              list(data.frame(sex = names(sexes), Freq = sexes),
                   data.frame(region = regions, Freq = by_region)),
              control = list(maxit = 500, epsilon = 1e-8)),
  post = postStratify(persons, ~region, data.frame(region = regions,
                                                   Freq = by_region)),
  # households are calibrated to households and persons; persons follow
  together = calibrate(households, ~area + male + female,
                       c(`(Intercept)` = 720000, arearural = 400000,
                         male = 900000, female = 880000),
                       calfun = "logit", bounds = c(0.3, 3), epsilon = 1e-13,
                       maxit = 300))

out <- NULL
add <- function(name, s, area, sex, region) {
  a <- svyratio(~net, ~ok, s)
  out <<- rbind(out, data.frame(weighting = name, area = area, sex = sex,
                                region = region,
                                estimate = sprintf("%.15g", as.numeric(coef(a))),
                                se = sprintf("%.15g", as.numeric(SE(a)))))
}
for (name in names(designs)) {
  s <- designs[[name]]
  add(name, s, "_T", "_T", "_T")
  for (x in levels(p$area)) add(name, subset(s, area == x), x, "_T", "_T")
  for (x in regions) add(name, subset(s, region == x), "_T", "_T", x)
  if (name != "together")
    for (x in levels(p$sex)) add(name, subset(s, sex == x), "_T", x, "_T")
}
write.csv(out, file.path(folder, "calibration-exampland.csv"), row.names = FALSE,
          quote = FALSE)
