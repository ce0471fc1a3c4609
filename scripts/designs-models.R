# designs-models.R - regressions of random designs, as R has them; sourced by
# crosscheck-designs.R.
#
# The coefficients are glm.fit()'s with the final weights.  Their covariance is that
# of the weighted totals of their influences (Binder 1983), by svytotal() as every
# other variance here, or with replicates that of glm.fit() in each: what svyglm()
# does, which reference-models.R compares itself.

model_lines <- c(
  "models:",
  "  - {code: L, of: u, kind: linear, outcome: y, on: [d2, x]}",
  "  - {code: G, of: u, outcome: b, on: [g, x, d2]}")

model_of <- function(x, code) {
  d <- x$d
  one <- function(v, of) as.numeric(v == of)
  columns <- switch(code,
    L = cbind("(constant)" = 1, "d2 v" = one(d$D2, "v"), "x " = d$X),
    G = cbind("(constant)" = 1, "g y" = one(d$G, "y"), "g z" = one(d$G, "z"), "x " = d$X,
              "d2 v" = one(d$D2, "v")))
  y <- if (code == "L") d$Y else as.numeric(d$B == 1)
  members <- x$w > 0 & !is.na(y) & !is.na(rowSums(columns))
  list(y = y, X = columns, members = members,
       family = if (code == "L") gaussian() else quasibinomial())
}

# Weights are brought to mean 1, without which glm can run off.
fit_of <- function(m, keep, w, start = NULL)
  suppressWarnings(glm.fit(m$X[m$members, keep, drop = FALSE], m$y[m$members],
                           w[m$members] / mean(w[m$members]), start = start,
                           family = m$family,
                           control = glm.control(epsilon = 1e-15, maxit = 200)))

model_covariance <- function(x, m, keep, fitted) {
  b <- fitted$coefficients
  if (is_replicate(x)) {
    at <- apply(weights(x$des, "analysis"), 2,
                function(w) fit_of(m, keep, w, b)$coefficients)
    return(survey:::svrVar(t(at), x$des$scale, x$des$rscales, mse = x$des$mse, coef = b))
  }
  X <- m$X[, keep, drop = FALSE]
  X[!m$members, ] <- 0
  mu <- m$family$linkinv(drop(X %*% b))
  slope <- m$family$mu.eta(drop(X %*% b))
  left <- ifelse(m$members, m$y - mu, 0)
  bread <- solve(crossprod(X, X * (x$w * slope)))
  variance_of(x, (X * left) %*% bread, m$members)
}

expected_model <- function(x, row) {
  m <- model_of(x, row$model)
  if (row$estimate == "" || row$flag != "" || no_error(x, m$members)) return(NULL)
  seen <- m$X[m$members, , drop = FALSE]
  keep <- qr(seen)$pivot[seq_len(qr(seen)$rank)]
  keep <- sort(keep)
  name <- if (row$term == "(constant)") row$term else paste(row$term, row$category)
  fitted <- tryCatch(fit_of(m, keep, x$w), error = function(e) NULL)
  if (is.null(fitted) || !name %in% names(fitted$coefficients)) return(NULL)
  at <- fitted$coefficients[[name]]
  V <- tryCatch(model_covariance(x, m, keep, fitted), error = function(e) NULL)
  if (is.null(V) || row$se == "") return(c(estimate = at, n = sum(m$members)))
  k <- match(name, names(fitted$coefficients))
  se <- sqrt(non_negative(V[k, k], x, m))
  df <- degrees(x, m$members) - (length(keep) - 1)
  if (df <= 0 || is.na(se) || se < 1e-10 * abs(at)) return(c(estimate = at, n = sum(m$members)))
  ci <- wald(at, se, df, x$s$confidence)
  c(estimate = at, se = se, df = df, p_value = 2 * pt(-abs(at / se), df), ci_low = ci[1],
    ci_high = ci[2], n = sum(m$members))
}
