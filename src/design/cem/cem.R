
# Coarsened exact matching ---------------------------------------------------------------------------------------------

# Weights of strata of equal bins. Pairs of k2k are checked by their strata only.
coarsened <- function(q) {
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  coarse <- lapply(q$covariates, function(name) {
    if (is.numeric(d[[name]])) binned(d[[name]], if (is.null(q$cutpoints[[name]])) q$bins else q$cutpoints[[name]])
    else grouped(as.character(d[[name]]), q$groups[[name]])
  })
  stratum <- do.call(paste, c(coarse, lapply(q$also, function(name) d[[name]]), sep = "\r"))
  if (q$k2k) return(paired_within(q, stratum, d[[paste0("set_", q$columns)]]))
  same_weights(q, stratum_weights(t, stratum, whose(q)), "base R")
  if (!has_matchit) return(note(q$id, "weights, MatchIt", "MatchIt is not installed"))
  x <- d[q$covariates]
  for (name in q$also) x[[name]] <- as.character(d[[name]])
  numbers <- names(x)[vapply(x, is.numeric, TRUE)]
  cuts <- setNames(lapply(numbers, function(name) if (is.null(q$cutpoints[[name]])) q$bins else q$cutpoints[[name]]), numbers)
  m <- suppressWarnings(MatchIt::matchit(reformulate(sprintf("`%s`", names(x)), "took_part"), data = cbind(x, took_part = t),
    method = "cem", cutpoints = cuts, grouping = q$groups, estimand = whose(q)))
  same_weights(q, unname(m$weights), paste("MatchIt", packageVersion("MatchIt")))
}

binned <- function(x, cut) {
  if (is.character(cut) && startsWith(cut, "q")) {
    parts <- as.numeric(substring(cut, 2))
    return(findInterval(x, if (parts > 1) quantile(x, seq(1 / parts, 1 - 1 / parts, by = 1 / parts))))
  }
  if (length(cut) > 1) return(findInterval(x, sort(unique(cut))))
  n <- if (is.numeric(cut)) cut else switch(cut, sturges = nclass.Sturges(x), fd = nclass.FD(x), scott = nclass.scott(x))
  findInterval(x, seq(min(x), max(x), length.out = n + 1)[-c(1, n + 1)])
}

grouped <- function(x, groups) {
  for (group in groups) x[x %in% group] <- group[1]
  x
}

paired_within <- function(q, stratum, set) {
  whole <- vapply(split(stratum[!is.na(set)], set[!is.na(set)]), function(s) length(s) == 2 && s[1] == s[2], TRUE)
  report(q$id, "pairs within strata", paste(length(whole), "pairs"), paste(sum(whole), "pairs"), "",
         if (all(whole)) "agrees" else "DIFFERS")
}
