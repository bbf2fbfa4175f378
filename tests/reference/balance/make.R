# Overlapping coefficients and balance of squares and products on the matched lalonde data: overlap.json.
#
#   Rscript make.R [OUT]        in this folder; base R and jsonlite; reads ../nearest/input.csv and ../nearest/a02-largest.json
#
# Overlap as cobalt defines it: normal kernel densities of both groups with the bandwidth bw.nrd of the smaller group before
# weighting, and the integral of the smaller of the two. `exact` sums kernels at 20,001 points; `density` is what cobalt computes:
# stats::density() (values binned to 512 points, cut off three bandwidths beyond the data) with its
# sum over 1,000 steps.
# Squares and products are standardised by the standard deviation of all treated units; yes/no ones by sqrt(p(1 - p)).
source("../write_json.R")
lalonde <- read_people("../nearest/input.csv")
stored <- jsonlite::fromJSON("../nearest/a02-largest.json")
X <- model.matrix(~ age + educ + race + married + nodegree + re74 + re75, lalonde)[, -1]
X <- cbind(X, raceblack = as.numeric(lalonde$race == "black"))
t <- lalonde$treat
w <- stored$weights
stopifnot(sum(w[t == 1]) == 185, sum(w[t == 0]) == 185)

overlap <- function(x, w, exact) {
  bw <- bw.nrd(x[t == 1])
  at <- function(side) x[t == side & w > 0]
  weight <- function(side) w[t == side & w > 0] / sum(w[t == side])
  if (exact) {
    grid <- seq(min(x) - 8 * bw, max(x) + 8 * bw, length.out = 20001)
    f <- function(side) { s <- 0 * grid; v <- at(side); q <- weight(side); for (i in seq_along(v)) s <- s + q[i] * dnorm(grid, v[i], bw); s }
    return(sum(pmin(f(1), f(0))) * (grid[2] - grid[1]))
  }
  g <- function(side) { f <- approxfun(density(at(side), bw = bw, weights = weight(side))); function(z) { y <- f(z); y[is.na(y)] <- 0; y } }
  f1 <- g(1); f0 <- g(0)
  # By the midpoints of 1,000 steps, as cobalt where integrate() finds no end.
  z <- seq(min(x) - 4 * bw, max(x) + 4 * bw, length.out = 1001)
  z <- (z[-1] + z[-1001]) / 2
  sum(pmin(f1(z), f0(z))) * (z[2] - z[1])
}

smd <- function(x, w) {
  binary <- all(x %in% 0:1)
  sd1 <- if (binary) sqrt(mean(x[t == 1]) * (1 - mean(x[t == 1]))) else sd(x[t == 1])
  (weighted.mean(x[t == 1], w[t == 1]) - weighted.mean(x[t == 0], w[t == 0])) / sd1
}

one <- rep(1, length(t))
numbers <- c("age", "educ", "re74", "re75")
of <- function(f) setNames(lapply(numbers, f), numbers)
products <- list(c("age", "age"), c("educ", "re74"), c("re75", "re75"), c("married", "nodegree"), c("age", "raceblack"))
save_ref("overlap", list(
  before = of(function(v) c(exact = overlap(X[, v], one, TRUE), density = overlap(X[, v], one, FALSE))),
  after = of(function(v) c(exact = overlap(X[, v], w, TRUE), density = overlap(X[, v], w, FALSE))),
  bandwidth = of(function(v) bw.nrd(X[t == 1, v])),
  products = setNames(lapply(products, function(p) { x <- X[, p[1]] * X[, p[2]]; c(before = smd(x, one), after = smd(x, w)) }),
                      vapply(products, function(p) paste(sub("raceblack", "race=black", p), collapse = " x "), ""))
), pkgs = "jsonlite")
