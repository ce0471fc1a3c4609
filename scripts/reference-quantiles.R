# reference-quantiles.R - what R survey says of quantiles in Exampland.
#
#     Rscript scripts/reference-quantiles.R [FOLDER]  (default fixtures/reference)
#
# Writes quantiles-exampland.csv: hours online in a week of Internet users aged
# 5 and more, by every rule and interval of svyquantile, in all and in some
# domains, for the ways of tests/cli/estimate/quantiles-exampland.sh: the design
# as it is (plain), weights calibrated (greg) and post-stratified (post), and
# replicates of the first stage (jkn).  Needs r-cran-haven.  No random numbers.
#
# Equal values with other weights count in the order of the rows, so these are
# in the order of the design.  `score` is not asked: survey finds it by uniroot,
# and by unweighted shares.

source("scripts/exampland-files.R")
source("scripts/mended.R")
p <- p[order(p$STRATUM, p$EA, p$HHID, p$LINE), ]
p$hours <- ifelse(is.na(p$C09), 0, p$C09)
p$member <- !is.na(p$C09) & p$B05 %in% 5:200 & p$C05 %in% 1

whole <- svydesign(ids = ~EA + HHID, strata = ~STRATUM,
                   fpc = ~EAS_IN_STRATUM + HHS_IN_EA, weights = ~PWEIGHT,
                   data = p, nest = TRUE)
first <- svydesign(ids = ~EA, strata = ~STRATUM, weights = ~PWEIGHT, data = p,
                   nest = TRUE)
by_region <- c(420000, 380000, 370000, 260000, 300000, 50000)
designs <- list(
  plain = whole,
  greg = calibrate(whole, ~sex + region,
                   c(`(Intercept)` = 1780000, sexfemale = 880000,
                     setNames(by_region[-1], paste0("region", regions[-1])))),
  post = postStratify(first, ~region, data.frame(region = regions,
                                                 Freq = by_region)),
  jkn = as.svrepdesign(first, type = "JKn"))
cells <- list(list(), list(area = "urban"), list(sex = "female"),
              list(region = "lake_islands"), list(region = "westfield", area = "rural"))

members <- function(cell) {
  keep <- p$member
  for (g in names(cell)) keep <- keep & p[[g]] %in% cell[[g]]
  keep
}
out <- list()
add <- function(way, cell, d, df, rule, interval, at) {
  q <- svyquantile(~hours, d, at, qrule = rule, interval.type = interval,
                   df = df)$hours
  key <- c(area = "_T", sex = "_T", region = "_T")
  key[names(cell)] <- unlist(cell)
  code <- if (interval == "mean") rule else paste0(rule, "-", interval)
  out[[length(out) + 1]] <<- data.frame(
    way = way, indicator = code, item = as.character(at), area = key[["area"]],
    sex = key[["sex"]], region = key[["region"]], estimate = q[, 1],
    se = q[, 4], ci_low = q[, 2], ci_high = q[, 3], df = df,
    n = sum(members(cell)))
}
rules <- c("math", "school", "shahvaish", paste0("hf", 1:9))
for (way in names(designs)) for (cell in cells) {
  keep <- members(cell)
  d <- designs[[way]][keep, ]
  df <- degf(first[keep, ])
  for (rule in if (way == "plain") rules else c("math", "school", "hf7"))
    add(way, cell, d, df, rule, "mean", if (rule == "math") c(0.1, 0.5, 0.9) else 0.5)
  # Of calibrated weights survey keeps all rows, and `beta` counts them; with
  # replicates it takes `mean` whatever it is asked for.
  for (interval in if (way != "jkn") c(if (way == "plain") "beta", "xlogit", "asin"))
    add(way, cell, d, df, "math", interval, c(0.25, 0.5))
}
out <- do.call(rbind, out)
for (name in c("estimate", "se", "ci_low", "ci_high"))
  out[[name]] <- sprintf("%.15g", out[[name]])
write.csv(out, file.path(folder, "quantiles-exampland.csv"), row.names = FALSE,
          quote = FALSE)
