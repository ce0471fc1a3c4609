# crosscheck-public.R - public data, from file to estimates.csv, against R survey.
#
#     Rscript scripts/crosscheck-public.R BIN WORK
#
# The data sets and designs are those of the documentation of package survey:
# samples of Californian schools (api), counties in the election of 2004 (drawn by
# Tille's method), cardiac arrests by BRR (scd), blood pressure (nhanes), Swedish
# municipalities in two stages (mu284), obstetric hospitals (hospital), young drivers
# (yrbs) and the small examples of Stata (fpc) and of VPLX (crowd); schools go through
# .dta, too.  Estimates to a relative 1e-9, standard errors to 1e-8.  Ends
# with status 1 if one is further off.

suppressMessages(library(survey))
args <- commandArgs(TRUE)
bin <- args[1]; work <- args[2]
for (name in c("api", "election", "scd", "nhanes", "mu284", "fpc", "hospital",
               "crowd", "yrbs"))
  data(list = name, package = "survey")
worst <- c(estimate = 0, se = 0); compared <- 0; failed <- 0

# INDICATORS: by code, the estimator in survey.yaml and a function of R's design;
# BY: a column of names, or NULL.
run <- function(name, d, design, indicators, by = NULL, dta = FALSE) {
  here <- file.path(work, name)
  unlink(here, recursive = TRUE)
  dir.create(here, recursive = TRUE)
  file <- if (dta) "data.dta" else "data.csv"
  if (dta) haven::write_dta(d, file.path(here, file)) else
    write.csv(d, file.path(here, file), row.names = FALSE, na = "")
  names <- if (!is.null(by)) sort(unique(as.character(d[[by]])))
  writeLines(c(
    "survey: {title: Public data}",
    paste0("files: {u: {path: ", file, "}}"), "design:", paste0("  ", design),
    if (!is.null(by)) c("variables:", paste0(
      "  group: {of: u, from: ", by, ", categories: {",
      paste0(names, ": ", names, collapse = ", "), "}}")),
    "indicators:", "  own:",
    paste0("    - {code: ", names(indicators), ", of: u, ",
           vapply(indicators, `[[`, "", "hearth"), "}"),
    if (!is.null(by)) "tables: {by: [group]}"), file.path(here, "survey.yaml"))
  out <- file.path(here, "out")
  said <- suppressWarnings(system2(
    file.path(bin, "hearth"), c("run", "-q", "--to", "estimate", "-o", out,
                                file.path(here, "survey.yaml")),
    stdout = TRUE, stderr = TRUE))
  if (!is.null(attr(said, "status"))) stop(paste(c(name, said), collapse = "\n"))
  got <- read.csv(file.path(out, "estimates.csv"))
  if (is.null(by)) got$group <- "_T"
  got
}
note <- function(name, code, group, column, got, want) {
  off <- if (is.na(got) || is.na(want)) Inf else abs(got - want) / max(abs(want), 1e-300)
  worst[column] <<- max(worst[column], off)
  compared <<- compared + 1
  if (off > c(estimate = 1e-9, se = 1e-8)[[column]]) {
    failed <<- failed + 1
    cat(sprintf("%s: %s %s: %s is %.17g, R says %.17g\n", name, code, group, column,
                got, want))
  }
}
check <- function(name, d, des, design, indicators, by = NULL, dta = FALSE) {
  got <- run(name, d, design, indicators, by, dta)
  for (group in unique(got$group)) for (code in names(indicators)) {
    s <- if (group == "_T") des else des[as.character(des$variables[[by]]) == group, ]
    x <- indicators[[code]]$r(s)
    row <- got[got$indicator == code & got$group == group, ]
    note(name, code, group, "estimate", row$estimate, as.numeric(coef(x))[1])
    note(name, code, group, "se", row$se, as.numeric(SE(x))[1])
  }
}
total <- function(v) list(hearth = paste0("total: ", v),
                          r = function(s) svytotal(reformulate(v), s, na.rm = TRUE))
average <- function(v) list(hearth = paste0("mean: ", v),
                            r = function(s) svymean(reformulate(v), s, na.rm = TRUE))
ratio <- function(y, x) list(
  hearth = paste0("ratio: {numerator: ", y, ", denominator: ", x, "}"),
  r = function(s) svyratio(reformulate(y), reformulate(x), s, na.rm = TRUE))

# ---- schools -------------------------------------------------------------------

# Names without dots, and the variables that are asked for.
schools <- function(d) {
  names(d) <- gsub(".", "_", names(d), fixed = TRUE)
  wanted <- c("cds", "stype", "dnum", "snum", "api00", "api99", "enroll", "meals", "api_stu",
              "pw", "fpc", "fpc1", "fpc2")
  d <- d[intersect(wanted, names(d))]
  d$stype <- as.character(d$stype)
  d[] <- lapply(d, function(x) if (is.character(x)) x else as.numeric(x))
  d
}
asked <- list(enrolled = total("enroll"), api = average("api00"),
              change = ratio("api00", "api99"), tested = ratio("api_stu", "enroll"))
d <- schools(apistrat)
for (dta in c(FALSE, TRUE))
  check("apistrat", d, svydesign(~1, strata = ~stype, weights = ~pw, data = d, fpc = ~fpc),
        c("strata: [stype]", "fpc: [fpc]", "weight: pw"), asked, "stype", dta)
d <- schools(apisrs)
check("apisrs", d, svydesign(~1, weights = ~pw, data = d, fpc = ~fpc),
      c("fpc: [fpc]", "weight: pw"), asked, "stype")
d <- schools(apiclus1)
check("apiclus1", d, svydesign(~dnum, weights = ~pw, data = d, fpc = ~fpc),
      c("clusters: [dnum]", "fpc: [fpc]", "weight: pw"), asked, "stype")
for (method in c("jk1", "jkn")) {
  strata <- method == "jkn"
  d <- schools(if (strata) apistrat else apiclus1)
  des <- if (strata) svydesign(~1, strata = ~stype, weights = ~pw, data = d) else
    svydesign(~dnum, weights = ~pw, data = d)
  check(paste0("api-", method), d, as.svrepdesign(des),
        c(if (strata) "strata: [stype]" else "clusters: [dnum]", "weight: pw",
          paste("variance:", method)), asked, "stype")
}
# Covariances of several indicators, and of a domain with all: by linearisation,
# whose scores R adds up, and by replicates.
covariances <- function(name, numbers) {
  said <- system2(file.path(bin, "hearth"),
                  c("explain", "--covariance", "--json", file.path(work, name, "out"),
                    shQuote(numbers)), stdout = TRUE)
  said <- said[grep("\"covariances\"", said):length(said)]
  matrix(as.numeric(sub(",", "", grep("^ *-?[0-9]", said, value = TRUE))),
         length(numbers))
}
d <- schools(apiclus1)
d$E <- d$stype == "E"
numbers <- c("api", "change", "enrolled", "api[group=E]")
for (method in c("linearised", "jk1")) {
  name <- paste0("api-covariance-", method)
  des <- svydesign(~dnum, weights = ~pw, data = d)
  rep <- as.svrepdesign(des)
  four <- function(w, d) c(sum(w * d$api00) / sum(w), sum(w * d$api00) / sum(w * d$api99),
                           sum(w * d$enroll), sum((w * d$api00)[d$E]) / sum(w[d$E]))
  at <- four(d$pw, d)
  z <- with(d, cbind((api00 - at[1]) / sum(pw), (api00 - at[2] * api99) / sum(pw * api99),
                     enroll, E * (api00 - at[4]) / sum(pw[E])))
  want <- if (method == "jk1") vcov(withReplicates(rep, four)) else vcov(svytotal(z, des))
  run(name, d[names(d) != "E"],
      c("clusters: [dnum]", "weight: pw", if (method == "jk1") "variance: jk1"), asked, "stype")
  got <- covariances(name, numbers)
  for (i in seq_along(numbers)) for (j in seq_along(numbers))
    note(name, paste(numbers[i], "with", numbers[j]), "", "se", got[i, j], want[i, j])
}

# The change of a median between two years in the same districts: the covariance of
# the scores of both, which are those of the share up to the median, over the density.
d <- schools(apiclus1)
des <- svydesign(~dnum, weights = ~pw, data = d)
score <- function(v) {
  q <- svyquantile(reformulate(v), des, 0.5, se = TRUE)
  below <- as.numeric(d[[v]] <= coef(q)[[1]])
  share <- svymean(~below, update(des, below = below))
  list(at = coef(q)[[1]], z = -(below - coef(share)[[1]]) / sum(d$pw) *
         SE(q)[[1]] / SE(share)[[1]])
}
for (year in c("api99", "api00"))
  run(paste0("median-", year), d, c("clusters: [dnum]", "weight: pw"),
      list(M = list(hearth = paste0("quantile: {of: ", year, ", p: 0.5}"))))
before <- score("api99"); after <- score("api00")
v <- vcov(svytotal(~z + y, update(des, z = before$z, y = after$z)))
changes <- file.path(work, "changes.csv")
system2(file.path(bin, "hearth"),
        c("compare", "-o", changes, file.path(work, "median-api99", "out"),
          file.path(work, "median-api00", "out")), stdout = FALSE, stderr = FALSE)
got <- read.csv(changes)
note("median", "change", "", "estimate", got$difference, after$at - before$at)
note("median", "covariance", "", "se", got$covariance, v[1, 2])
note("median", "change", "", "se", got$se, sqrt(v[1, 1] + v[2, 2] - 2 * v[1, 2]))

d <- schools(apiclus2)
d$pw <- as.numeric(weights(svydesign(~dnum + snum, fpc = ~fpc1 + fpc2, data = d)))
check("apiclus2", d, svydesign(~dnum + snum, fpc = ~fpc1 + fpc2, data = d),
      c("clusters: [dnum, snum]", "fpc: [fpc1, fpc2]", "weight: pw"), asked)

# ---- unequal probabilities -------------------------------------------------------

d <- election_pps
d$id <- seq_len(nrow(d))
d$w <- 1 / d$p
for (rule in c("brewer", "overton", "hartley-rao")) {
  pps <- if (rule == "hartley-rao") HR() else rule
  check(paste0("election-", rule), d, svydesign(~1, fpc = ~p, data = d, pps = pps),
        c("clusters: [id]", "fpc: [p]", "weight: w", paste("pps:", rule)),
        list(bush = total("Bush"), kerry = total("Kerry"), nader = total("Nader"),
             of_all = ratio("Bush", "votes")))
}
pairs <- which(upper.tri(election_jointprob), arr.ind = TRUE)
for (form in c("horvitz-thompson", "yates-grundy")) {
  name <- paste0("election-", form)
  joint <- data.frame(id = pairs[, 1], with = pairs[, 2],
                      probability = election_jointprob[pairs])
  write.csv(joint, file.path(work, "joint.csv"), row.names = FALSE)
  check(name, d, svydesign(~1, fpc = ~p, data = d,
                           pps = ppsmat(election_jointprob, tolerance = 0),
                           variance = if (form == "yates-grundy") "YG" else "HT"),
        c("clusters: [id]", "fpc: [p]", "weight: w", paste("pps:", form),
          paste0("joint-probabilities: ", normalizePath(file.path(work, "joint.csv")))),
        list(bush = total("Bush"), kerry = total("Kerry"), nader = total("Nader")))
}

# ---- replicates given, two stages, a domain -----------------------------------------

d <- scd
r <- 2 * cbind(c(1, 0, 1, 0, 1, 0), c(1, 0, 0, 1, 0, 1), c(0, 1, 1, 0, 0, 1),
               c(0, 1, 0, 1, 1, 0))
d[paste0("R", 1:4)] <- r
d$one <- 1
check("scd", d, suppressWarnings(svrepdesign(data = d, type = "BRR", repweights = r,
                                             weights = ~one, combined.weights = FALSE)),
      c("weight: one", "replicates: {columns: R1-R4, type: brr, combined: false}"),
      list(alive = total("alive"), arrests = total("arrests"),
           share = ratio("alive", "arrests")))
d <- mu284
d$w <- d$n1 / 5 * d$n2 / ave(d$id1, d$id1, FUN = length)
check("mu284", d, svydesign(~id1 + id2, fpc = ~n1 + n2, data = d),
      c("clusters: [id1, id2]", "fpc: [n1, n2]", "nested: true", "weight: w"),
      list(y = total("y1"), m = average("y1")))
d <- fpc
check("fpc", d, svydesign(~psuid, strata = ~stratid, weights = ~weight, data = d, nest = TRUE,
                          fpc = ~Nh),
      c("strata: [stratid]", "clusters: [psuid]", "fpc: [Nh]", "nested: true", "weight: weight"),
      list(x = average("x"), t = total("x")))
d <- nhanes
d$agecat <- as.character(as.integer(d$agecat))
check("nhanes", d, subset(svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, data = d,
                                    nest = TRUE), !is.na(HI_CHOL)),
      c("strata: [SDMVSTRA]", "clusters: [SDMVPSU]", "nested: true", "weight: WTMEC2YR"),
      list(high = average("HI_CHOL"), n = total("HI_CHOL")), "agecat")

# Hospitals by the weights of their strata, and by those that add up to the births of
# the population; as jackknife, too.
d <- hospital
d$level <- letters[d$oblevel]
births <- list(t = total("births"), m = average("births"))
des <- svydesign(~1, strata = ~oblevel, fpc = ~tothosp, weights = ~weighta, data = d)
words <- c("strata: [oblevel]", "fpc: [tothosp]", "weight: weighta")
check("hospital", d, des, words, births, "level")
check("hospital-jkn", d, as.svrepdesign(des, type = "JKn"), c(words, "variance: jkn"), births,
      "level")
check("hospital-births", d,
      svydesign(~1, strata = ~oblevel, fpc = ~tothosp, weights = ~weightats, data = d),
      sub("weighta", "weightats", words), births, "level")

d <- crowd
des <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = d)
words <- c("strata: [stratum]", "clusters: [cluster]", "weight: weight")
people <- list(rooms = total("rooms"), people = average("person"),
               crowding = ratio("person", "rooms"))
check("crowd", d, des, words, people)
for (type in c("BRR", "JKn"))           # halves are others in R: alike for totals
  check(paste0("crowd-", type), d, as.svrepdesign(des, type = type),
        c(words, paste("variance:", tolower(type))), if (type == "JKn") people else people[1:2])

d <- yrbs
names(d) <- tolower(names(d))
d$one <- as.numeric(d$qn8 == 1)
check("yrbs", d, svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE),
      c("strata: [stratum]", "clusters: [psu]", "nested: true", "weight: weight"),
      list(share = average("one"), number = total("one")))

cat(sprintf("public data: %d numbers; largest relative differences from survey %s: estimates %.2g, standard errors %.2g\n",
            compared, packageVersion("survey"), worst["estimate"], worst["se"]))
quit(status = if (failed) 1 else 0)
