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

# Ends of an interval of a companion, where both sides tell them.
compare_ends <- function(finding, quantity, companion, ends, within = 1e-8) {
  if (is.null(companion$low) || length(ends) != 2 || anyNA(ends)) return(invisible())
  compare(finding, paste0(quantity, ", lower end"), companion$low, ends[1], within)
  compare(finding, paste0(quantity, ", upper end"), companion$high, ends[2], within)
}

# What R found of each finding: estimate, standard error, degrees of freedom, and what further numbers rest on.
found <- list()
keep <- function(finding, ...) found[[finding]] <<- utils::modifyList(as.list(found[[finding]]), list(...))

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

# One group: laws and ranks ---------------------------------------------------------------------------------------------

# Two-sided exact p of Wilcoxon's signed-rank statistic, ties counted in: the law of the doubled ranks by convolution.
exact_signed_rank <- function(change) {
  ranks <- round(2 * rank(abs(change)))
  ways <- c(1, rep(0, sum(ranks)))
  for (r in ranks) ways <- ways + c(rep(0, r), ways[seq_len(length(ways) - r)])
  law <- ways / sum(ways)
  v <- sum(ranks[change > 0])
  min(1, 2 * min(sum(law[seq_len(v + 1)]), sum(law[seq(v + 1, length(law))])))
}

by_t <- function(finding, tashika, test) {
  keep(finding, ends = function(level) mean(test$conf.int) + c(-1, 1) * qt((1 + level) / 2, test$parameter) * test$stderr)
  compare(finding, "lower end", tashika$low, test$conf.int[1])
  compare(finding, "upper end", tashika$high, test$conf.int[2])
  compare(finding, "p-value", tashika$p_value, test$p.value)
}

# Bonett and Price's interval, which also holds 0 where McNemar's exact test does not exclude chance.
paired_shares <- function(finding, tashika, up, down, n, level) {
  p <- if (up + down > 0) binom.test(up, up + down)$p.value else 1
  p1 <- (up + 1) / (n + 2)
  p0 <- (down + 1) / (n + 2)
  ends_at <- function(level) {
    ends <- p1 - p0 + c(-1, 1) * qnorm((1 + level) / 2) * sqrt((p1 + p0 - (p1 - p0)^2) / (n + 2))
    ends <- pmin(1, pmax(-1, ends))
    if (p > 1 - level) c(min(0, ends[1]), max(0, ends[2])) else ends
  }
  keep(finding, ends = ends_at)
  ends <- ends_at(level)
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
  keep(finding, change = change)
  turning(finding, "ends of the permutation interval", change, tashika$low, tashika$high, level)
}

# Whether the test of all signs turns at both ends of an interval.
turning <- function(finding, quantity, change, low, high, level) {
  turns <- function(change, at) {
    by <- 1e-7 * max(abs(change))
    share_up_to(change, at + by) > (1 - level) / 2 * (1 + 1e-12) && share_up_to(change, at - by) <= (1 - level) / 2 * (1 + 1e-12)
  }
  ok <- c(turns(change, low), turns(-change, -high))
  report(finding, quantity, format(low, digits = 10), format(high, digits = 10), "", if (all(ok)) "agrees" else "DIFFERS")
}

# Hodges-Lehmann: median of the means of all pairs.
pseudomedian <- function(change) {
  sums <- outer(change, change, "+")
  median(sums[lower.tri(sums, diag = TRUE)]) / 2
}

# Median with the interval of the sign test: the k-th smallest and largest value, k the largest with a tail of at most
# (1 - level)/2.
sign_ends <- function(x, level) {
  k <- qbinom((1 - level) / 2, length(x), 0.5)
  if (pbinom(k, length(x), 0.5) > (1 - level) / 2) k <- k - 1
  if (k < 0) return(range(x))
  sort(x)[c(k + 1, length(x) - k)]
}

# Interval of a standardised mean: the noncentralities under which t lies at its quantiles.
noncentral_ends <- function(d, root, df, level) {
  t <- d * root
  end <- function(p) uniroot(function(ncp) suppressWarnings(pt(t, df, ncp = ncp)) - p, t + c(-10, 10), extendInt = "downX", tol = 1e-12)$root
  c(end((1 + level) / 2), end((1 - level) / 2)) / root
}

# The exact correction for small samples.
hedges <- function(df) exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)

# Two groups -----------------------------------------------------------------------------------------------------------

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

# Newcombe's interval; with fewer than 30 in both groups it also holds 0 where Fisher's exact test does not exclude chance.
two_shares <- function(finding, after, before, level, tashika, companions) {
  p1 <- mean(after)
  p0 <- mean(before)
  counts <- rbind(c(sum(after), sum(1 - after)), c(sum(before), sum(1 - before)))
  fisher <- fisher.test(counts)$p.value
  p <- suppressWarnings(prop.test(counts, correct = FALSE)$p.value)
  exact <- identical(tashika$law, "shares-exact")
  if (exact) p <- fisher
  ends_at <- function(level) {
    w1 <- wilson(sum(after), length(after), level)
    w0 <- wilson(sum(before), length(before), level)
    ends <- p1 - p0 + c(-sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
    if (exact && p > 1 - level) c(min(0, ends[1]), max(0, ends[2])) else ends
  }
  keep(finding, ends = ends_at)
  ends <- ends_at(level)
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
  shift <- companions[["hodges-lehmann-shift"]]
  if (n <= 5000 && !is.null(shift)) compare(finding, "Hodges-Lehmann", shift$estimate, median(outer(after, before, "-")))
}

# Estimates of comparisons ----------------------------------------------------------------------------------------------

# Weighted least squares on the matched units, with sandwich errors: by matched set, or robust where units serve repeatedly.
effect <- function(finding, q, outcome, baseline, adjusted, changes, errors, level, tashika, companions) {
  d <- candidates(q)
  d$w <- d[[paste0("weight_", q$columns)]]
  y <- d[[outcome]]
  if (!is.null(baseline) && changes) y <- y - d[[baseline]]
  used <- d$w %in% d$w[!is.na(d$w) & d$w > 0] & !is.na(y) & !is.na(d[[outcome]])
  if (!is.null(baseline)) used <- used & !is.na(d[[baseline]])
  x <- if (adjusted) lapply(q$covariates, function(name) d[[name]]) else list()
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
  ordinary <- coef(summary(fit))["t", "t value"]
  pooled <- function(x) sqrt(sum(tapply(x, fitted$t, function(x) sum((x - mean(x))^2))) / (length(x) - 2))
  # Beside another law the error is that of the t interval; the intervals of the finding are its own.
  by_t <- found[[paste(finding, "by t")]]
  if (is.null(found[[finding]]$se) && !is.null(by_t)) found[[finding]] <<- utils::modifyList(by_t[names(by_t) != "ends"], as.list(found[[finding]]))
  keep(finding, estimate = coef(fit)[["t"]], t = ordinary, t_df = df.residual(fit), sd = pooled(d[[outcome]][used]), within = pooled(fitted$y))
  # The middle is that of what is compared; beside an adjusted estimate it is that of changes.
  middle <- if (is.null(baseline) || (!changes && !adjusted)) d[[outcome]] else d[[outcome]] - d[[baseline]]
  middle_of(finding, middle[used], d[[q$treatment]][used], d$w[used], sets, companions)
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
        cr2(x, model.response(model.frame(fit)), weights(fit), ways, as.numeric(colnames(x) == "t"), errors == "AUTO"), level, tashika))
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
  keep(finding, estimate = b, se = error$se, df = error$df)
  compare(finding, what, tashika$std_error, error$se)
  if (!is.null(tashika$df)) compare(finding, "degrees of freedom", tashika$df, error$df)
  z <- if (tashika$law == "share-scale") atanh(b) else b
  se <- if (tashika$law == "share-scale") error$se / (1 - b^2) else error$se
  back <- if (tashika$law == "share-scale") tanh else identity
  if (!tashika$law %in% c("t", "share-scale"))
    return(note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
  ends_at <- function(level) back(z + c(-1, 1) * qt((1 + level) / 2, error$df) * se)
  keep(finding, ends = ends_at)
  compare(finding, "lower end", tashika$low, ends_at(level)[1])
  compare(finding, "upper end", tashika$high, ends_at(level)[2])
  compare(finding, "p-value", tashika$p_value, 2 * pt(-abs(z / se), error$df))
}

# CR2 (Bell & McCaffrey 2002) with Satterthwaite's degrees of freedom, by its definition with N x N matrices; two ways by
# inclusion and exclusion, without negative eigenvalues. Degrees of freedom: under independent errors or, where alike, the fewest
# of those and of those with the correlation of errors, and of effects, seen within clusters (Imbens & Kolesar 2016).
cr2 <- function(x, y, w, ways, contrast, alike = TRUE) {
  if (length(ways) == 2) {
    parts <- lapply(list(ways[1], ways[2], list(paste(ways[[1]], ways[[2]]))), function(way) cr2(x, y, w, way, contrast, alike))
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
  freedom <- function(form) sum(diag(form))^2 / sum(form^2)
  same <- outer(ways[[1]], ways[[1]], "==")
  df <- freedom(crossprod(forms))
  sides <- ifelse(drop((w * x) %*% (bread %*% contrast)) < 0, -1, 1)
  for (signs in if (alike) list(rep(1, length(y)), sides)) {
    pairs <- sum(same) - length(y)
    shared <- if (pairs > 0) max((sum(tapply(signs * e, ways[[1]], sum)^2) - sum(e^2)) / pairs, 0) else 0
    errors <- max(mean(e^2) - shared, 0) * diag(length(y)) + shared * same * outer(signs, signs)
    df <- min(df, freedom(crossprod(forms, errors %*% forms)))
  }
  list(v = v, se = sqrt(drop(contrast %*% v %*% contrast)), df = df)
}

# How alike the groups were, before and after: standardised mean differences and variance ratios of every covariate, with the
# standard deviation of the treated before, and the largest distance of the distribution functions.
balance <- function(q, told) {
  d <- candidates(q)
  t <- d[[q$treatment]] == 1
  after <- d[[paste0("weight_", q$columns)]]
  for (row in seq_len(nrow(told))) {
    x <- if (told$term[row] == "distance") d[[paste0("score_", q$columns)]] else d[[told$variable[row]]]
    if (is.null(x)) return(note(q$id, "balance", paste("no column", told$variable[row], "in the data: not checked here")))
    if (!is.na(told$level[row])) x <- as.numeric(as.character(x) == told$level[row])
    for (side in c("before", "after")) {
      r <- alike(x, t, if (side == "before") rep(1, length(t)) else after, rep(1, length(t)), whose(q))
      told[row, paste0(c("smd_", "ratio_", "ks_"), side, "_r")] <- as.list(r)
    }
  }
  for (what in c("smd", "ratio", "ks")) {
    pair <- function(side) cbind(told[[paste(what, side, sep = "_")]], told[[paste(what, side, "r", sep = "_")]])
    both <- rbind(pair("before"), pair("after"))
    both <- both[!is.na(both[, 1]), , drop = FALSE]
    if (nrow(both) == 0) next
    gap <- abs(both[, 1] - both[, 2]) / pmax(abs(both[, 2]), 1)
    name <- c(smd = "standardised differences", ratio = "variance ratios", ks = "distribution functions")[[what]]
    report(q$id, paste0("balance, ", name), paste(nrow(both), "numbers"), paste(nrow(both), "numbers"), format(max(gap), digits = 2),
           if (isTRUE(max(gap) <= 1e-8)) "agrees" else "DIFFERS")
  }
}

# Whose average is asked for.
whose <- function(q) if (is.null(q$estimand)) "ATT" else q$estimand

# Weights of strata: those whose average is asked for 1, the others n1/n0 or n0/n1 of the stratum; of all n/n1 and n/n0; what is
# not 1 by definition has mean 1 among those used.
stratum_weights <- function(t, stratum, estimand) {
  known <- !is.na(stratum)
  stratum[!known] <- "none"
  n1 <- ave(t, stratum, FUN = sum)
  n0 <- ave(1 - t, stratum, FUN = sum)
  weight <- switch(estimand, ATT = ifelse(t == 1, 1, n1 / n0), ATC = ifelse(t == 1, n0 / n1, 1), (n1 + n0) / ifelse(t == 1, n1, n0))
  weight[n1 == 0 | n0 == 0 | !known] <- 0
  for (arm in setdiff(0:1, switch(estimand, ATT = 1, ATC = 0))) {
    used <- t == arm & weight > 0
    weight[used] <- weight[used] / mean(weight[used])
  }
  weight
}

same_weights <- function(q, weight, who) {
  stored <- candidates(q)[[paste0("weight_", q$columns)]]
  gap <- max(abs(stored - weight))
  report(q$id, paste("weights (largest difference),", who), paste(sum(stored > 0), "units"), paste(sum(weight > 0), "units"),
         format(gap, digits = 2), if (gap <= 1e-9) "agrees" else "DIFFERS")
}

alike <- function(x, t, w, equal, estimand) {
  binary <- all(x %in% c(0, 1))
  average <- function(arm, w) sum(w[arm] * x[arm]) / sum(w[arm])
  spread <- function(arm, w) {
    m <- average(arm, w)
    if (binary) return(m * (1 - m))
    p <- w[arm] / sum(w[arm])
    if (1 - sum(p^2) > .Machine$double.eps) sum(p * (x[arm] - m)^2) / (1 - sum(p^2)) else 0
  }
  gap <- average(t, w) - average(!t, w)
  small <- sqrt(.Machine$double.eps) * min(max(abs(x)), 1)
  within <- function() sum((x[t] - average(t, equal))^2, (x[!t] - average(!t, equal))^2) / (length(x) - !binary)
  unit <- sqrt(switch(estimand, ATT = spread(t, equal), ATC = spread(!t, equal), (spread(t, equal) + spread(!t, equal)) / 2))
  if (unit <= small) unit <- sqrt(within())
  if (unit <= small) unit <- sqrt(spread(rep(TRUE, length(x)), equal))
  values <- sort(unique(x))
  share <- function(arm) cumsum(vapply(values, function(v) sum(w[arm & x == v]), 0)) / sum(w[arm])
  ratio <- spread(t, w) / spread(!t, w)
  c(if (abs(gap) <= small) 0 else gap / unit, if (binary || !is.finite(ratio)) NA else ratio,
    if (binary) abs(gap) else max(abs(share(t) - share(!t))))
}

# What else is said of a finding: its size in standard deviations, and the smallest effect that would be found with a chance of
# 80 %.
further <- function(finding, level, told) {
  r <- found[[finding]]
  narrow(finding, r, told)
  if (is.null(r$se)) return(invisible())
  chance <- function(p) if (is.null(r$df) || is.na(r$df)) qnorm(p) else qt(p, r$df)
  compare(finding, "smallest detectable effect", told$detectable, (chance((1 + level) / 2) + chance(0.8)) * r$se)
  if (!is.null(r$sd)) compare(finding, "effect in standard deviations", told$standardised, r$estimate / r$sd)
}

# The interval by which "practically none" is judged: two one-sided tests.
narrow <- function(finding, r, told) {
  if (is.null(told$narrow_low)) return(invisible())
  name <- paste0("interval of two one-sided tests, ", format(100 * told$narrow_level), " %")
  if (!is.null(r$ends)) {
    ends <- r$ends(told$narrow_level)
    compare(finding, paste0(name, ", lower end"), told$narrow_low, ends[1])
    compare(finding, paste0(name, ", upper end"), told$narrow_high, ends[2])
  } else if (!is.null(r$change)) turning(finding, name, r$change, told$narrow_low, told$narrow_high, told$narrow_level)
  else note(finding, name, "by a law that is not checked here")
}

# p-values corrected for the number of outcomes asked. One without a number was asked as well: it counts, and can be no discovery.
corrected <- function(what, method, asked, p, q) {
  r <- p.adjust(c(p, rep(1, asked - length(p))), method)
  for (at in seq_along(p)) compare(names(p)[at], paste0("p corrected for ", asked, " ", what, ", ", method), q[[at]], r[[at]])
}

# The estimate of a subgroup, from its own units: a file of its own says who is compared with whom in it.
members <- list()
subgroup <- function(id, columns, file, variable, level, told, ask) {
  if (is.null(members[[file]])) members[[file]] <<- read_data(file, c("variable", "level", "unit"))
  own <- members[[file]][members[[file]]$variable == variable & members[[file]]$level == level, , drop = FALSE]
  whole <- analysis
  before <- nrow(results)
  at <- match(whole[[1]], own$unit)
  for (what in c("weight", "set", "cluster")) whole[[paste0(what, "_", columns)]] <- own[[what]][at]
  everybody <- analysis
  analysis <<- whole[!is.na(at), , drop = FALSE]
  tryCatch(ask(list(estimate = told, law = "")), error = function(e) NULL)
  analysis <<- everybody
  new <- seq_len(nrow(results)) > before
  first <- which(new & results$quantity %in% c("effect", "mean change", "difference"))[1]
  kept <- if (is.na(first)) results[!new, , drop = FALSE] else results[sort(c(which(!new), first)), , drop = FALSE]
  results <<- kept
  if (is.na(first)) note(id, "estimate of the subgroup", "not checked here")
  else results$quantity[nrow(results)] <<- "estimate of the subgroup"
}

# The end ----------------------------------------------------------------------------------------------------------------

finish <- function() {
  if (has_matchit) cat("MatchIt", format(packageVersion("MatchIt")), "\n")
  if (old_matchit && any(grepl("MatchIt", results$quantity))) cat("This MatchIt is older than 4.7.0 and known to match wrongly on scores; it was given distances instead.\n",
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

