
# Two groups of respondents --------------------------------------------------------------------------------------------

two_groups <- function(finding, outcome, baseline, treatment, among, level, tashika, companions, q) {
  if (q$estimate == "partly-paired") return(note(finding, "difference", "restricted likelihood of partly paired answers: not checked here"))
  d <- if (is.null(treatment)) analysis else analysis[analysis[[treatment]] %in% 1, , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  after <- d[[outcome]][!is.na(d[[outcome]])]
  before <- d[[baseline]][!is.na(d[[baseline]])]
  compare(finding, "difference", tashika$estimate, mean(after) - mean(before))
  if (!is.null(tashika$clusters)) return(note(finding, "standard error", "by clusters: not checked here"))
  if (any(!is.na(d[[outcome]]) & !is.na(d[[baseline]]))) return(note(finding, "standard error", "units in both groups: not checked here"))
  if (startsWith(tashika$law, "shares")) return(two_shares(finding, after, before, level, tashika, companions))
  if (tashika$law != "t") return(note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
  test <- t.test(after, before, conf.level = level)
  keep(finding, estimate = mean(after) - mean(before), se = test$stderr, df = unname(test$parameter))
  compare(finding, "standard error", tashika$std_error, test$stderr)
  compare(finding, "degrees of freedom", tashika$df, unname(test$parameter))
  by_t(finding, tashika, test)
  rank_summed(finding, after, before, companions)
}
