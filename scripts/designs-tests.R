# designs-tests.R - two-way tests and trends of random designs, as R survey has
# them; sourced by crosscheck-designs.R.
#
# The statistics are those of svychisq(); trends are worked out from svytotal() by
# the formulas of docs/method.md.  Degrees of freedom are those of the members, as
# everywhere.

# Who is in a test, the two sides and the domain.
sides <- function(x, row) {
  d <- x$d
  b <- as.numeric(d$B == 1)
  if (x$s$missing == "as-no") b[is.na(b)] <- 0
  column <- list(b = b, c = d$C, sC = d$C, g = d$G, d1 = d$D1, d2 = d$D2)
  right <- strsplit(row$classification, " * ", fixed = TRUE)[[1]]
  left <- column[[row$variable]]
  known <- !is.na(left) & x$w > 0
  if (row$within != "") known <- known & column[[row$within]] == row$domain
  levels <- list(d1 = c("p", "q", "r"), d2 = c("u", "v"), g = c("x", "y", "z"))
  list(left = left, members = known,
       right = if (length(right) > 1) paste(d$D1, d$D2) else
         factor(column[[right]], levels[[right]]))
}

expected_test <- function(x, row) {
  t <- sides(x, row)
  if (no_error(x, t$members) || row$flag != "") return(NULL)
  if (row$method %in% c("linear", "departure")) expected_trend(x, row, t)
  else expected_association(x, row, t)
}

expected_association <- function(x, row, t) {
  if (!is.null(x$psus) || by_hand(x, row$method %in% c("wald", "adj-wald"))) return(NULL)
  at <- if (is.null(x$at)) seq_along(x$w) else x$at
  keep <- t$members[at]
  des <- x$des
  des$variables$.l <- factor(t$left[at])
  des$variables$.r <- factor(t$right[at])
  des <- des[keep, ]
  des$variables$.l <- factor(des$variables$.l, unique(t$left[t$members]))
  des$variables$.r <- factor(des$variables$.r, unique(as.character(t$right[t$members])))
  K <- (nlevels(des$variables$.l) - 1) * (nlevels(des$variables$.r) - 1)
  df <- degrees(x, t$members)
  statistic <- c(f = "F", chisq = "Chisq", wald = "Wald", "adj-wald" = "Wald")[[row$method]]
  ask <- tryCatch(suppressWarnings(svychisq(~.l + .r, des, statistic = statistic)),
                  error = function(e) NULL)
  if (is.null(ask)) return(NULL)
  s <- as.numeric(ask$statistic)
  switch(row$method,
    f = { k <- ask$parameter[[1]]
          c(statistic = s, df1 = k, df2 = k * df, p_value = pf(s, k, k * df, lower.tail = FALSE)) },
    chisq = c(df1 = K, p_value = as.numeric(ask$p.value)),
    wald = c(statistic = s, df1 = K, df2 = df, p_value = pf(s, K, df, lower.tail = FALSE)),
    "adj-wald" = {
      a <- s * (df - K + 1) / df
      c(statistic = a, df1 = K, df2 = df - K + 1,
        p_value = pf(a, K, df - K + 1, lower.tail = FALSE)) })
}

expected_trend <- function(x, row, t) {
  y <- if (row$variable == "b") t$left else as.numeric(t$left == row$item)
  y[!t$members] <- 0
  groups <- levels(t$right)
  cell <- lapply(groups, function(g) {
    m <- list(y = y, x = as.numeric(t$members), kind = "proportion",
              members = t$members & t$right == g)
    m$y[!m$members] <- 0
    m$x[!m$members] <- 0
    m
  })
  seen <- !vapply(cell, function(m) no_error(x, m$members), NA)
  cell <- cell[seen]
  if (length(cell) < 2) return(NULL)
  P <- vapply(cell, value, 0, x$w)
  members <- Reduce(`|`, lapply(cell, function(m) m$members))
  V <- if (is_replicate(x)) replicate_matrix(x, cell) else
    variance_of(x, sapply(cell, score, x$w), members)
  s <- which(seen)
  if (x$scores && row$classification == "d1") s <- c(1.5, -2, 7)[s]
  s <- s - mean(s)
  df <- degrees(x, t$members)
  if (row$method == "linear") {
    k <- s / sum(s^2)
    b <- sum(k * P); se <- sqrt(drop(k %*% V %*% k))
    return(c(estimate = b, se = se, statistic = b / se, df1 = 1, df2 = df,
             p_value = 2 * pt(-abs(b / se), df), n = sum(t$members)))
  }
  C <- t(qr.Q(qr(cbind(1, s)), complete = TRUE)[, -(1:2), drop = FALSE])
  K <- nrow(C)
  if (K < 1) return(NULL)
  W <- drop(t(C %*% P) %*% solve(C %*% V %*% t(C), C %*% P))
  a <- (df - K + 1) / (K * df) * W
  c(statistic = a, df1 = K, df2 = df - K + 1, p_value = pf(a, K, df - K + 1, lower.tail = FALSE))
}

replicate_matrix <- function(x, cells) {
  at <- apply(weights(x$des, "analysis"), 2, function(w) vapply(cells, value, 0, w))
  survey:::svrVar(t(at), x$des$scale, x$des$rscales, mse = x$des$mse,
                  coef = vapply(cells, value, 0, x$w))
}
