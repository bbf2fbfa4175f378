# Distribution functions and quantiles at ordinary and extreme arguments.    Rscript make.R [OUT]    in this folder
# The stored special.json comes from R 4.2.2 (stats only).
source("../write_json.R")
rows <- function(grid, value) { grid$value <- value; m <- as.matrix(grid); dimnames(m) <- NULL; m }
g <- expand.grid
df <- c(1, 2, 2.5, 3, 9, 17.7764735161785, 30, 183, 1000, 99999)
tq <- g(t = c(1e-8, 1e-3, .1, .5, 1, 1.5, 2, 4.062127683382037, 8, 15, 37, 1e3, 1e8), df = df)
pq <- g(p = c(1e-100, 1e-50, 1e-10, 1e-4, .001, .005, .025, .05, .1, .25, .4), df = df)
z <- c(0, 1e-10, .1, .5, 1, 1.96, 3, 5, 8, 12, 20, 30, 37)
zp <- c(1e-300, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, .001, .005, .025, .1, .25, .4, .49, .5)
b <- g(x = c(1e-10, 1e-3, .1, .3, .5, .7, .9, .999), a = c(.5, 1, 2.5, 10, 300, 5000), b = c(.5, 1, 3, 40, 2000))
bq <- g(p = c(1e-10, .005, .025, .1, .5, .9, .975, .995), a = c(1, 2, 7, 40, 682, 20000), b = c(1, 3, 14, 244, 90000))
bi <- g(k = c(0, 1, 4, 9, 40), n = c(10, 50, 1000, 20000), p = c(.001, .1, .5, .75))
bi <- bi[bi$k <= bi$n, ]
f <- g(f = c(.01, .5, 1, 3, 25, 400), df1 = c(1, 3, 20), df2 = c(2, 9, 600))
nct <- g(t = c(-3, -.5, .3, 2, 4.062127683382037, 12), df = c(2, 9, 30, 400), ncp = c(-4, -1, 0, .5, 3, 9))
# Likert answers as in ../before_after, thirty times: more than wilcox.test takes exactly, with ties and zeros.
lb <- c(2,3,3,4,1,2,5,3,4,2,3,3,2,4,5,1,2,3,4,3); la <- c(3,3,4,4,2,3,5,4,4,3,2,4,3,5,5,2,2,4,5,4)
large <- suppressWarnings(wilcox.test(rep(la, 30), rep(lb, 30), paired = TRUE))
out <- list(
  note = "each row: the arguments in the order of the function's name, then the value",
  normal_sf = rows(data.frame(z = z), pnorm(z, lower.tail = FALSE)),
  normal_quantile = rows(data.frame(p = zp), qnorm(zp)),
  t_sf = rows(tq, pt(tq$t, tq$df, lower.tail = FALSE)),
  t_quantile = rows(pq, qt(pq$p, pq$df)),
  t_pdf = rows(tq, dt(tq$t, tq$df)),
  beta_cdf = rows(b, pbeta(b$x, b$a, b$b)),
  beta_sf = rows(b, pbeta(b$x, b$a, b$b, lower.tail = FALSE)),
  beta_quantile = rows(bq, qbeta(bq$p, bq$a, bq$b)),
  binomial_cdf = rows(bi, pbinom(bi$k, bi$n, bi$p)),
  binomial_sf = rows(bi, pbinom(bi$k, bi$n, bi$p, lower.tail = FALSE)),
  binomial_pmf = rows(bi, dbinom(bi$k, bi$n, bi$p)),
  f_sf = rows(f, pf(f$f, f$df1, f$df2, lower.tail = FALSE)),
  noncentral_t_cdf = rows(nct, pt(nct$t, nct$df, nct$ncp)),
  signed_rank_large = list(statistic = unname(large$statistic), p_value = large$p.value),
  signed_rank = { s <- g(q = c(0, 3, 20, 100, 400, 900), n = c(9, 30, 72)); rows(s, psignrank(s$q, s$n)) })
save_ref("special", out, "stats")
