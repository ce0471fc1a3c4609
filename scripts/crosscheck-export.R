# crosscheck-export.R - one record type exported as .sav, .dta and .csv, read back.
#
#     Rscript scripts/crosscheck-export.R STEM-RECORD ...
#
# Of each there are STEM-RECORD.sav, .dta and .csv, each with the codebook that
# was written with it as STEM-RECORD.SUFFIX-codebook.csv.  Names, values, labels
# and kinds of missing must be the same in all three, as haven and read.csv read
# them.  Ends with status 1 if something is not.

suppressMessages(library(haven))
failed <- 0
same <- function(what, ok) if (!isTRUE(ok)) {
  cat("differs:", what, "\n")
  failed <<- failed + 1
}

# Codes and meanings of a codebook: valid ones, or kinds of missing.
codes <- function(book, name, missing)
  book[book$variable == name & book$type == "" &
         (book$missing == "1") == missing, c("code", "meaning")]

check <- function(stem) {
  book <- lapply(c(sav = "sav", dta = "dta", csv = "csv"), function(s)
    read.csv(paste0(stem, ".", s, "-codebook.csv"), colClasses = "character"))
  sav <- read_sav(paste0(stem, ".sav"), user_na = TRUE)
  dta <- read_dta(paste0(stem, ".dta"))
  text <- book$csv$variable[book$csv$type == "text"]
  csv <- read.csv(paste0(stem, ".csv"), check.names = FALSE,
                  colClasses = if (length(text))
                    setNames(rep("character", length(text)), text) else NA)
  names <- unique(book$sav$variable[book$sav$type != ""])
  same("names", identical(names(sav), names) && identical(names(dta), names) &&
         all(names %in% names(csv)))
  kinds <- 0
  for (name in names) {
    at <- paste(stem, name)
    v <- csv[[name]]
    same(paste(at, "missing in Stata"), identical(is.na(dta[[name]]), is.na(v)))
    if (is.character(v)) {
      same(paste(at, "texts"), identical(as.character(sav[[name]]), v) &&
             identical(as.character(dta[[name]]), v))
      next
    }
    s <- as.numeric(unclass(sav[[name]])); d <- as.numeric(dta[[name]])
    valid <- !is.na(v)
    same(paste(at, "values"), identical(s[valid], as.numeric(v[valid])) &&
           identical(d[valid], as.numeric(v[valid])))
    for (format in c("sav", "dta")) {       # labels of values
      want <- codes(book[[format]], name, FALSE)
      got <- attr(if (format == "sav") sav[[name]] else dta[[name]], "labels")
      same(paste(at, format, "labels"),
           identical(as.character(names(got)[match(as.numeric(want$code),
                                                   as.numeric(got))]),
                     want$meaning))
    }
    # Kinds of missing: a name in CSV, a code in SPSS, a letter in Stata.
    why <- csv[[paste0(name, "_missing")]]
    if (is.null(why)) why <- csv[[paste0(substr(name, 1, 24), "_missing")]]
    if (is.null(why)) why <- rep("", length(v))
    why[is.na(why)] <- ""
    by_code <- codes(book$sav, name, TRUE)
    by_tag <- codes(book$dta, name, TRUE)
    code <- by_code$meaning[match(s, as.numeric(by_code$code))]
    tag <- by_tag$meaning[match(paste0(".", na_tag(dta[[name]])), by_tag$code)]
    code[is.na(code)] <- ""; tag[is.na(tag)] <- ""
    same(paste(at, "kinds in SPSS"), identical(code[!valid], why[!valid]))
    same(paste(at, "kinds in Stata"), identical(tag[!valid], why[!valid]))
    same(paste(at, "declared missing"), all(is.na(s[!valid & why == ""])) &&
           all(is.na(as.numeric(zap_missing(sav[[name]]))[!valid])))
    kinds <- kinds + sum(why != "")
  }
  cat(sprintf("%s: %d variables, %d rows, %d values with a kind of missing\n",
              basename(stem), length(names), nrow(csv), kinds))
}

for (stem in commandArgs(TRUE)) check(stem)
quit(status = if (failed) 1 else 0)
