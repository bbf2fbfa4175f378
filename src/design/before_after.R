
# Before and after -----------------------------------------------------------------------------------------------------

before_after <- function(finding, outcome, baseline, treatment, among, level, tashika, companions) {
  d <- if (is.null(treatment)) analysis else analysis[analysis[[treatment]] %in% 1, , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  both <- !is.na(d[[outcome]]) & !is.na(d[[baseline]])
  after <- d[[outcome]][both]
  before <- d[[baseline]][both]
  test <- t.test(after, before, paired = TRUE, conf.level = level)
  compare(finding, "mean change", tashika$estimate, unname(test$estimate))
  keep(finding, estimate = unname(test$estimate), sd = sd(before), within = sd(after - before))
  change <- rounded(after - before, c(after, before))
  if (!is.null(tashika$clusters)) error_by_cluster(finding, after - before, d[[sub("^eligible_", "cluster_", among)]][both], level, tashika)
  else {
    keep(finding, se = test$stderr, df = unname(test$parameter))
    compare(finding, "standard error", tashika$std_error, test$stderr)
    switch(tashika$law,
      t = by_t(finding, tashika, test),
      "paired-shares" = paired_shares(finding, tashika, sum(change > 0), sum(change < 0), length(change), level),
      permutation = sign_flips(finding, tashika, change, level),
      note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
    if (!is.null(companions$t)) by_t(paste(finding, "by t"), companions$t, test)
  }
  ranked(finding, change, companions)
  compare(finding, "median change", companions[["median-change"]]$estimate, median(change))
  compare_ends(finding, "median change", companions[["median-change"]], sign_ends(change, companions[["median-change"]]$level))
  counted(finding, sum(change > 0), sum(change < 0), length(change), level, companions)
  standardised(finding, change, level, companions)
}

# Cohen's d_z and Hedges' g_z. R's noncentral t law is right to some 10 digits.
standardised <- function(finding, change, level, companions) {
  told <- companions[["standardised-change"]]
  if (is.null(told) || sd(change) == 0) return(invisible())
  df <- length(change) - 1
  d <- mean(change) / sd(change)
  compare(finding, "Cohen's d_z", told$estimate, d)
  compare(finding, "Hedges' g_z", companions[["standardised-change-corrected"]]$estimate, hedges(df) * d)
  compare_ends(finding, "Cohen's d_z", told, tryCatch(noncentral_ends(d, sqrt(df + 1), df, level), error = function(e) NA), 1e-5)
}

ranked <- function(finding, change, companions) {
  moved <- change[change != 0]
  if (!is.null(companions$wilcoxon) && length(moved) > 0) {
    p <- if (length(moved) <= 200) exact_signed_rank(moved)
         else suppressWarnings(wilcox.test(moved, exact = FALSE, correct = TRUE)$p.value)
    compare(finding, "Wilcoxon V", companions$wilcoxon$statistic, sum(rank(abs(moved))[moved > 0]))
    compare(finding, "Wilcoxon p-value", companions$wilcoxon$p_value, p)
  }
  if (!is.null(companions[["hodges-lehmann"]]) && length(change) <= 3000) {
    compare(finding, "Hodges-Lehmann", companions[["hodges-lehmann"]]$estimate, pseudomedian(if (length(moved) > 0) moved else change))
    compare(finding, "Hodges-Lehmann with zeros", companions[["hodges-lehmann-with-zeros"]]$estimate, pseudomedian(change))
  }
}

counted <- function(finding, up, down, all, level, companions) {
  p <- if (up + down > 0) binom.test(up, up + down)$p.value else 1
  compare(finding, "sign test p-value", companions[["sign-test"]]$p_value, p)
  compare(finding, "McNemar exact p-value", companions[["mcnemar-exact"]]$p_value, p)
  seen <- dbinom(min(up, down), up + down, 0.5)
  compare(finding, "McNemar mid-p", companions[["mcnemar-mid-p"]]$p_value, p - seen / (1 + (up == down)))
  share <- companions[["share-higher"]]
  if (!is.null(share)) {
    compare(finding, "share that rose", share$estimate, up / all)
    compare_ends(finding, "share that rose (Clopper-Pearson)", share, binom.test(up, all, conf.level = share$level)$conf.int[1:2])
  }
  change <- companions[["bonett-price"]]
  if (!is.null(change)) {
    a <- (up + 1) / (all + 2)
    b <- (down + 1) / (all + 2)
    reach <- qnorm((1 + level) / 2) * sqrt((a + b - (a - b)^2) / (all + 2))
    compare(finding, "change in the share", change$estimate, (up - down) / all)
    compare_ends(finding, "change in the share (Bonett-Price)", change, pmin(pmax(a - b + c(-1, 1) * reach, -1), 1))
  }
}
