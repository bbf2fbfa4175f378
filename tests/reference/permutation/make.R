# Sign flips and exchanges by enumeration.    Rscript make.R [OUT]    in this folder
# Every value comes from going through all rearrangements in base R: nothing of the algorithms under test is shared with it.
source("../write_json.R")

# All 2^n rows of signs, and the typical values: means of the changes whose signs are turned.
signs <- function(n) as.matrix(expand.grid(rep(list(c(1, -1)), n)))
flip_p <- function(d, theta = 0) { s <- signs(length(d)) %*% (d - theta); mean(abs(s) >= abs(sum(d - theta)) - 1e-9) }
flip_interval <- function(d, level) {
  turned <- signs(length(d)) < 0
  typical <- sort(drop(turned[rowSums(turned) > 0, ] %*% d) / rowSums(turned)[rowSums(turned) > 0])
  k <- floor((1 - level) / 2 * 2^length(d) + 1e-9)      # (1 + count)/2^n must exceed half of 1 - level
  c(typical[k], rev(typical)[k])
}
# All draws of the first group; twice the smaller tail.
draws <- function(x, y) combn(length(x) + length(y), length(x))
exchange_p <- function(x, y, theta = 0) {
  all <- c(x - theta, y); at <- draws(x, y); s <- colSums(matrix(all[at], nrow(at))); seen <- sum(x - theta)
  min(1, 2 * min(mean(s >= seen - 1e-9), mean(s <= seen + 1e-9)))
}
exchange_interval <- function(x, y, level) {
  at <- draws(x, y); n1 <- length(x); all <- c(x, y)
  typical <- sort(unlist(apply(at, 2, function(drawn) {
    leave <- setdiff(seq_len(n1), drawn); enter <- drawn[drawn > n1]
    if (length(leave) == 0) NULL else (sum(all[leave]) - sum(all[enter])) / length(leave) })))
  k <- floor((1 - level) / 2 * ncol(at) + 1e-9)
  c(typical[k], rev(typical)[k])
}
# Matched sets: each unit of a set as the treated one; y[[1]] of a set is the treated.
sets_p <- function(sets, theta = 0) {
  moved <- lapply(sets, function(y) { y[1] <- y[1] - theta; vapply(seq_along(y), function(j) y[j] - mean(y[-j]), 0) })
  s <- rowSums(as.matrix(expand.grid(moved))); seen <- sum(vapply(moved, function(d) d[1], 0))
  min(1, 2 * min(mean(s >= seen - 1e-9), mean(s <= seen + 1e-9)))
}
interval_by_search <- function(p, range, centre, level) {
  ends <- function(from, to) { for (i in 1:200) { mid <- (from + to) / 2; if (p(mid) > 1 - level) to <- mid else from <- mid }; (from + to) / 2 }
  c(ends(range[1], centre), ends(range[2], centre))
}

sleep_change <- with(sleep, extra[group == 2] - extra[group == 1])
item <- c(1, 1, 1, 1, 1, 1, 1, -1, 0, 0, 0, 0, 0)        # 13 five-point answers: 7 up, 1 down, 5 as before
amounts <- c(120.5, -30.25, 410, 55.75, 0, 980.1, -12.4, 77.7, 233.3, 15, 640.9, -201.6, 88.8, 5.2)
first <- c(5, 4, 4, 3, 5, 4, 2, 5); second <- c(3, 2, 4, 3, 1, 3, 2, 3, 4)
apart <- c(12.1, 30.4, -3.3, 18.8, 25.6, 9.9); others <- c(4.4, -8.1, 10.2, 0.7, 6.6, 13.9, -2.5)
sets <- list(c(5, 3, 2), c(7, 6, 4), c(3, 3, 5), c(9, 2, 4), c(6, 5, 1), c(8, 7, 3))
uneven <- list(c(5.5, 3), c(7, 6, 4.25), c(3, 3.5, 5, 1), c(9, 2), c(6, 5, 1.5), c(8, 7))
one <- function(d, levels = c(.9, .95)) list(changes = I(d), p = flip_p(d), p_at_1 = flip_p(d, 1),
  intervals = lapply(levels, function(l) list(level = l, ends = I(flip_interval(d, l)))))
two <- function(x, y) list(first = I(x), second = I(y), p = exchange_p(x, y), p_at_1 = exchange_p(x, y, 1),
  intervals = lapply(c(.9, .95), function(l) list(level = l, ends = I(exchange_interval(x, y, l)))))
of_sets <- function(s) list(sets = lapply(s, I), p = sets_p(s), p_at_1 = sets_p(s, 1),
  interval_95 = I(interval_by_search(function(t) sets_p(s, t), c(-20, 20), mean(vapply(s, function(y) y[1] - mean(y[-1]), 0)), .95)))
save_ref("permutation", list(
  signs = list(sleep = one(sleep_change), item = one(item), amounts = one(amounts), six = one(c(1, 2, 3, 4, 5, 6), .95)),
  groups = list(scale = two(first, second), amounts = two(apart, others)),
  sets = list(even = of_sets(sets), uneven = of_sets(uneven))), character(0), data = "written here; sleep of R (datasets)")
