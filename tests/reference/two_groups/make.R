# Two independent groups: t.test, wilcox.test, prop.test, fisher.test of R; exact rank sums with ties from coin; Newcombe's
# interval by its definition, with Wilson's limits found as roots of the score equation rather than by the closed form;
# skewed amounts by signed ranks and rank sums.
#   cd tests/reference/two_groups && Rscript make.R [OUT]
source("../write_json.R")

set.seed(20260501)
# Answers on a scale of 0 to 10, with ties; unequal sizes.
scale_after <- pmin(10, pmax(0, round(rnorm(17, 6.2, 1.8))))
scale_before <- pmin(10, pmax(0, round(rnorm(23, 5.1, 2.4))))
# Numbers without ties.
plain_after <- round(rnorm(14, 12, 3), 4)
plain_before <- round(rnorm(11, 10, 5), 4)
# Many answers: normal approximation.
many_after <- round(rnorm(160, 6.0, 2))
many_before <- round(rnorm(130, 5.6, 2.2))
# Yen, skewed, with zeros; pairs of sets.
amount_after <- round(ifelse(runif(40) < 0.2, 0, exp(rnorm(40, 12.3, 1.1))))
amount_before <- round(ifelse(runif(34) < 0.3, 0, exp(rnorm(34, 12.0, 1.1))))
set_difference <- round(exp(rnorm(31, 11, 1)) * sample(c(-1, 1, 1), 31, TRUE))

test_list <- function(t) list(estimate = unname(t$estimate[1] - t$estimate[2]), stderr = t$stderr, df = unname(t$parameter),
                              statistic = unname(t$statistic), p_value = t$p.value, conf_int = I(t$conf.int))
welch <- function(x, y, level = 0.95) test_list(t.test(x, y, conf.level = level))
ranks <- function(x, y, exact, level = 0.95) {
  w <- suppressWarnings(wilcox.test(x, y, exact = exact, correct = TRUE, conf.int = TRUE, conf.level = level))
  list(statistic = unname(w$statistic), p_value = w$p.value, estimate = unname(w$estimate), conf_int = I(as.numeric(w$conf.int)),
       median_difference = median(outer(x, y, "-")))
}
signed <- function(d, level = 0.95) {
  w <- suppressWarnings(wilcox.test(d, exact = TRUE, conf.int = TRUE, conf.level = level))
  list(statistic = unname(w$statistic), p_value = w$p.value, estimate = unname(w$estimate), conf_int = I(as.numeric(w$conf.int)))
}
with_ties <- function(x, y) {
  d <- data.frame(y = c(x, y), g = factor(rep(c("a", "b"), c(length(x), length(y)))))
  as.numeric(coin::pvalue(coin::wilcox_test(y ~ g, d, distribution = "exact")))
}

# Wilson's limits: roots in p of (k/n - p)^2 = z^2 p (1 - p) / n.
limits <- function(k, n, level) {
  z <- qnorm((1 + level) / 2)
  roots <- function(p) (k / n - p)^2 - z^2 * p * (1 - p) / n
  low <- if (k == 0) 0 else uniroot(roots, c(0, k / n - 1e-9), tol = 1e-16)$root
  high <- if (k == n) 1 else uniroot(roots, c(k / n + 1e-9, 1), tol = 1e-16)$root
  c(low, high)
}
newcombe <- function(a, m, b, n, level) {
  first <- limits(a, m, level); second <- limits(b, n, level)
  d <- a / m - b / n
  c(d - sqrt((a / m - first[1])^2 + (second[2] - b / n)^2), d + sqrt((first[2] - a / m)^2 + (b / n - second[1])^2))
}
shares <- function(a, m, b, n, level = 0.95) {
  counts <- rbind(c(a, m - a), c(b, n - b))
  list(counts = I(c(a, m, b, n)), level = level, newcombe = I(newcombe(a, m, b, n, level)),
       score_p = suppressWarnings(prop.test(counts, correct = FALSE)$p.value), fisher_p = fisher.test(counts)$p.value)
}

out <- list(
  inputs = list(scale_after = I(scale_after), scale_before = I(scale_before), plain_after = I(plain_after), plain_before = I(plain_before),
                many_after = I(many_after), many_before = I(many_before), amount_after = I(amount_after), amount_before = I(amount_before),
                set_difference = I(set_difference)),
  welch = list(scale = welch(scale_after, scale_before), plain = welch(plain_after, plain_before), many = welch(many_after, many_before),
               plain_99 = welch(plain_after, plain_before, 0.99)),
  ranks = list(plain = ranks(plain_after, plain_before, TRUE), plain_99 = ranks(plain_after, plain_before, TRUE, 0.99),
               many = ranks(many_after, many_before, FALSE), scale_normal = ranks(scale_after, scale_before, FALSE)),
  exact_with_ties = list(scale = with_ties(scale_after, scale_before), amount = with_ties(amount_after, amount_before)),
  shares = list(shares(56, 70, 48, 80), shares(9, 10, 3, 10), shares(5, 56, 0, 29), shares(0, 10, 0, 20), shares(10, 10, 0, 10),
                shares(66, 120, 42, 118), shares(66, 120, 42, 118, 0.9), shares(7, 31, 20, 44, 0.99), shares(640, 1500, 410, 1100)),
  signed = list(sets = signed(set_difference), sets_90 = signed(set_difference, 0.9)),
  amount = list(estimate = median(outer(amount_after, amount_before, "-")), median_difference = median(amount_after) - median(amount_before)))
save_ref("two_groups", out, "coin", data = "inside the file, drawn with set.seed(20260501)")
