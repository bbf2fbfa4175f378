# Doses and responses.    Rscript make.R    in this folder; base R and sandwich
# The stored dose.json comes from R 4.2.2, sandwich 3.0-2. Input: input.csv, made by data.py.
# hc1, cl: lm with sandwich. stacked: all estimating equations in one vector, their derivative by central differences with
# Richardson's extrapolation: a way of its own to standard errors that account for estimated weights and estimated means.
source("../write_json.R")
suppressMessages(library(sandwich))
d <- read.csv("input.csv")
d$field <- factor(d$field)
d$gain <- d$income1 - d$income0
known <- !is.na(d$gain)
k <- d[known, ]

line <- function(fit, cluster = NULL) {
  last <- length(coef(fit))
  v <- if (is.null(cluster)) vcovHC(fit, type = "HC1") else vcovCL(fit, cluster = cluster, type = "HC1")
  b <- unname(coef(fit)[last])
  se <- sqrt(v[last, last])
  df <- if (is.null(cluster)) df.residual(fit) else length(unique(cluster)) - 1
  ends <- b + c(-1, 1) * qt(0.975, df) * se
  list(estimate = b, se = se, df = df, low = ends[1], high = ends[2], p = 2 * pt(-abs(b / se), df), n = nobs(fit))
}

slope <- function(f, at) {
  step <- function(h) {
    one <- function(j) { up <- at; up[j] <- up[j] + h * max(1, abs(at[j])); low <- at; low[j] <- low[j] - h * max(1, abs(at[j]))
      (f(up) - f(low)) / (2 * h * max(1, abs(at[j]))) }
    sapply(seq_along(at), one)
  }
  (4 * step(5e-4) - step(1e-3)) / 3
}
# V = A^-1 B A^-T of the sums of psi (rows are units), and the variance of value(theta).
stacked <- function(psi, theta, value) {
  A <- slope(function(at) colSums(psi(at)), theta)
  B <- crossprod(psi(theta))
  g <- matrix(slope(function(at) value(at), theta), ncol = length(theta))
  G <- g %*% solve(A)
  sqrt(diag(G %*% B %*% t(G)))
}

x <- cbind(1, scale(model.matrix(~ size + field, d)[, -1]))
x_known <- x[known, ]
doses <- c(1, 2, 3, 4)

# The curve by regression: covariates at their mean.
by_regression <- function() {
  D <- k$grant / 1e6
  z <- cbind(x_known, D, D^2)
  y <- k$gain / 1e6
  b <- solve(crossprod(z), crossprod(z, y))
  means <- colMeans(x_known)
  at <- function(theta) {
    b <- theta[1:6]
    m <- theta[7:10]
    sapply(doses, function(dose) sum(c(m, dose, dose^2) * b))
  }
  psi <- function(theta) cbind(z * as.vector(y - z %*% theta[1:6]), sweep(x_known, 2, theta[7:10]))
  n <- nrow(z)
  theta <- c(b, means)
  se <- stacked(psi, theta, at) * sqrt(n / (n - 6))
  v <- at(theta)
  bend <- list(t = b[6] / (stacked(psi, theta, function(t) t[6]) * sqrt(n / (n - 6))))
  q <- qt(0.975, n - 6)
  list(dose = I(doses), mean = I(1e6 * v), se = I(1e6 * se), low = I(1e6 * (v - q * se)), high = I(1e6 * (v + q * se)), bend = bend)
}

# Weights by the generalised propensity score, and what is estimated with them.
by_weights <- function(t, D, y, at_doses) {
  n <- length(t)
  w_of <- function(theta) {
    r <- as.vector(t - x %*% theta[1:4])
    dnorm(t, theta[6], sqrt(theta[7])) / dnorm(r, 0, sqrt(theta[5]))
  }
  g <- lm.fit(x, t)
  start <- c(g$coefficients, mean(g$residuals^2), mean(t), mean((t - mean(t))^2))
  w <- w_of(start)
  z <- cbind(x, D)
  z2 <- cbind(x, D, D^2)
  fit <- function(z) lm.wfit(z[known, ], y[known], w[known])$coefficients
  # Means of the covariates, weighted, among those with an outcome.
  means <- colSums((w * x)[known, ]) / sum(w[known])
  psi <- function(theta) {
    r <- as.vector(t - x %*% theta[1:4])
    w <- w_of(theta) * known
    e <- ifelse(known, y - z %*% theta[8:12], 0)
    e2 <- ifelse(known, y - z2 %*% theta[13:18], 0)
    cbind(x * r, r^2 - theta[5], t - theta[6], (t - theta[6])^2 - theta[7], z * as.vector(w * e), z2 * as.vector(w * e2),
      w * sweep(x, 2, theta[19:22]))
  }
  theta <- unname(c(start, fit(z), fit(z2), means))
  curve <- function(theta) sapply(at_doses, function(dose) sum(c(theta[19:22], dose, dose^2) * theta[13:18]))
  # Influence values of a number; what the rows add by themselves is divided by 1 - leverage.
  error <- function(value, z) {
    g <- matrix(slope(value, theta), ncol = length(theta))
    own <- -g %*% solve(slope(function(at) colSums(psi(at)), theta))
    all <- own %*% t(psi(theta))
    rows <- own[, 8:22, drop = FALSE] %*% t(psi(theta)[, 8:22])
    h <- numeric(n)
    h[known] <- hatvalues(lm(y[known] ~ z[known, ] - 1, weights = w[known]))
    sqrt(rowSums((all + sweep(rows, 2, 1 / (1 - h) - 1, "*"))^2))
  }
  b <- fit(z)
  se <- error(function(theta) theta[12], z)
  se2 <- error(curve, z2)
  used <- w[known]
  df <- sum(used)^2 / sum(used^2) - ncol(z)
  terms <- model.matrix(~ size + field - 1, d)
  r <- function(w) unname(cov.wt(cbind(t, terms), wt = w / sum(w), cor = TRUE)$cor[1, -1])
  list(weights = I(w), effective = sum(w)^2 / sum(w^2), estimate = unname(1e6 * b[5]), se = 1e6 * se, df = df, mean = I(1e6 * curve(theta)), curve_se = I(1e6 * se2),
    terms = I(colnames(terms)), before = I(r(rep(1, n))), after = I(r(w)))
}

save_ref("dose", list(
  change = line(lm(gain ~ size + field + I(grant / 1e6), d)),
  clustered = line(lm(gain ~ size + field + I(grant / 1e6), k), k$region),
  outcome = line(lm(income1 ~ size + I(hours / 10), d)),
  alone = line(lm(gain ~ I(grant / 1e6), d)),
  curve = by_regression(),
  normal = by_weights(d$grant / 1e6, d$grant / 1e6, d$gain / 1e6, doses),
  log_normal = by_weights(log(d$grant), d$grant / 1e6, d$gain / 1e6, doses)),
  "sandwich", data = "input.csv")
