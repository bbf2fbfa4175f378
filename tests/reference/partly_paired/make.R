# Two means, partly paired: restricted maximum likelihood with an unstructured covariance.    Rscript make.R [OUT]    in this folder; base R
# The restricted likelihood is that of whole matrices V (all answers at once), its highest point searched by optim and then by Newton's
# steps with numeric derivatives; information from traces of whole matrices. Nothing of the closed forms under test is shared.
source("../write_json.R")
set.seed(606)

reml <- function(d) {          # d: unit, time (0, 1), y
  X <- cbind(d$time == 0, d$time == 1) + 0
  same <- outer(d$unit, d$unit, "==") + 0
  part <- list(same * outer(d$time == 0, d$time == 0), same * outer(d$time, d$time, "!="), same * outer(d$time == 1, d$time == 1))
  V_of <- function(theta) theta[1] * part[[1]] + theta[2] * part[[2]] + theta[3] * part[[3]]
  fit <- function(theta) {
    V <- V_of(theta); W <- solve(V); M <- t(X) %*% W %*% X; C <- solve(M); b <- C %*% t(X) %*% W %*% d$y; r <- d$y - X %*% b
    list(W = W, C = C, b = drop(b), P = W - W %*% X %*% C %*% t(X) %*% W, r = r,
         l = -0.5 * (determinant(V)$modulus[1] + determinant(M)$modulus[1] + drop(t(r) %*% W %*% r)))
  }
  # theta by logs and Fisher's z, so that every point is proper.
  proper <- function(a) { v <- exp(a[c(1, 3)]); c(v[1], tanh(a[2]) * sqrt(prod(v)), v[2]) }
  a <- c(log(var(d$y[d$time == 0])), 0.3, log(var(d$y[d$time == 1])))
  a <- optim(a, function(a) -fit(proper(a))$l, method = "BFGS", control = list(reltol = 1e-14, maxit = 1000))$par
  theta <- proper(a)
  for (i in 1:60) {            # Fisher's scoring by whole matrices
    f <- fit(theta); PV <- lapply(part, function(K) f$P %*% K)
    score <- sapply(1:3, function(k) -0.5 * (sum(diag(PV[[k]])) - drop(t(d$y) %*% f$P %*% part[[k]] %*% f$P %*% d$y)))
    I <- outer(1:3, 1:3, Vectorize(function(k, l) 0.5 * sum(PV[[k]] * t(PV[[l]]))))
    theta <- theta + solve(I, score)
  }
  f <- fit(theta); c0 <- c(-1, 1)
  PV <- lapply(part, function(K) f$P %*% K)
  I <- outer(1:3, 1:3, Vectorize(function(k, l) 0.5 * sum(PV[[k]] * t(PV[[l]]))))
  v <- drop(t(c0) %*% f$C %*% c0)
  g <- sapply(part, function(K) drop(t(c0) %*% f$C %*% t(X) %*% f$W %*% K %*% f$W %*% X %*% f$C %*% c0))
  df <- 2 * v^2 / drop(t(g) %*% solve(I, g))
  list(estimate = f$b[2] - f$b[1], before = f$b[1], after = f$b[2], se = sqrt(v), df = df,
       variance_before = theta[1], variance_after = theta[3], covariance = theta[2], height = f$l)
}
made <- function(both, only_before, only_after) {
  n <- both + only_before + only_after
  base <- rnorm(n, 0, 3)
  before <- round(50 + base + rnorm(n, 0, 2), 1); after <- round(53 + 1.3 * base + rnorm(n, 0, 3), 1)
  i <- seq_len(n)
  d <- rbind(data.frame(unit = i, time = 0, y = before)[i <= both + only_before, ], data.frame(unit = i, time = 1, y = after)[i <= both | i > both + only_before, ])
  rownames(d) <- NULL
  d
}
some <- made(14, 22, 31); few <- made(5, 18, 9); whole <- made(16, 0, 0)
t <- with(whole, t.test(y[time == 1], y[time == 0], paired = TRUE))
save_ref("partly_paired", list(
  data = list(some = as.list(some), few = as.list(few), whole = as.list(whole)),
  some = reml(some), few = reml(few),
  whole = list(estimate = unname(t$estimate), se = t$stderr, df = unname(t$parameter))), character(), data = "made here, seed 606")
print(unlist(reml(whole))); print(unlist(t[c("estimate", "stderr", "parameter")]))
