# random-designs.R - the designs that reference.R drew, in R.
#
#     source("scripts/random-designs.R")
#
# Gives `folder`, where references are; `specs`, a row a design; `all_rows`, the
# rows of all designs; and the functions below.  reference.R must have run.

suppressMessages(library(survey))
folder <- commandArgs(TRUE)
folder <- if (length(folder)) folder[1] else "fixtures/reference"
specs <- read.csv(file.path(folder, "specs.csv"))
all_rows <- read.csv(file.path(folder, "designs.csv"),
                     colClasses = c(STRATUM = "character", C = "character",
                                    D1 = "character", D2 = "character"))
for (name in c("STRATUM", "C", "D1", "D2"))
  all_rows[[name]][all_rows[[name]] %in% ""] <- NA

# Numbers of units from 1, in the order of the file.
number <- function(...) {
  key <- paste(...)
  match(key, unique(key))
}

# Rows of a design: h numbers its strata; u1, u2, u3 the units of each stage.
rows_of <- function(i) {
  d <- all_rows[all_rows$design == i, ]
  d$h <- if (all(is.na(d$STRATUM))) 1 else number(d$STRATUM)
  d$u1 <- number(d$h, d$PSU)
  d$u2 <- number(d$u1, d$SSU)
  d$u3 <- number(d$u2, d$TSU)
  d
}

n_in <- function(unit, group) ave(unit, group, FUN = function(x) length(unique(x)))

# The svydesign of a row of `specs` and its rows.
design_of <- function(spec, d, strata = TRUE, weights = ~W) {
  kept <- min(spec$stages, spec$fpcs + 1)
  groups <- c("h", "u1", "u2")
  for (s in seq_len(kept)) {
    f <- if (s > spec$fpcs) Inf else d[[paste0("FPC", s)]]
    n <- n_in(d[[paste0("u", s)]], d[[groups[s]]])
    d[[paste0("N", s)]] <- if (s <= spec$fpcs && spec$kind == "rate") n / f else f
  }
  svydesign(reformulate(paste0("u", seq_len(kept))),
            strata = if (strata) ~h,
            fpc = if (spec$fpcs > 0) reformulate(paste0("N", seq_len(kept))),
            weights = weights, data = d)
}
