# expected.R - the tables of a fixture by R `survey`; sourced by the scripts that
# say what is in them.
#
# Those define, before they call write_expected(output):
#   sizes       rows by record; groups, by record: classifications of the rows;
#   categories  of each classification, in order; tables: crossings
#   designs     svydesign objects by record, with nothing in them but the design
#   indicators  made by add() and many()
#   sum_rows(record, z) -> list(z, design): the rows of z summed to those of the
#               design that gives the variance, where that saves time
#
# The columns are those of estimates.csv; `flag` is left empty, and so are
# intervals and design effects of proportions that are exactly 0 or 1, where R
# has none.

suppressPackageStartupMessages({ library(haven); library(survey) })
options(survey.lonely.psu = "fail", warn = 1)

# ---- indicators: universe u, y, and x where there is a denominator

indicators <- list()
add <- function(code, record, y, item = "", u = TRUE, type = "proportion",
                x = NULL)
  indicators[[length(indicators) + 1]] <<- list(
    code = code, item = item, record = record, type = type,
    u = rep_len(u, sizes[[record]]), y = y, x = x)

sum_rows <- function(record, z) list(z, designs[[record]])

# ---- cells of a record: the total, then each table; lists of names

cells_of <- function(record) {
  known <- names(groups[[record]])
  cells <- list(list())
  for (by in tables) {
    if (!all(by %in% known))
      next
    grid <- expand.grid(rev(categories[by]), stringsAsFactors = FALSE)[rev(seq_along(by))]
    cells <- c(cells, lapply(seq_len(nrow(grid)), function(i) as.list(grid[i, , drop = FALSE])))
  }
  cells
}
members <- function(record, cell) {
  keep <- rep(TRUE, sizes[[record]])
  for (g in names(cell))
    keep <- keep & groups[[record]][[g]] %in% cell[[g]]
  keep
}

# ---- numbers
#
# svymean() and its kin take seconds on a two-stage design, and there are
# thousands of cells.  So estimates are linearised here, all units outside a
# cell with 0, and svyrecvar(), which does the variances for survey, is given
# many columns at once.  Every 301st number is then taken from svymean(),
# svytotal() or svyratio() on the subset, and must be the same.

interval <- function(type, est, se, df) {
  t <- qt(.975, df)
  if (!type %in% c("proportion", "shares"))
    return(est + c(-t, t) * se)
  if (est <= 0 || est >= 1)
    return(c(NA, NA))
  plogis(qlogis(est) + c(-t, t) * se / (est * (1 - est)))
}

# The number itself, all that goes with it but the variance, and the
# linearised variable z.
linearise <- function(ind, cell) {
  d <- designs[[ind$record]]
  y <- as.numeric(ind$y)
  x <- if (is.null(ind$x)) rep(1, length(y)) else ind$x
  keep <- members(ind$record, cell) & ind$u %in% TRUE & !is.na(y) & !is.na(x)
  w <- weights(d) * keep
  y[!keep] <- 0
  x[!keep] <- 0
  n <- sum(keep)
  mean <- ind$type != "total"
  est <- if (mean) sum(w * y) / sum(w * x) else sum(w * y)
  e <- if (mean) y - est * x else y
  s2 <- sum(w * (e - sum(w * e) / sum(w))^2) / sum(w) * n / (n - 1)
  share <- ind$type %in% c("proportion", "shares")
  psu <- unique(d$cluster[keep, 1])
  strata <- unique(d$strata[keep, 1])
  key <- setNames(rep("_T", length(categories)), names(categories))
  key[names(cell)] <- unlist(cell)
  list(keep = keep, z = if (mean) w * e / sum(w * x) else w * e,
       srs = (s2 / n) * (if (mean) sum(w) / sum(w * x) else sum(w))^2,
       row = data.frame(
         indicator = ind$code, item = ind$item, record = ind$record,
         estimator = ind$type, as.list(key), estimate = est, se = NA, cv = NA,
         ci_low = NA, ci_high = NA, df = length(psu) - length(strata),
         deff = NA, n = n, n_numerator = if (share) sum(y) else NA,
         weighted_numerator = sum(w * y),
         weighted_denominator = if (mean) sum(w * x) else NA,
         psus = length(psu), strata = length(strata), flag = ""))
}
variances <- function(record, z) {
  s <- sum_rows(record, z)
  diag(svyrecvar(s[[1]], s[[2]]$cluster, s[[2]]$strata, s[[2]]$fpc))
}
finish <- function(ind, lin, variance) {
  r <- lin$row
  r$se <- sqrt(variance)
  r$cv <- r$se / r$estimate
  ci <- interval(ind$type, r$estimate, r$se, r$df)
  r$ci_low <- ci[1]
  r$ci_high <- ci[2]
  if (!ind$type %in% c("proportion", "shares") || r$estimate > 0 && r$estimate < 1)
    r$deff <- variance / lin$srs
  r
}
rows_of <- function(ind) {
  lin <- lapply(cells_of(ind$record), function(cell) linearise(ind, cell))
  v <- variances(ind$record, sapply(lin, `[[`, "z"))
  rows <- Map(function(l, one) finish(ind, l, one), lin, v)
  counter <<- counter + length(rows)
  for (i in which((counter - length(rows) + seq_along(rows)) %% 301 == 1))
    check(ind, lin[[i]]$keep, rows[[i]])
  do.call(rbind, rows)
}

# As a user of survey does it, one number at a time.
check <- function(ind, keep, row) {
  d <- designs[[ind$record]]
  d$variables <- data.frame(y = as.numeric(ind$y),
                            x = if (is.null(ind$x)) 1 else ind$x)
  d <- d[keep, ]
  if (ind$type == "ratio") {
    r <- svyratio(~y, ~x, d)
    s <- svytotal(~e, update(d, e = y - coef(r) * x), deff = "replace")
  } else {
    r <- s <- (if (ind$type == "total") svytotal else svymean)(~y, d, deff = "replace")
  }
  theirs <- c(coef(r), SE(r), degf(d), if (is.na(row$deff)) NA else deff(s))
  ours <- c(row$estimate, row$se, row$df, row$deff)
  same <- is.na(ours) | abs(theirs - ours) <= 1e-10 * abs(theirs) + 1e-15
  if (!all(same))
    stop(paste(ind$code, ind$item, "differs:", deparse(theirs), deparse(ours)))
}
# The logit interval is svyciprop's, which iterates to its estimate; the condition
# `y` of persons in scope.
check_interval <- function(y, scope) {
  d <- designs$person
  d$variables$y <- as.numeric(y)
  d <- subset(d, !is.na(y) & scope %in% TRUE)
  s <- svymean(~y, d)
  theirs <- as.vector(attr(svyciprop(~y, d, method = "logit"), "ci"))
  ours <- interval("proportion", coef(s)[[1]], as.vector(SE(s)), degf(d))
  stopifnot(max(abs(theirs - ours)) < 1e-7)
}

counter <- 0
text <- function(v)
  if (is.numeric(v)) ifelse(is.finite(v), sprintf("%.17g", v), "") else
    ifelse(is.na(v), "", ifelse(grepl(",", v), paste0('"', v, '"'), v))

# Writes OUTPUT and, beside it, a .txt with the versions used.
write_expected <- function(output) {
  rows <- do.call(rbind, lapply(indicators, rows_of))
  write.table(as.data.frame(lapply(rows, text)), output, sep = ",",
              quote = FALSE, row.names = FALSE, eol = "\n",
              fileEncoding = "UTF-8")
  writeLines(c(R.version.string,
               paste("survey", packageVersion("survey")),
               paste("haven", packageVersion("haven")),
               paste(nrow(rows), "numbers")),
             file.path(dirname(output), sub("\\.csv$", ".txt", basename(output))))
}
