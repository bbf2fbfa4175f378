
# Exact matching -------------------------------------------------------------------------------------------------------

# Weights of strata of equal values: n1/n0 of the stratum, mean 1 among the comparison units used.
equal <- function(q) {
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  stratum <- do.call(paste, c(lapply(c(q$covariates, q$also), function(name) d[[name]]), sep = "\r"))
  n1 <- ave(t, stratum, FUN = sum)
  n0 <- ave(1 - t, stratum, FUN = sum)
  weight <- ifelse(n1 == 0 | n0 == 0, 0, ifelse(t == 1, 1, n1 / n0))
  weight[t == 0] <- weight[t == 0] / mean(weight[t == 0 & weight > 0])
  same_weights(q, weight, "base R")
  if (!has_matchit) return(note(q$id, "weights, MatchIt", "MatchIt is not installed"))
  m <- suppressWarnings(MatchIt::matchit(t ~ stratum, data = data.frame(t, stratum), method = "exact"))
  same_weights(q, unname(m$weights), paste("MatchIt", packageVersion("MatchIt")))
}

same_weights <- function(q, weight, who) {
  stored <- candidates(q)[[paste0("weight_", q$columns)]]
  gap <- max(abs(stored - weight))
  report(q$id, paste("weights (largest difference),", who), paste(sum(stored > 0), "units"), paste(sum(weight > 0), "units"),
         format(gap, digits = 2), if (gap <= 1e-9) "agrees" else "DIFFERS")
}
