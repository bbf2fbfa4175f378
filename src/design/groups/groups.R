
# Groups as they are ---------------------------------------------------------------------------------------------------

# Those who took part and those who did not; with a state before, their changes.
groups <- function(finding, outcome, baseline, treatment, among, level, tashika, companions, q) {
  if (q$estimate == "doubly-robust-did") return(note(finding, "doubly robust difference in differences", "as DRDID's drdid(panel = TRUE): not checked here"))
  d <- analysis[analysis[[treatment]] %in% c(0, 1), , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  y <- if (is.null(baseline)) d[[outcome]] else d[[outcome]] - d[[baseline]]
  took_part <- y[d[[treatment]] == 1 & !is.na(y)]
  others <- y[d[[treatment]] == 0 & !is.na(y)]
  compare(finding, "difference", tashika$estimate, mean(took_part) - mean(others))
  if (!is.null(tashika$clusters)) return(note(finding, "standard error", "by clusters: not checked here"))
  if (startsWith(tashika$law, "shares")) return(two_shares(finding, took_part, others, level, tashika, companions))
  test <- t.test(took_part, others, conf.level = level)
  keep(finding, estimate = mean(took_part) - mean(others), se = test$stderr, df = unname(test$parameter))
  compare(finding, "standard error", tashika$std_error, test$stderr)
  compare(finding, "degrees of freedom", tashika$df, unname(test$parameter))
  by_t(finding, tashika, test)
  if (is.null(baseline)) rank_summed(finding, took_part, others, companions)
}
