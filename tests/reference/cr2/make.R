# CR2 errors and Satterthwaite degrees of freedom by their definition.    Rscript make.R [OUT]    in this folder
# N x N matrices throughout, symmetric square roots by eigen: nothing of the algorithm under test is shared with it. Working
# model: independent errors of one size, also where rows are weighted (as clubSandwich takes lm with weights).
source("../write_json.R")
inverse_root <- function(m) { e <- eigen(m, symmetric = TRUE); f <- ifelse(e$values > 1e-10, 1 / sqrt(pmax(e$values, 1e-300)), 0); e$vectors %*% (f * t(e$vectors)) }
cr2 <- function(x, y, w, cluster, contrast) {
  n <- nrow(x); W <- diag(w); M <- solve(t(x) %*% W %*% x); H <- x %*% M %*% t(x) %*% W; R <- diag(n) - H
  b <- drop(M %*% t(x) %*% W %*% y); e <- drop(y - x %*% b); V <- 0; G <- NULL
  for (g in unique(cluster)) {
    at <- which(cluster == g); A <- inverse_root(R[at, , drop = FALSE] %*% t(R[at, , drop = FALSE]))
    s <- t(x[at, , drop = FALSE]) %*% W[at, at] %*% A %*% e[at]; V <- V + s %*% t(s)
    G <- cbind(G, t(R[at, , drop = FALSE]) %*% A %*% W[at, at] %*% x[at, , drop = FALSE] %*% M %*% contrast)
  }
  V <- M %*% V %*% M; P <- t(G) %*% G
  # Moulton's errors (Imbens & Kolesár 2016), the shared part not below 0: dfadjust's rho0 = TRUE.
  same <- outer(cluster, cluster, "=="); shared <- 0
  if (sum(same) > n) shared <- max((sum(e %o% e * same) - sum(e^2)) / (sum(same) - n), 0)
  own <- max(sum(e^2) / n - shared, 0); Q <- t(G) %*% (own * diag(n) + shared * same) %*% G
  # The same with the signs of the sides of the contrast: effects that differ between clusters.
  s <- ifelse(drop(W %*% x %*% M %*% contrast) < 0, -1, 1); ss <- s %o% s; apart <- 0
  if (sum(same) > n) apart <- max((sum((s * e) %o% (s * e) * same) - sum(e^2)) / (sum(same) - n), 0)
  A <- t(G) %*% (max(sum(e^2) / n - apart, 0) * diag(n) + apart * same * ss) %*% G
  list(b = I(b), vcov = V, se = sqrt(drop(t(contrast) %*% V %*% contrast)), df = sum(diag(P))^2 / sum(P * P),
    df_alike = sum(diag(Q))^2 / sum(Q * Q), df_apart = sum(diag(A))^2 / sum(A * A), shared = shared, own = own)
}
two_way <- function(x, y, w, a, b, contrast) {
  ab <- paste(a, b); V <- cr2(x, y, w, a, contrast)$vcov + cr2(x, y, w, b, contrast)$vcov - cr2(x, y, w, ab, contrast)$vcov
  e <- eigen(V, symmetric = TRUE); V <- e$vectors %*% (pmax(e$values, 0) * t(e$vectors)); least <- min(eigen(V)$values)
  list(se = sqrt(drop(t(contrast) %*% V %*% contrast)), df = min(cr2(x, y, w, a, contrast)$df, cr2(x, y, w, b, contrast)$df),
    df_alike = min(cr2(x, y, w, a, contrast)$df_alike, cr2(x, y, w, b, contrast)$df_alike),
    df_apart = min(cr2(x, y, w, a, contrast)$df_apart, cr2(x, y, w, b, contrast)$df_apart), smallest = min(e$values))
}
set.seed(20261130)
size <- c(3, 14, 7, 2, 25, 9, 5, 11); cluster <- rep(seq_along(size), size); n <- length(cluster)
treat <- as.numeric(cluster %in% c(1, 3, 5, 8)); treat[cluster == 2][1:4] <- 1
z <- round(rnorm(n), 3); own <- round(rnorm(length(size), 0, .7)[cluster], 3)
y <- round(2 + treat + .5 * z + own + rnorm(n), 4); w <- round(runif(n, .4, 2.5), 3)
x <- cbind(1, z, treat); constant <- matrix(1, n, 1); second <- sample(rep(seq_len(12), length.out = n))
last <- c(0, 0, 1)
# BCG, 13 trials (Colditz et al. 1994): log risk ratios, random-effects weights with REML tau2 = .3132432581 (metafor). Published by
# metafor's tests of robust(clubSandwich = TRUE): CR2 variance .0322935701, 11.0412451 degrees of freedom. Weights are inverse
# variances there, which is least squares of root-weighted rows.
bcg <- rbind(c(4, 119, 11, 128), c(6, 300, 29, 274), c(3, 228, 11, 209), c(62, 13536, 248, 12619), c(33, 5036, 47, 5761),
  c(180, 1361, 372, 1079), c(8, 2537, 10, 619), c(505, 87886, 499, 87892), c(29, 7470, 45, 7232), c(17, 1699, 65, 1600),
  c(186, 50448, 141, 27197), c(5, 2493, 3, 2338), c(27, 16886, 29, 17825))
n1 <- bcg[, 1] + bcg[, 2]; n0 <- bcg[, 3] + bcg[, 4]
yi <- log(bcg[, 1] / n1) - log(bcg[, 3] / n0); vi <- 1 / bcg[, 1] - 1 / n1 + 1 / bcg[, 3] - 1 / n0; root <- sqrt(1 / (vi + .3132432581))
of_bcg <- cr2(cbind(root), root * yi, rep(1, 13), 1:13, 1)
stopifnot(abs(of_bcg$vcov - .0322935701) < 1e-9, abs(of_bcg$df - 11.0412451) < 1e-6)
save_ref("cr2", list(cluster = I(as.integer(cluster)), second = I(as.integer(second)), treat = I(treat), z = I(z), y = I(y), w = I(w),
  plain = cr2(x, y, rep(1, n), cluster, last), weighted = cr2(x, y, w, cluster, last),
  mean = cr2(constant, y, rep(1, n), cluster, 1), rows = cr2(x, y, rep(1, n), seq_len(n), last),
  two_way = two_way(x, y, rep(1, n), cluster, second, last), two_way_weighted = two_way(x, y, w, cluster, second, last),
  bcg = list(root = I(root), y = I(root * yi), vcov = of_bcg$vcov[1], df = of_bcg$df)), character(0), data = "drawn here; BCG trials of Colditz et al. 1994")
