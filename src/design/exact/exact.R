
# Exact matching -------------------------------------------------------------------------------------------------------

# Weights of strata of equal values: n1/n0 of the stratum, mean 1 among the comparison units used.
equal <- function(q) {
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  stratum <- do.call(paste, c(lapply(c(q$covariates, q$also), function(name) d[[name]]), sep = "\r"))
  weight <- stratum_weights(t, stratum, whose(q))
  same_weights(q, weight, "base R")
  if (!has_matchit) return(note(q$id, "weights, MatchIt", "MatchIt is not installed"))
  m <- suppressWarnings(MatchIt::matchit(t ~ stratum, data = data.frame(t, stratum), method = "exact", estimand = whose(q)))
  same_weights(q, unname(m$weights), paste("MatchIt", packageVersion("MatchIt")))
}
