# Doubly robust difference in differences (Sant'Anna & Zhao 2020).    Rscript make.R [OUT [nsw_long.csv]]    in this folder; base R, sandwich
# Panel: the formulas of the paper written out with glm, lm and optim, on ../nearest/input.csv. Surveys: DRDID 1.2.3's own numbers on its
# data set sim_rc, given below and made by
#   drdid(yname = "y", tname = "post", idname = "id", dname = "d", xformla = ~ x1 + x2 + x3 + x4, data = sim_rc, panel = FALSE, estMethod = m)
# Of the traditional estimate of surveys DRDID takes what the lines of the first survey add with the sign of the second (M1.pre and M3.pre
# in drdid_rc.R): its error is made again here with that sign, and with the sign of the derivative, which the jackknife confirms.
# With nsw_long of DRDID (as CSV) the panel formulas are checked against DRDID's own numbers for the example of its documentation.
source("../write_json.R")
suppressMessages(library(sandwich))

tilted <- function(x, d) {
  # Columns of one size, so that the search settles; then Newton's steps.
  s <- apply(x, 2, function(c) max(abs(c))); x <- sweep(x, 2, s, "/")
  height <- function(g) -sum(d * drop(x %*% g) - (1 - d) * exp(drop(x %*% g)))
  slope <- function(g) -colSums(x * (d - (1 - d) * exp(drop(x %*% g))))
  g <- coef(suppressWarnings(glm.fit(x, d, family = binomial())))
  g <- optim(g, height, slope, method = "BFGS", control = list(maxit = 5000, reltol = 1e-15))$par
  for (i in 1:50) { w <- (1 - d) * exp(drop(x %*% g)); g <- g - drop(solve(crossprod(x * w, x), slope(g))) }
  exp(drop(x %*% g))
}
panel <- function(x, d, change, way) {
  n <- length(d)
  if (way == "improved") odds <- tilted(x, d)
  else { fit <- glm.fit(x, d, family = binomial(), control = glm.control(1e-14, 100)); p <- fit$fitted.values; odds <- p / (1 - p) }
  stopifnot(mean(odds[d == 0] / (1 + odds[d == 0]) >= 0.995) == 0)
  own <- d == 0
  line <- drop(x %*% coef(lm.wfit(x[own, ], change[own], if (way == "improved") odds[own] else rep(1, sum(own)))))
  w1 <- d; w0 <- odds * (1 - d); z <- change - line
  t1 <- sum(w1 * z) / sum(w1); t0 <- sum(w0 * z) / sum(w0)
  f1 <- w1 * (z - t1) / mean(w1); f0 <- w0 * (z - t0) / mean(w0)
  if (way == "traditional") {
    ols <- ((1 - d) * z * x) %*% solve(crossprod(x * (1 - d), x) / n)
    score <- ((d - p) * x) %*% solve(crossprod(x * p * (1 - p), x) / n)
    f1 <- f1 - drop(ols %*% (colMeans(w1 * x) / mean(w1)))
    f0 <- f0 + drop(score %*% (colMeans(w0 * (z - t0) * x) / mean(w0))) - drop(ols %*% (colMeans(w0 * x) / mean(w0)))
  }
  f <- f1 - f0
  list(att = t1 - t0, se = sd(f) * sqrt(n - 1) / n)
}

surveys <- function(x, d, y, t, sign = 1) {
  n <- length(d)
  fit <- glm.fit(x, d, family = binomial(), control = glm.control(1e-14, 100)); p <- fit$fitted.values; o <- p / (1 - p) * (1 - d)
  line <- function(w) { m <- drop(x %*% coef(lm.wfit(x[w == 1, ], y[w == 1], rep(1, sum(w))))); list(m = m, a = (w * (y - m) * x) %*% solve(crossprod(x * w, x) / n)) }
  c0 <- line((1 - d) * (1 - t)); c1 <- line((1 - d) * t); g0 <- line(d * (1 - t)); g1 <- line(d * t)
  z <- y - ifelse(t == 1, c1$m, c0$m)
  middle <- function(w, z) list(a = sum(w * z) / sum(w), i = w * (z - sum(w * z) / sum(w)) / mean(w))
  T0 <- middle(d * (1 - t), z); T1 <- middle(d * t, z); C0 <- middle(o * (1 - t), z); C1 <- middle(o * t, z)
  e1 <- middle(d, g1$m - c1$m); e2 <- middle(d * t, g1$m - c1$m); e3 <- middle(d, g0$m - c0$m); e4 <- middle(d * (1 - t), g0$m - c0$m)
  of_x <- function(w) colMeans(w * x) / mean(w)
  score <- ((d - p) * x) %*% solve(crossprod(x * p * (1 - p), x) / n)
  moved <- colMeans(o * t * (z - C1$a) * x) / mean(o * t) - colMeans(o * (1 - t) * (z - C0$a) * x) / mean(o * (1 - t))
  f <- T1$i - T0$i - c1$a %*% of_x(d * t) + sign * c0$a %*% of_x(d * (1 - t)) -
    (C1$i - C0$i + score %*% moved - c1$a %*% of_x(o * t) + sign * c0$a %*% of_x(o * (1 - t))) +
    e1$i - e2$i - (e3$i - e4$i) + (g1$a - c1$a) %*% (of_x(d) - of_x(d * t)) - (g0$a - c0$a) %*% (of_x(d) - of_x(d * (1 - t)))
  list(att = T1$a - T0$a - (C1$a - C0$a) + (e1$a - e2$a) - (e3$a - e4$a), se = sd(drop(f)) * sqrt(n - 1) / n)
}

l <- read.csv("../nearest/input.csv")
x <- model.matrix(~ age + educ + race + married + nodegree + re74, l)
out <- list(
  panel_improved = panel(x, l$treat, l$re78 - l$re75, "improved"),
  panel_traditional = panel(x, l$treat, l$re78 - l$re75, "traditional"),
  rc_improved = list(att = -0.20885863548835193, se = 0.20023732771269126),
  rc_traditional = list(att = -0.1677954480133943, se_of_drdid = 0.20079869572422515))

# Plain: the coefficient of group x time with HC2.
s <- read.csv("sim_rc.csv")
x <- as.matrix(cbind(1, s[, c("x1", "x2", "x3", "x4")]))
out$rc_traditional$se <- surveys(x, s$d, s$y, s$post)$se
out$rc_traditional$se_with_that_sign <- surveys(x, s$d, s$y, s$post, -1)$se
without <- sapply(seq_len(nrow(s)), function(i) surveys(x[-i, ], s$d[-i], s$y[-i], s$post[-i])$att)
out$rc_traditional$se_by_jackknife <- sqrt((nrow(s) - 1) / nrow(s) * sum((without - mean(without))^2))
fit <- lm(y ~ d * post, s)
out$plain <- list(att = coef(fit)[["d:post"]], se = sqrt(vcovHC(fit, type = "HC2")["d:post", "d:post"]))

if (length(commandArgs(TRUE)) > 1) {
  w <- read.csv(commandArgs(TRUE)[2]); w <- w[w$treated %in% 0 | w$sample == 2, ]
  w <- merge(w[w$year == 1975, ], w[w$year == 1978, c("id", "re")], by = "id")
  x <- model.matrix(~ age + educ + black + married + nodegree + hisp + re74, w)
  ours <- sapply(c("improved", "traditional"), function(way) unlist(panel(x, w$experimental, w$re.y - w$re.x, way)))
  theirs <- cbind(c(-901.27030641008355, 393.61268079939663), c(-871.32714914476901, 396.02109358480817))
  print(ours); print(max(abs(ours / theirs - 1)))
  stopifnot(abs(ours / theirs - 1) < 1e-6)
}
save_ref("drdid", out, "sandwich", data = "../nearest/input.csv; sim_rc.csv (data set of DRDID 1.2.3)", note = "rc_: DRDID 1.2.3; nsw_long of DRDID agrees to 1e-6 with its own numbers, which its search stops short of")
