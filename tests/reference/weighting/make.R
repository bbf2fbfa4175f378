# Weights that are estimated, and estimators beside them: effects and standard errors by stacked estimating equations.
#
#   Rscript make.R        in this folder; base R alone; reads ../nearest/input.csv (lalonde)
#
# Each case states its estimating functions psi(theta), an n x q matrix whose column sums are 0 at the estimate. They are solved by
# Newton's method; derivatives are complex steps (exact to rounding, no differences), except for probit's, which are central
# differences. V = A^-1 (sum psi psi') A^-T without a small-sample factor. X: intercept and covariates, standardised, which changes
# no effect. WeightIt 1.5.1's own values stand under weightit (reltol, glm's epsilon 1e-8 and numerical derivatives: six to seven digits).
source("../write_json.R")
d <- read_people("../nearest/input.csv")
A <- d$treat; Y <- d$re78; work <- as.numeric(d$re78 > 0); n <- nrow(d)
M <- model.matrix(~ age + educ + race + married + nodegree + re74 + re75, d)[, -1]
X <- cbind(1, scale(M)); colnames(X)[1] <- "one"
numbers <- c("age", "educ", "re74", "re75")
X2 <- cbind(X, scale(scale(M[, numbers])^2))
p <- ncol(X)
expit <- function(e) 1 / (1 + exp(-e))
smaller <- function(a, b) ifelse(Re(a) < Re(b), a, b)

jacobian <- function(psi, theta, complex = TRUE) {
  step <- if (complex) 1e-30 else 1e-5
  vapply(seq_along(theta), function(k) {
    if (complex) { t <- as.complex(theta); t[k] <- t[k] + 1i * step; return(Im(colSums(psi(t))) / step) }
    up <- theta; up[k] <- up[k] + step; down <- theta; down[k] <- down[k] - step
    colSums(psi(up) - psi(down)) / (2 * step)
  }, numeric(length(theta)))
}

# Newton with halving of the size of the equations; the effect is contrast . theta.
stacked <- function(psi, start, contrast, complex = TRUE) {
  theta <- start
  size <- function(t) sqrt(sum((colSums(psi(t)))^2))
  for (it in 1:200) {
    J <- jacobian(psi, theta, complex)
    move <- solve(J, colSums(psi(theta)), tol = 1e-40)
    part <- 1
    while (!isTRUE(size(theta - part * move) <= size(theta)) && part > 1e-6) part <- part / 2
    theta <- theta - part * move
    if (max(abs(move) / (1 + abs(theta))) < 1e-13) break
  }
  P <- psi(theta); J <- jacobian(psi, theta, complex); B <- solve(J, t(P), tol = 1e-40)
  list(estimate = sum(contrast * theta), se = sqrt(sum((contrast %*% B)^2)), theta = theta)
}
ess <- function(w) sum(w)^2 / sum(w^2)

weights_of <- function(e, estimand) switch(estimand,
  ATT = A + (1 - A) * e / (1 - e), ATC = A * (1 - e) / e + (1 - A), ATE = A / e + (1 - A) / (1 - e),
  ATO = A * (1 - e) + (1 - A) * e, ATM = smaller(e, 1 - e) * (A / e + (1 - A) / (1 - e)))

# Means of both arms under w(theta), after the q coefficients of the weights.
weighted <- function(q, score, weight, start, complex = TRUE) {
  psi <- function(t) { g <- t[seq_len(q)]; w <- weight(g); cbind(score(g), A * w * (Y - t[q + 1]), (1 - A) * w * (Y - t[q + 2])) }
  w0 <- weight(start)
  means <- c(weighted.mean(Y[A == 1], Re(w0)[A == 1]), weighted.mean(Y[A == 0], Re(w0)[A == 0]))
  found <- stacked(psi, c(start, means), c(rep(0, q), 1, -1), complex)
  w <- weight(found$theta[seq_len(q)])
  list(estimate = found$estimate, se = found$se, ess = c(treated = ess(w[A == 1]), comparison = ess(w[A == 0])), heaviest = c(treated = max(w[A == 1]), comparison = max(w[A == 0])))
}
logit <- coef(glm.fit(X, A, family = binomial(), control = glm.control(epsilon = 1e-14, maxit = 100)))
ml <- function(g) X * drop(A - expit(X %*% g))
propensity <- function(estimand) weighted(p, ml, function(g) weights_of(drop(expit(X %*% g)), estimand), logit)

pr <- coef(glm.fit(X, A, family = binomial("probit"), control = glm.control(epsilon = 1e-14, maxit = 100)))
ml_probit <- function(g) { e <- drop(X %*% g); X * (A * dnorm(e) / pnorm(e) - (1 - A) * dnorm(e) / pnorm(-e)) }
probit <- function(estimand) weighted(p, ml_probit, function(g) weights_of(pnorm(drop(X %*% g)), estimand), pr, complex = FALSE)

# Maximum of sum f(x g), f concave: Newton with halving; gives the start of the equations.
concave <- function(x, f, slope, curve, start) {
  g <- start; F <- function(g) sum(f(drop(x %*% g)))
  for (it in 1:200) {
    e <- drop(x %*% g); u <- colSums(x * slope(e)); move <- solve(crossprod(x, x * -curve(e)), u, tol = 1e-40); part <- 1
    while (!isTRUE(F(g + part * move) >= F(g) + 1e-4 * part * sum(u * move) - 1e-12 * abs(F(g))) && part > 1e-10) part <- part / 2
    g <- g + part * move
    if (max(abs(x %*% move)) < 1e-9) break
  }
  g
}
# Weights exp(x g) of the units in own which bring their sums of x to those of target.
rising <- function(x, own, target, start) concave(x, function(e) target * e - own * exp(e), function(e) target - own * exp(e), function(e) -own * exp(e), start)

tilt <- function(estimand, x = X) {
  k <- ncol(x); first <- c(log(mean(A) / (1 - mean(A))), rep(0, k - 1))
  if (estimand == "ATT") return(weighted(k, function(g) x * drop(A - (1 - A) * exp(x %*% g)), function(g) A + (1 - A) * drop(exp(x %*% g)), rising(x, 1 - A, A, first)))
  if (estimand == "ATC") return(weighted(k, function(g) x * drop((1 - A) - A * exp(x %*% g)), function(g) (1 - A) + A * drop(exp(x %*% g)), rising(x, A, 1 - A, -first)))
  one <- c(-log(mean(A)), rep(0, k - 1)); none <- c(-log(1 - mean(A)), rep(0, k - 1))
  weighted(2 * k, function(g) cbind(x * drop(1 - A * exp(x %*% g[1:k])), x * drop(1 - (1 - A) * exp(x %*% g[k + 1:k]))),
           function(g) A * drop(exp(x %*% g[1:k])) + (1 - A) * drop(exp(x %*% g[k + 1:k])), c(rising(x, A, 1, one), rising(x, 1 - A, 1, none)))
}
cbps_ate <- weighted(p, function(g) X * drop(A * (1 + exp(-X %*% g)) - (1 - A) * (1 + exp(X %*% g))), function(g) weights_of(drop(expit(X %*% g)), "ATE"),
  concave(X, function(e) A * (e - exp(-e)) - (1 - A) * (e + exp(e)), function(e) A * (1 + exp(-e)) - (1 - A) * (1 + exp(e)), function(e) -A * exp(-e) - (1 - A) * exp(e), logit))
ipt_ate <- weighted(2 * p, function(g) cbind(X * drop(A * (1 + exp(-X %*% g[1:p])) - 1), X * drop((1 - A) * (1 + exp(X %*% g[p + 1:p])) - 1)),
  function(g) A * drop(1 + exp(-X %*% g[1:p])) + (1 - A) * drop(1 + exp(X %*% g[p + 1:p])),
  c(concave(X, function(e) A * (e - exp(-e)) - e, function(e) A * (1 + exp(-e)) - 1, function(e) -A * exp(-e), logit),
    concave(X, function(e) e - (1 - A) * (e + exp(e)), function(e) 1 - (1 - A) * (1 + exp(e)), function(e) -(1 - A) * exp(e), logit)))

# Outcome lines of both arms, the weighted means of what they leave, and their difference averaged over the target.
augmented <- function(estimand) {
  target <- switch(estimand, ATT = A, ATC = 1 - A, ATE = rep(1, n))
  psi <- function(t) {
    g <- t[1:p]; b1 <- t[p + 1:p]; b0 <- t[2 * p + 1:p]; w <- weights_of(drop(expit(X %*% g)), estimand)
    e1 <- drop(Y - X %*% b1); e0 <- drop(Y - X %*% b0)
    cbind(ml(g), X * (A * e1), X * ((1 - A) * e0), target * drop(X %*% (b1 - b0) - t[3 * p + 1]), A * w * (e1 - t[3 * p + 2]), (1 - A) * w * (e0 - t[3 * p + 3]))
  }
  b1 <- coef(lm.fit(X[A == 1, ], Y[A == 1])); b0 <- coef(lm.fit(X[A == 0, ], Y[A == 0]))
  stacked(psi, c(logit, b1, b0, 0, 0, 0), c(rep(0, 3 * p), 1, 1, -1))[c("estimate", "se")]
}
# The outcome model with the weights, predictions averaged over the target; fixed: the covariates of the target are those of the data.
standardised <- function(estimand, y = Y, link = identity, weights = TRUE, fixed = FALSE, of = function(m1, m0) m1 - m0, Z = X) {
  r <- ncol(Z)
  target <- switch(estimand, ATT = A, ATC = 1 - A, ATE = rep(1, n))
  psi <- function(t) {
    g <- t[1:p]; b1 <- t[p + 1:r]; b0 <- t[p + r + 1:r]
    w <- if (weights) weights_of(drop(expit(X %*% g)), estimand) else 1
    cbind(ml(g), Z * (A * w * drop(y - link(Z %*% b1))), Z * ((1 - A) * w * drop(y - link(Z %*% b0))),
          target * (drop(link(Z %*% b1)) - t[p + 2 * r + 1]), target * (drop(link(Z %*% b0)) - t[p + 2 * r + 2]))
  }
  w <- if (weights) weights_of(drop(expit(X %*% logit)), estimand) else rep(1, n)
  family <- if (identical(link, identity)) gaussian() else quasibinomial()
  fit <- function(arm) coef(glm.fit(Z[A == arm, ], y[A == arm], w[A == arm], family = family, control = glm.control(epsilon = 1e-13, maxit = 100)))
  b1 <- fit(1); b0 <- fit(0)
  m <- c(weighted.mean(link(drop(Z %*% b1)), target), weighted.mean(link(drop(Z %*% b0)), target))
  found <- stacked(psi, c(logit, b1, b0, m), c(rep(0, p + 2 * r), 1, -1))
  theta <- found$theta; q <- length(theta)
  J <- jacobian(psi, theta)
  P <- psi(theta)
  if (fixed) P[, (q - 1):q] <- 0
  B <- solve(J, t(P), tol = 1e-40)[(q - 1):q, ]
  means <- theta[(q - 1):q]
  se <- function(f) { h <- 1e-30; grad <- c(Im(f(means[1] + 1i * h, means[2])), Im(f(means[1], means[2] + 1i * h))) / h; sqrt(sum((grad %*% B)^2)) }
  means <- unname(means)
  list(estimate = of(means[1], means[2]), se = se(of), treated = means[1], reference = means[2],
       log_ratio_se = se(function(a, b) log(a) - log(b)), log_odds_ratio_se = if (all(y %in% 0:1)) se(function(a, b) log(a / (1 - a)) - log(b / (1 - b))))
}
out <- list(
  logit = sapply(c("ATT", "ATC", "ATE", "ATO", "ATM"), propensity, simplify = FALSE), probit = sapply(c("ATT", "ATE"), probit, simplify = FALSE),
  entropy = sapply(c("ATT", "ATC", "ATE"), tilt, simplify = FALSE), entropy_moments2 = list(ATT = tilt("ATT", X2)),
  cbps = list(ATE = cbps_ate), ipt = list(ATE = ipt_ate),
  aipw = sapply(c("ATT", "ATC", "ATE"), augmented, simplify = FALSE),
  gcomp = list(ATT = standardised("ATT"), ATE = standardised("ATE"), ATT_fixed = standardised("ATT", fixed = TRUE), plain_ATT = standardised("ATT", weights = FALSE),
               work_ATT = standardised("ATT", work, expit, Z = X[, c("one", numbers)]), work_ATE = standardised("ATE", work, expit, Z = X[, c("one", numbers)])),
  weightit = list(logit_ATT = c(estimate = 1214.071220891474, se = 798.1546270841334), logit_ATC = c(estimate = -186.9158991171016, se = 1130.9821891736967), logit_ATE = c(estimate = 224.67630827143876, se = 876.193185530276),
                  logit_ATO = c(estimate = 1242.2006312723581, se = 738.7490394080089), logit_ATM = c(estimate = 1119.5211894886404, se = 758.4525243258666)))
save_ref("weighting", out, data = "nearest/input.csv", note = "no small-sample factors; entropy weights add up to the number of the target")
