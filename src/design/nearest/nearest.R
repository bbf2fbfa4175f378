
# Matching -------------------------------------------------------------------------------------------------------------

# Score, treatment, covariates, strata and calipers of a question, under names that are safe in formulas.
problem <- function(q) {
  d <- candidates(q)
  score <- d[[paste0("score_", q$columns)]]
  x <- lapply(q$covariates, function(name) if (is.character(d[[name]])) factor(d[[name]]) else d[[name]])
  t <- as.integer(d[[q$treatment]])
  between <- if (identical(q$distance, "mahalanobis")) round(mahalanobis_distances(x, t), 11) else abs(outer(score, score, "-"))
  width <- function(x, given) if (identical(q$unit, "raw")) given else given * sd(x)
  variables <- setdiff(names(q$caliper), "score")
  # Among equally near units of a score the search goes outward from the unit's own place; by covariance the first one wins.
  place <- if (is.null(score)) rep(0, nrow(d)) else order(order(score))
  list(q = q, unit = d[[1]], t = t, score = score, x = x, between = between, place = place,
       stratum = if (length(q$exact)) do.call(paste, c(lapply(q$exact, function(name) d[[name]]), sep = "\r")) else rep("", nrow(d)),
       caliper = if ("score" %in% names(q$caliper)) width(score, q$caliper[["score"]]) else Inf,
       widths = lapply(variables, function(name) list(x = d[[name]], width = width(d[[name]], q$caliper[[name]]))))
}

# Distances of all units by the covariance within the groups, pooled; a category as its levels but the first.
mahalanobis_distances <- function(x, t) {
  X <- do.call(cbind, lapply(x, function(v) if (is.factor(v)) outer(as.integer(v), seq_along(levels(v))[-1], "==") * 1 else as.numeric(v)))
  X <- scale(X[, apply(X, 2, sd) > 0, drop = FALSE])
  within <- X - apply(X, 2, function(v) ave(v, t))
  e <- eigen(crossprod(within) / (nrow(X) - 2), symmetric = TRUE)
  kept <- e$values > 1e-8 * e$values[1]
  as.matrix(dist(X %*% e$vectors[, kept, drop = FALSE] %*% diag(1 / sqrt(e$values[kept]), sum(kept))))
}

# The score by R's glm: to R's own stopping rule where ties are settled as MatchIt does, else to convergence.
check_scores <- function(p) {
  if (is.null(p$score)) return(note(p$q$id, "scores", "distances are measured on the covariates: there is no score"))
  d <- as.data.frame(setNames(p$x, paste0("x", seq_along(p$x))))
  control <- if (identical(p$q$ties, "rows")) glm.control() else glm.control(epsilon = 1e-14, maxit = 100)
  fit <- suppressWarnings(glm(t ~ ., data = cbind(t = p$t, d), family = binomial(), control = control))
  linear <- identical(p$q$distance, "linear-logit")
  score <- unname(if (linear) fit$linear.predictors else fit$fitted.values)
  # R's fitted probabilities are cut where the linear predictor is beyond 30: there only the side is compared. Where a group is
  # separated by its covariates, the linear predictors have no limit, and each program stops where it stops.
  near <- abs(unname(fit$linear.predictors)) <= 30
  separated <- any(!near) && (linear || !fit$converged)
  if (separated) return(note(p$q$id, "scores", "a group is separated by the covariates: scores have no limit, not compared"))
  beyond <- pmin(p$score, 1 - p$score)[!near]
  gap <- max(abs(score - p$score)[near] / pmax(abs(p$score[near]), 1e-6), 0)
  report(p$q$id, "scores (largest difference)", paste(length(p$score), "units"), "glm", format(gap, digits = 2),
         if (gap <= 1e-8 && all(beyond <= 2 * plogis(-30))) "agrees" else "DIFFERS")
}

# Which comparison units a treated unit may have.
admissible <- function(p, i, k) {
  ok <- p$stratum[k] == p$stratum[i] & p$between[i, k] <= p$caliper
  for (w in p$widths) ok <- ok & abs(w$x[k] - w$x[i]) <= w$width
  ok
}

# Greedy search by definition. Units stand in the order of their scores; of equally near units the one below in that order
# wins, then the one that stands nearer. With several matches everybody has one before anybody has a second.
greedy <- function(p) {
  place <- p$place
  treated <- which(p$t == 1)
  free <- p$t == 0
  got <- matrix(NA_integer_, length(treated), p$q$ratio)
  nearest <- function(row) {
    i <- treated[row]
    k <- which(free)
    k <- k[admissible(p, i, k) & !k %in% got[row, ]]
    if (length(k) == 0) return(NA_integer_)
    gap <- place[k] - place[i]
    k[order(p$between[i, k], gap > 0, abs(gap))[1]]
  }
  take <- function(row, round, k) {
    got[row, round] <<- k
    if (!p$q$replace && !is.na(k)) free[k] <<- FALSE
  }
  score <- p$score[treated]
  turn <- switch(p$q$order, largest = order(score, decreasing = TRUE), smallest = order(score), seq_along(treated))
  for (round in seq_len(p$q$ratio)) {
    if (round > 1) turn <- turn[!is.na(got[turn, round - 1])]
    if (identical(p$q$order, "closest") && !p$q$replace) closest_first(p, turn, treated, nearest, function() free, function(row, k) take(row, round, k))
    else for (row in turn) take(row, round, nearest(row))
  }
  found <- which(!is.na(got), arr.ind = TRUE)
  found <- found[order(found[, 1], found[, 2]), , drop = FALSE]
  if (isTRUE(p$q$complete)) found <- found[rowSums(!is.na(got))[found[, 1]] == p$q$ratio, , drop = FALSE]
  data.frame(treated = p$unit[treated[found[, 1]]], comparison = p$unit[got[found]])
}

# Everybody proposes the nearest; the closest proposal is kept; who comes too late proposes again, and goes first in ties.
closest_first <- function(p, rows, treated, nearest, free, take) {
  wish <- vapply(rows, nearest, 0L)
  turn <- seq_along(rows)
  again <- -1
  open <- !is.na(wish)
  while (any(open)) {
    at <- which(open)
    at <- at[order(p$between[cbind(treated[rows[at]], wish[at])], turn[at])[1]]
    if (free()[wish[at]]) {
      take(rows[at], wish[at])
      open[at] <- FALSE
    } else {
      wish[at] <- nearest(rows[at])
      turn[at] <- again
      again <- again - 1
      open[at] <- !is.na(wish[at])
    }
  }
}

by_matchit <- function(p) if (old_matchit || is.null(p$score)) by_old_matchit(p) else by_new_matchit(p)

by_new_matchit <- function(p) {
  d <- data.frame(t = p$t, score = p$score, stratum = p$stratum, row.names = p$unit)
  caliper <- if (is.finite(p$caliper)) p$caliper
  for (at in seq_along(p$widths)) {
    d[[paste0("w", at)]] <- p$widths[[at]]$x
    caliper <- c(caliper, setNames(p$widths[[at]]$width, paste0("w", at)))
  }
  order <- if (p$q$replace) NULL else p$q$order
  m <- suppressWarnings(MatchIt::matchit(t ~ score, data = d, method = "nearest", distance = p$score, ratio = p$q$ratio,
    replace = p$q$replace, m.order = order, exact = if (length(p$q$exact)) ~ stratum, caliper = caliper, std.caliper = FALSE))
  pairs_of(m$match.matrix)
}

# A matrix of distances, forbidden pairs infinite, the treated in their order of choice.
by_old_matchit <- function(p) {
  if (identical(p$q$order, "closest") && !p$q$replace) return(NULL)
  treated <- which(p$t == 1)
  others <- which(p$t == 0)
  score <- p$score[treated]
  # As they stand where there is no score.
  treated <- treated[switch(p$q$order, largest = order(score, decreasing = TRUE), smallest = order(score), seq_along(treated))]
  distance <- p$between[treated, others, drop = FALSE]
  for (row in seq_along(treated)) distance[row, !admissible(p, treated[row], others)] <- Inf
  # With replacement 4.5.1 reads beyond its memory where somebody has fewer admissible units than it asks for, and R ends.
  if (p$q$replace && any(rowSums(is.finite(distance)) < p$q$ratio)) return(NULL)
  dimnames(distance) <- list(p$unit[treated], p$unit[others])
  d <- data.frame(t = rep(1:0, c(length(treated), length(others))), x = 0, row.names = p$unit[c(treated, others)])
  m <- suppressWarnings(MatchIt::matchit(t ~ x, data = d, method = "nearest", distance = distance, ratio = p$q$ratio,
    replace = p$q$replace, m.order = if (p$q$replace) NULL else "data"))
  pairs_of(m$match.matrix)
}

pairs_of <- function(matches) {
  pairs <- data.frame(treated = rep(rownames(matches), ncol(matches)), comparison = as.vector(matches))
  pairs[!is.na(pairs$comparison), , drop = FALSE]
}

compare_pairs <- function(p, pairs, other, who, counts = TRUE) {
  key <- function(x) paste(x$treated, x$comparison, sep = "\r")
  distance <- function(x) sort(p$between[cbind(match(x$treated, p$unit), match(x$comparison, p$unit))])
  same <- sum(key(pairs) %in% key(other))
  ties <- nrow(pairs) == nrow(other) && isTRUE(all.equal(distance(pairs), distance(other), tolerance = 1e-12))
  result <- if (same == nrow(pairs) && same == nrow(other)) "agrees"
            else if (ties) "agrees but for ties"
            else if (counts) "DIFFERS" else "differs (old MatchIt, does not count)"
  report(p$q$id, paste("pairs,", who), paste(nrow(pairs), "pairs"), paste(nrow(other), "pairs"), paste(same, "the same"), result)
}

# Weights from pairs: 1 for the matched treated; each gives its comparison units equal parts; mean 1 among those used.
check_weights <- function(p, pairs) {
  parts <- 1 / table(pairs$treated)[pairs$treated]
  given <- tapply(as.numeric(parts), factor(pairs$comparison, levels = p$unit), sum)
  given[is.na(given)] <- 0
  weight <- ifelse(p$t == 1, as.numeric(p$unit %in% pairs$treated), given / mean(given[given > 0]))
  stored <- candidates(p$q)[[paste0("weight_", p$q$columns)]]
  stored[is.na(stored)] <- 0
  scaled <- ave(stored, p$t, FUN = function(w) w / mean(w[w > 0]))
  gap <- max(abs(scaled - weight))
  report(p$q$id, "weights (largest difference)", paste(sum(stored > 0), "units"), paste(sum(weight > 0), "units"),
         format(gap, digits = 2), if (gap <= 1e-9) "agrees" else "DIFFERS")
}

matched <- function(q) {
  p <- problem(q)
  pairs <- read_data(q$pairs, c("treated", "comparison"))
  check_scores(p)
  # Those whose average is asked for choose: with the sides turned it is the same problem.
  if (whose(q) == "ATC") {
    p$t <- 1 - p$t
    pairs <- data.frame(treated = pairs$comparison, comparison = pairs$treated)
  }
  compare_pairs(p, pairs, greedy(p), "greedy search in base R")
  if (!has_matchit) note(q$id, "pairs, MatchIt", "MatchIt is not installed")
  else if (isTRUE(q$complete)) note(q$id, "pairs, MatchIt", "MatchIt has no such option")
  else if (is.null(by <- by_matchit(p))) note(q$id, "pairs, MatchIt", if (is.null(p$score)) "compared with the search in base R only" else "this needs MatchIt 4.7.0")
  else compare_pairs(p, pairs, by, paste("MatchIt", packageVersion("MatchIt")), counts = !old_matchit && !is.null(p$score))
  check_weights(p, pairs)
}
