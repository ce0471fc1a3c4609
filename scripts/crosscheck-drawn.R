# crosscheck-drawn.R - persons drawn within households that were drawn within PSUs, in
# a file of their own, against R survey.
#
#     Rscript scripts/crosscheck-drawn.R BIN WORK
#
# Variables of the design are each in one of the two files.  Households have two of
# the three stages, persons all; some households have none who answered.  For R, which
# has one data set, such a household is a row outside of every domain, sampled
# completely, and what is asked of households lies on the rows of their persons, the same
# on each by weight.  Estimates to a relative 1e-9, standard errors and covariances of
# both to 1e-8.  Ends with status 1 if one is further off.

suppressMessages(library(survey))
args <- commandArgs(TRUE)
bin <- args[1]; work <- args[2]
dir.create(work, showWarnings = FALSE, recursive = TRUE)
chance <- function(p) runif(1) < p

draw <- function(rates) {
  h <- do.call(rbind, lapply(1:3, function(st) do.call(rbind, lapply(seq_len(sample(2:6, 1)), function(k) {
    n <- sample(2:6, 1)
    data.frame(st, psu = 100 * st + k, hid = 10000 * st + 100 * k + sample(99, n), n, N2 = n + sample(0:20, 1))
  }))))
  n1 <- tapply(h$psu, h$st, function(u) length(unique(u)))[h$st]
  h$N1 <- n1 + c(0, 4, 30)[h$st]
  h$w <- round(h$N1 / n1 * h$N2 / h$n * runif(nrow(h), 0.8, 1.2), 4)
  h$net <- as.integer(runif(nrow(h)) < 0.3 + 0.1 * (h$psu %% 4))
  h$rooms <- sample(9, nrow(h), TRUE)
  h$M <- sample(6, nrow(h), TRUE)
  h$m <- pmin(h$M, sample(0:3, nrow(h), TRUE, c(1, 3, 3, 3)))
  p <- h[rep(seq_len(nrow(h)), h$m), ]
  p$pid <- unlist(lapply(h$m, function(m) sort(sample(20, m))))
  p$wp <- round(p$w * p$M / p$m, 4)
  p$use <- as.integer(runif(nrow(p)) < 0.2 + 0.5 * p$net)
  p$hours <- round(rgamma(nrow(p), 2, 0.3), 1)
  p$sex <- sample(c("f", "m"), nrow(p), TRUE)
  list(h = h, p = p, rates = rates)
}

populations <- function(x) {
  for (part in c("h", "p")) {
    d <- x[[part]]
    if (x$rates) d[c("N1", "N2", "M")] <- list(tapply(x$h$psu, x$h$st, function(u)
      length(unique(u)))[d$st] / d$N1, d$n / d$N2, d$m / d$M)
    x[[part]] <- d
  }
  x
}

# Where is M?  With the household, or with each of its persons.
run <- function(i, x, lonely, above) {
  here <- file.path(work, i)
  unlink(here, recursive = TRUE)
  dir.create(here)
  put <- function(d, name, columns)
    write.csv(d[sample(nrow(d)), columns], file.path(here, name), row.names = FALSE, quote = FALSE)
  put(x$h, "h.csv", c("st", "psu", "hid", "N1", "N2", "w", "net", "rooms", if (above) "M"))
  put(x$p, "p.csv", c("hid", "pid", "wp", "use", "hours", "sex", if (!above) "M"))
  writeLines(c("survey: {title: Drawn}", "files:", "  h: {path: h.csv, key: [hid]}",
    "  p: {path: p.csv, key: [hid, pid], parent: h, types: {sex: string}}",
    paste0("design: {strata: [st], clusters: [psu, hid, pid], fpc: [N1, N2, M], lonely-psu: ",
           lonely, ", weight: {h: w, p: wp}}"),
    "variables:", "  sex: {of: p, from: sex, categories: {f: f, m: m}}", "indicators:", "  own:",
    "    - {code: hP, of: h, proportion: net == 1}", "    - {code: hT, of: h, total: rooms}",
    "    - {code: pP, of: p, proportion: use == 1}", "    - {code: pT, of: p, total: hours}",
    "    - {code: pM, of: p, mean: hours}", "tables: {by: [sex]}"), file.path(here, "survey.yaml"))
  out <- file.path(here, "out")
  said <- system2(file.path(bin, "hearth"), c("run", "-q", "-o", out, file.path(here, "survey.yaml")),
                  stdout = TRUE, stderr = TRUE)
  if (!is.null(attr(said, "status"))) stop(paste(c(i, said), collapse = "\n"))
  out
}

numbers <- c("hP", "hT", "pP", "pT", "pM", "'pP[sex=f]'", "'pT[sex=f]'", "'pM[sex=f]'")
ours <- function(out) {
  said <- system2(file.path(bin, "hearth"), c("explain", "--covariance", "--json", out,
                                              numbers), stdout = TRUE)
  said <- gsub("[ ,]", "", said)
  at <- grep("\"covariances\"", said)
  number <- function(lines) as.numeric(grep("^-?[0-9]", lines, value = TRUE))
  list(estimate = number(said[grep("\"estimates\"", said):at]),
       V = matrix(number(said[-seq_len(at)]), length(numbers)))
}

theirs <- function(x, lonely) {
  options(survey.lonely.psu = lonely)
  columns <- c("hid", "pid", "wp", "use", "hours", "sex", "m")
  none <- x$h[x$h$m == 0, ]
  d <- merge(x$h[setdiff(names(x$h), c("m", "M"))], rbind(
    x$p[c(columns, "M")],
    if (nrow(none) > 0) data.frame(hid = none$hid, pid = 1, wp = none$w, use = 0, hours = 0, sex = "",
                                   m = 1, M = 1)))
  on <- as.numeric(d$sex != ""); f <- on * (d$sex == "f"); one <- rep(1, nrow(d))
  hw <- d$w / (d$wp * d$m)
  part <- function(y, of, x = NULL) {
    at <- if (is.null(x)) sum(d$wp * y) else sum(d$wp * y) / sum(d$wp * x)
    list(at = at, z = if (is.null(x)) y else (y - at * x) / sum(d$wp * x))
  }
  parts <- list(part(hw * d$net, x = hw), part(hw * d$rooms),
                part(on * d$use, x = on), part(on * d$hours), part(on * d$hours, x = on),
                part(f * d$use, x = f), part(f * d$hours), part(f * d$hours, x = f))
  z <- paste0("z", seq_along(parts))
  d[z] <- lapply(parts, `[[`, "z")
  des <- suppressWarnings(svydesign(~psu + hid + pid, strata = ~st, fpc = ~N1 + N2 + M,
                                    weights = ~wp, data = d))
  list(estimate = vapply(parts, `[[`, 0, "at"),
       V = matrix(suppressWarnings(vcov(svytotal(reformulate(z), des))), length(z)))
}

set.seed(20261126)
worst <- c(estimate = 0, se = 0, covariance = 0)
for (i in 1:40) {
  lonely <- sample(c("certainty", "remove"), 1)
  rates <- chance(0.4)
  x <- populations(draw(rates))
  got <- ours(run(i, x, lonely, above = chance(0.5)))
  want <- theirs(x, lonely)
  se <- sqrt(diag(want$V))
  off <- c(estimate = max(abs(got$estimate / want$estimate - 1)),
           se = max(abs(sqrt(diag(got$V)) - se) / se),
           covariance = max(abs(got$V - want$V) / outer(se, se)))
  if (any(!(off < c(1e-9, 1e-8, 1e-8))))
    cat("design", i, lonely, if (rates) "rates", format(off), "\n")
  worst <- pmax(worst, off)
}
cat(sprintf("%-12s %.2g\n", names(worst), worst), sep = "")
quit(status = if (all(worst < c(1e-9, 1e-8, 1e-8))) 0 else 1)
