# Jackknife by clusters, BCa quantiles, and errors that know of estimated weights.    Rscript make.R [OUT]    in this folder
source("../write_json.R")
library(numDeriv)
set.seed(20261201)
size <- c(3, 9, 7, 2, 12, 5, 6, 8); cluster <- rep(seq_along(size), size); n <- length(cluster)
z <- round(rnorm(n), 3); treat <- as.numeric(runif(n) < plogis(.4 * z)); y <- round(1 + treat + .6 * z + rnorm(8, 0, .5)[cluster] + rnorm(n), 4)
b <- function(at) unname(coef(lm(y[at] ~ z[at] + treat[at]))[3])
g <- length(size); all <- b(seq_len(n)); without <- vapply(seq_len(g), function(k) b(which(cluster != k)), 0)
jackknife <- list(estimate = all, without = I(without), std_error = sqrt((g - 1) / g * sum((without - all)^2)), df = g - 1)
# BCa on a fixed list of resamples: the formula of Efron (1987), order statistics between neighbours along a line.
resampled <- round(rgamma(199, 4, 2) - .6, 4); left <- round(rgamma(15, 5, 5), 4); estimate <- 1.3
bias <- qnorm((sum(resampled < estimate) + .5 * sum(resampled == estimate)) / 199)
d <- mean(left) - left; a <- sum(d^3) / (6 * sum(d^2)^1.5)
end <- function(level, sign) {
  z <- bias + sign * qnorm((1 + level) / 2); p <- pnorm(bias + z / (1 - a * z)); at <- min(max(200 * p, 1), 199)
  s <- sort(resampled); s[floor(at)] + (at - floor(at)) * (s[min(floor(at) + 1, 199)] - s[floor(at)])
}
share <- (.5 * (sum(resampled < 0) + sum(resampled <= 0))); share <- min(max(share, 1), 199) / 200; w <- qnorm(share) - bias
tail <- pnorm(w / (1 + a * w) - bias)
bca <- list(estimate = estimate, resampled = I(resampled), without = I(left), std_error = sd(resampled),
  ends_95 = I(c(end(.95, -1), end(.95, 1))), ends_90 = I(c(end(.9, -1), end(.9, 1))), p = min(1, 2 * min(tail, 1 - tail)))
# Odds weights for the average effect on the treated: stacked estimating equations of logit and both means, derivatives by numDeriv.
x <- cbind(1, z); fit <- glm(treat ~ z, family = binomial, control = glm.control(epsilon = 1e-14)); gamma <- unname(coef(fit))
p <- plogis(drop(x %*% gamma)); w <- ifelse(treat == 1, 1, p / (1 - p))
equations <- function(theta) { p <- plogis(drop(x %*% theta[1:2])); w <- ifelse(treat == 1, 1, p / (1 - p))
  cbind((treat - p) * x, treat * (y - theta[3]), (1 - treat) * w * (y - theta[4])) }
theta <- c(gamma, weighted.mean(y[treat == 1], w[treat == 1]), weighted.mean(y[treat == 0], w[treat == 0]))
bread <- solve(jacobian(function(t) colSums(equations(t)), theta)); v <- bread %*% crossprod(equations(theta)) %*% t(bread)
contrast <- c(0, 0, 1, -1)
weights <- list(gamma = I(gamma), effect = theta[3] - theta[4], std_error = sqrt(drop(contrast %*% v %*% contrast) * n / (n - 1)))
save_ref("resampling", list(cluster = I(as.integer(cluster)), z = I(z), treat = I(treat), y = I(y), jackknife = jackknife, bca = bca, weights = weights), "numDeriv", data = "drawn here")
