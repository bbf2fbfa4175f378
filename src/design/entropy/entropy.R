
# Entropy balancing ------------------------------------------------------------------------------------------------------

# Weights b exp(x'theta) of a group that meet the sums of x over those whose average is asked for, by Newton's method.
entropy_weights <- function(q) {
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  base <- if (is.null(q$base)) rep(1, nrow(d)) else d[[q$base]]
  x <- entropy_columns(q, d)
  target <- switch(whose(q), ATE = rep(TRUE, nrow(d)), ATC = t == 0, t == 1)
  weight <- base
  for (arm in switch(whose(q), ATE = 0:1, ATC = 1, 0)) weight[t == arm] <- tilted(x, base, t == arm, target)
  same_entropy_weights(q, d[[paste0("weight_", q$columns)]], weight)
}

entropy_columns <- function(q, d) {
  z <- lapply(q$covariates, function(name) if (is.numeric(d[[name]])) cbind(d[[name]]) else model.matrix(~ factor(d[[name]]))[, -1, drop = FALSE])
  numbers <- Filter(function(column) !all(column %in% 0:1), unlist(lapply(z, function(m) lapply(seq_len(ncol(m)), function(k) m[, k])), recursive = FALSE))
  x <- do.call(cbind, z)
  for (power in seq_len(q$moments)[-1]) x <- cbind(x, do.call(cbind, lapply(numbers, function(column) scale(column)[, 1]^power)))
  if (q$interactions) for (i in seq_along(z)) for (j in seq_len(i - 1)) for (k in seq_len(ncol(z[[i]]))) x <- cbind(x, scale(z[[i]][, k])[, 1] * scale(z[[j]]))
  x <- x[, apply(x, 2, sd) > 0, drop = FALSE]
  x
}

tilted <- function(x, base, own, target) {
  z <- sweep(x, 2, colSums(base[target] * x[target, , drop = FALSE]) / sum(base[target]))
  z <- sweep(z, 2, apply(z, 2, sd), "/")
  kept <- qr(cbind(1, z[own, , drop = FALSE]))
  kept <- setdiff(kept$pivot[seq_len(kept$rank)], 1) - 1
  z <- z[own, kept, drop = FALSE]
  b <- base[own]
  l <- rep(0, ncol(z))
  dual <- function(l) { e <- drop(z %*% l) + log(b); max(e) + log(sum(exp(e - max(e)))) }
  for (step in 1:200) {
    e <- drop(z %*% l) + log(b)
    w <- exp(e - max(e)); w <- w / sum(w)
    g <- drop(crossprod(z, w))
    move <- solve(crossprod(z * w, z) - tcrossprod(g), g)
    part <- 1
    while (dual(l - part * move) > dual(l) - 1e-4 * part * sum(g * move) && part > 1e-10 && max(abs(g)) > 1e-10) part <- part / 2
    l <- l - part * move
    if (max(abs(g)) < 1e-14) break
  }
  e <- drop(z %*% l) + log(b)
  w <- exp(e - max(e))
  sum(base[target]) * w / sum(w)
}

same_entropy_weights <- function(q, stored, weight) {
  gap <- max(abs(stored - weight)) / max(weight)
  report(q$id, "weights (largest difference, of the largest)", paste(sum(stored > 0), "units"), paste(sum(weight > 0), "units"),
         format(gap, digits = 2), if (gap <= 1e-8) "agrees" else "DIFFERS")
}
