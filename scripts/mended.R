# mended.R - functions of survey 4.1.1 that are at fault, mended; sourced by the
# scripts that ask it for quantiles.

mend <- function(name, f) {
  environment(f) <- asNamespace("survey")
  assignInNamespace(name, f, "survey")
}
# Where F is above p at the smallest value already, 4.1.1 takes the second.
mend("qs", function(x, w, p) {
  n <- length(x)
  ii <- order(x)
  x <- x[ii]
  cumw <- cumsum(w[ii])
  if (!any(cumw <= p * sum(w)))
    return(list(qlow = x[1], qup = x[1], ilow = 1, iup = 1, wlow = 1, wup = 1))
  pos <- max(which(cumw <= p * sum(w)))
  posnext <- min(pos + 1, n)
  list(qlow = x[pos], qup = x[posnext], ilow = pos, iup = posnext,
       wlow = p - cumw[pos] / sum(w), wup = cumw[posnext] / sum(w) - p)
})
# 4.1.1 adds weights that are scaled to mean 1 and takes off halves of weights
# that are not.
mend("qrule_shahvaish", function(x, w, p) {
  x <- x[w > 0]
  w <- w[w > 0]
  ii <- order(x)
  w <- w[ii] / mean(w)
  pk <- (cumsum(w) + 0.5 - w / 2) / (length(x) + 1)
  approx(pk, x[ii], p, method = "constant", f = 0, rule = 2)$y
})
