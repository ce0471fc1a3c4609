# reference-exampland-contrasts.R - contrasts of Exampland, by R survey.
#
#     Rscript scripts/reference-exampland-contrasts.R [FOLDER]
#                                              (default fixtures/reference)
#
# Writes contrasts-exampland.csv, a row a contrast that
# tests/cli/estimate/contrasts-exampland.sh asks for (parity, cells of a crossing,
# indicators, standardised rates), and covariance-exampland.csv, covariances of
# Internet use by sex and age group.  Made from the questionnaire.  Needs
# r-cran-haven.

source("scripts/exampland-files.R")
groups <- c("[5,15)", "[15,25)", "[25,45)", "[45,65)", "[65,...)")
p$age_group <- cut(p$B05, c(5, 15, 25, 45, 65, Inf), right = FALSE, labels = groups)
own <- p$C03 == 1 & p$C03b == 1
scope <- !is.na(p$B05) & p$B05 >= 5
indicator <- list(HH7 = p$C05 == 1, HH10 = p$C02 == 1, HH18 = own,
                  HH18s = own & p$C03a == 1)
p$internet <- as.numeric(indicator$HH7)

design <- function(d)
  svydesign(ids = ~EA + HHID, strata = ~STRATUM,
            fpc = ~EAS_IN_STRATUM + HHS_IN_EA, weights = ~PWEIGHT, data = d,
            nest = TRUE)
all <- design(p)
out <- NULL
number <- function(x) sprintf("%.15g", as.numeric(x))
quoted <- function(x) ifelse(grepl(",", x), paste0('"', x, '"'), x)
add <- function(code, item, contrast, area, sex, age, value, se, df, log) {
  half <- qt(0.975, df) * (if (log) se / value else se)
  ci <- if (log) value * exp(c(-half, half)) else value + c(-half, half)
  out <<- rbind(out, data.frame(
    indicator = code, item = item, contrast = contrast, area = area, sex = sex,
    age_group = quoted(age), estimate = number(value), se = number(se),
    ci_low = number(ci[1]), ci_high = number(ci[2]), df = df))
}

# CELLS: lists of an indicator and a domain; all in one total, so that their
# covariances are exact.
contrast <- function(cells, f, code, item, name, area = "_T", sex = "_T",
                     age = "_T", log = FALSE) {
  d <- p
  inside <- rep(FALSE, nrow(d))
  for (k in seq_along(cells)) {
    y <- indicator[[cells[[k]][[1]]]]
    in_k <- scope & cells[[k]][[2]] & !is.na(y)
    d[[paste0("y", k)]] <- ifelse(in_k, y, 0)
    d[[paste0("n", k)]] <- as.numeric(in_k)
    inside <- inside | in_k
  }
  names <- c(outer(c("y", "n"), seq_along(cells), paste0))
  t <- svytotal(reformulate(names), design(d))
  x <- svycontrast(t, f)
  add(code, item, name, area, sex, age, as.numeric(coef(x)), as.numeric(SE(x)),
      degf(all[inside, ]), log)
}
everyone <- rep(TRUE, nrow(p))
ratio <- quote((y1 / n1) / (y2 / n2))
difference <- quote(y1 / n1 - y2 / n2)

for (age in c("_T", groups)) {
  of_age <- if (age == "_T") everyone else p$age_group %in% age
  contrast(list(list("HH7", of_age & p$sex == "female"),
                list("HH7", of_age & p$sex == "male")), ratio, "HH7", "",
           "sex.female / sex.male", age = age, log = TRUE)
}
contrast(list(list("HH7", p$sex == "female" & p$area == "rural"),
              list("HH7", p$sex == "female" & p$area == "urban")), difference,
         "HH7", "", "sex.female * area.rural - area.urban * sex.female")
for (sex in c("_T", "male", "female")) {
  of_sex <- if (sex == "_T") everyone else p$sex == sex
  contrast(list(list("HH7", of_sex), list("HH10", of_sex)), difference, "HH7",
           "", "HH7 - HH10", sex = sex)
  contrast(list(list("HH18s", of_sex), list("HH18", of_sex)), ratio, "HH18",
           "s", "HH18.s / HH18", sex = sex)
}

# A standard population of four groups; its domain is those groups.
shares <- c(0.2, 0.4, 0.3, 0.1)
four <- all[scope & !is.na(p$internet) & p$B05 >= 15, ]
four <- update(four, age_group = droplevels(age_group))
for (sex in c("_T", "male", "female")) {
  s <- if (sex == "_T") four else four[four$variables$sex == sex, ]
  x <- svymean(~internet, svystandardize(s, by = ~age_group, over = ~1,
                                         population = shares))
  add("HH7", "", "standardised by age_group", "_T", sex, "_T",
      as.numeric(coef(x)), as.numeric(SE(x)), degf(s), FALSE)
}
write.csv(out, file.path(folder, "contrasts-exampland.csv"), row.names = FALSE,
          quote = FALSE)

by <- svyby(~internet, ~age_group + sex, all[scope & !is.na(p$internet), ], svymean,
            covmat = TRUE)
v <- vcov(by)
pairs <- expand.grid(i = seq_len(nrow(v)), j = seq_len(nrow(v)))
pairs <- data.frame(
  sex_a = by$sex[pairs$i], age_group_a = quoted(as.character(by$age_group[pairs$i])),
  sex_b = by$sex[pairs$j], age_group_b = quoted(as.character(by$age_group[pairs$j])),
  covariance = number(v[as.matrix(pairs)]))
write.csv(pairs, file.path(folder, "covariance-exampland.csv"), row.names = FALSE,
          quote = FALSE)
