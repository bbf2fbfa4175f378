
# Sets of least total distance -----------------------------------------------------------------------------------------

# Sets are one with one or several, weights are those of their sets, and no peer finds a smaller sum of distances.
least <- function(q) {
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  set <- d[[paste0("set_", q$columns)]]
  inside <- !is.na(set)
  n1 <- tapply(t[inside], set[inside], sum)
  n0 <- tapply(1 - t[inside], set[inside], sum)
  fits <- if (q$optimal && whose(q) == "ATC") n0 == 1 & n1 <= q$ratio else if (q$optimal) n1 == 1 & n0 <= q$ratio else n1 == 1 | n0 == 1
  report(q$id, "sets of one with several", paste(length(n1), "sets"), paste(sum(fits), "sets"), "", if (all(fits)) "agrees" else "DIFFERS")
  same_weights(q, stratum_weights(t, ifelse(inside, as.character(set), NA), whose(q)), "base R")
  if (!q$score) return(note(q$id, "sum of distances", "by Mahalanobis distance: not checked here"))
  score <- d[[paste0("score_", q$columns)]]
  ours <- within_sets(score, t, set)
  if (!has_matchit || !requireNamespace("optmatch", quietly = TRUE)) return(note(q$id, "sum of distances, optmatch", "optmatch is not installed"))
  if (q$limited || length(q$exact)) return(note(q$id, "sum of distances, optmatch", "with further limits: not checked here"))
  limits <- if (q$optimal) list(method = "optimal", ratio = q$ratio)
            else list(method = "full", min.controls = q$min_controls, max.controls = q$max_controls)
  m <- suppressWarnings(do.call(MatchIt::matchit, c(list(t ~ score, data = data.frame(t, score), distance = score, estimand = whose(q)), limits)))
  theirs <- within_sets(score, t, m$subclass)
  report(q$id, paste("sum of distances, optmatch", packageVersion("optmatch")), format(ours, digits = 10), format(theirs, digits = 10),
         format(ours - theirs, digits = 2), if (ours <= theirs + 1e-9) "agrees" else "DIFFERS")
}

# Distances between the one and the several of each set.
within_sets <- function(score, t, set) {
  known <- !is.na(set)
  sum(vapply(split(which(known), set[known]), function(i) sum(abs(outer(score[i][t[i] == 1], score[i][t[i] == 0], "-"))), 0))
}
