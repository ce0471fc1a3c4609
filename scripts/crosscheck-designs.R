# crosscheck-designs.R - random designs, from survey.yaml and data to what is
# published, against R survey.
#
#     Rscript scripts/crosscheck-designs.R BIN WORK [SEED [DESIGNS [FIRST]]]
#
# BIN holds the programs, WORK is a folder to work in; SEED (1) and DESIGNS (1060, of
# which R does not manage some 50) choose the designs, FIRST (1) where they begin: `... 7 1 412` is design 412 of
# seed 7 alone, and leaves its files in WORK/412.  Every design has its own strata,
# stages, populations, rules and odd things (designs-draw.R), is run once, and
# estimates, contrasts, covariances, tests, trends and models are compared, a few of
# each at random (estimates: up to 16 lines).  R's part is in designs-expect.R,
# designs-weigh.R, designs-tests.R and designs-models.R.
#
# Limits: 1e-9 of estimates, 1e-8 of all else, of the size of the number or its
# standard error, whichever is larger; after `rake`, which R stops at a tolerance of
# its own, 1e-6.  The list at the end says how many designs each feature had.  Ends
# with status 1 if a number is further off, or a run fails that should not.

suppressMessages({
  library(survey)
  library(sampling)
  library(parallel)
})
args <- commandArgs(TRUE)
bin <- args[1]; work <- args[2]
argument <- function(k, default) if (length(args) >= k) as.integer(args[k]) else default
seed <- argument(3, 1L); n_designs <- argument(4, 1060L); first <- argument(5, 1L)
for (part in c("byhand", "mended", "designs-draw", "designs-weigh", "designs-expect",
               "designs-tests", "designs-models", "designs-again", "designs-across"))
  source(file.path("scripts", paste0(part, ".R")))

# ---- one run ------------------------------------------------------------------

complete <- function(x) {
  x$by <- sample(c("d1", "d2", "d1 * d2"), pick(1:3))
  x$tests <- chance(if (x$s$family %in% c("given", "pps")) 0.5 else 0.25)
  x$quantiles <- x$s$family != "given" && chance(0.6)
  if (x$s$odd == "zero-domain")            # equal values: not all rules are told apart
    x$s$quantile_rule <- pick(c("math", "school", "hf1", "hf2"))
  if (x$s$quantile_interval == "beta" && (x$s$family != "linear" || x$s$df != "domain"))
    x$s$quantile_interval <- "mean"        # survey counts all rows, and has its own df
  if (x$s$family == "made") x$s$quantile_interval <- "mean"    # survey knows no other
  if (chance(0.2)) x$s$quantile_interval <- "score"
  x$scores <- x$tests && chance(0.5)
  x$models <- chance(0.25)
  if (has_households(x)) x$tests <- x$quantiles <- x$scores <- x$models <- FALSE
  if (goes_again(x)) x$tests <- x$scores <- x$models <- FALSE
  if (goes_again(x) && x$s$quantile_interval != "score") x$s$quantile_interval <- "mean"
  prepare(x)
}

write_survey <- function(x) {
  here <- file.path(work, x$i)
  unlink(here, recursive = TRUE)
  dir.create(here, recursive = TRUE)
  if (has_households(x)) {
    write_data(transform(x$house$d, HID = ID), here, "house.csv", c("ID", "C", "D1", "Nu", "Nv"))
    write_data(x$d[c("HID", "ID", "Y", "X", "B", "C", "D1", "D2")], here, "data.csv")
  } else {
    write_data(x$d, here, "data.csv")
  }
  if (isTRUE(x$s$pps %in% c("horvitz-thompson", "yates-grundy"))) write_pairs(x, here)
  if (x$s$family == "given" && needs_rscales(x$s))
    writeLines(format(given_rscales()), file.path(here, "rscales.txt"))
  con <- file(file.path(here, "survey.yaml"), "w", encoding = "UTF-8")
  writeLines(describe(x), con)
  close(con)
  here
}
write_data <- function(d, here, name, not = NULL) {
  d <- d[!startsWith(names(d), ".") &
         !names(d) %in% c("h", "k1", "k2", "k3", "effect", "half", "P", "KE", not)]
  if ("K" %in% names(d)) d$K <- as.integer(d$K)
  con <- file(file.path(here, name), "w", encoding = "UTF-8")
  write.csv(d[sample(nrow(d)), ], con, row.names = FALSE, na = "")
  close(con)
}
write_pairs <- function(x, here) {
  if (has_households(x)) x <- x$house
  psu <- x$d[!duplicated(x$d$.u1), ]
  joint <- attr(x$d, "joint")
  z <- merge(psu[c("h", "k1", "PSU")], psu[c("h", "k1", "PSU")], by = "h")
  z <- z[z$k1.x < z$k1.y, ]
  z$probability <- mapply(function(h, a, b) joint[[h]][a, b], z$h, z$k1.x, z$k1.y)
  out <- data.frame(PSU = z$PSU.x, with = z$PSU.y, probability = z$probability)
  if (x$s$strata != "none")
    out <- cbind(STRATUM = psu$STRATUM[match(z$h, psu$h)], out)
  con <- file(file.path(here, "pairs.csv"), "w", encoding = "UTF-8")
  write.csv(out, con, row.names = FALSE)
  close(con)
}

read_out <- function(here, name) {
  path <- file.path(here, "out", name)
  if (!file.exists(path)) return(NULL)
  read.csv(path, colClasses = "character", na.strings = character(), encoding = "UTF-8")
}
run <- function(x, here) {
  survey <- file.path(here, "survey.yaml"); out <- file.path(here, "out")
  said <- file.path(here, "said")
  status <- system2(file.path(bin, "hearth"), c("run", "-q", "-j", "1", "--to", "estimate",
                                                "-o", out, survey), stdout = said, stderr = said)
  if (status == 0 && (x$s$family == "made" || isTRUE(x$s$plain)))
    status <- system2(file.path(bin, "hearth-estimate"),
                      c("-q", "-m", "-o", out, survey), stdout = said, stderr = said)
  if (status != 0) paste(c(status, readLines(said, n = 3)), collapse = ": ")
}

# ---- the comparison --------------------------------------------------------------

read_number <- function(v) suppressWarnings(as.numeric(ifelse(v == "", NA, v)))

# What is off, by the size of the number or SCALE.
off_by <- function(got, want, scale) {
  if (is.na(got) && is.na(want)) return(0)
  if (is.na(got) != is.na(want)) return(Inf)
  if (got == want) return(0)
  abs(got - want) / max(abs(want), c(scale, 1e-300), na.rm = TRUE)
}
limit_of <- function(x, column)
  if (isTRUE(x$s$step == "rake")) 1e-6 else if (column == "estimate") 1e-9 else 1e-8

# Bounds and estimates are measured by the standard error where it is larger; what
# is rounding of the estimate (1e-13 of it) is no standard error.
scale_of <- function(column, want) switch(column,
  estimate = , ci_low = , ci_high = want$se, covariance = want$scale, p_value = 1,
  se = 1e-5 * abs(want$estimate), cv = 1e-5, deff = 1e-6, 0)
compare_line <- function(x, file, row, want) {
  out <- list()
  for (column in setdiff(names(want), "scale")) {
    got <- read_number(row[[column]])
    off <- off_by(got, want[[column]], scale_of(column, as.list(want)))
    out[[column]] <- off
    if (off > limit_of(x, column))
      attr(out, "told") <- c(attr(out, "told"), sprintf(
        "design %d: %s: %s: %s is %.17g, R says %.17g [%s]", x$i, file,
        trimws(paste(row[names(row) %in% c("indicator", "item", "contrast", "d1", "d2", "d2_a", "d2_b",
                                    "test", "domain", "method", "model", "term", "category")], collapse = " ")),
        column, got, want[[column]], paste(unlist(x$s), collapse = " ")))
  }
  out
}

compare_file <- function(x, here, name, expected, most, choose = function(t) TRUE) {
  t <- read_out(here, name)
  if (is.null(t)) return(NULL)
  t <- t[choose(t), ]
  t <- t[sample(nrow(t), min(most, nrow(t))), ]
  lapply(seq_len(nrow(t)), function(k) {
    row <- as.list(t[k, ])
    want <- expected(x, row)
    if (is.null(want)) return(NULL)
    names(want) <- sub("\\..*", "", names(want))
    compare_line(x, name, row, want)
  })
}

one <- function(i) {
  x <- complete(draw(i))
  if (is.null(x$s)) return(list(features = NULL))
  if (goes_again(x)) {
    plain <- without_steps(x)
    here <- write_survey(plain)
    failed <- run(plain, here)
    if (is.null(failed)) {
      x <- again_design(x, read_out(here, if (has_households(x)) "multipliers-h.csv" else
        "multipliers-u.csv"))
      if (is.null(x)) return(list(features = NULL))
    }
  }
  here <- write_survey(x)
  failed <- run(x, here)
  if (!is.null(failed) && goes_again(x) && grepl("replicate [0-9]+", failed))
    return(list(features = NULL))        # bounds that some replicate cannot keep
  if (!is.null(failed))
    return(list(features = features_of(x), told =
                  sprintf("design %d: hearth ended with %s [%s]", i, failed,
                          paste(unlist(x$s), collapse = " "))))
  if (x$s$family == "made") x <- made_design(x, read_out(here, "multipliers-u.csv"))
  set.seed(seed * 100000 + i)          # drawing of samples takes as many numbers as it likes
  lines <- c(
    compare_file(x, here, "estimates.csv", expected_row, 16, askable(x)),
    compare_file(x, here, "contrasts.csv", expected_contrast, 6, askable(x)),
    compare_file(x, here, "covariance.csv", expected_covariance, 4, askable(x)),
    compare_across(x, here),
    compare_file(x, here, "tests.csv", expected_test, 6),
    compare_file(x, here, "models.csv", expected_model, 4))
  told <- unlist(lapply(lines, attr, "told"))
  if (length(told) == 0 && n_designs > 1) unlink(here, recursive = TRUE)
  list(features = features_of(x), lines = lines, told = told)
}
# R is not asked for quantiles where it has none of the design.
askable <- function(x) function(t) t$indicator != "qY" |
  ((x$s$family != "pps" || x$s$pps == "brewer") && !by_hand(x, TRUE) && !no_quantile(x))
no_quantile <- function(x) x$s$family == "pps" && !is.null(x$psus)

guarded <- function(i) tryCatch(one(i), error = function(e)
  list(told = sprintf("design %d: the script failed: %s", i, conditionMessage(e))))

features_of <- function(x) {
  s <- x$s
  c(paste("family", s$family), paste("stages", s$stages),
    paste("populations at", s$fpcs, "stages"), paste("populations as", s$kind),
    paste("strata", s$strata), paste("identifiers", s$ids, if (s$nested) "nested"),
    paste("lonely", s$lonely, if (s$lonely_in_domains) "in domains"),
    paste("degrees", s$df), paste("interval", s$interval), paste("level", s$confidence),
    paste("design effect", s$effect), paste("odd", s$odd), paste("item-missing", s$missing),
    if (!is.null(s$pps)) trimws(paste("pps", s$pps, s$pps_form, s$squares)),
    if (!is.null(s$pps)) paste("drawn by", s$drawn),
    if (!is.null(s$method)) paste("replicates", s$method, if (s$mse) "mse"),
    if (!is.null(s$given)) paste("given", s$given, if (s$combined) "whole" else "factors"),
    if (!is.null(s$step)) paste("calibration", s$step),
    if (!is.null(s$step)) paste("before it", s$before),
    if (!is.null(s$step)) paste("trimming", s$trim),
    if (goes_again(x)) paste("weighted again", s$method),
    if (has_households(x)) "households and persons, covariances of both",
    if (isTRUE(s$members)) "calibration to members",
    if (x$quantiles) paste("quantile rule", s$quantile_rule),
    if (x$quantiles) paste("quantile interval", s$quantile_interval),
    if ("d1" %in% x$by) "contrasts, standardised rates",
    if ("d2" %in% x$by) "parity, covariances",
    if ("d1 * d2" %in% x$by) "crossings", if (x$tests) paste("tests, trends", s$family),
    if (x$scores) "scores of trends", if (x$models) paste("models", s$family))
}

report <- function(results) {
  told <- unlist(lapply(results, `[[`, "told"))
  writeLines(head(as.character(told), 200))
  counted <- sort(table(unlist(lapply(results, `[[`, "features"))), decreasing = TRUE)
  counted <- counted[order(names(counted))]
  cat("designs by feature:\n")
  cat(paste0("  ", format(names(counted)), " ", counted), sep = "\n")
  lines <- Filter(length, unlist(lapply(results, `[[`, "lines"), recursive = FALSE))
  columns <- unique(unlist(lapply(lines, names)))
  cat("largest differences from survey", as.character(packageVersion("survey")), "\n")
  for (column in columns) {
    off <- unlist(lapply(lines, `[[`, column))
    cat(sprintf("  %-20s %8d numbers  %.2g\n", column, length(off), max(off)))
  }
  ran <- sum(vapply(results, function(r) length(r$lines) > 0, NA))
  cat(sprintf("seed %d: %d designs, %d faults\n", seed, ran, length(told)))
  length(told)
}

dir.create(work, showWarnings = FALSE, recursive = TRUE)
options(survey.drop.replicates = FALSE)  # 4.1.1 centres elsewhere where it drops
results <- mclapply(seq(first, length.out = n_designs), guarded,
                    mc.cores = max(1, min(detectCores(), n_designs)), mc.preschedule = FALSE,
                    mc.set.seed = FALSE)
quit(status = if (report(results)) 1 else 0)
