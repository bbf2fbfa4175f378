
# Subclassification ----------------------------------------------------------------------------------------------------

# Classes of the score at quantiles of those whose average is asked for; who is too few in a class is moved into it.
subclassified <- function(q) {
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  score <- d[[paste0("score_", q$columns)]]
  among <- switch(whose(q), ATT = t == 1, ATC = t == 0, rep(TRUE, length(t)))
  cuts <- quantile(score[among], seq(0, 1, length.out = q$classes + 1), names = FALSE)
  class <- as.integer(factor(findInterval(score, cuts, all.inside = TRUE)))
  if (q$least > 0) for (arm in 0:1) class <- filled(class, score, t == arm, q$least)
  stratum <- do.call(paste, c(list(class), lapply(q$exact, function(name) d[[name]]), sep = "\r"))
  same_weights(q, stratum_weights(t, stratum, whose(q)), "base R")
  if (!has_matchit || length(q$exact)) return(note(q$id, "weights, MatchIt", "MatchIt is not installed, or has no such option"))
  m <- suppressWarnings(MatchIt::matchit(t ~ score, data = data.frame(t, score), method = "subclass", distance = score,
    subclass = q$classes, min.n = q$least, estimand = whose(q)))
  same_weights(q, unname(m$weights), paste("MatchIt", packageVersion("MatchIt")))
}

# Each class takes the nearest of a group until it has as many as it must: from below where more lie there.
filled <- function(class, score, group, least) {
  k <- max(class)
  n <- vapply(seq_len(k), function(c) sum(class == c & group), 0)
  for (round in seq_len(least)) {
    while (any(n == 0)) {
      empty <- which(n == 0)[1]
      spare <- pmax(n - 1, 0) / abs(seq_len(k) - empty)
      below <- seq_len(k) < empty
      above <- seq_len(k) > empty
      down <- empty == k || (empty > 1 && sum(spare[below]) >= sum(spare[above]))
      from <- if (down) max(which(below & n > 0)) else min(which(above & n > 0))
      who <- which(group & class == from)
      who <- who[if (down) which.max(score[who]) else which.min(score[who])]
      class[who] <- empty
      n[from] <- n[from] - 1
      n[empty] <- 1
    }
    n <- n - 1
  }
  class
}
