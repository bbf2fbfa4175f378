
# Abadie and Imbens ----------------------------------------------------------------------------------------------------

# The mean difference of each unit that took part from its own matches, corrected by a regression among the matches, with the
# error of Abadie and Imbens (2006, 2011).
abadie_imbens <- function(finding, q, outcome, baseline, options, level, tashika) {
  d <- candidates(q)
  w <- d[[paste0("weight_", q$columns)]]
  y <- d[[outcome]]
  known <- !is.na(y) & w > 0
  if (!is.null(baseline)) {
    known <- known & !is.na(d[[baseline]])
    if (options$changes) y <- y - d[[baseline]]
  }
  pairs <- read_data(q$pairs, c("treated", "comparison"))
  i <- match(pairs$treated, d[[1]])
  j <- match(pairs$comparison, d[[1]])
  kept <- known[i] & known[j]
  i <- i[kept]
  j <- j[kept]
  x <- as.data.frame(lapply(q$covariates, function(name) if (is.character(d[[name]])) factor(d[[name]]) else d[[name]]))
  x <- model.matrix(~ ., setNames(x, paste0("x", seq_along(x))))[, -1, drop = FALSE]
  part <- 1 / ave(rep(1, length(i)), i, FUN = sum)
  k <- tapply(part, factor(j, seq_along(y)), sum, default = 0)
  squares <- tapply(part^2, factor(j, seq_along(y)), sum, default = 0)
  b <- rep(0, ncol(x))
  if (options$correct) {
    b <- coef(lm(y ~ x, weights = k, subset = k > 0))[-1]
    b[is.na(b)] <- 0
  }
  moved <- tapply(part * (y[j] + drop((x[i, , drop = FALSE] - x[j, , drop = FALSE]) %*% b)), i, sum)
  own <- as.integer(names(moved))
  gap <- y[own] - moved
  s2 <- rep(NA_real_, length(y))
  z <- scale(x[known, , drop = FALSE])
  z <- z[, attr(z, "scaled:scale") > 0, drop = FALSE]
  e <- eigen(cov(z), symmetric = TRUE)
  on <- e$values > 1e-8 * e$values[1]
  z <- z %*% e$vectors[, on, drop = FALSE] %*% diag(1 / sqrt(e$values[on]), sum(on))
  t <- as.numeric(d[[q$treatment]])
  at <- which(known)
  for (row in seq_along(at)) {
    others <- setdiff(which(t[at] == t[at[row]]), row)
    if (length(others) == 0) { s2[at[row]] <- 0; next }
    far <- colSums((t(z[others, , drop = FALSE]) - z[row, ])^2)
    last <- sort(far)[min(options$neighbours, length(far))]
    near <- others[far <= last * (1 + 1e-9) + 1e-18]
    s2[at[row]] <- length(near) / (length(near) + 1) * (y[at[row]] - mean(y[at[near]]))^2
  }
  served <- k > 0
  n <- length(own)
  variance <- if (options$population) (sum((gap - mean(gap))^2) + sum((k^2 - squares)[served] * s2[served])) / n^2
              else (sum(s2[own]) + sum(k[served]^2 * s2[served])) / n^2
  compare(finding, "effect", tashika$estimate, mean(gap))
  compare(finding, "standard error", tashika$std_error, sqrt(variance))
}
