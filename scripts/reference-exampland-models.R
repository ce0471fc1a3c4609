# reference-exampland-models.R - regressions of Exampland, by R survey.
#
#     Rscript scripts/reference-exampland-models.R [FOLDER]
#                                              (default fixtures/reference)
#
# Writes models-exampland.csv, a row a coefficient, and
# models-exampland-terms.csv, a row a test of a term, of the models that
# tests/cli/estimate/models.sh asks for; by linearisation (plain), with weights
# calibrated as `linear` of reference-exampland.R (calibrated), and by the
# jackknife (jkn).  Made from the questionnaire.  Needs r-cran-haven.

source("scripts/exampland-files.R")
p$hh_size <- ave(p$LINE, p$HHID, FUN = length)
h$hh_size <- as.vector(table(factor(p$HHID, h$HHID)))
named <- function(d) {
  d$hh_internet <- factor(d$H07 == 1, c(FALSE, TRUE), c("false", "true"))
  d
}
h <- named(h)
p <- named(p)
p$age <- p$B05
p$age_group <- relevel(cut(p$B05, c(5, 15, 25, 45, 65, Inf), right = FALSE,
                           labels = c("[5,15)", "[15,25)", "[25,45)", "[45,65)",
                                      "[65,...)")), "[15,25)")
p$education <- factor(c("primary_or_less", "primary_or_less", "lower_secondary",
                        "upper_secondary", "upper_secondary", "tertiary",
                        "tertiary")[p$B06 + 1],
                      c("primary_or_less", "lower_secondary", "upper_secondary",
                        "tertiary"))
p$internet <- as.numeric(p$C05 == 1)

design <- function(d, weight)
  svydesign(ids = ~EA + HHID, strata = ~STRATUM,
            fpc = ~EAS_IN_STRATUM + HHS_IN_EA, weights = weight, data = d,
            nest = TRUE)
persons <- design(p, ~PWEIGHT)
households <- design(h, ~HHWEIGHT)
by_region <- c(420000, 380000, 370000, 260000, 300000, 50000)
calibrated <- calibrate(persons, ~sex + region + hh_size,
  c(`(Intercept)` = 1780000, sexfemale = 880000,
    setNames(by_region[-1], paste0("region", regions[-1])), hh_size = 5500000),
  aggregate.stage = 2, epsilon = 1e-13, maxit = 300, calfun = "linear")

# R leaves out who lacks something itself.
models <- list(
  M1 = list(internet ~ sex + age_group + area + education + sex:area,
            quote(!is.na(age) & age >= 5)),
  M2 = list(internet ~ sex + age, quote(!is.na(age) & age >= 5)),
  M3 = list(H11 ~ area + hh_size + hh_internet, quote(hh_size > 0)))
steps <- glm.control(epsilon = 1e-14, maxit = 100)
fit <- function(name, des) {
  model <- models[[name]]
  keep <- eval(model[[2]], des$variables) &
    complete.cases(des$variables[all.vars(model[[1]])])
  des <- des[keep, ]
  family <- if (name == "M3") gaussian() else quasibinomial()
  once <- function(start) svyglm(model[[1]], des, control = steps,
                                 family = family, start = start)
  once(coef(once(NULL)))
}

out <- terms_out <- NULL
number <- function(x) sprintf("%.15g", as.numeric(x))
words <- function(name, vars)          # "sexfemale:arearural" to ours
  sapply(strsplit(name, ":"), function(part) paste(sapply(part, function(x)
    sub(paste0("^(", paste(vars, collapse = "|"), ")"), "", x)),
    collapse = " * "))
quoted <- function(x) ifelse(grepl(",", x), paste0('"', x, '"'), x)
add <- function(variant, name, des) {
  g <- fit(name, des)
  vars <- all.vars(models[[name]][[1]])[-1]
  vars <- vars[order(-nchar(vars))]
  labels <- attr(terms(models[[name]][[1]]), "term.labels")
  at <- attr(model.matrix(g), "assign")
  ci <- confint(g, level = 0.95)
  term <- c("(constant)", gsub(":", " * ", labels))[at + 1]
  out <<- rbind(out, data.frame(variant = variant, model = name, term = term,
    category = ifelse(at == 0, "", quoted(words(names(coef(g)), vars))),
    estimate = number(coef(g)), se = number(SE(g)), ci_low = number(ci[, 1]),
    ci_high = number(ci[, 2]), df = g$df.residual, n = nobs(g)))
  for (t in labels) {
    w <- regTermTest(g, t)
    terms_out <<- rbind(terms_out, data.frame(variant = variant, model = name,
      term = gsub(":", " * ", t), f = number(w$Ftest), df1 = w$df, df2 = w$ddf,
      p_value = number(w$p)))
  }
}
nobs.svyglm <- function(object, ...) length(object$y)
for (name in c("M1", "M2")) add("plain", name, persons)
add("plain", "M3", households)
for (name in c("M1", "M2")) add("calibrated", name, calibrated)
add("jkn", "M2", as.svrepdesign(persons, type = "JKn"))
write <- function(x, name)
  write.csv(x, file.path(folder, name), row.names = FALSE, quote = FALSE)
write(out, "models-exampland.csv")
write(terms_out, "models-exampland-terms.csv")
