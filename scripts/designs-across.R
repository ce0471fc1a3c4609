# designs-across.R - covariances of numbers of households with those of the persons in
# them; sourced by crosscheck-designs.R.
#
# Hearth tells them by explain --covariance.  In R persons are sums over the members
# of each household, as in designs-again.R: scores of both lie on its rows then, and
# replicates give both their weights.

across <- list(h = c("hT", "hP"), u = c("tY", "pB", "mY"))

told_covariances <- function(here, numbers) {
  said <- system2(file.path(bin, "hearth"), c("explain", "--covariance", "--json",
                                              file.path(here, "out"), numbers), stdout = TRUE)
  said <- said[-seq_len(grep("\"covariances\"", said))]
  matrix(read_number(sub("null", "", gsub("[ ,]", "", grep("^ *(-?[0-9]|null)", said,
                                                             value = TRUE)))), length(numbers))
}

number_of <- function(x, code) cell_of(x, code, "", rep(TRUE, nrow(x$d)))
covariances_of <- function(x, parts) {
  values <- function(w) mapply(function(of, m) value(m, if (of == "h") w else w[x$of]),
                               rep(names(across), lengths(across)), parts)
  if (is_replicate(x)) {
    at <- apply(weights(x$des, "analysis"), 2, function(w) values(expand(x$house, w)))
    return(matrix(survey:::svrVar(t(at), x$des$scale, x$des$rscales, mse = x$des$mse,
                                  coef = values(x$house$w)), length(parts)))
  }
  h <- seq_along(across$h)
  Z <- cbind(sapply(parts[h], score, x$house$w), add_members(x, sapply(parts[-h], score, x$w)))
  size <- pmax(sqrt(colSums((Z * x$house$w)^2)), 1e-300)   # sums of them lose no digits then
  outer(size, size) * variance_of(x$house, sweep(Z, 2, size, "/"), TRUE)
}

compare_across <- function(x, here) {
  if (!has_households(x) || by_hand(x$house, TRUE)) return(NULL)
  numbers <- unlist(across, use.names = FALSE)
  parts <- c(lapply(across$h, function(code) number_of(x$house, code)),
             lapply(across$u, function(code) number_of(x, code)))
  known <- !c(vapply(parts[seq_along(across$h)], function(m) no_error(x$house, m$members), NA),
              vapply(parts[-seq_along(across$h)], function(m) no_error(x, m$members), NA))
  got <- told_covariances(here, numbers)
  V <- covariances_of(x, parts)
  pairs <- expand.grid(a = seq_along(across$h), b = length(across$h) + seq_along(across$u))
  lapply(seq_len(nrow(pairs)), function(k) {
    a <- pairs$a[k]; b <- pairs$b[k]
    compare_line(x, "explain", list(indicator = paste(numbers[a], "with", numbers[b]),
                                    covariance = format(got[a, b], digits = 17)),
                 if (!known[a] || !known[b]) c(covariance = NA) else
                   c(covariance = V[a, b], scale = sqrt(abs(V[a, a] * V[b, b]))))
  })
}
