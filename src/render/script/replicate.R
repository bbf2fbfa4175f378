# Recomputes the findings of this folder in R: base R, sandwich, and MatchIt where it is installed.
#
#   Rscript replicate.R         in the output folder, which holds the folder "data"
#
# Pairs are checked twice: against a plain greedy search written below in base R, and against MatchIt. Estimates and errors
# are computed from the pairs that Tashika found. "agrees" means a relative difference of at most 1e-8; "agrees but for
# ties" that other units were chosen, all at exactly the same distances. The script ends with status 1 if anything differs.
#
# Versions 4.5.1 to 4.5.3 of MatchIt match wrongly on a score (kosukeimai/MatchIt issue 163: neighbours are not the nearest,
# calipers are passed over); 4.6.0 has faults with several matches for each unit (issues 207, 208). Versions before 4.7.0 are
# therefore given a matrix of distances, which 4.5.1 handles rightly, and a difference found by them does not count.

here <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
if (length(here) == 1) setwd(dirname(here))
options(stringsAsFactors = FALSE, digits = 10)
has_sandwich <- requireNamespace("sandwich", quietly = TRUE)
has_matchit <- requireNamespace("MatchIt", quietly = TRUE)
old_matchit <- has_matchit && packageVersion("MatchIt") < "4.7.0"

# Results ------------------------------------------------------------------------------------------------------------

results <- data.frame(finding = character(), quantity = character(), tashika = character(), r = character(),
                      difference = character(), result = character())

report <- function(finding, quantity, tashika, r, difference, result) {
  results[nrow(results) + 1, ] <<- list(finding, quantity, tashika, r, difference, result)
}

compare <- function(finding, quantity, tashika, r, within = 1e-8) {
  if (is.null(tashika) || is.na(tashika)) return(invisible())
  gap <- abs(tashika - r) / max(abs(r), 1e-300)
  if (identical(as.numeric(tashika), as.numeric(r))) gap <- 0
  ok <- isTRUE(gap <= within) || isTRUE(abs(tashika - r) <= 1e-14)
  report(finding, quantity, format(tashika, digits = 10), format(r, digits = 10), format(gap, digits = 2),
         if (ok) "agrees" else "DIFFERS")
}

note <- function(finding, quantity, why) report(finding, quantity, "", "", "", why)

# Data ---------------------------------------------------------------------------------------------------------------

# Columns of text are read as text, so that the id 007 stays 007.
read_data <- function(name, text) {
  file <- file.path("data", paste0(name, ".csv"))
  read.csv(file, fileEncoding = "UTF-8-BOM", check.names = FALSE, na.strings = "",
           colClasses = setNames(rep("character", length(text)), text))
}

# The candidates of a question in the order in which ties are settled: that of the units' ids, or of the rows of the file.
# The first column of the data is the unit and the second the order of the file, whatever they are called.
candidates <- function(q) {
  d <- analysis[!is.na(analysis[[paste0("weight_", q$columns)]]), , drop = FALSE]
  if (identical(q$ties, "rows")) d <- d[order(d[[2]]), , drop = FALSE]
  rownames(d) <- d[[1]]
  d
}

# Before and after -----------------------------------------------------------------------------------------------------

# Two-sided exact p of Wilcoxon's signed-rank statistic, ties counted in: the law of the doubled ranks by convolution.
exact_signed_rank <- function(change) {
  ranks <- round(2 * rank(abs(change)))
  ways <- c(1, rep(0, sum(ranks)))
  for (r in ranks) ways <- ways + c(rep(0, r), ways[seq_len(length(ways) - r)])
  law <- ways / sum(ways)
  v <- sum(ranks[change > 0])
  min(1, 2 * min(sum(law[seq_len(v + 1)]), sum(law[seq(v + 1, length(law))])))
}

before_after <- function(finding, outcome, baseline, treatment, among, level, tashika, companions) {
  d <- if (is.null(treatment)) analysis else analysis[analysis[[treatment]] %in% 1, , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  both <- !is.na(d[[outcome]]) & !is.na(d[[baseline]])
  after <- d[[outcome]][both]
  before <- d[[baseline]][both]
  test <- t.test(after, before, paired = TRUE, conf.level = level)
  compare(finding, "mean change", tashika$estimate, unname(test$estimate))
  change <- rounded(after - before, c(after, before))
  if (!is.null(tashika$clusters)) error_by_cluster(finding, after - before, d[[sub("^eligible_", "cluster_", among)]][both], level, tashika)
  else {
    compare(finding, "standard error", tashika$std_error, test$stderr)
    switch(tashika$law,
      t = by_t(finding, tashika, test),
      "paired-shares" = paired_shares(finding, tashika, sum(change > 0), sum(change < 0), length(change), level),
      permutation = sign_flips(finding, tashika, change, level),
      note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
    if (!is.null(companions$t)) by_t(paste(finding, "by t"), companions$t, test)
  }
  ranked(finding, change, companions)
  compare(finding, "median change", companions[["median-change"]]$estimate, median(change))
  counted(finding, sum(change > 0), sum(change < 0), companions)
}

by_t <- function(finding, tashika, test) {
  compare(finding, "lower end", tashika$low, test$conf.int[1])
  compare(finding, "upper end", tashika$high, test$conf.int[2])
  compare(finding, "p-value", tashika$p_value, test$p.value)
}

# Bonett and Price's interval, which also holds 0 where McNemar's exact test does not exclude chance.
paired_shares <- function(finding, tashika, up, down, n, level) {
  p <- if (up + down > 0) binom.test(up, up + down)$p.value else 1
  p1 <- (up + 1) / (n + 2)
  p0 <- (down + 1) / (n + 2)
  ends <- p1 - p0 + c(-1, 1) * qnorm((1 + level) / 2) * sqrt((p1 + p0 - (p1 - p0)^2) / (n + 2))
  ends <- pmin(1, pmax(-1, ends))
  if (p > 1 - level) ends <- c(min(0, ends[1]), max(0, ends[2]))
  compare(finding, "lower end", tashika$low, ends[1])
  compare(finding, "upper end", tashika$high, ends[2])
  compare(finding, "p-value", tashika$p_value, p)
}

# The share of all 2^n signs of the changes less theta whose sum is at most 0: all subsets by halves.
share_up_to <- function(change, theta) {
  sums <- function(x) Reduce(function(all, v) c(all, all + v), x, 0)
  half <- seq_len(length(change) %/% 2)
  slack <- 1e-12 * sum(abs(change - theta))
  sum(findInterval(slack - sums(change[half] - theta), sort(sums(change[-half] - theta)))) / 2^length(change)
}

# The permutation test of the mean: p by all signs; an end of the interval is where the test turns.
sign_flips <- function(finding, tashika, change, level) {
  if (length(change) > 40) return(note(finding, "permutation test", "more than 40 changes: not checked here"))
  p <- min(1, 2 * min(share_up_to(change, 0), share_up_to(-change, 0)))
  compare(finding, "permutation p-value", tashika$p_value, p)
  turns <- function(change, at) {
    by <- 1e-7 * max(abs(change))
    share_up_to(change, at + by) > (1 - level) / 2 * (1 + 1e-12) && share_up_to(change, at - by) <= (1 - level) / 2 * (1 + 1e-12)
  }
  ok <- c(turns(change, tashika$low), turns(-change, -tashika$high))
  report(finding, "ends of the permutation interval", format(tashika$low, digits = 10), format(tashika$high, digits = 10), "",
         if (all(ok)) "agrees" else "DIFFERS")
}

# Hodges-Lehmann: median of the means of all pairs.
pseudomedian <- function(change) {
  sums <- outer(change, change, "+")
  median(sums[lower.tri(sums, diag = TRUE)]) / 2
}

ranked <- function(finding, change, companions) {
  moved <- change[change != 0]
  if (!is.null(companions$wilcoxon) && length(moved) > 0) {
    p <- if (length(moved) <= 200) exact_signed_rank(moved)
         else suppressWarnings(wilcox.test(moved, exact = FALSE, correct = TRUE)$p.value)
    compare(finding, "Wilcoxon V", companions$wilcoxon$statistic, sum(rank(abs(moved))[moved > 0]))
    compare(finding, "Wilcoxon p-value", companions$wilcoxon$p_value, p)
  }
  if (!is.null(companions[["hodges-lehmann"]]) && length(change) <= 3000) {
    compare(finding, "Hodges-Lehmann", companions[["hodges-lehmann"]]$estimate, pseudomedian(if (length(moved) > 0) moved else change))
    compare(finding, "Hodges-Lehmann with zeros", companions[["hodges-lehmann-with-zeros"]]$estimate, pseudomedian(change))
  }
}

counted <- function(finding, up, down, companions) {
  p <- if (up + down > 0) binom.test(up, up + down)$p.value else 1
  compare(finding, "sign test p-value", companions[["sign-test"]]$p_value, p)
  compare(finding, "McNemar exact p-value", companions[["mcnemar-exact"]]$p_value, p)
}

# Two groups of respondents --------------------------------------------------------------------------------------------

# Two-sided exact p of the rank sum of the first group, ties counted in: all ways to draw it, by convolution.
exact_rank_sum <- function(first, second) {
  ranks <- round(2 * rank(c(first, second)))
  seen <- sum(ranks[seq_along(first)])
  middle <- length(first) * sum(ranks) / length(ranks)
  ways <- matrix(0, length(first) + 1, sum(ranks) + 1)
  ways[1, 1] <- 1
  for (r in ranks) for (k in rev(seq_along(first)))
    ways[k + 1, ] <- ways[k + 1, ] + c(rep(0, r), ways[k, seq_len(ncol(ways) - r)])
  law <- ways[length(first) + 1, ] / sum(ways[length(first) + 1, ])
  sum(law[abs(seq_along(law) - 1 - middle) >= abs(seen - middle) - 1e-9])
}

# Wilson's limits.
wilson <- function(yes, all, level) {
  z <- qnorm((1 + level) / 2)
  p <- yes / all
  (p + z^2 / (2 * all) + c(-1, 1) * z * sqrt(p * (1 - p) / all + z^2 / (4 * all^2))) / (1 + z^2 / all)
}

two_groups <- function(finding, outcome, baseline, treatment, among, level, tashika, companions) {
  d <- if (is.null(treatment)) analysis else analysis[analysis[[treatment]] %in% 1, , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  after <- d[[outcome]][!is.na(d[[outcome]])]
  before <- d[[baseline]][!is.na(d[[baseline]])]
  compare(finding, "difference", tashika$estimate, mean(after) - mean(before))
  if (!is.null(tashika$clusters)) return(note(finding, "standard error", "by clusters: not checked here"))
  if (any(!is.na(d[[outcome]]) & !is.na(d[[baseline]]))) return(note(finding, "standard error", "units in both groups: not checked here"))
  if (startsWith(tashika$law, "shares")) return(two_shares(finding, after, before, level, tashika, companions))
  if (tashika$law != "t") return(note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
  test <- t.test(after, before, conf.level = level)
  compare(finding, "standard error", tashika$std_error, test$stderr)
  compare(finding, "degrees of freedom", tashika$df, unname(test$parameter))
  compare(finding, "lower end", tashika$low, test$conf.int[1])
  compare(finding, "upper end", tashika$high, test$conf.int[2])
  compare(finding, "p-value", tashika$p_value, test$p.value)
  rank_summed(finding, after, before, companions)
}

# Newcombe's interval; with fewer than 30 in both groups it also holds 0 where Fisher's exact test does not exclude chance.
two_shares <- function(finding, after, before, level, tashika, companions) {
  p1 <- mean(after)
  p0 <- mean(before)
  w1 <- wilson(sum(after), length(after), level)
  w0 <- wilson(sum(before), length(before), level)
  counts <- rbind(c(sum(after), sum(1 - after)), c(sum(before), sum(1 - before)))
  fisher <- fisher.test(counts)$p.value
  p <- suppressWarnings(prop.test(counts, correct = FALSE)$p.value)
  ends <- p1 - p0 + c(-sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
  if (identical(tashika$law, "shares-exact")) {
    p <- fisher
    if (p > 1 - level) ends <- c(min(0, ends[1]), max(0, ends[2]))
  }
  compare(finding, "lower end", tashika$low, ends[1])
  compare(finding, "upper end", tashika$high, ends[2])
  compare(finding, "p-value", tashika$p_value, if (is.nan(p)) 1 else p)
  compare(finding, "Fisher's exact p-value", companions$fisher$p_value, fisher)
}

rank_summed <- function(finding, after, before, companions) {
  test <- companions[["mann-whitney"]]
  n <- length(after) + length(before)
  if (!is.null(test)) {
    p <- if (n <= 100) exact_rank_sum(after, before)
         else suppressWarnings(wilcox.test(after, before, exact = FALSE, correct = TRUE)$p.value)
    compare(finding, "Mann-Whitney U", test$statistic, sum(rank(c(after, before))[seq_along(after)]) - length(after) * (length(after) + 1) / 2)
    compare(finding, "Mann-Whitney p-value", test$p_value, p)
  }
  if (n <= 5000)
    compare(finding, "Hodges-Lehmann", companions[["hodges-lehmann-shift"]]$estimate, median(outer(after, before, "-")))
}

# Matching -------------------------------------------------------------------------------------------------------------

# Score, treatment, covariates, strata and calipers of a question, under names that are safe in formulas.
problem <- function(q) {
  d <- candidates(q)
  score <- d[[paste0("score_", q$columns)]]
  width <- function(x, given) if (identical(q$unit, "raw")) given else given * sd(x)
  variables <- setdiff(names(q$caliper), "score")
  list(q = q, unit = d[[1]], t = as.integer(d[[q$treatment]]), score = score,
       x = lapply(q$covariates, function(name) if (is.character(d[[name]])) factor(d[[name]]) else d[[name]]),
       stratum = if (length(q$exact)) do.call(paste, c(lapply(q$exact, function(name) d[[name]]), sep = "\r")) else rep("", nrow(d)),
       caliper = if ("score" %in% names(q$caliper)) width(score, q$caliper[["score"]]) else Inf,
       widths = lapply(variables, function(name) list(x = d[[name]], width = width(d[[name]], q$caliper[[name]]))))
}

# The score by R's glm: to R's own stopping rule where ties are settled as MatchIt does, else to convergence.
check_scores <- function(p) {
  d <- as.data.frame(setNames(p$x, paste0("x", seq_along(p$x))))
  control <- if (identical(p$q$ties, "rows")) glm.control() else glm.control(epsilon = 1e-14, maxit = 100)
  fit <- suppressWarnings(glm(t ~ ., data = cbind(t = p$t, d), family = binomial(), control = control))
  score <- if (identical(p$q$distance, "linear-logit")) fit$linear.predictors else fit$fitted.values
  gap <- max(abs(unname(score) - p$score) / pmax(abs(p$score), 1e-6))
  report(p$q$id, "scores (largest difference)", paste(length(p$score), "units"), "glm", format(gap, digits = 2),
         if (gap <= 1e-8) "agrees" else "DIFFERS")
}

# Which comparison units a treated unit may have.
admissible <- function(p, i, k) {
  ok <- p$stratum[k] == p$stratum[i] & abs(p$score[k] - p$score[i]) <= p$caliper
  for (w in p$widths) ok <- ok & abs(w$x[k] - w$x[i]) <= w$width
  ok
}

# Greedy search by definition. Units stand in the order of their scores; of equally near units the one below in that order
# wins, then the one that stands nearer. With several matches everybody has one before anybody has a second.
greedy <- function(p) {
  place <- integer(length(p$score))
  place[order(p$score)] <- seq_along(p$score)
  treated <- which(p$t == 1)
  free <- p$t == 0
  got <- matrix(NA_integer_, length(treated), p$q$ratio)
  nearest <- function(row) {
    i <- treated[row]
    k <- which(free)
    k <- k[admissible(p, i, k) & !k %in% got[row, ]]
    if (length(k) == 0) return(NA_integer_)
    gap <- place[k] - place[i]
    k[order(abs(p$score[k] - p$score[i]), gap > 0, abs(gap))[1]]
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
    at <- at[order(abs(p$score[wish[at]] - p$score[treated[rows[at]]]), turn[at])[1]]
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

by_matchit <- function(p) if (old_matchit) by_old_matchit(p) else by_new_matchit(p)

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
  treated <- treated[switch(p$q$order, largest = order(score, decreasing = TRUE), smallest = order(score), seq_along(treated))]
  distance <- abs(outer(p$score[treated], p$score[others], "-"))
  for (row in seq_along(treated)) distance[row, !admissible(p, treated[row], others)] <- Inf
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
  distance <- function(x) sort(abs(p$score[match(x$treated, p$unit)] - p$score[match(x$comparison, p$unit)]))
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
  pairs <- read_data(paste0(gsub("/", "-", q$id, fixed = TRUE), "-pairs"), c("treated", "comparison"))
  check_scores(p)
  compare_pairs(p, pairs, greedy(p), "greedy search in base R")
  if (!has_matchit) note(q$id, "pairs, MatchIt", "MatchIt is not installed")
  else if (is.null(by <- by_matchit(p))) note(q$id, "pairs, MatchIt", "this order of choice needs MatchIt 4.7.0")
  else compare_pairs(p, pairs, by, paste("MatchIt", packageVersion("MatchIt")), counts = !old_matchit)
  check_weights(p, pairs)
}

# Weighted least squares on the matched units, with sandwich errors: by matched set, or robust where units serve repeatedly.
effect <- function(finding, q, outcome, baseline, estimator, changes, errors, level, tashika, companions) {
  d <- candidates(q)
  d$w <- d[[paste0("weight_", q$columns)]]
  y <- d[[outcome]]
  if (!is.null(baseline) && changes) y <- y - d[[baseline]]
  used <- d$w %in% d$w[!is.na(d$w) & d$w > 0] & !is.na(y) & !is.na(d[[outcome]])
  if (!is.null(baseline)) used <- used & !is.na(d[[baseline]])
  x <- if (identical(estimator, "regression")) lapply(q$covariates, function(name) d[[name]]) else list()
  fitted <- as.data.frame(c(list(y = y, t = as.numeric(d[[q$treatment]]), w = d$w), setNames(x, rep_len(paste0("x", seq_along(x)), length(x)))))
  fitted <- fitted[used, , drop = FALSE]
  fit <- lm(reformulate(c("t", setdiff(names(fitted), c("y", "t", "w"))), "y"), data = fitted, weights = w)
  compare(finding, "effect", tashika$estimate, coef(fit)[["t"]])
  sets <- if (isTRUE(q$by_set) || isFALSE(q$replace)) d[[paste0("set_", q$columns)]][used]
  clusters <- d[[paste0("cluster_", q$columns)]][used]
  if (identical(tashika$law, "paired-shares")) {
    apart <- set_differences(fitted$y, fitted$t, sets)
    paired_shares(finding, tashika, sum(apart > 0.5), sum(apart < -0.5), length(apart), level)
  } else if (startsWith(tashika$law, "shares")) two_shares(finding, fitted$y[fitted$t == 1], fitted$y[fitted$t == 0], level, tashika, companions)
  else if (tashika$law == "permutation" && all(table(sets) == 2)) {
    sign_flips(finding, tashika, rounded(set_differences(fitted$y, fitted$t, sets), fitted$y), level)
    if (!is.null(companions$t)) error_of(paste(finding, "by t"), fit, sets, clusters, errors, level, by_other(tashika, companions$t))
  } else error_of(finding, fit, sets, clusters, errors, level, tashika)
  change <- if (is.null(baseline)) d[[outcome]] else d[[outcome]] - d[[baseline]]
  middle_of(finding, change[used], d[[q$treatment]][used], d$w[used], sets, companions)
}

# Mean of the treated less mean of the others of each set that has both.
set_differences <- function(y, t, sets) {
  differences <- unlist(lapply(split(data.frame(y, t), sets), function(s) mean(s$y[s$t == 1]) - mean(s$y[s$t == 0])))
  differences[!is.na(differences)]
}

# The standard error of a finding with the ends of the t interval that stands beside another law.
by_other <- function(tashika, t) {
  tashika[c("low", "high", "p_value")] <- t[c("low", "high", "p_value")]
  tashika$law <- "t"
  tashika$df <- NULL
  tashika
}

# The middle of amounts and skewed numbers: by matched sets, by ranks of both groups, or by weighted medians.
middle_of <- function(finding, y, t, w, sets, companions) {
  if (!is.null(companions[["hodges-lehmann-sets"]])) {
    differences <- rounded(set_differences(y, t, sets), y)
    moved <- differences[differences != 0]
    compare(finding, "Hodges-Lehmann, sets", companions[["hodges-lehmann-sets"]]$estimate, pseudomedian(if (length(moved) > 0) moved else differences))
    if (!is.null(companions[["wilcoxon-sets"]]))
      compare(finding, "Wilcoxon p-value, sets", companions[["wilcoxon-sets"]]$p_value,
              if (length(moved) <= 200) exact_signed_rank(moved) else suppressWarnings(wilcox.test(moved, exact = FALSE)$p.value))
  }
  if (!is.null(companions[["hodges-lehmann-shift"]])) rank_summed(finding, y[t == 1], y[t == 0], companions)
  if (!is.null(companions[["difference-of-medians"]]))
    compare(finding, "difference of medians", companions[["difference-of-medians"]]$estimate,
            weighted_median(y[t == 1], w[t == 1]) - weighted_median(y[t == 0], w[t == 0]))
}

weighted_median <- function(y, w) {
  o <- order(y)
  reached <- cumsum(w[o]) / sum(w)
  first <- which(reached >= 0.5 - 1e-12)[1]
  if (abs(reached[first] - 0.5) <= 1e-12) mean(y[o][first + 0:1]) else y[o][first]
}

# Differences within rounding of zero are none, and those equal up to rounding are ties.
rounded <- function(difference, of) {
  unit <- 10^(floor(log10(max(abs(of), 1e-300))) - 12)
  round(difference / unit) * unit
}

error_by_cluster <- function(finding, change, cluster, level, tashika) {
  if (is.null(cluster) || anyNA(cluster)) return(note(finding, "standard error", "the clusters are not in the data: not checked here"))
  read_error(finding, "standard error, CR2 by cluster", coef(lm(change ~ 1))[[1]],
             cr2(matrix(1, length(change), 1), change, rep(1, length(change)), list(cluster), 1), level, tashika)
}

# Ways in which units hang together: declared clusters, matched sets. CR2 with Satterthwaite's degrees of freedom where clusters
# were declared or there are fewer than 30 sets, HC1 by sets otherwise, unless the study asks for one of them.
error_of <- function(finding, fit, sets, clusters, errors, level, tashika) {
  ways <- Filter(Negate(is.null), list(clusters, sets))
  b <- coef(fit)[["t"]]
  if (!is.null(tashika$clusters) || (tashika$law == "t" && length(ways) > 0 && errors %in% c("AUTO", "CR2", "CLUSTER"))) {
    if (length(ways) == 0 || anyNA(unlist(ways))) return(note(finding, "standard error", "the clusters are not in the data: not checked here"))
    reduced <- errors == "CR2" || (errors == "AUTO" && (!is.null(clusters) || length(unique(sets)) < 30))
    if (reduced && nobs(fit) > 1500) return(note(finding, "standard error, CR2", "more than 1500 rows: not checked here"))
    if (!reduced && !has_sandwich) return(note(finding, "standard error", "sandwich is not installed"))
    if (reduced) {
      x <- model.matrix(fit)
      return(read_error(finding, "standard error, CR2", b,
        cr2(x, model.response(model.frame(fit)), weights(fit), ways, as.numeric(colnames(x) == "t")), level, tashika))
    }
    v <- sandwich::vcovCL(fit, cluster = as.data.frame(ways, col.names = seq_along(ways)), type = "HC1", multi0 = FALSE)
    groups <- min(vapply(ways, function(way) length(unique(way)), 0L))
    return(read_error(finding, "standard error, vcovCL HC1 by cluster", b, list(se = sqrt(v["t", "t"]), df = groups - 1), level, tashika))
  }
  if (!has_sandwich) return(note(finding, "standard error", "sandwich is not installed"))
  kind <- if (errors %in% c("HC0", "HC2", "HC3")) errors else "HC1"
  se <- sqrt(sandwich::vcovHC(fit, type = kind)["t", "t"])
  read_error(finding, paste("standard error, vcovHC", kind), b, list(se = se, df = df.residual(fit)), level, tashika)
}

# Interval and p-value by t; of a difference of shares on the scale of Fisher's z.
read_error <- function(finding, what, b, error, level, tashika) {
  compare(finding, what, tashika$std_error, error$se)
  if (!is.null(tashika$df)) compare(finding, "degrees of freedom", tashika$df, error$df)
  z <- if (tashika$law == "share-scale") atanh(b) else b
  se <- if (tashika$law == "share-scale") error$se / (1 - b^2) else error$se
  back <- if (tashika$law == "share-scale") tanh else identity
  if (!tashika$law %in% c("t", "share-scale"))
    return(note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
  compare(finding, "lower end", tashika$low, back(z - qt((1 + level) / 2, error$df) * se))
  compare(finding, "upper end", tashika$high, back(z + qt((1 + level) / 2, error$df) * se))
  compare(finding, "p-value", tashika$p_value, 2 * pt(-abs(z / se), error$df))
}

# CR2 (Bell & McCaffrey 2002) with Satterthwaite's degrees of freedom, by its definition with N x N matrices; two ways by
# inclusion and exclusion, without negative eigenvalues.
cr2 <- function(x, y, w, ways, contrast) {
  if (length(ways) == 2) {
    parts <- lapply(list(ways[1], ways[2], list(paste(ways[[1]], ways[[2]]))), function(way) cr2(x, y, w, way, contrast))
    v <- eigen(parts[[1]]$v + parts[[2]]$v - parts[[3]]$v, symmetric = TRUE)
    v <- v$vectors %*% (pmax(v$values, 0) * t(v$vectors))
    return(list(se = sqrt(drop(contrast %*% v %*% contrast)), df = min(parts[[1]]$df, parts[[2]]$df)))
  }
  bread <- solve(crossprod(x, w * x))
  left <- diag(length(y)) - x %*% bread %*% t(w * x)
  e <- left %*% y
  meat <- 0
  forms <- NULL
  for (at in split(seq_along(y), ways[[1]])) {
    root <- eigen(tcrossprod(left[at, , drop = FALSE]), symmetric = TRUE)
    root <- root$vectors %*% (ifelse(root$values > 1e-10, 1 / sqrt(pmax(root$values, 1e-300)), 0) * t(root$vectors))
    weighted <- (w * x)[at, , drop = FALSE]
    meat <- meat + tcrossprod(crossprod(weighted, root %*% e[at]))
    forms <- cbind(forms, crossprod(left[at, , drop = FALSE], root %*% (weighted %*% (bread %*% contrast))))
  }
  v <- bread %*% meat %*% bread
  forms <- crossprod(forms)
  list(v = v, se = sqrt(drop(contrast %*% v %*% contrast)), df = sum(diag(forms))^2 / sum(forms^2))
}

# The end ----------------------------------------------------------------------------------------------------------------

finish <- function() {
  if (has_matchit) cat("MatchIt", format(packageVersion("MatchIt")), "\n")
  if (old_matchit) cat("This MatchIt is older than 4.7.0 and known to match wrongly on scores; it was given distances instead.\n",
                       "Its pairs are shown for information; the greedy search in base R is the check.\n", sep = "")
  if (nrow(results) == 0) return(cat("There is no number in these findings to recompute.\n"))
  names(results) <- c("finding", "quantity", "Tashika", "R", "relative difference", "result")
  old <- options(width = 250)
  print(results, row.names = FALSE, right = FALSE)
  options(old)
  wrong <- sum(results$result == "DIFFERS")
  cat("\n", nrow(results), " comparisons, ", wrong, " of them differ.\n", sep = "")
  if (wrong > 0 && !interactive()) quit(status = 1)
}

# The study ----------------------------------------------------------------------------------------------------------------

