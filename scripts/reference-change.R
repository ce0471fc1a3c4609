# reference-change.R - what R survey says of change between two rounds.
#
#     Rscript scripts/reference-change.R [FOLDER]  (default fixtures/reference)
#
# Reads designs.csv and specs.csv, which reference.R wrote, and writes
# methods-change.csv.  The first round are the rows of a design with odd numbers
# in the file, the second those with even ones.  `same`: the rounds are one
# sample of PSUs, visited twice: both stacked, PSUs shared.  `apart`: stacked
# with strata of their own.  Designs that have one stage with variance, and no
# lonely PSUs; means that rest on two PSUs or more.  Columns: design, rounds, domain (_ for all), mean of Y in either
# round, difference (second less first), its se, df, ratio (second over first),
# its se.

source("scripts/random-designs.R")
options(survey.lonely.psu = "fail")

one <- function(d, domain) {
  inside <- !is.na(d$variables$Y) & d$variables$W > 0
  if (domain != "_") inside <- inside & d$variables$D1 == domain
  s <- subset(d, inside)
  psus <- table(unique(s$variables[c("round", "u")])$round)
  if (length(psus) < 2 || any(psus < 2) || degf(s) < 1) return(NULL)
  m <- svyby(~Y, ~round, s, svymean, covmat = TRUE)
  change <- svycontrast(m, c(-1, 1))
  names(m) <- NULL
  v <- vcov(m)
  a <- coef(m)[[1]]
  b <- coef(m)[[2]]
  ratio_se <- sqrt(v[2, 2] + (b / a)^2 * v[1, 1] - 2 * b / a * v[1, 2]) / abs(a)
  data.frame(a = a, b = b, difference = coef(change)[[1]], se = SE(change)[[1]],
             df = degf(s), ratio = b / a, ratio_se = ratio_se)
}

out <- NULL
for (i in seq_len(nrow(specs))) {
  spec <- specs[i, ]
  if (min(spec$stages, spec$fpcs + 1) > 1) next
  d <- rows_of(spec$design)
  d$u <- d$u1
  n <- tapply(d$u, d$h, function(u) length(unique(u)))
  if (any(n < 2) || spec$lonely_in_domains == 1) next
  d$round <- 2 - seq_len(nrow(d)) %% 2
  for (rounds in c("same", "apart")) {
    e <- d
    if (rounds == "apart") {            # every round has all PSUs
      none <- e
      none$round <- 3 - none$round
      none$W <- 0
      e <- rbind(e, none)
      e$h <- number(e$round, e$h)
      e$u <- number(e$round, e$u)
    }
    design <- if (spec$fpcs >= 1)
      svydesign(ids = ~u, strata = ~h, fpc = ~FPC1, weights = ~W, data = e)
    else
      svydesign(ids = ~u, strata = ~h, weights = ~W, data = e)
    for (domain in c("_", "p")) {
      r <- one(design, domain)
      if (!is.null(r))
        out <- rbind(out, cbind(design = spec$design, rounds = rounds,
                                domain = domain, r))
    }
  }
}
write <- out
for (k in 4:ncol(write)) write[[k]] <- format(out[[k]], digits = 15, trim = TRUE)
write.csv(write, file.path(folder, "methods-change.csv"), row.names = FALSE,
          quote = FALSE)
cat(nrow(out), "numbers\n")
