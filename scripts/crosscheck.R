# crosscheck.R - what hearth says of the reference designs, against R survey.
#
#     Rscript scripts/crosscheck.R BIN REFERENCE WORK
#
# BIN holds the programs, REFERENCE the files of reference.R, WORK is a folder
# to work in.  Every design becomes a CSV file and a survey.yaml, is run from
# file to estimates.csv, once for each interval and design effect, and every
# number is compared: estimates to a relative 1e-9, standard errors, intervals
# and design effects to 1e-8.  Ends with status 1 if one is further off.

args <- commandArgs(TRUE)
bin <- args[1]; reference <- args[2]; work <- args[3]
read <- function(name)
  read.csv(file.path(reference, name), colClasses = "character",
           na.strings = character())
designs <- read("designs.csv")
specs <- read("specs.csv")
expected <- read("expected.csv")
number <- function(x) suppressWarnings(as.numeric(ifelse(x == "", NA, x)))

# ---- a design as a survey --------------------------------------------------

yaml <- function(spec, interval, effect) {
  stages <- as.integer(spec$stages)
  fpcs <- as.integer(spec$fpcs)
  list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
  c("survey: {title: Reference design, country: EXL, year: 2026}",
    "files:",
    paste0("  unit: {path: data.csv, types: {",
           if (spec$stratified == "1") "STRATUM: string, ",
           "C: string, D1: string, D2: string}}"),
    "design:",
    if (spec$stratified == "1") "  strata: [STRATUM]",
    paste("  clusters:", list_of(c("PSU", "SSU", "TSU")[seq_len(stages)])),
    if (fpcs > 0)
      paste("  fpc:", list_of(c("FPC1", "FPC2", "FPC3")[seq_len(fpcs)])),
    "  nested: true",
    "  weight: W",
    paste("  lonely-psu:", spec$lonely),
    paste("  lonely-in-domains:",
          if (spec$lonely_in_domains == "1") "true" else "false"),
    "variables:",
    "  c: {of: unit, from: C, categories: {a: a, b: b, c: c}}",
    "  d1: {of: unit, from: D1, categories: {p: p, q: q, r: r}}",
    "  d2: {of: unit, from: D2, categories: {u: u, v: v}}",
    "indicators:",
    "  own:",
    "    - {code: tY, of: unit, total: Y}",
    "    - {code: mY, of: unit, mean: Y}",
    "    - {code: pB, of: unit, proportion: B == 1}",
    "    - {code: sC, of: unit, shares: c}",
    "    - {code: rYX, of: unit, ratio: {numerator: Y, denominator: X}}",
    "tables:",
    "  by: [d1, d2, d1 * d2]",
    paste("  interval:", interval),
    paste("  design-effect:", effect))
}

run <- function(spec, interval, effect) {
  folder <- file.path(work, paste0("design-", spec$design))
  dir.create(folder, showWarnings = FALSE, recursive = TRUE)
  d <- designs[designs$design == spec$design, -1]
  d <- d[, colSums(d != "") > 0]
  write.csv(d, file.path(folder, "data.csv"), row.names = FALSE, quote = FALSE)
  survey <- file.path(folder, "survey.yaml")
  writeLines(yaml(spec, interval, effect), survey)
  out <- file.path(folder, "out")
  status <- system2(file.path(bin, "hearth"),
                    c("run", "-q", "--to", "estimate", "-o", out, survey))
  if (status != 0)
    stop("design ", spec$design, ": hearth run ended with status ", status)
  read.csv(file.path(out, "estimates.csv"), colClasses = "character",
           na.strings = character())
}

# ---- the comparison --------------------------------------------------------

# Relative difference; NA with NA is none, NA with a number is infinite.
off <- function(got, want) {
  d <- abs(got - want) / pmax(abs(want), 1e-300)
  d[got == want] <- 0
  d[is.na(got) & is.na(want)] <- 0
  d[is.na(got) != is.na(want)] <- Inf
  d
}

limits <- c(estimate = 1e-9, se = 1e-8, df = 1e-9, ci_low = 1e-8,
            ci_high = 1e-8, logit_low = 1e-8, logit_high = 1e-8,
            deff_wr = 1e-8, deff_wor = 1e-8, n = 0)
worst <- setNames(numeric(length(limits)), names(limits))
compared <- setNames(integer(length(limits)), names(limits))

compare <- function(design, column, got, want) {
  d <- off(got, want)
  worst[column] <<- max(worst[column], d)
  compared[column] <<- compared[column] + length(d)
  for (i in which(d > limits[column]))
    cat(sprintf("design %s: %s %s %s %s: %s is %.17g, R says %.17g\n", design,
                names(got)[i], "", "", "", column, got[i], want[i]))
}

key <- function(x) paste(x$indicator, x$item, x[[if ("d1" %in% names(x)) "d1" else "D1"]],
                         x[[if ("d2" %in% names(x)) "d2" else "D2"]])

for (k in seq_len(nrow(specs))) {
  spec <- specs[k, ]
  want <- expected[expected$design == spec$design, ]
  mean_wr <- run(spec, "mean", "wr")
  logit_wor <- run(spec, "logit", "wor")
  at <- match(key(want), key(mean_wr))
  stopifnot("hearth lacks a cell" = !is.na(at))
  column <- function(x, name) setNames(number(x[[name]][at]), key(want))
  proportion <- want$indicator %in% c("pB", "sC")
  inside <- proportion & !(number(want$estimate) %in% c(0, 1))
  for (name in c("estimate", "se", "df", "n"))
    compare(spec$design, name, column(mean_wr, name), number(want[[name]]))
  usual <- !proportion | inside
  for (name in c("ci_low", "ci_high")) {
    compare(spec$design, name, column(mean_wr, name)[usual],
            number(want[[name]])[usual])
    logit <- sub("ci", "logit", name)
    compare(spec$design, logit, column(logit_wor, name)[inside],
            number(want[[logit]])[inside])
  }
  for (name in c("deff_wr", "deff_wor")) {      # R was not asked for all
    asked <- !is.na(number(want[[name]]))
    compare(spec$design, name,
            column(if (name == "deff_wr") mean_wr else logit_wor, "deff")[asked],
            number(want[[name]])[asked])
  }
}

cat("largest relative differences from", readLines(file.path(reference,
    "version.txt"))[2], "over", nrow(specs), "designs:\n")
for (name in names(limits))
  cat(sprintf("  %-10s %8d numbers  %.2g  (limit %.0e)\n", name,
              compared[name], worst[name], limits[name]))
failed <- sum(worst > limits)
cat(sprintf("%d passed, %d failed\n", length(limits) - failed, failed))
quit(status = if (failed) 1 else 0)
