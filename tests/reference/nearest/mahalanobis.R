# Nearest neighbour matching by Mahalanobis distance: the cases of mahalanobis.json.
#
#   Rscript mahalanobis.R [OUT]        in this folder; needs MatchIt; reads input.csv
#
# The stored file comes from R 4.2.2 and MatchIt 4.5.1 (in _meta). Distances are MatchIt's mahalanobis_dist(). Pairs are those of a
# plain greedy search over these distances; `same` of `all` pairs are those of matchit() itself, and in `apart` others the distance
# is another one. MatchIt 4.5.1 passes over calipers, does not find the nearest with replacement, and knows no "closest" order
# (see make.R), so that these cases rest on the search alone.
source("../write_json.R")
suppressMessages(library(MatchIt))
lalonde <- read_people("input.csv")
formula <- treat ~ age + educ + race + married + nodegree + re74 + re75
D <- unname(mahalanobis_dist(formula, data = lalonde))
# Two years more and two years less are equally far, but for the last bits of a sum: distances that differ by rounding only are
# equal, and the unit that stands first is taken. MatchIt takes whichever the last bits favour.
D <- round(D, 11)
t <- lalonde$treat
treated <- which(t == 1)
others <- which(t == 0)

search <- function(ratio = 1, replace = FALSE, closest = FALSE, stratum = rep("", length(t)), caliper = list()) {
  free <- t == 0
  got <- matrix(NA_integer_, length(treated), ratio)
  # D holds a row for each treated unit and a column for each other one.
  nearest <- function(row) {
    k <- which(free[others] & stratum[others] == stratum[treated[row]] & !others %in% got[row, ])
    for (name in names(caliper)) {
      gap <- abs(lalonde[[name]][others[k]] - lalonde[[name]][treated[row]])
      k <- k[gap <= caliper[[name]] * sd(lalonde[[name]])]
    }
    if (length(k) == 0) NA_integer_ else k[which.min(D[row, k])]
  }
  take <- function(row, round, k) {
    got[row, round] <<- others[k]
    if (!replace) free[others[k]] <<- FALSE
  }
  rows <- seq_along(treated)
  for (round in seq_len(ratio)) {
    if (round > 1) rows <- rows[!is.na(got[rows, round - 1])]
    if (!closest) {
      for (row in rows) { k <- nearest(row); if (!is.na(k)) take(row, round, k) }
      next
    }
    wish <- vapply(rows, nearest, 0L); turn <- seq_along(rows); again <- -1; open <- !is.na(wish)
    while (any(open)) {
      at <- which(open)
      at <- at[order(D[cbind(rows[at], wish[at])], turn[at])[1]]
      if (free[others[wish[at]]]) { take(rows[at], round, wish[at]); open[at] <- FALSE }
      else { wish[at] <- nearest(rows[at]); turn[at] <- again; again <- again - 1; open[at] <- !is.na(wish[at]) }
    }
  }
  got
}

case <- function(got, m = NULL) {
  id <- rownames(lalonde)
  pairs <- lapply(seq_along(treated), function(row) I(id[got[row, !is.na(got[row, ])]]))
  names(pairs) <- id[treated]
  of <- function(row, k) D[row, match(k, others)]
  distance <- unlist(lapply(seq_along(treated), function(row) of(row, got[row, !is.na(got[row, ])])))
  out <- list(pairs = pairs, distance = distance)
  if (!is.null(m)) {
    theirs <- matrix(match(m$match.matrix, rownames(lalonde)), nrow(m$match.matrix))
    at <- function(k) { d <- k; for (row in seq_along(treated)) d[row, ] <- D[row, match(k[row, ], others)]; d }
    out$matchit <- list(all = sum(!is.na(theirs)), same = sum(theirs == got, na.rm = TRUE),
                        apart = sum(abs(at(theirs) - at(got)) > 1e-9, na.rm = TRUE))
  }
  out
}

nearest <- function(...) suppressWarnings(matchit(formula, data = lalonde, method = "nearest", distance = "mahalanobis", m.order = "data", ...))
save_ref("mahalanobis", list(
  data = case(search(), nearest()),
  ratio2 = case(search(ratio = 2), nearest(ratio = 2)),
  exact_race = case(search(stratum = lalonde$race), nearest(exact = ~race)),
  caliper = case(search(caliper = list(age = 0.2, re75 = 0.5))),
  replace = case(search(ratio = 2, replace = TRUE)),
  closest = case(search(closest = TRUE))
), pkgs = "MatchIt", script = "mahalanobis.R")
