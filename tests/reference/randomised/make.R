# Lotteries: differences in means within strata, between strata of few, Lin's adjustment, the effect on compliers with the interval
# of Anderson and Rubin, and permutations as assigned.    Rscript make.R [OUT]    in this folder; base R and sandwich
# Errors come from least squares with HC2 and from projections written out, the interval from roots of the test, permutations from
# going through all assignments: nothing of the algorithms under test is shared.
source("../write_json.R")
suppressMessages(library(sandwich))
set.seed(1717)

n <- 84
d <- data.frame(stratum = rep(1:3, c(20, 28, 36)), x1 = round(rnorm(n, 50, 10), 1), x2 = rbinom(n, 1, 0.4))
d$z <- 0
for (s in 1:3) { at <- which(d$stratum == s); d$z[sample(at, c(8, 14, 24)[s])] <- 1 }
d$before <- round(0.3 * d$x1 + rnorm(n, 20, 4), 1)
d$received <- ifelse(d$z == 1, rbinom(n, 1, 0.75), rbinom(n, 1, 0.1))
d$y <- round(d$before + 3 * d$received * (1 + d$x2) + 2 * d$stratum + rnorm(n, 0, 4), 1)
d$gaps <- d$x1
d$gaps[c(head(which(d$z == 1), 3), tail(which(d$z == 0), 4))] <- NA

# Within strata --------------------------------------------------------------------------------------------------------
middle <- function(x, z, standard) x - (if (standard == "all") mean(x) else mean(x[z == 1]))
by_strata <- function(y, z, stratum, standard) {
  dummies <- sapply(sort(unique(stratum))[-1], function(s) middle(as.numeric(stratum == s), z, standard))
  fit <- lm(y ~ z + dummies + z:dummies)
  se <- sqrt(vcovHC(fit, type = "HC2")["z", "z"])
  w <- if (standard == "all") prop.table(table(stratum)) else prop.table(table(stratum[z == 1]))
  part <- free <- NULL
  for (s in names(w)) for (a in 0:1) {
    own <- y[stratum == s & z == a]
    part <- c(part, w[[s]]^2 * var(own) / length(own)); free <- c(free, length(own) - 1)
  }
  df <- sum(part)^2 / sum(part^2 / free)
  b <- coef(fit)[["z"]]
  list(estimate = b, se = se, df = df, low = b - qt(.975, df) * se, high = b + qt(.975, df) * se)
}
welch <- function(y, z) { t <- t.test(y[z == 1], y[z == 0]); list(estimate = mean(y[z == 1]) - mean(y[z == 0]), se = t$stderr, df = unname(t$parameter), low = t$conf.int[1], high = t$conf.int[2]) }

# Between strata of few ------------------------------------------------------------------------------------------------
# Q holds the weights; (I - H) of the line through 0, each piece divided by the root of what its leverage leaves (Fogarty 2018).
fogarty <- function(w, tau) {
  J <- length(w); u <- J * w * tau; Q <- cbind(J * w); H <- Q %*% solve(t(Q) %*% Q) %*% t(Q)
  u <- u / sqrt(1 - diag(H))
  c(estimate = sum(w * tau), se = sqrt(drop(t(u) %*% (diag(J) - H) %*% u)) / J, df = J - 1)
}
pairs <- data.frame(set = rep(1:12, each = 2), z = rep(c(1, 0), 12), y = round(rnorm(24, 10, 3) + rep(rnorm(12, 0, 5), each = 2) + rep(c(2, 0), 12), 2))
paired <- with(pairs, t.test(y[z == 1], y[z == 0], paired = TRUE))
sizes <- c(2, 3, 3, 4, 2, 5, 3, 4)
few <- data.frame(set = rep(seq_along(sizes), sizes), z = unlist(lapply(sizes, function(k) c(1, rep(0, k - 1)))))
few$y <- round(rnorm(nrow(few), 10, 3) + few$set + 2 * few$z, 2)
tau <- with(few, sapply(seq_along(sizes), function(s) mean(y[set == s & z == 1]) - mean(y[set == s & z == 0])))

# Lin ------------------------------------------------------------------------------------------------------------------
lin <- function(x, y, z, standard) {
  x <- apply(cbind(x), 2, middle, z = z, standard = standard)
  fit <- lm(y ~ z + x + z:x)
  list(estimate = coef(fit)[["z"]], se = sqrt(vcovHC(fit, type = "HC2")["z", "z"]), df = df.residual(fit))
}
filled <- ifelse(is.na(d$gaps), mean(d$gaps, na.rm = TRUE), d$gaps)
with_strata <- with(d, cbind(x1, x2, before, stratum == 2, stratum == 3))

# Compliers ------------------------------------------------------------------------------------------------------------
# The interval is where the test of y - b * received turns, found by halving.
anderson_rubin <- function(test, start) {
  inside <- function(b) { t <- test(b); abs(t$estimate / t$se) - qt(.975, t$df_fixed) }
  end <- function(step) { far <- start + step; while (inside(far) < 0) far <- far + step; uniroot(inside, sort(c(start, far)), tol = 1e-13)$root }
  c(end(-1), end(1))
}
compliers <- function(difference) {
  a <- difference(d$y); b <- difference(d$received)
  wald <- a$estimate / b$estimate
  test <- function(beta) c(difference(d$y - beta * d$received)[c("estimate", "se")], df_fixed = a$df)
  ends <- anderson_rubin(test, wald)
  list(estimate = wald, low = ends[1], high = ends[2])
}
cace <- list(
  plain = compliers(function(y) welch(y, d$z)),
  strata = compliers(function(y) by_strata(y, d$z, d$stratum, "all")),
  lin = compliers(function(y) lin(with(d, cbind(x1, x2)), y, d$z, "all")))

# Permutations as assigned ----------------------------------------------------------------------------------------------
# All ways to draw within strata, whole by whole; the test at theta takes it off the outcomes of those chosen.
small <- data.frame(stratum = rep(1:2, c(6, 5)), z = c(1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0), y = c(12, 15.5, 11, 9, 8.5, 12.5, 20, 17, 14, 15, 13.5))
wholes <- data.frame(whole = rep(1:8, c(3, 2, 4, 3, 2, 3, 4, 2)), y = round(rnorm(23, 10, 2), 1))
wholes$z <- as.numeric(wholes$whole %in% c(1, 4, 6, 7)); wholes$y <- wholes$y + 3 * wholes$z
assignments <- function(stratum, whole, z) {
  first <- !duplicated(whole)
  ways <- lapply(split(which(first), stratum[first]), function(rows) combn(rows, sum(z[rows]), simplify = FALSE))
  apply(expand.grid(lapply(ways, seq_along)), 1, function(at) {
    chosen <- unlist(mapply(function(way, i) way[[i]], ways, at, SIMPLIFY = FALSE))
    as.numeric(whole %in% whole[chosen]) })
}
effect <- function(y, z, stratum) { w <- prop.table(table(stratum)); sum(sapply(names(w), function(s) w[[s]] * (mean(y[stratum == s & z == 1]) - mean(y[stratum == s & z == 0])))) }
permuted <- function(y, z, stratum, whole) {
  all <- assignments(stratum, whole, z)
  tails <- function(theta) {
    base <- y - theta * z; seen <- effect(base, z, stratum)
    b <- apply(all, 2, function(drawn) effect(base, drawn, stratum))
    c(mean(b >= seen - 1e-9), mean(b <= seen + 1e-9)) }
  p <- function(theta) min(1, 2 * min(tails(theta)))
  b <- effect(y, z, stratum)
  # The ends are where the test at 5 % turns: halved from inside to outside.
  end <- function(out) { inside <- b; outside <- b + out; while (abs(outside - inside) > 1e-12) { at <- (inside + outside) / 2; if (p(at) > 0.05) inside <- at else outside <- at }; (inside + outside) / 2 }
  list(assignments = ncol(all), estimate = b, p = p(0), low = end(-40), high = end(40))
}

save_ref("randomised", list(
  data = as.list(d), pairs = as.list(pairs), few = as.list(few), small = as.list(small), wholes = as.list(wholes),
  plain = with(d, welch(y, z)),
  strata_all = with(d, by_strata(y, z, stratum, "all")),
  strata_treated = with(d, by_strata(y, z, stratum, "treated")),
  pairs_t = list(estimate = unname(paired$estimate), se = paired$stderr, df = unname(paired$parameter)),
  few_all = as.list(fogarty(sizes / sum(sizes), tau)),
  few_treated = as.list(fogarty(rep(1 / 8, 8), tau)),
  lin = with(d, lin(cbind(x1, x2), y, z, "all")),
  lin_before = with(d, lin(with_strata, y, z, "all")),
  lin_treated = with(d, lin(with_strata, y, z, "treated")),
  lin_gaps = with(d, lin(cbind(filled, is.na(gaps)), y, z, "all")),
  cace = cace,
  permuted = with(small, permuted(y, z, stratum, seq_along(y))),
  permuted_wholes = with(wholes, permuted(y, z, rep(1, 23), whole))), "sandwich", data = "written here, seed 1717")
